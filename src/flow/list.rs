//! The error listing `danh-sach-loi.xlsx`: findings in, bytes of a workbook out.
//!
//! A guide with the verdict, one sheet for each duty (correct, correct or explain, nothing to do), what was answered and
//! applied before, a summary by rule, and the explanation of every code that occurs. Data sheets begin with their header
//! row and hold one line for each finding, or for many with the same value, whose cells then stand on a sheet of their
//! own; what does not fit on one sheet goes on to the next, nothing is cut. The workbook has no protection and no formulas,
//! so that it can be sorted, filtered and read the same way in any program. A very hidden sheet says what it is when it
//! comes back.
//!
//! Nothing is written to disk here, no clock is read: the same findings give the same bytes.

mod codes;
mod findings;
mod guide;
mod look;
mod repeats;

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{lines::Identity, worklist::Worklist};
use crate::{
    model::finding::{Finding, Severity},
    rules::Rule,
    text::{Lang, Text},
};
use look::Look;

/// What the listing says besides the findings.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Name of the reporting agency; may be empty.
    pub agency: String,
    /// Title of the period, as in the report.
    pub period: String,
    /// The day the run counts as today; also the workbook's date of creation.
    pub today: NaiveDate,
    /// The outcome in one sentence, in the language of the listing.
    pub verdict: String,
    /// What became of the findings of the last result, in one sentence.
    pub changes: Option<String>,
    /// One line for each input file.
    pub files: Vec<FileLine>,
    /// From the folder of the listing to the folder that `Place::file` is relative to, with a final slash: `../`.
    pub links_base: String,
    /// What the listing says of itself when it comes back.
    pub identity: Identity,
}

/// The account of one input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    /// Path as in the findings.
    pub path: String,
    /// The unit it came from; may be empty.
    pub unit: String,
    /// Cases read from it.
    pub cases: u64,
    /// Findings that must be corrected.
    pub errors: u64,
    /// Findings to correct or explain.
    pub warnings: u64,
}

/// Excel's rows of a sheet without the header row.
const LINES_ON_A_SHEET: usize = 1_048_575;

/// Lines of a sheet that are kept in memory until the workbook is saved.
const HELD_IN_MEMORY: usize = 5_000;

const TO_CORRECT: Text = Text { vi: "Phải sửa", en: "To correct" };
const TO_EXPLAIN: Text = Text { vi: "Cần giải trình", en: "To explain" };
const NORMALISED: Text = Text { vi: "Đã tự chuẩn hoá", en: "Normalised" };
const APPLIED: Text = Text { vi: "Đã áp dụng", en: "Applied" };
const GUIDE: Text = Text { vi: "Hướng dẫn", en: "Guide" };
const BY_RULE: Text = Text { vi: "Tổng hợp theo lỗi", en: "Summary by fault" };
const CODES: Text = Text { vi: "Giải thích mã lỗi", en: "Codes explained" };

