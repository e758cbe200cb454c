//! A run: what some documents in a row say, word by word.
//!
//! The documents of a language are read in runs, several at a time. Each ends as one sorted block of
//! bytes, so that the memory that an index takes while it is made is that of its words and
//! positions, packed.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::analysis::{Analyzer, Form, Piece, Word, pieces};
use super::bits::{Numbers, push_count, push_number};

/// Positions that are left free between fields, and between blocks of the text.
const GAP: u32 = 4;

/// The last position that is kept apart: three bits of a place say which field it is in.
const POSITION_MAX: u32 = (1 << 29) - 1;

/// What of a document a word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Summary,
    Text,
    /// The name of one of its terms.
    Term,
    /// The title of another edition.
    OtherTitle,
    /// A word that readers choose documents by, and no text.
    Filter,
}

impl Field {
    const ALL: [Self; 6] =
        [Self::Title, Self::Summary, Self::Text, Self::Term, Self::OtherTitle, Self::Filter];

    fn has_positions(self) -> bool {
        matches!(self, Self::Title | Self::Summary | Self::Text)
    }
}

/// A word at a place in a document.
#[derive(Clone, Copy)]
struct Occurrence {
    word: u32,
    document: u32,
    /// The field in the three highest bits, the position in the others.
    place: u32,
}

/// How long a document is, in positions.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lengths {
    pub(super) title: u32,
    /// Of summary and text.
    pub(super) text: u32,
}

/// A word as it was written: the words that it becomes, as a range of `forms`, and how often.
struct Written {
    start: u32,
    end: u32,
    count: u32,
}

/// Reads the documents of a run.
pub(super) struct RunBuilder<'a> {
    analyzer: &'a Analyzer,
    first_document: u32,
    lengths: Vec<Lengths>,
    /// Each word by its surface, with its stem.
    words: FxHashMap<Box<str>, u32>,
    stems: Vec<Option<Box<str>>>,
    /// Each word as it was written.
    written: FxHashMap<Box<str>, Written>,
    forms: Vec<u32>,
    occurrences: Vec<Occurrence>,
    position: u32,
}

impl<'a> RunBuilder<'a> {
    /// A run of documents in the language of `analyzer`, from number `first_document` on.
    pub(super) fn new(analyzer: &'a Analyzer, first_document: u32) -> Self {
        Self {
            analyzer,
            first_document,
            lengths: Vec::new(),
            words: FxHashMap::default(),
            stems: Vec::new(),
            written: FxHashMap::default(),
            forms: Vec::new(),
            occurrences: Vec::new(),
            position: 0,
        }
    }

    /// Begins the next document.
    pub(super) fn begin_document(&mut self) {
        self.lengths.push(Lengths::default());
        self.position = 0;
    }

    /// Reads a text of the document: one block of it where it has several.
    pub(super) fn read(&mut self, text: &str, field: Field) {
        let start = self.position;
        for piece in pieces(text) {
            match piece {
                Piece::Word(raw) => {
                    let forms = self.forms_of(raw);
                    if forms.is_empty() {
                        continue;
                    }
                    for index in forms {
                        self.add(self.forms[index], field);
                    }
                    self.position = (self.position + 1).min(POSITION_MAX);
                }
                Piece::Run(raw) => {
                    let analyzer = self.analyzer;
                    analyzer.run(raw, &mut |surface| {
                        let word = self.word(surface, None);
                        self.add(word, field);
                        self.position = (self.position + 1).min(POSITION_MAX);
                    });
                    self.position = (self.position + 1).min(POSITION_MAX);
                }
            }
        }
        self.end_text(start, field);
    }

    /// Reads the title of another edition, as its own language is read.
    pub(super) fn read_foreign(&mut self, title: &str, analyzer: &Analyzer) {
        let start = self.position;
        for piece in pieces(title) {
            match piece {
                Piece::Word(raw) => {
                    for form in forms(analyzer.word(raw)) {
                        let stem = form.stem.map(|stem| analyzer.foreign_stem(&stem));
                        let word = self.word(&form.text, stem.as_deref());
                        self.add(word, Field::OtherTitle);
                    }
                }
                Piece::Run(raw) => analyzer.run(raw, &mut |surface| {
                    let word = self.word(surface, None);
                    self.add(word, Field::OtherTitle);
                }),
            }
        }
        self.end_text(start, Field::OtherTitle);
    }

    /// Notes a word that the document can be chosen by.
    pub(super) fn note_filter(&mut self, key: &str) {
        let word = self.word(key, None);
        self.add(word, Field::Filter);
    }

    fn end_text(&mut self, start: u32, field: Field) {
        let length = self.position - start;
        if let Some(lengths) = self.lengths.last_mut() {
            match field {
                Field::Title => lengths.title += length,
                Field::Summary | Field::Text => lengths.text += length,
                Field::Term | Field::OtherTitle | Field::Filter => {}
            }
        }
        if field.has_positions() {
            self.position = (self.position + GAP).min(POSITION_MAX);
        } else {
            self.position = start;
        }
    }

