//! The last phase: writes the site, all of it or nothing.
//!
//! In: the output folder and, from many threads, the bytes of each file. Steps: claim the folder
//! ([`Staging::create`]); make the folders and write the files into a staging folder beside it
//! ([`Staging::put`]), where files that did not change are the last build's own; then let the two trees
//! trade places in one step and remove the old one ([`Staging::commit`]). Out: what has changed.
//!
//! Whatever fails, and whenever the build is killed, the output is the old tree or the new one, and the
//! next build removes what is left of this one.
//!
//! Files are not forced to the disk (`fsync`) one by one: an output can be built again from its sources,
//! and for 100,000 pages it would take minutes. Only the manifest is, so that the folder is known as
//! ours even after power was lost. After such a loss, build again.

mod claim;
mod disk;
mod failure;
mod manifest;
mod replacement;
mod sizes;
mod survey;
#[cfg(all(test, unix))]
mod tests;

use std::collections::BTreeSet;
use std::fs::{File, Metadata};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use claim::Claim;
pub use claim::Protected;
use disk::Disk;
use failure::{Done, Shown};
use manifest::Manifest;
pub use replacement::Replacement;
pub use sizes::Sizes;
use survey::{Foreign, Survey, depth};

use crate::diagnostic::{Diagnostic, Result, Severity};
use crate::path::OutputPath;
use crate::render::Content;

/// What a build changed in the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many files the site consists of, and how large they are.
    pub sizes: Sizes,
    /// How many of the files are new or have changed.
    pub written: usize,
    /// How many of the files are the last build's own.
    pub unchanged: usize,
    /// Files of the last build that are no longer part of the site, sorted.
    pub removed: Vec<String>,
    /// What others put into the output, carried over: files, and folders with a slash at the end; sorted.
    pub kept_foreign: Vec<String>,
    /// What went wrong after the new output was in place.
    pub warnings: Vec<Diagnostic>,
}

/// How many bytes a file of the output has; 0 where its source has gone, which reading it will tell.
#[must_use]
pub fn length_of(content: &Content) -> u64 {
    match content {
        Content::Bytes(bytes) => bytes.len() as u64,
        Content::Copy(path) => path.metadata().map_or(0, |metadata| metadata.len()),
    }
}

/// A new output in the making. Dropped before it is committed, it leaves no trace.
#[derive(Debug)]
pub struct Staging {
    claim: Claim,
    new_tree: PathBuf,
    /// What the last build wrote; nothing where there is no output yet.
    old: Manifest,
    /// The paths written so far, with how many bytes each has.
    files: Mutex<Vec<(OutputPath, u64)>>,
    unchanged: AtomicUsize,
}

impl Staging {
    /// Claims `output_dir` for one build and makes the staging folder beside it.
    ///
    /// # Errors
    ///
    /// The folder is not ours to replace: it is or holds a protected folder, lies in an input folder,
    /// is a link, or holds files but no manifest. Or another build is writing to it, or its parent
    /// cannot be written to.
    pub fn create(output_dir: &Path, protected: &Protected) -> Result<Self> {
        Self::with_disk(Disk::default(), output_dir, protected)
    }

    fn with_disk(disk: Disk, output_dir: &Path, protected: &Protected) -> Result<Self> {
        let (claim, manifest) = Claim::new(disk, output_dir, protected)?;
        Ok(Self {
            new_tree: claim.new_tree(),
            claim,
            old: manifest.unwrap_or_default(),
            files: Mutex::default(),
            unchanged: AtomicUsize::new(0),
        })
    }

