//! The HTML of a page becomes HTML that any feed reader can show.
//!
//! A reader shows it far from its page: without our style sheet, among texts of others, at an
//! address that nobody knows. So all addresses are whole; what only our styles or a browser's
//! assistive tools would understand is left out, or said in plain HTML.
//!
//! What comes in is HTML of the tool's own making: tags are whole, and `<` stands for nothing else.

use crate::html::push_escaped;

/// Attributes that mean something without a style sheet. The W3C's validator takes any other for
/// a risk, and readers drop them.
const KEPT: &[&str] = &[
    "abbr",
    "align",
    "alt",
    "border",
    "cellpadding",
    "cellspacing",
    "cite",
    "colspan",
    "datetime",
    "dir",
    "headers",
    "height",
    "href",
    "hreflang",
    "lang",
    "open",
    "reversed",
    "rowspan",
    "scope",
    "span",
    "src",
    "start",
    "title",
    "translate",
    "type",
    "valign",
    "value",
    "width",
];

/// Elements whose tags are left out, and what is in them stays.
const UNWRAPPED: &[&str] = &["picture", "source", "button", "svg", "form", "noscript"];

/// Appends `html`, the text of the page at `page`, a whole address whose scheme and host are `origin`.
pub(super) fn push_html(out: &mut String, html: &str, page: &str, origin: &str) {
    let mut cleaner = Cleaner { out, page, origin, spans: Vec::new(), is_in_label: false };
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        cleaner.out.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        if let Some((tag, behind)) = Tag::read(rest) {
            cleaner.tag(&tag);
            rest = behind;
        } else {
            cleaner.out.push_str("&lt;");
            rest = &rest[1..];
        }
    }
    cleaner.out.push_str(rest);
}

/// A tag; the values of its attributes are escaped, as they are written.
struct Tag<'a> {
    name: &'a str,
    is_end: bool,
    attributes: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Tag<'a> {
    /// The tag that starts `text`, and what stands behind it.
    fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let inside = text.strip_prefix('<')?;
        let (is_end, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
        if !inside.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        let (name, mut rest) = split_before(inside, |c| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if let Some(behind) = rest.strip_prefix('>') {
                return Some((Self { name, is_end, attributes }, behind));
            }
            if rest.is_empty() {
                return None;
            }
            let (key, behind) =
                split_before(rest, |c| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'));
            // An `=` without a name before it starts nothing.
            if key.is_empty() {
                rest = &behind[1..];
                continue;
            }
            let Some(value) = behind.trim_start().strip_prefix('=') else {
                attributes.push((key, None));
                rest = behind;
                continue;
            };
            let value = value.trim_start();
            let (value, behind) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote)?,
                _ => split_before(value, |c| c.is_ascii_whitespace() || c == '>'),
            };
            attributes.push((key, Some(value)));
            rest = behind;
        }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.unwrap_or(""))
    }
}

fn split_before(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

struct Cleaner<'a> {
    out: &'a mut String,
    page: &'a str,
    origin: &'a str,
    /// For each `span` that is open, whether it was written.
    spans: Vec<bool>,
    /// Inside the paragraph that names the kind of a box.
    is_in_label: bool,
}

