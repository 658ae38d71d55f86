//! Marked copies of rich workbooks made with rust_xlsxwriter, compared with the original part by part and cell by cell.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;
use rust_xlsxwriter::{
    Chart, ChartType, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, Format, Image, Note,
    Table, Workbook,
};
use tthc::flow::lines::{Column, Identity, Line};
use tthc::mark::{Refusal, Task, fresh, unmarked, workbook};
use tthc::model::{
    finding::Severity,
    place::{Area, CellAt, Col},
    sheet,
};
use tthc::text::Lang;

use crate::support::parts;

fn text(bytes: &[u8], part: &str) -> String {
    String::from_utf8(parts(bytes).remove(part).unwrap_or_else(|| panic!("no {part}"))).unwrap()
}

fn line(sheet: &str, cell: &str, severity: Severity) -> Line {
    let at = CellAt::parse(cell).unwrap();
    Line {
        key: format!("TTHC:{sheet}{cell}"),
        is_applied: false,
        severity,
        code: "DM001",
        case: "000.00.01.H14-230103-0001".to_owned(),
        file: "hop-thu/a/so.xlsx".into(),
        sheet: Some(sheet.into()),
        row: Some(at.row),
        cell: Some(at),
        repeats: 1,
        message: format!("Ô {cell}: mã không có trong danh mục."),
        value: "1.00174".to_owned(),
        suggestion: "1.001740".to_owned(),
        candidates: vec!["1.001740".to_owned(), "1.001741".to_owned()],
        agreed: false,
        right: String::new(),
        explanation: String::new(),
        figures: "(7), (9)".to_owned(),
    }
}

fn identity() -> Identity {
    let carries = vec!["aa".to_owned()];
    Identity {
        kind: "marked".to_owned(),
        path: "hop-thu/a/so.xlsx".to_owned(),
        carries,
        ..Identity::default()
    }
}

fn mark(bytes: &[u8], lines: &[Line]) -> Vec<u8> {
    let task =
        Task { lines, identity: &identity(), verdict: "Còn 3 lỗi & 1 cảnh báo.", lang: Lang::Vi };
    workbook(bytes, &task).unwrap_or_else(|refusal| panic!("{}", refusal.message(Lang::En)))
}

const PIXEL: [u8; 67] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0,
    1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// A register with all that a sender's workbook may hold: notes on B5 of the first sheet, none on the second.
fn rich() -> Vec<u8> {
    let mut book = Workbook::new();
    book.define_name("SoLieu", "='Sổ 1'!$C$5:$C$9").unwrap();
    book.define_name("'Sổ 2'!Rieng", "='Sổ 2'!$A$1").unwrap();
    let grey = Format::new().set_background_color("E7EDF3").set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    sheet.set_name("Sổ 1").unwrap();
    sheet.merge_range(0, 0, 0, 4, "SỔ THEO DÕI", &Format::new().set_bold()).unwrap();
    for row in 3..9 {
        sheet.write_string(row, 0, format!("000.00.01.H14-{row}")).unwrap();
        sheet.write_number_with_format(row, 1, 44_900.0 + f64::from(row), &grey).unwrap();
        sheet.write_number(row, 2, f64::from(row)).unwrap();
    }
    sheet.write_formula(9, 2, "=SUM(C4:C9)").unwrap();
    sheet.insert_note(4, 1, &Note::new("ghi chú của người gửi").set_author("Người gửi")).unwrap();
    let list = DataValidation::new().allow_list_strings(&["a", "b"]).unwrap();
    sheet.add_data_validation(3, 3, 8, 3, &list).unwrap();
    let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::GreaterThan(5));
    sheet.add_conditional_format(3, 2, 8, 2, &rule.set_format(Format::new().set_bold())).unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("='Sổ 1'!$C$4:$C$9");
    sheet.insert_chart(12, 0, &chart).unwrap();
    sheet.insert_image(12, 9, &Image::new_from_buffer(&PIXEL).unwrap()).unwrap();
    sheet.autofilter(2, 0, 8, 3).unwrap();
    sheet.protect();
    let second = book.add_worksheet();
    second.set_name("Sổ 2").unwrap();
    second.add_table(0, 0, 3, 1, &Table::new()).unwrap();
    second.insert_image(6, 0, &Image::new_from_buffer(&PIXEL).unwrap()).unwrap();
    second.write_url(8, 0, "https://example.org/a?b=c&d").unwrap();
    second.set_print_area(0, 0, 9, 4).unwrap();
    second.set_active(true);
    let third = book.add_worksheet();
    third.set_name("Ẩn").unwrap().set_hidden(true);
    third.write_string(0, 0, "không đổi").unwrap();
    book.save_to_buffer().unwrap()
}

