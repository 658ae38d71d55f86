//! Lays the answers over the values in memory.
//!
//! In: answers, and the findings of a pass over the books. Out: changed cells, what was done and why not (`outcome` ends
//! it), and what the next listing has to carry on. An answer is used in the first pass that has its finding: a correction may bring
//! out a finding that another answer is for, so passes go on until none changes anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::Answer;
use super::cells::{set, typed};
use crate::{
    cells::text::clean,
    flow::{identify::Originals, locate::Cases, recognise::Book, report::Report},
    model::{
        case::{Case, Fate},
        column::ColumnKind,
        finding::{Finding, Place, RowKey, Severity},
        sheet::Value,
    },
    rules::{self, Rule},
    text::{Text, visible},
};

/// What became of an answer that the next listing carries on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was applied.
    Applied,
    /// Its row could not be seen this time: the file or the catalogue is missing or unreadable.
    Waiting,
    /// Another answer gives another value; neither was applied.
    Disputed,
}

/// An answer that the next listing carries on.
#[derive(Clone, Debug)]
pub struct Carried {
    /// What was answered.
    pub answer: Answer,
    /// What became of it.
    pub state: State,
    /// The rule.
    pub rule: &'static Rule,
    /// The duty the finding had.
    pub severity: Severity,
    /// The first cell it was applied to, or where the line says it belongs.
    pub place: Place,
    /// How many cells it was applied to.
    pub cells: usize,
    /// The new value, as shown.
    pub new: String,
}

/// The answers and what became of them.
#[derive(Debug, Default)]
pub struct Overlay {
    pub(super) answers: Vec<Answer>,
    by_key: BTreeMap<u64, Vec<usize>>,
    /// The files in force, with their sender's folder (empty beside the folders).
    live: BTreeMap<Arc<str>, Arc<str>>,
    /// Case codes that stand in registers of more than one of them.
    shared: BTreeSet<String>,
    /// What the changed cells held before.
    originals: Originals,
    /// By rule, case and value, for a folder that was renamed, a row whose code was corrected, rows that became alike.
    by_content: BTreeMap<(String, String, String), Vec<usize>>,
    /// Answers that met their finding in some pass.
    pub(super) met: BTreeSet<usize>,
    /// Answers that are settled: applied, or told why not.
    settled: BTreeSet<usize>,
    pub(super) carried: Vec<Carried>,
    /// The cells that were changed and their new values.
    pub(super) changed: BTreeMap<Place, String>,
    pub(super) findings: Vec<Finding>,
}

impl Overlay {
    /// Takes the answers.
    pub fn new(answers: Vec<Answer>) -> Self {
        let mut by_key: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut by_content: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
        // A corrected case code may stand in the register itself by now.
        let renamed: BTreeMap<&str, String> = answers
            .iter()
            .filter(|answer| !answer.case.is_empty() && answer.value == answer.case)
            .filter_map(|answer| {
                Some((answer.case.as_str(), answer.correction()?.shown().trim().to_uppercase()))
            })
            .collect();
        for (index, answer) in answers.iter().enumerate() {
            by_key.entry(answer.key.finding).or_default().push(index);
            let cases = [Some(answer.case.clone()), renamed.get(answer.case.as_str()).cloned()];
            for case in cases.into_iter().flatten().filter(|case| !case.is_empty()) {
                by_content.entry((answer.code.clone(), case, answer.value.clone())).or_default().push(index);
            }
        }
        Self { answers, by_key, by_content, ..Self::default() }
    }

    /// What the next listing has to carry on.
    pub fn carried(self) -> Vec<Carried> {
        self.carried
    }

    /// What the changed cells held before.
    pub const fn originals(&self) -> &Originals {
        &self.originals
    }

