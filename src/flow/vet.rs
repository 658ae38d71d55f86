//! Keeps only suggestions that would put the cell right.
//!
//! In: findings with suggestions or dates to choose from, and their cases. Out: the same without values that could not go
//! into the cell, would leave the finding where it is, would make the cell break another rule, would contradict the case
//! code or the order of the row's other days, are computed from a day that is doubtful itself, or would give two cases one
//! code. Suggestions of one row are looked at one after the other, each beside those before it, since people accept
//! them together; a cell has one at most.

use std::{
    collections::{BTreeMap, BTreeSet},
    slice,
};

use super::{locate::Cases, simulate::Around};
use crate::{
    model::{
        case::Case,
        column::ColumnKind,
        finding::{Finding, Severity},
    },
    rules::{self, Check, Facts, Fix},
};

/// Vets the suggestions of all findings.
pub fn vet(findings: &mut [Finding], cases: &[Case], around: &Around<'_>, facts: &Facts<'_>) {
    let mut by_case: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let rows = Cases::new(cases);
    let mut doubted = BTreeSet::new();
    for (at, finding) in findings.iter().enumerate() {
        if makes_receipt_doubtful(finding) {
            doubted.extend(rows.of(finding));
        }
        let has_any = finding.suggestion.is_some() || !finding.candidates.is_empty();
        if let Some(index) = rows.of(finding).filter(|_| has_any) {
            by_case.entry(index).or_default().push(at);
        }
    }
    let codes = Codes::new(findings, cases, &by_case);
    for (index, mut ats) in by_case {
        let mut now = None;
        let mut accepted: Vec<Accepted> = Vec::new();
        ats.sort_by_key(|at| (findings[*at].severity, findings[*at].rule.code));
        for at in ats {
            let finding = &mut findings[at];
            let Some(column) = finding.target.or(finding.column) else { continue };
            if FROM_RECEIPT.contains(&finding.rule.code) && doubted.contains(&index) {
                finding.suggestion = None;
                finding.candidates.clear();
                continue;
            }
            // One cell, one suggestion: that of the graver finding.
            if accepted.iter().any(|accepted| accepted.column == column) {
                finding.suggestion = None;
                continue;
            }
            let case = &cases[index];
            let judge = Judge { column, around, facts, codes: &codes, accepted: &accepted };
            judge.choose(finding, case, now.as_ref().unwrap_or(case));
            let suggested = finding.suggestion.as_deref();
            let base = now.as_ref().unwrap_or(case);
            if let Some((after, _)) = suggested.and_then(|value| around.corrected(base, column, value)) {
                now = Some(after);
                accepted.push(Accepted { code: finding.rule.code, found: finding.column, column });
            }
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.rule.code == rules::DG009.code) {
        rules::dg009_ambiguous_date::say_what_to_do(finding);
    }
}

/// Rules whose suggestion is computed from the day of receipt.
const FROM_RECEIPT: [&str; 2] = ["DG011", "DG018"];

/// Rules about the order of a row's days and the day in its code. They stand at the later step, or at the receipt: a day
/// that is put in breaks them in whatever cell they are told.
const ORDER: [&str; 3] = ["DG010", "DG011", "DG025"];

/// Whether a finding says that the day of receipt may be wrong. Day first is how days are written; that a column does not
/// prove it is no reason to doubt each of them.
fn makes_receipt_doubtful(finding: &Finding) -> bool {
    let is_assumed = finding.rule.code == rules::DG009.code && finding.severity == Severity::Warning;
    finding.column == Some(ColumnKind::ReceivedOn) && finding.severity != Severity::Info && !is_assumed
}

/// The case codes there are, and how often each is suggested, by unit.
struct Codes<'a> {
    taken: BTreeSet<(&'a str, &'a str)>,
    suggested: BTreeMap<(&'a str, String), usize>,
}

impl<'a> Codes<'a> {
    fn new(findings: &[Finding], cases: &'a [Case], by_case: &BTreeMap<usize, Vec<usize>>) -> Self {
        let mut suggested: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for (index, ats) in by_case {
            for finding in ats.iter().map(|at| &findings[*at]) {
                let is_code = finding.target.or(finding.column) == Some(ColumnKind::CaseCode);
                if let Some(code) = finding.suggestion.as_ref().filter(|_| is_code) {
                    *suggested.entry((&cases[*index].unit, code.clone())).or_default() += 1;
                }
            }
        }
        let taken = if suggested.is_empty() {
            BTreeSet::new()
        } else {
            cases.iter().filter_map(|case| Some((&*case.unit, case.code.value()?.as_str()))).collect()
        };
        Self { taken, suggested }
    }

    fn are_free(&self, case: &Case, code: &str) -> bool {
        let unit: &str = &case.unit;
        !self.taken.contains(&(unit, code))
            && self.suggested.get(&(unit, code.to_owned())).is_none_or(|times| *times < 2)
    }
}

/// A suggestion of the same row that stands.
struct Accepted {
    /// The rule.
    code: &'static str,
    /// The column of its finding.
    found: Option<ColumnKind>,
    /// The column that it goes into.
    column: ColumnKind,
}

/// Judges values for one cell.
struct Judge<'a> {
    column: ColumnKind,
    around: &'a Around<'a>,
    facts: &'a Facts<'a>,
    codes: &'a Codes<'a>,
    /// What else is suggested for the row.
    accepted: &'a [Accepted],
}

