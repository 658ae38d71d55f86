//! The formulas of a sheet of the template, shared ones resolved to what they mean in their own cell.

use std::collections::BTreeMap;

use super::source::SheetSource;
use crate::ooxml::formula::Formula;
use crate::ooxml::refs;
use crate::ooxml::sheet::{FormulaKind, formula_text};

/// A formula of the template, its text resolved.
pub struct SourceFormula {
    /// Its text; that of a shared formula is what it means in its own cell.
    pub text: String,
    /// Its tokens.
    pub parsed: Formula,
    /// Kind.
    pub kind: FormulaKind,
    /// Group of a shared formula.
    pub group: Option<u32>,
}

/// The formulas of one sheet of the template, by their index in the scan.
pub fn formulas(sheet: &SheetSource) -> Vec<SourceFormula> {
    let scan = &sheet.scan;
    let mut masters: BTreeMap<u32, (String, u32, u32)> = BTreeMap::new();
    let mut out: Vec<SourceFormula> = Vec::with_capacity(scan.formulas.len());
    for row in &scan.rows {
        for cell in scan.cells_of(row) {
            let Some(index) = cell.formula else { continue };
            let formula = &scan.formulas[index as usize];
            let mut text = formula_text(&sheet.doc, formula);
            let (at_row, at_col) = (row.number, u32::from(cell.col) + 1);
            if let (FormulaKind::Shared, Some(group)) = (formula.kind, formula.group) {
                if text.is_empty() {
                    if let Some((master, row, col)) = masters.get(&group) {
                        let (down, right) =
                            (i64::from(at_row) - i64::from(*row), i64::from(at_col) - i64::from(*col));
                        text = refs::moved(master, down, right).unwrap_or_else(|| "#REF!".to_owned());
                    }
                } else {
                    masters.insert(group, (text.clone(), at_row, at_col));
                }
            }
            let parsed = Formula::read(&text);
            // A cell with two formulas would shift all that follow; the scan numbers them in order.
            while out.len() < index as usize {
                out.push(SourceFormula {
                    text: String::new(),
                    parsed: Formula::default(),
                    kind: FormulaKind::Normal,
                    group: None,
                });
            }
            out.push(SourceFormula { text, parsed, kind: formula.kind, group: formula.group });
        }
    }
    out
}
