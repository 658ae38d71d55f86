//! What follows when rows repeat: names, rules, links, charts, tables, comments.

use super::*;

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
fn inside_a_block_dollars_decide_between_own_copy_and_all_copies() {
    let cells = &[
        ("A1", "{% for x in ds %}"),
        ("A2", "{{ x }}"),
        ("B2", "=SUM(A2:A2)"),
        ("C2", "=A2/SUM(A$2:A$2)"),
        ("D2", "=SUM(A$2:A2)"),
        ("E2", "=A2/SUM(A1:A3)"),
        ("F2", "=A$2+$A2"),
        ("A3", "{% endfor %}"),
        ("A4", "=A2"),
    ];
    let out = filled(&template(cells), &json!({"ds": [1, 2, 5]})).bytes;
    for (at, text, result) in [
        ("B3", "SUM(A3:A3)", 5.0),
        ("C3", "A3/SUM(A$1:A$3)", 0.625),
        ("D3", "SUM(A$1:A3)", 8.0),
        ("D2", "SUM(A$1:A2)", 3.0),
        ("E3", "A3/SUM(A1:A3)", 0.625),
        ("F3", "A$3+$A3", 10.0),
        ("A4", "A1", 1.0),
    ] {
        assert_eq!(formula(&out, "Biểu", at), text, "{at}");
        assert_eq!(number(&out, "Biểu", at), result, "{at}");
    }
}

#[test]
fn a_shared_formula_cut_by_a_block_is_written_out_and_others_stay() {
    let cells = &[
        ("A1", "1"),
        ("A2", "1"),
        ("A4", "{% for x in ds %}"),
        ("A5", "{{ x }}"),
        ("A6", "{% endfor %}"),
        ("A7", "1"),
    ];
    let base = template(cells);
    let mut package = tthc::ooxml::package::Package::open(&base).unwrap();
    let mut sheet = package.text("xl/worksheets/sheet1.xml").unwrap();
    for (row, shared) in [
        (1, r#"<c r="C1"><f t="shared" ref="C1:C2" si="0">A1*2</f><v>2</v></c>"#),
        (2, r#"<c r="C2"><f t="shared" si="0"/><v>2</v></c>"#),
        (5, r#"<c r="C5"><f t="shared" ref="C5:C7" si="1">A5*2</f><v>0</v></c>"#),
        (7, r#"<c r="C7"><f t="shared" si="1"/><v>2</v></c>"#),
    ] {
        let start = sheet.find(&format!("<row r=\"{row}\"")).unwrap();
        let end = start + sheet[start..].find("</row>").unwrap();
        sheet.insert_str(end, shared);
    }
    package.set("xl/worksheets/sheet1.xml", sheet.into_bytes());
    let out = filled(&package.write().unwrap(), &json!({"ds": [3, 4]})).bytes;
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    for expected in [
        r#"<c r="C1"><f t="shared" ref="C1:C2" si="0">A1*2</f><v>2</v></c>"#,
        r#"<c r="C2"><f t="shared" si="0"/><v>2</v></c>"#,
        r#"<c r="C4"><f>A4*2</f><v>6</v></c>"#,
        r#"<c r="C5"><f>A5*2</f><v>8</v></c>"#,
        r#"<c r="C6"><f>A6*2</f><v>2</v></c>"#,
    ] {
        assert!(sheet.contains(expected), "{expected}\n{sheet}");
    }
}
