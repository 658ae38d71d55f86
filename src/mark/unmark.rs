//! Our marks taken off a copy that came back, by content: Excel may have saved it anew, with other part names and style
//! numbers and shared strings. The first sheet is known by its headings, notes by their author, marked cells by the exact
//! colour of their fill. A cell whose former fill is not on record (it had none, or rows were sorted since) gets none.

use std::collections::BTreeMap;

use super::bits;
use super::book;
use super::identity::{self, Record};
use super::looks::Looks;
use super::notes;
use super::refusal::Refusal;
use super::sheet::Sheet;
use crate::flow::lines::{Column, Identity};
use crate::ooxml::book::Book;
use crate::ooxml::package::Package;
use crate::ooxml::rels;
use crate::ooxml::strings::Strings;
use crate::ooxml::xml::{self, Edits};

/// What the identity of a marked copy says it is.
const MARKED: &str = "marked";
/// Parts that belong to a sheet alone and go with it.
const OWNED: [&str; 7] =
    ["comments", "vmlDrawing", "threadedComment", "drawing", "table", "printerSettings", "ctrlProp"];
/// Headings that make a first row ours, the key's among them.
const ENOUGH_HEADINGS: usize = 8;

/// A workbook without the marks of an earlier [`workbook`](super::workbook); `None` if it carries none of ours.
///
/// # Errors
///
/// As for [`workbook`](super::workbook).
pub fn unmarked(bytes: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
    let mut package = Package::open(bytes)?;
    let book = Book::read(&mut package)?;
    if book.sheet(Identity::SHEET).is_none() {
        return Ok(None);
    }
    book::guard(&mut package, &book)?;
    let shared = identity::shared(&mut package, &book)?;
    let read = identity::read(&mut package, &book, &shared)?;
    let Some((hidden, record)) = read.filter(|(_, record)| record.identity.kind == MARKED) else {
        return Ok(None);
    };
    let mut gone = vec![hidden];
    for (index, info) in book.sheets.iter().enumerate() {
        if index != hidden && info.worksheet && is_first(&mut package, &info.part, &shared)? {
            gone.push(index);
        }
    }
    gone.sort_unstable();
    if gone.len() == book.sheets.len() {
        return Err(Refusal::not_understood(&book.part, "no sheet but ours"));
    }
    clean_sheets(&mut package, &book, &record, &gone)?;
    drop_calculations(&mut package, &book, &gone)?;
    for index in &gone {
        drop_sheet(&mut package, &book, *index)?;
    }
    book::unlist(&mut package, &book, &gone)?;
    let names = |kept: bool| -> Vec<String> {
        let sheets = book.sheets.iter().enumerate().filter(|(_, sheet)| sheet.worksheet);
        sheets.filter(|(at, _)| !kept || !gone.contains(at)).map(|(_, sheet)| sheet.name.clone()).collect()
    };
    book::titles(&mut package, &names(false), &names(true))?;
    Ok(Some(package.write()?))
}

/// Whether the first row of a sheet holds the headings of lines.
fn is_first(package: &mut Package<'_>, part: &str, shared: &Strings) -> Result<bool, Refusal> {
    let rows = identity::rows(package, part, shared, 1)?;
    let Some(row) = rows.first() else { return Ok(false) };
    let columns: Vec<Column> = row.iter().filter_map(|(_, text)| Column::of_heading(text)).collect();
    Ok(columns.len() >= ENOUGH_HEADINGS && columns.contains(&Column::Key))
}

fn clean_sheets(
    package: &mut Package<'_>,
    book: &Book,
    record: &Record,
    gone: &[usize],
) -> Result<(), Refusal> {
    let mut looks = match book.styles.as_ref().filter(|part| package.has(part)) {
        Some(part) => {
            let (doc, bom) = bits::part(package, part)?;
            Some((part.clone(), Looks::read(part, doc, bom)?))
        }
        None => None,
    };
    let marked = looks.as_ref().map(|(_, looks)| looks.are_marked()).unwrap_or_default();
    let mut known: BTreeMap<(u32, Option<&str>), u32> = BTreeMap::new();
    for (index, info) in book.sheets.iter().enumerate() {
        if gone.contains(&index) || !info.worksheet {
            continue;
        }
        let (doc, bom) = bits::part(package, &info.part)?;
        let sheet = Sheet::read(&info.part, &doc)?;
        let mut edits = Edits::default();
        if let Some((_, looks)) = &mut looks {
            let mut wanted = BTreeMap::new();
            for (cell, style) in sheet.cells_with(&marked) {
                let fill = record.fills.get(&(info.name.clone(), cell)).map(String::as_str);
                let style = if let Some(style) = known.get(&(style, fill)) {
                    *style
                } else {
                    let new = looks.restored(style, fill)?;
                    known.insert((style, fill), new);
                    new
                };
                wanted.insert(cell, style);
            }
            sheet.set_styles(&wanted, &mut edits)?;
        }
        notes::remove(package, &info.part, &sheet, &mut edits)?;
        if !edits.is_empty() {
            bits::set_part(package, &info.part, &edits.apply_all(&doc), bom);
        }
    }
    if let Some((part, looks)) = &looks
        && let Some((doc, bom)) = looks.write(part)?
    {
        bits::set_part(package, part, &doc, bom);
    }
    Ok(())
}

/// Removes a sheet's part with what is its own.
fn drop_sheet(package: &mut Package<'_>, book: &Book, index: usize) -> Result<(), Refusal> {
    let part = &book.sheets[index].part;
    let links = rels::rels_part(part);
    if package.has(&links) {
        for rel in rels::of(package, part)? {
            if !rel.external && OWNED.contains(&rel.kind.as_str()) && package.has(&rel.target) {
                rels::drop_part(package, part, &rel.target)?;
            }
        }
        package.remove(&links);
    }
    rels::drop_part(package, &book.part, part)?;
    Ok(())
}

/// Drops the calculation chain if it names a sheet that goes: someone calculated on our first sheet. Excel makes a new one.
fn drop_calculations(package: &mut Package<'_>, book: &Book, gone: &[usize]) -> Result<(), Refusal> {
    let Some(chain) = book.calc_chain.as_ref().filter(|part| package.has(part)) else { return Ok(()) };
    let (doc, _) = bits::part(package, &book.part)?;
    let tags = xml::tags(&doc).map_err(|fault| bits::broken(&book.part, fault))?;
    let ids: Vec<String> = gone
        .iter()
        .filter_map(|index| tags.iter().find(|tag| tag.span.start == book.sheets[*index].span.start))
        .filter_map(|tag| tag.value("sheetId"))
        .collect();
    let (cells, _) = bits::part(package, chain)?;
    let named = xml::Walk::new(&cells)
        .map_while(Result::ok)
        .any(|tag| tag.name == "c" && tag.value("i").is_some_and(|id| ids.contains(&id)));
    if named {
        rels::drop_part(package, &book.part, chain)?;
    }
    Ok(())
}
