//! From which year the plain numbers of a register count the days.

use super::{DateText, DayOrder, Register, code_day, from_serial, read_text};
use crate::model::{column::ColumnKind, sheet::Value};

/// Whether plain numbers in the date columns of a register count the days from 1904: its workbook does so, and its case
/// codes, or the plain dates beside, do not say that the numbers came from another one.
pub(super) fn counts_from_1904(register: &Register<'_>) -> bool {
    const NEAR: i64 = 731;
    if !register.date1904 {
        return false;
    }
    let (mut new, mut old) = (0_usize, 0_usize);
    for row in register.cases() {
        let plain = |kind: ColumnKind| match row.value(kind)? {
            Value::Date(day) => Some(*day),
            Value::Text(text) => match read_text(text) {
                DateText::Serial { .. } => None,
                read => read.date(DayOrder::DayFirst),
            },
            _ => None,
        };
        let code = row.value(ColumnKind::CaseCode).and_then(code_day);
        let beside = || {
            row.register.table.columns.iter().find_map(|(kind, _)| plain(*kind).filter(|_| kind.is_date()))
        };
        let Some(code) = code.or_else(beside) else { continue };
        for (kind, _) in register.table.columns.iter().filter(|(kind, _)| kind.is_date()) {
            let serial = match row.value(*kind) {
                Some(Value::Number(number)) => *number,
                Some(Value::Text(text)) => match read_text(text) {
                    DateText::Serial { serial, .. } => serial,
                    _ => continue,
                },
                _ => continue,
            };
            let near = |from_1904: bool| {
                from_serial(serial, from_1904).is_some_and(|day| (day - code).num_days().abs() < NEAR)
            };
            new += usize::from(near(true));
            old += usize::from(near(false));
        }
    }
    old <= new
}
