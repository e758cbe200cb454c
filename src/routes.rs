//! Where everything lives: the only maker of URLs.
//!
//! Other parts are given a [`UrlPath`]; they never join strings into one. [`Routes::href`] and
//! [`Routes::absolute`] put it under the base path for a reader.

use crate::config::{Config, Language, Taxonomy};
use crate::date::Date;
use crate::fingerprint::Fingerprint;
use crate::ids::LanguageId;
use crate::parse::{Page, PageKind};
use crate::path::{OutputPath, Slug, UrlPath, percent_encode};
use crate::permalink::PermalinkFields;
use crate::site::Period;

/// The folder of the search index.
pub const SEARCH_INDEX: &str = "search-index";

/// The files of an event, beside its page.
const EVENT_CALENDAR: &str = "event.ics";
const EVENT_DATA: &str = "event.json";
/// How much of a fingerprint stands in a name: a file of one name has few versions.
const FINGERPRINT_DIGITS: usize = 8;

/// The part of URLs of the feed of all languages.
const ALL_LANGUAGES: &str = "all";
/// The part of URLs before the archive documents of a feed.
const FEED_ARCHIVE: &str = "feeds";
/// What browsers read to search the site from their own field.
const SEARCH_DESCRIPTION: &str = "opensearch.xml";
/// The list of all feeds, which feed readers take.
const FEED_LIST: &str = "feeds.opml";
/// How feeds look in a browser. The name has no fingerprint: archive documents name it for good.
pub const FEED_STYLE: &str = "feed.css";
/// The folder of the data for other programs, with its version.
const API: [&str; 2] = ["api", "v1"];

/// Makes the URLs of one site.
#[derive(Clone, Copy, Debug)]
pub struct Routes<'a> {
    config: &'a Config,
}

impl<'a> Routes<'a> {
    /// The routes that `config` sets.
    #[must_use]
    pub fn new(config: &'a Config) -> Self {
        Self { config }
    }

