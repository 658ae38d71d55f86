//! Rows whose copies do not touch: what a reference to them takes, in formulas, rules, charts and names.

use rust_xlsxwriter::{Chart, ChartType, Table};
use tthc::ooxml::refs::RefFault;

use super::*;

/// A field with its procedures: rows 1 `for`, 2 field, 3 `for`, 4 procedure, 5, 6 ends, 7 below.
fn groups(more: &[(&str, &str)]) -> Vec<u8> {
    let rows = [
        ("A1", "{% for g in l %}"),
        ("A2", "{{ g.ten }}"),
        ("B2", "=SUM(B4)"),
        ("A3", "{% for x in g.ds %}"),
        ("A4", "{{ x }}"),
        ("B4", "{{ x }}"),
        ("A5", "{% endfor %}"),
        ("A6", "{% endfor %}"),
    ];
    template(&[&rows[..], more].concat())
}

fn two_groups() -> Value {
    json!({"l": [{"ten": "G1", "ds": [1, 2]}, {"ten": "G2", "ds": [10, 20]}]})
}

#[test]
fn a_range_over_rows_that_do_not_touch_takes_them_alone() {
    let more = [
        ("C2", "=B2/SUM(B$2:B$2)"),
        ("D2", "=SUM(B$2:B2)"),
        ("C4", "=B4/SUM(B$4:B$4)"),
        ("B7", "=SUM(B4:B4)"),
        ("C7", "=SUM(B2:B2)"),
        ("D7", "=SUM(B3:B5)"),
        ("E7", "=SUM(B1:B6)"),
        ("F7", "=SUBTOTAL(4,B2:C2)"),
        ("G7", "=LARGE(B2:B2,1)"),
    ];
    let out = filled(&groups(&more), &two_groups());
    let sheet = &out.bytes;
    let shown = |at: &str| (formula(sheet, "Biểu", at), number(sheet, "Biểu", at));
    assert_eq!(shown("C4"), ("B4/SUM(B$1,B$4)".to_owned(), 30.0 / 33.0));
    assert_eq!(shown("D1"), ("SUM(B$1:B1)".to_owned(), 3.0));
    assert_eq!(shown("D4"), ("SUM(B$1,B$4)".to_owned(), 33.0));
    assert_eq!(shown("C3"), ("B3/SUM(B$2:B$3)".to_owned(), 2.0 / 3.0));
    assert_eq!(shown("B7"), ("SUM(B2:B3,B5:B6)".to_owned(), 33.0));
    assert_eq!(shown("C7"), ("SUM(B1,B4)".to_owned(), 33.0));
    assert_eq!(shown("D7"), ("SUM(B2:B3,B5:B6)".to_owned(), 33.0));
    assert_eq!(shown("E7"), ("SUM(B1:B6)".to_owned(), 66.0));
    assert_eq!(shown("F7"), ("SUBTOTAL(4,B1:C1,B4:C4)".to_owned(), 30.0));
    assert_eq!(formula(sheet, "Biểu", "G7"), "LARGE((B1,B4),1)");
}

#[test]
fn one_of_two_repeated_rows_is_taken_alone() {
    let cells = &[
        ("A1", "{% for x in ds %}"),
        ("A2", "{{ x }}"),
        ("B2", "=A2/SUM(A$2:A$2)"),
        ("A3", "=A2*100"),
        ("A4", "{% endfor %}"),
        ("A5", "=SUM(A2:A2)"),
        ("B5", "=SUM(A2:A3)"),
    ];
    let out = filled(&template(cells), &json!({"ds": [10, 20, 30]})).bytes;
    assert_eq!((formula(&out, "Biểu", "A7"), number(&out, "Biểu", "A7")), ("SUM(A1,A3,A5)".to_owned(), 60.0));
    assert_eq!(formula(&out, "Biểu", "B7"), "SUM(A1:A6)");
    assert_eq!(number(&out, "Biểu", "B3"), 20.0 / 60.0);
}

