//! A body with its gaps filled: links lead where linking found them to lead, and the words of the
//! interface are the language's own.

use crate::html::push_attribute;
use crate::ids::{LanguageId, PageId};
use crate::markdown::OpenLink;
use crate::path::percent_encode;
use crate::routes::Routes;
use crate::site::{Site, Target};

use super::interface::Interface;

/// How the addresses in a body are written.
#[derive(Clone, Copy)]
pub(super) struct BodyWriter<'a> {
    pub site: &'a Site,
    pub routes: Routes<'a>,
}

impl BodyWriter<'_> {
    /// The HTML of a page's text, for a page of this site.
    pub(super) fn html(self, page: PageId, interface: &Interface) -> String {
        let content = &self.site.pages[page];
        let targets = &self.site.relations[page].links;
        let mut html = String::new();
        content.body.fill(
            &content.html.unpack(),
            &mut html,
            |out, link, index| self.attributes(out, link, &targets[index], content.language),
            |label| interface.label(label),
        );
        html
    }

    fn attributes(self, out: &mut String, link: &OpenLink, target: &Target, language: LanguageId) {
        let query = link.query.as_deref();
        match target {
            Target::Page { page, fragment } => {
                let url = self.routes.href(&self.site.relations[*page].url);
                push_address(out, "href", &url, query, fragment.as_deref());
                let other = self.site.pages[*page].language;
                if other != language {
                    let tag = self.site.config.languages[other].tag.as_str();
                    push_attribute(out, "hreflang", tag);
                }
            }
            Target::Same { fragment } => push_address(out, "href", "", None, Some(fragment)),
            Target::File { url, size } => {
                let url = self.routes.href(url);
                let is_image = link.kind == crate::markdown::LinkKind::Image;
                push_address(
                    out,
                    if is_image { "src" } else { "href" },
                    &url,
                    query,
                    link.fragment.as_deref(),
                );
                if let (true, Some((width, height))) = (is_image, size) {
                    push_attribute(out, "width", &width.to_string());
                    push_attribute(out, "height", &height.to_string());
                }
            }
            Target::Path { url, fragment } => {
                push_address(out, "href", &self.routes.href(url), query, fragment.as_deref());
            }
            Target::Elsewhere(url) => push_attribute(out, "href", url),
            // An image without an address is not valid, and an empty one asks for the page itself.
            Target::Broken if link.kind == crate::markdown::LinkKind::Image => {
                push_attribute(out, "src", "data:,");
            }
            Target::Broken => {}
        }
    }
}

fn push_address(out: &mut String, name: &str, url: &str, query: Option<&str>, fragment: Option<&str>) {
    let mut address = url.to_owned();
    if let Some(query) = query {
        address.push('?');
        address.push_str(query);
    }
    if let Some(fragment) = fragment {
        address.push('#');
        address.push_str(&percent_encode(fragment));
    }
    push_attribute(out, name, &address);
}
