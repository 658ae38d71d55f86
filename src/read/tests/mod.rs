//! Tests over whole files, made here: every format, every trap, and anything at all.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod guard;
mod html;
mod ods;
mod ooxml;
mod others;
mod wild;

use std::io::{Cursor, Write};

use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook as Writer};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::model::sheet::{Sheet, Value};

use super::workbook;

pub(super) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(super) const ROOT: &str = r#"<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// An .xlsx with the given entries in its `sheets` list, relationships and sheet parts.
pub(super) fn xlsx(sheets: &str, relations: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let book = format!("<workbook><workbookPr/><sheets>{sheets}</sheets></workbook>");
    let relations = format!("<Relationships>{relations}</Relationships>");
    let mut all =
        vec![("_rels/.rels", ROOT), ("xl/workbook.xml", &book), ("xl/_rels/workbook.xml.rels", &relations)];
    all.extend(parts);
    zipped(&all)
}

pub(super) const ONE: &str = r#"<sheet name="S" sheetId="1" r:id="r1"/>"#;
pub(super) const ONE_RELATION: &str =
    r#"<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>"#;

/// An .xlsx of one sheet with these rows.
pub(super) fn with_rows(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    xlsx(ONE, ONE_RELATION, &[("xl/worksheets/sheet1.xml", &sheet)])
}

pub(super) fn register() -> Vec<u8> {
    let mut book = Writer::new();
    let date = Style::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    sheet.set_name("Sổ").unwrap();
    sheet.merge_range(0, 0, 0, 2, "Sổ theo dõi", &Style::new()).unwrap();
    sheet.write_row(1, 0, ["Mã hồ sơ", "Ngày nhận", "Số"]).unwrap();
    sheet.write_string(2, 0, "H14-001").unwrap();
    let day = ExcelDateTime::from_ymd(2023, 1, 5).unwrap().and_hms(8, 30, 0).unwrap();
    sheet.write_datetime_with_format(2, 1, &day, &date).unwrap();
    sheet.write_number(2, 2, 1.5).unwrap();
    sheet.write_formula(3, 2, Formula::new("=C3*2").set_result("3")).unwrap();
    sheet.write_boolean(3, 0, true).unwrap();
    sheet.write_string(4, 0, "  ").unwrap();
    sheet.set_row_hidden(3).unwrap();
    sheet.set_column_hidden(1).unwrap();
    let other = book.add_worksheet();
    other.set_name("Ẩn").unwrap().set_hidden(true);
    other.write_string(0, 0, "x_x0041_").unwrap();
    book.save_to_buffer().unwrap()
}

pub(super) fn only(name: &str, bytes: &[u8]) -> Sheet {
    workbook(name, bytes).unwrap().sheets.remove(0)
}

pub(super) fn first(bytes: &[u8]) -> Option<Value> {
    only("so.xlsx", bytes).rows.first().map(|row| row.cells[0].value.clone())
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(super) fn day(year: i32, month: u32, day: u32) -> Value {
    Value::Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}
