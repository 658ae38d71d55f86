//! The sheets of the result with their mappings, and what becomes of a reference in a formula, a name or a chart.

use std::collections::BTreeMap;

use minijinja::Value;

use super::area::Area;
use super::expand::Expanded;
use super::headings::{self, Heading};
use super::related::Related;
use super::stale::Changed;
use crate::ooxml::axis::{Axis, joined};
use crate::ooxml::book::Book;
use crate::ooxml::calc::model::Grid;
use crate::ooxml::formula::{Corner, Formula, Ref, Shape, SheetName, Token};
use crate::ooxml::refs::{self, Change, Place, RefFault, Takes};

/// One worksheet of the result.
pub struct OutSheet {
    /// Index of the sheet it was made from.
    pub src: usize,
    /// The tab's name.
    pub name: String,
    /// Where its rows go.
    pub rows: Expanded,
    /// Where its columns go.
    pub cols: Expanded,
    /// The scope outside of all blocks.
    pub base: Value,
    /// The part it is written to.
    pub part: String,
    /// Whether it is an additional copy of its sheet.
    pub copy: bool,
    /// What hangs on it.
    pub related: Related,
    /// Tables that got new names in this copy: old and new.
    pub tables: Vec<(String, String)>,
    /// Its cells.
    pub grid: Grid,
}

impl OutSheet {
    /// Whether every cell stays where it is.
    pub fn stays(&self) -> bool {
        self.rows.axis.is_identity() && self.cols.axis.is_identity()
    }

    /// What an area and all copies of it cover; none if nothing is left of it.
    pub fn covered(&self, area: Area) -> Option<Area> {
        let (rows, cols) = (&self.rows.axis, &self.cols.axis);
        let new = (
            rows.cover(area.rows.0, area.rows.1, rows.window(None))?,
            cols.cover(area.cols.0, area.cols.1, cols.window(None))?,
        );
        Some(area.with(new.0, new.1))
    }
}

/// All worksheets of the result.
#[derive(Default)]
pub struct Outs {
    /// In the order of the result.
    pub list: Vec<OutSheet>,
    /// By the index of the sheet they were made from.
    pub by_src: BTreeMap<usize, Vec<usize>>,
    /// What hangs on sheets that are no worksheets (charts on a sheet of their own).
    pub charts: BTreeMap<usize, Related>,
    /// Headings of tables that are filled.
    pub headings: Vec<Heading>,
    /// Lower-case names of the template's sheets.
    pub names: BTreeMap<String, usize>,
    /// Names and tables that mean other cells than in the template.
    pub changed: Changed,
}

/// Where a reference is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Site {
    /// The sheet of the result it stands on, if it stands on one.
    pub out: Option<usize>,
    /// The instance its row was made in.
    pub row: Option<u32>,
    /// The instance its column was made in.
    pub col: Option<u32>,
    /// Whether a single cell of a block stands for all copies (a chart's series).
    pub all: bool,
}

/// A rewritten formula.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// Its text, if it changed.
    pub text: Option<String>,
    /// Whether a reference, a name or a table reaches other cells than before.
    pub reach: bool,
}

impl Outs {
    /// Sheets of the template with tables: structured references to them name no columns by letters.
    pub fn with_tables(&self) -> impl Iterator<Item = usize> {
        self.list.iter().filter(|out| !out.related.tables.is_empty()).map(|out| out.src)
    }

    /// Rewrites a formula that stands at `site`.
    pub fn rewrite(&self, site: Site, old: &str, formula: &Formula) -> Result<Rewritten, RefFault> {
        let mut reach = self.changed.mentioned(old, formula);
        let text = refs::rewrite(old, formula, |found| {
            let change = self.resolve(site, formula, found)?;
            reach |= !self.together(site, found);
            reach |= match &change {
                Change::Keep => false,
                Change::List(_) | Change::Gone => true,
                Change::To(place) => {
                    place.rows.1.abs_diff(place.rows.0) != found.last.row.abs_diff(found.first.row)
                        || place.cols.1.abs_diff(place.cols.0) != found.last.col.abs_diff(found.first.col)
                }
            };
            Ok(change)
        })?;
        let renamed = headings::renamed(self, site.out, text.as_deref().unwrap_or(old));
        let text = renamed.or(text);
        let local = self.local_names(site, formula, text.as_deref().unwrap_or(old))?;
        reach |= local.as_ref().is_some_and(|(_, reach)| *reach);
        let text = local.map(|(text, _)| text).or(text);
        Ok(Rewritten { text, reach })
    }

    /// The sheets of the result a reference may mean, whether its sheet's name must be written anew, and whether the sheet
    /// was removed.
    pub(super) fn targets(&self, site: Site, found: &Ref) -> (Vec<usize>, bool, bool) {
        let own = site.out.map(|out| (out, self.list[out].src));
        let src = match own {
            Some((_, own)) => self.source_of(found, own),
            None => self.named(found),
        };
        let Some(src) = src else { return (Vec::new(), false, false) };
        let targets = match own {
            Some((out, own)) if own == src => vec![out],
            _ => self.by_src.get(&src).cloned().unwrap_or_default(),
        };
        let renamed = match &found.sheet {
            SheetName::Own => false,
            SheetName::Named(name) => {
                targets.iter().any(|out| self.list[*out].name.to_lowercase() != name.to_lowercase())
            }
        };
        let removed = targets.is_empty();
        (targets, renamed, removed)
    }

    /// The sheet of the template that a reference on its sheet `own` names.
    pub fn source_of(&self, found: &Ref, own: usize) -> Option<usize> {
        if found.sheet == SheetName::Own { Some(own) } else { self.named(found) }
    }

