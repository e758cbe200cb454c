//! Phase 3: pages become a [`Site`]: what relates to what, and every URL.
//!
//! In this order, each step on the finished result of those before it:
//!
//! 1. editions of one story ([`translations`]), and what they inherit from the original
//! 2. what is published, given the time of the build ([`publication`])
//! 3. URLs ([`crate::routes`]), and which editions are behind their original ([`freshness`],
//!    [`corrections`])
//! 4. lists by time ([`archives`]), terms ([`taxonomies`]) and the order of series ([`series`])
//! 5. related articles ([`related`]), news events ([`events`]) and feeds ([`feeds`])
//! 6. open links ([`links`]) and old addresses ([`addresses`])
//! 7. smaller sizes of the pictures that pages show ([`pictures`])

mod addresses;
mod archives;
mod corrections;
mod events;
mod feeds;
mod files;
mod freshness;
mod links;
mod navigation;
mod pictures;
mod provenance;
mod publication;
mod related;
mod series;
mod stylesheet;
mod taxonomies;
mod translations;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::cache::Cache;
use crate::concordance::Concordance;
use crate::config::Config;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Problems, Result};
use crate::discover::InputFile;
use crate::events::EventDefinitions;
use crate::ids::{AssetId, Id, IdVec, LanguageId, PageId, SectionId, StoryId, TaxonomyId, TermId};
use crate::ledger::Ledger;
use crate::parse::{Page, PageKind, Parsed};
use crate::path::{UrlPath, folder};
use crate::routes::Routes;
use crate::site::{
    Archive, Asset, Counts, Reason, Relations, Section, Site, Story, Target, Term, Unpublished,
};

use addresses::{Linked, resolve_links};
use events::Covering;
use files::Files;
use publication::Published;
use taxonomies::{Listing, SpellingKey, Spellings, Terms};

/// Which pages are published, beyond those whose time has come.
#[derive(Clone, Copy, Debug)]
pub struct Publishing {
    /// The moment of the build.
    pub now: Timestamp,
    /// Drafts too.
    pub drafts: bool,
    /// Pages whose time has not come, too.
    pub future: bool,
    /// Pages whose time is over, too.
    pub expired: bool,
}

/// Everything that linking needs, from the phases before it.
#[derive(Debug)]
pub struct Parts {
    /// The settings.
    pub config: Config,
    /// The pages, in the order of their source paths.
    pub pages: Vec<Parsed>,
    /// Other files of the content folder.
    pub assets: Vec<InputFile>,
    /// Files that are copied as they are.
    pub statics: Vec<InputFile>,
    /// The concordance.
    pub concordance: Concordance,
    /// The news events, where the site describes them.
    pub events: Option<EventDefinitions>,
    /// Remembers what was made before.
    pub cache: Arc<Cache>,
    /// The addresses that earlier builds published.
    pub ledger: Ledger,
    /// What discovering and parsing noticed.
    pub warnings: Vec<Diagnostic>,
    /// Files that could not be read, where the command said to go on.
    pub unreadable: Vec<Unpublished>,
}

