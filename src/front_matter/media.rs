//! Fields that have parts: the picture, the source and the corrections.

use jiff::tz::TimeZone;

use super::node::{Entry, Kind, Node, Value};
use super::parts::Parts;
use super::values;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::language::LanguageTag;
use crate::path::is_web_address;

/// A picture, with what is told about it. All of it is as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// Where it is.
    pub src: String,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
    /// The line below it.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// What must be seen of it where it is cut.
    pub focus: Option<Focus>,
}

/// A place in a picture, in percent from the left and from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// From the left, 0 to 100.
    pub x: u8,
    /// From the top, 0 to 100.
    pub y: u8,
}

/// Where an article comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// Who published it.
    pub name: Option<String>,
    /// Its web address.
    pub url: Option<String>,
    /// When it appeared there.
    pub published: Option<Date>,
    /// Where that is written.
    pub published_span: Option<Span>,
    /// The language it was written in.
    pub lang: Option<LanguageTag>,
    /// Under which terms it may be used.
    pub license: Option<String>,
}

/// Which address search engines are told to know a page by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Canonical {
    /// The page's own.
    Page,
    /// That of its source.
    Source,
    /// Another one.
    Address(String),
}

/// What was put right after publication.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// When, if that was written.
    pub date: Option<Date>,
    /// What.
    pub note: String,
    /// Where it is written: at its date, if it has one.
    pub span: Span,
}

const IMAGE_SRC: &[&str] = &["src", "url", "path", "file", "image", "feature", "href"];
const IMAGE_CAPTION: &[&str] = &["caption", "description"];
const IMAGE_CREDIT: &[&str] = &["credit", "credits", "author", "copyright"];
const IMAGE_FOCUS: &[&str] = &["focus", "focal_point", "focalpoint", "focus_point"];
const IMAGE: Parts = Parts {
    name: "image",
    texts: &[IMAGE_SRC, &["alt", "image_alt", "title"], IMAGE_CAPTION, IMAGE_CREDIT],
    others: IMAGE_FOCUS,
    example: "image: {src: photo.jpg, alt: \"what it shows\"}",
};

const SOURCE_NAME: &[&str] = &["name", "title", "publisher", "site"];
const SOURCE_URL: &[&str] = &["url", "link", "href"];
const SOURCE_PUBLISHED: &[&str] = &["published", "date", "publish_date"];
const SOURCE_LANG: &[&str] = &["lang", "language"];
const SOURCE_LICENSE: &[&str] = &["license", "licence", "rights"];
const SOURCE: Parts = Parts {
    name: "source",
    texts: &[SOURCE_NAME, SOURCE_URL, SOURCE_LANG, SOURCE_LICENSE],
    others: SOURCE_PUBLISHED,
    example: SOURCE_EXAMPLE,
};
const SOURCE_EXAMPLE: &str = "source: {name: Le Monde, url: \"https://…\"}";

const CORRECTION_NOTE: &[&str] = &["note", "text", "description"];
const CORRECTION: Parts = Parts {
    name: "corrections",
    texts: &[CORRECTION_NOTE],
    others: &["date"],
    example: "- {date: 2024-06-05, note: \"what was put right\"}",
};

