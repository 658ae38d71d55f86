//! Finds the procedure of each case in the catalogue: by its code, else by its name when exactly one fits. Never guesses:
//! anything less is reported with the nearest candidates.
//!
//! In: cases, the catalogue. Out: `case.procedure` set where it is certain, and the findings.

mod slip;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    cells::{
        procedure_code,
        text::{key, similarity},
    },
    model::{
        case::{Case, Entry},
        catalogue::Catalogue,
        column::ColumnKind,
        finding::Finding,
    },
    rules,
};

/// How many candidates a message names.
const CANDIDATES: usize = 3;

/// How many candidates there are to choose from.
const CHOICES: usize = 8;

/// Sets the procedure of every case and reports those without one.
pub fn resolve(cases: &mut [Case], catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut nearest = Nearest { catalogue, seen: BTreeMap::new(), words: slip::words(catalogue) };
    for case in cases {
        let found = match case.procedure_code.value() {
            Some(code) => by_code(case, code, catalogue, &mut nearest),
            None if case.procedure_code.is_unreadable() => (None, None),
            None => by_name(case, catalogue, &mut nearest),
        };
        case.procedure = found.0;
        findings.extend(found.1);
    }
    findings
}

/// The procedure, and what there is to say about it.
type Match = (Option<usize>, Option<Finding>);

fn finding(case: &Case, column: ColumnKind, rule: &'static rules::Rule, value: &str) -> Finding {
    let mut finding = Finding::new(rule, case.origin.place(column)).found(column, value);
    finding.case = case.code.value().cloned();
    finding
}

fn by_code(case: &Case, code: &str, catalogue: &Catalogue, nearest: &mut Nearest<'_>) -> Match {
    let found = catalogue.with_code(&procedure_code::key(code));
    if let Some(index) = best(found, catalogue, case.received_on.get(), case.procedure_name.value()) {
        return (Some(index), None);
    }
    let mut candidates = nearest.codes(code, case.procedure_name.value().map(String::as_str));
    // Look-alikes put right (1.OO1770) tell more than likeness.
    if let procedure_code::Read::Odd { suggestion: Some(meant), .. } = procedure_code::read(code)
        && let Some(index) = catalogue.with_code(meant.short()).first()
    {
        candidates.retain(|other| other != index);
        candidates.insert(0, *index);
    }
    let told = finding(case, ColumnKind::ProcedureCode, rules::DM001, code)
        .with("v", code)
        .with("ver", catalogue.file.to_string());
    let told = nearest.named(told, &candidates);
    let choices = codes(catalogue, &candidates);
    // A name beside the code has its say: that of another procedure speaks against the likeness of two codes.
    let contradicts = |index: &usize| {
        let known = &catalogue.procedures[*index].name;
        let is_same =
            |name: &String| known.is_empty() || key(name) == key(known) || nearest.is_slip(name, known);
        !case.procedure_name.value().is_none_or(is_same)
    };
    // Without such a name only one wrong digit, two exchanged ones or look-alikes tell what was meant.
    let is_far = |index: &usize| {
        let procedure = &catalogue.procedures[*index];
        let named =
            case.procedure_name.value().is_some_and(|name| !procedure.name.is_empty() && !name.is_empty());
        let looks_alike =
            matches!(procedure_code::read(code), procedure_code::Read::Odd { suggestion: Some(_), .. });
        let (one, other) = (procedure_code::key(code), procedure_code::key(&procedure.code));
        !named && !looks_alike && strsim::damerau_levenshtein(&one, &other) > 1
    };
    let is_doubtful = candidates.first().is_some_and(|index| contradicts(index) || is_far(index));
    (None, Some(if is_doubtful { told.offer(choices) } else { told.choose(choices) }))
}

fn by_name(case: &Case, catalogue: &Catalogue, nearest: &mut Nearest<'_>) -> Match {
    let has_column = !matches!(case.procedure_code, Entry::NoColumn);
    let Some(name) = case.procedure_name.value() else {
        // Neither code nor name: the case code alone makes it a case; which procedure, only people know.
        let column = if has_column { ColumnKind::ProcedureCode } else { ColumnKind::ProcedureName };
        if !has_column && matches!(case.procedure_name, Entry::NoColumn) {
            return (None, None); // said once for the sheet (CT019)
        }
        let told = finding(case, column, rules::DG001, "");
        return (None, Some(told.with_words("field", column.title().vi, column.title().en)));
    };
    let found = catalogue.with_name(&key(name));
    let in_force: Vec<usize> = found
        .iter()
        .copied()
        .filter(|index| case.received_on.get().is_none_or(|day| catalogue.procedures[*index].in_force(day)))
        .collect();
    let column = if has_column { ColumnKind::ProcedureCode } else { ColumnKind::ProcedureName };
    let one = match (in_force.as_slice(), found) {
        ([one], _) | ([], [one]) => Some(*one),
        _ => None,
    };
    if let Some(index) = one {
        let code = &catalogue.procedures[index].code;
        // A register without the column is no fault of each row.
        let remark = has_column.then(|| {
            finding(case, column, rules::DM004, "").with("s", code.as_str()).suggest(Some(code.clone()))
        });
        return (Some(index), remark);
    }
    if found.is_empty()
        && let Some(index) = code_in(name, case, catalogue)
    {
        return (Some(index), None);
    }
    let candidates =
        if found.is_empty() { nearest.names(name) } else { found.iter().copied().take(CHOICES).collect() };
    let shown = if has_column { "" } else { name.as_str() };
    // What is chosen goes into the cell of the finding: without a column for codes that is the name, or the code where
    // several procedures have the name.
    let choices = if has_column {
        codes(catalogue, &candidates)
    } else {
        candidates.iter().map(|index| by_itself(*index, catalogue)).collect()
    };
    let told = nearest.named(unmatched(case, column, shown, (name, found.len())), &candidates);
    let slips = candidates.iter().filter(|index| nearest.is_slip(name, &catalogue.procedures[**index].name));
    let is_meant = slips.count() == 1
        && candidates.first().is_some_and(|index| nearest.is_slip(name, &catalogue.procedures[*index].name));
    (None, Some(if is_meant { told.choose(choices) } else { told.offer(choices) }))
}

