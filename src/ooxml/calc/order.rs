//! Computes all formulas of a model, each after those it reads. Cycles and what is outside of the supported functions have no
//! result. Work is bounded: beyond the budget formulas are left without a result rather than waited for.

use std::cell::Cell as Counter;

use super::eval::{Evaluator, Place};
use super::model::{Model, among};
use super::parse::{self, Expr};
use super::value::Scalar;

/// Most cells that all formulas together may look at.
const BUDGET: u64 = 400_000_000;

/// What became of one formula.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Whether it reads, directly or not, something the filling changed.
    pub dirty: bool,
    /// Its result; none if it cannot be computed.
    pub value: Option<Scalar>,
}

struct Frame {
    id: u32,
    expr: Option<Expr>,
    needs: Vec<u32>,
    at: usize,
    dirty: bool,
    cycle: bool,
}

/// Computes every formula.
pub fn compute(model: &Model) -> Vec<Outcome> {
    let mut done: Vec<Option<Outcome>> = vec![None; model.formulas.len()];
    let mut open = vec![false; model.formulas.len()];
    let budget = Counter::new(BUDGET);
    for start in 0..model.formulas.len() as u32 {
        if done[start as usize].is_some() {
            continue;
        }
        let mut stack = vec![frame(model, start, &budget)];
        open[start as usize] = true;
        while let Some(top) = stack.last_mut() {
            if let Some(next) = top.needs.get(top.at).copied() {
                match &done[next as usize] {
                    Some(outcome) => {
                        top.dirty |= outcome.dirty;
                        top.at += 1;
                    }
                    None if open[next as usize] => {
                        top.cycle = true;
                        top.dirty = true;
                        top.at += 1;
                    }
                    None => {
                        open[next as usize] = true;
                        let frame = frame(model, next, &budget);
                        stack.push(frame);
                    }
                }
                continue;
            }
            if let Some(frame) = stack.pop() {
                done[frame.id as usize] = Some(finish(model, &done, &frame, &budget));
            }
        }
    }
    done.into_iter().map(Option::unwrap_or_default).collect()
}

/// Opens a formula: parses it and lists the formulas it reads.
fn frame(model: &Model, id: u32, budget: &Counter<u64>) -> Frame {
    let cell = &model.formulas[id as usize];
    let expr = parse::parse(&cell.text, model, cell.sheet);
    let mut frame =
        Frame { id, needs: Vec::new(), at: 0, dirty: cell.changed || expr.is_none(), cycle: false, expr };
    let Some(expr) = &frame.expr else { return frame };
    frame.dirty |= parse::reads_anywhere(expr);
    let mut areas = Vec::new();
    parse::areas(expr, &mut areas);
    for area in areas {
        let Some((_, grid)) = model.sheets.get(area.sheet) else { continue };
        for (_, entries) in grid.rows(area.rows.0, area.rows.1) {
            let entries = among(entries, area.cols.0, area.cols.1);
            if !spend(budget, 1 + entries.len() as u64) {
                frame.dirty = true;
                frame.expr = None;
                return frame;
            }
            for entry in entries {
                frame.dirty |= entry.fresh;
                if let Scalar::Formula(need) = entry.value {
                    frame.needs.push(need);
                }
            }
        }
    }
    frame
}

/// Takes from the budget; false if it is used up.
pub(super) fn spend(budget: &Counter<u64>, cells: u64) -> bool {
    let left = budget.get().saturating_sub(cells);
    budget.set(left);
    left > 0
}

fn finish(model: &Model, done: &[Option<Outcome>], frame: &Frame, budget: &Counter<u64>) -> Outcome {
    let cell = &model.formulas[frame.id as usize];
    let computed = match &frame.expr {
        Some(expr) if !frame.cycle && !cell.opaque => {
            let place = Place { sheet: cell.sheet, row: cell.row, col: cell.col, array: cell.array };
            Evaluator { model, done, budget, place }.result(expr)
        }
        _ => None,
    };
    let stored = || (!frame.dirty && cell.cached != Scalar::Empty).then(|| cell.cached.clone());
    Outcome { dirty: frame.dirty, value: computed.or_else(stored) }
}
