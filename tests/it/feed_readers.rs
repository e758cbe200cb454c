//! Feeds as real readers see them: they fetch from a server, and show for every item the right
//! permalink, title, date, author and text.
//!
//! Needs Python with feedparser and listparser, and newsboat. Without them the tests say so and
//! pass; with `DEPECHE_FEED_TOOLS=required`, as `.ci/run` has it, they fail. `DEPECHE_FEED_PYTHON`
//! names the Python that has them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use depeche::site::{FeedItem, Site};
use serde_json::Value;
use tempfile::TempDir;

use crate::feed_rules::plain_text;
use crate::laws::{Outputs, build, sample};

/// Whether a tool is there; where it is not and must be, the test fails.
fn has(tool: &str, command: &mut Command) -> bool {
    let found =
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    let is_required = std::env::var("DEPECHE_FEED_TOOLS").is_ok_and(|value| value == "required");
    assert!(found || !is_required, "{tool} is not there, and DEPECHE_FEED_TOOLS says that it must be");
    if !found {
        #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
        {
            eprintln!("skipped: {tool} is not there");
        }
    }
    found
}

fn python() -> Command {
    Command::new(std::env::var("DEPECHE_FEED_PYTHON").unwrap_or_else(|_| "python3".into()))
}

/// A site of the sample archive, served at a port of this machine below `/repo/` for as long as the
/// test runs, with the types that GitHub Pages gives.
struct Served {
    base: String,
    site: Site,
    outputs: Arc<Outputs>,
}

fn serve() -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}/repo/", listener.local_addr().expect("an address"));
    let (site, outputs) = build(sample(), Some(&base)).expect("the sample archive");
    let outputs = Arc::new(outputs);
    let served = outputs.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let outputs = served.clone();
            std::thread::spawn(move || answer(stream, &outputs));
        }
    });
    Served { base, site, outputs }
}

fn answer(mut stream: TcpStream, outputs: &Outputs) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let first = lines.next()?.ok()?;
    lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
    let path = first.split(' ').nth(1)?.strip_prefix("/repo/").unwrap_or("404.html");
    let path = depeche::path::percent_decode(path);
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into_owned() };
    let kind = match Path::new(&path).extension().and_then(|extension| extension.to_str()) {
        Some("xml") => "application/xml",
        Some("json") => "application/json",
        Some("opml") => "text/x-opml",
        _ => "text/html; charset=utf-8",
    };
    let (status, body) = match outputs.get(&path) {
        Some(body) => ("200 OK", &**body),
        None => ("404 Not Found", &b""[..]),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()
}

/// What a reader is to show of an item.
#[derive(Debug, PartialEq)]
struct Shown {
    link: String,
    title: String,
    published: i64,
    author: String,
    /// The text without its markup.
    text: String,
}

/// What each feed's items are to show, by the feed's address and the item's name.
fn expected(served: &Served, formats: &[&str]) -> BTreeMap<String, BTreeMap<String, Shown>> {
    let site = &served.site;
    let routes = depeche::routes::Routes::new(&site.config);
    let mut feeds = BTreeMap::new();
    for feed in &site.feeds {
        for (_, url) in feed.addresses.iter().filter(|(format, _)| formats.contains(&format.word())) {
            let mut items = BTreeMap::new();
            for item in &feed.items {
                let (FeedItem::Article(id) | FeedItem::Correction(id, _)) = *item;
                let (page, relations) = (&site.pages[id], &site.relations[id]);
                let original = &site.pages[site.stories[relations.story].original];
                let (persons, _) = page.authors_or(original);
                let terms = relations.authors.iter().copied().chain(std::iter::repeat(None));
                let names: Vec<&str> = persons
                    .iter()
                    .zip(terms)
                    .map(|(person, term)| term.map_or(&*person.name, |term| &site.terms[term].name))
                    .collect();
                let article = Shown {
                    link: routes.absolute(&relations.url),
                    title: page.title.to_string(),
                    published: relations.date.expect("a date").instant.as_second(),
                    author: names.join(", "),
                    text: first_paragraph(&page.html.unpack()),
                };
                let name = routes.tag(page, &relations.url);
                let (name, shown) = match *item {
                    FeedItem::Article(_) => (name, article),
                    FeedItem::Correction(_, index) => {
                        let correction = &page.front_matter.corrections[index];
                        let date = correction.date.expect("a date");
                        let published = date.instant.as_second();
                        let text = correction.note.split_whitespace().collect::<Vec<_>>().join(" ");
                        // The site's words stand before the title, each in its language.
                        (
                            format!("{name}#correction-{}", date.iso_day()),
                            Shown { published, text, ..article },
                        )
                    }
                };
                items.insert(name, shown);
            }
            feeds.insert(routes.absolute(url), items);
        }
    }
    feeds
}

/// The text of the first paragraph of an article.
fn first_paragraph(html: &str) -> String {
    let paragraph = html.split_once("<p>").and_then(|(_, rest)| rest.split_once("</p>"));
    plain_text(paragraph.map_or("", |(paragraph, _)| paragraph))
}

