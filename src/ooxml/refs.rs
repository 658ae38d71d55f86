//! Rewrites the references of a formula by a mapping that the caller supplies; everything else of the text stays as it was.

use std::fmt::Write as _;
use std::ops::Range;

use crate::model::place::Col;

use super::formula::{Corner, Formula, Ref, Shape, SheetName, Token};
use super::gone;
use super::xml::Edits;

/// Longest formula Excel takes.
pub const MAX_FORMULA: usize = 8_192;
/// Most arguments of one function.
const MAX_ARGUMENTS: usize = 255;

/// A rectangle that a reference shall name; 1-based, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sheet to name, if not the one named so far.
    pub sheet: Option<String>,
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub cols: (u32, u32),
}

/// What shall become of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stays.
    Keep,
    /// It names this place.
    To(Place),
    /// It names all of these, in a list of arguments.
    List(Vec<Place>),
    /// What it named is no more: `0`.
    Gone,
}

/// Why a formula cannot be rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefFault {
    /// It would be longer than Excel allows.
    TooLong,
    /// A function that takes one range there was given single cells that are now many.
    NeedsRange,
    /// A 3-D reference reaches over a sheet that changes.
    ThreeD,
    /// A function that takes one range there was given a sheet or a table that is now several.
    Several,
}

/// Functions that take any number of values and in which a single cell of a block stands for all its copies.
pub(super) const LISTS: [&str; 26] = [
    "SUM", "COUNT", "COUNTA", "AVERAGE", "AVERAGEA", "MIN", "MAX", "MINA", "MAXA", "PRODUCT", "SUMSQ",
    "STDEV", "STDEV.S", "STDEV.P", "STDEVP", "VAR", "VAR.S", "VAR.P", "VARP", "MEDIAN", "AND", "OR",
    "CONCAT", "GCD", "LCM", "MODE",
];

/// How an argument takes the copies of a single cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One value: the first copy.
    One,
    /// Any number of values.
    Many,
    /// Any number of areas, but in one argument: in parentheses.
    Union,
    /// One range.
    Range,
}

/// How the argument that is `found` takes several cells.
pub fn takes(formula: &Formula, found: &Ref) -> Takes {
    let place = found.argument.or(found.grouped);
    place.map_or(Takes::One, |(call, number)| takes_at(&formula.calls[call].name, number))
}

/// How a function takes several cells in the argument with this 0-based number.
pub fn takes_at(name: &str, number: usize) -> Takes {
    match (name, number) {
        ("SUBTOTAL", 1..) | ("AGGREGATE" | "TEXTJOIN", 2..) => Takes::Many,
        ("LARGE" | "SMALL", 0) | ("RANK" | "RANK.EQ" | "RANK.AVG", 1) => Takes::Union,
        ("SUMIF" | "AVERAGEIF", 0 | 2) | ("COUNTIF" | "COUNTBLANK", 0) | ("SUMPRODUCT", _) => Takes::Range,
        ("COUNTIFS", at) if at % 2 == 0 => Takes::Range,
        ("SUMIFS" | "AVERAGEIFS" | "MAXIFS" | "MINIFS", at) if at == 0 || at % 2 == 1 => Takes::Range,
        (name, _) if LISTS.contains(&name) => Takes::Many,
        _ => Takes::One,
    }
}

/// Whether `found` stands in a function that is told by another range which of the cells count.
pub fn has_criteria(formula: &Formula, found: &Ref) -> bool {
    found.argument.is_some_and(|(call, _)| {
        let call = &formula.calls[call];
        match call.name.as_str() {
            "SUMIF" | "AVERAGEIF" => call.arguments > 2,
            "SUMIFS" | "AVERAGEIFS" | "MAXIFS" | "MINIFS" => true,
            "COUNTIFS" => call.arguments > 3,
            _ => false,
        }
    })
}

/// Rewrites `text`; `None` if nothing changes. `map` decides for each reference.
pub fn rewrite(
    text: &str,
    formula: &Formula,
    map: impl FnMut(&Ref) -> Result<Change, RefFault>,
) -> Result<Option<String>, RefFault> {
    rewrite_but(text, formula, Vec::new(), map)
}

