//! An article as templates see it.

use std::collections::BTreeMap;

use tera::Value;

use crate::config::Language;
use crate::date::Date;
use crate::diagnostic::Result;
use crate::front_matter::{Correction, Focus, Person, TranslationMethod};
use crate::ids::{Id, LanguageId, PageId, SectionId, TermId};
use crate::language::LanguageTag;
use crate::locale::DateLength;
use crate::parse::Page;
use crate::path::{folder, host};
use crate::site::{Period, Relations, SeriesPart, Target};

use super::body::{self, BodyWriter};
use super::license::{License, license};
use super::views::{
    CardView, CorrectionView, DateView, EditionView, HeadView, HeadingView, ImageView, LicenseView, PageView,
    PeriodLink, PersonView, SeriesLink, SourceView, TermLink,
};
use super::{Content, Renderer, is_article, to_value};

/// How many headings make a table of contents worth its place.
const HEADINGS_FOR_CONTENTS: usize = 4;

impl<'a> Renderer<'a> {
    pub(super) fn page(&self, id: PageId) -> Result<Content> {
        let page = &self.site.pages[id];
        let relations = &self.site.relations[id];
        let html = self.body(id);
        let cards = |pages: &[PageId]| -> Vec<Value> {
            pages.iter().map(|other| self.card(*other, page.language)).collect()
        };
        let neighbour = |other: Option<PageId>| match other {
            Some(other) => self.card(other, page.language),
            None => Value::none(),
        };
        let template = self.template_of(page, "page.html");
        self.template(
            &template,
            page.language,
            vec![
                ("head", to_value(&self.page_head(id))),
                ("page", to_value(&self.page_view(id))),
                ("content", Value::safe_string(&html)),
                ("newer", neighbour(relations.newer)),
                ("older", neighbour(relations.older)),
                ("event_earlier", neighbour(relations.event_earlier)),
                ("event_later", neighbour(relations.event_later)),
                ("related", Value::from(cards(&relations.related))),
                ("series", self.series(id)),
            ],
        )
    }

    /// The HTML of a page's text.
    pub(super) fn body(&self, id: PageId) -> String {
        let writer = BodyWriter { site: self.site, routes: self.routes, is_whole: false };
        writer.html(id, self.interface(self.site.pages[id].language))
    }

    /// The template that a header names, if the theme or the site has it, else the usual one. A
    /// `layout` of another tool means nothing here.
    pub(super) fn template_of(&self, page: &Page, usual: &str) -> String {
        let named = page.front_matter.template.as_ref().map(|template| &*template.value);
        let names = named.into_iter().flat_map(|name| [name.to_owned(), format!("{name}.html")]);
        let known = |name: &String| self.tera.contains_template(name);
        names.into_iter().find(known).unwrap_or_else(|| usual.to_owned())
    }

