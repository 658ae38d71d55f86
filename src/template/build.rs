//! Fills the cells: evaluates every placeholder of every copy, rewrites every formula, and collects all values for the
//! evaluator. Plans and mappings in, a model out; no XML is written here.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;

use super::area::Area;
use super::fault::{Fault, FaultKind, Note, NoteKind};
use super::formulas::SourceFormula;
use super::language::{Language, Scope};
use super::outs::{OutSheet, Outs, Site};
use super::source::{SheetSource, Source};
use super::tree::Plan;
use super::values;
use crate::model::place::{CellAt, Col};
use crate::ooxml::axis::{MAX_COL, MAX_ROW, Seg};
use crate::ooxml::calc::model::{Entry, FormulaCell, Grid, Model};
use crate::ooxml::calc::value::{Code, Scalar};
use crate::ooxml::escape;
use crate::ooxml::formula::{Formula, Token};
use crate::ooxml::sheet::{CellKind, CellSpan, FormulaKind, RowSpan, wide};
use crate::ooxml::xml;

/// What building works with and collects.
pub struct Builder<'a, 'e> {
    /// The template.
    pub source: &'a Source,
    /// Its formulas, by sheet.
    pub formulas: &'a [Vec<SourceFormula>],
    /// Plans by sheet.
    pub plans: &'a [Plan<'e>],
    /// The expression language.
    pub language: &'e Language,
    /// The sheets of the result; their cells are filled in.
    pub outs: Outs,
    /// Formulas and values for the evaluator.
    pub model: Model,
    /// Shared formulas that must be written out, by sheet of the template and group.
    pub materialise: BTreeSet<(usize, u32)>,
    /// Faults found.
    pub faults: Vec<Fault>,
    /// Notes made.
    pub notes: Vec<Note>,
    /// Cells of the template that failed once: they are not tried again.
    failed: BTreeSet<(usize, u32)>,
    /// Cells of the template that were evaluated at least once.
    seen: BTreeSet<(usize, u32)>,
}

struct Here<'a> {
    out: usize,
    src: usize,
    sheet: &'a SheetSource,
    to_row: u32,
    to_col: u32,
    row: Seg,
    col: Seg,
}

