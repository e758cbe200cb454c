//! The days of a month as a calendar: weeks begin with the day that the reader's own do, and a day
//! with articles leads to them.

use jiff::civil::Weekday;

use crate::ids::LanguageId;
use crate::locale::DateLength;
use crate::site::Period;

use super::Renderer;
use super::views::{CalendarView, DayView, WeekdayView};

impl Renderer<'_> {
    /// The calendar of the month that holds `period`, which is a month or a day; a day is marked.
    pub(super) fn calendar(&self, language: LanguageId, period: Period) -> CalendarView {
        let interface = self.interface(language);
        let locale = interface.locale();
        let month = Period { day: None, ..period };
        let periods = &self.site.archives[language].periods;
        let first = month.first_day();
        let start = locale.first_weekday();
        let blanks = first.weekday().since(start);
        let mut weeks: Vec<Vec<Option<DayView>>> = vec![(0..blanks).map(|_| None).collect()];
        for day in 1..=first.days_in_month() {
            let of_day = Period { day: Some(day), ..month };
            let articles = periods.get(&of_day).map_or(0, Vec::len);
            if weeks.last().is_some_and(|week| week.len() == WEEK_DAYS) {
                weeks.push(Vec::with_capacity(WEEK_DAYS));
            }
            let view = DayView {
                number: locale.number(i64::from(day)),
                count: articles,
                url: (articles > 0).then(|| self.routes.href(&self.routes.period(language, of_day))),
                label: if articles > 0 {
                    let name = locale.date(of_day.first_day(), DateLength::Long);
                    interface.counted("day_articles", articles, &[("date", &name)])
                } else {
                    String::new()
                },
                is_current: of_day == period,
            };
            if let Some(week) = weeks.last_mut() {
                week.push(Some(view));
            }
        }
        if let Some(week) = weeks.last_mut() {
            week.resize_with(WEEK_DAYS, || None);
        }
        let month_link = self.period_link(language, month);
        CalendarView {
            name: month_link.name,
            short_name: month_link.short_name,
            url: month_link.url,
            weekdays: days_from(start)
                .map(|day| WeekdayView {
                    short: locale.weekday_name(day).to_owned(),
                    name: locale.weekday_full_name(day).to_owned(),
                })
                .collect(),
            weeks,
        }
    }
}

/// The days of a week.
const WEEK_DAYS: usize = 7;

/// The seven days of a week that begins with `start`.
fn days_from(start: Weekday) -> impl Iterator<Item = Weekday> {
    start.cycle_forward().take(WEEK_DAYS)
}
