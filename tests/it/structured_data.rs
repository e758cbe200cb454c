//! What pages tell machines of themselves: JSON-LD, Open Graph and the cards of X.

use insta::assert_snapshot;
use serde_json::Value as Json;

use crate::harness::{Built, build};

/// What search engines read in a page.
#[track_caller]
fn data(built: &Built, path: &str) -> Json {
    let page = built.file(path);
    let (_, behind) = page.split_once("<script type=\"application/ld+json\">").expect("data");
    serde_json::from_str(behind.split("</script>").next().expect("an end")).expect("JSON")
}

/// The thing of a type in it.
#[track_caller]
fn thing(built: &Built, path: &str, kind: &str) -> Json {
    let data = data(built, path);
    let graph = data["@graph"].as_array().expect("a graph");
    graph
        .iter()
        .find(|thing| thing["@type"] == kind)
        .cloned()
        .unwrap_or_else(|| panic!("no {kind} in {data}"))
}

fn pretty(json: &Json) -> String {
    serde_json::to_string_pretty(json).expect("JSON")
}

/// The names with which each step of a page's breadcrumbs is called, and where it leads.
fn steps(built: &Built, path: &str) -> Vec<String> {
    let list = thing(built, path, "BreadcrumbList");
    let items = list["itemListElement"].as_array().expect("a list").clone();
    let step = |(item, position): (&Json, u64)| {
        assert_eq!(item["position"], position);
        let name = item["name"].as_str().expect("a name");
        item["item"]
            .as_str()
            .map_or(name.to_owned(), |url| format!("{name} {}", &url["https://example.org".len()..]))
    };
    items.iter().zip(1..).map(step).collect()
}

