//! The page at an old address: it sends readers on at once, and says where to.
//!
//! A refresh without delay is WCAG's technique H76, and search engines take it for a permanent
//! redirect. GitHub Pages can answer with no other.

use crate::html;
use crate::site::Alias;

use super::Renderer;

impl Renderer<'_> {
    pub(super) fn alias(&self, alias: &Alias) -> Vec<u8> {
        let language = &self.site.config.languages[alias.language];
        let interface = self.interface(alias.language);
        let target = escape(&self.routes.absolute(&alias.to));
        let href = escape(&self.routes.href(&alias.to));
        let (tag, dir) = (language.tag.as_str(), language.tag.direction().as_str());
        let (moved, title) = (escape(&interface.text("moved")), escape(&alias.title));
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
