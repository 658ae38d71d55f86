//! Two versions of one register in the inbox: the later one counts, the cases of the other are superseded.
//!
//! In: cases, files. Out: the fates of replaced cases, one remark for each replaced file, and no other finding on it. A
//! marked copy says itself what it replaces. Other files are versions of each other only on strong evidence: one sender,
//! the same sheet and columns, nearly all cases of the older one in the newer one, and either a name that says which is
//! newer ("so (2)", "so đã sửa") or, with every case there, more cases or dates that only went on. Anything less stays two
//! registers, whose repeats are told. Cases that the newer one lacks are told (TP014).

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{identify::row_key, recognise::Book};
use crate::{
    cells::text::bare,
    model::{
        case::{Case, Fate},
        column::ColumnKind,
        finding::{Finding, Place},
    },
    rules,
};

/// Fewer shared cases may be chance.
const ENOUGH: usize = 5;

/// Which file is replaced, and by which.
pub type Replaced = BTreeMap<Arc<str>, Arc<str>>;

/// Sets the fate of the cases of replaced files and drops what was found on them.
pub fn supersede(
    cases: &mut [Case],
    books: &[Book],
    today: NaiveDate,
    findings: &mut Vec<Finding>,
) -> Replaced {
    let mut replaced: Replaced = books
        .iter()
        .filter_map(|book| Some((Arc::clone(&book.input.path), Arc::clone(book.replaced_by.as_ref()?))))
        .collect();
    let current: BTreeSet<&Arc<str>> =
        books.iter().filter(|book| book.replaced_by.is_none()).map(|book| &book.input.path).collect();
    for (old, new) in older_versions(cases, &current, today) {
        replaced.entry(old).or_insert(new);
    }
    let mut codes: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in cases.iter() {
        codes.entry(&case.origin.table.file).or_default().push(case);
    }
    let of = |file: &str| codes.get(file).map_or(&[][..], Vec::as_slice);
    // A copy whose rows are gone replaces nothing.
    replaced.retain(|old, new| of(old).is_empty() || !of(new).is_empty());
    if replaced.is_empty() {
        return replaced;
    }
    let missing: Vec<Finding> =
        replaced.iter().filter_map(|(old, new)| missing(old, new, of(old), of(new))).collect();
    for case in cases.iter_mut().filter(|case| replaced.contains_key(&case.origin.table.file)) {
        case.fate = Fate::Superseded;
    }
    findings.retain(|finding| !replaced.contains_key(&finding.place.file));
    findings.extend(
        replaced
            .iter()
            .map(|(old, new)| Finding::new(rules::TP005, Place::file(new)).with("name", old.to_string())),
    );
    findings.extend(missing);
    replaced
}

/// The cases that the newer file lacks, if it has fewer rows.
fn missing(old: &Arc<str>, new: &Arc<str>, before: &[&Case], after: &[&Case]) -> Option<Finding> {
    let lost = before.len().checked_sub(after.len()).filter(|lost| *lost > 0)?;
    let there: BTreeSet<&String> = after.iter().filter_map(|case| case.code.value()).collect();
    let gone = before.iter().filter(|case| case.code.value().is_some_and(|code| !there.contains(code)));
    Some(
        Finding::new(rules::TP014, Place::file(new))
            .with("n", lost.to_string())
            .with("name", old.to_string())
            .with("list", rules::places(gone.copied(), ColumnKind::CaseCode)),
    )
}

/// The cases of one file, as far as versions are told by them.
struct Register<'c> {
    path: &'c Arc<str>,
    folder: &'c str,
    unit: &'c str,
    sheet: &'c str,
    columns: Vec<ColumnKind>,
    /// By code; in a register without codes by all that is read of a row.
    cases: BTreeMap<String, &'c Case>,
    has_codes: bool,
    /// Whether every row is told apart from the others; only then no row can be lost.
    is_complete: bool,
}

/// The pairs (older, newer) among these files.
fn older_versions(
    cases: &[Case],
    current: &BTreeSet<&Arc<str>>,
    today: NaiveDate,
) -> Vec<(Arc<str>, Arc<str>)> {
    let registers: Vec<Register<'_>> = cases
        .chunk_by(|one, other| one.origin.table.file == other.origin.table.file)
        .filter(|run| current.contains(&run[0].origin.table.file))
        // Versions are told for registers on one sheet.
        .filter(|run| run.iter().all(|case| case.origin.table.sheet == run[0].origin.table.sheet))
        .map(register)
        .collect();
    let mut older = Vec::new();
    for (index, old) in registers.iter().enumerate() {
        let newer =
            registers.iter().enumerate().filter(|(other, new)| *other != index && is_older(old, new, today));
        if let Some((_, new)) = newer.max_by_key(|(_, new)| (mark(new.path), new.cases.len())) {
            older.push((Arc::clone(old.path), Arc::clone(new.path)));
        }
    }
    older
}

