//! Procedure codes (mã thủ tục), `1.002835` or `1.002835.000.00.00.H56`, and what Excel makes of them.
//!
//! Goes in: the text of a cell, or the number Excel turned the code into. Comes out: the code and how it was found,
//! or a text that is no code, with a suggestion where there is one. Codes before 2018 (`T-BDU-114845-TT`) are codes
//! too. Whether the code is in a catalogue is not asked here.

use std::fmt;

use super::text::clean;

/// A procedure code in one spelling: capitals, dots, no spaces. Equality is of the full text; the national part alone
/// is compared by [`Self::short`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcedureCode(String);

impl ProcedureCode {
    /// The code in full, with its agency if it has one.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What codes are compared by: the first eight characters (`1.002835`) of a national code, the whole of an old one.
    pub fn short(&self) -> &str {
        if is_national(&self.0) { self.0.get(..8).unwrap_or(&self.0) } else { &self.0 }
    }

    /// Whether both name the same procedure, whatever agency is attached.
    pub fn is_same(&self, other: &Self) -> bool {
        self.short() == other.short()
    }
}

impl fmt::Display for ProcedureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a code was found in the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// As written.
    AsIs,
    /// Spaces removed, a comma read as the dot, small letters as capitals.
    Tidied,
    /// Other words stood around it: `Mã TTHC: 1.002835`.
    Extracted,
    /// The dot put back: 1001740, 1.001.740.
    Expanded,
    /// Zeros at the end put back that Excel dropped: 1.00174.
    Restored,
}

/// What a cell in the procedure code column holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    /// Nothing, or dashes and dots only.
    Blank,
    /// A code.
    Good {
        /// The code.
        code: ProcedureCode,
        /// How it was found; everything but [`How::AsIs`] and [`How::Tidied`] deserves a note.
        how: How,
    },
    /// No code.
    Odd {
        /// The cleaned text.
        text: String,
        /// What it would be with look-alikes and separators put right, if that gives a code.
        suggestion: Option<ProcedureCode>,
    },
}

impl Read {
    /// The code, if it is one.
    pub fn code(&self) -> Option<&ProcedureCode> {
        if let Self::Good { code, .. } = self { Some(code) } else { None }
    }
}

/// What codes are compared by, for any text: the national part of a code ([`ProcedureCode::short`]), the cleaned text in
/// capitals of anything else.
pub fn key(text: &str) -> String {
    read(text).code().map_or_else(|| clean(text).to_uppercase(), |code| code.short().to_owned())
}

/// Reads a procedure code from text.
pub fn read(text: &str) -> Read {
    let clean = clean(text);
    if !clean.chars().any(char::is_alphanumeric) {
        return Read::Blank;
    }
    let tidy = clean.trim_start_matches('\'').replace(' ', "").replace(',', ".").to_uppercase();
    let tidy = tidy.trim_end_matches('.');
    if is_national(tidy) || is_old(tidy) {
        let how = if tidy == text { How::AsIs } else { How::Tidied };
        return good(tidy, how);
    }
    if let Some(code) = with_dot(tidy) {
        return good(&code, How::Expanded);
    }
    if let Some((code, dropped)) = with_zeros(tidy) {
        // Losing three zeros or more is rare (one code in a thousand); then a digit may as well be missing.
        return if dropped <= 2 { good(&code, How::Restored) } else { odd(clean, Some(code)) };
    }
    let mut codes = inside(&clean);
    codes.dedup();
    match codes.as_slice() {
        [code] => good(code, How::Extracted),
        [] => {
            let suggestion = suggest(tidy);
            odd(clean, suggestion)
        }
        _ => odd(clean, None),
    }
}

