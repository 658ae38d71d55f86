//! The order of work: read the template, plan its sheets, expand them over the data, fill, compute, write.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io;

use minijinja::Value;
use serde_json::Value as Json;

use super::build::Builder;
use super::charts;
use super::copies::{self, Copied};
use super::data;
use super::expand::Expander;
use super::fault::{Fault, FaultKind, Note};
use super::fillings::Fillings;
use super::formulas::{SourceFormula, formulas, text_in_copy};
use super::headings;
use super::language::Language;
use super::names::{self, Meaning};
use super::outs::{OutSheet, Outs};
use super::plan::plan;
use super::reads::Reads;
use super::related;
use super::source::Source;
use super::stale::Changed;
use super::tables;
use super::telling::{sort, without_consequences};
use super::texts::{self, Texts};
use super::tree::Plan;
use super::write::{Work, no_longer_a_template};
use crate::model::place::{CellAt, Col};
use crate::ooxml::book::SheetInfo;
use crate::ooxml::calc::lines::Lines;
use crate::ooxml::calc::model::{FormulaCell, Grid};
use crate::ooxml::calc::order::compute;
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::rels;

const CONTENT_TYPES: &str = "[Content_Types].xml";

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

/// What filling may do beyond the usual.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Fill a template that carries a digital signature, which does not hold afterwards.
    pub break_signature: bool,
    /// How many filled cells of a sheet may be kept in memory; beyond it only those that formulas, names and charts read are
    /// kept, and the others are evaluated again when they are written. The result is the same.
    pub kept: Option<usize>,
}

/// Fills `template` with `context`; all faults are reported in one go, and nothing is produced if there is one.
pub fn fill(template: &[u8], context: &Json) -> Result<Filled, Vec<Fault>> {
    fill_with(template, context, Options::default())
}

/// Like [`fill`], with options.
pub fn fill_with(template: &[u8], context: &Json, options: Options) -> Result<Filled, Vec<Fault>> {
    fill_values(template, &data::of(context), options)
}

/// Like [`fill_with`], with data that [`data::read`] has read.
pub fn fill_values(template: &[u8], data: &Value, options: Options) -> Result<Filled, Vec<Fault>> {
    let (mut package, source) = open(template).map_err(of_file)?;
    let language = Language::over(data.clone());
    let mut faults = Vec::new();
    let plans = plans(&source, &language, &mut faults);
    let formulas: Vec<Vec<SourceFormula>> =
        source.sheets.iter().map(|sheet| sheet.as_ref().map(formulas).unwrap_or_default()).collect();
    let cells = plans.iter().any(|plan| !plan.cells.is_empty() || plan.moves()) || !faults.is_empty();
    let mut outs = expand(&mut package, &source, &plans, &language, &mut faults).map_err(of_file)?;
    let mut texts = Texts { language: &language, faults: &mut faults, found: Vec::new(), filled: 0 };
    texts.run(&mut package, &source, &plans, &outs).map_err(of_file)?;
    if !cells && texts.filled == 0 && texts.faults.is_empty() && !copies::changed(&source, &outs) {
        return unfilled(template, package, &source);
    }
    if !options.break_signature && is_signed(&mut package).map_err(of_file)? {
        let (sheet, cell, text) = (String::new(), String::new(), String::new());
        faults.push(Fault { sheet, cell, text, kind: FaultKind::Signed });
    }
    let last = RefCell::default();
    let fillings = Fillings { source: &source, plans: &plans, language: &language, outs: &outs, last };
    outs.headings = headings::headings(&mut package, &fillings, &mut faults).map_err(of_file)?;
    charts::faults(&mut package, &outs, &mut faults).map_err(of_file)?;
    let charts = related::chart_formulas(&mut package, &outs).map_err(of_file)?;
    let tables = related::tables(&mut package, &outs).map_err(of_file)?;
    let meanings = names::rewritten(&source, &outs, &mut faults);
    outs.changed = Changed::of(&source, &outs, &meanings, &tables);
    let reads = Reads::of(&source, &formulas, &charts, outs.with_tables());
    let mut builder = Builder::new(&source, &formulas, &plans, &language, &reads, outs);
    builder.faults = faults;
    builder.most = options.kept.unwrap_or(builder.most);
    builder.run();
    let Builder { outs, mut model, materialise, mut faults, mut notes, starts, .. } = builder;
    if !faults.is_empty() {
        without_consequences(&mut faults, &source, &plans);
        sort(&mut faults, &source);
        return Err(faults);
    }
    for Meaning { name, out, formula } in &meanings {
        if let Some(formula) = formula {
            model.names.insert((source.book.names[*name].name.to_lowercase(), *out), formula.clone());
        }
    }
    model.tables = tables;
    let texts = |cell: &FormulaCell| text_in_copy(&outs, &formulas, &starts, cell);
    let last = RefCell::default();
    let fillings = Fillings { source: &source, plans: &plans, language: &language, outs: &outs, last };
    let filler = |out: usize, at: (u32, u32), index: u32| fillings.value(out, at, index);
    let lines = Lines::new(&filler);
    let outcomes = compute(&model, &texts, &lines);
    let work = Work {
        source: &source,
        formulas: &formulas,
        plans: &plans,
        language: &language,
        outs: &outs,
        model: &model,
        texts: &texts,
        outcomes: &outcomes,
        lines: &lines,
        materialise: &materialise,
    };
    let streamed = match work.write(&mut package, &meanings, &mut notes).map_err(of_file)? {
        Ok(streamed) => streamed,
        Err(mut faults) => {
            sort(&mut faults, &source);
            return Err(faults);
        }
    };
    let mut make = |name: &str, sink: &mut dyn io::Write| match streamed.get(name) {
        Some(sheet) => work.stream(sheet, sink),
        None => Ok(()),
    };
    let bytes = package.write_with(&mut make).map_err(of_file)?;
    Ok(Filled { bytes, notes })
}

