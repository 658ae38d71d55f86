//! HTML tables, usually saved as .xls by one-stop software.
//!
//! All tables of the page come on one sheet in the order in which they begin, with a blank row between them; text
//! outside tables (a title) comes as rows of its own, as Excel shows it. A table used for layout leaves nothing but
//! the text that stands in its own cells. Every value is text as shown: a format such as `mso-number-format:"\@"`
//! asks for just that, and a date shown as text is read like any other text date.
//!
//! Style sheets are not applied; only `display:none` on a row itself counts as hidden.

use std::collections::BTreeMap;

use html5gum::{HtmlString, StartTag, Token, Tokenizer};

use crate::model::place::CellAt;
use crate::model::sheet::{Format, ReadNote, Value, Workbook};

use super::encoding::Decoded;
use super::fault::{ReadFault, limit};
use super::grid::{self, Grid};
use super::xlsx;

/// Limits of the HTML standard (4.9.11).
const MAX_COLSPAN: u64 = 1_000;
const MAX_ROWSPAN: u64 = 65_534;
/// Steps spent on looking for free columns below cells that span rows.
const MAX_WORK: u64 = 200_000_000;
/// Tables inside tables.
const MAX_NESTING: usize = 200;

/// Reads a page; `name` becomes the sheet's name unless the page has one.
///
/// # Errors
/// See [`ReadFault`].
pub(super) fn read(name: &str, page: &Decoded) -> Result<Workbook, ReadFault> {
    let mut pass = Pass::default();
    for token in Tokenizer::new(page.text.as_str()) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => pass.start(&tag)?,
            Token::EndTag(tag) => pass.end(&tag.name)?,
            Token::String(text) => pass.text(&String::from_utf8_lossy(&text)),
            Token::Comment(text) => pass.comment(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    while !pass.open.is_empty() {
        pass.end_table()?;
    }
    pass.flush_loose();
    let sheet_name = pass.name.take().unwrap_or_else(|| name.to_owned());
    let sheet = pass.grid()?.finish(sheet_name, false)?;
    let notes = page.legacy.map(|encoding| ReadNote::LegacyEncoding { encoding }).into_iter().collect();
    xlsx::finish(Format::Html, vec![sheet], notes)
}

#[derive(Debug, Default)]
struct Table {
    /// Row (0-based in the table), column, text.
    cells: Vec<(u64, u64, String)>,
    /// Row, column, rows and columns spanned.
    merges: Vec<(u64, u64, u64, u64)>,
    hidden: Vec<u64>,
    rows: u64,
    in_row: bool,
    col: u64,
    /// Columns covered by a cell above: column → rows still to come, this one included.
    covered: BTreeMap<u64, u64>,
    cell: Option<OpenCell>,
    /// Steps spent since they were last asked for.
    work: u64,
}

#[derive(Debug, Default)]
struct OpenCell {
    text: Flow,
    rowspan: u64,
    colspan: u64,
}

/// Text in which white space is folded as a browser does.
#[derive(Debug, Default)]
struct Flow {
    text: String,
    /// A block ended: the next text begins on a new line.
    broken: bool,
}

impl Flow {
    fn push(&mut self, text: &str) {
        for ch in text.chars() {
            if matches!(ch, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                if !self.broken && !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else {
                if self.broken && !self.text.is_empty() {
                    self.trim_end();
                    self.text.push('\n');
                }
                self.broken = false;
                self.text.push(ch);
            }
        }
    }

    fn line_break(&mut self) {
        self.trim_end();
        self.text.push('\n');
    }

    fn trim_end(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
    }

    fn take(&mut self) -> String {
        self.broken = false;
        std::mem::take(&mut self.text).trim_matches([' ', '\n']).to_owned()
    }
}

#[derive(Debug, Default)]
struct Pass {
    /// Finished and open tables and loose text, in the order in which they begin.
    blocks: Vec<Table>,
    /// Indices of open tables.
    open: Vec<usize>,
    loose: Flow,
    /// Inside `head`, `script` and the like: how many.
    silent: usize,
    name: Option<String>,
    work: u64,
}

fn span(tag: &StartTag<()>, name: &[u8], most: u64) -> u64 {
    let text = tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).trim().to_owned());
    let digits: String = text.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
    digits.parse::<u64>().map_or(1, |number| number.clamp(1, most))
}

/// Elements whose text is not shown.
fn is_silent(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"title" | b"xml" | b"noscript" | b"template")
}

/// Elements that begin and end a line.
fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"li"
            | b"ul"
            | b"ol"
            | b"center"
            | b"caption"
            | b"section"
            | b"header"
            | b"footer"
            | b"address"
            | b"hr"
            | b"pre"
            | b"body"
    )
}

impl Pass {
    fn table(&mut self) -> Option<&mut Table> {
        let index = *self.open.last()?;
        self.blocks.get_mut(index)
    }

    fn flow(&mut self) -> Option<&mut Flow> {
        match self.open.last() {
            None => Some(&mut self.loose),
            Some(index) => self.blocks[*index].cell.as_mut().map(|cell| &mut cell.text),
        }
    }

    fn text(&mut self, text: &str) {
        if self.silent == 0
            && let Some(flow) = self.flow()
        {
            flow.push(text);
        }
    }

