//! The tree of a formula, made from its tokens by precedence. What is outside of the supported grammar has no tree.

use super::model::Model;
use super::rough::{Elsewhere, calls_anywhere, elsewhere, is_relative_through};
use super::tables;
use super::value::Code;
use crate::ooxml::axis::{MAX_COL, MAX_ROW};
use crate::ooxml::formula::{Corner, Formula, Ref, Shape, SheetName, Token};

/// Deepest nesting of a formula.
const MAX_DEPTH: usize = 128;

/// A rectangle on a sheet; 1-based, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Index of the sheet.
    pub sheet: usize,
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub cols: (u32, u32),
}

/// A formula's tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value.
    Error(Code),
    /// A reference.
    Area(Rect),
    /// A reference as it is in the first copy of repeated rows, and whether its first and its last row move with the copy.
    Along(Rect, (bool, bool)),
    /// Several references in parentheses.
    Union(Vec<Expr>),
    /// A function with its arguments; `None` is one that was left out.
    Call(String, Vec<Option<Expr>>),
    /// `-x`
    Negate(Box<Expr>),
    /// `x%`
    Percent(Box<Expr>),
    /// `x + y` and its like.
    Binary(&'static str, Box<Expr>, Box<Expr>),
}

/// Parses the text of a formula that stands on sheet `own` in a 1-based row and column; `None` if it is outside of the grammar.
pub fn parse(text: &str, model: &Model, own: usize, at: (u32, u32)) -> Option<Expr> {
    parse_nested(text, model, (own, at), 0)
}

fn parse_nested(text: &str, model: &Model, own: (usize, (u32, u32)), names: usize) -> Option<Expr> {
    let formula = Formula::read(text);
    let (own, (row, col)) = own;
    let mut parser = Parser { text, formula: &formula, model, own, row, col, at: 0, depth: 0, names };
    let expr = parser.binary(0)?;
    (parser.at == formula.tokens.len()).then_some(expr)
}

struct Parser<'a> {
    text: &'a str,
    formula: &'a Formula,
    model: &'a Model,
    own: usize,
    row: u32,
    col: u32,
    at: usize,
    depth: usize,
    names: usize,
}

