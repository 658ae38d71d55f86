//! Writes the `sheetData` of a worksheet: rows and cells that nothing changes are copied byte for byte, the others get their
//! new reference, value and formula, and keep everything else.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use minijinja::Value;

use super::build::scope_in;
use super::content::{self, Written, attrs, same};
use super::formulas::SourceFormula;
use super::language::Language;
use super::opening::{Openings, push_place};
use super::outs::{OutSheet, Outs, Site};
use super::source::SheetSource;
use super::tree::{Placeholder, Plan};
use super::values;
use crate::model::place::{CellAt, Col};
use crate::ooxml::axis::Seg;
use crate::ooxml::calc::far::FarValue;
use crate::ooxml::calc::lines::Lines;
use crate::ooxml::calc::model::{Model, Row, Texts};
use crate::ooxml::calc::order::Outcome;
use crate::ooxml::calc::value::Scalar;
use crate::ooxml::sheet::{CellSpan, FormulaKind, RowSpan, wide};
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
    /// Values of rows that are not kept.
    pub lines: &'a Lines<'a>,
    /// Texts of formulas that differ from the template's.
    pub texts: &'a Texts<'a>,
    /// Cells of the template that hold placeholders.
    pub plan: &'a Plan<'a>,
    /// What evaluates them.
    pub language: &'a Language,
    /// Whether dates count from 1904.
    pub date1904: bool,
    /// Whether the part changes anyway, so that stale results of other formulas may be put right, too.
    pub concerned: bool,
    /// Groups of shared formulas that must be written out.
    pub materialise: &'a BTreeSet<(usize, u32)>,
    /// Start tags of its cells.
    pub openings: Openings,
}

/// As much is collected before it is passed on.
const CHUNK: usize = 64 << 10;

/// Where a row goes and what it sees.
struct Place<'r> {
    row: u32,
    inst: Option<u32>,
    blank: bool,
    cells: Row<'r>,
    scope: Option<&'r Value>,
    /// Index of the repeated rows it is one of, rows below the first copy, and row within the copy, if they are not kept.
    far: Option<(usize, u32, u32)>,
}

