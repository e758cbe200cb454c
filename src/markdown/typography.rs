//! The quotes, spaces, dots and dashes of each language, in place of those of a typewriter.
//!
//! Text goes in, text comes out; nothing but spaces, quotes, dots and dashes is changed, and
//! doing it twice changes nothing more. Where it cannot be told what an author meant, the text
//! stays as written.
//!
//! A run of inline elements is one text here: the characters [`BREAK`] (between two stretches),
//! [`OPAQUE`] (code, an image, a URL) and [`LITERAL`] (before an escaped character) stand for what
//! is between, and come out where they went in, but for [`LITERAL`].

mod languages;

use std::borrow::Cow;

use super::words::shortcode_length;

/// Between two stretches of one text; looked through.
pub(super) const BREAK: char = '\u{FDD5}';
/// Something that stands in the text like a word.
pub(super) const OPAQUE: char = '\u{FDD6}';
/// The next character stays as it is.
pub(super) const LITERAL: char = '\u{FDD7}';

/// How often a text is gone through before it is given up.
const PASSES_MAX: usize = 6;

const NO_BREAK: char = '\u{A0}';
const NARROW: char = '\u{202F}';

/// How a language writes quotes, spaces, dots and dashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typography {
    /// Outer opening, outer closing, inner opening, inner closing.
    quotes: [char; 4],
    /// The space inside outer quotes, where there is one.
    quote_space: Option<char>,
    /// The space before `;`, `!` and `?`, where there is one.
    mark_space: Option<char>,
    /// The space before `:`, where there is one.
    colon_space: Option<char>,
    /// What ` -- ` becomes.
    dash: char,
    /// Whether a straight quote may stand inside a word, as in Hebrew abbreviations.
    quote_in_word: bool,
    /// Whether anything is changed at all.
    active: bool,
}

/// Where a quote was opened.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Double,
    Single,
}

/// What a straight quote turns out to be.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Opens,
    Closes,
    Apostrophe,
    Stays,
}

impl Typography {
    /// The conventions of the language with this BCP 47 tag. Languages that are written without
    /// spaces between words keep their text as it is: their quotes cannot be told apart by their
    /// neighbours, and their authors type the right ones.
    #[must_use]
    pub fn for_language(tag: &str) -> Self {
        languages::for_language(tag)
    }

    /// `text` with the quotes, spaces, dots and dashes of this language.
    #[must_use]
    pub fn apply<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.active || !self.may_change(text) {
            return Cow::Borrowed(text);
        }
        // A quote that was replaced may decide another one that could not be decided before. So
        // that doing it again changes nothing, it is done here until nothing changes; a text that
        // does not settle is left alone.
        let mut set = self.pass(text);
        for _ in 0..PASSES_MAX {
            let again = self.pass(&set);
            if again == set {
                set.retain(|character| character != LITERAL);
                return if set == text { Cow::Borrowed(text) } else { Cow::Owned(set) };
            }
            set = again;
        }
        if text.contains(LITERAL) { Cow::Owned(text.replace(LITERAL, "")) } else { Cow::Borrowed(text) }
    }

    fn pass(&self, text: &str) -> String {
        let mut typesetter = Typesetter {
            rules: self,
            text,
            out: String::with_capacity(text.len() + 16),
            open: Vec::new(),
            last_single: last_closing_single(text),
        };
        typesetter.run();
        typesetter.out
    }

    /// Whether anything in `text` could be set otherwise. Most texts end here, so this looks at
    /// bytes: a full stop alone, or a hyphen alone, is in every sentence and never changes.
    fn may_change(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        bytes.iter().enumerate().any(|(index, byte)| match byte {
            b'"' | b'\'' => true,
            b'.' => bytes[index..].starts_with(b"..."),
            b'-' => bytes[index..].starts_with(b"--"),
            b';' | b'!' | b'?' => self.mark_space.is_some(),
            b':' => self.colon_space.is_some(),
            // The first bytes of `«` and `»`, and of `LITERAL`.
            0xC2 => self.quote_space.is_some(),
            0xEF => text[index..].starts_with(LITERAL),
            _ => false,
        })
    }
}

struct Typesetter<'a> {
    rules: &'a Typography,
    text: &'a str,
    out: String,
    open: Vec<Open>,
    /// Where the last single quote stands that could close another.
    last_single: usize,
}

