//! Files in the other folder: catalogues in the inbox, of which one is used or not, and registers among the catalogue files,
//! whose cases are not read.
//!
//! In: recognised files. Out: findings.

use std::sync::Arc;

use crate::{
    flow::{
        caselike,
        headings::TableKind,
        recognise::{Area, Book, Kind},
    },
    model::finding::{Finding, Place, Severity},
    rules,
};

/// One finding for each sheet of the inbox with a catalogue, and for each one elsewhere with a register.
pub(super) fn findings(books: &[Book]) -> Vec<Finding> {
    let mut findings = in_inbox(books);
    findings.extend(registers(books));
    findings
}

/// Registers that hold cases and lie among the catalogue files.
fn registers(books: &[Book]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for book in books.iter().filter(|book| book.input.area == Area::Catalogue && !book.is_own_result) {
        for (sheet, tables) in book.sheets().iter().zip(&book.tables) {
            if !tables.iter().any(|table| table.kind == TableKind::Register) {
                continue;
            }
            let cases = sheet.rows.iter().filter(|row| caselike::is_case(row)).count();
            let name: Arc<str> = Arc::from(sheet.name.as_str());
            if cases > 0 {
                findings.push(
                    Finding::new(rules::CT029, Place::sheet(&book.input.path, &name))
                        .with("sheet", sheet.name.as_str())
                        .with("n", cases.to_string()),
                );
            }
        }
    }
    findings
}

fn in_inbox(books: &[Book]) -> Vec<Finding> {
    let in_area = |area: Area| {
        books.iter().filter(move |book| {
            book.input.area == area
                && book.same_as.is_none()
                && !book.is_own_result
                && book.replaced_by.is_none()
        })
    };
    let has_catalogue =
        |book: &&Book| book.tables.iter().flatten().any(|table| table.kind == TableKind::Catalogue);
    let proper: Vec<&Book> = in_area(Area::Catalogue).filter(has_catalogue).collect();
    let mut findings = Vec::new();
    for book in in_area(Area::Inbox) {
        // The same file, named as the catalogue on the command line.
        if proper.iter().any(|known| known.input.sha256 == book.input.sha256) {
            continue;
        }
        for (sheet, tables) in book.sheets().iter().zip(&book.tables) {
            let Some(table) = tables.iter().find(|table| table.kind == TableKind::Catalogue) else {
                continue;
            };
            let rows = sheet.rows.iter().filter(|row| row.number > table.last_header()).count();
            let name: Arc<str> = Arc::from(sheet.name.as_str());
            let place = Place::sheet(&book.input.path, &name);
            let rule = if proper.is_empty() { rules::DM016 } else { rules::DM017 };
            let finding =
                Finding::new(rule, place).with("sheet", sheet.name.as_str()).with("n", rows.to_string());
            // A list of procedures to choose from, beside the register it serves, is no second catalogue.
            let is_beside = book.kind != Kind::Catalogue;
            findings.push(match proper.first() {
                None => finding,
                Some(used) => finding
                    .as_severity(if is_beside { Severity::Info } else { rule.severity })
                    .with("used", used.input.path.to_string()),
            });
        }
    }
    findings
}
