//! Authors and translators in all their spellings.

use super::node::{Entry, Node, Value};
use super::parts::Parts;
use super::{PEOPLE_MAX, values};
use crate::diagnostic::Diagnostic;
use crate::path::{is_web_address, web_address};

/// Someone who wrote or translated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// The name to show.
    pub name: String,
    /// Where they are found, if that was written: a web or mail address, or a path of the site.
    pub url: Option<String>,
    /// Whether it is a desk or a firm, as its `type` says.
    pub is_organization: bool,
}

/// Whether a map says that it is about a desk or a firm.
fn is_organization(node: &Node) -> bool {
    let written = node.get(&["type"]).and_then(Node::as_text).unwrap_or("");
    ["organization", "organisation"].iter().any(|word| written.eq_ignore_ascii_case(word))
}

const NAME: &[&str] = &["name", "display_name", "title", "nick"];
const URL: &[&str] = &["url", "link", "website", "homepage", "site", "uri", "github_url"];
const PERSON: [Parts; 2] = [parts("authors"), parts("translators")];

const fn parts(name: &'static str) -> Parts {
    Parts { name, texts: &[NAME, URL], others: &[], example: "{name: Jane Doe, url: \"https://…\"}" }
}

/// The people that `entry` names, each once: in a text, a map, or a list of them. Null names
/// nobody, and those beyond [`PEOPLE_MAX`] are an error.
pub(super) fn people(entry: &Entry, problems: &mut Vec<Diagnostic>) -> Vec<Person> {
    let is_translators = entry.key.to_lowercase().starts_with("trans");
    let mut people = People { list: Vec::new(), parts: &PERSON[usize::from(is_translators)], problems };
    people.read(&entry.value);
    let mut list = people.list;
    if list.len() > PEOPLE_MAX {
        problems.push(too_many(entry));
        list.truncate(PEOPLE_MAX);
    }
    list
}

/// Adds the people of `entry` to those that another key names; these are an error if there are
/// then too many.
pub(super) fn add(
    list: &mut Vec<Person>,
    people: Vec<Person>,
    entry: &Entry,
    problems: &mut Vec<Diagnostic>,
) {
    for person in people {
        if list.iter().any(|known| known.name == person.name) {
            continue;
        }
        if list.len() == PEOPLE_MAX {
            problems.push(too_many(entry));
            return;
        }
        list.push(person);
    }
}

fn too_many(entry: &Entry) -> Diagnostic {
    Diagnostic::error(format!("more than {PEOPLE_MAX} people stand in `{}`", entry.key))
        .at(entry.key_span)
        .hint("keep the first of them, or name their group")
}

/// The people of one entry, as they are read: no more than one over [`PEOPLE_MAX`].
struct People<'a> {
    list: Vec<Person>,
    parts: &'static Parts,
    problems: &'a mut Vec<Diagnostic>,
}

