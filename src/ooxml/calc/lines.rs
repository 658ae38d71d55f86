//! The values of repeated rows that are not kept: made anew whenever they are read, so that memory does not grow with the rows.
//! A column that is read again and again is kept after all, within a fixed limit. A model and what fills it in, values out.

use std::cell::{Cell as Counter, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::columns::{Column, Columns, Key, MOST, PLACE};
use super::eval::{Evaluator, Operand, Place, Unknown};
use super::far::{Far, FarValue, Stretch};
use super::model::Model;
use super::numbers::Numbers;
use super::order::{Outcome, spend};
use super::parse::{Expr, Rect};
use super::value::Scalar;

/// A column is kept when it is read for the third time: totals that are read once do not need it.
const OFTEN: u32 = 3;

/// Fewer copies than this are read one by one.
const MANY: u32 = 64;

type Out<T> = Result<T, Unknown>;

/// What fills a cell of repeated rows: index of its sheet, 1-based row and column, and the number of [`FarValue::Filled`] in;
/// its value out.
pub type Filler<'f> = dyn Fn(usize, (u32, u32), u32) -> Scalar + 'f;

/// Sheet, first row and columns of a range whose numbers were seen down to some row, and whether errors were passed over.
type Begun = (usize, u32, (u32, u32), bool);

/// So many ranges are remembered.
const SUMS: usize = 64;

/// The formulas of repeated rows as they are evaluated, and what is kept of their values.
pub struct Lines<'f> {
    filler: &'f Filler<'f>,
    trees: RefCell<BTreeMap<u32, Rc<Tree>>>,
    columns: RefCell<Columns>,
    memo: RefCell<Memo>,
    sums: RefCell<BTreeMap<Begun, (u32, Numbers)>>,
    endless: Counter<u64>,
}

/// A formula of repeated rows after those it reads.
struct Tree {
    expr: Option<Expr>,
    dirty: bool,
    /// The first row of the first copy.
    first: u32,
    /// First and last row without a result.
    failed: Option<(u32, u32)>,
    /// Whether there was no more time to compute it.
    exhausted: bool,
}

/// The values of the copy that was looked at last.
#[derive(Default)]
struct Memo {
    copy: (usize, usize, u32),
    values: Vec<Option<Out<Scalar>>>,
}

impl<'f> Lines<'f> {
    /// Nothing is computed yet.
    pub fn new(filler: &'f Filler<'f>) -> Self {
        Self {
            filler,
            trees: RefCell::default(),
            columns: RefCell::default(),
            memo: RefCell::default(),
            sums: RefCell::default(),
            endless: Counter::new(u64::MAX),
        }
    }

    /// Forgets all values: they are computed once more.
    pub(super) fn forget(&self) {
        self.trees.take();
        self.columns.take();
        self.memo.take();
        self.sums.take();
    }

    /// The first and the last row in which a formula of repeated rows has no result.
    pub fn failed(&self, id: u32) -> Option<(u32, u32)> {
        self.trees.borrow().get(&id).and_then(|tree| tree.failed)
    }

    /// The value of a cell, computed ones included; `None` for a formula without a result. `outcomes` are those of all formulas.
    pub fn value(
        &self,
        model: &Model,
        outcomes: &[Outcome],
        sheet: usize,
        row: u32,
        col: u32,
    ) -> Option<Scalar> {
        let place = Place { sheet, row, col, array: false, down: 0 };
        Evaluator { model, done: outcomes, budget: &self.endless, lines: self, place }
            .at(sheet, row, col)
            .ok()
    }

    /// What was seen of the upper part of a range, and the part below that was not; values never change once they can be read.
    pub(super) fn begun(&self, rect: Rect, counts: bool) -> (Numbers, Rect) {
        let sums = self.sums.borrow();
        match sums.get(&(rect.sheet, rect.rows.0, rect.cols, counts)) {
            Some((last, numbers)) if *last <= rect.rows.1 => {
                (numbers.clone(), Rect { rows: (last + 1, rect.rows.1), ..rect })
            }
            _ => (Numbers::default(), rect),
        }
    }

    /// Remembers what was seen of a range.
    pub(super) fn carry(&self, rect: Rect, counts: bool, numbers: Numbers) {
        let mut sums = self.sums.borrow_mut();
        if sums.len() >= SUMS {
            sums.clear();
        }
        sums.insert((rect.sheet, rect.rows.0, rect.cols, counts), (rect.rows.1, numbers));
    }

