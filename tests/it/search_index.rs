//! The search index: what is in it, word by word, and that one article more changes little of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use depeche::ids::{Id, LanguageId};
use depeche::search::SearchIndex;
use depeche::search::analysis::{Analyzer, Form, Piece, pieces};
use depeche::site::Site;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::harness::{publishing, try_link};
use crate::search_reader::{Files, Found, Index, read};

const SETTINGS: &str = "-- depeche.yaml --
title: Essai
base_url: https://example.org/depeche/
default_language: fr
time_zone: UTC
typography: false
languages:
  fr: {}
  en: {}
  ja: {}
";

fn site(archive: &str) -> Site {
    try_link(archive, publishing(), false).expect("a site").site
}

/// The files of a language by their names, without their folder.
fn files(site: &Site, language: usize) -> Files {
    let index = SearchIndex::of(site);
    let files = index.files(LanguageId::from_index(language)).iter();
    files
        .map(|file| {
            let (folder, name) = file.path.as_str().rsplit_once('/').expect("a folder");
            assert!(folder.starts_with("search-index/"));
            (name.to_owned(), file.bytes.clone())
        })
        .collect()
}

fn index(archive: &str, language: usize) -> Index {
    read(&files(&site(archive), language))
}

#[test]
fn words_are_shown_as_they_are_written_most_often() {
    let text = "un téléphone, le Téléphone, ce téléphone, un telephone, l’élan, l'Élan, un essai, l’Essai,
        NASA, end-to-end, WhatsApp, Wiki\u{ad}pedia";
    let article = |number: usize| format!("-- content/{number}.md --\n---\ntitle: un\n---\n{text}\n");
    let articles = [article(0), article(1)].concat();
    let index = index(&format!("{SETTINGS}{articles}-- content/2.md --\n---\ntitle: rôle\n---\n"), 0);
    let written: Vec<(&str, &str)> =
        index.written.iter().map(|(word, text)| (word.as_str(), text.as_str())).collect();
    // What is written as it is found is not repeated; of two ways that are as frequent, it is that, or the small one.
    let expected = [
        ("elan", "élan"),
        ("endtoend", "end-to-end"),
        ("nasa", "NASA"),
        ("role", "rôle"),
        ("telephone", "téléphone"),
        ("whatsapp", "WhatsApp"),
        ("wikipedia", "Wikipedia"),
    ];
    assert_eq!(written, expected);
}

#[test]
fn titles_of_other_editions_do_not_part_the_forms_of_a_word() {
    let articles = "-- content/a.en.md --\n---\ntitle: A date\n---\nTwo dates.\n\
         -- content/a.fr.md --\n---\ntitle: Une date, des datas\n---\nTexte.\n";
    let settings = SETTINGS.replace("  en: {}", "  en: {}\n  de: {}");
    let german = "-- content/a.de.md --\n---\ntitle: Date und Daten\n---\nText.\n";
    let index = index(&format!("{settings}{articles}{german}"), 1);
    let group = index.groups.iter().find(|group| group.words.iter().any(|word| word == "date"));
    // In German, `date` is a form of `daten`.
    assert_eq!(group.expect("a group").words, ["date", "dates"]);
    assert_eq!(documents_of(&index, "daten"), [0]);
}

/// Which documents have a word, by its surface.
fn documents_of(index: &Index, surface: &str) -> Vec<u32> {
    let group = index.groups.iter().find(|group| group.words.iter().any(|word| word == surface));
    group.map_or_else(Vec::new, |group| group.documents.keys().copied().collect())
}

/// A document of the scan: each surface with its positions.
type Scanned = BTreeMap<String, BTreeSet<u32>>;

/// Reads texts one behind the other, as the format says.
struct Scan<'a> {
    analyzer: &'a Analyzer,
    position: u32,
    found: Scanned,
    stems: BTreeMap<String, String>,
}

impl Scan<'_> {
    fn note(&mut self, form: &Form) {
        self.found.entry(form.text.clone()).or_default().insert(self.position);
        if let Some(stem) = &form.stem {
            let known = self.stems.entry(form.text.clone()).or_insert_with(|| stem.clone());
            if stem < known {
                known.clone_from(stem);
            }
        }
    }

    fn text(&mut self, text: &str) {
        for piece in pieces(text) {
            match piece {
                Piece::Word(raw) => {
                    let Some(word) = self.analyzer.word(raw) else { continue };
                    [word.surface]
                        .iter()
                        .chain(&word.parts)
                        .chain(&word.segments)
                        .for_each(|form| self.note(form));
                    self.position += 1;
                }
                Piece::Run(raw) => {
                    self.analyzer.run(raw, &mut |text| {
                        self.note(&Form { text: text.to_owned(), stem: None });
                        self.position += 1;
                    });
                    self.position += 1;
                }
            }
        }
        self.position += 4;
    }
}

