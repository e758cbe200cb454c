//! A scanner for XML that is just enough for drawings: tags with their attributes, and text.
//!
//! In: text. Out: its parts in order, or [`Malformed`] at the first thing that an XML parser would
//! refuse or that only a document type could explain. Linear in the length of the text.

use std::borrow::Cow;

/// The text is not XML, or needs more of XML than drawings do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// The start of an element.
    Start { name: &'a str, attributes: Vec<(&'a str, Cow<'a, str>)>, is_empty: bool },
    /// The end of an element, by its name.
    End(&'a str),
    /// Text, with its references resolved.
    Text(Cow<'a, str>),
    /// A processing instruction, without its marks.
    Instruction(&'a str),
    /// A document type.
    Doctype { has_subset: bool },
}

/// The parts of a document, one after the other.
pub(super) struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text.trim_start_matches('\u{FEFF}') }
    }

    /// Takes everything up to `end`, and `end` with it.
    fn take_until(&mut self, end: &str) -> Result<&'a str, Malformed> {
        let (taken, rest) = self.rest.split_once(end).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    /// Takes a name: all up to white space or a mark.
    fn name(&mut self) -> Result<&'a str, Malformed> {
        let end = self
            .rest
            .find(|character: char| {
                character.is_whitespace() || character.is_control() || "/>=<\"'&?!".contains(character)
            })
            .filter(|end| *end > 0)
            .ok_or(Malformed)?;
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(name)
    }

    fn quoted(&mut self) -> Result<&'a str, Malformed> {
        let quote = self.rest.chars().next().filter(|first| matches!(first, '"' | '\'')).ok_or(Malformed)?;
        self.rest = &self.rest[1..];
        let (taken, rest) = self.rest.split_once(quote).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The rest of a start tag, after its `<`.
    fn start(&mut self) -> Result<Part<'a>, Malformed> {
        let name = self.name()?;
        let mut attributes = Vec::new();
        loop {
            let before = self.rest.len();
            self.skip_space();
            if let Some(rest) = self.rest.strip_prefix('>') {
                self.rest = rest;
                return Ok(Part::Start { name, attributes, is_empty: false });
            }
            if let Some(rest) = self.rest.strip_prefix("/>") {
                self.rest = rest;
                return Ok(Part::Start { name, attributes, is_empty: true });
            }
            if self.rest.len() == before {
                return Err(Malformed);
            }
            let attribute = self.name()?;
            self.skip_space();
            self.rest = self.rest.strip_prefix('=').ok_or(Malformed)?;
            self.skip_space();
            let value = self.quoted()?;
            if value.contains('<') {
                return Err(Malformed);
            }
            attributes.push((attribute, resolve(value)?));
        }
    }

    /// The rest of a document type, after its name: it ends at a `>` that is not quoted.
    fn doctype(&mut self) -> Result<Part<'a>, Malformed> {
        loop {
            let at = self.rest.find(['>', '[', '"', '\'']).ok_or(Malformed)?;
            self.rest = &self.rest[at..];
            match self.rest.as_bytes()[0] {
                b'>' => {
                    self.rest = &self.rest[1..];
                    return Ok(Part::Doctype { has_subset: false });
                }
                b'[' => {
                    // What is declared in there can change what all later text means.
                    self.rest = "";
                    return Ok(Part::Doctype { has_subset: true });
                }
                _ => {
                    self.quoted()?;
                }
            }
        }
    }

    fn part(&mut self) -> Result<Part<'a>, Malformed> {
        let Some(markup) = self.rest.strip_prefix('<') else {
            let (text, rest) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
            self.rest = rest;
            return Ok(Part::Text(resolve(text)?));
        };
        self.rest = markup;
        if let Some(rest) = markup.strip_prefix("!--") {
            self.rest = rest;
            self.take_until("-->")?;
            // A comment is no part of the document; an empty text stands for it.
            Ok(Part::Text(Cow::Borrowed("")))
        } else if let Some(rest) = markup.strip_prefix("![CDATA[") {
            self.rest = rest;
            Ok(Part::Text(Cow::Borrowed(self.take_until("]]>")?)))
        } else if let Some(rest) = markup.strip_prefix('?') {
            self.rest = rest;
            Ok(Part::Instruction(self.take_until("?>")?))
        } else if let Some(rest) = markup.strip_prefix("!DOCTYPE") {
            self.rest = rest;
            self.doctype()
        } else if let Some(rest) = markup.strip_prefix('/') {
            self.rest = rest;
            Ok(Part::End(self.take_until(">")?.trim_end()))
        } else {
            self.start()
        }
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Result<Part<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let part = self.part();
        if part.is_err() {
            self.rest = "";
        }
        Some(part)
    }
}

/// `text` with its character references resolved: the numbers, and the five names that XML has
/// without a document type.
fn resolve(text: &str) -> Result<Cow<'_, str>, Malformed> {
    if !text.contains('&') {
        return Ok(Cow::Borrowed(text));
    }
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        resolved.push_str(before);
        let (reference, after) = after.split_once(';').ok_or(Malformed)?;
        resolved.push(match reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let number = reference.strip_prefix('#').ok_or(Malformed)?;
                let code = match number.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number.parse(),
                };
                code.ok().and_then(char::from_u32).ok_or(Malformed)?
            }
        });
        rest = after;
    }
    resolved.push_str(rest);
    Ok(Cow::Owned(resolved))
}

/// The part of a name behind its namespace prefix.
pub(super) fn local_name(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
