//! Two versions of one register in the inbox: the later one counts, the cases of the other are superseded.
//!
//! In: cases, files. Out: the fates of replaced cases, one remark for each replaced file, and no other finding on it. A
//! marked copy says itself what it replaces. Other files are versions of each other only on strong evidence: one sender,
//! the same sheet and columns, every case of the older one in the newer one, and either more cases there or dates that
//! only went on. Anything less stays two registers, whose repeats are told.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use super::recognise::Book;
use crate::{
    model::{
        case::{Case, Fate},
        finding::{Finding, Place},
    },
    rules,
};

/// Fewer shared cases may be chance.
const ENOUGH: usize = 5;

/// Which file is replaced, and by which.
pub type Replaced = BTreeMap<Arc<str>, Arc<str>>;

/// Sets the fate of the cases of replaced files and drops what was found on them.
pub fn supersede(cases: &mut [Case], books: &[Book], findings: &mut Vec<Finding>) -> Replaced {
    let mut replaced: Replaced = books
        .iter()
        .filter_map(|book| Some((Arc::clone(&book.input.path), Arc::clone(book.replaced_by.as_ref()?))))
        .collect();
    let current: BTreeSet<&Arc<str>> =
        books.iter().filter(|book| book.replaced_by.is_none()).map(|book| &book.input.path).collect();
    for (old, new) in older_versions(cases, &current) {
        replaced.entry(old).or_insert(new);
    }
    if replaced.is_empty() {
        return replaced;
    }
    for case in cases.iter_mut().filter(|case| replaced.contains_key(&case.origin.table.file)) {
        case.fate = Fate::Superseded;
    }
    findings.retain(|finding| !replaced.contains_key(&finding.place.file));
    findings.extend(
        replaced
            .iter()
            .map(|(old, new)| Finding::new(rules::TP005, Place::file(new)).with("name", old.to_string())),
    );
    replaced
}

/// The cases of one file by code, as far as versions are told by them.
struct Register<'c> {
    path: &'c Arc<str>,
    folder: &'c str,
    unit: &'c str,
    sheet: &'c str,
    columns: Vec<crate::model::column::ColumnKind>,
    cases: BTreeMap<&'c str, &'c Case>,
    /// Whether every row has a code of its own; only then no row can be lost.
    is_complete: bool,
}

/// The pairs (older, newer) among these files.
fn older_versions(cases: &[Case], current: &BTreeSet<&Arc<str>>) -> Vec<(Arc<str>, Arc<str>)> {
    let mut registers: Vec<Register<'_>> = Vec::new();
    let mut one_table = true;
    for run in cases.chunk_by(|one, other| one.origin.table.file == other.origin.table.file) {
        let table = &run[0].origin.table;
        one_table &= run.iter().all(|case| case.origin.table.sheet == table.sheet);
        if !one_table || !current.contains(&table.file) {
            one_table = true;
            continue;
        }
        let mut by_code = BTreeMap::new();
        let mut is_complete = true;
        for case in run {
            let code = case.code.value().filter(|_| !case.code_is_free);
            is_complete &= code.is_some_and(|code| by_code.insert(code.as_str(), case).is_none());
        }
        registers.push(Register {
            path: &table.file,
            folder: table.file.rsplit_once('/').map_or("", |(folder, _)| folder),
            unit: &table.unit,
            sheet: &table.sheet,
            columns: table.columns.iter().map(|(kind, _)| *kind).collect(),
            cases: by_code,
            is_complete,
        });
    }
    let mut older = Vec::new();
    for (index, old) in registers.iter().enumerate() {
        let newer = registers.iter().enumerate().filter(|(other, new)| *other != index && is_older(old, new));
        if let Some((_, new)) = newer.max_by_key(|(_, new)| new.cases.len()) {
            older.push((Arc::clone(old.path), Arc::clone(new.path)));
        }
    }
    older
}

/// Whether `new` is a later version of `old`.
fn is_older(old: &Register<'_>, new: &Register<'_>) -> bool {
    let alike = same_sender(old, new) && old.sheet == new.sheet && old.columns == new.columns;
    if !alike || !old.is_complete || !new.is_complete || old.cases.len() < ENOUGH {
        return false;
    }
    let mut went_on = false;
    for (code, before) in &old.cases {
        let Some(after) = new.cases.get(code) else { return false };
        match latest(before).cmp(&latest(after)) {
            std::cmp::Ordering::Greater => return false,
            std::cmp::Ordering::Less => went_on = true,
            std::cmp::Ordering::Equal => {}
        }
    }
    new.cases.len() > old.cases.len() || went_on
}

/// Files of one folder come from one sender; those beside the folders only if their names say so: "so" and "so (2)".
fn same_sender(old: &Register<'_>, new: &Register<'_>) -> bool {
    let letters = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        stem.chars().filter(|ch| ch.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>()
    };
    let (one, other) = (letters(old.path), letters(new.path));
    let named_alike =
        !one.is_empty() && !other.is_empty() && (one.starts_with(&other) || other.starts_with(&one));
    old.folder == new.folder && (old.unit == new.unit || named_alike)
}

/// The last thing that happened to a case.
fn latest(case: &Case) -> Option<NaiveDate> {
    [case.received_on.get(), case.finished(), case.handed_over_on.get()].into_iter().flatten().max()
}

#[cfg(test)]
mod tests;
