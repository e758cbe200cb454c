//! The [`Site`]: all that is known once every page has been linked to every other. Types only;
//! [`crate::link`] makes it, and nothing changes it afterwards.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil;

use crate::cache::Cache;
use crate::concordance::{Concordance, spelling_key};
use crate::config::theme::List;
use crate::config::{Config, FeedFormat, Localized};
use crate::date::{Date, Precision};
use crate::diagnostic::{Diagnostic, Span};
use crate::discover::InputFile;
use crate::events::EventDefinition;
use crate::fingerprint::Fingerprint;
use crate::front_matter::Person;
use crate::ids::{
    AssetId, EventId, FeedId, Id, IdVec, LanguageId, PageId, PictureId, SectionId, StoryId, TaxonomyId,
    TermId,
};
use crate::ledger::Ledger;
use crate::parse::Page;
use crate::path::{OutputPath, Slug, SourcePath, UrlPath};

/// A whole site, ready to be planned.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The pages that are published, in the order of their source paths.
    pub pages: IdVec<PageId, Page>,
    /// What each page has to do with the others.
    pub relations: IdVec<PageId, Relations>,
    /// The articles, each with all its editions.
    pub stories: IdVec<StoryId, Story>,
    /// The terms, sorted by taxonomy, language and slug.
    pub terms: IdVec<TermId, Term>,
    /// The news events that the site describes.
    pub events: IdVec<EventId, Event>,
    /// The events that each language has a page of, the newest first, those without a date last.
    pub event_lists: IdVec<LanguageId, Vec<EventId>>,
    /// The articles of each language by time.
    pub archives: IdVec<LanguageId, Archive>,
    /// The corrections of each language's articles, the newest first, those without a date last.
    pub corrections: IdVec<LanguageId, Vec<ListedCorrection>>,
    /// The folders with a list page.
    pub sections: IdVec<SectionId, Section>,
    /// The feeds, sorted by their scope.
    pub feeds: IdVec<FeedId, Feed>,
    /// The files in the content folder that are no articles.
    pub assets: IdVec<AssetId, Asset>,
    /// The files of the static folder and of the theme.
    pub statics: Vec<StaticFile>,
    /// The links of all pages.
    pub navigation: Navigation,
    /// The picture that stands for the site.
    pub logo: Option<Logo>,
    /// The pictures that have smaller sizes.
    pub pictures: Pictures,
    /// Old addresses, and where each leads.
    pub aliases: Vec<Alias>,
    /// The addresses that earlier builds published, where the settings want them kept.
    pub ledger: Ledger,
    /// Which word of one language is which of another.
    pub concordance: Concordance,
    /// The authors that are desks or firms, by [`spelling_key`].
    pub organizations: BTreeSet<String>,
    /// The articles of the last two days, the newest first, where the settings ask for a list of
    /// them.
    pub recent: Vec<PageId>,
    /// What the build found and did not publish.
    pub unpublished: Vec<Unpublished>,
    /// What was noticed, and does not stop the build.
    pub warnings: Vec<Diagnostic>,
    /// What was counted for the report.
    pub counts: Counts,
}

impl Site {
    /// Whether somebody is a desk or a firm: as the header says, or the concordance.
    #[must_use]
    pub fn is_organization(&self, person: &Person) -> bool {
        let is_known = || self.organizations.contains(&spelling_key(&person.name));
        person.is_organization || (!self.organizations.is_empty() && is_known())
    }

    /// Whether the site can be searched on its own pages.
    #[must_use]
    pub fn has_search(&self) -> bool {
        self.config.search
    }

    /// The articles of a language that lists show, without those of other languages, the newest
    /// first.
    #[must_use]
    pub fn own_articles(&self, language: LanguageId) -> impl DoubleEndedIterator<Item = PageId> {
        let pages = self.archives[language].pages.iter().copied();
        pages.filter(move |page| self.pages[*page].language == language)
    }

    /// The text that opens the home page of a language.
    #[must_use]
    pub fn home_intro(&self, language: LanguageId) -> Option<PageId> {
        let pages = self.sections.iter().map(|section| section.page);
        let mut pages = pages.filter(|page| self.pages[*page].is_top_section());
        pages.find(|page| self.pages[*page].language == language)
    }

    /// Whether the home page of a language shows an article or a text.
    #[must_use]
    pub fn has_home(&self, language: LanguageId) -> bool {
        let has_text = |page: PageId| self.pages[page].body.words > 0;
        !self.archives[language].pages.is_empty() || self.home_intro(language).is_some_and(has_text)
    }

    /// Whether the page of a section shows an article or a text.
    #[must_use]
    pub fn has_content(&self, section: SectionId) -> bool {
        let section = &self.sections[section];
        !section.pages.is_empty() || self.pages[section.page].body.words > 0
    }

