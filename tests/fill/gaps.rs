//! What cannot follow is refused or loses its result; what is left out leaves nothing behind.

use tthc::ooxml::package::Package;

use super::*;

/// A template with texts of its parts replaced, and parts added.
pub(super) fn patched(bytes: &[u8], changes: &[(&str, &str, &str)], added: &[(&str, &str)]) -> Vec<u8> {
    let mut package = Package::open(bytes).unwrap();
    for (part, from, to) in changes {
        let text = package.text(part).unwrap();
        assert!(text.contains(from), "{from} is not in {part}: {text}");
        package.set(part, text.replacen(from, to, 1).into_bytes());
    }
    for (part, content) in added {
        package.set(part, content.as_bytes().to_vec());
    }
    package.write().unwrap()
}

pub(super) const SHEET: &str = "xl/worksheets/sheet1.xml";
const BLOCK: &[(&str, &str)] = &[
    ("A3", "{% for x in ds %}"),
    ("A4", "{{ x }}"),
    ("A5", "{% endfor %}"),
    ("A7", "{{ ten }}"),
    ("B7", "=1+1"),
];

#[test]
fn a_sum_through_several_sheets_is_refused_where_one_of_them_changes() {
    let book = |last: &str| {
        let mut book = Workbook::new();
        for name in ["Q1", "Q 2", "Q3", "Tổng"] {
            book.add_worksheet().set_name(name).unwrap();
        }
        let second = book.worksheet_from_index(1).unwrap();
        second.write_string(0, 0, "{% for x in ds %}").unwrap();
        second.write_string(1, 0, "{{ x }}").unwrap();
        second.write_string(2, 0, "{% endfor %}").unwrap();
        let total = book.worksheet_from_index(3).unwrap();
        total.write_formula(1, 1, format!("=SUM({last}!B2)").as_str()).unwrap();
        book.save_to_buffer().unwrap()
    };
    let data = json!({"ds": [1, 2]});
    for sheets in ["'Q1:Q3'", "Q1:Q3", "'Q3:Q 2'"] {
        let found = faults(&book(sheets), &data);
        assert_eq!((found[0].sheet.as_str(), found[0].cell.as_str()), ("Tổng", "B2"), "{sheets}");
        assert_eq!(found[0].kind, FaultKind::Formula(tthc::ooxml::refs::RefFault::ThreeD));
        assert!(found[0].message(Lang::Vi).contains("nhiều trang"));
    }
    assert!(fill(&book("'Q3:Tổng'"), &data).is_ok());
}

