//! Which folder the output may be, and the claim on it while a build runs.
//!
//! In: the folder that the user named and the folders to keep clear of. Steps: find where the folder
//! really is; refuse it if it is not ours to replace; make the staging folder beside it, lock that, and
//! clear away what a killed build left. Out: a [`Claim`], which removes the staging folder when dropped.
//!
//! The lock is a `flock` on the staging folder itself, so it is gone with the process that held it, and
//! two outputs in one parent folder do not get in each other's way.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Kind};
use super::failure::{Done, Shown};
use super::manifest::{self, Manifest};
use crate::diagnostic::{Diagnostic, Result};

/// How the names of trees begin that could not be removed; a number follows.
const LEFTOVER: &str = "leftover-";

/// Folders that the output must keep clear of.
#[derive(Clone, Debug, Default)]
pub struct Protected {
    /// Folders that the output may lie in, but never be nor hold: the site's root, the user's home.
    pub parents: Vec<PathBuf>,
    /// Folders that the output may not even lie in: all that inputs are read from.
    pub inputs: Vec<PathBuf>,
}

/// A folder that one build holds, with the staging folder beside it.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) disk: Disk,
    /// The output: parent without links, then a plain name.
    pub(super) output: PathBuf,
    /// Holds `new`, `old` and leftovers, and carries the lock.
    staging: PathBuf,
    lock: Option<File>,
}

impl Claim {
    /// Claims `output_dir`; gives the manifest of the last build with it.
    pub(super) fn new(
        mut disk: Disk,
        output_dir: &Path,
        protected: &Protected,
    ) -> Result<(Self, Option<Manifest>)> {
        let output = locate(output_dir)?;
        keep_clear(&output, protected)?;
        check_is_ours(&disk, &output)?;
        let parent = output.parent().unwrap_or(&output);
        make_parents(&disk, parent)?;
        let mut name = OsString::from(".");
        name.push(output.file_name().unwrap_or_default());
        name.push(".staging");
        let staging = parent.join(name);
        let lock = lock(&mut disk, &staging, &output)?;
        let mut claim = Self { disk, output, staging, lock: Some(lock) };
        claim.check_staging_is_ours()?;
        claim.make_room()?;
        // Looked at again, now that no other build can change it, and a lost one has been put back.
        let manifest = check_is_ours(&claim.disk, &claim.output)?;
        let new = claim.new_tree();
        claim.disk.make_first_folder(&new)?;
        Ok((claim, manifest))
    }

    /// Where the new output grows.
    pub(super) fn new_tree(&self) -> PathBuf {
        self.staging.join("new")
    }

    /// Where the old output waits while the new one takes its place, if they cannot trade places.
    fn old_tree(&self) -> PathBuf {
        self.staging.join("old")
    }

    /// Puts the new tree in place of the output, and gives where the old one is now.
    pub(super) fn swap(&self) -> Done<Option<PathBuf>> {
        let (new, old) = (self.new_tree(), self.old_tree());
        #[cfg(all(test, unix))]
        if let Some(meddle) = self.disk.faults.before_swap {
            meddle(&self.output);
        }
        if self.disk.kind(&self.output)?.is_none() {
            self.disk.rename(&new, &self.output)?;
            return Ok(None);
        }
        if self.disk.exchange(&new, &self.output)? {
            return Ok(Some(new));
        }
        // A build that is killed between these two lines leaves no output; the next one puts the old
        // one back (`clear`). Only systems without an exchange have this gap.
        self.disk.rename(&self.output, &old)?;
        if let Err(failure) = self.disk.rename(&new, &self.output) {
            self.disk.rename(&old, &self.output)?;
            return Err(failure);
        }
        Ok(Some(old))
    }

    /// Removes what is in the staging folder, after putting back an output that was moved there and
    /// never replaced.
    fn clear(&self) -> Done<()> {
        self.put_back()?;
        let mut cleared = Ok(());
        for (name, kind) in self.disk.list(&self.staging)? {
            if kind == Kind::Folder && is_tree(&name) {
                cleared = cleared.and(self.disk.remove_tree(&self.staging.join(name)));
            }
        }
        cleared
    }

    /// Puts an output back that was moved away and never replaced.
    fn put_back(&self) -> Done<()> {
        let old = self.old_tree();
        if self.disk.kind(&self.output)?.is_none() && self.disk.kind(&old)?.is_some() {
            self.disk.rename(&old, &self.output)?;
        }
        Ok(())
    }

