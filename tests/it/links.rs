//! Links and pictures in articles: where each leads, and what is told of one that leads nowhere.

use crate::harness::{Built, build, printed, problems, publishing, try_build};
use crate::told::{errors, noticed};

const SETTINGS: &str = "
-- depeche.yaml --
base_url: https://example.org/repo/
languages: [fr, en, ja]
";

/// A story in French and English, one in French only, and one in English only.
const STORIES: &str = "
-- content/news/panne.md --
---
date: 2021-03-19
tags: [WhatsApp]
---
## Les faits

Texte.

## La suite
-- content/news/panne.en.md --
## The facts

Text.

## What next
-- content/signal.md --
## Ici
-- content/memo.en.md --
## Here
";

/// The first link or picture of an article at `path` whose whole text is `text`.
#[track_caller]
fn first(path: &str, text: &str) -> String {
    let built = build(&format!(
        "{SETTINGS}{STORIES}-- content/{path} --\n---\ntitle: Essai\nslug: essai\n---\n{text}\n"
    ));
    let output = if path.contains(".en.") { "en/essai/index.html" } else { "essai/index.html" };
    let body = built.file(output).split("<div class=\"text\" data-text>").nth(1).expect("a text");
    let start = body.find("<a ").or_else(|| body.find("<img ")).unwrap_or(0);
    let end = body[start..].find("</a>").map_or(body.len(), |at| start + at + 4);
    body[start..end].to_owned()
}

#[track_caller]
fn check(path: &str, text: &str, expected: &str) {
    assert_eq!(first(path, text), expected, "{text}");
}

/// The problem of a link in `content/x.md`, at its line and column, and its hint.
#[track_caller]
fn check_error(text: &str, expected: &str) {
    let archive = format!("{SETTINGS}{STORIES}-- content/x.md --\n{text}\n");
    let Err(problems) = try_build(&archive, publishing()) else { panic!("the site has no problems") };
    let told: Vec<String> = problems
        .iter()
        .filter(|problem| problem.is_error())
        .map(|problem| {
            let span = problem.span.expect("a place");
            let hint = problem.hint.as_deref().unwrap_or("");
            format!("{}:{}: {} -> {hint}", span.line, span.column, problem.message)
        })
        .collect();
    assert_eq!(told, [expected]);
}

#[test]
fn links_to_markdown_files_become_the_page_s_url() {
    for written in
        ["news/panne.md", "./news/panne.md", "/news/panne.md", "@/news/panne.md", "news/../news/panne.md"]
    {
        check("x.md", &format!("[a]({written})"), "<a href=\"/repo/2021/03/panne/\">a</a>");
    }
    check("deep/er/x.md", "[a](../../signal.md)", "<a href=\"/repo/signal/\">a</a>");
}

#[test]
fn reference_links_lead_to_pages_too() {
    check("x.md", "[a][p]\n\n[p]: news/panne.md", "<a href=\"/repo/2021/03/panne/\">a</a>");
}

#[test]
fn a_link_leads_to_the_edition_in_the_language_of_the_text() {
    check("x.en.md", "[a](news/panne.md)", "<a href=\"/repo/en/2021/03/panne/\">a</a>");
    check("x.md", "[a](news/panne.en.md)", "<a href=\"/repo/2021/03/panne/\">a</a>");
}

#[test]
fn a_link_to_a_story_without_that_edition_leads_to_the_original_and_says_so() {
    check("x.en.md", "[a](signal.md)", "<a href=\"/repo/signal/\" hreflang=\"fr\">a</a>");
    check("x.md", "[a](memo.md)", "<a href=\"/repo/en/memo/\" hreflang=\"en\">a</a>");
}

#[test]
fn within_a_story_a_link_leads_to_exactly_the_edition_it_names() {
    let built =
        build(&format!("{SETTINGS}-- content/x.md --\n[a](x.en.md)\n-- content/x.en.md --\n[b](x.md)\n"));
    assert!(built.file("x/index.html").contains("<a href=\"/repo/en/x/\" hreflang=\"en\">a</a>"));
    assert!(built.file("en/x/index.html").contains("<a href=\"/repo/x/\" hreflang=\"fr\">b</a>"));
}