impl<'a, 'e> Builder<'a, 'e> {
    /// Prepares building.
    pub fn new(
        source: &'a Source,
        formulas: &'a [Vec<SourceFormula>],
        plans: &'a [Plan<'e>],
        language: &'e Language,
        outs: Outs,
    ) -> Self {
        Self {
            source,
            formulas,
            plans,
            language,
            outs,
            model: Model::default(),
            materialise: BTreeSet::new(),
            faults: Vec::new(),
            notes: Vec::new(),
            failed: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Fills all sheets.
    pub fn run(&mut self) {
        for out in 0..self.outs.list.len() {
            self.sheet(out);
        }
        self.unseen();
        self.model.date1904 = self.source.book.date1904;
        for out in &mut self.outs.list {
            self.model.sheets.push((out.name.to_lowercase(), std::mem::take(&mut out.grid)));
        }
    }

    fn sheet(&mut self, out: usize) {
        let source = self.source;
        let src = self.outs.list[out].src;
        let Some(sheet) = &source.sheets[src] else { return };
        let segs = self.outs.list[out].rows.axis.segs().to_vec();
        let cols = self.outs.list[out].cols.axis.segs().to_vec();
        let mut grid = Grid::default();
        let mut rich = BTreeMap::new();
        for seg in segs {
            for row in sheet.scan.rows_between(seg.first, seg.last) {
                let to_row = seg.to + (row.number - seg.first);
                if to_row > MAX_ROW {
                    self.push_fault(
                        &sheet.name,
                        CellAt { row: row.number, col: Col(0) },
                        "",
                        FaultKind::TooMany,
                    );
                    return;
                }
                let open = &sheet.doc[wide(&row.open)];
                grid.hides |= open.contains("hidden=\"1\"") || open.contains("hidden=\"true\"");
                let entries = self.row(out, src, sheet, row, seg, &cols, to_row, &mut rich);
                grid.push(to_row, entries);
            }
        }
        self.outs.list[out].grid = grid;
        self.outs.list[out].rich = rich;
    }

    #[allow(clippy::too_many_arguments, reason = "the loop body of `sheet`, split off to stay readable")]
    fn row(
        &mut self,
        out: usize,
        src: usize,
        sheet: &'a SheetSource,
        row: &RowSpan,
        seg: Seg,
        cols: &[Seg],
        to_row: u32,
        rich: &mut BTreeMap<(u32, u32), Vec<crate::ooxml::strings::Run>>,
    ) -> Vec<Entry> {
        let mut entries = Vec::new();
        for col in cols {
            for index in row.cells.clone() {
                let cell = &sheet.scan.cells[index as usize];
                let number = u32::from(cell.col) + 1;
                if number < col.first || number > col.last {
                    continue;
                }
                let to_col = col.to + (number - col.first);
                if to_col > MAX_COL {
                    let at = CellAt { row: row.number, col: Col(cell.col) };
                    self.push_fault(&sheet.name, at, "", FaultKind::TooMany);
                    return entries;
                }
                let here = Here { out, src, sheet, to_row, to_col, row: seg, col: *col };
                if let Some(entry) = self.cell(&here, row, index, cell, rich) {
                    entries.push(entry);
                }
            }
        }
        entries
    }

    fn cell(
        &mut self,
        here: &Here<'a>,
        row: &RowSpan,
        index: u32,
        cell: &CellSpan,
        rich: &mut BTreeMap<(u32, u32), Vec<crate::ooxml::strings::Run>>,
    ) -> Option<Entry> {
        let col = here.to_col as u16;
        let sheet = &self.outs.list[here.out];
        if sheet.rows.is_blank(here.row.inst) {
            return None;
        }
        if let Some(placeholder) = self.plans[here.src].cells.get(&index) {
            if self.failed.contains(&(here.src, index)) {
                return None;
            }
            self.seen.insert((here.src, index));
            let scope = scope_of(sheet, here.row.inst, here.col.inst);
            let filled = values::evaluate(self.language, placeholder, &scope, self.source.book.date1904);
            return match filled {
                Ok(filled) => {
                    if filled.cut {
                        self.note(here, NoteKind::Cut);
                    }
                    if let Some(runs) = filled.runs {
                        rich.insert((here.to_row, here.to_col), runs);
                    }
                    Some(Entry { col, fresh: true, value: filled.value })
                }
                Err(kind) => {
                    self.failed.insert((here.src, index));
                    self.push_fault(&here.sheet.name, placeholder.origin.at, &placeholder.origin.text, kind);
                    None
                }
            };
        }
        if let Some(formula) = cell.formula {
            let value = self.formula(here, row, cell, formula);
            return Some(Entry { col, fresh: false, value });
        }
        let value = stored(self.source, here.sheet, cell);
        (value != Scalar::Empty).then_some(Entry { col, fresh: false, value })
    }

    fn formula(&mut self, here: &Here<'a>, row: &RowSpan, cell: &CellSpan, index: u32) -> Scalar {
        let formula = &self.formulas[here.src][index as usize];
        let site = Site { out: Some(here.out), row: here.row.inst, col: here.col.inst, all: false };
        let mut changed = false;
        let mut text = None;
        match self.outs.rewrite(site, &formula.text, &formula.parsed) {
            Ok(rewritten) => {
                changed = rewritten.reach;
                text = rewritten.text;
            }
            Err(fault) => {
                let at = CellAt { row: row.number, col: Col(cell.col) };
                self.push_fault(&here.sheet.name, at, &formula.text, FaultKind::Formula(fault));
            }
        }
        let tables = &self.outs.list[here.out].tables;
        if !tables.is_empty() {
            let old = text.as_deref().unwrap_or(&formula.text);
            let new = renamed_tables(old, tables);
            text = (new != formula.text).then_some(new);
        }
        let moved = here.to_row != row.number || here.to_col != u32::from(cell.col) + 1;
        if let (Some(group), true) = (formula.group, moved || text.is_some()) {
            self.materialise.insert((here.src, group));
        }
        if !self.outs.list[here.out].stays() && cannot_follow(&formula.parsed) {
            self.note(here, NoteKind::CannotFollow(formula.text.clone()));
        }
        let size = size_of(here.sheet, index);
        let id = self.model.formulas.len() as u32;
        self.model.formulas.push(FormulaCell {
            sheet: here.out,
            row: here.to_row,
            col: here.to_col,
            text: text.unwrap_or_else(|| formula.text.clone()).into(),
            array: formula.kind == FormulaKind::Array,
            opaque: formula.kind == FormulaKind::Table || size != (1, 1),
            size,
            changed,
            cached: stored(self.source, here.sheet, cell),
        });
        Scalar::Formula(id)
    }

    /// Placeholders that no pass reached (an empty list): at least the roots of their names must exist.
    fn unseen(&mut self) {
        for (src, plan) in self.plans.iter().enumerate() {
            let Some(sheet) = &self.source.sheets[src] else { continue };
            for (index, placeholder) in &plan.cells {
                if self.seen.contains(&(src, *index)) {
                    continue;
                }
                for compiled in placeholder.expressions() {
                    if let Some(kind) = self.language.unknown_root(compiled, &plan.vars) {
                        let origin = &placeholder.origin;
                        let (cell, text) = (origin.at.to_string(), origin.text.clone());
                        self.faults.push(Fault { sheet: sheet.name.clone(), cell, text, kind });
                    }
                }
            }
        }
    }

    fn push_fault(&mut self, sheet: &str, at: CellAt, text: &str, kind: FaultKind) {
        let fault = Fault { sheet: sheet.to_owned(), cell: at.to_string(), text: text.to_owned(), kind };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn note(&mut self, here: &Here<'a>, kind: NoteKind) {
        let cell = CellAt { row: here.to_row, col: Col((here.to_col - 1) as u16) }.to_string();
        self.notes.push(Note { sheet: self.outs.list[here.out].name.clone(), cell, kind });
    }
}

/// A formula with the names of tables that this copy of the sheet has under another name.
fn renamed_tables(text: &str, tables: &[(String, String)]) -> String {
    let formula = Formula::read(text);
    let mut edits = xml::Edits::default();
    for (token, span) in &formula.tokens {
        let word = &text[span.clone()];
        let name = word.split('[').next().unwrap_or_default();
        let known = tables.iter().find(|(old, _)| old.eq_ignore_ascii_case(name));
        if let (Token::Other | Token::Name(_), Some((_, new))) = (token, known) {
            edits.replace(span.start..span.start + name.len(), new.clone());
        }
    }
    edits.apply_all(text)
}

/// How many rows and columns a formula of the template fills.
fn size_of(sheet: &SheetSource, index: u32) -> (u32, u32) {
    let formula = &sheet.scan.formulas[index as usize];
    let area = formula.area.as_ref().filter(|_| formula.kind == FormulaKind::Array);
    let area = area.and_then(|area| Area::parse(&sheet.doc[wide(area)]));
    area.map_or((1, 1), |area| (area.rows.1 - area.rows.0 + 1, area.cols.1 - area.cols.0 + 1))
}

/// What a cell sees: its column's loop before its row's before the sheet's.
pub fn scope_of(sheet: &OutSheet, row: Option<u32>, col: Option<u32>) -> Value {
    let outer = sheet.rows.scope(row).unwrap_or(&sheet.base);
    let Some(inner) = sheet.cols.scope(col) else { return outer.clone() };
    if sheet.rows.scope(row).is_none() {
        return inner.clone();
    }
    match inner.downcast_object_ref::<Scope>() {
        Some(scope) => Value::from_object(Scope {
            vars: scope.vars.clone(),
            index: scope.index,
            length: scope.length,
            parent: outer.clone(),
        }),
        None => outer.clone(),
    }
}

/// Whether a formula holds something that filling cannot see through.
fn cannot_follow(formula: &Formula) -> bool {
    formula.calls.iter().any(|call| matches!(call.name.as_str(), "INDIRECT" | "OFFSET"))
        && formula.tokens.iter().any(|(token, _)| matches!(token, Token::Text(_)))
}

/// The value a cell of the template has.
pub fn stored(source: &Source, sheet: &SheetSource, cell: &CellSpan) -> Scalar {
    let text = || {
        let text = source.text(sheet, cell);
        if cell.kind == CellKind::Str { escape::decode(&text).into_owned() } else { text }
    };
    match cell.kind {
        CellKind::Shared => {
            let index =
                cell.value.as_ref().and_then(|value| sheet.doc[wide(value)].trim().parse::<usize>().ok());
            let found = index.and_then(|index| source.strings.texts.get(index));
            found.map_or(Scalar::Empty, |text| Scalar::Text(text.clone()))
        }
        CellKind::Inline => Scalar::Text(text().into()),
        _ => {
            let Some(value) = &cell.value else { return Scalar::Empty };
            let raw = xml::text(&sheet.doc[wide(value)]);
            match cell.kind {
                CellKind::Number => raw
                    .trim()
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite())
                    .map_or(Scalar::Empty, Scalar::Number),
                CellKind::Bool => Scalar::Bool(raw.trim() == "1" || raw.trim() == "true"),
                CellKind::Error => Scalar::Error(Code::parse(raw.trim()).unwrap_or(Code::Na)),
                CellKind::Date => {
                    values::serial(raw.trim(), source.book.date1904).map_or(Scalar::Empty, Scalar::Number)
                }
                _ => Scalar::Text(text().into()),
            }
        }
    }
}
