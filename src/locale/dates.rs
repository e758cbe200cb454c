//! Dates and times in one language: civil values go in, text comes out.
//!
//! 1. For each form (long date, month and year, …) ICU4X chooses the language's pattern, once.
//! 2. The names that the pattern needs are loaded beside it.
//! 3. Formatting fills the pattern in.
//!
//! Patterns and names are kept in place of ICU4X's own formatter because of Portuguese: for `MMMM 'de'
//! y` that formatter does not load the digits it needs, and panics under debug assertions. A pattern
//! with its own names loads what it needs, and its failures are values.

use icu::calendar::types::Weekday as IcuWeekday;
use icu::calendar::week::WeekInformation;
use icu::calendar::{Date as IcuDate, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::enums::{
    CalendarPeriodFieldSet, CompositeDateTimeFieldSet, DateAndTimeFieldSet, DateFieldSet, TimeFieldSet,
};
use icu::datetime::fieldsets::{MD, T, Y, YM, YMD, YMDE};
use icu::datetime::options::YearStyle;
use icu::datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames};
use icu::locale::Locale;
use icu::time::{DateTime as IcuDateTime, Time as IcuTime};
use jiff::civil::{Date, DateTime, Time, Weekday, date};
use writeable::TryWriteable;

use super::ROOT_HAS_DATA;

/// How much of a date is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateLength {
    /// With the day of the week: `vendredi 19 mars 2021`.
    Full,
    /// `19 mars 2021`.
    Long,
    /// With a shorter name of the month, where the language has one: `Mar 19, 2021`.
    Medium,
    /// In figures, with the whole year: `19/03/2021`.
    Short,
}

impl DateLength {
    /// Every length, in the order of the arrays below.
    const ALL: [Self; 4] = [Self::Full, Self::Long, Self::Medium, Self::Short];
}

/// The forms of one language.
pub(super) struct Dates {
    days: [Form; 4],
    days_with_time: [Form; 4],
    time: Form,
    year: Form,
    month: Form,
    day_month: Form,
    month_names: [String; 12],
    weekday_names: [String; 7],
    weekday_full_names: [String; 7],
    first_weekday: Weekday,
}

impl Dates {
    pub(super) fn new(locale: &Locale) -> Self {
        let choose = |fields| Form::chosen(locale, fields);
        let month_names = month_names(&Form::of(locale, pattern("LLLL")));
        if month_names[2] == "M03" {
            return Self::in_figures(locale);
        }
        Self {
            days: DateLength::ALL.map(|length| choose(CompositeDateTimeFieldSet::Date(date_fields(length)))),
            days_with_time: DateLength::ALL
                .map(|length| choose(CompositeDateTimeFieldSet::DateTime(date_time_fields(length)))),
            year: choose(CompositeDateTimeFieldSet::CalendarPeriod(CalendarPeriodFieldSet::Y(
                Y::long().with_year_style(YearStyle::Full),
            ))),
            month: choose(CompositeDateTimeFieldSet::CalendarPeriod(CalendarPeriodFieldSet::YM(
                YM::long().with_year_style(YearStyle::Full),
            ))),
            day_month: choose(CompositeDateTimeFieldSet::Date(DateFieldSet::MD(MD::long()))),
            month_names,
            ..Self::in_figures(locale)
        }
    }

    /// The forms of a language that CLDR has no names of months for: those of ISO 8601, which need
    /// none. CLDR's own last resort, `2021 M03 19`, is for programs.
    fn in_figures(locale: &Locale) -> Self {
        let of = |fields| Form::of(locale, pattern(fields));
        let choose = |fields| Form::chosen(locale, fields);
        let week = WeekInformation::try_new(locale.into()).expect(ROOT_HAS_DATA);
        Self {
            days: DateLength::ALL.map(|_| of("y-MM-dd")),
            days_with_time: DateLength::ALL.map(|_| of("y-MM-dd HH:mm")),
            time: choose(CompositeDateTimeFieldSet::Time(TimeFieldSet::T(T::hm()))),
            year: of("y"),
            month: of("y-MM"),
            day_month: of("MM-dd"),
            month_names: month_names(&of("LL")),
            weekday_names: column_names(locale),
            weekday_full_names: weekday_names(&of("cccc")),
            first_weekday: weekday(week.first_weekday),
        }
    }

    pub(super) fn date(&self, date: Date, length: DateLength) -> String {
        self.days[length as usize].write(date.into())
    }

    pub(super) fn time(&self, time: Time) -> String {
        self.time.write(date(1970, 1, 1).to_datetime(time))
    }

    pub(super) fn date_time(&self, date_time: DateTime, length: DateLength) -> String {
        self.days_with_time[length as usize].write(date_time)
    }

    pub(super) fn year(&self, year: i16) -> String {
        self.year.write(first_of(year, 1).into())
    }

    pub(super) fn month(&self, year: i16, month: i8) -> String {
        self.month.write(first_of(year, month).into())
    }

    pub(super) fn month_name(&self, month: i8) -> &str {
        let index = usize::try_from(month.clamp(1, 12) - 1).unwrap_or(0);
        &self.month_names[index]
    }

    pub(super) fn day_month(&self, date: Date) -> String {
        self.day_month.write(date.into())
    }

    pub(super) fn weekday_name(&self, weekday: Weekday) -> &str {
        let index = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0);
        &self.weekday_names[index]
    }

    pub(super) fn weekday_full_name(&self, weekday: Weekday) -> &str {
        let index = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0);
        &self.weekday_full_names[index]
    }

    pub(super) fn first_weekday(&self) -> Weekday {
        self.first_weekday
    }
}

