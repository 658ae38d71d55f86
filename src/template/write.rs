//! Writes every part that filling changes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::charts::Charts;
use super::copies;
use super::emit::Emitter;
use super::fault::{Fault, Note, NoteKind};
use super::formulas::SourceFormula;
use super::language::Language;
use super::names::{self, Meaning};
use super::opening::Openings;
use super::outs::{OutSheet, Outs};
use super::parts;
use super::pivots;
use super::prompts;
use super::source::{SheetSource, Source};
use super::tail::Tail;
use super::texts;
use super::threads;
use super::tree::Plan;
use crate::model::place::{CellAt, Col};
use crate::ooxml::calc::lines::Lines;
use crate::ooxml::calc::model::{Entry, FormulaCell, Model, Texts};
use crate::ooxml::calc::order::Outcome;
use crate::ooxml::calc::parse::Rect;
use crate::ooxml::calc::value::Scalar;
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::{rels, xml};

/// What writing works with.
pub struct Work<'a> {
    /// The template.
    pub source: &'a Source,
    /// Its formulas.
    pub formulas: &'a [Vec<SourceFormula>],
    /// Its plans.
    pub plans: &'a [Plan<'a>],
    /// The expression language.
    pub language: &'a Language,
    /// The sheets of the result.
    pub outs: &'a Outs,
    /// All values.
    pub model: &'a Model,
    /// Texts of formulas that differ from the template's.
    pub texts: &'a Texts<'a>,
    /// Results of formulas.
    pub outcomes: &'a [Outcome],
    /// Values of rows that are not kept.
    pub lines: &'a Lines<'a>,
    /// Shared formulas that must be written out.
    pub materialise: &'a BTreeSet<(usize, u32)>,
}

/// A sheet whose part is written while it is made.
pub struct Streamed {
    number: usize,
    concerned: bool,
    head: String,
    foot: String,
}

