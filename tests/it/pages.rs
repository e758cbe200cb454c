//! The pages of the default theme: what each kind shows and where it leads.

use crate::harness::{Built, build};

/// A site in three languages with four stories.
fn site() -> Built {
    build(
        "-- depeche.yaml --
title: {en: The Dispatch, fr: La Dépêche, ar: البرقية}
languages: [en, fr, ar]
base_url: https://example.org/press/
-- content/2021-03-19-outage.md --
---
title: Outage
tags: [WhatsApp, outage]
authors: [Newsroom]
---
Text.
-- content/2021-03-19-outage.fr.md --
---
title: Panne
tags: [WhatsApp]
---
Texte.
-- content/2021-03-20-signal.md --
---
title: Welcome
tags: [WhatsApp, Signal]
---
Text.
-- content/2021-05-15-deadline.md --
---
title: Deadline
tags: [WhatsApp]
---
Text.
-- content/2021-05-16-limite.fr.md --
---
title: Limite
---
Texte.
",
    )
}

/// The part of `text` between `start` and the next `end`.
#[track_caller]
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let rest = text.split_once(start).unwrap_or_else(|| panic!("no `{start}` in {text}")).1;
    rest.split_once(end).unwrap_or_else(|| panic!("no `{end}` behind `{start}`")).0
}

#[test]
fn the_newest_article_leads_the_home_page_and_is_not_listed_again() {
    let site = site();
    let home = site.file("index.html");
    let lead = between(home, "<article class=\"lead-story", "</article>");
    assert!(lead.contains("<h2><a href=\"/press/2021/05/deadline/\">Deadline</a></h2>"), "{lead}");
    let list = between(home, "<ol class=\"cards\">", "</ol>");
    assert!(!list.contains("Deadline"), "{list}");
    assert_eq!(list.matches("<article").count(), 2, "{list}");
}

#[test]
fn the_lead_says_which_other_languages_it_can_be_read_in() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/2021-03-19-a.md --\nText\n-- content/2021-03-19-a.fr.md --\nTexte\n-- content/2021-03-18-b.md --\nText\n",
    );
    let lead = between(built.file("index.html"), "<article class=\"lead-story", "</article>");
    assert!(
        lead.contains("<a href=\"/fr/2021/03/a/\" lang=\"fr\" hreflang=\"fr\" dir=\"ltr\">français</a>"),
        "{lead}"
    );
}

#[test]
fn the_home_page_names_the_most_used_terms_first() {
    let site = site();
    let topics = between(site.file("index.html"), "<ul class=\"topics\">", "</ul>");
    let names: Vec<&str> = topics.split("/\">").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(names, ["WhatsApp", "outage", "Signal"]);
}

#[test]
fn only_the_first_page_of_a_home_page_has_a_lead() {
    let article = |day| format!("-- content/2021-03-0{day}-a{day}.md --\nText\n");
    let articles: Vec<String> = (1..=4).map(article).collect();
    let built = build(&format!("-- depeche.yaml --\narticles_per_page: 2\n{}", articles.concat()));
    let second = built.file("page/2/index.html");
    assert!(!second.contains("lead-story") && !second.contains("site-topics"), "{second}");
    assert_eq!(second.matches("<article class=\"card\"").count(), 2);
}

#[test]
fn the_language_switch_leads_to_what_is_there_and_nowhere_else() {
    let site = site();
    let switch = |path: &str| between(site.file(path), "<nav class=\"versions\"", "</nav>").to_owned();

    let article = switch("2021/03/outage/index.html");
    assert!(article.contains("href=\"/press/fr/2021/03/outage/\" lang=\"fr\" hreflang=\"fr\""), "{article}");
    assert!(
        article.contains("aria-current=\"page\">English</a> <span class=\"badge\">original</span>"),
        "{article}"
    );
    assert!(!article.contains("lang=\"ar\""), "{article}");

    // An article in one language leads to the page of all languages.
    let single = switch("2021/05/deadline/index.html");
    assert!(single.contains("<a href=\"/press/languages/\">Choose a language</a>"), "{single}");
    assert!(!single.contains("/press/fr/"), "{single}");
}

#[test]
fn many_languages_fold_into_a_menu() {
    let languages = ["en", "fr", "de", "es", "it", "pt", "pl"];
    let edition = |tag: &&str| format!("-- content/2021-03-19-a.{tag}.md --\nText\n");
    let editions: Vec<String> = languages.iter().map(edition).collect();
    let built =
        build(&format!("-- depeche.yaml --\nlanguages: [{}]\n{}", languages.join(", "), editions.concat()));
    let page = built.file("2021/03/a/index.html");
    let menu = between(page, "<details class=\"versions\">", "</details>");
    assert_eq!(menu.matches("hreflang=").count(), 7, "{menu}");
}

#[test]
fn a_month_is_a_calendar_whose_days_lead_to_articles() {
    let site = site();
    let calendar = between(site.file("2021/03/index.html"), "<table class=\"calendar\">", "</table>");
    assert!(
        calendar.contains(
            "<td><a href=\"/press/2021/03/19/\" aria-label=\"March 19, 2021: 1 article\">19</a></td>"
        ),
        "{calendar}"
    );
    assert!(calendar.contains("<td>18</td>"), "{calendar}");
    // In English, weeks begin on Sunday; 1 March 2021 was a Monday.
    assert!(calendar.contains("<thead><tr><th scope=\"col\"><span aria-hidden=\"true\">Sun</span><span class=\"visually-hidden\">Sunday</span></th>"), "{calendar}");
    assert!(calendar.contains("<tr><td></td><td>1</td><td>2</td>"), "{calendar}");
    let french = between(site.file("fr/2021/03/index.html"), "<table class=\"calendar\">", "</table>");
    assert!(french.contains("<tr><td>1</td><td>2</td>"), "{french}");
}

