//! .xls, BIFF5 and BIFF8: read by this module alone.
//!
//! calamine builds a dense rectangle for every sheet at opening, trusts the sizes that the file states, and cannot
//! say which rows are hidden or which formulas have no result. The compound file is opened by the cfb crate, which
//! finds loops in its chains. .xls has no checksum, so a changed byte inside a value cannot be noticed.

use std::io::{Cursor, Read};

use crate::model::place::CellAt;
use crate::model::sheet::{Format, ReadNote, Value, Workbook};

use super::biff::{self, Record, Records, Strings, f64_at, rk, u16_at, u32_at};
use super::fault::{ReadFault, limit};
use super::grid::{self, Grid};
use super::serial::{self, NumberKind};
use super::tokens::{self, Dialect};
use super::xls_book::{Book, globals};
use super::{sniff, xlsx};

/// Longest stream; the format itself ends far below.
const MAX_STREAM: u64 = 512 << 20;

/// Reads a compound file.
///
/// # Errors
/// See [`ReadFault`]: encrypted (.xls and .xlsx alike), another Office document, damaged.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, ReadFault> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(ReadFault::damaged)?;
    let book = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"].into_iter().find(|name| file.is_stream(name));
    let signed = file.exists("/_signatures") || file.exists("/_xmlsignatures");
    let Some(book) = book else {
        return Err(if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
            ReadFault::Encrypted
        } else if file.exists("/WordDocument") {
            ReadFault::foreign(sniff::OLD_WORD)
        } else if file.exists("/PowerPoint Document") {
            ReadFault::foreign(sniff::OLD_POWERPOINT)
        } else {
            ReadFault::foreign(sniff::OTHER_OLE)
        });
    };
    let mut stream = Vec::new();
    let source = file.open_stream(book).map_err(ReadFault::damaged)?;
    source.take(MAX_STREAM + 1).read_to_end(&mut stream).map_err(ReadFault::damaged)?;
    ReadFault::check(limit::UNPACKED, stream.len() as u64, MAX_STREAM)?;
    let mut workbook = read_stream(&stream)?;
    if signed {
        workbook.notes.push(ReadNote::Signed);
    }
    Ok(workbook)
}

/// Reads a workbook stream.
///
/// # Errors
/// See [`ReadFault`].
pub(super) fn read_stream(stream: &[u8]) -> Result<Workbook, ReadFault> {
    let book = globals(stream)?;
    let mut notes = Vec::new();
    if book.date1904 {
        notes.push(ReadNote::Date1904);
    }
    let mut sheets = Vec::new();
    let (mut external, mut target) = (0, None);
    for sheet in &book.sheets {
        if sheet.kind != 0 {
            // 6 is a Visual Basic module: no sheet that anyone sees.
            if sheet.kind != 6 {
                notes.push(ReadNote::SheetSkipped { name: sheet.name.clone() });
            }
            continue;
        }
        let pass = Pass::over(&book, stream, sheet.position)?;
        external += pass.external;
        target = target.or(pass.target);
        sheets.push(pass.grid.finish(sheet.name.clone(), sheet.hidden)?);
    }
    if external > 0 {
        notes.push(ReadNote::ExternalLinks { cells: external, target: target.unwrap_or_default() });
    }
    xlsx::finish(Format::Xls, sheets, notes)
}

// --- one sheet ------------------------------------------------------------------------------------------------------

struct Pass<'b> {
    book: &'b Book,
    grid: Grid,
    external: usize,
    target: Option<String>,
    /// The formula whose text follows in a STRING record.
    awaiting: Option<CellAt>,
}

impl<'b> Pass<'b> {
    fn over(book: &'b Book, stream: &[u8], position: usize) -> Result<Self, ReadFault> {
        let mut pass = Self { book, grid: Grid::default(), external: 0, target: None, awaiting: None };
        let mut records = Records::from(stream, position);
        match records.next() {
            Some(Ok(first)) if first.kind == 0x0809 => {}
            _ => return Err(ReadFault::damaged("a sheet is not where the workbook says")),
        }
        // Embedded charts are blocks of their own with records that look like cells.
        let mut nested = 0_usize;
        for record in records {
            let record = record?;
            match record.kind {
                0x0809 => nested += 1,
                0x000a if nested == 0 => return Ok(pass),
                0x000a => nested -= 1,
                _ if nested > 0 => {}
                _ => pass.record(&record).ok_or_else(|| ReadFault::damaged("a cell's record is cut"))??,
            }
        }
        Err(ReadFault::damaged("a sheet ends early"))
    }

