//! Words of URLs: what the settings write, checked, for each language.

use std::collections::BTreeMap;

use crate::ids::LanguageId;
use crate::language::LanguageTable;
use crate::path::Slug;

use super::checker::Checker;
use super::raw;

/// A part of URLs that may differ from language to language.
#[derive(Clone, Debug)]
pub struct LocalizedSlug {
    fallback: Slug,
    by_language: BTreeMap<LanguageId, Slug>,
}

impl LocalizedSlug {
    /// The part for one language.
    #[must_use]
    pub fn get(&self, language: LanguageId) -> &Slug {
        self.by_language.get(&language).unwrap_or(&self.fallback)
    }
}

/// The fixed words of generated addresses.
#[derive(Clone, Debug)]
pub struct Slugs {
    /// The page that lists all years.
    pub archive: LocalizedSlug,
    /// The page that lists all events, and what is below it.
    pub events: LocalizedSlug,
    /// The page that lists all corrections.
    pub corrections: LocalizedSlug,
    /// The page that lists feeds and calendars.
    pub follow: LocalizedSlug,
    /// The search page.
    pub search: LocalizedSlug,
    /// The page on which a reader chooses a language.
    pub languages: LocalizedSlug,
    /// What stands before the number of a list's second and further pages.
    pub page: LocalizedSlug,
}

impl Checker<'_> {
    /// The fixed words of addresses, in English where the settings say nothing.
    pub(super) fn slugs(&mut self, raw: &raw::Slugs, table: &LanguageTable) -> Option<Slugs> {
        let mut slug = |name: &str, written: &Option<raw::Localized>| {
            self.localized_slug(&["slugs", name], &format!("`{name}`"), name, written.as_ref(), table)
        };
        // Every one of them is checked before the first that is wrong ends it.
        let [archive, events, corrections, follow, search, languages, page] = [
            slug("archive", &raw.archive),
            slug("events", &raw.events),
            slug("corrections", &raw.corrections),
            slug("follow", &raw.follow),
            slug("search", &raw.search),
            slug("languages", &raw.languages),
            slug("page", &raw.page),
        ];
        Some(Slugs {
            archive: archive?,
            events: events?,
            corrections: corrections?,
            follow: follow?,
            search: search?,
            languages: languages?,
            page: page?,
        })
    }

    /// A part of URLs as it is written at `keys`; a language that has none takes `usual`.
    pub(super) fn localized_slug(
        &mut self,
        keys: &[&str],
        owner: &str,
        usual: &str,
        written: Option<&raw::Localized>,
        table: &LanguageTable,
    ) -> Option<LocalizedSlug> {
        let slug = |checker: &mut Self, slug: &str| {
            let parsed = Slug::parse(slug)
                .map_err(|why| format!("the slug `{slug}` of {owner} cannot stand in a URL: it {why}"));
            checker.take(keys, parsed)
        };
        let (fallback, by_language) = match written {
            None => (usual, BTreeMap::new()),
            Some(raw::Localized::One(written)) => (written.as_str(), BTreeMap::new()),
            Some(raw::Localized::PerLanguage(slugs)) => {
                let written = self.by_language(keys, slugs, table).into_iter();
                let parsed =
                    written.filter_map(|(language, written)| Some((language, slug(self, &written)?)));
                (usual, parsed.collect())
            }
        };
        let fallback = slug(self, fallback)?;
        Some(LocalizedSlug { fallback, by_language })
    }
}
