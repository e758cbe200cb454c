//! The data for other programs: which documents there are.

use crate::ids::{EventId, LanguageId, PageId, TermId};
use crate::pagination::Pager;
use crate::path::UrlPath;
use crate::routes::Routes;
use crate::site::Site;

/// How many items a list has in one document: so few that even with the longest titles and addresses
/// it stays below a megabyte.
const ITEMS_MAX: usize = 100;

/// A document of the data for other programs. Lists are cut, and say which part of them it is: the
/// oldest articles come first, so that a full part changes only with what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiDocument {
    /// Which languages there are.
    Index,
    /// What there is in a language.
    Language(LanguageId),
    /// The articles of a language.
    Articles(LanguageId, Pager),
    /// The terms of a language.
    Terms(LanguageId, Pager),
    /// The news events of a language.
    Events(LanguageId, Pager),
    /// An article.
    Article(PageId),
    /// A term.
    Term(TermId),
    /// The articles of a term.
    TermArticles(TermId, Pager),
    /// A news event.
    Event(EventId, LanguageId),
    /// The articles on a news event.
    EventArticles(EventId, LanguageId, Pager),
}

impl ApiDocument {
    /// The parts of a list with so many items; none of an empty one.
    pub fn parts(items: usize) -> impl Iterator<Item = Pager> {
        Pager::all(items, ITEMS_MAX).filter(move |_| items > 0)
    }

    /// Where it is.
    #[must_use]
    pub fn url(self, site: &Site, routes: Routes<'_>) -> UrlPath {
        match self {
            Self::Index => routes.api_index(),
            Self::Language(language) => routes.api_language(language),
            Self::Articles(language, part) => routes.api_list(language, "articles", part.number),
            Self::Terms(language, part) => routes.api_list(language, "terms", part.number),
            Self::Events(language, part) => routes.api_list(language, "events", part.number),
            Self::Article(page) => routes.api_document(&site.relations[page].url),
            Self::Term(term) => routes.api_document(&site.terms[term].url),
            Self::TermArticles(term, part) => routes.api_articles(&site.terms[term].url, part.number),
            Self::Event(event, language) => routes.api_document(&site.events[event].urls[&language]),
            Self::EventArticles(event, language, part) => {
                routes.api_articles(&site.events[event].urls[&language], part.number)
            }
        }
    }
}

/// Every document of a site.
pub(super) fn documents(site: &Site) -> Vec<ApiDocument> {
    let mut documents = vec![ApiDocument::Index];
    for language in site.config.languages.ids() {
        documents.push(ApiDocument::Language(language));
        let articles = site.own_articles(language).count();
        documents.extend(ApiDocument::parts(articles).map(|part| ApiDocument::Articles(language, part)));
        documents.extend(site.own_articles(language).map(ApiDocument::Article));
        let terms = site.terms.iter().filter(|term| term.language == language).count();
        documents.extend(ApiDocument::parts(terms).map(|part| ApiDocument::Terms(language, part)));
        let events = site.events.iter().filter(|event| event.urls.contains_key(&language)).count();
        documents.extend(ApiDocument::parts(events).map(|part| ApiDocument::Events(language, part)));
    }
    for (id, term) in site.terms.enumerate() {
        documents.push(ApiDocument::Term(id));
        documents
            .extend(ApiDocument::parts(term.pages.len()).map(|part| ApiDocument::TermArticles(id, part)));
    }
    for (id, event) in site.events.enumerate() {
        for language in event.urls.keys().copied() {
            documents.push(ApiDocument::Event(id, language));
            let parts = ApiDocument::parts(event.coverage.len());
            documents.extend(parts.map(|part| ApiDocument::EventArticles(id, language, part)));
        }
    }
    documents
}
