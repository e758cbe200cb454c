//! Text to HTML text: the one place that escapes, for elements and attributes alike.

use std::borrow::Cow;

use crate::path::is_noncharacter;

/// Whether `character` may not stand in an HTML or XML file. Noncharacters are among them, which so
/// are free to mark places in a text.
#[must_use]
pub fn is_forbidden(character: char) -> bool {
    (character.is_control() && !matches!(character, '\t' | '\n' | '\r')) || is_noncharacter(character)
}

/// `text` without forbidden characters, and how many there were.
#[must_use]
pub fn strip_forbidden(text: &str) -> (Cow<'_, str>, usize) {
    // A body is mostly text that needs nothing: look at the bytes that forbidden characters start
    // with before looking at characters.
    if !text.bytes().any(may_start_forbidden) {
        return (Cow::Borrowed(text), 0);
    }
    let count = text.chars().filter(|character| is_forbidden(*character)).count();
    if count == 0 {
        return (Cow::Borrowed(text), 0);
    }
    (Cow::Owned(text.chars().filter(|character| !is_forbidden(*character)).collect()), count)
}

fn may_start_forbidden(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127 | 0xC2 | 0xEF | 0xF0..)
}

/// Appends `text`, escaped for an element's text and for a quoted attribute.
pub fn push_escaped(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut written = 0;
    let mut index = 0;
    while index < bytes.len() {
        let byte = bytes[index];
        let escape = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            byte if may_start_forbidden(byte) => {
                let character = text[index..].chars().next().unwrap_or(' ');
                if !is_forbidden(character) {
                    index += character.len_utf8();
                    continue;
                }
                out.push_str(&text[written..index]);
                index += character.len_utf8();
                written = index;
                continue;
            }
            _ => {
                index += 1;
                continue;
            }
        };
        out.push_str(&text[written..index]);
        out.push_str(escape);
        index += 1;
        written = index;
    }
    out.push_str(&text[written..]);
}

/// Appends ` name="value"`.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(out, value);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let mut out = String::new();
        push_escaped(&mut out, input);
        assert_eq!(out, expected);
    }

    #[test]
    fn markup_becomes_text() {
        check("a < b & \"c\" > d", "a &lt; b &amp; &quot;c&quot; &gt; d");
    }

    #[test]
    fn forbidden_characters_vanish_and_their_neighbours_stay() {
        check("a\u{1}b\u{FDD0}c\u{85}d\u{FFFF}é\u{FF01}😀\t\n", "abcdé\u{FF01}😀\t\n");
    }

    #[test]
    fn stripping_counts() {
        assert_eq!(strip_forbidden("a\u{8}b\u{FDEF}é。"), ("abé。".into(), 2));
        assert!(matches!(strip_forbidden("é。😀"), (Cow::Borrowed(_), 0)));
    }
}