    /// `None` if the record is too short.
    fn record(&mut self, record: &Record<'_>) -> Option<Result<(), ReadFault>> {
        let data = record.data();
        match record.kind {
            0x0203 => {
                let (at, kind) = (cell_at(data)?, self.kind(data, 4)?);
                self.number(at, f64_at(data, 6)?, kind);
            }
            0x027e => {
                let (at, kind) = (cell_at(data)?, self.kind(data, 4)?);
                self.number(at, rk(u32_at(data, 6)?), kind);
            }
            0x00bd => self.several(data)?,
            0x00fd => {
                let (at, index) = (cell_at(data)?, u32_at(data, 6)?);
                self.font(at, data);
                match self.book.strings.get(index as usize) {
                    Some(text) => self.grid.push(at, Value::Text(text.clone())),
                    None => {
                        return Some(Err(ReadFault::unreliable(format!(
                            "{at}: shared string {index} does not exist"
                        ))));
                    }
                }
            }
            0x0204 | 0x00d6 => {
                let text = self.string(record, 6)?;
                let at = cell_at(data)?;
                self.font(at, data);
                self.grid.push(at, Value::Text(text));
            }
            0x0205 => {
                let (value, is_error) = (*data.get(6)?, *data.get(7)?);
                let value = if is_error == 0 {
                    Value::Bool(value != 0)
                } else {
                    Value::Error(biff::error_name(value).0)
                };
                self.grid.push(cell_at(data)?, value);
            }
            0x0006 | 0x0206 | 0x0406 => self.formula(data)?,
            0x0207 => {
                if let Some(at) = self.awaiting.take() {
                    let text = self.string(record, 0)?;
                    self.grid.push(at, Value::Text(text));
                }
            }
            // fDyZero: the row is hidden.
            0x0208 if u16_at(data, 12)? & 0x20 != 0 => self.grid.hide_row(u32::from(u16_at(data, 0)?) + 1),
            0x007d if u16_at(data, 8)? & 1 != 0 => {
                self.grid.hidden_columns.push((u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?)));
            }
            0x00e5 => self.merges(data.get(2..)?),
            _ => {}
        }
        Some(Ok(()))
    }

    fn merges(&mut self, areas: &[u8]) {
        for area in areas.chunks_exact(8) {
            let number = |at| u16_at(area, at).unwrap_or(0);
            if let (Ok(first), Ok(last)) = (place(number(0), number(4)), place(number(2), number(6))) {
                self.grid.merge(first, last);
            }
        }
    }

    fn kind(&self, data: &[u8], at: usize) -> Option<NumberKind> {
        let xf = usize::from(u16_at(data, at)?);
        Some(self.book.kinds.get(xf).copied().unwrap_or(NumberKind::Plain))
    }

    /// Remembers the font of a text if it is of an encoding from before Unicode.
    fn font(&mut self, at: CellAt, data: &[u8]) {
        let format = u16_at(data, 4).map(usize::from);
        if let Some(encoding) = format.and_then(|format| self.book.fonts.get(format).copied().flatten()) {
            self.grid.font(at, encoding);
        }
    }

    fn number(&mut self, at: CellAt, number: f64, kind: NumberKind) {
        self.grid.push(at, serial::value(number, kind, self.book.date1904));
    }

    /// MULRK: several numbers in one row.
    fn several(&mut self, data: &[u8]) -> Option<()> {
        let (row, first) = (u16_at(data, 0)?, u16_at(data, 2)?);
        let cells = data.get(4..data.len().checked_sub(2)?)?;
        for (offset, cell) in cells.chunks_exact(6).enumerate() {
            let col = u64::from(first) + offset as u64;
            let at = grid::place(u64::from(row) + 1, col).ok()?;
            let kind = self.kind(cell, 0)?;
            self.number(at, rk(u32_at(cell, 2)?), kind);
        }
        Some(())
    }

    fn string(&self, record: &Record<'_>, at: usize) -> Option<String> {
        let data = record.data();
        if self.book.biff8 {
            // A length of zero may come without the flag byte.
            if u16_at(data, at)? == 0 { Some(String::new()) } else { Strings::new(record, at).rich(true) }
        } else {
            let length = usize::from(u16_at(data, at)?);
            let bytes = record.parts.concat();
            let bytes = bytes.get(at + 2..)?;
            Some(
                self.book
                    .encoding
                    .decode_without_bom_handling(&bytes[..length.min(bytes.len())])
                    .0
                    .into_owned(),
            )
        }
    }

    fn formula(&mut self, data: &[u8]) -> Option<()> {
        let at = cell_at(data)?;
        let value: [u8; 8] = data.get(6..14)?.try_into().ok()?;
        self.awaiting = None;
        match value {
            [0, .., 0xff, 0xff] => {
                self.font(at, data);
                self.awaiting = Some(at);
            }
            [1, _, truth, .., 0xff, 0xff] => self.grid.push(at, Value::Bool(truth != 0)),
            [2, _, code, .., 0xff, 0xff] => self.grid.push(at, Value::Error(biff::error_name(code).0)),
            // An empty text.
            [3, .., 0xff, 0xff] => {}
            [.., 0xff, 0xff] => self.grid.push(at, Value::NoResult),
            bytes => {
                let kind = self.kind(data, 4)?;
                self.number(at, f64::from_le_bytes(bytes), kind);
            }
        }
        if let Some(target) = self.link(data.get(22..).unwrap_or_default()) {
            self.external += 1;
            self.target.get_or_insert(target);
        }
        Some(())
    }

    /// The first other workbook that a formula refers to.
    fn link(&self, tokens: &[u8]) -> Option<String> {
        if !self.book.biff8 || self.book.links.books.iter().all(Option::is_none) {
            return None;
        }
        tokens::sheet_numbers(tokens, Dialect::Xls).into_iter().find_map(|entry| {
            let book = usize::from(*self.book.links.entries.get(usize::from(entry))?);
            self.book.links.books.get(book)?.clone()
        })
    }
}

/// The place that the first four bytes of a cell's record give.
fn cell_at(data: &[u8]) -> Option<CellAt> {
    place(u16_at(data, 0)?, u16_at(data, 2)?).ok()
}

fn place(row: u16, col: u16) -> Result<CellAt, ReadFault> {
    grid::place(u64::from(row) + 1, u64::from(col))
}
