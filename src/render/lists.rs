//! Home pages, sections, archives and terms as templates see them.

use tera::Value;

use crate::diagnostic::Result;
use crate::ids::{Id, LanguageId, PageId, SectionId, TaxonomyId, TermId};
use crate::locale::DateLength;
use crate::pagination::Pager;
use crate::path::{UrlPath, host};
use crate::site::{FeedScope, ListedCorrection, Period};

use super::versions::Versions;
use super::views::{
    ArchiveView, CalendarView, CorrectionView, HeadView, PagerView, PeriodLink, TaxonomyView, TermGroup,
    TermLink, TermTranslation, TermView, YearView,
};
use super::{Content, Renderer, to_value};

/// The taxonomy whose terms are people and desks.
const AUTHORS: &str = "authors";

/// How many topics a home page names.
const TOPICS_MAX: usize = 16;

impl<'a> Renderer<'a> {
    /// A slice of a list: `list`, with `list.pages` and `list.pager`.
    fn list(&self, pages: &[PageId], first: &UrlPath, pager: Pager, language: LanguageId) -> Value {
        let cards: Vec<Value> = pager.slice(pages).iter().map(|page| self.card(*page, language)).collect();
        let view = self.pager(first, pager, pages.len(), language);
        // The cards are shared with other lists as they are; serializing them would copy them.
        let mut list = tera::Map::new();
        list.insert("pages".into(), Value::from(cards));
        list.insert("pager".into(), to_value(&view));
        Value::from(list)
    }

    pub(super) fn pager(
        &self,
        first: &UrlPath,
        pager: Pager,
        items: usize,
        language: LanguageId,
    ) -> PagerView {
        let url = |number: usize| self.routes.href(&self.routes.pager(language, first, number));
        PagerView {
            number: pager.number,
            count: pager.count,
            items,
            first_item: pager.first_item(),
            first: url(1),
            last: url(pager.count),
            previous: (pager.number > 1).then(|| url(pager.number - 1)),
            next: (pager.number < pager.count).then(|| url(pager.number + 1)),
        }
    }

    /// The head of a list's page. Only its first page has counterparts in other languages.
    pub(super) fn list_head(
        &self,
        title: String,
        description: &str,
        first: &UrlPath,
        pager: Pager,
        versions: &Versions,
        language: LanguageId,
    ) -> HeadView {
        let page = |number: usize| self.routes.absolute(&self.routes.pager(language, first, number));
        // In a list of another language, the same number is not the same slice.
        let versions = if pager.number == 1 { versions } else { &Versions::none() };
        let mut head = HeadView {
            title,
            description: description.to_owned(),
            canonical: page(pager.number),
            alternates: self.alternates(versions),
            versions: self.switch(versions, language),
            form_action: None,
            path: self.routes.href(&self.routes.pager(language, first, pager.number)),
            is_canonical: true,
            noindex: false,
            kind: "website",
            previous: (pager.number > 1).then(|| page(pager.number - 1)),
            next: (pager.number < pager.count).then(|| page(pager.number + 1)),
            feeds: self.head_feeds(language, None),
            ..HeadView::default()
        };
        self.share(&mut head, language, versions, None);
        head
    }

    pub(super) fn home(&self, language: LanguageId, pager: Pager) -> Result<Content> {
        let versions = self.home_versions();
        let first = self.routes.home(language);
        let description = self.site.config.description.get(language);
        let mut head = self.list_head(String::new(), description, &first, pager, &versions, language);
        head.noindex = !self.site.has_home(language);
        head.structured_data = Some(self.home_data(language));
        let pages = &self.site.archives[language].pages;
        // The text of the content folder's own `_index.md` opens the home page.
        let is_first = pager.number == 1;
        let intro = self.site.home_intro(language).filter(|_| is_first);
        // Each looks through the whole archive: not again for every further page.
        let in_focus = is_first.then(|| self.event_in_focus(language)).flatten();
        let (event, event_pages) =
            in_focus.map_or_else(|| (Value::none(), Vec::new()), |(event, pages)| (to_value(&event), pages));
        let lead = is_first.then(|| self.lead(language)).flatten();
        self.template(
            "home.html",
            language,
            vec![
                ("head", to_value(&head)),
                ("list", self.list(pages, &first, pager, language)),
                ("content", intro.map_or_else(Value::none, |page| Value::safe_string(&self.body(page)))),
                ("event", event),
                ("event_pages", Value::from(event_pages)),
                ("lead", lead.map_or_else(Value::none, |page| to_value(&self.page_view(page)))),
                (
                    "topics",
                    if is_first {
                        to_value(&self.topics(language))
                    } else {
                        Value::from(Vec::<Value>::new())
                    },
                ),
            ],
        )
    }

