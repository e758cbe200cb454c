//! Tests of the phase as a whole, on real folders, with faults put in where `Disk` runs an operation.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::*;

mod claims;
mod faults;
mod limits;
mod others;

/// Which operations fail, and what the system lacks.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// The operation that fails, from 0.
    fail_at: Option<usize>,
    /// Whether all later ones fail too, as if the process had been killed.
    is_kill: bool,
    pub(super) without_links: bool,
    pub(super) without_exchange: bool,
    n_run: Arc<AtomicUsize>,
    /// What someone else does to the output just before it is replaced.
    pub(super) before_swap: Option<fn(&Path)>,
}

impl Faults {
    pub(super) fn next(&self) -> Option<io::Error> {
        let index = self.n_run.fetch_add(1, Ordering::Relaxed);
        let fails = self.fail_at.is_some_and(|at| index == at || (self.is_kill && index > at));
        fails.then(|| ErrorKind::StorageFull.into())
    }
}

type Files = BTreeMap<String, String>;

/// A site as text: pairs of path and content.
fn site(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn path(text: &str) -> OutputPath {
    OutputPath::parse(text).expect("a checked path")
}

/// Builds `files` into `output`; what the phase reports.
fn build_with(faults: Faults, output: &Path, files: &Files) -> Result<Written> {
    let mut disk = Disk::default();
    disk.faults = faults;
    let staging = Staging::with_disk(disk, output, &Protected::default())?;
    let paths: Vec<OutputPath> = files.keys().map(|key| path(key)).collect();
    staging.make_folders(&paths)?;
    for (path, text) in paths.iter().zip(files.values()) {
        staging.put(path, Content::Bytes(text.clone().into_bytes()))?;
    }
    staging.commit()
}

fn build(output: &Path, files: &Files) -> Written {
    build_with(Faults::default(), output, files).expect("a build")
}

/// Every file in a folder with its text, without the manifest.
fn tree(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.expect("an entry");
        let name = entry.path().strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
        if entry.file_type().is_file() && name != manifest::NAME {
            files.insert(name, fs::read_to_string(entry.path()).expect("text"));
        }
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn message(result: Result<impl std::fmt::Debug>) -> String {
    let problems = result.expect_err("a problem");
    assert!(problems.iter().all(|problem| problem.hint.is_some()), "no way out: {problems:?}");
    problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("\n")
}

fn temp() -> TempDir {
    TempDir::new().expect("a folder")
}

fn old_site() -> Files {
    site(&[("index.html", "old"), ("a/index.html", "same"), ("b/c/index.html", "old"), ("gone/x.html", "x")])
}

fn new_site() -> Files {
    site(&[("index.html", "new"), ("a/index.html", "same"), ("b/c/index.html", "new"), ("d/e/f.html", "f")])
}

#[test]
fn a_first_build_writes_all() {
    let temp = temp();
    let output = temp.path().join("public");
    let written = build(&output, &old_site());
    assert_eq!((written.sizes.files, written.written, written.unchanged, written.sizes.bytes), (4, 4, 0, 11));
    assert_eq!(tree(&output), old_site());
    assert_eq!(names(temp.path()), ["public"]);
    assert_eq!(
        fs::read_to_string(output.join(".depeche")).expect("a manifest"),
        "depeche output 1\na/index.html\nb/c/index.html\ngone/x.html\nindex.html\n"
    );
}

#[test]
fn stale_files_go_and_unchanged_ones_stay() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &old_site());
    let identity = |name: &str| {
        let metadata = fs::metadata(output.join(name)).expect("a file");
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec(), metadata.nlink())
    };
    let before = (identity("a/index.html"), identity("index.html"));
    let written = build(&output, &new_site());
    assert_eq!((written.written, written.unchanged), (3, 1));
    assert_eq!(written.removed, ["gone/x.html"]);
    assert_eq!(tree(&output), new_site());
    assert!(!output.join("gone").exists());
    assert_eq!(identity("a/index.html"), before.0);
    assert_ne!(identity("index.html"), before.1);
}

