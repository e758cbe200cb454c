//! OPML 2.0: all feeds in one list, which feed readers take.

use crate::date::Date;
use crate::xml::Xml;

/// The feeds of one kind, or of one language.
pub(super) struct Group {
    pub title: String,
    pub groups: Vec<Group>,
    pub feeds: Vec<Entry>,
}

/// One feed.
pub(super) struct Entry {
    pub title: String,
    pub url: String,
    pub home: String,
    pub lang: String,
}

/// The list.
pub(super) fn document(title: &str, updated: Option<Date>, groups: &[Group]) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.element("opml", &[("version", "2.0")], |xml| {
        xml.element("head", &[], |xml| {
            xml.leaf("title", &[], title);
            if let Some(updated) = updated {
                xml.leaf("dateModified", &[], &updated.rfc822());
            }
        });
        xml.element("body", &[], |xml| groups.iter().for_each(|group| outline(xml, group)));
    });
    xml.finish()
}

fn outline(xml: &mut Xml, group: &Group) {
    if group.feeds.is_empty() && group.groups.iter().all(|group| group.feeds.is_empty()) {
        return;
    }
    xml.element("outline", &[("text", &group.title)], |xml| {
        for feed in &group.feeds {
            // The type is that of all feeds, whatever their format.
            let attributes = [
                ("type", "rss"),
                ("text", &*feed.title),
                ("title", &feed.title),
                ("xmlUrl", &feed.url),
                ("htmlUrl", &feed.home),
                ("language", &feed.lang),
            ];
            xml.empty("outline", &attributes);
        }
        group.groups.iter().for_each(|group| outline(xml, group));
    });
}
