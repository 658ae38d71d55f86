//! .xlsb: a pass over the binary records of our own, then calamine's streaming reader, which must find the same cells.
//!
//! The pass gives hidden rows and columns, merges, links to other workbooks, and the formula errors that calamine
//! drops. Whether a formula has no result cannot be told in this format: a value is always stored.

use std::fmt::Write as _;
use std::io::{BufRead, Cursor, Read, Seek};
use std::ops::Range;

use calamine::{Reader, Xlsb};

use crate::model::place::CellAt;
use crate::model::sheet::{Format, ReadNote, Value, Workbook};

use super::MAX_ROWS;
use super::biff::{error_name, u16_at, u32_at};
use super::calc;
use super::fault::ReadFault;
use super::grid::{self, Grid};
use super::package::Package;
use super::tokens::{self, Dialect};
use super::xlsx::{self, Relation};

const BUNDLE_SHEET: u16 = 0x009c;
/// Longest record that is read; real ones stay below 100 kB.
const MAX_RECORD: u64 = 16 << 20;

/// What the workbook part says.
struct Book {
    sheets: Vec<SheetRef>,
    date1904: bool,
    /// The bytes of each sheet's record.
    records: Vec<Range<usize>>,
    /// What each sheet reference leads to: the other workbook's path, `None` for this one and for add-ins.
    links: Vec<Option<String>>,
}

struct SheetRef {
    name: String,
    hidden: bool,
    relation: Option<Relation>,
    /// Relationship id, as UTF-16 bytes in the record.
    id: String,
    part: String,
}

#[derive(Default)]
struct Facts {
    grid: Grid,
    valued: usize,
    instead: Vec<(CellAt, Value)>,
    /// Formula cells that refer to another workbook, and the first of these.
    external: usize,
    target: Option<String>,
}

/// Reads a workbook.
///
/// # Errors
/// See [`ReadFault`].
pub(super) fn read(package: &mut Package<'_>, bytes: &[u8]) -> Result<Workbook, ReadFault> {
    let main =
        package.bytes("xl/workbook.bin").unwrap_or_else(|| Err(ReadFault::damaged("no workbook part")))?;
    let Book { sheets: refs, date1904, records, links } = book(package, &main)?;
    let strings = match package.part("xl/sharedStrings.bin") {
        Some(part) => count_strings(&mut part?)?,
        None => 0,
    };
    if let Some(styles) = package.bytes("xl/styles.bin") {
        styles?;
    }
    let mut notes = Vec::new();
    if date1904 {
        notes.push(ReadNote::Date1904);
    }
    if package.names().any(|name| name.starts_with("_xmlsignatures/")) {
        notes.push(ReadNote::Signed);
    }
    let mut readable = Vec::new();
    for sheet in refs {
        if sheet.relation.as_ref().is_some_and(|relation| relation.kind != "worksheet") {
            notes.push(ReadNote::SheetSkipped { name: sheet.name });
            continue;
        }
        match package.part(&sheet.part) {
            Some(part) => {
                let facts = sheet_facts(&mut part?, strings, &links)?;
                readable.push((sheet, facts));
            }
            None => notes.push(ReadNote::SheetUnreadable {
                name: sheet.name,
                detail: "the part with its rows is missing".to_owned(),
            }),
        }
    }
    let external = readable.iter().map(|(_, facts)| facts.external).sum();
    if external > 0 {
        let target = readable.iter().find_map(|(_, facts)| facts.target.clone());
        notes.push(ReadNote::ExternalLinks { cells: external, target: target.unwrap_or_default() });
    }
    let rewritten = rewrite(package, &main, &records, &readable)?;
    let source = rewritten.as_deref().unwrap_or(bytes);
    let mut calc = calc::contained(|| Xlsb::new(Cursor::new(source)))
        .map_err(ReadFault::damaged)?
        .map_err(ReadFault::damaged)?;
    let mut sheets = Vec::new();
    for (sheet, facts) in readable {
        let expected = facts.valued;
        match calc::contained(|| cells(&mut calc, &sheet.name, facts, date1904)) {
            Ok(Ok((grid, valued))) if valued == expected => {
                sheets.push(grid.finish(sheet.name, sheet.hidden)?);
            }
            Ok(Ok((_, valued))) => {
                let detail = format!("sheet {}: {expected} cells with a value, {valued} read", sheet.name);
                return Err(ReadFault::unreliable(detail));
            }
            Ok(Err(detail)) | Err(detail) => {
                notes.push(ReadNote::SheetUnreadable { name: sheet.name, detail });
            }
        }
    }
    xlsx::finish(Format::Xlsb, sheets, notes)
}

