//! Reads a search index as `docs/search-format.md` says, by a way of its own: slowly, one bit at a
//! time, into plain maps.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::Value as Json;

/// The files of one language by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Where a word stands in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How much the text is about it, from 0 to 7.
    pub level: u32,
    /// Which kind of title has it.
    pub title: Option<u32>,
    /// The zone of its first position.
    pub zone: u32,
    /// Positions, each with the word of its group that stands there.
    pub positions: Vec<(u32, String)>,
}

/// A group of words with its documents.
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub words: Vec<String>,
    pub documents: BTreeMap<u32, Found>,
}

/// All that an index holds.
#[derive(Debug, Default)]
pub struct Index {
    pub n_documents: u32,
    /// Each as months from the year 0, with how many documents.
    pub months: Vec<(u32, u32)>,
    pub groups: Vec<Group>,
    pub records: Vec<Json>,
    pub spellings: Vec<(String, u8)>,
    pub synonyms: Vec<(String, String)>,
    /// How words are written, where that is not their surface.
    pub written: BTreeMap<String, String>,
    pub filters: Json,
    /// The words that the first file knows a long list by.
    pub known: Vec<String>,
    /// How many lists have a file of their own.
    pub n_long: usize,
    /// How many files were read.
    pub n_read: usize,
}

struct Bytes {
    bytes: Vec<u8>,
    at: usize,
}

impl Bytes {
    fn byte(&mut self) -> u8 {
        self.at += 1;
        self.bytes[self.at - 1]
    }

    fn number(&mut self) -> u32 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u32::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 {
                return number;
            }
        }
    }

    fn take(&mut self, n: u32) -> Vec<u8> {
        (0..n).map(|_| self.byte()).collect()
    }

    fn text(&mut self) -> String {
        let n = self.number();
        String::from_utf8(self.take(n)).expect("UTF-8")
    }

    fn hash(&mut self) -> String {
        self.take(4).iter().fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"))
    }

    fn hashes(&mut self, n: u32) -> Vec<String> {
        (0..n).map(|_| self.hash()).collect()
    }

    fn words(&mut self, n: u32) -> Vec<String> {
        let mut last = Vec::new();
        let words: Vec<String> = (0..n)
            .map(|_| {
                let shared = self.number() as usize;
                last.truncate(shared);
                let rest = self.number();
                last.extend(self.take(rest));
                String::from_utf8(last.clone()).expect("UTF-8")
            })
            .collect();
        assert!(words.is_sorted(), "a list of words is sorted");
        words
    }

    fn rest(self) -> Vec<u8> {
        self.bytes[self.at..].to_vec()
    }
}

struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Bits<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn bit(&mut self) -> u32 {
        let bit = self.bytes[self.at / 8] >> (self.at % 8) & 1;
        self.at += 1;
        u32::from(bit)
    }

    fn take(&mut self, n: u32) -> u32 {
        (0..n).map(|place| self.bit() << place).sum()
    }

    fn rice(&mut self, k: u32) -> u32 {
        let mut quotient = 0;
        while self.bit() == 1 {
            quotient += 1;
        }
        (quotient << k) + self.take(k)
    }

    fn gamma(&mut self) -> u32 {
        let mut n = 0;
        while self.bit() == 0 {
            n += 1;
        }
        (1 << n) + self.take(n)
    }

    fn is_over(&self) -> bool {
        self.at.div_ceil(8) == self.bytes.len()
    }
}

/// Reads a whole index. Panics where the files are not as they should be.
pub fn read(files: &Files) -> Index {
    let mut reader = Reader { files, read: BTreeSet::new() };
    let mains: Vec<&String> = files.keys().filter(|name| name.starts_with('m')).collect();
    let [main] = mains[..] else { panic!("one file names all others: {mains:?}") };
    let index = reader.index(&main[1..9]);
    let unread: Vec<&String> = files.keys().filter(|name| !reader.read.contains(*name)).collect();
    assert_eq!(unread, Vec::<&String>::new(), "every file is named by another");
    index
}

/// A count as the files have it.
fn count(count: usize) -> u32 {
    u32::try_from(count).expect("a small index")
}

struct Reader<'f> {
    files: &'f Files,
    read: BTreeSet<String>,
}

