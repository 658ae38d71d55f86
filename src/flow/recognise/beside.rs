//! Registers side by side on one sheet: each becomes a sheet of its own, with its cells where they were.
//!
//! In: a sheet. Out: its parts from left to right, usually one. A sheet is cut only where both parts are registers by
//! themselves whose columns begin alike ("STT | Mã hồ sơ | …" twice): a gap inside one register cuts nothing. One row of the
//! sheet can then hold two cases, so rows are counted once for each part, as if the parts were sheets.

use std::collections::BTreeSet;

use crate::{
    flow::{
        headings::{Headings, TableKind},
        table::{self, Found},
    },
    model::{place::Col, sheet::Sheet},
};

/// So many rows from the top decide: a header further down heads a second table below the first.
const TRIED: usize = 300;
/// So many places are tried: more tables do not fit on a sheet.
const MOST_CUTS: usize = 8;

/// The parts of a sheet, left to right.
pub(super) fn apart(sheet: Sheet, headings: &Headings) -> Vec<Sheet> {
    let mut parts = vec![sheet];
    while parts.len() <= MOST_CUTS
        && let Some(cut) = parts.last().and_then(|last| cut(last, headings))
        && let Some(right) = parts.last_mut().map(|last| last.split_off(cut))
    {
        parts.push(right);
    }
    parts
}

/// The first column of the second register, if there is one.
fn cut(sheet: &Sheet, headings: &Headings) -> Option<Col> {
    let places = places(sheet, headings);
    if places.is_empty() {
        return None;
    }
    let top = Sheet {
        rows: sheet.rows.iter().take(TRIED).cloned().collect(),
        merges: sheet.merges.clone(),
        ..Sheet::default()
    };
    places.into_iter().take(MOST_CUTS).find(|col| {
        let mut left = top.clone();
        let right = left.split_off(*col);
        match (register(&left, headings), register(&right, headings)) {
            (Some(left), Some(right)) => {
                first_known(&left).is_some() && first_known(&left) == first_known(&right)
            }
            _ => false,
        }
    })
}

/// Where a second register may begin: after a column without any content, and where the first heading comes again.
fn places(sheet: &Sheet, headings: &Headings) -> BTreeSet<Col> {
    let mut is_used = vec![false; usize::from(Col::LAST.0) + 1];
    for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
        if let Some(used) = is_used.get_mut(usize::from(cell.col.0)) {
            *used = true;
        }
    }
    let used: Vec<u16> = (0..=Col::LAST.0).filter(|col| is_used[usize::from(*col)]).collect();
    if used.len() < 6 {
        return BTreeSet::new();
    }
    let mut places: BTreeSet<Col> =
        used.windows(2).filter(|pair| pair[0] + 1 < pair[1]).map(|pair| Col(pair[1])).collect();
    let top = Sheet {
        rows: sheet.rows.iter().take(TRIED).cloned().collect(),
        merges: sheet.merges.clone(),
        ..Sheet::default()
    };
    for found in table::find(&top, headings).iter().filter(|found| found.kind == TableKind::Register) {
        let first = found.columns.iter().find_map(|column| column.meaning.as_deref());
        let again = found.rivals.iter().filter(|rival| Some(rival.meaning.as_str()) == first);
        places.extend(again.map(|rival| rival.kept.max(rival.other)));
    }
    places
}

/// The first register with what identifies a case and the day it came.
fn register(sheet: &Sheet, headings: &Headings) -> Option<Found> {
    let is_whole = |found: &Found| {
        found.kind == TableKind::Register
            && found.has("received_on")
            && ["case_code", "procedure_code", "procedure_name"].iter().any(|what| found.has(what))
    };
    table::find(sheet, headings).into_iter().find(is_whole)
}

fn first_known(found: &Found) -> Option<&str> {
    found.columns.iter().find_map(|column| column.meaning.as_deref())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::flow::testing::sheet;

    fn cuts(rows: &[&[&'static str]]) -> Vec<(u32, Col)> {
        let parts = apart(sheet(rows), &Headings::embedded().unwrap());
        parts.iter().map(|part| (part.last_row(), part.rows[0].cells[0].col)).collect()
    }

    #[test]
    fn two_registers_with_a_gap_are_two() {
        let found = cuts(&[
            &["SỔ THEO DÕI HỒ SƠ", "", "", "", "", "", ""],
            &["STT", "Mã hồ sơ", "Ngày nhận", "", "STT", "Mã hồ sơ", "Ngày nhận"],
            &["1", "H14.08-230105-0001", "05/01/2023", "", "1", "H14.08-230106-0001", "06/01/2023"],
            &["2", "H14.08-230105-0002", "05/01/2023"],
        ]);
        assert_eq!(found, [(4, Col(0)), (3, Col(4))]);
    }

    #[test]
    fn two_registers_without_a_gap_and_with_headers_in_different_rows_are_two() {
        let close = cuts(&[
            &["STT", "Mã hồ sơ", "Ngày nhận", "STT", "Mã hồ sơ", "Ngày nhận"],
            &["1", "H14.08-230105-0001", "05/01/2023", "1", "H14.08-230106-0001", "06/01/2023"],
        ]);
        assert_eq!(close, [(2, Col(0)), (2, Col(3))]);
        let stepped = cuts(&[
            &["STT", "Mã hồ sơ", "Ngày nhận", "", "Quý II"],
            &["1", "H14.08-230105-0001", "05/01/2023", "", "STT", "Mã hồ sơ", "Ngày nhận"],
            &["2", "H14.08-230105-0002", "05/01/2023", "", "1", "H14.08-230106-0001", "06/01/2023"],
        ]);
        assert_eq!(stepped, [(3, Col(0)), (3, Col(4))]);
    }

    #[test]
    fn a_gap_or_a_second_date_inside_one_register_cuts_nothing() {
        for row in [
            &["STT", "Mã hồ sơ", "Ngày nhận", "", "Tên thủ tục", "Ngày tiếp nhận", "Ghi chú"],
            &["STT", "Mã hồ sơ", "Ngày nhận", "", "Mã thủ tục", "Tên thủ tục", "Ngày hẹn trả"],
        ] {
            let case = &["1", "H14.08-230105-0001", "05/01/2023", "", "x", "06/01/2023", "y"];
            assert_eq!(cuts(&[row, case]).len(), 1, "{row:?}");
        }
    }
}