/// Links all pages to a site.
///
/// # Errors
///
/// Every clash, broken link and impossible URL.
pub fn link(parts: Parts, publishing: Publishing) -> Result<Site> {
    let Parts { config, pages, assets, statics, concordance, ledger, events, cache, warnings, unreadable } =
        parts;
    let mut problems = Problems::default();
    problems.extend(warnings);
    let (all, counts) = unpack(pages, &mut problems);
    let groups = translations::group(&all, &config, &mut problems);
    let dates = publication::dates(&groups, &all);
    let hidden = publication::hidden(&groups, &all, &dates, publishing);
    let unpublished = unpublished(unreadable, &all, &hidden);
    let named_events = events::named(&all);
    let Published { mut pages, dates, stories, story_of } = publication::publish(all, dates, &hidden, groups);
    corrections::hold_back(&mut pages, publishing, &mut problems);

    let mut relations = relations(&pages, &dates, &story_of, &config, &mut problems);
    compare_editions(&stories, &pages, &config, &mut relations, &mut problems);
    let languages: IdVec<PageId, LanguageId> = pages.iter().map(|page| page.language).collect();
    let listed = listed(&pages, &relations, &stories, &config);
    let archives: IdVec<LanguageId, Archive> =
        listed.iter().map(|pages| archives::archive(pages.clone(), &relations)).collect();
    archives::neighbours(&archives, &languages, &mut relations);
    let sections = sections(&pages, &archives);
    let corrections = corrections::listed(&archives, &pages);

    let listings = listings(&listed, &pages, &relations, &stories, &config);
    let Terms { list: mut terms, mut of_page, by_spelling, aliases: term_aliases, notes } =
        taxonomies::terms(&listings, &concordance, &config);
    problems.extend(notes);
    let authors: Vec<Vec<Option<TermId>>> =
        pages.ids().map(|page| authors(page, &pages, &relations, &stories, &by_spelling, &config)).collect();
    drop(by_spelling);
    drop(listings);
    for (page, authors) in pages.ids().zip(authors) {
        relations[page].authors = authors;
        relations[page].terms = of_page.remove(&page).unwrap_or_default();
    }
    series::order(&mut terms, &pages, &stories, &config, &mut relations, &mut problems);
    relate(&archives, &languages, &terms, &config, &mut relations);

    let covering =
        Covering { config: &config, pages: &pages, stories: &stories, terms: &terms, named: named_events };
    let events = events::events(events, &covering, &mut relations, &mut problems);
    let event_lists = events::lists(&events, &relations, &config);
    let feeds = feeds::feeds(&config, &pages, &relations, &archives, &sections, &terms, &events);
    problems.extend(feeds::shared_names(&pages, &relations, &config));

    let files = files::files(assets, statics, &config, &mut problems);
    let aliases = addresses::aliases(&config, &pages, &relations, term_aliases, &files, &mut problems);

    resolve_links(
        &Linked {
            config: &config,
            pages: &pages,
            stories: &stories,
            archives: &archives,
            corrections: &corrections,
            sections: &sections,
            terms: &terms,
            events: &events,
            event_lists: &event_lists,
            feeds: &feeds,
            files: &files,
            aliases: &aliases,
            unpublished: &unpublished,
        },
        &mut relations,
        &mut problems,
    );

    let navigation = navigation::navigation(&config, &pages, &unpublished, &mut problems);
    let logo = navigation::logo(&config, &files, &mut problems);

    let is_wanted = config.news_sitemap.is_some();
    let recent = archives::recent(&archives, &languages, &relations, publishing.now, is_wanted);
    let Files { assets, statics, .. } = files;
    let is_site_s_own = config.content.folder.is_empty();
    let assets = if is_site_s_own { linked_assets(assets, &relations, &mut problems) } else { assets };
    let pictures = pictures::pictures(&pages, &relations, &assets, &statics, &config, cache, &mut problems);
    let site = Site {
        config,
        pages,
        relations,
        stories,
        terms,
        events,
        event_lists,
        archives,
        corrections,
        sections,
        feeds,
        assets,
        statics,
        navigation,
        logo,
        pictures,
        aliases,
        ledger,
        organizations: concordance.organizations(),
        concordance,
        recent,
        unpublished,
        warnings: Vec::new(),
        counts,
    };
    let (mut site, warnings) = problems.finish(site)?;
    site.warnings = warnings;
    Ok(site)
}

/// Gives every article those that are closest to it.
fn relate(
    archives: &IdVec<LanguageId, Archive>,
    languages: &IdVec<PageId, LanguageId>,
    terms: &IdVec<TermId, Term>,
    config: &Config,
    relations: &mut IdVec<PageId, Relations>,
) {
    let says_what_it_is_about = |term: &Term| !config.taxonomies[term.taxonomy.index()].shared;
    let count = config.related_articles;
    let mut related = related::related(archives, languages, terms, says_what_it_is_about, relations, count);
    for page in languages.ids() {
        relations[page].related = std::mem::take(&mut related[page]);
    }
}

/// What each edition has to do with its original: where its text comes from and is at home, and
/// whether it is behind.
fn compare_editions(
    stories: &IdVec<StoryId, Story>,
    pages: &IdVec<PageId, Page>,
    config: &Config,
    relations: &mut IdVec<PageId, Relations>,
    problems: &mut Problems,
) {
    provenance::check(stories, pages, problems);
    provenance::canonical(stories, pages, config, relations, problems);
    freshness::check(stories, pages, relations, problems);
    corrections::check(stories, pages, relations, problems);
}

