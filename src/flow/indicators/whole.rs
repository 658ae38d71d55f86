//! Judges indicators against each other: a part that is more than its whole, a value that another unit's put aside.
//!
//! In: the indicators, their definitions, the counted figures. Out: findings.

use std::collections::BTreeMap;

use minijinja::{
    Environment,
    value::{Serde, Value as Jinja},
};
use serde_json::Value as Json;

use super::{
    Definition, Definitions, Given, Indicator, Sources,
    check::{Expression, evaluate},
    given_by_code, values,
};
use crate::{
    error::Error,
    model::{finding::Finding, sheet::number_text},
    rules,
};

fn finding(rule: &'static rules::Rule, indicator: &Indicator) -> Finding {
    let mut finding = Finding::new(rule, indicator.place.clone());
    finding.value = indicator.given.shown();
    finding.figures = vec![format!("chi_tieu.{}", indicator.code).into()];
    finding
}

fn name<'a>(definition: Option<&'a Definition>, indicator: &'a Indicator) -> &'a str {
    definition.map_or(indicator.content.as_str(), |definition| definition.content.as_str())
}

/// Of texts, days and shares the report has one value: says of every other one that it is left out, and for which.
pub(super) fn left_out(indicators: &[Indicator], definitions: &Definitions) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (code, given) in given_by_code(indicators) {
        let are_counts = given.iter().all(|indicator| matches!(indicator.given, Given::Number(_)));
        let Some((kept, others)) = given.split_first().filter(|_| !are_counts) else { continue };
        for other in others.iter().filter(|other| other.given != kept.given) {
            let at = kept.place.cell().map(|cell| cell.to_string()).unwrap_or_default();
            findings.push(
                finding(rules::CD020, other)
                    .with("name", name(definitions.get(code), other))
                    .with("v", other.given.shown())
                    .with("kept", kept.given.shown())
                    .with("cell", format!("{} {at}", kept.place.file)),
            );
        }
    }
    findings
}

/// What is more than its definition allows (`khong_qua`). Where the other side has no value, nothing is compared.
pub(super) fn exceeding(
    indicators: &[Indicator],
    definitions: &Definitions,
    environment: &Environment<'_>,
    figures: &Json,
    sources: Sources,
) -> Result<Vec<Finding>, Error> {
    let values = values(indicators);
    let given = given_by_code(indicators);
    let mut context = figures.clone();
    if let Json::Object(context) = &mut context {
        context.insert(
            "chi_tieu".to_owned(),
            values.iter().map(|(code, value)| (code.clone(), value.clone())).collect(),
        );
    }
    let context = Jinja::from(Serde(&context));
    let mut findings = Vec::new();
    for definition in &definitions.list {
        let Some(text) = definition.at_most.as_deref().filter(|text| sources.cover(text)) else { continue };
        let expression = Expression { key: "khong_qua", text };
        if lacks(environment, text, definitions, &values) {
            continue;
        }
        let most = evaluate(environment, expression, &context, &definition.code)?;
        let own = values.get(&definition.code).and_then(Json::as_f64);
        let first = given.get(definition.code.as_str()).and_then(|given| given.first());
        let (Some(most), Some(own), Some(first)) = (most, own, first) else { continue };
        if own > most + 1e-9 {
            let whole = text.trim().strip_prefix("chi_tieu.").and_then(|code| definitions.get(code));
            findings.push(
                finding(rules::CD021, first)
                    .with("name", definition.content.as_str())
                    .with("v", number_text(own))
                    .with("whole", whole.map_or(text, |whole| whole.content.as_str()))
                    .with("most", number_text(most)),
            );
        }
    }
    Ok(findings)
}

