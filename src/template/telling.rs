//! What is told of the faults found in a template, and in which order. All faults in, those that people read out.

use super::fault::{Fault, FaultKind};
use super::source::Source;
use super::tree::Plan;
use crate::model::place::CellAt;

/// A tag that is written wrongly was told of; that nobody knows its loop variables was not wrong, too.
pub fn without_consequences(faults: &mut Vec<Fault>, source: &Source, plans: &[Plan<'_>]) {
    faults.retain(|fault| {
        let FaultKind::UnknownName { name, .. } = &fault.kind else { return true };
        let plan = source.book.sheet(&fault.sheet).and_then(|sheet| plans.get(sheet));
        plan.is_none_or(|plan| !plan.is_lost(name))
    });
}

/// Faults in the order of the sheets and cells.
pub fn sort(faults: &mut [Fault], source: &Source) {
    let key = |fault: &Fault| {
        let sheet = source.book.sheet(&fault.sheet).unwrap_or(usize::MAX);
        let cell = CellAt::parse(&fault.cell);
        (sheet, cell.map(|cell| (cell.row, cell.col)), fault.cell.clone())
    };
    faults.sort_by_key(key);
}
