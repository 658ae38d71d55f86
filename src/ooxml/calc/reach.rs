//! What a formula reads beyond the references in it: the rest of a range that `SUMIF` adds up, what a function of one's own
//! (`LAMBDA`) reads, the time, the file. A formula in, rectangles out; too many rather than too few.

use super::model::Model;
use super::parse::{Expr, Rect};
use crate::ooxml::axis::{MAX_COL, MAX_ROW};
use crate::ooxml::formula::{Formula, SheetName};

/// Adds what a tree reads beyond its references; whether its result may be another at any time.
pub fn beyond(expr: &Expr, out: &mut Vec<Rect>) -> bool {
    let mut inner = |parts: &mut dyn Iterator<Item = &Expr>| {
        let mut any = false;
        for part in parts {
            any |= beyond(part, out);
        }
        any
    };
    match expr {
        Expr::Call(name, arguments) => {
            let any = inner(&mut arguments.iter().flatten());
            if let ("SUMIF" | "AVERAGEIF", [Some(tested), _, Some(added)]) = (name.as_str(), &arguments[..]) {
                as_large(tested, added, out);
            }
            any || is_any_time(name)
        }
        Expr::Union(parts) => inner(&mut parts.iter()),
        Expr::Negate(part) | Expr::Percent(part) => inner(&mut std::iter::once(&**part)),
        Expr::Binary(_, left, right) => inner(&mut [&**left, &**right].into_iter()),
        _ => false,
    }
}

/// `SUMIF` adds up as many cells as it tests, wherever its last range ends.
fn as_large(tested: &Expr, added: &Expr, out: &mut Vec<Rect>) {
    match (tested, added) {
        (Expr::Area(tested), Expr::Area(added)) => {
            let (rows, cols) = (tested.rows.1 - tested.rows.0, tested.cols.1 - tested.cols.0);
            out.push(Rect {
                rows: (added.rows.0, added.rows.0.saturating_add(rows)),
                cols: (added.cols.0, added.cols.0.saturating_add(cols)),
                ..*added
            });
        }
        _ => below(added, out),
    }
}

/// Everything right of and below the references of a tree.
fn below(expr: &Expr, out: &mut Vec<Rect>) {
    match expr {
        Expr::Area(rect) | Expr::Along(rect, _) => {
            out.push(Rect { rows: (rect.rows.0, MAX_ROW), cols: (rect.cols.0, MAX_COL), ..*rect });
        }
        Expr::Union(parts) => parts.iter().for_each(|part| below(part, out)),
        Expr::Call(_, arguments) => arguments.iter().flatten().for_each(|part| below(part, out)),
        Expr::Negate(part) | Expr::Percent(part) => below(part, out),
        Expr::Binary(_, left, right) => {
            below(left, out);
            below(right, out);
        }
        Expr::Number(_) | Expr::Text(_) | Expr::Bool(_) | Expr::Error(_) => {}
    }
}

/// The same for a formula without a tree, that stands on the sheet `own`.
pub fn beyond_text(text: &str, model: &Model, own: usize, out: &mut Vec<Rect>) -> bool {
    let formula = Formula::read(text);
    for found in &formula.refs {
        let call = found.argument.map(|(call, number)| (formula.calls[call].name.as_str(), number));
        let sheet = match &found.sheet {
            SheetName::Own => Some(own),
            SheetName::Named(name) => model.sheet(name),
        };
        if let (Some(("SUMIF" | "AVERAGEIF", 2)), Some(sheet)) = (call, sheet) {
            let (rows, cols) = (found.first.row.min(found.last.row), found.first.col.min(found.last.col));
            out.push(Rect { sheet, rows: (rows, MAX_ROW), cols: (cols, MAX_COL) });
        }
    }
    any_time(&formula)
}

/// Whether a tree calls a function that a defined name stands for.
pub fn calls_names(expr: &Expr, model: &Model, own: usize) -> bool {
    let inner = |part: &Expr| calls_names(part, model, own);
    match expr {
        Expr::Call(name, arguments) => {
            model.name(name, own).is_some() || arguments.iter().flatten().any(inner)
        }
        Expr::Union(parts) => parts.iter().any(inner),
        Expr::Negate(part) | Expr::Percent(part) => inner(part),
        Expr::Binary(_, left, right) => inner(left) || inner(right),
        _ => false,
    }
}

/// Whether the result of a formula comes from the time, from chance, from the file or from other formulas' texts.
fn any_time(formula: &Formula) -> bool {
    formula.calls.iter().any(|call| is_any_time(&call.name))
}

fn is_any_time(name: &str) -> bool {
    matches!(
        name,
        "NOW"
            | "TODAY"
            | "RAND"
            | "RANDBETWEEN"
            | "RANDARRAY"
            | "CELL"
            | "INFO"
            | "SHEET"
            | "SHEETS"
            | "FORMULATEXT"
            | "ISFORMULA"
    )
}
