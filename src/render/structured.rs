//! What search engines read of a page: JSON-LD in the vocabulary of schema.org.
//!
//! It is written from types, and stands in a `<script>` that no text can end: what HTML could take for
//! markup is escaped in the notation of JSON.

use serde::Serialize;

use crate::date::Date;
use crate::events::Text;
use crate::front_matter::Person;
use crate::ids::{EventId, Id, LanguageId, PageId, SectionId, TaxonomyId, TermId};
use crate::path::UrlPath;
use crate::site::{Event, Period, SeriesPart};

use super::Renderer;
use super::page::{summary, w3c};

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Node<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Node<'a> {
    Article(Box<NewsArticle<'a>>),
    Breadcrumbs(BreadcrumbList<'a>),
    Site(WebSite<'a>),
    Event(Box<EventNode<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct NewsArticle<'a> {
    #[serde(rename = "@id")]
    id: String,
    headline: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    in_language: &'a str,
    main_entity_of_page: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Agent<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translator: Vec<Agent<'a>>,
    publisher: Agent<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<ImageObject<'a>>,
    is_accessible_for_free: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    translation_of_work: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    work_translation: Vec<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<EventNode<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    is_part_of: Vec<CreativeWorkSeries<'a>>,
    /// Which part of its series it is, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correction: Vec<CorrectionComment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_based_on: Option<CreativeWork<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<CreativeWork<'a>>,
}

/// Who wrote, translated or published.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
enum Agent<'a> {
    Person {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        same_as: Option<&'a str>,
    },
    Organization {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        same_as: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        logo: Option<ImageObject<'a>>,
    },
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct ImageObject<'a> {
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<&'a str>,
}

/// Another article, whose page says the rest.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reference<'a> {
    #[serde(rename = "@id")]
    id: String,
    in_language: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct CorrectionComment<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct CreativeWork<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Agent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct CreativeWorkSeries<'a> {
    name: &'a str,
    url: String,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "Event", rename_all = "camelCase")]
struct EventNode<'a> {
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<String>,
    url: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    location: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<Thing<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Place<'a> {
    name: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Thing<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct WebSite<'a> {
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    url: String,
    in_language: &'a str,
    publisher: Agent<'a>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct BreadcrumbList<'a> {
    item_list_element: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct ListItem<'a> {
    position: usize,
    name: &'a str,
    /// None for the page itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}

/// A page above another: its name, and where it is.
type Step = (String, UrlPath);

/// The text of a `<script>`. Outside of texts, JSON has none of the characters that are escaped.
fn script(graph: Vec<Node<'_>>) -> String {
    let graph = Graph { context: "https://schema.org", graph };
    let json = serde_json::to_string(&graph).expect("texts, numbers and lists are JSON");
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            other => text.push(other),
        }
    }
    text
}

impl<'a> Renderer<'a> {
    /// What is said of an article.
    pub(super) fn article_data(&self, id: PageId) -> String {
        let page = &self.site.pages[id];
        let mut steps = self.section_steps(id);
        // The month, or the year where no more was written.
        let month = self.site.relations[id].date.as_ref().and_then(|date| Period::of(date).take(2).last());
        if let (true, Some(month)) = (steps.is_empty(), month) {
            steps = self.period_steps(page.language, month);
        }
        let breadcrumbs = self.breadcrumbs(page.language, &steps, &page.title);
        script(vec![Node::Article(Box::new(self.news_article(id))), Node::Breadcrumbs(breadcrumbs)])
    }

    /// What is said of the page of a section.
    pub(super) fn section_data(&self, id: SectionId) -> String {
        let page = &self.site.pages[self.site.sections[id].page];
        let steps = self.section_steps(self.site.sections[id].page);
        script(vec![Node::Breadcrumbs(self.breadcrumbs(page.language, &steps, &page.title))])
    }

    /// What is said of the site, on its home page.
    pub(super) fn home_data(&self, language: LanguageId) -> String {
        let url = self.routes.absolute(&self.routes.home(language));
        script(vec![Node::Site(WebSite {
            id: format!("{url}#website"),
            name: self.site.config.title.get(language),
            description: self.site.config.description.get(language),
            url,
            in_language: self.tag(language),
            publisher: self.publisher(language),
        })])
    }

    /// What is said of the list of all terms of a taxonomy, of all years, or of all events: where it
    /// stands.
    pub(super) fn list_data(&self, language: LanguageId, title: &str) -> String {
        script(vec![Node::Breadcrumbs(self.breadcrumbs(language, &[], title))])
    }

