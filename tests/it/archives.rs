//! Lists by time: years, months and days, home pages, what is newer and older, what is related,
//! and sections.

use crate::harness::{Built, build};

/// A site in these languages with an article of no words on each day, named for its day.
fn on_days(settings: &str, days: &[&str]) -> Built {
    let articles: Vec<String> =
        days.iter().map(|day| format!("-- content/{day}-a{}.md --\nText\n", day.replace('-', ""))).collect();
    build(&format!("-- depeche.yaml --\n{settings}\n{}", articles.concat()))
}

/// The outputs that are archive pages: a year and what is below it, but for articles.
fn archive_pages(built: &Built) -> Vec<&str> {
    let pages = built.files.keys().filter_map(|path| path.strip_suffix("/index.html"));
    pages
        .filter(|path| {
            path.split('/').all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
        })
        .collect()
}

/// The addresses of the articles in a list, in its order.
fn listed(page: &str) -> Vec<&str> {
    // The lead of a home page stands above its list.
    let starts = ["<h2><a href=\"", "<h3><a href=\""];
    let headings = page.lines().filter_map(|line| starts.iter().find_map(|start| line.strip_prefix(start)));
    headings.filter_map(|rest| rest.split('"').next()).collect()
}

/// The links of the `neighbours` of a page, as written.
fn neighbours(page: &str) -> Vec<&str> {
    let nav = page.split("<nav class=\"neighbours\"").nth(1).unwrap_or("");
    let nav = nav.split("</nav>").next().unwrap_or("");
    nav.lines().filter(|line| line.starts_with("<li>")).collect()
}

/// The titles that an article calls related.
fn related(page: &str) -> Vec<&str> {
    let section = page.split("<section class=\"related\"").nth(1).unwrap_or("");
    let section = section.split("</section>").next().unwrap_or("");
    let links = section.lines().filter_map(|line| line.strip_prefix("<li><a href=\""));
    links.filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn there_is_a_page_for_each_year_month_and_day_with_articles_and_no_other() {
    let built = on_days("languages: [fr, en]", &["2019-12-31", "2021-03-19", "2021-03-21"]);
    assert_eq!(
        archive_pages(&built),
        ["2019/12/31", "2019/12", "2019", "2021/03/19", "2021/03/21", "2021/03", "2021"]
    );
}

#[test]
fn a_month_or_a_year_alone_is_no_day() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [fr]\npermalink: \"{year}-{month}-{day}/{slug}/\"\n\
         -- templates/page.html --\n\
         {{ page.date.datetime }}|{{ page.date.text }}|{{ format_date(date=page.date.datetime, length=\"full\") }}\n\
         -- content/month.md --\n---\ndate: 2021-03\n---\nText\n\
         -- content/year.md --\n---\ndate: 2020\n---\nText\n",
    );
    assert_eq!(archive_pages(&built), ["2020", "2021/03", "2021"]);
    assert_eq!(built.file("2021-03-01/month/index.html").trim(), "2021-03|mars 2021|mars 2021");
    assert_eq!(built.file("2020-01-01/year/index.html").trim(), "2020|2020|2020");
    assert_eq!(listed(built.file("2020/index.html")), ["/2020-01-01/year/"]);
    assert_eq!(listed(built.file("2021/03/index.html")), ["/2021-03-01/month/"]);
}

#[test]
fn archive_pages_count_and_list_their_articles_newest_first() {
    let built = on_days("languages: [en]", &["2021-03-19", "2021-03-21", "2021-04-01"]);
    let year = built.file("2021/index.html");
    assert!(year.contains("<p class=\"count\">3 articles</p>"), "{year}");
    let years = built.file("archive/index.html");
    assert!(
        years.contains("<li><a href=\"/2021/03/\">March</a> <span class=\"count\">2</span></li>"),
        "{years}"
    );
    assert_eq!(listed(year), ["/2021/04/a20210401/", "/2021/03/a20210321/", "/2021/03/a20210319/"]);
    let day = built.file("2021/03/21/index.html");
    assert!(day.contains("<p class=\"count\">1 article</p>"), "{day}");
    assert_eq!(listed(day), ["/2021/03/a20210321/"]);
}