impl Work<'_> {
    /// Writes every changed part but the rows of sheets, which come with [`Work::stream`]; faults of the template found only
    /// now come back.
    pub fn write(
        &self,
        package: &mut Package<'_>,
        meanings: &[Meaning],
        notes: &mut Vec<Note>,
    ) -> Result<Result<BTreeMap<String, Streamed>, Vec<Fault>>, PackageFault> {
        let mut faults = Vec::new();
        let mut streamed = BTreeMap::new();
        let recalculate = self.not_computed(notes);
        let sheets_changed = copies::changed(self.source, self.outs);
        let mut formulas_changed = sheets_changed;
        for (number, out) in self.outs.list.iter().enumerate() {
            let Some(sheet) = &self.source.sheets[out.src] else { continue };
            let (sheet, changed) = self.sheet(number, out, sheet, &mut faults)?;
            if changed {
                formulas_changed |= !out.stays();
                package.stream(&out.part);
                streamed.insert(out.part.clone(), sheet);
            }
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        for number in 0..self.outs.list.len() {
            self.related(package, number)?;
        }
        for related in self.outs.charts.values() {
            self.charts(package, &related.charts, None)?;
        }
        for rel in rels::of(package, &self.source.book.part)? {
            if rel.kind == "pivotCacheDefinition" && package.has(&rel.target) {
                let changed = |rect: Rect| self.changed(rect);
                parts::edit(package, &rel.target, |_, tags, edits| {
                    pivots::cache(self.outs, self.model, &changed, tags, edits);
                })?;
            }
        }
        let extra = if sheets_changed { Some(copies::link(package, self.source, self.outs)?) } else { None };
        names::edit(package, self.source, self.outs, meanings, extra.as_ref(), self.language, recalculate)?;
        no_longer_a_template(package, &self.source.book.part)?;
        if let Some(chain) = self.source.book.calc_chain.as_ref().filter(|_| formulas_changed) {
            rels::drop_part(package, &self.source.book.part, chain)?;
        }
        Ok(Ok(streamed))
    }

    /// Whether a cell of the result was filled, depends on one that was, or stands on a sheet whose cells moved.
    fn changed(&self, rect: Rect) -> bool {
        let Some((_, grid)) = self.model.sheets.get(rect.sheet) else { return true };
        let fresh = |entry: Entry| match entry.value {
            Scalar::Formula(id) => self.outcomes[id as usize].dirty,
            _ => entry.fresh,
        };
        let mut rows = grid.rows(rect.rows.0, rect.rows.1);
        !self.outs.list[rect.sheet].stays()
            || rows.any(|(_, row)| row.among(rect.cols.0, rect.cols.1).entries().any(fresh))
    }

    fn charts(
        &self,
        package: &mut Package<'_>,
        list: &[String],
        out: Option<usize>,
    ) -> Result<(), PackageFault> {
        for chart in list {
            let charts = Charts {
                outs: self.outs,
                model: self.model,
                outcomes: self.outcomes,
                lines: self.lines,
                source: self.source,
                out,
            };
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
                parts::table(outs, (number, table), doc, tags, edits);
            })?;
        }
        for part in &related.controls {
            parts::edit(package, part, |_, tags, edits| parts::control(outs, number, tags, edits))?;
        }
        for part in &related.drawings {
            parts::edit(package, part, |doc, tags, edits| parts::drawing(outs, number, doc, tags, edits))?;
            let links = rels::rels_part(part);
            if package.has(&links) {
                parts::edit(package, &links, |_, tags, edits| {
                    parts::drawing_links(outs, number, tags, edits);
                })?;
            }
        }
        if out.stays() {
            return Ok(());
        }
        let render =
            |_: &str, at, runs: &[String]| texts::comment(self.language, out, at, runs).ok().flatten();
        for part in &related.comments {
            parts::edit(package, part, |doc, tags, edits| parts::comments(out, doc, tags, edits, render))?;
        }
        for part in &related.threads {
            parts::edit(package, part, |doc, tags, edits| threads::threads(out, doc, tags, edits, render))?;
        }
        for part in &related.pivots {
            parts::edit(package, part, |_, tags, edits| parts::pivot(out, tags, edits))?;
        }
        if let Some(part) = &related.vml {
            parts::edit(package, part, |doc, tags, edits| parts::vml(out, doc, tags, edits))?;
        }
        Ok(())
    }

    /// Notes the formulas without a result, once for all copies of one; whether there is any.
    fn not_computed(&self, notes: &mut Vec<Note>) -> bool {
        type At = (u32, u16);
        let mut found: Vec<(&FormulaCell, At, At)> = Vec::new();
        let mut known: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for (id, (cell, outcome)) in self.model.formulas.iter().zip(self.outcomes).enumerate() {
            // Where the template has no result either, only what was written anew is told of.
            let missing = || cell.rewritten && self.model.source(cell).cached == Scalar::Empty;
            if outcome.value.is_some() || !(outcome.dirty || missing()) || !self.is_own(cell) {
                continue;
            }
            let (first, last) = self.lines.failed(id as u32).unwrap_or((cell.row, cell.row));
            if let Some(at) = known.get(&(cell.sheet, cell.source)) {
                found[*at].2 = (last, cell.col);
            } else {
                known.insert((cell.sheet, cell.source), found.len());
                found.push((cell, (first, cell.col), (last, cell.col)));
            }
        }
        for (cell, first, last) in &found {
            let at = |row, col: u16| CellAt { row, col: Col(col.saturating_sub(1)) }.to_string();
            let (first, last) = (at(first.0, first.1), at(last.0, last.1));
            let text = self.model.text(cell, self.texts).into_owned();
            notes.push(Note {
                sheet: self.outs.list[cell.sheet as usize].name.clone(),
                cell: if first == last { first } else { format!("{first}:{last}") },
                kind: NoteKind::NotComputed(text),
            });
        }
        !found.is_empty()
    }

    /// Whether a formula stands in its cell, and is not just shown there by one that fills several cells.
    fn is_own(&self, cell: &FormulaCell) -> bool {
        (cell.source as usize) < self.formulas.iter().map(Vec::len).sum()
    }

    /// What of a sheet's part stands around its rows, and whether anything of the part changes.
    fn sheet(
        &self,
        number: usize,
        out: &OutSheet,
        sheet: &SheetSource,
        faults: &mut Vec<Fault>,
    ) -> Result<(Streamed, bool), PackageFault> {
        let plan = &self.plans[out.src];
        let dirty =
            |(cell, outcome): (&FormulaCell, &Outcome)| cell.sheet as usize == number && outcome.dirty;
        let concerned = !plan.cells.is_empty()
            || !out.stays()
            || self.model.formulas.iter().zip(self.outcomes).any(dirty);
        let around = format!("{}{}", &sheet.doc[..sheet.scan.data.start], &sheet.doc[sheet.scan.data.end..]);
        let tags =
            xml::tags(&around).map_err(|fault| PackageFault::Xml { part: sheet.part.clone(), fault })?;
        let mut edits = xml::Edits::default();
        prompts::fill(&around, &tags, &mut edits, |_, text, within| {
            prompts::prompt(self.language, &out.base, text, within).ok().flatten()
        });
        let mut tail = Tail {
            outs: self.outs,
            number,
            doc: &around,
            tags: &tags,
            edits,
            removed: BTreeSet::new(),
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
        let same = head == around[..start] && foot == around[start..];
        let streamed = Streamed { number, concerned, head, foot };
        let changed = out.copy || !out.stays() || !same || self.emitter(&streamed, sheet).any_touched();
        Ok((streamed, changed))
    }

    fn emitter<'s>(&'s self, streamed: &Streamed, sheet: &'s SheetSource) -> Emitter<'s> {
        let out = &self.outs.list[streamed.number];
        Emitter {
            sheet,
            formulas: &self.formulas[out.src],
            out,
            number: streamed.number,
            outs: self.outs,
            model: self.model,
            outcomes: self.outcomes,
            lines: self.lines,
            texts: self.texts,
            plan: &self.plans[out.src],
            language: self.language,
            date1904: self.source.book.date1904,
            concerned: streamed.concerned,
            materialise: self.materialise,
            openings: Openings::new(sheet.scan.cells.len()),
        }
    }

    /// Writes the part of a sheet as it is made.
    pub fn stream(&self, streamed: &Streamed, sink: &mut dyn io::Write) -> io::Result<()> {
        let out = &self.outs.list[streamed.number];
        let Some(sheet) = &self.source.sheets[out.src] else { return Ok(()) };
        if sheet.bom {
            sink.write_all("\u{feff}".as_bytes())?;
        }
        sink.write_all(streamed.head.as_bytes())?;
        self.emitter(streamed, sheet).data(&mut |text| sink.write_all(text.as_bytes()))?;
        sink.write_all(streamed.foot.as_bytes())
    }
}

/// The content type of an .xltx or .xltm becomes that of a workbook: a filled template is none any more.
pub fn no_longer_a_template(package: &mut Package<'_>, book: &str) -> Result<(), PackageFault> {
    const KINDS: [(&str, &str); 2] = [
        ("spreadsheetml.template.main+xml", "spreadsheetml.sheet.main+xml"),
        ("ms-excel.template.macroEnabled.main+xml", "ms-excel.sheet.macroEnabled.main+xml"),
    ];
    rels::edit(package, "[Content_Types].xml", |_, tags, edits| {
        for tag in tags.iter().filter(|tag| tag.name == "Override") {
            let own = tag
                .value("PartName")
                .is_some_and(|name| name.trim_start_matches('/').eq_ignore_ascii_case(book));
            let Some(attr) = tag.attr("ContentType").filter(|_| own) else { continue };
            for (template, workbook) in KINDS {
                if attr.raw.ends_with(template) {
                    edits.replace(attr.span.clone(), attr.raw.replace(template, workbook));
                }
            }
        }
    })
}
