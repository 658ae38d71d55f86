//! A marked copy of what is no .xlsx: a fresh workbook with the same values at the same cells, marked like any other. Content
//! in, bytes out. Looks of the original are not known and not imitated, beyond dates, merges, widths and what is hidden.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::refusal::Refusal;
use super::{Task, mark};
use crate::model::place::{Area, Col};
use crate::model::sheet::{Sheet, Value};
use crate::ooxml::escape;

/// Rows that are looked at for the width of columns.
const SAMPLE: usize = 2_000;
const WIDTHS: (usize, usize) = (6, 40);
/// Excel shows longer whole numbers with an exponent, unless they have a format.
const LONG_NUMBER: f64 = 1e11;

/// A marked .xlsx of `content`, read from a file of another format. The same input gives the same bytes.
///
/// # Errors
///
/// [`Refusal::NotWritten`] if the writer refuses (a sheet larger than Excel's grid); else as for
/// [`workbook`](super::workbook).
pub fn fresh(content: &crate::model::sheet::Workbook, task: &Task<'_>) -> Result<Vec<u8>, Refusal> {
    let mut names = BTreeMap::new();
    let bytes =
        plain(content, &mut names).map_err(|error| Refusal::NotWritten { detail: error.to_string() })?;
    mark(&bytes, task, &names)
}

/// The unmarked workbook; `names` tells what its sheets are called where their own names are not legal.
fn plain(
    content: &crate::model::sheet::Workbook,
    names: &mut BTreeMap<String, String>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let looks = Looks::new();
    let mut taken = BTreeSet::from(["_tthc".to_owned()]);
    // The writer shows the active sheet, whatever was asked for, and that is the first unless told otherwise.
    let visible = content.sheets.iter().position(|sheet| !sheet.hidden);
    for (at, sheet) in content.sheets.iter().enumerate() {
        let name = legal_name(&sheet.name, &mut taken);
        let mut page = Worksheet::new();
        page.set_name(&name)?;
        names.insert(sheet.name.clone(), name);
        fill(&mut page, sheet, &looks)?;
        if visible == Some(at) {
            page.set_active(true);
        }
        workbook.push_worksheet(page);
    }
    if content.sheets.is_empty() {
        workbook.add_worksheet();
    }
    workbook.save_to_buffer()
}

struct Looks {
    text: Format,
    date: Format,
    long: Format,
    other: Format,
}

impl Looks {
    fn new() -> Self {
        let other =
            Format::new().set_font_name("Times New Roman").set_font_size(12).set_align(FormatAlign::Top);
        Self {
            text: other.clone().set_num_format("@").set_text_wrap(),
            date: other.clone().set_num_format("dd/mm/yyyy"),
            long: other.clone().set_num_format("0"),
            other,
        }
    }
}

fn fill(page: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    merge(page, &sheet.merges, looks)?;
    let mut widths: BTreeMap<Col, usize> = BTreeMap::new();
    for (at, row) in sheet.rows.iter().enumerate() {
        for cell in &row.cells {
            let (number, col) = (row.number.saturating_sub(1), cell.col.0);
            match &cell.value {
                Value::Text(text) => {
                    page.write_string_with_format(
                        number,
                        col,
                        escape::cut(text).unwrap_or(text),
                        &looks.text,
                    )?;
                }
                Value::Number(value) => {
                    let long = value.abs() >= LONG_NUMBER && value.fract() == 0.0;
                    let look = if long { &looks.long } else { &looks.other };
                    page.write_number_with_format(number, col, *value, look)?;
                }
                Value::Date(date) => match serial(*date) {
                    Some(serial) => {
                        page.write_number_with_format(number, col, serial, &looks.date)?;
                    }
                    None => {
                        page.write_string_with_format(number, col, cell.value.shown(), &looks.text)?;
                    }
                },
                Value::Bool(value) => {
                    page.write_boolean_with_format(number, col, *value, &looks.other)?;
                }
                Value::Error(error) => {
                    page.write_string_with_format(number, col, error, &looks.text)?;
                }
                Value::NoResult => {
                    page.write_blank(number, col, &looks.other)?;
                }
            }
            if at < SAMPLE {
                let longest = cell.value.shown().lines().map(|line| line.chars().count()).max();
                let width = widths.entry(cell.col).or_default();
                *width = (*width).max(longest.unwrap_or(0) + 2);
            }
        }
    }
    for (col, width) in widths {
        page.set_column_width(col.0, width.clamp(WIDTHS.0, WIDTHS.1) as f64)?;
    }
    for row in &sheet.hidden_rows {
        page.set_row_hidden(row.saturating_sub(1))?;
    }
    for col in &sheet.hidden_columns {
        page.set_column_hidden(col.0)?;
    }
    if sheet.hidden {
        page.set_hidden(true);
    }
    Ok(())
}

/// Merges areas; one that overlaps an earlier one or is a single cell is passed over.
fn merge(page: &mut Worksheet, merges: &[Area], looks: &Looks) -> Result<(), XlsxError> {
    for area in merges {
        let (first, last) = (area.first, area.last);
        let merged = page.merge_range(
            first.row.saturating_sub(1),
            first.col.0,
            last.row.saturating_sub(1),
            last.col.0,
            "",
            &looks.text,
        );
        match merged {
            Ok(_) | Err(XlsxError::MergeRangeOverlaps(..) | XlsxError::MergeRangeSingleCell) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The number of a day in the 1900 system, with its day 60 that never was; `None` for days it does not have.
fn serial(date: NaiveDate) -> Option<f64> {
    let first_of_march = NaiveDate::from_ymd_opt(1900, 3, 1)?;
    let days = date.signed_duration_since(first_of_march).num_days() + 61;
    let serial = if days < 61 { days - 1 } else { days };
    (serial >= 1 && date.year() <= 9999).then_some(serial as f64)
}

/// A name Excel takes for a tab: at most 31 characters, none that are forbidden, different from those in `taken`.
fn legal_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let forbidden = |ch: char| matches!(ch, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || ch.is_control();
    let legal: String = wanted.chars().map(|ch| if forbidden(ch) { '-' } else { ch }).collect();
    let legal = legal.trim().trim_matches('\'');
    let legal = if legal.is_empty() || legal.eq_ignore_ascii_case("history") { "Sheet" } else { legal };
    let cut = |units: usize| -> String {
        let mut left = units;
        legal
            .chars()
            .take_while(|ch| {
                let fits = ch.len_utf16() <= left;
                left = left.saturating_sub(ch.len_utf16());
                fits
            })
            .collect()
    };
    let mut name = cut(31);
    for number in 2_u32.. {
        if taken.insert(name.to_lowercase()) {
            break;
        }
        let ending = format!(" ({number})");
        name = cut(31 - ending.len()) + &ending;
    }
    name
}
