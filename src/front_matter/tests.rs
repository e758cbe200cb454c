use super::*;
use crate::diagnostic::Severity;
use crate::language::LanguageTag;

fn keys(is_strict: bool) -> KeyMap {
    let taxonomies = [
        ("tags", vec!["tag", "topics", "keywords"]),
        ("categories", vec!["category"]),
        ("authors", vec![]),
        ("series", vec![]),
    ];
    let taxonomies =
        taxonomies.map(|(name, keys)| (name.into(), keys.into_iter().map(String::from).collect()));
    KeyMap::new(&taxonomies, &BTreeMap::new(), is_strict)
}

fn read_all(text: &str, is_strict: bool) -> (FrontMatter, Vec<Diagnostic>) {
    match split(text) {
        Ok(header) => parse(&header, &keys(is_strict), &TimeZone::UTC),
        Err(problem) => (FrontMatter::default(), vec![problem]),
    }
}

/// The front matter of YAML lines that have nothing wrong with them.
#[track_caller]
fn read(yaml: &str) -> FrontMatter {
    let (front_matter, problems) = read_all(&format!("---\n{yaml}\n---\n"), false);
    assert_eq!(problems, [], "{yaml}");
    front_matter
}

/// What is told about a file, each as `severity line:column message / hint`.
#[track_caller]
fn check_file(text: &str, expected: &[&str]) -> FrontMatter {
    let (front_matter, problems) = read_all(text, false);
    let told: Vec<String> = problems
        .iter()
        .map(|problem| {
            let severity = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let (line, column) = problem.span.map_or((0, 0), |span| (span.line, span.column));
            let hint = problem.hint.as_deref().unwrap_or("");
            format!("{severity} {line}:{column} {} / {hint}", problem.message)
        })
        .collect();
    assert_eq!(told, expected, "{text}");
    front_matter
}

/// The same for YAML lines; the first is line 2 of the file.
#[track_caller]
fn check(yaml: &str, expected: &[&str]) -> FrontMatter {
    check_file(&format!("---\n{yaml}\n---\n"), expected)
}

fn value<T: Clone>(spanned: Option<&Spanned<T>>) -> Option<T> {
    spanned.map(|spanned| spanned.value.clone())
}

fn words(list: &[Spanned<String>]) -> Vec<&str> {
    list.iter().map(|item| item.value.as_str()).collect()
}

#[test]
fn scalars_keep_their_spelling() {
    for written in
        ["3.10", "007", "0x1F", "2024", "1984", "1e3", "true", "no", ".inf", "1_000", "18446744073709551616"]
    {
        assert_eq!(value(read(&format!("title: {written}")).title.as_ref()).as_deref(), Some(written));
        let tags = read(&format!("tags: [a, {written}]\nlang: fr"));
        assert_eq!(words(&tags.terms["tags"]), ["a", written]);
        let tags = read(&format!("taxonomies:\n  tags:\n  - {written}\n  - b"));
        assert_eq!(words(&tags.terms["tags"]), [written, "b"]);
    }
    assert_eq!(value(read("lang: no").lang.as_ref()).as_deref(), Some("no"));
}

#[test]
fn values_know_their_place_in_the_file() {
    let (front_matter, _) =
        read_all("\u{feff}\n---\ntitle: \"É\"\nété: x\ntags:\n  - a\n  - 'b'\n---\n", false);
    let place = |span: crate::diagnostic::Span| (span.line, span.column, span.length);
    assert_eq!(place(front_matter.title.unwrap().span), (3, 8, 3));
    let tags = &front_matter.terms["tags"];
    assert_eq!(place(tags[0].span), (6, 5, 1));
    assert_eq!(place(tags[1].span), (7, 5, 3));
}

#[test]
fn booleans_take_words_and_nothing_else() {
    for word in ["true", "True", "yes", "ON", "\"true\""] {
        assert!(read(&format!("draft: {word}")).draft);
    }
    for word in ["false", "no", "Off"] {
        assert!(!read(&format!("draft: {word}")).draft);
    }
    check(
        "draft: ture",
        &["error 2:8 `draft` must be true or false, not `ture` / write `draft: true` or `draft: false`"],
    );
    check(
        "draft: 1",
        &["error 2:8 `draft` must be true or false, not `1` / write `draft: true` or `draft: false`"],
    );
    check(
        "draft: [true]",
        &["error 2:9 `draft` must be true or false, not a list / write `draft: true` or `draft: false`"],
    );
    check(
        "draft:",
        &["warning 2:1 `draft` has no value and counts as false / write `draft: true` or `draft: false`"],
    );
    assert!(read("untranslated: 1").untranslated);
}