impl Cleaner<'_> {
    fn tag(&mut self, tag: &Tag<'_>) {
        let class = tag.get("class").unwrap_or("");
        match (tag.name, tag.is_end) {
            (name, _) if UNWRAPPED.contains(&name) => {}
            // The colours of code are many, and mean nothing without their style sheet.
            ("span", false) => {
                let is_kept = tag.attributes.iter().any(|(key, _)| KEPT.contains(key));
                self.spans.push(is_kept);
                if is_kept {
                    self.start(tag);
                }
            }
            ("span", true) => {
                if self.spans.pop().unwrap_or(false) {
                    self.out.push_str("</span>");
                }
            }
            // A box of a form, which readers drop.
            ("input", _) => self.out.push_str(if tag.get("checked").is_some() { "☑" } else { "☐" }),
            // A picture that is not there is marked so.
            ("img", _) if tag.get("src").is_none_or(|src| src.starts_with("data:")) => {
                self.out.push_str(tag.get("alt").unwrap_or(""));
            }
            ("section", false) if class == "footnotes" => self.out.push_str("<hr>\n<section>"),
            ("p", false) if matches!(class, "alert-title" | "label") => {
                self.is_in_label = true;
                self.out.push_str("<p><strong>");
            }
            ("p", true) if self.is_in_label => {
                self.is_in_label = false;
                self.out.push_str("</strong></p>");
            }
            ("td" | "th", false) if matches!(class, "left" | "center" | "right") => {
                self.start(tag);
                self.out.pop();
                self.attribute("align", Some(class));
                self.out.push('>');
            }
            (_, false) => self.start(tag),
            (name, true) => {
                self.out.push_str("</");
                self.out.push_str(name);
                self.out.push('>');
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        self.out.push('<');
        self.out.push_str(tag.name);
        for (key, value) in tag.attributes.iter().filter(|(key, _)| KEPT.contains(key)) {
            self.attribute(key, *value);
        }
        self.out.push('>');
    }

    fn attribute(&mut self, key: &str, value: Option<&str>) {
        self.out.push(' ');
        self.out.push_str(key);
        let Some(value) = value else { return };
        self.out.push_str("=\"");
        if matches!(key, "href" | "src" | "cite") {
            // A place of the same page, and a path of the same site.
            if value.is_empty() || value.starts_with('#') {
                push_escaped(self.out, self.page);
            } else if value.starts_with('/') && !value.starts_with("//") {
                push_escaped(self.out, self.origin);
            }
        }
        // A value between other quotes may hold these.
        self.out.push_str(&value.replace('"', "&quot;"));
        self.out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown::harmless;

    const PAGE: &str = "https://example.org/a/?b&c";

    fn cleaned(html: &str) -> String {
        let mut out = String::new();
        push_html(&mut out, html, PAGE, "https://example.org");
        out
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(cleaned(html), expected);
    }

    #[test]
    fn every_address_is_whole() {
        check(
            "<a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\">1</a>",
            "<a href=\"https://example.org/a/?b&amp;c#fn-1\">1</a>",
        );
        check(
            "<a href=\"/x/\">x</a> <a href=\"https://e.org/\">y</a>",
            "<a href=\"https://example.org/x/\">x</a> <a href=\"https://e.org/\">y</a>",
        );
        check(
            "<img src=\"https://e.org/a.png\" srcset=\"b 2x\" alt=\"x &quot;\" loading=\"lazy\" decoding=\"async\">",
            "<img src=\"https://e.org/a.png\" alt=\"x &quot;\">",
        );
    }

    #[test]
    fn what_only_a_style_sheet_shows_is_left_out_or_said_otherwise() {
        check(
            "<pre tabindex=\"0\" data-lang=\"rust\"><code class=\"language-rust\"><span class=\"k\">fn</span> a</code></pre>",
            "<pre><code>fn a</code></pre>",
        );
        check("<span lang=\"en\">a <span class=\"k\">b</span></span>", "<span lang=\"en\">a b</span>");
        check("<td class=\"right\">1</td>", "<td align=\"right\">1</td>");
        check(
            "<aside class=\"alert alert-tip\" role=\"note\"><p class=\"alert-title\">Tip</p><p>x</p></aside>",
            "<aside><p><strong>Tip</strong></p><p>x</p></aside>",
        );
        check(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notes\"><ol>\n<li id=\"fn-1\">x</li></ol></section>",
            "<hr>\n<section><ol>\n<li>x</li></ol></section>",
        );
    }

    #[test]
    fn what_readers_drop_is_text() {
        check(
            "<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li>",
            "<li>☑ a</li>",
        );
        check("<img src=\"data:,\" alt=\"A &amp; B\">", "A &amp; B");
        check(
            "<picture><source srcset=\"a\"><img src=\"https://e.org/\" alt=\"\"></picture>",
            "<img src=\"https://e.org/\" alt=\"\">",
        );
        check("<details open><summary>a</summary></details>", "<details open><summary>a</summary></details>");
        check("a<!-- b --> c", "a c");
    }

    #[test]
    fn what_an_author_may_do_on_the_site_does_not_reach_readers() {
        let clean = |html: &str| cleaned(&harmless(html, PAGE));
        assert_eq!(clean("<script>alert(1)</script><p onclick=\"x\" style=\"a\">a"), "<p>a</p>");
        assert_eq!(clean("<a href=\"../b/\">b</a>"), "<a href=\"https://example.org/b/\">b</a>");
        assert_eq!(clean("<iframe src=\"https://e.org/\"></iframe><form><input name=a></form>"), "☐");
        assert_eq!(clean("<a href=\"javascript:x\">a</a>&nbsp;b"), "<a>a</a>\u{A0}b");
    }

    proptest! {
        #[test]
        fn any_text_is_cleaned(html in "(<(/?[a-c]{0,3}|span|p|img)( [a-z]{1,5}(=(\"[^\"]{0,4}\"|'[^']{0,4}'|[a-z]{0,3}))?){0,3}/?>|\\PC{0,6}|<){0,8}") {
            let _ = cleaned(&html);
        }
    }
}