fn lines() -> Vec<Line> {
    vec![
        line("Sổ 1", "A5", Severity::Warning),
        line("Sổ 1", "B5", Severity::Error),
        line("Sổ 1", "B6", Severity::Error),
        line("Sổ 2", "D20", Severity::Error),
    ]
}

/// A sheet's name with row, column and value of its cells.
type Values = (String, Vec<(usize, usize, String)>);

/// The values of all sheets; the styles of a marked copy do not show in them.
fn values(bytes: &[u8], skip: usize) -> Vec<Values> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names: Vec<String> = book.sheet_names().iter().skip(skip).cloned().collect();
    let mut all = Vec::new();
    for name in names.into_iter().filter(|name| name != Identity::SHEET) {
        let range = book.worksheet_range(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let cells = range.used_cells().filter(|(_, _, value)| **value != Data::Empty);
        let cells =
            cells.map(|(row, col, value)| (row + top as usize, col + left as usize, format!("{value:?}")));
        all.push((name, cells.collect()));
    }
    all
}

fn first_sheet(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

const MAY_CHANGE: [&str; 10] = [
    "[Content_Types].xml",
    "docProps/app.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/_rels/sheet2.xml.rels",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
];

#[test]
fn every_part_that_marking_does_not_concern_keeps_its_bytes() {
    let original = rich();
    let copy = mark(&original, &lines());
    let (before, after) = (parts(&original), parts(&copy));
    assert!(before.len() > 20, "the workbook is rich");
    for (name, bytes) in &before {
        let kept = after.get(name) == Some(bytes);
        assert!(kept || MAY_CHANGE.contains(&name.as_str()), "{name} changed");
    }
    let new: Vec<&String> = after.keys().filter(|name| !before.contains_key(*name)).collect();
    assert_eq!(
        new,
        [
            "xl/comments2.xml",
            "xl/drawings/vmlDrawing2.vml",
            "xl/worksheets/sheet4.xml",
            "xl/worksheets/sheet5.xml"
        ]
    );
    assert_eq!(values(&original, 0), values(&copy, 1));
    assert_eq!(mark(&original, &lines()), copy, "the same input gives the same bytes");
}

/// The sheet without the formats of these cells.
fn without_styles(doc: &str, cells: &[&str]) -> String {
    let mut out = doc.to_owned();
    for cell in cells {
        let start = out.find(&format!("<c r=\"{cell}\"")).unwrap();
        let end = start + out[start..].find('>').unwrap();
        let tag = &out[start..end];
        if let Some(at) = tag.find(" s=\"") {
            let close = at + 4 + tag[at + 4..].find('"').unwrap();
            out.replace_range(start + at..=start + close, "");
        }
    }
    out
}

#[test]
fn a_marked_sheet_differs_only_in_the_formats_of_its_cells_and_the_legacy_drawing() {
    let original = rich();
    let copy = mark(&original, &lines());
    let cells = ["A5", "B5", "B6"];
    let (before, after) =
        (text(&original, "xl/worksheets/sheet1.xml"), text(&copy, "xl/worksheets/sheet1.xml"));
    assert_ne!(before, after);
    assert!(after.contains("<sheetProtection"));
    assert_eq!(without_styles(&before, &cells), without_styles(&after, &cells));
    let (before, after) =
        (text(&original, "xl/worksheets/sheet2.xml"), text(&copy, "xl/worksheets/sheet2.xml"));
    let start = after.find("<row r=\"20\">").unwrap();
    let end = after.find("</sheetData>").unwrap();
    let legacy = after.find("<legacyDrawing").unwrap();
    let legacy_end = legacy + after[legacy..].find("/>").unwrap() + 2;
    assert!(after[start..end].starts_with("<row r=\"20\"><c r=\"D20\" s=\""));
    assert!(after[legacy_end..].starts_with("<tableParts"), "in the order of the schema");
    let rest = format!("{}{}{}", &after[..start], &after[end..legacy], &after[legacy_end..]);
    assert_eq!(rest, before.replace("tabSelected=\"1\"", "tabSelected=\"0\""));
}

#[test]
fn existing_notes_stay_and_their_cells_get_no_second() {
    let original = rich();
    let copy = mark(&original, &lines());
    let (before, after) = (text(&original, "xl/comments1.xml"), text(&copy, "xl/comments1.xml"));
    let own = &before[before.find("<comment ").unwrap()..before.find("</commentList>").unwrap()];
    assert!(after.contains(own) && after.matches("ref=\"B5\"").count() == 1);
    assert!(
        after.contains("<author>tthc</author>")
            && after.contains("ref=\"A5\"")
            && after.contains("ref=\"B6\"")
    );
    let (before, after) =
        (text(&original, "xl/drawings/vmlDrawing1.vml"), text(&copy, "xl/drawings/vmlDrawing1.vml"));
    let shape = &before[before.find("<v:shape ").unwrap()..before.rfind("</xml>").unwrap()];
    assert!(
        after.contains(shape)
            && after.matches("<v:shape ").count() == before.matches("<v:shape ").count() + 2
    );
}

#[test]
fn the_first_sheet_shows_the_lines_in_their_order_as_text() {
    let mut lines = lines();
    lines[0].right = "=1+1".to_owned();
    lines[1].is_applied = true;
    lines[1].agreed = true;
    lines[2].value = "a\u{1}  b".to_owned();
    lines.push(line("Không có", "A1", Severity::Info));
    let copy = mark(&rich(), &lines);
    let rows = first_sheet(&copy);
    let headings: Vec<Column> = rows[0].iter().filter_map(|text| Column::of_heading(text)).collect();
    assert_eq!(headings.len(), 13);
    let cells: Vec<&str> = rows[1..].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(cells, ["B6", "D20", "A5", "B5"]);
    assert_eq!((rows[4][5].as_str(), rows[4][8].as_str()), ("x", "Đã áp dụng"));
    assert_eq!(rows[3][6], "=1+1");
    let doc = text(&copy, "xl/worksheets/sheet4.xml");
    assert!(doc.contains("a_x0001_  b") && !doc.contains("<f>"));
    assert!(doc.contains("location=\"&apos;Sổ 1&apos;!B6\"") && doc.contains("<autoFilter ref=\"A1:M5\"/>"));
    assert!(
        doc.contains("<formula1>\"1.001740,1.001741\"</formula1>")
            && doc.contains("prompt=\"Còn 3 lỗi &amp; 1 cảnh báo.\"")
    );
    assert!(text(&copy, "xl/workbook.xml").contains("<sheets><sheet name=\"Cần sửa\""));
    let app = text(&copy, "docProps/app.xml");
    assert!(app.contains("<vt:lpstr>Cần sửa</vt:lpstr><vt:lpstr>Sổ 1</vt:lpstr>"), "{app}");
}

#[test]
fn marking_a_marked_copy_again_gives_the_same_not_twice_as_much() {
    let original = rich();
    let once = mark(&original, &lines());
    let twice = mark(&once, &lines());
    assert_eq!(parts(&once), parts(&twice));
    let other = mark(&once, &lines()[3..]);
    let direct = mark(&original, &lines()[3..]);
    for part in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/comments1.xml"] {
        let cells = if part.ends_with("sheet2.xml") { &["D20"][..] } else { &[] };
        let (other, direct) = (text(&other, part), text(&direct, part));
        assert_eq!(without_styles(&other, cells), without_styles(&direct, cells), "{part}");
    }
    assert_eq!(first_sheet(&other), first_sheet(&direct));
    let cleaned = unmarked(&once).unwrap().unwrap();
    assert_eq!(values(&cleaned, 0), values(&original, 0));
    assert_eq!(text(&cleaned, "xl/worksheets/sheet1.xml"), text(&original, "xl/worksheets/sheet1.xml"));
    assert_eq!(text(&cleaned, "xl/comments1.xml"), text(&original, "xl/comments1.xml"));
    assert!(unmarked(&original).unwrap().is_none());
}

