//! Phase 1: a folder becomes [`Sources`], everything that the build may look at.
//!
//! 1. [`walk`] lists the files below a root. It follows no symbolic link, and names whatever it
//!    cannot use.
//! 2. [`Sources::sort`] tells articles from pictures, templates, strings and data.
//!
//! Texts are read one at a time, when [`InputFile::read`] is asked for them: an archive's articles
//! together would fill the memory. Tests give the files as one string ([`files_in`]).

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::config::{Config, FILE_NAME};
use crate::diagnostic::{Diagnostic, Problems, Result, Span};
use crate::ledger;
use crate::path::SourcePath;

/// The largest article, in bytes. The largest of 42,000 real ones has 851 KB.
pub const ARTICLE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// The largest ledger of published addresses, in bytes: some hundred thousand of them.
pub const LEDGER_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The largest `data/events.yaml`, in bytes: thousands of events in twenty languages.
pub const EVENTS_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The folder of templates below a site's root.
pub const TEMPLATES: &str = "templates";
/// The folder of interface strings below a site's root.
pub const STRINGS: &str = "i18n";
/// The concordance of terms below a site's root.
pub const TERMS_FILE: &str = "data/terms.yaml";
/// The news events below a site's root.
pub const EVENTS_FILE: &str = "data/events.yaml";
/// The folder of data files below a site's root.
pub const DATA: &str = "data";

/// One file that the build may read.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Its path below the site's root.
    pub path: SourcePath,
    place: Place,
    /// Whether the settings say that it is an article, and may say otherwise.
    is_article: bool,
    is_embedded: bool,
}

#[derive(Clone, Debug)]
enum Place {
    Disk(PathBuf),
    Memory(Arc<[u8]>),
}

impl InputFile {
    /// A file that exists in memory only.
    #[must_use]
    pub fn in_memory(path: &str, bytes: &[u8]) -> Self {
        let path = SourcePath::new(path);
        Self { path, place: Place::Memory(bytes.into()), is_article: false, is_embedded: false }
    }

    /// A file that comes with the program.
    #[must_use]
    pub fn embedded(path: &str, bytes: &[u8]) -> Self {
        Self { is_embedded: true, ..Self::in_memory(path, bytes) }
    }

    /// This file with other bytes.
    #[must_use]
    pub fn with_bytes(&self, bytes: &[u8]) -> Self {
        Self { place: Place::Memory(bytes.into()), ..self.clone() }
    }

    /// A file on disk.
    fn on_disk(path: SourcePath, place: PathBuf) -> Self {
        Self { path, place: Place::Disk(place), is_article: false, is_embedded: false }
    }

    /// All of its bytes.
    ///
    /// # Errors
    ///
    /// A problem that names the file when it cannot be read.
    pub fn read(&self) -> Result<Cow<'_, [u8]>> {
        match &self.place {
            Place::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Place::Disk(path) => fs::read(path).map(Cow::Owned).map_err(|why| self.unreadable(&why).into()),
        }
    }

    /// Its first `bytes_max` bytes.
    ///
    /// # Errors
    ///
    /// A problem that names the file when it cannot be read.
    pub fn read_start(&self, bytes_max: u64) -> Result<Cow<'_, [u8]>> {
        match &self.place {
            Place::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Place::Disk(path) => {
                let mut start = Vec::new();
                fs::File::open(path)
                    .and_then(|file| file.take(bytes_max).read_to_end(&mut start))
                    .map_err(|why| self.unreadable(&why))?;
                Ok(Cow::Owned(start))
            }
        }
    }

    /// Its text.
    ///
    /// # Errors
    ///
    /// A problem that names the file, and the line where its text ends being UTF-8.
    pub fn read_text(&self) -> Result<String> {
        self.read_text_up_to(ARTICLE_BYTES_MAX)
    }

    /// Its text, if it has at most `bytes_max` bytes.
    fn read_text_up_to(&self, bytes_max: u64) -> Result<String> {
        let length = match &self.place {
            Place::Memory(bytes) => bytes.len() as u64,
            // A file that cannot be looked at is told of by reading it.
            Place::Disk(path) => fs::metadata(path).map_or(0, |metadata| metadata.len()),
        };
        if length > bytes_max {
            let problem = format!("the file has {length} bytes, and {bytes_max} are the most");
            let hint = if self.is_article {
                "is it an article? `content.exclude` leaves it out"
            } else {
                "is it the file that it should be? make it smaller"
            };
            return Err(Diagnostic::error(problem).in_file(&self.path).hint(hint).into());
        }
        decode(self.read()?.into_owned(), self.is_article)
            .map_err(|problem| problem.in_file(&self.path).into())
    }

    /// Its text, where it is the ledger of published addresses, which is one file for a whole archive.
    ///
    /// # Errors
    ///
    /// As for any text.
    pub fn read_ledger(&self) -> Result<String> {
        self.read_text_up_to(LEDGER_BYTES_MAX)
    }

    /// Its text, where it describes the events of a whole archive in all of its languages.
    ///
    /// # Errors
    ///
    /// As for any text.
    pub fn read_events(&self) -> Result<String> {
        self.read_text_up_to(EVENTS_BYTES_MAX)
    }

    /// Where the file lies on disk, if it does.
    #[must_use]
    pub fn disk_path(&self) -> Option<&Path> {
        match &self.place {
            Place::Disk(path) => Some(path),
            Place::Memory(_) => None,
        }
    }

    /// Whether it comes with the program, so that no one else knows it by its name.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.is_embedded
    }

    fn unreadable(&self, why: &std::io::Error) -> Diagnostic {
        Diagnostic::error(format!("the file cannot be read: {why}")).in_file(&self.path).of_machine()
    }
}

