//! Analysis: a text goes in, the words by which it is found come out.
//!
//! 1. [`pieces()`] cuts the text into words and runs of unspaced characters, without a copy of either.
//! 2. [`Analyzer::word`] makes the surface of a word, and its parts; [`Analyzer::run`] the pairs of a run.
//!    Both depend on the piece and the language alone, so their answers can be kept.
//! 3. On the way, [`fold()`] takes away what readers do not type.
//!
//! `search/analysis.mjs` does the same to what readers ask for. `docs/search-format.md` has the rules.

mod fold;
mod parts;
mod pieces;

use unicode_normalization::UnicodeNormalization;

pub use self::fold::fold;
use self::fold::{fold_word, is_plain_run};
use self::pieces::is_connector;
pub use self::pieces::{Piece, is_unspaced, pieces};
use super::stem::Stemmer;
use crate::language::LanguageTag;

/// The most characters of a surface or a part.
pub const CHARS_MAX: usize = 40;

/// A word as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it is known by.
    pub surface: Form,
    /// What it is found by as well.
    pub parts: Vec<Form>,
    /// What connectors in it stand between, where that has parts itself: found, too, but not looked for.
    pub segments: Vec<Form>,
}

/// A folded word or part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Word characters, full stops between digits, and perhaps `++` or `#` at the end.
    pub text: String,
    /// What it shares with its other forms; `None` where it has none.
    pub stem: Option<String>,
}

/// What is cut off a word.
#[derive(Clone, Copy)]
enum Elision {
    /// One of these, before an apostrophe at its beginning.
    Head(&'static [&'static str]),
    /// `'s` at its end.
    Possessive,
}

/// The rules of one language.
pub struct Analyzer {
    /// Its primary subtag.
    language: String,
    elision: Elision,
    is_arabic: bool,
    is_french: bool,
    is_german: bool,
    stemmer: Option<Stemmer>,
}

impl Analyzer {
    /// The rules of a language, by its primary subtag.
    #[must_use]
    pub fn new(language: &LanguageTag) -> Self {
        let subtag = language.id().language;
        let elision = match subtag.as_str() {
            "fr" => Elision::Head(parts::FRENCH),
            "it" => Elision::Head(parts::ITALIAN),
            "ca" => Elision::Head(parts::CATALAN),
            "oc" => Elision::Head(parts::OCCITAN),
            _ => Elision::Possessive,
        };
        Self {
            language: subtag.as_str().to_owned(),
            elision,
            is_arabic: subtag.as_str() == "ar",
            is_french: subtag.as_str() == "fr",
            is_german: subtag.as_str() == "de",
            stemmer: Stemmer::new(language),
        }
    }

    /// What a [`Piece::Word`] is found by. `None` where nothing is left of it when it is folded, such as
    /// of a stroke between Arabic letters: then it has no position.
    #[must_use]
    pub fn word(&self, raw: &str) -> Option<Word> {
        let whole = raw.strip_prefix('.').unwrap_or(raw);
        let is_name = whole.len() < raw.len();
        let core = whole.trim_end_matches(['+', '#']);
        let suffix = &whole[core.len()..];
        let core = match self.elision {
            Elision::Head(heads) => parts::without_head(core, heads),
            Elision::Possessive => parts::without_possessive(core),
        };
        let core: &str = &if self.is_french { parts::without_old_elision(core) } else { core.into() };

        let mut surface = self.form(core)?;
        let mut parts = self.parts(core);
        let segments = self.segments(core);
        if !suffix.is_empty() {
            surface = Form { text: cut(surface.text + suffix), stem: None };
        }
        if is_name {
            let text = cut(format!("dot{}", surface.text));
            parts.insert(0, surface);
            surface = Form { text, stem: None };
        }
        Some(Word { surface, parts, segments })
    }

    fn segments(&self, core: &str) -> Vec<Form> {
        let segments = parts::segments(core);
        if segments.len() < 2 {
            return Vec::new();
        }
        let with_parts = segments.into_iter().filter(|segment| parts::split(segment).len() > 1);
        with_parts.filter_map(|segment| self.form(segment)).collect()
    }

