//! Formulas over a small workbook, with the results Excel and LibreOffice give.

use super::lines::Lines;
use super::model::{Entry, FormulaCell, FormulaSource, Grid, Model};
use super::order::{Outcome, compute};
use super::value::{Code, Scalar};

/// Sheet `data`: A1:A4 = 1, 2, "x", empty; B1:B4 = 10, 20, 30, 40; C1 fresh 5; the formulas stand in column E from row 1 on.
fn outcomes(formulas: &[&str]) -> Vec<Outcome> {
    let number = |col, number| Entry { col, fresh: false, value: Scalar::Number(number) };
    let mut rows = vec![
        vec![number(1, 1.0), number(2, 10.0), Entry { col: 3, fresh: true, value: Scalar::Number(5.0) }],
        vec![number(1, 2.0), number(2, 20.0)],
        vec![Entry { col: 1, fresh: false, value: Scalar::Text("x".into()) }, number(2, 30.0)],
        vec![number(2, 40.0)],
    ];
    rows.resize_with(rows.len().max(formulas.len()), Vec::new);
    let mut model = Model::default();
    for (at, text) in formulas.iter().enumerate() {
        rows[at].push(Entry { col: 5, fresh: false, value: Scalar::Formula(at as u32) });
        model.sources.push(FormulaSource {
            text: (*text).into(),
            array: false,
            opaque: false,
            cached: Scalar::Number(-1.0),
        });
        model.formulas.push(FormulaCell {
            sheet: 0,
            row: at as u32 + 1,
            col: 5,
            source: at as u32,
            rewritten: false,
            changed: false,
            subtotal: text.contains("SUBTOTAL("),
        });
    }
    let mut grid = Grid::default();
    for (at, row) in rows.into_iter().enumerate() {
        grid.push(at as u32 + 1, &row, |_| true);
    }
    model.sheets.push(("data".to_owned(), grid));
    model.names.insert(("vung".to_owned(), None), "Data!$B$1:$B$4".to_owned());
    model.names.insert(("thue".to_owned(), None), "0.1".to_owned());
    compute(&model, &|_| None, &Lines::new(&|_, _, _| Scalar::Empty))
}

fn value(text: &str) -> Option<Scalar> {
    outcomes(&[text]).remove(0).value
}

#[test]
fn what_cannot_be_computed_but_reads_nothing_new_keeps_its_stored_result() {
    for formula in ["HELLO", "LET(_xlpm.x,A1,_xlpm.x+1)", "FLOOR(A1,2)", "Data!#REF!", "WORKDAY(A1,B2)"] {
        let outcome = outcomes(&[formula]).remove(0);
        assert!(!outcome.dirty, "{formula}");
        assert!(outcome.value.is_some(), "{formula}");
    }
    for formula in ["LET(_xlpm.x,C1,_xlpm.x+1)", "FLOOR(C1,2)", "SUM(Data:Data!C1)", "INDIRECT(HELLO)"] {
        assert!(outcomes(&[formula]).remove(0).dirty, "{formula}");
    }
}

#[test]
fn names_of_a_sheet_and_cells_through_sheets_are_read() {
    assert_eq!(value("SUM(Data!vung)"), Some(Scalar::Number(100.0)));
    assert_eq!(value("Data!thue*10"), Some(Scalar::Number(1.0)));
    assert_eq!(value("SUM(Data:Data!B1:B2,'data:data'!$B$3)"), Some(Scalar::Number(60.0)));
    assert_eq!(value("Data!#REF!+1"), Some(Scalar::Error(Code::Ref)));
}

#[test]
fn of_a_row_or_column_the_cell_beside_the_formula_counts() {
    // The formula stands in E1.
    assert_eq!(value("B1:B4*2"), Some(Scalar::Number(20.0)));
    assert_eq!(value("ABS(B:B)"), Some(Scalar::Number(10.0)));
    assert_eq!(value("LEN(B2:B4)"), Some(Scalar::Error(Code::Value)));
    assert_eq!(value("SUMPRODUCT(B1:B2*B1:B2)"), Some(Scalar::Number(500.0)));
    // As stored: it cannot be computed.
    assert_eq!(value("SUMPRODUCT(LEN(B1:B2))"), Some(Scalar::Number(-1.0)));
}

#[test]
fn what_depends_on_the_readers_locale_is_not_said() {
    for formula in ["\"1,5\"+1", "-\"12/3/2023\"", "ABS(\"48,34%\")", "AND(\"1\",1)"] {
        assert_eq!(outcomes(&[formula]).remove(0).value, Some(Scalar::Number(-1.0)), "{formula}: as stored");
    }
    assert_eq!(value("\"x1\"+1"), Some(Scalar::Error(Code::Value)));
    assert_eq!(value("POWER(0,0)"), Some(Scalar::Error(Code::Num)));
    assert_eq!(value("CONCATENATE(\"a\",,0)"), Some(Scalar::Text("a0".into())));
    assert_eq!(value("CONCATENATE(A1:A3,0)"), Some(Scalar::Text("10".into())));
    assert_eq!(value("CONCAT(A1:A3,0)"), Some(Scalar::Text("12x0".into())));
    assert_eq!(value("AND(\"x\",1)"), Some(Scalar::Error(Code::Value)));
}

