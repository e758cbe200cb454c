//! What is published, when, and where: drafts and dates, permalinks, kept addresses, redirects,
//! and every two sources that want one path.

use depeche::link::Publishing;
use depeche::site::Reason;

use crate::harness::{Built, build, publishing, try_build};
use crate::told::{errors, noticed};

/// A site with one article of this header, at `content/x.md`.
fn with_header(header: &str) -> Built {
    build(&format!("-- content/x.md --\n---\ntitle: X\n{header}\n---\nText\n"))
}

/// Where the article of this header is.
#[track_caller]
fn check_place(settings: &str, name: &str, header: &str, expected: &str) {
    let archive = format!(
        "-- depeche.yaml --\n{settings}\n-- content/{name} --\n---\ntitle: X\n{header}\n---\nThe text itself\n"
    );
    let built = build(&archive);
    let pages: Vec<&str> = built
        .files
        .iter()
        .filter(|(_, text)| text.contains("<article class=\"page\">"))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(pages, [expected], "{header}");
}

#[track_caller]
fn check_errors(archive: &str, expected: &[&str]) {
    assert_eq!(errors(archive), expected);
}

/// The problem of an article with this header, at its line.
#[track_caller]
fn check_header(header: &str, expected: &str) {
    let told = errors(&format!(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/x.md --\n---\ntitle: X\n{header}\n---\nText\n"
    ));
    let messages: Vec<&str> = told.iter().filter_map(|line| line.split(" -> ").next()).collect();
    assert_eq!(messages, [expected], "{header}");
}

/// Why an article of this header stays out.
fn reason(header: &str) -> Option<Reason> {
    let built = with_header(header);
    assert_eq!(
        built.has("x/index.html") || built.files.keys().any(|path| path.ends_with("/x/index.html")),
        built.site.unpublished.is_empty(),
        "{header}"
    );
    built.site.unpublished.first().map(|page| page.reason)
}

#[test]
fn drafts_stay_out_in_every_spelling() {
    for header in [
        "draft: true",
        "draft: yes",
        "draft: on",
        "Draft: True",
        "draft: 'true'",
        "is_draft: true",
        "published: false",
        "published: no",
        "status: draft",
        "Status: Draft",
    ] {
        assert_eq!(reason(header), Some(Reason::Draft), "{header}");
    }
}

#[test]
fn what_is_no_draft_is_published() {
    for header in
        ["draft: false", "draft: no", "draft: off", "published: true", "status: published", "draft:"]
    {
        assert_eq!(reason(header), None, "{header}");
    }
}

#[test]
fn a_draft_is_published_on_demand_with_a_notice_and_out_of_search_engines() {
    let archive = "-- content/x.md --\n---\ndraft: true\n---\nText\n";
    let built = try_build(archive, Publishing { drafts: true, ..publishing() }).expect("a site");
    let page = built.file("x/index.html");
    assert!(
        page.contains("<p class=\"notice\">") && page.contains("<meta name=\"robots\" content=\"noindex\">")
    );
}

#[test]
fn a_misspelt_draft_never_publishes() {
    check_header("draft: ture", "error content/x.md:3: `draft` must be true or false, not `ture`");
    check_header("drfat: true", "error content/x.md:3: `drfat` is not a known key");
    check_header("status: darft", "error content/x.md:3: `darft` is no known `status`");
    check_header(
        "published: flase",
        "error content/x.md:3: `published` must be true, false or a date, not `flase`",
    );
}

#[test]
fn a_draft_wins_over_a_key_that_says_otherwise() {
    let built = with_header("draft: true\npublished: true");
    assert!(!built.has("x/index.html"));
    assert_eq!(noticed(&built).len(), 1);
}

#[test]
fn the_future_stays_out_until_it_comes_or_is_asked_for() {
    let archive = "-- content/x.md --\n---\ndate: 2026-06-01\n---\nText\n";
    assert!(!build(archive).has("2026/06/x/index.html"));
    let later = Publishing { now: "2026-06-02T00:00:00Z".parse().expect("a moment"), ..publishing() };
    assert!(try_build(archive, later).is_ok_and(|built| built.has("2026/06/x/index.html")));
    let asked = Publishing { future: true, ..publishing() };
    assert!(try_build(archive, asked).is_ok_and(|built| built.has("2026/06/x/index.html")));
}

