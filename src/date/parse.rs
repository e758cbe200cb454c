//! Reads the many ways in which authors write a date.
//!
//! Year first, always: `2021-03-19`, with `-`, `/` or `.` between the fields or nothing at all,
//! one-digit fields, then optionally a time after `T` or a space, then optionally an offset.
//! A reading that two people could take for two days is refused, with the unambiguous form.

use std::fmt;

use jiff::civil;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use super::{Date, Precision};

/// Why a text is no date, and how to write one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong, for the message of a diagnostic.
    pub message: String,
    /// The way out, for its hint.
    pub hint: String,
}

impl fmt::Display for DateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for DateError {}

/// The longest text that can be a date; what is longer is not quoted whole in a message.
const DATE_CHARS_MAX: usize = 60;

/// What is odd about a date that was read, and how to write it without doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What is odd, and what the date was taken for.
    pub message: String,
    /// The way out.
    pub hint: String,
}

/// Reads a date; one without an offset is on the clock of `zone`.
///
/// # Errors
///
/// When the text is no date, or one that can be read in two ways.
pub fn parse(text: &str, zone: &TimeZone) -> Result<Date, DateError> {
    parse_with_doubt(text, zone).map(|(date, _)| date)
}

/// Reads a date as [`parse()`] does, and says where the clock of `zone` never showed its time, or
/// showed it twice.
///
/// # Errors
///
/// As [`parse()`].
pub fn parse_with_doubt(text: &str, zone: &TimeZone) -> Result<(Date, Option<Doubt>), DateError> {
    let text = unquoted(text.trim());
    let mut cursor = Cursor { rest: text };
    let Some(day) = written_day(&mut cursor) else { return Err(not_a_date(text)) };
    let date = civil::Date::new(day.year, day.month, day.day).map_err(|_| no_such_day(&day))?;
    if cursor.rest.is_empty() {
        return Ok((Date { precision: day.precision, ..Date::of_day(date, zone) }, None));
    }
    if day.precision != Precision::Day {
        return Err(not_a_date(text));
    }
    if !cursor.take(|character| matches!(character, 'T' | 't')) {
        if !cursor.rest.starts_with(is_space) {
            return Err(not_a_date(text));
        }
        cursor.skip_spaces();
    }
    let time = written_time(&mut cursor, text)?;
    cursor.skip_spaces();
    let offset = written_offset(&mut cursor, text)?;
    let civil = date.to_datetime(time);
    if let Some(offset) = offset {
        return Ok((Date::at_offset(civil, offset, true), None));
    }
    let date = Date::in_zone(civil, zone, true);
    Ok((date, doubt(civil, zone, &date)))
}

/// Where the clock of `zone` was put forward over `civil`, or back before it.
fn doubt(civil: civil::DateTime, zone: &TimeZone, taken: &Date) -> Option<Doubt> {
    let clock = zone.iana_name().unwrap_or("the zone");
    let (day, time) = (civil.date(), time_of(civil));
    let with_offset = |offset: Offset| {
        let written = Date::at_offset(civil, offset, true).rfc3339();
        format!("`{day} {time} {}`", &written["2021-03-19T09:00:00".len()..])
    };
    match zone.to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Gap { before, .. } => {
            let shown = taken.offset.to_datetime(taken.instant);
            let (shown_day, shown_time) = (shown.date(), time_of(shown));
            Some(Doubt {
                message: format!(
                    "the clock of `{clock}` never showed {time} on {day}: it was put forward, and this is taken for \
                     {shown_day} {shown_time}"
                ),
                hint: format!(
                    "write `{shown_day} {shown_time}`, or the offset of the clock that was meant, as {}",
                    with_offset(before)
                ),
            })
        }
        AmbiguousOffset::Fold { before, after } => Some(Doubt {
            message: format!(
                "the clock of `{clock}` showed {time} twice on {day}: it was put back, and this is taken for the first"
            ),
            hint: format!("write {} or {}", with_offset(before), with_offset(after)),
        }),
    }
}

/// A time of day, with its seconds if it has any.
fn time_of(civil: civil::DateTime) -> String {
    let (hour, minute, second) = (civil.hour(), civil.minute(), civil.second());
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}

struct Written {
    year: i16,
    month: i8,
    day: i8,
    precision: Precision,
}

