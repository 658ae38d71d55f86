//! Tests over whole files, made here: every format, every trap, and anything at all.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{Cursor, Write};

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook as Writer};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::model::place::Col;
use crate::model::sheet::{Format, ReadNote, Sheet, Value, Workbook};
use crate::text::Lang;

use super::fault::ReadFault;
use super::{is_spreadsheet_name, workbook};

// --- making files ---------------------------------------------------------------------------------------------------

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const ROOT: &str = r#"<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// An .xlsx with the given entries in its `sheets` list, relationships and sheet parts.
fn xlsx(sheets: &str, relations: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let book = format!("<workbook><workbookPr/><sheets>{sheets}</sheets></workbook>");
    let relations = format!("<Relationships>{relations}</Relationships>");
    let mut all =
        vec![("_rels/.rels", ROOT), ("xl/workbook.xml", &book), ("xl/_rels/workbook.xml.rels", &relations)];
    all.extend(parts);
    zipped(&all)
}

const ONE: &str = r#"<sheet name="S" sheetId="1" r:id="r1"/>"#;
const ONE_RELATION: &str = r#"<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>"#;

/// An .xlsx of one sheet with these rows.
fn with_rows(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    xlsx(ONE, ONE_RELATION, &[("xl/worksheets/sheet1.xml", &sheet)])
}