impl Typesetter<'_> {
    fn run(&mut self) {
        let mut index = 0;
        let mut at_word_start = true;
        while let Some(character) = self.text[index..].chars().next() {
            if at_word_start || character == '{' {
                let verbatim = verbatim_length(&self.text[index..]);
                if verbatim > 0 {
                    self.out.push_str(&self.text[index..index + verbatim]);
                    index += verbatim;
                    at_word_start = false;
                    continue;
                }
            }
            at_word_start = !character.is_alphanumeric() && character != '/';
            index = self.step(index, character);
        }
    }

    /// Writes what `character` at `index` becomes; the place of the next one.
    fn step(&mut self, index: usize, character: char) -> usize {
        let after = index + character.len_utf8();
        match character {
            LITERAL => {
                let next = self.text[after..].chars().next();
                self.out.push(LITERAL);
                self.out.extend(next);
                after + next.map_or(0, char::len_utf8)
            }
            '.' => self.dots(index),
            '-' => self.hyphens(index),
            '"' | '\'' => {
                let role = self.role(index, character);
                self.write_quote(character, role, after);
                after
            }
            character if is_quote(character) => {
                // A quote that is right already counts for those around it.
                let role = self.role(index, if is_single(character) { '\'' } else { '"' });
                self.count(role, if is_single(character) { Open::Single } else { Open::Double });
                self.existing_quote(character, after)
            }
            ';' | '!' | '?' | ':' => {
                self.space_before_mark(character, after);
                self.out.push(character);
                after
            }
            _ => {
                self.out.push(character);
                after
            }
        }
    }

    /// Three dots and no more become an ellipsis, but not in a path.
    fn dots(&mut self, index: usize) -> usize {
        let rest = &self.text[index..];
        let count = rest.bytes().take_while(|byte| *byte == b'.').count();
        let in_path = self.out.ends_with(['/', '\\']) || rest[count..].starts_with(['/', '\\']);
        if count == 3 && !in_path {
            self.out.push('…');
        } else {
            self.out.push_str(&rest[..count]);
        }
        index + count
    }

    /// Two hyphens between spaces become a dash.
    fn hyphens(&mut self, index: usize) -> usize {
        let rest = &self.text[index..];
        let count = rest.bytes().take_while(|byte| *byte == b'-').count();
        let stands_free =
            self.out.ends_with([' ', NO_BREAK]) && rest[count..].starts_with([' ', NO_BREAK, '\n']);
        if count == 2 && stands_free {
            self.out.push(self.rules.dash);
        } else {
            self.out.push_str(&rest[..count]);
        }
        index + count
    }

    fn previous(&self) -> Option<char> {
        self.out.chars().rev().find(|character| !matches!(*character, BREAK | LITERAL))
    }

    fn next(&self, after: usize) -> Option<char> {
        self.text[after..].chars().find(|character| !matches!(*character, BREAK | LITERAL))
    }

    /// Decides from the neighbours, and from what is open, what a quote is. The answer must be
    /// the same when the quotes before it were replaced already.
    fn role(&self, index: usize, straight: char) -> Role {
        let after = index + self.text[index..].chars().next().map_or(1, char::len_utf8);
        let previous = self.previous();
        let next = self.next(after);
        let opens_after = previous.is_none_or(|character| {
            character.is_whitespace()
                || is_dash(character)
                || "([{/=+".contains(character)
                || is_quote(character) && self.was_opening()
        });
        let next_is_space = next.is_none_or(char::is_whitespace);
        let next_is_word = next.is_some_and(is_word);
        let is_single = straight == '\'';
        let kind = if is_single { Open::Single } else { Open::Double };
        if opens_after {
            let is_year = is_single && is_short_year(&self.text[after..]);
            return if next_is_space {
                Role::Stays
            } else if is_year || is_single && self.last_single <= index {
                Role::Apostrophe
            } else {
                Role::Opens
            };
        }
        let after_word = previous.is_some_and(is_word);
        let after_digit = previous.is_some_and(|character| character.is_ascii_digit());
        if is_single && after_word && next_is_word {
            let in_number = after_digit && next.is_some_and(|character| character.is_ascii_digit());
            return if in_number { Role::Stays } else { Role::Apostrophe };
        }
        if after_word && next_is_word && self.rules.quote_in_word {
            return Role::Stays;
        }
        if self.open.contains(&kind) {
            return Role::Closes;
        }
        if is_single && after_word && !after_digit { Role::Apostrophe } else { Role::Stays }
    }

    /// Whether the quote just written opened something.
    fn was_opening(&self) -> bool {
        let mut characters = self.out.chars().rev().filter(|character| *character != BREAK);
        let quote = characters.next();
        let before = characters.next();
        let opens_by_shape =
            quote.is_some_and(|quote| self.rules.quotes[0] == quote || self.rules.quotes[2] == quote);
        opens_by_shape && before.is_none_or(|before| !is_word(before))
    }

    fn count(&mut self, role: Role, kind: Open) {
        match role {
            Role::Opens if self.open.len() < 8 => self.open.push(kind),
            Role::Closes => {
                if let Some(index) = self.open.iter().rposition(|open| *open == kind) {
                    self.open.truncate(index);
                }
            }
            _ => {}
        }
    }

    fn write_quote(&mut self, straight: char, role: Role, after: usize) {
        let kind = if straight == '\'' { Open::Single } else { Open::Double };
        let [outer_open, outer_close, inner_open, inner_close] = self.rules.quotes;
        // The outermost quotes are outer, whichever key was pressed; what is inside them is inner.
        let level = match role {
            Role::Closes => self.open.iter().rposition(|open| *open == kind).unwrap_or(0),
            _ => self.open.len(),
        };
        let is_outer = level % 2 == 0 && kind == Open::Double;
        self.count(role, kind);
        match role {
            Role::Stays => self.out.push(straight),
            Role::Apostrophe => self.out.push('’'),
            Role::Opens if is_outer => {
                self.existing_quote(outer_open, after);
            }
            Role::Closes if is_outer => {
                self.existing_quote(outer_close, after);
            }
            Role::Opens => self.out.push(inner_open),
            Role::Closes => self.out.push(inner_close),
        }
    }

    /// Writes a quote that is right already, with the space inside it where the language has one.
    fn existing_quote(&mut self, quote: char, after: usize) -> usize {
        let Some(space) = self.rules.quote_space else {
            self.out.push(quote);
            return after;
        };
        match quote {
            '«' => {
                self.out.push(quote);
                let rest = &self.text[after..];
                match rest.chars().next() {
                    Some(next) if is_plain_space(next) => {
                        self.out.push(space);
                        return after + next.len_utf8();
                    }
                    Some(next) if !next.is_whitespace() => self.out.push(space),
                    _ => {}
                }
            }
            '»' => {
                self.put_space(space);
                self.out.push(quote);
            }
            _ => self.out.push(quote),
        }
        after
    }

    /// One space of this kind at the end of what is written, unless a line starts here.
    fn put_space(&mut self, space: char) {
        match self.out.chars().next_back() {
            Some(last) if is_plain_space(last) => {
                self.out.pop();
                self.out.push(space);
            }
            Some(last) if !last.is_whitespace() => self.out.push(space),
            _ => {}
        }
    }

    fn space_before_mark(&mut self, mark: char, after: usize) {
        let Some(space) = (if mark == ':' { self.rules.colon_space } else { self.rules.mark_space }) else {
            return;
        };
        let next = self.next(after);
        let ends_phrase = match mark {
            ':' => next.is_none_or(char::is_whitespace),
            _ => next.is_none_or(|character| !is_word(character) && !"=/[(-".contains(character)),
        };
        if !ends_phrase || next.is_some_and(|character| ")(|*<>".contains(character)) && mark == ';' {
            return;
        }
        let mut before = self.out.chars().rev();
        let last = before.next();
        match last {
            Some(last) if is_plain_space(last) => {
                // `( ! )`, a mark at the start, and two spaces are left alone.
                let Some(word) = before.find(|character| *character != BREAK) else { return };
                if word.is_whitespace() || "([{".contains(word) {
                    return;
                }
                self.out.pop();
                self.out.push(space);
            }
            _ => {
                let Some(word) = self.previous() else { return };
                let follows_phrase = is_word(word)
                    || ")]}%°€$…".contains(word)
                    || is_quote(word)
                    || matches!(word, '.' if mark != ':');
                if follows_phrase && !(mark == ':' && self.is_emoji_code()) {
                    self.out.push(space);
                }
            }
        }
    }

    /// Whether a colon here would end `:emoji:`.
    fn is_emoji_code(&self) -> bool {
        let name = |character: &char| character.is_alphanumeric() || "_-+".contains(*character);
        self.out.chars().rev().find(|character| !name(character)) == Some(':')
    }
}

