//! Problems: what is wrong, where, and the way out.
//!
//! A phase gathers every problem it finds ([`try_map`], [`Problems`]) and returns them together.
//! Nothing here prints; `report` turns problems into text for a terminal.

use std::ops::Range;

use rayon::prelude::*;

use crate::path::SourcePath;

/// What came of a step: its value, or everything that was wrong.
pub type Result<T> = std::result::Result<T, Vec<Diagnostic>>;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site cannot be built.
    Error,
    /// The site is built, but something is probably not as its author meant it.
    Warning,
    /// Something was decided that an author may want to know.
    Note,
}

/// A stretch of one line of a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Length in characters; 0 points between two.
    pub length: u32,
}

impl Span {
    /// The whole of a file, told by its first line.
    pub const START: Self = Self { line: 1, column: 1, length: 0 };

    /// The place of `range` (in bytes) in `text`; a range over several lines ends with its first.
    #[must_use]
    pub fn of(text: &str, range: Range<usize>) -> Self {
        let start = floor_char_boundary(text, range.start);
        let end = floor_char_boundary(text, range.end.max(start));
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let marked = text[start..end].lines().next().unwrap_or("");
        Self {
            line: count(text[..start].bytes().filter(|byte| *byte == b'\n').count() + 1),
            column: count(text[line_start..start].chars().count() + 1),
            length: count(marked.chars().count()),
        }
    }

    /// The same place in a file where `lines` more lines stand before this text.
    #[must_use]
    pub fn moved_down(self, lines: u32) -> Self {
        Self { line: self.line + lines, ..self }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

/// A value with the place where its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Ties `value` to its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A problem of an input, for the one who must fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The file, where one is to blame.
    pub path: Option<SourcePath>,
    /// The place in the file, where it is known.
    pub span: Option<Span>,
    /// What is wrong: lower case, no full stop, things in backticks.
    pub message: String,
    /// The way out, in the same style.
    pub hint: Option<String>,
    /// What is to blame.
    pub cause: Cause,
}

/// Whether a site or the machine is to blame for a problem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cause {
    /// The site: its author can mend it.
    #[default]
    Site,
    /// The machine, or how the command was called: a full disk, an output folder that is not ours.
    Machine,
}

impl Diagnostic {
    /// A problem that stops the build.
    #[must_use]
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message)
    }

    /// A problem that is told and does not stop the build.
    #[must_use]
    pub fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, message)
    }

    /// A decision that an author may want to know.
    #[must_use]
    pub fn note(message: impl Into<String>) -> Self {
        Self::new(Severity::Note, message)
    }

    fn new(severity: Severity, message: impl Into<String>) -> Self {
        Self { severity, path: None, span: None, message: message.into(), hint: None, cause: Cause::Site }
    }

    /// This problem, in `path`.
    #[must_use]
    pub fn in_file(mut self, path: &SourcePath) -> Self {
        self.path = Some(path.clone());
        self
    }

    /// This problem, at `span` of its file.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// This problem, with the way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// This problem, laid to the machine.
    #[must_use]
    pub fn of_machine(mut self) -> Self {
        self.cause = Cause::Machine;
        self
    }

    /// Whether it stops the build.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether it should be looked at, though it does not stop the build.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warning
    }

    /// The order in which problems are told: by severity, then by place.
    #[must_use]
    pub fn sort_key(&self) -> impl Ord + '_ {
        (self.severity, self.path.as_ref(), self.span, &self.message)
    }
}

impl From<Diagnostic> for Vec<Diagnostic> {
    fn from(diagnostic: Diagnostic) -> Self {
        vec![diagnostic]
    }
}

/// Gathers the problems of a step.
#[derive(Debug, Default)]
pub struct Problems {
    list: Vec<Diagnostic>,
}

impl Problems {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(diagnostics);
    }

    /// The value, or `None` with its problems kept here.
    pub fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|problems| self.list.extend(problems)).ok()
    }

    /// Whether one of them stops the build.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(Diagnostic::is_error)
    }

    /// `value` with the warnings, unless there was an error.
    ///
    /// # Errors
    ///
    /// All problems, warnings among them, when one is an error.
    pub fn finish<T>(self, value: T) -> Result<(T, Vec<Diagnostic>)> {
        if self.has_errors() { Err(self.list) } else { Ok((value, self.list)) }
    }

    /// All problems, whatever they are.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.list
    }
}

/// Applies `apply` to all items in parallel; keeps their order and every problem.
///
/// # Errors
///
/// The problems of all items together, in the order of the items.
pub fn try_map<T: Sync, R: Send>(
    items: &[T],
    apply: impl Fn(&T) -> Result<R> + Sync + Send,
) -> Result<Vec<R>> {
    let results: Vec<Result<R>> = items.par_iter().map(apply).collect();
    let mut values = Vec::with_capacity(results.len());
    let mut problems = Problems::default();
    for result in results {
        values.extend(problems.take(result));
    }
    if problems.list.is_empty() { Ok(values) } else { Err(problems.list) }
}

/// The one of `known` that `word` was most likely meant to be, if any is close enough.
#[must_use]
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    // One slip in a short word, two in a long one: more, and unlike words look alike.
    let slips_max = if word.chars().count() <= 4 { 1 } else { 2 };
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(slips, _)| *slips <= slips_max)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_characters_not_bytes() {
        let text = "été\nça: là\n";
        let start = text.find("là").expect("là");
        assert_eq!(Span::of(text, start..start + "là".len()), Span { line: 2, column: 5, length: 2 });
    }

    #[test]
    fn every_problem_of_every_item_is_kept_in_order() {
        let result = try_map(&[1, 2, 3, 4], |number| {
            if number % 2 == 0 { Err(Diagnostic::error(format!("{number}")).into()) } else { Ok(*number) }
        });
        let messages: Vec<String> =
            result.expect_err("two fail").into_iter().map(|problem| problem.message).collect();
        assert_eq!(messages, ["2", "4"]);
    }

    #[test]
    fn near_misses_are_found_and_unlike_words_are_not() {
        let keys = ["title", "draft", "tags", "date"];
        assert_eq!(closest("titel", keys), Some("title"));
        assert_eq!(closest("DRFAT", keys), Some("draft"));
        assert_eq!(closest("tag_s", keys), Some("tags"));
        assert_eq!(closest("deck", keys), None);
    }
}
