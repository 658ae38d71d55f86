//! All other formats, passwords, and files that are no spreadsheets.

use std::io::{Cursor, Write};

use super::{day, only, text, zipped};
use crate::model::sheet::{Format, ReadNote, Value};
use crate::read::{ReadFault, is_spreadsheet_name, workbook};
use crate::text::Lang;

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

pub(super) fn ole(stream: &str, bytes: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(bytes).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

pub(super) fn biff8() -> Vec<u8> {
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
        (b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", "a shortcut"),
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
