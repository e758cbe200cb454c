//! Addresses of other sites: from what an author wrote to what a browser opens.

use url::Url;

/// Whether `text` is meant to be an address on the web, rather than a path of this site.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let starts_with =
        |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    starts_with("https://") || starts_with("http://")
}

/// The address on the web that `text` is, as browsers read it: in ASCII, with all that needs it
/// percent-encoded. None where browsers would open nothing.
#[must_use]
pub fn web_address(text: &str) -> Option<String> {
    Url::parse(Some(text.trim()).filter(|text| is_web_address(text))?).ok().map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        assert_eq!(web_address(written).as_deref(), expected, "{written}");
    }

    #[test]
    fn addresses_become_what_browsers_open() {
        check("https://e.org/a?b#c", Some("https://e.org/a?b#c"));
        check(" HTTP://E.org ", Some("http://e.org/"));
        check("https://例え.jp/été \"x\"", Some("https://xn--r8jz45g.jp/%C3%A9t%C3%A9%20%22x%22"));
        check("https://e.org/%C3%A9", Some("https://e.org/%C3%A9"));
        check("https://e.org\\a\n<b>", Some("https://e.org/a%3Cb%3E"));
    }

    #[test]
    fn what_no_browser_opens_is_no_address() {
        for written in [
            "https://",
            "http://e org/",
            "https://e.org:99999/",
            "https://e.org:x/",
            "https://[::1/",
            "https://a%00b/",
            "https:e.org",
            "javascript:alert(1)",
            "//e.org",
            "/a",
            "",
        ] {
            check(written, None);
        }
    }
}
