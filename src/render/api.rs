//! The data for other programs: each article, term and news event as a JSON document, and the lists
//! that lead to them. `docs/api.md` describes every field.
//!
//! An article is an item of IPTC's ninjs 2.1, whole and with nothing added, so that what reads ninjs
//! reads it. The other documents use its names where it has any.

use serde::Serialize;

use crate::date::Date;
use crate::events::{Source, Text};
use crate::front_matter::Person;
use crate::ids::{EventId, Id, IdVec, LanguageId, PageId, TermId};
use crate::language::LanguageTag;
use crate::pagination::Pager;
use crate::path::UrlPath;
use crate::plan::ApiDocument;
use crate::site::Site;

use super::Renderer;
use super::body::BodyWriter;
use super::event_data::json;
use super::page::{summary, w3c};
use super::structured::is_web_address;

/// The version of all documents, which is in their addresses. It grows when a field changes its
/// meaning or goes; new fields may come without.
const VERSION: u32 = 1;

/// What articles call the structure of theirs.
const PROFILE: &str = "depeche-1";

const STANDARD: Standard =
    Standard { name: "ninjs", version: "2.1", schema: "https://iptc.org/std/ninjs/ninjs-schema_2.1.json" };

/// What lists of a language hold: made once, since each is cut into many documents.
#[derive(Default)]
pub(super) struct Lists {
    /// The articles, the oldest first.
    articles: IdVec<LanguageId, Vec<PageId>>,
    terms: IdVec<LanguageId, Vec<TermId>>,
    events: IdVec<LanguageId, Vec<EventId>>,
}

impl Lists {
    /// The lists of a site, where they are wanted.
    pub(super) fn new(site: &Site) -> Self {
        let mut lists = Self::default();
        if !site.config.api {
            return lists;
        }
        for language in site.config.languages.ids() {
            lists.articles.push(site.own_articles(language).rev().collect());
            lists.terms.push(Vec::new());
            let events = site.events.enumerate().filter(|(_, event)| event.urls.contains_key(&language));
            lists.events.push(events.map(|(id, _)| id).collect());
        }
        for (id, term) in site.terms.enumerate() {
            lists.terms[term.language].push(id);
        }
        lists
    }
}

#[derive(Serialize)]
struct Standard {
    name: &'static str,
    version: &'static str,
    schema: &'static str,
}

/// A news item of ninjs: an article, or something that belongs to one.
#[derive(Default, Serialize)]
struct Item<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    standard: Option<Standard>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    representationtype: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pubstatus: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    firstcreated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    versioncreated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headlines: Vec<Words<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    descriptions: Vec<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<Concept<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    organisations: Vec<Concept<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subjects: Vec<Concept<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    events: Vec<Concept<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    infosources: Vec<Concept<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usageterms: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rightsinfo: Option<Rights>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    altids: Vec<AlternativeId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    renditions: Vec<Rendition>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    associations: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bodies: Vec<BodyText>,
}

#[derive(Serialize)]
struct Words<'a> {
    role: &'static str,
    contenttype: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct BodyText {
    role: &'static str,
    contenttype: &'static str,
    wordcount: u32,
    value: String,
}

/// A person, a term, an event, a source.
#[derive(Default, Serialize)]
struct Concept<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rel: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<&'a str>,
}

#[derive(Serialize)]
struct Rights {
    linkedrights: String,
}

#[derive(Serialize)]
struct AlternativeId {
    role: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Rendition {
    name: &'static str,
    href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    contenttype: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
}

#[derive(Serialize)]
struct Index<'a> {
    api: u32,
    r#type: &'static str,
    uri: String,
    title: &'a str,
    generator: &'static str,
    languages: Vec<IndexedLanguage<'a>>,
}

#[derive(Serialize)]
struct IndexedLanguage<'a> {
    language: &'a str,
    name: &'a str,
    href: String,
    articles: usize,
    terms: usize,
    events: usize,
}

#[derive(Serialize)]
struct LanguageIndex<'a> {
    api: u32,
    r#type: &'static str,
    uri: String,
    language: &'a str,
    title: &'a str,
    description: &'a str,
    articles: Parts,
    terms: Parts,
    events: Parts,
}

