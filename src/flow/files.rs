//! What there is to say about files as a whole, and the list of holidays that may be among them.
//!
//! In: recognised files. Out: findings, and a calendar if one was brought along.

mod catalogues;
mod letters;
mod unread;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;

use super::{
    headings::{Headings, TableKind},
    recognise::{Area, Book, Kind},
    table,
};
use crate::{
    cells::{
        date::{DayOrder, from_serial, read_text},
        text::clean,
    },
    model::{
        calendar::{Calendar, DayKind},
        finding::{Finding, Place, Severity},
        place::CellAt,
        sheet::{ReadNote, Sheet, Value},
    },
    read::ReadFault,
    rules,
    text::Lang,
};

/// Findings on all files. `inbox` is its name in messages.
pub fn findings(books: &[Book], headings: &Headings, inbox: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !books.iter().any(|book| book.input.area == Area::Inbox) {
        findings.push(Finding::new(rules::TP010, Place::default()).with("folder", inbox));
    }
    let unread = unread::Unread::new(books, headings);
    for book in books {
        let path = &book.input.path;
        let lost = letters::lost(book);
        match &book.input.content {
            Err(fault) => findings.push(fault_finding(path, fault)),
            Ok(workbook) => {
                // Where letters are lost, no other reading of the bytes brings them back.
                let is_told =
                    |note: &&ReadNote| lost.is_none() || !matches!(note, ReadNote::LegacyEncoding { .. });
                let notes = workbook.notes.iter().filter(is_told);
                findings.extend(notes.map(|note| note_finding(path, note, workbook.format.name())));
            }
        }
        if let Some(same) = &book.same_as {
            findings.push(Finding::new(rules::TP004, Place::file(path)).with("name", same.to_string()));
            continue;
        }
        for converted in &book.converted {
            let sheet: Arc<str> = Arc::from(book.tab_name(converted.tab));
            findings.push(
                Finding::new(rules::CT021, Place::sheet(path, &sheet))
                    .with("encoding", converted.encoding.name())
                    .with("where", converted.place()),
            );
        }
        findings.extend(side_by_side(book));
        if book.lost_answers > 0 {
            let lost = book.lost_answers.to_string();
            findings.push(Finding::new(rules::NL013, Place::file(path)).with("n", lost));
        }
        if book.kind == Kind::Ignored && book.is_own_result {
            findings.push(Finding::new(rules::TP011, Place::file(path)));
            continue;
        }
        let is_lost = lost.is_some();
        findings.extend(lost);
        if !is_lost || book.kind != Kind::Ignored {
            findings.extend(unread.findings(book));
        }
    }
    findings.extend(catalogues::findings(books));
    findings
}

/// What to do about a damaged file: Vietnamese, English.
const SAVE_AGAIN: (&str, &str) =
    ("mở tệp bằng Excel, lưu lại rồi nộp lại", "Open it in Excel, save it and submit it again");
const COPY_AGAIN: (&str, &str) = (
    "chép lại ket-qua.json của kỳ trước, hoặc bỏ tệp này khỏi danh-muc",
    "Copy ket-qua.json of the earlier period again, or take the file out of danh-muc",
);

fn fault_finding(path: &Arc<str>, fault: &ReadFault) -> Finding {
    let place = Place::file(path);
    match fault {
        ReadFault::Encrypted => Finding::new(rules::TP002, place),
        ReadFault::Foreign { actual, .. } => {
            Finding::new(rules::TP009, place).with("actual", actual.get(Lang::Vi))
        }
        ReadFault::TooBig { what, value, limit } => Finding::new(rules::TP007, place)
            .with("what", what.get(Lang::Vi))
            .with("value", value.to_string())
            .with("limit", limit.to_string()),
        ReadFault::TooSlow { seconds } => Finding::new(rules::TP007, place)
            .with("what", "thời gian đọc (giây)")
            .with("value", format!("> {seconds}"))
            .with("limit", seconds.to_string()),
        ReadFault::Locked { .. } => Finding::new(rules::TP012, place),
        ReadFault::Damaged { .. } | ReadFault::Unreliable { .. } | ReadFault::Crashed { .. } => {
            // Among the catalogue files a result of an earlier period may be broken, too.
            let is_result = path.rsplit('.').next().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
            let (vi, en) = if is_result { COPY_AGAIN } else { SAVE_AGAIN };
            Finding::new(rules::TP001, place).with_words("how", vi, en)
        }
    }
}

