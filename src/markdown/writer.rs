//! Events to HTML, with a mark for each gap.

mod blocks;
mod inline;
mod raw;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag};

use super::events::Events;
use super::footnotes::Footnotes;
use super::headings::Ids;
use super::locate::Locator;
use super::outline::Outline;
use super::posts::Posts;
use super::raw_html::Depth;
use super::{Heading, OpenLink, Options, RawHtml};
use crate::diagnostic::Diagnostic;

/// What was written.
pub(super) struct Written {
    /// The text, and the footnotes: apart, so that raw HTML in one cannot reach into the other.
    pub(super) parts: [String; 2],
    /// Highlighted code that the sanitizer need not see.
    pub(super) blobs: Vec<String>,
    pub(super) needs_sanitizer: bool,
    pub(super) links: Vec<OpenLink>,
    pub(super) headings: Vec<Heading>,
    pub(super) anchors: Vec<Box<str>>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) plain_code: BTreeMap<String, u32>,
}

/// The state of writing one body.
#[expect(clippy::struct_excessive_bools, reason = "each says where in the text the writer stands")]
pub(super) struct Writer<'a> {
    pub(super) events: &'a Events<'a>,
    pub(super) options: &'a Options<'a>,
    pub(super) text: &'a str,
    pub(super) locator: Locator<'a>,
    pub(super) html: String,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) ids: Ids,
    pub(super) footnotes: Footnotes<'a>,
    pub(super) posts: &'a Posts,
    links: Vec<OpenLink>,
    headings: Vec<Heading>,
    next_heading: usize,
    blobs: Vec<String>,
    uses_blobs: bool,
    needs_sanitizer: bool,
    plain_code: BTreeMap<String, u32>,
    alignments: &'a [Alignment],
    column: usize,
    in_table_head: bool,
    /// Whether the open cell is a header.
    is_header_cell: bool,
    /// Inside a link of Markdown, and of raw HTML.
    in_link: bool,
    in_raw_link: bool,
    raw_depth: Depth,
    is_too_deep: bool,
    dropped: Vec<String>,
    dropped_at: Option<usize>,
}

/// Writes `events`, from where `outline` starts.
pub(super) fn write<'a>(
    text: &'a str,
    events: &'a Events<'a>,
    outline: Outline,
    posts: &'a Posts,
    options: &'a Options<'a>,
    problems: Vec<Diagnostic>,
) -> Written {
    let has_html = events.iter().any(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let mut writer = Writer {
        events,
        options,
        text,
        locator: Locator::new(text),
        html: String::with_capacity(text.len() + text.len() / 2),
        problems,
        ids: outline.ids,
        footnotes: Footnotes::find(events),
        posts,
        links: Vec::new(),
        headings: outline.headings,
        next_heading: 0,
        blobs: Vec::new(),
        uses_blobs: has_html && options.raw_html == RawHtml::Sanitize,
        needs_sanitizer: false,
        plain_code: BTreeMap::new(),
        alignments: &[],
        column: 0,
        in_table_head: false,
        is_header_cell: false,
        in_link: false,
        in_raw_link: false,
        raw_depth: Depth::default(),
        is_too_deep: false,
        dropped: Vec::new(),
        dropped_at: None,
    };
    writer.events_in(outline.start..events.len());
    let body = std::mem::take(&mut writer.html);
    writer.footnote_section();
    writer.tell_unused_footnotes();
    writer.tell_dropped();
    Written {
        parts: [body, writer.html],
        blobs: writer.blobs,
        needs_sanitizer: writer.needs_sanitizer,
        links: writer.links,
        headings: writer.headings,
        anchors: writer.ids.into_sorted(),
        problems: writer.problems,
        plain_code: writer.plain_code,
    }
}

impl Writer<'_> {
    /// Writes the events of a range.
    pub(super) fn events_in(&mut self, range: Range<usize>) {
        let mut index = range.start;
        while index < range.end {
            index = self.event(index);
        }
    }

    /// Writes one event, or all of an element that is written as a whole; the event behind it.
    fn event(&mut self, index: usize) -> usize {
        let events = self.events;
        let (event, place) = &events[index];
        match event {
            Event::Start(Tag::Link { .. }) => {
                self.start_link(index);
                self.in_link = true;
            }
            Event::Start(Tag::Image { .. }) => return self.image(index, false),
            Event::Start(tag) => return self.start_block(index, tag),
            Event::End(tag) => self.end(*tag),
            // Math is off: its two kinds never come.
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
            Event::Code(code) => self.code(code),
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_piece(html, place.start),
            Event::TaskListMarker(is_done) => self.task_marker(*is_done),
        }
        index + 1
    }
}
