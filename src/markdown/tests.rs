//! Whole texts, from Markdown to filled HTML.

mod hostile;
mod links;
mod posts;

use std::sync::LazyLock;

use super::*;

static ENGLISH: LazyLock<LanguageTag> = LazyLock::new(LanguageTag::english);
static UTC: TimeZone = TimeZone::UTC;
static LOCALE: LazyLock<Locale> = LazyLock::new(|| Locale::new(&ENGLISH));

pub(super) fn options() -> Options<'static> {
    Options {
        format: Format::Markdown,
        raw_html: RawHtml::Sanitize,
        typography: None,
        tells_missing_alt: true,
        summary_chars_max: 200,
        title: Some("Title"),
        language: &ENGLISH,
        locale: &LOCALE,
        time_zone: &UTC,
    }
}

/// The HTML with its gaps filled: an open link by its index, a label by its key.
fn filled(converted: &Converted) -> String {
    let mut html = String::new();
    converted.body.fill(
        &converted.body.html,
        &mut html,
        |out, link, index| {
            let attribute = if link.kind == LinkKind::Image { "src" } else { "href" };
            html::push_attribute(out, attribute, &format!("{index}:{}", link.target));
        },
        Label::key,
    );
    html
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    check_with(markdown, &options(), expected);
}

#[track_caller]
fn check_with(markdown: &str, options: &Options, expected: &str) {
    let converted = convert(markdown, options);
    assert_eq!(filled(&converted).trim_end(), expected, "{markdown}\n{:?}", converted.problems);
}

fn messages(converted: &Converted) -> Vec<String> {
    converted
        .problems
        .iter()
        .map(|problem| format!("{}: {}", problem.span.map_or(0, |span| span.line), problem.message))
        .collect()
}

