//! What comes back: the filled listing, marked copies of the senders' workbooks, and which file they replace.
//!
//! In: recognised books. Out: the answers that people gave, and books without our own sheets, each knowing whether another
//! one replaces it. A workbook of ours is known by its hidden sheet, a line by its key, never by a file name.
//!
//! Answers are laid over the values in memory (`apply`); the register's bytes never change.

mod apply;
mod cells;
#[cfg(test)]
mod copies;
mod outcome;
mod read;
#[cfg(test)]
mod rows;
#[cfg(test)]
pub(super) mod tests;

use std::{collections::BTreeSet, sync::Arc};

use super::{
    lines::{Identity, LineKey},
    recognise::{Area, Book, Kind},
    report::Report,
    worklist::own_key,
};
use crate::model::{
    finding::Place,
    sheet::{Value, Workbook},
};

pub use apply::{Carried, Overlay, State};
pub use outcome::Sight;

/// What people answered to one line.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The key of the line: which finding, or group of findings, on which row.
    pub key: LineKey,
    /// Code of the rule, as the line says.
    pub code: String,
    /// Case code, as the line says.
    pub case: String,
    /// What the cell held when the line was written.
    pub value: String,
    /// What was suggested there.
    pub suggestion: String,
    /// Whether the suggestion is agreed to.
    pub agreed: bool,
    /// The right value, if one was given.
    pub right: Option<Value>,
    /// The explanation; empty if none was given.
    pub explanation: String,
    /// Where it was written: the row of the returned file.
    pub place: Place,
    /// What it is about, as the line says: file, sheet, row and column as far as they are known.
    pub about: Place,
}

impl Answer {
    /// The new value of the cell, if one was given: the right value goes before the suggestion.
    pub fn correction(&self) -> Option<Value> {
        let suggested = || self.agreed.then(|| Value::Text(self.suggestion.clone()));
        self.right.clone().or_else(suggested).filter(|value| !value.shown().trim().is_empty())
    }
}

/// Takes the answers out of the books: our sheets leave them, marked copies get the sender of the file they were made from,
/// and what is replaced knows by which file.
pub fn take(books: &mut [Book]) -> Vec<Answer> {
    let mut answers: Vec<Vec<Answer>> = Vec::with_capacity(books.len());
    for book in &mut *books {
        let is_read = book.input.area == Area::Inbox && book.same_as.is_none();
        answers.push(if is_read { read::take(book) } else { Vec::new() });
    }
    for index in 0..books.len() {
        let is_filled = !answers[index].is_empty() || books[index].lost_answers > 0;
        let kind = kind(books, index, is_filled);
        books[index].is_own_result |= kind == Kind::Ignored && books[index].identity.is_some();
        books[index].kind = kind;
    }
    replace(books);
    let carried: BTreeSet<String> = books
        .iter()
        .zip(&answers)
        .filter(|(_, answers)| !answers.is_empty())
        .flat_map(|(book, _)| book.carries().iter().cloned())
        .collect();
    let current = |book: &Book| !carried.contains(&book.input.sha256);
    books.iter().zip(answers).filter(|(book, _)| current(book)).flat_map(|(_, answers)| answers).collect()
}

/// Whether a workbook of ours holds answers that the report does not know: they were filled in where it lay.
pub fn has_unread_answers(workbook: &Workbook, report: &Report) -> bool {
    let known: BTreeSet<LineKey> = report
        .carried
        .iter()
        .map(|carried| carried.answer.key)
        .chain(report.findings.iter().filter(|finding| finding.explanation.is_some()).map(own_key))
        .collect();
    read::answers(workbook).iter().any(|answer| !known.contains(&answer.key))
}

/// Whether a marked copy holds other values than the workbook it was made from.
pub fn has_other_values(copy: &Workbook, original: &Workbook) -> bool {
    let theirs = |workbook: &Workbook| {
        let mut workbook = workbook.clone();
        without_our_sheets(&mut workbook);
        workbook.sheets.into_iter().map(|sheet| sheet.rows).collect::<Vec<_>>()
    };
    theirs(copy) != theirs(original)
}

/// Takes our own sheets out of a marked copy that is to be marked anew.
pub fn without_our_sheets(workbook: &mut Workbook) {
    let ours = read::ours(workbook);
    let mut ours = ours.into_iter();
    workbook.sheets.retain(|_| !ours.next().unwrap_or(false));
}

/// What a file of ours is, now that it is known whether anything was filled in or changed.
fn kind(books: &[Book], index: usize, is_filled: bool) -> Kind {
    let book = &books[index];
    let Some(identity) = &book.identity else { return book.kind };
    if identity.kind != Identity::MARKED {
        return if is_filled { Kind::Corrections } else { Kind::Ignored };
    }
    let original = books.iter().enumerate().find(|(other, original)| {
        *other != index
            && original.input.area == Area::Inbox
            && identity.carries.contains(&original.input.sha256)
    });
    match original {
        _ if is_filled => Kind::Corrections,
        Some((_, original)) if same_content(book, original) => Kind::Ignored,
        Some(_) => Kind::Corrections,
        // It was saved over the file it came from: it is the register now.
        None => book.kind,
    }
}

/// Whether the cells hold the same, our own sheets in either left aside.
fn same_content(one: &Book, other: &Book) -> bool {
    let sheets = |book: &Book| book.sheets().len();
    sheets(one) == sheets(other)
        && one
            .sheets()
            .iter()
            .zip(other.sheets())
            .all(|(one, other)| one.name == other.name && one.rows == other.rows)
}

/// A marked copy that counts replaces every file it carries on.
fn replace(books: &mut [Book]) {
    // A copy without a table (its sheet was emptied, or only "Cần sửa" is left) gives answers and replaces nothing.
    let has_table = |book: &&Book| book.tables.iter().any(|tables| !tables.is_empty());
    let marked: Vec<usize> = (0..books.len())
        .filter(|index| books[*index].kind != Kind::Ignored && books[*index].marked_from().is_some())
        .filter(|index| has_table(&&books[*index]))
        .collect();
    let replaces = |one: usize, other: usize| {
        let (copy, book) = (&books[one], &books[other]);
        let twin = marked.contains(&other) && one < other && copy.carries().first() == book.carries().first();
        // Of two copies of one file that only differ in their answers one is enough.
        one != other && (copy.carries().contains(&book.input.sha256) || twin && same_content(copy, book))
    };
    let replaced: Vec<Option<Arc<str>>> = (0..books.len())
        .map(|other| {
            let by = marked.iter().copied().find(|one| replaces(*one, other));
            by.filter(|_| books[other].input.area == Area::Inbox)
                .map(|one| Arc::clone(&books[one].input.path))
        })
        .collect();
    for (book, by) in books.iter_mut().zip(replaced) {
        book.replaced_by = by;
    }
}
