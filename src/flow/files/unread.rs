//! Files and sheets of which nothing was read, and rows above every heading: what they would have to have, and whether
//! cases are lost there.
//!
//! In: recognised files. Out: findings. A row whose case code stands in a register too is not lost.

use std::{cell::LazyCell, collections::BTreeSet, sync::Arc};

use crate::{
    cells::text::{clean, key},
    flow::{
        caselike,
        headings::{Headings, TableKind},
        recognise::{Area, Book, Kind, doubted},
        table::{self, Column, Found},
    },
    model::{
        finding::{Finding, Place, Severity},
        place::Col,
        sheet::{Row, Sheet},
    },
    rules,
    text::Text,
};

/// What there is to say about what was not read.
pub(super) struct Unread<'a> {
    headings: &'a Headings,
    known: LazyCell<BTreeSet<String>, Box<dyn FnOnce() -> BTreeSet<String> + 'a>>,
}

impl<'a> Unread<'a> {
    pub(super) fn new(books: &'a [Book], headings: &'a Headings) -> Self {
        Self { headings, known: LazyCell::new(Box::new(|| codes(books))) }
    }

    /// Findings on one file.
    pub(super) fn findings(&self, book: &Book) -> Vec<Finding> {
        let is_inbox = book.input.area == Area::Inbox;
        let mut findings = if is_inbox { self.doubtful(book) } else { Vec::new() };
        match book.kind {
            Kind::Ignored if findings.is_empty() => findings.push(no_table(book, self.headings)),
            Kind::Unreadable | Kind::Ignored => {}
            // A returned listing has left nothing here but its answers.
            Kind::Corrections if book.marked_from().is_none() => {}
            _ => findings.extend(self.other_sheets(book, is_inbox)),
        }
        findings
    }

    /// Sheets with the headings of a catalogue whose rows are cases.
    fn doubtful(&self, book: &Book) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (sheet, _) in book.sheets().iter().zip(&book.tables).filter(|(_, tables)| tables.is_empty()) {
            let found = table::find(sheet, self.headings);
            let cases = doubted(sheet, &found, self.headings).find_map(|(table, days)| Some((table, days?)));
            findings.extend(cases.map(|(table, days)| no_catalogue(book, sheet, table, &days)));
        }
        findings
    }

    /// Sheets that hold no known table, and rows above the first heading, in a file that was read.
    fn other_sheets(&self, book: &Book, is_inbox: bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        let is_register = matches!(book.kind, Kind::Register | Kind::Corrections);
        for (sheet, tables) in book.sheets().iter().zip(&book.tables) {
            let first = tables.iter().filter_map(|table| table.header_rows.first()).min();
            let above = sheet.rows.partition_point(|row| first.is_none_or(|first| row.number < *first));
            let lost = if is_inbox { self.lost(&sheet.rows[..above]) } else { Vec::new() };
            let is_doubtful = tables.is_empty()
                && table::find(sheet, self.headings).iter().any(|table| table.kind == TableKind::Catalogue);
            if is_doubtful {
                continue;
            }
            if let (Some(from), Some(to)) = (lost.first(), lost.last()) {
                let name: Arc<str> = Arc::from(sheet.name.as_str());
                let finding = Finding::new(rules::CT026, Place::sheet(&book.input.path, &name).at_row(*from))
                    .with("sheet", sheet.name.as_str())
                    .with("n", lost.len().to_string())
                    .with("from", from.to_string())
                    .with("to", to.to_string());
                // Below headings of its own it may be a list about cases (fines, letters), which people can tell.
                let has_headings =
                    sheet.rows.iter().take_while(|row| row.number < *from).any(caselike::is_heading);
                findings.push(if has_headings { finding.as_severity(Severity::Warning) } else { finding });
            } else if tables.is_empty() && !sheet.rows.is_empty() && is_register {
                findings.push(passed_over(book, sheet));
            }
        }
        findings
    }

    /// The numbers (1-based) of the rows that look like cases and stand in no register.
    fn lost(&self, rows: &[Row]) -> Vec<u32> {
        rows.iter()
            .filter(|row| caselike::is_case(row))
            .filter(|row| caselike::code(row).is_none_or(|code| !self.known.contains(&code)))
            .map(|row| row.number)
            .collect()
    }
}

/// The case codes in all registers.
fn codes(books: &[Book]) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for book in books.iter().filter(|book| book.holds_cases()) {
        for (sheet, tables) in book.sheets().iter().zip(&book.tables) {
            let first = tables
                .iter()
                .filter(|table| table.kind == TableKind::Register)
                .filter_map(|table| table.header_rows.first())
                .min();
            let Some(first) = first else { continue };
            let below = sheet.rows.partition_point(|row| row.number < *first);
            codes.extend(sheet.rows[below..].iter().filter_map(caselike::code));
        }
    }
    codes
}

