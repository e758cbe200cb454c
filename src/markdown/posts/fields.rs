//! The line about a post to its fields: author, date, language and address, each known by its look.

use std::ops::Range;

use crate::date::{self, Date, Precision};
use crate::diagnostic::Diagnostic;
use crate::language::LanguageTag;
use crate::markdown::Options;
use crate::path;

/// At most so much of a field is shown in a message.
const SHOWN_CHARS_MAX: usize = 60;

/// What is known about a post.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Fields {
    pub(super) name: String,
    pub(super) handle: String,
    pub(super) date: Option<Date>,
    pub(super) link: Option<String>,
    /// Its language, where that is not the page's.
    pub(super) foreign: Option<LanguageTag>,
}

/// What one part of a line is.
enum Part<'l> {
    Date(Date),
    Address(String),
    Language(LanguageTag),
    /// The name and the handle of an author; one of them may be empty.
    Author(&'l str, &'l str),
}

impl Fields {
    /// Reads a line behind its mark, with its problems and their places in it.
    pub(super) fn read(line: &str, options: &Options) -> (Self, Vec<(Diagnostic, Range<usize>)>) {
        let mut fields = Self::default();
        let mut language = None;
        let mut problems = Vec::new();
        for range in parts(line) {
            let twice = match Part::read(&line[range.clone()], options) {
                Ok(Part::Date(date)) => fields.date.replace(date).map(|_| "two dates"),
                Ok(Part::Address(address)) => fields.link.replace(address).map(|_| "two addresses"),
                Ok(Part::Language(tag)) => language.replace(tag).map(|_| "two languages"),
                Ok(Part::Author(name, _)) if !name.is_empty() && !fields.name.is_empty() => {
                    problems.push((no_field(name), range));
                    continue;
                }
                Ok(Part::Author(name, handle)) => {
                    let is_second = !handle.is_empty() && !fields.handle.is_empty();
                    for (field, text) in [(&mut fields.name, name), (&mut fields.handle, handle)] {
                        if !text.is_empty() {
                            *field = unescaped(text);
                        }
                    }
                    is_second.then_some("two handles")
                }
                Err(problem) => {
                    problems.push((problem, range));
                    continue;
                }
            };
            if let Some(twice) = twice {
                let problem = Diagnostic::error(format!("the first line of the post names {twice}"));
                problems.push((problem.hint("leave out the one that is wrong"), range));
            }
        }
        fields.foreign = language.filter(|tag| !tag.matches(options.language));
        (fields, problems)
    }
}

impl<'l> Part<'l> {
    fn read(part: &'l str, options: &Options) -> Result<Self, Diagnostic> {
        if is_date(part) {
            date_of(part, options).map(Self::Date)
        } else if is_address(part) {
            web_address(part).map(Self::Address).ok_or_else(|| {
                Diagnostic::error(format!("`{}` is no address of a web page", shown(part)))
                    .hint("write the whole address of the post, from `https://` on")
            })
        } else if is_tag(part) {
            LanguageTag::new(part).map(Self::Language)
        } else {
            let (name, handle) = name_and_handle(part);
            Ok(Self::Author(name, handle))
        }
    }
}

/// The problem of a part that is no author, since there is one.
fn no_field(part: &str) -> Diagnostic {
    let problem = Diagnostic::error(format!("`{}` fits no field of a post", shown(part)));
    match LanguageTag::new(&part.to_lowercase()) {
        Ok(tag) => problem.hint(format!("for the language, write `{tag}`")),
        Err(_) => problem.hint(
            "beside the author, write a date that begins with the year, a language such as `en`, an address that \
             begins with `https://`; write a `|` in a name as `\\|`",
        ),
    }
}

/// The parts of a line between its `|`, without the spaces around them; empty ones are left out. A
/// backslash before `|` makes it a part of the text.
fn parts(line: &str) -> Vec<Range<usize>> {
    let written = line.trim_end();
    // A hard break below the line says nothing.
    let written = written.strip_suffix('\\').unwrap_or(written);
    let mut parts = Vec::new();
    let mut start = 0;
    let mut is_escaped = false;
    for (at, character) in written.char_indices().chain([(written.len(), '|')]) {
        let is_end = character == '|' && (!is_escaped || at == written.len());
        is_escaped = character == '\\' && !is_escaped;
        if !is_end {
            continue;
        }
        let part = &written[start..at];
        let inner = part.trim();
        if !inner.is_empty() {
            let from = start + (part.len() - part.trim_start().len());
            parts.push(from..from + inner.len());
        }
        start = (at + 1).min(written.len());
    }
    parts
}

