//! How OOXML writes cells, areas, links and characters in its texts.

use crate::model::place::{Area, CellAt};

use super::grid;

/// Error values that calamine knows; any other makes it fail.
pub(super) fn is_known_error(text: &str) -> bool {
    matches!(text, "#DIV/0!" | "#N/A" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!")
}

/// Whether a boolean cell's text is one of those that XML Schema allows.
pub(super) fn is_bool(text: &str) -> bool {
    let text = text.trim();
    text == "0" || text == "1" || text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

/// A cell reference without `$`, on the grid.
pub(super) fn parse_cell(text: &str) -> Option<CellAt> {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters == 0 || letters > 3 || bytes.len() == letters || bytes.len() - letters > 7 {
        return None;
    }
    let col = bytes[..letters]
        .iter()
        .fold(0_u32, |sum, byte| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1);
    let mut row = 0_u32;
    for byte in &bytes[letters..] {
        if !byte.is_ascii_digit() {
            return None;
        }
        row = row * 10 + u32::from(byte - b'0');
    }
    grid::place(u64::from(row), u64::from(col) - 1).ok().filter(|at| at.row > 0)
}

/// A merged area, both corners on the grid.
pub(super) fn parse_area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    Some(Area { first: CellAt::parse(first)?, last: CellAt::parse(last)? })
}

/// The number of the first reference to another workbook in a formula, `[2]Sheet!A1` or `'[2]My sheet'!A1`; texts in
/// double quotes do not count.
pub(super) fn link_number(formula: &str) -> Option<usize> {
    formula.split('"').step_by(2).find_map(|code| {
        code.split('[').skip(1).find_map(|after| {
            let (number, rest) = after.split_once(']')?;
            // A table column that is called "1" is followed by no sheet name.
            let sheet = rest.starts_with(|ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '!' | '\\'))
                || rest.contains('!');
            number.parse().ok().filter(|number| sheet && *number > 0)
        })
    })
}

/// Decodes `_xHHHH_`, which stands for characters that XML cannot hold. Half pairs become U+FFFD.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        units.clear();
        while let Some(unit) = escape(rest) {
            units.push(unit);
            rest = &rest[7..];
        }
        if units.is_empty() {
            out.push_str("_x");
            rest = &rest[2..];
        } else {
            out.push_str(&String::from_utf16_lossy(&units));
        }
    }
    out.push_str(rest);
    out
}

fn escape(text: &str) -> Option<u16> {
    let bytes = text.as_bytes();
    let right = bytes.len() >= 7
        && bytes.starts_with(b"_x")
        && bytes[6] == b'_'
        && bytes[2..6].iter().all(u8::is_ascii_hexdigit);
    if right { u16::from_str_radix(&text[2..6], 16).ok() } else { None }
}