    fn add(&mut self, word: u32, field: Field) {
        let document = u32::try_from(self.lengths.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let place = (field as u32) << 29 | self.position;
        self.occurrences.push(Occurrence { word, document, place });
    }

    /// The words that `raw` becomes, as positions in `forms`: each distinct spelling is analysed once.
    fn forms_of(&mut self, raw: &str) -> Range<usize> {
        if let Some(Written { start, end, count }) = self.written.get_mut(raw) {
            *count += 1;
            return *start as usize..*end as usize;
        }
        let start = self.forms.len();
        for Form { text, stem } in forms(self.analyzer.word(raw)) {
            let word = self.word(&text, stem.as_deref());
            // A part may be said twice, as in `end-to-end-to-end`.
            if !self.forms[start..].contains(&word) {
                self.forms.push(word);
            }
        }
        let range = start..self.forms.len();
        let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let written = Written { start: index(range.start), end: index(range.end), count: 1 };
        self.written.insert(raw.into(), written);
        range
    }

    /// How each word is written most often, with how often that is: nothing where that is as it is found.
    fn written_as(&self, words: &[(Box<str>, u32)]) -> Vec<(Box<str>, u32)> {
        let mut surfaces = vec![""; self.stems.len()];
        for (surface, word) in words {
            surfaces[*word as usize] = surface;
        }
        let used = self.written.iter().filter(|(_, written)| written.start < written.end);
        let mut all: Vec<(usize, String, u32)> = used
            .map(|(raw, written)| {
                // The first of the words that it becomes is what it is known by.
                let word = self.forms[written.start as usize] as usize;
                (word, self.shown_as(raw, surfaces[word]), written.count)
            })
            .collect();
        all.sort_unstable();
        let mut most: Vec<(Box<str>, u32)> = vec![("".into(), 0); surfaces.len()];
        for of_word in all.chunk_by(|one, other| one.0 == other.0) {
            let ways = of_word.iter().map(|(_, shown, count)| (shown.as_str(), *count));
            let (shown, count) = most_written(ways);
            most[of_word[0].0] = (shown.into(), count);
        }
        most
    }

    /// How a word that is found as `surface` is shown where it is written `raw`: empty where that is the surface.
    fn shown_as(&self, raw: &str, surface: &str) -> String {
        if raw == surface {
            return String::new();
        }
        let text = self.analyzer.shown(raw);
        // What would be found as something else cannot stand for the word.
        let is_it = || self.analyzer.word(&text).is_some_and(|word| word.surface.text == surface);
        if text != surface && is_it() { text } else { String::new() }
    }

    /// The number of a surface. Of several stems, it keeps the least.
    fn word(&mut self, surface: &str, stem: Option<&str>) -> u32 {
        if let Some(word) = self.words.get(surface) {
            let known = &mut self.stems[*word as usize];
            if let Some(stem) = stem.filter(|stem| known.as_deref().is_none_or(|known| *stem < known)) {
                *known = Some(stem.into());
            }
            return *word;
        }
        let word = u32::try_from(self.stems.len()).unwrap_or(u32::MAX);
        self.stems.push(stem.map(Into::into));
        self.words.insert(surface.into(), word);
        word
    }

    /// The run, sorted by surface.
    pub(super) fn finish(mut self) -> Run {
        let mut sorted: Vec<(Box<str>, u32)> = std::mem::take(&mut self.words).into_iter().collect();
        sorted.sort_unstable();
        let written = self.written_as(&sorted);
        let Self { first_document, lengths, stems, occurrences, .. } = self;
        // A counting sort: occurrences are in the order of documents and places already.
        let mut ends = vec![0usize; stems.len()];
        for occurrence in &occurrences {
            ends[occurrence.word as usize] += 1;
        }
        let mut sum = 0;
        for (_, word) in &sorted {
            let count = std::mem::replace(&mut ends[*word as usize], sum);
            sum += count;
        }
        let mut places = vec![(0u32, 0u32); occurrences.len()];
        for occurrence in &occurrences {
            let at = &mut ends[occurrence.word as usize];
            places[*at] = (occurrence.document, occurrence.place);
            *at += 1;
        }
        drop(occurrences);

        let mut run =
            Run { first_document, lengths, text: String::new(), words: Vec::new(), bytes: Vec::new() };
        run.words.reserve_exact(sorted.len());
        let mut start = 0;
        for (surface, word) in sorted {
            let end = ends[word as usize];
            let text_start = run.text.len();
            run.text.push_str(&surface);
            let surface_end = run.text.len();
            run.text.push_str(stems[word as usize].as_deref().unwrap_or(""));
            let stem_end = run.text.len();
            let (shown, n_written) = &written[word as usize];
            run.text.push_str(shown);
            let bytes_start = run.bytes.len();
            let n_documents = write_documents(&mut run.bytes, &places[start..end]);
            let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            run.words.push(RunWord {
                surface: index(text_start)..index(surface_end),
                stem_end: index(stem_end),
                written_end: index(run.text.len()),
                n_written: *n_written,
                n_documents,
                bytes: index(bytes_start)..index(run.bytes.len()),
            });
            start = end;
        }
        run.text.shrink_to_fit();
        run.bytes.shrink_to_fit();
        run
    }
}

/// The surface of a word, if anything is left of it, its parts and its segments.
fn forms(word: Option<Word>) -> impl Iterator<Item = Form> {
    word.into_iter().flat_map(|word| [word.surface].into_iter().chain(word.parts).chain(word.segments))
}

/// The way in which a word is written most often, of sorted ways with how often each is; the same may be there several
/// times. Of equal ones, that in which it is found, which is empty, comes first, and small letters before capitals.
pub(super) fn most_written<'w>(ways: impl Iterator<Item = (&'w str, u32)>) -> (&'w str, u32) {
    let (mut most, mut this) = (("", 0), ("", 0));
    for (text, count) in ways {
        this = if text == this.0 { (text, this.1 + count) } else { (text, count) };
        if this.1 > most.1 || this.1 == most.1 && !most.0.is_empty() {
            most = this;
        }
    }
    most
}