#[test]
fn a_bare_name_means_the_reader_s_edition_within_a_story_of_suffixes() {
    let built = build(&format!(
        "{SETTINGS}-- content/x.fr.md --\n[a](x.md#ici)\n\n## Ici\n-- content/x.en.md --\nB\n"
    ));
    assert!(built.file("x/index.html").contains("<a href=\"/repo/x/#ici\">a</a>"));
}

#[test]
fn anchors_are_kept() {
    check("x.md", "[a](news/panne.md#la-suite)", "<a href=\"/repo/2021/03/panne/#la-suite\">a</a>");
    check("x.md", "[a](#b)\n\n## B", "<a href=\"#b\">a</a>");
    check("x.md", "[a](#top)", "<a href=\"#top\">a</a>");
}

#[test]
fn an_anchor_follows_its_heading_into_the_other_language() {
    check("x.en.md", "[a](news/panne.md#la-suite)", "<a href=\"/repo/en/2021/03/panne/#what-next\">a</a>");
    check("x.md", "[a](news/panne.en.md#the-facts)", "<a href=\"/repo/2021/03/panne/#les-faits\">a</a>");
}

#[test]
fn an_anchor_in_an_edition_with_other_headings_leads_to_its_top() {
    let built = build(&format!(
        "{SETTINGS}-- content/x.md --\n## A\n\n## B\n-- content/x.en.md --\n## C\n-- content/y.en.md --\n[y](x.md#b)\n"
    ));
    assert!(built.file("en/y/index.html").contains("<a href=\"/repo/en/x/\">y</a>"));
}

#[test]
fn footnotes_and_anchors_in_html_can_be_linked() {
    check("x.md", "[a](#fn-1) b[^1]\n\n[^1]: c", "<a href=\"#fn-1\">a</a>");
    check("x.md", "[a](#ici)\n\n<a id=\"ici\"></a>", "<a href=\"#ici\">a</a>");
}

#[test]
fn addresses_in_every_script_are_encoded() {
    let built = build(
        "-- content/a.md --\n[x](障害.md#結果) [y](%E9%9A%9C%E5%AE%B3.md)\n-- content/障害.md --\n## 結果\n",
    );
    let page = built.file("a/index.html");
    assert!(page.contains("<a href=\"/%E9%9A%9C%E5%AE%B3/#%E7%B5%90%E6%9E%9C\">x</a>"), "{page}");
    assert!(page.contains("<a href=\"/%E9%9A%9C%E5%AE%B3/\">y</a>"), "{page}");
}

#[test]
fn queries_are_kept() {
    check("x.md", "[a](signal.md?x=1&y=2#ici)", "<a href=\"/repo/signal/?x=1&amp;y=2#ici\">a</a>");
}

#[test]
fn a_broken_link_is_an_error_at_its_place_with_what_was_meant() {
    check_error(
        "---\ntitle: X\n---\n\nVoir [la panne](news/pane.md).",
        "5:6: the link to `news/pane.md` leads to no page -> did you mean `panne.md`?",
    );
    check_error(
        "[a](nulle/part.md)",
        "1:1: the link to `nulle/part.md` leads to no page -> there is no article `content/nulle/part.md`",
    );
}

#[test]
fn a_link_out_of_the_site_is_an_error() {
    check_error(
        "[a](../../../etc/passwd.md)",
        "1:1: the link to `../../../etc/passwd.md` leads to no page -> ",
    );
}

#[test]
fn a_broken_anchor_is_an_error_with_what_was_meant() {
    check_error(
        "[a](news/panne.md#les-fait)",
        "1:1: `content/news/panne.md` has no heading or anchor `#les-fait` -> did you mean `#les-faits`?",
    );
    check_error(
        "[a](#rien)",
        "1:1: this page has no heading or anchor `#rien` -> give the heading an id: `## Heading {#id}`",
    );
    check_error(
        "[a](/2021/03/panne/#les-fait)",
        "1:1: `content/news/panne.md` has no heading or anchor `#les-fait` -> did you mean `#les-faits`?",
    );
}

