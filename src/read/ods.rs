//! .ods and .fods: read by this module alone.
//!
//! calamine's reader loops for ever on a part that was cut, expands repeated rows without a limit, drops rows past the
//! grid without a word, and knows neither hidden rows nor merges. Here repeats without content cost nothing, repeats
//! with content are counted against a limit, and the XML must close.
//!
//! Not read: tables inside cells (refused), annotations, drawings, tracked changes.

use std::collections::BTreeSet;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use crate::model::place::CellAt;
use crate::model::sheet::{Format, ReadNote, Sheet, Value, Workbook};

use super::MAX_ROWS;
use super::fault::{ReadFault, limit};
use super::grid::{self, Grid};
use super::package::Package;
use super::xml::{XmlPart, attribute, push_reference, truth};
use super::{serial, sniff, xlsx};

/// Cells with content in one file that exist only because a cell or row is repeated. The others are paid for by the
/// size of the file.
const MAX_CELLS: u64 = 2_000_000;
/// Largest repeat that is taken for meant; sums of such repeats cannot overflow.
const MAX_REPEAT: u64 = 1 << 32;
/// Characters of all texts in one file, repeats counted.
const MAX_TEXT: u64 = 256 << 20;

/// Reads a package.
///
/// # Errors
/// See [`ReadFault`].
pub(super) fn read(package: &mut Package<'_>) -> Result<Workbook, ReadFault> {
    if let Some(media) = package.bytes("mimetype") {
        sniff::media_type(&String::from_utf8_lossy(&media?))?;
    }
    if let Some(manifest) = package.bytes("META-INF/manifest.xml")
        && String::from_utf8_lossy(&manifest?).contains("encryption-data")
    {
        return Err(ReadFault::Encrypted);
    }
    let signed = package.has("META-INF/documentsignatures.xml");
    let mut part =
        package.xml("content.xml").unwrap_or_else(|| Err(ReadFault::damaged("no content part")))?;
    let mut workbook = document(&mut part)?;
    if signed {
        workbook.notes.push(ReadNote::Signed);
    }
    Ok(workbook)
}

/// Reads a document that is one XML file.
///
/// # Errors
/// See [`ReadFault`].
pub(super) fn read_flat(text: &str) -> Result<Workbook, ReadFault> {
    document(&mut XmlPart::new(text.as_bytes(), "document"))
}

