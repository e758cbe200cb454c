//! That texts become the words that the rules say.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn analyzer(language: &str) -> Analyzer {
    Analyzer::new(&LanguageTag::new(language).expect("a language tag"))
}

fn texts(forms: &[Form]) -> Vec<&str> {
    forms.iter().map(|form| form.text.as_str()).collect()
}

/// The words of a text as the table has them: position, surface, parts, and segments where there are some.
fn tokens(language: &str, text: &str) -> Vec<Value> {
    let analyzer = analyzer(language);
    let mut tokens = Vec::new();
    let mut position = 0;
    for piece in pieces(text) {
        match piece {
            Piece::Word(raw) => {
                let Some(word) = analyzer.word(raw) else { continue };
                let mut token = vec![json!(position), json!(word.surface.text), json!(texts(&word.parts))];
                if !word.segments.is_empty() {
                    token.push(json!(texts(&word.segments)));
                }
                tokens.push(token.into());
                position += 1;
            }
            Piece::Run(raw) => {
                analyzer.run(raw, &mut |token| {
                    tokens.push(json!([position, token, []]));
                    position += 1;
                });
                position += 1;
            }
        }
    }
    tokens
}

#[test]
fn texts_become_the_words_of_the_table() {
    let table: Value =
        serde_json::from_str(include_str!("../../../tests/search/analysis.json")).expect("a table");
    let cases = table.as_array().expect("a list");
    assert!(cases.len() > 150, "{} cases", cases.len());
    for case in cases {
        let [language, text] = ["language", "text"].map(|key| case[key].as_str().expect("a string"));
        assert_eq!(Value::from(tokens(language, text)), case["words"], "{language}: {text:?}");
    }
}

/// The stems of a word and of its parts; `-` for none.
#[track_caller]
fn check_stems(language: &str, raw: &str, expected: &[&str]) {
    let word = analyzer(language).word(raw).expect("a word");
    let forms = [&word.surface].into_iter().chain(&word.parts).chain(&word.segments);
    let stems: Vec<&str> = forms.map(|form| form.stem.as_deref().unwrap_or("-")).collect();
    assert_eq!(stems, expected, "{language}: {raw}");
}

#[test]
fn longer_words_have_a_stem_in_their_language() {
    check_stems("en", "Connections", &["connect"]);
    check_stems("fr", "l’Application", &["appliqu"]);
    check_stems("fr-CA", "développées", &["developp"]);
    check_stems("ru", "книгами", &["книг"]);
    check_stems("pl", "samochodami", &["samochod"]);
    check_stems("tr", "KITABI", &["kitap"]);
    check_stems("nb", "bøkene", &["bok"]);
    check_stems("en", "end-to-end", &["endtoend", "-", "-", "-"]);
}

#[test]
fn a_stem_is_that_of_the_word_before_it_is_folded() {
    // Without its accent, the ending would not be known.
    check_stems("fr", "étés", &["ete"]);
    check_stems("de", "Lösungen", &["losung", "losung"]);
    check_stems("el", "Άνθρωπος", &["ανθρωπ"]);
}

#[test]
fn accents_in_two_characters_make_no_difference() {
    for (language, composed) in
        [("fr", "développées"), ("de", "Größenwahn"), ("uk", "її йоґурт"), ("ko", "한국어")]
    {
        let taken_apart: String = composed.nfd().collect();
        assert_ne!(composed, taken_apart);
        assert_eq!(tokens(language, composed), tokens(language, &taken_apart));
        let stem = |text: &str| analyzer(language).word(text).and_then(|word| word.surface.stem);
        assert_eq!(stem(composed), stem(&taken_apart));
    }
}

#[test]
fn short_words_numbers_and_names_have_no_stem() {
    check_stems("en", "its", &["-"]);
    check_stems("en", "log4j", &["-", "-", "-", "-"]);
    check_stems("en", "2021", &["-"]);
    check_stems("en", "Notepad++", &["-"]);
    check_stems("en", ".exes", &["-", "exe"]);
    check_stems("en", &"longer".repeat(10), &["-"]);
}

