//! The workbook part after filling: defined names follow the rows, and a full calculation is asked for where a result is
//! missing.

use super::outs::{Outs, Site};
use super::source::Source;
use crate::ooxml::formula::Formula;
use crate::ooxml::package::{Package, PackageFault};
use crate::ooxml::refs;
use crate::ooxml::{rels, xml};

/// The meaning of every defined name after filling, by its index in the book; `None` if it has become empty.
pub fn rewritten(source: &Source, outs: &Outs) -> Vec<Option<String>> {
    source
        .book
        .names
        .iter()
        .map(|name| {
            let formula = Formula::read(&name.formula);
            let out =
                name.local.and_then(|sheet| outs.by_src.get(&sheet)).and_then(|outs| outs.first()).copied();
            let site = Site { out, ..Site::default() };
            match outs.rewrite(site, &name.formula, &formula) {
                Ok(rewritten) => {
                    let text = rewritten.text.unwrap_or_else(|| name.formula.clone());
                    let gone = !formula.refs.is_empty() && Formula::read(&text).refs.is_empty();
                    (!(gone && name.name.starts_with("_xlnm."))).then_some(text)
                }
                Err(_) => Some(name.formula.clone()),
            }
        })
        .collect()
}

/// Rows of each sheet that names point to and that must not vanish altogether.
pub fn kept_rows(source: &Source, sheet: usize) -> Vec<(u32, u32)> {
    let own = source.book.sheets.get(sheet).map(|info| info.name.as_str()).unwrap_or_default();
    let mut rows = Vec::new();
    for name in source.book.names.iter().filter(|name| !name.name.starts_with("_xlnm.")) {
        rows.extend(rows_of(&name.formula, own));
    }
    rows
}

/// The rows of `sheet` that a formula without an own sheet names.
pub fn rows_of(formula: &str, sheet: &str) -> Vec<(u32, u32)> {
    let parsed = Formula::read(formula);
    parsed
        .refs
        .iter()
        .filter(|found| refs::names_sheet(found, "", sheet))
        .map(|found| (found.first.row.min(found.last.row), found.first.row.max(found.last.row)))
        .collect()
}

/// Edits the workbook part.
pub fn edit(
    package: &mut Package<'_>,
    source: &Source,
    meanings: &[Option<String>],
    recalculate: bool,
) -> Result<(), PackageFault> {
    let book = &source.book;
    rels::edit(package, &book.part, |tags, edits| {
        for (name, meaning) in book.names.iter().zip(meanings) {
            match meaning {
                Some(text) if *text != name.formula => {
                    edits.replace(name.span.clone(), xml::escape_text(text).into_owned());
                }
                Some(_) => {}
                None => edits.remove(name.element.clone()),
            }
        }
        if !recalculate {
            return;
        }
        let found = tags.iter().find(|tag| tag.starts() && tag.name == "calcPr");
        if let Some(tag) = found {
            if let Some(attr) = tag.attr("fullCalcOnLoad") {
                edits.replace(attr.span, "1");
            } else {
                let end = if tag.kind == xml::Kind::Empty { 2 } else { 1 };
                edits.insert(tag.span.end - end, " fullCalcOnLoad=\"1\"");
            }
            return;
        }
        // calcPr stands behind definedNames, which stand behind externalReferences, functionGroups and sheets.
        let before = ["definedNames", "externalReferences", "functionGroups", "sheets"];
        let after = before
            .iter()
            .find_map(|name| (0..tags.len()).find(|at| tags[*at].starts() && tags[*at].name == *name));
        if let Some(at) = after {
            edits.insert(xml::element(tags, at).end, "<calcPr fullCalcOnLoad=\"1\"/>");
        }
    })
}