    /// Whether a language has a page of a news event.
    #[must_use]
    pub fn has_events(&self, language: LanguageId) -> bool {
        !self.event_lists[language].is_empty()
    }
}

/// What linking found out about one page.
#[derive(Clone, Debug)]
pub struct Relations {
    /// Where it is found.
    pub url: UrlPath,
    /// When it was published: as its header says, else its path, else its original.
    pub date: Option<Date>,
    /// When it was last changed: its `updated`, or its newest correction where that is later.
    pub modified: Option<Date>,
    /// The story that it is an edition of.
    pub story: StoryId,
    /// The next newer article of its language.
    pub newer: Option<PageId>,
    /// The next older article of its language.
    pub older: Option<PageId>,
    /// Its terms, in the order of the settings' taxonomies and of its header.
    pub terms: Vec<TermId>,
    /// Where it stands in each of its series.
    pub series: Vec<SeriesPart>,
    /// For each of its authors, the page of their articles.
    pub authors: Vec<Option<TermId>>,
    /// The news event that it belongs to: its own, else its original's.
    pub event: Option<EventId>,
    /// The article before it in its event.
    pub event_earlier: Option<PageId>,
    /// The article after it in its event.
    pub event_later: Option<PageId>,
    /// The closest articles, the closest first.
    pub related: Vec<PageId>,
    /// Where each of its open links leads, in their order.
    pub links: Vec<Target>,
    /// Its picture: its own, else its original's, with where the file is.
    pub image: Option<LeadImage>,
    /// Where search engines are told to look instead: the address of the same text elsewhere.
    pub canonical: Option<Box<str>>,
    /// Whether its original has changed since it was made, as its hash of the original tells.
    pub is_stale: bool,
    /// Whether its original has a correction that it lacks.
    pub is_uncorrected: bool,
}

/// The place of an article in a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesPart {
    /// The series, in the language of the article.
    pub term: TermId,
    /// Which of its parts the article is, from 0.
    pub index: usize,
}

/// The picture that stands for an article.
#[derive(Clone, Debug)]
pub struct LeadImage {
    /// The page whose header names it.
    pub page: PageId,
    /// The file.
    pub target: Target,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of this site; in another language where the reader's has no edition.
    Page {
        /// The page.
        page: PageId,
        /// The id of the place in it.
        fragment: Option<Box<str>>,
    },
    /// A place on the same page.
    Same {
        /// The id of the place.
        fragment: Box<str>,
    },
    /// A picture or other file, with its size in pixels where it is a picture.
    File {
        /// Where it is served.
        url: UrlPath,
        /// Width and height.
        size: Option<(u32, u32)>,
    },
    /// Another address of this site: a list, or an old address.
    Path {
        /// The address.
        url: UrlPath,
        /// The id of the place in it.
        fragment: Option<Box<str>>,
    },
    /// A file on another host, whose whole address the author gave.
    Elsewhere(Box<str>),
    /// Nothing: the link is shown without an address.
    Broken,
}

/// All language versions of one article.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its editions, in the order of the languages; at most one a language.
    pub editions: Vec<PageId>,
    /// The edition that the others were made from, or else stands in for it.
    pub original: PageId,
    /// Whether the edition that the others were made from is published.
    pub has_original: bool,
}

/// A class of articles, in one language.
#[derive(Clone, Debug)]
pub struct Term {
    /// The way of classifying that it belongs to.
    pub taxonomy: TaxonomyId,
    /// Its language.
    pub language: LanguageId,
    /// What readers see.
    pub name: String,
    /// Its last part of the URL.
    pub slug: Slug,
    /// Where its page is.
    pub url: UrlPath,
    /// What it means, for its page.
    pub description: Option<String>,
    /// Other spellings, from the concordance.
    pub other_names: Vec<String>,
    /// Its articles, the newest first.
    pub pages: Vec<PageId>,
    /// The same articles in their order, where they are parts that follow one another; else empty.
    pub parts: Vec<PageId>,
    /// The same concept in the other languages, in their order.
    pub translations: Vec<TermId>,
    /// The wider concept.
    pub broader: Option<TermId>,
    /// The concepts that are part of it.
    pub narrower: Vec<TermId>,
}

/// A news event with the articles on it.
#[derive(Clone, Debug)]
pub struct Event {
    /// What is known of it.
    pub definition: EventDefinition,
    /// The articles on it, in all languages: the oldest first, those without a date last. Editions of
    /// one moment follow their original.
    pub coverage: Vec<PageId>,
    /// Where its page is, in each language that has one.
    pub urls: BTreeMap<LanguageId, UrlPath>,
    /// The term that each of its parties is in a language.
    pub party_terms: BTreeMap<(LanguageId, usize), TermId>,
}

