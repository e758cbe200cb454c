//! Problems as text: for people at a terminal, and for GitHub's check of a pull request.
//!
//! In: all problems of a build, and a way to the text of a source. Steps: sort; put together what is
//! said in the same words about many places; show each with its line and a caret; count. Out: text;
//! nothing here prints.
//!
//! Names and lines come from anyone who writes articles, so control characters and invisible changes
//! of direction are made visible, never passed to the terminal. Text that runs from right to left is
//! marked in the order of its characters: terminals that reorder it draw the caret elsewhere, and the
//! column in the heading holds.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::path::{SourcePath, is_bidi_control};

/// How many places are listed of a problem that many files share.
const PLACES_MAX: usize = 5;

/// How many problems of one severity are shown.
const PROBLEMS_MAX: usize = 50;

/// The narrowest lines that still show something.
const WIDTH_MIN: usize = 40;

/// What the reader's terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// How many columns a line has; longer source lines are cut around the caret.
    pub width: usize,
}

/// All `diagnostics` as text, with a count at the end; empty if there are none.
///
/// `source_text` gives the text of a source, to show the line; where it gives none, the place is named
/// without it.
#[must_use]
pub fn render(
    diagnostics: &[Diagnostic],
    source_text: &dyn Fn(&SourcePath) -> Option<String>,
    style: Style,
) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let renderer = if style.color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width.max(WIDTH_MIN));
    let diagnostics = distinct(diagnostics);
    let problems = group(&diagnostics);
    let mut text = String::new();
    for of_one_severity in problems.chunk_by(|one, next| one.severity() == next.severity()) {
        let shown = &of_one_severity[..of_one_severity.len().min(PROBLEMS_MAX)];
        for problem in shown {
            text.push_str(&problem.render(&renderer, source_text));
            text.push_str("\n\n");
        }
        let n_hidden: usize = of_one_severity[shown.len()..].iter().map(|problem| problem.told.len()).sum();
        if n_hidden > 0 {
            let _ =
                writeln!(text, "and {} more {}\n", n_hidden, noun(of_one_severity[0].severity(), n_hidden));
        }
    }
    text.push_str(&counts(&diagnostics));
    text.push('\n');
    text
}

/// Diagnostics that say the same, in order of place.
struct Problem<'a> {
    told: Vec<&'a Diagnostic>,
}

/// All `diagnostics` in order, each once: a slip in a template is found again with each page.
fn distinct(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|one, other| one.sort_key().cmp(&other.sort_key()));
    sorted.dedup();
    sorted
}

/// Puts together what differs in place only. Sorted by severity, then by the first place.
fn group<'a>(sorted: &[&'a Diagnostic]) -> Vec<Problem<'a>> {
    let mut problems: Vec<Problem<'_>> = Vec::new();
    let mut known = HashMap::new();
    for diagnostic in sorted.iter().copied() {
        let words = (diagnostic.severity, &diagnostic.message, &diagnostic.hint);
        let index = *known.entry(words).or_insert(problems.len());
        match problems.get_mut(index) {
            Some(problem) => problem.told.push(diagnostic),
            None => problems.push(Problem { told: vec![diagnostic] }),
        }
    }
    problems
}

impl Problem<'_> {
    fn severity(&self) -> Severity {
        self.told[0].severity
    }

    fn render(&self, renderer: &Renderer, source_text: &dyn Fn(&SourcePath) -> Option<String>) -> String {
        let first = self.told[0];
        let mut places: Vec<(&SourcePath, Option<Span>)> =
            self.told.iter().filter_map(|told| Some((told.path.as_ref()?, told.span))).collect();
        places.dedup();
        let n_hidden = places.len().saturating_sub(PLACES_MAX);

        let level = match first.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = Group::with_title(level.primary_title(visible(&first.message)));
        for (index, (path, span)) in places.iter().take(PLACES_MAX).enumerate() {
            let line = span.filter(|_| index == 0).and_then(|span| {
                Some((span, source_text(path)?.lines().nth((span.line as usize).checked_sub(1)?)?.to_owned()))
            });
            group = match line {
                Some((span, line)) => group.element(snippet(path, span, &line)),
                None => group.element(origin(path, *span)),
            };
        }
        if n_hidden > 0 {
            let noun = if n_hidden == 1 { "place" } else { "places" };
            group = group.element(Level::NOTE.no_name().message(format!("and {n_hidden} more {noun}")));
        }
        if let Some(hint) = &first.hint {
            group = group.element(Level::HELP.with_name("hint").message(visible(hint)));
        }
        renderer.render(&[group])
    }
}

