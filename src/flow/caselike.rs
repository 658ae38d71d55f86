//! What looks like a case whatever the headings say: a case code of the national form, or two days in one row.
//!
//! In: rows of a sheet. Out: answers. Nothing is read as a case here; it serves to say which rows were not read.

use crate::{
    cells::{
        case_code::{self, CaseCode},
        date::{DayOrder, read_text},
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

/// Whether a row looks like a case: a case code beside a day or other cells, or two days among other cells.
pub(super) fn is_case(row: &Row) -> bool {
    let days = row.cells.iter().filter(|cell| is_day(&cell.value)).count();
    if code(row).is_some() {
        return days > 0 || row.cells.len() >= CELLS;
    }
    days >= 2 && row.cells.len() >= CELLS && !names_a_span(row)
}

/// "Từ ngày | 15/12/2022 | đến ngày | 14/03/2023" states a period, "Ngày lập: | 05/01/2023" says when a list was made.
fn names_a_span(row: &Row) -> bool {
    row.cells.iter().any(|cell| match &cell.value {
        Value::Text(text) if !is_day(&cell.value) => {
            let words = bare(text);
            text.trim_end().ends_with(':')
                || ["tu", "den"].contains(&words.as_str())
                || ["tu ngay", "den ngay", "ngay "].iter().any(|start| words.starts_with(start))
        }
        _ => false,
    })
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
            (&["1", "Cấp phép", "05/01/2023", "ngày 12 tháng 1 năm 2023"], true),
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
