//! The words of the interface: files of translations go in, finished phrases come out.
//!
//! 1. [`StringsFile::parse`] reads `i18n/LANG.yaml`: a key a line, with one phrase or its plural forms
//!    (`one`, `few`, …, as CLDR names them), and checks them against the language and the English.
//! 2. [`Strings::new`] lays the files for one language over each other: the site's, then those that
//!    come with the program, each first for the very language and then for its parent (`pt` for
//!    `pt-AO`), and English for what is still missing. Those keys are remembered for the report.
//! 3. [`Strings::get`] chooses the plural form and fills in the placeholders.

mod embedded;
mod file;
mod message;
mod yaml;

use std::collections::BTreeMap;

pub use self::file::StringsFile;
use self::message::Message;
use crate::language::{Closeness, LanguageTag};
use crate::locale::{Locale, PluralCategory};

/// The phrases of one language, complete: what it lacks is there in English.
#[derive(Clone, Debug)]
pub struct Strings {
    phrases: BTreeMap<String, Phrase>,
    fallbacks: Vec<String>,
}

#[derive(Clone, Debug)]
struct Phrase {
    message: Message,
    /// English words in a page of another language: their plural forms are chosen by English rules.
    is_english: bool,
}

impl Strings {
    /// The phrases for `tag`. `site_files` are the site's own, in any order; of two that are equally
    /// near to `tag`, the first one counts.
    #[must_use]
    pub fn new(tag: &LanguageTag, site_files: &[StringsFile]) -> Self {
        let embedded = embedded::files_near(tag);
        let mut layers: Vec<(bool, Closeness, &StringsFile)> = site_files
            .iter()
            .map(|file| (false, file))
            .chain(embedded.iter().map(|file| (true, file)))
            .filter_map(|(is_embedded, file)| Some((is_embedded, tag.closeness(file.language())?, file)))
            .collect();
        // Stable: files that are equally near keep their order. The site's words go before the
        // program's, even those of a parent before those of the very language.
        layers.sort_by_key(|(is_embedded, closeness, _)| (*is_embedded, *closeness));

        let mut strings = Self { phrases: BTreeMap::new(), fallbacks: Vec::new() };
        for (_, _, file) in layers {
            strings.add(file, false);
        }
        let english = LanguageTag::english();
        if tag.closeness(&english).is_none() {
            for file in site_files.iter().filter(|file| *file.language() == english) {
                strings.add(file, true);
            }
            strings.add(embedded::english(), true);
        }
        let borrowed = strings.phrases.iter().filter(|(_, phrase)| phrase.is_english);
        strings.fallbacks = borrowed.map(|(key, _)| key.clone()).collect();
        strings
    }

    fn add(&mut self, file: &StringsFile, is_english: bool) {
        for (key, message) in file.messages() {
            if !self.phrases.contains_key(key) {
                self.phrases.insert(key.to_owned(), Phrase { message: message.clone(), is_english });
            }
        }
    }

    /// The phrase of `key`. `{n}` is the number `n` as the language writes it, and chooses the plural
    /// form; the other placeholders are filled from `args`, and one that is not there is left as it
    /// is. `None` when no language has the key.
    #[must_use]
    pub fn get(&self, key: &str, n: Option<u64>, args: &[(&str, &str)], locale: &Locale) -> Option<String> {
        let phrase = self.phrases.get(key)?;
        let category = n.map_or(PluralCategory::Other, |n| {
            if !phrase.is_english {
                locale.plural(n)
            } else if n == 1 {
                PluralCategory::One
            } else {
                PluralCategory::Other
            }
        });
        let template = phrase.message.form(category);
        Some(template.fill(|name| match n {
            Some(n) if name == "n" => Some(locale.number(n).into()),
            _ => args.iter().find(|(arg, _)| *arg == name).map(|(_, value)| (*value).into()),
        }))
    }

    /// The plural forms of `key` by their names in CLDR, the placeholders as they are written: for
    /// numbers that are known in the reader's browser only.
    #[must_use]
    pub fn forms(&self, key: &str) -> BTreeMap<&'static str, String> {
        let Some(phrase) = self.phrases.get(key) else { return BTreeMap::new() };
        let others = phrase.message.forms.iter().map(|(category, form)| (*category, form));
        let all = others.chain([(PluralCategory::Other, &phrase.message.other)]);
        all.map(|(category, form)| (category_name(category), form.fill(|_| None))).collect()
    }

    /// Whether there is such a phrase.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.phrases.contains_key(key)
    }

    /// Every key, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.phrases.keys().map(String::as_str)
    }

    /// The keys that the language lacks and English stands in for, sorted.
    #[must_use]
    pub fn fallbacks(&self) -> &[String] {
        &self.fallbacks
    }
}

