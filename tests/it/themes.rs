//! The look of a site, changed without a theme of its own: colours, fonts, logo, navigation, footer
//! and styles by settings, and the one stylesheet that comes of it.

use crate::harness::{Built, build, problems};

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
