//! What templates see: plain data, made for them and nothing else.
//!
//! Every field is described in `docs/templates.md`. URLs are ready for `href`, texts are plain and
//! escaped by the template; only `content` is HTML.

use std::collections::BTreeMap;

use serde::Serialize;

use super::event_views::EventLink;

/// The site, as seen from one language: `site`.
#[derive(Debug, Serialize)]
pub struct SiteView<'a> {
    /// The site's name.
    pub title: &'a str,
    /// The language of the name, where it is not this one.
    pub title_lang: Option<&'a str>,
    /// `ltr` or `rtl`, for that language.
    pub title_dir: Option<&'static str>,
    /// One sentence on what the site is; may be empty.
    pub description: &'a str,
    /// The language of the sentence, where it is not this one.
    pub description_lang: Option<&'a str>,
    /// `ltr` or `rtl`, for that language.
    pub description_dir: Option<&'static str>,
    /// The BCP 47 tag of this language.
    pub lang: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The home page of this language.
    pub url: String,
    /// The path below which everything lies, with a slash at both ends.
    pub base_path: &'a str,
    /// Every language, the default first, each with its home page.
    pub languages: Vec<LanguageView<'a>>,
    /// The folders that have a list page of their own in this language, the outermost ones only.
    pub sections: Vec<SectionLink<'a>>,
    /// The taxonomies that have terms in this language.
    pub taxonomies: Vec<TaxonomyLink<'a>>,
    /// The page that lists all years; none where no article has a date.
    pub archive_url: Option<String>,
    /// The page for finding articles.
    pub search_url: String,
    /// Whether that page finds them itself, so that forms can lead to it with `q`.
    pub has_search: bool,
    /// What browsers read to search from their own field, absolute; none without a search.
    pub search_description_url: Option<String>,
    /// The page on which a reader chooses a language; none on a site in one language.
    pub languages_url: Option<String>,
    /// The page that lists all news events; none where the language has none.
    pub events_url: Option<String>,
    /// The links at the head of every page, as the settings name them.
    pub navigation: Vec<NavigationLink>,
    /// What the settings put at the foot of every page.
    pub footer: FooterView<'a>,
    /// The picture that stands for the site.
    pub logo: Option<LogoView<'a>>,
    /// The page that lists all corrections; none where there are none in this language.
    pub corrections_url: Option<String>,
    /// The page that says how to follow the site; none where there are neither feeds nor calendars.
    pub follow_url: Option<String>,
    /// The name and version of the tool.
    pub generator: &'static str,
    /// `extra` of the settings.
    pub extra: &'a serde_json::Map<String, serde_json::Value>,
}

/// A link of the navigation or of the footer.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationLink {
    /// What readers see.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// The language of what is there, where it is not the reader's.
    pub lang: Option<String>,
    /// `ltr` or `rtl`, for that language.
    pub dir: Option<&'static str>,
    /// Whether the title is in that language too.
    pub is_foreign: bool,
    /// The language of the title, where it is not the reader's.
    pub title_lang: Option<String>,
    /// `ltr` or `rtl`, for the title.
    pub title_dir: Option<&'static str>,
}

/// What stands at the foot of every page.
#[derive(Debug, Serialize)]
pub struct FooterView<'a> {
    /// A text.
    pub text: Option<&'a str>,
    /// The language of the text, where it is not the reader's.
    pub lang: Option<&'a str>,
    /// `ltr` or `rtl`, for that language.
    pub dir: Option<&'static str>,
    /// Links.
    pub links: Vec<NavigationLink>,
}

/// The picture that stands for the site.
#[derive(Debug, Serialize)]
pub struct LogoView<'a> {
    /// The file.
    pub url: String,
    /// What it shows: the site's name, unless the settings say otherwise.
    pub alt: &'a str,
    /// The language of that text, where it is not the reader's.
    pub lang: Option<&'a str>,
    /// `ltr` or `rtl`, for that language.
    pub dir: Option<&'static str>,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
}

/// A language of the site.
#[derive(Debug, Serialize)]
pub struct LanguageView<'a> {
    /// Its BCP 47 tag.
    pub lang: &'a str,
    /// Its name in itself.
    pub name: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its home page.
    pub url: String,
    /// How many articles it has of its own.
    pub count: usize,
    /// Whether it is the language of this page.
    pub is_current: bool,
}

/// A section with its list page.
#[derive(Debug, Serialize)]
pub struct SectionLink<'a> {
    /// The title of its `_index.md`.
    pub title: &'a str,
    /// Its list page.
    pub url: String,
    /// How many articles it has, with those of the folders below it.
    pub count: usize,
}

