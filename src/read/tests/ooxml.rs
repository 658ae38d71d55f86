//! .xlsx: positions, values, and every way a package can lie.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{ONE, ONE_RELATION, ROOT, day, first, only, register, text, with_rows, xlsx, zipped};
use crate::model::place::Col;
use crate::model::sheet::{Format, ReadNote, Value, Workbook};
use crate::read::{ReadFault, workbook};

#[test]
fn a_register_made_by_a_library_is_read_whole() {
    let book = workbook("so.xlsx", &register()).unwrap();
    assert_eq!((book.format, book.notes.len(), book.sheets.len()), (Format::Xlsx, 0, 2));
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.hidden, sheet.last_row()), ("Sổ", false, 4));
    assert_eq!(sheet.merges[0].to_string(), "A1:C1");
    let case = &sheet.rows[2];
    assert_eq!(case.value(Col(0)), Some(&text("H14-001")));
    assert_eq!(case.value(Col(1)), Some(&day(2023, 1, 5)));
    assert_eq!(case.value(Col(2)), Some(&Value::Number(1.5)));
    assert_eq!(sheet.rows[3].value(Col(0)), Some(&Value::Bool(true)));
    assert_eq!(sheet.rows[3].value(Col(2)), Some(&Value::Number(3.0)));
    assert_eq!(sheet.hidden_rows.iter().copied().collect::<Vec<_>>(), [4]);
    assert_eq!(sheet.hidden_columns.iter().copied().collect::<Vec<_>>(), [Col(1)]);
    assert!(book.sheets[1].hidden);
    assert_eq!(book.sheets[1].rows[0].cells[0].value, text("x_x0041_"));
}

#[test]
fn a_changed_byte_or_a_cut_anywhere_is_never_read_as_something_else() {
    let whole = register();
    let cells = |book: &Workbook| format!("{:?}", book.sheets);
    let truth = cells(&workbook("so.xlsx", &whole).unwrap());
    for at in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        if let Ok(book) = workbook("so.xlsx", &changed) {
            assert_eq!(cells(&book), truth, "byte {at}");
        }
        assert!(workbook("so.xlsx", &whole[..at]).is_err(), "cut at {at}");
    }
    for at in 2..16 {
        let found = workbook("so.xlsx", &whole[..at]);
        assert!(matches!(found, Err(ReadFault::Damaged { .. })), "cut at {at}: {found:?}");
    }
}

#[test]
fn two_far_corners_cost_nothing() {
    let sheet = only(
        "a.xlsx",
        &with_rows(
            r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#,
        ),
    );
    assert_eq!((sheet.rows.len(), sheet.last_row(), sheet.rows[1].cells[0].col), (2, 1_048_576, Col::LAST));
}

#[test]
fn a_formula_without_result_and_an_unknown_error_keep_the_rest_of_the_sheet() {
    let sheet = only(
        "a.xlsx",
        &with_rows(
            r#"<row r="1"><c r="A1"><f>1+1</f></c><c r="B1" t="e"><v>#SPILL!</v></c><c r="C1"><v>7</v></c></row>"#,
        ),
    );
    let found: Vec<_> = sheet.rows[0].cells.iter().map(|cell| cell.value.clone()).collect();
    assert_eq!(found, [Value::NoResult, Value::Error("#SPILL!".to_owned()), Value::Number(7.0)]);
}

#[test]
fn contradictions_inside_a_sheet_are_refused() {
    for rows in [
        r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData><row r="2"><c r="A2"><v>2</v></c></row>"#,
        r#"<row r="1"><c r="A4294967297"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v><![CDATA[7]]></v></c></row>"#,
    ] {
        let found = workbook("a.xlsx", &with_rows(rows));
        assert!(matches!(found, Err(ReadFault::Unreliable { .. })), "{rows}: {found:?}");
    }
}

