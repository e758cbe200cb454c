//! Whole sites: each folder of `tests/golden/` is built as it lies on disk, and its pages, the list of
//! its files and what the build said are compared with what stands beside it.
//!
//! ```text
//! tests/golden/aliases/
//!   depeche.yaml, content/, templates/ …   the site
//!   expected/                              its HTML, file by file
//!   outputs.txt                            the paths of all of its files
//!   report.txt                             what was not published, and what the build noticed
//! ```
//!
//! `UPDATE_GOLDEN=1 cargo test --test it golden` writes all three anew; the diff is the review.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use depeche::config::Overrides;
use depeche::path::SourcePath;
use depeche::report::{self, Style};
use depeche::site::Reason;
use depeche::{BuildReport, LedgerOptions, Options};
use regex::Regex;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::harness::publishing;

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Every file below `folder`, by its path there.
fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below the folder");
            let path = path.to_str().expect("a name in UTF-8").replace('\\', "/");
            (path, fs::read(entry.path()).expect("a file that can be read"))
        })
        .collect()
}

/// What the build said, in the order in which it would be told.
fn told(site: &Path, report: &BuildReport) -> String {
    let mut text = String::new();
    for page in &report.unpublished {
        let reason = match page.reason {
            Reason::Draft => "draft".to_owned(),
            Reason::Future(date) => format!("not before {}", date.rfc3339()),
            Reason::Expired(date) => format!("not after {}", date.rfc3339()),
            Reason::Stub => "stub".to_owned(),
            Reason::Unreadable => "unreadable".to_owned(),
        };
        writeln!(text, "not published: {} ({reason})", page.source).expect("a string takes it");
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let mut diagnostics = report.warnings.clone();
    diagnostics.extend(report.left_out.clone());
    let source = |path: &SourcePath| fs::read_to_string(site.join(path.as_str())).ok();
    text + &report::render(&diagnostics, &source, Style { color: false, width: 100 })
}

/// The fingerprint of a file says only that the file has changed, which is no matter of these sites.
fn without_fingerprint(text: &str) -> String {
    let fingerprint = Regex::new(r"\.[0-9a-f]{8}\.(css|js|mjs|svg)\b").expect("a pattern");
    let text = fingerprint.replace_all(text, ".FINGERPRINT.$1");
    let of_index = Regex::new(r"(/search-index/[\w-]+/[a-z])[0-9a-f]{8}(-\d+)?\.bin\b").expect("a pattern");
    of_index.replace_all(&text, "${1}HASH$2.bin").into_owned()
}

/// The folder of a golden site, once built.
struct Outcome {
    html: BTreeMap<String, String>,
    outputs: String,
    report: String,
}

fn build(site: &Path) -> Outcome {
    let output = TempDir::new().expect("a folder");
    let options = Options {
        cache_dir: None,
        root: site.to_path_buf(),
        config_file: None,
        output_dir: output.path().join("public"),
        protected: Vec::new(),
        overrides: Overrides::default(),
        publishing: publishing(),
        keep_going: false,
        strict: false,
        dry_run: false,
        ledger: LedgerOptions::default(),
    };
    let report = depeche::build(&options, &())
        .unwrap_or_else(|problems| panic!("{} has problems: {problems:#?}", site.display()));
    let mut files = files_below(&options.output_dir);
    let written = report.written.as_ref().expect("a build that wrote");
    // The mark that the folder is ours is the one file beyond the plan.
    assert_eq!(files.len(), written.sizes.files + 1, "{}", site.display());
    files.remove(".depeche");
    let mut outputs: Vec<String> =
        files.keys().map(|path| without_fingerprint(&format!("/{path}"))[1..].to_owned()).collect();
    // Files of the index are in the order of their hashes, which change with what is no matter here.
    outputs.sort_unstable();
    let outputs = outputs.join("\n") + "\n";
    let html = files
        .into_iter()
        .filter(|(path, _)| is_compared(site, Path::new(path)))
        .map(|(path, bytes)| (path, without_fingerprint(&String::from_utf8(bytes).expect("text in UTF-8"))))
        .collect();
    Outcome { html, outputs, report: told(site, &report) }
}

/// Whether a file is compared byte for byte: pages, and feeds where the site is about them.
fn is_compared(site: &Path, path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    extension == "html" || site.ends_with("feeds") && matches!(extension, "xml" | "json" | "opml")
}

fn update(site: &Path, outcome: &Outcome) {
    let expected = site.join("expected");
    if expected.exists() {
        fs::remove_dir_all(&expected).expect("a folder that can be emptied");
    }
    for (path, text) in &outcome.html {
        let path = expected.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder that can be made");
        fs::write(path, text).expect("a file that can be written");
    }
    fs::write(site.join("outputs.txt"), &outcome.outputs).expect("a file that can be written");
    fs::write(site.join("report.txt"), &outcome.report).expect("a file that can be written");
}

#[track_caller]
fn check(name: &str) {
    let site = golden().join(name);
    let outcome = build(&site);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        update(&site, &outcome);
        return;
    }
    let read = |name: &str| fs::read_to_string(site.join(name)).expect(name);
    assert_eq!(outcome.outputs, read("outputs.txt"), "the files of `{name}`");
    assert_eq!(outcome.report, read("report.txt"), "what the build of `{name}` says");
    let mut expected = files_below(&site.join("expected"));
    for (path, text) in &outcome.html {
        let wanted = expected.remove(path).unwrap_or_else(|| panic!("`{name}` has no expected `{path}`"));
        assert_eq!(*text, String::from_utf8_lossy(&wanted), "`{path}` of `{name}`");
    }
    assert!(expected.is_empty(), "`{name}` lacks {:?}", expected.keys());
}

const SITES: &[&str] = &[
    "aliases",
    "archive-with-gaps",
    "drafts-and-dates",
    "feeds",
    "minimal",
    "odd-names",
    "right-to-left",
    "terms-and-concordance",
    "three-languages",
];

#[test]
fn every_folder_is_a_site_that_is_tested() {
    let folders = fs::read_dir(golden()).expect("the golden sites");
    let names: BTreeSet<String> = folders
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in UTF-8"))
        .collect();
    assert!(names.iter().eq(SITES), "{names:?}");
}

macro_rules! sites {
    ($($test:ident: $name:literal,)*) => {
        $(
            #[test]
            fn $test() {
                assert!(SITES.contains(&$name));
                check($name);
            }
        )*
    };
}

sites! {
    an_old_address_leads_to_its_page: "aliases",
    an_archive_skips_what_is_empty: "archive-with-gaps",
    what_is_not_published_is_named: "drafts-and-dates",
    feeds_say_all_that_readers_need: "feeds",
    a_site_needs_no_theme_of_its_own: "minimal",
    odd_file_names_become_plain_addresses: "odd-names",
    text_may_run_from_right_to_left: "right-to-left",
    terms_are_tied_by_the_concordance: "terms-and-concordance",
    editions_of_a_story_know_each_other: "three-languages",
}
