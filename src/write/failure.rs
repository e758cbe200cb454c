//! What the system refused: which operation, where, why, and the way out.
//!
//! In: an error of the system with what was tried. Out: a [`Diagnostic`] in the words of the rest.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// What an operation on the disk gave.
pub(super) type Done<T> = Result<T, Failure>;

/// An operation that the system refused.
#[derive(Debug)]
pub(super) struct Failure {
    operation: &'static str,
    path: PathBuf,
    cause: io::Error,
}

impl Failure {
    /// `operation` completes "cannot … `path`".
    pub(super) fn new(operation: &'static str, path: &Path, cause: io::Error) -> Self {
        Self { operation, path: path.to_owned(), cause }
    }

    /// Whether something that the path leads through is not there.
    pub(super) fn is_missing(&self) -> bool {
        is_missing(&self.cause)
    }

    /// The way out that fits the cause.
    fn hint(&self) -> &'static str {
        match self.cause.kind() {
            ErrorKind::StorageFull => "free some space or inodes on that disk; the old output is as it was",
            ErrorKind::QuotaExceeded => "free some space within your quota; the old output is as it was",
            ErrorKind::FileTooLarge => "raise the limit on the size of files (`ulimit -f`)",
            ErrorKind::PermissionDenied => "make the folder that holds it writable for you",
            ErrorKind::ReadOnlyFilesystem => "choose an output folder on a disk that can be written to",
            ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
                "the output folder seems to be a mount point, which cannot be replaced: choose a folder inside it"
            }
            ErrorKind::InvalidFilename => "this file system does not allow the name: choose a shorter slug",
            _ if has_too_many_open_files(&self.cause) => "raise the limit on open files (`ulimit -n 1024`)",
            ErrorKind::AlreadyExists => {
                "this file system takes two names for one: give one of the pages another slug"
            }
            _ => {
                "see whether the folder that holds it is there and can be written to; the old output is as it was"
            }
        }
    }
}

/// `EMFILE` and `ENFILE` have no kind of their own in the standard library.
fn has_too_many_open_files(cause: &io::Error) -> bool {
    cfg!(unix) && matches!(cause.raw_os_error(), Some(23 | 24))
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        let cause = failure.cause.to_string();
        let cause = cause.split(" (os error").next().unwrap_or_default();
        let mut characters = cause.chars();
        let first = characters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
        Self::error(format!(
            "cannot {} `{}`: {first}{}",
            failure.operation,
            Shown(&failure.path),
            characters.as_str()
        ))
        .hint(failure.hint())
    }
}

impl From<Failure> for Vec<Diagnostic> {
    fn from(failure: Failure) -> Self {
        vec![failure.into()]
    }
}

/// A path as a message shows it: with control characters escaped.
pub(super) struct Shown<'a>(pub(super) &'a Path);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        SourcePath::new(&self.0.to_string_lossy()).fmt(f)
    }
}

/// Whether something that a path leads through is not there.
pub(super) fn is_missing(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
