//! What is told of a wrong template is the fault itself, once, in the reader's language; names that depend on the cell.

use tthc::template::{Options, fill_with};

use super::*;

fn cells(faults: &[Fault]) -> Vec<&str> {
    faults.iter().map(|fault| fault.cell.as_str()).collect()
}

#[test]
fn a_wrong_block_is_told_of_once_and_not_by_its_loop_variables() {
    let data = json!({"ds": [{"ten": "a", "con": [1]}], "ky": {"quy": 1}});
    for (opening, beside) in [
        ("{% for x in ds", ""),
        ("{% for x in 1 + %}", ""),
        ("{% for x in dss %}", ""),
        ("{% for x in ds %}", "chữ"),
        ("{% fro x in ds %}", ""),
        ("{% for x ds %}", ""),
        ("{% for (x) of ds %}", ""),
    ] {
        let rows = [
            ("A1", opening),
            ("B1", beside),
            ("A2", "{{ x.ten }} {{ loop.index }}"),
            ("A3", "{% for y in x.con %}"),
            ("A4", "{{ y }}"),
            ("A5", "{% endfor %}"),
            ("A6", "{% endfor %}"),
        ];
        let rows: Vec<(&str, &str)> = rows.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        let found = faults(&template(&rows), &data);
        assert_eq!(cells(&found), ["A1"], "{opening}");
    }
}

#[test]
fn other_faults_of_the_same_sheet_are_still_told_of() {
    let data = json!({"ds": [{"ten": "a"}], "ky": {"quy": 1}});
    let rows = [
        ("A1", "{% endfor %}"),
        ("A2", "{% fro x in ds %}"),
        ("A3", "{{ x.ten }}"),
        ("A4", "{{ kyy.quy }}"),
        ("A5", "{% endfor %}"),
        ("A6", "{% endfor %}"),
    ];
    assert_eq!(cells(&faults(&template(&rows), &data)), ["A1", "A2", "A4", "A6"]);
    let found = faults(&template(&[("A1", "{% sheet x in dss named x %}"), ("A2", "{{ x }}")]), &data);
    assert_eq!(cells(&found), ["A1"]);
}

#[test]
fn what_the_expression_language_says_is_said_in_the_readers_language() {
    let found = faults(&template(&[("A1", "{{ 1 | khong_co }}")]), &json!({}));
    assert!(found[0].message(Lang::Vi).contains("không có bộ lọc “khong_co”"));
    assert!(found[0].message(Lang::En).contains("filter khong_co is unknown"));
    let found = faults(&template(&[("A1", "{{ 'a' - 1 }}")]), &json!({}));
    assert!(found[0].message(Lang::Vi).contains("không dùng được phép “-” giữa đoạn chữ và số"));
}

/// `trai` is the cell to the left of the one that uses it, `tren` the one above: as far as from A1 round the end of the sheet.
#[test]
fn a_name_that_is_relative_means_what_it_means_in_the_cell_that_uses_it() {
    let mut book = Workbook::new();
    book.define_name("trai", "='Biểu'!XFD1").unwrap();
    book.define_name("tren", "='Biểu'!A1048576").unwrap();
    book.define_name("cot_a", "='Biểu'!$A1").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Biểu").unwrap();
    sheet.write_number(1, 2, 100).unwrap();
    sheet.write_string(2, 0, "{% for x in ds %}").unwrap();
    sheet.write_string(3, 0, "{{ x }}").unwrap();
    sheet.write_formula(3, 1, "=trai*2").unwrap();
    sheet.write_formula(3, 2, "=tren+cot_a").unwrap();
    sheet.write_string(4, 0, "{% endfor %}").unwrap();
    sheet.write_formula(5, 0, "=SUM(C4)").unwrap();
    let template = book.save_to_buffer().unwrap();
    let data = json!({"ds": (1..=300).collect::<Vec<u32>>()});
    let kept = |most| {
        let options = Options { kept: Some(most), ..Options::default() };
        fill_with(&template, &data, options).unwrap()
    };
    let out = kept(usize::MAX);
    assert_eq!(out.bytes, kept(0).bytes);
    assert!(out.notes.is_empty());
    for (cell, expected) in [("B3", 2.0), ("B302", 600.0), ("C3", 101.0), ("C4", 103.0), ("C302", 45_250.0)] {
        assert_eq!(number(&out.bytes, "Biểu", cell), expected, "{cell}");
    }
    let total: u32 = (1..=300).map(|row| 100 + row * (row + 1) / 2).sum();
    assert_eq!(number(&out.bytes, "Biểu", "A303"), f64::from(total));
}