/// The line of a problem, with a caret below it.
fn snippet(
    path: &SourcePath,
    span: Span,
    line: &str,
) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let line = visible(line).into_owned();
    let start = byte_of(&line, 0, span.column.saturating_sub(1));
    let end = byte_of(&line, start, span.length);
    Snippet::source(line)
        .path(path.to_string())
        .line_start(span.line as usize)
        .annotation(AnnotationKind::Primary.span(start..end))
}

/// `text` with a picture in place of each character that a terminal would obey and not show. One
/// character stays one, so columns hold.
fn visible(text: &str) -> Cow<'_, str> {
    let is_obeyed = |character: char| {
        (character.is_control() && character != '\t' && character != '\n') || is_bidi_control(character)
    };
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let picture = |character: char| match u32::from(character) {
        _ if !is_obeyed(character) => character,
        // Unicode has pictures of the ASCII controls, in their order.
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7F => '␡',
        _ => char::REPLACEMENT_CHARACTER,
    };
    text.chars().map(picture).collect()
}

/// The byte where the `n`-th character after the byte `start` begins; the end, if there are fewer.
fn byte_of(line: &str, start: usize, n: u32) -> usize {
    line[start..].char_indices().nth(n as usize).map_or(line.len(), |(index, _)| start + index)
}

/// A place without its line.
fn origin(path: &SourcePath, span: Option<Span>) -> Origin<'static> {
    let origin = Origin::path(path.to_string());
    match span {
        Some(span) => origin.line(span.line as usize).char_column(span.column as usize),
        None => origin,
    }
}

fn noun(severity: Severity, number: usize) -> &'static str {
    match (severity, number) {
        (Severity::Error, 1) => "error",
        (Severity::Error, _) => "errors",
        (Severity::Warning, 1) => "warning",
        (Severity::Warning, _) => "warnings",
        (Severity::Note, 1) => "note",
        (Severity::Note, _) => "notes",
    }
}

/// `2 errors, 1 warning`.
fn counts(diagnostics: &[&Diagnostic]) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let number = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
            (number > 0).then(|| format!("{number} {}", noun(severity, number)))
        })
        .collect();
    parts.join(", ")
}

/// All `diagnostics` as workflow commands, one a line, which GitHub shows beside the changed lines.
#[must_use]
pub fn github_annotations(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in distinct(diagnostics) {
        text.push_str(match diagnostic.severity {
            Severity::Error => "::error",
            Severity::Warning => "::warning",
            Severity::Note => "::notice",
        });
        if let Some(path) = &diagnostic.path {
            let _ = write!(text, " file={}", escape_property(path.as_str()));
            if let Some(span) = diagnostic.span {
                let _ = write!(text, ",line={},col={}", span.line, span.column);
            }
        }
        text.push_str("::");
        text.push_str(&escape_message(&diagnostic.message));
        if let Some(hint) = &diagnostic.hint {
            let _ = write!(text, "%0Ahint: {}", escape_message(hint));
        }
        text.push('\n');
    }
    text
}

