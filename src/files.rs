//! The one place that writes: beside the target, flushed, then renamed over it.
#![allow(clippy::disallowed_methods)] // the door that clippy.toml points to

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use tempfile::{NamedTempFile, PersistError};

use crate::error::{Error, is_in_use};

/// Writes `bytes` to `path` as a whole or not at all; creates missing folders. A file that already holds the same bytes
/// is left alone, so that a second run on unchanged inputs touches nothing.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_all(&[(path.to_owned(), bytes)])
}

/// Writes several results that belong together: all are on the disk beside their targets before the first is renamed, so
/// that a full disk or a folder without write permission leaves the old results whole.
pub fn write_all(results: &[(PathBuf, &[u8])]) -> Result<(), Error> {
    let mut ready = Vec::new();
    for (path, bytes) in results {
        if fs::read(path).is_ok_and(|old| old == *bytes) {
            continue;
        }
        let prepared = prepare(path, bytes).map_err(|error| Error::writing(path, &error))?;
        ready.push((path, prepared));
    }
    for (path, prepared) in ready {
        put(prepared, path).map_err(|error| Error::writing(path, &error))?;
    }
    Ok(())
}

/// Virus scanners and indexers hold a new file for a moment: so many tries, [`PAUSE`] apart, two seconds in all.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

fn put(mut prepared: NamedTempFile, path: &Path) -> io::Result<()> {
    for _ in 0..TRIES {
        match prepared.persist(path) {
            Ok(_) => return Ok(()),
            Err(PersistError { error, file }) if is_hold(&error) => {
                prepared = file;
                thread::sleep(PAUSE);
            }
            Err(error) => return Err(error.error),
        }
    }
    prepared.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// Whether another program keeps this file from being replaced, as Excel does while it is open. Nothing is changed.
pub fn is_held(path: &Path) -> bool {
    // Windows denies access to a folder as it does to an open file; writing will tell.
    if path.is_dir() {
        return false;
    }
    // What is held only for a moment is free at the second or third try.
    for pause in [PAUSE, PAUSE, Duration::ZERO] {
        match fs::OpenOptions::new().write(true).open(path) {
            Err(error) if is_hold(&error) => thread::sleep(pause),
            _ => return false,
        }
    }
    true
}

/// Errors that mean «not now»: a file in use (replacing an open file gives «access denied» on Windows), and what network
/// shares make of it.
fn is_hold(error: &io::Error) -> bool {
    is_in_use(error) || matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::WouldBlock)
}

/// What came of trying to lock a file.
#[derive(Debug)]
pub enum Lock {
    /// Locked until the file is dropped or the process ends.
    Taken(File),
    /// Somebody else has it.
    Busy,
    /// This file system has no locks.
    Unknown(io::Error),
}

/// Locks a file that is made for nothing else, without waiting. An error if it can't be made.
pub fn lock(path: &Path) -> Result<Lock, Error> {
    let failed = |error: io::Error| Error::writing(path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // The holder removes the file when it ends: whoever opened it just before has locked a file that is not there any
    // more, and tries again.
    for _ in 0..TRIES {
        let file = fs::OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) if is_at(&file, path) => return Ok(Lock::Taken(file)),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Lock::Busy),
            Err(TryLockError::Error(error)) => return Ok(Lock::Unknown(error)),
        }
    }
    Ok(Lock::Busy)
}

/// Whether the path still leads to this open file.
#[cfg(unix)]
pub fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let inode = |data: io::Result<fs::Metadata>| data.ok().map(|data| (data.dev(), data.ino()));
    inode(file.metadata()).is_some_and(|found| inode(fs::metadata(path)) == Some(found))
}

/// Windows does not let a file that is open be replaced under its name.
#[cfg(not(unix))]
pub fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

fn prepare(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // Opened for writing and left as it is: a target that is a folder, or that Excel holds open, is found out here.
    if path.exists() {
        fs::OpenOptions::new().write(true).open(path)?;
    }
    let mut beside = tempfile::Builder::new().prefix(".tthc-").suffix(".tmp").tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    // A result is for everybody in the office; the temporary file is private on Unix.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        beside.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    Ok(beside)
}

/// Puts a result aside that people worked on where it lay: `danh-sach-loi (đã điền).xlsx`, numbered where that exists.
/// Returns its new path.
pub fn set_aside(path: &Path, word: &str) -> Result<PathBuf, Error> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let free = (1..10_000)
        .map(|number| if number == 1 { String::new() } else { format!(" {number}") })
        .map(|number| path.with_file_name(format!("{stem} ({word}{number}).{extension}")))
        .find(|path| !path.exists());
    let Some(free) = free else { return Ok(path.to_owned()) };
    fs::rename(path, &free).map_err(|error| Error::writing(path, &error))?;
    Ok(free)
}

/// Removes a result of ours that no longer holds (the draft once the report is final, or the other way round).
pub fn remove_stale(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::writing(path, &error)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_result_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ket-qua").join("a.txt");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_target_that_is_a_folder_is_an_error_and_leaves_no_temporary_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::create_dir(&path).unwrap();
        assert_eq!(write(&path, b"x").unwrap_err().code, "write");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn results_that_belong_together_are_all_replaced_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let (good, bad) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
        write(&good, b"old").unwrap();
        fs::create_dir(&bad).unwrap();
        assert!(write_all(&[(good.clone(), b"new"), (bad, b"new")]).is_err());
        assert_eq!(fs::read(&good).unwrap(), b"old");
    }

    #[test]
    fn the_same_bytes_are_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, b"one").unwrap();
        let before = fs::metadata(&path).unwrap().modified().unwrap();
        write(&path, b"one").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    }
}
