//! The dictionary of a language: all words of its runs, cut into shards, and in these into groups.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use super::analysis::is_unspaced;
use super::bits::shared_bytes;
use super::run::{Run, WordOfRun, most_written};

/// Bytes of a shard from which on it may end, and at which it must.
const SHARD_BYTES: Range<usize> = 3_500..11_000;

/// The same for pairs of unspaced characters: a question has many of them, each in a shard of its own.
const PAIRS_BYTES: Range<usize> = 2_000..7_000;

/// One in this many words may begin a shard: which, its own letters say, and so a new word moves
/// none but those close by.
const BORDER_RARITY: u32 = 128;

/// Bytes of a list from which on it has a file of its own.
pub(super) const LIST_BYTES_MAX: usize = 3_000;

/// Characters that the words of a group share at least.
const STEM_PREFIX: usize = 3;

/// All words, sorted.
pub(super) struct Dictionary<'r> {
    words: Vec<Word>,
    /// What each run knows of them, in the order of words.
    parts: Vec<WordOfRun<'r>>,
}

struct Word {
    parts: Range<u32>,
    n_documents: u32,
    stem_part: u32,
}

/// Words that are found by each other, as positions in the dictionary.
pub(super) type Group = Vec<usize>;

impl<'r> Dictionary<'r> {
    /// The words of all runs, which are in the order of their documents.
    pub(super) fn new(runs: &'r [Run]) -> Self {
        let mut parts: Vec<(u32, WordOfRun<'r>)> =
            (0..).zip(runs).flat_map(|(index, run)| run.words().map(move |word| (index, word))).collect();
        parts.par_sort_unstable_by(|(run, word), (other_run, other)| {
            (word.surface, run).cmp(&(other.surface, other_run))
        });
        let parts: Vec<WordOfRun<'r>> = parts.into_iter().map(|(_, word)| word).collect();
        let mut words = Vec::new();
        let mut start = 0u32;
        for of_word in parts.chunk_by(|one, other| one.surface == other.surface) {
            let end = start + u32::try_from(of_word.len()).unwrap_or(u32::MAX);
            let n_documents = of_word.iter().map(|part| part.n_documents).sum();
            let with_stem = (start..).zip(of_word).filter(|(_, part)| !part.stem.is_empty());
            let least = with_stem.min_by_key(|(index, part)| (part.stem, *index));
            let stem_part = least.map_or(start, |(index, _)| index);
            words.push(Word { parts: start..end, n_documents, stem_part });
            start = end;
        }
        Self { words, parts }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word at a position.
    pub(super) fn surface(&self, word: usize) -> &'r str {
        self.parts[self.words[word].parts.start as usize].surface
    }

    /// The shortest beginning of a word that comes after all words before it.
    pub(super) fn border(&self, word: usize) -> &'r str {
        let surface = self.surface(word);
        let shared = if word > 0 { shared_bytes(self.surface(word - 1), surface) } else { 0 };
        let ends = surface.char_indices().map(|(at, character)| at + character.len_utf8());
        ends.filter(|end| *end > shared).map(|end| &surface[..end]).next().unwrap_or(surface)
    }

    /// In how many documents it is.
    pub(super) fn n_documents(&self, word: usize) -> u32 {
        self.words[word].n_documents
    }

    /// How it is written most often, where that is not as it is found.
    pub(super) fn written(&self, word: usize) -> Option<&'r str> {
        let mut all: Vec<(&str, u32)> = self.parts(word).iter().map(|part| part.written).collect();
        all.sort_unstable();
        let (text, _) = most_written(all.into_iter());
        (!text.is_empty()).then_some(text)
    }

    /// What each run knows of it.
    pub(super) fn parts(&self, word: usize) -> &[WordOfRun<'r>] {
        let parts = &self.words[word].parts;
        &self.parts[parts.start as usize..parts.end as usize]
    }

    /// Whether it is one that readers choose documents by.
    pub(super) fn is_filter(&self, word: usize) -> bool {
        self.surface(word).starts_with('#')
    }

    /// What its group shares: the stem and the first characters; none where it is its own group.
    fn group_key(&self, word: usize) -> Option<(&'r str, &'r str)> {
        let stem = self.parts[self.words[word].stem_part as usize].stem;
        let surface = self.surface(word);
        let prefix = surface.char_indices().nth(STEM_PREFIX).map_or(surface, |(end, _)| &surface[..end]);
        (!stem.is_empty()).then_some((stem, prefix))
    }

    /// The dictionary in parts of a few thousand bytes each: where words of one group are all in one,
    /// wherever that can be.
    pub(super) fn shards(&self, n_documents: usize) -> Vec<Range<usize>> {
        let mut last_of: HashMap<(&str, &str), usize> = HashMap::new();
        for word in 0..self.len() {
            if let Some(key) = self.group_key(word) {
                last_of.insert(key, word);
            }
        }
        let mut shards = Vec::new();
        let (mut start, mut bytes, mut open_until) = (0, 0, 0);
        for word in 0..self.len() {
            bytes += self.estimate(word, n_documents);
            if let Some(last) = self.group_key(word).and_then(|key| last_of.get(&key)) {
                open_until = open_until.max(*last);
            }
            let is_pair = self.surface(word).starts_with(is_unspaced);
            let limits = if is_pair { PAIRS_BYTES } else { SHARD_BYTES };
            let next = word + 1;
            let is_last = next == self.len();
            let may_end =
                bytes >= limits.start && open_until <= word && !is_last && is_border(self.surface(next));
            let must_end = bytes >= limits.end && (open_until <= word || bytes >= limits.end * 2);
            if is_last || may_end || must_end {
                shards.push(start..next);
                (start, bytes) = (next, 0);
            }
        }
        shards
    }

    /// About how many bytes a word takes in its shard.
    fn estimate(&self, word: usize, n_documents: usize) -> usize {
        let surface = self.surface(word);
        let shared = if word > 0 { shared_bytes(self.surface(word - 1), surface) } else { 0 };
        let df = self.n_documents(word).max(1) as usize;
        let bits = (n_documents / df).max(1).ilog2() as usize + if self.is_filter(word) { 2 } else { 9 };
        let list = (df * bits).div_ceil(8);
        surface.len() - shared + 5 + if list > LIST_BYTES_MAX { 0 } else { list }
    }

    /// The groups of a shard, by their first words; each word with its group.
    pub(super) fn groups(&self, shard: Range<usize>) -> (Vec<Group>, Vec<usize>) {
        let mut groups: Vec<Group> = Vec::new();
        let mut by_key: HashMap<(&str, &str), usize> = HashMap::new();
        let mut of_word = Vec::with_capacity(shard.len());
        for word in shard {
            let next = groups.len();
            let group = self.group_key(word).map_or(next, |key| *by_key.entry(key).or_insert(next));
            if group == next {
                groups.push(Vec::new());
            }
            groups[group].push(word);
            of_word.push(group);
        }
        (groups, of_word)
    }

    /// The shard in which `word` is, or in which whoever knows the borders alone looks for it.
    pub(super) fn shard_of(&self, word: &str, shards: &[Range<usize>]) -> usize {
        shards.partition_point(|shard| self.border(shard.start) <= word).saturating_sub(1)
    }
}

/// Whether a shard may begin with `word`, by a hash of it (FNV-1a).
fn is_border(word: &str) -> bool {
    let hash =
        word.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.rotate_left(15) % BORDER_RARITY == 0
}
