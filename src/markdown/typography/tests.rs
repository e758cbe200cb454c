//! What each language makes of what authors type.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(tag: &str, cases: &[(&str, &str)]) {
    let typography = Typography::for_language(tag);
    for (input, expected) in cases {
        let once = typography.apply(input);
        assert_eq!(once, *expected, "{tag}: {input}");
        assert_eq!(typography.apply(&once), *expected, "twice, {tag}: {input}");
    }
}

#[test]
fn english_quotes_open_and_close_by_their_neighbours() {
    check(
        "en",
        &[
            ("\"a\" and 'b'", "“a” and ‘b’"),
            ("\"He said 'no'\"", "“He said ‘no’”"),
            ("it's the dogs' bowl", "it’s the dogs’ bowl"),
            ("the '90s, '89 and 'twas", "the ’90s, ’89 and ’twas"),
            ("(\"a\")", "(“a”)"),
            ("\"Windows 95\" on a 5\" disk", "“Windows 95” on a 5\" disk"),
            ("5'10", "5'10"),
            ("wait... a -- b --flag a--b", "wait… a – b --flag a--b"),
            ("a....b ../x .../x", "a....b ../x .../x"),
            ("19:30 3:1 a::b :) ?!", "19:30 3:1 a::b :) ?!"),
            ("http://e.org/it's?a=\"b\"", "http://e.org/it's?a=“b”"),
            ("{{< x a=\"b\" >}} \"c\"", "{{< x a=\"b\" >}} “c”"),
        ],
    );
}

#[test]
fn french_takes_spaces_before_marks_and_inside_quotes() {
    check(
        "fr",
        &[
            ("L'appli \"Météo\" : c'est fini !", "L’appli «\u{A0}Météo\u{A0}»\u{A0}: c’est fini\u{202F}!"),
            ("Quoi ? Non; oui!", "Quoi\u{202F}? Non\u{202F}; oui\u{202F}!"),
            ("« a » et «b»", "«\u{A0}a\u{A0}» et «\u{A0}b\u{A0}»"),
            ("19:30, 3:1, http://e.org, a::b", "19:30, 3:1, http://e.org, a::b"),
            (":) :smile: ;) x", ":) :smile: ;) x"),
            ("Quoi ?! Ah !!", "Quoi\u{202F}?! Ah\u{202F}!!"),
            ("\"a 'b' c\"", "«\u{A0}a “b” c\u{A0}»"),
            ("a != b ( ! ) !", "a != b ( ! )\u{202F}!"),
            ("Note: ceci", "Note\u{A0}: ceci"),
        ],
    );
    check("fr-CA", &[("\"a\" : b !", "«\u{A0}a\u{A0}»\u{A0}: b !")]);
    check("fr-CH", &[("\"a\" : b !", "«\u{202F}a\u{202F}»\u{202F}: b\u{202F}!")]);
}

#[test]
fn each_language_has_its_own_quotes() {
    for (tag, expected) in [
        ("de", "„a“"),
        ("de-CH", "«a»"),
        ("es", "«a»"),
        ("es-MX", "“a”"),
        ("it", "«a»"),
        ("pt-BR", "“a”"),
        ("pt-PT", "«a»"),
        ("ru", "«a»"),
        ("uk", "«a»"),
        ("pl", "„a”"),
        ("bg", "„a“"),
        ("tr", "“a”"),
        ("vi", "“a”"),
        ("id", "“a”"),
        ("ko", "“a”"),
        ("ar", "”a“"),
        ("sv", "”a”"),
        ("ja", "\"a\""),
        ("zh-Hans", "\"a\""),
        ("zh-Hant", "\"a\""),
        ("x-unknown", "“a”"),
    ] {
        check(tag, &[("\"a\"", expected)]);
    }
}

#[test]
fn quotes_inside_words_are_left_where_they_are_letters() {
    check("he", &[("צה\"ל", "צה\"ל")]);
    check("ko", &[("\"네이버\"는", "“네이버”는")]);
}

#[test]
fn quotes_are_decided_across_inline_elements() {
    check("fr", &[("\"\u{FDD5}mot\u{FDD5}\" !", "«\u{A0}\u{FDD5}mot\u{FDD5}\u{A0}»\u{202F}!")]);
    check("en", &[("\"\u{FDD6}\" and '\u{FDD5}b\u{FDD5}'", "“\u{FDD6}” and ‘\u{FDD5}b\u{FDD5}’")]);
    assert_eq!(Typography::for_language("en").apply("\u{FDD7}\"a\u{FDD7}\""), "\"a\"");
}

const TAGS: [&str; 13] = ["en", "fr", "fr-CA", "fr-CH", "de", "es", "ru", "pl", "hu", "sv", "ar", "he", "nl"];

/// Text without what typography may change.
fn rest(text: &str) -> String {
    let kept = |character: &char| {
        !(character.is_whitespace()
            || is_quote(*character)
            || is_dash(*character)
            || "….".contains(*character))
    };
    text.chars().filter(kept).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn once_is_enough(text in "[ab1é\"'«»“”‘’„ \u{A0}\u{202F}.:;!?()/{}%…\n\u{2013}-]{0,24}", tag in 0..TAGS.len()) {
        let typography = Typography::for_language(TAGS[tag]);
        let once = typography.apply(&text).into_owned();
        prop_assert_eq!(typography.apply(&once), once.as_str());
    }

    #[test]
    fn nothing_else_changes(text in "\\PC{0,40}", tag in 0..TAGS.len()) {
        let typography = Typography::for_language(TAGS[tag]);
        let once = typography.apply(&text).into_owned();
        prop_assert_eq!(rest(&once), rest(&text));
        prop_assert_eq!(typography.apply(&once), once.as_str());
    }
}
