//! Lists of documents, and positions in them, as bits.

use std::f64::consts::SQRT_2;

use super::bits::{Bits, best_rice, low_byte};
use super::run::{Lengths, Said, WordOfRun};

/// BM25: how soon more of a word says nothing more.
const SATURATION: f64 = 1.2;

/// BM25: how much the length of a document counts.
const LENGTH_SHARE: f64 = 0.6;

/// The highest level of three bits.
const LEVEL_MAX: f64 = 7.0;

/// Positions in one zone of a text.
const ZONE_POSITIONS: u32 = 32;

/// Zones that are told apart; those of a longer text begin anew.
const ZONES: u32 = 8;

/// The bytes that positions of a long list have in one file, about.
const CHUNK_BYTES: usize = 24_000;

/// What the levels of a language's lists are measured with.
pub(super) struct Scale {
    lengths: Vec<Lengths>,
    mean_text: f64,
    mean_title: f64,
}

impl Scale {
    /// For documents of these lengths.
    pub(super) fn new(lengths: Vec<Lengths>) -> Self {
        let mean = |length: fn(&Lengths) -> u32| {
            // Numbers of this size are exact.
            let sum: f64 = lengths.iter().map(|lengths| f64::from(length(lengths))).sum();
            let count = u32::try_from(lengths.len()).unwrap_or(u32::MAX).max(1);
            rounded(sum / f64::from(count))
        };
        Self { mean_text: mean(|lengths| lengths.text), mean_title: mean(|lengths| lengths.title), lengths }
    }

    /// How many documents there are.
    pub(super) fn n_documents(&self) -> usize {
        self.lengths.len()
    }

    /// How much the text of a document is about a word, from 0 to 7.
    fn level(&self, document: u32, said: Said) -> u32 {
        let length = f64::from(self.lengths[document as usize].text) / self.mean_text;
        let frequency = f64::from(said.weight) / (1.0 - LENGTH_SHARE + LENGTH_SHARE * length);
        let level = LEVEL_MAX * frequency / (frequency + SATURATION);
        (0..7).find(|whole| level <= f64::from(*whole)).unwrap_or(7)
    }

    /// Which kind of title a word is in; none where it is in no title.
    fn title(&self, document: u32, said: Said) -> Option<u32> {
        if said.title == 0 {
            return said.is_in_other_title.then_some(0);
        }
        let length = f64::from(self.lengths[document as usize].title) / self.mean_title;
        Some(if length > 1.4 {
            1
        } else if length > 0.7 {
            2
        } else {
            3
        })
    }
}

/// A mean, rounded to a power of the fourth root of two: one article more hardly ever changes it.
fn rounded(mean: f64) -> f64 {
    const ROOTS: [f64; 4] = [1.0, 1.189_207_115_002_721, SQRT_2, 1.681_792_830_507_429];
    // Half a step, as a factor.
    const HALF: f64 = 1.090_507_732_665_257_7;
    let mut octave = 1.0;
    let mut best = 1.0;
    while octave <= mean * HALF {
        for root in ROOTS {
            if octave * root <= mean * HALF {
                best = octave * root;
            }
        }
        octave *= 2.0;
    }
    best
}

/// The documents of a group of words.
pub(super) struct Postings {
    documents: Vec<Posting>,
    /// Each with which word of the group stands there.
    positions: Vec<(u32, u32)>,
    n_forms: u32,
}

struct Posting {
    document: u32,
    said: Said,
    n_positions: usize,
}

