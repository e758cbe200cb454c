//! HTML that an author wrote, piece by piece: what of it may stay.
//!
//! A piece is one tag in a line, or one block. It is read by the tokenizer that browsers'
//! behaviour is specified by, and what may stay is written anew: each tag whole, each attribute
//! quoted. So a piece can neither swallow what follows it nor be read in two ways.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::DEPTH_MAX;

/// A part of a piece of HTML.
pub(super) enum Part {
    /// Text, with its entities decoded.
    Text(String),
    /// A start tag: name, attributes with decoded values, whether it closes itself.
    Start(String, Vec<(String, String)>, bool),
    /// An end tag.
    End(String),
}

/// How many attributes a tag may have: the tokenizer compares each with all of those before it.
pub(super) const ATTRIBUTES_MAX: usize = 200;

/// Whether a tag in `piece` has more than [`ATTRIBUTES_MAX`] attributes.
pub(super) fn has_huge_tag(piece: &str) -> bool {
    let mut rest = piece;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            let Some(end) = comment.find("-->") else { return false };
            rest = &comment[end..];
            continue;
        }
        rest = rest.strip_prefix('/').unwrap_or(rest);
        if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            continue;
        }
        let (length, n_attributes) = measure_tag(rest);
        if n_attributes > ATTRIBUTES_MAX {
            return true;
        }
        rest = &rest[length..];
    }
    false
}

/// How long the tag is whose name starts `text`, and how many attributes it has, by the states of
/// the tokenizer.
fn measure_tag(text: &str) -> (usize, usize) {
    enum State {
        TagName,
        BeforeName,
        Name,
        AfterName,
        BeforeValue,
        Value,
        Quoted(u8),
    }
    let mut state = State::TagName;
    let mut n_attributes = 0;
    for (index, byte) in text.bytes().enumerate() {
        state = match (state, byte) {
            (State::Quoted(quote), _) => {
                if byte == quote {
                    State::BeforeName
                } else {
                    State::Quoted(quote)
                }
            }
            (_, b'>') => return (index, n_attributes),
            (State::Name | State::AfterName, b'=') => State::BeforeValue,
            (State::BeforeValue, b'"' | b'\'') => State::Quoted(byte),
            (State::Name, _) if byte.is_ascii_whitespace() => State::AfterName,
            (State::TagName | State::Value, _) if byte.is_ascii_whitespace() => State::BeforeName,
            (state, _) if byte.is_ascii_whitespace() => state,
            (State::BeforeValue | State::Value, _) => State::Value,
            (_, b'/') => State::BeforeName,
            (State::BeforeName | State::AfterName, _) => {
                n_attributes += 1;
                State::Name
            }
            (state, _) => state,
        };
    }
    (text.len(), n_attributes)
}

/// Splits `piece` into its parts; comments and declarations are left out.
pub(super) fn parts(piece: &str) -> Vec<Part> {
    let tokenizer = Tokenizer::new(Parts::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(piece));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.parts.into_inner()
}

#[derive(Default)]
struct Parts {
    parts: RefCell<Vec<Part>>,
}

impl TokenSink for Parts {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut parts = self.parts.borrow_mut();
        match token {
            Token::CharacterTokens(text) => match parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(&text),
                _ => parts.push(Part::Text(text.to_string())),
            },
            Token::TagToken(tag) => {
                let raw = if tag.kind == TagKind::StartTag { raw_kind(&tag) } else { None };
                parts.push(part(tag));
                if let Some(kind) = raw {
                    return kind;
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn part(tag: Tag) -> Part {
    let name = tag.name.to_string();
    match tag.kind {
        TagKind::EndTag => Part::End(name),
        TagKind::StartTag => {
            let attributes = tag.attrs.into_iter();
            let attributes =
                attributes.map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
            Part::Start(name, attributes.collect(), tag.self_closing)
        }
    }
}

/// Elements whose content is not markup.
fn raw_kind(tag: &Tag) -> Option<TokenSinkResult<()>> {
    match &*tag.name {
        "script" => Some(TokenSinkResult::RawData(RawKind::ScriptData)),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => {
            Some(TokenSinkResult::RawData(RawKind::Rawtext))
        }
        "textarea" | "title" => Some(TokenSinkResult::RawData(RawKind::Rcdata)),
        "plaintext" => Some(TokenSinkResult::Plaintext),
        _ => None,
    }
}

/// Elements that are dropped with all that is in them.
pub(super) fn drops_content(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "iframe"
            | "noembed"
            | "noframes"
            | "xmp"
            | "textarea"
            | "title"
            | "plaintext"
            | "svg"
            | "math"
            | "template"
            | "select"
    )
}

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "wbr"
            | "col"
            | "area"
            | "input"
            | "embed"
            | "source"
            | "track"
            | "link"
            | "meta"
            | "base"
            | "param"
    )
}

/// Elements that authors may write, after GitHub's list.
pub(super) const ELEMENTS: [&str; 61] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "ul",
];
/// As [`ELEMENTS`]; apart only because they are rare.
pub(super) const RARE_ELEMENTS: [&str; 5] = ["center", "section", "u", "var", "wbr"];

/// Attributes that authors may write on any of the elements; `id`, `name`, `href` and `src` are
/// looked at one by one.
pub(super) const ATTRIBUTES: [&str; 38] = [
    "abbr",
    "align",
    "alt",
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "border",
    "cellpadding",
    "cellspacing",
    "charoff",
    "clear",
    "cols",
    "colspan",
    "datetime",
    "dir",
    "headers",
    "height",
    "hreflang",
    "lang",
    "media",
    "open",
    "rel",
    "reversed",
    "role",
    "rows",
    "rowspan",
    "scope",
    "span",
    "start",
    "summary",
    "tabindex",
    "title",
    "translate",
    "type",
    "valign",
    "value",
    "width",
];

/// Whether authors may write this element.
pub(super) fn is_allowed(name: &str) -> bool {
    ELEMENTS.contains(&name) || RARE_ELEMENTS.contains(&name)
}

/// How deep raw HTML nests, told the way a browser builds its tree.
#[derive(Default)]
pub(super) struct Depth {
    open: Vec<String>,
}

impl Depth {
    /// Counts a start tag, unless it nests deeper than [`DEPTH_MAX`]; whether it was counted.
    pub(super) fn start(&mut self, name: &str) -> bool {
        if is_void(name) || closes_itself(name) {
            return true;
        }
        let fits = self.open.len() < DEPTH_MAX;
        if fits {
            self.open.push(name.to_owned());
        }
        fits
    }

    /// Counts an end tag. What stands open inside the element is closed with it, but for inline
    /// formatting, which browsers open again behind it.
    pub(super) fn end(&mut self, name: &str) {
        let Some(index) = self.open.iter().rposition(|open| open == name) else { return };
        let above = self.open.split_off(index + 1);
        self.open.pop();
        self.open.extend(above.into_iter().filter(|open| is_formatting(open)));
    }
}

/// Elements whose end tag may be left out: a second one closes the first.
fn closes_itself(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "td"
            | "th"
            | "tr"
            | "thead"
            | "tbody"
            | "tfoot"
            | "colgroup"
            | "caption"
            | "rt"
            | "rp"
    )
}

fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}
