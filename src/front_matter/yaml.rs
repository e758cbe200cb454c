//! Reads a YAML header, or a data file, into nodes.
//!
//! The parser goes over the text once and hands its values to a visitor; the visitor walks along
//! the [`Outline`] of the same text, and so knows where each value stands and how it was spelled.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::Number;

use super::explain;
use super::node::{Entry, Kind, Node, Scalar, Value};
use super::outline::{DEPTH_MAX, Excess, NODES_MAX, Outline, Style, Token};
use crate::diagnostic::{Diagnostic, Span};

/// How many faults of one header are told: each costs another pass.
const FAULTS_MAX: usize = 8;

/// What is read: its name in messages, and what it may hold.
pub(super) struct Bounds {
    pub name: &'static str,
    pub nodes_max: usize,
    /// The way out of a text that holds too much.
    pub too_much: &'static str,
    /// A line as it should be.
    pub example: &'static str,
}

/// The bounds of a header.
const HEADER: Bounds = Bounds {
    name: "the header",
    nodes_max: NODES_MAX,
    too_much: "a header is for what is said about the article; put the rest into its text",
    example: "title: …",
};

/// The entries of a header.
pub(super) fn read(text: &str, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    read_within(text, &HEADER, problems)
}

/// The entries of the outermost map. Each fault is taken out with its entry and the rest is read
/// again, so that all of them are told at once.
pub(super) fn read_within(text: &str, bounds: &Bounds, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut text = clean(text);
    for _ in 0..FAULTS_MAX {
        let outline = Outline::within(&text, bounds.nodes_max);
        if let Some((excess, at)) = outline.excess {
            problems.push(excessive(excess, bounds, Span::of(&text, at..at)));
            return Vec::new();
        }
        let mut walk = Walk::new(&text, &outline, bounds);
        let seed = NodeSeed { walk: &mut walk, depth: 0 };
        let result = seed.deserialize(serde_yaml::Deserializer::from_str(&text));
        let (mut failure, failed) = match result {
            Ok(node) => {
                problems.extend(unread_tags(&text, &outline));
                problems.extend(cut_values(&text, &outline));
                match node.value {
                    Value::Map(entries) => return entries,
                    Value::Null => return Vec::new(),
                    // After another fault, this is what was left of it.
                    _ if !problems.is_empty() => return Vec::new(),
                    _ => {
                        problems.push(not_a_map(&text, bounds, node.span));
                        return Vec::new();
                    }
                }
            }
            Err(error) => {
                let too_much = walk.excess.map(|excess| (excess, None));
                too_much.unwrap_or_else(|| explain::explain(&error, &text, &outline))
            }
        };
        failure.message = failure.message.replacen(HEADER.name, bounds.name, 1);
        problems.push(failure);
        match failed.and_then(|lines| without_lines(&text, lines)) {
            Some(rest) => text = Cow::Owned(rest),
            None => return Vec::new(),
        }
    }
    Vec::new()
}

/// A byte order mark in the middle of a header comes from files that were joined.
fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\u{feff}') { Cow::Owned(text.replace('\u{feff}', "")) } else { Cow::Borrowed(text) }
}

/// `text` with `lines` emptied, so that all others keep their numbers; `None` when nothing would
/// change.
fn without_lines(text: &str, lines: std::ops::Range<usize>) -> Option<String> {
    let mut rest = String::with_capacity(text.len());
    let mut has_changed = false;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if lines.contains(&index) {
            has_changed |= !line.trim().is_empty();
            rest.push_str(if line.ends_with('\n') { "\n" } else { "" });
        } else {
            rest.push_str(line);
        }
    }
    has_changed.then_some(rest)
}

fn excessive(excess: Excess, bounds: &Bounds, span: Span) -> Diagnostic {
    let Bounds { name, nodes_max, too_much, .. } = bounds;
    match excess {
        Excess::Depth => Diagnostic::error(format!("{name} is nested more than {DEPTH_MAX} levels deep")),
        Excess::Nodes => Diagnostic::error(format!("{name} has more than {nodes_max} values")),
    }
    .at(span)
    .hint(*too_much)
}

fn not_a_map(text: &str, bounds: &Bounds, span: Span) -> Diagnostic {
    let hint = if text.contains(":\u{a0}") {
        "there is a no-break space after a colon: write an ordinary space".to_owned()
    } else {
        format!("write `{}`, with a colon and a space after each key", bounds.example)
    };
    Diagnostic::error(format!("{} is not made of lines of `key: value`", bounds.name)).at(span).hint(hint)
}

