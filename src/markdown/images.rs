//! Images: alone in a paragraph they are figures, in a line they are not.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::address::{Address, push_url};
use super::events::Events;
use super::gaps::push_link;
use super::summary::push_plain;
use super::writer::Writer;
use crate::diagnostic::Diagnostic;
use crate::html::{push_attribute, push_escaped};

/// The events of a paragraph that is one image, or one link around one image.
pub(super) struct Lone {
    /// The event of the image.
    pub(super) image: usize,
    /// The event of the link around it.
    pub(super) link: Option<usize>,
    /// The event behind the paragraph.
    pub(super) end: usize,
}

/// Whether the paragraph at `start` is nothing but an image.
pub(super) fn lone(events: &Events, start: usize) -> Option<Lone> {
    let (mut image, mut link) = (start + 1, None);
    if matches!(events.get(image)?.0, Event::Start(Tag::Link { .. })) {
        link = Some(image);
        image += 1;
    }
    if !matches!(events.get(image)?.0, Event::Start(Tag::Image { .. })) {
        return None;
    }
    let mut end = end_of(events, image);
    if link.is_some() {
        if !matches!(events.get(end)?.0, Event::End(TagEnd::Link)) {
            return None;
        }
        end += 1;
    }
    matches!(events.get(end)?.0, Event::End(TagEnd::Paragraph)).then_some(Lone { image, link, end: end + 1 })
}

/// The event behind the image that starts at `start`.
pub(super) fn end_of(events: &Events, start: usize) -> usize {
    let mut depth = 0;
    for (index, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) => {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    events.len()
}

/// The warning for a picture of another host that no page shows: the pages' policy asks for `https:`.
pub(crate) fn unencrypted_picture(url: &str) -> Option<Diagnostic> {
    let start = url.get(.."http://".len())?;
    start.eq_ignore_ascii_case("http://").then(|| {
        Diagnostic::warning("pages show no picture of another host whose address begins with `http://`")
            .hint("write `https://`, if it is there too, or put the picture beside the article")
    })
}

impl Writer<'_> {
    /// Writes a figure; the title of the image is its caption and, behind `|`, its credit.
    pub(super) fn figure(&mut self, lone: &Lone) {
        self.html.push_str("<figure>");
        if let Some(link) = lone.link {
            self.start_link(link);
        }
        self.image(lone.image, true);
        if lone.link.is_some() {
            self.html.push_str("</a>");
        }
        if let Event::Start(Tag::Image { title, .. }) = &self.events[lone.image].0
            && !title.trim().is_empty()
        {
            let (caption, credit) = title.split_once('|').unwrap_or((title, ""));
            let (caption, credit) = (caption.trim(), credit.trim());
            self.html.push_str("<figcaption>");
            self.push_typeset(caption);
            if !credit.is_empty() {
                if !caption.is_empty() {
                    self.html.push(' ');
                }
                self.html.push_str("<small class=\"credit\">");
                self.push_typeset(credit);
                self.html.push_str("</small>");
            }
            self.html.push_str("</figcaption>");
        }
        self.html.push_str("</figure>\n");
    }

    fn push_typeset(&mut self, text: &str) {
        match self.options.typography {
            Some(typography) => push_escaped(&mut self.html, &typography.apply(text)),
            None => push_escaped(&mut self.html, text),
        }
    }

    /// Writes the image whose events start at `start`; the event behind it. An image whose address
    /// is refused is shown by its text.
    pub(super) fn image(&mut self, start: usize, in_figure: bool) -> usize {
        let end = end_of(self.events, start);
        let (Event::Start(Tag::Image { dest_url, title, .. }), range) = &self.events[start] else {
            return start + 1;
        };
        let mut alt = String::new();
        for (event, _) in &self.events[start..end] {
            push_plain(&mut alt, event);
        }
        let before = self.html.len();
        self.html.push_str("<img");
        if !self.image_source(dest_url, range.clone()) {
            self.html.truncate(before);
            push_escaped(&mut self.html, &alt);
            return end;
        }
        self.tell_missing_alt(&alt, start..end, range);
        push_attribute(&mut self.html, "alt", &alt);
        if !in_figure && !title.is_empty() {
            push_attribute(&mut self.html, "title", title);
        }
        self.html.push_str(" loading=\"lazy\" decoding=\"async\">");
        end
    }

    /// Tells of an image of Markdown, by its `events`, that says nothing to those who do not see it.
    fn tell_missing_alt(&mut self, alt: &str, events: Range<usize>, range: &Range<usize>) {
        if !self.options.tells_missing_alt || !alt.trim().is_empty() {
            return;
        }
        let is_link = events.start.checked_sub(1).is_some_and(|before| {
            matches!(self.events[before].0, Event::Start(Tag::Link { .. }))
                && matches!(self.events.get(events.end), Some((Event::End(TagEnd::Link), _)))
        });
        let (problem, hint) = if is_link {
            (
                "this link is a picture without an alternative text, so nothing says where it leads",
                "write between the brackets where the link leads: `[![the timeline](…)](…)`",
            )
        } else {
            (
                "this picture has no alternative text",
                "write what it shows between the brackets; an ornament is `<img src=\"…\" alt=\"\">`",
            )
        };
        let span = self.locator.span(range.clone());
        self.problems.push(Diagnostic::warning(problem).at(span).hint(hint));
    }

    /// Writes the ` src` of an image, or says why there is none.
    pub(super) fn image_source(&mut self, address: &str, range: Range<usize>) -> bool {
        match Address::parse(address, true) {
            Address::Whole(url) => {
                if let Some(problem) = unencrypted_picture(&url) {
                    self.problems.push(problem.at(self.locator.span(range)));
                }
                self.html.push_str(" src=\"");
                push_url(&mut self.html, &url);
                self.html.push('"');
                true
            }
            address @ Address::Open { .. } => {
                let link = self.open_link(address, range);
                push_link(&mut self.html, "src", link);
                true
            }
            Address::Forbidden(scheme) => {
                self.refuse("image", &scheme, range);
                false
            }
            Address::Empty => {
                self.warn_empty("image", range);
                false
            }
        }
    }
}