fn document<R: BufRead>(part: &mut XmlPart<R>) -> Result<Workbook, ReadFault> {
    let mut pass = Pass::default();
    loop {
        match part.next()? {
            Event::Start(element) => pass.start(&element)?,
            Event::End(element) => pass.end(element.name().as_ref())?,
            Event::Text(text) => pass.text(&text.xml10_content()),
            Event::CData(text) => pass.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let mut text = String::new();
                push_reference(&reference, &mut text)?;
                pass.text(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !pass.seen_body {
        return Err(ReadFault::foreign(sniff::OTHER_ODF));
    }
    let mut notes = Vec::new();
    if pass.external > 0 {
        notes.push(ReadNote::ExternalLinks { cells: pass.external, target: pass.target.unwrap_or_default() });
    }
    xlsx::finish(Format::Ods, pass.sheets, notes)
}

/// One cell being read, or a run of equal ones.
#[derive(Debug, Default)]
struct CellState {
    value: Option<Value>,
    /// What the cell shows: its paragraphs, joined by line breaks.
    shown: String,
    paragraphs: usize,
    is_text: bool,
    is_error: bool,
    formula: bool,
    repeated: u64,
    span: (u64, u64),
}

#[derive(Debug, Default)]
struct Pass {
    sheets: Vec<Sheet>,
    seen_body: bool,
    /// Names of table styles that hide a table.
    hiding: BTreeSet<String>,
    style: Option<String>,
    /// Inside `office:spreadsheet`.
    in_body: bool,
    /// Elements passed over: how deep inside one.
    skipping: usize,
    table: Option<(String, bool, Grid)>,
    /// Row groups that are folded away.
    folded: Vec<bool>,
    row: u64,
    rows_repeated: u64,
    cells: Vec<(u64, u64, CellState)>,
    col: u64,
    column: u64,
    cell: Option<CellState>,
    in_paragraph: usize,
    counted: u64,
    characters: u64,
    external: usize,
    target: Option<String>,
}

fn repeat(element: &BytesStart<'_>, name: &str) -> Result<u64, ReadFault> {
    match attribute(element, name) {
        None => Ok(1),
        Some(text) => match text.trim().parse() {
            Ok(count @ 1..=MAX_REPEAT) => Ok(count),
            _ => Err(ReadFault::unreliable(format!("{name} is {text}"))),
        },
    }
}

impl Pass {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadFault> {
        if self.skipping > 0 {
            self.skipping += 1;
            return Ok(());
        }
        match element.name().as_ref() {
            "office:spreadsheet" => (self.in_body, self.seen_body) = (true, true),
            "style:style" => self.style = attribute(element, "style:name").map(std::borrow::Cow::into_owned),
            "style:table-properties"
                if attribute(element, "table:display").is_some_and(|text| text == "false") =>
            {
                self.hiding.extend(self.style.clone());
            }
            "table:tracked-changes"
            | "table:dde-links"
            | "table:database-ranges"
            | "office:annotation"
            | "table:shapes"
            | "office:event-listeners"
            | "table:content-validations" => self.skipping = 1,
            "table:table" if self.in_body => self.start_table(element)?,
            _ if self.table.is_none() => {}
            "table:table-column" => {
                let count = repeat(element, "table:number-columns-repeated")?;
                if is_hidden(element) {
                    let last = (self.column + count - 1).min(u64::from(u16::MAX));
                    let first = self.column.min(u64::from(u16::MAX));
                    if let Some((_, _, grid)) = &mut self.table {
                        grid.hidden_columns.push((first as u32, last as u32));
                    }
                }
                self.column = self.column.saturating_add(count);
            }
            "table:table-row-group" => {
                self.folded.push(attribute(element, "table:display").is_some_and(|text| text == "false"));
            }
            "table:table-row" => self.start_row(element)?,
            "table:table-cell" | "table:covered-table-cell" => self.start_cell(element)?,
            "text:p" | "text:h" if self.cell.is_some() => {
                self.in_paragraph += 1;
                if let (Some(cell), 1) = (&mut self.cell, self.in_paragraph) {
                    if cell.paragraphs > 0 {
                        cell.shown.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            "text:s" => {
                let count = attribute(element, "text:c").and_then(|text| text.parse().ok()).unwrap_or(1_u64);
                self.room(count)?;
                self.hard(&" ".repeat(count as usize));
            }
            "text:tab" => self.hard("\t"),
            "text:line-break" => self.hard("\n"),
            name if self.cell.is_some() && name.starts_with("draw:") => self.skipping = 1,
            _ => {}
        }
        Ok(())
    }

    fn start_table(&mut self, element: &BytesStart<'_>) -> Result<(), ReadFault> {
        if self.table.is_some() {
            return Err(ReadFault::unreliable("a table inside a cell"));
        }
        let name = attribute(element, "table:name").unwrap_or_default().into_owned();
        let style = attribute(element, "table:style-name");
        let hidden = style.is_some_and(|style| self.hiding.contains(style.as_ref()));
        self.table = Some((name, hidden, Grid::default()));
        (self.row, self.column) = (0, 0);
        Ok(())
    }

    fn start_row(&mut self, element: &BytesStart<'_>) -> Result<(), ReadFault> {
        self.rows_repeated = repeat(element, "table:number-rows-repeated")?;
        self.col = 0;
        self.cells.clear();
        if is_hidden(element) || self.folded.contains(&true) {
            let last = self.row.saturating_add(self.rows_repeated).min(u64::from(MAX_ROWS));
            if let Some((_, _, grid)) = &mut self.table {
                grid.hidden_rows.push(((self.row + 1).min(last) as u32, last as u32));
            }
        }
        Ok(())
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) -> Result<(), ReadFault> {
        let mut cell = CellState {
            repeated: repeat(element, "table:number-columns-repeated")?,
            span: (
                repeat(element, "table:number-rows-spanned")?,
                repeat(element, "table:number-columns-spanned")?,
            ),
            ..CellState::default()
        };
        let kind = attribute(element, "office:value-type");
        let number = || attribute(element, "office:value").and_then(|text| text.trim().parse::<f64>().ok());
        cell.is_error = attribute(element, "calcext:value-type").is_some_and(|kind| kind == "error");
        match kind.as_deref() {
            Some("float" | "percentage" | "currency") => {
                cell.value = number().map(|number| serial::value(number, serial::NumberKind::Plain, false));
            }
            Some("date") => {
                cell.value = attribute(element, "office:date-value").map(|text| {
                    serial::iso_date(&text).map_or_else(|| Value::Text(text.into_owned()), Value::Date)
                });
            }
            Some("time") => {
                cell.value = attribute(element, "office:time-value")
                    .and_then(|text| serial::iso_duration(&text))
                    .map(Value::Number);
            }
            Some("boolean") => {
                cell.value = attribute(element, "office:boolean-value").map(|text| Value::Bool(truth(&text)));
            }
            Some("string") => {
                cell.is_text = true;
                cell.value =
                    attribute(element, "office:string-value").map(|text| Value::Text(text.into_owned()));
            }
            _ => {}
        }
        if let Some(formula) = attribute(element, "table:formula") {
            cell.formula = true;
            if let Some(target) = link(&formula) {
                self.external += 1;
                self.target.get_or_insert(target);
            }
        }
        self.cell = Some(cell);
        self.in_paragraph = 0;
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadFault> {
        if self.skipping > 0 {
            self.skipping -= 1;
            return Ok(());
        }
        match name {
            "office:spreadsheet" => self.in_body = false,
            "style:style" => self.style = None,
            "table:table" => {
                if let Some((name, hidden, grid)) = self.table.take() {
                    self.sheets.push(grid.finish(name, hidden)?);
                }
            }
            "table:table-row-group" => {
                self.folded.pop();
            }
            "table:table-row" if self.table.is_some() => self.end_row()?,
            "table:table-cell" | "table:covered-table-cell" => self.end_cell(),
            "text:p" | "text:h" => self.in_paragraph = self.in_paragraph.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let col = self.col;
        self.col = self.col.saturating_add(cell.repeated);
        let content = cell.value.is_some() || cell.formula || !grid::is_blank(&cell.shown);
        if content || cell.span != (1, 1) {
            self.cells.push((col, cell.repeated, cell));
        }
    }

    fn end_row(&mut self) -> Result<(), ReadFault> {
        let first = self.row;
        self.row = self.row.saturating_add(self.rows_repeated);
        let cells = std::mem::take(&mut self.cells);
        let mut values = Vec::new();
        for (col, count, cell) in cells {
            let (rows, cols) = cell.span;
            if (rows, cols) != (1, 1) {
                let from = grid::place(first + 1, col)?;
                let to = grid::place(first.saturating_add(rows), col.saturating_add(cols).saturating_sub(1))?;
                if let Some((_, _, grid)) = &mut self.table {
                    grid.merge(from, to);
                }
            }
            let Some(value) = cell.value() else { continue };
            let each = if let Value::Text(text) = &value { text.len() as u64 } else { 0 };
            let all = count.saturating_mul(self.rows_repeated);
            self.counted = self.counted.saturating_add(all - 1);
            ReadFault::check(limit::CELLS, self.counted, MAX_CELLS)?;
            self.room(each.saturating_mul(all))?;
            grid::place(self.row, col.saturating_add(count) - 1)?;
            values.push((col, count, value));
        }
        if let (Some((_, _, grid)), false) = (&mut self.table, values.is_empty()) {
            for row in first..self.row {
                for (col, count, value) in &values {
                    for col in *col..*col + *count {
                        let at: CellAt = grid::place(row + 1, col)?;
                        grid.push(at, value.clone());
                    }
                }
            }
        }
        Ok(())
    }

    /// Counts characters that are about to be kept.
    fn room(&mut self, characters: u64) -> Result<(), ReadFault> {
        self.characters = self.characters.saturating_add(characters);
        ReadFault::check(limit::UNPACKED, self.characters, MAX_TEXT)
    }

    /// Text of a paragraph: runs of white space are one space, as OpenDocument says (part 3, 6.1.2).
    fn text(&mut self, text: &str) {
        if self.skipping > 0 || self.in_paragraph == 0 {
            return;
        }
        if let Some(cell) = &mut self.cell {
            for ch in text.chars() {
                if !matches!(ch, ' ' | '\t' | '\r' | '\n') {
                    cell.shown.push(ch);
                } else if !cell.shown.is_empty() && !cell.shown.ends_with([' ', '\n']) {
                    cell.shown.push(' ');
                }
            }
        }
    }

    fn hard(&mut self, text: &str) {
        if let (Some(cell), 1..) = (&mut self.cell, self.in_paragraph) {
            cell.shown.push_str(text);
        }
    }
}

impl CellState {
    fn value(self) -> Option<Value> {
        if self.is_error {
            return Some(Value::Error(self.shown.trim().to_owned()));
        }
        match self.value {
            // The attribute is the value; the paragraphs are only how it is shown.
            Some(value) => Some(value),
            None if self.formula && self.paragraphs == 0 && !self.is_text => Some(Value::NoResult),
            None if self.shown.is_empty() => None,
            None => Some(Value::Text(self.shown)),
        }
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "table:visibility").is_some_and(|text| text == "collapse" || text == "filter")
}

/// The other document that a formula refers to: `'file:///…/so.ods'#$Sheet1.A1`.
fn link(formula: &str) -> Option<String> {
    let at = formula.find("'file:")?;
    let rest = &formula[at + 1..];
    rest.contains("'#").then(|| rest.split('\'').next().unwrap_or_default().to_owned())
}