fn written_day(cursor: &mut Cursor<'_>) -> Option<Written> {
    let digits = cursor.digits();
    if digits.len() == 8 {
        return Some(Written {
            year: digits[..4].parse().ok()?,
            month: digits[4..6].parse().ok()?,
            day: digits[6..].parse().ok()?,
            precision: Precision::Day,
        });
    }
    if digits.len() != 4 {
        return None;
    }
    let year = digits.parse().ok()?;
    if cursor.rest.is_empty() {
        return Some(Written { year, month: 1, day: 1, precision: Precision::Year });
    }
    let separator = cursor.rest.chars().next().filter(|character| matches!(character, '-' | '/' | '.'))?;
    let month = cursor.field(separator)?;
    if cursor.rest.is_empty() {
        return Some(Written { year, month, day: 1, precision: Precision::Month });
    }
    let day = cursor.field(separator)?;
    Some(Written { year, month, day, precision: Precision::Day })
}

fn written_time(cursor: &mut Cursor<'_>, text: &str) -> Result<civil::Time, DateError> {
    let before = cursor.rest;
    let hour = cursor.number(1..=2).ok_or_else(|| not_a_time(before, text))?;
    let minute = cursor.field(':').ok_or_else(|| not_a_time(before, text))?;
    let mut second = cursor.field(':').unwrap_or(0);
    let mut nanosecond = 0;
    if cursor.rest.starts_with(['.', ',']) && !cursor.rest[1..].starts_with(is_space) {
        cursor.rest = &cursor.rest[1..];
        nanosecond = fraction(cursor.digits()).ok_or_else(|| not_a_time(before, text))?;
    }
    // A leap second has no place of its own on the clock that computers keep.
    if second == 60 {
        second = 59;
    }
    let hour = on_24_hours(hour, cursor).ok_or_else(|| not_a_time(before, text))?;
    civil::Time::new(hour, minute, second, nanosecond).map_err(|_| not_a_time(before, text))
}

/// `hour` on the clock of 24 hours, after an `am` or `pm` if there is one.
fn on_24_hours(hour: i8, cursor: &mut Cursor<'_>) -> Option<i8> {
    let rest = cursor.rest.trim_start_matches(is_space);
    let Some(half) = rest.get(..2) else { return Some(hour) };
    let afternoon = half.eq_ignore_ascii_case("pm");
    if !afternoon && !half.eq_ignore_ascii_case("am") {
        return Some(hour);
    }
    cursor.rest = &rest[2..];
    (1..=12).contains(&hour).then(|| hour % 12 + if afternoon { 12 } else { 0 })
}

/// The digits after a decimal sign as nanoseconds; what is finer is cut.
fn fraction(digits: &str) -> Option<i32> {
    let digits = &digits[..digits.len().min(9)];
    let missing = u32::try_from(9 - digits.len()).ok()?;
    Some(digits.parse::<i32>().ok()? * 10_i32.pow(missing))
}

fn written_offset(cursor: &mut Cursor<'_>, text: &str) -> Result<Option<Offset>, DateError> {
    let before = cursor.rest;
    if before.is_empty() {
        return Ok(None);
    }
    if ["z", "utc", "gmt"].iter().any(|name| before.eq_ignore_ascii_case(name)) {
        return Ok(Some(Offset::UTC));
    }
    let error = || no_such_offset(before, text);
    // Nikola writes `UTC+01:00`.
    if let Some(after) = before.get(..3).filter(|name| name.eq_ignore_ascii_case("utc")) {
        cursor.rest = &before[after.len()..];
    }
    let negative = match cursor.rest.chars().next() {
        Some('+') => false,
        // Typographers' tools turn a hyphen into a minus.
        Some('-' | '\u{2212}') => true,
        _ => return Err(error()),
    };
    cursor.take(|_| true);
    let digits = cursor.digits();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits, cursor.field(':')),
        4 => (&digits[..2], digits[2..].parse::<i8>().ok()),
        _ => return Err(error()),
    };
    let hours: i32 = hours.parse().map_err(|_| error())?;
    let minutes = i32::from(minutes.unwrap_or(0));
    if !cursor.rest.is_empty() || hours > 23 || minutes > 59 {
        return Err(error());
    }
    let seconds = (hours * 60 + minutes) * 60;
    Offset::from_seconds(if negative { -seconds } else { seconds }).map(Some).map_err(|_| error())
}

