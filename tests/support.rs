//! A temporary folder, the program run in it, and its results read back. No test of its own.
#![allow(clippy::unwrap_used)]

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read as _},
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use calamine::{Data, Reader as _, open_workbook_auto};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value as Json;
use tempfile::TempDir;
use tthc::model::place::CellAt;
use zip::ZipArchive;

/// The report folder of the sample.
pub(crate) const SAMPLE: &str = "samples/so-khcn-cao-bang-q1-2023";
/// The sample's hand-filled indicator sheet.
pub(crate) const INDICATORS: &str = "hop-thu/van-phong/chi-tieu.xlsx";
/// The sample's register with title rows.
pub(crate) const REGISTER: &str = "hop-thu/phong-quan-ly-khoa-hoc/so-theo-doi-ho-so.xlsx";

/// A file of the repository.
pub(crate) fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder that vanishes with the test.
pub(crate) struct Workdir {
    dir: TempDir,
}

/// How the program ended.
pub(crate) struct Outcome {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    /// What stands on stdout, as JSON.
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// Fails unless the program ended with this status; gives itself back.
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Fails unless stderr holds each of these texts; gives itself back.
    pub(crate) fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.err.contains(text), "«{text}» is not in: {}", self.err);
        }
        self
    }
}

impl Workdir {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// With the sample's report folder as `bc`.
    pub(crate) fn sample() -> Self {
        let work = Self::new();
        for part in ["tthc.toml", "danh-muc", "hop-thu"] {
            copy(&root(SAMPLE).join(part), &work.path("bc").join(part));
        }
        work
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn folder(&self, path: &str) {
        fs::create_dir_all(self.path(path)).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        let path = self.path(path);
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }

    /// Copies a file or folder of the sample.
    pub(crate) fn bring(&self, from: &str, to: &str) {
        copy(&root(SAMPLE).join(from), &self.path(to));
    }

    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs the program here.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, &[])
    }

    /// The same with variables of the environment.
    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
        let output = Command::new(env!("CARGO_BIN_EXE_tthc"))
            .args(arguments)
            .current_dir(self.dir.path())
            .env_remove("TTHC_LANG")
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        Outcome {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: slashes(&String::from_utf8(output.stderr).unwrap()),
        }
    }

    /// Runs and gives the machine result.
    pub(crate) fn result(&self, arguments: &[&str]) -> Json {
        let mut all = arguments.to_vec();
        all.extend(["--format", "json"]);
        self.run(&all).json()
    }

    /// The names in a folder, sorted; empty if there is none.
    pub(crate) fn names(&self, path: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path(path)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Every file below a folder with its bytes and the time of its last change; not the files of a watch's lock, which
    /// Windows lets nobody read.
    pub(crate) fn state(&self, path: &str) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let mut files = BTreeMap::new();
        let mut open = vec![self.path(path)];
        while let Some(path) = open.pop() {
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".theo-doi")) {
                continue;
            }
            if path.is_dir() {
                open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            } else {
                let changed = fs::metadata(&path).unwrap().modified().unwrap();
                files.insert(path.clone(), (fs::read(path).unwrap(), changed));
            }
        }
        files
    }

    /// A workbook's sheet as calamine reads it: cells by address.
    pub(crate) fn cells(&self, path: &str, sheet: &str) -> Cells {
        let mut book = open_workbook_auto(self.path(path)).unwrap();
        let range = book.worksheet_range(sheet).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let used = range.used_cells();
        Cells(
            used.map(|(row, col, value)| ((row as u32 + top + 1, col as u32 + left), value.clone()))
                .collect(),
        )
    }

    /// Writes a copy of the sample's indicator sheet with some cells of column D replaced.
    pub(crate) fn correct_indicators(&self, corrections: &[(&str, Data)]) {
        let mut cells = self.cells(&format!("bc/{INDICATORS}"), "Chi tieu").0;
        for (address, value) in corrections {
            let at = CellAt::parse(address).unwrap();
            cells.insert((at.row, u32::from(at.col.0)), value.clone());
        }
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Chi tieu").unwrap();
        for ((row, col), value) in cells {
            let (row, col) = (row - 1, u16::try_from(col).unwrap());
            match value {
                Data::String(text) => sheet.write(row, col, text).unwrap(),
                Data::Float(number) => sheet.write(row, col, number).unwrap(),
                Data::Int(number) => sheet.write(row, col, number as f64).unwrap(),
                Data::DateTime(time) => sheet.write_with_format(row, col, time.as_f64(), &day).unwrap(),
                other => panic!("{other:?} is not expected in an indicator sheet"),
            };
        }
        self.write(&format!("bc/{INDICATORS}"), book.save_to_buffer().unwrap());
    }
}

/// Cells by row (1-based) and column (0-based).
pub(crate) struct Cells(pub(crate) BTreeMap<(u32, u32), Data>);

impl Cells {
    /// The cell at an address.
    pub(crate) fn at(&self, address: &str) -> &Data {
        let at = CellAt::parse(address).unwrap();
        self.0.get(&(at.row, u32::from(at.col.0))).unwrap_or(&Data::Empty)
    }

    /// The first row whose cell in this column (a letter) begins with a text.
    pub(crate) fn row(&self, column: &str, text: &str) -> u32 {
        let col = u32::from(CellAt::parse(&format!("{column}1")).unwrap().col.0);
        let found = self.0.iter().find(|((_, c), value)| {
            *c == col && matches!(value, Data::String(value) if value.starts_with(text))
        });
        found.unwrap_or_else(|| panic!("«{text}» is not in column {column}")).0.0
    }

    /// The number in a cell.
    pub(crate) fn number(&self, address: &str) -> f64 {
        match self.at(address) {
            Data::Float(number) => *number,
            Data::Int(number) => *number as f64,
            other => panic!("{address} holds {other:?}"),
        }
    }

    /// The text of a cell; empty for an empty one.
    pub(crate) fn text(&self, address: &str) -> String {
        self.at(address).to_string()
    }

    /// How many rows hold anything, and the last of them.
    pub(crate) fn last_row(&self) -> u32 {
        let filled = self.0.iter().filter(|(_, value)| **value != Data::Empty);
        filled.map(|((row, _), _)| *row).max().unwrap_or(0)
    }
}

/// Paths as the tests write them: what people read has them as the system does.
pub(crate) fn slashes(text: &str) -> String {
    if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() }
}

/// The codes of the findings of one severity, sorted, with their cells.
pub(crate) fn codes(result: &Json, severity: &str) -> Vec<(String, String)> {
    let list = result["findings"].as_array().unwrap();
    let chosen = list.iter().filter(|finding| finding["severity"] == severity);
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let mut codes: Vec<_> = chosen.map(|finding| (text(&finding["code"]), text(&finding["cell"]))).collect();
    codes.sort();
    codes
}

/// A register with these cells, every value text.
pub(crate) fn sheet(name: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (row, cells) in (0_u32..).zip(rows) {
        for (col, text) in (0_u16..).zip(*cells) {
            if !text.is_empty() {
                sheet.write(row, col, *text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The parts of a package, by name.
pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

/// A part of a package that is text.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes).remove(name).unwrap()).unwrap()
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, fs::read(from).unwrap()).unwrap();
    }
}
