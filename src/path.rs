//! The four kinds of path, and the only ways between them.
//!
//! - A [`SourcePath`] names an input, relative to the site's root.
//! - A [`Slug`] is one checked part of a URL.
//! - A [`UrlPath`] is where a reader finds a page, below the base path, as readable text.
//! - An [`OutputPath`] is where the writer puts the file.
//!
//! Nothing that an author wrote reaches the file system but through [`check_segment`], so a front
//! matter key cannot climb out of the output folder, and no output has a name that GitHub Pages,
//! Windows or a reader's browser would refuse.

mod slug;
mod web;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

pub use slug::{DERIVED_SLUG_BYTES_MAX, Slug};
pub use web::{is_web_address, web_address};

/// The longest part of an output path, in bytes of UTF-8. File systems allow 255; the rest is room
/// for suffixes, and for the percent-encoded forms that tools make of it.
pub const SEGMENT_BYTES_MAX: usize = 200;

/// An input file, relative to the site's root, with `/` between its parts on every system.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a path that is already relative and written with `/`.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The whole path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file, without a trailing slash; empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        folder(&self.0)
    }

    /// The last part of the path.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The file name without its last extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[..dot],
            _ => name,
        }
    }

    /// The last extension, without its dot, as written.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        let name = self.file_name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => Some(&name[dot + 1..]),
            _ => None,
        }
    }

    /// The path that `link`, written in this file, leads to: relative to the file's folder, or to
    /// `root` when it starts with a slash. `None` when it climbs above the site's root.
    #[must_use]
    pub fn resolve(&self, link: &str, root: &str) -> Option<Self> {
        let (start, rest) = match link.strip_prefix('/') {
            Some(rest) => (root, rest),
            None => (self.folder(), link),
        };
        let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
        for part in rest.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self::new(&parts.join("/")))
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name may hold control characters; a terminal must not obey them.
        for character in self.0.chars() {
            if character.is_control() || is_bidi_control(character) {
                write!(f, "{}", character.escape_unicode())?;
            } else {
                write!(f, "{character}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// All of a path but its last part, without a trailing slash; empty at the top.
#[must_use]
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Says why `segment` cannot be one part of an output path, or nothing if it can.
///
/// The rules are those of the strictest place that a site passes through: NTFS and its device
/// names, the artifact upload of GitHub Actions, and URLs without escapes.
///
/// # Errors
///
/// A phrase that completes "… is not allowed, because it".
pub fn check_segment(segment: &str) -> Result<(), String> {
    if segment.is_empty() {
        return Err("is empty".into());
    }
    if segment.len() > SEGMENT_BYTES_MAX {
        return Err(format!("is {} bytes long, and {SEGMENT_BYTES_MAX} are the most", segment.len()));
    }
    if segment.starts_with('.') && segment != ".well-known" {
        return Err("starts with a dot".into());
    }
    if segment.ends_with('.') {
        return Err("ends with a dot".into());
    }
    if segment.starts_with(' ') || segment.ends_with(' ') {
        return Err("starts or ends with a space".into());
    }
    for character in segment.chars() {
        if character.is_control() || is_bidi_control(character) || is_noncharacter(character) {
            return Err(format!("holds the control character {}", character.escape_unicode()));
        }
        if r#"<>:"/\|?*#%"#.contains(character) {
            return Err(format!("holds the character `{character}`"));
        }
    }
    if segment.nfc().ne(segment.chars()) {
        return Err("is not in Unicode's composed form (NFC)".into());
    }
    if is_windows_device(segment) {
        return Err("is the name of a device on Windows".into());
    }
    Ok(())
}

/// Whether `character` changes the direction of the text around it unseen.
#[must_use]
pub fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether `character` is one of the 66 code points that Unicode reserves for internal use.
#[must_use]
pub fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// Windows takes these names, with any extension, for devices. Its superscript digits count too.
fn is_windows_device(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or(segment).trim_end().to_ascii_uppercase();
    if matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    port.is_some_and(|digit| matches!(digit, "¹" | "²" | "³") || matches!(digit.as_bytes(), [b'0'..=b'9']))
}

/// What must be escaped in a path of a URL: RFC 3986's `pchar` and `/` stay as they are.
const PATH_ESCAPES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The host of a web address, as the name of what is there; of another address, what stands behind
/// its scheme.
#[must_use]
pub fn host(address: &str) -> &str {
    let (_, rest) = address.split_once("://").or_else(|| address.split_once(':')).unwrap_or(("", address));
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// Percent-encodes readable text for use in a URL's path or fragment.
#[must_use]
pub fn percent_encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, PATH_ESCAPES).into()
}

/// The readable text behind a URL's path; the text itself where its escapes are not UTF-8.
#[must_use]
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// Where a page is found below the base path: `/2021/03/panne/`. Always starts with a slash;
/// readable text, percent-encoded only when it is printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// The top of the site.
    #[must_use]
    pub fn root() -> Self {
        Self("/".into())
    }

    /// A path of a folder, `/a/b/`, from parts that were checked or are the tool's own.
    ///
    /// # Errors
    ///
    /// Names the first part that breaks [`check_segment`], with its reason.
    pub fn folder<'a>(segments: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut path = String::from("/");
        for segment in segments {
            check_segment(segment).map_err(|why| format!("`{segment}` {why}"))?;
            path.push_str(segment);
            path.push('/');
        }
        Ok(Self(path.into()))
    }

    /// Takes a path that an author wrote: `/a/b/`, `a/b`, `/a/b.html`, with or without escapes. A
    /// last part with an extension is a file, anything else a folder.
    ///
    /// # Errors
    ///
    /// Names the part that breaks [`check_segment`]; `..` and whole URLs are never taken.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.contains("://") || text.starts_with("//") {
            return Err("is a whole URL, and only a path on this site can be used".into());
        }
        Self::parse_readable(&percent_decode(text))
    }

    /// Takes a path that is readable text already: a `%` in it is refused, not decoded.
    ///
    /// # Errors
    ///
    /// Names the part that breaks [`check_segment`].
    pub fn parse_readable(text: &str) -> Result<Self, String> {
        let composed: String = text.nfc().collect();
        let mut path = String::from("/");
        let parts: Vec<&str> = composed.split('/').filter(|part| !part.is_empty()).collect();
        for (index, part) in parts.iter().enumerate() {
            check_segment(part).map_err(|why| format!("cannot be used: its part `{part}` {why}"))?;
            path.push_str(part);
            let is_last = index + 1 == parts.len();
            if !is_last || composed.ends_with('/') || !has_file_extension(part) {
                path.push('/');
            }
        }
        // A folder's index file and the folder are one address.
        if let Some(folder) = path.strip_suffix("/index.html") {
            path.truncate(folder.len() + 1);
        }
        Ok(Self(path.into()))
    }

    /// The address of a file of the output, which is always a file, whatever its name looks like;
    /// but for `index.html`, which its folder answers with.
    #[must_use]
    pub fn of_file(output: &OutputPath) -> Self {
        let path = format!("/{}", output.as_str());
        match path.strip_suffix("/index.html") {
            Some(folder) => Self(format!("{folder}/").into()),
            None => Self(path.into()),
        }
    }

    /// The path of a file in this folder.
    ///
    /// # Errors
    ///
    /// Says which rule of [`check_segment`] the name breaks.
    pub fn file(&self, name: &str) -> Result<Self, String> {
        check_segment(name).map_err(|why| format!("`{name}` {why}"))?;
        Ok(Self(format!("{}{name}", self.0).into()))
    }

    /// The readable text, with its leading slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its parts, from the top.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// The text for `href`, without the base path.
    #[must_use]
    pub fn encoded(&self) -> Cow<'_, str> {
        percent_encode(&self.0)
    }

    /// The file that a web server answers this path with.
    #[must_use]
    pub fn output(&self) -> OutputPath {
        let relative = self.0.trim_start_matches('/');
        if relative.is_empty() || relative.ends_with('/') {
            OutputPath(format!("{relative}index.html").into())
        } else {
            OutputPath(relative.into())
        }
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether the last part of a URL names a file and not a folder: `feed.xml`, `a.html`, but neither
/// `v4.0` nor `ruby-2.7.4`.
fn has_file_extension(part: &str) -> bool {
    part.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (1..=11).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && extension.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
    })
}

