//! Writes the `sheetData` of a worksheet: rows and cells that nothing changes are copied byte for byte, the others get their
//! new reference, value and formula, and keep everything else.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use super::formulas::SourceFormula;
use super::outs::{OutSheet, Outs, Site};
use super::source::SheetSource;
use crate::model::place::{CellAt, Col};
use crate::ooxml::axis::Seg;
use crate::ooxml::calc::model::{Entry, Model};
use crate::ooxml::calc::order::Outcome;
use crate::ooxml::calc::value::{Scalar, stored};
use crate::ooxml::escape;
use crate::ooxml::sheet::{CellKind, CellSpan, FormulaKind, RowSpan, wide};
use crate::ooxml::strings::{self, Run};
use crate::ooxml::xml::{self, Edits};

/// What writing one sheet needs.
pub struct Emitter<'a> {
    /// The sheet of the template.
    pub sheet: &'a SheetSource,
    /// Its formulas.
    pub formulas: &'a [SourceFormula],
    /// The sheet of the result, and its index.
    pub out: &'a OutSheet,
    /// Its index among all.
    pub number: usize,
    /// All sheets of the result.
    pub outs: &'a Outs,
    /// All values.
    pub model: &'a Model,
    /// Results of formulas.
    pub outcomes: &'a [Outcome],
    /// Cells of the template that hold placeholders.
    pub marked: &'a dyn Fn(u32) -> bool,
    /// Whether the part changes anyway, so that stale results of other formulas may be put right, too.
    pub concerned: bool,
    /// First and last row and column of array formulas without a result: their cells lose theirs, too.
    pub stale: Vec<((u32, u32), (u32, u32))>,
    /// Groups of shared formulas that must be written out.
    pub materialise: &'a BTreeSet<(usize, u32)>,
}

