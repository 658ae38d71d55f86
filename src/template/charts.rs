//! Charts after filling: the references of their series follow the rows, and the points stored with them are those of the
//! filled cells, so that a reader that does not calculate shows the right picture.

mod series;

use std::fmt::Write as _;

use super::fault::{Fault, FaultKind};
use super::outs::{Outs, Rewritten, Site};
use super::rules::is_gone;
use super::source::Source;
use crate::ooxml::calc::lines::Lines;
use crate::ooxml::calc::model::Model;
use crate::ooxml::calc::order::Outcome;
use crate::ooxml::calc::parse::{Expr, Rect, parse};
use crate::ooxml::calc::text_format;
use crate::ooxml::calc::value::{Scalar, number_as_text, stored};
use crate::ooxml::formula::{Formula, Ref, SheetName, Token};
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::refs::RefFault;
use crate::ooxml::xml::{self, Edits, Tag};

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
    /// The template.
    pub source: &'a Source,
    /// The sheet of the result the chart stands on, if it is a worksheet: references without more mean its own copy.
    pub out: Option<usize>,
}

impl Charts<'_> {
    /// Edits one chart part.
    pub fn edit(&self, doc: &str, tags: &[Tag<'_>], edits: &mut Edits) {
        let mut after = 0;
        let mut next = series::next_series(tags);
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
                    self.reference((doc, tags, at), &old, rewritten, edits);
                }
            }
        }
    }

    /// Writes a reference with its new text, and the points stored with it.
    fn reference(
        &self,
        (doc, tags, at): (&str, &[Tag<'_>], usize),
        old: &str,
        rewritten: Rewritten,
        edits: &mut Edits,
    ) {
        let moved = rewritten.text.is_some() || rewritten.reach;
        let new = rewritten.text.unwrap_or_else(|| old.to_owned());
        if is_gone(old, &new) && Self::nothing(doc, tags, at, edits) {
            return;
        }
        if new != old {
            edits.replace(xml::inside(tags, at), xml::escape_text(&new).into_owned());
        }
        let close = xml::closing(tags, at);
        let follows = |tag: &&Tag<'_>| tag.name.ends_with("Cache") || tag.name == "lvl";
        let cache = tags.get(close + 1).filter(|tag| tag.starts()).filter(follows);
        let Some(open) = cache.and_then(|cache| tags.iter().position(|tag| tag.span == cache.span)) else {
            return;
        };
        let Some((columns, changed)) = self.values(&new) else {
            // A name that cannot be followed to its cells: rather no points than old ones.
            if is_name(&new) {
                edits.remove(xml::element(tags, open));
            }
            return;
        };
        if !changed && !moved {
            return;
        }
        if tags[open].name == "lvl" {
            Self::levels(doc, tags, open, &columns, edits);
        } else {
            let texts = tags[open].name != "numCache";
            let dated = texts.then(|| self.dated(&new, &columns)).flatten();
            Self::cache(doc, tags, open, dated.as_ref().unwrap_or(&columns), edits);
        }
    }

    /// Writes that there is no data in place of a reference to a sheet that was left out; whether that could be done.
    fn nothing(doc: &str, tags: &[Tag<'_>], at: usize, edits: &mut Edits) -> bool {
        let Some(reference) = xml::parent(tags, at) else { return false };
        let around = xml::parent(tags, reference).map(|around| tags[around].name);
        let tag = &tags[reference];
        let prefix = doc[tag.span.start + 1..tag.span.end].split(tag.name).next().unwrap_or_default();
        let text = match (tag.name, around) {
            ("strRef", Some("tx")) if is_series(tags, reference) => format!("<{prefix}v></{prefix}v>"),
            ("numRef", Some("cat" | "xVal" | "val" | "yVal" | "bubbleSize" | "plus" | "minus")) => {
                format!("<{prefix}numLit><{prefix}ptCount val=\"0\"/></{prefix}numLit>")
            }
            ("strRef" | "multiLvlStrRef", Some("cat" | "xVal")) => {
                format!("<{prefix}strLit><{prefix}ptCount val=\"0\"/></{prefix}strLit>")
            }
            _ => return false,
        };
        edits.replace(xml::element(tags, reference), text);
        true
    }

    /// The cells that the text of a reference names, by itself or through names.
    fn areas(&self, formula: &str) -> Option<Vec<Rect>> {
        let parsed = Formula::read(formula);
        if parsed.refs.is_empty() {
            let text = formula.strip_prefix("[0]!").unwrap_or(formula);
            return match parse(text, self.model, self.out.unwrap_or(0), (1, 1))? {
                Expr::Area(rect) => Some(vec![rect]),
                Expr::Union(parts) => parts
                    .into_iter()
                    .map(|part| if let Expr::Area(rect) = part { Some(rect) } else { None })
                    .collect(),
                _ => None,
            };
        }
        let area = |found: &Ref| {
            let SheetName::Named(name) = &found.sheet else { return None };
            let rows = (found.first.row.min(found.last.row), found.first.row.max(found.last.row));
            let cols = (found.first.col.min(found.last.col), found.first.col.max(found.last.col));
            Some(Rect { sheet: self.model.sheet(name)?, rows, cols })
        };
        parsed.refs.iter().map(area).collect()
    }

    /// The values of a reference as people see them: dates as dates.
    fn dated(&self, formula: &str, columns: &[Vec<Scalar>]) -> Option<Vec<Vec<Scalar>>> {
        let [rect] = self.areas(formula)?[..] else { return None };
        let across = rect.rows.0 == rect.rows.1;
        let shown = |column: usize, at: usize, value: &Scalar| {
            let Scalar::Number(number) = value else { return value.clone() };
            let place = if across { (0, at) } else { (at, column) };
            let (row, col) = (rect.rows.0 + place.0 as u32, rect.cols.0 + place.1 as u32);
            let text = self.source.date_at(self.outs, rect.sheet, row, col).and_then(|code| {
                let late = if self.model.date1904 { 1462.0 } else { 0.0 };
                text_format::format(number + late, &code)
            });
            text.map_or_else(|| value.clone(), |text| Scalar::Text(text.into()))
        };
        let column = |(number, column): (usize, &Vec<Scalar>)| {
            column.iter().enumerate().map(|(at, value)| shown(number, at, value)).collect()
        };
        Some(columns.iter().enumerate().map(column).collect())
    }

    /// Writes the points of a chart of the newer kind (`cx:lvl`), one level for each column.
    fn levels(doc: &str, tags: &[Tag<'_>], open: usize, columns: &[Vec<Scalar>], edits: &mut Edits) {
        let tag = &tags[open];
        let opening = &doc[tag.span.start + 1..tag.span.end];
        let prefix = opening.split(tag.name).next().unwrap_or_default();
        let mut last = open;
        let more = |at: usize| tags.get(at).is_some_and(|tag| tag.starts() && tag.name == "lvl");
        while more(xml::closing(tags, last) + 1) {
            last = xml::closing(tags, last) + 1;
        }
        let format = tag.attr("formatCode").map(|attr| format!(" {}", &doc[attr.whole.clone()].trim()));
        let mut out = String::new();
        for column in columns.iter().rev() {
            let format = format.as_deref().unwrap_or_default();
            let _ = write!(out, "<{prefix}lvl ptCount=\"{}\"{format}>", column.len());
            for (at, value) in column.iter().enumerate() {
                if let Some(text) = numeric(value).or_else(|| textual(value)) {
                    let text = xml::escape_text(&text).into_owned();
                    let _ = write!(out, "<{prefix}pt idx=\"{at}\">{text}</{prefix}pt>");
                }
            }
            let _ = write!(out, "</{prefix}lvl>");
        }
        let span = xml::element(tags, open).start..xml::element(tags, last).end;
        edits.replace(span, out);
    }

    /// The values a reference names, column by column (or row by row if it has a single row), and whether any is new.
    fn values(&self, formula: &str) -> Option<(Vec<Vec<Scalar>>, bool)> {
        let mut columns: Vec<Vec<Scalar>> = Vec::new();
        let mut changed = false;
        for Rect { sheet, rows, cols } in self.areas(formula)? {
            let grid = &self.model.sheets.get(sheet)?.1;
            if rows.1 - rows.0 > 1_048_575 || cols.1 - cols.0 > 1_000 {
                return None;
            }
            let last = rows.1.min(grid.last_row().max(rows.0));
            let across = rows.0 == rows.1;
            let mut found: Vec<Vec<Scalar>> =
                vec![Vec::new(); if across { 1 } else { (cols.1 - cols.0 + 1) as usize }];
            for row in rows.0..=last {
                let far = grid.far_at(row).is_some();
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
        let levels = tag.name == "multiLvlStrCache";
        let lengths = columns.iter().map(Vec::len);
        let count = if levels { lengths.max().unwrap_or(0) } else { lengths.sum() };
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

/// Whether a reference is the name of a series, not a title.
fn is_series(tags: &[Tag<'_>], reference: usize) -> bool {
    let around = xml::parent(tags, reference).and_then(|tx| xml::parent(tags, tx));
    around.is_some_and(|around| tags[around].name == "ser")
}

/// Whether the text of a reference is a name of this workbook.
fn is_name(text: &str) -> bool {
    let text = text.strip_prefix("[0]!").unwrap_or(text);
    let parsed = Formula::read(text);
    let word = |token: &Token| matches!(token, Token::Name(_) | Token::Other);
    matches!(&parsed.tokens[..], [(token, _)] if word(token)) && !text.contains(['[', '#'])
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