fn power(operator: &str) -> Option<u8> {
    Some(match operator {
        "=" | "<>" | "<" | ">" | "<=" | ">=" => 1,
        "&" => 2,
        "+" | "-" => 3,
        "*" | "/" => 4,
        "^" => 5,
        _ => return None,
    })
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.formula.tokens.get(self.at).map(|(token, _)| token)
    }

    fn binary(&mut self, least: u8) -> Option<Expr> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut left = self.unary()?;
        while let Some(Token::Op(operator)) = self.peek() {
            let operator = *operator;
            let Some(strength) = power(operator).filter(|strength| *strength > least) else { break };
            self.at += 1;
            let right = self.binary(strength)?;
            left = Expr::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Some(left)
    }

    fn unary(&mut self) -> Option<Expr> {
        let mut minus = 0_usize;
        while let Some(Token::Op(sign @ ("-" | "+"))) = self.peek() {
            minus += usize::from(*sign == "-");
            self.at += 1;
        }
        let mut expr = self.primary()?;
        for _ in 0..minus.min(MAX_DEPTH) {
            expr = Expr::Negate(Box::new(expr));
        }
        while let Some(Token::Op("%")) = self.peek() {
            self.at += 1;
            expr = Expr::Percent(Box::new(expr));
        }
        Some(expr)
    }

    fn primary(&mut self) -> Option<Expr> {
        let token = self.peek()?.clone();
        self.at += 1;
        Some(match token {
            Token::Number(number) => Expr::Number(number),
            Token::Text(text) => Expr::Text(text),
            Token::Bool(value) => Expr::Bool(value),
            Token::Error(text) => Expr::Error(Code::parse(&text)?),
            Token::Ref(index) => Expr::Area(self.rect(index)?),
            Token::Name(name) => {
                if self.names > 8 {
                    return None;
                }
                match self.model.name(&name, self.own) {
                    Some(meaning) => self.meant(meaning)?,
                    None => Expr::Area(tables::resolve(&name, &self.model.tables, self.own, self.row)?),
                }
            }
            Token::Call(index) => {
                let name = self.formula.calls[index].name.clone();
                Expr::Call(name, self.arguments()?)
            }
            Token::Open => {
                let mut parts = vec![self.binary(0)?];
                while self.peek() == Some(&Token::Comma) {
                    self.at += 1;
                    parts.push(self.binary(0)?);
                }
                self.close()?;
                if parts.len() == 1 { parts.pop()? } else { Expr::Union(parts) }
            }
            Token::Other => {
                let text = &self.text[self.formula.tokens[self.at - 1].1.clone()];
                match elsewhere(text, self.model) {
                    Some(Elsewhere::Gone) => Expr::Error(Code::Ref),
                    Some(Elsewhere::Through(_)) if self.names > 0 && is_relative_through(text) => {
                        return None;
                    }
                    Some(Elsewhere::Through(areas)) => {
                        Expr::Union(areas.into_iter().map(Expr::Area).collect())
                    }
                    Some(Elsewhere::Name(_)) if self.names > 8 => return None,
                    Some(Elsewhere::Name(meaning)) => self.meant(meaning)?,
                    None => Expr::Area(tables::resolve(text, &self.model.tables, self.own, self.row)?),
                }
            }
            Token::Close | Token::Comma | Token::Op(_) => return None,
        })
    }

    /// What a defined name means in the cell of the formula.
    fn meant(&self, meaning: &str) -> Option<Expr> {
        parse_nested(meaning, self.model, (self.own, (self.row, self.col)), self.names + 1)
    }

    fn close(&mut self) -> Option<()> {
        (self.peek() == Some(&Token::Close)).then(|| self.at += 1)
    }

    fn arguments(&mut self) -> Option<Vec<Option<Expr>>> {
        let mut arguments = Vec::new();
        if self.peek() == Some(&Token::Close) {
            self.at += 1;
            return Some(arguments);
        }
        loop {
            match self.peek()? {
                Token::Comma | Token::Close => arguments.push(None),
                _ => arguments.push(Some(self.binary(0)?)),
            }
            let more = self.peek() == Some(&Token::Comma);
            if !more {
                self.close()?;
                return Some(arguments);
            }
            self.at += 1;
        }
    }

    fn rect(&self, index: usize) -> Option<Rect> {
        let found = &self.formula.refs[index];
        let (mut first, mut last) = (found.first, found.last);
        if self.names > 0 {
            self.shift(found.shape, &mut first);
            self.shift(found.shape, &mut last);
        }
        let sheet = match &found.sheet {
            SheetName::Own => self.own,
            SheetName::Named(name) => self.model.sheet(name)?,
        };
        let order = |a: u32, b: u32| (a.min(b), a.max(b));
        Some(Rect { sheet, rows: order(first.row, last.row), cols: order(first.col, last.col) })
    }

    /// A relative reference in a defined name is written as it reads in A1, and means as far from the cell that uses the name;
    /// it goes on at the other end of the sheet.
    fn shift(&self, shape: Shape, corner: &mut Corner) {
        let along = |at: u32, own: u32, max: u32| (at - 1 + own - 1) % max + 1;
        if !corner.row_fixed && shape != Shape::Cols {
            corner.row = along(corner.row, self.row, MAX_ROW);
        }
        if !corner.col_fixed && shape != Shape::Rows {
            corner.col = along(corner.col, self.col, MAX_COL);
        }
    }
}

/// Whether a reference changes with the cell it is used in.
pub fn is_relative(found: &Ref) -> bool {
    let rows = found.shape != Shape::Cols && !(found.first.row_fixed && found.last.row_fixed);
    let cols = found.shape != Shape::Rows && !(found.first.col_fixed && found.last.col_fixed);
    rows || cols
}

