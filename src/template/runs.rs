//! Long runs of repeated rows, which the evaluator does not keep: what all their copies have in common is told once. The runs
//! of some rows in the mapping in, the rows as the evaluator sees them out, or nothing if each copy must be kept.

use super::build::Builder;
use super::formulas::{self, SourceFormula};
use super::nest::Nest;
use super::outs::{Outs, Rewritten, Site};
use super::source::SheetSource;
use super::stale::places;
use super::stored::stored;
use crate::ooxml::along::Along;
use crate::ooxml::axis::{Run, Seg};
use crate::ooxml::calc::far::{Far, FarCell, FarValue, Line};
use crate::ooxml::calc::model::FormulaCell;
use crate::ooxml::calc::value::Scalar;
use crate::ooxml::sheet::FormulaKind;

/// Fewer copies are kept.
const LONG: u32 = 256;

/// Most formulas in a copy: they are evaluated one inside of the other.
const FORMULAS: usize = 64;

/// A formula of repeated rows.
struct RunFormula {
    along: Along,
    changed: bool,
    rewritten: bool,
}

/// Copies of the same rows, and where these stand among the blocks.
struct Copies {
    nest: Nest,
    /// First row and number of copies of each stretch.
    stretches: Vec<(u32, u32)>,
    /// The first copy, one after it, and the last one: instance and rows below the first.
    samples: [(Option<u32>, u32); 3],
}

impl<'a> Builder<'a, '_> {
    /// Repeated rows as the evaluator sees them if it need not keep them: every formula reads its own copy or what is the same
    /// for all copies, and nothing else stands there that depends on its neighbours. They begin with `first` in the template;
    /// the index is that of the rows among those of the sheet that are not kept.
    pub(super) fn far(
        &mut self,
        out: usize,
        sheet: &'a SheetSource,
        first: u32,
        cols: &[Seg],
    ) -> Option<u32> {
        let least = if (self.most as u64) < u64::from(LONG) { 2 } else { LONG };
        let target = &self.outs.list[out];
        let src = target.src;
        let runs = || target.rows.axis.runs().filter(|run| run.seg.first == first);
        let count = runs().fold(0_u32, |sum, run| sum.saturating_add(run.count));
        let blank = |run: Run| run.seg.inst.is_none() || target.rows.is_blank(run.seg.inst);
        let run = runs().next()?;
        if count < least || runs().any(blank) || self.names_columns(out, run) {
            return None;
        }
        let seg = run.seg;
        let copies = Copies {
            nest: Nest::of(&self.plans[src], (seg.first, seg.last))?,
            stretches: runs().map(|run| (run.seg.to, run.count)).collect(),
            samples: samples(runs())?,
        };
        let (mut cells, mut found) = (Vec::new(), Vec::new());
        for row in sheet.scan.rows_between(seg.first, seg.last) {
            let offset = row.number - seg.first;
            let all = cols.iter().flat_map(|seg| row.cells.clone().map(move |index| (seg, index)));
            for (seg, index) in all {
                let cell = &sheet.scan.cells[index as usize];
                let number = u32::from(cell.col) + 1;
                if !(seg.first..=seg.last).contains(&number) {
                    continue;
                }
                let col = u16::try_from(seg.to + number - seg.first).ok()?;
                let read = self.reads.columns[src].holds(number);
                let value = if self.plans[src].cells.contains_key(&index) {
                    FarValue::Filled(index)
                } else if let Some(formula) = cell.formula {
                    if found.len() == FORMULAS {
                        return None;
                    }
                    found.push((formula, self.run_formula(out, formula, &copies, seg.inst)?));
                    cells.push(FarCell { offset, col, value: FarValue::Formula(formula) });
                    continue;
                } else if self.filler(src, row.number, number).is_some() {
                    return None;
                } else {
                    match stored(self.source, sheet, cell) {
                        Scalar::Empty => continue,
                        value => FarValue::Same(value),
                    }
                };
                if read {
                    cells.push(FarCell { offset, col, value });
                }
            }
        }
        let far = Far::new(run.step(), cells, copies.stretches.into_iter());
        Some(self.lines(out, far, found))
    }

    /// Whether headings of a table stand in these rows: they are texts, whatever fills them.
    fn names_columns(&self, out: usize, run: Run) -> bool {
        let rows = &self.outs.list[out].rows.axis;
        self.outs.headings.iter().filter(|heading| heading.out == out).any(|heading| {
            rows.source(heading.row).is_some_and(|row| (run.seg.first..=run.seg.last).contains(&row))
        })
    }

    /// Gives the formulas of repeated rows their numbers.
    fn lines(&mut self, out: usize, mut far: Far, found: Vec<(u32, RunFormula)>) -> u32 {
        let src = self.outs.list[out].src;
        let number = self.outs.list[out].grid.far.len() as u32;
        let mut found = found.into_iter();
        let first = far.first();
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
        self.outs.list[out].grid.far.push(far);
        number
    }

    /// A formula in all copies; none if it is an array formula, cannot be rewritten, or reads single other copies.
    fn run_formula(&self, out: usize, index: u32, copies: &Copies, col: Option<u32>) -> Option<RunFormula> {
        let target = &self.outs.list[out];
        let formula = &self.formulas[target.src][index as usize];
        if !matches!(formula.kind, FormulaKind::Normal | FormulaKind::Shared)
            || formula.fills.is_some()
            || formulas::cannot_follow(&formula.parsed)
            || self.reads.is_relative(formula)
            || !formula.parsed.refs.iter().all(|found| {
                self.outs.source_of(found, target.src) != Some(target.src) || copies.nest.is_even(found)
            })
        {
            return None;
        }
        let [first, second, end] =
            copies.samples.map(|(inst, down)| (in_copy(&self.outs, out, formula, (inst, col)), down));
        let down = (second.1, end.1);
        let (first, second, end) = (first.0?, second.0?, end.0?);
        if first.between || second.between || end.between {
            return None;
        }
        let text = |copy: &Rewritten| copy.text.clone().unwrap_or_else(|| formula.text.clone());
        let texts = [text(&first), text(&second), text(&end)];
        let along = Along::of(&texts[0], &texts[1], &texts[2], down)?;
        let changed = first.reach || second.reach || end.reach || places(&formula.parsed);
        let rewritten = texts.iter().any(|text| *text != formula.text);
        Some(RunFormula { along, changed, rewritten })
    }
}

/// The first copy of rows, one after it, and the last one: instance and rows below the first.
fn samples(mut runs: impl Iterator<Item = Run>) -> Option<[(Option<u32>, u32); 3]> {
    let first = runs.next()?;
    let next = runs.next();
    let second = if first.count > 1 { first.copy(1) } else { next.unwrap_or(first).seg };
    let last = runs.last().or(next).unwrap_or(first);
    let sample = |seg: Seg| (seg.inst, seg.to - first.seg.to);
    Some([sample(first.seg), sample(second), sample(last.copy(last.count - 1))])
}

/// A formula in one copy.
fn in_copy(
    outs: &Outs,
    out: usize,
    formula: &SourceFormula,
    (row, col): (Option<u32>, Option<u32>),
) -> Option<Rewritten> {
    let site = Site { out: Some(out), row, col, strict: true, ..Site::default() };
    outs.rewrite(site, &formula.text, &formula.parsed).ok()
}
