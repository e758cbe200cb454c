//! Remembers the answers of pure functions from one build to the next, in a folder that may be
//! removed at any time.
//!
//! In: a [`key`], made of what the function is and all that its answer depends on. Out: the bytes
//! that it answered last time, if they are still there and whole. So the cache makes builds faster
//! and never different.
//!
//! Nothing that goes wrong here stops a build: what cannot be read is made anew, and what cannot be
//! kept in the folder is kept in memory, up to a bound. [`Cache::finish`] says what went wrong.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;

/// The name of the folder in a site's own.
pub const FOLDER: &str = ".depeche-cache";

/// What a cache may take of the disk; beyond it, old entries that no build needs are removed.
pub const FOLDER_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// What is kept in memory where no folder takes it.
const MEMORY_BYTES_MAX: usize = 256 * 1024 * 1024;

/// The longest entry that is read.
const ENTRY_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Marks a folder as a cache for programs that make backups (<https://bford.info/cachedir/>), and
/// for us as ours.
const TAG: (&str, &str) = (
    "CACHEDIR.TAG",
    "Signature: 8a477f597d28d172789f06886806bc55\n\
     # This is a cache of Depeche. Remove the folder whenever you like.\n",
);

/// Keeps the folder out of git.
const GIT_IGNORE: (&str, &str) = (".gitignore", "*\n");

/// How the names of entries end that are being written.
const UNFINISHED: &str = "new";

/// What an answer is known by: the function, the version of its algorithm, and all of its input.
#[must_use]
pub fn key(function: &str, version: u32, input: &[&[u8]]) -> Fingerprint {
    // Each part has its length before it: `ab`, `c` is no `a`, `bc`.
    let parts = [function.as_bytes(), &version.to_le_bytes()];
    let parts = || parts.iter().chain(input);
    let lengths: Vec<[u8; 8]> = parts().map(|part| (part.len() as u64).to_le_bytes()).collect();
    Fingerprint::of_all(parts().zip(&lengths).flat_map(|(part, length)| [&length[..], part]))
}

/// The remembered answers.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
    is_read_only: bool,
    /// Whether the folder is there and ours, once it was needed for writing.
    is_ready: OnceLock<bool>,
    used: Mutex<HashSet<Fingerprint>>,
    memory: Mutex<Memory>,
    n_written: AtomicUsize,
    n_damaged: AtomicUsize,
    failure: Mutex<Option<Diagnostic>>,
}

#[derive(Debug, Default)]
struct Memory {
    answers: HashMap<Fingerprint, Arc<[u8]>>,
    n_bytes: usize,
}

impl Cache {
    /// A cache in a folder, which is made when there is something to keep.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder: Some(folder), ..Self::default() }
    }

    /// A cache in a folder that is read and never written to.
    #[must_use]
    pub fn read_only(folder: PathBuf) -> Self {
        Self { is_read_only: true, ..Self::in_folder(folder) }
    }

    /// A cache that ends with the build.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// The answer that is known by `key`, if it is remembered.
    #[must_use]
    pub fn get(&self, key: Fingerprint) -> Option<Vec<u8>> {
        if let Some(answer) = lock(&self.memory).answers.get(&key) {
            return Some(answer.to_vec());
        }
        let bytes = read_entry(&entry(self.folder.as_deref()?, key)).ok()?;
        // A damaged entry is as good as none: the answer is made anew, and takes its place.
        let Some(answer) = unseal(key, bytes) else {
            self.n_damaged.fetch_add(1, Ordering::Relaxed);
            return None;
        };
        lock(&self.used).insert(key);
        Some(answer)
    }

    /// Remembers `answer` for whoever asks for `key`.
    pub fn put(&self, key: Fingerprint, answer: &[u8]) {
        if let Some(folder) = self.folder.as_deref().filter(|folder| self.may_write(folder)) {
            match write_entry(&entry(folder, key), &seal(key, answer)) {
                Ok(()) => {
                    self.n_written.fetch_add(1, Ordering::Relaxed);
                    lock(&self.used).insert(key);
                    return;
                }
                Err(why) => self.fail(unwritable(folder, &why)),
            }
        }
        let mut memory = lock(&self.memory);
        if memory.n_bytes + answer.len() <= MEMORY_BYTES_MAX && !memory.answers.contains_key(&key) {
            memory.n_bytes += answer.len();
            memory.answers.insert(key, answer.into());
        }
    }

    /// Whether entries can be written; the first time, the folder is made, or found to be ours.
    fn may_write(&self, folder: &Path) -> bool {
        if self.is_read_only || lock(&self.failure).is_some() {
            return false;
        }
        *self.is_ready.get_or_init(|| match prepare(folder) {
            Ok(true) => true,
            Ok(false) => {
                let problem =
                    format!("`{}` is not used as the cache: it holds files of others", folder.display());
                let hint = "name a new or empty folder with `--cache-dir`, or remove this one";
                self.fail(Diagnostic::warning(problem).hint(hint).of_machine());
                false
            }
            Err(why) => {
                self.fail(unwritable(folder, &why));
                false
            }
        })
    }

    /// Keeps the first thing that went wrong; the others follow from it.
    fn fail(&self, problem: Diagnostic) {
        lock(&self.failure).get_or_insert(problem);
    }

    /// Ends a successful build: makes room in a folder that has grown too large, and says what went
    /// wrong.
    #[must_use]
    pub fn finish(&self) -> Vec<Diagnostic> {
        self.finish_within(FOLDER_BYTES_MAX)
    }

    fn finish_within(&self, bytes_max: u64) -> Vec<Diagnostic> {
        // A folder that nothing was added to has not grown.
        if let (Some(folder), 1..) = (&self.folder, self.n_written.load(Ordering::Relaxed)) {
            make_room(folder, &lock(&self.used), bytes_max);
        }
        let mut problems = Vec::new();
        let n_damaged = self.n_damaged.load(Ordering::Relaxed);
        if n_damaged > 0 {
            let entries = if n_damaged == 1 { "entry" } else { "entries" };
            problems.push(Diagnostic::note(format!(
                "{n_damaged} damaged {entries} of the cache made anew: nothing else is lost"
            )));
        }
        problems.extend(lock(&self.failure).clone());
        problems
    }
}

