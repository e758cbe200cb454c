//! How one language writes dates, numbers, lists and plurals, and how it sorts: values go in, text
//! for readers comes out.
//!
//! 1. [`Locale::new`] prepares everything for a language from the CLDR data that ICU4X has compiled in.
//!    It never fails: a language without data of its own is served by its relatives, then by forms
//!    that every reader understands (`2021-03-19`).
//! 2. Its methods only format; they are called for each page, from many threads.
//!
//! Years are always those of the Gregorian calendar, and times carry no zone. Digits are those that
//! CLDR has as the default for the language: Arabic (`ar`) is written with 0 to 9, `ar-EG` with ٠ to
//! ٩, Persian with ۰ to ۹.

mod dates;
mod index;

use std::cmp::Ordering;
use std::fmt::Write as _;

use icu::collator::options::{CollatorOptions, Strength};
use icu::collator::preferences::CollationNumericOrdering;
use icu::collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::list::ListFormatter;
use icu::list::options::{ListFormatterOptions, ListLength};
use icu::list::parts::ELEMENT;
use icu::locale::subtags::{language, script};
use icu::locale::{LanguageIdentifier, Locale as IcuLocale};
use icu::plurals::PluralRules;
use jiff::civil::{Date, DateTime, Time, Weekday};
use writeable::{Part, PartsWrite, Writeable as _};

pub use icu::plurals::PluralCategory;

pub use self::dates::DateLength;
use self::dates::Dates;
use self::index::Index;
use crate::date::{self, Precision};
use crate::language::LanguageTag;

/// What the type cannot say: with compiled data, every locale falls back to the root.
const ROOT_HAS_DATA: &str = "the compiled data covers the root locale, which all others fall back to";

/// Plural forms as CLDR lists them.
const PLURAL_ORDER: [PluralCategory; 6] = [
    PluralCategory::Zero,
    PluralCategory::One,
    PluralCategory::Two,
    PluralCategory::Few,
    PluralCategory::Many,
    PluralCategory::Other,
];

/// The rules of one language.
pub struct Locale {
    dates: Dates,
    numbers: DecimalFormatter,
    plurals: PluralRules,
    lists: ListFormatter,
    collator: CollatorBorrowed<'static>,
    index: Index,
    is_french: bool,
}

