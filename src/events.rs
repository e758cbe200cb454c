//! News events: `data/events.yaml`, what happened, when and where, in every language.
//!
//! 1. The file is read into nodes with the care that headers get ([`crate::front_matter`]).
//! 2. Each event is checked, and every problem told with its place.
//!
//! A text may be one for all languages, or one for each. Dates without an offset are on the event's
//! own clock: that of its `time_zone`, else the site's.

use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;

use crate::config::Config;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Problems, Result, Span, closest};
use crate::front_matter::data::{self, Entry, Node, Value};
use crate::ids::{IdVec, LanguageId};
use crate::language::LanguageTag;
use crate::markdown::Typography;
use crate::path::{self, Slug, SourcePath, fold, is_web_address};

/// The events that a site describes, in the order of the file.
#[derive(Clone, Debug)]
pub struct EventDefinitions {
    /// The file, for messages.
    pub path: SourcePath,
    list: Vec<EventDefinition>,
    by_key: HashMap<String, usize>,
}

/// What is known of one event.
#[derive(Clone, Debug)]
pub struct EventDefinition {
    /// Its name in headers.
    pub id: String,
    /// Where its id is written.
    pub span: Span,
    /// What readers call it.
    pub name: Text,
    /// What it was, in a few sentences.
    pub description: Option<Text>,
    /// The last part of its page's URL, where it is not made from the name.
    slugs: Slugs,
    /// When it began.
    pub start: Option<Date>,
    /// When it was over.
    pub end: Option<Date>,
    /// Whether it goes on.
    pub is_ongoing: bool,
    /// Its clock.
    pub zone: TimeZone,
    /// Where it took place.
    pub places: Vec<Text>,
    /// The companies, services and people that it concerned.
    pub parties: Vec<Party>,
    /// Who reported on it, elsewhere.
    pub sources: Vec<Source>,
    /// What happened in it, the oldest first.
    pub milestones: Vec<Milestone>,
}

/// A text of the data file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// A name that is the same in every language.
    any: Option<String>,
    by_language: BTreeMap<LanguageId, String>,
}

/// A company, a service, a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// What it is called.
    pub name: Text,
    /// Its web address.
    pub url: Option<String>,
}

/// A publication elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who published it; the host of its address, where nothing else was written.
    pub name: Text,
    /// Where.
    pub url: Option<String>,
    /// In which language.
    pub lang: Option<LanguageTag>,
}

/// Something that happened in an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Milestone {
    /// When.
    pub time: Date,
    /// What.
    pub text: Text,
    /// Who says so.
    pub sources: Vec<Source>,
}

/// Slugs that were written: one for all languages, or one for each.
#[derive(Clone, Debug, Default)]
struct Slugs {
    any: Option<Slug>,
    by_language: BTreeMap<LanguageId, Slug>,
}

impl Text {
    /// The text in `language`; where it has none there, one that belongs to no language, else that
    /// of the default language or of any other. With the language that it is in.
    #[must_use]
    pub fn get(&self, language: LanguageId) -> (&str, Option<LanguageId>) {
        let of = |language: LanguageId| self.by_language.get_key_value(&language);
        if let Some((_, own)) = of(language) {
            return (own, Some(language));
        }
        if let Some(any) = &self.any {
            return (any, None);
        }
        let found = of(LanguageId::DEFAULT).or_else(|| self.by_language.first_key_value());
        found.map_or(("", None), |(language, text)| (text, Some(*language)))
    }

    /// Whether it has a text of its own in `language`.
    #[must_use]
    pub fn is_in(&self, language: LanguageId) -> bool {
        self.by_language.contains_key(&language)
    }

    /// The texts that belong to a language.
    pub fn by_language(&self) -> impl Iterator<Item = (LanguageId, &str)> {
        self.by_language.iter().map(|(language, text)| (*language, &**text))
    }
}

impl EventDefinition {
    /// What its id is known by, whatever its case.
    #[must_use]
    pub fn key(&self) -> String {
        event_key(&self.id)
    }

    /// The last part of its page's URL in `language`: as written, else made from its name there,
    /// else from its id.
    ///
    /// # Panics
    ///
    /// Not for an event that was read: an id that makes no slug is refused.
    #[must_use]
    pub fn slug(&self, language: LanguageId) -> Slug {
        self.own_slug(language)
            .or_else(|| Slug::from_text(&self.id))
            .expect("an id holds a letter or digit, as was checked")
    }