impl Event {
    /// Whether there is anything to put into a calendar.
    #[must_use]
    pub fn has_calendar(&self) -> bool {
        self.definition.first_moment().is_some()
    }
}

/// The articles of one language by time, all lists with the newest first.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    /// All articles; those without a date last.
    pub pages: Vec<PageId>,
    /// Years, months and days with at least one article.
    pub periods: BTreeMap<Period, Vec<PageId>>,
}

/// What was put right in an article, in the list of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedCorrection {
    /// The article.
    pub page: PageId,
    /// Which of the corrections in its header.
    pub index: usize,
}

/// A stretch of the calendar, by the days that authors wrote. Sorts by time, a year before its
/// months and a month before its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31.
    pub day: Option<i8>,
}

impl Term {
    /// Its articles as its page lists them.
    #[must_use]
    pub fn listed(&self) -> &[PageId] {
        if self.parts.is_empty() { &self.pages } else { &self.parts }
    }
}

impl Story {
    /// The edition that `page` was made from: none where that is not published, nor for itself.
    #[must_use]
    pub fn original_of(&self, page: PageId) -> Option<PageId> {
        (self.has_original && self.original != page).then_some(self.original)
    }
}

impl Period {
    /// The year, month and day that hold `date`: those that it names.
    pub fn of(date: &Date) -> impl Iterator<Item = Self> + use<> {
        let day = date.day();
        let (year, month, day) = (day.year(), day.month(), day.day());
        let periods = [
            Self { year, month: None, day: None },
            Self { year, month: Some(month), day: None },
            Self { year, month: Some(month), day: Some(day) },
        ];
        let n_named = match date.precision {
            Precision::Year => 1,
            Precision::Month => 2,
            Precision::Day => 3,
        };
        periods.into_iter().take(n_named)
    }

    /// The period that holds this one.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        match (self.month, self.day) {
            (None, _) => None,
            (Some(_), None) => Some(Self { month: None, ..self }),
            (Some(_), Some(_)) => Some(Self { day: None, ..self }),
        }
    }

    /// How deep it is: 0 for a year, 1 for a month, 2 for a day.
    #[must_use]
    pub fn depth(self) -> u8 {
        u8::from(self.month.is_some()) + u8::from(self.day.is_some())
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> civil::Date {
        civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .unwrap_or(civil::Date::ZERO)
    }
}

/// A folder with a list page of its own.
#[derive(Clone, Debug)]
pub struct Section {
    /// The `_index.md` that introduces it.
    pub page: PageId,
    /// Its articles, and those of the folders below it, the newest first.
    pub pages: Vec<PageId>,
}

/// A list of what is new, for feed readers. There is always something in it.
#[derive(Clone, Debug)]
pub struct Feed {
    /// What it tells of.
    pub scope: FeedScope,
    /// Its language; none for one of several.
    pub language: Option<LanguageId>,
    /// The page that shows the same to people.
    pub home: UrlPath,
    /// The list that it is named by, and is beside.
    pub list: UrlPath,
    /// Where it is, in each of its formats.
    pub addresses: Vec<(FeedFormat, UrlPath)>,
    /// Further places at which a format answers.
    pub copies: Vec<(FeedFormat, UrlPath)>,
    /// What it brings now, the newest first.
    pub items: Vec<FeedItem>,
    /// What it has brought and no longer does, the oldest document first.
    pub archives: Vec<FeedArchive>,
}

/// What a feed tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedScope {
    /// The articles of all languages.
    All,
    /// The articles of a language.
    Language(LanguageId),
    /// What was put right in the articles of a language.
    Corrections(LanguageId),
    /// The articles of a folder.
    Section(SectionId),
    /// The articles of a term.
    Term(TermId),
    /// The articles on a news event, in a language.
    Event(EventId, LanguageId),
}

/// One thing that a feed tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedItem {
    /// An article.
    Article(PageId),
    /// One of the corrections of an article, by its place in the header.
    Correction(PageId, usize),
}

/// A document of what a feed has brought (RFC 5005). Once written, it stays as it is.
#[derive(Clone, Debug)]
pub struct FeedArchive {
    /// Where it is.
    pub url: UrlPath,
    /// What it holds, the newest first.
    pub items: Vec<FeedItem>,
}

impl Site {
    /// Whether there is something to follow: feeds, or calendars of events.
    #[must_use]
    pub fn can_be_followed(&self) -> bool {
        !self.feeds.is_empty()
            || self.events.iter().any(|event| event.has_calendar() && !event.urls.is_empty())
    }

