//! The plain text of a page for lists: what stands above the author's mark, or the first
//! paragraph, cut between words.

use std::ops::Range;

use icu::segmenter::GraphemeClusterSegmenter;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::Options;
use super::events::Events;
use super::posts::Posts;
use super::words::shortcode_length;

/// Appends what `event` is to a reader without markup.
pub(super) fn push_plain(out: &mut String, event: &Event) {
    match event {
        Event::Text(text) | Event::Code(text) => out.push_str(text),
        Event::SoftBreak | Event::HardBreak => out.push(' '),
        _ => {}
    }
}

/// Whether a piece of HTML is the mark that ends the summary.
fn is_mark(html: &str) -> bool {
    let Some(inside) = html.trim().strip_prefix("<!--").and_then(|rest| rest.split("-->").next()) else {
        return false;
    };
    let word = inside.trim();
    word.eq_ignore_ascii_case("more") || word.eq_ignore_ascii_case("truncate")
}

/// The summary of a body from the event at `start` on; empty where it has no text outside of raw HTML
/// and posts.
pub(super) fn of_events(events: &Events, start: usize, posts: &Posts, options: &Options) -> String {
    let is_post = |index: usize| posts.starts_at(start + index);
    let events = &events[start..];
    let mark = events
        .iter()
        .position(|(event, _)| matches!(event, Event::Html(html) | Event::InlineHtml(html) if is_mark(html)));
    let mut text = String::new();
    if let Some(mark) = mark {
        text = blocks_text(&events[..mark], is_post, |_| true, false);
    }
    if text.is_empty() {
        text = blocks_text(events, is_post, |depth| depth == 1, true);
    }
    if text.is_empty() {
        text = blocks_text(events, is_post, |_| true, true);
    }
    finish(&text, options)
}

/// The text of blocks at the depths that are wanted: of all of them, or of the first that has any.
fn blocks_text(
    events: &[(Event, Range<usize>)],
    is_post: impl Fn(usize) -> bool,
    wants: impl Fn(usize) -> bool,
    first_only: bool,
) -> String {
    let mut text = String::new();
    let mut depth = 0;
    // Inside a heading, code, a table, an image, a footnote or a post: none of them is running text.
    let mut skipped = 0;
    let mut block = String::new();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if !is_inline(tag) {
                    depth += 1;
                }
                let skips = matches!(
                    tag,
                    Tag::Heading { .. }
                        | Tag::CodeBlock(_)
                        | Tag::Table(_)
                        | Tag::Image { .. }
                        | Tag::FootnoteDefinition(_)
                        | Tag::HtmlBlock
                ) || is_post(index);
                if skipped > 0 || skips {
                    skipped += 1;
                }
            }
            Event::End(tag) => {
                let is_block = !matches!(
                    tag,
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
                );
                skipped -= usize::from(skipped > 0);
                if is_block {
                    take_block(&mut text, &mut block);
                    if first_only && !text.is_empty() {
                        return text;
                    }
                    depth -= 1;
                }
            }
            event if skipped == 0 && wants(depth) => push_plain(&mut block, event),
            _ => {}
        }
    }
    take_block(&mut text, &mut block);
    text
}

fn is_inline(tag: &Tag) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn take_block(text: &mut String, block: &mut String) {
    let clean = without_shortcodes(block);
    for word in clean.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    block.clear();
}

fn without_shortcodes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(brace) = rest.find('{') {
        out.push_str(&rest[..brace]);
        rest = &rest[brace..];
        let length = shortcode_length(rest);
        if length == 0 {
            out.push('{');
        }
        rest = &rest[length.max(1)..];
    }
    out.push_str(rest);
    out
}

/// The summary of a body that is all HTML: the start of its text.
pub(super) fn of_html(html: &str, options: &Options) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        let seen = if index == 0 { Some(part) } else { part.split_once('>').map(|(_, seen)| seen) };
        text.push_str(seen.unwrap_or(""));
        text.push(' ');
        if text.len() > options.summary_chars_max.saturating_mul(8) {
            break;
        }
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{A0}")
        .replace("&amp;", "&");
    let words: Vec<&str> = text.split_whitespace().collect();
    finish(&words.join(" "), options)
}

fn finish(text: &str, options: &Options) -> String {
    cut(text, options.summary_chars_max).into_owned()
}

/// `text` cut to `chars_max` characters as readers count them, between words where there are any.
fn cut(text: &str, chars_max: usize) -> std::borrow::Cow<'_, str> {
    // No character is shorter than a byte, so most summaries need no segmentation.
    if text.len() <= chars_max {
        return text.into();
    }
    let mut boundaries = GraphemeClusterSegmenter::new().segment_str(text);
    let Some(end) = boundaries.nth(chars_max) else { return text.into() };
    if end >= text.len() {
        return text.into();
    }
    let kept = &text[..end];
    let is_between_words = text[end..].starts_with(char::is_whitespace);
    let kept = match kept.rfind(char::is_whitespace) {
        Some(space) if !is_between_words && space > end / 2 => &kept[..space],
        _ => kept,
    };
    let kept = kept.trim_end_matches(|character: char| {
        character.is_whitespace() || ",;:.–—-…、，。([{«“„".contains(character)
    });
    format!("{kept}…").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, chars_max: usize, expected: &str) {
        let options =
            Options { summary_chars_max: chars_max, title: None, ..crate::markdown::tests::options() };
        let events = crate::markdown::events::parse(markdown, false, &mut Vec::new()).expect("flat");
        assert_eq!(of_events(&events, 0, &Posts::default(), &options), expected, "{markdown}");
    }

    #[test]
    fn the_first_paragraph_is_the_summary() {
        check(
            "## H\n\n![x](y)\n\n```\ncode\n```\n\nOne *two*\n`three`[^1].\n\nFour\n\n[^1]: n",
            80,
            "One two three.",
        );
        check("> quoted\n\nOwn", 80, "Own");
        check("- a\n- b", 80, "a");
        check("", 80, "");
    }

    #[test]
    fn the_mark_ends_the_summary_however_it_is_written() {
        for mark in ["<!--more-->", "<!-- more -->", "<!-- truncate -->", "<!--MORE-->"] {
            check(&format!("One\n\n- two\n\n{mark}\n\nThree"), 80, "One two");
        }
        check("<!--more-->\n\nOne", 80, "One");
        check("<!-- no more -->\n\nOne\n\nTwo", 80, "One");
    }

    #[test]
    fn shortcodes_are_not_part_of_it() {
        check("{{< toc >}}\n\n{% raw %}One{% endraw %} {two}\n{: .x}", 80, "One {two}");
    }

    #[test]
    fn it_is_cut_between_words_and_never_in_a_character() {
        check("One two, three", 9, "One two…");
        check("One two, three", 8, "One two…");
        check("One two", 7, "One two");
        check("障害が発生しました", 4, "障害が発…");
        check("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2, "👩‍👩‍👧👩‍👩‍👧…");
        check("e\u{301}e\u{301}e\u{301}", 1, "e\u{301}…");
    }
}
