//! Reads the lines of a returned workbook, and takes our own sheets out of it.

use std::sync::Arc;

use super::Answer;
use crate::{
    cells::text::clean,
    flow::{
        lines::{Column, Identity, LineKey},
        recognise::{Book, Kind},
    },
    model::{
        finding::Place,
        place::{CellAt, Col},
        sheet::{Row, Sheet, Value, Workbook},
    },
};

/// Words in *Đồng ý* that say no; anything else says yes.
const NO: [&str; 7] = ["không", "khong", "k", "0", "no", "n", "false"];

/// Takes identity and answers out of a book. Only lines in which something was filled in are answers.
pub(super) fn take(book: &mut Book) -> Vec<Answer> {
    let path = Arc::clone(&book.input.path);
    let Ok(workbook) = &mut book.input.content else { return Vec::new() };
    let identity = workbook.sheets.iter().find(|sheet| is_identity(sheet)).and_then(identity);
    let mut answers = Vec::new();
    let mut lost = 0;
    let mut ours = Vec::with_capacity(workbook.sheets.len());
    for sheet in &workbook.sheets {
        let columns = columns(sheet);
        if let Some(columns) = &columns {
            let name: Arc<str> = Arc::from(sheet.name.as_str());
            for row in sheet.rows.iter().skip(1) {
                match answer(row, columns, Place::sheet(&path, &name)) {
                    Some(answer) => answers.push(answer),
                    None => lost += usize::from(is_filled(row, columns)),
                }
            }
        }
        ours.push(columns.is_some() || is_identity(sheet));
    }
    if identity.is_none() && !ours.contains(&true) {
        return answers;
    }
    let has_register = identity.as_ref().is_some_and(|identity| identity.kind == Identity::MARKED);
    // A single sheet saved as text has lost the hidden one; its keys are enough.
    let identity =
        identity.unwrap_or_else(|| Identity { kind: Identity::LISTING.to_owned(), ..Identity::default() });
    if has_register {
        forget(book, &ours);
        if !identity.unit.is_empty() {
            book.input.sender = Arc::from(identity.unit.as_str());
        }
    } else {
        book.kind = Kind::Ignored;
        let all = vec![true; ours.len()];
        forget(book, &all);
    }
    if !identity.path.is_empty() {
        for answer in answers.iter_mut().filter(|answer| answer.about.file.is_empty()) {
            answer.about.file = Arc::from(identity.path.as_str());
        }
    }
    book.identity = Some(identity);
    book.lost_answers = lost;
    answers
}

fn is_identity(sheet: &Sheet) -> bool {
    sheet.name == Identity::SHEET && identity(sheet).is_some()
}

/// Whether something was filled in, readable or not.
fn is_filled(row: &Row, columns: &[(Column, Col)]) -> bool {
    let filled = |(column, col): &(Column, Col)| column.is_filled_by_people() && row.value(*col).is_some();
    columns.iter().any(filled)
}

/// The answers in a workbook, wherever it lies.
pub(super) fn answers(workbook: &Workbook) -> Vec<Answer> {
    let lines = workbook.sheets.iter().filter_map(|sheet| Some((sheet, columns(sheet)?)));
    lines
        .flat_map(|(sheet, columns)| {
            let rows = sheet.rows.iter().skip(1);
            rows.filter_map(|row| answer(row, &columns, Place::default())).collect::<Vec<_>>()
        })
        .collect()
}

/// Which sheets of a workbook are ours.
pub(super) fn ours(workbook: &Workbook) -> Vec<bool> {
    let is_ours = |sheet: &Sheet| is_identity(sheet) || columns(sheet).is_some();
    workbook.sheets.iter().map(is_ours).collect()
}

/// Takes sheets out of a book, and what was found on them.
fn forget(book: &mut Book, ours: &[bool]) {
    let kept = |index: usize| !ours.get(index).copied().unwrap_or(false);
    let mut index = 0..;
    book.tables.retain(|_| index.next().is_some_and(kept));
    let mut index = 0..;
    book.tabs.retain(|_| index.next().is_some_and(kept));
    let tabs = book.tabs.clone();
    book.converted.retain(|converted| tabs.contains(&converted.tab));
    if let Ok(workbook) = &mut book.input.content {
        let mut index = 0..;
        workbook.sheets.retain(|_| index.next().is_some_and(kept));
    }
}

fn identity(sheet: &Sheet) -> Option<Identity> {
    let pair = |row: &Row| {
        let key = shown(row, Some(Col(0)));
        let value = if ["path", "unit"].contains(&key.as_str()) { raw } else { shown };
        (key, value(row, Some(Col(1))))
    };
    let pairs: Vec<(String, String)> = sheet.rows.iter().map(pair).collect();
    Identity::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}

/// The columns of a sheet of lines: its first row names columns to fill in, and the key or (it was deleted) the code.
fn columns(sheet: &Sheet) -> Option<Vec<(Column, Col)>> {
    let columns: Vec<(Column, Col)> = sheet
        .rows
        .first()?
        .cells
        .iter()
        .filter_map(|cell| Some((Column::of_heading(&cell.value.shown())?, cell.col)))
        .collect();
    let has = |wanted| columns.iter().any(|(column, _)| *column == wanted);
    let is_answered = has(Column::Agreed) || has(Column::Explanation);
    let is_whole = has(Column::Agreed) && has(Column::Right) && has(Column::Explanation) && has(Column::Code);
    ((has(Column::Key) && is_answered) || is_whole).then_some(columns)
}

const fn is_unread(value: &Value) -> bool {
    matches!(value, Value::Error(_) | Value::NoResult)
}

fn shown(row: &Row, col: Option<Col>) -> String {
    col.and_then(|col| row.value(col)).map(|value| clean(&value.shown())).unwrap_or_default()
}

/// A path or the name of a folder as it was written: folded it would be that of no file.
fn raw(row: &Row, col: Option<Col>) -> String {
    col.and_then(|col| row.value(col)).map(Value::shown).unwrap_or_default()
}

fn answer(row: &Row, columns: &[(Column, Col)], place: Place) -> Option<Answer> {
    let col = |wanted| columns.iter().find(|(column, _)| *column == wanted).map(|(_, col)| *col);
    let text = |column| shown(row, col(column));
    let key = LineKey::parse(&text(Column::Key))?;
    let agreed = text(Column::Agreed);
    let is_yes = !agreed.is_empty() && !NO.contains(&agreed.to_lowercase().as_str());
    let right = col(Column::Right).and_then(|col| row.value(col)).cloned();
    // A formula without a result says nothing: the line counts as an answer that could not be read.
    let unread = |column| col(column).and_then(|col| row.value(col)).is_some_and(is_unread);
    if [Column::Agreed, Column::Right, Column::Explanation].into_iter().any(unread) {
        return None;
    }
    let cell = CellAt::parse(&text(Column::Cell));
    let about = Place {
        file: Arc::from(raw(row, col(Column::File)).as_str()),
        sheet: Some(text(Column::Sheet))
            .filter(|sheet| !sheet.is_empty())
            .map(|sheet| Arc::from(sheet.as_str())),
        row: cell.map(|cell| cell.row),
        col: cell.map(|cell| cell.col),
    };
    let answer = Answer {
        key,
        code: text(Column::Code),
        case: text(Column::Case),
        value: text(Column::Value),
        suggestion: text(Column::Suggestion),
        agreed: is_yes,
        right,
        explanation: text(Column::Explanation),
        place: place.at_row(row.number),
        about,
    };
    (answer.agreed || answer.right.is_some() || !answer.explanation.is_empty()).then_some(answer)
}
