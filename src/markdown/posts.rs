//! Quotes of posts of social networks: blockquotes that begin with `[!POST]` and a line about the
//! post become figures with author, date, address and translation.
//!
//! 1. [`Headers::find`] finds these lines and blanks them, so that the rest of such a quote is parsed
//!    as if it stood alone: no markup reaches from the line into the text of the post.
//! 2. [`Posts::read`] reads the fields of each line, and where the translation of each post begins.
//! 3. [`Writer::post`] writes the figure, which asks no host for anything.

mod fields;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag};

use self::fields::Fields;
use super::address::push_url;
use super::events::{self, Events};
use super::gaps::push_label;
use super::locate::Locator;
use super::writer::Writer;
use super::{DEPTH_MAX, Label, Options};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::html::{push_attribute, push_escaped};
use crate::locale::DateLength;

/// What the first line of a post begins with.
const MARK: &str = "[!POST]";

/// The first lines of the posts of a text.
pub(super) struct Headers<'t> {
    /// The text with these lines blank; every byte of the rest stays where it is.
    pub(super) text: Cow<'t, str>,
    /// Where each quote begins, and its line from the mark on; in the order of the text.
    lines: Vec<(usize, Range<usize>)>,
}

impl<'t> Headers<'t> {
    /// No lines: for a text that is no Markdown.
    pub(super) fn none(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), lines: Vec::new() }
    }

    /// Finds the lines in `text`.
    pub(super) fn find(text: &'t str) -> Self {
        let mut headers = Self::none(text);
        if !text.match_indices("[!").any(|(at, _)| is_mark_at(text, at)) {
            return headers;
        }
        let mut quote = None;
        let mut depth = 0;
        for (event, range) in events::parser(text) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            // The text is told of when it is parsed for good.
            if depth > DEPTH_MAX {
                break;
            }
            let opened = quote.take();
            if matches!(event, Event::Start(Tag::BlockQuote(None))) {
                quote = Some(range.start);
            } else if let Some(quote) = opened
                && let Some(line) = header_at(text, range.start)
            {
                headers.lines.push((quote, line));
            }
        }
        let mut blanked = String::with_capacity(text.len());
        let mut copied = 0;
        for (_, line) in &headers.lines {
            blanked.push_str(&text[copied..line.start]);
            blanked.extend(std::iter::repeat_n(' ', line.len()));
            copied = line.end;
        }
        blanked.push_str(&text[copied..]);
        headers.text = Cow::Owned(blanked);
        headers
    }
}

fn is_mark_at(text: &str, at: usize) -> bool {
    text.get(at..at + MARK.len()).is_some_and(|mark| mark.eq_ignore_ascii_case(MARK))
}

/// The line about a post that starts at `start`, if one does.
fn header_at(text: &str, start: usize) -> Option<Range<usize>> {
    if !is_mark_at(text, start) {
        return None;
    }
    let behind = &text[start + MARK.len()..];
    let length = behind.find(['\n', '\r']).unwrap_or(behind.len());
    let stands_alone = length == 0 || behind.starts_with([' ', '\t', '|', '@']);
    stands_alone.then_some(start..start + MARK.len() + length)
}

/// The posts of a text, in order; none stands in another.
#[derive(Default)]
pub(super) struct Posts {
    list: Vec<Post>,
}

/// One post.
struct Post {
    /// The event that starts its quote.
    start: usize,
    /// The event of the break above the translation; where there is none, as [`Self::end`].
    quote_end: usize,
    /// The event that ends its quote.
    end: usize,
    fields: Fields,
}