    /// The article that leads the home page: of the language's own, the newest that asks to, else
    /// the newest. One that is alone leads nothing.
    fn lead(&self, language: LanguageId) -> Option<PageId> {
        let site = self.site;
        let pages = Some(&site.archives[language].pages).filter(|pages| pages.len() > 1)?;
        let mut own = pages.iter().copied().filter(|page| site.pages[*page].language == language);
        let newest = own.clone().next();
        let asks_to = |page: &PageId| {
            let original = site.stories[site.relations[*page].story].original;
            site.pages[*page].is_featured(&site.pages[original])
        };
        own.find(asks_to).or(newest)
    }

    /// The terms with the most articles, of the first taxonomy that says what articles are about.
    fn topics(&self, language: LanguageId) -> Vec<TermLink<'a>> {
        let config = &self.site.config;
        let Some(taxonomy) = config.taxonomies.iter().position(|taxonomy| !taxonomy.shared) else {
            return Vec::new();
        };
        let is_here = |term: &TermId| {
            let term = &self.site.terms[*term];
            term.taxonomy.index() == taxonomy && term.language == language
        };
        let mut terms: Vec<TermId> = self.site.terms.ids().filter(is_here).collect();
        // Stable: of equal ones, the first by slug.
        terms.sort_by_key(|term| std::cmp::Reverse(self.site.terms[*term].pages.len()));
        terms.into_iter().take(TOPICS_MAX).map(|term| self.term_link(term)).collect()
    }

    pub(super) fn section(&self, id: SectionId, pager: Pager) -> Result<Content> {
        let section = &self.site.sections[id];
        let page = &self.site.pages[section.page];
        let first = &self.site.relations[section.page].url;
        let mut head = self.page_head(section.page);
        let list_head = self.list_head(String::new(), "", first, pager, &Versions::none(), page.language);
        (head.canonical, head.path) = (list_head.canonical, list_head.path);
        (head.previous, head.next) = (list_head.previous, list_head.next);
        if pager.number > 1 {
            head.alternates.clear();
            head.versions.clear();
            self.share(&mut head, page.language, &Versions::none(), None);
        }
        head.feeds = self.head_feeds(page.language, Some(FeedScope::Section(id)));
        head.noindex |= !self.site.has_content(id);
        head.structured_data = Some(self.section_data(id));
        let template = self.template_of(page, "section.html");
        self.template(
            &template,
            page.language,
            vec![
                ("head", to_value(&head)),
                ("page", to_value(&self.page_view(section.page))),
                ("content", Value::safe_string(&self.body(section.page))),
                ("list", self.list(&section.pages, first, pager, page.language)),
            ],
        )
    }

    pub(super) fn period_link(&self, language: LanguageId, period: Period) -> PeriodLink {
        let locale = self.interface(language).locale();
        let (name, short_name) = match (period.month, period.day) {
            (None, _) => (locale.year(period.year), locale.year(period.year)),
            (Some(month), None) => (locale.month(period.year, month), locale.month_name(month).to_owned()),
            (Some(_), Some(day)) => {
                let number = locale.number(i64::from(day));
                (locale.date(period.first_day(), DateLength::Long), number)
            }
        };
        PeriodLink {
            name,
            short_name,
            url: self.routes.href(&self.routes.period(language, period)),
            count: self.site.archives[language].periods.get(&period).map_or(0, Vec::len),
        }
    }

    pub(super) fn archive(&self, language: LanguageId, period: Period, pager: Pager) -> Result<Content> {
        let periods = &self.site.archives[language].periods;
        let link = |period: Period| self.period_link(language, period);
        let same_depth = |other: &Period| other.depth() == period.depth();
        let older = periods.range(..period).rev().map(|(other, _)| *other).find(same_depth);
        let newer = periods.range(period..).skip(1).map(|(other, _)| *other).find(same_depth);
        let mut parents: Vec<PeriodLink> = Vec::new();
        let mut above = period.parent();
        while let Some(parent) = above {
            parents.insert(0, link(parent));
            above = parent.parent();
        }
        // Children follow their parent in the order of the calendar.
        let children = periods.range(period..).skip(1).map(|(other, _)| *other);
        let children = children.take_while(|other| other.depth() > period.depth());
        let mut inside: Vec<PeriodLink> =
            children.filter(|other| other.parent() == Some(period)).map(link).collect();
        inside.reverse();
        let name = link(period).name;
        let pages = &periods[&period];
        let view = ArchiveView {
            kind: ["year", "month", "day"][usize::from(period.depth())],
            name: name.clone(),
            count: pages.len(),
            parents,
            periods: inside,
            newer: newer.map(link),
            older: older.map(link),
        };
        let versions = self.period_versions(period);
        let first = self.routes.period(language, period);
        let title = self.interface(language).text_with("archive_of", &[("date", &name)]);
        let mut head = self.list_head(title, "", &first, pager, &versions, language);
        head.structured_data = Some(self.period_data(language, period));
        // A year is the calendars of its months; a month and a day, one.
        let months: Vec<Period> = match period.month {
            Some(_) => vec![period],
            None => periods
                .range(period..)
                .map(|(other, _)| *other)
                .take_while(|other| other.year == period.year)
                .filter(|other| other.depth() == 1)
                .collect(),
        };
        let months = if pager.number == 1 { months } else { Vec::new() };
        let calendars: Vec<CalendarView> =
            months.into_iter().map(|month| self.calendar(language, month)).collect();
        self.template(
            "archive.html",
            language,
            vec![
                ("head", to_value(&head)),
                ("archive", to_value(&view)),
                ("calendars", to_value(&calendars)),
                ("list", self.list(pages, &first, pager, language)),
            ],
        )
    }

    pub(super) fn archive_index(&self, language: LanguageId) -> Result<Content> {
        let periods = &self.site.archives[language].periods;
        let mut years: Vec<YearView> = Vec::new();
        for period in periods.keys() {
            match period.depth() {
                0 => years
                    .insert(0, YearView { year: self.period_link(language, *period), months: Vec::new() }),
                1 => {
                    if let Some(year) = years.first_mut() {
                        year.months.insert(0, self.period_link(language, *period));
                    }
                }
                _ => {}
            }
        }
        let versions = self.archive_index_versions();
        let title = self.interface(language).text("archive");
        let data = self.list_data(language, &title);
        let mut head = self.list_head(
            title,
            "",
            &self.routes.archive_index(language),
            Pager::only(),
            &versions,
            language,
        );
        head.structured_data = Some(data);
        self.template(
            "archive_index.html",
            language,
            vec![("head", to_value(&head)), ("years", to_value(&years))],
        )
    }

    /// What was put right in the articles of a language, each with the card of its article.
    pub(super) fn corrections(&self, language: LanguageId, pager: Pager) -> Result<Content> {
        let all = &self.site.corrections[language];
        let entry = |listed: &ListedCorrection| {
            let correction = &self.site.pages[listed.page].front_matter.corrections[listed.index];
            let CorrectionView { date, note } = self.correction(correction, language);
            let mut entry = tera::Map::new();
            entry.insert("date".into(), to_value(&date));
            entry.insert("note".into(), Value::from(note));
            entry.insert("page".into(), self.card(listed.page, language));
            Value::from(entry)
        };
        let corrections: Vec<Value> = pager.slice(all).iter().map(entry).collect();
        let versions = self.corrections_versions();
        let first = self.routes.corrections(language);
        let interface = self.interface(language);
        let (title, description) = (interface.text("corrections_all"), interface.text("corrections_text"));
        let data = self.list_data(language, &title);
        let mut head = self.list_head(title, &description, &first, pager, &versions, language);
        head.feeds = self.head_feeds(language, Some(FeedScope::Corrections(language)));
        head.structured_data = Some(data);
        self.template(
            "corrections.html",
            language,
            vec![
                ("head", to_value(&head)),
                ("corrections", Value::from(corrections)),
                ("pager", to_value(&self.pager(&first, pager, all.len(), language))),
            ],
        )
    }

    pub(super) fn taxonomy(&self, id: TaxonomyId, language: LanguageId) -> Result<Content> {
        let taxonomy = &self.site.config.taxonomies[id.index()];
        let is_here = |term: &TermId| {
            self.site.terms[*term].taxonomy == id && self.site.terms[*term].language == language
        };
        let terms = self.site.terms.ids().filter(is_here);
        let terms: Vec<TermLink<'a>> = terms.map(|term| self.term_link(term)).collect();
        let count = terms.len();
        let groups = self
            .interface(language)
            .locale()
            .index(terms, |term| term.name)
            .into_iter()
            .zip(1..)
            .map(|((letter, terms), number)| TermGroup { letter, number, terms })
            .collect();
        let title = self.interface(language).taxonomy_title(&taxonomy.name);
        let view = TaxonomyView { name: &taxonomy.name, title: title.clone(), count, groups };
        let versions = self.taxonomy_versions(id);
        let data = self.list_data(language, &title);
        let mut head = self.list_head(
            title,
            "",
            &self.routes.taxonomy(taxonomy, language),
            Pager::only(),
            &versions,
            language,
        );
        head.structured_data = Some(data);
        self.template(
            "taxonomy.html",
            language,
            vec![("head", to_value(&head)), ("taxonomy", to_value(&view))],
        )
    }

    /// The address of an author, as the newest article says that has one, in this language before others. A path says nothing here: no
    /// check has found that something is there.
    fn author_link(&self, id: TermId) -> Option<&'a str> {
        let site = self.site;
        let term = &site.terms[id];
        let is_meant = |other: TermId| other == id || term.translations.contains(&other);
        let link_of = |page: &PageId| {
            let relations = &site.relations[*page];
            let original = site.stories[relations.story].original;
            let (persons, _) = site.pages[*page].authors_or(&site.pages[original]);
            let own = persons.iter().zip(&relations.authors).filter(|(_, term)| term.is_some_and(is_meant));
            let mut links = own.filter_map(|(person, _)| person.url.as_deref());
            links.find(|link| !link.starts_with('/'))
        };
        let elsewhere = term.translations.iter().flat_map(|other| &site.terms[*other].pages);
        term.pages.iter().chain(elsewhere).find_map(link_of)
    }

    pub(super) fn term(&self, id: TermId, pager: Pager) -> Result<Content> {
        let term = &self.site.terms[id];
        let taxonomy = &self.site.config.taxonomies[term.taxonomy.index()];
        let translations: Vec<TermTranslation<'a>> = term
            .translations
            .iter()
            .map(|other| {
                let other = &self.site.terms[*other];
                let language = &self.site.config.languages[other.language];
                TermTranslation {
                    lang: language.tag.as_str(),
                    language: &language.name,
                    dir: language.tag.direction().as_str(),
                    name: &other.name,
                    url: self.routes.href(&other.url),
                }
            })
            .collect();
        let link = if taxonomy.name == AUTHORS { self.author_link(id) } else { None };
        let view = TermView {
            link,
            link_name: link.map(host),
            name: &term.name,
            taxonomy: &taxonomy.name,
            taxonomy_title: self.interface(term.language).taxonomy_title(&taxonomy.name),
            taxonomy_url: self.routes.href(&self.routes.taxonomy(taxonomy, term.language)),
            description: term.description.as_deref(),
            count: term.pages.len(),
            other_names: &term.other_names,
            translations,
            broader: term.broader.map(|broader| self.term_link(broader)),
            narrower: term.narrower.iter().map(|narrower| self.term_link(*narrower)).collect(),
        };
        let versions = self.term_versions(id);
        let description = term.description.as_deref().unwrap_or("");
        let mut head =
            self.list_head(term.name.clone(), description, &term.url, pager, &versions, term.language);
        head.feeds = self.head_feeds(term.language, Some(FeedScope::Term(id)));
        head.structured_data = Some(self.term_data(id));
        let template = match taxonomy {
            taxonomy if taxonomy.ordered => "series.html",
            taxonomy if taxonomy.name == AUTHORS => "author.html",
            _ => "term.html",
        };
        self.template(
            template,
            term.language,
            vec![
                ("head", to_value(&head)),
                ("term", to_value(&view)),
                ("list", self.list(term.listed(), &term.url, pager, term.language)),
            ],
        )
    }
}
