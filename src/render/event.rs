//! News events as templates see them: the page of an event with its timeline, and the list of all.

use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use tera::{Map, Value};

use crate::concordance::spelling_key;
use crate::date::Date;
use crate::diagnostic::Result;
use crate::events::{Milestone, Source, Text};
use crate::ids::{EventId, LanguageId, PageId, TermId};
use crate::language::LanguageTag;
use crate::locale::DateLength;
use crate::pagination::Pager;
use crate::site::{Event, FeedScope};

use super::event_views::{
    CoverageLanguage, EventCard, EventLink, EventSourceView, EventView, LocalText, MilestoneView, MomentView,
    PartyView, TimelineDay,
};
use super::{Content, Renderer, to_value};

/// How many articles of the event in focus a home page names.
const FOCUS_ARTICLES_MAX: usize = 4;

impl<'a> Renderer<'a> {
    pub(super) fn event(&self, id: EventId, language: LanguageId) -> Result<Content> {
        let event = &self.site.events[id];
        let view = self.event_view(event, language);
        let versions = self.event_versions(id);
        let description = view.description.map_or("", |description| description.text);
        let url = &event.urls[&language];
        let mut head =
            self.list_head(view.name.to_owned(), description, url, Pager::only(), &versions, language);
        head.feeds = self.head_feeds(language, Some(FeedScope::Event(id, language)));
        head.structured_data = Some(self.event_page_data(id, language));
        let languages = self.coverage_languages(event);
        let coverage: Vec<Value> = event
            .coverage
            .iter()
            .map(|page| self.coverage_entry(event, *page, &languages, language))
            .collect();
        let timeline = self.timeline(event, &view.milestones, &coverage, language);
        self.template(
            "event.html",
            language,
            vec![
                ("head", to_value(&head)),
                ("event", to_value(&view)),
                ("coverage", Value::from(coverage)),
                ("timeline", to_value(&timeline)),
            ],
        )
    }

    pub(super) fn event_index(&self, language: LanguageId, pager: Pager) -> Result<Content> {
        let title = self.interface(language).text("events");
        let first = self.routes.events(language);
        let versions = self.event_index_versions();
        let data = self.list_data(language, &title);
        let mut head = self.list_head(title, "", &first, pager, &versions, language);
        head.structured_data = Some(data);
        let all = &self.site.event_lists[language];
        let events = pager.slice(all).iter().map(|event| &self.site.events[*event]);
        let cards: Vec<EventCard<'_>> = events.map(|event| self.event_card(event, language)).collect();
        let pager = self.pager(&first, pager, all.len(), language);
        self.template(
            "events.html",
            language,
            vec![("head", to_value(&head)), ("events", to_value(&cards)), ("pager", to_value(&pager))],
        )
    }

