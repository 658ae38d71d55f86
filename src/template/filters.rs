//! Filters of our own: dates, percentages and numbers as they are written in Vietnamese reports. Values in, values out.

use chrono::{Datelike, NaiveDate};
use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Value};

use super::nothing;
use crate::model::sheet::number_text;

/// What a share of nothing is called.
pub const NO_CASES: &str = "không phát sinh";
/// What a share is called that one of its numbers is missing for, or that is one of nothing and yet something.
const NOT_KNOWN: &str = "không xác định";

pub(super) fn register(env: &mut Environment<'_>) {
    env.add_filter("ngay", |value: &Value| date_filter(value, day_text));
    env.add_filter("ngay_chu", |value: &Value| date_filter(value, in_words));
    env.add_filter("ty_le", share);
    env.add_filter("ty_le_chu", share_text);
    nothing::register(env, |_| None);
    env.add_filter("so", |value: &Value| {
        Ok::<_, Error>(if blank(value)? { Value::from("") } else { Value::from(grouped(number(value)?)) })
    });
}

/// The filters that differ in running text, where no cell format makes a percentage of a share or a date of an ISO text.
pub(super) fn register_for_text(env: &mut Environment<'_>) {
    env.add_filter("ty_le", share_text);
    nothing::register(env, |text| whole_date(text).map(day_text));
    env.add_filter(IN_TEXT, |value: &Value| {
        if value.is_undefined() {
            return Err(Error::from(ErrorKind::UndefinedError));
        }
        in_text(value).map(Value::from).map_err(fault)
    });
}

/// The filter that writes a value as [`in_text`] does.
pub const IN_TEXT: &str = "van_ban";

/// A value as it is written in a Vietnamese text: `1.234,5`, `05/12/2022`; the error is the kind of what cannot stand in one.
pub fn in_text(value: &Value) -> Result<String, String> {
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => Ok(String::new()),
        ValueKind::Bool => Ok(if value.is_true() { "Có" } else { "Không" }.to_owned()),
        ValueKind::Number => match (value.as_i64(), f64::try_from(value.clone())) {
            (Some(whole), _) if whole.unsigned_abs() > 1 << 53 => Ok(value.to_string()),
            (_, Ok(number)) if number.is_finite() => Ok(grouped(number)),
            _ => Err("number".to_owned()),
        },
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            Ok(whole_date(text).map_or_else(|| text.to_owned(), day_text))
        }
        kind => Err(kind.to_string()),
    }
}

fn day_text(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// An ISO date with nothing but a time of day behind it.
fn whole_date(text: &str) -> Option<NaiveDate> {
    let time = text.get(10..)?;
    let is_time = time.strip_prefix('T').is_some_and(|time| {
        time.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, ':' | '.' | '+' | '-' | 'Z'))
    });
    iso_date(text).filter(|_| time.is_empty() || is_time)
}

fn fault(text: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, text)
}

/// Whether a value is nothing; a name that is not there is an error.
fn blank(value: &Value) -> Result<bool, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    Ok(value.is_none() || value.as_str().is_some_and(str::is_empty))
}

fn number(value: &Value) -> Result<f64, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if value.kind() != ValueKind::Number {
        return Err(fault(format!("{value} is not a number")));
    }
    f64::try_from(value.clone()).map_err(|_| fault(format!("{value} is not a number")))
}

/// Reads an ISO date; a time of day behind it is dropped.
pub fn iso_date(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10)?;
    let rest = &text[10..];
    if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return None;
    }
    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().filter(|date| date.format("%Y-%m-%d").to_string() == day)
}

fn date_filter(value: &Value, show: impl Fn(NaiveDate) -> String) -> Result<Value, Error> {
    if blank(value)? {
        return Ok(Value::from(""));
    }
    let date = value.as_str().and_then(iso_date);
    date.map(|date| Value::from(show(date)))
        .ok_or_else(|| fault(format!("{value} is not a date (YYYY-MM-DD)")))
}