    fn named(&self, found: &Ref) -> Option<usize> {
        match &found.sheet {
            SheetName::Own => None,
            SheetName::Named(name) => self.names.get(&name.to_lowercase()).copied(),
        }
    }

    /// Whether a formula has a 3-D reference (`Q1:Q4!B7`) over a sheet whose cells move, that repeats or is left out.
    pub fn crossed(&self, book: &Book, text: &str, formula: &Formula) -> bool {
        let changed = |src: usize| match self.by_src.get(&src).map(Vec::as_slice) {
            Some([out]) => !self.list[*out].stays() || self.list[*out].name != book.sheets[src].name,
            Some(_) => true,
            None => false,
        };
        let spans = formula.tokens.iter().filter(|(token, _)| *token == Token::Other);
        spans.filter_map(|(_, span)| three_d(&text[span.clone()])).any(|(first, last)| {
            let (Some(first), Some(last)) = (book.sheet(&first), book.sheet(&last)) else { return false };
            (first.min(last)..=first.max(last)).any(changed)
        })
    }

    /// What becomes of one reference.
    pub fn resolve(&self, site: Site, formula: &Formula, found: &Ref) -> Result<Change, RefFault> {
        let (mut targets, renamed, removed) = self.targets(site, found);
        if targets.is_empty() {
            return Ok(if removed { Change::Gone } else { Change::Keep });
        }
        if !renamed && targets.iter().all(|out| self.list[*out].stays()) {
            return Ok(Change::Keep);
        }
        let takes = if site.all { Takes::Range } else { refs::takes(formula, found) };
        if takes != Takes::Many {
            targets.truncate(1);
        }
        let mut places = Vec::new();
        for out in targets {
            let sheet = &self.list[out];
            let own = site.out == Some(out);
            let (row, col) = if own { (site.row, site.col) } else { (None, None) };
            let rows = parts(&sheet.rows.axis, row, found, takes, Direction::Row);
            let cols = parts(&sheet.cols.axis, col, found, takes, Direction::Col);
            for rows in &rows {
                for cols in &cols {
                    let name = renamed.then(|| sheet.name.clone());
                    places.push(Place { sheet: name, rows: *rows, cols: *cols });
                }
            }
        }
        match places.len() {
            0 => Ok(Change::Gone),
            1 => Ok(places.pop().map_or(Change::Gone, Change::To)),
            _ if site.all => {
                let low = places.iter().map(|place| place.rows.0).min().unwrap_or(1);
                let high = places.iter().map(|place| place.rows.1).max().unwrap_or(1);
                let left = places.iter().map(|place| place.cols.0).min().unwrap_or(1);
                let right = places.iter().map(|place| place.cols.1).max().unwrap_or(1);
                let sheet = places.swap_remove(0).sheet;
                Ok(Change::To(Place { sheet, rows: (low, high), cols: (left, right) }))
            }
            _ if takes == Takes::Range => Err(RefFault::NeedsRange),
            _ => Ok(Change::List(places)),
        }
    }
}

/// The two sheets of a 3-D reference of this workbook.
fn three_d(text: &str) -> Option<(String, String)> {
    let sheets = text.rsplit_once('!')?.0;
    let sheets = sheets.strip_prefix('\'').and_then(|inner| inner.strip_suffix('\'')).unwrap_or(sheets);
    let (first, last) = sheets.split_once(':').filter(|_| !sheets.contains('['))?;
    let plain = |name: &str| name.trim_matches('\'').replace("''", "'");
    Some((plain(first), plain(last)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Row,
    Col,
}

/// The stretches of one direction that a reference reaches.
fn parts(axis: &Axis, inst: Option<u32>, found: &Ref, takes: Takes, direction: Direction) -> Vec<(u32, u32)> {
    let of = |corner: &Corner| match direction {
        Direction::Row => (corner.row, corner.row_fixed),
        Direction::Col => (corner.col, corner.col_fixed),
    };
    let (first, last) = (of(&found.first), of(&found.last));
    let whole = match direction {
        Direction::Row => found.shape == Shape::Cols,
        Direction::Col => found.shape == Shape::Rows,
    };
    if whole || axis.is_identity() {
        return vec![(first.0, last.0)];
    }
    if found.shape != Shape::Cell {
        let turned = first.0 > last.0;
        let (low, high) = if turned { (last, first) } else { (first, last) };
        let reach = stretch(axis, inst, low, high);
        return reach.map(|(low, high)| if turned { (high, low) } else { (low, high) }).into_iter().collect();
    }
    let window = axis.window(axis.holder(inst, first.0, first.0));
    if takes == Takes::One {
        return axis.first(first.0, window).map(|at| (at, at)).into_iter().collect();
    }
    let copies: Vec<(u32, u32)> = axis.copies(first.0, window).into_iter().map(|at| (at, at)).collect();
    joined(&copies)
}

/// Where a range goes. Inside its own block a range means the same copy; with `$` on both ends it means all copies, and with
/// `$` on one end only it runs from the first copy to its own, as it would if the row had been copied in Excel.
fn stretch(axis: &Axis, inst: Option<u32>, low: (u32, bool), high: (u32, bool)) -> Option<(u32, u32)> {
    let holder = axis.holder(inst, low.0, high.0);
    let own = axis.cover(low.0, high.0, axis.window(holder));
    let (Some(id), true) = (holder, holder == inst) else { return own };
    let all = axis.cover(low.0, high.0, axis.window(axis.parent(id)));
    match (low.1, high.1) {
        (false, false) => own,
        (true, true) => all,
        (true, false) => Some((all?.0, own?.1)),
        (false, true) => Some((own?.0, all?.1)),
    }
}
