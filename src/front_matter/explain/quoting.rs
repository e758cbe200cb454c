//! Values that need quotes, or have the wrong ones: by far the most common fault of a header.

use std::ops::Range;

use super::super::outline::{Outline, Style};
use super::{Fault, Written, shown};
use crate::diagnostic::{Diagnostic, Span};

/// What is wrong with a value, where in it, and the text that was meant.
struct Misread<'a> {
    message: String,
    range: Range<usize>,
    meant: &'a str,
}

impl<'a> Fault<'a> {
    /// A value that YAML takes for something else than the text it is.
    pub(super) fn badly_quoted(&self, entry: &Written<'a>) -> Option<Diagnostic> {
        let first = entry.value.chars().next()?;
        let misread = match first {
            '"' | '\'' => self.quotes(entry)?,
            '[' | '{' => brackets(entry)?,
            _ => self.sign(entry, first).or_else(|| self.colon(entry))?,
        };
        let start = entry.value.as_ptr() as usize - self.text.as_ptr() as usize;
        let span = Span::of(self.text, start + misread.range.start..start + misread.range.end);
        let hint = format!("put the value in quotes: {}", corrected(entry.key, misread.meant));
        Some(Diagnostic::error(misread.message).at(span).hint(hint))
    }

    /// `'L'appli'`: the second quote closes the first.
    fn quotes(&self, entry: &Written<'a>) -> Option<Misread<'a>> {
        let Written { key, value, .. } = *entry;
        let (quote, inner) = opening_quotes(value)?;
        if entry.is_quoted_over_lines {
            let message = format!("the quote `{quote}` of `{key}` is not closed on its line");
            return Some(Misread { message, range: 0..1, meant: inner });
        }
        if !self.says("did not find expected")
            && !self.says("mapping values")
            && !self.says("found unexpected")
        {
            return None;
        }
        let end = closing_quote(value)?;
        let rest = &value[end..];
        if rest.trim_start().is_empty() || rest.trim_start().starts_with('#') {
            return None;
        }
        // In `"A" and "B"` the quotes belong to the text.
        let meant = if rest.starts_with(' ') { value } else { inner };
        Some(Misread {
            message: format!("text stands after the closing `{quote}` of `{key}`"),
            range: end - 1..end,
            meant,
        })
    }

    /// `@name`: some signs mean something to YAML at the start of a value.
    fn sign(&self, entry: &Written<'a>, first: char) -> Option<Misread<'a>> {
        let Written { key: _, value, line, .. } = *entry;
        let is_sign = match first {
            '@' | '`' | '%' | '|' | '>' | '*' | '&' | '!' | ',' | ']' | '}' => true,
            '-' | '?' | ':' => value[1..].starts_with(' '),
            _ => false,
        };
        if !is_sign || value.len() == 1 || self.line != line {
            return None;
        }
        let shown = if first == '`' { "a backtick".into() } else { format!("`{first}`") };
        let message = if first == '-' {
            "a list cannot begin on the line of its key".into()
        } else {
            format!("an unquoted value cannot begin with {shown}")
        };
        Some(Misread { message, range: 0..1, meant: value })
    }

    /// `Panne : WhatsApp`: a colon and a space begin a value.
    fn colon(&self, entry: &Written<'a>) -> Option<Misread<'a>> {
        let Written { key, value, line, .. } = *entry;
        if !self.says("mapping values are not allowed") || self.line != line {
            return None;
        }
        let colon = value.find(": ").or_else(|| value.strip_suffix(':').map(str::len))?;
        Some(Misread {
            message: format!("`{key}` has a colon and a space in its value, and no quotes around it"),
            range: colon..colon + 1,
            meant: without_curly_quotes(value),
        })
    }
}

/// `[Maj] Panne`: a bracket opens a list.
fn brackets<'a>(entry: &Written<'a>) -> Option<Misread<'a>> {
    let Written { key, value, .. } = *entry;
    let (opening, closing) = if value.starts_with('[') { ('[', ']') } else { ('{', '}') };
    let end = value.rfind(closing)? + 1;
    if value.matches(closing).count() > value.matches(opening).count() {
        let message = format!("one `{closing}` too many stands in `{key}`");
        return Some(Misread { message, range: end - 1..end, meant: value });
    }
    let message = format!("`{key}` begins with `{opening}`, which opens a list or map, and goes on after it");
    (!value[end..].trim_start().is_empty()).then_some(Misread { message, range: 0..1, meant: value })
}

/// `value` without the curly quotes around it, which an editor put where straight ones were meant;
/// quotes around a part of it belong to the text.
fn without_curly_quotes(value: &str) -> &str {
    const QUOTES: [char; 7] = ['“', '”', '„', '«', '»', '’', '‘'];
    let inner = value.strip_prefix(QUOTES).and_then(|rest| rest.strip_suffix(QUOTES));
    inner.filter(|inner| !inner.contains(['“', '”', '„', '«', '»'])).unwrap_or(value)
}

/// The quote that `value` begins with, and what was meant to be quoted.
pub(super) fn opening_quotes(value: &str) -> Option<(char, &str)> {
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let inner = &value[1..];
    Some((quote, inner.strip_suffix(quote).unwrap_or(inner)))
}

/// After the quote that closes the one at the start of `value`.
fn closing_quote(value: &str) -> Option<usize> {
    let outline = Outline::of(value);
    let token = outline.tokens.first()?;
    matches!(token.style, Style::Single | Style::Double).then_some(token.end)
}

/// `key: value` as it would be right.
pub(super) fn corrected(key: &str, value: &str) -> String {
    let value = shown(value.trim());
    if value.contains(['"', '\\']) {
        format!("`{key}: '{}'`", value.replace('\'', "''"))
    } else {
        format!("`{key}: \"{value}\"`")
    }
}
