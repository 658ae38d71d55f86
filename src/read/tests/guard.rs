//! The guard of .xlsx: counts, right values, refusals.

use crate::model::place::CellAt;
use crate::model::sheet::Value;
use crate::read::fault::ReadFault;
use crate::read::guard::{SheetFacts, shared_strings, sheet};
use crate::read::notation::unescaped;
use crate::read::xml::XmlPart;

fn facts(rows: &str) -> Result<SheetFacts, ReadFault> {
    let xml = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    sheet(&mut XmlPart::new(xml.as_bytes(), "sheet"), 2, true, &[])
}

#[test]
fn cells_with_a_value_are_counted() {
    let found = facts(
        r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"/><c r="D1" t="str"><f>x</f><v></v></c></row>"#,
    );
    let found = found.unwrap();
    assert_eq!((found.valued, found.instead.len()), (3, 0));
}

#[test]
fn what_calamine_gets_wrong_is_given_instead() {
    let at = |text| CellAt::parse(text).unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    for (cell, value) in [
        (r#"<c r="A1"><f>1+1</f></c>"#, Value::NoResult),
        (r#"<c r="A1"><f>1+1</f><v/></c>"#, Value::NoResult),
        (r#"<c r="A1" t="e"><v>#SPILL!</v></c>"#, Value::Error("#SPILL!".to_owned())),
        (r#"<c r="A1" t="inlineStr"><f>x</f><v>rocks</v></c>"#, text("rocks")),
        (r#"<c r="A1" t="inlineStr"><is><t>a</t></is><f>x</f></c>"#, text("a")),
        (r#"<c r="A1" t="n"><v>abc</v></c>"#, text("abc")),
        (r#"<c r="A1"><v>1e999</v></c>"#, Value::Error("#NUM!".to_owned())),
        (r#"<c r="A1" t="odd"><v>5</v></c>"#, text("5")),
        (r#"<c r="A1" t="b"><v>maybe</v></c>"#, text("maybe")),
        (r#"<c r="A1" t="str"><v>a<![CDATA[b]]></v></c>"#, text("ab")),
    ] {
        let found = facts(&format!(r#"<row r="1">{cell}</row>"#)).unwrap();
        assert_eq!((found.valued, found.instead), (0, vec![(at("A1"), value)]), "{cell}");
    }
}

#[test]
fn cells_off_the_grid_and_strings_that_do_not_exist_are_refused() {
    for row in [
        r#"<row r="0"/>"#,
        r#"<row r="1048577"/>"#,
        r#"<row r="4294967297"/>"#,
        r#"<row r="1"><c r="XFE1"/></row>"#,
        r#"<row r="1"><c r="A4294967297"/></row>"#,
        r#"<row r="1"><c r="AAAAAAAAAAAA1"/></row>"#,
        r#"<row r="1"><c r="A0"/></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>2</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>-1</v></c></row>"#,
        r"</sheetData><sheetData>",
    ] {
        assert!(matches!(facts(row), Err(ReadFault::Unreliable { .. })), "{row}");
    }
}

#[test]
fn links_to_other_workbooks_are_counted_with_shared_formulas() {
    let found = facts(concat!(
        r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">[2]S!A1</f><v>1</v></c><c r="B1"><f>T[1]+1</f><v>1</v></c></row>"#,
        r#"<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c><c r="B2"><f>"[1]x!"</f><v>1</v></c></row>"#,
    ))
    .unwrap();
    assert_eq!((found.external, found.first_link), (2, Some(2)));
}

#[test]
fn a_count_of_strings_that_would_exhaust_memory_is_refused() {
    let count = |stated: u64| {
        let xml = format!(r#"<sst uniqueCount="{stated}"><si><t>a</t></si></sst>"#);
        shared_strings(&mut XmlPart::new(xml.as_bytes(), "sst"))
    };
    assert_eq!(count(7).unwrap(), 1);
    assert!(matches!(count(1_000_000_000), Err(ReadFault::TooBig { .. })));
}

#[test]
fn escapes_are_decoded_once() {
    for (stored, text) in [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x0041_", "_x0041_"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\u{fffd}"),
        ("_x00ZZ_ _x", "_x00ZZ_ _x"),
    ] {
        assert_eq!(unescaped(stored), text);
    }
}

#[test]
fn damaged_xml_is_named() {
    for xml in
        ["<worksheet><sheetData>", "<worksheet><sheetData></worksheet>", "", "<!DOCTYPE x><worksheet/>"]
    {
        let found = sheet(&mut XmlPart::new(xml.as_bytes(), "sheet"), 0, false, &[]);
        assert!(matches!(found, Err(ReadFault::Damaged { .. })), "{xml}");
    }
}
