//! Runs the rules over the cases. A broken rule stops the program; it never looks like broken data.
//!
//! In: cases and the facts. Out: findings, not yet sorted.

use std::collections::BTreeMap;

use super::count::Placing;
use crate::{
    model::{
        case::{Case, Fate},
        figure::Figure,
        finding::{Finding, Severity},
    },
    rules::{self, Check, Facts, Hit, Rule},
};

/// Judges every case by every rule.
pub fn judge(cases: &[Case], facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules::ALL {
        match rule.check {
            Check::Raised => {}
            Check::Case(check) => {
                findings
                    .extend(cases.iter().filter_map(|case| Some(finding(rule, case, check(case, facts)?))));
            }
            Check::Cases(check) => {
                findings.extend(
                    check(cases, facts).into_iter().map(|(index, hit)| finding(rule, &cases[index], hit)),
                );
            }
        }
    }
    findings
}

fn finding(rule: &'static Rule, case: &Case, hit: Hit) -> Finding {
    Finding {
        rule,
        severity: hit.severity.unwrap_or(rule.severity),
        place: case.origin.place(hit.column),
        column: Some(hit.column),
        case: case.code.value().cloned(),
        value: hit.value,
        values: hit.values,
        suggestion: hit.suggestion,
        figures: Vec::new(),
    }
}

/// Raises severities as the settings ask, and puts the findings in the order of every listing.
pub fn order(findings: &mut [Finding], raised: &[(&'static Rule, Severity)]) {
    for finding in findings.iter_mut() {
        if let Some((_, severity)) = raised.iter().find(|(rule, _)| rule.code == finding.rule.code) {
            finding.severity = finding.severity.min(*severity);
        }
    }
    findings.sort_by(Finding::order);
}

/// Says of each finding on a row which figures the row feeds; a case that could not be placed is missing from the first.
pub fn touch_figures(findings: &mut [Finding], cases: &[Case], placings: &[Placing]) {
    // Registers side by side have two cases in a row: the column tells which one is meant.
    let mut rows: BTreeMap<(&str, &str, u32), Vec<usize>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        let row = (&*case.origin.table.file, &*case.origin.table.sheet, case.origin.row);
        rows.entry(row).or_default().push(index);
    }
    for finding in
        findings.iter_mut().filter(|finding| finding.severity != Severity::Info && finding.figures.is_empty())
    {
        let place = &finding.place;
        let (Some(sheet), Some(row)) = (place.sheet.as_deref(), place.row) else { continue };
        let Some(found) = rows.get(&(&*place.file, sheet, row)) else { continue };
        let in_column = |index: &&usize| {
            let columns = || cases[**index].origin.table.columns.iter().map(|(_, col)| *col);
            place.cell().is_some_and(|cell| {
                columns().min().is_some_and(|first| first <= cell.col)
                    && columns().max().is_some_and(|last| cell.col <= last)
            })
        };
        let Some(index) = found.iter().find(in_column).or(found.first()) else { continue };
        finding.figures = match placings[*index] {
            Placing::Out(Fate::Unplaced) => vec![Figure::ReceivedTotal.key().into()],
            placing => placing.figures().into_iter().map(|figure| figure.key().into()).collect(),
        };
    }
}
