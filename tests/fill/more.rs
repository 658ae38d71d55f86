//! Texts outside of cells, repeated sheets and columns, many rows, signatures, and wild data.

use proptest::prelude::*;

use super::*;

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

#[test]
fn a_signed_template_is_refused_unless_allowed() {
    let mut template = zip::ZipWriter::new_append(Cursor::new(template(&[("A1", "{{ a }}")]))).unwrap();
    let options = zip::write::SimpleFileOptions::default();
    let kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature";
    for (name, content) in [
        ("_xmlsignatures/origin.sigs", String::new()),
        (
            "_xmlsignatures/_rels/origin.sigs.rels",
            format!(
                "<Relationships><Relationship Id=\"a\" Type=\"{kind}/signature\" Target=\"sig1.xml\"/></Relationships>"
            ),
        ),
    ] {
        template.start_file(name, options).unwrap();
        std::io::Write::write_all(&mut template, content.as_bytes()).unwrap();
    }
    let bytes = template.finish().unwrap().into_inner();
    let links = part(&bytes, "_rels/.rels");
    let origin = format!(
        "<Relationship Id=\"sig\" Type=\"{kind}/origin\" Target=\"_xmlsignatures/origin.sigs\"/></Relationships>"
    );
    let mut package = tthc::ooxml::package::Package::open(&bytes).unwrap();
    package.set("_rels/.rels", links.replace("</Relationships>", &origin).into_bytes());
    let signed = package.write().unwrap();
    assert_eq!(faults(&signed, &json!({"a": 1}))[0].kind, FaultKind::Signed);
    let options = tthc::template::Options { break_signature: true, ..tthc::template::Options::default() };
    assert!(tthc::template::fill_with(&signed, &json!({"a": 1}), options).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_data_the_values_come_back_and_nothing_else_changes(
        rows in prop::collection::vec(("\\PC{0,12}", -1.0e9..1.0e9_f64, any::<bool>()), 0..20),
        title in "[^{}]{0,20}",
    ) {
        let cells = &[
            ("A1", "Kỳ {{ ten }}."),
            ("A3", "{% for x in ds %}"),
            ("A4", "{{ x.chu }}"),
            ("B4", "{{ x.so }}"),
            ("C4", "{{ x.co }}"),
            ("D4", "=B4*2"),
            ("A5", "{% endfor %}"),
            ("B6", "=SUM(B3:B5)"),
            ("C6", "=COUNTA(A3:A5)"),
        ];
        let list: Vec<Value> =
            rows.iter().map(|(chu, so, co)| json!({"chu": chu, "so": so, "co": co})).collect();
        let template = template(cells);
        let out = filled(&template, &json!({"ten": title, "ds": list})).bytes;
        prop_assert_eq!(text(&out, "Biểu", "A1"), format!("Kỳ {title}."));
        let mut sum = 0.0;
        for (at, (chu, so, co)) in rows.iter().enumerate() {
            let row = at + 3;
            let expected = if chu.is_empty() { Data::Empty } else { Data::String(chu.clone()) };
            prop_assert_eq!(cell(&out, "Biểu", &format!("A{row}")), expected);
            prop_assert_eq!(number(&out, "Biểu", &format!("B{row}")), *so);
            prop_assert_eq!(cell(&out, "Biểu", &format!("C{row}")), Data::Bool(*co));
            prop_assert_eq!(number(&out, "Biểu", &format!("D{row}")), so * 2.0);
            sum += so;
        }
        let total = number(&out, "Biểu", &format!("B{}", rows.len() + 3));
        prop_assert!((total - sum).abs() <= 1e-4, "{} {}", total, sum);
        let full = rows.iter().filter(|(chu, ..)| !chu.is_empty()).count();
        prop_assert_eq!(number(&out, "Biểu", &format!("C{}", rows.len() + 3)), full as f64);
        let (before, after) = (parts(&template), parts(&out));
        for (name, bytes) in &before {
            prop_assert!(name == "xl/worksheets/sheet1.xml" || after.get(name) == Some(bytes), "{}", name);
        }
    }

    #[test]
    fn no_text_in_a_template_makes_the_engine_panic(texts in prop::collection::vec("[{}%# a-z.|'\"()=+]{0,24}", 1..8)) {
        let cells: Vec<(String, String)> =
            texts.iter().enumerate().map(|(at, text)| (format!("A{}", at + 1), text.clone())).collect();
        let cells: Vec<(&str, &str)> = cells
            .iter()
            .filter(|(_, text)| !text.is_empty() && !text.starts_with('='))
            .map(|(at, text)| (at.as_str(), text.as_str()))
            .collect();
        let template = template(&cells);
        let listed = check(&template, &json!({"a": [1, 2]}));
        prop_assert_eq!(fill(&template, &json!({"a": [1, 2]})).is_err(), listed.iter().any(|found| found.fault.is_some()));
    }
}

#[test]
fn a_filled_xltx_is_an_ordinary_workbook() {
    let bytes = template(&[("A1", "{{ a }}")]);
    let types = part(&bytes, "[Content_Types].xml")
        .replace("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml");
    let mut package = tthc::ooxml::package::Package::open(&bytes).unwrap();
    package.set("[Content_Types].xml", types.into_bytes());
    let out = filled(&package.write().unwrap(), &json!({"a": 1})).bytes;
    assert!(part(&out, "[Content_Types].xml").contains("spreadsheetml.sheet.main+xml"));
}

#[test]
fn a_broken_or_hostile_template_is_a_fault_and_never_a_panic() {
    let sound = template(NESTED);
    assert!(matches!(faults(b"no workbook", &json!({}))[0].kind, FaultKind::Package(_)));
    for cut in [10, sound.len() / 2, sound.len() - 5] {
        assert!(fill(&sound[..cut], &nested_data()).is_err());
    }
    let replace = |name: &str, content: &str| {
        let mut package = tthc::ooxml::package::Package::open(&sound).unwrap();
        package.set(name, content.as_bytes().to_vec());
        package.write().unwrap()
    };
    let entity =
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData/></worksheet>";
    for content in [entity, "<worksheet><sheetData>", "", "\u{0}", "<worksheet/>"] {
        let template = replace("xl/worksheets/sheet1.xml", content);
        let _ = fill(&template, &nested_data());
        let _ = check(&template, &nested_data());
    }
    let found = faults(&replace("xl/worksheets/sheet1.xml", entity), &nested_data());
    assert!(found[0].message(Lang::En).contains("document type"), "{found:?}");
    let huge = r#"<worksheet><sheetData><row r="1048576"><c r="XFD1048576" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
    assert!(fill(&replace("xl/worksheets/sheet1.xml", huge), &nested_data()).is_ok());
}

#[test]
fn cells_of_an_array_formula_never_keep_old_results() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "{{ a }}").unwrap();
    sheet.write_array_formula(1, 0, 2, 0, "=A1:A2*2").unwrap();
    sheet.write_array_formula(4, 0, 4, 0, "=SUM(A1:A1*3)").unwrap();
    let out = filled(&book.save_to_buffer().unwrap(), &json!({"a": 5}));
    let sheet = part(&out.bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"<c r="A2"><f t="array" ref="A2:A3">A1:A2*2</f></c>"#), "{sheet}");
    assert!(sheet.contains(r#"<c r="A3"/>"#), "{sheet}");
    assert_eq!(number(&out.bytes, "Sheet1", "A5"), 15.0);
    assert_eq!(out.notes.len(), 1);
}
