//! Phase 4: the [`Site`] becomes the [`Plan`]: every file that the output consists of, as data.
//!
//! Here, and nowhere else, two sources that claim one path are found out, and addresses that were
//! published once and would be lost ([`published`]).

mod api;
mod published;
mod sitemaps;

use std::collections::{HashMap, HashSet};

use crate::config::{Config, FeedFormat};
use crate::diagnostic::{Diagnostic, Problems, Result, Span, closest};
use crate::discover::EVENTS_FILE;
use crate::ids::{
    AssetId, EventId, FeedId, Id, LanguageId, PageId, PictureId, SectionId, TaxonomyId, TermId,
};
use crate::ledger::Ledger;
use crate::pagination::Pager;
use crate::parse::{Page, PageKind};
use crate::path::{OutputPath, SourcePath, UrlPath, fold};
use crate::routes::Routes;
use crate::search::SearchIndex;
use crate::site::{FeedScope, NavigationTarget, Period, Site, Target};

pub use self::api::ApiDocument;
pub use self::sitemaps::{Sitemap, SitemapScope};

/// Every output of a site, sorted by path, no path twice.
#[derive(Clone, Debug)]
pub struct Plan {
    outputs: Vec<Output>,
    sitemaps: Vec<Sitemap>,
    ledger: Ledger,
    warnings: Vec<Diagnostic>,
}

/// One file of the output.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its place.
    pub path: OutputPath,
    /// What it is.
    pub kind: OutputKind,
}

/// What a file of the output is, and what it is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputKind {
    /// The newest articles of a language.
    Home(LanguageId, Pager),
    /// An article.
    Page(PageId),
    /// The articles of a folder.
    Section(SectionId, Pager),
    /// All years of a language.
    ArchiveIndex(LanguageId),
    /// The articles of a year, month or day.
    Archive(LanguageId, Period, Pager),
    /// What was put right in the articles of a language.
    Corrections(LanguageId, Pager),
    /// All terms of a taxonomy.
    Taxonomy(TaxonomyId, LanguageId),
    /// The articles of a term.
    Term(TermId, Pager),
    /// Where to find an article.
    Search(LanguageId),
    /// What browsers read to search a language from their own field.
    SearchDescription(LanguageId),
    /// A file of the search index of a language, and which of them.
    SearchFile(LanguageId, usize),
    /// Which languages there are.
    Languages(LanguageId),
    /// All news events.
    EventIndex(LanguageId, Pager),
    /// A news event with its coverage.
    Event(EventId, LanguageId),
    /// A news event for calendar programs.
    EventCalendar(EventId, LanguageId),
    /// A news event for other programs.
    EventData(EventId, LanguageId),
    /// How to follow the site.
    Follow(LanguageId),
    /// A feed in one of its formats.
    Feed(FeedId, FeedFormat),
    /// What a feed has brought: one of its archive documents.
    FeedArchive(FeedId, usize),
    /// All feeds, for feed readers.
    FeedList,
    /// An old address that leads to a page.
    Alias(usize),
    /// An address that was given up on purpose, by its place in the ledger.
    Tombstone(usize),
    /// A list of the ledger that has lost its last article. It leads to the list around it: the first
    /// `depth` parts of its address.
    Successor {
        /// Its place in the ledger.
        entry: usize,
        /// How many parts of its address are left.
        depth: usize,
    },
    /// What is shown for an address without a page.
    NotFound,
    /// A file of the static folder, or of the theme.
    Static(usize),
    /// The same under a name with its fingerprint.
    Fingerprinted(usize),
    /// A file from the content folder.
    Asset(AssetId),
    /// A smaller size of a picture, and which of them.
    Picture(PictureId, usize),
    /// The empty file that keeps GitHub Pages from running Jekyll.
    NoJekyll,
    /// Pages for search engines, as a position in [`Plan::sitemaps`].
    Sitemap(usize),
    /// All sitemaps.
    SitemapIndex,
    /// The newest articles, for Google News.
    NewsSitemap,
    /// What crawlers ask for first.
    Robots,
    /// A document of the data for other programs.
    Api(ApiDocument),
}