impl People<'_> {
    fn is_full(&self) -> bool {
        self.list.len() > PEOPLE_MAX
    }

    /// Adds someone; a name that is known may get its address.
    fn push(&mut self, person: Person) {
        if let Some(known) = self.list.iter_mut().find(|known| known.name == person.name) {
            known.url = known.url.take().or(person.url);
            known.is_organization |= person.is_organization;
        } else if !self.is_full() {
            self.list.push(person);
        }
    }

    fn read(&mut self, node: &Node) {
        for item in node.items() {
            if self.is_full() {
                return;
            }
            match &item.value {
                Value::Null => {}
                Value::Scalar(scalar) => self.text(&scalar.text, None, item),
                Value::List(_) => self.read(item),
                Value::Map(entries) => self.map(item, entries),
            }
        }
    }

    /// The address of a map that is about one person.
    fn url_of(&mut self, node: &Node) -> Option<String> {
        let url = node.get(URL)?;
        self.url(url.as_text()?, url)
    }

    /// `url` if it leads somewhere and runs nothing; of another it is told.
    fn url(&mut self, url: &str, node: &Node) -> Option<String> {
        let safe = safe_url(url);
        if safe.is_none() && !url.is_empty() && !self.is_full() {
            self.problems.push(values::refused_address(url, node));
        }
        safe
    }

    /// A map is one person with a name, or several people by their keys.
    fn map(&mut self, node: &Node, entries: &[Entry]) {
        let name = node.get(NAME);
        if let Some((name, text)) = name.and_then(|name| Some((name, name.as_text()?))) {
            self.parts.check(node, self.problems);
            let url = self.url_of(node);
            let first = self.list.len();
            self.text(text, url, name);
            if is_organization(node) {
                self.list.iter_mut().skip(first).for_each(|person| person.is_organization = true);
            }
            return;
        }
        // An address that is called so belongs to someone without a name.
        if node.get(URL).is_some_and(|url| url.as_text().is_some()) {
            self.not_understood(node);
            return;
        }
        let n_before = self.list.len();
        for entry in entries {
            match &entry.value.value {
                Value::Map(_) => {
                    let name = entry.value.get(&["name"]).and_then(Node::as_text).unwrap_or(&entry.key);
                    let url = self.url_of(&entry.value);
                    let is_organization = is_organization(&entry.value);
                    self.push(Person { name: name.to_owned(), url, is_organization });
                }
                // `authors: {Jane: https://…}`
                Value::Scalar(scalar) if safe_url(&scalar.text).is_some() || has_scheme(&scalar.text) => {
                    let url = self.url(scalar.text.trim(), &entry.value);
                    self.push(Person { name: entry.key.clone(), url, is_organization: false });
                }
                _ => {}
            }
        }
        if self.list.len() == n_before && !self.is_full() && !entries.iter().any(|entry| self.knows(entry)) {
            self.not_understood(node);
        }
    }

    fn not_understood(&mut self, node: &Node) {
        let n_before = self.problems.len();
        self.parts.check(node, self.problems);
        self.problems.extend(self.parts.not_understood(node, &self.problems[n_before..]));
    }

    /// Whether the key of `entry` is someone who was named before.
    fn knows(&self, entry: &Entry) -> bool {
        self.list.iter().any(|person| person.name == entry.key)
    }

    /// One name, or several when some of them are links; the first has the address `url`, if there
    /// is one. A text with commas only is one name: it may be a firm, or `A, B and C`, and taking it
    /// apart is guesswork.
    fn text(&mut self, text: &str, url: Option<String>, node: &Node) {
        let mut reader = Names { people: self, node, url, is_first: true };
        let mut rest = text;
        let mut has_links = false;
        while let Some(start) = html_start(rest) {
            reader.plain(&rest[..start]);
            let Some((name, url, length)) = html_link(&rest[start..]) else {
                return reader.plain(&rest[start..]);
            };
            reader.linked(name, url.unwrap_or(""));
            rest = &rest[start + length..];
            if reader.people.is_full() {
                return;
            }
        }
        while let Some((start, name, url, length)) = markdown_link(rest) {
            reader.parts(&rest[..start]);
            reader.linked(name.to_owned(), url);
            rest = &rest[start + length..];
            has_links = true;
            if reader.people.is_full() {
                return;
            }
        }
        if has_links {
            reader.parts(rest);
        } else {
            reader.plain(rest);
        }
    }
}

/// Puts together the people of one text.
struct Names<'a, 'p> {
    people: &'a mut People<'p>,
    node: &'a Node,
    /// The address of the first of them, when it stands apart.
    url: Option<String>,
    is_first: bool,
}

impl Names<'_, '_> {
    fn push(&mut self, name: String, url: Option<String>) {
        let url = self.url.take().or(url);
        self.is_first = false;
        self.people.push(Person { name, url, is_organization: false });
    }

    fn linked(&mut self, name: String, url: &str) {
        let url = self.people.url(url, self.node);
        self.push(name, url);
    }

    /// Names between links, with commas between them.
    fn parts(&mut self, text: &str) {
        outside_parentheses(text).split(',').for_each(|part| self.plain(part));
    }

    fn plain(&mut self, text: &str) {
        let is_edge = |character: char| character.is_whitespace() || matches!(character, ',' | ';' | '&');
        let mut name = text.trim_matches(is_edge);
        for joint in ["and ", "und ", "et ", "y ", "e ", "en "] {
            if !self.is_first {
                name = name.strip_prefix(joint).unwrap_or(name).trim_start();
            }
        }
        if !name.is_empty() && !matches!(name, "and" | "und" | "et" | "y" | "e" | "en") {
            self.push(name.split_whitespace().collect::<Vec<_>>().join(" "), None);
        }
    }
}

