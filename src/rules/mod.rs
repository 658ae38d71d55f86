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

#[cfg(test)]
pub(crate) mod sample;

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

/// Who can repair a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// The program normalised the value; nothing to do.
    Auto,
    /// The program has one suggestion, to be accepted.
    Suggestion,
    /// The program has candidates, one is to be chosen.
    Choice,
    /// Only people know.
    Human,
}

impl Fix {
    /// The word in the machine result.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Suggestion => "suggestion",
            Self::Choice => "choice",
            Self::Human => "human",
        }
    }

    /// What class of repair it is, in words.
    pub const fn class(self) -> Text {
        match self {
            Self::Auto => Text { vi: "an toàn, đã tự làm", en: "safe, done already" },
            Self::Suggestion => Text {
                vi: "có đề xuất, chờ người đồng ý", en: "a suggestion, to be accepted"
            },
            Self::Choice => Text { vi: "chọn một trong các khả năng", en: "one of several to be chosen" },
            Self::Human => Text { vi: "chỉ người biết", en: "only people know" },
        }
    }

    /// Who repairs it, in words.
    pub const fn meaning(self) -> Text {
        match self {
            Self::Auto => {
                Text { vi: "Chương trình đã tự chuẩn hoá", en: "Normalised by the program" }
            }
            Self::Suggestion => Text {
                vi: "Người giữ sổ; chương trình có một đề xuất khi tìm được",
                en: "Whoever keeps the register; there is a suggestion where one was found",
            },
            Self::Choice => Text {
                vi: "Người giữ sổ, chọn một trong các khả năng",
                en: "Whoever keeps the register, choosing one of several possibilities",
            },
            Self::Human => Text {
                vi: "Người giữ sổ hoặc người lập báo cáo",
                en: "Whoever keeps the register or makes the report",
            },
        }
    }
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

/// A code that is not used and will not be used for anything else.
#[derive(Clone, Copy, Debug)]
pub struct NotUsed {
    /// The code.
    pub code: &'static str,
    /// What it would have said.
    pub title: Text,
    /// Why it is not used.
    pub why: Text,
}

/// The codes that are not used.
pub const NOT_USED: [NotUsed; 6] = [
    NotUsed {
        code: "CD012",
        title: Text { vi: "Ô của mẫu không như dự kiến", en: "Template cell isn't as expected" },
        why: Text {
            vi: "Mẫu không điền theo địa chỉ ô; mẫu sai làm chương trình dừng trước khi ghi, nêu đủ từng ô sai.",
            en: "Templates aren't filled by cell address; a wrong one stops the work before anything is written, with every wrong cell named.",
        },
    },
    NotUsed {
        code: "DG005",
        title: Text { vi: "Chữ giống số trong mã", en: "Look-alike characters in a code" },
        why: Text {
            vi: "DG002 (mã hồ sơ) và DM001 (mã thủ tục) nêu đúng ô đó và đề xuất mã đã sửa chữ; hai lỗi trên một ô là thừa.",
            en: "DG002 (case code) and DM001 (procedure code) name the same cell and suggest the code put right; two findings on one cell would be one too many.",
        },
    },
    NotUsed {
        code: "DG007",
        title: Text { vi: "Ngày dạng chữ đã đọc", en: "Text date read" },
        why: Text {
            vi: "CT022 nói một lần cho cả cột, kèm căn cứ; nhắc lại ở từng ô chỉ che các lỗi khác.",
            en: "CT022 says it once for the column, with its evidence; repeating it at every cell would hide other findings.",
        },
    },
    NotUsed {
        code: "DG019",
        title: Text { vi: "Thời hạn ghi bằng chữ", en: "Time limit written as text" },
        why: Text {
            vi: "Thời hạn nào cũng ghi bằng chữ; khác danh mục thì đã có DM006, không đọc được thì không dùng đến.",
            en: "Every limit is written in words; one that differs from the catalogue is DM006, one that can't be read isn't used.",
        },
    },
    NotUsed {
        code: "DG020",
        title: Text { vi: "Quá hạn không ghi lý do, thư xin lỗi", en: "Late without reason or apology letter" },
        why: Text {
            vi: "Sổ theo Mẫu số 06 không có chỗ cho thư xin lỗi; ô ghi chú trống không chứng tỏ là không có thư.",
            en: "Registers (Mẫu số 06) have no place for the letter, and a blank note doesn't show that there was none.",
        },
    },
    NotUsed {
        code: "DM012",
        title: Text { vi: "Danh mục cũ hơn kỳ báo cáo", en: "Catalogue older than the period" },
        why: Text {
            vi: "Danh mục không ghi ngày lập ở một chỗ nhất định; thủ tục mới còn thiếu thì đã có DM001.",
            en: "A catalogue bears its date in no fixed place; a new procedure that it lacks is DM001.",
        },
    },
];