impl Plan {
    /// The outputs, sorted by path.
    #[must_use]
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// The pages that search engines are told of.
    #[must_use]
    pub fn sitemaps(&self) -> &[Sitemap] {
        &self.sitemaps
    }

    /// What stands at an address, if anything does.
    #[must_use]
    pub fn find(&self, url: &UrlPath) -> Option<OutputKind> {
        let path = url.output();
        let at = self.outputs.binary_search_by(|output| output.path.cmp(&path)).ok()?;
        self.outputs.get(at).map(|output| output.kind)
    }

    /// Every address that was published, by earlier builds or by this one; empty where the settings
    /// want none kept.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What was noticed of the addresses of earlier builds.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}

/// Lists every output of `site`, with its search index.
///
/// # Errors
///
/// Every path that two sources claim, with both of them, and every address of the ledger that nothing
/// would answer any more.
pub fn plan(site: &Site, index: &SearchIndex) -> Result<Plan> {
    let mut outputs = Vec::new();
    let routes = Routes::new(&site.config);
    let per_page = site.config.articles_per_page;
    let mut add = |url: &UrlPath, kind| outputs.push(Output { path: url.output(), kind });

    for (id, _) in site.pages.enumerate().filter(|(_, page)| page.kind == PageKind::Article) {
        add(&site.relations[id].url, OutputKind::Page(id));
    }
    for (id, section) in site.sections.enumerate() {
        let url = &site.relations[section.page].url;
        // The text of a language's top folder stands on its home page.
        let page = &site.pages[section.page];
        if *url == routes.home(page.language) && page.is_top_section() {
            continue;
        }
        for pager in Pager::all(section.pages.len(), per_page) {
            add(&routes.pager(page.language, url, pager.number), OutputKind::Section(id, pager));
        }
    }
    for (language, archive) in site.archives.enumerate() {
        let home = routes.home(language);
        for pager in Pager::all(archive.pages.len(), per_page) {
            add(&routes.pager(language, &home, pager.number), OutputKind::Home(language, pager));
        }
        if !archive.periods.is_empty() {
            add(&routes.archive_index(language), OutputKind::ArchiveIndex(language));
        }
        for (period, pages) in &archive.periods {
            let url = routes.period(language, *period);
            for pager in Pager::all(pages.len(), per_page) {
                add(
                    &routes.pager(language, &url, pager.number),
                    OutputKind::Archive(language, *period, pager),
                );
            }
        }
    }
    for (language, corrections) in site.corrections.enumerate().filter(|(_, list)| !list.is_empty()) {
        for pager in Pager::all(corrections.len(), per_page) {
            let url = routes.pager(language, &routes.corrections(language), pager.number);
            add(&url, OutputKind::Corrections(language, pager));
        }
    }
    let mut listed: Vec<(TaxonomyId, LanguageId)> = Vec::new();
    for (id, term) in site.terms.enumerate() {
        if listed.last() != Some(&(term.taxonomy, term.language)) {
            listed.push((term.taxonomy, term.language));
        }
        for pager in Pager::all(term.pages.len(), per_page) {
            add(&routes.pager(term.language, &term.url, pager.number), OutputKind::Term(id, pager));
        }
    }
    for (taxonomy, language) in listed {
        let url = routes.taxonomy(&site.config.taxonomies[taxonomy.index()], language);
        add(&url, OutputKind::Taxonomy(taxonomy, language));
    }
    events(site, routes, &mut add);
    feeds(site, &mut add);
    for (index, alias) in site.aliases.iter().enumerate().filter(|(_, alias)| !alias.yields) {
        add(&alias.from, OutputKind::Alias(index));
    }
    outputs.extend(files(site));
    outputs.extend(search_files(site, index));
    outputs.push(Output { path: OutputPath::no_jekyll(), kind: OutputKind::NoJekyll });
    // A site may bring its own.
    let not_found = routes.not_found().output();
    if !site.statics.iter().any(|file| file.output == not_found) {
        outputs.push(Output { path: not_found, kind: OutputKind::NotFound });
    }
    let signposts = signposts(site, routes);
    // Here a page or an alias of the site will do as well.
    let is_taken = |path: &OutputPath| outputs.iter().any(|output| output.path == *path);
    let free: Vec<Output> = signposts.into_iter().filter(|output| !is_taken(&output.path)).collect();
    outputs.extend(free);
    let sitemaps = for_machines(&mut outputs, site, routes);
    outputs.extend(yielding(&outputs, site));
    outputs.extend(published::kept(&outputs, site));

    let mut problems = Problems::default();
    problems.take(claim(&outputs, site));
    problems.extend(dead_links(&outputs, site));
    problems.finish(())?;
    let (ledger, warnings) = published::check(&outputs, site)?;
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Plan { outputs, sitemaps, ledger, warnings })
}