/// What is left of the text.
struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn digits(&mut self) -> &'a str {
        let n_digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(n_digits);
        self.rest = rest;
        digits
    }

    fn number(&mut self, n_digits: std::ops::RangeInclusive<usize>) -> Option<i8> {
        let digits = self.digits();
        if n_digits.contains(&digits.len()) { digits.parse().ok() } else { None }
    }

    /// `separator` and one or two digits; nothing is taken when they are not there.
    fn field(&mut self, separator: char) -> Option<i8> {
        let mut after = Cursor { rest: self.rest.strip_prefix(separator)? };
        let number = after.number(1..=2)?;
        self.rest = after.rest;
        Some(number)
    }

    fn take(&mut self, accept: impl Fn(char) -> bool) -> bool {
        let mut characters = self.rest.chars();
        let taken = characters.next().is_some_and(accept);
        if taken {
            self.rest = characters.as_str();
        }
        taken
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches(is_space);
    }
}

fn is_space(character: char) -> bool {
    // Also the no-break spaces that come along when a date is copied from a page.
    matches!(character, ' ' | '\t' | '\u{a0}' | '\u{202f}')
}

fn unquoted(text: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)) {
            return inner.trim();
        }
    }
    text
}

fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(DATE_CHARS_MAX).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn not_a_date(text: &str) -> DateError {
    local_notation(text).unwrap_or_else(|| DateError {
        message: format!("`{}` is not a date", shown(text)),
        hint: "write the year first, as `2024-06-05` or `2024-06-05T09:30:00+02:00`".into(),
    })
}

/// The error for `05/06/2024` and its like, which name different days in different countries.
fn local_notation(text: &str) -> Option<DateError> {
    let mut cursor = Cursor { rest: text };
    let first = cursor.number(1..=2)?;
    let separator = cursor.rest.chars().next().filter(|character| matches!(character, '-' | '/' | '.'))?;
    let second = cursor.field(separator)?;
    let year: i16 = cursor.rest.strip_prefix(separator)?.get(..4)?.parse().ok()?;
    let reading = |month, day| civil::Date::new(year, month, day).ok().map(|day| format!("`{day}`"));
    let hint = match (reading(second, first), reading(first, second)) {
        (Some(one), Some(other)) if one != other => {
            let message = format!("`{}` is ambiguous: day or month first?", shown(text));
            return Some(DateError { message, hint: format!("write {one} or {other}") });
        }
        (Some(one), _) | (_, Some(one)) => format!("write {one}"),
        (None, None) => return None,
    };
    Some(DateError { message: format!("`{}` does not begin with the year", shown(text)), hint })
}

fn no_such_day(written: &Written) -> DateError {
    let Written { year, month, day, .. } = *written;
    let message = format!("there is no day `{year:04}-{month:02}-{day:02}`");
    let hint = if (1..=12).contains(&month) {
        match civil::Date::new(year, month, 1) {
            Ok(first) => format!("that month has {} days", first.days_in_month()),
            Err(_) => "write a year from 0001 to 9999".into(),
        }
    } else if (1..=12).contains(&day) && (1..=31).contains(&month) {
        format!("the month stands before the day: `{year:04}-{day:02}-{month:02}`?")
    } else {
        "months go from 01 to 12".into()
    };
    DateError { message, hint }
}

fn not_a_time(time: &str, text: &str) -> DateError {
    let message = if time.is_empty() {
        format!("`{}` ends where a time of day should stand", shown(text))
    } else {
        format!("`{}` in `{}` is no time of day", shown(time), shown(text))
    };
    DateError {
        message,
        hint: "write hours from 00 to 23, minutes and, if need be, seconds: `2024-06-05 09:30:00`".into(),
    }
}

