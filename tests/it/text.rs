//! The text of an article as a built page shows it.

use crate::harness::{Built, build};

/// A site with one article in English.
fn article(text: &str) -> Built {
    build(&format!("-- content/x.md --\n---\ntitle: X\n---\n{text}\n"))
}

/// The text of the one article, between its box and the end of the article.
fn body(built: &Built) -> &str {
    let page =
        &built.files.iter().find(|(_, text)| text.contains("<article class=\"page\">")).expect("a page").1;
    let start =
        page.find("<div class=\"text\" data-text>").expect("a text") + "<div class=\"text\" data-text>".len();
    let end = page[start..].find("\n</div>\n</article>").expect("an end") + start;
    page[start..end].trim()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(body(&article(text)), expected, "{text}");
}

/// The text of an article in this language with these settings.
#[track_caller]
fn check_with(settings: &str, text: &str, expected: &str) {
    let built =
        build(&format!("-- depeche.yaml --\n{settings}\n-- content/x.md --\n---\ntitle: X\n---\n{text}\n"));
    assert_eq!(body(&built), expected, "{text}");
}

#[test]
fn tables_name_themselves_in_the_page_s_language() {
    check_with(
        "languages: [fr]",
        "| Heure | État |\n|------:|------|\n| 18 h | panne |",
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Tableau\"><table>\n\
         <thead><tr><th scope=\"col\" class=\"right\">Heure</th><th scope=\"col\">État</th></tr></thead>\n\
         <tbody>\n<tr><td class=\"right\">18 h</td><td>panne</td></tr>\n</tbody></table></div>",
    );
}

#[test]
fn alerts_have_a_title_in_the_page_s_language() {
    for (settings, title) in
        [("languages: [fr]", "Attention"), ("languages: [en]", "Warning"), ("languages: [ja]", "警告")]
    {
        check_with(
            settings,
            "> [!WARNING]\n> Texte",
            &format!(
                "<aside class=\"alert alert-warning\" role=\"note\"><p class=\"alert-title\">{title}</p>\n<p>Texte</p>\n</aside>"
            ),
        );
    }
}

#[test]
fn footnotes_lead_there_and_back() {
    let built = article("Text[^a].\n\n[^a]: Note");
    let body = body(&built);
    assert!(body.contains("<a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\">1</a>"), "{body}");
    assert!(body.contains("<li id=\"fn-1\">") && body.contains("<a href=\"#fnref-1\""), "{body}");
    assert!(body.contains("role=\"doc-endnotes\" aria-label=\"Footnotes\""), "{body}");
}

#[test]
fn strikethrough_tasks_and_definitions_are_known() {
    check("~~gone~~", "<p><del>gone</del></p>");
    check("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>");
    assert!(body(&article("- [x] done")).contains("<input type=\"checkbox\" disabled checked"));
}

#[test]
fn bare_urls_become_links() {
    check(
        "See https://status.example/?a=1&b=2.",
        "<p>See <a href=\"https://status.example/?a=1&amp;b=2\">https://status.example/?a=1&amp;b=2</a>.</p>",
    );
}

#[test]
fn headings_have_ids_and_attributes() {
    check("## The facts", "<h2 id=\"the-facts\">The facts</h2>");
    check("## The facts {#faits}", "<h2 id=\"faits\">The facts</h2>");
    check("## 障害の経過", "<h2 id=\"障害の経過\">障害の経過</h2>");
    check("Setext\n---", "<h2 id=\"setext\">Setext</h2>");
}