/// The redirects that nobody asked for by name, but for those that would meet something else.
fn yielding(outputs: &[Output], site: &Site) -> Vec<Output> {
    let redirects = site.aliases.iter().enumerate().filter(|(_, alias)| alias.yields);
    let mut redirects = redirects
        .map(|(index, alias)| Output { path: alias.from.output(), kind: OutputKind::Alias(index) })
        .peekable();
    if redirects.peek().is_none() {
        return Vec::new();
    }
    let mut taken = Taken::by(outputs);
    // The text of a language's top folder stands on its home page: both are at one address.
    redirects.filter(|output| taken.insert_if_free(&output.path)).collect()
}

/// The places that outputs take, as a file system or a reader may see them: whatever their case and
/// Unicode form.
#[derive(Default)]
struct Taken {
    files: HashSet<String>,
    /// Each folder with its spelling.
    folders: HashMap<String, String>,
}

impl Taken {
    fn by(outputs: &[Output]) -> Self {
        let mut taken = Self { files: HashSet::with_capacity(outputs.len()), ..Self::default() };
        for output in outputs {
            taken.insert(&output.path);
        }
        taken
    }

    fn insert(&mut self, path: &OutputPath) {
        self.files.insert(path.fold_key());
        for folder in folders_of(path.as_str()) {
            // One that is known has its parents known with it.
            let key = fold(folder);
            if self.folders.contains_key(&key) {
                break;
            }
            self.folders.insert(key, folder.to_owned());
        }
    }

    /// Whether an output at `path` would meet no other.
    fn is_free(&self, path: &OutputPath) -> bool {
        let key = path.fold_key();
        !self.files.contains(&key)
            && !self.folders.contains_key(&key)
            && folders_of(path.as_str()).all(|folder| {
                let key = fold(folder);
                !self.files.contains(&key) && self.folders.get(&key).is_none_or(|spelling| spelling == folder)
            })
    }

    /// Takes `path` where it is free; says whether it was.
    fn insert_if_free(&mut self, path: &OutputPath) -> bool {
        let is_free = self.is_free(path);
        if is_free {
            self.insert(path);
        }
        is_free
    }
}

/// The folders that hold `path`, the innermost first.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(parent(path)), |folder| Some(parent(folder)))
        .take_while(|folder| !folder.is_empty())
}

/// The files that pages show or link to, and those of the theme.
fn files(site: &Site) -> Vec<Output> {
    let mut outputs = Vec::new();
    for (id, asset) in site.assets.enumerate() {
        outputs.push(Output { path: asset.output.clone(), kind: OutputKind::Asset(id) });
    }
    for (index, file) in site.statics.iter().enumerate() {
        if let Some(plain) = file.plain() {
            outputs.push(Output { path: plain.clone(), kind: OutputKind::Static(index) });
        }
        if let Some(path) = &file.fingerprinted {
            outputs.push(Output { path: path.clone(), kind: OutputKind::Fingerprinted(index) });
        }
    }
    for (id, picture) in site.pictures.list.enumerate() {
        for (index, variant) in picture.variants.iter().enumerate() {
            outputs.push(Output { path: variant.output.clone(), kind: OutputKind::Picture(id, index) });
        }
    }
    outputs
}

