//! Articles that follow one another: their order, their places, and the ways between them.

use crate::harness::{Built, build};
use crate::told::noticed;

const SETTINGS: &str = "\n-- depeche.yaml --\nlanguages: [en, fr]\npermalink: \"{lang}/{slug}/\"\n";

/// A site with these articles of the series `S`, each `name: header`.
fn series(settings: &str, articles: &[(&str, &str)]) -> Built {
    let articles = articles.iter().map(|(name, header)| {
        format!("-- content/{name}.md --\n---\ntitle: {name}\nseries: S\n{header}\n---\nText\n")
    });
    build(&format!("{SETTINGS}{settings}{}", articles.collect::<String>()))
}

/// The titles that a list shows.
fn listed<'b>(built: &'b Built, path: &str) -> Vec<&'b str> {
    let cards = built.file(path).split("<h3>").skip(1);
    // A title in another language stands in an element of its own.
    cards
        .filter_map(|card| {
            card.split('>').skip(1).find_map(|part| part.split('<').next().filter(|t| !t.is_empty()))
        })
        .collect()
}

/// What an article says of its series, as lines of text.
fn nav(built: &Built, path: &str) -> Vec<String> {
    let page = built.file(path);
    let tags = regex::Regex::new("<[^>]*>").expect("a pattern");
    let navs =
        page.split("<nav class=\"neighbours series\"").skip(1).filter_map(|rest| rest.split("</nav>").next());
    let lines = navs.flat_map(|nav| nav.lines().skip(1));
    let lines =
        lines.map(|line| tags.replace_all(line, "").trim().to_owned()).filter(|line| !line.is_empty());
    lines.collect()
}

#[test]
fn parts_come_in_the_order_of_their_weights_then_of_time_then_of_their_paths() {
    let built = series(
        "",
        &[
            ("a", "weight: 10\ndate: 2021-01-01"),
            ("b", "series_order: -2\ndate: 2022-01-01"),
            ("c", "date: 2021-03-01"),
            ("d", "date: 2021-02-01"),
            ("f", ""),
            ("e", ""),
            ("g", "series_weight: 3\nweight: 99"),
        ],
    );
    assert_eq!(listed(&built, "series/s/index.html"), ["b", "g", "a", "d", "c", "e", "f"]);
    assert_eq!(noticed(&built), [""; 0]);
}

#[test]
fn an_article_tells_its_place_and_its_neighbours() {
    let built = series("", &[("a", "weight: 1"), ("b", "weight: 2"), ("c", "weight: 3")]);
    assert_eq!(nav(&built, "a/index.html"), ["Part 1 of 3", "S", "Next part b"]);
    assert_eq!(nav(&built, "b/index.html"), ["Part 2 of 3", "S", "Previous part a", "Next part c"]);
    assert_eq!(nav(&built, "c/index.html"), ["Part 3 of 3", "S", "Previous part b"]);
    let page = built.file("b/index.html");
    assert!(page.contains("<p><a href=\"/series/s/\">S</a></p>"), "{page}");
    assert!(page.contains("<a rel=\"prev\" href=\"/a/\">a</a>"), "{page}");
}

#[test]
fn a_series_of_one_has_no_neighbours_and_an_article_may_be_in_two() {
    let built = series("", &[("a", ""), ("b", "taxonomies: {series: [T]}\nweight: 1")]);
    assert_eq!(nav(&built, "b/index.html"), ["Part 1 of 2", "S", "Next part a", "Part 1 of 1", "T"]);
    let built = build("-- content/a.md --\nText\n");
    assert_eq!(nav(&built, "a/index.html"), [""; 0]);
}

#[test]
fn a_series_is_paged_in_its_order_with_its_numbers() {
    let built =
        series("articles_per_page: 2\n", &[("a", "weight: 3"), ("b", "weight: 1"), ("c", "weight: 2")]);
    assert_eq!(listed(&built, "series/s/index.html"), ["b", "c"]);
    assert_eq!(listed(&built, "series/s/page/2/index.html"), ["a"]);
    assert!(built.file("series/s/index.html").contains("<ol class=\"cards numbered\" start=\"1\">"));
    assert!(built.file("series/s/page/2/index.html").contains("<ol class=\"cards numbered\" start=\"3\">"));
}

