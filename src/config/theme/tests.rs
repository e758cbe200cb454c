use super::super::{Config, FILE_NAME, Overrides};
use super::*;
use crate::diagnostic::Diagnostic;
use crate::ids::{Id, LanguageId};
use crate::path::SourcePath;

/// The settings, and what was told of them.
fn parse(text: &str) -> (Option<Config>, Vec<Diagnostic>) {
    match Config::parse(text, &SourcePath::new(FILE_NAME), &Overrides::default()) {
        Ok((config, told)) => (Some(config), told),
        Err(told) => (None, told),
    }
}

/// A problem as `2:9 error: message -> hint`.
fn told(text: &str) -> Vec<String> {
    let line = |problem: &Diagnostic| {
        let span = problem.span.expect("a place");
        let kind = if problem.is_error() { "error" } else { "warning" };
        let hint = problem.hint.as_deref().map_or(String::new(), |hint| format!(" -> {hint}"));
        format!("{}:{} {kind}: {}{hint}", span.line, span.column, problem.message)
    };
    parse(text).1.iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text), expected, "{text}");
}

#[track_caller]
fn theme(text: &str) -> Theme {
    let (config, told) = parse(text);
    assert_eq!(told, [], "{text}");
    config.expect("settings").theme
}

/// The custom properties of the first block behind `start` in the theme's stylesheet.
fn properties(start: &str) -> Vec<(String, String)> {
    let css = include_str!("../../../static/style.css");
    let block = css.split_once(start).expect("the block").1.split_once('}').expect("its end").0;
    let property = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
        Some((name.to_owned(), value.trim().trim_end_matches(';').to_owned()))
    };
    block.lines().filter_map(property).collect()
}

#[test]
fn the_stylesheet_has_the_colours_and_fonts_that_settings_name() {
    let (light, dark) = (properties(":root {"), properties("(prefers-color-scheme: dark) {\n  :root {"));
    for ThemeColor { name, light: in_light, dark: in_dark } in COLORS {
        for (properties, color) in [(&light, in_light), (&dark, in_dark)] {
            let value = properties.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
            assert_eq!(value, Some(&*color.to_string()), "--{name} in static/style.css");
        }
    }
    for name in ["serif", "sans", "mono", "font-text", "font-headings", "font-interface"] {
        assert!(light.iter().any(|(own, _)| own == name), "--{name} in static/style.css");
    }
}

#[test]
fn every_text_of_the_theme_itself_can_be_read() {
    // Setting each colour to what it is makes the checker look at all of them.
    let set = |color: &ThemeColor| {
        format!("    {}: {{light: \"{}\", dark: \"{}\"}}\n", color.name, color.light, color.dark)
    };
    let colors: String = COLORS.iter().map(set).collect();
    theme(&format!("theme:\n  colors:\n{colors}"));
}

#[test]
fn colours_are_set_for_all_pages_or_for_each_kind() {
    let theme = theme(
        "theme:\n  colors:\n    line: \"#ABC\"\n    link: {light: \"#0b5394\"}\n    tint: {dark: '#000'}\n",
    );
    let color = |digits| Some(Color::new(digits));
    assert_eq!(
        theme.colors,
        [
            OtherColor { name: "line", light: color(0xAA_BB_CC), dark: color(0xAA_BB_CC) },
            OtherColor { name: "link", light: color(0x0B_53_94), dark: None },
            OtherColor { name: "tint", light: None, dark: color(0) },
        ]
    );
}

#[test]
fn colours_that_are_none_are_told_where_they_stand() {
    const HINT: &str = "write `\"#rrggbb\"` or `\"#rgb\"`, in quotation marks";
    check(
        "theme:\n  colors:\n    link: red\n",
        &[&format!("3:11 error: `red` is not a colour in hexadecimal digits -> {HINT}")],
    );
    check(
        "theme: {colors: {link: {light: \"#0b53\", dark: \"#8ec5f5\"}}}\n",
        &[&format!("1:33 error: `#0b53` is not a colour in hexadecimal digits -> {HINT}")],
    );
    check(
        "theme:\n  colors:\n    ink: #1b1f23\n    link:\n      dark: #fff\n",
        &[
            "3:5 error: the colour `ink` has no value -> a `#` starts a comment unless it stands in \
             quotation marks: write `\"#rrggbb\"`",
            "5:7 error: the colour `link.dark` has no value -> a `#` starts a comment unless it stands in \
             quotation marks: write `\"#rrggbb\"`",
        ],
    );
    check(
        "theme:\n  colors:\n    lnik: \"#000\"\n    blue: \"#00f\"\n    ink: {day: \"#000\"}\n",
        &[
            "4:5 error: `blue` is not a colour of the theme -> the colours are paper, ink, quiet, line, link, \
             accent, tint",
            "3:5 error: `lnik` is not a colour of the theme -> did you mean `link`?",
            "5:11 error: `day` is no kind of page -> the kinds are light, dark",
        ],
    );
}