/// How much of the start of `text` is not prose: a URL, or the shortcode of another tool.
fn verbatim_length(text: &str) -> usize {
    if text.starts_with('{') {
        return shortcode_length(text);
    }
    let is_url = ["http://", "https://", "ftp://", "www.", "mailto:"].iter().any(|prefix| {
        text.as_bytes().get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
    });
    if !is_url {
        return 0;
    }
    let end = text.find(|character: char| {
        character.is_whitespace()
            || "<>\"«»“”".contains(character)
            || matches!(character, BREAK | OPAQUE | LITERAL)
    });
    let url = &text[..end.unwrap_or(text.len())];
    url.trim_end_matches(['.', ',', ';', '!', '?', ':', '\'', ')', '-']).len()
}

/// Where the last single quote is that follows a word and does not stand in one.
fn last_closing_single(text: &str) -> usize {
    let mut found = 0;
    let mut previous = ' ';
    let mut characters = text.char_indices().filter(|(_, character)| *character != BREAK).peekable();
    while let Some((index, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let closes =
            is_single(character) && !previous.is_whitespace() && next.is_none_or(|next| !is_word(next));
        if closes && previous != '(' {
            found = index;
        }
        previous = character;
    }
    found
}

/// `90s`, `89`: what follows the apostrophe of a shortened year.
fn is_short_year(text: &str) -> bool {
    let mut characters = text.chars();
    let digits = characters.by_ref().take(2).filter(char::is_ascii_digit).count();
    let next = characters.next();
    let after = characters.next();
    digits == 2
        && (next == Some('s') && after.is_none_or(|after| !is_word(after))
            || next.is_none_or(|next| !is_word(next)))
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric()
        || character == OPAQUE
        || unicode_normalization::char::is_combining_mark(character)
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}')
}

fn is_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201F}' | '「' | '」' | '『' | '』'
    )
}

fn is_single(character: char) -> bool {
    matches!(character, '\'' | '‹' | '›' | '\u{2018}'..='\u{201B}')
}

fn is_plain_space(character: char) -> bool {
    matches!(character, ' ' | NO_BREAK | NARROW | '\u{2009}')
}

#[cfg(test)]
mod tests;