#[test]
fn drafts_have_many_spellings() {
    assert!(read("published: false").draft);
    assert!(read("publish: no").draft);
    assert!(read("status: Draft").draft);
    assert!(read("DRAFT: true").draft);
    assert!(!read("published: true").draft);
    let dated = read("published: 2021-03-19");
    assert!(!dated.draft);
    assert_eq!(dated.publish_date.unwrap().value.iso_day(), "2021-03-19");
    let both = check(
        "published: true\ndraft: true",
        &["warning 3:1 `draft` and `published` disagree; the page stays a draft / remove one of them"],
    );
    assert!(both.draft);
    check(
        "published: flase",
        &["error 2:12 `published` must be true, false or a date, not `flase` / \
           write `published: false` for a draft, or `published: 2024-06-05`"],
    );
    check("status: darft", &["error 2:9 `darft` is no known `status` / did you mean `draft`?"]);
}

#[test]
fn slips_in_keys_are_errors_and_own_keys_are_kept() {
    check(
        "titel: x",
        &[
            "error 2:1 `titel` is not a known key / did you mean `title`? a key of your own belongs under `extra`",
        ],
    );
    check(
        "a: b\ndrfat: true",
        &[
            "error 3:1 `drfat` is not a known key / did you mean `draft`? a key of your own belongs under `extra`",
        ],
    );
    let front_matter =
        read("Zeta: 1\nmath: {b: [2, x], a: null}\nextra:\n  Key: 3.10\nparams: {draft_of: v2}");
    assert_eq!(
        serde_json::to_string(&front_matter.extra).unwrap(),
        r#"{"Zeta":1,"math":{"b":[2,"x"],"a":null},"Key":"3.10","draft_of":"v2"}"#
    );
}

#[test]
fn a_strict_site_knows_its_keys() {
    let (_, problems) = read_all("---\nmath: 1\nextra: {x: 1}\n---\n", true);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].message, "`math` is not a known key");
    assert_eq!(
        problems[0].hint.as_deref(),
        Some("put it under `extra`, or set `strict_front_matter: false`")
    );
}

#[test]
fn keys_that_are_written_twice() {
    check(
        "title: a\nlang: fr\ntitle: a",
        &["warning 4:1 `title` is written twice, also in line 2 / remove one of them"],
    );
    check(
        "title: a\ntitle: b",
        &[
            "error 3:1 `title` is written twice with different values, also in line 2 / keep the one that is right",
        ],
    );
    check(
        "Own: a\nown: b",
        &["error 3:1 `own` (as `Own`) is written twice with different values, also in line 2 / \
           keep the one that is right"],
    );
    check(
        "lastmod: 2021-03-19\nupdated: 2021-03-20",
        &["error 3:1 `updated` (as `lastmod`) is written twice with different values, also in line 2 / \
           keep the one that is right"],
    );
    check(
        "path: /a\npermalink: /a",
        &["warning 3:1 `permalink` (as `path`) is written twice, also in line 2 / remove one of them"],
    );
    check(
        "x:\n  a: 1\n  a: 2",
        &[
            "error 4:3 `a` is written twice with different values, also in line 3 / keep the one that is right",
        ],
    );
}

#[test]
fn summaries_have_an_order() {
    let front_matter = read("description: long\nsummary: short\ndeck: other");
    assert_eq!(value(front_matter.summary.as_ref()).as_deref(), Some("short"));
    assert_eq!(
        serde_json::to_string(&front_matter.extra).unwrap(),
        r#"{"description":"long","deck":"other"}"#
    );
}

#[test]
fn terms_are_lists_words_or_texts_with_commas() {
    let tags = |yaml: &str| {
        read(yaml)
            .terms
            .remove("tags")
            .unwrap_or_default()
            .into_iter()
            .map(|tag| tag.value)
            .collect::<Vec<_>>()
    };
    assert_eq!(tags("tags: [a b, c]"), ["a b", "c"]);
    assert_eq!(tags("tags: security"), ["security"]);
    assert_eq!(tags("category: x\ntags: This Week in Rust"), ["This Week in Rust"]);
    assert_eq!(tags("tags: a, b ,c,"), ["a", "b", "c"]);
    assert_eq!(tags("tags: 安全、漏洞，更新"), ["安全", "漏洞", "更新"]);
    assert_eq!(tags("tags: \"a, b\"\ntopics: [b, c]\ntaxonomies: {tags: d}"), ["a", "b", "c", "d"]);
    assert_eq!(tags("tags: [{name: a}, {title: b}]"), ["a", "b"]);
    assert!(tags("tags:").is_empty());
    assert!(tags("tags: [null, '']").is_empty());
    check(
        "tags: [[a]]",
        &["error 2:9 an item of `tags` must be a text, not a list / write `tags: [one, two]`"],
    );
    check(
        "taxonomies: {tgas: [a]}",
        &["error 2:14 `tgas` is no taxonomy of this site / did you mean `tags`?"],
    );
    let many: Vec<String> = (0..=TERMS_MAX).map(|n| n.to_string()).collect();
    check(
        &format!("tags: [{}]", many.join(",")),
        &["error 2:1 more than 200 terms stand in `tags` / keep those that readers look for"],
    );
    assert_eq!(read(&format!("tags: [{}]", many[1..].join(","))).terms["tags"].len(), TERMS_MAX);
}

