//! The formulas of a sheet of the template, shared ones resolved to what they mean in their own cell.

use std::collections::BTreeMap;

use super::area::Area;
use super::outs::{Outs, Site};
use super::source::SheetSource;
use crate::ooxml::calc::model::FormulaCell;
use crate::ooxml::formula::{Call, Formula, Token};
use crate::ooxml::refs;
use crate::ooxml::sheet::{CellSpan, FormulaKind, formula_text, wide};

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
    /// The cells that an array formula or a what-if table fills, if they are several.
    pub fills: Option<Area>,
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
                    fills: None,
                });
            }
            let area = formula.area.as_ref();
            let area = area.filter(|_| matches!(formula.kind, FormulaKind::Array | FormulaKind::Table));
            let fills = area.and_then(|area| Area::parse(&sheet.doc[wide(area)]));
            let fills = fills.filter(|area| area.rows.0 < area.rows.1 || area.cols.0 < area.cols.1);
            out.push(SourceFormula { text, parsed, kind: formula.kind, group: formula.group, fills });
        }
    }
    out
}

/// The text of a formula of the result; `formulas` are those of the template by sheet, `starts` the numbers of their first.
pub fn text_in_copy(
    outs: &Outs,
    formulas: &[Vec<SourceFormula>],
    starts: &[u32],
    cell: &FormulaCell,
) -> Option<String> {
    let out = outs.list.get(cell.sheet as usize)?;
    let formula = formulas.get(out.src)?.get((cell.source - starts.get(out.src)?) as usize)?;
    let site = Site {
        out: Some(cell.sheet as usize),
        row: out.rows.axis.inst_at(cell.row),
        col: out.cols.axis.inst_at(u32::from(cell.col)),
        strict: true,
        ..Site::default()
    };
    outs.rewrite(site, &formula.text, &formula.parsed).ok()?.text
}

/// Whether a formula takes as many cells as its result needs (a dynamic array).
pub fn spills(sheet: &SheetSource, cell: &CellSpan, formula: &SourceFormula) -> bool {
    let open = cell.span.start as usize..cell.open_end as usize;
    formula.kind == FormulaKind::Array && sheet.doc[open].contains(" cm=")
}

/// Whether a formula holds something that filling cannot see through.
pub fn cannot_follow(formula: &Formula) -> bool {
    let blind = |call: &Call| match call.name.as_str() {
        "INDIRECT" => true,
        // Steps of more than one cell are counted by hand.
        "OFFSET" => formula.tokens.iter().any(|(token, span)| {
            let far = matches!(token, Token::Number(steps) if *steps > 1.0);
            far && call.span.start < span.start && span.end < call.span.end
        }),
        _ => false,
    };
    formula.calls.iter().any(blind)
}
