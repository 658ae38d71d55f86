//! Templates made with rust_xlsxwriter, filled, and read back part by part and value by value.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::float_cmp)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};
use tthc::template::{Fault, FaultKind, Filled, NoteKind, check, fill};
use tthc::text::Lang;

/// All parts of a package by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes).remove(name).unwrap()).unwrap()
}

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

/// A sheet with everything that names rows, and a second sheet that refers to it.
fn rich_template() -> Vec<u8> {
    let mut book = Workbook::new();
    book.define_name("DuLieu", "=Biểu!$B$9:$B$9").unwrap();
    book.define_name("TongCong", "=Biểu!$B$11").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    let bold = Format::new().set_bold().set_border(rust_xlsxwriter::FormatBorder::Thin);
    sheet.merge_range(0, 0, 0, 3, "Tiêu đề {{ ten }}", &bold).unwrap();
    sheet.write_string(6, 0, "STT").unwrap();
    sheet.write_string(6, 1, "Số").unwrap();
    sheet.write_string(7, 0, "{% for x in ds %}").unwrap();
    sheet.write_string_with_format(8, 0, "{{ loop.index }}", &bold).unwrap();
    sheet.write_string_with_format(8, 1, "{{ x }}", &bold).unwrap();
    sheet.merge_range(8, 2, 8, 3, "", &bold).unwrap();
    sheet.set_row_height(8, 30).unwrap();
    sheet.write_string(9, 0, "{% endfor %}").unwrap();
    sheet.write_string(10, 0, "Cộng").unwrap();
    sheet.write_formula(10, 1, "=SUM(B8:B10)").unwrap();
    sheet.merge_range(12, 0, 13, 3, "Chữ ký", &bold).unwrap();
    sheet.write_url(14, 0, "internal:'Biểu'!B11").unwrap();
    sheet.set_print_area(0, 0, 14, 3).unwrap();
    sheet.set_repeat_rows(6, 6).unwrap();
    sheet.autofilter(6, 0, 8, 1).unwrap();
    sheet.set_freeze_panes(7, 0).unwrap();
    sheet.set_page_breaks(&[11]).unwrap();
    let rule = rust_xlsxwriter::ConditionalFormatFormula::new().set_rule("=$B9>$B$11/2").set_format(&bold);
    sheet.add_conditional_format(8, 0, 8, 3, &rule).unwrap();
    let rule = rust_xlsxwriter::DataValidation::new()
        .allow_whole_number(rust_xlsxwriter::DataValidationRule::GreaterThan(0));
    sheet.add_data_validation(8, 1, 8, 1, &rule).unwrap();
    let other = book.add_worksheet();
    other.set_name("Tóm tắt").unwrap();
    other.write_formula(0, 0, "='Biểu'!B11*2").unwrap();
    other.write_formula(1, 0, "=SUM('Biểu'!B9)").unwrap();
    other.write_formula(2, 0, "=SUMIF('Biểu'!A8:A10,\">1\",'Biểu'!B8:B10)").unwrap();
    other.write_formula(3, 0, "=SUM(DuLieu)+TongCong").unwrap();
    other.write_formula(4, 0, "='Biểu'!B9").unwrap();
    let third = book.add_worksheet();
    third.write_string(0, 0, "không liên quan").unwrap();
    third.write_formula(1, 0, "=1+1").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn everything_that_names_rows_follows_them() {
    let template = rich_template();
    let out = filled(&template, &json!({"ten": "A", "ds": [5, 6, 7]})).bytes;
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    for expected in [
        r#"<dimension ref="A1:D15"/>"#,
        r#"<pane ySplit="7" topLeftCell="A8""#,
        r#"<row r="10" spans="1:4" ht="30" customHeight="1">"#,
        r#"<mergeCells count="5"><mergeCell ref="A1:D1"/><mergeCell ref="C8:D8"/><mergeCell ref="C9:D9"/><mergeCell ref="C10:D10"/><mergeCell ref="A13:D14"/></mergeCells>"#,
        r#"<conditionalFormatting sqref="A8:D10">"#,
        "<formula>$B8&gt;$B$11/2</formula>",
        r#"sqref="B8:B10""#,
        r#"<hyperlink ref="A15" location="'Biểu'!B11""#,
        r#"<autoFilter ref="A7:B10"/>"#,
        r#"<brk id="11" max="16383" man="1"/>"#,
    ] {
        assert!(sheet.contains(expected), "{expected}\n{sheet}");
    }
    let book = part(&out, "xl/workbook.xml");
    for expected in [
        "Biểu!$B$8:$B$10</definedName>",
        "Biểu!$B$11</definedName>",
        "Biểu!$A$1:$D$15</definedName>",
        "Biểu!$7:$7</definedName>",
        "Biểu!$A$7:$B$10</definedName>",
    ] {
        assert!(book.contains(expected), "{expected}\n{book}");
    }
    let results: Vec<f64> = (1..=5).map(|row| number(&out, "Tóm tắt", &format!("A{row}"))).collect();
    assert_eq!(results, [36.0, 18.0, 13.0, 36.0, 5.0]);
    assert_eq!(parts(&template)["xl/worksheets/sheet3.xml"], parts(&out)["xl/worksheets/sheet3.xml"]);
}

#[test]
fn names_over_an_empty_collection_keep_one_blank_row() {
    let out = filled(&rich_template(), &json!({"ten": "A", "ds": []})).bytes;
    assert!(part(&out, "xl/workbook.xml").contains("Biểu!$B$8:$B$8</definedName>"));
    assert_eq!(cell(&out, "Biểu", "B8"), Data::Empty);
    assert_eq!(text(&out, "Biểu", "A9"), "Cộng");
    assert_eq!(number(&out, "Biểu", "B9"), 0.0);
}

/// A block with a table, a chart below it, a comment and a text box.
fn drawn_template() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    let rows =
        [["Tên", "Số"], ["{% for x in ds %}", ""], ["{{ x.ten }}", "{{ x.so }}"], ["{% endfor %}", ""]];
    for (row, cells) in rows.iter().enumerate() {
        for (col, content) in cells.iter().enumerate().filter(|(_, content)| !content.is_empty()) {
            sheet.write_string(row as u32, col as u16, *content).unwrap();
        }
    }
    sheet.write_string(4, 0, "Cộng").unwrap();
    sheet.write_formula(4, 1, "=SUM(B3)").unwrap();
    sheet.insert_note(2, 1, &rust_xlsxwriter::Note::new("Số hồ sơ")).unwrap();
    sheet.insert_note(4, 1, &rust_xlsxwriter::Note::new("Tổng")).unwrap();
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Column);
    chart.add_series().set_categories("=Biểu!$A$3:$A$3").set_values("=Biểu!$B$3:$B$3").set_name("=Biểu!$B$1");
    sheet.insert_chart(7, 0, &chart).unwrap();
    let shape = rust_xlsxwriter::Shape::textbox().set_text("Người lập: {{ ten }}");
    sheet.insert_shape(25, 0, &shape).unwrap();
    let other = book.add_worksheet();
    let table = rust_xlsxwriter::Table::new().set_columns(&[
        rust_xlsxwriter::TableColumn::new().set_header("A"),
        rust_xlsxwriter::TableColumn::new().set_header("B"),
    ]);
    other.add_table(2, 0, 5, 1, &table).unwrap();
    other.write_string(3, 0, "{% for x in ds %}").unwrap();
    other.write_string(4, 0, "{{ x.ten }}").unwrap();
    other.write_string(5, 0, "{% endfor %}").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn charts_tables_and_comments_follow_their_rows() {
    let data = json!({"ten": "A", "ds": [{"ten": "x", "so": 3}, {"ten": "y & z", "so": 4.5}, {"ten": "t", "so": null}]});
    let out = filled(&drawn_template(), &data).bytes;
    let chart = part(&out, "xl/charts/chart1.xml");
    for expected in [
        "<c:f>Biểu!$A$2:$A$4</c:f><c:strCache><c:ptCount val=\"3\"/><c:pt idx=\"0\"><c:v>x</c:v></c:pt><c:pt idx=\"1\"><c:v>y &amp; z</c:v></c:pt>",
        "<c:f>Biểu!$B$2:$B$4</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"3\"/><c:pt idx=\"0\"><c:v>3</c:v></c:pt><c:pt idx=\"1\"><c:v>4.5</c:v></c:pt></c:numCache>",
        "<c:f>Biểu!$B$1</c:f>",
    ] {
        assert!(chart.contains(expected), "{expected}\n{chart}");
    }
    let drawing = part(&out, "xl/drawings/drawing1.xml");
    assert!(drawing.contains("<xdr:row>7</xdr:row>"), "{drawing}");
    let comments = part(&out, "xl/comments1.xml");
    for cell in ["B2", "B3", "B4", "B5"] {
        assert!(comments.contains(&format!("ref=\"{cell}\"")), "{comments}");
    }
    let vml = part(&out, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(vml.matches("<x:Row>").count(), 4);
    assert_eq!(formula(&out, "Biểu", "B5"), "SUM(B2:B4)");
    assert_eq!(number(&out, "Biểu", "B5"), 7.5);
    assert!(part(&out, "xl/tables/table1.xml").contains("ref=\"A3:B6\""));
    let empty = filled(&drawn_template(), &json!({"ten": "A", "ds": []})).bytes;
    let chart = part(&empty, "xl/charts/chart1.xml");
    assert!(chart.contains("<c:f>Biểu!$B$2</c:f>"), "{chart}");
    assert!(part(&empty, "xl/tables/table1.xml").contains("ref=\"A3:B4\""));
}

#[test]
fn texts_outside_of_cells_are_filled_too() {
    let mut book = Workbook::new();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_title("Báo cáo {{ ky }}"));
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    sheet.set_header("&L{{ co_quan }}&RTrang &P");
    sheet.insert_note(0, 0, &rust_xlsxwriter::Note::new("Kỳ {{ ky }}")).unwrap();
    let shape = rust_xlsxwriter::Shape::textbox().set_text("Người lập: {{ ten }}");
    sheet.insert_shape(25, 0, &shape).unwrap();
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Column);
    chart.add_series().set_values("=Biểu!$B$1:$B$3");
    chart.title().set_name("Số hồ sơ {{ ky }}");
    sheet.insert_chart(7, 0, &chart).unwrap();
    let template = book.save_to_buffer().unwrap();
    let data = json!({"ky": "Quý I", "co_quan": "Sở A & B", "ten": "<X>"});
    let out = filled(&template, &data).bytes;
    assert!(part(&out, "docProps/core.xml").contains("<dc:title>Báo cáo Quý I</dc:title>"));
    assert!(part(&out, "xl/worksheets/sheet1.xml").contains("&amp;LSở A &amp;&amp; B&amp;RTrang &amp;P"));
    assert!(part(&out, "xl/comments1.xml").contains("Kỳ Quý I"));
    assert!(part(&out, "xl/drawings/drawing1.xml").contains("Người lập: &lt;X&gt;"));
    assert!(part(&out, "xl/charts/chart1.xml").contains("Số hồ sơ Quý I"));
    assert_eq!(check(&template, &data).len(), 5);
    let found = faults(&template, &json!({"ky": 1, "co_quan": 1}));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].cell, "@drawing");
    assert!(
        found[0].message(Lang::Vi).starts_with("Trang “Biểu”, hộp chữ hoặc biểu đồ: Người lập: {{ ten }} – ")
    );
}

