//! Feeds: what each brings, by which names items stay known, and how a reader walks back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use depeche::config::FeedFormat;
use depeche::link::Publishing;
use depeche::site::{FeedItem, FeedScope};
use serde_json::Value;

use crate::feed_rules::{self, Node, plain_text};
use crate::harness::{Built, build, problems, publishing, try_build};
use crate::laws::Outputs;

const SETTINGS: &str = "-- depeche.yaml --\ntitle: Site\nbase_url: https://example.org/archive/\n\
                        languages: [en, fr]\nfeeds:\n  tag_authority: example.org,2021\n";

fn read(built: &Built, path: &str) -> Node {
    Node::read(built.file(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn outputs(built: &Built) -> Outputs {
    built.files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect()
}

/// That the feeds of a site keep every rule.
#[track_caller]
fn check_rules(built: &Built) {
    assert_eq!(feed_rules::faults(&built.site, &outputs(built)), Vec::<String>::new());
}

/// Articles `first..=last`, one a day from the first of October 2020 on.
fn articles(first: i64, last: i64) -> String {
    (first..=last).fold(String::new(), |mut text, number| {
        let day = jiff::civil::date(2020, 10, 1).checked_add(jiff::Span::new().days(number)).expect("a day");
        write!(text, "-- content/a{number}.md --\n---\ntitle: Article {number}\ndate: {day}\ntags: [all]\n---\nText {number}.\n")
            .expect("a string takes it");
        text
    })
}

fn titles(feed: &Node) -> Vec<String> {
    let items = feed.all("entry").chain(feed.all("item"));
    items.map(|item| item.one("title").to_owned()).collect()
}

/// The path of an output, by its address.
fn path(address: &str) -> String {
    address.trim_start_matches("https://example.org/archive/").to_owned()
}

#[test]
fn an_item_says_what_there_is_to_say() {
    let built = build(&format!(
        "{SETTINGS}-- content/2021-03-19-outage.md --\n---\ntitle: \"A & B <c> \\\"d\\\"\"\ndate: 2021-03-19T19:15:00+01:00\n\
         updated: 2021-03-20\nauthors: [Ada, {{name: Desk, url: \"https://desk.example/\"}}]\ntags: [\"Paris, Texas\", C++]\n\
         image: {{src: p.svg, alt: A curve}}\n---\nFirst & foremost[^1], see [below](#more).\n\n[^1]: A note.\n\n## More\n\n\
         ![x](p.svg)\n\n- [x] done\n\n```rust\nfn a() {{}}\n```\n\
         -- content/2021-03-19-outage.fr.md --\n---\ntitle: Panne\ntranslation: machine\ntranslator: Inès\n---\nTexte.\n\
         -- content/p.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"2\"/>\n"
    ));
    check_rules(&built);
    let base = "https://example.org/archive/2021/03/outage/";
    let atom = read(&built, "atom.xml");
    let entry = atom.all("entry").next().expect("an entry");
    assert_eq!(entry.one("id"), "tag:example.org,2021:/2021/03/outage/");
    assert_eq!(entry.one("title"), "A & B <c> “d”");
    assert_eq!(entry.links("link", "alternate")[0].get("href"), base);
    assert_eq!(
        (entry.one("published"), entry.one("updated")),
        ("2021-03-19T19:15:00+01:00", "2021-03-20T00:00:00+00:00")
    );
    let authors: Vec<(&str, &str)> =
        entry.all("author").map(|author| (author.one("name"), author.one("uri"))).collect();
    assert_eq!(
        authors,
        [
            ("Ada", "https://example.org/archive/authors/ada/"),
            ("Desk", "https://example.org/archive/authors/desk/")
        ]
    );
    let terms: Vec<&str> = entry.all("category").map(|term| term.get("label")).collect();
    assert_eq!(terms, ["Paris Texas", "C++"]);
    let related = entry.links("link", "related")[0];
    assert_eq!((related.get("hreflang"), related.get("title")), ("fr", "Panne"));
    let content = entry.one("content");
    for part in [
        &*format!("<a href=\"{base}#fn-1\">1</a>"),
        &format!("<a href=\"{base}#more\">below</a>"),
        &format!("<a href=\"{base}#fnref-1\">"),
        "<figure><img src=\"https://example.org/archive/p.svg\" alt=\"A curve\" width=\"4\" height=\"2\"></figure>",
        "First &amp; foremost",
        "<li>☑",
        "<code>fn a() {}",
        "<p>Also in: <a href=\"https://example.org/archive/fr/2021/03/outage/\" hreflang=\"fr\" lang=\"fr\" dir=\"ltr\">français</a></p>",
    ] {
        assert!(content.contains(part), "no {part} in {content}");
    }
    let picture = entry.all("media:content").next().expect("a picture");
    assert_eq!(
        (picture.get("type"), picture.get("width"), picture.one("media:description")),
        ("image/svg+xml", "4", "A curve")
    );

    let rss = read(&built, "rss.xml");
    let item = rss.children[0].all("item").next().expect("an item");
    assert_eq!(
        (item.one("guid"), item.one("link"), item.one("title")),
        (entry.one("id"), base, "A & B <c> “d”")
    );
    assert_eq!(
        (item.one("pubDate"), item.one("content:encoded")),
        ("Fri, 19 Mar 2021 19:15:00 +0100", content)
    );
    let json: Value = serde_json::from_str(built.file("feed.json")).expect("JSON");
    let item = &json["items"][0];
    assert_eq!((item["id"].as_str(), item["content_html"].as_str()), (Some(entry.one("id")), Some(content)));
    assert_eq!(item["_translations"]["fr"]["title"], "Panne");

    let french = read(&built, "fr/atom.xml");
    let entry = french.all("entry").next().expect("an entry");
    assert_eq!(entry.one("id"), "tag:example.org,2021:/fr/2021/03/outage/");
    assert_eq!(entry.all("contributor").next().map(|person| person.one("name")), Some("Inès"));
    assert!(entry.one("content").contains("<p><em>Cet article a été traduit"), "{}", entry.one("content"));
}

#[test]
fn a_feed_of_all_languages_says_the_language_of_each_item() {
    let built = build(&format!(
        "{SETTINGS}-- content/a.md --\n---\ndate: 2021-03-19\n---\nA\n-- content/a.fr.md --\n---\ntitle: A\n---\nB\n"
    ));
    check_rules(&built);
    let atom = read(&built, "all/atom.xml");
    let languages: Vec<&str> = atom.all("entry").map(|entry| entry.get("xml:lang")).collect();
    assert_eq!(languages, ["fr", "en"]);
    // An item is the same in every feed.
    let entry = built.file("fr/atom.xml").split("<entry").nth(1).expect("an entry");
    assert!(built.file("all/atom.xml").contains(entry.trim_end_matches("</feed>\n")));
    assert!(
        !build(&SETTINGS.replace("[en, fr]", "[en]").replace("feeds:", "# feeds:").replace("  tag", "# "))
            .has("all/atom.xml")
    );
}

#[test]
fn text_from_right_to_left_says_so() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [ar]\n-- content/a.md --\n---\ntitle: عطل\ndate: 2021-03-19\n---\nنص\n",
    );
    check_rules(&built);
    let atom = read(&built, "atom.xml");
    let content = atom.all("entry").next().expect("an entry").one("content");
    assert!(
        content.starts_with("<div lang=\"ar\" dir=\"rtl\">\n<p>") && content.ends_with("</div>\n"),
        "{content}"
    );
}

#[test]
fn html_that_authors_are_trusted_with_does_not_reach_readers() {
    let built = build(
        "-- depeche.yaml --\nraw_html: allow\n-- content/a.md --\n---\ndate: 2021-03-19\n---\nA <b onclick=\"x()\">b</b>\n\n\
         <script>alert(1)</script>\n\n<iframe src=\"https://e.org/\"></iframe>\n\n<a href=\"x.html\">x</a>\n",
    );
    assert!(built.file("2021/03/a/index.html").contains("<script>alert(1)"));
    let atom = read(&built, "atom.xml");
    let content = atom.all("entry").next().expect("an entry").one("content");
    assert!(
        content.contains("<b>b</b>") && !content.contains("alert") && !content.contains("iframe"),
        "{content}"
    );
    assert!(content.contains("href=\"http://127.0.0.1:1919/2021/03/a/x.html\""), "{content}");
}

#[test]
fn summaries_are_enough_where_the_settings_say_so() {
    let built = build(&format!(
        "{SETTINGS}  content: summary\n-- content/a.md --\n---\ndate: 2021-03-19\nsummary: Short & <b>.\n---\nLong.\n"
    ));
    check_rules(&built);
    let atom = read(&built, "atom.xml");
    let entry = atom.all("entry").next().expect("an entry");
    assert_eq!((entry.one("summary"), entry.all("content").count()), ("Short & <b>.", 0));
    let rss = read(&built, "rss.xml");
    let item = rss.children[0].all("item").next().expect("an item");
    assert_eq!(plain_text(item.one("description")), "Short & <b>.");
    assert!(built.file("feed.json").contains("\"content_text\":\"Short & <b>.\""));
}

#[test]
fn articles_without_a_date_and_hidden_ones_are_in_no_feed() {
    let built = build(&format!(
        "{SETTINGS}-- content/a.md --\n---\ndate: 2021-03-19\n---\nA\n-- content/b.md --\nB\n\
         -- content/c.md --\n---\ndate: 2021-03-19\nhidden: true\n---\nC\n-- content/d.fr.md --\nD\n"
    ));
    assert_eq!(titles(&read(&built, "atom.xml")), ["A"]);
    // A feed has items, or is not there.
    assert!(!built.has("fr/atom.xml"));
    assert!(!built.file("fr/d/index.html").contains("atom+xml"));
}

#[test]
fn lists_of_other_languages_originals_are_no_reason_to_mix_languages_in_a_feed() {
    let built = build(&format!(
        "{SETTINGS}list_untranslated: true\n-- content/a.md --\n---\ndate: 2021-03-19\n---\nA\n\
         -- content/b.fr.md --\n---\ndate: 2021-03-19\n---\nB\n"
    ));
    assert_eq!(titles(&read(&built, "atom.xml")), ["A"]);
    assert_eq!(titles(&read(&built, "all/atom.xml")), ["A", "B"]);
}

// ------------------------------------------------------------------------------------------- scopes

#[test]
fn terms_have_feeds_from_a_number_of_articles_on() {
    let site = |settings: &str, n: i64| build(&format!("{SETTINGS}{settings}{}", articles(1, n)));
    assert!(!site("", 4).has("tags/all/atom.xml"));
    let built = site("", 5);
    check_rules(&built);
    assert_eq!(titles(&read(&built, "tags/all/atom.xml")).len(), 5);
    assert!(!built.has("tags/all/rss.xml"));
    let built = site("  term_articles: 1\n  other_formats: [rss, json]\n  other_articles: 2\n  days: 0\n", 5);
    assert!(
        built.has("tags/all/rss.xml") && built.has("tags/all/feed.json") && !built.has("tags/all/atom.xml")
    );
    let rss = read(&built, "tags/all/rss.xml");
    assert_eq!(titles(&rss.children[0]), ["Article 5", "Article 4"]);
    assert!(!site("  taxonomies: [authors]\n", 5).has("tags/all/atom.xml"));
    assert!(!site("  other_formats: []\n", 5).has("tags/all/atom.xml"));
}

#[test]
fn sections_have_feeds_that_ask_for_them() {
    let built = build(&format!(
        "{SETTINGS}-- content/news/_index.md --\n---\ntitle: News\nfeed: true\n---\n-- content/notes/_index.md --\n\
         ---\ntitle: Notes\nfeed: {{limit: 3}}\n---\n-- content/news/a.md --\n---\ndate: 2021-03-19\n---\nA\n\
         -- content/old/_index.md --\n---\ntitle: Old\npath: /old.html\ngenerate_feeds: true\n---\n\
         -- content/old/b.md --\n---\ndate: 2021-03-19\n---\nB\n-- content/notes/c.md --\n---\ndate: 2021-03-19\n---\nC\n"
    ));
    check_rules(&built);
    assert_eq!(read(&built, "news/atom.xml").one("title"), "News – Site (English)");
    assert_eq!(titles(&read(&built, "old/atom.xml")), ["B"]);
    assert!(!built.has("notes/atom.xml"));
    assert!(built.file("news/index.html").contains("title=\"News – Site (English) – Atom\""));
}

#[test]
fn corrections_have_a_feed() {
    let built = build(&format!(
        "{SETTINGS}-- content/a.md --\n---\ndate: 2021-03-19\ncorrections:\n- {{date: 2021-03-20, note: \"One & two.\"}}\n\
         - {{date: 2021-03-20, note: Three.}}\n- Undated.\n- {{date: 2021-03-22, note: Four.}}\n---\nA\n"
    ));
    check_rules(&built);
    let feed = read(&built, "corrections/atom.xml");
    let ids: Vec<&str> = feed.all("entry").map(|entry| entry.one("id")).collect();
    assert_eq!(
        ids,
        ["-22", "-20-2", "-20"]
            .map(|day| format!("tag:example.org,2021:/2021/03/a/#correction-2021-03{day}"))
    );
    let first = feed.all("entry").last().expect("an entry");
    assert_eq!(first.one("title"), "Correction: A");
    assert!(first.one("content").starts_with("<p>One &amp; two.</p>"));
    assert!(!build(&format!("{SETTINGS}  corrections: false\n-- content/a.md --\n---\ndate: 2021\ncorrections: [{{date: 2021, note: x}}]\n---\nA\n")).has("corrections/atom.xml"));
}

#[test]
fn an_event_has_a_feed_in_each_language_with_articles_on_it() {
    let site = |settings: &str| {
        build(&format!(
            "{SETTINGS}{settings}-- data/events.yaml --\noutage:\n  name: {{en: The outage, fr: La panne}}\n  start: 2021-03-19\n\
             -- content/a.md --\n---\ndate: 2021-03-19\nevent: outage\n---\nA\n-- content/a.fr.md --\n---\ntitle: A\n---\nA\n\
             -- content/b.md --\n---\ndate: 2021-03-20\nevent: outage\n---\nB\n-- content/c.md --\n---\ndate: 2021-03-20\n---\nC\n"
        ))
    };
    let built = site("");
    check_rules(&built);
    let events = built.site.feeds.iter().filter(|feed| matches!(feed.scope, FeedScope::Event(..)));
    let places: Vec<&str> = events.map(|feed| feed.addresses[0].1.as_str()).collect();
    assert_eq!(places, ["/events/the-outage/atom.xml", "/fr/events/la-panne/atom.xml"]);
    let feed = read(&built, "events/the-outage/atom.xml");
    assert_eq!(
        (feed.one("title"), titles(&feed)),
        ("The outage – Site (English)", vec!["B".to_owned(), "A".to_owned()])
    );
    let page = built.file("events/the-outage/index.html");
    assert!(page.contains("title=\"The outage – Site (English) – Atom\""));
    let follow = built.file("follow/index.html");
    for address in ["events/the-outage/atom.xml", "events/the-outage/event.ics"] {
        assert!(
            follow.contains(&format!("<code dir=\"ltr\">https://example.org/archive/{address}</code>")),
            "{follow}"
        );
    }
    let without = site("  formats: []\n  other_formats: []\n");
    assert!(without.file("follow/index.html").contains("event.ics") && !without.has("feeds.opml"));
    assert!(!site("  events: false\n").has("events/the-outage/atom.xml"));
}

#[test]
fn an_item_says_where_its_text_comes_from() {
    let built = build(&format!(
        "{SETTINGS}-- content/a.md --\n---\ndate: 2021-03-19\nsource: {{name: \"A & B\", url: \"https://e.org/a\", \
         published: 2021-03-18, license: CC-BY-4.0}}\n---\nA\n-- content/b.md --\n---\ndate: 2021-03-19\n\
         source: https://e.org/b\n---\nB\n"
    ));
    check_rules(&built);
    let feed = read(&built, "atom.xml");
    let contents: Vec<&str> = feed.all("entry").map(|entry| entry.one("content")).collect();
    assert!(
        contents[0].contains("<p>Originally published by <a href=\"https://e.org/a\">A &amp; B</a> on March 18, 2021</p>\n<p>Licence: <a href=\"https://creativecommons.org/"),
        "{}",
        contents[0]
    );
    assert!(contents[1].contains("<p>Source: <a href=\"https://e.org/b\">e.org</a></p>"), "{}", contents[1]);
}

#[test]
fn names_of_files_and_further_ones_can_be_set() {
    let built = build(&format!(
        "{SETTINGS}  formats: rss\n  names: {{rss: index.xml}}\n  also_at: {{rss.xml: rss, feed.xml: atom}}\n{}",
        articles(1, 1)
    ));
    check_rules(&built);
    assert_eq!(built.file("index.xml"), built.file("rss.xml"));
    assert!(!built.has("feed.xml") && !built.has("atom.xml"));
    let usual = build(&format!("{SETTINGS}{}", articles(1, 1)));
    assert_eq!(usual.file("feed.xml"), usual.file("atom.xml"));
    // A file of the site's own stands before a further name.
    let own = build(&format!("{SETTINGS}-- static/feed.xml --\nmine\n{}", articles(1, 1)));
    assert_eq!(own.file("feed.xml"), "mine\n");
}

#[test]
fn a_hub_is_named_in_every_format() {
    let built = build(&format!("{SETTINGS}  hub: https://hub.example\n{}", articles(1, 1)));
    check_rules(&built);
    let hub = "https://hub.example/";
    assert_eq!(read(&built, "atom.xml").links("link", "hub")[0].get("href"), hub);
    assert_eq!(read(&built, "rss.xml").children[0].links("atom:link", "hub")[0].get("href"), hub);
    let json: Value = serde_json::from_str(built.file("feed.json")).expect("JSON");
    assert_eq!(json["hubs"][0]["url"], hub);
}

#[test]
fn a_site_can_be_without_feeds() {
    let built = build(&format!("{SETTINGS}  formats: []\n  other_formats: []\n{}", articles(1, 9)));
    let feeds: Vec<&String> =
        built.files.keys().filter(|path| path.contains("atom") || path.contains("opml")).collect();
    assert!(feeds.is_empty() && !built.has("follow/index.html"), "{feeds:?}");
    assert!(!built.file("index.html").contains("follow"));
}

#[test]
fn mistakes_in_the_settings_are_told() {
    insta::assert_snapshot!(
        problems(
            "-- depeche.yaml --\nfeeds:\n  formats: [atom, rs]\n  content: half\n  articles: 0\n  names: {rss: a/b.xml}\n  \
             taxonomies: tag\n  tag_authority: Example.org\n  hub: hub\n  archive: most\n"
        ),
        @r#"
        error: `rs` is not a format of feeds
         --> depeche.yaml:2:3
          |
        2 |   formats: [atom, rs]
          |   ^^^^^^^
          |
          = hint: did you mean `rss`?

        error: feeds cannot give `half` of an article
         --> depeche.yaml:3:3
          |
        3 |   content: half
          |   ^^^^^^^
          |
          = hint: write `full` or `summary`

        error: `feeds.articles` is 0, so no feed could hold anything
         --> depeche.yaml:4:3
          |
        4 |   articles: 0
          |   ^^^^^^^^
          |
          = hint: to have no feeds, write `formats: []`

        error: a feed cannot be named `a/b.xml`: it holds the character `/`
         --> depeche.yaml:5:3
          |
        5 |   names: {rss: a/b.xml}
          |   ^^^^^

        error: `tag` is no taxonomy of this site
         --> depeche.yaml:6:3
          |
        6 |   taxonomies: tag
          |   ^^^^^^^^^^
          |
          = hint: did you mean `tags`?

        error: `Example.org` cannot begin the names of items
         --> depeche.yaml:7:3
          |
        7 |   tag_authority: Example.org
          |   ^^^^^^^^^^^^^
          |
          = hint: write a domain of yours and a year in which you had it, as `example.org,2021`

        error: the hub `hub` is no web address
         --> depeche.yaml:8:3
          |
        8 |   hub: hub
          |   ^^^
          |
          = hint: write it as `https://hub.example/`

        error: `most` does not say which feeds have archives
         --> depeche.yaml:9:3
          |
        9 |   archive: most
          |   ^^^^^^^
          |
          = hint: write `true`, `false` or `languages`

        8 errors
        "#
    );
    insta::assert_snapshot!(
        problems("-- depeche.yaml --\nfeeds:\n  names: {rss: atom.xml}\n  also_at: {x.xml: atm}\n  formts: rss\n"),
        @r#"
        error: `formts` is not a setting
         --> depeche.yaml:4:3
          |
        4 |   formts: rss
          |   ^
          |
          = hint: did you mean `formats`?

        1 error
        "#
    );
    insta::assert_snapshot!(
        problems("-- depeche.yaml --\nfeeds:\n  names: {rss: atom.xml}\n  also_at: {x.xml: atm}\n"),
        @r#"
        error: feeds in two formats cannot both be named `atom.xml`
         --> depeche.yaml:2:3
          |
        2 |   names: {rss: atom.xml}
          |   ^^^^^
          |
          = hint: give each format a name of its own

        error: `atm` is not a format of feeds
         --> depeche.yaml:3:3
          |
        3 |   also_at: {x.xml: atm}
          |   ^^^^^^^
          |
          = hint: did you mean `atom`?

        2 errors
        "#
    );
}

// ---------------------------------------------------------------------------------------------- ids

/// The ids of the articles by their file.
fn ids(archive: &str) -> BTreeMap<String, String> {
    let built = build(archive);
    let routes = depeche::routes::Routes::new(&built.site.config);
    let pages = built.site.pages.enumerate();
    pages
        .map(|(id, page)| (page.source.to_string(), routes.tag(page, &built.site.relations[id].url)))
        .collect()
}

#[test]
fn a_name_outlives_slug_title_host_and_base_path() {
    let article = |header: &str| format!("-- content/a.md --\n---\ndate: 2021-03-19\n{header}---\nA\n");
    let first = ids(&format!("{SETTINGS}{}", article("title: One\n")));
    assert_eq!(first["content/a.md"], "tag:example.org,2021:/2021/03/a/");
    let moved = SETTINGS.replace("https://example.org/archive/", "https://news.example/");
    assert_eq!(
        ids(&format!("{moved}{}", article("title: Two\nslug: b\naliases: [/2021/03/a/, /c/]\n"))),
        first
    );
    let named = |base: &str| ids(&format!("{base}{}", article("id: outage 1\n")))["content/a.md"].clone();
    assert_eq!(named(SETTINGS), "tag:example.org,2021:outage%201");
    assert_eq!(named(&moved), named(SETTINGS));
}

#[test]
fn a_name_that_another_tool_gave_is_kept() {
    for id in [
        "tag:old.example,2009:a-b",
        "urn:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427",
        "https://old.example/?p=1%C3%A9#a",
    ] {
        let archive = format!("{SETTINGS}-- content/a.md --\n---\nid: \"{id}\"\n---\nA\n");
        assert_eq!(ids(&archive)["content/a.md"], id);
    }
}

#[test]
fn a_preview_under_another_address_names_items_in_the_same_way() {
    let archive = "-- depeche.yaml --\nbase_url: https://Example.org:8080/x/\n-- content/a.md --\nA\n";
    assert_eq!(ids(archive)["content/a.md"], "tag:example.org,2020:/a/");
    assert_eq!(ids("-- content/a.md --\nA\n")["content/a.md"], "tag:localhost,2020:/a/");
}

#[test]
fn two_articles_with_one_name_are_an_error() {
    insta::assert_snapshot!(
        problems(&format!(
            "{SETTINGS}-- content/a.md --\n---\nid: x\n---\nA\n-- content/a.fr.md --\n---\ntitle: A\nid: x\n---\nA\n\
             -- content/b.md --\n---\nid: \"tag:example.org,2021:/c/\"\n---\nB\n-- content/c.md --\nC\n"
        )),
        @r#"
        error: `content/a.fr.md` has the id `x` too
         --> content/a.md:2:5
          |
        2 | id: x
          |     ^
          |
          = hint: give each article an id of its own, each translation as well; or leave it out

        error: `content/c.md` has the id `tag:example.org,2021:/c/` too
         --> content/b.md:2:5
          |
        2 | id: "tag:example.org,2021:/c/"
          |     ^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = hint: give each article an id of its own, each translation as well; or leave it out

        2 errors
        "#
    );
}

// ----------------------------------------------------------------------------------------- archives

/// The documents that a reader finds from a feed on, and the items of each.
fn walk(built: &Built, start: &str) -> Vec<(String, Vec<String>)> {
    let mut documents = Vec::new();
    let mut next = Some(start.to_owned());
    while let Some(at) = next {
        let document = read(built, &at);
        let (feed, link) = match document.all("channel").next() {
            Some(channel) => (channel, "atom:link"),
            None => (&document, "link"),
        };
        next = feed.links(link, "prev-archive").first().map(|link| path(link.get("href")));
        let ids = feed
            .all("entry")
            .map(|entry| entry.one("id"))
            .chain(feed.all("item").map(|item| item.one("guid")));
        documents.push((at, ids.map(str::to_owned).collect()));
        assert!(documents.len() < 1000, "a circle");
    }
    documents
}

#[test]
fn a_reader_walks_back_to_the_first_article_and_meets_each_once() {
    let built = build(&format!("{SETTINGS}  articles: 10\n  days: 5\n{}", articles(1, 175)));
    check_rules(&built);
    for start in ["atom.xml", "rss.xml", "feed.xml"] {
        let documents = walk(&built, start);
        let met: Vec<&String> = documents.iter().flat_map(|(_, ids)| ids).collect();
        assert_eq!(met.len(), 175, "from {start}");
        assert_eq!(met.iter().collect::<BTreeSet<_>>().len(), 175, "from {start}");
        let places: Vec<&str> = documents.iter().map(|(path, _)| &**path).collect();
        assert_eq!(
            places[1..],
            [
                "feeds/2021-3.xml",
                "feeds/2021-2.xml",
                "feeds/2021-1.xml",
                "feeds/2020-5.xml",
                "feeds/2020-4.xml",
                "feeds/2020-3.xml",
                "feeds/2020-2.xml",
                "feeds/2020-1.xml"
            ]
        );
    }
    // 91 articles are of the year 2020, whose last document is over with it.
    assert_eq!(walk(&built, "feeds/2020-5.xml")[0].1.len(), 11);
    let first = read(&built, "feeds/2020-1.xml");
    assert_eq!(path(first.links("link", "next-archive")[0].get("href")), "feeds/2020-2.xml");
    assert_eq!(path(first.links("link", "current")[0].get("href")), "atom.xml");
    assert_eq!(first.one("id"), read(&built, "atom.xml").one("id"));
    assert!(first.all("fh:archive").next().is_some());
    let documents = |archive: &str| {
        let built = build(&format!("{SETTINGS}  archive: {archive}\n{}", articles(1, 175)));
        (built.has("feeds/2020-1.xml"), built.has("all/feeds/2020-1.xml"))
    };
    assert_eq!(["true", "languages", "false"].map(documents), [(true, true), (true, false), (false, false)]);
}

/// The archive documents of a site.
fn archive_documents(built: &Built) -> BTreeMap<&str, &str> {
    let documents = built.files.iter().filter(|(path, _)| path.contains("feeds/2"));
    documents.map(|(path, text)| (&**path, &**text)).collect()
}

#[test]
fn a_finished_document_never_changes() {
    let site =
        |n: i64, more: &str| build(&format!("{SETTINGS}  articles: 10\n  days: 0\n{}{more}", articles(1, n)));
    let builds: Vec<Built> = [50, 51, 69, 70, 110, 130].map(|n| site(n, "")).into();
    for pair in builds.windows(2) {
        let (before, after) = (archive_documents(&pair[0]), archive_documents(&pair[1]));
        assert!(!before.is_empty());
        for (path, text) in before {
            assert_eq!(after.get(path), Some(&text), "{path}");
        }
    }
    // An old article moves what follows it in its year, and nothing of another year.
    let old = "-- content/old.md --\n---\ntitle: Old\ndate: 2020-10-25\n---\nOld.\n";
    let (before, after) = (site(175, ""), site(175, old));
    let (before, after) = (archive_documents(&before), archive_documents(&after));
    let changed: Vec<&str> =
        before.iter().filter(|(path, text)| after.get(*path) != Some(text)).map(|(path, _)| *path).collect();
    let main: Vec<&str> = changed.iter().copied().filter(|path| path.starts_with("feeds/")).collect();
    assert_eq!(main, ["feeds/2020-2.xml", "feeds/2020-3.xml", "feeds/2020-4.xml", "feeds/2020-5.xml"]);
}

#[test]
fn no_document_is_too_large_and_no_article_is_lost() {
    let long = "Word & <b>word</b>. ".repeat(6_000);
    let site = (1..=70).fold(SETTINGS.to_owned(), |text, number| {
        let text_of_it = if number % 3 == 0 { &*long } else { "Short." };
        text + &format!(
            "-- content/a{number}.md --\n---\ndate: 2021-01-01\nsummary: Sum.\n---\n{text_of_it}\n"
        )
    });
    let built = build(&site);
    check_rules(&built);
    let documents = walk(&built, "atom.xml");
    assert_eq!(documents.iter().flat_map(|(_, ids)| ids).count(), 70);
    let feed = read(&built, "atom.xml");
    let (whole, brief): (Vec<&Node>, Vec<&Node>) =
        feed.all("entry").partition(|entry| entry.all("content").next().is_some());
    assert!(!brief.is_empty() && whole.len() > brief.len());
    assert!(brief.iter().all(|entry| entry.one("summary") == "Sum."));
}

#[test]
fn nothing_in_a_feed_depends_on_the_moment_of_the_build() {
    let archive = format!("{SETTINGS}{}", articles(1, 60));
    let later = |text: &str| Publishing { now: text.parse().expect("a moment"), ..publishing() };
    let builds = ["2025-01-01T00:00:00Z", "2026-07-07T07:07:07Z"]
        .map(|moment| try_build(&archive, later(moment)).map_err(|_| "problems").expect("a site"));
    assert_eq!(builds[0].files, builds[1].files);
}

// -------------------------------------------------------------------------------------------- pages

#[test]
fn pages_name_their_feeds_for_programs() {
    let built =
        build(&format!("{SETTINGS}{}-- content/b.fr.md --\n---\ndate: 2021-03-19\n---\nB\n", articles(1, 5)));
    let links = |path: &str| -> Vec<String> {
        let html = built.file(path);
        let lines = html.lines().filter(|line| line.contains("rel=\"alternate\" type=\""));
        lines.map(str::to_owned).collect()
    };
    let of = |title: &str, url: &str, format: FeedFormat| {
        format!(
            "<link rel=\"alternate\" type=\"{}\" title=\"{title} – {}\" href=\"https://example.org/archive/{url}\">",
            format.media_type(),
            format.title()
        )
    };
    let english = [
        of("Site (English)", "atom.xml", FeedFormat::Atom),
        of("Site (English)", "rss.xml", FeedFormat::Rss),
        of("Site (English)", "feed.json", FeedFormat::Json),
    ];
    for page in ["index.html", "2020/10/a1/index.html", "404.html", "follow/index.html", "archive/index.html"]
    {
        assert_eq!(links(page), english, "{page}");
    }
    let mut of_term = vec![of("all – Site (English)", "tags/all/atom.xml", FeedFormat::Atom)];
    of_term.extend(english);
    assert_eq!(links("tags/all/index.html"), of_term);
    assert_eq!(links("fr/index.html")[0], of("Site (français)", "fr/atom.xml", FeedFormat::Atom));
}

#[test]
fn a_page_tells_people_of_all_feeds() {
    let built =
        build(&format!("{SETTINGS}{}-- content/b.fr.md --\n---\ndate: 2021-03-19\n---\nB\n", articles(1, 5)));
    let page = built.file("follow/index.html");
    for part in [
        "<code dir=\"ltr\">https://example.org/archive/atom.xml</code>",
        "https://example.org/archive/all/atom.xml",
        "https://example.org/archive/fr/feed.json",
        "https://example.org/archive/tags/all/atom.xml",
        "https://example.org/archive/feeds.opml",
    ] {
        assert!(page.contains(part), "no {part}");
    }
    assert!(built.file("index.html").contains("<a href=\"/archive/follow/\">Follow</a>"));
    let opml = read(&built, "feeds.opml");
    let mut listed = Vec::new();
    let mut open: Vec<&Node> = vec![&opml];
    while let Some(node) = open.pop() {
        listed.extend(node.attributes.get("xmlUrl").map(|url| path(url)));
        open.extend(&node.children);
    }
    listed.sort();
    assert_eq!(listed, ["all/atom.xml", "atom.xml", "fr/atom.xml", "tags/all/atom.xml"]);
}

#[test]
fn links_may_lead_to_feeds_and_to_the_page_of_them() {
    let built = build(&format!(
        "{SETTINGS}-- content/a.md --\n---\ndate: 2021-03-19\n---\n[feed](/atom.xml), [all](/feeds.opml), [follow](/follow/)\n"
    ));
    assert!(built.warnings().is_empty());
    check_rules(&built);
}

#[test]
fn the_feeds_of_the_sample_archive_keep_every_rule() {
    let files = crate::laws::sample();
    let (site, outputs) =
        crate::laws::build(files, Some("https://example.org/repo/")).expect("the sample archive");
    assert_eq!(feed_rules::faults(&site, &outputs), Vec::<String>::new());
    let scopes: Vec<FeedScope> = site.feeds.iter().map(|feed| feed.scope).collect();
    assert!(scopes.is_sorted() && scopes.contains(&FeedScope::All));
    let n_dated = site.relations.iter().filter(|page| page.date.is_some()).count();
    let all = &site.feeds[site.feed_of(FeedScope::All).expect("a feed of all")];
    let items: BTreeSet<&FeedItem> =
        all.items.iter().chain(all.archives.iter().flat_map(|archive| &archive.items)).collect();
    let articles = site.archives.enumerate().map(|(id, archive)| {
        archive
            .pages
            .iter()
            .filter(|page| site.pages[**page].language == id && site.relations[**page].date.is_some())
            .count()
    });
    assert!(items.len() == articles.sum::<usize>() && items.len() <= n_dated);
}
