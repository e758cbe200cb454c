//! The files of the index of one language; their format is in `docs/search-format.md`.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::ops::Range;

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use crate::fingerprint::Fingerprint;

use super::analysis::is_unspaced;
use super::bits::{WordList, low_byte, push_count, push_number, push_text};
use super::dictionary::{Dictionary, LIST_BYTES_MAX};
use super::postings::{Postings, Scale};

/// The version of the format.
const VERSION: u8 = 1;

/// Bytes of positions from which on a list has a file of its own, though it be short: else whoever asks
/// for a neighbour in the dictionary had to read them, too.
const POSITIONS_BYTES_MAX: usize = 24_000;

/// Documents that one file of records shows.
pub(super) const RECORDS_PER_FILE: usize = 24;

/// Files of records that share a hash: what is read before every question is the shorter for it.
const FILES_PER_HASH: usize = 16;

/// The share of a long list's documents that a word must have for the first file to know it.
const KNOWN_SHARE: u32 = 4;

/// The lengths of words that can be found by their spelling, in characters.
const SPELLED_CHARS: std::ops::RangeInclusive<usize> = 4..=20;

/// The words from which on a file of spellings is worth a request of its own.
const SPELLINGS_MIN: usize = 200;

/// What a file's name ends with, as the index itself has it: the first bytes of a hash.
type Hash = [u8; 4];

/// The files of one language, with names.
#[derive(Default)]
pub(super) struct Files {
    list: Vec<(String, Vec<u8>)>,
    by_stem: HashMap<String, usize>,
}

impl Files {
    /// Adds a file of a kind; the hash in its name.
    fn add(&mut self, kind: char, bytes: Vec<u8>) -> Hash {
        self.name(kind, vec![bytes], |_| String::new())
    }

    /// Adds files of a kind that have one hash, and their numbers behind it.
    fn add_numbered(&mut self, kind: char, parts: Vec<Vec<u8>>) -> Hash {
        self.name(kind, parts, |number| format!("-{number}"))
    }

    /// Names files that have one hash.
    fn name(&mut self, kind: char, parts: Vec<Vec<u8>>, ending: impl Fn(usize) -> String) -> Hash {
        let mut salt: Option<u8> = None;
        loop {
            let bytes = parts.iter().map(Vec::as_slice);
            let fingerprint = Fingerprint::of_all(bytes.chain([salt.as_slice()]));
            let hash: Hash = fingerprint.first_bytes();
            let stem = format!("{kind}{}", fingerprint.digits(hash.len() * 2));
            let Some(known) = self.by_stem.get(&stem) else {
                self.by_stem.insert(stem.clone(), self.list.len());
                let names = (0..).map(|number| format!("{stem}{}.bin", ending(number)));
                self.list.extend(names.zip(parts));
                return hash;
            };
            let known = self.list[*known..].iter().map(|(_, bytes)| bytes);
            if known.take(parts.len()).eq(&parts) {
                return hash;
            }
            salt = Some(salt.map_or(1, |salt| salt.wrapping_add(1)));
        }
    }

    fn add_all(&mut self, kind: char, files: impl IntoIterator<Item = Vec<u8>>) -> Vec<Hash> {
        files.into_iter().map(|bytes| self.add(kind, bytes)).collect()
    }

    /// All files; the first is the one that names all others.
    pub(super) fn finish(mut self) -> Vec<(String, Vec<u8>)> {
        self.list.rotate_right(1);
        self.list
    }
}

/// What the index says of its documents, beside their words.
pub(super) struct About {
    /// How many documents are of each month, as years × 12 + months from 0, in order.
    pub(super) months: Vec<(u32, usize)>,
    /// What is shown of the documents, in files of [`RECORDS_PER_FILE`].
    pub(super) records: Vec<Vec<u8>>,
    /// What can be chosen as a filter.
    pub(super) filters: Vec<u8>,
    /// What words of other languages mean in this one: folded words, and the words that they mean.
    pub(super) synonyms: Vec<(String, String)>,
}

