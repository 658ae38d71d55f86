//! Case codes (mã số hồ sơ), `H14.08-230105-0001`: agency, day of receipt, serial of the day.
//!
//! Goes in: the text of a cell. Comes out: the code in one spelling with the day inside it, a code that does not fit
//! with a suggestion where there is exactly one, or a plain number of a book kept by hand. Accepted are the forms of
//! Thông tư 01/2018/TT-VPCP Art. 19 and of Quyết định 20/2020 (parts in any order, any number of them, serials of
//! three digits or more). Whether the code belongs to this agency and agrees with the receipt date is for the rules.

use chrono::NaiveDate;

use super::text::clean;

/// What a cell in the case code column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseCode {
    /// Nothing, or dashes and dots only.
    Blank,
    /// A code of the national form.
    Good {
        /// Capitals, plain dashes, no spaces: what codes are compared by.
        code: String,
        /// The day of receipt inside the code (YYMMDD, 20YY); `None` if no calendar has it.
        received: Option<NaiveDate>,
        /// The cell had it in another spelling (small letters, spaces, other dashes).
        changed: bool,
    },
    /// Meant as a code of the national form, but it does not fit (DG002, DG005).
    Odd {
        /// The cleaned text.
        text: String,
        /// What it would be with look-alike characters and separators put right, if that gives a good code.
        suggestion: Option<String>,
    },
    /// A numbering of its own: `12`, `15/HS`, `01/2023/BN`.
    Plain {
        /// The cleaned text.
        text: String,
    },
}

impl CaseCode {
    /// What codes are compared by: the normalised code, or the cleaned text in capitals. `None` for a blank cell.
    pub fn identity(&self) -> Option<String> {
        match self {
            Self::Blank => None,
            Self::Good { code, .. } => Some(code.clone()),
            Self::Odd { text, .. } | Self::Plain { text } => Some(text.to_uppercase()),
        }
    }
}

/// Reads a case code.
pub fn read(text: &str) -> CaseCode {
    let clean = clean(text);
    if !clean.chars().any(char::is_alphanumeric) {
        return CaseCode::Blank;
    }
    // An apostrophe in front is how people make Excel keep a text.
    let spaceless: String = clean.trim_start_matches('\'').chars().filter(|ch| *ch != ' ').collect();
    let code = spaceless.to_uppercase();
    if let Some(parts) = Parts::split(&code).filter(|parts| !parts.has_look_alike_prefix()) {
        return CaseCode::Good { received: day_inside(parts.day), changed: code != text, code };
    }
    let suggestion = suggest(&clean);
    if suggestion.is_some() || looks_national(&code) {
        CaseCode::Odd { text: clean, suggestion }
    } else {
        CaseCode::Plain { text: clean }
    }
}

/// `prefix-YYMMDD-serial`.
struct Parts<'a> {
    prefix: &'a str,
    day: &'a str,
}

impl<'a> Parts<'a> {
    /// `[A-Z0-9]+(\.[A-Z0-9]+)+-\d{6}-\d{3,}`, at most 35 characters before the day (Quyết định 20/2020 Art. 4) and
    /// 20 digits of serial.
    fn split(code: &'a str) -> Option<Self> {
        let mut pieces = code.split('-');
        let (prefix, day, serial) = (pieces.next()?, pieces.next()?, pieces.next()?);
        let in_groups = prefix.len() <= 35
            && prefix.contains('.')
            && prefix.split('.').all(|group| {
                !group.is_empty()
                    && group.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            });
        let fits = in_groups
            && day.len() == 6
            && all_digits(day)
            && (3..=20).contains(&serial.len())
            && all_digits(serial);
        (fits && pieces.next().is_none()).then_some(Self { prefix, day })
    }

    /// A group that is neither digits nor one letter and two digits, but would be with O, I and L read as digits.
    fn has_look_alike_prefix(&self) -> bool {
        self.prefix.split('.').any(|group| !is_group(group) && is_group(&group_with_digits(group)))
    }
}