/// A file in the output folder, relative to it, with `/` between its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Box<str>);

impl OutputPath {
    /// Takes a relative path of checked parts.
    ///
    /// # Errors
    ///
    /// Names the first part that breaks [`check_segment`], with its reason.
    pub fn parse(text: &str) -> Result<Self, String> {
        for segment in text.split('/') {
            check_segment(segment).map_err(|why| format!("its part `{segment}` {why}"))?;
        }
        Ok(Self(text.into()))
    }

    /// The file that tells GitHub Pages not to run Jekyll: the one dot file that the tool writes.
    #[must_use]
    pub fn no_jekyll() -> Self {
        Self(".nojekyll".into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file; empty at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        folder(&self.0)
    }

    /// What two paths share that a file system may take for one: composed and case-folded.
    #[must_use]
    pub fn fold_key(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Composed and case-folded text (Unicode 3.13, D145): equal for spellings that differ in case or
/// in Unicode form only.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let composed: String = text.nfc().collect();
    icu::casemap::CaseMapper::new().fold_string(&composed).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_cannot_leave_the_output() {
        for bad in [
            "../x",
            "/../../x.html",
            "a/../../b",
            "%2e%2e/x",
            "..%2fx",
            "a\\b",
            "con",
            "a:b",
            "x/NUL.html",
            "https://e.org/",
            "//e.org/x",
            "a\u{202E}b",
            "a\nb",
        ] {
            assert!(UrlPath::parse(bad).is_err(), "{bad:?} was taken");
        }
    }

    #[test]
    fn url_paths_are_folders_unless_they_name_a_file() {
        for (text, path, output) in [
            ("/", "/", "index.html"),
            ("2021/panne", "/2021/panne/", "2021/panne/index.html"),
            ("/a/b.html", "/a/b.html", "a/b.html"),
            ("/a/index.html", "/a/", "a/index.html"),
            ("/ruby-2.7.4", "/ruby-2.7.4/", "ruby-2.7.4/index.html"),
            ("/%C3%A9t%C3%A9/", "/été/", "été/index.html"),
        ] {
            let parsed = UrlPath::parse(text).expect(text);
            assert_eq!((parsed.as_str(), parsed.output().as_str()), (path, output));
        }
    }

    #[test]
    fn links_resolve_against_their_file() {
        let source = SourcePath::new("content/2021/a.md");
        let resolve = |link| source.resolve(link, "content").map(|path| path.to_string());
        assert_eq!(resolve("b.md").as_deref(), Some("content/2021/b.md"));
        assert_eq!(resolve("../b.md").as_deref(), Some("content/b.md"));
        assert_eq!(resolve("/fr/b.md").as_deref(), Some("content/fr/b.md"));
        assert_eq!(resolve("../../../etc/passwd"), None);
    }

    #[test]
    fn twins_by_case_or_form_share_a_key() {
        let key = |path: &str| OutputPath(path.into()).fold_key();
        assert_eq!(key("A/é"), key("a/e\u{301}"));
        assert_eq!(key("straße"), key("STRASSE"));
    }
}
