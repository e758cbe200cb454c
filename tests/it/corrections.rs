//! What was put right after publication: on the article, on the page of all corrections, and in the
//! translations that lack it.

use depeche::link::Publishing;
use depeche::text_hash::TextHash;

use crate::harness::{Built, build, publishing, try_build};
use crate::told::{errors, noticed};

const SETTINGS: &str = "\n-- depeche.yaml --\nbase_url: https://example.org/\nlanguages: [en, fr, ja]\n";

fn site(files: &str) -> Built {
    build(&format!("{SETTINGS}{files}"))
}

/// An article of 19 March with these corrections, and whatever files follow.
fn corrected(corrections: &str, files: &str) -> Built {
    site(&format!("-- content/a.md --\n---\ndate: 2021-03-19T18:00:00Z\n{corrections}\n---\nText\n{files}"))
}

const PAGE: &str = "2021/03/a/index.html";

/// When a page says that it was last changed.
fn updated(built: &Built) -> Option<&str> {
    let page = built.file(PAGE);
    page.split("Updated <time datetime=\"").nth(1).and_then(|rest| rest.split('"').next())
}

#[test]
fn an_article_tells_its_corrections_the_newest_first() {
    let built = corrected(
        "corrections:\n- {date: 2021-03-20, note: 'It said \"five\".'}\n- {date: 2021-03-21, note: \"Not <Paris>.\"}",
        "",
    );
    let page = built.file(PAGE);
    let list = page.split("<section class=\"corrections\" id=\"site-corrections\"").nth(1).expect("a list");
    let items: Vec<&str> = list.lines().filter(|line| line.contains("<li>")).collect();
    assert!(items[0].ends_with("March 21, 2021</time> Not &lt;Paris&gt;.</li>"), "{items:?}");
    assert!(items[1].ends_with("March 20, 2021</time> It said “five”.</li>"), "{items:?}");
    let line = "Corrected <time datetime=\"2021-03-21\">March 21, 2021</time> · \
                <a href=\"#site-corrections\">See what was corrected</a>";
    assert!(page.contains(line), "{page}");
    assert_eq!(noticed(&built), [""; 0]);
}

#[test]
fn an_article_without_corrections_says_nothing_of_them() {
    let built = corrected("corrections: []", "");
    assert!(!built.file(PAGE).contains("orrect"));
    assert!(!built.has("corrections/index.html"));
    assert!(built.site.corrections.iter().all(Vec::is_empty));
}

#[test]
fn an_article_was_changed_when_it_was_last_put_right() {
    let correction = "corrections: [{date: 2021-03-21, note: A}, {date: 2021-03-20, note: B}]";
    assert_eq!(updated(&corrected("updated: 2021-03-20T09:00:00Z", "")), Some("2021-03-20T09:00:00+00:00"));
    assert_eq!(updated(&corrected(correction, "")), Some("2021-03-21"));
    assert_eq!(updated(&corrected(&format!("updated: 2021-03-20\n{correction}"), "")), Some("2021-03-21"));
    assert_eq!(updated(&corrected(&format!("updated: 2021-03-22\n{correction}"), "")), Some("2021-03-22"));
    assert_eq!(updated(&corrected("", "")), None);
}

#[test]
fn corrections_without_a_note_a_date_or_before_their_article_are_told() {
    assert_eq!(
        errors("-- content/a.md --\n---\ncorrections:\n- {date: 2021-03-20}\n---\nText\n"),
        [
            "error content/a.md:3: a correction has no `note` -> write `- {date: 2024-06-05, note: \"what was put right\"}`"
        ]
    );
    let built =
        corrected("corrections:\n- A\n- {note: B, date: 2021-03-18}\n- {note: C, date: 2021-03-19}", "");
    assert_eq!(
        noticed(&built),
        [
            "warning content/a.md:4: this correction has no date, and is listed last",
            "warning content/a.md:5: this correction is dated 2021-03-18, before its article of 2021-03-19"
        ]
    );
}