#[test]
fn arithmetic_and_texts() {
    for (formula, result) in [
        ("1+2*3^2", 19.0),
        ("-2^2", 4.0),
        ("50%*4", 2.0),
        ("0.1+0.2-0.3", 0.0),
        ("A1+A4", 1.0),
        ("ROUND(2.675,2)", 2.68),
        ("ROUND(-2.5,0)", -3.0),
        ("ROUNDUP(1.001,1)", 1.1),
        ("ROUNDDOWN(1234,-2)", 1200.0),
        ("MOD(-3,2)", 1.0),
        ("INT(-1.5)", -2.0),
        ("LEN(\"Đất\")", 3.0),
    ] {
        assert_eq!(value(formula), Some(Scalar::Number(result)), "{formula}");
    }
    for (formula, result) in [
        ("\"a\"&1/4&TRUE", "a0.25TRUE"),
        ("TEXT(0.975,\"0.0%\")", "97.5%"),
        ("TRIM(\"  a  b \")&UPPER(\"đ\")", "a bĐ"),
        ("LEFT(\"abc\",2)&RIGHT(\"abc\")&MID(\"abcd\",2,2)", "abcbc"),
    ] {
        assert_eq!(value(formula), Some(Scalar::Text(result.into())), "{formula}");
    }
}

#[test]
fn ranges_names_and_conditions() {
    for (formula, result) in [
        ("SUM(A1:B4)", 103.0),
        ("SUM(A:A,10)", 13.0),
        ("SUM((A1,B1:B2))", 31.0),
        ("COUNT(A1:A4)", 2.0),
        ("COUNTA(A1:A4)", 3.0),
        ("COUNTBLANK(A1:A4)", 1.0),
        ("AVERAGE(B1:B4)", 25.0),
        ("MAX(B1:B4)-MIN(B1:B4)", 30.0),
        ("SUMIF(A1:A4,\">1\",B1:B4)", 20.0),
        ("SUMIF(A1:A4,\"x\",B1)", 30.0),
        ("SUMIFS(B1:B4,B1:B4,\">10\",B1:B4,\"<40\")", 50.0),
        ("COUNTIF(B:B,\">=20\")", 3.0),
        ("COUNTIFS(A1:A4,\"<>\",B1:B4,\">10\")", 2.0),
        ("SUMPRODUCT(B1:B4,B1:B4)", 3000.0),
        ("SUMPRODUCT((B1:B4>10)*(B1:B4<40)*B1:B4)", 50.0),
        ("SUM(Vung)*thue", 10.0),
        ("VLOOKUP(2,A1:B4,2,FALSE)", 20.0),
        ("INDEX(B1:B4,MATCH(\"x\",A1:A4,0))", 30.0),
        ("SUBTOTAL(9,B1:B4)+SUBTOTAL(103,A1:A4)", 103.0),
        ("DATE(2022,12,5)", 44_900.0),
        ("DATE(2022,14,0)", 44_957.0),
        ("YEAR(44900)*10000+MONTH(44900)*100+DAY(44900)", 20_221_205.0),
        ("IF(A1>5,1/0,7)", 7.0),
        ("IFERROR(A1/A4,-1)", -1.0),
    ] {
        assert_eq!(value(formula), Some(Scalar::Number(result)), "{formula}");
    }
}

#[test]
fn errors_are_results_and_unknown_functions_are_not() {
    assert_eq!(value("A1/A4"), Some(Scalar::Error(Code::Div0)));
    assert_eq!(value("A3+1"), Some(Scalar::Error(Code::Value)));
    assert_eq!(value("AVERAGE(D1:D4)"), Some(Scalar::Error(Code::Div0)));
    let unknown = outcomes(&["XIRR(C1,B1)", "YEARFRAC(A1,B1)", "C1#", "SUM("]);
    assert_eq!(unknown[0], Outcome { dirty: true, value: None });
    assert_eq!(unknown[1], Outcome { dirty: false, value: Some(Scalar::Number(-1.0)) });
    assert_eq!(unknown[2].value, None);
    assert_eq!(unknown[3].value, None);
}

#[test]
fn formulas_are_computed_after_what_they_read_and_cycles_are_not() {
    let found = outcomes(&["E2+1", "E3*2", "C1", "E5", "E4", "B1", "E4+1"]);
    assert_eq!(found[0], Outcome { dirty: true, value: Some(Scalar::Number(11.0)) });
    assert_eq!(found[5], Outcome { dirty: false, value: Some(Scalar::Number(10.0)) });
    for at in [3, 4, 6] {
        assert_eq!(found[at], Outcome { dirty: true, value: None }, "{at}");
    }
}

#[test]
fn a_long_chain_does_not_exhaust_the_stack() {
    let texts: Vec<String> = (0..50_000).map(|at| format!("E{}+1", at + 2)).chain(["1".to_owned()]).collect();
    let found = outcomes(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(found[0].value, Some(Scalar::Number(50_001.0)));
}
