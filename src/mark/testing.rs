//! Lines and workbooks for the tests beside the code.
#![allow(clippy::unwrap_used)]

use crate::flow::lines::{Identity, Line};
use crate::model::{finding::Severity, place::CellAt};

/// A line about one cell of a sheet.
pub(super) fn line(sheet: &str, cell: &str, severity: Severity) -> Line {
    let at = CellAt::parse(cell);
    Line {
        key: format!("TTHC:{sheet}{cell}"),
        is_applied: false,
        severity,
        code: "DM001",
        case: "000.00.01.H14-230103-0001".to_owned(),
        file: "hop-thu/a/so.xlsx".into(),
        sheet: Some(sheet.into()),
        row: at.map(|at| at.row),
        cell: at,
        repeats: 1,
        message: "Mã “1.00174” không có trong danh mục.".to_owned(),
        value: "1.00174".to_owned(),
        suggestion: "1.001740".to_owned(),
        candidates: vec!["1.001740".to_owned(), "1.001741".to_owned()],
        agreed: false,
        right: String::new(),
        explanation: String::new(),
        figures: "(7), (9)".to_owned(),
    }
}

/// What a marked copy says of itself.
pub(super) fn identity() -> Identity {
    Identity {
        kind: "marked".to_owned(),
        path: "hop-thu/a/so.xlsx".to_owned(),
        unit: "a".to_owned(),
        carries: vec!["aa".to_owned()],
    }
}
