//! What a row shows by itself: which of the columns that make a case are filled, and what its words say.

use super::{
    super::table::Found,
    words::{is_note, is_signed, texts, total},
};
use crate::{
    cells::{
        case_code::{self, CaseCode},
        procedure_code,
    },
    model::sheet::{Row, Value},
};

/// What a row shows by itself, before its neighbours are considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Header(usize),
    Number,
    Numbered,
    Total(Option<u64>),
    Signature,
    Note,
    Text,
    Case,
}

impl Look {
    /// What a row below a header of `table` shows by itself.
    pub(super) fn of(row: &Row, table: &Found) -> Self {
        let seen = Seen::of(row, table);
        if seen.only_number {
            return Look::Numbered;
        }
        let texts = texts(row);
        if !seen.received && !seen.good_code {
            if let Some(stated) = total(row, &texts, table) {
                return Look::Total(stated);
            }
            if !seen.code && is_signed(&texts) {
                return Look::Signature;
            }
        }
        if seen.is_case() {
            return Look::Case;
        }
        if is_signed(&texts) {
            return Look::Signature;
        }
        if texts.first().is_some_and(|text| is_note(text)) {
            return Look::Note;
        }
        Look::Text
    }
}

/// Which of the columns that make a case are filled.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // one answer for each column that counts
pub(super) struct Seen {
    received: bool,
    code: bool,
    /// The code has the national form: only a case has one.
    good_code: bool,
    procedure: bool,
    dates: usize,
    others: usize,
    /// A running number stands in its column.
    numbered: bool,
    only_number: bool,
}

impl Seen {
    pub(super) fn of(row: &Row, table: &Found) -> Self {
        let mut seen = Self { only_number: true, ..Self::default() };
        for cell in &row.cells {
            let meaning = table
                .columns
                .binary_search_by_key(&cell.col, |column| column.col)
                .ok()
                .and_then(|index| table.columns[index].meaning.as_deref());
            let counts = matches!(&cell.value, Value::Number(_)) || is_digits(&cell.value);
            seen.numbered |= meaning == Some("sequence") && counts;
            seen.only_number &= meaning == Some("sequence") && counts;
            match meaning {
                Some("received_on") => {
                    seen.received = is_dateish(&cell.value);
                    // "không rõ" is no day, but it is an entry.
                    seen.others += usize::from(!seen.received);
                }
                Some("case_code") => {
                    seen.code = has_digit(&cell.value);
                    seen.good_code = matches!(&cell.value, Value::Text(text)
                        if matches!(case_code::read(text), CaseCode::Good { .. }));
                }
                Some("procedure_code") => {
                    seen.procedure |= has_digit(&cell.value);
                    seen.others += 1;
                }
                Some("procedure_name" | "content") => {
                    seen.procedure |= matches!(&cell.value, Value::Text(_));
                    seen.others += 1;
                }
                Some("due_on" | "finished_on" | "handed_over_on" | "submitted_on" | "extended_to") => {
                    seen.dates += usize::from(is_dateish(&cell.value));
                    seen.others += 1;
                }
                Some("sequence") | None => {}
                Some(_) => seen.others += 1,
            }
        }
        seen
    }

    pub(super) fn is_case(&self) -> bool {
        let parts = usize::from(self.received) + usize::from(self.code) + usize::from(self.dates > 0);
        (self.received && (self.code || self.procedure || self.others >= 1))
            || self.good_code
            || (self.code && (self.others >= 1 || parts >= 2))
            || (self.numbered && self.procedure && self.others >= 2)
            || (self.others >= 3 && (self.procedure || self.dates > 0))
            || (self.others >= 2 && self.procedure && self.dates > 0)
    }
}

/// Whether a text can be a name: letters, and no code of a procedure.
pub(super) fn is_wording(text: &str) -> bool {
    text.chars().filter(|ch| ch.is_alphabetic()).count() >= 2
        && !matches!(procedure_code::read(text), procedure_code::Read::Good { .. })
}

pub(super) fn is_digits(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().trim_end_matches('.').bytes().all(|byte| byte.is_ascii_digit()))
}

pub(super) fn has_digit(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.bytes().any(|byte| byte.is_ascii_digit()),
        Value::Number(_) => true,
        _ => false,
    }
}

/// Whether a cell of the receipt column speaks of a day, readable or not: an unreadable one still makes a case.
pub(super) fn is_dateish(value: &Value) -> bool {
    match value {
        Value::Date(_) | Value::Error(_) | Value::NoResult => true,
        Value::Number(number) => (20_000.0..80_000.0).contains(number) || *number > 1_000_000.0,
        // "2" or "123" in a total row is a sum, "31/02/2023" an unreadable date.
        Value::Text(text) => match text.trim().parse::<f64>() {
            Ok(number) => is_dateish(&Value::Number(number)),
            Err(_) => text.bytes().filter(u8::is_ascii_digit).count() >= 3,
        },
        Value::Bool(_) => false,
    }
}