/// The text behind `bytes`: UTF-8, without a byte order mark, with `\n` between lines.
fn decode(bytes: Vec<u8>, is_article: bool) -> std::result::Result<String, Diagnostic> {
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(why) => {
            let bytes = why.as_bytes();
            let good = &bytes[..why.utf8_error().valid_up_to()];
            let line = good.split(|byte| *byte == b'\n').count();
            let span = Span { line: u32::try_from(line).unwrap_or(u32::MAX), ..Span::START };
            let problem = Diagnostic::error(format!("the text is not UTF-8{}", looks_like(bytes)));
            return Err(problem.at(span).hint("save the file as UTF-8"));
        }
    };
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    if let Some(at) = text.find('\0') {
        let hint = if is_article {
            "is it a text file? remove the character, or leave the file out with `content.exclude`"
        } else {
            "is it a text file? remove the character"
        };
        let problem = Diagnostic::error("the text holds a NUL character").at(Span::of(&text, at..at));
        return Err(problem.hint(hint));
    }
    Ok(text)
}

/// What the bytes seem to be, as the end of a sentence.
fn looks_like(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => " (it looks like UTF-16)",
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => {
            " (it looks like a picture)"
        }
        [b'%', b'P', b'D', b'F', ..] => " (it looks like a PDF)",
        _ => " (it may be Latin-1 or Windows-1252)",
    }
}

/// Everything that the build may look at; each list sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Articles, and the `_index.md` of sections.
    pub articles: Vec<InputFile>,
    /// Other files in the content folder: pictures and whatever else articles link to.
    pub assets: Vec<InputFile>,
    /// Files that are copied as they are.
    pub statics: Vec<InputFile>,
    /// Templates that replace or add to the embedded ones.
    pub templates: Vec<InputFile>,
    /// Interface strings that replace or add to the embedded ones.
    pub strings: Vec<InputFile>,
    /// The concordance.
    pub terms: Option<InputFile>,
    /// The news events.
    pub events: Option<InputFile>,
    /// The ledger of published addresses.
    pub ledger: Option<InputFile>,
    /// Addresses that the command gives up, as it names them.
    pub forget: Vec<String>,
    /// What was passed over, and why.
    pub notes: Vec<Diagnostic>,
}

