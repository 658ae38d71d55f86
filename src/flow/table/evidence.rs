//! What the cells below a header say where its words leave a doubt: which of two columns of one meaning is used, and
//! whether "Thời gian giải quyết > Theo quy định" holds days of the calendar or numbers of days.
//!
//! Whether a column headed as the unit names people is asked here too.
//!
//! In: a table settled by its headings, the rows below. Out: the same table, corrected.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Found, How, People};
use crate::{
    cells::{
        case_code::{self, CaseCode},
        date::{DayOrder, from_serial, read_text},
        text::{bare, key},
    },
    flow::person::is_person,
    model::{
        place::Col,
        sheet::{Row, Value},
    },
};

/// So many rows below the header are looked at.
const TRIED: usize = 500;

/// Corrects the table by the rows below its header.
pub(super) fn weigh(found: &mut Found, below: &[Row]) {
    let below = &below[..below.len().min(TRIED)];
    durations(found, below);
    receipt(found, below);
    people(found, below);
}

/// "Đơn vị" above the names and numbers of applicants: no unit. Where nearly every row names another one, they are the
/// applicants.
fn people(found: &mut Found, below: &[Row]) {
    let Some(column) = found.column("unit") else { return };
    let (col, how) = (column.col, column.how);
    let texts: Vec<String> = below
        .iter()
        .filter_map(|row| row.value(col))
        .map(|value| key(&value.shown()))
        .filter(|text| !text.is_empty())
        .collect();
    let named = texts.iter().filter(|text| is_person(text)).count();
    if named * 2 <= texts.len() {
        return;
    }
    let distinct = texts.iter().collect::<BTreeSet<_>>().len();
    let is_applicant = !found.has("applicant") && distinct * 2 > texts.len();
    found.people = Some(People { col, named, filled: texts.len() });
    set(found, col, is_applicant.then_some("applicant"), how.filter(|_| is_applicant));
}

/// Of several receipt columns the one that agrees with the days inside the most case codes is used, whatever the rank of
/// its words.
fn receipt(found: &mut Found, below: &[Row]) {
    const MEANING: &str = "received_on";
    let Some(code) = found.column("case_code").map(|column| column.col) else { return };
    let Some(kept) = found.column(MEANING).map(|column| column.col) else { return };
    let others: Vec<Col> =
        found.rivals.iter().filter(|rival| rival.meaning == MEANING).map(|rival| rival.other).collect();
    if others.is_empty() {
        return;
    }
    let agreeing = |col: Col| {
        below
            .iter()
            .filter(|row| {
                row.value(code)
                    .and_then(code_day)
                    .is_some_and(|day| row.value(col).and_then(date) == Some(day))
            })
            .count()
    };
    let (mut best, mut most) = (kept, agreeing(kept));
    for other in others {
        let agree = agreeing(other);
        if agree > most {
            (best, most) = (other, agree);
        }
    }
    if best != kept {
        let how = found.columns.iter().find(|column| column.col == kept).and_then(|column| column.how);
        set(found, kept, None, None);
        set(found, best, Some(MEANING), how);
    }
    for rival in found.rivals.iter_mut().filter(|rival| rival.meaning == MEANING) {
        rival.kept = best;
        if rival.other == best {
            rival.other = kept;
        }
        rival.agreeing = Some(most).filter(|most| *most > agreeing(rival.other));
    }
}

fn set(found: &mut Found, col: Col, meaning: Option<&str>, how: Option<How>) {
    if let Some(column) = found.columns.iter_mut().find(|column| column.col == col) {
        column.meaning = meaning.map(str::to_owned);
        column.how = how;
    }
}

/// "Theo quy định | Thực tế" under a heading of time are dates, unless numbers of days stand there.
fn durations(found: &mut Found, below: &[Row]) {
    let has_due = found.has("due_on");
    for column in &mut found.columns {
        let leaf = column.heading.rsplit(" > ").next().map(bare).unwrap_or_default();
        if !column.heading.contains(" > ") || !["theo quy dinh", "thuc te"].contains(&leaf.as_str()) {
            continue;
        }
        let values = || below.iter().filter_map(|row| row.value(column.col));
        // A small number is a day of 1900.
        let dates =
            values().filter(|value| date(value).is_some_and(|day| day > NaiveDate::default())).count();
        let are_dates = dates * 2 > values().count();
        match column.meaning.as_deref() {
            Some("time_limit") if are_dates && !has_due => column.meaning = Some("due_on".to_owned()),
            Some("due_on" | "finished_on") if !are_dates && values().next().is_some() => {
                (column.meaning, column.how) = (None, None);
            }
            _ => {}
        }
    }
}

fn code_day(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Text(text) => match case_code::read(text) {
            CaseCode::Good { received, .. } => received,
            _ => None,
        },
        _ => None,
    }
}

fn date(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Number(number) => from_serial(*number, false),
        Value::Text(text) => read_text(text).date(DayOrder::DayFirst),
        _ => None,
    }
}