/// The files of the search index.
fn search_files(site: &Site, index: &SearchIndex) -> Vec<Output> {
    let languages = site.config.languages.ids();
    let files = languages.flat_map(|language| {
        let files = index.files(language).iter().enumerate();
        files.map(move |(number, file)| Output {
            path: file.path.clone(),
            kind: OutputKind::SearchFile(language, number),
        })
    });
    files.collect()
}

/// The news events.
fn events(site: &Site, routes: Routes<'_>, add: &mut impl FnMut(&UrlPath, OutputKind)) {
    let lists = site.event_lists.enumerate().filter(|(_, events)| !events.is_empty());
    for (language, events) in lists {
        for pager in Pager::all(events.len(), site.config.articles_per_page) {
            let url = routes.pager(language, &routes.events(language), pager.number);
            add(&url, OutputKind::EventIndex(language, pager));
        }
    }
    for (id, event) in site.events.enumerate() {
        for (language, url) in &event.urls {
            add(url, OutputKind::Event(id, *language));
            add(&routes.event_data(url), OutputKind::EventData(id, *language));
            if event.has_calendar() {
                add(&routes.event_calendar(url), OutputKind::EventCalendar(id, *language));
            }
        }
    }
}

/// The feeds, and what they have brought.
fn feeds(site: &Site, add: &mut impl FnMut(&UrlPath, OutputKind)) {
    for (id, feed) in site.feeds.enumerate() {
        for (format, url) in &feed.addresses {
            add(url, OutputKind::Feed(id, *format));
        }
        for (index, archive) in feed.archives.iter().enumerate() {
            add(&archive.url, OutputKind::FeedArchive(id, index));
        }
    }
}

/// Adds what search engines and other programs read, made from the outputs for people; with the
/// sitemaps. A site that brings a `sitemap.xml` or a `robots.txt` of its own knows better.
fn for_machines(outputs: &mut Vec<Output>, site: &Site, routes: Routes<'_>) -> Vec<Sitemap> {
    let brings = |url: &UrlPath| {
        let path = url.output();
        outputs.iter().any(|output| output.path == path)
    };
    let is_wanted = site.config.sitemap && !brings(&routes.sitemap_index());
    let sitemaps = if is_wanted { sitemaps::sitemaps(outputs, site) } else { Vec::new() };
    let mut added: Vec<(UrlPath, OutputKind)> = Vec::new();
    for (index, sitemap) in sitemaps.iter().enumerate() {
        let url = routes.sitemap(sitemap.language, &sitemap.scope.name(), sitemap.number);
        added.push((url, OutputKind::Sitemap(index)));
    }
    if site.config.news_sitemap.is_some() && !brings(&routes.news_sitemap()) {
        added.push((routes.news_sitemap(), OutputKind::NewsSitemap));
    }
    if !sitemaps.is_empty() {
        added.push((routes.sitemap_index(), OutputKind::SitemapIndex));
        if !brings(&routes.robots()) {
            added.push((routes.robots(), OutputKind::Robots));
        }
    }
    if site.config.api {
        let documents = api::documents(site).into_iter();
        added.extend(documents.map(|document| (document.url(site, routes), OutputKind::Api(document))));
    }
    outputs.extend(added.into_iter().map(|(url, kind)| Output { path: url.output(), kind }));
    sitemaps
}

/// The pages that every site has, unless it brings its own.
fn signposts(site: &Site, routes: Routes<'_>) -> Vec<Output> {
    let mut signposts = Vec::new();
    for language in site.config.languages.ids() {
        signposts.push((routes.search(language), OutputKind::Search(language)));
        if site.has_search() {
            signposts.push((routes.search_description(language), OutputKind::SearchDescription(language)));
        }
        if site.config.languages.len() > 1 {
            signposts.push((routes.languages(language), OutputKind::Languages(language)));
        }
        if site.can_be_followed() {
            signposts.push((routes.follow(language), OutputKind::Follow(language)));
        }
    }
    if !site.feeds.is_empty() {
        signposts.push((routes.feed_list(), OutputKind::FeedList));
    }
    for (id, feed) in site.feeds.enumerate() {
        signposts
            .extend(feed.copies.iter().map(|(format, url)| (url.clone(), OutputKind::Feed(id, *format))));
    }
    signposts.into_iter().map(|(url, kind)| Output { path: url.output(), kind }).collect()
}