/// Groups of the standard: digits, or one letter and two digits (QCVN 102:2016).
fn is_group(group: &str) -> bool {
    all_digits(group)
        || group.len() == 3 && group.as_bytes()[0].is_ascii_uppercase() && all_digits(&group[1..])
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The day that six digits YYMMDD stand for, in this century.
fn day_inside(digits: &str) -> Option<NaiveDate> {
    let number: u32 = digits.parse().ok()?;
    let year = i32::try_from(2000 + number / 10_000).ok()?;
    NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100)
}

/// Whether a text that does not fit was meant as a national code: dotted groups and many digits.
fn looks_national(code: &str) -> bool {
    let digits = code.chars().filter(char::is_ascii_digit).count();
    let separators = code.chars().filter(|ch| matches!(ch, '-' | '/' | '_')).count();
    let head = code.split('-').next().unwrap_or_default();
    let dotted = head.split('.').count() >= 2 && head.split('.').any(is_group);
    dotted && (separators >= 1 && digits >= 5 || digits >= 10)
}

/// The one good code that the text becomes with look-alikes and separators put right.
fn suggest(clean: &str) -> Option<String> {
    let upper = clean.trim_matches(|ch: char| !ch.is_alphanumeric()).to_uppercase();
    let latin: String = upper.chars().map(to_latin).collect();
    if !latin.is_ascii() || latin.len() > 80 {
        return None;
    }
    let pieces: Vec<&str> =
        latin.split(|ch: char| !ch.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty()).collect();
    // The day is the first piece of six digits with a month in it; everything before it is the prefix.
    let at = pieces.iter().position(|piece| {
        let digits = with_digits(piece);
        digits.len() >= 6 && all_digits(&digits) && digits.get(..6).and_then(day_inside).is_some()
    })?;
    let prefix: Vec<String> = pieces[..at]
        .iter()
        .map(|piece| {
            if is_group(piece) || !is_group(&group_with_digits(piece)) {
                (*piece).to_owned()
            } else {
                group_with_digits(piece)
            }
        })
        .collect();
    let mut rest = with_digits(pieces[at]);
    let serial = match &pieces[at + 1..] {
        [] => rest.split_off(6),
        [serial] if rest.len() == 6 => with_digits(serial),
        _ => return None,
    };
    let code = format!("{}-{rest}-{serial}", prefix.join("."));
    let fits = Parts::split(&code).is_some_and(|parts| !parts.has_look_alike_prefix());
    fits.then_some(code)
}

/// Cyrillic and Greek capitals that look like Latin ones.
fn to_latin(ch: char) -> char {
    match ch {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        _ => ch,
    }
}

/// The digits that letters in a number's place were meant to be.
fn with_digits(text: &str) -> String {
    text.chars()
        .map(|ch| match ch {
            'O' => '0',
            'I' | 'L' => '1',
            _ => ch,
        })
        .collect()
}