#[test]
fn authors_are_people_and_terms() {
    let front_matter = read("author: '[Jane](https://x.org/) (Firm)'\nauthors: [John, Jane]\ntranslator:");
    let names: Vec<&str> = front_matter.authors.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Jane", "John"]);
    assert_eq!(words(&front_matter.terms["authors"]), ["John", "Jane"]);
    assert!(front_matter.translators.is_empty());
}

#[test]
fn dates_are_read_and_wrong_ones_are_told_at_their_place() {
    let front_matter = read("date: '2021-03-19 9:05:00 -0500'\nlastmod: 2021\nexpirydate:");
    assert_eq!(front_matter.date.unwrap().value.rfc3339(), "2021-03-19T09:05:00-05:00");
    assert_eq!(front_matter.updated.unwrap().value.iso_day(), "2021-01-01");
    assert!(front_matter.expiry_date.is_none());
    check(
        "title: x\ndate: 05/06/2024",
        &[
            "error 3:7 in `date`, `05/06/2024` is ambiguous: day or month first? / write `2024-06-05` or `2024-05-06`",
        ],
    );
    check(
        "date: [2021]",
        &["error 2:8 `date` must be a date, not a list / write the year first, as `2024-06-05`"],
    );
}

#[test]
fn paths_and_sources_are_told_apart() {
    let front_matter = read("url: /2021/x/");
    assert_eq!(value(front_matter.path.as_ref()).as_deref(), Some("/2021/x/"));
    let front_matter = read("url: https://a.org/\nvia: https://b.org/\nlink: /old");
    assert!(front_matter.path.is_none());
    assert_eq!(front_matter.source.unwrap().url.as_deref(), Some("https://b.org/"));
    assert_eq!(
        serde_json::to_string(&front_matter.extra).unwrap(),
        r#"{"url":"https://a.org/","link":"/old"}"#
    );
    let front_matter = read("aliases: /a, b\nredirect_from: [/c, null]");
    assert_eq!(words(&front_matter.aliases), ["/a, b", "/c"]);
}

#[test]
fn what_would_be_lost_of_a_source_is_told() {
    const EXAMPLE: &str = r#"write `source: {name: Le Monde, url: "https://…"}`"#;
    let one = format!(
        "error 2:10 an article has one `source`, and this is a list / {EXAMPLE}, and name the others in the text"
    );
    check("source: [Le Monde, Der Spiegel]", &[&one]);
    assert_eq!(read("source: [Le Monde]").source.unwrap().name.as_deref(), Some("Le Monde"));
    let switch =
        format!("error 2:9 `source` must say where the article comes from, and this is a switch / {EXAMPLE}");
    check("source: true", &[&switch]);
    let nom = "warning 2:10 `nom` is not a known key of `source` / did you mean `name`?";
    check("source: {nom: Le Monde, url: https://x.org}", &[nom]);
    check("source: {nom: Le Monde}", &[nom]);
    let list =
        format!("warning 2:25 `url` of `source` must be a text, not a list, and is left out / {EXAMPLE}");
    check("source: {name: N, url: [https://x.org]}", &[&list]);
    let nothing = format!("warning 2:10 nothing of `source` could be used: it has only `who` / {EXAMPLE}");
    assert!(check("source: {who: X}", &[&nothing]).source.is_none());
    read("source: {name: N, url: https://x.org, archived: yes, note: x, size: 3}");
    read("source: {}");
    check(
        "sources: [Le Monde]",
        &["warning 2:1 `sources` is not a known key, and readers do not see it / \
           did you mean `source`? a list of your own belongs under `extra`"],
    );
    read("sources: [Le Monde]\nsource: Der Spiegel");
    read("extra: {sources: [Le Monde]}");
}

