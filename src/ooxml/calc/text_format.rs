//! `TEXT` for simple formats: digits with an optional decimal part, thousands, percent, and dates of day, month and year. Any
//! other format is not known here.

use chrono::{Datelike, Duration, NaiveDate};

/// Formats a number; `None` if the format is outside of the set.
pub fn format(number: f64, code: &str) -> Option<String> {
    if code.eq_ignore_ascii_case("general") {
        return Some(super::value::number_as_text(number));
    }
    if is_date(code) { date(number, &code.to_lowercase()) } else { digits(number, code) }
}

/// Whether a format is one of dates.
pub fn is_date(code: &str) -> bool {
    let mut chars = code.chars().flat_map(char::to_lowercase);
    !code.is_empty() && chars.all(|ch| matches!(ch, 'd' | 'm' | 'y' | '/' | '-' | '.' | ' '))
}

fn digits(number: f64, code: &str) -> Option<String> {
    let (body, percent) = code.strip_suffix('%').map_or((code, false), |body| (body, true));
    let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
    let grouped = whole.starts_with("#,##");
    let zeros = whole.strip_prefix("#,##").unwrap_or(whole);
    if zeros.is_empty() || !zeros.chars().all(|ch| ch == '0') || !decimals.chars().all(|ch| ch == '0') {
        return None;
    }
    let value = if percent { number * 100.0 } else { number };
    let scale = 10_f64.powi(i32::try_from(decimals.len()).ok()?);
    let decimal: f64 = format!("{:.14E}", value.abs() * scale).parse().ok()?;
    let rounded = (decimal + 0.5).floor() / scale;
    let text = format!("{rounded:.*}", decimals.len());
    let (digits, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if number < 0.0 && rounded != 0.0 {
        out.push('-');
    }
    let digits = format!("{digits:0>width$}", width = zeros.len());
    for (at, digit) in digits.chars().enumerate() {
        if grouped && at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    if percent {
        out.push('%');
    }
    Some(out)
}

fn date(number: f64, code: &str) -> Option<String> {
    // Before March 1900 Excel counts a day that never was.
    if !(61.0..2_958_466.0).contains(&number) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)? + Duration::days(number.floor() as i64);
    let mut out = String::new();
    let mut rest = code;
    let two = |number: u32| format!("{number:02}");
    while let Some(letter) = rest.chars().next() {
        let count = rest.chars().take_while(|ch| *ch == letter).count();
        match (letter, count) {
            ('d', 1) => out.push_str(&day.day().to_string()),
            ('d', 2) => out.push_str(&two(day.day())),
            ('m', 1) => out.push_str(&day.month().to_string()),
            ('m', 2) => out.push_str(&two(day.month())),
            ('y', 1 | 2) => out.push_str(&two(day.year().unsigned_abs() % 100)),
            ('y', 3 | 4) => out.push_str(&day.year().to_string()),
            ('d' | 'm' | 'y', _) => return None,
            (other, count) => out.extend(std::iter::repeat_n(other, count)),
        }
        rest = &rest[count..];
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_formats_only() {
        for (number, code, text) in [
            (5.0, "00", Some("05")),
            (1234.5, "#,##0.00", Some("1,234.50")),
            (0.975, "0.0%", Some("97.5%")),
            (-0.4, "0", Some("0")),
            (2.675, "0.00", Some("2.68")),
            (44_900.0, "dd/mm/yyyy", Some("05/12/2022")),
            (44_900.0, "d-m-yy", Some("5-12-22")),
            (5.0, "[Red]0", None),
            (5.0, "0 \"x\"", None),
            (5.0, "mmm", None),
        ] {
            assert_eq!(format(number, code).as_deref(), text, "{code}");
        }
    }
}
