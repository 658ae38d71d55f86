//! Rules of a sheet after filling: conditional formats, validations and sparklines, whose areas grow or repeat and whose
//! formulas are relative to the first cell of their area.

mod passes;

use std::collections::BTreeMap;

use super::area::{Area, MAX_AREAS, areas, sqref};
use super::fault::FaultKind;
use super::outs::{OutSheet, Site};
use super::tail::Tail;
use crate::ooxml::axis::Axis;
use crate::ooxml::formula::{Formula, Ref, Shape, SheetName};
use crate::ooxml::refs::{self, RefFault};
use crate::ooxml::xml::{self, Edits};
use passes::{Passes, corner};

/// Where the text of a formula of a rule stands, and the text.
struct Piece {
    span: std::ops::Range<usize>,
    text: String,
    attribute: bool,
}

/// A rule after filling: its areas, and its formulas as far as they change.
struct Variant {
    areas: String,
    formulas: Vec<Option<String>>,
}

impl Tail<'_> {
    /// A conditional format or a validation: its areas, and its formulas, which are relative to the first of them. Where they
    /// mean other cells in some copies, there is a rule for each.
    pub(super) fn rule(&mut self, at: usize) {
        let end = xml::closing(self.tags, at);
        let own = self.tags[at].attr("sqref");
        let inner = (at..end).find(|child| self.tags[*child].starts() && self.tags[*child].name == "sqref");
        let (list, span) = match (&own, inner) {
            (Some(attr), _) => (attr.value().into_owned(), attr.span.clone()),
            (None, Some(child)) => {
                let span = xml::inside(self.tags, child);
                (xml::text(&self.doc[span.clone()]).into_owned(), span)
            }
            (None, None) => return,
        };
        let pieces = self.pieces(at);
        let variants = self.variants(&list, &pieces);
        let count = xml::parent(self.tags, at).and_then(|parent| self.tags[parent].attr("count"));
        if let Some(count) = count.filter(|_| variants.len() > 1) {
            self.count_on(&count, variants.len());
        }
        if variants.is_empty() {
            return self.remove(at);
        }
        let whole = xml::element(self.tags, at);
        // What was typed into its texts is filled by now, for all copies alike.
        let filled = self.edits.within(&whole);
        let mut more = String::new();
        for (number, variant) in variants.into_iter().enumerate() {
            let mut edits = if number == 0 { Edits::default() } else { filled.clone() };
            if variant.areas != list {
                edits.set(span.clone(), xml::escape_attr(&variant.areas));
            }
            for (piece, new) in pieces.iter().zip(variant.formulas) {
                let Some(new) = new else { continue };
                let new = if piece.attribute {
                    xml::escape_attr(&new)
                } else {
                    xml::escape_text(&new).into_owned()
                };
                edits.set(piece.span.clone(), new);
            }
            if number == 0 {
                self.edits.overlay(edits);
                continue;
            }
            self.own_ids(at, number, &mut edits);
            more.push_str(&edits.apply(self.doc, whole.clone()));
        }
        if !more.is_empty() {
            self.edits.insert(whole.end, more);
        }
    }

    /// Gives a further copy of a rule ids of its own.
    fn own_ids(&self, at: usize, number: usize, edits: &mut Edits) {
        for tag in self.tags[at..xml::closing(self.tags, at)].iter().filter(|tag| tag.starts()) {
            for attr in tag.attrs() {
                if attr.key.ends_with(":uid") {
                    edits.remove(attr.whole);
                } else if attr.key == "id" && tag.name == "cfRule" && attr.raw.len() == 38 {
                    let end = attr.span.end - 1;
                    edits.replace(end - 12..end, format!("{number:012X}"));
                }
            }
        }
    }

    /// The formulas of a rule.
    fn pieces(&self, at: usize) -> Vec<Piece> {
        let mut out = Vec::new();
        for child in at + 1..xml::closing(self.tags, at) {
            let tag = &self.tags[child];
            if tag.kind == xml::Kind::Open && matches!(tag.name, "formula" | "formula1" | "formula2" | "f") {
                let span = xml::inside(self.tags, child);
                if !self.doc[span.clone()].contains('<') {
                    let filled = self.edits.text_at(&span);
                    let text = xml::text(filled.as_deref().unwrap_or(&self.doc[span.clone()])).into_owned();
                    out.push(Piece { span, text, attribute: false });
                }
            } else if tag.name == "cfvo" && tag.starts() {
                let Some(attr) = tag.attr("val") else { continue };
                out.push(Piece { span: attr.span.clone(), text: attr.value().into_owned(), attribute: true });
            }
        }
        out
    }

    /// What becomes of a rule; nothing if no area is left.
    fn variants(&mut self, list: &str, pieces: &[Piece]) -> Vec<Variant> {
        let base = base_of(list);
        let passes = self.passes(list);
        let texts: Vec<String> = pieces.iter().map(|piece| piece.text.clone()).collect();
        let (texts, same) = match &passes {
            Some(passes) => self.normalised(passes, texts),
            None => (texts, true),
        };
        let Some(passes) = passes.filter(|_| !same) else {
            let Some(areas) = sqref(self.out(), list) else { return Vec::new() };
            let to = base.map(|(row, col)| {
                (self.out().rows.axis.at_or_after(row), self.out().cols.axis.at_or_after(col))
            });
            let formulas = self.formulas(pieces, &texts, base.zip(to), list);
            return vec![Variant { areas, formulas }];
        };
        let mut variants: Vec<(Variant, Vec<Area>)> = Vec::new();
        let mut known: BTreeMap<Vec<Option<String>>, usize> = BTreeMap::new();
        let mut first: Option<(u32, u32)> = None;
        for (row, col) in passes.all() {
            let found = passes.areas_in(self.out(), row, col);
            let (Some(base), Some(to)) = (base, corner(&found)) else { continue };
            let formulas = self.formulas(pieces, &texts, Some((base, to)), list);
            let start = *first.get_or_insert(to);
            let (down, right) = (i64::from(start.0) - i64::from(to.0), i64::from(start.1) - i64::from(to.1));
            let key = formulas
                .iter()
                .zip(&texts)
                .map(|(new, old)| refs::moved(new.as_deref().unwrap_or(old), down, right));
            let key: Vec<Option<String>> = key.collect();
            let group = if key.contains(&None) { None } else { known.get(&key) };
            if let Some(group) = group {
                variants[*group].1.extend(found);
            } else {
                known.insert(key, variants.len());
                variants.push((Variant { areas: String::new(), formulas }, found));
            }
        }
        let written = |(variant, areas): (Variant, Vec<Area>)| Variant { areas: listed(&areas), ..variant };
        variants.into_iter().map(written).collect()
    }

    /// The passes of the deepest blocks around all areas of a rule, if there is more than one.
    fn passes(&self, list: &str) -> Option<Passes> {
        let areas: Option<Vec<Area>> = list.split_whitespace().map(Area::parse).collect();
        let areas = areas.filter(|areas| !areas.is_empty())?;
        let hull = |of: fn(&Area) -> (u32, u32)| {
            let spans = || areas.iter().map(of);
            (spans().map(|span| span.0).min().unwrap_or(1), spans().map(|span| span.1).max().unwrap_or(1))
        };
        let out = self.out();
        let (rows, cols) = (hull(|area| area.rows), hull(|area| area.cols));
        let of = |axis: &Axis, span: (u32, u32)| {
            let found = axis.passes(span.0, span.1);
            if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() }
        };
        let rows = of(&out.rows.axis, rows);
        let cols = of(&out.cols.axis, cols);
        (rows.len() > 1 || cols.len() > 1).then_some(Passes { areas, rows, cols })
    }

    /// Formulas of a rule over one row with `$` where it makes no difference to that row: rows of the own block go without, others
    /// with it. And whether they then mean the same in all copies.
    fn normalised(&self, passes: &Passes, texts: Vec<String>) -> (Vec<String>, bool) {
        let one = passes.areas[0].rows;
        let single = one.0 == one.1 && passes.areas.iter().all(|area| area.rows == one);
        let (axis, [Some(pass), ..]) = (&self.out().rows.axis, passes.rows.as_slice()) else {
            return (texts, false);
        };
        if !single {
            return (texts, false);
        }
        let mut same = axis.parent(*pass).is_none() && passes.cols.len() == 1;
        let own = |found: &Ref| found.sheet == SheetName::Own;
        let inside = |row: u32| axis.holder(Some(*pass), row, row) == Some(*pass);
        let mut out = Vec::new();
        for text in texts {
            let formula = Formula::read(&text);
            let fixed = |found: &Ref| {
                let (low, high) = (found.first.row, found.last.row);
                match found.shape {
                    _ if !own(found) || axis.begins(*pass, low) || axis.begins(*pass, high) => None,
                    Shape::Cell => Some((!inside(low), !inside(low))),
                    Shape::Range if !inside(low) && !inside(high) => Some((true, true)),
                    _ => None,
                }
            };
            same &= formula.refs.iter().filter(|found| own(found)).all(|found| {
                let (low, high) = (found.first, found.last);
                let within = inside(low.row) && inside(high.row) && !low.row_fixed && !high.row_fixed;
                fixed(found).is_some() || found.shape == Shape::Cols || within
            });
            out.push(refs::with_rows_fixed(&text, &formula, fixed));
        }
        (out, same)
    }

    fn count_on(&mut self, count: &xml::Attr<'_>, now: usize) {
        let before = self.edits.text_at(&count.span).unwrap_or_else(|| count.value().into_owned());
        if let Ok(number) = before.parse::<usize>() {
            self.edits.set(count.span.clone(), (number + now).saturating_sub(1).to_string());
        }
    }

    /// The formulas of a rule whose first cell goes from one place to another; those that stay are `None`.
    fn formulas(
        &mut self,
        pieces: &[Piece],
        texts: &[String],
        moves: Option<((u32, u32), (u32, u32))>,
        list: &str,
    ) -> Vec<Option<String>> {
        let mut out = Vec::new();
        for (piece, text) in pieces.iter().zip(texts) {
            let new = self.relative(text, moves).unwrap_or_else(|fault| {
                let fault = (list.to_owned(), FaultKind::Formula(fault));
                if !self.faults.contains(&fault) {
                    self.faults.push(fault);
                }
                None
            });
            out.push(new.or_else(|| (*text != piece.text).then(|| text.clone())));
        }
        out
    }

    /// A formula relative to the first cell of a rule, which goes from one place to another.
    fn relative(
        &self,
        text: &str,
        moves: Option<((u32, u32), (u32, u32))>,
    ) -> Result<Option<String>, RefFault> {
        let out = self.out();
        let mut site = Site { out: Some(self.number), ..Site::default() };
        let mut shifted = text.to_owned();
        if let Some(((row, col), (to_row, to_col))) = moves {
            site.row = out.rows.axis.inst_at(to_row);
            site.col = out.cols.axis.inst_at(to_col);
            let down = i64::from(out.rows.axis.source(to_row).unwrap_or(row)) - i64::from(row);
            let right = i64::from(out.cols.axis.source(to_col).unwrap_or(col)) - i64::from(col);
            if (down, right) != (0, 0) {
                let Some(moved) = refs::moved(text, down, right) else { return Ok(None) };
                shifted = moved;
            }
        }
        let formula = Formula::read(&shifted);
        let unions = |formula: &Formula| formula.refs.iter().filter(|found| found.grouped.is_some()).count();
        let rewritten = self.outs.rewrite(site, &shifted, &formula)?;
        let new = rewritten.text.or_else(|| (shifted != text).then_some(shifted));
        // Rules take no references in parentheses of their own.
        match new {
            Some(new) if unions(&Formula::read(&new)) > unions(&formula) => Err(RefFault::TooLong),
            new => Ok(new),
        }
    }

    /// The date axis of sparklines; without its dates there is none.
    pub(super) fn outer_formula(&mut self, at: usize) {
        let Some(child) = self.children(at).into_iter().find(|child| self.tags[*child].name == "f") else {
            return;
        };
        let inside = xml::inside(self.tags, child);
        let text = xml::text(&self.doc[inside.clone()]).into_owned();
        let site = Site { out: Some(self.number), all: true, ..Site::default() };
        let Ok(rewritten) = self.outs.rewrite(site, &text, &Formula::read(&text)) else { return };
        let Some(new) = rewritten.text else { return };
        if is_gone(&text, &new) {
            self.edits.remove(xml::element(self.tags, child));
            if let Some(axis) = self.tags[at].attr("dateAxis") {
                self.edits.remove(axis.whole);
            }
        } else {
            self.edits.replace(inside, xml::escape_text(&new).into_owned());
        }
    }

    /// A sparkline is repeated with its cell.
    pub(super) fn sparkline(&mut self, at: usize) {
        let children = self.children(at);
        let child = |name: &str| children.iter().copied().find(|child| self.tags[*child].name == name);
        let (Some(place), formula) = (child("sqref"), child("f")) else { return };
        let list = xml::text(&self.doc[xml::inside(self.tags, place)]).into_owned();
        let Some(area) = Area::parse(list.trim()) else { return };
        let found = areas(self.out(), area, false);
        if found.is_empty() {
            return self.remove(at);
        }
        let span = xml::element(self.tags, at);
        let mut text = String::new();
        for area in found {
            let mut edits = Edits::default();
            edits.replace(xml::inside(self.tags, place), area.show());
            if let Some(formula) = formula {
                let inside = xml::inside(self.tags, formula);
                let old = xml::text(&self.doc[inside.clone()]).into_owned();
                let site = Site {
                    out: Some(self.number),
                    row: self.out().rows.axis.inst_at(area.rows.0),
                    col: self.out().cols.axis.inst_at(area.cols.0),
                    ..Site::default()
                };
                if let Ok(rewritten) = self.outs.rewrite(site, &old, &Formula::read(&old)) {
                    let new = rewritten.text.unwrap_or_else(|| old.clone());
                    if is_gone(&old, &new) {
                        continue;
                    }
                    edits.replace(inside, xml::escape_text(&new).into_owned());
                }
            }
            text.push_str(&edits.apply(self.doc, span.clone()));
        }
        if text.is_empty() {
            self.remove(at);
        } else if text != self.doc[span.clone()] {
            self.edits.replace(span, text);
        }
    }
}

