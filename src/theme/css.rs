//! What is wrong with a stylesheet that stands beside others in one file.
//!
//! In: its text. Out: the first thing in it that would undo the rules behind it. The text is only cut
//! into comments, strings and brackets (CSS Syntax Level 3); what the rules say is not looked at.

use std::ops::Range;

/// Something that does not stay within a stylesheet, or has no effect in the middle of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// What is wrong, as a message.
    pub message: String,
    /// The way out.
    pub hint: &'static str,
}

impl Fault {
    fn new(range: Range<usize>, message: String, hint: &'static str) -> Self {
        Self { range, message, hint }
    }
}

/// The first thing in `css` that would undo the rules behind it.
#[must_use]
pub fn unclosed(css: &str) -> Option<Fault> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    for token in (Tokens { css, at: 0 }) {
        let at = token.range.start;
        match token.kind {
            Kind::Comment { is_closed: false } => {
                return Some(Fault::new(at..at + 2, "a comment is not closed".into(), "close it with `*/`"));
            }
            Kind::String { is_closed: false } => {
                let message = "a quotation mark is not closed on its line";
                return Some(Fault::new(at..at + 1, message.into(), "close it"));
            }
            Kind::Open(bracket) => open.push((bracket, at)),
            Kind::Close(bracket) => match open.pop() {
                Some((opening, _)) if closing(opening) == bracket => {}
                Some((opening, opened_at)) => return Some(not_closed(opening, opened_at)),
                None => {
                    let message = format!("a `{}` closes nothing", char::from(bracket));
                    return Some(Fault::new(at..at + 1, message, "remove it"));
                }
            },
            _ => {}
        }
    }
    open.last().map(|(bracket, at)| not_closed(*bracket, *at))
}

/// The first rule in `css` that browsers pass over where other rules stand before it.
#[must_use]
pub fn misplaced(css: &str) -> Option<Fault> {
    let at_rules = Tokens { css, at: 0 }.filter(|token| token.kind == Kind::AtKeyword);
    let mut names = at_rules.map(|token| (token.range.clone(), &css[token.range]));
    let (range, name) = names.find(|(_, name)| {
        ["@import", "@charset", "@namespace"].iter().any(|first| name.eq_ignore_ascii_case(first))
    })?;
    let message =
        format!("`{name}` counts at the start of a stylesheet only, and other rules stand before it");
    Some(Fault::new(range, message, "write the rules themselves"))
}

fn not_closed(bracket: u8, at: usize) -> Fault {
    let message = format!("a `{}` is not closed", char::from(bracket));
    let hint = match bracket {
        b'{' => "close it with `}`",
        b'[' => "close it with `]`",
        _ => "close it with `)`",
    };
    Fault::new(at..at + 1, message, hint)
}

fn closing(bracket: u8) -> u8 {
    match bracket {
        b'{' => b'}',
        b'[' => b']',
        _ => b')',
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Comment {
        is_closed: bool,
    },
    String {
        is_closed: bool,
    },
    /// `@` with the name behind it.
    AtKeyword,
    Open(u8),
    Close(u8),
    Other,
}

struct Token {
    range: Range<usize>,
    kind: Kind,
}

/// The tokens of a stylesheet as far as they matter here; every byte belongs to one.
struct Tokens<'a> {
    css: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        let rest = &self.css.as_bytes()[start..];
        let first = *rest.first()?;
        let (length, kind) = match first {
            b'/' if rest.get(1) == Some(&b'*') => match self.css[start + 2..].find("*/") {
                Some(length) => (length + 4, Kind::Comment { is_closed: true }),
                None => (rest.len(), Kind::Comment { is_closed: false }),
            },
            b'"' | b'\'' => string(rest),
            b'\\' => (2, Kind::Other),
            b'@' => (1 + name_length(&rest[1..]), Kind::AtKeyword),
            b'{' | b'[' | b'(' => (1, Kind::Open(first)),
            b'}' | b']' | b')' => (1, Kind::Close(first)),
            _ if is_name(first) => word(rest),
            _ => (1, Kind::Other),
        };
        self.at = (start + length).min(self.css.len());
        Some(Token { range: start..self.at, kind })
    }
}

/// A string: to its closing mark, or to the end of its line.
fn string(rest: &[u8]) -> (usize, Kind) {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => break,
            byte if *byte == rest[0] => return (at + 1, Kind::String { is_closed: true }),
            _ => {}
        }
        at += 1;
    }
    (at, Kind::String { is_closed: false })
}

/// A name; with its address, where it is `url(` and the address has no quotation marks.
fn word(rest: &[u8]) -> (usize, Kind) {
    let length = name_length(rest);
    let is_url = rest[..length].eq_ignore_ascii_case(b"url") && rest.get(length) == Some(&b'(');
    let address = rest.get(length + 1..).unwrap_or(&[]).trim_ascii_start();
    if !is_url || matches!(address.first(), Some(b'"' | b'\'') | None) {
        return (length, Kind::Other);
    }
    let mut at = length + 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 1,
            b')' => return (at + 1, Kind::Other),
            _ => {}
        }
        at += 1;
    }
    // What is not closed is told at its bracket.
    (length, Kind::Other)
}

fn name_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| is_name(**byte)).count()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(css: &str, expected: &str) {
        let told = unclosed(css).map(|fault| format!("{}: {}", fault.range.start, fault.message));
        assert_eq!(told.unwrap_or_default(), expected, "{css}");
    }

    #[test]
    fn what_is_closed_is_in_order() {
        check("", "");
        check("a { b: c; } /* } */ d::before { content: \"}\" '{' }", "");
        check("a[b=\"]\"] { c: calc((1px + 2px) * 3) } @media (x) { y { z: 1 } }", "");
        check("a { b: url(data:image/svg+xml;utf8,<svg title='{'>) }", "");
        check("a { b: url( \"x)y\" ) } c\\{ { d: e } f { g: \"\\\"\" }", "");
        check("é { content: '«\\\n»' }", "");
    }

    #[test]
    fn what_would_swallow_the_rules_behind_it_is_told() {
        check("a { b: c", "2: a `{` is not closed");
        check("a { b: (c }", "7: a `(` is not closed");
        check("a { } } b { }", "6: a `}` closes nothing");
        check("a { } /* b { }", "6: a comment is not closed");
        check("a { b: 'c\n}", "7: a quotation mark is not closed on its line");
        check("a { b: url(c", "10: a `(` is not closed");
        check("a { b: c; } \\", "");
    }

    #[test]
    fn rules_that_must_stand_first_are_told() {
        let told = |css| misplaced(css).map(|fault| fault.range);
        assert_eq!(told("a { } @IMPORT \"x.css\";"), Some(6..13));
        assert_eq!(told("/* @import */ @media print { } b::after { content: '@import' }"), None);
        assert_eq!(told("@imported x;"), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(css in "([\\[{(\\])}\"'/*\\\\\n@a é]|url\\(){0,40}") {
            if let Some(fault) = unclosed(&css) {
                prop_assert!(css.get(fault.range).is_some());
            }
            if let Some(fault) = misplaced(&css) {
                prop_assert!(css.get(fault.range).is_some());
            }
        }
    }
}
