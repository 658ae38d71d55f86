//! Fills the cells: evaluates every placeholder of every copy, rewrites every formula, and collects all values for the
//! evaluator. Plans and mappings in, a model out; no XML is written here.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;

use super::fault::{Fault, FaultKind, Note, NoteKind};
use super::formulas::{self, SourceFormula};
use super::language::{Language, Scope};
use super::outs::{OutSheet, Outs, Rewritten, Site};
use super::reads::Reads;
use super::source::{SheetSource, Source};
use super::stale::places;
use super::stored::stored;
use super::tree::Plan;
use super::values;
use crate::model::place::{CellAt, Col};
use crate::ooxml::axis::{MAX_COL, MAX_ROW, Seg};
use crate::ooxml::calc::far::Stretch;
use crate::ooxml::calc::model::{Entry, FormulaCell, FormulaSource, Model};
use crate::ooxml::calc::value::Scalar;
use crate::ooxml::sheet::{CellSpan, RowSpan, wide};

/// Up to so many filled cells of a sheet are all kept; of a longer one only those that something reads, and the others are
/// evaluated again when they are written.
const KEPT: usize = 200_000;

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
    /// For each sheet of the template, the number of its first formula in [`Model::sources`].
    pub starts: Vec<u32>,
    /// Most filled cells of a sheet that are all kept.
    pub most: usize,
    /// Which columns something reads.
    pub(super) reads: &'a Reads,
    /// Formulas that were told of once: they are not told of for every copy.
    told: BTreeSet<(usize, usize, u32)>,
    /// Formulas that could not be rewritten in one copy: they are not tried in the others.
    refused: BTreeSet<(usize, u32)>,
    /// Cells of the template whose numbers were told of as too long.
    long: BTreeSet<(usize, u32)>,
    /// Cells of the template that failed once: they are not tried again.
    failed: BTreeSet<(usize, u32)>,
    /// Cells of the template that were evaluated at least once.
    pub(super) seen: BTreeSet<(usize, u32)>,
}

struct Here<'a, 's> {
    out: usize,
    src: usize,
    sheet: &'a SheetSource,
    to_row: u32,
    to_col: u32,
    row: Seg,
    col: Seg,
    scope: Option<&'s Value>,
    /// Whether its cells are kept; otherwise they are only tried.
    kept: bool,
}

impl Here<'_, '_> {
    fn site(&self) -> Site {
        Site { out: Some(self.out), row: self.row.inst, col: self.col.inst, strict: true, ..Site::default() }
    }
}

