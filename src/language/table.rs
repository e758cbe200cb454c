//! Which configured language a written code means: `zh_cn`, `cn`, `pt-br` or `en-us` go in, the id of
//! `zh-Hans`, `pt` or `en` comes out.
//!
//! 1. The code is a configured tag or alias, whatever its case, with `-` or `_`.
//! 2. Else it is a tag that means the same language once CLDR's likely script and region are filled in.
//! 3. Else it means none of them.
//!
//! The table is made once for a site; it is asked for each file and for many parts of file names.

use std::collections::BTreeMap;

use icu::locale::LanguageIdentifier;

use super::{LanguageTag, TAG_BYTES_MAX, comparable, parse};
use crate::diagnostic::{Diagnostic, Problems, Result};
use crate::ids::{Id, LanguageId};

/// The configured languages, by everything that they may be called.
#[derive(Clone, Debug, Default)]
pub struct LanguageTable {
    /// Tags and aliases in lower case with hyphens.
    written: BTreeMap<Box<str>, LanguageId>,
    likely: Vec<(LanguageIdentifier, LanguageId)>,
}

impl LanguageTable {
    /// The table of `languages`: each tag with its aliases, in the order of their ids.
    ///
    /// # Errors
    ///
    /// A tag or alias that names two languages, for each of them.
    pub fn new(languages: Vec<(LanguageTag, Vec<String>)>) -> Result<Self> {
        let mut table = Self::default();
        let mut problems = Problems::default();
        let tags: Vec<LanguageTag> = languages.iter().map(|(tag, _)| tag.clone()).collect();
        // Tags first: no alias may take the place of a tag, whatever their order.
        for (index, tag) in tags.iter().enumerate() {
            let id = LanguageId::from_index(index);
            if table.written.insert(tag.prefix().into(), id).is_some() {
                problems.push(Diagnostic::error(format!("the language `{tag}` is configured twice")));
            }
            table.likely.push((comparable(tag.id()), id));
        }
        for (index, (tag, aliases)) in languages.into_iter().enumerate() {
            let id = LanguageId::from_index(index);
            for alias in aliases {
                let other = table.written.insert(normalise(&alias).into(), id).filter(|other| *other != id);
                if let Some(other) = other {
                    problems.push(
                        Diagnostic::error(format!(
                            "`{alias}` is an alias of `{tag}` and means `{}` too",
                            tags[other.index()]
                        ))
                        .hint("keep it in one of them"),
                    );
                }
            }
        }
        problems.finish(table).map(|(table, _)| table)
    }

    /// The language that `code` means.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<LanguageId> {
        let mut buffer = [0; TAG_BYTES_MAX];
        let is_plain = code.len() <= TAG_BYTES_MAX && code.is_ascii();
        let found = if is_plain {
            let bytes = &mut buffer[..code.len()];
            bytes.copy_from_slice(code.as_bytes());
            bytes.make_ascii_lowercase();
            bytes.iter_mut().filter(|byte| **byte == b'_').for_each(|byte| *byte = b'-');
            str::from_utf8(bytes).ok().and_then(|key| self.written.get(key))
        } else {
            self.written.get(normalise(code).as_str())
        };
        found.copied().or_else(|| self.find_likely(code))
    }

    fn find_likely(&self, code: &str) -> Option<LanguageId> {
        // Most words that come here are no tags at all; this spares them the parser.
        let language = code.split(['-', '_']).next().unwrap_or("");
        if !(2..=3).contains(&language.len()) {
            return None;
        }
        let locale = parse(code).filter(|locale| locale.extensions.is_empty())?;
        let wanted = comparable(&locale.id);
        self.likely.iter().find(|(likely, _)| *likely == wanted).map(|(_, id)| *id)
    }
}

fn normalise(code: &str) -> String {
    code.to_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(languages: &[(&str, &[&str])]) -> Result<LanguageTable> {
        LanguageTable::new(
            languages
                .iter()
                .map(|(tag, aliases)| {
                    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
                    (LanguageTag::new(tag).unwrap(), aliases)
                })
                .collect(),
        )
    }

    /// Which of `fr`, `zh-Hans` (or `cn`), `zh-Hant`, `pt`, `en`, `nb` the code means.
    #[track_caller]
    fn check(code: &str, expected: Option<usize>) {
        let table = table(&[
            ("fr", &[]),
            ("zh-Hans", &["cn"]),
            ("zh-Hant", &[]),
            ("pt", &[]),
            ("en", &[]),
            ("nb", &[]),
        ])
        .unwrap();
        assert_eq!(table.find(code).map(LanguageId::index), expected, "{code}");
    }

    #[test]
    fn tags_and_aliases_are_found_whatever_their_case() {
        check("fr", Some(0));
        check("FR", Some(0));
        check("zh_hans", Some(1));
        check("zh-HANT", Some(2));
        check("CN", Some(1));
    }

    #[test]
    fn codes_that_mean_the_same_language_are_found() {
        for code in ["zh_cn", "zh-CN", "zh", "zh-hans-cn", "cmn"] {
            check(code, Some(1));
        }
        check("zh_tw", Some(2));
        check("pt-br", Some(3));
        check("en-us", Some(4));
        check("no", Some(5));
        check("nb_NO", Some(5));
    }

    #[test]
    fn other_words_mean_no_language() {
        for code in
            ["", "-", "posts", "de", "en-gb", "zh-hk", "pt-pt", "tw", "français", "../fr", "at", "gouv"]
        {
            check(code, None);
        }
        check(&"fr".repeat(100), None);
    }

    #[test]
    fn a_written_tag_goes_before_a_likely_one() {
        let table = table(&[("pt", &[]), ("pt-BR", &[])]).unwrap();
        assert_eq!(table.find("pt_br").map(LanguageId::index), Some(1));
        assert_eq!(table.find("pt").map(LanguageId::index), Some(0));
    }

    #[test]
    fn an_alias_outside_ascii_is_found() {
        let table = table(&[("fr", &["Français"])]).unwrap();
        assert_eq!(table.find("FRANÇAIS").map(LanguageId::index), Some(0));
    }

    #[test]
    fn a_code_for_two_languages_is_refused() {
        let problems = table(&[("zh-Hans", &["cn"]), ("zh-Hant", &["cn", "zh-hans"])]).unwrap_err();
        let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`cn` is an alias of `zh-Hant` and means `zh-Hans` too",
                "`zh-hans` is an alias of `zh-Hant` and means `zh-Hans` too",
            ]
        );
        assert!(table(&[("fr", &[]), ("fr", &[])]).is_err());
    }

    /// Run with `cargo test --release -- --ignored --nocapture` to see what looking up costs.
    #[test]
    #[ignore = "tells times, checks nothing"]
    #[expect(clippy::print_stderr, reason = "the times are what it is for")]
    fn times() {
        let table = table(&[("fr", &[]), ("zh-Hans", &["cn"]), ("pt", &[]), ("en", &[])]).unwrap();
        for code in ["fr", "zh_cn", "posts", "at"] {
            let start = std::time::Instant::now();
            for _ in 0..100_000 {
                std::hint::black_box(table.find(std::hint::black_box(code)));
            }
            eprintln!("find {code} {:?}", start.elapsed() / 100_000);
        }
    }
}
