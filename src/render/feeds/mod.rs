//! Feeds: what is new, for programs of readers.
//!
//! 1. [`item`] gathers what all formats say of an item; [`content`] makes its text fit for readers
//!    that know nothing of this site.
//! 2. [`atom`], [`rss`] and [`json`] write it, each the same in every feed: so an item is written
//!    once, and kept up to a bound.
//! 3. A document puts the items together, and stays below a size: see [`fit`].
//!
//! Nothing here depends on the moment of the build: the bytes of a feed change when an article does.

mod atom;
mod content;
mod item;
mod json;
mod opml;
mod rss;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::config::FeedFormat;
use crate::date::Date;
use crate::ids::{FeedId, Id, IdVec, LanguageId, PageId};
use crate::path::UrlPath;
use crate::site::{Feed, FeedItem, FeedScope};
use crate::xml::Xml;

use super::Renderer;
use super::views::FeedLink;

/// Media RSS, for pictures.
const MEDIA: &str = "http://search.yahoo.com/mrss/";

/// The most bytes of a document. JSON Feed calls more a burden, and some readers refuse it.
const DOCUMENT_BYTES_MAX: usize = 1_000_000;

/// The most bytes of written items that are kept for other feeds.
const KEPT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Static files that can stand for the site in a reader, the best first.
const ICONS: [&str; 2] = ["icon.png", "icon.svg"];

/// What stands above the items of a document.
struct Document<'a> {
    id: String,
    title: String,
    description: &'a str,
    lang: &'a str,
    /// Where the document is.
    own: String,
    format: FeedFormat,
    home: String,
    /// The page that says what a feed is, and these words for it.
    follow: String,
    notice: String,
    publisher: &'a str,
    publisher_url: String,
    updated: Date,
    style: String,
    icon: Option<String>,
    hub: Option<&'a str>,
    /// The archive documents before and behind it.
    previous: Option<String>,
    next: Option<String>,
    /// Of an archive document, the feed that it is of.
    current: Option<(FeedFormat, String)>,
}

impl Document<'_> {
    /// The links that tell programs of other documents.
    fn links(&self, xml: &mut Xml, name: &str) {
        let mut link = |rel: &str, format: FeedFormat, href: &str| {
            xml.empty(name, &[("rel", rel), ("type", format.media_type()), ("href", href)]);
        };
        link("self", self.format, &self.own);
        if let Some((format, current)) = &self.current {
            link("current", *format, current);
        }
        // Archives are in Atom, whatever leads to them: the names of items are the same.
        if let Some(previous) = &self.previous {
            link("prev-archive", FeedFormat::Atom, previous);
        }
        if let Some(next) = &self.next {
            link("next-archive", FeedFormat::Atom, next);
        }
        if let Some(hub) = &self.hub {
            xml.empty(name, &[("rel", "hub"), ("href", hub)]);
        }
    }
}

/// Items as they are written in each format.
pub(super) struct WrittenItems {
    by_page: IdVec<PageId, [OnceLock<Arc<str>>; FeedFormat::ALL.len()]>,
    bytes: AtomicUsize,
}

impl WrittenItems {
    /// Room for the items of so many pages.
    pub(super) fn new(n_pages: usize) -> Self {
        let by_page = (0..n_pages).map(|_| std::array::from_fn(|_| OnceLock::new())).collect();
        Self { by_page, bytes: AtomicUsize::new(0) }
    }
}

impl<'a> Renderer<'a> {
    /// A feed in one of its formats.
    pub(super) fn feed(&self, id: FeedId, format: FeedFormat) -> Vec<u8> {
        let feed = &self.site.feeds[id];
        let previous = feed.archives.last().map(|archive| self.routes.absolute(&archive.url));
        let document = Document {
            own: self.feed_address(feed, format),
            format,
            icon: self.icon(),
            hub: self.site.config.feeds.hub.as_deref(),
            previous,
            ..self.document(feed, &feed.items)
        };
        self.written(&document, &feed.items, true)
    }

