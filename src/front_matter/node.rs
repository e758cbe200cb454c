//! The one shape that a header of any kind, or a data file, is brought into before it is read.

use serde_json::{Number, Value as Json};

use crate::diagnostic::Span;

/// A value with its place, its line counted within the header.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A single value, as it was written: `3.10` and `007` stay what they are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scalar {
    pub text: String,
    pub kind: Kind,
}

/// What a parser takes a scalar for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Text,
    Bool(bool),
    Number(Number),
}

/// A key with its value. A map keeps every one, also those that occur twice.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub key: String,
    pub key_span: Span,
    pub value: Node,
}

impl Entry {
    /// Tells its places by the lines of the file, in which so many stand before the header.
    pub fn move_down(&mut self, lines: u32) {
        self.key_span = self.key_span.moved_down(lines);
        self.value.move_down(lines);
    }
}

impl Node {
    fn move_down(&mut self, lines: u32) {
        self.span = self.span.moved_down(lines);
        match &mut self.value {
            Value::Null | Value::Scalar(_) => {}
            Value::List(items) => items.iter_mut().for_each(|item| item.move_down(lines)),
            Value::Map(entries) => entries.iter_mut().for_each(|entry| entry.move_down(lines)),
        }
    }

    pub fn text(text: impl Into<String>, span: Span) -> Self {
        Self { span, value: Value::Scalar(Scalar { text: text.into(), kind: Kind::Text }) }
    }

    /// The scalar's text without surrounding white space; `None` for null, nothing, and anything
    /// that is no scalar.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar.text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Whether a list was written that holds nothing.
    pub fn is_empty_list(&self) -> bool {
        matches!(&self.value, Value::List(items) if items.is_empty())
    }

    /// Whether nothing was written: null or an empty text.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Scalar(scalar) => scalar.text.trim().is_empty(),
            Value::List(_) | Value::Map(_) => false,
        }
    }

    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items of a list, or the one value that stands for a list of one.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The value of the first of `keys` that this map has.
    pub fn get(&self, keys: &[&str]) -> Option<&Self> {
        let entries = self.as_map()?;
        keys.iter().find_map(|key| {
            let entry = entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))?;
            (!entry.value.is_empty()).then_some(&entry.value)
        })
    }

    /// Whether both say the same, wherever they stand.
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Null, Value::Null) => true,
            (Value::Scalar(one), Value::Scalar(other)) => one.text == other.text,
            (Value::List(one), Value::List(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.says_the_same(other))
            }
            (Value::Map(one), Value::Map(other)) => {
                one.len() == other.len()
                    && one
                        .iter()
                        .zip(other)
                        .all(|(one, other)| one.key == other.key && one.value.says_the_same(&other.value))
            }
            _ => false,
        }
    }

    /// The value for templates.
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Scalar(scalar) => scalar.to_json(),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Map(entries) => {
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect()
            }
        }
    }
}

impl Scalar {
    fn to_json(&self) -> Json {
        match &self.kind {
            Kind::Bool(boolean) => Json::Bool(*boolean),
            // A number that would be printed another way, as `3.10` or `0x1F`, is a version or a
            // code rather than a quantity.
            Kind::Number(number) if number.to_string() == self.text => Json::Number(number.clone()),
            Kind::Number(_) | Kind::Text => Json::String(self.text.clone()),
        }
    }
}
