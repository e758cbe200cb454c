//! The search page, the box that leads to it, and what browsers read to search from their own field.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::browser;
use crate::harness::{Built, build};
use crate::markup::{Element, read};

const SETTINGS: &str = "-- depeche.yaml --\ntitle: {en: Dispatches, fr: Dépêches du dix-neuf mars, ar: برقيات}\n\
     base_url: https://example.org/archive/\nlanguages: [en, fr, ar]\n\
     taxonomies: {tags: {slug: {fr: themes}}, authors: {}, places: {}}\n\
     -- content/a.md --\n---\ntitle: Outage\ndate: 2021-03-19\ntags: [outage]\nauthors: [Ada]\n---\nText.\n\
     -- content/b.fr.md --\n---\ntitle: Panne\ntags: [panne]\n---\nTexte.\n";

fn settings(page: &[Element]) -> Value {
    let finder = page.iter().find(|element| element.name == "search").expect("a finder");
    serde_json::from_str(finder.get("data-search").expect("settings")).expect("JSON")
}

fn page(built: &Built, path: &str) -> Vec<Element> {
    read(built.file(path).as_bytes())
}

#[test]
fn the_script_is_told_all_languages_in_the_order_of_the_index() {
    let built = build(SETTINGS);
    let settings = settings(&page(&built, "fr/search/index.html"));
    assert_eq!(settings["base"], "/archive/");
    assert_eq!(settings["language"], "fr");
    assert_eq!(settings["locale"], "fr-u-ca-gregory-nu-latn");
    let languages: Vec<(&str, &str, &str)> = settings["languages"]
        .as_array()
        .expect("languages")
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().expect("a text");
            (text("tag"), text("dir"), text("name"))
        })
        .collect();
    assert_eq!(languages, [("en", "ltr", "English"), ("fr", "ltr", "français"), ("ar", "rtl", "العربية")]);
}

#[test]
fn a_taxonomy_is_searched_by_its_names_and_its_word_in_addresses() {
    let built = build(SETTINGS);
    let settings = settings(&page(&built, "fr/search/index.html"));
    let expected = serde_json::json!([
        {"name": "tags", "words": ["mot-clé", "tag", "tags", "mots-clés", "themes"]},
        {"name": "authors", "words": ["auteur", "author", "authors", "auteurs"]},
        {"name": "places", "words": ["places"]},
    ]);
    assert_eq!(settings["taxonomies"], expected);
}

#[test]
fn the_script_has_its_words_from_the_page() {
    let built = build(SETTINGS);
    let settings = settings(&page(&built, "fr/search/index.html"));
    let texts = settings["texts"].as_object().expect("texts");
    assert!(texts.len() > 5);
    for (name, text) in texts {
        // A key stands for a text that is not there.
        assert!(!text.as_str().expect("a text").contains("search_"), "{name}: {text}");
    }
    assert_eq!(texts["none"], "Aucun résultat pour «\u{a0}{query}\u{a0}»");
    let counts = serde_json::json!({
        "one": "{n} résultat", "many": "{n} de résultats", "other": "{n} résultats",
    });
    assert_eq!(settings["counts"], counts);
    assert_eq!(settings["names"], serde_json::json!({"year": "année", "lang": "langue"}));
}

/// The names of the choices that narrow a search down.
fn choices(page: &[Element]) -> Vec<&str> {
    page.iter().filter(|element| element.name == "select").filter_map(|element| element.get("name")).collect()
}

#[test]
fn results_are_narrowed_down_by_what_a_language_has() {
    let built = build(SETTINGS);
    assert_eq!(choices(&page(&built, "search/index.html")), ["sort", "year", "tag", "author"]);
    assert_eq!(choices(&page(&built, "fr/search/index.html")), ["sort", "year", "tag"]);
    let has_box = |page: &[Element]| page.iter().any(|element| element.get("name") == Some("lang"));
    assert!(has_box(&page(&built, "fr/search/index.html")));
    let alone = build("-- content/a.md --\nText.\n");
    assert!(!has_box(&page(&alone, "search/index.html")));
}