    /// Makes room for a build: clears what another left, and moves aside what cannot be removed, which
    /// must not stop this build, nor every one after it.
    fn make_room(&self) -> Done<()> {
        let Err(failure) = self.clear() else { return Ok(()) };
        self.put_back()?;
        let mut free = (1..).map(|number| self.staging.join(format!("{LEFTOVER}{number}")));
        for tree in [self.new_tree(), self.old_tree()] {
            if self.disk.kind(&tree)?.is_none() {
                continue;
            }
            loop {
                let Some(aside) = free.next() else { return Err(failure) };
                if self.disk.kind(&aside)?.is_none() {
                    self.disk.rename(&tree, &aside)?;
                    break;
                }
            }
        }
        Ok(())
    }

    /// Moves a tree with things of others in it to a folder beside the output, which stays; says where.
    pub(super) fn rescue(&self, tree: &Path) -> Done<PathBuf> {
        let name = self.output.file_name().unwrap_or_default().to_string_lossy();
        let mut number = 1;
        loop {
            let place = self.output.with_file_name(format!(".{name}.rescued-{number}"));
            if self.disk.kind(&place)?.is_none() {
                self.disk.rename(tree, &place)?;
                return Ok(place);
            }
            number += 1;
        }
    }

    /// Removes the staging folder and gives the claim up.
    pub(super) fn release(&mut self) -> Done<()> {
        if self.lock.is_none() {
            return Ok(());
        }
        let cleared = self.clear();
        // Windows does not remove a folder with an open file in it. Elsewhere the lock is kept until
        // the folder is gone; who waited for it then sees that it locked a folder without a name.
        #[cfg(windows)]
        drop(self.lock.take());
        let removed = cleared.and_then(|()| self.disk.remove_folder(&self.staging));
        self.lock = None;
        removed
    }

    /// Refuses a staging folder that holds what no build of ours puts there.
    fn check_staging_is_ours(&mut self) -> Result<()> {
        for (name, kind) in self.disk.list(&self.staging)? {
            let is_ours = name == "lock" || (kind == Kind::Folder && is_tree(&name));
            if !is_ours {
                // The folder is someone's, so the claim must not clear it when it is dropped.
                self.lock = None;
                return Err(Diagnostic::error(format!(
                    "`{}` is needed to prepare the output, but holds `{}`",
                    Shown(&self.staging),
                    Shown(Path::new(&name)),
                ))
                .hint("move that folder away")
                .into());
            }
        }
        Ok(())
    }
}

/// Whether a tree of ours has this name in the staging folder.
fn is_tree(name: &OsStr) -> bool {
    let number = name.to_str().and_then(|name| name.strip_prefix(LEFTOVER));
    name == "new"
        || name == "old"
        || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Drop for Claim {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = self.release();
    }
}

/// Where the output really is: its parent without links, and a last part that is a plain name.
fn locate(output_dir: &Path) -> Result<PathBuf> {
    let refuse = |why: &str| {
        let problem =
            Diagnostic::error(format!("`{}` cannot be the output folder: {why}", Shown(output_dir)));
        Err(problem.hint("choose a new folder, such as `public`").into())
    };
    if output_dir.as_os_str().is_empty() {
        return refuse("it has no name");
    }
    let Ok(absolute) = std::path::absolute(output_dir) else {
        return refuse("the current folder cannot be found");
    };
    let resolved = match absolute.file_name() {
        // `/` ends here, and `a/..`, which names a folder that already has another name.
        None => resolve(&absolute),
        Some(name) => absolute.parent().map_or_else(PathBuf::new, resolve).join(name),
    };
    if resolved.parent().is_none() {
        return refuse("it is the root of the file system");
    }
    Ok(resolved)
}

/// `path` without links and `..`, as far as it exists; the rest as written.
fn resolve(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.components().next_back()) {
        (Some(parent), Some(std::path::Component::Normal(name))) => resolve(parent).join(name),
        (Some(parent), Some(std::path::Component::ParentDir)) => {
            let mut real = resolve(parent);
            real.pop();
            real
        }
        _ => path.to_owned(),
    }
}

/// Refuses an output that is, holds or lies in a folder that must stay.
fn keep_clear(output: &Path, protected: &Protected) -> Result<()> {
    let refuse = |why: String| {
        let problem = Diagnostic::error(format!("`{}` cannot be the output folder: {why}", Shown(output)));
        Err(problem.hint("choose a folder of its own, such as `public`").into())
    };
    for folder in protected.parents.iter().chain(&protected.inputs) {
        let folder = resolve(&std::path::absolute(folder).unwrap_or_else(|_| folder.clone()));
        if is_within(&folder, output) {
            return refuse(format!(
                "it is, or holds, `{}`, which the build must not replace",
                Shown(&folder)
            ));
        }
    }
    for folder in &protected.inputs {
        let folder = resolve(&std::path::absolute(folder).unwrap_or_else(|_| folder.clone()));
        if is_within(output, &folder) {
            return refuse(format!("it lies in `{}`, which the build reads", Shown(&folder)));
        }
    }
    Ok(())
}

