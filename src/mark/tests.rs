//! Whole marked copies of small hand-made workbooks: what Excel never writes but others do, and what is refused.
#![allow(clippy::unwrap_used)]

use super::testing::{identity, line};
use super::*;
use crate::model::finding::Severity::{Error, Warning};

const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A package of these parts; the usual frame is added where it is not given.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write as _;
    let frame = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>".to_owned()),
        ("_rels/.rels", format!("<Relationships><Relationship Id=\"a\" Type=\"{RELS}/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships><Relationship Id=\"rId1\" Type=\"{RELS}/worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/></Relationships>")),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELS}\"><bookViews><workbookView activeTab=\"0\"/></bookViews><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")),
    ];
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let given = |name: &str| parts.iter().any(|(part, _)| *part == name);
    let all = frame.iter().map(|(name, text)| (*name, text.as_str())).filter(|(name, _)| !given(name));
    for (name, text) in all.chain(parts.iter().copied()) {
        out.start_file(name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn sheet_of(content: &str) -> Vec<u8> {
    package(&[("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns=\"{MAIN}\">{content}</worksheet>"))])
}

fn part(bytes: &[u8], name: &str) -> String {
    Package::open(bytes).unwrap().text(name).unwrap()
}

fn marked(bytes: &[u8], cells: &[(&str, crate::model::finding::Severity)]) -> Result<Vec<u8>, Refusal> {
    let lines: Vec<_> = cells.iter().map(|(cell, severity)| line("S", cell, *severity)).collect();
    workbook(bytes, &Task { lines: &lines, identity: &identity(), verdict: "Còn 1 lỗi.", lang: Lang::Vi })
}

/// The sheet after marking B2 (error), with the numbers of styles left out.
fn cells_after(content: &str) -> String {
    let out = marked(&sheet_of(content), &[("B2", Error)]).unwrap();
    let doc = part(&out, "xl/worksheets/sheet1.xml");
    let from = doc.find("sheetData").unwrap();
    let to = doc.find("<legacyDrawing").or(doc.find("<x:legacyDrawing")).unwrap();
    let numbers = ["s=\"", "s='"].iter().fold(doc[from - 1..to].to_owned(), |text, key| {
        let key = format!(" {key}");
        let mut parts = text.split(&key);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for rest in parts {
            out.push_str(" s");
            out.push_str(
                rest.trim_start_matches(|ch: char| ch.is_ascii_digit()).get(1..).unwrap_or_default(),
            );
        }
        out
    });
    numbers.trim_start_matches("x:").trim_start_matches('<').to_owned()
}

#[test]
fn cells_and_rows_that_are_not_written_are_created_in_their_place() {
    for (before, after) in [
        ("<sheetData/>", "sheetData><row r=\"2\"><c r=\"B2\" s/></row></sheetData>"),
        ("<sheetData></sheetData>", "sheetData><row r=\"2\"><c r=\"B2\" s/></row></sheetData>"),
        (
            "<sheetData><row r=\"1\"/><row r=\"3\"/></sheetData>",
            "sheetData><row r=\"1\"/><row r=\"2\"><c r=\"B2\" s/></row><row r=\"3\"/></sheetData>",
        ),
        (
            "<sheetData><row r=\"2\" /></sheetData>",
            "sheetData><row r=\"2\" ><c r=\"B2\" s/></row></sheetData>",
        ),
        (
            "<sheetData><row/><row><c><v>1</v></c><c r=\"C2\"><v>2</v></c></row></sheetData>",
            "sheetData><row/><row><c><v>1</v></c><c r=\"B2\" s/><c r=\"C2\"><v>2</v></c></row></sheetData>",
        ),
        (
            "<sheetData><row/><row><c/><c><v>2</v></c></row></sheetData>",
            "sheetData><row/><row><c/><c s><v>2</v></c></row></sheetData>",
        ),
        (
            "<sheetData><row r=\"2\"><c r=\"B2\" s='0' t=\"str\"><f t=\"shared\" si=\"0\" ref=\"B2:B3\">1</f><v>a</v></c></row></sheetData>",
            "sheetData><row r=\"2\"><c r=\"B2\" s t=\"str\"><f t=\"shared\" si=\"0\" ref=\"B2:B3\">1</f><v>a</v></c></row></sheetData>",
        ),
        (
            "<sheetData><row r=\"2\"><c r=\"B2\"/></row></sheetData>",
            "sheetData><row r=\"2\"><c r=\"B2\" s/></row></sheetData>",
        ),
    ] {
        assert_eq!(cells_after(before), after, "{before}");
    }
}

#[test]
fn the_legacy_drawing_stands_in_the_order_of_the_schema() {
    for (tail, after) in [
        ("<pageMargins/><drawing r:id=\"d\"/><tableParts/>", "<drawing r:id=\"d\"/><legacyDrawing"),
        ("<drawing/><legacyDrawingHF/>", "<drawing/><legacyDrawing"),
        (
            "<drawing/><mc:AlternateContent><mc:Choice><controls/></mc:Choice></mc:AlternateContent>",
            "<drawing/><legacyDrawing",
        ),
        ("<pageMargins/><extLst/>", "<pageMargins/><legacyDrawing"),
        ("", "</sheetData><legacyDrawing"),
    ] {
        let out = marked(&sheet_of(&format!("<sheetData/>{tail}")), &[("A1", Warning)]).unwrap();
        let doc = part(&out, "xl/worksheets/sheet1.xml");
        assert!(doc.contains(after), "{doc}");
    }
}

#[test]
fn prefixes_and_strict_names_are_those_of_the_workbook() {
    let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let main = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    let bytes = package(&[
        (
            "_rels/.rels",
            &format!(
                "<Relationships><Relationship Id=\"a\" Type=\"{strict}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships><Relationship Id=\"rId1\" Type=\"{strict}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{strict}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<x:workbook xmlns:x=\"{main}\"><x:sheets><x:sheet name=\"S\" sheetId=\"7\" q:id=\"rId1\" xmlns:q=\"{strict}\"/></x:sheets><x:calcPr/></x:workbook>"
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                "<x:styleSheet xmlns:x=\"{main}\"><x:fonts><x:font/></x:fonts><x:fills count=\"1\"><x:fill/></x:fills><x:borders><x:border/></x:borders><x:cellStyleXfs><x:xf/></x:cellStyleXfs><x:cellXfs count=\"1\"><x:xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\"/></x:cellXfs></x:styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                "<x:worksheet xmlns:x=\"{main}\"><x:sheetData><x:row r=\"2\"><x:c r=\"A2\"/></x:row></x:sheetData></x:worksheet>"
            ),
        ),
    ]);
    let out = marked(&bytes, &[("B2", Error), ("A4", Warning)]).unwrap();
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<x:c r=\"A2\"/><x:c r=\"B2\" s=\""), "{sheet}");
    assert!(sheet.contains("<x:row r=\"4\"><x:c r=\"A4\" s=\""), "{sheet}");
    assert!(
        sheet.contains(&format!("<x:legacyDrawing xmlns:r=\"{strict}\" r:id=\"rId2\"/></x:worksheet>")),
        "{sheet}"
    );
    let book = part(&out, "xl/workbook.xml");
    assert!(
        book.contains(&format!(
            "<x:sheet name=\"Cần sửa\" sheetId=\"8\" xmlns:q=\"{strict}\" q:id=\"rId3\"/><x:sheet name=\"S\""
        )),
        "{book}"
    );
    assert!(book.contains("</x:sheets><x:definedNames><x:definedName name="), "{book}");
    let styles = part(&out, "xl/styles.xml");
    assert!(styles.contains("<x:fgColor rgb=\"FFF8CBAE\"/>"), "{styles}");
    assert!(
        styles.contains("<x:xf numFmtId=\"14\" fontId=\"0\" fillId=\"5\" applyFill=\"1\"/>")
            || styles.contains("<x:xf numFmtId=\"14\" fontId=\"0\" fillId=\""),
        "{styles}"
    );
    assert!(part(&out, "xl/worksheets/sheet2.xml").contains(main));
    assert!(part(&out, "xl/comments1.xml").contains(main));
}

