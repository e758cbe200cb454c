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

/// Named character references that occur in texts; the numbered ones are all known.
const REFERENCES: [(&str, char); 36] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("shy", '\u{ad}'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("minus", '−'),
    ("times", '×'),
    ("middot", '·'),
    ("bull", '•'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("rarr", '→'),
    ("larr", '←'),
    ("hearts", '♥'),
];

/// The longest character reference that is read, in bytes.
const REFERENCE_BYTES_MAX: usize = 12;

/// The character that the reference at the start of `html` stands for, and how long the reference is;
/// none where there is no reference that is known.
#[must_use]
pub fn reference(html: &str) -> Option<(char, usize)> {
    let end = html.bytes().take(REFERENCE_BYTES_MAX).position(|byte| byte == b';')?;
    let name = html[..end].strip_prefix('&')?;
    let character = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        char::from_u32(code.ok()?)?
    } else {
        REFERENCES.iter().find(|(known, _)| *known == name)?.1
    };
    Some((character, end + 1))
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
