//! Evaluates the tree of a formula: operators, references, and the few functions that choose what to evaluate. Error values of
//! cells are results; [`Unknown`] means that this evaluator cannot say.

use std::cell::Cell as Counter;
use std::cmp::Ordering;

use super::collate;
pub use super::collate::compare;
use super::functions;
use super::lines::Lines;
use super::model::Model;
use super::order::{Outcome, spend};
use super::parse::{Expr, Rect};
use super::value::{Code, Scalar, by_locale, number_as_text, text_as_number};

/// The result cannot be computed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

/// The result of a part of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// One value.
    One(Scalar),
    /// Cells.
    Area(Rect),
    /// Values in rows and columns, row by row.
    Array(usize, usize, Vec<Scalar>),
    /// Several operands in parentheses.
    Many(Vec<Operand>),
    /// An argument that was left out.
    Missing,
}

/// Where the formula stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Index of its sheet.
    pub sheet: usize,
    /// 1-based row.
    pub row: u32,
    /// 1-based column.
    pub col: u32,
    /// Whether operators work value by value on whole areas.
    pub array: bool,
    /// How many rows its copy stands below the first one, if it stands in a repeated row that is not kept.
    pub down: u32,
}

/// Evaluates one formula, given the results of those it reads.
pub struct Evaluator<'a> {
    /// All cells.
    pub model: &'a Model,
    /// Results so far.
    pub done: &'a [Outcome],
    /// Cells that may still be looked at.
    pub budget: &'a Counter<u64>,
    /// Values of repeated rows that are not kept.
    pub lines: &'a Lines<'a>,
    /// Where the formula stands.
    pub place: Place,
}

type Out<T> = Result<T, Unknown>;

