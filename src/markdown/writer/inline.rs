//! Text, code in a line, and links.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::Writer;
use crate::diagnostic::Diagnostic;
use crate::html::{push_attribute, push_escaped};
use crate::markdown::address::{Address, push_url};
use crate::markdown::gaps::push_link;
use crate::markdown::{OpenLink, autolink};

impl Writer<'_> {
    /// Whether a link written here would stand in another.
    pub(in crate::markdown) fn is_in_link(&self) -> bool {
        self.in_link || self.in_raw_link
    }

    /// Writes running text, its bare URLs as links.
    pub(super) fn text(&mut self, text: &str) {
        let mut written = 0;
        if !self.is_in_link() {
            while let Some(url) = autolink::find(text, written) {
                push_escaped(&mut self.html, &text[written..url.range.start]);
                let seen = &text[url.range.clone()];
                self.html.push_str(if url.is_www { "<a href=\"http://" } else { "<a href=\"" });
                push_url(&mut self.html, seen);
                self.html.push_str("\">");
                push_escaped(&mut self.html, seen);
                self.html.push_str("</a>");
                written = url.range.end;
            }
        }
        push_escaped(&mut self.html, &text[written..]);
    }

    pub(super) fn code(&mut self, code: &str) {
        self.html.push_str("<code>");
        push_escaped(&mut self.html, code);
        self.html.push_str("</code>");
    }

    /// Writes the start tag of the link at `index`.
    pub(in crate::markdown) fn start_link(&mut self, index: usize) {
        let (Event::Start(Tag::Link { link_type, dest_url, title, .. }), range) = &self.events[index] else {
            return;
        };
        self.html.push_str("<a");
        if *link_type == LinkType::Email {
            self.link_address(&format!("mailto:{dest_url}"), range.clone());
        } else {
            self.link_address(dest_url, range.clone());
        }
        if !title.is_empty() {
            push_attribute(&mut self.html, "title", title);
        }
        self.html.push('>');
    }

    /// Writes the ` href` of a link; none where its address is refused.
    pub(super) fn link_address(&mut self, address: &str, range: Range<usize>) {
        match Address::parse(address, false) {
            Address::Whole(url) => {
                self.html.push_str(" href=\"");
                push_url(&mut self.html, &url);
                self.html.push('"');
            }
            address @ Address::Open { .. } => {
                let link = self.open_link(address, range);
                push_link(&mut self.html, "href", link);
            }
            Address::Forbidden(scheme) => self.refuse("link", &scheme, range),
            Address::Empty => self.warn_empty("link", range),
        }
    }

    /// Keeps an open link; its index.
    pub(in crate::markdown) fn open_link(&mut self, address: Address, range: Range<usize>) -> usize {
        if let Address::Open { kind, target, fragment, query } = address {
            let span = self.locator.span(range);
            self.links.push(OpenLink {
                kind,
                target: target.into(),
                fragment: fragment.map(Into::into),
                query: query.map(Into::into),
                span,
            });
        }
        self.links.len().saturating_sub(1)
    }

    /// Tells of an address whose scheme is refused.
    pub(in crate::markdown) fn refuse(&mut self, what: &str, scheme: &str, range: Range<usize>) {
        let span = self.locator.span(range);
        let hint = if what == "image" {
            "save the image as a file beside the article, or link to it with `https:`"
        } else {
            "use `http`, `https`, `mailto`, `tel` or a path; for a path with a colon, write `./` before it"
        };
        self.problems.push(
            Diagnostic::warning(format!(
                "the {what} has the scheme `{scheme}:`, and its address is left out"
            ))
            .at(span)
            .hint(hint),
        );
    }

    /// Tells of an address that is not there.
    pub(in crate::markdown) fn warn_empty(&mut self, what: &str, range: Range<usize>) {
        let span = self.locator.span(range);
        self.problems.push(
            Diagnostic::warning(format!("the {what} has no address"))
                .at(span)
                .hint("write the address between the parentheses"),
        );
    }
}