impl Posts {
    /// Reads the posts of `text`, which was parsed to `events` with their first lines blank.
    pub(super) fn read(
        text: &str,
        headers: &Headers,
        events: &Events,
        options: &Options,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut reader = Reader {
            text,
            headers,
            locator: Locator::new(text),
            options,
            problems,
            posts: Self::default(),
            open: None,
            depth: 0,
            next_line: 0,
        };
        if !headers.lines.is_empty() {
            for index in 0..events.len() {
                reader.event(events, index);
            }
            reader.tell_lost(usize::MAX);
        }
        reader.posts
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether the event at `index` starts a post.
    pub(super) fn starts_at(&self, index: usize) -> bool {
        self.at(index).is_some_and(|post| post.start == index)
    }

    /// Whether the event at `index` belongs to a post in another language than the page's, and not to
    /// its translation.
    pub(super) fn is_foreign(&self, index: usize) -> bool {
        self.at(index).is_some_and(|post| index < post.quote_end && post.fields.foreign.is_some())
    }

    /// The post that the event at `index` belongs to.
    fn at(&self, index: usize) -> Option<&Post> {
        let behind = self.list.partition_point(|post| post.start <= index);
        self.list[..behind].last().filter(|post| index <= post.end)
    }
}

/// The state of reading.
struct Reader<'a> {
    text: &'a str,
    headers: &'a Headers<'a>,
    locator: Locator<'a>,
    options: &'a Options<'a>,
    problems: &'a mut Vec<Diagnostic>,
    posts: Posts,
    /// The post that is being read, its line, and how deep its quote lies.
    open: Option<(Post, Range<usize>, usize)>,
    depth: usize,
    /// The first of the lines whose quote did not come yet.
    next_line: usize,
}

impl Reader<'_> {
    fn event(&mut self, events: &Events, index: usize) {
        let (event, range) = &events[index];
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                if matches!(tag, Tag::BlockQuote(None)) {
                    self.quote(events, index);
                } else if let Tag::Heading { level: HeadingLevel::H2, .. } = tag
                    && self.is_in_quote(self.depth - 1)
                    && !self.text[range.start..].starts_with('#')
                {
                    self.tell_heading(range.clone());
                }
            }
            Event::End(_) => {
                if let Some((mut post, line, _)) = self.open.take_if(|(.., depth)| *depth == self.depth) {
                    post.end = index;
                    post.quote_end = post.quote_end.min(index);
                    self.check(&post, line);
                    self.posts.list.push(post);
                }
                self.depth -= 1;
            }
            Event::Rule if self.is_in_quote(self.depth) => {
                if let Some((post, ..)) = &mut self.open {
                    post.quote_end = index;
                }
            }
            _ => {}
        }
    }

    /// Whether a block with so many around it stands in a post itself, above its translation.
    fn is_in_quote(&self, n_around: usize) -> bool {
        self.open.as_ref().is_some_and(|(post, _, depth)| post.quote_end == usize::MAX && *depth == n_around)
    }

    /// Takes up the quote that starts at `index`, if it is a post.
    fn quote(&mut self, events: &Events, index: usize) {
        let start = events[index].1.start;
        self.tell_lost(start);
        let line = match self.headers.lines.get(self.next_line) {
            Some((quote, line)) if *quote == start => line.clone(),
            _ => {
                // A line that only looks like one now that those above it are blank.
                let first = events.get(index + 1).map_or(start, |(_, range)| range.start);
                if let Some(line) = header_at(&self.headers.text, first) {
                    self.tell_no_quote(line);
                }
                return;
            }
        };
        self.next_line += 1;
        if self.open.is_some() {
            let problem = Diagnostic::error("a post stands in another post");
            self.tell(problem.hint("quote the two one after the other"), line);
            return;
        }
        let range = line.start + MARK.len()..line.end;
        let (fields, told) = Fields::read(&self.text[range.clone()], self.options);
        for (problem, place) in told {
            self.tell(problem, range.start + place.start..range.start + place.end);
        }
        if fields.name.is_empty() && fields.handle.is_empty() {
            let hint = "name the author behind the mark: `[!POST] Signal @signalapp | …`";
            self.tell(Diagnostic::error("the post does not say who wrote it").hint(hint), line.clone());
        }
        let post = Post { start: index, quote_end: usize::MAX, end: usize::MAX, fields };
        self.open = Some((post, line, self.depth));
    }

    /// Tells of the lines whose quote should have come before `offset`.
    fn tell_lost(&mut self, offset: usize) {
        while let Some((quote, line)) = self.headers.lines.get(self.next_line)
            && *quote < offset
        {
            self.next_line += 1;
            self.tell_no_quote(line.clone());
        }
    }

    fn tell_no_quote(&mut self, line: Range<usize>) {
        let problem = Diagnostic::error("this post cannot be told from the text above it");
        self.tell(problem.hint("begin the quote in a line of its own, below an empty one"), line);
    }

    fn tell_heading(&mut self, range: Range<usize>) {
        let heading = self.text[range.clone()].trim_end();
        let last_line = heading.rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        let Some(dashes) = heading[last_line..].find('-') else { return };
        let start = range.start + last_line + dashes;
        let problem =
            Diagnostic::warning("`---` right below a text makes a heading of it, and begins no translation");
        let hint = "write `>` alone into a line between the two";
        self.tell(problem.hint(hint), start..range.start + heading.len());
    }

    /// Tells what is wrong with a post as a whole.
    fn check(&mut self, post: &Post, line: Range<usize>) {
        if post.quote_end == post.start + 1 {
            let hint = "write it below the first line, with `>` before each line";
            self.tell(Diagnostic::error("the post has no text").hint(hint), line);
        } else if post.end == post.quote_end + 1 {
            let hint = "write the translation, or remove the line above it";
            self.tell(Diagnostic::warning("the translation of the post is empty").hint(hint), line);
        } else if post.quote_end < post.end && post.fields.foreign.is_none() {
            let tag = self.options.language;
            let problem = format!("the post has a translation, and is taken to be in `{tag}` as the page is");
            let hint = "name the language of the post in its first line, or remove the translation";
            self.tell(Diagnostic::warning(problem).hint(hint), line);
        }
    }

    fn tell(&mut self, problem: Diagnostic, range: Range<usize>) {
        let span = self.locator.span(range);
        self.problems.push(problem.at(span));
    }
}

