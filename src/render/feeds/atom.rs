//! Atom 1.0 (RFC 4287), with archives (RFC 5005), and pictures as Media RSS has them.

use crate::xml::Xml;

use super::item::{Author, Item, picture_type};
use super::{Document, MEDIA};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const HISTORY: &str = "http://purl.org/syndication/history/1.0";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// A feed, or an archive document of one.
pub(super) fn document(document: &Document<'_>, entries: &[impl AsRef<str>]) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.style_sheet(&document.style);
    let mut attributes = vec![("xmlns", ATOM), ("xmlns:media", MEDIA), ("xml:lang", document.lang)];
    if document.current.is_some() {
        attributes.insert(1, ("xmlns:fh", HISTORY));
    }
    xml.element("feed", &attributes, |xml| {
        xml.leaf("id", &[], &document.id);
        xml.leaf("title", &[], &document.title);
        subtitle(xml, document);
        xml.leaf("updated", &[], &document.updated.rfc3339());
        document.links(xml, "link");
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &document.home)]);
        if let Some(icon) = &document.icon {
            xml.leaf("icon", &[], icon);
        }
        xml.leaf("generator", &[], "Depeche");
        if document.current.is_some() {
            xml.empty("fh:archive", &[]);
        }
        // For entries whose author is not known.
        person(
            xml,
            "author",
            &Author { name: document.publisher, url: Some(document.publisher_url.clone()) },
        );
        for entry in entries {
            xml.insert(entry.as_ref());
        }
    });
    xml.finish()
}

/// What the feed is about, and for those who see it in a browser, what a feed is.
fn subtitle(xml: &mut Xml, document: &Document<'_>) {
    xml.element("subtitle", &[("type", "xhtml")], |xml| {
        xml.element("div", &[("xmlns", XHTML)], |xml| {
            if !document.description.is_empty() {
                xml.leaf("p", &[], document.description);
            }
            xml.element("p", &[], |xml| xml.leaf("a", &[("href", &document.follow)], &document.notice));
        });
    });
}

/// An item. It is the same in every feed.
pub(super) fn entry(item: &Item<'_>) -> String {
    let mut xml = Xml::part();
    xml.element("entry", &[("xml:lang", item.lang)], |xml| {
        xml.leaf("id", &[], &item.id);
        xml.leaf("title", &[], &item.title);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &item.url)]);
        translations(xml, "link", item);
        xml.leaf("published", &[], &item.published.rfc3339());
        xml.leaf("updated", &[], &item.updated.rfc3339());
        item.authors.iter().for_each(|author| person(xml, "author", author));
        item.translators.iter().for_each(|translator| person(xml, "contributor", translator));
        for term in &item.terms {
            xml.empty("category", &[("term", term), ("label", term)]);
        }
        if !item.summary.is_empty() {
            xml.leaf("summary", &[], item.summary);
        }
        if let Some(content) = &item.content {
            xml.leaf("content", &[("type", "html")], content);
        }
        picture(xml, item);
    });
    xml.finish_part()
}

/// The other editions. A second `alternate` would be opened in place of the item itself by some
/// readers, whatever its language.
pub(super) fn translations(xml: &mut Xml, name: &str, item: &Item<'_>) {
    for translation in &item.translations {
        xml.empty(
            name,
            &[
                ("rel", "related"),
                ("type", "text/html"),
                ("hreflang", translation.lang),
                ("title", translation.title),
                ("href", &translation.url),
            ],
        );
    }
}

/// The picture of an item.
pub(super) fn picture(xml: &mut Xml, item: &Item<'_>) {
    let Some(image) = &item.image else { return };
    let (width, height) = (image.width.map(|n| n.to_string()), image.height.map(|n| n.to_string()));
    let mut attributes = vec![("url", &*image.permalink), ("medium", "image")];
    attributes.extend(picture_type(&image.permalink).map(|kind| ("type", kind)));
    if let (Some(width), Some(height)) = (&width, &height) {
        attributes.extend([("width", &**width), ("height", &**height)]);
    }
    if image.alt.is_empty() {
        xml.empty("media:content", &attributes);
        return;
    }
    xml.element("media:content", &attributes, |xml| {
        xml.leaf("media:description", &[("type", "plain")], image.alt);
    });
}

fn person(xml: &mut Xml, name: &str, person: &Author<'_>) {
    xml.element(name, &[], |xml| {
        xml.leaf("name", &[], person.name);
        if let Some(url) = &person.url {
            xml.leaf("uri", &[], url);
        }
    });
}
