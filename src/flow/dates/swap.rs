//! Whether an English Excel turned day and month of the true dates of a column.
//!
//! In: the dated rows of all registers. Out: for each column whether its dates are to be turned back and on what evidence,
//! or that they look so without proof. The sequence is that of the order of day and month: the column with its case codes;
//! the same column in the sender's other sheets and files; besides, the other date columns of the same table, which the
//! same Excel took in. A column with a true date after the 12th, or with a text that such an Excel would have understood,
//! is never turned.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{Datelike, NaiveDate};

use super::{DateCell, DatedRow, Register, lone::LONGEST};
use crate::{
    cells::date::{DateText, OrderEvidence, SwapSignature, excel_swap_signature, unswap},
    model::column::ColumnKind,
    text::Text,
};

/// Why the true dates of a column are turned back. `dates` counts its true dates, `texts` its texts after the 12th.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwapProof {
    /// So many dates agree with their case codes only when turned back.
    Codes(usize),
    /// Another column of the table is turned, and this one shows the signature.
    Table {
        /// That column.
        column: ColumnKind,
        /// True dates.
        dates: usize,
        /// Texts.
        texts: usize,
    },
    /// The same column is turned in another sheet of the sender, and this one shows the signature.
    Sender {
        /// True dates.
        dates: usize,
        /// Texts.
        texts: usize,
    },
}

impl SwapProof {
    /// The evidence in words: Vietnamese, English.
    pub fn words(self) -> (String, String) {
        let sign = |dates: usize, texts: usize| {
            if texts == 0 {
                let vi = format!("{dates} ngày lưu dạng ngày trong cột đều không quá ngày 12");
                (vi, format!("none of the column's {dates} true dates is after the 12th"))
            } else {
                let vi = format!(
                    "{dates} ngày lưu dạng ngày trong cột đều không quá ngày 12, còn {texts} ngày sau ngày 12 là chữ"
                );
                let en = format!(
                    "none of the column's {dates} true dates is after the 12th, and {texts} later days are text"
                );
                (vi, en)
            }
        };
        match self {
            Self::Codes(agree) => (
                format!("{agree} ngày chỉ khớp với ngày trong mã hồ sơ khi đảo lại"),
                format!("{agree} dates agree with the case codes only when turned back"),
            ),
            Self::Table { column, dates, texts } => {
                let Text { vi, en } = column.title();
                let sign = sign(dates, texts);
                (
                    format!("cột “{vi}” cùng bảng đã bị đảo như vậy, và {}", sign.0),
                    format!("the column “{en}” of the same table was swapped, and {}", sign.1),
                )
            }
            Self::Sender { dates, texts } => {
                let sign = sign(dates, texts);
                (
                    format!("cùng cột này ở trang hoặc tệp khác của đơn vị đã bị đảo như vậy, và {}", sign.0),
                    format!(
                        "the same column was swapped in another sheet or file of the sender, and {}",
                        sign.1
                    ),
                )
            }
        }
    }
}

/// What is known of one column whose true dates are all of the 12th or earlier.
pub(super) struct Swap {
    /// Of such texts beside it as the pattern needs; `Absent` where the column has true dates only.
    signature: SwapSignature,
    dates: usize,
    texts: usize,
    /// Dates that fit their case code only turned back, only as they stand.
    turned: usize,
    straight: usize,
    /// Why its dates are turned back.
    pub(super) proof: Option<SwapProof>,
    /// The pattern without proof, to be reported: true dates and texts counted.
    pub(super) suspected: Option<(usize, usize)>,
}

impl Swap {
    /// Whether evidence from elsewhere may turn it. A due or finish day is only known to follow the receipt: there one wrong
    /// date among right ones says nothing.
    fn is_open(&self, kind: ColumnKind) -> bool {
        let is_outvoted = kind != ColumnKind::ReceivedOn && self.turned > self.straight;
        self.proof.is_none() && (self.straight == 0 || is_outvoted)
    }

    fn has_signature(&self) -> bool {
        self.signature != SwapSignature::Absent
    }
}

/// The columns of one register that may have been swapped.
pub(super) type Swaps = BTreeMap<ColumnKind, Swap>;