impl Reader<'_> {
    fn file(&mut self, kind: char, hash: &str) -> Bytes {
        let name = format!("{kind}{hash}.bin");
        let stored = self.files.get(&name).unwrap_or_else(|| panic!("there is no {name}"));
        self.read.insert(name);
        let mut bytes = Vec::new();
        if stored.starts_with(&[0x1F, 0x8B]) {
            GzDecoder::new(&**stored).read_to_end(&mut bytes).expect("gzip");
        } else {
            bytes.clone_from(stored);
        }
        let mut bytes = Bytes { bytes, at: 0 };
        if !matches!(kind, 'd' | 't') {
            assert_eq!(char::from(bytes.byte()), kind);
        }
        bytes
    }

    fn index(&mut self, hash: &str) -> Index {
        let mut main = self.file('m', hash);
        assert_eq!(main.byte(), 1, "the version");
        let mut index = Index { n_documents: main.number(), ..Index::default() };
        let mut month = 0;
        for _ in 0..main.number() {
            month += main.number();
            index.months.push((month, main.number()));
        }
        let n_shards = main.number();
        let first_words = main.words(n_shards);
        let shards = main.hashes(n_shards);
        let n_long: Vec<u32> = shards.iter().map(|_| main.number()).collect();
        index.n_long = n_long.iter().sum::<u32>() as usize;
        let long_counts: Vec<u32> = (0..index.n_long).map(|_| main.number()).collect();
        let long_hashes = main.hashes(count(long_counts.len()));
        let mut long = long_counts.into_iter().zip(long_hashes);
        let n_known = main.number();
        index.known = main.words(n_known);
        let mut next = 0;
        let known_lists: Vec<u32> = (0..n_known)
            .map(|_| {
                let far = main.number();
                let list = if far % 2 == 1 { next - far.div_ceil(2) } else { next + far / 2 };
                next = list + 1;
                list
            })
            .collect();
        let mut list_of = BTreeMap::new();
        for (number, ((shard, first), n_long)) in shards.iter().zip(&first_words).zip(n_long).enumerate() {
            let (groups, synonyms) = (index.groups.len(), index.synonyms.len());
            self.shard(shard, first, long.by_ref().take(n_long as usize), &mut index);
            for group in &index.groups[groups..] {
                list_of.extend(group.words.iter().map(|word| (word.clone(), group.documents.len())));
            }
            for (source, _) in &index.synonyms[synonyms..] {
                let word = source.split(' ').next().unwrap_or("");
                let place = first_words.partition_point(|first| **first <= *word).saturating_sub(1);
                assert_eq!(place, number, "`{source}` is where it is looked for");
            }
        }
        assert!(index.known.iter().all(|word| list_of.contains_key(word)));
        assert!(known_lists.iter().all(|list| (*list as usize) < index.n_long));
        let per_file = main.number();
        let n_files = index.n_documents.div_ceil(per_file);
        let hashes = main.hashes(n_files.div_ceil(16));
        for number in 0..n_files {
            let name = format!("{}-{}", hashes[number as usize / 16], number % 16);
            let records: Vec<Json> = serde_json::from_slice(&self.file('d', &name).bytes).expect("JSON");
            index.records.extend(records);
        }
        let n_spellings = main.number();
        let keys: Vec<(u32, u32)> = (0..n_spellings).map(|_| (main.number(), main.number())).collect();
        for (key, hash) in keys.iter().zip(main.hashes(n_spellings)) {
            self.spellings(*key, &keys, &hash, &mut index);
        }
        let filters = main.hash();
        index.filters = serde_json::from_slice(&self.file('t', &filters).bytes).expect("JSON");
        assert_eq!(main.at, main.bytes.len(), "nothing is behind the end");
        index.n_read = self.read.len();
        index
    }

    fn shard(
        &mut self,
        hash: &str,
        first: &str,
        mut long: impl Iterator<Item = (u32, String)>,
        index: &mut Index,
    ) {
        let mut shard = self.file('s', hash);
        let positions = shard.hash();
        let n_words = shard.number();
        let words = shard.words(n_words);
        assert!(words[0].starts_with(first), "`{first}` is a border before `{}`", words[0]);
        let last = index.groups.iter().flat_map(|group| &group.words).max();
        assert!(last.is_none_or(|last| **last < *first), "{last:?} comes before `{first}`");
        let mut groups: Vec<Group> = Vec::new();
        for word in words.clone() {
            let back = shard.number() as usize;
            if back == 0 {
                groups.push(Group::default());
            }
            let at = if back == 0 { groups.len() - 1 } else { groups.len() - back };
            groups[at].words.push(word);
        }
        assert_eq!(shard.number() as usize, groups.len());
        let lists: Vec<(u32, u32)> = groups.iter().map(|_| (shard.number(), shard.number())).collect();
        for _ in 0..shard.number() {
            index.synonyms.push((shard.text(), shard.text()));
        }
        let mut places = self.file('x', &positions);
        let lengths: Vec<u32> = groups.iter().map(|_| places.number()).collect();
        for ((group, (n_documents, length)), n_places) in groups.iter_mut().zip(lists).zip(lengths) {
            let is_filter = group.words[0].starts_with('#');
            if length > 0 {
                read_list(&shard.take(length), n_documents, is_filter, group);
                let all: Vec<u32> = group.documents.keys().copied().collect();
                if n_places > 0 {
                    read_positions(&places.take(n_places), &all, group);
                }
            } else {
                let (count, hash) = long.next().expect("a long list");
                assert_eq!((count, n_places), (n_documents, 0));
                self.long(&hash, count, is_filter, group);
            }
        }
        assert!(long.next().is_none(), "every long list is of a group");
        let mut word = 0;
        for _ in 0..shard.number() {
            word += shard.number() as usize;
            index.written.insert(words[word].clone(), shard.text());
            word += 1;
        }
        assert_eq!(
            (shard.at, places.at),
            (shard.bytes.len(), places.bytes.len()),
            "nothing is behind the ends"
        );
        index.groups.extend(groups);
    }

    fn long(&mut self, hash: &str, n_documents: u32, is_filter: bool, group: &mut Group) {
        let mut file = self.file('p', hash);
        let n_chunks = file.number();
        let chunks: Vec<(u32, String)> = (0..n_chunks).map(|_| (file.number(), file.hash())).collect();
        read_list(&file.rest(), n_documents, is_filter, group);
        let documents: Vec<u32> = group.documents.keys().copied().collect();
        let mut rest = &*documents;
        for (count, hash) in chunks {
            let (its, others) = rest.split_at(count as usize);
            read_positions(&self.file('q', &hash).rest(), its, group);
            rest = others;
        }
        assert!(rest.is_empty() || is_filter, "all documents have positions somewhere");
    }

    fn spellings(&mut self, key: (u32, u32), keys: &[(u32, u32)], hash: &str, index: &mut Index) {
        let mut file = self.file('f', hash);
        let n = file.number();
        let mut last = Vec::new();
        for _ in 0..n {
            let shared = file.number() as usize;
            last.truncate(shared);
            let rest = file.number();
            last.extend(file.take(rest));
            let word = String::from_utf8(last.clone()).expect("UTF-8");
            let first = word.chars().next().map_or(0, u32::from);
            let half = count(word.chars().count()) / 2;
            let place = [(first, half), (first, 0), (0, 0)].into_iter().find(|key| keys.contains(key));
            assert_eq!(place, Some(key), "`{word}` is where it is looked for");
            index.spellings.push((word, file.byte()));
        }
        assert_eq!(file.at, file.bytes.len(), "nothing is behind the end");
    }
}

