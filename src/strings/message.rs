//! One phrase: its plural forms, and the placeholders in them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::locale::PluralCategory;

/// A phrase in all its plural forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) other: Template,
    /// The other forms that the file has.
    pub(super) forms: Vec<(PluralCategory, Template)>,
}

impl Message {
    /// The form of `category`, or `other` where it has none.
    pub(super) fn form(&self, category: PluralCategory) -> &Template {
        self.forms.iter().find(|(known, _)| *known == category).map_or(&self.other, |(_, form)| form)
    }

    /// The names of the placeholders of all forms.
    pub(super) fn placeholders(&self) -> BTreeSet<&str> {
        let forms = self.forms.iter().map(|(_, form)| form);
        forms.chain([&self.other]).flat_map(Template::placeholders).collect()
    }
}

/// Text with placeholders: `{n}`, `{name}`. Braces around anything else are text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(Box<str>),
    Placeholder(Box<str>),
}

impl Template {
    pub(super) fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        let (mut rest, mut text_end) = (text, 0);
        while let Some(open) = rest[text_end..].find('{').map(|index| text_end + index) {
            let name_end = rest[open + 1..].find(|character: char| !is_name(character));
            match name_end.filter(|end| *end > 0).map(|end| open + 1 + end) {
                Some(close) if rest[close..].starts_with('}') => {
                    if open > 0 {
                        parts.push(Part::Text(rest[..open].into()));
                    }
                    parts.push(Part::Placeholder(rest[open + 1..close].into()));
                    (rest, text_end) = (&rest[close + 1..], 0);
                }
                _ => text_end = open + 1,
            }
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.into()));
        }
        Self { parts }
    }

    pub(super) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Placeholder(name) => Some(&**name),
            Part::Text(_) => None,
        })
    }

    /// The text with each placeholder replaced; one that has no `value` is left as it was written.
    pub(super) fn fill<'a>(&self, value: impl Fn(&str) -> Option<Cow<'a, str>>) -> String {
        let mut filled = String::with_capacity(48);
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Placeholder(name) => match value(name) {
                    Some(value) => filled.push_str(&value),
                    None => filled.extend(["{", name, "}"]),
                },
            }
        }
        filled
    }
}

fn is_name(character: char) -> bool {
    matches!(character, 'a'..='z' | '0'..='9' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let filled = Template::new(text).fill(|name| (name != "missing").then(|| name.to_uppercase().into()));
        assert_eq!(filled, expected);
    }

    #[test]
    fn placeholders_are_replaced_wherever_they_stand() {
        check("{n}", "N");
        check("a {n} b {name_2}", "a N b NAME_2");
        check("{a}{b}", "AB");
        check("", "");
        check("plain", "plain");
    }

    #[test]
    fn other_braces_are_text() {
        check("{}", "{}");
        check("{ n }", "{ n }");
        check("{{n}}", "{N}");
        check("{n", "{n");
        check("é{É}{n}", "é{É}N");
        check("{missing} {n}", "{missing} N");
    }
}
