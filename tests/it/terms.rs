//! Terms: which spellings are one, what the concordance says, and the pages that come of it.

use crate::harness::{Built, build, publishing, try_build};
use crate::told::{errors, noticed};

/// A site in French, English and Japanese with these tags on one article each, in the default
/// language.
fn tagged(tags: &[&str]) -> Built {
    let articles: Vec<String> = tags
        .iter()
        .enumerate()
        .map(|(index, tag)| format!("-- content/a{index}.md --\n---\ntags: ['{tag}']\n---\nText\n"))
        .collect();
    build(&format!("-- depeche.yaml --\nlanguages: [fr, en, ja]\n{}", articles.concat()))
}

/// The terms of a site, each as its URL and name.
fn terms(built: &Built) -> Vec<String> {
    built.site.terms.iter().map(|term| format!("{} {}", term.url, term.name)).collect()
}

#[track_caller]
fn check(tags: &[&str], expected: &[&str]) {
    assert_eq!(terms(&tagged(tags)), expected);
}

const CONCORDANCE: &str = "
-- depeche.yaml --
base_url: https://example.org/repo/
languages: [fr, en, ja]
taxonomies: {tags: {slug: {fr: themes}}}
-- data/terms.yaml --
tags:
  outage:
    prefLabel: {fr: panne, en: outage, ja: 障害}
    altLabel: {fr: [interruption de service], en: [downtime, service outage]}
    slug: {ja: shogai}
    description: {fr: Un service ne répond plus.}
    broader: incident
  incident:
    prefLabel: {fr: incident, en: incident}
-- content/a.md --
---
tags: [panne, incident]
---
A
-- content/b.md --
---
tags: [Downtime]
---
B
-- content/c.md --
---
tags: [障害]
---
C
-- content/d.en.md --
---
tags: [Service-Outage, incident]
---
D
-- content/e.ja.md --
---
tags: [ｏｕｔａｇｅ]
---
E
";

#[test]
fn writers_may_use_any_spelling_in_any_language() {
    let built = build(CONCORDANCE);
    assert_eq!(
        terms(&built),
        [
            "/themes/incident/ incident",
            "/themes/panne/ panne",
            "/en/tags/incident/ incident",
            "/en/tags/outage/ outage",
            "/ja/tags/shogai/ 障害",
        ]
    );
    let page = built.file("themes/panne/index.html");
    for article in ["/repo/a/", "/repo/b/", "/repo/c/"] {
        assert!(page.contains(&format!("<a href=\"{article}\">")), "{article} {page}");
    }
    assert!(page.contains(">3 articles</h2>"), "{page}");
}

#[test]
fn an_article_shows_the_name_in_its_own_language() {
    let built = build(CONCORDANCE);
    assert!(
        built.file("ja/e/index.html").contains("<a rel=\"tag\" href=\"/repo/ja/tags/shogai/\">障害</a>"),
        "{}",
        built.file("ja/e/index.html")
    );
}

#[test]
fn a_term_page_has_its_description_and_other_names() {
    let built = build(CONCORDANCE);
    let page = built.file("themes/panne/index.html");
    assert!(page.contains("<p class=\"standfirst\">Un service ne répond plus.</p>"), "{page}");
    assert!(page.contains("Aussi appelé\u{a0}: interruption de service"), "{page}");
}

#[test]
fn term_pages_of_the_languages_lead_to_each_other() {
    let built = build(CONCORDANCE);
    let page = built.file("themes/panne/index.html");
    assert!(
        page.contains(
            "<a href=\"/repo/en/tags/outage/\" hreflang=\"en\"><bdi lang=\"en\" dir=\"ltr\">outage</bdi></a>"
        ),
        "{page}"
    );
    let alternates: Vec<&str> =
        page.lines().filter(|line| line.starts_with("<link rel=\"alternate\"")).collect();
    let expected = [
        "<link rel=\"alternate\" hreflang=\"fr\" href=\"https://example.org/repo/themes/panne/\">",
        "<link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/repo/en/tags/outage/\">",
        "<link rel=\"alternate\" hreflang=\"ja\" href=\"https://example.org/repo/ja/tags/shogai/\">",
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/repo/themes/panne/\">",
    ];
    assert_eq!(alternates, expected);
    for other in ["en/tags/outage/index.html", "ja/tags/shogai/index.html"] {
        assert!(expected.iter().all(|link| built.file(other).contains(link)), "{other}");
    }
}

