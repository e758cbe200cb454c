//! The fixed words of addresses, and what happens when two things want the same one.

use crate::harness::build;
use crate::told::errors;

const SITE: &str = "\
-- content/a.md --
---
date: 2021-03-19
tags: [outage]
---
-- content/a.fr.md --
---
title: Panne
---
-- content/b.fr.md --
---
date: 2021-03-20
---
";

fn with(settings: &str) -> String {
    format!("-- depeche.yaml --\nlanguages: [en, fr]\n{settings}\n{SITE}")
}

#[test]
fn each_language_has_its_own_words() {
    let site = build(&with("slugs: {archive: {fr: archives}, page: {fr: feuille}}\narticles_per_page: 1"));
    assert!(site.has("archive/index.html") && site.has("fr/archives/index.html"));
    assert!(!site.has("fr/archive/index.html"));
    assert!(site.has("fr/feuille/2/index.html") && site.has("fr/2021/feuille/2/index.html"));
    let home = site.file("fr/index.html");
    assert!(
        home.contains(r#"<a href="/fr/archives/">"#) && home.contains(r#"href="/fr/feuille/2/""#),
        "{home}"
    );
    let first = site.file("archive/index.html");
    assert!(first.contains(r#"hreflang="fr" href="http://127.0.0.1:1919/fr/archives/""#), "{first}");
}

#[test]
fn a_link_may_lead_to_a_list_by_its_own_words() {
    let site = build(&with("slugs: {archive: {fr: archives}}\n-- content/c.md --\n[All](/fr/archives/)\n"));
    assert!(site.file("c/index.html").contains(r#"<a href="/fr/archives/">All</a>"#));
}

#[test]
fn two_lists_under_one_word_are_told_with_the_settings_that_name_them() {
    let check = |settings: &str, told: &str| assert_eq!(errors(&with(settings)), [told]);
    check(
        "slugs: {archive: {fr: tags}}",
        "error depeche.yaml: `/fr/tags/index.html` would be written by both the list of `tags` (fr) and the \
         archive (fr) -> change the word of one of them in the settings: `slugs.archive` or \
         `taxonomies.tags.slug`",
    );
    check(
        "slugs: {archive: fr}",
        "error depeche.yaml: `/fr/index.html` would be written by both the home page (fr) and the archive \
         (en) -> change the word of one of them in the settings: `slugs.archive` or `languages.fr.prefix`",
    );
    check(
        "articles_per_page: 1\ntaxonomies: {tags: {slug: page}}\n\
         -- content/c.md --\n---\ndate: 2021-03-21\ntags: ['2']\n---\n",
        "error depeche.yaml: `/page/2/index.html` would be written by both the term `2` of `tags` (en) and \
         the home page (en) -> change the word of one of them in the settings: `slugs.page` or \
         `taxonomies.tags.slug`",
    );
}
