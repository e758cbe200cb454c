//! Code to spans with short classes; the only user of syntect and its grammars.
//!
//! The classes that a theme can colour, all inside `pre code`:
//!
//! | class | holds | class | holds |
//! |---|---|---|---|
//! | `k` | keyword, storage | `v` | parameter, special variable |
//! | `s` | string | `g` | tag of markup, key of data |
//! | `e` | escape in a string | `a` | attribute |
//! | `c` | comment | `h` | heading of markup |
//! | `n` | number | `d` | deleted line |
//! | `l` | constant | `i` | inserted line |
//! | `f` | function, macro | `o` | operator |
//! | `t` | type | `hl` | a line that the author marked, on `mark` |
//!
//! All other code, punctuation above all, has no class. Neighbours of one class share one span.

mod memo;
mod scopes;

use std::sync::LazyLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use scopes::{Class, class_of};

use super::fence::{Fence, canonical};
use crate::html::push_escaped;

/// The largest block that is highlighted.
pub(super) const CODE_BYTES_MAX: usize = 256 * 1024;
/// The longest line that is highlighted; grammars take far more than linear time on longer ones.
pub(super) const LINE_BYTES_MAX: usize = 2000;

/// What became of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It has spans, or is a language of plain text.
    Done,
    /// No grammar knows the language.
    NoGrammar,
    /// It is over a limit, and shown plain.
    TooLarge,
}

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    SYNTAXES.find_syntax_by_token(language)
}

/// Appends `code` as HTML for the inside of `pre code`.
pub(super) fn push_code(out: &mut String, code: &str, fence: &Fence) -> Outcome {
    let language = canonical(&fence.language);
    let is_too_large = code.len() > CODE_BYTES_MAX || code.lines().any(|line| line.len() > LINE_BYTES_MAX);
    let grammar = if language.is_empty() || is_too_large { None } else { grammar(language) };
    if let Some(grammar) = grammar {
        memo::push(out, language, code, fence, |out| {
            let start = out.len();
            if Spans::new(out, fence).highlight(code, grammar).is_err() {
                // A grammar that fails on a text must not cost the page: show the text.
                out.truncate(start);
                push_plain(out, code, fence);
            }
        });
        return Outcome::Done;
    }
    push_plain(out, code, fence);
    if language.is_empty() {
        Outcome::Done
    } else if is_too_large {
        Outcome::TooLarge
    } else {
        Outcome::NoGrammar
    }
}

fn push_plain(out: &mut String, code: &str, fence: &Fence) {
    let mut spans = Spans::new(out, fence);
    for line in code.split_inclusive('\n') {
        spans.start_line();
        spans.push(line, 0);
        spans.end_line();
    }
    spans.finish();
}

/// Writes stretches of code, joining those of one class.
struct Spans<'a> {
    out: &'a mut String,
    fence: &'a Fence,
    class: Class,
    /// White space whose class is that of what follows, where that is the class before it too.
    pending: String,
    line: u32,
}

impl<'a> Spans<'a> {
    fn new(out: &'a mut String, fence: &'a Fence) -> Self {
        Self { out, fence, class: 0, pending: String::new(), line: 0 }
    }

    fn highlight(&mut self, code: &str, grammar: &SyntaxReference) -> Result<(), ()> {
        let mut state = ParseState::new(grammar);
        let mut scopes = ScopeStack::new();
        let mut classes: Vec<Class> = Vec::new();
        for line in code.split_inclusive('\n') {
            self.start_line();
            let operations = state.parse_line(line, &SYNTAXES).map_err(|_| ())?;
            let mut written = 0;
            for (index, operation) in operations {
                let stretch = line.get(written..index).ok_or(())?;
                self.push(stretch, classes.last().copied().unwrap_or(0));
                written = index;
                let apply = |operation: BasicScopeStackOp, _: &[Scope]| match operation {
                    BasicScopeStackOp::Push(scope) => {
                        let inherited = classes.last().copied().unwrap_or(0);
                        classes.push(class_of(scope).unwrap_or(inherited));
                    }
                    BasicScopeStackOp::Pop => {
                        classes.pop();
                    }
                };
                scopes.apply_with_hook(&operation, apply).map_err(|_| ())?;
            }
            self.push(&line[written..], classes.last().copied().unwrap_or(0));
            self.end_line();
        }
        self.finish();
        Ok(())
    }