#[test]
fn newer_and_older_skip_what_is_empty() {
    let built = on_days("languages: [en]", &["2018-05-02", "2021-03-19", "2021-06-01"]);
    assert_eq!(
        neighbours(built.file("2021/index.html")),
        ["<li><span>Older</span> <a href=\"/2018/\">2018</a></li>"]
    );
    assert_eq!(
        neighbours(built.file("2021/03/index.html")),
        [
            "<li><span>Newer</span> <a href=\"/2021/06/\">June 2021</a></li>",
            "<li><span>Older</span> <a href=\"/2018/05/\">May 2018</a></li>",
        ]
    );
    assert_eq!(
        neighbours(built.file("2018/05/02/index.html")),
        ["<li><span>Newer</span> <a href=\"/2021/03/19/\">March 19, 2021</a></li>"]
    );
}

#[track_caller]
fn check_names(language: &str, year: &str, month: &str, day: &str) {
    let built = on_days(&format!("languages: [{language}]"), &["2021-03-19"]);
    let heading = |path: &str| {
        let page = built.file(path);
        page.lines().find_map(|line| line.strip_prefix("<h1>")?.strip_suffix("</h1>")).map(str::to_owned)
    };
    assert_eq!(heading("2021/index.html").as_deref(), Some(year));
    assert_eq!(heading("2021/03/index.html").as_deref(), Some(month));
    assert_eq!(heading("2021/03/19/index.html").as_deref(), Some(day));
}

#[test]
fn periods_are_called_as_their_language_calls_them() {
    check_names("fr", "2021", "mars 2021", "19 mars 2021");
    check_names("ja", "2021年", "2021年3月", "2021年3月19日");
    check_names("ar", "2021", "مارس 2021", "19 مارس 2021");
}

#[test]
fn a_day_knows_its_month_and_year() {
    let built = on_days("languages: [en]", &["2021-03-19"]);
    let day = built.file("2021/03/19/index.html");
    for link in
        ["<a href=\"/archive/\">", "<a href=\"/2021/\">2021</a>", "<a href=\"/2021/03/\">March 2021</a>"]
    {
        assert!(day.contains(link), "{link} {day}");
    }
}

#[test]
fn the_same_period_in_another_language_is_linked_where_it_exists() {
    let built = build(
        "
-- depeche.yaml --
base_url: https://example.org/
languages: [fr, en]
-- content/2021-03-19-panne.md --
A
-- content/2021-03-19-panne.en.md --
B
-- content/2021-03-20-suite.md --
C
",
    );
    assert!(
        built
            .file("2021/03/19/index.html")
            .contains("hreflang=\"en\" href=\"https://example.org/en/2021/03/19/\"")
    );
    assert!(!built.file("2021/03/20/index.html").contains("<link rel=\"alternate\" hreflang"));
    assert!(!built.has("en/2021/03/20/index.html"));
}

#[test]
fn the_archive_index_lists_years_and_months_with_counts() {
    let built = on_days("languages: [en]", &["2019-12-31", "2021-03-19", "2021-03-21"]);
    let page = built.file("archive/index.html");
    let found: Vec<&str> = page.lines().filter(|line| line.contains("class=\"count\"")).collect();
    assert_eq!(
        found,
        [
            "<h2><a href=\"/2021/\">2021</a> <span class=\"count\">2 articles</span></h2>",
            "<li><a href=\"/2021/03/\">March</a> <span class=\"count\">2</span></li>",
            "<h2><a href=\"/2019/\">2019</a> <span class=\"count\">1 article</span></h2>",
            "<li><a href=\"/2019/12/\">December</a> <span class=\"count\">1</span></li>",
        ]
    );
}

#[test]
fn a_language_without_dates_has_no_archive() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [fr, en]\n-- content/2021-03-19-a.md --\nA\n-- content/b.en.md --\nB\n",
    );
    assert!(built.has("archive/index.html"));
    assert!(!built.has("en/archive/index.html"));
    assert!(!built.file("en/index.html").contains("/en/archive/"));
}

#[test]
fn the_day_that_the_author_wrote_rules_urls_and_archives() {
    let built = build(
        "
-- content/a.md --
---
date: 2021-03-01T00:30:00+09:00
---
In UTC, this is February.
",
    );
    assert_eq!(archive_pages(&built), ["2021/03/01", "2021/03", "2021"]);
    assert!(built.has("2021/03/a/index.html"));
}

