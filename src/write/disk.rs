//! Every touch of the disk, one method each, so that a failure always says what was tried and where.
//!
//! In: paths that the rest of `write` made. Out: what the system answered, or a [`Failure`]. Tests let
//! the n-th operation fail, or all from the n-th on, as if the build had been killed there.

use std::fs::{self, File, FileTimes, OpenOptions};
use std::io::{self, BufRead, ErrorKind, Read, Seek, Write};
use std::path::Path;

use super::failure::{Done, Failure, is_missing};

#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};

/// What files are allowed: all may read, the owner may write.
#[cfg(unix)]
const FILE_MODE: u32 = 0o644;

/// What folders are allowed: all may read and enter, the owner may change.
#[cfg(unix)]
const FOLDER_MODE: u32 = 0o755;

/// How much of a file is compared at a time.
const CHUNK_BYTES: usize = 16 * 1024;

/// What stands at a path; links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// A link, a pipe, a socket or a device.
    Other,
}

impl From<fs::FileType> for Kind {
    fn from(file_type: fs::FileType) -> Self {
        if file_type.is_file() {
            Self::File
        } else if file_type.is_dir() {
            Self::Folder
        } else {
            Self::Other
        }
    }
}

/// The way to the file system.
#[derive(Debug, Default)]
pub(super) struct Disk {
    /// Whether the user's mask takes away what files and folders must be allowed, so that each one
    /// must be set right after it was made.
    #[cfg(unix)]
    modes_are_masked: bool,
    #[cfg(all(test, unix))]
    pub(super) faults: super::tests::Faults,
}

