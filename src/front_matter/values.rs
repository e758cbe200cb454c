//! Single values: words for yes and no, texts, dates, lists of terms.

use std::collections::HashSet;

use jiff::tz::TimeZone;

use super::node::{Kind, Node, Value};
use crate::date::{self, Date};
use crate::diagnostic::{Diagnostic, Spanned};
use crate::path;

/// Whether `node` says yes or no, if it says either.
pub(crate) fn boolean(node: &Node) -> Option<bool> {
    let Value::Scalar(scalar) = &node.value else { return None };
    if let Kind::Bool(boolean) = scalar.kind {
        return Some(boolean);
    }
    let word = scalar.text.trim();
    let is_one_of = |words: [&str; 3]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    if is_one_of(["true", "yes", "on"]) {
        Some(true)
    } else if is_one_of(["false", "no", "off"]) {
        Some(false)
    } else {
        None
    }
}

/// The error for a switch that is neither on nor off.
pub(crate) fn not_boolean(key: &str, node: &Node) -> Diagnostic {
    let written = node.as_text().map_or_else(|| kind(node).to_owned(), |text| format!("`{}`", shown(text)));
    Diagnostic::error(format!("`{key}` must be true or false, not {written}"))
        .at(node.span)
        .hint(format!("write `{key}: true` or `{key}: false`"))
}

/// The text of a scalar; an error for a list or map.
pub(crate) fn text(key: &str, node: &Node, problems: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
    if matches!(node.value, Value::List(_) | Value::Map(_)) {
        problems.push(
            Diagnostic::error(format!("`{key}` must be a text, not {}", kind(node)))
                .at(node.span)
                .hint(format!("write `{key}: \"…\"`")),
        );
    }
    node.as_text().map(|text| Spanned::new(text.to_owned(), node.span))
}

/// The date that `node` says, or an error; with a warning where the clock never showed its time, or
/// showed it twice.
pub(crate) fn date(key: &str, node: &Node, zone: &TimeZone, problems: &mut Vec<Diagnostic>) -> Option<Date> {
    if matches!(node.value, Value::List(_) | Value::Map(_)) {
        problems.push(
            Diagnostic::error(format!("`{key}` must be a date, not {}", kind(node)))
                .at(node.span)
                .hint("write the year first, as `2024-06-05`"),
        );
    }
    match date::parse_with_doubt(node.as_text()?, zone) {
        Ok((date, doubt)) => {
            problems.extend(doubt.map(|doubt| {
                let message = format!("in `{key}`, {}", doubt.message);
                Diagnostic::warning(message).at(node.span).hint(doubt.hint)
            }));
            Some(date)
        }
        Err(error) => {
            let message = format!("in `{key}`, {}", error.message);
            problems.push(Diagnostic::error(message).at(node.span).hint(error.hint));
            None
        }
    }
}

/// The terms of a list, a single value, or a text with commas in it, each once. Reading stops
/// behind the first that is more than `max`, which so tells that there are too many.
pub(super) fn terms(
    key: &str,
    node: &Node,
    separators: &[char],
    max: usize,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Spanned<String>> {
    let mut terms: Vec<Spanned<String>> = Vec::new();
    let mut known = HashSet::new();
    let mut push = |text: &str, node: &Node| {
        let term = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !term.is_empty() && known.insert(term.clone()) {
            terms.push(Spanned::new(term, node.span));
        }
        known.len() <= max
    };
    if let Value::Scalar(scalar) = &node.value {
        scalar.text.split(separators).all(|part| push(part, node));
        return terms;
    }
    for item in node.items().iter().filter(|item| !item.is_empty()) {
        let name = item.get(&["name", "title", "term", "label", "slug"]);
        match item.as_text().or_else(|| name.and_then(Node::as_text)) {
            Some(text) => {
                if !push(text, item) {
                    break;
                }
            }
            None => problems.push(
                Diagnostic::error(format!("an item of `{key}` must be a text, not {}", kind(item)))
                    .at(item.span)
                    .hint(format!("write `{key}: [one, two]`")),
            ),
        }
    }
    terms
}

/// The texts of a list or of a single value, without taking them apart; no more than one over `max`.
pub(super) fn texts(
    key: &str,
    node: &Node,
    max: usize,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Spanned<String>> {
    terms(key, node, &['\n'], max, problems)
}

/// The commas of the scripts that articles are written in.
pub(super) const COMMAS: [char; 4] = [',', '，', '、', '،'];

/// The address on the web that `text` is; what is none is told at `node`.
pub(crate) fn web_address(text: &str, node: &Node, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let address = path::web_address(text);
    if address.is_none() {
        problems.push(refused_address(text, node));
    }
    address
}

/// The warning for an address that readers cannot be sent to, at the value that holds it.
pub(crate) fn refused_address(address: &str, node: &Node) -> Diagnostic {
    let hint = if path::is_web_address(address) {
        "browsers cannot open it: see how the name of the site is written"
    } else {
        "an address starts with `https://` or `http://`"
    };
    Diagnostic::warning(format!("`{}` is no web address, and is left out", shown(address)))
        .at(node.span)
        .hint(hint)
}

/// What a value is, for a message.
pub(crate) fn kind(node: &Node) -> &'static str {
    match &node.value {
        Value::Null => "nothing",
        Value::Scalar(_) => "a text",
        Value::List(_) => "a list",
        Value::Map(_) => "a map",
    }
}

/// A value as it is shown in a message.
pub(crate) fn shown(text: &str) -> String {
    const CHARS_MAX: usize = 60;
    shown_up_to(text, CHARS_MAX)
}

/// The start of a text, as it is shown in a message that has room for so many characters.
pub(super) fn shown_up_to(text: &str, chars_max: usize) -> String {
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
