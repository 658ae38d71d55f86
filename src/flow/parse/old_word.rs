//! A known word typed in TCVN3 or VNI where the column has too little text to be converted as a whole: "Trùc tuyÕn" alone.

use super::{CaseRow, ColumnKind, Finding, Reader, Value, clean, rules, words};

impl Reader<'_> {
    /// The text of a cell that holds a word of a list. What is a word only in an old encoding is given in Unicode, and said.
    pub(super) fn word_text(&mut self, row: &CaseRow<'_, '_>, column: ColumnKind) -> Option<String> {
        if let Some(Value::Text(stored)) = row.value(column)
            && let Some(word) = self.words.in_old_type(stored)
        {
            let (shown, said) = (clean(stored), word.clone());
            self.report(row, rules::DG015, column, &shown, |finding| {
                finding.with("v", shown.clone()).with("s", said)
            });
            return Some(word);
        }
        self.text(row, column)
    }
}

/// The words there are, the nearest first; only one that is clearly nearest is suggested.
pub(super) fn not_in_list(finding: Finding, text: &str, names: &[&'static str]) -> Finding {
    let (nearest, is_clear) = words::nearest(text, names);
    let finding = finding.with("v", text).with("list", names.join(", "));
    if is_clear { finding.choose(nearest) } else { finding.offer(nearest) }
}
