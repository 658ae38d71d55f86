//! The cells of a worksheet part with their byte spans, found in one pass. Rows and cells may lack their reference: they
//! then follow the one before. Text in, spans out; nothing is interpreted beyond a cell's type.

use std::ops::Range;

use super::xml::{self, Kind, Tag, Walk, XmlFault};
use crate::model::place::CellAt;

/// A worksheet part as scanned. Byte offsets are `u32`: a part is never larger than the package's limit.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Rows as they stand, ascending.
    pub rows: Vec<RowSpan>,
    /// All cells of all rows, in order.
    pub cells: Vec<CellSpan>,
    /// Formulas, by [`CellSpan::formula`].
    pub formulas: Vec<FormulaSpan>,
    /// Bytes of the `sheetData` element with its tags.
    pub data: Range<usize>,
}

/// One `row` element.
#[derive(Clone, Debug)]
pub struct RowSpan {
    /// 1-based number.
    pub number: u32,
    /// The element with its tags.
    pub span: Range<u32>,
    /// Its start tag.
    pub open: Range<u32>,
    /// The value of its `r`, if written.
    pub r: Option<Range<u32>>,
    /// Its cells in [`Scan::cells`].
    pub cells: Range<u32>,
}

/// What `t` says of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// No `t`, or `n`.
    #[default]
    Number,
    /// `s`: index of a shared string.
    Shared,
    /// `inlineStr`
    Inline,
    /// `str`: text result of a formula.
    Str,
    /// `b`
    Bool,
    /// `e`
    Error,
    /// `d`: an ISO date.
    Date,
}

/// One `c` element.
#[derive(Clone, Debug, Default)]
pub struct CellSpan {
    /// 0-based column.
    pub col: u16,
    /// Type.
    pub kind: CellKind,
    /// Index of its style.
    pub style: u32,
    /// The element with its tags.
    pub span: Range<u32>,
    /// End of its start tag.
    pub open_end: u32,
    /// The value of its `r`, if written.
    pub r: Option<Range<u32>>,
    /// The content of `v`.
    pub value: Option<Range<u32>>,
    /// The content of `is`.
    pub inline: Option<Range<u32>>,
    /// Index of its formula.
    pub formula: Option<u32>,
}

/// What `t` says of a formula.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormulaKind {
    /// Its own text.
    #[default]
    Normal,
    /// Shared with others.
    Shared,
    /// An array formula.
    Array,
    /// A what-if table.
    Table,
}

/// One `f` element.
#[derive(Clone, Debug, Default)]
pub struct FormulaSpan {
    /// Kind.
    pub kind: FormulaKind,
    /// The element with its tags.
    pub span: Range<u32>,
    /// Its text as written.
    pub text: Range<u32>,
    /// The value of `ref`.
    pub area: Option<Range<u32>>,
    /// Group of a shared formula.
    pub group: Option<u32>,
}

fn narrow(span: &Range<usize>) -> Range<u32> {
    span.start as u32..span.end as u32
}

/// A span as indexes into the part.
pub fn wide(span: &Range<u32>) -> Range<usize> {
    span.start as usize..span.end as usize
}

impl Scan {
    /// Scans a part; `doc` must not begin with a byte order mark. A part without `sheetData` has no rows.
    pub fn read(doc: &str) -> Result<Self, XmlFault> {
        let mut scan = Self::default();
        let mut state = State::default();
        for tag in Walk::new(doc) {
            let tag = tag?;
            match tag.name {
                "sheetData" if tag.depth == 1 => scan.sheet_data(&tag, &mut state),
                _ if !state.inside => {}
                "row" if tag.depth == 2 => scan.row(&tag, &mut state)?,
                "c" if tag.depth == 3 => scan.cell(doc, &tag, &mut state)?,
                "f" if tag.depth == 4 => scan.formula(&tag, &mut state),
                "v" if tag.depth == 4 => {
                    content(&tag, &mut state.content, scan.cells.last_mut().map(|cell| &mut cell.value));
                }
                "is" if tag.depth == 4 => {
                    content(&tag, &mut state.content, scan.cells.last_mut().map(|cell| &mut cell.inline));
                }
                _ => {}
            }
        }
        Ok(scan)
    }

