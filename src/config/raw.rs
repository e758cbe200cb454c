//! The settings as their author wrote them.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::diagnostic::{Diagnostic, Result, Span, closest};
use crate::path::SourcePath;

use super::theme::raw::Theme;

/// `depeche.yaml`, every key optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Settings {
    pub title: Option<Localized>,
    pub description: Option<Localized>,
    pub base_url: Option<String>,
    pub default_language: Option<String>,
    pub default_language_in_urls: Option<bool>,
    pub redirect_default_language_prefix: Option<bool>,
    pub languages: Option<Ordered<Language>>,
    pub time_zone: Option<String>,
    pub content: Content,
    #[serde(rename = "static")]
    pub static_folder: Option<String>,
    pub permalink: Option<String>,
    pub canonical: Option<Canonical>,
    pub ledger: Option<bool>,
    pub taxonomies: Option<Ordered<Taxonomy>>,
    pub slugs: Slugs,
    pub theme: Theme,
    pub keys: Option<BTreeMap<String, Vec<String>>>,
    pub strict_front_matter: Option<bool>,
    pub articles_per_page: Option<usize>,
    pub related_articles: Option<usize>,
    pub list_untranslated: Option<bool>,
    pub typography: Option<bool>,
    pub raw_html: Option<RawHtml>,
    pub broken_links: Option<BrokenLinks>,
    pub missing_alt: Option<MissingAlt>,
    pub summary_characters: Option<usize>,
    pub feeds: Feeds,
    pub search: Option<bool>,
    pub sitemap: Option<bool>,
    pub news_sitemap: Option<NewsSitemap>,
    pub api: Option<bool>,
    pub extra: Option<serde_json::Map<String, serde_json::Value>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Language {
    pub name: Option<String>,
    pub prefix: Option<String>,
    pub aliases: Option<OneOrMany>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Content {
    pub folder: Option<String>,
    pub include: Option<OneOrMany>,
    pub exclude: Option<OneOrMany>,
    pub paths: Option<OneOrMany>,
    pub language_suffixes: Option<bool>,
    pub language_folders: Option<bool>,
    pub keep_names: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Taxonomy {
    pub keys: Option<OneOrMany>,
    pub slug: Option<Localized>,
    pub shared: Option<bool>,
    pub ordered: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Slugs {
    pub archive: Option<Localized>,
    pub events: Option<Localized>,
    pub corrections: Option<Localized>,
    pub follow: Option<Localized>,
    pub search: Option<Localized>,
    pub languages: Option<Localized>,
    pub page: Option<Localized>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Feeds {
    pub formats: Option<OneOrMany>,
    pub other_formats: Option<OneOrMany>,
    pub names: Option<BTreeMap<String, String>>,
    pub also_at: Option<BTreeMap<String, String>>,
    pub content: Option<String>,
    pub articles: Option<usize>,
    pub other_articles: Option<usize>,
    pub days: Option<u32>,
    pub archive: Option<FeedArchives>,
    pub all_languages: Option<bool>,
    pub taxonomies: Option<OneOrMany>,
    pub term_articles: Option<usize>,
    pub corrections: Option<bool>,
    pub events: Option<bool>,
    pub tag_authority: Option<String>,
    pub hub: Option<String>,
}

/// A switch, or the word for which feeds it is on.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "`true`, `false` or `languages`")]
pub(super) enum FeedArchives {
    Switch(bool),
    Word(String),
}

impl Feeds {
    /// Whether the settings ask for no feed at all.
    pub(super) fn has_none(&self) -> bool {
        let is_none =
            |formats: &Option<OneOrMany>| matches!(formats, Some(OneOrMany::Many(list)) if list.is_empty());
        is_none(&self.formats) && is_none(&self.other_formats)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NewsSitemap {
    pub name: Option<Localized>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawHtml {
    Sanitize,
    Escape,
    Allow,
}

impl From<RawHtml> for crate::markdown::RawHtml {
    fn from(raw: RawHtml) -> Self {
        match raw {
            RawHtml::Sanitize => Self::Sanitize,
            RawHtml::Escape => Self::Escape,
            RawHtml::Allow => Self::Allow,
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Canonical {
    #[serde(rename = "self")]
    Page,
    Source,
}

impl From<Canonical> for super::Canonical {
    fn from(raw: Canonical) -> Self {
        match raw {
            Canonical::Page => Self::Page,
            Canonical::Source => Self::Source,
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum BrokenLinks {
    Error,
    Warn,
}

impl From<BrokenLinks> for super::BrokenLinks {
    fn from(raw: BrokenLinks) -> Self {
        match raw {
            BrokenLinks::Error => Self::Error,
            BrokenLinks::Warn => Self::Warn,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MissingAlt {
    Warn,
    Ignore,
}

/// One text for all languages, or one for each.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "a text, or a text for each language such as `{fr: …, en: …}`")]
pub(super) enum Localized {
    One(String),
    PerLanguage(BTreeMap<String, String>),
}

impl Localized {
    /// One of the texts, for messages.
    pub(super) fn any(&self) -> &str {
        match self {
            Self::One(text) => text,
            Self::PerLanguage(texts) => texts.values().next().map_or("", String::as_str),
        }
    }
}

/// A text or a list of texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts")]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts,
        }
    }
}

/// A map that keeps the order of the file; also taken from a plain list of names.
#[derive(Clone, Debug)]
pub(super) struct Ordered<T>(pub Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct OrderedVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for OrderedVisitor<T> {
            type Value = Ordered<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of names, or names each with its settings")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Ordered<T>, A::Error> {
                let mut items = Vec::new();
                while let Some((name, settings)) = map.next_entry::<String, Option<T>>()? {
                    items.push((name, settings.unwrap_or_default()));
                }
                Ok(Ordered(items))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut list: A,
            ) -> std::result::Result<Ordered<T>, A::Error> {
                let mut items = Vec::new();
                while let Some(name) = list.next_element::<String>()? {
                    items.push((name, T::default()));
                }
                Ok(Ordered(items))
            }
        }
        deserializer.deserialize_any(OrderedVisitor(PhantomData))
    }
}

impl Settings {
    pub(super) fn parse(text: &str, path: &SourcePath) -> Result<Self> {
        // An empty file, or one of comments only, is YAML's null.
        serde_yaml::from_str::<Option<Self>>(text)
            .map(Option::unwrap_or_default)
            .map_err(|why| problem(&why, path).into())
    }
}

/// serde's words in ours: what is wrong, where, and what was probably meant.
fn problem(why: &serde_yaml::Error, path: &SourcePath) -> Diagnostic {
    let (message, place) = yaml_fault(why);
    let message = &plain(&message);
    let mut problem = Diagnostic::error(format!("the settings cannot be read: {message}")).in_file(path);
    problem.span = place;
    if let Some((written, known)) = unknown_key(message) {
        problem.message = format!("`{written}` is not a setting");
        problem = match closest(written, known.iter().copied()) {
            Some(meant) => problem.hint(format!("did you mean `{meant}`?")),
            None => problem.hint(format!("the settings here are {}", known.join(", "))),
        };
    }
    problem
}

/// What a YAML parser has to say, and where: it appends the place to its words, where we tell it as
/// our own.
pub(crate) fn yaml_fault(why: &serde_yaml::Error) -> (String, Option<Span>) {
    let full = why.to_string();
    let message = full.split(" at line ").next().unwrap_or(&full).to_owned();
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let place = why.location();
    let place =
        place.map(|place| Span { line: number(place.line()), column: number(place.column()), length: 0 });
    (message, place)
}

/// What serde calls by the names of Rust's types, in words.
fn plain(message: &str) -> String {
    message
        .replace("expected usize", "expected a whole number")
        .replace("expected struct Settings", "expected settings, each `name: value`")
        .replace("expected struct NewsSitemap", "expected settings, each `name: value`")
        .replace("expected struct Content", "expected settings, each `name: value`")
        .replace("expected struct Slugs", "expected words of URLs, each `name: value`")
        .replace("expected struct Theme", "expected settings, each `name: value`")
        .replace("expected struct Fonts", "expected settings, each `name: value`")
        .replace("expected struct Footer", "expected settings, each `name: value`")
        .replace("expected a sequence", "expected a list")
        .replace("expected a map", "expected settings, each `name: value`")
        .replace("expected struct Feeds", "expected settings, each `name: value`")
        .replace("expected a string", "expected a text")
        .replace("expected a boolean", "expected `true` or `false`")
        .replace("invalid type: ", "this is of the wrong kind: ")
}

/// The key and the known keys in serde's "unknown field `x`, expected one of `a`, `b`".
fn unknown_key(message: &str) -> Option<(&str, Vec<&str>)> {
    let after = message.split("unknown field `").nth(1)?;
    let (written, rest) = after.split_once('`')?;
    let known = rest.split('`').skip(1).step_by(2).collect();
    Some((written, known))
}