#[test]
fn the_same_word_in_two_languages_is_not_one_term_without_the_concordance() {
    let built = build(
        "
-- depeche.yaml --
languages: [fr, en]
-- content/a.md --
---
tags: [pain]
---
A
-- content/b.en.md --
---
tags: [pain]
---
B
",
    );
    assert_eq!(terms(&built), ["/tags/pain/ pain", "/en/tags/pain/ pain"]);
    assert!(built.site.terms.iter().all(|term| term.translations.is_empty()));
}

#[test]
fn other_spellings_redirect_to_the_term() {
    let built = build(CONCORDANCE);
    for (alias, target) in [
        ("themes/interruption-de-service/index.html", "https://example.org/repo/themes/panne/"),
        ("en/tags/downtime/index.html", "https://example.org/repo/en/tags/outage/"),
        ("en/tags/service-outage/index.html", "https://example.org/repo/en/tags/outage/"),
    ] {
        let page = built.file(alias);
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{target}\">")), "{page}");
    }
}

#[test]
fn broader_and_narrower_terms_lead_to_each_other() {
    let built = build(CONCORDANCE);
    let narrow = built.file("en/tags/outage/index.html");
    assert!(
        narrow.contains(
            "Broader topics</h2>\n<ul class=\"topics\"><li><a href=\"/repo/en/tags/incident/\">incident</a>"
        ),
        "{narrow}"
    );
    let broad = built.file("en/tags/incident/index.html");
    assert!(
        broad.contains(
            "Narrower topics</h2>\n<ul class=\"topics\">\n<li><a href=\"/repo/en/tags/outage/\">outage</a>"
        ),
        "{broad}"
    );
}

#[test]
fn a_broader_term_without_articles_is_not_linked() {
    let built = build(CONCORDANCE);
    assert!(!built.has("ja/tags/incident/index.html"));
    assert!(!built.file("ja/tags/shogai/index.html").contains("incident"));
}

#[test]
fn a_concept_without_a_name_in_a_language_is_called_as_in_the_default_one() {
    let built = build(
        "
-- depeche.yaml --
languages: [fr, en]
-- data/terms.yaml --
tags:
  outage: {prefLabel: {fr: panne}}
-- content/a.en.md --
---
tags: [panne]
---
A
",
    );
    assert_eq!(terms(&built), ["/en/tags/panne/ panne"]);
}

#[test]
fn spellings_that_differ_by_case_width_or_spacing_merge_under_the_most_frequent() {
    let built =
        tagged(&["Open Source", "open source", "open-source", "ＯＰＥＮ ＳＯＵＲＣＥ", "open source"]);
    assert_eq!(terms(&built), ["/tags/open-source/ open source"]);
    assert_eq!(
        noticed(&built),
        [
            "note -: in `tags` (fr), `Open Source` (1), `open-source` (1), `ＯＰＥＮ ＳＯＵＲＣＥ` (1) merged into `open source` (2)"
        ]
    );
}

#[test]
fn an_article_that_uses_two_spellings_of_a_term_is_listed_once() {
    let built = build("-- content/a.md --\n---\ntags: [Go, go]\n---\nA\n");
    assert_eq!(built.file("tags/go/index.html").matches("<a href=\"/a/\">").count(), 1);
    assert_eq!(built.file("a/index.html").matches("rel=\"tag\"").count(), 1);
}

#[test]
fn terms_that_share_a_slug_have_pages_of_their_own() {
    check(&["pêche", "péché", "pêche"], &["/tags/peche/ pêche", "/tags/peche-2/ péché"]);
}

#[test]
fn a_number_for_a_shared_slug_never_takes_another_term_s_own() {
    check(
        &["pêche", "péché", "pêche", "peche 2", "peche 2"],
        &["/tags/peche/ pêche", "/tags/peche-2/ peche 2", "/tags/peche-3/ péché"],
    );
}

#[test]
fn c_and_its_relatives_are_pages_of_their_own() {
    check(
        &["C", "C++", "C#", ".NET"],
        &["/tags/c/ C", "/tags/c-plus-plus/ C++", "/tags/c-sharp/ C#", "/tags/dot-net/ .NET"],
    );
}

