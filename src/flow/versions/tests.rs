//! Versions of a register, and registers that only look like it.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use super::*;
use crate::{
    model::{
        case::{Entry, Origin, Table},
        column::ColumnKind,
        place::Col,
    },
    rules::sample,
};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 1, day).unwrap()
}

/// Cases with codes `first..last` received on the 2nd; the first one finished on `finished`.
fn cases(file: &str, codes: std::ops::Range<u32>, finished: Option<u32>) -> Vec<Case> {
    let table = Arc::new(Table {
        columns: vec![(ColumnKind::CaseCode, Col(1)), (ColumnKind::ReceivedOn, Col(2))],
        ..(*sample::table(file, "Sheet1", "a")).clone()
    });
    codes
        .map(|number| {
            let mut case = sample::case();
            case.origin = Origin { table: Arc::clone(&table), row: number + 2 };
            case.code = Entry::Value(format!("H99.08-230102-{number:04}"));
            case.code_is_free = false;
            case.received_on = Entry::Value(day(2));
            case.finished_on = Entry::Blank;
            if let (Some(finished), 1) = (finished, number) {
                case.finished_on = Entry::Value(day(finished));
            }
            case
        })
        .collect()
}

fn older(one: Vec<Case>, other: Vec<Case>) -> Vec<String> {
    let mut all = one;
    all.extend(other);
    let files: Vec<Arc<str>> = all.iter().map(|case| Arc::clone(&case.origin.table.file)).collect();
    older_versions(&all, &files.iter().collect())
        .into_iter()
        .map(|(old, new)| format!("{old} < {new}"))
        .collect()
}

#[test]
fn more_cases_or_dates_that_went_on_make_a_later_version() {
    let (a, b) = ("hop-thu/a/so.xlsx", "hop-thu/a/so moi.xlsx");
    let found = "hop-thu/a/so.xlsx < hop-thu/a/so moi.xlsx";
    assert_eq!(older(cases(a, 1..6, None), cases(b, 1..9, None)), [found]);
    assert_eq!(older(cases(a, 1..6, None), cases(b, 1..6, Some(9))), [found]);
    assert_eq!(older(cases(b, 1..9, None), cases(a, 1..6, None)), [found], "in any order of names");
}

#[test]
fn anything_less_stays_two_registers() {
    let (a, b) = ("hop-thu/a/so.xlsx", "hop-thu/a/so moi.xlsx");
    let none = Vec::<String>::new();
    assert_eq!(older(cases(a, 1..5, None), cases(b, 1..9, None)), none, "four cases may be chance");
    assert_eq!(older(cases(a, 1..9, None), cases(b, 2..12, None)), none, "one case would be lost");
    assert_eq!(older(cases(a, 1..9, None), cases(b, 1..9, None)), none, "nothing tells which is later");
    assert_eq!(older(cases(a, 1..6, Some(9)), cases(b, 1..9, None)), none, "a finish that is gone again");
    assert_eq!(older(cases(a, 1..6, None), cases("hop-thu/b/so.xlsx", 1..9, None)), none, "another sender");
}
