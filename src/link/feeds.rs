//! Which feeds there are, and what each brings.
//!
//! A feed brings what is newest. What leaves the feed of a language, or of all languages, goes into
//! archive documents (RFC 5005), so that a reader can walk back to the first article and meets each
//! once. A document that is finished must never change, and its address must stay:
//!
//! - Documents are filled from the oldest article on, each with the same number of articles. So a
//!   new article changes none of them.
//! - Each year begins a document of its own. So an old article that is added, withdrawn or given
//!   another date moves what follows it in its year, and nothing else.
//! - An article is archived only when its document is finished: full, or of a year that is over.
//!   Until then it stays in the feed.
//! - The number is of articles, not of bytes: no correction of a text moves another.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use jiff::SignedDuration;

use crate::config::{Config, FeedArchives, FeedFormat};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Spanned};
use crate::ids::{EventId, FeedId, IdVec, LanguageId, PageId, SectionId, TermId};
use crate::parse::{Page, PageKind};
use crate::path::UrlPath;
use crate::routes::Routes;
use crate::site::{Archive, Event, Feed, FeedArchive, FeedItem, FeedScope, Relations, Section, Term};

/// How many articles an archive document holds. To change it would change all documents of all
/// sites, which are promised to stay.
const ARCHIVE_ITEMS: usize = 20;

/// The most that a feed brings for the sake of its days: more would be too much to fetch each hour.
const DAYS_ITEMS_MAX: usize = 100;

/// What items are made from.
struct Source<'a> {
    pages: &'a IdVec<PageId, Page>,
    relations: &'a IdVec<PageId, Relations>,
}

/// Something that a feed may bring, with its date: nothing without one can stand in a feed.
type Dated = (Date, FeedItem);

/// The feeds of a site, sorted by their scope.
pub(super) fn feeds(
    config: &Config,
    pages: &IdVec<PageId, Page>,
    relations: &IdVec<PageId, Relations>,
    archives: &IdVec<LanguageId, Archive>,
    sections: &IdVec<SectionId, Section>,
    terms: &IdVec<TermId, Term>,
    events: &IdVec<EventId, Event>,
) -> IdVec<FeedId, Feed> {
    let source = Source { pages, relations };
    let (routes, settings) = (Routes::new(config), &config.feeds);
    let mut feeds: Vec<Feed> = Vec::new();
    let mut add = |scope, language, home: UrlPath, folder: &UrlPath, items: Vec<Dated>| {
        feeds.extend(feed(scope, language, home, folder, items, config));
    };

    let own: Vec<(LanguageId, Vec<Dated>)> = archives
        .enumerate()
        .map(|(language, archive)| (language, source.articles(&archive.pages, language)))
        .collect();
    if settings.all_languages && config.languages.len() > 1 {
        let all = own.iter().flat_map(|(_, items)| items).copied().collect();
        add(FeedScope::All, None, routes.home(LanguageId::DEFAULT), &routes.all_languages(), all);
    }
    for (language, items) in own {
        let home = routes.home(language);
        add(FeedScope::Language(language), Some(language), home.clone(), &home, items);
        if settings.corrections {
            let corrections = source.corrections(&archives[language], language);
            let url = routes.corrections(language);
            add(FeedScope::Corrections(language), Some(language), url.clone(), &url, corrections);
        }
    }
    for (id, section) in sections.enumerate() {
        let page = &pages[section.page];
        // The top section is the language's own home page, which has a feed anyway.
        if page.front_matter.feed && !page.is_top_section() {
            let home = &relations[section.page].url;
            let items = source.articles(&section.pages, page.language);
            add(FeedScope::Section(id), Some(page.language), home.clone(), home, items);
        }
    }
    for (id, term) in terms.enumerate() {
        let has_feeds = settings.taxonomies.contains(&crate::ids::Id::index(term.taxonomy));
        if !has_feeds || term.pages.len() < settings.term_articles {
            continue;
        }
        let items = source.articles(&term.pages, term.language);
        if items.len() >= settings.term_articles {
            add(FeedScope::Term(id), Some(term.language), term.url.clone(), &term.url, items);
        }
    }
    if settings.events {
        for (id, event) in events.enumerate() {
            for (language, url) in &event.urls {
                let items = source.articles(&event.coverage, *language);
                add(FeedScope::Event(id, *language), Some(*language), url.clone(), url, items);
            }
        }
    }
    feeds.sort_by_key(|feed| feed.scope);
    feeds.into()
}

