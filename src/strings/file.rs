//! A file of phrases in one language: YAML goes in, phrases and what is doubtful about them come out.
//!
//! 1. The name of the file is the language: `i18n/pt-BR.yaml`.
//! 2. YAML is read as a list of keys and values, in their order, with the lines that they stand on.
//! 3. Values become phrases: text, or a map of plural forms with `other` among them.
//! 4. What the language or the English says otherwise is told as a warning: a plural form that is
//!    missing or never used, placeholders that differ, a key that looks misspelt.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::embedded;
use super::message::{Message, Template};
use super::yaml::{Lines, Value, entries};
use crate::diagnostic::{Diagnostic, Problems, Result, Span, closest};
use crate::language::LanguageTag;
use crate::locale::{Locale, PluralCategory};
use crate::path::SourcePath;

const CATEGORIES: [(&str, PluralCategory); 6] = [
    ("zero", PluralCategory::Zero),
    ("one", PluralCategory::One),
    ("two", PluralCategory::Two),
    ("few", PluralCategory::Few),
    ("many", PluralCategory::Many),
    ("other", PluralCategory::Other),
];

/// The phrases of one file.
#[derive(Clone, Debug)]
pub struct StringsFile {
    language: LanguageTag,
    messages: BTreeMap<String, Message>,
}

impl StringsFile {
    /// Reads the file at `path`, whose name is its language. Beside it come the warnings.
    ///
    /// # Errors
    ///
    /// Every line that cannot be used.
    pub fn parse(text: &str, path: &SourcePath) -> Result<(Self, Vec<Diagnostic>)> {
        let (file, lines) = Self::read(text, path)?;
        let warnings = file.doubts(&lines).into_iter().map(|warning| warning.in_file(path)).collect();
        Ok((file, warnings))
    }

    /// Reads the file without comparing it to the English.
    pub(super) fn read(text: &str, path: &SourcePath) -> Result<(Self, Lines)> {
        let mut problems = Problems::default();
        let language = problems.take(LanguageTag::new(path.stem()).map_err(Into::into));
        let lines = Lines::of(text);
        let entries = problems.take(entries(text)).unwrap_or_default();
        let mut messages = BTreeMap::new();
        for (key, value) in entries {
            match messages.entry(key) {
                Entry::Occupied(first) => {
                    let key = first.key();
                    problems.push(
                        Diagnostic::error(format!("`{key}` is written twice"))
                            .at(lines.again(key))
                            .hint("keep one of them"),
                    );
                }
                Entry::Vacant(place) => {
                    let message = problems.take(message(place.key(), value, &lines)).flatten();
                    place.insert(message);
                }
            }
        }
        match (language, problems.has_errors()) {
            (Some(language), false) => {
                let messages =
                    messages.into_iter().filter_map(|(key, message)| Some((key, message?))).collect();
                Ok((Self { language, messages }, lines))
            }
            _ => Err(problems.into_vec().into_iter().map(|problem| problem.in_file(path)).collect()),
        }
    }

    /// The language of the phrases.
    #[must_use]
    pub fn language(&self) -> &LanguageTag {
        &self.language
    }

    /// The keys with their phrases, sorted.
    pub(super) fn messages(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.messages.iter().map(|(key, message)| (key.as_str(), message))
    }

    fn doubts(&self, lines: &Lines) -> Vec<Diagnostic> {
        let english = &embedded::english().messages;
        let mut categories = Locale::new(&self.language).plural_categories();
        categories.retain(|category| *category != PluralCategory::Other);
        let mut doubts = Vec::new();
        for (key, message) in &self.messages {
            let mut doubt = |warning: Diagnostic, span| doubts.push(warning.at(span));
            let Some(in_english) = english.get(key) else {
                // A key of the site's own templates, unless it is one of ours misspelt.
                if let Some(meant) = closest(key, english.keys().map(String::as_str)) {
                    doubt(
                        Diagnostic::warning(format!("`{key}` is no phrase of the interface"))
                            .hint(format!("write `{meant}`, if you meant that")),
                        lines.key(key),
                    );
                }
                self.doubt_forms(key, message, !message.forms.is_empty(), &categories, lines, &mut doubt);
                continue;
            };
            let (known, written) = (in_english.placeholders(), message.placeholders());
            for name in written.difference(&known) {
                let names = in_words(known.iter().copied());
                let hint = if known.is_empty() {
                    "write it without placeholders".to_owned()
                } else {
                    format!("it is given {names}")
                };
                doubt(
                    Diagnostic::warning(format!("`{key}` is given no `{{{name}}}` to fill in")).hint(hint),
                    lines.placeholder(key, name),
                );
            }
            for name in known.iter().filter(|name| !message.other.placeholders().any(|own| own == **name)) {
                doubt(
                    Diagnostic::warning(format!("`{key}` does not say `{{{name}}}`"))
                        .hint("put it where the value belongs in the sentence"),
                    lines.key(key),
                );
            }
            self.doubt_forms(key, message, !in_english.forms.is_empty(), &categories, lines, &mut doubt);
        }
        doubts
    }

