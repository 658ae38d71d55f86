//! OpenDocument: values, repeats, merges, cuts.

use std::collections::BTreeSet;

use crate::model::place::CellAt;
use crate::model::place::{Area, Col};
use crate::model::sheet::{ReadNote, Sheet, Value, Workbook};
use crate::read::fault::ReadFault;
use crate::read::ods::read_flat;
use crate::read::serial;

fn flat(table: &str) -> Result<Workbook, ReadFault> {
    let xml = format!(
        r#"<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">
        <office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
        <office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document>"#
    );
    read_flat(&xml)
}

fn sheet(rows: &str) -> Result<Sheet, ReadFault> {
    flat(&format!(r#"<table:table table:name="T">{rows}</table:table>"#))
        .map(|mut book| book.sheets.remove(0))
}

fn only(cell: &str) -> Option<Value> {
    let sheet = sheet(&format!("<table:table-row>{cell}</table:table-row>")).unwrap();
    sheet.rows.first().map(|row| row.cells[0].value.clone())
}

#[test]
fn every_type_of_value_is_read() {
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    for (cell, value) in [
        (
            r#"<table:table-cell office:value-type="float" office:value="1.5"><text:p>1,5</text:p></table:table-cell>"#,
            Some(Value::Number(1.5)),
        ),
        (
            r#"<table:table-cell office:value-type="date" office:date-value="2023-01-05T08:00:00"/>"#,
            Some(Value::Date(serial::iso_date("2023-01-05").unwrap())),
        ),
        (
            r#"<table:table-cell office:value-type="time" office:time-value="PT12H00M00S"/>"#,
            Some(Value::Number(0.5)),
        ),
        (
            r#"<table:table-cell office:value-type="boolean" office:boolean-value="true"/>"#,
            Some(Value::Bool(true)),
        ),
        (
            r#"<table:table-cell office:value-type="string" calcext:value-type="error" office:string-value=""><text:p>#N/A</text:p></table:table-cell>"#,
            Some(Value::Error("#N/A".to_owned())),
        ),
        (r#"<table:table-cell table:formula="of:=1+1"/>"#, Some(Value::NoResult)),
        (r#"<table:table-cell table:formula="of:=T()" office:value-type="string"/>"#, None),
        (
            "<table:table-cell>\n  <text:p>Hồ <text:span>sơ</text:span><text:s text:c=\"2\"/>A</text:p>\n<text:p>B &amp; C</text:p></table:table-cell>",
            text("Hồ sơ  A\nB & C"),
        ),
        (
            r"<table:table-cell><office:annotation><text:p>note</text:p></office:annotation><text:p>x</text:p></table:table-cell>",
            text("x"),
        ),
        (r"<table:table-cell><draw:frame><text:p>shape</text:p></draw:frame></table:table-cell>", None),
        (r"<table:table-cell><text:p> </text:p></table:table-cell>", None),
    ] {
        assert_eq!(only(cell), value, "{cell}");
    }
}

#[test]
fn repeats_keep_positions_and_cost_nothing_when_empty() {
    let sheet = sheet(concat!(
        r#"<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/></table:table-row>"#,
        r#"<table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    ))
    .unwrap();
    let found: Vec<_> =
        sheet.rows.iter().map(|row| (row.number, row.cells.len(), row.cells[0].col)).collect();
    assert_eq!(found, [(4, 2, Col(1)), (5, 2, Col(1))]);
}

#[test]
fn repeats_that_mean_nothing_or_too_much_are_refused() {
    let cell = r#"<table:table-cell office:value-type="float" office:value="7"/>"#;
    for (rows, fault) in [
        (format!(r#"<table:table-row table:number-rows-repeated="0">{cell}</table:table-row>"#), "reliably"),
        (format!(r#"<table:table-row table:number-rows-repeated="2000000">{cell}</table:table-row>"#), "limit"),
        (format!(r#"<table:table-row table:number-rows-repeated="1048576"/><table:table-row>{cell}</table:table-row>"#), "limit"),
        (format!(r#"<table:table-row><table:table-cell table:number-columns-repeated="16384"/>{cell}</table:table-row>"#), "limit"),
        (r#"<table:table-row><table:table-cell><text:p><text:s text:c="999999999999"/></text:p></table:table-cell></table:table-row>"#.to_owned(), "limit"),
    ] {
        let found = sheet(&rows).unwrap_err().to_string();
        assert!(found.contains(fault), "{found}");
    }
}

#[test]
fn merges_hidden_rows_columns_and_sheets_are_told() {
    let book = flat(concat!(
        r#"<table:table table:name="A" table:style-name="h"><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>"#,
        r#"<table:table-row table:visibility="filter"><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2"><text:p>x</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"#,
        r#"<table:table-row-group table:display="false"><table:table-row><table:table-cell/><table:table-cell/><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table-row-group></table:table>"#,
    ))
    .unwrap();
    let sheet = &book.sheets[0];
    assert!(sheet.hidden);
    assert_eq!(sheet.hidden_rows, BTreeSet::from([1, 2]));
    assert_eq!(sheet.hidden_columns, BTreeSet::from([Col(0), Col(1)]));
    let at = |text| CellAt::parse(text).unwrap();
    assert_eq!(sheet.merges, [Area { first: at("A1"), last: at("B2") }]);
}

#[test]
fn a_document_that_was_cut_is_damaged() {
    let whole = r#"<office:document><office:body><office:spreadsheet><table:table table:name="T"><table:table-row/></table:table></office:spreadsheet></office:body></office:document>"#;
    assert!(read_flat(whole).is_ok());
    for end in 1..whole.len() {
        assert!(matches!(read_flat(&whole[..end]), Err(ReadFault::Damaged { .. })), "{}", &whole[..end]);
    }
}

#[test]
fn links_to_other_documents_are_counted() {
    let book = flat(r#"<table:table><table:table-row><table:table-cell table:formula="of:=['file:///a/b.ods'#$S.A1]" office:value-type="float" office:value="1"/></table:table-row></table:table>"#).unwrap();
    assert_eq!(book.notes, [ReadNote::ExternalLinks { cells: 1, target: "file:///a/b.ods".to_owned() }]);
}
