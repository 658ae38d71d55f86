//! What other programs write, and Excel takes: it is neither lost nor made worse.

use tthc::ooxml::package::Package;

use super::gaps::{SHEET, patched};
use super::*;

const LOOP: &[(&str, &str)] = &[
    ("A3", "{% for x in ds %}"),
    ("A4", "{{ x }}"),
    ("A5", "{% endfor %}"),
    ("A7", "{{ ten }}"),
    ("B7", "=A7&1"),
];

#[test]
fn a_type_that_is_written_out_is_replaced_and_not_repeated() {
    let template = patched(&template(LOOP), &[(SHEET, r#"<c r="B7">"#, r#"<c r="B7" t="n">"#)], &[]);
    let sheet = part(&filled(&template, &json!({"ten": "A", "ds": [1, 2]})).bytes, SHEET);
    assert!(sheet.contains(r#"<c r="B6" t="str"><f>A6&amp;1</f><v>A1</v></c>"#), "{sheet}");
}

#[test]
fn a_row_without_a_number_keeps_its_place_below_rows_that_were_left_out() {
    let rows = concat!(
        r#"<sheetData><row r="1"><c t="inlineStr"><is><t>{% for x in ds %}</t></is></c></row>"#,
        r#"<row r="3"><c t="inlineStr"><is><t>{% endfor %}</t></is></c></row><row><c><v>4</v></c></row>"#,
        r#"<row><c><v>5</v></c></row></sheetData>"#
    );
    let empty = part(&template(&[]), SHEET);
    let start = empty.find("<sheetData").unwrap();
    let old = &empty[start..empty.find("<pageMargins").unwrap()];
    let template = patched(&template(&[]), &[(SHEET, old, rows)], &[]);
    let out = filled(&template, &json!({"ds": [1, 2, 3]})).bytes;
    assert_eq!((number(&out, "Biểu", "A4"), number(&out, "Biểu", "A5")), (4.0, 5.0));
    let out = filled(&template, &json!({"ds": []})).bytes;
    assert_eq!((number(&out, "Biểu", "A1"), number(&out, "Biểu", "A2")), (4.0, 5.0));
}

#[test]
fn an_empty_result_is_one_however_it_is_written() {
    let cells = &[("A1", "{{ ten }}"), ("B2", "=\"\"")];
    let formula = r#"<c r="B2" t="str"><f>""</f><v/></c>"#;
    let made = template(cells);
    let sheet = part(&made, SHEET);
    let old = &sheet[sheet.find(r#"<c r="B2""#).unwrap()..];
    let old = &old[..old.find("</c>").unwrap() + 4];
    let out = filled(&patched(&made, &[(SHEET, old, formula)], &[]), &json!({"ten": "A"})).bytes;
    assert!(part(&out, SHEET).contains(formula));
}

#[test]
fn headings_of_tables_with_line_breaks_are_found_by_formulas() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Biểu").unwrap();
    sheet.write_string(0, 0, "{{ a }}").unwrap();
    let columns = [rust_xlsxwriter::TableColumn::new().set_header("Số\nlượng")];
    let table = rust_xlsxwriter::Table::new().set_name("Bang").set_columns(&columns);
    sheet.add_table(2, 0, 4, 0, &table).unwrap();
    sheet.write_number(3, 0, 20.0).unwrap();
    sheet.write_number(4, 0, 1.0).unwrap();
    sheet.write_formula(6, 0, "=SUM(Bang[Số\nlượng])+A1").unwrap();
    let out = filled(&book.save_to_buffer().unwrap(), &json!({"a": 300})).bytes;
    assert_eq!(number(&out, "Biểu", "A7"), 321.0);
}

#[test]
fn rules_over_whole_columns_stay_over_whole_columns() {
    let rule = concat!(
        r#"</sheetData><conditionalFormatting sqref="F1:F1048576"><cfRule type="containsBlanks" priority="1">"#,
        r#"<formula>LEN(TRIM(F1))=0</formula></cfRule></conditionalFormatting>"#
    );
    let template = patched(&template(LOOP), &[(SHEET, "</sheetData>", rule)], &[]);
    for list in [json!([]), json!([1, 2, 3, 4, 5])] {
        let sheet = part(&filled(&template, &json!({"ten": "A", "ds": list})).bytes, SHEET);
        assert!(sheet.contains(r#"sqref="F1:F1048576""#), "{sheet}");
    }
}

#[test]
fn parts_are_written_whatever_the_spelling_of_their_names() {
    let made = template(LOOP);
    for spell in [|name: &str| name.to_uppercase(), |name: &str| name.replace('/', "\\")] {
        let mut package = Package::open(&made).unwrap();
        let names = package.names().to_vec();
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in &names {
            zip.start_file(spell(name), zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, &package.bytes(name).unwrap()).unwrap();
        }
        let respelled = zip.finish().unwrap().into_inner();
        let data = json!({"ten": "A", "ds": [1, 2, 3]});
        let (usual, out) = (filled(&made, &data).bytes, filled(&respelled, &data).bytes);
        assert_eq!(part(&out, &spell(SHEET)), part(&usual, SHEET));
        assert_eq!(parts(&out).len(), parts(&usual).len());
    }
}

#[test]
fn dates_of_1904_stay_so_beside_the_extension_of_newer_versions() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Biểu").unwrap();
    let format = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_string_with_format(0, 0, "{{ ngay }}", &format).unwrap();
    let extension = r#"<extLst><ext uri="x"><x15:workbookPr xmlns:x15="x" chartTrackingRefBase="1"/></ext></extLst></workbook>"#;
    let made = book.save_to_buffer().unwrap();
    let template = patched(
        &made,
        &[
            ("xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" "),
            ("xl/workbook.xml", "</workbook>", extension),
        ],
        &[],
    );
    let out = filled(&template, &json!({"ngay": "2023-03-31"})).bytes;
    assert!(part(&out, SHEET).contains("<v>43554</v>"), "{}", part(&out, SHEET));
}

#[test]
fn a_relationship_with_an_end_tag_is_removed_with_it() {
    let chain = concat!(
        r#"<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" "#,
        r#"Target="calcChain.xml"></Relationship></Relationships>"#
    );
    let kind = r#"<Override PartName="/xl/calcChain.xml" ContentType="x"></Override></Types>"#;
    let template = patched(
        &template(LOOP),
        &[
            ("xl/_rels/workbook.xml.rels", "</Relationships>", chain),
            ("[Content_Types].xml", "</Types>", kind),
        ],
        &[("xl/calcChain.xml", "<calcChain/>")],
    );
    let out = filled(&template, &json!({"ten": "A", "ds": [1, 2, 3, 4]})).bytes;
    assert!(!parts(&out).contains_key("xl/calcChain.xml"));
    for (name, end) in
        [("xl/_rels/workbook.xml.rels", "/></Relationships>"), ("[Content_Types].xml", "/></Types>")]
    {
        let text = part(&out, name);
        assert!(!text.contains("calcChain") && text.trim_end().ends_with(end), "{text}");
    }
}

#[test]
fn what_is_missing_or_out_of_order_is_named() {
    let made = template(LOOP);
    let mut package = Package::open(&made).unwrap();
    package.remove(SHEET);
    let found = faults(&package.write().unwrap(), &json!({}));
    assert!(found[0].message(Lang::Vi).contains("thiếu phần “xl/worksheets/sheet1.xml”"));
    let twice = patched(&made, &[(SHEET, r#"<row r="7""#, r#"<row r="5""#)], &[]);
    let found = faults(&twice, &json!({}));
    let message = found[0].message(Lang::En);
    assert!(message.contains("sheet1.xml: rows or cells out of order"), "{message}");
}
