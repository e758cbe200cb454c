//! What writers are told of their typical mistakes, as a terminal shows it.

use std::sync::Arc;

use depeche::config::{Config, Overrides};
use depeche::discover::{InputFile, Sources};
use depeche::path::SourcePath;
use insta::assert_snapshot;

use crate::harness::{build, printed, problems, publishing};

/// The problems of a site with one article.
#[track_caller]
fn article(text: &str) -> String {
    problems(&format!("-- content/panne.md --\n{text}\n"))
}

/// The warnings of a site with one article that is published all the same.
#[track_caller]
fn warnings(text: &str) -> String {
    let archive = format!("-- content/panne.md --\n{text}\n");
    printed(&archive, &build(&archive).site.warnings)
}

/// The problems of settings.
#[track_caller]
fn settings(text: &str) -> String {
    problems(&format!("-- depeche.yaml --\n{text}\n"))
}

/// The problems of an article that no string can hold.
fn bytes(bytes: &[u8]) -> String {
    let (config, _) =
        Config::parse("", &SourcePath::new("depeche.yaml"), &Overrides::default()).expect("the defaults");
    let files = vec![InputFile::in_memory("content/panne.md", bytes)];
    let sources = Sources::sort(files, &config).expect("an article");
    let problems = depeche::assemble(config, sources, publishing(), false, &Arc::default(), &())
        .expect_err("the site has no problems");
    printed("", &problems)
}

