//! What became of every file, sheet, row and case: the two equations of the ledger.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::Serialize;

use super::sheets::{Judged, first_header, known_columns};
use crate::{
    flow::{
        identify,
        lines::Identity,
        recognise::{Area, Book, Kind},
        rows::RowCounts,
        versions::Replaced,
    },
    model::{
        case::{Case, Fate},
        column::ColumnKind,
        place::Col,
        sheet::{Format, Sheet},
    },
};

/// How many cases met each fate: the ledger's second equation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fates {
    /// Feed a figure.
    pub counted: u64,
    /// Outside the period.
    pub outside_period: u64,
    /// New, not accepted.
    pub never_counted: u64,
    /// Repeats.
    pub duplicate: u64,
    /// Replaced by a later file.
    pub superseded: u64,
    /// Could not be placed.
    pub unplaced: u64,
}

impl Fates {
    fn add(&mut self, fate: Fate) {
        *match fate {
            Fate::Counted => &mut self.counted,
            Fate::OutsidePeriod => &mut self.outside_period,
            Fate::NeverCounted => &mut self.never_counted,
            Fate::Duplicate => &mut self.duplicate,
            Fate::Superseded => &mut self.superseded,
            Fate::Unplaced => &mut self.unplaced,
        } += 1;
    }

    fn join(&mut self, other: &Self) {
        self.counted += other.counted;
        self.outside_period += other.outside_period;
        self.never_counted += other.never_counted;
        self.duplicate += other.duplicate;
        self.superseded += other.superseded;
        self.unplaced += other.unplaced;
    }

    /// All cases.
    pub const fn sum(&self) -> u64 {
        self.counted
            + self.outside_period
            + self.never_counted
            + self.duplicate
            + self.superseded
            + self.unplaced
    }
}

/// What became of one file.
#[derive(Clone, Debug)]
pub struct FileResult {
    /// Path.
    pub path: Arc<str>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What it is.
    pub kind: Kind,
    /// Its unit; `None` for catalogue files, and for answers that came outside the senders' folders.
    pub unit: Option<Arc<str>>,
    /// The first-level folder of the inbox it came in; empty for the files beside them.
    pub folder: Arc<str>,
    /// Whether it is an error listing of ours that came back.
    pub is_listing: bool,
    /// The format of its content; `None` if it could not be read.
    pub format: Option<Format>,
    /// For a marked copy: the path of the file it was made from.
    pub marked_from: Option<String>,
    /// SHA-256 of the files whose rows it carries on: for a marked copy, those it was made from.
    pub carries: Vec<String>,
    /// Its marked copy below the folder of results, once it is made.
    pub returned: Option<String>,
    /// The file that replaces it.
    pub replaced_by: Option<Arc<str>>,
    /// The sheets of a register; empty for other files.
    pub sheets: Vec<SheetResult>,
}

impl FileResult {
    /// Whether a table of cases was found in it.
    pub fn has_register(&self) -> bool {
        self.sheets.iter().any(|sheet| !sheet.header_rows.is_empty())
    }
}

/// What became of one sheet of a register.
#[derive(Clone, Debug)]
pub struct SheetResult {
    /// Name.
    pub name: String,
    /// 1-based header rows; empty where no register table was found.
    pub header_rows: Vec<u32>,
    /// What the columns hold (of the first table).
    pub columns: Vec<(ColumnKind, Col)>,
    /// Its rows by class.
    pub rows: RowCounts,
    /// Its cases by fate.
    pub fates: Fates,
}

pub(super) fn ledger(
    books: &[Book],
    sheets: &[Judged<'_>],
    cases: &[Case],
    replaced: &Replaced,
) -> (Vec<FileResult>, RowCounts, Fates) {
    let mut fates: BTreeMap<(&str, usize), Fates> = BTreeMap::new();
    for case in cases {
        fates.entry((&case.origin.table.file, case.origin.table.sheet_index)).or_default().add(case.fate);
    }
    let (mut all_rows, mut all_fates) = (RowCounts::default(), Fates::default());
    for case in cases {
        all_fates.add(case.fate);
    }
    let mut files = Vec::new();
    for book in books {
        let mut results: Vec<SheetResult> = Vec::new();
        if book.holds_cases() {
            for (index, sheet) in book.sheets().iter().enumerate() {
                let judged =
                    sheets.iter().find(|judged| std::ptr::eq(judged.book, book) && judged.index == index);
                let rows = match judged {
                    Some(judged) => RowCounts::count(sheet.last_row(), &judged.verdicts),
                    None => unread(sheet),
                };
                all_rows.add(&rows);
                let fates = fates.get(&(&*book.input.path, index)).copied().unwrap_or_default();
                // Registers side by side are one sheet for whoever looks it up; each row counts once for each of them.
                if index > 0
                    && book.tabs[index] == book.tabs[index - 1]
                    && let Some(left) = results.last_mut()
                {
                    left.rows.add(&rows);
                    left.fates.join(&fates);
                    continue;
                }
                results.push(SheetResult {
                    name: sheet.name.clone(),
                    header_rows: judged.map(|judged| first_header(&judged.tables[0])).unwrap_or_default(),
                    columns: judged.map(|judged| known_columns(&judged.tables[0])).unwrap_or_default(),
                    rows,
                    fates,
                });
            }
        }
        let folder = identify::folder(book);
        let is_listing = book.identity.as_ref().is_some_and(|identity| identity.kind == Identity::LISTING);
        let in_inbox = book.input.area == Area::Inbox;
        files.push(FileResult {
            path: Arc::clone(&book.input.path),
            sha256: book.input.sha256.clone(),
            kind: book.kind,
            // An answer file is no sender.
            unit: (in_inbox && !(is_listing && folder.is_empty())).then(|| Arc::clone(&book.unit)),
            is_listing,
            folder: Arc::from(folder),
            format: book.input.content.as_ref().ok().map(|workbook| workbook.format),
            marked_from: book.marked_from().map(str::to_owned),
            carries: if book.marked_from().is_some() { book.carries().to_vec() } else { Vec::new() },
            returned: None,
            replaced_by: replaced.get(&book.input.path).cloned(),
            sheets: results,
        });
    }
    (files, all_rows, all_fates)
}

/// The units that are listed even where none of their cases counts: those of the settings, and senders of an empty register.
pub(super) fn listed(
    expected: &[Arc<str>],
    sheets: &[Judged<'_>],
    cases: &[Case],
    replaced: &Replaced,
) -> Vec<Arc<str>> {
    let filled: BTreeSet<&str> = cases.iter().map(|case| &*case.origin.table.file).collect();
    let is_empty = |path: &Arc<str>| !filled.contains(&**path) && !replaced.contains_key(path);
    let senders = sheets.iter().filter(|judged| is_empty(&judged.book.input.path));
    expected.iter().chain(senders.map(|judged| &judged.book.unit)).cloned().collect()
}

/// A sheet of a register file that holds no register: its rows are notes.
pub(super) fn unread(sheet: &Sheet) -> RowCounts {
    let (read, note) = (u64::from(sheet.last_row()), sheet.rows.len() as u64);
    RowCounts { read, note, blank: read - note, ..RowCounts::default() }
}

/// SHA-256 of the files whose answers were read.
pub(super) fn answered_by(books: &[Book]) -> Vec<String> {
    let answered = books.iter().filter(|book| book.kind == Kind::Corrections);
    let all: BTreeSet<String> = answered
        .flat_map(|book| std::iter::once(&book.input.sha256).chain(book.carries()).cloned())
        .collect();
    all.into_iter().collect()
}