#[test]
fn what_would_be_lost_of_pictures_people_and_corrections_is_told() {
    check(
        "image: {src: a.jpg, capton: A, width: 3, lqip: x, size: 3}",
        &["warning 2:21 `capton` is not a known key of `image` / did you mean `caption`?"],
    );
    check(
        "image: {teaser: a.jpg}",
        &["warning 2:9 nothing of `image` could be used: it has only `teaser` / \
           write `image: {src: photo.jpg, alt: \"what it shows\"}`"],
    );
    let people = check(
        "authors:\n- {nam: Jane, url: https://x.org}\n- {name: John, email: x, ulr: https://x.org}",
        &[
            "warning 3:4 `nam` is not a known key of `authors` / did you mean `name`?",
            "warning 4:26 `ulr` is not a known key of `authors` / did you mean `url`?",
        ],
    );
    let names: Vec<&str> = people.authors.iter().map(|person| &*person.name).collect();
    assert_eq!(names, ["John"]);
    check(
        "translator: {who: Jane}",
        &["warning 2:14 nothing of `translators` could be used: it has only `who` / \
           write `{name: Jane Doe, url: \"https://…\"}`"],
    );
    read("authors: [{name: Jane, email: x, avatar: y, twitter: z, bio: b, links: [a]}]");
    check(
        "correction: true",
        &[
            "error 2:13 a correction has no `note` / write `- {date: 2024-06-05, note: \"what was put right\"}`",
        ],
    );
    check(
        "corrections: [{note: A, dat: 2024-06-05}]",
        &[
            "warning 2:25 `dat` is not a known key of `corrections` / did you mean `date`?",
            "warning 2:16 this correction has no date, and is listed last / \
             write `- {date: 2024-06-05, note: \"what was put right\"}`",
        ],
    );
}

#[test]
fn sources_are_addresses_names_or_maps() {
    let source =
        read("source: {name: N, url: https://x.org/, published: 2021-03-19, lang: en, license: CC0}")
            .source
            .unwrap();
    assert_eq!((source.name.as_deref(), source.url.as_deref()), (Some("N"), Some("https://x.org/")));
    assert_eq!(source.published.unwrap().iso_day(), "2021-03-19");
    assert_eq!(
        (source.lang.as_ref().map(LanguageTag::as_str), source.license.as_deref()),
        (Some("en"), Some("CC0"))
    );
    assert_eq!(read("source: https://x.org/").source.unwrap().url.as_deref(), Some("https://x.org/"));
    assert_eq!(read("source: The Paper").source.unwrap().name.as_deref(), Some("The Paper"));
}

#[test]
fn pictures_are_addresses_lists_or_maps() {
    let image = |yaml: &str| read(yaml).image.unwrap().value;
    assert_eq!(image("image: /a.png").src, "/a.png");
    assert_eq!(image("images: [/a.png, /b.png]").src, "/a.png");
    let full = image("image:\n  path: a.png\n  alt: A\n  caption: B\nimage_credit: C");
    let texts = [full.alt, full.caption, full.credit].map(Option::unwrap);
    assert_eq!(texts, ["A", "B", "C"]);
    let picture = format!("data:image/png;base64,{}", "A".repeat(300_000));
    assert_eq!(image(&format!("preview_image: {picture}")).src, picture);
}

#[test]
fn an_empty_alternative_text_is_one() {
    let alt = |yaml: &str| read(yaml).image.unwrap().value.alt;
    assert_eq!(alt("image: {src: a.png, alt: '', title: T}").as_deref(), Some(""));
    assert_eq!(alt("image: a.png\nimage_alt: ''").as_deref(), Some(""));
    assert_eq!(alt("image: {src: a.png, title: T}").as_deref(), Some("T"));
    assert_eq!(alt("image: {src: a.png, alt: }").as_deref(), None);
    assert_eq!(alt("image: a.png"), None);
}

#[test]
fn a_focus_is_a_place_in_the_picture() {
    let focus = |written: &str| {
        let image = read(&format!("image: {{src: a.png, focus: {written}}}")).image.unwrap();
        image.value.focus.map(|focus| (focus.x, focus.y))
    };
    for (written, expected) in [
        ("30% 20%", (30, 20)),
        ("'30, 20'", (30, 20)),
        ("[30, 20]", (30, 20)),
        ("['33.4%', 0]", (33, 0)),
        ("{x: 30, y: 100}", (30, 100)),
        ("0.25 0.8", (25, 80)),
        ("[1, 0]", (1, 0)),
        ("top", (50, 0)),
        ("Right", (100, 50)),
        ("25%", (25, 50)),
        ("top left", (0, 0)),
        ("left bottom", (0, 100)),
        ("center top", (50, 0)),
        ("bottom centre", (50, 100)),
        ("20% bottom", (20, 100)),
        ("center", (50, 50)),
    ] {
        assert_eq!(focus(written), Some(expected), "{written}");
    }
    assert_eq!(focus("''"), None);
    let focal_point = read("image:\n  src: a.png\n  focal_point: top").image.unwrap().value.focus;
    assert_eq!(focal_point, Some(Focus { x: 50, y: 0 }));
}