const SITE: &str = "\
-- depeche.yaml --
title: The Daily
base_url: https://example.org/
languages: [en, fr]
theme: {logo: logo.svg}
-- static/logo.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"20\"/>
-- data/events.yaml --
outage-2021:
  name: {en: The outage, fr: La panne}
  start: 2021-03-19T17:25:00Z
  end: 2021-03-19
  places: [Dublin]
  parties: [{name: WhatsApp, url: https://whatsapp.com/}]
-- data/terms.yaml --
authors:
  desk:
    prefLabel: {en: Security Desk, fr: Rédaction Sécurité}
    altLabel: {en: [the desk]}
    type: organization
-- content/law/_index.en.md --
---
title: Law
---
-- content/law/outage.en.md --
---
title: Outage
summary: It stopped.
date: 2021-03-19T20:00:00+01:00
updated: 2021-03-21
authors: [the desk, {name: Ana, url: https://ana.example/}]
tags: [outage]
series: [Failures]
event: outage-2021
image: {src: curve.svg, alt: A curve, caption: Reports, credit: The desk}
corrections: [{date: 2021-03-20, note: It was 19:10}]
source: {name: Agency, url: https://agency.example/1, published: 2021-03-19, lang: en, license: CC BY 4.0}
---
Text.
-- content/law/outage.fr.md --
---
title: Panne
date: 2021-03-20
translators: [{name: Bob, type: organization}, Chloé]
---
Texte.
-- content/law/curve.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"320\"/>
-- content/plain.en.md --
---
date: 2020-01-02
source: Le Monde
---
Text.
";

#[test]
fn an_article_says_what_it_is() {
    let built = build(SITE);
    let article = thing(&built, "2021/03/outage/index.html", "NewsArticle");
    assert_snapshot!(pretty(&article), @r#"
{
  "@type": "NewsArticle",
  "@id": "https://example.org/2021/03/outage/#article",
  "headline": "Outage",
  "description": "It stopped.",
  "inLanguage": "en",
  "mainEntityOfPage": "https://example.org/2021/03/outage/",
  "datePublished": "2021-03-19T20:00:00+01:00",
  "dateModified": "2021-03-21",
  "author": [
    {
      "@type": "Organization",
      "name": "Security Desk",
      "url": "https://example.org/authors/security-desk/"
    },
    {
      "@type": "Person",
      "name": "Ana",
      "url": "https://example.org/authors/ana/",
      "sameAs": "https://ana.example/"
    }
  ],
  "publisher": {
    "@type": "Organization",
    "name": "The Daily",
    "url": "https://example.org/",
    "logo": {
      "@type": "ImageObject",
      "url": "https://example.org/logo.svg",
      "width": 60,
      "height": 20
    }
  },
  "image": {
    "@type": "ImageObject",
    "url": "https://example.org/law/curve.svg",
    "width": 640,
    "height": 320,
    "caption": "Reports",
    "creditText": "The desk"
  },
  "isAccessibleForFree": true,
  "keywords": [
    "outage"
  ],
  "articleSection": "Law",
  "workTranslation": [
    {
      "@id": "https://example.org/fr/2021/03/outage/#article",
      "inLanguage": "fr"
    }
  ],
  "about": {
    "@type": "Event",
    "@id": "https://example.org/events/the-outage/#event",
    "name": "The outage",
    "startDate": "2021-03-19T17:25:00+00:00",
    "endDate": "2021-03-19",
    "url": "https://example.org/events/the-outage/"
  },
  "isPartOf": [
    {
      "@type": "CreativeWorkSeries",
      "name": "Failures",
      "url": "https://example.org/series/failures/"
    }
  ],
  "position": 1,
  "correction": [
    {
      "@type": "CorrectionComment",
      "text": "It was 19:10",
      "datePublished": "2021-03-20"
    }
  ],
  "isBasedOn": {
    "@type": "CreativeWork",
    "url": "https://agency.example/1",
    "publisher": {
      "@type": "Organization",
      "name": "Agency"
    },
    "datePublished": "2021-03-19",
    "inLanguage": "en",
    "license": "https://creativecommons.org/licenses/by/4.0/"
  }
}
"#);
}

#[test]
fn translations_name_their_original_and_the_original_names_them() {
    let built = build(SITE);
    let translation = thing(&built, "fr/2021/03/outage/index.html", "NewsArticle");
    assert_eq!(translation["translationOfWork"]["@id"], "https://example.org/2021/03/outage/#article");
    assert_eq!(translation["translationOfWork"]["inLanguage"], "en");
    assert_eq!(
        translation["translator"],
        serde_json::json!([
            {"@type": "Organization", "name": "Bob"},
            {"@type": "Person", "name": "Chloé"}
        ])
    );
    assert_eq!(translation["datePublished"], "2021-03-20");
    assert!(translation.get("workTranslation").is_none());
    let original = thing(&built, "2021/03/outage/index.html", "NewsArticle");
    assert_eq!(original["workTranslation"][0]["@id"], translation["@id"]);
    assert!(original.get("translationOfWork").is_none() && original.get("translator").is_none());
}

#[test]
fn a_text_that_draws_on_another_cites_it() {
    let built = build(SITE);
    let article = thing(&built, "2020/01/plain/index.html", "NewsArticle");
    assert_eq!(article["citation"]["publisher"]["name"], "Le Monde");
    assert!(article.get("isBasedOn").is_none());
}

#[test]
fn pages_say_where_they_stand() {
    let built = build(SITE);
    let check = |path: &str, expected: &[&str]| assert_eq!(steps(&built, path), expected, "{path}");
    check("2021/03/outage/index.html", &["The Daily /", "Law /law/", "Outage"]);
    check(
        "2020/01/plain/index.html",
        &["The Daily /", "Archive /archive/", "2020 /2020/", "January /2020/01/", "Plain"],
    );
    check("law/index.html", &["The Daily /", "Law"]);
    check("archive/index.html", &["The Daily /", "Archive"]);
    check("2021/03/index.html", &["The Daily /", "Archive /archive/", "2021 /2021/", "March"]);
    check("tags/outage/index.html", &["The Daily /", "Tags /tags/", "outage"]);
    check("tags/index.html", &["The Daily /", "Tags"]);
    check("fr/events/la-panne/index.html", &["The Daily /fr/", "Événements /fr/events/", "La panne"]);
    check("corrections/index.html", &["The Daily /", "All corrections"]);
}

#[test]
fn a_home_page_says_whose_site_it_is() {
    let site = thing(&build(SITE), "fr/index.html", "WebSite");
    assert_snapshot!(pretty(&site), @r#"
{
  "@type": "WebSite",
  "@id": "https://example.org/fr/#website",
  "name": "The Daily",
  "url": "https://example.org/fr/",
  "inLanguage": "fr",
  "publisher": {
    "@type": "Organization",
    "name": "The Daily",
    "url": "https://example.org/fr/",
    "logo": {
      "@type": "ImageObject",
      "url": "https://example.org/logo.svg",
      "width": 60,
      "height": 20
    }
  }
}
"#);
}

#[test]
fn the_page_of_an_event_says_what_happened() {
    let event = thing(&build(SITE), "events/the-outage/index.html", "Event");
    assert_snapshot!(pretty(&event), @r#"
{
  "@type": "Event",
  "@id": "https://example.org/events/the-outage/#event",
  "name": "The outage",
  "startDate": "2021-03-19T17:25:00+00:00",
  "endDate": "2021-03-19",
  "url": "https://example.org/events/the-outage/",
  "location": [
    {
      "@type": "Place",
      "name": "Dublin"
    }
  ],
  "about": [
    {
      "@type": "Thing",
      "name": "WhatsApp",
      "url": "https://whatsapp.com/"
    }
  ]
}
"#);
}

#[test]
fn no_text_ends_the_script() {
    let title = "</script><script>alert(1)</script><!-- &amp; \u{2028}";
    let built = build(&format!(
        "-- depeche.yaml --\ntitle: '{title}'\nbase_url: https://example.org/\n-- content/a.md --\n---\n\
         title: '{title}'\ntags: ['{title}']\nauthors: ['{title}']\n---\nText.\n"
    ));
    for (path, page) in built.files.iter().filter(|(path, _)| path.rsplit('.').next() == Some("html")) {
        // The script of the search page is a file.
        let page = page.replace("<script type=\"module\"", "<module").replace("mjs\"></script>", "mjs\">");
        assert_eq!(
            page.matches("<script").count(),
            page.matches("<script type=\"application/ld+json\">").count()
        );
        assert_eq!(page.matches("<script").count(), page.matches("</script>").count(), "{path}");
    }
    let article = thing(&built, "a/index.html", "NewsArticle");
    assert!(article["headline"].as_str().expect("a title").starts_with("</script><script>alert(1)</script>"));
}

/// The tags of a page that say what it is where it is shared.
fn shared(built: &Built, path: &str) -> String {
    let tags = built.file(path).lines().filter(|line| {
        let names = ["<meta property=", "<meta name=\"twitter:", "<meta name=\"author\""];
        names.iter().any(|name| line.starts_with(name))
    });
    let plain = |line: &str| line.replace("<meta ", "").replace(" content=", " ").replace("\">", "\"");
    tags.map(plain).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_page_says_of_itself_what_networks_show() {
    let built = build(&SITE.replace("curve.svg, alt", "https://pictures.example/a.JPG, alt"));
    assert_snapshot!(shared(&built, "2021/03/outage/index.html"), @r#"
property="og:type" "article"
property="og:title" "Outage"
property="og:url" "https://example.org/2021/03/outage/"
property="og:site_name" "The Daily"
property="og:locale" "en_US"
property="og:description" "It stopped."
property="og:locale:alternate" "fr_FR"
property="og:image" "https://pictures.example/a.JPG"
property="og:image:alt" "A curve"
property="article:published_time" "2021-03-19T20:00:00+01:00"
property="article:modified_time" "2021-03-21"
property="article:author" "https://example.org/authors/security-desk/"
property="article:author" "https://example.org/authors/ana/"
property="article:section" "Law"
property="article:tag" "outage"
name="twitter:card" "summary_large_image"
name="twitter:title" "Outage"
name="twitter:description" "It stopped."
name="twitter:image" "https://pictures.example/a.JPG"
name="twitter:image:alt" "A curve"
name="author" "Security Desk"
name="author" "Ana"
"#);
    assert_snapshot!(shared(&built, "fr/tags/outage/index.html"), @r#"
property="og:type" "website"
property="og:title" "outage"
property="og:url" "https://example.org/fr/tags/outage/"
property="og:site_name" "The Daily"
property="og:locale" "fr_FR"
name="twitter:card" "summary"
"#);
}

#[test]
fn networks_get_no_drawing() {
    let built = build(SITE);
    let tags = shared(&built, "2021/03/outage/index.html");
    assert!(!tags.contains("og:image") && tags.contains("\"twitter:card\" \"summary\""), "{tags}");
}

#[test]
fn further_pages_of_a_section_speak_of_themselves() {
    let built = build(
        "-- depeche.yaml --\nbase_url: https://example.org/\narticles_per_page: 1\n-- content/law/_index.md --\nLaw.\n\
         -- content/law/a.md --\nA\n-- content/law/b.md --\nB\n",
    );
    let tags = shared(&built, "law/page/2/index.html");
    assert!(tags.contains("\"og:url\" \"https://example.org/law/page/2/\""), "{tags}");
}

#[test]
fn an_author_s_type_is_a_person_or_an_organization() {
    let told = crate::harness::problems(
        "-- data/terms.yaml --\nauthors:\n  desk: {prefLabel: {en: Desk}, type: firm}\n-- content/a.md --\nA\n",
    );
    assert!(told.contains("`person` or `organization`"), "{told}");
}
