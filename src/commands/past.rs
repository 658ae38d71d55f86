//! The last result in `ket-qua/`: what the present one is compared with, which of its files no longer hold, and which of them
//! people have filled in since. Reads the disk, writes nothing itself.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::{
    beside, contain,
    folder::{self, Folder},
    load,
};
use crate::flow::{history::History, report::Report, returned};

/// Name in the machine result: results with their sums.
const OUTPUTS: &str = "output_sha256";

/// The last machine result, if one lies there.
#[derive(Debug, Default)]
pub struct Past {
    json: Option<Json>,
}

impl Past {
    /// Reads it. A damaged or foreign file is no result; it will be replaced.
    pub fn read(folder: &Folder, machine: &str) -> Self {
        let path = folder.root.join(folder::RESULTS).join(machine);
        Self { json: fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()) }
    }

    /// The comparison of a report with it. `around` is whatever else the report rests on: settings, templates, lists.
    pub fn history(&self, report: &Report, around: &[&[u8]]) -> History {
        let mut hasher = Sha256::new();
        let mut add = |bytes: &[u8]| {
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        };
        for file in &report.files {
            add(file.path.as_bytes());
            add(file.sha256.as_bytes());
        }
        add(report.period.from.to_string().as_bytes());
        add(report.period.to.to_string().as_bytes());
        for bytes in around {
            add(bytes);
        }
        History::new(report, load::hex(&hasher.finalize()), self.json.as_ref())
    }

    /// The results it named, under `key` of the machine result: path on the disk, SHA-256 as written.
    fn named(&self, folder: &Folder, key: &str) -> Vec<(PathBuf, String)> {
        let sums = self.json.as_ref().and_then(|json| json.get(key)?.as_object());
        let ours = |path: &str| {
            let inner = Path::new(path.strip_prefix(folder::RESULTS)?.strip_prefix('/')?);
            // Nothing that a file says leads out of the folder of results.
            let is_plain = inner.components().all(|part| matches!(part, Component::Normal(_)));
            is_plain.then(|| folder.root.join(folder::RESULTS).join(inner))
        };
        let pairs = sums.into_iter().flatten();
        pairs.filter_map(|(path, sum)| Some((ours(path)?, sum.as_str()?.to_owned()))).collect()
    }

    fn outputs(&self, folder: &Folder) -> Vec<(PathBuf, String)> {
        self.named(folder, OUTPUTS)
    }

    /// What it could not replace or remove.
    fn left(&self, folder: &Folder) -> Vec<(PathBuf, String)> {
        self.named(folder, beside::LEFT)
    }

    /// The SHA-256 of a result as it was last written, by its path in the machine result.
    pub(super) fn sum(&self, path: &str) -> Option<&str> {
        let json = self.json.as_ref()?;
        [OUTPUTS, beside::LEFT].into_iter().find_map(|key| json.get(key)?.get(path)?.as_str())
    }

    /// Whether a file below `ket-qua/` with this sum is one of its results.
    pub(super) fn wrote(&self, name: &str, sha256: &str) -> bool {
        self.sum(&format!("{}/{name}", folder::RESULTS)) == Some(sha256)
    }

    /// Results that people answered in where they lay, instead of dropping them into the inbox.
    pub fn answered(&self, folder: &Folder, report: &Report) -> Vec<PathBuf> {
        let is_answered = |(path, sum): &(PathBuf, String)| {
            let Some(bytes) = fs::read(path).ok().filter(|bytes| load::hash(bytes) != *sum) else {
                return false;
            };
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            contain::workbook(&name, &bytes)
                .is_ok_and(|workbook| returned::has_unread_answers(&workbook, report))
        };
        let all = self.outputs(folder).into_iter().chain(self.left(folder));
        let workbooks = all.filter(|(path, _)| {
            let extension = path.extension().unwrap_or_default();
            ["xlsx", "xlsm"].iter().any(|known| extension.eq_ignore_ascii_case(known))
        });
        workbooks.filter(is_answered).map(|(path, _)| path).collect()
    }

    /// Results that are no longer made. What was left behind or written beside goes only if it is as it was written.
    pub fn stale(&self, folder: &Folder, made: &[PathBuf]) -> Vec<PathBuf> {
        let as_written =
            |(path, sum): &(PathBuf, String)| fs::read(path).is_ok_and(|bytes| load::hash(&bytes) == *sum);
        let outputs =
            self.outputs(folder).into_iter().filter(|one| !beside::is_numbered(&one.0) || as_written(one));
        let left = self.left(folder).into_iter().filter(as_written);
        outputs.chain(left).map(|(path, _)| path).filter(|path| !made.contains(path)).collect()
    }
}
