//! Says of every row of a register sheet what it is, before anything is read out of it. Every row ends in exactly one
//! class; what fits none is `Unclassified` and is reported with its text, never dropped.
//!
//! In: the sheet, its register tables, the catalogue's fields of work. Out: one verdict per row with content.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;

use super::table::{Found, is_number_row};
use crate::{
    cells::{
        case_code::{self, CaseCode},
        procedure_code,
        text::{bare, clean, key},
    },
    model::{
        place::{CellAt, Col},
        sheet::{Row, Sheet, Value},
    },
};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowClass {
    /// Holds nothing but a pre-printed running number.
    Blank,
    /// Letterhead and title above a table.
    Title,
    /// Header, the first or repeated on a new page.
    Header,
    /// "(1) (2) …" below a header.
    Number,
    /// Names the field of work or the unit of the rows below.
    Group,
    /// Subtotal or total.
    Total,
    /// Place and date, signatures.
    Footer,
    /// A remark.
    Note,
    /// Fits nothing; reported with its text.
    Unclassified,
    /// A case.
    Case,
}

/// The verdict on one row.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// 1-based row number.
    pub number: u32,
    /// What it is.
    pub class: RowClass,
    /// Index of the table it belongs to.
    pub table: usize,
    /// Field of work of the group it stands under.
    pub field: Option<Arc<str>>,
    /// Unit of the group it stands under.
    pub unit: Option<Arc<str>>,
    /// For a total row: the number of cases it states.
    pub stated: Option<u64>,
    /// For a case: it stands after the signatures.
    pub after_footer: bool,
}

/// How many rows of each class a sheet has: the ledger's first equation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    /// Rows from 1 to the last row with content.
    pub read: u64,
    /// Blank rows among them.
    pub blank: u64,
    /// Title rows.
    pub title: u64,
    /// Header rows.
    pub header: u64,
    /// Number rows.
    pub number: u64,
    /// Group rows.
    pub group: u64,
    /// Total rows.
    pub total: u64,
    /// Footer rows.
    pub footer: u64,
    /// Notes.
    pub note: u64,
    /// Rows that fit nothing.
    pub unclassified: u64,
    /// Cases.
    pub cases: u64,
}

impl RowCounts {
    /// Counts the verdicts of one sheet whose last row with content is `last` (1-based).
    pub fn count(last: u32, verdicts: &[Verdict]) -> Self {
        let mut counts = Self { read: u64::from(last), ..Self::default() };
        counts.blank = u64::from(last).saturating_sub(verdicts.len() as u64);
        for verdict in verdicts {
            *match verdict.class {
                RowClass::Blank => &mut counts.blank,
                RowClass::Title => &mut counts.title,
                RowClass::Header => &mut counts.header,
                RowClass::Number => &mut counts.number,
                RowClass::Group => &mut counts.group,
                RowClass::Total => &mut counts.total,
                RowClass::Footer => &mut counts.footer,
                RowClass::Note => &mut counts.note,
                RowClass::Unclassified => &mut counts.unclassified,
                RowClass::Case => &mut counts.cases,
            } += 1;
        }
        counts
    }

    /// Adds another sheet's counts.
    pub fn add(&mut self, other: &Self) {
        self.read += other.read;
        self.blank += other.blank;
        self.title += other.title;
        self.header += other.header;
        self.number += other.number;
        self.group += other.group;
        self.total += other.total;
        self.footer += other.footer;
        self.note += other.note;
        self.unclassified += other.unclassified;
        self.cases += other.cases;
    }

    /// Whether every row read is accounted for.
    pub fn adds_up(&self) -> bool {
        self.read
            == self.blank
                + self.title
                + self.header
                + self.number
                + self.group
                + self.total
                + self.footer
                + self.note
                + self.unclassified
                + self.cases
    }
}

/// Judges every row with content of a sheet. `tables` are the sheet's register tables from top to bottom, at least one;
/// `fields` are the catalogue's fields of work.
pub fn judge(sheet: &Sheet, tables: &[Found], fields: &[Arc<str>]) -> Vec<Verdict> {
    let judge = Judge {
        sheet,
        tables,
        fields: fields.iter().map(|field| (key(field), Arc::clone(field))).collect(),
        headers: tables
            .iter()
            .enumerate()
            .flat_map(|(index, table)| table.header_rows.iter().map(move |row| (*row, index)))
            .collect(),
    };
    judge.run()
}

