//! Slugs: the parts of URLs that are made from titles, terms and file names.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{SEGMENT_BYTES_MAX, check_segment, is_windows_device};

/// The longest slug that is made from a title or a file name, in bytes. Longer ones are cut
/// between words.
pub const DERIVED_SLUG_BYTES_MAX: usize = 100;

/// One part of a URL: lower-case, readable in its own script, safe as a file name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Box<str>);

impl Slug {
    /// Makes a slug from a title, a term or a file name; `None` when nothing is left of it.
    ///
    /// Latin letters lose their accents; other scripts stay as they are, in composed form. `C`,
    /// `C++`, `C#` and `.NET` stay apart, as `c`, `c-plus-plus`, `c-sharp` and `dot-net`.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut slug = Slugger::default();
        let mut characters = text.trim().nfkd().peekable();
        while let Some(character) = characters.next() {
            let next_is_word = characters.peek().is_some_and(|next| next.is_alphanumeric());
            slug.push(character, next_is_word);
        }
        let text: String = slug.text.trim_matches('-').nfc().collect();
        let mut text = cut_between_words(&text, DERIVED_SLUG_BYTES_MAX).to_owned();
        if is_windows_device(&text) {
            text.push_str("-1");
        }
        (!text.is_empty() && check_segment(&text).is_ok()).then(|| Self(text.into()))
    }

    /// Takes a slug that an author chose: kept as written, but for its case.
    ///
    /// # Errors
    ///
    /// Says which rule of [`check_segment`] the slug breaks.
    pub fn parse(text: &str) -> Result<Self, String> {
        let composed: String = text.trim().nfc().collect::<String>().to_lowercase();
        let slug: String = composed.replace(' ', "-");
        check_segment(&slug)?;
        Ok(Self(slug.into()))
    }

    /// Takes a file name as the author of an old archive wrote it, case and all; `None` where it
    /// cannot stand in a URL.
    #[must_use]
    pub fn keep(name: &str) -> Option<Self> {
        let kept: String = name.trim().nfc().collect::<String>().replace(' ', "-");
        check_segment(&kept).is_ok().then(|| Self(kept.into()))
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This slug with `suffix` behind it, to tell two things apart that share a slug.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Self {
        let room = SEGMENT_BYTES_MAX.saturating_sub(suffix.len() + 1);
        Self(format!("{}-{suffix}", cut_between_words(&self.0, room)).into())
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Builds a slug from decomposed text, one character at a time.
#[derive(Default)]
struct Slugger {
    text: String,
    after_latin: bool,
}

impl Slugger {
    fn push(&mut self, character: char, next_is_word: bool) {
        if is_combining_mark(character) {
            if !self.after_latin && !self.text.is_empty() {
                self.text.push(character);
            }
            return;
        }
        if matches!(character, '\u{200B}'..='\u{200D}' | '\u{AD}' | '\u{FE00}'..='\u{FE0F}') {
            return;
        }
        if character.is_alphanumeric() {
            let folded = latin_without_decomposition(character);
            self.after_latin = !folded.is_empty() || character.is_ascii();
            if folded.is_empty() {
                self.text.extend(character.to_lowercase());
            } else {
                self.text.push_str(folded);
            }
            return;
        }
        let joined = !self.text.is_empty() && !self.text.ends_with('-');
        match character {
            '+' if !self.text.is_empty() && !next_is_word => self.word("plus"),
            '#' if joined && !next_is_word => self.word("sharp"),
            '.' if self.text.is_empty() && next_is_word => self.text.push_str("dot-"),
            _ => self.separate(),
        }
        self.after_latin = false;
    }

    fn word(&mut self, word: &str) {
        self.separate();
        self.text.push_str(word);
    }

    fn separate(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('-') {
            self.text.push('-');
        }
    }
}

/// Latin letters that Unicode does not decompose, in plain ASCII; empty for all others.
fn latin_without_decomposition(character: char) -> &'static str {
    match character {
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        'þ' | 'Þ' => "th",
        'ß' | 'ẞ' => "ss",
        _ => "",
    }
}

/// The longest start of `slug` of at most `bytes_max` bytes that ends between two words, or
/// between two characters where one word fills it all.
fn cut_between_words(slug: &str, bytes_max: usize) -> &str {
    if slug.len() <= bytes_max {
        return slug;
    }
    let mut end = bytes_max;
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    // A combining mark stays with its letter.
    while slug[end..].chars().next().is_some_and(is_combining_mark) && end > 0 {
        end -= slug[..end].chars().next_back().map_or(1, char::len_utf8);
    }
    let cut = &slug[..end];
    match cut.rfind('-') {
        Some(dash) if dash > bytes_max / 2 => &cut[..dash],
        _ => cut.trim_end_matches('-'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_slug(text: &str, expected: &str) {
        assert_eq!(Slug::from_text(text).as_ref().map_or("", Slug::as_str), expected);
    }

    #[test]
    fn latin_slugs_are_plain_ascii() {
        check_slug("Réseaux sociaux : l'été", "reseaux-sociaux-l-ete");
        check_slug("Œuvre à Łódź", "oeuvre-a-lodz");
        check_slug("Straße", "strasse");
        check_slug("  -- Ruby 2.7.4 Released! ", "ruby-2-7-4-released");
    }

    #[test]
    fn other_scripts_stay_readable() {
        check_slug("障害", "障害");
        check_slug("انقطاع الخدمة", "انقطاع-الخدمة");
        check_slug("Йога и ёлка", "йога-и-ёлка");
        check_slug("が ぎ", "が-ぎ");
        check_slug("हिन्दी", "हिन्दी");
    }

    #[test]
    fn language_names_stay_apart() {
        check_slug("C", "c");
        check_slug("C++", "c-plus-plus");
        check_slug("C#", "c-sharp");
        check_slug(".NET", "dot-net");
        check_slug("Node.js", "node-js");
        check_slug("R&D", "r-d");
    }

    #[test]
    fn a_slug_is_never_a_device_nor_too_long() {
        check_slug("con", "con-1");
        check_slug("🎉", "");
        let long = Slug::from_text(&"mot ".repeat(80)).expect("words");
        assert!(long.as_str().len() <= DERIVED_SLUG_BYTES_MAX && long.as_str().ends_with("mot"));
        let long = Slug::from_text(&"長".repeat(80)).expect("words");
        assert!(long.as_str().len() <= DERIVED_SLUG_BYTES_MAX);
    }
}
