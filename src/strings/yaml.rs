//! YAML as a list of keys and values: the text of a file goes in; its keys, values and where they stand
//! come out.
//!
//! The parser keeps neither places nor keys that are written twice, so keys are taken one after the
//! other as they come, and their lines are looked up in the text.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::diagnostic::{Diagnostic, Result, Span};

/// What a key may have for a value.
pub(super) enum Value {
    Text(String),
    Forms(Vec<(String, Value)>),
    Nothing,
    List,
}

/// The keys and values of the file in their order, twice-written keys among them.
pub(super) fn entries(text: &str) -> Result<Vec<(String, Value)>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let has_content = text.lines().any(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#') && line != "---"
    });
    if !has_content {
        return Ok(Vec::new());
    }
    match serde_yaml::from_str(text) {
        Ok(Value::Forms(entries)) => Ok(entries),
        Ok(_) => Err(Diagnostic::error("this is no list of phrases")
            .at(Span::START)
            .hint("write one `key: phrase` a line")
            .into()),
        Err(error) => {
            let message = error.to_string();
            // The place is told apart from the message.
            let reason = message.split(" at line ").next().unwrap_or(&message);
            let problem = Diagnostic::error(format!("this is no valid YAML: {reason}"));
            let span = error.location().map_or(Span::START, |location| {
                let place = |number: usize| u32::try_from(number.max(1)).unwrap_or(u32::MAX);
                Span { line: place(location.line()), column: place(location.column()), length: 0 }
            });
            let hint = "put phrases with `: `, or that begin with a brace or a quotation mark, in quotes";
            Err(problem.at(span).hint(hint).into())
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct AnyValue;

        impl<'de> Visitor<'de> for AnyValue {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a phrase or its plural forms")
            }
            fn visit_str<E>(self, text: &str) -> std::result::Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }
            // A phrase such as `404` is text to its author.
            fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
                Ok(Value::Text(value.to_string()))
            }
            fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
                Ok(Value::Text(value.to_string()))
            }
            fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
                Ok(Value::Text(value.to_string()))
            }
            fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
                Ok(Value::Text(value.to_string()))
            }
            fn visit_unit<E>(self) -> std::result::Result<Value, E> {
                Ok(Value::Nothing)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Value::List)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Value::Forms(entries))
            }
        }

        deserializer.deserialize_any(AnyValue)
    }
}

/// Where keys and plural forms stand. The YAML parser does not tell, so lines are searched for what
/// begins like a key; a file in an unusual form gets its first line.
pub(super) struct Lines {
    keys: Vec<KeyLines>,
}

/// A key, and the lines from it to the next key with their numbers.
struct KeyLines {
    key: String,
    span: Span,
    lines: Vec<(u32, String)>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let mut lines = Self { keys: Vec::new() };
        for (line, number) in text.lines().zip(1..) {
            let begins =
                line.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '_' | '"' | '\''));
            match line.split_once(':').filter(|_| begins) {
                Some((key, _)) => {
                    let length = u32::try_from(key.chars().count()).unwrap_or(u32::MAX);
                    let key = key.trim_end().trim_matches(['"', '\'']).to_owned();
                    let span = Span { line: number, column: 1, length };
                    lines.keys.push(KeyLines { key, span, lines: vec![(number, line.to_owned())] });
                }
                None => {
                    if let Some(key) = lines.keys.last_mut() {
                        key.lines.push((number, line.to_owned()));
                    }
                }
            }
        }
        lines
    }

    fn written(&self, key: &str) -> impl Iterator<Item = &KeyLines> {
        self.keys.iter().filter(move |known| known.key == key)
    }

    /// Where `key` stands first.
    pub(super) fn key(&self, key: &str) -> Span {
        self.written(key).next().map_or(Span::START, |key| key.span)
    }

    /// Where `key` stands a second time.
    pub(super) fn again(&self, key: &str) -> Span {
        self.written(key).nth(1).map_or(Span::START, |key| key.span)
    }

    pub(super) fn form(&self, key: &str, form: &str) -> Span {
        self.below(key, &format!("{form}:"))
            .map_or(self.key(key), |span| Span { length: span.length - 1, ..span })
    }

    pub(super) fn placeholder(&self, key: &str, name: &str) -> Span {
        self.below(key, &format!("{{{name}}}")).unwrap_or_else(|| self.key(key))
    }

    /// The first place of `text` in what belongs to `key`.
    fn below(&self, key: &str, text: &str) -> Option<Span> {
        self.written(key).next()?.lines.iter().find_map(|(number, line)| {
            let start = line.find(text)?;
            Some(Span { line: *number, ..Span::of(line, start..start + text.len()) })
        })
    }
}