impl Emitter<'_> {
    /// The new `sheetData` element, and the addresses of formulas whose result was dropped.
    pub fn data(&self) -> (String, Vec<(CellAt, String)>) {
        let doc = &self.sheet.doc;
        let data = &self.sheet.scan.data;
        let mut out = String::with_capacity(data.len());
        let mut dropped = Vec::new();
        let Some(first) = self.sheet.scan.rows.first() else {
            return (doc[data.clone()].to_owned(), dropped);
        };
        out.push_str(&doc[data.start..first.span.start as usize]);
        let mut end = first.span.start as usize;
        for seg in self.out.rows.axis.segs() {
            for row in self.sheet.scan.rows_between(seg.first, seg.last) {
                // White space between rows is kept where rows still follow each other.
                if row.span.start as usize >= end {
                    let gap = &doc[end..row.span.start as usize];
                    if gap.bytes().all(|byte| byte.is_ascii_whitespace()) {
                        out.push_str(gap);
                    }
                }
                self.row(row, *seg, &mut out, &mut dropped);
                end = row.span.end as usize;
            }
        }
        let tail = self.sheet.scan.rows.last().map_or(data.end, |row| row.span.end as usize);
        out.push_str(&doc[tail..data.end]);
        (out, dropped)
    }

    fn row(&self, row: &RowSpan, seg: Seg, out: &mut String, dropped: &mut Vec<(CellAt, String)>) {
        let doc = &self.sheet.doc;
        let to_row = seg.to + (row.number - seg.first);
        let entries = self.model.sheets[self.number].1.row(to_row);
        if to_row == row.number && self.out.cols.axis.is_identity() && !self.touched(row, entries) {
            out.push_str(&doc[wide(&row.span)]);
            return;
        }
        let cells = self.sheet.scan.cells_of(row);
        self.row_tag(row, to_row, out);
        let mut at = row.open.end as usize;
        if row.open.end == row.span.end {
            return;
        }
        let blank = self.out.rows.is_blank(seg.inst);
        if self.out.cols.axis.is_identity() {
            for (offset, cell) in cells.iter().enumerate() {
                out.push_str(&doc[at..cell.span.start as usize]);
                let index = row.cells.start + offset as u32;
                let place = CellAt { row: to_row, col: Col(cell.col) };
                self.cell(index, cell, row.number, place, (seg.inst, None), entries, blank, out, dropped);
                at = cell.span.end as usize;
            }
        } else {
            for col in self.out.cols.axis.segs() {
                for (offset, cell) in cells.iter().enumerate() {
                    let number = u32::from(cell.col) + 1;
                    if (col.first..=col.last).contains(&number) {
                        let index = row.cells.start + offset as u32;
                        let place =
                            CellAt { row: to_row, col: Col((col.to + number - col.first - 1) as u16) };
                        self.cell(
                            index,
                            cell,
                            row.number,
                            place,
                            (seg.inst, col.inst),
                            entries,
                            blank,
                            out,
                            dropped,
                        );
                    }
                }
            }
            at = cells.last().map_or(at, |cell| cell.span.end as usize);
        }
        out.push_str(&doc[at..row.span.end as usize]);
    }

    /// The start tag of a row with its new number; `spans` is only a hint and is cut where columns move.
    fn row_tag(&self, row: &RowSpan, to_row: u32, out: &mut String) {
        let doc = &self.sheet.doc;
        let mut edits = Edits::default();
        if let Some(r) = &row.r {
            edits.replace(wide(r), to_row.to_string());
        } else {
            let at = row.open.start as usize + 1 + self.sheet.prefix.len() + "row".len();
            edits.insert(at, format!(" r=\"{to_row}\""));
        }
        if !self.out.cols.axis.is_identity()
            && let Some(spans) = attrs(doc, &row.open).find(|attr| attr.key == "spans")
        {
            edits.remove(spans.whole);
        }
        out.push_str(&edits.apply(doc, wide(&row.open)));
    }

    /// Whether anything in a row that stays in its place must be written anew.
    fn touched(&self, row: &RowSpan, entries: &[Entry]) -> bool {
        for index in row.cells.clone() {
            let cell = &self.sheet.scan.cells[index as usize];
            if (self.marked)(index) {
                return true;
            }
            let touched = match cell.formula {
                Some(formula) => self.formula_touched(formula, cell, entries),
                None => self.is_stale(row.number, u32::from(cell.col) + 1),
            };
            if touched {
                return true;
            }
        }
        false
    }

    fn is_stale(&self, row: u32, col: u32) -> bool {
        let holds = |span: (u32, u32), at: u32| span.0 <= at && at <= span.1;
        self.stale.iter().any(|(rows, cols)| holds(*rows, row) && holds(*cols, col))
    }

    fn formula_touched(&self, formula: u32, cell: &CellSpan, entries: &[Entry]) -> bool {
        let source = &self.formulas[formula as usize];
        if source.group.is_some_and(|group| self.materialise.contains(&(self.out.src, group))) {
            return true;
        }
        let Some((id, outcome)) = self.outcome(entries, u32::from(cell.col) + 1) else { return false };
        let model = &self.model.formulas[id as usize];
        let stale = match &outcome.value {
            Some(value) => !same(value, &model.cached),
            None => outcome.dirty,
        };
        *model.text != *source.text || stale && (outcome.dirty || self.concerned)
    }

    fn outcome(&self, entries: &[Entry], col: u32) -> Option<(u32, &Outcome)> {
        let at = entries.binary_search_by_key(&col, |entry| u32::from(entry.col)).ok()?;
        match entries[at].value {
            Scalar::Formula(id) => Some((id, &self.outcomes[id as usize])),
            _ => None,
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the loop body of `row`, split off to stay readable")]
    fn cell(
        &self,
        index: u32,
        cell: &CellSpan,
        from_row: u32,
        place: CellAt,
        inst: (Option<u32>, Option<u32>),
        entries: &[Entry],
        blank: bool,
        out: &mut String,
        dropped: &mut Vec<(CellAt, String)>,
    ) {
        let doc = &self.sheet.doc;
        let col = u32::from(place.col.0) + 1;
        let prefix = self.sheet.prefix.as_str();
        if blank {
            self.tag(cell, place, None, true, out);
            return;
        }
        if (self.marked)(index) {
            let at = entries.binary_search_by_key(&col, |entry| u32::from(entry.col)).ok();
            let value = at.map_or(&Scalar::Empty, |at| &entries[at].value);
            let rich = self.out.rich.get(&(place.row, col)).map(Vec::as_slice);
            let (kind, content) = content(value, rich, prefix);
            self.tag(cell, place, kind, content.is_empty(), out);
            if !content.is_empty() {
                let _ = write!(out, "{content}</{prefix}c>");
            }
            return;
        }
        if cell.formula.is_none() && self.is_stale(place.row, col) {
            self.tag(cell, place, None, true, out);
            return;
        }
        let moved = place != CellAt { row: from_row, col: Col(cell.col) };
        if let Some(formula) = cell.formula
            && let Some((id, outcome)) = self.outcome(entries, col)
            && (moved || self.formula_touched(formula, cell, entries))
        {
            self.formula(cell, formula, id, outcome, place, inst, out, dropped);
            return;
        }
        match &cell.r {
            Some(r) if moved => {
                out.push_str(&doc[cell.span.start as usize..r.start as usize]);
                let _ = write!(out, "{place}");
                out.push_str(&doc[r.end as usize..cell.span.end as usize]);
            }
            _ => out.push_str(&doc[wide(&cell.span)]),
        }
    }

    /// A cell's start tag with its new place and type; everything else of it stays.
    fn tag(&self, cell: &CellSpan, place: CellAt, kind: Option<&str>, empty: bool, out: &mut String) {
        let doc = &self.sheet.doc;
        let open = cell.span.start..cell.open_end;
        let mut edits = Edits::default();
        match &cell.r {
            Some(r) => edits.replace(wide(r), place.to_string()),
            None => edits.insert(
                cell.span.start as usize + 1 + self.sheet.prefix.len() + 1,
                format!(" r=\"{place}\""),
            ),
        }
        let written = attrs(doc, &open).find(|attr| attr.key == "t");
        match (written, kind) {
            (Some(attr), Some(kind)) => edits.replace(attr.span, kind),
            (Some(attr), None) => edits.remove(attr.whole),
            (None, _) => {}
        }
        let tag = edits.apply(doc, wide(&open));
        let tag = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
        out.push_str(tag);
        if let (Some(kind), CellKind::Number) = (kind, cell.kind) {
            let _ = write!(out, " t=\"{kind}\"");
        }
        out.push_str(if empty { "/>" } else { ">" });
    }

    #[allow(clippy::too_many_arguments, reason = "one case of `cell`, split off to stay readable")]
    fn formula(
        &self,
        cell: &CellSpan,
        formula: u32,
        id: u32,
        outcome: &Outcome,
        place: CellAt,
        inst: (Option<u32>, Option<u32>),
        out: &mut String,
        dropped: &mut Vec<(CellAt, String)>,
    ) {
        let doc = &self.sheet.doc;
        let model = &self.model.formulas[id as usize];
        let value = if outcome.dirty || outcome.value.is_some() {
            outcome.value.clone()
        } else {
            Some(model.cached.clone())
        };
        let (kind, result) = if let Some(value) = &value {
            formula_result(value, &self.sheet.prefix)
        } else {
            dropped.push((place, model.text.to_string()));
            (None, String::new())
        };
        self.tag(cell, place, kind, false, out);
        let span = &self.sheet.scan.formulas[formula as usize];
        let source = &self.formulas[formula as usize];
        let prefix = &self.sheet.prefix;
        let text = xml::escape_text(&model.text);
        match source.kind {
            FormulaKind::Shared
                if source.group.is_some_and(|group| self.materialise.contains(&(self.out.src, group))) =>
            {
                let _ = write!(out, "<{prefix}f>{text}</{prefix}f>");
            }
            FormulaKind::Shared => out.push_str(&doc[wide(&span.span)]),
            FormulaKind::Normal if *model.text == *source.text => out.push_str(&doc[wide(&span.span)]),
            _ => {
                let mut edits = Edits::default();
                if let Some(area) = &span.area {
                    edits.replace(wide(area), self.area(&doc[wide(area)], inst));
                }
                if *model.text != *source.text {
                    edits.replace(wide(&span.text), text);
                }
                out.push_str(&edits.apply(doc, wide(&span.span)));
            }
        }
        let _ = write!(out, "{result}</{prefix}c>");
    }

    /// Where the area of an array formula goes.
    fn area(&self, area: &str, inst: (Option<u32>, Option<u32>)) -> String {
        let site = Site { out: Some(self.number), row: inst.0, col: inst.1, all: false };
        let parsed = crate::ooxml::formula::Formula::read(area);
        match self.outs.rewrite(site, area, &parsed) {
            Ok(rewritten) => rewritten.text.unwrap_or_else(|| area.to_owned()),
            Err(_) => area.to_owned(),
        }
    }
}

fn attrs<'d>(doc: &'d str, open: &Range<u32>) -> impl Iterator<Item = xml::Attr<'d>> {
    xml::attrs_in(doc, wide(open))
}