#[test]
fn a_focus_outside_the_picture_is_an_error() {
    let hint = "write how far from the left and from the top, `focus: 30% 20%`, or words: `focus: top left`";
    for (written, shown) in [
        ("face", "`face`"),
        ("30% 120%", "`30% 120%`"),
        ("-1 5", "`-1 5`"),
        ("left right", "`left right`"),
        ("top bottom", "`top bottom`"),
        ("1 2 3", "`1 2 3`"),
        ("NaN 1", "`NaN 1`"),
        ("[1, [2]]", "a list"),
        ("{x: 1}", "a map"),
    ] {
        // A list or a map begins behind its bracket.
        let column = if written.starts_with(['[', '{']) { 29 } else { 28 };
        check(
            &format!("image: {{src: a.png, focus: {written}}}"),
            &[&format!("error 2:{column} `focus` must be a place in the picture, not {shown} / {hint}")],
        );
    }
}

#[test]
fn switches_for_lists_and_indexes() {
    assert!(read("headless: true").hidden);
    assert!(read("_build: {render: never}").hidden);
    assert!(read("build: false").hidden);
    assert!(!read("sitemap: false").in_sitemap);
    assert!(!read("sitemap: {disable: true}").in_sitemap);
    assert!(read("sitemap: {priority: 0.5}").in_sitemap);
    assert!(!read("in_search_index: no").in_search_index);
    assert_eq!(read("toc: true").toc, Some(true));
    assert_eq!(read("toc: {sidebar: left}").toc, None);
    assert_eq!(value(read("weight: -3").weight.as_ref()), Some(-3));
    assert_eq!(value(read("series_order: 2\nweight: 9").weight.as_ref()), Some(2));
    assert_eq!(value(read("series_weight: 2\nseries_order:").weight.as_ref()), Some(2));
    check("weight: heavy", &["error 2:9 `weight` must be a whole number / write `weight: 10`"]);
}

#[test]
fn featured_is_a_switch_and_stays_free_data() {
    for (written, featured) in [("true", Some(true)), ("no", Some(false)), ("a.jpg", None), ("", None)] {
        let header = read(&format!("featured: {written}"));
        assert_eq!(header.featured, featured, "{written}");
        assert!(header.extra.contains_key("featured"), "{written}");
    }
}

#[test]
fn translations_are_told_in_many_ways() {
    let front_matter = read(
        "translationKey: k\noriginal: true\ntranslations: {ko: /ko/x, EN: /x}\ntranslation: machine reviewed",
    );
    assert_eq!(value(front_matter.translation_key.as_ref()).as_deref(), Some("k"));
    assert_eq!(front_matter.original, Some(true));
    assert_eq!(front_matter.translation.unwrap().value, TranslationMethod::MachineReviewed);
    let pairs: Vec<(&str, &str)> =
        front_matter.translations.iter().map(|(lang, url)| (lang.as_str(), url.value.as_str())).collect();
    assert_eq!(pairs, [("ko", "/ko/x"), ("EN", "/x")]);
    assert_eq!(read("translation: true").original, Some(false));
    check(
        "translation: robot",
        &["error 2:14 `robot` is no known way to translate / write `human`, `machine` or `machine-reviewed`"],
    );
}

#[test]
fn titles_become_plain_text_of_one_line() {
    assert_eq!(
        value(read("title: |\n  The `async`\n  book&nbsp;!").title.as_ref()).as_deref(),
        Some("The async book\u{a0}!")
    );
    assert!(read("title: ''").title.is_none());
    assert_eq!(read(&format!("title: {}", "é".repeat(500))).title.unwrap().value.chars().count(), 500);
    check(
        &format!("title: {}", "é".repeat(501)),
        &[
            "error 2:8 the title has 501 characters, more than 500 / shorten it, and put the rest into `summary`",
        ],
    );
    check("title: {a: b}", &["error 2:9 `title` must be a text, not a map / write `title: \"…\"`"]);
}

#[test]
fn titles_that_a_comment_cuts_are_told() {
    let cut = check(
        "title: The Yeoman Digest #3",
        &["warning 2:25 `title` ends before `#3`, which is a comment / \
           put the value in quotes: `title: \"The Yeoman Digest #3\"`"],
    );
    assert_eq!(value(cut.title.as_ref()).as_deref(), Some("The Yeoman Digest"));
    check(
        "title: # x",
        &["warning 2:8 `title` is empty: `# x` is a comment / put the value in quotes: `title: \"# x\"`"],
    );
    check(
        "color: #fff",
        &["warning 2:8 `color` is empty: `#fff` is a comment / put the value in quotes: `color: \"#fff\"`"],
    );
    check("title: x # a remark\nlang: # to come", &[]);
}

