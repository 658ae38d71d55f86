//! The outcome of reading one file as a stream of bytes, for two processes of the same program.
//!
//! A workbook or a fault goes in, chunks with length and checksum come out, and the other way round. Row and column
//! numbers are written as steps from the one before, so whatever is decoded is in ascending order. Decoding is total: a
//! stream that is cut, altered or no such stream is an error, and nothing is reserved that was not received.
//!
//! No format to keep: both ends are one program, and [`HELLO`] names its version.

mod chunk;

use std::{
    collections::BTreeSet,
    io::{self, Read, Write},
};

use chrono::{Datelike as _, NaiveDate};
use encoding_rs::Encoding;

use super::{MAX_ROWS, ReadFault, fault::limit, sniff};
use crate::{
    cells::legacy::Legacy,
    model::{
        place::{Area, CellAt, Col},
        sheet::{Cell, FontRun, Format, ReadNote, Row, Sheet, Value, Workbook},
    },
    text::Text,
};
use chunk::{Reader, Writer, invalid};

/// What the reading process says before it touches anything: a stream that begins otherwise comes from another program.
pub const HELLO: &[u8] = concat!("tthc ", env!("CARGO_PKG_VERSION"), " read 2\n").as_bytes();

/// The position of a format in this list stands for it.
const FORMATS: [Format; 8] = [
    Format::Xlsx,
    Format::Xlsm,
    Format::Xlsb,
    Format::Xls,
    Format::Ods,
    Format::Delimited,
    Format::Html,
    Format::Xml2003,
];

/// As [`FORMATS`].
const LEGACY: [Legacy; 2] = [Legacy::Tcvn3, Legacy::Vni];

/// Writes the outcome, without [`HELLO`].
///
/// # Errors
/// What `out` says; `InvalidData` for a workbook whose rows or cells are not in ascending order.
pub fn encode(outcome: &Result<Workbook, ReadFault>, out: impl Write) -> io::Result<()> {
    let mut out = Writer::new(out);
    match outcome {
        Ok(workbook) => {
            out.number(0)?;
            out.number(place(&FORMATS, &workbook.format)?)?;
            out.number(workbook.notes.len() as u64)?;
            workbook.notes.iter().try_for_each(|note| put_note(&mut out, note))?;
            out.number(workbook.sheets.len() as u64)?;
            workbook.sheets.iter().try_for_each(|sheet| put_sheet(&mut out, sheet))?;
        }
        Err(fault) => put_fault(&mut out, fault)?,
    }
    out.finish()
}

/// Reads an outcome, without [`HELLO`], to its end.
///
/// # Errors
/// What `input` says; `UnexpectedEof` for a stream that was cut, `InvalidData` for any other that is not what
/// [`encode`] writes.
pub fn decode(input: impl Read) -> io::Result<Result<Workbook, ReadFault>> {
    let mut input = Reader::new(input);
    let outcome = match input.number()? {
        0 => Ok(Workbook {
            format: at(&FORMATS, input.number()?)?,
            notes: list(&mut input, get_note)?,
            sheets: list(&mut input, get_sheet)?,
        }),
        tag => Err(get_fault(&mut input, tag)?),
    };
    input.finish()?;
    Ok(outcome)
}

fn place<T: PartialEq>(list: &[T], item: &T) -> io::Result<u64> {
    list.iter()
        .position(|known| known == item)
        .map(|at| at as u64)
        .ok_or_else(|| invalid("a text not listed"))
}

fn at<T: Copy>(list: &[T], place: u64) -> io::Result<T> {
    usize::try_from(place).ok().and_then(|place| list.get(place).copied()).ok_or_else(|| invalid("a place"))
}

/// A number of items, then the items; grows with what arrives.
fn list<R: Read, T>(
    input: &mut Reader<R>,
    item: impl Fn(&mut Reader<R>) -> io::Result<T>,
) -> io::Result<Vec<T>> {
    let count = input.number()?;
    let mut items = Vec::new();
    for _ in 0..count {
        items.push(item(input)?);
    }
    Ok(items)
}

/// The step from one number of an ascending list to the next, never 0: that ends the list.
fn step(before: u64, next: u64) -> io::Result<u64> {
    next.checked_sub(before).filter(|step| *step > 0).ok_or_else(|| invalid("rows or columns out of order"))
}

/// The number one step on; `None` at the end of the list.
fn next<R: Read>(input: &mut Reader<R>, before: u64, last: u64) -> io::Result<Option<u64>> {
    match input.number()? {
        0 => Ok(None),
        step => before
            .checked_add(step)
            .filter(|next| *next <= last)
            .map(Some)
            .ok_or_else(|| invalid("outside the grid")),
    }
}