/// Whether a stored result is the computed one; the last digits of other calculators are not held against it.
fn same(computed: &Scalar, stored: &Scalar) -> bool {
    match (computed, stored) {
        (Scalar::Number(a), Scalar::Number(b)) => (a - b).abs() <= a.abs().max(b.abs()) * 1e-12,
        (a, b) => a == b,
    }
}

/// A filled cell's type and content; text is written inline (see [`strings`]).
fn content(value: &Scalar, rich: Option<&[Run]>, prefix: &str) -> (Option<&'static str>, String) {
    match value {
        Scalar::Number(number) => (None, format!("<{prefix}v>{}</{prefix}v>", stored(*number))),
        Scalar::Bool(value) => (Some("b"), format!("<{prefix}v>{}</{prefix}v>", u8::from(*value))),
        Scalar::Text(text) => {
            let plain = [Run { properties: String::new(), text: text.to_string() }];
            let inner = strings::inline(if prefix.is_empty() { rich.unwrap_or(&plain) } else { &plain });
            let inner = if prefix.is_empty() {
                inner
            } else {
                inner.replace("<t", &format!("<{prefix}t")).replace("</t", &format!("</{prefix}t"))
            };
            (Some("inlineStr"), format!("<{prefix}is>{inner}</{prefix}is>"))
        }
        Scalar::Error(code) => (Some("e"), format!("<{prefix}v>{code}</{prefix}v>")),
        Scalar::Empty | Scalar::Formula(_) => (None, String::new()),
    }
}

/// A formula's stored result: type and `v` element.
fn formula_result(value: &Scalar, prefix: &str) -> (Option<&'static str>, String) {
    match value {
        Scalar::Text(text) => (Some("str"), format!("<{prefix}v>{}</{prefix}v>", escape::encode(text))),
        other => content(other, None, prefix),
    }
}