#[test]
fn a_function_that_needs_one_range_tells_what_it_takes_in() {
    let more = [
        ("B7", "=COUNTIF(B2:B2,\">0\")"),
        ("C7", "=SUMIF(A2:A2,\"G*\",B2:B2)"),
        ("D7", "=COUNTIF(B1:B6,\">0\")"),
        ("E7", "=VLOOKUP(\"G2\",A2:B2,2,FALSE)"),
    ];
    let out = filled(&groups(&more), &two_groups());
    let told: Vec<&str> = out.notes.iter().map(|note| note.cell.as_str()).collect();
    assert_eq!(told, ["B7", "E7"]);
    assert!(matches!(&out.notes[0].kind, NoteKind::TakesMore(text) if text == "COUNTIF(B2:B2,\">0\")"));
    assert!(out.notes[0].message(Lang::Vi).contains("các dòng xen giữa"));
    assert_eq!(formula(&out.bytes, "Biểu", "B7"), "COUNTIF(B1:B4,\">0\")");
    assert_eq!(number(&out.bytes, "Biểu", "C7"), 33.0);
}

#[test]
fn too_many_separate_rows_are_refused_with_advice_that_helps() {
    let data = json!({"l": (0..3000).map(|n| json!({"ten": "G", "ds": [n]})).collect::<Vec<_>>()});
    let found = faults(&groups(&[("B7", "=SUM(B2)"), ("C7", "=SUM(B2:B2)")]), &data);
    let places: Vec<&str> = found.iter().map(|fault| fault.cell.as_str()).collect();
    assert_eq!(places, ["B7", "C7"]);
    assert!(found[0].message(Lang::Vi).contains("SUMIF"), "{}", found[0].message(Lang::Vi));
    assert!(!found[0].message(Lang::Vi).contains("(ví dụ D8:D10) thay"));
}

#[test]
fn running_totals_end_with_their_own_row() {
    let cells = &[
        ("C1", "Số"),
        ("A2", "{% for x in ds %}"),
        ("C3", "{{ x }}"),
        ("D3", "=SUM(C$1:C3)"),
        ("E3", "=COUNTA(C$2:C3)"),
        ("F3", "=F2+C3"),
        ("G3", "=MAX(G$1:G2)+1"),
        ("H3", "=SUM(C3:C$4)"),
        ("I3", "=SUM(C1:C3)"),
        ("J3", "=SUM(C$1:C$5)"),
        ("A4", "{% endfor %}"),
    ];
    let out = filled(&template(cells), &json!({"ds": [10, 20, 30]})).bytes;
    let column = |col: &str| [2, 3, 4].map(|row| number(&out, "Biểu", &format!("{col}{row}")));
    assert_eq!(column("D"), [10.0, 30.0, 60.0]);
    assert_eq!(column("E"), [1.0, 2.0, 3.0]);
    assert_eq!(column("F"), [10.0, 30.0, 60.0]);
    assert_eq!(column("G"), [1.0, 2.0, 3.0]);
    assert_eq!(column("H"), [60.0, 50.0, 30.0]);
    assert_eq!(column("I"), [60.0, 60.0, 60.0]);
    assert_eq!(column("J"), [60.0, 60.0, 60.0]);
    assert_eq!(formula(&out, "Biểu", "F2"), "F1+C2");
    assert_eq!(formula(&out, "Biểu", "G4"), "MAX(G$1:G3)+1");
}

/// The block begins in the first row: above its first copy there is nothing.
#[test]
fn the_row_above_is_that_of_the_copy_above() {
    let out = filled(&groups(&[("D2", "=D1+1"), ("D4", "=D3+B4"), ("E2", "=SUM(E$1:E1)+1")]), &two_groups());
    let out = out.bytes;
    let column = |col: &str| [1, 2, 3, 4, 5, 6].map(|row| formula(&out, "Biểu", &format!("{col}{row}")));
    assert_eq!(column("D"), ["0+1", "D1+B2", "D2+B3", "D1+1", "D4+B5", "D5+B6"]);
    assert_eq!([column("E")[0].as_str(), column("E")[3].as_str()], ["SUM(0)+1", "SUM(E$1:E3)+1"]);
    assert_eq!(number(&out, "Biểu", "D4"), 2.0);
    assert_eq!(number(&out, "Biểu", "D6"), 32.0);
}

