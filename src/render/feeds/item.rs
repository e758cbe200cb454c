//! One thing that feeds tell, in no format yet.

use crate::config::FeedContent;
use crate::date::Date;
use crate::front_matter::TranslationMethod;
use crate::html::{push_attribute, push_escaped, strip_forbidden};
use crate::ids::PageId;
use crate::markdown::{RawHtml, harmless};
use crate::parse::Page;
use crate::site::{FeedItem, Relations};

use super::super::Renderer;
use super::super::body::BodyWriter;
use super::super::interface::Interface;
use super::super::page::summary;
use super::super::views::{ImageView, SourceView};
use super::content;

/// What every format says of an item.
pub(super) struct Item<'a> {
    /// Its name for good, whatever becomes of its address.
    pub id: String,
    /// Its page.
    pub url: String,
    pub title: String,
    pub lang: &'a str,
    pub published: Date,
    pub updated: Date,
    pub authors: Vec<Author<'a>>,
    pub translators: Vec<Author<'a>>,
    /// The names of its terms, but for those of authors; without commas, at which readers would
    /// take them apart.
    pub terms: Vec<String>,
    /// Plain text; may be empty.
    pub summary: &'a str,
    /// All of it as HTML, unless the summary is to do.
    pub content: Option<String>,
    pub image: Option<ImageView<'a>>,
    /// Its other editions.
    pub translations: Vec<Translation<'a>>,
}

pub(super) struct Author<'a> {
    pub name: &'a str,
    pub url: Option<String>,
}

pub(super) struct Translation<'a> {
    pub lang: &'a str,
    pub dir: &'static str,
    pub language: &'a str,
    pub title: &'a str,
    pub url: String,
}

/// When a page was last changed: never before it was published.
fn updated(relations: &Relations, published: Date) -> Date {
    let changed = relations.modified.filter(|changed| changed.instant > published.instant);
    changed.unwrap_or(published)
}

impl<'a> Renderer<'a> {
    /// The moments at which an item was published and last changed. Items of feeds have a date.
    pub(super) fn moments(&self, item: FeedItem) -> Option<(Date, Date)> {
        match item {
            FeedItem::Article(page) => {
                let published = self.site.relations[page].date?;
                Some((published, updated(&self.site.relations[page], published)))
            }
            FeedItem::Correction(page, index) => {
                let date = self.site.pages[page].front_matter.corrections.get(index)?.date?;
                Some((date, date))
            }
        }
    }

