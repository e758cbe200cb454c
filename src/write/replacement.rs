//! One file of the site's own folder, put in place of the last one as a whole.
//!
//! In: the place and the new bytes. Steps: write them beside the place and wait until the disk has them
//! ([`Replacement::prepare`]); later, when all else has gone well, put them there in one step
//! ([`Replacement::commit`]). Dropped before that, it leaves no trace.

use std::path::{Path, PathBuf};

use super::disk::Disk;
use crate::diagnostic::Result;

/// A file that is ready to take its place.
#[derive(Debug)]
pub struct Replacement {
    disk: Disk,
    place: PathBuf,
    new: Option<PathBuf>,
}

impl Replacement {
    /// Writes `bytes` beside `place`.
    ///
    /// # Errors
    ///
    /// The folder cannot be written to.
    pub fn prepare(place: &Path, bytes: &[u8]) -> Result<Self> {
        let mut name = std::ffi::OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        name.push(".new");
        let new = place.with_file_name(name);
        let disk = Disk::default();
        // A killed build may have left one.
        if disk.kind(&new)?.is_some() {
            disk.remove_file(&new)?;
        }
        disk.write_file_for_good(&new, bytes)?;
        Ok(Self { disk, place: place.to_owned(), new: Some(new) })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    ///
    /// The disk refuses; the old file is then as it was.
    pub fn commit(mut self) -> Result<()> {
        if let Some(new) = &self.new {
            self.disk.replace_file(new, &self.place)?;
        }
        self.new = None;
        Ok(())
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if let Some(new) = &self.new {
            let _ = self.disk.remove_file(new);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = TempDir::new().expect("a folder");
        let place = folder.path().join("urls.lock");
        fs::write(folder.path().join(".urls.lock.new"), "left by a killed build").expect("written");
        drop(Replacement::prepare(&place, b"one").expect("prepared"));
        assert_eq!(fs::read_dir(folder.path()).expect("a list").count(), 0);
        for text in ["two", "three"] {
            Replacement::prepare(&place, text.as_bytes()).expect("prepared").commit().expect("in place");
            assert_eq!(fs::read_to_string(&place).expect("text"), text);
        }
        assert_eq!(fs::read_dir(folder.path()).expect("a list").count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_told_before_anything_is_done() {
        let problem = Replacement::prepare(Path::new("/nowhere/urls.lock"), b"x").expect_err("no folder");
        assert!(problem[0].message.contains("cannot write `/nowhere/.urls.lock.new`"), "{problem:?}");
    }
}
