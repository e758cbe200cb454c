//! Compares two outputs by their addresses: what a reader of the earlier one still finds in the later.
//!
//! In: the files of both. Steps: give each file its address; read both sides in parallel; see what a
//! redirect leads to. Out: a [`Diff`].
//!
//! - *Added*: only the later one answers.
//! - *Changed*: both answer, with other bytes.
//! - *Moved*: the earlier one had a page, and the later one redirects to another.
//! - *Lost*: only the earlier one answered. Where the same bytes stand elsewhere now, that is named.
//!
//! A file whose name holds its fingerprint has another name with every change, and nobody knows it by
//! name: it is changed where there is a new one, and otherwise not told.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde::Serialize;

use crate::diagnostic::{Result, try_map};
use crate::discover::InputFile;
use crate::fingerprint::Fingerprint;
use crate::path::percent_decode;
use crate::routes::SEARCH_INDEX;

/// The largest page that can be a redirect, in bytes: redirects are short.
const REDIRECT_BYTES_MAX: usize = 8 * 1024;

/// The fewest hexadecimal digits that make a part of a name a fingerprint.
const FINGERPRINT_DIGITS_MIN: usize = 8;

/// What became of the addresses of an output. All lists are sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Addresses that only the later output answers.
    pub added: Vec<String>,
    /// Addresses that both answer, not with the same bytes.
    pub changed: Vec<String>,
    /// Addresses that have become redirects.
    pub moved: Vec<Moved>,
    /// Addresses that only the earlier output answered.
    pub lost: Vec<Lost>,
    /// How many addresses both answer with the same bytes.
    pub unchanged: usize,
}

/// An address that has become a redirect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Moved {
    /// Where the page was.
    pub from: String,
    /// Where it is now.
    pub to: String,
}

/// An address that is no longer answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lost {
    /// The address.
    pub url: String,
    /// A new address with the same bytes.
    pub same_as: Option<String>,
}

/// One file of an output, as far as a comparison needs it.
struct Known {
    fingerprint: Fingerprint,
    /// What it redirects to.
    to: Option<String>,
}

/// Compares the files of two outputs.
///
/// # Errors
///
/// Names the files that cannot be read.
pub fn diff(old: &[InputFile], new: &[InputFile]) -> Result<Diff> {
    let (old, new) = (read(old)?, read(new)?);
    let mut diff = Diff::default();
    let mut gone: Vec<&String> = Vec::new();
    for (url, was) in &old {
        let Some(is) = new.get(url) else {
            gone.push(url);
            continue;
        };
        let leads_to = is.to.as_ref().filter(|_| was.to.is_none());
        match leads_to.and_then(|target| resolve(target, &new)) {
            Some(to) => diff.moved.push(Moved { from: url.clone(), to }),
            None if was.fingerprint == is.fingerprint => diff.unchanged += 1,
            None => diff.changed.push(url.clone()),
        }
    }
    let mut added: Vec<&String> = new.keys().filter(|url| !old.contains_key(*url)).collect();
    let by_stem: HashMap<String, &String> =
        added.iter().filter_map(|url| Some((stem(url)?.text, *url))).collect();
    let mut replaced: Vec<&String> = Vec::new();
    gone.retain(|url| match stem(url) {
        None => true,
        Some(Stem { text, is_sure }) => {
            replaced.extend(by_stem.get(&text));
            !by_stem.contains_key(&text) && !is_sure
        }
    });
    // The files of the search index are named for their content, and nobody leads to them but the
    // search page: what of it is new takes the place of what is gone.
    gone.retain(|url| !is_of_index(url));
    replaced.extend(added.iter().filter(|url| is_of_index(url)));
    replaced.sort_unstable();
    replaced.dedup();
    added.retain(|url| replaced.binary_search(url).is_err());
    diff.changed.extend(replaced.into_iter().cloned());
    diff.changed.sort_unstable();

    let same: HashMap<Fingerprint, &String> =
        added.iter().rev().map(|url| (new[*url].fingerprint, *url)).collect();
    diff.lost = gone
        .into_iter()
        .map(|url| Lost {
            url: url.clone(),
            same_as: same.get(&old[url].fingerprint).map(|found| (*found).clone()),
        })
        .collect();
    diff.added = added.into_iter().cloned().collect();
    Ok(diff)
}

impl Diff {
    /// Whether a reader of the earlier output misses something in the later.
    #[must_use]
    pub fn has_lost(&self) -> bool {
        !self.lost.is_empty()
    }