#[test]
fn characters_that_no_output_may_carry() {
    let hint = "remove it: feeds and pages that hold it cannot be read";
    check(
        "title: \"a\\u0008b\"",
        &[&format!("error 2:8 the control character `U+0008` stands in a value / {hint}")],
    );
    check(
        "x: [\"\\uFFFE\"]",
        &[&format!("error 2:5 the control character `U+FFFE` stands in a value / {hint}")],
    );
    check(
        "title: a\u{202e}b",
        &["warning 2:8 the invisible character `U+202E` changes the direction of the text / \
           remove it; direction follows from the language"],
    );
    read("title: \"\u{200f}שלום\u{200e}\u{200d}\"");
}

#[test]
fn merge_keys_are_refused() {
    check(
        "b: &b {draft: true}\n<<: *b",
        &["error 3:1 `<<` does not take in other maps here / write the keys out"],
    );
    let aliased = read("a: &a [1, x]\nb: *a\ntitle: 3.10");
    assert_eq!(aliased.extra["b"], aliased.extra["a"]);
    assert_eq!(value(aliased.title.as_ref()).as_deref(), Some("3.10"));
}

#[test]
fn a_header_that_cannot_be_read_gives_all_errors_and_no_front_matter() {
    let front_matter = check(
        "draft: true\ntitle: A : b\ndate: tomorrow",
        &[
            "error 3:10 `title` has a colon and a space in its value, and no quotes around it / \
             put the value in quotes: `title: \"A : b\"`",
            "error 4:7 in `date`, `tomorrow` is not a date / \
             write the year first, as `2024-06-05` or `2024-06-05T09:30:00+02:00`",
        ],
    );
    assert_eq!(front_matter, FrontMatter::default());
}

