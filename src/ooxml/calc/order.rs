//! Computes all formulas of a model, each after those it reads. Cycles and what is outside of the supported functions have no
//! result. Work is bounded: beyond the budget formulas are left without a result rather than waited for.

use std::cell::Cell as Counter;
use std::collections::BTreeSet;

use super::eval::{Evaluator, Place};
use super::far::FarValue;
use super::lines::Lines;
use super::model::{FormulaCell, Model, Texts};
use super::parse::{self, Expr, Rect};
use super::reach;
use super::rough;
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

/// Computes every formula; of those of repeated rows that are not kept, `lines` holds the results.
pub fn compute(model: &Model, texts: &Texts<'_>, lines: &Lines<'_>) -> Vec<Outcome> {
    let mut spills: Vec<u32> = Vec::new();
    loop {
        let done = pass(model, texts, lines, &spills);
        let lost = |id: &u32| {
            let outcome = &done[*id as usize];
            outcome.dirty && outcome.value.is_none() && !spills.contains(id)
        };
        let more: Vec<u32> = model.spills.iter().copied().filter(lost).collect();
        if more.is_empty() {
            return done;
        }
        spills.extend(more);
        lines.forget();
    }
}

/// Computes every formula, given those with results of unknown size: what lies right of or below them may be theirs.
fn pass(model: &Model, texts: &Texts<'_>, lines: &Lines<'_>, spills: &[u32]) -> Vec<Outcome> {
    let mut done = vec![Outcome::default(); model.formulas.len()];
    let mut state = vec![State::New; model.formulas.len()];
    let budget = Counter::new(BUDGET);
    for start in 0..model.formulas.len() as u32 {
        if state[start as usize] == State::Done {
            continue;
        }
        let mut stack = vec![frame(model, texts, start, &budget, spills)];
        state[start as usize] = State::Open;
        while let Some(top) = stack.last_mut() {
            if let Some(next) = top.needs.get(top.at).copied() {
                match state[next as usize] {
                    State::Done => {
                        top.dirty |= done[next as usize].dirty;
                        top.at += 1;
                    }
                    State::Open => {
                        top.cycle = true;
                        top.dirty = true;
                        top.at += 1;
                    }
                    State::New => {
                        state[next as usize] = State::Open;
                        let frame = frame(model, texts, next, &budget, spills);
                        stack.push(frame);
                    }
                }
                continue;
            }
            if let Some(frame) = stack.pop() {
                state[frame.id as usize] = State::Done;
                done[frame.id as usize] = finish(model, &done, &frame, &budget, lines);
            }
        }
    }
    done
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// The tree of a formula; for one of repeated rows that of all its copies.
fn tree(model: &Model, texts: &Texts<'_>, id: u32, cell: &FormulaCell) -> Option<Expr> {
    let sheet = cell.sheet as usize;
    let Some(line) = model.lines.get(&id) else {
        return parse::parse(&model.text(cell, texts), model, sheet, (cell.row, u32::from(cell.col)));
    };
    let far = model.sheets.get(sheet)?.1.far.get(line.far as usize)?;
    let col = u32::from(cell.col);
    let read = |down: u32| parse::parse(&line.text.at(down), model, sheet, (cell.row + down, col));
    let last = far.count - 1;
    let down = (far.down(1.min(last)), far.down(last));
    parse::along(&read(0)?, &read(down.0)?, &read(down.1)?, down)
}

/// Opens a formula: parses it and lists the formulas it reads.
fn frame(model: &Model, texts: &Texts<'_>, id: u32, budget: &Counter<u64>, spills: &[u32]) -> Frame {
    let cell = &model.formulas[id as usize];
    let expr = tree(model, texts, id, cell);
    let mut frame = Frame { id, needs: Vec::new(), at: 0, dirty: cell.changed, cycle: false, expr };
    let mut areas = Vec::new();
    let own = cell.sheet as usize;
    let at_rest = model.at_rest.get(own).copied().unwrap_or_default();
    if let Some(expr) = frame.expr.as_ref().filter(|expr| !reach::calls_names(expr, model, own)) {
        let any_time = reach::beyond(expr, &mut areas);
        frame.dirty |= parse::reads_anywhere(expr) || any_time && !at_rest;
        let far =
            model.lines.get(&id).map(|line| &model.sheets[line.sheet as usize].1.far[line.far as usize]);
        parse::areas(expr, far.map_or(0, |far| far.down(far.count - 1)), &mut areas);
    } else {
        let text = model.text(cell, texts);
        let found = rough::rough(&text, model, (cell.sheet as usize, cell.row), 0);
        // A what-if table has no text that says what it reads.
        frame.dirty |= found.is_none() || text.is_empty() || model.lines.contains_key(&id);
        areas.extend(found.unwrap_or_default());
        frame.dirty |= reach::beyond_text(&text, model, own, &mut areas) && !at_rest;
    }
    let spilt = |area: &Rect, other: &FormulaCell| {
        area.sheet == other.sheet as usize && area.rows.1 >= other.row && area.cols.1 >= u32::from(other.col)
    };
    let mut others =
        spills.iter().filter(|spill| **spill != id).map(|spill| &model.formulas[*spill as usize]);
    if others.any(|other| areas.iter().any(|area| spilt(area, other))) {
        frame.dirty = true;
        frame.expr = None;
    }
    for area in areas {
        if read(model, area, &mut frame, budget).is_none() {
            frame.dirty = true;
            frame.expr = None;
            return frame;
        }
    }
    frame
}

/// Lists what an area holds; `None` if the budget is used up.
fn read(model: &Model, area: Rect, frame: &mut Frame, budget: &Counter<u64>) -> Option<()> {
    let Some((_, grid)) = model.sheets.get(area.sheet) else { return Some(()) };
    for (_, row) in grid.rows(area.rows.0, area.rows.1) {
        let row = row.among(area.cols.0, area.cols.1);
        if !spend(budget, 1 + row.len() as u64) {
            return None;
        }
        for entry in row.entries() {
            frame.dirty |= entry.fresh;
            if let Scalar::Formula(need) = entry.value {
                frame.needs.push(need);
            }
        }
    }
    let mut whole = BTreeSet::new();
    for stretch in grid.far_rows(area.rows.0, area.rows.1) {
        let inside = |col: u16| (area.cols.0..=area.cols.1).contains(&u32::from(col));
        // Each stretch of the same rows would tell the same.
        if area.rows.0 <= stretch.first && stretch.last() <= area.rows.1 && !whole.insert(stretch.far) {
            continue;
        }
        let far = &grid.far[stretch.far as usize];
        if !spend(budget, 1 + far.cells.len() as u64) {
            return None;
        }
        for cell in far.cells.iter().filter(|cell| inside(cell.col) && stretch.meets(cell, area.rows)) {
            match cell.value {
                FarValue::Same(_) => {}
                FarValue::Filled(_) => frame.dirty = true,
                FarValue::Formula(need) => frame.needs.push(need),
            }
        }
    }
    Some(())
}

/// Takes from the budget; false if it is used up.
pub(super) fn spend(budget: &Counter<u64>, cells: u64) -> bool {
    let left = budget.get().saturating_sub(cells);
    budget.set(left);
    left > 0
}

fn finish(
    model: &Model,
    done: &[Outcome],
    frame: &Frame,
    budget: &Counter<u64>,
    lines: &Lines<'_>,
) -> Outcome {
    let cell = &model.formulas[frame.id as usize];
    let source = model.source(cell);
    let expr = frame.expr.as_ref().filter(|_| !frame.cycle && !source.opaque);
    let place = Place {
        sheet: cell.sheet as usize,
        row: cell.row,
        col: u32::from(cell.col),
        array: source.array,
        down: 0,
    };
    let evaluator = Evaluator { model, done, budget, lines, place };
    if model.lines.contains_key(&frame.id) {
        return evaluator.finish_line(frame.id, expr, frame.dirty);
    }
    let one = |expr: &&Expr| !model.spills.contains(&frame.id) || evaluator.is_one(expr);
    let computed = expr.filter(one).and_then(|expr| evaluator.result(expr));
    let stored = || (!frame.dirty && source.cached != Scalar::Empty).then(|| source.cached.clone());
    Outcome { dirty: frame.dirty, value: computed.or_else(stored) }
}
