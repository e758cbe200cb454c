//! Finds bare URLs in running text, by the rules of GitHub's extended autolinks.
//!
//! Beyond those rules, the full-width punctuation of Chinese and Japanese ends a URL, and so do
//! typographic quotes, since no space need follow there.

use std::ops::Range;

/// A bare URL in a text.
pub(super) struct BareUrl {
    /// Where it stands, without the punctuation that follows it.
    pub(super) range: Range<usize>,
    /// Whether it lacks its scheme.
    pub(super) is_www: bool,
}

/// The first bare URL in `text` at or after `from`.
pub(super) fn find(text: &str, from: usize) -> Option<BareUrl> {
    let mut position = from;
    loop {
        let (start, prefix) = candidate(text, position)?;
        let is_www = prefix == 4;
        let host_start = if is_www { start } else { start + prefix };
        let host_length =
            text[host_start..].find(|character: char| !is_host(character)).unwrap_or(text.len() - host_start);
        let host = &text[host_start..host_start + host_length];
        let before = text[..start].chars().next_back();
        let stands_free =
            before.is_none_or(|character| !character.is_ascii_alphanumeric() && !"/\\@".contains(character));
        if stands_free && is_domain(host, is_www) {
            let end = trimmed_end(text, start, host_start + host_length);
            if end > host_start + if is_www { 4 } else { 0 } {
                return Some(BareUrl { range: start..end, is_www });
            }
        }
        // Past all of what was looked at: no text is looked at twice.
        position = (host_start + host_length).max(start + prefix);
    }
}

/// Where `http://`, `https://` or `www.` comes next, and its length.
fn candidate(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut index = from;
    while let Some(found) = bytes[index..].iter().position(|byte| matches!(byte, b'h' | b'H' | b'w' | b'W')) {
        index += found;
        for prefix in ["http://", "https://", "www."] {
            let end = index + prefix.len();
            if bytes.len() > end && bytes[index..end].eq_ignore_ascii_case(prefix.as_bytes()) {
                return Some((index, prefix.len()));
            }
        }
        index += 1;
    }
    None
}

fn is_host(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphanumeric() || "-_.".contains(character)
    } else {
        character.is_alphanumeric()
    }
}

fn is_domain(host: &str, needs_dot: bool) -> bool {
    let host = host.trim_end_matches('.');
    let mut parts = host.rsplit('.');
    let last = parts.next().unwrap_or("");
    let before = parts.next();
    let is_part = |part: &str| !part.is_empty() && !part.contains('_');
    is_part(last) && before.map_or(!needs_dot, is_part) && !host.starts_with('.')
}

/// Where the URL ends: at a space or `<`, less trailing punctuation and closing brackets that
/// were not opened in it.
fn trimmed_end(text: &str, start: usize, from: usize) -> usize {
    let end = text[from..].find(ends_url).map_or(text.len(), |length| from + length);
    let mut url = &text[start..end];
    let count = |bracket: char| url.matches(bracket).count();
    let mut surplus = [')', ']', '}'].map(|close| {
        let open = match close {
            ')' => '(',
            ']' => '[',
            _ => '{',
        };
        (close, count(close).saturating_sub(count(open)))
    });
    while let Some(last) = url.chars().next_back() {
        if "?!.,:*_~'\";|".contains(last) {
            url = &url[..url.len() - last.len_utf8()];
            continue;
        }
        match surplus.iter_mut().find(|(close, left)| *close == last && *left > 0) {
            Some((_, left)) => {
                *left -= 1;
                url = &url[..url.len() - 1];
            }
            None => break,
        }
    }
    start + url.len()
}

fn ends_url(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '<' | '>' | '"' | '`' | '\u{200B}' | '\u{2018}'..='\u{201F}' | '«' | '»' | '…')
        || matches!(character, '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{301F}' | '・')
        || matches!(character, '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        let mut position = 0;
        while let Some(url) = find(text, position) {
            position = url.range.end;
            found.push(&text[url.range]);
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn urls_end_before_the_punctuation_of_the_sentence() {
        check("See https://e.org/a. And www.e.org!", &["https://e.org/a", "www.e.org"]);
        check("(see http://e.org/a_(b))", &["http://e.org/a_(b)"]);
        check("http://e.org/?a=b&c=d, x", &["http://e.org/?a=b&c=d"]);
        check("«https://e.org/»", &["https://e.org/"]);
    }

    #[test]
    fn chinese_and_japanese_text_needs_no_space() {
        check("詳細はhttps://e.org/a。次", &["https://e.org/a"]);
        check("（https://e.org/a）を見る", &["https://e.org/a"]);
    }

    #[test]
    fn hosts_must_look_like_hosts() {
        check("http://localhost:3000/x", &["http://localhost:3000/x"]);
        check("http:// www. www.x_y.z_ xhttp://e.org awww.e.org http://", &[]);
        check("HTTPS://E.ORG/", &["HTTPS://E.ORG/"]);
    }

    #[test]
    fn hostile_runs_take_linear_time() {
        check(&"www.a_".repeat(100_000), &[]);
        check(&"www._.".repeat(100_000), &[]);
        let brackets = format!("http://e.org/{}", ")".repeat(300_000));
        check(&brackets, &["http://e.org/"]);
    }
}
