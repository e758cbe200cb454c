//! What search engines are told: sitemaps (sitemaps.org, with the language versions of each page), the
//! newest articles for Google News, and the file that names them to crawlers.
//!
//! Language versions come from the table that the heads of pages are made from, so the two agree.

use crate::date::Date;
use crate::ids::{Id, LanguageId, PageId, TaxonomyId};
use crate::path::UrlPath;
use crate::plan::{OutputKind, Sitemap};
use crate::xml::Xml;

use super::Renderer;
use super::page::w3c;
use super::versions::Versions;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
const XHTML: (&str, &str) = ("xmlns:xhtml", "http://www.w3.org/1999/xhtml");
const NEWS: (&str, &str) = ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9");

impl Renderer<'_> {
    pub(super) fn sitemap(&self, sitemap: &Sitemap) -> Vec<u8> {
        let mut xml = Xml::document();
        xml.element("urlset", &[NAMESPACE, XHTML], |xml| {
            for kind in &sitemap.entries {
                let Some((url, versions)) = self.entry(*kind) else { continue };
                xml.element("url", &[], |xml| {
                    xml.leaf("loc", &[], &self.routes.absolute(&url));
                    if let Some(date) = self.changed_output(*kind) {
                        xml.leaf("lastmod", &[], &w3c(&date));
                    }
                    for alternate in self.alternates(&versions) {
                        let (lang, url) = (&*alternate.lang, &*alternate.url);
                        xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", lang), ("href", url)]);
                    }
                });
            }
        });
        xml.finish()
    }

    pub(super) fn sitemap_index(&self) -> Vec<u8> {
        let mut xml = Xml::document();
        xml.element("sitemapindex", &[NAMESPACE], |xml| {
            for sitemap in self.sitemaps {
                let url = self.routes.sitemap(sitemap.language, &sitemap.scope.name(), sitemap.number);
                let dates = sitemap.entries.iter().filter_map(|kind| self.changed_output(*kind));
                let newest = dates.max_by_key(|date| date.instant);
                xml.element("sitemap", &[], |xml| {
                    xml.leaf("loc", &[], &self.routes.absolute(&url));
                    if let Some(date) = newest {
                        xml.leaf("lastmod", &[], &w3c(&date));
                    }
                });
            }
            if self.site.config.news_sitemap.is_some() {
                xml.element("sitemap", &[], |xml| {
                    xml.leaf("loc", &[], &self.routes.absolute(&self.routes.news_sitemap()));
                });
            }
        });
        xml.finish()
    }

    pub(super) fn news_sitemap(&self) -> Vec<u8> {
        let mut xml = Xml::document();
        xml.element("urlset", &[NAMESPACE, NEWS], |xml| {
            for id in &self.site.recent {
                let page = &self.site.pages[*id];
                let Some(date) = &self.site.relations[*id].date else { continue };
                xml.element("url", &[], |xml| {
                    xml.leaf("loc", &[], &self.permalink(*id));
                    xml.element("news:news", &[], |xml| {
                        xml.element("news:publication", &[], |xml| {
                            let names = self.site.config.news_sitemap.as_ref();
                            let name = names.map_or("", |names| names.get(page.language));
                            xml.leaf("news:name", &[], name);
                            xml.leaf("news:language", &[], self.news_language(page.language));
                        });
                        xml.leaf("news:publication_date", &[], &w3c(date));
                        xml.leaf("news:title", &[], &page.title);
                    });
                });
            }
        });
        xml.finish()
    }

    /// The language as Google News writes it: the code alone, but for the two ways to write Chinese.
    fn news_language(&self, language: LanguageId) -> &str {
        let tag = &self.site.config.languages[language].tag;
        match (tag.as_str().split('-').next().unwrap_or(""), tag.script()) {
            ("zh", "Hant") => "zh-tw",
            ("zh", _) => "zh-cn",
            (code, _) => code,
        }
    }

    pub(super) fn robots(&self) -> Vec<u8> {
        let sitemap = self.routes.absolute(&self.routes.sitemap_index());
        format!("User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n").into_bytes()
    }

    /// The address of an output that a sitemap lists, with its language versions.
    fn entry(&self, kind: OutputKind) -> Option<(UrlPath, Versions)> {
        Some(match kind {
            OutputKind::Page(id) => (self.site.relations[id].url.clone(), self.page_versions(id)),
            OutputKind::Section(id, _) => {
                let page = self.site.sections[id].page;
                (self.site.relations[page].url.clone(), self.page_versions(page))
            }
            OutputKind::Home(language, _) => (self.routes.home(language), self.home_versions()),
            OutputKind::ArchiveIndex(language) => {
                (self.routes.archive_index(language), self.archive_index_versions())
            }
            OutputKind::Archive(language, period, _) => {
                (self.routes.period(language, period), self.period_versions(period))
            }
            OutputKind::Taxonomy(id, language) => {
                let taxonomy = &self.site.config.taxonomies[id.index()];
                (self.routes.taxonomy(taxonomy, language), self.taxonomy_versions(id))
            }
            OutputKind::Corrections(language, _) => {
                (self.routes.corrections(language), self.corrections_versions())
            }
            OutputKind::Term(id, _) => (self.site.terms[id].url.clone(), self.term_versions(id)),
            OutputKind::EventIndex(language, _) => {
                (self.routes.events(language), self.event_index_versions())
            }
            OutputKind::Event(id, language) => {
                (self.site.events[id].urls[&language].clone(), self.event_versions(id))
            }
            _ => return None,
        })
    }

    /// When what an output shows was last changed: of a list, the newest change of an article on its
    /// first page.
    fn changed_output(&self, kind: OutputKind) -> Option<Date> {
        let site = self.site;
        match kind {
            OutputKind::Page(id) => self.changed(id),
            OutputKind::Section(id, _) => {
                let section = &site.sections[id];
                let own = self.changed(section.page);
                own.into_iter().chain(self.newest(&section.pages)).max_by_key(|date| date.instant)
            }
            OutputKind::Home(language, _) | OutputKind::ArchiveIndex(language) => {
                self.newest(&site.archives[language].pages)
            }
            OutputKind::Archive(language, period, _) => {
                self.newest(&site.archives[language].periods[&period])
            }
            OutputKind::Taxonomy(id, language) => self.changed_taxonomy(id, language),
            OutputKind::Corrections(language, _) => {
                self.latest(site.corrections[language].first().map(|listed| &listed.page))
            }
            OutputKind::Term(id, _) => self.newest(site.terms[id].listed()),
            OutputKind::EventIndex(language, _) => {
                let here = site.event_lists[language].iter().map(|event| &site.events[*event]);
                self.latest(here.flat_map(|event| &event.coverage))
            }
            OutputKind::Event(id, _) => self.latest(&site.events[id].coverage),
            _ => None,
        }
    }

    fn changed_taxonomy(&self, id: TaxonomyId, language: LanguageId) -> Option<Date> {
        let here = |term: &&crate::site::Term| term.taxonomy == id && term.language == language;
        self.latest(self.site.terms.iter().filter(here).filter_map(|term| term.pages.first()))
    }

    /// The newest change on the first page of a list.
    fn newest(&self, pages: &[PageId]) -> Option<Date> {
        self.latest(pages.iter().take(self.site.config.articles_per_page))
    }

    fn latest<'p>(&self, pages: impl IntoIterator<Item = &'p PageId>) -> Option<Date> {
        pages.into_iter().filter_map(|page| self.changed(*page)).max_by_key(|date| date.instant)
    }
}
