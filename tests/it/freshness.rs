//! Translations that know which text they were made from, and what is told when that changes.

use depeche::text_hash::TextHash;

use crate::harness::{Built, build};
use crate::told::{errors, noticed};

const SETTINGS: &str = "\n-- depeche.yaml --\nlanguages: [fr, en, ja]\n";

/// An original with one translation that was made from a text of this hash.
fn site(original: &str, source_hash: &str) -> String {
    format!(
        "{SETTINGS}-- content/panne.md --\n{original}\n\
         -- content/panne.en.md --\n---\nsource_hash: {source_hash}\n---\nAn outage\n"
    )
}

/// Whether the English page says that its original has changed, and leads there.
fn says_so(built: &Built) -> bool {
    let page = built.file("en/panne/index.html");
    let says_so = page.contains("The original has been changed since this translation was made.");
    assert_eq!(
        says_so,
        page.contains("Read the original <a href=\"/panne/\" lang=\"fr\" hreflang=\"fr\""),
        "{page}"
    );
    says_so
}

#[test]
fn a_translation_of_the_present_text_is_fresh() {
    let hash = TextHash::of("Panne", "Trois services", "Ils ne répondent plus.");
    let original = "---\r\ntitle: \"Panne\"\r\nsummary:   Trois services\r\n---\r\n\r\nIls ne\r\nre\u{301}pondent  plus.\r\n";
    for written in [format!("{hash}"), format!("\"sha256:{hash}\""), format!("{hash}").to_uppercase()] {
        let built = build(&site(original, &written));
        assert_eq!(noticed(&built), [""; 0], "{written}");
        assert!(!says_so(&built), "{written}");
    }
}

#[test]
fn a_title_a_summary_or_a_word_more_makes_it_stale() {
    let hash = TextHash::of("Panne", "Trois services", "Ils ne répondent plus.");
    for original in [
        "---\ntitle: Pannes\nsummary: Trois services\n---\nIls ne répondent plus.",
        "---\ntitle: Panne\nsummary: Quatre services\n---\nIls ne répondent plus.",
        "---\ntitle: Panne\nsummary: Trois services\n---\nIls ne répondent plus du tout.",
    ] {
        let built = build(&site(original, &hash.to_string()));
        assert!(says_so(&built), "{original}");
        assert_eq!(
            noticed(&built),
            [
                "note content/panne.en.md:2: the original `content/panne.md` has changed since this translation was \
              made"
            ]
        );
        let present = TextHash::of("Panne", "Trois services", "Ils ne répondent plus.");
        let hint = built.site.warnings[0].hint.clone().expect("a way out");
        assert!(hint.starts_with("once the translation is up to date, write `source_hash: \""), "{hint}");
        assert!(!hint.contains(&present.to_string()), "{hint}");
    }
}

#[test]
fn terms_dates_and_names_are_no_text() {
    let hash = TextHash::of("", "", "Texte");
    let original = "---\nupdated: 2021-03-20\npath: /panne/\ntags: [panne]\nauthor: Ana\n---\nTexte";
    assert!(!says_so(&build(&site(original, &hash.to_string()))));
}

#[test]
fn what_is_no_hash_is_an_error_that_tells_the_present_one() {
    let hash = TextHash::of("", "", "Texte");
    for written in ["\"?\"", "abc", "0123456789abcdeg"] {
        assert_eq!(
            errors(&site("Texte", written)),
            [format!(
                "error content/panne.en.md:2: `source_hash` is no hash of 16 hexadecimal digits or more -> if this is \
                 a translation of `content/panne.md` as it is now, write `source_hash: \"{hash}\"`"
            )]
        );
    }
}

#[test]
fn a_hash_of_digits_only_needs_no_quotes() {
    for written in ["1234567890123456", "0000000000000000", "12345678901234e5", "0x34567890123456"] {
        let archive = site("Texte", written);
        if written.starts_with("0x") {
            assert_eq!(errors(&archive).len(), 1);
        } else {
            assert!(says_so(&build(&archive)), "{written}");
        }
    }
}

#[test]
fn a_page_that_is_no_translation_has_nothing_to_compare() {
    let told = "`source_hash` stands on a page that is no translation of another page here";
    let built = build(&format!(
        "{SETTINGS}-- content/a.md --\n---\nsource_hash: 0123456789abcdef\n---\nA\n\
         -- content/b.md --\n---\nsource_hash: 0123456789abcdef\n---\nB\n-- content/b.en.md --\nB\n"
    ));
    assert_eq!(
        noticed(&built),
        [format!("warning content/a.md:2: {told}"), format!("warning content/b.md:2: {told}")]
    );
    assert!(built.site.relations.iter().all(|relations| !relations.is_stale));
}

#[test]
fn nothing_is_said_of_an_original_that_is_not_published() {
    let built = build(&format!(
        "{SETTINGS}-- content/a.md --\n---\ndraft: true\n---\nA\n\
         -- content/a.en.md --\n---\ndate: 2021-03-19\nsource_hash: 0123456789abcdef\n---\nB\n\
         -- content/a.ja.md --\n---\ndate: 2021-03-19\nsource_hash: 0123456789abcdef\n---\nC\n"
    ));
    assert_eq!(noticed(&built), [""; 0]);
    let page = built.file("ja/2021/03/a/index.html");
    assert!(!page.contains("Read the original") && !page.contains("badge"), "{page}");
}
