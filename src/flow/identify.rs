//! Gives every finding the key it is known by when an answer to it comes back.
//!
//! In: findings, cases, files. Out: `finding.key`. A key is made of rule, sender's folder, case, column and value, and of what
//! else the row says (`rows`): never of the row number or the file's name, so that inserted rows, another order and "so
//! (2).xlsx" keep it, while another value in the cell makes another one.

mod rows;

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::{locate::Cases, recognise::Book};
use crate::{
    cells::text::clean,
    model::{
        case::Case,
        finding::{Finding, Key, RowKey},
    },
};
pub use rows::Originals;
use rows::Rows;

/// Sets the key of every finding. Numbers of people are hidden first: no key is made of one.
/// `originals` is what corrected cells held before.
pub fn identify(findings: &mut [Finding], cases: &[Case], books: &[Book], originals: &Originals) {
    let folders: BTreeMap<&str, &str> = books.iter().map(|book| (&*book.input.path, folder(book))).collect();
    let places = Cases::new(cases);
    let rows = Rows::new(cases, books, originals);
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    for finding in findings {
        finding.hide_numbers();
        let place = &finding.place;
        let folder = clean(folders.get(&*place.file).copied().unwrap_or_default());
        let sheet = place.sheet.as_deref().unwrap_or_default();
        let at = places.of(finding);
        let case = at.map(|index| &cases[index]);
        let who = match case {
            Some(case) => row_key(case),
            // No case: an indicator, a heading, a sum, a line of text. Its sheet and what it is about have to do.
            None => format!("s:{sheet}/{}", finding.figures.join(",")),
        };
        let column = finding.column.map_or_else(
            || {
                case.map_or_else(
                    || place.col.map(|col| col.to_string()).unwrap_or_default(),
                    |_| String::new(),
                )
            },
            |column| column.name().to_owned(),
        );
        let (code, value) = (finding.rule.code, finding.value.as_str());
        let suggestion = finding.suggestion.as_deref().unwrap_or_default();
        let mut own = hash(&[code, &folder, &who, &column, value]);
        if case.is_none() {
            // Two sums that say the same, two blank cells: the first and the second of them.
            let nth = seen.entry(own).or_default();
            *nth += 1;
            own = hash(&[code, &folder, &who, &column, value, &nth.to_string()]);
        }
        let row = at.map_or_else(RowKey::default, |index| rows.key(index, &cases[index]));
        finding.key = Key { own, group: hash(&[code, &folder, "*", &column, value, suggestion]), row };
    }
}

/// The first-level folder of the inbox a file came in; empty for the files beside them, where a file's own name says who
/// sent it and may change from one version to the next.
pub(super) fn folder(book: &Book) -> &str {
    let sender: &str = &book.input.sender;
    let path = book.marked_from().unwrap_or(&book.input.path);
    if path.split('/').rev().skip(1).any(|folder| folder == sender) { sender } else { "" }
}

/// What a case is known by within its sender's registers: its code; a free number with its section, group and applicant; without
/// either all that is read of it.
pub(super) fn row_key(case: &Case) -> String {
    let applicant = case.applicant_digest.map(|digest| format!("{digest:x}")).unwrap_or_default();
    match case.code.value() {
        Some(code) if !case.code_is_free => format!("c:{code}"),
        Some(number) => {
            let group = case.field.as_deref().filter(|_| case.field_from_group).unwrap_or_default();
            let section = case.section.as_ref().map_or("", |section| &*section.name);
            format!("f:{section}{group}/{number}/{applicant}")
        }
        None => content_key(case),
    }
}

/// What a row says without its case code.
pub(super) fn content_key(case: &Case) -> String {
    let applicant = case.applicant_digest.map(|digest| format!("{digest:x}")).unwrap_or_default();
    let days = [
        &case.submitted_on,
        &case.received_on,
        &case.due_on,
        &case.extended_to,
        &case.finished_on,
        &case.handed_over_on,
        &case.supplement_on,
        &case.refused_on,
    ];
    let mut parts = vec![applicant, case.status_text.clone()];
    parts.extend(days.iter().map(|day| day.get().map(|day| day.to_string()).unwrap_or_default()));
    let texts = [&case.procedure_code, &case.procedure_name];
    parts.extend(texts.iter().map(|text| text.value().cloned().unwrap_or_default()));
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    format!("d:{:x}", hash(&parts))
}

/// The first 64 bits of the SHA-256 of the parts. A hash of the standard library may change with its version; an answer may
/// come back to a later one.
fn hash(parts: &[&str]) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
        assert_eq!(hash(&["DM001", "a"]), hash(&["DM001", "a"]));
    }
}