/// Whether a part is meant to be a date: it begins with a year and a month or is a year alone, or has
/// the three numbers of a day in whatever order.
fn is_date(part: &str) -> bool {
    let mut groups = part.split(|character: char| !character.is_ascii_digit());
    let n_digits = groups.next().map_or(0, str::len);
    let behind = &part[n_digits..];
    let is_separated = behind.starts_with(['-', '/', '.']);
    let next = groups.next().map_or(0, str::len);
    match n_digits {
        4 => behind.is_empty() || is_separated && next > 0,
        8 => behind.is_empty() || behind.starts_with(['T', 't', ' ']) && next > 0,
        1 | 2 => {
            let last = groups.next().map_or(0, str::len);
            is_separated && matches!(next, 1 | 2) && matches!(last, 2 | 4)
        }
        _ => false,
    }
}

fn date_of(part: &str, options: &Options) -> Result<Date, Diagnostic> {
    let date = date::parse(part, options.time_zone)
        .map_err(|error| Diagnostic::error(error.message).hint(error.hint))?;
    // Every network tells the day of a post.
    if date.precision == Precision::Day {
        Ok(date)
    } else {
        let day = date.iso_day();
        Err(Diagnostic::error(format!("`{part}` names no day"))
            .hint(format!("write the day, such as `{day}`")))
    }
}

/// Whether a part is meant to be an address: no name of an author looks like one.
fn is_address(part: &str) -> bool {
    let part = without_brackets(part);
    if ["http:", "https:", "www."].iter().any(|start| starts_with(part, start)) {
        return true;
    }
    if part.contains(char::is_whitespace) || part.starts_with('@') {
        return false;
    }
    let has_scheme = part.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty() && scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let has_host = part.split_once('/').is_some_and(|(host, _)| host.is_empty() || host.contains('.'));
    has_scheme || has_host || part.contains("://")
}

/// The address that a part is, if browsers open it as a web page. A space in it is the lack of a `|`.
fn web_address(part: &str) -> Option<String> {
    path::web_address(Some(without_brackets(part)).filter(|part| !part.contains(char::is_whitespace))?)
}

/// Markdown's own brackets around an address.
fn without_brackets(part: &str) -> &str {
    part.strip_prefix('<').and_then(|part| part.strip_suffix('>')).unwrap_or(part)
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Whether a part is meant to be a language: its first letters are small, as `NHK` and `Ada` are
/// names, and what follows looks like a script or a region, as `al-jazeera` is a name too.
fn is_tag(part: &str) -> bool {
    let mut subtags = part.split(['-', '_']);
    let language = subtags.next().unwrap_or("");
    matches!(language.len(), 2 | 3)
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && subtags.all(|subtag| match subtag.len() {
            2 | 4 => subtag.bytes().all(|byte| byte.is_ascii_alphabetic()),
            3 => subtag.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        })
}

/// The name of an author, and the handle before or behind it; either may be empty.
fn name_and_handle(part: &str) -> (&str, &str) {
    let is_handle = |word: &str| word.len() > 1 && word.starts_with('@');
    let (first, behind) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
    if is_handle(first) {
        return (behind.trim_start(), first);
    }
    match part.rsplit_once(char::is_whitespace) {
        Some((before, last)) if is_handle(last) => (before.trim_end(), last),
        _ => (part, ""),
    }
}

/// `text` without the backslashes before marks, as Markdown has them.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        out.push(if escapes { characters.next().unwrap_or(character) } else { character });
    }
    out
}

