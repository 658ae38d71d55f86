//! Runs the rules over the cases. A broken rule stops the program; it never looks like broken data.
//!
//! In: cases and the facts. Out: findings, not yet sorted.

use std::{collections::BTreeMap, sync::Arc};

use super::{count::Placing, report::FileResult};
use crate::{
    model::{
        case::{Case, Fate},
        finding::{Finding, Place, Severity},
    },
    rules::{self, Check, Facts, Hit, Rule},
};

/// Judges every case by every rule.
pub fn judge(cases: &[Case], facts: &Facts<'_>) -> Vec<Finding> {
    judge_by(rules::ALL, cases, facts)
}

fn judge_by(all: &[&'static Rule], cases: &[Case], facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in all {
        match rule.check {
            Check::Raised | Check::Unreadable | Check::Guard | Check::Later(_) => {}
            Check::Case(check) => {
                let current = cases.iter().filter(|case| is_current(case));
                findings.extend(current.filter_map(|case| Some(finding(rule, case, check(case, facts)?))));
            }
            Check::Cases(check) => {
                let hits = check(cases, facts).into_iter().filter(|(index, _)| is_current(&cases[*index]));
                findings.extend(hits.map(|(index, hit)| finding(rule, &cases[index], hit)));
            }
        }
    }
    findings
}

/// Whether the file of the case is the one in force: what is wrong in a replaced one is nobody's to correct.
fn is_current(case: &Case) -> bool {
    case.fate != Fate::Superseded
}

fn finding(rule: &'static Rule, case: &Case, hit: Hit) -> Finding {
    Finding {
        severity: hit.severity.unwrap_or(rule.severity),
        column: Some(hit.column),
        case: case.code.value().cloned(),
        value: hit.value,
        values: hit.values,
        english: hit.english,
        suggestion: hit.suggestion,
        candidates: hit.candidates,
        target: hit.target,
        ..Finding::new(rule, case.origin.place(hit.column))
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

/// What there is to say about the count as a whole: cases that are in no figure, and units that sent a register without a
/// case of the period. Where a case could not be placed, it is not known that nothing happened.
pub fn counted(files: &[FileResult], cases: &[Case], placings: &[Placing]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let unplaced: Vec<&Case> = cases
        .iter()
        .zip(placings)
        .filter(|(_, placing)| **placing == Placing::Out(Fate::Unplaced))
        .map(|(case, _)| case)
        .collect();
    if !unplaced.is_empty() {
        let (number, list) = (unplaced.len(), rules::named_places(unplaced));
        findings.push(
            Finding::new(rules::CD011, Place::default()).with("n", number.to_string()).with("list", list),
        );
    }
    let mut units: BTreeMap<&str, (&Arc<str>, u64)> = BTreeMap::new();
    for file in files.iter().filter(|file| file.replaced_by.is_none()) {
        if let Some(unit) = file.unit.as_deref().filter(|_| file.has_register()) {
            let entry = units.entry(unit).or_insert((&file.path, 0));
            entry.1 +=
                file.sheets.iter().map(|sheet| sheet.fates.counted + sheet.fates.unplaced).sum::<u64>();
        }
    }
    for (unit, (path, _)) in units.into_iter().filter(|(_, (_, cases))| *cases == 0) {
        findings.push(Finding::new(rules::CD013, Place::file(path)).with("unit", unit));
    }
    findings
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;
    use crate::rules::{Rule, sample};

    #[test]
    fn a_broken_rule_is_no_finding_and_stops_the_program() {
        static BROKEN: Rule = Rule {
            check: Check::Case(|case, _| {
                assert!(case.code.value().is_none(), "a fault of the rule");
                None
            }),
            ..*rules::DG010
        };
        sample::with_facts(None, |facts| {
            let case = sample::case();
            let run = AssertUnwindSafe(|| judge_by(&[&BROKEN], std::slice::from_ref(&case), facts));
            // `commands::main` makes exit status 3 of it; see there.
            assert!(catch_unwind(run).is_err());
        });
    }
}
