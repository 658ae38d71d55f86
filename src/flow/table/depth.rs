//! How many rows a header takes.
//!
//! In: the grid of a sheet and the row a header may begin in. Out: which rows below can belong to it. What the headings mean
//! is not known here.

use super::{
    Column, Found, Grid, LONGEST_HEADING,
    numbers::{is_column_number, is_number_row, looks_dated},
};
use crate::model::{place::Col, sheet::Value};

impl Grid<'_> {
    /// Whether the row only repeats in other words what the columns above it are: "Nhận hồ sơ | Hẹn trả" over "Ngày | Ngày".
    pub(super) fn is_continued(&self, at: usize, above: &Found, columns: &[Column]) -> bool {
        let row = &self.rows[at];
        let meaning = |columns: &[Column], col: Col| {
            columns.iter().find(|column| column.col == col).and_then(|column| column.meaning.clone())
        };
        row.cells.len() >= 2
            && !above.header_rows.contains(&row.number)
            && row.cells.iter().all(|cell| {
                let now = meaning(columns, cell.col);
                now.is_some() && now == meaning(&above.columns, cell.col)
            })
    }

    /// How many rows the tallest heading that begins in this row reaches over.
    fn tallest(&self, row: u32) -> u32 {
        let areas = self.merges.get(&row).into_iter().flatten().map(|index| self.sheet.merges[*index]);
        areas
            .filter(|area| area.first.row == row && self.text(row, area.first.col).is_some())
            .map(|area| area.last.row - row + 1)
            .max()
            .unwrap_or(1)
    }

    /// How deep the header from `at` is at least: a row of texts below belongs to it where one of its headings is merged
    /// down over it, or one of them stands under a parent that reaches over it, merged or with a blank cell ("Hình thức tiếp
    /// nhận" over "Trực tuyến | Trực tiếp").
    pub(super) fn children(&self, at: usize, deepest: usize) -> usize {
        let tallest = self.rows.get(at).map_or(1, |row| self.tallest(row.number));
        let mut depth = 1;
        while depth < deepest && (depth as u32) < tallest && self.is_block(at, depth + 1) {
            depth += 1;
        }
        while depth < deepest && self.is_block(at, depth + 1) {
            let (above, below) = (&self.rows[at + depth - 1], &self.rows[at + depth]);
            let has_text_above = above.cells.iter().any(|cell| below.value(cell.col).is_some());
            let is_child = |col: Col| {
                self.text(above.number, col).is_none()
                    && (self.spread_text(above.number, below.number, col).is_some()
                        || self.merged_text(above.number, col).is_some())
            };
            // "I | Đo lường" is the first group row.
            let numbered = below
                .cells
                .iter()
                .any(|cell| matches!(&cell.value, Value::Text(text) if is_column_number(text)));
            if below.cells.len() < 2
                || numbered
                || !has_text_above
                || !below.cells.iter().any(|cell| is_child(cell.col))
            {
                break;
            }
            depth += 1;
        }
        depth
    }

    /// Whether the rows from `at` can form one header of this depth.
    pub(super) fn is_block(&self, at: usize, depth: usize) -> bool {
        let Some(block) = self.rows.get(at..at + depth) else { return false };
        block.windows(2).all(|pair| pair[1].number == pair[0].number + 1)
            && (depth == 1 || self.may_continue_header(at + depth - 1))
    }

    /// A lower header row may hold a single text and words with digits ("Mức độ 4"), but no dates and no plain numbers.
    fn may_continue_header(&self, at: usize) -> bool {
        let row = &self.rows[at];
        !is_number_row(row)
            && row.cells.iter().all(|cell| {
                matches!(&cell.value, Value::Text(text) if text.len() <= LONGEST_HEADING * 3
                    && text.chars().any(char::is_alphabetic)
                    && !looks_dated(text))
            })
    }
}