impl Disk {
    /// Runs one operation; the one place where tests let one fail.
    #[cfg_attr(
        not(all(test, unix)),
        expect(clippy::unused_self, reason = "tests keep there what is to fail")
    )]
    fn run<T>(
        &self,
        operation: &'static str,
        path: &Path,
        action: impl FnOnce() -> io::Result<T>,
    ) -> Done<T> {
        #[cfg(all(test, unix))]
        let injected = self.faults.next();
        #[cfg(not(all(test, unix)))]
        let injected: Option<io::Error> = None;
        let result = match injected {
            Some(cause) => Err(cause),
            None => action(),
        };
        result.map_err(|cause| Failure::new(operation, path, cause))
    }

    /// What stands at `path`, if anything does.
    pub(super) fn kind(&self, path: &Path) -> Done<Option<Kind>> {
        self.run("look at", path, || match fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Some(metadata.file_type().into())),
            Err(cause) if is_missing(&cause) => Ok(None),
            Err(cause) => Err(cause),
        })
    }

    /// The names in a folder, in no order.
    pub(super) fn list(&self, path: &Path) -> Done<Vec<(std::ffi::OsString, Kind)>> {
        self.run("list", path, || {
            fs::read_dir(path)?
                .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?.into()))))
                .collect()
        })
    }

    /// The whole text of a file.
    pub(super) fn read_text(&self, path: &Path) -> Done<String> {
        self.run("read", path, || fs::read_to_string(path))
    }

    /// Makes a folder; one that is there already is as good.
    pub(super) fn make_folder(&self, path: &Path) -> Done<()> {
        self.run("make the folder", path, || {
            #[cfg(unix)]
            let made = fs::DirBuilder::new().mode(FOLDER_MODE).create(path);
            #[cfg(not(unix))]
            let made = fs::create_dir(path);
            match made {
                Err(cause) if cause.kind() == ErrorKind::AlreadyExists && path.is_dir() => return Ok(()),
                result => result?,
            }
            #[cfg(unix)]
            if self.modes_are_masked {
                fs::set_permissions(path, fs::Permissions::from_mode(FOLDER_MODE))?;
            }
            Ok(())
        })
    }

    /// Makes the first folder of a tree, and learns from it what the user's mask does to the rest.
    /// The bits of a file are among those of a folder, so one look is enough for both.
    pub(super) fn make_first_folder(&mut self, path: &Path) -> Done<()> {
        self.make_folder(path)?;
        #[cfg(unix)]
        {
            let mode = self.run("look at", path, || fs::symlink_metadata(path))?.mode();
            if mode & 0o777 != FOLDER_MODE {
                self.modes_are_masked = true;
                self.run("allow all to read", path, || {
                    fs::set_permissions(path, fs::Permissions::from_mode(FOLDER_MODE))
                })?;
            }
        }
        Ok(())
    }

    /// Makes the file `path`, which must not be there yet.
    fn create_file(&self, path: &Path) -> Done<File> {
        self.run("write", path, || {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            options.mode(FILE_MODE);
            let file = options.open(path)?;
            #[cfg(unix)]
            if self.modes_are_masked {
                file.set_permissions(fs::Permissions::from_mode(FILE_MODE))?;
            }
            Ok(file)
        })
    }

    /// Writes a new file.
    pub(super) fn write_file(&self, path: &Path, bytes: &[u8]) -> Done<File> {
        let mut file = self.create_file(path)?;
        self.run("write", path, || file.write_all(bytes))?;
        Ok(file)
    }

    /// Writes a new file and waits until the disk has it.
    pub(super) fn write_file_for_good(&self, path: &Path, bytes: &[u8]) -> Done<()> {
        let file = self.write_file(path, bytes)?;
        self.run("write", path, || file.sync_all())
    }

    /// Writes a new file with all bytes of an open one, and says how many they are.
    pub(super) fn copy_file(&self, mut from: &File, path: &Path) -> Done<(File, u64)> {
        let mut file = self.create_file(path)?;
        let length = self.run("write", path, || {
            from.rewind()?;
            io::copy(&mut from, &mut file)
        })?;
        Ok((file, length))
    }

    /// Opens a regular file for reading. `None` where there is none: links are not followed, and a
    /// pipe does not make the build wait.
    pub(super) fn open_regular(&self, path: &Path) -> Done<Option<(File, fs::Metadata)>> {
        self.run("read", path, || {
            let mut options = OpenOptions::new();
            options.read(true);
            #[cfg(unix)]
            options.custom_flags(
                (rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK).bits().cast_signed(),
            );
            let file = match options.open(path) {
                Ok(file) => file,
                Err(cause) if is_missing(&cause) => {
                    return Ok(None);
                }
                Err(cause) if is_refused_link(&cause) => return Ok(None),
                Err(cause) => return Err(cause),
            };
            let metadata = file.metadata()?;
            Ok(metadata.is_file().then_some((file, metadata)))
        })
    }

    /// Opens a folder, to lock it. `None` where it has gone.
    #[cfg(unix)]
    pub(super) fn open_folder(&self, path: &Path) -> Done<Option<File>> {
        use rustix::fs::OFlags;
        self.run("open", path, || {
            let flags = (OFlags::NOFOLLOW | OFlags::DIRECTORY).bits().cast_signed();
            match OpenOptions::new().read(true).custom_flags(flags).open(path) {
                Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
                result => result.map(Some),
            }
        })
    }

    /// Whether an open file holds what `expected` gives and nothing more.
    pub(super) fn holds(&self, path: &Path, file: &File, expected: &mut impl BufRead) -> Done<bool> {
        self.run("read", path, || is_same(file, expected))
    }

    /// Gives the file `from` a second name.
    pub(super) fn link(&self, from: &Path, to: &Path) -> Done<()> {
        self.run("link", to, || {
            #[cfg(all(test, unix))]
            if self.faults.without_links {
                return Err(ErrorKind::Unsupported.into());
            }
            fs::hard_link(from, to)
        })
    }

    /// Sets when a file was last changed.
    pub(super) fn set_modified(&self, path: &Path, file: &File, like: &fs::Metadata) -> Done<()> {
        self.run("set the time of", path, || file.set_times(FileTimes::new().set_modified(like.modified()?)))
    }

    /// Gives `path` the rights of another folder or file.
    pub(super) fn set_permissions(&self, path: &Path, permissions: fs::Permissions) -> Done<()> {
        self.run("set the rights of", path, || fs::set_permissions(path, permissions))
    }

    /// What the system knows of `path`; a link is not followed.
    pub(super) fn metadata(&self, path: &Path) -> Done<fs::Metadata> {
        self.run("look at", path, || fs::symlink_metadata(path))
    }

    /// Makes the link `to` lead to where the link `from` leads.
    #[cfg(unix)]
    pub(super) fn copy_symlink(&self, from: &Path, to: &Path) -> Done<()> {
        self.run("make the link", to, || std::os::unix::fs::symlink(fs::read_link(from)?, to))
    }

    /// Whether `to` is the file or link that `from` was carried over to: itself, or a copy as old.
    pub(super) fn is_carried(&self, from: &Path, to: &Path) -> Done<bool> {
        self.run("look at", to, || {
            let (one, other) = (fs::symlink_metadata(from)?, fs::symlink_metadata(to)?);
            #[cfg(unix)]
            if (one.dev(), one.ino()) == (other.dev(), other.ino()) {
                return Ok(true);
            }
            if one.is_symlink() && other.is_symlink() {
                return Ok(fs::read_link(from)? == fs::read_link(to)?);
            }
            let are_files = one.is_file() && other.is_file();
            Ok(are_files && one.len() == other.len() && one.modified()? == other.modified()?)
        })
    }

    /// Moves a folder to where nothing is yet.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> Done<()> {
        self.run("move a folder to", to, || {
            #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
            {
                use rustix::fs::{CWD, RenameFlags, renameat_with};
                match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
                    Err(cause) if is_unsupported(&cause.into()) => {}
                    result => return Ok(result?),
                }
            }
            // Where the system has no such call, a folder still replaces at most an empty one.
            fs::rename(from, to)
        })
    }

    /// Moves a file to where another may stand, in one step.
    pub(super) fn replace_file(&self, from: &Path, to: &Path) -> Done<()> {
        self.run("write", to, || fs::rename(from, to))
    }

    /// Lets two folders trade places in one step; says whether the system can do that.
    pub(super) fn exchange(&self, new: &Path, old: &Path) -> Done<bool> {
        self.run("put the new output in place of", old, || {
            #[cfg(all(test, unix))]
            if self.faults.without_exchange {
                return Ok(false);
            }
            #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
            {
                use rustix::fs::{CWD, RenameFlags, renameat_with};
                match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
                    Ok(()) => return Ok(true),
                    Err(cause) if is_unsupported(&cause.into()) => {}
                    Err(cause) => return Err(cause.into()),
                }
            }
            #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
            let _ = new;
            Ok(false)
        })
    }

    /// Removes a file.
    pub(super) fn remove_file(&self, path: &Path) -> Done<()> {
        self.run("remove", path, || fs::remove_file(path))
    }

    /// Removes a folder that is empty.
    pub(super) fn remove_folder(&self, path: &Path) -> Done<()> {
        self.run("remove", path, || fs::remove_dir(path))
    }

    /// Removes a folder with all that is in it, without following links; one that is not there is fine.
    /// Folders in it may forbid their owner to write.
    pub(super) fn remove_tree(&self, path: &Path) -> Done<()> {
        let is_gone = |result: io::Result<()>| match result {
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
            result => result,
        };
        self.run("remove", path, || match is_gone(fs::remove_dir_all(path)) {
            Err(cause) if cause.kind() == ErrorKind::PermissionDenied => {
                allow_changes(path)?;
                is_gone(fs::remove_dir_all(path))
            }
            result => result,
        })
    }
}

