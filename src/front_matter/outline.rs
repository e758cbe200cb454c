//! Where things stand in a YAML header.
//!
//! The YAML parser tells what a header says, and neither where nor in which spelling. This scanner
//! goes over the text once and notes every scalar and the keys of the outermost map, in order;
//! [`super::yaml`] lays the two side by side. It also stops what would bring the parser to its
//! knees: the cost of nested brackets grows with the square of their depth there.
//!
//! It need not be right about every text, as it decides nothing: where the two disagree, a value
//! is only told with the place of its key.

use std::ops::Range;

use crate::diagnostic::Span;

/// How deeply lists and maps may be nested.
pub(super) const DEPTH_MAX: u32 = 16;

/// How many values a header may have.
pub(super) const NODES_MAX: usize = 5_000;

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Block,
    /// `*name`, which stands for a value that was written elsewhere.
    Alias,
}

/// A scalar, quotes included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub style: Style,
    /// Lines before it.
    pub line: u32,
    /// Where its line starts.
    pub line_start: usize,
    /// Whether it was cut by ` #` with no space after the sign, as in `Digest #3`.
    pub cut: bool,
}

/// A key of the outermost map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TopKey {
    /// Which token is the key.
    pub token: usize,
    /// After its colon.
    pub value_start: usize,
}

/// Why a text must not reach the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Depth,
    Nodes,
}

/// What a pass over a header found.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub tokens: Vec<Token>,
    pub top_keys: Vec<TopKey>,
    /// Tags such as `!!python/object`.
    pub tags: Vec<Range<usize>>,
    /// A quote or bracket that is never closed.
    pub unclosed: Option<usize>,
    pub excess: Option<(Excess, usize)>,
}

impl Outline {
    pub fn of(text: &str) -> Self {
        Self::within(text, NODES_MAX)
    }

    /// The outline of a text that may have `nodes_max` values.
    pub fn within(text: &str, nodes_max: usize) -> Self {
        let mut scanner = Scanner {
            bytes: text.as_bytes(),
            at: 0,
            line: 0,
            line_start: 0,
            n_nodes: 0,
            nodes_max,
            found: Self { tokens: Vec::with_capacity(24), ..Self::default() },
        };
        scanner.run();
        scanner.found
    }

    /// The last top-level key that begins at or before `line` (counted from 0).
    pub fn key_at_line(&self, line: u32) -> Option<TopKey> {
        let index = self.top_keys.partition_point(|key| self.tokens[key.token].line <= line);
        self.top_keys[..index].last().copied()
    }
}

