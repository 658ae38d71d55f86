//! Long runs of repeated rows, which the evaluator does not keep: what all their copies have in common is told once. A run of
//! the mapping in, the rows as the evaluator sees them out, or nothing if each copy must be kept.

use minijinja::Value;

use super::build::{Builder, scope_in};
use super::formulas::{self, SourceFormula};
use super::language::Language;
use super::outs::{Outs, Rewritten, Site};
use super::source::{SheetSource, Source};
use super::stale::places;
use super::stored::stored;
use super::tree::Plan;
use super::values;
use crate::ooxml::along::Along;
use crate::ooxml::axis::Run;
use crate::ooxml::calc::far::{Far, FarCell, FarValue, Line};
use crate::ooxml::calc::model::FormulaCell;
use crate::ooxml::calc::value::Scalar;
use crate::ooxml::formula::{Formula, Ref, SheetName};
use crate::ooxml::sheet::FormulaKind;

/// Runs of fewer copies are kept.
const LONG: u32 = 256;

/// Most formulas in a copy: they are evaluated one inside of the other.
const FORMULAS: usize = 64;

/// A formula of a run.
struct RunFormula {
    along: Along,
    changed: bool,
    rewritten: bool,
}

impl<'a> Builder<'a, '_> {
    /// The rows of a run as the evaluator sees them if it need not keep them: every formula reads its own copy or what is the
    /// same for all copies, and nothing else stands there that depends on its neighbours.
    pub(super) fn far(&mut self, out: usize, sheet: &'a SheetSource, run: Run) -> Option<Far> {
        let least = if (self.most as u64) < u64::from(LONG) { 2 } else { LONG };
        let target = &self.outs.list[out];
        let src = target.src;
        if run.count < least || run.seg.inst.is_none() || target.rows.is_blank(run.seg.inst) {
            return None;
        }
        let mut far = Far { first: run.seg.to, height: run.step(), count: run.count, cells: Vec::new() };
        let mut found: Vec<(u32, RunFormula)> = Vec::new();
        for row in sheet.scan.rows_between(run.seg.first, run.seg.last) {
            let offset = row.number - run.seg.first;
            for index in row.cells.clone() {
                let cell = &sheet.scan.cells[index as usize];
                let col = cell.col + 1;
                let read = self.reads.columns[src].holds(u32::from(col));
                let value = if self.plans[src].cells.contains_key(&index) {
                    FarValue::Filled
                } else if let Some(formula) = cell.formula {
                    if found.len() == FORMULAS {
                        return None;
                    }
                    found.push((formula, self.run_formula(out, formula, run)?));
                    far.cells.push(FarCell { offset, col, value: FarValue::Formula(formula) });
                    continue;
                } else if self.filler(src, row.number, u32::from(col)).is_some() {
                    return None;
                } else {
                    match stored(self.source, sheet, cell) {
                        Scalar::Empty => continue,
                        value => FarValue::Same(value),
                    }
                };
                if read {
                    far.cells.push(FarCell { offset, col, value });
                }
            }
        }
        self.lines(out, &mut far, found);
        Some(far)
    }

    /// Gives the formulas of a run their numbers.
    fn lines(&mut self, out: usize, far: &mut Far, found: Vec<(u32, RunFormula)>) {
        let src = self.outs.list[out].src;
        let number = self.outs.list[out].grid.far.len() as u32;
        let mut found = found.into_iter();
        let first = far.first;
        for (at, cell) in far.cells.iter_mut().enumerate() {
            let FarValue::Formula(id) = &mut cell.value else { continue };
            let Some((index, RunFormula { along, changed, rewritten })) = found.next() else { continue };
            let formula = &self.formulas[src][index as usize];
            if let Some(group) = formula.group {
                self.materialise.insert((src, group));
            }
            *id = self.model.formulas.len() as u32;
            let subtotal = along.at(0).to_ascii_uppercase().contains("SUBTOTAL(");
            self.model.formulas.push(FormulaCell {
                sheet: out as u32,
                row: first + cell.offset,
                col: cell.col,
                source: self.starts[src] + index,
                rewritten,
                changed,
                subtotal,
            });
            self.model.lines.insert(*id, Line { sheet: out as u32, far: number, at: at as u32, text: along });
        }
    }

    /// A formula in all copies of a run; none if it is an array formula, cannot be rewritten, or reads other copies.
    fn run_formula(&self, out: usize, index: u32, run: Run) -> Option<RunFormula> {
        let target = &self.outs.list[out];
        let formula = &self.formulas[target.src][index as usize];
        if !matches!(formula.kind, FormulaKind::Normal | FormulaKind::Shared)
            || formula.fills.is_some()
            || formulas::cannot_follow(&formula.parsed)
        {
            return None;
        }
        let last = run.count - 1;
        let copy = |at: u32| in_run(&self.outs, out, formula, run, at);
        let (first, second, end) = (copy(0)?, copy(1.min(last))?, copy(last)?);
        let text = |copy: &Rewritten| copy.text.clone().unwrap_or_else(|| formula.text.clone());
        let texts = [text(&first), text(&second), text(&end)];
        let read = |at: usize| Formula::read(&texts[at]).refs;
        let [a, b, c] = [read(0), read(1), read(2)];
        if a.len() != b.len() || a.len() != c.len() {
            return None;
        }
        let own = |found: &Ref| match &found.sheet {
            SheetName::Own => true,
            SheetName::Named(name) => name.to_lowercase() == target.name.to_lowercase(),
        };
        let rows = |found: &Ref| {
            let (one, other) = (found.first.row, found.last.row);
            (one.min(other), one.max(other))
        };
        let inside = |found: &Ref, copy: u32| {
            let start = run.copy(copy).to;
            let (low, high) = rows(found);
            own(found) && start <= low && high < start + run.step()
        };
        let even = a.iter().zip(&b).zip(&c).all(|((a, b), c)| {
            let same = rows(a) == rows(b) && rows(a) == rows(c);
            same || inside(a, 0) && inside(b, 1.min(last)) && inside(c, last)
        });
        let along = Along::of(&texts[0], &texts[1], &texts[2], last).filter(|_| even)?;
        let changed = first.reach || second.reach || end.reach || places(&formula.parsed);
        let rewritten = texts.iter().any(|text| *text != formula.text);
        Some(RunFormula { along, changed, rewritten })
    }
}

