//! What feeds must be: the rules of the W3C's feed validator, of JSON Feed 1.1 and of OPML 2.0, and
//! our own that come from what readers do. They hold for every site.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use depeche::site::Site;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use regex::Regex;
use serde_json::Value;

use crate::laws::{Html, Outputs, answer};

/// The most bytes of a feed document.
const BYTES_MAX: usize = 1_000_000;

/// An element of a document.
#[derive(Clone, Debug, Default)]
pub struct Node {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Node>,
    pub text: String,
}

impl Node {
    /// Reads a document as an XML parser does, which takes no mistake.
    pub fn read(xml: &str) -> Result<Self, String> {
        let is_xml = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
        if let Some(bad) = xml.chars().find(|c| !is_xml(*c) || ('\u{80}'..='\u{9F}').contains(c)) {
            return Err(format!("{bad:?} stands in it"));
        }
        if !xml.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n") {
            return Err("it does not begin as XML in UTF-8 does".into());
        }
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event().map_err(|why| why.to_string())?;
            let last = open.last_mut().expect("the root");
            match event {
                Event::Start(start) => open.push(Self::of(&start)?),
                Event::Empty(start) => last.children.push(Self::of(&start)?),
                Event::End(_) => {
                    let node = open.pop().expect("the reader checks ends");
                    open.last_mut().expect("the root").children.push(node);
                }
                Event::Text(text) => last.text.push_str(&text),
                Event::GeneralRef(name) => {
                    let reference = format!("&{};", &*name);
                    last.text.push_str(&unescape(&reference).map_err(|why| why.to_string())?);
                }
                Event::CData(_) => return Err("it holds a CDATA section".into()),
                Event::Eof => break,
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
            }
        }
        let [root] = <[Self; 1]>::try_from(open).map_err(|_| "an element stays open")?;
        let [root] = <[Self; 1]>::try_from(root.children).map_err(|_| "there is more than one root")?;
        Ok(root)
    }

    fn of(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut attributes = BTreeMap::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|why| why.to_string())?;
            let value = unescape(&attribute.value).map_err(|why| why.to_string())?;
            attributes.insert(attribute.key.as_ref().to_string(), value.into_owned());
        }
        Ok(Self { name: start.name().as_ref().to_string(), attributes, ..Self::default() })
    }

    pub fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the one child of that name.
    pub fn one(&self, name: &str) -> &str {
        let mut found = self.children.iter().filter(|child| child.name == name);
        match (found.next(), found.next()) {
            (Some(node), None) => &node.text,
            _ => "",
        }
    }

    pub fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", |value| value)
    }

    /// The links of one relation, by whatever prefix.
    pub fn links<'n>(&'n self, name: &'n str, rel: &'n str) -> Vec<&'n Self> {
        self.all(name).filter(|link| link.get("rel") == rel).collect()
    }
}

/// Gathers what is wrong with one document.
struct Rules<'a> {
    path: &'a str,
    site: &'a Site,
    outputs: &'a Outputs,
    faults: Vec<String>,
}

/// What is wrong with the feeds of a site.
pub fn faults(site: &Site, outputs: &Outputs) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, bytes) in outputs {
        let mut rules = Rules { path, site, outputs, faults: Vec::new() };
        rules.document(bytes);
        faults.extend(rules.faults);
    }
    faults.extend(unplanned(site, outputs));
    faults
}

/// Every feed of the site is an output.
fn unplanned(site: &Site, outputs: &Outputs) -> Vec<String> {
    let feeds = site.feeds.iter();
    let urls = feeds.flat_map(|feed| {
        let addresses = feed.addresses.iter().chain(&feed.copies).map(|(_, url)| url);
        addresses.chain(feed.archives.iter().map(|archive| &archive.url))
    });
    urls.filter(|url| !outputs.contains_key(url.output().as_str()))
        .map(|url| format!("no output {url}"))
        .collect()
}

