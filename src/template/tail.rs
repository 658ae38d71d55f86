//! Everything of a worksheet part that names rows and columns outside of its cells: views, merges, conditional formats,
//! validations, links, filters, breaks, and the extensions. Only the references are edited.

use super::fault::FaultKind;
use super::outs::{OutSheet, Outs, Site};
use crate::model::place::{CellAt, Col};
use crate::ooxml::axis::{Axis, joined};
use crate::ooxml::formula::{Formula, Shape};
use crate::ooxml::refs;
use crate::ooxml::xml::{self, Edits, Tag};

/// Most areas one rule may list; beyond it the rule covers the rows between, too.
const MAX_AREAS: usize = 1_000;

/// A rectangle; 1-based, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub cols: (u32, u32),
    /// How it is written.
    shape: Shape,
}

impl Area {
    /// Reads `A1`, `A1:B2`, `5:7` or `A:B`; `$` signs are allowed.
    pub fn parse(text: &str) -> Option<Self> {
        let formula = Formula::read(text);
        let [found] = formula.refs.as_slice() else { return None };
        if found.span != (0..text.len()) {
            return None;
        }
        let order = |a: u32, b: u32| (a.min(b), a.max(b));
        Some(Self {
            rows: order(found.first.row, found.last.row),
            cols: order(found.first.col, found.last.col),
            shape: found.shape,
        })
    }

    /// The same kind of area elsewhere.
    #[must_use]
    pub fn with(self, rows: (u32, u32), cols: (u32, u32)) -> Self {
        let grown = self.shape == Shape::Cell && (rows.0 < rows.1 || cols.0 < cols.1);
        Self { rows, cols, shape: if grown { Shape::Range } else { self.shape } }
    }

    /// As written in attributes.
    pub fn show(&self) -> String {
        let letters = |col: u32| Col((col.saturating_sub(1)) as u16);
        match self.shape {
            Shape::Rows => format!("{}:{}", self.rows.0, self.rows.1),
            Shape::Cols => format!("{}:{}", letters(self.cols.0), letters(self.cols.1)),
            _ if self.rows.0 == self.rows.1 && self.cols.0 == self.cols.1 => {
                format!("{}{}", letters(self.cols.0), self.rows.0)
            }
            _ => format!("{}{}:{}{}", letters(self.cols.0), self.rows.0, letters(self.cols.1), self.rows.1),
        }
    }
}

/// Where an area goes: once for each pass of the block that holds it. With `touching`, neighbours are joined.
pub fn areas(out: &OutSheet, area: Area, touching: bool) -> Vec<Area> {
    let spans = |axis: &Axis, span: (u32, u32), whole: bool| {
        if whole || axis.is_identity() {
            return vec![span];
        }
        let found = axis.spans(span.0, span.1);
        if touching { joined(&found) } else { found }
    };
    let rows = spans(&out.rows.axis, area.rows, area.shape == Shape::Cols);
    let cols = spans(&out.cols.axis, area.cols, area.shape == Shape::Rows);
    let shape = |rows: (u32, u32), cols: (u32, u32)| match area.shape {
        Shape::Cell if rows.0 == rows.1 && cols.0 == cols.1 => Shape::Cell,
        Shape::Cell => Shape::Range,
        other => other,
    };
    rows.iter()
        .flat_map(|rows| {
            cols.iter().map(move |cols| Area { rows: *rows, cols: *cols, shape: shape(*rows, *cols) })
        })
        .collect()
}

/// A list of areas (`sqref`) after filling; `None` if nothing is left.
pub fn sqref(out: &OutSheet, list: &str) -> Option<String> {
    let mut all = Vec::new();
    for word in list.split_whitespace() {
        let Some(area) = Area::parse(word) else { return Some(list.to_owned()) };
        let found = areas(out, area, true);
        if found.len() > MAX_AREAS {
            let cover =
                |axis: &Axis, span: (u32, u32)| axis.cover(span.0, span.1, axis.window(None)).unwrap_or(span);
            let rows = cover(&out.rows.axis, area.rows);
            let cols = cover(&out.cols.axis, area.cols);
            all.push(Area { rows, cols, shape: Shape::Range }.show());
        } else {
            all.extend(found.iter().map(Area::show));
        }
    }
    (!all.is_empty()).then(|| all.join(" "))
}

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
    /// Faults, with the place they are at.
    pub faults: Vec<(String, FaultKind)>,
}

