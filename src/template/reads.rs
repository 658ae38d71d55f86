//! What of each sheet something reads: formulas, names, charts. The rest of a long sheet need not be kept in memory for them.
//! Formulas in, columns out; rows are not told apart.

use std::collections::BTreeSet;

use super::formulas::SourceFormula;
use super::names;
use super::source::Source;
use crate::ooxml::formula::{Formula, Ref, Shape, SheetName};

/// What is read, by sheet of the template.
#[derive(Debug, Default)]
pub struct Reads {
    /// Columns that something reads.
    pub columns: Vec<Columns>,
    /// Formulas that fill several cells, by their index on their sheet.
    pub fillers: Vec<Vec<u32>>,
    /// Defined names in lower case whose references are relative: what they mean depends on the cell that uses them.
    pub relative: BTreeSet<String>,
}

/// Stretches of 1-based columns, both ends included.
#[derive(Clone, Debug, Default)]
pub struct Columns(Vec<(u32, u32)>);

impl Columns {
    /// Whether a column is among them.
    pub fn holds(&self, col: u32) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&col))
    }

    fn add(&mut self, first: u32, last: u32) {
        if !self.0.iter().any(|(low, high)| *low <= first && last <= *high) {
            self.0.push((first, last));
        }
    }
}

impl Reads {
    /// Gathers what the formulas, the names and `others` (charts) read; of the sheets `whole` everything counts as read.
    pub fn of(
        source: &Source,
        formulas: &[Vec<SourceFormula>],
        others: &[String],
        whole: impl Iterator<Item = usize>,
    ) -> Self {
        let mut reads = Self {
            columns: vec![Columns::default(); source.sheets.len()],
            fillers: Vec::new(),
            relative: names::relative(source),
        };
        for (sheet, formulas) in formulas.iter().enumerate() {
            for formula in formulas {
                reads.add_all(source, Some(sheet), &formula.parsed);
            }
            let fills = formulas.iter().enumerate().filter(|(_, formula)| formula.fills.is_some());
            reads.fillers.push(fills.map(|(index, _)| index as u32).collect());
        }
        for formula in names::named_areas(source).chain(others.iter().map(String::as_str)) {
            reads.add_all(source, None, &Formula::read(formula));
        }
        // Other columns than the written ones.
        if !reads.relative.is_empty() {
            reads.columns.iter_mut().for_each(|columns| columns.add(1, u32::MAX));
        }
        for columns in whole {
            if let Some(columns) = reads.columns.get_mut(columns) {
                columns.add(1, u32::MAX);
            }
        }
        reads
    }

    /// Whether a formula uses a name with relative references.
    pub fn is_relative(&self, formula: &SourceFormula) -> bool {
        !self.relative.is_empty()
            && names::used(&formula.text, &formula.parsed).any(|name| self.relative.contains(&name))
    }

    fn add_all(&mut self, source: &Source, own: Option<usize>, formula: &Formula) {
        for found in &formula.refs {
            // SUMIF adds up as many cells as it tests, wherever its last range ends.
            let open =
                found.argument.is_some_and(|(call, at)| at == 2 && formula.calls[call].name.ends_with("IF"));
            let (first, last) = match found.shape {
                Shape::Rows => (1, u32::MAX),
                _ => (found.first.col.min(found.last.col), found.first.col.max(found.last.col)),
            };
            self.add(source, own, found, (first, if open { u32::MAX } else { last }));
        }
    }

    fn add(&mut self, source: &Source, own: Option<usize>, found: &Ref, (first, last): (u32, u32)) {
        // A name without a sheet means that of the cell it is used in.
        let sheets = match (&found.sheet, own) {
            (SheetName::Own, Some(own)) => own..own + 1,
            (SheetName::Own, None) => 0..self.columns.len(),
            (SheetName::Named(name), _) => source.book.sheet(name).map_or(0..0, |sheet| sheet..sheet + 1),
        };
        for sheet in sheets {
            if let Some(columns) = self.columns.get_mut(sheet) {
                columns.add(first, last);
            }
        }
    }
}
