//! Says in an author's words what the YAML parser could not read.
//!
//! The parser's own message only tells the kind of fault. What is told comes from the line that
//! the author wrote: which key, which character, and the same line as it would be right.

mod quoting;

use std::ops::Range;

use self::quoting::{corrected, opening_quotes};
use super::outline::{Outline, Style, TopKey};
use super::values;
use crate::diagnostic::{Diagnostic, Span};

/// How much of a wrong line is shown again in its hint.
const SHOWN_CHARS_MAX: usize = 100;

/// Words of the parser's messages, what to say instead, and the way out.
const NAMED_FAULTS: [(&str, &str, &str); 14] = [
    ("unknown escape character", BAD_ESCAPE, ESCAPE_HINT),
    ("escape code", BAD_ESCAPE, ESCAPE_HINT),
    ("hexadecimal", BAD_ESCAPE, ESCAPE_HINT),
    (
        "unknown anchor",
        "a value that begins with `*` refers to an `&` that is not there",
        "put the value in quotes",
    ),
    ("limit exceeded", "the header repeats itself without end through `&` and `*`", "write the values out"),
    ("a key", "a key is a word or text, not a list or map", "write `key: value`"),
    ("mapping keys", "a key is a word or text, not a list or map", "write `key: value`"),
    (
        "mapping values are not allowed",
        "this line is indented as a part of the value above it, and has a colon in it",
        "let it begin in the column of the other keys, or put the value above in quotes",
    ),
    ("',' or ']'", MISSING_COMMA, COMMA_HINT),
    ("',' or '}'", MISSING_COMMA, COMMA_HINT),
    (
        "block scalar",
        "the lines of this text are not indented alike",
        "indent every line of the text by two spaces",
    ),
    ("expected key", WRONG_COLUMN, COLUMN_HINT),
    ("'-' indicator", WRONG_COLUMN, COLUMN_HINT),
    ("sequence entries", WRONG_COLUMN, COLUMN_HINT),
];

const BAD_ESCAPE: &str = "a `\\` in double quotes begins an escape, and this one is none";
const ESCAPE_HINT: &str = "write `\\\\`, or put the value in single quotes";
const MISSING_COMMA: &str = "a comma or closing bracket is missing in this list or map";
const COMMA_HINT: &str = "write `[one, two]`; put an item in quotes if it holds a comma, colon or bracket";
const WRONG_COLUMN: &str = "this line is indented unlike the lines that it belongs with";
const COLUMN_HINT: &str = "let the keys of a map and the `-` of a list each begin in one column";

/// The fault, and the lines that hold it (counted from 0), without which the rest may be read.
pub(super) fn explain(
    error: &serde_yaml::Error,
    text: &str,
    outline: &Outline,
) -> (Diagnostic, Option<Range<usize>>) {
    let n_lines = text.lines().count();
    let line =
        error.location().map_or(0, |place| place.line().saturating_sub(1)).min(n_lines.saturating_sub(1));
    let column = error.location().map_or(0, |place| place.column().saturating_sub(1));
    let fault = Fault { kind: error.to_string(), text, outline, line, column };
    let (diagnostic, failed) = fault.told();
    (diagnostic, Some(failed))
}

struct Fault<'a> {
    /// The parser's message.
    kind: String,
    text: &'a str,
    outline: &'a Outline,
    line: usize,
    column: usize,
}

/// A top-level key with what stands after it on its line.
struct Written<'a> {
    key: &'a str,
    value: &'a str,
    line: usize,
    /// Whether the value is a quoted text that goes on below.
    is_quoted_over_lines: bool,
}

impl<'a> Fault<'a> {
    fn told(&self) -> (Diagnostic, Range<usize>) {
        let here = self.line..self.line + 1;
        if let Some(found) = self.tab_in_indentation() {
            return found;
        }
        if let Some(found) = self.unclosed() {
            return found;
        }
        let key = u32::try_from(self.line).ok().and_then(|line| self.outline.key_at_line(line));
        let entry = key.map(|key| self.written(key));
        let failed = entry.as_ref().map_or(here, |entry| entry.line..self.line + 1);
        if let Some(line) = self.second_document() {
            let span = Span { line: small(line + 1), column: 1, length: 3 };
            let diagnostic = Diagnostic::error("a header is one document, and another begins here")
                .at(span)
                .hint("begin the line with something else, or put the text in quotes");
            return (diagnostic, line..line + 1);
        }
        if let Some(found) = self.missing_colon(entry.as_ref()) {
            return found;
        }
        if let Some(entry) = &entry
            && let Some(found) = self.badly_quoted(entry)
        {
            return (found, failed);
        }
        if let Some(found) = self.named_fault() {
            return (found, failed);
        }
        (self.unknown_fault(), failed)
    }

