//! The rules: one small file each, `<code>_<fault>.rs`, holding code, severity, both messages, reason, legal source,
//! check and tests. `build.rs` lists the files into [`ALL`], so a new rule is one new file.
//!
//! Families: TP files, CT sheets and structure, DG one row, DM catalogue, LD across rows, LK across periods,
//! CD balance of figures, NL corrections that come back.

pub use crate::{
    model::{
        calendar::Calendar,
        case::{Case, Entry},
        catalogue::{Catalogue, Procedure},
        column::ColumnKind,
        finding::{Severity, Values},
        period::Period,
    },
    text::{Lang, Text},
};
use std::{collections::BTreeMap, fmt::Write as _};

use chrono::{Datelike, NaiveDate};

use crate::{
    cells::words::Status,
    model::{case::Fate, limit::Limit},
};

mod fix;
mod hit;
#[cfg(test)]
pub(crate) mod sample;
mod unused;

pub use fix::Fix;
pub use hit::Hit;
pub use unused::{NOT_USED, NotUsed};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// One rule, written as a literal: leaving out a text does not compile.
#[derive(Debug)]
pub struct Rule {
    /// Two letters and three digits; never reused.
    pub code: &'static str,
    /// The fault in a few ASCII words, kebab case.
    pub name: &'static str,
    /// The duty it carries; an agency may raise it in `tthc.toml`, never lower it.
    pub severity: Severity,
    /// Who can repair it.
    pub fix: Fix,
    /// Whether an explanation may stand in for a correction.
    pub waivable: bool,
    /// The fault in one line.
    pub title: Text,
    /// What was found, what was expected, what to do; `{holes}` are filled from the finding.
    pub message: Text,
    /// Why it matters for the report.
    pub why: Text,
    /// Law, form or fixture it comes from; `[M]` marks what was not read in the source itself.
    pub source: &'static str,
    /// A value that breaks it and one that keeps it.
    pub example: Example,
    /// Where it is judged.
    pub check: Check,
}

/// A value that breaks a rule and one that keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Breaks it.
    pub bad: &'static str,
    /// Keeps it.
    pub good: &'static str,
}

/// Where a rule is judged.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// By the stage that meets the fault while reading, finding the table, parsing or matching.
    Raised,
    /// By the stage that reads the cell: the cell of a case counts as not read (`Entry::Unreadable`) and no later rule looks
    /// at it, which the message says once.
    Unreadable,
    /// By the program on itself, when all is counted (`flow::recount`): the work stops with the rule's message and exit
    /// status 3, and nothing is written. Never a finding, since it is no fault of the data.
    Guard,
    /// Not yet: it needs what a run does not have so far.
    Later(Needs),
    /// On one case, after parsing and matching. Cells that failed to parse are seen as `Entry::Unreadable`, so that
    /// one bad cell is one finding and not a cascade.
    Case(fn(&Case, &Facts<'_>) -> Option<Hit>),
    /// Across all cases of all registers; the hits name the case by its index.
    Cases(CasesCheck),
}

/// What a rule that is not active yet waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The result of another period.
    OtherPeriod,
    /// A filled form of a subordinate unit, read back.
    FilledForm,
}

impl Needs {
    /// That it is not active, and what it waits for.
    pub const fn text(self) -> Text {
        match self {
            Self::OtherPeriod => Text {
                vi: "chưa chạy: cần kết quả của kỳ khác",
                en: "not active yet: needs another period's result",
            },
            Self::FilledForm => Text {
                vi: "chưa chạy: cần biểu đã điền của đơn vị cấp dưới",
                en: "not active yet: needs the filled form of a subordinate unit",
            },
        }
    }
}

impl Check {
    /// What a rule does to the others or waits for, where that has to be said.
    pub const fn remark(self) -> Option<Text> {
        match self {
            Self::Raised | Self::Case(_) | Self::Cases(_) => None,
            Self::Unreadable => Some(NOT_CHECKED),
            Self::Guard => Some(Text {
                vi: "tự kiểm tra của chương trình: nếu xảy ra thì dừng với mã thoát 3 và không ghi kết quả nào; không bao giờ là lỗi của sổ",
                en: "a check of the program on itself: it stops with exit status 3 and writes nothing; never a fault of the data",
            }),
            Self::Later(needs) => Some(needs.text()),
        }
    }
}

/// What the message of a cell that could not be read ends with.
pub const NOT_CHECKED: Text = Text {
    vi: "Chưa kiểm tra tiếp các quy tắc dùng ô này.",
    en: "Further rules on this cell were not checked.",
};

/// That there are no candidates.
pub const NONE: Text = Text { vi: "(không có)", en: "(none)" };

/// A check over all cases of all registers: each hit with the index of its case, in the order of the cases.
pub type CasesCheck = fn(&[Case], &Facts<'_>) -> Vec<(usize, Hit)>;

/// What rules may look at besides the cases: never a file, never the clock.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The procedure catalogue, if there is one.
    pub catalogue: Option<&'a Catalogue>,
    /// Working days.
    pub calendar: &'a Calendar,
    /// The reporting period.
    pub period: &'a Period,
    /// The day the run counts as today.
    pub today: NaiveDate,
    /// Own agency code (prefix of case codes), if set.
    pub agency_code: Option<&'a str>,
    /// Display names of units by their folder names.
    pub titles: &'a BTreeMap<String, String>,
}

impl<'a> Facts<'a> {
    /// The catalogue's procedure that a case was matched with.
    pub fn procedure(&self, case: &Case) -> Option<&'a Procedure> {
        self.catalogue?.procedures.get(case.procedure?)
    }
}

