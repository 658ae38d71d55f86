//! The values of repeated rows that are not kept: made anew whenever they are read, so that memory does not grow with the rows.
//! A column that is read again and again is kept after all, within a fixed limit. A model and what fills it in, values out.

use std::cell::{Cell as Counter, RefCell};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use super::eval::{Evaluator, Operand, Place, Unknown};
use super::far::{Far, FarValue};
use super::model::Model;
use super::order::{Outcome, spend};
use super::parse::{Expr, Rect};
use super::value::{Code, Scalar};

/// Most bytes of columns that are kept.
const MOST: usize = 32 << 20;

/// A column is kept when it is read for the third time: totals that are read once do not need it.
const OFTEN: u32 = 3;

/// Fewer copies than this are read one by one.
const MANY: u32 = 64;

type Out<T> = Result<T, Unknown>;

/// What fills a cell of repeated rows: index of its sheet, 1-based row and column in; its value out.
pub type Filler<'f> = dyn Fn(usize, u32, u32) -> Scalar + 'f;

/// Sheet, rows and cell: a column of repeated rows.
type Key = (usize, usize, usize);

/// The formulas of repeated rows as they are evaluated, and what is kept of their values.
pub struct Lines<'f> {
    filler: &'f Filler<'f>,
    trees: RefCell<BTreeMap<u32, Rc<Tree>>>,
    columns: RefCell<Columns>,
    memo: RefCell<Memo>,
    endless: Counter<u64>,
}

/// A formula of repeated rows after those it reads.
struct Tree {
    expr: Option<Expr>,
    dirty: bool,
    /// First and last row without a result.
    failed: Option<(u32, u32)>,
    /// Whether there was no more time to compute it.
    exhausted: bool,
}

/// The values of the copy that was looked at last.
#[derive(Default)]
struct Memo {
    copy: (usize, usize, u32),
    values: BTreeMap<usize, Out<Scalar>>,
}

#[derive(Default)]
struct Columns {
    kept: BTreeMap<Key, Rc<Column>>,
    order: VecDeque<Key>,
    size: usize,
    reads: BTreeMap<Key, u32>,
}

#[derive(Clone, Copy)]
enum Kind {
    Unknown,
    Empty,
    Number,
    Text,
    Bool,
    Error(Code),
}

/// A column; equal texts are kept once.
#[derive(Default)]
struct Column {
    kinds: Vec<Kind>,
    bits: Vec<u64>,
    texts: Vec<Arc<str>>,
    known: HashMap<Arc<str>, u64>,
    size: usize,
}

impl Column {
    fn push(&mut self, value: Out<Scalar>) {
        let (kind, bits) = match value {
            Err(Unknown) | Ok(Scalar::Formula(_)) => (Kind::Unknown, 0),
            Ok(Scalar::Empty) => (Kind::Empty, 0),
            Ok(Scalar::Number(number)) => (Kind::Number, number.to_bits()),
            Ok(Scalar::Bool(value)) => (Kind::Bool, u64::from(value)),
            Ok(Scalar::Error(code)) => (Kind::Error(code), 0),
            Ok(Scalar::Text(text)) => (Kind::Text, self.text(text)),
        };
        self.kinds.push(kind);
        self.bits.push(bits);
        self.size += size_of::<Kind>() + size_of::<u64>();
    }

    fn text(&mut self, text: Arc<str>) -> u64 {
        if let Some(known) = self.known.get(&text) {
            return *known;
        }
        // The text itself, two pointers to it and the place in the map.
        self.size += text.len() + 80;
        let index = self.texts.len() as u64;
        self.texts.push(text.clone());
        self.known.insert(text, index);
        index
    }

    fn get(&self, copy: u32) -> Out<Scalar> {
        let at = copy as usize;
        let (Some(kind), Some(bits)) = (self.kinds.get(at), self.bits.get(at)) else { return Err(Unknown) };
        Ok(match kind {
            Kind::Unknown => return Err(Unknown),
            Kind::Empty => Scalar::Empty,
            Kind::Number => Scalar::Number(f64::from_bits(*bits)),
            Kind::Text => Scalar::Text(self.texts.get(*bits as usize).ok_or(Unknown)?.clone()),
            Kind::Bool => Scalar::Bool(*bits != 0),
            Kind::Error(code) => Scalar::Error(*code),
        })
    }
}

impl Columns {
    fn keep(&mut self, key: Key, column: Rc<Column>) {
        self.size += column.size;
        self.kept.insert(key, column);
        self.order.push_back(key);
        while self.size > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.size -= self.kept.remove(&oldest).map_or(0, |column| column.size);
        }
    }
}

impl<'f> Lines<'f> {
    /// Nothing is computed yet.
    pub fn new(filler: &'f Filler<'f>) -> Self {
        Self {
            filler,
            trees: RefCell::default(),
            columns: RefCell::default(),
            memo: RefCell::default(),
            endless: Counter::new(u64::MAX),
        }
    }

    /// Forgets all values: they are computed once more.
    pub(super) fn forget(&self) {
        self.trees.take();
        self.columns.take();
        self.memo.take();
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
        let place = Place { sheet, row, col, array: false, copy: 0 };
        Evaluator { model, done: outcomes, budget: &self.endless, lines: self, place }
            .at(sheet, row, col)
            .ok()
    }