    fn language(&self, language: LanguageId) -> &'a Language {
        &self.site.config.languages[language]
    }

    pub(super) fn page_view(&self, id: PageId) -> PageView<'a> {
        let page = &self.site.pages[id];
        let relations = &self.site.relations[id];
        let header = &page.front_matter;
        let language = self.language(page.language);
        let editions = self.editions(id);
        let original = editions.iter().find(|edition| edition.is_original && !edition.is_current).cloned();
        PageView {
            title: &page.title,
            url: self.routes.href(&relations.url),
            permalink: self.routes.absolute(&relations.url),
            lang: language.tag.as_str(),
            dir: language.tag.direction().as_str(),
            summary: summary(page),
            has_own_summary: header.summary.is_some(),
            date: relations.date.as_ref().map(|date| self.date(date, page.language)),
            periods: relations.date.map_or_else(Vec::new, |date| self.periods(date, page.language)),
            updated: relations.modified.as_ref().map(|modified| self.date(modified, page.language)),
            corrections: header.corrections.iter().map(|each| self.correction(each, page.language)).collect(),
            corrected: header
                .corrections
                .first()
                .and_then(|newest| Some(self.date(newest.date.as_ref()?, page.language))),
            words: page.body.words,
            reading_minutes: page.body.reading_minutes,
            has_contents: header.toc.unwrap_or(page.body.headings.len() >= HEADINGS_FOR_CONTENTS),
            event: self.event_link(id),
            headings: page
                .body
                .headings
                .iter()
                .map(|heading| HeadingView { level: heading.level, id: &heading.id, text: &heading.text })
                .collect(),
            terms: self.page_terms(relations),
            has_terms: relations.terms.iter().any(|term| {
                self.site.config.taxonomies[self.site.terms[*term].taxonomy.index()].name != "authors"
            }),
            series: relations.series.iter().map(|part| self.series_link(part)).collect(),
            authors: self.authors(id),
            translators: self.in_list(header.translators.iter().map(person_view).collect(), page.language),
            translation: header.translation.as_ref().map(|method| translation_name(method.value)),
            source: self.source(id),
            image: self.image(id),
            editions,
            original,
            is_stale: relations.is_stale,
            is_uncorrected: relations.is_uncorrected,
            is_featured: page.is_featured(&self.site.pages[self.site.stories[relations.story].original]),
            is_listed: !header.hidden,
            is_draft: header.draft,
            extra: &header.extra,
        }
    }

    fn page_terms(&self, relations: &Relations) -> BTreeMap<&'a str, Vec<TermLink<'a>>> {
        // A taxonomy that a page has no term of is an empty list: a template can loop over it.
        let names = self.site.config.taxonomies.iter().map(|taxonomy| &*taxonomy.name);
        let mut terms: BTreeMap<&str, Vec<TermLink<'_>>> = names.map(|name| (name, Vec::new())).collect();
        for id in &relations.terms {
            let taxonomy = &self.site.config.taxonomies[self.site.terms[*id].taxonomy.index()];
            terms.entry(&taxonomy.name).or_default().push(self.term_link(*id));
        }
        terms
    }

    fn series_link(&self, part: &SeriesPart) -> SeriesLink<'a> {
        let term = &self.site.terms[part.term];
        SeriesLink {
            name: &term.name,
            url: self.routes.href(&term.url),
            number: part.index + 1,
            count: term.parts.len(),
        }
    }

    /// The series of an article, each with the cards of the parts before and after it.
    fn series(&self, id: PageId) -> Value {
        let language = self.site.pages[id].language;
        let with_neighbours = |part: &SeriesPart| {
            let SeriesLink { name, url, number, count } = self.series_link(part);
            let parts = &self.site.terms[part.term].parts;
            let neighbour = |index: Option<usize>| match index.and_then(|index| parts.get(index)) {
                Some(other) => self.card(*other, language),
                None => Value::none(),
            };
            let mut series = tera::Map::new();
            series.insert("name".into(), Value::from(name));
            series.insert("url".into(), Value::from(url));
            series.insert("number".into(), Value::from(number));
            series.insert("count".into(), Value::from(count));
            series.insert("previous".into(), neighbour(part.index.checked_sub(1)));
            series.insert("next".into(), neighbour(Some(part.index + 1)));
            Value::from(series)
        };
        Value::from(self.site.relations[id].series.iter().map(with_neighbours).collect::<Vec<Value>>())
    }

    pub(super) fn term_link(&self, id: TermId) -> TermLink<'a> {
        let term = &self.site.terms[id];
        TermLink { name: &term.name, url: self.routes.href(&term.url), count: term.pages.len() }
    }

    /// The authors: the page's own, else its original's, each with the page of their articles. A
    /// term has the name that the reader's language gives it.
    pub(super) fn authors(&self, id: PageId) -> Vec<PersonView<'a>> {
        let original = self.site.stories[self.site.relations[id].story].original;
        let (persons, _) = self.site.pages[id].authors_or(&self.site.pages[original]);
        let terms = self.site.relations[id].authors.iter().copied().chain(std::iter::repeat(None));
        let views = persons.iter().zip(terms).map(|(person, term)| match term {
            Some(term) => {
                let term = self.term_link(term);
                PersonView { name: term.name, url: Some(term.url), ..person_view(person) }
            }
            None => person_view(person),
        });
        self.in_list(views.collect(), self.site.pages[id].language)
    }

    /// People with what stands between their names in a sentence.
    fn in_list(&self, mut persons: Vec<PersonView<'a>>, language: LanguageId) -> Vec<PersonView<'a>> {
        let names: Vec<&str> = persons.iter().map(|person| person.name).collect();
        let separators = self.interface(language).locale().list_separators(&names);
        for (person, separator) in persons.iter_mut().zip(separators) {
            person.separator = separator;
        }
        persons
    }

    pub(super) fn correction(&self, correction: &'a Correction, language: LanguageId) -> CorrectionView<'a> {
        CorrectionView {
            date: correction.date.as_ref().map(|date| self.date(date, language)),
            note: &correction.note,
        }
    }

    /// Where a page comes from: as it says itself, else as its original does.
    pub(super) fn source(&self, id: PageId) -> Option<SourceView<'a>> {
        let page = &self.site.pages[id];
        let original = self.site.stories[self.site.relations[id].story].original;
        let (source, named_by) = page.source_or(&self.site.pages[original])?;
        let tag = source.lang.as_ref();
        let direction = tag.unwrap_or(&self.language(named_by.language).tag).direction();
        let license = source.license.as_deref().map(license);
        Some(SourceView {
            name: source.name.as_deref().or_else(|| source.url.as_deref().map(host)),
            url: source.url.as_deref(),
            published: source.published.as_ref().map(|date| self.date(date, page.language)),
            lang: tag.map(LanguageTag::as_str),
            language: tag.filter(|tag| tag.endonym() != tag.as_str()).map(LanguageTag::endonym),
            dir: direction.as_str(),
            is_first_publication: source.published.is_some()
                || license.is_some()
                || named_by.front_matter.says_it_is_a_translation(),
            license: license.map(|License { name, url }| LicenseView { name, url }),
        })
    }

    pub(super) fn image(&self, id: PageId) -> Option<ImageView<'a>> {
        let lead = self.site.relations[id].image.as_ref()?;
        let srcset = body::srcset(self.site, &lead.target, |url| self.routes.href(url));
        let (url, permalink, size) = match &lead.target {
            Target::File { url, size } => (self.routes.href(url), self.routes.absolute(url), *size),
            Target::Elsewhere(url) => (url.to_string(), url.to_string(), None),
            _ => return None,
        };
        let named_by = &self.site.pages[lead.page];
        let image = &named_by.front_matter.image.as_ref()?.value;
        let language = self.language(named_by.language);
        Some(ImageView {
            url,
            permalink,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            srcset,
            focus: image.focus.map_or_else(String::new, focus_classes),
            alt: image.alt.as_deref().unwrap_or(""),
            caption: image.caption.as_deref(),
            credit: image.credit.as_deref(),
            lang: language.tag.as_str(),
            dir: language.tag.direction().as_str(),
        })
    }

    /// Every edition of a page's story; empty for a story in one language.
    fn editions(&self, id: PageId) -> Vec<EditionView<'a>> {
        let story = &self.site.stories[self.site.relations[id].story];
        if story.editions.len() < 2 {
            return Vec::new();
        }
        let edition = |edition: &PageId| {
            let page = &self.site.pages[*edition];
            let language = self.language(page.language);
            EditionView {
                lang: language.tag.as_str(),
                language: &language.name,
                dir: language.tag.direction().as_str(),
                url: self.routes.href(&self.site.relations[*edition].url),
                title: &page.title,
                is_original: story.has_original && *edition == story.original,
                is_current: *edition == id,
            }
        };
        story.editions.iter().map(edition).collect()
    }

    pub(super) fn page_head(&self, id: PageId) -> HeadView {
        let page = &self.site.pages[id];
        let relations = &self.site.relations[id];
        let versions = self.page_versions(id);
        let is_article = is_article(self.site, id);
        let mut head = HeadView {
            title: page.title.to_string(),
            description: summary(page).to_owned(),
            path: self.routes.href(&relations.url),
            alternates: self.alternates(&versions),
            versions: self.switch(&self.editions_as_versions(id), page.language),
            form_action: None,
            canonical: match &relations.canonical {
                Some(address) => address.to_string(),
                None => self.routes.absolute(&relations.url),
            },
            is_canonical: relations.canonical.is_none(),
            noindex: page.front_matter.draft,
            kind: if is_article { "article" } else { "website" },
            previous: None,
            next: None,
            feeds: self.head_feeds(page.language, None),
            structured_data: is_article.then(|| self.article_data(id)),
            ..HeadView::default()
        };
        self.share(&mut head, page.language, &versions, is_article.then_some(id));
        head
    }

    /// The whole address of a page.
    pub(super) fn permalink(&self, id: PageId) -> String {
        self.routes.absolute(&self.site.relations[id].url)
    }

    /// When a page was last changed, or else published.
    pub(super) fn changed(&self, id: PageId) -> Option<Date> {
        let relations = &self.site.relations[id];
        relations.date.into_iter().chain(relations.modified).max_by_key(|date| date.instant)
    }

    /// The terms that say what an article is about; series do not.
    pub(super) fn subjects(&self, id: PageId) -> impl Iterator<Item = TermId> {
        let is_subject = |term: &TermId| {
            let taxonomy = &self.site.config.taxonomies[self.site.terms[*term].taxonomy.index()];
            !taxonomy.shared && !taxonomy.ordered
        };
        self.site.relations[id].terms.iter().copied().filter(is_subject)
    }

    /// The sections that hold a page, the outermost first; without the one that is the home page.
    pub(super) fn sections_above(&self, id: PageId) -> Vec<SectionId> {
        let page = &self.site.pages[id];
        let mut inside = folder(&page.story_path);
        let mut sections = Vec::new();
        while !inside.is_empty() {
            if let Some(section) = self.sections_by_folder.get(&(page.language, inside)) {
                sections.push(*section);
            }
            inside = folder(inside);
        }
        sections.retain(|section| self.site.sections[*section].page != id);
        sections.reverse();
        sections
    }

    /// A page as the lists of `language` show it.
    pub(super) fn card(&self, id: PageId, language: LanguageId) -> Value {
        if self.site.pages[id].language == language {
            return self.cards[id].get_or_init(|| to_value(&self.card_view(id, language))).clone();
        }
        to_value(&self.card_view(id, language))
    }

    fn card_view(&self, id: PageId, language: LanguageId) -> CardView<'a> {
        let page = &self.site.pages[id];
        let relations = &self.site.relations[id];
        let own = self.language(page.language);
        CardView {
            title: &page.title,
            url: self.routes.href(&relations.url),
            lang: own.tag.as_str(),
            dir: own.tag.direction().as_str(),
            language: &own.name,
            is_foreign: page.language != language,
            summary: summary(page),
            date: relations.date.as_ref().map(|date| self.date(date, language)),
            image: self.image(id),
        }
    }

    pub(super) fn date(&self, date: &Date, language: LanguageId) -> DateView {
        let locale = self.interface(language).locale();
        DateView {
            datetime: date.iso(),
            text: locale.written(date, DateLength::Long),
            time: if date.has_time { locale.time(date.civil.time()) } else { String::new() },
        }
    }

    /// The year, month and day of a date, each with its archive page where there is one.
    fn periods(&self, date: Date, language: LanguageId) -> Vec<PeriodLink> {
        let archive = &self.site.archives[language];
        Period::of(&date)
            .filter(|period| archive.periods.contains_key(period))
            .map(|period| self.period_link(language, period))
            .collect()
    }
}

/// A date as machines read it: RFC 3339, or the day alone where the author gave no time.
pub(super) fn w3c(date: &Date) -> String {
    if date.has_time { date.rfc3339() } else { date.iso_day() }
}

/// What lists and search engines say of a page: its author's words, else its beginning.
pub(super) fn summary(page: &Page) -> &str {
    page.front_matter.summary.as_ref().map_or(&page.body.summary, |summary| &summary.value)
}

/// The classes that say which part of a picture must be seen, in steps of a quarter: the pages let no
/// style stand in an element.
fn focus_classes(focus: Focus) -> String {
    let quarter = |percent: u8| (percent.min(100) + 12) / 25 * 25;
    match (quarter(focus.x), quarter(focus.y)) {
        (50, 50) => String::new(),
        (x, y) => format!("fx-{x} fy-{y}"),
    }
}

fn person_view(person: &Person) -> PersonView<'_> {
    PersonView { name: &person.name, url: None, link: person.url.as_deref(), separator: String::new() }
}

fn translation_name(method: TranslationMethod) -> &'static str {
    match method {
        TranslationMethod::Human => "human",
        TranslationMethod::Machine => "machine",
        TranslationMethod::MachineReviewed => "machine-reviewed",
    }
}
