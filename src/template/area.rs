//! Rectangles as attributes write them, and where they go when rows and columns move.

use super::outs::OutSheet;
use crate::model::place::Col;
use crate::ooxml::axis::{Axis, joined};
use crate::ooxml::formula::{Formula, Shape};

/// Most areas one rule may list; beyond it the rule covers the rows between, too.
pub const MAX_AREAS: usize = 1_000;

/// A rectangle; 1-based, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub cols: (u32, u32),
    /// How it is written.
    shape: Shape,
}

impl Area {
    /// Reads `A1`, `A1:B2`, `5:7` or `A:B`; `$` signs are allowed.
    pub fn parse(text: &str) -> Option<Self> {
        let formula = Formula::read(text);
        let [found] = formula.refs.as_slice() else { return None };
        if found.span != (0..text.len()) {
            return None;
        }
        let order = |a: u32, b: u32| (a.min(b), a.max(b));
        Some(Self {
            rows: order(found.first.row, found.last.row),
            cols: order(found.first.col, found.last.col),
            shape: found.shape,
        })
    }

    /// Whether it holds a cell.
    pub fn holds(&self, row: u32, col: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.cols.0..=self.cols.1).contains(&col)
    }

    /// The same kind of area elsewhere.
    #[must_use]
    pub fn with(self, rows: (u32, u32), cols: (u32, u32)) -> Self {
        let grown = self.shape == Shape::Cell && (rows.0 < rows.1 || cols.0 < cols.1);
        Self { rows, cols, shape: if grown { Shape::Range } else { self.shape } }
    }

    /// As written in attributes.
    pub fn show(&self) -> String {
        let letters = |col: u32| Col((col.saturating_sub(1)) as u16);
        match self.shape {
            Shape::Rows => format!("{}:{}", self.rows.0, self.rows.1),
            Shape::Cols => format!("{}:{}", letters(self.cols.0), letters(self.cols.1)),
            _ if self.rows.0 == self.rows.1 && self.cols.0 == self.cols.1 => {
                format!("{}{}", letters(self.cols.0), self.rows.0)
            }
            _ => format!("{}{}:{}{}", letters(self.cols.0), self.rows.0, letters(self.cols.1), self.rows.1),
        }
    }
}

/// Where an area goes: once for each pass of the block that holds it. With `touching`, neighbours are joined.
pub fn areas(out: &OutSheet, area: Area, touching: bool) -> Vec<Area> {
    let spans = |axis: &Axis, span: (u32, u32), whole: bool| {
        if whole || axis.is_identity() {
            return vec![span];
        }
        let found = axis.spans(span.0, span.1);
        if touching { joined(&found) } else { found }
    };
    let rows = spans(&out.rows.axis, area.rows, area.shape == Shape::Cols);
    let cols = spans(&out.cols.axis, area.cols, area.shape == Shape::Rows);
    let shape = |rows: (u32, u32), cols: (u32, u32)| match area.shape {
        Shape::Cell if rows.0 == rows.1 && cols.0 == cols.1 => Shape::Cell,
        Shape::Cell => Shape::Range,
        other => other,
    };
    rows.iter()
        .flat_map(|rows| {
            cols.iter().map(move |cols| Area { rows: *rows, cols: *cols, shape: shape(*rows, *cols) })
        })
        .collect()
}

/// A list of areas (`sqref`) after filling; `None` if nothing is left.
pub fn sqref(out: &OutSheet, list: &str) -> Option<String> {
    let mut all = Vec::new();
    for word in list.split_whitespace() {
        let Some(area) = Area::parse(word) else { return Some(list.to_owned()) };
        let found = areas(out, area, true);
        if found.len() > MAX_AREAS {
            let cover =
                |axis: &Axis, span: (u32, u32)| axis.cover(span.0, span.1, axis.window(None)).unwrap_or(span);
            let rows = cover(&out.rows.axis, area.rows);
            let cols = cover(&out.cols.axis, area.cols);
            all.push(Area { rows, cols, shape: Shape::Range }.show());
        } else {
            all.extend(found.iter().map(Area::show));
        }
    }
    (!all.is_empty()).then(|| all.join(" "))
}