/// Like [`rewrite`], where the pieces `known` of the text get a new text whatever they refer to.
pub fn rewrite_but(
    text: &str,
    formula: &Formula,
    known: Vec<(Range<usize>, String)>,
    mut map: impl FnMut(&Ref) -> Result<Change, RefFault>,
) -> Result<Option<String>, RefFault> {
    let mut edits = Edits::default();
    let mut skipped = Vec::with_capacity(known.len());
    for (span, new) in known {
        skipped.push(span.clone());
        edits.replace(span, new);
    }
    let left = |(_, found): &(usize, &Ref)| {
        !skipped.iter().any(|span| span.start <= found.span.start && found.span.end <= span.end)
    };
    let mut lost = Vec::new();
    for (index, found) in formula.refs.iter().enumerate().filter(left) {
        match map(found)? {
            Change::Keep => {}
            Change::To(place) => {
                let new = shown(text, found, &place);
                if new != text[found.span.clone()] {
                    edits.replace(found.span.clone(), new);
                }
            }
            Change::List(places) => {
                let arguments = found.argument.map_or(0, |(call, _)| formula.calls[call].arguments);
                let list: Vec<String> = places.iter().map(|place| listed(text, found, place)).collect();
                let list = list.join(",");
                let many = places.len() + arguments > MAX_ARGUMENTS;
                let one = found.argument.is_none() || takes(formula, found) == Takes::Union;
                let union = found.grouped.is_none() && (many || one);
                if union && places.iter().any(|place| place.sheet != places[0].sheet) {
                    return Err(RefFault::TooLong);
                }
                edits.replace(found.span.clone(), if union { format!("({list})") } else { list });
            }
            Change::Gone => {
                lost.extend(formula.tokens.iter().position(|(token, _)| *token == Token::Ref(index)));
            }
        }
    }
    if !lost.is_empty() {
        gone::cut(text, formula, &lost, &mut edits);
    }
    if edits.is_empty() {
        return Ok(None);
    }
    let out = edits.apply_all(text);
    if out.encode_utf16().count() > MAX_FORMULA {
        return Err(RefFault::TooLong);
    }
    Ok((out != text).then_some(out))
}

/// The same in a list, where a single cell needs no `:`.
fn listed(text: &str, found: &Ref, place: &Place) -> String {
    let one = found.shape == Shape::Range && place.rows.0 == place.rows.1 && place.cols.0 == place.cols.1;
    if one {
        shown(text, &Ref { shape: Shape::Cell, ..found.clone() }, place)
    } else {
        shown(text, found, place)
    }
}

/// The text of a formula with other `$` signs before the rows of its references: those of the first and the last corner, or
/// nothing where they stay.
pub fn with_rows_fixed(
    text: &str,
    formula: &Formula,
    fixed: impl Fn(&Ref) -> Option<(bool, bool)>,
) -> String {
    let mut edits = Edits::default();
    for found in &formula.refs {
        let Some((low, high)) = fixed(found).filter(|_| found.shape != Shape::Cols) else { continue };
        let mut new = found.clone();
        (new.first.row_fixed, new.last.row_fixed) = (low, high);
        let rows = (found.first.row, found.last.row);
        let place = Place { sheet: None, rows, cols: (found.first.col, found.last.col) };
        edits.replace(found.span.clone(), shown(text, &new, &place));
    }
    edits.apply_all(text)
}

/// The reference `found` as it reads when it names `place`, its `$` signs kept.
fn shown(text: &str, found: &Ref, place: &Place) -> String {
    let mut out = match &place.sheet {
        Some(sheet) => format!("{}!", quote_sheet(sheet)),
        None => text[found.span.start..found.area.start].to_owned(),
    };
    let low = Corner { row: place.rows.0, col: place.cols.0, ..found.first };
    let high = Corner { row: place.rows.1, col: place.cols.1, ..found.last };
    match found.shape {
        Shape::Rows => {
            let _ =
                write!(out, "{}{}:{}{}", dollar(low.row_fixed), low.row, dollar(high.row_fixed), high.row);
        }
        Shape::Cols => {
            let _ = write!(out, "{}{}:", dollar(low.col_fixed), letters(low.col));
            let _ = write!(out, "{}{}", dollar(high.col_fixed), letters(high.col));
        }
        Shape::Cell if (low.row, low.col) == (high.row, high.col) => corner(&mut out, low),
        Shape::Cell | Shape::Range => {
            corner(&mut out, low);
            out.push(':');
            corner(&mut out, high);
        }
    }
    out
}

fn dollar(fixed: bool) -> &'static str {
    if fixed { "$" } else { "" }
}

fn letters(col: u32) -> Col {
    Col((col.saturating_sub(1)) as u16)
}

fn corner(out: &mut String, at: Corner) {
    let _ = write!(out, "{}{}{}{}", dollar(at.col_fixed), letters(at.col), dollar(at.row_fixed), at.row);
}

/// A sheet's name as it stands before `!`: quoted unless it is plain.
pub fn quote_sheet(name: &str) -> String {
    let plain = name.chars().all(|ch| ch.is_alphanumeric() || ch == '_')
        && !name.starts_with(|ch: char| ch.is_ascii_digit())
        && crate::model::place::CellAt::parse(name).is_none()
        && !matches!(name.to_ascii_uppercase().as_str(), "R" | "C" | "TRUE" | "FALSE" | "");
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "''")) }
}

