//! The sheets of the result with their mappings, and what becomes of a reference in a formula, a name or a chart.

use std::collections::BTreeMap;

use minijinja::Value;

use super::area::Area;
use super::expand::Expanded;
use super::headings::{self, Heading};
use super::reach::{Direction, MOST, reach};
use super::related::Related;
use super::stale::Changed;
use crate::ooxml::book::Book;
use crate::ooxml::calc::model::Grid;
use crate::ooxml::formula::{Formula, Ref, Shape, SheetName, Token};
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
    /// Its tables.
    pub tables: Vec<NamedTable>,
    /// Ids of relationships to tables that were copied with rows: its part must list them.
    pub links: Vec<String>,
    /// Its cells.
    pub grid: Grid,
}

/// A table of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedTable {
    /// Its part.
    pub part: String,
    /// Its name in the template.
    pub old: String,
    /// Its name in the result.
    pub new: String,
    /// The instance its rows were made in, if it was repeated with them.
    pub inst: Option<u32>,
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
    /// What defined names mean in the template, those of one reference only, by lower-case name and the sheet they belong to.
    pub defined: BTreeMap<(String, Option<usize>), String>,
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
    /// Whether a single cell of a block stands for all copies (a list that a control shows).
    pub all: bool,
    /// Whether copies that do not touch may be named one by one (a chart's series).
    pub union: bool,
    /// Whether a function must not be given the first of several sheets or tables for all of them (a formula of a cell).
    pub strict: bool,
    /// The sheet of the result that is meant by the name of the sheet it was made from.
    pub meant: Option<usize>,
}

/// A rewritten formula.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// Its text, if it changed.
    pub text: Option<String>,
    /// Whether a reference, a name or a table reaches other cells than before.
    pub reach: bool,
    /// Whether a range takes in what stands between the copies of what it named.
    pub between: bool,
}

impl Outs {
    /// Sheets of the template with tables: structured references to them name no columns by letters.
    pub fn with_tables(&self) -> impl Iterator<Item = usize> {
        self.list.iter().filter(|out| !out.related.tables.is_empty()).map(|out| out.src)
    }

    /// Rewrites a formula that stands at `site`.
    pub fn rewrite(&self, site: Site, old: &str, formula: &Formula) -> Result<Rewritten, RefFault> {
        let mut out = Rewritten::default();
        let spread = self.spread(site, old, formula)?;
        out.reach = spread.reach || self.changed.mentioned(old, formula);
        out.between = spread.between;
        // Calls that are added up are many where the sheets are.
        let sums = !spread.known.is_empty();
        let text = refs::rewrite_but(old, formula, spread.known, |found| {
            let (change, between) = self.resolve(site, formula, found)?;
            out.between |= between;
            out.reach |= !self.together(site, found);
            out.reach |= match &change {
                Change::Keep => false,
                Change::List(_) | Change::Gone => true,
                Change::To(place) => {
                    place.rows.1.abs_diff(place.rows.0) != found.last.row.abs_diff(found.first.row)
                        || place.cols.1.abs_diff(place.cols.0) != found.last.col.abs_diff(found.first.col)
                }
            };
            Ok(change)
        });
        let text = text.map_err(|fault| match fault {
            RefFault::TooLong if sums => RefFault::Several,
            fault => fault,
        })?;
        let renamed = headings::renamed(self, text.as_deref().unwrap_or(old));
        let text = renamed.or(text);
        let local = self.local_names(site, formula, text.as_deref().unwrap_or(old))?;
        out.reach |= local.as_ref().is_some_and(|(_, reach)| *reach);
        out.text = local.map(|(text, _)| text).or(text);
        Ok(out)
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
            _ if site.meant.is_some_and(|out| self.list[out].src == src) => site.meant.into_iter().collect(),
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

    /// What becomes of one reference, and whether it takes in what stands between the copies.
    pub fn resolve(&self, site: Site, formula: &Formula, found: &Ref) -> Result<(Change, bool), RefFault> {
        let (mut targets, renamed, removed) = self.targets(site, found);
        if targets.is_empty() {
            return Ok((if removed { Change::Gone } else { Change::Keep }, false));
        }
        if !renamed && targets.iter().all(|out| self.list[*out].stays()) {
            return Ok((Change::Keep, false));
        }
        let takes = if site.all { Takes::Range } else { refs::takes(formula, found) };
        let many = site.union || matches!(takes, Takes::Many | Takes::Union);
        if takes != Takes::Many {
            if site.strict && targets.len() > 1 && (found.shape != Shape::Cell || takes != Takes::One) {
                return Err(RefFault::Several);
            }
            targets.truncate(1);
        }
        let mut places = Vec::new();
        let mut between = false;
        for out in targets {
            let sheet = &self.list[out];
            let own = site.out == Some(out);
            let (row, col) = if own { (site.row, site.col) } else { (None, None) };
            let rows = reach(&sheet.rows.axis, row, found, (takes, many), Direction::Row);
            let cols = reach(&sheet.cols.axis, col, found, (takes, many), Direction::Col);
            between |= rows.between || cols.between;
            if places.len() + rows.spans.len() * cols.spans.len() > MOST {
                return Err(RefFault::TooLong);
            }
            for rows in &rows.spans {
                for cols in &cols.spans {
                    let name = renamed.then(|| sheet.name.clone());
                    places.push(Place { sheet: name, rows: *rows, cols: *cols });
                }
            }
        }
        let change = match places.len() {
            0 => Change::Gone,
            1 => places.pop().map_or(Change::Gone, Change::To),
            _ if site.all && !site.union => {
                let low = places.iter().map(|place| place.rows.0).min().unwrap_or(1);
                let high = places.iter().map(|place| place.rows.1).max().unwrap_or(1);
                let left = places.iter().map(|place| place.cols.0).min().unwrap_or(1);
                let right = places.iter().map(|place| place.cols.1).max().unwrap_or(1);
                let sheet = places.swap_remove(0).sheet;
                Change::To(Place { sheet, rows: (low, high), cols: (left, right) })
            }
            _ if !many => return Err(RefFault::NeedsRange),
            _ => Change::List(places),
        };
        Ok((change, between && !refs::has_criteria(formula, found)))
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