/// A template without a placeholder comes back as it is, but for its kind.
fn unfilled(template: &[u8], mut package: Package<'_>, source: &Source) -> Result<Filled, Vec<Fault>> {
    let before = package.text(CONTENT_TYPES).map_err(of_file)?;
    no_longer_a_template(&mut package, &source.book.part).map_err(of_file)?;
    let same = package.text(CONTENT_TYPES).map_err(of_file)? == before;
    let bytes = if same { template.to_vec() } else { package.write().map_err(of_file)? };
    Ok(Filled { bytes, notes: Vec::new() })
}

/// Whether the package carries a digital signature (a signature line without one does not count).
pub fn is_signed(package: &mut Package<'_>) -> Result<bool, PackageFault> {
    for origin in rels::of(package, "")?.into_iter().filter(|rel| rel.kind == "origin" && !rel.external) {
        if rels::of(package, &origin.target)?.iter().any(|rel| rel.kind == "signature") {
            return Ok(true);
        }
    }
    Ok(false)
}

fn of_file(fault: PackageFault) -> Vec<Fault> {
    vec![Fault::of_file(fault)]
}

/// Lists every placeholder of `template` with its cell, and what is wrong with it if it were filled with `context`. A fault that
/// belongs to no placeholder (the file itself, a formula) comes with its own entry.
pub fn check(template: &[u8], context: &Json) -> Vec<Found> {
    check_values(template, &data::of(context))
}

/// Like [`check`], with data that [`data::read`] has read.
pub fn check_values(template: &[u8], context: &Value) -> Vec<Found> {
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
    let mut faults = fill_values(template, context, Options::default()).err().unwrap_or_default();
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
    for info in source.book.sheets.iter().filter(|info| info.name.contains("{{")) {
        let position = faults.iter().position(|fault| fault.sheet == info.name && fault.cell == "@tab");
        let fault = position.map(|position| faults.remove(position));
        found.push(Found {
            sheet: info.name.clone(),
            cell: "@tab".to_owned(),
            text: info.name.clone(),
            fault,
        });
    }
    for place in other_texts(template, context) {
        let position = faults.iter().position(|fault| fault.sheet == place.sheet && fault.cell == place.cell);
        let fault = position.map(|position| faults.remove(position));
        found.push(Found { fault, ..place });
    }
    found.extend(faults.into_iter().map(whole));
    found
}

