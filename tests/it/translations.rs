//! Editions of one story: what ties them, which is the original, what they lend each other, and
//! how pages and lists show them.

use crate::harness::{Built, build};
use crate::told::{errors, noticed};

const SETTINGS: &str = "
-- depeche.yaml --
base_url: https://example.org/
languages: [fr, en, ar, ja]
";

fn site(files: &str) -> Built {
    build(&format!("{SETTINGS}{files}"))
}

/// The stories with their editions as source paths, the original with a `*`.
fn stories(built: &Built) -> Vec<String> {
    let source = |page, original| {
        let source = built.site.pages[page].source.as_str().trim_start_matches("content/");
        format!("{}{source}", if page == original { "*" } else { "" })
    };
    let stories = built.site.stories.iter().map(|story| {
        let editions = story.editions.iter().map(|page| source(*page, story.original));
        editions.collect::<Vec<String>>().join(" ")
    });
    stories.collect()
}

#[track_caller]
fn check(files: &str, expected: &[&str]) {
    assert_eq!(stories(&site(files)), expected);
}

#[track_caller]
fn check_error(files: &str, expected: &str) {
    assert_eq!(errors(&format!("{SETTINGS}{files}")), [expected]);
}

#[track_caller]
fn check_noticed(files: &str, expected: &[&str]) {
    assert_eq!(noticed(&site(files)), expected);
}

/// The links between `<nav class="editions"` and its end.
fn editions(page: &str) -> Vec<&str> {
    let nav = page.split("<nav class=\"versions\"").nth(1).unwrap_or("");
    let nav = nav.split("</nav>").next().unwrap_or("");
    nav.lines().filter(|line| line.starts_with("<li>")).collect()
}

fn alternates(page: &str) -> Vec<&str> {
    page.lines().filter(|line| line.starts_with("<link rel=\"alternate\"")).collect()
}

#[test]
fn a_suffix_of_the_file_name_ties_editions() {
    check(
        "
-- content/panne.md --
Une panne
-- content/panne.en.md --
An outage
-- content/panne.ja.md --
障害
",
        &["*panne.md panne.en.md panne.ja.md"],
    );
}

#[test]
fn the_default_language_may_carry_its_suffix() {
    check(
        "
-- content/panne.en.md --
An outage
-- content/panne.fr.md --
Une panne
",
        &["*panne.fr.md panne.en.md"],
    );
}

#[test]
fn bundles_are_tied_by_the_suffix_of_their_index() {
    check(
        "
-- content/2021-03-19-panne/index.md --
Une panne
-- content/2021-03-19-panne/index.ar.md --
انقطاع
",
        &["*2021-03-19-panne/index.md 2021-03-19-panne/index.ar.md"],
    );
}

#[test]
fn the_same_path_under_another_language_folder_ties_editions() {
    check(
        "
-- content/en/news/panne.md --
An outage
-- content/fr/news/panne.md --
Une panne
-- content/ja/panne.md --
Not the same path
",
        &["*fr/news/panne.md en/news/panne.md", "*ja/panne.md"],
    );
}

#[test]
fn the_default_language_needs_no_folder() {
    check(
        "
-- content/en/news/panne.md --
An outage
-- content/news/panne.md --
Une panne
",
        &["*news/panne.md en/news/panne.md"],
    );
}

#[test]
fn a_path_pattern_ties_editions_of_a_jekyll_archive() {
    let built = build(
        "
-- depeche.yaml --
languages:
  en:
  zh-Hans: {aliases: [zh_cn]}
content: {folder: ., paths: '{lang}/news/_posts/{date}-{slug}.md'}
-- en/news/_posts/2021-04-05-ruby.md --
Released
-- zh_cn/news/_posts/2021-04-05-ruby.md --
发布
",
    );
    assert_eq!(stories(&built), ["*en/news/_posts/2021-04-05-ruby.md zh_cn/news/_posts/2021-04-05-ruby.md"]);
    assert!(built.has("zh-hans/2021/04/ruby/index.html"));
}