    fn memo(&self, copy: (usize, usize, u32), at: usize) -> Option<Out<Scalar>> {
        let memo = self.memo.borrow();
        if memo.copy == copy { memo.values.get(at).cloned().flatten() } else { None }
    }

    fn remember(&self, copy: (usize, usize, u32), at: usize, value: Out<Scalar>) {
        let mut memo = self.memo.borrow_mut();
        if memo.copy != copy {
            memo.copy = copy;
            memo.values.clear();
        }
        if memo.values.len() <= at {
            memo.values.resize_with(at + 1, || None);
        }
        memo.values[at] = Some(value);
    }

    fn kept(&self, key: &Key) -> Option<Rc<Column>> {
        self.columns.borrow().get(key)
    }
}

impl Evaluator<'_> {
    /// The value of a cell of repeated rows in one copy, which stands in `row`.
    pub(super) fn far_value(&self, key: Key, copy: u32, row: u32) -> Out<Scalar> {
        let (sheet, run, at) = key;
        let cell = &self.model.sheets[sheet].1.far[run].cells[at];
        if let FarValue::Same(value) = &cell.value {
            return Ok(value.clone());
        }
        if let Some(column) = self.lines.kept(&key) {
            return column.get(copy);
        }
        let place = (sheet, run, copy);
        if let Some(known) = self.lines.memo(place, at) {
            return known;
        }
        let col = u32::from(cell.col);
        let value = match &cell.value {
            FarValue::Formula(id) => self.far_formula(*id, sheet, (row, col), row - cell.offset),
            FarValue::Filled(number) => Ok((self.lines.filler)(sheet, (row, col), *number)),
            FarValue::Same(value) => Ok(value.clone()),
        };
        self.lines.remember(place, at, value.clone());
        value
    }

    /// `start` is the first row of the copy.
    fn far_formula(&self, id: u32, sheet: usize, (row, col): (u32, u32), start: u32) -> Out<Scalar> {
        let tree = self.lines.trees.borrow().get(&id).cloned().ok_or(Unknown)?;
        let source = self.model.source(&self.model.formulas[id as usize]);
        let computed = tree.expr.as_ref().filter(|_| !tree.exhausted).and_then(|expr| {
            let place = Place { sheet, row, col, array: source.array, down: start - tree.first };
            Evaluator { place, ..*self }.result(expr)
        });
        let stored = || (!tree.dirty && source.cached != Scalar::Empty).then(|| source.cached.clone());
        computed.or_else(stored).ok_or(Unknown)
    }

    /// A column that is read often, if it is not too large to be kept.
    fn column(&self, key: Key, far: &Far) -> Option<Rc<Column>> {
        if let Some(column) = self.lines.kept(&key) {
            return Some(column);
        }
        let reads = self.lines.columns.borrow_mut().reading(key);
        if reads < OFTEN || far.count as usize * PLACE > MOST {
            return None;
        }
        let mut column = Column::default();
        for copy in 0..far.count {
            column.push(self.far_value(key, copy, far.row(&far.cells[key.2], copy)));
            if column.size() > MOST {
                return None;
            }
        }
        let column = Rc::new(column.closed());
        self.lines.columns.borrow_mut().keep(key, column.clone());
        Some(column)
    }

    /// Calls `f` for the cells of a stretch of repeated rows in an area, by copy, row and column.
    pub(super) fn visit_far(
        &self,
        stretch: Stretch,
        rect: Rect,
        subtotals: bool,
        f: &mut dyn FnMut(u32, u32, Scalar),
    ) -> Out<()> {
        let run = stretch.far as usize;
        let far = &self.model.sheets.get(rect.sheet).ok_or(Unknown)?.1.far[run];
        let copies = stretch.copies(rect.rows);
        let wanted = |value: &FarValue| match value {
            FarValue::Formula(id) => subtotals || !self.model.formulas[*id as usize].subtotal,
            _ => true,
        };
        // Each time an area reaches over many copies from the first one on counts as one reading.
        let from_first = stretch.copy == 0 && rect.rows.0 <= stretch.first;
        let all = || far.count >= MANY && far.last() <= rect.rows.1;
        let often = from_first && (copies.end - copies.start >= MANY || all());
        let mut cells = Vec::new();
        for (at, cell) in far.cells.iter().enumerate() {
            let inside = (rect.cols.0..=rect.cols.1).contains(&u32::from(cell.col));
            if inside && wanted(&cell.value) && stretch.meets(cell, rect.rows) {
                let key = (rect.sheet, run, at);
                let column = if often && !matches!(cell.value, FarValue::Same(_)) {
                    self.column(key, far)
                } else {
                    self.lines.kept(&key)
                };
                cells.push((key, cell, column));
            }
        }
        for copy in copies.filter(|_| !cells.is_empty()) {
            if !spend(self.budget, 1 + cells.len() as u64) {
                return Err(Unknown);
            }
            for (key, cell, column) in &cells {
                let row = stretch.row(cell, copy);
                if (rect.rows.0..=rect.rows.1).contains(&row) {
                    let value = match column {
                        Some(column) => column.get(copy)?,
                        None => self.far_value(*key, copy, row)?,
                    };
                    f(row, u32::from(cell.col), value);
                }
            }
        }
        Ok(())
    }

    /// Computes a formula of repeated rows in every copy, so that it is known where it has no result; no value is kept.
    pub(super) fn finish_line(&self, id: u32, expr: Option<&Expr>, dirty: bool) -> Outcome {
        let Some(line) = self.model.lines.get(&id) else { return Outcome { dirty, value: None } };
        let key = (line.sheet as usize, line.far as usize, line.at as usize);
        let far = &self.model.sheets[key.0].1.far[key.1];
        let (cell, first) = (&far.cells[key.2], far.first());
        let expr = expr.map(|expr| self.hoisted(expr));
        let put = |tree: Tree| self.lines.trees.borrow_mut().insert(id, Rc::new(tree));
        put(Tree { expr: expr.clone(), dirty, first, failed: None, exhausted: false });
        let (mut value, mut failed) = (None, None::<(u32, u32)>);
        let mut exhausted = false;
        for copy in 0..far.count {
            exhausted = exhausted || !spend(self.budget, 1);
            let row = far.row(cell, copy);
            let found = if exhausted { Err(Unknown) } else { self.far_value(key, copy, row) };
            if found.is_err() {
                failed = Some((failed.map_or(row, |(first, _)| first), row));
            }
            value = value.or(found.ok());
        }
        if exhausted {
            failed = Some((far.row(cell, 0), far.row(cell, far.count - 1)));
        }
        if failed.is_some() {
            put(Tree { expr, dirty, first, failed, exhausted });
        }
        Outcome { dirty, value: value.filter(|_| failed.is_none()) }
    }

    /// A formula in which aggregates that are the same in every copy are computed once.
    fn hoisted(&self, expr: &Expr) -> Expr {
        let inner = |expr: &Expr| Box::new(self.hoisted(expr));
        match expr {
            Expr::Call(name, arguments) => {
                let plain = |argument: &Option<Expr>| {
                    !matches!(
                        argument,
                        Some(
                            Expr::Along(..)
                                | Expr::Call(..)
                                | Expr::Binary(..)
                                | Expr::Union(_)
                                | Expr::Negate(_)
                                | Expr::Percent(_)
                        )
                    )
                };
                if AGGREGATES.contains(&name.as_str())
                    && arguments.iter().all(plain)
                    && let Ok(Operand::One(value)) = self.eval(expr, self.place.array)
                {
                    match value {
                        Scalar::Number(number) => return Expr::Number(number),
                        Scalar::Error(code) => return Expr::Error(code),
                        _ => {}
                    }
                }
                let each = |argument: &Option<Expr>| argument.as_ref().map(|expr| self.hoisted(expr));
                Expr::Call(name.clone(), arguments.iter().map(each).collect())
            }
            Expr::Negate(value) => Expr::Negate(inner(value)),
            Expr::Percent(value) => Expr::Percent(inner(value)),
            Expr::Binary(operator, left, right) => Expr::Binary(operator, inner(left), inner(right)),
            other => other.clone(),
        }
    }
}

/// Functions that make one number of ranges.
const AGGREGATES: [&str; 12] = [
    "SUM",
    "AVERAGE",
    "MIN",
    "MAX",
    "COUNT",
    "COUNTA",
    "SUBTOTAL",
    "SUMIF",
    "COUNTIF",
    "AVERAGEIF",
    "SUMIFS",
    "COUNTIFS",
];
