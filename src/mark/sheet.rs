//! A worksheet part around its cells: what cells not written yet would look like, formats set by splicing, the legacy drawing
//! in its place of the schema, the selection of the tab. Text in, edits out; no other byte changes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::bits;
use super::refusal::Refusal;
use crate::model::place::{CellAt, Col};
use crate::ooxml::sheet::{CellSpan, RowSpan, Scan, wide};
use crate::ooxml::xml::{self, Edits, Kind, Walk};

/// What stands behind `legacyDrawing` in a worksheet (ECMA-376 18.3.1.99).
const BEHIND_LEGACY: [&str; 8] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// Most cells hidden by merges that are remembered.
const MOST_HIDDEN: usize = 1_000_000;

/// A worksheet part as read.
pub(super) struct Sheet<'a> {
    doc: &'a str,
    part: &'a str,
    pub(super) scan: Scan,
    prefix: String,
    root: String,
    columns: Vec<(u32, u32, u32)>,
    selected: Vec<std::ops::Range<usize>>,
}

impl<'a> Sheet<'a> {
    /// Reads a part; `doc` without a byte order mark.
    pub(super) fn read(part: &'a str, doc: &'a str) -> Result<Self, Refusal> {
        let scan = Scan::read(doc).map_err(|fault| bits::broken(part, fault))?;
        let mut sheet = Self {
            doc,
            part,
            scan,
            prefix: String::new(),
            root: String::new(),
            columns: Vec::new(),
            selected: Vec::new(),
        };
        for tag in Walk::new(doc) {
            let tag = tag.map_err(|fault| bits::broken(part, fault))?;
            if tag.depth == 0 && tag.starts() {
                bits::prefix(doc, &tag).clone_into(&mut sheet.prefix);
                bits::qualified(doc, &tag).clone_into(&mut sheet.root);
            }
            let number = |key: &str| tag.value(key).and_then(|value| value.trim().parse::<u32>().ok());
            match tag.name {
                "sheetData" => break,
                "sheetView" if tag.starts() && bits::is_on(&tag, "tabSelected") => {
                    sheet.selected.extend(tag.attr("tabSelected").map(|attr| attr.span));
                }
                "col" if tag.starts() => {
                    let (Some(min), Some(max)) = (number("min"), number("max")) else { continue };
                    sheet.columns.push((min, max, number("style").unwrap_or(0)));
                }
                _ => {}
            }
        }
        Ok(sheet)
    }

    /// The format of a cell, or the one it would have if it were written.
    pub(super) fn style(&self, at: CellAt) -> u32 {
        let row = self.scan.row_at(at.row);
        if let Some(row) = row {
            let cells = self.scan.cells_of(row);
            if let Ok(cell) = cells.binary_search_by_key(&at.col.0, |cell| cell.col) {
                return cells[cell].style;
            }
            let open = wide(&row.open);
            let attrs: Vec<_> = xml::attrs_in(self.doc, open).collect();
            let value = |key: &str| attrs.iter().find(|attr| attr.key == key).map(|attr| attr.raw.trim());
            if matches!(value("customFormat"), Some("1" | "true"))
                && let Some(style) = value("s").and_then(|style| style.parse().ok())
            {
                return style;
            }
        }
        let col = u32::from(at.col.0) + 1;
        let found = self.columns.iter().find(|(min, max, _)| (*min..=*max).contains(&col));
        found.map_or(0, |(_, _, style)| *style)
    }

    /// Edits that give each of these cells its format; cells and rows that are not written yet are created.
    pub(super) fn set_styles(
        &self,
        wanted: &BTreeMap<CellAt, u32>,
        edits: &mut Edits,
    ) -> Result<(), Refusal> {
        if wanted.is_empty() {
            return Ok(());
        }
        if self.scan.data.is_empty() {
            return Err(Refusal::not_understood(self.part, "no sheetData"));
        }
        let mut rows: BTreeMap<u32, Vec<(Col, u32)>> = BTreeMap::new();
        for (at, style) in wanted {
            rows.entry(at.row).or_default().push((at.col, *style));
        }
        let mut last = String::new();
        for (number, cells) in &rows {
            if let Some(row) = self.scan.row_at(*number) {
                self.set_in_row(row, cells, edits);
                continue;
            }
            let text = self.new_row(*number, cells);
            let next = self.scan.rows.partition_point(|row| row.number < *number);
            match self.scan.rows.get(next) {
                Some(next) => edits.insert(next.span.start as usize, text),
                None => last.push_str(&text),
            }
        }
        if !last.is_empty() {
            self.append_rows(&last, edits);
        }
        Ok(())
    }

