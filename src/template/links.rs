//! Where links inside the workbook lead after filling. The text of a link in, its new text out.

use super::outs::{Outs, Site};
use super::rules::is_gone;
use crate::model::place::{CellAt, Col};
use crate::ooxml::formula::{Formula, SheetName};
use crate::ooxml::refs::quote_sheet;

/// What becomes of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// It stays as it is.
    Stays,
    /// It leads there.
    To(String),
    /// Its sheet was left out.
    Gone,
}

/// Follows a link that stands on the sheet `out` of the result. A cell that is no more gives way to the one that stands
/// there now: a link to the row of a control tag leads to the row behind it.
pub fn follow(outs: &Outs, out: Option<usize>, link: &str) -> Link {
    let formula = Formula::read(link);
    let site = Site { out, ..Site::default() };
    match outs.rewrite(site, link, &formula).map(|rewritten| rewritten.text) {
        Ok(Some(text)) if !is_gone(link, &text) => return Link::To(text),
        Ok(Some(_)) => {}
        _ => return Link::Stays,
    }
    let Some(found) = formula.refs.first() else { return Link::Stays };
    let (target, name) = match &found.sheet {
        SheetName::Own => (out, None),
        SheetName::Named(name) => {
            let src = outs.names.get(&name.to_lowercase());
            let own = out.filter(|out| Some(&outs.list[*out].src) == src);
            let target = own.or_else(|| outs.by_src.get(src?)?.first().copied());
            (target, target.map(|target| &outs.list[target].name))
        }
    };
    let Some(sheet) = target.and_then(|target| outs.list.get(target)) else { return Link::Gone };
    let row = sheet.rows.axis.at_or_after(found.first.row);
    let col = sheet.cols.axis.at_or_after(found.first.col).saturating_sub(1);
    let cell = CellAt { row, col: Col(u16::try_from(col).unwrap_or(0)) };
    Link::To(name.map_or_else(|| cell.to_string(), |name| format!("{}!{cell}", quote_sheet(name))))
}