    /// A slug that is not made from the id.
    fn own_slug(&self, language: LanguageId) -> Option<Slug> {
        let written = self.slugs.by_language.get(&language).or(self.slugs.any.as_ref());
        let name = self.name.by_language.get(&language);
        written.cloned().or_else(|| Slug::from_text(name?))
    }

    /// The first moment that is known of it.
    #[must_use]
    pub fn first_moment(&self) -> Option<&Date> {
        self.start.as_ref().or_else(|| self.milestones.first().map(|milestone| &milestone.time))
    }
}

/// What the spellings of an id share.
#[must_use]
pub fn event_key(id: &str) -> String {
    fold(id.trim()).replace('_', "-")
}

impl EventDefinitions {
    /// The events, in the order of the file.
    #[must_use]
    pub fn list(&self) -> &[EventDefinition] {
        &self.list
    }

    /// The event that a header means by `id`, as a position in the list.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_key.get(&event_key(id)).copied()
    }

    /// The id that was probably meant.
    #[must_use]
    pub fn closest(&self, id: &str) -> Option<&str> {
        closest(id, self.list.iter().map(|event| &*event.id))
    }

    /// Gives its events away.
    #[must_use]
    pub fn into_list(self) -> Vec<EventDefinition> {
        self.list
    }

    /// Reads `data/events.yaml`, with what was noticed.
    ///
    /// # Errors
    ///
    /// Every problem of the file, with its place.
    pub fn parse(text: &str, path: &SourcePath, config: &Config) -> Result<(Self, Vec<Diagnostic>)> {
        let (entries, found) = data::read(text);
        let mut reader = Reader { config, typographies: config.typographies(), problems: found };
        let mut definitions = Self { path: path.clone(), list: Vec::new(), by_key: HashMap::new() };
        for entry in &entries {
            let Some(event) = reader.event(entry) else { continue };
            if let Some(twin) = definitions.find(&event.id) {
                let twin = &definitions.list[twin].id;
                // A key that is written twice in one way was told already.
                if !twin.eq_ignore_ascii_case(&event.id) {
                    let message = format!("`{twin}` and `{}` are one id to headers", event.id);
                    reader.error(event.span, message, "give one of the events another");
                }
                continue;
            }
            definitions.by_key.insert(event_key(&event.id), definitions.list.len());
            definitions.list.push(event);
        }
        reader.check_slugs(&definitions.list);
        let mut problems = Problems::default();
        problems.extend(reader.problems.into_iter().map(|problem| problem.in_file(path)));
        problems.finish(definitions)
    }
}

/// Whether a text that stands alone belongs to the default language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wording {
    /// Sentences, or a name that is words: it does.
    Prose,
    /// A proper name: it belongs to all.
    Name,
}

const EVENT_KEYS: [&str; 11] = [
    "name",
    "description",
    "slug",
    "start",
    "end",
    "ongoing",
    "time_zone",
    "places",
    "parties",
    "sources",
    "milestones",
];
const EVENT_HINT: &str = "an event has `name`, `description`, `slug`, `start`, `end`, `ongoing`, `time_zone`, \
                          `places`, `parties`, `sources` and `milestones`";

