//! Numbers where headings are looked for: the row "(1) (2) (3)=(4)+(5) …" below a header, and dates.

use crate::model::sheet::{Row, Value};

/// The row "(1) (2) (3)=(4)+(5) …" below a header: numbers, letters or Roman numerals in every cell.
pub fn is_number_row(row: &Row) -> bool {
    row.cells.len() >= 2
        && row.cells.iter().all(|cell| match &cell.value {
            Value::Number(number) => (0.0..100.0).contains(number) && number.fract() == 0.0,
            Value::Text(text) => is_column_number(text),
            _ => false,
        })
}

pub(super) fn is_column_number(text: &str) -> bool {
    let text = text.trim();
    let label = text.split('=').next().unwrap_or(text).trim();
    let bare = label.trim_matches(|ch: char| "()[]{}.".contains(ch)).trim();
    if bare.is_empty() || bare.len() > 5 {
        return false;
    }
    let digits = bare.bytes().all(|byte| byte.is_ascii_digit()) && bare.len() <= 2;
    let letter = bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_alphabetic());
    let roman = bare.bytes().all(|byte| b"IVX".contains(&byte));
    digits || letter || roman
}

/// Whether a text holds something like a date or a case code: three groups of digits.
pub(super) fn looks_dated(text: &str) -> bool {
    let mut groups = 0;
    let mut inside = false;
    for byte in text.bytes() {
        let digit = byte.is_ascii_digit();
        groups += usize::from(digit && !inside);
        inside = digit;
    }
    groups >= 3
}