    /// A [`Piece::Word`] as it is shown: without what is elided before it and what is not seen.
    #[must_use]
    pub fn shown(&self, raw: &str) -> String {
        let core = match self.elision {
            Elision::Head(heads) => parts::without_head(raw, heads),
            Elision::Possessive => parts::without_possessive(raw),
        };
        let seen = core.nfc().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | 'ـ'));
        seen.collect()
    }

    fn parts(&self, core: &str) -> Vec<Form> {
        let split = parts::split(core);
        let mut forms: Vec<Form> = if split.len() < 2 {
            Vec::new()
        } else {
            split.iter().filter_map(|part| self.form(part)).collect()
        };
        if forms.len() < 2 {
            forms.clear();
        }
        if self.is_german && !core.is_ascii() {
            let lower = core.nfc().collect::<String>().to_lowercase();
            if lower.contains(['ä', 'ö', 'ü']) {
                forms.extend(self.form(&lower.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue")));
            }
        }
        forms
    }

    fn form(&self, written: &str) -> Option<Form> {
        let folded = fold_word(written);
        let bare = if self.is_arabic { parts::without_article(&folded) } else { &folded };
        if bare.is_empty() {
            return None;
        }
        let length = bare.chars().count();
        let has_stem =
            (4..=CHARS_MAX).contains(&length) && !bare.contains(|c: char| c == '.' || c.is_numeric());
        let stem = if has_stem { self.stem(written) } else { None };
        let text = if length > CHARS_MAX { cut(bare.to_owned()) } else { bare.to_owned() };
        Some(Form { text, stem })
    }

    /// A stem of this language where it stands among those of another: it is none of these, and comes after them.
    #[must_use]
    pub fn foreign_stem(&self, stem: &str) -> String {
        format!("{}{} {stem}", char::MAX, self.language)
    }

    fn stem(&self, written: &str) -> Option<String> {
        let stemmer = self.stemmer.as_ref()?;
        let letters: String = if written.is_ascii() {
            written.chars().filter(|c| !is_connector(*c)).collect()
        } else {
            written.nfc().filter(|c| !is_connector(*c)).collect()
        };
        let stem = fold_word(&stemmer.stem(&letters));
        (!stem.is_empty()).then_some(stem)
    }

    /// Gives what a [`Piece::Run`] is found by, in order: its pairs of characters, and its last character.
    /// Each has a position, and one after them is left free.
    pub fn run(&self, raw: &str, each: &mut dyn FnMut(&str)) {
        let folded: String;
        let characters = if is_plain_run(raw) {
            raw
        } else {
            folded = fold_word(raw);
            &folded
        };
        let ends = characters.char_indices().map(|(place, c)| place + c.len_utf8());
        let starts = characters.char_indices().map(|(place, _)| place);
        for (start, end) in starts.zip(ends.skip(1).chain([characters.len()])) {
            each(&characters[start..end]);
        }
    }

    /// The surfaces of a text, in order: the name of a filter.
    #[must_use]
    pub fn surfaces(&self, text: &str) -> Vec<String> {
        pieces(text).flat_map(|piece| self.surfaces_of(piece)).collect()
    }

    /// The surfaces of a text as a question has them: without the last character of a run, which the pair
    /// before it has.
    #[must_use]
    pub fn asked(&self, text: &str) -> Vec<String> {
        let mut surfaces = Vec::new();
        for piece in pieces(text) {
            let start = surfaces.len();
            surfaces.extend(self.surfaces_of(piece));
            if matches!(piece, Piece::Run(_)) && surfaces.len() > start + 1 {
                surfaces.pop();
            }
        }
        surfaces
    }

    fn surfaces_of(&self, piece: Piece<'_>) -> Vec<String> {
        let mut surfaces = Vec::new();
        match piece {
            Piece::Word(raw) => surfaces.extend(self.word(raw).map(|word| word.surface.text)),
            Piece::Run(raw) => self.run(raw, &mut |token| surfaces.push(token.to_owned())),
        }
        surfaces
    }
}

/// The first characters of a long surface.
fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(CHARS_MAX) {
        text.truncate(end);
        // It is between digits no longer.
        if text.ends_with('.') {
            text.pop();
        }
    }
    text
}

#[cfg(test)]
mod tests;