#[test]
fn a_language_without_a_stemmer_has_no_stems() {
    check_stems("vi", "nghiên", &["-"]);
    check_stems("bg", "книгите", &["-"]);
}

#[test]
fn the_bulk_of_a_run_is_not_copied() {
    assert!(is_plain_run("内核のカーネル々한국어ー"));
    assert!(!is_plain_run("ｶﾞ"));
    // Whatever is said to be plain is as it was.
    for c in ('\u{0}'..='\u{3ffff}').filter(|c| is_plain_run(c.encode_utf8(&mut [0; 4]))) {
        assert_eq!(fold_word(&c.to_string()), c.to_string());
    }
}

#[test]
fn every_character_is_folded_once_and_for_all() {
    let mut changed = BTreeSet::new();
    for c in '\u{0}'..='\u{1ffff}' {
        let folded = fold(&c.to_string());
        if fold(&folded) != folded {
            changed.insert(c);
        }
    }
    assert!(changed.is_empty(), "{changed:?}");
}

/// Texts of letters, digits, marks and connectors of many scripts.
fn nasty_text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => prop::sample::select("aAbsSlLdQuU014".chars().collect::<Vec<_>>()),
        3 => prop::sample::select("'’-_.·+# \u{ad}\u{200b}\u{200c}\u{200d}\u{2011}".chars().collect::<Vec<_>>()),
        2 => prop::sample::select("éÉœßİıσΣйЙёالكتابىةـ٤۵אבק한국ｶﾞハ々ー内核ไทยำខ្ម".chars().collect::<Vec<_>>()),
        1 => prop::sample::select("\u{301}\u{308}\u{306}\u{345}\u{64e}\u{3099}\u{fe0f}\u{e0100}½⒈ﷺ㈠㉑ⅧǅⒶ𝕏".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    prop::collection::vec(character, 0..60).prop_map(|characters| characters.into_iter().collect())
}

fn language() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "fr", "it", "ca", "oc", "en", "de", "ar", "tr", "el", "ru", "uk", "hi", "ja", "th",
    ])
}

proptest! {
    #[test]
    fn pieces_are_in_order_and_of_one_kind(text in nasty_text()) {
        let mut end = 0;
        for piece in pieces(&text) {
            let (Piece::Word(raw) | Piece::Run(raw)) = piece;
            prop_assert!(!raw.is_empty());
            let start = raw.as_ptr() as usize - text.as_ptr() as usize;
            prop_assert!(start >= end);
            end = start + raw.len();
            let is_run = matches!(piece, Piece::Run(_));
            prop_assert_eq!(raw.contains(is_unspaced), is_run);
            // A piece is cut alone as it is cut in its text.
            prop_assert_eq!(pieces(raw).collect::<Vec<_>>(), [piece]);
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in nasty_text()) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn surfaces_and_parts_are_folded_short_and_not_empty(text in nasty_text(), language in language()) {
        for token in tokens(language, &text) {
            let lists = token.as_array().expect("a token")[2..].iter();
            let forms = lists.flat_map(|forms| forms.as_array().expect("forms"));
            for form in forms.chain([&token[1]]) {
                let form = form.as_str().expect("a string");
                prop_assert!(!form.is_empty() && form.chars().count() <= CHARS_MAX);
                prop_assert_eq!(fold(form), form);
                prop_assert!(!form.contains(char::is_whitespace));
            }
        }
    }

    #[test]
    fn positions_grow(text in nasty_text(), language in language()) {
        let positions: Vec<u64> =
            tokens(language, &text).iter().map(|token| token[0].as_u64().expect("a number")).collect();
        prop_assert!(positions.is_sorted_by(|one, other| one < other));
    }
}