/// The links of all pages to addresses of this site that no output answers.
fn dead_links(outputs: &[Output], site: &Site) -> Vec<Diagnostic> {
    let paths = site.navigation.main.iter().chain(&site.navigation.footer);
    let paths = paths.filter_map(|entry| match &entry.target {
        NavigationTarget::Link(Target::Path { url, .. }) => Some((url, entry.span)),
        _ => None,
    });
    let dead = paths.filter(|(url, _)| {
        let path = url.output();
        !outputs.iter().any(|output| output.path == path)
    });
    dead.map(|(url, span)| {
        let problem = format!("the link to `{url}` leads to no page or file of this site");
        let problem = Diagnostic::error(problem).in_file(&site.config.path).at(span);
        let known: Vec<UrlPath> = outputs.iter().map(|output| UrlPath::of_file(&output.path)).collect();
        match closest(url.as_str(), known.iter().map(UrlPath::as_str)) {
            Some(meant) => problem.hint(format!("did you mean `{meant}`?")),
            None => problem.hint("write the path as it is below the site's top, without the base path"),
        }
    })
    .collect()
}

/// Finds every two outputs that a file system, or a reader, may take for one.
fn claim(outputs: &[Output], site: &Site) -> Result<()> {
    let mut problems = Problems::default();
    let mut claimed: HashMap<String, usize> = HashMap::with_capacity(outputs.len());
    let mut folders: HashMap<&str, usize> = HashMap::new();
    for (index, output) in outputs.iter().enumerate() {
        if let Some(first) = claimed.insert(output.path.fold_key(), index) {
            problems.push(clash(&outputs[first], output, site));
        }
        // A folder that was seen has all of its parents seen with it.
        let mut folder = output.path.folder();
        while !folder.is_empty() && !folders.contains_key(folder) {
            folders.insert(folder, index);
            folder = parent(folder);
        }
    }
    let mut in_folders: Vec<(&str, usize)> = folders.into_iter().collect();
    // The folder that was claimed first keeps its spelling.
    in_folders.sort_unstable_by_key(|(folder, inside)| (*inside, *folder));
    let mut spellings: HashMap<String, (&str, usize)> = HashMap::with_capacity(in_folders.len());
    for (folder, inside) in in_folders {
        let key = fold(folder);
        if let Some(file) = claimed.get(&key) {
            problems.push(clash(&outputs[*file], &outputs[inside], site));
        }
        let (kept, first) = *spellings.entry(key).or_insert((folder, inside));
        // Folders within two that clash are not told again, nor are files that were told.
        let is_outermost = parent(kept) == parent(folder);
        let is_told = outputs[first].path.fold_key() == outputs[inside].path.fold_key();
        if kept != folder && is_outermost && !is_told {
            problems.push(clash_of_folders((kept, &outputs[first]), (folder, &outputs[inside]), site));
        }
    }
    problems.finish(()).map(|((), _)| ())
}

/// The folder that holds `path`; empty at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Two spellings of one folder, each with the first output in it.
fn clash_of_folders(
    (kept, kept_output): (&str, &Output),
    (folder, output): (&str, &Output),
    site: &Site,
) -> Diagnostic {
    let ((kept_owner, kept_place), (owner, place)) =
        (owner(kept_output.kind, site), owner(output.kind, site));
    let problem = Diagnostic::error(format!(
        "the folders `/{kept}/` of {kept_owner} and `/{folder}/` of {owner} are one folder on some systems"
    ));
    at_place(problem.hint("write both in the same way"), place.or(kept_place))
}

