//! What templates see of news events.

use serde::Serialize;
use tera::Value;

/// A news event: `event`.
#[derive(Debug, Serialize)]
pub struct EventView<'a> {
    /// Its id in headers and in the data file.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The language of its name.
    pub lang: &'a str,
    /// `ltr` or `rtl`, for its name.
    pub dir: &'static str,
    /// Whether its name is in another language than the page.
    pub is_foreign: bool,
    /// What it was.
    pub description: Option<LocalText<'a>>,
    /// Its page.
    pub url: String,
    /// When it began.
    pub start: Option<MomentView>,
    /// When it was over.
    pub end: Option<MomentView>,
    /// Whether it began and ended on one day.
    pub is_one_day: bool,
    /// Whether it goes on.
    pub is_ongoing: bool,
    /// The clock of its times: `Europe/Paris (UTC+1)`.
    pub zone: String,
    /// Where it took place.
    pub places: Vec<LocalText<'a>>,
    /// Whom it concerned.
    pub parties: Vec<PartyView<'a>>,
    /// Who reported on it, elsewhere.
    pub sources: Vec<EventSourceView<'a>>,
    /// What happened in it, the oldest first.
    pub milestones: Vec<MilestoneView<'a>>,
    /// The languages of its coverage, in the order of the site's.
    pub languages: Vec<CoverageLanguage<'a>>,
    /// How many articles are on it, each edition counted.
    pub count: usize,
    /// Its file for calendar programs; none where no time is known.
    pub calendar_url: Option<String>,
    /// Its file for other programs.
    pub data_url: String,
}

/// A news event in a list: one of `events`.
#[derive(Debug, Serialize)]
pub struct EventCard<'a> {
    /// Its id in headers and in the data file.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The language of its name.
    pub lang: &'a str,
    /// `ltr` or `rtl`, for its name.
    pub dir: &'static str,
    /// Whether its name is in another language than the page.
    pub is_foreign: bool,
    /// What it was.
    pub description: Option<LocalText<'a>>,
    /// Its page.
    pub url: String,
    /// When it began.
    pub start: Option<MomentView>,
    /// When it was over.
    pub end: Option<MomentView>,
    /// Whether it began and ended on one day.
    pub is_one_day: bool,
    /// Whether it goes on.
    pub is_ongoing: bool,
    /// How many articles are on it, each edition counted.
    pub count: usize,
}

/// The event that an article is on: `page.event`.
#[derive(Debug, Serialize)]
pub struct EventLink<'a> {
    /// Its id in headers and in the data file.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The language of its name.
    pub lang: &'a str,
    /// `ltr` or `rtl`, for its name.
    pub dir: &'static str,
    /// Whether its name is in another language than the page.
    pub is_foreign: bool,
    /// Its page.
    pub url: String,
}

/// A text in the page's language, or else in another.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LocalText<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language.
    pub lang: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Whether it is in another language than the page.
    pub is_foreign: bool,
}

/// A moment on the clock of its event, in the words of the reader's language.
#[derive(Clone, Debug, Serialize)]
pub struct MomentView {
    /// RFC 3339, or the day, month or year alone where no more was written: for `datetime`.
    pub datetime: String,
    /// The day, month or year in words: `19 mars 2021`, `mars 2021`, `2021`.
    pub day: String,
    /// The time of day; empty where none was written. On a day on which the event's clock is put
    /// forward or back, with its offset: `02:30 (UTC+2)`.
    pub time: String,
    /// Both.
    pub text: String,
}

/// A company, a service, a person.
#[derive(Debug, Serialize)]
pub struct PartyView<'a> {
    /// The name.
    #[serde(flatten)]
    pub name: LocalText<'a>,
    /// Its web address.
    pub url: Option<&'a str>,
    /// The page of the term of this name, on this site.
    pub term_url: Option<String>,
}

/// A publication elsewhere.
#[derive(Debug, Serialize)]
pub struct EventSourceView<'a> {
    /// Who published it.
    pub name: LocalText<'a>,
    /// Where.
    pub url: Option<&'a str>,
    /// The language of what is there.
    pub lang: Option<&'a str>,
}

/// Something that happened in an event.
#[derive(Debug, Serialize)]
pub struct MilestoneView<'a> {
    /// When.
    pub moment: MomentView,
    /// What.
    #[serde(flatten)]
    pub text: LocalText<'a>,
    /// Who says so.
    pub sources: Vec<EventSourceView<'a>>,
}

/// A language of the coverage of an event.
#[derive(Debug, Serialize)]
pub struct CoverageLanguage<'a> {
    /// Its place in this list, from 1: what the filter goes by.
    pub number: usize,
    /// Its BCP 47 tag.
    pub lang: &'a str,
    /// Its name in itself.
    pub name: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// How many articles on the event are in it.
    pub count: usize,
    /// Whether it is the language of this page.
    pub is_current: bool,
}

/// A day of an event, with all that happened and was published on it: one of `timeline`.
#[derive(Debug, Serialize)]
pub struct TimelineDay {
    /// The day, `2021-03-19`; none for articles without a date.
    pub datetime: Option<String>,
    /// The day in words, with the day of the week; empty where there is none.
    pub text: String,
    /// Milestones and articles, the oldest first.
    pub entries: Vec<Value>,
}
