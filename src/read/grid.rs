//! Cells in any order in, a [`Sheet`] out.

use std::collections::{BTreeMap, BTreeSet};

use crate::cells::legacy::Legacy;
use crate::model::place::{Area, CellAt, Col};
use crate::model::sheet::{Cell, FontRun, Row, Sheet, Value};

use super::MAX_ROWS;
use super::fault::{ReadFault, limit};

/// Collects the cells of one sheet. Blank texts are dropped.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Row>,
    /// Cells that came out of order; sorted in at the end.
    late: Vec<(CellAt, Value)>,
    /// Merged areas.
    pub(super) merges: Vec<Area>,
    /// Hidden rows: first and last, 1-based.
    pub(super) hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns: first and last, 0-based; may reach beyond the grid.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    legacy_fonts: Vec<FontRun>,
    /// The last of `legacy_fonts` in each column.
    open_fonts: BTreeMap<Col, usize>,
}

/// Whether a text shows nothing: empty, white space of any kind, or zero-width characters.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|ch| {
        ch.is_whitespace() || matches!(ch, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\0')
    })
}

/// The cell at a 1-based row and a 0-based column, if it lies on the grid.
pub(super) fn place(row: u64, col: u64) -> Result<CellAt, ReadFault> {
    ReadFault::check(limit::ROWS, row, u64::from(MAX_ROWS))?;
    ReadFault::check(limit::COLUMNS, col.saturating_add(1), u64::from(Col::LAST.0) + 1)?;
    Ok(CellAt { row: row as u32, col: Col(col as u16) })
}

impl Grid {
    /// Adds a cell.
    pub(super) fn push(&mut self, at: CellAt, value: Value) {
        if matches!(&value, Value::Text(text) if is_blank(text)) {
            return;
        }
        match self.rows.last_mut() {
            Some(row) if row.number == at.row && row.cells.last().is_some_and(|cell| cell.col < at.col) => {
                row.cells.push(Cell { col: at.col, value });
            }
            Some(row) if row.number >= at.row => self.late.push((at, value)),
            last => {
                // Rows of a table are alike: the last one's length saves most reallocations.
                let mut cells = Vec::with_capacity(last.map_or(8, |row| row.cells.len()));
                cells.push(Cell { col: at.col, value });
                self.rows.push(Row { number: at.row, cells });
            }
        }
    }

    /// Marks a 1-based row as hidden.
    pub(super) fn hide_row(&mut self, row: u32) {
        match self.hidden_rows.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => self.hidden_rows.push((row, row)),
        }
    }

    /// Marks a text as written in a font of an encoding from before Unicode.
    pub(super) fn font(&mut self, at: CellAt, encoding: Legacy) {
        if let Some(run) = self.open_fonts.get(&at.col).and_then(|index| self.legacy_fonts.get_mut(*index))
            && run.encoding == encoding
            && run.rows.1 + 1 == at.row
        {
            run.rows.1 = at.row;
            return;
        }
        self.open_fonts.insert(at.col, self.legacy_fonts.len());
        self.legacy_fonts.push(FontRun { col: at.col, rows: (at.row, at.row), encoding });
    }

    /// Adds a merged area if it is one: on the grid, corners in order, more than one cell.
    pub(super) fn merge(&mut self, first: CellAt, last: CellAt) {
        if first.row <= last.row && first.col <= last.col && first != last {
            self.merges.push(Area { first, last });
        }
    }

    /// The finished sheet.
    ///
    /// # Errors
    /// [`ReadFault::Unreliable`] if one cell was given twice.
    pub(super) fn finish(mut self, name: String, hidden: bool) -> Result<Sheet, ReadFault> {
        if !self.late.is_empty() {
            self.sort()?;
        }
        let mut hidden_rows = BTreeSet::new();
        self.hidden_rows.sort_unstable();
        let mut ranges = self.hidden_rows.iter().peekable();
        for row in &self.rows {
            while ranges.next_if(|(_, last)| *last < row.number).is_some() {}
            if ranges.peek().is_some_and(|(first, _)| *first <= row.number) {
                hidden_rows.insert(row.number);
            }
        }
        let used = self.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.col.0).max();
        let mut hidden_columns = BTreeSet::new();
        if let Some(used) = used {
            for (first, last) in self.hidden_columns {
                hidden_columns.extend((first..=last.min(u32::from(used))).map(|col| Col(col as u16)));
            }
        }
        let (rows, merges, mut legacy_fonts) = (self.rows, self.merges, self.legacy_fonts);
        legacy_fonts.sort_by_key(|run| (run.col, run.rows));
        Ok(Sheet { name, hidden, rows, merges, hidden_rows, hidden_columns, legacy_fonts })
    }

    fn sort(&mut self) -> Result<(), ReadFault> {
        let mut cells = std::mem::take(&mut self.late);
        for row in self.rows.drain(..) {
            let number = row.number;
            cells.extend(
                row.cells.into_iter().map(|cell| (CellAt { row: number, col: cell.col }, cell.value)),
            );
        }
        cells.sort_by_key(|(at, _)| *at);
        if let Some(pair) = cells.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(ReadFault::unreliable(format!("cell {} is there twice", pair[0].0)));
        }
        for (at, value) in cells {
            self.push(at, value);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(row: u32, col: u16) -> CellAt {
        CellAt { row, col: Col(col) }
    }

    #[test]
    fn cells_out_of_order_are_sorted_in() {
        let mut grid = Grid::default();
        for (row, col) in [(3, 1), (1, 2), (3, 0), (1, 0), (2, 5)] {
            grid.push(at(row, col), Value::Number(f64::from(row)));
        }
        let sheet = grid.finish("S".to_owned(), false).unwrap();
        let found: Vec<_> = sheet
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(|cell| cell.col.0).collect()))
            .collect();
        assert_eq!(found, [(1, vec![0, 2]), (2, vec![5]), (3, vec![0, 1])]);
    }

    #[test]
    fn one_cell_given_twice_is_refused() {
        let mut grid = Grid::default();
        grid.push(at(1, 0), Value::Bool(true));
        grid.push(at(1, 0), Value::Bool(false));
        assert!(matches!(grid.finish(String::new(), false), Err(ReadFault::Unreliable { .. })));
    }

    #[test]
    fn blanks_leave_no_cell_and_no_row() {
        let mut grid = Grid::default();
        for blank in ["", " \t\n", "\u{a0}", "\u{200b}\u{feff}"] {
            grid.push(at(1, 0), Value::Text(blank.to_owned()));
        }
        assert!(grid.finish(String::new(), false).unwrap().rows.is_empty());
    }

    #[test]
    fn only_hidden_rows_and_columns_with_content_are_kept() {
        let mut grid = Grid::default();
        for row in [2, 4, 9] {
            grid.push(at(row, 3), Value::Bool(true));
        }
        grid.hidden_rows = vec![(8, 1_048_576), (1, 2)];
        grid.hide_row(5);
        grid.hidden_columns = vec![(2, 70_000)];
        let sheet = grid.finish(String::new(), false).unwrap();
        assert_eq!(sheet.hidden_rows, BTreeSet::from([2, 9]));
        assert_eq!(sheet.hidden_columns, BTreeSet::from([Col(2), Col(3)]));
    }

    #[test]
    fn the_grid_ends_where_excel_s_ends() {
        assert_eq!(place(1_048_576, 16_383).unwrap(), at(1_048_576, 16_383));
        assert!(place(1_048_577, 0).is_err());
        assert!(place(1, 16_384).is_err());
    }
}
