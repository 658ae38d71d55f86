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
    older_versions(&all, &files.iter().collect(), day(31))
        .into_iter()
        .map(|(old, new)| format!("{old} < {new}"))
        .collect()
}

#[test]
fn more_cases_or_dates_that_went_on_make_a_later_version() {
    let (a, b) = ("hop-thu/a/so.xlsx", "hop-thu/a/so theo doi.xlsx");
    let found = "hop-thu/a/so.xlsx < hop-thu/a/so theo doi.xlsx";
    assert_eq!(older(cases(a, 1..6, None), cases(b, 1..9, None)), [found]);
    assert_eq!(older(cases(a, 1..6, None), cases(b, 1..6, Some(9))), [found]);
    assert_eq!(older(cases(b, 1..9, None), cases(a, 1..6, None)), [found], "in any order of names");
}

#[test]
fn anything_less_stays_two_registers() {
    let (a, b) = ("hop-thu/a/so.xlsx", "hop-thu/a/so theo doi.xlsx");
    let none = Vec::<String>::new();
    assert_eq!(older(cases(a, 1..5, None), cases(b, 1..9, None)), none, "four cases may be chance");
    assert_eq!(older(cases(a, 1..9, None), cases(b, 2..12, None)), none, "one case would be lost");
    assert_eq!(older(cases(a, 1..9, None), cases(b, 1..9, None)), none, "nothing tells which is later");
    assert_eq!(older(cases(a, 1..6, Some(9)), cases(b, 1..9, None)), none, "a finish that is gone again");
    assert_eq!(older(cases(a, 1..6, None), cases("hop-thu/b/so.xlsx", 1..9, None)), none, "another sender");
}

#[test]
fn a_name_that_says_so_makes_the_later_version_even_where_a_row_was_taken_out() {
    let a = "hop-thu/a/so.xlsx";
    for b in [
        "hop-thu/a/so (2).xlsx",
        "hop-thu/a/so_v2.xlsx",
        "hop-thu/a/so lần 2.xlsx",
        "hop-thu/a/so đã sửa.xlsx",
    ] {
        let found = [format!("{a} < {b}")];
        assert_eq!(older(cases(a, 1..21, Some(9)), cases(b, 1..20, None)), found, "{b}");
        assert_eq!(older(cases(b, 1..20, None), cases(a, 1..21, Some(9))), found, "{b}");
    }
    let none = Vec::<String>::new();
    assert_eq!(
        older(cases(a, 1..21, None), cases("hop-thu/a/so (2).xlsx", 15..40, None)),
        none,
        "other cases"
    );
    assert_eq!(stem("hop-thu/a/sổ tháng 2.xlsx"), ("so thang 2".to_owned(), String::new()));
    assert_eq!(stem("hop-thu/a/Sổ theo dõi (2).xlsx"), ("so theo doi".to_owned(), "2".to_owned()));
}

#[test]
fn a_short_register_has_versions_only_where_the_name_says_so_and_no_case_is_lost() {
    let (a, b) = ("hop-thu/a/so.xlsx", "hop-thu/a/so (2).xlsx");
    assert_eq!(older(cases(a, 1..3, None), cases(b, 1..4, Some(9))), [format!("{a} < {b}")]);
    let none = Vec::<String>::new();
    assert_eq!(older(cases(a, 1..4, None), cases(b, 2..5, None)), none, "one case would be lost");
    let mut without = cases(a, 1..3, None);
    without[0].code = Entry::Blank;
    assert_eq!(older(without, cases(b, 1..4, None)), none, "a row without a code proves nothing");
}

#[test]
fn a_slip_into_the_future_decides_nothing() {
    let (a, b) = ("hop-thu/a/so.xlsx", "hop-thu/a/so theo doi.xlsx");
    let mut old = cases(a, 1..9, None);
    old[3].received_on = Entry::Value(NaiveDate::from_ymd_opt(2032, 1, 2).unwrap());
    assert_eq!(older(old, cases(b, 1..12, None)), ["hop-thu/a/so.xlsx < hop-thu/a/so theo doi.xlsx"]);
}

