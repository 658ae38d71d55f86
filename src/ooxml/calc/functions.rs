//! The supported functions, by name. A function that is not here has no result; so has one that is called in a way not
//! handled. Names are those of the file format (English, upper case).

use std::cell::Cell;

use super::criteria;
use super::eval::{Evaluator, Operand, Unknown, finite, number, power, text};
use super::numbers::Numbers;
use super::parse::{Expr, Rect};
use super::value::{Code, Scalar, by_locale, text_as_number};

type Out<T> = Result<T, Unknown>;

/// Calls a function.
pub fn call(evaluator: &Evaluator<'_>, name: &str, arguments: &[Option<Expr>], array: bool) -> Out<Operand> {
    let call = Call { evaluator, arguments, array };
    let value =
        match name {
            "IF" => return call.choose_if(),
            "IFERROR" | "IFNA" => return call.if_error(name == "IFNA"),
            "CHOOSE" => return call.choose(),
            "SUM" | "AVERAGE" | "MIN" | "MAX" | "PRODUCT" | "COUNT" => call.aggregate(name)?,
            "SUBTOTAL" => call.subtotal()?,
            "COUNTA" => call.count_all()?,
            "COUNTBLANK" => call.count_blank()?,
            "AND" | "OR" => call.logic(name == "AND")?,
            "NOT" => truth(&call.value(0)?)?.map_or_else(Scalar::Error, |holds| Scalar::Bool(!holds)),
            "TRUE" | "FALSE" => Scalar::Bool(name == "TRUE"),
            "SUMPRODUCT" => call.sum_product()?,
            "SUMIF" | "AVERAGEIF" => criteria::one(&call, name)?,
            "COUNTIF" => criteria::count_if(&call)?,
            "SUMIFS" | "AVERAGEIFS" | "COUNTIFS" | "MAXIFS" | "MINIFS" => criteria::many(&call, name)?,
            "ABS" => call.numeric1(|x| finite(x.abs()))?,
            "INT" => call.numeric1(|x| finite(x.floor()))?,
            "SIGN" => call.numeric1(|x| finite(if x == 0.0 { 0.0 } else { x.signum() }))?,
            "SQRT" => call.numeric1(|x| finite(x.sqrt()))?,
            "ROUND" | "ROUNDUP" | "ROUNDDOWN" | "TRUNC" => call.round(name)?,
            "MOD" => call.numeric2(|a, b| {
                if b == 0.0 { Scalar::Error(Code::Div0) } else { finite(a - b * (a / b).floor()) }
            })?,
            "POWER" => call.numeric2(power)?,
            "ROW" | "COLUMN" | "ROWS" | "COLUMNS" => call.position(name)?,
            "CONCATENATE" | "CONCAT" => call.concatenate(name == "CONCAT")?,
            "LEN" => call.text1(|text| Scalar::Number(text.encode_utf16().count() as f64))?,
            "UPPER" => call.text1(|text| Scalar::Text(text.to_uppercase().into()))?,
            "LOWER" => call.text1(|text| Scalar::Text(text.to_lowercase().into()))?,
            "TRIM" => call.text1(|text| Scalar::Text(trim(text).into()))?,
            "LEFT" | "RIGHT" => call.end_of_text(name == "LEFT")?,
            "MID" => call.middle()?,
            "TEXT" => call.format()?,
            "REPT" => call.repeat()?,
            "T" => match call.value(0)? {
                Scalar::Text(text) => Scalar::Text(text),
                Scalar::Error(code) => Scalar::Error(code),
                _ => Scalar::Text("".into()),
            },
            "HYPERLINK" => call.value(call.count().saturating_sub(1).min(1))?,
            "DATE" => call.date()?,
            "YEAR" | "MONTH" | "DAY" => call.part_of_date(name)?,
            "ISBLANK" => Scalar::Bool(call.value(0)? == Scalar::Empty),
            "ISNUMBER" => Scalar::Bool(matches!(call.value(0)?, Scalar::Number(_))),
            "ISTEXT" => Scalar::Bool(matches!(call.value(0)?, Scalar::Text(_))),
            "ISERROR" => Scalar::Bool(matches!(call.value(0)?, Scalar::Error(_))),
            "VLOOKUP" => call.lookup()?,
            "MATCH" => call.position_of()?,
            "INDEX" => return call.index(),
            "NA" => Scalar::Error(Code::Na),
            _ => return Err(Unknown),
        };
    Ok(Operand::One(value))
}

