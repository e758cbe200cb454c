//! The ledger: `urls.lock`, every address that the site ever published, so that none is lost unnoticed.
//!
//! In: the text of the file. Out: a [`Ledger`], sorted by address, and the way back to the same text.
//! What a build publishes and what it lost is found in `plan`.
//!
//! ```text
//! # depeche urls 1
//! # Every address that this site has published. Commit this file; `--forget` gives one up.
//! /2021/03/panne/   content/2021/2021-03-19-panne.fr.md
//! /2021/03/rumeur/  content/2021/2021-03-19-rumeur.fr.md  forgotten
//! /themes/
//! ```
//!
//! A line has up to three columns, with a tab between two: an address below the base path, as readable
//! text; the file it came from, for pages that have one; and a mark once it was given up. Lines stand
//! for themselves and in the order of their bytes, so that git merges them without help.

use crate::diagnostic::{Diagnostic, Problems, Result, Span};
use crate::path::{SourcePath, UrlPath};

/// The name of the file, in the site's folder.
pub const FILE_NAME: &str = "urls.lock";

/// The first line: what the file is, and the version of its format.
const FORMAT: &str = "# depeche urls 1";
/// How the first line of every version begins.
const ANY_FORMAT: &str = "# depeche urls ";
/// The second line, for those who come upon the file.
const COMMENT: &str =
    "# Every address that this site has published. Commit this file; `--forget` gives one up.";
/// The mark of an address that was given up.
const FORGOTTEN: &str = "forgotten";
/// How the lines begin that a merge leaves for a person.
const CONFLICT_MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Every address that was published, sorted, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: Vec<Entry>,
}

/// An address that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it was found.
    pub url: UrlPath,
    /// The article or section that it led to; none for a list, which comes and goes with its articles.
    pub source: Option<SourcePath>,
    /// Whether it was given up on purpose.
    pub is_forgotten: bool,
}

impl Ledger {
    /// Reads the text of a ledger; an empty one holds nothing yet.
    ///
    /// # Errors
    ///
    /// Every line that is not one of a ledger, with the marks that a merge left.
    pub fn parse(text: &str, path: &SourcePath) -> Result<Self> {
        let mut problems = Problems::default();
        let mut entries = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line_number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let place = Span { line: line_number, ..Span::START };
            let refuse = |problem: Diagnostic| problem.in_file(path).at(place);
            if index == 0 && !CONFLICT_MARKS.iter().any(|mark| line.starts_with(mark)) {
                if line != FORMAT {
                    return Err(refuse(unknown_format(line)).into());
                }
            } else if CONFLICT_MARKS.iter().any(|mark| line.starts_with(mark)) {
                let problem = Diagnostic::error("a merge left its mark in the ledger of published addresses");
                problems.push(refuse(problem.hint("keep the lines of both sides, and remove the marks")));
            } else if !line.is_empty() && !line.starts_with('#') {
                match Entry::parse(line) {
                    Ok(entry) => entries.push(entry),
                    Err(why) => {
                        let problem = Diagnostic::error(format!("this is no line of a ledger: {why}"));
                        problems.push(refuse(problem.hint("bring the file back as it was committed")));
                    }
                }
            }
        }
        problems.finish(Self::new(entries)).map(|(ledger, _)| ledger)
    }

    /// The ledger of `entries`. Of two lines for one address, which a merge can leave, that one stays
    /// which says more.
    #[must_use]
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| {
            let says = |entry: &Entry| (!entry.is_forgotten, entry.source.is_none());
            a.url.cmp(&b.url).then_with(|| says(a).cmp(&says(b))).then_with(|| a.source.cmp(&b.source))
        });
        entries.dedup_by(|later, kept| later.url == kept.url);
        Self { entries }
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{FORMAT}\n{COMMENT}\n");
        for entry in &self.entries {
            text.push_str(entry.url.as_str());
            if entry.source.is_some() || entry.is_forgotten {
                text.push('\t');
            }
            if let Some(source) = &entry.source {
                // Printed, a path holds no control characters.
                text.push_str(&source.to_string());
            }
            if entry.is_forgotten {
                text.push('\t');
                text.push_str(FORGOTTEN);
            }
            text.push('\n');
        }
        text
    }

    /// All addresses, sorted.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of an address.
    #[must_use]
    pub fn find(&self, url: &UrlPath) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.url.cmp(url)).ok()?;
        self.entries.get(at)
    }

    /// Gives an address up on purpose; says whether it was there.
    pub fn forget(&mut self, url: &UrlPath) -> bool {
        match self.entries.binary_search_by(|entry| entry.url.cmp(url)) {
            Ok(at) => {
                self.entries[at].is_forgotten = true;
                true
            }
            Err(_) => false,
        }
    }
}