struct Reader<'a> {
    config: &'a Config,
    typographies: IdVec<LanguageId, Option<Typography>>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn error(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.push(Diagnostic::error(message).at(span).hint(hint));
    }

    /// The entry of `node` for each of `keys`; other keys are told.
    fn fields<'n, const N: usize>(
        &mut self,
        entries: &'n [Entry],
        keys: [&str; N],
        hint: &str,
    ) -> [Option<&'n Entry>; N] {
        let mut found = [None; N];
        for entry in entries {
            let written = entry.key.to_ascii_lowercase().replace('-', "_");
            if let Some(at) = keys.iter().position(|key| *key == written) {
                // A key that is written twice is told elsewhere. One without a value says nothing.
                if found[at].is_none() && !entry.value.is_empty() {
                    found[at] = Some(entry);
                }
            } else {
                let hint = closest(&written, keys)
                    .map_or_else(|| hint.to_owned(), |meant| format!("did you mean `{meant}`?"));
                let message = format!("`{}` is not a known key", data::shown(&entry.key));
                self.error(entry.key_span, message, hint);
            }
        }
        found
    }

    fn event(&mut self, entry: &Entry) -> Option<EventDefinition> {
        let id = entry.key.trim();
        if Slug::from_text(id).is_none() {
            let message = format!("the id `{}` of an event holds no letter or digit", data::shown(id));
            self.error(
                entry.key_span,
                message,
                "headers and addresses use it: write one such as `outage-2021`",
            );
            return None;
        }
        let entries = match &entry.value.value {
            Value::Map(entries) => &**entries,
            Value::Null => &[],
            _ => {
                let message = format!("the event `{id}` must be a map, not {}", data::kind(&entry.value));
                self.error(entry.value.span, message, EVENT_HINT);
                return None;
            }
        };
        let fields = self.fields(entries, EVENT_KEYS, EVENT_HINT);
        let [name, description, slug, start, end, ongoing, zone, places, parties, sources, milestones] =
            fields.map(|field| field.map(|entry| &entry.value));
        if name.is_none() {
            let message = format!("the event `{id}` has no name");
            self.error(entry.key_span, message, "write `name: …`, or one for each language");
        }
        let name = name.and_then(|node| self.text("name", node, Wording::Prose));
        let zone = self.zone(zone);
        let start = start.and_then(|node| data::date("start", node, &zone, &mut self.problems));
        let end_node = end;
        let end = end.and_then(|node| data::date("end", node, &zone, &mut self.problems));
        let is_ongoing = self.is_ongoing(ongoing, end.is_some());
        if let (Some(start), Some(end), Some(node)) = (&start, &end, end_node)
            && is_before(end, start)
        {
            let message = format!("the event `{id}` ends before it starts");
            self.error(node.span, message, "the zones of both count: write an offset where they differ");
        }
        let event = EventDefinition {
            id: id.to_owned(),
            span: entry.key_span,
            name: name?,
            description: description.and_then(|node| self.text("description", node, Wording::Prose)),
            slugs: slug.map(|node| self.slugs(node)).unwrap_or_default(),
            start,
            end,
            is_ongoing,
            places: items(places).filter_map(|node| self.text("places", node, Wording::Name)).collect(),
            parties: items(parties).filter_map(|node| self.party(node)).collect(),
            sources: items(sources).filter_map(|node| self.source(node)).collect(),
            milestones: self.milestones(milestones, &zone),
            zone,
        };
        Some(event)
    }

    fn zone(&mut self, node: Option<&Node>) -> TimeZone {
        let Some(node) = node else { return self.config.time_zone.clone() };
        let written = node.as_text().unwrap_or_default();
        TimeZone::get(written).unwrap_or_else(|_| {
            let message = match node.as_text() {
                Some(written) => format!("`{}` is not a time zone", data::shown(written)),
                None => format!("`time_zone` must be a text, not {}", data::kind(node)),
            };
            self.error(node.span, message, "write a name such as `Europe/Paris` or `UTC`");
            TimeZone::UTC
        })
    }

    fn is_ongoing(&mut self, node: Option<&Node>, has_end: bool) -> bool {
        let Some(node) = node else { return false };
        let Some(is_ongoing) = data::boolean(node) else {
            self.problems.push(data::not_boolean("ongoing", node));
            return false;
        };
        if is_ongoing && has_end {
            self.error(node.span, "the event has an `end`, and is `ongoing`", "take one of them out");
        }
        is_ongoing
    }

    /// A text for all languages, or one for each.
    fn text(&mut self, key: &str, node: &Node, wording: Wording) -> Option<Text> {
        let mut text = Text::default();
        match &node.value {
            Value::Scalar(_) => {
                let written = node.as_text()?;
                if wording == Wording::Prose {
                    text.by_language.insert(LanguageId::DEFAULT, self.set(written, LanguageId::DEFAULT));
                } else {
                    text.any = Some(in_one_line(written));
                }
            }
            Value::Map(entries) => {
                for (language, written, _) in self.by_language(key, entries) {
                    let set = self.set(written, language);
                    text.by_language.insert(language, set);
                }
                if text.by_language.is_empty() {
                    return None;
                }
            }
            Value::Null => return None,
            Value::List(_) => {
                let hint =
                    format!("write `{key}: …`, or one for each language as in `{key}: {{fr: …, en: …}}`");
                self.error(node.span, format!("`{key}` must be a text, not a list"), hint);
                return None;
            }
        }
        Some(text)
    }

    /// The texts of a map by language, each with its node; other keys and values are told.
    fn by_language<'n>(&mut self, key: &str, entries: &'n [Entry]) -> Vec<(LanguageId, &'n str, &'n Node)> {
        let mut found: Vec<(LanguageId, &str, &Node)> = Vec::new();
        for entry in entries {
            let Some(language) = self.config.language_table.find(entry.key.trim()) else {
                let tags: Vec<&str> =
                    self.config.languages.iter().map(|language| language.tag.as_str()).collect();
                let known = format!("the languages are {}", tags.join(", "));
                let hint =
                    closest(&entry.key, tags).map_or(known, |meant| format!("did you mean `{meant}`?"));
                let message = format!("`{}` is not one of the languages", data::shown(&entry.key));
                self.error(entry.key_span, message, hint);
                continue;
            };
            if !matches!(entry.value.value, Value::Scalar(_) | Value::Null) {
                let message = format!("`{key}` must be a text, not {}", data::kind(&entry.value));
                self.error(entry.value.span, message, format!("write `{}: …`", entry.key));
                continue;
            }
            let Some(written) = entry.value.as_text() else { continue };
            if found.iter().any(|(other, ..)| *other == language) {
                let message = format!("`{key}` is written twice in the language `{}`", entry.key);
                self.error(entry.key_span, message, "keep the one that is right");
            } else {
                found.push((language, written, &entry.value));
            }
        }
        found
    }

    /// A text in one line, with the typography of its language.
    fn set(&self, text: &str, language: LanguageId) -> String {
        let line = in_one_line(text);
        match &self.typographies[language] {
            Some(typography) => typography.apply(&line).into_owned(),
            None => line,
        }
    }

    fn slugs(&mut self, node: &Node) -> Slugs {
        let mut slugs = Slugs::default();
        match &node.value {
            Value::Map(entries) => {
                for (language, written, node) in self.by_language("slug", entries) {
                    slugs.by_language.extend(self.slug(written, node).map(|slug| (language, slug)));
                }
            }
            Value::List(_) => {
                self.error(node.span, "`slug` must be a text, not a list", "write `slug: …`");
            }
            _ => slugs.any = node.as_text().and_then(|written| self.slug(written, node)),
        }
        slugs
    }

    fn slug(&mut self, written: &str, node: &Node) -> Option<Slug> {
        let slug = Slug::parse(written);
        if let Err(why) = &slug {
            let message = format!("the slug `{}` {why}", data::shown(written));
            self.error(node.span, message, "write letters, digits and hyphens");
        }
        slug.ok()
    }

    /// The address at `node`, if readers can be sent there.
    fn url(&mut self, node: &Node) -> Option<String> {
        data::web_address(node.as_text().unwrap_or_default(), node, &mut self.problems)
    }

    fn party(&mut self, node: &Node) -> Option<Party> {
        const HINT: &str = "a party is a name, `{name: …, url: …}`, or a name for each language";
        let Some((entries, keys)) = described(node, ["name", "url"]) else {
            return Some(Party { name: self.text("parties", node, Wording::Name)?, url: None });
        };
        let [name, url] = self.fields(entries, keys, HINT).map(|field| field.map(|entry| &entry.value));
        let url = url.and_then(|node| self.url(node));
        let Some(name) = name else {
            self.error(node.span, "a party has no `name`", HINT);
            return None;
        };
        Some(Party { name: self.text("name", name, Wording::Name)?, url })
    }

    fn source(&mut self, node: &Node) -> Option<Source> {
        const HINT: &str = "a source is a name, a web address, or `{name: …, url: …, lang: …}`";
        if let Some(written) = node.as_text().filter(|text| is_web_address(text)) {
            return Some(Source { name: host(written), url: Some(self.url(node)?), lang: None });
        }
        let Some((entries, keys)) = described(node, ["name", "url", "lang"]) else {
            return Some(Source { name: self.text("sources", node, Wording::Name)?, url: None, lang: None });
        };
        let [name, url, lang] = self.fields(entries, keys, HINT).map(|field| field.map(|entry| &entry.value));
        let named_by_host = url.and_then(Node::as_text).map(host);
        let url = url.and_then(|node| self.url(node));
        let lang = lang.and_then(|node| self.tag(node));
        let name = name.and_then(|node| self.text("name", node, Wording::Name));
        let Some(name) = name.or(named_by_host.filter(|_| url.is_some())) else {
            self.error(node.span, "a source has neither `name` nor `url`", HINT);
            return None;
        };
        Some(Source { name, url, lang })
    }

    /// The language of a source, which need not be one of the site's.
    fn tag(&mut self, node: &Node) -> Option<LanguageTag> {
        match LanguageTag::new(node.as_text().unwrap_or_default()) {
            Ok(tag) => Some(tag),
            Err(problem) => {
                self.problems.push(problem.at(node.span));
                None
            }
        }
    }

    fn milestones(&mut self, node: Option<&Node>, zone: &TimeZone) -> Vec<Milestone> {
        let mut milestones: Vec<Milestone> =
            items(node).filter_map(|node| self.milestone(node, zone)).collect();
        milestones.sort_by_key(|milestone| milestone.time.place_in(zone));
        milestones
    }

    fn milestone(&mut self, node: &Node, zone: &TimeZone) -> Option<Milestone> {
        const HINT: &str = "a milestone is `{time: …, text: …, source: …}`";
        let Some(entries) = node.as_map() else {
            let message = format!("a milestone must be a map, not {}", data::kind(node));
            self.error(node.span, message, HINT);
            return None;
        };
        let keys = ["time", "text", "source", "sources"];
        let [time, text, source, sources] =
            self.fields(entries, keys, HINT).map(|field| field.map(|entry| &entry.value));
        let place = entries.first().map_or(node.span, |entry| entry.key_span);
        for (missing, key) in [(time.is_none(), "time"), (text.is_none(), "text")] {
            if missing {
                self.error(place, format!("a milestone has no `{key}`"), HINT);
            }
        }
        let time = time.and_then(|node| data::date("time", node, zone, &mut self.problems));
        let text = text.and_then(|node| self.text("text", node, Wording::Prose));
        let sources = items(source).chain(items(sources)).filter_map(|node| self.source(node)).collect();
        Some(Milestone { time: time?, text: text?, sources })
    }

    /// Two events at one address are told here, where both were chosen or named for it.
    fn check_slugs(&mut self, events: &[EventDefinition]) {
        let mut taken: HashMap<(LanguageId, Slug), usize> = HashMap::new();
        for language in self.config.languages.ids() {
            for (index, event) in events.iter().enumerate() {
                let Some(slug) = event.own_slug(language) else { continue };
                if let Some(twin) = taken.insert((language, slug.clone()), index) {
                    let tag = self.config.languages[language].tag.as_str();
                    let message = format!(
                        "`{slug}` is the slug of two events in `{tag}`, `{}` and `{}`",
                        events[twin].id, event.id
                    );
                    self.error(event.span, message, "give one of them another with `slug: …`");
                }
            }
        }
    }
}

