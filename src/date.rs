//! Moments as authors write them.
//!
//! In goes the text of a front-matter key, or a file or folder name; out comes a [`Date`] that
//! keeps both what rules the order (the instant) and what rules URLs and grouping (the day as it
//! was written). [`parse()`] reads a value, [`parse_with_doubt`] tells what is odd about it as well, [`from_file_stem`] and [`from_folders`] read names.
//!
//! Formats that depend on a language are not made here.

mod names;
mod parse;

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{Offset, TimeZone};

pub use names::{from_file_stem, from_folders};
pub use parse::{DateError, Doubt, parse, parse_with_doubt};

/// A moment as an author wrote it: the instant rules order, the written local day rules URLs and
/// grouping. `2021-03-19T23:30:00-05:00` stays the nineteenth, though it is the twentieth in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The moment itself. A date at the very end of year 9999 (or before -9999) is moved to the
    /// last moment that can be counted: such dates mean "never", and only their order matters.
    pub instant: Timestamp,
    /// The clock and calendar reading that was written; midnight when no time was written.
    pub civil: civil::DateTime,
    /// How far that clock is from UTC: as written, or that of the site's zone on that day.
    pub offset: Offset,
    /// Whether a time of day was written.
    pub has_time: bool,
    /// How much of the day was written: what was not stands at its first.
    pub precision: Precision,
}

/// How much of a day was written: less stands before more, as a year before its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// `2021`.
    Year,
    /// `2021-03`.
    Month,
    /// `2021-03-19`.
    Day,
}

impl Date {
    /// The moment of `civil` on a clock that is `offset` from UTC.
    #[must_use]
    pub fn at_offset(civil: civil::DateTime, offset: Offset, has_time: bool) -> Self {
        let instant = offset.to_timestamp(civil).unwrap_or_else(|_| outermost(civil));
        Self { instant, civil, offset, has_time, precision: Precision::Day }
    }

    /// The moment of `civil` on a clock in `zone`. A reading that the clock skips or shows twice
    /// is resolved as RFC 5545 says: after the gap, before the fold.
    #[must_use]
    pub fn in_zone(civil: civil::DateTime, zone: &TimeZone, has_time: bool) -> Self {
        match zone.to_ambiguous_timestamp(civil).compatible() {
            Ok(instant) => {
                let offset = zone.to_offset(instant);
                // After a gap the clock shows another time than was written; the written day stays.
                let shown = offset.to_datetime(instant);
                let civil = if shown.date() == civil.date() { shown } else { civil };
                Self { instant, civil, offset, has_time, precision: Precision::Day }
            }
            Err(_) => Self::at_offset(civil, Offset::UTC, has_time),
        }
    }

    /// Midnight of `day` in `zone`, with no time written.
    #[must_use]
    pub fn of_day(day: civil::Date, zone: &TimeZone) -> Self {
        Self::in_zone(day.to_datetime(civil::Time::midnight()), zone, false)
    }

    /// The same moment as a clock in `zone` shows it; a day without a time is the same everywhere.
    #[must_use]
    pub fn seen_in(&self, zone: &TimeZone) -> Self {
        if !self.has_time {
            return *self;
        }
        let offset = zone.to_offset(self.instant);
        Self { civil: offset.to_datetime(self.instant), offset, ..*self }
    }

    /// Its place among moments that are told day by day on a clock in `zone`: by the day there, and of
    /// one day, those without a time first. A day without a time is no instant: its midnight in one
    /// zone is an evening in another.
    #[must_use]
    pub fn place_in(&self, zone: &TimeZone) -> (civil::Date, Precision, Option<Timestamp>) {
        (self.seen_in(zone).day(), self.precision, self.has_time.then_some(self.instant))
    }

    /// The day that was written; the first one of a month or year.
    #[must_use]
    pub fn day(&self) -> civil::Date {
        self.civil.date()
    }

    /// The last day of what was written.
    #[must_use]
    pub fn last_day(&self) -> civil::Date {
        match self.precision {
            Precision::Year => self.day().last_of_year(),
            Precision::Month => self.day().last_of_month(),
            Precision::Day => self.day(),
        }
    }

