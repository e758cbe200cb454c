//! Permalink patterns: how the URL of an article is made from what it is.
//!
//! `{lang}/{year}/{month}/{slug}/` gives `/en/2021/03/global-outage/`. A part whose field has no
//! value, such as the year of an undated page, is left out.

use jiff::civil;

use crate::path::UrlPath;

/// What a permalink can be made of.
#[derive(Clone, Copy, Debug)]
pub struct PermalinkFields<'a> {
    /// The language's part of the URL; empty for a language at the root.
    pub lang: &'a str,
    /// The day that the author wrote.
    pub date: Option<civil::Date>,
    /// The last part.
    pub slug: &'a str,
    /// The folder of the source below the content folder, without its language.
    pub section: &'a str,
}

/// A pattern of the settings, known to be well-formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permalink {
    segments: Vec<Vec<Piece>>,
    is_folder: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Lang,
    Year,
    Month,
    Day,
    Slug,
    Section,
}

const FIELDS: &[(&str, Field)] = &[
    ("lang", Field::Lang),
    ("year", Field::Year),
    ("month", Field::Month),
    ("day", Field::Day),
    ("slug", Field::Slug),
    ("section", Field::Section),
];

impl Permalink {
    /// Reads a pattern of parts between slashes, with fields in braces.
    ///
    /// # Errors
    ///
    /// Says which field is not known, or that `{slug}` is missing.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        let mut segments = Vec::new();
        for segment in pattern.split('/').filter(|segment| !segment.is_empty()) {
            segments.push(parse_segment(segment, pattern)?);
        }
        if !segments.iter().flatten().any(|piece| *piece == Piece::Field(Field::Slug)) {
            return Err(format!("`{pattern}` lacks `{{slug}}`, so all articles would share a URL"));
        }
        // A last part such as `{slug}.html` names a file; all else is a folder.
        let is_folder = pattern
            .rsplit('/')
            .next()
            .is_none_or(|last| last.rsplit_once('.').is_none_or(|(_, end)| end != "html"));
        let permalink = Self { segments, is_folder };
        // What the pattern adds of its own must be able to stand in a URL.
        let sample = PermalinkFields {
            lang: "en",
            date: Some(civil::date(2021, 3, 19)),
            slug: "slug",
            section: "section",
        };
        match permalink.url(&sample) {
            Ok(_) => Ok(permalink),
            Err(why) => Err(format!("`{pattern}` {why}")),
        }
    }

    /// The URL of an article.
    ///
    /// # Errors
    ///
    /// Names the part that cannot stand in a URL, with its reason.
    pub fn url(&self, fields: &PermalinkFields<'_>) -> Result<UrlPath, String> {
        let mut path = String::from("/");
        for segment in &self.segments {
            let Some(text) = fill(segment, fields) else { continue };
            path.push_str(&text);
            path.push('/');
        }
        if !self.is_folder {
            path.pop();
        }
        UrlPath::parse_readable(&path)
    }
}

fn parse_segment(segment: &str, pattern: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('{') {
            let (name, after) =
                after.split_once('}').ok_or_else(|| format!("`{pattern}` has a `{{` without its `}}`"))?;
            let field = FIELDS.iter().find(|(field, _)| *field == name).ok_or_else(|| {
                let known: Vec<&str> = FIELDS.iter().map(|(field, _)| *field).collect();
                format!("`{{{name}}}` is not a field of a permalink; the fields are {}", known.join(", "))
            })?;
            pieces.push(Piece::Field(field.1));
            rest = after;
        } else {
            let end = rest.find('{').unwrap_or(rest.len());
            pieces.push(Piece::Text(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    Ok(pieces)
}

/// The text of one part; `None` when one of its fields has no value.
fn fill(segment: &[Piece], fields: &PermalinkFields<'_>) -> Option<String> {
    let mut text = String::new();
    for piece in segment {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Field(Field::Lang) if fields.lang.is_empty() => return None,
            Piece::Field(Field::Lang) => text.push_str(fields.lang),
            Piece::Field(Field::Year) => push_number(&mut text, fields.date?.year(), 4),
            Piece::Field(Field::Month) => push_number(&mut text, fields.date?.month().into(), 2),
            Piece::Field(Field::Day) => push_number(&mut text, fields.date?.day().into(), 2),
            Piece::Field(Field::Slug) => text.push_str(fields.slug),
            Piece::Field(Field::Section) if fields.section.is_empty() => return None,
            Piece::Field(Field::Section) => text.push_str(fields.section),
        }
    }
    (!text.is_empty()).then_some(text)
}

fn push_number(text: &mut String, number: i16, width: usize) {
    use std::fmt::Write;
    // Writing to a string cannot fail.
    let _ = write!(text, "{number:0width$}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, lang: &str, date: Option<civil::Date>, expected: &str) {
        let permalink = Permalink::parse(pattern).expect(pattern);
        let fields = PermalinkFields { lang, date, slug: "panne", section: "tech/web" };
        assert_eq!(permalink.url(&fields).expect("a URL").as_str(), expected);
    }

    #[test]
    fn fields_are_filled_and_empty_ones_left_out() {
        let day = Some(civil::date(2021, 3, 9));
        check("{lang}/{year}/{month}/{slug}/", "en", day, "/en/2021/03/panne/");
        check("{lang}/{year}/{month}/{slug}/", "", day, "/2021/03/panne/");
        check("{lang}/{year}/{month}/{slug}/", "", None, "/panne/");
        check("{section}/{year}-{month}-{day}-{slug}", "", day, "/tech/web/2021-03-09-panne/");
        check("{year}/{slug}.html", "", day, "/2021/panne.html");
    }

    #[test]
    fn a_pattern_without_a_slug_is_refused() {
        assert!(Permalink::parse("{lang}/{year}/").is_err());
        assert!(Permalink::parse("{lang}/{titre}/{slug}").is_err());
        assert!(Permalink::parse("../{slug}/").is_err());
        assert!(Permalink::parse("a:b/{slug}/").is_err());
    }
}
