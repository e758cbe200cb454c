//! The page at an old address: it sends readers on at once, and says where to.
//!
//! A refresh without delay is WCAG's technique H76, and search engines take it for a permanent
//! redirect. GitHub Pages can answer with no other. An address that leads nowhere any more says that
//! its page was withdrawn.

use crate::diagnostic::Result;
use crate::html;
use crate::ids::LanguageId;
use crate::path::UrlPath;
use crate::site::Alias;

use super::{Content, Renderer, to_value};

impl Renderer<'_> {
    pub(super) fn alias(&self, alias: &Alias) -> Vec<u8> {
        self.redirect(&alias.to, &alias.title, alias.language)
    }

    /// The page of a list that is empty now: it leads to the list around it.
    pub(super) fn successor(&self, entry: usize, depth: usize) -> Vec<u8> {
        let url = &self.site.ledger.entries()[entry].url;
        let language = self.routes.language_of(url);
        let outer = UrlPath::folder(url.parts().take(depth)).unwrap_or_else(|_| UrlPath::root());
        let title = match self.site.config.title.get(language) {
            "" => &self.site.config.languages[language].name,
            title => title,
        };
        self.redirect(&outer, title, language)
    }

    /// The page of an address that was given up.
    pub(super) fn tombstone(&self, entry: usize) -> Result<Content> {
        let url = &self.site.ledger.entries()[entry].url;
        let language = self.routes.language_of(url);
        let head = self.head_of_absence("gone_title", url, language);
        self.template("gone.html", language, vec![("head", to_value(&head))])
    }

    fn redirect(&self, to: &UrlPath, title: &str, language: LanguageId) -> Vec<u8> {
        let interface = self.interface(language);
        let language = &self.site.config.languages[language];
        let target = escape(&self.routes.absolute(to));
        let href = escape(&self.routes.href(to));
        let (tag, dir) = (language.tag.as_str(), language.tag.direction().as_str());
        let (moved, title) = (escape(&interface.text("moved")), escape(title));
        format!(
            "<!doctype html>\n<html lang=\"{tag}\" dir=\"{dir}\">\n<meta charset=\"utf-8\">\n\
             <title>{moved}</title>\n<meta http-equiv=\"refresh\" content=\"0; url={target}\">\n\
             <link rel=\"canonical\" href=\"{target}\">\n<p>{moved} <a href=\"{href}\">{title}</a></p>\n</html>\n"
        )
        .into_bytes()
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    html::push_escaped(&mut escaped, text);
    escaped
}