    fn says(&self, words: &str) -> bool {
        self.kind.contains(words)
    }

    fn line_text(&self, line: usize) -> &'a str {
        self.text.lines().nth(line).unwrap_or("")
    }

    /// The place where the parser gave up.
    fn span(&self) -> Span {
        let length = u32::from(self.line_text(self.line).chars().count() > self.column);
        Span { line: small(self.line + 1), column: small(self.column + 1), length }
    }

    fn written(&self, key: TopKey) -> Written<'a> {
        let token = self.outline.tokens[key.token];
        let value = self.text[key.value_start..].lines().next().unwrap_or("").trim();
        let next = self.outline.tokens.get(key.token + 1);
        let is_quoted_over_lines = value.starts_with(['"', '\''])
            && next.is_some_and(|next| {
                next.line == token.line && self.text[next.start..next.end].contains('\n')
            });
        let key = &self.text[token.start..token.end];
        Written { key, value, line: token.line as usize, is_quoted_over_lines }
    }

    /// YAML wants spaces; many editors put tabs. The parser often gives up a line later.
    fn tab_in_indentation(&self) -> Option<(Diagnostic, Range<usize>)> {
        let may_be = self.says("tab character")
            || self.says("cannot start any token")
            || self.says("mapping values are not allowed")
            || self.says("could not find expected ':'")
            || self.says("did not find expected key");
        let line = (self.line.saturating_sub(1)..=self.line).find(|line| {
            let text = self.line_text(*line);
            may_be && text.trim_start_matches(' ').starts_with('\t') && !text.trim().is_empty()
        })?;
        let indent = self.line_text(line).chars().take_while(|character| *character == ' ').count();
        let span = Span { line: small(line + 1), column: small(indent + 1), length: 1 };
        let diagnostic =
            Diagnostic::error("the line is indented with a tab").at(span).hint("indent with spaces");
        Some((diagnostic, line..line + 1))
    }

    /// A quote or bracket that is opened and never closed swallows the rest of the header.
    fn unclosed(&self) -> Option<(Diagnostic, Range<usize>)> {
        let at = self.outline.unclosed?;
        let span = Span::of(self.text, at..at + 1);
        let line = span.line as usize - 1;
        let opening = self.text[at..].chars().next()?;
        let key = self.outline.key_at_line(span.line - 1).map(|key| self.written(key));
        let value = key.as_ref().map_or("", |key| key.value);
        let diagnostic = match opening {
            '"' | '\'' => {
                let closing = match opening_quotes(value) {
                    Some((_, inner)) if key.as_ref().is_some_and(|key| key.line == line) => {
                        format!("close it: {}", corrected(key.as_ref().map_or("", |key| key.key), inner))
                    }
                    _ => format!("close it with `{opening}`"),
                };
                Diagnostic::error(format!("the quote `{opening}` is never closed")).hint(closing)
            }
            _ => {
                let closing = if opening == '[' { ']' } else { '}' };
                Diagnostic::error(format!("the bracket `{opening}` is never closed"))
                    .hint(format!("close it with `{closing}`, or put the value in quotes if it is a text"))
            }
        };
        Some((diagnostic.at(span), line..line + 1))
    }

    /// A line that is neither a key with a value nor a part of one.
    fn missing_colon(&self, entry: Option<&Written<'_>>) -> Option<(Diagnostic, Range<usize>)> {
        if !["could not find expected ':'", "did not find expected key", "mapping values are not allowed"]
            .iter()
            .any(|words| self.says(words))
        {
            return None;
        }
        // The parser tells the line after, as it waited for the colon until there.
        let line = (self.line.saturating_sub(1)..=self.line).find(|line| {
            let text = self.line_text(*line);
            let is_key = text.contains(": ") || text.trim_end().ends_with(':') || text.contains(":\t");
            let is_known = entry.is_some_and(|entry| entry.line == *line);
            // A word at the start of a line, and not within a quoted text or list.
            let is_word = self.outline.tokens.iter().any(|token| {
                token.line as usize == *line && token.start == token.line_start && token.style == Style::Plain
            });
            is_word && !is_key && !is_known
        })?;
        let text = self.line_text(line).trim_end();
        let span = Span { line: small(line + 1), column: 1, length: small(text.chars().count()) };
        let hint = match text.split_once(':') {
            Some((key, value)) if !key.contains(' ') => {
                format!("a space belongs after the colon: `{}: {}`", key, shown(value.trim()))
            }
            _ => "write `key: value`; a text that goes on in a second line is indented there".into(),
        };
        let diagnostic = Diagnostic::error("this line has no `key: value`").at(span).hint(hint);
        Some((diagnostic, line..line + 1))
    }

    /// The first line of the header, when it is indented and the parser stopped behind it.
    fn first_line_indented(&self) -> Option<usize> {
        let line = self.text.lines().position(|line| !line.trim().is_empty())?;
        (self.says("document") && self.line_text(line).starts_with(' ')).then_some(line)
    }

    /// The line that begins another document, if that is the fault.
    fn second_document(&self) -> Option<usize> {
        let is_mark = |line: &str| line.starts_with("--- ") || line.starts_with("... ") || line == "...";
        let line = self.text.lines().position(is_mark);
        line.filter(|_| self.says("more than one document"))
    }

    /// A fault that the parser's message tells well enough.
    fn named_fault(&self) -> Option<Diagnostic> {
        if let Some(line) = self.first_line_indented() {
            let span = Span { line: small(line + 1), column: 1, length: 0 };
            return Some(
                Diagnostic::error("the first line is indented, and those below it are not")
                    .at(span)
                    .hint("let all keys begin in the first column"),
            );
        }
        let (_, message, hint) = NAMED_FAULTS.iter().find(|(words, ..)| self.says(words))?;
        Some(Diagnostic::error(*message).at(self.span()).hint(*hint))
    }

    fn unknown_fault(&self) -> Diagnostic {
        Diagnostic::error("the header cannot be read as YAML from here on")
            .at(self.span())
            .hint("put the value in quotes, or check the lines above for a quote or bracket")
    }
}