#[test]
fn a_translation_key_ties_editions_under_each_of_its_names() {
    for key in
        ["translation_key", "translationKey", "TranslationKey", "lang-ref", "lang_ref", "ref", "page_id"]
    {
        check(
            &format!(
                "
-- content/panne.md --
---
{key}: outage
---
Une panne
-- content/outage.en.md --
---
{key}: OUTAGE
---
An outage
"
            ),
            &["*panne.md outage.en.md"],
        );
    }
}

#[test]
fn suffix_folder_and_key_may_tie_one_story_together() {
    check(
        "
-- content/panne.md --
---
translation_key: outage
---
Une panne
-- content/panne.ar.md --
انقطاع
-- content/en/outage.md --
---
translation_key: outage
---
An outage
-- content/ja/panne.md --
障害
",
        &["*panne.md en/outage.md panne.ar.md ja/panne.md"],
    );
}

#[test]
fn only_suffixes_of_configured_languages_count() {
    let built = build(
        "
-- depeche.yaml --
languages: [en, ja]
-- content/data.gouv.fr.md --
About a site
-- content/data.gouv.ja.md --
障害
",
    );
    assert_eq!(stories(&built), ["*data.gouv.fr.md", "*data.gouv.ja.md"]);
    assert!(built.has("data-gouv-fr/index.html"));
    assert!(built.has("ja/data-gouv/index.html"));
}

#[test]
fn suffixes_and_folders_can_be_turned_off() {
    let built = build(
        "
-- depeche.yaml --
languages: [fr, en]
content: {language_suffixes: false, language_folders: false}
-- content/panne.en.md --
A
-- content/en/panne.md --
B
",
    );
    assert!(built.has("panne-en/index.html"));
    assert!(built.has("panne/index.html"));
}

#[test]
fn codes_are_found_by_alias_likely_script_and_any_case() {
    for name in ["panne.cn.md", "panne.zh_cn.md", "panne.ZH-CN.md", "panne.zh-hans.md", "zh_CN/panne.md"] {
        let built = build(&format!(
            "
-- depeche.yaml --
languages: {{en: , zh-Hans: {{aliases: [cn]}}}}
-- content/panne.md --
A
-- content/{name} --
B
"
        ));
        assert!(built.has("zh-hans/panne/index.html"), "{name}");
        assert_eq!(built.site.stories.len(), 1, "{name}");
    }
}

#[test]
fn a_language_and_its_regional_variant_are_two_languages() {
    let built = build(
        "
-- depeche.yaml --
languages: [en, en-GB, pt]
-- content/a.md --
A
-- content/a.en_gb.md --
B
-- content/a.pt-br.md --
C
",
    );
    assert_eq!(stories(&built), ["*a.md a.en_gb.md a.pt-br.md"]);
    assert!(built.has("en-gb/a/index.html") && built.has("pt/a/index.html"));
}

#[test]
fn two_editions_in_one_language_are_named_with_both_files() {
    check_error(
        "
-- content/panne.fr.md --
A
-- content/panne.md --
B
",
        "error content/panne.md:1: this story has two editions in `fr`: `content/panne.fr.md` is the other \
         -> give one of them another `translation_key`, name or language",
    );
}

#[test]
fn two_editions_in_one_language_by_key_are_told_at_the_key() {
    check_error(
        "
-- content/a.md --
---
translation_key: outage
---
A
-- content/b.md --
---
title: B
translation_key: outage
---
B
",
        "error content/b.md:3: this story has two editions in `fr`: `content/a.md` is the other \
         -> give one of them another `translation_key`, name or language",
    );
}

#[test]
fn an_unknown_language_in_a_header_is_named_at_its_line() {
    check_error(
        "
-- content/panne.md --
---
title: Panne
lang: frr
---
A
",
        "error content/panne.md:3: the header says the language is `frr`, which is not configured -> the \
         languages are fr, en, ar, ja; add it below `languages:` in the settings, or give it as an alias of one",
    );
}

#[test]
fn an_unknown_language_in_a_path_pattern_is_named() {
    let archive = "
-- depeche.yaml --
languages: [fr, en]
content: {paths: '{lang}/{slug}.md'}
-- content/de/panne.md --
A
";
    assert_eq!(
        errors(archive),
        ["error content/de/panne.md:1: the path says the language is `de`, which is not configured -> the \
          languages are fr, en; add it below `languages:` in the settings, or give it as an alias of one"]
    );
}

