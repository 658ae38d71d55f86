//! Writes sheets as .xls (BIFF8 in a compound file), with just the records that a reader needs.

use std::io::{Cursor, Write as _};

use super::grid::{Cell, Grid};

/// Days between the two date systems.
const SHIFT_1904: f64 = 1_462.0;

fn record(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
}

/// A string of two bytes a character; its length takes one byte or two.
fn string(text: &str, short: bool) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u16).to_le_bytes()[..if short { 1 } else { 2 }].to_vec();
    out.push(1);
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

/// The cell formats: plain, day, moment, text in the sheet's old font.
const FORMATS: [(u16, u16); 4] = [(0, 0), (0, 164), (0, 165), (5, 0)];

/// The workbook; `font` is that of texts in an old encoding.
pub(super) fn write(grids: &[Grid], font: Option<&str>, from_1904: bool) -> Vec<u8> {
    let sheets: Vec<Vec<u8>> = grids.iter().map(|grid| sheet(grid, from_1904)).collect();
    let mut starts = vec![0; sheets.len()];
    let length = globals(grids, &starts, font, from_1904).len();
    let mut at = length as u32;
    for (start, sheet) in starts.iter_mut().zip(&sheets) {
        *start = at;
        at += sheet.len() as u32;
    }
    let mut stream = globals(grids, &starts, font, from_1904);
    stream.extend(sheets.concat());
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.into_inner().into_inner()
}

fn globals(grids: &[Grid], starts: &[u32], font: Option<&str>, from_1904: bool) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    record(&mut out, 0x0022, &u16::from(from_1904).to_le_bytes());
    // Five fonts; there is none of number 4, so the last one is number 5.
    for name in ["Arial", "Arial", "Arial", "Arial", font.unwrap_or("Arial")] {
        record(&mut out, 0x0031, &[&[0; 14][..], &string(name, true)].concat());
    }
    for (id, code) in [(164_u16, "dd/mm/yyyy"), (165, "dd/mm/yyyy hh:mm")] {
        record(&mut out, 0x041e, &[&id.to_le_bytes()[..], &string(code, false)].concat());
    }
    for (font, format) in FORMATS {
        record(&mut out, 0x00e0, &[&font.to_le_bytes()[..], &format.to_le_bytes(), &[0; 16]].concat());
    }
    for (grid, start) in grids.iter().zip(starts) {
        let head = [&start.to_le_bytes()[..], &[u8::from(grid.is_hidden), 0]].concat();
        record(&mut out, 0x0085, &[head, string(&grid.name, true)].concat());
    }
    record(&mut out, 0x000a, &[]);
    out
}

fn sheet(grid: &Grid, from_1904: bool) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x0809, &[0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for row in &grid.hidden_rows {
        let row = (*row as u16 - 1).to_le_bytes();
        record(&mut out, 0x0208, &[&row[..], &[0; 10], &[0x20, 0, 0, 0]].concat());
    }
    for ((row, col), cell) in &grid.cells {
        let place = [(*row as u16 - 1).to_le_bytes(), col.to_le_bytes()].concat();
        let number =
            |format: u16, number: f64| [&place[..], &format.to_le_bytes(), &number.to_le_bytes()].concat();
        let shift = if from_1904 { SHIFT_1904 } else { 0.0 };
        match cell {
            Cell::Text(text) => {
                record(&mut out, 0x0204, &[&place[..], &[3, 0], &string(text, false)].concat());
            }
            Cell::Number(value) => record(&mut out, 0x0203, &number(0, *value)),
            Cell::Day(_) => record(&mut out, 0x0203, &number(1, cell.serial().unwrap() - shift)),
            Cell::Moment(_) => record(&mut out, 0x0203, &number(2, cell.serial().unwrap() - shift)),
        }
    }
    let areas: Vec<u8> = grid
        .merges
        .iter()
        .flat_map(|(top, left, bottom, right)| [*top as u16 - 1, *bottom as u16 - 1, *left, *right])
        .flat_map(u16::to_le_bytes)
        .collect();
    let count = (grid.merges.len() as u16).to_le_bytes();
    record(&mut out, 0x00e5, &[&count[..], &areas].concat());
    record(&mut out, 0x000a, &[]);
    out
}