impl Evaluator<'_> {
    /// The result of a whole formula; never empty (a reference to an empty cell gives 0).
    pub fn result(&self, expr: &Expr) -> Option<Scalar> {
        let operand = self.eval(expr, self.place.array).ok()?;
        let value = match operand {
            Operand::Array(_, _, values) if self.place.array => values.into_iter().next()?,
            other => self.single(&other, self.place.array).ok()?,
        };
        match value {
            Scalar::Empty => Some(Scalar::Number(0.0)),
            Scalar::Number(number) if !number.is_finite() => Some(Scalar::Error(Code::Num)),
            value => Some(value),
        }
    }

    /// Whether the result of an array formula is one value.
    pub fn is_one(&self, expr: &Expr) -> bool {
        self.eval(expr, true).is_ok_and(|operand| !matches!(operand, Operand::Array(r, c, _) if r * c > 1))
    }

    /// Evaluates a part; with `array`, operators work on whole areas.
    pub fn eval(&self, expr: &Expr, array: bool) -> Out<Operand> {
        Ok(match expr {
            Expr::Number(number) => Operand::One(Scalar::Number(*number)),
            Expr::Text(text) => Operand::One(Scalar::Text(text.as_str().into())),
            Expr::Bool(value) => Operand::One(Scalar::Bool(*value)),
            Expr::Error(code) => Operand::One(Scalar::Error(*code)),
            Expr::Area(rect) => Operand::Area(*rect),
            Expr::Along(rect, moves) => {
                let moved = |row: u32, moves: bool| if moves { row + self.place.down } else { row };
                Operand::Area(Rect {
                    rows: (moved(rect.rows.0, moves.0), moved(rect.rows.1, moves.1)),
                    ..*rect
                })
            }
            Expr::Union(parts) => {
                Operand::Many(parts.iter().map(|part| self.eval(part, array)).collect::<Out<_>>()?)
            }
            Expr::Negate(inner) => self.map(inner, array, |value| arithmetic(&value, |number| -number))?,
            Expr::Percent(inner) => {
                self.map(inner, array, |value| arithmetic(&value, |number| number / 100.0))?
            }
            Expr::Binary(operator, left, right) => self.binary(operator, left, right, array)?,
            Expr::Call(name, arguments) => functions::call(self, name, arguments, array)?,
        })
    }

    fn map(&self, inner: &Expr, array: bool, f: impl Fn(Scalar) -> Scalar) -> Out<Operand> {
        let operand = self.eval(inner, array)?;
        if array && !matches!(operand, Operand::One(_)) {
            let (rows, cols, values) = self.dense(&operand)?;
            if values.iter().any(by_locale) {
                return Err(Unknown);
            }
            return Ok(Operand::Array(rows, cols, values.into_iter().map(f).collect()));
        }
        let value = self.single(&operand, array)?;
        if by_locale(&value) { Err(Unknown) } else { Ok(Operand::One(f(value))) }
    }

    fn binary(&self, operator: &str, left: &Expr, right: &Expr, array: bool) -> Out<Operand> {
        let (left, right) = (self.eval(left, array)?, self.eval(right, array)?);
        let single = |operand: &Operand| matches!(operand, Operand::One(_));
        if !array || (single(&left) && single(&right)) {
            let (left, right) = (self.single(&left, array)?, self.single(&right, array)?);
            return apply(operator, &left, &right).map(Operand::One);
        }
        let (rows, cols, a) = self.dense(&left)?;
        let (rows2, cols2, b) = self.dense(&right)?;
        let (all_rows, all_cols) = (rows.max(rows2), cols.max(cols2));
        let fits = |one: usize, all: usize| one == all || one == 1;
        if !(fits(rows, all_rows) && fits(rows2, all_rows) && fits(cols, all_cols) && fits(cols2, all_cols)) {
            return Err(Unknown);
        }
        let mut values = Vec::with_capacity(all_rows * all_cols);
        for row in 0..all_rows {
            for col in 0..all_cols {
                let x = &a[row.min(rows - 1) * cols + col.min(cols - 1)];
                let y = &b[row.min(rows2 - 1) * cols2 + col.min(cols2 - 1)];
                values.push(apply(operator, x, y)?);
            }
        }
        Ok(Operand::Array(all_rows, all_cols, values))
    }

    /// A cell's value, formulas resolved to their results.
    pub fn cell(&self, value: &Scalar) -> Out<Scalar> {
        match value {
            Scalar::Formula(id) => {
                self.done.get(*id as usize).and_then(|outcome| outcome.value.clone()).ok_or(Unknown)
            }
            other => Ok(other.clone()),
        }
    }

    /// Whether a cell is a formula that is a subtotal itself.
    fn is_subtotal(&self, value: &Scalar) -> bool {
        match value {
            Scalar::Formula(id) => self.model.formulas[*id as usize].subtotal,
            _ => false,
        }
    }

    /// The single value of an operand; an area of several cells has none.
    pub fn one(&self, operand: &Operand) -> Out<Scalar> {
        match operand {
            Operand::One(value) => Ok(value.clone()),
            Operand::Missing => Ok(Scalar::Empty),
            Operand::Area(rect) if rect.rows.0 == rect.rows.1 && rect.cols.0 == rect.cols.1 => {
                self.at(rect.sheet, rect.rows.0, rect.cols.0)
            }
            Operand::Array(1, 1, values) => values.first().cloned().ok_or(Unknown),
            _ => Err(Unknown),
        }
    }

    /// Like [`Evaluator::one`]; outside of array formulas, of a row or column of cells the one beside the formula counts
    /// (Excel's implicit intersection: a formula that is none of them is stored as an array formula).
    pub fn single(&self, operand: &Operand, array: bool) -> Out<Scalar> {
        let Operand::Area(rect) = operand else { return self.one(operand) };
        let wide = (rect.rows.0 != rect.rows.1, rect.cols.0 != rect.cols.1);
        let beside = |own: u32, span: (u32, u32)| (span.0..=span.1).contains(&own);
        match wide {
            _ if array => self.one(operand),
            (true, false) if beside(self.place.row, rect.rows) => {
                self.at(rect.sheet, self.place.row, rect.cols.0)
            }
            (false, true) if beside(self.place.col, rect.cols) => {
                self.at(rect.sheet, rect.rows.0, self.place.col)
            }
            (true, false) | (false, true) => Ok(Scalar::Error(Code::Value)),
            _ => self.one(operand),
        }
    }

    /// The value of a cell by its position.
    pub fn at(&self, sheet: usize, row: u32, col: u32) -> Out<Scalar> {
        let grid = &self.model.sheets.get(sheet).ok_or(Unknown)?.1;
        if let Some((stretch, copy, offset)) = grid.far_at(row) {
            let far = stretch.far as usize;
            let found = grid.far[far].find(offset, col);
            return found.map_or(Ok(Scalar::Empty), |at| self.far_value((sheet, far, at), copy, row));
        }
        grid.get(row, col).map_or(Ok(Scalar::Empty), |entry| self.cell(&entry.value))
    }

    /// Calls `f` for every cell with content of an area.
    pub fn each(&self, rect: Rect, mut f: impl FnMut(u32, u32, Scalar)) -> Out<()> {
        self.visit(rect, true, &mut f)
    }

    /// The same in the order of rows; formulas that are subtotals are left out if they are not wanted.
    pub fn visit(&self, rect: Rect, subtotals: bool, f: &mut dyn FnMut(u32, u32, Scalar)) -> Out<()> {
        let grid = &self.model.sheets.get(rect.sheet).ok_or(Unknown)?.1;
        let mut next = rect.rows.0;
        for stretch in grid.far_rows(rect.rows.0, rect.rows.1) {
            if next < stretch.first {
                self.visit_kept(Rect { rows: (next, stretch.first - 1), ..rect }, subtotals, f)?;
            }
            self.visit_far(stretch, rect, subtotals, f)?;
            next = stretch.last() + 1;
        }
        if next > rect.rows.1 {
            return Ok(());
        }
        self.visit_kept(Rect { rows: (next, rect.rows.1), ..rect }, subtotals, f)
    }

    fn visit_kept(&self, rect: Rect, subtotals: bool, f: &mut dyn FnMut(u32, u32, Scalar)) -> Out<()> {
        let grid = &self.model.sheets.get(rect.sheet).ok_or(Unknown)?.1;
        for (row, cells) in grid.rows(rect.rows.0, rect.rows.1) {
            let cells = cells.among(rect.cols.0, rect.cols.1);
            if !spend(self.budget, 1 + cells.len() as u64) {
                return Err(Unknown);
            }
            for entry in cells.entries() {
                if subtotals || !self.is_subtotal(&entry.value) {
                    f(row, u32::from(entry.col), self.cell(&entry.value)?);
                }
            }
        }
        Ok(())
    }

    /// All values of an operand with the empty ones; rows below the last cell of the sheet are left out.
    pub fn dense(&self, operand: &Operand) -> Out<(usize, usize, Vec<Scalar>)> {
        match operand {
            Operand::One(value) => Ok((1, 1, vec![value.clone()])),
            Operand::Missing => Ok((1, 1, vec![Scalar::Empty])),
            Operand::Array(rows, cols, values) => Ok((*rows, *cols, values.clone())),
            Operand::Many(_) => Err(Unknown),
            Operand::Area(rect) => {
                let last = self.model.sheets.get(rect.sheet).ok_or(Unknown)?.1.last_row();
                let end = rect.rows.1.min(last.max(rect.rows.0));
                let rect = Rect { rows: (rect.rows.0, end), ..*rect };
                let rows = (rect.rows.1 - rect.rows.0 + 1) as usize;
                let cols = (rect.cols.1 - rect.cols.0 + 1) as usize;
                if !spend(self.budget, (rows * cols) as u64) || rows * cols > 8_000_000 {
                    return Err(Unknown);
                }
                let mut values = vec![Scalar::Empty; rows * cols];
                self.each(rect, |row, col, value| {
                    values[(row - rect.rows.0) as usize * cols + (col - rect.cols.0) as usize] = value;
                })?;
                Ok((rows, cols, values))
            }
        }
    }
}