    /// An item with its content, or with what is brief enough for any feed.
    pub(super) fn item(&self, item: FeedItem, is_brief: bool) -> Option<Item<'a>> {
        let (published, updated) = self.moments(item)?;
        let is_full = !is_brief && self.site.config.feeds.content == FeedContent::Full;
        let (FeedItem::Article(id) | FeedItem::Correction(id, _)) = item;
        let page = &self.site.pages[id];
        let relations = &self.site.relations[id];
        let common = Item {
            id: self.routes.tag(page, &relations.url),
            url: self.routes.absolute(&relations.url),
            title: page.title.to_string(),
            lang: self.site.config.languages[page.language].tag.as_str(),
            published,
            updated,
            authors: self.feed_authors(id),
            translators: Vec::new(),
            terms: Vec::new(),
            summary: "",
            content: None,
            image: None,
            translations: Vec::new(),
        };
        match item {
            FeedItem::Article(_) => {
                let translations = self.feed_translations(id);
                let header = &page.front_matter;
                let translators = header.translators.iter();
                Some(Item {
                    translators: translators
                        .map(|person| Author { name: &person.name, url: person.url.clone() })
                        .collect(),
                    terms: self.feed_terms(relations),
                    summary: summary(page),
                    content: is_full.then(|| self.feed_content(id, &translations)),
                    image: self.image(id),
                    translations,
                    ..common
                })
            }
            FeedItem::Correction(_, index) => {
                let correction = page.front_matter.corrections.get(index)?;
                Some(Item {
                    id: format!("{}#{}", common.id, correction_name(page, index)),
                    title: self
                        .interface(page.language)
                        .text_with("feed_correction", &[("title", &page.title)]),
                    summary: &correction.note,
                    content: is_full.then(|| correction_content(&correction.note, &common)),
                    ..common
                })
            }
        }
    }

    /// The authors of a page, each with the page of their articles or the address that the header
    /// gives.
    fn feed_authors(&self, id: PageId) -> Vec<Author<'a>> {
        let site = self.site;
        let relations = &site.relations[id];
        let (persons, _) = site.pages[id].authors_or(&site.pages[site.stories[relations.story].original]);
        let terms = relations.authors.iter().copied().chain(std::iter::repeat(None));
        persons
            .iter()
            .zip(terms)
            .map(|(person, term)| match term {
                Some(term) => {
                    let term = &site.terms[term];
                    Author { name: &term.name, url: Some(self.routes.absolute(&term.url)) }
                }
                None => Author { name: &person.name, url: person.url.clone() },
            })
            .filter(|author| !author.name.trim().is_empty())
            .collect()
    }

    fn feed_terms(&self, relations: &Relations) -> Vec<String> {
        let site = self.site;
        let is_author = |taxonomy: &str| taxonomy == "authors";
        let terms = relations.terms.iter().map(|term| &site.terms[*term]);
        let mut names: Vec<String> = Vec::new();
        for term in terms
            .filter(|term| !is_author(&site.config.taxonomies[crate::ids::Id::index(term.taxonomy)].name))
        {
            let name = term.name.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
            let name = name.collect::<Vec<_>>().join(" ");
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn feed_translations(&self, id: PageId) -> Vec<Translation<'a>> {
        let site = self.site;
        let story = &site.stories[site.relations[id].story];
        let others = story.editions.iter().filter(|edition| **edition != id);
        others
            .map(|edition| {
                let page = &site.pages[*edition];
                let language = &site.config.languages[page.language];
                Translation {
                    lang: language.tag.as_str(),
                    dir: language.tag.direction().as_str(),
                    language: &language.name,
                    title: &page.title,
                    url: self.routes.absolute(&site.relations[*edition].url),
                }
            })
            .collect()
    }

    /// The picture, what there is to know of the translation, the text, and the way to the other
    /// editions.
    fn feed_content(&self, id: PageId, translations: &[Translation<'_>]) -> String {
        let site = self.site;
        let page = &site.pages[id];
        let language = &site.config.languages[page.language];
        let interface = self.interface(page.language);
        let url = self.routes.absolute(&site.relations[id].url);
        let writer = BodyWriter { site, routes: self.routes, is_whole: true };
        let mut body = writer.html(id, interface);
        if site.config.raw_html == RawHtml::Allow {
            body = harmless(&body, &url);
        }
        let mut html = String::with_capacity(body.len() + 512);
        // Readers know the language of a text, and few of them the direction that follows from it.
        let direction = language.tag.direction().as_str();
        let is_rtl = direction == "rtl";
        if is_rtl {
            html.push_str("<div");
            push_attribute(&mut html, "lang", language.tag.as_str());
            push_attribute(&mut html, "dir", direction);
            html.push_str(">\n");
        }
        if let Some(image) = self.image(id) {
            push_figure(&mut html, &image, language.tag.as_str());
        }
        let notice = match page.front_matter.translation.as_ref().map(|method| method.value) {
            Some(TranslationMethod::Machine) => Some("translation_machine_notice"),
            Some(TranslationMethod::MachineReviewed) => Some("translation_machine_reviewed_notice"),
            Some(TranslationMethod::Human) | None => None,
        };
        if let Some(notice) = notice {
            html.push_str("<p><em>");
            push_escaped(&mut html, &interface.text(notice));
            html.push_str("</em></p>\n");
        }
        content::push_html(&mut html, &body, &url, &site.config.base_url.origin);
        if let Some(source) = self.source(id) {
            push_source(&mut html, &source, interface);
        }
        if !translations.is_empty() {
            push_translations(
                &mut html,
                &interface.text_with("also_in_list", &[("languages", MARK)]),
                translations,
            );
        }
        if is_rtl {
            html.push_str("</div>\n");
        }
        html
    }
}

/// Stands for what is more than text in a text of the interface.
const MARK: &str = "\u{FDD0}";

/// Where a text comes from, and under which terms: a copy that is read elsewhere must say it too.
fn push_source(html: &mut String, source: &SourceView<'_>, interface: &Interface) {
    let link = |name: &str, url: Option<&str>| {
        let mut link = String::new();
        if let Some(url) = url {
            link.push_str("<a");
            push_attribute(&mut link, "href", url);
            link.push('>');
        }
        push_escaped(&mut link, name);
        link.push_str(if url.is_some() { "</a>" } else { "" });
        link
    };
    let date = source.published.as_ref().map(|date| &*date.text);
    let text = match (source.name, date) {
        (Some(_), Some(date)) if source.is_first_publication => {
            Some(interface.text_with("first_published_by_on", &[("name", MARK), ("date", date)]))
        }
        (Some(_), _) if source.is_first_publication => {
            Some(interface.text_with("first_published_by", &[("name", MARK)]))
        }
        (Some(_), _) => Some(interface.text_with("original_source", &[("name", MARK)])),
        (None, Some(date)) => Some(interface.text_with("first_published_on", &[("date", date)])),
        (None, None) => source.url.map(|_| MARK.to_owned()),
    };
    if let Some(text) = text {
        let unnamed = interface.text("source");
        push_filled(html, &text, &link(source.name.unwrap_or(&unnamed), source.url));
    }
    if let Some(license) = &source.license {
        let text = interface.text_with("license", &[("name", MARK)]);
        push_filled(html, &text, &link(&license.name, license.url.as_deref()));
    }
}

/// A paragraph of a text in which `filling`, in HTML, stands for the mark.
fn push_filled(html: &mut String, text: &str, filling: &str) {
    let (before, after) = text.split_once(MARK).unwrap_or((text, ""));
    html.push_str("<p>");
    push_escaped(html, before);
    if text.contains(MARK) {
        html.push_str(filling);
    }
    push_escaped(html, after);
    html.push_str("</p>\n");
}

fn push_translations(html: &mut String, text: &str, translations: &[Translation<'_>]) {
    let mut links = String::new();
    for (index, translation) in translations.iter().enumerate() {
        links.push_str(if index > 0 { " · <a" } else { "<a" });
        push_attribute(&mut links, "href", &translation.url);
        push_attribute(&mut links, "hreflang", translation.lang);
        push_attribute(&mut links, "lang", translation.lang);
        push_attribute(&mut links, "dir", translation.dir);
        links.push('>');
        push_escaped(&mut links, translation.language);
        links.push_str("</a>");
    }
    push_filled(html, text, &links);
}

/// The picture, with its texts in their own language.
fn push_figure(html: &mut String, image: &ImageView<'_>, language: &str) {
    html.push_str("<figure><img");
    push_attribute(html, "src", &image.permalink);
    push_attribute(html, "alt", image.alt);
    if let (Some(width), Some(height)) = (image.width, image.height) {
        push_attribute(html, "width", &width.to_string());
        push_attribute(html, "height", &height.to_string());
    }
    if image.lang != language {
        push_attribute(html, "lang", image.lang);
    }
    html.push('>');
    let texts: Vec<&str> = [image.caption, image.credit].into_iter().flatten().collect();
    if !texts.is_empty() {
        html.push_str("<figcaption");
        if image.lang != language {
            push_attribute(html, "lang", image.lang);
            push_attribute(html, "dir", image.dir);
        }
        html.push('>');
        push_escaped(html, &texts.join(" "));
        html.push_str("</figcaption>");
    }
    html.push_str("</figure>\n");
}

/// What a correction is called within its article: its day, and where a day has several, its number.
fn correction_name(page: &Page, index: usize) -> String {
    let day = |index: usize| page.front_matter.corrections[index].date.map(|date| date.iso_day());
    let own = day(index);
    let before = (0..index).filter(|other| day(*other) == own).count();
    let own = own.unwrap_or_default();
    if before == 0 { format!("correction-{own}") } else { format!("correction-{own}-{}", before + 1) }
}

fn correction_content(note: &str, article: &Item<'_>) -> String {
    let mut html = "<p>".to_owned();
    push_escaped(&mut html, note);
    html.push_str("</p>\n<p><a");
    push_attribute(&mut html, "href", &article.url);
    html.push('>');
    push_escaped(&mut html, &article.title);
    html.push_str("</a></p>\n");
    html
}

/// The media type of a picture, by the ending of its address.
pub(super) fn picture_type(address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    Some(match &*ending.to_ascii_lowercase() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

/// A text that no format refuses.
pub(super) fn plain(text: &str) -> String {
    strip_forbidden(text).0.into_owned()
}
