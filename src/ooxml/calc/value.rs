//! The value of a cell, and how numbers become text and back.

use std::fmt;
use std::sync::Arc;

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Scalar {
    /// Nothing.
    #[default]
    Empty,
    /// A finite number.
    Number(f64),
    /// A text.
    Text(Arc<str>),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value.
    Error(Code),
    /// A formula, by its index in the model.
    Formula(u32),
}

/// An error value of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// `#NULL!`
    Null,
    /// `#DIV/0!`
    Div0,
    /// `#VALUE!`
    Value,
    /// `#REF!`
    Ref,
    /// `#NAME?`
    Name,
    /// `#NUM!`
    Num,
    /// `#N/A`
    Na,
}

const CODES: [(Code, &str); 7] = [
    (Code::Null, "#NULL!"),
    (Code::Div0, "#DIV/0!"),
    (Code::Value, "#VALUE!"),
    (Code::Ref, "#REF!"),
    (Code::Name, "#NAME?"),
    (Code::Num, "#NUM!"),
    (Code::Na, "#N/A"),
];

impl Code {
    /// Reads an error as stored.
    pub fn parse(text: &str) -> Option<Self> {
        CODES.iter().find(|(_, name)| *name == text).map(|(code, _)| *code)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(CODES.iter().find(|(code, _)| code == self).map_or("#VALUE!", |(_, name)| name))
    }
}

/// A number as stored in a part: the shortest text that reads back the same, with an exponent where it would be long.
pub fn stored(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 {
        return "0".to_owned();
    }
    if (1e-7..1e17).contains(&size) { format!("{number}") } else { format!("{number:E}") }
}

/// A number as Excel joins it into a text: at most 15 digits.
pub fn number_as_text(number: f64) -> String {
    let rounded: f64 = format!("{number:.14E}").parse().unwrap_or(number);
    let size = rounded.abs();
    if rounded == 0.0 {
        return "0".to_owned();
    }
    if (1e-9..1e20).contains(&size) {
        return format!("{rounded}");
    }
    let text = format!("{rounded:E}");
    let (digits, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    format!("{digits}E{sign}{exponent:0>2}")
}

/// A text as a number, as arithmetic takes it: plain decimals, an exponent, a percent sign. Dates and grouped digits depend
/// on the reader's locale and are not taken.
pub fn text_as_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let (body, scale) = text.strip_suffix('%').map_or((text, 1.0), |body| (body, 0.01));
    let plain = !body.is_empty()
        && body.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'));
    plain
        .then(|| body.parse::<f64>().ok())
        .flatten()
        .filter(|number| number.is_finite())
        .map(|number| number * scale)
}

/// Words of English dates and times.
const WORDS: [&str; 27] = [
    "e",
    "đ",
    "am",
    "pm",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a value is a text that some settings of a computer take for a number, a date or a time (`1,5`, `1.5`, `1/2/2023`)
/// and others do not: what arithmetic makes of it cannot be said here.
pub fn by_locale(value: &Scalar) -> bool {
    let Scalar::Text(text) = value else { return false };
    let known = |ch: char| ch.is_ascii_digit() || ch.is_alphabetic() || " \u{a0}.,:/-+%()'$€₫".contains(ch);
    let mut words = text.split(|ch: char| !ch.is_alphabetic()).filter(|word| !word.is_empty());
    text.chars().any(|ch| ch.is_ascii_digit())
        && text.chars().all(known)
        && words.all(|word| WORDS.contains(&word.to_lowercase().as_str()))
        && (text.contains('.') || text_as_number(text).is_none())
}

/// Whether a text might be taken for this number somewhere: with its digits, or as a date or a time.
pub fn might_be(text: &str, number: f64) -> bool {
    let time = text.contains(':');
    let date = groups(text).len() > 1 && number >= 10_000.0 || time && number.fract() != 0.0;
    date || digits(text) == digits(&number_as_text(number.abs()))
}

/// Whether two texts might be taken for the same number somewhere.
pub fn might_be_same(a: &str, b: &str) -> bool {
    let short = |text: &str| {
        let mut groups: Vec<u64> = groups(text).into_iter().map(|group| group % 100).collect();
        groups.sort_unstable();
        groups
    };
    digits(a) == digits(b) || short(a) == short(b) || a.contains(':') && b.contains(':')
}

fn digits(text: &str) -> String {
    let all: String = text.chars().filter(char::is_ascii_digit).collect();
    all.trim_matches('0').to_owned()
}

fn groups(text: &str) -> Vec<u64> {
    text.split(|ch: char| !ch.is_ascii_digit()).filter_map(|group| group.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stored_so_that_they_read_back() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (1e300, "1E300"),
            (-2.5e-9, "-2.5E-9"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(stored(number), text);
        }
    }

    #[test]
    fn numbers_in_texts_have_fifteen_digits() {
        assert_eq!(number_as_text(7.000_000_000_000_001), "7");
        assert_eq!(number_as_text(0.1 + 0.2), "0.3");
        assert_eq!(number_as_text(1e21), "1E+21");
    }

    #[test]
    fn texts_that_are_numbers_only_to_some_are_told() {
        for (text, told) in [
            ("1,5", true),
            ("12/3/2023", true),
            ("48,34%", true),
            ("12.5", true),
            ("12", false),
            ("5 Jan 2023", true),
            ("2023-01-31", true),
            ("x1", false),
            ("-", false),
        ] {
            assert_eq!(by_locale(&Scalar::Text(text.into())), told, "{text}");
        }
    }

    #[test]
    fn a_text_might_be_a_number_by_its_digits_or_as_a_date() {
        for (text, number, might) in [
            ("1,000", 1000.0, true),
            ("1.5", 15.0, true),
            ("1.1", 1.0, false),
            ("2023-01-31", 44_957.0, true),
            ("1/2", 5.0, false),
            ("50,5%", 0.505, true),
        ] {
            assert_eq!(might_be(text, number), might, "{text} {number}");
        }
        assert!(might_be_same("01/02/2023", "1-2-23") && might_be_same("1,0", "1"));
        assert!(!might_be_same("1.002309", "1.002310"));
    }

    #[test]
    fn only_plain_texts_are_numbers() {
        assert_eq!(text_as_number(" 12.5 "), Some(12.5));
        assert_eq!(text_as_number("50%"), Some(0.5));
        for text in ["", "1,5", "12/3", "abc", "e", "%", "inf", "nan"] {
            assert_eq!(text_as_number(text), None, "{text}");
        }
    }
}
