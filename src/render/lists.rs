//! Home pages, sections, archives and terms as templates see them.

use tera::Value;

use crate::diagnostic::Result;
use crate::ids::{Id, LanguageId, PageId, SectionId, TaxonomyId, TermId};
use crate::locale::DateLength;
use crate::pagination::Pager;
use crate::path::UrlPath;
use crate::site::{ListedCorrection, Period};

use super::views::{
    ArchiveView, CorrectionView, HeadView, PagerView, PeriodLink, TaxonomyView, TermGroup, TermLink,
    TermTranslation, TermView, YearView,
};
use super::{Content, Renderer, to_value};

impl<'a> Renderer<'a> {
    /// A slice of a list: `list`, with `list.pages` and `list.pager`.
    fn list(&self, pages: &[PageId], first: &UrlPath, pager: Pager, language: LanguageId) -> Value {
        let cards: Vec<Value> = pager.slice(pages).iter().map(|page| self.card(*page, language)).collect();
        let view = self.pager(first, pager, pages.len());
        // The cards are shared with other lists as they are; serializing them would copy them.
        let mut list = tera::Map::new();
        list.insert("pages".into(), Value::from(cards));
        list.insert("pager".into(), to_value(&view));
        Value::from(list)
    }

    fn pager(&self, first: &UrlPath, pager: Pager, items: usize) -> PagerView {
        let url = |number: usize| self.routes.href(&self.routes.pager(first, number));
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
    fn list_head(
        &self,
        title: String,
        description: &str,
        first: &UrlPath,
        pager: Pager,
        versions: &[(LanguageId, &UrlPath)],
    ) -> HeadView {
        let page = |number: usize| self.routes.absolute(&self.routes.pager(first, number));
        let default = versions.iter().min_by_key(|(language, _)| *language);
        let alternates = match default {
            Some((_, default)) if pager.number == 1 => self.alternates(versions, default),
            _ => Vec::new(),
        };
        HeadView {
            title,
            description: description.to_owned(),
            canonical: page(pager.number),
            is_canonical: true,
            alternates,
            noindex: false,
            kind: "website",
            previous: (pager.number > 1).then(|| page(pager.number - 1)),
            next: (pager.number < pager.count).then(|| page(pager.number + 1)),
        }
    }

    pub(super) fn home(&self, language: LanguageId, pager: Pager) -> Result<Content> {
        let homes: Vec<(LanguageId, UrlPath)> =
            self.site.config.languages.ids().map(|id| (id, self.routes.home(id))).collect();
        let versions: Vec<(LanguageId, &UrlPath)> = homes.iter().map(|(id, url)| (*id, url)).collect();
        let first = self.routes.home(language);
        let description = self.site.config.description.get(language);
        let head = self.list_head(String::new(), description, &first, pager, &versions);
        let pages = &self.site.archives[language].pages;
        // The text of the content folder's own `_index.md` opens the home page.
        let intro = self
            .site
            .sections
            .iter()
            .find(|section| {
                let page = &self.site.pages[section.page];
                page.is_top_section() && page.language == language
            })
            .filter(|_| pager.number == 1);
        self.template(
            "home.html",
            language,
            vec![
                ("head", to_value(&head)),
                ("list", self.list(pages, &first, pager, language)),
                (
                    "content",
                    intro.map_or_else(Value::none, |section| Value::safe_string(&self.body(section.page))),
                ),
            ],
        )
    }

    pub(super) fn section(&self, id: SectionId, pager: Pager) -> Result<Content> {
        let section = &self.site.sections[id];
        let page = &self.site.pages[section.page];
        let first = &self.site.relations[section.page].url;
        let mut head = self.page_head(section.page);
        let list_head = self.list_head(String::new(), "", first, pager, &[]);
        (head.canonical, head.previous, head.next) =
            (list_head.canonical, list_head.previous, list_head.next);
        if pager.number > 1 {
            head.alternates.clear();
        }
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
        let urls: Vec<(LanguageId, UrlPath)> = self
            .site
            .archives
            .enumerate()
            .filter(|(_, archive)| archive.periods.contains_key(&period))
            .map(|(other, _)| (other, self.routes.period(other, period)))
            .collect();
        let versions: Vec<(LanguageId, &UrlPath)> = urls.iter().map(|(id, url)| (*id, url)).collect();
        let first = self.routes.period(language, period);
        let title = self.interface(language).text_with("archive_of", &[("date", &name)]);
        let head = self.list_head(title, "", &first, pager, &versions);
        self.template(
            "archive.html",
            language,
            vec![
                ("head", to_value(&head)),
                ("archive", to_value(&view)),
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
        let urls: Vec<(LanguageId, UrlPath)> = self
            .site
            .archives
            .enumerate()
            .filter(|(_, archive)| !archive.periods.is_empty())
            .map(|(other, _)| (other, self.routes.archive_index(other)))
            .collect();
        let versions: Vec<(LanguageId, &UrlPath)> = urls.iter().map(|(id, url)| (*id, url)).collect();
        let title = self.interface(language).text("archive");
        let only = Pager::all(0, 1).next().expect("every list has a first page");
        let head = self.list_head(title, "", &self.routes.archive_index(language), only, &versions);
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
        let with_any = self.site.corrections.enumerate().filter(|(_, list)| !list.is_empty());
        let urls: Vec<(LanguageId, UrlPath)> =
            with_any.map(|(other, _)| (other, self.routes.corrections(other))).collect();
        let versions: Vec<(LanguageId, &UrlPath)> = urls.iter().map(|(id, url)| (*id, url)).collect();
        let first = self.routes.corrections(language);
        let interface = self.interface(language);
        let (title, description) = (interface.text("corrections_all"), interface.text("corrections_text"));
        let head = self.list_head(title, &description, &first, pager, &versions);
        self.template(
            "corrections.html",
            language,
            vec![
                ("head", to_value(&head)),
                ("corrections", Value::from(corrections)),
                ("pager", to_value(&self.pager(&first, pager, all.len()))),
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
            .map(|(letter, terms)| TermGroup { letter, terms })
            .collect();
        let title = self.interface(language).taxonomy_title(&taxonomy.name);
        let view = TaxonomyView { name: &taxonomy.name, title: title.clone(), count, groups };
        let mut urls: Vec<(LanguageId, UrlPath)> = Vec::new();
        for term in self.site.terms.iter().filter(|term| term.taxonomy == id) {
            if urls.last().is_none_or(|(last, _)| *last != term.language) {
                urls.push((term.language, self.routes.taxonomy(taxonomy, term.language)));
            }
        }
        let versions: Vec<(LanguageId, &UrlPath)> = urls.iter().map(|(id, url)| (*id, url)).collect();
        let only = Pager::all(0, 1).next().expect("every list has a first page");
        let head = self.list_head(title, "", &self.routes.taxonomy(taxonomy, language), only, &versions);
        self.template(
            "taxonomy.html",
            language,
            vec![("head", to_value(&head)), ("taxonomy", to_value(&view))],
        )
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
        let view = TermView {
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
        let mut versions: Vec<(LanguageId, &UrlPath)> = term
            .translations
            .iter()
            .map(|other| (self.site.terms[*other].language, &self.site.terms[*other].url))
            .collect();
        versions.push((term.language, &term.url));
        versions.sort_unstable_by_key(|(language, _)| *language);
        let description = term.description.as_deref().unwrap_or("");
        let head = self.list_head(term.name.clone(), description, &term.url, pager, &versions);
        self.template(
            if taxonomy.ordered { "series.html" } else { "term.html" },
            term.language,
            vec![
                ("head", to_value(&head)),
                ("term", to_value(&view)),
                ("list", self.list(term.listed(), &term.url, pager, term.language)),
            ],
        )
    }
}
