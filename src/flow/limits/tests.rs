//! Limits at their borders: what is said once, what is left alone, and which years are needed.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    cells::words::Status,
    model::{
        calendar::{Calendar, DayKind},
        case::Entry,
        catalogue::{Catalogue, Procedure},
        limit,
        period::Period,
    },
    rules::sample,
    settings::Policy,
    text::Lang,
};

fn procedure(stated: &str) -> Procedure {
    let mut procedure = sample::procedure("1.001770", "Cấp giấy phép");
    procedure.limits = limit::read(stated);
    let place = Place::file(&Arc::from("danh-muc/dm.xlsx"));
    procedure.unread_limit = (procedure.limits == LimitText::Unreadable).then(|| (place, stated.to_owned()));
    procedure
}

fn case(row: u32) -> Case {
    let mut case = sample::case_in(&sample::table("hop-thu/a.xlsx", "Sheet1", "a"), row);
    case.procedure = Some(0);
    case
}

/// Cases of one table, each changed.
fn cases(number: u32, change: impl Fn(&mut Case)) -> Vec<Case> {
    let table = sample::table("hop-thu/a.xlsx", "Sheet1", "a");
    let of = |row| {
        let mut case = Case { procedure: Some(0), ..sample::case_in(&table, row) };
        change(&mut case);
        case
    };
    (1..=number).map(of).collect()
}

fn told_of(cases: &[Case], stated: &str, policy: Policy, calendar: &Calendar, period: &str) -> Vec<Finding> {
    let catalogue: Catalogue = sample::catalogue(procedure(stated));
    let basis = Basis { catalogue: Some(&catalogue), calendar, policy };
    let period = Period::parse(period).unwrap();
    let placings: Vec<Placing> = cases.iter().map(|case| basis.place(case, &period)).collect();
    findings(cases, &placings, &basis)
}

fn told(cases: &[Case], stated: &str) -> Vec<Finding> {
    told_of(cases, stated, Policy::default(), &Calendar::embedded().unwrap(), "2023-Q1")
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.rule.code).collect()
}

#[test]
fn an_unreadable_limit_is_told_once_and_only_if_a_case_uses_it() {
    let due = cases(3, |case| case.due_on = sample::on("12/01/2023"));
    let findings = told(&due, "Theo quy định của Luật");
    assert_eq!(codes(&findings), ["DM018"]);
    assert_eq!(findings[0].value, "Theo quy định của Luật");
    assert!(findings[0].message(Lang::Vi).contains("3 hồ sơ"), "{}", findings[0].message(Lang::Vi));
    let other = cases(1, |case| (case.procedure, case.due_on) = (None, sample::on("12/01/2023")));
    assert_eq!(codes(&told(&other, "Theo quy định của Luật")), [""; 0]);
    assert_eq!(codes(&told(&due, "5 ngày làm việc")), [""; 0]);
}

#[test]
fn cases_without_any_limit_are_counted_once_for_their_register() {
    let mut all = cases(6, |case| case.finished_on = sample::on("10/03/2023"));
    let findings = told(&all, "");
    assert_eq!(codes(&findings), ["DG028"]);
    let message = findings[0].message(Lang::Vi);
    assert!(message.starts_with("6 hồ sơ") && message.contains("… (+1)"), "{message}");
    assert_eq!((findings[0].place.row, findings[0].figures.len()), (None, 1));
    // A pending case of another register, known by its own table.
    all.push(case(9));
    let findings = told(&all, "");
    assert_eq!(codes(&findings), ["DG028", "DG028"]);
    assert_eq!(findings[1].figures, ["dang_giai_quyet.trong_han"]);
}

#[test]
fn a_known_limit_no_limit_by_law_and_a_choice_of_the_settings_are_no_default() {
    let all = cases(1, |case| case.finished_on = sample::on("10/03/2023"));
    for stated in ["5 ngày làm việc", "Không quy định"] {
        assert_eq!(codes(&told(&all, stated)), [""; 0], "{stated}");
    }
    let chosen = Policy { without_due: WithoutDuePolicy::OnTime, ..Policy::default() };
    let calendar = Calendar::embedded().unwrap();
    assert_eq!(codes(&told_of(&all, "", chosen, &calendar, "2023-Q1")), [""; 0]);
    let returned = cases(1, |case| {
        case.finished_on = sample::on("10/03/2023");
        case.status = Entry::Value(Status::Returned);
    });
    assert_eq!(codes(&told(&returned, "")), [""; 0]);
    let paused = cases(1, |case| case.status = Entry::Value(Status::Paused));
    assert_eq!(codes(&told(&paused, "")), [""; 0]);
    // A cell that could not be read was told at the cell.
    let unread = cases(1, |case| case.due_on = Entry::Unreadable);
    assert_eq!(codes(&told(&unread, "")), [""; 0]);
}

#[test]
fn a_year_that_the_list_does_not_know_is_told_with_what_hangs_on_it() {
    let embedded = Calendar::embedded().unwrap();
    let received = |day: &'static str| move |case: &mut Case| case.received_on = sample::on(day);
    let mut all = cases(2, received("03/02/2027"));
    all.extend(cases(1, |case| {
        received("11/01/2027")(case);
        case.due_on = sample::on("25/01/2027");
    }));
    let findings = told_of(&all, "5 ngày làm việc", Policy::default(), &embedded, "2027-Q1");
    assert_eq!(codes(&findings), ["DM019"]);
    let message = findings[0].message(Lang::Vi);
    for part in
        ["có sẵn trong chương trình", "2022–2026", "năm 2027", "2 hồ sơ", "1 hồ sơ có ngày hẹn", "tthc init"]
    {
        assert!(message.contains(part), "{part}: {message}");
    }
    // Five working days from 24 December end in the year that is known, a sixth does not.
    let across =
        |day| told_of(&cases(1, received(day)), "5 ngày làm việc", Policy::default(), &embedded, "2027-Q1");
    assert_eq!(codes(&across("24/12/2026")), [""; 0]);
    assert_eq!(codes(&across("25/12/2026")), ["DM019"]);
}

#[test]
fn the_folders_own_list_is_named_and_a_list_with_the_year_is_enough() {
    let file: Arc<str> = Arc::from("danh-muc/ngay-nghi.xlsx");
    let list = |days: &[&str]| {
        let days = days.iter().map(|text| (sample::day(text), DayKind::Off));
        Calendar::from_rows(days).unwrap().of_file(&file)
    };
    let all = cases(1, |case| case.received_on = sample::on("03/02/2027"));
    let told_with =
        |days: &[&str]| told_of(&all, "5 ngày làm việc", Policy::default(), &list(days), "2027-Q1");
    assert_eq!(codes(&told_with(&["05/02/2027", "08/02/2027"])), [""; 0]);
    let findings = told_with(&["16/02/2026", "01/01/2027"]);
    assert_eq!(codes(&findings), ["DM019"]);
    assert_eq!(findings[0].place, Place::file(&file));
    let message = findings[0].message(Lang::Vi);
    assert!(
        message.contains("danh-muc/ngay-nghi.xlsx chỉ có năm 2026") && message.contains("vào tệp này"),
        "{message}"
    );
}
