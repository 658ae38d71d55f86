//! Which figures a finding touches.
//!
//! In: findings, cases, how each counts. Out: `finding.figures`. With a suggestion: exactly the figures that change, in
//! total or in any group, when it alone is applied. Without one: those that can change with the cell. The count is not run
//! again; only the case and the rows that repeat it are placed anew, and what they feed is compared.

mod delta;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{
    count::{Basis, Placing},
    locate::Cases,
    simulate::{Around, day_of},
};
use crate::{
    cells::words::{Channel, Status},
    model::{
        case::{Case, Entry, Fate},
        column::ColumnKind,
        figure::Figure,
        finding::{Finding, Severity},
        period::Period,
    },
};

use delta::Deltas;

/// Says of each finding on the cell of a case which figures it touches, and whether its case is in no figure.
pub fn touch(
    findings: &mut [Finding],
    cases: &[Case],
    placings: &[Placing],
    period: &Period,
    basis: &Basis<'_>,
    around: &Around<'_>,
) {
    let rows = Cases::new(cases);
    let deltas = Deltas::new(cases, placings, period, basis);
    for finding in findings.iter_mut().filter(|finding| finding.figures.is_empty()) {
        if finding.severity == Severity::Info {
            continue;
        }
        let Some(index) = rows.of(finding) else { continue };
        finding.uncounted = placings[index] == Placing::Out(Fate::Unplaced);
        let mut touched: BTreeSet<Figure> = BTreeSet::new();
        match placings[index] {
            Placing::Out(Fate::Superseded) => {}
            placing => {
                let column = finding.target.or(finding.column);
                let suggested = finding.suggestion.as_deref().zip(column);
                if let Some((value, column)) = suggested {
                    let after = around.corrected(&cases[index], column, value);
                    if let Some((after, _)) = after {
                        touched.extend(deltas.of(index, &after));
                    }
                } else if placing != Placing::Out(Fate::Duplicate) {
                    touched = possible(finding, index, cases, placing, period, &deltas);
                }
            }
        }
        finding.figures = touched.into_iter().map(|figure| figure.key().into()).collect();
    }
}

/// The figures that can change with the cell of a finding.
fn possible(
    finding: &Finding,
    index: usize,
    cases: &[Case],
    placing: Placing,
    period: &Period,
    deltas: &Deltas<'_>,
) -> BTreeSet<Figure> {
    let case = &cases[index];
    let mut figures: BTreeSet<Figure> = BTreeSet::new();
    let column = finding.column;
    // A code decides whether the row is a case of its own; where it is counted hangs on procedure, field and unit.
    let whole = [
        ColumnKind::CaseCode,
        ColumnKind::ProcedureCode,
        ColumnKind::ProcedureName,
        ColumnKind::Field,
        ColumnKind::Unit,
    ];
    if column.is_none_or(|column| whole.contains(&column)) {
        figures.extend(placing.figures());
        return figures;
    }
    for sample in samples(case, column, period) {
        if !deltas.is_unplaced(&sample) {
            figures.extend(deltas.of(index, &sample));
        }
    }
    figures
}

/// The case with values in the column that lie on either side of every border.
fn samples(case: &Case, column: Option<ColumnKind>, period: &Period) -> Vec<Case> {
    let Some(column) = column else { return Vec::new() };
    let with = |change: &dyn Fn(&mut Case)| {
        let mut sample = case.clone();
        change(&mut sample);
        sample
    };
    match column {
        ColumnKind::Channel => [Channel::Online, Channel::InPerson, Channel::Post]
            .into_iter()
            .map(|channel| with(&|case| case.channel = Entry::Value(channel)))
            .collect(),
        ColumnKind::Status => [
            Status::New,
            Status::Processing,
            Status::Paused,
            Status::Returned,
            Status::Withdrawn,
            Status::Finished,
        ]
        .into_iter()
        .map(|status| with(&|case| case.status = Entry::Value(status)))
        .collect(),
        _ => {
            let known = [case.received_on.get(), case.due_on.get(), case.finished(), case.code_date];
            let borders = known.into_iter().flatten().chain([period.from, period.to]);
            let near = |day: NaiveDate| [day.pred_opt(), Some(day), day.checked_add_days(Days::new(1))];
            let days: BTreeSet<NaiveDate> = borders.flat_map(near).flatten().collect();
            let blank = Some(Entry::Blank).filter(|_| column != ColumnKind::ReceivedOn);
            days.into_iter()
                .map(Entry::Value)
                .chain(blank)
                .filter_map(|entry| {
                    let mut sample = case.clone();
                    *day_of(&mut sample, column)? = entry;
                    Some(sample)
                })
                .collect()
        }
    }
}