    /// Doubts about the plural forms of a phrase that is counted, or is not.
    fn doubt_forms(
        &self,
        key: &str,
        message: &Message,
        is_counted: bool,
        categories: &[PluralCategory],
        lines: &Lines,
        doubt: &mut impl FnMut(Diagnostic, Span),
    ) {
        let language = &self.language;
        let has = |category: &PluralCategory| message.forms.iter().any(|(form, _)| form == category);
        let missing = categories.iter().filter(|category| is_counted && !has(category)).map(|c| name(*c));
        let missing: Vec<&str> = missing.collect();
        if !missing.is_empty() {
            doubt(
                Diagnostic::warning(format!("`{key}` lacks plural forms of `{language}`"))
                    .hint(format!("add {}", in_words(missing))),
                lines.key(key),
            );
        }
        for (category, _) in message.forms.iter().filter(|(category, _)| !categories.contains(category)) {
            let category = name(*category);
            doubt(
                Diagnostic::warning(format!(
                    "`{language}` has no plural form `{category}` for whole numbers"
                ))
                .hint("remove it: it is never shown"),
                lines.form(key, category),
            );
        }
    }
}

/// The phrase of `key`; `None` for a key without a value, which English stands in for.
fn message(key: &str, value: Value, lines: &Lines) -> Result<Option<Message>> {
    let problem = |message: String, span| Diagnostic::error(message).at(span);
    let forms = match value {
        Value::Text(text) => {
            return Ok(Some(Message { other: Template::new(&text), forms: Vec::new() }));
        }
        Value::Nothing => return Ok(None),
        Value::List => {
            return Err(problem(format!("`{key}` is a list"), lines.key(key))
                .hint("write one phrase, or a map of plural forms such as `one` and `other`")
                .into());
        }
        Value::Forms(forms) => forms,
    };
    let mut problems = Problems::default();
    let (mut other, mut known) = (None, Vec::new());
    for (word, value) in forms {
        let span = lines.form(key, &word);
        let Some((_, category)) = CATEGORIES.iter().find(|(name, _)| *name == word) else {
            let names = CATEGORIES.map(|(name, _)| name);
            let hint = match closest(&word, names) {
                Some(meant) => format!("write `{meant}`"),
                None => format!("plural forms are {}", in_words(names)),
            };
            problems.push(problem(format!("unknown plural form `{word}` of `{key}`"), span).hint(hint));
            continue;
        };
        let Value::Text(text) = value else {
            problems.push(
                problem(format!("plural form `{word}` of `{key}` is no text"), span).hint("write one phrase"),
            );
            continue;
        };
        let is_second = known.iter().any(|(form, _)| form == category)
            || *category == PluralCategory::Other && other.is_some();
        if is_second {
            problems.push(
                problem(format!("plural form `{word}` of `{key}` is written twice"), span)
                    .hint("keep one of them"),
            );
        } else if *category == PluralCategory::Other {
            other = Some(Template::new(&text));
        } else {
            known.push((*category, Template::new(&text)));
        }
    }
    let Some(other) = other else {
        problems.push(
            problem(format!("`{key}` has no plural form `other`"), lines.key(key))
                .hint("add `other`, which every language falls back to"),
        );
        return Err(problems.into_vec());
    };
    known.sort_by_key(|(category, _)| CATEGORIES.iter().position(|(_, known)| known == category));
    problems.finish(Some(Message { other, forms: known })).map(|(message, _)| message)
}

fn name(category: PluralCategory) -> &'static str {
    CATEGORIES.iter().find(|(_, known)| *known == category).map_or("other", |(name, _)| name)
}

