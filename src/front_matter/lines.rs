//! Reads the headers of Pelican (`Key: value`) and Nikola (`.. key: value`) into nodes.
//!
//! Every value is a text. An indented line of Pelican's goes on with the line above.

use super::node::{Entry, Node, Value};
use crate::diagnostic::Span;

/// The entries of a header of lines.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line_number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let content = line.trim_end();
        if content.trim().is_empty() {
            continue;
        }
        if content.starts_with([' ', '\t']) && !content.trim_start().starts_with(".. ") {
            if let Some(Entry { value: Node { value: Value::Scalar(scalar), .. }, .. }) = entries.last_mut() {
                scalar.text.push('\n');
                scalar.text.push_str(content.trim());
            }
            continue;
        }
        let key_start = content.len() - content.trim_start().trim_start_matches(".. ").trim_start().len();
        let Some((key, value)) = content[key_start..].split_once(':') else { continue };
        let value_start = content.len() - value.trim_start().len();
        let span = |start: usize, text: &str| {
            let within = Span::of(line, start..start + text.len());
            within.moved_down(line_number - 1)
        };
        entries.push(Entry {
            key: key.trim_end().to_owned(),
            key_span: span(key_start, key.trim_end()),
            value: Node::text(value.trim(), span(value_start, value.trim())),
        });
    }
    entries
}