#[test]
fn a_text_that_is_hard_to_read_is_told_with_a_colour_that_is_not() {
    check(
        "theme:\n  colors:\n    link: {light: \"#8ec5f5\"}\n",
        &[
            "3:5 warning: on light pages, `link` (#8ec5f5) on `tint` (#f4f1ea) has a contrast of 1.62 -> text \
           needs 4.5 (WCAG 2.2): write `link: {light: \"#51718d\"}`",
        ],
    );
    // One colour for all pages suits one kind of them.
    check(
        "theme:\n  colors: {accent: \"#8a1c2b\"}\n",
        &[
            "2:12 warning: on dark pages, `accent` (#8a1c2b) on `tint` (#1f2124) has a contrast of 1.75 -> text \
           needs 4.5 (WCAG 2.2): write `accent: {light: \"#8a1c2b\", dark: \"#b7757e\"}`",
        ],
    );
    let paper = told("theme:\n  colors:\n    paper: \"#fff\"\n");
    assert_eq!(paper.len(), 4, "{paper:?}");
    assert_eq!(
        paper[0],
        "3:5 warning: on dark pages, `ink` (#e8e6e1) on `paper` (#ffffff) has a contrast of 1.24 -> text needs \
         4.5 (WCAG 2.2): write `paper: {light: \"#ffffff\"}`"
    );
    let apart = told("theme:\n  colors: {paper: {light: \"#555\"}, tint: {light: \"#999\"}}\n");
    assert!(apart[0].ends_with("take a `paper` and a `tint` that are more alike"), "{apart:?}");
}

#[test]
fn fonts_that_css_would_not_take_are_told_where_they_stand() {
    let theme = theme("theme: {fonts: {text: sans, headings: \"Georgia, serif\"}}\n");
    let fonts: Vec<(&str, &str)> = theme.fonts.iter().map(|font| (font.name, &*font.families)).collect();
    assert_eq!(fonts, [("text", "var(--sans)"), ("headings", "Georgia, serif")]);
    check(
        "theme:\n  fonts:\n    text: serif\n    interface: \"x; } * { display: none\"\n",
        &[
            "4:17 error: the fonts `x; } * { display: none` hold `;` -> write `serif`, `sans` or `mono`, or names \
           of fonts with commas between them",
        ],
    );
    check(
        "theme:\n  fonts: {headings: 'Source Sans 3'}\n",
        &["2:22 error: the name of the font `Source Sans 3` must stand in quotation marks -> write it as \
           `'\"Source Sans 3\"'`"],
    );
    check(
        "theme:\n  fonts:\n    title: serif\n",
        &["3:5 error: `title` is not a setting -> the settings here are text, headings, interface"],
    );
}

#[test]
fn a_logo_is_a_file_and_what_it_shows() {
    let plain = theme("theme: {logo: /logo.svg}\n").logo.expect("a logo");
    assert_eq!((&*plain.file.value, plain.alt), ("logo.svg", None));
    let logo = theme("theme: {logo: {src: img/logo.svg, alt: Us}}\n").logo.expect("a logo");
    assert_eq!(logo.alt.map(|alt| alt.get(LanguageId::DEFAULT).to_owned()), Some("Us".into()));
    check(
        "theme:\n  logo: {alt: Us}\n",
        &["2:3 error: the logo has no `src` -> name a picture of the static folder"],
    );
    check(
        "theme:\n  logo:\n    source: logo.svg\n",
        &["3:5 error: `source` is not a setting -> the settings here are src, alt"],
    );
    check(
        "theme:\n  logo: [a.svg]\n",
        &[
            "2:9 error: the settings cannot be read: theme.logo: this is of the wrong kind: sequence, expected a \
           text, or settings, each `name: value`",
        ],
    );
}

#[test]
fn a_stylesheet_lies_at_the_top() {
    assert_eq!(theme("theme: {stylesheet: extra.css}\n").stylesheet.expect("one").value, "extra.css");
    check(
        "theme:\n  stylesheet: css/extra.css\n",
        &["2:15 error: the stylesheet `css/extra.css` lies in a folder -> move it to the top of the static \
           folder, so that addresses of fonts and pictures in it stay true"],
    );
}

