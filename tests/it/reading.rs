//! Articles of other generators, read as they are: headers in every notation and spelling, dates
//! from headers and paths, titles, people, and what settings add to it.

use crate::harness::{Built, build};
use crate::told::{errors, noticed};

/// A site with these settings and one article.
fn site(settings: &str, name: &str, text: &str) -> Built {
    build(&format!("-- depeche.yaml --\n{settings}\n-- content/{name} --\n{text}"))
}

/// The one article with its address.
fn only(built: &Built) -> (&str, &str) {
    let pages: Vec<(&String, &String)> =
        built.files.iter().filter(|(_, text)| text.contains("<article class=\"page\">")).collect();
    assert_eq!(pages.len(), 1, "{:?}", built.files.keys());
    (pages[0].0.trim_end_matches("index.html").trim_end_matches('/'), pages[0].1)
}

/// The title of a page, the date that it shows to machines, and its tags.
fn facts(built: &Built) -> String {
    let (path, page) = only(built);
    let between = |start: &str, end: &str| {
        page.split(start).nth(1).and_then(|rest| rest.split(end).next()).unwrap_or("-").to_owned()
    };
    let tags: Vec<&str> = page
        .lines()
        .filter(|line| line.contains("rel=\"tag\""))
        .filter_map(|line| line.split('>').nth(2)?.split('<').next())
        .collect();
    format!(
        "{path} | {} | {} | {}",
        between("<h1>", "</h1>"),
        between("<time datetime=\"", "\""),
        tags.join(", ")
    )
}

#[track_caller]
fn check(name: &str, text: &str, expected: &str) {
    assert_eq!(facts(&site("", name, text)), expected, "{name}\n{text}");
}

