//! All files below a folder, without what office programs and browsers leave about.
//!
//! In: a folder. Out: paths, sorted. Reads names only.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{RESULTS, name};
use crate::error::Error;

/// What lies in a folder, sorted.
pub(super) fn list(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(|error| Error::reading(folder, &error))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|error| Error::reading(folder, &error))?.path());
    }
    paths.sort();
    Ok(paths)
}

/// All files below a folder, sorted; links that lead nowhere are among them, so that reading tells. A link to a folder is
/// followed unless it leads in a circle.
pub(super) fn walk(folder: &Path, skip: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    descend(folder, skip, &mut Vec::new(), &mut files)?;
    Ok(files)
}

/// Links within links that are followed; more is a circle or a mistake.
const DEEPEST: usize = 4;

/// `through` are the folders that the links on the way here lead to.
fn descend(
    folder: &Path,
    skip: &[PathBuf],
    through: &mut Vec<PathBuf>,
    files: &mut Vec<PathBuf>,
) -> Result<(), Error> {
    for path in list(folder)? {
        // Results lie in an inbox where it was once run by itself.
        if is_passed_over(&name(&path)) || skip.contains(&path) || name(&path) == RESULTS && path.is_dir() {
            continue;
        }
        let is_link = path.is_symlink();
        if path.is_file() || is_link && !path.exists() {
            files.push(path);
        } else if !path.is_dir() {
            // A pipe or a device: nothing that could hold a register.
        } else if !is_link {
            descend(&path, &[], through, files)?;
        } else if let (Ok(target), Ok(here)) = (path.canonicalize(), folder.canonicalize())
            && !here.starts_with(&target)
            && !through.contains(&target)
            && through.len() < DEEPEST
        {
            through.push(target);
            let outcome = descend(&path, &[], through, files);
            through.pop();
            outcome?;
        }
    }
    Ok(())
}

/// Owner files of Excel and LibreOffice, hidden, temporary and half-downloaded files, and what Windows and file servers leave
/// about. A name that merely begins with "~" is a name like any other.
pub(in crate::commands) fn is_passed_over(name: &str) -> bool {
    let lower = name.to_lowercase();
    let temporary = [".tmp", ".temp", ".part", ".crdownload", ".download", ".bak"];
    name.starts_with("~$")
        || name.starts_with('.')
        || temporary.iter().any(|end| lower.ends_with(end))
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "~snapshot")
}
