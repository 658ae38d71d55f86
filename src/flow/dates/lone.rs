//! A column that only one or a few of its texts would turn to month/day, and what its rows say to that.
//!
//! In: the dated rows of a register and what its columns say of themselves. Out: the columns whose few texts are outvoted
//! by the rest of their rows. A column that proves day/month is never looked at, since that is how days are written; today
//! is not asked, since the order of a column may not change from one day to the next.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{DateCell, DatedRow};
use crate::{
    cells::date::{DateText, DayOrder, Decision, OrderEvidence},
    model::column::ColumnKind,
};

/// A date so much later than the receipt, in days, is no sign of a right reading.
pub(super) const LONGEST: i64 = 120;

/// One wrong row is not enough to outvote a text.
const FEWEST: usize = 2;

/// Whether the month/day of a column rests on a single text, or on fewer than a quarter of those that have an order.
pub(super) fn is_lone(own: OrderEvidence) -> bool {
    let texts = own.month_first + own.either;
    let is_small = own.month_first == 1 || own.month_first * 4 < texts;
    own.decide() == Decision::MonthFirst && own.either > 0 && is_small
}

/// The lone columns whose rows say otherwise, with the votes for either order.
///
/// Outvoted is a column if at least two of its rows, more than it has month/day texts, and ten of eleven of those that
/// speak are right only as day/month; or if no row speaks for month/day and the other columns of the table are day/month.
pub(super) fn outvoted(
    own: &BTreeMap<ColumnKind, OrderEvidence>,
    rows: &[DatedRow],
) -> BTreeMap<ColumnKind, OrderEvidence> {
    let mut outvoted = BTreeMap::new();
    for (kind, evidence) in own.iter().filter(|(_, evidence)| is_lone(**evidence)) {
        let votes = votes(*kind, rows);
        let by_rows = votes.clear_majority() == Some(DayOrder::DayFirst)
            && votes.day_first >= FEWEST
            && votes.day_first > evidence.month_first;
        let neighbours = neighbours(own, *kind).filter(|_| votes.month_first == 0);
        if by_rows || neighbours.is_some() {
            let day_first = votes.day_first + neighbours.unwrap_or(0);
            let month_first = evidence.month_first + votes.month_first;
            outvoted.insert(*kind, OrderEvidence { day_first, month_first, either: evidence.either });
        }
    }
    outvoted
}

/// How many texts of the other columns are day/month, where that is what all that tell their order say.
fn neighbours(own: &BTreeMap<ColumnKind, OrderEvidence>, kind: ColumnKind) -> Option<usize> {
    let others = || own.iter().filter(|(other, _)| **other != kind).map(|(_, evidence)| evidence);
    let is_other = |evidence: &OrderEvidence| {
        matches!(evidence.decide(), Decision::MonthFirst | Decision::Contradiction)
    };
    let count = others().map(|evidence| evidence.day_first).sum();
    (count > 0 && !others().any(is_other)).then_some(count)
}

/// What the rows say of a column by the other days they know for certain: in which order its ambiguous texts are the
/// day of the case code, or lie on the right side of the receipt and not months away from it.
pub(super) fn votes(kind: ColumnKind, rows: &[DatedRow]) -> OrderEvidence {
    let mut votes = OrderEvidence::default();
    for row in rows {
        let Some(DateCell::Text(DateText::Either { day_first, month_first })) = row.cell(kind) else {
            continue;
        };
        match (fits(kind, row, *day_first), fits(kind, row, *month_first)) {
            (true, false) => votes.day_first += 1,
            (false, true) => votes.month_first += 1,
            _ => {}
        }
    }
    votes
}

fn fits(kind: ColumnKind, row: &DatedRow, day: NaiveDate) -> bool {
    let follows = |from: NaiveDate, to: NaiveDate| (0..=LONGEST).contains(&(to - from).num_days());
    if kind != ColumnKind::ReceivedOn {
        let start = row.certain(ColumnKind::ReceivedOn).or(row.code);
        let before = kind == ColumnKind::SubmittedOn;
        return start.is_none_or(|start| if before { follows(day, start) } else { follows(start, day) });
    }
    if let Some(code) = row.code {
        return day == code;
    }
    let ends = [ColumnKind::DueOn, ColumnKind::FinishedOn, ColumnKind::HandedOverOn];
    ends.iter().filter_map(|end| row.certain(*end)).all(|end| follows(day, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_the_texts_is_no_small_part_and_a_single_one_always_is() {
        let evidence = |day_first, month_first, either| OrderEvidence { day_first, month_first, either };
        assert!(is_lone(evidence(0, 1, 1)) && is_lone(evidence(0, 1, 90)));
        assert!(is_lone(evidence(0, 2, 7)) && !is_lone(evidence(0, 2, 6)));
        assert!(!is_lone(evidence(0, 1, 0)), "nothing hangs on it");
        assert!(!is_lone(evidence(1, 1, 9)) && !is_lone(evidence(1, 0, 9)));
    }
}