/// A list that is cut: how many items it has, and its documents in their order.
#[derive(Serialize)]
struct Parts {
    count: usize,
    documents: Vec<String>,
}

/// A document of a list.
#[derive(Serialize)]
struct Part<'a, T> {
    api: u32,
    r#type: &'static str,
    language: &'a str,
    number: usize,
    count: usize,
    previous: Option<String>,
    next: Option<String>,
    items: Vec<T>,
}

/// A term or an event in a list.
#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taxonomy: Option<&'a str>,
    uri: String,
    href: String,
    count: usize,
}

#[derive(Serialize)]
struct TermDocument<'a> {
    api: u32,
    r#type: &'static str,
    uri: String,
    language: &'a str,
    taxonomy: &'a str,
    name: &'a str,
    other_names: &'a [String],
    description: Option<&'a str>,
    broader: Option<Entry<'a>>,
    narrower: Vec<Entry<'a>>,
    translations: Vec<Entry<'a>>,
    articles: Parts,
}

#[derive(Serialize)]
struct EventDocument<'a> {
    api: u32,
    r#type: &'static str,
    uri: String,
    literal: &'a str,
    language: &'a str,
    name: LocalWords<'a>,
    description: Option<LocalWords<'a>>,
    start: Option<String>,
    end: Option<String>,
    ongoing: bool,
    timezone: &'a str,
    places: Vec<LocalWords<'a>>,
    parties: Vec<Party<'a>>,
    infosources: Vec<InfoSource<'a>>,
    milestones: Vec<Happening<'a>>,
    translations: Vec<Entry<'a>>,
    articles: Parts,
}

/// A text with its language: none for a name that is the same in all.
#[derive(Serialize)]
struct LocalWords<'a> {
    value: &'a str,
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct Party<'a> {
    name: LocalWords<'a>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct InfoSource<'a> {
    name: LocalWords<'a>,
    url: Option<&'a str>,
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct Happening<'a> {
    time: String,
    text: LocalWords<'a>,
    infosources: Vec<InfoSource<'a>>,
}

impl<'a> Renderer<'a> {
    pub(super) fn api(&self, document: ApiDocument) -> Vec<u8> {
        match document {
            ApiDocument::Index => json(&self.api_index()),
            ApiDocument::Language(language) => json(&self.api_language(language)),
            ApiDocument::Articles(language, part) => {
                let pages = part.slice(&self.api.articles[language]);
                let items = pages.iter().map(|page| self.listed_item(*page)).collect();
                json(
                    &self.part(language, "articles", part, items, |part| {
                        ApiDocument::Articles(language, part)
                    }),
                )
            }
            ApiDocument::Terms(language, part) => {
                let terms = part.slice(&self.api.terms[language]);
                let items = terms.iter().map(|term| self.term_entry(*term)).collect();
                json(&self.part(language, "terms", part, items, |part| ApiDocument::Terms(language, part)))
            }
            ApiDocument::Events(language, part) => {
                let events = part.slice(&self.api.events[language]);
                let items = events.iter().map(|event| self.event_entry(*event, language)).collect();
                json(&self.part(language, "events", part, items, |part| ApiDocument::Events(language, part)))
            }
            ApiDocument::Article(page) => json(&self.article_item(page)),
            ApiDocument::Term(term) => json(&self.term_document(term)),
            ApiDocument::TermArticles(id, part) => {
                let term = &self.site.terms[id];
                let oldest_first: Vec<PageId> = part.slice_of_reversed(&term.pages);
                let items = oldest_first.iter().map(|page| self.listed_item(*page)).collect();
                let other = |part| ApiDocument::TermArticles(id, part);
                json(&self.part(term.language, "articles", part, items, other))
            }
            ApiDocument::Event(event, language) => json(&self.event_document(event, language)),
            ApiDocument::EventArticles(id, language, part) => {
                let pages = part.slice(&self.site.events[id].coverage);
                let items = pages.iter().map(|page| self.listed_item(*page)).collect();
                let other = |part| ApiDocument::EventArticles(id, language, part);
                json(&self.part(language, "articles", part, items, other))
            }
        }
    }