#[test]
fn a_year_has_the_calendar_of_each_month_with_articles_and_a_day_is_marked_in_its_own() {
    let site = site();
    let year = site.file("2021/index.html");
    assert_eq!(year.matches("<table class=\"calendar\">").count(), 2, "{year}");
    let day = between(site.file("2021/03/19/index.html"), "<table class=\"calendar\">", "</table>");
    assert_eq!(day.matches("aria-current=\"date\"").count(), 1, "{day}");
    assert!(day.contains("<td aria-current=\"date\"><a href=\"/press/2021/03/19/\""), "{day}");
}

#[test]
fn the_index_of_terms_has_its_letters() {
    let site = site();
    let tags = site.file("tags/index.html");
    assert!(tags.contains("<h2 id=\"site-letter-1\">"), "{tags}");
    // Three letters are seen at a glance.
    assert!(!tags.contains("class=\"letters\""), "{tags}");
}

#[test]
fn an_author_has_a_page_of_their_articles() {
    let site = site();
    let author = site.file("authors/newsroom/index.html");
    assert!(author.contains("<h1>Newsroom</h1>") && author.contains("Articles by Newsroom"), "{author}");
}

#[test]
fn every_language_has_a_page_to_search_from_and_one_to_choose_a_language() {
    let site = site();
    for prefix in ["", "fr/", "ar/"] {
        let search = site.file(&format!("{prefix}search/index.html"));
        assert!(search.contains("<form class=\"search\" action=\"https://duckduckgo.com/\""), "{search}");
        assert!(search.contains("name=\"sites\" value=\"example.org\""), "{search}");
        assert!(search.contains("form-action 'self' https://duckduckgo.com/;"), "{search}");
        assert!(search.contains("<meta name=\"robots\" content=\"noindex\">"), "{search}");
        let choice = site.file(&format!("{prefix}languages/index.html"));
        assert_eq!(choice.matches("class=\"count\"").count(), 3, "{choice}");
    }
    // No other page lets a form lead elsewhere.
    assert!(site.file("index.html").contains("form-action 'self';"));
}

#[test]
fn a_site_in_one_language_has_nothing_to_choose() {
    let built = build("-- content/a.md --\nText\n");
    assert!(!built.has("languages/index.html"));
    assert!(!built.file("index.html").contains("class=\"versions\""));
}

#[test]
fn a_site_s_own_page_takes_the_place_of_a_signpost() {
    let built = build(
        "-- depeche.yaml --\nlanguages: [en, fr]\n-- content/search.md --\n---\ntitle: Our own\n---\n-- static/fr/search/index.html --\nours\n",
    );
    assert!(built.file("search/index.html").contains("<h1>Our own</h1>"));
    assert_eq!(built.file("fr/search/index.html").trim(), "ours");
}

#[test]
fn the_home_page_shows_the_event_that_the_newest_articles_are_about() {
    let built = build(
        "-- depeche.yaml --
languages: [en, fr]
-- data/events.yaml --
old: {name: {en: The old one}, start: 2020-01-01}
new: {name: {en: The new one, fr: La nouvelle}, start: 2021-03-19}
-- content/2020-01-01-a.md --
---
event: old
---
Text
-- content/2021-03-19-b.md --
---
title: Later
event: new
---
Text
",
    );
    let focus = between(built.file("index.html"), "<section class=\"focus\"", "</section>");
    assert!(focus.contains("<a href=\"/events/the-new-one/\">The new one</a>"), "{focus}");
    assert!(focus.contains("<a href=\"/2021/03/b/\">Later</a>"), "{focus}");
    // No article in the language: the event alone.
    let focus = between(built.file("fr/index.html"), "<section class=\"focus\"", "</section>");
    assert!(focus.contains("La nouvelle") && !focus.contains("<ul>"), "{focus}");
}

#[test]
fn an_event_s_coverage_is_filtered_by_rules_for_as_many_languages_as_there_are() {
    let style = |languages: &str| {
        let built =
            build(&format!("-- depeche.yaml --\nlanguages: [{languages}]\n-- content/a.md --\nText\n"));
        let (_, style) =
            built.files.into_iter().find(|(path, _)| path.starts_with("style.")).expect("a style");
        style.matches(":checked").count()
    };
    assert_eq!([style("en"), style("en, fr"), style("en, fr, ar")], [0, 2, 3]);
}

#[test]
fn people_are_put_together_as_the_language_does() {
    let byline = |language: &str| {
        let built = build(&format!(
            "-- depeche.yaml --\nlanguages: [{language}]\n\
             -- content/x.md --\n---\nauthors: [{{name: A, url: \"https://example.org/\"}}, B, C]\n\
             translators: [D, E]\n---\nText\n"
        ));
        let page = built.file("x/index.html").to_owned();
        let start = page.find("<div class=\"meta\">").expect("a byline");
        page[start..].split("</div>").next().unwrap_or_default().to_owned()
    };
    let english = byline("en");
    assert!(
        english.contains("A</a>, ") && english.contains(", and ") && english.contains("D and E"),
        "{english}"
    );
    let japanese = byline("ja");
    assert!(japanese.contains("A</a>、") && japanese.contains("D、E"), "{japanese}");
    assert!(byline("ar").contains("D وE"), "{}", byline("ar"));
}

#[test]
fn a_page_that_is_no_news_has_no_byline() {
    let built =
        build("-- content/about.md --\n---\ntitle: About\nhidden: true\nsummary: What we are\n---\nText\n");
    let page = built.file("about/index.html");
    assert!(page.contains("<p class=\"standfirst\">What we are</p>"), "{page}");
    assert!(!page.contains("Undated") && !page.contains("minute read"), "{page}");
}
