//! Computes all formulas of a model, each after those it reads. Cycles and what is outside of the supported functions have no
//! result. Work is bounded: beyond the budget formulas are left without a result rather than waited for.

use std::cell::Cell as Counter;

use super::eval::{Evaluator, Place};
use super::model::{Model, Texts};
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
pub fn compute(model: &Model, texts: &Texts<'_>) -> Vec<Outcome> {
    let mut done: Vec<Option<Outcome>> = vec![None; model.formulas.len()];
    let mut open = vec![false; model.formulas.len()];
    let budget = Counter::new(BUDGET);
    for start in 0..model.formulas.len() as u32 {
        if done[start as usize].is_some() {
            continue;
        }
        let mut stack = vec![frame(model, texts, start, &budget)];
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
                        let frame = frame(model, texts, next, &budget);
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
fn frame(model: &Model, texts: &Texts<'_>, id: u32, budget: &Counter<u64>) -> Frame {
    let cell = &model.formulas[id as usize];
    let expr = parse::parse(&model.text(cell, texts), model, cell.sheet as usize, cell.row);
    let mut frame =
        Frame { id, needs: Vec::new(), at: 0, dirty: cell.changed || expr.is_none(), cycle: false, expr };
    let Some(expr) = &frame.expr else { return frame };
    frame.dirty |= parse::reads_anywhere(expr);
    let mut areas = Vec::new();
    parse::areas(expr, &mut areas);
    for area in areas {
        let Some((_, grid)) = model.sheets.get(area.sheet) else { continue };
        for (_, row) in grid.rows(area.rows.0, area.rows.1) {
            let row = row.among(area.cols.0, area.cols.1);
            if !spend(budget, 1 + row.len() as u64) {
                frame.dirty = true;
                frame.expr = None;
                return frame;
            }
            for entry in row.entries() {
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
    let source = model.source(cell);
    let computed = match &frame.expr {
        Some(expr) if !frame.cycle && !source.opaque => {
            let place = Place {
                sheet: cell.sheet as usize,
                row: cell.row,
                col: u32::from(cell.col),
                array: source.array,
            };
            Evaluator { model, done, budget, place }.result(expr)
        }
        _ => None,
    };
    let stored = || (!frame.dirty && source.cached != Scalar::Empty).then(|| source.cached.clone());
    Outcome { dirty: frame.dirty, value: computed.or_else(stored) }
}
