//! Two versions of one register in the inbox: the later one counts, the cases of the other are superseded.
//!
//! In: cases, files. Out: the fates of replaced cases, one remark for each replaced file, and no other finding on it. A
//! marked copy says itself what it replaces. Other files are versions of each other only on strong evidence: one sender,
//! the same sheets and columns, nearly all cases of the older one in the newer one, and either a name that says which is
//! newer ("so (2)", "so đã sửa") or, with every case there, more cases, more codes or dates that only went on. A row whose
//! code is missing or wrong in one of them is found by what else it says: what a new version cures must not hide it.
//! Anything less stays two registers, whose repeats are told. Cases that the newer one lacks are told (TP014).

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{identify::content_key, recognise::Book};
use crate::{
    cells::text::bare,
    model::{
        case::{Case, Fate},
        column::ColumnKind,
        finding::{Finding, Place},
    },
    rules,
};

/// Fewer shared cases may be chance, unless the names say which file is newer and every case is there with its code.
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
    let copies: BTreeSet<&Arc<str>> =
        books.iter().filter(|book| book.replaced_by.is_some()).map(|book| &book.input.path).collect();
    let missing: Vec<Finding> = replaced
        .iter()
        .filter_map(|(old, new)| missing(old, new, of(old), of(new), copies.contains(old)))
        .collect();
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

/// The cases that the newer file lacks. In a marked copy a row keeps its place whatever was corrected in it: only rows that
/// were taken out are missing there.
fn missing(
    old: &Arc<str>,
    new: &Arc<str>,
    before: &[&Case],
    after: &[&Case],
    is_copy: bool,
) -> Option<Finding> {
    let gone = match_rows(&rows(before), &rows(after)).gone;
    let most = if is_copy { before.len().saturating_sub(after.len()) } else { before.len() };
    let lost = gone.len().min(most);
    (lost > 0).then(|| {
        Finding::new(rules::TP014, Place::file(new))
            .with("n", lost.to_string())
            .with("name", old.to_string())
            .with("list", rules::named_places(gone))
    })
}

/// The cases of one file, as far as versions are told by them.
struct Register<'c> {
    path: &'c Arc<str>,
    folder: &'c str,
    unit: &'c str,
    /// Its sheets with their columns; the name is empty where it is only that of the file.
    sheets: Vec<(&'c str, Vec<ColumnKind>)>,
    cases: Vec<&'c Case>,
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
        .map(register)
        .collect();
    let may_be = |old: &Register<'_>, new: &Register<'_>| {
        !Arc::ptr_eq(old.path, new.path)
            && (old.cases.len() >= ENOUGH || says_so(old, new) == Some(Ordering::Less))
            && are_alike(old, new)
    };
    let rows: Vec<Rows<'_>> = registers
        .iter()
        .map(|one| {
            let is_needed = registers.iter().any(|other| may_be(one, other) || may_be(other, one));
            if is_needed { self::rows(&one.cases) } else { Rows::default() }
        })
        .collect();
    let mut older = Vec::new();
    for (old, before) in registers.iter().zip(&rows) {
        let newer = registers
            .iter()
            .zip(&rows)
            .filter(|(new, after)| may_be(old, new) && is_older((old, before), (new, after), today));
        if let Some((new, _)) = newer.max_by_key(|(new, _)| (mark(new.path), new.cases.len())) {
            older.push((Arc::clone(old.path), Arc::clone(new.path)));
        }
    }
    older
}

fn register(run: &[Case]) -> Register<'_> {
    let first = &run[0].origin.table;
    let name = first.file.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut sheets = Vec::new();
    for run in run.chunk_by(|one, other| Arc::ptr_eq(&one.origin.table, &other.origin.table)) {
        let table = &run[0].origin.table;
        // A text file and a web page have no sheet; they are given the name of the file.
        let sheet = if table.sheet.starts_with(stem) { "" } else { &*table.sheet };
        sheets.push((sheet, table.columns.iter().map(|(kind, _)| *kind).collect()));
    }
    Register {
        path: &first.file,
        folder: first.file.rsplit_once('/').map_or("", |(folder, _)| folder),
        unit: &first.unit,
        sheets,
        cases: run.iter().collect(),
    }
}

/// Whether two files may be versions of one register by where they are and what they look like: every sheet of the older
/// one is there again. Where the name says which is newer, a column may have been added or taken out.
fn are_alike(old: &Register<'_>, new: &Register<'_>) -> bool {
    let is_named = says_so(old, new) == Some(Ordering::Less);
    let columns = |one: &[ColumnKind], other: &[ColumnKind]| {
        let within = |one: &[ColumnKind], other: &[ColumnKind]| one.iter().all(|kind| other.contains(kind));
        one == other || is_named && (within(one, other) || within(other, one))
    };
    let is_there = |(name, kinds): &(&str, Vec<ColumnKind>)| {
        new.sheets.iter().any(|(other, others)| {
            (name == other || name.is_empty() || other.is_empty()) && columns(kinds, others)
        })
    };
    same_sender(old, new) && old.sheets.iter().all(is_there)
}

