//! Laws: what holds for every site, whoever writes it. Sites are made at random, as text.
//!
//! Where a law is broken, proptest shrinks the site to the smallest that breaks it and prints it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};
use std::sync::Arc;

use depeche::config::{Config, Overrides};
use depeche::diagnostic::Result;
use depeche::discover::{self, InputFile, Sources};
use depeche::pagination::Pager;
use depeche::path::{SourcePath, percent_decode};
use depeche::plan::{self, OutputKind};
use depeche::search::SearchIndex;
use depeche::site::Site;
use depeche::{Assembled, assemble, render_all};
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use regex::Regex;
use serde_json::Value as Json;

use crate::feed_rules;
use crate::harness::publishing;

pub type Outputs = BTreeMap<String, Vec<u8>>;

/// Fewer cases than proptest's own 256, so that tests stay quick; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { config } else { ProptestConfig { cases: 48, ..config } }
}

/// Links a site from its files, the settings among them.
fn link(files: Vec<InputFile>, base_url: Option<&str>) -> Result<(Assembled, Sources)> {
    let settings = files.iter().find(|file| file.path.as_str() == "depeche.yaml");
    let text = settings.map_or(Ok(String::new()), InputFile::read_text)?;
    let overrides = Overrides { base_url: base_url.map(str::to_owned) };
    let (config, _) = Config::parse(&text, &SourcePath::new("depeche.yaml"), &overrides)?;
    let sources = Sources::sort(files, &config)?;
    Ok((assemble(config, sources.clone(), publishing(), false, &Arc::default(), &())?, sources))
}

/// Builds a site from its files.
pub fn build(files: Vec<InputFile>, base_url: Option<&str>) -> Result<(Site, Outputs)> {
    let (Assembled { site, .. }, sources) = link(files, base_url)?;
    let outputs = render_all(&site, sources.templates, &sources.strings)?;
    let outputs = outputs.into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect();
    Ok((site, outputs))
}

fn in_memory(files: &[(String, String)]) -> Vec<InputFile> {
    files.iter().map(|(path, text)| InputFile::in_memory(path, text.as_bytes())).collect()
}

/// The sample archive of this repository.
pub fn sample() -> Vec<InputFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (path, text) = discover::read_settings(root, None).expect("settings");
    let (config, _) = Config::parse(&text, &path, &Overrides::default()).expect("settings");
    let mut files = discover::walk(root, &config, &[]).expect("the sample archive");
    files.push(InputFile::in_memory("depeche.yaml", text.as_bytes()));
    files
}

/// The names and values of a tag's attributes.
pub type Attributes = Vec<(String, String)>;

/// What a browser's tokenizer finds in a page.
#[derive(Default)]
pub struct Html {
    /// Start tags with their attributes.
    pub tags: RefCell<Vec<(String, Attributes)>>,
    open: RefCell<Vec<String>>,
    faults: RefCell<Vec<String>>,
}

