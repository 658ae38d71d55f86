//! A workbook as it was read: absolute positions, typed cells, nothing interpreted yet.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::place::{Area, CellAt, Col};
use crate::cells::legacy::Legacy;

/// What the content of a file really is, whatever its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// .xlsx
    Xlsx,
    /// .xlsm, a workbook with macros (never run)
    Xlsm,
    /// .xlsb
    Xlsb,
    /// .xls, BIFF5 or BIFF8
    Xls,
    /// .ods
    Ods,
    /// .csv, .tsv or other separated text
    Delimited,
    /// An HTML table, usually saved as .xls
    Html,
    /// "XML Spreadsheet 2003", .xml or saved as .xls
    Xml2003,
}

impl Format {
    /// Whether it is a package whose parts can be changed one by one: .xlsx, .xlsm.
    pub const fn is_package(self) -> bool {
        matches!(self, Self::Xlsx | Self::Xlsm)
    }

    /// The name people know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "Excel (.xlsx)",
            Self::Xlsm => "Excel (.xlsm)",
            Self::Xlsb => "Excel (.xlsb)",
            Self::Xls => "Excel 97-2003 (.xls)",
            Self::Ods => "OpenDocument (.ods)",
            Self::Delimited => "CSV",
            Self::Html => "HTML",
            Self::Xml2003 => "XML Spreadsheet 2003",
        }
    }
}

/// A workbook after reading.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// What the content is.
    pub format: Format,
    /// All worksheets in the order of the tabs, hidden ones included.
    pub sheets: Vec<Sheet>,
    /// Things worth telling about the file as a whole.
    pub notes: Vec<ReadNote>,
}

/// Something worth telling about a file that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadNote {
    /// The extension promises another format than the content has (TP003).
    WrongExtension {
        /// The extension without its dot, lower case.
        extension: String,
    },
    /// The workbook counts its dates from 1904 (CT017); they were converted.
    Date1904,
    /// Cells take their value from another workbook (TP006); only the stored value was read.
    ExternalLinks {
        /// How many cells.
        cells: usize,
        /// The first other workbook named.
        target: String,
    },
    /// The file carries a digital signature (TP008).
    Signed,
    /// A text file without BOM that is not UTF-8 was read in this encoding.
    LegacyEncoding {
        /// The encoding's name.
        encoding: &'static str,
    },
    /// A sheet of another kind (chart, macro, dialog) was passed over.
    SheetSkipped {
        /// Its name.
        name: String,
    },
    /// A worksheet could not be read while the others could: nothing of it was taken.
    SheetUnreadable {
        /// Its name.
        name: String,
        /// What went wrong, in English.
        detail: String,
    },
}

/// One worksheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The tab's name.
    pub name: String,
    /// Hidden or very hidden.
    pub hidden: bool,
    /// The rows that hold at least one cell that is not blank, by ascending number.
    pub rows: Vec<Row>,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// Hidden or filtered rows among those with content, 1-based.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub hidden_columns: BTreeSet<Col>,
    /// Texts whose font names an encoding from before Unicode, where the format tells fonts (.xlsx, .xls).
    pub legacy_fonts: Vec<FontRun>,
}

/// Text cells of one column, one right below the other, in fonts of one encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FontRun {
    /// The column.
    pub col: Col,
    /// First and last row, 1-based.
    pub rows: (u32, u32),
    /// What the fonts' names stand for.
    pub encoding: Legacy,
}

/// One row with content.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// 1-based number in the sheet.
    pub number: u32,
    /// Cells that are not blank, by ascending column.
    pub cells: Vec<Cell>,
}

/// One cell that is not blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its column.
    pub col: Col,
    /// Its value; never an empty or all-white text.
    pub value: Value,
}

/// A cell's value as stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text as stored, not trimmed, not normalised.
    Text(String),
    /// A number that is not formatted as a date; always finite.
    Number(f64),
    /// A number formatted as a date, or an ISO date of .ods; its time of day is dropped.
    Date(NaiveDate),
    /// TRUE or FALSE.
    Bool(bool),
    /// A formula error such as `#N/A`.
    Error(String),
    /// A formula whose result was never stored.
    NoResult,
}