/// What the names say of two files: `Less` where the first is the older one, `None` where they are no names of one file.
fn says_so(old: &Register<'_>, new: &Register<'_>) -> Option<Ordering> {
    (stem(old.path).0 == stem(new.path).0).then(|| mark(old.path).cmp(&mark(new.path)))
}

/// Whether `new` is a later version of `old`, which looks like it.
fn is_older(
    (old, before): (&Register<'_>, &Rows<'_>),
    (new, after): (&Register<'_>, &Rows<'_>),
    today: NaiveDate,
) -> bool {
    let by_name = match says_so(old, new) {
        // "so" and "so (2)": the name says it, as long as they hold the same cases.
        Some(Ordering::Less) => true,
        Some(Ordering::Greater) => return false,
        Some(Ordering::Equal) | None => false,
    };
    let is_small = old.cases.len() < ENOUGH;
    if is_small && before.rows.iter().any(|(_, code, _)| code.is_none()) {
        return false;
    }
    let most = if by_name && !is_small { (old.cases.len() / 10).max(1) } else { 0 };
    let shared = match_rows(before, after);
    if shared.gone.len() > most || new.cases.len() * 2 <= old.cases.len() {
        return false;
    }
    if by_name {
        return true;
    }
    if before.codes.is_empty() && after.codes.is_empty() {
        // The same rows again, perhaps in another format: one of the two counts.
        return new.cases.len() > old.cases.len() || new.path < old.path;
    }
    // A code that was lacking, or stood twice, is there.
    let mut went_on = new.cases.len() > old.cases.len() || after.codes.len() > before.codes.len();
    for (before, after) in shared.pairs {
        // A day in the future is a slip; that it was put right does not make the file older.
        let (before, after) = (latest(before, today), latest(after, today));
        match before.cmp(&after) {
            Ordering::Greater => return false,
            Ordering::Less => went_on = true,
            Ordering::Equal => {}
        }
    }
    went_on
}

/// Case, code (none where it is missing or a free number), content.
type Row<'c> = (&'c Case, Option<&'c str>, String);

/// The rows of a register by their case code and by what else they say.
#[derive(Default)]
struct Rows<'c> {
    rows: Vec<Row<'c>>,
    codes: BTreeSet<&'c str>,
}

fn rows<'c>(cases: &[&'c Case]) -> Rows<'c> {
    let row = |case: &&'c Case| {
        let code = case.code.value().filter(|_| !case.code_is_free).map(String::as_str);
        // A number that counts within its group says little by itself.
        let number = case.code.value().filter(|_| case.code_is_free).map_or("", String::as_str);
        (*case, code, format!("{number}/{}", content_key(case)))
    };
    let rows: Vec<Row<'_>> = cases.iter().map(row).collect();
    let codes = rows.iter().filter_map(|(_, code, _)| *code).collect();
    Rows { rows, codes }
}

/// How often each content occurs.
fn contents<'r>(rows: &'r Rows<'_>) -> BTreeMap<&'r str, usize> {
    let mut contents = BTreeMap::new();
    for (_, _, content) in &rows.rows {
        *contents.entry(content.as_str()).or_default() += 1;
    }
    contents
}

/// The rows of two versions side by side.
struct Shared<'c> {
    /// A row and what became of it.
    pairs: Vec<(&'c Case, &'c Case)>,
    /// Rows that the newer one lacks.
    gone: Vec<&'c Case>,
}

/// Finds each row of `old` again: by code and content, else by its code, else (the code was missing, wrong or that of
/// another row) by content, which for a row with a code must be that of no other row: cases handed in on one day for one
/// procedure may look alike. A row whose code is there is not gone, though it was there twice.
fn match_rows<'c>(old: &Rows<'c>, new: &Rows<'c>) -> Shared<'c> {
    let mut free: Vec<bool> = vec![true; new.rows.len()];
    let mut left: Vec<usize> = (0..old.rows.len()).collect();
    let mut pairs = Vec::new();
    let alone = [contents(old), contents(new)];
    let is_alone =
        |content: &str| alone.iter().all(|contents| contents.get(content).is_none_or(|times| *times < 2));
    for stage in 0..3 {
        let key = |(_, code, content): &Row<'c>| match stage {
            0 => code.map(|code| format!("{code}\u{0}{content}")),
            1 => code.map(str::to_owned),
            _ => Some(content.clone()),
        };
        let mut there: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for index in (0..new.rows.len()).rev().filter(|index| free[*index]) {
            if let Some(key) = key(&new.rows[index]) {
                there.entry(key).or_default().push(index);
            }
        }
        left.retain(|index| {
            let row = &old.rows[*index];
            let may_be = stage < 2 || row.1.is_none() || is_alone(&row.2);
            let found = key(row).filter(|_| may_be).and_then(|key| there.get_mut(&key)?.pop());
            if let Some(found) = found {
                free[found] = false;
                pairs.push((row.0, new.rows[found].0));
            }
            found.is_none()
        });
    }
    let is_gone = |index: &usize| old.rows[*index].1.is_none_or(|code| !new.codes.contains(code));
    let gone = left.into_iter().filter(is_gone).map(|index| old.rows[index].0).collect();
    Shared { pairs, gone }
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