/// A sheet without a known table and without rows that look like cases.
fn passed_over(book: &Book, sheet: &Sheet) -> Finding {
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    let place = Place::sheet(&book.input.path, &name);
    // Rows in columns may be a register that was not recognised; lines of text are a remark.
    let tabular = sheet.rows.iter().filter(|row| row.cells.len() >= 3).count();
    if tabular >= 3 {
        return Finding::new(rules::CT011, place)
            .with("sheet", sheet.name.as_str())
            .with("rows", sheet.rows.len().to_string());
    }
    Finding::new(rules::CT020, place).with("sheet", sheet.name.as_str()).with_words(
        "reason",
        "không có bảng",
        "no table",
    )
}

const REGISTER: Text = Text { vi: "sổ theo dõi", en: "register" };
const CATALOGUE: Text = Text { vi: "danh mục", en: "catalogue" };
const OWN_HEADINGS: Text = Text {
    vi: "khai báo tên cột của đơn vị trong tthc.toml",
    en: "state the unit's own headings in tthc.toml",
};

/// No sheet of the file holds a known table: the sheet that comes nearest is named, and what it lacks.
fn no_table(book: &Book, headings: &Headings) -> Finding {
    let is_inbox = book.input.area == Area::Inbox;
    let kind = if is_inbox { TableKind::Register } else { TableKind::Catalogue };
    let nearest = book
        .sheets()
        .iter()
        .filter_map(|sheet| Some((table::closest(sheet, kind, headings)?, sheet)))
        .max_by_key(|((known, _), _)| *known);
    let (sheet, found) = match &nearest {
        Some(((_, columns), sheet)) => (sheet.name.as_str(), columns.as_slice()),
        None => (book.sheets().first().map_or("", |sheet| sheet.name.as_str()), &[][..]),
    };
    let finding = Finding::new(rules::CT001, Place::file(&book.input.path)).with("sheet", sheet);
    let finding = with_found(finding, found);
    if is_inbox {
        let missing = missing(found, headings, kind, &["received_on", "case_code"]);
        return finding
            .with_words("what", REGISTER.vi, REGISTER.en)
            .with("missing", missing)
            .with_words("way", OWN_HEADINGS.vi, OWN_HEADINGS.en)
            .with("more", "");
    }
    let missing = missing(found, headings, kind, &["procedure_code", "procedure_name"]);
    finding
        .as_severity(Severity::Warning)
        .with_words("what", CATALOGUE.vi, CATALOGUE.en)
        .with("missing", missing)
        .with_words("way", "chuyển tệp đi nơi khác nếu không dùng", "move the file elsewhere if it isn't needed")
        .with_words(
            "more",
            " Danh mục cần cột “Mã TTHC” và “Tên TTHC”; danh sách ngày nghỉ cần cột “Ngày” và “Loại”. Sổ theo dõi thì đặt vào hộp thư.",
            " A catalogue needs the columns “Mã TTHC” and “Tên TTHC”, a list of holidays “Ngày” and “Loại”. A register belongs into the inbox.",
        )
}

/// The sheet has the headings of a catalogue, and rows that are cases.
fn no_catalogue(book: &Book, sheet: &Sheet, table: &Found, days: &[Col]) -> Finding {
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    let dated: Vec<String> = table
        .columns
        .iter()
        .filter(|column| days.contains(&column.col))
        .map(|column| format!("{} “{}”", column.col, clean(&column.heading)))
        .collect();
    let (vi, en) = if dated.is_empty() {
        (String::new(), String::new())
    } else {
        let dated = dated.join(", ");
        (
            format!(" Cột có ngày mà chưa rõ tiêu đề: {dated}."),
            format!(" Columns with dates under unknown headings: {dated}."),
        )
    };
    let place = Place::sheet(&book.input.path, &name);
    with_found(Finding::new(rules::CT001, place).with("sheet", sheet.name.as_str()), &table.columns)
        .with_words("what", REGISTER.vi, REGISTER.en)
        .with("missing", "Ngày tiếp nhận")
        .with_words("way", OWN_HEADINGS.vi, OWN_HEADINGS.en)
        .with_words(
            "more",
            format!("{vi} Bảng này không được hiểu là danh mục, vì các dòng giống hồ sơ (có ngày, có mã hồ sơ hoặc mã thủ tục lặp lại); nếu đúng là danh mục, hãy đặt vào danh-muc/."),
            format!("{en} The table isn't taken for a catalogue, since its rows look like cases (dates, case codes or procedures that repeat); if it is one, put it into danh-muc/."),
        )
}

fn with_found(finding: Finding, columns: &[Column]) -> Finding {
    if columns.is_empty() {
        return finding.with_words("found", "0 tiêu đề quen", "0 known headings");
    }
    let found: Vec<String> = columns.iter().map(|column| column.heading.clone()).collect();
    finding.with("found", clean(&found.join(", ")))
}

/// The standard headings among these that no column has.
fn missing(found: &[Column], headings: &Headings, kind: TableKind, wanted: &[&str]) -> String {
    let has = |standard: &str| found.iter().any(|column| key(&column.heading) == key(standard));
    let means = |wanted: &str| found.iter().any(|column| column.meaning.as_deref() == Some(wanted));
    let missing = wanted.iter().filter(|wanted| !means(wanted));
    let missing = missing.filter_map(|wanted| headings.standard(kind, wanted));
    missing.filter(|standard| !has(standard)).collect::<Vec<_>>().join(", ")
}