/// `text` without what stands in parentheses after a linked name: firms and places.
fn outside_parentheses(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|character| {
            match character {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// The first `[Name](url)` of `text`: where it stands, name, address, how long it is.
fn markdown_link(text: &str) -> Option<(usize, &str, &str, usize)> {
    let middle = text.find("](")?;
    let start = text[..middle].rfind('[')?;
    let end = middle + text[middle..].find(')')?;
    let name = text[start + 1..middle].trim();
    let url = text[middle + 2..end].split_whitespace().next().unwrap_or("");
    (!name.is_empty()).then_some((start, name, url, end + 1 - start))
}

/// Where the first `<a ` of `text` stands.
fn html_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.windows(3).position(|window| window.eq_ignore_ascii_case(b"<a "))
}

/// The `<a href="…">Name</a>` at the start of `text`: name, address, how long it is.
fn html_link(text: &str) -> Option<(String, Option<&str>, usize)> {
    let open_end = text.find('>')?;
    let attributes = &text[..open_end];
    let inside = &text.as_bytes()[open_end..];
    let close = open_end + inside.windows(4).position(|window| window.eq_ignore_ascii_case(b"</a>"))?;
    let name = super::title::plain(&text[open_end + 1..close]).into_owned();
    let url = attributes.find("href=").and_then(|at| {
        let value = &attributes[at + "href=".len()..];
        let quote = value.chars().next()?;
        match quote {
            '"' | '\'' => value[1..].split(quote).next(),
            _ => value.split_whitespace().next(),
        }
    });
    (!name.is_empty()).then_some((name, url.map(str::trim), close + "</a>".len()))
}

/// Whether `text` is an address by its look: `javascript:…` rather than `Editor: politics`.
fn has_scheme(text: &str) -> bool {
    let text = text.trim();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(is_part)
            && !rest.is_empty()
            && !text.contains(char::is_whitespace)
    })
}

/// `url` if it leads somewhere and runs nothing.
fn safe_url(url: &str) -> Option<String> {
    let url = url.trim();
    if is_web_address(url) {
        return web_address(url);
    }
    let is_mail = url.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    let is_safe = is_mail || url.starts_with('/');
    (is_safe && !url.contains(char::is_whitespace)).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &[(&str, &str)]) {
        check_refused(value, expected, 0);
    }

    /// As many addresses are refused.
    #[track_caller]
    fn check_refused(value: &str, expected: &[(&str, &str)], refused: usize) {
        let mut problems = Vec::new();
        let entries = yaml::read(&format!("author: {value}\n"), &mut problems);
        assert_eq!(problems, []);
        let found = people(&entries[0], &mut problems);
        assert_eq!(problems.len(), refused, "{value} {problems:?}");
        let found: Vec<(&str, &str)> =
            found.iter().map(|person| (person.name.as_str(), person.url.as_deref().unwrap_or(""))).collect();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn names_are_texts_or_lists() {
        check("Jane Doe", &[("Jane Doe", "")]);
        check("[Jane, John, Jane]", &[("Jane", ""), ("John", "")]);
        check("1984", &[("1984", "")]);
        check("", &[]);
        check("[null]", &[]);
        check("['']", &[]);
    }

    #[test]
    fn a_text_with_commas_is_one_name() {
        check("A, B and C", &[("A, B and C", "")]);
        check("Depeche, Inc.", &[("Depeche, Inc.", "")]);
    }

    #[test]
    fn maps_have_names_and_addresses() {
        check("{name: Jane, url: https://x.org/}", &[("Jane", "https://x.org/")]);
        check(
            "[{name: Jane, website: https://x.org/, x: y}, John]",
            &[("Jane", "https://x.org/"), ("John", "")],
        );
        check("{jane: {name: Jane D, url: /jane/}, john: {}}", &[("Jane D", "/jane/"), ("john", "")]);
    }

    #[test]
    fn markdown_links_have_names_and_addresses() {
        check("\"[Jane](https://x.org/) (Firm, Inc.)\"", &[("Jane", "https://x.org/")]);
        check(
            "'[Jane](https://x.org/) (Firm), John, and [Joe](https://y.org/ \"t\")'",
            &[("Jane", "https://x.org/"), ("John", ""), ("Joe", "https://y.org/")],
        );
        check_refused("'[Jane](javascript:alert(1))'", &[("Jane", "")], 1);
    }

    #[test]
    fn html_links_have_names_and_addresses() {
        check("<a href=\"https://x.org/\">Jane</a>", &[("Jane", "https://x.org/")]);
        check(
            "|\n  <a class=x href='https://x.org/'>Jane <b>D</b></a>,\n  John",
            &[("Jane D", "https://x.org/"), ("John", "")],
        );
    }
}