impl Source<'_> {
    /// The articles of a list that are in its own language, and have a date.
    fn articles(&self, listed: &[PageId], language: LanguageId) -> Vec<Dated> {
        let own = listed.iter().filter(|page| self.pages[**page].language == language);
        own.filter_map(|page| Some((self.relations[*page].date?, FeedItem::Article(*page)))).collect()
    }

    /// The corrections of a language's articles.
    fn corrections(&self, archive: &Archive, language: LanguageId) -> Vec<Dated> {
        let listed = archive.pages.iter().filter(|page| self.pages[**page].language == language);
        listed
            .flat_map(|page| {
                let corrections = self.pages[*page].front_matter.corrections.iter().enumerate();
                corrections.filter_map(|(index, correction)| {
                    Some((correction.date?, FeedItem::Correction(*page, index)))
                })
            })
            .collect()
    }
}

/// A feed with its items cut into what is new and what is archived; nothing without items.
fn feed(
    scope: FeedScope,
    language: Option<LanguageId>,
    home: UrlPath,
    folder: &UrlPath,
    mut items: Vec<Dated>,
    config: &Config,
) -> Option<Feed> {
    let (routes, settings) = (Routes::new(config), &config.feeds);
    let is_main = matches!(scope, FeedScope::All | FeedScope::Language(_));
    let (formats, n_least) = if is_main {
        (&settings.formats, settings.articles)
    } else {
        (&settings.other_formats, settings.other_articles)
    };
    if items.is_empty() || formats.is_empty() {
        return None;
    }
    // The oldest first. The written year goes before the moment, so that each year is in one piece.
    // Of one moment, the order is that of lists.
    items.sort_by_key(|(date, item)| {
        let (FeedItem::Article(page) | FeedItem::Correction(page, _)) = item;
        (date.day().year(), date.instant, Reverse(*page), *item)
    });
    let keep = n_kept(&items, n_least, settings.days);
    let is_xml = formats.iter().any(|format| *format != FeedFormat::Json);
    let years: Vec<i16> = items.iter().map(|(date, _)| date.day().year()).collect();
    let is_archived = is_xml
        && match scope {
            FeedScope::All => settings.archive == FeedArchives::All,
            FeedScope::Language(_) => settings.archive != FeedArchives::None,
            _ => false,
        };
    let documents = if is_archived { archived(&years, keep) } else { Vec::new() };
    let newest_first = |range: Range<usize>| items[range].iter().rev().map(|(_, item)| *item).collect();
    let start = match documents.last() {
        Some(last) => last.1.end,
        None if is_archived => 0,
        None => items.len() - keep,
    };
    let mut number = 0;
    let mut last_year = None;
    let archives = documents
        .into_iter()
        .map(|(year, range)| {
            number = if last_year == Some(year) { number + 1 } else { 1 };
            last_year = Some(year);
            FeedArchive { url: routes.feed_archive(folder, year, number), items: newest_first(range) }
        })
        .collect();
    let address = |format: &FeedFormat| (*format, routes.feed(folder, settings.name(*format)));
    let is_tried = matches!(scope, FeedScope::Language(_));
    let copies = settings.also_at.iter().filter(|(_, format)| is_tried && formats.contains(format));
    let addresses: Vec<(FeedFormat, UrlPath)> = formats.iter().map(address).collect();
    let copies = copies
        .map(|(name, format)| (*format, routes.feed(folder, name)))
        .filter(|(_, url)| !addresses.iter().any(|(_, own)| own == url))
        .collect();
    let list = folder.clone();
    Some(Feed {
        scope,
        language,
        home,
        list,
        addresses,
        copies,
        items: newest_first(start..items.len()),
        archives,
    })
}

/// How many of the newest items a feed brings at least: so many, and those of so many days before
/// the newest. The day of the build does not count: nothing but an article changes a feed.
fn n_kept(items: &[Dated], articles: usize, days: u32) -> usize {
    let newest = items.iter().map(|(date, _)| date.instant).max();
    let span = SignedDuration::from_hours(24 * i64::from(days));
    let oldest = newest.and_then(|newest| newest.checked_sub(span).ok());
    let recent = items.iter().filter(|(date, _)| oldest.is_none_or(|oldest| date.instant >= oldest)).count();
    recent.min(DAYS_ITEMS_MAX).max(articles).min(items.len())
}

/// Cuts items, the oldest first, of which the last `keep` are new, into the archive documents that
/// are finished, each with its year.
fn archived(years: &[i16], keep: usize) -> Vec<(i16, Range<usize>)> {
    let old = years.len() - keep;
    let mut documents: Vec<(i16, Range<usize>)> = Vec::new();
    let mut start = 0;
    for same in years.chunk_by(|one, other| one == other) {
        for document in same.chunks(ARCHIVE_ITEMS) {
            let end = start + document.len();
            // What follows this document is new, so that it is not followed by another of its year
            // unless it is full.
            if end > old {
                return at_least_two(documents);
            }
            documents.push((document[0], start..end));
            start = end;
        }
    }
    at_least_two(documents)
}

/// The first document leads on to the second, so that they come together: a link that came later
/// would change it.
fn at_least_two(documents: Vec<(i16, Range<usize>)>) -> Vec<(i16, Range<usize>)> {
    if documents.len() < 2 { Vec::new() } else { documents }
}