    /// The answers to a finding: by its key, by that of its group, else by what it says; never those that were given for
    /// another row of the same case, or for another sender.
    pub(super) fn answers_to(&self, finding: &Finding) -> Vec<usize> {
        let known = |key: u64| self.by_key.get(&key).map_or(&[][..], Vec::as_slice);
        let own = self.for_row(known(finding.key.own), finding);
        if !own.is_empty() {
            return own;
        }
        let of_group = |index: &usize| {
            let answer = &self.answers[*index];
            answer.key.row == RowKey::default() && self.is_of_file(answer, finding)
        };
        let group: Vec<usize> = known(finding.key.group).iter().copied().filter(of_group).collect();
        if !group.is_empty() {
            return group;
        }
        let Some(case) = finding.case.as_ref().filter(|_| !self.by_content.is_empty()) else {
            return Vec::new();
        };
        let content = (finding.rule.code.to_owned(), clean(case), clean(&visible(&finding.value)));
        self.for_row(self.by_content.get(&content).map_or(&[][..], Vec::as_slice), finding)
    }

    /// Those of these answers that are for the row of a finding. The row is known by what it holds; where it is the only
    /// one of its case, and was when the answer was given, other cells of it may have changed since.
    fn for_row(&self, answers: &[usize], finding: &Finding) -> Vec<usize> {
        let row = finding.key.row;
        let own = answers.iter().copied().filter(|index| self.is_of_sender(&self.answers[*index], finding));
        let is_same = |index: &usize| {
            let given = self.answers[*index].key.row;
            given.digest == row.digest && (row.nth == 0 || given.nth.max(1) == row.nth)
        };
        let (same, others): (Vec<usize>, Vec<usize>) = own.partition(is_same);
        if !same.is_empty() || row.nth > 0 {
            return same;
        }
        others.into_iter().filter(|index| self.answers[*index].key.row.nth == 0).collect()
    }

    /// Whether an answer may be about a finding by where both stand. A file that is gone may have been renamed or moved.
    pub(super) fn is_of_sender(&self, answer: &Answer, finding: &Finding) -> bool {
        let folder = |path: &Arc<str>| self.live.get(path).filter(|folder| !folder.is_empty());
        let same_folder = || {
            finding.key.row.nth == 0
                && folder(&answer.about.file).is_some_and(|known| folder(&finding.place.file) == Some(known))
        };
        self.is_of_file(answer, finding) || same_folder()
    }

    fn is_of_file(&self, answer: &Answer, finding: &Finding) -> bool {
        let file = &answer.about.file;
        file.is_empty()
            || *file == finding.place.file
            || !self.live.contains_key(file) && self.may_have_moved(answer, finding)
    }

    /// Whether the file an answer is about, which is not in force any more, may be that of a finding now: a newer one of its
    /// sender, or one with the very row in it. A code that another sender has too says nothing.
    fn may_have_moved(&self, answer: &Answer, finding: &Finding) -> bool {
        let is_shared = finding.case.as_ref().is_some_and(|case| self.shared.contains(&clean(case)));
        let (given, row) = (answer.key.row.digest, finding.key.row.digest);
        let same_row = if given == 0 { !is_shared } else { given == row };
        let now = self.live.get(&finding.place.file).map_or("", |folder| &**folder);
        let within = |folder: &str| answer.about.file.split('/').rev().skip(1).any(|part| part == folder);
        match self.live.values().find(|folder| !folder.is_empty() && within(folder)) {
            Some(folder) => **folder == *now || !is_shared && same_row,
            None => same_row || now.is_empty() && !is_shared,
        }
    }

    /// Looks which files are in force.
    pub(super) fn look(&mut self, report: &Report) {
        let current = report.files.iter().filter(|file| file.replaced_by.is_none());
        self.live = current.map(|file| (Arc::clone(&file.path), Arc::clone(&file.folder))).collect();
        let mut files: BTreeMap<String, &Arc<str>> = BTreeMap::new();
        for case in report.cases.iter().filter(|case| case.fate != Fate::Superseded) {
            let Some(code) = case.code.value() else { continue };
            let file = &case.origin.table.file;
            let sender =
                |file| self.live.get(file).filter(|folder| !folder.is_empty()).unwrap_or(file).clone();
            if files.insert(clean(code), file).is_some_and(|other| sender(other) != sender(file)) {
                self.shared.insert(clean(code));
            }
        }
    }