fn shown(part: &str) -> String {
    let mut shown: String = part.chars().take(SHOWN_CHARS_MAX).collect();
    if shown.len() < part.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown::tests::options;

    /// The fields of a line in a text in English, as `name|handle|date|link|language`.
    fn read(line: &str) -> (String, Vec<String>) {
        let (Fields { name, handle, date, link, foreign }, problems) = Fields::read(line, &options());
        let date = date.map(|date| if date.has_time { date.rfc3339() } else { date.iso_day() });
        let tag = foreign.as_ref().map_or("", LanguageTag::as_str);
        let fields = [&name, &handle, &*date.unwrap_or_default(), link.as_deref().unwrap_or(""), tag];
        let shown = |(problem, place): (Diagnostic, Range<usize>)| {
            format!("{}: {} ({})", &line[place], problem.message, problem.hint.unwrap_or_default())
        };
        (fields.join("|"), problems.into_iter().map(shown).collect())
    }

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(read(line), (expected.to_owned(), Vec::new()), "{line}");
    }

    #[track_caller]
    fn check_problems(line: &str, expected: &[&str]) {
        assert_eq!(read(line).1, expected, "{line}");
    }

    #[test]
    fn fields_are_known_by_their_look_in_any_order() {
        let all = "Signal|@signalapp|2021-03-19T19:05:00+00:00|https://e.org/1|fr";
        check("Signal @signalapp | 2021-03-19 19:05 UTC | fr | https://e.org/1", all);
        check("https://e.org/1|fr|2021-03-19T19:05Z|@signalapp|Signal |", all);
        check(" @signalapp Signal | <https://e.org/1> || 2021/03/19 19:05 +0 | fr ", all);
        check("A | 2021-03-19 | en", "A||2021-03-19||");
    }

    #[test]
    fn names_are_kept_as_they_are_written() {
        check("20 Minutes | en", "20 Minutes||||");
        check("1. FC Köln @fckoeln", "1. FC Köln|@fckoeln|||");
        check("NHK | ja", "NHK||||ja");
        check("Ada", "Ada||||");
        check("al-jazeera", "al-jazeera||||");
        check("24.kz", "24.kz||||");
        check("AP: The News", "AP: The News||||");
        check("A \\| B \\_C\\_ \\D <b>", "A | B _C_ \\D <b>||||");
        check("@_a_@mastodon.example", "|@_a_@mastodon.example|||");
        check("A @ B\\", "A @ B||||");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        check_problems(
            "A | 19/03/2021",
            &["19/03/2021: `19/03/2021` does not begin with the year (write `2021-03-19`)"],
        );
        check_problems(
            "A | 2021-03",
            &["2021-03: `2021-03` names no day (write the day, such as `2021-03-01`)"],
        );
        check_problems("A | jp", &["jp: unknown language subtag `jp` (write `ja` for the language)"]);
        check_problems("A | FR", &["FR: `FR` fits no field of a post (for the language, write `fr`)"]);
        check_problems(
            "A | 19 mars 2021",
            &[
                "19 mars 2021: `19 mars 2021` fits no field of a post (beside the author, write a date that begins with \
               the year, a language such as `en`, an address that begins with `https://`; write a `|` in a name as `\\|`)",
            ],
        );
        for address in
            ["javascript:alert(1)", "e.org/1", "www.e.org", "https://", "https://e org", "ftp://e.org", "/1"]
        {
            check_problems(
                &format!("A | {address}"),
                &[&format!(
                    "{address}: `{address}` is no address of a web page (write the whole address of the post, from `https://` on)"
                )],
            );
        }
    }

    #[test]
    fn what_is_written_twice_is_told() {
        for (second, what) in [
            ("2021-03-20", "dates"),
            ("https://e.org/2", "addresses"),
            ("en", "languages"),
            ("@b", "handles"),
        ] {
            check_problems(
                &format!("A @a | 2021-03-19 | https://e.org/1 | fr | {second}"),
                &[&format!(
                    "{second}: the first line of the post names two {what} (leave out the one that is wrong)"
                )],
            );
        }
    }

    proptest! {
        #[test]
        fn no_line_panics_and_every_place_is_in_it(line in "[ |@a-c<>\\\\/:.\\-0-9é\u{1F600}_]{0,60}") {
            for (_, place) in Fields::read(&line, &options()).1 {
                prop_assert!(line.get(place).is_some());
            }
        }
    }
}
