//! A template with everything Excel puts into one, filled for none, one, three and fifty rows: every part that the filling
//! does not concern keeps its bytes, and the changed ones differ from the template only as the expected files say.

use tthc::ooxml::package::Package;

use super::*;

/// A picture of one pixel.
const PIXEL: [u8; 67] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0,
    1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

fn rich_book() -> Vec<u8> {
    let mut book = Workbook::new();
    book.define_name("SoLieu", "=Biểu!$C$6:$C$6").unwrap();
    book.define_name("Thue", "=0.1").unwrap();
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    sheet.merge_range(0, 0, 0, 4, "BÁO CÁO {{ ten }}", &bold).unwrap();
    sheet.write_rich_string(1, 0, &[(&bold, "Kỳ "), (&Format::new().set_italic(), "{{ ky }}")]).unwrap();
    for (col, heading) in ["STT", "Tên", "Số", "Tỷ lệ", "Ngày"].iter().enumerate() {
        sheet.write_string_with_format(3, col as u16, *heading, &bold).unwrap();
    }
    sheet.write_string(4, 0, "{% for x in ds %}").unwrap();
    sheet.write_string(5, 0, "{{ loop.index }}").unwrap();
    sheet.write_string(5, 1, "{{ x.ten }}").unwrap();
    sheet.write_string(5, 2, "{{ x.so }}").unwrap();
    let percent = Format::new().set_num_format("0.0%");
    sheet.write_formula_with_format(5, 3, "=IF(C$8=0,0,C6/C$8)", &percent).unwrap();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_string_with_format(5, 4, "{{ x.ngay }}", &date).unwrap();
    sheet.write_string(6, 0, "{% endfor %}").unwrap();
    sheet.write_string(7, 1, "Cộng").unwrap();
    sheet.write_formula(7, 2, "=SUM(C5:C7)").unwrap();
    sheet.write_formula(7, 3, "=SUM(D6)").unwrap();
    sheet.write_formula(8, 2, "=COUNT(C6)").unwrap();
    sheet.write_formula(8, 3, "=SUMIF(C5:C7,\">2\")").unwrap();
    sheet.write_url(9, 1, "internal:'Biểu'!C8").unwrap();
    sheet.write_url(10, 1, "https://example.org/a?b=c&d").unwrap();
    sheet.insert_note(5, 2, &rust_xlsxwriter::Note::new("Số hồ sơ")).unwrap();
    sheet.insert_note(7, 2, &rust_xlsxwriter::Note::new("Tổng số")).unwrap();
    let rule = rust_xlsxwriter::ConditionalFormatFormula::new().set_rule("=$C6>$C$8/2").set_format(&bold);
    sheet.add_conditional_format(5, 0, 5, 4, &rule).unwrap();
    sheet.add_conditional_format(5, 2, 5, 2, &rust_xlsxwriter::ConditionalFormatDataBar::new()).unwrap();
    let list = rust_xlsxwriter::DataValidation::new().allow_list_strings(&["một", "hai"]).unwrap();
    sheet.add_data_validation(5, 1, 5, 1, &list).unwrap();
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Bar);
    chart.add_series().set_categories("=Biểu!$B$6:$B$6").set_values("=Biểu!$C$6:$C$6").set_name("=Biểu!$C$4");
    sheet.insert_chart(12, 0, &chart).unwrap();
    sheet.insert_image(12, 8, &rust_xlsxwriter::Image::new_from_buffer(&PIXEL).unwrap()).unwrap();
    sheet.set_repeat_rows(3, 3).unwrap();
    sheet.set_print_area(0, 0, 9, 4).unwrap();
    sheet.set_freeze_panes(4, 0).unwrap();
    let second = book.add_worksheet();
    second.set_name("Tóm tắt").unwrap();
    second.write_formula(0, 0, "='Biểu'!C8").unwrap();
    second.write_formula(1, 0, "=SUM(SoLieu)*Thue").unwrap();
    let other = book.add_worksheet();
    other.set_name("Danh mục").unwrap();
    other.add_table(0, 0, 3, 1, &rust_xlsxwriter::Table::new()).unwrap();
    other.insert_note(1, 1, &rust_xlsxwriter::Note::new("không đổi")).unwrap();
    other.insert_image(6, 0, &rust_xlsxwriter::Image::new_from_buffer(&PIXEL).unwrap()).unwrap();
    other.write_formula(5, 0, "=SUM(Table1[Column1])").unwrap();
    other.write_formula(1, 3, "=Table1[[#This Row],[Column1]]").unwrap();
    with_macros(&book.save_to_buffer().unwrap())
}