/// That the reader showed every item of every feed as it is.
#[track_caller]
fn check(
    expected: &BTreeMap<String, BTreeMap<String, Shown>>,
    shown: &BTreeMap<String, BTreeMap<String, Shown>>,
) {
    assert!(!expected.is_empty());
    assert_eq!(expected.keys().collect::<Vec<_>>(), shown.keys().collect::<Vec<_>>());
    for (url, items) in expected {
        let shown = &shown[url];
        assert_eq!(items.keys().collect::<Vec<_>>(), shown.keys().collect::<Vec<_>>(), "{url}");
        for (id, item) in items {
            let seen = &shown[id];
            assert!(!item.text.is_empty(), "the test finds no text of {}", item.link);
            assert!(seen.text.contains(&item.text), "{url}: {id}: {} is not in {}", item.text, seen.text);
            assert_eq!(
                (&item.link, item.published, &item.author),
                (&seen.link, seen.published, &seen.author),
                "{url}: {id}"
            );
            // A correction has a word before the title of its article.
            let fits =
                seen.title == item.title || id.contains("#correction") && seen.title.ends_with(&item.title);
            assert!(fits, "{url}: {id}: `{}` is not `{}`", seen.title, item.title);
        }
    }
}

/// What a program told as JSON: feeds by address, items by name.
fn told(json: &str) -> BTreeMap<String, BTreeMap<String, Shown>> {
    let told: Value = serde_json::from_str(json).unwrap_or_else(|why| panic!("{why}: {json}"));
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let item = |(id, item): (&String, &Value)| {
        let shown = Shown {
            link: text(&item["link"]),
            title: text(&item["title"]),
            published: item["published"].as_i64().unwrap_or(0),
            author: text(&item["author"]),
            text: plain_text(item["content"].as_str().unwrap_or("")),
        };
        (id.clone(), shown)
    };
    let feeds = told.as_object().into_iter().flatten();
    feeds
        .map(|(url, items)| (url.clone(), items.as_object().into_iter().flatten().map(item).collect()))
        .collect()
}

fn run(command: &mut Command, input: &str) -> String {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    child.stdin.take().expect("an input").write_all(input.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text in UTF-8")
}

#[test]
fn feedparser_reads_every_item() {
    const SCRIPT: &str = r"
import calendar, json, sys, feedparser
told = {}
for url in sys.stdin.read().split():
    feed = feedparser.parse(url)
    assert not feed.bozo, (url, feed.get('bozo_exception'))
    assert feed.feed.title and feed.feed.link and feed.feed.language, url
    told[url] = {entry.id: {
        'link': entry.link, 'title': entry.title, 'published': calendar.timegm(entry.published_parsed),
        'author': ', '.join(author['name'] for author in entry.get('authors', [])),
        'content': entry.content[0].value,
    } for entry in feed.entries}
print(json.dumps(told))
";
    if !has("feedparser", python().args(["-c", "import feedparser"])) {
        return;
    }
    let served = serve();
    let expected = expected(&served, &["rss", "atom"]);
    let urls = expected.keys().cloned().collect::<Vec<_>>().join("\n");
    check(&expected, &told(&run(python().args(["-c", SCRIPT]), &urls)));
}

#[test]
fn newsboat_reads_every_item() {
    const SCRIPT: &str = r"
import json, sqlite3, sys
told = {}
for feed, guid, url, title, author, date, content in sqlite3.connect(sys.argv[1]).execute(
        'select feedurl, guid, url, title, author, pubDate, content from rss_item'):
    told.setdefault(feed, {})[guid] = {
        'link': url, 'title': title, 'author': author, 'published': date, 'content': content}
print(json.dumps(told))
";
    if !has("newsboat", Command::new("newsboat").arg("-v")) || !has("Python", python().arg("-V")) {
        return;
    }
    let served = serve();
    let mut expected = expected(&served, &["rss", "atom"]);
    let mut shown = BTreeMap::new();
    for url in expected.keys() {
        // It keeps items by their names: one that stands in two feeds would be seen in one of them.
        let folder = TempDir::new().expect("a folder");
        let [urls, config, cache] = ["urls", "config", "cache.db"].map(|name| folder.path().join(name));
        fs::write(&urls, format!("{url}\n")).expect("a file");
        fs::write(&config, "").expect("a file");
        let mut newsboat = Command::new("newsboat");
        newsboat.args(["-x", "reload", "-u"]).arg(&urls).arg("-C").arg(&config).arg("-c").arg(&cache);
        run(newsboat.env("HOME", folder.path()).env("LANG", "C.UTF-8"), "");
        shown.extend(told(&run(python().args(["-c", SCRIPT]).arg(&cache), "")));
    }
    // Its release in Debian shows one author only.
    for item in expected.values_mut().chain(shown.values_mut()).flat_map(BTreeMap::values_mut) {
        item.author = item.author.split(", ").next().unwrap_or("").to_owned();
    }
    check(&expected, &shown);
}

#[test]
fn listparser_takes_the_list_of_feeds() {
    const SCRIPT: &str = r"
import json, sys, listparser
told = listparser.parse(sys.stdin.read())
assert not told.bozo, told.bozo_exception
print(json.dumps([feed.url for feed in told.feeds]))
";
    if !has("listparser", python().args(["-c", "import listparser"])) {
        return;
    }
    let served = serve();
    let list = String::from_utf8(served.outputs["feeds.opml"].clone()).expect("UTF-8");
    let mut told: Vec<String> =
        serde_json::from_str(&run(python().args(["-c", SCRIPT]), &list)).expect("a list");
    let routes = depeche::routes::Routes::new(&served.site.config);
    let mut feeds: Vec<String> =
        served.site.feeds.iter().map(|feed| routes.absolute(&feed.addresses[0].1)).collect();
    told.sort();
    feeds.sort();
    assert_eq!(told, feeds);
    assert!(told.iter().all(|url| url.starts_with(&served.base)));
}