/// The entries of a map that describes one thing by any of `keys`, and the keys; `None` for a text
/// alone, or one for each language.
fn described<'n, const N: usize>(
    node: &'n Node,
    keys: [&'static str; N],
) -> Option<(&'n [Entry], [&'static str; N])> {
    let entries = node.as_map()?;
    let is_key = |entry: &Entry| keys.iter().any(|key| entry.key.eq_ignore_ascii_case(key));
    entries.iter().any(is_key).then_some((entries, keys))
}

/// The items of a list, without those that are empty.
fn items(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    node.into_iter().flat_map(Node::items).filter(|item| !item.is_empty())
}

/// Whether an event that ends at `end` is over before `start`. A day without a time is over with
/// its last moment, a month or a year with its last day.
fn is_before(end: &Date, start: &Date) -> bool {
    if end.has_time { end.instant < start.instant } else { end.last_day() < start.day() }
}

/// A text whose line breaks are those of the file only. No-break spaces stay.
fn in_one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// The host of an address, as the name of what is there.
fn host(url: &str) -> Text {
    Text { any: Some(path::host(url).to_owned()), ..Text::default() }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::config::Overrides;
    use crate::discover::{ARTICLE_BYTES_MAX, InputFile};

    fn parse(text: &str) -> Result<(EventDefinitions, Vec<Diagnostic>)> {
        let settings = "languages: [fr, en, pt-BR]\ntime_zone: Europe/Paris";
        let (config, _) =
            Config::parse(settings, &SourcePath::new("depeche.yaml"), &Overrides::default()).expect("ok");
        EventDefinitions::parse(text, &SourcePath::new("data/events.yaml"), &config)
    }

    #[track_caller]
    fn event(text: &str) -> EventDefinition {
        let (events, noticed) = parse(text).expect("an event");
        assert_eq!(noticed, []);
        events.list()[0].clone()
    }

    /// That the first problem of an event with these lines is this.
    #[track_caller]
    fn check_problem(lines: &str, expected: &str) {
        let text = format!("panne:\n  name: Panne\n{lines}\n");
        let problems = match parse(&text) {
            Ok((_, noticed)) => noticed,
            Err(problems) => problems,
        };
        let told = problems.iter().map(|problem| {
            let span = problem.span.expect("a place");
            let hint = problem.hint.as_deref().unwrap_or("");
            format!("{}:{} {} / {hint}", span.line, span.column, problem.message)
        });
        assert_eq!(told.collect::<Vec<_>>(), [expected]);
    }

    #[test]
    fn a_text_may_be_one_for_all_or_one_for_each_language() {
        let (fr, en) = (LanguageId::DEFAULT, IdVec::<LanguageId, ()>::from(vec![(), ()]).ids().nth(1));
        let en = en.expect("the second language");
        let panne =
            event("panne:\n  name: {fr: Panne, en: Outage}\n  description: l'appli\n  places: [Paris]\n");
        assert_eq!(panne.name.get(en), ("Outage", Some(en)));
        // Sentences that stand alone are the default language's, and have its typography.
        assert_eq!(panne.description.expect("one").get(en), ("l’appli", Some(fr)));
        assert_eq!(panne.places[0].get(en), ("Paris", None));
        assert!(panne.name.is_in(en) && !event("a: {name: Panne}").name.is_in(en));
    }

    #[test]
    fn slugs_are_written_or_made_of_the_name_or_of_the_id() {
        let en = IdVec::<LanguageId, ()>::from(vec![(), ()]).ids().nth(1).expect("the second language");
        let slugs = |text: &str| {
            let event = event(text);
            [event.slug(LanguageId::DEFAULT), event.slug(en)].map(|slug| slug.to_string())
        };
        assert_eq!(slugs("Panne_1: {name: L'été, slug: {en: summer}}"), ["l-ete", "summer"]);
        assert_eq!(slugs("Panne_1: {name: L'été}"), ["l-ete", "panne-1"]);
        assert_eq!(slugs("a: {name: L'été, slug: Été}"), ["été", "été"]);
        assert_eq!(slugs("a: {name: …}"), ["a", "a"]);
    }

    #[test]
    fn dates_are_on_the_event_s_own_clock() {
        let instant = |text: &str| event(text).start.expect("a start").instant.to_string();
        assert_eq!(instant("a: {name: A, start: 2021-03-19 19:30}"), "2021-03-19T18:30:00Z");
        assert_eq!(
            instant("a:\n  start: 2021-03-19 19:30\n  time-zone: Asia/Kolkata\n  Name: A"),
            "2021-03-19T14:00:00Z"
        );
        assert_eq!(instant("a: {name: A, start: 2021-03-19T19:30:00Z}"), "2021-03-19T19:30:00Z");
    }

    #[test]
    fn milestones_are_in_the_order_of_their_moments() {
        let event = event(
            "a:\n  name: A\n  milestones:\n  - {time: 2021-03-19T19:00:00Z, text: b}\n  - {time: 2021-03-19 19:30, text: a, source: https://www.rtl.fr/x}\n",
        );
        let texts: Vec<&str> =
            event.milestones.iter().map(|milestone| milestone.text.get(LanguageId::DEFAULT).0).collect();
        assert_eq!(texts, ["a", "b"]);
        assert_eq!(event.milestones[0].sources[0].name.get(LanguageId::DEFAULT), ("rtl.fr", None));
    }

    #[test]
    fn an_id_is_found_whatever_its_case() {
        let (events, _) = parse("Panne_2021: {name: A}\nautre: {name: B}").expect("events");
        assert_eq!(events.find("panne-2021"), Some(0));
        assert_eq!(events.find(" PANNE_2021 "), Some(0));
        assert_eq!(events.find("panne"), None);
        assert_eq!(events.closest("pane-2021"), Some("Panne_2021"));
        assert!(parse("# nothing yet\n").expect("no events").0.list().is_empty());
    }

    #[test]
    fn problems_name_their_place_and_the_way_out() {
        check_problem("  strat: 2021-03-19", "3:3 `strat` is not a known key / did you mean `start`?");
        check_problem(
            "  lieu: Paris",
            "3:3 `lieu` is not a known key / an event has `name`, `description`, `slug`, `start`, `end`, \
             `ongoing`, `time_zone`, `places`, `parties`, `sources` and `milestones`",
        );
        check_problem(
            "  description: {fr: a, enn: b}",
            "3:24 `enn` is not one of the languages / did you mean `en`?",
        );
        check_problem(
            "  description: {de: b}",
            "3:17 `de` is not one of the languages / the languages are fr, en, pt-BR",
        );
        check_problem(
            "  description: {pt: a, pt-BR: b}",
            "3:24 `description` is written twice in the language `pt-BR` / keep the one that is right",
        );
        check_problem(
            "  description: [a]",
            "3:17 `description` must be a text, not a list / write `description: …`, or one for each \
             language as in `description: {fr: …, en: …}`",
        );
        check_problem(
            "  start: 19/03/2021",
            "3:10 in `start`, `19/03/2021` does not begin with the year / write `2021-03-19`",
        );
        check_problem(
            "  start: 2021-03-19 18:25\n  end: 2021-03-19 18:24",
            "4:8 the event `panne` ends before it starts / the zones of both count: write an offset where \
             they differ",
        );
        check_problem(
            "  end: 2021-03-19\n  ongoing: true",
            "4:12 the event has an `end`, and is `ongoing` / take one of them out",
        );
        check_problem(
            "  ongoing: soon",
            "3:12 `ongoing` must be true or false, not `soon` / write `ongoing: true` or `ongoing: false`",
        );
    }

    #[test]
    fn problems_of_lists_name_their_item() {
        check_problem(
            "  time_zone: Paris",
            "3:14 `Paris` is not a time zone / write a name such as `Europe/Paris` or `UTC`",
        );
        check_problem(
            "  slug: a/b",
            "3:9 the slug `a/b` holds the character `/` / write letters, digits and hyphens",
        );
        check_problem(
            "  parties: [{name: A, url: \"javascript:a()\"}]",
            "3:28 `javascript:a()` is no web address, and is left out / an address starts with `https://` or \
             `http://`",
        );
        check_problem(
            "  parties: [{url: https://a.example}]",
            "3:14 a party has no `name` / a party is a name, `{name: …, url: …}`, or a name for each language",
        );
        check_problem(
            "  sources: [{lang: fr}]",
            "3:14 a source has neither `name` nor `url` / a source is a name, a web address, or \
             `{name: …, url: …, lang: …}`",
        );
        check_problem(
            "  milestones:\n  - {time: 2021-03-19, text: a}\n  - {tiem: 2021-03-19, text: a, time: 2021}",
            "5:6 `tiem` is not a known key / did you mean `time`?",
        );
        check_problem(
            "  milestones:\n  - {time: 2021-03-19}",
            "4:6 a milestone has no `text` / a milestone is `{time: …, text: …, source: …}`",
        );
        check_problem(
            "  milestones: 18:25",
            "3:15 a milestone must be a map, not a text / a milestone is `{time: …, text: …, source: …}`",
        );
    }

    #[test]
    fn problems_of_two_events_name_both() {
        check_problem(
            "  name: Autre",
            "3:3 `name` is written twice with different values, also in line 2 / keep the one that is right",
        );
        check_problem(
            "PANNE : {name: B}",
            "3:1 `PANNE` (as `panne`) is written twice with different values, also in line 1 / keep the one \
             that is right",
        );
        check_problem(
            "b_c: {name: B}\nb-c: {name: C}",
            "4:1 `b_c` and `b-c` are one id to headers / give one of the events another",
        );
        check_problem(
            "autre: {name: panne !}",
            "3:1 `panne` is the slug of two events in `fr`, `panne` and `autre` / give one of them another \
             with `slug: …`",
        );
        check_problem(
            "autre: {slug: a}",
            "3:1 the event `autre` has no name / write `name: …`, or one for each language",
        );
        check_problem(
            "autre: B",
            "3:8 the event `autre` must be a map, not a text / an event has `name`, `description`, `slug`, `start`, `end`, `ongoing`, `time_zone`, `places`, `parties`, `sources` and `milestones`",
        );
        check_problem(
            "\"…\": {name: B}",
            "3:1 the id `…` of an event holds no letter or digit / headers and addresses use it: write one \
             such as `outage-2021`",
        );
    }

    #[test]
    fn what_is_no_yaml_is_told_in_words() {
        let problems = parse("- panne\n").expect_err("a problem");
        assert_eq!(problems[0].message, "the file is not made of lines of `key: value`");
        assert_eq!(
            problems[0].hint.as_deref(),
            Some("write `name: …`, with a colon and a space after each key")
        );
        assert!(parse("panne: {name: [\n").is_err());
        let many =
            (0..3_000).fold(String::new(), |text, index| text + &format!("e{index}: {{name: A{index}}}\n"));
        assert_eq!(parse(&many).expect("many events").0.list().len(), 3_000);
        let problems = parse(&format!("{many}E7: {{name: B}}\n")).expect_err("a problem");
        assert_eq!(
            problems[0].message,
            "`E7` (as `e7`) is written twice with different values, also in line 8"
        );
    }

    #[test]
    fn the_events_of_a_large_archive_are_read_in_time() {
        let mut texts = String::new();
        for tag in ["fr", "en", "pt-BR"] {
            write!(texts, "{tag}: \"Ce qui s’est passé ce jour-là\", ").expect("a string");
        }
        let mut text = String::new();
        for index in 0..5_000 {
            writeln!(
                text,
                "e{index}:\n  name: {{fr: A{index}, en: B{index}}}\n  start: 2021-03-19\n  milestones:"
            )
            .expect("a string");
            for hour in 10..18 {
                writeln!(text, "  - {{time: 2021-03-19 {hour}:00, text: {{{texts}}}}}").expect("a string");
            }
        }
        assert!(text.len() as u64 > ARTICLE_BYTES_MAX);
        let file = InputFile::in_memory("data/events.yaml", text.as_bytes());
        let text = file.read_events().expect("a text");
        let (events, noticed) = parse(&text).expect("events");
        assert_eq!((events.list().len(), noticed.len()), (5_000, 0));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_told_with_its_place(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)
        ) {
            let problems = match parse(&pieces.concat()) {
                Ok((events, noticed)) => {
                    for event in events.list() {
                        let _ = event.slug(LanguageId::DEFAULT);
                    }
                    noticed
                }
                Err(problems) => problems,
            };
            prop_assert!(problems.iter().all(|problem| problem.span.is_some() && problem.path.is_some()));
        }
    }

    const PIECES: &[&str] = &[
        "panne:\n",
        "autre: ",
        "  name: ",
        "  slug: ",
        "  start: ",
        "  end: ",
        "  ongoing: ",
        "  time_zone: ",
        "  places: ",
        "  parties: ",
        "  sources: ",
        "  milestones:\n",
        "  - ",
        "{time: 2021-03-19, text: ",
        "fr: ",
        "{fr: a, en: b}",
        "}",
        "{",
        "[",
        "]",
        ", ",
        "2021-03-19 18:25\n",
        "9999-12-31\n",
        "a\n",
        "\n",
        "true\n",
        "Europe/Paris\n",
        "https://a.example/\n",
        "name: ",
        "url: ",
        "lang: fr",
        "*a",
        "&a ",
        "~",
        "\"",
        "'",
        "…",
        "\u{0}",
        "\t",
        "#",
        "|\n",
        "- - ",
    ];
}
