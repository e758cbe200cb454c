//! Text to the parser's events, made ready for writing.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use super::locate::Locator;
use super::posts::Posts;
use super::typography::{BREAK, LITERAL, OPAQUE};
use super::{DEPTH_MAX, Typography};
use crate::diagnostic::{Diagnostic, Span};

/// Events with their places in the text.
pub(super) type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// The events of a text that is HTML already: one block of it.
pub(super) fn of_html(text: &str) -> Events<'_> {
    let whole = 0..text.len();
    vec![
        (Event::Start(Tag::HtmlBlock), whole.clone()),
        (Event::Html(text.into()), whole.clone()),
        (Event::End(TagEnd::HtmlBlock), whole),
    ]
}

/// The parser of `text`.
pub(super) fn parser(text: &str) -> OffsetIter<'_> {
    Parser::new_ext(text, extensions(text)).into_offset_iter()
}

/// The extensions that an article is written with.
fn extensions(text: &str) -> Options {
    let mut extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    // The containers of other tools, `:::tip`, would pass for definitions of the line above them.
    if text.lines().any(|line| line.trim_start().starts_with(":::")) {
        extensions.remove(Options::ENABLE_DEFINITION_LIST);
    }
    extensions
}

/// Parses `text`; neighbouring texts become one, and links by a name that nothing defines are told.
/// With `marks_literals`, an escaped character that typography would change has a mark before it,
/// which [`apply_typography`] takes out.
///
/// # Errors
///
/// Where the text nests deeper than [`DEPTH_MAX`].
pub(super) fn parse<'t>(
    text: &'t str,
    marks_literals: bool,
    problems: &mut Vec<Diagnostic>,
) -> Result<Events<'t>, Diagnostic> {
    let mut undefined = Vec::new();
    let take_undefined = |link: BrokenLink<'t>| {
        // `[name]` alone is text as often as not.
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            undefined.push((link.reference, link.span));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, extensions(text), Some(take_undefined));
    let mut events: Events = Vec::with_capacity(text.len() / 40 + 8);
    let mut depth = 0;
    let mut in_code = false;
    let mut joined = String::new();
    for (event, range) in parser.into_offset_iter() {
        match &event {
            Event::Start(tag) => {
                in_code = matches!(tag, Tag::CodeBlock(_));
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(Diagnostic::error(format!("the text nests deeper than {DEPTH_MAX} levels"))
                        .at(Span::of(text, range))
                        .hint("take some of the quotes, lists or brackets out of each other"));
                }
            }
            Event::End(_) => {
                in_code = false;
                depth -= 1;
            }
            _ => {}
        }
        let Event::Text(piece) = event else {
            end_text(&mut events, &mut joined);
            events.push((event, range));
            continue;
        };
        let is_literal = marks_literals
            && !in_code
            && piece.starts_with(['"', '\'', '.', '-', ';', '!', '?', ':'])
            && range.start > 0
            && text.as_bytes()[range.start - 1] == b'\\';
        match events.last_mut() {
            Some((Event::Text(first), first_range)) => {
                if joined.is_empty() {
                    joined.push_str(first);
                }
                if is_literal {
                    joined.push(LITERAL);
                }
                joined.push_str(&piece);
                first_range.end = range.end;
            }
            _ if is_literal => {
                let marked = format!("{LITERAL}{piece}");
                events.push((Event::Text(marked.into()), range));
            }
            _ => events.push((Event::Text(piece), range)),
        }
    }
    end_text(&mut events, &mut joined);
    tell_undefined(text, &undefined, problems);
    Ok(events)
}

/// Tells of the names that links have and nothing defines, each once.
fn tell_undefined(text: &str, undefined: &[(CowStr, Range<usize>)], problems: &mut Vec<Diagnostic>) {
    let mut locator = Locator::new(text);
    let mut told = HashSet::new();
    for (name, range) in undefined {
        if told.insert(name.to_lowercase()) {
            let problem = "nothing says where this link leads, and it is shown as written";
            let hint = "write the address into a line of its own, as `[name]: https://…`; write `\\[` for a bracket \
                        that is text";
            problems.push(Diagnostic::warning(problem).at(locator.span(range.clone())).hint(hint));
        }
    }
}