const VOID: &[&str] = &["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

impl TokenSink for Html {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        let name = tag.name.to_string();
        if tag.kind == TagKind::EndTag {
            if self.open.borrow_mut().pop().as_deref() != Some(&*name) {
                self.faults.borrow_mut().push(format!("</{name}> closes nothing"));
            }
            return TokenSinkResult::Continue;
        }
        let text = match &*name {
            "title" => Some(RawKind::Rcdata),
            "script" => Some(RawKind::ScriptData),
            _ => None,
        };
        if !VOID.contains(&&*name) {
            self.open.borrow_mut().push(name.clone());
        }
        let attributes =
            tag.attrs.iter().map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
        self.tags.borrow_mut().push((name, attributes.collect()));
        text.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}

impl Html {
    pub fn read(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).expect("a page in UTF-8");
        let tokenizer = Tokenizer::new(Self::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(text));
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink
    }

    /// What keeps it from being well-formed and harmless.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.faults.borrow().clone();
        faults.extend(self.open.borrow().iter().map(|name| format!("<{name}> stays open")));
        for (name, attributes) in self.tags.borrow().iter() {
            // Data is no script, though it stands in one; and the search page has the theme's own.
            let has = |key: &str, is_right: &dyn Fn(&str) -> bool| {
                attributes.iter().any(|(own, value)| own == key && is_right(value))
            };
            let is_data = has("type", &|value| value == "application/ld+json");
            let is_search =
                has("type", &|value| value == "module") && has("src", &|value| value.contains("/search."));
            let is_known = is_data || is_search;
            if ["script", "iframe", "object", "embed", "base"].contains(&&**name) && !is_known {
                faults.push(format!("<{name}>"));
            }
            for (key, value) in attributes {
                if key.starts_with("on") || value.trim().to_lowercase().starts_with("javascript:") {
                    faults.push(format!("<{name} {key}={value}>"));
                }
            }
        }
        faults
    }

    /// The values of `attribute` of all tags named `tag` (of all tags, where it is empty).
    fn values(&self, tag: &str, attribute: &str) -> Vec<String> {
        let tags = self.tags.borrow();
        let named = tags.iter().filter(|(name, _)| tag.is_empty() || name == tag);
        named
            .flat_map(|(_, attributes)| attributes)
            .filter(|(key, _)| key == attribute)
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// The `href` of each `<link rel="…">`, with its `hreflang`.
    fn links(&self, rel: &str) -> Vec<(String, String)> {
        let of = |attributes: &[(String, String)], name: &str| {
            attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let tags = self.tags.borrow();
        // A link with a type leads to a feed or another file, and not to a page.
        let is_page = |attributes: &[(String, String)]| of(attributes, "type").is_empty();
        let links = tags.iter().filter(|(name, attributes)| {
            name == "link" && of(attributes, "rel") == rel && is_page(attributes)
        });
        links.map(|(_, attributes)| (of(attributes, "hreflang"), of(attributes, "href"))).collect()
    }
}

fn is_html(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html")
}

fn pages(outputs: &Outputs) -> BTreeMap<&str, Html> {
    let pages = outputs.iter().filter(|(path, _)| is_html(path));
    pages.map(|(path, bytes)| (path.as_str(), Html::read(bytes))).collect()
}

/// The output that answers an address of the site, with the fragment; `None` for one elsewhere.
pub fn answer(site: &Site, address: &str) -> Option<std::result::Result<(String, String), String>> {
    let base = &site.config.base_url;
    let local = match address.strip_prefix(&base.origin) {
        Some(local) => local,
        None if address.starts_with('/') && !address.starts_with("//") => address,
        None if address.contains(':') || address.starts_with("//") => return None,
        None => return Some(Err(format!("`{address}` is relative"))),
    };
    let (path, fragment) = local.split_once('#').unwrap_or((local, ""));
    let path = path.split('?').next().unwrap_or("");
    let Some(below) = path.strip_prefix(&base.path) else {
        return Some(Err(format!("`{address}` leaves `{}`", base.path)));
    };
    let below = percent_decode(below).into_owned();
    let file = if below.is_empty() || below.ends_with('/') { below + "index.html" } else { below };
    Some(Ok((file, percent_decode(fragment).into_owned())))
}

/// Every address of this site that an output names.
fn addresses(html: &Html) -> Vec<String> {
    let mut addresses = html.values("", "href");
    addresses.extend(html.values("", "src"));
    let refreshes = html.values("meta", "content").into_iter();
    addresses.extend(refreshes.filter_map(|content| Some(content.strip_prefix("0; url=")?.to_owned())));
    addresses
}

/// Every link leads to an output, and to a place in it that exists.
fn broken_links(site: &Site, outputs: &Outputs) -> Vec<String> {
    let pages = pages(outputs);
    let mut broken = Vec::new();
    for (path, html) in &pages {
        for address in addresses(html) {
            let found = match address.strip_prefix('#') {
                Some(fragment) => Some(Ok(((*path).to_owned(), percent_decode(fragment).into_owned()))),
                None => answer(site, &address),
            };
            match found {
                None => {}
                Some(Err(why)) => broken.push(format!("{path}: {why}")),
                Some(Ok((file, _))) if !outputs.contains_key(&file) => {
                    broken.push(format!("{path}: `{address}` leads to no output"));
                }
                Some(Ok((file, fragment))) => {
                    let is_there = fragment.is_empty()
                        || fragment.eq_ignore_ascii_case("top")
                        || pages.get(&*file).is_none_or(|html| html.values("", "id").contains(&fragment));
                    if !is_there {
                        broken.push(format!("{path}: `{address}` leads to no place in the page"));
                    }
                }
            }
        }
    }
    broken
}

/// The language versions that a page names name each other, and are one a language.
fn lopsided_alternates(site: &Site, outputs: &Outputs) -> Vec<String> {
    let pages = pages(outputs);
    let mut faults = Vec::new();
    for (path, html) in &pages {
        let alternates = html.links("alternate");
        if alternates.is_empty() {
            continue;
        }
        let languages: BTreeSet<&str> = alternates.iter().map(|(language, _)| &**language).collect();
        if languages.len() != alternates.len() || !languages.contains("x-default") {
            faults.push(format!("{path}: {alternates:?}"));
        }
        let own = html.values("html", "lang");
        let canonical = html.links("canonical");
        let is_itself = |(language, url): &(String, String)| *language == own[0] && *url == canonical[0].1;
        if !alternates.iter().any(is_itself) {
            faults.push(format!("{path}: not itself in {alternates:?}"));
        }
        for (language, url) in &alternates {
            let Some(Ok((file, _))) = answer(site, url) else {
                faults.push(format!("{path}: `{url}` is elsewhere"));
                continue;
            };
            let Some(other) = pages.get(&*file) else { continue };
            if other.links("alternate") != alternates {
                faults.push(format!("{path} and {file} name other versions"));
            }
            if language != "x-default" && other.values("html", "lang") != [language.clone()] {
                faults.push(format!("{file} is not in `{language}`"));
            }
        }
    }
    faults
}

/// Every address that a sitemap lists answers for itself, and the two tell of the same versions.
fn sitemap_faults(site: &Site, outputs: &Outputs) -> Vec<String> {
    let text = |path: &str| outputs.get(path).map(|bytes| String::from_utf8_lossy(bytes));
    let Some(index) = text("sitemap.xml") else { return Vec::new() };
    let loc = Regex::new("<loc>([^<]+)</loc>").expect("a pattern");
    let version = Regex::new("hreflang=\"([^\"]+)\" href=\"([^\"]+)\"").expect("a pattern");
    let plain = |text: &str| text.replace("&amp;", "&").replace("&apos;", "'");
    let (mut faults, mut told) = (Vec::new(), BTreeSet::new());
    for child in loc.captures_iter(&index) {
        let Some(Ok((child, _))) = answer(site, &plain(&child[1])) else {
            faults.push(format!("there is no sitemap at {}", &child[1]));
            continue;
        };
        let Some(sitemap) = text(&child) else {
            faults.push(format!("there is no {child}"));
            continue;
        };
        for entry in sitemap.split("<url>").skip(1) {
            let url = plain(&loc.captures(entry).expect("an address")[1]);
            let page = answer(site, &url).and_then(std::result::Result::ok);
            let page = page.and_then(|(file, _)| outputs.get(&file));
            let Some(page) = page.map(|bytes| Html::read(bytes)) else {
                faults.push(format!("{child}: `{url}` leads nowhere"));
                continue;
            };
            let versions: Vec<(String, String)> =
                version.captures_iter(entry).map(|found| (found[1].to_owned(), plain(&found[2]))).collect();
            let alternates: Vec<(String, String)> =
                page.links("alternate").into_iter().filter(|(language, _)| !language.is_empty()).collect();
            if versions != alternates {
                faults.push(format!("{child}: {versions:?}, and the page of `{url}` has {alternates:?}"));
            }
            if page.links("canonical").first().map(|(_, canonical)| &**canonical) != Some(&*url) {
                faults.push(format!("{child}: `{url}` is not canonical"));
            }
            if page.values("meta", "content").iter().any(|content| content == "noindex") {
                faults.push(format!("{child}: `{url}` is not to be found"));
            }
            if !told.insert(url.clone()) {
                faults.push(format!("{child}: `{url}` is told twice"));
            }
        }
    }
    faults
}

/// What search engines read in a page is JSON that no text can end, and its addresses lead somewhere.
fn data_faults(site: &Site, outputs: &Outputs) -> Vec<String> {
    fn addresses<'j>(data: &'j Json, found: &mut Vec<&'j str>) {
        match data {
            Json::String(text) if text.starts_with("http") => found.push(text),
            Json::Array(items) => items.iter().for_each(|item| addresses(item, found)),
            Json::Object(map) => map.values().for_each(|item| addresses(item, found)),
            _ => {}
        }
    }
    let mut faults = Vec::new();
    for (path, bytes) in outputs.iter().filter(|(path, _)| is_html(path)) {
        let text = String::from_utf8_lossy(bytes);
        for script in text.split("<script type=\"application/ld+json\">").skip(1) {
            let data = script.split("</script>").next().unwrap_or("");
            if data.contains(['<', '>', '&', '\u{2028}', '\u{2029}']) {
                faults.push(format!("{path}: markup in {data}"));
            }
            match serde_json::from_str::<Json>(data) {
                Ok(data) => {
                    let mut found = Vec::new();
                    addresses(&data, &mut found);
                    let is_dead = |address: &&str| {
                        let file = answer(site, address).map(|file| file.map(|(file, _)| file));
                        file.is_some_and(|file| file.is_ok_and(|file| !outputs.contains_key(&file)))
                    };
                    let dead =
                        found.into_iter().filter(|address| address.starts_with(&site.config.base_url.origin));
                    faults.extend(dead.filter(is_dead).map(|address| format!("{path}: dead `{address}`")));
                }
                Err(why) => faults.push(format!("{path}: {why}")),
            }
        }
    }
    faults
}

