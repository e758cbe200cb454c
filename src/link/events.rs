//! News events: which articles are on which, what stands before and after each of them, and in which
//! languages an event has a page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::tz::TimeZone;

use crate::concordance::spelling_key;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems, Spanned};
use crate::discover::EVENTS_FILE;
use crate::events::{EventDefinition, EventDefinitions, event_key};
use crate::ids::{EventId, Id, IdVec, LanguageId, PageId, StoryId, TermId};
use crate::parse::{Page, PageKind};
use crate::routes::Routes;
use crate::site::{Event, Relations, Story, Term};

/// The events that headers name, those of pages that are not published among them.
pub(super) fn named(pages: &[Page]) -> HashSet<String> {
    let events = pages.iter().filter_map(|page| page.front_matter.event.as_ref());
    events.map(|event| event_key(&event.value)).collect()
}

/// The events that each language has a page of, the newest first: by their first moment, or else that
/// of their first article. Those without one come last.
pub(super) fn lists(
    events: &IdVec<EventId, Event>,
    relations: &IdVec<PageId, Relations>,
    config: &Config,
) -> IdVec<LanguageId, Vec<EventId>> {
    let mut sorted: Vec<EventId> = events.ids().collect();
    sorted.sort_by_key(|id| {
        let event = &events[*id];
        let of_article = || relations[*event.coverage.first()?].date.as_ref();
        let first = event.definition.first_moment().or_else(of_article).map(|date| date.instant);
        (first.is_none(), Reverse(first), &event.definition.id)
    });
    let has_page = |language: LanguageId| {
        let here = sorted.iter().copied();
        here.filter(|id| events[*id].urls.contains_key(&language)).collect()
    };
    config.languages.ids().map(has_page).collect()
}

/// What events are linked with.
pub(super) struct Covering<'a> {
    pub config: &'a Config,
    pub pages: &'a IdVec<PageId, Page>,
    pub stories: &'a IdVec<StoryId, Story>,
    pub terms: &'a IdVec<TermId, Term>,
    /// The events that headers name, whether their pages are published or not.
    pub named: HashSet<String>,
}

/// The events that are described, with their coverage; each article is told its event and its
/// neighbours there.
pub(super) fn events(
    definitions: Option<EventDefinitions>,
    site: &Covering<'_>,
    relations: &mut IdVec<PageId, Relations>,
    problems: &mut Problems,
) -> IdVec<EventId, Event> {
    let Some(definitions) = definitions else {
        note_undescribed(site.pages, problems);
        return IdVec::default();
    };
    let own: Vec<Option<EventId>> =
        site.pages.iter().map(|page| named_event(page, &definitions, problems)).collect();
    for page in site.pages.ids() {
        let original = site.stories[relations[page].story].original;
        let states_one = site.pages[page].front_matter.event.is_some();
        relations[page].event = own[if states_one { page } else { original }.index()];
    }
    let mut coverage: Vec<Vec<PageId>> = definitions.list().iter().map(|_| Vec::new()).collect();
    for (id, page) in site.pages.enumerate() {
        let is_listed = page.kind == PageKind::Article && !page.front_matter.hidden;
        if let (Some(event), true) = (relations[id].event, is_listed) {
            coverage[event.index()].push(id);
        }
    }
    for (definition, pages) in definitions.list().iter().zip(&mut coverage) {
        oldest_first(pages, &definition.zone, site, relations);
        neighbours(pages, &definition.zone, site, relations);
    }
    let path = definitions.path.clone();
    let terms = if definitions.list().is_empty() { HashMap::new() } else { terms_by_name(site) };
    let with_coverage = definitions.into_list().into_iter().zip(coverage);
    let events: IdVec<EventId, Event> =
        with_coverage.map(|(definition, coverage)| event(definition, coverage, site, &terms)).collect();
    // One that is not known is probably one of these, misspelt.
    let all_are_known = site
        .pages
        .ids()
        .all(|page| own[page.index()].is_some() || site.pages[page].front_matter.event.is_none());
    for event in events.iter().filter(|event| event.urls.is_empty() && all_are_known) {
        let EventDefinition { id, span, .. } = &event.definition;
        if !site.named.contains(&event_key(id)) {
            let problem = format!("no article is on the event `{id}`, so it has no page");
            let hint = format!("write `event: {id}` into the header of an article");
            problems.push(Diagnostic::warning(problem).in_file(&path).at(*span).hint(hint));
        }
    }
    events
}

/// The event that a page's header names. One that does not exist is a slip.
fn named_event(page: &Page, definitions: &EventDefinitions, problems: &mut Problems) -> Option<EventId> {
    let written = page.front_matter.event.as_ref()?;
    let found = definitions.find(&written.value);
    if found.is_none() {
        let hint = match definitions.closest(&written.value) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("describe it in `{EVENTS_FILE}`"),
        };
        let problem = format!("the event `{}` is not in `{EVENTS_FILE}`", written.value);
        problems.push(Diagnostic::error(problem).in_file(&page.source).at(written.span).hint(hint));
    }
    found.map(EventId::from_index)
}