fn register() -> Vec<u8> {
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

fn only(name: &str, bytes: &[u8]) -> Sheet {
    workbook(name, bytes).unwrap().sheets.remove(0)
}

fn first(bytes: &[u8]) -> Option<Value> {
    only("so.xlsx", bytes).rows.first().map(|row| row.cells[0].value.clone())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn day(year: i32, month: u32, day: u32) -> Value {
    Value::Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

// --- .xlsx ----------------------------------------------------------------------------------------------------------

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

// --- other formats --------------------------------------------------------------------------------------------------

/// A BIFF record.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn units(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A workbook stream of one sheet, its records given.
fn biff(version: u16, globals: &[Vec<u8>], records: &[Vec<u8>]) -> Vec<u8> {
    let bof = |kind: u16| record(0x0809, &units(&[version, kind, 0, 0, 0, 0, 0, 0]));
    let end = record(0x000a, &[]);
    let name: &[u8] = if version == 0x0600 { b"\x02\0So" } else { b"\x02So" };
    let bound =
        |position: usize| record(0x0085, &[&(position as u32).to_le_bytes()[..], &[1, 0], name].concat());
    let head = [bof(5), globals.concat()].concat();
    let position = head.len() + bound(0).len() + end.len();
    [head, bound(position), end.clone(), bof(0x10), records.concat(), end].concat()
}

fn ole(stream: &str, bytes: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(bytes).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn biff8() -> Vec<u8> {
    let strings =
        [&2_u32.to_le_bytes()[..], &2_u32.to_le_bytes(), &[2, 0, 1, 0xd3, 0x1e, b'x', 0, 1, 0, 0, b'y']]
            .concat();
    let globals = [
        record(0x041e, &[&units(&[164])[..], b"\x0a\0\0dd/mm/yyyy"].concat()),
        record(0x00e0, &units(&[0, 0])),
        record(0x00e0, &units(&[0, 164])),
        record(0x00fc, &strings),
    ];
    let formula =
        |row: u16, value: [u8; 8]| record(0x0006, &[&units(&[row, 2, 0])[..], &value, &[0; 8]].concat());
    let records = [
        record(0x0200, &[0xff; 14]),
        record(0x0208, &[&units(&[1, 0, 3, 0, 0, 0])[..], &[0x20, 0, 0, 0]].concat()),
        record(0x007d, &units(&[1, 1, 0, 0, 1, 0])),
        record(0x00fd, &[&units(&[0, 0, 0])[..], &0_u32.to_le_bytes()].concat()),
        record(0x0203, &[&units(&[0, 1, 1])[..], &44_931.5_f64.to_le_bytes()].concat()),
        formula(0, [0, 0, 0, 0, 0, 0, 0xff, 0xff]),
        record(0x0207, b"\x02\0\0ok"),
        record(
            0x00bd,
            &[
                &units(&[1, 0, 0])[..],
                &6_u32.to_le_bytes(),
                &units(&[1]),
                &((44_931_u32 << 2) | 2).to_le_bytes(),
                &units(&[1]),
            ]
            .concat(),
        ),
        formula(1, [2, 0, 0x2a, 0, 0, 0, 0xff, 0xff]),
        record(0x0809, &units(&[0x0600, 0x20, 0, 0])),
        record(0x0203, &[&units(&[9, 9, 0])[..], &1.0_f64.to_le_bytes()].concat()),
        record(0x000a, &[]),
        record(0x00e5, &units(&[1, 2, 3, 0, 1])),
    ];
    biff(0x0600, &globals, &records)
}

#[test]
fn xls_of_excel_97_is_read_with_everything_it_holds() {
    for bytes in [ole("Workbook", &biff8()), biff8()] {
        let book = workbook("so.xls", &bytes).unwrap();
        assert_eq!((book.format, book.notes.len()), (Format::Xls, 0));
        let sheet = &book.sheets[0];
        assert_eq!((sheet.name.as_str(), sheet.hidden, sheet.rows.len()), ("So", true, 2));
        let row =
            |index: usize| sheet.rows[index].cells.iter().map(|cell| cell.value.clone()).collect::<Vec<_>>();
        assert_eq!(row(0), [text("ồx"), day(2023, 1, 5), text("ok")]);
        assert_eq!(row(1), [Value::Number(1.0), day(2023, 1, 5), Value::Error("#N/A".to_owned())]);
        assert_eq!(sheet.merges[0].to_string(), "A3:B4");
        assert_eq!((sheet.hidden_rows.len(), sheet.hidden_columns.len()), (1, 1));
    }
}

#[test]
fn xls_of_excel_95_is_read_in_its_code_page() {
    let globals = [record(0x0042, &units(&[1258])), record(0x00e0, &units(&[0, 0]))];
    let label = record(0x0204, &[&units(&[0, 0, 0, 4])[..], b"\xd0\xea\xden"].concat());
    let sheet = only("so.xls", &ole("Book", &biff(0x0500, &globals, &[label])));
    assert_eq!(sheet.rows[0].cells[0].value, text("Đê\u{303}n"));
}

#[test]
fn xls_that_is_cut_or_contradicts_itself_is_refused() {
    let whole = biff8();
    for end in 4..whole.len() {
        assert!(workbook("so.xls", &whole[..end]).is_err(), "{end}");
    }
    let missing =
        biff(0x0600, &[], &[record(0x00fd, &[&units(&[0, 0, 0])[..], &7_u32.to_le_bytes()].concat())]);
    assert!(matches!(workbook("so.xls", &missing), Err(ReadFault::Unreliable { .. })));
}

#[test]
fn passwords_are_named_in_every_container() {
    let filepass = biff(0x0600, &[record(0x002f, &units(&[1, 1, 1]))], &[]);
    let manifest =
        r#"<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>"#;
    for bytes in [
        ole("Workbook", &filepass),
        ole("EncryptedPackage", b"x"),
        zipped(&[("content.xml", "x"), ("META-INF/manifest.xml", manifest)]),
    ] {
        assert_eq!(workbook("so.xlsx", &bytes).unwrap_err(), ReadFault::Encrypted);
    }
}

#[test]
fn an_ods_package_is_read() {
    let content = r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="Sổ"><table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    let bytes = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
        ("META-INF/manifest.xml", "<x/>"),
    ]);
    let book = workbook("so.ods", &bytes).unwrap();
    assert_eq!((book.format, book.sheets[0].name.as_str()), (Format::Ods, "Sổ"));
    assert_eq!(book.sheets[0].rows[0].cells[0].value, text("a"));
}

#[test]
fn text_and_pages_saved_as_xls_are_read_and_the_extension_is_told() {
    let wrong = ReadNote::WrongExtension { extension: "xls".to_owned() };
    for (bytes, format) in [
        ("<html><table><tr><td>a</td></tr></table></html>", Format::Html),
        ("<table><tr><td>a</td></tr></table>", Format::Html),
        ("a\tb\n1\t2\n", Format::Delimited),
        (
            r#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>a</Data></Cell></Row></Table></Worksheet></Workbook>"#,
            Format::Xml2003,
        ),
    ] {
        let book = workbook("Sổ.XLS", bytes.as_bytes()).unwrap();
        assert_eq!((book.format, &book.notes), (format, &vec![wrong.clone()]), "{bytes}");
        assert_eq!(book.sheets[0].rows[0].cells[0].value, text("a"));
    }
    assert!(workbook("a.csv", b"a,b\n").unwrap().notes.is_empty());
}

#[test]
fn a_page_in_a_legacy_encoding_is_read_as_it_declares() {
    let page = b"<html><head><meta http-equiv=Content-Type content=\"text/html; charset=windows-1258\"></head><table><tr><td>\xd0\xea\xden</table>";
    let book = workbook("a.html", page).unwrap();
    assert_eq!(book.sheets[0].rows[0].cells[0].value, text("Đê\u{303}n"));
    assert_eq!(book.notes, [ReadNote::LegacyEncoding { encoding: "windows-1258" }]);
}

#[test]
fn foreign_files_are_named() {
    let word =
        zipped(&[("[Content_Types].xml", "<x/>"), ("_rels/.rels", "<x/>"), ("word/document.xml", "<x/>")]);
    let odt = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<x/>"),
        ("META-INF/manifest.xml", "<x/>"),
    ]);
    for (bytes, name) in [
        (&b""[..], "an empty file"),
        (&[0; 4096], "zero bytes"),
        (b"%PDF-1.7 x", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "an image"),
        (b"Rar!\x1a\x07\0", "an archive"),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "an archive"),
        (&zipped(&[("a.txt", "x")]), "an archive"),
        (&word, "a Word"),
        (&odt, "an OpenDocument"),
        (&ole("WordDocument", b"x"), "a Word"),
        (&ole("Contents", b"x"), "an Office file"),
        (b"MZ\x90\0\x03\0\0\0", "a program"),
        (b"\x09\0\x04\0\x02\0\x10\0", "Excel 4"),
        (b"<html><body>404</body></html>", "a web page"),
        (b"<?xml version='1.0'?><a/>", "some other XML"),
        (b" \r\n", "without content"),
        (&[1, 2, 3, 4, 5, 6, 7, 14, 15, 16], "not recognised"),
    ] {
        match workbook("Báo cáo.xlsx", bytes) {
            Err(fault @ ReadFault::Foreign { .. }) => {
                assert!(fault.to_string().contains(name), "{fault}");
                assert!(
                    fault.message(Lang::Vi).starts_with("Tệp có đuôi .xlsx nhưng nội dung là "),
                    "{fault}"
                );
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn names_of_spreadsheets_are_known_in_any_case() {
    for name in ["a.xlsx", "Sổ.XLS", "x/y.z/b.Csv", "c.tsv", "d.ods", "e.htm", "f.xlsb", "g.xlsm"] {
        assert!(is_spreadsheet_name(name), "{name}");
    }
    for name in ["a.docx", "xlsx", "a.xlsx/b", "a.pdf", "", ".", "a.txt"] {
        assert!(!is_spreadsheet_name(name), "{name}");
    }
}

// --- anything at all ------------------------------------------------------------------------------------------------

/// The invariants that every reader of a [`Workbook`] relies on.
fn check(name: &str, bytes: &[u8]) {
    let Ok(book) = workbook(name, bytes) else { return };
    for sheet in &book.sheets {
        assert!(sheet.rows.windows(2).all(|pair| pair[0].number < pair[1].number));
        for row in &sheet.rows {
            assert!((1..=super::MAX_ROWS).contains(&row.number) && !row.cells.is_empty());
            assert!(row.cells.windows(2).all(|pair| pair[0].col < pair[1].col));
            for cell in &row.cells {
                assert!(cell.col <= Col::LAST);
                match &cell.value {
                    Value::Text(text) => assert!(!text.trim().is_empty()),
                    Value::Number(number) => assert!(number.is_finite()),
                    _ => {}
                }
            }
        }
    }
}

fn mutated(seed: &[u8], changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for (at, byte) in changes {
        let at = at % bytes.len();
        bytes[at] = *byte;
    }
    bytes.truncate(bytes.len() - cut % bytes.len());
    bytes
}

/// Changes inside the parts of a package, packed anew, so that checksums hold.
fn repacked(seed: &[u8], changes: &[(usize, u8)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(seed)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        for (at, byte) in changes {
            if at % archive_share(index) == 0 && !bytes.is_empty() {
                let at = at % bytes.len();
                bytes[at] = *byte;
            }
        }
        out.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn archive_share(index: usize) -> usize {
    2 + index % 5
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400), start in 0_usize..6) {
        let starts: [&[u8]; 6] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08\x10\0\0\x06\x05\0", b"<table", b"<?xml urn:schemas-microsoft-com:office:spreadsheet"];
        check("a.xlsx", &[starts[start], &bytes].concat());
    }

    #[test]
    fn a_damaged_package_gives_an_answer(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6), cut in 0_usize..3) {
        check("a.xlsx", &mutated(&register(), &changes, cut));
    }

    #[test]
    fn a_package_with_damaged_parts_gives_an_answer(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..12)) {
        check("a.xlsx", &repacked(&register(), &changes));
    }

    #[test]
    fn damaged_xls_gives_an_answer(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6), cut in 0_usize..3) {
        check("a.xls", &mutated(&biff8(), &changes, cut));
        check("a.xls", &mutated(&ole("Workbook", &biff8()), &changes, cut));
    }

    #[test]
    fn any_page_gives_an_answer(parts in prop::collection::vec(prop::sample::select(vec![
        "<table>", "</table>", "<tr>", "</tr>", "<td rowspan=3>", "<td colspan=4>", "<td>", "</td>", "<th rowspan=70000 colspan=900>", "a", " ", "<br>", "<p>",
        "&nbsp;", "<style>", "</style>", "<!-- <x:Name>b</x:Name> -->", "<script>", "&#0;", "<tr style=display:none>", "</body>", "<",
    ]), 0..40)) {
        check("a.xls", format!("<table>{}", parts.concat()).as_bytes());
    }

    #[test]
    fn any_text_gives_an_answer(text in "[a-c,;\t|\"\r\n ]{0,80}") {
        check("a.csv", text.as_bytes());
        check("a.csv", format!("sep=;\n{text}").as_bytes());
    }

    #[test]
    fn any_ods_gives_an_answer(parts in prop::collection::vec(prop::sample::select(vec![
        "<table:table table:name=\"T\">", "</table:table>", "<table:table-row>", "<table:table-row table:number-rows-repeated=\"1048575\">",
        "</table:table-row>", "<table:table-cell>", "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"9\" table:number-rows-spanned=\"4294967295\">",
        "</table:table-cell>", "<text:p>", "</text:p>", "a", "<text:s text:c=\"9\"/>",
    ]), 0..30)) {
        let xml = format!("<office:document xmlns:office=\"urn:oasis:names:tc:opendocument\" office:mimetype=\"opendocument.spreadsheet\"><office:spreadsheet>{}</office:spreadsheet></office:document>", parts.concat());
        check("a.fods", xml.as_bytes());
    }
}
