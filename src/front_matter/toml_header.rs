//! Reads a TOML header into nodes.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Entry, Kind, Node, Scalar, Value};
use super::outline::{DEPTH_MAX, NODES_MAX};
use crate::diagnostic::{Diagnostic, Span};

/// How many faults of one header are told; the later ones mostly follow from the first.
const FAULTS_MAX: usize = 5;

/// The entries of the outermost table.
pub(super) fn read(text: &str, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    if let Some(problem) = excess(text) {
        problems.push(problem);
        return Vec::new();
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut last_line = 0;
    for error in errors.iter().take(FAULTS_MAX) {
        let span = error.span().map_or(Span::START, |range| Span::of(text, range));
        // The second fault of a line is an echo of the first.
        if span.line == last_line {
            continue;
        }
        last_line = span.line;
        problems.push(
            Diagnostic::error(format!(
                "the header cannot be read as TOML: {}",
                in_our_style(error.message())
            ))
            .at(span)
            .hint("texts stand in quotes: `title = \"…\"`; `[extra]` and the like come after all other keys"),
        );
    }
    let places = Places { text, line_starts: line_starts(text) };
    places.entries(table.get_ref())
}

/// TOML's limits are checked before it is read, like those of YAML.
fn excess(text: &str) -> Option<Diagnostic> {
    let mut depth = 0_u32;
    let mut depth_max = 0;
    let mut n_separators = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                depth_max = depth_max.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' | b'=' => n_separators += 1,
            // Brackets in a text need not be balanced; a header with so many lines of them is not real.
            b'\n' if depth <= 2 => depth = 0,
            _ => {}
        }
    }
    let message = if depth_max > DEPTH_MAX * 4 {
        format!("the header is nested more than {DEPTH_MAX} levels deep")
    } else if n_separators > NODES_MAX * 2 {
        format!("the header has more than {NODES_MAX} values")
    } else {
        return None;
    };
    Some(
        Diagnostic::error(message)
            .at(Span::START)
            .hint("a header is for what is said about the article; put the rest into its text"),
    )
}

/// The library's message with its first line only, and with our quotes.
fn in_our_style(message: &str) -> String {
    message.lines().next().unwrap_or("it is not valid").replace('"', "`")
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1)).collect()
}

struct Places<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
}

impl Places<'_> {
    fn of(&self, range: std::ops::Range<usize>) -> Span {
        let line = self.line_starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let start = self.line_starts[line];
        let within = Span::of(&self.text[start..], range.start - start..range.end - start);
        within.moved_down(u32::try_from(line).unwrap_or(u32::MAX))
    }

    fn entries(&self, table: &DeTable<'_>) -> Vec<Entry> {
        let mut entries: Vec<(usize, Entry)> = table
            .iter()
            .map(|(key, value)| {
                let entry = Entry {
                    key: key.get_ref().to_string(),
                    key_span: self.of(key.span()),
                    value: self.node(value),
                };
                (key.span().start, entry)
            })
            .collect();
        // The table is sorted by key; authors are answered in the order they wrote.
        entries.sort_by_key(|(start, _)| *start);
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    fn node(&self, value: &Spanned<DeValue<'_>>) -> Node {
        let range = value.span();
        let written = self.text.get(range.clone()).unwrap_or("");
        let scalar = |text: &str, kind: Kind| Value::Scalar(Scalar { text: text.to_owned(), kind });
        let value = match value.get_ref() {
            DeValue::String(text) => scalar(text, Kind::Text),
            DeValue::Integer(_) | DeValue::Float(_) => {
                let number = serde_json::from_str(written).map_or(Kind::Text, Kind::Number);
                scalar(written, number)
            }
            DeValue::Boolean(boolean) => scalar(written, Kind::Bool(*boolean)),
            DeValue::Datetime(datetime) => scalar(&datetime.to_string(), Kind::Text),
            DeValue::Array(items) => Value::List(items.iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Map(self.entries(table)),
        };
        Node { span: self.of(range), value }
    }
}
