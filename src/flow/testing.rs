//! Small tables for the tests of the stages.
#![allow(clippy::unwrap_used)]

use crate::model::{
    place::{Area, CellAt, Col},
    sheet::{Cell, Row, Sheet, Value},
};

/// A sheet of text cells; "" is blank, and a row of blanks is absent, as after reading.
pub(crate) fn sheet(rows: &[&[&'static str]]) -> Sheet {
    let rows = rows
        .iter()
        .enumerate()
        .map(|(at, cells)| Row {
            number: at as u32 + 1,
            cells: cells
                .iter()
                .enumerate()
                .filter(|(_, text)| !text.trim().is_empty())
                .map(|(col, text)| Cell { col: Col(col as u16), value: Value::Text((*text).to_owned()) })
                .collect(),
        })
        .filter(|row: &Row| !row.cells.is_empty())
        .collect();
    Sheet { name: "Sheet1".to_owned(), rows, ..Sheet::default() }
}

/// A merged area such as `D2:F2`.
pub(crate) fn merge(text: &str) -> Area {
    let (first, last) = text.split_once(':').unwrap();
    Area { first: CellAt::parse(first).unwrap(), last: CellAt::parse(last).unwrap() }
}