/// Lets the owner list and change the folder `path` and all folders in it; links are not followed.
/// What cannot be allowed here is told by the removal that follows.
fn allow_changes(path: &Path) -> io::Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_dir() {
        return Ok(());
    }
    #[cfg(unix)]
    if metadata.mode() & 0o700 != 0o700 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).ok();
    }
    for entry in fs::read_dir(path)?.flatten() {
        allow_changes(&entry.path())?;
    }
    Ok(())
}

/// Whether a file of the last build may be taken over as it is, by its length and rights.
pub(super) fn is_like_ours(metadata: &fs::Metadata, length: u64) -> bool {
    #[cfg(unix)]
    if metadata.mode() & 0o777 != FILE_MODE {
        return false;
    }
    metadata.len() == length
}

/// Old systems and some file systems (NFS, overlays) lack the flags of `renameat2`.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn is_unsupported(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

/// Whether the open failed because the path is a link, a socket or a device without driver.
fn is_refused_link(cause: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        [Errno::LOOP, Errno::NXIO].iter().any(|errno| cause.raw_os_error() == Some(errno.raw_os_error()))
    }
    #[cfg(not(unix))]
    {
        let _ = cause;
        false
    }
}

/// Compares by chunks, so that a large file is never held whole.
fn is_same(mut file: &File, expected: &mut impl BufRead) -> io::Result<bool> {
    let mut chunk = [0; CHUNK_BYTES];
    loop {
        let length = match file.read(&mut chunk) {
            Ok(length) => length,
            Err(cause) if cause.kind() == ErrorKind::Interrupted => continue,
            Err(cause) => return Err(cause),
        };
        if length == 0 {
            return Ok(expected.fill_buf()?.is_empty());
        }
        let mut rest = &chunk[..length];
        while !rest.is_empty() {
            let wanted = expected.fill_buf()?;
            let shared = wanted.len().min(rest.len());
            if shared == 0 || wanted[..shared] != rest[..shared] {
                return Ok(false);
            }
            expected.consume(shared);
            rest = &rest[shared..];
        }
    }
}