/// A value as a number for arithmetic.
pub fn number(value: &Scalar) -> Result<f64, Code> {
    match value {
        Scalar::Empty => Ok(0.0),
        Scalar::Number(number) => Ok(*number),
        Scalar::Bool(value) => Ok(f64::from(u8::from(*value))),
        Scalar::Text(text) => text_as_number(text).ok_or(Code::Value),
        Scalar::Error(code) => Err(*code),
        Scalar::Formula(_) => Err(Code::Value),
    }
}

/// A value as a text for joining.
pub fn text(value: &Scalar) -> Result<String, Code> {
    match value {
        Scalar::Empty => Ok(String::new()),
        Scalar::Number(number) => Ok(number_as_text(*number)),
        Scalar::Bool(value) => Ok(if *value { "TRUE" } else { "FALSE" }.to_owned()),
        Scalar::Text(text) => Ok(text.to_string()),
        Scalar::Error(code) => Err(*code),
        Scalar::Formula(_) => Err(Code::Value),
    }
}

fn arithmetic(value: &Scalar, f: impl Fn(f64) -> f64) -> Scalar {
    number(value).map_or_else(Scalar::Error, |number| finite(f(number)))
}

/// A number as a result; one that is none is `#NUM!`.
pub fn finite(number: f64) -> Scalar {
    if number.is_finite() { Scalar::Number(number) } else { Scalar::Error(Code::Num) }
}

