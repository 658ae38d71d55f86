//! The template as read: workbook, shared strings, styles, and each worksheet part with its scan.

use super::content::attrs;
use super::outs::Outs;
use super::words::{self, Words};
use crate::ooxml::book::Book;
use crate::ooxml::package::{Package, PackageFault, without_bom};
use crate::ooxml::sheet::{CellKind, CellSpan, Scan, wide};
use crate::ooxml::strings::{self, Run, Strings};
use crate::ooxml::styles::Styles;
use crate::ooxml::xml;

/// Everything of a template that filling looks at.
pub struct Source {
    /// The workbook part.
    pub book: Book,
    /// Shared strings.
    pub strings: Strings,
    /// Which shared strings hold placeholders.
    pub marked: Vec<bool>,
    /// Styles.
    pub styles: Styles,
    /// Worksheets by their index in [`Book::sheets`]; none for chart sheets and the like.
    pub sheets: Vec<Option<SheetSource>>,
}

/// One worksheet part.
pub struct SheetSource {
    /// The tab's name.
    pub name: String,
    /// The part's name.
    pub part: String,
    /// Its text without byte order mark.
    pub doc: String,
    /// Whether it had one.
    pub bom: bool,
    /// Its rows and cells.
    pub scan: Scan,
    /// The prefix of its element names with its colon, or empty.
    pub prefix: String,
}

impl Source {
    /// Reads a template.
    pub fn read(package: &mut Package<'_>) -> Result<Self, PackageFault> {
        let book = Book::read(package)?;
        let strings = match &book.strings {
            Some(part) if package.has(part) => {
                let text = package.text(part)?;
                let doc = without_bom(&text).0.to_owned();
                Strings::read(doc).map_err(|fault| PackageFault::Xml { part: part.clone(), fault })?
            }
            _ => Strings::default(),
        };
        let styles = match &book.styles {
            Some(part) if package.has(part) => {
                let text = package.text(part)?;
                Styles::read(without_bom(&text).0)
                    .map_err(|fault| PackageFault::Xml { part: part.clone(), fault })?
            }
            _ => Styles::default(),
        };
        let marked = strings.texts.iter().map(|text| words::read(text) != Words::Plain).collect();
        let mut sheets = Vec::with_capacity(book.sheets.len());
        for info in &book.sheets {
            sheets.push(if info.worksheet {
                Some(read_sheet(package, &info.name, &info.part)?)
            } else {
                None
            });
        }
        Ok(Self { book, strings, marked, styles, sheets })
    }
}

fn read_sheet(package: &mut Package<'_>, name: &str, part: &str) -> Result<SheetSource, PackageFault> {
    let text = package.text(part)?;
    let (doc, bom) = without_bom(&text);
    let doc = doc.to_owned();
    let scan = Scan::read(&doc).map_err(|fault| PackageFault::Xml { part: part.to_owned(), fault })?;
    let opening = doc.get(scan.data.start + 1..).unwrap_or_default();
    let word = opening.find("sheetData").unwrap_or(0);
    let prefix = opening.get(..word).filter(|prefix| prefix.ends_with(':')).unwrap_or_default().to_owned();
    Ok(SheetSource { name: name.to_owned(), part: part.to_owned(), doc, bom, scan, prefix })
}

impl Source {
    /// The plain text of a cell that holds one.
    pub fn text(&self, sheet: &SheetSource, cell: &CellSpan) -> String {
        match (cell.kind, &cell.value, &cell.inline) {
            (CellKind::Shared, Some(value), _) => {
                let index = sheet.doc[wide(value)].trim().parse::<usize>().ok();
                index
                    .and_then(|index| self.strings.texts.get(index))
                    .map(|text| (**text).to_owned())
                    .unwrap_or_default()
            }
            (CellKind::Inline, _, Some(inline)) => {
                strings::plain(&sheet.doc[wide(inline)]).unwrap_or_default()
            }
            (_, Some(value), _) => xml::text(&sheet.doc[wide(value)]).into_owned(),
            _ => String::new(),
        }
    }

    /// The runs of a cell whose text holds a placeholder.
    pub fn marked(&self, sheet: &SheetSource, cell: &CellSpan) -> Option<Vec<Run>> {
        match (cell.kind, &cell.value, &cell.inline) {
            (CellKind::Shared, Some(value), _) => {
                let index = sheet.doc[wide(value)].trim().parse::<usize>().ok()?;
                self.marked.get(index).copied().unwrap_or(false).then(|| self.strings.runs(index))
            }
            (CellKind::Inline, _, Some(inline)) if sheet.doc[wide(inline)].contains('{') => {
                let runs = strings::runs(&sheet.doc[wide(inline)]).ok()?;
                let text: String = runs.iter().map(|run| run.text.as_str()).collect();
                (words::read(&text) != Words::Plain).then_some(runs)
            }
            _ => None,
        }
    }

    /// The format of a cell of the result that shows a date, made of day, month and year alone; none for other cells.
    pub fn date_at(&self, outs: &Outs, out: usize, row: u32, col: u32) -> Option<String> {
        let target = outs.list.get(out)?;
        let sheet = self.sheets.get(target.src)?.as_ref()?;
        let (row, col) = (target.rows.axis.source(row)?, target.cols.axis.source(col)?);
        let cells = sheet.scan.cells_of(sheet.scan.rows_between(row, row).first()?);
        let cell = cells.iter().find(|cell| u32::from(cell.col) + 1 == col)?;
        let open = cell.span.start..cell.open_end;
        let style = attrs(&sheet.doc, &open).find(|attr| attr.key == "s")?.value().parse().ok()?;
        self.styles.date(style)
    }
}