/// The placeholders outside of cells.
fn other_texts(template: &[u8], context: &Value) -> Vec<Found> {
    let Ok((mut package, source)) = open(template) else { return Vec::new() };
    let language = Language::over(context.clone());
    let mut faults = Vec::new();
    let plans = plans(&source, &language, &mut faults);
    let Ok(outs) = expand(&mut package, &source, &plans, &language, &mut faults) else { return Vec::new() };
    let mut texts = Texts { language: &language, faults: &mut faults, found: Vec::new(), filled: 0 };
    if texts.run(&mut package, &source, &plans, &outs).is_err() {
        return Vec::new();
    }
    texts.found.into_iter().map(|(sheet, cell, text)| Found { sheet, cell, text, fault: None }).collect()
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

/// Expands all sheets and makes the parts of their copies.
fn expand<'e>(
    package: &mut Package<'_>,
    source: &Source,
    plans: &[Plan<'e>],
    language: &'e Language,
    faults: &mut Vec<Fault>,
) -> Result<Outs, PackageFault> {
    let mut hanging = Vec::with_capacity(source.book.sheets.len());
    for (info, sheet) in source.book.sheets.iter().zip(&source.sheets) {
        let doc = sheet.as_ref().map(|sheet| sheet.doc.as_str()).unwrap_or_default();
        hanging.push(related::of(package, &info.part, doc)?);
    }
    let kept = related::kept(package, source, &hanging)?;
    let extents = related::extents(package, &hanging)?;
    let mut taken: BTreeSet<String> = source
        .book
        .sheets
        .iter()
        .zip(plans)
        .filter(|(info, plan)| plan.sheet.is_none() && !info.name.contains("{{"))
        .map(|(info, _)| info.name.to_lowercase())
        .collect();
    let mut outs = Outs { defined: names::single_references(source), ..Outs::default() };
    for (src, (info, related)) in source.book.sheets.iter().zip(hanging).enumerate() {
        let Some(sheet) = &source.sheets[src] else {
            outs.charts.insert(src, related);
            continue;
        };
        let plan = &plans[src];
        let tables = &extents[src];
        let mut expander =
            Expander { language, sheet: &sheet.name, base: language.data(), keep: &kept[src], tables };
        if let Some(repeated) = plan.sheet.as_ref().filter(|_| !related.pivots.is_empty()) {
            faults.push(Fault {
                sheet: sheet.name.clone(),
                cell: repeated.origin.at.to_string(),
                text: repeated.origin.text.clone(),
                kind: FaultKind::Pivot,
            });
        }
        let before = faults.len();
        let passes = match &plan.sheet {
            Some(repeated) => expander.sheets(repeated, &mut taken, faults),
            None => vec![(tab(info, language, &mut taken, faults), language.data())],
        };
        let failed = faults.len() > before;
        outs.names.insert(sheet.name.to_lowercase(), src);
        outs.by_src.insert(src, Vec::new());
        for (number, (name, base)) in passes.into_iter().enumerate() {
            expander.base = base.clone();
            let rows = expander.rows(plan, faults);
            let cols = expander.cols(&plan.cols, faults);
            let (mut copied, mut related) = if number == 0 {
                let tables = tables::named(package, &related)?;
                (Copied { part: sheet.part.clone(), tables }, related.clone())
            } else {
                let copied = copies::copy_part(package, &sheet.part)?;
                let related = related::of(package, &copied.part, &sheet.doc)?;
                (copied, related)
            };
            let (part, axis) = (&copied.part, &rows.axis);
            let (links, too_many) =
                tables::copy_with_rows(package, part, axis, &mut related, &mut copied.tables)?;
            faults.extend(too_many.into_iter().map(|cell| Fault {
                sheet: sheet.name.clone(),
                cell,
                text: String::new(),
                kind: FaultKind::TooMany,
            }));
            outs.by_src.entry(src).or_default().push(outs.list.len());
            outs.list.push(OutSheet {
                src,
                name,
                rows,
                cols,
                base,
                part: copied.part,
                copy: number > 0,
                related,
                tables: copied.tables,
                links,
                grid: Grid::default(),
            });
        }
        if !failed
            && outs.by_src[&src].is_empty()
            && outs.list.is_empty()
            && src + 1 == source.book.sheets.len()
        {
            let origin = plan.sheet.as_ref().map(|repeated| repeated.origin.clone());
            let told =
                |cell: &str| faults.iter().any(|fault| fault.sheet == sheet.name && fault.cell == cell);
            // A list that is not known is no empty one.
            let origin = origin.filter(|origin| !told(&origin.at.to_string()));
            faults.extend(origin.map(|origin| Fault {
                sheet: sheet.name.clone(),
                cell: origin.at.to_string(),
                text: origin.text,
                kind: FaultKind::NoSheets,
            }));
        }
    }
    Ok(outs)
}

/// The name of the tab of a sheet that does not repeat, which may have placeholders, too.
fn tab(
    info: &SheetInfo,
    language: &Language,
    taken: &mut BTreeSet<String>,
    faults: &mut Vec<Fault>,
) -> String {
    if !info.name.contains("{{") {
        return info.name.clone();
    }
    match texts::render(language, &language.data(), std::slice::from_ref(&info.name)) {
        Ok(Some(name)) => copies::tab_name(&name.concat(), taken),
        Ok(None) => info.name.clone(),
        Err(kind) => {
            let (sheet, cell, text) = (info.name.clone(), "@tab".to_owned(), info.name.clone());
            faults.push(Fault { sheet, cell, text, kind });
            info.name.clone()
        }
    }
}
