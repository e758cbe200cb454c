//! A news event as a calendar file: RFC 5545, one component for the event and one for each of its
//! milestones.
//!
//! The crates for it ask the clock for `DTSTAMP` and make up ids. Here both come from the data, so
//! that the file is the same in every build, and a calendar knows an event again.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use crate::date::{Date, Precision};
use crate::html;
use crate::ids::{EventId, LanguageId};
use crate::path::percent_encode;
use crate::site::Event;

use super::event_views::LocalText;
use super::{GENERATOR, Renderer};

/// The longest line, in bytes without its end.
const LINE_BYTES_MAX: usize = 75;

impl Renderer<'_> {
    pub(super) fn event_calendar(&self, id: EventId, language: LanguageId) -> Vec<u8> {
        let event = &self.site.events[id];
        let known = &event.definition;
        let name = self.local_text(&known.name, language);
        let url = self.routes.absolute(&event.urls[&language]);
        let stamp = self.stamp(event);
        let uid = |part: &str| self.uid(event, part);
        let seen = |date: &Date| date.seen_in(&known.zone);

        let mut calendar = Lines::default();
        calendar.put("BEGIN", "VCALENDAR");
        calendar.put("VERSION", "2.0");
        calendar.put_text("PRODID", None, &format!("-//Depeche//{GENERATOR}//EN"));
        calendar.put("CALSCALE", "GREGORIAN");
        calendar.put_text("NAME", Some(name.lang), name.text);
        calendar.put_text("X-WR-CALNAME", None, name.text);
        calendar.put("URL", &url);
        if let Some(start) = &known.start {
            calendar.begin(&uid(""), &stamp);
            calendar.times(start, known.end.as_ref(), seen);
            calendar.put_text("SUMMARY", Some(name.lang), name.text);
            if let Some(description) = &known.description {
                let LocalText { text, lang, .. } = self.local_text(description, language);
                calendar.put_text("DESCRIPTION", Some(lang), text);
            }
            if !known.places.is_empty() {
                let places: Vec<&str> = known.places.iter().map(|place| place.get(language).0).collect();
                calendar.put_text("LOCATION", None, &self.interface(language).locale().list(&places));
            }
            calendar.end(&url);
        }
        // Known by its moment, a milestone stays the same when others are put in before it.
        let mut at_one_moment = ("", 0);
        let moments: Vec<String> =
            known.milestones.iter().map(|milestone| in_form_of(&milestone.time, seen)).collect();
        for (milestone, moment) in known.milestones.iter().zip(&moments) {
            at_one_moment = (moment, if at_one_moment.0 == moment { at_one_moment.1 + 1 } else { 1 });
            let part = match at_one_moment.1 {
                1 => format!("#{moment}"),
                number => format!("#{moment}.{number}"),
            };
            calendar.begin(&uid(&part), &stamp);
            calendar.times(&milestone.time, None, seen);
            let LocalText { text, lang, .. } = self.local_text(&milestone.text, language);
            calendar.put_text("SUMMARY", Some(lang), text);
            let mut description = name.text.to_owned();
            for source in &milestone.sources {
                description.push('\n');
                description.push_str(source.name.get(language).0);
                if let Some(url) = &source.url {
                    description.push(' ');
                    description.push_str(url);
                }
            }
            calendar.put_text("DESCRIPTION", None, &description);
            if known.start.is_some() {
                calendar.put_text("RELATED-TO", None, &uid(""));
            }
            calendar.end(&url);
        }
        calendar.put("END", "VCALENDAR");
        calendar.text.into_bytes()
    }

    /// When what is known of an event was last written on: the clock would make every build differ.
    fn stamp(&self, event: &Event) -> String {
        let written = event.coverage.iter().flat_map(|page| {
            let relations = &self.site.relations[*page];
            relations.modified.into_iter().chain(relations.date)
        });
        let last = written.max_by_key(|date| date.instant);
        let known = last.as_ref().or_else(|| event.definition.first_moment());
        utc(known.map_or(Timestamp::UNIX_EPOCH, |date| date.instant))
    }

    /// A name for a component that no other has, anywhere: the event's id at the site's address. What
    /// `part` begins with is escaped in an id.
    fn uid(&self, event: &Event, part: &str) -> String {
        let base_url = &self.site.config.base_url;
        let host = base_url.origin.split_once("://").map_or(&*base_url.origin, |(_, host)| host);
        let path = base_url.path.trim_end_matches('/');
        format!("{}{part}@{host}{path}", percent_encode(&event.definition.key()))
    }
}

