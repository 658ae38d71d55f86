//! Headings of tables that are filled: the table's column gets the name, and structured references follow. Tables and the data
//! in, old and new names out.

use std::collections::BTreeSet;

use super::area::Area;
use super::fault::{Fault, FaultKind};
use super::fillings::Fillings;
use super::outs::{OutSheet, Outs};
use crate::model::place::{CellAt, Col};
use crate::ooxml::calc::value::{Scalar, number_as_text};
use crate::ooxml::formula::{Formula, Token};
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::xml;

/// A heading that is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The sheet of the result.
    pub out: usize,
    /// Its 1-based row.
    pub row: u32,
    /// Its 1-based column.
    pub col: u32,
    /// The table's name in lower case.
    pub table: String,
    /// The column's name in the template.
    pub old: String,
    /// The column's name in the result.
    pub new: String,
}

/// All headings of tables that are filled; a table whose columns would have no name or the same one is a fault.
pub fn headings(
    package: &mut Package<'_>,
    fillings: &Fillings<'_>,
    faults: &mut Vec<Fault>,
) -> Result<Vec<Heading>, PackageFault> {
    let mut all = Vec::new();
    for (number, out) in fillings.outs.list.iter().enumerate() {
        for part in &out.related.tables {
            let text = package.text(part)?;
            let Ok(tags) = xml::tags(without_bom(&text).0) else { continue };
            let Some(tag) = tags.iter().find(|tag| tag.name == "table") else { continue };
            let Some(area) = tag.value("ref").and_then(|area| Area::parse(&area)) else { continue };
            let cols = out.cols.axis.cover(area.cols.0, area.cols.1, out.cols.axis.window(None));
            if cols.is_none_or(|cols| cols.1 - cols.0 != area.cols.1 - area.cols.0) {
                let sheet = fillings.source.book.sheets[out.src].name.clone();
                let (cell, text, kind) = (area.show(), String::new(), FaultKind::TableColumns);
                faults.push(Fault { sheet, cell, text, kind });
                continue;
            }
            if tag.value("headerRowCount").is_some_and(|count| count == "0") {
                continue;
            }
            let Some((row, first)) = place(out, part, area) else { continue };
            let table = tag.value("displayName").map(|name| name.to_lowercase()).unwrap_or_default();
            let mut taken = BTreeSet::new();
            let columns = tags.iter().filter(|tag| tag.name == "tableColumn" && tag.starts());
            for (col, column) in (first..).zip(columns) {
                let old = column.value("name").map(|name| plain(&name)).unwrap_or_default();
                let blank = out.rows.is_blank(out.rows.axis.inst_at(row)) && old.contains("{{");
                let value = fillings.filled(number, row, col).filter(|_| !blank);
                let (new, filled) = match value {
                    // Its group has no item that could name it.
                    None if blank => (format!("Cột {}", col - first + 1), true),
                    None => (old.clone(), false),
                    Some(Scalar::Number(number)) => (number_as_text(number), true),
                    Some(Scalar::Bool(value)) => (if value { "TRUE" } else { "FALSE" }.to_owned(), true),
                    Some(Scalar::Text(text)) => (text.to_string(), true),
                    Some(_) => (String::new(), true),
                };
                if filled && (new.is_empty() || !taken.insert(new.to_lowercase())) {
                    faults.push(wrong(fillings, number, (row, col), new));
                } else {
                    taken.insert(new.to_lowercase());
                    let heading = Heading { out: number, row, col, table: table.clone(), old, new };
                    all.extend(filled.then_some(heading));
                }
            }
        }
    }
    Ok(all)
}

/// Where the first heading of a table goes.
fn place(out: &OutSheet, part: &str, area: Area) -> Option<(u32, u32)> {
    let (rows, cols) = (&out.rows.axis, &out.cols.axis);
    let row = rows.cover(area.rows.0, area.rows.1, out.table_window(part))?.0;
    Some((row, cols.cover(area.cols.0, area.cols.1, cols.window(None))?.0))
}

/// A name as the cell shows it: the part writes line breaks in it as `_x000a_`.
fn plain(name: &str) -> String {
    name.replace("_x000a_", "\n").replace("_x000d_", "\r")
}

fn wrong(fillings: &Fillings<'_>, out: usize, (row, col): (u32, u32), name: String) -> Fault {
    let target = &fillings.outs.list[out];
    let from = |axis: &crate::ooxml::axis::Axis, to: u32| axis.source(to).unwrap_or(to);
    let col = from(&target.cols.axis, col).saturating_sub(1);
    let at = CellAt { row: from(&target.rows.axis, row), col: Col(u16::try_from(col).unwrap_or(0)) };
    let sheet = fillings.source.book.sheets[target.src].name.clone();
    Fault { sheet, cell: at.to_string(), text: name.clone(), kind: FaultKind::Heading(name) }
}

/// A formula, its tables already under the names of the result, with the new names of their columns; `None` if it has none of
/// them.
pub fn renamed(outs: &Outs, text: &str) -> Option<String> {
    if outs.headings.is_empty() || !text.contains('[') {
        return None;
    }
    let formula = Formula::read(text);
    let mut edits = xml::Edits::default();
    for (_, span) in formula.tokens.iter().filter(|(token, _)| *token == Token::Other) {
        let word = &text[span.clone()];
        let Some(bracket) = word.find('[') else { continue };
        let table = word[..bracket].to_lowercase();
        for (start, end) in columns(word) {
            let old = unescaped(&word[start..end]).to_lowercase();
            let known = |heading: &&Heading| heading.table == table && heading.old.to_lowercase() == old;
            if let Some(heading) = outs.headings.iter().find(known) {
                edits.replace(span.start + start..span.start + end, escaped(&heading.new));
            }
        }
    }
    (!edits.is_empty()).then(|| edits.apply_all(text))
}

/// Where the names in innermost brackets are.
fn columns(word: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut skip = false;
    for (at, ch) in word.char_indices() {
        match ch {
            _ if skip => skip = false,
            '\'' => skip = true,
            '[' => start = Some(at + 1),
            '@' if start == Some(at) => start = Some(at + 1),
            ']' => found.extend(start.take().map(|start| (start, at))),
            _ => {}
        }
    }
    found
}

fn unescaped(name: &str) -> String {
    let mut out = String::new();
    let mut skip = false;
    for ch in name.chars() {
        skip = ch == '\'' && !skip;
        if !skip {
            out.push(ch);
        }
    }
    out
}

fn escaped(name: &str) -> String {
    let mut out = String::new();
    for ch in name.chars() {
        if matches!(ch, '[' | ']' | '#' | '\'' | '@') {
            out.push('\'');
        }
        out.push(ch);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_brackets_are_found_and_escaped() {
        let names = |word: &'static str| -> Vec<&'static str> {
            columns(word).into_iter().map(|(start, end)| &word[start..end]).collect()
        };
        assert_eq!(names("Bảng[{{ thang }}]"), ["{{ thang }}"]);
        assert_eq!(names("B[[#This Row],[Tháng '[1'] ]]"), ["#This Row", "Tháng '[1'] "]);
        assert_eq!(names("B[@a]"), ["a"]);
        assert_eq!(names("B[[a]:[b]]"), ["a", "b"]);
        for name in ["Số [1]", "a'b", "#1 @", "thường"] {
            assert_eq!(unescaped(&escaped(name)), name);
        }
    }
}