#[test]
fn a_header_that_disagrees_with_the_path_counts_and_is_warned_of() {
    let built = site(
        "
-- content/panne.en.md --
---
lang: ja
---
A
",
    );
    assert!(built.has("ja/panne/index.html"));
    assert_eq!(
        noticed(&built),
        ["warning content/panne.en.md:2: the header says the language is `ja`, and the path says `en`; the \
          header counts"]
    );
}

#[test]
fn a_lonely_key_that_is_nearly_another_is_named() {
    let built = site(
        "
-- content/panne.md --
---
translation_key: whatsapp-outage
---
A
-- content/outage.en.md --
---
translation_key: whatsapp-outtage
---
B
",
    );
    let warnings: Vec<&str> =
        built.site.warnings.iter().filter_map(|warning| warning.hint.as_deref()).collect();
    assert!(
        noticed(&built).contains(
            &"warning content/outage.en.md:2: the translation key `whatsapp-outtage` ties this page to no other"
                .to_owned()
        ),
        "{:?}",
        noticed(&built)
    );
    assert!(
        warnings.contains(&"did you mean `whatsapp-outage`, the key of `content/panne.md`?"),
        "{warnings:?}"
    );
}

#[test]
fn numbered_keys_are_no_slips_of_each_other() {
    check_noticed(
        "
-- content/a.md --
---
translation_key: part-1
---
A
-- content/b.md --
---
translation_key: part-2
---
B
",
        &[],
    );
}

#[test]
fn an_edition_dated_before_its_original_is_warned_of() {
    check_noticed(
        "
-- content/panne.md --
---
date: 2021-03-19
---
A
-- content/panne.en.md --
---
date: 2021-03-18
---
B
-- content/panne.ja.md --
---
date: 2021-03-20
---
C
",
        &[
            "warning content/panne.en.md:2: this edition is dated 2021-03-18, before its original of \
             2021-03-19, `content/panne.md`",
            "note content/panne.ja.md:2: this edition is dated 2021-03-20, and its original 2021-03-19, \
             `content/panne.md`",
        ],
    );
}

#[test]
fn a_translation_needs_only_a_title_and_text() {
    let built = site(
        "
-- content/panne.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"/>
-- content/panne.md --
---
title: Panne
date: 2021-03-19
tags: [WhatsApp]
authors: [Ana]
image: panne.svg
---
A
-- content/panne.en.md --
---
title: Outage
---
B
",
    );
    let page = built.file("en/2021/03/panne/index.html");
    assert!(page.contains("<h1>Outage</h1>"));
    assert!(page.contains("<time datetime=\"2021-03-19\">March 19, 2021</time>"), "{page}");
    assert!(page.contains("<a rel=\"tag\" href=\"/en/tags/whatsapp/\">WhatsApp</a>"), "{page}");
    assert!(page.contains("<a rel=\"author\" href=\"/en/authors/ana/\">Ana</a>"), "{page}");
    assert!(
        page.contains("<img src=\"/panne.svg\" alt=\"\" width=\"30\" height=\"20\" fetchpriority=\"high\">"),
        "{page}"
    );
}

#[test]
fn an_edition_belongs_to_the_event_of_its_original() {
    let built = site(
        "
-- templates/page.html --
{% if page.event %}{{ page.event.id }}{% endif %}
-- data/events.yaml --
outage-2021-03-19: {name: Outage}
-- content/panne.md --
---
event: outage-2021-03-19
---
A
-- content/panne.en.md --
B
",
    );
    assert_eq!(built.file("en/panne/index.html").trim(), "outage-2021-03-19");
}

#[test]
fn what_an_edition_states_itself_is_not_inherited() {
    let built = site(
        "
-- content/panne.md --
---
title: Panne
tags: [WhatsApp]
---
A
-- content/panne.en.md --
---
tags: [Signal]
---
B
",
    );
    let page = built.file("en/panne/index.html");
    assert!(page.contains("/en/tags/signal/") && !page.contains("/en/tags/whatsapp/"));
}

