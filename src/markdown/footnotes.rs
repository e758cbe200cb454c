//! Footnotes: numbered in the order of their first mention, at the end of the body.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Label;
use super::events::Events;
use super::gaps::push_label;
use super::writer::Writer;
use crate::diagnostic::Diagnostic;

/// The footnotes of a body.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// The events of each definition, its own start and end left out.
    definitions: HashMap<&'a str, Range<usize>>,
    numbers: HashMap<&'a str, usize>,
    mentioned: Vec<Mentioned<'a>>,
}

struct Mentioned<'a> {
    label: &'a str,
    id: String,
    /// The ids of the places that mention it.
    places: Vec<String>,
}

impl<'a> Footnotes<'a> {
    /// Finds the definitions.
    pub(super) fn find(events: &'a Events<'a>) -> Self {
        let mut footnotes = Self::default();
        let mut open: Vec<(&str, usize)> = Vec::new();
        for (index, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => open.push((label, index + 1)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, start)) = open.pop() {
                        footnotes.definitions.entry(label).or_insert(start..index);
                    }
                }
                _ => {}
            }
        }
        footnotes
    }
}

/// The event behind the definition that starts at `start`.
pub(super) fn end_of(events: &Events, start: usize) -> usize {
    let mut depth = 0;
    for (index, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::FootnoteDefinition) => {
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

impl<'a> Writer<'a> {
    /// Writes the number that leads to a footnote.
    pub(super) fn footnote_reference(&mut self, label: &'a str) {
        if !self.footnotes.definitions.contains_key(label) {
            return;
        }
        let next = self.footnotes.mentioned.len();
        let index = *self.footnotes.numbers.entry(label).or_insert(next);
        let number = index + 1;
        if index == next {
            let id = self.ids.unique(&format!("fn-{number}"));
            self.footnotes.mentioned.push(Mentioned { label, id, places: Vec::new() });
        }
        if self.is_in_link() {
            let _ = write!(self.html, "<sup class=\"footnote-ref\">{number}</sup>");
            return;
        }
        let mentioned = &mut self.footnotes.mentioned[index];
        let place = match mentioned.places.len() {
            0 => self.ids.unique(&format!("fnref-{number}")),
            n => self.ids.unique(&format!("fnref-{number}-{}", n + 1)),
        };
        let _ = write!(
            self.html,
            "<sup class=\"footnote-ref\"><a href=\"#{}\" id=\"{place}\" role=\"doc-noteref\">{number}</a></sup>",
            mentioned.id
        );
        mentioned.places.push(place);
    }

    /// Writes the section of footnotes, if one was mentioned. Footnotes may mention others.
    pub(super) fn footnote_section(&mut self) {
        if self.footnotes.mentioned.is_empty() {
            return;
        }
        self.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        push_label(&mut self.html, Label::Footnotes);
        self.html.push_str("\"><ol>\n");
        let mut index = 0;
        let mut back_links: Vec<(usize, usize)> = Vec::new();
        while let Some(mentioned) = self.footnotes.mentioned.get(index) {
            let range = self.footnotes.definitions.get(mentioned.label).cloned().unwrap_or(0..0);
            let _ = write!(self.html, "<li id=\"{}\">", mentioned.id);
            self.events_in(range);
            // The links back go into the last paragraph; written when all mentions are known.
            let trimmed = self.html.trim_end();
            let place =
                if trimmed.ends_with("</p>") { trimmed.len() - "</p>".len() } else { self.html.len() };
            back_links.push((index, place));
            self.html.push_str("</li>\n");
            index += 1;
        }
        self.html.push_str("</ol></section>\n");

        let without = std::mem::take(&mut self.html);
        let mut written = 0;
        for (index, place) in back_links {
            self.html.push_str(&without[written..place]);
            written = place;
            for back in &self.footnotes.mentioned[index].places {
                let _ = write!(
                    self.html,
                    " <a href=\"#{back}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\""
                );
                push_label(&mut self.html, Label::FootnoteBack);
                let _ = write!(self.html, " {}\">↩\u{FE0E}</a>", index + 1);
            }
        }
        self.html.push_str(&without[written..]);
    }

    /// Tells of footnotes that nothing mentions: they are not shown.
    pub(super) fn tell_unused_footnotes(&mut self) {
        for (event, range) in self.events {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event
                && !self.footnotes.numbers.contains_key(&**label)
            {
                let span = self.locator.span(range.clone());
                self.problems.push(
                    Diagnostic::warning(format!(
                        "the footnote `{label}` is mentioned nowhere, and not shown"
                    ))
                    .at(span)
                    .hint(format!("write `[^{label}]` where it belongs, or remove it")),
                );
            }
        }
    }
}