/// A taxonomy with its list page.
#[derive(Debug, Serialize)]
pub struct TaxonomyLink<'a> {
    /// Its name in the settings: `tags`.
    pub name: &'a str,
    /// Its name in the reader's language.
    pub title: String,
    /// The page that lists its terms.
    pub url: String,
    /// How many terms it has in this language.
    pub count: usize,
    /// Whether its articles are parts that follow one another.
    pub is_ordered: bool,
}

/// What stands in `<head>`: `head`.
#[derive(Debug, Default, Serialize)]
pub struct HeadView {
    /// The title of this page alone; empty on the home page.
    pub title: String,
    /// What this page is about; may be empty.
    pub description: String,
    /// The absolute URL that search engines are to know this page by: its own, or that of the same
    /// text elsewhere.
    pub canonical: String,
    /// This page's own URL as links to it have it.
    pub path: String,
    /// Whether that is its own.
    pub is_canonical: bool,
    /// Every language version of this page, itself among them, and `x-default`; empty where there
    /// is one version only. A version that is at home elsewhere is none of them.
    pub alternates: Vec<AlternateView>,
    /// The same versions, itself among them, as readers choose between them; empty where there is
    /// one version only.
    pub versions: Vec<VersionView>,
    /// Where a form of this page leads, if that is another site: its content security policy must
    /// let it.
    pub form_action: Option<&'static str>,
    /// The script that this page needs before it is shown; it is a module.
    pub script: Option<String>,
    /// Whether search engines should leave this page out.
    pub noindex: bool,
    /// `article` or `website`.
    pub kind: &'static str,
    /// The page of newer items of the same list.
    pub previous: Option<String>,
    /// The page of older items of the same list.
    pub next: Option<String>,
    /// The feeds of this page and of its language, the closest first.
    pub feeds: Vec<FeedLink>,
    /// What the page says of itself where it is shared, for `<meta property>`.
    pub properties: Vec<PropertyView>,
    /// The same for `<meta name>`.
    pub names: Vec<NameView>,
    /// What search engines read, as the text of `<script type="application/ld+json">`: in templates a
    /// safe value, in which nothing can end the script.
    pub structured_data: Option<String>,
}

/// A feed in one format: one of `head.feeds`, or of a feed's `addresses`.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink {
    /// The name of its format.
    pub name: &'static str,
    /// Its media type.
    pub r#type: &'static str,
    /// What it brings, in which language and in which format.
    pub title: String,
    /// Its absolute URL.
    pub url: String,
}

/// How to follow the site: `follow`.
#[derive(Debug, Serialize)]
pub struct FollowView {
    /// The feeds of this language, and then that of all languages.
    pub feeds: Vec<FeedView>,
    /// The feeds of the other languages.
    pub languages: Vec<FeedView>,
    /// The feeds of sections, and of terms by their taxonomy.
    pub groups: Vec<FeedGroup>,
    /// How many articles a term must have to have a feed.
    pub term_articles: usize,
    /// The file that lists all feeds for feed readers, absolute; none without feeds.
    pub opml_url: Option<String>,
    /// The calendar files of events, the newest event first.
    pub calendars: Vec<CalendarFileView>,
}

/// The calendar file of an event.
#[derive(Debug, Serialize)]
pub struct CalendarFileView {
    /// The event.
    pub title: String,
    /// The language of its name.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its page.
    pub url: String,
    /// The file, absolute.
    pub file_url: String,
}

/// Feeds of one kind.
#[derive(Debug, Serialize)]
pub struct FeedGroup {
    /// What they are of: `Tags`.
    pub title: String,
    /// The feeds, those with the most articles first.
    pub feeds: Vec<FeedView>,
}

/// A feed.
#[derive(Debug, Serialize)]
pub struct FeedView {
    /// What it is of, in its own language.
    pub title: String,
    /// That language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The page that shows the same.
    pub url: String,
    /// Where it is, in each of its formats.
    pub addresses: Vec<FeedLink>,
}

/// One of `head.properties`.
#[derive(Debug, Serialize)]
pub struct PropertyView {
    /// Its name in Open Graph: `og:title`.
    pub property: &'static str,
    /// Its value.
    pub content: String,
}

/// One of `head.names`.
#[derive(Debug, Serialize)]
pub struct NameView {
    /// Its name: `twitter:card`.
    pub name: &'static str,
    /// Its value.
    pub content: String,
}