#[test]
fn an_article_without_a_time_comes_out_when_its_day_begins_in_the_site_s_zone() {
    let archive =
        "-- depeche.yaml --\ntime_zone: Asia/Tokyo\n-- content/x.md --\n---\ndate: 2026-06-01\n---\nText\n";
    let at = |now: &str| Publishing { now: now.parse().expect("a moment"), ..publishing() };
    assert!(
        try_build(archive, at("2026-05-31T14:59:00Z")).is_ok_and(|built| !built.has("2026/06/x/index.html"))
    );
    assert!(
        try_build(archive, at("2026-05-31T15:00:00Z")).is_ok_and(|built| built.has("2026/06/x/index.html"))
    );
}

#[test]
fn a_publish_date_rules_when_and_the_date_where() {
    assert!(matches!(reason("date: 2021-03-19\npublish_date: 2027-01-01"), Some(Reason::Future(_))));
    let built = with_header("date: 2021-03-19\npublishDate: 2022-01-01");
    assert!(built.has("2021/03/x/index.html"));
}

#[test]
fn what_is_expired_stays_out_unless_asked_for() {
    for header in ["expiry_date: 2020-01-01", "expiryDate: 2020-01-01", "unpublishdate: 2020-01-01"] {
        assert!(matches!(reason(header), Some(Reason::Expired(_))), "{header}");
    }
    assert_eq!(reason("expirydate: 2030-01-01"), None);
    let archive = "-- content/x.md --\n---\nexpirydate: 2020-01-01\n---\nText\n";
    let asked = Publishing { expired: true, ..publishing() };
    assert!(try_build(archive, asked).is_ok_and(|built| built.has("x/index.html")));
}

#[test]
fn a_stub_waits_for_its_translation() {
    for header in ["untranslated: 1", "untranslated: true"] {
        assert_eq!(reason(header), Some(Reason::Stub), "{header}");
    }
}

#[test]
fn what_is_not_published_leaves_no_page_list_alias_or_picture_of_it() {
    let built =
        with_header("date: 2021-03-19\ndraft: true\ntags: [geheim]\naliases: [/geheim/]\nauthor: Geheim");
    let traces: Vec<&String> = built
        .files
        .iter()
        .filter(|(path, text)| path.contains("geheim") || text.to_lowercase().contains("geheim"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(traces, <[&String; 0]>::default());
    assert!(!built.has("2021/index.html") && !built.has("archive/index.html"));
}

#[test]
fn permalinks_come_from_a_pattern() {
    let date = "date: 2021-03-09";
    check_place("", "x.md", date, "2021/03/x/index.html");
    check_place("permalink: '{year}/{month}/{day}/{slug}/'", "x.md", date, "2021/03/09/x/index.html");
    check_place("permalink: 'news/{year}-{month}-{slug}'", "x.md", date, "news/2021-03-x/index.html");
    check_place("permalink: '{year}/{slug}.html'", "x.md", date, "2021/x.html");
    check_place("permalink: '{section}/{slug}/'", "Tech News/web/x.md", date, "tech-news/web/x/index.html");
    check_place("permalink: '{lang}/{slug}/'", "x.md", "", "x/index.html");
}

#[test]
fn a_page_without_a_date_leaves_the_parts_of_its_date_out() {
    check_place("", "x.md", "", "x/index.html");
}

#[test]
fn a_pattern_without_a_slug_or_with_an_unknown_field_is_refused_at_its_line() {
    check_errors(
        "-- depeche.yaml --\ntitle: A\npermalink: '{year}/'\n",
        &["error depeche.yaml:2: `{year}/` lacks `{slug}`, so all articles would share a URL"],
    );
    check_errors(
        "-- depeche.yaml --\npermalink: '{titre}/{slug}'\n",
        &[
            "error depeche.yaml:1: `{titre}` is not a field of a permalink; the fields are lang, year, month, day, slug, section",
        ],
    );
}

#[test]
fn the_default_language_is_at_the_root_or_under_its_prefix() {
    check_place("languages: [fr, en]", "x.md", "", "x/index.html");
    check_place("languages: [fr, en]", "x.en.md", "", "en/x/index.html");
    check_place("languages: [fr, en]\ndefault_language: en", "x.en.md", "", "x/index.html");
    check_place("languages: [fr, en]\ndefault_language_in_urls: true", "x.md", "", "fr/x/index.html");
    check_place("languages: {pt-BR: , zh-Hans: {prefix: cn}}", "x.zh_cn.md", "", "cn/x/index.html");
}

#[test]
fn with_every_language_under_its_prefix_the_root_leads_to_the_default_one() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [fr, en]\ndefault_language_in_urls: true\n-- content/x.md --\nA\n",
    );
    assert!(built.has("fr/index.html") && built.has("en/index.html"));
    assert!(built.has("index.html"), "a reader of the bare address finds nothing: {:?}", built.files.keys());
    assert!(built.file("index.html").contains("/fr/"));
}

