//! What stands in the output before it is replaced: files of ours, and files of others to carry over.
//!
//! In: the output folder, the manifest of the last build, and the list of what this build writes.
//! Steps: walk the folder in parallel; sort what is found; report what stands in our way; give every
//! foreign file a second name in the new tree. Out: a [`Survey`].

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::disk::{Disk, Kind};
use super::failure::{Done, Shown};
use super::manifest::{self, Manifest};
use crate::diagnostic::{Diagnostic, Problems, Result};

/// How deep folders are walked. Deeper ones cannot be named in one call on most systems.
const DEPTH_MAX: usize = 500;

/// What an output folder holds. All paths are relative to it, sorted, with `/` between their parts.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Files that the last build wrote, and that are still there.
    pub(super) ours: Vec<String>,
    /// Folders that hold, or held, files of ours.
    pub(super) folders: Vec<String>,
    /// Files, links and whole folders that Depeche did not write.
    pub(super) foreign: Vec<Foreign>,
}

/// Something in the output that is not ours.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Foreign {
    /// As it is on the disk; its last part need not be Unicode.
    path: PathBuf,
    is_folder: bool,
}

impl Foreign {
    /// The path as a report shows it: a whole folder ends with a slash.
    pub(super) fn shown(&self) -> String {
        format!("{}{}", self.path.to_string_lossy(), if self.is_folder { "/" } else { "" })
    }
}

impl Survey {
    /// Walks `output`. `old` says what is ours in it, `new` what is about to be written.
    pub(super) fn of(disk: &Disk, output: &Path, old: &Manifest, new: &Manifest) -> Done<Self> {
        let walk = Walk { disk, output, old, new };
        let mut survey = walk.folder("", 0)?;
        survey.ours.par_sort_unstable();
        survey.folders.par_sort_unstable();
        survey.foreign.sort_unstable();
        Ok(survey)
    }

    /// Reports every foreign thing that stands where this build writes.
    pub(super) fn check(&self, output: &Path, new: &Manifest) -> Result<()> {
        let mut problems = Problems::default();
        for foreign in &self.foreign {
            let path = foreign.path.to_string_lossy();
            let in_the_way = new.has_file(&path)
                || (!foreign.is_folder && new.has_folder(&path))
                || ancestors(&path).any(|folder| new.has_file(folder));
            if in_the_way {
                let shown = output.join(foreign.shown());
                problems.push(
                    Diagnostic::error(format!(
                        "`{}` stands where the site has a page of its own",
                        Shown(&shown)
                    ))
                    .hint("Depeche did not write it: move it out of the output folder, or remove it"),
                );
            }
        }
        problems.finish(()).map(|((), _)| ())
    }

    /// Brings everything foreign into `new_tree`, as second names where that is possible.
    pub(super) fn carry(&self, disk: &Disk, output: &Path, new_tree: &Path) -> Done<()> {
        for foreign in &self.foreign {
            let path = foreign.path.to_string_lossy();
            let folders: Vec<&str> = ancestors(&path).collect();
            for folder in folders.iter().rev() {
                disk.make_folder(&new_tree.join(folder))?;
            }
            let (from, to) = (output.join(&foreign.path), new_tree.join(&foreign.path));
            let kind = if foreign.is_folder { Kind::Folder } else { Kind::Other };
            carry_one(disk, &from, &to, kind)?;
        }
        Ok(())
    }
}

impl Survey {
    /// Brings what came into the old tree after it was surveyed into `output`, which has taken its
    /// place. Gives what came, as a report shows it, and what could not be brought over, relative to
    /// the old tree: something else stands there, or the disk refuses.
    pub(super) fn carry_late(
        &self,
        disk: &Disk,
        old_tree: &Path,
        output: &Path,
    ) -> (Vec<String>, Vec<PathBuf>) {
        let mut late = Late { disk, old_tree, output, came: Vec::new(), stuck: Vec::new() };
        for foreign in &self.foreign {
            late.carry(&foreign.path, if foreign.is_folder { Kind::Folder } else { Kind::Other });
        }
        (late.came, late.stuck)
    }
}

/// Carries over what came late.
struct Late<'a> {
    disk: &'a Disk,
    old_tree: &'a Path,
    output: &'a Path,
    came: Vec<String>,
    stuck: Vec<PathBuf>,
}