/// One language version of a page, absolute.
#[derive(Debug, Serialize)]
pub struct AlternateView {
    /// A BCP 47 tag, or `x-default`.
    pub lang: String,
    /// Its absolute URL.
    pub url: String,
}

/// One language version of a page, for readers.
#[derive(Debug, Serialize)]
pub struct VersionView {
    /// Its language.
    pub lang: String,
    /// The language's name in itself.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its page.
    pub url: String,
    /// Whether it is this page.
    pub is_current: bool,
    /// Whether it is the article that the others were translated from.
    pub is_original: bool,
}

/// A moment, in the words of the reader's language.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// RFC 3339, or the day, month or year alone where the author gave no more: for `datetime`.
    pub datetime: String,
    /// The day, month or year in words: `19 mars 2021`, `mars 2021`, `2021`.
    pub text: String,
    /// The time in words, on the clock that it was written on; empty where the author gave none.
    pub time: String,
}

/// An article in a list: one of `list.pages` or `related`, or `newer`, or `older`.
#[derive(Debug, Serialize)]
pub struct CardView<'a> {
    /// Its headline.
    pub title: &'a str,
    /// Its page.
    pub url: String,
    /// Its language.
    pub lang: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The name of its language in itself.
    pub language: &'a str,
    /// Whether it is in another language than the list.
    pub is_foreign: bool,
    /// A few sentences; may be empty.
    pub summary: &'a str,
    /// When it was published.
    pub date: Option<DateView>,
    /// Its picture.
    pub image: Option<ImageView<'a>>,
}

/// A picture with what is said about it.
#[derive(Clone, Debug, Serialize)]
pub struct ImageView<'a> {
    /// The file.
    pub url: String,
    /// The file, absolute.
    pub permalink: String,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    /// All sizes of it with their widths, for the attribute; empty where there is one only.
    pub srcset: String,
    /// Classes that say which part must be seen where it is cut, `fx-25 fy-0`; empty for its middle.
    pub focus: String,
    /// What it shows; empty for an ornament.
    pub alt: &'a str,
    /// The text below it.
    pub caption: Option<&'a str>,
    /// Who made it.
    pub credit: Option<&'a str>,
    /// The language of these texts: the original's, for an edition without a picture of its own.
    pub lang: &'a str,
    /// `ltr` or `rtl`, for these texts.
    pub dir: &'static str,
}

/// An article: `page`.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that templates ask")]
pub struct PageView<'a> {
    /// Its headline.
    pub title: &'a str,
    /// Its address.
    pub url: String,
    /// Its absolute address.
    pub permalink: String,
    /// Its language.
    pub lang: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// A few sentences; may be empty.
    pub summary: &'a str,
    /// Whether the author wrote the summary, so that it says more than the first paragraph.
    pub has_own_summary: bool,
    /// When it was published.
    pub date: Option<DateView>,
    /// The year, month and day that hold it, each with its archive page.
    pub periods: Vec<PeriodLink>,
    /// When it was last changed: what its header says, or its newest correction where that is later.
    pub updated: Option<DateView>,
    /// What was put right in it, the newest first.
    pub corrections: Vec<CorrectionView<'a>>,
    /// When it was last put right.
    pub corrected: Option<DateView>,
    /// How long it is.
    pub words: u32,
    /// How long it takes to read.
    pub reading_minutes: u16,
    /// Whether to show a table of contents: as the header says, else where there are headings enough.
    pub has_contents: bool,
    /// The news event that it is on: its own, else its original's.
    pub event: Option<EventLink<'a>>,
    /// Its headings, in order.
    pub headings: Vec<HeadingView<'a>>,
    /// Its terms by the name of their taxonomy: `page.terms.tags`.
    pub terms: BTreeMap<&'a str, Vec<TermLink<'a>>>,
    /// Whether it has a term of a taxonomy other than `authors`.
    pub has_terms: bool,
    /// Its places in the series that it is part of.
    pub series: Vec<SeriesLink<'a>>,
    /// Who wrote it.
    pub authors: Vec<PersonView<'a>>,
    /// Who translated it.
    pub translators: Vec<PersonView<'a>>,
    /// `human`, `machine` or `machine-reviewed`, for a translation that says how it was made.
    pub translation: Option<&'static str>,
    /// Where it comes from: its own source, else its original's.
    pub source: Option<SourceView<'a>>,
    /// Its picture.
    pub image: Option<ImageView<'a>>,
    /// Every edition of its story, itself among them, in the order of the languages; empty where
    /// there is one only.
    pub editions: Vec<EditionView<'a>>,
    /// The edition that it was translated from; none for an original, nor where that is not published.
    pub original: Option<EditionView<'a>>,
    /// Whether its original has changed since it was made.
    pub is_stale: bool,
    /// Whether its original has a correction that it lacks.
    pub is_uncorrected: bool,
    /// Whether its author would have it lead the home page: as its header says, else its original's.
    pub is_featured: bool,
    /// Whether lists show it.
    pub is_listed: bool,
    /// Whether it is shown only because the command asked for drafts.
    pub is_draft: bool,
    /// The free data of its header.
    pub extra: &'a serde_json::Map<String, serde_json::Value>,
}