impl Judge<'_> {
    fn choose(&self, finding: &mut Finding, case: &Case, now: &Case) {
        if case.origin.place(self.column).cell().is_none() {
            finding.suggestion = None;
            finding.candidates.clear();
            return;
        }
        let before = self.errors(case);
        let beside = (!self.accepted.is_empty()).then(|| self.errors(now));
        let fits = |finding: &Finding, value: &str| {
            self.fits(finding, case, value, &before, &[])
                && beside.as_ref().is_none_or(|before| self.fits(finding, now, value, before, self.accepted))
        };
        if self.column.is_date() {
            let mut candidates = std::mem::take(&mut finding.candidates);
            candidates.retain(|value| fits(finding, value));
            finding.candidates = candidates;
        }
        let suggested = finding.suggestion.take();
        finding.suggestion = suggested.and_then(|value| {
            if fits(finding, &value) {
                return Some(value);
            }
            let others = finding.candidates.iter().filter(|_| finding.rule.fix == Fix::Choice);
            others.filter(|other| **other != value).find(|other| fits(finding, other)).cloned()
        });
        // What is suggested stands first among what there is to choose from.
        if let Some(at) =
            finding.candidates.iter().position(|value| Some(value) == finding.suggestion.as_ref())
        {
            finding.candidates[..=at].rotate_right(1);
        }
    }

    /// Whether the value ends the finding, adds no error to its cell, and none to those of the `beside`.
    fn fits(
        &self,
        finding: &Finding,
        case: &Case,
        value: &str,
        before: &BTreeSet<(&str, ColumnKind)>,
        beside: &[Accepted],
    ) -> bool {
        if self.column == ColumnKind::CaseCode && !self.codes.are_free(case, value) {
            return false;
        }
        let Some((after, told)) = self.around.corrected(case, self.column, value) else { return false };
        let own = finding.rule.code;
        let is_told = told.iter().any(|told| {
            told.column == Some(self.column) && (told.severity == Severity::Error || told.rule.code == own)
        });
        let mut breaks = false;
        judged(&after, self.facts, |code, column, severity| {
            let is_same = code == own && Some(column) == finding.column
                || beside.iter().any(|other| other.code == code && other.found == Some(column));
            let is_here = column == self.column || beside.iter().any(|other| other.column == column);
            let is_grave =
                is_here && severity == Severity::Error || self.column.is_date() && ORDER.contains(&code);
            let is_new = is_grave && !before.contains(&(code, column));
            breaks |= is_same || is_new;
        });
        !is_told && !breaks
    }

    /// The errors that the case has now, and what is wrong with the order of its days.
    fn errors(&self, case: &Case) -> BTreeSet<(&'static str, ColumnKind)> {
        let mut errors = BTreeSet::new();
        judged(case, self.facts, |code, column, severity| {
            if severity == Severity::Error || ORDER.contains(&code) {
                errors.insert((code, column));
            }
        });
        errors
    }
}

/// Everything that the rules find on a case by itself.
fn judged(case: &Case, facts: &Facts<'_>, mut tell: impl FnMut(&'static str, ColumnKind, Severity)) {
    for rule in rules::ALL {
        match rule.check {
            Check::Case(check) => {
                if let Some(hit) = check(case, facts) {
                    tell(rule.code, hit.column, hit.severity.unwrap_or(rule.severity));
                }
            }
            // Repeats need other rows; whether a code is free is asked apart. DM007 looks through the whole catalogue.
            Check::Cases(check) if rule.code == rules::DG012.code => {
                for (_, hit) in check(slice::from_ref(case), facts) {
                    tell(rule.code, hit.column, hit.severity.unwrap_or(rule.severity));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
