//! Parts: a word as it was written goes in, without its elision; what it is put together from comes out.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

use super::pieces::{is_apostrophe, is_connector};

/// The words that French elides before an apostrophe.
pub(super) const FRENCH: &[&str] = &[
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu",
];

/// Those of Italian.
pub(super) const ITALIAN: &[&str] = &[
    "l", "d", "c", "m", "t", "s", "v", "un", "gl", "all", "dall", "dell", "nell", "sull", "coll", "agl",
    "dagl", "degl", "negl", "sugl", "quell", "quest",
];

/// Those of Catalan.
pub(super) const CATALAN: &[&str] = &["l", "d", "m", "t", "s", "n"];

/// Those of Occitan.
pub(super) const OCCITAN: &[&str] = &["l", "d", "m", "t", "s", "n", "c", "qu"];

/// A word without the one of `heads` that is elided before it.
pub(super) fn without_head<'w>(word: &'w str, heads: &[&str]) -> &'w str {
    match word.split_once(is_apostrophe) {
        Some((head, rest)) if heads.iter().any(|known| head.eq_ignore_ascii_case(known)) => rest,
        _ => word,
    }
}

/// A French word without the apostrophe in *aujourd'hui*, which is one word.
pub(super) fn without_old_elision(word: &str) -> Cow<'_, str> {
    const HEAD: &str = "aujourd";
    if !word.contains(is_apostrophe) {
        return word.into();
    }
    let is_inside = |place: usize| {
        let head = word.as_bytes()[..place].rchunks(HEAD.len()).next();
        head.is_some_and(|head| head.eq_ignore_ascii_case(HEAD.as_bytes()))
    };
    let characters = word.char_indices().filter(|&(place, c)| !is_apostrophe(c) || !is_inside(place));
    characters.map(|(_, c)| c).collect::<String>().into()
}

/// A word without `'s` at its end.
pub(super) fn without_possessive(word: &str) -> &str {
    word.strip_suffix(['s', 'S']).and_then(|rest| rest.strip_suffix(is_apostrophe)).unwrap_or(word)
}

/// A folded Arabic word without its article, where enough of it is left.
pub(super) fn without_article(word: &str) -> &str {
    let bare = word.strip_prefix(['و', 'ب', 'ف', 'ك']).unwrap_or(word);
    match bare.strip_prefix("ال").or_else(|| word.strip_prefix("لل")) {
        Some(rest) if rest.chars().nth(2).is_some() => rest,
        _ => word,
    }
}

/// What a word is put together from: itself alone where it is of one part.
pub(super) fn split(word: &str) -> Vec<&str> {
    split_at(word, is_between_parts)
}

/// What connectors in a word stand between.
pub(super) fn segments(word: &str) -> Vec<&str> {
    split_at(word, |_, _, _, _| false)
}

/// Cuts a word at its connectors, and between two letters or digits where `is_seam` is true of the first, whether
/// it is small, the second, and what follows that.
fn split_at(word: &str, is_seam: impl Fn(char, bool, char, &str) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    // The character before, but for its marks; none after a connector.
    let mut before = None;
    let mut is_after_small = false;
    for (place, c) in word.char_indices() {
        let end = place + c.len_utf8();
        let after = &word[end..];
        if is_connector(c) {
            // A hyphen that is not seen says nothing of how a word is put together.
            let is_between = !matches!(c, '\u{ad}' | '\u{200d}');
            let is_in_number =
                c == '.' && before.is_some_and(char::is_numeric) && after.starts_with(char::is_numeric);
            if is_between && !is_in_number {
                parts.push(&word[start..place]);
                start = end;
            }
            before = None;
            is_after_small = false;
        } else if !is_combining_mark(c) {
            if before.is_some_and(|before| is_seam(before, is_after_small, c, after)) {
                parts.push(&word[start..place]);
                start = place;
            }
            before = Some(c);
            is_after_small = c.is_lowercase();
        } else if c.is_lowercase() {
            is_after_small = true;
        }
    }
    parts.push(&word[start..]);
    parts
}

/// Whether a part ends between two letters or digits, of which `after` follows the second.
fn is_between_parts(before: char, is_after_small: bool, c: char, after: &str) -> bool {
    before.is_numeric() != c.is_numeric()
        || c.is_uppercase() && (is_after_small || before.is_uppercase() && are_small_next(after))
}

/// Whether two small letters follow, whatever their marks. One alone is that of a plural: `PDFs`.
fn are_small_next(text: &str) -> bool {
    let letters = text.chars().take_while(|&c| c.is_lowercase() || is_combining_mark(c));
    letters.filter(|c| c.is_lowercase()).nth(1).is_some()
}