#[test]
fn a_workbook_without_styles_gets_them() {
    let out = marked(&sheet_of("<sheetData/>"), &[("A1", Error)]).unwrap();
    let styles = part(&out, "xl/styles.xml");
    let order: Vec<usize> = ["<fonts", "<fills", "<borders", "<cellStyleXfs", "<cellXfs"]
        .iter()
        .map(|name| styles.find(name).unwrap())
        .collect();
    assert!(order.is_sorted(), "{styles}");
    assert!(part(&out, "xl/_rels/workbook.xml.rels").contains("/styles\" Target=\"/xl/styles.xml\""));
}

#[test]
fn a_new_cell_looks_like_its_row_or_column() {
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"1\"/><xf numFmtId=\"2\"/></cellXfs></styleSheet>"
    );
    let rels = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{RELS}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\"><cols><col min=\"2\" max=\"3\" style=\"1\"/></cols><sheetData><row r=\"1\" s=\"2\" customFormat=\"1\"/></sheetData></worksheet>"
    );
    let bytes = package(&[
        ("xl/styles.xml", &styles),
        ("xl/_rels/workbook.xml.rels", &rels),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    let out = marked(&bytes, &[("B1", Error), ("B2", Error), ("A2", Error)]).unwrap();
    let (styles, sheet) = (part(&out, "xl/styles.xml"), part(&out, "xl/worksheets/sheet1.xml"));
    let xfs: Vec<&str> = styles.split_once("<cellXfs").unwrap().1.split("<xf ").skip(1).collect();
    for (cell, format) in [("B1", "numFmtId=\"2\""), ("B2", "numFmtId=\"1\""), ("A2", "numFmtId=\"0\"")] {
        let rest = sheet.split_once(&format!("r=\"{cell}\" s=\"")).unwrap().1;
        let style: usize = rest.split('"').next().unwrap().parse().unwrap();
        assert!(
            xfs[style].starts_with(format) && xfs[style].contains("applyFill=\"1\""),
            "{cell}: {}",
            xfs[style]
        );
    }
}

#[test]
fn a_hidden_cell_of_a_merge_is_shown_on_its_first() {
    let bytes = sheet_of("<sheetData/><mergeCells><mergeCell ref=\"A1:B3\"/></mergeCells>");
    let out = marked(&bytes, &[("A1", Warning), ("B2", Error)]).unwrap();
    let comments = part(&out, "xl/comments1.xml");
    assert_eq!(comments.matches("<comment ").count(), 1);
    assert!(comments.contains("ref=\"A1\"") && comments.matches("DM001").count() == 2, "{comments}");
}

#[test]
fn what_must_not_or_cannot_be_changed_is_refused() {
    let book = |content: &str| {
        package(&[
            (
                "xl/workbook.xml",
                &format!(
                    "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELS}\">{content}<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
                ),
            ),
            ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
        ])
    };
    let lines = [("A1", Error)];
    assert_eq!(
        marked(&book("<workbookProtection lockStructure=\"1\"/>"), &lines),
        Err(Refusal::StructureProtected)
    );
    assert!(marked(&book("<workbookProtection lockWindows=\"1\"/>"), &lines).is_ok());
    let signed = package(&[
        ("_xmlsignatures/origin.sigs", ""),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
    ]);
    assert_eq!(marked(&signed, &lines), Err(Refusal::Signed));
    for content in ["<sheetData><row r=\"2\"/><row r=\"1\"/></sheetData>", "<sheetData><row", ""] {
        assert!(
            matches!(marked(&sheet_of(content), &lines), Err(Refusal::NotUnderstood { .. })),
            "{content}"
        );
    }
    for bytes in [&b"hello"[..], b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0], b""] {
        assert!(matches!(marked(bytes, &lines), Err(Refusal::NotAWorkbook { .. })));
    }
    assert!(marked(&sheet_of("<sheetData/>"), &[("A1", Error)]).is_ok());
}

