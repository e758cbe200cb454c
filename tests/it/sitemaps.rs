//! What search engines are told of: sitemaps, the newest articles, and `robots.txt`.

use insta::assert_snapshot;

use crate::harness::{build, problems, publishing, try_build};

const TWO: &str = "\
-- depeche.yaml --
base_url: https://example.org/news/
languages: [en, fr]
-- content/outage.en.md --
---
date: 2021-03-19T20:00:00+01:00
updated: 2021-03-21
tags: [outage]
---
Text.
-- content/outage.fr.md --
---
date: 2021-03-20T08:00:00+01:00
---
Texte.
-- content/old.en.md --
---
date: 2019-12-31
corrections: [{date: 2020-02-03, note: A number}]
---
Text.
-- content/notes.en.md --
Text.
";

/// The addresses of a sitemap, without the host.
fn locations(sitemap: &str) -> Vec<&str> {
    let texts = sitemap.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap_or(""));
    texts.map(|url| url.strip_prefix("https://example.org").unwrap_or(url)).collect()
}

#[test]
fn pages_are_told_by_language_and_year_with_their_versions() {
    let built = build(TWO);
    assert_snapshot!(built.file("sitemap-en-2021.xml"), @r#"
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url>
<loc>https://example.org/news/2021/03/outage/</loc>
<lastmod>2021-03-21</lastmod>
<xhtml:link rel="alternate" hreflang="en" href="https://example.org/news/2021/03/outage/"/>
<xhtml:link rel="alternate" hreflang="fr" href="https://example.org/news/fr/2021/03/outage/"/>
<xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/news/2021/03/outage/"/>
</url>
</urlset>
"#);
    // A correction is a change; a page of one version names none.
    assert_snapshot!(built.file("sitemap-en-2019.xml"), @r#"
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url>
<loc>https://example.org/news/2019/12/old/</loc>
<lastmod>2020-02-03</lastmod>
</url>
</urlset>
"#);
    assert_eq!(locations(built.file("sitemap-en-undated.xml")), ["/news/notes/"]);
}

#[test]
fn an_index_names_them_and_crawlers_are_told_of_it() {
    let built = build(TWO);
    assert_snapshot!(built.file("sitemap.xml"), @r#"
<?xml version="1.0" encoding="utf-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap>
<loc>https://example.org/news/sitemap-en-lists.xml</loc>
<lastmod>2021-03-21</lastmod>
</sitemap>
<sitemap>
<loc>https://example.org/news/sitemap-en-undated.xml</loc>
</sitemap>
<sitemap>
<loc>https://example.org/news/sitemap-en-2019.xml</loc>
<lastmod>2020-02-03</lastmod>
</sitemap>
<sitemap>
<loc>https://example.org/news/sitemap-en-2021.xml</loc>
<lastmod>2021-03-21</lastmod>
</sitemap>
<sitemap>
<loc>https://example.org/news/sitemap-fr-lists.xml</loc>
<lastmod>2021-03-20T08:00:00+01:00</lastmod>
</sitemap>
<sitemap>
<loc>https://example.org/news/sitemap-fr-2021.xml</loc>
<lastmod>2021-03-20T08:00:00+01:00</lastmod>
</sitemap>
</sitemapindex>
"#);
    assert_eq!(
        built.file("robots.txt"),
        "User-agent: *\nDisallow:\n\nSitemap: https://example.org/news/sitemap.xml\n"
    );
}

#[test]
fn of_lists_the_first_page_is_told_and_days_are_not() {
    let built = build(&format!("{TWO}-- content/more.en.md --\n---\ndate: 2021-03-19\n---\nText.\n"));
    assert_eq!(
        locations(built.file("sitemap-en-lists.xml")),
        [
            "/news/",
            "/news/archive/",
            "/news/2019/",
            "/news/2019/12/",
            "/news/2021/",
            "/news/2021/03/",
            "/news/corrections/",
            "/news/tags/outage/",
            "/news/tags/",
        ]
    );
    let short = build(&TWO.replace("languages:", "articles_per_page: 1\nlanguages:"));
    assert!(short.has("page/2/index.html"));
    assert!(!short.file("sitemap-en-lists.xml").contains("/page/"));
}

#[test]
fn what_stands_in_no_list_or_is_at_home_elsewhere_is_not_told() {
    let page = |name: &str, header: &str| format!("-- content/{name}.md --\n---\n{header}\n---\nText.\n");
    let archive = [
        "-- depeche.yaml --\nbase_url: https://example.org/\n".to_owned(),
        page("seen", "aliases: /old/"),
        page("hidden", "hidden: true"),
        page("unmapped", "sitemap: false"),
        page("draft", "draft: true"),
        page("elsewhere", "source: {url: https://agency.example/1, lang: en}\ncanonical: source"),
    ];
    let drafts = depeche::link::Publishing { drafts: true, ..publishing() };
    let built = try_build(&archive.concat(), drafts).unwrap_or_else(|problems| panic!("{problems:?}"));
    for name in ["hidden", "unmapped", "draft", "elsewhere"] {
        assert!(built.has(&format!("{name}/index.html")), "{name}");
    }
    assert_eq!(locations(built.file("sitemap-en-undated.xml")), ["/seen/"]);
    assert_eq!(locations(built.file("sitemap-en-lists.xml")), ["/"]);
}

#[test]
fn an_empty_list_is_not_to_be_found() {
    let noindex = "<meta name=\"robots\" content=\"noindex\">";
    let empty = build("-- depeche.yaml --\nlanguages: [en, fr]\n-- content/a.en.md --\nText.\n");
    assert!(!empty.file("index.html").contains(noindex));
    assert!(empty.file("fr/index.html").contains(noindex));
    assert!(!empty.has("sitemap-fr-lists.xml"));
    // A text of its own is worth finding, and so is a list that shows it.
    let told = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/_index.fr.md --\nBienvenue.\n\
         -- content/law/_index.en.md --\n---\ntitle: Law\n---\n-- content/guides/_index.en.md --\nHow to.\n",
    );
    assert!(!told.file("fr/index.html").contains(noindex));
    assert!(told.file("law/index.html").contains(noindex));
    assert!(!told.file("guides/index.html").contains(noindex));
    assert_eq!(told.file("sitemap-en-lists.xml").matches("<loc>").count(), 1);
}

#[test]
fn a_site_may_have_none_or_bring_its_own() {
    let none = build(&TWO.replace("languages:", "sitemap: false\nlanguages:"));
    assert!(!none.files.keys().any(|path| path.contains("sitemap") || path == "robots.txt"));
    let own = build(&format!("{TWO}-- static/robots.txt --\nmine\n"));
    assert_eq!(own.file("robots.txt"), "mine\n");
    assert!(own.has("sitemap.xml"));
    let own = build(&format!("{TWO}-- static/sitemap.xml --\nmine\n"));
    assert_eq!(own.file("sitemap.xml"), "mine\n");
    assert!(!own.has("sitemap-en-lists.xml") && !own.has("robots.txt"));
}

#[test]
fn the_newest_articles_are_told_to_those_who_ask_for_them() {
    let page = |name: &str, date: &str| {
        format!("-- content/{name}.md --\n---\ntitle: \"{name} < & ]]>\"\ndate: {date}\n---\nText.\n")
    };
    let settings = "-- depeche.yaml --\nbase_url: https://example.org/\nlanguages: [en, zh-Hant, pt-BR]\n";
    let archive = [
        format!("{settings}news_sitemap: {{name: {{en: The Daily, zh-Hant: 日報}}}}\n"),
        page("a.en", "2025-12-31T10:00:00Z"),
        page("b.zh-hant", "2025-12-30T00:00:00Z"),
        page("c.en", "2025-12-29T23:59:59Z"),
        page("d.pt-br", "2025-12-31"),
    ];
    let built = build(&archive.concat());
    assert_snapshot!(built.file("sitemap-news.xml"), @r#"
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url>
<loc>https://example.org/2025/12/a/</loc>
<news:news>
<news:publication>
<news:name>The Daily</news:name>
<news:language>en</news:language>
</news:publication>
<news:publication_date>2025-12-31T10:00:00+00:00</news:publication_date>
<news:title>a.en &lt; &amp; ]]&gt;</news:title>
</news:news>
</url>
<url>
<loc>https://example.org/pt-br/2025/12/d/</loc>
<news:news>
<news:publication>
<news:name>The Daily</news:name>
<news:language>pt</news:language>
</news:publication>
<news:publication_date>2025-12-31</news:publication_date>
<news:title>d.pt-br &lt; &amp; ]]&gt;</news:title>
</news:news>
</url>
<url>
<loc>https://example.org/zh-hant/2025/12/b/</loc>
<news:news>
<news:publication>
<news:name>日報</news:name>
<news:language>zh-tw</news:language>
</news:publication>
<news:publication_date>2025-12-30T00:00:00+00:00</news:publication_date>
<news:title>b.zh-hant &lt; &amp; ]]&gt;</news:title>
</news:news>
</url>
</urlset>
"#);
    assert!(locations(built.file("sitemap.xml")).contains(&"/sitemap-news.xml"));
    assert!(!build(TWO).has("sitemap-news.xml"));
    // With nothing new it stays, and is empty; without a name it has the site's.
    let quiet = build(&TWO.replace("languages:", "news_sitemap: {}\nlanguages:"));
    assert_eq!(locations(quiet.file("sitemap-news.xml")), Vec::<&str>::new());
}

#[test]
fn settings_that_mean_nothing_are_told() {
    let told = problems("-- depeche.yaml --\nnews_sitemap: {nam: The Daily}\n-- content/a.md --\nA\n");
    assert!(told.contains("did you mean `name`?"), "{told}");
    let told = problems("-- depeche.yaml --\nnews_sitemap: {name: {de: Zeitung}}\n-- content/a.md --\nA\n");
    assert!(told.contains("`de` is not one of the `languages`"), "{told}");
}

#[test]
fn a_page_at_the_address_of_a_sitemap_is_an_error() {
    let told = problems("-- content/a.md --\n---\npath: /sitemap-en-lists.xml\n---\nA\n");
    assert!(told.contains("would be written by both the sitemap and `content/a.md`"), "{told}");
}
