//! The order of work: read the template, plan its sheets, expand them over the data, fill, compute, write.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::build::{Builder, SourceFormula, formulas};
use super::charts::Charts;
use super::emit::Emitter;
use super::expand::Expander;
use super::fault::{Fault, Note, NoteKind};
use super::language::Language;
use super::names;
use super::outs::{OutSheet, Outs};
use super::parts;
use super::plan::{Plan, plan};
use super::related::{self, Related};
use super::source::{SheetSource, Source};
use super::tail::Tail;
use crate::model::place::{CellAt, Col};
use crate::ooxml::calc::model::{FormulaCell, Grid, Model};
use crate::ooxml::calc::order::{Outcome, compute};
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::{rels, xml};

/// A filled workbook.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The file.
    pub bytes: Vec<u8>,
    /// What is worth telling about it.
    pub notes: Vec<Note>,
}

/// A placeholder or control tag found by [`check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The sheet's name; empty for a fault of the whole file.
    pub sheet: String,
    /// The cell.
    pub cell: String,
    /// Its text.
    pub text: String,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// Fills `template` with `context`; all faults are reported in one go, and nothing is produced if there is one.
pub fn fill(template: &[u8], context: &Json) -> Result<Filled, Vec<Fault>> {
    let (mut package, source) = open(template).map_err(|fault| vec![Fault::of_file(fault)])?;
    let language = Language::new(context);
    let mut faults = Vec::new();
    let plans = plans(&source, &language, &mut faults);
    let formulas: Vec<Vec<SourceFormula>> =
        source.sheets.iter().map(|sheet| sheet.as_ref().map(formulas).unwrap_or_default()).collect();
    if faults.is_empty() && plans.iter().all(|plan| plan.cells.is_empty() && !plan.moves()) {
        return Ok(Filled { bytes: template.to_vec(), notes: Vec::new() });
    }
    let prepared = prepare(&mut package, &source).map_err(|fault| vec![Fault::of_file(fault)])?;
    let outs = expand(&source, &plans, &language, &prepared.kept, &mut faults);
    let mut builder = Builder::new(&source, &formulas, &plans, &language, outs);
    builder.faults = faults;
    builder.run();
    let Builder { outs, mut model, materialise, mut faults, mut notes, .. } = builder;
    if !faults.is_empty() {
        sort(&mut faults, &source);
        return Err(faults);
    }
    let meanings = names::rewritten(&source, &outs);
    for (name, meaning) in source.book.names.iter().zip(&meanings) {
        let local =
            name.local.and_then(|sheet| outs.by_src.get(&sheet)).and_then(|outs| outs.first()).copied();
        if let Some(meaning) = meaning {
            model.names.insert((name.name.to_lowercase(), local), meaning.clone());
        }
    }
    let outcomes = compute(&model);
    let work = Work {
        related: &prepared.related,
        source: &source,
        formulas: &formulas,
        plans: &plans,
        outs: &outs,
        model: &model,
        outcomes: &outcomes,
        materialise: &materialise,
    };
    let written = work.write(&mut package, &meanings, &mut notes);
    match written {
        Ok(Ok(())) => {}
        Ok(Err(faults)) => return Err(faults),
        Err(fault) => return Err(vec![Fault::of_file(fault)]),
    }
    let bytes = package.write().map_err(|fault| vec![Fault::of_file(fault)])?;
    Ok(Filled { bytes, notes })
}

/// Lists every placeholder of `template` with its cell, and what is wrong with it if it were filled with `context`. A fault that
/// belongs to no placeholder (the file itself, a formula) comes with its own entry.
pub fn check(template: &[u8], context: &Json) -> Vec<Found> {
    let whole = |fault: Fault| Found {
        sheet: fault.sheet.clone(),
        cell: fault.cell.clone(),
        text: fault.text.clone(),
        fault: Some(fault),
    };
    let source = match open(template) {
        Ok((_, source)) => source,
        Err(fault) => return vec![whole(Fault::of_file(fault))],
    };
    let mut faults = fill(template, context).err().unwrap_or_default();
    let mut found = Vec::new();
    for sheet in source.sheets.iter().flatten() {
        for row in &sheet.scan.rows {
            for cell in sheet.scan.cells_of(row) {
                let Some(runs) = source.marked(sheet, cell) else { continue };
                let at = CellAt { row: row.number, col: Col(cell.col) };
                let (name, cell) = (sheet.name.clone(), at.to_string());
                let text: String = runs.into_iter().map(|run| run.text).collect();
                let position = faults.iter().position(|fault| fault.sheet == name && fault.cell == cell);
                let fault = position.map(|position| faults.remove(position));
                found.push(Found { sheet: name, cell, text, fault });
            }
        }
    }
    found.extend(faults.into_iter().map(whole));
    found
}