/// What CLDR calls a plural form.
fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    fn tag(written: &str) -> LanguageTag {
        LanguageTag::new(written).unwrap()
    }

    fn file(path: &str, text: &str) -> StringsFile {
        StringsFile::parse(text, &SourcePath::new(path)).unwrap().0
    }

    #[track_caller]
    fn check(language: &str, key: &str, n: Option<u64>, args: &[(&str, &str)], expected: &str) {
        let strings = Strings::new(&tag(language), &[]);
        let locale = Locale::new(&tag(language));
        assert_eq!(strings.get(key, n, args, &locale).as_deref(), Some(expected), "{language} {key}");
    }

    #[test]
    fn plural_forms_follow_the_language() {
        check("fr", "articles_count", Some(0), &[], "0 article");
        check("fr", "articles_count", Some(12_345), &[], "12\u{202f}345 articles");
        check("fr", "articles_count", Some(1_000_000), &[], "1\u{202f}000\u{202f}000 d’articles");
        check("en", "articles_count", Some(1), &[], "1 article");
        check("ru", "articles_count", Some(21), &[], "21 статья");
        check("ru", "articles_count", Some(12), &[], "12 статей");
        check("ar", "articles_count", Some(2), &[], "مقالان");
        check("ar", "articles_count", Some(11), &[], "11 مقالًا");
        check("ja", "articles_count", Some(3), &[], "3件の記事");
    }

    #[test]
    fn placeholders_are_filled_in() {
        check("fr", "by", None, &[("names", "Ada et Alan")], "Par Ada et Alan");
        check("ja", "page_n_of", Some(2), &[("total", "7")], "7ページ中2ページ目");
        check("en", "page_n_of", None, &[("n", "2"), ("total", "7")], "Page 2 of 7");
        check("en", "by", None, &[("name", "Ada")], "By {names}");
        check("en", "by", None, &[("names", "{n}")], "By {n}");
    }

    #[test]
    fn plural_forms_can_be_had_with_their_placeholders() {
        let french = Strings::new(&tag("fr"), &[]).forms("search_results_count");
        let french: Vec<(&str, &str)> = french.iter().map(|(name, form)| (*name, &**form)).collect();
        assert_eq!(
            french,
            [("many", "{n} de résultats"), ("one", "{n} résultat"), ("other", "{n} résultats")]
        );
        let arabic = Strings::new(&tag("ar"), &[]).forms("search_results_count");
        assert_eq!(arabic.into_keys().collect::<Vec<_>>(), ["few", "many", "one", "other", "two", "zero"]);
        assert_eq!(Strings::new(&tag("fr"), &[]).forms("nonsense"), BTreeMap::new());
    }

    #[test]
    fn a_key_that_nobody_has_is_none() {
        let strings = Strings::new(&tag("fr"), &[]);
        assert_eq!(strings.get("nonsense", None, &[], &Locale::new(&tag("fr"))), None);
        assert!(!strings.contains("nonsense") && strings.contains("menu"));
    }

    #[test]
    fn embedded_files_serve_their_relatives() {
        check("pt-BR", "menu", None, &[], "Menu");
        check("pt-PT", "home", None, &[], "Início");
        check("zh-TW", "home", None, &[], "首頁");
        check("zh-HK", "home", None, &[], "首頁");
        check("zh", "home", None, &[], "首页");
        check("en-GB", "home", None, &[], "Home");
        check("sv", "home", None, &[], "Home");
        assert_eq!(Strings::new(&tag("zh-HK"), &[]).fallbacks(), [""; 0]);
        assert_eq!(Strings::new(&tag("en-GB"), &[]).fallbacks(), [""; 0]);
        let swedish = Strings::new(&tag("sv"), &[]);
        assert_eq!(swedish.fallbacks().len(), swedish.keys().count());
    }

    #[test]
    fn english_words_keep_english_plurals() {
        check("cs", "articles_count", Some(2), &[], "2 articles");
        check("cs", "articles_count", Some(1), &[], "1 article");
    }

    #[test]
    fn the_site_has_the_last_word() {
        let files = [
            file("i18n/en.yaml", "home: Front page\nprice: Price\n"),
            file("i18n/pt.yaml", "home: Capa\nmenu: Cardápio\n"),
            file("i18n/pt-BR.yaml", "home: Início daqui\n"),
        ];
        let locale = Locale::new(&tag("pt-BR"));
        let strings = Strings::new(&tag("pt-BR"), &files);
        let get = |key| strings.get(key, None, &[], &locale);
        assert_eq!(get("home").as_deref(), Some("Início daqui"));
        assert_eq!(get("menu").as_deref(), Some("Cardápio"));
        assert_eq!(get("search").as_deref(), Some("Buscar"));
        assert_eq!(get("price").as_deref(), Some("Price"));
        assert_eq!(strings.fallbacks(), ["price"]);
    }

    /// Run with `cargo test --release -- --ignored --nocapture` to see what phrases cost.
    #[test]
    #[ignore = "tells times, checks nothing"]
    #[expect(clippy::print_stderr, reason = "the times are what it is for")]
    fn times() {
        let locale = Locale::new(&tag("fr"));
        let start = std::time::Instant::now();
        let strings = Strings::new(&tag("fr"), &[]);
        eprintln!("new {:?}", start.elapsed());
        for (key, n, args) in [
            ("menu", None, vec![]),
            ("articles_count", Some(12), vec![]),
            ("by", None, vec![("names", "Ada")]),
        ] {
            let start = std::time::Instant::now();
            for _ in 0..100_000 {
                std::hint::black_box(strings.get(std::hint::black_box(key), n, &args, &locale));
            }
            eprintln!("get {key} {:?}", start.elapsed() / 100_000);
        }
    }
}