#[test]
fn the_instant_rules_the_order() {
    let built = build(
        "
-- content/a.md --
---
date: 2021-03-02T00:30:00+09:00
---
The first, although its day is the later one.
-- content/b.md --
---
date: 2021-03-01T20:00:00Z
---
The second.
",
    );
    assert_eq!(listed(built.file("index.html")), ["/2021/03/b/", "/2021/03/a/"]);
}

#[test]
fn each_language_has_a_home_page_with_its_newest_articles_cut_into_pages() {
    let built = build(
        "
-- depeche.yaml --
languages: [fr, en]
articles_per_page: 2
-- content/2021-03-19-a.md --
A
-- content/2021-03-20-b.md --
B
-- content/2021-03-21-c.md --
C
-- content/2021-03-21-c.en.md --
C
",
    );
    assert_eq!(listed(built.file("index.html")), ["/2021/03/c/", "/2021/03/b/"]);
    assert_eq!(listed(built.file("page/2/index.html")), ["/2021/03/a/"]);
    assert_eq!(listed(built.file("en/index.html")), ["/en/2021/03/c/"]);
    assert!(!built.has("page/3/index.html") && !built.has("en/page/2/index.html"));
}

#[test]
fn archive_pages_are_cut_into_pages_too() {
    let built = on_days("articles_per_page: 1", &["2021-03-19", "2021-03-20"]);
    for path in ["2021/page/2/index.html", "2021/03/page/2/index.html"] {
        assert_eq!(listed(built.file(path)), ["/2021/03/a20210319/"]);
    }
    assert!(!built.has("2021/03/19/page/2/index.html"));
    let second = built.file("2021/page/2/index.html");
    assert!(second.contains("<link rel=\"canonical\" href=\"http://127.0.0.1:1919/2021/page/2/\">"));
}

#[test]
fn pages_without_a_date_are_listed_last() {
    let built = build("-- content/a.md --\nA\n-- content/2021-03-19-b.md --\nB\n-- content/z.md --\nZ\n");
    assert_eq!(listed(built.file("index.html")), ["/2021/03/b/", "/a/", "/z/"]);
}

#[test]
fn a_site_without_articles_has_a_home_page() {
    let built = build("-- depeche.yaml --\nlanguages: [en]\n");
    assert!(built.file("index.html").contains("No articles yet"), "{}", built.file("index.html"));
}

#[test]
fn an_article_knows_the_newer_and_the_older_one_of_its_language() {
    let built = build(
        "
-- depeche.yaml --
languages: [fr, en]
-- content/2021-03-19-a.md --
A
-- content/2021-03-20-b.en.md --
Not French
-- content/2021-03-21-c.md --
C
-- content/2021-03-22-d.md --
D
",
    );
    assert_eq!(
        neighbours(built.file("2021/03/c/index.html")),
        [
            "<li><span>Article suivant</span> <a rel=\"next\" href=\"/2021/03/d/\">D</a></li>",
            "<li><span>Article précédent</span> <a rel=\"prev\" href=\"/2021/03/a/\">A</a></li>",
        ]
    );
    assert_eq!(neighbours(built.file("en/2021/03/b/index.html")), <[&str; 0]>::default());
}

/// Articles as `day name tags`.
fn about(articles: &[(&str, &str, &str)]) -> Built {
    let files: Vec<String> = articles
        .iter()
        .map(|(day, name, tags)| {
            format!("-- content/{name}.md --\n---\ndate: 2021-03-{day}\ntags: [{tags}]\n---\nText\n")
        })
        .collect();
    build(&format!("-- depeche.yaml --\nlanguages: [fr, en]\nrelated_articles: 3\n{}", files.concat()))
}

#[test]
fn articles_that_share_a_rare_term_are_related_first() {
    let built = about(&[
        ("10", "x", "common, rare"),
        ("11", "near", "common"),
        ("12", "nearer", "common"),
        ("28", "far", "rare"),
    ]);
    assert_eq!(
        related(built.file("2021/03/x/index.html")),
        ["/2021/03/far/", "/2021/03/near/", "/2021/03/nearer/"]
    );
}