#[test]
fn a_picture_alone_is_a_figure_with_caption_credit_and_size() {
    let built = build(
        "
-- content/c.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"480\"/>
-- content/x.md --
---
title: X
---
![The curve](c.svg \"Reports by minute | Ana, CC BY\")
",
    );
    assert_eq!(
        body(&built),
        "<figure><img src=\"/c.svg\" width=\"640\" height=\"480\" alt=\"The curve\" loading=\"lazy\" decoding=\"async\">\
         <figcaption>Reports by minute <small class=\"credit\">Ana, CC BY</small></figcaption></figure>"
    );
}

#[test]
fn code_has_classes_and_marked_lines() {
    let built = article("```js {1,3-4}\nlet a\nlet b\nlet c\nlet d\n```");
    let body = body(&built);
    assert_eq!(body.matches("<mark class=\"hl\">").count(), 3, "{body}");
    assert!(!body.contains("<mark class=\"hl\"><span class=\"k\">let</span> b"), "{body}");
    assert!(body.contains("<span class=\"k\">let</span>") && !body.contains("style="), "{body}");
}

#[test]
fn names_of_code_languages_have_aliases() {
    for name in [
        "shell",
        "console",
        "jsx",
        "csharp",
        "docker",
        "irb",
        "mjs",
        "toml",
        "typescript",
        "js/1-2",
        "js title='a'",
    ] {
        let built = article(&format!("```{name}\n\"text\" 1\n```"));
        assert!(built.site.counts.plain_code.is_empty(), "{name}");
    }
}

#[test]
fn code_in_an_unknown_language_is_shown_plain_and_counted() {
    let built = article("```mermaid2\na < b\n```");
    assert!(body(&built).contains("a &lt; b"));
    assert_eq!(built.site.counts.plain_code.iter().collect::<Vec<_>>(), [(&"mermaid2".to_owned(), &1)]);
}

#[test]
fn shortcodes_of_other_generators_are_shown_and_counted() {
    let built = article("{{< figure src=\"a.png\" >}}\n\n{% raw %} {{ page.title }}");
    assert!(body(&built).contains("{{&lt; figure src=&quot;a.png&quot; &gt;}}"));
    assert_eq!(built.site.counts.shortcodes, (3, 1));
}

#[test]
fn template_code_in_an_article_never_runs() {
    check("{{ 1 + 1 }} {% if true %}", "<p>{{ 1 + 1 }} {% if true %}</p>");
}

#[test]
fn raw_html_is_sanitised_with_a_warning() {
    let built = article("<b onclick=\"x()\">bold</b> <script>alert(1)</script> <kbd>K</kbd>");
    let body = body(&built);
    assert!(body.contains("<b>bold</b>") && body.contains("<kbd>K</kbd>"), "{body}");
    assert!(!body.contains("onclick") && !body.contains("script"), "{body}");
    assert_eq!(built.warnings(), ["raw HTML was left out: `onclick`, `<script>`"]);
}

#[test]
fn raw_html_can_be_shown_as_text() {
    check_with("raw_html: escape", "<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>");
}

#[test]
fn raw_html_can_be_allowed() {
    check_with("raw_html: allow", "<b onclick=\"x()\">bold</b>", "<p><b onclick=\"x()\">bold</b></p>");
}

#[test]
fn typography_follows_the_language() {
    // Where no spaces stand between words, straight quotes cannot be told apart, and stay.
    for (language, text, expected) in [
        ("fr", "\"Mot\" : l'appli ?", "«\u{a0}Mot\u{a0}»\u{a0}: l’appli\u{202f}?"),
        ("en", "\"Word\": it's", "“Word”: it’s"),
        ("de", "\"Wort\"", "„Wort“"),
        ("ja", "\"語\"", "&quot;語&quot;"),
        ("pl", "\"słowo\"", "„słowo”"),
        ("ru", "\"слово\"", "«слово»"),
    ] {
        check_with(&format!("languages: [{language}]"), text, &format!("<p>{expected}</p>"));
    }
}

#[test]
fn typography_leaves_code_and_urls_alone() {
    check_with(
        "languages: [fr]",
        "`l'x \"y\" ?` [a](https://e.org/l'x?a=\"b\")",
        "<p><code>l'x &quot;y&quot; ?</code> <a href=\"https://e.org/l&#39;x?a=%22b%22\">a</a></p>",
    );
}

#[test]
fn typography_can_be_turned_off() {
    check_with(
        "languages: [fr]\ntypography: false",
        "\"Mot\" : l'appli ?",
        "<p>&quot;Mot&quot; : l'appli ?</p>",
    );
}

#[test]
fn titles_have_the_typography_of_their_language() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [fr]\n-- content/x.md --\n---\ntitle: L'appli en panne ?\n---\nA\n",
    );
    assert!(built.file("x/index.html").contains("<h1>L’appli en panne\u{202f}?</h1>"));
}

/// The summary that lists show of an article.
#[track_caller]
fn check_summary(settings: &str, article: &str, expected: &str) {
    let built = build(&format!("-- depeche.yaml --\n{settings}\n-- content/x.md --\n{article}\n"));
    let home = built.file("index.html");
    let card = home.split("<article class=\"card\"").nth(1).expect("a card");
    let summary = card.lines().find_map(|line| line.strip_prefix("<p>")?.strip_suffix("</p>"));
    assert_eq!(summary.unwrap_or(""), expected);
}

#[test]
fn a_summary_is_the_author_s_or_what_stands_above_more_or_the_first_paragraph() {
    for key in ["summary", "description", "excerpt", "deck", "subtitle"] {
        check_summary("", &format!("---\n{key}: In short\n---\nAt length"), "In short");
    }
    check_summary("", "One.\n\nTwo.\n\n<!--more-->\n\nThree.", "One. Two.");
    check_summary("", "One.\n\n<!-- truncate -->\n\nThree.", "One.");
    check_summary("", "## Heading\n\nOne *two*.\n\nThree.", "One two.");
}

#[test]
fn a_long_first_paragraph_is_cut_between_words_and_not_in_a_character() {
    check_summary("summary_characters: 20", "One two three four five six", "One two three four…");
    check_summary("summary_characters: 6", "👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", "👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧…");
}