fn note_finding(path: &Arc<str>, note: &ReadNote, format: &str) -> Finding {
    let place = || Place::file(path);
    let sheet = |name: &str| Place::sheet(path, &Arc::from(name));
    match note {
        ReadNote::WrongExtension { extension } => {
            let shown =
                if extension.is_empty() { "(không có)".to_owned() } else { format!(".{extension}") };
            Finding::new(rules::TP003, place())
                .as_severity(Severity::Info)
                .with("ext", shown)
                .with("actual", format)
        }
        ReadNote::Date1904 => Finding::new(rules::CT017, place()),
        ReadNote::ExternalLinks { cells, target } => {
            Finding::new(rules::TP006, place()).with("k", cells.to_string()).with("target", target.as_str())
        }
        ReadNote::Signed => Finding::new(rules::TP008, place()),
        ReadNote::LegacyEncoding { encoding } => Finding::new(rules::CT021, place())
            .with("encoding", *encoding)
            .with("where", "cả tệp / whole file"),
        ReadNote::SheetSkipped { name } => Finding::new(rules::CT020, sheet(name))
            .with("sheet", name.as_str())
            .with_words("reason", "biểu đồ, macro hoặc hộp thoại", "chart, macro or dialog"),
        // Its rows are lost to the count until somebody repairs it: more than a remark.
        ReadNote::SheetUnreadable { name, .. } => Finding::new(rules::CT020, sheet(name))
            .as_severity(Severity::Error)
            .with("sheet", name.as_str())
            .with_words("reason", "không đọc được, nội dung bị hỏng", "can't be read, damaged"),
    }
}

/// The tabs that were read as several sheets, left to right.
fn side_by_side(book: &Book) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (right, pair) in book.tabs.windows(2).enumerate().filter(|(_, pair)| pair[0] == pair[1]) {
        let name: Arc<str> = Arc::from(book.tab_name(pair[0]));
        let first = |at: usize| {
            let table = book.tables[at].iter().find(|table| table.kind == TableKind::Register);
            table.and_then(|table| table.columns.first()).map(|column| column.col)
        };
        let (Some(left), Some(other)) = (first(right), first(right + 1)) else { continue };
        findings.push(
            Finding::new(rules::CT025, Place::sheet(&book.input.path, &name))
                .with("a", left.to_string())
                .with("b", other.to_string()),
        );
    }
    findings
}

/// The holidays that the files bring, `None` if they bring none, and the rows that could not be used: each of them would
/// change due dates without a word.
pub fn calendar(books: &[Book]) -> (Option<Calendar>, Vec<Finding>) {
    let mut days: BTreeMap<NaiveDate, DayKind> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut file = None;
    for book in books.iter().filter(|book| book.same_as.is_none()) {
        for (sheet, tables) in book.sheets().iter().zip(&book.tables) {
            for table in tables.iter().filter(|table| table.kind == TableKind::Holidays) {
                file.get_or_insert(&book.input.path);
                for (place, read) in holidays(&book.input.path, sheet, table) {
                    match read {
                        Ok((day, kind)) if *days.entry(day).or_insert(kind) == kind => {}
                        Ok((day, _)) => findings.push(no_holiday(
                            rules::DG014,
                            place,
                            &format!("{}: nghỉ / làm bù", rules::shown(day)),
                        )),
                        Err((rule, text)) => findings.push(no_holiday(rule, place, &text)),
                    }
                }
            }
        }
    }
    let calendar = (!days.is_empty()).then(|| Calendar::from_rows(days).ok()).flatten();
    (calendar.zip(file).map(|(calendar, file)| calendar.of_file(file)), findings)
}

fn no_holiday(rule: &'static rules::Rule, place: Place, text: &str) -> Finding {
    let mut finding =
        Finding::new(rule, place).as_severity(Severity::Warning).with("v", text).with("list", "nghỉ, làm bù");
    text.clone_into(&mut finding.value);
    finding
}

/// A day of the list, or the rule that its cell breaks and what the cell says.
type Holiday = Result<(NaiveDate, DayKind), (&'static rules::Rule, String)>;

/// The rows that have both a day and a kind; remarks below the list have not.
fn holidays(file: &Arc<str>, sheet: &Sheet, table: &table::Found) -> Vec<(Place, Holiday)> {
    let (Some(day), Some(kind)) = (table.column("day"), table.column("kind")) else { return Vec::new() };
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    sheet
        .rows
        .iter()
        .filter(|row| row.number > table.last_header())
        .filter_map(|row| {
            let (value, word) = (row.value(day.col)?, row.value(kind.col)?.shown());
            let at = |col| Place::sheet(file, &name).at_cell(CellAt { row: row.number, col });
            let read = match value {
                Value::Date(day) => Some(*day),
                Value::Number(number) => from_serial(*number, false),
                Value::Text(text) => read_text(text).date(DayOrder::DayFirst),
                _ => None,
            };
            Some(match (read, DayKind::read(&word)) {
                (None, _) => (at(day.col), Err((rules::DG026, clean(&value.shown())))),
                (_, None) => (at(kind.col), Err((rules::DG014, clean(&word)))),
                (Some(day), Some(known)) => (at(kind.col), Ok((day, known))),
            })
        })
        .collect()
}
