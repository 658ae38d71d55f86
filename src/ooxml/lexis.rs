//! The words a formula is made of: lengths of quoted and bracketed pieces, numbers and error values, and references without
//! their sheet. Text in, lengths and positions out.

use super::axis::{MAX_COL, MAX_ROW};
use super::formula::{Corner, Shape};
use crate::model::place::Col;

/// Whether a name may contain this character.
pub fn word_char(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '_' | '.' | '\\' | '?') || (!ch.is_ascii() && !ch.is_whitespace())
}

/// Length of a quoted piece, doubled quotes skipped.
pub fn quoted(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, ch)) = chars.next() {
        if ch == quote {
            if chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return at + 1;
            }
        }
    }
    text.len()
}

/// Length of `[…]` with what is nested in it; `'` escapes the next character.
pub fn bracketed(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut chars = text.char_indices();
    while let Some((at, ch)) = chars.next() {
        match ch {
            '\'' => {
                chars.next();
            }
            '[' => depth += 1,
            ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    // An external reference goes on: `[1]Sheet!A1`.
                    let end = at + 1;
                    let tail = &text[end..];
                    let word = tail.find(|ch: char| !(word_char(ch) || ch == '$')).unwrap_or(tail.len());
                    if tail[word..].starts_with('!') {
                        return end + word + 1 + area_len(&tail[word + 1..]);
                    }
                    return end;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Length of the error value at the start; 0 if there is none.
pub fn error_len(text: &str) -> usize {
    const ERRORS: [&str; 9] =
        ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#GETTING_DATA"];
    ERRORS.iter().find(|error| text.starts_with(**error)).map_or(0, |error| error.len())
}

/// Whether `text`, standing behind a `:`, is the second sheet of a 3-D reference: `Sheet3!…`.
pub fn three_dimensional(text: &str) -> bool {
    let len = text.find(|ch: char| !word_char(ch)).unwrap_or(text.len());
    len > 0 && text[len..].starts_with('!') && parse_area(text).is_none()
}

/// Length of the number at the start; 0 if there is none.
pub fn number_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut len = digits(0);
    if bytes.get(len) == Some(&b'.') {
        let more = digits(len + 1);
        if len + more > 0 {
            len += 1 + more;
        }
    }
    if len > 0 && matches!(bytes.get(len), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(len + 1), Some(b'+' | b'-')));
        if len + 1 + sign < bytes.len() {
            let exponent = digits(len + 1 + sign);
            if exponent > 0 {
                len += 1 + sign + exponent;
            }
        }
    }
    len
}

/// Shape, corners and length of a reference.
pub type Parsed = (Shape, Corner, Corner, usize);
/// Row, column, whether each is fixed, and the length.
pub type End = (Option<u32>, Option<u32>, bool, bool, usize);

/// Length of the reference, or of the word, at the start.
pub fn area_len(text: &str) -> usize {
    parse_area(text)
        .map_or_else(|| text.find(|ch: char| !word_char(ch)).unwrap_or(text.len()), |parsed| parsed.3)
}

/// One end of a reference: letters, digits, or both, each with an optional `$`.
pub fn parse_end(text: &str) -> Option<End> {
    let bytes = text.as_bytes();
    let mut at = usize::from(bytes.first() == Some(&b'$'));
    let mut fixed = at == 1;
    let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let mut col = None;
    let mut col_fixed = false;
    if letters > 0 {
        col = Some(u32::from(Col::from_letters(&text[at..at + letters])?.0) + 1);
        col_fixed = fixed;
        at += letters;
        fixed = bytes.get(at) == Some(&b'$');
        at += usize::from(fixed);
    }
    let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut row = None;
    if digits > 0 {
        row = Some(text[at..at + digits].parse::<u32>().ok().filter(|row| (1..=MAX_ROW).contains(row))?);
        at += digits;
    } else if fixed {
        return None;
    }
    (col.is_some() || row.is_some()).then_some((row, col, fixed && digits > 0, col_fixed, at))
}

/// Reads a reference without its sheet from the start of `text`.
pub fn parse_area(text: &str) -> Option<Parsed> {
    let (row, col, row_fixed, col_fixed, len) = parse_end(text)?;
    let ends =
        |at: usize| !text[at..].chars().next().is_some_and(|ch| word_char(ch) || ch == '$' || ch == '(');
    let second = text[len..].strip_prefix(':').and_then(parse_end);
    let low = Corner { row: row.unwrap_or(1), col: col.unwrap_or(1), row_fixed, col_fixed };
    if let Some((row2, col2, row2_fixed, col2_fixed, len2)) = second {
        let all = len + 1 + len2;
        let high = Corner {
            row: row2.unwrap_or(MAX_ROW),
            col: col2.unwrap_or(MAX_COL),
            row_fixed: row2_fixed,
            col_fixed: col2_fixed,
        };
        let shape = match (row, col, row2, col2) {
            (Some(_), Some(_), Some(_), Some(_)) => Some(Shape::Range),
            (Some(_), None, Some(_), None) => Some(Shape::Rows),
            (None, Some(_), None, Some(_)) => Some(Shape::Cols),
            _ => None,
        };
        if let Some(shape) = shape.filter(|_| ends(all) && !text[all..].starts_with('!')) {
            return Some((shape, low, high, all));
        }
    }
    (row.is_some() && col.is_some() && ends(len) && !text[len..].starts_with('!')).then_some((
        Shape::Cell,
        low,
        low,
        len,
    ))
}
