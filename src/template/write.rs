//! Writes every part that filling changes.

use std::collections::BTreeSet;

use super::charts::Charts;
use super::copies;
use super::emit::Emitter;
use super::fault::{Fault, Note, NoteKind};
use super::formulas::SourceFormula;
use super::language::Language;
use super::names::{self, Meaning};
use super::outs::{OutSheet, Outs};
use super::parts;
use super::source::{SheetSource, Source};
use super::tail::Tail;
use super::texts;
use super::tree::Plan;
use crate::model::place::CellAt;
use crate::ooxml::calc::model::{FormulaCell, Model};
use crate::ooxml::calc::order::Outcome;
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::{rels, xml};

/// What writing works with.
pub struct Work<'a, 'e> {
    /// The template.
    pub source: &'a Source,
    /// Its formulas.
    pub formulas: &'a [Vec<SourceFormula>],
    /// Its plans.
    pub plans: &'a [Plan<'e>],
    /// The expression language.
    pub language: &'a Language,
    /// The sheets of the result.
    pub outs: &'a Outs,
    /// All values.
    pub model: &'a Model,
    /// Results of formulas.
    pub outcomes: &'a [Outcome],
    /// Shared formulas that must be written out.
    pub materialise: &'a BTreeSet<(usize, u32)>,
}

impl Work<'_, '_> {
    /// Writes every changed part; what it returns are faults of the template found only now.
    pub fn write(
        &self,
        package: &mut Package<'_>,
        meanings: &[Meaning],
        notes: &mut Vec<Note>,
    ) -> Result<Vec<Fault>, PackageFault> {
        let mut faults = Vec::new();
        let mut recalculate = false;
        let sheets_changed = copies::changed(self.source, self.outs);
        let mut formulas_changed = sheets_changed;
        for (number, out) in self.outs.list.iter().enumerate() {
            let Some(sheet) = &self.source.sheets[out.src] else { continue };
            let (text, dropped) = self.sheet(number, out, sheet, &mut faults)?;
            recalculate |= !dropped.is_empty();
            for (cell, formula) in dropped {
                let kind = NoteKind::NotComputed(formula);
                notes.push(Note { sheet: out.name.clone(), cell: cell.to_string(), kind });
            }
            if text != sheet.doc || out.copy {
                formulas_changed |= !out.stays();
                let text = if sheet.bom { format!("\u{feff}{text}") } else { text };
                package.set(&out.part, text.into_bytes());
            }
        }
        if !faults.is_empty() {
            return Ok(faults);
        }
        for number in 0..self.outs.list.len() {
            self.related(package, number)?;
        }
        for related in self.outs.charts.values() {
            self.charts(package, &related.charts, None)?;
        }
        for rel in rels::of(package, &self.source.book.part)? {
            if rel.kind == "pivotCacheDefinition" && package.has(&rel.target) {
                parts::edit(package, &rel.target, |_, tags, edits| {
                    parts::pivot_cache(self.outs, tags, edits);
                })?;
            }
        }
        let extra = if sheets_changed { Some(copies::link(package, self.source, self.outs)?) } else { None };
        names::edit(package, self.source, self.outs, meanings, extra.as_ref(), self.language, recalculate)?;
        self.no_longer_a_template(package)?;
        if let Some(chain) = self.source.book.calc_chain.as_ref().filter(|_| formulas_changed) {
            rels::drop_part(package, &self.source.book.part, chain)?;
        }
        Ok(faults)
    }

    /// The content type of an .xltx or .xltm becomes that of a workbook: a filled template is none any more.
    fn no_longer_a_template(&self, package: &mut Package<'_>) -> Result<(), PackageFault> {
        const KINDS: [(&str, &str); 2] = [
            ("spreadsheetml.template.main+xml", "spreadsheetml.sheet.main+xml"),
            ("ms-excel.template.macroEnabled.main+xml", "ms-excel.sheet.macroEnabled.main+xml"),
        ];
        rels::edit(package, "[Content_Types].xml", |_, tags, edits| {
            for tag in tags.iter().filter(|tag| tag.name == "Override") {
                let own = tag
                    .value("PartName")
                    .is_some_and(|name| name.trim_start_matches('/') == self.source.book.part);
                let Some(attr) = tag.attr("ContentType").filter(|_| own) else { continue };
                for (template, workbook) in KINDS {
                    if attr.raw.ends_with(template) {
                        edits.replace(attr.span.clone(), attr.raw.replace(template, workbook));
                    }
                }
            }
        })
    }

    fn charts(
        &self,
        package: &mut Package<'_>,
        list: &[String],
        out: Option<usize>,
    ) -> Result<(), PackageFault> {
        for chart in list {
            let charts = Charts { outs: self.outs, model: self.model, outcomes: self.outcomes, out };
            parts::edit(package, chart, |doc, tags, edits| charts.edit(doc, tags, edits))?;
        }
        Ok(())
    }

    /// Edits what hangs on a sheet.
    fn related(&self, package: &mut Package<'_>, number: usize) -> Result<(), PackageFault> {
        let outs = self.outs;
        let out = &outs.list[number];
        let related = &out.related;
        self.charts(package, &related.charts, Some(number))?;
        for table in &related.tables {
            parts::edit(package, table, |doc, tags, edits| {
                parts::table(outs, self.model, number, doc, tags, edits);
            })?;
        }
        for part in &related.controls {
            parts::edit(package, part, |_, tags, edits| parts::control(outs, number, tags, edits))?;
        }
        for part in &related.drawings {
            parts::edit(package, part, |doc, tags, edits| parts::drawing(outs, number, doc, tags, edits))?;
        }
        if out.stays() {
            return Ok(());
        }
        for part in related.comments.iter().chain(&related.threads) {
            let render = |at, runs: &[String]| texts::comment(self.language, out, at, runs).ok().flatten();
            parts::edit(package, part, |doc, tags, edits| parts::comments(out, doc, tags, edits, render))?;
        }
        for part in &related.pivots {
            parts::edit(package, part, |_, tags, edits| parts::pivot(out, tags, edits))?;
        }
        if let Some(part) = &related.vml {
            parts::edit(package, part, |doc, tags, edits| parts::vml(out, doc, tags, edits))?;
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
        let stale = self
            .model
            .formulas
            .iter()
            .zip(self.outcomes)
            .filter(|(cell, outcome)| {
                cell.sheet == number && outcome.dirty && outcome.value.is_none() && cell.size != (1, 1)
            })
            .map(|(cell, _)| ((cell.row, cell.row + cell.size.0 - 1), (cell.col, cell.col + cell.size.1 - 1)))
            .collect();
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
            stale,
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
        let render = |text: &str| texts::header(self.language, &out.base, text).ok().flatten();
        texts::headers(&around, &tags, &mut tail.edits, render);
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
