//! The globals of an .xls workbook: sheets, shared strings, formats, links.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::cells::legacy::{Legacy, from_font};

use super::biff::{self, Record, Records, Strings, u16_at, u32_at};
use super::fault::ReadFault;
use super::fonts;
use super::serial::{self, NumberKind};
use super::sniff;

/// What the globals of a workbook say.
pub(super) struct Book {
    pub(super) biff8: bool,
    pub(super) encoding: &'static Encoding,
    pub(super) date1904: bool,
    /// What the number format of each XF shows.
    pub(super) kinds: Vec<NumberKind>,
    /// What the font of each XF stands for; empty where none is of an encoding from before Unicode.
    pub(super) fonts: Vec<Option<Legacy>>,
    pub(super) strings: Vec<String>,
    pub(super) sheets: Vec<SheetRef>,
    pub(super) links: Links,
}

/// One entry of the list of sheets.
pub(super) struct SheetRef {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// 0 is a worksheet.
    pub(super) kind: u8,
    pub(super) position: usize,
}

/// Which EXTERNSHEET entries lead to another workbook.
#[derive(Default)]
pub(super) struct Links {
    /// The encoded path of each SUPBOOK; `None` for the workbook itself and add-ins.
    pub(super) books: Vec<Option<String>>,
    /// The SUPBOOK of each EXTERNSHEET entry.
    pub(super) entries: Vec<u16>,
}

/// Reads the globals at the beginning of a workbook stream.
///
/// # Errors
/// See [`ReadFault`].
pub(super) fn globals(stream: &[u8]) -> Result<Book, ReadFault> {
    let mut records = Records::from(stream, 0);
    let first = records.next().unwrap_or_else(|| Err(ReadFault::damaged("an empty workbook stream")))?;
    let version = u16_at(first.data(), 0).unwrap_or(0);
    let dialect = u16_at(first.data(), 2).unwrap_or(0);
    let biff8 = match (first.kind, version) {
        (0x0809, 0x0600) => true,
        (0x0809, 0x0500) => false,
        (0x0809, _) => return Err(ReadFault::damaged("an unknown version of .xls")),
        (0x0009 | 0x0209 | 0x0409, _) => return Err(ReadFault::foreign(sniff::OLD_BIFF)),
        _ => return Err(ReadFault::damaged("the workbook stream does not begin with a workbook")),
    };
    let mut book = Book {
        biff8,
        encoding: WINDOWS_1252,
        date1904: false,
        kinds: Vec::new(),
        fonts: Vec::new(),
        strings: Vec::new(),
        sheets: Vec::new(),
        links: Links::default(),
    };
    if dialect == 0x0010 {
        // A worksheet without a workbook around it.
        book.sheets.push(SheetRef { name: "Sheet1".to_owned(), hidden: false, kind: 0, position: 0 });
    }
    let mut formats: BTreeMap<u16, NumberKind> = BTreeMap::new();
    let (mut xfs, mut named) = (Vec::new(), Vec::new());
    for record in records {
        let record = record?;
        let data = record.data();
        match record.kind {
            0x002f if u16_at(data, 0) != Some(0) || data.len() > 2 => return Err(ReadFault::Encrypted),
            0x041e => {
                let code = if biff8 {
                    Strings::new(&record, 2).rich(true)
                } else {
                    biff::short_bytes(data, 2, book.encoding)
                };
                if let (Some(id), Some(code)) = (u16_at(data, 0), code) {
                    formats.insert(id, serial::kind_of_format(&code));
                }
            }
            0x0031 => {
                let name = if biff8 {
                    Strings::new(&record, 14).rich(false)
                } else {
                    biff::short_bytes(data, 14, book.encoding)
                };
                named.push(name.as_deref().and_then(from_font));
            }
            0x00e0 => xfs.push((u16_at(data, 0).unwrap_or(0), u16_at(data, 2).unwrap_or(0))),
            0x000a => {
                let kind = |id: u16| formats.get(&id).copied().unwrap_or_else(|| serial::kind_of_builtin(id));
                book.kinds = xfs.iter().map(|(_, format)| kind(*format)).collect();
                // There is no font 4: what follows the first four counts from 5 ([MS-XLS] 2.5.129).
                let font = |number: u16| usize::from(if number > 4 { number - 1 } else { number });
                book.fonts = fonts::by_format(&named, xfs.iter().map(|(number, _)| font(*number)));
                return Ok(book);
            }
            _ => book.record(&record)?,
        }
    }
    Err(ReadFault::damaged("the workbook stream ends early"))
}

impl Book {
    fn record(&mut self, record: &Record<'_>) -> Result<(), ReadFault> {
        let data = record.data();
        match record.kind {
            0x0042 => self.encoding = biff::code_page(u16_at(data, 0).unwrap_or(1252)),
            0x0022 => self.date1904 = u16_at(data, 0) == Some(1),
            0x0085 => {
                let sheet = bound_sheet(record, self);
                self.sheets.push(sheet.ok_or_else(|| ReadFault::damaged("a sheet's record is cut"))?);
            }
            0x00fc => self.strings = biff::shared_strings(record)?,
            0x01ae => self.links.books.push(supbook(record)),
            0x0017 if self.biff8 => {
                let entries = data.get(2..).unwrap_or_default().chunks_exact(6);
                self.links.entries = entries.filter_map(|entry| u16_at(entry, 0)).collect();
            }
            _ => {}
        }
        Ok(())
    }
}

fn bound_sheet(record: &Record<'_>, book: &Book) -> Option<SheetRef> {
    let data = record.data();
    let name = if book.biff8 {
        Strings::new(record, 6).rich(false)?
    } else {
        biff::short_bytes(data, 6, book.encoding)?
    };
    Some(SheetRef {
        name: name.replace('\0', ""),
        hidden: data.get(4)? & 3 != 0,
        kind: *data.get(5)?,
        position: u32_at(data, 0)? as usize,
    })
}

/// The path of a SUPBOOK record that leads to another workbook.
fn supbook(record: &Record<'_>) -> Option<String> {
    let data = record.data();
    // 0x0401 is this workbook, 0x3a01 an add-in.
    if data.len() <= 4 || matches!(u16_at(data, 2)?, 0x0401 | 0x3a01) {
        return None;
    }
    let path = Strings::new(record, 2).rich(true)?;
    // Control characters stand for the volume and for folder separators ([MS-XLS] 2.5.277).
    Some(
        path.trim_start_matches('\u{1}')
            .replace(['\u{3}', '\u{4}', '\u{6}'], "/")
            .replace(char::is_control, ""),
    )
}