    fn memo(&self, copy: (usize, usize, u32), at: usize) -> Option<Out<Scalar>> {
        let memo = self.memo.borrow();
        (memo.copy == copy).then(|| memo.values.get(&at).cloned()).flatten()
    }

    fn remember(&self, copy: (usize, usize, u32), at: usize, value: Out<Scalar>) {
        let mut memo = self.memo.borrow_mut();
        if memo.copy != copy {
            memo.copy = copy;
            memo.values.clear();
        }
        memo.values.insert(at, value);
    }

    fn kept(&self, key: &Key) -> Option<Rc<Column>> {
        self.columns.borrow().kept.get(key).cloned()
    }
}

impl Evaluator<'_> {
    /// The value of a cell of repeated rows in one copy.
    pub(super) fn far_value(&self, sheet: usize, run: usize, at: usize, copy: u32) -> Out<Scalar> {
        let far = &self.model.sheets[sheet].1.far[run];
        let cell = &far.cells[at];
        if let FarValue::Same(value) = &cell.value {
            return Ok(value.clone());
        }
        if let Some(column) = self.lines.kept(&(sheet, run, at)) {
            return column.get(copy);
        }
        let place = (sheet, run, copy);
        if let Some(known) = self.lines.memo(place, at) {
            return known;
        }
        let row = far.row(cell, copy);
        let value = match &cell.value {
            FarValue::Formula(id) => self.far_formula(*id, sheet, (row, u32::from(cell.col)), copy),
            _ => Ok((self.lines.filler)(sheet, row, u32::from(cell.col))),
        };
        self.lines.remember(place, at, value.clone());
        value
    }

    fn far_formula(&self, id: u32, sheet: usize, (row, col): (u32, u32), copy: u32) -> Out<Scalar> {
        let tree = self.lines.trees.borrow().get(&id).cloned().ok_or(Unknown)?;
        let source = self.model.source(&self.model.formulas[id as usize]);
        let computed = tree.expr.as_ref().filter(|_| !tree.exhausted).and_then(|expr| {
            let place = Place { sheet, row, col, array: source.array, copy };
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
        let reads = {
            let mut columns = self.lines.columns.borrow_mut();
            let reads = columns.reads.entry(key).or_default();
            *reads += 1;
            *reads
        };
        if reads < OFTEN || far.count as usize * (size_of::<Kind>() + size_of::<u64>()) > MOST {
            return None;
        }
        let mut column = Column::default();
        for copy in 0..far.count {
            column.push(self.far_value(key.0, key.1, key.2, copy));
            if column.size > MOST {
                return None;
            }
        }
        column.known = HashMap::new();
        let column = Rc::new(column);
        self.lines.columns.borrow_mut().keep(key, column.clone());
        Some(column)
    }

    /// Calls `f` for the cells of repeated rows in an area, by copy, row and column.
    pub(super) fn visit_far(
        &self,
        run: usize,
        rect: Rect,
        subtotals: bool,
        f: &mut dyn FnMut(u32, u32, Scalar),
    ) -> Out<()> {
        let far = &self.model.sheets.get(rect.sheet).ok_or(Unknown)?.1.far[run];
        let copies = far.copies(rect.rows);
        let wanted = |value: &FarValue| match value {
            FarValue::Formula(id) => subtotals || !self.model.formulas[*id as usize].subtotal,
            _ => true,
        };
        let often = rect.rows.0 <= far.first && copies.end - copies.start >= MANY;
        let mut cells = Vec::new();
        for (at, cell) in far.cells.iter().enumerate() {
            let inside = (rect.cols.0..=rect.cols.1).contains(&u32::from(cell.col));
            if inside && wanted(&cell.value) && far.meets(cell, rect.rows) {
                let column = if often && !matches!(cell.value, FarValue::Same(_)) {
                    self.column((rect.sheet, run, at), far)
                } else {
                    self.lines.kept(&(rect.sheet, run, at))
                };
                cells.push((at, cell, column));
            }
        }
        for copy in copies.filter(|_| !cells.is_empty()) {
            if !spend(self.budget, 1 + cells.len() as u64) {
                return Err(Unknown);
            }
            for (at, cell, column) in &cells {
                let row = far.row(cell, copy);
                if (rect.rows.0..=rect.rows.1).contains(&row) {
                    let value = match column {
                        Some(column) => column.get(copy)?,
                        None => self.far_value(rect.sheet, run, *at, copy)?,
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
        let (sheet, run, at) = (line.sheet as usize, line.far as usize, line.at as usize);
        let expr = expr.map(|expr| self.hoisted(expr));
        let put = |tree: Tree| self.lines.trees.borrow_mut().insert(id, Rc::new(tree));
        put(Tree { expr: expr.clone(), dirty, failed: None, exhausted: false });
        let far = &self.model.sheets[sheet].1.far[run];
        let (mut value, mut failed) = (None, None::<(u32, u32)>);
        let mut exhausted = false;
        for copy in 0..far.count {
            exhausted = exhausted || !spend(self.budget, 1);
            let found = if exhausted { Err(Unknown) } else { self.far_value(sheet, run, at, copy) };
            if found.is_err() {
                let row = far.row(&far.cells[at], copy);
                failed = Some((failed.map_or(row, |(first, _)| first), row));
            }
            value = value.or(found.ok());
        }
        if exhausted {
            failed = Some((far.row(&far.cells[at], 0), far.row(&far.cells[at], far.count - 1)));
        }
        if failed.is_some() {
            put(Tree { expr, dirty, failed, exhausted });
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