#[test]
fn what_reads_a_cell_of_an_array_formula_without_a_result_has_none_either() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "{{ a }}").unwrap();
    sheet.write_array_formula(1, 0, 2, 0, "=A1:A2*2").unwrap();
    sheet.write_array_formula(1, 3, 2, 3, "=E1:E2*2").unwrap();
    sheet.write_formula(4, 0, "=A3+1").unwrap();
    sheet.write_formula(5, 0, rust_xlsxwriter::Formula::new("=D3+1").set_result("8")).unwrap();
    let template = patched(
        &book.save_to_buffer().unwrap(),
        &[(SHEET, r#"<c r="D3"><v>0</v></c>"#, r#"<c r="D3"><v>7</v></c>"#)],
        &[],
    );
    let out = filled(&template, &json!({"a": 5}));
    let sheet = part(&out.bytes, SHEET);
    for expected in [
        r#"<c r="A3"/>"#,
        r#"<c r="A5"><f>A3+1</f></c>"#,
        r#"<c r="D3"><v>7</v></c>"#,
        r#"<c r="A6"><f>D3+1</f><v>8</v></c>"#,
    ] {
        assert!(sheet.contains(expected), "{expected}\n{sheet}");
    }
    let told: Vec<&str> = out.notes.iter().map(|note| note.cell.as_str()).collect();
    assert_eq!(told, ["A2", "A5"]);
}

#[test]
fn copies_of_a_formula_without_a_result_are_told_of_once() {
    let cells =
        &[("A1", "{% for x in ds %}"), ("A2", "{{ x }}"), ("B2", "=YEARFRAC(A2,1)"), ("A3", "{% endfor %}")];
    let out = filled(&template(cells), &json!({"ds": [1, 2, 3]}));
    assert_eq!(out.notes.len(), 1);
    assert_eq!(out.notes[0].cell, "B1:B3");
    assert!(
        out.notes[0].message(Lang::Vi).starts_with("Trang “Biểu”, B1:B3: "),
        "{}",
        out.notes[0].message(Lang::Vi)
    );
}

#[test]
fn a_what_if_table_moves_with_its_input_cells() {
    let table = r#"<row r="8"><c r="A8"><f t="dataTable" ref="A8:A9" dt2D="0" dtr="0" r1="B7"/><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row></sheetData>"#;
    let template = patched(&template(BLOCK), &[(SHEET, "</sheetData>", table)], &[]);
    let out = filled(&template, &json!({"ten": "A", "ds": [1, 2, 3, 4]})).bytes;
    let sheet = part(&out, SHEET);
    let expected = r#"<row r="9"><c r="A9"><f t="dataTable" ref="A9:A10" dt2D="0" dtr="0" r1="B8"/></c></row><row r="10"><c r="A10"/></row>"#;
    assert!(sheet.contains(expected), "{sheet}");
}

#[test]
fn controls_and_linked_pictures_follow_their_cells() {
    let controls = concat!(
        r#"</sheetData><controls><control shapeId="1" name="c"><controlPr linkedCell="$B$7" listFillRange="$A$4:$A$4">"#,
        r#"<anchor><from><col>0</col><row>6</row></from><to><col>1</col><row>7</row></to></anchor></controlPr></control></controls>"#
    );
    let links = concat!(
        r#"<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" "#,
        r##"Target="#'Biểu'!B7"/></Relationships>"##
    );
    let sheet_links = concat!(
        r#"<Relationships><Relationship Id="d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" "#,
        r#"Target="../drawings/drawing1.xml"/></Relationships>"#
    );
    let template = patched(
        &template(BLOCK),
        &[(SHEET, "</sheetData>", controls)],
        &[
            ("xl/worksheets/_rels/sheet1.xml.rels", sheet_links),
            ("xl/drawings/drawing1.xml", "<wsDr/>"),
            ("xl/drawings/_rels/drawing1.xml.rels", links),
        ],
    );
    let out = filled(&template, &json!({"ten": "A", "ds": [1, 2, 3, 4]})).bytes;
    let sheet = part(&out, SHEET);
    assert!(sheet.contains(r#"linkedCell="$B$8" listFillRange="$A$3:$A$6""#), "{sheet}");
    assert!(sheet.contains("<from><col>0</col><row>7</row></from>"), "{sheet}");
    let links = part(&out, "xl/drawings/_rels/drawing1.xml.rels");
    assert!(links.contains("#&apos;Biểu&apos;!B8"), "{links}");
}

fn repeated_sheet() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "ở lại").unwrap();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "{% sheet d in ds named d %}").unwrap();
    sheet.write_string(1, 0, "{{ d }}").unwrap();
    sheet.insert_note(2, 0, &rust_xlsxwriter::Note::new("ghi chú")).unwrap();
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Column);
    chart.add_series().set_values("=Sheet2!$A$2:$A$2");
    sheet.insert_chart(5, 0, &chart).unwrap();
    sheet.add_table(20, 0, 22, 1, &rust_xlsxwriter::Table::new()).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_that_is_left_out_leaves_no_parts_behind() {
    let out = filled(&repeated_sheet(), &json!({"ds": []})).bytes;
    let all = parts(&out);
    let left: Vec<&String> = all
        .keys()
        .filter(|name| {
            ["drawing", "chart", "comment", "table", "sheet2"].iter().any(|word| name.contains(word))
        })
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let types = part(&out, "[Content_Types].xml");
    for name in types.split("PartName=\"/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(all.contains_key(name), "{name} is listed and not there");
    }
}

#[test]
fn a_repeated_sheet_with_a_pivot_table_is_refused() {
    let pivot = concat!(
        r#"<Relationship Id="p" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable" "#,
        r#"Target="../pivotTables/pivotTable1.xml"/></Relationships>"#
    );
    let template = patched(
        &repeated_sheet(),
        &[("xl/worksheets/_rels/sheet2.xml.rels", "</Relationships>", pivot)],
        &[("xl/pivotTables/pivotTable1.xml", "<pivotTableDefinition/>")],
    );
    let found = faults(&template, &json!({"ds": ["a"]}));
    assert_eq!((found[0].cell.as_str(), &found[0].kind), ("A1", &FaultKind::Pivot));
}

#[test]
fn a_part_in_utf_16_is_refused_with_its_name() {
    let text = part(&template(BLOCK), SHEET);
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let bytes = template(BLOCK);
    let mut package = Package::open(&bytes).unwrap();
    package.set(SHEET, wide);
    let found = faults(&package.write().unwrap(), &json!({"ten": 1, "ds": []}));
    assert!(found[0].message(Lang::En).contains("sheet1.xml is not UTF-8"), "{}", found[0].message(Lang::En));
}

#[test]
fn a_guarded_name_may_be_missing_where_nothing_is_written_too() {
    let data = json!({"nhom": {}, "trong": []});
    for opening in ["{% if false %}", "{% for x in trong %}"] {
        let closing = if opening.contains("if") { "{% endif %}" } else { "{% endfor %}" };
        let rows =
            |text: &'static str| template(&[("A1", opening), ("A2", text), ("A3", closing), ("A4", "hết")]);
        for text in ["{{ zz | default('–') }}", "Số: {{ nhom.zz | default(0) }}"] {
            let made = filled(&rows(text), &data);
            assert_eq!(super::text(&made.bytes, "Biểu", "A1"), "hết", "{text}");
        }
        assert_eq!(faults(&rows("{{ nhomm.zz | default(0) }}"), &data).len(), 1);
    }
}
