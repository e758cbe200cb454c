//! The text of an article as its readers see it, out of its HTML.
//!
//! The HTML is our own: every tag ends, and attributes are quoted. Where raw HTML is allowed and
//! broken, words may be missed, no more.

use crate::html;

/// Elements that do not end a word or a sentence.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "mark", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Elements whose content is no text for readers.
const HIDDEN: &[&str] = &["script", "style", "template", "noscript", "iframe", "object", "rp", "rt"];

/// The start of the number that leads to a footnote.
const FOOTNOTE: &str = "sup class=\"footnote-ref\"";

/// Calls `each` with the text of each block of `html`: a paragraph, a heading, an item, a cell, a line
/// of code.
pub(super) fn blocks(html: &str, mut each: impl FnMut(&str)) {
    let mut block = String::new();
    let mut end_block = |block: &mut String| {
        if !block.trim().is_empty() {
            each(block);
        }
        block.clear();
    };
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        block.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('&') {
            let (character, length) = html::reference(rest).unwrap_or(('&', 1));
            block.push(character);
            rest = &rest[length..];
            continue;
        }
        if !rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'))
        {
            block.push('<');
            rest = &rest[1..];
            continue;
        }
        let tag = tag(rest);
        rest = &rest[tag.len()..];
        let inside = tag.trim_start_matches('<');
        let is_end = inside.starts_with('/');
        let inside = inside.trim_start_matches('/');
        let name_end =
            inside.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(inside.len());
        let name = inside[..name_end].to_ascii_lowercase();
        let is_hidden = HIDDEN.contains(&&*name) || inside.starts_with(FOOTNOTE);
        if is_hidden && !is_end && !tag.ends_with("/>") {
            rest = behind_end(rest, &name);
        }
        if !INLINE.contains(&&*name) {
            end_block(&mut block);
        }
    }
    block.push_str(rest);
    end_block(&mut block);
}

/// The tag or comment at the start of `html`, which is `<`.
fn tag(html: &str) -> &str {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html, |end| &html[..end + 3]);
    }
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return &html[..=at],
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    html
}

/// What follows the end of the element `name`; nothing where it has no end.
fn behind_end<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some(at) = rest.find("</") {
        rest = &rest[at..];
        let is_its = rest.get(2..2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
        let whole = tag(rest);
        rest = &rest[whole.len().max(2)..];
        if is_its {
            return rest;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let mut found = Vec::new();
        blocks(html, |block| found.push(block.trim().to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn blocks_are_apart_and_inline_elements_are_not() {
        check(
            "<p>Un <em>mot</em>s<br>deux</p>\n<ul><li>trois</li><li>quatre</li></ul>",
            &["Un mots", "deux", "trois", "quatre"],
        );
        check("<h2 id=\"a>b\">Titre</h2>texte", &["Titre", "texte"]);
        check("<p>大<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>典</p>", &["大漢字典"]);
    }

    #[test]
    fn characters_are_characters() {
        check(
            "<p>a &lt;b&gt; &amp; c&nbsp;d &#x27;e&#39; &unknown; &</p>",
            &["a <b> & c\u{A0}d 'e' &unknown; &"],
        );
        check("<p>1 < 2</p>", &["1 < 2"]);
    }

    #[test]
    fn what_readers_do_not_read_is_left_out() {
        check(
            "<p>a<script>var b = '<p>';</script>c</p><style>p {}</style><!-- <p>d</p> -->e",
            &["a", "c", "e"],
        );
        check("<p>fin<sup class=\"footnote-ref\"><a href=\"#fn-1\">1</a></sup>.</p>", &["fin."]);
        check("<p>a</p><script>never ends", &["a"]);
    }
}
