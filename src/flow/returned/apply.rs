//! Lays the answers over the values in memory, and says of each answer what became of it.
//!
//! In: answers, and the findings of a pass over the books. Out: changed cells; the findings of family NL; what was applied,
//! for the next listing to carry on. An answer is used in the first pass that has its finding: a correction may bring
//! out a finding that another answer is for, so passes go on until none changes anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::Answer;
use crate::{
    cells::date::{DayOrder, read_text},
    flow::{locate::Cases, recognise::Book},
    model::{
        case::Case,
        column::ColumnKind,
        finding::{Finding, Place, Severity},
        place::CellAt,
        sheet::{Cell, Row, Sheet, Value},
    },
    rules::{self, Rule},
    text::Text,
};

/// A correction that was applied.
#[derive(Clone, Debug)]
pub struct Applied {
    /// What was answered.
    pub answer: Answer,
    /// The rule.
    pub rule: &'static Rule,
    /// The duty the finding had.
    pub severity: Severity,
    /// The first cell it was applied to.
    pub place: Place,
    /// What that column holds.
    pub column: Option<ColumnKind>,
    /// How many cells it was applied to.
    pub cells: usize,
    /// The new value, as shown.
    pub new: String,
}

/// The answers and what became of them.
#[derive(Debug, Default)]
pub struct Overlay {
    answers: Vec<Answer>,
    by_key: BTreeMap<u64, Vec<usize>>,
    /// Answers that met their finding in some pass.
    met: BTreeSet<usize>,
    /// Answers that are settled: applied, or told why not.
    settled: BTreeSet<usize>,
    applied: Vec<Applied>,
    changed: Vec<(&'static str, Place, String)>,
    findings: Vec<Finding>,
}

impl Overlay {
    /// Takes the answers.
    pub fn new(answers: Vec<Answer>) -> Self {
        let mut by_key: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (index, answer) in answers.iter().enumerate() {
            by_key.entry(answer.key).or_default().push(index);
        }
        Self { answers, by_key, ..Self::default() }
    }

