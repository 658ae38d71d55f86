//! The indicator sheet that people fill by hand (Mã chỉ tiêu | Nội dung | Đơn vị tính | Số liệu | Ghi chú): figures that
//! no register holds. Where the program can count the same thing, the two are compared, and the counted one is used.
//!
//! In: sheets with an indicator table, the definitions (`templates/chi-tieu.toml`), the counted figures. Out: values by
//! code and findings.

mod check;
mod whole;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
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
        finding::{Finding, Place},
        place::CellAt,
        sheet::{Row, Sheet, Value, number_text},
    },
    rules,
    text::Text,
};

pub use check::{Sources, check};

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
    /// An expression over the indicators (`chi_tieu.…`) and the counted figures that it can't exceed.
    #[serde(rename = "khong_qua", default)]
    pub at_most: Option<String>,
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
                        .with_words("problem", "không phải là mã hợp lệ", "is no identifier");
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
    given_by_code(indicators)
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

/// The values that count for each code: of each unit its first.
fn given_by_code(indicators: &[Indicator]) -> BTreeMap<&str, Vec<&Indicator>> {
    let mut by_code: BTreeMap<&str, Vec<&Indicator>> = BTreeMap::new();
    for indicator in indicators.iter().filter(|indicator| indicator.given != Given::Blank) {
        let known = by_code.entry(&indicator.code).or_default();
        if !known.iter().any(|old| old.unit == indicator.unit) {
            known.push(indicator);
        }
    }
    by_code
}

#[cfg(test)]
mod tests;