/// The escapes that GitHub's own toolkit uses for a message.
fn escape_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The escapes for a property, which also ends at a colon or comma.
fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    const PLAIN: Style = Style { color: false, width: 80 };

    fn at(diagnostic: Diagnostic, path: &str, line: u32, column: u32, length: u32) -> Diagnostic {
        diagnostic.in_file(&SourcePath::new(path)).at(Span { line, column, length })
    }

    /// The text of `diagnostics`, in files that all hold `source`.
    fn told(source: &str, diagnostics: &[Diagnostic]) -> String {
        render(diagnostics, &|_| Some(source.to_owned()), PLAIN)
    }

    #[test]
    fn no_problems_are_no_text() {
        assert_eq!(told("", &[]), "");
    }

    #[test]
    fn a_problem_shows_its_line_and_the_way_out() {
        let problem = Diagnostic::error("unknown key `titel`").hint("did you mean `title`?");
        assert_snapshot!(told("---\ntitel: Ruby\n---\n", &[at(problem, "content/a.md", 2, 1, 5)]), @"
        error: unknown key `titel`
         --> content/a.md:2:1
          |
        2 | titel: Ruby
          | ^^^^^
          |
          = hint: did you mean `title`?

        1 error
        ");
    }

    #[test]
    fn problems_come_by_severity_then_place_and_are_counted() {
        let problems = [
            Diagnostic::note("a note"),
            at(Diagnostic::warning("a warning"), "b.md", 1, 1, 0),
            at(Diagnostic::error("third"), "b.md", 1, 1, 3),
            at(Diagnostic::error("second"), "a.md", 2, 1, 3),
            Diagnostic::error("without place").hint("do this"),
        ];
        assert_snapshot!(told("one\ntwo\n", &problems), @"
        error: without place
         |
         = hint: do this

        error: second
         --> a.md:2:1
          |
        2 | two
          | ^^^

        error: third
         --> b.md:1:1
          |
        1 | one
          | ^^^

        warning: a warning
         --> b.md:1:1
          |
        1 | one
          | ^

        note: a note

        3 errors, 1 warning, 1 note
        ");
    }

    #[test]
    fn a_source_without_text_is_named_only() {
        let problems = [
            at(Diagnostic::error("gone"), "a.md", 3, 4, 1),
            Diagnostic::error("unreadable").in_file(&SourcePath::new("b\u{1b}[31m.md")),
        ];
        assert_snapshot!(render(&problems, &|_| None, PLAIN), @r"
        error: gone
        --> a.md:3:4

        error: unreadable
        --> b\u{1b}[31m.md

        2 errors
        ");
    }

    #[test]
    fn a_line_that_is_not_there_is_named_only() {
        assert_snapshot!(told("one\n", &[at(Diagnostic::error("beyond"), "a.md", 9, 4, 1)]), @"
        error: beyond
        --> a.md:9:4

        1 error
        ");
        assert_snapshot!(told("one\n", &[at(Diagnostic::error("nowhere"), "a.md", 0, 0, 1)]), @"
        error: nowhere
        --> a.md:0:0

        1 error
        ");
    }

    #[test]
    fn the_same_words_about_many_files_are_said_once() {
        let problems: Vec<Diagnostic> = (1..=8)
            .map(|n| {
                at(Diagnostic::warning("`date` has no time").hint("add one"), &format!("{n}.md"), n, 1, 4)
            })
            .collect();
        assert_snapshot!(told("date: 2021-01-01\n", &problems), @"
        warning: `date` has no time
         --> 1.md:1:1
          |
        1 | date: 2021-01-01
          | ^^^^
         ::: 2.md:2:1
         ::: 3.md:3:1
         ::: 4.md:4:1
         ::: 5.md:5:1
          = and 3 more places
          = hint: add one

        8 warnings
        ");
    }

    #[test]
    fn no_more_than_fifty_problems_are_shown() {
        let problems: Vec<Diagnostic> =
            (1..=60).map(|n| at(Diagnostic::error(format!("problem {n:02}")), "a.md", 1, n, 1)).collect();
        let text = told("x", &problems);
        assert_eq!(text.matches("error: problem").count(), 50);
        assert!(text.ends_with("\n\nand 10 more errors\n\n60 errors\n"), "{text}");
    }

    #[test]
    fn tabs_and_wide_characters_keep_the_caret_in_place() {
        let problem = at(Diagnostic::error("bad"), "a.md", 1, 8, 2);
        assert_snapshot!(told("\tタイトル: 障害\tx\n", &[problem]), @"
        error: bad
         --> a.md:1:8
          |
        1 |     タイトル: 障害    x
          |               ^^^^

        1 error
        ");
    }

    #[test]
    fn right_to_left_text_is_marked_in_logical_order() {
        assert_snapshot!(told("عنوان: انقطاع", &[at(Diagnostic::error("bad"), "a.md", 1, 8, 6)]), @"
        error: bad
         --> a.md:1:8
          |
        1 | عنوان: انقطاع
          |        ^^^^^^

        1 error
        ");
    }

    #[test]
    fn carets_stand_between_and_after_characters() {
        assert_snapshot!(told("été\r\n", &[at(Diagnostic::error("end"), "a.md", 1, 4, 0)]), @"
        error: end
         --> a.md:1:4
          |
        1 | été
          |    ^

        1 error
        ");
        assert_snapshot!(told("\n", &[at(Diagnostic::error("empty"), "a.md", 1, 1, 7)]), @"
        error: empty
         --> a.md:1:1
          |
        1 |
          | ^

        1 error
        ");
    }

    #[test]
    fn control_characters_are_made_visible() {
        let problem = at(Diagnostic::error("odd `\u{1b}[2J\u{202e}`"), "a.md", 1, 6, 1);
        let text = told("a\u{1b}[31m\u{202e}\u{7}b\u{200f}\n", &[problem.hint("look\rhere")]);
        assert!(
            !text
                .chars()
                .any(|character| character != '\n' && (character.is_control() || is_bidi_control(character))),
            "{text:?}"
        );
        assert_snapshot!(text, @"
        error: odd `␛[2J�`
         --> a.md:1:6
          |
        1 | a␛[31m�␇b�
          |      ^
          |
          = hint: look␍here

        1 error
        ");
    }

    #[test]
    fn long_lines_are_cut_around_the_caret() {
        let line = format!("{}HERE{}", "word ".repeat(28_000), " tail".repeat(28_000));
        let text = told(&line, &[at(Diagnostic::error("long"), "a.md", 1, 140_001, 4)]);
        assert_snapshot!(text, @"
        error: long
         --> a.md:1:140001
          |
        1 | ...rd word word word word word word HERE tail tail tail tail tail tail ta...
          |                                     ^^^^

        1 error
        ");
    }

    #[test]
    fn a_long_mark_does_not_print_the_whole_line() {
        let text = told(&"x".repeat(280_000), &[at(Diagnostic::error("long"), "a.md", 1, 1, 280_000)]);
        assert!(text.len() < 2_000, "{} bytes", text.len());
    }

    #[test]
    fn colours_are_used_when_asked_for() {
        let style = Style { color: true, width: 80 };
        let text = render(&[Diagnostic::error("x")], &|_| None, style);
        assert!(text.contains("\u{1b}[") && !told("", &[Diagnostic::error("x")]).contains('\u{1b}'));
    }

    #[test]
    fn annotations_are_escaped_as_github_wants() {
        let problems = [
            at(Diagnostic::error("100% `a`\r\nb"), "content/a,b:c.md", 3, 7, 1).hint("50%"),
            Diagnostic::warning("w: x, y").in_file(&SourcePath::new("b.md")),
            Diagnostic::note("n"),
        ];
        assert_snapshot!(github_annotations(&problems), @"
        ::error file=content/a%2Cb%3Ac.md,line=3,col=7::100%25 `a`%0D%0Ab%0Ahint: 50%25
        ::warning file=b.md::w: x, y
        ::notice::n
        ");
    }
}
