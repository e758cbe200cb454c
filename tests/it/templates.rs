//! Templates: the site's own beside the embedded ones, what they are told of their mistakes, and the
//! words, dates and numbers of the reader's language.

use depeche::discover::{Sources, files_in};
use depeche::render::Renderer;
use depeche::search::SearchIndex;
use depeche::theme;

use crate::harness::{Built, build, printed, problems, publishing, try_link};
use crate::told::line;

const SITE: &str = "\
-- depeche.yaml --
languages: [en, fr, ar, ja]
base_url: https://example.org/press/
title: The Dispatch
-- content/a.md --
---
title: Outage
date: 2021-03-19
tags: [WhatsApp, C++]
---
Text.
-- content/a.fr.md --
---
title: Panne
---
-- content/a.ar.md --
---
title: انقطاع
---
-- content/a.ja.md --
---
title: 障害
---
";

fn with(files: &str) -> String {
    format!("{SITE}{files}")
}

fn page<'a>(site: &'a Built, language: &str) -> &'a str {
    site.file(&format!("{language}2021/03/a/index.html")).trim()
}

/// What an article's template `template` shows in English, French, Arabic and Japanese.
#[track_caller]
fn check(template: &str, expected: [&str; 4]) {
    let site = build(&with(&format!("-- templates/page.html --\n{template}\n")));
    let shown = ["", "fr/", "ar/", "ja/"].map(|language| page(&site, language).to_owned());
    assert_eq!(shown, expected);
}

/// The problems of a site whose article's template is `template`.
#[track_caller]
fn problem(template: &str) -> String {
    problems(&with(&format!("-- templates/page.html --\n{template}\n")))
}

#[test]
fn a_template_of_the_site_replaces_the_embedded_one_alone() {
    let site = build(&with("-- templates/page.html --\n<p>{{ page.title }}, of ours\n"));
    assert_eq!(page(&site, ""), "<p>Outage, of ours");
    assert!(site.file("index.html").contains("<main id=\"site-content\""), "the home page is the theme's");
}

#[test]
fn a_partial_of_the_site_replaces_the_embedded_one_alone() {
    let site = build(&with("-- templates/partials/card.html --\n<b>{{ card.title }}</b>\n"));
    let home = site.file("index.html");
    assert!(home.contains("<li><b>Outage</b>"), "{home}");
    assert!(home.contains("<main id=\"site-content\""), "{home}");
}

#[test]
fn a_template_of_the_site_can_extend_the_embedded_base() {
    let site = build(&with(
        "-- templates/page.html --\n{% extends \"base.html\" %}{% block main %}<i>own</i>{% endblock %}\n",
    ));
    let page = page(&site, "fr/");
    assert!(page.starts_with("<!doctype html>\n<html lang=\"fr\""), "{page}");
    assert!(page.contains("<i>own</i>"), "{page}");
}

#[test]
fn a_header_chooses_its_template() {
    for key in ["template", "layout"] {
        let site = build(&format!(
            "-- content/a.md --\n---\n{key}: special.html\n---\nText.\n\
             -- templates/special.html --\n<p>special: {{{{ page.title }}}}\n"
        ));
        assert_eq!(site.file("a/index.html").trim(), "<p>special: A", "{key}");
    }
}

#[test]
fn a_layout_without_a_template_is_the_usual_one() {
    let site = build("-- content/a.md --\n---\nlayout: news_post\n---\nText.\n");
    assert!(site.file("a/index.html").contains("<article class=\"page\">"));
}