#[test]
fn a_broken_picture_is_an_error() {
    check_error(
        "Voici : ![a](photo.png)",
        "1:9: the picture `photo.png` does not exist -> the path starts at the article's folder, or with `/` \
         at the static folder",
    );
}

#[test]
fn a_broken_picture_in_a_header_is_an_error_at_its_line() {
    check_error(
        "---\ntitle: X\nimage: photo.png\n---\nA",
        "3:8: the picture `photo.png` does not exist -> the path starts at the article's folder, or with `/` \
         at the static folder",
    );
}

#[test]
fn a_picture_never_leaves_the_site() {
    check_error(
        "![a](../../outside/secret.png)",
        "1:1: the picture `../../outside/secret.png` does not exist -> the path starts at the article's \
         folder, or with `/` at the static folder",
    );
}

#[test]
fn all_broken_links_are_told_at_once_in_order() {
    let told = errors(&format!(
        "{SETTINGS}-- content/a.md --\n[x](x.md)\n\n[y](y.md)\n-- content/b.md --\n[z](z.md)\n"
    ));
    let places: Vec<&str> = told.iter().filter_map(|line| line.split(": the").next()).collect();
    assert_eq!(places, ["error content/a.md:1", "error content/a.md:3", "error content/b.md:1"]);
}

#[test]
fn broken_links_can_be_warnings_and_are_shown_as_text() {
    let archive =
        format!("{SETTINGS}broken_links: warn\n-- content/x.md --\n[a](nulle.md) ![p](p.png) [b](#c)\n");
    let built = build(&archive);
    assert_eq!(noticed(&built).len(), 3);
    assert!(noticed(&built).iter().all(|line| line.starts_with("warning content/x.md:1: ")));
    let page = built.file("x/index.html");
    assert!(page.contains("<a>a</a>") && !page.contains("nulle.md") && !page.contains("p.png"), "{page}");
}

#[test]
fn a_link_to_a_draft_is_shown_as_text_with_a_warning() {
    for (header, reason) in [
        ("draft: true", "it is a draft"),
        ("date: 2030-01-01", "its time has not come"),
        ("expiry_date: 2020-01-01", "its time is over"),
    ] {
        let built =
            build(&format!("-- content/x.md --\n[a](y.md)\n-- content/y.md --\n---\n{header}\n---\nB\n"));
        assert_eq!(
            built.warnings(),
            [format!("`content/y.md` is not published: {reason}; the link is shown as plain text")]
        );
        assert!(built.file("x/index.html").contains("<p><a>a</a></p>"));
    }
}

#[test]
fn addresses_of_this_site_are_checked_and_put_under_the_base_path() {
    for (written, expected) in [
        ("/2021/03/panne/", "/repo/2021/03/panne/"),
        ("/repo/2021/03/panne/", "/repo/2021/03/panne/"),
        ("/tags/whatsapp/", "/repo/tags/whatsapp/"),
        ("/en/tags/whatsapp/", "/repo/en/tags/whatsapp/"),
        ("/tags/", "/repo/tags/"),
        ("/2021/03/", "/repo/2021/03/"),
        ("/archive/", "/repo/archive/"),
        ("/", "/repo/"),
        ("/ja/", "/repo/ja/"),
        ("../signal/", "/repo/signal/"),
    ] {
        check("x.md", &format!("[a]({written})"), &format!("<a href=\"{expected}\">a</a>"));
    }
}

#[test]
fn an_address_of_a_page_in_another_language_says_so() {
    check("x.md", "[a](/en/memo/)", "<a href=\"/repo/en/memo/\" hreflang=\"en\">a</a>");
}

#[test]
fn an_address_that_no_page_has_is_an_error() {
    for written in ["/2021/04/panne/", "/ja/archive/", "/ja/tags/", "/authors/", "/tags/signal/"] {
        check_error(
            &format!("[a]({written})"),
            &format!(
                "1:1: the link to `{written}` leads to no page or file of this site -> link to the Markdown \
                 file of an article, or write the whole URL of a page elsewhere"
            ),
        );
    }
}