fn no_such_offset(offset: &str, text: &str) -> DateError {
    let hint = if offset.starts_with(|character: char| character.is_ascii_alphabetic()) {
        "names of zones are ambiguous: write how far the clock is from UTC, as `+02:00`, or `Z` for UTC"
    } else {
        "write how far the clock is from UTC, as `+02:00`, `-0500` or `Z`"
    };
    DateError {
        message: format!("`{}` in `{}` is no offset from UTC", shown(offset), shown(text)),
        hint: hint.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let date = parse(text, &TimeZone::UTC).unwrap_or_else(|error| panic!("{text}: {error}"));
        let shown = date.iso();
        assert_eq!(shown, expected, "{text}");
    }

    fn check_error(text: &str, message: &str, hint: &str) {
        let error = parse(text, &TimeZone::UTC).expect_err(text);
        assert_eq!((error.message.as_str(), error.hint.as_str()), (message, hint), "{text}");
    }

    #[test]
    fn every_shape_of_the_archives_is_read() {
        check("2021-03-19", "2021-03-19");
        check("2021-03-19 09:00:00 +0000", "2021-03-19T09:00:00+00:00");
        check("2021-03-19T00:00:00.000Z", "2021-03-19T00:00:00+00:00");
        check("2010-07-01 09:37:19+00:00", "2010-07-01T09:37:19+00:00");
        check("2019-12-19 11:05:00 -0500", "2019-12-19T11:05:00-05:00");
        check("2021-02-26T00:00:00-00:00", "2021-02-26T00:00:00+00:00");
        check("2015-03-09 9:05:00 -0500", "2015-03-09T09:05:00-05:00");
        check("2021-03-19T00:00:00Z", "2021-03-19T00:00:00+00:00");
        check("2021-03-19 12:00:00-05:00", "2021-03-19T12:00:00-05:00");
        check("2021-03-19T00:00:00", "2021-03-19T00:00:00+00:00");
        check("2013-07-07 19:26", "2013-07-07T19:26:00+00:00");
        check("2013-07-07 4:12:00 +0000", "2013-07-07T04:12:00+00:00");
        check("2021-03-19T10:00:00+02:00", "2021-03-19T10:00:00+02:00");
        check("2021-03-19 00:00:00Z", "2021-03-19T00:00:00+00:00");
        check("2021-03-19 00:00:00 Z", "2021-03-19T00:00:00+00:00");
        check("2021-03-19 00:00:00", "2021-03-19T00:00:00+00:00");
        check("2021-03-19 00:00:00 +02:00", "2021-03-19T00:00:00+02:00");
        check("2021-03-19 00:00:00+0200", "2021-03-19T00:00:00+02:00");
        check("2026-1-13T00:00:00.000Z", "2026-01-13T00:00:00+00:00");
        check("2020-12-2", "2020-12-02");
        check("2021/03/19 19:30:00", "2021-03-19T19:30:00+00:00");
    }

    #[test]
    fn other_unambiguous_shapes_are_read() {
        check("\"2021-03-19\"", "2021-03-19");
        check("' 2021-03-19 '", "2021-03-19");
        check("20210319", "2021-03-19");
        check("2021.3.19", "2021-03-19");
        check("2021", "2021");
        check("2021.3", "2021-03");
        check("2021-03-19 9:05 pm", "2021-03-19T21:05:00+00:00");
        check("2021-03-19 12:05AM", "2021-03-19T00:05:00+00:00");
        check("2024-02-14 21:59:43.10 -5", "2024-02-14T21:59:43-05:00");
        check("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00");
        check("2021-03-19\u{a0}10:00 UTC", "2021-03-19T10:00:00+00:00");
        check("2021-03-19t10:00z", "2021-03-19T10:00:00+00:00");
    }

    #[test]
    fn times_that_the_clock_skips_or_shows_twice_are_doubted() {
        let doubt = |text: &str, zone: &str| {
            let zone = TimeZone::get(zone).expect("a zone");
            let doubt = parse_with_doubt(text, &zone).expect(text).1;
            doubt.map(|doubt| format!("{} / {}", doubt.message, doubt.hint))
        };
        let paris = "Europe/Paris";
        assert_eq!(
            doubt("2021-03-28 02:30", paris).expect("skipped"),
            "the clock of `Europe/Paris` never showed 02:30 on 2021-03-28: it was put forward, and this is taken for \
             2021-03-28 03:30 / write `2021-03-28 03:30`, or the offset of the clock that was meant, as \
             `2021-03-28 02:30 +01:00`"
        );
        assert_eq!(
            doubt("2021-10-31 02:30:05", paris).expect("twice"),
            "the clock of `Europe/Paris` showed 02:30:05 twice on 2021-10-31: it was put back, and this is taken for \
             the first / write `2021-10-31 02:30:05 +02:00` or `2021-10-31 02:30:05 +01:00`"
        );
        let skipped_day = doubt("2011-12-30 12:00", "Pacific/Apia").expect("skipped");
        assert!(skipped_day.contains("taken for 2011-12-31 12:00"), "{skipped_day}");
        for text in
            ["2021-10-31 02:30 +01:00", "2021-10-31 03:00", "2021-03-28 01:59", "2021-03-28", "2021-03"]
        {
            assert_eq!(doubt(text, paris), None, "{text}");
        }
        // Midnight does not exist on this day, and nobody wrote one.
        assert_eq!(doubt("2018-11-04", "America/Sao_Paulo"), None);
        assert!(doubt("2018-11-04 00:00", "America/Sao_Paulo").is_some());
    }

    #[test]
    fn local_notation_is_refused_with_the_right_forms() {
        check_error(
            "05/06/2024",
            "`05/06/2024` is ambiguous: day or month first?",
            "write `2024-06-05` or `2024-05-06`",
        );
        check_error("19.03.2024", "`19.03.2024` does not begin with the year", "write `2024-03-19`");
        check_error("3-19-2024", "`3-19-2024` does not begin with the year", "write `2024-03-19`");
    }

    #[test]
    fn impossible_days_are_refused() {
        check_error("2024-02-30", "there is no day `2024-02-30`", "that month has 29 days");
        check_error(
            "2024-19-03",
            "there is no day `2024-19-03`",
            "the month stands before the day: `2024-03-19`?",
        );
        check_error("2024-00-01", "there is no day `2024-00-01`", "months go from 01 to 12");
        check_error(
            "20241301",
            "there is no day `2024-13-01`",
            "the month stands before the day: `2024-01-13`?",
        );
    }

    #[test]
    fn impossible_times_and_offsets_are_refused() {
        let time = "write hours from 00 to 23, minutes and, if need be, seconds: `2024-06-05 09:30:00`";
        check_error("2024-06-05 25:00", "`25:00` in `2024-06-05 25:00` is no time of day", time);
        check_error("2024-06-05 9h30", "`9h30` in `2024-06-05 9h30` is no time of day", time);
        check_error("2024-06-05T", "`2024-06-05T` ends where a time of day should stand", time);
        let offset = "write how far the clock is from UTC, as `+02:00`, `-0500` or `Z`";
        check_error(
            "2024-06-05T10:00:00+25:00",
            "`+25:00` in `2024-06-05T10:00:00+25:00` is no offset from UTC",
            offset,
        );
        check_error(
            "2021-02-08 16:30-:00+16:30",
            "`-:00+16:30` in `2021-02-08 16:30-:00+16:30` is no offset from UTC",
            offset,
        );
        check_error(
            "2024-06-05 10:00 CET",
            "`CET` in `2024-06-05 10:00 CET` is no offset from UTC",
            "names of zones are ambiguous: write how far the clock is from UTC, as `+02:00`, or `Z` for UTC",
        );
    }

    #[test]
    fn other_texts_are_no_dates() {
        let hint = "write the year first, as `2024-06-05` or `2024-06-05T09:30:00+02:00`";
        for text in ["tomorrow", "", "2024-", "2024-06-", "2024-06-05x", "24-06-05", "2024 10:00", "été"] {
            check_error(text, &format!("`{text}` is not a date"), hint);
        }
        assert!(parse(&"9".repeat(100_000), &TimeZone::UTC).unwrap_err().message.len() < 300);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[0-9:TZ+\\-./ é\u{a0}]{0,40}") {
            let _ = parse(&text, &TimeZone::UTC);
        }

        #[test]
        fn what_was_written_is_read_again(seconds in -60_000_000_000_i64..200_000_000_000, hours in -23_i8..=23) {
            let offset = Offset::constant(hours);
            let civil = offset.to_datetime(jiff::Timestamp::from_second(seconds).unwrap());
            let date = Date::at_offset(civil, offset, true);
            assert_eq!(parse(&date.rfc3339(), &TimeZone::UTC).unwrap(), date);
        }
    }
}