/// A panic elsewhere does not make what is behind a lock wrong.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unwritable(folder: &Path, why: &io::Error) -> Diagnostic {
    let problem =
        format!("the cache in `{}` cannot be written, so nothing more is kept: {why}", folder.display());
    Diagnostic::note(problem).of_machine()
}

/// Where the answer to `key` is kept. Two digits name a folder: some systems are slow where one
/// folder has too many files.
fn entry(folder: &Path, key: Fingerprint) -> PathBuf {
    let digits = key.to_string();
    let (start, rest) = digits.split_at(2);
    folder.join(start).join(rest)
}

/// An answer as it is kept: behind a checksum of the answer and of its key, so that an entry that
/// was cut, changed or put in the place of another is known.
fn seal(key: Fingerprint, answer: &[u8]) -> Vec<u8> {
    [checksum(key, answer).as_bytes(), answer].concat()
}

fn unseal(key: Fingerprint, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let (written, answer) = bytes.split_at_checked(CHECKSUM_BYTES)?;
    if written != checksum(key, answer).as_bytes() {
        return None;
    }
    bytes.drain(..CHECKSUM_BYTES);
    Some(bytes)
}

/// How long a checksum is: 64 digits and the end of the line.
const CHECKSUM_BYTES: usize = 65;

fn checksum(key: Fingerprint, answer: &[u8]) -> String {
    format!("{}\n", Fingerprint::of_all([key.to_string().as_bytes(), answer]))
}