#[test]
fn sheets_of_one_name_and_of_other_kinds_do_not_hide_the_worksheets() {
    let part = |number: u8| {
        format!(
            r#"<worksheet><sheetData><row r="1"><c r="A1"><v>{number}</v></c></row></sheetData></worksheet>"#
        )
    };
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="x/{kind}" Target="{target}"/>"#)
    };
    let sheets = concat!(
        r#"<sheet name="S" r:id="a"/><sheet name="s" r:id="b" state="hidden"/><sheet name="M" r:id="m"/>"#,
        r#"<sheet name="C" r:id="c"/><sheet name="Old" r:id=""/><sheet name="Gone" r:id="g"/>"#
    );
    let relations = [
        relation("a", "worksheet", "./worksheets/one.xml"),
        relation("b", "worksheet", "/xl/worksheets/two.xml"),
        relation("m", "xlMacrosheet", "macrosheets/m.xml"),
        relation("c", "chartsheet", "chartsheets/c.xml"),
        relation("g", "worksheet", "worksheets/gone.xml"),
    ];
    let bytes = xlsx(
        sheets,
        &relations.concat(),
        &[
            ("xl/worksheets/one.xml", &part(1)),
            ("xl/worksheets/two.xml", &part(2)),
            ("xl/macrosheets/m.xml", "<x/>"),
            ("xl/chartsheets/c.xml", "<x/>"),
        ],
    );
    let book = workbook("a.xlsx", &bytes).unwrap();
    let found: Vec<_> = book
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.hidden, sheet.rows[0].cells[0].value.shown()))
        .collect();
    assert_eq!(found, [("S", false, "1".to_owned()), ("s", true, "2".to_owned())]);
    let skipped = |name: &str| ReadNote::SheetSkipped { name: name.to_owned() };
    assert_eq!(book.notes[..3], [skipped("M"), skipped("C"), skipped("Old")]);
    assert!(matches!(&book.notes[3], ReadNote::SheetUnreadable { name, .. } if name == "Gone"));
}

#[test]
fn a_wrong_statement_of_the_used_area_does_no_harm() {
    for dimension in [
        r#"<dimension ref="C9:A1"/>"#,
        r#"<dimension ref="$A$1:B2"></dimension>"#,
        r#"<!-- dimension --><dimension ref="A1:XFE9"/>"#,
        "<dimension/>",
    ] {
        let sheet = format!(
            r#"<worksheet>{dimension}<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>"#
        );
        let found = first(&xlsx(ONE, ONE_RELATION, &[("xl/worksheets/sheet1.xml", &sheet)]));
        assert_eq!(found, Some(Value::Number(7.0)), "{dimension}");
    }
}