/// Reads a procedure code from the number that Excel made of it: 1.00174 was `1.001740`, 1001740 was typed where the
/// dot separates thousands.
pub fn from_number(number: f64) -> Read {
    let text = format!("{number}");
    let millionths = (number * 1e6).round();
    if (1e6..1e7).contains(&number) && number.fract() == 0.0 {
        return with_dot(&text).map_or_else(|| odd(text, None), |code| good(&code, How::Expanded));
    }
    let exact = (number * 1e6 - millionths).abs() < 1e-3;
    if !exact || !(1e6..1e7).contains(&millionths) || number.fract() == 0.0 {
        return odd(text, None);
    }
    let code = format!("{}.{:06}", (millionths / 1e6).floor(), millionths % 1e6);
    let dropped = code.len().saturating_sub(text.len());
    match dropped {
        0 => good(&code, How::AsIs),
        1..=3 => good(&code, How::Restored),
        _ => odd(text, Some(code)),
    }
}

fn good(code: &str, how: How) -> Read {
    Read::Good { code: ProcedureCode(code.to_owned()), how }
}

fn odd(text: String, suggestion: Option<String>) -> Read {
    Read::Odd { text, suggestion: suggestion.map(ProcedureCode) }
}

/// `\d\.\d{6}(\.[0-9A-Z]+)*`, at most 40 characters.
fn is_national(text: &str) -> bool {
    let mut groups = text.split('.');
    let first = groups.next().is_some_and(|group| group.len() == 1 && all_digits(group));
    let second = groups.next().is_some_and(|group| group.len() == 6 && all_digits(group));
    let capitals = |group: &str| {
        !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    first && second && text.len() <= 40 && groups.all(capitals)
}

/// `T-BDU-114845-TT` (a province), `B-BKC-114845-TT` (a ministry).
fn is_old(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let [kind, agency, number, tail] = groups.as_slice() else { return false };
    matches!(*kind, "T" | "B")
        && (2..=5).contains(&agency.len())
        && agency.chars().all(|ch| ch.is_ascii_uppercase() || ch.is_ascii_digit() || ch == 'Đ')
        && (4..=6).contains(&number.len())
        && all_digits(number)
        && matches!(*tail, "TT" | "TTHC")
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1001740` and `1.001.740` as `1.001740`.
fn with_dot(text: &str) -> Option<String> {
    let thousands = text.len() == 9 && text.split('.').map(str::len).eq([1, 3, 3]);
    let digits = if thousands { text.replace('.', "") } else { text.to_owned() };
    (digits.len() == 7 && all_digits(&digits) && !digits.starts_with('0'))
        .then(|| format!("{}.{}", &digits[..1], &digits[1..]))
}

/// `1.00174` as `1.001740`, and how many zeros were missing.
fn with_zeros(text: &str) -> Option<(String, usize)> {
    let (first, rest) = text.split_once('.')?;
    let fits = first.len() == 1
        && all_digits(first)
        && first != "0"
        && (1..6).contains(&rest.len())
        && all_digits(rest);
    fits.then(|| (format!("{first}.{rest:0<6}"), 6 - rest.len()))
}

/// Every code that stands in a longer text, long or short, between other characters than letters, digits and dots.
fn inside(clean: &str) -> Vec<String> {
    clean
        .to_uppercase()
        .split(|ch: char| !ch.is_alphanumeric() && ch != '.' && ch != '-')
        .flat_map(|word| if is_old(word) { vec![word] } else { word.split('-').collect() })
        .map(|word| word.trim_matches(['.', '-']))
        .filter(|word| is_national(word) || is_old(word))
        .map(str::to_owned)
        .collect()
}

/// The short code that the text becomes with O, I and L read as digits and another separator as the dot.
fn suggest(tidy: &str) -> Option<String> {
    let digits: String = tidy
        .chars()
        .filter_map(|ch| match ch {
            'O' | 'О' | 'Ο' => Some('0'),
            'I' | 'L' | 'І' => Some('1'),
            '.' | '-' | '_' | '/' | ':' | ';' => None,
            _ => Some(ch),
        })
        .collect();
    with_dot(&digits)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn found(read: &Read) -> (&str, How) {
        match read {
            Read::Good { code, how } => (code.as_str(), *how),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn codes_in_all_written_forms() {
        for (text, code, how) in [
            ("1.002835", "1.002835", How::AsIs),
            ("1.002835.000.00.00.H56", "1.002835.000.00.00.H56", How::AsIs),
            ("1.014393.H38", "1.014393.H38", How::AsIs),
            ("T-BDU-114845-TT", "T-BDU-114845-TT", How::AsIs),
            (" 1.014393.h38\n", "1.014393.H38", How::Tidied),
            ("1,002835", "1.002835", How::Tidied),
            ("1. 002835", "1.002835", How::Tidied),
            ("'1.002835", "1.002835", How::Tidied),
            ("t-bdu-114845–tt", "T-BDU-114845-TT", How::Tidied),
            ("1.002835 - Cấp giấy phép", "1.002835", How::Extracted),
            ("Mã TTHC: 1.002835.000.00.00.H14", "1.002835.000.00.00.H14", How::Extracted),
            ("(1.002835)", "1.002835", How::Extracted),
            ("1001740", "1.001740", How::Expanded),
            ("1.001.740", "1.001740", How::Expanded),
            ("1,001,740", "1.001740", How::Expanded),
            ("1.00174", "1.001740", How::Restored),
            ("2.0021", "2.002100", How::Restored),
        ] {
            assert_eq!(found(&read(text)), (code, how), "{text}");
        }
    }

    #[test]
    fn numbers_that_excel_made_are_codes_again() {
        for (number, code, how) in [
            (1.00174, "1.001740", How::Restored),
            (1.002_835, "1.002835", How::AsIs),
            (2.0001, "2.000100", How::Restored),
            (3.000_164, "3.000164", How::AsIs),
            (1.002, "1.002000", How::Restored),
            (1_001_740.0, "1.001740", How::Expanded),
        ] {
            assert_eq!(found(&from_number(number)), (code, how), "{number}");
        }
        for number in
            [5.0, 1.5, 0.002_835, 44_931.0, -1.002_835, f64::NAN, f64::INFINITY, 1.002_835_5, 10.002_835]
        {
            assert!(matches!(from_number(number), Read::Odd { .. }), "{number}");
        }
        assert_eq!(from_number(1.25), odd("1.25".to_owned(), Some("1.250000".to_owned())));
    }

    #[test]
    fn the_short_form_is_compared_and_the_long_one_kept() {
        let long = read("1.002835.000.00.00.H56").code().unwrap().clone();
        let short = read("1.002835").code().unwrap().clone();
        assert_eq!((long.short(), short.short()), ("1.002835", "1.002835"));
        assert!(long.is_same(&short) && long != short);
        assert_eq!(read("T-BDU-114845-TT").code().unwrap().short(), "T-BDU-114845-TT");
    }

    #[test]
    fn look_alikes_are_suggestions_only() {
        for text in ["1.0O2835", "l.002835", "1-002835", "1 - 002835", "1/002835"] {
            assert_eq!(read(text), odd(super::clean(text), Some("1.002835".to_owned())), "{text}");
        }
        for text in ["12", "abc", "1.0028355", "1.002835; 1.002836", "Cấp giấy phép", "5.5.5"] {
            assert_eq!(read(text), odd(text.to_owned(), None), "{text}");
        }
        assert_eq!(read("1.002"), odd("1.002".to_owned(), Some("1.002000".to_owned())));
        for text in ["", " - ", "…"] {
            assert_eq!(read(text), Read::Blank);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_every_suggestion_is_a_code(text in ".{0,30}") {
            if let Read::Odd { suggestion: Some(code), .. } = read(&text) {
                let again = read(code.as_str());
                prop_assert_eq!(found(&again), (code.as_str(), How::AsIs));
            }
        }

        #[test]
        fn any_number_is_read(number in proptest::num::f64::ANY) {
            if let Read::Good { code, .. } = from_number(number) {
                prop_assert!(is_national(code.as_str()));
            }
        }

        #[test]
        fn every_short_code_survives_excel(first in 1_u32..10, rest in 1_u32..1_000_000) {
            let code = format!("{first}.{rest:06}");
            let found = match from_number(code.parse().unwrap()) {
                Read::Good { code, .. } => code.to_string(),
                Read::Odd { suggestion, .. } => suggestion.unwrap().to_string(),
                Read::Blank => String::new(),
            };
            prop_assert_eq!(found, code);
        }
    }
}