    /// The feed of a scope, if there is one.
    #[must_use]
    pub fn feed_of(&self, scope: FeedScope) -> Option<FeedId> {
        self.feeds.as_slice().binary_search_by_key(&scope, |feed| feed.scope).ok().map(FeedId::from_index)
    }
}

/// A file that is copied from the content folder.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The file.
    pub file: InputFile,
    /// Where it is served.
    pub url: UrlPath,
    /// Its place in the output.
    pub output: OutputPath,
}

/// The pictures that pages show and that have smaller sizes.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    /// Each once, sorted by its place in the output.
    pub list: IdVec<PictureId, Picture>,
    /// Where each stands in the list, by its address.
    pub by_url: HashMap<UrlPath, PictureId>,
    /// Keeps the bytes of the smaller sizes, which would fill the memory.
    pub cache: Arc<Cache>,
}

impl Pictures {
    /// The smaller sizes of the picture at `url`, the narrowest first.
    #[must_use]
    pub fn variants(&self, url: &UrlPath) -> &[Variant] {
        self.by_url.get(url).map_or(&[], |picture| &self.list[*picture].variants)
    }
}

/// A picture that has smaller sizes.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The file.
    pub file: InputFile,
    /// What the cache knows it by.
    pub key: Fingerprint,
    /// Its smaller sizes, the narrowest first.
    pub variants: Vec<Variant>,
}

/// A smaller size of a picture.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Where it is served.
    pub url: UrlPath,
    /// Its place in the output.
    pub output: OutputPath,
}

/// An old address.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The old address.
    pub from: UrlPath,
    /// Where it leads now.
    pub to: UrlPath,
    /// The title of what is there.
    pub title: String,
    /// The language of what is there.
    pub language: LanguageId,
    /// What claims it, for messages.
    pub owner: String,
    /// The file to mend, for messages.
    pub source: Option<SourcePath>,
    /// Where in the file it is written.
    pub span: Option<Span>,
    /// Whether it gives way to whatever else stands there, since nobody asked for it by name.
    pub yields: bool,
}

/// A file of the static folder or of the theme.
#[derive(Clone, Debug)]
pub struct StaticFile {
    /// The file.
    pub file: InputFile,
    /// Its place in the output, by the name that templates know it by.
    pub output: OutputPath,
    /// Its place under a name with its fingerprint, which browsers may keep for good.
    pub fingerprinted: Option<OutputPath>,
}

impl StaticFile {
    /// Its place under its own name. The theme's files are found by their fingerprint only; those
    /// of the site keep their names, which others may know.
    #[must_use]
    pub fn plain(&self) -> Option<&OutputPath> {
        (self.fingerprinted.is_none() || !self.file.is_embedded()).then_some(&self.output)
    }

    /// The place that templates lead to.
    #[must_use]
    pub fn best(&self) -> &OutputPath {
        self.fingerprinted.as_ref().unwrap_or(&self.output)
    }
}

/// The links that the settings put on all pages, in their order.
#[derive(Clone, Debug, Default)]
pub struct Navigation {
    /// At the head.
    pub main: Vec<NavigationEntry>,
    /// At the foot.
    pub footer: Vec<NavigationEntry>,
}

/// One of them; a language in which it leads nowhere does not show it.
#[derive(Clone, Debug)]
pub struct NavigationEntry {
    /// Where it leads.
    pub target: NavigationTarget,
    /// What the settings call it.
    pub title: Option<Localized>,
    /// Where the settings name it, for messages.
    pub span: Span,
}

/// Where a link of all pages leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavigationTarget {
    /// A page that the tool makes for each language.
    List(List),
    /// The list pages of all outermost sections.
    Sections,
    /// The lists of terms of all taxonomies.
    Taxonomies,
    /// The list of terms of one taxonomy.
    Taxonomy(TaxonomyId),
    /// An article, in the edition of the reader's language where there is one; another address of
    /// this site; an address elsewhere.
    Link(Target),
}

/// The picture that stands for the site.
#[derive(Clone, Debug)]
pub struct Logo {
    /// Where it is served.
    pub url: UrlPath,
    /// Width and height.
    pub size: Option<(u32, u32)>,
}

/// A page that exists and is not in the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpublished {
    /// The file.
    pub source: SourcePath,
    /// Why.
    pub reason: Reason,
}

/// Why a page is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its author marked it as a draft.
    Draft,
    /// Its time has not come.
    Future(Date),
    /// Its time is over.
    Expired(Date),
    /// It only stands for a translation that nobody has made yet.
    Stub,
    /// It could not be read, and the command said to go on.
    Unreadable,
}

/// What the report of a build counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Shortcodes of other generators that are shown literally, and the pages that hold them.
    pub shortcodes: (u32, u32),
    /// Code languages without a grammar, with their blocks.
    pub plain_code: BTreeMap<String, u32>,
}