    /// Whether this may be the day of `other`, as both were written: a month may be any of its days.
    #[must_use]
    pub fn may_be_day_of(&self, other: &Self) -> bool {
        self.day() <= other.last_day() && other.day() <= self.last_day()
    }

    /// As much as was written, for programs: `2021-03-19T09:00:00+01:00`, `2021-03-19`, `2021-03`,
    /// `2021`. HTML takes all of them.
    #[must_use]
    pub fn iso(&self) -> String {
        if self.has_time { self.rfc3339() } else { self.iso_date() }
    }

    /// As much of the day as was written: `2021-03-19`, `2021-03`, `2021`.
    #[must_use]
    pub fn iso_date(&self) -> String {
        let mut text = self.iso_day();
        text.truncate(match self.precision {
            Precision::Year => "2021".len(),
            Precision::Month => "2021-03".len(),
            Precision::Day => text.len(),
        });
        text
    }

    /// The written day, `2021-03-19`; the first one of a month or year.
    #[must_use]
    pub fn iso_day(&self) -> String {
        let day = self.day();
        format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
    }

    /// RFC 3339, to the second, with a numeric offset: `2021-03-19T09:00:00+01:00`.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        let mut text = self.iso_day();
        let time = self.civil.time();
        let (sign, hours, minutes) = self.offset_parts();
        write!(
            text,
            "T{:02}:{:02}:{:02}{sign}{hours:02}:{minutes:02}",
            time.hour(),
            time.minute(),
            time.second()
        )
        .expect("a string takes all text");
        text
    }

    /// RFC 822 as RSS wants it, with the four-digit year of RFC 2822 and a numeric zone:
    /// `Fri, 19 Mar 2021 09:00:00 +0100`.
    #[must_use]
    pub fn rfc822(&self) -> String {
        const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let day = self.day();
        let time = self.civil.time();
        let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        let month = usize::from(day.month().unsigned_abs()) - 1;
        let (sign, hours, minutes) = self.offset_parts();
        format!(
            "{}, {:02} {} {:04} {:02}:{:02}:{:02} {sign}{hours:02}{minutes:02}",
            WEEKDAYS[weekday],
            day.day(),
            MONTHS[month],
            day.year(),
            time.hour(),
            time.minute(),
            time.second()
        )
    }

    /// The offset as both formats can say it: whole minutes. Clocks before about 1911 were some
    /// seconds off a whole minute; the reading is kept, as it decides the day.
    fn offset_parts(&self) -> (char, i32, i32) {
        let seconds = self.offset.seconds();
        let minutes = (seconds.abs() + 30) / 60;
        let sign = if seconds < 0 && minutes > 0 { '-' } else { '+' };
        (sign, minutes / 60, minutes % 60)
    }
}