#[test]
fn toml_says_the_same() {
    let front_matter = check_file(
        "+++\ntitle = 'T'\ndate = 2021-03-19T09:00:00+01:00\nupdated = 2021-03-20\nweight = 3\n\
         [taxonomies]\ntags = ['a', 'b']\n[extra]\nz = 3.10\na = true\n+++\nbody",
        &[],
    );
    assert_eq!(value(front_matter.title.as_ref()).as_deref(), Some("T"));
    assert_eq!(front_matter.date.unwrap().value.rfc3339(), "2021-03-19T09:00:00+01:00");
    assert_eq!(front_matter.updated.unwrap().value.iso_day(), "2021-03-20");
    assert_eq!(value(front_matter.weight.as_ref()), Some(3));
    assert_eq!(words(&front_matter.terms["tags"]), ["a", "b"]);
    assert_eq!(serde_json::to_string(&front_matter.extra).unwrap(), r#"{"z":"3.10","a":true}"#);
}

#[test]
fn faults_in_toml_are_told_at_their_place() {
    let hint = "texts stand in quotes: `title = \"…\"`; `[extra]` and the like come after all other keys";
    let (front_matter, problems) = read_all("+++\ntitle = x y\ndraft = ture\n+++\n", false);
    assert_eq!(front_matter, FrontMatter::default());
    assert_eq!(problems.iter().map(|problem| problem.span.unwrap().line).collect::<Vec<_>>(), [2, 3]);
    assert!(problems.iter().all(|problem| problem.hint.as_deref() == Some(hint)));
    let (_, problems) = read_all("+++\na = 1\na = 2\n+++\n", false);
    assert_eq!(problems[0].span.unwrap().line, 3);
    let (_, problems) = read_all("+++\ndate = 10:30:00\n+++\n", false);
    assert_eq!(problems[0].span.unwrap().line, 2);
    for text in [
        "[".repeat(100_000),
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
    ] {
        let begin = std::time::Instant::now();
        assert!(!read_all(&format!("+++\n{text}\n+++\n"), false).1.is_empty());
        assert!(begin.elapsed().as_millis() < 100);
    }
}

#[test]
fn pelican_and_nikola_say_the_same() {
    let pelican = check_file(
        "Title: My: Title\nDate: 2010-12-03 10:20\nTags: a, b; c\nCategory: x y\nAuthors: Jane\nStatus: draft\nSummary: one\n    two\n\nbody",
        &[],
    );
    assert_eq!(value(pelican.title.as_ref()).as_deref(), Some("My: Title"));
    assert_eq!(pelican.title.unwrap().span, crate::diagnostic::Span { line: 1, column: 8, length: 9 });
    assert_eq!(words(&pelican.terms["tags"]), ["a", "b", "c"]);
    assert_eq!(words(&pelican.terms["categories"]), ["x y"]);
    assert_eq!(value(pelican.summary.as_ref()).as_deref(), Some("one\ntwo"));
    assert!(pelican.draft);
    let nikola = check_file(
        "<!--\n.. title: T\n.. date: 2013-07-07 19:26\n.. tags: a, b\n.. link: \n-->\n\nbody",
        &[],
    );
    assert_eq!(value(nikola.title.as_ref()).as_deref(), Some("T"));
    assert_eq!(nikola.date.unwrap().span.line, 3);
    assert_eq!(words(&nikola.terms["tags"]), ["a", "b"]);
}

#[test]
fn corrections_have_notes() {
    let header = check(
        "corrections:\n- B\n- {date: 2021-03-19, note: A}\n- {text: C, date: 2021-03-20}",
        &[
            "warning 3:3 this correction has no date, and is listed last / write `- {date: 2024-06-05, note: \"what was put right\"}`",
        ],
    );
    let notes: Vec<&str> = header.corrections.iter().map(|correction| &*correction.note).collect();
    assert_eq!(notes, ["C", "A", "B"]);
    assert_eq!(header.corrections[1].date.unwrap().iso_day(), "2021-03-19");
    check(
        "corrections: [{x: y}]",
        &[
            "error 2:16 a correction has no `note` / write `- {date: 2024-06-05, note: \"what was put right\"}`",
        ],
    );
}

#[test]
fn addresses_are_read_as_browsers_read_them() {
    let header = check(
        "source: HTTPS://E.org/été \nauthor: {name: A, url: \"https://例え.jp\"}\ncanonical: https://e.org/a b",
        &[],
    );
    assert_eq!(header.source.unwrap().url.as_deref(), Some("https://e.org/%C3%A9t%C3%A9"));
    assert_eq!(header.authors[0].url.as_deref(), Some("https://xn--r8jz45g.jp/"));
    assert_eq!(header.canonical.unwrap().value, Canonical::Address("https://e.org/a%20b".into()));
    let told = |place: &str, address: &str| {
        format!(
            "warning {place} `{address}` is no web address, and is left out / browsers cannot open it: see how the name of the site is written"
        )
    };
    let header = check(
        "source_url: https://e org/\noriginal: https://\nauthor: {name: A, url: \"http://[x/\"}",
        &[&told("4:24", "http://[x/"), &told("3:11", "https://"), &told("2:13", "https://e org/")],
    );
    assert_eq!((header.source.and_then(|source| source.url), &header.authors[0].url), (None, &None));
}

#[test]
fn addresses_that_may_run_are_refused_with_their_line() {
    let told = |line: u32, column: u32, address: &str| {
        format!(
            "warning {line}:{column} `{address}` is no web address, and is left out / an address starts with `https://` or `http://`"
        )
    };
    let source =
        check("source:\n  name: Le Monde\n  url: javascript:alert(1)", &[&told(4, 8, "javascript:alert(1)")])
            .source
            .unwrap();
    assert_eq!((source.name.as_deref(), source.url), (Some("Le Monde"), None));
    let source = read("source: {name: x, url: HTTPS://x.org}").source.unwrap();
    assert_eq!(source.url.as_deref(), Some("https://x.org/"));

    for yaml in [
        "[Ana](javascript:x)",
        "<a href=\"javascript:x\">Ana</a>",
        "{name: Ana, url: \"javascript:x\"}",
        "{Ana: {url: \"javascript:x\"}}",
        "{Ana: \"javascript:x\"}",
        "[{name: \"[Ana](javascript:x)\"}]",
    ] {
        let yaml = if yaml.starts_with("[Ana") { format!("'{yaml}'") } else { yaml.to_owned() };
        for field in ["authors", "translators"] {
            let (matter, problems) = read_all(&format!("---\n{field}: {yaml}\n---\n"), false);
            let people = if field == "authors" { &matter.authors } else { &matter.translators };
            assert_eq!(*people, [Person { name: "Ana".into(), url: None, is_organization: false }], "{yaml}");
            assert_eq!(problems.len(), 1, "{yaml} {problems:?}");
            assert!(problems[0].message.starts_with("`javascript:x` is no"), "{problems:?}");
            assert!(!problems[0].is_error());
            assert_eq!(problems[0].span.unwrap().line, 2, "{yaml}");
        }
    }
    // As a taxonomy that only Zola's map fills.
    let (_, problems) = read_all("---\ntaxonomies:\n  authors: '[Ana](javascript:x)'\n---\n", false);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].span.unwrap().line, 3);
}