/// Decides for all registers; the result is in their order.
pub(super) fn swaps(registers: &[Register<'_>], rows: &[Vec<DatedRow>]) -> Vec<Swaps> {
    let mut all: Vec<Swaps> = rows.iter().map(|rows| own(rows)).collect();
    // Each round proves a column or ends it.
    loop {
        let by_table = within_tables(&mut all);
        let by_sender = within_senders(registers, &mut all);
        if !by_table && !by_sender {
            break;
        }
    }
    for swaps in &mut all {
        suspect(swaps);
    }
    all
}

/// What each column says of itself.
fn own(rows: &[DatedRow]) -> Swaps {
    let kinds: BTreeSet<ColumnKind> =
        rows.iter().flat_map(|row| row.cells.iter().map(|(kind, _)| *kind)).collect();
    kinds.into_iter().filter_map(|kind| Some((kind, of_column(kind, rows)?))).collect()
}

fn of_column(kind: ColumnKind, rows: &[DatedRow]) -> Option<Swap> {
    let cells = || rows.iter().filter_map(|row| Some((row, row.cell(kind)?)));
    let dates = || {
        cells().filter_map(|(row, cell)| match cell {
            DateCell::True(date) => Some((row, *date)),
            DateCell::Text(_) => None,
        })
    };
    let texts: Vec<&DateText> = cells()
        .filter_map(|(_, cell)| match cell {
            DateCell::Text(text) => Some(text),
            DateCell::True(_) => None,
        })
        .collect();
    let evidence = OrderEvidence::collect(texts.iter().copied());
    let count = dates().count();
    let is_denied =
        evidence.month_first > 0 || evidence.either > 0 || dates().any(|(_, date)| date.day() > 12);
    if count == 0 || is_denied {
        return None;
    }
    let signature = excel_swap_signature(dates().map(|(_, date)| date), texts.iter().copied());
    let (mut turned, mut straight) = (0_usize, 0_usize);
    for (row, date) in dates() {
        let Some(other) = unswap(date).filter(|other| *other != date) else { continue };
        match (fits(kind, row, date), fits(kind, row, other)) {
            (Some(false), Some(true)) => turned += 1,
            (Some(true), Some(false)) => straight += 1,
            _ => {}
        }
    }
    let proof = (signature != SwapSignature::Absent && turned > 0 && straight == 0)
        .then_some(SwapProof::Codes(turned));
    Some(Swap {
        signature,
        dates: count,
        texts: evidence.day_first,
        turned,
        straight,
        proof,
        suspected: None,
    })
}

/// Whether a day of this column agrees with the day inside the case code; `None` without one.
fn fits(kind: ColumnKind, row: &DatedRow, day: NaiveDate) -> Option<bool> {
    let code = row.code?;
    let later = (day - code).num_days();
    Some(match kind {
        ColumnKind::ReceivedOn => later == 0,
        ColumnKind::SubmittedOn => (-LONGEST..=0).contains(&later),
        _ => (0..=LONGEST).contains(&later),
    })
}

/// A turned column speaks for the others of its table. Whether it turned any.
fn within_tables(all: &mut [Swaps]) -> bool {
    let mut found = false;
    for swaps in all {
        let Some(column) = swaps.iter().find(|(_, swap)| swap.proof.is_some()).map(|(kind, _)| *kind) else {
            continue;
        };
        for (_, swap) in swaps.iter_mut().filter(|(kind, swap)| swap.is_open(**kind)) {
            swap.proof = Some(SwapProof::Table { column, dates: swap.dates, texts: swap.texts });
            found = true;
        }
    }
    found
}

/// A turned column speaks for the same column elsewhere with the sender. Whether it turned any.
fn within_senders(registers: &[Register<'_>], all: &mut [Swaps]) -> bool {
    let mut proven: BTreeSet<(Arc<str>, ColumnKind)> = BTreeSet::new();
    for (register, swaps) in registers.iter().zip(all.iter()) {
        let kinds = swaps.iter().filter(|(_, swap)| swap.proof.is_some());
        proven.extend(kinds.map(|(kind, _)| (Arc::clone(&register.sender), *kind)));
    }
    let mut found = false;
    for (register, swaps) in registers.iter().zip(all) {
        if is_straight(swaps) {
            continue;
        }
        for (kind, swap) in swaps.iter_mut().filter(|(kind, swap)| swap.is_open(**kind)) {
            if proven.contains(&(Arc::clone(&register.sender), *kind)) {
                swap.proof = Some(SwapProof::Sender { dates: swap.dates, texts: swap.texts });
                found = true;
            }
        }
    }
    found
}

/// Whether the case codes show that this table was typed with the day first.
fn is_straight(swaps: &Swaps) -> bool {
    swaps.get(&ColumnKind::ReceivedOn).is_some_and(|swap| swap.straight > 0)
}

/// Reports what nothing proves: a column that shows the pattern strongly, or weakly in a table that shows it strongly or
/// has other columns turned.
fn suspect(swaps: &mut Swaps) {
    let is_straight = is_straight(swaps);
    let is_turned = swaps.values().any(|swap| swap.proof.is_some());
    let chance: f64 = swaps
        .values()
        .filter(|swap| swap.has_signature())
        .map(|swap| by_chance(swap.dates, swap.texts))
        .product();
    for swap in swaps.values_mut() {
        let is_disproven = swap.straight > 0 && swap.turned == 0 && !is_turned;
        let is_strong = match swap.signature {
            SwapSignature::Absent => false,
            SwapSignature::Weak => !is_straight && (is_turned || chance < 1.0 / 40.0),
            SwapSignature::Strong => true,
        };
        if swap.proof.is_none() && !is_disproven && is_strong {
            swap.suspected = Some((swap.dates, swap.texts));
        }
    }
}

/// How probable it is that so many dates are of the 12th or earlier and so many texts of a later day, if the form of each
/// had nothing to do with its day.
fn by_chance(dates: usize, texts: usize) -> f64 {
    let power = |base: f64, count: usize| base.powi(i32::try_from(count).unwrap_or(i32::MAX).min(100));
    power(0.4, dates) * power(0.6, texts)
}