#[test]
fn registers_without_codes_are_told_by_their_rows() {
    let (a, b) = ("hop-thu/a/so.xlsx", "hop-thu/a/so.ods");
    let without_codes = |file: &str, number: std::ops::Range<u32>| {
        let mut cases = cases(file, number, None);
        for (at, case) in cases.iter_mut().enumerate() {
            case.code = Entry::NoColumn;
            case.procedure_name = Entry::Value(format!("Thủ tục {at}"));
        }
        cases
    };
    assert_eq!(
        older(without_codes(a, 1..8), without_codes(b, 1..9)),
        ["hop-thu/a/so.xlsx < hop-thu/a/so.ods"]
    );
    assert_eq!(
        older(without_codes(a, 1..8), without_codes(b, 1..8)).len(),
        1,
        "the same rows in another format"
    );
}

/// Each with an applicant of its own.
fn with_people(mut cases: Vec<Case>) -> Vec<Case> {
    for case in &mut cases {
        case.applicant_digest = Some(u64::from(case.origin.row));
    }
    cases
}

#[test]
fn what_a_new_version_cures_does_not_hide_it() {
    let a = "hop-thu/a/so.xlsx";
    for b in ["hop-thu/a/so (2).xlsx", "hop-thu/a/so hoan chinh.xlsx"] {
        let found = [format!("{a} < {b}")];
        let now = || with_people(cases(b, 1..21, None));
        let mut blank = with_people(cases(a, 1..21, None));
        blank[5].code = Entry::Blank;
        assert_eq!(older(blank, now()), found, "a code was missing");
        let mut twice = with_people(cases(a, 1..21, None));
        twice[5].code = twice[4].code.clone();
        assert_eq!(older(twice, now()), found, "a code stood on two rows");
    }
    let b = "hop-thu/a/so (2).xlsx";
    let mut wrong = with_people(cases(a, 1..21, None));
    wrong[5].code = Entry::Value("H99.08-230102-9999".to_owned());
    assert_eq!(older(wrong, with_people(cases(b, 1..21, None))), [format!("{a} < {b}")], "a wrong code");
    let mut doubled = with_people(cases(a, 1..21, None));
    doubled.push(doubled[3].clone());
    assert_eq!(older(doubled, with_people(cases(b, 1..21, None))), [format!("{a} < {b}")], "a row twice");
}

#[test]
fn text_files_have_no_sheet_of_their_own() {
    let on = |file: &str, sheet: &str| {
        let mut cases = cases(file, 1..9, None);
        let table = Arc::new(Table { sheet: Arc::from(sheet), ..(*cases[0].origin.table).clone() });
        for case in &mut cases {
            case.origin.table = Arc::clone(&table);
        }
        cases
    };
    let (a, b) = ("hop-thu/a/so.csv", "hop-thu/a/so (2).csv");
    assert_eq!(older(on(a, "so"), on(b, "so (2)")), [format!("{a} < {b}")]);
    let b = "hop-thu/a/so (2).xlsx";
    assert_eq!(older(on(a, "so"), on(b, "Sheet1")), [format!("{a} < {b}")]);
    let a = "hop-thu/a/so.xlsx";
    assert_eq!(
        older(on(a, "Tháng 1"), on(b, "Tháng 2")),
        Vec::<String>::new(),
        "two sheets are two registers"
    );
}

#[test]
fn two_months_are_no_versions_whatever_the_files_are_called() {
    let none = Vec::<String>::new();
    for (a, b) in [
        ("hop-thu/a/so.xlsx", "hop-thu/a/so (2).xlsx"),
        ("hop-thu/a/so thang 1.csv", "hop-thu/a/so thang 2.csv"),
        ("hop-thu/a/so lan 1.xlsx", "hop-thu/a/so lan 2.xlsx"),
    ] {
        let mut next = with_people(cases(b, 18..40, None));
        for case in &mut next {
            case.received_on = Entry::Value(day(25));
        }
        assert_eq!(older(with_people(cases(a, 1..21, None)), next), none, "{a} {b}");
        // Numbers that start anew in each file are no codes.
        let numbered = |file: &str, received: u32| {
            let mut cases = cases(file, 1..21, None);
            for (at, case) in cases.iter_mut().enumerate() {
                case.code = Entry::Value((at + 1).to_string());
                case.code_is_free = true;
                case.received_on = Entry::Value(day(received));
            }
            cases
        };
        assert_eq!(older(numbered(a, 3), numbered(b, 25)), none, "{a} {b}");
    }
}
