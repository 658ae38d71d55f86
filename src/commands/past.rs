//! The last result in `ket-qua/`: what the present one is compared with, which of its files no longer hold, and which of them
//! people have filled in since. Reads the disk, writes nothing itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Component, Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use super::{
    beside, contain,
    folder::{self, Folder},
    load,
};
use crate::{
    files,
    flow::{
        history::{History, Last},
        report::{FileResult, Report},
        returned,
    },
    model::sheet::Workbook,
};

/// The last machine result, if one lies there.
#[derive(Debug, Default)]
pub struct Past {
    last: Option<Last>,
    /// The results it named: path below the report folder, SHA-256 as written.
    outputs: BTreeMap<String, String>,
    /// What it could not replace or remove, in the same way; the sum is empty where it was not known.
    left: BTreeMap<String, String>,
}

impl Past {
    /// Reads it. A damaged or foreign file is no result; it will be replaced.
    pub fn read(folder: &Folder, machine: &str) -> Self {
        let path = folder.root.join(folder::RESULTS).join(machine);
        let last: Option<Last> = fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let outputs = last.as_ref().map(|last| last.output_sha256.clone()).unwrap_or_default();
        let left = last.as_ref().map(|last| last.output_left.clone()).unwrap_or_default();
        Self { last, outputs, left }
    }

    /// The comparison of a report with it. `around` is whatever else the report rests on: settings, templates, lists.
    pub fn history(&mut self, report: &Report, around: &[&[u8]]) -> History {
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
        History::new(report, load::hex(&hasher.finalize()), self.last.take())
    }

    fn on_disk(folder: &Folder, sums: &BTreeMap<String, String>) -> Vec<(PathBuf, String)> {
        let ours = |path: &str| {
            let inner = Path::new(path.strip_prefix(folder::RESULTS)?.strip_prefix('/')?);
            // Nothing that a file says leads out of the folder of results.
            let is_plain = inner.components().all(|part| matches!(part, Component::Normal(_)));
            is_plain.then(|| folder.root.join(folder::RESULTS).join(inner))
        };
        sums.iter().filter_map(|(path, sum)| Some((ours(path)?, sum.clone()))).collect()
    }

    /// The results it named: path on the disk, SHA-256 as written.
    fn outputs(&self, folder: &Folder) -> Vec<(PathBuf, String)> {
        Self::on_disk(folder, &self.outputs)
    }

    /// What it could not replace or remove.
    fn left(&self, folder: &Folder) -> Vec<(PathBuf, String)> {
        Self::on_disk(folder, &self.left)
    }

    /// The SHA-256 of a result as it was last written, by its path in the machine result.
    pub(super) fn sum(&self, path: &str) -> Option<&str> {
        self.outputs.get(path).or_else(|| self.left.get(path)).map(String::as_str)
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
            contain::workbook(&name, &bytes).is_ok_and(|workbook| {
                returned::has_unread_answers(&workbook, report)
                    || is_corrected(folder, report, path, &workbook)
            })
        };
        let all = self.outputs(folder).into_iter().chain(self.left(folder));
        let workbooks = all.filter(|(path, _)| {
            let extension = path.extension().unwrap_or_default();
            ["xlsx", "xlsm"].iter().any(|known| extension.eq_ignore_ascii_case(known))
        });
        workbooks.filter(is_answered).map(|(path, _)| path).collect()
    }

    /// Reports and marked copies, each once, that are to be replaced by `forms` or removed as `stale`, and that somebody worked on
    /// where they lie: they are neither as they were written nor as they will be.
    pub fn edited(&self, folder: &Folder, forms: &[(String, Vec<u8>)], stale: &[PathBuf]) -> Vec<PathBuf> {
        let results = folder.root.join(folder::RESULTS);
        let is_report = |path: &&PathBuf| {
            let extension = path.extension().unwrap_or_default();
            path.file_stem().is_none_or(|stem| stem != "danh-sach-loi")
                && ["xlsx", "xlsm", "docx", "docm"].iter().any(|known| extension.eq_ignore_ascii_case(known))
        };
        let is_new = |path: &PathBuf, bytes: &[u8]| {
            forms.iter().any(|(name, new)| results.join(name) == *path && *new == bytes)
        };
        let is_edited = |path: &PathBuf| {
            let name = folder::relative(path, &results);
            fs::read(path).is_ok_and(|bytes| !is_new(path, &bytes) && !self.wrote(&name, &load::hash(&bytes)))
        };
        let replaced: Vec<PathBuf> = forms.iter().map(|(name, _)| results.join(name)).collect();
        let all: BTreeSet<&PathBuf> = replaced.iter().chain(stale).collect();
        all.into_iter().filter(is_report).filter(|path| is_edited(path)).cloned().collect()
    }

    /// Results that are no longer made. What was left behind or written beside goes only if it is as it was written.
    pub fn stale(&self, folder: &Folder, made: &[PathBuf]) -> Vec<PathBuf> {
        // What is held now is looked at again once it is free.
        let as_written = |(path, sum): &(PathBuf, String)| {
            fs::read(path).is_ok_and(|bytes| load::hash(&bytes) == *sum) || files::is_held(path)
        };
        let outputs =
            self.outputs(folder).into_iter().filter(|one| !beside::is_numbered(&one.0) || as_written(one));
        let left = self.left(folder).into_iter().filter(as_written);
        outputs.chain(left).map(|(path, _)| path).filter(|path| !made.contains(path)).collect()
    }
}

/// Whether cells of a marked copy were corrected where it lay: it no longer holds what the sender's file holds.
fn is_corrected(folder: &Folder, report: &Report, path: &Path, copy: &Workbook) -> bool {
    let results = folder.root.join(folder::RESULTS);
    let is_its = |file: &&FileResult| file.returned.as_ref().is_some_and(|name| results.join(name) == path);
    let Some(file) = report.files.iter().find(is_its) else { return false };
    let original = fs::read(folder.root.join(&*file.path))
        .ok()
        .and_then(|bytes| contain::workbook(&file.path, &bytes).ok());
    original.is_some_and(|original| returned::has_other_values(copy, &original))
}