/// Where an article with this date is, and the instant that it shows.
#[track_caller]
fn check_date(settings: &str, date: &str, expected: &str) {
    let built = site(settings, "x.md", &format!("---\ndate: {date}\n---\nText\n"));
    let (path, page) = only(&built);
    let shown = page.split("<time datetime=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert_eq!(format!("{path} {}", shown.unwrap_or("-")), expected, "{date}");
}

#[test]
fn hugo_articles_are_read() {
    check(
        "posts/outage/index.md",
        "---\ntitle: Outage\ndate: 2021-03-19T17:40:00Z\nlastmod: 2021-03-20\ndraft: false\ntags: [WhatsApp]\nweight: 10\nparams: {author: Ana}\n---\nText\n",
        "2021/03/outage | Outage | 2021-03-19T17:40:00+00:00 | WhatsApp",
    );
    check(
        "posts/outage.md",
        "+++\ntitle = \"Outage\"\ndate = 2021-03-19T18:40:00+01:00\ntags = [\"WhatsApp\", \"Signal\"]\nslug = \"the-outage\"\n[params]\nx = 1\n+++\nText\n",
        "2021/03/the-outage | Outage | 2021-03-19T18:40:00+01:00 | WhatsApp, Signal",
    );
}

#[test]
fn zola_articles_are_read() {
    check(
        "2021-03-19-outage.md",
        "+++\ntitle = \"Outage\"\nupdated = 2021-03-20\n[taxonomies]\ntags = [\"WhatsApp\"]\n[extra]\ncolour = \"red\"\n+++\nText\n",
        "2021/03/outage | Outage | 2021-03-19 | WhatsApp",
    );
    check("x.md", "+++\npath = \"2023/05/29/outage\"\n+++\nText\n", "2023/05/29/outage | X | 2023-05-29 | ");
}

#[test]
fn jekyll_articles_are_read() {
    check(
        "_posts/2021-03-19-outage.md",
        "---\nlayout: post\ntitle: Outage\ndate: 2021-03-19 18:40:00 +0100\ncategories: [news]\ntags: security\npublished: true\nredirect_from: /old/\n---\nText\n",
        "2021/03/outage | Outage | 2021-03-19T18:40:00+01:00 | security",
    );
    check("x.md", "---\npermalink: /old/outage.html\n---\nText\n", "old/outage.html | X | - | ");
}

#[test]
fn pelican_articles_are_read() {
    check(
        "x.md",
        "Title: Outage\nDate: 2021-03-19 18:40\nModified: 2021-03-20\nTags: WhatsApp, Signal\nSlug: outage\nAuthor: Ana\nSummary: Short\nStatus: published\n\nText\n",
        "2021/03/outage | Outage | 2021-03-19T18:40:00+00:00 | WhatsApp, Signal",
    );
}

#[test]
fn nikola_articles_are_read() {
    check(
        "x.md",
        "<!--\n.. title: Outage\n.. slug: outage\n.. date: 2021-03-19 18:40:00 UTC+01:00\n.. tags: WhatsApp, Signal\n.. type: text\n-->\n\nText\n",
        "2021/03/outage | Outage | 2021-03-19T18:40:00+01:00 | WhatsApp, Signal",
    );
    check(
        "x.md",
        ".. title: Outage\n.. slug: outage\n.. date: 2021-03-19\n.. tags: WhatsApp\n\nText\n",
        "2021/03/outage | Outage | 2021-03-19 | WhatsApp",
    );
}

#[test]
fn hexo_articles_are_read() {
    check(
        "_posts/outage.md",
        "---\ntitle: Outage\ndate: 2021/03/19 18:40:00\nupdated: 2021/03/20 10:00:00\ntags:\n- WhatsApp\n---\nText\n",
        "2021/03/outage | Outage | 2021-03-19T18:40:00+00:00 | WhatsApp",
    );
}

#[test]
fn an_article_needs_no_header() {
    check(
        "2021-03-19-whatsapp-outage.md",
        "Text\n",
        "2021/03/whatsapp-outage | Whatsapp outage | 2021-03-19 | ",
    );
    check("x.md", "# Outage\n\nText\n", "x | Outage | - | ");
    check("x.md", "Outage\n======\n\nText\n", "x | Outage | - | ");
    check("x.md", "", "x | X | - | ");
}

#[test]
fn headers_of_other_editors_are_read() {
    for text in [
        "\u{feff}---\ntitle: Outage\n---\nText\n",
        "\n\n---\ntitle: Outage\n---\nText\n",
        "---  \ntitle: Outage\n---   \nText\n",
        "---\r\ntitle: Outage\r\n---\r\nText\r\n",
        "---\ntitle: Outage\n...\nText\n",
        "---\n# a comment\nTITLE : Outage\n---\n\n\nText\n",
        "---\ntitle: Outage\n---",
    ] {
        check("x.md", text, "x | Outage | - | ");
    }
    check("x.md", "---\n---\nText\n", "x | X | - | ");
}

#[test]
fn articles_may_end_in_markdown_or_mdx() {
    check("x.markdown", "Text\n", "x | X | - | ");
    check("x.mdx", "Text\n", "x | X | - | ");
    check("X.md", "Text\n", "x | X | - | ");
}

#[test]
fn titles_of_any_type_keep_their_spelling() {
    for (written, expected) in [
        ("2024", "2024"),
        ("3.10", "3.10"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("yes", "yes"),
        ("'`async` & *co*'", "async &amp; co"),
        ("Caf&eacute; &nbsp;noir", "Café \u{a0}noir"),
        (">\n  one\n  two", "one two"),
    ] {
        check("x.md", &format!("---\ntitle: {written}\n---\nText\n"), &format!("x | {expected} | - | "));
    }
}

#[test]
fn a_title_cut_by_a_comment_is_warned_of() {
    let built = site("", "x.md", "---\ntitle: The Digest #3\n---\nText\n");
    assert_eq!(noticed(&built).len(), 1, "{:?}", noticed(&built));
    assert!(noticed(&built)[0].starts_with("warning content/x.md:2: "), "{:?}", noticed(&built));
}

#[test]
fn dates_are_read_in_every_shape() {
    for (written, expected) in [
        ("2021-03-19", "2021/03/x 2021-03-19"),
        ("'2021-03-19'", "2021/03/x 2021-03-19"),
        ("2021-3-9", "2021/03/x 2021-03-09"),
        ("2021/03/19 18:40:00", "2021/03/x 2021-03-19T18:40:00+00:00"),
        ("2021-03-19 09:00:00 +0000", "2021/03/x 2021-03-19T09:00:00+00:00"),
        ("2015-03-09 9:05:00 -0500", "2015/03/x 2015-03-09T09:05:00-05:00"),
        ("2021-03-19T00:00:00.000Z", "2021/03/x 2021-03-19T00:00:00+00:00"),
        ("2010-07-01 09:37:19+00:00", "2010/07/x 2010-07-01T09:37:19+00:00"),
        ("2021-02-26T00:00:00-00:00", "2021/02/x 2021-02-26T00:00:00+00:00"),
        ("2013-07-07 19:26", "2013/07/x 2013-07-07T19:26:00+00:00"),
        ("2021-03-19 10:00:00Z", "2021/03/x 2021-03-19T10:00:00+00:00"),
        ("2021-03-19 10:00:00+0200", "2021/03/x 2021-03-19T10:00:00+02:00"),
        ("2021-01-13T00:00:00.000Z", "2021/01/x 2021-01-13T00:00:00+00:00"),
    ] {
        check_date("", written, expected);
    }
}

#[test]
fn a_date_without_an_offset_is_in_the_site_s_zone() {
    check_date("time_zone: Europe/Paris", "2021-03-19 18:40", "2021/03/x 2021-03-19T18:40:00+01:00");
    check_date("time_zone: Europe/Paris", "2021-07-19 18:40", "2021/07/x 2021-07-19T18:40:00+02:00");
    // That hour was skipped when the clocks went forward.
    check_date("time_zone: Europe/Paris", "2021-03-28 02:30", "2021/03/x 2021-03-28T03:30:00+02:00");
    check_date("time_zone: Asia/Tokyo", "2021-03-01 00:30", "2021/03/x 2021-03-01T00:30:00+09:00");
}

#[test]
fn the_written_day_rules_even_where_it_is_another_in_utc() {
    check_date("time_zone: Europe/Paris", "2021-03-31T23:30:00-05:00", "2021/03/x 2021-03-31T23:30:00-05:00");
}

#[test]
fn a_date_may_stand_in_the_name_or_the_folders() {
    for (name, expected) in [
        ("2021-03-19-outage.md", "2021/03/outage | Outage | 2021-03-19 | "),
        ("2021-03-19_outage.md", "2021/03/outage | Outage | 2021-03-19 | "),
        ("20210319 The outage.md", "2021/03/the-outage | The outage | 2021-03-19 | "),
        ("2021-03-19-outage/index.md", "2021/03/outage | Outage | 2021-03-19 | "),
        ("2021/03/19/outage.md", "2021/03/outage | Outage | 2021-03-19 | "),
        ("2021-03-19.md", "2021/03/2021-03-19 | 2021 03 19 | 2021-03-19 | "),
    ] {
        check(name, "Text\n", expected);
    }
}

#[test]
fn a_header_s_date_goes_before_that_of_the_name() {
    check("2021-03-19-x.md", "---\ndate: 2022-01-02\n---\nText\n", "2022/01/x | X | 2022-01-02 | ");
}

#[test]
fn settings_give_keys_a_meaning() {
    let built = site(
        "taxonomies: {tags: {keys: [topics, labels]}}\nkeys: {summary: [abstract], date: [created], source_url: [url]}",
        "x.md",
        "---\nlabels: [Privacy]\ntopics: [Outage]\nabstract: In short\ncreated: 2021-03-19\nurl: https://example.net/a\n---\nAt length\n",
    );
    assert_eq!(facts(&built), "2021/03/x | X | 2021-03-19 | Privacy, Outage");
    let (_, page) = only(&built);
    assert!(page.contains("<p class=\"standfirst\">In short</p>"), "{page}");
    assert!(page.contains("<a href=\"https://example.net/a\">"), "{page}");
}

#[test]
fn keys_for_a_field_that_there_is_not_are_told() {
    let told = errors("-- depeche.yaml --\ntitle: A\nkeys: {sumary: [abstract]}\n-- content/x.md --\nA\n");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("error depeche.yaml:2: ") && told[0].contains("did you mean `summary`?"),
        "{told:?}"
    );
}

#[test]
fn unknown_keys_are_kept_for_templates() {
    let built = build(
        "-- templates/page.html --\n{{ page.extra.mood }} {{ page.extra.colour }}\n-- content/x.md --\n---\nmood: calm\nextra: {colour: red}\n---\nA\n",
    );
    assert_eq!(built.file("x/index.html").trim(), "calm red");
}

#[test]
fn a_strict_site_refuses_unknown_keys() {
    let told = errors(
        "-- depeche.yaml --\nstrict_front_matter: true\n-- content/x.md --\n---\nmood: calm\n---\nA\n",
    );
    assert_eq!(
        told,
        [
            "error content/x.md:2: `mood` is not a known key -> put it under `extra`, or set `strict_front_matter: false`"
        ]
    );
}

#[test]
fn people_are_read_in_every_shape() {
    for (header, expected) in [
        ("author: Ana", vec!["Ana"]),
        ("authors: [Ana, Bo]", vec!["Ana", "Bo"]),
        ("author: '[Ana](https://ana.example/) (Org)'", vec!["Ana"]),
        ("author: '<a href=\"https://ana.example/\">Ana</a>'", vec!["Ana"]),
        ("authors: [{name: Ana, url: 'https://ana.example/'}, Bo]", vec!["Ana", "Bo"]),
        ("author: {name: Ana}", vec!["Ana"]),
        ("author: Ana, Bo and Cy", vec!["Ana, Bo and Cy"]),
        ("author:", vec![]),
        ("authors: [null]", vec![]),
    ] {
        let built = site("", "x.md", &format!("---\n{header}\n---\nText\n"));
        let names: Vec<&str> = built.site.terms.iter().map(|term| &*term.name).collect();
        assert_eq!(names, expected, "{header}");
    }
}

#[test]
fn translators_and_sources_are_shown() {
    let built = site(
        "",
        "x.md",
        "---\ntranslator: '[Ana](https://ana.example/)'\nsource: {name: AFP, url: 'https://afp.example/'}\nupdated: 2021-03-20\ndate: 2021-03-19\n---\nText\n",
    );
    let (_, page) = only(&built);
    assert!(page.contains("Translated by <a href=\"https://ana.example/\">Ana</a>"), "{page}");
    assert!(page.contains("<a href=\"https://afp.example/\"><bdi>AFP</bdi></a>"), "{page}");
    assert!(page.contains("<time datetime=\"2021-03-20\">March 20, 2021</time>"), "{page}");
}

#[test]
fn one_field_under_two_keys_with_two_values_is_an_error() {
    let told =
        errors("-- content/x.md --\n---\ntitle: X\nupdated: 2021-03-20\nlastmod: 2021-03-21\n---\nA\n");
    assert_eq!(
        told,
        [
            "error content/x.md:4: `lastmod` (as `updated`) is written twice with different values, also in line 3 -> keep the one that is right"
        ]
    );
}

#[test]
fn what_is_not_an_article_is_left_out_by_the_settings() {
    let built = site(
        "content: {exclude: ['README.md', 'drafts/**']}",
        "x.md",
        "Text\n-- content/README.md --\nA\n-- content/drafts/y.md --\nB\n",
    );
    assert!(!built.has("readme/index.html") && !built.has("y/index.html"));
    only(&built);
}

#[test]
fn articles_may_lie_in_folders_that_settings_name() {
    let built = build(
        "-- depeche.yaml --\ncontent: {folder: ., include: ['_posts/**/*.md']}\nstatic: assets\n-- _posts/2021-03-19-x.md --\nA\n-- assets/a.txt --\nB\n-- templates/unused.html --\nC\n",
    );
    assert!(built.has("2021/03/x/index.html") && built.has("a.txt"), "{:?}", built.files.keys());
    assert!(!built.files.keys().any(|path| path.contains("templates")), "{:?}", built.files.keys());
}

#[test]
fn a_file_that_cannot_be_read_is_left_out_where_the_command_says_so() {
    let archive = "-- content/a.md --\nA\n-- content/b.md --\n---\ndate: hier\n---\nB\n";
    let assembled = crate::harness::try_link(archive, crate::harness::publishing(), true).expect("a site");
    assert_eq!(assembled.site.pages.len(), 1);
    assert_eq!(assembled.left_out.len(), 1);
    assert_eq!(assembled.site.unpublished[0].source.as_str(), "content/b.md");
}

#[test]
fn a_hexo_header_needs_no_opening_line() {
    let built = build("-- content/a.md --\ntitle: From Hexo\ndate: 2021-03-19\ntags:\n- panne\n---\nText\n");
    assert!(built.file("2021/03/a/index.html").contains("<h1>From Hexo</h1>"));
    assert!(built.has("tags/panne/index.html"));
    let heading = build("-- content/b.md --\nTitle: a heading\n---\nText\n");
    assert!(heading.file("b/index.html").contains("Title: a heading</h2>"));
}

#[test]
fn drafts_in_other_words_stay_drafts() {
    for header in ["status: private", "status: pending", "status: trash"] {
        let built = build(&format!("-- content/a.md --\n---\n{header}\n---\nA\n"));
        assert!(!built.has("a/index.html"), "{header}");
    }
    let told = crate::harness::problems("-- content/a.md --\n---\ndrafts: true\n---\nA\n");
    assert!(told.contains("did you mean `draft`?"), "{told}");
}

#[test]
fn a_header_in_json_is_named() {
    let told = crate::harness::problems("-- content/a.md --\n{ \"title\": \"x\", \"draft\": true }\nText\n");
    assert!(told.contains("a header in JSON begins here"), "{told}");
}

#[test]
fn other_tools_may_keep_their_translations_in_i18n() {
    let built = build(
        "-- depeche.yaml --\ncontent: {folder: .}\n-- i18n/fr/blog/2021-03-19-x.md --\n---\ntitle: X\n---\nX\n-- a.md --\nA\n",
    );
    assert!(built.files.keys().any(|path| path.ends_with("x/index.html")));
}