struct Judge<'a> {
    sheet: &'a Sheet,
    tables: &'a [Found],
    fields: BTreeMap<String, Arc<str>>,
    headers: BTreeMap<u32, usize>,
}

/// What a row shows by itself, before its neighbours are considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Header(usize),
    Number,
    Numbered,
    Total(Option<u64>),
    Signature,
    Note,
    Text,
    Case,
}

impl Judge<'_> {
    fn run(&self) -> Vec<Verdict> {
        let looks = self.looks();
        let last_case = looks.iter().rposition(|look| *look == Look::Case);
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(looks.len());
        let (mut field, mut unit): (Option<Arc<str>>, Option<Arc<str>>) = (None, None);
        let mut table = 0;
        let mut started = false;
        let mut signed = false;
        for (at, look) in looks.iter().enumerate() {
            let row = &self.sheet.rows[at];
            let mut count_given = None;
            let class = match *look {
                Look::Header(index) => {
                    if index != table && !self.named_just_above(at, &looks) {
                        (field, unit) = (None, None);
                    }
                    (table, started, signed) = (index, true, false);
                    RowClass::Header
                }
                _ if !started => RowClass::Title,
                Look::Number => RowClass::Number,
                Look::Numbered => RowClass::Blank,
                Look::Total(count) => {
                    count_given = count;
                    RowClass::Total
                }
                Look::Case => RowClass::Case,
                Look::Signature => {
                    signed = true;
                    RowClass::Footer
                }
                Look::Note => RowClass::Note,
                Look::Text => {
                    let before_cases = last_case.is_some_and(|last| at < last);
                    let class = self.text_class(row, at, &looks, before_cases, signed);
                    if class == RowClass::Group {
                        match self.group(row) {
                            Group::Unit(name) => (unit, field) = (Some(name), None),
                            Group::Field(name) => field = Some(name),
                            Group::Other => {}
                        }
                    }
                    class
                }
            };
            verdicts.push(Verdict {
                number: row.number,
                class,
                table,
                field: field.clone(),
                unit: unit.clone(),
                stated: count_given,
                after_footer: signed && class == RowClass::Case,
            });
        }
        verdicts
    }

    fn looks(&self) -> Vec<Look> {
        let mut looks: Vec<Look> = Vec::with_capacity(self.sheet.rows.len());
        let mut table = 0;
        for row in &self.sheet.rows {
            if let Some(index) = self.headers.get(&row.number) {
                table = *index;
                looks.push(Look::Header(table));
                continue;
            }
            let under_header = matches!(looks.last(), Some(Look::Header(_)));
            let look = if under_header && is_number_row(row) {
                Look::Number
            } else {
                self.look(row, &self.tables[table])
            };
            looks.push(look);
        }
        looks
    }

    fn look(&self, row: &Row, table: &Found) -> Look {
        let seen = Seen::of(row, table);
        if seen.only_number {
            return Look::Numbered;
        }
        let texts = texts(row);
        if !seen.received && !seen.good_code {
            if let Some(stated) = total(row, &texts, table) {
                return Look::Total(stated);
            }
            if !seen.code && is_signed(&texts) {
                return Look::Signature;
            }
        }
        if seen.is_case() {
            return Look::Case;
        }
        if is_signed(&texts) {
            return Look::Signature;
        }
        if texts.first().is_some_and(|text| is_note(text)) {
            return Look::Note;
        }
        Look::Text
    }

    /// A text row is a group row if rows follow that it can be the heading of, and if it looks like one: known field or
    /// unit, an enumerator ("I.", "A", "1)"), or one merged cell across half the table.
    fn text_class(&self, row: &Row, at: usize, looks: &[Look], before_cases: bool, signed: bool) -> RowClass {
        if signed {
            return RowClass::Footer;
        }
        let texts = texts(row);
        let words: Vec<&String> = texts.iter().filter(|text| enumerator(text).is_none()).collect();
        let few = words.len() == 1 && is_wording(words[0]);
        if before_cases && few {
            let text = words[0];
            let numbered = texts.len() > 1 || strip_enumerator(text) != text.trim();
            let named = self.fields.contains_key(&key(&group_name(text)))
                || is_unit_name(text)
                || key(text).starts_with("lĩnh vực")
                || is_time(text);
            // An empty field between two groups: "I. Đo lường" directly followed by "II. …".
            let followed = looks[at + 1..]
                .iter()
                .take_while(|look| !matches!(look, Look::Header(_)))
                .any(|look| matches!(look, Look::Case | Look::Text | Look::Total(_)));
            if followed && (named || numbered || self.spans_half(row)) {
                return RowClass::Group;
            }
            if self.titles_next_table(at, looks) {
                return if named { RowClass::Group } else { RowClass::Title };
            }
        } else if before_cases && self.titles_next_table(at, looks) {
            return RowClass::Title;
        }
        if !before_cases
            && few
            && numbered_group(&texts)
            && self.fields.contains_key(&key(&group_name(words[0])))
        {
            return RowClass::Group;
        }
        RowClass::Unclassified
    }

    /// Whether nothing but text stands between this row and the header of another table below.
    fn titles_next_table(&self, at: usize, looks: &[Look]) -> bool {
        looks[at + 1..]
            .iter()
            .find(|look| !matches!(look, Look::Text | Look::Note))
            .is_some_and(|look| matches!(look, Look::Header(_)))
    }

    /// Whether the row above a header was a group row of its own table ("Lĩnh vực: Đo lường" above each table).
    fn named_just_above(&self, at: usize, looks: &[Look]) -> bool {
        at > 0 && looks[at - 1] == Look::Text && {
            let row = &self.sheet.rows[at - 1];
            texts(row).first().is_some_and(|text| {
                self.fields.contains_key(&key(&group_name(text)))
                    || is_unit_name(text)
                    || key(text).starts_with("lĩnh vực")
            })
        }
    }

    fn spans_half(&self, row: &Row) -> bool {
        let width = self.tables.first().map_or(0, |table| table.columns.len());
        row.cells.iter().any(|cell| {
            self.sheet.merge_at(CellAt { row: row.number, col: cell.col }).is_some_and(|area| {
                usize::from(area.last.col.0 - area.first.col.0) + 1 >= width.div_ceil(2).max(2)
            })
        })
    }

    fn group(&self, row: &Row) -> Group {
        let texts = texts(row);
        let Some(text) = texts.iter().filter(|text| enumerator(text).is_none()).max_by_key(|text| text.len())
        else {
            return Group::Other;
        };
        let name = group_name(text);
        if let Some(field) = self.fields.get(&key(&name)) {
            return Group::Field(Arc::clone(field));
        }
        if is_unit_name(text) {
            return Group::Unit(Arc::from(strip_label(strip_enumerator(text), "đơn vị").as_str()));
        }
        if is_time(&name) {
            return Group::Other;
        }
        Group::Field(Arc::from(name.as_str()))
    }
}

