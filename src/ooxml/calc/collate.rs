//! Which of two values comes first. Texts are ordered as people read them, with diacritics, and only where the settings of all
//! computers agree: whether `ă` is a letter of its own is not the same everywhere. Values in, their order out.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;

use super::eval::number;
use super::value::Scalar;

/// Excel's order: numbers before texts before logical values; texts without regard to case; an empty cell is 0 or "".
pub fn compare(left: &Scalar, right: &Scalar) -> Ordering {
    let rank = |value: &Scalar| match value {
        Scalar::Empty | Scalar::Number(_) | Scalar::Formula(_) | Scalar::Error(_) => 0,
        Scalar::Text(_) => 1,
        Scalar::Bool(_) => 2,
    };
    match (left, right) {
        (Scalar::Text(a), Scalar::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Scalar::Text(a), Scalar::Empty) => {
            if a.is_empty() {
                Ordering::Equal
            } else {
                Ordering::Greater
            }
        }
        (Scalar::Empty, Scalar::Text(b)) => {
            if b.is_empty() {
                Ordering::Equal
            } else {
                Ordering::Less
            }
        }
        (Scalar::Bool(a), Scalar::Bool(b)) => a.cmp(b),
        (Scalar::Bool(a), Scalar::Empty) => a.cmp(&false),
        (Scalar::Empty, Scalar::Bool(b)) => false.cmp(b),
        _ if rank(left) == 0 && rank(right) == 0 => {
            let value = |scalar: &Scalar| number(scalar).unwrap_or(0.0);
            // Excel compares at 15 digits.
            let (a, b) = (value(left), value(right));
            if (a - b).abs() <= a.abs() * 1e-15 { Ordering::Equal } else { a.total_cmp(&b) }
        }
        _ => rank(left).cmp(&rank(right)),
    }
}

/// The order of two values; none if computers do not agree on it.
pub fn compared(left: &Scalar, right: &Scalar) -> Option<Ordering> {
    match (left, right) {
        (Scalar::Text(a), Scalar::Text(b)) => texts(a, b),
        _ => Some(compare(left, right)),
    }
}

/// A letter, what makes it another letter of the Vietnamese alphabet, and whether it has a tone or another mark.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Letter {
    base: char,
    kind: u8,
    mark: Option<char>,
}

fn letters(text: &str) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::new();
    for ch in text.to_lowercase().nfd() {
        let Some(last) = out.last_mut().filter(|_| ('\u{300}'..='\u{36f}').contains(&ch)) else {
            let (base, kind) = if ch == 'đ' { ('d', 1) } else { (ch, 0) };
            out.push(Letter { base, kind, mark: None });
            continue;
        };
        match ch {
            '\u{306}' => last.kind = 1,
            '\u{302}' => last.kind = 2,
            '\u{31b}' => last.kind = 3,
            mark => last.mark = Some(mark),
        }
    }
    out
}

/// Spaces and signs before digits before letters.
fn class(ch: char) -> Option<u8> {
    match ch {
        // These are passed over where texts are sorted.
        '-' | '\'' => None,
        _ if ch.is_ascii_digit() => Some(1),
        _ if ch.is_ascii_alphabetic() => Some(2),
        _ if ch == ' ' || ch.is_ascii_punctuation() => Some(0),
        _ => None,
    }
}

fn texts(a: &str, b: &str) -> Option<Ordering> {
    if a.to_lowercase() == b.to_lowercase() {
        return Some(Ordering::Equal);
    }
    let (a, b) = (letters(a), letters(b));
    let pairs = || a.iter().zip(&b);
    let until = pairs().take_while(|(a, b)| a.base == b.base).count();
    let by_base = match (a.get(until), b.get(until)) {
        // Marks alone.
        (None, None) => None,
        (None, Some(letter)) => class(letter.base).map(|_| Ordering::Less),
        (Some(letter), None) => class(letter.base).map(|_| Ordering::Greater),
        (Some(a), Some(b)) => match (class(a.base)?, class(b.base)?) {
            (0, 0) => None,
            (x, y) => Some(x.cmp(&y).then(a.base.cmp(&b.base))),
        },
    }?;
    let by_kind = pairs().take(until).map(|(a, b)| a.kind.cmp(&b.kind)).find(|order| order.is_ne());
    by_kind.is_none_or(|order| order == by_base).then_some(by_base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_an_order_where_all_computers_agree() {
        for (a, b, order) in [
            ("Ấn", "b", Some(Ordering::Less)),
            ("Đà Nẵng", "Hà Nội", Some(Ordering::Less)),
            ("đ", "c", Some(Ordering::Greater)),
            ("An", "an", Some(Ordering::Equal)),
            ("an", "ang", Some(Ordering::Less)),
            ("án", "az", Some(Ordering::Less)),
            ("ăb", "az", None),
            ("ăz", "ab", Some(Ordering::Greater)),
            ("đa", "db", None),
            ("a", "á", None),
            ("a-b", "aab", None),
            ("a b", "aab", Some(Ordering::Less)),
            ("2", "a", Some(Ordering::Less)),
            ("10", "2", Some(Ordering::Less)),
        ] {
            assert_eq!(texts(a, b), order, "{a} {b}");
            assert_eq!(texts(b, a), order.map(Ordering::reverse), "{b} {a}");
        }
    }
}
