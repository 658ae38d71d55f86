//! Results that another program holds: a workbook that is open in Excel can't be replaced, so the new one is written beside
//! it as `… (2).xlsx`. What is left behind is named in the machine result, so that a later run replaces it, removes what it
//! wrote beside, and does not overlook answers in it.
//!
//! In: results with their plain names, the earlier result. Out: the same with the names they will have, what was left.
//! Looks at the disk and changes nothing on it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;

use super::{
    folder::{self, Folder},
    load,
    past::Past,
};
use crate::{
    error, files,
    flow::machine::MachineResult,
    text::{Lang, Text},
};

/// Name in the machine result: what is left behind, path → SHA-256 as it was written, empty where that is not known.
/// There only when something is.
pub(super) const LEFT: &str = "output_left";

/// How many names are tried.
const NUMBERS: std::ops::RangeInclusive<u32> = 2..=9;

/// What is held.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Names below `ket-qua/`: the plain one, the one that is written.
    moved: Vec<(String, String)>,
    /// Results that no longer hold and can't be removed yet: names below `ket-qua/`.
    kept: Vec<String>,
}

impl Beside {
    /// Gives results whose file is held another name. If none is free, the plain one stays and writing tells why it can't.
    pub(super) fn place(&mut self, folder: &Folder, past: &Past, results: &mut [(String, Vec<u8>)]) {
        let taken: Vec<String> = results.iter().map(|(name, _)| name.to_lowercase()).collect();
        for (name, bytes) in results {
            let path = path(folder, name);
            if !files::is_held(&path) || fs::read(&path).is_ok_and(|old| old == *bytes) {
                continue;
            }
            let free = NUMBERS.map(|number| numbered(name, number)).find(|other| {
                let is_free = || {
                    let path = self::path(folder, other);
                    let Ok(old) = fs::read(&path) else { return !path.exists() };
                    old == *bytes || past.wrote(other, &load::hash(&old)) && !files::is_held(&path)
                };
                !taken.contains(&other.to_lowercase()) && is_free()
            });
            if let Some(free) = free {
                self.moved.push((std::mem::replace(name, free.clone()), free));
            }
        }
    }

    /// The name that a result is written under.
    pub(super) fn name<'n>(&'n self, plain: &'n str) -> &'n str {
        self.moved.iter().find(|(from, _)| from == plain).map_or(plain, |(_, to)| to)
    }

    /// Keeps back from removal what is held; gives the rest.
    pub(super) fn keep(&mut self, folder: &Folder, stale: Vec<PathBuf>) -> Vec<PathBuf> {
        let (held, free): (Vec<PathBuf>, Vec<PathBuf>) =
            stale.into_iter().partition(|path| files::is_held(path));
        self.kept.extend(held.iter().filter_map(|path| below(folder, path)));
        self.kept.sort();
        self.kept.dedup();
        free
    }

    /// Whether this file is one of those left behind.
    pub(super) fn leaves(&self, folder: &Folder, path: &Path) -> bool {
        self.names().any(|name| self::path(folder, name) == path)
    }

    /// Everything left behind.
    pub(super) fn paths(&self, folder: &Folder) -> Vec<PathBuf> {
        self.names().map(|name| path(folder, name)).collect()
    }

    fn names(&self) -> impl Iterator<Item = &String> {
        self.moved.iter().map(|(plain, _)| plain).chain(&self.kept)
    }

    /// Adds what is left behind to the machine result.
    pub(super) fn add_to(&self, result: &mut MachineResult<'_>, past: &Past) {
        let sum = |name: &String| {
            let path = format!("{}/{name}", folder::RESULTS);
            let sum = past.sum(&path).unwrap_or_default().to_owned();
            (path, sum)
        };
        let left: BTreeMap<String, String> = self.names().map(sum).collect();
        if !left.is_empty() {
            result.add(LEFT, json!(left));
        }
    }

    /// What people are told.
    pub(super) fn notes(&self, folder: &Folder, lang: Lang) -> Vec<String> {
        let shown = |name: &String| error::shown(&path(folder, name));
        let moved = self
            .moved
            .iter()
            .map(|(plain, other)| WRITTEN.fill(lang, &[("plain", shown(plain)), ("other", shown(other))]));
        let kept = self.kept.iter().map(|name| KEPT.fill(lang, &[("path", shown(name))]));
        moved.chain(kept).collect()
    }
}

const WRITTEN: Text = Text {
    vi: "{plain} đang mở ở chương trình khác (Excel?) nên chưa thay được; kết quả mới nằm ở {other}. Hãy đóng tệp cũ: lần lập \
         sau sẽ thay nó và dọn tệp đánh số.",
    en: "{plain} is open in another program (Excel?) and can't be replaced; the new result is {other}. Close the old one: the \
         next run replaces it and removes the numbered file.",
};
const KEPT: Text = Text {
    vi: "{path} không còn đúng nhưng đang mở ở chương trình khác nên chưa xoá được. Hãy đóng tệp: lần lập sau sẽ xoá.",
    en: "{path} no longer holds but is open in another program and can't be removed. Close it: the next run removes it.",
};

fn path(folder: &Folder, name: &str) -> PathBuf {
    folder.root.join(folder::RESULTS).join(name)
}

fn below(folder: &Folder, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(folder.root.join(folder::RESULTS)).ok()?;
    Some(inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

fn numbered(name: &str, number: u32) -> String {
    match name.rsplit_once('.').filter(|(_, extension)| !extension.contains('/')) {
        Some((stem, extension)) => format!("{stem} ({number}).{extension}"),
        None => format!("{name} ({number})"),
    }
}

/// Whether a result was written beside another: such a file is removed only if it is as it was written.
pub(super) fn is_numbered(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    NUMBERS.into_iter().any(|number| stem.ends_with(&format!(" ({number})")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_stands_before_the_extension_and_is_recognised() {
        assert_eq!(numbered("II.06a-2023-Q1.xlsx", 2), "II.06a-2023-Q1 (2).xlsx");
        assert_eq!(numbered("tra-lai/phòng a.b/sổ & x.xlsm", 3), "tra-lai/phòng a.b/sổ & x (3).xlsm");
        assert_eq!(numbered("tra-lai/a.b/c", 2), "tra-lai/a.b/c (2)");
        assert!(is_numbered(Path::new("ket-qua/II.06a-2023-Q1 (2).xlsx")));
        assert!(!is_numbered(Path::new("ket-qua/II.06a-2023-Q1.xlsx")));
    }
}
