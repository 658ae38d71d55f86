//! What a check found on a case.

use super::{ColumnKind, Severity, Values};

/// What a check found on a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The column whose cell is named; the case's row gives the rest of the place.
    pub column: ColumnKind,
    /// What that cell holds, as shown.
    pub value: String,
    /// The holes of the message.
    pub values: Values,
    /// Holes with other words in English.
    pub english: Values,
    /// What could stand there instead.
    pub suggestion: Option<String>,
    /// All that could stand there, best first; the suggestion is the first of them.
    pub candidates: Vec<String>,
    /// The column that a correction goes into, where it is another one.
    pub target: Option<ColumnKind>,
    /// Another severity than the rule's, where the case deserves it.
    pub severity: Option<Severity>,
}

impl Hit {
    /// A hit on the cell of `column`.
    pub fn new(column: ColumnKind, value: impl Into<String>) -> Self {
        Self {
            column,
            value: value.into(),
            values: Vec::new(),
            english: Vec::new(),
            suggestion: None,
            candidates: Vec::new(),
            target: None,
            severity: None,
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
}
