//! Old addresses, and what every open link of the site leads to.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems};
use crate::ids::{EventId, FeedId, Id, IdVec, LanguageId, PageId, SectionId, StoryId, TermId};
use crate::markdown::unencrypted_picture;
use crate::pagination::Pager;
use crate::parse::{Page, story_path};
use crate::path::{UrlPath, fold, is_web_address, web_address};
use crate::routes::Routes;
use crate::site::{
    Alias, Archive, Event, Feed, LeadImage, ListedCorrection, Relations, Section, Story, Target, Term,
    Unpublished,
};

use super::files::Files;
use super::{links, reason_in_words};

/// All old addresses: of pages, of terms, and those that the tool adds.
pub(super) fn aliases(
    config: &Config,
    pages: &IdVec<PageId, Page>,
    relations: &IdVec<PageId, Relations>,
    of_terms: Vec<Alias>,
    files: &Files,
    problems: &mut Problems,
) -> Vec<Alias> {
    let mut aliases = page_aliases(pages, relations, problems);
    let taken: HashSet<UrlPath> = aliases.iter().map(|alias| alias.from.clone()).collect();
    aliases.extend(of_terms.into_iter().filter(|alias| !taken.contains(&alias.from)));
    aliases.extend(root_alias(config, relations, &aliases, files));
    aliases.extend(prefix_aliases(config, pages, relations));
    aliases
}

/// The old addresses that headers name.
fn page_aliases(
    pages: &IdVec<PageId, Page>,
    relations: &IdVec<PageId, Relations>,
    problems: &mut Problems,
) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for (id, page) in pages.enumerate() {
        let first_own = aliases.len();
        for written in &page.front_matter.aliases {
            let from = match UrlPath::parse(&written.value) {
                Ok(from) => from,
                Err(why) => {
                    let problem = format!("the alias `{}` {why}", written.value);
                    let problem = Diagnostic::error(problem).in_file(&page.source).at(written.span);
                    problems.push(problem.hint("write an old path of this site, such as `/2019/old-name/`"));
                    continue;
                }
            };
            let to = relations[id].url.clone();
            // `/old` and `/old/index.html` are one address, and may stand under two keys.
            if aliases[first_own..].iter().any(|alias: &Alias| alias.from == from) {
                continue;
            }
            if from == to {
                let problem = format!("the alias `{}` is the page's own address", written.value);
                problems.push(Diagnostic::warning(problem).in_file(&page.source).at(written.span));
                continue;
            }
            aliases.push(Alias {
                from,
                to,
                title: page.title.to_string(),
                language: page.language,
                owner: format!("the alias `{}` of `{}`", written.value, page.source),
                source: Some(page.source.clone()),
                span: Some(written.span),
                yields: false,
            });
        }
    }
    aliases
}

/// Where every language has a prefix, the top of the site leads to the default language's home
/// page, unless the site has something else there.
fn root_alias(
    config: &Config,
    relations: &IdVec<PageId, Relations>,
    aliases: &[Alias],
    files: &Files,
) -> Option<Alias> {
    let language = config.default_language();
    let (root, home) = (UrlPath::root(), Routes::new(config).home(language));
    let is_taken = home == root
        || relations.iter().any(|page| page.url == root)
        || aliases.iter().any(|alias| alias.from == root)
        || files.urls().any(|url| *url == root);
    let title = match config.title.get(language) {
        "" => &config.languages[language].name,
        title => title,
    };
    (!is_taken).then(|| Alias {
        from: root,
        to: home,
        title: title.to_owned(),
        language,
        owner: "the redirect at the top of the site".into(),
        source: None,
        span: None,
        yields: false,
    })
}

/// Where the default language lives at the root, its prefix leads there: readers change `en` for `fr`
/// in an address by hand.
fn prefix_aliases(
    config: &Config,
    pages: &IdVec<PageId, Page>,
    relations: &IdVec<PageId, Relations>,
) -> Vec<Alias> {
    let routes = Routes::new(config);
    let language = config.default_language();
    let to_home =
        routes.prefixed_home().map(|from| (from, routes.home(language), config.title.get(language)));
    let to_pages = pages.enumerate().filter_map(|(id, page)| {
        let from = routes.prefixed(page, relations[id].date.as_ref())?;
        Some((from, relations[id].url.clone(), &*page.title))
    });
    let redirects = to_home.into_iter().chain(to_pages);
    redirects
        .filter(|(from, to, _)| from != to)
        .map(|(from, to, title)| Alias {
            owner: format!("the redirect from `{from}`"),
            from,
            to,
            title: title.to_owned(),
            language,
            source: None,
            span: None,
            yields: true,
        })
        .collect()
}

/// What is there to be linked to.
pub(super) struct Linked<'a> {
    pub config: &'a Config,
    pub pages: &'a IdVec<PageId, Page>,
    pub stories: &'a IdVec<StoryId, Story>,
    pub archives: &'a IdVec<LanguageId, Archive>,
    pub corrections: &'a IdVec<LanguageId, Vec<ListedCorrection>>,
    pub sections: &'a IdVec<SectionId, Section>,
    pub terms: &'a IdVec<TermId, Term>,
    pub events: &'a IdVec<EventId, Event>,
    pub event_lists: &'a IdVec<LanguageId, Vec<EventId>>,
    pub feeds: &'a IdVec<FeedId, Feed>,
    pub files: &'a Files,
    pub aliases: &'a [Alias],
    pub unpublished: &'a [Unpublished],
}