impl Postings {
    /// The documents of the words of one group; for each word, what each run knows of it.
    pub(super) fn of_group<'r>(words: impl ExactSizeIterator<Item = &'r [WordOfRun<'r>]>) -> Self {
        struct Found {
            document: u32,
            said: Said,
            positions: std::ops::Range<usize>,
        }
        let n_forms = u32::try_from(words.len()).unwrap_or(u32::MAX);
        let mut found: Vec<Found> = Vec::new();
        let mut positions: Vec<(u32, u32)> = Vec::new();
        for (form, runs) in (0..).zip(words) {
            for word in runs {
                word.documents(|document, said, places| {
                    let start = positions.len();
                    positions.extend(places.map(|position| (position, form)));
                    found.push(Found { document, said, positions: start..positions.len() });
                });
            }
        }
        if n_forms == 1 {
            let documents = found.iter().map(|found| Posting {
                document: found.document,
                said: found.said,
                n_positions: found.positions.len(),
            });
            return Self { documents: documents.collect(), positions, n_forms };
        }
        found.sort_by_key(|found| found.document);
        let mut documents: Vec<Posting> = Vec::with_capacity(found.len());
        let mut sorted: Vec<(u32, u32)> = Vec::with_capacity(positions.len());
        for of_document in found.chunk_by(|one, other| one.document == other.document) {
            let start = sorted.len();
            let mut said = Said::default();
            for found in of_document {
                said.title += found.said.title;
                said.is_in_other_title |= found.said.is_in_other_title;
                said.weight += found.said.weight;
                sorted.extend_from_slice(&positions[found.positions.clone()]);
            }
            sorted[start..].sort_unstable();
            let n_positions = sorted.len() - start;
            documents.push(Posting { document: of_document[0].document, said, n_positions });
        }
        Self { documents, positions: sorted, n_forms }
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    /// The list; with what the documents say, unless it is a filter.
    pub(super) fn list(&self, scale: &Scale, is_filter: bool) -> Vec<u8> {
        let gaps = self.documents.iter().scan(0, |next, posting| {
            let gap = posting.document - *next;
            *next = posting.document + 1;
            Some(gap)
        });
        let k = best_rice(&gaps);
        let mut bits = Bits::behind(vec![low_byte(k)]);
        gaps.for_each(|gap| bits.push_rice(gap, k));
        if is_filter {
            return bits.finish();
        }
        let mut first = 0;
        for posting in &self.documents {
            bits.push(scale.level(posting.document, posting.said), 3);
            match scale.title(posting.document, posting.said) {
                None => bits.push(0, 1),
                Some(title) => bits.push(1 | title << 1, 3),
            }
            let position = if posting.n_positions > 0 { self.positions[first].0 } else { 0 };
            bits.push(position / ZONE_POSITIONS % ZONES, ZONES.ilog2());
            first += posting.n_positions;
        }
        bits.finish()
    }

    /// All positions in one piece; nothing where there are none.
    pub(super) fn positions(&self) -> Vec<u8> {
        if self.positions.is_empty() {
            return Vec::new();
        }
        write_positions(&self.documents, &self.positions, self.n_forms)
    }

    /// The positions in pieces of some documents each, with how many.
    pub(super) fn chunks(&self) -> Vec<(usize, Vec<u8>)> {
        let whole = self.positions().len();
        let n_chunks = whole.div_ceil(CHUNK_BYTES).max(1);
        let per_chunk = self.positions.len().div_ceil(n_chunks).max(1);
        let mut chunks = Vec::new();
        let (mut documents, mut positions) = (&*self.documents, &*self.positions);
        while !documents.is_empty() {
            let (mut n_documents, mut n_positions) = (0, 0);
            while n_documents < documents.len() && (n_documents == 0 || n_positions < per_chunk) {
                n_positions += documents[n_documents].n_positions;
                n_documents += 1;
            }
            let (its, rest) = documents.split_at(n_documents);
            let (places, further) = positions.split_at(n_positions);
            chunks.push((n_documents, write_positions(its, places, self.n_forms)));
            (documents, positions) = (rest, further);
        }
        chunks
    }
}

/// A distance from the position before, or, for a document's first position, how many rounds of zones
/// lie before it: the zone itself is in the list.
enum Step {
    First { rounds: u32, in_zone: u32 },
    Further(u32),
}

fn write_positions(documents: &[Posting], positions: &[(u32, u32)], n_forms: u32) -> Vec<u8> {
    const ROUND: u32 = ZONE_POSITIONS * ZONES;
    let mut steps: Vec<Step> = Vec::with_capacity(positions.len());
    let mut rest = positions;
    for posting in documents {
        let (its, others) = rest.split_at(posting.n_positions);
        if let Some((first, _)) = its.first() {
            steps.push(Step::First { rounds: first / ROUND, in_zone: first % ZONE_POSITIONS });
        }
        steps.extend(its.windows(2).map(|pair| Step::Further(pair[1].0 - pair[0].0)));
        rest = others;
    }
    let rounds = steps.iter().filter_map(|step| match step {
        Step::First { rounds, .. } => Some(*rounds),
        Step::Further(_) => None,
    });
    let distances = steps.iter().filter_map(|step| match step {
        Step::First { .. } => None,
        Step::Further(distance) => Some(*distance),
    });
    let (k, j) = (best_rice(&rounds).min(15), best_rice(&distances).min(15));
    let mut header = vec![low_byte(k | j << 4)];
    let main = main_form(positions, n_forms);
    let form_bits = if n_forms > 1 { (n_forms - 1).ilog2() + 1 } else { 0 };
    if n_forms > 1 {
        header.push(main);
    }
    let mut bits = Bits::behind(header);
    let mut places = positions.iter().zip(steps);
    for posting in documents {
        // Most documents say a word once: that takes a single bit.
        bits.push_gamma(match posting.n_positions {
            0 => 2,
            1 => 1,
            more => u32::try_from(more).unwrap_or(u32::MAX - 1) + 1,
        });
        for ((_, form), step) in places.by_ref().take(posting.n_positions) {
            match step {
                Step::First { rounds, in_zone } => {
                    bits.push_rice(rounds, k);
                    bits.push(in_zone, ZONE_POSITIONS.ilog2());
                }
                Step::Further(distance) => bits.push_rice(distance, j),
            }
            if n_forms > 1 {
                let is_main = *form == u32::from(main);
                bits.push(u32::from(!is_main), 1);
                if !is_main {
                    bits.push(*form, form_bits);
                }
            }
        }
    }
    bits.finish()
}

/// Which of the first 256 words of a group is said most; of several, the first.
fn main_form(positions: &[(u32, u32)], n_forms: u32) -> u8 {
    let mut counts = vec![0usize; n_forms.min(256) as usize];
    for (_, form) in positions {
        if let Some(count) = counts.get_mut(*form as usize) {
            *count += 1;
        }
    }
    let most = (0u8..=255).zip(counts).rev().max_by_key(|(_, count)| *count);
    most.map_or(0, |(form, _)| form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_to_steps_of_a_fifth() {
        for (mean, expected) in
            [(0.0, 1.0), (1.0, 1.0), (300.0, 304.437), (304.0, 304.437), (512.0, 512.0), (480.0, 512.0)]
        {
            assert!((rounded(mean) - expected).abs() < 0.01, "{mean}: {}", rounded(mean));
        }
    }
}