/// What is not published, in order: what could not be read, and what stays out.
fn unpublished(unreadable: Vec<Unpublished>, all: &[Page], hidden: &[Option<Reason>]) -> Vec<Unpublished> {
    let mut unpublished = unreadable;
    unpublished.extend(
        all.iter().zip(hidden).filter_map(|(page, reason)| {
            Some(Unpublished { source: page.source.clone(), reason: (*reason)? })
        }),
    );
    unpublished.sort_by(|a, b| a.source.cmp(&b.source));
    unpublished
}

/// The pages alone, with what was noticed and counted in each.
fn unpack(parsed: Vec<Parsed>, problems: &mut Problems) -> (Vec<Page>, Counts) {
    let mut counts = Counts::default();
    let mut pages = Vec::with_capacity(parsed.len());
    for parsed in parsed {
        problems.extend(parsed.problems);
        if parsed.shortcodes > 0 {
            counts.shortcodes.0 += parsed.shortcodes;
            counts.shortcodes.1 += 1;
        }
        for (language, blocks) in parsed.plain_code {
            *counts.plain_code.entry(language).or_insert(0) += blocks;
        }
        pages.push(parsed.page);
    }
    (pages, counts)
}

/// The start of every page's relations: its URL, date and story.
fn relations(
    pages: &IdVec<PageId, Page>,
    dates: &IdVec<PageId, Option<Date>>,
    story_of: &[StoryId],
    config: &Config,
    problems: &mut Problems,
) -> IdVec<PageId, Relations> {
    let routes = Routes::new(config);
    let urls: Vec<std::result::Result<UrlPath, String>> = pages
        .as_slice()
        .par_iter()
        .enumerate()
        .map(|(index, page)| match page.kind {
            PageKind::Article => routes.article(page, dates[PageId::from_index(index)].as_ref()),
            PageKind::Section => routes.section(page),
        })
        .collect();
    let mut relations = Vec::with_capacity(urls.len());
    for ((id, page), url) in pages.enumerate().zip(urls) {
        let url = url.unwrap_or_else(|why| {
            problems.push(bad_url(page, &why));
            UrlPath::root()
        });
        relations.push(Relations {
            url,
            date: dates[id],
            modified: corrections::modified(page),
            story: story_of[id.index()],
            newer: None,
            older: None,
            terms: Vec::new(),
            series: Vec::new(),
            authors: Vec::new(),
            event: None,
            event_earlier: None,
            event_later: None,
            related: Vec::new(),
            links: Vec::new(),
            image: None,
            canonical: None,
            is_stale: false,
            is_uncorrected: false,
        });
    }
    relations.into()
}

fn bad_url(page: &Page, why: &str) -> Diagnostic {
    let header = &page.front_matter;
    let problem = Diagnostic::error(why.to_owned()).in_file(&page.source);
    match header.path.as_ref().or(header.slug.as_ref()) {
        Some(written) => {
            problem.at(written.span).hint("write letters, digits and hyphens, with `/` between parts")
        }
        None => problem.hint("name another with `slug` in the header"),
    }
}

/// The articles that each language's lists show, the newest first: its own, and where the settings
/// ask for it the originals of stories that it has no edition of.
fn listed(
    pages: &IdVec<PageId, Page>,
    relations: &IdVec<PageId, Relations>,
    stories: &IdVec<StoryId, Story>,
    config: &Config,
) -> IdVec<LanguageId, Vec<PageId>> {
    let mut listed: IdVec<LanguageId, Vec<PageId>> = config.languages.iter().map(|_| Vec::new()).collect();
    for (page, content) in pages.enumerate() {
        if content.kind == PageKind::Article && !content.front_matter.hidden {
            listed[content.language].push(page);
        }
    }
    if config.list_untranslated {
        for story in stories {
            let original = &pages[story.original];
            if original.kind != PageKind::Article || original.front_matter.hidden {
                continue;
            }
            for language in config.languages.ids() {
                if !story.editions.iter().any(|edition| pages[*edition].language == language) {
                    listed[language].push(story.original);
                }
            }
        }
    }
    for language in config.languages.ids() {
        archives::newest_first(relations, &mut listed[language]);
    }
    listed
}