impl Late<'_> {
    fn carry(&mut self, path: &Path, kind: Kind) {
        let shown = || Foreign { path: path.to_owned(), is_folder: kind == Kind::Folder }.shown();
        match self.try_carry(path, kind) {
            Ok(true) => self.came.push(shown()),
            Ok(false) => {}
            Err(()) => self.stuck.push(path.to_owned()),
        }
    }

    /// Whether `path` had to be carried over; an error where it cannot be.
    fn try_carry(&mut self, path: &Path, kind: Kind) -> std::result::Result<bool, ()> {
        let (from, to) = (self.old_tree.join(path), self.output.join(path));
        match self.disk.kind(&to).map_err(drop)? {
            None => {
                let text = path.to_string_lossy();
                let folders: Vec<&str> = ancestors(&text).collect();
                for folder in folders.iter().rev() {
                    self.disk.make_folder(&self.output.join(folder)).map_err(drop)?;
                }
                carry_one(self.disk, &from, &to, kind).map_err(drop)?;
                Ok(true)
            }
            Some(Kind::Folder) if kind == Kind::Folder => {
                for (name, kind) in self.disk.list(&from).map_err(drop)? {
                    self.carry(&path.join(name), kind);
                }
                Ok(false)
            }
            Some(_) if self.disk.is_carried(&from, &to).map_err(drop)? => Ok(false),
            Some(_) => Err(()),
        }
    }
}

/// The folders above `path`, the innermost first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'))
        .map(|(folder, _)| folder)
}

/// Carries over a file, a link, or a folder with all that is in it.
fn carry_one(disk: &Disk, from: &Path, to: &Path, kind: Kind) -> Done<()> {
    if kind == Kind::Folder {
        disk.make_folder(to)?;
        for (name, kind) in disk.list(from)? {
            carry_one(disk, &from.join(&name), &to.join(&name), kind)?;
        }
        // Last, since a folder may forbid its owner to write.
        return disk.set_permissions(to, disk.metadata(from)?.permissions());
    }
    let Err(failure) = disk.link(from, to) else { return Ok(()) };
    let metadata = disk.metadata(from)?;
    #[cfg(unix)]
    if metadata.is_symlink() {
        return disk.copy_symlink(from, to);
    }
    let Some((file, metadata)) = disk.open_regular(from)?.filter(|_| metadata.is_file()) else {
        return Err(failure);
    };
    let (copy, _) = disk.copy_file(&file, to)?;
    disk.set_modified(to, &copy, &metadata)?;
    disk.set_permissions(to, metadata.permissions())
}

/// A walk through an output folder.
struct Walk<'a> {
    disk: &'a Disk,
    output: &'a Path,
    old: &'a Manifest,
    new: &'a Manifest,
}

impl Walk<'_> {
    /// All that is in the folder `path`, which is empty at the top.
    fn folder(&self, path: &str, depth: usize) -> Done<Survey> {
        let mut survey = Survey::default();
        let entries = match self.disk.list(&self.output.join(path)) {
            Err(failure) if path.is_empty() && failure.is_missing() => return Ok(survey),
            entries => entries?,
        };
        let mut inner = Vec::new();
        for (name, kind) in entries {
            // Nothing of ours has a name that is not Unicode.
            let Some(name) = name.to_str() else {
                let path = Path::new(path).join(name);
                survey.foreign.push(Foreign { path, is_folder: kind == Kind::Folder });
                continue;
            };
            let path = join(path, name);
            match kind {
                Kind::Folder if self.is_shared(&path) && depth < DEPTH_MAX => inner.push(path),
                Kind::File if path == manifest::NAME => {}
                Kind::File if self.old.has_file(&path) => survey.ours.push(path),
                kind => {
                    survey.foreign.push(Foreign { path: path.into(), is_folder: kind == Kind::Folder });
                }
            }
        }
        let found: Vec<Done<Survey>> = inner.par_iter().map(|path| self.folder(path, depth + 1)).collect();
        survey.folders = inner;
        for found in found {
            let found = found?;
            survey.ours.extend(found.ours);
            survey.folders.extend(found.folders);
            survey.foreign.extend(found.foreign);
        }
        Ok(survey)
    }

    /// Whether files of ours are or will be in the folder; all else is carried over whole.
    fn is_shared(&self, path: &str) -> bool {
        self.old.has_folder(path) || self.new.has_folder(path)
    }
}

/// How many folders `path` lies in.
pub(super) fn depth(path: &str) -> usize {
    path.bytes().filter(|byte| *byte == b'/').count()
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