/// The same as a workbook with macros, own XML and printer settings; the macros are bytes nobody looks into.
fn with_macros(bytes: &[u8]) -> Vec<u8> {
    let mut package = Package::open(bytes).unwrap();
    let mut change = |part: &str, from: &str, to: &str| {
        let text = package.text(part).unwrap();
        assert!(text.contains(from), "{from} is not in {part}");
        package.set(part, text.replacen(from, to, 1).into_bytes());
    };
    change(
        "[Content_Types].xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    );
    change(
        "[Content_Types].xml",
        "<Override ",
        "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/><Override ",
    );
    change(
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        "<Relationship Id=\"rIdVba\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/></Relationships>",
    );
    package.set("xl/vbaProject.bin", (0..4096_u32).map(|at| (at * 7 % 251) as u8).collect());
    package.set("customXml/item1.xml", b"<a xmlns='urn:x'>{{ khong phai cho dien }}</a>".to_vec());
    package.write().unwrap()
}

fn rows(count: usize) -> Value {
    let row = |at: usize| json!({"ten": format!("Thủ tục {at}"), "so": at % 5 + 1, "ngay": "2023-03-14"});
    json!({"ten": "A & B", "ky": "Quý I", "ds": (0..count).map(row).collect::<Vec<_>>()})
}

/// Parts that the filling concerns; every other one keeps its bytes.
const CONCERNED: [&str; 8] = [
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/workbook.xml",
    "xl/charts/chart1.xml",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/drawings/drawing1.xml",
    "xl/calcChain.xml",
];

#[test]
fn whatever_the_number_of_rows_only_the_parts_concerned_change() {
    let template = rich_book();
    let before = parts(&template);
    for count in [0, 1, 3, 50] {
        let out = filled(&template, &rows(count));
        assert_eq!(out.notes, [], "{count}");
        let after = parts(&out.bytes);
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "{count}");
        let changed: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
        let strange: Vec<&&String> =
            changed.iter().filter(|name| !CONCERNED.contains(&name.as_str())).collect();
        assert!(strange.is_empty(), "{count}: {strange:?}");
        assert!(!String::from_utf8_lossy(&after["xl/worksheets/sheet1.xml"]).contains("#REF!"), "{count}");
        let (total, sum) = (5 + count, (0..count).map(|at| at % 5 + 1).sum::<usize>() as f64);
        let total = if count == 0 { 6 } else { total };
        assert_eq!(number(&out.bytes, "Biểu", &format!("C{total}")), sum, "{count}");
        assert_eq!(number(&out.bytes, "Biểu", &format!("C{}", total + 1)), count as f64, "{count}");
        assert_eq!(number(&out.bytes, "Tóm tắt", "A1"), sum, "{count}");
        assert!((number(&out.bytes, "Tóm tắt", "A2") - sum / 10.0).abs() < 1e-9, "{count}");
        let share = number(&out.bytes, "Biểu", &format!("D{total}"));
        assert!((share - if count == 0 { 0.0 } else { 1.0 }).abs() < 1e-9, "{count}: {share}");
    }
}

/// What may differ from the expected files: nothing of the filling depends on a clock, but the writer of the template puts one
/// into its properties, which are no part of these files.
#[test]
fn changed_parts_read_as_the_expected_files_say() {
    let out = filled(&rich_book(), &rows(2)).bytes;
    let mut old = Vec::new();
    for (part, file) in [
        ("xl/worksheets/sheet1.xml", "sheet1.xml"),
        ("xl/worksheets/sheet2.xml", "sheet2.xml"),
        ("xl/charts/chart1.xml", "chart1.xml"),
        ("xl/comments1.xml", "comments1.xml"),
        ("xl/workbook.xml", "workbook.xml"),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fill/expected").join(file);
        let made = one_tag_a_line(&super::part(&out, part));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &made).unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let first = made.lines().zip(expected.lines()).position(|(made, expected)| made != expected);
        if made != expected {
            let at = first.unwrap_or(0);
            let lines =
                |text: &str| text.lines().skip(at.saturating_sub(1)).take(4).collect::<Vec<_>>().join("\n");
            old.push(format!(
                "{file}:{}\n-- made\n{}\n-- expected\n{}",
                at + 1,
                lines(&made),
                lines(&expected)
            ));
        }
    }
    assert!(old.is_empty(), "check, then `UPDATE=1 cargo test rich`:\n{}", old.join("\n\n"));
}

/// XML with every start tag on a line of its own, so that a difference is a line.
fn one_tag_a_line(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() * 2);
    for (at, piece) in xml.split('<').enumerate() {
        if at > 0 {
            out.push_str(if piece.starts_with('/') || at == 1 { "<" } else { "\n<" });
        }
        out.push_str(piece);
    }
    out.push('\n');
    out
}