/// One call with its arguments, evaluated on demand.
pub struct Call<'a, 'm> {
    /// The evaluator.
    pub evaluator: &'a Evaluator<'m>,
    arguments: &'a [Option<Expr>],
    array: bool,
}

/// `Err` of the outer level: not computable; of the inner: an error value is the result.
pub(super) type Checked<T> = Out<Result<T, Code>>;

macro_rules! value_of {
    ($checked:expr) => {
        match $checked {
            Ok(value) => value,
            Err(code) => return Ok(Scalar::Error(code)),
        }
    };
}
pub(super) use value_of;

impl Call<'_, '_> {
    /// How many arguments there are.
    pub fn count(&self) -> usize {
        self.arguments.len()
    }

    /// An argument as it is.
    pub fn operand(&self, at: usize) -> Out<Operand> {
        match self.arguments.get(at) {
            Some(Some(expr)) => self.evaluator.eval(expr, self.array),
            Some(None) => Ok(Operand::Missing),
            None => Err(Unknown),
        }
    }

    /// An argument as one value.
    pub fn value(&self, at: usize) -> Out<Scalar> {
        self.evaluator.single(&self.operand(at)?, self.array)
    }

    /// An argument as it is written.
    pub(super) fn expr(&self, at: usize) -> Option<&Expr> {
        self.arguments.get(at)?.as_ref()
    }

    /// A part of an argument as one value.
    pub(super) fn value_of(&self, expr: &Expr) -> Out<Scalar> {
        self.evaluator.single(&self.evaluator.eval(expr, self.array)?, self.array)
    }

    /// An argument that must be a range.
    pub fn area(&self, at: usize) -> Out<Rect> {
        match self.operand(at)? {
            Operand::Area(rect) => Ok(rect),
            _ => Err(Unknown),
        }
    }

    pub(super) fn number(&self, at: usize) -> Checked<f64> {
        let value = self.value(at)?;
        if by_locale(&value) { Err(Unknown) } else { Ok(number(&value)) }
    }

    pub(super) fn number_or(&self, at: usize, default: f64) -> Checked<f64> {
        if at < self.count() { self.number(at) } else { Ok(Ok(default)) }
    }

    pub(super) fn text(&self, at: usize) -> Checked<String> {
        Ok(text(&self.value(at)?))
    }

    fn numeric1(&self, f: impl Fn(f64) -> Scalar) -> Out<Scalar> {
        Ok(f(value_of!(self.number(0)?)))
    }

    fn numeric2(&self, f: impl Fn(f64, f64) -> Scalar) -> Out<Scalar> {
        Ok(f(value_of!(self.number(0)?), value_of!(self.number(1)?)))
    }

    fn text1(&self, f: impl Fn(&str) -> Scalar) -> Out<Scalar> {
        Ok(f(&value_of!(self.text(0)?)))
    }

    fn choose_if(&self) -> Out<Operand> {
        let condition = match truth(&self.value(0)?)? {
            Ok(holds) => holds,
            Err(code) => return Ok(Operand::One(Scalar::Error(code))),
        };
        match (condition, self.count()) {
            (true, 2..=3) => self.operand(1),
            (false, 2) => Ok(Operand::One(Scalar::Bool(false))),
            (false, 3) => self.operand(2),
            _ => Err(Unknown),
        }
    }

    fn if_error(&self, only_na: bool) -> Out<Operand> {
        match self.value(0)? {
            Scalar::Error(code) if !only_na || code == Code::Na => self.operand(1),
            value => Ok(Operand::One(value)),
        }
    }

    fn choose(&self) -> Out<Operand> {
        match self.number(0)? {
            Ok(at) if at >= 1.0 && (at as usize) < self.count() => self.operand(at as usize),
            Ok(_) => Ok(Operand::One(Scalar::Error(Code::Value))),
            Err(code) => Ok(Operand::One(Scalar::Error(code))),
        }
    }

