//! .xlsx and .xlsm: the package's own parts, the guard's pass, then calamine's streaming reader.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Seek};

use calamine::{Reader, Xlsx};
use quick_xml::events::Event;

use crate::model::sheet::{Format, ReadNote, Sheet, Workbook};

use super::calc;
use super::fault::ReadFault;
use super::fonts;
use super::grid::{self, Grid};
use super::guard::{self, SheetFacts};
use super::package::Package;
use super::repair::{plain_name, rewrite};
use super::xml::{attribute, attribute_local, truth};

/// Where calamine looks for the shared strings and (below) the styles, whatever the relationships say.
pub(super) const STRINGS: &str = "sharedStrings.xml";
/// See [`STRINGS`].
pub(super) const STYLES: &str = "styles.xml";

/// What a relationship points to.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// The last step of its type: `worksheet`, `chartsheet`, `externalLink` …
    pub(super) kind: String,
    /// As written.
    pub(super) target: String,
}

/// One entry of the list of sheets.
#[derive(Debug)]
pub(super) struct SheetRef {
    name: String,
    hidden: bool,
    kind: String,
    /// The part's name, if the relationship and the part exist.
    pub(super) part: Option<String>,
    /// Whether calamine finds and accepts the sheet as it is written.
    plain: bool,
}

/// What the workbook part and its relationships say.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) folder: String,
    pub(super) main: String,
    sheets: Vec<SheetRef>,
    pub(super) date1904: bool,
    /// The part with the shared strings, and that with the styles.
    pub(super) strings: String,
    pub(super) styles: String,
    /// Targets of links to other workbooks, in the order of their numbers.
    links: Vec<String>,
}

/// Reads a workbook.
///
/// # Errors
/// See [`ReadFault`]; a sheet that calamine alone cannot read is a note while another one can be read.
pub(super) fn read(package: &mut Package<'_>, bytes: &[u8], format: Format) -> Result<Workbook, ReadFault> {
    let book = book(package)?;
    let strings = match package.xml(&book.strings) {
        Some(part) => guard::shared_strings(&mut part?)?,
        None => 0,
    };
    let fonts = match package.kept(&book.styles) {
        Some(part) => fonts::of_styles(&mut part?)?,
        None => Vec::new(),
    };
    package.verify_kept(&format!("{}theme/theme1.xml", book.folder))?;

    let mut notes = Vec::new();
    let mut readable: Vec<(&SheetRef, SheetFacts)> = Vec::new();
    for sheet in &book.sheets {
        match (&sheet.part, sheet.kind.as_str()) {
            (_, kind) if kind != "worksheet" && kind != "missing" => {
                notes.push(ReadNote::SheetSkipped { name: sheet.name.clone() });
            }
            (Some(part), "worksheet") => {
                let mut part =
                    package.xml(part).unwrap_or_else(|| Err(ReadFault::damaged("a sheet is missing")))?;
                readable.push((sheet, guard::sheet(&mut part, strings, !book.links.is_empty(), &fonts)?));
            }
            _ => notes.push(unreadable(sheet, "the part with its rows is missing")),
        }
    }
    add_notes(package, &book, &readable, &mut notes);

    let names: BTreeSet<String> = book.sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
    let plain = book.sheets.iter().all(|sheet| sheet.plain)
        && names.len() == book.sheets.len()
        && !readable.iter().any(|(_, facts)| facts.odd_dimension)
        && book.strings == format!("{}{STRINGS}", book.folder)
        && book.styles == format!("{}{STYLES}", book.folder);
    let rewritten = if plain { None } else { Some(rewrite(package, &book, &readable)?) };
    let source = rewritten.as_deref().unwrap_or(bytes);
    let mut calc = calc::contained(|| Xlsx::new(Cursor::new(source)))
        .map_err(ReadFault::damaged)?
        .map_err(ReadFault::damaged)?;
    if calc.has_1904_epoch() != book.date1904 {
        return Err(ReadFault::unreliable("the date system"));
    }

    let mut sheets = Vec::new();
    for (index, (sheet, facts)) in readable.into_iter().enumerate() {
        let name = if plain { sheet.name.clone() } else { plain_name(index) };
        match calc::contained(|| cells(&mut calc, &name, facts, book.date1904)) {
            Ok(Ok(grid)) => sheets.push(grid.finish(sheet.name.clone(), sheet.hidden)?),
            Ok(Err(Failed::Sheet(detail))) | Err(detail) => notes.push(unreadable(sheet, &detail)),
            Ok(Err(Failed::File(fault))) => return Err(fault),
        }
    }
    finish(format, sheets, notes)
}