    fn append_rows(&self, rows: &str, edits: &mut Edits) {
        let data = self.scan.data.clone();
        let closed = self.doc[data.clone()].rfind("</");
        if let Some(close) = closed {
            edits.insert(data.start + close, rows);
        } else {
            let name = format!("{}sheetData", self.prefix);
            edits.replace(bits::slash(self.doc, data.end)..data.end, format!(">{rows}</{name}>"));
        }
    }

    fn new_row(&self, number: u32, cells: &[(Col, u32)]) -> String {
        let prefix = &self.prefix;
        let mut text = format!("<{prefix}row r=\"{number}\">");
        for (col, style) in cells {
            let _ = write!(text, "<{prefix}c r=\"{col}{number}\" s=\"{style}\"/>");
        }
        let _ = write!(text, "</{prefix}row>");
        text
    }

    fn set_in_row(&self, row: &RowSpan, wanted: &[(Col, u32)], edits: &mut Edits) {
        let cells = self.scan.cells_of(row);
        let mut last = String::new();
        for (col, style) in wanted {
            let at = cells.partition_point(|cell| cell.col < col.0);
            match cells.get(at) {
                Some(cell) if cell.col == col.0 => self.set_cell(cell, *style, edits),
                next => {
                    let number = row.number;
                    let text = format!("<{}c r=\"{col}{number}\" s=\"{style}\"/>", self.prefix);
                    match next {
                        Some(next) => edits.insert(next.span.start as usize, text),
                        None => last.push_str(&text),
                    }
                }
            }
        }
        if last.is_empty() {
            return;
        }
        let span = wide(&row.span);
        if row.open.end == row.span.end {
            let name = format!("{}row", self.prefix);
            edits.replace(bits::slash(self.doc, span.end)..span.end, format!(">{last}</{name}>"));
        } else if let Some(close) = self.doc[span.clone()].rfind("</") {
            edits.insert(span.start + close, last);
        }
    }

    fn set_cell(&self, cell: &CellSpan, style: u32, edits: &mut Edits) {
        let open = cell.span.start as usize..cell.open_end as usize;
        let attr = xml::attrs_in(self.doc, open.clone()).find(|attr| attr.key == "s");
        match attr {
            // The first format is that of a cell which names none.
            Some(attr) if style == 0 => edits.remove(attr.whole),
            Some(attr) => edits.replace(attr.span, style.to_string()),
            None if style == 0 => {}
            None => {
                let empty = self.doc[open.clone()].ends_with("/>");
                let at = if empty { bits::slash(self.doc, open.end) } else { open.end - 1 };
                edits.insert(at, format!(" s=\"{style}\""));
            }
        }
    }

    /// Edits that take the selection from the sheet's tab: two selected tabs would be edited together.
    pub(super) fn deselect(&self, edits: &mut Edits) {
        for span in &self.selected {
            edits.replace(span.clone(), "0");
        }
    }

    /// What stands behind the cells, in a root of its own, and the length of that root's tag.
    fn tail(&self) -> (String, usize) {
        let root = format!("<{}>", self.root);
        (format!("{root}{}", &self.doc[self.scan.data.end..]), root.len())
    }

    /// The byte of the part that byte `at` of the tail is.
    fn in_part(&self, at: usize, root: usize) -> usize {
        (at + self.scan.data.end).saturating_sub(root)
    }

