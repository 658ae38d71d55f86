//! Names of months, and the times of day and weekdays beside a date, recognised so that they can be passed over.

use super::date_scan::Token::{self, Mark, Number, Space, Word};
use super::date_scan::{date_at, number};

/// The month of an English name or its first three letters; lower case.
pub(super) fn english_month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = NAMES.iter().position(|name| {
        *name == word
            || (word.len() == 3 && name.starts_with(word))
            || (word == "sept" && *name == "september")
    })?;
    u32::try_from(at + 1).ok()
}

/// "Giêng", "Hai" … "Mười Hai", "Chạp": the month and where its words end.
pub(super) fn month_word(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    const NAMES: [&str; 10] = ["gieng", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"];
    let Some(Word(word)) = tokens.get(at) else { return None };
    if word == "chap" {
        return Some((12, at + 1));
    }
    let month = u32::try_from(NAMES.iter().position(|name| name == word)? + 1).ok()?;
    if month == 10 && tokens.get(at + 1) == Some(&Space) {
        match tokens.get(at + 2) {
            Some(Word(more)) if more == "mot" => return Some((11, at + 3)),
            Some(Word(more)) if more == "hai" => return Some((12, at + 3)),
            _ => {}
        }
    }
    Some((month, at + 1))
}

/// `08:30`, `08:30:15.123`, `8h30`, `8 giờ 30 phút`, with a zone `+07:00` behind it: where it ends.
pub(super) fn time_at(tokens: &[Token], at: usize) -> Option<usize> {
    let (hour, digits) = number(tokens, at)?;
    if digits > 2 || hour > 24 {
        return None;
    }
    let mut end = match tokens.get(at + 1)? {
        Mark(':') => minutes(tokens, at + 2)?,
        // "08.30", where it can be nothing else: two digits of minutes and then a space or the end.
        Mark('.') if number(tokens, at + 2).is_some_and(|(_, digits)| digits == 2) && digits == 2 => {
            let end = minutes(tokens, at + 2)?;
            return matches!(tokens.get(end), None | Some(Space)).then_some(end);
        }
        Word(word) if matches!(word.as_str(), "h" | "g" | "gio") => after_hour(tokens, at + 2),
        Space => match tokens.get(at + 2)? {
            Word(word) if matches!(word.as_str(), "h" | "gio") => after_hour(tokens, at + 3),
            _ => return None,
        },
        _ => return None,
    };
    while tokens.get(end) == Some(&Mark(':')) {
        end = minutes(tokens, end + 1)?;
    }
    if let (Some(Mark('.' | ',')), Some(Number(_, 1..=9))) = (tokens.get(end), tokens.get(end + 1)) {
        let next_is_date = matches!(tokens.get(end + 2), Some(Mark(_)));
        if !next_is_date || number(tokens, end + 1).is_some_and(|(_, digits)| digits > 2) {
            end += 2;
        }
    }
    Some(zone(tokens, end))
}

fn minutes(tokens: &[Token], at: usize) -> Option<usize> {
    number(tokens, at).filter(|(value, digits)| *digits <= 2 && *value < 60).map(|_| at + 1)
}

/// The minutes after "8h" or "8 giờ ", if any; not the day of "8h 05/01/2023".
fn after_hour(tokens: &[Token], at: usize) -> usize {
    let start = at + usize::from(tokens.get(at) == Some(&Space));
    let Some(end) = minutes(tokens, start) else { return at };
    if date_at(tokens, start).is_some() { at } else { end }
}

/// `Z`, `GMT`, `+07:00`, `+0700`.
fn zone(tokens: &[Token], at: usize) -> usize {
    let mut sign = at + usize::from(tokens.get(at) == Some(&Space));
    if matches!(tokens.get(sign), Some(Word(word)) if matches!(word.as_str(), "gmt" | "utc")) {
        sign += 1;
    }
    match (tokens.get(sign), tokens.get(sign + 1), tokens.get(sign + 2)) {
        (Some(Mark('+' | '-')), Some(Number(_, 2)), Some(Mark(':'))) => {
            minutes(tokens, sign + 3).unwrap_or(at)
        }
        (Some(Mark('+')), Some(Number(_, 2 | 4)), _)
        | (Some(Mark('-')), Some(Number(_, 4)), None | Some(Space)) => sign + 2,
        _ => at,
    }
}

/// "Thứ 5," in front of a date: where it ends.
pub(super) fn weekday_at(tokens: &[Token], at: usize) -> Option<usize> {
    let Some(Word(word)) = tokens.get(at) else { return None };
    if word != "thu" && word != "t" {
        return None;
    }
    let at = at + 1 + usize::from(tokens.get(at + 1) == Some(&Space));
    number(tokens, at).filter(|(day, digits)| *digits == 1 && (2..=7).contains(day))?;
    date_at(tokens, at).is_none().then_some(at + 1)
}