impl Sources {
    /// Puts files in order, and tells them apart by their folder and the settings.
    ///
    /// # Errors
    ///
    /// Names what stands in the content folder and can be neither read nor copied.
    pub fn sort(mut files: Vec<InputFile>, config: &Config) -> Result<Self> {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        let mut sources = Self::default();
        let mut problems = Problems::default();
        for mut file in files {
            let path = file.path.as_str();
            let is_below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            if let Some(reason) = passed_over(&file.path) {
                let note = Diagnostic::note(format!("this file is passed over: {reason}"));
                sources.notes.push(note.in_file(&file.path));
            } else if is_below(&config.static_folder) {
                sources.statics.push(file);
            } else if is_below(TEMPLATES) {
                sources.templates.push(file);
            } else if is_below(STRINGS)
                && config.below_content(&file.path).is_none_or(|_| is_strings_file(&file.path))
            {
                if is_strings_file(&file.path) {
                    sources.strings.push(file);
                } else {
                    let note = format!(
                        "`{}` is passed over: it is no file of interface texts, `i18n/LANGUAGE.yaml`",
                        file.path
                    );
                    sources.notes.push(Diagnostic::note(note));
                }
            } else if path == ledger::FILE_NAME {
                sources.ledger = Some(file);
            } else if path == TERMS_FILE {
                sources.terms = Some(file);
            } else if path == EVENTS_FILE {
                sources.events = Some(file);
            } else if let Some(meant) = meant_data_file(path) {
                let warning =
                    Diagnostic::warning(format!("this file is not read: its name is not `{meant}`"));
                let warning = warning.in_file(&file.path);
                sources.notes.push(warning.hint(format!("rename it to `{meant}`, or remove it")));
            } else if is_below(DATA) || path == FILE_NAME || file.path == config.path {
                // Data files of other names are for later use; the settings were read already.
            } else if let Some(below) = config.below_content(&file.path) {
                if config.content.include.is_match(below) && !config.content.exclude.is_match(below) {
                    file.is_article = true;
                    sources.articles.push(file);
                } else if config.content.exclude.is_match(below) {
                    let note = Diagnostic::note("this file is left out: `content.exclude` says so");
                    sources.notes.push(note.in_file(&file.path));
                } else if is_page_markup(below) {
                    problems.push(refused_markup(&file.path));
                } else {
                    sources.assets.push(file);
                }
            }
        }
        let notes = std::mem::take(&mut sources.notes);
        let (mut sources, _) = problems.finish(sources)?;
        sources.notes = notes;
        Ok(sources)
    }
}

/// The data file that one with another ending, in capitals or in the singular was meant to be.
fn meant_data_file(path: &str) -> Option<&'static str> {
    let path = path.to_lowercase();
    let (stem, ending) = path.rsplit_once('.')?;
    let is_meant = |file: &&str| {
        let meant = file.trim_end_matches(".yaml");
        stem == meant || Some(stem) == meant.strip_suffix('s')
    };
    [TERMS_FILE, EVENTS_FILE].into_iter().find(is_meant).filter(|_| matches!(ending, "yaml" | "yml"))
}

/// Whether a file below the folder of interface texts is one: other tools keep other things there.
fn is_strings_file(path: &SourcePath) -> bool {
    path.folder() == STRINGS && matches!(path.extension(), Some("yaml" | "yml"))
}

/// Why a file is never an input, whatever the settings say.
fn passed_over(path: &SourcePath) -> Option<&'static str> {
    let name = path.file_name();
    let lower = name.to_ascii_lowercase();
    if path.as_str().split('/').any(|part| part.starts_with('.') && part != ".well-known") {
        return Some("its name starts with a dot");
    }
    let is_backup = name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [".bak", ".orig", ".rej", ".swp", ".swo", ".tmp"].iter().any(|end| lower.ends_with(end));
    if is_backup {
        return Some("it is an editor's backup");
    }
    matches!(&*lower, "thumbs.db" | "desktop.ini").then_some("it belongs to a file manager")
}

/// Whether a file that is no article would run as a page of its own if it were copied.
fn is_page_markup(path: &str) -> bool {
    let extension = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(
        &*extension,
        "html"
            | "htm"
            | "xhtml"
            | "xht"
            | "shtml"
            | "mht"
            | "mhtml"
            | "xml"
            | "xsl"
            | "xslt"
            | "rss"
            | "atom"
            | "rdf"
            | "svgz"
            | "swf"
            | "js"
            | "mjs"
    )
}

fn refused_markup(path: &SourcePath) -> Diagnostic {
    Diagnostic::error("a file of this kind in the content folder would run in readers' browsers as it is")
        .in_file(path)
        .hint("move it to the static folder, read it as an article with `content.include`, or leave it out with `content.exclude`")
}

