//! Writes a laid-out sheet in the formats that people send, as bytes.

use std::{fmt::Write as _, io::Write as _};

use encoding_rs::WINDOWS_1258;
use rust_xlsxwriter::{Format as Style, Formula, Workbook};
use unicode_normalization::UnicodeNormalization as _;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    grid::{Cell, Grid},
    rng::Rng,
    xls,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Xlsx,
    Xls,
    Ods,
    Csv,
    Html,
}

impl Format {
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Csv => "csv",
            Self::Html | Self::Xls => "xls",
        }
    }

    /// Whether cells have types and a file several sheets.
    pub(super) const fn is_workbook(self) -> bool {
        matches!(self, Self::Xlsx | Self::Xls | Self::Ods)
    }
}

/// The file; `font` is that of texts in an old encoding, where the format tells fonts.
pub(super) fn write(format: Format, grids: &[Grid], font: Option<&str>, rng: &mut Rng) -> Vec<u8> {
    match format {
        Format::Xlsx => xlsx(grids, font, rng),
        Format::Xls => {
            // A plain number that is a day says nothing of the date system.
            let is_day =
                |cell: &Cell| matches!(cell, Cell::Number(number) if (40_000.0..50_000.0).contains(number));
            let may_shift = !grids.iter().flat_map(|grid| grid.cells.values()).any(is_day);
            xls::write(grids, font, may_shift && rng.percent(25))
        }
        Format::Ods => ods(grids),
        Format::Csv => csv(&grids[0], rng),
        Format::Html => html(&grids[0]).into_bytes(),
    }
}