/// A sheet per unit with a chart, a local name and a table, and a summary over all of them.
fn sheets_template() -> Vec<u8> {
    let mut book = Workbook::new();
    book.define_name("Don_vi!SoLieu", "=Don_vi!$B$3:$B$5").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Tổng").unwrap();
    sheet.write_formula(0, 0, "=SUM(Don_vi!B6)").unwrap();
    sheet.write_formula(1, 0, "=Don_vi!B6").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Don_vi").unwrap();
    sheet.write_string(0, 0, "{% sheet d in don_vi named d.ten %}").unwrap();
    sheet.write_string(1, 0, "{{ loop.index }}. {{ d.ten }}").unwrap();
    sheet.write_string(2, 0, "{% for x in d.so %}").unwrap();
    sheet.write_string(3, 1, "{{ x }}").unwrap();
    sheet.write_string(4, 0, "{% endfor %}").unwrap();
    sheet.write_formula(5, 1, "=SUM(B3:B5)").unwrap();
    sheet.write_formula(6, 1, "=SUM(SoLieu)+Don_vi!B6").unwrap();
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Column);
    chart.add_series().set_values("=Don_vi!$B$4:$B$4");
    sheet.insert_chart(10, 0, &chart).unwrap();
    let table = rust_xlsxwriter::Table::new().set_name("Bang");
    sheet.add_table(7, 3, 9, 4, &table).unwrap();
    let last = book.add_worksheet();
    last.set_name("Cuối").unwrap();
    last.set_active(true);
    last.set_print_area(0, 0, 3, 3).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_repeats_with_all_that_is_its_own() {
    let data = json!({"don_vi": [{"ten": "Phòng A", "so": [1, 2]}, {"ten": "phòng a", "so": [5]}, {"ten": "Xã/B", "so": []}]});
    let out = filled(&sheets_template(), &data).bytes;
    let names = ["Tổng", "Phòng A", "phòng a (2)", "Xã-B", "Cuối"];
    assert_eq!(book(&out).sheet_names(), names);
    assert_eq!(text(&out, "phòng a (2)", "A1"), "2. phòng a");
    assert_eq!(number(&out, "Phòng A", "B4"), 3.0);
    assert_eq!(number(&out, "phòng a (2)", "B3"), 5.0);
    assert_eq!(number(&out, "phòng a (2)", "B4"), 10.0);
    assert_eq!(formula(&out, "phòng a (2)", "B4"), "SUM(SoLieu)+'phòng a (2)'!B3");
    assert_eq!(formula(&out, "Tổng", "A1"), "SUM('Phòng A'!B4,'phòng a (2)'!B3,'Xã-B'!B3)");
    assert_eq!(number(&out, "Tổng", "A1"), 8.0);
    assert_eq!(formula(&out, "Tổng", "A2"), "'Phòng A'!B4");
    let all = parts(&out);
    let charts: Vec<&String> = all.keys().filter(|name| name.starts_with("xl/charts/chart")).collect();
    assert_eq!(charts.len(), 3);
    assert!(
        String::from_utf8(all["xl/charts/chart2.xml"].clone())
            .unwrap()
            .contains("<c:f>'phòng a (2)'!$B$2</c:f>")
    );
    let types = part(&out, "[Content_Types].xml");
    for name in [
        "/xl/worksheets/sheet4.xml",
        "/xl/drawings/drawing3.xml",
        "/xl/charts/chart3.xml",
        "/xl/tables/table3.xml",
    ] {
        assert!(types.contains(name), "{name}");
    }
    let workbook = part(&out, "xl/workbook.xml");
    assert!(workbook.contains("activeTab=\"4\""), "{workbook}");
    assert!(workbook.contains("localSheetId=\"4\""), "{workbook}");
    assert!(part(&out, "docProps/app.xml").contains("<vt:lpstr>phòng a (2)</vt:lpstr>"));
}