#[test]
fn terms_in_every_script_keep_a_readable_slug() {
    check(
        &["障害", "انقطاع", "Сбой", "한국", "हिन्दी"],
        &[
            "/tags/сбой/ Сбой",
            "/tags/انقطاع/ انقطاع",
            "/tags/हिन्दी/ हिन्दी",
            "/tags/障害/ 障害",
            "/tags/한국/ 한국",
        ],
    );
}

#[test]
fn links_to_terms_are_percent_encoded() {
    let built = tagged(&["障害"]);
    assert!(built.file("a0/index.html").contains("href=\"/tags/%E9%9A%9C%E5%AE%B3/\""));
    assert!(built.has("tags/障害/index.html"));
}

#[test]
fn a_term_without_a_letter_has_a_page() {
    check(&["🎉"], &["/tags/u1f389/ 🎉"]);
}

#[test]
fn terms_named_like_devices_folders_or_pagers_are_pages() {
    check(
        &["con", "page", "a/b", "../../x", "index", "404"],
        &[
            "/tags/404/ 404",
            "/tags/a-b/ a/b",
            "/tags/con-1/ con",
            "/tags/index/ index",
            "/tags/page/ page",
            "/tags/x/ ../../x",
        ],
    );
}

#[test]
fn a_very_long_term_has_a_page() {
    let built = tagged(&["mot ".repeat(100).trim()]);
    assert!(built.site.terms.iter().all(|term| term.slug.as_str().len() <= 100));
    assert_eq!(built.site.terms.len(), 1);
}

#[test]
fn tags_may_be_a_list_a_word_a_comma_string_or_nothing() {
    for (written, expected) in [
        ("[a, b]", vec!["a", "b"]),
        ("security", vec!["security"]),
        ("a, b", vec!["a", "b"]),
        ("", vec![]),
        ("[]", vec![]),
        ("4.0", vec!["4.0"]),
    ] {
        let built = build(&format!("-- content/a.md --\n---\ntags: {written}\n---\nA\n"));
        let names: Vec<&str> = built.site.terms.iter().map(|term| &*term.name).collect();
        assert_eq!(names, expected, "{written}");
    }
}

const AUTHORS: &str = "
-- depeche.yaml --
languages: [fr, en]
taxonomies: {authors: {slug: {fr: auteurs}}}
-- content/a.md --
---
author: '[Ana Pé](https://ana.example/)'
---
A
-- content/b.en.md --
---
authors: [Ana Pé, {name: Bo, url: 'https://bo.example/'}]
---
B
";

#[test]
fn an_author_is_one_person_in_all_languages() {
    let built = build(AUTHORS);
    assert_eq!(
        terms(&built),
        ["/auteurs/ana-pe/ Ana Pé", "/en/authors/ana-pe/ Ana Pé", "/en/authors/bo/ Bo"]
    );
    assert!(built.file("auteurs/ana-pe/index.html").contains("hreflang=\"en\""));
}

#[test]
fn an_author_s_page_leads_to_the_address_that_headers_give() {
    let built = build(AUTHORS);
    let link = |host: &str| format!("<a href=\"https://{host}/\"><bdi>{host}</bdi></a>");
    for (page, host) in [
        ("auteurs/ana-pe", "ana.example"),
        ("en/authors/ana-pe", "ana.example"),
        ("en/authors/bo", "bo.example"),
    ] {
        let page = built.file(&format!("{page}/index.html"));
        assert!(page.contains(&link(host)) || page.contains(&link(host).replace("/\">", "\">")), "{page}");
    }
    let mail = "-- content/a.md --\n---\nauthors:\n- {name: Bo, url: 'mailto:bo@bo.example'}\n- {name: Al, url: /al/}\n---\nA\n";
    let built = build(mail);
    let page = built.file("authors/bo/index.html");
    assert!(page.contains("<a href=\"mailto:bo@bo.example\"><bdi>bo@bo.example</bdi></a>"), "{page}");
    assert!(!built.file("authors/al/index.html").contains("href=\"/al/\""));
}

#[test]
fn a_byline_leads_to_the_authors_pages() {
    let page = build(AUTHORS);
    let page = page.file("en/b/index.html");
    assert!(
        page.contains(
            "<p class=\"byline\">By <a rel=\"author\" href=\"/en/authors/ana-pe/\">Ana Pé</a> and \
             <a rel=\"author\" href=\"/en/authors/bo/\">Bo</a></p>"
        ),
        "{page}"
    );
}