fn open(template: &[u8]) -> Result<(Package<'_>, Source), PackageFault> {
    let mut package = Package::open(template)?;
    let source = Source::read(&mut package)?;
    Ok((package, source))
}

fn plans<'e>(source: &Source, language: &'e Language, faults: &mut Vec<Fault>) -> Vec<Plan<'e>> {
    source
        .sheets
        .iter()
        .map(|sheet| sheet.as_ref().map(|sheet| plan(source, sheet, language, faults)).unwrap_or_default())
        .collect()
}

/// What hangs on the sheets, and which of their rows must not vanish.
struct Prepared {
    related: Vec<Related>,
    kept: Vec<Vec<(u32, u32)>>,
}

fn prepare(package: &mut Package<'_>, source: &Source) -> Result<Prepared, PackageFault> {
    let mut found = Vec::with_capacity(source.book.sheets.len());
    for (info, sheet) in source.book.sheets.iter().zip(&source.sheets) {
        let doc = sheet.as_ref().map(|sheet| sheet.doc.as_str()).unwrap_or_default();
        found.push(related::of(package, &info.part, doc)?);
    }
    let kept = related::kept_rows(package, source, &found)?;
    Ok(Prepared { related: found, kept })
}

fn expand<'e>(
    source: &Source,
    plans: &[Plan<'e>],
    language: &'e Language,
    kept: &[Vec<(u32, u32)>],
    faults: &mut Vec<Fault>,
) -> Outs {
    let mut outs = Outs::default();
    for (src, sheet) in source.sheets.iter().enumerate() {
        let Some(sheet) = sheet else { continue };
        let expander = Expander { language, sheet: &sheet.name, base: language.data(), keep: &kept[src] };
        let rows = expander.rows(&plans[src], faults);
        let cols = expander.cols(&plans[src].cols, faults);
        outs.names.insert(sheet.name.to_lowercase(), src);
        outs.by_src.entry(src).or_default().push(outs.list.len());
        outs.list.push(OutSheet {
            src,
            name: sheet.name.clone(),
            rows,
            cols,
            base: expander.base.clone(),
            grid: Grid::default(),
            rich: BTreeMap::new(),
        });
    }
    outs
}

/// Edits a part that hangs on a sheet. One that is no XML (Excel itself writes such legacy drawings) keeps its bytes.
fn edit(
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

/// Faults in the order of the sheets and cells.
fn sort(faults: &mut [Fault], source: &Source) {
    let key = |fault: &Fault| {
        let sheet = source.book.sheet(&fault.sheet).unwrap_or(usize::MAX);
        let cell = CellAt::parse(&fault.cell);
        (sheet, cell.map(|cell| (cell.row, cell.col)), fault.cell.clone())
    };
    faults.sort_by_key(key);
}

struct Work<'a, 'e> {
    source: &'a Source,
    related: &'a [Related],
    formulas: &'a [Vec<SourceFormula>],
    plans: &'a [Plan<'e>],
    outs: &'a Outs,
    model: &'a Model,
    outcomes: &'a [Outcome],
    materialise: &'a BTreeSet<(usize, u32)>,
}

