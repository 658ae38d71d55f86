//! Charts after filling: the references of their series follow the rows, and the points stored with them are those of the
//! filled cells, so that a reader that does not calculate shows the right picture.

use std::fmt::Write as _;

use super::fault::{Fault, FaultKind};
use super::outs::{Outs, Site};
use crate::ooxml::calc::lines::Lines;
use crate::ooxml::calc::model::Model;
use crate::ooxml::calc::order::Outcome;
use crate::ooxml::calc::value::{Scalar, number_as_text, stored};
use crate::ooxml::formula::{Formula, Ref, SheetName};
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::refs::{self, RefFault};
use crate::ooxml::xml::{self, Edits, Tag};

/// Most series of a chart.
const MAX_SERIES: usize = 255;

/// Longest reference of a series: it stands in one formula with two others.
const MAX_REFERENCE: usize = 4_000;

/// What charts are filled from.
pub struct Charts<'a> {
    /// All sheets of the result.
    pub outs: &'a Outs,
    /// All values.
    pub model: &'a Model,
    /// Results of formulas.
    pub outcomes: &'a [Outcome],
    /// Values of rows that are not kept.
    pub lines: &'a Lines<'a>,
    /// The sheet of the result the chart stands on, if it is a worksheet: references without more mean its own copy.
    pub out: Option<usize>,
}