/// A workbook, unless not one of its sheets could be read.
pub(super) fn finish(
    format: Format,
    sheets: Vec<Sheet>,
    notes: Vec<ReadNote>,
) -> Result<Workbook, ReadFault> {
    if sheets.is_empty() {
        for note in &notes {
            if let ReadNote::SheetUnreadable { name, detail } = note {
                return Err(ReadFault::damaged(format!("sheet {name}: {detail}")));
            }
        }
        if notes.is_empty() {
            return Err(ReadFault::damaged("a workbook without sheets"));
        }
    }
    Ok(Workbook { format, sheets, notes })
}

fn unreadable(sheet: &SheetRef, detail: &str) -> ReadNote {
    ReadNote::SheetUnreadable { name: sheet.name.clone(), detail: detail.to_owned() }
}

fn add_notes(
    package: &Package<'_>,
    book: &Book,
    sheets: &[(&SheetRef, SheetFacts)],
    notes: &mut Vec<ReadNote>,
) {
    if book.date1904 {
        notes.push(ReadNote::Date1904);
    }
    let cells = sheets.iter().map(|(_, facts)| facts.external).sum();
    if cells > 0 {
        let first = sheets.iter().find_map(|(_, facts)| facts.first_link);
        let target = first.and_then(|number| book.links.get(number - 1)).or(book.links.first());
        notes.push(ReadNote::ExternalLinks { cells, target: target.cloned().unwrap_or_default() });
    }
    if package.names().any(|name| name.starts_with("_xmlsignatures/")) {
        notes.push(ReadNote::Signed);
    }
}

/// Why one sheet gave no grid.
enum Failed {
    /// calamine cannot read it.
    Sheet(String),
    /// It can be read, but not as the guard has read it.
    File(ReadFault),
}

fn cells<RS: Read + Seek>(
    calc: &mut Xlsx<RS>,
    name: &str,
    facts: SheetFacts,
    date1904: bool,
) -> Result<Grid, Failed> {
    let mut reader = calc.worksheet_cells_reader(name).map_err(|error| Failed::Sheet(error.to_string()))?;
    let mut grid = facts.grid;
    let mut instead = facts.instead.into_iter().peekable();
    let mut valued = 0_usize;
    loop {
        match reader.next_cell() {
            Ok(None) => break,
            Ok(Some(cell)) => {
                let (row, col) = cell.get_position();
                let at = grid::place(u64::from(row) + 1, u64::from(col)).map_err(Failed::File)?;
                if let Some((_, value)) = instead.next_if(|(place, _)| *place == at) {
                    grid.push(at, value);
                } else if let Some(value) = calc::value(cell.get_value(), date1904) {
                    valued += 1;
                    grid.push(at, value);
                }
            }
            // A cell that calamine gives up on is passed over by it; the guard has foreseen it.
            Err(error) => match instead.next() {
                Some((at, value)) => grid.push(at, value),
                None => return Err(Failed::Sheet(error.to_string())),
            },
        }
    }
    if instead.next().is_some() || valued != facts.valued {
        let detail = format!("sheet {name}: {} cells with a value, {valued} read", facts.valued);
        return Err(Failed::File(ReadFault::unreliable(detail)));
    }
    Ok(grid)
}

// --- the parts of the package ---------------------------------------------------------------------------------------

