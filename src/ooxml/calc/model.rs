//! A workbook as the evaluator sees it: values by sheet, row and column, and the formulas among them.

use std::collections::BTreeMap;

use super::value::Scalar;

/// One cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// 1-based column.
    pub col: u16,
    /// Whether the filling wrote it, so that what depends on it must be computed anew.
    pub fresh: bool,
    /// Its value.
    pub value: Scalar,
}

/// The cells of a sheet, by row.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Whether some of its rows are hidden, by hand or by a filter.
    pub hides: bool,
    rows: Vec<(u32, Vec<Entry>)>,
}

impl Grid {
    /// Adds a row below all others; its entries must be ascending.
    pub fn push(&mut self, row: u32, entries: Vec<Entry>) {
        if !entries.is_empty() {
            self.rows.push((row, entries));
        }
    }

    /// The cells of a row.
    pub fn row(&self, row: u32) -> &[Entry] {
        self.rows
            .binary_search_by_key(&row, |(number, _)| *number)
            .map_or(&[], |at| self.rows[at].1.as_slice())
    }

    /// A cell that is not empty.
    pub fn get(&self, row: u32, col: u32) -> Option<&Entry> {
        let entries = self.row(row);
        entries.binary_search_by_key(&col, |entry| u32::from(entry.col)).ok().map(|at| &entries[at])
    }

    /// The rows that have cells among `first..=last`.
    pub fn rows(&self, first: u32, last: u32) -> &[(u32, Vec<Entry>)] {
        let from = self.rows.partition_point(|(row, _)| *row < first);
        let to = self.rows.partition_point(|(row, _)| *row <= last);
        &self.rows[from..to.max(from)]
    }

    /// The last row with a cell, 0 for none.
    pub fn last_row(&self) -> u32 {
        self.rows.last().map_or(0, |(row, _)| *row)
    }
}

/// The cells of a row whose columns are among `first..=last`.
pub fn among(entries: &[Entry], first: u32, last: u32) -> &[Entry] {
    let from = entries.partition_point(|entry| u32::from(entry.col) < first);
    let to = entries.partition_point(|entry| u32::from(entry.col) <= last);
    &entries[from..to.max(from)]
}

/// A formula and where it stands.
#[derive(Clone, Debug)]
pub struct FormulaCell {
    /// Index of its sheet.
    pub sheet: usize,
    /// 1-based row.
    pub row: u32,
    /// 1-based column.
    pub col: u32,
    /// Its text without `=`.
    pub text: Box<str>,
    /// Whether it is evaluated as an array formula of one cell.
    pub array: bool,
    /// Whether it cannot be evaluated at all (a what-if table, an array over several cells).
    pub opaque: bool,
    /// Rows and columns of an array formula that fills several cells; (1, 1) for all others.
    pub size: (u32, u32),
    /// Whether its references reach other cells than before, so that its result may have changed.
    pub changed: bool,
    /// The result stored in the template.
    pub cached: Scalar,
}

/// Everything the evaluator needs.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Sheet names in lower case, with their cells.
    pub sheets: Vec<(String, Grid)>,
    /// All formulas.
    pub formulas: Vec<FormulaCell>,
    /// Defined names in lower case, with the sheet they belong to, and what they mean.
    pub names: BTreeMap<(String, Option<usize>), String>,
    /// Whether dates count from 1904.
    pub date1904: bool,
}

impl Model {
    /// The index of a sheet by its name.
    pub fn sheet(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.sheets.iter().position(|(known, _)| *known == name)
    }

    /// What a defined name means on a sheet.
    pub fn name(&self, name: &str, sheet: usize) -> Option<&str> {
        let name = name.to_lowercase();
        let own = self.names.get(&(name.clone(), Some(sheet)));
        own.or_else(|| self.names.get(&(name, None))).map(String::as_str)
    }
}
