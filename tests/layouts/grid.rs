//! A sheet as the test lays it out: cells, merged areas, and what every row is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::words::serial;

/// A cell's value.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    Day(NaiveDate),
    /// Half past nine of that day.
    Moment(NaiveDate),
}

impl Cell {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// As a text file shows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.format("%d/%m/%Y").to_string(),
            Self::Moment(day) => day.format("%d/%m/%Y 09:30:00").to_string(),
        }
    }

    /// The number behind a date.
    pub(super) fn serial(&self) -> Option<f64> {
        match self {
            Self::Day(day) => Some(f64::from(serial(*day))),
            Self::Moment(day) => Some(f64::from(serial(*day)) + 9.5 / 24.0),
            _ => None,
        }
    }
}

/// What a row is, in the order of the ledger's keys after `read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Blank,
    Title,
    Header,
    Number,
    Group,
    Total,
    Footer,
    Note,
    Unclassified,
    Case,
}

/// First row, first column, last row, last column; rows 1-based, columns 0-based.
pub(super) type Merge = (u32, u16, u32, u16);

/// A sheet; rows 1-based, columns 0-based.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    pub(super) name: String,
    pub(super) cells: BTreeMap<(u32, u16), Cell>,
    pub(super) merges: Vec<Merge>,
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) is_hidden: bool,
    pub(super) classes: BTreeMap<u32, Class>,
}

impl Grid {
    pub(super) fn put(&mut self, row: u32, col: u16, cell: Cell) {
        self.cells.insert((row, col), cell);
    }

    /// Puts a text; an empty one leaves the cell empty.
    pub(super) fn put_text(&mut self, row: u32, col: u16, text: &str) {
        if !text.is_empty() {
            self.put(row, col, Cell::text(text));
        }
    }

    pub(super) fn class(&mut self, row: u32, class: Class) {
        self.classes.insert(row, class);
    }

    /// The last row and column with content.
    pub(super) fn size(&self) -> (u32, u16) {
        let last = |(row, col): (u32, u16), (other, at): &(u32, u16)| (row.max(*other), col.max(*at));
        self.cells.keys().fold((0, 0), last)
    }

    /// The area that begins here, and whether this cell is covered by one that begins elsewhere.
    pub(super) fn merge_at(&self, row: u32, col: u16) -> (Option<Merge>, bool) {
        let over = self.merges.iter().find(|(top, left, bottom, right)| {
            (*top..=*bottom).contains(&row) && (*left..=*right).contains(&col)
        });
        match over {
            Some(merge) if (merge.0, merge.1) == (row, col) => (Some(*merge), false),
            other => (None, other.is_some()),
        }
    }

    /// Takes over the cells of another grid; its rows stay what they are.
    pub(super) fn absorb(&mut self, other: Self) {
        self.cells.extend(other.cells);
        self.merges.extend(other.merges);
        self.hidden_rows.extend(other.hidden_rows);
    }

    /// The ledger: rows read, then by class in the order of [`Class`].
    pub(super) fn ledger(&self) -> [u64; 11] {
        let mut ledger = [0; 11];
        let (last, _) = self.size();
        ledger[0] = u64::from(last);
        for row in 1..=last {
            ledger[1 + self.classes.get(&row).copied().unwrap_or(Class::Blank) as usize] += 1;
        }
        ledger
    }
}