/// The notes of a page of all corrections, each with the title of its article.
fn listed(built: &Built, path: &str) -> Vec<String> {
    let page = built.file(path);
    let list = page.split("<ol class=\"cards\">").nth(1).expect("a list");
    let list = list.split("</ol>").next().expect("its end");
    let text = |line: &str| {
        let tags = regex::Regex::new("<[^>]*>").expect("a pattern");
        tags.replace_all(line, "").into_owned()
    };
    list.split("<li>")
        .skip(1)
        .map(|item| text(item).split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

const MANY: &str = "
articles_per_page: 2
list_untranslated: true
-- content/a.md --
---
title: First
corrections: [{date: 2021-03-20, note: One}, {date: 2021-03-22, note: Two}, Three]
---
Text
-- content/a.fr.md --
---
title: Premier
corrections: [{date: 2021-03-20, note: Un}, {date: 2021-03-22, note: Deux}]
---
Texte
-- content/b.md --
---
title: Second
corrections: [{date: 2021-03-21, note: Four}]
---
Text
-- content/c.md --
---
title: Hidden
hidden: true
corrections: [{date: 2021-03-23, note: Five}]
---
Text
";

#[test]
fn each_language_lists_the_corrections_of_its_own_articles() {
    let built = site(MANY);
    assert_eq!(
        listed(&built, "corrections/index.html"),
        ["March 22, 2021 First Two", "March 21, 2021 Second Four"]
    );
    assert_eq!(listed(&built, "corrections/page/2/index.html"), ["March 20, 2021 First One", "First Three"]);
    assert_eq!(
        listed(&built, "fr/corrections/index.html"),
        ["22 mars 2021 Premier Deux", "20 mars 2021 Premier Un"]
    );
    assert!(!built.has("ja/corrections/index.html"));
    assert!(!built.has("corrections/page/3/index.html"));
    let page = built.file("corrections/index.html");
    assert!(page.contains("4 corrections") && page.contains("Page 1 of 2"), "{page}");
    for version in
        ["en\" href=\"https://example.org/corrections/", "fr\" href=\"https://example.org/fr/corrections/"]
    {
        assert!(page.contains(&format!("<link rel=\"alternate\" hreflang=\"{version}\"")), "{page}");
    }
    assert!(!page.contains("hreflang=\"ja\" href=\"https://example.org/ja/corrections/"), "{page}");
    let article = built.file("a/index.html");
    assert!(article.contains("<a href=\"/corrections/\">All corrections</a>"), "{article}");
}

#[test]
fn the_page_of_all_corrections_can_be_linked_to_where_it_is() {
    let archive = |path: &str| format!("{SETTINGS}{MANY}-- content/d.md --\n[all]({path})\n");
    build(&archive("/corrections/page/2/"));
    assert!(try_build(&archive("/ja/corrections/"), publishing()).is_err());
}

/// What an edition in French, with this header, is told of its original's correction of 21 March.
fn told(header: &str) -> Vec<String> {
    let built = corrected(
        "corrections: [{date: 2021-03-21T09:30:00Z, note: A}]",
        &format!("-- content/a.fr.md --\n---\n{header}\n---\nTexte\n"),
    );
    let page = built.file("fr/2021/03/a/index.html");
    let says_so = page.contains("L’original a été corrigé depuis");
    let told: Vec<String> = noticed(&built).into_iter().filter(|line| line.starts_with("warning")).collect();
    assert_eq!(says_so, !told.is_empty(), "{page}");
    if says_so {
        assert!(
            page.contains(
                "Lire l’original <a href=\"/2021/03/a/\" lang=\"en\" hreflang=\"en\" dir=\"ltr\">English — "
            ),
            "{page}"
        );
        assert_eq!(page.matches("class=\"notice\"").count(), 1, "{page}");
    }
    told
}

#[test]
fn a_translation_that_lacks_a_correction_is_told_so() {
    let lacks =
        ["warning content/a.fr.md:1: this translation needs the correction of 2021-03-21: its original \
                  `content/a.md` was corrected, and it was not"];
    assert_eq!(told("title: Premier"), lacks);
    assert_eq!(told("date: 2021-03-20"), lacks);
    assert_eq!(told("updated: 2021-03-21T09:00:00Z"), lacks);
    assert_eq!(told("corrections: [{date: 2021-03-20, note: B}]"), lacks);
    assert_eq!(told("source_hash: 0123456789abcdef"), lacks);
}

#[test]
fn a_translation_has_a_correction_by_its_own_its_date_or_its_hash() {
    let hash = TextHash::of("", "", "Text");
    for header in [
        "corrections: [{date: 2021-03-21, note: B}]",
        "updated: 2021-03-21",
        "updated: 2021-03-21T09:30:00Z",
        "date: 2021-03-22",
        &format!("source_hash: {hash}"),
    ] {
        assert_eq!(told(header), [""; 0], "{header}");
    }
}

#[test]
fn a_translation_may_list_what_was_put_right_before_it_was_made() {
    assert_eq!(told("date: 2021-03-25\ncorrections: [{date: 2021-03-21, note: B}]"), [""; 0]);
}

#[test]
fn all_corrections_that_are_lacking_are_told_at_once() {
    let built = corrected(
        "corrections: [{date: 2021-03-21, note: A}, {date: 2021-03-21, note: B}, {date: 2021-03-23, note: C}, \
         {date: 2021-03-22, note: D}]",
        "-- content/a.fr.md --\n---\nupdated: 2021-03-20\ncorrections: [{date: 2021-03-22, note: D}]\n---\nTexte\n",
    );
    assert_eq!(
        noticed(&built),
        [
            "warning content/a.fr.md:1: this translation needs the correction of 2021-03-23, 2021-03-21: its original \
          `content/a.md` was corrected, and it was not"
        ]
    );
    let hint = built.site.warnings[0].hint.clone().expect("a way out");
    assert!(
        hint.starts_with("put it right, and add `{date: 2021-03-23, note: \"…\"}` to its `corrections`"),
        "{hint}"
    );
}

#[test]
fn what_is_dated_after_the_build_waits_for_its_day() {
    let header = "updated: 2027-01-01\ncorrections:\n- {date: 2027-02-01, note: Later}\n- {date: 2021-03-20, note: Now}";
    let built = corrected(header, "");
    let page = built.file(PAGE);
    assert_eq!(updated(&built), Some("2021-03-20"));
    assert!(page.contains("Now") && !page.contains("Later"), "{page}");
    assert!(page.contains("Corrected <time datetime=\"2021-03-20\">"), "{page}");
    assert!(!built.file("corrections/index.html").contains("Later"));
    assert_eq!(
        noticed(&built),
        [
            "warning content/a.md:3: `updated` is 2027-01-01, which is still to come, and does not count before",
            "warning content/a.md:5: this correction is dated 2027-02-01, which is still to come, and is left out \
             before",
        ]
    );
    let archive = format!("{SETTINGS}-- content/a.md --\n---\ndate: 2021-03-19\n{header}\n---\nText\n");
    let asked = Publishing { future: true, ..publishing() };
    assert!(try_build(&archive, asked).is_ok_and(|built| built.file(PAGE).contains("Later")));
}