/// Areas as a rule lists them: those that touch in a column are one; too many become the one around them.
fn listed(areas: &[Area]) -> String {
    let mut out: Vec<Area> = Vec::new();
    for area in areas {
        let touching = out
            .iter_mut()
            .rev()
            .take(8)
            .find(|last| last.cols == area.cols && last.rows.1 + 1 == area.rows.0);
        match touching {
            Some(last) => *last = last.with((last.rows.0, area.rows.1), last.cols),
            None => out.push(*area),
        }
    }
    if out.len() > MAX_AREAS
        && let Some(first) = out.first().copied()
    {
        let all = |of: fn(&Area) -> u32| out.iter().map(of);
        let rows = (all(|a| a.rows.0).min().unwrap_or(1), all(|a| a.rows.1).max().unwrap_or(1));
        let cols = (all(|a| a.cols.0).min().unwrap_or(1), all(|a| a.cols.1).max().unwrap_or(1));
        out = vec![first.with(rows, cols)];
    }
    out.iter().map(Area::show).collect::<Vec<_>>().join(" ")
}

/// Whether a formula named cells and names none any more.
pub(super) fn is_gone(before: &str, after: &str) -> bool {
    !Formula::read(before).refs.is_empty() && Formula::read(after).refs.is_empty()
}

/// The cell that the formulas of a rule are relative to.
fn base_of(list: &str) -> Option<(u32, u32)> {
    let all: Vec<Area> = list.split_whitespace().filter_map(Area::parse).collect();
    let row = all.iter().map(|area| area.rows.0).min()?;
    let col = all.iter().map(|area| area.cols.0).min()?;
    Some((row, col))
}