/// Writes the files of one language. What names a file by its hash is written after it.
pub(super) fn write(dictionary: &Dictionary<'_>, scale: &Scale, about: About) -> Vec<(String, Vec<u8>)> {
    let ranges = dictionary.shards(scale.n_documents());
    let mut files = Files::default();
    let shards: Vec<Shard> =
        ranges.par_iter().map(|range| Shard::new(dictionary, range.clone(), scale)).collect();
    let mut long = Vec::new();
    let mut named: Vec<(Shard, Hash)> = Vec::with_capacity(shards.len());
    for mut shard in shards {
        let positions = files.add('x', std::mem::take(&mut shard.positions));
        long.extend(std::mem::take(&mut shard.long).into_iter().map(|list| list.name_chunks(&mut files)));
        named.push((shard, positions));
    }
    let synonyms = Synonyms::new(about.synonyms, dictionary, &ranges);
    let packed: Vec<Vec<u8>> = named
        .par_iter()
        .enumerate()
        .map(|(index, (shard, positions))| {
            let range = ranges[index].clone();
            gzip(&shard.bytes(dictionary, range, *positions, synonyms.of_shard(index), scale.n_documents()))
        })
        .collect();
    let long_of_shard: Vec<usize> = named.iter().map(|(shard, _)| shard.n_long).collect();
    drop(named);
    let records: Vec<Vec<u8>> = about.records.par_iter().map(|bytes| gzip(bytes)).collect();
    let spelling = spelling(dictionary);
    let main = Main {
        dictionary,
        n_documents: scale.n_documents(),
        months: about.months,
        ranges,
        long_of_shard,
        shards: files.add_all('s', packed),
        known: known(&long),
        long_counts: long.iter().map(|list| list.n_documents).collect(),
        long: files.add_all('p', long.into_iter().map(|list| list.bytes)),
        records: numbered(records).map(|group| files.add_numbered('d', group)).collect(),
        spelling_files: files.add_all('f', spelling.values().map(|bytes| gzip(bytes))),
        spelling_keys: spelling.into_keys().collect(),
        filters: files.add('t', gzip(&about.filters)),
    };
    files.add('m', gzip(&main.bytes()));
    files.finish()
}

/// What the first file knows.
struct Main<'d> {
    dictionary: &'d Dictionary<'d>,
    n_documents: usize,
    months: Vec<(u32, usize)>,
    ranges: Vec<Range<usize>>,
    shards: Vec<Hash>,
    long_of_shard: Vec<usize>,
    long_counts: Vec<u32>,
    long: Vec<Hash>,
    /// Words with the number of their long list, sorted.
    known: Vec<(usize, usize)>,
    records: Vec<Hash>,
    spelling_keys: Vec<SpellingKey>,
    spelling_files: Vec<Hash>,
    filters: Hash,
}

impl Main<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![b'm', VERSION];
        push_count(&mut bytes, self.n_documents);
        push_count(&mut bytes, self.months.len());
        let mut last = 0;
        for (month, n_documents) in &self.months {
            push_number(&mut bytes, month - last);
            push_count(&mut bytes, *n_documents);
            last = *month;
        }
        push_count(&mut bytes, self.ranges.len());
        let mut words = WordList::default();
        for range in &self.ranges {
            words.push(&mut bytes, self.dictionary.border(range.start));
        }
        push_hashes(&mut bytes, &self.shards);
        for count in &self.long_of_shard {
            push_count(&mut bytes, *count);
        }
        for count in &self.long_counts {
            push_number(&mut bytes, *count);
        }
        push_hashes(&mut bytes, &self.long);
        push_count(&mut bytes, self.known.len());
        let mut words = WordList::default();
        for (word, _) in &self.known {
            words.push(&mut bytes, self.dictionary.surface(*word));
        }
        let mut next = 0;
        for (_, list) in &self.known {
            push_number(&mut bytes, zigzag(next, *list));
            next = list + 1;
        }
        push_count(&mut bytes, RECORDS_PER_FILE);
        push_hashes(&mut bytes, &self.records);
        push_count(&mut bytes, self.spelling_keys.len());
        for (first, half_length) in &self.spelling_keys {
            push_number(&mut bytes, *first);
            push_count(&mut bytes, *half_length);
        }
        push_hashes(&mut bytes, &self.spelling_files);
        push_hashes(&mut bytes, &[self.filters]);
        bytes
    }
}

/// Files in groups that share a hash.
fn numbered(files: Vec<Vec<u8>>) -> impl Iterator<Item = Vec<Vec<u8>>> {
    let mut files = files.into_iter();
    std::iter::from_fn(move || {
        let group: Vec<Vec<u8>> = files.by_ref().take(FILES_PER_HASH).collect();
        (!group.is_empty()).then_some(group)
    })
}

fn push_hashes(bytes: &mut Vec<u8>, hashes: &[Hash]) {
    bytes.extend(hashes.iter().flatten());
}

/// How far a number is from where it was looked for, on either side: near ones become small numbers.
fn zigzag(expected: usize, found: usize) -> u32 {
    let far = u32::try_from(expected.abs_diff(found)).unwrap_or(u32::MAX >> 1);
    if found < expected { far * 2 - 1 } else { far * 2 }
}

