//! The manifest: the file `.depeche` in the output, which says that the folder is ours and what in it
//! an earlier build wrote.
//!
//! In: sorted paths. Out: text, a first line that names the format and then one path a line; and the
//! way back. A manifest only ever answers whether a path is listed. No path is read out of it to be
//! removed, so a forged one cannot lead out of the folder.

use std::collections::HashSet;

/// The name of the manifest. No output can have it, since no checked path starts with a dot.
pub(super) const NAME: &str = ".depeche";

/// The first line: what the file is, and the version of its format.
const FORMAT: &str = "depeche output 1";

/// What an earlier build wrote.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    files: HashSet<Box<str>>,
    folders: HashSet<Box<str>>,
}

impl Manifest {
    /// Takes a manifest apart; `None` where the text is not one, or one of a later format.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(FORMAT) {
            return None;
        }
        Some(Self::new(lines.filter(|line| !line.is_empty())))
    }

    /// The manifest of `files`.
    pub(super) fn new<'a>(files: impl Iterator<Item = &'a str>) -> Self {
        let mut manifest = Self::default();
        for file in files {
            manifest.files.insert(file.into());
            let mut path = file;
            while let Some((folder, _)) = path.rsplit_once('/') {
                if manifest.folders.contains(folder) {
                    break;
                }
                manifest.folders.insert(folder.into());
                path = folder;
            }
        }
        manifest
    }

    /// The text of a manifest of `files`, which are sorted.
    pub(super) fn text<'a>(files: impl Iterator<Item = &'a str>) -> String {
        let mut text = format!("{FORMAT}\n");
        for file in files {
            text.push_str(file);
            text.push('\n');
        }
        text
    }

    /// Whether the build wrote the file `path`.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Whether the build wrote a file somewhere below the folder `path`.
    pub(super) fn has_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// How many files the build wrote.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        let text = Manifest::text(["a.html", "été/b/c.html"].into_iter());
        assert_eq!(text, "depeche output 1\na.html\nété/b/c.html\n");
        let manifest = Manifest::parse(&text).expect("a manifest");
        assert_eq!(manifest.len(), 2);
        assert!(manifest.has_file("été/b/c.html") && !manifest.has_file("été/b"));
        assert!(manifest.has_folder("été") && manifest.has_folder("été/b") && !manifest.has_folder("a.html"));
    }

    #[test]
    fn other_texts_are_not_manifests() {
        for text in ["", "depeche output 2\na", "# my notes", "depeche output 1x"] {
            assert!(Manifest::parse(text).is_none(), "{text:?}");
        }
    }
}