/// The lines of a calendar.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A line whose value is in its final form.
    fn put(&mut self, name: &str, value: &str) {
        self.folded(&format!("{name}:{value}"));
    }

    /// A line with a text, in a language.
    fn put_text(&mut self, name: &str, lang: Option<&str>, text: &str) {
        let language = lang.map_or_else(String::new, |lang| format!(";LANGUAGE={lang}"));
        self.folded(&format!("{name}{language}:{}", escaped(text)));
    }

    fn begin(&mut self, uid: &str, stamp: &str) {
        self.put("BEGIN", "VEVENT");
        self.put_text("UID", None, uid);
        self.put("DTSTAMP", stamp);
    }

    fn end(&mut self, url: &str) {
        self.put("URL", url);
        // News keeps nobody from a meeting.
        self.put("TRANSP", "TRANSPARENT");
        self.put("END", "VEVENT");
    }

    /// From `start` to `end`: moments, or whole days where either was written without a time. A
    /// month or a year without an end is all of its days: none of them is known to be the one.
    fn times(&mut self, start: &Date, end: Option<&Date>, seen: impl Fn(&Date) -> Date) {
        if start.has_time && end.is_none_or(|end| end.has_time) {
            self.put("DTSTART", &utc(start.instant));
            if let Some(end) = end.filter(|end| end.instant > start.instant) {
                self.put("DTEND", &utc(end.instant));
            }
            return;
        }
        let first = seen(start).day();
        self.put("DTSTART;VALUE=DATE", &basic(first));
        // An end is the first day that is no more a part.
        let end = end.or(Some(start).filter(|start| start.precision != Precision::Day));
        let after = end.and_then(|end| seen(end).last_day().tomorrow().ok());
        if let Some(after) = after.filter(|after| *after > first) {
            self.put("DTEND;VALUE=DATE", &basic(after));
        }
    }

    /// A line, cut where it is too long: never within a character.
    fn folded(&mut self, line: &str) {
        let mut room = LINE_BYTES_MAX;
        for character in line.chars() {
            if character.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = LINE_BYTES_MAX - 1;
            }
            self.text.push(character);
            room -= character.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// A text as a value: signs that mean something are escaped, what no file may hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            character if html::is_forbidden(character) => {}
            character => out.push(character),
        }
    }
    out
}

/// A moment in UTC, `20210319T172500Z`.
fn utc(instant: Timestamp) -> String {
    let civil = TimeZone::UTC.to_datetime(instant);
    let time = civil.time();
    let mut text = basic(civil.date());
    write!(text, "T{:02}{:02}{:02}Z", time.hour(), time.minute(), time.second())
        .expect("a string takes all text");
    text
}

/// A day, `20210319`. There is no way to write one before the year 0.
fn basic(day: civil::Date) -> String {
    format!("{:04}{:02}{:02}", day.year().max(0), day.month(), day.day())
}

/// A moment or a day, as it was written.
fn in_form_of(date: &Date, seen: impl Fn(&Date) -> Date) -> String {
    if date.has_time { utc(date.instant) } else { basic(seen(date).day()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_times(start: &str, end: Option<&str>, expected: &str) {
        let zone = TimeZone::get("Europe/Paris").expect("a zone");
        let date = |text: &str| crate::date::parse(text, &zone).expect("a date");
        let mut lines = Lines::default();
        lines.times(&date(start), end.map(date).as_ref(), |date| date.seen_in(&zone));
        assert_eq!(lines.text.replace("\r\n", " ").trim(), expected);
    }

    #[test]
    fn times_are_in_utc_and_days_end_before_the_next() {
        check_times(
            "2021-03-19 18:25",
            Some("2021-03-19 19:10"),
            "DTSTART:20210319T172500Z DTEND:20210319T181000Z",
        );
        check_times("2021-03-28 03:00", None, "DTSTART:20210328T010000Z");
        check_times(
            "2021-03-19",
            Some("2021-03-20"),
            "DTSTART;VALUE=DATE:20210319 DTEND;VALUE=DATE:20210321",
        );
        check_times(
            "2021-03-19T23:30:00-05:00",
            Some("2021-03-20"),
            "DTSTART;VALUE=DATE:20210320 DTEND;VALUE=DATE:20210321",
        );
        check_times("2021-03-19", None, "DTSTART;VALUE=DATE:20210319");
        check_times(
            "2021-03-19 18:25",
            Some("2021-03"),
            "DTSTART;VALUE=DATE:20210319 DTEND;VALUE=DATE:20210401",
        );
        check_times("2021-03", Some("2021"), "DTSTART;VALUE=DATE:20210301 DTEND;VALUE=DATE:20220101");
        check_times("2021-02", None, "DTSTART;VALUE=DATE:20210201 DTEND;VALUE=DATE:20210301");
        check_times("9999", None, "DTSTART;VALUE=DATE:99990101");
        check_times("2021-03-19 18:25", Some("2021-03-19 18:25"), "DTSTART:20210319T172500Z");
        check_times("9999-12-31", Some("9999-12-31"), "DTSTART;VALUE=DATE:99991231");
    }

    #[test]
    fn signs_that_mean_something_are_escaped() {
        assert_eq!(escaped("a, b; c\\d\ne: f\r\u{1}"), "a\\, b\\; c\\\\d\\ne: f");
    }

    /// What a reader of calendars makes of a value.
    fn unescaped(value: &str) -> String {
        let mut out = String::new();
        let mut characters = value.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => match characters.next() {
                    Some('n') => out.push('\n'),
                    Some(escaped) => out.push(escaped),
                    None => panic!("a backslash at the end of {value:?}"),
                },
                ',' | ';' => panic!("a bare {character} in {value:?}"),
                character => out.push(character),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn any_text_survives_folding_and_escaping(
            text in prop_oneof!["\\PC{0,200}", "[障害🎉é,;\\\\\n a]{0,200}"]
        ) {
            let mut lines = Lines::default();
            lines.put_text("SUMMARY", Some("fr"), &text);
            for line in lines.text.split_terminator("\r\n") {
                prop_assert!(line.len() <= LINE_BYTES_MAX, "{line:?}");
                prop_assert!(!line.contains(['\r', '\n']), "{line:?}");
            }
            let unfolded = lines.text.replace("\r\n ", "");
            let value = unfolded.strip_prefix("SUMMARY;LANGUAGE=fr:").and_then(|rest| rest.strip_suffix("\r\n"));
            let expected: String = text.chars().filter(|character| !html::is_forbidden(*character)).collect();
            prop_assert_eq!(unescaped(value.expect("one line")), expected);
        }
    }
}