#[test]
fn further_pages_of_a_list_can_be_linked() {
    let built = build(
        "
-- depeche.yaml --
articles_per_page: 1
-- content/a.md --
[further](/page/2/)
-- content/b.md --
B
",
    );
    assert!(built.file("a/index.html").contains("<a href=\"/page/2/\">further</a>"));
}

#[test]
fn whole_urls_are_left_as_they_are() {
    check("x.md", "[a](https://example.net/b.md#c)", "<a href=\"https://example.net/b.md#c\">a</a>");
    check("x.md", "[a](mailto:a@example.net)", "<a href=\"mailto:a@example.net\">a</a>");
}

#[test]
fn an_old_address_can_be_linked() {
    let built = build("-- content/a.md --\n---\naliases: [/old/]\n---\nA\n-- content/b.md --\n[a](/old/)\n");
    assert!(built.file("b/index.html").contains("<a href=\"/old/\">a</a>"));
}

const PICTURES: &str = "
-- depeche.yaml --
base_url: https://example.org/repo/
-- static/logo.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\"/>
-- static/doc/rapport final.pdf --
%PDF
-- content/news/courbe.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"480\"/>
-- content/news/la carte.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"9\"/>
";

fn pictures(text: &str) -> Built {
    build(&format!("{PICTURES}-- content/news/2021-03-19-x.md --\n{text}\n"))
}

#[test]
fn a_picture_beside_the_article_is_copied_with_its_size() {
    let built = pictures("Voici ![Courbe](courbe.svg)");
    let page = built.file("2021/03/x/index.html");
    assert!(
        page.contains("<img src=\"/repo/news/courbe.svg\" width=\"640\" height=\"480\" alt=\"Courbe\""),
        "{page}"
    );
    assert!(built.file("news/courbe.svg").contains("<svg"));
}

#[test]
fn a_picture_of_the_static_folder_has_its_size_too() {
    for written in ["/logo.svg", "static/logo.svg", "../../static/logo.svg", "/repo/logo.svg"] {
        let built = pictures(&format!("Voici ![Logo]({written})"));
        let page = built.file("2021/03/x/index.html");
        assert!(page.contains("<img src=\"/repo/logo.svg\" width=\"40\" height=\"10\""), "{written} {page}");
    }
}

#[test]
fn files_with_spaces_are_found_and_encoded() {
    let built = pictures("![a](<la carte.svg>) [b](/doc/rapport%20final.pdf)");
    let page = built.file("2021/03/x/index.html");
    assert!(page.contains("src=\"/repo/news/la%20carte.svg\" width=\"8\""), "{page}");
    assert!(page.contains("<a href=\"/repo/doc/rapport%20final.pdf\">b</a>"), "{page}");
    assert!(built.has("doc/rapport final.pdf") && built.has("news/la carte.svg"));
}

#[test]
fn a_lead_picture_is_found_beside_the_article() {
    let built = build(&format!(
        "{PICTURES}-- content/news/x.md --\n---\nimage: {{src: courbe.svg, alt: Courbe, caption: Une courbe, credit: Ana}}\n---\nA\n"
    ));
    let page = built.file("x/index.html");
    assert!(
        page.contains("<img src=\"/repo/news/courbe.svg\" alt=\"Courbe\" width=\"640\" height=\"480\" fetchpriority=\"high\">"),
        "{page}"
    );
    assert!(
        page.contains("<figcaption>Une courbe <small class=\"credit\">Ana</small></figcaption>"),
        "{page}"
    );
}

#[test]
fn a_drawing_with_a_script_is_refused() {
    let told = errors(
        "-- content/a.md --\nA\n-- content/x.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>\n",
    );
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("error content/x.svg: this drawing is refused, because it holds a script"),
        "{told:?}"
    );
}

#[test]
fn a_file_that_would_run_as_a_page_is_refused_in_the_content_folder() {
    for name in ["page.html", "app.js", "feed.xml"] {
        let told = errors(&format!("-- content/a.md --\nA\n-- content/{name} --\n<p>\n"));
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with(&format!("error content/{name}: a file of this kind")), "{told:?}");
    }
    assert!(build("-- content/a.md --\nA\n-- static/page.html --\n<p>\n").has("page.html"));
}