#[test]
fn an_inherited_date_keeps_the_day_that_was_written() {
    let built = site(
        "
-- content/panne.md --
---
date: 2021-03-31T23:30:00-05:00
---
A
-- content/panne.en.md --
B
",
    );
    assert!(built.has("en/2021/03/panne/index.html") && built.has("en/2021/03/31/index.html"));
}

#[test]
fn a_title_is_never_inherited() {
    let built = site(
        "
-- content/panne.md --
---
title: Panne mondiale
---
A
-- content/panne.en.md --
B
",
    );
    assert!(built.file("en/panne/index.html").contains("<h1>Panne</h1>"));
    assert!(!built.file("en/panne/index.html").contains("<h1>Panne mondiale</h1>"));
}

#[test]
fn the_page_that_says_so_is_the_original() {
    check(
        "
-- content/panne.md --
A
-- content/panne.ja.md --
---
original: true
---
B
",
        &["panne.md *panne.ja.md"],
    );
}

#[test]
fn a_page_with_a_translator_is_not_the_original() {
    for header in ["translator: Ana", "translation: human", "original: false"] {
        check(
            &format!(
                "
-- content/panne.md --
---
{header}
---
A
-- content/panne.en.md --
B
"
            ),
            &["panne.md *panne.en.md"],
        );
    }
}

#[test]
fn without_the_default_language_the_oldest_edition_is_the_original() {
    check(
        "
-- content/panne.en.md --
---
date: 2021-03-20
---
A
-- content/panne.ja.md --
---
date: 2021-03-19
---
B
",
        &["panne.en.md *panne.ja.md"],
    );
}

#[test]
fn every_page_lists_all_editions_and_marks_itself_and_the_original() {
    let built = site(
        "
-- content/panne.md --
A
-- content/panne.en.md --
B
-- content/panne.ar.md --
C
",
    );
    assert_eq!(
        editions(built.file("en/panne/index.html")),
        [
            "<li><a href=\"/panne/\" lang=\"fr\" hreflang=\"fr\" dir=\"ltr\">français</a> \
             <span class=\"badge\">original</span></li>",
            "<li><a href=\"/en/panne/\" lang=\"en\" hreflang=\"en\" dir=\"ltr\" aria-current=\"page\">English</a></li>",
            "<li><a href=\"/ar/panne/\" lang=\"ar\" hreflang=\"ar\" dir=\"rtl\">العربية</a></li>",
        ]
    );
}

#[test]
fn the_head_names_every_edition_the_same_on_each_page() {
    let built = build(
        "
-- depeche.yaml --
base_url: https://example.org/repo/
languages: [fr, en]
-- content/panne.md --
---
translator: Ana
---
A
-- content/panne.en.md --
B
",
    );
    let expected = [
        "<link rel=\"alternate\" hreflang=\"fr\" href=\"https://example.org/repo/panne/\">",
        "<link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/repo/en/panne/\">",
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/repo/en/panne/\">",
    ];
    assert_eq!(alternates(built.file("panne/index.html")), expected);
    assert_eq!(alternates(built.file("en/panne/index.html")), expected);
}

#[test]
fn a_story_in_one_language_names_no_other() {
    let built = site("\n-- content/panne.md --\nA\n");
    let page = built.file("panne/index.html");
    assert!(alternates(page).is_empty());
    // The switch names this page's language, and leads to the choice of all.
    assert!(editions(page).iter().all(|link| !link.contains("hreflang=")), "{page}");
}

