//! A register table on a sheet with its judged rows: the view that the parsing stages share.

use std::{collections::BTreeMap, sync::Arc};

use super::rows::{RowClass, Verdict};
use crate::model::{
    case::Table,
    column::ColumnKind,
    place::{Area, CellAt, Col},
    sheet::{Row, Sheet, Value},
};

/// One table of one register sheet.
#[derive(Clone, Debug)]
pub struct Register<'a> {
    /// Where it is and what its columns hold.
    pub table: Arc<Table>,
    /// Who sent it: the first-level folder, or the file.
    pub sender: Arc<str>,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Which of the sheet's tables this is.
    pub index: usize,
    /// Its workbook counts the days from 1904, so plain numbers in date columns do too.
    pub date1904: bool,
    /// The verdicts on all rows of the sheet.
    pub verdicts: &'a [Verdict],
    /// Values of merged cells, for the rows below the first: (row, column) → row of the value.
    merged: BTreeMap<(u32, Col), u32>,
    /// Merged areas that reach over several cases in a known column.
    pub merges: Vec<Merge>,
}

/// A merged area that reaches over several cases.
#[derive(Clone, Copy, Debug)]
pub struct Merge {
    /// What its column holds.
    pub kind: ColumnKind,
    /// The area.
    pub area: Area,
    /// How many cases it reaches over.
    pub cases: usize,
}

/// One case row of a register.
#[derive(Clone, Copy, Debug)]
pub struct CaseRow<'r, 'a> {
    /// Its register.
    pub register: &'r Register<'a>,
    /// The verdict on it.
    pub verdict: &'a Verdict,
    row: &'a Row,
}

impl<'a> Register<'a> {
    /// Joins a table with its sheet and verdicts.
    pub fn new(
        table: Arc<Table>,
        sender: Arc<str>,
        sheet: &'a Sheet,
        index: usize,
        verdicts: &'a [Verdict],
    ) -> Self {
        let last_header = table.header_rows.last().copied().unwrap_or(0);
        let mut inherited = BTreeMap::new();
        let mut merges = Vec::new();
        let mut areas: Vec<(ColumnKind, Area)> = sheet
            .merges
            .iter()
            .filter(|area| area.last.row > area.first.row && area.first.row > last_header)
            .filter_map(|area| {
                let (kind, _) = table.columns.iter().find(|(_, col)| *col == area.first.col)?;
                Some((*kind, *area))
            })
            .collect();
        areas.sort_by_key(|(kind, area)| (*kind, area.first.row));
        let mut reached: Option<(ColumnKind, u32)> = None;
        for (kind, area) in areas {
            // Areas never overlap in a sound workbook; in another one they may cost no more than the rows there are.
            if reached.is_some_and(|(column, row)| column == kind && area.first.row <= row) {
                continue;
            }
            reached = Some((kind, area.last.row));
            let from = sheet.rows.partition_point(|row| row.number < area.first.row);
            let to = sheet.rows.partition_point(|row| row.number <= area.last.row);
            let rows: Vec<u32> = sheet.rows[from..to]
                .iter()
                .zip(&verdicts[from..to])
                .filter(|(_, verdict)| verdict.class == RowClass::Case && verdict.table == index)
                .map(|(row, _)| row.number)
                .collect();
            if rows.len() < 2 {
                continue;
            }
            merges.push(Merge { kind, area, cases: rows.len() });
            inherited.extend(
                rows.into_iter()
                    .filter(|row| *row > area.first.row)
                    .map(|row| ((row, area.first.col), area.first.row)),
            );
        }
        Self { table, sender, sheet, index, date1904: false, verdicts, merged: inherited, merges }
    }

    /// Says whether its workbook counts the days from 1904.
    #[must_use]
    pub fn with_date1904(mut self, date1904: bool) -> Self {
        self.date1904 = date1904;
        self
    }

    /// The value in a cell of a case; `None` where the row (1-based) is no case of this table, or the cell is blank.
    pub fn case_value(&self, row: u32, col: Col) -> Option<&'a Value> {
        let at = self.sheet.rows.binary_search_by_key(&row, |row| row.number).ok()?;
        let verdict = &self.verdicts[at];
        let is_own = verdict.class == RowClass::Case && verdict.table == self.index;
        self.sheet.rows[at].value(col).filter(|_| is_own)
    }

    /// Its case rows from top to bottom.
    pub fn cases(&self) -> impl Iterator<Item = CaseRow<'_, 'a>> {
        // `verdicts` holds one entry for each row with content, in the same order.
        self.sheet
            .rows
            .iter()
            .zip(self.verdicts)
            .filter(|(_, verdict)| verdict.class == RowClass::Case && verdict.table == self.index)
            .map(|(row, verdict)| CaseRow { register: self, verdict, row })
    }
}

impl<'a> CaseRow<'_, 'a> {
    /// 1-based row number.
    pub fn number(&self) -> u32 {
        self.row.number
    }

    /// The value in a column by its place.
    pub fn at(&self, col: Col) -> Option<&'a Value> {
        self.row.value(col)
    }

    /// The value of a column, merged cells included; `None` where it is blank or the table has no such column.
    pub fn value(&self, kind: ColumnKind) -> Option<&'a Value> {
        let col = self.register.table.column(kind)?;
        self.row.value(col).or_else(|| {
            let from = self.register.merged.get(&(self.row.number, col))?;
            let at = self.register.sheet.rows.binary_search_by_key(from, |row| row.number).ok()?;
            self.register.sheet.rows[at].value(col)
        })
    }

    /// The cell of a column.
    pub fn cell(&self, kind: ColumnKind) -> Option<CellAt> {
        Some(CellAt { row: self.row.number, col: self.register.table.column(kind)? })
    }
}