#[test]
fn names_and_parentheses_take_all_copies_in_aggregates() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in ["{% for x in ds %}", "{{ x }}", "{% endfor %}"].into_iter().enumerate() {
        sheet.write_string(row as u32, 0, text).unwrap();
    }
    for (row, formula) in
        ["=SUM(So)", "=So", "=SUM((A2))", "=SUM(Sheet1!A2:Sheet1!A2)", "=SUM( A2 : A2 )+COUNT((A2),1)"]
            .into_iter()
            .enumerate()
    {
        sheet.write_formula(row as u32 + 3, 0, formula).unwrap();
    }
    book.define_name("So", "=Sheet1!$A$2").unwrap();
    let template = book.save_to_buffer().unwrap();
    let out = filled(&template, &json!({"ds": [10, 20, 30]})).bytes;
    let column = [4, 5, 6, 7, 8].map(|row| number(&out, "Sheet1", &format!("A{row}")));
    assert_eq!(column, [60.0, 10.0, 60.0, 60.0, 64.0]);
    assert_eq!(formula(&out, "Sheet1", "A4"), "SUM(Sheet1!$A$1:$A$3)");
    assert_eq!(formula(&out, "Sheet1", "A7"), "SUM(Sheet1!A1:A3)");
    let none = filled(&template, &json!({"ds": []})).bytes;
    assert_eq!(formula(&none, "Sheet1", "A2"), "SUM(So)");
}

