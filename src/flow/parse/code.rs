//! The case code of a row: read, or reported with what is wrong about it.

use chrono::NaiveDate;

use super::Reader;
use crate::{
    cells::case_code::{self, CaseCode},
    flow::register::CaseRow,
    model::{
        case::Entry,
        column::ColumnKind,
        finding::{Finding, Severity},
        sheet::Value,
    },
    rules,
    text::visible,
};

impl Reader<'_> {
    pub(super) fn case_code(&mut self, row: &CaseRow<'_, '_>) -> (Entry<String>, bool, Option<NaiveDate>) {
        const COLUMN: ColumnKind = ColumnKind::CaseCode;
        if row.register.table.column(COLUMN).is_none() {
            return (Entry::NoColumn, false, None);
        }
        let raw = match row.value(COLUMN) {
            None => return (Entry::Blank, false, None),
            Some(Value::Error(_) | Value::NoResult) => {
                self.formula_fault(row, COLUMN);
                return (Entry::Unreadable, false, None);
            }
            Some(value) => value.clone(),
        };
        let text = match &raw {
            Value::Text(text) => text.clone(),
            other => other.shown(),
        };
        match case_code::read(&text) {
            CaseCode::Blank => (Entry::Blank, false, None),
            CaseCode::Good { code, received, changed } => {
                if received.is_none() {
                    // YYMMDD is no day of the calendar: a slip, though the code may still identify the case.
                    self.report(row, rules::DG002, COLUMN, &visible(&text), |finding| {
                        impossible_day(finding.with("v", visible(&text)), &code)
                    });
                } else if changed {
                    self.tidied(row, COLUMN);
                }
                (Entry::Value(code), false, received)
            }
            // "Không", "chưa có", "x": words that say there is no code would make one case of all such rows.
            CaseCode::Plain { text } if !text.chars().any(char::is_numeric) => {
                self.report(row, rules::DG002, COLUMN, &text, |finding| {
                    wrong_shape(finding.with("v", text.clone())).as_severity(Severity::Warning)
                });
                (Entry::Blank, false, None)
            }
            CaseCode::Plain { text } => (Entry::Value(text.to_uppercase()), true, None),
            CaseCode::Odd { text, suggestion } => {
                self.report(row, rules::DG002, COLUMN, &visible(&text), |finding| {
                    wrong_shape(finding.with("v", visible(&text))).suggest(suggestion)
                });
                (Entry::Value(text.to_uppercase()), false, None)
            }
        }
    }
}

fn wrong_shape(finding: Finding) -> Finding {
    let (vi, en) = ("không đúng dạng H14.08-YYMMDD-NNNN", "doesn't have the form H14.08-YYMMDD-NNNN");
    finding.with_words("fault", vi, en)
}

/// The shape is right and the day inside it is in no calendar.
fn impossible_day(finding: Finding, code: &str) -> Finding {
    let digits = code.split('-').nth(1).unwrap_or_default();
    let day = match (digits.get(..2), digits.get(2..4), digits.get(4..)) {
        (Some(year), Some(month), Some(day)) => format!("{day}/{month}/20{year}"),
        _ => digits.to_owned(),
    };
    finding.with_words(
        "fault",
        format!("đúng dạng nhưng ghi ngày {day} (phần {digits}), không có trong lịch"),
        format!("has the right form, but its day {day} (the part {digits}) is in no calendar"),
    )
}
