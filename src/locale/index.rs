//! The headings of an index from A to Z: a name goes in, the letter that it is listed under comes out.
//!
//! 1. The first letter of the name, with the marks on it, is taken apart (`É` into `E` and an accent).
//! 2. Scripts with a custom of their own go their way: strokes or pinyin, rows of kana, Korean
//!    consonants, Thai vowels that are written before their consonant.
//! 3. For the rest, the collator is asked: what it sorts as one letter is one heading. So no alphabet
//!    is kept here, and the headings agree with the order of the names under them.

use icu::casemap::TitlecaseMapper;
use icu::casemap::options::{LeadingAdjustment, TitlecaseOptions, TrailingCase};
use icu::collator::CollatorBorrowed;
use icu::collator::options::Strength;
use icu::locale::{LanguageIdentifier, Locale};
use icu::properties::CodePointMapData;
use icu::properties::props::Script;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::collator;

/// The heading of names that begin with no letter.
const NO_LETTER: &str = "#";

/// Sorts after every letter: a letter followed by it is the end of what begins with that letter.
const LAST: char = '\u{FFFF}';

/// CLDR marks the beginning of each group of Chinese characters by this and a letter, or this and a
/// Braille pattern whose dots are the number of strokes.
const GROUP: char = '\u{FDD0}';
const STROKES: std::ops::RangeInclusive<u32> = 1..=64;

/// Letters that Unicode does not take apart, with what some languages sort them as.
const UNDIVIDED: [(char, &str); 11] = [
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ł', "l"),
    ('œ', "oe"),
    ('ŧ', "t"),
    ('ß', "ss"),
];

/// How a language puts Chinese characters in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HanOrder {
    Pinyin,
    Strokes,
    /// By their sound in Korean, among the Korean syllables.
    Korean,
    /// In an order that readers do not look things up by.
    Other,
}

/// What makes the headings of one language.
pub(super) struct Index {
    primary: CollatorBorrowed<'static>,
    language: LanguageIdentifier,
    han: HanOrder,
}

impl Index {
    pub(super) fn new(locale: &Locale) -> Self {
        let primary = collator(locale, Strength::Primary);
        let is_between = |from: String, character, to: String| {
            primary.compare(&from, character).is_le() && primary.compare(character, &to).is_lt()
        };
        // The language's data say which order it has: only there do the marks lie among the characters.
        let han = if is_between(pinyin_mark('A'), "阿", pinyin_mark('B')) {
            HanOrder::Pinyin
        } else if is_between(stroke_mark(1), "一", stroke_mark(2)) {
            HanOrder::Strokes
        } else if primary.compare("한", "漢").is_eq() {
            HanOrder::Korean
        } else {
            HanOrder::Other
        };
        Self { primary, language: locale.id.clone(), han }
    }

    pub(super) fn letter(&self, name: &str) -> String {
        let name = name.trim_start();
        let cluster = first_cluster(name);
        let Some(base) = cluster.chars().next().filter(|character| character.is_alphabetic()) else {
            return NO_LETTER.to_owned();
        };
        match CodePointMapData::<Script>::new().get(base) {
            Script::Common | Script::Inherited => NO_LETTER.to_owned(),
            Script::Han => self.han_letter(base),
            Script::Hangul => hangul_letter(base),
            Script::Hiragana | Script::Katakana => kana_letter(base),
            Script::Thai | Script::Lao => brahmic_letter(name, base),
            Script::Arabic => arabic_letter(base),
            Script::Latin => self.latin_letter(name, &cluster, base),
            _ => self.letter_with_marks(&cluster, base),
        }
    }

    fn han_letter(&self, base: char) -> String {
        match self.han {
            HanOrder::Pinyin => self
                .last_mark_before(base, ('A'..='Z').map(|letter| (letter.to_string(), pinyin_mark(letter)))),
            HanOrder::Strokes => {
                self.last_mark_before(base, STROKES.map(|count| (format!("{count}畫"), stroke_mark(count))))
            }
            HanOrder::Korean => self.last_mark_before(
                base,
                JAMO.iter().map(|(_, letter)| (letter.to_string(), letter.to_string())),
            ),
            HanOrder::Other if self.language.language.as_str() == "ja" => "漢字".to_owned(),
            HanOrder::Other => base.to_string(),
        }
    }

    /// The heading of the last of `marks` that `character` does not come before. Marks that the
    /// language does not have, as there is no pinyin with `i`, sort after all characters.
    fn last_mark_before(&self, character: char, marks: impl Iterator<Item = (String, String)>) -> String {
        let mut buffer = [0; 4];
        let character = character.encode_utf8(&mut buffer);
        marks
            .filter(|(_, mark)| self.primary.compare(mark, character).is_le())
            .last()
            .map_or_else(|| NO_LETTER.to_owned(), |(heading, _)| heading)
    }

    fn latin_letter(&self, name: &str, cluster: &str, base: char) -> String {
        if let Some(heading) = self.letter_of_several(name) {
            return heading;
        }
        let lower = base.to_lowercase().next().unwrap_or(base);
        match UNDIVIDED.iter().find(|(letter, _)| *letter == lower) {
            Some((letter, letters)) if self.is_one_letter(&letter.to_string(), letters) => {
                self.upper(&letters[..1])
            }
            _ => self.letter_with_marks(cluster, base),
        }
    }

