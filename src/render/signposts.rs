//! Pages that only lead on: where to search, and which languages there are.

use crate::diagnostic::Result;
use crate::ids::LanguageId;
use crate::pagination::Pager;
use crate::path::UrlPath;

use super::views::EngineView;
use super::{Content, Renderer, to_value};

/// A search engine that looks through one site when its form says so, without a script and without
/// an account.
const ENGINE: (&str, &str) = ("DuckDuckGo", "https://duckduckgo.com/");

impl Renderer<'_> {
    /// Where to find an article.
    pub(super) fn search(&self, language: LanguageId) -> Result<Content> {
        let (name, action) = ENGINE;
        let origin = &self.site.config.base_url.origin;
        let site = origin.split_once("://").map_or(&**origin, |(_, host)| host).to_owned();
        let engine = EngineView { name, action, site };
        let mut head = self.signpost(language, "search", |id| self.routes.search(id));
        (head.noindex, head.form_action) = (true, Some(action));
        self.template("search.html", language, vec![("head", to_value(&head)), ("engine", to_value(&engine))])
    }

    /// Which languages the site has.
    pub(super) fn languages(&self, language: LanguageId) -> Result<Content> {
        let head = self.signpost(language, "choose_language", |id| self.routes.languages(id));
        self.template("languages.html", language, vec![("head", to_value(&head))])
    }

    /// The head of a page that every language has, with the text `title`.
    pub(super) fn signpost(
        &self,
        language: LanguageId,
        title: &str,
        url: impl Fn(LanguageId) -> UrlPath,
    ) -> super::views::HeadView {
        let versions = self.versions_everywhere(&url);
        let title = self.interface(language).text(title);
        self.list_head(title, "", &url(language), Pager::only(), &versions, language)
    }
}
