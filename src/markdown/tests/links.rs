//! Links that stay open, and those that do not.

use super::*;

#[test]
fn links_into_the_site_stay_open_with_their_places() {
    let converted = convert(
        "a [b](c.md#d)\n\n[e](/f?g=1 \"t\") ![h](i%20j.png)\n\n[k](#l) [m][n]\n\n[n]: @/o.md\n",
        &options(),
    );
    let links: Vec<(LinkKind, &str, Option<&str>, u32, u32)> = converted
        .body
        .links
        .iter()
        .map(|link| (link.kind, &*link.target, link.fragment.as_deref(), link.span.line, link.span.column))
        .collect();
    assert_eq!(
        links,
        [
            (LinkKind::Page, "c.md", Some("d"), 1, 3),
            (LinkKind::Path, "/f", None, 3, 1),
            (LinkKind::Image, "i j.png", None, 3, 17),
            (LinkKind::Anchor, "", Some("l"), 5, 1),
            (LinkKind::Page, "@/o.md", None, 5, 9),
        ]
    );
    assert_eq!(converted.body.links[1].query.as_deref(), Some("g=1"));
    assert!(filled(&converted).contains("<a href=\"1:/f\" title=\"t\">e</a>"));
}

#[test]
fn gaps_are_the_same_through_the_sanitizer() {
    check(
        "[a](b.md) <kbd>x</kbd> <a href=\"c.md\">d</a>",
        "<p><a href=\"0:b.md\">a</a> <kbd>x</kbd> <a href=\"1:c.md\">d</a></p>",
    );
    check(
        "<img src=\"a.png\" alt=\"b\" onerror=\"x\">",
        "<img src=\"0:a.png\" alt=\"b\" loading=\"lazy\" decoding=\"async\">",
    );
}

#[test]
fn whole_urls_are_written_at_once() {
    check(
        "<https://e.org/?a&b> <a@e.org> [c](//e.org)",
        "<p><a href=\"https://e.org/?a&amp;b\">https://e.org/?a&amp;b</a> <a href=\"mailto:a@e.org\">a@e.org</a> <a href=\"https://e.org\">c</a></p>",
    );
    check(
        "See https://e.org/a_b_c. [https://e.org](https://e.org) `http://e.org`",
        "<p>See <a href=\"https://e.org/a_b_c\">https://e.org/a_b_c</a>. <a href=\"https://e.org\">https://e.org</a> <code>http://e.org</code></p>",
    );
    check("www.e.org", "<p><a href=\"http://www.e.org\">www.e.org</a></p>");
}

#[test]
fn refused_addresses_are_told() {
    let converted = convert("\n[a](javascript:alert(1)) ![b](data:image/png;base64,AA) [c]()", &options());
    assert_eq!(&*converted.body.html, "<p><a>a</a> b <a>c</a></p>\n");
    assert_eq!(
        messages(&converted),
        [
            "2: the link has the scheme `javascript:`, and its address is left out",
            "2: the image has the scheme `data:`, and its address is left out",
            "2: the link has no address",
        ]
    );
}

#[test]
fn raw_ids_are_kept_unless_they_clash() {
    let converted =
        convert("<a name=\"x\"></a>\n\n<i id=\"a\">y</i> <i id=\"__proto__\">z</i>\n\n## A\n", &options());
    let anchors: Vec<&str> = converted.body.anchors.iter().map(|id| &**id).collect();
    assert_eq!(anchors, ["a", "user-content-__proto__", "user-content-a", "x"]);
}

#[test]
fn raw_html_can_be_text_or_stay() {
    let escape = Options { raw_html: RawHtml::Escape, ..options() };
    check_with("a <b>c</b>\n\n<div>\n", &escape, "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;div&gt;</p>");
    let allow = Options { raw_html: RawHtml::Allow, ..options() };
    check_with(
        "a <b onclick=\"x\">c</b>\n\n<script>y</script>\n",
        &allow,
        "<p>a <b onclick=\"x\">c</b></p>\n<script>y</script>",
    );
}

#[test]
fn a_name_that_nothing_defines_is_told_once() {
    let converted =
        convert("[a][no] `[b][no]`\n\n![c][NO] [d][] [e] \\[f][no2] [g][yes]\n\n[yes]: h.md\n", &options());
    let places: Vec<(u32, u32, u32)> = converted
        .problems
        .iter()
        .map(|problem| problem.span.map_or((0, 0, 0), |span| (span.line, span.column, span.length)))
        .collect();
    assert_eq!(places, [(1, 1, 7), (3, 10, 3)], "{:?}", converted.problems);
    assert_eq!(messages(&converted)[0], "1: nothing says where this link leads, and it is shown as written");
    assert_eq!(
        converted.problems[0].hint.as_deref(),
        Some(
            "write the address into a line of its own, as `[name]: https://…`; write `\\[` for a bracket that is text"
        )
    );
}