    /// Calls `f` with every value of all arguments and whether it comes from a cell.
    pub(super) fn each(&self, mut f: impl FnMut(Scalar, bool)) -> Out<()> {
        for at in 0..self.count() {
            self.each_of(&self.operand(at)?, &mut f)?;
        }
        Ok(())
    }

    pub(super) fn each_of(&self, operand: &Operand, f: &mut impl FnMut(Scalar, bool)) -> Out<()> {
        match operand {
            Operand::One(value) => f(value.clone(), false),
            Operand::Missing => f(Scalar::Number(0.0), false),
            Operand::Array(_, _, values) => values.iter().for_each(|value| f(value.clone(), true)),
            Operand::Many(parts) => {
                for part in parts {
                    self.each_of(part, f)?;
                }
            }
            Operand::Area(rect) => self.evaluator.each(*rect, |_, _, value| f(value, true))?,
        }
        Ok(())
    }

    fn aggregate(&self, name: &str) -> Out<Scalar> {
        let mut numbers = Numbers::default();
        let counts = name == "COUNT";
        let sure = Cell::new(true);
        let take = |numbers: &mut Numbers, value, from_cell| match value {
            Scalar::Number(number) => numbers.add(number),
            Scalar::Error(_) if counts => {}
            Scalar::Error(code) => numbers.fail(code),
            Scalar::Bool(_) | Scalar::Text(_) if from_cell => {}
            Scalar::Empty | Scalar::Formula(_) => {}
            value if by_locale(&value) => sure.set(false),
            value => match number(&value) {
                Ok(number) => numbers.add(number),
                Err(_) if counts => {}
                Err(code) => numbers.fail(code),
            },
        };
        if let (1, Operand::Area(rect)) = (self.count(), self.operand(0)?)
            && rect.rows.0 < rect.rows.1
        {
            // A running total reads one row more in each row.
            let (mut numbers, rest) = self.evaluator.lines.begun(rect, counts);
            if rest.rows.0 <= rest.rows.1 {
                self.evaluator.each(rest, |_, _, value| take(&mut numbers, value, true))?;
            }
            let result = numbers.result(name);
            self.evaluator.lines.carry(rect, counts, numbers);
            return Ok(result);
        }
        self.each(|value, from_cell| take(&mut numbers, value, from_cell))?;
        if sure.get() { Ok(numbers.result(name)) } else { Err(Unknown) }
    }

    fn count_all(&self) -> Out<Scalar> {
        let mut count = 0_u32;
        self.each(|value, _| count += u32::from(value != Scalar::Empty))?;
        Ok(Scalar::Number(f64::from(count)))
    }

    /// `SUBTOTAL` where no row is hidden: cells that are subtotals themselves are left out.
    fn subtotal(&self) -> Out<Scalar> {
        let kind = value_of!(self.number(0)?) as u32;
        let name = match kind % 100 {
            1 => "AVERAGE",
            2 => "COUNT",
            3 => "COUNTA",
            4 => "MAX",
            5 => "MIN",
            6 => "PRODUCT",
            9 => "SUM",
            _ => return Err(Unknown),
        };
        let mut numbers = Numbers::default();
        let mut full = 0_u32;
        for at in 1..self.count() {
            let rect = self.area(at)?;
            let grid = &self.evaluator.model.sheets.get(rect.sheet).ok_or(Unknown)?.1;
            if grid.hides {
                return Err(Unknown);
            }
            self.evaluator.visit(rect, false, &mut |_, _, value| {
                full += u32::from(value != Scalar::Empty);
                match value {
                    Scalar::Number(number) => numbers.add(number),
                    Scalar::Error(code) if !matches!(name, "COUNT" | "COUNTA") => numbers.fail(code),
                    _ => {}
                }
            })?;
        }
        Ok(if name == "COUNTA" { Scalar::Number(f64::from(full)) } else { numbers.result(name) })
    }

