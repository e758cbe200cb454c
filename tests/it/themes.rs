//! The look of a site, changed without a theme of its own: colours, fonts, logo, navigation, footer
//! and styles by settings, and the one stylesheet that comes of it.

use crate::harness::{Built, build, problems};
use crate::told::{errors, noticed};

/// The output `start.FINGERPRINT.end` and its text.
#[track_caller]
fn fingerprinted<'a>(site: &'a Built, start: &str, end: &str) -> (&'a str, &'a str) {
    let digits = |path: &str| -> Option<usize> {
        let digits = path.strip_prefix(start)?.strip_prefix('.')?.strip_suffix(end)?.strip_suffix('.')?;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(digits.len())
    };
    let found: Vec<_> = site.files.iter().filter(|(path, _)| digits(path) == Some(8)).collect();
    let [(path, text)] = found[..] else { panic!("{:?}", site.files.keys()) };
    (path, text)
}

#[test]
fn the_theme_s_files_are_known_by_their_fingerprint() {
    let site = build("-- depeche.yaml --\nbase_url: https://example.org/press/\n-- content/a.md --\nText.\n");
    let (path, text) = fingerprinted(&site, "style", "css");
    assert!(!site.has("style.css") && !site.has("icon.svg"));
    assert!(text.len() < 20_000, "the stylesheet has {} bytes", text.len());
    let page = site.file("a/index.html");
    assert!(page.contains(&format!(r#"<link rel="stylesheet" href="/press/{path}">"#)), "{page}");
    let (icon, _) = fingerprinted(&site, "icon", "svg");
    assert!(page.contains(&format!(r#"<link rel="icon" href="/press/{icon}""#)), "{page}");
}

#[test]
fn a_site_s_own_files_keep_their_names_too() {
    let site = build(
        "-- static/js/app.js --\nrun();\n-- static/style.css --\nb { color: red; }\n\
         -- static/icon.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n\
         -- static/data.json --\n{}\n-- content/a.md --\nText.\n\
         -- templates/page.html --\n{{ asset(path=\"/js/app.js\") }} {{ asset(path=\"data.json\") }}\n",
    );
    let (script, text) = fingerprinted(&site, "js/app", "js");
    assert_eq!((site.file("js/app.js"), text), ("run();\n", "run();\n"));
    assert_eq!(site.file("a/index.html").trim(), format!("/{script} /data.json"));
    assert_eq!(site.file("style.css"), "b { color: red; }\n");
    assert!(site.has("icon.svg"));
}

#[test]
fn a_file_that_is_not_there_is_named_with_the_nearest() {
    insta::assert_snapshot!(
        problems("-- content/a.md --\nText.\n-- templates/page.html --\n<p>\n{{ asset(path=\"/styel.css\") }}\n"),
        @r#"
    error: there is no static file `/styel.css`; did you mean `/style.css`?
     --> templates/page.html:2:4
      |
    2 | {{ asset(path="/styel.css") }}
      |    ^^^^^^^^^^^^^^^^^^^^^^^^

    1 error
    "#,
    );
}

/// A site with the setting `theme`, and further files.
fn with(theme: &str, files: &str) -> String {
    format!("-- depeche.yaml --\ntheme:\n{theme}\n-- content/a.md --\nText.\n{files}")
}

/// What is added to the theme's stylesheet.
#[track_caller]
fn added(theme: &str, files: &str) -> String {
    let plain = build("-- content/a.md --\nText.\n");
    let site = build(&with(theme, files));
    let ((old_path, old), (path, new)) =
        (fingerprinted(&plain, "style", "css"), fingerprinted(&site, "style", "css"));
    assert_ne!(old_path, path, "the name does not tell of the change");
    new.strip_prefix(old).unwrap_or_else(|| panic!("the theme's rules are not there: {new}")).to_owned()
}

#[test]
fn colours_and_fonts_are_rules_of_the_stylesheet() {
    insta::assert_snapshot!(
        added(
            "  colors: {line: '#abc', link: {light: '#0b5394', dark: '#8ec5f5'}, tint: {dark: '#000'}}\n  \
             fonts: {text: sans, headings: \"'Source Serif 4', Georgia, serif\"}",
            "",
        ),
        @r#"
    @media screen and (prefers-color-scheme: light) {
      :root {
        --line: #aabbcc;
        --link: #0b5394;
      }
    }

    @media screen and (prefers-color-scheme: dark) {
      :root {
        --line: #aabbcc;
        --link: #8ec5f5;
        --tint: #000000;
      }
    }

    :root {
      --font-text: var(--sans);
      --font-headings: "Source Serif 4", Georgia, serif;
    }
    "#,
    );
}

#[test]
fn a_stylesheet_of_the_site_is_added_behind_the_settings() {
    let css = "@font-face { font-family: X; src: url(x.woff2); }\n";
    let added = added(
        "  fonts: {text: X}\n  stylesheet: extra.css",
        &format!("-- static/extra.css --\n{css}-- static/x.woff2 --\nfont\n"),
    );
    assert_eq!(added, format!("\n:root {{\n  --font-text: X;\n}}\n\n{css}"));
}

#[test]
fn the_site_s_own_stylesheet_takes_the_settings_too() {
    let site = build(&with("  fonts: {text: mono}", "-- static/style.css --\nb { color: var(--ink); }\n"));
    let all = "b { color: var(--ink); }\n\n:root {\n  --font-text: var(--mono);\n}\n";
    assert_eq!(fingerprinted(&site, "style", "css").1, all);
    assert_eq!(site.file("style.css"), all);
}

#[test]
fn a_stylesheet_that_would_undo_the_rules_behind_it_is_told() {
    assert_eq!(
        errors(&with("  fonts: {text: mono}", "-- static/style.css --\na { }\nb { color: red;\n")),
        ["error static/style.css:2: a `{` is not closed, so the rules behind it would be lost -> close it \
          with `}`"]
    );
    let site = build(&with("  stylesheet: x.css", "-- static/x.css --\na { }\n@import 'y.css';\n"));
    assert_eq!(
        noticed(&site),
        [
            "warning static/x.css:2: `@import` counts at the start of a stylesheet only, and other rules stand \
          before it"
        ]
    );
    // Nothing stands behind it, so browsers know what to do.
    let site = build(&with("  stylesheet: x.css", "-- static/x.css --\na { color: red\n"));
    assert_eq!(noticed(&site), ["warning static/x.css:1: a `{` is not closed"]);
    // A site's own stylesheet to which nothing is added is its own affair.
    assert_eq!(noticed(&build("-- content/a.md --\nText.\n-- static/style.css --\na {\n")), [""; 0]);
}

#[test]
fn a_file_that_settings_name_and_is_not_there_is_told() {
    assert_eq!(
        errors(&with(
            "  logo: lgo.svg\n  stylesheet: exta.css",
            "-- static/logo.svg --\n-- static/extra.css --\n"
        )),
        [
            "error depeche.yaml:3: the stylesheet `exta.css` is no file of the folder `static` -> did you mean \
             `extra.css`?",
            "error depeche.yaml:2: the logo `lgo.svg` is no file of the folder `static` -> did you mean \
             `logo.svg`?",
        ]
    );
    assert_eq!(
        errors(&with("  logo: logo.txt\n  stylesheet: style.css", "-- static/logo.txt --\n")),
        [
            "error depeche.yaml:3: `style.css` is the stylesheet itself, and cannot be added to it -> leave the \
             setting out, or name another file",
            "error depeche.yaml:2: the logo `logo.txt` is not a picture -> name an SVG, PNG, JPEG, GIF, WebP or \
             AVIF file",
        ]
    );
}

#[test]
fn a_logo_stands_for_the_name_of_the_site() {
    let svg =
        "-- static/logo.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"40\"/>\n";
    let site = |logo: &str| {
        build(&format!(
            "-- depeche.yaml --\nbase_url: https://example.org/press/\nlanguages: [fr, en]\n\
             title: {{fr: Dépêches, en: Dispatches}}\ntheme: {{logo: {logo}}}\n{svg}\
             -- content/a.md --\nText.\n-- content/a.en.md --\nText.\n"
        ))
    };
    let plain = site("logo.svg");
    let picture =
        |alt: &str| format!(r#"<img src="/press/logo.svg" alt="{alt}" width="120" height="40"></a></p>"#);
    assert!(plain.file("a/index.html").contains(&picture("Dépêches")));
    assert!(plain.file("en/a/index.html").contains(&picture("Dispatches")));
    let own = site("{src: logo.svg, alt: {fr: Le journal, en: The paper}}");
    assert!(own.file("en/a/index.html").contains(&picture("The paper")));
}

/// A site in three languages with links of all kinds.
const LINKS: &str = "\
-- depeche.yaml --
base_url: https://example.org/press/
languages: [fr, en, ar]
taxonomies: [tags, authors]
theme:
  navigation:
    - home
    - tags
    - sections
    - page: about.md
    - {page: legal.md, title: {fr: Mentions, en: Imprint, ar: بيانات}}
    - {title: {fr: Code, en: Source}, url: https://example.org/?a=1&b=2}
    - {title: Fin, url: \"/a/#été\"}
    - archive
  footer: {text: {fr: Pied, en: Foot}, links: [archive, {page: /about.md}]}
-- content/a.md --
---
date: 2021-03-19
tags: [panne]
---
## Été
-- content/a.en.md --
---
tags: [outage]
---
-- content/about.fr.md --
---
title: À propos
path: /about/
---
-- content/about.en.md --
---
title: About
path: /en/about/
---
-- content/legal.md --
---
title: Mentions légales
path: /legal/
---
-- content/news/_index.md --
---
title: Nouvelles
---
-- content/b.ar.md --
Text.
-- templates/partials/links.html --
{% for link in links %}{{ link.title }}|{{ link.url }}|{{ link.lang }}{{ link.dir }}{% if link.is_foreign %}!{% endif %}{% if link.url == head.path %}*{% endif %}
{% endfor %}
-- templates/base.html --
{% set links = site.navigation %}{% include \"partials/links.html\" %}--
{{ site.footer.text }}
{% set links = site.footer.links %}{% include \"partials/links.html\" %}
{% block main %}{% endblock %}
-- templates/page.html --
{% extends \"base.html\" %}
";

#[test]
fn links_lead_to_what_each_language_has() {
    let site = build(&LINKS.replace("/a/#été", "/2021/03/a/#été"));
    let shown = |path: &str| site.file(path).trim().replace("\n\n", "\n");
    insta::assert_snapshot!(shown("about/index.html"), @r"
    Accueil|/press/|
    Mots-clés|/press/tags/|
    Nouvelles|/press/news/|
    À propos|/press/about/|*
    Mentions|/press/legal/|
    Code|https://example.org/?a=1&amp;b=2|
    Fin|/press/2021/03/a/#%C3%A9t%C3%A9|
    Archives|/press/archive/|
    --
    Pied
    Archives|/press/archive/|
    À propos|/press/about/|*
    ");
    insta::assert_snapshot!(shown("en/about/index.html"), @r"
    Home|/press/en/|
    Tags|/press/en/tags/|
    About|/press/en/about/|*
    Imprint|/press/legal/|frltr
    Source|https://example.org/?a=1&amp;b=2|
    Fin|/press/2021/03/a/#%C3%A9t%C3%A9|
    Archive|/press/en/archive/|
    --
    Foot
    Archive|/press/en/archive/|
    About|/press/en/about/|*
    ");
    insta::assert_snapshot!(shown("ar/b/index.html"), @r"
    الرئيسية|/press/ar/|
    À propos|/press/about/|frltr!
    بيانات|/press/legal/|frltr
    Code|https://example.org/?a=1&amp;b=2|
    Fin|/press/2021/03/a/#%C3%A9t%C3%A9|
    --
    Pied
    À propos|/press/about/|frltr!
    ");
}

#[test]
fn links_of_the_settings_that_lead_nowhere_are_told() {
    assert_eq!(
        errors(&LINKS.replace("/a/#été", "/abuot/")),
        [
            "error depeche.yaml:12: the link to `/abuot/` leads to no page or file of this site -> did you mean \
          `/about/`?"
        ]
    );
    let settings =
        "  navigation:\n  - {page: abuot.md}\n  - {page: ../x.md}\n  footer:\n    links:\n    - page: b.md";
    assert_eq!(
        errors(&with(settings, "-- content/about.md --\nText.\n")),
        [
            "error depeche.yaml:3: there is no article `abuot.md` -> did you mean `about.md`?",
            "error depeche.yaml:4: there is no article `../x.md` -> write its path below the content folder",
            "error depeche.yaml:7: there is no article `b.md` -> did you mean `a.md`?",
        ]
    );
}

#[test]
fn a_link_to_a_draft_is_left_out() {
    let draft = "-- content/about.md --\n---\ntitle: About\ndraft: true\n---\n";
    let site = build(&with("  navigation:\n  - {page: about.md}", draft));
    assert_eq!(
        noticed(&site),
        [
            "warning depeche.yaml:3: the link to `about.md` is left out: the article is not published, it is a \
          draft"
        ]
    );
    assert!(!site.file("a/index.html").contains("About"));
}

#[test]
fn the_theme_marks_the_page_that_a_link_leads_to() {
    let site = build(&with(
        "  navigation: [{page: a.md}, {title: Elsewhere, url: \"https://example.org\"}]\n  footer: {text: Us & them}",
        "",
    ));
    let page = site.file("a/index.html");
    assert!(
        page.contains(
            "<ul>\n<li><a href=\"/a/\" aria-current=\"page\">A</a></li>\n\
             <li><a href=\"https://example.org/\">Elsewhere</a></li>\n</ul>\n</nav>\n<form class=\"find\""
        ),
        "{page}"
    );
    assert!(page.contains("<p>Us &amp; them</p>"), "{page}");
    assert!(!site.file("index.html").contains("aria-current"));
}

#[test]
fn a_text_of_the_settings_in_another_language_says_so() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n";
    let site = |logo: &str| {
        build(&format!(
            "-- depeche.yaml --\nlanguages: [en, ar]\ntitle: {{ar: أخبار}}\ndescription: {{ar: أخبار اليوم}}\n\
             theme:\n{logo}  navigation:\n    - {{title: {{ar: من نحن}}, url: /about/}}\n    \
             - {{title: Us, url: \"https://example.org/\"}}\n    \
             - {{title: {{ar: مقال}}, page: a.ar.md}}\n  footer: {{text: {{ar: نص}}}}\n\
             -- static/logo.svg --\n{svg}-- content/about.md --\nText.\n-- content/a.ar.md --\nنص.\n"
        ))
    };
    let plain = site("");
    let home = plain.file("index.html");
    for marked in [
        r#"<bdi lang="ar" dir="rtl">أخبار</bdi>"#,
        r#"<p lang="ar" dir="rtl">أخبار اليوم</p>"#,
        r#"<a href="/about/" lang="ar" dir="rtl">من نحن</a>"#,
        r#"<a href="https://example.org/">Us</a>"#,
        r#"<a href="/ar/a/" hreflang="ar" lang="ar" dir="rtl">مقال</a>"#,
        r#"<p lang="ar" dir="rtl">نص</p>"#,
    ] {
        assert!(home.contains(marked), "{marked} is not in {home}");
    }
    assert_eq!(home.matches(r#"<bdi lang="ar" dir="rtl">أخبار</bdi>"#).count(), 3);
    assert!(!plain.file("ar/index.html").contains("<bdi"));
    let with_logo = site("  logo: {src: logo.svg, alt: {ar: صورة}}\n");
    assert!(with_logo.file("index.html").contains(r#"alt="صورة" lang="ar" dir="rtl""#));
}