    fn language(self, language: LanguageId) -> &'a Language {
        &self.config.languages[language]
    }

    /// A folder below a language's own, from parts that were checked.
    fn below(self, language: LanguageId, parts: &[&str]) -> UrlPath {
        let prefix = &*self.language(language).prefix;
        let parts = std::iter::once(prefix).filter(|prefix| !prefix.is_empty()).chain(parts.iter().copied());
        UrlPath::folder(parts).expect("prefixes, slugs and numbers are checked when they are made")
    }

    /// The home page of a language.
    #[must_use]
    pub fn home(self, language: LanguageId) -> UrlPath {
        self.below(language, &[])
    }

    /// An article: the URL that its header gives, or one by the permalink pattern.
    ///
    /// # Errors
    ///
    /// Says which part cannot stand in a URL.
    pub fn article(self, page: &Page, date: Option<&Date>) -> Result<UrlPath, String> {
        self.article_below(&self.language(page.language).prefix, page, date)
    }

    fn article_below(self, prefix: &str, page: &Page, date: Option<&Date>) -> Result<UrlPath, String> {
        if let Some(path) = &page.front_matter.path {
            return UrlPath::parse(&path.value).map_err(|why| format!("the path `{}` {why}", path.value));
        }
        let slug = match &page.front_matter.slug {
            None => page.slug.to_string(),
            // Some archives write several parts as the slug.
            Some(written) if written.value.contains('/') => {
                let parts: Result<Vec<Slug>, String> =
                    written.value.split('/').filter(|part| !part.is_empty()).map(Slug::parse).collect();
                let parts = parts.map_err(|why| format!("the slug `{}` {why}", written.value))?;
                parts.iter().map(Slug::as_str).collect::<Vec<_>>().join("/")
            }
            Some(written) => Slug::parse(&written.value)
                .map_err(|why| format!("the slug `{}` {why}", written.value))?
                .to_string(),
        };
        self.config.permalink.url(&PermalinkFields {
            lang: prefix,
            date: date.map(Date::day),
            slug: &slug,
            section: &page.section,
        })
    }

    /// The list page of a folder.
    ///
    /// # Errors
    ///
    /// Says which part of the folder's name cannot stand in a URL.
    pub fn section(self, page: &Page) -> Result<UrlPath, String> {
        if let Some(path) = &page.front_matter.path {
            return UrlPath::parse(&path.value).map_err(|why| format!("the path `{}` {why}", path.value));
        }
        let parts: Vec<&str> = page.section.split('/').filter(|part| !part.is_empty()).collect();
        Ok(self.below(page.language, &parts))
    }

    /// The address that an article or section of the default language would have below its prefix,
    /// where that is to lead to its place at the root.
    #[must_use]
    pub fn prefixed(self, page: &Page, date: Option<&Date>) -> Option<UrlPath> {
        let prefix = self.config.redirected_prefix.as_deref()?;
        if page.language != LanguageId::DEFAULT || page.front_matter.path.is_some() {
            return None;
        }
        match page.kind {
            PageKind::Article => self.article_below(prefix, page, date).ok(),
            PageKind::Section => {
                let parts = page.section.split('/').filter(|part| !part.is_empty());
                UrlPath::folder(std::iter::once(prefix).chain(parts)).ok()
            }
        }
    }

    /// The same for the home page of the default language.
    #[must_use]
    pub fn prefixed_home(self) -> Option<UrlPath> {
        UrlPath::folder([self.config.redirected_prefix.as_deref()?]).ok()
    }

    /// The language of an address, by its first part; the default language where that is no prefix.
    #[must_use]
    pub fn language_of(self, url: &UrlPath) -> LanguageId {
        let first = url.parts().next().unwrap_or("");
        let mut languages = self.config.languages.enumerate().filter(|(_, one)| !one.prefix.is_empty());
        languages.find(|(_, one)| one.prefix == first).map_or(LanguageId::DEFAULT, |(id, _)| id)
    }

    /// The page that lists all terms of a taxonomy.
    #[must_use]
    pub fn taxonomy(self, taxonomy: &Taxonomy, language: LanguageId) -> UrlPath {
        self.below(language, &[taxonomy.slug.get(language).as_str()])
    }

    /// The page of a term.
    #[must_use]
    pub fn term(self, taxonomy: &Taxonomy, language: LanguageId, slug: &Slug) -> UrlPath {
        self.below(language, &[taxonomy.slug.get(language).as_str(), slug.as_str()])
    }

    /// The page that lists all years.
    #[must_use]
    pub fn archive_index(self, language: LanguageId) -> UrlPath {
        self.below(language, &[self.config.slugs.archive.get(language).as_str()])
    }

    /// The page for finding articles.
    #[must_use]
    pub fn search(self, language: LanguageId) -> UrlPath {
        self.below(language, &[self.config.slugs.search.get(language).as_str()])
    }

    /// What browsers read to search a language from their own field.
    ///
    /// # Panics
    ///
    /// Not for this name.
    #[must_use]
    pub fn search_description(self, language: LanguageId) -> UrlPath {
        self.home(language).file(SEARCH_DESCRIPTION).expect("the name is plain")
    }

    /// The address of a search, whole, with `{searchTerms}` in place of what is searched for.
    #[must_use]
    pub fn search_template(self, language: LanguageId) -> String {
        format!("{}?q={{searchTerms}}", self.absolute(&self.search(language)))
    }

    /// The page on which a reader chooses a language.
    #[must_use]
    pub fn languages(self, language: LanguageId) -> UrlPath {
        self.below(language, &[self.config.slugs.languages.get(language).as_str()])
    }

    /// The page that lists all news events.
    #[must_use]
    pub fn events(self, language: LanguageId) -> UrlPath {
        self.below(language, &[self.config.slugs.events.get(language).as_str()])
    }

    /// The page of a news event.
    #[must_use]
    pub fn event(self, language: LanguageId, slug: &Slug) -> UrlPath {
        self.below(language, &[self.config.slugs.events.get(language).as_str(), slug.as_str()])
    }

    /// The calendar file of the event whose page is `event`.
    ///
    /// # Panics
    ///
    /// Not for this name.
    #[must_use]
    pub fn event_calendar(self, event: &UrlPath) -> UrlPath {
        event.file(EVENT_CALENDAR).expect("the name is plain")
    }

    /// The data file of the event whose page is `event`.
    ///
    /// # Panics
    ///
    /// Not for this name.
    #[must_use]
    pub fn event_data(self, event: &UrlPath) -> UrlPath {
        event.file(EVENT_DATA).expect("the name is plain")
    }

    /// The page that lists all corrections.
    #[must_use]
    pub fn corrections(self, language: LanguageId) -> UrlPath {
        self.below(language, &[self.config.slugs.corrections.get(language).as_str()])
    }

    /// The page that says how to follow the site.
    #[must_use]
    pub fn follow(self, language: LanguageId) -> UrlPath {
        self.below(language, &[self.config.slugs.follow.get(language).as_str()])
    }

    /// The folder of the feed of all languages.
    ///
    /// # Panics
    ///
    /// Not for this name.
    #[must_use]
    pub fn all_languages(self) -> UrlPath {
        UrlPath::folder([ALL_LANGUAGES]).expect("the name is plain")
    }

    /// The feed of a list, by the name of its file. The list may be found at a file itself, such as
    /// `/news.html`: its feed is then in a folder of that name.
    ///
    /// # Panics
    ///
    /// Not for names that the settings have checked.
    #[must_use]
    pub fn feed(self, list: &UrlPath, name: &str) -> UrlPath {
        feed_folder(list).file(name).expect("names of feeds are checked with the settings")
    }

    /// The `number`th archive document, from 1, of what a feed has brought in a year.
    ///
    /// # Panics
    ///
    /// Not for a URL, whose parts were checked when it was made.
    #[must_use]
    pub fn feed_archive(self, list: &UrlPath, year: i16, number: usize) -> UrlPath {
        let folder = feed_folder(list);
        let parts = folder.as_str().split('/').filter(|part| !part.is_empty());
        let folder = UrlPath::folder(parts.chain([FEED_ARCHIVE])).expect("the parts of a URL are checked");
        folder.file(&format!("{year:04}-{number}.xml")).expect("the name is plain")
    }

    /// The list of all feeds, which feed readers take.
    ///
    /// # Panics
    ///
    /// Not for this name.
    #[must_use]
    pub fn feed_list(self) -> UrlPath {
        UrlPath::root().file(FEED_LIST).expect("the name is plain")
    }

    /// How feeds look in a browser.
    ///
    /// # Panics
    ///
    /// Not for this name.
    #[must_use]
    pub fn feed_style(self) -> UrlPath {
        UrlPath::root().file(FEED_STYLE).expect("the name is plain")
    }

    /// The name by which feeds know an article, for good (a `tag:` URI, RFC 4151): the one that its
    /// header gives, else one made from the path at which it was first published. That is the
    /// first of its aliases, or where it has none, its own.
    #[must_use]
    pub fn tag(self, page: &Page, url: &UrlPath) -> String {
        let authority = &self.config.feeds.tag_authority;
        if let Some(id) = &page.front_matter.id {
            let id = id.value.trim();
            let is_whole = ["tag:", "urn:", "http:", "https:"].iter().any(|scheme| id.starts_with(scheme));
            return if is_whole { whole_id(id) } else { format!("tag:{authority}:{}", percent_encode(id)) };
        }
        let first = page.front_matter.aliases.first().and_then(|alias| UrlPath::parse(&alias.value).ok());
        format!("tag:{authority}:{}", first.as_ref().unwrap_or(url).encoded())
    }

    /// The name of a feed, by the list that it is of.
    #[must_use]
    pub fn feed_tag(self, list: &UrlPath) -> String {
        format!("tag:{}:feed:{}", self.config.feeds.tag_authority, list.encoded())
    }

    /// The page of a year, a month or a day.
    #[must_use]
    pub fn period(self, language: LanguageId, period: Period) -> UrlPath {
        let mut parts = vec![format!("{:04}", period.year)];
        parts.extend(period.month.map(|month| format!("{month:02}")));
        parts.extend(period.day.map(|day| format!("{day:02}")));
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        self.below(language, &parts)
    }

    /// The `number`th page of a language's list that starts at `first`.
    ///
    /// # Panics
    ///
    /// Not for a URL, whose parts were checked when it was made.
    #[must_use]
    pub fn pager(self, language: LanguageId, first: &UrlPath, number: usize) -> UrlPath {
        if number <= 1 {
            return first.clone();
        }
        let number = number.to_string();
        let word = self.config.slugs.page.get(language).as_str();
        let parts = first.as_str().split('/').filter(|part| !part.is_empty());
        UrlPath::folder(parts.chain([word, &number])).expect("the parts of a URL are checked already")
    }

    /// The place of a file that is copied from the content folder, by its path there. Parts that
    /// no URL can hold are made into slugs.
    ///
    /// # Errors
    ///
    /// Says which part cannot stand in a URL even so.
    pub fn asset(self, path: &str) -> Result<OutputPath, String> {
        let parts: Vec<String> = path.split('/').map(asset_part).collect();
        OutputPath::parse(&parts.join("/"))
    }

    /// The place of a file by a name with the start of its fingerprint in it: `/style.0f3a9c21.css`.
    ///
    /// # Errors
    ///
    /// Says why the name cannot stand in a URL, such as for its length.
    pub fn fingerprinted(self, output: &OutputPath, fingerprint: &Fingerprint) -> Result<OutputPath, String> {
        let digits = fingerprint.digits(FINGERPRINT_DIGITS);
        let path = output.as_str();
        let name_start = path.rfind('/').map_or(0, |slash| slash + 1);
        OutputPath::parse(&match path[name_start..].rfind('.') {
            Some(dot) => {
                let (stem, extension) = path.split_at(name_start + dot);
                format!("{stem}.{digits}{extension}")
            }
            None => format!("{path}.{digits}"),
        })
    }

    /// The place of a smaller size of a picture, beside it: `curve-480w.webp`, with
    /// the extension of its format; with that of the picture in its name too,
    /// `curve.png-480w.webp`, where another has the same name without.
    ///
    /// # Errors
    ///
    /// The name would be too long.
    pub fn variant(
        self,
        picture: &OutputPath,
        width: u32,
        extension: &str,
        with_extension: bool,
    ) -> Result<OutputPath, String> {
        let picture = picture.as_str();
        let end = picture.rfind('.').filter(|_| !with_extension).unwrap_or(picture.len());
        OutputPath::parse(&format!("{}-{width}w.{extension}", &picture[..end]))
    }

    /// The list of all lists of pages, for search engines.
    #[must_use]
    pub fn sitemap_index(self) -> UrlPath {
        at_top("sitemap.xml")
    }

    /// A list of pages for search engines: what it holds, in a word, and which of several it is. It
    /// lies at the top, since it may only list what lies below its own folder.
    #[must_use]
    pub fn sitemap(self, language: LanguageId, scope: &str, number: usize) -> UrlPath {
        let tag = self.language(language).tag.as_str();
        let number = if number > 1 { format!("-{number}") } else { String::new() };
        at_top(&format!("sitemap-{tag}-{scope}{number}.xml"))
    }

    /// The list of the newest articles, for Google News.
    #[must_use]
    pub fn news_sitemap(self) -> UrlPath {
        at_top("sitemap-news.xml")
    }

    /// What crawlers ask for first.
    #[must_use]
    pub fn robots(self) -> UrlPath {
        at_top("robots.txt")
    }

    /// A file of the search index of a language.
    ///
    /// # Panics
    ///
    /// Not for the names that the index has.
    #[must_use]
    pub fn search_file(self, language: LanguageId, name: &str) -> OutputPath {
        let tag = self.language(language).tag.as_str();
        OutputPath::parse(&format!("{SEARCH_INDEX}/{tag}/{name}")).expect("the name is plain")
    }

    /// The first document of the data for other programs.
    #[must_use]
    pub fn api_index(self) -> UrlPath {
        api_file(&UrlPath::root(), "index.json")
    }

    /// What the data for other programs has in a language.
    #[must_use]
    pub fn api_language(self, language: LanguageId) -> UrlPath {
        api_file(&UrlPath::root(), &format!("index-{}.json", self.language(language).tag.as_str()))
    }

    /// The `number`th document of a list of a language, of `articles`, `terms` or `events`.
    #[must_use]
    pub fn api_list(self, language: LanguageId, list: &str, number: usize) -> UrlPath {
        let tag = self.language(language).tag.as_str();
        api_file(&UrlPath::root(), &format!("{list}-{tag}-{number}.json"))
    }

    /// What the page at `page` shows, as data.
    #[must_use]
    pub fn api_document(self, page: &UrlPath) -> UrlPath {
        api_file(page, "index.json")
    }

    /// The `number`th list of the articles that the page at `page` is about.
    #[must_use]
    pub fn api_articles(self, page: &UrlPath, number: usize) -> UrlPath {
        api_file(page, &format!("articles-{number}.json"))
    }

    /// The page that is shown for an address without a page.
    ///
    /// # Panics
    ///
    /// Not for this name.
    #[must_use]
    pub fn not_found(self) -> UrlPath {
        UrlPath::parse_readable("/404.html").expect("the name is plain")
    }

    /// The value of `href` on this site: the path with the base path before it.
    #[must_use]
    pub fn href(self, url: &UrlPath) -> String {
        let mut href = String::with_capacity(self.config.base_url.path.len() + url.as_str().len());
        href.push_str(&self.config.base_url.path);
        href.push_str(&url.encoded()[1..]);
        href
    }

    /// The whole URL, with scheme and host.
    #[must_use]
    pub fn absolute(self, url: &UrlPath) -> String {
        format!("{}{}", self.config.base_url.origin, self.href(url))
    }
}