#[test]
fn articles_that_share_more_terms_are_closer() {
    let built =
        about(&[("10", "x", "a, b"), ("11", "one", "a"), ("12", "both", "a, b"), ("13", "other", "b")]);
    assert_eq!(related(built.file("2021/03/x/index.html"))[0], "/2021/03/both/");
}

#[test]
fn of_articles_alike_the_closest_in_time_are_related() {
    let built =
        about(&[("01", "a", "t"), ("05", "b", "t"), ("06", "x", "t"), ("09", "c", "t"), ("20", "d", "t")]);
    let found = related(built.file("2021/03/x/index.html"));
    assert_eq!(found.len(), 3);
    assert_eq!(found[..2], ["/2021/03/c/", "/2021/03/b/"]);
    assert_eq!(
        found,
        related(
            about(&[
                ("20", "d", "t"),
                ("09", "c", "t"),
                ("06", "x", "t"),
                ("05", "b", "t"),
                ("01", "a", "t")
            ])
            .file("2021/03/x/index.html")
        )
    );
}

#[test]
fn an_article_that_shares_nothing_is_not_related() {
    let built = about(&[("10", "x", "a"), ("11", "y", "b")]);
    assert!(related(built.file("2021/03/x/index.html")).is_empty());
}

#[test]
fn editions_of_the_same_story_and_other_languages_are_not_related() {
    let built = build(
        "
-- depeche.yaml --
languages: [fr, en]
list_untranslated: true
taxonomies: {tags: {shared: true}}
-- content/a.md --
---
tags: [t]
---
A
-- content/a.en.md --
---
tags: [t]
---
A
-- content/b.en.md --
---
tags: [t]
---
B
",
    );
    assert!(related(built.file("a/index.html")).is_empty());
}

#[test]
fn one_author_does_not_make_articles_related() {
    let built =
        build("-- content/a.md --\n---\nauthor: Ana\n---\nA\n-- content/b.md --\n---\nauthor: Ana\n---\nB\n");
    assert!(related(built.file("a/index.html")).is_empty());
}

const SECTIONS: &str = "
-- depeche.yaml --
languages: [fr, en]
permalink: '{lang}/{section}/{slug}/'
-- content/tech/_index.md --
---
title: Technique
---
Ce qui *casse*.
-- content/tech/_index.en.md --
---
title: Tech
---
What breaks.
-- content/tech/2021-03-19-panne.md --
A
-- content/tech/web/2021-03-20-dns.md --
B
-- content/2021-03-21-autre.md --
C
-- content/technique.md --
Not in the folder
";

#[test]
fn a_section_introduces_its_folder_and_lists_what_is_below() {
    let built = build(SECTIONS);
    let page = built.file("tech/index.html");
    assert!(page.contains("<h1>Technique</h1>"));
    assert!(page.contains("<p>Ce qui <em>casse</em>.</p>"), "{page}");
    assert_eq!(listed(page), ["/tech/web/dns/", "/tech/panne/"]);
}

#[test]
fn the_editions_of_a_section_are_tied() {
    let built = build(SECTIONS);
    assert!(
        built.file("tech/index.html").contains("hreflang=\"en\" href=\"http://127.0.0.1:1919/en/tech/\"")
    );
}

#[test]
fn a_section_is_no_article() {
    let built = build(SECTIONS);
    assert_eq!(
        listed(built.file("index.html")),
        ["/autre/", "/tech/web/dns/", "/tech/panne/", "/technique/"]
    );
}

#[test]
fn the_text_of_the_top_folder_opens_the_home_page() {
    let built = build("-- content/_index.md --\nWelcome to *all*.\n-- content/a.md --\nA\n");
    assert!(built.file("index.html").contains("<p>Welcome to <em>all</em>.</p>"));
}

#[test]
fn hidden_pages_are_built_and_in_no_list() {
    let built =
        build("-- content/2021-03-19-a.md --\n---\nhidden: true\ntags: [t]\n---\nA\n-- content/b.md --\nB\n");
    assert!(built.has("2021/03/a/index.html"));
    assert!(archive_pages(&built).is_empty() && !built.has("tags/index.html"));
    assert_eq!(listed(built.file("index.html")), ["/b/"]);
}