enum Group {
    Field(Arc<str>),
    Unit(Arc<str>),
    Other,
}

/// Which of the columns that make a case are filled.
#[derive(Default)]
struct Seen {
    received: bool,
    code: bool,
    /// The code has the national form: only a case has one.
    good_code: bool,
    procedure: bool,
    dates: usize,
    others: usize,
    /// A running number stands in its column.
    numbered: bool,
    only_number: bool,
}

impl Seen {
    fn of(row: &Row, table: &Found) -> Self {
        let mut seen = Self { only_number: true, ..Self::default() };
        for cell in &row.cells {
            let meaning = table
                .columns
                .binary_search_by_key(&cell.col, |column| column.col)
                .ok()
                .and_then(|index| table.columns[index].meaning.as_deref());
            let counts = matches!(&cell.value, Value::Number(_)) || is_digits(&cell.value);
            seen.numbered |= meaning == Some("sequence") && counts;
            seen.only_number &= meaning == Some("sequence") && counts;
            match meaning {
                Some("received_on") => {
                    seen.received = is_dateish(&cell.value);
                    // "không rõ" is no day, but it is an entry.
                    seen.others += usize::from(!seen.received);
                }
                Some("case_code") => {
                    seen.code = has_digit(&cell.value);
                    seen.good_code = matches!(&cell.value, Value::Text(text)
                        if matches!(case_code::read(text), CaseCode::Good { .. }));
                }
                Some("procedure_code") => {
                    seen.procedure |= has_digit(&cell.value);
                    seen.others += 1;
                }
                Some("procedure_name" | "content") => {
                    seen.procedure |= matches!(&cell.value, Value::Text(_));
                    seen.others += 1;
                }
                Some("due_on" | "finished_on" | "handed_over_on" | "submitted_on" | "extended_to") => {
                    seen.dates += usize::from(is_dateish(&cell.value));
                    seen.others += 1;
                }
                Some("sequence") | None => {}
                Some(_) => seen.others += 1,
            }
        }
        seen
    }

