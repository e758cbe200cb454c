//! Folding: text goes in, the same without what readers do not type comes out.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::pieces::{Class, is_connector};

/// Takes away what readers do not type: capitals, accents, compatibility forms, connectors.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return without_stops(text.bytes().filter_map(fold_ascii).map(char::from));
    }
    let lower = text.nfkd().flat_map(char::to_lowercase);
    let mut is_after_i = false;
    let kept = lower.filter(|&c| {
        is_after_i = c == 'и' || is_after_i && is_combining_mark(c);
        // The breve of a Cyrillic й is none of the marks that readers leave out.
        is_after_i && c == '\u{306}' || !is_dropped(c)
    });
    let kept = without_stops(kept);
    let mut folded = String::with_capacity(kept.len());
    for c in kept.nfc() {
        match c {
            '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => folded.push(char::from(b'0' + (c as u8 & 15))),
            _ => match replacement(c) {
                Some(replacement) => folded.push_str(replacement),
                None => folded.push(c),
            },
        }
    }
    folded
}

/// Folds a word or a run: what is left has word characters only, and full stops between digits.
pub(super) fn fold_word(text: &str) -> String {
    let mut folded = fold(text);
    // Some characters stand for several that are none: `½` has a slash in it, a ligature spaces.
    if !text.is_ascii() {
        folded.retain(|c| c == '.' || !matches!(Class::of(c), Class::Other | Class::Connector));
    }
    folded
}

/// Whether a run is as it was when it is folded, told by characters that never change.
pub(super) fn is_plain_run(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c,
            '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{3400}'..='\u{4dbf}' | '々'
            | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
    })
}

fn fold_ascii(byte: u8) -> Option<u8> {
    match byte {
        b'\'' | b'-' | b'_' => None,
        _ => Some(byte.to_ascii_lowercase()),
    }
}

/// Leaves out full stops but those between digits, where marks do not count.
fn without_stops(text: impl Iterator<Item = char>) -> String {
    let mut kept = String::new();
    let mut is_after_digit = false;
    let mut rest = text.peekable();
    while let Some(c) = rest.next() {
        if c != '.' || is_after_digit && rest.peek().is_some_and(|after| after.is_numeric()) {
            kept.push(c);
        }
        is_after_digit = c.is_numeric() || is_after_digit && is_combining_mark(c);
    }
    kept
}

/// Marks that readers leave out, and what ties the parts of a word; all but the full stop.
fn is_dropped(c: char) -> bool {
    let is_in_blocks_of_marks = matches!(c,
        // Of Latin, Greek and Cyrillic; Hebrew points; Arabic vowels and signs.
        '\u{300}'..='\u{6ff}'
        // More of Latin; of symbols; variation selectors; halves of marks.
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe2f}'
        | '\u{e0100}'..='\u{e01ef}');
    is_in_blocks_of_marks && is_combining_mark(c)
        || c != '.' && is_connector(c)
        // The stroke that makes an Arabic word longer, and a space without width.
        || matches!(c, '\u{640}' | '\u{200b}')
}

/// What a letter that Unicode does not take apart is typed as.
fn replacement(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' => "ه",
        _ => return None,
    })
}