#[test]
fn a_build_without_changes_leaves_even_the_folders() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &old_site());
    let inode = |name: &str| fs::metadata(output.join(name)).expect("a folder").ino();
    let before = (inode(""), inode("b/c"));
    let written = build(&output, &old_site());
    assert_eq!((written.written, written.unchanged), (0, 4));
    assert_eq!((inode(""), inode("b/c")), before);
    assert_eq!(names(temp.path()), ["public"]);
}

#[test]
fn without_links_unchanged_files_keep_their_time() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &old_site());
    let time = || fs::metadata(output.join("a/index.html")).expect("a file").modified().expect("a time");
    fs::write(output.join("CNAME"), "example.org").expect("written");
    let before = time();
    let written = build_with(Faults { without_links: true, ..Faults::default() }, &output, &new_site())
        .expect("a build without links");
    assert_eq!((written.unchanged, written.kept_foreign), (1, vec!["CNAME".to_owned()]));
    assert_eq!(time(), before);
    assert_eq!(fs::read_to_string(output.join("CNAME")).expect("kept"), "example.org");
}

#[test]
fn without_an_exchange_two_renames_do() {
    let temp = temp();
    let output = temp.path().join("public");
    for files in [old_site(), new_site()] {
        build_with(Faults { without_exchange: true, ..Faults::default() }, &output, &files).expect("a build");
        assert_eq!(tree(&output), files);
        assert_eq!(names(temp.path()), ["public"]);
    }
}

#[test]
fn a_dropped_build_leaves_no_trace() {
    let temp = temp();
    let output = temp.path().join("public");
    let staging = Staging::create(&output, &Protected::default()).expect("a claim");
    staging.put(&path("a/b.html"), Content::Bytes(b"x".to_vec())).expect("a file");
    drop(staging);
    assert!(names(temp.path()).is_empty());
}

#[test]
fn foreign_files_are_kept_and_told() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &old_site());
    fs::create_dir_all(output.join(".git/objects/empty")).expect("folders");
    fs::write(output.join(".git/HEAD"), "ref").expect("written");
    fs::set_permissions(output.join(".git"), fs::Permissions::from_mode(0o700)).expect("rights");
    fs::write(output.join("gone/mine.txt"), "mine").expect("written");
    symlink("/nowhere", output.join("link")).expect("a link");
    let written = build(&output, &new_site());
    assert_eq!(written.kept_foreign, [".git/", "gone/mine.txt", "link"]);
    assert_eq!(written.removed, ["gone/x.html"]);
    assert!(output.join(".git/objects/empty").is_dir());
    assert_eq!(fs::metadata(output.join(".git")).expect("a folder").mode() & 0o777, 0o700);
    assert_eq!(fs::read_link(output.join("link")).expect("a link"), Path::new("/nowhere"));
    assert_eq!(tree(&output).len(), new_site().len() + 2);
}

#[test]
fn foreign_things_in_the_way_are_named_all_at_once() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &site(&[("index.html", "x")]));
    fs::create_dir_all(output.join("feed.xml")).expect("a folder");
    fs::write(output.join("tags"), "a file where a folder goes").expect("written");
    fs::write(output.join("robots.txt"), "mine").expect("written");
    let before = tree(&output);
    let new = site(&[("feed.xml", ""), ("index.html", "y"), ("robots.txt", "mine"), ("tags/a.html", "")]);
    let said = message(build_with(Faults::default(), &output, &new));
    for name in ["public/feed.xml/`", "public/robots.txt`", "public/tags`"] {
        assert!(said.contains(name), "{name} is not in {said}");
    }
    assert_eq!(tree(&output), before);
    assert_eq!(names(temp.path()), ["public"]);
}

#[test]
fn a_page_may_become_a_folder_and_a_folder_a_page() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &site(&[("a", "page"), ("b/c", "page")]));
    let new = site(&[("a/c", "page"), ("b", "page")]);
    assert_eq!(build(&output, &new).removed, ["a", "b/c"]);
    assert_eq!(tree(&output), new);
}

