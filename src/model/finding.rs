//! A fault or remark on the inputs: which rule, where, what was found. A value, never an `Err`.

use std::{borrow::Cow, cmp::Ordering, sync::Arc};

use serde::Serialize;

use super::{
    column::ColumnKind,
    place::{CellAt, Col},
};
use crate::{
    rules::{Check, NOT_CHECKED, Rule},
    text::{Lang, without_long_numbers},
};

/// What a finding obliges to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be corrected before the report is final.
    Error,
    /// Correct it or explain it.
    Warning,
    /// The program normalised or noted something; nothing to do.
    Info,
}

/// Where a finding stands. A fault of a whole file has no sheet, one of a whole sheet no row.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path as in the machine result; empty for the report folder as a whole.
    pub file: Arc<str>,
    /// Sheet name; `None` for a fault of the file.
    pub sheet: Option<Arc<str>>,
    /// 1-based row; `None` for a fault of the sheet.
    pub row: Option<u32>,
    /// Column; `None` for a fault of the row.
    pub col: Option<Col>,
}

impl Place {
    /// The whole file.
    pub fn file(file: &Arc<str>) -> Self {
        Self { file: Arc::clone(file), ..Self::default() }
    }

    /// The whole sheet.
    pub fn sheet(file: &Arc<str>, sheet: &Arc<str>) -> Self {
        Self { file: Arc::clone(file), sheet: Some(Arc::clone(sheet)), ..Self::default() }
    }

    /// A row (1-based) of this sheet.
    #[must_use]
    pub fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// A cell of this sheet.
    #[must_use]
    pub fn at_cell(mut self, cell: CellAt) -> Self {
        self.row = Some(cell.row);
        self.col = Some(cell.col);
        self
    }

    /// The cell's address, if the finding stands in one.
    pub fn cell(&self) -> Option<CellAt> {
        Some(CellAt { row: self.row?, col: self.col? })
    }
}

/// The values for the holes of a rule's message.
pub type Values = Vec<(&'static str, String)>;

/// One finding. Its message is made from the rule's text and `values` when it is shown.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The rule's severity, or the higher one of `tthc.toml` or of the special case.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What the column holds, where known.
    pub column: Option<ColumnKind>,
    /// The case code, where the row has one.
    pub case: Option<String>,
    /// What the cell holds, as shown; never personal data.
    pub value: String,
    /// Holes of the message.
    pub values: Values,
    /// Holes with other words in English; they go before `values` there.
    pub english: Values,
    /// What could stand there instead.
    pub suggestion: Option<String>,
    /// All that could stand there, best first, where there is a choice; the suggestion is the first of them.
    pub candidates: Vec<String>,
    /// The column that a correction goes into, where it is another one than that of the place: a code that is missing is
    /// told at the name, too.
    pub target: Option<ColumnKind>,
    /// Whether its case is in no figure until it is corrected.
    pub uncounted: bool,
    /// The figures it touches, by key: those that the suggestion changes; without one, those that depend on the cell.
    pub figures: Vec<Cow<'static, str>>,
    /// What it is known by when an answer to it comes back; set by `flow::identify`.
    pub key: Key,
    /// The explanation that was given for it.
    pub explanation: Option<String>,
}

/// What a finding is known by: hashes of rule, sender, case, column and value, so that neither inserted nor sorted rows
/// change it, while another value does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Of this finding, whichever of the rows of its case it stands on.
    pub own: u64,
    /// The same for every case with this value in this column of this file.
    pub group: u64,
    /// The row of its case.
    pub row: RowKey,
}

/// What tells a row from the others of its case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// Of what its cells held before any answer was applied; 0 where the finding stands at no case.
    pub digest: u64,
    /// 0 for the only row of its case; else its number (from 1) among the rows of its file that hold the same.
    pub nth: u32,
}

impl Key {
    /// The id in the machine result: 16 hex digits.
    pub fn id(self) -> String {
        format!("{:016x}", self.own)
    }
}

impl Finding {
    /// A finding of `rule` at `place`, with the rule's severity and nothing else filled in.
    pub fn new(rule: &'static Rule, place: Place) -> Self {
        Self {
            rule,
            severity: rule.severity,
            place,
            column: None,
            case: None,
            value: String::new(),
            values: Vec::new(),
            english: Vec::new(),
            uncounted: false,
            suggestion: None,
            candidates: Vec::new(),
            target: None,
            figures: Vec::new(),
            key: Key::default(),
            explanation: None,
        }
    }

    /// Fills one hole of the message.
    #[must_use]
    pub fn with(mut self, hole: &'static str, value: impl Into<String>) -> Self {
        self.values.push((hole, value.into()));
        self
    }

    /// Fills one hole of the message with words of each language.
    #[must_use]
    pub fn with_words(mut self, hole: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.english.push((hole, en.into()));
        self.with(hole, vi)
    }

    /// Sets what the cell holds.
    #[must_use]
    pub fn found(mut self, column: ColumnKind, value: impl Into<String>) -> Self {
        self.column = Some(column);
        self.value = value.into();
        self
    }

    /// Sets the suggestion.
    #[must_use]
    pub fn suggest(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// Sets what there is to choose from; the first is the suggestion.
    #[must_use]
    pub fn choose(mut self, candidates: Vec<String>) -> Self {
        self.suggestion = candidates.first().cloned();
        self.candidates = candidates;
        self
    }

    /// Sets what there is to choose from where nothing speaks for one of them.
    #[must_use]
    pub fn offer(mut self, candidates: Vec<String>) -> Self {
        self.candidates = candidates;
        self
    }

    /// Sets the column that a correction goes into.
    #[must_use]
    pub fn into_column(mut self, column: ColumnKind) -> Self {
        self.target = Some(column);
        self
    }

    /// Sets the severity of this one finding.
    #[must_use]
    pub fn as_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Hides what may be a person's number in what a cell of a case holds: ID cards and phones are typed into any column.
    /// Case codes are what findings name cases by, and stay.
    pub fn hide_numbers(&mut self) {
        if self.column.is_none_or(|column| column == ColumnKind::CaseCode) || self.value.is_empty() {
            return;
        }
        let hidden = without_long_numbers(&self.value);
        if hidden == self.value {
            return;
        }
        for (_, text) in self.values.iter_mut().chain(&mut self.english) {
            *text = text.replace(&self.value, &hidden);
        }
        self.value = hidden;
    }

    /// The message in `lang`. Of the cell of a case that could not be read it says that no later rule looked at it.
    pub fn message(&self, lang: Lang) -> String {
        let english = if lang == Lang::En { self.english.as_slice() } else { &[] };
        let values: Vec<(&str, &str)> =
            english.iter().chain(&self.values).map(|(hole, value)| (*hole, value.as_str())).collect();
        let mut message = self.rule.message.fill(lang, &values);
        if matches!(self.rule.check, Check::Unreadable) && self.column.is_some() {
            message.push(' ');
            message.push_str(NOT_CHECKED.get(lang));
        }
        message
    }

    /// Whether it is a warning that nobody corrected or explained yet.
    pub fn is_open_warning(&self) -> bool {
        self.severity == Severity::Warning && self.explanation.is_none()
    }

    /// The order of every listing: file, sheet, row, column, code.
    pub fn order(&self, other: &Self) -> Ordering {
        (&self.place, self.rule.code, &self.value).cmp(&(&other.place, other.rule.code, &other.value))
    }
}
