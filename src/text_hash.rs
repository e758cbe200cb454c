//! The hash of what an author wrote: by it a translation tells which text it was made from.
//!
//! It is the SHA-256 (FIPS 180-4) of the title and the summary that the header gives and of the
//! body, each without its white space (Unicode's `White_Space`, and U+FEFF) and then in
//! normalization form C, with U+0000 between them, in UTF-8. So line ends, indents and the form of
//! accents do not count, and neither do the clock of a file or its history: a hash is the same in
//! every clone.

use std::fmt;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::fingerprint::Fingerprint;

/// How many hexadecimal digits of a hash are written.
pub const DIGITS: usize = 16;

/// All hexadecimal digits of a SHA-256.
const DIGITS_MAX: usize = 64;

/// The hash of a title, a summary and a text, whatever their white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextHash(Fingerprint);

impl TextHash {
    /// The hash of a text; what its author did not write is empty.
    #[must_use]
    pub fn of(title: &str, summary: &str, body: &str) -> Self {
        let (title, summary, body) = (normalized(title), normalized(summary), normalized(body));
        let parts = [title.as_bytes(), b"\0", summary.as_bytes(), b"\0", body.as_bytes()];
        Self(Fingerprint::of_all(parts))
    }

    /// Whether `written` is the start of this hash: at least [`DIGITS`] of its digits, in whatever
    /// case, and `sha256:` before them or not. `None` where it is no hash at all.
    #[must_use]
    pub fn starts_with(&self, written: &str) -> Option<bool> {
        let written = written.trim().to_ascii_lowercase();
        let digits = written.strip_prefix("sha256:").unwrap_or(&written).trim_start();
        let is_hash = (DIGITS..=DIGITS_MAX).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then(|| self.0.to_string().starts_with(digits))
    }
}

/// As it is written in a header.
impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.digits(DIGITS))
    }
}

/// A text without its white space, in normalization form C. White space goes first: what it kept
/// apart may compose.
fn normalized(text: &str) -> String {
    let bare: String =
        text.chars().filter(|character| !character.is_whitespace() && *character != '\u{feff}').collect();
    match is_nfc_quick(bare.chars()) {
        IsNormalized::Yes => bare,
        IsNormalized::No | IsNormalized::Maybe => bare.nfc().collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_hash_is_that_of_the_text_without_white_space() {
        let hash = TextHash::of("A b", "", "c\r\n\u{a0}\u{3000}e\u{301}\n");
        assert_eq!(hash.0, Fingerprint::of("Ab\0\0cé".as_bytes()));
        assert_eq!(hash.to_string().len(), DIGITS);
    }

    #[test]
    fn words_do_not_move_from_one_part_to_the_next() {
        assert_ne!(TextHash::of("a b", "", "c"), TextHash::of("a", "b", "c"));
        assert_ne!(TextHash::of("a", "b", "c"), TextHash::of("a", "", "b c"));
    }

    #[track_caller]
    fn check(written: &str, expected: Option<bool>) {
        assert_eq!(TextHash(Fingerprint::of(b"abc")).starts_with(written), expected, "{written}");
    }

    #[test]
    fn sixteen_digits_or_more_are_a_hash() {
        check("ba7816bf8f01cfea", Some(true));
        check(" BA7816BF8F01CFEA ", Some(true));
        check("sha256:ba7816bf8f01cfea41", Some(true));
        check("SHA256: ba7816bf8f01cfea", Some(true));
        check("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Some(true));
        check("ba7816bf8f01cfeb", Some(false));
        check("ba7816bf8f01cfea00", Some(false));
        for no_hash in
            ["", "?", "ba7816bf8f01cfe", "ba7816bf8f01cfez", "md5:ba7816bf8f01cfea", &"a".repeat(65)]
        {
            check(no_hash, None);
        }
    }

    proptest! {
        #[test]
        fn white_space_line_ends_and_the_form_of_accents_do_not_count(
            words in proptest::collection::vec("[a-zé\u{301}\u{323}日 ]{0,5}", 0..6),
        ) {
            let hash = |text: &str| TextHash::of(text, text, text);
            let plain = hash(&words.join(" "));
            prop_assert_eq!(hash(&words.join("\r\n\t\u{feff}")), plain);
            prop_assert_eq!(hash(&words.concat()), plain);
            prop_assert_eq!(hash(&words.join(" ").nfd().collect::<String>()), plain);
            prop_assert_eq!(hash(&words.join(" ").nfc().collect::<String>()), plain);
        }
    }
}