/// All of an entry. What is no plain file is none: a link may lead anywhere, and a pipe to no end.
fn read_entry(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_file() || metadata.len() > ENTRY_BYTES_MAX {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    File::open(path)?.take(ENTRY_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes an entry beside its place, and puts it there whole.
fn write_entry(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let unfinished = path.with_extension(UNFINISHED);
    let mut file = match OpenOptions::new().write(true).create_new(true).open(&unfinished) {
        // Another build is writing the same bytes, or was killed over it: the end of a build clears
        // that away.
        Err(why) if why.kind() == ErrorKind::AlreadyExists => return Ok(()),
        file => file?,
    };
    let written = file.write_all(bytes).and_then(|()| {
        drop(file);
        fs::rename(&unfinished, path)
    });
    match written {
        // The end of another build has cleared it away.
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(()),
        Err(why) => {
            let _ = fs::remove_file(&unfinished);
            Err(why)
        }
        Ok(()) => Ok(()),
    }
}

/// Makes the folder, or finds it to be ours; `false` where it holds files of others.
fn prepare(folder: &Path) -> io::Result<bool> {
    fs::create_dir_all(folder)?;
    let tag = folder.join(TAG.0);
    if read_entry(&tag).is_ok_and(|text| text == TAG.1.as_bytes()) {
        return Ok(true);
    }
    if fs::read_dir(folder)?.next().is_some() {
        return Ok(false);
    }
    fs::write(folder.join(GIT_IGNORE.0), GIT_IGNORE.1)?;
    fs::write(tag, TAG.1)?;
    Ok(true)
}

/// An entry on disk.
struct Kept {
    path: PathBuf,
    is_used: bool,
    n_bytes: u64,
    /// When it was made, for sorting alone.
    age: Option<std::time::Duration>,
}

/// Removes what was never finished and, beyond `bytes_max`, the oldest entries that are not `used`.
fn make_room(folder: &Path, used: &HashSet<Fingerprint>, bytes_max: u64) {
    let used: HashSet<PathBuf> = used.iter().map(|key| entry(folder, *key)).collect();
    let folders: Vec<PathBuf> = files_of(folder)
        .filter(|entry| entry.file_name().len() == 2 && entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect();
    let mut entries: Vec<Kept> = folders
        .par_iter()
        .flat_map_iter(|folder| files_of(folder))
        .filter_map(|file| {
            let (path, metadata) = (file.path(), file.metadata().ok()?);
            let age =
                metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
            Some(Kept { is_used: used.contains(&path), path, n_bytes: metadata.len(), age })
        })
        .collect();
    let mut n_bytes: u64 = entries.iter().map(|entry| entry.n_bytes).sum();
    entries.retain(|entry| !entry.is_used);
    let is_unfinished = |entry: &Kept| entry.path.extension().is_some_and(|end| end == UNFINISHED);
    // What was never finished comes first.
    entries.sort_unstable_by(|a, b| {
        (!is_unfinished(a), a.age, &a.path).cmp(&(!is_unfinished(b), b.age, &b.path))
    });
    for entry in entries {
        if n_bytes <= bytes_max && !is_unfinished(&entry) {
            break;
        }
        // Whatever stays is removed another time.
        let _ = fs::remove_file(&entry.path);
        n_bytes = n_bytes.saturating_sub(entry.n_bytes);
    }
}

/// What a folder holds; nothing where it cannot be read.
fn files_of(folder: &Path) -> impl Iterator<Item = fs::DirEntry> {
    fs::read_dir(folder).into_iter().flatten().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn new() -> (TempDir, PathBuf) {
        let root = TempDir::new().expect("a folder");
        let folder = root.path().join("cache");
        (root, folder)
    }

    fn known(text: &str) -> Fingerprint {
        key("test", 1, &[text.as_bytes()])
    }

    /// Keeps `answer` for the key of `text` in `folder`.
    fn keep(folder: &Path, text: &str, answer: &str) {
        let cache = Cache::in_folder(folder.to_path_buf());
        cache.put(known(text), answer.as_bytes());
        assert_eq!(cache.finish(), []);
    }

    /// What a new build finds for the key of `text`, and what it is told.
    fn find(folder: &Path, text: &str) -> (Option<String>, Vec<String>) {
        let cache = Cache::in_folder(folder.to_path_buf());
        let found = cache.get(known(text)).map(|answer| String::from_utf8(answer).expect("text"));
        (found, cache.finish().into_iter().map(|problem| problem.message).collect())
    }

    /// Every file of the cache, by its path there.
    fn files(folder: &Path) -> Vec<String> {
        let mut files: Vec<String> = files_of(folder)
            .flat_map(|entry| {
                let inner: Vec<PathBuf> = files_of(&entry.path()).map(|entry| entry.path()).collect();
                if inner.is_empty() { vec![entry.path()] } else { inner }
            })
            .map(|path| path.strip_prefix(folder).expect("below").to_string_lossy().into_owned())
            .collect();
        files.sort();
        files
    }

    #[test]
    fn answers_are_remembered_from_build_to_build() {
        let (_root, folder) = new();
        assert_eq!(find(&folder, "a"), (None, vec![]));
        assert!(!folder.exists(), "nothing is kept, and the folder made");
        keep(&folder, "a", "A");
        keep(&folder, "b", "");
        assert_eq!(find(&folder, "a"), (Some("A".into()), vec![]));
        assert_eq!(find(&folder, "b"), (Some(String::new()), vec![]));
        assert_eq!(find(&folder, "c"), (None, vec![]));
        assert_eq!(fs::read_to_string(folder.join(".gitignore")).expect("text"), "*\n");
        assert!(
            fs::read_to_string(folder.join("CACHEDIR.TAG")).expect("text").starts_with("Signature: 8a477f59")
        );
    }

    #[test]
    fn keys_differ_by_function_version_and_every_part() {
        let keys = [
            key("a", 1, &[b"x"]),
            key("b", 1, &[b"x"]),
            key("a", 2, &[b"x"]),
            key("a", 1, &[b"x", b""]),
            key("a", 1, &[b"xy", b"z"]),
            key("a", 1, &[b"x", b"yz"]),
        ];
        assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
    }

    #[test]
    fn damaged_entries_are_made_anew() {
        let (_root, folder) = new();
        let place = entry(&folder, known("a"));
        keep(&folder, "a", "the answer");
        keep(&folder, "b", "another one");
        let whole = fs::read(&place).expect("bytes");
        let mut changed = whole.clone();
        changed[CHECKSUM_BYTES] ^= 1;
        let swapped = fs::read(entry(&folder, known("b"))).expect("bytes");
        for damaged in [&whole[..whole.len() - 1], &whole[..10], b"", &changed, &swapped] {
            fs::write(&place, damaged).expect("written");
            let told = "1 damaged entry of the cache made anew: nothing else is lost";
            assert_eq!(find(&folder, "a"), (None, vec![told.into()]));
            keep(&folder, "a", "the answer");
            assert_eq!(find(&folder, "a").0.as_deref(), Some("the answer"));
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_no_entries() {
        let (root, folder) = new();
        let place = entry(&folder, known("a"));
        keep(&folder, "a", "A");
        fs::rename(&place, root.path().join("elsewhere")).expect("moved");
        std::os::unix::fs::symlink(root.path().join("elsewhere"), &place).expect("linked");
        assert_eq!(find(&folder, "a").0, None);
    }

    #[test]
    fn what_cannot_be_kept_in_the_folder_is_kept_in_memory_with_a_note() {
        let (root, _) = new();
        let file = root.path().join("file");
        fs::write(&file, "").expect("written");
        let cache = Cache::in_folder(file.join("cache"));
        cache.put(known("a"), b"A");
        cache.put(known("b"), b"B");
        assert_eq!(cache.get(known("a")).as_deref(), Some(&b"A"[..]));
        let problems = cache.finish();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].severity, crate::diagnostic::Severity::Note);
        assert!(problems[0].message.contains("cannot be written"), "{problems:?}");
    }

    #[test]
    fn a_folder_with_files_of_others_is_left_alone() {
        let (_root, folder) = new();
        fs::create_dir_all(&folder).expect("made");
        fs::write(folder.join("letter.txt"), "").expect("written");
        let cache = Cache::in_folder(folder.clone());
        cache.put(known("a"), b"A");
        assert_eq!(cache.get(known("a")).as_deref(), Some(&b"A"[..]));
        let problems = cache.finish();
        assert!(problems[0].is_warning() && problems[0].message.contains("files of others"), "{problems:?}");
        assert_eq!(files(&folder), ["letter.txt"]);
    }

    #[test]
    fn a_cache_that_is_only_read_is_not_changed() {
        let (_root, folder) = new();
        keep(&folder, "a", "A");
        let before = files(&folder);
        let cache = Cache::read_only(folder.clone());
        cache.put(known("b"), b"B");
        assert_eq!(cache.get(known("a")).as_deref(), Some(&b"A"[..]));
        assert_eq!(cache.get(known("b")).as_deref(), Some(&b"B"[..]));
        assert_eq!(cache.finish(), []);
        assert_eq!(files(&folder), before);
    }

    #[test]
    fn old_entries_that_no_build_needs_make_room() {
        let (_root, folder) = new();
        for (day, name) in ["old", "older", "needed", "young"].iter().enumerate() {
            keep(&folder, name, &"x".repeat(100));
            let place = File::options().write(true).open(entry(&folder, known(name))).expect("an entry");
            let days = if *name == "older" { 0 } else { day as u64 + 1 };
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(86_400 * days);
            place.set_modified(time).expect("a time");
        }
        let unfinished = entry(&folder, known("killed")).with_extension(UNFINISHED);
        fs::create_dir_all(unfinished.parent().expect("a folder")).expect("made");
        fs::write(&unfinished, "half").expect("written");

        let cache = Cache::in_folder(folder.clone());
        assert!(cache.get(known("needed")).is_some());
        cache.put(known("new"), b"N");
        assert_eq!(cache.finish_within(2 * 165 + 66), []);
        let left = ["old", "older", "needed", "young", "new"].map(|name| find(&folder, name).0.is_some());
        assert_eq!(left, [false, false, true, true, true]);
        assert!(!unfinished.exists());
    }
}