/// A stretch of the calendar with its archive page.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodLink {
    /// Its name in the reader's language: `mars 2021`.
    pub name: String,
    /// Its name within the period above it: `mars`, `19`.
    pub short_name: String,
    /// Its archive page.
    pub url: String,
    /// How many articles it has.
    pub count: usize,
}

/// A heading of an article.
#[derive(Debug, Serialize)]
pub struct HeadingView<'a> {
    /// 2 to 6.
    pub level: u8,
    /// For a link to it.
    pub id: &'a str,
    /// Its text, without markup.
    pub text: &'a str,
}

/// A term with its page.
#[derive(Clone, Debug, Serialize)]
pub struct TermLink<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its page.
    pub url: String,
    /// How many articles it has.
    pub count: usize,
}

/// The place of an article in a series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesLink<'a> {
    /// The name of the series.
    pub name: &'a str,
    /// The page of the series.
    pub url: String,
    /// Which part the article is, from 1.
    pub number: usize,
    /// How many parts there are.
    pub count: usize,
}

/// A person or a desk.
#[derive(Debug, Serialize)]
pub struct PersonView<'a> {
    /// The name.
    pub name: &'a str,
    /// The page of the articles by this author, on this site.
    pub url: Option<String>,
    /// The address that the header gives.
    pub link: Option<&'a str>,
    /// What stands behind the name in a list of all of them: `, ` or ` et `; nothing at its end.
    pub separator: String,
}

/// What was put right after publication: one of `page.corrections`.
#[derive(Debug, Serialize)]
pub struct CorrectionView<'a> {
    /// When.
    pub date: Option<DateView>,
    /// What.
    pub note: &'a str,
}

/// Where an article comes from.
#[derive(Debug, Serialize)]
pub struct SourceView<'a> {
    /// Who published it; the host of its address, where nothing else was written.
    pub name: Option<&'a str>,
    /// Where.
    pub url: Option<&'a str>,
    /// When it appeared there.
    pub published: Option<DateView>,
    /// The language it was written in.
    pub lang: Option<&'a str>,
    /// The name of that language in itself, where it is known.
    pub language: Option<String>,
    /// `ltr` or `rtl`: of that language, or else of the page that names the source.
    pub dir: &'static str,
    /// Under which terms it may be used.
    pub license: Option<LicenseView>,
    /// Whether the article itself first appeared there, as it is or in another language, rather than
    /// only drawing on it.
    pub is_first_publication: bool,
}

/// The terms under which a text may be used.
#[derive(Debug, Serialize)]
pub struct LicenseView {
    /// What they are called.
    pub name: String,
    /// Where they can be read.
    pub url: Option<String>,
}

/// One language version of an article.
#[derive(Clone, Debug, Serialize)]
pub struct EditionView<'a> {
    /// Its language.
    pub lang: &'a str,
    /// The language's name in itself.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its page.
    pub url: String,
    /// Its headline.
    pub title: &'a str,
    /// Whether the others were made from it.
    pub is_original: bool,
    /// Whether it is this page.
    pub is_current: bool,
}

/// Where a list is cut: `list.pager`.
#[derive(Debug, Serialize)]
pub struct PagerView {
    /// Which page of the list this is, from 1.
    pub number: usize,
    /// How many pages the list has.
    pub count: usize,
    /// How many items the whole list has.
    pub items: usize,
    /// The position of its first item in the whole list, from 1.
    pub first_item: usize,
    /// The first page.
    pub first: String,
    /// The last page.
    pub last: String,
    /// The page of newer items.
    pub previous: Option<String>,
    /// The page of older items.
    pub next: Option<String>,
}

/// A year, month or day: `archive`.
#[derive(Debug, Serialize)]
pub struct ArchiveView {
    /// `year`, `month` or `day`.
    pub kind: &'static str,
    /// Its name: `mars 2021`.
    pub name: String,
    /// How many articles it has.
    pub count: usize,
    /// The periods that hold it, the year first.
    pub parents: Vec<PeriodLink>,
    /// The months of a year, the days of a month, the newest first.
    pub periods: Vec<PeriodLink>,
    /// The next newer period that has articles.
    pub newer: Option<PeriodLink>,
    /// The next older period that has articles.
    pub older: Option<PeriodLink>,
}

