//! Serial dates of spreadsheets to calendar dates, in both date systems.

use chrono::{Days, NaiveDate};

use crate::model::sheet::Value;

/// 31/12/9999 in the 1900 system: the last date Excel knows.
const LAST: f64 = 2_958_465.0;
/// Days between the two systems.
const SHIFT_1904: f64 = 1_462.0;

/// What a cell's number format makes of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberKind {
    /// Anything but a date.
    Plain,
    /// A date, with or without time of day.
    Date,
    /// Elapsed time such as `[h]:mm`.
    Duration,
}

/// The date of a serial number; its time of day is dropped.
///
/// `None` for what is no date: below 1 (a time of day), above 31/12/9999, and day 60 of the 1900 system, Excel's
/// 29/02/1900, which never was.
pub(super) fn date(serial: f64, date1904: bool) -> Option<NaiveDate> {
    if !(1.0..=LAST + 1.0).contains(&serial) {
        return None;
    }
    let day = serial.floor() + if date1904 { SHIFT_1904 } else { 0.0 };
    if day > LAST || (!date1904 && day.to_bits() == 60.0_f64.to_bits()) {
        return None;
    }
    // Excel takes 1900 for a leap year, so its serials are one too high from March on.
    let since = if day < 60.0 {
        NaiveDate::from_ymd_opt(1899, 12, 31)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    };
    since.checked_add_days(Days::new(day as u64))
}

/// The value of a numeric cell. A number formatted as a date that is none stays a number; one that is not finite is
/// shown as Excel shows it.
pub(super) fn value(number: f64, kind: NumberKind, date1904: bool) -> Value {
    if !number.is_finite() {
        return Value::Error("#NUM!".to_owned());
    }
    let found = if kind == NumberKind::Date { date(number, date1904) } else { None };
    found.map_or(Value::Number(number), Value::Date)
}

/// An ISO date or date-time (`2023-01-05`, `2023-01-05T08:30:00`) as a date; `None` for anything else, and for
/// Excel's day 0 (`1899-12-31T…`), which stands for a time of day.
pub(super) fn iso_date(text: &str) -> Option<NaiveDate> {
    let day = text.trim().get(..10)?;
    if !matches!(text.trim().as_bytes().get(10), None | Some(b'T' | b' ' | b'Z' | b'+')) {
        return None;
    }
    let date = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    (date >= NaiveDate::from_ymd_opt(1900, 1, 1)?).then_some(date)
}

/// A duration `PT8H30M00S` as a fraction of a day.
pub(super) fn iso_duration(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    let negative = rest.starts_with('-');
    rest = rest.trim_start_matches('-').strip_prefix('P')?;
    let (mut days, mut in_time) = (0.0, false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            in_time = true;
            rest = after;
            continue;
        }
        let end = rest.find(|ch: char| !ch.is_ascii_digit() && ch != '.' && ch != ',')?;
        let number: f64 = rest[..end].replace(',', ".").parse().ok()?;
        days += match (rest.as_bytes()[end], in_time) {
            (b'D', false) => number,
            (b'H', true) => number / 24.0,
            (b'M', true) => number / 1_440.0,
            (b'S', true) => number / 86_400.0,
            _ => return None,
        };
        rest = &rest[end + 1..];
    }
    Some(if negative { -days } else { days })
}

/// Whether a number format code shows a date, a duration or a plain number. Only the first section counts; literals
/// (quoted, escaped, padded) and bracketed colours, conditions and locales are passed over.
pub(super) fn kind_of_format(code: &str) -> NumberKind {
    let mut chars = code.chars().peekable();
    while let Some(ch) = chars.next() {
        match ch {
            '"' => while chars.next().is_some_and(|ch| ch != '"') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|ch| *ch != ']').collect();
                let lower = inside.to_lowercase();
                let letter = lower.chars().next();
                if matches!(letter, Some('h' | 'm' | 's')) && lower.chars().all(|ch| Some(ch) == letter) {
                    return NumberKind::Duration;
                }
            }
            ';' => return NumberKind::Plain,
            'G' | 'g' if code.to_lowercase().contains("general") => return NumberKind::Plain,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return NumberKind::Date,
            _ => {}
        }
    }
    NumberKind::Plain
}

