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

/// Cells with content in one file, repeats counted.
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
    if let Some(manifest) = package.bytes("META-INF/manifest.xml") {
        if String::from_utf8_lossy(&manifest?).contains("encryption-data") {
            return Err(ReadFault::Encrypted);
        }
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
                    .and_then(|text| duration(&text))
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
            self.counted = self.counted.saturating_add(all);
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

/// A duration `PT8H30M00S` as a fraction of a day.
fn duration(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    let negative = rest.starts_with('-');
    rest = rest.trim_start_matches('-').strip_prefix('P')?;
    let (mut days, mut in_time) = (0.0, false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            in_time = true;
            rest = after;
            continue;
        }
        let end = rest.find(|ch: char| !ch.is_ascii_digit() && ch != '.' && ch != ',')?;
        let number: f64 = rest[..end].replace(',', ".").parse().ok()?;
        days += match (rest.as_bytes()[end], in_time) {
            (b'D', false) => number,
            (b'H', true) => number / 24.0,
            (b'M', true) => number / 1_440.0,
            (b'S', true) => number / 86_400.0,
            _ => return None,
        };
        rest = &rest[end + 1..];
    }
    Some(if negative { -days } else { days })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::place::{Area, Col};

    fn flat(table: &str) -> Result<Workbook, ReadFault> {
        let xml = format!(
            r#"<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">
            <office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
            <office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document>"#
        );
        read_flat(&xml)
    }

    fn sheet(rows: &str) -> Result<Sheet, ReadFault> {
        flat(&format!(r#"<table:table table:name="T">{rows}</table:table>"#))
            .map(|mut book| book.sheets.remove(0))
    }

    fn only(cell: &str) -> Option<Value> {
        let sheet = sheet(&format!("<table:table-row>{cell}</table:table-row>")).unwrap();
        sheet.rows.first().map(|row| row.cells[0].value.clone())
    }

    #[test]
    fn every_type_of_value_is_read() {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        for (cell, value) in [
            (
                r#"<table:table-cell office:value-type="float" office:value="1.5"><text:p>1,5</text:p></table:table-cell>"#,
                Some(Value::Number(1.5)),
            ),
            (
                r#"<table:table-cell office:value-type="date" office:date-value="2023-01-05T08:00:00"/>"#,
                Some(Value::Date(serial::iso_date("2023-01-05").unwrap())),
            ),
            (
                r#"<table:table-cell office:value-type="time" office:time-value="PT12H00M00S"/>"#,
                Some(Value::Number(0.5)),
            ),
            (
                r#"<table:table-cell office:value-type="boolean" office:boolean-value="true"/>"#,
                Some(Value::Bool(true)),
            ),
            (
                r#"<table:table-cell office:value-type="string" calcext:value-type="error" office:string-value=""><text:p>#N/A</text:p></table:table-cell>"#,
                Some(Value::Error("#N/A".to_owned())),
            ),
            (r#"<table:table-cell table:formula="of:=1+1"/>"#, Some(Value::NoResult)),
            (r#"<table:table-cell table:formula="of:=T()" office:value-type="string"/>"#, None),
            (
                "<table:table-cell>\n  <text:p>Hồ <text:span>sơ</text:span><text:s text:c=\"2\"/>A</text:p>\n<text:p>B &amp; C</text:p></table:table-cell>",
                text("Hồ sơ  A\nB & C"),
            ),
            (
                r#"<table:table-cell><office:annotation><text:p>note</text:p></office:annotation><text:p>x</text:p></table:table-cell>"#,
                text("x"),
            ),
            (r#"<table:table-cell><draw:frame><text:p>shape</text:p></draw:frame></table:table-cell>"#, None),
            (r#"<table:table-cell><text:p> </text:p></table:table-cell>"#, None),
        ] {
            assert_eq!(only(cell), value, "{cell}");
        }
    }

    #[test]
    fn repeats_keep_positions_and_cost_nothing_when_empty() {
        let sheet = sheet(concat!(
            r#"<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
            r#"<table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/></table:table-row>"#,
            r#"<table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
        ))
        .unwrap();
        let found: Vec<_> =
            sheet.rows.iter().map(|row| (row.number, row.cells.len(), row.cells[0].col)).collect();
        assert_eq!(found, [(4, 2, Col(1)), (5, 2, Col(1))]);
    }

    #[test]
    fn repeats_that_mean_nothing_or_too_much_are_refused() {
        let cell = r#"<table:table-cell office:value-type="float" office:value="7"/>"#;
        for (rows, fault) in [
            (format!(r#"<table:table-row table:number-rows-repeated="0">{cell}</table:table-row>"#), "reliably"),
            (format!(r#"<table:table-row table:number-rows-repeated="2000000">{cell}</table:table-row>"#), "limit"),
            (format!(r#"<table:table-row table:number-rows-repeated="1048576"/><table:table-row>{cell}</table:table-row>"#), "limit"),
            (format!(r#"<table:table-row><table:table-cell table:number-columns-repeated="16384"/>{cell}</table:table-row>"#), "limit"),
            (r#"<table:table-row><table:table-cell><text:p><text:s text:c="999999999999"/></text:p></table:table-cell></table:table-row>"#.to_owned(), "limit"),
        ] {
            let found = sheet(&rows).unwrap_err().to_string();
            assert!(found.contains(fault), "{found}");
        }
    }

    #[test]
    fn merges_hidden_rows_columns_and_sheets_are_told() {
        let book = flat(concat!(
            r#"<table:table table:name="A" table:style-name="h"><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>"#,
            r#"<table:table-row table:visibility="filter"><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2"><text:p>x</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"#,
            r#"<table:table-row-group table:display="false"><table:table-row><table:table-cell/><table:table-cell/><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table-row-group></table:table>"#,
        ))
        .unwrap();
        let sheet = &book.sheets[0];
        assert!(sheet.hidden);
        assert_eq!(sheet.hidden_rows, BTreeSet::from([1, 2]));
        assert_eq!(sheet.hidden_columns, BTreeSet::from([Col(0), Col(1)]));
        let at = |text| CellAt::parse(text).unwrap();
        assert_eq!(sheet.merges, [Area { first: at("A1"), last: at("B2") }]);
    }

    #[test]
    fn a_document_that_was_cut_is_damaged() {
        let whole = r#"<office:document><office:body><office:spreadsheet><table:table table:name="T"><table:table-row/></table:table></office:spreadsheet></office:body></office:document>"#;
        assert!(read_flat(whole).is_ok());
        for end in 1..whole.len() {
            assert!(matches!(read_flat(&whole[..end]), Err(ReadFault::Damaged { .. })), "{}", &whole[..end]);
        }
    }

    #[test]
    fn links_to_other_documents_are_counted() {
        let book = flat(r#"<table:table><table:table-row><table:table-cell table:formula="of:=['file:///a/b.ods'#$S.A1]" office:value-type="float" office:value="1"/></table:table-row></table:table>"#).unwrap();
        assert_eq!(book.notes, [ReadNote::ExternalLinks { cells: 1, target: "file:///a/b.ods".to_owned() }]);
    }
}