    /// An archive document of a feed.
    pub(super) fn feed_archive(&self, id: FeedId, index: usize) -> Vec<u8> {
        let feed = &self.site.feeds[id];
        let archive = &feed.archives[index];
        let at = |index: usize| feed.archives.get(index).map(|archive| self.routes.absolute(&archive.url));
        let current = feed.addresses.first().map(|(format, url)| (*format, self.routes.absolute(url)));
        let document = Document {
            own: self.routes.absolute(&archive.url),
            previous: index.checked_sub(1).and_then(at),
            // A link that came with the next document would change this one. The first two come
            // together, and one link a document must have.
            next: if index == 0 { at(1) } else { None },
            current,
            ..self.document(feed, &archive.items)
        };
        self.written(&document, &archive.items, false)
    }

    /// What all documents of a feed say of it.
    fn document(&self, feed: &'a Feed, items: &[FeedItem]) -> Document<'a> {
        let config = &self.site.config;
        let language = feed.language.unwrap_or(LanguageId::DEFAULT);
        let moments = items.iter().filter_map(|item| self.moments(*item));
        let updated = moments.map(|(_, updated)| updated).max_by_key(|updated| updated.instant);
        Document {
            id: self.routes.feed_tag(&feed.list),
            title: self.feed_title(feed),
            description: self.feed_description(feed),
            lang: config.languages[language].tag.as_str(),
            own: String::new(),
            format: FeedFormat::Atom,
            home: self.routes.absolute(&feed.home),
            follow: self.routes.absolute(&self.routes.follow(language)),
            notice: self.interface(language).text("feed_notice"),
            publisher: config.title.get(language),
            publisher_url: self.routes.absolute(&self.routes.home(language)),
            updated: updated.expect("a feed has items, and all of them a date"),
            style: self.routes.absolute(&self.routes.feed_style()),
            icon: None,
            hub: None,
            previous: None,
            next: None,
            current: None,
        }
    }

    /// A document with its items.
    fn written(&self, document: &Document<'_>, items: &[FeedItem], is_kept: bool) -> Vec<u8> {
        let brief = |item: FeedItem| self.write_item(item, document.format, true).into();
        let whole: Vec<Arc<str>> =
            items.iter().map(|item| self.written_item(*item, document.format, is_kept)).collect();
        let whole = fit(whole, |index| brief(items[index]));
        match document.format {
            FeedFormat::Atom => atom::document(document, &whole),
            FeedFormat::Rss => rss::document(document, &whole),
            FeedFormat::Json => json::document(document, &whole),
        }
    }

    /// An item in a format: made once for all feeds that bring it, as far as there is room. Archive
    /// documents take what is there and keep nothing: hardly anything stands in two of them.
    fn written_item(&self, item: FeedItem, format: FeedFormat, is_kept: bool) -> Arc<str> {
        let FeedItem::Article(page) = item else { return self.write_item(item, format, false).into() };
        let place = &self.written_items.by_page[page][format as usize];
        if let Some(written) = place.get() {
            return written.clone();
        }
        let written: Arc<str> = self.write_item(item, format, false).into();
        let bytes = &self.written_items.bytes;
        if is_kept && bytes.fetch_add(written.len(), Ordering::Relaxed) < KEPT_BYTES_MAX {
            return place.get_or_init(|| written).clone();
        }
        written
    }

    fn write_item(&self, item: FeedItem, format: FeedFormat, is_brief: bool) -> String {
        let Some(item) = self.item(item, is_brief) else { return String::new() };
        match format {
            FeedFormat::Atom => atom::entry(&item),
            FeedFormat::Rss => rss::item(&item),
            FeedFormat::Json => json::item(&item),
        }
    }

    fn feed_address(&self, feed: &Feed, format: FeedFormat) -> String {
        let address = feed.addresses.iter().find(|(other, _)| *other == format);
        address.map_or_else(String::new, |(_, url)| self.routes.absolute(url))
    }

    /// What a feed is called, in readers and in the heads of pages: different for each.
    pub(super) fn feed_title(&self, feed: &Feed) -> String {
        let config = &self.site.config;
        let language = feed.language.unwrap_or(LanguageId::DEFAULT);
        let interface = self.interface(language);
        let mut title = config.title.get(language).to_owned();
        let of = match feed.scope {
            FeedScope::All | FeedScope::Language(_) => None,
            FeedScope::Corrections(_) => Some(interface.text("corrections")),
            FeedScope::Section(section) => {
                Some(self.site.pages[self.site.sections[section].page].title.to_string())
            }
            FeedScope::Term(term) => Some(self.site.terms[term].name.clone()),
            FeedScope::Event(event, language) => {
                Some(self.site.events[event].definition.name.get(language).0.to_owned())
            }
        };
        if let Some(of) = of {
            title = format!("{of} – {title}");
        }
        match feed.language {
            None => format!("{title} ({})", interface.text("feed_all_languages")),
            Some(language) if config.languages.len() > 1 => {
                format!("{title} ({})", config.languages[language].name)
            }
            Some(_) => title,
        }
    }

    fn feed_description(&self, feed: &'a Feed) -> &'a str {
        let config = &self.site.config;
        match feed.scope {
            FeedScope::All => config.description.get(LanguageId::DEFAULT),
            FeedScope::Language(language) | FeedScope::Corrections(language) => {
                config.description.get(language)
            }
            FeedScope::Section(section) => {
                super::page::summary(&self.site.pages[self.site.sections[section].page])
            }
            FeedScope::Term(term) => self.site.terms[term].description.as_deref().unwrap_or(""),
            FeedScope::Event(event, language) => {
                let description = self.site.events[event].definition.description.as_ref();
                description.map_or("", |description| description.get(language).0)
            }
        }
    }

    /// The picture that stands for the site, square.
    fn icon(&self) -> Option<String> {
        let find = |name: &str| self.site.statics.iter().find(|file| file.output.as_str() == name);
        let file = ICONS.into_iter().find_map(find)?;
        Some(self.routes.absolute(&UrlPath::of_file(file.best())))
    }

    /// The feeds that a page names for programs: first those of what it shows, then those of its
    /// language.
    pub(super) fn head_feeds(&self, language: LanguageId, own: Option<FeedScope>) -> Vec<FeedLink> {
        let scopes = own.into_iter().chain([FeedScope::Language(language)]);
        let feeds = scopes.filter_map(|scope| self.site.feed_of(scope)).map(|feed| &self.site.feeds[feed]);
        feeds.flat_map(|feed| self.feed_links(feed)).collect()
    }

    /// The addresses of a feed, each with a name of its own.
    pub(super) fn feed_links(&self, feed: &Feed) -> Vec<FeedLink> {
        let title = self.feed_title(feed);
        let link = |(format, url): &(FeedFormat, UrlPath)| FeedLink {
            name: format.title(),
            r#type: format.media_type(),
            title: format!("{title} – {}", format.title()),
            url: self.routes.absolute(url),
        };
        feed.addresses.iter().map(link).collect()
    }

    /// The list of all feeds.
    pub(super) fn feed_list(&self) -> Vec<u8> {
        let site = self.site;
        let entry = |feed: &Feed| {
            let language = feed.language.unwrap_or(LanguageId::DEFAULT);
            opml::Entry {
                title: self.feed_title(feed),
                url: feed.addresses.first().map_or_else(String::new, |(_, url)| self.routes.absolute(url)),
                home: self.routes.absolute(&feed.home),
                lang: site.config.languages[language].tag.as_str().to_owned(),
            }
        };
        let group = |title: String, feeds: Vec<&Feed>| opml::Group {
            title,
            groups: Vec::new(),
            feeds: feeds.into_iter().map(entry).collect(),
        };
        let mut groups: Vec<opml::Group> = Vec::new();
        if let Some(all) = site.feed_of(FeedScope::All) {
            let title = self.interface(LanguageId::DEFAULT).text("feed_all_languages");
            groups.push(group(title, vec![&site.feeds[all]]));
        }
        for (language, settings) in site.config.languages.enumerate() {
            let main = self.feeds_of(language, |scope| {
                matches!(scope, FeedScope::Language(_) | FeedScope::Corrections(_) | FeedScope::Section(_))
            });
            groups.push(opml::Group {
                groups: self
                    .event_feeds(language)
                    .into_iter()
                    .chain(self.term_feeds(language))
                    .map(|(title, feeds)| group(title, feeds))
                    .collect(),
                ..group(settings.name.clone(), main)
            });
        }
        let items = site.feeds.iter().flat_map(|feed| &feed.items);
        let moments = items.filter_map(|item| self.moments(*item)).map(|(_, updated)| updated);
        let updated = moments.max_by_key(|updated| updated.instant);
        opml::document(site.config.title.get(LanguageId::DEFAULT), updated, &groups)
    }

    /// The feeds of a language that tell of what `is_wanted` says.
    pub(super) fn feeds_of(
        &self,
        language: LanguageId,
        is_wanted: impl Fn(FeedScope) -> bool,
    ) -> Vec<&'a Feed> {
        let feeds = self.site.feeds.iter();
        feeds.filter(|feed| feed.language == Some(language) && is_wanted(feed.scope)).collect()
    }

    /// The feeds of a language's events, if it has any, with the name of them all.
    pub(super) fn event_feeds(&self, language: LanguageId) -> Option<(String, Vec<&'a Feed>)> {
        let feeds = self.feeds_of(language, |scope| matches!(scope, FeedScope::Event(..)));
        (!feeds.is_empty()).then(|| (self.interface(language).text("events"), feeds))
    }

    /// The feeds of a language's terms by taxonomy, each taxonomy by its name in that language.
    pub(super) fn term_feeds(&self, language: LanguageId) -> Vec<(String, Vec<&'a Feed>)> {
        let site = self.site;
        let of_terms = self.feeds_of(language, |scope| matches!(scope, FeedScope::Term(_)));
        let of = |index: usize| {
            let of_taxonomy = |feed: &&&Feed| match feed.scope {
                FeedScope::Term(term) => site.terms[term].taxonomy.index() == index,
                _ => false,
            };
            of_terms.iter().filter(of_taxonomy).copied().collect()
        };
        let taxonomies = site.config.taxonomies.iter().enumerate();
        taxonomies
            .map(|(index, taxonomy)| (self.interface(language).taxonomy_title(&taxonomy.name), of(index)))
            .filter(|(_, feeds): &(String, Vec<&Feed>)| !feeds.is_empty())
            .collect()
    }
}

/// The items of a document that is not too large: where all of them whole would be, the longest are
/// brief. Which they are depends on nothing but the items, and no item is left out.
fn fit(mut items: Vec<Arc<str>>, brief: impl Fn(usize) -> Arc<str>) -> Vec<Arc<str>> {
    // What stands above the items, and between them, is small.
    let mut bytes = 16 * 1024 + items.iter().map(|item| item.len() + 2).sum::<usize>();
    if bytes <= DOCUMENT_BYTES_MAX {
        return items;
    }
    let mut longest: Vec<usize> = (0..items.len()).collect();
    // Stable: of equal ones, the older first.
    longest.reverse();
    longest.sort_by_key(|index| std::cmp::Reverse(items[*index].len()));
    for index in longest {
        let brief = brief(index);
        bytes = bytes - items[index].len() + brief.len();
        items[index] = brief;
        if bytes <= DOCUMENT_BYTES_MAX {
            break;
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_items_are_brief_where_a_document_would_be_too_large() {
        let item = |bytes: usize| -> Arc<str> { "x".repeat(bytes).into() };
        let lengths = |items: &[usize]| -> Vec<usize> {
            let items = items.iter().map(|bytes| item(*bytes)).collect();
            fit(items, |_| item(10)).iter().map(|item| item.len()).collect()
        };
        assert_eq!(lengths(&[400_000, 500_000]), [400_000, 500_000]);
        assert_eq!(lengths(&[400_000, 300_000, 400_000]), [400_000, 300_000, 10]);
        assert_eq!(lengths(&[2_000_000]), [10]);
    }
}
