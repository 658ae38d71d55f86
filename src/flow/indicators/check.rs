//! Judges the hand-filled indicators: blanks, kinds, cited days, and agreement with what can be counted.

use std::collections::BTreeMap;

use minijinja::{
    Environment, UndefinedBehavior,
    value::{Serde, Value as Jinja},
};
use serde_json::Value as Json;

use super::{Definition, Definitions, Given, Indicator, Kind, percent, whole};
use crate::{
    error::Error,
    model::{
        catalogue::Has,
        finding::{Finding, Place},
        period::Period,
        sheet::number_text,
    },
    rules,
    text::Text,
};

/// What can be counted: a figure that has no source is no figure to compare with.
#[derive(Clone, Copy, Debug)]
pub struct Sources {
    /// What the catalogue has; `None` without a catalogue.
    pub catalogue: Option<Has>,
    /// Whether a register was read.
    pub registers: bool,
}

impl Sources {
    /// Whether every figure of the expression has a source.
    pub(super) fn cover(self, expression: &str) -> bool {
        let names = |words: &[&str]| words.iter().any(|word| expression.contains(word));
        let cases = names(&["tiep_nhan.", "da_giai_quyet.", "dang_giai_quyet.", "co_phat_sinh"]);
        let catalogue = self.catalogue.unwrap_or_default();
        (self.registers || !cases)
            && (self.catalogue.is_some() || !names(&["danh_muc."]))
            && (catalogue.levels || !names(&["toan_trinh", "mot_phan", "cung_cap_thong_tin"]))
            && (catalogue.origins || !names(&["trung_uong", "dia_phuong"]))
            && (catalogue.inter_agency || !names(&["lien_thong"]))
    }
}

/// Judges the indicators: blanks, kinds, cited days, and agreement with the counted figures (`figures` is the context of
/// the templates).
pub fn check(
    indicators: &[Indicator],
    definitions: &Definitions,
    figures: &Json,
    sources: Sources,
    period: &Period,
) -> Result<Vec<Finding>, Error> {
    let environment = environment();
    let context = Jinja::from(Serde(figures));
    let mut findings = repeats(indicators);
    findings.extend(whole::left_out(indicators, definitions));
    findings.extend(whole::exceeding(indicators, definitions, &environment, figures, sources)?);
    let untouched = untouched(indicators);
    for (sheet, count) in &untouched {
        findings.push(Finding::new(rules::CD019, sheet.clone()).with("n", count.to_string()));
    }
    for indicator in indicators {
        let definition = definitions.get(&indicator.code);
        let finding = |rule| {
            let mut finding = Finding::new(rule, indicator.place.clone());
            finding.value = indicator.given.shown();
            finding.figures = vec![format!("chi_tieu.{}", indicator.code).into()];
            finding
        };
        let name = definition.map_or(indicator.content.as_str(), |definition| definition.content.as_str());
        match (&indicator.given, definition.map(|definition| definition.kind)) {
            (Given::Blank, _)
                if definition.is_some_and(|definition| definition.required)
                    && !untouched.contains_key(&sheet_of(indicator)) =>
            {
                findings.push(finding(rules::CD016).with("name", name));
            }
            (Given::Number(number), Some(Kind::Count)) if *number < 0.0 || number.fract() != 0.0 => {
                findings.push(
                    finding(rules::CD008).with("cell", cell(indicator)).with("v", indicator.given.shown()),
                );
            }
            (Given::Words(text), Some(Kind::Count | Kind::Share)) => {
                findings.push(finding(rules::CD008).with("cell", cell(indicator)).with("v", text.as_str()));
            }
            (Given::Words(text), Some(Kind::Day)) => {
                findings.push(finding(rules::DG026).with("v", text.as_str()));
            }
            (Given::Day(day), _) if *day > period.to => findings.push(
                finding(rules::CD014)
                    .with("text", name)
                    .with("date", rules::shown(*day))
                    .with("to", rules::shown(period.to)),
            ),
            _ => {}
        }
        let Some(definition) = definition else { continue };
        let Some(expression) = definition.same_as.as_ref().filter(|expression| sources.cover(expression))
        else {
            continue;
        };
        let value = |text: &str| {
            let expression = Expression { key: "doi_chieu", text };
            evaluate(&environment, expression, &context, &indicator.code)
        };
        let counted = value(expression)?;
        let parts = match shares(expression) {
            Some((part, whole)) => (value(part)?, value(whole)?),
            None => (None, None),
        };
        findings.extend(disagreement(indicator, definition, counted, parts, finding));
    }
    Ok(findings)
}

