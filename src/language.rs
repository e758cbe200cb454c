//! Language tags: what an author or a folder calls a language goes in, the canonical BCP 47 tag and
//! what follows from it come out.
//!
//! 1. [`LanguageTag::new`] takes `zh_cn` or `PT-br`, checks that such a language, script and region
//!    exist, and keeps `zh-CN` and `pt-BR`.
//! 2. From the tag follow the direction of its script, whether words have spaces between them, its
//!    part of a URL, and what the language calls itself. No list of these is kept by hand but the
//!    names: they come from CLDR's likely subtags.
//! 3. [`LanguageTable`] tells which configured language a written code means.

mod endonyms;
mod subtags;
mod table;

use std::fmt;
use std::sync::Arc;

use icu::locale::subtags::{Variants, language};
use icu::locale::{Direction as IcuDirection, LanguageIdentifier, Locale, LocaleCanonicalizer};

pub use self::table::LanguageTable;
use crate::diagnostic::Diagnostic;

/// The longest tag that is read. Real ones have fewer than 15 bytes; this leaves room for variants.
pub const TAG_BYTES_MAX: usize = 60;

/// Scripts that put words together without spaces.
const SCRIPTS_WITHOUT_SPACES: [&str; 18] = [
    "Bali", "Bopo", "Hani", "Hans", "Hant", "Hira", "Hrkt", "Java", "Jpan", "Kana", "Khmr", "Lana", "Laoo",
    "Mymr", "Tale", "Talu", "Thai", "Tibt",
];

/// Which way a script runs, as HTML's `dir` writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// `ltr` or `rtl`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A language, as BCP 47 writes it: canonical, and of subtags that exist.
#[derive(Clone)]
pub struct LanguageTag {
    text: Arc<str>,
    prefix: Arc<str>,
    id: LanguageIdentifier,
    /// With the script and region that are likely for it, and `no` for `nb`: equal where two tags
    /// mean one language.
    likely: LanguageIdentifier,
    direction: Direction,
}

impl LanguageTag {
    /// Reads a tag in whatever case, with `-` or `_` between its parts.
    ///
    /// # Errors
    ///
    /// What is wrong with the tag, and where it can be guessed, what to write instead.
    pub fn new(written: &str) -> Result<Self, Diagnostic> {
        let Some(locale) = parse(written) else {
            let hint = match subtags::meant_language(written) {
                Some(meant) => format!("write `{meant}`"),
                None => "write a BCP 47 tag such as `fr`, `pt-BR` or `zh-Hans`".to_owned(),
            };
            // A tag comes from a file name too, so it may hold anything.
            return Err(
                Diagnostic::error(format!("`{}` is not a language tag", written.escape_debug())).hint(hint)
            );
        };
        if !locale.extensions.is_empty() {
            return Err(Diagnostic::error(format!("the language tag `{written}` has an extension"))
                .hint(format!("write `{}`", locale.id)));
        }
        check_subtags(&locale.id)?;
        Ok(Self::of(locale.id))
    }

    /// English, the language that every site can fall back to.
    #[must_use]
    pub fn english() -> Self {
        Self::of(LanguageIdentifier::from(language!("en")))
    }

    fn of(id: LanguageIdentifier) -> Self {
        let text = id.to_string();
        let direction = match subtags::DIRECTIONS.get(&id) {
            Some(IcuDirection::RightToLeft) => Direction::Rtl,
            _ => Direction::Ltr,
        };
        Self {
            prefix: text.to_ascii_lowercase().into(),
            text: text.into(),
            likely: comparable(&id),
            id,
            direction,
        }
    }

    /// The canonical tag: `fr`, `pt-BR`, `zh-Hans`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The tag as URLs have it: in lower case.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The way its script runs.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Whether it is written in Chinese, Japanese or Korean characters, which are twice as wide and
    /// say more each.
    #[must_use]
    pub fn is_cjk(&self) -> bool {
        matches!(
            self.script(),
            "Hans" | "Hant" | "Hani" | "Bopo" | "Jpan" | "Hira" | "Kana" | "Hrkt" | "Kore" | "Hang"
        )
    }

    /// Whether its words stand apart. Korean ones do; Chinese, Japanese, Thai and others do not.
    #[must_use]
    pub fn uses_spaces(&self) -> bool {
        !SCRIPTS_WITHOUT_SPACES.contains(&self.script())
    }

