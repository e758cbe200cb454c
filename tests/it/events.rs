//! News events: what is on them, in which order, in which languages, and what their files say.

use std::fmt::Write as _;

use serde_json::Value;

use crate::harness::{Built, build, printed, problems, publishing, try_build};
use crate::told::noticed;

/// A site in Paris and its languages, with a template that shows one thing a line.
const SITE: &str = "\
-- depeche.yaml --
languages: [fr, en, ar]
time_zone: Europe/Paris
base_url: https://example.org/press/
permalink: \"{lang}/{slug}/\"
-- templates/page.html --
{% if page.event %}{{ page.event.id }} {{ page.event.url }} {{ page.event.name }}{% if page.event.is_foreign %} ({{ page.event.lang }} {{ page.event.dir }}){% endif %}{% endif %}
{% if event_earlier %}earlier {{ event_earlier.url }}{% endif %}
{% if event_later %}later {{ event_later.url }}{% endif %}
-- templates/event.html --
{{ event.name }}{% if event.is_foreign %} ({{ event.lang }} {{ event.dir }}){% endif %}
{% for day in timeline %}{% if day.datetime %}{{ day.datetime }} {{ day.text }}{% else %}undated{% endif %}
{% for entry in day.entries %}{{ entry.kind }} {% if entry.moment %}{{ entry.moment.time }}{% endif %} {% if entry.milestone %}{{ entry.milestone.text }}{% else %}{{ entry.card.title }} {{ entry.card.lang }} {{ entry.language_number }}{% if entry.is_original %} original{% endif %}{% endif %}
{% endfor %}{% endfor %}
";

fn site(files: &str) -> Built {
    build(&format!("{SITE}{files}"))
}