    /// The cells of a row.
    pub fn cells_of(&self, row: &RowSpan) -> &[CellSpan] {
        &self.cells[wide(&row.cells)]
    }

    /// The row with this number, if it is written.
    pub fn row_at(&self, number: u32) -> Option<&RowSpan> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().map(|at| &self.rows[at])
    }

    /// The rows numbered `first..=last`.
    pub fn rows_between(&self, first: u32, last: u32) -> &[RowSpan] {
        let from = self.rows.partition_point(|row| row.number < first);
        let to = self.rows.partition_point(|row| row.number <= last);
        &self.rows[from..to.max(from)]
    }

    fn sheet_data(&mut self, tag: &Tag<'_>, state: &mut State) {
        match tag.kind {
            Kind::Open => {
                self.data = tag.span.clone();
                state.inside = true;
            }
            Kind::Empty => self.data = tag.span.clone(),
            Kind::Close => {
                self.data.end = tag.span.end;
                state.inside = false;
            }
        }
    }

    fn row(&mut self, tag: &Tag<'_>, state: &mut State) -> Result<(), XmlFault> {
        if tag.kind == Kind::Close {
            if let Some(row) = self.rows.last_mut() {
                row.span.end = tag.span.end as u32;
                row.cells.end = self.cells.len() as u32;
            }
            return Ok(());
        }
        let r = tag.attr("r");
        let before = self.rows.last().map_or(0, |row| row.number);
        let number = match &r {
            Some(attr) => attr.value().trim().parse().map_err(|_| XmlFault::Disorder(tag.span.start))?,
            None => before + 1,
        };
        if number <= before || number > 1_048_576 {
            return Err(XmlFault::Disorder(tag.span.start));
        }
        let from = self.cells.len() as u32;
        self.rows.push(RowSpan {
            number,
            span: narrow(&tag.span),
            open: narrow(&tag.span),
            r: r.map(|attr| narrow(&attr.span)),
            cells: from..from,
        });
        state.next_col = 0;
        Ok(())
    }

    fn cell(&mut self, doc: &str, tag: &Tag<'_>, state: &mut State) -> Result<(), XmlFault> {
        if tag.kind == Kind::Close {
            if let Some(cell) = self.cells.last_mut() {
                cell.span.end = tag.span.end as u32;
            }
            return Ok(());
        }
        let mut cell =
            CellSpan { span: narrow(&tag.span), open_end: tag.span.end as u32, ..CellSpan::default() };
        let mut col = state.next_col;
        for attr in tag.attrs() {
            match attr.key {
                "r" => {
                    let at =
                        CellAt::parse(&doc[attr.span.clone()]).ok_or(XmlFault::Disorder(tag.span.start))?;
                    if self.rows.last().is_some_and(|row| row.number != at.row) {
                        return Err(XmlFault::Disorder(tag.span.start));
                    }
                    col = u32::from(at.col.0);
                    cell.r = Some(narrow(&attr.span));
                }
                "s" => cell.style = attr.raw.trim().parse().unwrap_or(0),
                "t" => cell.kind = kind_of(attr.raw),
                _ => {}
            }
        }
        if col < state.next_col || col > 16_383 {
            return Err(XmlFault::Disorder(tag.span.start));
        }
        cell.col = col as u16;
        state.next_col = col + 1;
        self.cells.push(cell);
        if let Some(row) = self.rows.last_mut() {
            row.cells.end = self.cells.len() as u32;
        }
        Ok(())
    }

    fn formula(&mut self, tag: &Tag<'_>, state: &mut State) {
        if tag.kind == Kind::Close {
            if let Some(formula) = self.formulas.last_mut() {
                formula.span.end = tag.span.end as u32;
                formula.text = state.content as u32..tag.span.start as u32;
            }
            return;
        }
        state.content = tag.span.end;
        let kind = match tag.attr("t").map(|attr| attr.raw) {
            Some("shared") => FormulaKind::Shared,
            Some("array") => FormulaKind::Array,
            Some("dataTable") => FormulaKind::Table,
            _ => FormulaKind::Normal,
        };
        let at = tag.span.end as u32;
        self.formulas.push(FormulaSpan {
            kind,
            span: narrow(&tag.span),
            text: at..at,
            area: tag.attr("ref").map(|attr| narrow(&attr.span)),
            group: tag.attr("si").and_then(|attr| attr.raw.parse().ok()),
        });
        if let Some(cell) = self.cells.last_mut() {
            cell.formula = Some(self.formulas.len() as u32 - 1);
        }
    }
}