impl Rules<'_> {
    fn document(&mut self, bytes: &[u8]) {
        let extension = Path::new(self.path).extension().and_then(|extension| extension.to_str());
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        match extension {
            Some("xml") => match Node::read(text) {
                Ok(root) if root.name == "feed" => self.atom(&root),
                Ok(root) if root.name == "rss" => self.rss(&root),
                Ok(_) => return,
                Err(why) => self.fault(&why),
            },
            Some("opml") => match Node::read(text) {
                Ok(root) => self.opml(&root),
                Err(why) => self.fault(&why),
            },
            Some("json") if text.contains("https://jsonfeed.org/version/") => self.json(text),
            _ => return,
        }
        self.check(bytes.len() < BYTES_MAX, || format!("{} bytes", bytes.len()));
    }

    fn fault(&mut self, fault: &str) {
        self.faults.push(format!("{}: {fault}", self.path));
    }

    fn check(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.fault(&fault());
        }
    }

    /// Each of `names` is there once, and no child has another name than these and those of `more`.
    fn children(&mut self, node: &Node, once: &[&str], at_most_once: &[&str], more: &[&str]) {
        for name in once {
            let count = node.all(name).count();
            self.check(count == 1, || format!("{count} `{name}` in `{}`", node.name));
        }
        for name in at_most_once {
            let count = node.all(name).count();
            self.check(count <= 1, || format!("{count} `{name}` in `{}`", node.name));
        }
        for child in &node.children {
            let name = &*child.name;
            let is_known = once.contains(&name) || at_most_once.contains(&name) || more.contains(&name);
            self.check(is_known, || format!("`{name}` in `{}`", node.name));
        }
    }

    /// A whole address; on this site, one that leads to an output.
    fn url(&mut self, url: &str) {
        let whole = Regex::new(r"^[a-zA-Z][0-9a-zA-Z+\-.]*:(//)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+$");
        self.check(whole.expect("a pattern").is_match(url), || format!("the address `{url}`"));
        match answer(self.site, url) {
            Some(Ok((file, _))) => {
                self.check(self.outputs.contains_key(&file), || format!("`{url}` leads to no output"));
            }
            Some(Err(why)) => self.fault(&why),
            None => {}
        }
    }

    fn own_url(&mut self, url: &str) {
        let own = answer(self.site, url).and_then(Result::ok).map(|(file, _)| file);
        let same = own.as_deref().and_then(|file| self.outputs.get(file)) == self.outputs.get(self.path);
        self.check(same, || format!("it calls itself `{url}`"));
    }

    fn id(&mut self, id: &str) {
        let tag = r"^tag:([a-z0-9\-._]+@)?[a-z0-9.\-]+,\d{4}(-\d{2}(-\d{2})?)?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*(#[0-9a-zA-Z.\-]+)?$";
        self.check(Regex::new(tag).expect("a pattern").is_match(id), || format!("the id `{id}`"));
    }

    fn language(&mut self, tag: &str) {
        let languages = &self.site.config.languages;
        let is_known = languages.iter().any(|language| language.tag.as_str() == tag);
        self.check(is_known, || format!("the language `{tag}`"));
    }

    fn plain(&mut self, what: &str, text: &str) {
        self.check(!text.trim().is_empty(), || format!("an empty `{what}`"));
    }

    /// RFC 3339 with a zone.
    fn moment(&mut self, text: &str) -> Option<Timestamp> {
        let pattern = Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$").expect("a pattern");
        self.check(pattern.is_match(text), || format!("the moment `{text}`"));
        text.parse().ok()
    }

    /// RFC 822 with a year of four digits and the right day of the week.
    fn rfc822(&mut self, text: &str) {
        let pattern = r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}$";
        let holds =
            Regex::new(pattern).expect("a pattern").is_match(text) && jiff::fmt::rfc2822::parse(text).is_ok();
        self.check(holds, || format!("the moment `{text}`"));
    }

    /// HTML that every reader takes.
    fn html(&mut self, html: &str) {
        let read = Html::read(html.as_bytes());
        for fault in read.faults() {
            self.fault(&format!("in the HTML: {fault}"));
        }
        for (name, attributes) in read.tags.borrow().iter() {
            self.check(ELEMENTS.contains(&&**name), || format!("<{name}>"));
            for (key, value) in attributes {
                self.check(ATTRIBUTES.contains(&&**key), || format!("<{name} {key}>"));
                if matches!(&**key, "href" | "src") {
                    let is_whole = ["http:", "https:", "mailto:", "tel:"]
                        .iter()
                        .any(|scheme| value.to_lowercase().starts_with(scheme));
                    self.check(is_whole, || format!("<{name} {key}=\"{value}\">"));
                    if let Some(Ok((file, _))) = answer(self.site, value) {
                        let is_there = self.outputs.contains_key(&file);
                        self.check(is_there, || format!("`{value}` leads to no output"));
                    }
                }
            }
        }
    }

    fn atom(&mut self, feed: &Node) {
        self.check(feed.get("xmlns") == "http://www.w3.org/2005/Atom", || "the namespace".into());
        self.language(feed.get("xml:lang"));
        self.children(
            feed,
            &["id", "title", "updated"],
            &["subtitle", "icon", "logo", "generator", "author", "fh:archive"],
            &["link", "entry"],
        );
        let first_entry = feed.children.iter().position(|child| child.name == "entry");
        let last_other = feed.children.iter().rposition(|child| child.name != "entry");
        self.check(first_entry > last_other, || "entries before what is said of the feed".into());
        self.id(feed.one("id"));
        self.plain("title", feed.one("title"));
        let updated = self.moment(feed.one("updated"));
        let is_archive = feed.all("fh:archive").next().is_some();
        self.feed_links(feed, "link", is_archive);
        self.check(feed.links("link", "alternate").len() == 1, || "not one page".into());
        let mut newest = None;
        let mut ids = BTreeSet::new();
        for entry in feed.all("entry") {
            self.check(ids.insert(entry.one("id")), || format!("`{}` twice", entry.one("id")));
            newest = newest.max(self.entry(entry));
        }
        self.check(newest == updated, || "its moment is not that of its newest entry".into());
    }

    fn entry(&mut self, entry: &Node) -> Option<Timestamp> {
        self.language(entry.get("xml:lang"));
        self.children(
            entry,
            &["id", "title", "updated", "published"],
            &["summary", "content", "media:content"],
            &["link", "author", "contributor", "category"],
        );
        self.id(entry.one("id"));
        self.plain("title", entry.one("title"));
        let (published, updated) = (self.moment(entry.one("published")), self.moment(entry.one("updated")));
        self.check(updated >= published, || "updated before it was published".into());
        let alternates = entry.links("link", "alternate");
        self.check(alternates.len() == 1, || format!("{} permalinks", alternates.len()));
        for link in alternates {
            self.check(link.get("hreflang").is_empty(), || "a permalink with a language".into());
            self.url(link.get("href"));
        }
        self.related(entry, "link");
        for person in entry.all("author").chain(entry.all("contributor")) {
            self.children(person, &["name"], &["uri"], &[]);
            self.plain("name", person.one("name"));
            if person.all("uri").next().is_some() {
                self.url(person.one("uri"));
            }
        }
        for category in entry.all("category") {
            for attribute in ["term", "label"] {
                self.plain(attribute, category.get(attribute));
                self.check(!category.get(attribute).contains(','), || "a term with a comma".into());
            }
        }
        let has_content = entry.all("content").next().is_some();
        self.check(has_content || !entry.one("summary").is_empty(), || "an entry without a text".into());
        if has_content {
            self.check(entry.all("content").all(|content| content.get("type") == "html"), || {
                "no HTML".into()
            });
            self.html(entry.one("content"));
        }
        self.picture(entry);
        updated
    }

    fn related(&mut self, item: &Node, name: &str) {
        for link in item.links(name, "related") {
            self.language(link.get("hreflang"));
            self.plain("title", link.get("title"));
            self.url(link.get("href"));
        }
    }

    fn picture(&mut self, item: &Node) {
        for picture in item.all("media:content") {
            self.check(picture.get("medium") == "image", || "the medium".into());
            self.url(picture.get("url"));
            self.children(picture, &[], &["media:description"], &[]);
        }
    }

    /// The links of a feed to itself and to other documents.
    fn feed_links(&mut self, feed: &Node, name: &str, is_archive: bool) {
        let own = feed.links(name, "self");
        self.check(own.len() == 1, || format!("{} links to itself", own.len()));
        for link in own {
            self.own_url(link.get("href"));
        }
        let n_pairs =
            feed.all(name).map(|link| (link.get("rel"), link.get("type"))).collect::<BTreeSet<_>>().len();
        self.check(n_pairs == feed.all(name).count(), || "two links of one kind".into());
        for link in feed.all(name) {
            self.url(link.get("href"));
        }
        let has = |rel: &str| !feed.links(name, rel).is_empty();
        if is_archive {
            self.check(has("current"), || "an archive of nothing".into());
            self.check(has("prev-archive") || has("next-archive"), || "an archive document alone".into());
        } else {
            self.check(!has("current") && !has("next-archive"), || "links of an archive".into());
        }
    }

    fn rss(&mut self, rss: &Node) {
        self.check(rss.get("version") == "2.0", || "the version".into());
        self.children(rss, &["channel"], &[], &[]);
        let Some(channel) = rss.all("channel").next() else { return };
        self.children(
            channel,
            &["title", "link", "description", "language", "lastBuildDate"],
            &["generator", "ttl", "image"],
            &["atom:link", "item"],
        );
        let first_item = channel.children.iter().position(|child| child.name == "item");
        let last_other = channel.children.iter().rposition(|child| child.name != "item");
        self.check(first_item > last_other, || "items before what is said of the feed".into());
        self.plain("title", channel.one("title"));
        self.url(channel.one("link"));
        self.language(channel.one("language"));
        self.rfc822(channel.one("lastBuildDate"));
        self.feed_links(channel, "atom:link", false);
        for image in channel.all("image") {
            self.children(image, &["url", "title", "link"], &[], &[]);
            self.url(image.one("url"));
            self.check(image.one("link") == channel.one("link"), || "the picture's page".into());
            self.check(image.one("title") == channel.one("title"), || "the picture's title".into());
        }
        let mut ids = BTreeSet::new();
        for item in channel.all("item") {
            self.check(ids.insert(item.one("guid")), || format!("`{}` twice", item.one("guid")));
            self.rss_item(item);
        }
    }

    fn rss_item(&mut self, item: &Node) {
        self.children(
            item,
            &["title", "link", "guid", "pubDate", "dc:language"],
            &["description", "content:encoded", "media:content", "atom:updated"],
            &["dc:creator", "dc:contributor", "category", "atom:link"],
        );
        self.plain("title", item.one("title"));
        self.url(item.one("link"));
        self.id(item.one("guid"));
        let guids = item.all("guid").all(|guid| guid.get("isPermaLink") == "false");
        self.check(guids, || "a name that is taken for an address".into());
        self.rfc822(item.one("pubDate"));
        self.language(item.one("dc:language"));
        let at = |name: &str| item.children.iter().position(|child| child.name == name);
        if let Some(content) = at("content:encoded") {
            self.check(at("description").is_some_and(|summary| summary < content), || {
                "the summary's place".into()
            });
            self.html(item.one("content:encoded"));
        }
        self.html(item.one("description"));
        self.check(item.links("atom:link", "alternate").is_empty(), || "a second permalink".into());
        self.related(item, "atom:link");
        for name in ["dc:creator", "category"] {
            for node in item.all(name) {
                self.plain(name, &node.text);
            }
        }
        self.check(item.all("category").all(|term| !term.text.contains(',')), || {
            "a term with a comma".into()
        });
        self.picture(item);
    }

    fn opml(&mut self, opml: &Node) {
        self.check(opml.get("version") == "2.0", || "the version".into());
        self.children(opml, &["head", "body"], &[], &[]);
        for head in opml.all("head") {
            self.children(head, &["title"], &["dateModified"], &[]);
        }
        for body in opml.all("body") {
            self.check(!body.children.is_empty(), || "an empty list".into());
            self.outlines(body);
        }
    }

    fn outlines(&mut self, node: &Node) {
        self.children(node, &[], &[], &["outline"]);
        for outline in node.all("outline") {
            self.plain("text", outline.get("text"));
            if outline.attributes.len() > 1 {
                self.check(outline.get("type") == "rss", || "the type of a feed".into());
                self.plain("title", outline.get("title"));
                self.url(outline.get("xmlUrl"));
                self.url(outline.get("htmlUrl"));
                self.language(outline.get("language"));
            }
            self.outlines(outline);
        }
    }

    fn json(&mut self, text: &str) {
        const KEYS: [&str; 11] = [
            "version",
            "title",
            "description",
            "home_page_url",
            "feed_url",
            "icon",
            "favicon",
            "authors",
            "language",
            "hubs",
            "items",
        ];
        let Ok(feed) = serde_json::from_str::<Value>(text) else { return self.fault("it is no JSON") };
        self.keys(&feed, &KEYS, &["version", "title", "home_page_url", "feed_url", "language", "items"]);
        self.check(feed["version"] == "https://jsonfeed.org/version/1.1", || "the version".into());
        self.own_url(feed["feed_url"].as_str().unwrap_or(""));
        self.url(feed["home_page_url"].as_str().unwrap_or(""));
        self.language(feed["language"].as_str().unwrap_or(""));
        let items = feed["items"].as_array().cloned().unwrap_or_default();
        self.check(!items.is_empty(), || "no items".into());
        let mut ids = BTreeSet::new();
        for item in &items {
            self.check(ids.insert(item["id"].as_str()), || format!("{} twice", item["id"]));
            self.json_item(item);
        }
    }

    fn json_item(&mut self, item: &Value) {
        const KEYS: [&str; 12] = [
            "id",
            "url",
            "title",
            "content_html",
            "content_text",
            "summary",
            "image",
            "date_published",
            "date_modified",
            "authors",
            "tags",
            "language",
        ];
        self.keys(item, &KEYS, &["id", "url", "title", "date_published", "language"]);
        self.id(item["id"].as_str().unwrap_or(""));
        self.url(item["url"].as_str().unwrap_or(""));
        self.language(item["language"].as_str().unwrap_or(""));
        self.moment(item["date_published"].as_str().unwrap_or(""));
        if let Some(updated) = item["date_modified"].as_str() {
            self.moment(updated);
        }
        let contents = [item["content_html"].as_str(), item["content_text"].as_str()];
        self.check(contents.iter().flatten().count() == 1, || "not one content".into());
        self.html(contents[0].unwrap_or(""));
        for author in item["authors"].as_array().into_iter().flatten() {
            self.keys(author, &["name", "url"], &["name"]);
        }
        for tag in item["tags"].as_array().into_iter().flatten() {
            self.check(tag.as_str().is_some_and(|tag| !tag.is_empty()), || "an empty tag".into());
        }
        for (language, other) in item["_translations"].as_object().into_iter().flatten() {
            self.language(language);
            self.url(other["url"].as_str().unwrap_or(""));
            self.plain("title", other["title"].as_str().unwrap_or(""));
        }
    }

    /// No key but these and extensions, and no value that is nothing.
    fn keys(&mut self, value: &Value, known: &[&str], needed: &[&str]) {
        let Some(map) = value.as_object() else { return self.fault("a map is missing") };
        for (key, value) in map {
            let is_extension = key.starts_with('_') && value.is_object();
            self.check(known.contains(&&**key) || is_extension, || format!("the key `{key}`"));
            self.check(!value.is_null(), || format!("`{key}` is null"));
        }
        for key in needed {
            self.check(map.contains_key(*key), || format!("`{key}` is missing"));
        }
    }
}

/// What is told by HTML of its own making, and what the readers' lists have in common.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
    "center",
];
const ATTRIBUTES: &[&str] = &[
    "abbr",
    "align",
    "alt",
    "border",
    "cellpadding",
    "cellspacing",
    "cite",
    "colspan",
    "datetime",
    "dir",
    "headers",
    "height",
    "href",
    "hreflang",
    "lang",
    "open",
    "reversed",
    "rowspan",
    "scope",
    "span",
    "src",
    "start",
    "title",
    "translate",
    "type",
    "valign",
    "value",
    "width",
];

/// The text of HTML, without its tags and without spaces at its ends.
pub fn plain_text(html: &str) -> String {
    #[derive(Default)]
    struct Text(std::cell::RefCell<String>);
    impl TokenSink for Text {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            if let Token::CharacterTokens(text) = token {
                self.0.borrow_mut().push_str(&text);
            }
            TokenSinkResult::Continue
        }
    }
    let tokenizer = Tokenizer::new(Text::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let text = tokenizer.sink.0.into_inner();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
