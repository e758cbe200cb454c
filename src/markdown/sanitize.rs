//! Closes what raw HTML left open, so that an article cannot reach beyond its own element.
//!
//! The HTML that comes here is the tool's own, with tags in it that [`super::raw_html`] let pass
//! and wrote anew. The allowlist here is thus a second guard: it holds all that either may write.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, Url, UrlRelative};

use super::gaps::is_attribute_mark;
use super::raw_html::{ATTRIBUTES, ELEMENTS, RARE_ELEMENTS};
use crate::html::is_forbidden;

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(sanitizer);

fn sanitizer() -> Builder<'static> {
    let own_elements = ["aside", "input"];
    let own_attributes = ["class", "id", "loading", "decoding", "data-lang", "checked", "disabled", "cite"];
    let mut sanitizer = Builder::empty();
    sanitizer
        .tags(ELEMENTS.into_iter().chain(RARE_ELEMENTS).chain(own_elements).collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(
            ATTRIBUTES.into_iter().chain(own_attributes).filter(|name| *name != "rel").collect(),
        )
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("img", HashSet::from(["src"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(|_, _, value| {
            let may_stay = !value.contains(is_forbidden) || is_attribute_mark(value);
            may_stay.then_some(Cow::Borrowed(value))
        });
    sanitizer
}

/// Each part with every element closed, one behind the other.
pub(super) fn balance(parts: &[String]) -> String {
    let balanced: String = parts.iter().map(|part| SANITIZER.clean(part).to_string()).collect();
    // Feeds are XML, which has no such entity.
    if balanced.contains("&nbsp;") { balanced.replace("&nbsp;", "\u{A0}") } else { balanced }
}

/// HTML of which nothing is known, as [`super::RawHtml::Sanitize`] would have left it; addresses are
/// made whole by that of the page, `base`.
#[must_use]
pub fn harmless(html: &str, base: &str) -> String {
    let mut sanitizer = sanitizer();
    sanitizer.url_relative(Url::parse(base).map_or(UrlRelative::Deny, UrlRelative::RewriteWithBase));
    let clean = sanitizer.clean(html).to_string();
    if clean.contains("&nbsp;") { clean.replace("&nbsp;", "\u{A0}") } else { clean }
}