    fn is_case(&self) -> bool {
        let parts = usize::from(self.received) + usize::from(self.code) + usize::from(self.dates > 0);
        (self.received && (self.code || self.procedure || self.others >= 1))
            || self.good_code
            || (self.code && (self.others >= 1 || parts >= 2))
            || (self.numbered && self.procedure && self.others >= 2)
            || (self.others >= 3 && (self.procedure || self.dates > 0))
            || (self.others >= 2 && self.procedure && self.dates > 0)
    }
}

/// Whether a text can be a name: letters, and no code of a procedure.
fn is_wording(text: &str) -> bool {
    text.chars().filter(|ch| ch.is_alphabetic()).count() >= 2
        && !matches!(procedure_code::read(text), procedure_code::Read::Good { .. })
}

fn is_digits(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().trim_end_matches('.').bytes().all(|byte| byte.is_ascii_digit()))
}

fn has_digit(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.bytes().any(|byte| byte.is_ascii_digit()),
        Value::Number(_) => true,
        _ => false,
    }
}

/// Whether a cell of the receipt column speaks of a day, readable or not: an unreadable one still makes a case.
fn is_dateish(value: &Value) -> bool {
    match value {
        Value::Date(_) | Value::Error(_) | Value::NoResult => true,
        Value::Number(number) => (20_000.0..80_000.0).contains(number) || *number > 1_000_000.0,
        // "2" or "123" in a total row is a sum, "31/02/2023" an unreadable date.
        Value::Text(text) => match text.trim().parse::<f64>() {
            Ok(number) => is_dateish(&Value::Number(number)),
            Err(_) => text.bytes().filter(u8::is_ascii_digit).count() >= 3,
        },
        Value::Bool(_) => false,
    }
}

fn texts(row: &Row) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for cell in &row.cells {
        if let Value::Text(text) = &cell.value {
            let text = clean(text);
            // The same text in several cells is one merged text of a format without merges.
            if !text.is_empty() && texts.last() != Some(&text) {
                texts.push(text);
            }
        }
    }
    texts
}