    /// Makes the folders of all `paths`, each once. Not needed, but faster than one by one.
    ///
    /// # Errors
    ///
    /// A folder cannot be made.
    pub fn make_folders<'a>(&self, paths: impl IntoIterator<Item = &'a OutputPath>) -> Result<()> {
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for path in paths {
            let mut folder = path.folder();
            while !folder.is_empty() && folders.insert(folder) {
                folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
            }
        }
        // Level by level, so that each folder finds its parent; a level's folders need no order.
        let mut levels: Vec<Vec<&str>> = Vec::new();
        for folder in folders {
            let depth = depth(folder);
            if levels.len() <= depth {
                levels.resize_with(depth + 1, Vec::new);
            }
            levels[depth].push(folder);
        }
        for level in levels {
            level
                .par_iter()
                .try_for_each(|folder| self.claim.disk.make_folder(&self.new_tree.join(folder)))?;
        }
        Ok(())
    }

    /// Adds one file; from any thread. Where the last build's file holds the same bytes, that file
    /// itself is taken over, with its time.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or its source cannot be read.
    pub fn put(&self, path: &OutputPath, content: Content) -> Result<()> {
        let (length, is_unchanged) = match content {
            Content::Bytes(bytes) => {
                let length = bytes.len() as u64;
                let is_unchanged = self.take_over(path, length, &mut &*bytes)?;
                if !is_unchanged {
                    self.in_folder(path, |new| self.claim.disk.write_file(new, &bytes))?;
                }
                (length, is_unchanged)
            }
            Content::Copy(source) => self.put_copy(path, &source)?,
        };
        self.unchanged.fetch_add(usize::from(is_unchanged), Ordering::Relaxed);
        // A panic elsewhere does not make the list wrong.
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push((path.clone(), length));
        Ok(())
    }

    /// How large the output is by now.
    #[must_use]
    pub fn sizes(&self) -> Sizes {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        Sizes::of(files.iter().map(|(path, length)| (path, *length)))
    }

    /// Adds a copy of `source`; says how long it is, and whether the last build had the same.
    fn put_copy(&self, path: &OutputPath, source: &Path) -> Result<(u64, bool)> {
        let Some((file, metadata)) = self.claim.disk.open_regular(source)? else {
            let problem = Diagnostic::error(format!("`{}` is no longer a file", Shown(source)));
            return Err(problem.hint("build again when the sources are at rest").into());
        };
        if self.take_over(path, metadata.len(), &mut BufReader::new(&file))? {
            return Ok((metadata.len(), true));
        }
        let (_, length) = self.in_folder(path, |new| self.claim.disk.copy_file(&file, new))?;
        Ok((length, false))
    }

    /// Takes the last build's file at `path` over, if it holds what `expected` gives.
    fn take_over(&self, path: &OutputPath, length: u64, expected: &mut impl BufRead) -> Result<bool> {
        if !self.old.has_file(path.as_str()) {
            return Ok(false);
        }
        let old = self.claim.output.join(path.as_str());
        let disk = &self.claim.disk;
        let Some((file, metadata)) = disk.open_regular(&old)? else { return Ok(false) };
        if !disk::is_like_ours(&metadata, length) || !disk.holds(&old, &file, expected)? {
            return Ok(false);
        }
        self.in_folder(path, |new| match disk.link(&old, new) {
            Err(failure) if failure.is_missing() => Err(failure),
            // No links here: a copy that looks as old is as good.
            Err(_) => self.copy_with_time(&file, &metadata, new),
            Ok(()) => Ok(()),
        })?;
        Ok(true)
    }

    fn copy_with_time(&self, file: &File, metadata: &Metadata, new: &Path) -> Done<()> {
        let (copy, _) = self.claim.disk.copy_file(file, new)?;
        self.claim.disk.set_modified(new, &copy, metadata)
    }

    /// Calls `write` with the staged path of a file; again, if at first its folder was not there.
    fn in_folder<T>(&self, path: &OutputPath, write: impl Fn(&Path) -> Done<T>) -> Result<T> {
        let new = self.new_tree.join(path.as_str());
        match write(&new) {
            Err(failure) if failure.is_missing() => {
                self.make_folders([path])?;
                Ok(write(&new)?)
            }
            result => Ok(result?),
        }
    }

    /// Puts the new tree in place of the output, in one step, and removes the old one.
    ///
    /// # Errors
    ///
    /// Something that Depeche did not write stands where a file of the site belongs, or the disk
    /// refuses; the old output is then as it was.
    pub fn commit(mut self) -> Result<Written> {
        let sizes = self.sizes();
        let mut files = std::mem::take(self.files.get_mut().unwrap_or_else(PoisonError::into_inner));
        files.par_sort_unstable();
        let paths = || files.iter().map(|(path, _)| path.as_str());
        let new = Manifest::new(paths());
        // Looked at again: whoever put files there while the site was rendered keeps them.
        let disk = &self.claim.disk;
        let survey = Survey::of(disk, &self.claim.output, &self.old, &new)?;
        survey.check(&self.claim.output, &new)?;

        let unchanged = *self.unchanged.get_mut();
        let mut written = Written {
            sizes,
            written: files.len() - unchanged,
            unchanged,
            removed: survey.ours.iter().filter(|path| !new.has_file(path)).cloned().collect(),
            kept_foreign: survey.foreign.iter().map(Foreign::shown).collect(),
            warnings: Vec::new(),
        };
        // A tree that is as it should be stays, with the times of its folders.
        let is_up_to_date = !files.is_empty()
            && [unchanged, self.old.len(), survey.ours.len()].iter().all(|count| *count == files.len());
        if is_up_to_date {
            remove_known(disk, &self.new_tree, &survey);
        } else {
            survey.carry(disk, &self.claim.output, &self.new_tree)?;
            disk.write_file_for_good(
                &self.new_tree.join(manifest::NAME),
                Manifest::text(paths()).as_bytes(),
            )?;
            if let Some(old_tree) = self.claim.swap()? {
                remove_known(disk, &old_tree, &survey);
                self.carry_late(&old_tree, &new, &mut written);
            }
        }
        if let Err(failure) = self.claim.release() {
            let problem: Diagnostic = failure.into();
            written.warnings.push(
                Diagnostic::warning(problem.message)
                    .hint("the new output is in place; the next build tries again to remove what is left"),
            );
        }
        Ok(written)
    }
}

