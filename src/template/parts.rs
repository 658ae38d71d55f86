//! The parts that hang on a sheet, after filling: anchors of drawings, tables, comments with their shapes, pivot tables. Only
//! references and positions are edited.

use std::fmt::Write as _;

use super::area::{Area, areas, sqref};
use super::headings::Heading;
use super::links::{self, Link};
use super::outs::{OutSheet, Outs, Site};
use super::tail::anchor_corner;
use super::threads::Authors;
use crate::model::place::CellAt;
use crate::ooxml::escape;
use crate::ooxml::formula::Formula;
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::xml::{self, Edits, Kind, Tag};

/// Most copies of one comment; beyond it only the first copies have it.
const MAX_COMMENTS: usize = 500;

/// Moves the anchors of a drawing and the cells its shapes are linked to.
pub fn drawing(outs: &Outs, number: usize, doc: &str, tags: &[Tag<'_>], edits: &mut Edits) {
    let out = &outs.list[number];
    for at in (0..tags.len()).filter(|at| tags[*at].starts()) {
        if let Some(attr) = tags[at].attr("textlink").filter(|attr| !attr.raw.is_empty()) {
            let old = attr.value().into_owned();
            let site = Site { out: Some(number), ..Site::default() };
            if let Ok(rewritten) = outs.rewrite(site, &old, &Formula::read(&old))
                && let Some(new) = rewritten.text
            {
                edits.replace(attr.span, xml::escape_attr(&new));
            }
        }
        if out.stays() {
            continue;
        }
        if !matches!(tags[at].name, "twoCellAnchor" | "oneCellAnchor") {
            continue;
        }
        let how = tags[at].value("editAs").unwrap_or_else(|| "twoCell".to_owned());
        if how == "absolute" {
            continue;
        }
        let end = xml::closing(tags, at);
        let corner = |name: &str| (at + 1..end).find(|at| tags[*at].name == name && tags[*at].starts());
        let (Some(from), to) = (corner("from"), corner("to")) else { continue };
        anchor_corner(tags, from, out, doc, edits);
        let Some(to) = to else { continue };
        if how == "oneCell" {
            keep_size(tags, from, to, out, doc, edits);
        } else {
            anchor_corner(tags, to, out, doc, edits);
        }
    }
}

/// Links of shapes and pictures to places in the workbook (`#'Sheet 1'!A1`).
pub fn drawing_links(outs: &Outs, number: usize, tags: &[Tag<'_>], edits: &mut Edits) {
    for tag in tags.iter().filter(|tag| tag.name == "Relationship" && tag.starts()) {
        let Some(attr) = tag.attr("Target").filter(|attr| attr.raw.starts_with('#')) else { continue };
        let spaced = attr.raw.contains("%20");
        let old = attr.value()[1..].replace("%20", " ");
        if let Link::To(new) = links::follow(outs, Some(number), &old) {
            let new = if spaced { new.replace(' ', "%20") } else { new };
            edits.replace(attr.span, format!("#{}", xml::escape_attr(&new)));
        }
    }
}

/// Moves the lower corner of an anchor by as much as its upper one.
fn keep_size(tags: &[Tag<'_>], from: usize, to: usize, out: &OutSheet, doc: &str, edits: &mut Edits) {
    for (name, axis) in [("row", &out.rows.axis), ("col", &out.cols.axis)] {
        let number = |corner: usize| {
            let at = (corner + 1..xml::closing(tags, corner)).find(|at| tags[*at].name == name)?;
            let inside = xml::inside(tags, at);
            doc[inside.clone()].trim().parse::<u32>().ok().map(|number| (inside, number))
        };
        let (Some((_, low)), Some((span, high))) = (number(from), number(to)) else { continue };
        let moved = axis.at_or_after(low.saturating_add(1)) - 1;
        let new = (high + moved).saturating_sub(low);
        if new != high {
            edits.replace(span, new.to_string());
        }
    }
}

/// A table: its area, its filter, its formulas, and the names of columns whose headings were filled.
pub fn table(outs: &Outs, (number, part): (usize, &str), doc: &str, tags: &[Tag<'_>], edits: &mut Edits) {
    let out = &outs.list[number];
    let inst = out.table_inst(part);
    let mut heading: Option<(u32, u32)> = None;
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.starts()) {
        match tag.name {
            "table" | "autoFilter" | "sortState" | "sortCondition" => {
                let Some(attr) = tag.attr("ref") else { continue };
                let Some(area) = Area::parse(&attr.value()) else { continue };
                let rows = out.rows.axis.cover(area.rows.0, area.rows.1, out.table_window(part));
                let cols = out.cols.axis.cover(area.cols.0, area.cols.1, out.cols.axis.window(None));
                let new = area.with(rows.unwrap_or(area.rows), cols.unwrap_or(area.cols));
                if tag.name == "table" && tag.value("headerRowCount").is_none_or(|count| count != "0") {
                    heading = Some((new.rows.0, new.cols.0));
                }
                if new.show() != attr.value() {
                    edits.replace(attr.span, new.show());
                }
            }
            "tableColumn" => {
                let Some((row, col)) = &mut heading else { continue };
                let place = (number, *row, *col);
                *col += 1;
                let filled = |heading: &&Heading| (heading.out, heading.row, heading.col) == place;
                if let (Some(heading), Some(attr)) = (outs.headings.iter().find(filled), tag.attr("name")) {
                    edits.replace(attr.span, xml::escape_attr(&heading.new).replace("&#10;", "_x000a_"));
                }
            }
            "calculatedColumnFormula" | "totalsRowFormula" if tag.kind == Kind::Open => {
                let inside = xml::inside(tags, at);
                let old = xml::text(&doc[inside.clone()]).into_owned();
                let site = Site { out: Some(number), row: inst, ..Site::default() };
                if let Ok(rewritten) = outs.rewrite(site, &old, &Formula::read(&old))
                    && let Some(new) = rewritten.text
                {
                    edits.replace(inside, xml::escape_text(&new).into_owned());
                }
            }
            _ => {}
        }
    }
}

/// Where the cell of a comment goes.
pub(super) fn comment_cells(out: &OutSheet, at: &str) -> Vec<CellAt> {
    let Some(area) = Area::parse(at) else { return Vec::new() };
    let mut cells: Vec<CellAt> =
        areas(out, area, false).iter().filter_map(|area| CellAt::parse(&area.show())).collect();
    cells.truncate(MAX_COMMENTS);
    cells
}

/// Comments: `ref`, once for each copy of their cell, and their texts, filled in that copy's scope; `render` is given the cell
/// of the template, that of the copy, and the runs.
pub fn comments(
    out: &OutSheet,
    doc: &str,
    tags: &[Tag<'_>],
    edits: &mut Edits,
    mut render: impl FnMut(&str, CellAt, &[String]) -> Option<Vec<String>>,
) {
    let mut authors = Authors::of(doc, tags);
    for at in (0..tags.len()).filter(|at| tags[*at].name == "comment" && tags[*at].starts()) {
        let tag = &tags[at];
        let Some(attr) = tag.attr("ref") else { continue };
        let author = tag.attr("authorId").and_then(|attr| Some((attr.value().parse::<usize>().ok()?, attr)));
        let cells = comment_cells(out, &attr.value());
        let span = xml::element(tags, at);
        let mut text = String::new();
        for (copy, cell) in cells.iter().enumerate() {
            let mut one = Edits::default();
            one.replace(attr.span.clone(), cell.to_string());
            let end = xml::closing(tags, at);
            let runs: Vec<usize> =
                (at + 1..end).filter(|at| tags[*at].name == "t" && tags[*at].kind == Kind::Open).collect();
            let texts: Vec<String> = runs
                .iter()
                .map(|at| escape::decode(&xml::text(&doc[xml::inside(tags, *at)])).into_owned())
                .collect();
            if let Some(new) = (!texts.is_empty()).then(|| render(&attr.value(), *cell, &texts)).flatten() {
                for (at, text) in runs.iter().zip(new) {
                    one.replace(xml::inside(tags, *at), escape::encode(&text));
                }
            }
            if let Some((number, author)) = &author
                && let Some(new) = authors.of_copy(out, *number, copy)
            {
                one.replace(author.span.clone(), new.to_string());
            }
            if let (Some(id), true) =
                (tag.attrs().find(|attr| attr.key.ends_with("uid")), copy > 0 || out.copy)
            {
                one.remove(id.whole);
            }
            text.push_str(&one.apply(doc, span.clone()));
        }
        if text != doc[span.clone()] {
            edits.replace(span, text);
        }
    }
    authors.write(edits);
}

/// The cells and texts of comments of either kind.
pub fn comment_texts(doc: &str, tags: &[Tag<'_>]) -> Vec<(String, String)> {
    let known = |at: &usize| matches!(tags[*at].name, "comment" | "threadedComment") && tags[*at].starts();
    let texts = (0..tags.len()).filter(known).map(|at| {
        let runs = (at..=xml::closing(tags, at)).filter(|run| {
            let content = if tags[at].name == "comment" { "t" } else { "text" };
            tags[*run].name == content && tags[*run].kind == Kind::Open
        });
        let text = runs.map(|run| xml::text(&doc[xml::inside(tags, run)]).into_owned()).collect();
        (tags[at].value("ref").unwrap_or_default(), text)
    });
    texts.collect()
}

/// The shapes of comments and controls in a legacy drawing: row, column and anchor, once for each copy of the cell.
pub fn vml(out: &OutSheet, doc: &str, tags: &[Tag<'_>], edits: &mut Edits) {
    let ids = tags.iter().filter(|tag| tag.name == "shape").filter_map(|tag| tag.value("id"));
    let number = |id: &str| id.rsplit('s').next().and_then(|number| number.parse::<u32>().ok());
    let mut next = ids.filter_map(|id| number(&id)).max().unwrap_or(1024) + 1;
    for at in (0..tags.len()).filter(|at| tags[*at].name == "shape" && tags[*at].kind == Kind::Open) {
        let end = xml::closing(tags, at);
        let child =
            |name: &str| (at + 1..end).find(|at| tags[*at].name == name && tags[*at].kind == Kind::Open);
        let value = |at: usize| doc[xml::inside(tags, at)].trim().parse::<u32>().ok();
        let span = xml::element(tags, at);
        let anchor = child("Anchor").map(|at| xml::inside(tags, at));
        let place = child("Row")
            .zip(child("Column"))
            .and_then(|(row, col)| Some((row, value(row)?, col, value(col)?)));
        let Some((row_at, row, col_at, col)) = place else {
            if let Some(anchor) = anchor {
                let moved = anchor_text(&doc[anchor.clone()], |number, rows| {
                    let axis = if rows { &out.rows.axis } else { &out.cols.axis };
                    axis.at_or_after(number.saturating_add(1)) - 1
                });
                edits.replace(anchor, moved);
            }
            continue;
        };
        let cell = CellAt { row: row + 1, col: crate::model::place::Col(col as u16) };
        let mut text = String::new();
        for (copy, to) in comment_cells(out, &cell.to_string()).into_iter().enumerate() {
            let mut one = Edits::default();
            one.replace(xml::inside(tags, row_at), (to.row - 1).to_string());
            one.replace(xml::inside(tags, col_at), to.col.0.to_string());
            if let Some(anchor) = &anchor {
                let (down, right) =
                    (i64::from(to.row) - i64::from(cell.row), i64::from(to.col.0) - i64::from(cell.col.0));
                let moved = anchor_text(&doc[anchor.clone()], |number, rows| {
                    u32::try_from(i64::from(number) + if rows { down } else { right }).unwrap_or(0)
                });
                one.replace(anchor.clone(), moved);
            }
            if let (Some(id), true) = (tags[at].attr("id"), copy > 0) {
                one.replace(id.span, format!("_x0000_s{next}"));
                next += 1;
            }
            text.push_str(&one.apply(doc, span.clone()));
        }
        if text != doc[span.clone()] {
            edits.replace(span, text);
        }
    }
}

/// A VML anchor: left column, offset, top row, offset, right column, offset, bottom row, offset.
fn anchor_text(text: &str, step: impl Fn(u32, bool) -> u32) -> String {
    let mut out = String::new();
    for (at, word) in text.split(',').enumerate() {
        if at > 0 {
            out.push(',');
        }
        match word.trim().parse::<u32>() {
            Ok(number) if at % 2 == 0 => {
                let space = &word[..word.len() - word.trim_start().len()];
                let _ = write!(out, "{space}{}", step(number, at % 4 == 2));
            }
            _ => out.push_str(word),
        }
    }
    out
}

/// Attributes and elements of form controls that hold references.
pub fn control(outs: &Outs, number: usize, tags: &[Tag<'_>], edits: &mut Edits) {
    for tag in tags.iter().filter(|tag| tag.starts()) {
        for key in ["fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup"] {
            let Some(attr) = tag.attr(key) else { continue };
            let old = attr.value().into_owned();
            let site = Site { out: Some(number), ..Site::default() };
            if let Ok(rewritten) = outs.rewrite(site, &old, &Formula::read(&old))
                && let Some(new) = rewritten.text
            {
                edits.replace(attr.span, xml::escape_attr(&new));
            }
        }
    }
}

/// Where a pivot table stands.
pub fn pivot(out: &OutSheet, tags: &[Tag<'_>], edits: &mut Edits) {
    for tag in tags.iter().filter(|tag| tag.name == "location" && tag.starts()) {
        if let Some(attr) = tag.attr("ref")
            && let Some(new) = sqref(out, &attr.value())
            && new != attr.value()
        {
            edits.replace(attr.span, new);
        }
    }
}

/// Edits a part that hangs on a sheet. One that is no XML (Excel itself writes such legacy drawings) keeps its bytes.
pub fn edit(
    package: &mut Package<'_>,
    part: &str,
    change: impl FnOnce(&str, &[xml::Tag<'_>], &mut xml::Edits),
) -> Result<(), PackageFault> {
    let text = package.text(part)?;
    let (doc, bom) = without_bom(&text);
    let Ok(tags) = xml::tags(doc) else { return Ok(()) };
    let mut edits = xml::Edits::default();
    change(doc, &tags, &mut edits);
    if !edits.is_empty() {
        let edited = edits.apply_all(doc);
        package.set(part, if bom { format!("\u{feff}{edited}") } else { edited }.into_bytes());
    }
    Ok(())
}