#[test]
fn beyond_two_thousand_notes_cells_are_only_filled_and_the_first_sheet_says_so() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_number(0, 0, 1.0).unwrap();
    let original = book.save_to_buffer().unwrap();
    let lines: Vec<Line> =
        (1..=2_003).map(|row| line("Sheet1", &format!("B{row}"), Severity::Error)).collect();
    let copy = mark(&original, &lines);
    assert_eq!(text(&copy, "xl/comments1.xml").matches("<comment ").count(), 2_000);
    assert_eq!(text(&copy, "xl/worksheets/sheet1.xml").matches("<c r=\"B").count(), 2_003);
    assert!(text(&copy, "xl/worksheets/sheet2.xml").contains("Trang “Sheet1”: 3 ô chỉ tô màu"));
    let ids = text(&copy, "xl/drawings/vmlDrawing1.vml");
    assert!(ids.contains("data=\"1,2\"") && ids.contains("_x0000_s1025\"") && ids.contains("_x0000_s2049\""));
}

#[test]
fn a_sender_with_a_sheet_of_the_same_name_keeps_it() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("CẦN SỬA").unwrap().write_string(0, 0, "của tôi").unwrap();
    let copy = mark(&book.save_to_buffer().unwrap(), &[line("cần sửa", "A1", Severity::Error)]);
    let again = mark(&copy, &[line("cần sửa", "A1", Severity::Error)]);
    for bytes in [&copy, &again] {
        let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
        assert_eq!(book.sheet_names(), ["Cần sửa (2)", "CẦN SỬA", "_tthc"]);
    }
}

