//! The sender's own workbook back, marked: the cells that a line names are filled and noted, a first sheet lists the lines
//! with links and columns to fill in, a very hidden sheet says whose copy it is. Bytes and lines in, bytes out.
//!
//! Byte-preserving: what is not the marked sheets, styles, notes with their drawing, the workbook part with its
//! relationships, content types or the list of sheets in `docProps/app.xml` keeps its bytes; in the marked sheets only the
//! formats of marked cells, cells and rows that were blank and the `legacyDrawing` element change, and no other sheet
//! stays selected beside ours (two selected tabs would be edited together). A copy that comes back is cleaned of the old
//! marks first, by content, since Excel may have saved it anew ([`unmarked`]).
//!
//! It corrects nothing, reads no values and decides nothing about lines. What cannot be changed safely is refused.

mod bits;
mod book;
mod first;
mod fresh;
mod identity;
mod links;
mod looks;
mod marks;
mod notes;
mod prompts;
mod refusal;
mod sheet;
mod unmark;
mod vml;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use fresh::fresh;
pub use refusal::Refusal;
pub use unmark::unmarked;

use crate::flow::lines::{Identity, Line};
use crate::ooxml::book::Book;
use crate::ooxml::package::Package;
use crate::ooxml::xml::Edits;
use crate::text::Lang;
use first::{First, Formats};
use identity::Fills;
use links::Words;
use looks::Looks;
use marks::Marks;
use sheet::Sheet;

/// What to mark.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// The lines of this workbook.
    pub lines: &'a [Line],
    /// What the copy says of itself.
    pub identity: &'a Identity,
    /// The outcome in one sentence.
    pub verdict: &'a str,
    /// The language of the copy.
    pub lang: Lang,
}

/// A marked copy of an .xlsx or .xlsm workbook. The same input gives the same bytes.
///
/// # Errors
///
/// Whatever keeps the workbook from being changed safely; the listing remains.
pub fn workbook(original: &[u8], task: &Task<'_>) -> Result<Vec<u8>, Refusal> {
    mark(original, task, &BTreeMap::new())
}

/// Marks; `renamed` tells which name the workbook gives a sheet where it differs from that in the lines.
fn mark(original: &[u8], task: &Task<'_>, renamed: &BTreeMap<String, String>) -> Result<Vec<u8>, Refusal> {
    let cleaned = unmarked(original)?;
    let mut package = Package::open(cleaned.as_deref().unwrap_or(original))?;
    let book = Book::read(&mut package)?;
    book::guard(&mut package, &book)?;
    if book.sheet(Identity::SHEET).is_some() {
        return Err(Refusal::not_understood(&book.part, Identity::SHEET));
    }
    let words = Words::read(&mut package)?;
    let index = |name: &str| {
        let name = renamed.get(name).map_or(name, String::as_str);
        book.sheet(name).filter(|index| book.sheets[*index].worksheet)
    };
    let marks = marks::by_sheet(task.lines, task.lang, index);
    let mut looks = read_looks(&mut package, &book, &words)?;
    let formats = Formats::add(&mut looks)?;
    let mut targets = BTreeMap::new();
    for line in task.lines {
        if let Some(name) = line.sheet.as_deref()
            && !targets.contains_key(name)
            && let Some(index) = index(name)
        {
            targets.insert(name, book.sheets[index].name.clone());
        }
    }
    let marked = mark_sheets(&mut package, &book, &words, &marks, &mut looks, task.lang)?;
    let first = First {
        lines: marks::shown(task.lines),
        verdict: task.verdict,
        lang: task.lang,
        formats,
        targets,
        without_note: marked.without_note,
        words: &words,
        windows: book::windows(&mut package, &book)?,
    };
    let part = add_sheets(&mut package, &book, &first, task.identity, &marked.fills)?;
    write_looks(&mut package, &book, &words, &looks)?;
    Ok(package.write_with(&mut |name, out| if name == part { first.write(out) } else { Ok(()) })?)
}

/// What marking the sheets left to tell.
#[derive(Default)]
struct Marked {
    fills: Fills,
    without_note: Vec<(String, usize)>,
}