/// A year with its months: one of `years`.
#[derive(Debug, Serialize)]
pub struct YearView {
    /// The year.
    pub year: PeriodLink,
    /// Its months that have articles, the newest first.
    pub months: Vec<PeriodLink>,
}

/// The days of a month: `calendar`, or one of `calendars`.
#[derive(Debug, Serialize)]
pub struct CalendarView {
    /// The month with its year: `mars 2021`.
    pub name: String,
    /// The month alone: `mars`.
    pub short_name: String,
    /// The month's archive page.
    pub url: String,
    /// The days of the week, from the day that weeks begin with.
    pub weekdays: Vec<WeekdayView>,
    /// The weeks, each with seven places; one without a day is empty.
    pub weeks: Vec<Vec<Option<DayView>>>,
}

/// A day of the week, as the head of a column.
#[derive(Debug, Serialize)]
pub struct WeekdayView {
    /// A name that is short enough for a column: `ven.`, `خ`.
    pub short: String,
    /// Its name: `vendredi`.
    pub name: String,
}

/// A day of a calendar.
#[derive(Debug, Serialize)]
pub struct DayView {
    /// Its number in the language's digits.
    pub number: String,
    /// How many articles it has.
    pub count: usize,
    /// Its archive page, if it has articles.
    pub url: Option<String>,
    /// What the link says to those who do not see the calendar: `19 mars 2021 : 12 articles`.
    pub label: String,
    /// Whether it is the day of this page.
    pub is_current: bool,
}

/// The site's own search: `search`.
#[derive(Debug, Serialize)]
pub struct SearchView {
    /// What the script has to know, as JSON.
    pub settings: String,
    /// The file of the index that the script asks for first; none where the language has no article.
    pub index_url: Option<String>,
    /// What results can be narrowed down by, besides years.
    pub filters: Vec<SearchFilter>,
}

/// One of `search.filters`.
#[derive(Debug, Serialize)]
pub struct SearchFilter {
    /// Its name in addresses: `tag`.
    pub name: String,
    /// Its name in the reader's language.
    pub title: String,
}

/// A search engine of others that can look through this site: `engine`.
#[derive(Debug, Serialize)]
pub struct EngineView {
    /// Its name.
    pub name: &'static str,
    /// Where its form leads.
    pub action: &'static str,
    /// The site that it is to look through.
    pub site: String,
}

/// All terms of a taxonomy: `taxonomy`.
#[derive(Debug, Serialize)]
pub struct TaxonomyView<'a> {
    /// Its name in the settings.
    pub name: &'a str,
    /// Its name in the reader's language.
    pub title: String,
    /// How many terms it has.
    pub count: usize,
    /// The terms in the order of the language, by their first letter.
    pub groups: Vec<TermGroup<'a>>,
}

/// The terms that begin with one letter.
#[derive(Debug, Serialize)]
pub struct TermGroup<'a> {
    /// The letter.
    pub letter: String,
    /// Where the letter stands in the list, from 1: for a link to it.
    pub number: usize,
    /// The terms.
    pub terms: Vec<TermLink<'a>>,
}

/// A term: `term`.
#[derive(Debug, Serialize)]
pub struct TermView<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name of its taxonomy in the settings.
    pub taxonomy: &'a str,
    /// The name of its taxonomy in the reader's language.
    pub taxonomy_title: String,
    /// The page that lists all terms of the taxonomy.
    pub taxonomy_url: String,
    /// What it means.
    pub description: Option<&'a str>,
    /// How many articles it has.
    pub count: usize,
    /// Other spellings.
    pub other_names: &'a [String],
    /// The same term in the other languages.
    pub translations: Vec<TermTranslation<'a>>,
    /// The wider term.
    pub broader: Option<TermLink<'a>>,
    /// The terms that are part of it.
    pub narrower: Vec<TermLink<'a>>,
    /// For an author, the address that the newest header with one gives.
    pub link: Option<&'a str>,
    /// The host of that address, or the mail address, for the text of a link.
    pub link_name: Option<&'a str>,
}

/// A term in another language.
#[derive(Debug, Serialize)]
pub struct TermTranslation<'a> {
    /// The language.
    pub lang: &'a str,
    /// The language's name in itself.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The term's name there.
    pub name: &'a str,
    /// Its page.
    pub url: String,
}
