//! The formulas of the template as the evaluator knows them. Scanned sheets in, sources or faults out.

use super::build::Builder;
use super::fault::FaultKind;
use super::stored::stored;
use crate::model::place::{CellAt, Col};
use crate::ooxml::calc::model::FormulaSource;
use crate::ooxml::calc::value::Scalar;
use crate::ooxml::refs::RefFault;
use crate::ooxml::sheet::FormulaKind;

impl Builder<'_, '_> {
    /// Lists the formulas of the template for the evaluator.
    pub(super) fn sources(&mut self) {
        let mut crossed = Vec::new();
        for (sheet, formulas) in self.source.sheets.iter().zip(self.formulas) {
            self.starts.push(self.model.sources.len() as u32);
            let Some(sheet) = sheet else { continue };
            let mut cached = vec![Scalar::Empty; formulas.len()];
            for row in &sheet.scan.rows {
                for cell in sheet.scan.cells_of(row) {
                    let Some(index) = cell.formula else { continue };
                    if let Some(formula) = formulas.get(index as usize)
                        && self.outs.crossed(&self.source.book, &formula.text, &formula.parsed)
                    {
                        let at = CellAt { row: row.number, col: Col(cell.col) };
                        crossed.push((sheet.name.clone(), at, formula.text.clone()));
                    }
                }
            }
            for cell in &sheet.scan.cells {
                if let Some(slot) = cell.formula.and_then(|index| cached.get_mut(index as usize)) {
                    *slot = stored(self.source, sheet, cell);
                }
            }
            self.model.sources.extend(formulas.iter().zip(cached).map(|(formula, cached)| FormulaSource {
                text: formula.text.as_str().into(),
                array: formula.kind == FormulaKind::Array,
                opaque: formula.kind == FormulaKind::Table || formula.fills.is_some(),
                cached,
            }));
        }
        for (sheet, at, text) in crossed {
            self.push_fault(&sheet, at, &text, FaultKind::Formula(RefFault::ThreeD));
        }
    }
}