#[test]
fn no_taxonomy_takes_a_name_that_the_form_has() {
    let built = build(
        "-- depeche.yaml --\nbase_url: https://example.org/\ntaxonomies: {year: {}, q: {}, page: {}}\n\
         -- content/a.md --\n---\ntitle: Outage\nyear: [lunar]\nq: [why]\npage: [front]\n---\nText.\n",
    );
    let page = page(&built, "search/index.html");
    assert_eq!(choices(&page), ["sort", "year", "year-term", "q-term", "page-term"]);
    assert_eq!(settings(&page)["taxonomies"][0]["words"], serde_json::json!(["year-term", "year"]));
}

#[test]
fn every_page_but_the_search_page_has_a_box_that_leads_there() {
    let built = build(SETTINGS);
    for (path, action) in [
        ("index.html", "/archive/search/"),
        ("404.html", "/archive/search/"),
        ("2021/03/a/index.html", "/archive/search/"),
        ("fr/b/index.html", "/archive/fr/search/"),
        ("ar/index.html", "/archive/ar/search/"),
    ] {
        let page = page(&built, path);
        let form = page.iter().find(|element| element.name == "form").expect("a form");
        assert_eq!(form.get("action"), Some(action), "{path}");
        assert_eq!(form.get("method"), Some("get"), "{path}");
        let field = page.iter().find(|element| element.name == "input").expect("a field");
        assert_eq!(field.get("name"), Some("q"), "{path}");
        let label = page.iter().find(|element| element.get("for") == field.get("id")).expect("a label");
        assert!(!label.text.is_empty(), "{path}");
        assert!(!page.iter().any(|element| element.get("src").is_some_and(|src| src.contains("search."))));
    }
    let search = page(&built, "search/index.html");
    assert!(!search.iter().any(|element| element.get("class") == Some("find")));
}

#[test]
fn without_a_script_the_page_leads_to_a_search_engine() {
    let built = build(SETTINGS);
    let text = built.file("fr/search/index.html");
    let plain = text.split("<noscript>").nth(1).and_then(|rest| rest.split("</noscript>").next());
    let plain = plain.expect("what readers without scripts see");
    assert!(plain.contains("La recherche nécessite JavaScript"), "{plain}");
    assert!(plain.contains("action=\"https://duckduckgo.com/\""), "{plain}");
}

#[test]
fn a_site_without_a_search_has_the_lists_and_the_form_of_a_search_engine() {
    let built = build("-- depeche.yaml --\nlanguages: [en, fr]\nsearch: false\n-- content/a.md --\nText.\n");
    let search = page(&built, "search/index.html");
    for element in &search {
        let is_search = element.get("data-search").is_some() || element.get("type") == Some("module");
        assert!(!is_search && element.name != "noscript", "<{}>", element.name);
    }
    let form = search.iter().find(|element| element.name == "form").expect("a form");
    assert_eq!((form.get("action"), form.get("role")), (Some("https://duckduckgo.com/"), Some("search")));
    let link = search.iter().find(|element| element.name == "a" && element.text == "Search").expect("a link");
    assert_eq!((link.get("href"), link.get("aria-current")), (Some("/search/"), Some("page")));
    for path in ["index.html", "a/index.html"] {
        assert!(!page(&built, path).iter().any(|element| element.name == "form"), "{path}");
    }
    assert!(!built.has("opensearch.xml"));
    assert!(!built.file("index.html").contains("opensearch"));
}

#[test]
fn a_language_without_articles_has_no_index_and_all_others() {
    let built = build(SETTINGS);
    let settings = settings(&page(&built, "ar/search/index.html"));
    let index = |place: usize| settings["languages"][place]["index"].as_str();
    assert!(index(0).is_some_and(|path| built.has(path)) && index(1).is_some_and(|path| built.has(path)));
    assert_eq!(index(2), None);
    let preloads = |path: &str| {
        let page = page(&built, path);
        page.iter().filter(|element| element.get("rel") == Some("preload")).count()
    };
    assert_eq!((preloads("ar/search/index.html"), preloads("fr/search/index.html")), (0, 1));
}