/// The procedure whose code stands where its name should: the answer where several procedures have one name and the
/// register has no column for codes.
fn code_in(name: &str, case: &Case, catalogue: &Catalogue) -> Option<usize> {
    let procedure_code::Read::Good { code, .. } = procedure_code::read(name) else { return None };
    best(catalogue.with_code(code.short()), catalogue, case.received_on.get(), None)
}

/// What names a procedure in a register without codes: its name, or its code where another one has the name, too.
fn by_itself(index: usize, catalogue: &Catalogue) -> String {
    let procedure = &catalogue.procedures[index];
    let is_shared = catalogue.with_name(&key(&procedure.name)).len() > 1;
    if is_shared && !procedure.code.is_empty() { procedure.code.clone() } else { procedure.name.clone() }
}

/// That no code is given and the name does not decide.
fn unmatched(case: &Case, column: ColumnKind, shown: &str, (name, number): (&str, usize)) -> Finding {
    let told = finding(case, column, rules::DM005, shown);
    let told = if number == 0 {
        told.with_words(
            "what",
            format!("danh mục không có thủ tục tên “{name}”; tên gần nhất"),
            format!("the catalogue has no procedure “{name}”; the nearest"),
        )
    } else {
        told.with_words(
            "what",
            format!("tên “{name}” là tên của {number} thủ tục"),
            format!("“{name}” is the name of {number} procedures"),
        )
    };
    if column == ColumnKind::ProcedureCode {
        told.with_words("do", "Hãy điền mã thủ tục", "Enter the code")
    } else {
        told.with_words(
            "do",
            "Hãy ghi đúng tên trong danh mục, hoặc ghi mã thủ tục vào ô này",
            "Write the name of the catalogue, or the code, into this cell",
        )
    }
}

fn codes(catalogue: &Catalogue, candidates: &[usize]) -> Vec<String> {
    candidates.iter().map(|index| catalogue.procedures[*index].code.clone()).collect()
}

/// Of several procedures with one code: the one in force on the receipt date, then the one of that name, then the first.
fn best(
    found: &[usize],
    catalogue: &Catalogue,
    received: Option<NaiveDate>,
    name: Option<&String>,
) -> Option<usize> {
    let name = name.map(|name| key(name));
    found.iter().copied().max_by_key(|index| {
        let procedure = &catalogue.procedures[*index];
        let in_force = received.is_none_or(|day| procedure.in_force(day));
        let named = name.as_ref().is_some_and(|name| key(&procedure.name) == *name);
        (in_force, named, std::cmp::Reverse(*index))
    })
}

/// Nearest candidates, each question answered once.
struct Nearest<'a> {
    catalogue: &'a Catalogue,
    seen: BTreeMap<String, Vec<usize>>,
    /// The words of the catalogue's names.
    words: BTreeSet<String>,
}

impl Nearest<'_> {
    /// Whether a name as written is another one with letters mistyped.
    fn is_slip(&self, written: &str, known: &str) -> bool {
        slip::is_slip(written, known, &self.words)
    }

    fn codes(&mut self, code: &str, name: Option<&str>) -> Vec<usize> {
        let wanted = procedure_code::key(code);
        let name = name.map(key);
        self.ranked(format!("{wanted}\u{0}{}", name.as_deref().unwrap_or("")), |procedure| {
            let by_code =
                strsim::normalized_damerau_levenshtein(&wanted, &procedure_code::key(&procedure.code));
            let by_name = name.as_ref().map_or(0.0, |name| similarity(name, &procedure.name));
            // The right name tells more than a code that differs in two digits.
            by_code.max(by_name + if by_name > 0.95 { 0.1 } else { 0.0 })
        })
    }

    fn names(&mut self, name: &str) -> Vec<usize> {
        self.ranked(name.to_owned(), |procedure| similarity(name, &procedure.name))
    }

    fn ranked(
        &mut self,
        question: String,
        score: impl Fn(&crate::model::catalogue::Procedure) -> f64,
    ) -> Vec<usize> {
        if let Some(known) = self.seen.get(&question) {
            return known.clone();
        }
        let mut ranked: Vec<(f64, usize)> = self
            .catalogue
            .procedures
            .iter()
            .enumerate()
            .map(|(index, procedure)| (score(procedure), index))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best: Vec<usize> = ranked
            .into_iter()
            .filter(|(score, _)| *score >= 0.5)
            .take(CHOICES)
            .map(|(_, index)| index)
            .collect();
        self.seen.insert(question, best.clone());
        best
    }

    /// Names the candidates in the message.
    fn named(&self, finding: Finding, candidates: &[usize]) -> Finding {
        if candidates.is_empty() {
            return finding.with_words("candidates", rules::NONE.vi, rules::NONE.en);
        }
        let names = candidates
            .iter()
            .take(CANDIDATES)
            .map(|index| {
                let procedure = &self.catalogue.procedures[*index];
                format!("{} {}", procedure.code, procedure.name)
            })
            .collect::<Vec<_>>();
        finding.with("candidates", names.join("; "))
    }
}

#[cfg(test)]
mod tests;