/// The words that the first file knows a long list by, each with its number, sorted.
fn known(long: &[NamedLong]) -> Vec<(usize, usize)> {
    let known = long.iter().enumerate();
    let mut known: Vec<(usize, usize)> =
        known.flat_map(|(list, long)| long.known.iter().map(move |word| (*word, list))).collect();
    known.sort_unstable();
    known
}

/// What words of other languages mean, by the shard in which they would be.
struct Synonyms {
    by_shard: BTreeMap<usize, Vec<(String, String)>>,
}

impl Synonyms {
    fn new(list: Vec<(String, String)>, dictionary: &Dictionary<'_>, ranges: &[Range<usize>]) -> Self {
        let mut by_shard: BTreeMap<usize, Vec<(String, String)>> = BTreeMap::new();
        for (source, meaning) in list {
            let first = source.split(' ').next().unwrap_or("");
            by_shard.entry(dictionary.shard_of(first, ranges)).or_default().push((source, meaning));
        }
        Self { by_shard }
    }

    fn of_shard(&self, shard: usize) -> &[(String, String)] {
        self.by_shard.get(&shard).map_or(&[], Vec::as_slice)
    }
}

/// A part of the dictionary, with what its words find.
struct Shard {
    of_word: Vec<usize>,
    /// The number of documents of each group, and its list where that is short.
    lists: Vec<(u32, Vec<u8>)>,
    long: Vec<Long>,
    n_long: usize,
    positions: Vec<u8>,
}

/// A list that has a file of its own.
struct Long {
    n_documents: u32,
    list: Vec<u8>,
    chunks: Vec<(usize, Vec<u8>)>,
    /// The words that the first file knows it by.
    known: Vec<usize>,
}

/// The same as the bytes of its file.
struct NamedLong {
    n_documents: u32,
    bytes: Vec<u8>,
    known: Vec<usize>,
}

impl Long {
    fn name_chunks(self, files: &mut Files) -> NamedLong {
        let mut bytes = vec![b'p'];
        push_count(&mut bytes, self.chunks.len());
        for (n_documents, chunk) in self.chunks {
            push_count(&mut bytes, n_documents);
            bytes.extend(files.add('q', chunk));
        }
        bytes.extend(self.list);
        NamedLong { n_documents: self.n_documents, bytes, known: self.known }
    }
}

impl Shard {
    fn new(dictionary: &Dictionary<'_>, words: Range<usize>, scale: &Scale) -> Self {
        let (groups, of_word) = dictionary.groups(words);
        let mut shard =
            Self { of_word, lists: Vec::new(), long: Vec::new(), n_long: 0, positions: vec![b'x'] };
        let mut positions = Vec::new();
        for group in groups {
            let is_filter = dictionary.is_filter(group[0]);
            let postings = Postings::of_group(group.iter().map(|word| dictionary.parts(*word)));
            let n_documents = u32::try_from(postings.len()).unwrap_or(u32::MAX);
            let list = postings.list(scale, is_filter);
            let places = if is_filter { Vec::new() } else { postings.positions() };
            if list.len() <= LIST_BYTES_MAX && places.len() <= POSITIONS_BYTES_MAX {
                push_count(&mut shard.positions, places.len());
                positions.extend(places);
                shard.lists.push((n_documents, list));
                continue;
            }
            let with_letter =
                |(count, bytes): (usize, Vec<u8>)| (count, gzip(&[b"q".as_slice(), &bytes].concat()));
            let chunks =
                if is_filter { Vec::new() } else { postings.chunks().into_iter().map(with_letter).collect() };
            let is_known = |word: &usize| dictionary.n_documents(*word) >= n_documents / KNOWN_SHARE;
            let known = group.into_iter().filter(is_known).collect();
            shard.long.push(Long { n_documents, list, chunks, known });
            shard.lists.push((n_documents, Vec::new()));
            push_number(&mut shard.positions, 0);
        }
        shard.positions.extend(positions);
        shard.positions = gzip(&shard.positions);
        shard.n_long = shard.long.len();
        shard
    }