#[test]
fn a_chinese_summary_is_cut_at_a_sentence_or_character() {
    let text = "障害が発生した。".repeat(10);
    let built = build(&format!(
        "-- depeche.yaml --\nlanguages: [zh-Hans]\nsummary_characters: 20\n-- content/x.md --\n{text}\n"
    ));
    let page = built.site.pages.iter().next().expect("a page");
    let length = page.body.summary.chars().count();
    assert!((10..=21).contains(&length), "{}", page.body.summary);
}

#[test]
fn a_table_of_contents_lists_the_headings_of_a_long_article() {
    let built = article("## One\n\n### Two\n\n## Three\n\n## Four *five*");
    let page = built.file("x/index.html");
    assert!(page.contains("<li class=\"level-3\"><a href=\"#two\">Two</a></li>"), "{page}");
    assert!(page.contains("<li class=\"level-2\"><a href=\"#four-five\">Four five</a></li>"), "{page}");
    assert!(!article("## One").file("x/index.html").contains("class=\"contents\""));
}

#[test]
fn the_time_of_reading_counts_words_and_characters() {
    let minutes = |language: &str, text: &str| {
        let built =
            build(&format!("-- depeche.yaml --\nlanguages: [{language}]\n-- content/x.md --\n{text}\n"));
        built.site.pages.iter().next().expect("a page").body.reading_minutes
    };
    assert_eq!(minutes("en", "word"), 1);
    assert!((4..=6).contains(&minutes("en", &"word ".repeat(1_000))));
    assert!((2..=4).contains(&minutes("ja", &"障".repeat(1_000))));
    let built = build(&format!(
        "-- depeche.yaml --\nlanguages: [fr]\n-- content/x.md --\n{}\n",
        "mot ".repeat(1_000)
    ));
    assert!(built.file("x/index.html").contains(" minutes de lecture</p>"));
}

#[test]
fn a_title_from_the_text_is_not_shown_twice() {
    let built = build("-- content/x.md --\n# The *outage*\n\nText\n");
    let page = built.file("x/index.html");
    assert!(page.contains("<h1>The outage</h1>"));
    assert_eq!(body(&built), "<p>Text</p>");
}

#[test]
fn arabic_text_runs_from_right_to_left_and_code_from_left_to_right() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [ar]\n-- content/x.md --\n---\ntitle: X\n---\nانقطاع\n\n```js\nlet a\n```\n",
    );
    let page = built.file("x/index.html");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(
        page.contains(
            "<pre role=\"group\" tabindex=\"0\" aria-label=\"مقطع برمجي\" dir=\"ltr\" translate=\"no\""
        ),
        "{page}"
    );
}

#[test]
fn text_is_escaped_everywhere() {
    let built = build(
        "-- content/x.md --\n---\ntitle: '<script>alert(1)</script>'\nsummary: '\"><img src=x>'\ntags: ['<b>&']\nauthor: '<i>A'\n---\nA & B < C\n",
    );
    for (path, text) in built.files.iter().filter(|(_, text)| text.starts_with("<!doctype")) {
        for bad in ["<script>alert", "<img src=x", "<b>&<", "<i>A"] {
            assert!(!text.contains(bad), "{bad} in {path}");
        }
    }
}

#[test]
fn a_quote_in_another_language_keeps_its_own_typography() {
    check_with(
        "languages: [fr]",
        "Il dit : <span lang=\"en\">we are back! \"ok\"</span> et \"voilà\"!",
        "<p>Il dit\u{a0}: <span lang=\"en\">we are back! \"ok\"</span> et «\u{a0}voilà\u{a0}»\u{202f}!</p>",
    );
}

#[test]
fn html_that_is_never_closed_is_named() {
    for (text, opening) in
        [("<!-- oops\n\nmore", "<!--"), ("<textarea>\n\nmore", "<textarea"), ("<?php\n\nmore", "<?")]
    {
        let built = article(text);
        let named = format!("`{opening}` is never closed");
        assert!(built.warnings().iter().any(|warning| warning.starts_with(&named)), "{:?}", built.warnings());
    }
    assert!(article("<!-- closed -->\n\nmore").warnings().is_empty());
}

#[test]
fn an_article_in_html_is_not_markdown() {
    let built = build(
        "-- depeche.yaml --\ncontent: {include: ['**/*.md', '**/*.html']}\n-- content/x.html --\n---\ntitle: X\n---\n\
         <p>one *two*</p>\n\n    <p>three</p><script>alert(1)</script>\n",
    );
    assert_eq!(body(&built), "<p>one *two*</p>\n\n    <p>three</p>");
    assert!(built.file("index.html").contains("one *two*"), "its summary");
}

#[test]
fn containers_of_other_tools_are_shown_as_they_are() {
    check("Before\n\n:::tip\n\ninside\n\n:::", "<p>Before</p>\n<p>:::tip</p>\n<p>inside</p>\n<p>:::</p>");
}
