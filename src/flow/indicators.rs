//! The indicator sheet that people fill by hand (Mã chỉ tiêu | Nội dung | Đơn vị tính | Số liệu | Ghi chú): figures that
//! no register holds. Where the program can count the same thing, the two are compared, and the counted one is used.
//!
//! In: sheets with an indicator table, the definitions (`templates/chi-tieu.toml`), the counted figures. Out: values by
//! code and findings.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use minijinja::{
    Environment, UndefinedBehavior,
    value::{Serde, Value as Jinja},
};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{headings::TableKind, table::Found};
use crate::{
    cells::{
        date::{DayOrder, from_serial, read_text},
        text::{clean, key},
    },
    error::Error,
    model::{
        catalogue::Has,
        finding::{Finding, Place},
        period::Period,
        place::CellAt,
        sheet::{Row, Sheet, Value, number_text},
    },
    rules,
    text::Text,
};

/// The definitions that belong to the program.
pub const EMBEDDED: &str = include_str!("../../templates/chi-tieu.toml");

/// All definitions.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    /// In the order of the report.
    #[serde(rename = "chi_tieu", default)]
    pub list: Vec<Definition>,
}

/// One indicator that is known by name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Code, an identifier: `qd_cong_bo`.
    #[serde(rename = "ma")]
    pub code: String,
    /// What it says.
    #[serde(rename = "noi_dung")]
    pub content: String,
    /// What is counted.
    #[serde(rename = "don_vi_tinh", default)]
    pub measure: String,
    /// Section of the report.
    #[serde(rename = "muc", default)]
    pub section: String,
    /// Whether a row of it may not be left blank.
    #[serde(rename = "bat_buoc", default)]
    pub required: bool,
    /// What kind of value it is.
    #[serde(rename = "kieu", default)]
    pub kind: Kind,
    /// An expression over the counted figures that gives the same thing.
    #[serde(rename = "doi_chieu", default)]
    pub same_as: Option<String>,
}

/// What kind of value an indicator has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Kind {
    /// A count.
    #[default]
    #[serde(rename = "so")]
    Count,
    /// A day.
    #[serde(rename = "ngay")]
    Day,
    /// A percentage.
    #[serde(rename = "ty_le")]
    Share,
    /// Words.
    #[serde(rename = "chu")]
    Words,
}

impl Definitions {
    /// Reads a list; `place` names the file in messages.
    pub fn parse(text: &str, place: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| {
            Error::new(
                "vocabulary",
                place,
                Text {
                    vi: "Danh sách chỉ tiêu sai: {cause}.",
                    en: "The list of indicators is wrong: {cause}.",
                },
            )
            .with("cause", error.message().to_owned())
        })
    }

    fn get(&self, code: &str) -> Option<&Definition> {
        self.list.iter().find(|definition| definition.code == code)
    }
}

/// One row of an indicator sheet.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Code as written, cleaned.
    pub code: String,
    /// What it says.
    pub content: String,
    /// The unit that sent it.
    pub unit: Arc<str>,
    /// The cell of its value.
    pub place: Place,
    /// The value.
    pub given: Given,
}

/// What a value cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Nothing.
    Blank,
    /// A number.
    Number(f64),
    /// A percentage, as a share of 1.
    Share(f64),
    /// A day.
    Day(NaiveDate),
    /// Words.
    Words(String),
}

impl Given {
    fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Number(number) => number_text(*number).replace('.', ","),
            Self::Share(share) => format!("{} %", percent(*share)),
            Self::Day(day) => rules::shown(*day),
            Self::Words(text) => text.clone(),
        }
    }

    fn json(&self) -> Json {
        match self {
            Self::Blank => Json::Null,
            Self::Number(number) | Self::Share(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                json!(*number as i64)
            }
            Self::Number(number) | Self::Share(number) => json!(number),
            Self::Day(day) => json!(day.to_string()),
            Self::Words(text) => json!(text),
        }
    }
}

fn percent(share: f64) -> String {
    number_text((share * 1000.0).round() / 10.0).replace('.', ",")
}

/// Reads the indicator tables of one sheet.
pub fn read(
    file: &Arc<str>,
    unit: &Arc<str>,
    sheet: &Sheet,
    tables: &[Found],
    definitions: &Definitions,
) -> (Vec<Indicator>, Vec<Finding>) {
    let (mut indicators, mut findings) = (Vec::new(), Vec::new());
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    for table in tables.iter().filter(|table| table.kind == TableKind::Indicators) {
        let (Some(code), Some(value)) = (table.column("code"), table.column("value")) else { continue };
        for row in sheet.rows.iter().filter(|row| row.number > table.last_header()) {
            let Some(Value::Text(text)) = row.value(code.col) else { continue };
            let text = clean(text);
            let at = |col| Place::sheet(file, &name).at_cell(CellAt { row: row.number, col });
            let content = content(row, table);
            if !is_identifier(&text) {
                // A section heading stands alone in its row; a code that is none has a value or a content beside it.
                if row.value(value.col).is_some() {
                    let mut finding = Finding::new(rules::CD015, at(code.col))
                        .with("v", text.clone())
                        .with("problem", "không phải là mã hợp lệ / is no identifier");
                    finding.value = text;
                    findings.push(finding);
                }
                continue;
            }
            let kind = definitions.get(&text).map(|definition| definition.kind);
            let place = at(value.col);
            match row.value(value.col) {
                Some(Value::Error(error)) => {
                    findings.push(Finding::new(rules::CT013, place).with("err", error.as_str()));
                }
                Some(Value::NoResult) => findings.push(Finding::new(rules::CT012, place)),
                given => {
                    let given = given.map_or(Given::Blank, |given| understand(given, kind));
                    indicators.push(Indicator { code: text, content, unit: Arc::clone(unit), place, given });
                }
            }
        }
    }
    (indicators, findings)
}