fn end_text(events: &mut Events, joined: &mut String) {
    if !joined.is_empty()
        && let Some((Event::Text(text), _)) = events.last_mut()
    {
        *text = std::mem::take(joined).into();
    }
}

/// Applies the typography to all running text but that of posts in other languages. The texts of one
/// block are one text to it, so that quotes around an emphasis find each other.
pub(super) fn apply_typography(events: &mut Events, typography: &Typography, posts: &Posts) {
    let mut run = String::new();
    let mut members: Vec<usize> = Vec::new();
    let mut verbatim = Verbatim::default();
    let mut foreign = Foreign::default();
    for index in 0..events.len() {
        let event = &events[index].0;
        if let Event::Html(html) | Event::InlineHtml(html) = event {
            foreign.read(html);
        }
        let is_foreign = foreign.is_inside() || posts.is_foreign(index);
        let is_foreign_text = is_foreign && matches!(event, Event::Text(_));
        if verbatim.holds(event) || is_foreign_text {
            if !run.ends_with(OPAQUE) {
                run.push(OPAQUE);
            }
            continue;
        }
        match event {
            Event::Text(text) => {
                run.push_str(text);
                run.push(BREAK);
                members.push(index);
            }
            Event::Code(_) | Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => run.push(OPAQUE),
            Event::SoftBreak | Event::HardBreak => run.push('\n'),
            Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => flush(events, &mut run, &mut members, typography),
        }
    }
    flush(events, &mut run, &mut members, typography);
}

/// Knows when a text stands in an element whose author gave it a language of its own, such as
/// `<span lang="en">`: another language's quotes and spaces are left as they are.
#[derive(Default)]
struct Foreign {
    /// The element that has the `lang`, and how many of its name are open.
    element: Option<(String, usize)>,
}

impl Foreign {
    fn is_inside(&self) -> bool {
        self.element.is_some()
    }

    /// Reads the tags of a piece of HTML.
    fn read(&mut self, html: &str) {
        for tag in html.split('<').skip(1) {
            let is_closing = tag.starts_with('/');
            let tag = tag.trim_start_matches('/');
            let end = tag.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(end);
            let attributes = attributes.split('>').next().unwrap_or("");
            let is_same = |open: &str| open.eq_ignore_ascii_case(name);
            match &mut self.element {
                None if !is_closing
                    && !name.is_empty()
                    && attributes.to_ascii_lowercase().contains(" lang=") =>
                {
                    self.element = Some((name.to_owned(), 1));
                }
                Some((open, depth)) if is_same(open) && !is_closing => *depth += 1,
                Some((open, depth)) if is_same(open) => {
                    *depth -= 1;
                    if *depth == 0 {
                        self.element = None;
                    }
                }
                _ => {}
            }
        }
    }
}

/// Knows when events stand in text that is not prose: code, and URLs between `<` and `>`.
#[derive(Default)]
struct Verbatim {
    inside: bool,
}

impl Verbatim {
    fn holds(&mut self, event: &Event) -> bool {
        match event {
            Event::Start(
                Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. },
            ) => {
                self.inside = true;
                false
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Link) => {
                self.inside = false;
                false
            }
            _ => self.inside,
        }
    }
}

fn flush(events: &mut Events, run: &mut String, members: &mut Vec<usize>, typography: &Typography) {
    if !members.is_empty()
        && let std::borrow::Cow::Owned(changed) = typography.apply(run)
    {
        let stretches = changed.split(BREAK);
        for (index, stretch) in members.iter().zip(stretches) {
            // What is between two texts was only there to be looked at.
            let stretch = stretch.trim_start_matches([OPAQUE, '\n']);
            let Event::Text(text) = &mut events[*index].0 else { continue };
            if **text != *stretch {
                *text = CowStr::from(stretch.to_owned());
            }
        }
    }
    run.clear();
    members.clear();
}