    /// Applies what the findings of a pass have answers for. Returns whether any cell changed. Figures filled in by hand
    /// come last: whether they are wrong shows only when the cases are right.
    pub fn apply(&mut self, report: &Report, books: &mut [Book]) -> bool {
        self.look(report);
        let (figures, rows): (Vec<&Finding>, Vec<&Finding>) =
            report.findings.iter().partition(|finding| finding.rule.code.starts_with("CD"));
        self.apply_to(&rows, &report.cases, books) || self.apply_to(&figures, &report.cases, books)
    }

    fn apply_to(&mut self, findings: &[&Finding], cases: &[Case], books: &mut [Book]) -> bool {
        let mut edits: BTreeMap<Place, Value> = BTreeMap::new();
        let mut now: BTreeMap<usize, usize> = BTreeMap::new();
        let rows = Cases::new(cases);
        for finding in findings {
            let all = self.answers_to(finding);
            self.met.extend(all.iter().copied());
            let is_open = |index: &usize| {
                (!self.settled.contains(index) || now.contains_key(index))
                    && self.answers[*index].correction().is_some()
            };
            let open: Vec<usize> = all.into_iter().filter(is_open).collect();
            let Some(first) = open.first().copied() else { continue };
            if let Some(other) = self.disagreeing(&open) {
                self.disagree(finding, other, &open);
                continue;
            }
            let case = rows.of(finding).map(|index| &cases[index]);
            match self.edit(finding, case, first, cases) {
                // Two findings on one cell: the second is looked at again once the first is corrected.
                Ok((place, _)) if edits.contains_key(&place) => continue,
                Ok(edit) => {
                    self.note(finding, first, &edit.0, &mut now);
                    edits.insert(edit.0, edit.1);
                }
                Err(told) => self.findings.push(*told),
            }
            self.settled.extend(open);
        }
        for (place, value) in &edits {
            let before = set(books, place, value);
            self.originals.entry(place.clone()).or_insert(before);
        }
        !edits.is_empty()
    }

    /// The answer among these that gives another value than the first.
    fn disagreeing(&self, open: &[usize]) -> Option<usize> {
        let shown = |index: usize| self.answers[index].correction().map(|value| value.shown());
        open.iter().copied().find(|index| shown(*index) != shown(open[0]))
    }

    fn disagree(&mut self, finding: &Finding, other: usize, open: &[usize]) {
        let told = |index: usize| {
            let answer = &self.answers[index];
            (
                answer.correction().map(|value| value.shown()).unwrap_or_default(),
                (answer.place.file.to_string(), answer.place.row.unwrap_or_default()),
            )
        };
        let ((a, f1), (b, f2)) = (told(open[0]), told(other));
        self.findings.push(
            about(rules::NL007, finding)
                .with("a", a)
                .with_words("f1", format!("{}, dòng {}", f1.0, f1.1), format!("{}, row {}", f1.0, f1.1))
                .with("b", b)
                .with_words("f2", format!("{}, dòng {}", f2.0, f2.1), format!("{}, row {}", f2.0, f2.1)),
        );
        for index in open {
            self.carry(*index, State::Disputed, finding.rule, finding.severity, finding.place.clone());
        }
        self.settled.extend(open.iter().copied());
    }

    /// Hands an answer on to the next listing; returns where it stands there.
    pub(super) fn carry(
        &mut self,
        index: usize,
        state: State,
        rule: &'static Rule,
        severity: Severity,
        place: Place,
    ) -> usize {
        let answer = self.answers[index].clone();
        let new = answer.correction().map(|value| value.shown()).unwrap_or_default();
        self.carried.push(Carried { answer, state, rule, severity, place, cells: 0, new });
        self.carried.len() - 1
    }