fn content() -> sheet::Workbook {
    let cell = |col: u16, value: sheet::Value| sheet::Cell { col: Col(col), value };
    let date = |day| chrono::NaiveDate::from_ymd_opt(1900, 2, day).unwrap();
    let at = |cell: &str| CellAt::parse(cell).unwrap();
    let rows = vec![
        sheet::Row { number: 1, cells: vec![cell(0, sheet::Value::Text("=Tiêu đề".to_owned()))] },
        sheet::Row {
            number: 4,
            cells: vec![
                cell(0, sheet::Value::Text("001".to_owned())),
                cell(1, sheet::Value::Date(date(28))),
                cell(2, sheet::Value::Number(2_711_000_036_943.0)),
                cell(3, sheet::Value::Bool(true)),
                cell(4, sheet::Value::Error("#N/A".to_owned())),
                cell(5, sheet::Value::NoResult),
            ],
        },
    ];
    let first = sheet::Sheet {
        name: "a/b:c".to_owned(),
        hidden: true,
        rows,
        merges: vec![
            Area { first: at("A1"), last: at("C1") },
            Area { first: at("B1"), last: at("D1") },
            Area { first: at("E1"), last: at("E1") },
        ],
        hidden_rows: [4].into(),
        hidden_columns: [Col(2)].into(),
        ..sheet::Sheet::default()
    };
    let second = sheet::Sheet { name: "A-B-C".to_owned(), ..sheet::Sheet::default() };
    sheet::Workbook { format: sheet::Format::Xls, sheets: vec![first, second], notes: Vec::new() }
}

#[test]
fn a_fresh_copy_holds_the_same_values_at_the_same_cells() {
    let lines = [line("a/b:c", "A4", Severity::Error)];
    let task = Task { lines: &lines, identity: &identity(), verdict: "Còn 1 lỗi.", lang: Lang::En };
    let copy = fresh(&content(), &task).unwrap();
    assert_eq!(copy, fresh(&content(), &task).unwrap());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(copy.clone())).unwrap();
    assert_eq!(book.sheet_names(), ["To do", "a-b-c", "A-B-C (2)", "_tthc"]);
    let range = book.worksheet_range("a-b-c").unwrap();
    let shown = |cell: (u32, u32)| range.get_value(cell).map(ToString::to_string).unwrap_or_default();
    assert_eq!(range.get_value((0, 0)), Some(&Data::String("=Tiêu đề".to_owned())));
    assert_eq!(range.get_value((3, 0)), Some(&Data::String("001".to_owned())));
    assert_eq!((shown((3, 2)).as_str(), shown((3, 4)).as_str()), ("2711000036943", "#N/A"));
    let doc = text(&copy, "xl/worksheets/sheet1.xml");
    assert!(doc.contains("<v>59</v>"), "28/02/1900 is day 59 in the 1900 system");
    assert!(
        doc.contains("<mergeCells count=\"1\"><mergeCell ref=\"A1:C1\"/>") && doc.contains("hidden=\"1\"")
    );
    assert!(text(&copy, "xl/workbook.xml").contains("name=\"a-b-c\" sheetId=\"1\" state=\"hidden\""));
    assert!(text(&copy, "xl/comments1.xml").contains("ref=\"A4\""));
    assert!(text(&copy, "xl/worksheets/sheet3.xml").contains("location=\"&apos;a-b-c&apos;!A4\""));
}