#[test]
fn a_page_of_the_site_s_own_at_the_top_goes_before_that_redirect() {
    let archive = "-- depeche.yaml --\nlanguages: [fr, en]\ndefault_language_in_urls: true\n-- static/index.html --\nchoose\n";
    assert_eq!(build(archive).file("index.html"), "choose\n");
}

#[test]
fn a_slug_of_the_header_goes_before_the_file_name() {
    check_place("", "2021-03-19-x.md", "slug: Panne Mondiale", "2021/03/panne-mondiale/index.html");
    check_place("", "x.md", "slug: 2024", "2024/index.html");
    check_place("", "x.md", "slug: 障害", "障害/index.html");
    check_place("", "x.md", "slug: news/2021/panne", "news/2021/panne/index.html");
    check_place("", "x.md", "slug: /panne", "panne/index.html");
}

#[test]
fn kept_addresses_are_kept_whole() {
    for key in ["path", "url", "permalink"] {
        check_place("", "x.md", &format!("{key}: /2023/05/29/panne/"), "2023/05/29/panne/index.html");
    }
    check_place("", "x.md", "path: 2023/panne", "2023/panne/index.html");
    check_place("", "x.md", "url: /old/panne.html", "old/panne.html");
    check_place("", "x.md", "path: /v4.0", "v4.0/index.html");
    check_place("", "x.md", "path: /a/index.html", "a/index.html");
    check_place("", "x.md", "path: /caf%C3%A9/", "café/index.html");
}

#[test]
fn a_url_elsewhere_is_the_source_and_not_the_address() {
    check_place("", "x.md", "url: https://example.net/panne", "x/index.html");
}

/// Where the redirect at `path` leads.
#[track_caller]
fn redirect(built: &Built, path: &str) -> String {
    let page = built.file(path);
    let canonical = page.split("<link rel=\"canonical\" href=\"").nth(1).expect("a canonical link");
    assert!(page.contains("http-equiv=\"refresh\""), "{page}");
    canonical.split('"').next().unwrap_or("").to_owned()
}

#[test]
fn aliases_redirect_in_every_spelling() {
    for header in [
        "aliases: [/old/]",
        "aliases: /old/",
        "redirect_from: old",
        "redirect_from: [/old]",
        "alias: /old/index.html",
    ] {
        let built = with_header(header);
        assert_eq!(redirect(&built, "old/index.html"), "http://127.0.0.1:1919/x/", "{header}");
    }
    assert_eq!(redirect(&with_header("aliases: [/a/b.html]"), "a/b.html"), "http://127.0.0.1:1919/x/");
}

#[test]
fn null_aliases_are_none() {
    assert!(with_header("aliases:\nredirect_from: null").site.aliases.is_empty());
}