/// The text of a formula moved by whole rows and columns, as Excel does when it copies one: relative references move, those
/// with `$` stay. `None` if a reference would leave the grid.
pub fn moved(text: &str, down: i64, right: i64) -> Option<String> {
    let formula = Formula::read(text);
    let step = |value: u32, fixed: bool, by: i64, max: u32| -> Option<u32> {
        if fixed {
            return Some(value);
        }
        u32::try_from(i64::from(value) + by).ok().filter(|value| (1..=max).contains(value))
    };
    let mut lost = false;
    let out = rewrite(text, &formula, |found| {
        let mut rows = (found.first.row, found.last.row);
        let mut cols = (found.first.col, found.last.col);
        if found.shape != Shape::Cols {
            match (
                step(rows.0, found.first.row_fixed, down, super::axis::MAX_ROW),
                step(rows.1, found.last.row_fixed, down, super::axis::MAX_ROW),
            ) {
                (Some(low), Some(high)) => rows = (low, high),
                _ => lost = true,
            }
        }
        if found.shape != Shape::Rows {
            match (
                step(cols.0, found.first.col_fixed, right, super::axis::MAX_COL),
                step(cols.1, found.last.col_fixed, right, super::axis::MAX_COL),
            ) {
                (Some(low), Some(high)) => cols = (low, high),
                _ => lost = true,
            }
        }
        Ok(Change::To(Place { sheet: None, rows, cols }))
    });
    if lost { None } else { Some(out.ok()?.unwrap_or_else(|| text.to_owned())) }
}

/// Whether a reference names `sheet`, given the sheet the formula stands on.
pub fn names_sheet(found: &Ref, own: &str, sheet: &str) -> bool {
    match &found.sheet {
        SheetName::Own => own == sheet,
        SheetName::Named(name) => name.to_lowercase() == sheet.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn all(text: &str, change: &Change) -> Option<String> {
        rewrite(text, &Formula::read(text), |_| Ok(change.clone())).unwrap()
    }

    fn place(rows: (u32, u32)) -> Place {
        Place { sheet: None, rows, cols: (4, 4) }
    }

    #[test]
    fn dollars_and_sheets_stay() {
        assert_eq!(all("'a b'!D$9*2", &Change::To(place((12, 12)))).unwrap(), "'a b'!D$12*2");
        assert_eq!(all("SUM($D9)", &Change::To(place((9, 12)))).unwrap(), "SUM($D9:$D12)");
        assert_eq!(all("SUM(D9)", &Change::To(place((9, 9)))), None);
        let other = Place { sheet: Some("Đơn vị 1".to_owned()), ..place((3, 3)) };
        assert_eq!(all("x!D1", &Change::To(other)).unwrap(), "'Đơn vị 1'!D3");
    }

    #[test]
    fn copies_that_do_not_touch_become_a_list() {
        let list = Change::List(vec![place((3, 3)), place((5, 5))]);
        assert_eq!(all("SUM(D9)+1", &list).unwrap(), "SUM(D3,D5)+1");
        let many = Change::List((1..=300).map(|row| place((row * 2, row * 2))).collect());
        assert!(all("SUM(D9)", &many).unwrap().starts_with("SUM((D2,D4"));
        assert_eq!(all("SUM((D9),1)", &list).unwrap(), "SUM((D3,D5),1)");
        assert_eq!(all("LARGE(D9:D9,2)", &list).unwrap(), "LARGE((D3,D5),2)");
        assert_eq!(all("'a'!D9", &list).unwrap(), "('a'!D3,'a'!D5)");
    }

    #[test]
    fn nothing_left_is_zero_and_never_counted() {
        for (before, after) in [
            ("SUM(D9:D9)", "SUM(0)"),
            ("D9*2", "0*2"),
            ("COUNT(D9:D9)", "0"),
            ("COUNTA(D9:D10,1)", "COUNTA(1)"),
            ("COUNTA(1,D9:D10)", "COUNTA(1)"),
            ("1+SUMIF(D9:D9,\"x\",D9:D9)/2", "1+0/2"),
            ("D9:INDEX(D:D,3)", "0"),
        ] {
            assert_eq!(all(before, &Change::Gone).as_deref(), Some(after), "{before}");
        }
    }

    #[test]
    fn a_formula_moves_like_a_copy_in_excel() {
        assert_eq!(moved("A1+$B2+C$3+$D$4+SUM(5:5,E:E)", 2, 1).unwrap(), "B3+$B4+D$3+$D$4+SUM(7:7,F:F)");
        assert_eq!(moved("A1", -1, 0), None);
    }

    #[test]
    fn sheet_names_are_quoted_where_excel_would() {
        for (name, shown) in
            [("Data", "Data"), ("A1", "'A1'"), ("O'B", "'O''B'"), ("2023", "'2023'"), ("Biểu", "Biểu")]
        {
            assert_eq!(quote_sheet(name), shown);
        }
    }
}