    /// The form of Open Graph's `og:locale`: `fr_FR`, `zh_TW` for `zh-Hant`, `es_LA` for Latin America.
    #[must_use]
    pub fn og_locale(&self) -> String {
        let language = self.id.language;
        match maximised_region(&self.id) {
            Some(region) if region == "419" => format!("{language}_LA"),
            Some(region) if region.len() == 2 => format!("{language}_{region}"),
            // A group of countries is no place for Open Graph: the language's own country is.
            _ => match maximised_region(&LanguageIdentifier::from(language)) {
                Some(region) if region.len() == 2 => format!("{language}_{region}"),
                _ => language.to_string(),
            },
        }
    }

    /// What the language calls itself: `français`, `العربية`, `繁體中文`, `português (Brasil)`. Where
    /// only the language is known and not its script or region, these follow in brackets; where
    /// nothing is known, the tag.
    #[must_use]
    pub fn endonym(&self) -> String {
        if let Some(name) = endonyms::endonym(&self.text) {
            return name.to_owned();
        }
        let mut base = self.id.clone();
        base.variants = Variants::default();
        base.region = None;
        let name = endonyms::endonym(&base.to_string()).or_else(|| {
            base.script = None;
            endonyms::endonym(&base.to_string())
        });
        match name {
            Some(name) => {
                let rest = self.text[base.to_string().len()..].trim_start_matches('-').replace('-', ", ");
                format!("{name} ({rest})")
            }
            None => self.text.to_string(),
        }
    }

    /// Whether both mean one language: `zh-CN` and `zh-Hans`, `pt` and `pt-BR`, `no` and `nb`.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.likely == other.likely
    }

    /// How well strings of `other` serve readers of this language; `None` where they are in another
    /// language or script, or are for another country.
    pub(crate) fn closeness(&self, other: &Self) -> Option<Closeness> {
        let same = self.likely.language == other.likely.language && self.likely.script == other.likely.script;
        if !same {
            return None;
        }
        if self.id == other.id {
            Some(Closeness::Same)
        } else if self.likely == other.likely {
            Some(Closeness::Equal)
        } else if other.id.region.is_none() && other.id.variants.is_empty() {
            Some(Closeness::Parent)
        } else {
            None
        }
    }

    /// The tag as ICU4X takes it.
    pub(crate) fn id(&self) -> &LanguageIdentifier {
        &self.id
    }

    /// The code of its script, likely or written.
    #[must_use]
    pub fn script(&self) -> &str {
        self.likely.script.as_ref().map_or("", |script| script.as_str())
    }
}

/// How near the strings of one tag are to another, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// The same tag.
    Same,
    /// Another way to write it: `zh-CN` and `zh-Hans`.
    Equal,
    /// The language without its country: `pt` for `pt-AO`.
    Parent,
}

/// The locale that is written, canonical; `None` when it is none, or too long to be one.
fn parse(written: &str) -> Option<Locale> {
    if written.len() > TAG_BYTES_MAX {
        return None;
    }
    let mut locale: Locale = written.replace('_', "-").parse().ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale)
}

fn check_subtags(id: &LanguageIdentifier) -> Result<(), Diagnostic> {
    let language = id.language;
    if !subtags::is_language(language) {
        let problem = Diagnostic::error(format!("unknown language subtag `{language}`"));
        return Err(match subtags::meant_language(language.as_str()) {
            Some(meant) => problem.hint(format!("write `{meant}` for the language")),
            None => problem.hint("write a BCP 47 tag such as `fr`, `pt-BR` or `zh-Hans`"),
        });
    }
    if let Some(script) = id.script.filter(|script| !subtags::is_script(*script)) {
        return Err(Diagnostic::error(format!("unknown script subtag `{script}` in `{id}`"))
            .hint(format!("write `{language}`")));
    }
    if let Some(region) = id.region.filter(|region| !subtags::is_region(*region)) {
        let hint = match maximised_region(&LanguageIdentifier::from(language)) {
            Some(likely) if likely.len() == 2 => {
                format!("write `{language}`, or name a country, such as `{language}-{likely}`")
            }
            _ => format!("write `{language}`"),
        };
        return Err(Diagnostic::error(format!("unknown region subtag `{region}` in `{id}`")).hint(hint));
    }
    Ok(())
}

fn maximised_region(id: &LanguageIdentifier) -> Option<String> {
    subtags::maximise(id).region.map(|region| region.as_str().to_owned())
}

/// `id` in the form in which two tags for one language are equal.
fn comparable(id: &LanguageIdentifier) -> LanguageIdentifier {
    let mut likely = subtags::maximise(id);
    // CLDR gives both codes the same data, and archives use either for the same texts.
    if likely.language == language!("nb") {
        likely.language = language!("no");
    }
    likely
}

impl PartialEq for LanguageTag {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for LanguageTag {}

impl PartialOrd for LanguageTag {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for LanguageTag {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl std::hash::Hash for LanguageTag {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LanguageTag({})", self.text)
    }
}

#[cfg(test)]
mod tests;