#[test]
fn a_page_says_its_language_and_direction() {
    let built = site("\n-- content/panne.ar.md --\nA\n-- content/panne.ja.md --\nB\n");
    assert!(built.file("ar/panne/index.html").contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(built.file("ja/panne/index.html").contains("<html lang=\"ja\" dir=\"ltr\">"));
}

#[test]
fn a_draft_or_future_original_holds_back_editions_without_a_date() {
    for header in ["draft: true", "date: 2030-01-01"] {
        let built = site(&format!(
            "
-- content/panne.md --
---
{header}
---
A
-- content/panne.en.md --
---
date: 2021-03-19
---
B
-- content/panne.ja.md --
C
"
        ));
        assert!(!built.has("panne/index.html"), "{header}");
        assert!(built.has("en/2021/03/panne/index.html"), "{header}");
        assert!(!built.files.keys().any(|path| path.contains("ja/") && path.contains("panne")), "{header}");
        let left_out: Vec<&str> = built.site.unpublished.iter().map(|page| page.source.as_str()).collect();
        assert_eq!(left_out, ["content/panne.ja.md", "content/panne.md"], "{header}");
    }
}

#[test]
fn an_edition_that_is_not_published_is_never_linked() {
    let built = site(
        "
-- content/panne.md --
A
-- content/panne.en.md --
B
-- content/panne.ja.md --
---
draft: true
---
C
",
    );
    assert!(!built.files.values().any(|text| text.contains("/ja/panne/")));
    assert_eq!(editions(built.file("panne/index.html")).len(), 2);
    assert_eq!(alternates(built.file("panne/index.html")).len(), 3);
}

#[test]
fn with_its_original_unpublished_a_translation_stands_as_the_original() {
    let built = site(
        "
-- content/panne.md --
---
draft: true
---
A
-- content/panne.en.md --
---
date: 2021-03-19
---
B
-- content/panne.ja.md --
---
date: 2021-03-20
---
C
",
    );
    assert_eq!(stories(&built), ["*panne.en.md panne.ja.md"]);
}

const UNTRANSLATED: &str = "
-- depeche.yaml --
languages: [fr, en, ar]
list_untranslated: true
-- content/1.ar.md --
---
title: انقطاع
date: 2021-03-20
---
A
-- content/2.md --
---
title: Panne
date: 2021-03-19
---
B
-- content/2.en.md --
---
title: Outage
---
C
";

#[test]
fn a_foreign_story_in_a_list_carries_its_language_and_direction() {
    let built = build(UNTRANSLATED);
    let home = built.file("en/index.html");
    // The card keeps the direction of the list, and the foreign texts have their own.
    assert!(
        home.contains(
            "<a href=\"/ar/2021/03/1/\" hreflang=\"ar\"><bdi lang=\"ar\" dir=\"rtl\">انقطاع</bdi></a>"
        ),
        "{home}"
    );
    assert!(
        home.contains(
            "<p class=\"dateline\"><time datetime=\"2021-03-20\">March 20, 2021</time> \
             <span class=\"badge\" lang=\"ar\" dir=\"rtl\">العربية</span></p>"
        ),
        "{home}"
    );
}

#[test]
fn a_story_with_an_edition_is_listed_by_that_edition_only() {
    let built = build(UNTRANSLATED);
    let home = built.file("en/index.html");
    assert!(home.contains("<h2><a href=\"/en/2021/03/2/\">"), "{home}");
    let list = home.split("<ol class=\"cards\">").nth(1).expect("a list");
    assert!(!list.contains("/2021/03/2/"), "{home}");
}

#[test]
fn a_foreign_story_is_no_page_of_the_list_s_language() {
    let built = build(UNTRANSLATED);
    assert!(!built.has("en/2021/03/1/index.html"));
    assert!(built.file("en/2021/03/20/index.html").contains("hreflang=\"ar\""));
    let page = built.file("en/2021/03/2/index.html");
    assert!(!page.contains("/ar/2021/03/1/"), "a foreign story is no neighbour: {page}");
}

#[test]
fn lists_leave_untranslated_stories_out_unless_asked() {
    let built = build(&UNTRANSLATED.replace("list_untranslated: true\n", ""));
    assert!(!built.file("en/index.html").contains("/ar/2021/03/1/"));
    assert!(!built.has("en/2021/03/20/index.html"));
}

#[test]
fn the_language_switch_of_an_article_leads_to_its_editions_alone() {
    let built = build(UNTRANSLATED);
    let page = built.file("2021/03/2/index.html");
    assert_eq!(editions(page).len(), 2, "{page}");
    assert!(!page.contains("hreflang=\"ar\""), "{page}");
}

#[test]
fn a_machine_translation_is_marked_and_leads_to_its_original() {
    let built = site(
        "
-- content/panne.md --
---
title: Une panne
---
A
-- content/panne.en.md --
---
translation: machine
source_hash: 0123456789abcdef
---
B
",
    );
    let page = built.file("en/panne/index.html");
    let notices: Vec<&str> = page.lines().filter(|line| line.contains("class=\"notice\"")).collect();
    // It is also behind its original: one notice says both, and leads there once.
    assert_eq!(
        notices,
        [
            "<p class=\"notice\">This article was translated by a machine and has not been reviewed. The original has been \
          changed since this translation was made. Read the original <a href=\"/panne/\" lang=\"fr\" hreflang=\"fr\" \
          dir=\"ltr\">français — Une panne</a></p>"
        ]
    );
}

#[test]
fn an_empty_list_of_tags_inherits_none() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [fr, en]\n-- content/a.fr.md --\n---\ntags: [panne]\n---\nA\n\
         -- content/a.en.md --\n---\ntags: []\n---\nA\n-- content/b.en.md --\nB\n",
    );
    assert!(built.has("tags/panne/index.html"));
    assert!(!built.files.keys().any(|path| path.starts_with("en/tags")));
}

