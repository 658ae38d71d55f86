//! Tells the rows of one case apart: one code may stand on two rows, and an answer is for one of them.
//!
//! In: cases, books, what corrected cells held before. Out: the digest of a row, and which rows share their case with
//! another row of the sender. A digest is made of what the register says, not of what was corrected in memory, so that it
//! is the same in every pass; running number and case code are no part of it, so that inserted rows and a corrected code
//! leave it as it is.

use std::collections::BTreeMap;

use super::{folder, hash, row_key};
use crate::{
    cells::{
        date::{DayOrder, read_text},
        text::{clean, key},
    },
    flow::recognise::Book,
    model::{
        case::{Case, Fate},
        column::ColumnKind,
        finding::{Place, RowKey},
        sheet::Value,
    },
};

/// What cells held before answers were applied to them; `None` where they were blank.
pub type Originals = BTreeMap<Place, Option<Value>>;

/// The rows of all registers.
pub(super) struct Rows<'a> {
    books: BTreeMap<&'a str, &'a Book>,
    originals: &'a Originals,
    /// The rows whose case stands on another row of the sender, too, with their number among those that hold the same.
    repeated: BTreeMap<usize, RowKey>,
}

impl<'a> Rows<'a> {
    /// Finds the repeated rows. Rows of a replaced version repeat nothing.
    pub(super) fn new(cases: &'a [Case], books: &'a [Book], originals: &'a Originals) -> Self {
        let books: BTreeMap<&str, &Book> = books.iter().map(|book| (&*book.input.path, book)).collect();
        let mut rows = Self { books, originals, repeated: BTreeMap::new() };
        let mut same: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
        for (index, case) in cases.iter().enumerate().filter(|(_, case)| case.fate != Fate::Superseded) {
            let folder = rows.books.get(&*case.origin.table.file).map_or("", |book| folder(book));
            // By what people see: a number that starts again each month says no more than its like.
            let seen = case.code.value().map_or_else(|| row_key(case), |code| format!("c:{code}"));
            same.entry((folder, seen)).or_default().push(index);
        }
        for indexes in same.into_values().filter(|indexes| indexes.len() > 1) {
            let mut numbers: BTreeMap<(&str, u64), u32> = BTreeMap::new();
            for index in indexes {
                let case = &cases[index];
                let digest = rows.digest(case);
                let nth = numbers.entry((&case.origin.table.file, digest)).or_default();
                *nth += 1;
                rows.repeated.insert(index, RowKey { digest, nth: *nth });
            }
        }
        rows
    }

    /// What the row of a case is known by.
    pub(super) fn key(&self, index: usize, case: &Case) -> RowKey {
        let alone = || RowKey { digest: self.digest(case), nth: 0 };
        self.repeated.get(&index).copied().unwrap_or_else(alone)
    }

    fn digest(&self, case: &Case) -> u64 {
        let table = &case.origin.table;
        let sheet = self.books.get(&*table.file).and_then(|book| book.sheets().get(table.sheet_index));
        let Some(sheet) = sheet else { return 1 };
        let at = sheet.rows.binary_search_by_key(&case.origin.row, |row| row.number).ok();
        let ticks = table.ticks.iter().map(|(_, col)| (ColumnKind::Channel, *col));
        let mut parts = Vec::new();
        for (kind, col) in table.columns.iter().copied().chain(ticks) {
            if matches!(kind, ColumnKind::Sequence | ColumnKind::CaseCode) {
                continue;
            }
            let present = || at.and_then(|at| sheet.rows[at].value(col));
            let original = (!self.originals.is_empty())
                .then(|| Place {
                    row: Some(case.origin.row),
                    col: Some(col),
                    ..Place::sheet(&table.file, &table.sheet)
                })
                .and_then(|place| self.originals.get(&place));
            let value = original.map_or_else(present, Option::as_ref);
            let text = value.map(|value| written(value, kind)).unwrap_or_default();
            // A column that was added and left blank makes no other row.
            if !text.is_empty() {
                parts.extend([kind.name().to_owned(), text]);
            }
        }
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        // 0 stands for no row.
        hash(&parts).max(1)
    }
}

/// What a cell says, whichever file format it lies in.
fn written(value: &Value, kind: ColumnKind) -> String {
    match value {
        Value::Date(day) => day.to_string(),
        Value::Text(text) if kind.is_date() => {
            read_text(text).date(DayOrder::DayFirst).map_or_else(|| clean(text), |day| day.to_string())
        }
        Value::Text(text) => key(text),
        other => other.shown(),
    }
}
