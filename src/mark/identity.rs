//! The very hidden sheet of a marked copy: pairs of key and value. Written and read here; besides what
//! [`Identity`] knows it holds the name of the first sheet and the fills that markers replaced.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::bits;
use super::refusal::Refusal;
use crate::flow::lines::Identity;
use crate::model::place::CellAt;
use crate::ooxml::book::Book;
use crate::ooxml::escape;
use crate::ooxml::package::Package;
use crate::ooxml::sheet::{CellKind, Scan, wide};
use crate::ooxml::strings::{self, Strings};
use crate::ooxml::xml;

/// Key of the first sheet's name.
const SHEET: &str = "sheet";
/// Key of a fill: `sheet!cell|fill element`. Cells that had no fill are not listed.
const FILL: &str = "fill";

/// The fills that markers replaced, by sheet name and cell.
pub(super) type Fills = BTreeMap<(String, CellAt), String>;

/// What the hidden sheet says.
#[derive(Debug)]
pub(super) struct Record {
    /// Whose it is.
    pub(super) identity: Identity,
    /// Name of the first sheet when it was written.
    pub(super) sheet: String,
    /// Fills to put back.
    pub(super) fills: Fills,
}

/// The text of the hidden sheet's part.
pub(super) fn text(identity: &Identity, sheet: &str, fills: &Fills, namespace: &str, style: u32) -> String {
    let mut pairs: Vec<(&str, String)> = identity.pairs();
    pairs.push((SHEET, sheet.to_owned()));
    for ((sheet, cell), fill) in fills {
        pairs.push((FILL, format!("{sheet}!{cell}|{fill}")));
    }
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{namespace}\"><sheetData>"
    );
    for (at, (key, value)) in pairs.iter().enumerate() {
        let row = at + 1;
        let value = escape::cut(value).unwrap_or(value);
        let _ = write!(
            out,
            "<row r=\"{row}\"><c r=\"A{row}\" s=\"{style}\" t=\"inlineStr\"><is>{}</is></c><c r=\"B{row}\" s=\"{style}\" t=\"inlineStr\"><is>{}</is></c></row>",
            escape::t_element(key),
            escape::t_element(value)
        );
    }
    out.push_str("</sheetData></worksheet>");
    out
}

/// The shared strings of a workbook; none if it has no such part.
pub(super) fn shared(package: &mut Package<'_>, book: &Book) -> Result<Strings, Refusal> {
    match book.strings.as_ref().filter(|part| package.has(part)) {
        Some(part) => {
            let (doc, _) = bits::part(package, part)?;
            Ok(Strings::read(doc).map_err(|fault| bits::broken(part, fault))?)
        }
        None => Ok(Strings::default()),
    }
}

/// The texts of the first `rows` rows of a worksheet part by column; other values count as empty.
pub(super) fn rows(
    package: &mut Package<'_>,
    part: &str,
    shared: &Strings,
    rows: usize,
) -> Result<Vec<Vec<(u16, String)>>, Refusal> {
    let (doc, _) = bits::part(package, part)?;
    let scan = Scan::read(&doc).map_err(|fault| bits::broken(part, fault))?;
    let mut found = Vec::new();
    for row in scan.rows.iter().take(rows) {
        let mut cells = Vec::new();
        for cell in scan.cells_of(row) {
            let raw = |span: &std::ops::Range<u32>| &doc[wide(span)];
            let text = match (cell.kind, &cell.value, &cell.inline) {
                (CellKind::Shared, Some(value), _) => {
                    let index = raw(value).trim().parse::<usize>().ok();
                    index.and_then(|index| shared.texts.get(index)).map(ToString::to_string)
                }
                (CellKind::Inline, _, Some(inline)) => strings::plain(raw(inline)).ok(),
                (CellKind::Str | CellKind::Number, Some(value), _) => {
                    Some(xml::text(raw(value)).into_owned())
                }
                _ => None,
            };
            cells.push((cell.col, text.unwrap_or_default()));
        }
        found.push(cells);
    }
    Ok(found)
}

/// Reads the hidden sheet, if the workbook has one of ours: its index and what it says.
pub(super) fn read(
    package: &mut Package<'_>,
    book: &Book,
    shared: &Strings,
) -> Result<Option<(usize, Record)>, Refusal> {
    let Some(index) = book.sheet(Identity::SHEET).filter(|index| book.sheets[*index].worksheet) else {
        return Ok(None);
    };
    let rows = rows(package, &book.sheets[index].part, shared, usize::MAX)?;
    let pairs: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| {
            let at = |col: u16| row.iter().find(|(at, _)| *at == col).map_or("", |(_, text)| text.as_str());
            (at(0), at(1))
        })
        .collect();
    let Some(identity) = Identity::from_pairs(pairs.iter().copied()) else { return Ok(None) };
    let mut record = Record { identity, sheet: String::new(), fills: Fills::new() };
    for (key, value) in pairs {
        match key {
            SHEET => value.clone_into(&mut record.sheet),
            FILL => record.fills.extend(fill(value)),
            _ => {}
        }
    }
    Ok(Some((index, record)))
}

fn fill(value: &str) -> Option<((String, CellAt), String)> {
    let (place, fill) = value.split_once("|<")?;
    let (sheet, cell) = place.rsplit_once('!')?;
    Some(((sheet.to_owned(), CellAt::parse(cell)?), format!("<{fill}")))
}