#[derive(Clone, Debug)]
struct Article {
    day: u8,
    title: String,
    summary: Option<String>,
    paragraphs: Vec<String>,
}

const WORDS: &[&str] = &[
    "panne",
    "pannes",
    "Panne",
    "la",
    "l’application",
    "applications",
    "WhatsApp",
    "whatsapp",
    "Signal",
    "end-to-end",
    "C++",
    ".NET",
    "4.0",
    "CVE-2021-1234",
    "障害",
    "内核が",
    "Ｆａｃｅｂｏｏｋ",
    "œuvre",
    "élève",
    "élevé",
    "aujourd'hui",
    "COVID-19",
    "Île-de-France",
    "x",
    "2021",
];

fn words(n: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(select(WORDS), n).prop_map(|words| words.join(" "))
}

fn articles() -> impl Strategy<Value = Vec<Article>> {
    let article = (1u8..29, words(1..5), proptest::option::of(words(1..6)), vec(words(1..12), 1..4))
        .prop_map(|(day, title, summary, paragraphs)| Article { day, title, summary, paragraphs });
    vec(article, 1..8)
}

fn written(articles: &[Article]) -> String {
    let mut archive = SETTINGS.to_owned();
    for (number, article) in articles.iter().enumerate() {
        let Article { day, title, summary, paragraphs } = article;
        let _ = writeln!(archive, "-- content/2021-03-{day:02}-article-{number}.fr.md --\n---");
        let _ = writeln!(archive, "title: {}", json!(title));
        if let Some(summary) = summary {
            let _ = writeln!(archive, "summary: {}", json!(summary));
        }
        let _ = writeln!(archive, "---\n{}\n", paragraphs.join("\n\n"));
    }
    archive
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_holds_what_a_scan_of_the_texts_finds(articles in articles()) {
        let site = site(&written(&articles));
        let index = read(&files(&site, 0));
        let analyzer = Analyzer::new(&site.config.languages[LanguageId::DEFAULT].tag);
        let mut in_order: Vec<&Article> = articles.iter().collect();
        in_order.sort_by_key(|article| article.day);
        prop_assert_eq!(index.n_documents as usize, in_order.len());

        let mut expected: BTreeMap<String, BTreeMap<u32, BTreeSet<u32>>> = BTreeMap::new();
        let mut stems: BTreeMap<String, String> = BTreeMap::new();
        for (number, article) in (0..).zip(in_order) {
            let mut scan = Scan { analyzer: &analyzer, position: 0, found: Scanned::new(), stems: std::mem::take(&mut stems) };
            scan.text(&article.title);
            article.summary.iter().for_each(|summary| scan.text(summary));
            article.paragraphs.iter().for_each(|paragraph| scan.text(paragraph));
            for (surface, positions) in scan.found {
                expected.entry(surface).or_default().insert(number, positions);
            }
            stems = scan.stems;
        }

        let mut found: BTreeMap<String, BTreeMap<u32, BTreeSet<u32>>> = BTreeMap::new();
        for group in &index.groups {
            for (number, document) in &group.documents {
                for (position, word) in &document.positions {
                    found.entry(word.clone()).or_default().entry(*number).or_default().insert(*position);
                }
                let first = document.positions.first().map_or(0, |(position, _)| *position);
                prop_assert_eq!(document.zone, first / 32 % 8);
            }
            // One stem, and one beginning, to a group.
            let keys: BTreeSet<(Option<&String>, String)> =
                group.words.iter().map(|word| (stems.get(word), word.chars().take(3).collect())).collect();
            prop_assert_eq!(keys.len(), 1, "{:?}", group.words);
        }
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn documents_are_numbered_by_date_and_those_without_come_first() {
    let archive = format!(
        "{SETTINGS}-- content/b.fr.md --\n---\ntitle: Neuf\ndate: 2021-03-19\n---\n
-- content/a.fr.md --\n---\ntitle: Vieux\ndate: 2019\n---\n
-- content/c.fr.md --\n---\ntitle: Sans date\n---\n
-- content/d.fr.md --\n---\ntitle: Mars\ndate: 2021-03\n---\n"
    );
    let index = index(&archive, 0);
    let titles: Vec<&str> = index.records.iter().map(|record| record[1].as_str().expect("a title")).collect();
    assert_eq!(titles, ["Sans date", "Vieux", "Mars", "Neuf"]);
    let dates: Vec<&str> = index.records.iter().map(|record| record[2].as_str().expect("a date")).collect();
    assert_eq!(dates, ["", "2019", "2021-03", "2021-03-19"]);
    assert_eq!(index.months, [(2019 * 12, 1), (2021 * 12 + 2, 2)]);
}

#[test]
fn only_what_readers_may_see_is_in_it() {
    let archive = format!(
        "{SETTINGS}-- content/vu.fr.md --\n---\ntitle: Vu\naliases: [/ancien/]\n---\nvisible `code` \n\n```rust\nlet motdecode = 1;\n```\n\n<!-- commentaire -->\n\n[lien](https://example.com/adresse \"infobulle\")\n
-- content/brouillon.fr.md --\n---\ntitle: Brouillon\ndraft: true\n---\nsecretbrouillon\n
-- content/futur.fr.md --\n---\ntitle: Futur\ndate: 2099-01-01\n---\nsecretfutur\n
-- content/hors.fr.md --\n---\ntitle: Hors\nin_search_index: false\n---\nsecrethors\n
-- content/cache.fr.md --\n---\ntitle: Caché\nhidden: true\n---\nsecretcache\n
-- content/rubrique/_index.fr.md --\n---\ntitle: Rubrique\n---\nsecretrubrique\n"
    );
    let index = index(&archive, 0);
    assert_eq!(index.n_documents, 1);
    let words: BTreeSet<&str> =
        index.groups.iter().flat_map(|group| &group.words).map(String::as_str).collect();
    assert_eq!(words, BTreeSet::from(["vu", "visible", "code", "let", "motdecode", "1", "lien"]));
}

#[test]
fn an_article_is_found_by_the_title_of_its_other_edition_and_leads_to_it() {
    let archive = format!(
        "{SETTINGS}-- content/panne.fr.md --\n---\ntitle: La panne\ndate: 2021-03-19\n---\n
-- content/panne.en.md --\n---\ntitle: Everything's down\ndate: 2021-03-19\n---\n
-- content/avant.en.md --\n---\ntitle: Before\ndate: 2020-01-01\n---\n"
    );
    let french = index(&archive, 0);
    assert_eq!(documents_of(&french, "everything"), [0]);
    let group = french.groups.iter().find(|group| group.words == ["everything"]).expect("the word");
    assert_eq!(group.documents[&0], Found { level: 0, title: Some(0), ..Found::default() });
    assert_eq!(french.records[0], json!(["2021/03/panne/", "La panne", "2021-03-19", [1, 1]]));
    assert_eq!(index(&archive, 1).records[1][3], json!([0, 0]));
}

#[test]
fn an_edition_that_search_does_not_show_is_not_found_by_its_title() {
    for why in ["hidden: true", "in_search_index: false", "draft: true"] {
        let archive = format!(
            "{SETTINGS}-- content/panne.fr.md --\n---\ntitle: La panne\n---\n
-- content/panne.en.md --\n---\ntitle: Secret\n{why}\n---\n"
        );
        let index = index(&archive, 0);
        assert!(documents_of(&index, "secret").is_empty(), "{why}");
        assert_eq!(index.records[0][3], json!([]), "{why}");
    }
}

#[test]
fn terms_are_found_chosen_and_understood_in_other_languages() {
    let archive = format!(
        "{SETTINGS}-- data/terms.yaml --
tags:
  outage:
    prefLabel: {{fr: panne, en: outage, ja: 障害}}
    altLabel: {{fr: [interruption de service], ja: [害]}}
-- content/a.fr.md --\n---\ntitle: Un\ntags: [panne, Vie privée]\nauthors: [Rédaction]\n---\ntexte\n
-- content/b.fr.md --\n---\ntitle: Deux\ntags: [panne]\n---\ntexte\n"
    );
    let index = index(&archive, 0);
    for (key, expected) in [
        ("#tags:panne", &[0, 1][..]),
        ("#tags:interruption de service", &[0, 1]),
        ("#tags:vie privee", &[0]),
        ("#authors:redaction", &[0]),
        ("panne", &[0, 1]),
        ("privee", &[0]),
    ] {
        assert_eq!(documents_of(&index, key), expected, "{key}");
    }
    let synonyms: Vec<(&str, &str)> =
        index.synonyms.iter().map(|(source, meaning)| (&**source, &**meaning)).collect();
    for (source, meaning) in [
        ("outage", "panne"),
        ("障害", "panne"),
        ("害", "panne"),
        ("interruption de service", "panne"),
        ("outage", "interruption de service"),
    ] {
        assert!(synonyms.contains(&(source, meaning)), "{source}: {synonyms:?}");
    }
    assert_eq!(
        index.filters["taxonomies"][0],
        json!({"name": "tags", "terms": [["panne", 2], ["Vie privée", 1]]})
    );
}

#[test]
fn a_synonym_is_in_the_part_of_the_dictionary_that_is_read_for_its_word() {
    let mut archive = large(1200, false);
    archive.push_str("-- data/terms.yaml --\ntags:\n  cat:\n    prefLabel: {fr: chat, en: cat}\n    altLabel:\n      en:\n");
    for (number, start) in (0..2000).zip(["mota", "motbe", "motcri", "motdom", "motelu"].into_iter().cycle())
    {
        let _ = writeln!(archive, "      - {start}{number}");
    }
    let synonyms = index(&archive, 0).synonyms;
    assert_eq!(synonyms.len(), 2001);
}

#[test]
fn a_term_of_signs_alone_is_not_offered_as_a_filter() {
    let index = index(
        &format!("{SETTINGS}-- content/a.fr.md --\n---\ntitle: Un\ntags: [\"🔥\", C++, \"★\"]\n---\n"),
        0,
    );
    assert_eq!(documents_of(&index, "#tags:c++"), [0]);
    assert_eq!(index.filters["taxonomies"][0], json!({"name": "tags", "terms": [["C++", 1]]}));
}

#[test]
fn a_language_without_articles_has_no_index() {
    let site = site(&format!("{SETTINGS}-- content/a.fr.md --\n---\ntitle: Un\n---\n"));
    let index = SearchIndex::of(&site);
    assert!(index.main_file(LanguageId::DEFAULT).is_some());
    assert!(index.main_file(LanguageId::from_index(1)).is_none());
}

/// An archive of short articles, in which some words are in all and most in few.
fn large(n_articles: usize, with_one_more: bool) -> String {
    let mut archive = SETTINGS.to_owned();
    let mut state = 1u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for number in 0..n_articles {
        let (year, month, day) = (2001 + number / 200, number / 17 % 12 + 1, number % 28 + 1);
        let _ = write!(
            archive,
            "-- content/{number}.fr.md --\n---\ntitle: Article {number}\ndate: {year}-{month:02}-{day:02}\n---\nle chat "
        );
        for _ in 0..20 {
            // Rare words are many.
            let rank = random(60) * random(60) + random(20);
            let _ = write!(archive, "mot{}{rank}x ", ["a", "be", "cri", "dom", "elu"][rank % 5]);
        }
        archive.push('\n');
    }
    if with_one_more {
        archive.push_str("-- content/neuf.fr.md --\n---\ntitle: Nouveau\ndate: 2030-01-01\n---\nle chat mota5x mota0x inconnu\n");
    }
    archive
}

#[test]
fn one_article_more_changes_few_files_and_their_names() {
    let (before, after) = (files(&site(&large(2600, false)), 0), files(&site(&large(2600, true)), 0));
    assert!(before.len() > 100, "{} files", before.len());
    let is_new = |name: &&String| !before.contains_key(*name);
    let new: Vec<&String> = after.keys().filter(is_new).collect();
    // The words of the article, its record, and the file that names all others.
    assert!(new.len() <= 20, "{} of {}: {new:?}", new.len(), after.len());
    assert!(before.iter().all(|(name, bytes)| after.get(name).is_none_or(|other| other == bytes)));
}

#[test]
fn long_lists_have_files_of_their_own() {
    let index = index(&large(3400, false), 0);
    assert_eq!(documents_of(&index, "chat").len(), 3400);
    assert!(index.n_long >= 2, "{}", index.n_long);
    assert!(index.known.iter().any(|word| word == "chat"), "{:?}", index.known);
    let group = index.groups.iter().find(|group| group.words == ["chat"]).expect("the word");
    assert!(group.documents.values().all(|found| found.positions.len() == 1));
    assert!(index.spellings.iter().any(|(word, _)| word == "chat"));
    assert!(index.n_read > 100);
}
