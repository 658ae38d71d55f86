//! What is to be shown of the lines: their order on the first sheet, and the marks of each sheet's cells. Lines in, marks out.

use std::collections::BTreeMap;

use crate::flow::lines::{Column, Line, duty};
use crate::model::{finding::Severity, place::CellAt};
use crate::text::{Lang, Text};

const SUGGESTION: Text = Text { vi: "Đề xuất: ", en: "Suggestion: " };
const REPEATED: Text = Text { vi: " (lặp lại {n} lần)", en: " ({n} times)" };
const MORE: Text = Text { vi: "… còn {n} dòng khác", en: "… {n} more" };
const APPLIED: Text = Text { vi: "Đã áp dụng", en: "Applied" };

/// Most messages that a note shows, and most characters of one.
const NOTE_MESSAGES: usize = 8;
const NOTE_MESSAGE: usize = 600;

/// The columns of the first sheet.
pub(super) fn columns() -> impl Iterator<Item = Column> {
    Column::ALL.into_iter().filter(|column| *column != Column::File)
}

/// The lines to show: errors, then warnings, then what is applied already; within each as given. Those that only inform are
/// left out.
pub(super) fn shown(lines: &[Line]) -> Vec<&Line> {
    let group = |wanted: u8| {
        lines.iter().filter(move |line| match (line.is_applied, line.severity) {
            (true, _) => wanted == 2,
            (false, Severity::Error) => wanted == 0,
            (false, Severity::Warning) => wanted == 1,
            (false, Severity::Info) => false,
        })
    };
    group(0).chain(group(1)).chain(group(2)).collect()
}

/// What a column of the first sheet shows of a line.
pub(super) fn text(line: &Line, column: Column, lang: Lang) -> String {
    match column {
        Column::Case => line.case.clone(),
        Column::Cell => match (line.cell, line.row) {
            (Some(cell), _) => cell.to_string(),
            (None, Some(row)) => row.to_string(),
            (None, None) => String::new(),
        },
        Column::Message => message(line, lang),
        Column::Value => line.value.clone(),
        Column::Suggestion => line.suggestion.clone(),
        Column::Agreed if line.agreed => crate::flow::lines::TICK.to_owned(),
        Column::Agreed => String::new(),
        Column::Right => line.right.clone(),
        Column::Explanation => line.explanation.clone(),
        Column::Duty if line.is_applied => APPLIED.get(lang).to_owned(),
        Column::Duty => duty(line.severity).get(lang).to_owned(),
        Column::Code => line.code.to_owned(),
        Column::Sheet => line.sheet.as_deref().unwrap_or_default().to_owned(),
        Column::File => line.file.to_string(),
        Column::Figures => line.figures.clone(),
        Column::Key => line.key.clone(),
    }
}

fn message(line: &Line, lang: Lang) -> String {
    let mut text = line.message.clone();
    if line.repeats > 1 {
        text.push_str(&REPEATED.fill(lang, &[("n", line.repeats.to_string())]));
    }
    text
}

/// What a cell is marked with.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// The higher of its lines.
    pub(super) severity: Severity,
    messages: Vec<String>,
    more: usize,
}

/// The marks of one sheet by cell, row by row.
pub(super) type Marks = BTreeMap<CellAt, Mark>;

/// The marks of the lines, by the index that `sheet` gives for a sheet's name.
pub(super) fn by_sheet(
    lines: &[Line],
    lang: Lang,
    sheet: impl Fn(&str) -> Option<usize>,
) -> BTreeMap<usize, Marks> {
    let mut marks: BTreeMap<usize, Marks> = BTreeMap::new();
    for line in shown(lines).into_iter().filter(|line| !line.is_applied) {
        let (Some(name), Some(cell)) = (&line.sheet, line.cell) else { continue };
        if cell.row == 0 || cell.row > 1_048_576 || cell.col > crate::model::place::Col::LAST {
            continue;
        }
        let Some(index) = sheet(name) else { continue };
        let mark = marks.entry(index).or_default().entry(cell).or_insert_with(|| Mark {
            severity: line.severity,
            messages: Vec::new(),
            more: 0,
        });
        if mark.messages.len() < NOTE_MESSAGES {
            mark.messages.push(note_message(line, lang));
        } else {
            mark.more += 1;
        }
    }
    marks
}

fn note_message(line: &Line, lang: Lang) -> String {
    let mut text =
        format!("{} {}: {}", duty(line.severity).get(lang), line.code, short(&message(line, lang)));
    if !line.suggestion.is_empty() {
        text.push('\n');
        text.push_str(SUGGESTION.get(lang));
        text.push_str(&short(&line.suggestion));
    }
    text
}

fn short(text: &str) -> String {
    let mut chars = text.chars();
    let mut out: String = chars.by_ref().take(NOTE_MESSAGE).collect();
    if chars.next().is_some() {
        out.push('…');
    }
    out
}

/// The marks with those of hidden cells moved to the cell that shows for them.
pub(super) fn moved(marks: &Marks, shown: &BTreeMap<CellAt, CellAt>) -> Marks {
    let mut moved = Marks::new();
    for (cell, mark) in marks {
        let at = shown.get(cell).unwrap_or(cell);
        match moved.get_mut(at) {
            Some(there) => there.join(mark),
            None => {
                moved.insert(*at, mark.clone());
            }
        }
    }
    moved
}

impl Mark {
    fn join(&mut self, other: &Self) {
        self.severity = self.severity.min(other.severity);
        let room = NOTE_MESSAGES.saturating_sub(self.messages.len());
        self.messages.extend(other.messages.iter().take(room).cloned());
        self.more += other.more + other.messages.len().saturating_sub(room);
    }

    /// The text of its note.
    pub(super) fn note(&self, lang: Lang) -> String {
        let mut text = self.messages.join("\n");
        if self.more > 0 {
            text.push('\n');
            text.push_str(&MORE.fill(lang, &[("n", self.more.to_string())]));
        }
        text
    }
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