fn content(row: &Row, table: &Found) -> String {
    table
        .column("content")
        .and_then(|column| row.value(column.col))
        .map(|value| clean(&value.shown()))
        .unwrap_or_default()
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|ch: char| ch.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn understand(value: &Value, kind: Option<Kind>) -> Given {
    match (value, kind) {
        (Value::Date(day), _) => Given::Day(*day),
        (Value::Number(number), Some(Kind::Share)) => {
            Given::Share(if *number > 1.0 { number / 100.0 } else { *number })
        }
        (Value::Number(number), Some(Kind::Day)) => {
            from_serial(*number, false).map_or(Given::Number(*number), Given::Day)
        }
        (Value::Number(number), _) => Given::Number(*number),
        (other, kind) => words(&clean(&other.shown()), kind),
    }
}

fn words(text: &str, kind: Option<Kind>) -> Given {
    if text.is_empty() || ["-", "–", "…", "..."].contains(&text) {
        return Given::Blank;
    }
    if kind == Some(Kind::Words) {
        return Given::Words(text.to_owned());
    }
    if kind == Some(Kind::Day)
        && let Some(day) = read_text(text).date(DayOrder::DayFirst)
    {
        return Given::Day(day);
    }
    // "không có", "không phát sinh": nothing is zero.
    if matches!(key(text).as_str(), "không" | "không có" | "không phát sinh") && kind == Some(Kind::Count)
    {
        return Given::Number(0.0);
    }
    let bare = text.trim_end_matches('%').trim();
    // "1.070" is a thousand and seventy, "98,5" ninety-eight and a half (Vietnamese separators).
    let plain = if bare.contains(',') || is_grouped(bare) {
        bare.replace('.', "").replace(',', ".")
    } else {
        bare.to_owned()
    };
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() && text.ends_with('%') => Given::Share(number / 100.0),
        Ok(number) if number.is_finite() && kind == Some(Kind::Share) => {
            Given::Share(if number > 1.0 { number / 100.0 } else { number })
        }
        Ok(number) if number.is_finite() => Given::Number(number),
        _ => Given::Words(text.to_owned()),
    }
}

fn is_grouped(text: &str) -> bool {
    let mut groups = text.split('.');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    (1..=3).contains(&first.len())
        && !rest.is_empty()
        && rest.iter().all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The values by code: counts of several units are added up, other kinds and repeats within a unit keep the first.
pub fn values(indicators: &[Indicator]) -> BTreeMap<String, Json> {
    let mut by_code: BTreeMap<&str, Vec<&Indicator>> = BTreeMap::new();
    for indicator in indicators.iter().filter(|indicator| indicator.given != Given::Blank) {
        let known = by_code.entry(&indicator.code).or_default();
        if !known.iter().any(|old| old.unit == indicator.unit) {
            known.push(indicator);
        }
    }
    by_code
        .into_iter()
        .map(|(code, given)| {
            let numbers: Option<Vec<f64>> = given
                .iter()
                .map(
                    |indicator| if let Given::Number(number) = indicator.given { Some(number) } else { None },
                )
                .collect();
            let value = match numbers {
                Some(numbers) => Given::Number(numbers.iter().sum()).json(),
                None => given[0].given.json(),
            };
            (code.to_owned(), value)
        })
        .collect()
}

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
    fn cover(self, expression: &str) -> bool {
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
            (Given::Blank, _) if definition.is_some_and(|definition| definition.required) => {
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
        let value = |expression: &str| evaluate(&environment, expression, &context, &indicator.code);
        let counted = value(expression)?;
        let parts = match shares(expression) {
            Some((part, whole)) => (value(part)?, value(whole)?),
            None => (None, None),
        };
        findings.extend(disagreement(indicator, definition, counted, parts, finding));
    }
    Ok(findings)
}

/// Where the expressions of the definitions are evaluated; `ty_le` is the templates' filter.
fn environment() -> Environment<'static> {
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

/// The value of a `doi_chieu` expression; `None` where it divides by zero.
fn evaluate(
    environment: &Environment<'_>,
    expression: &str,
    context: &Jinja,
    code: &str,
) -> Result<Option<f64>, Error> {
    let wrong = |error: &minijinja::Error| {
        Error::new(
            "vocabulary",
            format!("chi-tieu.toml, {code}"),
            Text {
                vi: "Biểu thức doi_chieu = \"{expression}\" sai: {cause}.",
                en: "The expression doi_chieu = \"{expression}\" is wrong: {cause}.",
            },
        )
        .with("expression", expression)
        .with("cause", error.to_string())
    };
    let compiled = environment.compile_expression(expression).map_err(|error| wrong(&error))?;
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
        (Kind::Share, Given::Share(share) | Given::Number(share)) if (share - counted).abs() >= 0.0005 => {
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
                .with("f1", "phiếu chỉ tiêu")
                .with("a", indicator.given.shown())
                .with("f2", "số liệu tính từ sổ và danh mục")
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

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
                evaluate(&environment, expression, &Jinja::from(Serde(&figures)), &definition.code).unwrap();
            }
        }
    }
}