#[test]
fn local_names_and_the_active_tab_move_and_come_back() {
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELS}\"><bookViews><workbookView firstSheet=\"1\" activeTab=\"1\"/></bookViews><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"T\" sheetId=\"5\" r:id=\"rId2\"/><sheet name=\"dead\" sheetId=\"6\" state=\"veryHidden\" r:id=\"\"/></sheets><definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"1\">T!$A$1</definedName></definedNames></workbook>"
    );
    let rels = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>"
    );
    let selected =
        "<worksheet><sheetViews><sheetView tabSelected=\"1\"/></sheetViews><sheetData/></worksheet>";
    let bytes = package(&[
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &rels),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
        ("xl/worksheets/sheet2.xml", selected),
    ]);
    let out = marked(&bytes, &[("A1", Error)]).unwrap();
    let after = part(&out, "xl/workbook.xml");
    assert!(
        after.contains("firstSheet=\"0\" activeTab=\"0\"") && after.contains("localSheetId=\"2\">T!$A$1"),
        "{after}"
    );
    assert!(after.contains("r:id=\"\"/><sheet name=\"_tthc\" sheetId=\"8\" state=\"veryHidden\""), "{after}");
    assert!(part(&out, "xl/worksheets/sheet2.xml").contains("tabSelected=\"0\""));
    let cleaned = unmarked(&out).unwrap().unwrap();
    let again = part(&cleaned, "xl/workbook.xml");
    assert_eq!(again, book.replace("firstSheet=\"1\" activeTab=\"1\"", "firstSheet=\"0\" activeTab=\"0\""));
    assert!(unmarked(&bytes).unwrap().is_none());
}

