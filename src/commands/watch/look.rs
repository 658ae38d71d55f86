//! One look at a report folder: which files there are and what they look like. Reads names, sizes and times, and the ends
//! of files that look new; no contents.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::{
    commands::{
        folder::{Folder, INBOX},
        whole::{self, Hindrance, Stamp},
    },
    error::Error,
};

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// Today, which some findings and the status page depend on.
    pub(super) day: NaiveDate,
    /// The files that results depend on.
    pub(super) files: BTreeMap<PathBuf, Seen>,
    /// Whether the report folder has its inbox.
    pub(super) has_inbox: bool,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// What it looked like.
    pub(super) stamp: Stamp,
    /// What speaks against reading it.
    pub(super) hindrance: Option<Hindrance>,
}

impl Seen {
    /// Whether both would be read alike: that a file is open in Excel does not change what is on the disk.
    pub(super) fn reads_like(&self, other: &Self) -> bool {
        let kept = |seen: &Self| seen.hindrance.filter(|found| *found != Hindrance::Open);
        self.stamp == other.stamp && kept(self) == kept(other)
    }
}

impl Look {
    /// Looks at the folder and one file outside it. What `last` knows already is not opened again. An error: the folder is
    /// not there or can't be listed.
    pub(super) fn take(
        root: &Path,
        outside: Option<&Path>,
        day: NaiveDate,
        last: Option<&Self>,
    ) -> Result<Self, Error> {
        let folder = Folder::open(root)?;
        let mut paths = folder.watched()?;
        paths.extend(outside.map(Path::to_owned));
        let mut files = BTreeMap::new();
        for path in paths {
            // Gone since the folder was listed: the next look will not find it either.
            let Ok(stamp) = Stamp::of(&path) else { continue };
            let known = last.and_then(|last| last.files.get(&path));
            let hindrance = match known {
                Some(known) if known.stamp == stamp && known.hindrance.is_none() => None,
                _ => whole::hindrance(&path),
            };
            files.insert(path, Seen { stamp, hindrance });
        }
        Ok(Self { day, files, has_inbox: folder.root.join(INBOX).is_dir() })
    }

    /// Whether a run on both would read the same.
    pub(super) fn reads_like(&self, other: &Self) -> bool {
        self.day == other.day
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(|((path, seen), (other_path, other_seen))| {
                path == other_path && seen.reads_like(other_seen)
            })
    }

    /// Whether the same files lie there, unchanged on the disk.
    pub(super) fn has_same_files(&self, other: &Self) -> bool {
        let stamps = |look: &'_ Self| -> Vec<(PathBuf, Stamp)> {
            look.files.iter().map(|(path, seen)| (path.clone(), seen.stamp.clone())).collect()
        };
        stamps(self) == stamps(other)
    }

    /// The files that are new, changed or gone since `other`.
    pub(super) fn differing<'l>(&'l self, other: &'l Self) -> Vec<&'l Path> {
        let differs = |path: &PathBuf| match (self.files.get(path), other.files.get(path)) {
            (Some(seen), Some(other)) => !seen.reads_like(other),
            _ => true,
        };
        let gone = other.files.keys().filter(|path| !self.files.contains_key(*path));
        let mut paths: Vec<&Path> =
            self.files.keys().chain(gone).filter(|path| differs(path)).map(PathBuf::as_path).collect();
        paths.sort();
        paths
    }
}
