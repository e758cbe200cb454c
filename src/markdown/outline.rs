//! The headings of a body, before it is written: which is the title, the level and id of each.

use std::collections::HashSet;
use std::ops::Range;

use icu::segmenter::GraphemeClusterSegmenter;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::headings::{Ids, is_id};
use super::summary::push_plain;
use crate::diagnostic::{Diagnostic, Span};

use super::events::Events;
use super::{Heading, TITLE_CHARS_MAX};

/// What the headings say about a body.
pub(super) struct Outline {
    /// The title that the leading heading gives, when the front matter has none.
    pub(super) title: Option<String>,
    /// The first event to write: behind the leading heading, where that is the title.
    pub(super) start: usize,
    /// Each heading that is written, in the order of the text.
    pub(super) headings: Vec<Heading>,
    /// The ids so far.
    pub(super) ids: Ids,
}

struct Found<'a> {
    start: usize,
    level: u8,
    id: Option<&'a str>,
    range: Range<usize>,
    text: String,
}

impl Outline {
    /// Reads the headings. A leading one of level 1 is the title, if the front matter has none or
    /// the same; if another of that level is left, all move down, so that the page has one.
    pub(super) fn read(
        events: &Events,
        title: Option<&str>,
        text: &str,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut found = find(events);
        let leads = found.first().is_some_and(|first| first.level == 1 && is_leading(&events[..first.start]));
        let mut outline = Self { title: None, start: 0, headings: Vec::new(), ids: Ids::default() };
        if leads && !found[0].text.is_empty() && title.is_none_or(|title| is_same(title, &found[0].text)) {
            let first = found.remove(0);
            outline.start = end_of(events, first.start);
            if title.is_none() {
                outline.title = Some(within_limit(first.text, text, first.range, problems));
            }
        }
        let shift = u8::from(found.iter().any(|heading| heading.level == 1));

        // Ids that were chosen go first: an id that is made from a text must not take one.
        let mut chosen: Vec<Option<String>> = Vec::with_capacity(found.len());
        let mut told = HashSet::new();
        for heading in &found {
            let id = heading.id.filter(|id| is_id(id));
            let claimed = id.and_then(|id| outline.ids.claim(id));
            if let (Some(id), None) = (id, &claimed)
                && told.insert(id)
            {
                problems.push(
                    Diagnostic::warning(format!("the heading id `{id}` is used twice"))
                        .at(Span::of(text, heading.range.clone()))
                        .hint("give one of the headings another id"),
                );
            }
            chosen.push(claimed);
        }
        for (heading, chosen) in found.into_iter().zip(chosen) {
            let id = chosen.unwrap_or_else(|| match heading.id.filter(|id| is_id(id)) {
                Some(id) => outline.ids.unique(id),
                None => outline.ids.of_heading(&heading.text),
            });
            let level = (heading.level + shift).min(6);
            outline.headings.push(Heading { level, id: id.into(), text: heading.text.into() });
        }
        outline
    }
}

fn find<'e>(events: &'e Events) -> Vec<Found<'e>> {
    let mut found: Vec<Found> = Vec::new();
    let mut inside = false;
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                inside = true;
                found.push(Found {
                    start: index,
                    level: *level as u8,
                    id: id.as_deref(),
                    range: range.clone(),
                    text: String::new(),
                });
            }
            Event::End(TagEnd::Heading(_)) => {
                inside = false;
                if let Some(heading) = found.last_mut() {
                    heading.text = heading.text.trim().to_owned();
                }
            }
            event if inside => {
                if let Some(heading) = found.last_mut() {
                    push_plain(&mut heading.text, event);
                }
            }
            _ => {}
        }
    }
    found
}

/// The title that a heading gives, cut where it is too long: nobody meant so much to be one.
fn within_limit(title: String, text: &str, range: Range<usize>, problems: &mut Vec<Diagnostic>) -> String {
    let Some((limit, _)) = title.char_indices().nth(TITLE_CHARS_MAX) else { return title };
    let n_chars = title.chars().count();
    problems.push(
        Diagnostic::warning(format!(
            "the title has {n_chars} characters, more than {TITLE_CHARS_MAX}, and is cut"
        ))
        .at(Span::of(text, range))
        .hint("shorten this heading, or write `title` in the header"),
    );
    let boundaries = GraphemeClusterSegmenter::new().segment_str(&title);
    // Marks without end are cut anywhere.
    let end = boundaries.take_while(|end| *end <= limit).last().filter(|end| *end > 0).unwrap_or(limit);
    format!("{}…", title[..end].trim_end())
}

/// Whether nothing that is seen comes before: comments are not seen.
fn is_leading(before: &[(Event, Range<usize>)]) -> bool {
    before.iter().all(|(event, _)| match event {
        Event::Html(html) | Event::InlineHtml(html) => {
            let html = html.trim();
            html.is_empty() || html.starts_with("<!--")
        }
        Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => true,
        _ => false,
    })
}

/// The event behind the heading that starts at `start`.
fn end_of(events: &Events, start: usize) -> usize {
    let end = events[start..].iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))));
    end.map_or(events.len(), |end| start + end + 1)
}

/// Whether two titles read the same: only letters and digits count.
fn is_same(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}