/// Lists the files of the site in `root`, in no order. `skip` names folders that hold outputs.
///
/// # Errors
///
/// Names every symbolic link, special file, unreadable folder, and name that is not UTF-8.
pub fn walk(root: &Path, config: &Config, skip: &[&Path]) -> Result<Vec<InputFile>> {
    let content = config.content.folder.as_str();
    let mut folders = vec![content];
    if !content.is_empty() {
        folders.extend([config.static_folder.as_str(), TEMPLATES, STRINGS, DATA]);
    }
    if !root.is_dir() {
        let problem = Diagnostic::error(format!("there is no folder `{}`", root.display()));
        return Err(problem.hint("name the site's folder with `--root`").of_machine().into());
    }
    if !root.join(content).is_dir() {
        let problem = format!("there is no content folder `{}`", root.join(content).display());
        let hint =
            "run the command in the site's folder, or name the folder with `--root` or `content.folder`";
        return Err(Diagnostic::error(problem).hint(hint).into());
    }
    let mut files = Vec::new();
    let mut problems = Problems::default();
    for folder in folders {
        let start = root.join(folder);
        if fs::symlink_metadata(&start).is_ok() {
            walk_folder(root, &start, skip, &mut files, &mut problems);
        }
    }
    // A content folder that is the root has met it already.
    let ledger = root.join(ledger::FILE_NAME);
    if !content.is_empty() && fs::symlink_metadata(&ledger).is_ok() {
        walk_folder(root, &ledger, skip, &mut files, &mut problems);
    }
    problems.finish(files).map(|(files, _)| files)
}

fn walk_folder(
    root: &Path,
    start: &Path,
    skip: &[&Path],
    files: &mut Vec<InputFile>,
    problems: &mut Problems,
) {
    let is_hidden_folder = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() > 0 && entry.file_type().is_dir() && name.starts_with('.') && name != ".well-known"
    };
    // The same folder may be written in several ways, such as `out` and `./out`.
    let is_skipped = |entry: &walkdir::DirEntry| {
        entry.depth() > 0
            && entry.file_type().is_dir()
            && skip
                .iter()
                .any(|skip| skip.file_name() == Some(entry.file_name()) && is_same_folder(skip, entry.path()))
    };
    let entries = WalkDir::new(start)
        .follow_links(false)
        .into_iter()
        .filter_entry(|entry| !is_hidden_folder(entry) && !is_skipped(entry));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(why) => {
                problems.push(unreadable_folder(root, &why));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let Some(relative) = relative_path(root, entry.path()) else {
            let problem = Diagnostic::error("the name of this file is not UTF-8, so it has no URL");
            problems.push(problem.in_file(&shown_path(root, entry.path())).hint("rename the file"));
            continue;
        };
        let path = SourcePath::new(&relative);
        if entry.path_is_symlink() {
            let problem = "this is a symbolic link, and links are not followed";
            problems.push(Diagnostic::error(problem).in_file(&path).hint("put the file itself here"));
        } else if !entry.file_type().is_file() {
            problems.push(Diagnostic::error("this is neither a file nor a folder").in_file(&path));
        } else {
            files.push(InputFile::on_disk(path, entry.into_path()));
        }
    }
}

fn unreadable_folder(root: &Path, why: &walkdir::Error) -> Diagnostic {
    let cause = why.io_error().map_or_else(|| why.to_string(), ToString::to_string);
    let problem = Diagnostic::error(format!("the folder cannot be read: {cause}")).of_machine();
    match why.path() {
        Some(path) => problem.in_file(&shown_path(root, path)),
        None => problem,
    }
}

