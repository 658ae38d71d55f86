//! What looks like a case whatever the headings say: a case code of the national form, or two days in one row.
//!
//! In: rows of a sheet. Out: answers. Nothing is read as a case here; it serves to say which rows were not read.

use crate::{
    cells::{
        case_code::{self, CaseCode},
        date::{DayOrder, read_text},
        procedure_code,
        text::bare,
    },
    model::sheet::{Row, Value},
};

/// So many filled cells make a row of a table.
const CELLS: usize = 4;

/// The first case code of the national form in a row, in the spelling that codes are compared by.
pub(super) fn code(row: &Row) -> Option<String> {
    row.cells.iter().find_map(|cell| match &cell.value {
        Value::Text(text) => match case_code::read(text) {
            CaseCode::Good { code, .. } => Some(code),
            _ => None,
        },
        _ => None,
    })
}

/// Whether a cell holds a day. Plain numbers are none: fees and serial numbers of dates look alike.
pub(super) fn is_day(value: &Value) -> bool {
    match value {
        Value::Date(_) => true,
        Value::Text(text) => {
            let is_written = |text: &str| {
                text.chars().filter(|ch| matches!(ch, '/' | '-' | '.')).count() >= 2
                    || bare(text).contains("thang")
            };
            text.len() <= 60 && is_written(text) && read_text(text).date(DayOrder::DayFirst).is_some()
        }
        _ => false,
    }
}

/// Whether a row looks like a case: a case code beside a day or other cells, or a procedure code and two days. Days alone
/// are not enough: duty plans, staff lists and summaries have them, too.
pub(super) fn is_case(row: &Row) -> bool {
    let days = row.cells.iter().filter(|cell| is_day(&cell.value)).count();
    if code(row).is_some() {
        return days > 0 || row.cells.len() >= CELLS;
    }
    days >= 2 && row.cells.len() >= CELLS && row.cells.iter().any(|cell| is_procedure(&cell.value))
}

fn is_procedure(value: &Value) -> bool {
    matches!(value, Value::Text(text) if !is_day(value) && procedure_code::read(text).code().is_some())
}

/// Whether a row is a heading: words in most of at least three cells, neither codes nor days.
pub(super) fn is_heading(row: &Row) -> bool {
    let words = row.cells.iter().filter(|cell| {
        matches!(&cell.value, Value::Text(text) if text.chars().filter(|ch| ch.is_alphabetic()).count() >= 2)
            && !is_day(&cell.value)
    });
    row.cells.len() >= 3
        && code(row).is_none()
        && words.count() * 2 > row.cells.len()
        && !row.cells.iter().any(|cell| is_day(&cell.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::testing::sheet;

    #[test]
    fn a_code_or_two_days_make_a_case_and_a_period_none() {
        let rows: &[(&[&'static str], bool)] = &[
            (&["1", "H14.08-230105-0001", "05/01/2023"], true),
            (&["1", "H14.08-230105-0001", "Cấp phép", "Trực tuyến"], true),
            (&["H14.08-230105-0001", "đã chuyển"], false),
            (&["1", "9.001740", "05/01/2023", "ngày 12 tháng 1 năm 2023"], true),
            (&["1", "Trực ban", "05/01/2023", "12/01/2023"], false),
            (&["Cấp phép", "05/01/2023", "12/01/2023"], false),
            (&["1", "Cấp phép", "05/01/2023", "45000"], false),
            (&["1", "9.900004", "0900000001", "1.002.003"], false),
            (&["Từ ngày", "15/12/2022", "đến ngày", "14/03/2023"], false),
            (&["Ngày lập", "05/01/2023", "Ngày in", "06/01/2023"], false),
            (&["Lập:", "05/01/2023", "In:", "06/01/2023"], false),
        ];
        for (cells, is) in rows {
            assert_eq!(is_case(&sheet(&[cells]).rows[0]), *is, "{cells:?}");
        }
    }
}