#[derive(Default)]
struct State {
    inside: bool,
    next_col: u32,
    content: usize,
}

fn content(tag: &Tag<'_>, start: &mut usize, slot: Option<&mut Option<Range<u32>>>) {
    match tag.kind {
        Kind::Open => *start = tag.span.end,
        Kind::Close => {
            if let Some(slot) = slot {
                *slot = Some(*start as u32..tag.span.start as u32);
            }
        }
        // `<v/>` is how some programs store an empty text.
        Kind::Empty => {
            if let Some(slot) = slot {
                *slot = Some(tag.span.end as u32..tag.span.end as u32);
            }
        }
    }
}

fn kind_of(t: &str) -> CellKind {
    match t {
        "s" => CellKind::Shared,
        "inlineStr" => CellKind::Inline,
        "str" => CellKind::Str,
        "b" => CellKind::Bool,
        "e" => CellKind::Error,
        "d" => CellKind::Date,
        _ => CellKind::Number,
    }
}

/// The text of a formula, unescaped.
pub fn formula_text(doc: &str, formula: &FormulaSpan) -> String {
    xml::text(&doc[wide(&formula.text)]).into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const DOC: &str = concat!(
        r#"<worksheet><sheetData><row r="2" ht="3"><c r="B2" s="4" t="s"><v>7</v></c><c t="inlineStr"><is><t>x</t></is></c></row>"#,
        r#"<row/><row r="9"><c r="A9"><f t="shared" ref="A9:A10" si="0">B9*2</f><v>1</v></c><c r="D9" s="2"/></row></sheetData></worksheet>"#
    );

    #[test]
    fn rows_and_cells_are_found_with_and_without_references() {
        let scan = Scan::read(DOC).unwrap();
        assert_eq!(scan.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 9]);
        assert_eq!(scan.cells.iter().map(|cell| cell.col).collect::<Vec<_>>(), [1, 2, 0, 3]);
        assert_eq!(&DOC[wide(scan.cells[0].value.as_ref().unwrap())], "7");
        assert_eq!(&DOC[wide(scan.cells[1].inline.as_ref().unwrap())], "<t>x</t>");
        let formula = &scan.formulas[scan.cells[2].formula.unwrap() as usize];
        assert_eq!((formula.kind, formula.group), (FormulaKind::Shared, Some(0)));
        assert_eq!(formula_text(DOC, formula), "B9*2");
        assert_eq!(&DOC[wide(formula.area.as_ref().unwrap())], "A9:A10");
        assert!(
            DOC[scan.data.clone()].starts_with("<sheetData>")
                && DOC[scan.data.clone()].ends_with("</sheetData>")
        );
        assert_eq!(scan.rows_between(3, 9).len(), 2);
    }

    #[test]
    fn rows_out_of_order_or_outside_the_grid_are_refused() {
        for rows in [
            r#"<row r="2"/><row r="2"/>"#,
            r#"<row r="0"/>"#,
            r#"<row r="1048577"/>"#,
            r#"<row r="1"><c r="B2"/></row>"#,
        ] {
            let doc = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
            assert!(Scan::read(&doc).is_err(), "{rows}");
        }
    }
}
