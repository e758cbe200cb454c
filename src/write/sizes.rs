//! How large an output is, and what of it GitHub Pages would not take.
//!
//! In: the path and length of every file. Out: [`Sizes`], with warnings.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::path::OutputPath;

/// From how many bytes on a site is near the size that GitHub Pages publishes, which is 1 GB.
pub const SITE_BYTES_WARNED: u64 = 900_000_000;
/// The largest file that git hosts take, and that a reader can be asked to wait for.
pub const FILE_BYTES_MAX: u64 = 100 * 1024 * 1024;

/// How many folders are named.
const FOLDERS_MAX: usize = 10;
/// How many levels of folders are looked at: `en/2021`.
const DEPTH_MAX: usize = 2;
/// How many files that are too large are told one by one.
const FILES_MAX: usize = 10;

/// How large an output is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// How many files it consists of.
    pub files: usize,
    /// How many bytes they hold together.
    pub bytes: u64,
    /// The largest folders of the two outermost levels, with all that is below them, the largest first.
    pub folders: Vec<(String, u64)>,
    /// Files above [`FILE_BYTES_MAX`], the largest first.
    pub large_files: Vec<(String, u64)>,
}

impl Sizes {
    /// Measures an output by its files, in whatever order.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a OutputPath, u64)>) -> Self {
        let mut sizes = Self::default();
        let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
        for (path, length) in files {
            sizes.files += 1;
            sizes.bytes += length;
            let path = path.as_str();
            for (at, _) in path.match_indices('/').take(DEPTH_MAX) {
                *folders.entry(&path[..at]).or_default() += length;
            }
            if length > FILE_BYTES_MAX {
                sizes.large_files.push((path.to_owned(), length));
            }
        }
        sizes.folders = folders.into_iter().map(|(folder, bytes)| (folder.to_owned(), bytes)).collect();
        for list in [&mut sizes.folders, &mut sizes.large_files] {
            list.sort_by(|(path, bytes), (other, others)| others.cmp(bytes).then_with(|| path.cmp(other)));
        }
        sizes.folders.truncate(FOLDERS_MAX);
        sizes
    }

    /// Whether the site is so large that one wants to know why.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.bytes >= SITE_BYTES_WARNED
    }

    /// What GitHub Pages would not publish.
    #[must_use]
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        if self.is_large() {
            let problem = format!("the site has {}, and GitHub Pages publishes 1 GB", megabytes(self.bytes));
            let hint = "the largest folders are named below; make pictures smaller, or serve files elsewhere";
            warnings.push(Diagnostic::warning(problem).hint(hint));
        }
        for (path, bytes) in self.large_files.iter().take(FILES_MAX) {
            let problem = format!("`/{path}` has {}, and git hosts take 100 MB a file", megabytes(*bytes));
            warnings.push(Diagnostic::warning(problem).hint("make it smaller, or serve it elsewhere"));
        }
        warnings
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(files: &[(&str, u64)]) -> Sizes {
        let paths: Vec<(OutputPath, u64)> =
            files.iter().map(|(path, length)| (OutputPath::parse(path).expect(path), *length)).collect();
        Sizes::of(paths.iter().map(|(path, length)| (path, *length)))
    }

    #[test]
    fn folders_count_with_all_that_is_below_them() {
        let sizes =
            sizes(&[("a.html", 1), ("en/2021/x/y.html", 10), ("en/2022/z.html", 5), ("fr/x.html", 7)]);
        assert_eq!((sizes.files, sizes.bytes), (4, 23));
        let folders: Vec<(&str, u64)> = sizes.folders.iter().map(|(path, bytes)| (&**path, *bytes)).collect();
        assert_eq!(folders, [("en", 15), ("en/2021", 10), ("fr", 7), ("en/2022", 5)]);
        assert!(sizes.warnings().is_empty());
    }

    #[test]
    fn what_pages_would_not_take_is_told() {
        let sizes =
            sizes(&[("a/film.mp4", FILE_BYTES_MAX + 1), ("b.bin", SITE_BYTES_WARNED - FILE_BYTES_MAX)]);
        let told: Vec<String> = sizes.warnings().into_iter().map(|problem| problem.message).collect();
        assert_eq!(
            told,
            [
                "the site has 900 MB, and GitHub Pages publishes 1 GB",
                "`/b.bin` has 795 MB, and git hosts take 100 MB a file",
                "`/a/film.mp4` has 104 MB, and git hosts take 100 MB a file",
            ]
        );
    }
}