/// Whether `inner` is `outer` or lies in it, by name or by identity: one folder can have two names
/// where the file system ignores case, or by a bind mount.
fn is_within(inner: &Path, outer: &Path) -> bool {
    let outer_identity = identity(outer);
    inner.ancestors().any(|ancestor| {
        ancestor == outer || (outer_identity.is_some() && identity(ancestor) == outer_identity)
    })
}

/// What tells a folder from all others, whatever its name.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = path.metadata().ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// What tells a folder from all others, whatever its name.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

/// Refuses a folder with files in it but no manifest; gives the manifest, where there is one.
pub(super) fn check_is_ours(disk: &Disk, output: &Path) -> Result<Option<Manifest>> {
    let refuse = |why: &str, hint: &str| {
        let problem = Diagnostic::error(format!("`{}` cannot be the output folder: {why}", Shown(output)));
        Err(problem.hint(hint).into())
    };
    match disk.kind(output)? {
        None => return Ok(None),
        Some(Kind::Folder) => {}
        Some(Kind::File) => return refuse("it is a file", "choose another folder, or remove the file"),
        Some(Kind::Other) => {
            return refuse("it is a symbolic link or a device", "name the folder that the link leads to");
        }
    }
    let file = output.join(manifest::NAME);
    match disk.kind(&file)? {
        Some(Kind::File) => match Manifest::parse(&disk.read_text(&file)?) {
            Some(manifest) => Ok(Some(manifest)),
            None => refuse(
                "its `.depeche` is not one that this version of Depeche wrote",
                "remove the folder if nothing in it is needed, or choose another",
            ),
        },
        Some(_) => refuse("its `.depeche` is not a file", "choose another folder"),
        None if disk.list(output)?.is_empty() => Ok(None),
        None => refuse(
            "it holds files that Depeche did not write",
            "choose a new or empty folder, or remove this one if nothing in it is needed",
        ),
    }
}

/// Makes the folders above the output that are not there yet.
fn make_parents(disk: &Disk, parent: &Path) -> Done<()> {
    let missing: Vec<&Path> = parent.ancestors().take_while(|folder| !folder.exists()).collect();
    missing.iter().rev().try_for_each(|folder| disk.make_folder(folder))
}

/// Makes the staging folder and locks it; an error if another build holds it.
#[cfg(not(windows))]
fn lock(disk: &mut Disk, staging: &Path, output: &Path) -> Result<File> {
    use rustix::fs::{FlockOperation, flock};
    use std::os::unix::fs::MetadataExt;

    // A build that ends removes the folder while another waits for it. More than a few times in a
    // row is no chance, but something else at work.
    for _ in 0..16 {
        disk.make_folder(staging)?;
        if disk.kind(staging)? != Some(Kind::Folder) {
            let problem = Diagnostic::error(format!("`{}` is not a folder", Shown(staging)));
            return Err(problem.hint("remove it: the output is prepared there").into());
        }
        let Some(folder) = disk.open_folder(staging)? else { continue };
        match flock(&folder, FlockOperation::NonBlockingLockExclusive) {
            Err(cause) if cause == rustix::io::Errno::WOULDBLOCK => return Err(is_building(output)),
            // Some network file systems have no locks: two builds at once are then the user's care.
            Ok(()) | Err(_) => {}
        }
        let is_same = match (folder.metadata(), staging.symlink_metadata()) {
            (Ok(locked), Ok(named)) => (locked.dev(), locked.ino()) == (named.dev(), named.ino()),
            _ => false,
        };
        if is_same {
            return Ok(folder);
        }
    }
    Err(is_building(output))
}

/// Makes the staging folder and locks it; an error if another build holds it.
#[cfg(windows)]
fn lock(disk: &mut Disk, staging: &Path, output: &Path) -> Result<File> {
    use std::os::windows::fs::OpenOptionsExt;

    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const WRITE_AND_DELETE: u32 = 0x4000_0000 | 0x0001_0000;
    disk.make_folder(staging)?;
    // A file that nobody else may open, and that goes with the process that holds it.
    std::fs::OpenOptions::new()
        .access_mode(WRITE_AND_DELETE)
        .write(true)
        .create(true)
        .share_mode(0)
        .custom_flags(DELETE_ON_CLOSE)
        .open(staging.join("lock"))
        .map_err(|_| is_building(output))
}

fn is_building(output: &Path) -> Vec<Diagnostic> {
    Diagnostic::error(format!("another build is writing to `{}`", Shown(output)))
        .hint("wait until it is done, or give this one another output folder")
        .into()
}