/// Whether an indicator that the expression names, known by its definition, has no value. A name that nobody knows is a
/// fault of the list, which evaluating tells.
fn lacks(
    environment: &Environment<'_>,
    text: &str,
    definitions: &Definitions,
    values: &BTreeMap<String, Json>,
) -> bool {
    let Ok(expression) = environment.compile_expression(text) else { return false };
    expression
        .undeclared_variables(true)
        .iter()
        .filter_map(|name| name.strip_prefix("chi_tieu."))
        .any(|code| !values.contains_key(code) && definitions.get(code).is_some())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use super::{
        super::{EMBEDDED, check::environment},
        *,
    };
    use crate::{
        model::{finding::Place, place::CellAt},
        text::Lang,
    };

    fn indicator(unit: &str, code: &str, given: Given) -> Indicator {
        let file: Arc<str> = format!("hop-thu/{unit}/ct.xlsx").into();
        Indicator {
            code: code.to_owned(),
            content: code.to_owned(),
            unit: unit.into(),
            place: Place::sheet(&file, &"Sheet1".into()).at_cell(CellAt::parse("D5").unwrap()),
            given,
        }
    }

    fn exceeding(list: &str, given: &[Indicator]) -> Result<Vec<String>, Error> {
        let definitions = Definitions::parse(list, "chi-tieu.toml").unwrap();
        let figures = crate::flow::context::nested(&crate::model::figure::Figures::default());
        let sources = Sources { catalogue: None, registers: false };
        let found = super::exceeding(given, &definitions, &environment(), &figures, sources)?;
        Ok(found.iter().map(|finding| finding.message(Lang::Vi)).collect())
    }

    #[test]
    fn a_part_is_at_most_its_whole() {
        let part = |number| indicator("a", "tthc_cong_khai", Given::Number(number));
        let whole = |number| indicator("b", "tthc_cong_bo", Given::Number(number));
        assert!(exceeding(EMBEDDED, &[part(3.0), whole(3.0)]).unwrap().is_empty());
        let found = exceeding(EMBEDDED, &[part(5.0), whole(3.0)]).unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("là 5") && found[0].contains("là 3"), "{}", found[0]);
        assert!(exceeding(EMBEDDED, &[part(5.0)]).unwrap().is_empty(), "the whole was not given");
        assert!(exceeding(EMBEDDED, &[whole(3.0)]).unwrap().is_empty());
    }

    #[test]
    fn the_whole_may_be_an_expression_and_a_wrong_one_is_told() {
        let list = |most: &str| {
            let other =
                "[[chi_tieu]]\nma = \"b\"\nnoi_dung = \"B\"\n[[chi_tieu]]\nma = \"c\"\nnoi_dung = \"C\"\n";
            format!("{other}[[chi_tieu]]\nma = \"a\"\nnoi_dung = \"A\"\nkhong_qua = \"{most}\"\n")
        };
        let given = |code, number| indicator("a", code, Given::Number(number));
        let all = [given("a", 5.0), given("b", 2.0), given("c", 2.0)];
        let sum = list("chi_tieu.b + chi_tieu.c");
        assert_eq!(exceeding(&sum, &all).unwrap().len(), 1);
        assert!(exceeding(&sum, &all[..2]).unwrap().is_empty(), "one of the parts has no value");
        let error = exceeding(&list("chi_tieu.d + 1"), &all).unwrap_err();
        assert!(error.message(Lang::Vi).contains("khong_qua"), "{}", error.message(Lang::Vi));
    }

    #[test]
    fn of_several_texts_the_others_are_told_and_numbers_are_not() {
        let definitions = Definitions::parse(EMBEDDED, "chi-tieu.toml").unwrap();
        let text = |unit, text: &str| indicator(unit, "cv_giao_so", Given::Words(text.to_owned()));
        let found =
            left_out(&[text("a", "12/UBND"), text("b", "15/UBND"), text("c", "12/UBND")], &definitions);
        assert_eq!(found.len(), 1);
        let message = found[0].message(Lang::Vi);
        assert!(message.contains("12/UBND") && message.contains("15/UBND"), "{message}");
        assert_eq!(found[0].place.file.as_ref(), "hop-thu/b/ct.xlsx");
        let number = |unit, number| indicator(unit, "qd_cong_bo", Given::Number(number));
        assert!(left_out(&[number("a", 1.0), number("b", 2.0)], &definitions).is_empty());
    }
}