fn clash(first: &Output, second: &Output, site: &Site) -> Diagnostic {
    // The problem is told at what an author can mend: a page or an alias rather than a list.
    let is_list = owner(second.kind, site).1.is_none();
    let (kept, told) = if is_list { (second, first) } else { (first, second) };
    let ((kept_owner, _), (told_owner, place)) = (owner(kept.kind, site), owner(told.kind, site));
    let message = if kept.path == told.path {
        format!("`/{}` would be written by both {kept_owner} and {told_owner}", kept.path)
    } else if kept.path.fold_key() == told.path.fold_key() {
        format!(
            "`/{}` of {kept_owner} and `/{}` of {told_owner} are one file on some systems",
            kept.path, told.path
        )
    } else {
        format!(
            "`/{}` of {kept_owner} and `/{}` of {told_owner} need one name for a file and a folder",
            kept.path, told.path
        )
    };
    let problem = Diagnostic::error(message);
    let mut settings: Vec<String> =
        [first, second].into_iter().filter_map(|output| setting(output.kind, site)).collect();
    settings.dedup();
    if place.is_none() && !settings.is_empty() {
        // Both are lists: no file names them, and the settings do.
        let hint = format!("change the word of one of them in the settings: {}", settings.join(" or "));
        return problem.in_file(&site.config.path).hint(hint);
    }
    at_place(problem.hint("give one of them another `slug`, `path` or name"), place)
}

/// The setting that says where a list is found.
fn setting(kind: OutputKind, site: &Site) -> Option<String> {
    let name = match kind {
        OutputKind::Home(_, pager) | OutputKind::Archive(_, _, pager) | OutputKind::EventIndex(_, pager)
            if pager.number > 1 =>
        {
            "slugs.page".to_owned()
        }
        OutputKind::Home(language, _) => {
            format!("languages.{}.prefix", site.config.languages[language].tag.as_str())
        }
        OutputKind::ArchiveIndex(_) => "slugs.archive".to_owned(),
        OutputKind::EventIndex(..) => "slugs.events".to_owned(),
        OutputKind::Search(_) => "slugs.search".to_owned(),
        OutputKind::Languages(_) => "slugs.languages".to_owned(),
        OutputKind::Taxonomy(taxonomy, _) => {
            format!("taxonomies.{}.slug", site.config.taxonomies[taxonomy.index()].name)
        }
        OutputKind::Term(term, _) => {
            let taxonomy = site.terms[term].taxonomy;
            format!("taxonomies.{}.slug", site.config.taxonomies[taxonomy.index()].name)
        }
        _ => return None,
    };
    Some(format!("`{name}`"))
}

fn at_place(problem: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some((source, Some(span))) => problem.in_file(&source).at(span),
        Some((source, None)) => problem.in_file(&source),
        None => problem,
    }
}

/// A file to mend, and where in it the path is chosen.
type Place = (SourcePath, Option<Span>);

