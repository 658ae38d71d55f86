//! Tests of `indicators`.
#![allow(clippy::unwrap_used)]
use super::{
    check::{Expression, environment, evaluate},
    *,
};
use crate::model::catalogue::Has;
use minijinja::value::{Serde, Value as Jinja};

#[test]
fn numbers_are_read_with_vietnamese_separators() {
    for (text, number) in
        [("1.070", 1070.0), ("09", 9.0), ("98,5", 98.5), ("1.234.567", 1_234_567.0), ("1.07", 1.07)]
    {
        assert_eq!(words(text, None), Given::Number(number), "{text}");
    }
    assert_eq!(words("97,5 %", Some(Kind::Share)), Given::Share(0.975));
    assert_eq!(words("100", Some(Kind::Share)), Given::Share(1.0));
    assert_eq!(words("không có", Some(Kind::Count)), Given::Number(0.0));
    assert_eq!(words("09/09", None), Given::Words("09/09".to_owned()));
}

#[test]
fn what_has_no_source_is_not_compared() {
    let full = Has { limits: true, levels: true, fields: true, origins: true, inter_agency: true };
    let sources = |catalogue, registers| Sources { catalogue, registers };
    assert!(sources(Some(full), true).cover("danh_muc.trung_uong + tiep_nhan.tong"));
    assert!(!sources(None, true).cover("danh_muc.tong"));
    assert!(sources(None, true).cover("tiep_nhan.tong"));
    assert!(!sources(Some(full), false).cover("tiep_nhan.tong"));
    assert!(!sources(Some(Has::default()), true).cover("danh_muc.trung_uong"));
    assert!(sources(Some(Has::default()), true).cover("danh_muc.tong"));
}

#[test]
fn the_embedded_definitions_are_well_formed_and_their_expressions_evaluate() {
    let definitions = Definitions::parse(EMBEDDED, "chi-tieu.toml").unwrap();
    let figures = crate::flow::context::nested(&crate::model::figure::Figures::default());
    let environment = environment();
    for definition in &definitions.list {
        assert!(is_identifier(&definition.code), "{}", definition.code);
        if let Some(expression) = &definition.same_as {
            let expression = Expression { key: "doi_chieu", text: expression };
            evaluate(&environment, expression, &Jinja::from(Serde(&figures)), &definition.code).unwrap();
        }
    }
}

#[test]
fn what_an_embedded_indicator_can_t_exceed_is_another_one_of_the_list() {
    let definitions = Definitions::parse(EMBEDDED, "chi-tieu.toml").unwrap();
    let bounds: Vec<&str> =
        definitions.list.iter().filter_map(|definition| definition.at_most.as_deref()).collect();
    assert!(bounds.contains(&"chi_tieu.tthc_cong_bo"));
    for bound in bounds {
        let code = bound.strip_prefix("chi_tieu.").unwrap();
        assert!(definitions.get(code).is_some_and(|known| known.kind == Kind::Count), "{bound}");
    }
}