/// A total row: one of its first texts says so. Gives the number of cases it states, if it states one.
#[allow(clippy::option_option)] // the outer one: is it a total row; the inner one: does it state a number
fn total(row: &Row, texts: &[String], table: &Found) -> Option<Option<u64>> {
    let label = texts.iter().take(3).find(|text| is_total(text))?;
    let after = key(label);
    if let Some(count) = number_before(&after, "hồ sơ") {
        return Some(Some(count));
    }
    let copies = table.column("copies").map(|column| column.col);
    let numbers: Vec<(Col, f64)> = row
        .cells
        .iter()
        .filter_map(|cell| match &cell.value {
            Value::Number(number) => Some((cell.col, *number)),
            Value::Text(text) => {
                let text = clean(text).to_lowercase();
                let digits = text.trim_end_matches("hồ sơ").trim();
                (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
                    .then(|| digits.parse().ok())
                    .flatten()
                    .map(|number| (cell.col, number))
            }
            _ => None,
        })
        .collect();
    Some(match numbers.as_slice() {
        [(col, number)]
            if Some(*col) != copies && *number >= 0.0 && number.fract() == 0.0 && *number < 1e7 =>
        {
            Some(*number as u64)
        }
        _ => None,
    })
}

/// A total's label: a word for a sum with nothing behind it, or only what sums are of. "Cộng đồng dân cư …", "Tổng công
/// ty …" and "CỘNG HÒA XÃ HỘI …" are names.
fn is_total(text: &str) -> bool {
    const SURE: [&str; 7] = ["tổng cộng", "tổng số", "cộng dồn", "lũy kế", "luỹ kế", "total", "tổng toàn bộ"];
    const SHORT: [&str; 2] = ["cộng", "tổng"];
    const OF: [&str; 18] = [
        "số",
        "hồ sơ",
        "hs",
        "tháng",
        "quý",
        "năm",
        "lĩnh vực",
        "trang",
        "sang",
        "mang",
        "mục",
        "phần",
        "nhóm",
        "theo",
        "trong",
        "kỳ",
        "toàn",
        "chung",
    ];
    let folded = key(text);
    let label = strip_enumerator(&folded);
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let word = |start: &str, text: &str| text.strip_prefix(start).is_some_and(ends);
    SURE.iter().any(|start| word(start, label))
        || SHORT.iter().filter_map(|start| label.strip_prefix(start)).filter(|rest| ends(rest)).any(|rest| {
            let rest = rest.trim_start_matches(|ch: char| !ch.is_alphanumeric());
            rest.is_empty()
                || rest.starts_with(|ch: char| ch.is_ascii_digit())
                || enumerator(&rest.to_uppercase()).is_some()
                || OF.iter().any(|of| word(of, rest))
        })
        || matches!(bare(text).as_str(), "tong cong" | "tong so" | "tong")
}

fn number_before(text: &str, unit: &str) -> Option<u64> {
    let before = text.split(unit).next().filter(|before| before.len() < text.len())?.trim_end();
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().ok()
}

/// Whether a row is of the signature block. "Trưởng phòng" in the officer's column of a case is one text of many.
fn is_signed(texts: &[String]) -> bool {
    // "ngày 5 tháng 3 năm 2023" among other texts is a date like any other.
    let crowded = texts.len() > 2;
    let signs =
        texts.iter().filter(|text| is_signature(text) && !(crowded && key(text).starts_with("ngày"))).count();
    signs > 0 && signs * 2 >= texts.len()
}

fn is_signature(text: &str) -> bool {
    let key = key(text);
    let starts = |words: &[&str]| words.iter().any(|word| key.starts_with(word));
    starts(&[
        "người lập",
        "thủ trưởng",
        "giám đốc",
        "phó giám đốc",
        "kt. giám đốc",
        "kt.giám đốc",
        "tl. giám đốc",
        "kt. thủ trưởng",
        "kt. trưởng",
        "trưởng phòng",
        "phó trưởng phòng",
        "trưởng bộ phận",
        "lãnh đạo",
        "chủ tịch",
        "tm. ubnd",
        "kế toán",
        "cán bộ lập",
        "công chức lập",
        "xác nhận của",
        "nơi nhận",
        "(ký",
        "(đã ký",
        "ký tên",
        "ký, ghi rõ",
        "người tổng hợp",
        "người báo cáo",
        "chánh văn phòng",
        "phụ trách",
    ]) && key.chars().count() <= 60
        || key.contains("ghi rõ họ tên")
        || is_place_and_date(&key)
}

/// "Cao Bằng, ngày 05 tháng 3 năm 2023", its numbers possibly left blank.
fn is_place_and_date(key: &str) -> bool {
    let Some((before, after)) = key.split_once("ngày") else { return false };
    (before.trim_end().ends_with(',') || before.trim().is_empty())
        && after.split_once("tháng").is_some_and(|(_, rest)| rest.contains("năm"))
        && !before.contains("từ")
        && before.chars().count() <= 40
        && after.chars().count() <= 30
}

fn is_note(text: &str) -> bool {
    let key = key(text);
    ["ghi chú", "lưu ý", "chú thích", "chú ý", "nguồn:", "*", "(*", "(danh sách", "danh sách có", "ghi chu"]
        .iter()
        .any(|start| key.starts_with(start))
}

/// Roman numeral, letter or small number standing for itself: "I", "II.", "A", "1)".
fn enumerator(text: &str) -> Option<&str> {
    let label = text.trim().trim_end_matches(['.', ')', '-', '/', ':']).trim_start_matches('(').trim();
    let roman = !label.is_empty() && label.len() <= 5 && label.bytes().all(|byte| b"IVX".contains(&byte));
    let letter = label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic());
    let number = !label.is_empty() && label.len() <= 2 && label.bytes().all(|byte| byte.is_ascii_digit());
    (roman || letter || number).then_some(label)
}