#[test]
fn a_term_s_list_is_cut_into_pages() {
    let articles: Vec<String> = (1..=5)
        .map(|day| format!("-- content/a{day}.md --\n---\ndate: 2021-03-0{day}\ntags: panne\n---\nA\n"))
        .collect();
    let built = build(&format!("-- depeche.yaml --\narticles_per_page: 2\n{}", articles.concat()));
    let links = |path: &str| -> Vec<String> {
        let page = built.file(path);
        page.lines().filter(|line| line.starts_with("<h3>")).map(str::to_owned).collect()
    };
    assert_eq!(
        links("tags/panne/index.html"),
        ["<h3><a href=\"/2021/03/a5/\">A5</a></h3>", "<h3><a href=\"/2021/03/a4/\">A4</a></h3>"]
    );
    assert_eq!(links("tags/panne/page/3/index.html"), ["<h3><a href=\"/2021/03/a1/\">A1</a></h3>"]);
    assert!(!built.has("tags/panne/page/4/index.html"));
    let second = built.file("tags/panne/page/2/index.html");
    assert!(second.contains("<a rel=\"prev\" href=\"/tags/panne/\">"), "{second}");
    assert!(second.contains("<a rel=\"next\" href=\"/tags/panne/page/3/\">"), "{second}");
}

#[test]
fn a_taxonomy_s_page_lists_its_terms_with_their_counts() {
    let built = tagged(&["panne", "Signal", "panne"]);
    let page = built.file("tags/index.html");
    assert!(page.contains("<a href=\"/tags/panne/\">panne</a> <span class=\"count\">2</span>"), "{page}");
    assert!(page.contains("<a href=\"/tags/signal/\">Signal</a> <span class=\"count\">1</span>"), "{page}");
    assert!(page.contains(">P</h2>") && page.contains(">S</h2>"), "{page}");
}

#[test]
fn a_language_without_terms_has_no_list_of_them() {
    let built = tagged(&["panne"]);
    assert!(!built.has("en/tags/index.html"));
    assert!(!built.file("en/index.html").contains("/en/tags/"));
}

#[test]
fn taxonomies_and_their_keys_are_settings() {
    let built = build(
        "
-- depeche.yaml --
taxonomies:
  tags: {keys: [topics]}
  series:
  sources: {keys: [via_paper], slug: papers}
-- content/a.md --
---
topics: [Privacy]
series: Outage
via_paper: [Le Monde]
categories: [News]
---
A
",
    );
    assert_eq!(
        terms(&built),
        ["/tags/privacy/ Privacy", "/series/outage/ Outage", "/papers/le-monde/ Le Monde"]
    );
}

#[test]
fn categories_keep_spaces_in_one_value() {
    let built = build(
        "
-- depeche.yaml --
taxonomies: [tags, categories]
-- content/a.md --
---
category: This Week in Rust
---
A
",
    );
    assert_eq!(terms(&built), ["/categories/this-week-in-rust/ This Week in Rust"]);
}