/// An error for each name that two articles share: readers would take them for one.
pub(super) fn shared_names(
    pages: &IdVec<PageId, Page>,
    relations: &IdVec<PageId, Relations>,
    config: &Config,
) -> Vec<Diagnostic> {
    let has_name = |page: &Page| page.front_matter.id.is_some();
    // Names made from paths are as different as the paths are.
    if !pages.iter().any(has_name) {
        return Vec::new();
    }
    let routes = Routes::new(config);
    let articles = pages.enumerate().filter(|(_, page)| page.kind == PageKind::Article);
    let mut named: Vec<(String, &Page)> =
        articles.map(|(id, page)| (routes.tag(page, &relations[id].url), page)).collect();
    // Those that say their name are told, against those that do not.
    named.sort_by_key(|(_, page)| has_name(page));
    let mut first: HashMap<&str, &Page> = HashMap::new();
    let mut problems = Vec::new();
    for (name, page) in &named {
        let Some(other) = first.get(&**name) else {
            first.insert(name, page);
            continue;
        };
        let written = page.front_matter.id.as_ref().map_or("", |id: &Spanned<String>| &id.value);
        let problem = Diagnostic::error(format!("`{}` has the id `{written}` too", other.source));
        let hint = "give each article an id of its own, each translation as well; or leave it out";
        let problem = problem.in_file(&page.source).hint(hint);
        problems.push(match &page.front_matter.id {
            Some(id) => problem.at(id.span),
            None => problem,
        });
    }
    problems
}

#[cfg(test)]
mod tests {
    use jiff::civil;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;
    use crate::ids::Id;

    fn item(index: usize, day: civil::Date) -> Dated {
        (Date::of_day(day, &TimeZone::UTC), FeedItem::Article(PageId::from_index(index)))
    }

    fn sizes(years: &[i16], keep: usize) -> Vec<(i16, usize)> {
        archived(years, keep).into_iter().map(|(year, range)| (year, range.len())).collect()
    }

    #[test]
    fn documents_are_full_or_of_a_year_that_is_over() {
        let years = [[2019; 25].as_slice(), &[2020; 70]].concat();
        assert_eq!(sizes(&years, 30), [(2019, 20), (2019, 5), (2020, 20), (2020, 20)]);
        assert_eq!(sizes(&years, 50), [(2019, 20), (2019, 5), (2020, 20)]);
        assert_eq!(sizes(&years, 51), [(2019, 20), (2019, 5)]);
        // One alone would have to change when the second comes.
        assert_eq!(sizes(&years, 72), []);
        assert_eq!(sizes(&[2019; 3], 3), []);
        assert_eq!(sizes(&[], 0), []);
    }

    #[test]
    fn a_feed_reaches_back_by_number_and_by_days() {
        let day = |day: i8| civil::date(2021, 3, day);
        let items: Vec<Dated> =
            (1..=20).map(|index| item(index, day(i8::try_from(index).unwrap()))).collect();
        assert_eq!(n_kept(&items, 5, 0), 5);
        assert_eq!(n_kept(&items, 5, 9), 10);
        assert_eq!(n_kept(&items, 50, 9), 20);
        let busy: Vec<Dated> = (0..300).map(|index| item(index, day(1))).collect();
        assert_eq!(n_kept(&busy, 5, 30), 100);
        assert_eq!(n_kept(&busy, 200, 30), 200);
    }

    proptest! {
        /// Articles come one after the other, in the order of time.
        #[test]
        fn a_document_once_finished_stays(
            gaps in proptest::collection::vec(prop_oneof![4 => 0i64..3, 1 => 0i64..300], 0..260),
            articles in 1usize..60,
            days in 0u32..90,
        ) {
            let mut day = civil::date(2019, 11, 1);
            let mut items = Vec::new();
            let mut finished: Vec<(i16, Range<usize>)> = Vec::new();
            for (index, gap) in gaps.into_iter().enumerate() {
                day = day.checked_add(jiff::Span::new().days(gap)).unwrap();
                items.push(item(index, day));
                let years: Vec<i16> = items.iter().map(|(date, _)| date.day().year()).collect();
                let keep = n_kept(&items, articles, days);
                let documents = archived(&years, keep);
                prop_assert!(documents.starts_with(&finished), "{:?} after {:?}", documents, finished);
                prop_assert!(documents.windows(2).all(|pair| pair[0].1.end == pair[1].1.start));
                prop_assert!(documents.first().is_none_or(|first| first.1.start == 0));
                let n_new = items.len() - documents.last().map_or(0, |last| last.1.end);
                prop_assert!(n_new >= keep && n_new < keep + 2 * ARCHIVE_ITEMS);
                finished = documents;
            }
        }
    }
}