#[test]
fn other_taxonomies_are_ordered_where_the_settings_say_so() {
    let articles = [("a", "date: 2021-01-01\ntags: [T]"), ("b", "date: 2022-01-01\ntags: [T]")];
    let built = series("taxonomies: {tags: {}, series: {ordered: false}}\n", &articles);
    assert_eq!(listed(&built, "tags/t/index.html"), ["b", "a"]);
    assert_eq!(listed(&built, "series/s/index.html"), ["b", "a"]);
    assert_eq!(nav(&built, "a/index.html"), [""; 0]);
    let built = series("taxonomies: {tags: {ordered: true}}\n", &articles);
    assert_eq!(listed(&built, "tags/t/index.html"), ["a", "b"]);
    assert_eq!(nav(&built, "a/index.html"), ["Part 1 of 2", "T", "Next part b"]);
}

const EDITIONS: &str = "
-- data/terms.yaml --
series:
  s:
    prefLabel: {en: S, fr: \"Série s\"}
-- content/a.md --
---
title: a
series: S
weight: 1
---
Text
-- content/b.md --
---
title: b
series: S
weight: 2
---
Text
-- content/c.md --
---
title: c
series: S
weight: 3
---
Text
-- content/c.fr.md --
---
title: c’
---
Texte
-- content/a.fr.md --
---
title: a’
---
Texte
";

#[test]
fn a_translation_has_the_place_of_its_original_among_the_parts_of_its_language() {
    let built = build(&format!("{SETTINGS}{EDITIONS}"));
    assert_eq!(listed(&built, "fr/series/serie-s/index.html"), ["a’", "c’"]);
    assert_eq!(nav(&built, "fr/c/index.html"), ["Partie 2 sur 2", "Série s", "Partie précédente a’"]);
    assert_eq!(nav(&built, "c/index.html"), ["Part 3 of 3", "S", "Previous part b"]);
    assert_eq!(noticed(&built), [""; 0]);
}

#[test]
fn parts_that_are_not_translated_stand_where_lists_show_them() {
    let built = build(&format!("{SETTINGS}list_untranslated: true\n{EDITIONS}"));
    assert_eq!(listed(&built, "fr/series/serie-s/index.html"), ["a’", "b", "c’"]);
    assert_eq!(nav(&built, "fr/c/index.html"), ["Partie 3 sur 3", "Série s", "Partie précédente b"]);
    let page = built.file("fr/c/index.html");
    assert!(
        page.contains("<a rel=\"prev\" href=\"/b/\" hreflang=\"en\" lang=\"en\" dir=\"ltr\">b</a>"),
        "{page}"
    );
    assert_eq!(nav(&built, "b/index.html").len(), 4);
}

#[test]
fn two_parts_in_one_place_are_named() {
    let built = series(
        "",
        &[
            ("a", "weight: 2\ndate: 2021-03-20"),
            ("b", "weight: 2\ndate: 2021-03-19"),
            ("c", "weight: 1"),
            ("d.fr", "weight: 1"),
        ],
    );
    assert_eq!(listed(&built, "series/s/index.html"), ["c", "b", "a"]);
    assert_eq!(
        noticed(&built),
        [
            "note content/a.md:4: this article has the place 2 in `S`, and so has `content/b.md`, which comes first"
        ]
    );
}

#[test]
fn what_is_hidden_or_not_published_is_no_part() {
    let built =
        series("", &[("a", "weight: 1"), ("b", "weight: 2\nhidden: true"), ("c", "draft: true"), ("d", "")]);
    assert_eq!(nav(&built, "a/index.html"), ["Part 1 of 2", "S", "Next part d"]);
    assert_eq!(nav(&built, "b/index.html"), [""; 0]);
}