/// A URI that an author wrote, without what no URI may hold.
fn whole_id(id: &str) -> String {
    let parts = id.split_inclusive(['%', '?', '#']);
    parts
        .map(|part| match part.char_indices().next_back() {
            Some((at, mark @ ('%' | '?' | '#'))) => format!("{}{mark}", percent_encode(&part[..at])),
            _ => percent_encode(part).into_owned(),
        })
        .collect()
}

/// The folder of a list's feeds.
fn feed_folder(list: &UrlPath) -> UrlPath {
    let path = list.as_str();
    let path = path.strip_suffix('/').unwrap_or_else(|| path.rsplit_once('.').map_or(path, |(stem, _)| stem));
    UrlPath::folder(path.split('/').filter(|part| !part.is_empty()))
        .expect("the parts of a URL are checked already")
}

/// A file at the top of the site, whose name is the tool's own.
fn at_top(name: &str) -> UrlPath {
    UrlPath::root().file(name).expect("the name is plain")
}

/// A file of the data for other programs, in the folder that stands for the page at `page`.
fn api_file(page: &UrlPath, name: &str) -> UrlPath {
    let parts = page.as_str().split('/').filter(|part| !part.is_empty());
    let folder =
        UrlPath::folder(API.into_iter().chain(parts)).expect("the parts of a URL are checked already");
    folder.file(name).expect("the name is plain")
}

/// One part of the URL of a copied file: as it is where that can stand, else as a slug.
fn asset_part(part: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let composed: String = part.nfc().collect();
    if crate::path::check_segment(&composed).is_ok() {
        return composed;
    }
    let (stem, extension) = composed.rsplit_once('.').unwrap_or((&composed, ""));
    let stem = Slug::from_text(stem).map_or_else(|| "file".to_owned(), |slug| slug.to_string());
    match Slug::from_text(extension) {
        Some(extension) => format!("{stem}.{extension}"),
        None => stem,
    }
}