    /// Excel's own pages carry the sheet's name in a comment that only Office reads.
    fn comment(&mut self, text: &str) {
        if self.name.is_none() {
            let name = text.split_once("<x:Name>").and_then(|(_, rest)| rest.split_once("</x:Name>"));
            self.name = name
                .map(|(name, _)| name.trim().replace("&amp;", "&"))
                .filter(|name| !name.is_empty() && name != "{worksheet}");
        }
    }

    fn start(&mut self, tag: &StartTag<()>) -> Result<(), ReadFault> {
        let name: &HtmlString = &tag.name;
        match &name[..] {
            name if is_silent(name) => self.silent += usize::from(!tag.self_closing),
            b"table" => {
                if self.open.is_empty() {
                    self.flush_loose();
                }
                ReadFault::check(limit::WORK, self.open.len() as u64, MAX_NESTING as u64)?;
                self.open.push(self.blocks.len());
                self.blocks.push(Table::default());
            }
            b"tr" => {
                let style = tag
                    .attributes
                    .get(&b"style"[..])
                    .map(|value| String::from_utf8_lossy(value).to_lowercase());
                let hidden = style.is_some_and(|style| style.replace(' ', "").contains("display:none"));
                if let Some(table) = self.table() {
                    table.end_row();
                    table.in_row = true;
                    table.rows += 1;
                    table.col = 0;
                    if hidden {
                        table.hidden.push(table.rows - 1);
                    }
                }
                self.spend()?;
            }
            b"td" | b"th" => {
                let cell = OpenCell {
                    text: Flow::default(),
                    rowspan: span(tag, b"rowspan", MAX_ROWSPAN),
                    colspan: span(tag, b"colspan", MAX_COLSPAN),
                };
                if let Some(table) = self.table() {
                    table.end_cell();
                    if !table.in_row {
                        table.in_row = true;
                        table.rows += 1;
                        table.col = 0;
                    }
                    table.start_cell(cell);
                }
                self.spend()?;
            }
            b"br" => {
                if let Some(flow) = self.flow() {
                    flow.line_break();
                }
            }
            name if is_block(name) => self.block(),
            _ => {}
        }
        Ok(())
    }

    fn spend(&mut self) -> Result<(), ReadFault> {
        self.work += self.table().map_or(0, |table| std::mem::take(&mut table.work));
        ReadFault::check(limit::WORK, self.work, MAX_WORK)
    }

    fn block(&mut self) {
        if self.open.is_empty() {
            self.flush_loose();
        } else if let Some(flow) = self.flow() {
            flow.broken = true;
        }
    }

    fn end(&mut self, name: &[u8]) -> Result<(), ReadFault> {
        match name {
            name if is_silent(name) => self.silent = self.silent.saturating_sub(1),
            b"table" => self.end_table()?,
            b"tr" => {
                if let Some(table) = self.table() {
                    table.end_row();
                }
            }
            b"td" | b"th" => {
                if let Some(table) = self.table() {
                    table.end_cell();
                }
            }
            name if is_block(name) => self.block(),
            _ => {}
        }
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), ReadFault> {
        if let Some(table) = self.table() {
            table.end_row();
            ReadFault::check(limit::ROWS, table.rows, u64::from(super::MAX_ROWS))?;
        }
        self.open.pop();
        Ok(())
    }

    /// Text between tables becomes a block of one row per line.
    fn flush_loose(&mut self) {
        let text = self.loose.take();
        if grid::is_blank(&text) {
            return;
        }
        let mut table = Table { rows: 1, ..Table::default() };
        table.cells.push((0, 0, text));
        self.blocks.push(table);
    }

    fn grid(self) -> Result<Grid, ReadFault> {
        let mut grid = Grid::default();
        let mut row = 1_u64;
        for block in self.blocks {
            if block.cells.iter().all(|(_, _, text)| grid::is_blank(text)) {
                continue;
            }
            for (down, col, text) in block.cells {
                let at: CellAt = grid::place(row + down, col)?;
                grid.push(at, Value::Text(text));
            }
            for (down, col, rows, cols) in block.merges {
                // A cell cannot span beyond the last row of its table.
                let last = (down + rows).min(block.rows).max(down + 1);
                grid.merge(grid::place(row + down, col)?, grid::place(row + last - 1, col + cols - 1)?);
            }
            grid.hidden_rows
                .extend(block.hidden.iter().map(|down| ((row + down) as u32, (row + down) as u32)));
            row += block.rows + 1;
        }
        Ok(grid)
    }
}

impl Table {
    /// Places a cell on the next free columns.
    fn start_cell(&mut self, cell: OpenCell) {
        while self.covered.contains_key(&self.col) {
            self.col += 1;
            self.work += 1;
        }
        let (rows, cols) = (cell.rowspan, cell.colspan);
        if (rows, cols) != (1, 1) {
            self.merges.push((self.rows - 1, self.col, rows, cols));
        }
        if rows > 1 {
            for col in self.col..self.col + cols {
                self.covered.insert(col, rows);
                self.work += 1;
            }
        }
        self.cell = Some(cell);
    }

    fn end_cell(&mut self) {
        if let Some(mut cell) = self.cell.take() {
            let text = cell.text.take();
            self.cells.push((self.rows - 1, self.col, text));
            self.col += cell.colspan;
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if self.in_row {
            self.in_row = false;
            self.work += self.covered.len() as u64;
            self.covered.retain(|_, rows| {
                *rows -= 1;
                *rows > 0
            });
        }
    }
}
