//! Pages that only lead on: which languages there are.

use crate::diagnostic::Result;
use crate::ids::LanguageId;
use crate::pagination::Pager;
use crate::path::UrlPath;

use super::{Content, Renderer, to_value};

impl Renderer<'_> {
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