    /// What was applied, in the order of the findings.
    pub fn applied(self) -> Vec<Applied> {
        self.applied
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
            for key in [finding.key.own, finding.key.group] {
                let Some(all) = self.by_key.get(&key).cloned() else { continue };
                self.met.extend(all.iter().copied());
                let open = all
                    .iter()
                    .copied()
                    .filter(|index| !self.settled.contains(index) || now.contains_key(index));
                let open: Vec<usize> =
                    open.filter(|index| self.answers[*index].correction().is_some()).collect();
                let Some(first) = open.first().copied() else { continue };
                if let Some(other) = self.disagreeing(&open) {
                    self.disagree(finding, first, other, &open);
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

    fn disagree(&mut self, finding: &Finding, first: usize, other: usize, open: &[usize]) {
        let told = |index: usize| {
            let answer = &self.answers[index];
            (
                answer.correction().map(|value| value.shown()).unwrap_or_default(),
                answer.place.file.to_string(),
            )
        };
        let ((a, f1), (b, f2)) = (told(first), told(other));
        self.findings.push(
            about(rules::NL007, finding)
                .with("a", a.clone())
                .with("f1", f1)
                .with("b", b.clone())
                .with("f2", f2)
                .choose(vec![a, b]),
        );
        self.settled.extend(open.iter().copied());
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
        self.changed.push((finding.rule.code, place.clone(), new.clone()));
        let at = *now.entry(answer).or_insert_with(|| {
            self.applied.push(Applied {
                answer: given.clone(),
                rule: finding.rule,
                severity: finding.severity,
                place: place.clone(),
                column: finding.target.or(finding.column),
                cells: 0,
                new,
            });
            self.applied.len() - 1
        });
        self.applied[at].cells += 1;
    }

    /// Ends the passes: attaches the explanations to the findings that are left, and says what became of every answer.
    pub fn finish(&mut self, findings: &mut Vec<Finding>) {
        let mut explained = BTreeSet::new();
        for finding in findings.iter_mut() {
            let keys = [finding.key.own, finding.key.group];
            let given = keys.iter().filter_map(|key| self.by_key.get(key)).flatten();
            let Some(index) = given.copied().find(|index| !self.answers[*index].explanation.is_empty())
            else {
                continue;
            };
            self.met.insert(index);
            explained.insert(index);
            if finding.rule.waivable && finding.severity == Severity::Warning {
                finding.explanation = Some(self.answers[index].explanation.clone());
            } else if finding.severity == Severity::Error {
                finding.explanation = Some(self.answers[index].explanation.clone());
                self.findings.push(about(rules::NL006, finding).with("code", finding.rule.code));
            }
        }
        self.still_wrong(findings);
        self.unmet(findings, &explained);
        self.unexplained(findings);
        findings.append(&mut self.findings);
    }

    /// A corrected cell that breaks the same rule still. A figure that agreed when it was corrected and does no longer,
    /// since the cases changed, was no wrong answer: it is a finding by itself.
    fn still_wrong(&mut self, findings: &[Finding]) {
        let changed: BTreeMap<(&str, &Place), &String> =
            self.changed.iter().map(|(code, place, new)| ((*code, place), new)).collect();
        let about_cells = findings.iter().filter(|finding| !finding.rule.code.starts_with("CD"));
        let told = about_cells.filter_map(|finding| {
            let new = changed.get(&(finding.rule.code, &finding.place))?;
            Some(
                about(rules::NL004, finding)
                    .with("new", (*new).clone())
                    .with("code", finding.rule.code)
                    .choose(finding.candidates.clone()),
            )
        });
        let told: Vec<Finding> = told.collect();
        self.findings.extend(told);
    }

    /// Answers whose finding is there no longer: the cell was changed since, and is right now or is not.
    fn unmet(&mut self, findings: &[Finding], explained: &BTreeSet<usize>) {
        let mut left: BTreeMap<(&str, &str), &Finding> = BTreeMap::new();
        for finding in findings {
            left.entry((finding.rule.code, finding.case.as_deref().unwrap_or_default())).or_insert(finding);
        }
        let mut told = Vec::new();
        let mut files: BTreeMap<Arc<str>, (usize, usize)> = BTreeMap::new();
        for (index, answer) in self.answers.iter().enumerate() {
            let counts = files.entry(Arc::clone(&answer.place.file)).or_default();
            counts.1 += 1;
            let is_explanation_only = answer.correction().is_none();
            let is_tick_alone = is_explanation_only && answer.agreed;
            let is_met = if is_explanation_only && !is_tick_alone {
                explained.contains(&index)
            } else {
                self.met.contains(&index)
            };
            if is_met {
                counts.0 += 1;
                if is_tick_alone {
                    told.push(at_answer(rules::NL011, answer).with("code", answer.code.clone()));
                }
                continue;
            }
            let still = (!answer.case.is_empty())
                .then(|| left.get(&(answer.code.as_str(), answer.case.as_str())))
                .flatten();
            told.push(match still {
                Some(finding) => {
                    let new = answer.correction().map(|value| value.shown());
                    let severity = if new.is_some() { Severity::Error } else { Severity::Warning };
                    about(rules::NL003, finding)
                        .as_severity(severity)
                        .with("old", answer.value.clone())
                        .with("now", finding.value.clone())
                        .with("new", new.unwrap_or_else(|| answer.explanation.clone()))
                }
                None => at_answer(rules::NL005, answer).with("code", answer.code.clone()),
            });
        }
        for (file, (met, all)) in files {
            if met < all {
                told.push(
                    Finding::new(rules::NL008, Place::file(&file))
                        .with("k", met.to_string())
                        .with("t", all.to_string()),
                );
            }
        }
        self.findings.extend(told);
    }

    /// Once somebody has answered, the warnings that nobody answered are counted.
    fn unexplained(&mut self, findings: &[Finding]) {
        if self.answers.is_empty() {
            return;
        }
        let open = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Warning && finding.rule.waivable)
            .filter(|finding| finding.explanation.is_none())
            .count();
        if open > 0 {
            self.findings.push(Finding::new(rules::NL001, Place::default()).with("n", open.to_string()));
        }
    }
}

/// A finding of family NL at the place of the finding it is about.
fn about(rule: &'static Rule, finding: &Finding) -> Finding {
    Finding {
        column: finding.column,
        case: finding.case.clone(),
        value: finding.value.clone(),
        ..Finding::new(rule, finding.place.clone())
    }
}

/// A finding at the row of the returned file.
fn at_answer(rule: &'static Rule, answer: &Answer) -> Finding {
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
    let Some(workbook) = book.and_then(|book| book.input.content.as_mut().ok()) else { return };
    let name = place.sheet.as_deref().unwrap_or_default();
    // Registers side by side are a sheet each; a cell that is not of its table does nothing there.
    for sheet in workbook.sheets.iter_mut().filter(|sheet| sheet.name == name) {
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