/// `path` below `root`, with marks for what is not UTF-8: to be shown, and not to be opened.
fn shown_path(root: &Path, path: &Path) -> SourcePath {
    let below = path.strip_prefix(root).unwrap_or(path);
    SourcePath::new(&below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
}

fn is_same_folder(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// `path` below `root`, with `/` between its parts; `None` where a part is not UTF-8.
fn relative_path(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// Reads the settings of the site in `root`: `config_file` if one is named, else `depeche.yaml`,
/// else none at all.
///
/// # Errors
///
/// Names the file that cannot be read.
pub fn read_settings(root: &Path, config_file: Option<&Path>) -> Result<(SourcePath, String)> {
    let path = config_file.map_or_else(|| root.join(FILE_NAME), Path::to_path_buf);
    let name = match config_file {
        Some(path) => SourcePath::new(&path.to_string_lossy()),
        None => SourcePath::new(FILE_NAME),
    };
    if config_file.is_none() && fs::symlink_metadata(&path).is_err() {
        return Ok((name, String::new()));
    }
    let text = InputFile::on_disk(name.clone(), path).read_text()?;
    Ok((name, text))
}

/// All bytes of a file on disk that the output is to hold as it is.
///
/// # Errors
///
/// Names the file when it cannot be read.
pub fn read_copied(path: &Path) -> Result<Vec<u8>> {
    let file = InputFile::on_disk(SourcePath::new(&path.to_string_lossy()), path.to_path_buf());
    file.read().map(Cow::into_owned)
}

/// The files of an output folder, sorted; but for the tool's own list of them.
///
/// # Errors
///
/// Names a folder that is not there, and whatever cannot be read or served.
pub fn walk_output(folder: &Path) -> Result<Vec<InputFile>> {
    if !folder.is_dir() {
        let problem = Diagnostic::error(format!("there is no folder `{}`", folder.display()));
        return Err(problem.hint("name the folder that a build wrote").of_machine().into());
    }
    let mut files = Vec::new();
    let mut problems = Problems::default();
    walk_folder(folder, folder, &[], &mut files, &mut problems);
    files.retain(|file| !file.path.as_str().starts_with('.') || file.path.as_str().contains('/'));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    problems.finish(files).map(|(files, _)| files)
}

/// The files in one string, each after a line `-- path --`: a whole site for a test.
#[must_use]
pub fn files_in(archive: &str) -> Vec<InputFile> {
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in archive.split_inclusive('\n') {
        let name = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push((name, String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    files.sort_by(|a, b| a.0.cmp(b.0));
    files.iter().map(|(path, text)| InputFile::in_memory(path, text.as_bytes())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Overrides;
    use crate::diagnostic::Cause;

    #[track_caller]
    fn check_problem(bytes: &[u8], line: u32, message: &str) {
        let problems = InputFile::in_memory("content/a.md", bytes).read_text().expect_err("a problem");
        assert!(problems[0].message.contains(message), "{problems:?}");
        assert_eq!(problems[0].span.map(|span| span.line), Some(line));
    }

    #[test]
    fn text_that_is_not_utf_8_is_named_with_its_line() {
        check_problem(b"caf\xE9", 1, "Latin-1");
        check_problem(b"\xFF\xFEa\0", 1, "UTF-16");
        check_problem(b"a\nb\n\xE9", 3, "not UTF-8");
        check_problem(b"\x89PNG\r\n\x1a\n", 1, "picture");
        check_problem(b"a\nb\0", 2, "NUL");
    }

    #[test]
    fn byte_order_marks_and_carriage_returns_go() {
        let read = |bytes: &[u8]| InputFile::in_memory("a.md", bytes).read_text().expect("text");
        assert_eq!(read("\u{FEFF}a\r\nb\rc".as_bytes()), "a\nb\nc");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_laid_to_the_machine() {
        let file = InputFile::on_disk(SourcePath::new("content/a.md"), "/nowhere/a.md".into());
        let told = |result: Result<()>| {
            let problem = result.expect_err("a problem").remove(0);
            (problem.cause, problem.path.map(|path| path.as_str().to_owned()))
        };
        let expected = (Cause::Machine, Some("content/a.md".to_owned()));
        assert_eq!(told(file.read().map(|_| ())), expected);
        assert_eq!(told(file.read_text().map(|_| ())), expected);
        assert_eq!(told(file.read_start(8).map(|_| ())), expected);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf_8_are_shown_with_their_folder() {
        use std::os::unix::ffi::OsStrExt;

        let root = tempfile::TempDir::new().expect("a folder");
        let folder = root.path().join("content");
        fs::create_dir(&folder).expect("made");
        fs::write(folder.join(std::ffi::OsStr::from_bytes(b"caf\xE9.md")), "").expect("written");
        let settings = SourcePath::new(FILE_NAME);
        let (config, _) = Config::parse("", &settings, &Overrides::default()).expect("settings");
        let problems = walk(root.path(), &config, &[]).expect_err("a problem");
        let paths: Vec<_> = problems.iter().filter_map(|problem| problem.path.as_ref()).collect();
        assert_eq!(paths, [&SourcePath::new("content/caf\u{FFFD}.md")]);
    }

    #[test]
    fn backups_are_passed_over() {
        for name in [".a.md.swp", "a.md~", "#a.md#", "a.bak", "Thumbs.db", "x/.git/config", "._a.md"] {
            assert!(passed_over(&SourcePath::new(name)).is_some(), "{name}");
        }
        assert!(passed_over(&SourcePath::new("static/.well-known/security.txt")).is_none());
    }

    #[test]
    fn a_site_can_be_one_string() {
        let files = files_in("-- b.md --\nB\n-- a.md --\nA\nAA\n");
        let texts: Vec<String> = files.iter().map(|file| file.read_text().expect("text")).collect();
        assert_eq!(texts, ["A\nAA\n", "B\n"]);
    }
}
