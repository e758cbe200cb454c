//! Marks in HTML to gaps.
//!
//! While HTML is written and sanitized, a gap is a mark in it: [`OPEN`], a letter, a number,
//! [`CLOSE`]. Both are noncharacters, which no text and no attribute can hold by then.

use super::{Fill, Gap, Label};

const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// Appends the attribute that stands for those of an open link.
pub(super) fn push_link(out: &mut String, attribute: &str, link: usize) {
    use std::fmt::Write as _;
    let _ = write!(out, " {attribute}=\"{OPEN}L{link}{CLOSE}\"");
}

/// Appends the mark of a label.
pub(super) fn push_label(out: &mut String, label: Label) {
    use std::fmt::Write as _;
    let _ = write!(out, "{OPEN}T{}{CLOSE}", label as usize);
}

/// Appends the mark of a stretch of HTML that the sanitizer need not see.
pub(super) fn push_blob(out: &mut String, blob: usize) {
    use std::fmt::Write as _;
    let _ = write!(out, "{OPEN}B{blob}{CLOSE}");
}

/// Whether `value` is the mark of a link or a label and nothing else.
pub(super) fn is_attribute_mark(value: &str) -> bool {
    let inside = value.strip_prefix(OPEN).and_then(|rest| rest.split_once(CLOSE));
    inside.is_some_and(|(mark, rest)| {
        let is_link = mark.starts_with('L') && rest.is_empty();
        let is_label = mark.starts_with('T') && !rest.contains(crate::html::is_forbidden);
        (is_link || is_label) && mark[1..].bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The HTML without marks, and the gaps that they stood for.
pub(super) fn take_out(marked: &str, blobs: &[String], n_links: usize) -> (Box<str>, Vec<Gap>) {
    let blob_bytes: usize = blobs.iter().map(String::len).sum();
    let mut html = String::with_capacity(marked.len() + blob_bytes);
    let mut gaps = Vec::new();
    let mut rest = marked;
    while let Some(start) = rest.find(OPEN) {
        html.push_str(&rest[..start]);
        let after = &rest[start + OPEN.len_utf8()..];
        let Some((mark, behind)) = after.split_once(CLOSE) else { break };
        rest = behind;
        let number = mark.get(1..).and_then(|digits| digits.parse::<usize>().ok());
        match (mark.as_bytes().first(), number) {
            (Some(b'L'), Some(link)) if link < n_links => {
                let attribute =
                    [" href=\"", " src=\""].into_iter().find(|attribute| html.ends_with(attribute));
                if let (Some(attribute), Some(behind)) = (attribute, rest.strip_prefix('"')) {
                    html.truncate(html.len() - attribute.len());
                    rest = behind;
                    gaps.push(Gap { offset: offset(&html), fill: Fill::Link(small(link)) });
                }
            }
            (Some(b'T'), Some(label)) if label < Label::ALL.len() => {
                gaps.push(Gap { offset: offset(&html), fill: Fill::Label(Label::ALL[label]) });
            }
            (Some(b'B'), Some(blob)) => html.push_str(blobs.get(blob).map_or("", String::as_str)),
            _ => {}
        }
    }
    html.push_str(rest);
    (html.into(), gaps)
}

fn offset(html: &str) -> u32 {
    small(html.len())
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
