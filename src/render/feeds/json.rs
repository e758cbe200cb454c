//! JSON Feed 1.1, for programs that would rather not read XML.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Document;
use super::item::{Author, Item, plain};

#[derive(Serialize)]
struct FeedJson<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<&'a str>,
    authors: Vec<AuthorJson<'a>>,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<HubJson<'a>>,
}

#[derive(Serialize)]
struct HubJson<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct AuthorJson<'a> {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    id: &'a str,
    url: &'a str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<AuthorJson<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    language: &'a str,
    /// An extension: the other editions, by language.
    #[serde(rename = "_translations", skip_serializing_if = "BTreeMap::is_empty")]
    translations: BTreeMap<&'a str, TranslationJson<'a>>,
}

#[derive(Serialize)]
struct TranslationJson<'a> {
    url: &'a str,
    title: String,
}

fn author<'a>(author: &'a Author<'_>) -> AuthorJson<'a> {
    AuthorJson { name: plain(author.name), url: author.url.as_deref() }
}

/// A feed.
pub(super) fn document(document: &Document<'_>, items: &[impl AsRef<str>]) -> Vec<u8> {
    let publisher = Author { name: document.publisher, url: Some(document.publisher_url.clone()) };
    let feed = FeedJson {
        version: "https://jsonfeed.org/version/1.1",
        title: &document.title,
        description: document.description,
        home_page_url: &document.home,
        feed_url: &document.own,
        icon: document.icon.as_deref(),
        favicon: document.icon.as_deref(),
        authors: vec![author(&publisher)],
        language: document.lang,
        hubs: document.hub.iter().map(|url| HubJson { kind: "WebSub", url }).collect(),
    };
    let mut json = written(&feed);
    // The items are written already, and follow what stands above them.
    json.pop();
    json.push_str(",\"items\":[\n");
    for (index, item) in items.iter().enumerate() {
        json.push_str(if index == 0 { "" } else { ",\n" });
        json.push_str(item.as_ref());
    }
    json.push_str("\n]}\n");
    json.into_bytes()
}

/// An item. It is the same in every feed.
pub(super) fn item(item: &Item<'_>) -> String {
    let summary = Some(plain(item.summary)).filter(|summary| !summary.is_empty());
    // One of the two contents must be there.
    let content_text = item.content.is_none().then(|| summary.clone().unwrap_or_else(|| plain(&item.title)));
    written(&ItemJson {
        id: &item.id,
        url: &item.url,
        title: plain(&item.title),
        content_html: item.content.as_deref(),
        content_text,
        summary,
        image: item.image.as_ref().map(|image| &*image.permalink),
        date_published: item.published.rfc3339(),
        date_modified: (item.updated.instant > item.published.instant).then(|| item.updated.rfc3339()),
        authors: item.authors.iter().map(author).collect(),
        tags: &item.terms,
        language: item.lang,
        translations: item
            .translations
            .iter()
            .map(|other| (other.lang, TranslationJson { url: &other.url, title: plain(other.title) }))
            .collect(),
    })
}

fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("texts and lists of them are JSON")
}