    /// The cell to change and its new value, or why it stays.
    fn edit(
        &self,
        finding: &Finding,
        case: Option<&Case>,
        answer: usize,
        cases: &[Case],
    ) -> Result<(Place, Value), Box<Finding>> {
        let value = self.answers[answer].correction().unwrap_or(Value::NoResult);
        let column = finding.target.or(finding.column);
        let cell = match (finding.target, case) {
            (Some(target), Some(case)) => Some(case.origin.place(target)),
            (Some(_), None) => None,
            (None, _) => Some(finding.place.clone()),
        };
        let Some(place) = cell.filter(|place| place.cell().is_some()) else {
            return Err(Box::new(about(rules::NL010, finding).with("code", finding.rule.code)));
        };
        if let (Some(ColumnKind::CaseCode), Some(case)) = (column, case) {
            let new = value.shown().trim().to_uppercase();
            if !new.chars().any(char::is_alphanumeric)
                && let Some(told) = blanked(finding, case, cases)
            {
                return Err(Box::new(told));
            }
            let taken = cases.iter().find(|other| {
                let is_other = other.fate != Fate::Superseded && !std::ptr::eq(*other, case);
                is_other && other.unit == case.unit && other.code.value() == Some(&new)
            });
            if let Some(other) = taken {
                return Err(Box::new(
                    about(rules::NL009, finding)
                        .with("new", new)
                        .with("cell", rules::places([other], ColumnKind::CaseCode)),
                ));
            }
        }
        Ok((place, typed(&value, column)))
    }

    fn note(&mut self, finding: &Finding, answer: usize, place: &Place, now: &mut BTreeMap<usize, usize>) {
        const FIGURE: Text = Text { vi: "số liệu", en: "figure" };
        let field = finding.target.or(finding.column).map_or(FIGURE, ColumnKind::title);
        let given = &self.answers[answer];
        let new = given.correction().map(|value| value.shown()).unwrap_or_default();
        self.findings.push(Finding {
            place: place.clone(),
            ..about(rules::NL002, finding)
                .with_words("field", field.vi, field.en)
                .with("old", finding.value.clone())
                .with("new", new.clone())
                .with("id", given.place.file.to_string())
                .with("row", given.place.row.unwrap_or_default().to_string())
        });
        self.changed.insert(place.clone(), new);
        let at = match now.get(&answer) {
            Some(at) => *at,
            None => self.carry(answer, State::Applied, finding.rule, finding.severity, place.clone()),
        };
        now.insert(answer, at);
        self.carried[at].cells += 1;
    }
}

/// What is said where the code of a row is to go although other rows of the same case stay: the row would count by itself.
fn blanked(finding: &Finding, case: &Case, cases: &[Case]) -> Option<Finding> {
    let code = case.code.value()?;
    let others = cases.iter().filter(|other| {
        let is_other = other.fate != Fate::Superseded && !std::ptr::eq(*other, case);
        let is_same = other.identity() == case.identity() || !case.code_is_free;
        is_other && other.code.value() == Some(code) && is_same
    });
    let cell = rules::places(others, ColumnKind::CaseCode);
    (!cell.is_empty()).then(|| about(rules::NL014, finding).with("v", code.as_str()).with("cell", cell))
}

/// A finding of family NL at the place of the finding it is about.
pub(super) fn about(rule: &'static Rule, finding: &Finding) -> Finding {
    Finding {
        column: finding.column,
        case: finding.case.clone(),
        value: finding.value.clone(),
        ..Finding::new(rule, finding.place.clone())
    }
}

/// A finding at the row of the returned file.
pub(super) fn at_answer(rule: &'static Rule, answer: &Answer) -> Finding {
    Finding {
        case: (!answer.case.is_empty()).then(|| answer.case.clone()),
        value: answer.value.clone(),
        ..Finding::new(rule, answer.place.clone())
    }
}