/// `ngày 05 tháng 12 năm 2022`: days below 10 and the months 1 and 2 with a leading zero, as Decree 30/2020 writes them.
fn in_words(date: NaiveDate) -> String {
    let month = if date.month() <= 2 { format!("{:02}", date.month()) } else { date.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// `a | ty_le(b)`: a/b as a number for a cell with a percent format; 0/0 is [`NO_CASES`], a/0 has no value, and neither has
/// one with nothing in it: nothing is not 0. What a cell with one decimal would show as 100,0 % or 0,0 % without being all or
/// none is 99,9 % or 0,1 %: the cell shows what `ty_le_chu` says, and one late case among thousands is seen.
fn share(part: &Value, whole: &Value) -> Result<Value, Error> {
    if part.is_none() && !whole.is_undefined() || whole.is_none() && !part.is_undefined() {
        return Ok(Value::from(NOT_KNOWN));
    }
    let (part, whole) = (number(part)?, number(whole)?);
    if whole == 0.0 {
        return Ok(Value::from(if part == 0.0 { NO_CASES } else { NOT_KNOWN }));
    }
    Ok(Value::from(match part / whole {
        ratio if (0.9995..1.0).contains(&ratio) => 0.999,
        ratio if ratio > 0.0 && ratio < 0.0005 => 0.001,
        ratio => ratio,
    }))
}

/// `a | ty_le_chu(b)`: `97,5%`, at most one decimal; never rounded up to a full 100 % or down to 0 %.
fn share_text(part: &Value, whole: &Value) -> Result<Value, Error> {
    let ratio = share(part, whole)?;
    if ratio.kind() != ValueKind::Number {
        return Ok(ratio);
    }
    let tenths = (f64::try_from(ratio).unwrap_or(f64::NAN) * 1000.0).round();
    Ok(Value::from(format!("{}%", grouped(tenths / 10.0))))
}

/// What `ty_le_chu` says of two counts, for whoever writes without a template.
pub fn share_words(part: u64, whole: u64) -> String {
    share_text(&Value::from(part), &Value::from(whole)).map(|words| words.to_string()).unwrap_or_default()
}

/// `1.234.567,5`
fn grouped(number: f64) -> String {
    let plain = number_text(number.abs());
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::new();
    if number < 0.0 {
        out.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if !part.is_empty() {
        out.push(',');
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn eval(text: &str) -> Result<String, ErrorKind> {
        let mut env = Environment::new();
        env.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        register(&mut env);
        let value = env.compile_expression(text).unwrap().eval(()).map_err(|error| error.kind())?;
        Ok(value.to_string())
    }

    #[test]
    fn dates_are_written_as_in_reports() {
        assert_eq!(eval("'2022-12-05'|ngay").unwrap(), "05/12/2022");
        assert_eq!(eval("'2022-12-05'|ngay_chu").unwrap(), "ngày 05 tháng 12 năm 2022");
        assert_eq!(eval("'2023-02-28T09:30:00'|ngay_chu").unwrap(), "ngày 28 tháng 02 năm 2023");
        assert_eq!(eval("none|ngay").unwrap(), "");
        assert_eq!(eval("'2023-02-30'|ngay"), Err(ErrorKind::InvalidOperation));
        assert_eq!(eval("x|ngay"), Err(ErrorKind::UndefinedError));
    }

    #[test]
    fn a_share_of_nothing_is_no_percentage() {
        assert_eq!(eval("39|ty_le(40)").unwrap(), "0.975");
        assert_eq!(eval("0|ty_le(0)").unwrap(), NO_CASES);
        assert_eq!(eval("39|ty_le_chu(40)").unwrap(), "97,5%");
        assert_eq!(eval("0|ty_le_chu(0)").unwrap(), NO_CASES);
        assert_eq!(eval("9999|ty_le_chu(10000)").unwrap(), "99,9%");
        assert_eq!(eval("9|ty_le_chu(9)").unwrap(), "100%");
        assert_eq!(eval("1|ty_le_chu(100000)").unwrap(), "0,1%");
    }

    #[test]
    fn a_percent_cell_shows_what_the_words_say_and_never_all_for_less() {
        for (part, whole, value) in [
            (2499, 2500, "0.999"),
            (9996, 10_000, "0.999"),
            (9994, 10_000, "0.9994"),
            (1, 2500, "0.001"),
            (1, 2000, "0.0005"),
            (0, 2500, "0"),
        ] {
            assert_eq!(eval(&format!("{part}|ty_le({whole})")).unwrap().parse(), value.parse::<f64>());
        }
        // As a cell in the format 0,0 % rounds.
        for whole in [3_u32, 16, 1999, 2000, 2001] {
            for part in 0..=whole {
                let value: f64 = eval(&format!("{part}|ty_le({whole})")).unwrap().parse().unwrap();
                let tenths = (value * 1000.0).round();
                assert_eq!(format!("{}%", grouped(tenths / 10.0)), share_words(part.into(), whole.into()));
                assert_eq!((tenths >= 1000.0, tenths <= 0.0), (part == whole, part == 0), "{part}/{whole}");
            }
        }
    }

    #[test]
    fn values_in_running_text_are_written_as_in_reports() {
        let text = |value: Value| in_text(&value);
        for (value, shown) in [
            (Value::from(1234), "1.234"),
            (Value::from(-1234.5), "-1.234,5"),
            (Value::from(0), "0"),
            (Value::from(()), ""),
            (Value::from("2022-12-05"), "05/12/2022"),
            (Value::from("2022-12-05T08:30:00"), "05/12/2022"),
            (Value::from("2022-12-05 là ngày"), "2022-12-05 là ngày"),
            (Value::from("2022-12-05_2023-03-04"), "2022-12-05_2023-03-04"),
            (Value::from(9_007_199_254_740_993_i64), "9007199254740993"),
            (Value::from(true), "Có"),
        ] {
            assert_eq!(text(value).as_deref(), Ok(shown));
        }
        assert_eq!(text(Value::from(f64::INFINITY)), Err("number".to_owned()));
        assert_eq!(text(Value::from(vec![Value::from(1)])), Err("sequence".to_owned()));
    }

    #[test]
    fn numbers_have_dots_between_thousands() {
        assert_eq!(eval("1234567.5|so").unwrap(), "1.234.567,5");
        assert_eq!(eval("(-999)|so").unwrap(), "-999");
        assert_eq!(eval("1000|so").unwrap(), "1.000");
        assert_eq!(eval("'a'|so"), Err(ErrorKind::InvalidOperation));
    }
}