/// An element of a description: its name, attributes and text.
struct Described {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

fn described(text: &str) -> Vec<Described> {
    let mut reader = Reader::from_str(text);
    let mut elements: Vec<Described> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) | Event::Empty(start) => {
                let attributes = start.attributes().map(|found| {
                    let found = found.expect("an attribute");
                    (found.key.as_ref().to_owned(), found.value.into_owned())
                });
                let name = start.name().as_ref().to_owned();
                elements.push(Described { name, attributes: attributes.collect(), text: String::new() });
            }
            Event::Text(text) => {
                if let Some(last) = elements.last_mut() {
                    last.text.push_str(text.trim());
                }
            }
            Event::Eof => return elements,
            _ => {}
        }
    }
}

#[test]
fn browsers_can_search_from_their_own_field() {
    let built = build(SETTINGS);
    let elements = described(built.file("fr/opensearch.xml"));
    let text = |name: &str| {
        elements.iter().find(|element| element.name == name).map(|element| element.text.as_str())
    };
    assert_eq!(text("ShortName"), Some("Dépêches du"));
    assert_eq!(text("LongName"), Some("Dépêches du dix-neuf mars"));
    assert_eq!(text("Description"), Some("Dépêches du dix-neuf mars"));
    assert_eq!(text("Language"), Some("fr"));
    assert_eq!(text("InputEncoding"), Some("UTF-8"));
    assert_eq!(text("OutputEncoding"), Some("UTF-8"));
    let icon = text("Image").expect("a picture");
    assert!(icon.starts_with("https://example.org/archive/icon."), "{icon}");
    assert!(built.has(icon.trim_start_matches("https://example.org/archive/")), "{icon}");
    let urls: Vec<Vec<(&str, &str)>> = elements
        .iter()
        .filter(|element| element.name == "Url")
        .map(|element| element.attributes.iter().map(|(key, value)| (&**key, &**value)).collect())
        .collect();
    assert_eq!(
        urls,
        [
            vec![
                ("type", "text/html"),
                ("template", "https://example.org/archive/fr/search/?q={searchTerms}")
            ],
            vec![
                ("type", "application/opensearchdescription+xml"),
                ("rel", "self"),
                ("template", "https://example.org/archive/fr/opensearch.xml")
            ],
        ]
    );
    // Browsers know it by its namespace.
    assert_eq!(
        elements[0].attributes,
        [("xmlns".to_owned(), "http://a9.com/-/spec/opensearch/1.1/".to_owned())]
    );
}

#[test]
fn every_page_names_the_description_of_its_language() {
    let built = build(SETTINGS);
    for (path, url, title) in [
        ("index.html", "https://example.org/archive/opensearch.xml", "Dispatches"),
        ("2021/03/a/index.html", "https://example.org/archive/opensearch.xml", "Dispatches"),
        ("fr/b/index.html", "https://example.org/archive/fr/opensearch.xml", "Dépêches du dix-neuf mars"),
        ("ar/search/index.html", "https://example.org/archive/ar/opensearch.xml", "برقيات"),
    ] {
        let page = page(&built, path);
        let link = page.iter().find(|element| element.get("rel") == Some("search")).expect("a link");
        assert_eq!(link.get("type"), Some("application/opensearchdescription+xml"), "{path}");
        assert_eq!(link.get("href"), Some(url), "{path}");
        assert_eq!(link.get("title"), Some(title), "{path}");
    }
    // Neither search engines nor the ledger are told of them.
    assert!(!built.file("sitemap-en-lists.xml").contains("opensearch"));
}

#[test]
fn a_site_s_own_description_takes_its_place() {
    let built = build("-- content/a.md --\nText.\n-- static/opensearch.xml --\n<ours/>\n");
    assert_eq!(built.file("opensearch.xml").trim(), "<ours/>");
}

/// The scripts of the search page in the static folder, the one that answers and the one that it asks for more; and
/// the most bytes that each may have when it is compressed.
const SCRIPTS: [(&str, usize); 2] = [("search.mjs", 8_000), ("search-more.mjs", 9_000)];