/// The sections, in the order of their pages, each with the articles of its folder and below.
fn sections(pages: &IdVec<PageId, Page>, archives: &IdVec<LanguageId, Archive>) -> IdVec<SectionId, Section> {
    let mut sections: IdVec<SectionId, Section> = IdVec::default();
    let mut by_folder: HashMap<(LanguageId, &str), SectionId> = HashMap::new();
    for (page, content) in pages.enumerate().filter(|(_, page)| page.kind == PageKind::Section) {
        let section = sections.push(Section { page, pages: Vec::new() });
        by_folder.insert((content.language, folder(&content.story_path)), section);
    }
    if sections.is_empty() {
        return sections;
    }
    for archive in archives {
        for page in &archive.pages {
            let content = &pages[*page];
            // An article belongs to the section of its folder, and to those above it.
            let mut inside = folder(&content.story_path);
            loop {
                if let Some(section) = by_folder.get(&(content.language, inside)) {
                    sections[*section].pages.push(*page);
                }
                if inside.is_empty() {
                    break;
                }
                inside = folder(inside);
            }
        }
    }
    sections
}

/// The page of the articles by each author of a page: its own authors, else its original's.
fn authors(
    page: PageId,
    pages: &IdVec<PageId, Page>,
    relations: &IdVec<PageId, Relations>,
    stories: &IdVec<StoryId, Story>,
    by_spelling: &HashMap<SpellingKey<'_>, TermId>,
    config: &Config,
) -> Vec<Option<TermId>> {
    let Some(taxonomy) = config.taxonomies.iter().position(|taxonomy| taxonomy.name == "authors") else {
        return Vec::new();
    };
    let taxonomy = TaxonomyId::from_index(taxonomy);
    let language = pages[page].language;
    let original = &pages[stories[relations[page].story].original];
    let (persons, spelled_in) = pages[page].authors_or(original);
    let term = |name: &str| by_spelling.get(&(taxonomy, language, language, spelled_in, name)).copied();
    persons.iter().map(|person| term(&person.name)).collect()
}

/// The spellings of terms that each listed page counts for, by taxonomy.
fn listings<'a>(
    listed: &IdVec<LanguageId, Vec<PageId>>,
    pages: &'a IdVec<PageId, Page>,
    relations: &IdVec<PageId, Relations>,
    stories: &IdVec<StoryId, Story>,
    config: &Config,
) -> Vec<Listing<'a>> {
    let mut listings = Vec::new();
    for (language, listed) in listed.enumerate() {
        for page in listed {
            let header = &pages[*page].front_matter;
            let original = &pages[stories[relations[*page].story].original];
            let own_language = pages[*page].language;
            let spellings = config
                .taxonomies
                .iter()
                .map(|taxonomy| {
                    let own = header.terms.get(&taxonomy.name);
                    let inherited = original.front_matter.terms.get(&taxonomy.name);
                    let terms = own.or(inherited).into_iter().flatten();
                    let terms = terms.map(|term| &*term.value).filter(|term| !term.trim().is_empty());
                    let language = if own.is_some() { own_language } else { original.language };
                    Spellings { terms: terms.collect(), language }
                })
                .collect();
            listings.push(Listing { page: *page, language, written_in: own_language, spellings });
        }
    }
    listings
}

/// The addresses of all files that a page shows or links to.
fn linked_files(relations: &IdVec<PageId, Relations>) -> HashSet<&UrlPath> {
    let images = relations.iter().filter_map(|page| page.image.as_ref().map(|image| &image.target));
    let links = relations.iter().flat_map(|page| &page.links);
    images
        .chain(links)
        .filter_map(|target| match target {
            Target::File { url, .. } => Some(url),
            _ => None,
        })
        .collect()
}

/// Where the site's own folder is the content folder, it holds files that are nobody's business,
/// such as another tool's settings: only what a page links to is published, and the rest is named.
fn linked_assets(
    assets: IdVec<AssetId, Asset>,
    relations: &IdVec<PageId, Relations>,
    problems: &mut Problems,
) -> IdVec<AssetId, Asset> {
    let files = linked_files(relations);
    let (linked, unlinked): (Vec<Asset>, Vec<Asset>) =
        assets.into_iter().partition(|asset| files.contains(&asset.url));
    problems.extend(unlinked.iter().map(|asset| {
        Diagnostic::note(format!("`{}` is not published: no article links to it", asset.file.path))
    }));
    linked.into()
}

/// Why a page is not published, as part of a sentence.
#[must_use]
pub fn reason_in_words(reason: Reason) -> &'static str {
    match reason {
        Reason::Draft => "it is a draft",
        Reason::Future(_) => "its time has not come",
        Reason::Expired(_) => "its time is over",
        Reason::Stub => "it waits for its translation",
        Reason::Unreadable => "it cannot be read",
    }
}