/// Some cells are formulas with their results, as Excel saves them.
fn xlsx(grids: &[Grid], font: Option<&str>, rng: &mut Rng) -> Vec<u8> {
    let mut book = Workbook::new();
    let typed = font.map_or_else(Style::new, |font| Style::new().set_font_name(font));
    let (plain, day) = (Style::new(), Style::new().set_num_format("dd/mm/yyyy"));
    let moment = Style::new().set_num_format("dd/mm/yyyy hh:mm");
    for grid in grids {
        let sheet = book.add_worksheet().set_name(&grid.name).unwrap();
        sheet.set_hidden(grid.is_hidden);
        for (top, left, bottom, right) in
            grid.merges.iter().filter(|area| (area.0, area.1) != (area.2, area.3))
        {
            sheet.merge_range(top - 1, *left, bottom - 1, *right, "", &plain).unwrap();
        }
        for ((row, col), cell) in &grid.cells {
            let row = row - 1;
            if rng.percent(4) {
                let (result, style) = match cell {
                    Cell::Text(text) => (text.clone(), &typed),
                    Cell::Number(number) => (number.to_string(), &plain),
                    Cell::Day(_) => (cell.serial().unwrap().to_string(), &day),
                    Cell::Moment(_) => (cell.serial().unwrap().to_string(), &moment),
                };
                let formula = Formula::new("=Z99").set_result(result);
                sheet.write_formula_with_format(row, *col, formula, style).unwrap();
                continue;
            }
            match cell {
                Cell::Text(text) => sheet.write_with_format(row, *col, text, &typed).unwrap(),
                Cell::Number(number) => sheet.write(row, *col, *number).unwrap(),
                Cell::Day(_) => sheet.write_with_format(row, *col, cell.serial().unwrap(), &day).unwrap(),
                Cell::Moment(_) => {
                    sheet.write_with_format(row, *col, cell.serial().unwrap(), &moment).unwrap()
                }
            };
        }
        for row in &grid.hidden_rows {
            sheet.set_row_hidden(row - 1).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn csv(grid: &Grid, rng: &mut Rng) -> Vec<u8> {
    let separator = rng.pick(&[";", ",", "\t"]);
    let end = rng.pick(&["\r\n", "\n"]);
    let (rows, cols) = grid.size();
    let mut text = String::new();
    for row in 1..=rows {
        let fields: Vec<String> = (0..=cols)
            .map(|col| {
                let field = grid.cells.get(&(row, col)).map(Cell::shown).unwrap_or_default();
                if field.contains([';', ',', '\t', '"', '\n']) {
                    format!("\"{}\"", field.replace('"', "\"\""))
                } else {
                    field
                }
            })
            .collect();
        text.push_str(&fields.join(separator));
        text.push_str(end);
    }
    match rng.below(5) {
        0 => text.into_bytes(),
        1 => format!("\u{feff}{text}").into_bytes(),
        2 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        3 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => vietnamese_code_page(&text),
    }
}

/// windows-1258 writes most tones as marks of their own.
fn vietnamese_code_page(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for ch in text.nfc() {
        let whole = ch.to_string();
        let (bytes, _, lossy) = WINDOWS_1258.encode(&whole);
        if !lossy {
            out.extend_from_slice(&bytes);
            continue;
        }
        let is_tone = |mark: &char| "\u{300}\u{301}\u{303}\u{309}\u{323}".contains(*mark);
        let (tones, letter): (Vec<char>, Vec<char>) = whole.nfd().partition(is_tone);
        let base: String = letter.into_iter().nfc().chain(tones).collect();
        out.extend_from_slice(&WINDOWS_1258.encode(&base).0);
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn html(grid: &Grid) -> String {
    let (rows, cols) = grid.size();
    let mut out = String::from(
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=\"utf-8\">",
    );
    out.push_str("</head><body><table border=\"1\">\n");
    for row in 1..=rows {
        out.push_str("<tr>");
        for col in 0..=cols {
            let (begins, is_covered) = grid.merge_at(row, col);
            if is_covered {
                continue;
            }
            out.push_str("<td");
            if let Some((top, left, bottom, right)) = begins {
                write!(out, " rowspan=\"{}\" colspan=\"{}\"", bottom - top + 1, right - left + 1).unwrap();
            }
            let text = grid.cells.get(&(row, col)).map(Cell::shown).unwrap_or_default();
            write!(out, ">{}</td>", escaped(&text).replace('\n', "<br>")).unwrap();
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></body></html>");
    out
}

const ODS_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn ods(grids: &[Grid]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{ODS_TYPE}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>\
         </manifest:manifest>"
    );
    for (name, options, content) in [
        ("mimetype", stored, ODS_TYPE.to_owned()),
        ("META-INF/manifest.xml", deflated, manifest),
        ("content.xml", deflated, ods_content(grids)),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn ods_content(grids: &[Grid]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <office:document-content office:version=\"1.2\" \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>",
    );
    for grid in grids {
        write!(out, "<table:table table:name=\"{}\">", escaped(&grid.name)).unwrap();
        let (rows, cols) = grid.size();
        let is_empty = |row: u32| grid.cells.range((row, 0)..=(row, u16::MAX)).next().is_none();
        let is_merged = |row: u32| grid.merges.iter().any(|area| (area.0..=area.2).contains(&row));
        let mut row = 1;
        while row <= rows {
            let blank = (row..=rows).take_while(|row| is_empty(*row) && !is_merged(*row)).count();
            if blank > 0 {
                write!(out, "<table:table-row table:number-rows-repeated=\"{blank}\"><table:table-cell/>")
                    .unwrap();
                row += blank as u32;
            } else {
                let hidden =
                    if grid.hidden_rows.contains(&row) { " table:visibility=\"collapse\"" } else { "" };
                write!(out, "<table:table-row{hidden}>").unwrap();
                for col in 0..=cols {
                    ods_cell(&mut out, grid, row, col);
                }
                row += 1;
            }
            out.push_str("</table:table-row>");
        }
        out.push_str("</table:table>");
    }
    out.push_str("</office:spreadsheet></office:body></office:document-content>");
    out
}

fn ods_cell(out: &mut String, grid: &Grid, row: u32, col: u16) {
    let (begins, is_covered) = grid.merge_at(row, col);
    if is_covered {
        out.push_str("<table:covered-table-cell/>");
        return;
    }
    out.push_str("<table:table-cell");
    if let Some((top, left, bottom, right)) = begins {
        let (rows, cols) = (bottom - top + 1, right - left + 1);
        write!(out, " table:number-rows-spanned=\"{rows}\" table:number-columns-spanned=\"{cols}\"").unwrap();
    }
    let Some(cell) = grid.cells.get(&(row, col)) else {
        out.push_str("/>");
        return;
    };
    match cell {
        Cell::Text(_) => out.push_str(" office:value-type=\"string\">"),
        Cell::Number(number) => {
            write!(out, " office:value-type=\"float\" office:value=\"{number}\">").unwrap();
        }
        Cell::Day(day) => {
            write!(out, " office:value-type=\"date\" office:date-value=\"{day}\">").unwrap();
        }
        Cell::Moment(day) => {
            write!(out, " office:value-type=\"date\" office:date-value=\"{day}T09:30:00\">").unwrap();
        }
    }
    for line in cell.shown().split('\n') {
        write!(out, "<text:p>{}</text:p>", escaped(line)).unwrap();
    }
    out.push_str("</table:table-cell>");
}
