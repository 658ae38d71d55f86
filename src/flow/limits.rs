//! What there is to say about due dates that no register gives: limits of the catalogue that can't be read, cases that
//! count as on time for want of any limit, years whose holidays nobody has listed.
//!
//! In: the settled cases and what counting rests on. Out: findings. It changes no figure; how such cases count is the
//! policy's.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Datelike as _, NaiveDate};

use super::count::{Basis, Ending, Outcome, Placing, Timing};
use crate::{
    cells::words::Status,
    model::{
        case::Case,
        column::ColumnKind,
        figure::Figure,
        finding::{Finding, Place},
        limit::{Limit, LimitText},
    },
    rules,
    settings::{PausedPolicy, ReturnedPolicy, WithoutDuePolicy},
};

/// So many cells are named one by one.
const MOST_CELLS: usize = 5;

/// All findings on limits; `placings` in the order of `cases`.
pub fn findings(cases: &[Case], placings: &[Placing], basis: &Basis<'_>) -> Vec<Finding> {
    let counted = || {
        cases.iter().zip(placings).filter_map(|(case, placing)| match placing {
            Placing::In { outcome, .. } => Some((case, *outcome)),
            Placing::Out(_) => None,
        })
    };
    let mut findings = unread(counted().map(|(case, _)| case), basis);
    findings.extend(on_time_by_default(counted(), basis));
    findings.extend(without_holidays(counted(), basis));
    findings
}

/// Procedures of counted cases whose limit says something that is no limit.
fn unread<'c>(cases: impl Iterator<Item = &'c Case>, basis: &Basis<'_>) -> Vec<Finding> {
    let Some(catalogue) = basis.catalogue else { return Vec::new() };
    let mut used: BTreeMap<usize, usize> = BTreeMap::new();
    for procedure in cases.filter_map(|case| case.procedure) {
        *used.entry(procedure).or_default() += 1;
    }
    let unread = used.into_iter().filter_map(|(index, number)| {
        let procedure = catalogue.procedures.get(index)?;
        let (place, text) = procedure.unread_limit.as_ref()?;
        let mut finding = Finding::new(rules::DM018, place.clone())
            .with("v", text.as_str())
            .with("code", procedure.code.as_str())
            .with("n", number.to_string());
        finding.value.clone_from(text);
        Some(finding)
    });
    unread.collect()
}

/// For each register the cases that count as on time because neither the register nor the catalogue says until when they
/// were due. A register without the column was told so; a procedure that has no limit by its own words is never late.
fn on_time_by_default<'c>(
    cases: impl Iterator<Item = (&'c Case, Outcome)>,
    basis: &Basis<'_>,
) -> Vec<Finding> {
    // Where the settings ask for it, it is no default.
    if basis.policy.without_due == WithoutDuePolicy::OnTime {
        return Vec::new();
    }
    let is_default = |case: &Case, outcome: Outcome| {
        let has_column = case.origin.table.column(ColumnKind::DueOn).is_some();
        let is_blank = case.due_on.is_missing() && case.extended_to.is_missing();
        let hangs = has_column && is_blank && hangs_on_due(outcome, basis);
        let is_free = || {
            let procedure = case.procedure.and_then(|index| basis.catalogue?.procedures.get(index));
            procedure.is_some_and(|procedure| procedure.limits == LimitText::NotSet)
        };
        hangs && case.received_on.get().is_some_and(|day| basis.due(case, day).is_none()) && !is_free()
    };
    let found: Vec<(&Case, Outcome)> = cases.filter(|(case, outcome)| is_default(case, *outcome)).collect();
    let of_one_table =
        found.chunk_by(|(one, _), (other, _)| Arc::ptr_eq(&one.origin.table, &other.origin.table));
    of_one_table
        .map(|found| {
            let table = &found[0].0.origin.table;
            let mut finding = Finding::new(rules::DG028, Place::sheet(&table.file, &table.sheet))
                .with("n", found.len().to_string())
                .with("cells", cells(found));
            finding.column = Some(ColumnKind::DueOn);
            let is_finished = |(_, outcome): &(&Case, Outcome)| matches!(outcome, Outcome::Finished(..));
            if found.iter().any(is_finished) {
                finding.figures.push(Figure::FinishedOnTime.key().into());
            }
            if !found.iter().all(is_finished) {
                finding.figures.push(Figure::PendingInTime.key().into());
            }
            finding
        })
        .collect()
}

