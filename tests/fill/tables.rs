//! Headings of tables that are filled, and what a filling that concerns one cell leaves as it was.

use rust_xlsxwriter::{Table, TableColumn};

use super::*;

fn table(headings: &[&str]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Bảng").unwrap();
    let columns: Vec<TableColumn> =
        headings.iter().map(|name| TableColumn::new().set_header(*name)).collect();
    sheet.add_table(1, 0, 2, 1, &Table::new().set_name("So_lieu").set_columns(&columns)).unwrap();
    sheet.write_string(2, 0, "a").unwrap();
    sheet.write_number(2, 1, 5).unwrap();
    let name = headings[1];
    sheet.write_formula(5, 0, format!("=SUM(So_lieu[{name}])").as_str()).unwrap();
    sheet.write_formula(5, 1, format!("=COUNTA(So_lieu[[#Headers],[{name}]])").as_str()).unwrap();
    book.define_name("Tong", format!("=SUM(So_lieu[{name}])").as_str()).unwrap();
    let other = book.add_worksheet();
    other.write_formula(0, 0, format!("=So_lieu[[#Totals],[Mã]]&SUM(So_lieu[{name}])").as_str()).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_filled_heading_renames_the_column_and_what_refers_to_it() {
    let out = filled(&table(&["Mã", "{{ thang }}"]), &json!({"thang": "Quý [1] & 'x'"})).bytes;
    assert!(part(&out, "xl/tables/table1.xml").contains("name=\"Quý [1] &amp; "));
    assert_eq!(text(&out, "Bảng", "B2"), "Quý [1] & 'x'");
    assert_eq!(formula(&out, "Bảng", "A6"), "SUM(So_lieu[Quý '[1'] & ''x''])");
    assert_eq!(formula(&out, "Bảng", "B6"), "COUNTA(So_lieu[[#Headers],[Quý '[1'] & ''x'']])");
    assert!(part(&out, "xl/workbook.xml").contains("SUM(So_lieu[Quý '[1'] &amp; "));
    let plain = filled(&table(&["Mã", "{{ thang }}"]), &json!({"thang": "Tháng 3"})).bytes;
    assert_eq!(formula(&plain, "Sheet2", "A1"), "So_lieu[[#Totals],[Mã]]&SUM(So_lieu[Tháng 3])");
    assert_eq!(number(&plain, "Bảng", "A6"), 5.0);
}

#[test]
fn a_heading_is_text_and_has_a_name_of_its_own() {
    let out = filled(&table(&["Mã", "{{ nam }}"]), &json!({"nam": 2026})).bytes;
    assert_eq!(text(&out, "Bảng", "B2"), "2026");
    assert!(part(&out, "xl/tables/table1.xml").contains("name=\"2026\""));
    assert_eq!(number(&out, "Bảng", "A6"), 5.0);
    for wrong in ["", "mã"] {
        let found = faults(&table(&["Mã", "{{ nam }}"]), &json!({"nam": wrong}));
        assert_eq!((found[0].sheet.as_str(), found[0].cell.as_str()), ("Bảng", "B2"));
        assert_eq!(found[0].kind, FaultKind::Heading(wrong.to_owned()));
    }
}

/// Formulas that cannot be computed keep their results where nothing that they read was filled.
#[test]
fn what_the_filling_does_not_concern_keeps_its_results() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "{{ ten }}").unwrap();
    sheet.write_number(1, 0, 7.5).unwrap();
    for (row, formula) in ["=YEARFRAC(A2,A2)", "=gia", "=A2+{1,2}", "=[1]Sheet1!A1"].into_iter().enumerate() {
        let formula = rust_xlsxwriter::Formula::new(formula).set_result("12");
        sheet.write_formula(row as u32, 1, formula).unwrap();
    }
    book.define_name("gia", "=YEARFRAC(Sheet2!A2,1)").unwrap();
    book.add_worksheet();
    let template = book.save_to_buffer().unwrap();
    let filled = filled(&template, &json!({"ten": 1}));
    assert!(filled.notes.is_empty(), "{:?}", filled.notes);
    let before = part(&template, "xl/worksheets/sheet1.xml");
    let after = part(&filled.bytes, "xl/worksheets/sheet1.xml");
    assert_eq!(after, before.replacen("<c r=\"A1\" t=\"s\"><v>0</v>", "<c r=\"A1\"><v>1</v>", 1));
    assert_eq!(part(&template, "xl/workbook.xml"), part(&filled.bytes, "xl/workbook.xml"));
}

#[test]
fn what_reads_a_filled_cell_loses_a_result_that_cannot_be_computed() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "{{ ten }}").unwrap();
    for (row, formula) in ["=YEARFRAC(A1,A1)", "=gia", "=B3+A1", "=OFFSET(A2,0,0)"].into_iter().enumerate() {
        let formula = rust_xlsxwriter::Formula::new(formula).set_result("12");
        sheet.write_formula(row as u32, 1, formula).unwrap();
    }
    book.define_name("gia", "=Sheet1!A1*2").unwrap();
    let filled = filled(&book.save_to_buffer().unwrap(), &json!({"ten": 1}));
    assert_eq!(filled.notes.len(), 4, "{:?}", filled.notes);
    assert!(!part(&filled.bytes, "xl/worksheets/sheet1.xml").contains("<v>12</v>"));
}