#[test]
fn a_redirect_says_where_to_in_the_page_s_language() {
    let built = build(
        "
-- depeche.yaml --
base_url: https://example.org/repo/
languages: [fr, ar]
-- content/x.ar.md --
---
title: <انقطاع> & \"co\"
aliases: [/قديم/]
---
A
",
    );
    insta::assert_snapshot!(built.file("قديم/index.html"), @r#"
<!doctype html>
<html lang="ar" dir="rtl">
<meta charset="utf-8">
<title>نُقلت هذه الصفحة</title>
<meta http-equiv="refresh" content="0; url=https://example.org/repo/ar/x/">
<link rel="canonical" href="https://example.org/repo/ar/x/">
<p>نُقلت هذه الصفحة <a href="/repo/ar/x/">&lt;انقطاع&gt; &amp; ”co“</a></p>
</html>
"#);
}

#[test]
fn an_alias_of_its_own_address_is_warned_of() {
    let built = with_header("aliases: [/x/]");
    assert_eq!(noticed(&built), ["warning content/x.md:3: the alias `/x/` is the page's own address"]);
    assert!(built.file("x/index.html").contains("Text"));
}

#[test]
fn there_is_a_page_for_missing_addresses_in_every_language() {
    let built = build(
        "-- depeche.yaml --\nbase_url: https://example.org/repo/\nlanguages: [fr, ar]\n-- content/x.md --\nA\n",
    );
    let page = built.file("404.html");
    assert!(page.contains("Page introuvable") && page.contains("lang=\"ar\" dir=\"rtl\""), "{page}");
    assert!(page.contains("href=\"/repo/ar/\""), "{page}");
}

#[test]
fn github_pages_is_told_to_leave_the_site_as_it_is() {
    assert_eq!(with_header("").file(".nojekyll"), "");
}

// Two sources, one path.

#[test]
fn two_articles_with_one_address_are_named() {
    check_errors(
        "-- content/a.md --\n---\nslug: panne\n---\nA\n-- content/panne.md --\nB\n",
        &[
            "error content/panne.md: `/panne/index.html` would be written by both `content/a.md` and `content/panne.md` -> give one of them another `slug`, `path` or name",
        ],
    );
}

#[test]
fn addresses_that_differ_by_case_or_unicode_form_are_named() {
    for (one, other) in [("/Panne/", "/panne/"), ("/straße/", "/STRASSE/"), ("/cafe\u{301}/", "/CAFÉ/")] {
        let told = errors(&format!(
            "-- content/a.md --\n---\npath: {one}\n---\nA\n-- content/b.md --\n---\npath: {other}\n---\nB\n"
        ));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].starts_with("error content/b.md:2: ") && told[0].contains("one file on some systems"),
            "{told:?}"
        );
    }
}

#[test]
fn folders_that_differ_by_case_or_unicode_form_are_named_once() {
    check_errors(
        "-- static/Img/deep/x.png --\nx\n-- static/img/deep/y.png --\ny\n-- static/img/z.png --\nz\n",
        &[
            "error static/img/deep/y.png: the folders `/Img/` of `static/Img/deep/x.png` and `/img/` of `static/img/deep/y.png` are one folder on some systems -> write both in the same way",
        ],
    );
    check_errors(
        "-- content/a.md --\n---\npath: /x/Été/a/\n---\nA\n-- content/b.md --\n---\npath: /x/e\u{301}te\u{301}/b/\n---\nB\n",
        &[
            "error content/b.md:2: the folders `/x/Été/` of `content/a.md` and `/x/été/` of `content/b.md` are one folder on some systems -> write both in the same way",
        ],
    );
    check_errors(
        "-- content/a.md --\n---\npath: /Tags/rust/a/\n---\nA\n-- content/b.md --\n---\ntags: [go]\n---\nB\n",
        &[
            "error content/a.md:2: the folders `/Tags/` of `content/a.md` and `/tags/` of the term `go` of `tags` (en) are one folder on some systems -> write both in the same way",
        ],
    );
}

