//! The interface of one language: its words, and its ways to write dates, numbers and lists.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Problems, Result, closest};
use crate::discover::InputFile;
use crate::ids::{IdVec, LanguageId};
use crate::language::LanguageTag;
use crate::locale::Locale;
use crate::markdown::Label;
use crate::strings::{Strings, StringsFile};

/// Everything that pages in one language say of themselves.
pub(super) struct Interface {
    tag: LanguageTag,
    locale: Locale,
    strings: Strings,
    /// The words that bodies need, made once.
    labels: Vec<String>,
}

impl Interface {
    fn new(tag: &LanguageTag, files: &[StringsFile]) -> Self {
        let locale = Locale::new(tag);
        let strings = Strings::new(tag, files);
        let labels = Label::ALL
            .iter()
            .map(|label| strings.get(label.key(), None, &[], &locale).unwrap_or_default())
            .collect();
        Self { tag: tag.clone(), locale, strings, labels }
    }

    pub(super) fn tag(&self) -> &str {
        self.tag.as_str()
    }

    pub(super) fn direction(&self) -> &'static str {
        self.tag.direction().as_str()
    }

    pub(super) fn locale(&self) -> &Locale {
        &self.locale
    }

    /// Whether there is a text `key`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.strings.contains(key)
    }

    /// The text `key`, with its placeholders filled.
    pub(super) fn find(&self, key: &str, count: Option<u64>, arguments: &[(&str, &str)]) -> Option<String> {
        self.strings.get(key, count, arguments, &self.locale)
    }

    /// The text `key`, which every language has.
    pub(super) fn text(&self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// The text `key`, which every language has, with its placeholders filled.
    pub(super) fn text_with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.find(key, None, arguments).unwrap_or_else(|| key.to_owned())
    }

    /// The text `key`, which every language has, in the plural form of `count`.
    pub(super) fn counted(&self, key: &str, count: usize, arguments: &[(&str, &str)]) -> String {
        self.find(key, u64::try_from(count).ok(), arguments).unwrap_or_else(|| key.to_owned())
    }

    /// The plural forms of the text `key` by their names in CLDR, with their placeholders.
    pub(super) fn forms(&self, key: &str) -> BTreeMap<&'static str, String> {
        self.strings.forms(key)
    }

    /// The key that was probably meant.
    pub(super) fn closest_key(&self, key: &str) -> Option<&str> {
        closest(key, self.strings.keys())
    }

    /// What readers call a taxonomy: its text, or for one of the site's own, its name.
    pub(super) fn taxonomy_title(&self, name: &str) -> String {
        self.find(name, None, &[]).unwrap_or_else(|| {
            let mut characters = name.chars();
            characters
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
        })
    }

    /// A word that a body needs.
    pub(super) fn label(&self, label: Label) -> &str {
        let at = Label::ALL.iter().position(|other| *other == label);
        at.map_or("", |at| &self.labels[at])
    }
}

/// The interfaces of `tags`, from the embedded strings and the site's own; with warnings, and a
/// note for each language that borrows words from English.
pub(super) fn load(
    tags: &[&LanguageTag],
    site_files: &[InputFile],
) -> Result<(IdVec<LanguageId, Interface>, Vec<Diagnostic>)> {
    let mut problems = Problems::default();
    let mut files = Vec::new();
    for file in site_files {
        let read = file.read_text().and_then(|text| StringsFile::parse(&text, &file.path));
        if let Some((strings, warnings)) = problems.take(read) {
            files.push(strings);
            problems.extend(warnings);
        }
    }
    let interfaces: IdVec<LanguageId, Interface> =
        tags.iter().map(|tag| Interface::new(tag, &files)).collect();
    for interface in &interfaces {
        let borrowed = interface.strings.fallbacks();
        if !borrowed.is_empty() {
            let shown: Vec<&str> = borrowed.iter().take(5).map(String::as_str).collect();
            let more = borrowed.len() - shown.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let tag = interface.tag();
            let problem = format!(
                "{} texts of the interface are in English on pages in `{tag}`: {}{more}",
                borrowed.len(),
                shown.join(", ")
            );
            let hint = format!("write them in `i18n/{tag}.yaml`");
            problems.push(Diagnostic::warning(problem).hint(hint));
        }
    }
    problems.finish(interfaces)
}