/// The day a case was finished and the column that says so.
pub fn finish_of(case: &Case) -> Option<(ColumnKind, NaiveDate)> {
    let day = case.finished()?;
    let column = if case.finished_on.get() == Some(day) {
        ColumnKind::FinishedOn
    } else if case.handed_over_on.get() == Some(day) {
        ColumnKind::HandedOverOn
    } else {
        ColumnKind::RefusedOn
    };
    Some((column, day))
}

/// Whether the dates of a case can matter: it is neither "new" nor "not accepted", and its file is the one in force.
pub fn is_in_play(case: &Case) -> bool {
    !case.status.get().is_some_and(Status::never_counted) && case.fate != Fate::Superseded
}

/// The column that names the procedure of a case: its code where given, else its name.
pub fn procedure_column(case: &Case) -> ColumnKind {
    if case.procedure_code.is_missing() { ColumnKind::ProcedureName } else { ColumnKind::ProcedureCode }
}

/// The due date that the catalogue's limit gives a case, and that limit. `None` without a receipt date or a limit, and
/// for years whose holidays are not known.
pub fn computed_due(case: &Case, facts: &Facts<'_>) -> Option<(NaiveDate, Limit)> {
    let received = case.received_on.get()?;
    let limit = facts.procedure(case)?.limit(case.channel.get())?;
    let due = facts.calendar.due(received, &limit);
    let known = |day: NaiveDate| facts.calendar.covers(day.year());
    (known(received) && known(due)).then_some((due, limit))
}

/// The cases that share a key, in order; cases without a key are left out, and so are those whose file was replaced.
pub fn grouped<'c, K: Ord>(
    cases: &'c [Case],
    key: impl Fn(&'c Case) -> Option<K>,
) -> BTreeMap<K, Vec<(usize, &'c Case)>> {
    let mut groups: BTreeMap<K, Vec<(usize, &Case)>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate().filter(|(_, case)| case.fate != Fate::Superseded) {
        if let Some(key) = key(case) {
            groups.entry(key).or_default().push((index, case));
        }
    }
    groups
}

/// The rows of one case within one unit, where there is more than one: its code and the rows. What counting takes for
/// one case is one case here too (a free number such as "12" only within its own list).
pub fn repeated(cases: &[Case]) -> Vec<(&str, Vec<(usize, &Case)>)> {
    grouped(cases, |case| Some((case.unit.as_ref(), case.identity()?)))
        .into_values()
        .filter(|rows| rows.len() > 1)
        .filter_map(|rows| Some((rows[0].1.code.value()?.as_str(), rows)))
        .collect()
}

/// Which of the rows of one case the count takes: the one that is no duplicate.
pub fn kept<'c>(rows: &[(usize, &'c Case)]) -> Option<(usize, &'c Case)> {
    rows.iter().copied().find(|(_, case)| case.fate != Fate::Duplicate)
}

/// Which row stays and which may go: whoever deletes both would lose the case.
pub fn keep_and_delete(rows: &[(usize, &Case)], index: usize) -> (String, String) {
    match kept(rows) {
        Some((at, case)) if at != index => {
            let cell = places([case], ColumnKind::CaseCode);
            (
                format!("Dòng được lấy để tính là {cell}: hãy giữ dòng đó và xoá dòng này."),
                format!("The row that counts is {cell}: keep it, and delete this one."),
            )
        }
        _ => (
            "Dòng này được lấy để tính: hãy giữ lại, chỉ xoá dòng kia.".to_owned(),
            "This is the row that counts: keep it, and delete only the other one.".to_owned(),
        ),
    }
}

/// Whether two rows stand on different sheets of one file.
pub fn on_two_sheets(one: &Case, other: &Case) -> bool {
    let (one, other) = (&one.origin.table, &other.origin.table);
    one.file == other.file && one.sheet != other.sheet
}

/// Where the other rows of a group stand, for the row at `index`; as [`places`], without looking at more of them than are
/// named: a code filled down a whole register makes a group of a hundred thousand rows.
pub fn places_but(rows: &[(usize, &Case)], index: usize, column: ColumnKind) -> String {
    let others = rows.iter().filter(|(other, _)| *other != index).map(|(_, case)| *case);
    let out = places(others.take(MOST_PLACES), column);
    match rows.len().saturating_sub(MOST_PLACES + 1) {
        0 => out,
        more => format!("{out}; … (+{more})"),
    }
}

/// How many places a message names.
const MOST_PLACES: usize = 10;

/// Where other rows stand, as people find them: `hop-thu/a.xlsx | Sheet1!B9; …`, at most ten and then how many more.
pub fn places<'c>(cases: impl IntoIterator<Item = &'c Case>, column: ColumnKind) -> String {
    listed(cases, |case| case.origin.address(column))
}

/// The same for the case codes, each with the code itself: `hop-thu/a.xlsx | Sheet1!B9 (H14.08-230105-0001); …`.
pub fn named_places<'c>(cases: impl IntoIterator<Item = &'c Case>) -> String {
    listed(cases, |case| {
        let cell = case.origin.address(ColumnKind::CaseCode);
        case.code.value().map_or_else(|| cell.clone(), |code| format!("{cell} ({code})"))
    })
}

fn listed<'c>(cases: impl IntoIterator<Item = &'c Case>, shown: impl Fn(&Case) -> String) -> String {
    let mut out = String::new();
    let mut more = 0;
    for (index, case) in cases.into_iter().enumerate() {
        if index >= MOST_PLACES {
            more += 1;
            continue;
        }
        if index > 0 {
            out.push_str("; ");
        }
        let _ = write!(out, "{} | {}", case.origin.table.file, shown(case));
    }
    if more > 0 {
        let _ = write!(out, "; … (+{more})");
    }
    out
}

/// The rule with this code, any case.
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code.trim()))
}

/// A date as staff write it.
pub fn shown(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests;