    fn bytes(
        &self,
        dictionary: &Dictionary<'_>,
        words: Range<usize>,
        positions: Hash,
        synonyms: &[(String, String)],
        n_documents: usize,
    ) -> Vec<u8> {
        let mut bytes = vec![b's'];
        bytes.extend(positions);
        push_count(&mut bytes, words.len());
        let mut list = WordList::default();
        for word in words.clone() {
            list.push(&mut bytes, dictionary.surface(word));
        }
        let mut n_known = 0;
        for group in &self.of_word {
            push_count(&mut bytes, n_known - group);
            n_known = n_known.max(group + 1);
        }
        push_count(&mut bytes, self.lists.len());
        for (n_documents, list) in &self.lists {
            push_number(&mut bytes, *n_documents);
            push_count(&mut bytes, list.len());
        }
        push_count(&mut bytes, synonyms.len());
        for (source, meaning) in synonyms {
            push_text(&mut bytes, source);
            push_text(&mut bytes, meaning);
        }
        bytes.extend(self.lists.iter().flat_map(|(_, list)| list));
        push_written(&mut bytes, dictionary, words, written_documents_min(n_documents));
        bytes
    }
}

/// In how many documents out of so many a word has to be, for it to be known how it is written: in a large archive,
/// others are hardly ever shown. It changes where their number doubles, from 2,048 on.
fn written_documents_min(n_documents: usize) -> u32 {
    (n_documents / 2048).checked_ilog2().map_or(1, |doubled| doubled + 2)
}

/// Adds how words are written, where that is not as they are found.
fn push_written(bytes: &mut Vec<u8>, dictionary: &Dictionary<'_>, words: Range<usize>, n_documents_min: u32) {
    let start = words.start;
    let is_shown = |word: &usize| dictionary.n_documents(*word) >= n_documents_min;
    let written: Vec<(usize, &str)> =
        words.filter(is_shown).filter_map(|word| Some((word, dictionary.written(word)?))).collect();
    push_count(bytes, written.len());
    let mut next = start;
    for (word, text) in written {
        push_count(bytes, word - next);
        push_text(bytes, text);
        next = word + 1;
    }
}

/// Which words a file of spellings has: those with this first character, and half of this length.
type SpellingKey = (u32, usize);

/// The words that can be found by their spelling. Those that are few go into a file with others: of
/// all lengths, and at last of all first characters.
fn spelling(dictionary: &Dictionary<'_>) -> BTreeMap<SpellingKey, Vec<u8>> {
    let mut words: BTreeMap<SpellingKey, Vec<usize>> = BTreeMap::new();
    for word in 0..dictionary.len() {
        let surface = dictionary.surface(word);
        let is_word = dictionary.n_documents(word) >= 2
            && surface.chars().all(|character| character.is_alphabetic() && !is_unspaced(character));
        let n_chars = surface.chars().count();
        if let Some(first) = surface.chars().next().filter(|_| is_word && SPELLED_CHARS.contains(&n_chars)) {
            words.entry((u32::from(first), n_chars / 2)).or_default().push(word);
        }
    }
    let words = with_few_together(words, |(first, _)| (first, 0));
    let words = with_few_together(words, |_| (0, 0));
    let file = |words: Vec<usize>| {
        let mut bytes = vec![b'f'];
        push_count(&mut bytes, words.len());
        let mut list = WordList::default();
        for word in words {
            list.push(&mut bytes, dictionary.surface(word));
            let n_documents = dictionary.n_documents(word);
            // The logarithm is rounded where it is 1.5: at the square root of two.
            let log = n_documents.ilog2();
            let is_over = u64::from(n_documents).pow(2) >= 1 << (2 * log + 1);
            bytes.push(low_byte(log + u32::from(is_over)));
        }
        bytes
    };
    words.into_iter().map(|(key, words)| (key, file(words))).collect()
}

/// The same words, with those of keys that have few of them under the wider key.
fn with_few_together(
    words: BTreeMap<SpellingKey, Vec<usize>>,
    wider: impl Fn(SpellingKey) -> SpellingKey,
) -> BTreeMap<SpellingKey, Vec<usize>> {
    let mut together: BTreeMap<SpellingKey, Vec<usize>> = BTreeMap::new();
    for (key, words) in words {
        let key = if words.len() < SPELLINGS_MIN { wider(key) } else { key };
        together.entry(key).or_default().extend(words);
    }
    for words in together.values_mut() {
        words.sort_unstable();
    }
    together
}

/// Compresses bytes with gzip (RFC 1952), without a name or a time, so that they are the same everywhere.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::best());
    // A vector takes all that it is given.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::written_documents_min;

    #[test]
    fn how_a_rare_word_is_written_is_known_in_small_archives() {
        let min = [0, 1, 2047, 2048, 4095, 4096, 100_000].map(written_documents_min);
        assert_eq!(min, [1, 1, 1, 2, 2, 3, 7]);
    }
}
