//! Raw HTML, as the settings have it.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::Writer;
use crate::diagnostic::Diagnostic;
use crate::html::{push_attribute, push_escaped};
use crate::markdown::headings::is_id;
use crate::markdown::raw_html::{self, ATTRIBUTES, ATTRIBUTES_MAX, Part};
use crate::markdown::{DEPTH_MAX, RawHtml};

/// At most so many kinds of dropped things are named.
const DROPPED_NAMED_MAX: usize = 8;

/// The opening of a block that only its own end closes (CommonMark 0.31, HTML blocks 1 to 5), if it
/// runs to the end of the text instead.
fn never_closed(block: &str) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 8] = [
        ("<!--", "-->"),
        ("<![cdata[", "]]>"),
        ("<?", "?>"),
        ("<!", ">"),
        ("<script", "</script>"),
        ("<style", "</style>"),
        ("<textarea", "</textarea>"),
        ("<pre", "</pre>"),
    ];
    let lower = block.trim_start().to_ascii_lowercase();
    let (opening, closing) = PAIRS.into_iter().find(|(opening, _)| lower.starts_with(opening))?;
    (!lower.contains(closing)).then_some(opening)
}

impl Writer<'_> {
    /// Writes a block of raw HTML as one piece; the event behind it.
    pub(super) fn html_block(&mut self, start: usize) -> usize {
        let mut block = String::new();
        let mut end = start + 1;
        let mut place = self.events[start].1.start;
        for (event, range) in &self.events[start + 1..] {
            end += 1;
            match event {
                Event::Html(html) | Event::Text(html) => {
                    if block.is_empty() {
                        place = range.start;
                    }
                    block.push_str(html);
                }
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        if let Some(opening) = never_closed(&block) {
            let message = format!(
                "`{opening}` is never closed, so all the text below it belongs to it and is not shown"
            );
            let span = self.locator.span(place..place + opening.len());
            self.problems.push(
                Diagnostic::warning(message)
                    .at(span)
                    .hint("close it, or write `&lt;` for a `<` that is text"),
            );
        }
        self.raw_piece(&block, place);
        end
    }

    /// Writes a tag or a block that an author wrote at `place`.
    pub(super) fn raw_piece(&mut self, html: &str, place: usize) {
        // `{{<figure>}}` is a shortcode, and shown as it was written.
        let is_shortcode = self.text.get(..place).is_some_and(|before| before.ends_with("{{"));
        if is_shortcode {
            push_escaped(&mut self.html, html);
            return;
        }
        if self.is_too_deep {
            return;
        }
        match self.options.raw_html {
            // Such a piece stays, too, but the ids in it are not looked for.
            RawHtml::Allow if raw_html::has_huge_tag(html) => self.html.push_str(html),
            RawHtml::Sanitize if raw_html::has_huge_tag(html) => {
                self.drop_kind(&format!("a tag with more than {ATTRIBUTES_MAX} attributes"), place);
            }
            RawHtml::Escape if is_comment(html) => {}
            RawHtml::Escape => self.escaped_piece(html),
            RawHtml::Allow => self.allowed_piece(html, place),
            RawHtml::Sanitize => {
                if !is_comment(html) {
                    self.sanitized_piece(html, place);
                }
            }
        }
    }

    fn escaped_piece(&mut self, html: &str) {
        let is_block = html.ends_with('\n');
        if is_block {
            self.html.push_str("<p>");
        }
        push_escaped(&mut self.html, html.trim_end_matches('\n'));
        if is_block {
            self.html.push_str("</p>\n");
        }
    }

    /// Writes a piece as it is; its ids are places that links can lead to.
    fn allowed_piece(&mut self, html: &str, place: usize) {
        let mut next_tag = 0;
        for part in raw_html::parts(html) {
            match part {
                Part::Start(name, attributes, closes) => {
                    let tag = find_tag(html, &name, next_tag);
                    next_tag = tag + 1;
                    if name == "img" && !has_alt(&attributes) {
                        self.tell_no_alt(&(place + tag..place + tag + name.len() + 1));
                    }
                    self.in_raw_link |= name == "a" && !closes;
                    for (attribute, value) in attributes {
                        if attribute == "id" || attribute == "name" && name == "a" {
                            let _ = self.ids.claim(&value);
                        }
                    }
                }
                Part::End(name) => self.in_raw_link &= name != "a",
                Part::Text(_) => {}
            }
        }
        self.html.push_str(html);
    }

    fn sanitized_piece(&mut self, html: &str, place: usize) {
        let mut next_tag = 0;
        // Inside an element that is dropped with its content, and how deep.
        let mut skipped: Option<(String, usize)> = None;
        for part in raw_html::parts(html) {
            if self.is_too_deep {
                // There will be no page: what follows need not be looked at.
                return;
            }
            if let Some((name, depth)) = &mut skipped {
                match &part {
                    Part::Start(start, _, false) if start == name => *depth += 1,
                    Part::End(end) if end == name => *depth -= 1,
                    _ => {}
                }
                if *depth == 0 {
                    skipped = None;
                }
                continue;
            }
            match part {
                Part::Text(text) => push_escaped(&mut self.html, &text),
                Part::End(name) => self.end_tag(&name),
                Part::Start(name, attributes, closes) => {
                    let tag = find_tag(html, &name, next_tag);
                    next_tag = tag + 1;
                    let range = place + tag..place + tag + name.len() + 1;
                    if raw_html::is_allowed(&name) {
                        self.start_tag(&name, attributes, closes, &range);
                    } else {
                        self.drop_kind(&format!("<{name}>"), range.start);
                        if raw_html::drops_content(&name) && !closes {
                            skipped = Some((name, 1));
                        }
                    }
                }
            }
        }
    }

    fn end_tag(&mut self, name: &str) {
        if !raw_html::is_allowed(name) || raw_html::is_void(name) {
            return;
        }
        self.raw_depth.end(name);
        self.needs_sanitizer = true;
        if name == "a" {
            self.in_raw_link = false;
        }
        self.html.push_str("</");
        self.html.push_str(page_name(name));
        self.html.push('>');
    }

    fn start_tag(
        &mut self,
        name: &str,
        mut attributes: Vec<(String, String)>,
        closes: bool,
        range: &Range<usize>,
    ) {
        let is_void = raw_html::is_void(name);
        if !closes && !self.raw_depth.start(name) {
            self.tell_too_deep(range);
            return;
        }
        let before = self.html.len();
        let (name, is_image) = (page_name(name), name == "img");
        self.html.push('<');
        self.html.push_str(name);
        if is_image {
            // Before the address, where the size of the file is written unless there is one.
            attributes.sort_by_key(|(name, _)| !matches!(&**name, "width" | "height"));
        }
        let has_alt = has_alt(&attributes);
        let mut has_source = false;
        for (attribute, value) in attributes {
            match &*attribute {
                "href" if name == "a" => self.link_address(&value, range.clone()),
                "src" if is_image => has_source = self.image_source(&value, range.clone()),
                "id" => self.raw_id(&value),
                "name" if name == "a" => self.raw_id(&value),
                "loading" | "decoding" if is_image => {}
                attribute if ATTRIBUTES.contains(&attribute) && attribute != "rel" => {
                    push_attribute(&mut self.html, attribute, &value);
                }
                // Where a link leads is said by its address alone; nothing is lost.
                "target" | "rel" => {}
                attribute => self.drop_kind(attribute, range.start),
            }
        }
        if is_image {
            if !has_source {
                self.html.truncate(before);
                return;
            }
            if !has_alt {
                self.tell_no_alt(range);
            }
            self.html.push_str(" loading=\"lazy\" decoding=\"async\"");
        }
        self.html.push('>');
        if closes && !is_void {
            // `<a id="x"/>` is meant to be empty; a browser would take it for a start.
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
        }
        self.needs_sanitizer |= !is_void;
        self.in_raw_link |= name == "a" && !closes;
    }

    /// Tells of an `<img>` that says nothing of an alternative text; an empty one is an ornament.
    fn tell_no_alt(&mut self, range: &Range<usize>) {
        if self.options.tells_missing_alt {
            let problem = "this picture has no `alt`, the text for those who do not see it";
            let hint = "write `alt=\"…\"` with what it shows; an ornament has `alt=\"\"`";
            self.problems.push(Diagnostic::warning(problem).at(self.locator.span(range.clone())).hint(hint));
        }
    }

    fn raw_id(&mut self, id: &str) {
        if !is_id(id) || self.html.ends_with('"') && self.has_id() {
            return;
        }
        let id = match self.ids.claim(id) {
            Some(id) => id,
            None => self.ids.unique(&format!("user-content-{id}")),
        };
        push_attribute(&mut self.html, "id", &id);
    }

    /// Whether the tag that is being written has an id: `<a id="x" name="x">` is common.
    fn has_id(&self) -> bool {
        self.html.rfind('<').is_some_and(|start| self.html[start..].contains(" id=\""))
    }

    fn drop_kind(&mut self, kind: &str, place: usize) {
        self.dropped_at.get_or_insert(place);
        if self.dropped.len() <= DROPPED_NAMED_MAX && !self.dropped.iter().any(|known| known == kind) {
            let kind: String = kind.chars().take(40).collect();
            self.dropped.push(kind);
        }
    }

    fn tell_too_deep(&mut self, range: &Range<usize>) {
        if self.is_too_deep {
            return;
        }
        self.is_too_deep = true;
        let span = self.locator.span(range.clone());
        self.problems.push(
            Diagnostic::error(format!("the HTML nests deeper than {DEPTH_MAX} elements"))
                .at(span)
                .hint("close the elements that are open"),
        );
    }

    /// Tells once of all that was dropped.
    pub(super) fn tell_dropped(&mut self) {
        let Some(place) = self.dropped_at else { return };
        let more = if self.dropped.len() > DROPPED_NAMED_MAX { " and more" } else { "" };
        let named: Vec<String> =
            self.dropped.iter().take(DROPPED_NAMED_MAX).map(|kind| format!("`{kind}`")).collect();
        let span = self.locator.span(place..place + 1);
        self.problems.push(
            Diagnostic::warning(format!("raw HTML was left out: {}{more}", named.join(", "))).at(span).hint(
                "write it in Markdown, or set `raw_html: allow` if every author may run scripts on the site",
            ),
        );
    }
}

fn has_alt(attributes: &[(String, String)]) -> bool {
    attributes.iter().any(|(name, _)| name == "alt")
}

/// The element that a page has for what an author wrote: the page's own title is its one `h1`.
fn page_name(name: &str) -> &str {
    if name == "h1" { "h2" } else { name }
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    let Some(rest) = html.strip_prefix("<!--") else { return false };
    rest.find("-->").is_none_or(|end| end + 3 == rest.len())
}

/// Where the tag is that the tokenizer found, at or after `from`.
fn find_tag(html: &str, name: &str, from: usize) -> usize {
    let bytes = html.as_bytes();
    let mut index = from;
    while let Some(found) = bytes.get(index..).and_then(|rest| rest.iter().position(|byte| *byte == b'<')) {
        index += found;
        let is_name = bytes
            .get(index + 1..index + 1 + name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()));
        if is_name {
            return index;
        }
        index += 1;
    }
    from
}
