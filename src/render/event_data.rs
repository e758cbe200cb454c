//! A news event as data for other programs: the fields are described in `docs/events.md`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::date::Date;
use crate::events::{Source, Text};
use crate::ids::{EventId, LanguageId};
use crate::language::LanguageTag;

use super::Renderer;

/// Grows when a field changes its meaning or goes; new fields may come without.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct EventData<'a> {
    version: u32,
    id: &'a str,
    url: String,
    language: &'a str,
    name: DataText<'a>,
    names: BTreeMap<&'a str, &'a str>,
    description: Option<DataText<'a>>,
    start: Option<String>,
    end: Option<String>,
    ongoing: bool,
    time_zone: &'a str,
    places: Vec<DataText<'a>>,
    parties: Vec<DataParty<'a>>,
    sources: Vec<DataSource<'a>>,
    milestones: Vec<DataMilestone<'a>>,
    coverage: Vec<DataArticle<'a>>,
}

/// A text, with its language where it belongs to one.
#[derive(Serialize)]
struct DataText<'a> {
    text: &'a str,
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct DataParty<'a> {
    name: DataText<'a>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct DataSource<'a> {
    name: DataText<'a>,
    url: Option<&'a str>,
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct DataMilestone<'a> {
    time: String,
    text: DataText<'a>,
    sources: Vec<DataSource<'a>>,
}

#[derive(Serialize)]
struct DataArticle<'a> {
    url: String,
    title: &'a str,
    language: &'a str,
    published: Option<String>,
    is_original: bool,
    /// The original's address: what the editions of a story share.
    story: String,
}

impl<'a> Renderer<'a> {
    pub(super) fn event_data(&self, id: EventId, language: LanguageId) -> Vec<u8> {
        let event = &self.site.events[id];
        let known = &event.definition;
        let text = |text: &'a Text| {
            let (text, language) = self.text_and_tag(text, language);
            DataText { text, language }
        };
        let date = |date: &Date| date.seen_in(&known.zone).iso();
        let sources = |sources: &'a [Source]| {
            let source = |source: &'a Source| DataSource {
                name: text(&source.name),
                url: source.url.as_deref(),
                language: source.lang.as_ref().map(LanguageTag::as_str),
            };
            sources.iter().map(source).collect()
        };
        let data = EventData {
            version: VERSION,
            id: &known.id,
            url: self.routes.absolute(&event.urls[&language]),
            language: self.tag(language),
            name: text(&known.name),
            names: known.name.by_language().map(|(language, name)| (self.tag(language), name)).collect(),
            description: known.description.as_ref().map(text),
            start: known.start.as_ref().map(date),
            end: known.end.as_ref().map(date),
            ongoing: known.is_ongoing,
            time_zone: known.zone.iana_name().unwrap_or("UTC"),
            places: known.places.iter().map(text).collect(),
            parties: known
                .parties
                .iter()
                .map(|party| DataParty { name: text(&party.name), url: party.url.as_deref() })
                .collect(),
            sources: sources(&known.sources),
            milestones: known
                .milestones
                .iter()
                .map(|milestone| DataMilestone {
                    time: date(&milestone.time),
                    text: text(&milestone.text),
                    sources: sources(&milestone.sources),
                })
                .collect(),
            coverage: event
                .coverage
                .iter()
                .map(|page| {
                    let content = &self.site.pages[*page];
                    let relations = &self.site.relations[*page];
                    let original = self.site.stories[relations.story].original;
                    DataArticle {
                        url: self.routes.absolute(&relations.url),
                        title: &content.title,
                        language: self.tag(content.language),
                        published: relations.date.as_ref().map(date),
                        is_original: original == *page,
                        story: self.routes.absolute(&self.site.relations[original].url),
                    }
                })
                .collect(),
        };
        json(&data)
    }

    /// A text in the language or else in another, and the tag of its language: none for a name that is
    /// the same in all.
    pub(super) fn text_and_tag(&self, text: &'a Text, language: LanguageId) -> (&'a str, Option<&'a str>) {
        let (text, own) = text.get(language);
        (text, own.map(|own| self.tag(own)))
    }

    pub(super) fn tag(&self, language: LanguageId) -> &'a str {
        self.site.config.languages[language].tag.as_str()
    }
}

/// A JSON file: indented, for those who read it too.
pub(super) fn json<T: Serialize>(document: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(document).expect("texts, numbers and lists are JSON");
    bytes.push(b'\n');
    bytes
}