    /// What is said of the archive of a year, month or day.
    pub(super) fn period_data(&self, language: LanguageId, period: Period) -> String {
        let mut steps = self.period_steps(language, period);
        let name = steps.pop().map_or_else(String::new, |(name, _)| name);
        script(vec![Node::Breadcrumbs(self.breadcrumbs(language, &steps, &name))])
    }

    /// What is said of a term.
    pub(super) fn term_data(&self, id: TermId) -> String {
        let term = &self.site.terms[id];
        let steps = [self.taxonomy_step(term.taxonomy, term.language)];
        script(vec![Node::Breadcrumbs(self.breadcrumbs(term.language, &steps, &term.name))])
    }

    /// What is said of a news event.
    pub(super) fn event_page_data(&self, id: EventId, language: LanguageId) -> String {
        let event = &self.site.events[id];
        let known = &event.definition;
        let text = |text: &'a Text| text.get(language).0;
        let node = EventNode {
            description: known.description.as_ref().map(text),
            location: known.places.iter().map(|place| Place { name: text(place) }).collect(),
            about: known
                .parties
                .iter()
                .map(|party| Thing { name: text(&party.name), url: party.url.as_deref() })
                .collect(),
            ..self.event_node(event, language, &event.urls[&language])
        };
        let steps = [(self.interface(language).text("events"), self.routes.events(language))];
        let breadcrumbs = self.breadcrumbs(language, &steps, text(&known.name));
        script(vec![Node::Event(Box::new(node)), Node::Breadcrumbs(breadcrumbs)])
    }