    /// The heading of a name that begins with a letter of two or three characters: Czech `Ch`, Hungarian
    /// `Dzs`, Danish `Aa`, which is another way to write `Å`.
    fn letter_of_several(&self, name: &str) -> Option<String> {
        let begin: Vec<char> = name.nfc().take(3).take_while(|character| character.is_alphabetic()).collect();
        let mut letter: String = begin.first()?.to_string();
        for length in 2..=begin.len() {
            let longer: String = begin[..length].iter().collect();
            // Only what the language counts as one letter sorts after all that begins with its first.
            if self.primary.compare(&longer, &format!("{letter}{LAST}")).is_le() {
                break;
            }
            letter = longer;
        }
        if letter.chars().count() == 1 {
            None
        } else if self.is_one_letter(&letter, "å") {
            Some("Å".to_owned())
        } else {
            Some(self.upper(&letter.to_lowercase()))
        }
    }

    /// The heading of a letter with those of its marks that make it another letter in the language.
    fn letter_with_marks(&self, cluster: &str, base: char) -> String {
        let with_one = cluster.chars().skip(1).map(|mark| [base, mark].iter().collect::<String>());
        let candidate = std::iter::once(base.to_string())
            .chain(with_one)
            .find(|candidate| self.is_one_letter(candidate, cluster))
            .unwrap_or_else(|| cluster.to_owned());
        self.upper(&candidate)
    }

    fn is_one_letter(&self, one: &str, other: &str) -> bool {
        self.primary.compare(one, other).is_eq()
    }

    /// `letter` as a heading: `i` is `İ` in Turkish, `dž` is `Dž`.
    fn upper(&self, letter: &str) -> String {
        let letter: String = letter.nfc().collect();
        let mut options = TitlecaseOptions::default();
        options.trailing_case = Some(TrailingCase::Lower);
        options.leading_adjustment = Some(LeadingAdjustment::None);
        TitlecaseMapper::new().titlecase_segment_to_string(&letter, &self.language, options).into_owned()
    }
}

/// The first letter with the marks on it, taken apart and freed of typography: `ﬁ` is `f`, `Ａ` is `A`.
fn first_cluster(name: &str) -> String {
    let mut characters = name.nfkd();
    let Some(first) = characters.next() else { return String::new() };
    // Vowel signs of Indian scripts (class 0) and viramas (9) are no marks on a letter.
    let is_mark = |character: &char| !matches!(canonical_combining_class(*character), 0 | 9);
    std::iter::once(first).chain(characters.take_while(is_mark)).collect()
}

fn pinyin_mark(letter: char) -> String {
    [GROUP, letter].iter().collect()
}

fn stroke_mark(count: u32) -> String {
    [GROUP, char::from_u32(0x2800 + count).unwrap_or(LAST)].iter().collect()
}

/// The consonants that Korean syllables begin with, as they are in decomposed text, and the headings
/// that Korean dictionaries list them under: doubled ones are with the simple ones.
const JAMO: [(std::ops::RangeInclusive<char>, char); 14] = [
    ('\u{1100}'..='\u{1101}', 'ㄱ'),
    ('\u{1102}'..='\u{1102}', 'ㄴ'),
    ('\u{1103}'..='\u{1104}', 'ㄷ'),
    ('\u{1105}'..='\u{1105}', 'ㄹ'),
    ('\u{1106}'..='\u{1106}', 'ㅁ'),
    ('\u{1107}'..='\u{1108}', 'ㅂ'),
    ('\u{1109}'..='\u{110A}', 'ㅅ'),
    ('\u{110B}'..='\u{110B}', 'ㅇ'),
    ('\u{110C}'..='\u{110D}', 'ㅈ'),
    ('\u{110E}'..='\u{110E}', 'ㅊ'),
    ('\u{110F}'..='\u{110F}', 'ㅋ'),
    ('\u{1110}'..='\u{1110}', 'ㅌ'),
    ('\u{1111}'..='\u{1111}', 'ㅍ'),
    ('\u{1112}'..='\u{1112}', 'ㅎ'),
];

fn hangul_letter(base: char) -> String {
    let heading = JAMO.iter().find(|(jamo, _)| jamo.contains(&base)).map(|(_, letter)| *letter);
    heading.unwrap_or(base).to_string()
}

/// The row of a syllable of kana, as Japanese dictionaries have them.
fn kana_letter(base: char) -> String {
    // Katakana stand in the same order as hiragana, 0x60 further on.
    let hiragana = match base {
        'ァ'..='ヶ' => char::from_u32(u32::from(base) - 0x60).unwrap_or(base),
        _ => base,
    };
    let row = match hiragana {
        'ぁ'..='お' | 'ゔ' => 'あ',
        'か'..='ご' | 'ゕ' | 'ゖ' => 'か',
        'さ'..='ぞ' => 'さ',
        'た'..='ど' => 'た',
        'な'..='の' => 'な',
        'は'..='ぽ' => 'は',
        'ま'..='も' => 'ま',
        'ゃ'..='よ' => 'や',
        'ら'..='ろ' => 'ら',
        'ゎ'..='ん' => 'わ',
        _ => base,
    };
    row.to_string()
}

/// Thai and Lao write some vowels before the consonant that dictionaries list the word under.
fn brahmic_letter(name: &str, base: char) -> String {
    let is_early_vowel = |character: &char| matches!(character, 'เ'..='ไ' | 'ເ'..='ໄ');
    name.chars().find(|character| !is_early_vowel(character)).unwrap_or(base).to_string()
}

/// Alef in all its forms is one heading, as in Arabic dictionaries. Most forms are taken apart by
/// Unicode; one is not.
fn arabic_letter(base: char) -> String {
    if base == 'ٱ' { "ا".to_owned() } else { base.to_string() }
}