/// The sheets on which no indicator has a value, each with the number of its indicators: nobody has filled them in.
fn untouched(indicators: &[Indicator]) -> BTreeMap<Place, usize> {
    let mut sheets: BTreeMap<Place, (usize, bool)> = BTreeMap::new();
    for indicator in indicators {
        let (count, is_blank) = sheets.entry(sheet_of(indicator)).or_insert((0, true));
        *count += 1;
        *is_blank &= indicator.given == Given::Blank;
    }
    sheets
        .into_iter()
        .filter(|(_, (_, is_blank))| *is_blank)
        .map(|(sheet, (count, _))| (sheet, count))
        .collect()
}

fn sheet_of(indicator: &Indicator) -> Place {
    let name = indicator.place.sheet.clone().unwrap_or_default();
    Place::sheet(&indicator.place.file, &name)
}

/// Where the expressions of the definitions are evaluated; `ty_le` is the templates' filter.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter(
        "ty_le",
        |part: f64, whole: f64| if whole == 0.0 { Jinja::from(()) } else { Jinja::from(part / whole) },
    );
    environment
}

/// Numerator and denominator of `a | ty_le(b)`.
fn shares(expression: &str) -> Option<(&str, &str)> {
    let (part, rest) = expression.split_once("| ty_le(")?;
    Some((part.trim(), rest.trim().strip_suffix(')')?))
}

fn cell(indicator: &Indicator) -> String {
    indicator.place.cell().map(|cell| cell.to_string()).unwrap_or_default()
}

/// An expression of a definition and the key it stands under.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expression<'a> {
    pub(super) key: &'static str,
    pub(super) text: &'a str,
}

/// The value of an expression; `None` where it divides by zero.
pub(super) fn evaluate(
    environment: &Environment<'_>,
    expression: Expression<'_>,
    context: &Jinja,
    code: &str,
) -> Result<Option<f64>, Error> {
    let wrong = |error: &minijinja::Error| {
        Error::new(
            "vocabulary",
            format!("chi-tieu.toml, {code}"),
            Text {
                vi: "Biểu thức {key} = \"{expression}\" sai: {cause}.",
                en: "The expression {key} = \"{expression}\" is wrong: {cause}.",
            },
        )
        .with("key", expression.key)
        .with("expression", expression.text)
        .with("cause", error.to_string())
    };
    let compiled = environment.compile_expression(expression.text).map_err(|error| wrong(&error))?;
    match compiled.eval(context.clone()) {
        Ok(value) => Ok(f64::try_from(value).ok().filter(|number| number.is_finite())),
        Err(error) if error.to_string().contains("divide by") || error.to_string().contains("division") => {
            Ok(None)
        }
        Err(error) => Err(wrong(&error)),
    }
}

fn disagreement(
    indicator: &Indicator,
    definition: &Definition,
    counted: Option<f64>,
    parts: (Option<f64>, Option<f64>),
    finding: impl Fn(&'static rules::Rule) -> Finding,
) -> Option<Finding> {
    let counted = counted?;
    match (definition.kind, &indicator.given) {
        // Half of the last digit shown, and a little for the arithmetic: what is suggested must be taken.
        (Kind::Share, Given::Share(share) | Given::Number(share)) if (share - counted).abs() > 0.000_501 => {
            Some(
                finding(rules::CD009)
                    .with("a", percent(*share))
                    .with("b", percent(counted))
                    .with("x", parts.0.map(number_text).unwrap_or_default())
                    .with("y", parts.1.map(number_text).unwrap_or_default())
                    .suggest(Some(format!("{} %", percent(counted)))),
            )
        }
        (Kind::Count, Given::Number(number)) if (number - counted).abs() > 1e-9 => Some(
            finding(rules::CD010)
                .with("figure", definition.content.as_str())
                .with_words("f1", "phiếu chỉ tiêu", "the indicator sheet")
                .with("a", indicator.given.shown())
                .with_words("f2", "số liệu tính từ sổ và danh mục", "what registers and catalogue count to")
                .with("b", number_text(counted))
                .suggest(Some(number_text(counted))),
        ),
        _ => None,
    }
}

/// The same indicator twice from one unit with different values.
fn repeats(indicators: &[Indicator]) -> Vec<Finding> {
    let mut first: BTreeMap<(&str, &str), &Indicator> = BTreeMap::new();
    let mut findings = Vec::new();
    for indicator in indicators.iter().filter(|indicator| indicator.given != Given::Blank) {
        let Some(old) = first.get(&(&*indicator.unit, indicator.code.as_str())) else {
            first.insert((&indicator.unit, &indicator.code), indicator);
            continue;
        };
        if old.given != indicator.given {
            let mut finding = Finding::new(rules::CD010, indicator.place.clone())
                .with("figure", indicator.content.as_str())
                .with("f1", format!("{} {}", old.place.file, cell(old)))
                .with("a", old.given.shown())
                .with("f2", format!("{} {}", indicator.place.file, cell(indicator)))
                .with("b", indicator.given.shown());
            finding.value = indicator.given.shown();
            findings.push(finding);
        }
    }
    findings
}
