//! What fills cells of rows that are not kept: evaluated whenever it is asked for. A place of the result in, its value out.

use std::cell::RefCell;

use minijinja::Value;

use super::build::scope_in;
use super::language::Language;
use super::outs::{OutSheet, Outs};
use super::source::Source;
use super::tree::Plan;
use super::values;
use crate::ooxml::calc::value::Scalar;

/// What fills cells of rows that are not kept.
pub struct Fillings<'a> {
    /// The template.
    pub source: &'a Source,
    /// Its plans.
    pub plans: &'a [Plan<'a>],
    /// The expression language.
    pub language: &'a Language,
    /// The sheets of the result.
    pub outs: &'a Outs,
    /// What the row that was asked for last sees.
    pub last: RefCell<Option<Seen>>,
}

/// What a row sees, with its sheet and instance.
pub struct Seen {
    out: usize,
    inst: Option<u32>,
    scope: Option<Value>,
}

impl Fillings<'_> {
    /// The value of a filled cell by its place in the result and its index among the cells of the template's sheet; empty where
    /// nothing is filled or it fails.
    pub fn value(&self, out: usize, (row, col): (u32, u32), index: u32) -> Scalar {
        let Some(target) = self.outs.list.get(out) else { return Scalar::Empty };
        self.at(out, target, (row, col), index).unwrap_or(Scalar::Empty)
    }

    /// The value of a cell by its place in the result; none where nothing is filled or it fails.
    pub fn filled(&self, out: usize, row: u32, col: u32) -> Option<Scalar> {
        let target = self.outs.list.get(out)?;
        let sheet = self.source.sheets.get(target.src)?.as_ref()?;
        let (from, from_col) = (target.rows.axis.source(row)?, target.cols.axis.source(col)?);
        let span = sheet.scan.rows_between(from, from).first()?;
        let cells = sheet.scan.cells_of(span);
        let at = cells.iter().position(|cell| u32::from(cell.col) + 1 == from_col)?;
        self.at(out, target, (row, col), span.cells.start + at as u32)
    }

    fn at(&self, out: usize, target: &OutSheet, (row, col): (u32, u32), index: u32) -> Option<Scalar> {
        let placeholder = self.plans[target.src].cells.get(&index)?;
        let scope = self.scope(out, target, target.rows.axis.inst_at(row));
        let scope = scope_in(target, scope.as_ref(), target.cols.axis.inst_at(col));
        let filled = values::evaluate(self.language, placeholder, &scope, self.source.book.date1904);
        filled.ok().map(|filled| filled.value)
    }

    /// Cells are asked for row by row.
    fn scope(&self, out: usize, target: &OutSheet, inst: Option<u32>) -> Option<Value> {
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|seen| (seen.out, seen.inst) != (out, inst)) {
            *last = Some(Seen { out, inst, scope: target.rows.scope(inst) });
        }
        last.as_ref().and_then(|seen| seen.scope.clone())
    }
}
