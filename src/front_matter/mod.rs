//! The header of an article: what its author said about it.
//!
//! 1. [`split`] cuts a file into header and body; nothing is copied.
//! 2. A reader brings the header into one shape, each value with its place and as it was spelled:
//!    `yaml` (with `outline` for the places, and `explain` for what cannot be read), `toml_header`,
//!    and `lines` for the headers of Pelican and Nikola.
//! 3. `checks` looks for characters that no output may carry, and for keys that are written twice.
//! 4. `fields` gives each key its meaning, by the [`KeyMap`] of the settings, and makes the
//!    [`FrontMatter`].
//!
//! [`data`] reads the files of the data folder in the same way.
//!
//! All problems of a header are told together. Nothing here knows which file it reads: problems
//! come without a path, and with the lines of the file.

mod checks;
pub(crate) mod data;
mod explain;
mod fields;
mod header;
mod keys;
mod lines;
mod media;
mod node;
mod outline;
mod parts;
mod people;
mod title;
mod toml_header;
mod values;
mod yaml;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

pub use self::header::{HEADER_BYTES_MAX, Header, HeaderKind, split};
pub use self::keys::KeyMap;
pub use self::media::{Canonical, Correction, Focus, Image, Source};
pub use self::people::Person;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Spanned};
pub use crate::markdown::TITLE_CHARS_MAX;

/// How many terms of one taxonomy a page may have.
pub const TERMS_MAX: usize = 200;

/// How many people may have written a page, and how many may have translated it.
pub const PEOPLE_MAX: usize = 100;

/// How many old addresses may lead to a page.
pub const ALIASES_MAX: usize = 500;

/// How a translation was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TranslationMethod {
    /// By people.
    Human,
    /// By a machine, and nobody read it.
    Machine,
    /// By a machine, and someone read and corrected it.
    MachineReviewed,
}

/// What an author said about an article. Nothing is guessed: what was not written is `None`.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the header")]
pub struct FrontMatter {
    /// The title as plain text, in one line.
    pub title: Option<Spanned<String>>,
    /// The last part of the URL, as written.
    pub slug: Option<Spanned<String>>,
    /// The whole path of the URL, as written: `path`, `permalink`, or a `url` that is no web address.
    pub path: Option<Spanned<String>>,
    /// Old paths that lead here.
    pub aliases: Vec<Spanned<String>>,
    /// When the article was written.
    pub date: Option<Spanned<Date>>,
    /// When it was last changed.
    pub updated: Option<Spanned<Date>>,
    /// When it may first be seen.
    pub publish_date: Option<Spanned<Date>>,
    /// When it may no longer be seen.
    pub expiry_date: Option<Spanned<Date>>,
    /// Whether it is not to be published.
    pub draft: bool,
    /// Whether it only stands for an article that is not translated yet.
    pub untranslated: bool,
    /// Whether it is left out of lists, feeds and search.
    pub hidden: bool,
    /// Whether it leads the home page, if that was said.
    pub featured: Option<bool>,
    /// The language, as written.
    pub lang: Option<Spanned<String>>,
    /// What ties the editions of a story.
    pub translation_key: Option<Spanned<String>>,
    /// Whether this edition is the one that the others are translations of.
    pub original: Option<bool>,
    /// Other editions by language, as written, in their order.
    pub translations: Vec<(String, Spanned<String>)>,
    /// The short text for lists.
    pub summary: Option<Spanned<String>>,
    /// Terms by the name of their taxonomy in the settings.
    pub terms: BTreeMap<String, Vec<Spanned<String>>>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// Who translated it.
    pub translators: Vec<Person>,
    /// How it was translated.
    pub translation: Option<Spanned<TranslationMethod>>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// Which address search engines are told to know it by, if that was said.
    pub canonical: Option<Spanned<Canonical>>,
    /// The picture for lists and previews.
    pub image: Option<Spanned<Image>>,
    /// The news event it belongs to.
    pub event: Option<Spanned<String>>,
    /// The template to use.
    pub template: Option<Spanned<String>>,
    /// Its place among others: lighter ones come first.
    pub weight: Option<Spanned<i64>>,
    /// Whether search finds it.
    pub in_search_index: bool,
    /// Whether the sitemap lists it.
    pub in_sitemap: bool,
    /// The hash of the text it was translated from, as written.
    pub source_hash: Option<Spanned<String>>,
    /// What feeds know it by, for ever.
    pub id: Option<Spanned<String>>,
    /// What was put right after publication.
    pub corrections: Vec<Correction>,
    /// Whether it has a table of contents, if that was said.
    pub toc: Option<bool>,
    /// Whether a section has a feed.
    pub feed: bool,
    /// Everything else, under the keys as written and in their order.
    pub extra: Map<String, Json>,
}

impl FrontMatter {
    /// Whether it says of its text that it was translated.
    #[must_use]
    pub fn says_it_is_a_translation(&self) -> bool {
        self.original == Some(false) || self.translation.is_some() || !self.translators.is_empty()
    }
}

impl Default for FrontMatter {
    fn default() -> Self {
        Self {
            title: None,
            slug: None,
            path: None,
            aliases: Vec::new(),
            date: None,
            updated: None,
            publish_date: None,
            expiry_date: None,
            draft: false,
            untranslated: false,
            hidden: false,
            featured: None,
            lang: None,
            translation_key: None,
            original: None,
            translations: Vec::new(),
            summary: None,
            terms: BTreeMap::new(),
            authors: Vec::new(),
            translators: Vec::new(),
            translation: None,
            source: None,
            canonical: None,
            image: None,
            event: None,
            template: None,
            weight: None,
            in_search_index: true,
            in_sitemap: true,
            source_hash: None,
            id: None,
            corrections: Vec::new(),
            toc: None,
            feed: false,
            extra: Map::new(),
        }
    }
}

/// Reads a header, with everything that is wrong with it.
///
/// A header that cannot be read gives the default and an error; `zone` is that of dates without an
/// offset. Spans are lines of the file that the header was [`split`] from.
#[must_use]
pub fn parse(header: &Header<'_>, keys: &KeyMap, zone: &TimeZone) -> (FrontMatter, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut entries = match header.kind {
        HeaderKind::Yaml => yaml::read(header.text, &mut problems),
        HeaderKind::Toml => toml_header::read(header.text, &mut problems),
        HeaderKind::Pelican | HeaderKind::Nikola => lines::read(header.text),
        HeaderKind::None => return (FrontMatter::default(), problems),
    };
    let is_readable = !problems.iter().any(Diagnostic::is_error);
    for problem in &mut problems {
        problem.span = problem.span.map(|span| span.moved_down(header.first_line));
    }
    for entry in &mut entries {
        entry.move_down(header.first_line);
    }
    checks::check(&entries, &mut problems);
    let front_matter = fields::read(&entries, header.kind, keys, zone, &mut problems);
    (if is_readable { front_matter } else { FrontMatter::default() }, problems)
}

#[cfg(test)]
mod tests;