/// One story of a random site.
#[derive(Clone, Debug)]
struct Story {
    /// Which languages of the site have an edition.
    editions: Vec<Index>,
    tie: Tie,
    title: String,
    date: Option<&'static str>,
    tags: Vec<&'static str>,
    header: &'static str,
    links: Vec<Link>,
}

/// How editions are tied.
#[derive(Clone, Copy, Debug)]
enum Tie {
    Suffix,
    Folder,
    Key,
}

#[derive(Clone, Debug)]
enum Link {
    Story(Index, &'static str),
    Written(&'static str),
}

const DATES: &[&str] = &[
    "2021-03-19",
    "2021-03-19T18:20:00+01:00",
    "2021-03-19 23:30:00 -0500",
    "2021-03-20",
    "2020-02-29",
    "1999-12-31T23:59:59Z",
    "2030-01-01",
];
const TAGS: &[&str] = &[
    "WhatsApp",
    "whatsapp",
    "C",
    "C++",
    "C#",
    "障害",
    "انقطاع",
    "Связь",
    "été",
    "ete",
    "!!",
    "con",
    "a b",
    "page",
];
const HEADERS: &[&str] = &[
    "",
    "draft: true\n",
    "author: [Ada, Blaise]\n",
    "untranslated: 1\n",
    "original: true\n",
    "translation: machine\nsource: {name: Elsewhere, url: \"https://elsewhere.example/\", lang: fr, license: CC0}\n",
    "translator: Inès\n",
    "expiry_date: 2022-02-02\n",
    "image: a.svg\n",
    "event: outage\n",
    "event: Other_Event\n",
    "source: \"https://elsewhere.example/\"\n",
    "canonical: \"https://elsewhere.example/\"\n",
    "series: S\nweight: 2\n",
    "series: [S, T]\n",
    "corrections: [{date: 2021-03-21, note: A}, {date: 2031-01-01, note: B}, C]\n",
];
const LINKS: &[&str] = &[
    "/archive/",
    "/events/",
    "/events/outage/event.ics",
    "/tags/",
    "/fr/",
    "/en/archive/",
    "/2021/03/",
    "/2021/03/19/#top",
    "a.svg",
    "/a.svg",
    "../a.svg",
    "#heading",
    "#missing",
    "https://elsewhere.example/é?a=b&c#d",
    "//elsewhere.example/",
    "/404.html",
    "/page/2/",
    "mailto:a@example.org",
    "/style.css",
];

fn link_strategy() -> impl Strategy<Value = Link> {
    prop_oneof![
        (any::<Index>(), select(vec!["", "#heading", "#missing", "#", "?q=1"]))
            .prop_map(|(story, fragment)| Link::Story(story, fragment)),
        select(LINKS).prop_map(Link::Written),
    ]
}

fn story() -> impl Strategy<Value = Story> {
    (
        vec(any::<Index>(), 1..4),
        select(vec![Tie::Suffix, Tie::Folder, Tie::Key]),
        prop_oneof![Just("Title".to_owned()), "\\PC{0,12}"],
        option::of(select(DATES)),
        subsequence(TAGS, 0..4),
        select(HEADERS),
        vec(link_strategy(), 0..4),
    )
        .prop_map(|(editions, tie, title, date, tags, header, links)| Story {
            editions,
            tie,
            title,
            date,
            tags,
            header,
            links,
        })
}

/// A site as its files. Each story has a name of its own, so that most sites have no clashes.
fn site() -> impl Strategy<Value = Vec<(String, String)>> {
    let languages = subsequence(vec!["fr", "en", "ar", "ja", "zh-Hans"], 1..=5).prop_shuffle();
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), 1usize..4);
    let base = select(vec!["/", "/repo/", "/a/b/c/", "/%C3%A9t%C3%A9/"]);
    (languages, flags, base, vec(story(), 0..7)).prop_map(|(languages, flags, base, stories)| {
        let (prefixed, untranslated, concordance, events, per_page) = flags;
        let mut files = vec![
            (
                "depeche.yaml".to_owned(),
                format!(
                    "title: Site\nbase_url: https://example.org{base}\nlanguages: [{}]\nbroken_links: warn\n\
                     default_language_in_urls: {prefixed}\nlist_untranslated: {untranslated}\n\
                     articles_per_page: {per_page}\ncanonical: {}\n",
                    languages.join(", "),
                    if untranslated { "source" } else { "self" }
                ),
            ),
            (
                "content/a.svg".to_owned(),
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>\n".to_owned(),
            ),
        ];
        if concordance {
            let labels: Vec<String> = languages.iter().map(|language| format!("{language}: WhatsApp")).collect();
            files.push((
                "data/terms.yaml".to_owned(),
                format!(
                    "tags:\n  app:\n    prefLabel: {{{}}}\n    altLabel: {{{}: [été, C]}}\n    broader: code\n  \
                     code:\n    prefLabel: {{{}: C++}}\n",
                    labels.join(", "),
                    languages[0],
                    languages[0]
                ),
            ));
        }
        if events {
            files.push((
                "data/events.yaml".to_owned(),
                format!(
                    "outage:\n  name: {{{}: Outage}}\n  parties: [WhatsApp]\n  milestones:\n  - {{time: 2021-03-19, text: a}}\n\
                     other-event: {{name: '障害', start: 2021-03-19 18:25, ongoing: true}}\n",
                    languages[languages.len() - 1]
                ),
            ));
        }
        let name = |index: usize| format!("story-{index}");
        for (index, story) in stories.iter().enumerate() {
            let editions: BTreeSet<usize> =
                story.editions.iter().map(|edition| edition.index(languages.len())).collect();
            for edition in editions {
                let language = languages[edition];
                let path = match story.tie {
                    Tie::Suffix => format!("content/{}.{language}.md", name(index)),
                    Tie::Folder => format!("content/{language}/{}.md", name(index)),
                    Tie::Key => format!("content/{language}-{}.{language}.md", name(index)),
                };
                files.push((path, text(story, index, language, &stories, name)));
            }
        }
        files
    })
}