/// A formula in one copy of a run.
fn in_run(outs: &Outs, out: usize, formula: &SourceFormula, run: Run, copy: u32) -> Option<Rewritten> {
    let site = Site { out: Some(out), row: run.copy(copy).inst, col: None, all: false };
    formulas::in_copy(outs, site, formula).ok()
}

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
}

impl Fillings<'_> {
    /// The value of a filled cell by its place in the result; empty where nothing is filled.
    pub fn value(&self, out: usize, row: u32, col: u32) -> Scalar {
        self.filled(out, row, col).unwrap_or(Scalar::Empty)
    }

    /// The same; none where nothing is filled or it fails.
    pub fn filled(&self, out: usize, row: u32, col: u32) -> Option<Scalar> {
        let target = self.outs.list.get(out)?;
        let sheet = self.source.sheets.get(target.src)?.as_ref()?;
        let (from, col_inst) = (target.rows.axis.source(row)?, target.cols.axis.inst_at(col));
        let col = target.cols.axis.source(col)?;
        let span = sheet.scan.rows_between(from, from).first()?;
        let cells = sheet.scan.cells_of(span);
        let at = cells.iter().position(|cell| u32::from(cell.col) + 1 == col)?;
        let placeholder = self.plans[target.src].cells.get(&(span.cells.start + at as u32))?;
        let scope: Option<Value> = target.rows.scope(target.rows.axis.inst_at(row));
        let scope = scope_in(target, scope.as_ref(), col_inst);
        let filled = values::evaluate(self.language, placeholder, &scope, self.source.book.date1904);
        filled.ok().map(|filled| filled.value)
    }
}