fn script(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(name)).expect("a script")
}

#[test]
fn the_scripts_are_small() {
    for (name, most) in SCRIPTS {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&script(name)).expect("memory");
        let size = packed.finish().expect("memory").len();
        assert!(size <= most, "{name} has {size} bytes");
    }
}

#[test]
fn the_scripts_are_what_their_sources_make() {
    let is_there =
        ["esbuild", "terser"].iter().all(|one| browser::folder().join("node_modules").join(one).is_dir());
    let found = browser::node().and_then(|node| {
        is_there.then_some(node).ok_or_else(|| "esbuild and terser: (cd tests/browser && npm ci)".to_owned())
    });
    let Some(node) = browser::available(found) else { return };
    let made = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(node);
    command.arg("bundle.mjs").arg(made.path()).current_dir(browser::folder());
    let output = command.output().expect("Node.js runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (name, _) in SCRIPTS {
        let made = fs::read(made.path().join(name)).expect("a script");
        // Not with `assert_eq!`: both are a screen full.
        assert!(made == script(name), "`npm run bundle` in `tests/browser/` makes another `static/{name}`");
    }
}

#[test]
fn the_page_leads_to_the_second_script_under_the_name_of_its_content() {
    let built = build(SETTINGS);
    let settings = settings(&page(&built, "fr/search/index.html"));
    let more = settings["more"].as_str().expect("an address");
    let path = more.strip_prefix("/archive/").expect("below the base path");
    assert!(path.starts_with("search-more.") && path != "search-more.mjs", "{path}");
    assert_eq!(built.file(path).as_bytes(), script("search-more.mjs"));
}

/// Runs a check of `tests/browser/search.mjs` on the search pages of the sample.
#[track_caller]
fn check(name: &str) {
    browser::check(name, &browser::search_pages());
}

#[test]
fn typing_finds_articles_and_makes_an_address() {
    check("searchTyping");
}

#[test]
fn files_are_asked_for_once_and_then_kept() {
    check("searchRequests");
}

#[test]
fn what_an_input_method_is_at_work_on_is_not_searched_for() {
    check("searchComposing");
}

#[test]
fn completions_are_chosen_by_keys_and_by_mouse() {
    check("searchCompletions");
}

#[test]
fn filters_narrow_results_down_and_stand_in_the_address() {
    check("searchFilters");
}

#[test]
fn phrases_tags_and_exclusions_can_be_typed() {
    check("searchOperators");
}

#[test]
fn other_languages_are_found_on_request_and_named() {
    check("searchEverywhere");
}

#[test]
fn where_nothing_is_found_the_page_says_so_and_leads_on() {
    check("searchNothing");
}

#[test]
fn back_and_forward_bring_results_and_places_back() {
    check("searchHistory");
}

#[test]
fn results_come_in_pages_with_addresses() {
    check("searchPages");
}

#[test]
fn the_search_needs_no_mouse() {
    check("searchKeys");
}

#[test]
fn the_box_of_every_page_finds() {
    check("searchBox");
}

#[test]
fn without_a_script_readers_see_the_form_of_a_search_engine_alone() {
    check("searchPlain");
}

#[test]
fn a_slow_search_is_told_and_one_that_was_given_up_is_not_shown() {
    check("searchSlowly");
}

#[test]
fn without_a_connection_the_search_says_so_and_tries_again() {
    check("searchOffline");
}

#[test]
fn an_index_that_is_gone_is_looked_for_once_more() {
    check("searchStale");
}

#[test]
fn what_is_done_before_the_scripts_are_there_is_not_lost() {
    check("searchLate");
}

#[test]
fn without_the_second_script_plain_words_are_found() {
    check("searchAlone");
}

#[test]
fn a_search_that_was_given_up_shows_nothing_more() {
    check("searchGivenUp");
}

#[test]
fn the_search_has_no_barrier_whatever_it_shows() {
    check("searchBarriers");
}

#[test]
fn nothing_moves_when_results_and_excerpts_come() {
    check("searchShift");
}
