//! Which pages search engines are told of: those of the plan that are worth finding become
//! sitemaps, by language and year. A year that is over then hardly changes.

use std::collections::BTreeMap;

use crate::ids::{LanguageId, PageId};
use crate::site::Site;

use super::{Output, OutputKind};

/// How many addresses stand in one sitemap. The standard lets 50,000 stand there.
const ADDRESSES_MAX: usize = 10_000;

/// How many links they have together, language versions counted. The standard lets a sitemap have
/// 50 MB, which this many of the longest take.
const LINKS_MAX: usize = 60_000;

/// A list of pages for search engines.
#[derive(Clone, Debug)]
pub struct Sitemap {
    /// The language of its pages.
    pub language: LanguageId,
    /// Which of them it holds.
    pub scope: SitemapScope,
    /// Which of several of this scope it is, from 1.
    pub number: usize,
    /// The pages, the oldest first.
    pub entries: Vec<OutputKind>,
}

/// Which pages of a language a sitemap holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SitemapScope {
    /// Lists: home page, sections, terms, news events, years and months.
    Lists,
    /// Articles without a date.
    Undated,
    /// Articles of a year.
    Year(i16),
}

impl SitemapScope {
    /// What it is called in the name of its file.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Lists => "lists".into(),
            Self::Undated => "undated".into(),
            Self::Year(year) => format!("{year:04}"),
        }
    }
}

/// The sitemaps of a site, in the order of languages and years.
pub(super) fn sitemaps(outputs: &[Output], site: &Site) -> Vec<Sitemap> {
    let mut groups: BTreeMap<(LanguageId, SitemapScope), Vec<OutputKind>> = BTreeMap::new();
    for output in outputs {
        if let Some(group) = group(output.kind, site) {
            groups.entry(group).or_default().push(output.kind);
        }
    }
    let mut sitemaps = Vec::new();
    for ((language, scope), mut entries) in groups {
        // Stable: lists stay in the order of the plan, and of one moment the first source goes first.
        entries.sort_by_key(|kind| match kind {
            OutputKind::Page(page) => site.relations[*page].date.map(|date| date.instant),
            _ => None,
        });
        let parts = cut(&entries, |kind| links(*kind, site));
        sitemaps.extend(parts.into_iter().zip(1..).map(|(part, number)| Sitemap {
            language,
            scope,
            number,
            entries: part.to_vec(),
        }));
    }
    sitemaps
}

/// `entries` in parts that are small enough.
fn cut<T>(entries: &[T], links: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let mut parts = Vec::new();
    let (mut start, mut links_in_part) = (0, 0);
    for (index, entry) in entries.iter().enumerate() {
        let links = links(entry);
        let is_full = index - start == ADDRESSES_MAX || links_in_part + links > LINKS_MAX;
        if is_full && index > start {
            parts.push(&entries[start..index]);
            (start, links_in_part) = (index, 0);
        }
        links_in_part += links;
    }
    parts.push(&entries[start..]);
    parts
}

/// How many links an entry has at most: its address, its language versions, and the one for all
/// other readers.
fn links(kind: OutputKind, site: &Site) -> usize {
    let versions = match kind {
        OutputKind::Page(page) => site.stories[site.relations[page].story].editions.len(),
        _ => site.config.languages.len(),
    };
    versions + 2
}

/// The sitemap that an output belongs to; none for what search engines need not find. Of a list,
/// they are told the first page, and find the others there. Days are too many, and each is a part of
/// its month.
fn group(kind: OutputKind, site: &Site) -> Option<(LanguageId, SitemapScope)> {
    let list = |language: LanguageId, is_told: bool| is_told.then_some((language, SitemapScope::Lists));
    match kind {
        OutputKind::Page(id) => {
            let year = site.relations[id].date.map(|date| SitemapScope::Year(date.day().year()));
            is_told(id, site).then_some((site.pages[id].language, year.unwrap_or(SitemapScope::Undated)))
        }
        OutputKind::Home(language, pager) => list(language, pager.number == 1 && site.has_home(language)),
        OutputKind::Section(id, pager) => {
            let page = site.sections[id].page;
            let is_told = pager.number == 1 && site.has_content(id) && is_told(page, site);
            list(site.pages[page].language, is_told)
        }
        OutputKind::Archive(language, period, pager) => {
            list(language, pager.number == 1 && period.day.is_none())
        }
        OutputKind::Corrections(language, pager) | OutputKind::EventIndex(language, pager) => {
            list(language, pager.number == 1)
        }
        OutputKind::Term(id, pager) => list(site.terms[id].language, pager.number == 1),
        OutputKind::ArchiveIndex(language)
        | OutputKind::Taxonomy(_, language)
        | OutputKind::Follow(language)
        | OutputKind::Event(_, language) => list(language, true),
        OutputKind::Search(_)
        | OutputKind::SearchDescription(_)
        | OutputKind::SearchFile(..)
        | OutputKind::Languages(_)
        | OutputKind::EventCalendar(..)
        | OutputKind::Feed(..)
        | OutputKind::FeedArchive(..)
        | OutputKind::FeedList
        | OutputKind::EventData(..)
        | OutputKind::Alias(_)
        | OutputKind::Tombstone(_)
        | OutputKind::Successor { .. }
        | OutputKind::NotFound
        | OutputKind::Static(_)
        | OutputKind::Fingerprinted(_)
        | OutputKind::Asset(_)
        | OutputKind::Picture(..)
        | OutputKind::NoJekyll
        | OutputKind::Sitemap(_)
        | OutputKind::SitemapIndex
        | OutputKind::NewsSitemap
        | OutputKind::Robots
        | OutputKind::Api(_) => None,
    }
}

/// Whether search engines are told of a page: what stands in no list stands in none of theirs, and
/// what is at home elsewhere is told of there.
fn is_told(id: PageId, site: &Site) -> bool {
    let header = &site.pages[id].front_matter;
    let is_at_home = site.relations[id].canonical.is_none();
    header.in_sitemap && !header.hidden && !header.draft && is_at_home
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entries: usize, links: usize, expected: &[usize]) {
        let entries: Vec<usize> = (0..entries).collect();
        let parts = cut(&entries, |_| links);
        assert_eq!(parts.concat(), entries);
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_too_long_is_cut() {
        check(1, 3, &[1]);
        check(10_000, 3, &[10_000]);
        check(10_001, 3, &[10_000, 1]);
        check(20_000, 3, &[10_000, 10_000]);
        check(7_000, 20, &[3_000, 3_000, 1_000]);
        check(2, LINKS_MAX + 1, &[1, 1]);
    }
}