#[test]
fn people_have_a_limit() {
    let names = |count: usize| (0..count).map(|n| format!("a{n}")).collect::<Vec<_>>().join(",");
    assert_eq!(read(&format!("authors: [{}]", names(PEOPLE_MAX))).authors.len(), PEOPLE_MAX);
    check(
        &format!("authors: [{}]", names(PEOPLE_MAX + 1)),
        &["error 2:1 more than 100 people stand in `authors` / keep the first of them, or name their group"],
    );
    // In parts, each of them within the limit.
    let (_, problems) =
        read_all(&format!("---\nauthor: [{}]\nauthors: [b, c]\n---\n", names(PEOPLE_MAX)), false);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].is_error() && problems[0].span.unwrap().line == 3, "{problems:?}");
}

#[test]
fn hostile_values_take_linear_time() {
    let numbered = |count: usize, separator: &str, item: &dyn Fn(usize) -> String| {
        (0..count).map(item).collect::<Vec<_>>().join(separator)
    };
    let words = numbered(150_000, ",", &|n| format!("a{n}"));
    let links = numbered(100_000, "", &|n| format!("[a{n}](b)"));
    for (yaml, is_error) in [
        (format!("tags: \"{words}\""), true),
        (format!("tags: \"{}\"", numbered(400_000, ",", &|n| (n % TERMS_MAX).to_string())), false),
        (format!("aliases: |\n  {}", numbered(150_000, "\n  ", &|n| format!("/a{n}"))), true),
        (format!("aliases: |\n  {}", numbered(300_000, "\n  ", &|n| format!("/{}", n % ALIASES_MAX))), false),
        (format!("title: \"{}\"", "<<‹".repeat(200_000)), true),
        (format!("title: \"{}\"", "`".repeat(1_000_000)), true),
        (format!("title: '{}'", "` ``".repeat(250_000)), true),
        (format!("title: '{}'", "**".repeat(500_000)), true),
        (format!("title: '{}'", "&#".repeat(500_000)), true),
        (format!("author: \"{links}\""), true),
        (format!("author: \"{}\"", "[a](b)".repeat(150_000)), false),
        (format!("author: \"{}\"", "[a](/b)(".repeat(150_000)), false),
        (format!("author: \"{}\"", "](".repeat(500_000)), false),
        (format!("author: \"{}\"", "[](".repeat(300_000)), false),
        (format!("author: '{}'", "<A x>a</A>".repeat(100_000)), false),
        (format!("author: '{}'", "<a x>b</A>".repeat(100_000)), false),
        (format!("author: '{}'", "<a ".repeat(300_000)), false),
        (format!("author: '{}'", numbered(100_000, "", &|n| format!("<a href=/>b{n}</a>"))), true),
        (format!("taxonomies: {{authors: \"{links}\"}}"), true),
    ] {
        let start = std::time::Instant::now();
        let (_, problems) = read_all(&format!("---\n{yaml}\n---\n"), false);
        // Far more than any of them needs, far less than a square would take.
        let seconds = if cfg!(debug_assertions) { 10 } else { 1 };
        let took = start.elapsed();
        let shown: String = yaml.chars().take(40).collect();
        assert!(took < std::time::Duration::from_secs(seconds), "{took:?} for {shown}");
        let has_error = problems.iter().any(Diagnostic::is_error);
        assert_eq!(has_error, is_error, "{shown} {:?}", problems.first().map(|problem| &problem.message));
    }
}

proptest::proptest! {
    #[test]
    fn no_yaml_panics(text in "(title|date|tags|draft|x|authors|image)?[: \n'\"\\[\\]{},#&*!|>%@`a-c0-9\t\r\u{a0}é-]{0,60}") {
        let _ = read_all(&format!("---\n{text}\n---\n"), false);
    }

    #[test]
    fn no_toml_panics(text in "(title|date|tags|draft|x|authors)?[= \n'\"\\[\\]{},#a-c0-9\t\ré.-]{0,60}") {
        let _ = read_all(&format!("+++\n{text}\n+++\n"), false);
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = read_all(&text, true);
        let _ = read_all(&format!("---\n{text}\n---\n"), true);
    }

    #[test]
    fn keys_and_values_in_any_order_never_panic(
        lines in proptest::collection::vec(
            "(title|Date|tags|draft|published|status|url|link|image|source|author|translation|build|toc|weight|extra|titel): ?(true|2021-03-19|\\[a, 3\\.10\\]|\\{a: b, name: c\\}|\\[\\{name: x\\}\\]|https://x\\.org|'q'|\\*a|&a x|\\| *|null)?",
            0..8,
        )
    ) {
        let _ = read_all(&format!("---\n{}\n---\n", lines.join("\n")), true);
    }
}