fn unread_tags<'a>(text: &'a str, outline: &'a Outline) -> impl Iterator<Item = Diagnostic> + 'a {
    const KNOWN: [&str; 8] =
        ["!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq", "!!timestamp"];
    outline.tags.iter().filter(|tag| !KNOWN.contains(&&text[(*tag).clone()])).map(|tag| {
        Diagnostic::warning(format!("the tag `{}` has no meaning here and is ignored", &text[tag.clone()]))
            .at(Span::of(text, tag.clone()))
            .hint("put the value in quotes if it begins with `!`")
    })
}

/// Values that ` #` cuts short, which an author seldom means: `title: The Digest #3`.
fn cut_values<'a>(text: &'a str, outline: &'a Outline) -> impl Iterator<Item = Diagnostic> + 'a {
    outline.top_keys.iter().filter_map(|key| {
        let token = outline.tokens[key.token];
        let name = &text[token.start..token.end];
        let line = text[key.value_start..].lines().next().unwrap_or("");
        let value = line.trim();
        let start = key.value_start + (line.len() - line.trim_start().len());
        let is_title = name.eq_ignore_ascii_case("title");
        let is_comment = |text: &str| text.len() == 1 || text[1..].starts_with([' ', '\t']);
        if value.starts_with('#') && (is_title || !is_comment(value)) {
            return Some(
                Diagnostic::warning(format!("`{name}` is empty: `{value}` is a comment"))
                    .at(Span::of(text, start..start + value.len()))
                    .hint(format!("put the value in quotes: `{name}: \"{value}\"`")),
            );
        }
        let token = outline.tokens.get(key.token + 1).filter(|next| next.cut && next.start == start)?;
        let (kept, cut) = value.split_at_checked(token.end - token.start)?;
        Some(
            Diagnostic::warning(format!("`{name}` ends before `{}`, which is a comment", cut.trim()))
                .at(Span::of(text, token.end..start + value.len()))
                .hint(format!("put the value in quotes: `{name}: \"{kept}{cut}\"`")),
        )
    })
}

/// The way along the outline while the parser hands out its values.
struct Walk<'a> {
    text: &'a str,
    outline: &'a Outline,
    bounds: &'a Bounds,
    /// The token that should come next.
    next: usize,
    /// Which of the outermost keys comes next.
    next_top_key: usize,
    /// Whether the two disagreed since the last of the outermost keys.
    is_lost: bool,
    /// The place of the last key: that of every value whose own is not known.
    last_place: Span,
    n_nodes: usize,
    excess: Option<Diagnostic>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, outline: &'a Outline, bounds: &'a Bounds) -> Self {
        let is_lost = outline.top_keys.is_empty();
        let last_place = Span::START;
        Self {
            text,
            outline,
            bounds,
            next: 0,
            next_top_key: 0,
            is_lost,
            last_place,
            n_nodes: 0,
            excess: None,
        }
    }

    fn written(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    fn peek(&self) -> Option<Token> {
        if self.is_lost { None } else { self.outline.tokens.get(self.next).copied() }
    }

    /// The place of the value that comes next.
    fn place(&self) -> Span {
        self.peek().map_or(self.last_place, |token| token.span(self.text))
    }

    /// Steps over the token that says `text`.
    fn take(&mut self, text: &str) -> Option<Token> {
        let token = self.peek()?;
        // What is quoted or goes over lines reads otherwise than it is written; it is enough to
        // compare the others.
        let comparable = token.style == Style::Plain && !self.written(token).contains('\n');
        if token.style == Style::Alias || (comparable && self.written(token) != text) {
            self.is_lost = true;
            return None;
        }
        self.next += 1;
        Some(token)
    }

    /// Steps over a token that is no string, and returns its spelling.
    fn take_spelling(&mut self, is_it: impl Fn(&str) -> bool) -> Option<&'a str> {
        let token = self.peek()?;
        let written = self.written(token);
        if token.style == Style::Plain && is_it(written) {
            self.next += 1;
            return Some(written);
        }
        self.is_lost = true;
        None
    }

    /// Steps to the outermost key `key`.
    fn take_top_key(&mut self, key: &str) {
        let keys = &self.outline.top_keys;
        let found = (self.next_top_key..keys.len()).find(|index| {
            let token = self.outline.tokens[keys[*index].token];
            token.style != Style::Plain || self.written(token) == key
        });
        self.is_lost = found.is_none();
        if let Some(index) = found {
            self.next_top_key = index + 1;
            self.next = keys[index].token + 1;
            self.last_place = self.outline.tokens[keys[index].token].span(self.text);
        }
    }

    fn take_key(&mut self, key: &str, depth: u32) -> Span {
        if depth == 0 {
            self.take_top_key(key);
        } else if let Some(token) = self.take(key) {
            self.last_place = token.span(self.text);
        }
        self.last_place
    }
}