fn book(package: &mut Package<'_>) -> Result<Book, ReadFault> {
    let root = relations(package, "_rels/.rels")?;
    let target =
        root.into_values().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target);
    let main = target.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let main = main.trim_start_matches('/').to_owned();
    let (folder, file) = main.rfind('/').map_or(("", main.as_str()), |at| main.split_at(at + 1));
    let mut book = Book { folder: folder.to_owned(), main: main.clone(), ..Book::default() };
    let relations = relations(package, &format!("{folder}_rels/{file}.rels"))?;
    let named = |kind: &str, usual: &str| {
        let relation = relations.values().find(|relation| relation.kind == kind);
        relation.map_or_else(|| format!("{folder}{usual}"), |relation| resolve(folder, &relation.target))
    };
    (book.strings, book.styles) = (named("sharedStrings", STRINGS), named("styles", STYLES));
    if relations.values().any(|relation| relation.kind == "styles") && !package.has(&book.styles) {
        return Err(ReadFault::damaged("the styles, without which no date is known, are missing"));
    }
    let mut part =
        package.xml(&main).unwrap_or_else(|| Err(ReadFault::damaged("the workbook part is missing")))?;
    let mut link_ids = Vec::new();
    let mut listed: Vec<(String, String, Option<String>)> = Vec::new();
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "sheet" => listed.push((
                    attribute(&element, "name").unwrap_or_default().into_owned(),
                    attribute_local(&element, "id").unwrap_or_default().into_owned(),
                    attribute(&element, "state").map(std::borrow::Cow::into_owned),
                )),
                "workbookPr" => {
                    if let Some(text) = attribute(&element, "date1904") {
                        book.date1904 = truth(&text);
                    }
                }
                "externalReference" => {
                    link_ids.extend(attribute_local(&element, "id").map(std::borrow::Cow::into_owned));
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    drop(part);
    for (name, id, state) in listed {
        let mut sheet = sheet_ref(package, folder, relations.get(&id), name, state.as_deref());
        if id.is_empty() {
            // How Excel lists the macro modules of Excel 95, which are no sheets any more.
            "module".clone_into(&mut sheet.kind);
        }
        book.sheets.push(sheet);
    }
    for id in link_ids {
        let link = relations.get(&id).map(|relation| resolve(folder, &relation.target));
        book.links.push(link.map(|part| link_target(package, &part)).unwrap_or_default());
    }
    Ok(book)
}

fn sheet_ref(
    package: &Package<'_>,
    folder: &str,
    relation: Option<&Relation>,
    name: String,
    state: Option<&str>,
) -> SheetRef {
    let hidden = matches!(state, Some("hidden" | "veryHidden"));
    let Some(relation) = relation else {
        return SheetRef { name, hidden, kind: "missing".to_owned(), part: None, plain: false };
    };
    let part = resolve(folder, &relation.target);
    let as_written = relation
        .target
        .strip_prefix('/')
        .map_or_else(|| format!("{folder}{}", relation.target), str::to_owned);
    let plain = as_written == part
        && package.has(&part)
        && matches!(relation.kind.as_str(), "worksheet" | "chartsheet" | "dialogsheet")
        && (hidden || matches!(state, None | Some("visible")));
    SheetRef {
        name,
        hidden,
        kind: relation.kind.clone(),
        part: Some(part.clone()).filter(|part| package.has(part)),
        plain,
    }
}

/// A relationship's target as the name of a part.
pub(super) fn resolve(folder: &str, target: &str) -> String {
    let whole = if target.starts_with('/') { target.to_owned() } else { format!("{folder}{target}") };
    let mut steps = Vec::new();
    for step in whole.replace('\\', "/").split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step.to_owned()),
        }
    }
    steps.join("/")
}

pub(super) fn relations(
    package: &mut Package<'_>,
    name: &str,
) -> Result<BTreeMap<String, Relation>, ReadFault> {
    let mut found = BTreeMap::new();
    let Some(part) = package.xml(name) else { return Ok(found) };
    let mut part = part?;
    loop {
        match part.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let id = attribute(&element, "Id").unwrap_or_default().into_owned();
                let kind = attribute(&element, "Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = attribute(&element, "Target").unwrap_or_default().into_owned();
                found.insert(id, Relation { kind, target });
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The file that a link part points to, as written there.
pub(super) fn link_target(package: &mut Package<'_>, part: &str) -> String {
    let (folder, file) = part.rfind('/').map_or(("", part), |at| part.split_at(at + 1));
    let relations = relations(package, &format!("{folder}_rels/{file}.rels")).unwrap_or_default();
    relations.into_values().next().map(|relation| relation.target).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_from_the_folder_of_the_workbook() {
        for (target, part) in [
            ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../xl/./worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../../../x.xml", "x.xml"),
        ] {
            assert_eq!(resolve("xl/", target), part);
        }
    }
}
