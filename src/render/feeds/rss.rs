//! RSS 2.0, with the extensions that readers know: whole texts, names of authors, pictures.

use crate::xml::Xml;

use super::atom::{picture, translations};
use super::item::Item;
use super::{Document, MEDIA};

const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:media", MEDIA),
];

/// How long a copy is good, in minutes.
const TTL: &str = "60";

/// A feed.
pub(super) fn document(document: &Document<'_>, items: &[impl AsRef<str>]) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.style_sheet(&document.style);
    let attributes: Vec<(&str, &str)> = [("version", "2.0")].into_iter().chain(NAMESPACES).collect();
    xml.element("rss", &attributes, |xml| {
        xml.element("channel", &[], |xml| {
            xml.leaf("title", &[], &document.title);
            xml.leaf("link", &[], &document.home);
            let description =
                if document.description.is_empty() { &document.title } else { document.description };
            xml.leaf("description", &[], description);
            xml.leaf("language", &[], document.lang);
            xml.leaf("lastBuildDate", &[], &document.updated.rfc822());
            xml.leaf("generator", &[], "Depeche");
            xml.leaf("ttl", &[], TTL);
            if let Some(icon) = &document.icon {
                xml.element("image", &[], |xml| {
                    xml.leaf("url", &[], icon);
                    xml.leaf("title", &[], &document.title);
                    xml.leaf("link", &[], &document.home);
                });
            }
            document.links(xml, "atom:link");
            for item in items {
                xml.insert(item.as_ref());
            }
        });
    });
    xml.finish()
}

/// An item. It is the same in every feed.
pub(super) fn item(item: &Item<'_>) -> String {
    let mut xml = Xml::part();
    xml.element("item", &[], |xml| {
        xml.leaf("title", &[], &item.title);
        xml.leaf("link", &[], &item.url);
        xml.leaf("guid", &[("isPermaLink", "false")], &item.id);
        xml.leaf("pubDate", &[], &item.published.rfc822());
        // Some take the last of the two, so the whole text follows the short one.
        let has_both = item.content.is_some();
        if has_both || !item.summary.is_empty() {
            // HTML is expected here.
            let mut summary = String::new();
            crate::html::push_escaped(&mut summary, item.summary);
            xml.leaf("description", &[], &summary);
        }
        if let Some(content) = &item.content {
            xml.leaf("content:encoded", &[], content);
        }
        // `author` would be an address of mail.
        item.authors.iter().for_each(|author| xml.leaf("dc:creator", &[], author.name));
        item.translators.iter().for_each(|translator| xml.leaf("dc:contributor", &[], translator.name));
        xml.leaf("dc:language", &[], item.lang);
        item.terms.iter().for_each(|term| xml.leaf("category", &[], term));
        picture(xml, item);
        if item.updated.instant > item.published.instant {
            xml.leaf("atom:updated", &[], &item.updated.rfc3339());
        }
        translations(xml, "atom:link", item);
    });
    xml.finish_part()
}