/// The picture that `node` names: an address, a map, or the first of a list of them.
pub(super) fn image(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<Spanned<Image>> {
    let item = node.items().iter().find(|item| !item.is_empty())?;
    let text = |keys: &[&str]| item.get(keys).and_then(Node::as_text).map(String::from);
    let image = match &item.value {
        Value::Scalar(_) => Image { src: item.as_text()?.to_owned(), ..Image::default() },
        Value::Map(_) => {
            let n_before = problems.len();
            IMAGE.check(item, problems);
            let Some(src) = text(IMAGE_SRC) else {
                problems.extend(IMAGE.not_understood(item, &problems[n_before..]));
                return None;
            };
            Image {
                src,
                alt: alternative_text(item).or_else(|| text(&["title"])),
                caption: text(IMAGE_CAPTION),
                credit: text(IMAGE_CREDIT),
                focus: item
                    .get(IMAGE_FOCUS)
                    .and_then(|node| focus(node).or_else(|| no_focus(node, problems))),
            }
        }
        Value::Null | Value::List(_) => return None,
    };
    Some(Spanned::new(image, item.span))
}

/// The alternative text that an entry of a picture gives; an empty one says that it is an ornament.
fn alternative_text(item: &Node) -> Option<String> {
    let is_alt = |entry: &&Entry| ["alt", "image_alt"].iter().any(|key| entry.key.eq_ignore_ascii_case(key));
    item.as_map()?.iter().filter(is_alt).find_map(|entry| text_even_if_empty(&entry.value))
}

/// The text of a scalar, which may be empty where that is said: `alt: ""`, and not `alt:`.
pub(super) fn text_even_if_empty(node: &Node) -> Option<String> {
    match &node.value {
        Value::Scalar(scalar) => Some(scalar.text.trim().to_owned()),
        _ => None,
    }
}

/// The place that `node` names: `30% 20%`, `top left`, `[30, 20]` or `{x: 30, y: 20}`.
fn focus(node: &Node) -> Option<Focus> {
    let parts: Vec<&str> = match &node.value {
        Value::Null => return None,
        Value::Scalar(scalar) => {
            scalar.text.split([' ', ',']).map(str::trim).filter(|part| !part.is_empty()).collect()
        }
        Value::List(items) => items.iter().map(Node::as_text).collect::<Option<_>>()?,
        Value::Map(_) => {
            [["x"], ["y"]].iter().map(|axis| node.get(axis)?.as_text()).collect::<Option<_>>()?
        }
    };
    // One value is that of its own direction; the other is the middle, as in CSS.
    let (mut x, mut y) = match parts[..] {
        [x] => (Part::read(x)?, Part::Middle),
        [x, y] => (Part::read(x)?, Part::read(y)?),
        _ => return None,
    };
    if matches!(x, Part::Down(_)) || matches!(y, Part::Across(_)) {
        (x, y) = (y, x);
    }
    if matches!(x, Part::Down(_)) || matches!(y, Part::Across(_)) {
        return None;
    }
    // `0.3 0.2` are parts of the whole: nobody means a third of a percent.
    let are_parts = parts.iter().any(|part| part.contains('.'))
        && parts.iter().all(|part| part.parse::<f64>().is_ok_and(|number| number <= 1.0));
    let factor = if are_parts { 100.0 } else { 1.0 };
    Some(Focus { x: x.percent(factor)?, y: y.percent(factor)? })
}

/// One direction of a place in a picture.
#[derive(Clone, Copy)]
enum Part {
    Middle,
    /// A word for left or right.
    Across(u8),
    /// A word for top or bottom.
    Down(u8),
    Number(f64),
}

impl Part {
    fn read(text: &str) -> Option<Self> {
        Some(match &*text.to_ascii_lowercase() {
            "center" | "centre" | "middle" => Self::Middle,
            "left" => Self::Across(0),
            "right" => Self::Across(100),
            "top" => Self::Down(0),
            "bottom" => Self::Down(100),
            number => Self::Number(number.strip_suffix('%').unwrap_or(number).trim().parse().ok()?),
        })
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    fn percent(self, factor: f64) -> Option<u8> {
        match self {
            Self::Middle => Some(50),
            Self::Across(percent) | Self::Down(percent) => Some(percent),
            Self::Number(number) => {
                let percent = (number * factor).round();
                (0.0..=100.0).contains(&percent).then_some(percent as u8)
            }
        }
    }
}

fn no_focus<T>(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<T> {
    let written = node
        .as_text()
        .map_or_else(|| values::kind(node).to_owned(), |text| format!("`{}`", values::shown(text)));
    problems.push(
        Diagnostic::error(format!("`focus` must be a place in the picture, not {written}"))
            .at(node.span)
            .hint(
                "write how far from the left and from the top, `focus: 30% 20%`, or words: `focus: top left`",
            ),
    );
    None
}

/// The source that `node` names: an address, a name, or a map; a list of one is that one.
pub(super) fn source(node: &Node, zone: &TimeZone, problems: &mut Vec<Diagnostic>) -> Option<Source> {
    let node = match node.items() {
        [node] => node,
        [] => return None,
        [_, ..] => {
            problems.push(
                Diagnostic::error("an article has one `source`, and this is a list")
                    .at(node.span)
                    .hint(format!("write `{SOURCE_EXAMPLE}`, and name the others in the text")),
            );
            return None;
        }
    };
    if is_switch(node) {
        problems.push(
            Diagnostic::error("`source` must say where the article comes from, and this is a switch")
                .at(node.span)
                .hint(format!("write `{SOURCE_EXAMPLE}`")),
        );
        return None;
    }
    if let Some(text) = node.as_text() {
        if is_web_address(text) {
            let url = values::web_address(text, node, problems)?;
            return Some(Source { url: Some(url), ..Source::default() });
        }
        return Some(Source { name: Some(text.to_owned()), ..Source::default() });
    }
    node.as_map()?;
    let n_before = problems.len();
    SOURCE.check(node, problems);
    let text = |keys: &[&str]| node.get(keys).and_then(Node::as_text).map(String::from);
    let published = node.get(SOURCE_PUBLISHED);
    let written = node.get(SOURCE_URL);
    let url = written.and_then(|node| values::web_address(node.as_text()?, node, problems));
    let source = Source {
        published_span: published.map(|node| node.span),
        name: text(SOURCE_NAME),
        url,
        published: published.and_then(|node| values::date("source: published", node, zone, problems)),
        lang: node.get(SOURCE_LANG).and_then(|node| language(node, problems)),
        license: text(SOURCE_LICENSE),
    };
    if (Source { published_span: None, ..source.clone() }) == Source::default() {
        problems.extend(SOURCE.not_understood(node, &problems[n_before..]));
        return None;
    }
    Some(source)
}

fn is_switch(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if matches!(scalar.kind, Kind::Bool(_)))
}

/// The address that `node` names as the canonical one: in itself, or by a word.
pub(super) fn canonical(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<Spanned<Canonical>> {
    let written = node.as_text()?;
    let canonical = if is_web_address(written) {
        Canonical::Address(values::web_address(written, node, problems)?)
    } else if written.eq_ignore_ascii_case("self") {
        Canonical::Page
    } else if written.eq_ignore_ascii_case("source") {
        Canonical::Source
    } else {
        let hint = "write `self`, `source`, or an address that starts with `https://` or `http://`";
        problems.push(values::refused_address(written, node).hint(hint));
        return None;
    };
    Some(Spanned::new(canonical, node.span))
}

/// The language that `node` names; whether it is one of the site's does not matter.
fn language(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<LanguageTag> {
    match LanguageTag::new(node.as_text()?) {
        Ok(language) => Some(language),
        Err(problem) => {
            problems.push(problem.at(node.span));
            None
        }
    }
}

/// The corrections that `node` lists, as texts or maps with a date and a note: the newest first, those
/// without a date last.
pub(super) fn corrections(node: &Node, zone: &TimeZone, problems: &mut Vec<Diagnostic>) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for item in node.items().iter().filter(|item| !item.is_empty()) {
        CORRECTION.check(item, problems);
        let text = item.as_text().filter(|_| !is_switch(item));
        let text = text.or_else(|| item.get(CORRECTION_NOTE).and_then(Node::as_text));
        let Some(text) = text else {
            problems.push(
                Diagnostic::error("a correction has no `note`")
                    .at(item.span)
                    .hint("write `- {date: 2024-06-05, note: \"what was put right\"}`"),
            );
            continue;
        };
        let written = item.get(&["date"]);
        if written.is_none() {
            problems.push(
                Diagnostic::warning("this correction has no date, and is listed last")
                    .at(item.span)
                    .hint("write `- {date: 2024-06-05, note: \"what was put right\"}`"),
            );
        }
        let span = written.map_or(item.span, |node| node.span);
        let date = written.and_then(|node| values::date("corrections: date", node, zone, problems));
        corrections.push(Correction { date, note: text.to_owned(), span });
    }
    corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date.map(|date| date.instant)));
    corrections
}