    fn news_article(&self, id: PageId) -> NewsArticle<'a> {
        let site = self.site;
        let (page, relations) = (&site.pages[id], &site.relations[id]);
        let header = &page.front_matter;
        let permalink = self.permalink(id);
        let story = &site.stories[relations.story];
        let is_original = story.has_original && story.original == id;
        let others = story.editions.iter().filter(|edition| is_original && **edition != id);
        let image = self.image(id).map(|image| ImageObject {
            url: image.permalink,
            width: image.width,
            height: image.height,
            caption: image.caption,
            credit_text: image.credit,
        });
        let (mut is_based_on, mut citation) = (None, None);
        if let Some(source) = self.source(id) {
            let work = CreativeWork {
                url: source.url,
                publisher: source.name.map(organization),
                date_published: source.published.map(|date| date.datetime),
                in_language: source.lang,
                license: source.license.and_then(|license| license.url),
            };
            *(if source.is_first_publication { &mut is_based_on } else { &mut citation }) = Some(work);
        }
        NewsArticle {
            id: article_id(&permalink),
            headline: &page.title,
            description: summary(page),
            in_language: self.tag(page.language),
            main_entity_of_page: permalink,
            date_published: relations.date.as_ref().map(w3c),
            date_modified: self.changed(id).as_ref().map(w3c),
            author: self.author_agents(id),
            translator: header.translators.iter().map(|person| self.agent(person, None)).collect(),
            publisher: self.publisher(page.language),
            image,
            is_accessible_for_free: true,
            keywords: self.subjects(id).map(|term| &*site.terms[term].name).collect(),
            article_section: self.sections_above(id).last().map(|section| self.section_title(*section)),
            translation_of_work: story.original_of(id).map(|original| self.reference(original)),
            work_translation: others.map(|edition| self.reference(*edition)).collect(),
            about: self.event_of(id),
            is_part_of: relations.series.iter().map(|part| self.series_node(part)).collect(),
            position: relations.series.first().map(|part| part.index + 1),
            correction: header
                .corrections
                .iter()
                .map(|correction| CorrectionComment {
                    text: &correction.note,
                    date_published: correction.date.as_ref().map(w3c),
                })
                .collect(),
            is_based_on,
            citation,
        }
    }

    fn reference(&self, id: PageId) -> Reference<'a> {
        let in_language = self.tag(self.site.pages[id].language);
        Reference { id: article_id(&self.permalink(id)), in_language }
    }

    /// The authors, as [`Self::authors`] names them.
    fn author_agents(&self, id: PageId) -> Vec<Agent<'a>> {
        let original = self.site.stories[self.site.relations[id].story].original;
        let (persons, _) = self.site.pages[id].authors_or(&self.site.pages[original]);
        let terms = self.site.relations[id].authors.iter().copied().chain(std::iter::repeat(None));
        persons.iter().zip(terms).map(|(person, term)| self.agent(person, term)).collect()
    }

    /// Somebody, with the page of their articles on this site, and with their own address.
    fn agent(&self, person: &'a Person, term: Option<TermId>) -> Agent<'a> {
        let term = term.map(|term| &self.site.terms[term]);
        let name = term.map_or(&*person.name, |term| &term.name);
        let own = person.url.as_deref().filter(|url| is_web_address(url));
        let (url, same_as) = match term {
            Some(term) => (Some(self.routes.absolute(&term.url)), own),
            None => (own.map(str::to_owned), None),
        };
        if self.site.is_organization(person) {
            Agent::Organization { name, url, same_as, logo: None }
        } else {
            Agent::Person { name, url, same_as }
        }
    }

    fn publisher(&self, language: LanguageId) -> Agent<'a> {
        let url = Some(self.routes.absolute(&self.routes.home(language)));
        let logo = self.site.logo.as_ref().map(|logo| ImageObject {
            url: self.routes.absolute(&logo.url),
            width: logo.size.map(|(width, _)| width),
            height: logo.size.map(|(_, height)| height),
            caption: None,
            credit_text: None,
        });
        Agent::Organization { name: self.site.config.title.get(language), url, same_as: None, logo }
    }

    fn series_node(&self, part: &SeriesPart) -> CreativeWorkSeries<'a> {
        let term = &self.site.terms[part.term];
        CreativeWorkSeries { name: &term.name, url: self.routes.absolute(&term.url) }
    }

    /// The event that an article is on.
    fn event_of(&self, id: PageId) -> Option<EventNode<'a>> {
        let event = &self.site.events[self.site.relations[id].event?];
        let language = self.site.pages[id].language;
        Some(self.event_node(event, language, event.urls.get(&language)?))
    }

    fn event_node(&self, event: &'a Event, language: LanguageId, url: &UrlPath) -> EventNode<'a> {
        let known = &event.definition;
        let date = |date: &Date| w3c(&date.seen_in(&known.zone));
        let url = self.routes.absolute(url);
        EventNode {
            id: format!("{url}#event"),
            name: known.name.get(language).0,
            description: None,
            start_date: known.start.as_ref().map(date),
            end_date: known.end.as_ref().map(date),
            url,
            location: Vec::new(),
            about: Vec::new(),
        }
    }

    fn breadcrumbs<'s>(&self, language: LanguageId, steps: &'s [Step], last: &'s str) -> BreadcrumbList<'s>
    where
        'a: 's,
    {
        let home = (self.site.config.title.get(language), self.routes.home(language));
        let above = std::iter::once(home).chain(steps.iter().map(|(name, url)| (&**name, url.clone())));
        let above = above.map(|(name, url)| (name, Some(self.routes.absolute(&url))));
        let items = above.chain([(last, None)]).zip(1..);
        let item = |((name, item), position)| ListItem { position, name, item };
        BreadcrumbList { item_list_element: items.map(item).collect() }
    }

    fn section_steps(&self, id: PageId) -> Vec<Step> {
        let step = |section: SectionId| {
            let url = self.site.relations[self.site.sections[section].page].url.clone();
            (self.section_title(section).to_owned(), url)
        };
        self.sections_above(id).into_iter().map(step).collect()
    }

    fn section_title(&self, id: SectionId) -> &'a str {
        &self.site.pages[self.site.sections[id].page].title
    }

    /// The archive with the periods above one, and that period itself: those that have a page.
    fn period_steps(&self, language: LanguageId, period: Period) -> Vec<Step> {
        let periods = &self.site.archives[language].periods;
        let mut above: Vec<Period> = std::iter::successors(Some(period), |period| period.parent()).collect();
        above.reverse();
        let link = |period: &Period| {
            (self.period_link(language, *period).short_name, self.routes.period(language, *period))
        };
        let archive = (self.interface(language).text("archive"), self.routes.archive_index(language));
        let periods = above.iter().filter(|period| periods.contains_key(period)).map(link);
        let steps: Vec<Step> = std::iter::once(archive).chain(periods).collect();
        if steps.len() > 1 { steps } else { Vec::new() }
    }

    fn taxonomy_step(&self, id: TaxonomyId, language: LanguageId) -> Step {
        let taxonomy = &self.site.config.taxonomies[id.index()];
        let title = self.interface(language).taxonomy_title(&taxonomy.name);
        (title, self.routes.taxonomy(taxonomy, language))
    }
}

fn organization(name: &str) -> Agent<'_> {
    Agent::Organization { name, url: None, same_as: None, logo: None }
}

/// What an article is known by, apart from its page.
fn article_id(permalink: &str) -> String {
    format!("{permalink}#article")
}

/// Whether `text` is an address that anybody can open.
pub(super) fn is_web_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}