#[test]
fn an_html_file_can_be_read_as_an_article_where_the_settings_say_so() {
    let built = build(
        "
-- depeche.yaml --
content: {include: ['**/*.md', '**/*.html']}
-- content/a.html --
---
title: A
---
<p>Text</p><script>alert(1)</script>
",
    );
    let page = built.file("a/index.html");
    assert!(page.contains("<p>Text</p>") && !page.contains("alert"), "{page}");
}

#[test]
fn a_broken_link_is_shown_with_its_line() {
    let archive = "
-- content/essai.md --
---
title: Essai
---

Voir [cela](pane.md) et [ceci](autre/chose.md).
-- content/panne.md --
Texte
";
    insta::assert_snapshot!(problems(archive), @r"
error: the link to `pane.md` leads to no page
 --> content/essai.md:5:6
  |
5 | Voir [cela](pane.md) et [ceci](autre/chose.md).
  |      ^^^^^^^^^^^^^^^
  |
  = hint: did you mean `panne.md`?

error: the link to `autre/chose.md` leads to no page
 --> content/essai.md:5:25
  |
5 | Voir [cela](pane.md) et [ceci](autre/chose.md).
  |                         ^^^^^^^^^^^^^^^^^^^^^^
  |
  = hint: there is no article `content/autre/chose.md`

2 errors
");
}

#[test]
fn a_warning_is_shown_with_its_line() {
    let archive = "
-- content/essai.md --
[Brouillon](panne.md)
-- content/panne.md --
---
draft: true
---
Texte
";
    insta::assert_snapshot!(printed(archive, &build(archive).site.warnings), @r"
warning: `content/panne.md` is not published: it is a draft; the link is shown as plain text
 --> content/essai.md:1:1
  |
1 | [Brouillon](panne.md)
  | ^^^^^^^^^^^^^^^^^^^^^

1 warning
");
}

#[test]
fn an_article_is_never_offered_in_place_of_its_own_broken_link() {
    check_error(
        "[a](y.md)",
        "1:1: the link to `y.md` leads to no page -> there is no article `content/y.md`",
    );
}

#[test]
fn a_file_without_an_extension_stays_a_file() {
    let built = build(
        "-- content/a.md --\n[licence](LICENSE) [data](data.7z) [map](/map.7z)\n-- content/LICENSE --\n<script>\n\
         -- content/data.7z --\n7z\n-- static/map.7z --\n7z\n",
    );
    assert_eq!(built.file("LICENSE"), "<script>\n");
    assert!(!built.has("LICENSE/index.html"));
    let page = built.file("a/index.html");
    for address in ["/LICENSE", "/data.7z", "/map.7z"] {
        assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
    }
}

#[test]
fn a_page_below_a_folder_of_the_base_path_s_name_is_found() {
    let built = build(
        "-- depeche.yaml --\nbase_url: https://example.org/news/\n-- content/a.md --\n---\npath: /news/x/\n---\nA\n\
         -- content/b.md --\n[x](/news/x/) [whole](/news/news/x/)\n",
    );
    let page = built.file("b/index.html");
    assert!(page.contains("<a href=\"/news/news/x/\">x</a> <a href=\"/news/news/x/\">whole</a>"), "{page}");
}

#[test]
fn a_link_to_the_only_edition_which_is_a_draft_is_plain_text() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/x.fr.md --\n---\ndraft: true\n---\nX\n\
         -- content/a.md --\n[x](x.md)\n",
    );
    assert_eq!(
        built.warnings(),
        ["`content/x.md` is not published: it is a draft; the link is shown as plain text"]
    );
}

#[test]
fn a_lead_picture_of_another_host_is_shown() {
    let built = build("-- content/a.md --\n---\nimage: https://example.org/p.png\n---\nA\n");
    assert!(built.file("a/index.html").contains(r#"src="https://example.org/p.png""#));
}