#[test]
fn a_file_and_a_folder_of_one_name_are_named() {
    check_errors(
        "-- content/a.md --\n---\npath: /x.html\n---\nA\n-- content/b.md --\n---\npath: /x.html/b.html\n---\nB\n",
        &[
            "error content/b.md:2: `/x.html` of `content/a.md` and `/x.html/b.html` of `content/b.md` need one name for a file and a folder -> give one of them another `slug`, `path` or name",
        ],
    );
}

#[test]
fn an_alias_never_replaces_a_page() {
    check_errors(
        "-- content/a.md --\nA\n-- content/b.md --\n---\naliases: [/a/]\n---\nB\n",
        &[
            "error content/b.md:2: `/a/index.html` would be written by both `content/a.md` and the alias `/a/` of `content/b.md` -> give one of them another `slug`, `path` or name",
        ],
    );
}

#[test]
fn two_pages_cannot_have_one_alias() {
    let told = errors(
        "-- content/a.md --\n---\naliases: [/old/]\n---\nA\n-- content/b.md --\n---\naliases: [/old/]\n---\nB\n",
    );
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("the alias `/old/` of `content/a.md` and the alias `/old/` of `content/b.md`"),
        "{told:?}"
    );
}

#[test]
fn one_page_may_write_an_alias_twice() {
    let built = with_header("aliases: [/old/, /old]");
    assert!(built.has("old/index.html"));
}

#[test]
fn a_page_never_replaces_a_list_nor_a_list_a_page() {
    for (path, list) in [
        ("/", "the home page (en)"),
        ("/2021/", "the archive of 2021 (en)"),
        ("/2021/03/", "the archive of 2021-03 (en)"),
        ("/archive/", "the archive (en)"),
        ("/tags/", "the list of `tags` (en)"),
        ("/tags/panne/", "the term `panne` of `tags` (en)"),
        ("/404.html", "the page for missing addresses"),
    ] {
        let told = errors(&format!(
            "-- content/a.md --\n---\ndate: 2021-03-19\ntags: panne\n---\nA\n-- content/x.md --\n---\npath: {path}\n---\nB\n"
        ));
        assert_eq!(told.len(), 1, "{path} {told:?}");
        assert!(
            told[0].starts_with("error content/x.md:2: ")
                && told[0].contains(&format!("both {list} and `content/x.md`")),
            "{path} {told:?}"
        );
    }
}

#[test]
fn an_alias_never_replaces_a_list() {
    check_errors(
        "-- content/a.md --\n---\naliases: [/]\n---\nA\n",
        &[
            "error content/a.md:2: `/index.html` would be written by both the home page (en) and the alias `/` of `content/a.md` -> give one of them another `slug`, `path` or name",
        ],
    );
}

#[test]
fn a_folder_s_page_never_replaces_a_year() {
    let told = errors("-- content/2021/_index.md --\nA\n-- content/2021/2021-03-19-b.md --\nB\n");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("both the archive of 2021 (en) and `content/2021/_index.md`"), "{told:?}");
}

#[test]
fn the_redirect_of_another_spelling_never_replaces_a_page() {
    let told = errors(
        "
-- data/terms.yaml --
tags:
  outage: {prefLabel: {en: outage}, altLabel: {en: downtime}}
-- content/a.md --
---
tags: [outage]
---
A
-- content/b.md --
---
path: /tags/downtime/
---
B
",
    );
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("both the other spelling `downtime` of `outage` and `content/b.md`"),
        "{told:?}"
    );
}

#[test]
fn a_static_file_never_replaces_a_page() {
    check_errors(
        "-- content/a.md --\nA\n-- static/a/index.html --\nB\n",
        &[
            "error static/a/index.html: `/a/index.html` would be written by both `content/a.md` and `static/a/index.html` -> give one of them another `slug`, `path` or name",
        ],
    );
}

#[test]
fn a_slug_of_a_language_s_prefix_is_its_home_page() {
    let told = errors("-- depeche.yaml --\nlanguages: [fr, en]\n-- content/x.md --\n---\nslug: en\n---\nA\n");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("both the home page (en) and `content/x.md`"), "{told:?}");
}