fn text(
    story: &Story,
    index: usize,
    language: &str,
    stories: &[Story],
    name: impl Fn(usize) -> String,
) -> String {
    let mut lines = vec!["---".to_owned(), format!("title: {}", serde_json::json!(story.title))];
    lines.extend(story.date.map(|date| format!("date: {date}")));
    if let Tie::Key = story.tie {
        lines.push(format!("translation_key: key-{index}"));
    }
    if !story.tags.is_empty() {
        lines.push(format!("tags: {}", serde_json::json!(story.tags)));
    }
    lines.push(format!("{}aliases: /old/{index}/{language}/", story.header));
    lines.extend(["---", "## Heading", ""].map(str::to_owned));
    lines.extend(story.links.iter().map(|link| match link {
        Link::Written(target) => format!("[link]({target})"),
        Link::Story(other, fragment) => {
            format!("[link]({}.md{fragment})", name(other.index(stories.len())))
        }
    }));
    lines.join("\n") + "\n"
}

/// Half of the time, pieces of articles in any order; else any bytes.
fn article() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&str] = &[
        "---\n",
        "+++\n",
        "title: ",
        "date: 2021-03-19\n",
        "tags: [a, b]\n",
        "draft: yes\n",
        "'",
        "\"",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "<",
        ">",
        "&",
        "&amp;",
        "#",
        "## a\n",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "- ",
        "* ",
        "> ",
        "> [!NOTE]\n",
        "|a|b|\n|-|-|\n",
        "```rust\n",
        "```\n",
        "~~~",
        "`",
        "**",
        "_",
        "~~",
        "[^1]",
        "[^1]: ",
        "![",
        "](a.svg)",
        "](#a)",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<!--more-->",
        "<p>",
        "</div>",
        "<img src=x onerror=y>",
        "https://example.org/",
        "{{< x >}}",
        "{{ x }}",
        "{% x %}",
        "{#a}",
        "{: .b}",
        "é",
        "障害",
        "انقطاع",
        "\u{202e}",
        "\u{feff}",
        "\u{0}",
        "\r\n",
        "\r",
        "1. ",
        "- [x] ",
        ": ",
        "a",
        " ",
        "\\",
        "!!x",
        "&a",
        "*a",
        "%",
        "@",
        "null",
        "~",
        "0",
        "lang: xx\n",
        "slug: ..\n",
        "path: /../x\n",
        "aliases: [/a]\n",
    ];
    prop_oneof![
        vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat().into_bytes()),
        vec(select(PIECES), 0..60).prop_map(|pieces| format!("---\n{}\n---\n", pieces.concat()).into_bytes()),
        vec(any::<u8>(), 0..200),
        "\\PC{0,200}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_link_leads_somewhere_and_language_versions_name_each_other(files in site()) {
        let (site, outputs) = build(in_memory(&files), None).expect("a site without clashes");
        prop_assert_eq!(broken_links(&site, &outputs), Vec::<String>::new());
        prop_assert_eq!(lopsided_alternates(&site, &outputs), Vec::<String>::new());
        prop_assert_eq!(sitemap_faults(&site, &outputs), Vec::<String>::new());
        prop_assert_eq!(data_faults(&site, &outputs), Vec::<String>::new());
        for (path, html) in pages(&outputs) {
            prop_assert_eq!(html.faults(), Vec::<String>::new(), "{}", path);
        }
        prop_assert_eq!(feed_rules::faults(&site, &outputs), Vec::<String>::new());
    }

    #[test]
    fn editions_of_a_story_are_one_a_language(files in site()) {
        let (Assembled { site, .. }, _) = link(in_memory(&files), None).expect("a site without clashes");
        for (id, story) in site.stories.enumerate() {
            let languages: BTreeSet<_> = story.editions.iter().map(|page| site.pages[*page].language).collect();
            prop_assert_eq!(languages.len(), story.editions.len());
            prop_assert!(story.editions.contains(&story.original));
            prop_assert!(story.editions.iter().all(|page| site.relations[*page].story == id));
        }
        let told: usize = site.stories.iter().map(|story| story.editions.len()).sum();
        prop_assert_eq!(told, site.pages.iter().count());
    }

    #[test]
    fn pagers_put_together_are_the_list(files in site()) {
        let (Assembled { site, .. }, _) = link(in_memory(&files), None).expect("a site without clashes");
        let plan = plan::plan(&site, &SearchIndex::of(&site)).expect("a site that was linked");
        let mut lists: BTreeMap<String, (Vec<Pager>, usize)> = BTreeMap::new();
        for output in plan.outputs() {
            let (key, pager, items) = match output.kind {
                OutputKind::Home(language, pager) => {
                    (format!("home {language:?}"), pager, site.archives[language].pages.len())
                }
                OutputKind::Archive(language, period, pager) => {
                    (format!("{language:?} {period:?}"), pager, site.archives[language].periods[&period].len())
                }
                OutputKind::Corrections(language, pager) => {
                    (format!("corrections {language:?}"), pager, site.corrections[language].len())
                }
                OutputKind::EventIndex(language, pager) => {
                    (format!("events {language:?}"), pager, site.event_lists[language].len())
                }
                OutputKind::Term(term, pager) => (format!("{term:?}"), pager, site.terms[term].pages.len()),
                _ => continue,
            };
            lists.entry(key).or_insert((Vec::new(), items)).0.push(pager);
        }
        for (mut pagers, items) in lists.into_values() {
            pagers.sort();
            let list: Vec<usize> = (0..items).collect();
            let joined: Vec<usize> = pagers.iter().flat_map(|pager| pager.slice(&list).to_vec()).collect();
            prop_assert_eq!(joined, list);
        }
    }

    #[test]
    fn no_two_outputs_share_a_path_and_none_escapes(files in site()) {
        let (Assembled { site, .. }, _) = link(in_memory(&files), None).expect("a site without clashes");
        let plan = plan::plan(&site, &SearchIndex::of(&site)).expect("a site without clashes");
        let keys: BTreeSet<String> = plan.outputs().iter().map(|output| output.path.fold_key()).collect();
        prop_assert_eq!(keys.len(), plan.outputs().len());
        for output in plan.outputs() {
            let mut parts = Path::new(output.path.as_str()).components();
            prop_assert!(parts.all(|part| matches!(part, Component::Normal(_))), "{}", output.path);
        }
    }

    #[test]
    fn any_bytes_are_an_error_that_names_the_file_or_a_well_formed_page(bytes in article()) {
        let files = vec![
            InputFile::in_memory("content/a.svg", b"<svg/>"),
            InputFile::in_memory("content/the-article.md", &bytes),
            InputFile::in_memory("depeche.yaml", b"broken_links: warn"),
        ];
        match build(files, None) {
            Ok((site, outputs)) => {
                for (path, html) in pages(&outputs) {
                    prop_assert_eq!(html.faults(), Vec::<String>::new(), "{}", path);
                }
                prop_assert_eq!(broken_links(&site, &outputs), Vec::<String>::new());
            }
            Err(problems) => {
                let named = problems.iter().filter(|problem| problem.is_error());
                let is_named = |path: &Option<SourcePath>| {
                    path.as_ref().is_some_and(|path| path.as_str() == "content/the-article.md")
                };
                prop_assert!(named.clone().count() > 0);
                prop_assert!(named.clone().all(|problem| is_named(&problem.path)), "{:?}", problems);
            }
        }
    }

    #[test]
    fn titles_slugs_and_tags_of_any_letters_never_panic_and_never_clash_unseen(
        articles in vec((any::<String>(), option::of("\\PC{0,40}"), vec("\\PC{0,20}", 0..3)), 1..6)
    ) {
        let mut files = Vec::new();
        for (index, (title, slug, tags)) in articles.iter().enumerate() {
            let slug =
                slug.as_ref().map_or_else(String::new, |slug| format!("slug: {}\n", serde_json::json!(slug)));
            let (title, tags) = (serde_json::json!(title), serde_json::json!(tags));
            let text = format!("---\ntitle: {title}\n{slug}tags: {tags}\n---\nText.\n");
            files.push((format!("content/{index}.md"), text));
        }
        let Ok((site, outputs)) = build(in_memory(&files), None) else { return Ok(()) };
        let plan = plan::plan(&site, &SearchIndex::of(&site)).expect("a site that was built");
        let keys: BTreeSet<String> = plan.outputs().iter().map(|output| output.path.fold_key()).collect();
        prop_assert_eq!(keys.len(), outputs.len());
        prop_assert_eq!(broken_links(&site, &outputs), Vec::<String>::new());
    }

    #[test]
    fn file_names_of_any_letters_never_panic(names in vec("[^/\u{0}]{1,30}", 1..5)) {
        let files: Vec<(String, String)> =
            names.iter().map(|name| (format!("content/{name}.md"), "Text.\n".to_owned())).collect();
        if let Ok((site, outputs)) = build(in_memory(&files), None) {
            prop_assert_eq!(broken_links(&site, &outputs), Vec::<String>::new());
        }
    }

    #[test]
    fn settings_and_data_of_any_text_never_panic(
        settings in article(), terms in article(), events in article()
    ) {
        let files = vec![
            InputFile::in_memory("content/a.md", b"---\ntags: [a]\nevent: a\n---\nText.\n"),
            InputFile::in_memory("data/events.yaml", &events),
            InputFile::in_memory("data/terms.yaml", &terms),
            InputFile::in_memory("depeche.yaml", &settings),
        ];
        if let Err(problems) = build(files, None) {
            prop_assert!(problems.iter().any(|problem| problem.path.is_some()), "{:?}", problems);
        }
    }

    #[test]
    fn the_same_sources_give_the_same_bytes(
        (files, shuffled) in site().prop_flat_map(|files| (Just(files.clone()), Just(files).prop_shuffle()))
    ) {
        let on_threads = |threads: usize, files: Vec<InputFile>| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            let built = pool.install(|| build(files, None));
            built.map(|(site, outputs)| (site.warnings, outputs.into_iter().collect::<Vec<_>>()))
        };
        let is_same = |one: &Result<_>, other: &Result<_>| one == other;
        let once = on_threads(1, in_memory(&files));
        prop_assert!(is_same(&on_threads(2, in_memory(&files)), &once), "on two threads");
        prop_assert!(is_same(&on_threads(8, in_memory(&files)), &once), "on eight threads");

        // The order in which a disk lists its files means nothing.
        prop_assert!(is_same(&on_threads(2, in_memory(&shuffled)), &once), "in another order");
    }
}

