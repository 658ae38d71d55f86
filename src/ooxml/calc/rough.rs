//! What a formula may read that cannot be evaluated, and what words with `!` in any formula stand for. Texts in, rectangles out.

use super::model::Model;
use super::parse::{Rect, is_relative};
use super::tables;
use crate::ooxml::formula::{Formula, SheetName, Token};

/// All rectangles that a formula outside of the grammar may read; `None` if that cannot be said.
pub fn rough(text: &str, model: &Model, (own, row): (usize, u32), depth: usize) -> Option<Vec<Rect>> {
    const ALL: (u32, u32) = (1, u32::MAX);
    let formula = Formula::read(text);
    let count = |wanted: fn(&Token) -> bool| formula.tokens.iter().filter(|(token, _)| wanted(token)).count();
    let open = count(|token| matches!(token, Token::Open | Token::Call(_)));
    if open != count(|token| *token == Token::Close) {
        return None;
    }
    let mut out = Vec::new();
    for (token, span) in &formula.tokens {
        match token {
            Token::Ref(index) => {
                let found = &formula.refs[*index];
                let sheet = match &found.sheet {
                    SheetName::Own => own,
                    SheetName::Named(name) => model.sheet(name)?,
                };
                let order = |a: u32, b: u32| (a.min(b), a.max(b));
                // A name with relative references means something else in every cell.
                let anywhere = depth > 0 && is_relative(found);
                if anywhere && model.sheets.get(sheet)?.1.partial {
                    return None;
                }
                let (rows, cols) = if anywhere {
                    (ALL, ALL)
                } else {
                    (order(found.first.row, found.last.row), order(found.first.col, found.last.col))
                };
                out.push(Rect { sheet, rows, cols });
            }
            Token::Name(name) => match model.name(name, own) {
                Some(_) if depth >= 8 => return None,
                Some(meaning) => out.extend(rough(meaning, model, (own, row), depth + 1)?),
                // A name that means nothing here (`#NAME?`, a variable of LET) reads nothing.
                None => out.extend(tables::resolve(name, &model.tables, own, row)),
            },
            Token::Call(index) => {
                let name = &formula.calls[*index].name;
                match model.name(name, own) {
                    _ if calls_anywhere(name) || depth >= 8 => return None,
                    Some(meaning) => out.extend(rough(meaning, model, (own, row), depth + 1)?),
                    None => {}
                }
            }
            Token::Op(":" | "#") => return None,
            Token::Other => {
                let word = &text[span.clone()];
                let outside = word.contains('!') && word.trim_start_matches('\'').starts_with('[');
                match elsewhere(word, model) {
                    _ if outside || word.starts_with('{') => {}
                    Some(Elsewhere::Gone) => {}
                    Some(Elsewhere::Through(_)) if depth > 0 && is_relative_through(word) => return None,
                    Some(Elsewhere::Through(areas)) => out.extend(areas),
                    Some(Elsewhere::Name(_)) if depth >= 8 => return None,
                    Some(Elsewhere::Name(meaning)) => {
                        out.extend(rough(meaning, model, (own, row), depth + 1)?);
                    }
                    None => out.push(tables::resolve(word, &model.tables, own, row)?),
                }
            }
            _ => {}
        }
    }
    Some(out)
}

/// What a word with `!` that is no reference of one sheet stands for.
pub(super) enum Elsewhere<'m> {
    /// `Sheet1!#REF!`
    Gone,
    /// `Sheet1:Sheet3!B2`: the same cells of all sheets between the two.
    Through(Vec<Rect>),
    /// `Sheet1!Name`: what that name means on that sheet.
    Name(&'m str),
}

/// Reads such a word; none if it is something else.
pub(super) fn elsewhere<'m>(word: &str, model: &'m Model) -> Option<Elsewhere<'m>> {
    if word.ends_with("!#REF!") {
        return Some(Elsewhere::Gone);
    }
    let (sheet, rest) = word.rsplit_once('!')?;
    let quoted = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\''));
    let sheet = quoted.map_or_else(|| sheet.to_owned(), |sheet| sheet.replace("''", "'"));
    let Some((first, last)) = sheet.split_once(':') else {
        return model.name(rest, model.sheet(&sheet)?).map(Elsewhere::Name);
    };
    let (first, last) = (model.sheet(first)?, model.sheet(last)?);
    let inner = Formula::read(rest);
    let [found] = inner.refs.as_slice() else { return None };
    let order = |a: u32, b: u32| (a.min(b), a.max(b));
    let rows = order(found.first.row, found.last.row);
    let cols = order(found.first.col, found.last.col);
    let all = first.min(last)..=first.max(last);
    (found.span == (0..rest.len()))
        .then(|| Elsewhere::Through(all.map(|sheet| Rect { sheet, rows, cols }).collect()))
}

/// Whether a 3-D reference changes with the cell it is used in.
pub(super) fn is_relative_through(word: &str) -> bool {
    let area = word.rsplit_once('!').map_or(word, |(_, area)| area);
    Formula::read(area).refs.iter().any(is_relative)
}

/// Whether a function can read any cell.
pub(super) fn calls_anywhere(name: &str) -> bool {
    matches!(name, "INDIRECT" | "OFFSET" | "EVALUATE" | "GETPIVOTDATA")
}
