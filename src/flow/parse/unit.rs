//! The unit of a case: its own column, else its group row, else the sender.

use std::sync::Arc;

use super::Reader;
use crate::{
    flow::{person::is_person, register::CaseRow, units::Units},
    model::column::ColumnKind,
    rules,
    text::without_long_numbers,
};

impl Reader<'_> {
    /// The unit of a row. A person is none; the cell is named, not quoted.
    pub(super) fn unit(&mut self, row: &CaseRow<'_, '_>, units: &mut Units) -> Arc<str> {
        const COLUMN: ColumnKind = ColumnKind::Unit;
        let own = self.text(row, COLUMN);
        let person = own.as_ref().is_some_and(|name| is_person(name));
        let unit = match own.filter(|_| !person).as_deref().or(row.verdict.unit.as_deref()) {
            Some(name) => units.named(&without_long_numbers(name)),
            None => Arc::clone(&row.register.table.unit),
        };
        if person {
            self.report(row, rules::TP017, COLUMN, "", |finding| finding.with("unit", &*unit));
        }
        unit
    }
}
