//! The tree of a formula, made from its tokens by precedence. What is outside of the supported grammar has no tree.

use super::model::Model;
use super::tables;
use super::value::Code;
use crate::ooxml::formula::{Formula, Ref, Shape, SheetName, Token};

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

/// Parses the text of a formula that stands on sheet `own` in `row`; `None` if it is outside of the grammar.
pub fn parse(text: &str, model: &Model, own: usize, row: u32) -> Option<Expr> {
    parse_nested(text, model, (own, row), 0)
}

fn parse_nested(text: &str, model: &Model, (own, row): (usize, u32), names: usize) -> Option<Expr> {
    let formula = Formula::read(text);
    let mut parser = Parser { text, formula: &formula, model, own, row, at: 0, depth: 0, names };
    let expr = parser.binary(0)?;
    (parser.at == formula.tokens.len()).then_some(expr)
}

struct Parser<'a> {
    text: &'a str,
    formula: &'a Formula,
    model: &'a Model,
    own: usize,
    row: u32,
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
                    Some(meaning) => parse_nested(meaning, self.model, (self.own, self.row), self.names + 1)?,
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
                Expr::Area(tables::resolve(text, &self.model.tables, self.own, self.row)?)
            }
            Token::Close | Token::Comma | Token::Op(_) => return None,
        })
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
        // A name with relative references means something else in every cell.
        if self.names > 0 && is_relative(found) {
            return None;
        }
        let sheet = match &found.sheet {
            SheetName::Own => self.own,
            SheetName::Named(name) => self.model.sheet(name)?,
        };
        let order = |a: u32, b: u32| (a.min(b), a.max(b));
        Some(Rect {
            sheet,
            rows: order(found.first.row, found.last.row),
            cols: order(found.first.col, found.last.col),
        })
    }
}

/// Whether a reference changes with the cell it is used in.
pub fn is_relative(found: &Ref) -> bool {
    let rows = found.shape != Shape::Cols && !(found.first.row_fixed && found.last.row_fixed);
    let cols = found.shape != Shape::Rows && !(found.first.col_fixed && found.last.col_fixed);
    rows || cols
}

/// All rectangles a tree reads.
pub fn areas(expr: &Expr, out: &mut Vec<Rect>) {
    match expr {
        Expr::Area(rect) => out.push(*rect),
        Expr::Union(parts) => parts.iter().for_each(|part| areas(part, out)),
        Expr::Call(_, arguments) => arguments.iter().flatten().for_each(|part| areas(part, out)),
        Expr::Negate(inner) | Expr::Percent(inner) => areas(inner, out),
        Expr::Binary(_, left, right) => {
            areas(left, out);
            areas(right, out);
        }
        Expr::Number(_) | Expr::Text(_) | Expr::Bool(_) | Expr::Error(_) => {}
    }
}

/// Whether a tree calls a function that can read any cell.
pub fn reads_anywhere(expr: &Expr) -> bool {
    match expr {
        Expr::Call(name, arguments) => {
            matches!(name.as_str(), "INDIRECT" | "OFFSET" | "EVALUATE" | "GETPIVOTDATA")
                || arguments.iter().flatten().any(reads_anywhere)
        }
        Expr::Union(parts) => parts.iter().any(reads_anywhere),
        Expr::Negate(inner) | Expr::Percent(inner) => reads_anywhere(inner),
        Expr::Binary(_, left, right) => reads_anywhere(left) || reads_anywhere(right),
        _ => false,
    }
}