struct NodeSeed<'w, 'a> {
    walk: &'w mut Walk<'a>,
    depth: u32,
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_, '_> {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.walk.n_nodes += 1;
        let excess = if self.depth > DEPTH_MAX {
            Some(Excess::Depth)
        } else if self.walk.n_nodes > self.walk.bounds.nodes_max {
            // The outline has counted what is written; more can only come of aliases.
            Some(Excess::Nodes)
        } else {
            None
        };
        if let Some(excess) = excess {
            self.walk.excess = Some(excessive(excess, self.walk.bounds, self.walk.last_place));
            return Err(D::Error::custom("too much"));
        }
        let alias = self.walk.peek().filter(|token| token.style == Style::Alias);
        let Some(alias) = alias else { return deserializer.deserialize_any(self) };
        // The value stands elsewhere: its parts have no tokens here.
        self.walk.last_place = alias.span(self.walk.text);
        self.walk.next += 1;
        self.walk.is_lost = true;
        let next = self.walk.next;
        let node = deserializer.deserialize_any(NodeSeed { walk: &mut *self.walk, depth: self.depth })?;
        self.walk.is_lost = false;
        self.walk.next = next;
        Ok(node)
    }
}

fn scalar(span: Span, text: impl Into<String>, kind: Kind) -> Node {
    Node { span, value: Value::Scalar(Scalar { text: text.into(), kind }) }
}

impl NodeSeed<'_, '_> {
    fn number(self, number: Option<Number>, text: String) -> Node {
        let span = self.walk.place();
        let spelling =
            self.walk.take_spelling(|text| text.starts_with(|first: char| "+-.0123456789".contains(first)));
        let text = spelling.map_or(text, String::from);
        // An infinite number is a word to everyone but YAML.
        scalar(span, text, number.map_or(Kind::Text, Kind::Number))
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_, '_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        let span = self.walk.last_place;
        let token = self.walk.peek().filter(|token| token.style == Style::Plain);
        if token.is_some_and(|token| matches!(self.walk.written(token), "~" | "null" | "Null" | "NULL")) {
            self.walk.next += 1;
        }
        Ok(Node { span, value: Value::Null })
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_bool<E>(self, boolean: bool) -> Result<Node, E> {
        let span = self.walk.place();
        let spelling = self.walk.take_spelling(|text| text.starts_with(['t', 'T', 'f', 'F']));
        let text = spelling.unwrap_or(if boolean { "true" } else { "false" });
        Ok(scalar(span, text, Kind::Bool(boolean)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(self.number(Some(number.into()), number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(self.number(Some(number.into()), number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Node, E> {
        Ok(self.number(None, number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Node, E> {
        Ok(self.number(None, number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(self.number(Number::from_f64(number), number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        let span = self.walk.place();
        self.walk.take(text);
        Ok(scalar(span, text, Kind::Text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let span = self.walk.place();
        let mut list = Vec::new();
        while let Some(item) =
            items.next_element_seed(NodeSeed { walk: &mut *self.walk, depth: self.depth + 1 })?
        {
            list.push(item);
        }
        Ok(Node { span, value: Value::List(list) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let span = self.walk.place();
        let mut entries = Vec::new();
        while let Some((key, key_span)) =
            map.next_key_seed(KeySeed { walk: &mut *self.walk, depth: self.depth })?
        {
            let value = map.next_value_seed(NodeSeed { walk: &mut *self.walk, depth: self.depth + 1 })?;
            entries.push(Entry { key, key_span, value });
        }
        Ok(Node { span, value: Value::Map(entries) })
    }

    /// A value with a tag of its own: the tag is told elsewhere.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node, A::Error> {
        let (_, variant): (serde::de::IgnoredAny, _) = tagged.variant()?;
        variant.newtype_variant_seed(self)
    }
}

struct KeySeed<'w, 'a> {
    walk: &'w mut Walk<'a>,
    depth: u32,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_> {
    type Value = (String, Span);

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(String, Span), D::Error> {
        // A scalar that is asked for as a string comes as it is written, number or not.
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_, '_> {
    type Value = (String, Span);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<(String, Span), E> {
        let span = self.walk.take_key(key, self.depth);
        Ok((key.to_owned(), span))
    }
}
