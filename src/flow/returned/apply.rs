//! Lays the answers over the values in memory.
//!
//! In: answers, and the findings of a pass over the books. Out: changed cells, what was done and why not (`outcome` ends
//! it), and what the next listing has to carry on. An answer is used in the first pass that has its finding: a correction may bring
//! out a finding that another answer is for, so passes go on until none changes anything.

use std::collections::{BTreeMap, BTreeSet};

use super::Answer;
use crate::{
    cells::{
        date::{DayOrder, read_text},
        text::clean,
    },
    flow::{locate::Cases, recognise::Book},
    model::{
        case::Case,
        column::ColumnKind,
        finding::{Finding, Place, Severity},
        place::CellAt,
        sheet::{Cell, Row, Sheet, Value},
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
            by_key.entry(answer.key).or_default().push(index);
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

    /// The answers to a finding: by its key, by that of its group, else by what it says.
    pub(super) fn answers_to(&self, finding: &Finding) -> Vec<usize> {
        let keys = [finding.key.own, finding.key.group];
        if let Some(known) = keys.iter().find_map(|key| self.by_key.get(key)) {
            return known.clone();
        }
        let Some(case) = &finding.case else { return Vec::new() };
        if self.by_content.is_empty() {
            return Vec::new();
        }
        let content = (finding.rule.code.to_owned(), clean(case), clean(&visible(&finding.value)));
        self.by_content.get(&content).cloned().unwrap_or_default()
    }

    /// Applies what the findings of a pass have answers for. Returns whether any cell changed. Figures filled in by hand
    /// come last: whether they are wrong shows only when the cases are right.
    pub fn apply(&mut self, findings: &[Finding], cases: &[Case], books: &mut [Book]) -> bool {
        let (figures, rows): (Vec<&Finding>, Vec<&Finding>) =
            findings.iter().partition(|finding| finding.rule.code.starts_with("CD"));
        self.apply_to(&rows, cases, books) || self.apply_to(&figures, cases, books)
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
            set(books, place, value);
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
                answer.place.file.to_string(),
            )
        };
        let ((a, f1), (b, f2)) = (told(open[0]), told(other));
        self.findings.push(
            about(rules::NL007, finding)
                .with("a", a.clone())
                .with("f1", f1)
                .with("b", b.clone())
                .with("f2", f2)
                .choose(vec![a, b]),
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
            let taken =
                cases.iter().find(|other| other.unit == case.unit && other.code.value() == Some(&new));
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

/// The value as the column takes it. A date becomes its ISO text: whatever was decided about the order of day and month in
/// its column, even that Excel swapped them, it is that day. (What was decided rests on the register's own cells alone.)
fn typed(value: &Value, column: Option<ColumnKind>) -> Value {
    let is_date = column.is_some_and(ColumnKind::is_date);
    let day = match value {
        Value::Text(text) if is_date => read_text(text).date(DayOrder::DayFirst),
        Value::Date(day) if is_date => Some(*day),
        _ => None,
    };
    match (day, value) {
        (Some(day), _) => Value::Text(day.to_string()),
        (None, Value::Number(_) | Value::Bool(_)) if !is_date => Value::Text(value.shown()),
        (None, _) => value.clone(),
    }
}

/// Sets a cell of the books in memory. A place that is not there changes nothing.
fn set(books: &mut [Book], place: &Place, value: &Value) {
    let Some(CellAt { row, col }) = place.cell() else { return };
    let book = books.iter_mut().find(|book| book.input.path == place.file);
    let Some(book) = book else { return };
    let name = place.sheet.as_deref().unwrap_or_default();
    let Ok(workbook) = &mut book.input.content else { return };
    let mut named: Vec<(&mut Sheet, bool)> = workbook
        .sheets
        .iter_mut()
        .zip(&book.tables)
        .filter(|(sheet, _)| sheet.name == name)
        .map(|(sheet, tables)| {
            let columns = tables.iter().flat_map(|table| &table.columns);
            (sheet, columns.into_iter().any(|column| column.col == col))
        })
        .collect();
    // Registers side by side are a sheet each: the one that has the column.
    let at = named.iter().position(|(_, has_column)| *has_column).unwrap_or(0);
    if let Some((sheet, _)) = named.get_mut(at) {
        set_in(sheet, CellAt { row, col }, value);
    }
}

fn set_in(sheet: &mut Sheet, CellAt { row, col }: CellAt, value: &Value) {
    let at = match sheet.rows.binary_search_by_key(&row, |row| row.number) {
        Ok(at) => at,
        Err(at) => {
            sheet.rows.insert(at, Row { number: row, cells: Vec::new() });
            at
        }
    };
    let cells = &mut sheet.rows[at].cells;
    let cell = Cell { col, value: value.clone() };
    match cells.binary_search_by_key(&col, |cell| cell.col) {
        Ok(at) => cells[at] = cell,
        Err(at) => cells.insert(at, cell),
    }
}