/// Columns count from 1 here.
const LAST_COL: u64 = Col::LAST.0 as u64 + 1;

fn put_sheet<W: Write>(out: &mut Writer<W>, sheet: &Sheet) -> io::Result<()> {
    out.text(&sheet.name)?;
    out.number(u64::from(sheet.hidden))?;
    let mut before = 0;
    for row in &sheet.rows {
        out.number(step(before, row.number.into())?)?;
        before = row.number.into();
        let mut left = 0;
        for cell in &row.cells {
            let col = u64::from(cell.col.0) + 1;
            out.number(step(left, col)?)?;
            left = col;
            put_value(out, &cell.value)?;
        }
        out.number(0)?;
    }
    out.number(0)?;
    out.number(sheet.merges.len() as u64)?;
    for area in &sheet.merges {
        for cell in [area.first, area.last] {
            out.number(cell.row.into())?;
            out.number(cell.col.0.into())?;
        }
    }
    ascending(out, sheet.hidden_rows.iter().map(|row| u64::from(*row)))?;
    ascending(out, sheet.hidden_columns.iter().map(|col| u64::from(col.0) + 1))?;
    out.number(sheet.legacy_fonts.len() as u64)?;
    for FontRun { col, rows, encoding } in &sheet.legacy_fonts {
        out.number(col.0.into())?;
        out.number(rows.0.into())?;
        out.number(rows.1.into())?;
        out.number(place(&LEGACY, encoding)?)?;
    }
    Ok(())
}

fn get_sheet<R: Read>(input: &mut Reader<R>) -> io::Result<Sheet> {
    let mut sheet =
        Sheet { name: input.text()?, hidden: at(&[false, true], input.number()?)?, ..Sheet::default() };
    let mut row = 0;
    while let Some(number) = next(input, row, MAX_ROWS.into())? {
        row = number;
        let mut cells = Vec::new();
        let mut left = 0;
        while let Some(col) = next(input, left, LAST_COL)? {
            left = col;
            cells.push(Cell { col: Col((col - 1) as u16), value: get_value(input)? });
        }
        cells.shrink_to_fit();
        sheet.rows.push(Row { number: row as u32, cells });
    }
    sheet.merges = list(input, |input| Ok(Area { first: get_cell(input)?, last: get_cell(input)? }))?;
    sheet.hidden_rows = set(input, MAX_ROWS.into(), |row| row as u32)?;
    sheet.hidden_columns = set(input, LAST_COL, |col| Col((col - 1) as u16))?;
    sheet.legacy_fonts = list(input, |input| {
        let col = u16::try_from(input.number()?).map_err(|_| invalid("outside the grid"))?;
        let mut row = || u32::try_from(input.number()?).map_err(|_| invalid("outside the grid"));
        let rows = (row()?, row()?);
        Ok(FontRun { col: Col(col), rows, encoding: at(&LEGACY, input.number()?)? })
    })?;
    Ok(sheet)
}

fn ascending<W: Write>(out: &mut Writer<W>, numbers: impl Iterator<Item = u64>) -> io::Result<()> {
    let mut before = 0;
    for number in numbers {
        out.number(step(before, number)?)?;
        before = number;
    }
    out.number(0)
}

fn set<R: Read, T: Ord>(
    input: &mut Reader<R>,
    last: u64,
    item: impl Fn(u64) -> T,
) -> io::Result<BTreeSet<T>> {
    let mut items = BTreeSet::new();
    let mut before = 0;
    while let Some(number) = next(input, before, last)? {
        before = number;
        items.insert(item(number));
    }
    Ok(items)
}

fn get_cell<R: Read>(input: &mut Reader<R>) -> io::Result<CellAt> {
    let (row, col) = (input.number()?, input.number()?);
    match (u32::try_from(row), u16::try_from(col)) {
        (Ok(row), Ok(col)) => Ok(CellAt { row, col: Col(col) }),
        _ => Err(invalid("outside the grid")),
    }
}

fn put_value<W: Write>(out: &mut Writer<W>, value: &Value) -> io::Result<()> {
    match value {
        Value::Text(text) => out.number(0).and_then(|()| out.text(text)),
        Value::Number(number) => out.number(1).and_then(|()| out.bytes(&number.to_le_bytes())),
        Value::Date(day) => out.number(2).and_then(|()| out.bytes(&day.num_days_from_ce().to_le_bytes())),
        Value::Bool(truth) => out.number(3 + u64::from(*truth)),
        Value::Error(error) => out.number(5).and_then(|()| out.text(error)),
        Value::NoResult => out.number(6),
    }
}

