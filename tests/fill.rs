//! Templates made with rust_xlsxwriter, filled, and read back part by part and value by value.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::float_cmp, clippy::disallowed_methods)]

mod again;
mod blocks;
mod gaps;
mod left;
mod long;
mod more;
mod rich;
mod rows;
mod stale;
mod tables;
mod told;
mod typed;
mod unions;
mod wild;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};
use tthc::template::{Fault, FaultKind, Filled, NoteKind, check, fill};
use tthc::text::Lang;

use crate::support::{part, parts};

fn book(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

/// A cell's stored value; rows and columns from 1 and A.
fn cell(bytes: &[u8], sheet: &str, at: &str) -> Data {
    let at = tthc::model::place::CellAt::parse(at).unwrap();
    let range = book(bytes).worksheet_range(sheet).unwrap();
    range.get_value((at.row - 1, u32::from(at.col.0))).cloned().unwrap_or(Data::Empty)
}

fn number(bytes: &[u8], sheet: &str, at: &str) -> f64 {
    match cell(bytes, sheet, at) {
        Data::Float(number) => number,
        Data::Int(number) => number as f64,
        other => panic!("{at} holds {other:?}"),
    }
}

fn text(bytes: &[u8], sheet: &str, at: &str) -> String {
    match cell(bytes, sheet, at) {
        Data::String(text) => text,
        other => panic!("{at} holds {other:?}"),
    }
}

fn formula(bytes: &[u8], sheet: &str, at: &str) -> String {
    let at = tthc::model::place::CellAt::parse(at).unwrap();
    let range = book(bytes).worksheet_formula(sheet).unwrap();
    range.get_value((at.row - 1, u32::from(at.col.0))).cloned().unwrap_or_default()
}

fn filled(template: &[u8], data: &Value) -> Filled {
    match fill(template, data) {
        Ok(filled) => filled,
        Err(faults) => {
            panic!("{:#?}", faults.iter().map(|fault| fault.message(Lang::En)).collect::<Vec<_>>())
        }
    }
}

fn faults(template: &[u8], data: &Value) -> Vec<Fault> {
    fill(template, data).expect_err("there are faults")
}

/// A sheet from rows of (cell, content); content beginning with `=` is a formula.
fn template(cells: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    for (at, content) in cells {
        let at = tthc::model::place::CellAt::parse(at).unwrap();
        if content.starts_with('=') {
            sheet.write_formula(at.row - 1, at.col.0, *content).unwrap();
        } else {
            sheet.write_string(at.row - 1, at.col.0, *content).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Rows 1–6 heading, 8 `for` field, 9 field, 10 `for` procedure, 11 procedure, 12, 13 ends, 14 total.
const NESTED: &[(&str, &str)] = &[
    ("A1", "Quý {{ ky.quy }} năm {{ ky.nam }}"),
    ("B3", "{{ tong }}"),
    ("A8", "{% for lv in linh_vuc %}"),
    ("A9", "{{ lv.ten }}"),
    ("B9", "=SUM(B10:B12)"),
    ("C9", "=B9/$B$3"),
    ("A10", "{% for t in lv.tthc %}"),
    ("A11", "{{ loop.index }}. {{ t.ten }}"),
    ("B11", "{{ t.so }}"),
    ("C11", "=B11*2"),
    ("D11", "=B11/B9"),
    ("A12", "{% endfor %}"),
    ("A13", "{% endfor %}"),
    ("A14", "Tổng"),
    ("B14", "=SUM(B9)"),
    ("C14", "=SUM(C8:C13)"),
    ("D14", "=B14-B3"),
];

fn nested_data() -> Value {
    json!({
        "ky": {"quy": "I", "nam": 2023},
        "tong": 10,
        "linh_vuc": [
            {"ten": "Đất đai", "tthc": [{"ten": "a", "so": 1}, {"ten": "b", "so": 2}]},
            {"ten": "Hộ tịch", "tthc": []},
            {"ten": "Công chứng", "tthc": [{"ten": "c", "so": 7}]}
        ]
    })
}

#[test]
fn nested_blocks_repeat_with_their_formulas_and_right_results() {
    let out = filled(&template(NESTED), &nested_data()).bytes;
    assert_eq!(text(&out, "Biểu", "A1"), "Quý I năm 2023");
    let names: Vec<String> = (8..=13).map(|row| text(&out, "Biểu", &format!("A{row}"))).collect();
    assert_eq!(names, ["Đất đai", "1. a", "2. b", "Hộ tịch", "Công chứng", "1. c"]);
    assert_eq!(formula(&out, "Biểu", "B8"), "SUM(B9:B10)");
    assert_eq!(formula(&out, "Biểu", "B11"), "SUM(0)");
    assert_eq!(formula(&out, "Biểu", "C11"), "B11/$B$3");
    assert_eq!(formula(&out, "Biểu", "D10"), "B10/B8");
    assert_eq!(formula(&out, "Biểu", "D13"), "B13/B12");
    assert_eq!(formula(&out, "Biểu", "B14"), "SUM(B8,B11:B12)");
    assert_eq!(number(&out, "Biểu", "B14"), 10.0);
    assert_eq!(formula(&out, "Biểu", "C14"), "SUM(C8:C13)");
    assert_eq!(number(&out, "Biểu", "D14"), 0.0);
    assert_eq!(number(&out, "Biểu", "D10"), 2.0 / 3.0);
}

#[test]
fn an_empty_collection_leaves_no_hole_and_no_broken_reference() {
    let data = json!({"ky": {"quy": 1, "nam": 2023}, "tong": 0, "linh_vuc": []});
    let out = filled(&template(NESTED), &data).bytes;
    assert_eq!(text(&out, "Biểu", "A8"), "Tổng");
    assert_eq!(formula(&out, "Biểu", "B8"), "SUM(0)");
    assert_eq!(formula(&out, "Biểu", "D8"), "B8-B3");
    assert_eq!(number(&out, "Biểu", "D8"), 0.0);
    assert!(!part(&out, "xl/worksheets/sheet1.xml").contains("#REF!"));
}

#[test]
fn choices_leave_out_what_does_not_hold() {
    let cells = &[
        ("A1", "{% if co %}"),
        ("A2", "có"),
        ("A3", "{% elif khac == 2 %}"),
        ("A4", "hai"),
        ("A5", "{% else %}"),
        ("A6", "không"),
        ("A7", "{% endif %}"),
        ("A8", "=COUNTA(A1:A7)"),
    ];
    for (data, shown) in [
        (json!({"co": true, "khac": 2}), "có"),
        (json!({"co": false, "khac": 2}), "hai"),
        (json!({"co": 0, "khac": 3}), "không"),
    ] {
        let out = filled(&template(cells), &data).bytes;
        assert_eq!(text(&out, "Biểu", "A1"), shown);
        assert_eq!(formula(&out, "Biểu", "A2"), "COUNTA(A1:A1)");
        assert_eq!(number(&out, "Biểu", "A2"), 1.0);
    }
}

#[test]
fn every_fault_is_told_with_its_cell() {
    let cells = &[
        ("A1", "{{ tu }}"),
        ("A2", "{{ ky.tuu }} và {{ 1 + }}"),
        ("A3", "{% for x in ky %}"),
        ("A4", "{{ x }}"),
        ("A5", "{% endfor %}"),
        ("A6", "{% endif %}"),
        ("A7", "{% for y in ds %}"),
        ("B7", "thừa"),
        ("A8", "{{ ds }}"),
        ("A9", "{{ 'x' | ngay }}"),
        ("A10", "{{ chua dong"),
        ("A11", "{% while true %}"),
        ("A12", "{% for z in ds %}"),
    ];
    let data = json!({"ky": {"tu": "2022-12-15"}, "ds": [1]});
    let found = faults(&template(cells), &data);
    let places: Vec<&str> = found.iter().map(|fault| fault.cell.as_str()).collect();
    assert_eq!(places, ["A1", "A2", "A3", "A6", "A7", "A8", "A9", "A10", "A11", "A12"]);
    let near = FaultKind::UnknownName { name: "tu".to_owned(), nearest: Some("ky.tu".to_owned()) };
    assert_eq!(found[0].kind, near);
    assert_eq!(
        found[0].message(Lang::Vi),
        "Trang “Biểu”, ô A1: {{ tu }} – không có dữ liệu nào tên “tu”. Có phải ý là “ky.tu”?"
    );
    let listed = check(&template(cells), &data);
    assert_eq!(listed.len(), 12);
    assert_eq!(listed.iter().filter(|found| found.fault.is_some()).count(), 10);
}

#[test]
fn text_from_data_is_never_a_formula_and_comes_back_as_it_was() {
    let texts = ["=1+1", "+84", "-5", "@x", "a\u{1}b", " hai  dấu cách ", "_x0041_", "dòng\nmới", "<&>\"'"];
    let data = json!({"ds": texts});
    let cells = &[("A1", "{% for x in ds %}"), ("A2", "{{ x }}"), ("B2", "x{{ x }}"), ("A3", "{% endfor %}")];
    let out = filled(&template(cells), &data).bytes;
    for (at, expected) in texts.iter().enumerate() {
        assert_eq!(text(&out, "Biểu", &format!("A{}", at + 1)), *expected);
        assert_eq!(text(&out, "Biểu", &format!("B{}", at + 1)), format!("x{expected}"));
    }
    assert!(!part(&out, "xl/worksheets/sheet1.xml").contains("<f>"));
}

#[test]
fn a_template_without_placeholders_comes_back_byte_for_byte() {
    let template = template(&[("A1", "Tên"), ("B2", "=1+1")]);
    assert_eq!(filled(&template, &json!({})).bytes, template);
}

#[test]
fn values_keep_their_type_and_the_cell_its_format() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("dd/mm/yyyy").set_bold();
    let percent = Format::new().set_num_format("0.0%");
    sheet.write_string_with_format(0, 0, "{{ ngay }}", &date).unwrap();
    sheet.write_string(1, 0, "{{ ngay }}").unwrap();
    sheet.write_string_with_format(2, 0, "{{ a | ty_le(b) }}", &percent).unwrap();
    sheet.write_string_with_format(3, 0, "{{ khong | ty_le(khong) }}", &percent).unwrap();
    sheet.write_string(4, 0, "{{ co }}").unwrap();
    sheet.write_string_with_format(5, 0, "{{ trong }}", &date).unwrap();
    sheet.write_string(6, 0, "Cao Bằng, {{ ngay | ngay_chu }}").unwrap();
    sheet.write_string(7, 0, "{{ a | ty_le_chu(b) }}").unwrap();
    let template = book.save_to_buffer().unwrap();
    let values = json!({"ngay": "2022-12-05", "a": 39, "b": 40, "khong": 0, "co": true, "trong": null});
    let out = filled(&template, &values).bytes;
    assert!(matches!(cell(&out, "Sheet1", "A1"), Data::DateTime(date) if date.as_f64() == 44_900.0));
    assert_eq!(text(&out, "Sheet1", "A2"), "2022-12-05");
    assert_eq!(number(&out, "Sheet1", "A3"), 0.975);
    assert_eq!(text(&out, "Sheet1", "A4"), "không phát sinh");
    assert_eq!(cell(&out, "Sheet1", "A5"), Data::Bool(true));
    assert_eq!(cell(&out, "Sheet1", "A6"), Data::Empty);
    assert!(part(&out, "xl/worksheets/sheet1.xml").contains(r#"<c r="A6" s="1"/>"#));
    assert_eq!(text(&out, "Sheet1", "A7"), "Cao Bằng, ngày 05 tháng 12 năm 2022");
    assert_eq!(text(&out, "Sheet1", "A8"), "97,5%");
}

#[test]
fn untouched_parts_keep_their_bytes_and_their_place() {
    let template = template(NESTED);
    let out = filled(&template, &nested_data()).bytes;
    let (before, after) = (parts(&template), parts(&out));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    assert_eq!(changed, ["xl/worksheets/sheet1.xml"]);
}

#[test]
fn results_that_cannot_be_computed_are_dropped_and_told() {
    let cells =
        &[("A1", "{{ a }}"), ("A2", "=YEARFRAC(A1,A1+1)"), ("A3", "=A2+1"), ("A4", "=A1*2"), ("A5", "=1+1")];
    let out = filled(&template(cells), &json!({"a": 5}));
    let places: Vec<&str> = out.notes.iter().map(|note| note.cell.as_str()).collect();
    assert_eq!(places, ["A2", "A3"]);
    assert!(matches!(out.notes[0].kind, NoteKind::NotComputed(_)));
    let sheet = part(&out.bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<f>YEARFRAC(A1,A1+1)</f></c>"), "{sheet}");
    assert_eq!(number(&out.bytes, "Biểu", "A4"), 10.0);
    assert!(part(&out.bytes, "xl/workbook.xml").contains("fullCalcOnLoad=\"1\""));
    assert_eq!(number(&out.bytes, "Biểu", "A5"), 2.0);
}
