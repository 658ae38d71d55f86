//! From a finding to its case.
//!
//! In: cases in the order of files, sheets and rows. Out: the index of the case a finding stands at. Two tables side by
//! side have two cases on one row: the column decides between them, without one the case code.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{case::Case, finding::Finding};

/// The cases by where they stand.
#[derive(Debug)]
pub struct Cases<'c> {
    cases: &'c [Case],
    /// (file, sheet) → (row, index of the case), by row.
    sheets: BTreeMap<(&'c str, &'c str), Vec<(u32, usize)>>,
}

impl<'c> Cases<'c> {
    /// Indexes the cases.
    pub fn new(cases: &'c [Case]) -> Self {
        let mut sheets: BTreeMap<(&str, &str), Vec<(u32, usize)>> = BTreeMap::new();
        let mut index = 0;
        for run in cases.chunk_by(|one, other| Arc::ptr_eq(&one.origin.table, &other.origin.table)) {
            let table = &run[0].origin.table;
            let rows = sheets.entry((&table.file, &table.sheet)).or_default();
            rows.extend(run.iter().zip(index..).map(|(case, index)| (case.origin.row, index)));
            index += run.len();
        }
        for rows in sheets.values_mut() {
            rows.sort_unstable();
        }
        Self { cases, sheets }
    }

    /// The case that a finding stands at; `None` for headings, sums, whole sheets and files.
    pub fn of(&self, finding: &Finding) -> Option<usize> {
        let place = &finding.place;
        let (sheet, row) = (place.sheet.as_deref()?, place.row?);
        let rows = self.sheets.get(&(&*place.file, sheet))?;
        let from = rows.partition_point(|(number, _)| *number < row);
        let here = || rows[from..].iter().take_while(|(number, _)| *number == row).map(|(_, index)| *index);
        let in_column = |index: &usize| {
            let columns = || self.cases[*index].origin.table.columns.iter().map(|(_, col)| *col);
            let within =
                |col| columns().min().is_some_and(|first| first <= col) && columns().max() >= Some(col);
            place.col.is_some_and(within)
        };
        let named = |index: &usize| self.cases[*index].code.value() == finding.case.as_ref();
        here().find(in_column).or_else(|| here().find(named)).or_else(|| here().next())
    }
}