/// The sheet that findings of a severity stand on.
const fn sheet_of(severity: Severity) -> Text {
    match severity {
        Severity::Error => TO_CORRECT,
        Severity::Warning => TO_EXPLAIN,
        Severity::Info => NORMALISED,
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// Makes the listing of a worklist, in its order.
///
/// # Errors
///
/// Only what the workbook writer itself refuses, such as running out of memory for the package.
pub fn listing(work: &Worklist<'_>, summary: &Summary, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(summary, lang)?);
    let look = Look::new();
    let entries = SEVERITIES.map(|severity| work.entries(severity).collect::<Vec<_>>());
    let counts = [0, 1, 2].map(|at| entries[at].len());
    workbook.push_worksheet(guide::sheet(work, counts, summary, &look, lang)?);
    for (severity, chosen) in SEVERITIES.into_iter().zip(&entries) {
        for (name, page) in pages(sheet_of(severity).get(lang), chosen, LINES_ON_A_SHEET) {
            let sheet = findings::Sheet {
                name: &name,
                severity: Some(severity),
                links_base: &summary.links_base,
                lang,
            };
            let lines = page.iter().map(|index| work.line(*index, lang));
            // Long sheets go to the disk row by row as they are written.
            let worksheet = if page.len() > HELD_IN_MEMORY {
                workbook.add_worksheet_with_constant_memory()?
            } else {
                workbook.add_worksheet()
            };
            sheet.write(worksheet, lines, &look)?;
        }
    }
    if !work.applied.is_empty() {
        let name = APPLIED.get(lang);
        let sheet = findings::Sheet { name, severity: None, links_base: &summary.links_base, lang };
        sheet.write(workbook.add_worksheet(), work.applied_lines(lang), &look)?;
    }
    let counted = count(work.findings);
    workbook.push_worksheet(codes::by_rule(&counted, work.findings.len(), &look, lang)?);
    workbook.push_worksheet(codes::explained(&counted, &look, lang)?);
    if let Some(sheet) = repeats::sheet(work, summary, &look, lang)? {
        workbook.push_worksheet(sheet);
    }
    workbook.push_worksheet(identity(&summary.identity)?);
    workbook.save_to_buffer()
}

/// The hidden sheet that says what the workbook is.
fn identity(identity: &Identity) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(Identity::SHEET)?.set_very_hidden(true);
    for (row, (key, value)) in (0..).zip(identity.pairs()) {
        sheet.write_string(row, 0, key)?;
        sheet.write_string(row, 1, cell_text(&value))?;
    }
    Ok(sheet)
}

/// Cuts the lines of one duty into sheets: `Phải sửa`, `Phải sửa (2)`, … Always at least one, so that an empty
/// sheet shows that there is nothing of this kind.
fn pages<'f, T>(name: &str, lines: &'f [T], capacity: usize) -> Vec<(String, &'f [T])> {
    if lines.is_empty() {
        return vec![(name.to_owned(), lines)];
    }
    let named = |index: usize| if index == 0 { name.to_owned() } else { format!("{name} ({})", index + 1) };
    lines.chunks(capacity).enumerate().map(|(index, lines)| (named(index), lines)).collect()
}

/// How often a rule was broken, under the severity its findings carry.
struct Count<'f> {
    rule: &'static Rule,
    severity: Severity,
    number: u64,
    /// The first finding of it.
    first: &'f Finding,
}

/// Counts by severity and code; the most frequent first within a severity, then by code.
fn count(findings: &[Finding]) -> Vec<Count<'_>> {
    let mut counts: BTreeMap<(Severity, &str), Count<'_>> = BTreeMap::new();
    for finding in findings {
        let (rule, severity) = (finding.rule, finding.severity);
        counts
            .entry((severity, rule.code))
            .or_insert(Count { rule, severity, number: 0, first: finding })
            .number += 1;
    }
    let mut counts: Vec<Count<'_>> = counts.into_values().collect();
    counts.sort_by_key(|count| (count.severity, std::cmp::Reverse(count.number), count.rule.code));
    counts
}

fn properties(summary: &Summary, lang: Lang) -> Result<DocProperties, XlsxError> {
    const TITLE: Text =
        Text { vi: "Danh sách lỗi sổ theo dõi hồ sơ", en: "Faults in the registers of cases" };
    let year = u16::try_from(summary.today.year()).unwrap_or(1900).clamp(1900, 9999);
    let created = ExcelDateTime::from_ymd(year, summary.today.month() as u8, summary.today.day() as u8)?;
    Ok(DocProperties::new()
        .set_title(TITLE.get(lang))
        .set_subject(&summary.period)
        .set_company(&summary.agency)
        .set_creation_datetime(&created))
}

/// A4, landscape, one page wide, the header row on every page.
fn set_page(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2);
    sheet.set_footer("&L&\"Times New Roman\"&9&A&R&\"Times New Roman\"&9&P/&N");
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// Excel refuses longer texts in a cell; a longer one ends in "…" with its full length in characters.
fn cell_text(text: &str) -> String {
    const MOST: usize = 32_000;
    let length = text.chars().count();
    if length <= MOST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(MOST).collect();
    let _ = write!(short, "… ({length})");
    short
}

#[cfg(test)]
mod tests;