fn cells<RS: Read + Seek>(
    calc: &mut Xlsb<RS>,
    name: &str,
    facts: Facts,
    date1904: bool,
) -> Result<(Grid, usize), String> {
    let mut reader = calc.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    let mut grid = facts.grid;
    let mut valued = 0;
    loop {
        match reader.next_cell() {
            Ok(None) => break,
            Ok(Some(cell)) => {
                let (row, col) = cell.get_position();
                let at =
                    grid::place(u64::from(row) + 1, u64::from(col)).map_err(|fault| fault.to_string())?;
                if let Some(value) = calc::value(cell.get_value(), date1904) {
                    valued += 1;
                    grid.push(at, value);
                }
            }
            Err(error) => {
                // An error value that calamine does not know: the pass has it.
                if !matches!(error, calamine::XlsbError::CellError(_)) {
                    return Err(error.to_string());
                }
            }
        }
    }
    for (at, value) in facts.instead {
        grid.push(at, value);
    }
    Ok((grid, valued))
}

// --- records --------------------------------------------------------------------------------------------------------

/// Reads the next record into `data`; `None` at the end.
fn record<R: BufRead>(source: &mut R, data: &mut Vec<u8>) -> Result<Option<u16>, ReadFault> {
    let mut byte = [0_u8; 1];
    if source.read(&mut byte).map_err(ReadFault::damaged)? == 0 {
        return Ok(None);
    }
    let mut kind = u16::from(byte[0]);
    if byte[0] & 0x80 != 0 {
        source.read_exact(&mut byte).map_err(ReadFault::damaged)?;
        kind = (kind & 0x7f) | (u16::from(byte[0] & 0x7f) << 7);
    }
    let mut length = 0_u64;
    for step in 0..4 {
        source.read_exact(&mut byte).map_err(ReadFault::damaged)?;
        length |= u64::from(byte[0] & 0x7f) << (7 * step);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    if length > MAX_RECORD {
        return Err(ReadFault::damaged("a record is far too long"));
    }
    data.clear();
    let read = source.take(length).read_to_end(data).map_err(ReadFault::damaged)?;
    if read as u64 == length { Ok(Some(kind)) } else { Err(ReadFault::damaged("a record is cut")) }
}

fn wide(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = u32_at(data, at)? as usize;
    let bytes = data.get(at + 4..at + 4 + length.checked_mul(2)?)?;
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some((String::from_utf16_lossy(&units), at + 4 + bytes.len()))
}

fn book(package: &mut Package<'_>, main: &[u8]) -> Result<Book, ReadFault> {
    let relations = xlsx::relations(package, "xl/_rels/workbook.bin.rels")?;
    let (mut refs, mut date1904, mut kept) = (Vec::new(), false, Vec::new());
    let (mut books, mut entries): (Vec<Option<String>>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut source = main;
    let mut data = Vec::new();
    loop {
        let start = main.len() - source.len();
        let Some(kind) = record(&mut source, &mut data)? else { break };
        match kind {
            0x0099 => date1904 = data.first().is_some_and(|flags| flags & 1 != 0),
            BUNDLE_SHEET if u32_at(&data, 8) != Some(u32::MAX) => {
                let state = u32_at(&data, 0).unwrap_or(0);
                let (id, next) =
                    wide(&data, 8).ok_or_else(|| ReadFault::damaged("a sheet's record is cut"))?;
                let (name, _) =
                    wide(&data, next).ok_or_else(|| ReadFault::damaged("a sheet's record is cut"))?;
                let relation = relations.get(&id).cloned();
                let part =
                    relation.as_ref().map_or_else(String::new, |found| xlsx::resolve("xl/", &found.target));
                refs.push(SheetRef { name, hidden: state != 0, relation, id, part });
                kept.push(start..main.len() - source.len());
            }
            // Another workbook, by its relationship; this one, the same sheet, an add-in.
            0x0163 => {
                let id = wide(&data, 0).map(|(id, _)| id).unwrap_or_default();
                let part = relations.get(&id).map(|found| xlsx::resolve("xl/", &found.target));
                books.push(Some(part.map(|part| xlsx::link_target(package, &part)).unwrap_or_default()));
            }
            0x0165 | 0x0166 | 0x029b => books.push(None),
            0x016a => {
                let found = data.get(4..).unwrap_or_default().chunks_exact(12);
                entries = found.filter_map(|entry| u32_at(entry, 0)).collect();
            }
            _ => {}
        }
    }
    let mut names: Vec<String> = refs.iter().map(|sheet| sheet.name.to_lowercase()).collect();
    names.sort();
    names.dedup();
    if names.len() != refs.len() {
        return Err(ReadFault::unreliable("two sheets have the same name"));
    }
    let links = entries.into_iter().map(|book| books.get(book as usize).cloned().flatten()).collect();
    Ok(Book { sheets: refs, date1904, records: kept, links })
}

fn count_strings<R: BufRead>(source: &mut R) -> Result<u32, ReadFault> {
    let (mut count, mut data) = (0, Vec::new());
    while let Some(kind) = record(source, &mut data)? {
        count += u32::from(kind == 0x0013);
    }
    Ok(count)
}

fn sheet_facts<R: BufRead>(
    source: &mut R,
    strings: u32,
    links: &[Option<String>],
) -> Result<Facts, ReadFault> {
    let has_links = links.iter().any(Option::is_some);
    let mut facts = Facts::default();
    let (mut row, mut in_data, mut ended) = (0_u32, false, false);
    let mut data = Vec::new();
    while let Some(kind) = record(source, &mut data)? {
        let number = |at| u32_at(&data, at);
        match kind {
            0x0091 => in_data = true,
            0x0092 => (in_data, ended) = (false, true),
            0x003c => {
                if let (Some(first), Some(last), Some(flags)) = (number(0), number(4), u16_at(&data, 16))
                    && flags & 1 != 0
                {
                    facts.grid.hidden_columns.push((first, last));
                }
            }
            0x00b0 => {
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (number(0), number(4), number(8), number(12))
                {
                    let place = |row: u32, col| grid::place(u64::from(row) + 1, u64::from(col));
                    if let (Ok(first), Ok(last)) = (place(top, left), place(bottom, right)) {
                        facts.grid.merge(first, last);
                    }
                }
            }
            0x0000 if in_data => {
                row = number(0).ok_or_else(|| ReadFault::damaged("a row's record is cut"))?;
                if row >= MAX_ROWS {
                    return Err(ReadFault::unreliable(format!("row number {}", u64::from(row) + 1)));
                }
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    facts.grid.hide_row(row + 1);
                }
            }
            0x0002..=0x000b if in_data => {
                cell(&mut facts, kind, &data, row, strings)?;
                if has_links && let Some(target) = link(kind, &data, links) {
                    facts.external += 1;
                    facts.target.get_or_insert(target);
                }
            }
            _ => {}
        }
    }
    if ended { Ok(facts) } else { Err(ReadFault::damaged("a sheet ends early")) }
}

fn cell(facts: &mut Facts, kind: u16, data: &[u8], row: u32, strings: u32) -> Result<(), ReadFault> {
    let least = match kind {
        0x0003 | 0x0004 | 0x000a | 0x000b => 9,
        0x0005 | 0x0009 => 16,
        _ => 12,
    };
    let (Some(col), true) = (u32_at(data, 0), data.len() >= least) else {
        return Err(ReadFault::damaged("a cell's record is cut"));
    };
    let at = grid::place(u64::from(row) + 1, u64::from(col))?;
    match kind {
        0x0003 | 0x000b => {
            let (name, known) = error_name(data[8]);
            if kind == 0x000b || !known {
                facts.instead.push((at, Value::Error(name)));
                return Ok(());
            }
        }
        0x0007 if u32_at(data, 8).is_none_or(|index| index >= strings) => {
            return Err(ReadFault::unreliable(format!("{at}: a shared string that does not exist")));
        }
        _ => {}
    }
    facts.valued += 1;
    Ok(())
}

/// The first other workbook that a formula cell refers to.
fn link(kind: u16, data: &[u8], links: &[Option<String>]) -> Option<String> {
    let value = match kind {
        0x0008 => 4 + 2 * u32_at(data, 8)? as usize,
        0x0009 => 8,
        0x000a | 0x000b => 1,
        _ => return None,
    };
    // The cell's place and format, its value, two bytes of flags, the formula's length.
    let from = 8_usize.checked_add(value)?.checked_add(2)?;
    let length = u32_at(data, from)? as usize;
    let tokens = data.get(from + 4..)?;
    tokens::sheet_numbers(&tokens[..length.min(tokens.len())], Dialect::Xlsb)
        .into_iter()
        .find_map(|entry| links.get(usize::from(entry))?.clone())
}

/// A copy of the package without the sheets that calamine refuses the whole file for; `None` if there are none.
fn rewrite(
    package: &mut Package<'_>,
    main: &[u8],
    records: &[Range<usize>],
    readable: &[(SheetRef, Facts)],
) -> Result<Option<Vec<u8>>, ReadFault> {
    let plain = |sheet: &SheetRef| {
        sheet.part.starts_with("xl/worksheets/")
            && sheet.relation.as_ref().is_some_and(|found| format!("xl/{}", found.target) == sheet.part)
    };
    if records.len() == readable.len() && readable.iter().all(|(sheet, _)| plain(sheet)) {
        return Ok(None);
    }
    let mut book = Vec::with_capacity(main.len());
    let mut from = 0;
    for range in records {
        let mut data = Vec::new();
        record(&mut &main[range.clone()], &mut data)?;
        let id = wide(&data, 8).map(|(id, _)| id).unwrap_or_default();
        book.extend_from_slice(&main[from..range.start]);
        if readable.iter().any(|(sheet, _)| sheet.id == id) {
            book.extend_from_slice(&main[range.clone()]);
        }
        from = range.end;
    }
    book.extend_from_slice(&main[from..]);
    let mut targets = String::new();
    for (sheet, _) in readable {
        let id = quick_xml::escape::escape(sheet.id.as_str());
        let target = sheet.part.strip_prefix("xl/").unwrap_or(&sheet.part);
        let target = quick_xml::escape::escape(target);
        let _ = write!(targets, r#"<Relationship Id="{id}" Type="x/worksheet" Target="{target}"/>"#);
    }
    let relations = format!("<Relationships>{targets}</Relationships>");
    let parts = [
        ("xl/workbook.bin".to_owned(), book),
        ("xl/_rels/workbook.bin.rels".to_owned(), relations.into_bytes()),
    ];
    package.with_parts(&parts).map(Some)
}
