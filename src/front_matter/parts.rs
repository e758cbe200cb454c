//! What is wrong with the keys of a map that has a meaning of its own: a picture, a source, a person, a
//! correction.
//!
//! Real archives keep more there than is read here, and that stays theirs. Told is what was probably
//! meant and would be lost: a slip for a key that is not there, and a value of the wrong kind.

use super::node::{Entry, Node, Value};
use super::values;
use crate::diagnostic::{Diagnostic, closest};

/// The keys that a map may have.
pub(super) struct Parts {
    /// What the map is, for messages: `source`.
    pub name: &'static str,
    /// The spellings of each part that is a text: first the part that matters most.
    pub texts: &'static [&'static [&'static str]],
    /// The keys of parts that are checked elsewhere.
    pub others: &'static [&'static str],
    /// How it is written, for hints.
    pub example: &'static str,
}

/// Words like a known key that are words of their own.
const OWN_WORDS: [&str; 9] = ["data", "line", "links", "note", "notes", "page", "side", "size", "state"];

impl Parts {
    /// Tells of slips and of values of the wrong kind in `node`.
    pub fn check(&self, node: &Node, problems: &mut Vec<Diagnostic>) {
        for entry in node.as_map().unwrap_or_default() {
            if self.texts.iter().any(|keys| is_one_of(entry, keys)) {
                if matches!(entry.value.value, Value::List(_) | Value::Map(_)) {
                    let kind = values::kind(&entry.value);
                    let message = format!(
                        "`{}` of `{}` must be a text, not {kind}, and is left out",
                        entry.key, self.name
                    );
                    problems.push(Diagnostic::warning(message).at(entry.value.span).hint(self.hint()));
                }
            } else if let Some(meant) = self.meant(entry, node) {
                let message =
                    format!("`{}` is not a known key of `{}`", values::shown(&entry.key), self.name);
                let hint = format!("did you mean `{meant}`?");
                problems.push(Diagnostic::warning(message).at(entry.key_span).hint(hint));
            }
        }
    }

    /// The problem of a map that holds something, and nothing that could be read; none where one of the
    /// `told` problems says why.
    pub fn not_understood(&self, node: &Node, told: &[Diagnostic]) -> Option<Diagnostic> {
        if !told.is_empty() {
            return None;
        }
        let keys: Vec<String> = node
            .as_map()?
            .iter()
            .filter(|entry| !entry.value.is_empty())
            .map(|entry| format!("`{}`", values::shown(&entry.key)))
            .collect();
        if keys.is_empty() {
            return None;
        }
        let message = format!("nothing of `{}` could be used: it has only {}", self.name, keys.join(", "));
        Some(Diagnostic::warning(message).at(node.span).hint(self.hint()))
    }

    fn hint(&self) -> String {
        format!("write `{}`", self.example)
    }

    /// The key that an unknown one was meant to be, among those that the map lacks.
    fn meant(&self, entry: &Entry, node: &Node) -> Option<&'static str> {
        let key = entry.key.to_lowercase();
        if is_one_of(entry, self.others) {
            return None;
        }
        let lacking = |keys: &&&[&str]| node.get(keys).is_none();
        let main = self.texts.first().filter(lacking).and_then(|keys| keys.first());
        // What matters most is worth a guess: `nom`, `nota`.
        let is_like = |word: &&&str| {
            let slips = strsim::osa_distance(&key, word);
            key.chars().next() == word.chars().next() && key.len() > 2 && word.len() > 3 && slips <= 2
        };
        if let Some(main) = main.filter(is_like) {
            return Some(main);
        }
        if OWN_WORDS.contains(&key.as_str()) {
            return None;
        }
        let known = self.texts.iter().filter(lacking).flat_map(|keys| keys.iter().copied());
        let known = known.chain(self.others.iter().copied().filter(|key| node.get(&[key]).is_none()));
        closest(&key, known)
    }
}

fn is_one_of(entry: &Entry, keys: &[&str]) -> bool {
    keys.iter().any(|key| entry.key.eq_ignore_ascii_case(key))
}
