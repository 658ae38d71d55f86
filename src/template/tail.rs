//! Everything of a worksheet part that names rows and columns outside of its cells: views, merges, conditional formats,
//! validations, links, filters, breaks, and the extensions. Only the references are edited.

use std::collections::BTreeSet;

use super::area::{Area, areas, sqref};
use super::fault::FaultKind;
use super::links::{self, Link};
use super::outs::{OutSheet, Outs, Site};
use crate::model::place::{CellAt, Col};
use crate::ooxml::formula::Formula;
use crate::ooxml::xml::{self, Edits, Tag};

/// Most cells that one watched cell becomes.
const MAX_WATCHES: usize = 500;

/// Edits the part around `sheetData`.
pub struct Tail<'a> {
    /// All sheets of the result.
    pub outs: &'a Outs,
    /// This sheet among them.
    pub number: usize,
    /// The part without its `sheetData`.
    pub doc: &'a str,
    /// Its tags.
    pub tags: &'a [Tag<'a>],
    /// The edits.
    pub edits: Edits,
    /// Elements cut so far.
    pub removed: BTreeSet<usize>,
    /// Faults, with the place they are at.
    pub faults: Vec<(String, FaultKind)>,
}

impl Tail<'_> {
    pub(super) fn out(&self) -> &OutSheet {
        &self.outs.list[self.number]
    }

    /// Makes all edits.
    pub fn run(&mut self) {
        let (tags, outs) = (self.tags, self.outs);
        let out = &outs.list[self.number];
        let stays = out.stays();
        for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.starts()) {
            match tag.name {
                "conditionalFormatting" | "dataValidation" => self.rule(at),
                "hyperlink" => self.link(at),
                "sparklineGroup" => self.outer_formula(at),
                "sparkline" => self.sparkline(at),
                "controlPr" => self.control(tag),
                "dataRef" => self.data_ref(at),
                "sheetPr" | "worksheet" | "sheetView" if out.copy => {
                    for attr in tag.attrs() {
                        if attr.key == "codeName" || attr.key == "tabSelected" || attr.key.ends_with(":uid") {
                            self.edits.remove(attr.whole);
                        }
                    }
                    if tag.name == "sheetView" && !stays {
                        self.corner(tag, "topLeftCell");
                    }
                }
                _ if stays => {}
                "tableParts" => self.table_parts(at),
                "sheetView" | "customSheetView" => self.corner(tag, "topLeftCell"),
                "pane" => self.pane(at),
                "selection" => self.selection(tag),
                "mergeCells" => self.merges(at),
                "dimension" | "autoFilter" | "sortState" | "sortCondition" => self.cover(at, "ref"),
                "protectedRange" | "ignoredError" => self.list(at, "sqref"),
                "rowBreaks" => self.breaks(at, true),
                "colBreaks" => self.breaks(at, false),
                "cellWatch" => self.each(at, "r", MAX_WATCHES),
                // A scenario has one value for each of its cells, so only the first copy is one of them.
                "inputCells" => self.each(at, "r", 1),
                "from" | "to" => anchor_corner(tags, at, out, self.doc, &mut self.edits),
                "cols" if !out.cols.axis.is_identity() => self.columns(at),
                _ => {}
            }
        }
    }

    pub(super) fn replace(&mut self, attr: &xml::Attr<'_>, value: &str) {
        if attr.value() != value {
            self.edits.replace(attr.span.clone(), xml::escape_attr(value));
        }
    }

    /// An attribute that names one area and covers all copies; its element goes if none is left.
    fn cover(&mut self, at: usize, key: &str) {
        let Some(attr) = self.tags[at].attr(key) else { return };
        let Some(area) = Area::parse(&attr.value()) else { return };
        let value = match self.out().covered(area) {
            Some(covered) => covered.show(),
            None if self.tags[at].name == "dimension" => "A1".to_owned(),
            None => return self.remove(at),
        };
        self.replace(&attr, &value);
    }

    /// An attribute that names a corner of the view.
    fn corner(&mut self, tag: &Tag<'_>, key: &str) {
        let Some(attr) = tag.attr(key) else { return };
        let Some(cell) = CellAt::parse(&attr.value()) else { return };
        let value = moved_cell(self.out(), cell).to_string();
        self.replace(&attr, &value);
    }

    fn pane(&mut self, at: usize) {
        let tag = &self.tags[at];
        self.corner(tag, "topLeftCell");
        if tag.value("state").is_none_or(|state| state == "split") {
            return;
        }
        let view =
            self.tags[..at].iter().rev().find(|tag| matches!(tag.name, "sheetView" | "customSheetView"));
        let top = view.and_then(|tag| tag.value("topLeftCell")).and_then(|cell| CellAt::parse(&cell));
        let top = top.unwrap_or(CellAt { row: 1, col: Col(0) });
        for (key, rows) in [("ySplit", true), ("xSplit", false)] {
            let Some(attr) = tag.attr(key) else { continue };
            let Ok(split) = attr.value().parse::<u32>() else { continue };
            let axis = if rows { &self.out().rows.axis } else { &self.out().cols.axis };
            let first = if rows { top.row } else { u32::from(top.col.0) + 1 };
            let new = axis.at_or_after(first.saturating_add(split)).saturating_sub(axis.at_or_after(first));
            if new > 0 {
                self.replace(&attr, &new.to_string());
            }
        }
    }

    fn selection(&mut self, tag: &Tag<'_>) {
        self.corner(tag, "activeCell");
        let Some(attr) = tag.attr("sqref") else { return };
        let value = match (
            sqref(self.out(), &attr.value()),
            tag.value("activeCell").and_then(|cell| CellAt::parse(&cell)),
        ) {
            (Some(list), _) => list,
            (None, Some(cell)) => moved_cell(self.out(), cell).to_string(),
            (None, None) => "A1".to_owned(),
        };
        self.replace(&attr, &value);
    }

    pub(super) fn children(&self, at: usize) -> Vec<usize> {
        let end = xml::closing(self.tags, at);
        let depth = self.tags[at].depth + 1;
        (at + 1..end).filter(|child| self.tags[*child].starts() && self.tags[*child].depth == depth).collect()
    }

    fn merges(&mut self, at: usize) {
        let mut count = 0;
        let mut changed = false;
        for child in self.children(at) {
            let Some(attr) = self.tags[child].attr("ref") else { continue };
            let Some(area) = Area::parse(&attr.value()) else { continue };
            if self.out().rows.axis.straddles(area.rows.0, area.rows.1) {
                self.faults.push((area.show(), FaultKind::Merge(area.show())));
            }
            let found: Vec<Area> = areas(self.out(), area, false)
                .into_iter()
                .filter(|area| area.rows.0 < area.rows.1 || area.cols.0 < area.cols.1)
                .collect();
            count += found.len();
            changed |= found.as_slice() != [area];
            self.copies(child, &attr, &found);
        }
        if count == 0 {
            self.edits.remove(xml::element(self.tags, at));
        } else if let (true, Some(attr)) = (changed, self.tags[at].attr("count")) {
            self.replace(&attr, &count.to_string());
        }
    }

    fn link(&mut self, at: usize) {
        let tag = &self.tags[at];
        if let Some(location) = tag.attr("location") {
            match links::follow(self.outs, Some(self.number), &location.value()) {
                Link::To(text) => self.replace(&location, &text),
                Link::Gone if tag.attr_local("id").is_none() => return self.remove(at),
                Link::Gone | Link::Stays => {}
            }
        }
        // Nobody sees it: the cell shows its own text.
        if let Some(shown) = tag.attr("display").filter(|attr| attr.raw.contains("{{")) {
            self.edits.remove(shown.whole);
        }
        if !self.out().stays() {
            self.each(at, "ref", usize::MAX);
        }
    }

    /// The cells a form control is linked to and takes its list from.
    fn control(&mut self, tag: &Tag<'_>) {
        for key in ["linkedCell", "listFillRange"] {
            let Some(attr) = tag.attr(key) else { continue };
            let old = attr.value().into_owned();
            let site = Site { out: Some(self.number), all: key == "listFillRange", ..Site::default() };
            if let Ok(rewritten) = self.outs.rewrite(site, &old, &Formula::read(&old))
                && let Some(new) = rewritten.text
            {
                self.replace(&attr, &new);
            }
        }
    }

    /// Tables that were copied with their rows.
    fn table_parts(&mut self, at: usize) {
        let children = self.children(at);
        let (Some(last), links) = (children.last(), &self.outs.list[self.number].links) else { return };
        let span = xml::element(self.tags, *last);
        let Some(id) = self.tags[*last].attr_local("id").filter(|_| !links.is_empty()) else { return };
        let one = |link: &String| {
            format!("{}{link}{}", &self.doc[span.start..id.span.start], &self.doc[id.span.end..span.end])
        };
        self.edits.insert(span.end, links.iter().map(one).collect::<String>());
        if let Some(count) = self.tags[at].attr("count") {
            self.replace(&count, &(children.len() + links.len()).to_string());
        }
    }

    /// Column widths go with their columns.
    fn columns(&mut self, at: usize) {
        let axis = self.out().cols.axis.clone();
        let span = xml::inside(self.tags, at);
        let mut pieces: Vec<(u32, String)> = Vec::new();
        for child in self.children(at) {
            let tag = &self.tags[child];
            let number = |key: &str| tag.value(key).and_then(|value| value.parse::<u32>().ok());
            let (Some(min), Some(max)) = (number("min"), number("max")) else { continue };
            for seg in axis.segs() {
                let (low, high) = (min.max(seg.first), max.min(seg.last));
                if low > high {
                    continue;
                }
                let (first, last) = (seg.to + low - seg.first, (seg.to + high - seg.first).min(16_384));
                let mut edits = Edits::default();
                for (key, value) in [("min", first), ("max", last)] {
                    if let Some(attr) = tag.attr(key) {
                        edits.replace(attr.span, value.to_string());
                    }
                }
                if first <= last {
                    pieces.push((first, edits.apply(self.doc, xml::element(self.tags, child))));
                }
            }
        }
        if pieces.is_empty() {
            return self.remove(at);
        }
        pieces.sort_by_key(|(first, _)| *first);
        self.edits.replace(span, pieces.into_iter().map(|(_, text)| text).collect::<String>());
    }
}

/// Where a cell of the view goes; one that is no more gives way to the next.
fn moved_cell(out: &OutSheet, cell: CellAt) -> CellAt {
    let col = out.cols.axis.at_or_after(u32::from(cell.col.0) + 1);
    CellAt { row: out.rows.axis.at_or_after(cell.row), col: Col((col - 1) as u16) }
}

/// Moves the `row` and `col` (0-based) of an anchor's corner.
pub fn anchor_corner(tags: &[Tag<'_>], at: usize, out: &OutSheet, doc: &str, edits: &mut Edits) {
    let end = xml::closing(tags, at);
    for child in at + 1..end {
        let axis = match tags[child].name {
            "row" => &out.rows.axis,
            "col" => &out.cols.axis,
            _ => continue,
        };
        if tags[child].kind != xml::Kind::Open || axis.is_identity() {
            continue;
        }
        let inside = xml::inside(tags, child);
        let Ok(number) = doc[inside.clone()].trim().parse::<u32>() else { continue };
        let new = axis.at_or_after(number.saturating_add(1)) - 1;
        if new != number {
            edits.replace(inside, new.to_string());
        }
    }
}