impl Staging {
    /// Brings over what others put into the output while it was being replaced: all that is left in the
    /// old tree is theirs. Whatever cannot be brought over is kept beside the output.
    fn carry_late(&self, old_tree: &Path, new: &Manifest, written: &mut Written) {
        let disk = &self.claim.disk;
        let hint = "bring into the output what you need of it, and remove that folder";
        let mut search = || match Survey::of(disk, old_tree, &self.old, new) {
            Ok(late) => {
                let (came, stuck) = late.carry_late(disk, old_tree, &self.claim.output);
                written.kept_foreign.extend(came);
                stuck
            }
            // Nobody knows what is in it, so all of it is kept.
            Err(_) => vec![PathBuf::new()],
        };
        // What failed once for no lasting reason need not bother anyone.
        let mut stuck = search();
        if !stuck.is_empty() {
            stuck = search();
        }
        written.kept_foreign.sort_unstable();
        written.kept_foreign.dedup();
        if stuck.is_empty() {
            return;
        }
        let names: Vec<String> = stuck.iter().map(|path| format!("`{}`", Shown(path))).collect();
        let warning = match self.claim.rescue(old_tree) {
            Ok(place) if stuck.iter().any(|path| path.as_os_str().is_empty()) => {
                Diagnostic::warning(format!(
                    "the old output could not be searched for files of others, and is kept in `{}`",
                    Shown(&place)
                ))
                .hint(hint)
            }
            Ok(place) => Diagnostic::warning(format!(
                "{} came into the output while it was being replaced, and is kept in `{}`",
                names.join(", "),
                Shown(&place)
            ))
            .hint(hint),
            Err(failure) => failure.into(),
        };
        written.warnings.push(Diagnostic { severity: Severity::Warning, ..warning });
    }
}

/// Removes the files and folders that the survey found to be ours, in parallel, which takes half the
/// time of removing the tree as a whole. What it misses goes with the staging folder.
fn remove_known(disk: &Disk, tree: &Path, survey: &Survey) {
    survey.ours.par_iter().for_each(|path| {
        disk.remove_file(&tree.join(path)).ok();
    });
    let mut folders: Vec<&String> = survey.folders.iter().collect();
    folders.sort_by_cached_key(|path| std::cmp::Reverse(depth(path)));
    for level in folders.chunk_by(|one, next| depth(one) == depth(next)) {
        level.par_iter().for_each(|path| {
            disk.remove_folder(&tree.join(path)).ok();
        });
    }
}
