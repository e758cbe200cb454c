//! Markdown to HTML with open links; knows nothing of the site.
//!
//! The text of one body goes in; HTML with gaps, the links that belong there, headings, a summary
//! and every problem come out. In these steps:
//!
//! 1. [`html`] drops characters that no page may hold; they are also what gaps are marked with.
//! 2. `events` parses the text, checks its depth, joins texts and applies the typography. `posts`
//!    takes the first lines of quoted posts out before.
//! 3. `outline` reads the headings: the title, the levels, an id for each.
//! 4. `writer` writes the HTML, with a mark for each gap. Raw HTML goes through `raw_html`.
//! 5. `sanitize` closes what raw HTML left open, and is a second guard behind `raw_html`.
//! 6. `gaps` takes the marks out.
//!
//! No word of a language is written here: where a reader needs one, there is a gap for a [`Label`].

mod address;
mod autolink;
mod events;
mod fence;
mod footnotes;
mod gaps;
mod headings;
mod highlight;
mod images;
mod locate;
mod outline;
mod posts;
mod raw_html;
mod sanitize;
mod summary;
mod typography;
mod words;
mod writer;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub(crate) use images::unencrypted_picture;
use jiff::tz::TimeZone;
pub use sanitize::harmless;
pub use typography::Typography;

use crate::diagnostic::{Diagnostic, Span};
use crate::html;
use crate::language::LanguageTag;
use crate::locale::Locale;

/// The deepest nesting of elements. Browsers flatten at 512 and 256, and sanitizing takes the
/// square of the depth.
pub const DEPTH_MAX: usize = 128;

/// The longest title, in characters.
pub const TITLE_CHARS_MAX: usize = 500;

/// What becomes of HTML that an author wrote in Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Harmless elements and attributes stay, all others are dropped with a warning.
    #[default]
    Sanitize,
    /// Tags are shown as text.
    Escape,
    /// Everything stays. For sites whose every author is trusted.
    Allow,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// In Markdown.
    #[default]
    Markdown,
    /// In HTML throughout: blank lines and indented lines mean nothing.
    Html,
}

/// What the conversion depends on, beside the text.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// How the text is written.
    pub format: Format,
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
    /// The typography of the page's language, where the site wants it.
    pub typography: Option<&'a Typography>,
    /// Whether a picture without an alternative text is told.
    pub tells_missing_alt: bool,
    /// The longest summary, in characters as readers count them.
    pub summary_chars_max: usize,
    /// The title in the front matter, if there is one.
    pub title: Option<&'a str>,
    /// The language of the page.
    pub language: &'a LanguageTag,
    /// How that language writes dates.
    pub locale: &'a Locale,
    /// The zone of dates that name no offset.
    pub time_zone: &'a TimeZone,
}

/// What came of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Converted {
    /// The text as HTML, and what there is to know about it.
    pub body: Body,
    /// The plain text of the leading heading of level 1, when the front matter has no title. The
    /// heading itself is then left out of the body.
    pub title: Option<String>,
    /// What is wrong, without a path, with spans relative to the text.
    pub problems: Vec<Diagnostic>,
    /// How many shortcodes of other tools are shown as they were written.
    pub shortcodes: u32,
    /// Languages of code blocks that no grammar knows, with the number of their blocks.
    pub plain_code: BTreeMap<String, u32>,
}

/// One page's converted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The HTML, without what belongs in the gaps.
    pub html: Box<str>,
    /// Where something is to be written, by offset.
    pub gaps: Vec<Gap>,
    /// The links that lead into this site, in the order of their first writing.
    pub links: Vec<OpenLink>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// Every id that a link can lead to, sorted.
    pub anchors: Vec<Box<str>>,
    /// Plain text for lists of pages.
    pub summary: Box<str>,
    /// How many words there are, a character of Chinese or Japanese counting as one.
    pub words: u32,
    /// How long reading takes, at least 1 where there is a word.
    pub reading_minutes: u16,
}

/// A place in the HTML where the renderer writes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The byte of the HTML before which it is written.
    pub offset: u32,
    /// What is written.
    pub fill: Fill,
}

/// What a gap is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Whole attributes, with a space before each: ` href="…"` in an `a`, ` src="…"` in an `img`.
    /// The number says which of the [`Body::links`].
    Link(u32),
    /// A word of the interface, as the text of an element or of a quoted attribute.
    Label(Label),
}

/// A word of the interface that a body needs in the page's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Above an alert: note.
    Note,
    /// Above an alert: tip.
    Tip,
    /// Above an alert: important.
    Important,
    /// Above an alert: warning.
    Warning,
    /// Above an alert: caution.
    Caution,
    /// Names the section of footnotes.
    Footnotes,
    /// Names the link from a footnote back to the text; the number of the note follows it.
    FootnoteBack,
    /// Names a table that can be scrolled.
    Table,
    /// Names a block of code that can be scrolled.
    Code,
    /// Names the box of a task that is done.
    TaskDone,
    /// Names the box of a task that is open.
    TaskOpen,
    /// Above the translation of a quoted post.
    PostTranslation,
    /// Leads to a quoted post that has no date.
    PostLink,
}