    fn api_index(&self) -> Index<'a> {
        let config = &self.site.config;
        let language = |id: LanguageId| IndexedLanguage {
            language: self.tag(id),
            name: &config.languages[id].name,
            href: self.api_address(ApiDocument::Language(id)),
            articles: self.api.articles[id].len(),
            terms: self.api.terms[id].len(),
            events: self.api.events[id].len(),
        };
        Index {
            api: VERSION,
            r#type: "index",
            uri: self.routes.absolute(&UrlPath::root()),
            title: config.title.get(LanguageId::DEFAULT),
            generator: super::GENERATOR,
            languages: config.languages.ids().map(language).collect(),
        }
    }

    fn api_language(&self, language: LanguageId) -> LanguageIndex<'a> {
        let config = &self.site.config;
        LanguageIndex {
            api: VERSION,
            r#type: "language",
            uri: self.routes.absolute(&self.routes.home(language)),
            language: self.tag(language),
            title: config.title.get(language),
            description: config.description.get(language),
            articles: self
                .parts(self.api.articles[language].len(), |part| ApiDocument::Articles(language, part)),
            terms: self.parts(self.api.terms[language].len(), |part| ApiDocument::Terms(language, part)),
            events: self.parts(self.api.events[language].len(), |part| ApiDocument::Events(language, part)),
        }
    }

    fn parts(&self, count: usize, document: impl Fn(Pager) -> ApiDocument) -> Parts {
        let documents = ApiDocument::parts(count).map(|part| self.api_address(document(part))).collect();
        Parts { count, documents }
    }

    fn part<T>(
        &self,
        language: LanguageId,
        kind: &'static str,
        part: Pager,
        items: Vec<T>,
        document: impl Fn(Pager) -> ApiDocument,
    ) -> Part<'a, T> {
        let neighbour = |number: usize| self.api_address(document(part.other(number)));
        Part {
            api: VERSION,
            r#type: kind,
            language: self.tag(language),
            number: part.number,
            count: part.count,
            previous: (part.number > 1).then(|| neighbour(part.number - 1)),
            next: (part.number < part.count).then(|| neighbour(part.number + 1)),
            items,
        }
    }

    /// The whole address of a document.
    fn api_address(&self, document: ApiDocument) -> String {
        self.routes.absolute(&document.url(self.site, self.routes))
    }

    /// What an article is known by, here and in feeds.
    fn article_uri(&self, id: PageId) -> String {
        self.routes.tag(&self.site.pages[id], &self.site.relations[id].url)
    }

    /// What is said of an article wherever it is named.
    fn listed_item(&self, id: PageId) -> Item<'a> {
        let page = &self.site.pages[id];
        let is_listed = !page.front_matter.hidden;
        let data = is_listed.then(|| rendition("data", self.api_address(ApiDocument::Article(id)), JSON));
        Item {
            uri: self.article_uri(id),
            r#type: "text",
            representationtype: Some("partial"),
            firstcreated: self.site.relations[id].date.as_ref().map(Date::rfc3339),
            versioncreated: self.changed(id).as_ref().map(Date::rfc3339),
            language: Some(self.tag(page.language)),
            headlines: vec![words("main", &page.title)],
            renditions: [rendition("page", self.permalink(id), HTML)].into_iter().chain(data).collect(),
            ..Item::default()
        }
    }

    fn article_item(&self, id: PageId) -> Item<'a> {
        let (page, relations) = (&self.site.pages[id], &self.site.relations[id]);
        let header = &page.front_matter;
        let story = &self.site.stories[relations.story];
        let series = relations.series.iter().map(|part| part.term);
        let subjects = self.subjects(id).chain(series);
        let names: Vec<&str> = self.authors(id).iter().map(|author| author.name).collect();
        let mut item = Item {
            standard: Some(STANDARD),
            representationtype: Some("full"),
            profile: Some(PROFILE),
            pubstatus: Some("usable"),
            by: (!names.is_empty()).then(|| self.interface(page.language).locale().list(&names)),
            subjects: subjects.map(|term| self.subject(term)).collect(),
            events: self.event_concept(id).into_iter().collect(),
            altids: vec![AlternativeId { role: "story", value: self.article_uri(story.original) }],
            ..self.listed_item(id)
        };
        let summary = summary(page);
        if !summary.is_empty() {
            item.descriptions.push(words("summary", summary));
        }
        if let Some(written) = &header.id {
            item.altids.push(AlternativeId { role: "id", value: written.value.clone() });
        }
        self.add_people(id, &mut item);
        if let Some(source) = self.source(id) {
            let uri = source.url.map(str::to_owned);
            item.infosources.push(Concept { name: source.name, uri, ..Concept::default() });
            if let Some(license) = source.license {
                item.rightsinfo = license.url.map(|linkedrights| Rights { linkedrights });
                item.usageterms = Some(license.name);
            }
        }
        item.associations = self.associations(id);
        let writer = BodyWriter { site: self.site, routes: self.routes, is_whole: true };
        item.bodies.push(BodyText {
            role: "main",
            contenttype: HTML,
            wordcount: page.body.words,
            value: writer.html(id, self.interface(page.language)),
        });
        item
    }

    /// The authors and translators of an article, people and organisations apart.
    fn add_people(&self, id: PageId, item: &mut Item<'a>) {
        let page = &self.site.pages[id];
        let original = self.site.stories[self.site.relations[id].story].original;
        let (authors, _) = page.authors_or(&self.site.pages[original]);
        let terms = self.site.relations[id].authors.iter().copied().chain(std::iter::repeat(None));
        let authors = authors.iter().zip(terms).map(|(person, term)| (person, term, "author"));
        let translators = page.front_matter.translators.iter().map(|person| (person, None, "translator"));
        for (person, term, rel) in authors.chain(translators) {
            let concept = self.person(person, term, rel);
            if self.site.is_organization(person) {
                item.organisations.push(concept);
            } else {
                item.people.push(concept);
            }
        }
    }

    fn person(&self, person: &'a Person, term: Option<TermId>, rel: &'static str) -> Concept<'a> {
        let term = term.map(|term| &self.site.terms[term]);
        let own = || person.url.clone().filter(|url| is_web_address(url));
        Concept {
            name: Some(term.map_or(&*person.name, |term| &term.name)),
            rel: Some(rel),
            uri: term.map(|term| self.routes.absolute(&term.url)).or_else(own),
            literal: None,
        }
    }

    fn subject(&self, id: TermId) -> Concept<'a> {
        let term = &self.site.terms[id];
        Concept {
            name: Some(&term.name),
            rel: Some(&self.site.config.taxonomies[term.taxonomy.index()].name),
            uri: Some(self.routes.absolute(&term.url)),
            literal: None,
        }
    }

    fn event_concept(&self, id: PageId) -> Option<Concept<'a>> {
        let event = &self.site.events[self.site.relations[id].event?];
        let language = self.site.pages[id].language;
        Some(Concept {
            name: Some(event.definition.name.get(language).0),
            rel: Some("about"),
            uri: event.urls.get(&language).map(|url| self.routes.absolute(url)),
            literal: Some(&event.definition.id),
        })
    }

    /// What belongs to an article: its picture, what was put right in it, and its other editions.
    fn associations(&self, id: PageId) -> Vec<Item<'a>> {
        let page = &self.site.pages[id];
        let story = &self.site.stories[self.site.relations[id].story];
        let mut associations = Vec::new();
        if let Some(image) = self.image(id) {
            let file = Rendition {
                width: image.width,
                height: image.height,
                contenttype: None,
                ..rendition("full", image.permalink.clone(), "")
            };
            let alt = Some(image.alt).filter(|alt| !alt.is_empty()).map(|alt| words("alt", alt));
            let caption = image.caption.map(|caption| words("caption", caption));
            associations.push(Item {
                name: Some("image"),
                uri: image.permalink,
                r#type: "picture",
                language: Some(image.lang),
                descriptions: alt.into_iter().chain(caption).collect(),
                by: image.credit.map(str::to_owned),
                renditions: vec![file],
                ..Item::default()
            });
        }
        let uri = self.article_uri(id);
        // Counted from the oldest, since new ones are written before it.
        let corrections = page.front_matter.corrections.iter().rev().zip(1..);
        associations.extend(corrections.map(|(correction, number)| Item {
            name: Some("correction"),
            uri: format!("{uri}#correction-{number}"),
            r#type: "component",
            versioncreated: correction.date.as_ref().map(Date::rfc3339),
            language: Some(self.tag(page.language)),
            descriptions: vec![words("correction", &correction.note)],
            ..Item::default()
        }));
        let others = story.editions.iter().filter(|edition| **edition != id);
        associations.extend(others.map(|edition| Item {
            name: Some(if story.original_of(id) == Some(*edition) { "original" } else { "translation" }),
            ..self.listed_item(*edition)
        }));
        associations
    }

    fn term_entry(&self, id: TermId) -> Entry<'a> {
        let term = &self.site.terms[id];
        Entry {
            name: &term.name,
            language: Some(self.tag(term.language)),
            taxonomy: Some(&self.site.config.taxonomies[term.taxonomy.index()].name),
            uri: self.routes.absolute(&term.url),
            href: self.api_address(ApiDocument::Term(id)),
            count: term.pages.len(),
        }
    }

    fn term_document(&self, id: TermId) -> TermDocument<'a> {
        let term = &self.site.terms[id];
        let entries = |terms: &[TermId]| terms.iter().map(|term| self.term_entry(*term)).collect();
        TermDocument {
            api: VERSION,
            r#type: "term",
            uri: self.routes.absolute(&term.url),
            language: self.tag(term.language),
            taxonomy: &self.site.config.taxonomies[term.taxonomy.index()].name,
            name: &term.name,
            other_names: &term.other_names,
            description: term.description.as_deref(),
            broader: term.broader.map(|broader| self.term_entry(broader)),
            narrower: entries(&term.narrower),
            translations: entries(&term.translations),
            articles: self.parts(term.pages.len(), |part| ApiDocument::TermArticles(id, part)),
        }
    }

    fn event_entry(&self, id: EventId, language: LanguageId) -> Entry<'a> {
        let event = &self.site.events[id];
        let (name, language_of_name) = self.text_and_tag(&event.definition.name, language);
        Entry {
            name,
            language: language_of_name,
            taxonomy: None,
            uri: self.routes.absolute(&event.urls[&language]),
            href: self.api_address(ApiDocument::Event(id, language)),
            count: event.coverage.len(),
        }
    }

    fn event_document(&self, id: EventId, language: LanguageId) -> EventDocument<'a> {
        let event = &self.site.events[id];
        let known = &event.definition;
        let text = |text: &'a Text| {
            let (value, language) = self.text_and_tag(text, language);
            LocalWords { value, language }
        };
        let date = |date: &Date| w3c(&date.seen_in(&known.zone));
        let sources = |sources: &'a [Source]| {
            let source = |source: &'a Source| InfoSource {
                name: text(&source.name),
                url: source.url.as_deref(),
                language: source.lang.as_ref().map(LanguageTag::as_str),
            };
            sources.iter().map(source).collect()
        };
        EventDocument {
            api: VERSION,
            r#type: "event",
            uri: self.routes.absolute(&event.urls[&language]),
            literal: &known.id,
            language: self.tag(language),
            name: text(&known.name),
            description: known.description.as_ref().map(text),
            start: known.start.as_ref().map(date),
            end: known.end.as_ref().map(date),
            ongoing: known.is_ongoing,
            timezone: known.zone.iana_name().unwrap_or("UTC"),
            places: known.places.iter().map(text).collect(),
            parties: known
                .parties
                .iter()
                .map(|party| Party { name: text(&party.name), url: party.url.as_deref() })
                .collect(),
            infosources: sources(&known.sources),
            milestones: known
                .milestones
                .iter()
                .map(|milestone| Happening {
                    time: date(&milestone.time),
                    text: text(&milestone.text),
                    infosources: sources(&milestone.sources),
                })
                .collect(),
            translations: event
                .urls
                .keys()
                .filter(|other| **other != language)
                .map(|other| Entry { language: Some(self.tag(*other)), ..self.event_entry(id, *other) })
                .collect(),
            articles: self.parts(event.coverage.len(), |part| ApiDocument::EventArticles(id, language, part)),
        }
    }
}

const HTML: &str = "text/html";
const JSON: &str = "application/json";

fn words<'a>(role: &'static str, value: &'a str) -> Words<'a> {
    Words { role, contenttype: "text/plain", value }
}

fn rendition(name: &'static str, href: String, contenttype: &'static str) -> Rendition {
    Rendition { name, href, contenttype: Some(contenttype), width: None, height: None }
}