#[test]
fn a_file_and_a_bundle_of_one_name_are_named() {
    let told = errors("-- content/x.md --\nA\n-- content/x/index.md --\nB\n");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("both `content/x.md` and `content/x/index.md`"), "{told:?}");
}

// What would leave the output folder, or could not be served everywhere.

#[test]
fn nothing_climbs_out_of_the_output_folder() {
    for (header, message) in [
        ("slug: ../../../PWNED", "the slug `../../../PWNED` starts with a dot"),
        ("path: ../../PWNED", "the path `../../PWNED` cannot be used: its part `..` starts with a dot"),
        ("path: /%2e%2e/PWNED", "the path `/%2e%2e/PWNED` cannot be used: its part `..` starts with a dot"),
        (
            "aliases: [/../../../PWNED.html]",
            "the alias `/../../../PWNED.html` cannot be used: its part `..` starts with a dot",
        ),
        (
            "redirect_from: ..\\PWNED",
            "the alias `..\\PWNED` cannot be used: its part `..\\PWNED` starts with a dot",
        ),
        (
            "aliases: ['https://example.net/x']",
            "the alias `https://example.net/x` is a whole URL, and only a path on this site can be used",
        ),
        ("lang: ../../x", "the header says the language is `../../x`, which is not configured"),
        ("path: /.git/config", "the path `/.git/config` cannot be used: its part `.git` starts with a dot"),
    ] {
        check_header(header, &format!("error content/x.md:3: {message}"));
    }
}

#[test]
fn names_that_some_system_refuses_are_refused_everywhere() {
    for (header, message) in [
        ("slug: con", "the slug `con` is the name of a device on Windows"),
        (
            "path: /NUL.html",
            "the path `/NUL.html` cannot be used: its part `NUL.html` is the name of a device on Windows",
        ),
        (
            "aliases: [/com¹/]",
            "the alias `/com¹/` cannot be used: its part `com¹` is the name of a device on Windows",
        ),
        ("slug: 'a:b'", "the slug `a:b` holds the character `:`"),
        ("slug: 'a?b'", "the slug `a?b` holds the character `?`"),
        ("path: '/a./'", "the path `/a./` cannot be used: its part `a.` ends with a dot"),
        ("path: '/100%/'", "the path `/100%/` cannot be used: its part `100%` holds the character `%`"),
    ] {
        check_header(header, &format!("error content/x.md:3: {message}"));
    }
}

#[test]
fn a_slug_that_is_too_long_is_refused_at_its_line() {
    check_header(
        &format!("slug: {}", "障".repeat(120)),
        &format!(
            "error content/x.md:3: the slug `{}` is 360 bytes long, and 200 are the most",
            "障".repeat(120)
        ),
    );
}

#[test]
fn a_long_file_name_is_cut_between_words() {
    let name = ["panne"; 40].join("-");
    check_place("", &format!("{name}.md"), "", &format!("{}/index.html", ["panne"; 16].join("-")));
}

#[test]
fn a_title_that_is_too_long_is_refused() {
    let told = errors(&format!("-- content/x.md --\n---\ntitle: {}\n---\nA\n", "a".repeat(501)));
    assert_eq!(
        told,
        [
            "error content/x.md:2: the title has 501 characters, more than 500 -> shorten it, and put the rest into `summary`"
        ]
    );
    with_header(&format!("summary: {}", "a".repeat(5000)));
}

#[test]
fn odd_file_names_have_readable_addresses() {
    for (name, expected) in [
        ("Un clin d’œil.md", "un-clin-d-oeil/index.html"),
        ("con.md", "con-1/index.html"),
        ("a:b?c.md", "a-b-c/index.html"),
        ("100 % bio.md", "100-bio/index.html"),
        ("-x.md", "x/index.html"),
        ("x .md", "x/index.html"),
        ("v0.7.2.md", "v0-7-2/index.html"),
        ("障害.md", "障害/index.html"),
        ("Привет мир.md", "привет-мир/index.html"),
        ("20210319 Panne mondiale.md", "2021/03/panne-mondiale/index.html"),
        ("#1 news.md", "1-news/index.html"),
    ] {
        check_place("", name, "", expected);
    }
}