impl Label {
    /// Every label.
    pub const ALL: [Self; 13] = [
        Self::Note,
        Self::Tip,
        Self::Important,
        Self::Warning,
        Self::Caution,
        Self::Footnotes,
        Self::FootnoteBack,
        Self::Table,
        Self::Code,
        Self::TaskDone,
        Self::TaskOpen,
        Self::PostTranslation,
        Self::PostLink,
    ];

    /// The key of its text among the strings of the interface.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Note => "alert_note",
            Self::Tip => "alert_tip",
            Self::Important => "alert_important",
            Self::Warning => "alert_warning",
            Self::Caution => "alert_caution",
            Self::Footnotes => "footnotes",
            Self::FootnoteBack => "footnote_back",
            Self::Table => "table",
            Self::Code => "code_sample",
            Self::TaskDone => "task_done",
            Self::TaskOpen => "task_open",
            Self::PostTranslation => "post_translation",
            Self::PostLink => "post_link",
        }
    }
}

/// A link whose end is known only when the site is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLink {
    /// What it leads to.
    pub kind: LinkKind,
    /// The path as readable text, without fragment and query; Zola's `@/` stays at its start.
    pub target: Box<str>,
    /// What follows `#`, as readable text.
    pub fragment: Option<Box<str>>,
    /// What follows `?`, as written.
    pub query: Option<Box<str>>,
    /// Where it stands in the text.
    pub span: Span,
}

/// What a link leads to, by the look of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// A source file of a page: `.md`, `.markdown` or `.mdx`.
    Page,
    /// Any other path, relative or from the root.
    Path,
    /// The source of an image.
    Image,
    /// A place in the same page.
    Anchor,
}

/// A heading in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The level in the page, from 2: the page's title is its one heading of level 1.
    pub level: u8,
    /// Its id.
    pub id: Box<str>,
    /// Its plain text.
    pub text: Box<str>,
}

impl Body {
    /// Appends `html`, which is this body's and may be kept apart from it, with its gaps filled:
    /// `write_attributes` is called with each open link and its index and writes whole attributes,
    /// `label` gives the words of the interface.
    pub fn fill<'l>(
        &self,
        html: &str,
        out: &mut String,
        mut write_attributes: impl FnMut(&mut String, &OpenLink, usize),
        label: impl Fn(Label) -> &'l str,
    ) {
        out.reserve(html.len() + self.gaps.len() * 32);
        let mut written = 0;
        for gap in &self.gaps {
            let offset = gap.offset as usize;
            out.push_str(html.get(written..offset).unwrap_or(""));
            written = offset;
            match gap.fill {
                Fill::Link(link) => {
                    if let Some(open) = self.links.get(link as usize) {
                        write_attributes(out, open, link as usize);
                    }
                }
                Fill::Label(wanted) => html::push_escaped(out, label(wanted)),
            }
        }
        out.push_str(html.get(written..).unwrap_or(""));
    }
}

/// Converts the body of a page, without its front matter.
#[must_use]
pub fn convert(text: &str, options: &Options) -> Converted {
    let (text, stripped) = html::strip_forbidden(text);
    let mut problems = Vec::new();
    if stripped > 0 {
        let plural = if stripped == 1 { "" } else { "s" };
        problems.push(
            Diagnostic::warning(format!("{stripped} control character{plural} left out of the text"))
                .hint("remove characters that cannot be seen from the file"),
        );
    }
    let headers = match options.format {
        Format::Markdown => posts::Headers::find(&text),
        Format::Html => posts::Headers::none(&text),
    };
    let parsed = match options.format {
        Format::Markdown => events::parse(&headers.text, options.typography.is_some(), &mut problems),
        Format::Html => Ok(events::of_html(&text)),
    };
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(problem) => {
            problems.push(problem);
            return empty(problems);
        }
    };
    let mut events = parsed;
    let posts = posts::Posts::read(&text, &headers, &events, options, &mut problems);
    if let Some(typography) = options.typography {
        events::apply_typography(&mut events, typography, &posts);
    }
    let outline = outline::Outline::read(&events, options.title, &text, &mut problems);
    let words = words::count(&events);
    let summary = summary::of_events(&events, outline.start, &posts, options);
    let title = outline.title.clone();
    let written = writer::write(&text, &events, outline, &posts, options, problems);

    let mut problems = written.problems;
    let marked =
        if written.needs_sanitizer { sanitize::balance(&written.parts) } else { written.parts.concat() };
    let (html, gaps) = gaps::take_out(&marked, &written.blobs, written.links.len());
    // Such HTML holds the posts, too.
    let is_all_html = summary.is_empty() && posts.is_empty();
    let summary = if is_all_html { summary::of_html(&html, options) } else { summary };
    problems.sort_by_key(|problem| problem.span);
    Converted {
        body: Body {
            html,
            gaps,
            links: written.links,
            headings: written.headings,
            anchors: written.anchors,
            summary: summary.into(),
            words: words.all,
            reading_minutes: words.reading_minutes(),
        },
        title,
        problems,
        shortcodes: words.shortcodes,
        plain_code: written.plain_code,
    }
}

fn empty(problems: Vec<Diagnostic>) -> Converted {
    Converted { body: Body::default(), title: None, problems, shortcodes: 0, plain_code: BTreeMap::new() }
}
