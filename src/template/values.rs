//! Evaluates a placeholder and makes a cell's value of the result.

use chrono::{NaiveDate, NaiveTime, Timelike};
use minijinja::Value;
use minijinja::value::ValueKind;

use super::fault::FaultKind;
use super::filters::iso_date;
use super::language::{self, Language};
use super::tree::{Body, Part, Placeholder};
use crate::ooxml::calc::value::Scalar;
use crate::ooxml::escape;
use crate::ooxml::strings::Run;
use crate::ooxml::styles::Format;

/// The largest whole number that a cell keeps digit by digit.
const MAX_WHOLE: i64 = 999_999_999_999_999;

/// What goes into a cell.
#[derive(Debug, PartialEq)]
pub struct Filled {
    /// Its value.
    pub value: Scalar,
    /// Its text with formatting, if the template's text had some.
    pub runs: Option<Vec<Run>>,
    /// Whether the text was too long and was cut.
    pub cut: bool,
    /// Whether it is a number of more digits than a cell keeps, written as text.
    pub long: bool,
}

/// Evaluates a placeholder in a scope.
pub fn evaluate(
    language: &Language,
    placeholder: &Placeholder<'_>,
    scope: &Value,
    date1904: bool,
) -> Result<Filled, FaultKind> {
    match &placeholder.body {
        Body::Single(compiled, run) => {
            let value = language.eval(compiled, scope)?;
            let number = value.kind() == ValueKind::Number;
            let value = typed(&value, placeholder.format, date1904)?;
            let long = number && matches!(value, Scalar::Text(_));
            let filled = match value {
                Scalar::Text(text) if placeholder.runs.is_empty() && escape::cut(&text).is_none() => {
                    Filled { value: Scalar::Text(text), runs: None, cut: false, long: false }
                }
                Scalar::Text(text) => text_cell(vec![(*run, text.to_string())], &placeholder.runs),
                value => Filled { value, runs: None, cut: false, long: false },
            };
            Ok(Filled { long, ..filled })
        }
        Body::Mixed(parts) => {
            let mut pieces: Vec<(usize, String)> = Vec::new();
            for (run, part) in parts {
                let text = match part {
                    Part::Literal(text) => text.clone(),
                    Part::Expression(compiled) => {
                        let value = language.eval(compiled, scope)?;
                        language::shown(&value).map_err(FaultKind::NotAValue)?
                    }
                };
                match pieces.last_mut() {
                    Some((last, before)) if last == run => before.push_str(&text),
                    _ => pieces.push((*run, text)),
                }
            }
            Ok(text_cell(pieces, &placeholder.runs))
        }
        Body::Inline => {
            let text = language.render(&placeholder.origin.text, scope)?;
            Ok(text_cell(vec![(0, text)], &placeholder.runs))
        }
    }
}

fn text_cell(mut pieces: Vec<(usize, String)>, properties: &[String]) -> Filled {
    let mut plain: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
    let mut cut = false;
    if let Some(short) = escape::cut(&plain) {
        let len = short.len();
        plain.truncate(len);
        pieces = vec![(pieces.first().map_or(0, |(run, _)| *run), plain.clone())];
        cut = true;
    }
    if plain.is_empty() {
        return Filled { value: Scalar::Empty, runs: None, cut, long: false };
    }
    let runs = (!properties.is_empty()).then(|| {
        let run = |(run, text): (usize, String)| Run {
            properties: properties.get(run).cloned().unwrap_or_default(),
            text,
        };
        pieces.into_iter().map(run).collect()
    });
    Filled { value: Scalar::Text(plain.into()), runs, cut, long: false }
}

/// The value of a cell that is one expression.
fn typed(value: &Value, format: Format, date1904: bool) -> Result<Scalar, FaultKind> {
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => Ok(Scalar::Empty),
        ValueKind::Bool => Ok(Scalar::Bool(value.is_true())),
        ValueKind::Number => {
            if let Some(whole) = value.as_i64()
                && whole.abs() <= MAX_WHOLE
            {
                return Ok(Scalar::Number(whole as f64));
            }
            if value.is_integer() {
                return Ok(Scalar::Text(value.to_string().into()));
            }
            let number = f64::try_from(value.clone()).ok().filter(|number| number.is_finite());
            number.map(Scalar::Number).ok_or(FaultKind::NotANumber)
        }
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            if text.is_empty() {
                return Ok(Scalar::Empty);
            }
            let serial = (format == Format::Date).then(|| serial(text, date1904)).flatten();
            Ok(serial.map_or_else(|| Scalar::Text(text.into()), Scalar::Number))
        }
        kind => Err(FaultKind::NotAValue(kind.to_string())),
    }
}

/// The serial number of an ISO date, with its time of day if one is given. Excel counts a 29 February 1900 that never was.
pub fn serial(text: &str, date1904: bool) -> Option<f64> {
    let date = iso_date(text)?;
    let time = match text.get(11..) {
        None | Some("") => 0.0,
        Some(time) => {
            let time = time.split(['Z', '+', '.']).next()?;
            let time = NaiveTime::parse_from_str(time, "%H:%M:%S")
                .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"));
            f64::from(time.ok()?.num_seconds_from_midnight()) / 86_400.0
        }
    };
    let zero =
        if date1904 { NaiveDate::from_ymd_opt(1904, 1, 1)? } else { NaiveDate::from_ymd_opt(1899, 12, 30)? };
    let mut days = (date - zero).num_days();
    if !date1904 && days < 61 {
        days -= 1;
    }
    (days >= i64::from(!date1904)).then_some(days as f64 + time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_at_the_boundaries() {
        for (text, number) in [
            ("1899-12-31", None),
            ("1900-01-01", Some(1.0)),
            ("1900-02-28", Some(59.0)),
            ("1900-03-01", Some(61.0)),
            ("2022-12-05", Some(44_900.0)),
            ("2022-12-05T12:00:00", Some(44_900.5)),
            ("2022-12-05T12:00", Some(44_900.5)),
            ("2023-02-29", None),
            ("05/12/2022", None),
        ] {
            assert_eq!(serial(text, false), number, "{text}");
        }
        assert_eq!(serial("1904-01-01", true), Some(0.0));
        assert_eq!(serial("2022-12-05", true), Some(44_900.0 - 1462.0));
    }

    #[test]
    fn results_keep_their_type() {
        let cell = |value: Value, format| typed(&value, format, false);
        assert_eq!(cell(Value::from(9), Format::Other), Ok(Scalar::Number(9.0)));
        assert_eq!(cell(Value::from("2022-12-05"), Format::Date), Ok(Scalar::Number(44_900.0)));
        assert_eq!(cell(Value::from("2022-12-05"), Format::Other), Ok(Scalar::Text("2022-12-05".into())));
        assert_eq!(cell(Value::from("=1+1"), Format::Other), Ok(Scalar::Text("=1+1".into())));
        assert_eq!(
            cell(Value::from(1_234_567_890_123_456_i64), Format::Other),
            Ok(Scalar::Text("1234567890123456".into()))
        );
        assert_eq!(cell(Value::from(""), Format::Other), Ok(Scalar::Empty));
        assert_eq!(cell(Value::from(f64::NAN), Format::Other), Err(FaultKind::NotANumber));
        assert_eq!(
            cell(Value::from(vec![Value::from(1)]), Format::Other),
            Err(FaultKind::NotAValue("sequence".to_owned()))
        );
    }
}
