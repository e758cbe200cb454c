//! A title as plain text.
//!
//! Titles go into feeds, search results and `<title>`, where no markup works. So simple marks are
//! taken away and their text is kept: code in backticks, `*emphasis*` and `**strong**` text, and
//! the HTML tags that stand within a line. Entities become their characters, line breaks become
//! spaces. Underscores stay (`__init__`), and so does every `<` that opens no such tag
//! (`Vec<T>`). In code nothing is changed.

use std::borrow::Cow;

use crate::html;

/// Tags that mark words within a line.
const TAGS: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr",
];

/// How long a title with its markup may be, in bytes: looking for where each mark ends takes the
/// square of it.
const MARKED_BYTES_MAX: usize = 8 * super::TITLE_CHARS_MAX;

/// How long a tag may be, in bytes.
const TAG_BYTES_MAX: usize = 2000;

/// `title` without markup. One that is far too long stays as it is, and is told by its length.
pub(super) fn plain(title: &str) -> Cow<'_, str> {
    let title = title.trim();
    let has_marks =
        title.bytes().any(|byte| matches!(byte, b'`' | b'*' | b'<' | b'&' | b'\n' | b'\r' | b'\t'));
    if !has_marks || title.len() > MARKED_BYTES_MAX {
        return Cow::Borrowed(title);
    }
    let mut plain = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(first) = rest.chars().next() {
        let (text, length) = match first {
            '`' => code(rest),
            '<' => tag(rest).map(|length| ("", length)),
            '&' => {
                if let Some((character, length)) = entity(rest) {
                    plain.push(character);
                    rest = &rest[length..];
                    continue;
                }
                None
            }
            '*' => emphasis(rest, plain.chars().next_back()).map(|(inner, length)| {
                plain.push_str(&self::plain(inner));
                ("", length)
            }),
            '\n' | '\r' | '\t' => {
                let length = rest.len() - rest.trim_start().len();
                Some((if plain.ends_with(' ') { "" } else { " " }, length))
            }
            _ => None,
        }
        .unwrap_or((&rest[..first.len_utf8()], first.len_utf8()));
        plain.push_str(text);
        rest = &rest[length..];
    }
    Cow::Owned(plain.trim().to_owned())
}

/// The text in the backticks at the start of `rest`, and how long it is with them.
fn code(rest: &str) -> Option<(&str, usize)> {
    let n_ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
    let ticks = &rest[..n_ticks];
    let inner_length = rest[n_ticks..].find(ticks)?;
    let inner = &rest[n_ticks..n_ticks + inner_length];
    let is_empty = inner.trim().is_empty() || inner.contains('\n');
    (!is_empty).then_some((inner.trim(), inner_length + 2 * n_ticks))
}

/// How long the tag at the start of `rest` is, if it is one that marks words.
fn tag(rest: &str) -> Option<usize> {
    let length = rest.bytes().take(TAG_BYTES_MAX).position(|byte| byte == b'>')? + 1;
    let inner = rest[1..length - 1].trim_start_matches('/');
    let name_length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, after) = inner.split_at(name_length);
    let ends_well = after.is_empty() || after.starts_with([' ', '/']);
    (ends_well && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))).then_some(length)
}

fn entity(rest: &str) -> Option<(char, usize)> {
    let (character, length) = html::reference(rest)?;
    let is_hidden = rest.starts_with("&#") && super::checks::is_unprintable(character);
    (!is_hidden).then_some((character, length))
}

/// The text in the stars at the start of `rest`, and how long it is with them. The stars must
/// stand at the edges of words: `2 * 3 * 4` and `f(*args)` keep theirs.
fn emphasis(rest: &str, before: Option<char>) -> Option<(&str, usize)> {
    let stars = if rest.starts_with("**") { "**" } else { "*" };
    if before.is_some_and(|before| before.is_alphanumeric() || before == '*') {
        return None;
    }
    let inner_length = rest[stars.len()..].find(stars)?;
    let inner = &rest[stars.len()..stars.len() + inner_length];
    let after = rest[2 * stars.len() + inner_length..].chars().next();
    let is_tight = !inner.is_empty() && inner.trim() == inner && !inner.contains('*');
    let ends_word = after.is_none_or(|after| !after.is_alphanumeric() && after != '*');
    (is_tight && ends_word).then_some((inner, inner_length + 2 * stars.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, expected: &str) {
        assert_eq!(plain(title), expected, "{title}");
    }

    #[test]
    fn marks_are_taken_away_and_their_text_is_kept() {
        check("The `async` keyword", "The async keyword");
        check("``a`b`` and *em* and **strong**", "a`b and em and strong");
        check("**`x` <b>y</b>**", "x y");
        check("A <code>b</code> <em class=\"x\">c</em><br/>d", "A b cd");
    }

    #[test]
    fn what_is_no_mark_stays() {
        for title in [
            "Vec<T> in Rust",
            "2 * 3 * 4",
            "f(*args, **kw)",
            "__init__ and snake_case",
            "a ` b",
            "R&D",
            "x <3",
            "C*",
            "***",
        ] {
            check(title, title);
        }
        check("`Vec<T>` and `*a*`", "Vec<T> and *a*");
    }

    #[test]
    fn entities_become_characters_and_breaks_become_spaces() {
        check(
            "A&nbsp;: B &amp; C&#8217;s &#x2014; &unknown; &#0; &#xFFFE;",
            "A\u{a0}: B & C’s — &unknown; &#0; &#xFFFE;",
        );
        check(" one\n  two \r\n three ", "one two three");
    }

    proptest::proptest! {
        #[test]
        fn no_title_panics(title in "[`*<>&#;/a-c é\n]{0,40}") {
            assert!(plain(&title).len() <= title.len() + 1);
        }
    }
}