    fn count_blank(&self) -> Out<Scalar> {
        let rect = self.area(0)?;
        let cells = f64::from(rect.rows.1 - rect.rows.0 + 1) * f64::from(rect.cols.1 - rect.cols.0 + 1);
        let mut full = 0_u32;
        self.evaluator.each(rect, |_, _, value| {
            let blank = value == Scalar::Empty || matches!(&value, Scalar::Text(text) if text.is_empty());
            full += u32::from(!blank);
        })?;
        Ok(Scalar::Number(cells - f64::from(full)))
    }

    fn logic(&self, all: bool) -> Out<Scalar> {
        let mut seen = false;
        let mut result = all;
        let mut failed = None;
        let mut sure = Ok(());
        self.each(|value, from_cell| match value {
            Scalar::Error(code) => failed = failed.or(Some(code)),
            Scalar::Text(_) | Scalar::Empty if from_cell => {}
            value => match truth(&value) {
                Ok(Ok(holds)) => {
                    seen = true;
                    result = if all { result && holds } else { result || holds };
                }
                Ok(Err(code)) => failed = failed.or(Some(code)),
                Err(unknown) => sure = Err(unknown),
            },
        })?;
        sure?;
        Ok(match failed {
            Some(code) => Scalar::Error(code),
            None if seen => Scalar::Bool(result),
            None => Scalar::Error(Code::Value),
        })
    }

    fn sum_product(&self) -> Out<Scalar> {
        let mut product: Option<(usize, usize, Vec<f64>)> = None;
        for at in 0..self.count() {
            let Some(Some(expr)) = self.arguments.get(at) else { return Err(Unknown) };
            let (rows, cols, values) = self.evaluator.dense(&self.evaluator.eval(expr, true)?)?;
            let mut factors = Vec::with_capacity(values.len());
            for value in values {
                factors.push(match value {
                    Scalar::Number(number) => number,
                    Scalar::Error(code) => return Ok(Scalar::Error(code)),
                    _ => 0.0,
                });
            }
            product = Some(match product {
                None => (rows, cols, factors),
                Some((r, c, before)) if (r, c) == (rows, cols) => {
                    (r, c, before.into_iter().zip(factors).map(|(a, b)| a * b).collect())
                }
                Some(_) => return Err(Unknown),
            });
        }
        Ok(finite(product.ok_or(Unknown)?.2.into_iter().sum()))
    }

    fn round(&self, name: &str) -> Out<Scalar> {
        let value = value_of!(self.number(0)?);
        let digits = value_of!(self.number_or(1, 0.0)?).trunc();
        if digits.abs() > 300.0 {
            return Err(Unknown);
        }
        let scale = 10_f64.powi(digits.abs() as i32);
        let scaled = value.abs() * if digits >= 0.0 { scale } else { 1.0 / scale };
        // What is a half in decimal notation rounds as a half: 2.675 to 2 digits is 2.68.
        let decimal: f64 = format!("{scaled:.14E}").parse().unwrap_or(scaled);
        let whole = match name {
            "ROUND" => (decimal + 0.5).floor(),
            "ROUNDUP" => decimal.ceil(),
            _ => decimal.floor(),
        };
        let size = if digits >= 0.0 { whole / scale } else { whole * scale };
        Ok(finite(if value < 0.0 { -size } else { size }))
    }

    fn position(&self, name: &str) -> Out<Scalar> {
        let place = self.evaluator.place;
        let rect = if self.count() == 0 {
            Rect { sheet: place.sheet, rows: (place.row, place.row), cols: (place.col, place.col) }
        } else {
            self.area(0)?
        };
        Ok(Scalar::Number(f64::from(match name {
            "ROW" => rect.rows.0,
            "COLUMN" => rect.cols.0,
            "ROWS" => rect.rows.1 - rect.rows.0 + 1,
            _ => rect.cols.1 - rect.cols.0 + 1,
        })))
    }
}

/// A value as a condition; which words and numbers in texts are taken for one is not said here.
fn truth(value: &Scalar) -> Checked<bool> {
    match value {
        Scalar::Text(text)
            if text_as_number(text).is_some()
                || by_locale(value)
                || matches!(text.to_uppercase().as_str(), "TRUE" | "FALSE") =>
        {
            Err(Unknown)
        }
        value => Ok(number(value).map(|number| number != 0.0)),
    }
}

fn trim(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