#[test]
fn an_unquoted_colon() {
    assert_snapshot!(article("---\ntitle: Panne : WhatsApp ne répond plus\n---\nTexte"), @r#"
error: `title` has a colon and a space in its value, and no quotes around it
 --> content/panne.md:2:14
  |
2 | title: Panne : WhatsApp ne répond plus
  |              ^
  |
  = hint: put the value in quotes: `title: "Panne : WhatsApp ne répond plus"`

1 error
"#);
}

#[test]
fn a_tab_in_a_header() {
    assert_snapshot!(article("---\ntitle: Panne\ntags:\n	- WhatsApp\n---\nTexte"), @r"
error: the line is indented with a tab
 --> content/panne.md:4:1
  |
4 |     - WhatsApp
  | ^^^^
  |
  = hint: indent with spaces

1 error
");
}

#[test]
fn smart_quotes_around_a_title() {
    assert_snapshot!(article("---\ntitle: “Panne” : le point\n---\nTexte"), @r#"
error: `title` has a colon and a space in its value, and no quotes around it
 --> content/panne.md:2:16
  |
2 | title: “Panne” : le point
  |                ^
  |
  = hint: put the value in quotes: `title: "“Panne” : le point"`

1 error
"#);
}

#[test]
fn brackets_at_the_start_of_a_title() {
    assert_snapshot!(article("---\ntitle: [Maj] Panne\n---\nTexte"), @r#"
error: `title` begins with `[`, which opens a list or map, and goes on after it
 --> content/panne.md:2:8
  |
2 | title: [Maj] Panne
  |        ^
  |
  = hint: put the value in quotes: `title: "[Maj] Panne"`

1 error
"#);
}

#[test]
fn an_apostrophe_in_single_quotes() {
    assert_snapshot!(article("---\ntitle: 'L'appli ne répond plus'\n---\nTexte"), @r#"
error: text stands after the closing `'` of `title`
 --> content/panne.md:2:10
  |
2 | title: 'L'appli ne répond plus'
  |          ^
  |
  = hint: put the value in quotes: `title: "L'appli ne répond plus"`

1 error
"#);
}

#[test]
fn an_at_sign_at_the_start_of_a_title() {
    assert_snapshot!(article("---\ntitle: @WhatsApp ne répond plus\n---\nTexte"), @r#"
error: an unquoted value cannot begin with `@`
 --> content/panne.md:2:8
  |
2 | title: @WhatsApp ne répond plus
  |        ^
  |
  = hint: put the value in quotes: `title: "@WhatsApp ne répond plus"`

1 error
"#);
}

#[test]
fn two_titles() {
    assert_snapshot!(article("---\ntitle: Panne\ndate: 2021-03-19\ntitle: Panne mondiale\n---\nTexte"), @r"
error: `title` is written twice with different values, also in line 2
 --> content/panne.md:4:1
  |
4 | title: Panne mondiale
  | ^^^^^
  |
  = hint: keep the one that is right

1 error
");
}

#[test]
fn misspelt_keys() {
    assert_snapshot!(article("---\ntitel: Panne\ndrfat: true\n---\nTexte"), @r"
error: `titel` is not a known key
 --> content/panne.md:2:1
  |
2 | titel: Panne
  | ^^^^^
  |
  = hint: did you mean `title`? a key of your own belongs under `extra`

error: `drfat` is not a known key
 --> content/panne.md:3:1
  |
3 | drfat: true
  | ^^^^^
  |
  = hint: did you mean `draft`? a key of your own belongs under `extra`

2 errors
");
}

#[test]
fn a_misspelt_boolean() {
    assert_snapshot!(article("---\ntitle: Panne\ndraft: ture\n---\nTexte"), @r"
error: `draft` must be true or false, not `ture`
 --> content/panne.md:3:8
  |
3 | draft: ture
  |        ^^^^
  |
  = hint: write `draft: true` or `draft: false`

1 error
");
}

#[test]
fn a_day_that_does_not_exist() {
    assert_snapshot!(article("---\ntitle: Panne\ndate: 2021-02-30\n---\nTexte"), @r"
error: in `date`, there is no day `2021-02-30`
 --> content/panne.md:3:7
  |
3 | date: 2021-02-30
  |       ^^^^^^^^^^
  |
  = hint: that month has 28 days

1 error
");
}

#[test]
fn a_date_that_can_be_read_in_two_ways() {
    assert_snapshot!(article("---\ntitle: Panne\ndate: 05/06/2024\n---\nTexte"), @r"
error: in `date`, `05/06/2024` is ambiguous: day or month first?
 --> content/panne.md:3:7
  |
3 | date: 05/06/2024
  |       ^^^^^^^^^^
  |
  = hint: write `2024-06-05` or `2024-05-06`

1 error
");
}

#[test]
fn a_date_in_words() {
    assert_snapshot!(article("---\ntitle: Panne\ndate: demain\n---\nTexte"), @r"
error: in `date`, `demain` is not a date
 --> content/panne.md:3:7
  |
3 | date: demain
  |       ^^^^^^
  |
  = hint: write the year first, as `2024-06-05` or `2024-06-05T09:30:00+02:00`

1 error
");
}

#[test]
fn an_hour_that_does_not_exist() {
    assert_snapshot!(article("---\ntitle: Panne\ndate: 2021-03-19 25:10\n---\nTexte"), @r"
error: in `date`, `25:10` in `2021-03-19 25:10` is no time of day
 --> content/panne.md:3:7
  |
3 | date: 2021-03-19 25:10
  |       ^^^^^^^^^^^^^^^^
  |
  = hint: write hours from 00 to 23, minutes and, if need be, seconds: `2024-06-05 09:30:00`

1 error
");
}

#[test]
fn a_header_that_is_never_closed() {
    assert_snapshot!(article("---\ntitle: Panne\n----\n\nTexte"), @r"
error: the header that begins here is never closed
 --> content/panne.md:1:1
  |
1 | ---
  | ^^^
  |
  = hint: line 3 is `----`; write `---` alone, from the first column

1 error
");
}

#[test]
fn a_quote_that_is_never_closed() {
    assert_snapshot!(article("---\ntitle: \"Panne\ndate: 2021-03-19\n---\nTexte"), @r#"
error: the quote `"` is never closed
 --> content/panne.md:2:8
  |
2 | title: "Panne
  |        ^
  |
  = hint: close it: `title: "Panne"`

1 error
"#);
}

#[test]
fn a_header_of_another_kind() {
    assert_snapshot!(article("---json\n{}\n---\nTexte"), @r"
error: `---json` opens a header of a kind that is not read
 --> content/panne.md:1:1
  |
1 | ---json
  | ^^^^^^^
  |
  = hint: write it as YAML between lines of `---`, or as TOML between lines of `+++`

1 error
");
}

#[test]
fn a_broken_toml_header() {
    assert_snapshot!(article("+++\ntitle = Panne\n+++\nTexte"), @r#"
error: the header cannot be read as TOML: string values must be quoted, expected literal string
 --> content/panne.md:2:9
  |
2 | title = Panne
  |         ^^^^^
  |
  = hint: texts stand in quotes: `title = "…"`; `[extra]` and the like come after all other keys

1 error
"#);
}

#[test]
fn a_file_that_is_not_utf_8() {
    assert_snapshot!(bytes(b"---\ntitle: Panne\n---\nD\xE9j\xE0\n"), @r"
error: the text is not UTF-8 (it may be Latin-1 or Windows-1252)
--> content/panne.md:4:1
 = hint: save the file as UTF-8

1 error
");
}

#[test]
fn a_file_with_a_nul() {
    assert_snapshot!(bytes(b"Texte\n\nFin\0\n"), @r"
error: the text holds a NUL character
--> content/panne.md:3:4
 = hint: is it a text file? remove the character, or leave the file out with `content.exclude`

1 error
");
}

#[test]
fn an_unknown_language() {
    assert_snapshot!(article("---\ntitle: Panne\nlang: français\n---\nTexte"), @r"
error: the header says the language is `français`, which is not configured
 --> content/panne.md:3:7
  |
3 | lang: français
  |       ^^^^^^^^
  |
  = hint: the languages are en; add it below `languages:` in the settings, or give it as an alias of one

1 error
");
}

#[test]
fn two_editions_in_one_language() {
    assert_snapshot!(problems(
"
-- depeche.yaml --
languages: [fr, en]
-- content/outage.en.md --
---
translation_key: panne
---
Text
-- content/panne.en.md --
---
translation_key: panne
---
Text
"), @r"
error: this story has two editions in `en`: `content/outage.en.md` is the other
 --> content/panne.en.md:2:18
  |
2 | translation_key: panne
  |                  ^^^^^
  |
  = hint: give one of them another `translation_key`, name or language

1 error
");
}

#[test]
fn two_articles_at_one_address() {
    assert_snapshot!(problems(
"
-- content/a.md --
---
slug: panne
---
Texte
-- content/b.md --
---
title: B
slug: panne
---
Texte
"), @r"
error: `/panne/index.html` would be written by both `content/a.md` and `content/b.md`
 --> content/b.md:3:7
  |
3 | slug: panne
  |       ^^^^^
  |
  = hint: give one of them another `slug`, `path` or name

1 error
");
}

#[test]
fn an_alias_in_the_place_of_a_page() {
    assert_snapshot!(problems(
"
-- content/a.md --
---
aliases:
  - /panne/
---
Texte
-- content/panne.md --
Texte
"), @r"
error: `/panne/index.html` would be written by both `content/panne.md` and the alias `/panne/` of `content/a.md`
 --> content/a.md:3:5
  |
3 |   - /panne/
  |     ^^^^^^^
  |
  = hint: give one of them another `slug`, `path` or name

1 error
");
}

#[test]
fn a_broken_anchor() {
    assert_snapshot!(article("## Les faits\n\nVoir [plus haut](#les-fait)."), @r"
error: this page has no heading or anchor `#les-fait`
 --> content/panne.md:3:6
  |
3 | Voir [plus haut](#les-fait).
  |      ^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: did you mean `#les-faits`?

1 error
");
}

#[test]
fn a_missing_picture() {
    assert_snapshot!(article("Avant.\n\n![La courbe](courbe.png)"), @r"
error: the picture `courbe.png` does not exist
 --> content/panne.md:3:1
  |
3 | ![La courbe](courbe.png)
  | ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: the path starts at the article's folder, or with `/` at the static folder

1 error
");
}

#[test]
fn an_unknown_way_to_translate() {
    assert_snapshot!(article("---\ntitle: Panne\ntranslation: deepl\n---\nTexte"), @r"
error: `deepl` is no known way to translate
 --> content/panne.md:3:14
  |
3 | translation: deepl
  |              ^^^^^
  |
  = hint: write `human`, `machine` or `machine-reviewed`

1 error
");
}

#[test]
fn a_slug_that_climbs_out() {
    assert_snapshot!(article("---\ntitle: Panne\nslug: ../../etc\n---\nTexte"), @r"
error: the slug `../../etc` starts with a dot
 --> content/panne.md:3:7
  |
3 | slug: ../../etc
  |       ^^^^^^^^^
  |
  = hint: write letters, digits and hyphens, with `/` between parts

1 error
");
}

#[test]
fn raw_html_that_is_left_out() {
    assert_snapshot!(warnings("Texte <script>alert(1)</script> et <b onclick=\"x()\">gras</b>."), @r#"
warning: raw HTML was left out: `<script>`, `onclick`
 --> content/panne.md:1:7
  |
1 | Texte <script>alert(1)</script> et <b onclick="x()">gras</b>.
  |       ^
  |
  = hint: write it in Markdown, or set `raw_html: allow` if every author may run scripts on the site

1 warning
"#);
}

#[test]
fn a_link_with_a_forbidden_scheme() {
    assert_snapshot!(warnings("[Cliquez](javascript:alert(1))"), @r"
warning: the link has the scheme `javascript:`, and its address is left out
 --> content/panne.md:1:1
  |
1 | [Cliquez](javascript:alert(1))
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: use `http`, `https`, `mailto`, `tel` or a path; for a path with a colon, write `./` before it

1 warning
");
}

#[test]
fn the_same_key_twice() {
    assert_snapshot!(warnings("---\ntitle: Panne\nTitle: Panne\n---\nTexte"), @r"
warning: `Title` (as `title`) is written twice, also in line 2
 --> content/panne.md:3:1
  |
3 | Title: Panne
  | ^^^^^
  |
  = hint: remove one of them

1 warning
");
}

#[test]
fn a_misspelt_setting() {
    assert_snapshot!(settings("title: Dépêches\nlangages: [fr, en]"), @r"
error: `langages` is not a setting
 --> depeche.yaml:2:1
  |
2 | langages: [fr, en]
  | ^
  |
  = hint: did you mean `languages`?

1 error
");
}

#[test]
fn a_bad_glob() {
    assert_snapshot!(settings("content:\n  include: 'posts/[a-.md'"), @r"
error: `posts/[a-.md` is not a glob: invalid range; 'a' > '.'
 --> depeche.yaml:2:3
  |
2 |   include: 'posts/[a-.md'
  |   ^^^^^^^

1 error
");
}

#[test]
fn an_unknown_time_zone() {
    assert_snapshot!(settings("title: Dépêches\ntime_zone: Europe/Pari"), @r"
error: `Europe/Pari` is not a time zone; write a name such as `Europe/Paris` or `UTC`
 --> depeche.yaml:2:1
  |
2 | time_zone: Europe/Pari
  | ^^^^^^^^^

1 error
");
}

#[test]
fn a_base_url_without_a_scheme() {
    assert_snapshot!(settings("base_url: example.org/archive"), @r"
error: `example.org/archive` does not start with `https://` and a host
 --> depeche.yaml:1:1
  |
1 | base_url: example.org/archive
  | ^^^^^^^^

1 error
");
}

#[test]
fn a_language_that_is_none() {
    assert_snapshot!(settings("languages:\n  - fr\n  - english"), @r"
error: `english` is not a language tag
 --> depeche.yaml:3:3
  |
3 |   - english
  |   ^^^^^^^
  |
  = hint: write `en`

1 error
");
}

#[test]
fn a_default_language_that_is_not_configured() {
    assert_snapshot!(settings("languages: [fr, en]\ndefault_language: de"), @r"
error: the default language `de` is not one of the `languages`
 --> depeche.yaml:2:1
  |
2 | default_language: de
  | ^^^^^^^^^^^^^^^^
  |
  = hint: add it below `languages:`

1 error
");
}

#[test]
fn a_list_that_can_show_nothing() {
    assert_snapshot!(settings("articles_per_page: 0"), @r"
error: `articles_per_page` is 0, so no list could show anything
 --> depeche.yaml:1:1
  |
1 | articles_per_page: 0
  | ^^^^^^^^^^^^^^^^^

1 error
");
}

#[test]
fn settings_with_several_problems() {
    assert_snapshot!(settings("base_url: ftp://example.org\ntime_zone: Mars\npermalink: '{year}/'\nstatic: ../outside"), @r"
error: `ftp://example.org` does not start with `https://` and a host
 --> depeche.yaml:1:1
  |
1 | base_url: ftp://example.org
  | ^^^^^^^^

error: `Mars` is not a time zone; write a name such as `Europe/Paris` or `UTC`
 --> depeche.yaml:2:1
  |
2 | time_zone: Mars
  | ^^^^^^^^^

error: `{year}/` lacks `{slug}`, so all articles would share a URL
 --> depeche.yaml:3:1
  |
3 | permalink: '{year}/'
  | ^^^^^^^^^

error: the folder `../outside` lies outside the site
 --> depeche.yaml:4:1
  |
4 | static: ../outside
  | ^^^^^^
  |
  = hint: name a folder below the one that holds the settings

4 errors
");
}

#[test]
fn a_concordance_with_a_misspelt_key() {
    assert_snapshot!(problems("-- data/terms.yaml --\ntags:\n  outage:\n    preflabel: {en: outage}\n-- content/a.md --\nA\n"), @r"
error: the concordance cannot be read: tags.outage: unknown field `preflabel`, expected one of `prefLabel`, `altLabel`, `slug`, `description`, `broader`, `type`
 --> data/terms.yaml:3:5
  |
3 |     preflabel: {en: outage}
  |     ^
  |
  = hint: a concept has `prefLabel`, `altLabel`, `slug` and `description`, each by language, `broader` and `type`

1 error
");
}

#[test]
fn a_label_that_stands_for_two_concepts() {
    assert_snapshot!(problems("-- data/terms.yaml --\ntags:\n  outage:\n    prefLabel: {en: outage}\n  failure:\n    prefLabel: {en: failure}\n    altLabel: {en: Outage}\n-- content/a.md --\nA\n"), @r"
error: `outage` stands for two concepts, `failure` and `outage`
 --> data/terms.yaml:2:3
  |
2 |   outage:
  |   ^^^^^^
  |
  = hint: leave it to one of them

1 error
");
}

#[test]
fn strings_that_are_no_yaml() {
    assert_snapshot!(problems("-- i18n/en.yaml --\nmoved: {n} moved\n-- content/a.md --\nA\n"), @r"
error: this is no valid YAML: did not find expected key
 --> i18n/en.yaml:1:12
  |
1 | moved: {n} moved
  |            ^
  |
  = hint: put phrases with `: `, or that begin with a brace or a quotation mark, in quotes

1 error
");
}

#[test]
fn a_template_that_asks_for_a_field_that_is_not_there() {
    assert_snapshot!(problems("-- templates/page.html --\n<h1>\n{{ page.titel }}\n</h1>\n-- content/a.md --\nA\n"), @r"
error: field `titel` is not defined
 --> templates/page.html:2:9
  |
2 | {{ page.titel }}
  |         ^^^^^
  |
  = hint: did you mean `title`? what exists here is authors, corrected, corrections, date, dir, editions, event, extra, has_contents, has_own_summary, has_terms, headings, image, is_draft, is_featured, is_listed, is_stale, is_uncorrected, lang, original, periods, permalink, reading_minutes, series, source, summary, terms, title, translation, translators, updated, url, words

1 error
");
}

#[test]
fn a_template_that_is_not_closed() {
    assert_snapshot!(problems("-- templates/page.html --\n<h1>\n{% if page.title %}\n</h1>\n-- content/a.md --\nA\n"), @r"
error: unexpected end of input
--> templates/page.html:4:1
 = hint: a `{% if %}`, `{% for %}` or `{% block %}` above is not closed by its `{% end… %}`

1 error
");
}

#[test]
fn a_page_among_the_articles() {
    assert_snapshot!(problems("-- content/panne.html --\n<p>Texte\n"), @r"
error: a file of this kind in the content folder would run in readers' browsers as it is
--> content/panne.html
 = hint: move it to the static folder, read it as an article with `content.include`, or leave it out with `content.exclude`

1 error
");
}

#[test]
fn several_files_with_problems_in_order() {
    assert_snapshot!(problems(
"
-- content/b.md --
---
title: B
draft: ture
slug: ../b
---
Texte
-- content/a.md --
---
date: hier
---
Texte
-- content/c.md --
---
titel: C
date: 2021-13-01
---
Texte
"), @r"
error: in `date`, `hier` is not a date
 --> content/a.md:2:7
  |
2 | date: hier
  |       ^^^^
  |
  = hint: write the year first, as `2024-06-05` or `2024-06-05T09:30:00+02:00`

error: `draft` must be true or false, not `ture`
 --> content/b.md:3:8
  |
3 | draft: ture
  |        ^^^^
  |
  = hint: write `draft: true` or `draft: false`

error: `titel` is not a known key
 --> content/c.md:2:1
  |
2 | titel: C
  | ^^^^^
  |
  = hint: did you mean `title`? a key of your own belongs under `extra`

error: in `date`, there is no day `2021-13-01`
 --> content/c.md:3:7
  |
3 | date: 2021-13-01
  |       ^^^^^^^^^^
  |
  = hint: the month stands before the day: `2021-01-13`?

4 errors
");
}

#[test]
fn one_mistake_in_many_files() {
    let article = |n: u8| format!("-- content/{n}.md --\n---\nlang: de\n---\nTexte\n");
    let articles: Vec<String> = (1..=8).map(article).collect();
    assert_snapshot!(problems(&articles.concat()), @r"
error: the header says the language is `de`, which is not configured
 --> content/1.md:2:7
  |
2 | lang: de
  |       ^^
 ::: content/2.md:2:7
 ::: content/3.md:2:7
 ::: content/4.md:2:7
 ::: content/5.md:2:7
  = and 3 more places
  = hint: the languages are en; add it below `languages:` in the settings, or give it as an alias of one

8 errors
");
}

/// The warnings and notes of a site with an original and a translation.
#[track_caller]
fn told_of_editions(original: &str, translation: &str) -> String {
    let archive = editions(original, translation);
    printed(&archive, &build(&archive).site.warnings)
}

fn editions(original: &str, translation: &str) -> String {
    format!(
        "-- depeche.yaml --\nlanguages: [fr, en]\n-- content/panne.md --\n---\n{original}\n---\nTexte\n\
         -- content/panne.en.md --\n---\n{translation}\n---\nText\n"
    )
}

#[test]
fn a_machine_translation_of_nothing() {
    assert_snapshot!(article("---\ntranslation: machine\n---\nTexte"), @r#"
error: this translation by machine has no link to what it was made from
 --> content/panne.md:2:14
  |
2 | translation: machine
  |              ^^^^^^^
  |
  = hint: write its web address as `source: {url: "https://…"}`, or publish its original as another edition of this story

1 error
"#);
}

#[test]
fn a_hash_that_is_asked_for() {
    assert_snapshot!(problems(&editions("title: Panne", "source_hash: \"?\"")), @r#"
error: `source_hash` is no hash of 16 hexadecimal digits or more
 --> content/panne.en.md:2:14
  |
2 | source_hash: "?"
  |              ^^^
  |
  = hint: if this is a translation of `content/panne.md` as it is now, write `source_hash: "80e63a1ba83c5387"`

1 error
"#);
}

#[test]
fn an_original_that_has_changed() {
    assert_snapshot!(told_of_editions("title: Panne", "source_hash: 0123456789abcdef"), @r#"
note: the original `content/panne.md` has changed since this translation was made
 --> content/panne.en.md:2:14
  |
2 | source_hash: 0123456789abcdef
  |              ^^^^^^^^^^^^^^^^
  |
  = hint: once the translation is up to date, write `source_hash: "80e63a1ba83c5387"`

1 note
"#);
}

#[test]
fn a_translation_without_its_original_s_correction() {
    let corrections = "corrections: [{date: 2021-03-21, note: L’heure.}]";
    assert_snapshot!(told_of_editions(corrections, "title: Outage"), @r#"
warning: this translation needs the correction of 2021-03-21: its original `content/panne.md` was corrected, and it was not
 --> content/panne.en.md:1:1
  |
1 | ---
  | ^
  |
  = hint: put it right, and add `{date: 2021-03-21, note: "…"}` to its `corrections`; where there is nothing to put right, write `source_hash: "ccfdbc6626bfbb1e"`

1 warning
"#);
}

#[test]
fn corrections_without_a_day_or_too_early() {
    let text =
        "---\ndate: 2021-03-19\ncorrections:\n- L’heure.\n- {date: 2020-03-21, note: Le lieu.}\n---\nTexte";
    assert_snapshot!(warnings(text), @r#"
warning: this correction has no date, and is listed last
 --> content/panne.md:4:3
  |
4 | - L’heure.
  |   ^^^^^^^^
  |
  = hint: write `- {date: 2024-06-05, note: "what was put right"}`

warning: this correction is dated 2020-03-21, before its article of 2021-03-19
 --> content/panne.md:5:10
  |
5 | - {date: 2020-03-21, note: Le lieu.}
  |          ^^^^^^^^^^
  |
  = hint: put one of the two dates right

2 warnings
"#);
}

#[test]
fn a_source_that_is_no_home() {
    assert_snapshot!(warnings("---\nsource: AFP\ncanonical: source\n---\nTexte"), @r"
warning: `canonical` is ignored: its header names no `source` with a web address
 --> content/panne.md:3:12
  |
3 | canonical: source
  |            ^^^^^^
  |
  = hint: remove it, or write `canonical: self`

1 warning
");
}

#[test]
fn two_parts_of_a_series_in_one_place() {
    let archive = "-- content/a.md --\n---\nseries: S\nweight: 2\n---\nA\n\
                   -- content/b.md --\n---\nseries: S\nweight: 2\n---\nB\n";
    assert_snapshot!(printed(archive, &build(archive).site.warnings), @r"
note: this article has the place 2 in `S`, and so has `content/a.md`, which comes first
 --> content/b.md:3:9
  |
3 | weight: 2
  |         ^
  |
  = hint: of two parts in one place, the older comes first: give each a `weight` of its own

1 note
");
}