    /// The comparison as lines; what only changed is counted, unless `all` is asked for.
    #[must_use]
    pub fn text(&self, all: bool) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write_text(&mut text, all);
        text
    }

    fn write_text(&self, text: &mut String, all: bool) -> std::fmt::Result {
        for url in &self.added {
            writeln!(text, "added    {url}")?;
        }
        for url in self.changed.iter().filter(|_| all) {
            writeln!(text, "changed  {url}")?;
        }
        for Moved { from, to } in &self.moved {
            writeln!(text, "moved    {from} -> {to}")?;
        }
        for Lost { url, same_as } in &self.lost {
            match same_as {
                Some(found) => writeln!(text, "lost     {url} (the same is at {found})")?,
                None => writeln!(text, "lost     {url}")?,
            }
        }
        writeln!(
            text,
            "{} added, {} changed, {} moved, {} lost, {} unchanged",
            self.added.len(),
            self.changed.len(),
            self.moved.len(),
            self.lost.len(),
            self.unchanged
        )
    }

    /// The comparison as a JSON object, with a line break at its end.
    #[must_use]
    pub fn json(&self) -> String {
        // Lists of texts have a form in JSON.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

/// Whether a file belongs to the search index: an article may be in a folder of that name as well.
fn is_of_index(url: &str) -> bool {
    let pieces: Vec<&str> = url.split('/').collect();
    matches!(pieces[..], ["", SEARCH_INDEX, _, name] if name.strip_suffix(".bin").is_some())
}

/// All files by their addresses.
fn read(files: &[InputFile]) -> Result<BTreeMap<String, Known>> {
    let known = try_map(files, |file| {
        let bytes = file.read()?;
        let is_page = file.path.extension().is_some_and(|extension| extension == "html");
        let to = (is_page && bytes.len() <= REDIRECT_BYTES_MAX)
            .then(|| redirect(&String::from_utf8_lossy(&bytes)))
            .flatten();
        Ok((address(file.path.as_str()), Known { fingerprint: Fingerprint::of(&bytes), to }))
    })?;
    Ok(known.into_iter().collect())
}

/// The address of a file: its path, but for an index, which its folder answers with.
fn address(path: &str) -> String {
    match format!("/{path}") {
        path if path.ends_with("/index.html") => path[..path.len() - "index.html".len()].to_owned(),
        path => path,
    }
}

/// The URL that a page refreshes to at once.
fn redirect(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("<meta http-equiv=\"refresh\" content=\"0; url=")?;
    let (url, _) = rest.split_once('"')?;
    Some(url.replace("&amp;", "&"))
}

/// The address that a whole URL means: that part of its path which the output answers, since only the
/// output's builder knows where it is served.
fn resolve(url: &str, files: &BTreeMap<String, Known>) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = percent_decode(path.split(['?', '#']).next().unwrap_or(path)).into_owned();
    let starts = path.match_indices('/').map(|(at, _)| at);
    let mut below = starts.map(|at| path[at..].to_owned());
    below.find(|address| files.contains_key(address))
}

/// An address without the fingerprint in its last part.
struct Stem {
    text: String,
    /// Whether it must be a fingerprint: digits alone may be a date.
    is_sure: bool,
}

/// An address without its fingerprint; `None` where there is none.
fn stem(url: &str) -> Option<Stem> {
    let (folder, name) = url.rsplit_once('/')?;
    let mut text = format!("{folder}/");
    let (mut has_any, mut is_sure) = (false, false);
    for piece in name.split_inclusive(['.', '-', '_']) {
        let bare = piece.trim_end_matches(['.', '-', '_']);
        let is_hex = bare.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let has_digit = bare.bytes().any(|byte| byte.is_ascii_digit());
        if is_hex && has_digit && bare.len() >= FINGERPRINT_DIGITS_MIN {
            (has_any, is_sure) = (true, is_sure || bare.bytes().any(|byte| byte.is_ascii_alphabetic()));
            // No name holds a control character.
            text.push('\u{1}');
            text.push_str(&piece[bare.len()..]);
        } else {
            text.push_str(piece);
        }
    }
    has_any.then_some(Stem { text, is_sure })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::files_in;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &str) {
        let diff = diff(&files_in(old), &files_in(new)).expect("a comparison");
        assert_eq!(diff.text(true), expected);
    }

    #[test]
    fn addresses_are_added_changed_or_lost() {
        check(
            "-- index.html --\na\n-- b/index.html --\nb\n-- c.pdf --\nc\n",
            "-- index.html --\nA\n-- b/index.html --\nb\n-- d/index.html --\nd\n",
            "added    /d/\nchanged  /\nlost     /c.pdf\n1 added, 1 changed, 0 moved, 1 lost, 1 unchanged\n",
        );
    }

    #[test]
    fn a_redirect_moves_and_a_copy_elsewhere_does_not() {
        let refresh = "<meta http-equiv=\"refresh\" content=\"0; url=https://e.org/base/%C3%A9t%C3%A9/\">";
        check(
            "-- a/index.html --\nbody\n-- b/index.html --\nsame\n",
            &format!("-- a/index.html --\n{refresh}\n-- été/index.html --\nbody\n-- x/index.html --\nsame\n"),
            "added    /x/\nadded    /été/\nmoved    /a/ -> /été/\nlost     /b/ (the same is at /x/)\n\
             2 added, 0 changed, 1 moved, 1 lost, 0 unchanged\n",
        );
    }

    #[test]
    fn names_with_fingerprints_come_and_go() {
        check(
            "-- style.0123abcd.css --\na\n-- old-0123abcd.png --\nb\n-- photo-20210319.jpg --\nc\n",
            "-- style.4567cdef.css --\nA\n",
            "changed  /style.4567cdef.css\nlost     /photo-20210319.jpg\n\
             0 added, 1 changed, 0 moved, 1 lost, 0 unchanged\n",
        );
    }

    #[test]
    fn files_of_the_search_index_take_each_other_s_place_and_articles_of_its_name_do_not() {
        check(
            "-- search-index/en/s0a1b2c.bin --\na\n-- search-index/en/index.html --\nb\n-- search-index/x.bin --\nc\n",
            "-- search-index/en/s3d4e5f.bin --\nA\n",
            "changed  /search-index/en/s3d4e5f.bin\nlost     /search-index/en/\nlost     /search-index/x.bin\n\
             0 added, 1 changed, 0 moved, 2 lost, 0 unchanged\n",
        );
    }

    #[test]
    fn the_comparison_is_a_json_object() {
        let diff =
            diff(&files_in("-- a.html --\n1\n"), &files_in("-- b.html --\n1\n")).expect("a comparison");
        let json: serde_json::Value = serde_json::from_str(&diff.json()).expect("JSON");
        assert_eq!(json["lost"][0]["same_as"], "/b.html");
        assert!(diff.has_lost());
    }
}