#[test]
fn an_edition_whose_file_name_has_the_day_inherits_the_time() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\ntime_zone: UTC\n\
         -- content/2021-03-19-p.md --\n---\ndate: 2021-03-19 10:00\n---\nP\n-- content/2021-03-19-p.fr.md --\nP\n\
         -- content/2021-03-19-q.md --\n---\ndate: 2021-03-19 21:00\n---\nQ\n-- content/2021-03-19-q.fr.md --\nQ\n",
    );
    let home = built.file("fr/index.html");
    assert!(home.find("/fr/2021/03/q/") < home.find("/fr/2021/03/p/"), "{home}");
    assert!(built.file("fr/2021/03/p/index.html").contains(r#"datetime="2021-03-19T10:00:00+00:00""#));
}

#[test]
fn a_published_edition_takes_nothing_from_a_draft_but_its_day() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n\
         -- content/a.md --\n---\ndate: 2021-03-19\ndraft: true\ntags: [secret]\n---\nA\n\
         -- content/a.fr.md --\n---\ndate: 2021-03-20\n---\nA\n",
    );
    assert!(built.has("fr/2021/03/a/index.html"));
    assert!(!built.files.values().any(|text| text.contains("secret")));
}

#[test]
fn an_edition_is_featured_with_its_original_and_listed_by_itself() {
    let template = "-- templates/page.html --\n{{ page.is_featured }} {{ page.is_listed }}";
    let built = site(&format!(
        "-- content/a.md --\n---\nfeatured: true\nhidden: true\n---\nA\n-- content/a.en.md --\nA\n\
         -- content/a.ja.md --\n---\nfeatured: false\n---\nA\n{template}"
    ));
    assert_eq!(built.file("a/index.html"), "true false");
    assert_eq!(built.file("en/a/index.html"), "true true");
    assert_eq!(built.file("ja/a/index.html"), "false true");
}

#[test]
fn two_originals_of_one_story_are_named() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n\
         -- content/a.md --\n---\noriginal: true\n---\nA\n-- content/a.fr.md --\n---\noriginal: true\n---\nA\n",
    );
    assert_eq!(
        built.warnings(),
        ["this edition says that it is the original, and so does `content/a.md`, which counts"]
    );
}

#[test]
fn an_edition_in_a_language_that_is_not_configured_is_named() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/a.md --\nA\n-- content/a.de.md --\nDas ist Deutsch\n\
         -- content/fr/b.md --\nB\n-- content/de/b.md --\nB\n-- content/data.gouv.de.md --\nB\n",
    );
    let named: Vec<&str> = built
        .warnings()
        .into_iter()
        .filter(|message| message.contains("`de`, which is not configured"))
        .collect();
    assert_eq!(named.len(), 2, "{named:?}");
}

#[test]
fn paths_that_differ_by_case_are_one_story() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/Panne.md --\nA\n-- content/panne.fr.md --\nA\n",
    );
    assert!(built.file("panne/index.html").contains(r#"hreflang="fr""#));
}

#[test]
fn an_empty_list_of_authors_inherits_none() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/a.md --\n---\nauthors: [Ada]\n---\nA\n\
         -- content/a.fr.md --\n---\nauthors: []\n---\nA\n",
    );
    assert!(built.file("a/index.html").contains("Ada"));
    assert!(!built.file("fr/a/index.html").contains("Ada"));
}