/// What a built-in number format shows (ECMA-376 part 1, 18.8.30; 27 to 58 are the East Asian dates).
pub(super) fn kind_of_builtin(id: u16) -> NumberKind {
    match id {
        46 => NumberKind::Duration,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => NumberKind::Date,
        _ => NumberKind::Plain,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(serial: f64, date1904: bool) -> Option<String> {
        date(serial, date1904).map(|date| date.to_string())
    }

    #[test]
    fn the_1900_system_has_no_day_60_and_starts_at_one() {
        assert_eq!(shown(0.99, false), None);
        assert_eq!(shown(1.0, false).unwrap(), "1900-01-01");
        assert_eq!(shown(59.0, false).unwrap(), "1900-02-28");
        assert_eq!(shown(60.0, false), None);
        assert_eq!(shown(60.5, false), None);
        assert_eq!(shown(61.0, false).unwrap(), "1900-03-01");
        assert_eq!(shown(44_931.75, false).unwrap(), "2023-01-05");
        assert_eq!(shown(2_958_465.9, false).unwrap(), "9999-12-31");
        assert_eq!(shown(2_958_466.0, false), None);
        for wild in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            assert_eq!(shown(wild, false), None);
        }
    }

    #[test]
    fn the_1904_system_is_four_years_and_a_day_later() {
        assert_eq!(shown(1.0, true).unwrap(), "1904-01-02");
        assert_eq!(shown(43_469.0, true).unwrap(), "2023-01-05");
        assert_eq!(shown(2_957_003.0, true).unwrap(), "9999-12-31");
        assert_eq!(shown(2_957_004.0, true), None);
    }

    #[test]
    fn times_and_durations_stay_numbers() {
        assert_eq!(value(0.5, NumberKind::Date, false), Value::Number(0.5));
        assert_eq!(value(44_931.0, NumberKind::Duration, false), Value::Number(44_931.0));
        assert_eq!(value(f64::NAN, NumberKind::Plain, false), Value::Error("#NUM!".to_owned()));
    }

    #[test]
    fn iso_dates_drop_their_time() {
        assert_eq!(iso_date("2023-01-05T08:30:00").unwrap().to_string(), "2023-01-05");
        assert_eq!(iso_date("2023-01-05").unwrap().to_string(), "2023-01-05");
        for none in ["1899-12-31T08:00:00", "2023-13-05", "05/01/2023", "2023-01-055", "", "2023-01-0é"] {
            assert_eq!(iso_date(none), None, "{none}");
        }
    }

    #[test]
    fn durations_are_fractions_of_a_day() {
        for (text, days) in [
            ("PT12H", 0.5),
            ("P1DT6H", 1.25),
            ("-PT36H00M", -1.5),
            ("PT0H30M00,0S", 0.5 / 24.0),
            ("PT86400S", 1.0),
        ] {
            assert!((iso_duration(text).unwrap() - days).abs() < 1e-12, "{text}");
        }
        for text in ["", "12H", "PT12", "PTH", "P1M", "PT1D", "PT1Hé"] {
            assert_eq!(iso_duration(text), None, "{text}");
        }
    }

    #[test]
    fn formats_are_told_apart_by_their_first_section() {
        for code in ["dd/mm/yyyy", "[$-42A]dd mmmm yyyy", "\"ngày\" d", "h:mm AM/PM", "yyyy\\-mm\\-dd;@"] {
            assert_eq!(kind_of_format(code), NumberKind::Date, "{code}");
        }
        for code in ["[h]:mm", "[mm]:ss", "[Red][hh]"] {
            assert_eq!(kind_of_format(code), NumberKind::Duration, "{code}");
        }
        for code in
            ["General", "0.00", "#,##0\"đ\"", "\"dd\"0", "[Red]0", "0_d", "@", "0;dd", "0\\m", "[$-409]#,##0"]
        {
            assert_eq!(kind_of_format(code), NumberKind::Plain, "{code}");
        }
    }
}