fn sheets(formulas: &[&str]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("M").unwrap();
    sheet.write_string(0, 0, "{% sheet g in l named g.ten %}").unwrap();
    sheet.write_string(1, 0, "{{ g.ten }}").unwrap();
    sheet.write_string(1, 1, "{{ g.so }}").unwrap();
    sheet.write_string(5, 4, "{{ g.so }}").unwrap();
    sheet.add_table(4, 4, 5, 4, &Table::new().set_name("Bang")).unwrap();
    sheet.write_formula(9, 0, "=SUM(Bang[Column1])+SUMIF(B2:B2,\">0\")").unwrap();
    let total = book.add_worksheet().set_name("T").unwrap();
    for (row, formula) in formulas.iter().enumerate() {
        total.write_formula(row as u32, 0, *formula).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn counts_over_a_repeated_sheet_are_added_up() {
    let formulas = [
        "=COUNTIF(M!B2:B2,\">0\")*2",
        "=SUMIF(M!A2:A2,\"N*\",M!B2:B2)",
        "=SUMPRODUCT(M!B2:B2,M!B2:B2)",
        "=SUMIFS(M!B2:B2,M!A2:A2,\"N2\")",
        "=SUMPRODUCT((M!B2:B2>10)*1)",
        "=SUM(Bang[Column1])",
        "=SUMIF(Bang[Column1],\">10\")",
        "=M!B2",
    ];
    let data = json!({"l": [{"ten": "N1", "so": 10}, {"ten": "N2", "so": 20}, {"ten": "N3", "so": 30}]});
    let out = filled(&sheets(&formulas), &data).bytes;
    let column: Vec<f64> = (1..=8).map(|row| number(&out, "T", &format!("A{row}"))).collect();
    assert_eq!(column, [6.0, 60.0, 1400.0, 20.0, 2.0, 60.0, 50.0, 10.0]);
    assert_eq!(
        formula(&out, "T", "A1"),
        r#"(COUNTIF('N1'!B1:B1,">0")+COUNTIF('N2'!B1:B1,">0")+COUNTIF('N3'!B1:B1,">0"))*2"#
    );
    assert_eq!(formula(&out, "T", "A6"), "SUM(Bang[Column1],Bang_2[Column1],Bang_3[Column1])");
    assert_eq!(number(&out, "N3", "A9"), 60.0);
    let one = filled(&sheets(&formulas), &json!({"l": [{"ten": "N1", "so": 10}]})).bytes;
    assert_eq!(formula(&one, "T", "A6"), "SUM(Bang[Column1])");
}

#[test]
fn what_cannot_take_several_sheets_is_refused() {
    let data = json!({"l": [{"ten": "N1", "so": 10}, {"ten": "N2", "so": 20}]});
    for wrong in [
        "=VLOOKUP(1,M!A1:B9,2)",
        "=AVERAGEIF(M!B2:B2,\">0\")",
        "=SUMPRODUCT(1/COUNTIF(M!B2:B9,M!B2:B9))",
        "=ROWS(Bang[Column1])",
    ] {
        let found = faults(&sheets(&[wrong]), &data);
        assert_eq!((found[0].sheet.as_str(), found[0].cell.as_str()), ("T", "A1"), "{wrong}");
        assert_eq!(found[0].kind, FaultKind::Formula(RefFault::Several), "{wrong}");
        assert!(fill(&sheets(&[wrong]), &json!({"l": [{"ten": "N1", "so": 10}]})).is_ok());
    }
}

#[test]
fn rules_follow_the_row_of_their_own_group() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows =
        ["{% for g in l %}", "{{ g.ten }}", "{% for x in g.ds %}", "{{ x }}", "{% endfor %}", "{% endfor %}"];
    for (row, text) in rows.into_iter().enumerate() {
        sheet.write_string(row as u32, 0, text).unwrap();
    }
    for rule in ["=A4>A$2/2", "=$A$4>A$9", "=A4>A3"] {
        let format = rust_xlsxwriter::ConditionalFormatFormula::new().set_rule(rule);
        sheet.add_conditional_format(3, 0, 3, u16::from(rule.contains("A3")), &format).unwrap();
    }
    let valid = rust_xlsxwriter::DataValidation::new().allow_custom("=A4<=A$2".into());
    sheet.add_data_validation(3, 0, 3, 0, &valid).unwrap();
    let out = filled(&book.save_to_buffer().unwrap(), &two_groups()).bytes;
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    for expected in [
        r#"<conditionalFormatting sqref="A2:A3"><cfRule"#,
        r#"<conditionalFormatting sqref="A5:A6"><cfRule"#,
        "<formula>A2&gt;A$1/2</formula>",
        "<formula>A5&gt;A$4/2</formula>",
        "<formula>$A2&gt;A$9</formula>",
        r#"<dataValidations count="2">"#,
        "<formula1>A2&lt;=A$1</formula1>",
        "<formula1>A5&lt;=A$4</formula1>",
    ] {
        assert!(sheet.contains(expected), "{expected}\n{sheet}");
    }
}

#[test]
fn a_rule_on_one_repeated_row_means_that_row_with_dollars_too() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in ["{% for x in ds %}", "{{ x }}", "{% endfor %}"].into_iter().enumerate() {
        sheet.write_string(row as u32, 0, text).unwrap();
    }
    let format = rust_xlsxwriter::ConditionalFormatFormula::new().set_rule("=$A$2>MAX($A$2:$A$2)/2+A9");
    sheet.add_conditional_format(1, 0, 1, 2, &format).unwrap();
    let out = filled(&book.save_to_buffer().unwrap(), &json!({"ds": [1, 2, 3]})).bytes;
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    let expected = r#"<conditionalFormatting sqref="A1:C3"><cfRule type="expression" priority="1"><formula>$A1&gt;MAX($A$1:$A$3)/2+A$9</formula>"#;
    assert!(sheet.contains(expected), "{sheet}");
}

