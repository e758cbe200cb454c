//! Heading ids: from `{#id}` or from the text, each once in a page, none that a script trips over.

use std::collections::{HashMap, HashSet};

use crate::path::Slug;

/// The ids of one page.
#[derive(Default)]
pub(super) struct Ids {
    taken: HashSet<Box<str>>,
    /// The suffix to try next for an id that was asked for again, so that twenty thousand equal
    /// headings need twenty thousand tries and not their square.
    next_suffix: HashMap<Box<str>, u32>,
}

impl Ids {
    /// Takes `id` as an author wrote it; the id that it became, where it was free to take.
    pub(super) fn claim(&mut self, id: &str) -> Option<String> {
        let id = safe(id);
        self.taken.insert(id.clone().into()).then_some(id)
    }

    /// A free id: `wanted`, or with a number behind it.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let wanted = safe(wanted);
        if self.taken.insert(wanted.clone().into()) {
            return wanted;
        }
        let suffix = self.next_suffix.entry(wanted.clone().into()).or_insert(1);
        loop {
            let id = format!("{wanted}-{suffix}");
            *suffix += 1;
            if self.taken.insert(id.clone().into()) {
                return id;
            }
        }
    }

    /// A free id for a heading with this text.
    pub(super) fn of_heading(&mut self, text: &str) -> String {
        let slug = Slug::from_text(text);
        self.unique(slug.as_ref().map_or("section", Slug::as_str))
    }

    /// Every id, sorted.
    pub(super) fn into_sorted(self) -> Vec<Box<str>> {
        let mut ids: Vec<Box<str>> = self.taken.into_iter().collect();
        ids.sort_unstable();
        ids
    }
}

/// Whether `id` can be an id at all.
pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 200
        && !id.chars().any(|character| character.is_whitespace() || crate::html::is_forbidden(character))
}

/// `id`, prefixed where a script would find an element in place of what it looks for, or where the
/// page around the text has the id: a theme's own begin with `site-`.
fn safe(id: &str) -> String {
    let clobbers = CLOBBERED.iter().any(|name| name.eq_ignore_ascii_case(id));
    let is_taken = id.starts_with("__") || id.starts_with("site-");
    if clobbers || is_taken { format!("user-content-{id}") } else { id.to_owned() }
}

/// Names that scripts look up on `window`, `document`, forms and objects. Common words among
/// them, such as `links` or `title`, are left out: an element's id does not shadow those.
const CLOBBERED: [&str; 44] = [
    "__proto__",
    "addEventListener",
    "appendChild",
    "attachEvent",
    "attributes",
    "body",
    "caches",
    "childNodes",
    "constructor",
    "cookie",
    "createElement",
    "currentScript",
    "defaultView",
    "dispatchEvent",
    "documentElement",
    "firstChild",
    "getAttribute",
    "getElementById",
    "getElementsByClassName",
    "getElementsByName",
    "getElementsByTagName",
    "getSelection",
    "hasOwnProperty",
    "implementation",
    "innerHTML",
    "insertBefore",
    "isPrototypeOf",
    "localStorage",
    "nextSibling",
    "nodeName",
    "nodeType",
    "ownerDocument",
    "parentNode",
    "prototype",
    "querySelector",
    "querySelectorAll",
    "readyState",
    "removeChild",
    "removeEventListener",
    "sessionStorage",
    "setAttribute",
    "toString",
    "valueOf",
    "writeln",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headings: &[&str], expected: &[&str]) {
        let mut ids = Ids::default();
        let found: Vec<String> = headings.iter().map(|text| ids.of_heading(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn ids_come_from_the_text_and_are_never_empty() {
        check(
            &["Panne à l'été", "障害の原因", "🎉", ""],
            &["panne-a-l-ete", "障害の原因", "section", "section-1"],
        );
    }

    #[test]
    fn equal_headings_are_numbered_past_those_that_look_numbered() {
        check(&["A", "A-1", "A", "A"], &["a", "a-1", "a-2", "a-3"]);
    }

    #[test]
    fn names_that_scripts_look_up_are_prefixed() {
        check(
            &["getElementById", "Constructor", "Links"],
            &["user-content-getelementbyid", "user-content-constructor", "links"],
        );
        assert_eq!(Ids::default().claim("__proto__").as_deref(), Some("user-content-__proto__"));
        check(&["Site content"], &["user-content-site-content"]);
    }

    #[test]
    fn twenty_thousand_equal_headings_take_no_time() {
        let mut ids = Ids::default();
        let last = (0..20_000).map(|_| ids.of_heading("same")).last();
        assert_eq!(last.as_deref(), Some("same-19999"));
    }
}