/// A check over all cases of all registers: each hit with the index of its case, in the order of the cases.
pub type CasesCheck = fn(&[Case], &Facts<'_>) -> Vec<(usize, Hit)>;

/// What a check found on a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The column whose cell is named; the case's row gives the rest of the place.
    pub column: ColumnKind,
    /// What that cell holds, as shown.
    pub value: String,
    /// The holes of the message.
    pub values: Values,
    /// Holes with other words in English.
    pub english: Values,
    /// What could stand there instead.
    pub suggestion: Option<String>,
    /// All that could stand there, best first; the suggestion is the first of them.
    pub candidates: Vec<String>,
    /// The column that a correction goes into, where it is another one.
    pub target: Option<ColumnKind>,
    /// Another severity than the rule's, where the case deserves it.
    pub severity: Option<Severity>,
}

impl Hit {
    /// A hit on the cell of `column`.
    pub fn new(column: ColumnKind, value: impl Into<String>) -> Self {
        Self {
            column,
            value: value.into(),
            values: Vec::new(),
            english: Vec::new(),
            suggestion: None,
            candidates: Vec::new(),
            target: None,
            severity: None,
        }
    }

    /// Fills one hole of the message.
    #[must_use]
    pub fn with(mut self, hole: &'static str, value: impl Into<String>) -> Self {
        self.values.push((hole, value.into()));
        self
    }

    /// Fills one hole of the message with words of each language.
    #[must_use]
    pub fn with_words(mut self, hole: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.english.push((hole, en.into()));
        self.with(hole, vi)
    }

    /// Sets the suggestion.
    #[must_use]
    pub fn suggest(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// Sets what there is to choose from; the first is the suggestion.
    #[must_use]
    pub fn choose(mut self, candidates: Vec<String>) -> Self {
        self.suggestion = candidates.first().cloned();
        self.candidates = candidates;
        self
    }

    /// Sets what there is to choose from where nothing speaks for one of them.
    #[must_use]
    pub fn offer(mut self, candidates: Vec<String>) -> Self {
        self.candidates = candidates;
        self
    }

    /// Sets the column that a correction goes into.
    #[must_use]
    pub fn into_column(mut self, column: ColumnKind) -> Self {
        self.target = Some(column);
        self
    }
}

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
        let _ = write!(out, "{} | {}", case.origin.table.file, case.origin.address(column));
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
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_ordered_and_well_formed() {
        assert!(ALL.len() >= 40, "{} rules", ALL.len());
        for pair in ALL.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
        }
        for rule in ALL {
            let (family, number) = rule.code.split_at(2);
            assert!(["TP", "CT", "DG", "DM", "LD", "LK", "CD", "NL"].contains(&family), "{}", rule.code);
            assert!(number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()), "{}", rule.code);
            assert!(rule.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.code);
        }
    }

    #[test]
    fn both_languages_have_the_same_holes_and_no_text_is_missing() {
        for rule in ALL {
            let mut vi = rule.message.holes(Lang::Vi);
            let mut en = rule.message.holes(Lang::En);
            vi.sort_unstable();
            en.sort_unstable();
            assert_eq!(vi, en, "{}", rule.code);
            for text in [rule.title, rule.message, rule.why] {
                assert!(!text.vi.is_empty() && !text.en.is_empty(), "{}", rule.code);
            }
            assert!(!rule.source.is_empty() && !rule.example.bad.is_empty(), "{}", rule.code);
        }
    }

    #[test]
    fn the_file_name_starts_with_the_code() {
        let registry = include_str!(concat!(env!("OUT_DIR"), "/rules.rs"));
        for rule in ALL {
            let prefix = format!("pub mod {}_", rule.code.to_ascii_lowercase());
            assert!(registry.contains(&prefix), "{}", rule.code);
        }
    }

    #[test]
    fn a_code_that_is_not_used_is_no_rule_and_none_is_missing() {
        let last = [("TP", 11), ("CT", 24), ("DG", 26), ("DM", 15), ("LD", 8), ("LK", 10), ("CD", 18), ("NL", 11)];
        for (family, last) in last {
            for number in 1..=last {
                let code = format!("{family}{number:03}");
                let not_used = NOT_USED.iter().filter(|old| old.code == code).count();
                let rules = ALL.iter().filter(|rule| rule.code == code).count();
                assert_eq!(not_used + rules, 1, "{code}");
            }
        }
        for pair in NOT_USED.windows(2) {
            assert!(pair[0].code < pair[1].code, "{}", pair[0].code);
        }
    }

    #[test]
    fn only_rules_that_wait_are_without_effect() {
        for rule in ALL {
            let waits = matches!(rule.check, Check::Later(_));
            assert_eq!(waits, rule.check.remark().is_some_and(|text| text.en.starts_with("not active")));
            let guard = matches!(rule.check, Check::Guard);
            assert_eq!(guard, ["CD006", "CT008"].contains(&rule.code), "{}", rule.code);
        }
    }

    #[test]
    fn a_rule_is_found_whatever_the_case_of_its_code() {
        assert_eq!(find(" dg010 ").map(|rule| rule.code), Some("DG010"));
        assert!(find("XX999").is_none());
    }
}
