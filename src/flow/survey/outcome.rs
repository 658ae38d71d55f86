//! What a missing column costs: cases without a day on which they ended, although words or ticks say that they did.
//!
//! In: a table without a useful column; all cases. Out: the finding that says so, with its numbers.

use std::fmt::Write as _;

use std::sync::Arc;

use crate::{
    cells::{
        text::{bare, clean},
        words::Status,
    },
    flow::table::Found,
    model::{
        case::Case,
        finding::{Finding, Place},
    },
    rules,
};

/// Headings of columns to tick for how a case ended, without accents.
const OUTCOMES: [&str; 10] = [
    "truoc han",
    "som han",
    "dung han",
    "qua han",
    "tre han",
    "tra truoc han",
    "tra dung han",
    "tra qua han",
    "da giai quyet",
    "da tra",
];

/// The finding on a table that lacks these columns. Where days of ending are missing, columns that are ticked instead of them
/// are named.
pub(super) fn missing(place: Place, table: &Found, columns: &str) -> Finding {
    let finding = Finding::new(rules::CT019, place).with("columns", columns).with("more", "");
    let has_end = table.has("finished_on") || table.has("handed_over_on");
    let ticked: Vec<String> = table
        .columns
        .iter()
        .filter(|column| column.meaning.as_deref().is_none_or(|meaning| meaning == "ignored"))
        .filter(|column| {
            let leaf = column.heading.rsplit(" > ").next().map(bare).unwrap_or_default();
            OUTCOMES.contains(&leaf.as_str())
        })
        .map(|column| format!("{} “{}”", column.col, clean(&column.heading)))
        .collect();
    if has_end || ticked.is_empty() {
        return finding.with("ticks", "");
    }
    let ticked = ticked.join(", ");
    finding.with_words(
        "ticks",
        format!(" Cột {ticked} không thay được ngày: chương trình so ngày có kết quả với ngày hẹn trả, không đọc dấu đánh ở các cột này."),
        format!(" The columns {ticked} can't stand in for it: the day of the result is compared with the due date, and ticks in these columns aren't read."),
    )
}

/// Tells at the missing column of a finish date how many cases are said to be finished and can't be counted, and how many
/// count as not finished.
pub fn unfinished(findings: &mut [Finding], cases: &[Case]) {
    for finding in findings.iter_mut().filter(|finding| finding.rule.code == rules::CT019.code) {
        let (mut said, mut open) = (0_usize, 0_usize);
        for case in cases.iter().filter(|case| is_of(case, &finding.place) && !case.has_finish_column()) {
            match case.status.get() {
                Some(status) if Status::is_finished(status) => said += 1,
                Some(status) if Status::never_counted(status) || Status::is_ended_without_result(status) => {}
                _ => open += 1,
            }
        }
        let (mut vi, mut en) = (String::new(), String::new());
        if said > 0 {
            vi = format!(" {said} hồ sơ ghi đã xong nhưng không có ngày nên không được tính.");
            en = format!(" {said} cases are said to be finished and, without the date, aren't counted.");
        }
        if open > 0 {
            let _ = write!(vi, " {open} hồ sơ không có ngày kết thúc nên được xem là chưa giải quyết xong.");
            let _ = write!(en, " {open} cases without a finish date are taken for not finished.");
        }
        let Some(more) = finding.values.iter_mut().find(|(hole, _)| *hole == "more") else { continue };
        if !vi.is_empty() {
            more.1 = vi;
            finding.english.push(("more", en));
        }
    }
}

fn is_of(case: &Case, place: &Place) -> bool {
    let table = &case.origin.table;
    let sheet: Option<&Arc<str>> = place.sheet.as_ref();
    table.file == place.file && Some(&table.sheet) == sheet
}
