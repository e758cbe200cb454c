//! A page as a list of its elements, for checks that need no browser.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::server::sample;

/// An element, with what it inherits.
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// The line of its start tag.
    pub line: u64,
    /// Its position among the elements of the page, and that of the one around it.
    pub index: usize,
    pub parent: Option<usize>,
    /// The language of its text, and the direction, as said by it or by what is around it.
    pub lang: String,
    pub dir: String,
    /// Its text with that of its children, and without.
    pub text: String,
    pub own_text: String,
}

impl Element {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

/// The elements of a page, in the order of their start tags.
#[derive(Default)]
pub struct Markup {
    elements: RefCell<Vec<Element>>,
    open: RefCell<Vec<usize>>,
}

const VOID: &[&str] = &["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

impl Markup {
    fn start(&self, tag: &Tag, line: u64) -> TokenSinkResult<()> {
        let (mut elements, mut open) = (self.elements.borrow_mut(), self.open.borrow_mut());
        let name = tag.name.to_string();
        let attributes: BTreeMap<String, String> = tag
            .attrs
            .iter()
            .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
            .collect();
        let (parent, index) = (open.last().copied(), elements.len());
        let inherited = |attribute: &str, of: fn(&Element) -> &String| {
            let own = attributes.get(attribute).cloned();
            own.or_else(|| Some(of(&elements[parent?]).clone())).unwrap_or_default()
        };
        let (lang, dir) = (inherited("lang", |around| &around.lang), inherited("dir", |around| &around.dir));
        let (text, own_text) = (String::new(), String::new());
        let raw = match &*name {
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        };
        if !VOID.contains(&&*name) && !tag.self_closing {
            open.push(index);
        }
        elements.push(Element { name, attributes, line, index, parent, lang, dir, text, own_text });
        raw
    }
}

impl TokenSink for Markup {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.start(&tag, line),
            Token::TagToken(tag) => {
                let (elements, mut open) = (self.elements.borrow(), self.open.borrow_mut());
                if let Some(depth) = open.iter().rposition(|index| *elements[*index].name == *tag.name) {
                    open.truncate(depth);
                }
            }
            Token::CharacterTokens(text) => {
                let (mut elements, open) = (self.elements.borrow_mut(), self.open.borrow());
                for index in open.iter() {
                    elements[*index].text.push_str(&text);
                }
                if let Some(index) = open.last() {
                    elements[*index].own_text.push_str(&text);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The elements of a page.
pub fn read(bytes: &[u8]) -> Vec<Element> {
    let text = std::str::from_utf8(bytes).expect("a page in UTF-8");
    let tokenizer = Tokenizer::new(Markup::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    while !input.is_empty() {
        // It stops after each script, for a browser to run it.
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.elements.into_inner()
}

/// Whether an output is a page.
pub fn is_html(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html")
}

/// The pages of the sample, and the stubs that lead from old addresses.
pub fn pages() -> impl Iterator<Item = (&'static str, Vec<Element>)> {
    let pages = sample().files.iter().filter(|(path, _)| is_html(path));
    pages.map(|(path, bytes)| (path.as_str(), read(bytes)))
}

/// Whether a page only leads to another.
pub fn is_stub(elements: &[Element]) -> bool {
    elements.iter().any(|element| element.get("http-equiv") == Some("refresh"))
}

/// Faults by where and what, as text: each once, with some of the places.
pub fn listed(faults: &[(String, String)]) -> String {
    let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (place, fault) in faults {
        places.entry(fault).or_default().insert(place);
    }
    let mut text = format!("{} faults, {} of them different:\n", faults.len(), places.len());
    for (fault, places) in places {
        let shown = places.iter().copied().take(3).collect::<Vec<_>>().join(", ");
        let rest = places.len().saturating_sub(3);
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        let _ = writeln!(text, "{fault}\n    in {shown}{more}");
    }
    text
}
