//! Registers side by side on one sheet: each becomes a sheet of its own, with its cells where they were.
//!
//! In: a sheet. Out: its parts from left to right, usually one. A sheet is cut only where both parts are registers by
//! themselves: their columns begin alike ("STT | Mã hồ sơ | …" twice), or behind a column without content comes again both
//! what identifies a case and the day it came, in whatever words and however much lower. A gap inside one register cuts
//! nothing. One row of the sheet can then hold two cases, so rows are counted once for each part, as if the parts were sheets.

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
    let (gaps, again) = places(sheet, headings);
    let places: BTreeSet<Col> = gaps.union(&again).copied().collect();
    if places.is_empty() {
        return None;
    }
    let top = Sheet {
        rows: sheet.rows.iter().take(TRIED).cloned().collect(),
        merges: sheet.merges.clone(),
        ..Sheet::default()
    };
    let parts = |col: Col| {
        let mut left = top.clone();
        let right = left.split_off(col);
        Some((register(&left, headings)?, register(&right, headings)?))
    };
    let begin_alike = |col: &Col| {
        parts(*col).is_some_and(|(left, right)| {
            first_known(&left).is_some() && first_known(&left) == first_known(&right)
        })
    };
    let is_repeated = |col: &Col| parts(*col).is_some_and(|(left, right)| repeats(&left, &right));
    let found = places.into_iter().take(MOST_CUTS).find(begin_alike);
    found.or_else(|| gaps.into_iter().take(MOST_CUTS).find(is_repeated))
}

/// Whether the right table identifies a case by something that the left one has too. (Both have the day it came.) A case
/// code on both sides is enough; the procedures of a register that has case codes may well stand behind a gap.
fn repeats(left: &Found, right: &Found) -> bool {
    // Behind a gap inside the left register, the rest of that register comes first, or the same is there twice.
    let begins = right.columns.first().and_then(|column| column.meaning.as_deref());
    let is_whole = right.rivals.is_empty()
        && begins.is_some_and(|first| WHAT.contains(&first) || ["sequence", "received_on"].contains(&first));
    if !is_whole {
        return false;
    }
    if left.has("case_code") || right.has("case_code") {
        return left.has("case_code") && right.has("case_code");
    }
    WHAT.iter().any(|what| left.has(what) && right.has(what))
}

/// Where a second register may begin: after a column without any content, and where the first heading comes again.
fn places(sheet: &Sheet, headings: &Headings) -> (BTreeSet<Col>, BTreeSet<Col>) {
    let mut is_used = vec![false; usize::from(Col::LAST.0) + 1];
    for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
        if let Some(used) = is_used.get_mut(usize::from(cell.col.0)) {
            *used = true;
        }
    }
    let used: Vec<u16> = (0..=Col::LAST.0).filter(|col| is_used[usize::from(*col)]).collect();
    if used.len() < 6 {
        return (BTreeSet::new(), BTreeSet::new());
    }
    let gaps: BTreeSet<Col> =
        used.windows(2).filter(|pair| pair[0] + 1 < pair[1]).map(|pair| Col(pair[1])).collect();
    let top = Sheet {
        rows: sheet.rows.iter().take(TRIED).cloned().collect(),
        merges: sheet.merges.clone(),
        ..Sheet::default()
    };
    let mut places = BTreeSet::new();
    for found in table::by_headings(&top, headings).iter().filter(|found| found.kind == TableKind::Register) {
        let first = found.columns.iter().find_map(|column| column.meaning.as_deref());
        let again = found.rivals.iter().filter(|rival| Some(rival.meaning.as_str()) == first);
        places.extend(again.map(|rival| rival.kept.max(rival.other)));
    }
    (gaps, places)
}

/// Any of these says which case or what it is about.
const WHAT: [&str; 3] = ["case_code", "procedure_code", "procedure_name"];

/// The first register with what identifies a case and the day it came.
fn register(sheet: &Sheet, headings: &Headings) -> Option<Found> {
    let is_whole = |found: &Found| {
        found.kind == TableKind::Register
            && found.has("received_on")
            && WHAT.iter().any(|what| found.has(what))
    };
    table::by_headings(sheet, headings).into_iter().find(is_whole)
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
    fn a_second_register_without_running_numbers_in_other_words_and_lower_is_one_of_its_own() {
        let level = cuts(&[
            &[
                "TT",
                "Mã hồ sơ",
                "Tên dịch vụ công",
                "Ngày tiếp nhận",
                "",
                "Mã HS",
                "Tên TTHC",
                "Ngày nhận HS",
            ],
            &["1", "H14.08-230105-0001", "x", "05/01/2023", "", "H14.08-230106-0001", "y", "06/01/2023"],
        ]);
        assert_eq!(level, [(2, Col(0)), (2, Col(5))]);
        let lower = cuts(&[
            &["STT", "Mã hồ sơ", "Tên TTHC", "Ngày nhận", "", "SỔ B"],
            &["1", "H14.08-230105-0001", "x", "05/01/2023"],
            &["2", "H14.08-230105-0002", "x", "05/01/2023", "", "Mã HS", "Tên TTHC", "Ngày nhận HS"],
            &["3", "H14.08-230105-0003", "x", "05/01/2023", "", "H14.08-230106-0001", "y", "06/01/2023"],
        ]);
        assert_eq!(lower, [(4, Col(0)), (4, Col(5))]);
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