fn in_words<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `file` with the problems or warnings of `text`, as `line:column message (hint)`.
    #[track_caller]
    fn check(file: &str, text: &str, expected: &[&str]) {
        let path = SourcePath::new(file);
        let problems = match StringsFile::parse(text, &path) {
            Ok((_, warnings)) => warnings,
            Err(problems) => problems,
        };
        let written: Vec<String> = problems
            .iter()
            .map(|problem| {
                assert_eq!(problem.path.as_ref(), Some(&path));
                let place =
                    problem.span.map_or(String::new(), |span| format!("{}:{} ", span.line, span.column));
                format!("{place}{} ({})", problem.message, problem.hint.as_deref().unwrap_or(""))
            })
            .collect();
        assert_eq!(written, expected);
    }

    #[test]
    fn a_good_file_has_no_problems() {
        check("i18n/fr.yaml", "# words\nhome: Une\nown_key: À nous\n", &[]);
        check("i18n/fr.yaml", "", &[]);
        check("i18n/fr.yaml", "# nothing yet\n\n---\n", &[]);
        check("i18n/zh_cn.yaml", "\u{feff}home: 首页\n", &[]);
        check("i18n/fr.yaml", "moved: 404\nhome:\n", &[]);
    }

    #[test]
    fn the_name_of_the_file_must_be_a_language() {
        check(
            "i18n/cn.yaml",
            "home: 首页\n",
            &["unknown language subtag `cn` (write `zh` for the language)"],
        );
    }

    #[test]
    fn broken_yaml_is_located() {
        let path = SourcePath::new("i18n/fr.yaml");
        let problems = StringsFile::parse("home: a\nmenu: b: c\n", &path).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.starts_with("this is no valid YAML: "), "{}", problems[0].message);
        assert!(!problems[0].message.contains("line 2"), "{}", problems[0].message);
        assert_eq!(problems[0].span.map(|span| span.line), Some(2));
        check("i18n/fr.yaml", "- a\n", &["1:1 this is no list of phrases (write one `key: phrase` a line)"]);
    }

    #[test]
    fn every_bad_value_is_told() {
        check(
            "i18n/en.yaml",
            "home: a\nmenu: [a]\narticles_count:\n  one: x\n  fwe: y\nhome: b\n",
            &[
                "2:1 `menu` is a list (write one phrase, or a map of plural forms such as `one` and `other`)",
                "5:3 unknown plural form `fwe` of `articles_count` (write `few`)",
                "3:1 `articles_count` has no plural form `other` (add `other`, which every language falls back to)",
                "6:1 `home` is written twice (keep one of them)",
            ],
        );
        check(
            "i18n/en.yaml",
            "a: {other: x, other: y, one: [z]}\n",
            &[
                "1:5 plural form `other` of `a` is written twice (keep one of them)",
                "1:25 plural form `one` of `a` is no text (write one phrase)",
            ],
        );
    }

    #[test]
    fn placeholders_are_compared_with_the_english() {
        check(
            "i18n/fr.yaml",
            "by: Par {name}\nhome: Une {n}\n",
            &[
                "1:9 `by` is given no `{name}` to fill in (it is given `names`)",
                "1:1 `by` does not say `{names}` (put it where the value belongs in the sentence)",
                "2:11 `home` is given no `{n}` to fill in (write it without placeholders)",
            ],
        );
    }

    #[test]
    fn plural_forms_are_compared_with_the_language() {
        check(
            "i18n/ru.yaml",
            "articles_count:\n  one: \"{n} статья\"\n  two: x\n  other: \"{n} статьи\"\n",
            &[
                "1:1 `articles_count` lacks plural forms of `ru` (add `few`, `many`)",
                "3:3 `ru` has no plural form `two` for whole numbers (remove it: it is never shown)",
            ],
        );
        check("i18n/ja.yaml", "articles_count: \"{n}件\"\n", &[]);
    }

    #[test]
    fn near_misses_of_keys_are_told() {
        check(
            "i18n/fr.yaml",
            "hmoe: Une\n",
            &["1:1 `hmoe` is no phrase of the interface (write `home`, if you meant that)"],
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_parsing_panic(text in "([a-z{}:\"' \n#-]|\\PC){0,40}") {
            let _ = StringsFile::parse(&text, &SourcePath::new("i18n/fr.yaml"));
        }
    }
}