impl Charts<'_> {
    /// Edits one chart part.
    pub fn edit(&self, doc: &str, tags: &[Tag<'_>], edits: &mut Edits) {
        let mut after = 0;
        let mut next = next_series(tags);
        for at in 0..tags.len() {
            if at < after || tags[at].kind != xml::Kind::Open {
                continue;
            }
            if tags[at].name == "ser"
                && let Some((out, passes)) = self.rows_of_series(doc, tags, at)
            {
                after = xml::closing(tags, at);
                let span = xml::element(tags, at);
                let copies = passes.iter().enumerate().map(|(number, pass)| {
                    self.series(doc, tags, at, (out, *pass), (number > 0).then(|| next + number - 1))
                });
                edits.replace(span, copies.collect::<String>());
                next += passes.len();
            } else if tags[at].name == "f" {
                let (site, old) = site(self.out, doc, tags, at);
                if let Ok(rewritten) = self.outs.rewrite(site, &old, &Formula::read(&old)) {
                    self.reference((doc, tags, at), &old, rewritten.text, edits);
                }
            }
        }
    }

    /// Writes a reference with its new text, and the points stored with it.
    fn reference(
        &self,
        (doc, tags, at): (&str, &[Tag<'_>], usize),
        old: &str,
        new: Option<String>,
        edits: &mut Edits,
    ) {
        let moved = new.is_some();
        let new = new.unwrap_or_else(|| old.to_owned());
        if new != old {
            edits.replace(xml::inside(tags, at), xml::escape_text(&new).into_owned());
        }
        let Some((columns, changed)) = self.values(&new) else { return };
        if !changed && !moved {
            return;
        }
        let close = xml::closing(tags, at);
        let cache = tags.get(close + 1..).unwrap_or_default().iter().take_while(|tag| tag.starts()).next();
        let Some(cache) = cache.filter(|tag| tag.name.ends_with("Cache")) else { return };
        let Some(open) = tags.iter().position(|tag| tag.span == cache.span) else { return };
        Self::cache(doc, tags, open, &columns, edits);
    }

    /// The sheet and the passes of a block that a series belongs to: its points lie side by side in one repeated row.
    fn rows_of_series(&self, doc: &str, tags: &[Tag<'_>], at: usize) -> Option<(usize, Vec<u32>)> {
        let end = xml::closing(tags, at);
        let values =
            (at + 1..end).find(|at| matches!(tags[*at].name, "val" | "yVal") && tags[*at].starts())?;
        let found = (values + 1..xml::closing(tags, values)).find(|at| tags[*at].name == "f")?;
        let text = xml::text(&doc[xml::inside(tags, found)]).into_owned();
        let formula = Formula::read(&text);
        let [found] = formula.refs.as_slice() else { return None };
        let across = found.first.row == found.last.row && found.first.col != found.last.col;
        let site = Site { out: self.out, ..Site::default() };
        let out =
            *self.outs.targets(site, found).0.first().filter(|_| across && found.span == (0..text.len()))?;
        let axis = &self.outs.list[out].rows.axis;
        let mut passes = axis.passes(found.first.row, found.last.row);
        passes.truncate(MAX_SERIES);
        (passes.len() > 1).then_some((out, passes))
    }

    /// A series in one pass of the block it belongs to; `number` is that of a further copy.
    fn series(
        &self,
        doc: &str,
        tags: &[Tag<'_>],
        at: usize,
        (out, pass): (usize, u32),
        number: Option<usize>,
    ) -> String {
        let mut edits = Edits::default();
        let end = xml::closing(tags, at);
        let site = Site { out: Some(out), row: Some(pass), ..Site::default() };
        let axis = &self.outs.list[out].rows.axis;
        let mut skip = at;
        for child in at + 1..end {
            let tag = &tags[child];
            if child <= skip || !tag.starts() {
                continue;
            }
            let direct = tag.depth == tags[at].depth + 1;
            match (tag.name, number) {
                // Further series have colours of their own.
                ("spPr" | "extLst", Some(_)) if direct => {
                    edits.remove(xml::element(tags, child));
                    skip = xml::closing(tags, child);
                }
                ("idx" | "order", Some(number)) if direct => {
                    if let Some(attr) = tag.attr("val") {
                        edits.replace(attr.span, number.to_string());
                    }
                }
                ("f", _) if tag.kind == xml::Kind::Open => {
                    let old = xml::text(&doc[xml::inside(tags, child)]).into_owned();
                    let formula = Formula::read(&old);
                    // Without `$` a row of the block is that of the same copy.
                    let own =
                        |found: &Ref| axis.holder(Some(pass), found.first.row, found.last.row) == Some(pass);
                    let text =
                        refs::with_rows_fixed(&old, &formula, |found| own(found).then_some((false, false)));
                    let Ok(new) = self.outs.rewrite(site, &text, &Formula::read(&text)) else { continue };
                    let new = new.text.unwrap_or(text);
                    let new = refs::with_rows_fixed(&new, &Formula::read(&new), |_| Some((true, true)));
                    self.reference((doc, tags, child), &old, Some(new), &mut edits);
                }
                _ => {}
            }
        }
        edits.apply(doc, xml::element(tags, at))
    }

    /// The values a reference names, column by column (or row by row if it has a single row), and whether any is new.
    fn values(&self, formula: &str) -> Option<(Vec<Vec<Scalar>>, bool)> {
        let parsed = Formula::read(formula);
        let mut columns: Vec<Vec<Scalar>> = Vec::new();
        let mut changed = false;
        for found in &parsed.refs {
            let SheetName::Named(name) = &found.sheet else { return None };
            let sheet = self.model.sheet(name)?;
            let grid = &self.model.sheets[sheet].1;
            let rows = (found.first.row.min(found.last.row), found.first.row.max(found.last.row));
            let cols = (found.first.col.min(found.last.col), found.first.col.max(found.last.col));
            if rows.1 - rows.0 > 1_048_575 || cols.1 - cols.0 > 1_000 {
                return None;
            }
            let last = rows.1.min(grid.last_row().max(rows.0));
            let across = rows.0 == rows.1;
            let mut found: Vec<Vec<Scalar>> =
                vec![Vec::new(); if across { 1 } else { (cols.1 - cols.0 + 1) as usize }];
            for row in rows.0..=last {
                let far = grid.far_rows(row, row).next().is_some();
                for col in cols.0..=cols.1 {
                    let column = if across { 0 } else { (col - cols.0) as usize };
                    if far {
                        changed = true;
                        let value = self.lines.value(self.model, self.outcomes, sheet, row, col);
                        found[column].push(value.unwrap_or(Scalar::Empty));
                        continue;
                    }
                    let entry = grid.get(row, col);
                    let value = match entry.as_ref().map(|entry| &entry.value) {
                        Some(Scalar::Formula(id)) => {
                            let outcome = self.outcomes.get(*id as usize)?;
                            changed |= outcome.dirty;
                            outcome.value.clone().unwrap_or(Scalar::Empty)
                        }
                        Some(value) => value.clone(),
                        None => Scalar::Empty,
                    };
                    changed |= entry.is_some_and(|entry| entry.fresh);
                    found[column].push(value);
                }
            }
            if columns.is_empty() {
                columns = found;
            } else if columns.len() == found.len() {
                columns.iter_mut().zip(found).for_each(|(all, more)| all.extend(more));
            } else {
                return None;
            }
        }
        (!columns.is_empty()).then_some((columns, changed))
    }

    /// Writes the stored points anew; the number format stays.
    fn cache(doc: &str, tags: &[Tag<'_>], open: usize, columns: &[Vec<Scalar>], edits: &mut Edits) {
        let tag = &tags[open];
        if tag.kind != xml::Kind::Open {
            return;
        }
        let inside = xml::inside(tags, open);
        let opening = &doc[tag.span.start + 1..tag.span.end];
        let prefix = opening.split(tag.name).next().unwrap_or_default();
        let close = xml::closing(tags, open);
        let format = (open + 1..close).find(|at| tags[*at].name == "formatCode" && tags[*at].starts());
        let mut out = format.map(|at| doc[xml::element(tags, at)].to_owned()).unwrap_or_default();
        let count = columns.iter().map(Vec::len).max().unwrap_or(0);
        let _ = write!(out, "<{prefix}ptCount val=\"{count}\"/>");
        match tag.name {
            "numCache" => points(&mut out, prefix, columns.iter().flatten(), numeric),
            "multiLvlStrCache" => {
                for column in columns.iter().rev() {
                    let _ = write!(out, "<{prefix}lvl>");
                    points(&mut out, prefix, column.iter(), textual);
                    let _ = write!(out, "</{prefix}lvl>");
                }
            }
            _ => points(&mut out, prefix, columns.iter().flatten(), textual),
        }
        if tag.name != "multiLvlStrCache" {
            let flat: usize = columns.iter().map(Vec::len).sum();
            out = out.replacen(&format!("ptCount val=\"{count}\""), &format!("ptCount val=\"{flat}\""), 1);
        }
        edits.replace(inside, out);
    }
}

/// Where the reference at a tag is rewritten, and its text.
fn site(out: Option<usize>, doc: &str, tags: &[Tag<'_>], at: usize) -> (Site, String) {
    let old = xml::text(&doc[xml::inside(tags, at)]).into_owned();
    let around = xml::parent(tags, at).and_then(|reference| xml::parent(tags, reference));
    let title = around.is_some_and(|around| tags[around].name == "tx");
    (Site { out, all: !title, union: !title, ..Site::default() }, old)
}

/// What is wrong with the references of charts: those that would be too long.
pub fn faults(package: &mut Package<'_>, outs: &Outs, faults: &mut Vec<Fault>) -> Result<(), PackageFault> {
    for (number, out) in outs.list.iter().enumerate().filter(|(_, out)| !out.related.charts.is_empty()) {
        for chart in &out.related.charts {
            let text = package.text(chart)?;
            let doc = without_bom(&text).0;
            let Ok(tags) = xml::tags(doc) else { continue };
            for at in (0..tags.len()).filter(|at| tags[*at].name == "f" && tags[*at].kind == xml::Kind::Open)
            {
                let (site, old) = site(Some(number), doc, &tags, at);
                let rewritten = outs.rewrite(site, &old, &Formula::read(&old));
                let short = |text: &String| text.len() <= MAX_REFERENCE;
                if !rewritten.is_ok_and(|rewritten| rewritten.text.as_ref().is_none_or(short)) {
                    let (sheet, cell) = (out.name.clone(), "@drawing".to_owned());
                    let kind = FaultKind::Formula(RefFault::TooLong);
                    faults.push(Fault { sheet, cell, text: old, kind });
                }
            }
        }
    }
    Ok(())
}

/// A number that no series of a chart has yet, nor any after it.
fn next_series(tags: &[Tag<'_>]) -> usize {
    let numbers =
        tags.iter().filter(|tag| matches!(tag.name, "idx" | "order")).filter_map(|tag| tag.value("val"));
    numbers.filter_map(|number| number.parse::<usize>().ok()).max().map_or(0, |last| last + 1)
}

fn points<'s>(
    out: &mut String,
    prefix: &str,
    values: impl Iterator<Item = &'s Scalar>,
    show: impl Fn(&Scalar) -> Option<String>,
) {
    for (at, value) in values.enumerate() {
        if let Some(text) = show(value) {
            let text = xml::escape_text(&text).into_owned();
            let _ = write!(out, "<{prefix}pt idx=\"{at}\"><{prefix}v>{text}</{prefix}v></{prefix}pt>");
        }
    }
}

fn numeric(value: &Scalar) -> Option<String> {
    match value {
        Scalar::Number(number) => Some(stored(*number)),
        Scalar::Bool(value) => Some(u8::from(*value).to_string()),
        Scalar::Error(code) => Some(code.to_string()),
        Scalar::Text(_) | Scalar::Empty | Scalar::Formula(_) => None,
    }
}

fn textual(value: &Scalar) -> Option<String> {
    match value {
        Scalar::Text(text) => Some(text.to_string()),
        Scalar::Number(number) => Some(number_as_text(*number)),
        Scalar::Bool(value) => Some(if *value { "TRUE" } else { "FALSE" }.to_owned()),
        Scalar::Error(code) => Some(code.to_string()),
        Scalar::Empty | Scalar::Formula(_) => None,
    }
}
