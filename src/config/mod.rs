//! `depeche.yaml` becomes the [`Config`], checked once.
//!
//! 1. [`raw`] is the file as written: every key known, none required.
//! 2. [`Config::parse`] checks each value, and gathers every problem with its line.
//!
//! What the file leaves out has a default that suits a newsroom; the table of all settings is in
//! `docs/settings.md`.

mod checker;
mod feeds;
mod locate;
mod raw;
mod slugs;
pub mod theme;

use std::collections::BTreeMap;
use std::net::IpAddr;

use globset::GlobSet;
use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, Result};
use crate::ids::{IdVec, LanguageId};
use crate::language::{LanguageTable, LanguageTag};
use crate::markdown::{RawHtml, Typography};
use crate::path::SourcePath;
use crate::path_pattern::PathPattern;
use crate::permalink::Permalink;

use checker::Checker;
pub(crate) use raw::yaml_fault;

pub use feeds::{FeedArchives, FeedContent, FeedFormat, Feeds};
pub(crate) use locate::find_key;
pub use slugs::{LocalizedSlug, Slugs};
pub use theme::Theme;

/// The name of the settings file.
pub const FILE_NAME: &str = "depeche.yaml";

/// The settings of a site, all of them checked.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Config {
    /// The file they came from, for messages.
    pub path: SourcePath,
    /// The site's name.
    pub title: Localized,
    /// One sentence on what the site is.
    pub description: Localized,
    /// Where the site is served.
    pub base_url: BaseUrl,
    /// The languages, the default language first.
    pub languages: IdVec<LanguageId, Language>,
    /// Finds the language that a written code means.
    pub language_table: LanguageTable,
    /// Whether the default language's URLs carry its prefix too.
    pub default_language_in_urls: bool,
    /// The part of URLs below which the default language's articles redirect to their place at the
    /// root; `None` where there is nothing to redirect.
    pub redirected_prefix: Option<String>,
    /// The zone of dates that name none.
    pub time_zone: TimeZone,
    /// Which files are articles.
    pub content: Content,
    /// The folder whose files are copied as they are.
    pub static_folder: String,
    /// How URLs of articles are made.
    pub permalink: Permalink,
    /// Which address search engines are told to know an article by.
    pub canonical: Canonical,
    /// Whether the addresses that were published are kept in the ledger.
    pub ledger: bool,
    /// The ways in which articles are classified.
    pub taxonomies: Vec<Taxonomy>,
    /// The fixed words of generated addresses.
    pub slugs: Slugs,
    /// What the settings change about the look of the site.
    pub theme: Theme,
    /// Further spellings of front-matter keys, by the key they stand for.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Whether an unknown front-matter key is an error.
    pub strict_front_matter: bool,
    /// How many articles a page of a list shows.
    pub articles_per_page: usize,
    /// How many related articles an article names.
    pub related_articles: usize,
    /// Whether lists show articles that exist in another language only.
    pub list_untranslated: bool,
    /// Whether quotes and spaces are set as each language wants them.
    pub typography: bool,
    /// What becomes of HTML in Markdown.
    pub raw_html: RawHtml,
    /// Whether a link that leads nowhere stops the build.
    pub broken_links: BrokenLinks,
    /// Whether a picture without an alternative text is told.
    pub tells_missing_alt: bool,
    /// The longest summary that is made from a text, in characters.
    pub summary_characters: usize,
    /// Which feeds there are.
    pub feeds: Feeds,
    /// Whether readers can search the archive, from an index of all of its words.
    pub search: bool,
    /// Whether search engines get a list of all pages.
    pub sitemap: bool,
    /// What Google News knows the site by, if it gets a list of the newest articles.
    pub news_sitemap: Option<Localized>,
    /// Whether other programs get each article, term and news event as data.
    pub api: bool,
    /// Free data for templates, as `site.extra`.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A text that may differ from language to language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    fallback: String,
    /// The language of the fallback; none for a text that was written for all languages.
    fallback_language: Option<LanguageId>,
    by_language: BTreeMap<LanguageId, String>,
}

impl Localized {
    /// The text in one language, or else in the default language.
    #[must_use]
    pub fn get(&self, language: LanguageId) -> &str {
        self.by_language.get(&language).unwrap_or(&self.fallback)
    }

    /// The language of [`Localized::get`], where it is known to be another one.
    #[must_use]
    pub fn foreign(&self, language: LanguageId) -> Option<LanguageId> {
        self.fallback_language.filter(|_| !self.by_language.contains_key(&language))
    }
}