fn get_value<R: Read>(input: &mut Reader<R>) -> io::Result<Value> {
    Ok(match input.number()? {
        0 => Value::Text(input.text()?),
        1 => Value::Number(
            Some(f64::from_le_bytes(input.array()?))
                .filter(|number| number.is_finite())
                .ok_or_else(|| invalid("a number"))?,
        ),
        2 => Value::Date(
            NaiveDate::from_num_days_from_ce_opt(i32::from_le_bytes(input.array()?))
                .ok_or_else(|| invalid("a date"))?,
        ),
        3 => Value::Bool(false),
        4 => Value::Bool(true),
        5 => Value::Error(input.text()?),
        6 => Value::NoResult,
        _ => return Err(invalid("a value")),
    })
}

fn put_note<W: Write>(out: &mut Writer<W>, note: &ReadNote) -> io::Result<()> {
    match note {
        ReadNote::WrongExtension { extension } => out.number(0).and_then(|()| out.text(extension)),
        ReadNote::Date1904 => out.number(1),
        ReadNote::ExternalLinks { cells, target } => {
            out.number(2)?;
            out.number(*cells as u64)?;
            out.text(target)
        }
        ReadNote::Signed => out.number(3),
        ReadNote::LegacyEncoding { encoding } => out.number(4).and_then(|()| out.text(encoding)),
        ReadNote::SheetSkipped { name } => out.number(5).and_then(|()| out.text(name)),
        ReadNote::SheetUnreadable { name, detail } => {
            out.number(6)?;
            out.text(name)?;
            out.text(detail)
        }
    }
}

fn get_note<R: Read>(input: &mut Reader<R>) -> io::Result<ReadNote> {
    Ok(match input.number()? {
        0 => ReadNote::WrongExtension { extension: input.text()? },
        1 => ReadNote::Date1904,
        2 => ReadNote::ExternalLinks { cells: input.number()? as usize, target: input.text()? },
        3 => ReadNote::Signed,
        4 => ReadNote::LegacyEncoding {
            encoding: Encoding::for_label(input.text()?.as_bytes())
                .ok_or_else(|| invalid("an encoding"))?
                .name(),
        },
        5 => ReadNote::SheetSkipped { name: input.text()? },
        6 => ReadNote::SheetUnreadable { name: input.text()?, detail: input.text()? },
        _ => return Err(invalid("a note")),
    })
}

/// 0 is no fault.
fn put_fault<W: Write>(out: &mut Writer<W>, fault: &ReadFault) -> io::Result<()> {
    match fault {
        ReadFault::Damaged { detail } => out.number(1).and_then(|()| out.text(detail)),
        ReadFault::Encrypted => out.number(2),
        ReadFault::Foreign { actual, extension } => {
            out.number(3)?;
            out.number(place(&sniff::FOREIGN, actual)?)?;
            out.text(extension)
        }
        ReadFault::TooBig { what, value, limit } => {
            out.number(4)?;
            out.number(place(&limit::ALL, what)?)?;
            out.number(*value)?;
            out.number(*limit)
        }
        ReadFault::Unreliable { detail } => out.number(5).and_then(|()| out.text(detail)),
        ReadFault::Crashed { detail } => out.number(6).and_then(|()| out.text(detail)),
        ReadFault::TooSlow { seconds } => out.number(7).and_then(|()| out.number(*seconds)),
        ReadFault::Locked { detail } => out.number(8).and_then(|()| out.text(detail)),
    }
}

fn get_fault<R: Read>(input: &mut Reader<R>, tag: u64) -> io::Result<ReadFault> {
    Ok(match tag {
        1 => ReadFault::Damaged { detail: input.text()? },
        2 => ReadFault::Encrypted,
        3 => ReadFault::Foreign {
            actual: at::<Text>(&sniff::FOREIGN, input.number()?)?,
            extension: input.text()?,
        },
        4 => ReadFault::TooBig {
            what: at::<Text>(&limit::ALL, input.number()?)?,
            value: input.number()?,
            limit: input.number()?,
        },
        5 => ReadFault::Unreliable { detail: input.text()? },
        6 => ReadFault::Crashed { detail: input.text()? },
        7 => ReadFault::TooSlow { seconds: input.number()? },
        8 => ReadFault::Locked { detail: input.text()? },
        _ => return Err(invalid("a fault")),
    })
}

#[cfg(test)]
mod tests;