/// A copy as another program saves it: authors forgotten, colours in small letters, our texts shared, parts renamed.
fn saved_by_others(copy: &[u8]) -> Vec<u8> {
    let mut package = Package::open(copy).unwrap();
    let mut change = |part: &str, change: &dyn Fn(String) -> String| {
        let text = package.text(part).unwrap();
        package.set(part, change(text).into_bytes());
    };
    change("xl/comments1.xml", &|text| text.replace("<author>tthc</author>", "<author> </author>"));
    change("xl/styles.xml", &|text| text.replace("FFF8CBAE", "fff8cbae"));
    change("xl/worksheets/sheet2.xml", &|text| {
        let head = text.find("<row ").unwrap();
        let end = text.find("</row>").unwrap();
        let mut row = text[head..end].to_owned();
        for at in 0..13 {
            let start = row.find("t=\"inlineStr\"><is>").unwrap();
            let stop = row.find("</is>").unwrap() + 5;
            row.replace_range(start..stop, &format!("t=\"s\"><v>{at}</v>"));
        }
        format!("{}{row}{}", &text[..head], &text[end..])
    });
    let columns = marks::columns().map(|column| column.heading().vi).collect::<Vec<_>>();
    let texts = format!("<si><t>{}</t></si>", columns.join("</t></si><si><t>"));
    change("xl/_rels/workbook.xml.rels", &|text| {
        let rel = format!(
            "<Relationship Id=\"rId99\" Type=\"{RELS}/sharedStrings\" Target=\"texts.xml\"/></Relationships>"
        );
        text.replace("</Relationships>", &rel)
    });
    change("xl/workbook.xml", &|text| text.replace("\"Cần sửa\"", "\"Đã đổi tên\""));
    package.set("xl/texts.xml", format!("<sst xmlns=\"{MAIN}\">{texts}</sst>").into_bytes());
    package.write().unwrap()
}

#[test]
fn a_copy_saved_by_another_program_is_known_by_its_content() {
    let bytes = sheet_of("<sheetData><row r=\"2\"><c r=\"B2\"><v>1</v></c></row></sheetData>");
    let copy = marked(&bytes, &[("B2", Error)]).unwrap();
    let cleaned = unmarked(&saved_by_others(&copy)).unwrap().unwrap();
    let before = part(&bytes, "xl/worksheets/sheet1.xml");
    assert_eq!(part(&cleaned, "xl/worksheets/sheet1.xml"), before);
    let mut package = Package::open(&cleaned).unwrap();
    let book = Book::read(&mut package).unwrap();
    assert_eq!(book.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["S"]);
    assert!(book.names.is_empty() && !package.all().iter().any(|name| name.contains("omments")));
}

#[test]
fn a_note_of_a_person_without_a_name_is_not_taken_for_ours() {
    let copy = marked(&sheet_of("<sheetData/>"), &[("B2", Error), ("C3", Warning)]).unwrap();
    let mut package = Package::open(&copy).unwrap();
    let text = package.text("xl/comments1.xml").unwrap();
    let text = text.replace("<author>tthc</author>", "<author/>").replacen("tthc:\n", "nhớ tthc:\n", 1);
    package.set("xl/comments1.xml", text.into_bytes());
    let cleaned = unmarked(&package.write().unwrap()).unwrap().unwrap();
    let kept = part(&cleaned, "xl/comments1.xml");
    assert!(kept.contains("ref=\"B2\"") && !kept.contains("ref=\"C3\""), "{kept}");
    assert_eq!(part(&cleaned, "xl/drawings/vmlDrawing1.vml").matches("<v:shape ").count(), 1);
}

#[test]
fn a_fill_on_record_is_put_back_and_only_a_fill() {
    let mut looks = Looks::new(format!("<styleSheet xmlns=\"{MAIN}\"></styleSheet>")).unwrap();
    let red = "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFF0000\"/></patternFill></fill>";
    let fill = looks.add(looks::List::Fills, red).unwrap();
    let own = format!("<xf numFmtId=\"9\" fontId=\"0\" fillId=\"{fill}\" borderId=\"0\"/>");
    let own = looks.add(looks::List::Xfs, &own).unwrap();
    assert_eq!(looks.fill_of(own).as_deref(), Some(red));
    let marked = looks.marked(own, Warning).unwrap();
    assert_eq!(looks.marked(own, Warning).unwrap(), marked, "nothing is added twice");
    assert_eq!(looks.restored(marked, Some(red)).unwrap(), own);
    let plain = looks.restored(marked, None).unwrap();
    assert_eq!(looks.fill_of(plain), None);
    for wrong in ["<fill/><x/>", "<fill><evil/></fill>", "<fill", "", "<fill><!-- --></fill>"] {
        assert_eq!(looks.restored(marked, Some(wrong)).unwrap(), plain, "{wrong}");
    }
    assert_eq!(looks.are_marked()[marked as usize..=marked as usize], [true]);
    assert!(!looks.are_marked()[own as usize]);
}