#[test]
fn common_markdown_is_html() {
    check(
        "One *two* **three** ~~four~~ `five`",
        "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>five</code></p>",
    );
    check("a  \nb\\\nc\nd", "<p>a<br>\nb<br>\nc\nd</p>");
    check("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
    check("---", "<hr>");
    check("A < B & \"C\"", "<p>A &lt; B &amp; &quot;C&quot;</p>");
    check("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>");
}

#[test]
fn an_empty_cell_in_the_head_of_a_table_is_no_header() {
    let html = filled(&convert("||b|\n|--|--|\n|c|d|", &options()));
    assert!(html.contains("<thead><tr><td></td><th scope=\"col\">b</th></tr></thead>"), "{html}");
}

#[test]
fn tables_scroll_in_a_named_box_and_align_by_class() {
    check(
        "|a|b|\n|:-:|--|\n|c|d|",
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"table\"><table>\n<thead><tr><th scope=\"col\" class=\"center\">a</th>\
         <th scope=\"col\">b</th></tr></thead>\n<tbody>\n<tr><td class=\"center\">c</td><td>d</td></tr>\n</tbody></table></div>",
    );
}

#[test]
fn tasks_have_named_boxes() {
    check(
        "- [x] a\n- [ ] b",
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"task_done\"> a</li>\n\
         <li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"task_open\"> b</li>\n</ul>",
    );
}

#[test]
fn alerts_take_their_title_from_the_interface() {
    check(
        "> [!NOTE]\n> Text",
        "<aside class=\"alert alert-note\" role=\"note\"><p class=\"alert-title\">alert_note</p>\n<p>Text</p>\n</aside>",
    );
}

#[test]
fn headings_have_ids_once_each() {
    let converted = convert("## A\n\n## A\n\n## B {#x .y}\n\n## C {#x}\n\n## `d` & e", &options());
    let ids: Vec<&str> = converted.body.headings.iter().map(|heading| &*heading.id).collect();
    assert_eq!(ids, ["a", "a-1", "x", "x-1", "d-e"]);
    assert_eq!(&*converted.body.headings[4].text, "d & e");
    assert_eq!(messages(&converted), ["7: the heading id `x` is used twice"]);
    assert_eq!(
        converted.body.anchors.iter().map(|id| &**id).collect::<Vec<_>>(),
        ["a", "a-1", "d-e", "x", "x-1"]
    );
    check("## A {#x .y}", "<h2 id=\"x\">A</h2>");
    check("## 🎉", "<h2 id=\"section\">🎉</h2>");
}

#[test]
fn a_leading_title_is_not_shown_twice() {
    check("# Title\n\n## A", "<h2 id=\"a\">A</h2>");
    check("# “Title!”\n\nB", "<p>B</p>");
    check("# Other\n\n## A", "<h2 id=\"other\">Other</h2>\n<h3 id=\"a\">A</h3>");
    check("# Title\n\n# A\n\n###### B", "<h2 id=\"a\">A</h2>\n<h6 id=\"b\">B</h6>");
    let untitled = Options { title: None, ..options() };
    let converted = convert("<!-- c -->\nThe *first* `x`\n===\n\nText", &untitled);
    assert_eq!((converted.title.as_deref(), &*converted.body.html), (Some("The first x"), "<p>Text</p>\n"));
    let converted = convert("Text\n\n# A", &untitled);
    assert_eq!((converted.title, &*converted.body.html), (None, "<p>Text</p>\n<h2 id=\"a\">A</h2>\n"));
}

#[test]
fn footnotes_are_numbered_by_mention_and_lead_back() {
    check(
        "A[^b] B[^\"x\"] C[^b]\n\n[^\"x\"]: Second\n[^b]: First\n",
        "<p>A<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\">1</a></sup> \
         B<sup class=\"footnote-ref\"><a href=\"#fn-2\" id=\"fnref-2\" role=\"doc-noteref\">2</a></sup> \
         C<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1-2\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"footnotes\"><ol>\n\
         <li id=\"fn-1\"><p>First <a href=\"#fnref-1\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"footnote_back 1\">↩\u{FE0E}</a> \
         <a href=\"#fnref-1-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"footnote_back 1\">↩\u{FE0E}</a></p>\n</li>\n\
         <li id=\"fn-2\"><p>Second <a href=\"#fnref-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"footnote_back 2\">↩\u{FE0E}</a></p>\n</li>\n\
         </ol></section>",
    );
    let converted = convert("A\n\n[^x]: Never\n", &options());
    assert_eq!(messages(&converted), ["3: the footnote `x` is mentioned nowhere, and not shown"]);
}

#[test]
fn an_image_alone_is_a_figure() {
    check(
        "![Alt *x*](a.png \"Caption | Credit\")",
        "<figure><img src=\"0:a.png\" alt=\"Alt x\" loading=\"lazy\" decoding=\"async\"><figcaption>Caption <small class=\"credit\">Credit</small></figcaption></figure>",
    );
    check(
        "[![a](b.png)](c.md)",
        "<figure><a href=\"0:c.md\"><img src=\"1:b.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\"></a></figure>",
    );
    check(
        "x ![a](https://e.org/é.png \"t\")",
        "<p>x <img src=\"https://e.org/%C3%A9.png\" alt=\"a\" title=\"t\" loading=\"lazy\" decoding=\"async\"></p>",
    );
}

#[test]
fn pictures_that_say_nothing_are_told() {
    let missing = "1: this picture has no alternative text";
    let check = |markdown: &str, expected: &[&str]| {
        let converted = convert(markdown, &options());
        assert_eq!(messages(&converted), expected, "{markdown}");
        let silent = convert(markdown, &Options { tells_missing_alt: false, ..options() });
        assert_eq!(messages(&silent), [""; 0], "{markdown}");
    };
    check("![](a.png)", &[missing]);
    check("![ ](a.png \"Caption\") and ![x](a.png)", &[missing]);
    check("[![](a.png) more](b.md)", &[missing]);
    let link = "1: this link is a picture without an alternative text, so nothing says where it leads";
    check("[![](a.png)](b.md)", &[link]);
    check("x [![](a.png)](b.md) y", &[link]);
    let tag = "1: this picture has no `alt`, the text for those who do not see it";
    check("x <img src=\"a.png\"> y", &[tag]);
    check("<p>\n<img src=\"a.png\" alt=\"\"><img src=\"a.png\" alt=\"A\">\n</p>", &[]);
    let allow = Options { raw_html: RawHtml::Allow, ..options() };
    let converted = convert("<p>\n<b>x</b><img src=\"a.png\">\n</p>", &allow);
    assert_eq!(messages(&converted), [tag.replace('1', "2")]);
    assert_eq!(converted.problems[0].span, Some(Span { line: 2, column: 9, length: 4 }));
}

#[test]
fn code_has_its_language_and_spans() {
    check(
        "```js {1}\nlet a\n```",
        "<pre role=\"group\" tabindex=\"0\" aria-label=\"code_sample\" dir=\"ltr\" translate=\"no\" data-lang=\"js\"><code class=\"language-js\"><mark class=\"hl\"><span class=\"k\">let</span> a\n</mark></code></pre>",
    );
    check(
        "    a < b",
        "<pre role=\"group\" tabindex=\"0\" aria-label=\"code_sample\" dir=\"ltr\" translate=\"no\"><code>a &lt; b</code></pre>",
    );
    let converted = convert("```nosuch\nx\n```\n\n```nosuch\ny\n```", &options());
    assert_eq!(converted.plain_code, BTreeMap::from([("nosuch".to_owned(), 2)]));
}

#[test]
fn code_is_the_same_beside_raw_html() {
    let code = "```js\nlet a = '<b>'; // \"c\"\n```\n";
    let alone = convert(code, &options()).body.html;
    let beside = convert(&format!("<b>x</b>\n\n{code}"), &options()).body.html;
    assert_eq!(beside.trim_start_matches("<p><b>x</b></p>\n"), &*alone);
}

#[test]
fn typography_reaches_running_text_only() {
    let french = Typography::for_language("fr");
    let options = Options { typography: Some(&french), ..options() };
    check_with(
        "\"*mot*\" : l'appli `l'x` ! \\\"brut\\\" http://e.org/l'x \n<b title=\"l'x\">l'y</b>\n\n    l'z",
        &options,
        "<p>«\u{A0}<em>mot</em>\u{A0}»\u{A0}: l’appli <code>l'x</code>\u{202F}! &quot;brut&quot; <a href=\"http://e.org/l&#39;x\">http://e.org/l'x</a>\n\
         <b title=\"l'x\">l’y</b></p>\n<pre role=\"group\" tabindex=\"0\" aria-label=\"code_sample\" dir=\"ltr\" translate=\"no\"><code>l'z</code></pre>"
            .replace("&quot;", "\"").replace("&#39;", "'").as_str(),
    );
}

#[test]
fn control_characters_are_left_out_with_a_warning() {
    let converted = convert("a\u{8}b\u{FDD0}&#1;&#xFDD0;c", &options());
    assert_eq!(&*converted.body.html, "<p>abc</p>\n");
    assert_eq!(messages(&converted), ["0: 2 control characters left out of the text"]);
}

#[test]
fn shortcodes_are_shown_as_written() {
    let converted = convert("{{< figure src=\"x\" >}} {{<b>}} {% raw %}\n{: .c}", &options());
    assert_eq!(
        &*converted.body.html,
        "<p>{{&lt; figure src=&quot;x&quot; &gt;}} {{&lt;b&gt;}} {% raw %}\n{: .c}</p>\n"
    );
    assert_eq!(converted.shortcodes, 4);
}

#[test]
fn the_summary_is_plain_and_counts_are_kept() {
    let converted = convert("# Title\n\nOne [two](a.md) & three.\n\nFour", &options());
    assert_eq!(&*converted.body.summary, "One two & three.");
    assert_eq!((converted.body.words, converted.body.reading_minutes), (5, 1));
    let converted = convert("<p>Raw &amp; <b>bold</b></p>", &options());
    assert_eq!(&*converted.body.summary, "Raw & bold");
}

#[test]
fn line_ends_make_no_difference() {
    let text = "# A\n\nb\nc\n\n```js\nlet a\n\nlet b\n```\n\n<b>x\ny</b>\n";
    assert_eq!(
        convert(&text.replace('\n', "\r\n"), &options()).body.html,
        convert(text, &options()).body.html
    );
}

#[test]
fn a_heading_that_is_too_long_for_a_title_is_cut_between_characters() {
    let convert =
        |heading: &str| convert(&format!("\n# {heading}\n\nText"), &Options { title: None, ..options() });
    let at_limit = "a".repeat(TITLE_CHARS_MAX);
    let converted = convert(&at_limit);
    assert_eq!((converted.title.as_deref(), converted.problems.len()), (Some(&*at_limit), 0));
    // The last one that would fit has another mark beyond the limit.
    let converted = convert(&format!("{}e\u{301}\u{301}b", "a".repeat(TITLE_CHARS_MAX - 2)));
    assert_eq!(converted.title, Some(format!("{}…", "a".repeat(TITLE_CHARS_MAX - 2))));
    assert_eq!(messages(&converted), ["2: the title has 502 characters, more than 500, and is cut"]);
    let converted = convert(&format!("a{}", "\u{301}".repeat(1000)));
    assert_eq!(converted.title.map(|title| title.chars().count()), Some(TITLE_CHARS_MAX + 1));
}