impl Work<'_, '_> {
    /// Writes every changed part; the inner error are faults of the template found only now.
    fn write(
        &self,
        package: &mut Package<'_>,
        meanings: &[Option<String>],
        notes: &mut Vec<Note>,
    ) -> Result<Result<(), Vec<Fault>>, PackageFault> {
        let mut faults = Vec::new();
        let mut recalculate = false;
        let mut formulas_changed = false;
        for (number, out) in self.outs.list.iter().enumerate() {
            let Some(sheet) = &self.source.sheets[out.src] else { continue };
            let (text, dropped) = self.sheet(number, out, sheet, &mut faults)?;
            recalculate |= !dropped.is_empty();
            for (cell, formula) in dropped {
                let kind = NoteKind::NotComputed(formula);
                notes.push(Note { sheet: out.name.clone(), cell: cell.to_string(), kind });
            }
            if text != sheet.doc {
                formulas_changed |= !out.stays();
                let text = if sheet.bom { format!("\u{feff}{text}") } else { text };
                package.set(&sheet.part, text.into_bytes());
            }
        }
        if !faults.is_empty() {
            sort(&mut faults, self.source);
            return Ok(Err(faults));
        }
        for (src, related) in self.related.iter().enumerate() {
            self.related(package, src, related)?;
        }
        for rel in rels::of(package, &self.source.book.part)? {
            if rel.kind == "pivotCacheDefinition" && package.has(&rel.target) {
                edit(package, &rel.target, |_, tags, edits| parts::pivot_cache(self.outs, tags, edits))?;
            }
        }
        names::edit(package, self.source, meanings, recalculate)?;
        if let Some(chain) = self.source.book.calc_chain.as_ref().filter(|_| formulas_changed) {
            rels::drop_part(package, &self.source.book.part, chain)?;
        }
        Ok(Ok(()))
    }

    /// Edits what hangs on a sheet.
    fn related(&self, package: &mut Package<'_>, src: usize, related: &Related) -> Result<(), PackageFault> {
        let outs = self.outs;
        let number = outs.by_src.get(&src).and_then(|outs| outs.first()).copied();
        for chart in &related.charts {
            let charts = Charts { outs, model: self.model, outcomes: self.outcomes, out: number };
            edit(package, chart, |doc, tags, edits| charts.edit(doc, tags, edits))?;
        }
        let Some(number) = number else { return Ok(()) };
        let out = &outs.list[number];
        for table in &related.tables {
            edit(package, table, |doc, tags, edits| {
                parts::table(outs, self.model, number, doc, tags, edits)
            })?;
        }
        for part in &related.controls {
            edit(package, part, |_, tags, edits| parts::control(outs, number, tags, edits))?;
        }
        if out.stays() {
            return Ok(());
        }
        for part in &related.drawings {
            edit(package, part, |doc, tags, edits| parts::drawing(out, doc, tags, edits))?;
        }
        for part in related.comments.iter().chain(&related.threads) {
            edit(package, part, |doc, tags, edits| parts::comments(out, doc, tags, edits))?;
        }
        for part in &related.pivots {
            edit(package, part, |_, tags, edits| parts::pivot(out, tags, edits))?;
        }
        if let Some(part) = &related.vml {
            edit(package, part, |doc, tags, edits| parts::vml(out, doc, tags, edits))?;
        }
        Ok(())
    }

    fn sheet(
        &self,
        number: usize,
        out: &OutSheet,
        sheet: &SheetSource,
        faults: &mut Vec<Fault>,
    ) -> Result<(String, Vec<(CellAt, String)>), PackageFault> {
        let plan = &self.plans[out.src];
        let marked = |index: u32| plan.cells.contains_key(&index);
        let dirty = |(cell, outcome): (&FormulaCell, &Outcome)| cell.sheet == number && outcome.dirty;
        let concerned = !plan.cells.is_empty()
            || !out.stays()
            || self.model.formulas.iter().zip(self.outcomes).any(dirty);
        let emitter = Emitter {
            sheet,
            formulas: &self.formulas[out.src],
            out,
            number,
            outs: self.outs,
            model: self.model,
            outcomes: self.outcomes,
            marked: &marked,
            concerned,
            materialise: self.materialise,
        };
        let (data, dropped) = emitter.data();
        let around = format!("{}{}", &sheet.doc[..sheet.scan.data.start], &sheet.doc[sheet.scan.data.end..]);
        let tags =
            xml::tags(&around).map_err(|fault| PackageFault::Xml { part: sheet.part.clone(), fault })?;
        let mut tail = Tail {
            outs: self.outs,
            number,
            doc: &around,
            tags: &tags,
            edits: xml::Edits::default(),
            faults: Vec::new(),
        };
        tail.run();
        for (cell, kind) in tail.faults {
            faults.push(Fault { sheet: sheet.name.clone(), cell, text: String::new(), kind });
        }
        let start = sheet.scan.data.start;
        let head = tail.edits.apply(&around, 0..start);
        let foot = tail.edits.apply(&around, start..around.len());
        let mut text = head;
        text.reserve(data.len() + foot.len());
        text.push_str(&data);
        drop(data);
        text.push_str(&foot);
        Ok((text, dropped))
    }
}