/// An output without its empty lines and trailing spaces.
fn lines(built: &Built, path: &str) -> Vec<String> {
    let lines = built.file(path).lines().map(|line| line.trim_end().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// An article in one file.
fn article(name: &str, header: &str) -> String {
    format!("-- content/{name}.md --\n---\n{header}\n---\nText.\n")
}

/// That the titles of an event's coverage come in this order, written as `time title`.
#[track_caller]
fn check_order(zone: &str, dates: &[(&str, &str)], expected: &[&str]) {
    let mut files = format!("-- data/events.yaml --\ne: {{name: E, time_zone: {zone}}}\n");
    for (title, date) in dates {
        files += &article(title, &format!("title: {title}\nevent: e\n{date}"));
    }
    let shown = lines(&site(&files), "events/e/index.html");
    let articles = shown.iter().filter_map(|line| line.strip_prefix("article "));
    let articles: Vec<&str> = articles.filter_map(|line| line.strip_suffix(" fr 1 original")).collect();
    assert_eq!(articles, expected);
}

#[test]
fn coverage_is_in_the_order_of_instants_whatever_their_clocks() {
    check_order(
        "Europe/Paris",
        &[
            ("a", "date: 2021-03-19T19:00:00Z"),
            ("b", "date: 2021-03-19 19:30"),
            ("c", "date: 2021-03-19T15:00:00-04:00"),
        ],
        &["19:30 b", "20:00 a", "20:00 c"],
    );
    // In the night when clocks go forward, and in the one when they go back.
    check_order(
        "Europe/Paris",
        &[
            ("a", "date: 2021-03-28 03:10"),
            ("b", "date: 2021-03-28T01:05:00Z"),
            ("c", "date: 2021-03-28 01:50"),
        ],
        &["01:50 (UTC+1) c", "03:05 (UTC+2) b", "03:10 (UTC+2) a"],
    );
    check_order(
        "Europe/Paris",
        &[
            ("a", "date: 2021-10-31T02:10:00+01:00"),
            ("b", "date: 2021-10-31T02:50:00+02:00"),
            ("c", "date: 2021-10-31 02:50 +01:00"),
        ],
        &["02:50 (UTC+2) b", "02:10 (UTC+1) a", "02:50 (UTC+1) c"],
    );
    check_order(
        "Asia/Kolkata",
        &[("b", "date: 2021-03-19 18:25"), ("c", ""), ("a", "date: 2021-03-19 00:10")],
        &["04:40 a", "22:55 b", " c"],
    );
}

#[test]
fn the_timeline_has_milestones_and_articles_by_the_day_on_the_event_s_clock() {
    let built = site(&format!(
        "-- data/events.yaml --
panne:
  name: {{fr: Panne, en: Outage}}
  time_zone: Europe/Paris
  milestones:
  - {{time: 2021-03-19T23:30:00Z, text: {{fr: fin, en: over}}}}
  - {{time: 2021-03-19 19:30, text: {{fr: début, en: begins}}}}
{}{}{}",
        article("a", "title: A\ndate: 2021-03-19 19:30\nevent: panne"),
        "-- content/a.ar.md --\n---\ntitle: ا\n---\nText.\n",
        article("b", "title: B\nevent: panne"),
    ));
    assert_eq!(
        lines(&built, "en/events/outage/index.html"),
        [
            "Outage",
            "2021-03-19 Friday, March 19, 2021",
            "milestone 7:30\u{202f}PM begins",
            "article 7:30\u{202f}PM A fr 1 original",
            "article 7:30\u{202f}PM ا ar 2",
            "2021-03-20 Saturday, March 20, 2021",
            "milestone 12:30\u{202f}AM over",
            "undated",
            "article  B fr 1 original",
        ]
    );
}

#[test]
fn a_day_without_a_time_stands_on_its_day_whatever_the_event_s_clock() {
    // West of the site's zone, and east of it.
    for (zone, offset) in [("America/New_York", "-04:00"), ("Pacific/Kiritimati", "+14:00")] {
        let built = site(&format!(
            "-- data/events.yaml --
e:
  name: E
  time_zone: {zone}
  milestones:
  - {{time: 2021-03-20, text: day}}
  - {{time: 2021-03-19 20:00, text: evening}}
  - {{time: 2021-03-20 08:00, text: morning}}
{}{}{}",
            article("a", "title: A\ndate: 2021-03-20\nevent: e"),
            article("b", &format!("title: B\ndate: 2021-03-19T18:30:00{offset}\nevent: e")),
            article("c", "title: C\ndate: 2021-03-19\nevent: e"),
        ));
        assert_eq!(
            lines(&built, "events/e/index.html"),
            [
                "E",
                "2021-03-19 vendredi 19 mars 2021",
                "article  C fr 1 original",
                "article 18:30 B fr 1 original",
                "milestone 20:00 evening",
                "2021-03-20 samedi 20 mars 2021",
                "milestone  day",
                "article  A fr 1 original",
                "milestone 08:00 morning",
            ],
            "{zone}"
        );
        assert_eq!(lines(&built, "a/index.html")[1], "earlier /press/b/", "{zone}");
    }
}

#[test]
fn a_time_that_the_clock_showed_twice_is_warned_of_at_its_place() {
    let built = site(&format!(
        "-- data/events.yaml --\ne: {{name: E, time_zone: Europe/Paris, start: 2021-10-31 02:30}}\n{}",
        article("a", "event: e\ndate: 2021-03-28 02:30"),
    ));
    let told = built.site.warnings.iter().map(|warning| {
        let (path, span) = (warning.path.as_ref().expect("a file"), warning.span.expect("a place"));
        format!("{path}:{}:{}: {}", span.line, span.column, warning.message)
    });
    let mut told: Vec<String> = told.collect();
    told.sort();
    assert_eq!(
        told,
        [
            "content/a.md:3:7: in `date`, the clock of `Europe/Paris` never showed 02:30 on 2021-03-28: it was put \
             forward, and this is taken for 2021-03-28 03:30",
            "data/events.yaml:1:46: in `start`, the clock of `Europe/Paris` showed 02:30 twice on 2021-10-31: it was \
             put back, and this is taken for the first",
        ]
    );
}

#[test]
fn a_month_or_a_year_of_an_event_stays_one() {
    let built = site(&format!(
        "-- templates/events.html --
{{% for event in events %}}{{{{ event.start.text }}}}–{{{{ event.end.text }}}} {{{{ event.end.datetime }}}} {{{{ event.is_one_day }}}}{{% endfor %}}
-- data/events.yaml --
panne:
  name: {{fr: Panne, en: Outage}}
  start: 2021-03-31
  end: 2021-03
  milestones:
  - {{time: 2021-03-01 09:00, text: {{fr: un jour, en: a day}}}}
  - {{time: 2021-03, text: {{fr: un mois, en: a month}}}}
  - {{time: 2021, text: {{fr: un an, en: a year}}}}
{}",
        article("a", "title: A\ndate: 2021-03\nevent: panne"),
    ));
    assert_eq!(
        lines(&built, "events/panne/index.html"),
        [
            "Panne",
            "2021 2021",
            "milestone  un an",
            "2021-03 mars 2021",
            "milestone  un mois",
            "article  A fr 1 original",
            "2021-03-01 lundi 1er mars 2021",
            "milestone 09:00 un jour",
        ]
    );
    assert_eq!(lines(&built, "events/index.html"), ["31 mars 2021–mars 2021 2021-03 true"]);
    let calendar = built.file("events/panne/event.ics");
    assert!(calendar.contains("DTSTART;VALUE=DATE:20210331\r\nDTEND;VALUE=DATE:20210401\r\n"), "{calendar}");
    let data: Value = serde_json::from_str(built.file("events/panne/event.json")).expect("JSON");
    assert_eq!((&data["end"], &data["milestones"][0]["time"]), (&"2021-03".into(), &"2021".into()));
}

#[test]
fn an_event_has_a_page_where_it_is_covered_or_named() {
    let events = "-- data/events.yaml --
panne: {name: {fr: Panne, en: Outage}}
inondation: {name: Inondation, milestones: [{time: 2021, text: Début}]}
";
    let built = site(&format!("{events}{}", article("a.ar", "title: ا\nevent: PANNE")));
    assert!(built.has("events/panne/index.html") && built.has("en/events/outage/index.html"));
    // It is covered in Arabic, and called there as in the default language.
    assert_eq!(lines(&built, "ar/events/panne/index.html")[0], "Panne (fr ltr)");
    assert!(built.has("events/inondation/index.html") && !built.has("en/events/inondation/index.html"));
    let index = |language: &str| built.file(&format!("{language}events/index.html")).matches("<h2>").count();
    assert_eq!([index(""), index("en/"), index("ar/")], [2, 1, 1]);
    let page = built.file("en/events/index.html");
    assert!(page.contains("hreflang=\"x-default\" href=\"https://example.org/press/events/\""), "{page}");
    assert!(page.contains("href=\"/press/en/events/outage/\""), "{page}");
}

#[test]
fn the_list_of_events_has_as_many_on_a_page_as_other_lists() {
    let (mut events, mut articles) = (String::new(), String::new());
    for day in 1..=25 {
        let _ = writeln!(events, "event-{day:02}: {{name: Event {day}, start: 2021-03-{day:02}}}");
        articles += &article(&format!("a{day}"), &format!("title: A\nevent: event-{day:02}"));
    }
    let built = site(&format!("-- data/events.yaml --\n{events}{articles}"));
    let names = |path: &str| -> Vec<String> {
        let page = built.file(path);
        let names = page.split("<h2>").skip(1).filter_map(|rest| rest.split_once("\">")?.1.split_once('<'));
        names.map(|(name, _)| name.to_owned()).collect()
    };
    let (first, second) = (names("events/index.html"), names("events/page/2/index.html"));
    assert_eq!((first.len(), &*first[0], second.len(), &*second[4]), (20, "Event 25", 5, "Event 1"));
    assert!(built.file("events/index.html").contains("rel=\"next\" href=\"/press/events/page/2/\""));
    assert!(!built.has("events/page/3/index.html"));
    // What search engines are told of is the first page.
    let sitemap = built.file("sitemap-fr-lists.xml");
    assert!(sitemap.contains("/press/events/<") && !sitemap.contains("/events/page/2/"), "{sitemap}");
}

#[test]
fn an_article_is_told_its_event_and_its_neighbours_by_story() {
    let built = site(&format!(
        "-- data/events.yaml --\npanne: {{name: {{fr: Panne, en: Outage}}}}\n{}{}{}{}{}{}{}",
        article("one", "date: 2021-03-19\nevent: panne"),
        article("one.en", ""),
        article("two", "date: 2021-03-20\nevent: Panne"),
        article("three", "date: 2021-03-21\nevent: panne"),
        article("three.en", "date: 2021-03-22"),
        article("three.ar", ""),
        article("other", "date: 2021-03-20"),
    ));
    assert_eq!(
        lines(&built, "en/one/index.html"),
        ["panne /press/en/events/outage/ Outage", "later /press/two/"]
    );
    assert_eq!(
        lines(&built, "two/index.html"),
        ["panne /press/events/panne/ Panne", "earlier /press/one/", "later /press/three/"]
    );
    assert_eq!(
        lines(&built, "en/three/index.html"),
        ["panne /press/en/events/outage/ Outage", "earlier /press/two/"]
    );
    assert_eq!(
        lines(&built, "ar/three/index.html"),
        ["panne /press/ar/events/panne/ Panne (fr ltr)", "earlier /press/two/"]
    );
    assert!(lines(&built, "other/index.html").is_empty());
}

#[test]
fn neighbours_lead_to_the_edition_in_the_reader_s_language() {
    let built = site(&format!(
        "-- data/events.yaml --\npanne: {{name: Panne}}\n{}{}{}{}",
        article("one", "date: 2021-03-19\nevent: panne"),
        article("one.en", ""),
        article("two", "date: 2021-03-20\nevent: panne"),
        article("two.en", ""),
    ));
    assert_eq!(lines(&built, "en/two/index.html")[1], "earlier /press/en/one/");
    assert_eq!(lines(&built, "two/index.html")[1], "earlier /press/one/");
}

#[test]
fn an_edition_may_be_on_another_event_than_its_original() {
    let built = site(&format!(
        "-- data/events.yaml --\na: {{name: A}}\nb: {{name: B}}\n{}{}",
        article("one", "event: a"),
        article("one.en", "event: b"),
    ));
    assert_eq!(lines(&built, "one/index.html"), ["a /press/events/a/ A"]);
    assert_eq!(lines(&built, "en/one/index.html"), ["b /press/en/events/b/ B (fr ltr)"]);
}

#[test]
fn what_readers_do_not_find_is_not_in_an_event() {
    let built = site(&format!(
        "-- data/events.yaml --\npanne: {{name: Panne}}\n{}{}{}{}{}",
        article("shown", "title: Shown\ndate: 2021-03-19\nevent: panne"),
        article("draft", "title: Draft\ndate: 2021-03-18\nevent: panne\ndraft: true"),
        article("later", "title: Later\ndate: 2031-03-18\nevent: panne"),
        article("hidden", "title: Hidden\ndate: 2021-03-18\nevent: panne\nhidden: true"),
        "-- content/_index.md --\n---\ntitle: Home\nevent: panne\n---\nText.\n",
    ));
    let page = lines(&built, "events/panne/index.html");
    assert_eq!(page, ["Panne", "2021-03-19 vendredi 19 mars 2021", "article  Shown fr 1 original"]);
    assert_eq!(lines(&built, "shown/index.html"), ["panne /press/events/panne/ Panne"]);
    let data = built.file("events/panne/event.json");
    assert!(!data.contains("Draft") && !data.contains("Hidden") && !data.contains("Later"), "{data}");
    // The hidden page itself still says what it is about.
    assert_eq!(lines(&built, "hidden/index.html"), ["panne /press/events/panne/ Panne"]);
}

#[test]
fn an_event_that_does_not_exist_is_an_error_with_a_hint() {
    let site =
        "-- data/events.yaml --\npanne-2021: {name: Panne}\n-- content/a.md --\n---\nevent: pane-2021\n---\n";
    insta::assert_snapshot!(problems(site), @r#"
    error: the event `pane-2021` is not in `data/events.yaml`
     --> content/a.md:2:8
      |
    2 | event: pane-2021
      |        ^^^^^^^^^
      |
      = hint: did you mean `panne-2021`?

    1 error
    "#);
    let site = "-- data/events.yaml --\n-- content/a.md --\n---\nevent: panne\n---\n";
    insta::assert_snapshot!(problems(site), @r#"
    error: the event `panne` is not in `data/events.yaml`
     --> content/a.md:2:8
      |
    2 | event: panne
      |        ^^^^^
      |
      = hint: describe it in `data/events.yaml`

    1 error
    "#);
}

#[test]
fn where_events_are_not_described_each_is_noted_once() {
    let archive = format!(
        "{SITE}{}{}{}",
        article("a", "event: Panne_1"),
        article("b", "event: panne-1"),
        article("c", "event: autre")
    );
    let built =
        try_build(&archive, publishing()).unwrap_or_else(|told| panic!("{}", printed(&archive, &told)));
    insta::assert_snapshot!(printed(&archive, &built.site.warnings), @r#"
    note: the event `Panne_1` is not described, and is not shown
     --> content/a.md:2:8
      |
    2 | event: Panne_1
      |        ^^^^^^^
      |
      = hint: describe it in `data/events.yaml`

    note: the event `autre` is not described, and is not shown
     --> content/c.md:2:8
      |
    2 | event: autre
      |        ^^^^^
      |
      = hint: describe it in `data/events.yaml`

    2 notes
    "#);
    assert!(lines(&built, "a/index.html").is_empty());
    assert!(!built.has("events/index.html"));
}

#[test]
fn an_event_that_nothing_is_on_is_warned_of() {
    let archive = format!("{SITE}-- data/events.yaml --\npanne: {{name: Panne}}\n-- content/a.md --\nA\n");
    let built =
        try_build(&archive, publishing()).unwrap_or_else(|told| panic!("{}", printed(&archive, &told)));
    insta::assert_snapshot!(printed(&archive, &built.site.warnings), @r#"
    warning: no article is on the event `panne`, so it has no page
     --> data/events.yaml:1:1
      |
    1 | panne: {name: Panne}
      | ^^^^^
      |
      = hint: write `event: panne` into the header of an article

    1 warning
    "#);
    assert!(!built.has("events/panne/index.html") && !built.has("events/index.html"));
    // One that waits for its article is no slip.
    let built = site(&format!(
        "-- data/events.yaml --\npanne: {{name: Panne}}\n{}",
        article("a", "event: panne\ndraft: true")
    ));
    assert!(built.warnings().is_empty() && !built.has("events/panne/index.html"));
}

#[test]
fn an_article_at_an_event_s_address_is_an_error() {
    let site = "-- data/events.yaml --\npanne: {name: Panne}\n-- content/a.md --\n---\nevent: panne\npath: /events/panne/\n---\n";
    insta::assert_snapshot!(problems(site), @r#"
    error: `/events/panne/index.html` would be written by both `content/a.md` and the event `panne` (en)
     --> data/events.yaml:1:1
      |
    1 | panne: {name: Panne}
      | ^^^^^
      |
      = hint: give one of them another `slug`, `path` or name

    1 error
    "#);
}

/// A site with all that an event can have.
fn full() -> Built {
    let files = "\
-- depeche.yaml --
languages: [fr, en]
time_zone: Europe/Paris
base_url: https://example.org/press/
permalink: \"{lang}/{slug}/\"
-- data/events.yaml --
panne:
  name: {fr: \"La panne, en bref\", en: The outage}
  description: {fr: Rien ne va plus ; puis tout revient.}
  start: 2021-03-19 18:25
  end: 2021-03-19 19:10
  places: [{fr: Monde entier, en: Worldwide}, Paris]
  parties: [WhatsApp, {name: Signal, url: \"https://signal.org/\"}]
  sources: [{name: RTL, url: \"https://www.rtl.fr/a\", lang: fr}, https://www.rtve.es/b]
  milestones:
  - {time: 2021-03-19, text: {fr: Le jour, en: The day}}
  - {time: 2021-03-19T22:55:00+05:30, text: {fr: Début, en: It begins}, source: RTL}
  - {time: 2021-03-19 18:25, text: {fr: Au même instant}}
-- content/a.md --
---
title: A
date: 2021-03-19 19:40
updated: 2021-03-21T09:30:00+01:00
tags: [whatsapp]
event: panne
---
Text.
-- content/a.en.md --
---
title: A in English
---
Text.
";
    build(files)
}

#[test]
fn the_calendar_file_has_the_event_and_its_milestones() {
    let built = full();
    let calendar = built.file("en/events/the-outage/event.ics");
    assert!(!calendar.replace("\r\n", "").contains(['\r', '\n']));
    let shown = calendar.replace("\r\n", "\n").replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!(shown, @r#"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Depeche//Depeche VERSION//EN
    CALSCALE:GREGORIAN
    NAME;LANGUAGE=en:The outage
    X-WR-CALNAME:The outage
    URL:https://example.org/press/en/events/the-outage/
    BEGIN:VEVENT
    UID:panne@example.org/press
    DTSTAMP:20210321T083000Z
    DTSTART:20210319T172500Z
    DTEND:20210319T181000Z
    SUMMARY;LANGUAGE=en:The outage
    DESCRIPTION;LANGUAGE=fr:Rien ne va plus \; puis tout revient.
    LOCATION:Worldwide and Paris
    URL:https://example.org/press/en/events/the-outage/
    TRANSP:TRANSPARENT
    END:VEVENT
    BEGIN:VEVENT
    UID:panne#20210319@example.org/press
    DTSTAMP:20210321T083000Z
    DTSTART;VALUE=DATE:20210319
    SUMMARY;LANGUAGE=en:The day
    DESCRIPTION:The outage
    RELATED-TO:panne@example.org/press
    URL:https://example.org/press/en/events/the-outage/
    TRANSP:TRANSPARENT
    END:VEVENT
    BEGIN:VEVENT
    UID:panne#20210319T172500Z@example.org/press
    DTSTAMP:20210321T083000Z
    DTSTART:20210319T172500Z
    SUMMARY;LANGUAGE=en:It begins
    DESCRIPTION:The outage\nRTL
    RELATED-TO:panne@example.org/press
    URL:https://example.org/press/en/events/the-outage/
    TRANSP:TRANSPARENT
    END:VEVENT
    BEGIN:VEVENT
    UID:panne#20210319T172500Z.2@example.org/press
    DTSTAMP:20210321T083000Z
    DTSTART:20210319T172500Z
    SUMMARY;LANGUAGE=fr:Au même instant
    DESCRIPTION:The outage
    RELATED-TO:panne@example.org/press
    URL:https://example.org/press/en/events/the-outage/
    TRANSP:TRANSPARENT
    END:VEVENT
    END:VCALENDAR
    "#);
    // The same components, whatever the language.
    let uids = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    assert_eq!(uids(calendar), uids(built.file("events/la-panne-en-bref/event.ics")));
    assert_eq!(uids(calendar).len(), 4);
}

#[test]
fn a_correction_is_news_to_a_calendar() {
    let built = site(&format!(
        "-- data/events.yaml --\ne: {{name: E, start: 2021-03-19}}\n{}",
        article(
            "a",
            "date: 2021-03-19\nevent: e\nupdated: 2021-03-20\ncorrections: [{date: 2021-04-02 10:00, note: N}]"
        )
    ));
    let calendar = built.file("events/e/event.ics");
    assert!(calendar.contains("DTSTAMP:20210402T080000Z"), "{calendar}");
}

#[test]
fn the_data_file_says_all_that_is_known() {
    let built = full();
    let data = built.file("en/events/the-outage/event.json");
    let data: Value = serde_json::from_str(data).expect("JSON");
    let fields = data.as_object().expect("a map").iter();
    let lines: Vec<String> = fields.map(|(key, value)| format!("{key}: {value}")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    version: 1
    id: "panne"
    url: "https://example.org/press/en/events/the-outage/"
    language: "en"
    name: {"text":"The outage","language":"en"}
    names: {"en":"The outage","fr":"La panne, en bref"}
    description: {"text":"Rien ne va plus ; puis tout revient.","language":"fr"}
    start: "2021-03-19T18:25:00+01:00"
    end: "2021-03-19T19:10:00+01:00"
    ongoing: false
    time_zone: "Europe/Paris"
    places: [{"text":"Worldwide","language":"en"},{"text":"Paris","language":null}]
    parties: [{"name":{"text":"WhatsApp","language":null},"url":null},{"name":{"text":"Signal","language":null},"url":"https://signal.org/"}]
    sources: [{"name":{"text":"RTL","language":null},"url":"https://www.rtl.fr/a","language":"fr"},{"name":{"text":"rtve.es","language":null},"url":"https://www.rtve.es/b","language":null}]
    milestones: [{"time":"2021-03-19","text":{"text":"The day","language":"en"},"sources":[]},{"time":"2021-03-19T18:25:00+01:00","text":{"text":"It begins","language":"en"},"sources":[{"name":{"text":"RTL","language":null},"url":null,"language":null}]},{"time":"2021-03-19T18:25:00+01:00","text":{"text":"Au même instant","language":"fr"},"sources":[]}]
    coverage: [{"url":"https://example.org/press/a/","title":"A","language":"fr","published":"2021-03-19T19:40:00+01:00","is_original":true,"story":"https://example.org/press/a/"},{"url":"https://example.org/press/en/a/","title":"A in English","language":"en","published":"2021-03-19T19:40:00+01:00","is_original":false,"story":"https://example.org/press/a/"}]
    "#);
}

#[test]
fn an_event_without_a_time_has_no_calendar_file() {
    let built = site(&format!(
        "-- data/events.yaml --\ne: {{name: E}}\n{}",
        article("a", "date: 2021-03-19\nevent: e")
    ));
    assert!(built.has("events/e/event.json") && !built.has("events/e/event.ics"));
}

#[test]
fn the_theme_s_pages_show_an_event_whole() {
    let built = full();
    let page = built.file("events/la-panne-en-bref/index.html");
    let expected = [
        "<h1>La panne, en bref</h1>",
        "<link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/press/en/events/the-outage/\">",
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/press/events/la-panne-en-bref/\">",
        "<a href=\"/press/events/\">",
        "<time datetime=\"2021-03-19T18:25:00+01:00\">19 mars 2021 à 18:25</time> – <time datetime=\"2021-03-19T19:10:00+01:00\">19:10</time>",
        "<dd>Monde entier</dd>",
        "<dd><a href=\"/press/tags/whatsapp/\">WhatsApp</a></dd>",
        "<dd><a href=\"https://signal.org/\">Signal</a></dd>",
        "Europe/Paris (UTC+1)",
        "<input type=\"radio\" name=\"language\" value=\"en\">",
        "data-language=\"en\"",
        "<a href=\"https://www.rtl.fr/a\" hreflang=\"fr\"><bdi>RTL</bdi></a>",
        "<a href=\"https://www.rtve.es/b\"><bdi>rtve.es</bdi></a>",
        "href=\"/press/events/la-panne-en-bref/event.ics\"",
        "href=\"/press/events/la-panne-en-bref/event.json\"",
    ];
    for expected in expected {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    let page = built.file("en/events/the-outage/index.html");
    assert!(page.contains("<p class=\"standfirst\" lang=\"fr\" dir=\"ltr\">Rien ne va plus"), "{page}");
    let article = built.file("en/a/index.html");
    assert!(article.contains("<a href=\"/press/en/events/the-outage/\">The outage</a>"), "{article}");
}

#[test]
fn a_source_whose_name_is_in_another_language_says_so() {
    let built = build(&format!(
        "-- depeche.yaml --\nlanguages: [fr, ar]\n-- data/events.yaml --
e:
  name: {{fr: É, ar: ح}}
  sources: [{{name: {{fr: Le Journal}}, url: \"https://e.org/\"}}, {{name: {{fr: La Une, ar: الصفحة}}}}]
  milestones: [{{time: 2021-03-19, text: {{fr: T, ar: ن}}, source: {{name: {{fr: La Une}}}}}}]
{}",
        article("a", "event: e")
    ));
    let page = built.file("ar/events/ح/index.html");
    for expected in [
        "<a href=\"https://e.org/\"><bdi lang=\"fr\" dir=\"ltr\">Le Journal</bdi></a>",
        "<li><bdi>الصفحة</bdi></li>",
        "<p class=\"meta\"><bdi lang=\"fr\" dir=\"ltr\">La Une</bdi></p>",
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
}

#[test]
fn the_clock_of_an_event_names_every_offset_that_its_times_have() {
    let template = "-- templates/event.html --\n{{ event.zone }}\n";
    let zone = |event: &str, date: &str| {
        let files = format!(
            "-- depeche.yaml --\ntime_zone: America/St_Johns\n{template}-- data/events.yaml --\ne: {{name: E, {event}}}\n{}",
            article("a", &format!("event: e\n{date}"))
        );
        build(&files).file("events/e/index.html").trim().to_owned()
    };
    assert_eq!(zone("time_zone: europe/paris", "date: 2021-03-19 18:25"), "Europe/Paris (UTC+1)");
    assert_eq!(
        zone("time_zone: Europe/Paris, start: 2021-03-27 18:25", "date: 2021-03-28 18:25"),
        "Europe/Paris (UTC+1/+2)"
    );
    assert_eq!(zone("start: 2021-01-05 12:00", ""), "America/St_Johns (UTC−3:30)");
    assert_eq!(zone("start: 2021-01-05", ""), "America/St_Johns");
    assert_eq!(zone("time_zone: UTC, start: 2021-01-05 12:00", ""), "UTC");
}

#[test]
fn an_event_that_ends_as_it_starts_has_its_day_once() {
    for time in ["", " 18:25"] {
        let built = build(&format!(
            "-- data/events.yaml --\npanne:\n  name: Panne\n  start: 2021-03-19{time}\n  end: 2021-03-19{time}\n\
             -- content/a.md --\n---\nevent: panne\n---\nText.\n"
        ));
        let page = built.file("events/panne/index.html");
        let facts = page.split("<section class=\"facts\"").nth(1).expect("facts");
        let facts = facts.split("</section>").next().unwrap_or(facts);
        assert_eq!(facts.matches("<time").count(), 1, "{facts}");
    }
}

#[test]
fn a_data_file_whose_name_is_almost_right_is_told() {
    let built =
        build("-- data/events.yml --\na: {name: A}\n-- data/Term.yaml --\n[]\n-- data/teams.yml --\nx: y\n");
    assert_eq!(
        noticed(&built),
        [
            "warning data/Term.yaml: this file is not read: its name is not `data/terms.yaml`",
            "warning data/events.yml: this file is not read: its name is not `data/events.yaml`",
        ]
    );
}