/// A configured language.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its BCP 47 tag.
    pub tag: LanguageTag,
    /// Its name in itself.
    pub name: String,
    /// Its part of URLs; empty for a default language at the root.
    pub prefix: String,
}

/// Where a site is served: `https://example.org/archive/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme and host: `https://example.org`.
    pub origin: String,
    /// The path below which everything lies, with a slash at both ends, percent-encoded.
    pub path: String,
}

impl BaseUrl {
    /// Reads an `http` or `https` URL; a missing slash at its end is added.
    ///
    /// # Errors
    ///
    /// Says what keeps the text from being a base URL.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        let url = url::Url::parse(text.trim()).map_err(|why| match why {
            url::ParseError::RelativeUrlWithoutBase => {
                format!("`{text}` does not start with `https://` and a host")
            }
            why => format!("`{text}` is not a URL: {why}"),
        })?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(format!("`{text}` does not start with `https://` and a host"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(format!("`{text}` has a query or a fragment, and a base URL has neither"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!("`{text}` holds a user name or a password, which every page would show"));
        }
        let mut path = url.path().to_owned();
        if !path.ends_with('/') {
            path.push('/');
        }
        Ok(Self { origin: url.origin().ascii_serialization(), path })
    }

    /// Whether only this machine is served there.
    #[must_use]
    pub fn is_local(&self) -> bool {
        let host = self.origin.split_once("://").map_or(&*self.origin, |(_, host)| host);
        let host = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        host == "localhost"
            || host.ends_with(".localhost")
            || host
                .trim_matches(['[', ']'])
                .parse::<IpAddr>()
                .is_ok_and(|ip| ip.is_loopback() || ip.is_unspecified())
    }
}

/// Which files are articles, and what their paths say.
#[derive(Clone, Debug)]
pub struct Content {
    /// The folder, relative to the site's root; empty for the root itself.
    pub folder: String,
    /// Files that are articles, by their path below the folder.
    pub include: GlobSet,
    /// Files that are not, although they match.
    pub exclude: GlobSet,
    /// What paths say, tried in order.
    pub patterns: Vec<PathPattern>,
    /// Whether `x.fr.md` is the French edition of `x.md`.
    pub language_suffixes: bool,
    /// Whether a folder named for a language holds that language's articles.
    pub language_folders: bool,
    /// Whether file names stand in URLs as they are written, case and all.
    pub keep_names: bool,
}

/// A way to classify articles.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Its name in the settings and in templates: `tags`.
    pub name: String,
    /// The front-matter keys that fill it.
    pub keys: Vec<String>,
    /// Its part of URLs in each language.
    pub slug: LocalizedSlug,
    /// Whether a spelling means the same in all languages, as the names of authors do.
    pub shared: bool,
    /// Whether its articles are parts that follow one another, as those of a series do.
    pub ordered: bool,
}

/// Which address search engines are told to know an article by, where it does not say so itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Canonical {
    /// Its own.
    Page,
    /// That of its source, where the source is the same text in the same language.
    Source,
}

/// What a link that leads nowhere means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenLinks {
    /// It stops the build.
    Error,
    /// It is told, and shown as plain text.
    Warn,
}

/// What the command line says in place of the settings.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// In place of `base_url`.
    pub base_url: Option<String>,
}

impl Config {
    /// Reads and checks the settings; an empty text gives the defaults.
    ///
    /// # Errors
    ///
    /// Every problem of the file, each with its line.
    pub fn parse(text: &str, path: &SourcePath, overrides: &Overrides) -> Result<(Self, Vec<Diagnostic>)> {
        let raw = raw::Settings::parse(text, path)?;
        let mut checker = Checker::new(text, path);
        let config = checker.config(raw, overrides);
        match config {
            Some(config) => checker.problems.finish(config),
            None => Err(checker.problems.into_vec()),
        }
    }

    /// The default language.
    #[must_use]
    pub fn default_language(&self) -> LanguageId {
        LanguageId::DEFAULT
    }

    /// The typography of each language, where the site wants it.
    #[must_use]
    pub fn typographies(&self) -> IdVec<LanguageId, Option<Typography>> {
        let of = |language: &Language| Typography::for_language(language.tag.as_str());
        self.languages.iter().map(|language| self.typography.then(|| of(language))).collect()
    }

    /// The path of `path` below the content folder, if it lies there.
    #[must_use]
    pub fn below_content<'a>(&self, path: &'a SourcePath) -> Option<&'a str> {
        if self.content.folder.is_empty() {
            return Some(path.as_str());
        }
        path.as_str().strip_prefix(&*self.content.folder)?.strip_prefix('/')
    }
}

#[cfg(test)]
mod tests;
