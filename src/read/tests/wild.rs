//! Anything at all gives an answer, and what is read keeps the promises of the model.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::others::{biff8, ole};
use super::register;
use crate::model::place::Col;
use crate::model::sheet::Value;
use crate::read::workbook;

/// The invariants that every reader of a [`Workbook`] relies on.
fn check(name: &str, bytes: &[u8]) {
    let Ok(book) = workbook(name, bytes) else { return };
    for sheet in &book.sheets {
        assert!(sheet.rows.windows(2).all(|pair| pair[0].number < pair[1].number));
        for row in &sheet.rows {
            assert!((1..=crate::read::MAX_ROWS).contains(&row.number) && !row.cells.is_empty());
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