impl Token {
    /// The place of its first line.
    pub fn span(&self, text: &str) -> Span {
        let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let written = &text[self.start..self.end];
        Span {
            line: self.line + 1,
            column: count(&text[self.line_start..self.start]) + 1,
            length: count(written.lines().next().unwrap_or("")),
        }
    }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
    line_start: usize,
    n_nodes: usize,
    nodes_max: usize,
    found: Outline,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while self.at < self.bytes.len() && self.found.excess.is_none() {
            let before = self.line;
            self.block_line();
            // A block scalar ends at the start of a line that is yet to be looked at.
            if self.line == before || self.at > self.line_start {
                self.skip_line();
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn peek_after(&self, n: usize) -> Option<u8> {
        self.bytes.get(self.at + n).copied()
    }

    fn column(&self) -> usize {
        self.at - self.line_start
    }

    /// Whether a token ends `n` bytes from here.
    fn is_space_after(&self, n: usize) -> bool {
        matches!(self.peek_after(n), None | Some(b' ' | b'\t' | b'\r' | b'\n'))
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }

    fn newline(&mut self) {
        self.at += 1;
        self.line += 1;
        self.line_start = self.at;
    }

    /// Moves to the start of the next line.
    fn skip_line(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'\n' {
                return self.newline();
            }
            self.at += 1;
        }
    }

    fn count_node(&mut self) {
        self.n_nodes += 1;
        if self.n_nodes > self.nodes_max && self.found.excess.is_none() {
            self.found.excess = Some((Excess::Nodes, self.at));
        }
    }

    fn push(&mut self, start: usize, end: usize, style: Style, (line, line_start): (u32, usize)) {
        self.count_node();
        self.found.tokens.push(Token { start, end, style, line, line_start, cut: false });
    }

    fn place(&self) -> (u32, usize) {
        (self.line, self.line_start)
    }

    /// One line outside of brackets, quotes and block scalars, and all that its value takes.
    fn block_line(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
        let mut parent = self.column();
        let mut is_item = false;
        let mut depth = 0;
        while matches!(self.peek(), Some(b'-' | b'?')) && self.is_space_after(1) {
            parent = self.column();
            is_item = true;
            depth += 1;
            if depth > DEPTH_MAX {
                self.found.excess.get_or_insert((Excess::Depth, self.at));
                return;
            }
            self.count_node();
            self.at += 1;
            self.skip_blanks();
        }
        // What stands alone on its line belongs to a line above that is indented less.
        let parent = if is_item { Some(parent) } else { parent.checked_sub(1) };
        self.node(parent, true);
    }

    /// A value, or (on its first line) a key with its value. Lines that are indented more than
    /// `parent` go on with it.
    fn node(&mut self, parent: Option<usize>, may_be_key: bool) {
        self.properties();
        let start = self.at;
        let place = self.place();
        match self.peek() {
            None | Some(b'\n' | b'#') => return,
            Some(b'*') => {
                while !self.is_space_after(0) {
                    self.at += 1;
                }
                self.push(start, self.at, Style::Alias, place);
            }
            Some(quote @ (b'"' | b'\'')) => {
                self.quoted(quote);
                let style = if quote == b'"' { Style::Double } else { Style::Single };
                self.push(start, self.at, style, place);
            }
            Some(b'[' | b'{') => return self.flow(),
            Some(b'|' | b'>') => return self.block_scalar(parent),
            Some(_) => return self.plain(parent, may_be_key),
        }
        let end = self.at;
        self.skip_blanks();
        if may_be_key && self.line == place.0 && self.peek() == Some(b':') && self.is_space_after(1) {
            self.value_of_key(start);
        } else {
            self.at = end;
        }
    }

    /// What follows the key that was just noted and began at `start`.
    fn value_of_key(&mut self, start: usize) {
        self.at += 1;
        let column = start - self.line_start;
        if column == 0 {
            let token = self.found.tokens.len() - 1;
            self.found.top_keys.push(TopKey { token, value_start: self.at });
        }
        self.skip_blanks();
        self.node(Some(column), false);
    }

    /// Anchors and tags before a value.
    fn properties(&mut self) {
        self.skip_blanks();
        while let Some(sign @ (b'&' | b'!')) = self.peek() {
            let start = self.at;
            while !self.is_space_after(0) {
                self.at += 1;
            }
            if sign == b'!' {
                self.found.tags.push(start..self.at);
            }
            self.skip_blanks();
        }
    }

    fn plain(&mut self, parent: Option<usize>, may_be_key: bool) {
        let start = self.at;
        let place = self.place();
        let mut end = start;
        loop {
            match self.peek() {
                Some(b':') if may_be_key && self.is_space_after(1) => {
                    self.push(start, end, Style::Plain, place);
                    return self.value_of_key(start);
                }
                None | Some(b'\n') => break,
                Some(b'#') if self.at > start && matches!(self.bytes[self.at - 1], b' ' | b'\t') => {
                    self.push(start, end, Style::Plain, place);
                    if !self.is_space_after(1)
                        && let Some(token) = self.found.tokens.last_mut()
                    {
                        token.cut = true;
                    }
                    return;
                }
                Some(byte) => {
                    self.at += 1;
                    if !matches!(byte, b' ' | b'\t' | b'\r') {
                        end = self.at;
                    }
                }
            }
        }
        while let Some(last) = self.continuation(parent) {
            end = last;
        }
        self.push(start, end, Style::Plain, place);
    }

    /// Takes the lines up to the next that goes on with a plain scalar, and returns its end.
    fn continuation(&mut self, parent: Option<usize>) -> Option<usize> {
        let (mut at, mut line) = (self.at, self.line);
        let mut line_start;
        loop {
            if self.bytes.get(at) != Some(&b'\n') {
                return None;
            }
            at += 1;
            line += 1;
            line_start = at;
            while self.bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            let indent = at - line_start;
            while matches!(self.bytes.get(at), Some(b'\t' | b'\r' | b' ')) {
                at += 1;
            }
            match self.bytes.get(at) {
                None | Some(b'#') => return None,
                Some(b'\n') => {}
                Some(_) if parent.is_none_or(|parent| indent > parent) && indent > 0 => break,
                Some(_) => return None,
            }
        }
        (self.at, self.line, self.line_start) = (at, line, line_start);
        let mut end = at;
        while let Some(byte) = self.peek().filter(|byte| *byte != b'\n') {
            if byte == b'#' && matches!(self.bytes[self.at - 1], b' ' | b'\t') {
                break;
            }
            self.at += 1;
            if !matches!(byte, b' ' | b'\t' | b'\r') {
                end = self.at;
            }
        }
        Some(end)
    }

    /// Moves behind the closing quote.
    fn quoted(&mut self, quote: u8) {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => self.newline(),
                b'\\' if quote == b'"' && self.peek_after(1).is_some_and(|next| next != b'\n') => {
                    self.at += 2;
                }
                _ if byte == quote && quote == b'\'' && self.peek_after(1) == Some(quote) => self.at += 2,
                _ if byte == quote => {
                    self.at += 1;
                    return;
                }
                _ => self.at += 1,
            }
        }
        self.found.unclosed.get_or_insert(start);
    }

    fn block_scalar(&mut self, parent: Option<usize>) {
        let start = self.at;
        let place = self.place();
        self.skip_line();
        let mut end = self.at;
        while self.at < self.bytes.len() {
            let mut indent = 0;
            while self.peek_after(indent) == Some(b' ') {
                indent += 1;
            }
            let is_blank = matches!(self.peek_after(indent), None | Some(b'\n' | b'\r'));
            if !is_blank && parent.is_some_and(|parent| indent <= parent) {
                break;
            }
            self.at += indent;
            while self.peek().is_some_and(|byte| byte != b'\n') {
                self.at += 1;
            }
            end = self.at;
            if self.peek().is_some() {
                self.newline();
            }
        }
        self.push(start, end, Style::Block, place);
    }

    /// A list or map in brackets, over however many lines.
    fn flow(&mut self) {
        let opening = self.at;
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            if self.found.excess.is_some() {
                return;
            }
            match byte {
                b'[' | b'{' => {
                    depth += 1;
                    self.count_node();
                    self.at += 1;
                    if depth > DEPTH_MAX {
                        self.found.excess = Some((Excess::Depth, self.at - 1));
                    }
                }
                b']' | b'}' => {
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        return;
                    }
                }
                b',' => {
                    self.count_node();
                    self.at += 1;
                }
                b'\n' => self.newline(),
                b' ' | b'\t' | b'\r' | b':' | b'?' => self.at += 1,
                b'#' => self.skip_comment(),
                _ => self.flow_scalar(byte),
            }
        }
        self.found.unclosed.get_or_insert(opening);
    }

    fn skip_comment(&mut self) {
        while self.peek().is_some_and(|byte| byte != b'\n') {
            self.at += 1;
        }
    }

    fn flow_scalar(&mut self, first: u8) {
        let start = self.at;
        let place = self.place();
        match first {
            b'&' | b'!' => {
                self.properties();
                return;
            }
            b'"' | b'\'' => {
                self.quoted(first);
                let style = if first == b'"' { Style::Double } else { Style::Single };
                return self.push(start, self.at, style, place);
            }
            _ => {}
        }
        let mut end = start;
        while let Some(byte) = self.peek() {
            match byte {
                b',' | b'[' | b']' | b'{' | b'}' => break,
                b':' if self.is_space_after(1) || matches!(self.peek_after(1), Some(b',' | b']' | b'}')) => {
                    break;
                }
                b'#' if matches!(self.bytes[self.at - 1], b' ' | b'\t' | b'\n') => break,
                // A plain scalar goes on in the next line.
                b'\n' => self.newline(),
                _ => {
                    self.at += 1;
                    if !matches!(byte, b' ' | b'\t' | b'\r') {
                        end = self.at;
                    }
                }
            }
        }
        self.push(start, end, if first == b'*' { Style::Alias } else { Style::Plain }, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, tokens: &[&str], keys: &[&str]) {
        let outline = Outline::of(text);
        let found: Vec<&str> = outline.tokens.iter().map(|token| &text[token.start..token.end]).collect();
        assert_eq!(found, tokens, "{text}");
        let found: Vec<&str> = outline
            .top_keys
            .iter()
            .map(|key| outline.tokens[key.token])
            .map(|token| &text[token.start..token.end])
            .collect();
        assert_eq!(found, keys, "{text}");
    }

    #[test]
    fn keys_and_values_on_a_line() {
        check("title: A b\ndate: 2021\n", &["title", "A b", "date", "2021"], &["title", "date"]);
        check("a:\tx\nb : y\r\nc: z # no\n", &["a", "x", "b", "y", "c", "z"], &["a", "b", "c"]);
        check(
            "'a': \"x: y\"\n\"b\" : 'it''s'\n",
            &["'a'", "\"x: y\"", "\"b\"", "'it''s'"],
            &["'a'", "\"b\""],
        );
        check("url: https://x.org/#a\n", &["url", "https://x.org/#a"], &["url"]);
    }

    #[test]
    fn lists_and_maps_by_indentation() {
        check("tags:\n- a\n- 'b'\ndate: x\n", &["tags", "a", "'b'", "date", "x"], &["tags", "date"]);
        check("m:\n  k: v\n  - l: w\n    n: o\n", &["m", "k", "v", "l", "w", "n", "o"], &["m"]);
    }

    #[test]
    fn lists_and_maps_in_brackets() {
        check(
            "tags: [a, \"b, c\", {d: 4.0}]\nx: y",
            &["tags", "a", "\"b, c\"", "d", "4.0", "x", "y"],
            &["tags", "x"],
        );
        check("tags: [\na, # no\nb\n]\nx: y", &["tags", "a", "b", "x", "y"], &["tags", "x"]);
    }

    #[test]
    fn texts_over_several_lines() {
        check("s: |\n  a: b\n\n  'c\nd: e", &["s", "|\n  a: b\n\n  'c", "d", "e"], &["s", "d"]);
        check("s: a\n  b\n\n  c\nd: e", &["s", "a\n  b\n\n  c", "d", "e"], &["s", "d"]);
        check("s: \"a\nb: c\"\nd: e", &["s", "\"a\nb: c\"", "d", "e"], &["s", "d"]);
        check("m:\n  k: >-\n    x: y\n  l: z", &["m", "k", ">-\n    x: y", "l", "z"], &["m"]);
        check("s:\n  a b\n  c\nd: e", &["s", "a b\n  c", "d", "e"], &["s", "d"]);
    }

    #[test]
    fn anchors_tags_and_aliases_are_no_text() {
        check("a: &x !!str 12\nb: *x\n", &["a", "12", "b", "*x"], &["a", "b"]);
    }

    #[test]
    fn comments_that_cut_a_title_are_marked() {
        let cut = |text: &str| Outline::of(text).tokens.last().is_some_and(|token| token.cut);
        assert!(cut("title: Digest #3\n"));
        assert!(!cut("title: Digest # three\n"));
        assert!(!cut("title: C#3\n"));
    }

    #[test]
    fn nesting_and_numbers_have_limits() {
        let excess = |text: &str| Outline::of(text).excess.map(|(excess, _)| excess);
        assert_eq!(excess(&format!("a: {}{}", "[".repeat(16), "]".repeat(16))), None);
        assert_eq!(excess(&format!("a: {}", "[".repeat(17))), Some(Excess::Depth));
        assert_eq!(excess(&"- ".repeat(17)), Some(Excess::Depth));
        assert_eq!(excess(&format!("a: [{}]", "b,".repeat(2_000))), None);
        assert_eq!(excess(&format!("a: [{}]", "b,".repeat(3_000))), Some(Excess::Nodes));
        assert_eq!(excess(&format!("a: |\n{}", " b\n".repeat(50_000))), None);
    }

    #[test]
    fn what_is_never_closed_is_found() {
        assert_eq!(Outline::of("a: 'b\nc: d\n").unclosed, Some(3));
        assert_eq!(Outline::of("a: [b\nc: d\n").unclosed, Some(3));
    }

    proptest::proptest! {
        #[test]
        fn every_text_is_scanned_to_its_end(text in "[a:'\"\\[\\]{}|>#*&!?,\\\\é \t\r\n-]{0,60}") {
            let outline = Outline::of(&text);
            for token in &outline.tokens {
                proptest::prop_assert!(text.get(token.start..token.end).is_some());
                let _ = token.span(&text);
            }
        }
    }
}