fn apply(operator: &str, left: &Scalar, right: &Scalar) -> Out<Scalar> {
    if let Scalar::Error(code) = left {
        return Ok(Scalar::Error(*code));
    }
    if let Scalar::Error(code) = right {
        return Ok(Scalar::Error(*code));
    }
    if matches!(operator, "+" | "-" | "*" | "/" | "^") && (by_locale(left) || by_locale(right)) {
        return Err(Unknown);
    }
    let result = match operator {
        "&" => join(left, right),
        "+" | "-" | "*" | "/" | "^" => calculate(operator, left, right),
        _ => {
            let order = match operator {
                "=" | "<>" => compare(left, right),
                _ => collate::compared(left, right).ok_or(Unknown)?,
            };
            let holds = match operator {
                "=" => order == Ordering::Equal,
                "<>" => order != Ordering::Equal,
                "<" => order == Ordering::Less,
                ">" => order == Ordering::Greater,
                "<=" => order != Ordering::Greater,
                _ => order != Ordering::Less,
            };
            Ok(Scalar::Bool(holds))
        }
    };
    Ok(result.unwrap_or_else(Scalar::Error))
}

fn join(left: &Scalar, right: &Scalar) -> Result<Scalar, Code> {
    Ok(Scalar::Text((text(left)? + &text(right)?).into()))
}

fn calculate(operator: &str, left: &Scalar, right: &Scalar) -> Result<Scalar, Code> {
    let (a, b) = (number(left)?, number(right)?);
    Ok(match operator {
        "+" => finite(near_zero(a + b, a)),
        "-" => finite(near_zero(a - b, a)),
        "*" => finite(a * b),
        "/" if b == 0.0 => Scalar::Error(Code::Div0),
        "/" => finite(a / b),
        _ => power(a, b),
    })
}

/// `a` to the power of `b`.
pub fn power(a: f64, b: f64) -> Scalar {
    match (a, b) {
        (0.0, 0.0) => Scalar::Error(Code::Num),
        (0.0, b) if b < 0.0 => Scalar::Error(Code::Div0),
        _ => finite(a.powf(b)),
    }
}

/// Excel shows a difference that is only rounding as 0: `=0.1+0.2-0.3`.
fn near_zero(result: f64, from: f64) -> f64 {
    if result != 0.0 && result.abs() < from.abs() * 1e-15 { 0.0 } else { result }
}