pub(super) fn resolve_links(
    linked: &Linked<'_>,
    relations: &mut IdVec<PageId, Relations>,
    problems: &mut Problems,
) {
    let lists = list_urls(linked, relations);
    let resolved: Vec<_> = {
        let relations = &*relations;
        let by_source: HashMap<&str, PageId> =
            linked.pages.enumerate().map(|(id, page)| (page.source.as_str(), id)).collect();
        let by_url: HashMap<&str, PageId> =
            relations.enumerate().map(|(id, relations)| (relations.url.as_str(), id)).collect();
        let other_urls: HashSet<&str> = lists
            .iter()
            .chain(linked.files.urls())
            .chain(linked.aliases.iter().map(|alias| &alias.from))
            .map(UrlPath::as_str)
            .collect();
        let by_story_path = linked.pages.enumerate().map(|(id, page)| (fold(&page.story_path), id)).collect();
        let mut by_folder: HashMap<&str, Vec<&str>> = HashMap::new();
        for page in linked.pages {
            by_folder.entry(page.source.folder()).or_default().push(page.source.file_name());
        }
        let mut unpublished = HashMap::new();
        for page in linked.unpublished {
            let reason = reason_in_words(page.reason);
            unpublished.insert(fold(&story_path(&page.source, linked.config)), reason);
            unpublished.insert(page.source.as_str().to_owned(), reason);
        }
        let targets = links::Targets {
            config: linked.config,
            pages: linked.pages,
            relations,
            stories: linked.stories,
            by_source,
            by_story_path,
            by_folder,
            by_url,
            unpublished,
            other_urls,
            files: linked.files,
        };
        let resolve = |index: usize| {
            let page = PageId::from_index(index);
            let (links, problems) = targets.resolve(page);
            let (image, problem) = lead_image(page, &targets);
            (links, image, problems, problem)
        };
        (0..linked.pages.len()).into_par_iter().map(resolve).collect()
    };
    for (page, (links, image, found, problem)) in linked.pages.ids().zip(resolved) {
        relations[page].links = links;
        relations[page].image = image;
        problems.extend(found);
        problems.extend(problem);
    }
}

/// The picture that a page's header names, or else its original's.
fn lead_image(page: PageId, targets: &links::Targets<'_>) -> (Option<LeadImage>, Option<Diagnostic>) {
    let own = targets.pages[page].front_matter.image.is_some();
    let named_by = if own { page } else { targets.stories[targets.relations[page].story].original };
    let Some(image) = &targets.pages[named_by].front_matter.image else { return (None, None) };
    let src = &image.value.src;
    let source = &targets.pages[named_by].source;
    let told = |problem: Diagnostic| Some(problem.in_file(source).at(image.span)).filter(|_| own);
    if is_web_address(src) {
        let Some(url) = web_address(src) else {
            let problem = Diagnostic::warning(format!("browsers cannot open the picture `{src}`"));
            return (None, told(problem.hint("see how the name of the site is written")));
        };
        let problem = unencrypted_picture(&url).and_then(told);
        return (Some(LeadImage { page: named_by, target: Target::Elsewhere(url.into()) }), problem);
    }
    if src.starts_with("data:") {
        let problem = "the picture is written into the header, and pages cannot show it";
        return (None, told(Diagnostic::warning(problem).hint("put it into a file beside the article")));
    }
    let (target, problem) = targets.lead_picture(named_by, src, image.span);
    // The original tells of its own broken picture.
    let problem = problem.filter(|_| own);
    match target {
        Target::Broken => (None, problem),
        target => (Some(LeadImage { page: named_by, target }), problem),
    }
}

/// The addresses of all lists that there are, with those of their further pages.
fn list_urls(linked: &Linked<'_>, relations: &IdVec<PageId, Relations>) -> Vec<UrlPath> {
    let routes = Routes::new(linked.config);
    let mut urls = Vec::new();
    let mut add = |language: LanguageId, first: &UrlPath, items: usize| {
        let pagers = Pager::all(items, linked.config.articles_per_page);
        urls.extend(pagers.map(|pager| routes.pager(language, first, pager.number)));
    };
    for (language, archive) in linked.archives.enumerate() {
        add(language, &routes.home(language), archive.pages.len());
        if !archive.periods.is_empty() {
            add(language, &routes.archive_index(language), 0);
        }
        for (period, pages) in &archive.periods {
            add(language, &routes.period(language, *period), pages.len());
        }
        add(language, &routes.search(language), 0);
        if linked.config.languages.len() > 1 {
            add(language, &routes.languages(language), 0);
        }
    }
    for (language, corrections) in linked.corrections.enumerate().filter(|(_, list)| !list.is_empty()) {
        add(language, &routes.corrections(language), corrections.len());
    }
    for section in linked.sections {
        add(linked.pages[section.page].language, &relations[section.page].url, section.pages.len());
    }
    for term in linked.terms {
        add(term.language, &term.url, term.pages.len());
        let taxonomy = &linked.config.taxonomies[term.taxonomy.index()];
        add(term.language, &routes.taxonomy(taxonomy, term.language), 0);
    }
    for (language, events) in linked.event_lists.enumerate().filter(|(_, events)| !events.is_empty()) {
        add(language, &routes.events(language), events.len());
    }
    for event in linked.events {
        for url in event.urls.values() {
            urls.extend([url.clone(), routes.event_data(url)]);
            urls.extend(event.has_calendar().then(|| routes.event_calendar(url)));
        }
    }
    let has_calendars = linked.events.iter().any(|event| event.has_calendar() && !event.urls.is_empty());
    if !linked.feeds.is_empty() || has_calendars {
        urls.extend(linked.config.languages.ids().map(|language| routes.follow(language)));
    }
    if !linked.feeds.is_empty() {
        urls.push(routes.feed_list());
    }
    for feed in linked.feeds {
        urls.extend(feed.addresses.iter().chain(&feed.copies).map(|(_, url)| url.clone()));
        urls.extend(feed.archives.iter().map(|archive| archive.url.clone()));
    }
    urls
}