#[test]
fn a_sheet_that_repeats_for_nobody_is_left_out() {
    let out = filled(&sheets_template(), &json!({"don_vi": []})).bytes;
    assert_eq!(book(&out).sheet_names(), ["Tổng", "Cuối"]);
    assert_eq!(formula(&out, "Tổng", "A1"), "SUM(0)");
    assert_eq!(number(&out, "Tổng", "A2"), 0.0);
}

#[test]
fn columns_repeat_with_their_widths_and_totals() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_column_width(1, 20).unwrap();
    sheet.set_column_width(3, 40).unwrap();
    for (row, col, content) in [
        (0, 1, "{% col t in thang %}"),
        (0, 2, "{% endcol %}"),
        (1, 0, "Tên"),
        (1, 1, "{{ t.ten }}"),
        (1, 2, "%"),
        (1, 3, "Cộng"),
        (2, 0, "{% for d in don_vi %}"),
        (3, 0, "{{ d.ten }}"),
        (3, 1, "{{ d.so[loop.index0] }}"),
        (4, 0, "{% endfor %}"),
        (5, 0, "Tổng"),
    ] {
        sheet.write_string(row, col, content).unwrap();
    }
    sheet.write_formula(3, 2, "=B4/$D4").unwrap();
    sheet.write_formula(3, 3, "=SUM(B4)").unwrap();
    sheet.write_formula(5, 1, "=SUM(B3:B5)").unwrap();
    sheet.write_formula(5, 3, "=SUM(D4)").unwrap();
    let template = book.save_to_buffer().unwrap();
    let data = json!({"thang": [{"ten": "T1"}, {"ten": "T2"}, {"ten": "T3"}],
        "don_vi": [{"ten": "A", "so": [1, 2, 3]}, {"ten": "B", "so": [4, 5, 6]}]});
    let out = filled(&template, &data).bytes;
    assert_eq!(text(&out, "Sheet1", "F1"), "T3");
    assert_eq!(number(&out, "Sheet1", "D3"), 5.0);
    assert_eq!(formula(&out, "Sheet1", "G3"), "F3/$H3");
    assert_eq!(formula(&out, "Sheet1", "H2"), "SUM(B2,D2,F2)");
    assert_eq!(formula(&out, "Sheet1", "F4"), "SUM(F2:F3)");
    assert_eq!(number(&out, "Sheet1", "H4"), 21.0);
    let xml = part(&out, "xl/worksheets/sheet1.xml");
    assert!(xml.contains(r#"<col min="8" max="8" "#) && xml.contains(r#"<col min="6" max="6" "#), "{xml}");
}

#[test]
fn a_hundred_thousand_rows_are_filled_in_reasonable_time() {
    let cells = &[
        ("A1", "{% for h in ho_so %}"),
        ("A2", "{{ loop.index }}"),
        ("B2", "{{ h.ma }}"),
        ("C2", "{{ h.so }}"),
        ("D2", "=C2*2"),
        ("A3", "{% endfor %}"),
        ("C4", "=SUM(C1:C3)"),
        ("D4", "=SUM(D2)"),
        ("E4", "=COUNTIF(B1:B3,\"*7\")"),
    ];
    let rows: Vec<Value> =
        (0..100_000).map(|at| json!({"ma": format!("H14.08-{at:06}"), "so": at % 7})).collect();
    let start = std::time::Instant::now();
    let out = filled(&template(cells), &json!({ "ho_so": rows })).bytes;
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    assert_eq!(number(&out, "Biểu", "C100001"), f64::from((0..100_000_u32).map(|at| at % 7).sum::<u32>()));
    assert_eq!(formula(&out, "Biểu", "D100001"), "SUM(D1:D100000)");
    assert_eq!(number(&out, "Biểu", "E100001"), 10_000.0);
}
