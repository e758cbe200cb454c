//! Checks that hold for every value of a header, whatever it means: characters that no output may
//! carry, and keys that are written twice.

use std::collections::HashMap;

use super::node::{Entry, Node, Value};
use crate::diagnostic::{Diagnostic, Span};
use crate::html;

/// How many keys are compared with each other; of more, a table is made.
const SHORT_MAP_MAX: usize = 64;

/// Checks a map and all that is in it.
pub(super) fn check(entries: &[Entry], problems: &mut Vec<Diagnostic>) {
    check_duplicates(entries, problems);
    for entry in entries {
        check_text(&entry.key, entry.key_span, problems);
        check_node(&entry.value, problems);
    }
}

fn check_node(node: &Node, problems: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => check_text(&scalar.text, node.span, problems),
        Value::List(items) => items.iter().for_each(|item| check_node(item, problems)),
        Value::Map(entries) => check(entries, problems),
    }
}

fn check_text(text: &str, span: Span, problems: &mut Vec<Diagnostic>) {
    // Printable ASCII, by far the most common, needs no closer look.
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return;
    }
    if let Some(bad) = text.chars().find(|character| is_unprintable(*character)) {
        let message = format!("the control character `U+{:04X}` stands in a value", u32::from(bad));
        problems.push(
            Diagnostic::error(message)
                .at(span)
                .hint("remove it: feeds and pages that hold it cannot be read"),
        );
    }
    if let Some(bidi) = text.chars().find(|character| turns_direction(*character)) {
        let message =
            format!("the invisible character `U+{:04X}` changes the direction of the text", u32::from(bidi));
        problems.push(
            Diagnostic::warning(message).at(span).hint("remove it; direction follows from the language"),
        );
    }
}

/// What no page may hold, but for the line break of mainframes, which YAML takes for one.
pub(super) fn is_unprintable(character: char) -> bool {
    character != '\u{85}' && html::is_forbidden(character)
}

fn turns_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn check_duplicates(entries: &[Entry], problems: &mut Vec<Diagnostic>) {
    // Most maps are short, and a table of keys would cost more than it saves.
    if entries.len() <= SHORT_MAP_MAX {
        for (index, entry) in entries.iter().enumerate() {
            let is_same = |other: &&Entry| other.key.eq_ignore_ascii_case(&entry.key);
            if let Some(first) = entries[..index].iter().find(is_same) {
                problems.push(twice(first, entry));
            }
        }
        return;
    }
    let mut known: HashMap<String, &Entry> = HashMap::with_capacity(entries.len());
    for entry in entries {
        let first = *known.entry(entry.key.to_ascii_lowercase()).or_insert(entry);
        if !std::ptr::eq(first, entry) {
            problems.push(twice(first, entry));
        }
    }
}

/// The problem that two entries are about one thing.
pub(super) fn twice(first: &Entry, second: &Entry) -> Diagnostic {
    let line = first.key_span.line;
    let names = if first.key == second.key {
        format!("`{}`", second.key)
    } else {
        format!("`{}` (as `{}`)", second.key, first.key)
    };
    if first.value.says_the_same(&second.value) {
        Diagnostic::warning(format!("{names} is written twice, also in line {line}"))
            .at(second.key_span)
            .hint("remove one of them")
    } else {
        Diagnostic::error(format!("{names} is written twice with different values, also in line {line}"))
            .at(second.key_span)
            .hint("keep the one that is right")
    }
}