#[test]
fn zolas_taxonomies_are_read() {
    let built = build(
        "
-- content/a.md --
+++
title = \"A\"
[taxonomies]
tags = [\"panne\"]
authors = [\"Ana\"]
+++
A
",
    );
    assert_eq!(terms(&built), ["/tags/panne/ panne", "/authors/ana/ Ana"]);
}

#[test]
fn an_untranslated_story_is_listed_under_terms_that_both_languages_share() {
    let built = build(&CONCORDANCE.replace("languages:", "list_untranslated: true\nlanguages:"));
    let page = built.file("en/tags/outage/index.html");
    assert!(page.contains("<a href=\"/repo/a/\" hreflang=\"fr\">"), "{page}");
}

#[test]
fn a_term_of_another_language_is_not_listed_where_nobody_knows_its_meaning() {
    let built = build(
        "
-- depeche.yaml --
languages: [fr, en]
list_untranslated: true
-- content/a.md --
---
tags: [panne]
---
A
",
    );
    assert!(!built.has("en/tags/panne/index.html"));
}

#[test]
fn an_inherited_term_means_what_it_means_in_the_original() {
    let built = build(
        "
-- depeche.yaml --
languages: [fr, en]
-- data/terms.yaml --
tags:
  bread: {prefLabel: {fr: pain, en: bread}}
  ache: {prefLabel: {fr: douleur, en: pain}}
-- content/a.md --
---
tags: [pain]
---
A
-- content/a.en.md --
A
-- content/b.en.md --
---
tags: [pain]
---
B
",
    );
    assert_eq!(terms(&built), ["/tags/pain/ pain", "/en/tags/bread/ bread", "/en/tags/pain/ pain"]);
    assert!(built.file("en/a/index.html").contains("href=\"/en/tags/bread/\""));
}

#[test]
fn a_draft_leaves_no_trace_in_terms() {
    let built = build("-- content/a.md --\n---\ndraft: true\ntags: [secret]\n---\nA\n");
    assert!(built.site.terms.is_empty());
    assert!(!built.files.values().any(|text| text.contains("secret")));
}

#[track_caller]
fn check_concordance(concordance: &str, expected: &[&str]) {
    let archive = format!("-- depeche.yaml --\nlanguages: [fr, en]\n-- data/terms.yaml --\n{concordance}");
    assert_eq!(errors(&archive), expected);
}

#[test]
fn problems_of_the_concordance_name_their_line() {
    check_concordance(
        "tags:\n  outage:\n    prefLabel: {fr: panne}\n    broader: incidnt\n  incident:\n    prefLabel: {fr: incident}\n",
        &[
            "error data/terms.yaml:4: the broader concept `incidnt` of `outage` does not exist -> did you mean `incident`?",
        ],
    );
    check_concordance(
        "tagz:\n  outage: {}\n",
        &["error data/terms.yaml:1: `tagz` is not one of the taxonomies -> did you mean `tags`?"],
    );
    check_concordance(
        "tags:\n  outage:\n    prefLabel: {de: Ausfall}\n",
        &["error data/terms.yaml:3: `de` is not one of the languages"],
    );
}

#[test]
fn a_problem_of_the_concordance_is_told_where_it_stands() {
    // `de` also stands inside `description`, further up.
    check_concordance(
        "tags:\n  index:\n    description: {fr: Une liste de mots}\n    prefLabel: {fr: index}\n  outage:\n    prefLabel: {de: Ausfall}\n",
        &["error data/terms.yaml:6: `de` is not one of the languages"],
    );
}

#[test]
fn a_site_builds_with_an_empty_concordance() {
    let built = try_build("-- data/terms.yaml --\n# nothing yet\n-- content/a.md --\nA\n", publishing());
    assert!(built.is_ok());
}

#[test]
fn an_author_given_twice_does_not_take_another_s_place() {
    let built = build(
        "-- depeche.yaml --\ntaxonomies: {authors: {keys: [authors, editor]}}\n\
         -- content/a.md --\n---\nauthors: [Ada, ada]\neditor: Bob\n---\nA\n",
    );
    let page = built.file("a/index.html");
    let byline =
        page.split("<p class=\"byline\">").nth(1).expect("a byline").split("</p>").next().expect("its end");
    assert!(!byline.contains("Bob"), "{byline}");
}

#[test]
fn two_concepts_cannot_choose_one_slug() {
    let told = crate::harness::problems(
        "-- depeche.yaml --\nlanguages: [en]\n-- content/a.md --\n---\ntags: [x, y]\n---\nA\n\
         -- data/terms.yaml --\ntags:\n  aa: {prefLabel: {en: x}, slug: {en: same}}\n  bb: {prefLabel: {en: y}, slug: {en: same}}\n",
    );
    assert!(told.contains("`same` is the slug of two concepts, `aa` and `bb`"), "{told}");
}

#[test]
fn the_words_of_terms_are_set_as_their_language_wants_them() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [fr]\n-- content/a.md --\n---\ntags: [\"page d'état\", \"l'appli\"]\n---\nA\n\
         -- content/b.md --\n---\ntags: [l’appli]\n---\nB\n\
         -- data/terms.yaml --\ntags:\n  status:\n    prefLabel: {fr: \"page d'état\"}\n    description: {fr: \"Ce qu'on en dit: peu\"}\n",
    );
    let page = built.file("tags/page-d-etat/index.html");
    assert!(page.contains("<h1>page d’état</h1>") && page.contains("Ce qu’on en dit\u{a0}: peu"), "{page}");
    assert!(built.file("tags/l-appli/index.html").contains("2 articles"));
}
