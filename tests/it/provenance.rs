//! Where an article comes from, and how its readers are told.

use crate::harness::{Built, build};
use crate::told::{errors, noticed};

const SETTINGS: &str = "\n-- depeche.yaml --\nbase_url: https://example.org/\nlanguages: [en, fr, ar]\n";

/// The byline of a page in English with this header.
fn byline(header: &str) -> String {
    let built = build(&format!("{SETTINGS}-- content/a.md --\n---\n{header}\n---\nText\n"));
    meta(&built, "a/index.html")
}

/// What stands in the byline of a page, without its date and reading time.
fn meta(built: &Built, path: &str) -> String {
    let page = built.file(path);
    let start = page.find("<div class=\"meta\">").expect("a byline");
    let end = start + page[start..].find("</div>").expect("its end");
    let lines = page[start..end].lines().skip(1).filter(|line| {
        !line.is_empty() && !line.contains("minute") && !["<p>Undated</p>", "<p>Non daté</p>"].contains(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_byline_says_who_published_an_article_first_and_when() {
    assert_eq!(
        byline(
            "source: {name: Le Monde, url: \"https://lemonde.example/a\", published: 2021-03-19, lang: FR}"
        ),
        "<p>Originally published by <a href=\"https://lemonde.example/a\" hreflang=\"fr\"><bdi>Le Monde</bdi></a> on \
         <time datetime=\"2021-03-19\">March 19, 2021</time></p>"
    );
    assert_eq!(
        byline("source: {name: Le Monde, published: 2021-03-19}"),
        "<p>Originally published by <bdi>Le Monde</bdi> on <time datetime=\"2021-03-19\">March 19, 2021</time></p>"
    );
    assert_eq!(
        byline("source: {url: \"https://lemonde.example/a\", published: 2021-03-19}"),
        "<p>Originally published by <a href=\"https://lemonde.example/a\"><bdi>lemonde.example</bdi></a> on \
         <time datetime=\"2021-03-19\">March 19, 2021</time></p>"
    );
}

#[test]
fn a_source_that_an_article_draws_on_is_named_as_such() {
    assert_eq!(byline("source: Le Monde"), "<p>Source: <bdi>Le Monde</bdi></p>");
    assert_eq!(
        byline("source_url: https://lemonde.example/a"),
        "<p>Source: <a href=\"https://lemonde.example/a\"><bdi>lemonde.example</bdi></a></p>"
    );
}

#[test]
fn a_translation_or_a_licensed_text_first_appeared_at_its_source() {
    assert_eq!(
        byline("source: Le Monde\ntranslator: Ana"),
        "<p>Translated by Ana</p>\n<p>Originally published by <bdi>Le Monde</bdi></p>"
    );
    assert_eq!(
        byline("source: {name: Le Monde, license: CC-BY-4.0}"),
        "<p>Originally published by <bdi>Le Monde</bdi></p>\n\
         <p>Licence: <a rel=\"license\" href=\"https://creativecommons.org/licenses/by/4.0/\">CC BY 4.0</a></p>"
    );
    assert_eq!(
        byline("source: {license: \"© <Le Monde>\"}"),
        "<p>Licence: <bdi>© &lt;Le Monde&gt;</bdi></p>"
    );
}

#[test]
fn the_words_are_the_reader_s_and_an_edition_has_its_original_s_source() {
    let built = build(&format!(
        "{SETTINGS}-- content/a.md --\n---\n\
         source: {{name: AFP, url: \"https://afp.example/\", published: 2021-03-19, lang: ar, license: CC0}}\n---\nText\n\
         -- content/a.fr.md --\n---\ntranslator: Ana\n---\nTexte\n\
         -- content/a.ar.md --\n---\nsource: Ailleurs\n---\nTexte\n"
    ));
    assert_eq!(
        meta(&built, "fr/a/index.html"),
        "<p>Traduction\u{a0}: Ana</p>\n\
         <p>Publié à l’origine par <a href=\"https://afp.example/\" hreflang=\"ar\"><bdi>AFP</bdi></a> le \
         <time datetime=\"2021-03-19\">19 mars 2021</time></p>\n\
         <p>Licence\u{a0}: <a rel=\"license\" href=\"https://creativecommons.org/publicdomain/zero/1.0/\">CC0 1.0</a></p>"
    );
    assert!(meta(&built, "ar/a/index.html").contains("<bdi>Ailleurs</bdi>"));
}

#[test]
fn the_language_of_a_source_is_a_tag() {
    assert_eq!(
        errors("-- content/a.md --\n---\nsource:\n  name: X\n  lang: French\n---\nText\n"),
        ["error content/a.md:4: `French` is not a language tag -> write `fr`"]
    );
}

/// What stops the build for the page `a.fr.md`, without its place.
#[track_caller]
fn check_error(files: &str, hint: &str) {
    let told = "this translation by machine has no link to what it was made from";
    let expected = format!("error content/a.fr.md:2: {told} -> {hint}");
    assert_eq!(errors(&format!("{SETTINGS}{files}")), [expected]);
}

#[test]
fn a_machine_translation_without_a_link_to_its_source_is_an_error() {
    for method in ["machine", "machine-reviewed"] {
        let page =
            format!("-- content/a.fr.md --\n---\ntranslation: {method}\ndate: 2021-03-19\n---\nTexte\n");
        check_error(
            &page,
            "write its web address as `source: {url: \"https://…\"}`, or publish its original as another edition of this \
             story",
        );
        check_error(
            &page
                .replace("date:", "original: true\ndate:")
                .replace("2021-03-19\n", "2021-03-19\nsource: AFP\n")
                .replace("---\nTexte", "---\nTexte\n-- content/a.md --\nText"),
            "it counts as the original of its story: write `original: true` in the header of the edition that it was made \
             from, or write its web address as `source: {url: \"https://…\"}`",
        );
        check_error(
            &format!("{page}-- content/a.md --\n---\ndraft: true\n---\nText\n"),
            "publish the edition that it was made from, or write its web address as `source: {url: \"https://…\"}`",
        );
        check_error(
            &page.replace("date:", "translation_key: x\ndate:"),
            "its `translation_key` ties it to no other page: give its original the same, or write its web address as \
             `source: {url: \"https://…\"}`",
        );
    }
}

#[test]
fn a_machine_translation_from_elsewhere_leads_there() {
    let built = build(&format!(
        "{SETTINGS}-- content/a.fr.md --\n---\ntranslation: machine\n\
         source: {{url: \"https://afp.example/\", lang: en}}\n---\nTexte\n\
         -- content/b.fr.md --\n---\ntranslation: machine-reviewed\noriginal: https://afp.example/b\n---\nTexte\n"
    ));
    let page = built.file("fr/a/index.html");
    assert!(page.contains("n’a pas été relu"), "{page}");
    assert!(
        page.contains(
            "Lire l’original <a href=\"https://afp.example/\" hreflang=\"en\"><bdi lang=\"en\">English</bdi> — \
             <bdi>afp.example</bdi></a></p>"
        ),
        "{page}"
    );
    let page = built.file("fr/b/index.html");
    assert!(
        page.contains("Lire l’original <a href=\"https://afp.example/b\"><bdi>afp.example</bdi></a></p>"),
        "{page}"
    );
}

#[test]
fn a_machine_translation_that_is_not_published_is_no_error() {
    build("-- content/a.md --\n---\ntranslation: machine\ndraft: true\n---\nText\n");
}

/// Where the head of a page says that it is at home, and its versions by language.
fn head(built: &Built, path: &str) -> (String, Vec<String>) {
    let page = built.file(path);
    let value = |line: &str, name: &str| {
        let after = line.split_once(&format!("{name}=\"")).expect("an attribute").1;
        after.split('"').next().unwrap_or("").to_owned()
    };
    let links = |rel: &str| {
        let start = format!("<link rel=\"{rel}\"");
        page.lines().filter(move |line| line.starts_with(&start)).collect::<Vec<_>>()
    };
    let versions = links("alternate").iter().map(|line| value(line, "hreflang")).collect();
    (value(links("canonical")[0], "href"), versions)
}

/// The canonical address of a lone page in English, with what was noticed.
#[track_caller]
fn check_canonical(policy: &str, header: &str, expected: &str, noticed_of_it: &[&str]) {
    let built = build(&format!(
        "{SETTINGS}canonical: {policy}\n-- content/a.md --\n---\n{header}\ntitle: A\n---\nText\n"
    ));
    assert_eq!(head(&built, "a/index.html").0, expected, "{policy}, {header}");
    assert_eq!(noticed(&built), noticed_of_it, "{policy}, {header}");
}

const OWN: &str = "https://example.org/a/";
const SOURCE: &str = "https://afp.example/a";

#[test]
fn a_page_is_canonical_itself_unless_the_site_or_its_header_says_otherwise() {
    let source = format!("source: {SOURCE}");
    check_canonical("self", &source, OWN, &[]);
    check_canonical("source", &source, SOURCE, &[]);
    check_canonical("source", "", OWN, &[]);
    check_canonical("source", "source: AFP", OWN, &[]);
    check_canonical("self", &format!("{source}\ncanonical: Source"), SOURCE, &[]);
    check_canonical("source", &format!("{source}\ncanonical: self"), OWN, &[]);
    check_canonical("self", "canonical_url: https://afp.example/b", "https://afp.example/b", &[]);
    check_canonical("self", &format!("canonical_url: {OWN}"), OWN, &[]);
}

#[test]
fn a_translation_is_canonical_itself() {
    let in_arabic = format!("source: {{url: \"{SOURCE}\", lang: ar}}");
    check_canonical("source", &in_arabic, OWN, &[]);
    check_canonical("source", &format!("source: {SOURCE}\ntranslator: Ana"), OWN, &[]);
    check_canonical(
        "source",
        &format!("source: {{url: \"{SOURCE}\", lang: en-GB}}\ntranslator: Ana"),
        SOURCE,
        &[],
    );
    let told = "warning content/a.md:3: `canonical` is ignored: its source is in another language, and a translation is \
                canonical itself";
    check_canonical("self", &format!("{in_arabic}\ncanonical: source"), OWN, &[told]);
    let told =
        "warning content/a.md:2: `canonical` is ignored: its header names no `source` with a web address";
    check_canonical("self", "canonical: source", OWN, &[told]);
    let told =
        "warning content/a.md:2: `canonical` is ignored: it is a translation, which is canonical itself";
    check_canonical("self", &format!("canonical: source\noriginal: {SOURCE}"), OWN, &[told]);
}

#[test]
fn what_is_no_address_is_warned_of_and_stays_free_data() {
    let built = build(
        "-- content/a.md --\n---\ncanonical: /a/\n---\nText\n-- templates/page.html --\n{{ page.extra.canonical }}",
    );
    assert_eq!(noticed(&built), ["warning content/a.md:2: `/a/` is no web address, and is left out"]);
    assert_eq!(built.file("a/index.html"), "/a/");
}

#[test]
fn a_section_is_canonical_itself() {
    let built = build("-- content/x/_index.md --\n---\ncanonical: https://afp.example/\n---\nText\n");
    assert_eq!(
        noticed(&built),
        [
            "warning content/x/_index.md:2: `canonical` is ignored: the page of a section is a list, and canonical itself"
        ]
    );
    assert_eq!(head(&built, "x/index.html").0, "http://127.0.0.1:1919/x/");
}

#[test]
fn a_page_that_is_at_home_elsewhere_is_no_version_of_the_others() {
    let built = build(&format!(
        "{SETTINGS}canonical: source\n-- content/a.md --\n---\nsource: {SOURCE}\n---\nText\n\
         -- content/a.fr.md --\nTexte\n-- content/a.ar.md --\nTexte\n"
    ));
    assert_eq!(head(&built, "a/index.html"), (SOURCE.into(), vec![]));
    // Its translations stay canonical, inherited source or not.
    let versions = vec!["fr".to_owned(), "ar".to_owned(), "x-default".to_owned()];
    assert_eq!(head(&built, "fr/a/index.html"), ("https://example.org/fr/a/".into(), versions.clone()));
    assert_eq!(head(&built, "ar/a/index.html"), ("https://example.org/ar/a/".into(), versions));
    assert!(
        built.file("fr/a/index.html").contains("hreflang=\"x-default\" href=\"https://example.org/fr/a/\"")
    );
}

#[test]
fn the_only_version_that_is_left_names_none() {
    let built = build(&format!(
        "{SETTINGS}-- content/a.md --\n---\ncanonical: {SOURCE}\n---\nText\n-- content/a.fr.md --\nTexte\n"
    ));
    assert_eq!(head(&built, "fr/a/index.html"), ("https://example.org/fr/a/".into(), vec![]));
    assert!(built.file("fr/a/index.html").contains("href=\"/a/\""), "readers find it all the same");
}

#[test]
fn the_policy_is_one_of_two() {
    assert!(errors("-- depeche.yaml --\ncanonical: original\n")[0].contains("expected `self` or `source`"));
}

#[test]
fn a_source_that_is_younger_than_its_article_is_told() {
    let noticed_of = |day: &str| {
        let header = format!("date: 2021-03-19\nsource:\n  name: Le Monde\n  published: {day}");
        noticed(&build(&format!("{SETTINGS}-- content/a.md --\n---\n{header}\n---\nText\n")))
    };
    assert_eq!(noticed_of("2021-03-19T23:00:00Z"), [""; 0]);
    assert_eq!(
        noticed_of("2021-03-20"),
        ["warning content/a.md:5: its source is dated 2021-03-20, after this article of 2021-03-19"]
    );
}
