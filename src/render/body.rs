//! A body with its gaps filled: links lead where linking found them to lead, and the words of the
//! interface are the language's own.

use crate::html::push_attribute;
use crate::ids::{LanguageId, PageId};
use crate::markdown::OpenLink;
use crate::path::{UrlPath, percent_encode};
use crate::routes::Routes;
use crate::site::{Site, Target};

use super::interface::Interface;

/// How wide a picture in a text is shown: as wide as the column of text, and on narrow screens as
/// the screen.
const TEXT_SIZES: &str = "(min-width: 46rem) 42rem, 100vw";

/// All sizes of the picture at `target` with their widths, as the attribute `srcset` has them; empty
/// where there is one only. `address` writes an address.
pub(super) fn srcset(site: &Site, target: &Target, address: impl Fn(&UrlPath) -> String) -> String {
    let Target::File { url, size: Some((full_width, _)) } = target else { return String::new() };
    let variants = site.pictures.variants(url);
    if variants.is_empty() {
        return String::new();
    }
    let sizes = variants.iter().map(|variant| (&variant.url, variant.width));
    let sizes = sizes.chain([(url, *full_width)]).map(|(url, width)| format!("{} {width}w", address(url)));
    sizes.collect::<Vec<_>>().join(", ")
}

/// How the addresses in a body are written.
#[derive(Clone, Copy)]
pub(super) struct BodyWriter<'a> {
    pub site: &'a Site,
    pub routes: Routes<'a>,
    /// Whether they are whole, for where a page of another site may show the text.
    pub is_whole: bool,
}

impl BodyWriter<'_> {
    /// The HTML of a page's text. An address of the same page is its fragment alone.
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

    fn address(self, url: &UrlPath) -> String {
        if self.is_whole { self.routes.absolute(url) } else { self.routes.href(url) }
    }

    fn attributes(self, out: &mut String, link: &OpenLink, target: &Target, language: LanguageId) {
        let query = link.query.as_deref();
        match target {
            Target::Page { page, fragment } => {
                let url = self.address(&self.site.relations[*page].url);
                push_address(out, "href", &url, query, fragment.as_deref());
                let other = self.site.pages[*page].language;
                if other != language {
                    let tag = self.site.config.languages[other].tag.as_str();
                    push_attribute(out, "hreflang", tag);
                }
            }
            Target::Same { fragment } => push_address(out, "href", "", None, Some(fragment)),
            Target::File { url, size } => {
                let url = self.address(url);
                let is_image = link.kind == crate::markdown::LinkKind::Image;
                let own_width = is_image.then(|| own_width(out)).flatten();
                push_address(
                    out,
                    if is_image { "src" } else { "href" },
                    &url,
                    query,
                    link.fragment.as_deref(),
                );
                if is_image {
                    self.picture(out, own_width, *size, target);
                }
            }
            Target::Path { url, fragment } => {
                push_address(out, "href", &self.address(url), query, fragment.as_deref());
            }
            Target::Elsewhere(url) => push_attribute(out, "href", url),
            // An image without an address is not valid, and an empty one asks for the page itself.
            Target::Broken if link.kind == crate::markdown::LinkKind::Image => {
                push_attribute(out, "src", "data:,");
            }
            Target::Broken => {}
        }
    }

    /// The size of a picture, unless its author gave one, and its smaller sizes.
    fn picture(self, out: &mut String, own_width: Option<String>, size: Option<(u32, u32)>, target: &Target) {
        if let (None, Some((width, height))) = (&own_width, size) {
            push_attribute(out, "width", &width.to_string());
            push_attribute(out, "height", &height.to_string());
        }
        // Feed readers choose no size.
        if self.is_whole {
            return;
        }
        let srcset = srcset(self.site, target, |url| self.routes.href(url));
        if srcset.is_empty() {
            return;
        }
        push_attribute(out, "srcset", &srcset);
        match own_width.and_then(|width| width.parse::<u32>().ok()) {
            Some(width) => push_attribute(out, "sizes", &format!("(min-width: {width}px) {width}px, 100vw")),
            None => push_attribute(out, "sizes", TEXT_SIZES),
        }
    }
}

/// The width that an author gave to the `<img>` that `out` ends within; empty where there is a height
/// alone.
fn own_width(out: &str) -> Option<String> {
    let tag = &out[out.rfind('<')?..];
    match tag.split_once(" width=\"") {
        Some((_, rest)) => rest.split_once('"').map(|(width, _)| width.to_owned()),
        None => tag.contains(" height=\"").then(String::new),
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