impl Tail<'_> {
    fn out(&self) -> &OutSheet {
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
                "sheetView" => self.corner(tag, "topLeftCell"),
                "pane" => self.pane(at),
                "selection" => self.selection(tag),
                "mergeCells" => self.merges(at),
                "dimension" | "autoFilter" | "sortState" | "sortCondition" => self.cover(tag, "ref"),
                "protectedRange" | "ignoredError" => self.list(at, "sqref"),
                "rowBreaks" => self.breaks(at, true),
                "colBreaks" => self.breaks(at, false),
                "cellWatch" | "inputCells" => self.cover(tag, "r"),
                "from" | "to" => anchor_corner(tags, at, out, self.doc, &mut self.edits),
                "cols" if !out.cols.axis.is_identity() => self.columns(at),
                _ => {}
            }
        }
    }

    fn replace(&mut self, attr: &xml::Attr<'_>, value: &str) {
        if attr.value() != value {
            self.edits.replace(attr.span.clone(), xml::escape_attr(value));
        }
    }

    /// An attribute that names one area and covers all copies.
    fn cover(&mut self, tag: &Tag<'_>, key: &str) {
        let Some(attr) = tag.attr(key) else { return };
        let Some(area) = Area::parse(&attr.value()) else { return };
        let out = self.out();
        let rows = &out.rows.axis;
        let cols = &out.cols.axis;
        let covered = (
            rows.cover(area.rows.0, area.rows.1, rows.window(None)),
            cols.cover(area.cols.0, area.cols.1, cols.window(None)),
        );
        if let (Some(rows), Some(cols)) = covered {
            let shape = if area.shape == Shape::Cell { Shape::Range } else { area.shape };
            let value = Area { rows, cols, shape }.show();
            self.replace(&attr, &value);
        }
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
        let view = self.tags[..at].iter().rev().find(|tag| tag.name == "sheetView");
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

    /// An element whose `key` lists areas; it goes if none is left.
    fn list(&mut self, at: usize, key: &str) {
        let Some(attr) = self.tags[at].attr(key) else { return };
        match sqref(self.out(), &attr.value()) {
            Some(value) => self.replace(&attr, &value),
            None => self.remove(at),
        }
    }

    /// Cuts an element, and its container too if it was alone in it.
    fn remove(&mut self, at: usize) {
        let mut at = at;
        while let Some(parent) = xml::parent(self.tags, at) {
            let only = self.children(parent).len() == 1;
            let container = matches!(
                self.tags[parent].name,
                "mergeCells"
                    | "dataValidations"
                    | "hyperlinks"
                    | "protectedRanges"
                    | "ignoredErrors"
                    | "sparklines"
                    | "sparklineGroup"
                    | "sparklineGroups"
                    | "conditionalFormattings"
                    | "ext"
                    | "extLst"
            );
            if !(only && container) {
                break;
            }
            at = parent;
        }
        self.edits.remove(xml::element(self.tags, at));
    }

    fn children(&self, at: usize) -> Vec<usize> {
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

    /// Writes an element once for each area.
    fn copies(&mut self, at: usize, attr: &xml::Attr<'_>, found: &[Area]) {
        let span = xml::element(self.tags, at);
        let mut text = String::new();
        for area in found {
            text.push_str(&self.doc[span.start..attr.span.start]);
            text.push_str(&area.show());
            text.push_str(&self.doc[attr.span.end..span.end]);
        }
        if text != self.doc[span.clone()] {
            self.edits.replace(span, text);
        }
    }

    fn link(&mut self, at: usize) {
        let tag = &self.tags[at];
        if let Some(location) = tag.attr("location") {
            let value = location.value().into_owned();
            let site = Site { out: Some(self.number), ..Site::default() };
            let formula = Formula::read(&value);
            if let Ok(rewritten) = self.outs.rewrite(site, &value, &formula)
                && let Some(text) = rewritten.text
            {
                self.replace(&location, &text);
            }
        }
        if self.out().stays() {
            return;
        }
        let Some(attr) = tag.attr("ref") else { return };
        let Some(area) = Area::parse(&attr.value()) else { return };
        let found = areas(self.out(), area, false);
        match found.as_slice() {
            [] => self.remove(at),
            [one] => self.replace(&attr, &one.show()),
            many => self.copies(at, &attr, many),
        }
    }

    fn breaks(&mut self, at: usize, rows: bool) {
        let axis = if rows { self.out().rows.axis.clone() } else { self.out().cols.axis.clone() };
        if axis.is_identity() {
            return;
        }
        let mut count = 0;
        for child in self.children(at) {
            let Some(attr) = self.tags[child].attr("id") else { continue };
            let Ok(id) = attr.value().parse::<u32>() else { continue };
            let mut to = axis.copies(id, axis.window(None));
            if to.is_empty() {
                to = vec![axis.at_or_after(id + 1).saturating_sub(1)];
            }
            // Excel takes at most 1,026 breaks by hand.
            to.truncate(1_026_usize.saturating_sub(count));
            count += to.len();
            let span = xml::element(self.tags, child);
            let mut text = String::new();
            for id in to {
                text.push_str(&self.doc[span.start..attr.span.start]);
                text.push_str(&id.to_string());
                text.push_str(&self.doc[attr.span.end..span.end]);
            }
            self.edits.replace(span, text);
        }
        for key in ["count", "manualBreakCount"] {
            if let Some(attr) = self.tags[at].attr(key) {
                self.replace(&attr, &count.to_string());
            }
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
        pieces.sort_by_key(|(first, _)| *first);
        self.edits.replace(span, pieces.into_iter().map(|(_, text)| text).collect::<String>());
    }

    /// A conditional format or a validation: its areas, and its formulas, which are relative to the first of them.
    fn rule(&mut self, at: usize) {
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
        let Some(new) = sqref(self.out(), &list) else {
            let count = xml::parent(self.tags, at).and_then(|parent| self.tags[parent].attr("count"));
            if let Some(count) = count {
                self.count_down(&count);
            }
            return self.remove(at);
        };
        if new != list {
            self.edits.replace(span, xml::escape_attr(&new));
        }
        let base = base_of(&list);
        for child in at + 1..end {
            let tag = &self.tags[child];
            if tag.kind == xml::Kind::Open && matches!(tag.name, "formula" | "formula1" | "formula2" | "f") {
                let inside = xml::inside(self.tags, child);
                if self.doc[inside.clone()].contains('<') {
                    continue;
                }
                let text = xml::text(&self.doc[inside.clone()]).into_owned();
                if let Some(new) = self.relative(&text, base) {
                    self.edits.replace(inside, xml::escape_text(&new).into_owned());
                }
            } else if tag.name == "cfvo" && tag.starts() {
                let Some(attr) = tag.attr("val") else { continue };
                if let Some(new) = self.relative(&attr.value(), base) {
                    self.replace(&attr, &new);
                }
            }
        }
    }

    fn count_down(&mut self, count: &xml::Attr<'_>) {
        let before = self.edits.text_at(&count.span).unwrap_or_else(|| count.value().into_owned());
        if let Ok(number) = before.parse::<u32>() {
            self.edits.set(count.span.clone(), number.saturating_sub(1).to_string());
        }
    }

    /// A formula relative to the cell `base`, after filling.
    fn relative(&self, text: &str, base: Option<(u32, u32)>) -> Option<String> {
        let out = self.out();
        let mut site = Site { out: Some(self.number), ..Site::default() };
        let mut shifted = text.to_owned();
        if let Some((row, col)) = base {
            let to_row = out.rows.axis.at_or_after(row);
            let to_col = out.cols.axis.at_or_after(col);
            site.row = out.rows.axis.inst_at(to_row);
            site.col = out.cols.axis.inst_at(to_col);
            let down = i64::from(out.rows.axis.source(to_row).unwrap_or(row)) - i64::from(row);
            let right = i64::from(out.cols.axis.source(to_col).unwrap_or(col)) - i64::from(col);
            if (down, right) != (0, 0) {
                shifted = refs::moved(text, down, right)?;
            }
        }
        let formula = Formula::read(&shifted);
        let rewritten = self.outs.rewrite(site, &shifted, &formula).ok()?;
        rewritten.text.or_else(|| (shifted != text).then_some(shifted))
    }

    /// The date axis of sparklines.
    fn outer_formula(&mut self, at: usize) {
        for child in self.children(at) {
            if self.tags[child].name == "f" {
                self.formula_element(child, Site { out: Some(self.number), all: true, ..Site::default() });
            }
        }
    }

    fn formula_element(&mut self, at: usize, site: Site) {
        let inside = xml::inside(self.tags, at);
        let text = xml::text(&self.doc[inside.clone()]).into_owned();
        let formula = Formula::read(&text);
        if let Ok(rewritten) = self.outs.rewrite(site, &text, &formula)
            && let Some(new) = rewritten.text
        {
            self.edits.replace(inside, xml::escape_text(&new).into_owned());
        }
    }

    /// A sparkline is repeated with its cell.
    fn sparkline(&mut self, at: usize) {
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
                    all: false,
                };
                if let Ok(rewritten) = self.outs.rewrite(site, &old, &Formula::read(&old)) {
                    let new = rewritten.text.unwrap_or(old);
                    edits.replace(inside, xml::escape_text(&new).into_owned());
                }
            }
            text.push_str(&edits.apply(self.doc, span.clone()));
        }
        if text != self.doc[span.clone()] {
            self.edits.replace(span, text);
        }
    }
}

/// The cell that the formulas of a rule are relative to.
fn base_of(list: &str) -> Option<(u32, u32)> {
    let all: Vec<Area> = list.split_whitespace().filter_map(Area::parse).collect();
    let row = all.iter().map(|area| area.rows.0).min()?;
    let col = all.iter().map(|area| area.cols.0).min()?;
    Some((row, col))
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
