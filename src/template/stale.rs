//! Whether what a formula reads is what it read in the template: a stored result may only stay where every cell it comes from
//! stayed together. References, names and tables in; yes or no out. What cannot be told counts as changed.

use std::collections::BTreeSet;

use super::formulas::cannot_follow;
use super::names::Meaning;
use super::outs::{Outs, Site};
use super::source::Source;
use crate::ooxml::axis::{Axis, MAX_COL, MAX_ROW};
use crate::ooxml::calc::parse::is_relative;
use crate::ooxml::calc::tables::Table;
use crate::ooxml::formula::{Formula, Ref, Shape, Token};

/// Names and tables, in lower case, that mean other cells than in the template.
#[derive(Debug, Default)]
pub struct Changed {
    all: BTreeSet<String>,
    /// Names that cannot follow the rows.
    lost: BTreeSet<String>,
}

impl Changed {
    /// From the meanings of all names and the tables of the result.
    pub fn of(source: &Source, outs: &Outs, meanings: &[Meaning], tables: &[Table]) -> Self {
        let mut changed = Self::default();
        for table in tables {
            if !outs.list[table.rect.sheet].stays() {
                changed.all.insert(table.name.clone());
            }
        }
        let moves = outs.any_moves();
        let parsed: Vec<Formula> =
            source.book.names.iter().map(|name| Formula::read(&name.formula)).collect();
        for meaning in meanings {
            let (name, formula) = (&source.book.names[meaning.name], &parsed[meaning.name]);
            let site = Site { out: meaning.out, ..Site::default() };
            let together = formula.refs.iter().all(|found| outs.together(site, found));
            let relative = formula.refs.iter().any(is_relative);
            let follows = outs.rewrite(site, &name.formula, formula).is_ok_and(|rewritten| !rewritten.reach);
            let gone = meaning.formula.is_none();
            if moves && (formula.refs.iter().any(steps_far) || cannot_follow(formula)) {
                changed.lost.insert(name.name.to_lowercase());
            }
            let always = gone || !together || !follows;
            if always || moves && (relative || places(formula)) {
                changed.all.insert(name.name.to_lowercase());
            }
        }
        // Names of names.
        loop {
            let before = (changed.all.len(), changed.lost.len());
            for (name, formula) in source.book.names.iter().zip(&parsed) {
                if changed.mentioned(&name.formula, formula) {
                    changed.all.insert(name.name.to_lowercase());
                }
                if mentions(&changed.lost, &name.formula, formula) {
                    changed.lost.insert(name.name.to_lowercase());
                }
            }
            if (changed.all.len(), changed.lost.len()) == before {
                return changed;
            }
        }
    }

    /// Whether a formula uses one of them.
    pub fn mentioned(&self, text: &str, formula: &Formula) -> bool {
        mentions(&self.all, text, formula)
    }
}

/// Whether a formula uses a name or a table of these.
fn mentions(names: &BTreeSet<String>, text: &str, formula: &Formula) -> bool {
    let known = |word: &str| names.contains(&word.to_lowercase());
    !names.is_empty()
        && formula.tokens.iter().any(|(token, span)| match token {
            Token::Name(name) => known(name),
            Token::Call(call) => known(&formula.calls[*call].name),
            Token::Other => {
                let word = &text[span.clone()];
                let local = word.rsplit_once('!').map_or(word, |(_, name)| name);
                let table = word.split('[').next().unwrap_or_default();
                // `[Amount]` means the table around the formula.
                known(local) || known(table) || (table.is_empty() && !word.contains('!'))
            }
            _ => false,
        })
}

/// Whether a reference of a name is counted from the cell that uses it, over more than one row or column: the cell beside is
/// beside in every copy, the third one above may be another than meant.
fn steps_far(found: &Ref) -> bool {
    // Written for A1; cells before it are counted round the end of the sheet.
    let far = |at: u32, last: u32, fixed: bool| !fixed && (at - 1).min(last + 1 - at) > 1;
    let (rows, cols) = (found.shape != Shape::Cols, found.shape != Shape::Rows);
    [found.first, found.last].iter().any(|corner| {
        rows && far(corner.row, MAX_ROW, corner.row_fixed)
            || cols && far(corner.col, MAX_COL, corner.col_fixed)
    })
}

/// Whether a formula asks where cells stand.
pub fn places(formula: &Formula) -> bool {
    formula.calls.iter().any(|call| matches!(call.name.as_str(), "ROW" | "COLUMN"))
}

impl Outs {
    /// Whether cells of any sheet move, or a sheet repeats or is left out.
    pub fn any_moves(&self) -> bool {
        self.list.iter().any(|out| !out.stays()) || self.by_src.values().any(|outs| outs.len() != 1)
    }

    /// Whether a formula on a sheet of the result names cells in a way that cannot follow them (`INDIRECT`, counted steps, a
    /// name without `$`).
    pub fn loses(&self, own: usize, text: &str, formula: &Formula) -> bool {
        if mentions(&self.changed.lost, text, formula) {
            return true;
        }
        if !cannot_follow(formula) {
            return false;
        }
        let moved = |src: &usize| match self.by_src.get(src).map(Vec::as_slice) {
            Some([out]) => {
                let out = &self.list[*out];
                !out.stays() || self.names.get(&out.name.to_lowercase()) != Some(src)
            }
            Some(_) => true,
            None => false,
        };
        let mut found = None;
        for (token, _) in &formula.tokens {
            let Token::Text(word) = token else { continue };
            let Some((sheet, _)) = word.split_once('!') else { continue };
            // A part of a sheet's name may come from a cell.
            let sheet = sheet.trim_matches('\'').replace("''", "'").to_lowercase();
            let this = self.names.get(&sheet).map_or_else(|| self.any_moves(), moved);
            found = Some(found.unwrap_or(false) || this);
        }
        let texts = formula.tokens.iter().any(|(token, _)| matches!(token, Token::Text(_)));
        found.unwrap_or(if texts { !self.list[own].stays() } else { self.any_moves() })
    }

    /// Whether a reference reaches the very cells it reached in the template, in the same order, wherever they are now. Its
    /// copies are told by their number.
    pub fn together(&self, site: Site, found: &Ref) -> bool {
        let stays = |axis: &Axis, first: u32, last: u32, whole: bool| {
            axis.is_identity() || !whole && axis.neighbours(first.min(last), first.max(last))
        };
        self.targets(site, found).0.iter().all(|out| {
            let out = &self.list[*out];
            stays(&out.rows.axis, found.first.row, found.last.row, found.shape == Shape::Cols)
                && stays(&out.cols.axis, found.first.col, found.last.col, found.shape == Shape::Rows)
        })
    }
}
