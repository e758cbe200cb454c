//! Counts words, reading time, and the shortcodes of other tools.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::Events;

/// What was counted in a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Words, where a character of Chinese or Japanese is one.
    pub(super) all: u32,
    /// How many of the words are such characters.
    ideographs: u32,
    /// Letters of languages that have words without spaces between them.
    unspaced: u32,
    /// Shortcodes outside code.
    pub(super) shortcodes: u32,
}

/// Words a minute, and characters a minute, that readers of articles manage.
const WORDS_A_MINUTE: u32 = 230;
const IDEOGRAPHS_A_MINUTE: u32 = 500;
/// Letters in a word of Thai, Lao, Khmer or Burmese.
const UNSPACED_A_WORD: u32 = 5;

/// The longest shortcode.
const SHORTCODE_BYTES_MAX: usize = 1000;

impl Words {
    /// Whole minutes, rounded up.
    pub(super) fn reading_minutes(&self) -> u16 {
        let spaced = self.all - self.ideographs;
        let seconds = u64::from(spaced) * 60 / u64::from(WORDS_A_MINUTE)
            + u64::from(self.ideographs) * 60 / u64::from(IDEOGRAPHS_A_MINUTE);
        let minutes = seconds.div_ceil(60).max(u64::from(self.all > 0));
        u16::try_from(minutes).unwrap_or(u16::MAX)
    }

    fn text(&mut self, text: &str, in_word: &mut bool) {
        for character in text.chars() {
            match character {
                '\u{2E80}'..='\u{2FDF}'
                | '\u{3005}'..='\u{3007}'
                | '\u{3040}'..='\u{30FF}'
                | '\u{3400}'..='\u{4DBF}'
                | '\u{4E00}'..='\u{9FFF}'
                | '\u{F900}'..='\u{FAFF}'
                | '\u{20000}'..='\u{3FFFF}' => {
                    self.all = self.all.saturating_add(1);
                    self.ideographs = self.ideographs.saturating_add(1);
                    *in_word = false;
                }
                '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' => {
                    self.unspaced = self.unspaced.saturating_add(1);
                    *in_word = false;
                }
                character if character.is_whitespace() => *in_word = false,
                character if !*in_word && character.is_alphanumeric() => {
                    *in_word = true;
                    self.all = self.all.saturating_add(1);
                }
                _ => {}
            }
        }
    }
}

/// Counts what readers read: not code blocks, not tags.
pub(super) fn count(events: &Events) -> Words {
    let mut words = Words::default();
    let mut in_word = false;
    let mut in_code = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if !in_code => {
                words.text(text, &mut in_word);
                words.shortcodes = words.shortcodes.saturating_add(shortcodes(text));
            }
            Event::Code(code) => words.text(code, &mut in_word),
            Event::Html(html) | Event::InlineHtml(html) => {
                for (index, part) in html.split('<').enumerate() {
                    let seen =
                        if index == 0 { Some(part) } else { part.split_once('>').map(|(_, seen)| seen) };
                    words.text(seen.unwrap_or(""), &mut in_word);
                }
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => in_word = false,
        }
    }
    words.all = words.all.saturating_add(words.unspaced.div_ceil(UNSPACED_A_WORD));
    words
}

/// The openings of shortcodes: `{{< x >}}`, `{{ x }}`, `{% x %}`, `{: x}`.
fn shortcodes(text: &str) -> u32 {
    let mut count = 0;
    let mut rest = text;
    while let Some(brace) = rest.find('{') {
        let after = &rest[brace + 1..];
        let opens = after.starts_with(['{', '%'])
            || after.starts_with(": ")
            || after.starts_with(":.")
            || after.starts_with(":#");
        count += u32::from(opens);
        rest = if opens { &after[1..] } else { after };
    }
    count
}

/// The length of the shortcode at the start of `text`, 0 where there is none. It ends in its line
/// and soon, so that a row of openings does not cost its square.
pub(super) fn shortcode_length(text: &str) -> usize {
    for (opening, closing) in [("{{", "}}"), ("{%", "%}"), ("{:", "}")] {
        if text.starts_with(opening) {
            let mut end = text.len().min(SHORTCODE_BYTES_MAX);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let line = text[..end].split('\n').next().unwrap_or("");
            let mut ends = line.match_indices('}').map(|(at, brace)| at + brace.len());
            return ends.find(|end| line[..*end].ends_with(closing)).unwrap_or(0);
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: (u32, u16, u32)) {
        let words = count(&super::super::events::parse(markdown, false, &mut Vec::new()).expect("flat"));
        assert_eq!((words.all, words.reading_minutes(), words.shortcodes), expected, "{markdown}");
    }

    #[test]
    fn words_are_counted_across_markup() {
        check("# One *two*th\n\nthree `four` — five\n\n```\nnot these\n```\n", (5, 1, 0));
        check("", (0, 0, 0));
        check(&"word ".repeat(460), (460, 2, 0));
    }

    #[test]
    fn languages_without_spaces_are_counted_by_character() {
        check("障害が発生", (5, 1, 0));
        check(&"障".repeat(1500), (1500, 3, 0));
        check("ภาษาไทยง่าย", (3, 1, 0));
    }

    #[test]
    fn shortcodes_are_counted_outside_code() {
        check("{{< a >}} {% b %} {{ c }}\n{: .d}\n\n`{{ e }}`\n\n    {{ f }}\n", (5, 1, 4));
    }

    #[test]
    fn a_shortcode_ends_in_its_line_and_soon() {
        for (text, expected) in [
            ("{{< a >}} b", 9),
            ("{{}}} b", 4),
            ("{% a } %} b", 9),
            ("{: .a} b", 6),
            ("{a}", 0),
            ("{{ a\n}}", 0),
            ("{{ é", 0),
        ] {
            assert_eq!(shortcode_length(text), expected, "{text}");
        }
        assert_eq!(shortcode_length(&format!("{{{{{}}}}}", "é".repeat(400))), 804);
        assert_eq!(shortcode_length(&format!("{{{{{}}}}}", "é".repeat(600))), 0);
    }
}