    /// For cells that a merge hides, the one it shows. Merges of very many cells are left out.
    pub(super) fn hidden_by_merges(&self) -> Result<BTreeMap<CellAt, CellAt>, Refusal> {
        let (tail, _) = self.tail();
        let tags = xml::tags(&tail).map_err(|fault| bits::broken(self.part, fault))?;
        let mut shown = BTreeMap::new();
        for tag in tags.iter().filter(|tag| tag.starts() && tag.name == "mergeCell") {
            let Some(area) = tag.value("ref") else { continue };
            let corners =
                area.split_once(':').map(|(first, last)| (CellAt::parse(first), CellAt::parse(last)));
            let Some((Some(first), Some(last))) = corners else { continue };
            let rows = last.row.saturating_sub(first.row) as usize + 1;
            let cols = usize::from(last.col.0.saturating_sub(first.col.0)) + 1;
            if rows * cols + shown.len() > MOST_HIDDEN {
                continue;
            }
            for row in first.row..=last.row {
                for col in first.col.0..=last.col.0 {
                    let at = CellAt { row, col: Col(col) };
                    if at != first {
                        shown.insert(at, first);
                    }
                }
            }
        }
        Ok(shown)
    }

    /// Relationship ids of the legacy drawings, and the bytes of their elements.
    pub(super) fn legacy(&self) -> Result<Vec<(String, std::ops::Range<usize>)>, Refusal> {
        let (tail, root) = self.tail();
        let tags = xml::tags(&tail).map_err(|fault| bits::broken(self.part, fault))?;
        let found = (0..tags.len()).filter(|at| tags[*at].starts() && tags[*at].name == "legacyDrawing");
        Ok(found
            .filter_map(|at| {
                let span = xml::element(&tags, at);
                let id = tags[at].attr_local("id")?.value().into_owned();
                Some((id, self.in_part(span.start, root)..self.in_part(span.end, root)))
            })
            .collect())
    }

    /// Inserts a `legacyDrawing` element for the relationship `id` in its place; `namespace` is that of relationships.
    pub(super) fn add_legacy(&self, id: &str, namespace: &str, edits: &mut Edits) -> Result<(), Refusal> {
        let (tail, root) = self.tail();
        let tags = xml::tags(&tail).map_err(|fault| bits::broken(self.part, fault))?;
        let behind = |at: &usize| {
            let tag = &tags[*at];
            tag.depth == 1
                && tag.starts()
                && (BEHIND_LEGACY.contains(&tag.name)
                    || tag.name == "AlternateContent"
                        && tags[*at..xml::closing(&tags, *at)]
                            .iter()
                            .any(|tag| BEHIND_LEGACY.contains(&tag.name)))
        };
        let next = (0..tags.len()).find(behind).map(|at| tags[at].span.start);
        let close = tags.last().filter(|tag| tag.kind == Kind::Close && tag.depth == 0);
        let at = next.or(close.map(|tag| tag.span.start));
        let at = at.ok_or_else(|| Refusal::not_understood(self.part, "no end"))?;
        let text = format!("<{}legacyDrawing xmlns:r=\"{namespace}\" r:id=\"{id}\"/>", self.prefix);
        edits.insert(self.in_part(at, root), text);
        Ok(())
    }

    /// The cells whose format is one of `marked`, with it.
    pub(super) fn cells_with(&self, marked: &[bool]) -> BTreeMap<CellAt, u32> {
        let mut found = BTreeMap::new();
        for row in &self.scan.rows {
            for cell in self.scan.cells_of(row) {
                if marked.get(cell.style as usize).copied().unwrap_or(false) {
                    found.insert(CellAt { row: row.number, col: Col(cell.col) }, cell.style);
                }
            }
        }
        found
    }
}

/// The text of the start of a part up to its cells, deselected; for sheets that have no cells (charts), the whole part.
pub(super) fn deselect_any(doc: &str) -> Option<String> {
    let mut edits = Edits::default();
    for tag in Walk::new(doc) {
        let tag = tag.ok()?;
        if tag.name == "sheetData" {
            break;
        }
        if tag.name == "sheetView" && tag.starts() && bits::is_on(&tag, "tabSelected") {
            edits.replace(tag.attr("tabSelected")?.span, "0");
        }
    }
    (!edits.is_empty()).then(|| edits.apply_all(doc))
}