impl Entry {
    fn parse(line: &str) -> std::result::Result<Self, String> {
        let mut columns = line.split('\t');
        let written = columns.next().unwrap_or("");
        let url = UrlPath::parse_readable(written).map_err(|why| format!("`{written}` {why}"))?;
        if url.as_str() != written {
            return Err(format!("`{written}` is not written as `{url}`"));
        }
        let source = columns.next().filter(|source| !source.is_empty()).map(SourcePath::new);
        let is_forgotten = match columns.next() {
            None => false,
            Some(FORGOTTEN) => true,
            Some(mark) => return Err(format!("`{mark}` is not `{FORGOTTEN}`")),
        };
        match columns.next() {
            None => Ok(Self { url, source, is_forgotten }),
            Some(_) => Err("it has more than three columns".into()),
        }
    }
}

fn unknown_format(line: &str) -> Diagnostic {
    match line.strip_prefix(ANY_FORMAT) {
        Some(_) => Diagnostic::error("this ledger of published addresses is of another version of Depeche")
            .hint("build with the version that wrote it, or with a later one"),
        None => Diagnostic::error("this is no ledger of published addresses")
            .hint("bring the file back as it was committed, or remove it to begin anew"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<Ledger> {
        Ledger::parse(text, &SourcePath::new(FILE_NAME))
    }

    const LINES: &str = "/2021/03/été/\tcontent/été.fr.md\n\
        /2021/rumeur.html\tcontent/rumeur.md\tforgotten\n/themes/\n/themes/x/\t\tforgotten\n";

    #[test]
    fn what_was_written_is_read_back() {
        let text = format!("{FORMAT}\n{COMMENT}\n{LINES}");
        let ledger = parse(&text).expect("a ledger");
        assert_eq!(ledger.text(), text);
        let forgotten: Vec<bool> = ledger.entries().iter().map(|entry| entry.is_forgotten).collect();
        assert_eq!(forgotten, [false, true, false, true]);
    }

    #[test]
    fn lines_are_put_in_order_and_a_merge_may_leave_two() {
        let ledger = parse(&format!("{FORMAT}\n/b/\n/a/\tx.md\tforgotten\n\n/a/\tx.md\n/b/\ty.md\n"));
        let text = ledger.expect("a ledger").text();
        assert!(text.ends_with("\n/a/\tx.md\tforgotten\n/b/\ty.md\n"), "{text}");
        assert_eq!(parse("").expect("nothing yet"), Ledger::default());
    }

    #[track_caller]
    fn check_problem(text: &str, line: u32, message: &str) {
        let problems = parse(text).expect_err("a problem");
        let found = problems.iter().any(|problem| {
            problem.message.contains(message) && problem.span.map(|span| span.line) == Some(line)
        });
        assert!(found, "line {line}: {message:?} is not among {problems:#?}");
    }

    #[test]
    fn what_is_no_ledger_is_told_with_its_line() {
        check_problem("/a/\n", 1, "no ledger");
        check_problem("# depeche urls 2\n/a/\n", 1, "another version");
        check_problem(&format!("{FORMAT}\n<<<<<<< HEAD\n/a/\n=======\n/b/\n>>>>>>> x\n"), 4, "a merge");
        check_problem("<<<<<<< HEAD\n", 1, "a merge");
        check_problem(&format!("{FORMAT}\n/a\n"), 2, "not written as `/a/`");
        check_problem(&format!("{FORMAT}\n/../a/\n"), 2, "`..`");
        check_problem(&format!("{FORMAT}\n/a/\tx.md\tgone\n"), 2, "`gone` is not `forgotten`");
        check_problem(&format!("{FORMAT}\n/a/\tx.md\tforgotten\tx\n"), 2, "three columns");
    }

    #[test]
    fn an_address_is_forgotten_by_its_line() {
        let mut ledger = parse(&format!("{FORMAT}\n/a/\tx.md\n")).expect("a ledger");
        let url = |text| UrlPath::parse(text).expect("a path");
        assert!(!ledger.forget(&url("/b/")) && ledger.forget(&url("/a/")));
        assert!(ledger.find(&url("/a/")).is_some_and(|entry| entry.is_forgotten));
    }

    proptest! {
        #[test]
        fn no_text_is_more_than_the_ledger_can_read(text in "(# depeche urls 1\n)?(/?[a-zé/.%<=>\t ]{0,12}\n){0,8}") {
            if let Ok(ledger) = parse(&text) {
                prop_assert_eq!(parse(&ledger.text()).expect("its own text"), ledger);
            }
        }
    }
}