/// All rectangles a tree reads. Of those that move with the copy of a repeated row it is the first copy's; of those that grow
/// from copy to copy it is that of the last copy, which stands `down` rows below.
pub fn areas(expr: &Expr, down: u32, out: &mut Vec<Rect>) {
    match expr {
        Expr::Along(rect, (false, true)) => {
            out.push(Rect { rows: (rect.rows.0, rect.rows.1 + down), ..*rect });
        }
        Expr::Area(rect) | Expr::Along(rect, _) => out.push(*rect),
        Expr::Union(parts) => parts.iter().for_each(|part| areas(part, down, out)),
        Expr::Call(_, arguments) => arguments.iter().flatten().for_each(|part| areas(part, down, out)),
        Expr::Negate(inner) | Expr::Percent(inner) => areas(inner, down, out),
        Expr::Binary(_, left, right) => {
            areas(left, down, out);
            areas(right, down, out);
        }
        Expr::Number(_) | Expr::Text(_) | Expr::Bool(_) | Expr::Error(_) => {}
    }
}

/// Whether a tree calls a function that can read any cell.
pub fn reads_anywhere(expr: &Expr) -> bool {
    match expr {
        Expr::Call(name, arguments) => calls_anywhere(name) || arguments.iter().flatten().any(reads_anywhere),
        Expr::Union(parts) => parts.iter().any(reads_anywhere),
        Expr::Negate(inner) | Expr::Percent(inner) => reads_anywhere(inner),
        Expr::Binary(_, left, right) => reads_anywhere(left) || reads_anywhere(right),
        _ => false,
    }
}

/// The tree of a formula of a repeated row, from those of the first copy and of two others that stand so many rows below it;
/// `None` if they differ in more than rows that move with the copy.
pub fn along(first: &Expr, second: &Expr, end: &Expr, down: (u32, u32)) -> Option<Expr> {
    let inner = |a: &Expr, b: &Expr, c: &Expr| along(a, b, c, down).map(Box::new);
    Some(match (first, second, end) {
        (Expr::Area(a), Expr::Area(b), Expr::Area(c)) => {
            if (a.sheet, a.cols) != (b.sheet, b.cols) || (a.sheet, a.cols) != (c.sheet, c.cols) {
                return None;
            }
            let moves = |a: u32, b: u32, c: u32| {
                let moves = b.checked_sub(a)? == down.0 && c.checked_sub(a)? == down.1;
                (moves || a == b && a == c).then_some(a != c)
            };
            match (moves(a.rows.0, b.rows.0, c.rows.0)?, moves(a.rows.1, b.rows.1, c.rows.1)?) {
                (false, false) => Expr::Area(*a),
                moves => Expr::Along(*a, moves),
            }
        }
        (Expr::Union(a), Expr::Union(b), Expr::Union(c)) if a.len() == b.len() && a.len() == c.len() => {
            let parts = a.iter().zip(b).zip(c).map(|((a, b), c)| along(a, b, c, down));
            Expr::Union(parts.collect::<Option<_>>()?)
        }
        (Expr::Call(name, a), Expr::Call(name2, b), Expr::Call(name3, c))
            if name == name2 && name == name3 && a.len() == b.len() && a.len() == c.len() =>
        {
            let parts = a.iter().zip(b).zip(c).map(|parts| match parts {
                ((Some(a), Some(b)), Some(c)) => along(a, b, c, down).map(Some),
                ((None, None), None) => Some(None),
                _ => None,
            });
            Expr::Call(name.clone(), parts.collect::<Option<_>>()?)
        }
        (Expr::Negate(a), Expr::Negate(b), Expr::Negate(c)) => Expr::Negate(inner(a, b, c)?),
        (Expr::Percent(a), Expr::Percent(b), Expr::Percent(c)) => Expr::Percent(inner(a, b, c)?),
        (
            Expr::Binary(op, left, right),
            Expr::Binary(op2, left2, right2),
            Expr::Binary(op3, left3, right3),
        ) if op == op2 && op == op3 => {
            Expr::Binary(op, inner(left, left2, left3)?, inner(right, right2, right3)?)
        }
        (a, b, c) if a == b && a == c => a.clone(),
        _ => return None,
    })
}
