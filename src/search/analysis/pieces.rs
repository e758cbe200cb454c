//! Pieces: a text goes in, its words and its runs of unspaced characters come out as they were written.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

/// A piece of text as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// A word, with what belongs to it: `l’Équipe`, `C++`, `.NET`.
    Word(&'t str),
    /// Characters of a script that does not separate words.
    Run(&'t str),
}

/// What a character is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// What words are not made of.
    Other,
    /// A letter or digit of a script that separates words.
    Spaced,
    /// A letter or digit of one that does not.
    Unspaced,
    /// A mark, which belongs to the character before it.
    Mark,
    /// What stays inside of a word.
    Connector,
}

/// Where the classes of all usual alphabets, and of punctuation, have been written down.
const TABLE_END: u32 = 0x3000;

static CLASSES: LazyLock<Box<[Class]>> = LazyLock::new(|| {
    (0..TABLE_END).map(|code| char::from_u32(code).map_or(Class::Other, Class::find)).collect()
});

impl Class {
    /// The class of a character.
    pub(super) fn of(c: char) -> Self {
        look_up(&CLASSES, c)
    }

    fn find(c: char) -> Self {
        if is_connector(c) {
            Self::Connector
        } else if is_combining_mark(c) {
            Self::Mark
        } else if !c.is_alphabetic() && !c.is_numeric() {
            Self::Other
        } else if is_of_unspaced_script(c) {
            Self::Unspaced
        } else {
            Self::Spaced
        }
    }
}

fn look_up(classes: &[Class], c: char) -> Class {
    match classes.get(c as usize) {
        Some(class) => *class,
        // The bulk of Chinese, Japanese and Korean text needs no closer look.
        None if matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | 'ぁ'..='ゖ' | 'ァ'..='ヺ') => {
            Class::Unspaced
        }
        None => Class::find(c),
    }
}

/// Whether a character can stand between two others in one word.
pub(super) fn is_connector(c: char) -> bool {
    is_apostrophe(c)
        || matches!(c, '-' | '‐' | '\u{2011}' | '_' | '.' | '·' | '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// Whether a character is an apostrophe, however it was typed.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

/// What a run has inside of it without being seen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// Blocks of scripts that do not separate words, with their signs.
fn is_of_unspaced_script(c: char) -> bool {
    matches!(c,
        // Thai and Lao; Burmese; Hangul; Khmer.
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        // Kana, Han and Hangul, with all that stands between them.
        | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}'
        // Half-width kana and Hangul; rare Han.
        | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is a letter or digit of a script that does not separate words.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    Class::of(c) == Class::Unspaced
}

/// The pieces of a text, in order.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    Pieces { text, position: 0, classes: &CLASSES }
}

struct Pieces<'t> {
    text: &'t str,
    /// Where the rest of the text begins, in bytes.
    position: usize,
    classes: &'static [Class],
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            let start = self.position;
            let (class, next) = self.at(start)?;
            self.position = next;
            match class {
                Class::Spaced => {
                    let end = self.word_end(next);
                    self.position = end + self.suffix(start, end);
                    return Some(Piece::Word(&self.text[start..self.position]));
                }
                Class::Unspaced => {
                    self.position = self.run_end(next);
                    return Some(Piece::Run(&self.text[start..self.position]));
                }
                Class::Connector => {
                    if let Some(end) = self.name_end(start) {
                        self.position = end + self.suffix(start, end);
                        return Some(Piece::Word(&self.text[start..self.position]));
                    }
                }
                Class::Mark | Class::Other => {}
            }
        }
    }
}

impl Pieces<'_> {
    /// The class of the character at a place, and the place after it.
    #[inline]
    fn at(&self, place: usize) -> Option<(Class, usize)> {
        let byte = *self.text.as_bytes().get(place)?;
        if byte.is_ascii() {
            return Some((self.classes[usize::from(byte)], place + 1));
        }
        let c = self.text[place..].chars().next()?;
        Some((look_up(self.classes, c), place + c.len_utf8()))
    }

    fn is_at(&self, place: usize, class: Class) -> bool {
        self.at(place).is_some_and(|(found, _)| found == class)
    }

    /// Where a word ends whose first character ends at `place`.
    fn word_end(&self, mut place: usize) -> usize {
        while let Some((class, next)) = self.at(place) {
            match class {
                Class::Spaced | Class::Mark => place = next,
                Class::Connector if self.is_at(next, Class::Spaced) => place = next,
                _ => break,
            }
        }
        place
    }

    /// Where a run ends whose first character ends at `place`.
    fn run_end(&self, mut place: usize) -> usize {
        while let Some((class, next)) = self.at(place) {
            match class {
                Class::Unspaced | Class::Mark => place = next,
                Class::Connector | Class::Other
                    if self.text[place..next].chars().all(is_invisible)
                        && self.is_at(next, Class::Unspaced) =>
                {
                    place = next;
                }
                _ => break,
            }
        }
        place
    }

    /// The length of `++` or `#` after a word.
    fn suffix(&self, start: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let is_letter = end - start == 1 && bytes[start].is_ascii_alphabetic();
        match &bytes[end..] {
            [b'+', b'+', ..] => 2,
            [b'#', ..] if is_letter && !self.is_at(end + 1, Class::Spaced) => 1,
            _ => 0,
        }
    }

    /// Where a name such as `.NET` ends, if one begins at the full stop at `place`.
    fn name_end(&self, place: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let is_stop = |place: usize| bytes.get(place) == Some(&b'.');
        if !is_stop(place) || place.checked_sub(1).is_some_and(is_stop) {
            return None;
        }
        let letters = bytes[place + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let end = place + 1 + letters;
        (letters >= 2 && self.word_end(end) == end).then_some(end)
    }
}