/// The text behind a leading enumerator: "II. Đo lường" → "Đo lường".
fn strip_enumerator(text: &str) -> &str {
    const MARKS: [char; 5] = ['.', ')', '-', ':', '/'];
    let text = text.trim();
    let Some(end) = text.find(|ch: char| ch == ' ' || MARKS.contains(&ch)) else { return text };
    let (label, after) = text.split_at(end);
    let rest = after.trim_start_matches(|ch: char| ch == ' ' || MARKS.contains(&ch));
    // "X quang y tế" is no tenth group: without a mark only a numeral that is no word counts.
    let marked = after.trim_start().starts_with(MARKS)
        || label == "I"
        || label.len() > 1 && label.bytes().all(|byte| b"IVX".contains(&byte));
    if enumerator(label).is_some() && marked && !rest.is_empty() { rest } else { text }
}

/// "Lĩnh vực: Đo lường (3 hồ sơ)" → "Đo lường".
pub(crate) fn group_name(text: &str) -> String {
    let name = strip_label(strip_enumerator(text), "lĩnh vực");
    let name = match name.rfind('(') {
        Some(open) if name[open..].contains("hồ sơ") => name[..open].trim().to_owned(),
        _ => name,
    };
    clean(name.trim_end_matches([':', '.', ';']))
}

/// Removes a label in any case ("LĨNH VỰC:") from the start of a text.
fn strip_label(text: &str, label: &str) -> String {
    let cleaned = clean(text);
    let words = label.split(' ').count();
    let head: Vec<&str> = cleaned.split(' ').take(words).collect();
    let lead = key(head.join(" ").trim_end_matches(':'));
    if lead == label {
        let rest: Vec<&str> = cleaned.split(' ').skip(words).collect();
        let rest = rest.join(" ");
        let rest = rest.trim_start_matches([':', '-', ' ']).to_owned();
        if !rest.is_empty() {
            return rest;
        }
    }
    cleaned
}

fn numbered_group(texts: &[String]) -> bool {
    texts.len() > 1 || texts.first().is_some_and(|text| strip_enumerator(text) != text.trim())
}

fn is_unit_name(text: &str) -> bool {
    let key = key(strip_enumerator(text));
    !key.starts_with("sở hữu")
        && [
            "đơn vị",
            "phòng ",
            "chi cục",
            "trung tâm",
            "văn phòng",
            "ban ",
            "sở ",
            "ubnd",
            "xã ",
            "phường ",
            "thị trấn",
            "huyện ",
            "thành phố ",
            "bộ phận",
        ]
        .iter()
        .any(|start| key.starts_with(start))
}