fn date_fields(length: DateLength) -> DateFieldSet {
    match length {
        DateLength::Full => DateFieldSet::YMDE(YMDE::long().with_year_style(YearStyle::Full)),
        DateLength::Long => DateFieldSet::YMD(YMD::long().with_year_style(YearStyle::Full)),
        DateLength::Medium => DateFieldSet::YMD(YMD::medium().with_year_style(YearStyle::Full)),
        DateLength::Short => DateFieldSet::YMD(YMD::short().with_year_style(YearStyle::Full)),
    }
}

fn date_time_fields(length: DateLength) -> DateAndTimeFieldSet {
    let year = YearStyle::Full;
    match length {
        DateLength::Full => DateAndTimeFieldSet::YMDET(YMDE::long().with_year_style(year).with_time_hm()),
        DateLength::Long => DateAndTimeFieldSet::YMDT(YMD::long().with_year_style(year).with_time_hm()),
        DateLength::Medium => DateAndTimeFieldSet::YMDT(YMD::medium().with_year_style(year).with_time_hm()),
        DateLength::Short => DateAndTimeFieldSet::YMDT(YMD::short().with_year_style(year).with_time_hm()),
    }
}

type Names = FixedCalendarDateTimeNames<Gregorian, CompositeDateTimeFieldSet>;

/// One way to write a date: a pattern and the names for its fields.
struct Form {
    pattern: DateTimePattern,
    names: Names,
}

impl Form {
    /// The form that the language has for `fields`.
    fn chosen(locale: &Locale, fields: CompositeDateTimeFieldSet) -> Self {
        let formatter = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), fields)
            .expect(ROOT_HAS_DATA);
        // A year of four digits after Christ: what nearly all dates have, and `Full` writes no era for.
        let pattern = formatter.format(&icu_date_time(date(2021, 3, 19).into())).pattern();
        Self::of(locale, pattern)
    }

    /// The form that `pattern` describes.
    fn of(locale: &Locale, pattern: DateTimePattern) -> Self {
        let mut names = Names::try_new(locale.into()).expect(ROOT_HAS_DATA);
        // A field without names is written in the plain way that ICU4X has for it.
        let _ = names.include_for_pattern(&pattern);
        Self { pattern, names }
    }

    fn write(&self, date_time: DateTime) -> String {
        let mut text = String::with_capacity(32);
        // Writing to a string cannot fail; a field that lacks a name is written in a plain way.
        let _ = self
            .names
            .with_pattern_unchecked(&self.pattern)
            .format(&icu_date_time(date_time))
            .try_write_to(&mut text);
        text
    }
}

fn pattern(fields: &str) -> DateTimePattern {
    DateTimePattern::try_from_pattern_str(fields).expect("the patterns of this file are well formed")
}

fn month_names(form: &Form) -> [String; 12] {
    let mut month = 0;
    std::array::from_fn(|_| {
        month += 1;
        form.write(first_of(2021, month).into())
    })
}

/// The longest name of a day that fits above a column of a calendar on a phone, in code points.
const COLUMN_NAME_CHARS_MAX: usize = 5;

/// The longest of CLDR's names that are short enough for the heads of columns: what some languages
/// have for short names is all of `الخميس`.
fn column_names(locale: &Locale) -> [String; 7] {
    let widths = ["ccc", "cccccc"].map(|fields| weekday_names(&Form::of(locale, pattern(fields))));
    // A name of two words breaks where it need not.
    let fits =
        |name: &String| !name.contains(char::is_whitespace) && name.chars().count() <= COLUMN_NAME_CHARS_MAX;
    let fits = |names: &[String; 7]| names.iter().all(fits);
    let narrow = || weekday_names(&Form::of(locale, pattern("ccccc")));
    widths.into_iter().find(fits).unwrap_or_else(narrow)
}

/// The names from Monday on.
fn weekday_names(form: &Form) -> [String; 7] {
    // 1 March 2021 was a Monday.
    let mut day = 0;
    std::array::from_fn(|_| {
        day += 1;
        form.write(date(2021, 3, day).into())
    })
}

fn first_of(year: i16, month: i8) -> Date {
    Date::new(year.clamp(Date::MIN.year(), Date::MAX.year()), month.clamp(1, 12), 1)
        .expect("every month within jiff's years has a first day")
}

fn icu_date_time(date_time: DateTime) -> IcuDateTime<Gregorian> {
    let (date, time) = (date_time.date(), date_time.time());
    let small = |number: i8| u8::try_from(number).unwrap_or(0);
    let date = IcuDate::try_new_gregorian(date.year().into(), small(date.month()), small(date.day()))
        .expect("jiff's dates are days of the Gregorian calendar in years that ICU4X knows");
    let time = IcuTime::try_new(small(time.hour()), small(time.minute()), small(time.second()), 0)
        .expect("jiff's times are times of a day");
    IcuDateTime { date, time }
}

fn weekday(day: IcuWeekday) -> Weekday {
    match day {
        IcuWeekday::Monday => Weekday::Monday,
        IcuWeekday::Tuesday => Weekday::Tuesday,
        IcuWeekday::Wednesday => Weekday::Wednesday,
        IcuWeekday::Thursday => Weekday::Thursday,
        IcuWeekday::Friday => Weekday::Friday,
        IcuWeekday::Saturday => Weekday::Saturday,
        IcuWeekday::Sunday => Weekday::Sunday,
    }
}