    fn push(&mut self, text: &str, class: Class) {
        let seen = text.trim_ascii_end();
        if seen.is_empty() {
            self.pending.push_str(text);
            return;
        }
        let class = if class == b' ' { 0 } else { class };
        if class == self.class {
            self.out.push_str(&self.pending);
            self.pending.clear();
        } else {
            self.close();
            if class != 0 {
                self.out.push_str("<span class=\"");
                self.out.push(char::from(class));
                self.out.push_str("\">");
            }
            self.class = class;
        }
        push_escaped(self.out, seen);
        self.pending.push_str(&text[seen.len()..]);
    }

    fn close(&mut self) {
        if self.class != 0 {
            self.out.push_str("</span>");
            self.class = 0;
        }
        self.out.push_str(&self.pending);
        self.pending.clear();
    }

    fn start_line(&mut self) {
        self.line += 1;
        if self.fence.is_marked(self.line) {
            self.close();
            self.out.push_str("<mark class=\"hl\">");
        }
    }

    fn end_line(&mut self) {
        if self.fence.is_marked(self.line) {
            self.close();
            self.out.push_str("</mark>");
        }
    }

    fn finish(&mut self) {
        self.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(info: &str, code: &str, expected: &str) {
        let mut out = String::new();
        push_code(&mut out, code, &Fence::parse(info));
        assert_eq!(out, expected);
    }

    #[test]
    fn neighbours_of_one_class_share_a_span() {
        check("rust", "// a\n// b\n", "<span class=\"c\">// a\n// b</span>\n");
        check(
            "js",
            "const a = 'x' + 1;",
            "<span class=\"k\">const</span> a <span class=\"o\">=</span> <span class=\"s\">'x'</span> <span class=\"o\">+</span> <span class=\"n\">1</span>;",
        );
    }

    #[test]
    fn code_is_escaped_with_and_without_a_grammar() {
        check("", "<script>", "&lt;script&gt;");
        check("nosuch", "a & b", "a &amp; b");
        check("text", "<b>", "&lt;b&gt;");
    }

    #[test]
    fn marked_lines_are_marked_whatever_spans_them() {
        check(
            "rust {2}",
            "/* a\nb\nc */\n",
            "<span class=\"c\">/* a</span>\n<mark class=\"hl\"><span class=\"c\">b</span>\n</mark><span class=\"c\">c */</span>\n",
        );
        check("text {1}", "a\nb\n", "<mark class=\"hl\">a\n</mark>b\n");
    }

    #[test]
    fn large_code_is_shown_plain() {
        let fence = Fence::parse("js");
        let long_line = "a".repeat(LINE_BYTES_MAX + 1);
        assert_eq!(push_code(&mut String::new(), &long_line, &fence), Outcome::TooLarge);
        assert_eq!(push_code(&mut String::new(), &long_line[1..], &fence), Outcome::Done);
        let long = "a\n".repeat(CODE_BYTES_MAX / 2 + 1);
        assert_eq!(push_code(&mut String::new(), &long, &fence), Outcome::TooLarge);
        assert_eq!(push_code(&mut String::new(), "x", &Fence::parse("nosuch")), Outcome::NoGrammar);
    }

    #[test]
    fn every_alias_leads_to_a_grammar() {
        for name in [
            "shell",
            "jsx",
            "csharp",
            "docker",
            "irb",
            "objc",
            "cpp",
            "golang",
            "rust",
            "python",
            "yml",
            "kotlin",
            "ts",
            "tsx",
            "markdown",
            "patch",
            "html",
            "xml",
            "makefile",
            "elisp",
            "terraform",
            "postgres",
            "swift",
            "dart",
            "toml",
            "http",
            "php",
            "java",
            "ocaml",
            "css",
            "scss",
            "json",
            "json5",
            "elixir",
            "graphql",
            "proto",
            "vim",
            "diff",
            "sql",
            "lua",
            "r",
            "perl",
        ] {
            let fence = Fence::parse(name);
            assert!(grammar(canonical(&fence.language)).is_some(), "{name}");
        }
    }

    #[test]
    fn no_grammar_fails_on_code_of_another_language() {
        let code = "#!/bin/x\n/* a */ // b\n# c\ndef f(x: int) -> \"s\\n${y}\": 'z' <a href=\"b\">{{ 1.5e3 }}</a>\n@d [e](f) :g => %h{} `i` $j\n";
        for syntax in SYNTAXES.syntaxes() {
            let mut out = String::new();
            let fence = Fence::default();
            assert!(Spans::new(&mut out, &fence).highlight(code, syntax).is_ok(), "{}", syntax.name);
        }
    }
}