#[test]
fn a_fresh_copy_of_nothing_is_still_a_workbook() {
    let empty = sheet::Workbook { format: sheet::Format::Ods, sheets: Vec::new(), notes: Vec::new() };
    let task = Task { lines: &[], identity: &identity(), verdict: "", lang: Lang::Vi };
    assert_eq!(first_sheet(&fresh(&empty, &task).unwrap()).len(), 1);
}

fn random_book() -> impl Strategy<Value = (Vec<u8>, Vec<Line>)> {
    let cell = (0_u32..12, 0_u16..6, 0_usize..4, "[a-z<&=\u{1}à ]{0,8}");
    let mark = (1_u32..16, 0_u16..8, any::<bool>(), any::<bool>());
    (prop::collection::vec(cell, 0..40), prop::collection::vec(mark, 0..12), any::<bool>()).prop_map(
        |(cells, marks, noted)| {
            let mut book = Workbook::new();
            let looks = [
                Format::new(),
                Format::new().set_bold().set_background_color("FF0000"),
                Format::new().set_num_format("dd/mm/yyyy"),
                Format::new().set_background_color("00FF00").set_unlocked(),
            ];
            let sheet = book.add_worksheet();
            for (row, col, look, text) in &cells {
                if look % 2 == 0 {
                    sheet.write_string_with_format(*row, *col, text, &looks[*look]).unwrap();
                } else {
                    sheet.write_number_with_format(*row, *col, f64::from(*row), &looks[*look]).unwrap();
                }
            }
            if noted {
                sheet.insert_note(2, 2, &Note::new("của tôi")).unwrap();
            }
            let lines = marks
                .iter()
                .map(|(row, col, error, applied)| {
                    let severity = if *error { Severity::Error } else { Severity::Warning };
                    let mut line = line("Sheet1", &format!("{}{row}", Col(*col)), severity);
                    line.is_applied = *applied && *error;
                    line
                })
                .collect();
            (book.save_to_buffer().unwrap(), lines)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn whatever_the_workbook_its_values_stay_and_marks_come_off_again((original, lines) in random_book()) {
        let copy = mark(&original, &lines);
        prop_assert_eq!(values(&original, 0), values(&copy, 1));
        let twice = mark(&copy, &lines);
        prop_assert_eq!(parts(&copy), parts(&twice));
        let cleaned = unmarked(&copy).unwrap().unwrap();
        prop_assert_eq!(values(&original, 0), values(&cleaned, 0));
        let (before, after) = (parts(&original), parts(&cleaned));
        for (name, bytes) in &before {
            let may = MAY_CHANGE.contains(&name.as_str());
            prop_assert!(may || after.get(name) == Some(bytes), "{}", name);
        }
        prop_assert_eq!(before.contains_key("xl/comments1.xml"), after.contains_key("xl/comments1.xml"));
    }

    #[test]
    fn a_damaged_workbook_is_refused_or_marked_but_never_a_panic(at in 0_usize..6_000, byte in any::<u8>()) {
        let mut bytes = rich();
        let at = at % bytes.len();
        bytes[at] = byte;
        let task = Task { lines: &lines(), identity: &identity(), verdict: "", lang: Lang::Vi };
        let result = workbook(&bytes, &task);
        let is_written = !matches!(result, Err(Refusal::NotWritten { .. }));
        prop_assert!(is_written, "only the fresh copy is written by another writer");
    }
}
