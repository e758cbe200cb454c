//! What an address in a link or an image leads to, and how it is written into HTML.

use crate::html::{is_forbidden, push_escaped};
use crate::path::percent_decode;

use super::LinkKind;

/// What an address that an author wrote is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A whole URL that may be written as it is.
    Whole(String),
    /// An address on this site, open until the site is known.
    Open { kind: LinkKind, target: String, fragment: Option<String>, query: Option<String> },
    /// A scheme that is not allowed, named.
    Forbidden(String),
    /// Nothing at all.
    Empty,
}

/// Schemes that a link may have; all others may run code or leave the web.
const LINK_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];
/// Schemes that an image may have.
const IMAGE_SCHEMES: [&str; 2] = ["http", "https"];

impl Address {
    /// Reads an address as a browser would: controls and spaces around it do not count, nor do
    /// tabs and line breaks in it.
    pub(super) fn parse(written: &str, is_image: bool) -> Self {
        let trimmed = written.trim_matches(|character: char| character <= ' ');
        let vanishes = |character: char| matches!(character, '\t' | '\n' | '\r') || is_forbidden(character);
        let address: String = trimmed.chars().filter(|character| !vanishes(*character)).collect();
        if address.is_empty() {
            return Self::Empty;
        }
        if let Some(scheme) = scheme(&address) {
            let allowed: &[&str] = if is_image { &IMAGE_SCHEMES } else { &LINK_SCHEMES };
            return if allowed.contains(&&*scheme) { Self::Whole(address) } else { Self::Forbidden(scheme) };
        }
        // Browsers take `\` for `/` here, and `//host` for a host.
        let slashes = address.bytes().take_while(|byte| matches!(byte, b'/' | b'\\')).count();
        if slashes >= 2 {
            return Self::Whole(format!("https://{}", &address[slashes..]));
        }
        Self::open(&address, is_image)
    }

    fn open(address: &str, is_image: bool) -> Self {
        let (rest, fragment) = match address.split_once('#') {
            Some((rest, fragment)) => (rest, Some(percent_decode(fragment).into_owned())),
            None => (address, None),
        };
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (rest, None),
        };
        let target = percent_decode(path).into_owned();
        let kind = if is_image {
            LinkKind::Image
        } else if target.is_empty() && query.is_none() {
            if fragment.as_deref() == Some("") {
                return Self::Whole("#".into());
            }
            LinkKind::Anchor
        } else if is_page(&target) {
            LinkKind::Page
        } else {
            LinkKind::Path
        };
        Self::Open { kind, target, fragment, query }
    }
}

fn is_page(path: &str) -> bool {
    let extension =
        path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        ["md", "markdown", "mdx"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The scheme of a URL, in lower case.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// Appends a whole URL for use in an attribute. A host stays readable; behind it, what is not
/// ASCII is percent-encoded, so that feed readers of every age understand it.
pub(super) fn push_url(out: &mut String, url: &str) {
    let after_host = match url.find("://") {
        Some(index) => url[index + 3..].find(['/', '?', '#']).map_or(url.len(), |slash| index + 3 + slash),
        None => 0,
    };
    push_url_part(out, &url[..after_host], false);
    push_url_part(out, &url[after_host..], true);
}

fn push_url_part(out: &mut String, part: &str, encodes: bool) {
    let mut buffer = [0; 4];
    for character in part.chars() {
        match character {
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            ' ' => out.push_str("%20"),
            '`' => out.push_str("%60"),
            '\'' => out.push_str("&#39;"),
            character if character.is_ascii() || !encodes => {
                push_escaped(out, character.encode_utf8(&mut buffer));
            }
            character => {
                use std::fmt::Write as _;
                for byte in character.encode_utf8(&mut buffer).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(written: &str) -> (LinkKind, String, Option<String>, Option<String>) {
        match Address::parse(written, false) {
            Address::Open { kind, target, fragment, query } => (kind, target, fragment, query),
            other => panic!("{written} is {other:?}"),
        }
    }

    #[test]
    fn pages_paths_and_anchors_stay_open() {
        assert_eq!(open("../b.md#top"), (LinkKind::Page, "../b.md".into(), Some("top".into()), None));
        assert_eq!(open("@/news/b.MD"), (LinkKind::Page, "@/news/b.MD".into(), None, None));
        assert_eq!(
            open("/files/a%20b.pdf?v=1&x#p"),
            (LinkKind::Path, "/files/a b.pdf".into(), Some("p".into()), Some("v=1&x".into()))
        );
        assert_eq!(open("#%C3%A9t%C3%A9"), (LinkKind::Anchor, String::new(), Some("été".into()), None));
        assert_eq!(open("2021:a").0, LinkKind::Path);
        assert_eq!(open("?page=2").0, LinkKind::Path);
    }

    #[test]
    fn images_are_open_and_never_of_another_scheme() {
        assert!(matches!(Address::parse("a.png", true), Address::Open { kind: LinkKind::Image, .. }));
        assert_eq!(Address::parse("data:image/png;base64,AA", true), Address::Forbidden("data".into()));
        assert_eq!(Address::parse("mailto:a@b.c", true), Address::Forbidden("mailto".into()));
    }

    #[test]
    fn whole_urls_are_taken_and_hosts_without_a_scheme_become_https() {
        for (written, expected) in [
            ("https://e.org/a", "https://e.org/a"),
            ("HTTP://e.org", "HTTP://e.org"),
            ("//e.org/x", "https://e.org/x"),
            ("\\\\e.org", "https://e.org"),
            ("/\\e.org", "https://e.org"),
            ("mailto:a@e.org", "mailto:a@e.org"),
            ("#", "#"),
        ] {
            assert_eq!(Address::parse(written, false), Address::Whole(expected.into()));
        }
        assert_eq!(Address::parse(" ", false), Address::Empty);
    }

    #[test]
    fn other_schemes_are_refused_however_they_are_written() {
        for written in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "blob:x",
        ] {
            assert!(matches!(Address::parse(written, false), Address::Forbidden(_)), "{written:?}");
        }
    }

    #[test]
    fn printed_urls_cannot_leave_their_attribute() {
        let mut out = String::new();
        push_url(&mut out, "https://例え.jp/é\"<>' `&x=%20");
        assert_eq!(out, "https://例え.jp/%C3%A9%22%3C%3E&#39;%20%60&amp;x=%20");
    }
}