fn mark_sheets(
    package: &mut Package<'_>,
    book: &Book,
    words: &Words,
    marks: &BTreeMap<usize, Marks>,
    looks: &mut Looks,
    lang: Lang,
) -> Result<Marked, Refusal> {
    let mut done = Marked::default();
    let mut free = vml::Clusters::read(package)?;
    let context = notes::Context { words, book: &book.part, lang };
    for (index, info) in book.sheets.iter().enumerate() {
        let Some(marks) = marks.get(&index) else {
            deselect(package, &info.part);
            continue;
        };
        let (doc, bom) = bits::part(package, &info.part)?;
        let sheet = Sheet::read(&info.part, &doc)?;
        let shown = marks::moved(marks, &sheet.hidden_by_merges()?);
        let mut wanted = BTreeMap::new();
        for (cell, mark) in marks.iter().chain(&shown) {
            let style = sheet.style(*cell);
            wanted.insert(*cell, looks.marked(style, mark.severity)?);
            if let Some(fill) = looks.fill_of(style) {
                done.fills.insert((info.name.clone(), *cell), fill);
            }
        }
        let mut edits = Edits::default();
        sheet.deselect(&mut edits);
        sheet.set_styles(&wanted, &mut edits)?;
        let left = notes::add(package, &context, &info.part, &sheet, &shown, &mut free, &mut edits)?;
        if left > 0 {
            done.without_note.push((info.name.clone(), left));
        }
        bits::set_part(package, &info.part, &edits.apply_all(&doc), bom);
    }
    Ok(done)
}

/// Takes the selection from a sheet that is not marked; one that cannot be read is left alone.
fn deselect(package: &mut Package<'_>, part: &str) {
    if let Ok((doc, bom)) = bits::part(package, part)
        && let Some(edited) = sheet::deselect_any(&doc)
    {
        bits::set_part(package, part, &edited, bom);
    }
}

/// Adds the first and the hidden sheet; the part of the first, which is written later.
fn add_sheets(
    package: &mut Package<'_>,
    book: &Book,
    first: &First<'_>,
    identity: &Identity,
    fills: &Fills,
) -> Result<String, Refusal> {
    let stem = format!("{}worksheets/sheet", links::folder(&book.part));
    let wanted = first::NAME.get(first.lang);
    let free = |name: &String| book.sheet(name).is_none();
    let numbered = (2..u32::MAX).map(|number| format!("{wanted} ({number})"));
    let name = std::iter::once(wanted.to_owned()).chain(numbered).find(free).unwrap_or_default();
    let mut add = |bytes: Vec<u8>| -> Result<(String, String), Refusal> {
        let part = links::fresh(package, &stem, "xml");
        package.set(&part, bytes);
        links::add_type(package, &part, links::WORKSHEET)?;
        let rel = links::relate(package, first.words, &book.part, "worksheet", &part)?;
        Ok((part, rel))
    };
    let (part, rel) = add(Vec::new())?;
    let hidden = identity::text(identity, &name, fills, first.words.main, first.formats.plain());
    let (_, hidden_rel) = add(hidden.into_bytes())?;
    package.stream(&part);
    let names = [
        ("name=\"_xlnm._FilterDatabase\" hidden=\"1\"", format!("'{name}'!{}", first.area())),
        ("name=\"_xlnm.Print_Titles\"", format!("'{name}'!$1:$1")),
    ];
    let front = book::NewSheet { name: name.clone(), rel };
    let back = book::NewSheet { name: Identity::SHEET.to_owned(), rel: hidden_rel };
    book::list(package, book, &front, &back, &names, &first.words.relationships)?;
    let before: Vec<String> = worksheets(book).collect();
    let mut after = before.clone();
    after.insert(0, name);
    after.push(Identity::SHEET.to_owned());
    book::titles(package, &before, &after)?;
    Ok(part)
}

fn worksheets(book: &Book) -> impl Iterator<Item = String> {
    book.sheets.iter().filter(|sheet| sheet.worksheet).map(|sheet| sheet.name.clone())
}

fn read_looks(package: &mut Package<'_>, book: &Book, words: &Words) -> Result<Looks, Refusal> {
    if let Some(part) = book.styles.as_ref().filter(|part| package.has(part)) {
        let (doc, bom) = bits::part(package, part)?;
        return Looks::read(part, doc, bom);
    }
    Looks::new(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"{}\"></styleSheet>",
        words.main
    ))
}

fn write_looks(package: &mut Package<'_>, book: &Book, words: &Words, looks: &Looks) -> Result<(), Refusal> {
    let known = book.styles.as_ref().filter(|part| package.has(part)).cloned();
    let part = match &known {
        Some(part) => part.clone(),
        // Some readers look for this name instead of following the relationship.
        None => format!("{}styles.xml", links::folder(&book.part)),
    };
    if known.is_none() && package.has(&part) {
        return Err(Refusal::not_understood(&part, "not related to the workbook"));
    }
    let Some((doc, bom)) = looks.write(&part)? else { return Ok(()) };
    bits::set_part(package, &part, &doc, bom);
    if known.is_none() {
        links::add_type(package, &part, links::STYLES)?;
        links::relate(package, words, &book.part, "styles", &part)?;
    }
    Ok(())
}
