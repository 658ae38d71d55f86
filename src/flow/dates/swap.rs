//! Whether an English Excel turned day and month of a column's true dates.
//!
//! In: the dated rows of a register. Out: the sign of it, and whether the case codes prove it.

use chrono::NaiveDate;

use super::{DateCell, DatedRow};
use crate::{
    cells::date::{SwapSignature, excel_swap_signature, unswap},
    model::column::ColumnKind,
};

/// What the true dates of a column look like.
pub(super) enum Swap {
    /// No sign of it.
    Absent,
    /// The sign, and proof: the dates are turned back.
    Proven,
    /// The sign without proof: true dates and texts counted.
    Suspected(usize, usize),
}

/// Whether an English Excel swapped the true dates of the column: its signature, proven by the days inside the case
/// codes (for the receipt column) or, for the other columns, by dates that only fit turned back. Without proof it is
/// only reported.
pub(super) fn swap(kind: ColumnKind, rows: &[DatedRow]) -> Swap {
    let (mut dates, mut texts) = (Vec::new(), Vec::new());
    for row in rows {
        match row.cell(kind) {
            Some(DateCell::True(date)) => dates.push(*date),
            Some(DateCell::Text(text)) => texts.push(text.clone()),
            None => {}
        }
    }
    let signature = excel_swap_signature(dates.iter().copied(), &texts);
    if signature == SwapSignature::Absent {
        return Swap::Absent;
    }
    let (mut turned, mut straight) = (0_usize, 0_usize);
    for row in rows {
        let Some(DateCell::True(date)) = row.cell(kind) else { continue };
        let Some(other) = unswap(*date).filter(|other| other != date) else { continue };
        let fits = |day: NaiveDate| match (kind, row.code) {
            (ColumnKind::ReceivedOn, Some(code)) => Some(day == code),
            (_, Some(code)) => Some(day >= code && (day - code).num_days() <= 120),
            (_, None) => None,
        };
        match (fits(*date), fits(other)) {
            (Some(false), Some(true)) => turned += 1,
            (Some(true), Some(false)) => straight += 1,
            _ => {}
        }
    }
    match (turned, straight) {
        (1.., 0) => Swap::Proven,
        (0, 1..) => Swap::Absent,
        _ if signature == SwapSignature::Strong => Swap::Suspected(dates.len(), texts.len()),
        _ => Swap::Absent,
    }
}
