//! The stored data of pivot tables: where they come from follows the rows, and they are read anew on opening where a cell of
//! their source changed. A part's tags in, edits out.

use super::area::Area;
use super::outs::Outs;
use crate::ooxml::calc::model::Model;
use crate::ooxml::calc::parse::Rect;
use crate::ooxml::formula::{Formula, SheetName};
use crate::ooxml::xml::{Edits, Tag};

/// Edits the definition of a pivot cache; `changed` tells of an area of the result whether anything in it changed.
pub fn cache(
    outs: &Outs,
    model: &Model,
    changed: &dyn Fn(Rect) -> bool,
    tags: &[Tag<'_>],
    edits: &mut Edits,
) {
    let root = tags.iter().find(|tag| tag.name == "pivotCacheDefinition" && tag.starts());
    for tag in tags.iter().filter(|tag| tag.name == "worksheetSource" && tag.starts()) {
        let rect = moved(outs, tag, edits).or_else(|| named(model, &tag.value("name")?));
        let (Some(rect), Some(root)) = (rect, root) else { continue };
        if !changed(rect) {
            continue;
        }
        match root.attr("refreshOnLoad") {
            Some(attr) => edits.set(attr.span, "1".to_owned()),
            None => edits.set(root.span.end - 1..root.span.end - 1, " refreshOnLoad=\"1\"".to_owned()),
        }
    }
}

/// The area that a source names by its letters, which is written anew where it moves.
fn moved(outs: &Outs, tag: &Tag<'_>, edits: &mut Edits) -> Option<Rect> {
    let (name, attr) = (tag.value("sheet")?, tag.attr("ref")?);
    let sheet = *outs.names.get(&name.to_lowercase()).and_then(|src| outs.by_src.get(src)?.first())?;
    let area = Area::parse(&attr.value())?;
    let (rows, cols) = (&outs.list[sheet].rows.axis, &outs.list[sheet].cols.axis);
    let rows = rows.cover(area.rows.0, area.rows.1, rows.window(None))?;
    let cols = cols.cover(area.cols.0, area.cols.1, cols.window(None))?;
    let new = area.with(rows, cols).show();
    if new != attr.value() {
        edits.replace(attr.span, new);
    }
    Some(Rect { sheet, rows, cols })
}

/// The area of a table or of a defined name.
fn named(model: &Model, name: &str) -> Option<Rect> {
    let lower = name.to_lowercase();
    if let Some(table) = model.tables.iter().find(|table| table.name == lower) {
        return Some(table.rect);
    }
    let meaning = model.names.iter().find(|((known, _), _)| *known == lower)?.1;
    let found = Formula::read(meaning).refs.into_iter().next()?;
    let SheetName::Named(sheet) = &found.sheet else { return None };
    let (rows, cols) = ((found.first.row, found.last.row), (found.first.col, found.last.col));
    Some(Rect { sheet: model.sheet(sheet)?, rows, cols })
}