    fn event_card(&self, event: &'a Event, language: LanguageId) -> EventCard<'a> {
        let known = &event.definition;
        let name = self.local_text(&known.name, language);
        let moment = |date: &Option<Date>| date.as_ref().map(|date| self.moment(event, date, language));
        EventCard {
            id: &known.id,
            name: name.text,
            lang: name.lang,
            dir: name.dir,
            is_foreign: name.is_foreign,
            description: known.description.as_ref().map(|text| self.local_text(text, language)),
            url: self.routes.href(&event.urls[&language]),
            start: moment(&known.start),
            end: moment(&known.end),
            is_one_day: is_one_day(event),
            is_ongoing: known.is_ongoing,
            count: event.coverage.len(),
        }
    }

    fn event_view(&self, event: &'a Event, language: LanguageId) -> EventView<'a> {
        let known = &event.definition;
        let EventCard { id, name, lang, dir, is_foreign, description, url, start, end, .. } =
            self.event_card(event, language);
        let parties = known.parties.iter().enumerate().map(|(index, party)| {
            let term = event.party_terms.get(&(language, index)).copied();
            PartyView {
                name: self.party_name(&party.name, term, language),
                url: party.url.as_deref(),
                term_url: term.map(|term| self.term_link(term).url),
            }
        });
        let page = &event.urls[&language];
        EventView {
            id,
            name,
            lang,
            dir,
            is_foreign,
            description,
            url,
            start,
            end,
            is_one_day: is_one_day(event),
            is_ongoing: known.is_ongoing,
            zone: self.zone_in_words(event),
            places: known.places.iter().map(|place| self.local_text(place, language)).collect(),
            parties: parties.collect(),
            sources: known.sources.iter().map(|source| self.source_view(source, language)).collect(),
            milestones: known
                .milestones
                .iter()
                .map(|milestone| self.milestone_view(event, milestone, language))
                .collect(),
            languages: self.language_views(event, language),
            count: event.coverage.len(),
            calendar_url: event.has_calendar().then(|| self.routes.href(&self.routes.event_calendar(page))),
            data_url: self.routes.href(&self.routes.event_data(page)),
        }
    }

    /// The event in the language whose coverage is the newest, with its newest articles, the
    /// newest first: in the language where there are any.
    pub(super) fn event_in_focus(&self, language: LanguageId) -> Option<(EventCard<'a>, Vec<Value>)> {
        let newest = |event: &Event| {
            let dates = event.coverage.iter().filter_map(|page| self.site.relations[*page].date.as_ref());
            dates.map(|date| date.instant).max()
        };
        let here = self.site.events.iter().filter(|event| event.urls.contains_key(&language));
        // Of events with equally new articles, the first counts.
        let (_, event) =
            here.filter_map(|event| Some((newest(event)?, event))).rev().max_by_key(|(at, _)| *at)?;
        let own = |page: &&PageId| self.site.pages[**page].language == language;
        let newest_first = event.coverage.iter().rev().filter(own).take(FOCUS_ARTICLES_MAX);
        let cards = newest_first.map(|page| self.card(*page, language)).collect();
        Some((self.event_card(event, language), cards))
    }

    /// The event that an article is on, where the article's language has a page of it.
    pub(super) fn event_link(&self, page: PageId) -> Option<EventLink<'a>> {
        let event = &self.site.events[self.site.relations[page].event?];
        let language = self.site.pages[page].language;
        let url = event.urls.get(&language)?;
        let name = self.local_text(&event.definition.name, language);
        Some(EventLink {
            id: &event.definition.id,
            name: name.text,
            lang: name.lang,
            dir: name.dir,
            is_foreign: name.is_foreign,
            url: self.routes.href(url),
        })
    }

    pub(super) fn local_text(&self, text: &'a Text, language: LanguageId) -> LocalText<'a> {
        let (text, own) = text.get(language);
        let own = own.unwrap_or(language);
        let tag = &self.site.config.languages[own].tag;
        LocalText { text, lang: tag.as_str(), dir: tag.direction().as_str(), is_foreign: own != language }
    }

    /// The name of a party. One that belongs to no language may have another in this one, as the
    /// concordance knows: `WhatsApp`, `واتساب`.
    fn party_name(&self, name: &'a Text, term: Option<TermId>, language: LanguageId) -> LocalText<'a> {
        let written = self.local_text(name, language);
        let Some(term) = term.map(|term| &self.site.terms[term]) else { return written };
        let key = spelling_key(written.text);
        let is_known_here =
            std::iter::once(&term.name).chain(&term.other_names).any(|name| spelling_key(name) == key);
        let belongs_to_a_language = name.get(language).1.is_some();
        if is_known_here || belongs_to_a_language {
            written
        } else {
            LocalText { text: &term.name, ..written }
        }
    }

    /// A moment on the event's own clock. On a day on which that clock is put forward or back, the
    /// time says by its offset which of two readings it is.
    fn moment(&self, event: &Event, date: &Date, language: LanguageId) -> MomentView {
        let locale = self.interface(language).locale();
        let seen = date.seen_in(&event.definition.zone);
        let day = locale.written(&seen, DateLength::Long);
        if seen.has_time {
            let mut text = locale.date_time(seen.civil, DateLength::Long);
            let mut time = locale.time(seen.civil.time());
            if is_clock_changed(seen.day(), &event.definition.zone) {
                let offset = format!(" (UTC{})", offset_in_words(seen.offset));
                time.push_str(&offset);
                text.push_str(&offset);
            }
            MomentView { datetime: seen.iso(), day, time, text }
        } else {
            MomentView { datetime: seen.iso(), text: day.clone(), day, time: String::new() }
        }
    }

    fn milestone_view(
        &self,
        event: &Event,
        milestone: &'a Milestone,
        language: LanguageId,
    ) -> MilestoneView<'a> {
        MilestoneView {
            moment: self.moment(event, &milestone.time, language),
            text: self.local_text(&milestone.text, language),
            sources: milestone.sources.iter().map(|source| self.source_view(source, language)).collect(),
        }
    }

    fn source_view(&self, source: &'a Source, language: LanguageId) -> EventSourceView<'a> {
        EventSourceView {
            name: self.local_text(&source.name, language),
            url: source.url.as_deref(),
            lang: source.lang.as_ref().map(LanguageTag::as_str),
        }
    }

    /// The languages that articles on an event are in, in the order of the settings.
    fn coverage_languages(&self, event: &Event) -> Vec<LanguageId> {
        let mut languages: Vec<LanguageId> =
            event.coverage.iter().map(|page| self.site.pages[*page].language).collect();
        languages.sort_unstable();
        languages.dedup();
        languages
    }

    fn language_views(&self, event: &Event, language: LanguageId) -> Vec<CoverageLanguage<'a>> {
        let languages = self.coverage_languages(event).into_iter().enumerate();
        languages
            .map(|(index, id)| {
                let settings = &self.site.config.languages[id];
                let is_in = |page: &&PageId| self.site.pages[**page].language == id;
                CoverageLanguage {
                    number: index + 1,
                    lang: settings.tag.as_str(),
                    name: &settings.name,
                    dir: settings.tag.direction().as_str(),
                    count: event.coverage.iter().filter(is_in).count(),
                    is_current: id == language,
                }
            })
            .collect()
    }

    /// An article on an event: its card with its moment, and the number of its language.
    fn coverage_entry(
        &self,
        event: &Event,
        page: PageId,
        languages: &[LanguageId],
        language: LanguageId,
    ) -> Value {
        let relations = &self.site.relations[page];
        let own = self.site.pages[page].language;
        let moment = relations.date.as_ref().map(|date| self.moment(event, date, language));
        let number = languages.iter().position(|language| *language == own).map_or(0, |index| index + 1);
        let mut entry = Map::new();
        entry.insert("kind".into(), Value::from("article"));
        entry.insert("moment".into(), moment.as_ref().map_or_else(Value::none, to_value));
        entry.insert("language_number".into(), Value::from(number));
        entry.insert("is_original".into(), Value::from(self.site.stories[relations.story].original == page));
        entry.insert("card".into(), self.card(page, language));
        Value::from(entry)
    }

    /// Milestones and articles together, the oldest first, by the day on the event's clock. Of one
    /// moment, what happened goes before what was written of it.
    fn timeline(
        &self,
        event: &Event,
        milestones: &[MilestoneView<'_>],
        coverage: &[Value],
        language: LanguageId,
    ) -> Vec<TimelineDay> {
        let of_milestone = |view: &MilestoneView<'_>| {
            let mut entry = Map::new();
            entry.insert("kind".into(), Value::from("milestone"));
            entry.insert("moment".into(), to_value(&view.moment));
            entry.insert("milestone".into(), to_value(view));
            Value::from(entry)
        };
        let happened = event.definition.milestones.iter().map(|milestone| Some(milestone.time));
        let published = event.coverage.iter().map(|page| self.site.relations[*page].date);
        let mut entries: Vec<(Option<Date>, Value)> = happened
            .zip(milestones.iter().map(of_milestone))
            .chain(published.zip(coverage.iter().cloned()))
            .collect();
        let zone = &event.definition.zone;
        entries.sort_by_key(|(date, _)| (date.is_none(), date.map(|date| date.place_in(zone))));
        let mut days: Vec<TimelineDay> = Vec::new();
        for (date, entry) in entries {
            let seen = date.map(|date| date.seen_in(zone));
            let datetime = seen.map(|date| date.iso_date());
            match days.last_mut() {
                Some(day) if day.datetime == datetime => day.entries.push(entry),
                _ => {
                    let locale = self.interface(language).locale();
                    let text = seen.map_or_else(String::new, |date| locale.written(&date, DateLength::Full));
                    days.push(TimelineDay { datetime, text, entries: vec![entry] });
                }
            }
        }
        days
    }

    /// The event's clock: `Europe/Paris (UTC+1)`, with every offset that its times have.
    fn zone_in_words(&self, event: &Event) -> String {
        let known = &event.definition;
        let of_milestones = known.milestones.iter().map(|milestone| milestone.time);
        let of_articles = event.coverage.iter().filter_map(|page| self.site.relations[*page].date);
        let mut moments: Vec<Date> =
            known.start.into_iter().chain(known.end).chain(of_milestones).chain(of_articles).collect();
        moments.sort_by_key(|date| date.instant);
        let mut offsets: Vec<Offset> = Vec::new();
        for moment in moments.iter().filter(|moment| moment.has_time) {
            let offset = known.zone.to_offset(moment.instant);
            if !offsets.contains(&offset) {
                offsets.push(offset);
            }
        }
        let name = known.zone.iana_name().unwrap_or("UTC");
        let is_utc = matches!(name, "UTC" | "Etc/UTC");
        if is_utc || offsets.is_empty() {
            return name.to_owned();
        }
        let offsets: Vec<String> = offsets.into_iter().map(offset_in_words).collect();
        format!("{name} (UTC{})", offsets.join("/"))
    }
}

/// Whether the clock of `zone` is another at the end of a day than at its beginning.
fn is_clock_changed(day: civil::Date, zone: &TimeZone) -> bool {
    let offset = |day: civil::Date| Date::of_day(day, zone).offset;
    day.tomorrow().is_ok_and(|tomorrow| offset(day) != offset(tomorrow))
}

/// `+1`, `−3:30`, `+0`.
fn offset_in_words(offset: Offset) -> String {
    let seconds = offset.seconds();
    let minutes = (seconds.abs() + 30) / 60;
    let sign = if seconds < 0 && minutes > 0 { '−' } else { '+' };
    match minutes % 60 {
        0 => format!("{sign}{}", minutes / 60),
        rest => format!("{sign}{}:{rest:02}", minutes / 60),
    }
}

fn is_one_day(event: &Event) -> bool {
    let known = &event.definition;
    let seen = |date: &Date| date.seen_in(&known.zone);
    matches!((&known.start, &known.end), (Some(start), Some(end)) if seen(start).day() == seen(end).last_day())
}