impl<'a, 'e> Builder<'a, 'e> {
    /// Prepares building.
    pub fn new(
        source: &'a Source,
        formulas: &'a [Vec<SourceFormula>],
        plans: &'a [Plan<'e>],
        language: &'e Language,
        reads: &'a Reads,
        outs: Outs,
    ) -> Self {
        Self {
            starts: Vec::new(),
            most: KEPT,
            reads,
            told: BTreeSet::new(),
            refused: BTreeSet::new(),
            long: BTreeSet::new(),
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
        self.sources();
        for out in 0..self.outs.list.len() {
            self.sheet(out);
        }
        self.unseen();
        self.model.date1904 = self.source.book.date1904;
        for out in &mut self.outs.list {
            self.model.at_rest.push(out.stays() && self.plans[out.src].cells.is_empty());
            self.model.sheets.push((out.name.to_lowercase(), std::mem::take(&mut out.grid)));
        }
    }

    fn sheet(&mut self, out: usize) {
        let source = self.source;
        let src = self.outs.list[out].src;
        let Some(sheet) = &source.sheets[src] else { return };
        let segs = self.outs.list[out].rows.axis.runs().fold(0_usize, |sum, run| sum + run.count as usize);
        let cols: Vec<Seg> = self.outs.list[out].cols.axis.segs().collect();
        let copies = |index: &u32| {
            let col = u32::from(sheet.scan.cells[*index as usize].col) + 1;
            cols.iter().filter(|seg| (seg.first..=seg.last).contains(&col)).count()
        };
        let width: usize = self.plans[src].cells.keys().map(copies).sum();
        let all = segs.saturating_mul(width) <= self.most;
        let reads = &self.reads.columns[src];
        let mut entries = Vec::new();
        // By their first row in the template.
        let mut known: BTreeMap<u32, Option<u32>> = BTreeMap::new();
        let mut copy: BTreeMap<u32, u32> = BTreeMap::new();
        let mut at = 0;
        while let Some(run) = self.outs.list[out].rows.axis.run(at) {
            at += 1;
            let first = run.seg.first;
            let far = match known.get(&first) {
                _ if all => None,
                Some(far) => *far,
                None => {
                    let far = self.far(out, sheet, first, &cols);
                    known.insert(first, far);
                    far
                }
            };
            let kept = far.is_none();
            for seg in run.copies() {
                let scope = self.outs.list[out].rows.scope(seg.inst);
                for row in sheet.scan.rows_between(seg.first, seg.last) {
                    let to_row = seg.to + (row.number - seg.first);
                    if to_row > MAX_ROW {
                        let at = CellAt { row: row.number, col: Col(0) };
                        self.push_fault(&sheet.name, at, "", FaultKind::TooMany);
                        return;
                    }
                    entries.clear();
                    let scope = scope.as_ref();
                    let here = Here { out, src, sheet, to_row, to_col: 0, row: seg, col: seg, scope, kept };
                    self.row(&here, row, &cols, &mut entries);
                    let OutSheet { grid, cols, .. } = &mut self.outs.list[out];
                    grid.push(to_row, &entries, |entry| {
                        all || seg.inst.is_none()
                            || matches!(entry.value, Scalar::Formula(_))
                            || cols.axis.source(u32::from(entry.col)).is_some_and(|col| reads.holds(col))
                    });
                }
            }
            let hidden = |row: &RowSpan| {
                let open = &sheet.doc[wide(&row.open)];
                open.contains("hidden=\"1\"") || open.contains("hidden=\"true\"")
            };
            let grid = &mut self.outs.list[out].grid;
            grid.hides |= sheet.scan.rows_between(run.seg.first, run.seg.last).iter().any(hidden);
            if let Some(far) = far {
                let copy = copy.entry(far).or_default();
                let (first, count, height) = (run.seg.to, run.count, run.step());
                grid.push_far(Stretch { first, copy: *copy, count, height, far });
                *copy += count;
            }
        }
    }

    fn row(&mut self, here: &Here<'a, '_>, row: &RowSpan, cols: &[Seg], entries: &mut Vec<Entry>) {
        for col in cols {
            for index in row.cells.clone() {
                let cell = &here.sheet.scan.cells[index as usize];
                let number = u32::from(cell.col) + 1;
                if number < col.first || number > col.last {
                    continue;
                }
                let to_col = col.to + (number - col.first);
                if to_col > MAX_COL {
                    let at = CellAt { row: row.number, col: Col(cell.col) };
                    return self.push_fault(&here.sheet.name, at, "", FaultKind::TooMany);
                }
                let here = Here { to_col, col: *col, ..*here };
                entries.extend(self.cell(&here, row, index, cell));
            }
        }
    }

    fn cell(&mut self, here: &Here<'a, '_>, row: &RowSpan, index: u32, cell: &CellSpan) -> Option<Entry> {
        let col = here.to_col as u16;
        let sheet = &self.outs.list[here.out];
        if sheet.rows.is_blank(here.row.inst) || sheet.cols.is_blank(here.col.inst) {
            if let Some(value) = self.heading(here) {
                return Some(Entry { col, fresh: true, value });
            }
            // What stood there is gone: whatever read it has another result.
            let held = cell.formula.is_some() || stored(self.source, here.sheet, cell) != Scalar::Empty;
            return held.then_some(Entry { col, fresh: true, value: Scalar::Empty });
        }
        if let Some(placeholder) = self.plans[here.src].cells.get(&index) {
            if self.failed.contains(&(here.src, index)) {
                return None;
            }
            self.seen.insert((here.src, index));
            let scope = scope_in(sheet, here.scope, here.col.inst);
            let filled = values::evaluate(self.language, placeholder, &scope, self.source.book.date1904);
            return match filled {
                Ok(mut filled) => {
                    if let Some(heading) = self.heading(here) {
                        filled.value = heading;
                    }
                    if filled.cut {
                        self.note(here, NoteKind::Cut);
                    } else if filled.long && self.long.insert((here.out, index)) {
                        self.note(here, NoteKind::LongNumber);
                    }
                    here.kept.then_some(Entry { col, fresh: true, value: filled.value })
                }
                Err(kind) => {
                    self.failed.insert((here.src, index));
                    self.push_fault(&here.sheet.name, placeholder.origin.at, &placeholder.origin.text, kind);
                    None
                }
            };
        }
        if !here.kept {
            return None;
        }
        if let Some(formula) = cell.formula {
            let value = self.formula(here, row, cell, formula);
            return Some(Entry { col, fresh: false, value });
        }
        if let Some(formula) = self.filler(here.src, row.number, u32::from(cell.col) + 1) {
            let value = self.member(here, cell, formula);
            return Some(Entry { col, fresh: false, value });
        }
        let value = stored(self.source, here.sheet, cell);
        (value != Scalar::Empty).then_some(Entry { col, fresh: false, value })
    }

    /// The heading of a table is text, whatever fills it.
    fn heading(&self, here: &Here<'a, '_>) -> Option<Scalar> {
        let here = (here.out, here.to_row, here.to_col);
        let mut all = self.outs.headings.iter();
        let found = all.find(|heading| (heading.out, heading.row, heading.col) == here)?;
        Some(Scalar::Text(found.new.as_str().into()))
    }

    fn formula(&mut self, here: &Here<'a, '_>, row: &RowSpan, cell: &CellSpan, index: u32) -> Scalar {
        let formula = &self.formulas[here.src][index as usize];
        let at = CellAt { row: row.number, col: Col(cell.col) };
        let moved = here.to_row != row.number || here.to_col != u32::from(cell.col) + 1;
        let rewritten = if self.refused.contains(&(here.src, index)) {
            Rewritten::default()
        } else {
            self.outs.rewrite(here.site(), &formula.text, &formula.parsed).unwrap_or_else(|fault| {
                self.refused.insert((here.src, index));
                self.push_fault(&here.sheet.name, at, &formula.text, FaultKind::Formula(fault));
                Rewritten::default()
            })
        };
        if rewritten.between && self.told.insert((here.out, here.src, index)) {
            self.note(here, NoteKind::TakesMore(formula.text.clone()));
        }
        let elsewhere = rewritten.text.is_some() || moved;
        let (text, changed) = (rewritten.text, rewritten.reach || elsewhere && places(&formula.parsed));
        if let (Some(group), true) = (formula.group, moved || text.is_some()) {
            self.materialise.insert((here.src, group));
        }
        if let Some(fills) = &formula.fills
            && self.outs.list[here.out].rows.axis.straddles(fills.rows.0, fills.rows.1)
        {
            self.push_fault(&here.sheet.name, at, &formula.text, FaultKind::Merge(fills.show()));
        }
        if self.outs.loses(here.out, &formula.text, &formula.parsed)
            && self.told.insert((here.out, here.src, index))
        {
            self.note(here, NoteKind::CannotFollow(formula.text.clone()));
        }
        let shown = text.as_deref().unwrap_or(&formula.text);
        let subtotal = shown.to_ascii_uppercase().contains("SUBTOTAL(");
        let source = self.starts[here.src] + index;
        if formulas::spills(here.sheet, cell, formula) {
            self.model.spills.push(self.model.formulas.len() as u32);
        }
        self.push_formula(here, source, text.is_some(), changed, subtotal)
    }

    fn push_formula(
        &mut self,
        here: &Here<'a, '_>,
        source: u32,
        rewritten: bool,
        changed: bool,
        subtotal: bool,
    ) -> Scalar {
        let id = self.model.formulas.len() as u32;
        let (sheet, row, col) = (here.out as u32, here.to_row, here.to_col as u16);
        self.model.formulas.push(FormulaCell { sheet, row, col, source, rewritten, changed, subtotal });
        Scalar::Formula(id)
    }

    /// The array formula or what-if table whose result a cell without a formula shows.
    pub(super) fn filler(&self, src: usize, row: u32, col: u32) -> Option<u32> {
        let fills = |index: &u32| {
            self.formulas[src][*index as usize].fills.as_ref().is_some_and(|area| {
                (area.rows.0..=area.rows.1).contains(&row) && (area.cols.0..=area.cols.1).contains(&col)
            })
        };
        self.reads.fillers[src].iter().copied().find(fills)
    }

    /// A cell that shows a part of such a result is a formula that cannot be evaluated: what reads it has no result either.
    fn member(&mut self, here: &Here<'a, '_>, cell: &CellSpan, formula: u32) -> Scalar {
        let formula = &self.formulas[here.src][formula as usize];
        let rewritten = self.outs.rewrite(here.site(), &formula.text, &formula.parsed).unwrap_or_default();
        let text = rewritten.text.as_deref().unwrap_or(&formula.text).into();
        let cached = stored(self.source, here.sheet, cell);
        let source = self.model.sources.len() as u32;
        self.model.sources.push(FormulaSource { text, array: true, opaque: true, cached });
        self.push_formula(here, source, false, rewritten.reach, false)
    }

    pub(super) fn push_fault(&mut self, sheet: &str, at: CellAt, text: &str, kind: FaultKind) {
        let fault = Fault { sheet: sheet.to_owned(), cell: at.to_string(), text: text.to_owned(), kind };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn note(&mut self, here: &Here<'a, '_>, kind: NoteKind) {
        let cell = CellAt { row: here.to_row, col: Col((here.to_col - 1) as u16) }.to_string();
        self.notes.push(Note { sheet: self.outs.list[here.out].name.clone(), cell, kind });
    }
}

/// What a cell sees: its column's loop before its row's before the sheet's.
pub fn scope_of(sheet: &OutSheet, row: Option<u32>, col: Option<u32>) -> Value {
    scope_in(sheet, sheet.rows.scope(row).as_ref(), col)
}

/// Like [`scope_of`], where the scope of the row is at hand.
pub fn scope_in(sheet: &OutSheet, row: Option<&Value>, col: Option<u32>) -> Value {
    let Some(inner) = sheet.cols.scope(col) else { return row.unwrap_or(&sheet.base).clone() };
    let Some(outer) = row else { return inner };
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
