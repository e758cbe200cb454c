//! Which language versions a page has: the one table that heads, sitemaps and the language switch
//! are made from, so that they never differ.

use crate::ids::{EventId, Id, LanguageId, PageId, TaxonomyId, TermId};
use crate::path::UrlPath;
use crate::site::Period;

use super::Renderer;
use super::views::{AlternateView, VersionView};

/// The versions of one page: each with its language, in the order of the languages.
pub(super) struct Versions {
    list: Vec<(LanguageId, UrlPath)>,
    /// Where readers of all other languages are sent.
    default: Option<UrlPath>,
    /// The language that the others were translated from.
    original: Option<LanguageId>,
}

impl Versions {
    /// Versions of equal rank: readers of other languages are sent to the first.
    fn equal(list: Vec<(LanguageId, UrlPath)>) -> Self {
        let default = list.first().map(|(_, url)| url.clone());
        Self { list, default, original: None }
    }

    /// The languages that have one.
    pub(super) fn languages(&self) -> impl Iterator<Item = LanguageId> {
        self.list.iter().map(|(language, _)| *language)
    }

    /// No version but the page itself.
    pub(super) fn none() -> Self {
        Self { list: Vec::new(), default: None, original: None }
    }
}

impl Renderer<'_> {
    /// Those of an article or of a section's introduction that search engines are told: the editions
    /// of its story. One that is at home elsewhere names no versions, so none may name it.
    pub(super) fn page_versions(&self, id: PageId) -> Versions {
        let mut versions = self.editions_as_versions(id);
        let editions = &self.site.stories[self.site.relations[id].story].editions;
        if editions.iter().all(|edition| self.site.relations[*edition].canonical.is_none()) {
            return versions;
        }
        if self.site.relations[id].canonical.is_some() {
            return Versions::none();
        }
        let mut is_canonical =
            editions.iter().map(|edition| self.site.relations[*edition].canonical.is_none());
        versions.list.retain(|_| is_canonical.next().unwrap_or(false));
        let is_listed = |default: &UrlPath| versions.list.iter().any(|(_, url)| url == default);
        let first = versions.list.first().map(|(_, url)| url.clone());
        versions.default = versions.default.filter(is_listed).or(first);
        versions
    }

    /// Those that readers choose between: all editions, wherever their text is at home.
    pub(super) fn editions_as_versions(&self, id: PageId) -> Versions {
        let story = &self.site.stories[self.site.relations[id].story];
        let version = |edition: &PageId| {
            (self.site.pages[*edition].language, self.site.relations[*edition].url.clone())
        };
        Versions {
            list: story.editions.iter().map(version).collect(),
            default: Some(self.site.relations[story.original].url.clone()),
            original: story.has_original.then(|| self.site.pages[story.original].language),
        }
    }

    /// Those of a news event.
    pub(super) fn event_versions(&self, id: EventId) -> Versions {
        let urls = &self.site.events[id].urls;
        Versions::equal(urls.iter().map(|(language, url)| (*language, url.clone())).collect())
    }

    /// Those of the list of all news events.
    pub(super) fn event_index_versions(&self) -> Versions {
        let with_events = self.site.config.languages.ids().filter(|id| self.site.has_events(*id));
        Versions::equal(with_events.map(|id| (id, self.routes.events(id))).collect())
    }

    /// Those of the list of all corrections.
    pub(super) fn corrections_versions(&self) -> Versions {
        let corrected = self.site.corrections.enumerate().filter(|(_, list)| !list.is_empty());
        Versions::equal(corrected.map(|(id, _)| (id, self.routes.corrections(id))).collect())
    }

    /// Those of a page that every language has.
    pub(super) fn versions_everywhere(&self, url: impl Fn(LanguageId) -> UrlPath) -> Versions {
        Versions::equal(self.site.config.languages.ids().map(|id| (id, url(id))).collect())
    }

    /// Those of the home pages.
    pub(super) fn home_versions(&self) -> Versions {
        self.versions_everywhere(|id| self.routes.home(id))
    }

    /// Those of the archive of a year, month or day: the languages with articles in it.
    pub(super) fn period_versions(&self, period: Period) -> Versions {
        let with_articles =
            self.site.archives.enumerate().filter(|(_, archive)| archive.periods.contains_key(&period));
        Versions::equal(with_articles.map(|(id, _)| (id, self.routes.period(id, period))).collect())
    }

    /// Those of the list of all years.
    pub(super) fn archive_index_versions(&self) -> Versions {
        let dated = self.site.archives.enumerate().filter(|(_, archive)| !archive.periods.is_empty());
        Versions::equal(dated.map(|(id, _)| (id, self.routes.archive_index(id))).collect())
    }

    /// Those of the list of all terms of a taxonomy.
    pub(super) fn taxonomy_versions(&self, id: TaxonomyId) -> Versions {
        let taxonomy = &self.site.config.taxonomies[id.index()];
        let mut list: Vec<(LanguageId, UrlPath)> = Vec::new();
        for term in self.site.terms.iter().filter(|term| term.taxonomy == id) {
            if list.last().is_none_or(|(last, _)| *last != term.language) {
                list.push((term.language, self.routes.taxonomy(taxonomy, term.language)));
            }
        }
        Versions::equal(list)
    }

    /// Those of a term: the same concept in the other languages.
    pub(super) fn term_versions(&self, id: TermId) -> Versions {
        let terms = &self.site.terms;
        let all = terms[id].translations.iter().copied().chain([id]);
        let mut list: Vec<(LanguageId, UrlPath)> =
            all.map(|term| (terms[term].language, terms[term].url.clone())).collect();
        list.sort_unstable_by_key(|(language, _)| *language);
        Versions::equal(list)
    }

    /// Every language version with the one for all other readers, absolute, the same on each of
    /// them; none where there is one version only.
    pub(super) fn alternates(&self, versions: &Versions) -> Vec<AlternateView> {
        if versions.list.len() < 2 {
            return Vec::new();
        }
        let alternate = |lang: &str, url| AlternateView { lang: lang.into(), url: self.routes.absolute(url) };
        let tag = |id: LanguageId| self.site.config.languages[id].tag.as_str();
        let list = versions.list.iter().map(|(id, url)| alternate(tag(*id), url));
        list.chain(versions.default.iter().map(|url| alternate("x-default", url))).collect()
    }

    /// The same versions as readers choose between them, on the page in `current`.
    pub(super) fn switch(&self, versions: &Versions, current: LanguageId) -> Vec<VersionView> {
        if versions.list.len() < 2 {
            return Vec::new();
        }
        let version = |(id, url): &(LanguageId, UrlPath)| {
            let language = &self.site.config.languages[*id];
            VersionView {
                lang: language.tag.as_str().to_owned(),
                language: language.name.clone(),
                dir: language.tag.direction().as_str(),
                url: self.routes.href(url),
                is_current: *id == current,
                is_original: Some(*id) == versions.original,
            }
        };
        versions.list.iter().map(version).collect()
    }
}