fn is_time(text: &str) -> bool {
    let key = key(strip_enumerator(text));
    ["tháng ", "quý ", "tuần ", "năm ", "kỳ "].iter().any(|start| key.starts_with(start))
        && key.chars().count() <= 40
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::flow::{headings::Headings, table, testing};

    fn classes(rows: &[&[&'static str]]) -> (Vec<RowClass>, Vec<Verdict>) {
        let sheet = testing::sheet(rows);
        let tables = table::registers(&table::find(&sheet, &Headings::embedded().unwrap()));
        let verdicts = judge(&sheet, &tables, &[Arc::from("Đo lường"), Arc::from("Sở hữu trí tuệ")]);
        let counts = RowCounts::count(sheet.last_row(), &verdicts);
        assert!(counts.adds_up(), "{counts:?}");
        (verdicts.iter().map(|verdict| verdict.class).collect(), verdicts)
    }

    const HEADER: &[&str] = &["STT", "Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận", "Ngày hẹn trả"];

    #[test]
    fn a_whole_register_page_is_understood() {
        use RowClass::{Blank, Case, Footer, Group, Header, Note, Number, Title, Total};
        let (found, verdicts) = classes(&[
            &["SỞ KHOA HỌC VÀ CÔNG NGHỆ", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            &["SỔ THEO DÕI HỒ SƠ"],
            HEADER,
            &["(1)", "(2)", "(3)", "(4)", "(5)"],
            &["I", "Lĩnh vực Đo lường"],
            &["1", "000.99.99.H14-230105-0001", "Điều chỉnh", "05/01/2023", "10/01/2023"],
            &["", "Cộng: 1 hồ sơ"],
            &["II", "Sở hữu trí tuệ"],
            HEADER,
            &["2", "000.99.99.H14-230106-0001", "Giám định", "06/01/2023", ""],
            &["3"],
            &["", "TỔNG CỘNG", "", "2"],
            &["Ghi chú: số liệu tạm tính"],
            &["", "", "", "Cao Bằng, ngày 05 tháng 3 năm 2023"],
            &["", "Người lập biểu", "", "Thủ trưởng đơn vị"],
            &["", "Nguyễn Văn Mẫu"],
        ]);
        assert_eq!(
            found,
            [
                Title, Title, Header, Number, Group, Case, Total, Group, Header, Case, Blank, Total, Note,
                Footer, Footer, Footer
            ]
        );
        assert_eq!(verdicts[5].field.as_deref(), Some("Đo lường"));
        assert_eq!((verdicts[6].stated, verdicts[11].stated), (Some(1), Some(2)));
    }

    #[test]
    fn the_group_goes_on_below_a_header_repeated_on_a_new_page() {
        let (_, verdicts) = classes(&[
            HEADER,
            &["I", "Đo lường"],
            &["1", "A-230105-001", "X", "05/01/2023", ""],
            HEADER,
            &["2", "A-230105-002", "X", "05/01/2023", ""],
        ]);
        assert_eq!(verdicts[4].field.as_deref(), Some("Đo lường"));
    }

    #[test]
    fn a_row_with_an_unreadable_date_or_no_date_is_still_a_case() {
        let (found, _) = classes(&[
            HEADER,
            &["1", "A-230105-001", "Cấp phép", "31/02/2023", ""],
            &["2", "A-230105-002", "Cấp phép", "", ""],
            &["3", "", "Tổng công ty Thí dụ xin phép", "05/01/2023", ""],
        ]);
        assert_eq!(found[1..], [RowClass::Case, RowClass::Case, RowClass::Case]);
    }

    #[test]
    fn a_lone_text_among_cases_is_unclassified_and_a_unit_row_names_the_unit() {
        let (found, verdicts) = classes(&[
            HEADER,
            &["", "Phòng Quản lý chuyên ngành"],
            &["1", "A-230105-001", "Cấp phép", "05/01/2023", ""],
            &["", "xem thêm tệp kia"],
            &["2", "A-230105-002", "Cấp phép", "05/01/2023", ""],
        ]);
        assert_eq!(
            found,
            [RowClass::Header, RowClass::Group, RowClass::Case, RowClass::Unclassified, RowClass::Case]
        );
        assert_eq!(verdicts[2].unit.as_deref(), Some("Phòng Quản lý chuyên ngành"));
    }

    #[test]
    fn enumerators_are_taken_off_and_words_are_not() {
        assert_eq!(strip_enumerator("II. Đo lường"), "Đo lường");
        assert_eq!(strip_enumerator("A - Đo lường"), "Đo lường");
        assert_eq!(strip_enumerator("I Đo lường"), "Đo lường");
        assert_eq!(strip_enumerator("Đo lường"), "Đo lường");
        assert_eq!(strip_enumerator("X quang y tế"), "X quang y tế");
        assert_eq!(group_name("LĨNH VỰC: Đo lường (3 hồ sơ)"), "Đo lường");
    }
}
