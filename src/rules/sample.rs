//! A sound case and its surroundings for the rules' tests; each test breaks one thing.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Calendar, Case, Catalogue, ColumnKind, Entry, Facts, Hit, Period, Rule};
use crate::{
    cells::{procedure_code, text},
    model::{
        case::{Fate, Origin, Table},
        catalogue::{Has, Procedure},
        limit,
        place::Col,
    },
};

/// A day written as in the registers, `05/01/2023`.
pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d/%m/%Y").unwrap()
}

/// The same, as a cell that was understood.
pub(crate) fn on(text: &str) -> Entry<NaiveDate> {
    Entry::Value(day(text))
}

/// A table of this file, sheet and unit with every column.
pub(crate) fn table(file: &str, sheet: &str, unit: &str) -> Arc<Table> {
    Arc::new(Table {
        file: file.into(),
        sheet: sheet.into(),
        sheet_index: 0,
        unit: unit.into(),
        header_rows: vec![5],
        columns: ColumnKind::ALL.iter().copied().zip((0..).map(Col)).collect(),
        ticks: Vec::new(),
    })
}

/// A case in that row of that table that breaks no rule: received on 05/01/2023, still open, nothing else given.
pub(crate) fn case_in(table: &Arc<Table>, row: u32) -> Case {
    Case {
        origin: Origin { table: Arc::clone(table), row },
        unit: Arc::clone(&table.unit),
        code: Entry::Value(format!("000.19.08.H14-230105-{row:04}")),
        code_is_free: false,
        code_date: Some(day("05/01/2023")),
        procedure_code: Entry::Blank,
        procedure_name: Entry::Blank,
        procedure: None,
        field: None,
        field_from_group: false,
        section: None,
        channel: Entry::Blank,
        submitted_on: Entry::Blank,
        received_on: on("05/01/2023"),
        due_on: Entry::Blank,
        extended_to: Entry::Blank,
        finished_on: Entry::Blank,
        handed_over_on: Entry::Blank,
        supplement_on: Entry::Blank,
        refused_on: Entry::Blank,
        status: Entry::Blank,
        status_text: String::new(),
        stated: None,
        limit: Entry::Blank,
        applicant_digest: None,
        content_digest: u64::from(row),
        fate: Fate::Counted,
    }
}

/// Row 9 of `hop-thu/a.xlsx`, `Sheet1`, unit `a`.
pub(crate) fn case() -> Case {
    case_in(&table("hop-thu/a.xlsx", "Sheet1", "a"), 9)
}

/// A procedure without limit, level and dates, in the field `Đo lường`.
pub(crate) fn procedure(code: &str, name: &str) -> Procedure {
    Procedure {
        code: code.to_owned(),
        name: name.to_owned(),
        field: "Đo lường".into(),
        limits: limit::LimitText::NotSet,
        unread_limit: None,
        level: None,
        inter_agency: false,
        central: None,
        unit: String::new(),
        from: None,
        to: None,
        replaced_by: None,
        row: 3,
    }
}

/// A procedure with a limit of five working days.
pub(crate) fn five_working_days() -> Procedure {
    let mut procedure = procedure("1.001770", "Cấp giấy phép");
    procedure.limits = limit::read("5 ngày làm việc");
    procedure
}

/// A catalogue of one procedure, number 0.
pub(crate) fn catalogue(procedure: Procedure) -> Catalogue {
    let has = Has { limits: true, levels: true, fields: true, ..Has::default() };
    Catalogue::new("danh-muc/danh-muc.xlsx".into(), vec![procedure], has, procedure_code::key, text::key)
}

/// The standard first quarter of 2023, looked at on its last day.
pub(crate) fn with_facts<R>(catalogue: Option<&Catalogue>, look: impl FnOnce(&Facts<'_>) -> R) -> R {
    let calendar = Calendar::embedded().unwrap();
    let period = Period::parse("2023-Q1").unwrap();
    look(&Facts {
        catalogue,
        calendar: &calendar,
        period: &period,
        today: day("14/03/2023"),
        agency_code: None,
        titles: &std::collections::BTreeMap::new(),
    })
}

/// What a rule finds on one case, in the order found; asks that every hole of its message is filled.
pub(crate) fn hits(rule: &Rule, cases: &[Case], catalogue: Option<&Catalogue>) -> Vec<(usize, Hit)> {
    let hits: Vec<(usize, Hit)> = with_facts(catalogue, |facts| match rule.check {
        super::Check::Case(check) => {
            cases.iter().enumerate().filter_map(|(index, case)| Some((index, check(case, facts)?))).collect()
        }
        super::Check::Cases(check) => check(cases, facts),
        _ => panic!("{} has no check", rule.code),
    });
    for (_, hit) in &hits {
        for hole in rule.message.holes(super::Lang::Vi) {
            assert!(hit.values.iter().any(|(name, _)| *name == hole), "{}: {hole}", rule.code);
        }
    }
    hits
}

/// What a rule finds on one case.
pub(crate) fn hit(rule: &Rule, case: &Case) -> Option<Hit> {
    hits(rule, std::slice::from_ref(case), None).into_iter().next().map(|(_, hit)| hit)
}

/// The same with a catalogue of one procedure, which the case is matched with.
pub(crate) fn hit_with(rule: &Rule, case: &Case, procedure: Procedure) -> Option<Hit> {
    let mut case = case.clone();
    case.procedure = Some(0);
    hits(rule, &[case], Some(&catalogue(procedure))).into_iter().next().map(|(_, hit)| hit)
}