fn cells(found: &[(&Case, Outcome)]) -> String {
    let cell = |case: &Case| case.origin.place(ColumnKind::DueOn).cell().map(|cell| cell.to_string());
    let named: Vec<String> = found.iter().take(MOST_CELLS).filter_map(|(case, _)| cell(case)).collect();
    match found.len().saturating_sub(MOST_CELLS) {
        0 => named.join(", "),
        more => format!("{}, … (+{more})", named.join(", ")),
    }
}

/// Whether the due date decides what the case counts as: returned and paused cases may count as on time whatever it is.
fn hangs_on_due(outcome: Outcome, basis: &Basis<'_>) -> bool {
    match outcome {
        Outcome::Finished(_, Ending::Returned | Ending::Withdrawn) => {
            basis.policy.returned != ReturnedPolicy::OnTime
        }
        Outcome::Finished(Timing::Early | Timing::OnTime | Timing::Late, Ending::Result) => true,
        Outcome::Pending { paused, .. } => !(paused && basis.policy.paused == PausedPolicy::InTime),
    }
}

/// Years without a listed holiday into which due dates fall that were computed, or could not be checked.
fn without_holidays<'c>(cases: impl Iterator<Item = (&'c Case, Outcome)>, basis: &Basis<'_>) -> Vec<Finding> {
    let mut years: BTreeMap<i32, (usize, usize)> = BTreeMap::new();
    for (case, outcome) in cases {
        let Some((received, limit)) = limit_of(case, basis) else { continue };
        let is_computed = basis.policy.without_due == WithoutDuePolicy::Catalogue
            && hangs_on_due(outcome, basis)
            && ![&case.due_on, &case.extended_to]
                .iter()
                .any(|day| day.get().is_some_and(|day| day >= received));
        let is_checked = case.due_on.get().is_some()
            && case.supplement_on.is_missing()
            && !case.status.get().is_some_and(Status::is_paused);
        let due = basis.calendar.due(received, &limit);
        for year in (received.year()..=due.year()).filter(|year| !basis.calendar.covers(*year)) {
            if is_computed {
                years.entry(year).or_default().0 += 1;
            } else if is_checked {
                years.entry(year).or_default().1 += 1;
            }
        }
    }
    years
        .into_iter()
        .map(|(year, (computed, unchecked))| unknown_year(year, computed, unchecked, basis))
        .collect()
}

fn limit_of(case: &Case, basis: &Basis<'_>) -> Option<(NaiveDate, Limit)> {
    let procedure = basis.catalogue?.procedures.get(case.procedure?)?;
    Some((case.received_on.get()?, procedure.limit(case.channel.get())?))
}

fn unknown_year(year: i32, computed: usize, unchecked: usize, basis: &Basis<'_>) -> Finding {
    let file = basis.calendar.file();
    let (list, english) = if file.is_empty() {
        ("có sẵn trong chương trình", "that comes with the program")
    } else {
        (&**file, &**file)
    };
    let (has, english_has) = match basis.calendar.years() {
        Some((first, last)) if first < last => {
            (format!("có các năm {first}–{last}"), format!("has the years {first}–{last}"))
        }
        Some((only, _)) => (format!("chỉ có năm {only}"), format!("has the year {only} only")),
        None => ("chưa có Tết của năm nào".to_owned(), "has the lunar new year of no year".to_owned()),
    };
    let (todo, english_todo) = if file.is_empty() {
        (
            "vào danh-muc/ngay-nghi.xlsx (chưa có tệp này thì chạy tthc init trên thư mục báo cáo; tệp đã có không bị ghi đè)",
            "to danh-muc/ngay-nghi.xlsx (tthc init makes it in the report folder and overwrites nothing)",
        )
    } else {
        ("vào tệp này", "to this file")
    };
    let place = if file.is_empty() { Place::default() } else { Place::file(file) };
    let mut finding = Finding::new(rules::DM019, place)
        .with_words("list", list, english)
        .with_words("has", has, english_has)
        .with("year", year.to_string())
        .with("n", computed.to_string())
        .with("k", unchecked.to_string())
        .with_words("todo", todo, english_todo);
    finding.value = year.to_string();
    finding
}

#[cfg(test)]
mod tests;