impl Emitter<'_> {
    /// Writes the new `sheetData` element, in pieces, as it is made.
    pub fn data(&self, sink: &mut dyn FnMut(&str) -> io::Result<()>) -> io::Result<()> {
        let doc = &self.sheet.doc;
        let data = &self.sheet.scan.data;
        let Some(first) = self.sheet.scan.rows.first() else {
            return sink(&doc[data.clone()]);
        };
        let mut out = String::with_capacity(CHUNK + CHUNK / 4);
        out.push_str(&doc[data.start..first.span.start as usize]);
        let mut end = first.span.start as usize;
        for seg in self.out.rows.axis.segs() {
            let scope = self.out.rows.scope(seg.inst);
            for row in self.sheet.scan.rows_between(seg.first, seg.last) {
                // White space between rows is kept where rows still follow each other.
                if row.span.start as usize >= end {
                    let gap = &doc[end..row.span.start as usize];
                    if gap.bytes().all(|byte| byte.is_ascii_whitespace()) {
                        out.push_str(gap);
                    }
                }
                self.row(row, seg, scope.as_ref(), &mut out);
                end = row.span.end as usize;
                if out.len() >= CHUNK {
                    sink(&out)?;
                    out.clear();
                }
            }
        }
        let tail = self.sheet.scan.rows.last().map_or(data.end, |row| row.span.end as usize);
        out.push_str(&doc[tail..data.end]);
        sink(&out)
    }

    /// Whether any row of a sheet whose rows and columns stay must be written anew.
    pub fn any_touched(&self) -> bool {
        let cells = |row: &RowSpan| self.model.sheets[self.number].1.row(row.number);
        self.sheet.scan.rows.iter().any(|row| self.touched(row, cells(row)))
    }

    fn row(&self, row: &RowSpan, seg: Seg, scope: Option<&Value>, out: &mut String) {
        let doc = &self.sheet.doc;
        let to_row = seg.to + (row.number - seg.first);
        let grid = &self.model.sheets[self.number].1;
        let cells = grid.row(to_row);
        let far = grid.far_at(to_row).map(|(stretch, _, offset)| {
            let far = stretch.far as usize;
            (far, to_row - offset - grid.far[far].first(), offset)
        });
        if far.is_none()
            && to_row == row.number
            // A row without a number follows the one before, which may be another now.
            && (row.r.is_some() || self.out.rows.axis.is_identity())
            && self.out.cols.axis.is_identity()
            && !self.touched(row, cells)
        {
            out.push_str(&doc[wide(&row.span)]);
            return;
        }
        let blank = self.out.rows.is_blank(seg.inst);
        let place = Place { row: to_row, inst: seg.inst, blank, cells, scope, far };
        let cells = self.sheet.scan.cells_of(row);
        self.row_tag(row, to_row, out);
        let mut at = row.open.end as usize;
        if row.open.end == row.span.end {
            return;
        }
        if self.out.cols.axis.is_identity() {
            for (offset, cell) in cells.iter().enumerate() {
                out.push_str(&doc[at..cell.span.start as usize]);
                let index = row.cells.start + offset as u32;
                self.cell(index, cell, row.number, &place, (Col(cell.col), None), out);
                at = cell.span.end as usize;
            }
        } else {
            for col in self.out.cols.axis.segs() {
                for (offset, cell) in cells.iter().enumerate() {
                    let number = u32::from(cell.col) + 1;
                    if (col.first..=col.last).contains(&number) {
                        let index = row.cells.start + offset as u32;
                        let to = Col((col.to + number - col.first - 1) as u16);
                        self.cell(index, cell, row.number, &place, (to, col.inst), out);
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
    fn touched(&self, row: &RowSpan, cells: Row<'_>) -> bool {
        row.cells.clone().any(|index| {
            let cell = &self.sheet.scan.cells[index as usize];
            self.plan.cells.contains_key(&index)
                || match cell.formula {
                    Some(formula) => self.formula_touched(formula, cell, cells),
                    None => self.is_stale(cells, u32::from(cell.col) + 1),
                }
        })
    }

    /// Whether a cell without a formula shows a part of the result of one that has none any more.
    fn is_stale(&self, cells: Row<'_>, col: u32) -> bool {
        self.outcome(cells, col).is_some_and(|(_, outcome)| outcome.dirty && outcome.value.is_none())
    }

    fn formula_touched(&self, formula: u32, cell: &CellSpan, cells: Row<'_>) -> bool {
        let source = &self.formulas[formula as usize];
        if source.group.is_some_and(|group| self.materialise.contains(&(self.out.src, group))) {
            return true;
        }
        let Some((id, outcome)) = self.outcome(cells, u32::from(cell.col) + 1) else { return false };
        let model = &self.model.formulas[id as usize];
        let stale = match &outcome.value {
            Some(value) => !same(value, &self.model.source(model).cached),
            None => outcome.dirty,
        };
        model.rewritten || stale && (outcome.dirty || self.concerned)
    }

    fn outcome(&self, cells: Row<'_>, col: u32) -> Option<(u32, &Outcome)> {
        match cells.get(col)?.value {
            Scalar::Formula(id) => Some((id, &self.outcomes[id as usize])),
            _ => None,
        }
    }

    fn cell(
        &self,
        index: u32,
        cell: &CellSpan,
        from_row: u32,
        to: &Place<'_>,
        (to_col, col_inst): (Col, Option<u32>),
        out: &mut String,
    ) {
        let doc = &self.sheet.doc;
        let place = CellAt { row: to.row, col: to_col };
        let col = u32::from(to_col.0) + 1;
        let heading =
            || self.out.related.headings.iter().any(|area| area.holds(from_row, u32::from(cell.col) + 1));
        if (to.blank || self.out.cols.is_blank(col_inst)) && !heading() {
            return self.tag((index, cell), place, None, true, out);
        }
        if let Some(placeholder) = self.plan.cells.get(&index) {
            return self.filled((index, cell), placeholder, place, to, col_inst, out);
        }
        if cell.formula.is_none() && self.is_stale(to.cells, col) {
            return self.tag((index, cell), place, None, true, out);
        }
        if let (Some(formula), Some(far)) = (cell.formula, to.far) {
            return self.far_formula((index, cell), formula, far, place, (to.inst, col_inst), out);
        }
        let moved = place != CellAt { row: from_row, col: Col(cell.col) };
        if let Some(formula) = cell.formula
            && let Some((id, outcome)) = self.outcome(to.cells, col)
            && (moved || self.formula_touched(formula, cell, to.cells))
        {
            let model = &self.model.formulas[id as usize];
            let cached = || (!outcome.dirty).then(|| self.model.source(model).cached.clone());
            let written = Written {
                text: self.model.text(model, self.texts),
                rewritten: model.rewritten,
                value: outcome.value.clone().or_else(cached),
            };
            self.formula((index, cell), formula, &written, place, (to.inst, col_inst), out);
            return;
        }
        match &cell.r {
            Some(r) if moved => {
                out.push_str(&doc[cell.span.start as usize..r.start as usize]);
                push_place(out, place);
                out.push_str(&doc[r.end as usize..cell.span.end as usize]);
            }
            _ => out.push_str(&doc[wide(&cell.span)]),
        }
    }

    /// A placeholder's cell: the value at hand, or evaluated again if it was not kept.
    fn filled(
        &self,
        cell: (u32, &CellSpan),
        placeholder: &Placeholder<'_>,
        place: CellAt,
        to: &Place<'_>,
        col_inst: Option<u32>,
        out: &mut String,
    ) {
        let prefix = self.sheet.prefix.as_str();
        let kept = to.cells.get(u32::from(place.col.0) + 1).filter(|_| placeholder.runs.is_empty());
        let (value, runs) = if let Some(entry) = kept {
            (entry.value, None)
        } else {
            let scope = scope_in(self.out, to.scope, col_inst);
            values::evaluate(self.language, placeholder, &scope, self.date1904)
                .map_or((Scalar::Empty, None), |filled| (filled.value, filled.runs))
        };
        let empty = content::is_empty(&value);
        self.tag(cell, place, content::kind(&value), empty, out);
        if !empty {
            content::push(out, &value, runs.as_deref(), prefix);
            self.close(out);
        }
    }

    /// A cell's start tag with its new place and type; everything else of it stays.
    fn tag(&self, cell: (u32, &CellSpan), place: CellAt, kind: Option<&str>, empty: bool, out: &mut String) {
        let from = (self.sheet.doc.as_str(), self.sheet.prefix.as_str());
        self.openings.push(out, from, cell, (place, kind), empty);
    }

    fn close(&self, out: &mut String) {
        for piece in ["</", self.sheet.prefix.as_str(), "c>"] {
            out.push_str(piece);
        }
    }

    /// A formula of a row that is not kept.
    fn far_formula(
        &self,
        cell: (u32, &CellSpan),
        formula: u32,
        (far, down, offset): (usize, u32, u32),
        place: CellAt,
        inst: (Option<u32>, Option<u32>),
        out: &mut String,
    ) {
        let col = u32::from(place.col.0) + 1;
        let far = &self.model.sheets[self.number].1.far[far];
        let line = far.find(offset, col).and_then(|at| match &far.cells[at].value {
            FarValue::Formula(id) => self.model.lines.get(id).map(|line| line.text.at(down)),
            _ => None,
        });
        let source = self.formulas[formula as usize].text.as_str();
        let text = line.unwrap_or_else(|| source.to_owned());
        let value = self.lines.value(self.model, self.outcomes, self.number, place.row, col);
        let written = Written { rewritten: text != source, text: text.into(), value };
        self.formula(cell, formula, &written, place, inst, out);
    }

    fn formula(
        &self,
        cell: (u32, &CellSpan),
        formula: u32,
        written: &Written<'_>,
        place: CellAt,
        inst: (Option<u32>, Option<u32>),
        out: &mut String,
    ) {
        let doc = &self.sheet.doc;
        let value = written.value.as_ref().unwrap_or(&Scalar::Empty);
        self.tag(cell, place, content::result_kind(value), false, out);
        let span = &self.sheet.scan.formulas[formula as usize];
        let source = &self.formulas[formula as usize];
        let prefix = &self.sheet.prefix;
        let text = xml::escape_text(&written.text);
        match source.kind {
            FormulaKind::Shared
                if source.group.is_some_and(|group| self.materialise.contains(&(self.out.src, group))) =>
            {
                let _ = write!(out, "<{prefix}f>{text}</{prefix}f>");
            }
            FormulaKind::Shared => out.push_str(&doc[wide(&span.span)]),
            FormulaKind::Normal if !written.rewritten => out.push_str(&doc[wide(&span.span)]),
            FormulaKind::Normal if span.area.is_none() => {
                out.push_str(&doc[span.span.start as usize..span.text.start as usize]);
                out.push_str(&text);
                out.push_str(&doc[span.text.end as usize..span.span.end as usize]);
            }
            _ => {
                let mut edits = Edits::default();
                if let Some(area) = &span.area {
                    edits.replace(wide(area), self.area(&doc[wide(area)], inst));
                }
                // The input cells of a what-if table.
                let open = span.span.start..span.text.start;
                for attr in attrs(doc, &open).filter(|attr| matches!(attr.key, "r1" | "r2")) {
                    edits.replace(attr.span.clone(), self.area(attr.raw, inst));
                }
                if written.rewritten {
                    edits.replace(wide(&span.text), text);
                }
                out.push_str(&edits.apply(doc, wide(&span.span)));
            }
        }
        content::push_value(out, value, prefix);
        self.close(out);
    }

    /// Where the area of an array formula goes.
    fn area(&self, area: &str, inst: (Option<u32>, Option<u32>)) -> String {
        let site = Site { out: Some(self.number), row: inst.0, col: inst.1, ..Site::default() };
        let parsed = crate::ooxml::formula::Formula::read(area);
        match self.outs.rewrite(site, area, &parsed) {
            Ok(rewritten) => rewritten.text.unwrap_or_else(|| area.to_owned()),
            Err(_) => area.to_owned(),
        }
    }
}