#[test]
fn backups_and_dot_files_are_never_published() {
    let built = build(
        "-- content/x.md --\nA\n-- content/x.md~ --\nB\n-- content/.env --\nC\n-- static/.env --\nD\n-- static/.well-known/security.txt --\nE\n-- content/Thumbs.db --\nF\n",
    );
    let found: Vec<&String> = built
        .files
        .keys()
        .filter(|path| path.contains("env") || path.contains('~') || path.contains("Thumbs"))
        .collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(built.has(".well-known/security.txt"));
}

#[test]
fn a_site_may_bring_its_own_page_for_missing_addresses() {
    let built = build("-- content/a.md --\nA\n-- static/404.html --\n<p>Mine\n");
    assert_eq!(built.file("404.html"), "<p>Mine\n");
}

#[test]
fn a_folder_of_drafts_holds_drafts() {
    let built = build("-- content/_drafts/a.md --\nA\n-- content/b.md --\nB\n");
    assert!(!built.files.keys().any(|path| path.ends_with("a/index.html")));
    assert_eq!(built.site.unpublished.len(), 1);
}

const PREFIXED: &str = "-- depeche.yaml --\nbase_url: https://e.org/r/\nlanguages: [en, fr]\n\
    -- content/a.md --\n---\ndate: 2021-03-19\n---\nSee [it](/en/2021/03/a/).\n\
    -- content/a.fr.md --\nTexte.\n-- content/about.md --\n---\npath: /about/\n---\nText.\n\
    -- content/big/_index.md --\n---\ntitle: Big\n---\nText.\n";

#[test]
fn the_default_language_s_prefix_leads_to_the_root() {
    let built = build(PREFIXED);
    for (from, to) in [("en", "/r/"), ("en/2021/03/a", "/r/2021/03/a/"), ("en/big", "/r/big/")] {
        let text = built.file(&format!("{from}/index.html"));
        assert!(text.contains(&format!("content=\"0; url=https://e.org{to}\"")), "{from}: {text}");
        assert!(text.contains(&format!("rel=\"canonical\" href=\"https://e.org{to}\"")), "{from}: {text}");
    }
    // Its author chose that one, and lists come and go.
    assert!(!built.has("en/about/index.html") && !built.has("en/2021/index.html"));
    assert!(!built.has("fr/fr/index.html"));
    let top = build(&format!("{PREFIXED}-- content/_index.md --\n---\ntitle: Top\n---\nText.\n"));
    assert!(top.file("en/index.html").contains("url=https://e.org/r/\""));
    let off = PREFIXED.replace("languages", "redirect_default_language_prefix: false\nlanguages");
    let off = off.replace("(/en/2021/03/a/)", "(/2021/03/a/)");
    assert!(!build(&off).files.keys().any(|path| path.starts_with("en/")));
}

#[test]
fn the_redirect_of_a_prefix_gives_way_to_whatever_else_is_there() {
    let other = "-- content/b.md --\n---\npath: /en/2021/03/a/\n---\nAnother.\n\
        -- content/c.md --\n---\npath: /EN/x/\n---\nText.\n-- static/en/big --\nA file.\n";
    let built = build(&format!("{PREFIXED}{other}").replace("path: /EN/x/", "aliases: [/en/]"));
    assert!(built.file("en/2021/03/a/index.html").contains("Another."));
    assert!(built.file("en/index.html").contains("/r/c/"));
    assert!(built.has("en/big") && !built.has("en/big/index.html"));
    // The same folder in other letters is another folder here, and the same elsewhere.
    let built = build(&format!("{PREFIXED}-- content/c.md --\n---\npath: /EN/x/\n---\nText.\n"));
    assert!(built.has("EN/x/index.html") && !built.has("en/index.html"));
}