impl Locale {
    /// The rules of `tag`. Takes some tenths of a millisecond: make it once a language.
    ///
    /// # Panics
    ///
    /// Not with the data that is compiled in.
    #[must_use]
    pub fn new(tag: &LanguageTag) -> Self {
        let locale = with_data(tag.id());
        let mut lists = ListFormatterOptions::default();
        lists.length = Some(ListLength::Wide);
        Self {
            dates: Dates::new(&locale),
            numbers: DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default())
                .expect(ROOT_HAS_DATA),
            plurals: PluralRules::try_new_cardinal((&locale).into()).expect(ROOT_HAS_DATA),
            lists: ListFormatter::try_new_and((&locale).into(), lists).expect(ROOT_HAS_DATA),
            collator: collator(&locale, Strength::Tertiary),
            index: Index::new(&locale),
            is_french: tag.id().language == language!("fr"),
        }
    }

    /// A date: `vendredi 19 mars 2021`, `19 mars 2021`, or shorter.
    #[must_use]
    pub fn date(&self, date: Date, length: DateLength) -> String {
        let written = self.dates.date(date, length);
        if length == DateLength::Short { written } else { self.with_ordinal(date, written) }
    }

    /// As much of a date as was written: `19 mars 2021`, `mars 2021`, `2021`.
    #[must_use]
    pub fn written(&self, date: &date::Date, length: DateLength) -> String {
        let day = date.day();
        match date.precision {
            Precision::Year => self.year(day.year()),
            Precision::Month => self.month(day.year(), day.month()),
            Precision::Day => self.date(day, length),
        }
    }

    /// French counts the first of a month: `1er mars`. CLDR's patterns have no place for that.
    fn with_ordinal(&self, date: Date, written: String) -> String {
        if self.is_french && date.day() == 1 { written.replacen("1 ", "1er ", 1) } else { written }
    }

    /// A time of day without seconds: `19:05`, `7:05 PM`.
    #[must_use]
    pub fn time(&self, time: Time) -> String {
        self.dates.time(time)
    }

    /// A date with its time: `19 mars 2021 à 19:05`.
    #[must_use]
    pub fn date_time(&self, date_time: DateTime, length: DateLength) -> String {
        let written = self.dates.date_time(date_time, length);
        if length == DateLength::Short { written } else { self.with_ordinal(date_time.date(), written) }
    }

    /// A year that stands alone: `2021`, `2021年`.
    #[must_use]
    pub fn year(&self, year: i16) -> String {
        self.dates.year(year)
    }

    /// A month of a year: `mars 2021`, `2021年3月`. A month below 1 is taken as January, one above 12
    /// as December.
    #[must_use]
    pub fn month(&self, year: i16, month: i8) -> String {
        self.dates.month(year, month)
    }

    /// The name of a month that stands alone: `mars`, `март`. A month below 1 is taken as January, one
    /// above 12 as December.
    #[must_use]
    pub fn month_name(&self, month: i8) -> &str {
        self.dates.month_name(month)
    }

    /// A day within its year: `19 mars`.
    #[must_use]
    pub fn day_month(&self, date: Date) -> String {
        self.with_ordinal(date, self.dates.day_month(date))
    }

    /// The name of a day of the week, short enough for the head of a column: `ven.`, `خ`.
    #[must_use]
    pub fn weekday_name(&self, weekday: Weekday) -> &str {
        self.dates.weekday_name(weekday)
    }

    /// The whole name of a day of the week: `vendredi`.
    #[must_use]
    pub fn weekday_full_name(&self, weekday: Weekday) -> &str {
        self.dates.weekday_full_name(weekday)
    }

    /// The day that weeks begin with: Monday in most of the world, Sunday or Saturday elsewhere.
    #[must_use]
    pub fn first_weekday(&self) -> Weekday {
        self.dates.first_weekday()
    }

    /// A whole number with the language's grouping and digits: `12 345`, `12,345`.
    #[must_use]
    pub fn number(&self, number: impl Into<Decimal>) -> String {
        let mut text = String::with_capacity(16);
        // Writing to a string cannot fail.
        let _ = write!(text, "{}", self.numbers.format(&number.into()));
        text
    }

    /// Which plural form goes with a count.
    #[must_use]
    pub fn plural(&self, count: u64) -> PluralCategory {
        self.plurals.category_for(count)
    }

    /// Which plural forms whole numbers have, and `other`, which every language falls back to; in
    /// CLDR's order. The rules of a few languages keep a form for fractions: it is not here.
    #[must_use]
    pub fn plural_categories(&self) -> Vec<PluralCategory> {
        // Rules look at the last two or three digits, and at whole millions.
        let telling = (0..=200).chain([1_000, 10_000, 100_000, 1_000_000, 2_000_000, 1_000_000_000]);
        let mut categories = vec![PluralCategory::Other];
        categories.extend(telling.map(|count| self.plural(count)));
        PLURAL_ORDER.into_iter().filter(|category| categories.contains(category)).collect()
    }

    /// Things put together in a sentence: `Ada, Grace et Alan`.
    #[must_use]
    pub fn list(&self, items: &[&str]) -> String {
        self.lists.format_to_string(items.iter().copied())
    }

    /// What stands behind each of several things that are put together in a sentence, for those that
    /// are no plain texts: `, `, ` et ` and nothing for three. Spanish has `e` for `y` before an `I`,
    /// so it is asked about the things themselves.
    #[must_use]
    pub fn list_separators(&self, items: &[&str]) -> Vec<String> {
        let mut separators = Separators { behind: Vec::with_capacity(items.len()), is_within: false };
        // Writing to strings cannot fail.
        let _ = self.lists.format(items.iter().copied()).write_to_parts(&mut separators);
        separators.behind
    }

    /// How the language's readers sort two texts: `Éric` beside `Eric`, `2` before `10`. Texts that
    /// are alike to readers are sorted by their code points, so that every list has one order.
    #[must_use]
    pub fn collate(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(a, b).then_with(|| a.cmp(b))
    }

    /// The heading under which an index from A to Z lists `name`: its first letter as the language
    /// counts letters, in upper case.
    ///
    /// - Accents go where the language sorts without them: `É` is under `E`, but Swedish `Å` and
    ///   Spanish `Ñ` are letters, and so are Czech `Ch` and Hungarian `Dzs`.
    /// - Chinese is listed by the first letter of its pinyin, or by strokes (`4畫`) where that is its
    ///   order; Japanese by rows of kana, with all kanji under `漢字`; Korean by its first consonant.
    /// - Digits, symbols and punctuation are under `#`.
    #[must_use]
    pub fn index_letter(&self, name: &str) -> String {
        self.index.letter(name)
    }

    /// An index from A to Z: `items` sorted by what `name` calls them, under the headings of
    /// [`Self::index_letter`], which are sorted too, `#` first. Items of equal names keep their order.
    pub fn index<T>(
        &self,
        items: impl IntoIterator<Item = T>,
        name: impl Fn(&T) -> &str,
    ) -> Vec<(String, Vec<T>)> {
        let mut lettered: Vec<(String, T)> =
            items.into_iter().map(|item| (self.index_letter(name(&item)), item)).collect();
        lettered.sort_by(|(letter_a, a), (letter_b, b)| {
            self.collate(letter_a, letter_b).then_with(|| self.collate(name(a), name(b)))
        });
        let mut groups: Vec<(String, Vec<T>)> = Vec::new();
        for (letter, item) in lettered {
            match groups.last_mut() {
                Some((last, group)) if *last == letter => group.push(item),
                _ => groups.push((letter, vec![item])),
            }
        }
        groups
    }
}

/// Takes what stands behind each item of a list.
struct Separators {
    behind: Vec<String>,
    is_within: bool,
}

impl std::fmt::Write for Separators {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        if let Some(behind) = self.behind.last_mut().filter(|_| !self.is_within) {
            behind.push_str(text);
        }
        Ok(())
    }
}

impl PartsWrite for Separators {
    type SubPartsWrite = Self;

    fn with_part(
        &mut self,
        part: Part,
        mut write: impl FnMut(&mut Self) -> std::fmt::Result,
    ) -> std::fmt::Result {
        if part != ELEMENT {
            return write(self);
        }
        self.behind.push(String::new());
        self.is_within = true;
        let written = write(self);
        self.is_within = false;
        written
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locale").finish_non_exhaustive()
    }
}

/// The locale whose data serve `id`.
fn with_data(id: &LanguageIdentifier) -> IcuLocale {
    let mut id = id.clone();
    // CLDR has no Kurdish in Arabic script under `ku`: readers of it know the data of Central Kurdish.
    if id.language == language!("ku") && id.script == Some(script!("Arab")) {
        id.language = language!("ckb");
    }
    id.into()
}

fn collator(locale: &IcuLocale, strength: Strength) -> CollatorBorrowed<'static> {
    let mut preferences = CollatorPreferences::from(locale);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    Collator::try_new(preferences, options).expect(ROOT_HAS_DATA)
}

#[cfg(test)]
mod tests;