/// Where nothing describes events, each that a header names is told once.
fn note_undescribed(pages: &IdVec<PageId, Page>, problems: &mut Problems) {
    let mut named: BTreeMap<String, (&Page, &Spanned<String>)> = BTreeMap::new();
    for page in pages {
        if let Some(event) = &page.front_matter.event {
            named.entry(event_key(&event.value)).or_insert((page, event));
        }
    }
    for (page, event) in named.into_values() {
        let problem = format!("the event `{}` is not described, and is not shown", event.value);
        let hint = format!("describe it in `{EVENTS_FILE}`");
        problems.push(Diagnostic::note(problem).in_file(&page.source).at(event.span).hint(hint));
    }
}

/// The order of an event: by the moment on its clock, pages without a date last. Of one moment, the
/// editions of a story stand together, its original first, and stories are in the order of their source
/// paths.
fn oldest_first(
    pages: &mut [PageId],
    zone: &TimeZone,
    site: &Covering<'_>,
    relations: &IdVec<PageId, Relations>,
) {
    pages.sort_by_cached_key(|page| {
        let place = relations[*page].date.as_ref().map(|date| date.place_in(zone));
        let original = site.stories[relations[*page].story].original;
        (place.is_none(), place, original, *page != original, site.pages[*page].language, *page)
    });
}

/// Ties the articles of an event to those before and after, story by story: a reader does not want
/// the same news again in another language.
fn neighbours(
    coverage: &[PageId],
    zone: &TimeZone,
    site: &Covering<'_>,
    relations: &mut IdVec<PageId, Relations>,
) {
    let mut stories: Vec<StoryId> = coverage.iter().map(|page| relations[*page].story).collect();
    stories.sort_unstable();
    stories.dedup();
    let mut originals: Vec<PageId> = stories.iter().map(|story| site.stories[*story].original).collect();
    oldest_first(&mut originals, zone, site, relations);
    let mut editions: HashMap<StoryId, Vec<PageId>> = HashMap::new();
    for page in coverage {
        editions.entry(relations[*page].story).or_default().push(*page);
    }
    // The edition in the reader's language, or else the original, if readers find it in lists.
    let edition_for = |original: PageId, language: LanguageId| {
        let editions = &editions[&relations[original].story];
        let own = editions.iter().find(|page| site.pages[**page].language == language);
        let original = editions.iter().find(|page| **page == original);
        *own.or(original).unwrap_or(&editions[0])
    };
    let mut found: Vec<(PageId, Option<PageId>, Option<PageId>)> = Vec::new();
    for (at, original) in originals.iter().enumerate() {
        let (earlier, later) = (at.checked_sub(1).map(|at| originals[at]), originals.get(at + 1).copied());
        for page in &editions[&relations[*original].story] {
            let to = |other: Option<PageId>| Some(edition_for(other?, site.pages[*page].language));
            found.push((*page, to(earlier), to(later)));
        }
    }
    for (page, earlier, later) in found {
        relations[page].event_earlier = earlier;
        relations[page].event_later = later;
    }
}

/// An event with its pages: in each language that has articles on it or a name for it. One without
/// articles has pages only if there is something else to tell.
fn event(
    definition: EventDefinition,
    coverage: Vec<PageId>,
    site: &Covering<'_>,
    terms: &HashMap<(LanguageId, String), TermId>,
) -> Event {
    let routes = Routes::new(site.config);
    let is_told = !coverage.is_empty() || !definition.milestones.is_empty();
    let has_page = |language: LanguageId| {
        let is_covered = coverage.iter().any(|page| site.pages[*page].language == language);
        is_covered || (is_told && definition.name.is_in(language))
    };
    let languages = site.config.languages.ids().filter(|language| has_page(*language));
    let urls: BTreeMap<_, _> =
        languages.map(|language| (language, routes.event(language, &definition.slug(language)))).collect();
    // A name that is a term of another language is the term of this one that is tied to it.
    let term_of = |name: &str, language: LanguageId| {
        let key = spelling_key(name);
        let in_language = |language: LanguageId| terms.get(&(language, key.clone())).copied();
        let is_here = |term: &TermId| site.terms[*term].language == language;
        let tied =
            |other: LanguageId| site.terms[in_language(other)?].translations.iter().copied().find(is_here);
        in_language(language).or_else(|| site.config.languages.ids().find_map(tied))
    };
    let mut party_terms = BTreeMap::new();
    for language in urls.keys() {
        for (index, party) in definition.parties.iter().enumerate() {
            let term = term_of(party.name.get(*language).0, *language);
            party_terms.extend(term.map(|term| ((*language, index), term)));
        }
    }
    Event { definition, coverage, urls, party_terms }
}

/// The terms of each language by what they may be called. Authors are no parties, and of two terms
/// the one whose own name it is counts, in the order of the settings' taxonomies.
fn terms_by_name(site: &Covering<'_>) -> HashMap<(LanguageId, String), TermId> {
    let mut terms = HashMap::new();
    let is_subject = |term: &Term| {
        site.config.taxonomies[term.taxonomy.index()].name != "authors" && !term.pages.is_empty()
    };
    let subjects = || site.terms.enumerate().filter(|(_, term)| is_subject(term));
    for (id, term) in subjects() {
        terms.entry((term.language, spelling_key(&term.name))).or_insert(id);
    }
    for (id, term) in subjects() {
        for name in &term.other_names {
            terms.entry((term.language, spelling_key(name))).or_insert(id);
        }
    }
    terms
}