#[test]
fn an_unknown_field_is_named_with_those_that_exist() {
    insta::assert_snapshot!(problem("<h1>\n{{ page.titel }}</h1>"), @r#"
    error: field `titel` is not defined
     --> templates/page.html:2:9
      |
    2 | {{ page.titel }}</h1>
      |         ^^^^^
      |
      = hint: did you mean `title`? what exists here is authors, corrected, corrections, date, dir, editions, event, extra, has_contents, has_own_summary, has_terms, headings, image, is_draft, is_featured, is_listed, is_stale, is_uncorrected, lang, original, periods, permalink, reading_minutes, series, source, summary, terms, title, translation, translators, updated, url, words

    1 error
    "#);
}

#[test]
fn an_unknown_variable_is_named_with_those_that_exist() {
    insta::assert_snapshot!(problem("{{ pages.title }}"), @r#"
    error: variable `pages` is not defined
     --> templates/page.html:1:4
      |
    1 | {{ pages.title }}
      |    ^^^^^
      |
      = hint: did you mean `page`? what exists here is content, event_earlier, event_later, head, lang, newer, older, page, related, series, site

    1 error
    "#);
}

#[test]
fn a_syntax_error_is_shown_with_its_line() {
    insta::assert_snapshot!(problem("<h1>\n{% if page.title %}\n</h1>"), @r#"
    error: unexpected end of input
    --> templates/page.html:4:1
     = hint: a `{% if %}`, `{% for %}` or `{% block %}` above is not closed by its `{% end… %}`

    1 error
    "#);
    insta::assert_snapshot!(problem("{{ page.title | }}"), @r#"
    error: found `}}` but expected identifier
     --> templates/page.html:1:17
      |
    1 | {{ page.title | }}
      |                 ^^

    1 error
    "#);
}

#[test]
fn every_template_with_a_syntax_error_is_named() {
    let told = problems(&with("-- templates/home.html --\n{{\n-- templates/page.html --\n\n{% else %}\n"));
    assert!(told.contains("templates/home.html:") && told.contains("templates/page.html:2:"), "{told}");
}

#[test]
fn what_no_template_can_call_is_named_with_its_line() {
    insta::assert_snapshot!(
        problem("<p>\n{{ format_dates(date=page.date.datetime) }}\n{{ page.title | shout }}\n{% include \"partials/cart.html\" %}"),
        @r#"
    error: unknown function `format_dates`
     --> templates/page.html:2:4
      |
    2 | {{ format_dates(date=page.date.datetime) }}
      |    ^
      |
      = hint: did you mean `format_date`? what exists here is asset, format_date, format_list, format_number, has_text, t, url

    error: unknown filter `shout`
     --> templates/page.html:3:17
      |
    3 | {{ page.title | shout }}
      |                 ^

    error: unknown template `partials/cart.html`
     --> templates/page.html:4:12
      |
    4 | {% include "partials/cart.html" %}
      |            ^

    3 errors
    "#,
    );
}

#[test]
fn an_unknown_text_of_the_interface_is_named_with_the_nearest() {
    insta::assert_snapshot!(problem("{{ t(key=\"archives\") }}"), @r#"
    error: there is no interface text `archives`; did you mean `archive`?
     --> templates/page.html:1:4
      |
    1 | {{ t(key="archives") }}
      |    ^^^^^^^^^^^^^^^^^

    1 error
    "#);
}

#[test]
fn a_page_without_terms_has_an_empty_list_of_them() {
    let site = build(
        "-- content/a.md --\nText.\n-- templates/page.html --\n\
         [{% for tag in page.terms.tags %}{{ tag.name }}{% endfor %}]\n",
    );
    assert_eq!(site.file("a/index.html").trim(), "[]");
}

#[test]
fn texts_of_the_interface_are_in_the_language_of_the_page() {
    check("{{ t(key=\"archive\") }}", ["Archive", "Archives", "الأرشيف", "アーカイブ"]);
    check("{{ t(key=\"by\", names=\"Ada\") }}", ["By Ada", "Par Ada", "بقلم Ada", "執筆：Ada"]);
}

#[test]
fn plurals_are_those_of_the_language() {
    check("{{ t(key=\"articles_count\", n=0) }}", ["0 articles", "0 article", "لا مقالات", "0件の記事"]);
    check("{{ t(key=\"articles_count\", n=2) }}", ["2 articles", "2 articles", "مقالان", "2件の記事"]);
    check(
        "{{ t(key=\"articles_count\", n=11) }}",
        ["11 articles", "11 articles", "11 مقال\u{64b}ا", "11件の記事"],
    );
}

#[test]
fn a_template_can_ask_whether_a_text_exists() {
    let ask = "{{ has_text(key=\"archive\") }} {{ has_text(key=\"no_such_text\") }}";
    check(ask, ["true false"; 4]);
}

#[test]
fn dates_are_those_of_the_language() {
    check(
        "{{ format_date(date=\"2021-03-19\") }}",
        ["March 19, 2021", "19 mars 2021", "19 مارس 2021", "2021年3月19日"],
    );
    check(
        "{{ format_date(date=\"2021-03-19T23:30:00-05:00\", length=\"full\") }}",
        ["Friday, March 19, 2021", "vendredi 19 mars 2021", "الجمعة، 19 مارس 2021", "2021年3月19日金曜日"],
    );
    check(
        "{{ format_date(date=\"2021-03-19\", length=\"short\") }}",
        ["3/19/2021", "19/03/2021", "19\u{200f}/3\u{200f}/2021", "2021/03/19"],
    );
}

#[test]
fn a_day_that_is_none_is_named() {
    insta::assert_snapshot!(problem("{{ format_date(date=\"19/03/2021\") }}"), @r#"
    error: `19/03/2021` is not a day such as `2021-03-19`
     --> templates/page.html:1:4
      |
    1 | {{ format_date(date="19/03/2021") }}
      |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    1 error
    "#);
    insta::assert_snapshot!(problem("{{ format_date(date=\"2021-03-19\", length=\"tiny\") }}"), @r#"
    error: `tiny` is no length of a date; the lengths are full, long, medium, short
     --> templates/page.html:1:4
      |
    1 | {{ format_date(date="2021-03-19", length="tiny") }}
      |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    1 error
    "#);
}

#[test]
fn numbers_are_those_of_the_language() {
    check(
        "{{ format_number(n=1234567) }}",
        ["1,234,567", "1\u{202f}234\u{202f}567", "1,234,567", "1,234,567"],
    );
}

#[test]
fn lists_are_those_of_the_language() {
    check(
        "{{ format_list(items=[\"a\", \"b\", \"c\"]) }}",
        ["a, b, and c", "a, b et c", "a وb وc", "a、b、c"],
    );
}

#[test]
fn an_address_is_put_below_the_base_path() {
    check("{{ url(path=\"/été.svg\") }}", ["/press/%C3%A9t%C3%A9.svg"; 4]);
    check("{{ url(path=\"logo.svg\") }}", ["/press/logo.svg"; 4]);
}

#[test]
fn a_site_can_replace_a_text_of_the_interface() {
    let site = build(&with("-- i18n/fr.yaml --\narchive: Le grenier\n"));
    assert!(site.file("fr/archive/index.html").contains("<h1>Le grenier</h1>"));
    assert!(site.file("archive/index.html").contains("<h1>Archive</h1>"));
}

#[test]
fn a_site_can_add_a_text_of_its_own() {
    let site = build(&with(
        "-- i18n/en.yaml --\nmotto: Hello, {name}\n-- i18n/fr.yaml --\nmotto: Bonjour, {name}\n\
         -- templates/page.html --\n{{ t(key=\"motto\", name=page.title) }}\n",
    ));
    assert_eq!(
        [page(&site, ""), page(&site, "fr/"), page(&site, "ja/")],
        ["Hello, Outage", "Bonjour, Panne", "Hello, 障害"]
    );
}

#[test]
fn a_language_without_texts_is_named_and_shows_english() {
    let archive = "-- depeche.yaml --\nlanguages: [en, sw]\n-- content/a.sw.md --\n---\ntitle: Habari\n---\n";
    let site = build(archive);
    assert!(site.file("sw/a/index.html").contains(">Skip to content<"));
    let assembled = try_link(archive, publishing(), false).expect("a site");
    let index = SearchIndex::of(&assembled.site);
    let plan = depeche::plan::plan(&assembled.site, &index).expect("a plan");
    let (_, warnings) =
        Renderer::new(&assembled.site, &index, &plan, &theme::with_templates(Vec::new()), &[])
            .expect("a renderer");
    let told = printed(archive, &warnings);
    assert!(told.contains("texts of the interface are in English on pages in `sw`: about, "), "{told}");
    assert!(told.contains("hint: write them in `i18n/sw.yaml`"), "{told}");
}

#[test]
fn markup_in_a_title_is_text() {
    let script = "<script>alert('x')</script> \"&\"";
    let site = build(&format!(
        "-- content/a.md --\n---\ntitle: |-\n  {script}\ndate: 2021-03-19\ntags: ['<b>tag</b>']\nauthor: <i>A</i>\n---\n\
         -- content/b.md --\n---\naliases: /old/\ntitle: <script>1</script>\n---\n"
    ));
    // In JSON, it is text as it stands.
    for (path, text) in site.files.iter().filter(|(path, _)| !path.ends_with("feed.json")) {
        let text = text.replace("<script type=\"application/ld+json\">", "");
        // The script of the search page, in its head and where it is needed.
        let text = text.replace("<script type=\"module\" src=\"/search.", "");
        let text = text.replace("<script type=\"module\" blocking=\"render\" src=\"/search.", "");
        for markup in ["<script", "<b>", "<i>", "'x')</"] {
            assert!(!text.contains(markup), "`{markup}` in {path}");
        }
    }
    assert!(site.file("2021/03/a/index.html").contains("<h1>&lt;script&gt;"));
    assert!(site.file("old/index.html").contains("&lt;script&gt;1&lt;/script&gt;</a>"));
}

/// What is noticed of the templates of a site.
fn noticed_of_templates(archive: &str) -> Vec<String> {
    let built = build(archive);
    let sources = Sources::sort(files_in(archive), &built.site.config).expect("sources");
    let templates = theme::with_templates(sources.templates);
    let index = SearchIndex::of(&built.site);
    let plan = depeche::plan::plan(&built.site, &index).expect("a plan");
    let (_, notes) =
        Renderer::new(&built.site, &index, &plan, &templates, &sources.strings).expect("templates");
    notes.iter().map(|note| format!("{} {}", line(note), note.hint.as_deref().unwrap_or(""))).collect()
}

#[test]
fn a_template_that_nothing_uses_and_whose_name_is_near_another_is_told() {
    let page = "-- templates/page.html --\n{% include \"partials/cart.html\" %}\n-- templates/partials/cart.html --\nC\n";
    let articles = "-- content/a.md --\n---\nlayout: terms\n---\nText.\n-- templates/terms.html --\nT\n";
    let unused = "warning templates/WHICH: no template includes or extends this one, and no article names it did you mean \
                  `templates/partials/byline.html`?";
    assert_eq!(
        noticed_of_templates(&format!(
            "{page}{articles}-- templates/partials/bylin.html --\nB\n-- templates/byline.html --\nB\n\
             -- templates/landing.html --\nL\n"
        )),
        [unused.replace("WHICH", "byline.html"), unused.replace("WHICH", "partials/bylin.html")]
    );
}

#[test]
fn a_date_has_a_time_where_one_was_written() {
    let built = build(
        "-- templates/page.html --\n{{ page.date.text }}|{{ page.date.time }}|\n\
         -- content/a.md --\n---\ndate: 2021-03-19T23:30:00-05:00\n---\nA\n\
         -- content/b.md --\n---\ndate: 2021-03-19\n---\nB\n",
    );
    assert_eq!(
        built.file("2021/03/a/index.html").trim().replace('\u{202f}', " "),
        "March 19, 2021|11:30 PM|"
    );
    assert_eq!(built.file("2021/03/b/index.html").trim(), "March 19, 2021||");
}