fn register(run: &[Case]) -> Register<'_> {
    let table = &run[0].origin.table;
    let has_codes = run.iter().any(|case| case.code.value().is_some());
    let mut cases = BTreeMap::new();
    let mut is_complete = true;
    for case in run {
        let code = case.code.value().filter(|_| !case.code_is_free).cloned();
        let key = if has_codes { code } else { Some(row_key(case)) };
        is_complete &= key.is_some_and(|key| cases.insert(key, case).is_none());
    }
    Register {
        path: &table.file,
        folder: table.file.rsplit_once('/').map_or("", |(folder, _)| folder),
        unit: &table.unit,
        sheet: &table.sheet,
        columns: table.columns.iter().map(|(kind, _)| *kind).collect(),
        cases,
        has_codes,
        is_complete,
    }
}

/// Whether `new` is a later version of `old`.
fn is_older(old: &Register<'_>, new: &Register<'_>, today: NaiveDate) -> bool {
    let alike = same_sender(old, new) && old.sheet == new.sheet && old.columns == new.columns;
    let whole = old.is_complete && new.is_complete && old.has_codes == new.has_codes;
    if !alike || !whole || old.cases.len() < ENOUGH {
        return false;
    }
    let shared = old.cases.keys().filter(|key| new.cases.contains_key(*key)).count();
    if old.has_codes && stem(old.path).0 == stem(new.path).0 {
        match mark(old.path).cmp(&mark(new.path)) {
            // "so" and "so (2)": the name says it, as long as they hold the same cases.
            Ordering::Less => {
                return shared * 10 >= old.cases.len() * 9 && new.cases.len() * 2 > old.cases.len();
            }
            Ordering::Greater => return false,
            Ordering::Equal => {}
        }
    }
    if shared < old.cases.len() {
        return false;
    }
    if !old.has_codes {
        // The same rows again, perhaps in another format: one of the two counts.
        return new.cases.len() > old.cases.len() || new.path < old.path;
    }
    let mut went_on = false;
    for (code, before) in &old.cases {
        let Some(after) = new.cases.get(code) else { return false };
        // A day in the future is a slip; that it was put right does not make the file older.
        let (before, after) = (latest(before, today), latest(after, today));
        match before.cmp(&after) {
            Ordering::Greater => return false,
            Ordering::Less => went_on = true,
            Ordering::Equal => {}
        }
    }
    new.cases.len() > old.cases.len() || went_on
}

/// What a file is called without what tells its versions apart, and the rest: "so (2).xlsx" is "so" and "(2)".
fn stem(path: &str) -> (String, String) {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem =
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['_', '-', '.'], " ").replace('(', " (");
    let words: Vec<(String, bool)> =
        stem.split_whitespace().map(|word| (bare(word), word.starts_with('('))).collect();
    let is_mark = |at: usize| {
        let (word, in_brackets) = (words[at].0.as_str(), words[at].1);
        let number =
            |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let counts = at > 0 && COUNTS.contains(&words[at - 1].0.as_str());
        WORDS.contains(&word)
            || COUNTS.contains(&word)
            || number(word) && (in_brackets || counts)
            || word.strip_prefix('v').is_some_and(number)
    };
    // A mark stands at the end; a word of the title before it does not count.
    let at = (1..words.len()).rev().take_while(|at| is_mark(*at)).last().unwrap_or(words.len());
    let joined =
        |words: &[(String, bool)]| words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
    (joined(&words[..at]), joined(&words[at..]))
}

/// Words before the number of a version.
const COUNTS: [&str; 5] = ["lan", "ban", "v", "ver", "version"];

/// Words at the end of a file's name that say it is the later one.
const WORDS: [&str; 9] = ["moi", "sua", "da", "bo", "sung", "cap", "nhat", "chot", "final"];

/// How late a file says it is by its name: 0 without a mark, its number, or more than any number.
fn mark(path: &str) -> u32 {
    let mark = stem(path).1;
    let number = mark.split(|ch: char| !ch.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).max();
    number.unwrap_or(if mark.is_empty() { 0 } else { 1_000 })
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
fn latest(case: &Case, today: NaiveDate) -> Option<NaiveDate> {
    let days = [case.received_on.get(), case.finished(), case.handed_over_on.get()];
    days.into_iter().flatten().filter(|day| *day <= today).max()
}

#[cfg(test)]
mod tests;