/// The countable moment nearest to a reading that lies outside.
fn outermost(civil: civil::DateTime) -> Timestamp {
    if civil.year() > 0 { Timestamp::MAX } else { Timestamp::MIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zoned(text: &str, zone: &str) -> Date {
        parse(text, &TimeZone::get(zone).unwrap()).unwrap()
    }

    fn check(text: &str, zone: &str, instant: &str) {
        assert_eq!(zoned(text, zone).instant.to_string(), instant, "{text} in {zone}");
    }

    #[test]
    fn dates_without_offset_are_in_the_zone_of_the_site() {
        check("2021-03-19 09:00", "Europe/Paris", "2021-03-19T08:00:00Z");
        check("2021-07-01", "Europe/Paris", "2021-06-30T22:00:00Z");
        check("2021-07-01T00:00:00Z", "Europe/Paris", "2021-07-01T00:00:00Z");
    }

    #[test]
    fn readings_in_a_gap_move_on_and_in_a_fold_are_the_first() {
        check("2024-03-31 02:30", "Europe/Paris", "2024-03-31T01:30:00Z");
        check("2024-10-27 02:30", "Europe/Paris", "2024-10-27T00:30:00Z");
        // Midnight does not exist on this day.
        check("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z");
        assert_eq!(zoned("2024-03-31 02:30", "Europe/Paris").rfc3339(), "2024-03-31T03:30:00+02:00");
        // Nor did this whole day.
        assert_eq!(zoned("2011-12-30", "Pacific/Apia").iso_day(), "2011-12-30");
    }

    #[test]
    fn the_written_day_survives_its_offset() {
        let date = zoned("2021-03-19T23:30:00-05:00", "UTC");
        assert_eq!(date.instant.to_string(), "2021-03-20T04:30:00Z");
        assert_eq!(date.iso_day(), "2021-03-19");
    }

    #[test]
    fn a_month_and_a_year_stay_what_they_are() {
        let check = |text: &str, first: &str, last: &str| {
            let date = zoned(text, "Europe/Paris");
            assert_eq!((date.iso(), date.iso_day()), (text.to_owned(), first.to_owned()));
            assert_eq!(date.last_day().to_string(), last);
        };
        check("2021", "2021-01-01", "2021-12-31");
        check("2024-02", "2024-02-01", "2024-02-29");
        check("2021-03-19", "2021-03-19", "2021-03-19");
        check("9999", "9999-01-01", "9999-12-31");
        assert_eq!(zoned("2021-03-19 09:00", "UTC").iso(), "2021-03-19T09:00:00+00:00");
        let may_be = |a: &str, b: &str| zoned(a, "UTC").may_be_day_of(&zoned(b, "UTC"));
        assert!(may_be("2021", "2021-03-19") && may_be("2021-03-19", "2021-03"));
        assert!(!may_be("2021-03-19", "2021-04") && !may_be("2021-03-19", "2021-03-20"));
    }

    #[test]
    fn another_clock_shows_the_same_moment() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let seen = |text: &str| zoned(text, "UTC").seen_in(&paris).rfc3339();
        assert_eq!(seen("2021-03-19T23:30:00Z"), "2021-03-20T00:30:00+01:00");
        assert_eq!(seen("2021-03-28T01:30:00Z"), "2021-03-28T03:30:00+02:00");
        assert_eq!(seen("2021-03-19"), "2021-03-19T00:00:00+00:00");
        assert!(seen("9999-12-31T23:59:59-23:59").starts_with("9999-12-3"));
    }

    #[test]
    fn the_ends_of_time_do_not_overflow() {
        for text in [
            "9999-12-31T23:59:59-23:59",
            "9999-12-31T23:59:59+23:59",
            "9999-12-31",
            "0001-01-01T00:00:00+23:59",
            "0001-01-01T00:00:00-23:59",
            "0000-01-01T00:00:00+23:59",
            "0001-01-01",
        ] {
            for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"] {
                let date = zoned(text, zone);
                assert!(date.rfc3339().starts_with(&text[..10]), "{text}");
                assert!(date.rfc822().contains(&text[..4]), "{text}");
            }
        }
        assert!(zoned("9999-12-31", "UTC").instant > zoned("9998-12-31", "UTC").instant);
    }

    #[test]
    fn rfc_3339_keeps_reading_and_offset() {
        let paris = "Europe/Paris";
        assert_eq!(zoned("2021-03-19 9:05:07 -0530", paris).rfc3339(), "2021-03-19T09:05:07-05:30");
        assert_eq!(zoned("2021-03-19", paris).rfc3339(), "2021-03-19T00:00:00+01:00");
        assert_eq!(zoned("2021-03-19T10:00:00-00:00", paris).rfc3339(), "2021-03-19T10:00:00+00:00");
        assert_eq!(zoned("1850-06-01", paris).rfc3339(), "1850-06-01T00:00:00+00:09");
    }

    #[test]
    fn rfc_822_has_weekday_full_year_and_numeric_zone() {
        assert_eq!(zoned("2021-03-19T09:00:00+01:00", "UTC").rfc822(), "Fri, 19 Mar 2021 09:00:00 +0100");
        assert_eq!(zoned("0987-12-06", "UTC").rfc822(), "Thu, 06 Dec 0987 00:00:00 +0000");
    }
}