#[test]
fn names_that_some_systems_refuse_become_plain_addresses() {
    // These cannot lie in a repository that is to be checked out everywhere.
    let names = ["what?", "a: b", "\"quoted\"", "c\\d", "x|y", "con", "nul.fr", "*", "<b>", "name. "];
    let files: Vec<(String, String)> =
        names.iter().map(|name| (format!("content/{name}.md"), "Text.\n".to_owned())).collect();
    let (site, outputs) = build(in_memory(&files), None).expect("a site without clashes");
    assert_eq!(site.pages.iter().count(), names.len());
    for path in outputs.keys() {
        assert!(!path.contains(|letter| "?:\"\\|*<>".contains(letter)), "{path}");
        assert!(path.split('/').all(|part| part != "con" && part != "nul"), "{path}");
    }
}

#[track_caller]
fn check_sample(base_url: &str) {
    let (site, outputs) = build(sample(), Some(base_url)).expect("the sample archive");
    assert_eq!(broken_links(&site, &outputs), Vec::<String>::new());
    assert_eq!(lopsided_alternates(&site, &outputs), Vec::<String>::new());
    assert_eq!(sitemap_faults(&site, &outputs), Vec::<String>::new());
    assert_eq!(data_faults(&site, &outputs), Vec::<String>::new());
    for (path, html) in pages(&outputs) {
        assert_eq!(html.faults(), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn the_sample_archive_holds_together_under_any_base_path() {
    check_sample("https://example.org/");
    check_sample("https://example.org/repo/");
    check_sample("https://example.org/a/b/c/");
}
