//! What the search page answers from an index that the program has written is what a scan of the texts
//! finds.
//!
//! Node.js makes archives by chance, the program indexes them, and Node.js asks: `tests/search/` has the
//! scan. Where Node.js is missing, this test says so and passes, unless `DEPECHE_BROWSER` is `required`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use depeche::ids::LanguageId;
use depeche::search::SearchIndex;
use depeche::search::analysis::{Analyzer, Piece, pieces};
use depeche::site::Site;
use serde_json::{Value, json};

use crate::browser::{available, node};
use crate::harness::{publishing, try_link};
use crate::search_analysis::{folder, run_in_node};

const ARCHIVES: &str = "12";

const SETTINGS: &str = "-- depeche.yaml --
title: Answers
base_url: https://example.org/top/
default_language: en
time_zone: UTC
typography: false
languages:
  en: {}
  en-GB: {}
";

/// Runs `tests/search/written.mjs`; what it prints. It fails where answers differ.
fn run(node: &Path, arguments: &[&str], input: &str) -> String {
    run_in_node(node, &folder().join("written.mjs"), arguments, input)
}

fn text<'v>(document: &'v Value, key: &str) -> &'v str {
    document[key].as_str().expect(key)
}

/// The documents as a site. The title of another edition is that of one in another kind of English.
fn written(documents: &[Value]) -> String {
    let mut archive = SETTINGS.to_owned();
    for (number, document) in documents.iter().enumerate() {
        let mut header = format!("title: {}\npath: /{}\n", document["title"], text(document, "url"));
        if !text(document, "date").is_empty() {
            let _ = writeln!(header, "date: {}", text(document, "date"));
        }
        if !text(document, "summary").is_empty() {
            let _ = writeln!(header, "summary: {}", document["summary"]);
        }
        let tags: Vec<&Value> =
            document["terms"].as_array().expect("terms").iter().map(|term| &term[1]).collect();
        let _ = writeln!(header, "tags: {}", json!(tags));
        let blocks = document["blocks"].as_array().expect("blocks");
        let blocks: Vec<&str> = blocks.iter().map(|block| block.as_str().expect("a text")).collect();
        let _ = write!(archive, "-- content/{number}.en.md --\n---\n{header}---\n{}\n", blocks.join("\n\n"));
        if let Some(title) = document["otherTitles"].get(0).map(|other| &other[1]) {
            let _ = write!(archive, "-- content/{number}.en-GB.md --\n---\ntitle: {title}\ntags: []\n---\n");
        }
    }
    archive
}

/// What each word of the documents shares with its other forms.
fn stems(documents: &[Value], site: &Site) -> BTreeMap<String, String> {
    let analyzer = Analyzer::new(&site.config.languages[LanguageId::DEFAULT].tag);
    let mut stems: BTreeMap<String, String> = BTreeMap::new();
    let mut texts = Vec::new();
    for document in documents {
        gather(document, &mut texts);
    }
    for piece in texts.into_iter().flat_map(pieces) {
        let Piece::Word(raw) = piece else { continue };
        for form in
            analyzer.word(raw).into_iter().flat_map(|word| [word.surface].into_iter().chain(word.parts))
        {
            if let Some(stem) = form.stem {
                let known = stems.entry(form.text).or_insert_with(|| stem.clone());
                if stem < *known {
                    *known = stem;
                }
            }
        }
    }
    stems
}

/// All texts of a value.
fn gather<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(list) => list.iter().for_each(|value| gather(value, texts)),
        Value::Object(map) => map.values().for_each(|value| gather(value, texts)),
        _ => {}
    }
}

#[test]
fn answers_are_those_of_a_scan_of_the_texts() {
    let Some(node) = available(node()) else { return };
    let archives: Vec<Vec<Value>> = serde_json::from_str(&run(&node, &[ARCHIVES], "")).expect("archives");
    let indexed = archives.iter().map(|documents| {
        let site = try_link(&written(documents), publishing(), false).expect("a site").site;
        let index = SearchIndex::of(&site);
        let files = index.files(LanguageId::DEFAULT).iter();
        let files: BTreeMap<&str, String> = files
            .map(|file| {
                let digits =
                    file.bytes.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
                (file.path.as_str(), digits)
            })
            .collect();
        let main = index.main_file(LanguageId::DEFAULT).expect("an index").as_str();
        json!({"documents": documents, "stems": stems(documents, &site), "index": main, "files": files})
    });
    let indexed: Vec<Value> = indexed.collect();
    let asked: usize = run(&node, &[], &Value::from(indexed).to_string()).parse().expect("a number");
    assert!(asked > 300, "{asked} questions are few");
}