/// What makes an output, in words, and what to mend.
fn owner(kind: OutputKind, site: &Site) -> (String, Option<Place>) {
    let config: &Config = &site.config;
    let tag = |language: LanguageId| config.languages[language].tag.as_str();
    match kind {
        OutputKind::Page(page) => of_page(&site.pages[page]),
        OutputKind::Section(section, _) => of_page(&site.pages[site.sections[section].page]),
        OutputKind::Home(language, _) => (format!("the home page ({})", tag(language)), None),
        OutputKind::Search(language) => (format!("the search page ({})", tag(language)), None),
        OutputKind::SearchDescription(language) => {
            (format!("the search for browsers ({})", tag(language)), None)
        }
        OutputKind::SearchFile(language, _) => (format!("the search index ({})", tag(language)), None),
        OutputKind::Languages(language) => (format!("the page of languages ({})", tag(language)), None),
        OutputKind::ArchiveIndex(language) => (format!("the archive ({})", tag(language)), None),
        OutputKind::Archive(language, period, _) => {
            let parts =
                [Some(i32::from(period.year)), period.month.map(i32::from), period.day.map(i32::from)];
            let parts: Vec<String> = parts.iter().flatten().map(|part| format!("{part:02}")).collect();
            (format!("the archive of {} ({})", parts.join("-"), tag(language)), None)
        }
        OutputKind::Corrections(language, _) => (format!("the corrections ({})", tag(language)), None),
        OutputKind::Taxonomy(taxonomy, language) => {
            let name = &config.taxonomies[taxonomy.index()].name;
            (format!("the list of `{name}` ({})", tag(language)), None)
        }
        OutputKind::Term(term, _) => {
            let term = &site.terms[term];
            let taxonomy = &config.taxonomies[term.taxonomy.index()].name;
            (format!("the term `{}` of `{taxonomy}` ({})", term.name, tag(term.language)), None)
        }
        OutputKind::EventIndex(language, _) => (format!("the list of events ({})", tag(language)), None),
        OutputKind::Event(event, language)
        | OutputKind::EventCalendar(event, language)
        | OutputKind::EventData(event, language) => {
            let event = &site.events[event].definition;
            let place = (SourcePath::new(EVENTS_FILE), Some(event.span));
            (format!("the event `{}` ({})", event.id, tag(language)), Some(place))
        }
        OutputKind::Follow(language) => (format!("the page of feeds ({})", tag(language)), None),
        OutputKind::Feed(feed, _) | OutputKind::FeedArchive(feed, _) => {
            (format!("the feed of {}", feed_owner(site.feeds[feed].scope, site)), None)
        }
        OutputKind::FeedList => ("the list of feeds".into(), None),
        OutputKind::Alias(index) => {
            let alias = &site.aliases[index];
            (alias.owner.clone(), alias.source.clone().map(|source| (source, alias.span)))
        }
        OutputKind::Tombstone(entry) => {
            let url = &site.ledger.entries()[entry].url;
            (format!("the page that says that `{url}` was withdrawn"), None)
        }
        OutputKind::Successor { entry, .. } => {
            (format!("the list `{}` of an earlier build", site.ledger.entries()[entry].url), None)
        }
        OutputKind::NotFound => ("the page for missing addresses".into(), None),
        OutputKind::Static(index) | OutputKind::Fingerprinted(index) => {
            of_file(&site.statics[index].file.path)
        }
        OutputKind::Asset(asset) => of_file(&site.assets[asset].file.path),
        OutputKind::Picture(picture, _) => {
            let (file, place) = of_file(&site.pictures.list[picture].file.path);
            (format!("a smaller size of {file}"), place)
        }
        OutputKind::NoJekyll => ("the mark for GitHub Pages".into(), None),
        OutputKind::Sitemap(_) | OutputKind::SitemapIndex | OutputKind::NewsSitemap => {
            ("the sitemap".into(), None)
        }
        OutputKind::Robots => ("the file for crawlers".into(), None),
        OutputKind::Api(_) => ("the data for other programs".into(), None),
    }
}

/// What a feed is of, in words.
fn feed_owner(scope: FeedScope, site: &Site) -> String {
    let tag = |language: LanguageId| site.config.languages[language].tag.as_str();
    match scope {
        FeedScope::All => "all languages".into(),
        FeedScope::Language(language) => format!("the language `{}`", tag(language)),
        FeedScope::Corrections(language) => format!("corrections ({})", tag(language)),
        FeedScope::Section(section) => owner(OutputKind::Page(site.sections[section].page), site).0,
        FeedScope::Term(term) => {
            let term = &site.terms[term];
            format!("the term `{}` ({})", term.name, tag(term.language))
        }
        FeedScope::Event(event, language) => owner(OutputKind::Event(event, language), site).0,
    }
}

fn of_page(page: &Page) -> (String, Option<Place>) {
    let header = &page.front_matter;
    let span = header.path.as_ref().or(header.slug.as_ref()).map(|written| written.span);
    (format!("`{}`", page.source), Some((page.source.clone(), span)))
}

fn of_file(source: &SourcePath) -> (String, Option<Place>) {
    (format!("`{source}`"), Some((source.clone(), None)))
}