#[test]
fn a_folder_of_ours_that_became_a_link_is_not_followed() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &old_site());
    let outside = temp.path().join("outside");
    fs::rename(output.join("gone"), &outside).expect("moved");
    symlink(&outside, output.join("gone")).expect("a link");
    let written = build(&output, &new_site());
    assert_eq!(written.kept_foreign, ["gone"]);
    assert_eq!(fs::read_to_string(outside.join("x.html")).expect("still there"), "x");
}

#[test]
fn two_hundred_threads_write_all_files() {
    let temp = temp();
    let output = temp.path().join("public");
    let files: Files = (0..2000).map(|n| (format!("{}/{n}/index.html", n % 7), n.to_string())).collect();
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(200).stack_size(256 * 1024).build().expect("threads");
    for _ in 0..2 {
        let staging = Staging::create(&output, &Protected::default()).expect("a claim");
        // Without `make_folders`: each thread makes what it misses.
        let list: Vec<(&String, &String)> = files.iter().collect();
        pool.install(|| {
            list.par_iter().for_each(|(name, text)| {
                staging.put(&path(name), Content::Bytes(text.as_bytes().to_vec())).expect("a file");
            });
        });
        pool.install(|| staging.commit()).expect("a commit");
        assert_eq!(tree(&output), files);
    }
}

#[test]
fn names_of_all_scripts_are_written() {
    let temp = temp();
    let output = temp.path().join("sortie été");
    let files = site(&[("été/障害.html", "a"), ("انقطاع/index.html", "b"), ("हिन्दी/🎉.html", "c")]);
    build(&output, &files);
    assert_eq!(build(&output, &files).unchanged, 3);
    assert_eq!(tree(&output), files);
}

#[test]
fn inputs_are_copied_and_compared() {
    let temp = temp();
    let (output, source) = (temp.path().join("public"), temp.path().join("picture.png"));
    let large = "pixel".repeat(20_000);
    let copy = || {
        let staging = Staging::create(&output, &Protected::default()).expect("a claim");
        staging.put(&path("img/p.png"), Content::Copy(source.clone())).expect("a copy");
        staging.commit().expect("a commit")
    };
    for (text, unchanged) in [(large.clone(), 0), (large.clone(), 1), (large.replace("lpi", "LPI"), 0)] {
        fs::write(&source, &text).expect("written");
        fs::set_permissions(&source, fs::Permissions::from_mode(0o600)).expect("rights");
        let written = copy();
        assert_eq!((written.unchanged, written.sizes.bytes), (unchanged, text.len() as u64));
        assert_eq!(tree(&output), site(&[("img/p.png", &text)]));
    }
    assert_eq!(fs::metadata(output.join("img/p.png")).expect("a file").mode() & 0o777, 0o644);
    fs::remove_file(&source).expect("removed");
    symlink("/etc/passwd", &source).expect("a link");
    let staging = Staging::create(&output, &Protected::default()).expect("a claim");
    assert!(message(staging.put(&path("p"), Content::Copy(source.clone()))).contains("no longer a file"));
}

#[test]
fn a_path_is_written_once() {
    let temp = temp();
    let staging = Staging::create(&temp.path().join("public"), &Protected::default()).expect("a claim");
    staging.put(&path("a"), Content::Bytes(b"1".to_vec())).expect("a file");
    assert!(staging.put(&path("a"), Content::Bytes(b"2".to_vec())).is_err());
}

#[test]
fn rights_that_someone_changed_are_mended() {
    let temp = temp();
    let output = temp.path().join("public");
    build(&output, &old_site());
    fs::set_permissions(output.join("index.html"), fs::Permissions::from_mode(0o600)).expect("rights");
    assert_eq!(build(&output, &old_site()).written, 1);
    assert_eq!(fs::metadata(output.join("index.html")).expect("a file").mode() & 0o777, 0o644);
}