#[test]
fn styles_and_strings_are_found_where_the_relationships_say() {
    let styles = r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>44931</v></c><c r="B1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
    let relations = format!(
        r#"{ONE_RELATION}<Relationship Id="a" Type="x/styles" Target="/xl/s/kieu.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="chuoi.xml"/>"#
    );
    let parts = [
        ("xl/s/kieu.xml", styles),
        ("xl/chuoi.xml", "<sst><si><t>Mã</t></si></sst>"),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let sheet = only("a.xlsx", &xlsx(ONE, &relations, &parts));
    assert_eq!(sheet.rows[0].cells[0].value, day(2023, 1, 5));
    assert_eq!(sheet.rows[0].cells[1].value, text("Mã"));
    let found = workbook("a.xlsx", &xlsx(ONE, &relations, &parts[1..]));
    assert!(matches!(found, Err(ReadFault::Damaged { .. })), "{found:?}");
}

#[test]
fn dates_of_1904_are_converted_and_told() {
    let styles = r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>43469</v></c><c r="B1" s="1"><v>0.25</v></c></row></sheetData></worksheet>"#;
    let book =
        r#"<workbook><workbookPr date1904="true"/><sheets><sheet name="S" r:id="r1"/></sheets></workbook>"#;
    let relations = format!("<Relationships>{ONE_RELATION}</Relationships>");
    let bytes = zipped(&[
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", sheet),
        ("_xmlsignatures/sig1.xml", "<x/>"),
    ]);
    let book = workbook("a.xlsx", &bytes).unwrap();
    assert_eq!(book.notes, [ReadNote::Date1904, ReadNote::Signed]);
    assert_eq!(book.sheets[0].rows[0].cells[0].value, day(2023, 1, 5));
    assert_eq!(book.sheets[0].rows[0].cells[1].value, Value::Number(0.25));
}

#[test]
fn links_to_other_workbooks_are_told_with_their_target() {
    let book = r#"<workbook><sheets><sheet name="S" r:id="r1"/></sheets><externalReferences><externalReference r:id="x1"/></externalReferences></workbook>"#;
    let relations = format!(
        r#"<Relationships>{ONE_RELATION}<Relationship Id="x1" Type="x/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>"#
    );
    let bytes = zipped(&[
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
        (
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            r#"<Relationships><Relationship Id="a" Type="x/externalLinkPath" Target="so%20khac.xlsx"/></Relationships>"#,
        ),
        (
            "xl/worksheets/sheet1.xml",
            r#"<worksheet><sheetData><row r="1"><c r="A1"><f>[1]S!A1</f><v>1</v></c></row></sheetData></worksheet>"#,
        ),
    ]);
    let notes = workbook("a.xlsx", &bytes).unwrap().notes;
    assert_eq!(notes, [ReadNote::ExternalLinks { cells: 1, target: "so%20khac.xlsx".to_owned() }]);
}

#[test]
fn archives_that_lie_are_refused_before_they_are_unpacked() {
    let bomb = format!("<worksheet><sheetData/>{}</worksheet>", " ".repeat(5_000_000));
    let found = workbook("a.xlsx", &xlsx(ONE, ONE_RELATION, &[("xl/worksheets/sheet1.xml", &bomb)]));
    assert!(matches!(found, Err(ReadFault::TooBig { .. })), "{found:?}");

    let twice = xlsx(
        ONE,
        ONE_RELATION,
        &[("xl/worksheets/sheet1.xml", "<worksheet/>"), ("XL\\worksheets/SHEET1.xml", "<worksheet/>")],
    );
    assert!(matches!(workbook("a.xlsx", &twice), Err(ReadFault::Unreliable { .. })));

    let strings = r#"<sst uniqueCount="99999999999999999"><si><t>a</t></si></sst>"#;
    let found = workbook(
        "a.xlsx",
        &xlsx(
            ONE,
            ONE_RELATION,
            &[("xl/sharedStrings.xml", strings), ("xl/worksheets/sheet1.xml", "<worksheet/>")],
        ),
    );
    assert!(matches!(found, Err(ReadFault::TooBig { .. })), "{found:?}");

    let doctype = r#"<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>"#;
    let found = workbook("a.xlsx", &xlsx(ONE, ONE_RELATION, &[("xl/worksheets/sheet1.xml", doctype)]));
    assert!(matches!(found, Err(ReadFault::Damaged { .. })), "{found:?}");

    let many: Vec<String> = (0..10_001).map(|number| format!("xl/{number}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "")).collect();
    assert!(matches!(workbook("a.xlsx", &zipped(&many)), Err(ReadFault::TooBig { .. })));
}

#[test]
fn a_wrong_checksum_is_noticed_though_the_data_is_stored_plain() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let relations = format!("<Relationships>{ONE_RELATION}</Relationships>");
    let book = format!("<workbook><sheets>{ONE}</sheets></workbook>");
    let sheet =
        r#"<worksheet><sheetData><row r="1"><c r="A1"><v>12345</v></c></row></sheetData></worksheet>"#;
    for (name, text) in [
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    assert_eq!(first(&bytes), Some(Value::Number(12_345.0)));
    let at = bytes.windows(5).position(|window| window == b"12345").unwrap();
    bytes[at] = b'9';
    assert!(matches!(workbook("a.xlsx", &bytes), Err(ReadFault::Damaged { .. })));
}