fn read_list(bytes: &[u8], n_documents: u32, is_filter: bool, group: &mut Group) {
    let k = u32::from(bytes[0]);
    let mut bits = Bits::new(&bytes[1..]);
    let mut next = 0;
    let documents: Vec<u32> = (0..n_documents)
        .map(|_| {
            let document = next + bits.rice(k);
            next = document + 1;
            document
        })
        .collect();
    for document in documents {
        let mut found = Found::default();
        if !is_filter {
            found.level = bits.take(3);
            found.title = (bits.bit() == 1).then(|| bits.take(2));
            found.zone = bits.take(3);
        }
        group.documents.insert(document, found);
    }
    assert!(bits.is_over(), "nothing is behind a list");
}

fn read_positions(bytes: &[u8], documents: &[u32], group: &mut Group) {
    let n_forms = count(group.words.len());
    let form_bits = if n_forms > 1 { (n_forms - 1).ilog2() + 1 } else { 0 };
    let (k, j) = (u32::from(bytes[0] & 15), u32::from(bytes[0] >> 4));
    let header = if n_forms > 1 { 2 } else { 1 };
    let main = bytes[header - 1];
    let mut bits = Bits::new(&bytes[header..]);
    for document in documents {
        let found = group.documents.get_mut(document).expect("a document");
        let n = match bits.gamma() {
            1 => 1,
            2 => 0,
            n => n - 1,
        };
        let mut position = 0;
        for index in 0..n {
            position = if index == 0 {
                bits.rice(k) * 256 + found.zone * 32 + bits.take(5)
            } else {
                position + bits.rice(j)
            };
            let is_main = n_forms < 2 || bits.bit() == 0;
            let form = if n_forms < 2 {
                0
            } else if is_main {
                main.into()
            } else {
                bits.take(form_bits)
            };
            found.positions.push((position, group.words[form as usize].clone()));
        }
    }
    assert!(bits.is_over(), "nothing is behind positions");
}