/// Packs the places of one word; the number of documents.
fn write_documents(out: &mut Vec<u8>, places: &[(u32, u32)]) -> u32 {
    let mut n_documents = 0;
    let mut last = 0;
    for of_document in places.chunk_by(|one, other| one.0 == other.0) {
        let document = of_document[0].0;
        push_number(out, document - last);
        last = document;
        n_documents += 1;
        let mut said = Said::default();
        let mut positions: Vec<u32> = Vec::with_capacity(of_document.len());
        let mut last_place = None;
        for (_, place) in of_document.iter().filter(|(_, place)| last_place.replace(*place) != Some(*place)) {
            let field = Field::ALL[(*place >> 29) as usize];
            said.add(field);
            if field.has_positions() {
                positions.push(place & POSITION_MAX);
            }
        }
        push_number(
            out,
            said.title.min(3) | u32::from(said.is_in_other_title) << 2 | said.weight.min(1 << 20) << 3,
        );
        push_count(out, positions.len());
        let mut last = 0;
        for position in positions {
            push_number(out, position - last);
            last = position;
        }
    }
    n_documents
}

/// How a document speaks of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    /// How often in the title.
    pub(super) title: u32,
    /// Whether the title of another edition has it.
    pub(super) is_in_other_title: bool,
    /// How often in the text, and twice as much for each time in the summary and in a term.
    pub(super) weight: u32,
}

impl Said {
    fn add(&mut self, field: Field) {
        match field {
            Field::Title => self.title += 1,
            Field::Summary | Field::Term => self.weight += 2,
            Field::Text => self.weight += 1,
            Field::OtherTitle => self.is_in_other_title = true,
            Field::Filter => {}
        }
    }
}

/// What some documents in a row say, word by word, packed.
pub(super) struct Run {
    first_document: u32,
    /// Of each document.
    pub(super) lengths: Vec<Lengths>,
    /// All surfaces, each with its stem behind it, and how it is written.
    text: String,
    words: Vec<RunWord>,
    bytes: Vec<u8>,
}

struct RunWord {
    surface: Range<u32>,
    stem_end: u32,
    written_end: u32,
    n_written: u32,
    n_documents: u32,
    bytes: Range<u32>,
}

/// A word of a run.
#[derive(Clone, Copy)]
pub(super) struct WordOfRun<'r> {
    pub(super) surface: &'r str,
    /// Empty where it has none.
    pub(super) stem: &'r str,
    /// How it is written most often, empty where that is as it is found, and how often that is.
    pub(super) written: (&'r str, u32),
    pub(super) n_documents: u32,
    first_document: u32,
    bytes: &'r [u8],
}

impl Run {
    /// Its words, sorted.
    pub(super) fn words(&self) -> impl Iterator<Item = WordOfRun<'_>> {
        self.words.iter().map(|word| {
            let surface = word.surface.start as usize..word.surface.end as usize;
            WordOfRun {
                surface: &self.text[surface],
                stem: &self.text[word.surface.end as usize..word.stem_end as usize],
                written: (&self.text[word.stem_end as usize..word.written_end as usize], word.n_written),
                n_documents: word.n_documents,
                first_document: self.first_document,
                bytes: &self.bytes[word.bytes.start as usize..word.bytes.end as usize],
            }
        })
    }
}

impl WordOfRun<'_> {
    /// Calls `each` for every document that has it, in order, with its positions there, which it may
    /// take away.
    pub(super) fn documents(&self, mut each: impl FnMut(u32, Said, &mut dyn Iterator<Item = u32>)) {
        let mut numbers = Numbers::new(self.bytes);
        let mut document = self.first_document;
        for _ in 0..self.n_documents {
            document += numbers.next();
            let said = numbers.next();
            let said = Said { title: said & 3, is_in_other_title: said & 4 != 0, weight: said >> 3 };
            let n_positions = numbers.next();
            let mut position = 0;
            let mut positions = (0..n_positions).map(|_| {
                position += numbers.next();
                position
            });
            each(document, said, &mut positions);
            positions.for_each(drop);
        }
    }
}