#[test]
fn charts_show_the_rows_they_name_and_no_others() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows =
        ["{% for g in l %}", "{{ g.ten }}", "{% for x in g.ds %}", "{{ x }}", "{% endfor %}", "{% endfor %}"];
    for (row, text) in rows.into_iter().enumerate() {
        sheet.write_string(row as u32, 0, text).unwrap();
    }
    sheet.write_string(1, 1, "{{ g.ds[0] }}").unwrap();
    sheet.write_string(1, 2, "{{ g.ds[1] }}").unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_categories("=Sheet1!$A$2:$A$2").set_values("=Sheet1!$B$2:$B$2");
    sheet.insert_chart(9, 0, &chart).unwrap();
    let mut chart = Chart::new(ChartType::Line);
    chart
        .add_series()
        .set_name("=Sheet1!$A$2")
        .set_categories("=Sheet1!$H$9:$I$9")
        .set_values("=Sheet1!$B$2:$C$2");
    sheet.insert_chart(29, 0, &chart).unwrap();
    let out = filled(&book.save_to_buffer().unwrap(), &two_groups()).bytes;
    let column = part(&out, "xl/charts/chart1.xml");
    for expected in [
        "<c:f>(Sheet1!$A$1,Sheet1!$A$4)</c:f>",
        "<c:f>(Sheet1!$B$1,Sheet1!$B$4)</c:f>",
        r#"<c:ptCount val="2"/><c:pt idx="0"><c:v>1</c:v></c:pt><c:pt idx="1"><c:v>10</c:v></c:pt>"#,
    ] {
        assert!(column.contains(expected), "{expected}\n{column}");
    }
    let lines = part(&out, "xl/charts/chart2.xml");
    assert_eq!(lines.matches("<c:ser>").count(), 2);
    for expected in [
        r#"<c:ser><c:idx val="1"/><c:order val="1"/><c:tx><c:strRef><c:f>Sheet1!$A$4</c:f>"#,
        "<c:v>G2</c:v>",
        "<c:f>Sheet1!$B$1:$C$1</c:f>",
        "<c:f>Sheet1!$B$4:$C$4</c:f>",
        r#"<c:pt idx="0"><c:v>10</c:v></c:pt><c:pt idx="1"><c:v>20</c:v></c:pt>"#,
    ] {
        assert!(lines.contains(expected), "{expected}\n{lines}");
    }
}

#[test]
fn a_table_in_a_repeated_group_is_copied_with_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let cells = [
        (0, 0, "{% for g in l %}"),
        (1, 0, "{{ g.ten }}"),
        (2, 0, "Tên"),
        (2, 1, "Số"),
        (3, 0, "{% for x in g.ds %}"),
        (4, 0, "{{ x }}"),
        (4, 1, "{{ x }}"),
        (5, 0, "{% endfor %}"),
        (7, 0, "{% endfor %}"),
    ];
    let columns = ["Tên", "Số"].map(|name| rust_xlsxwriter::TableColumn::new().set_header(name));
    sheet.add_table(2, 0, 5, 1, &Table::new().set_name("Bn").set_columns(&columns)).unwrap();
    for (row, col, text) in cells {
        sheet.write_string(row, col, text).unwrap();
    }
    sheet.write_formula(6, 1, "=SUM(Bn[Số])").unwrap();
    sheet.write_formula(8, 1, "=SUM(Bn[Số])").unwrap();
    let template = book.save_to_buffer().unwrap();
    let data = json!({"l": [{"ten": "G1", "ds": [1, 2]}, {"ten": "G2", "ds": []}, {"ten": "G3", "ds": [7]}]});
    let out = filled(&template, &data).bytes;
    // G1 at 1 with two rows, G2 at 6 with an empty one, G3 at 10, the total at 14.
    for (name, expected) in [
        ("xl/tables/table1.xml", [r#"displayName="Bn""#, r#"ref="A2:B4""#, r#"id="1""#]),
        ("xl/tables/table2.xml", [r#"displayName="Bn_2""#, r#"ref="A7:B8""#, r#"id="2""#]),
        ("xl/tables/table3.xml", [r#"displayName="Bn_3""#, r#"ref="A11:B12""#, r#"id="3""#]),
    ] {
        let table = part(&out, name);
        assert!(expected.iter().all(|expected| table.contains(expected)), "{name}: {table}");
    }
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    let listed = r#"<tableParts count="3"><tablePart r:id="rId1"/><tablePart r:id="rIdT1"/><tablePart r:id="rIdT2"/></tableParts>"#;
    assert!(sheet.contains(listed), "{sheet}");
    assert!(part(&out, "xl/worksheets/_rels/sheet1.xml.rels").contains("Target=\"/xl/tables/table3.xml\""));
    assert!(part(&out, "[Content_Types].xml").contains("/xl/tables/table3.xml"));
    for (at, text, value) in [
        ("B5", "SUM(Bn[Số])", 3.0),
        ("B9", "SUM(Bn_2[Số])", 0.0),
        ("B13", "SUM(Bn_3[Số])", 7.0),
        ("B14", "SUM(Bn[Số],Bn_2[Số],Bn_3[Số])", 10.0),
    ] {
        assert_eq!(
            (formula(&out, "Sheet1", at), number(&out, "Sheet1", at)),
            (text.to_owned(), value),
            "{at}"
        );
    }
}