/// [`with_digits`] for a group of the prefix, whose first character may be a letter.
fn group_with_digits(group: &str) -> String {
    let all = with_digits(group);
    let mut chars = group.chars();
    let first = chars.next().unwrap_or_default();
    if group.len() == 3 && first.is_ascii_uppercase() && !matches!(first, 'O' | 'I' | 'L') {
        format!("{first}{}", with_digits(chars.as_str()))
    } else {
        all
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn good(text: &str) -> (String, Option<NaiveDate>, bool) {
        match read(text) {
            CaseCode::Good { code, received, changed } => (code, received, changed),
            other => panic!("{text}: {other:?}"),
        }
    }

    fn suggestion(text: &str) -> Option<String> {
        match read(text) {
            CaseCode::Odd { suggestion, .. } => suggestion,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn codes_of_all_systems_are_good_and_tell_their_day() {
        for (code, day) in [
            ("H56.14-240823-0001", (2024, 8, 23)),
            ("H21.65-220914-0011", (2022, 9, 14)),
            ("G12.18-260421-00430053", (2026, 4, 21)),
            ("000.701.18.G12-260314-2711000036943", (2026, 3, 14)),
            ("000.19.08.H14-230105-0001", (2023, 1, 5)),
            ("H14.08-230105-001", (2023, 1, 5)),
        ] {
            let expected = NaiveDate::from_ymd_opt(day.0, day.1, day.2);
            assert_eq!(good(code), (code.to_owned(), expected, false));
        }
    }

    #[test]
    fn spelling_is_normalised_and_said() {
        let code = "H14.08-230105-0001";
        for text in [
            "h14.08-230105-0001",
            " H14.08 - 230105 - 0001",
            "H14.08–230105–0001",
            "'H14.08-230105-0001",
            "H14.08-230105-\u{200b}0001",
        ] {
            let (read, _, changed) = good(text);
            assert_eq!((read.as_str(), changed), (code, true), "{text}");
        }
    }

    #[test]
    fn a_day_that_no_calendar_has_is_no_day() {
        assert_eq!(good("H14.08-231301-0001").1, None);
        assert_eq!(good("H14.08-230229-0001").1, None);
    }

    #[test]
    fn look_alikes_and_separators_are_suggestions_only() {
        for text in [
            "H14.08-23O105-0001",
            "H14.08-230105-OOO1",
            "H14.08-230105-000l",
            "H14.O8-230105-0001",
            "Н14.08-230105-0001",
            "H1A.08/230105/0001x",
            "H14.08/230105/0001",
            "H14.08-2301050001",
            "H14.08 230105 0001",
            "H14,08-230105-0001",
            "H14.08_230105_0001",
            "H14.08-230105-0001.",
            "H14.08.230105.0001",
        ] {
            if text.contains('x') {
                assert!(!matches!(read(text), CaseCode::Good { .. }));
                continue;
            }
            assert_eq!(suggestion(text).as_deref(), Some("H14.08-230105-0001"), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_repaired_has_no_suggestion() {
        for text in [
            "H14.08-2301-0001",
            "H14.08-230105",
            "H14.08-230105-0001, H14.08-230106-0002",
            "H14.08-230105-0A01",
        ] {
            assert_eq!(suggestion(text), None, "{text}");
        }
    }

    #[test]
    fn books_kept_by_hand_have_plain_numbers() {
        for text in ["12", "15/HS", "01/2023/HS-KHCN", "TỔNG CỘNG", "HS-0001", "230105-0001", "1.5"] {
            assert_eq!(read(text), CaseCode::Plain { text: text.to_owned() });
        }
        assert_eq!(read(" 15/hs ").identity().as_deref(), Some("15/HS"));
        for text in ["", "-", "…", " \u{a0}"] {
            assert_eq!(read(text), CaseCode::Blank);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_every_suggestion_is_good(text in ".{0,40}") {
            if let CaseCode::Odd { suggestion: Some(code), .. } = read(&text) {
                prop_assert!(matches!(read(&code), CaseCode::Good { changed: false, .. }), "{}", code);
            }
        }

        #[test]
        fn damaged_codes_are_read_and_every_suggestion_is_good(
            at in 0_usize..19, ch in proptest::sample::select("OIlLН-./_ ,xЕ0é".chars().collect::<Vec<_>>()), remove in proptest::bool::ANY,
        ) {
            let mut chars: Vec<char> = "H14.08-230105-0001".chars().collect();
            if remove && at < chars.len() {
                chars.remove(at);
            }
            chars.insert(at.min(chars.len()), ch);
            let text: String = chars.into_iter().collect();
            if let CaseCode::Odd { suggestion: Some(code), .. } = read(&text) {
                prop_assert!(matches!(read(&code), CaseCode::Good { changed: false, .. }), "{} {}", text, code);
            }
        }
    }
}