impl Writer<'_> {
    /// Writes the post that starts at `index` as a figure, if one does; the event behind it.
    pub(super) fn post(&mut self, index: usize) -> Option<usize> {
        let posts = self.posts;
        let post = posts.at(index).filter(|post| post.start == index)?;
        let fields = &post.fields;
        self.html.push_str("<figure class=\"post\"><blockquote");
        if let Some(tag) = &fields.foreign {
            push_attribute(&mut self.html, "lang", tag.as_str());
            push_attribute(&mut self.html, "dir", tag.direction().as_str());
        }
        if let Some(link) = &fields.link {
            self.html.push_str(" cite=\"");
            push_url(&mut self.html, link);
            self.html.push('"');
        }
        self.html.push_str(">\n");
        self.events_in(post.start + 1..post.quote_end);
        self.html.push_str("</blockquote>\n");
        if post.quote_end + 1 < post.end {
            self.html.push_str("<blockquote class=\"translation\"><p class=\"label\">");
            push_label(&mut self.html, Label::PostTranslation);
            self.html.push_str("</p>\n");
            self.events_in(post.quote_end + 1..post.end);
            self.html.push_str("</blockquote>\n");
        }
        self.post_caption(fields);
        self.html.push_str("</figure>\n");
        Some(post.end + 1)
    }

    fn post_caption(&mut self, fields: &Fields) {
        // A name may run another way than the page does.
        self.html.push_str("<figcaption><cite dir=\"auto\">");
        let by_handle = fields.name.is_empty();
        push_escaped(&mut self.html, if by_handle { &fields.handle } else { &fields.name });
        self.html.push_str("</cite>");
        if !by_handle && !fields.handle.is_empty() {
            self.html.push_str(" <span class=\"handle\" dir=\"ltr\">");
            push_escaped(&mut self.html, &fields.handle);
            self.html.push_str("</span>");
        }
        // No link stands in another, such as one of raw HTML that is open.
        let link = fields.link.as_ref().filter(|_| !self.is_in_link());
        if link.is_some() || fields.date.is_some() {
            self.html.push(' ');
        }
        if let Some(link) = link {
            self.html.push_str("<a href=\"");
            push_url(&mut self.html, link);
            self.html.push_str("\">");
        }
        match &fields.date {
            Some(date) => self.post_date(date),
            None if link.is_some() => push_label(&mut self.html, Label::PostLink),
            None => {}
        }
        self.html.push_str(if link.is_some() { "</a></figcaption>" } else { "</figcaption>" });
    }

    /// Writes a date on the clock of the site, with the moment as it was written.
    fn post_date(&mut self, date: &Date) {
        let locale = self.options.locale;
        let reader = if date.has_time {
            locale.date_time(date.seen_in(self.options.time_zone).civil, DateLength::Long)
        } else {
            locale.written(date, DateLength::Long)
        };
        self.html.push_str("<time");
        push_attribute(&mut self.html, "datetime", &date.iso());
        self.html.push('>');
        push_escaped(&mut self.html, &reader);
        self.html.push_str("</time>");
    }
}
