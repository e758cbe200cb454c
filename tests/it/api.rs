//! The data for other programs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use depeche::path::percent_decode;
use serde_json::Value as Json;

use crate::harness::{Built, build};

/// The site whose documents `docs/api.md` shows.
const SHOWN: &str = "\
-- depeche.yaml --
title: The Daily
base_url: https://example.org/
languages: [en, fr]
api: true
-- data/events.yaml --
outage-2021:
  name: {en: The outage, fr: La panne}
  start: 2021-03-19T17:25:00Z
  end: 2021-03-19T18:10:00Z
  places: [Dublin]
  parties: [{name: WhatsApp, url: https://whatsapp.com/}]
  sources: [{name: Agency, url: https://agency.example/1, lang: en}]
  milestones: [{time: 2021-03-19T17:25:00Z, text: {en: It stops., fr: Tout s'arrête.}}]
-- data/terms.yaml --
authors:
  desk: {prefLabel: {en: Security Desk, fr: Rédaction Sécurité}, type: organization}
tags:
  outage: {prefLabel: {en: outage, fr: panne}, altLabel: {en: [downtime]}, description: {en: When services stop.}}
-- content/outage.en.md --
---
title: Outage
summary: It stopped.
date: 2021-03-19T20:00:00+01:00
updated: 2021-03-21T09:00:00+01:00
authors: [Security Desk, {name: Ana, url: https://ana.example/}]
tags: [outage]
event: outage-2021
image: {src: curve.svg, alt: A curve, caption: Reports, credit: The desk}
corrections: [{date: 2021-03-20, note: \"It was 19:10.\"}]
source: {name: Agency, url: https://agency.example/1, license: CC BY 4.0}
---
It is [explained](other.en.md).
-- content/outage.fr.md --
---
title: Panne
date: 2021-03-20
---
Texte.
-- content/other.en.md --
---
date: 2021-03-18
---
Text.
-- content/curve.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"320\"/>
";

#[track_caller]
fn document(built: &Built, path: &str) -> Json {
    serde_json::from_str(built.file(path)).expect("JSON")
}

/// Every document of a site, by its path.
fn documents(built: &Built) -> impl Iterator<Item = (&str, Json)> {
    let paths = built.files.keys().filter(|path| path.starts_with("api/"));
    paths.map(|path| (path.as_str(), document(built, path)))
}

/// `UPDATE_GOLDEN=1 cargo test --test it api` writes the examples anew.
#[test]
fn the_examples_of_the_docs_are_what_is_written() {
    let built = build(SHOWN);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/api.md");
    let mut docs = fs::read_to_string(&path).expect("the page");
    let mut shown = 0;
    for (file, _) in documents(&built) {
        let name = format!("`/{file}`:\n\n```json\n");
        let Some(start) = docs.find(&name).map(|at| at + name.len()) else { continue };
        let end = start + docs[start..].find("```").expect("an end");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            docs.replace_range(start..end, built.file(file));
            fs::write(&path, &docs).expect("a file that can be written");
        } else {
            assert_eq!(&docs[start..end], built.file(file), "{file}");
        }
        shown += 1;
    }
    assert_eq!(shown, 6);
}

#[test]
fn a_site_has_no_data_unless_it_asks_for_it() {
    assert!(!build(&SHOWN.replace("api: true\n", "")).files.keys().any(|path| path.starts_with("api/")));
}

/// Every address in a document, by the key that holds it.
fn addresses<'j>(key: &'j str, data: &'j Json, found: &mut Vec<(&'j str, &'j str)>) {
    match data {
        Json::String(text) if text.starts_with("https://example.org/") => found.push((key, text)),
        Json::Array(items) => items.iter().for_each(|item| addresses(key, item, found)),
        Json::Object(map) => map.iter().for_each(|(key, item)| addresses(key, item, found)),
        _ => {}
    }
}

#[test]
fn every_document_is_found_from_the_first_and_every_address_leads_somewhere() {
    let built = build(SHOWN);
    let mut reached = BTreeSet::from(["api/v1/index.json".to_owned()]);
    let mut waiting: Vec<String> = reached.iter().cloned().collect();
    while let Some(path) = waiting.pop() {
        let document = document(&built, &path);
        let mut found = Vec::new();
        addresses("", &document, &mut found);
        for (key, address) in found {
            let file = percent_decode(&address["https://example.org/".len()..]).into_owned();
            let file = file.split('#').next().unwrap_or("").to_owned();
            let file = if file.is_empty() || file.ends_with('/') { file + "index.html" } else { file };
            assert!(built.has(&file), "{path}: {key} `{address}`");
            if file.starts_with("api/") && reached.insert(file.clone()) {
                waiting.push(file);
            }
        }
    }
    let all: BTreeSet<String> = documents(&built).map(|(path, _)| path.to_owned()).collect();
    assert_eq!(reached, all);
}

/// The keys that ninjs 2.1 lets an item have, and those of what is in it.
const NINJS: [(&str, &[&str]); 9] = [
    (
        "",
        &[
            "uri",
            "type",
            "representationtype",
            "profile",
            "version",
            "firstcreated",
            "versioncreated",
            "contentcreated",
            "embargoed",
            "pubstatus",
            "urgency",
            "copyrightholder",
            "copyrightnotice",
            "usageterms",
            "ednote",
            "language",
            "descriptions",
            "bodies",
            "headlines",
            "people",
            "organisations",
            "places",
            "subjects",
            "events",
            "objects",
            "infosources",
            "title",
            "by",
            "slugline",
            "located",
            "renditions",
            "associations",
            "altids",
            "trustindicators",
            "standard",
            "genres",
            "expires",
            "rightsinfo",
            "name",
        ],
    ),
    ("headlines", &["role", "contenttype", "value"]),
    ("descriptions", &["role", "contenttype", "value"]),
    ("bodies", &["role", "contenttype", "charcount", "wordcount", "value"]),
    ("people", &["name", "rel", "uri", "literal", "contactinfo"]),
    ("infosources", &["name", "role", "uri", "literal", "contactinfo"]),
    (
        "renditions",
        &["name", "href", "contenttype", "title", "height", "width", "sizeinbytes", "duration", "format"],
    ),
    ("altids", &["role", "value"]),
    ("rightsinfo", &["langid", "linkedrights", "encodedrights"]),
];

/// Keys that ninjs does not know, or knows elsewhere.
fn check_ninjs(item: &Json, is_association: bool, faults: &mut Vec<String>) {
    let keys_of = |name: &str| NINJS.iter().find(|(known, _)| *known == name).map(|(_, keys)| *keys);
    for (key, value) in item.as_object().expect("an item") {
        if !keys_of("").is_some_and(|keys| keys.contains(&key.as_str())) || (key == "name" && !is_association)
        {
            faults.push(key.clone());
        }
        if key == "associations" {
            value.as_array().expect("a list").iter().for_each(|item| check_ninjs(item, true, faults));
            continue;
        }
        // Concepts are all alike.
        let alike = ["organisations", "subjects", "events"].contains(&key.as_str());
        let Some(known) = keys_of(if alike { "people" } else { key }) else { continue };
        let parts = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for part in parts.iter().filter_map(Json::as_object) {
            faults.extend(
                part.keys()
                    .filter(|part| !known.contains(&part.as_str()))
                    .map(|part| format!("{key}.{part}")),
            );
        }
    }
    let types = ["text", "audio", "video", "picture", "graphic", "composite", "component"];
    if !item["type"].as_str().is_some_and(|kind| types.contains(&kind)) || !item["uri"].is_string() {
        faults.push(format!("type of {item}"));
    }
    for time in ["firstcreated", "versioncreated"] {
        if item[time].as_str().is_some_and(|time| time.len() != "2021-03-19T20:00:00+01:00".len()) {
            faults.push(format!("{time} {}", item[time]));
        }
    }
}

#[test]
fn an_article_is_an_item_of_ninjs() {
    let built = build(SHOWN);
    let mut faults = Vec::new();
    for (path, document) in documents(&built) {
        if document.get("standard").is_some() {
            check_ninjs(&document, false, &mut faults);
        } else if path.contains("articles-") {
            let items = document["items"].as_array().expect("a list");
            for item in items {
                check_ninjs(item, false, &mut faults);
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn addresses_in_a_text_are_whole() {
    let article = document(&build(SHOWN), "api/v1/2021/03/outage/index.json");
    let text = article["bodies"][0]["value"].as_str().expect("a text");
    assert_eq!(text, "<p>It is <a href=\"https://example.org/2021/03/other/\">explained</a>.</p>\n");
}

#[test]
fn long_lists_are_cut_and_full_parts_stay() {
    let article = |number: u32| {
        let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
        format!("-- content/a{number}.md --\n---\ndate: 2021-{month:02}-{day:02}\ntags: [x]\n---\nText.\n")
    };
    let archive = |count: u32| {
        let articles: String = (0..count).map(article).collect();
        format!("-- depeche.yaml --\nbase_url: https://example.org/\napi: true\n{articles}")
    };
    let built = build(&archive(230));
    let index = document(&built, "api/v1/index-en.json");
    assert_eq!(index["articles"]["count"], 230);
    let documents = index["articles"]["documents"].as_array().expect("a list").len();
    assert_eq!(documents, 3);
    let second = document(&built, "api/v1/articles-en-2.json");
    assert_eq!(second["previous"], "https://example.org/api/v1/articles-en-1.json");
    assert_eq!(second["next"], "https://example.org/api/v1/articles-en-3.json");
    assert_eq!(second["items"].as_array().map(Vec::len), Some(100));
    assert!(built.file("api/v1/tags/x/articles-3.json").contains("\"number\": 3"));
    let grown = build(&archive(240));
    for path in ["api/v1/articles-en-1.json", "api/v1/tags/x/articles-1.json"] {
        assert_eq!(built.file(path), grown.file(path));
    }
    let longest =
        built.files.iter().filter(|(path, _)| path.starts_with("api/")).map(|(_, text)| text.len()).max();
    assert!(longest < Some(1_000_000));
}

#[test]
fn hidden_articles_have_no_data() {
    let built = build(&SHOWN.replace("title: Panne\n", "title: Panne\nhidden: true\n"));
    assert!(built.has("fr/2021/03/outage/index.html") && !built.has("api/v1/fr/2021/03/outage/index.json"));
    let original = document(&built, "api/v1/2021/03/outage/index.json");
    let translation =
        original["associations"].as_array().expect("a list").last().cloned().expect("an edition");
    assert_eq!(translation["renditions"].as_array().map(Vec::len), Some(1));
}