#[test]
fn what_is_not_said_of_links_is_as_usual() {
    let usual = theme("languages: [fr, en]\n");
    let items = |items: &[Spanned<NavigationItem>]| -> Vec<NavigationItem> {
        items.iter().map(|item| item.value.clone()).collect()
    };
    assert_eq!(
        items(&usual.navigation),
        [
            NavigationItem::Sections,
            NavigationItem::List(List::Events),
            NavigationItem::Taxonomies,
            NavigationItem::List(List::Archive)
        ]
    );
    assert_eq!(
        items(&usual.footer_links),
        [List::Corrections, List::Follow, List::Languages].map(NavigationItem::List)
    );
    assert_eq!(items(&theme("").footer_links).len(), 2);
    assert_eq!(items(&theme("theme: {navigation: []}\n").navigation), []);
}

#[test]
fn links_are_lists_articles_and_addresses() {
    let settings = "\
languages: [fr, en]
taxonomies: [tags, series]
theme:
  navigation:
    - home
    - series
    - page: about.md
    - {title: {fr: Code, en: Source}, url: \"https://example.org/é\"}
    - {title: Notes, url: /notes/#now}
";
    let navigation = theme(settings).navigation;
    let lines: Vec<u32> = navigation.iter().map(|item| item.span.line).collect();
    assert_eq!(lines, [5, 6, 7, 8, 9]);
    assert_eq!(navigation[1].value, NavigationItem::Taxonomy(TaxonomyId::from_index(1)));
    assert_eq!(navigation[2].value, NavigationItem::Page { path: "about.md".into(), title: None });
    let NavigationItem::Elsewhere { url, .. } = &navigation[3].value else { panic!("{navigation:?}") };
    assert_eq!(&**url, "https://example.org/%C3%A9");
    let NavigationItem::Path { url, fragment, .. } = &navigation[4].value else { panic!("{navigation:?}") };
    assert_eq!((url.as_str(), fragment.as_deref()), ("/notes/", Some("now")));
}

#[test]
fn links_that_lead_nowhere_are_told_where_they_stand() {
    check(
        "theme:\n  navigation: [home, archives, x.md]\n",
        &[
            "2:22 error: there is no list `archives` -> did you mean `archive`?",
            "2:32 error: there is no list `x.md` -> write `{page: PATH}` for an article, and `{title: TEXT, url: \
             URL}` for an address",
        ],
    );
    check(
        "theme:\n  footer:\n    links:\n    - foo\n",
        &["4:7 error: there is no list `foo` -> the lists are home, archive, events, corrections, follow, \
           search, languages, sections, taxonomies, tags, authors, series"],
    );
    check(
        "theme:\n  navigation:\n  - home\n  - {title: A}\n  - {page: a.md, url: /a/, title: A}\n  - url: /b/\n",
        &[
            "4:13 error: this link leads nowhere -> give it a `page` or a `url`",
            "5:12 error: the link to `a.md` has a `page` and a `url` -> keep one of them",
            "6:10 error: the link to `/b/` has no title -> give it a `title`, in each language if you like",
        ],
    );
    let address = "write a whole one, `https://…`, or a path of this site such as `/about/`";
    for bad in ["mailto:a@example.org", "//example.org/", "about", "javascript:alert(1)", "https:"] {
        check(
            &format!("theme:\n  navigation:\n  - {{title: A, url: \"{bad}\"}}\n"),
            &[&format!("3:22 error: `{bad}` is not an address that a link can lead to -> {address}")],
        );
    }
    check(
        "theme:\n  navigation:\n  - {title: A, url: /a/../b/}\n",
        &[
            "3:21 error: the address `/a/../b/` cannot be used: its part `..` starts with a dot -> write a path \
           of this site, such as `/about/`",
        ],
    );
    check(
        "theme:\n  navigation:\n  - titel: A\n",
        &["3:5 error: `titel` is not a setting -> did you mean `title`?"],
    );
    check(
        "theme:\n  navigation: home\n",
        &["2:15 error: the settings cannot be read: theme.navigation: this is of the wrong kind: string \
           \"home\", expected a list"],
    );
    check(
        "languages: [en]\ntheme:\n  navigation:\n  - {title: {fr: A}, url: /a/}\n",
        &["3:3 error: `fr` is not one of the `languages`"],
    );
}