fn shown(value: &str) -> String {
    values::shown_up_to(value, SHOWN_CHARS_MAX)
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use crate::front_matter::yaml;

    /// All that is told about a header, as `line:column message / hint`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut problems = Vec::new();
        yaml::read(text, &mut problems);
        let told: Vec<String> = problems
            .iter()
            .map(|problem| {
                let span = problem.span.expect("a place");
                let hint = problem.hint.as_deref().unwrap_or("-");
                format!("{}:{} {} / {hint}", span.line, span.column, problem.message)
            })
            .collect();
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn colons_in_titles() {
        check(
            "lang: fr\ntitle: Panne : WhatsApp\n",
            &["2:14 `title` has a colon and a space in its value, and no quotes around it / \
               put the value in quotes: `title: \"Panne : WhatsApp\"`"],
        );
        check(
            "title: Le \"jeu\" : l'été\ndate: 2021-03-19\n",
            &["1:17 `title` has a colon and a space in its value, and no quotes around it / \
               put the value in quotes: `title: 'Le \"jeu\" : l''été'`"],
        );
        check(
            "title: “Rust: fast”\n",
            &["1:13 `title` has a colon and a space in its value, and no quotes around it / \
               put the value in quotes: `title: \"Rust: fast\"`"],
        );
    }

    #[test]
    fn characters_that_mean_something_to_yaml() {
        check(
            "title: [Maj] Panne\n",
            &["1:8 `title` begins with `[`, which opens a list or map, and goes on after it / \
               put the value in quotes: `title: \"[Maj] Panne\"`"],
        );
        for (sign, shown) in [('@', "@x y"), ('%', "%x y"), ('|', "|x y"), ('>', "> x y"), ('*', "*x* y")] {
            check(
                &format!("title: {shown}\n"),
                &[&format!(
                    "1:8 an unquoted value cannot begin with `{sign}` / put the value in quotes: `title: \"{shown}\"`"
                )],
            );
        }
    }

    #[test]
    fn quotes_in_quotes() {
        check(
            "title: 'L'appli'\ndate: 2021\n",
            &[
                "1:10 text stands after the closing `'` of `title` / put the value in quotes: `title: \"L'appli\"`",
            ],
        );
        check(
            "a: b\ntitle: \"The \"best\" app\"\n",
            &["2:13 text stands after the closing `\"` of `title` / \
               put the value in quotes: `title: 'The \"best\" app'`"],
        );
    }

    #[test]
    fn quotes_and_brackets_that_are_never_closed() {
        check(
            "title: \"Panne\ndate: 2021\n",
            &["1:8 the quote `\"` is never closed / close it: `title: \"Panne\"`"],
        );
        check(
            "tags: [a, b\ndate: 2021\n",
            &["1:7 the bracket `[` is never closed / \
               close it with `]`, or put the value in quotes if it is a text"],
        );
    }

    #[test]
    fn more_quotes_and_signs() {
        check(
            "title: \"A\" und \"B\"\n",
            &["1:10 text stands after the closing `\"` of `title` / \
               put the value in quotes: `title: '\"A\" und \"B\"'`"],
        );
        check(
            "title: \"x\nlang: fr\nsummary: \"y\"\n",
            &[
                "1:8 the quote `\"` of `title` is not closed on its line / put the value in quotes: `title: \"x\"`",
            ],
        );
        check(
            "title: `x` y\n",
            &[
                "1:8 an unquoted value cannot begin with a backtick / put the value in quotes: `title: \"`x` y\"`",
            ],
        );
        check(
            "title: - x\n",
            &["1:8 a list cannot begin on the line of its key / put the value in quotes: `title: \"- x\"`"],
        );
        check(
            "tags: [a, b]]\ntitle: x\n",
            &["1:13 one `]` too many stands in `tags` / put the value in quotes: `tags: \"[a, b]]\"`"],
        );
    }

    #[test]
    fn wrong_indentation() {
        check(
            " title: x\ndate: 2021\n",
            &[
                "1:1 the first line is indented, and those below it are not / let all keys begin in the first column",
            ],
        );
        check(
            "title: x\n date: 2021\n",
            &["2:6 this line is indented as a part of the value above it, and has a colon in it / \
               let it begin in the column of the other keys, or put the value above in quotes"],
        );
        check(
            "title: x\n--- y\nlang: fr\n",
            &["2:1 a header is one document, and another begins here / \
               begin the line with something else, or put the text in quotes"],
        );
    }

    #[test]
    fn tabs() {
        check("extra:\n\tkey: value\n", &["2:1 the line is indented with a tab / indent with spaces"]);
        check("tags:\n  - a\n\t- b\n", &["3:1 the line is indented with a tab / indent with spaces"]);
    }

    #[test]
    fn lines_without_colon() {
        check(
            "title: x\ndraft\ndate: 2021\n",
            &["2:1 this line has no `key: value` / \
               write `key: value`; a text that goes on in a second line is indented there"],
        );
        check(
            "title:x\ndate: 2021\n",
            &["1:1 this line has no `key: value` / a space belongs after the colon: `title: x`"],
        );
        check(
            "title: x\ndraft:true\ndate: 2021\n",
            &["2:1 this line has no `key: value` / a space belongs after the colon: `draft: true`"],
        );
    }

    #[test]
    fn every_fault_is_told_at_once() {
        check(
            "title: Panne : x\nsummary: @y z\ntags: [a, b\ndate: 2021\n",
            &[
                "3:7 the bracket `[` is never closed / \
                 close it with `]`, or put the value in quotes if it is a text",
                "1:14 `title` has a colon and a space in its value, and no quotes around it / \
                 put the value in quotes: `title: \"Panne : x\"`",
                "2:10 an unquoted value cannot begin with `@` / put the value in quotes: `summary: \"@y z\"`",
            ],
        );
    }

    #[test]
    fn other_faults() {
        check(
            "title: \"C:\\dir\"\n",
            &["1:11 a `\\` in double quotes begins an escape, and this one is none / \
               write `\\\\`, or put the value in single quotes"],
        );
        check(
            "just words\n",
            &["1:1 the header is not made of lines of `key: value` / \
               write `title: …`, with a colon and a space after each key"],
        );
        check(
            "title:\u{a0}x\n",
            &["1:1 the header is not made of lines of `key: value` / \
               there is a no-break space after a colon: write an ordinary space"],
        );
        check(
            "x: !!python/object y\n",
            &["1:4 the tag `!!python/object` has no meaning here and is ignored / \
               put the value in quotes if it begins with `!`"],
        );
    }

    #[test]
    fn what_yaml_allows_is_no_fault() {
        for text in [
            "author: \tName\n",
            "author:\tName\n",
            "title : x\n",
            "a: \u{feff}b\n",
            "t: \"x\ny\"\n",
            "a: [\n1,\n2\n]\n",
            "",
            "# c\n",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn hostile_headers_are_refused_at_once() {
        let bomb = (1..40).fold("a0: &a0 [x,x]\n".to_owned(), |text, n| {
            format!("{text}a{n}: &a{n} [*a{},*a{}]\n", n - 1, n - 1)
        });
        for (text, expected) in [
            ("[".repeat(100_000), "the header is nested more than 16 levels deep"),
            (format!("a: {}", "[".repeat(100_000)), "the header is nested more than 16 levels deep"),
            (format!("a: {}", "{a: ".repeat(100_000)), "the header is nested more than 16 levels deep"),
            ("- ".repeat(100_000), "the header is nested more than 16 levels deep"),
            ("? ".repeat(100_000), "the header is nested more than 16 levels deep"),
            (
                (0..2_000).fold(String::new(), |text, n| text + &" ".repeat(n) + "a:\n"),
                "the header is nested more than 16 levels deep",
            ),
            ("a: x\n".repeat(100_000), "the header has more than 5000 values"),
            (bomb, "the header has more than 5000 values"),
        ] {
            let begin = std::time::Instant::now();
            let mut problems = Vec::new();
            yaml::read(&text, &mut problems);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert_eq!(problems[0].message, expected);
            // A tenth of a second leaves room for a slow machine and a build without optimization.
            assert!(begin.elapsed().as_millis() < 100, "{expected}: {:?}", begin.elapsed());
        }
    }
}