impl Sheet {
    /// The last row with content, 1-based; 0 for an empty sheet.
    pub fn last_row(&self) -> u32 {
        self.rows.last().map_or(0, |row| row.number)
    }

    /// Cuts off the columns from `col` on, with what belongs to them; both parts keep the name and the hidden rows. A merged
    /// area stays with its first cell.
    #[must_use]
    pub fn split_off(&mut self, col: Col) -> Self {
        let mut right = Self {
            name: self.name.clone(),
            hidden: self.hidden,
            hidden_rows: self.hidden_rows.clone(),
            hidden_columns: self.hidden_columns.split_off(&col),
            ..Self::default()
        };
        for row in &mut self.rows {
            let at = row.cells.partition_point(|cell| cell.col < col);
            let cells = row.cells.split_off(at);
            if !cells.is_empty() {
                right.rows.push(Row { number: row.number, cells });
            }
        }
        self.rows.retain(|row| !row.cells.is_empty());
        right.merges = self.merges.extract_if(.., |area| area.first.col >= col).collect();
        right.legacy_fonts = self.legacy_fonts.extract_if(.., |run| run.col >= col).collect();
        right
    }

    /// The merged area that covers `cell`, if any.
    pub fn merge_at(&self, cell: CellAt) -> Option<Area> {
        self.merges.iter().copied().find(|area| area.contains(cell))
    }
}

impl Row {
    /// The value in `col`, if the cell is not blank.
    pub fn value(&self, col: Col) -> Option<&Value> {
        self.cells.binary_search_by_key(&col, |cell| cell.col).ok().map(|at| &self.cells[at].value)
    }
}

impl Value {
    /// The value as a person reads it in the cell: dates as dd/mm/yyyy, numbers without exponent or trailing zeros.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number_text(*number),
            Self::Date(date) => date.format("%d/%m/%Y").to_string(),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
            Self::Error(error) => error.clone(),
            Self::NoResult => String::new(),
        }
    }
}

/// A number as text without exponent: `1.00174`, `44931`, `2711000036943`. Rust's own `Display` for `f64` is the
/// shortest text that reads back to the same number.
pub fn number_text(number: f64) -> String {
    format!("{number}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_sheet_cut_in_two_loses_no_cell_and_no_merge() {
        let cell = |col| Cell { col: Col(col), value: Value::Bool(true) };
        let at = |row, col| CellAt { row, col: Col(col) };
        let rows = vec![
            Row { number: 1, cells: vec![cell(0), cell(5)] },
            Row { number: 2, cells: vec![cell(1)] },
            Row { number: 4, cells: vec![cell(3)] },
        ];
        let merges = vec![Area { first: at(1, 0), last: at(1, 4) }, Area { first: at(4, 3), last: at(5, 3) }];
        let mut left = Sheet { rows, merges, hidden_rows: BTreeSet::from([4]), ..Sheet::default() };
        left.hidden_columns = BTreeSet::from([Col(1), Col(3)]);
        let right = left.split_off(Col(3));
        let places = |sheet: &Sheet| -> Vec<(u32, u16)> {
            sheet.rows.iter().flat_map(|row| row.cells.iter().map(|cell| (row.number, cell.col.0))).collect()
        };
        assert_eq!(places(&left), [(1, 0), (2, 1)]);
        assert_eq!(places(&right), [(1, 5), (4, 3)]);
        assert_eq!((left.last_row(), right.last_row()), (2, 4));
        assert_eq!((left.merges.len(), right.merges.len()), (1, 1));
        assert_eq!(right.hidden_columns, BTreeSet::from([Col(3)]));
        assert_eq!(right.hidden_rows, BTreeSet::from([4]));
    }

    #[test]
    fn numbers_are_shown_without_exponent() {
        assert_eq!(number_text(1.00174), "1.00174");
        assert_eq!(number_text(1e15), "1000000000000000");
        assert_eq!(number_text(44931.0), "44931");
    }
}
