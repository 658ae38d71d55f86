//! Formulas over cells that are no more.

use super::*;

/// Everything in column C is no more.
fn without_c(text: &str) -> String {
    let formula = Formula::read(text);
    let mut gone = Vec::new();
    for (at, (token, _)) in formula.tokens.iter().enumerate() {
        if let Token::Ref(index) = token
            && formula.refs[*index].first.col == 3
        {
            gone.push(at);
        }
    }
    let mut edits = Edits::default();
    cut(text, &formula, &gone, &mut edits);
    edits.apply_all(text)
}

#[test]
fn an_argument_of_a_list_is_left_out_and_a_list_of_nothing_is_zero() {
    for (before, after) in [
        ("SUBTOTAL(9,C3:C3,A9:A9)", "SUBTOTAL(9,A9:A9)"),
        ("SUBTOTAL(9,A9:A9,C3:C3,C5)+1", "SUBTOTAL(9,A9:A9)+1"),
        ("SUBTOTAL(9,C3:C3)", "0"),
        ("AGGREGATE(9,6,C3:C3,A9)", "AGGREGATE(9,6,A9)"),
        ("AGGREGATE(14,6,C3:C3,1)", "0"),
        ("AVERAGE(C3:C3,A9:A9)", "AVERAGE(A9:A9)"),
        ("MIN(C3:C3, C9 ,A9:A9)", "MIN(A9:A9)"),
        ("PRODUCT(A9:A9,C3:C3)", "PRODUCT(A9:A9)"),
        ("AVERAGE(C3:C3,C9)", "AVERAGE(0)"),
        ("SUM(C3:C3)", "SUM(0)"),
        ("COUNT(C3:C3,C9:C9)", "0"),
        ("COUNTA(C3,1)", "COUNTA(1)"),
        ("TEXTJOIN(\",\",TRUE,C3:C3,A1)", "TEXTJOIN(\",\",TRUE,A1)"),
    ] {
        assert_eq!(without_c(before), after, "{before}");
    }
}

#[test]
fn no_number_stands_where_only_a_reference_may() {
    for (before, after) in [
        ("SUM(OFFSET(C3,0,0,1,1))", "SUM(0)"),
        ("ROW(C3)", "0"),
        ("CELL(\"row\",C3)&\"x\"", "0&\"x\""),
        ("AREAS((C3:C3,C5))", "0"),
        ("SUM(C3:C3 A3:D3)+5", "SUM(0)+5"),
        ("SUM(A3:D3 C3:C3)", "SUM(0)"),
        ("C3:INDEX(A:A,3)", "0"),
        ("SUM(INDEX(A:A,3):C3,7)", "SUM(7)"),
        ("SUM((C3:C3,A9:A9))", "SUM((A9:A9))"),
        ("LARGE((C3:C3,C9),1)", "LARGE(0,1)"),
        ("SUM((C3))", "SUM(0)"),
        ("C3:C3,A1:B2", "A1:B2"),
        ("C3,C4", "0"),
        ("COUNTIF(A1:A9,C3)", "COUNTIF(A1:A9,0)"),
        ("RANK(A1,C3:C3)", "0"),
        ("DSUM(C3:C4,1,A1:A2)", "0"),
    ] {
        assert_eq!(without_c(before), after, "{before}");
    }
}

#[test]
fn an_array_of_nothing_has_no_elements_to_count() {
    for (before, after) in [
        ("SUMPRODUCT((MOD(ROW(C3:C3),2)=0)*1)", "0"),
        ("SUMPRODUCT((C3:C3<>\"\")*1)+1", "0+1"),
        ("SUMPRODUCT(1/COUNTIF(C3:C3,C3:C3))", "0"),
        ("SUMPRODUCT(A1:A2*SUM(C3:C3))", "SUMPRODUCT(A1:A2*SUM(0))"),
        ("SUM(IF(C3:C3<>\"\",1,0),A1)", "SUM(A1)"),
        ("MAX(IF(A1>1,C3:C3))", "MAX(0)"),
        ("SUM(C3*2,A1)", "SUM(0*2,A1)"),
        ("SUM(A1,VLOOKUP(1,C3:D3,2,0))", "SUM(A1,VLOOKUP(1,0,2,0))"),
    ] {
        assert_eq!(without_c(before), after, "{before}");
    }
}
