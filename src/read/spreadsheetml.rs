//! "XML Spreadsheet 2003": what old reporting software writes, often saved as .xls.

use quick_xml::events::{BytesStart, Event};

use crate::model::place::CellAt;
use crate::model::sheet::{Format, ReadNote, Sheet, Value, Workbook};

use super::MAX_ROWS;
use super::fault::ReadFault;
use super::grid::{self, Grid};
use super::serial::{self, NumberKind};
use super::xlsx;
use super::xml::{XmlPart, attribute_local, push_reference, truth};

#[expect(clippy::struct_excessive_bools, reason = "each says where in the document the pass is")]
#[derive(Debug, Default)]
struct Pass {
    sheets: Vec<Sheet>,
    notes: Vec<ReadNote>,
    sheet: Option<(String, Grid)>,
    hidden: bool,
    /// The last row and column, 1-based.
    row: u64,
    row_span: u64,
    col: u64,
    column: u64,
    cell: Option<CellAt>,
    formula: bool,
    valued: bool,
    /// The `Type` of the cell's data while inside it.
    kind: Option<String>,
    text: String,
    in_visible: bool,
    /// Inside a comment, whose data is not the cell's.
    comment: bool,
    date1904: bool,
}

/// Reads a document.
///
/// # Errors
/// See [`ReadFault`].
pub(super) fn read(text: &str) -> Result<Workbook, ReadFault> {
    let mut part = XmlPart::new(text.as_bytes(), "document");
    let mut pass = Pass::default();
    loop {
        match part.next()? {
            Event::Start(element) => pass.start(&element)?,
            Event::End(element) => pass.end(element.local_name().as_ref())?,
            Event::Text(text) => pass.add(&text.xml10_content()),
            Event::CData(text) => pass.add(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let mut text = String::new();
                push_reference(&reference, &mut text)?;
                pass.add(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if pass.date1904 {
        pass.notes.push(ReadNote::Date1904);
    }
    xlsx::finish(Format::Xml2003, pass.sheets, pass.notes)
}

fn number(element: &BytesStart<'_>, name: &str) -> Result<Option<u64>, ReadFault> {
    let Some(text) = attribute_local(element, name) else { return Ok(None) };
    // Sums of such numbers cannot overflow.
    let number = text.trim().parse().ok().filter(|number| *number <= 1 << 32);
    number.map(Some).ok_or_else(|| ReadFault::unreliable(format!("{name} is {text}")))
}

/// An index that may only go forward.
fn forward(now: u64, index: Option<u64>) -> Result<u64, ReadFault> {
    match index {
        None => Ok(now + 1),
        Some(index) if index > now => Ok(index),
        Some(index) => Err(ReadFault::unreliable(format!("row or column {index} after {now}"))),
    }
}

impl Pass {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadFault> {
        match element.local_name().as_ref() {
            "Date1904" => self.date1904 = true,
            "Worksheet" => {
                let name = attribute_local(element, "Name").unwrap_or_default().into_owned();
                self.sheet = Some((name, Grid::default()));
                (self.hidden, self.row, self.row_span, self.column) = (false, 0, 0, 0);
            }
            "Visible" => self.in_visible = true,
            "Comment" => self.comment = true,
            "Column" => {
                let first = forward(self.column, number(element, "Index")?)?;
                self.column = first.saturating_add(number(element, "Span")?.unwrap_or(0));
                let hidden = attribute_local(element, "Hidden").is_some_and(|text| truth(&text));
                if let (Some((_, grid)), true) = (&mut self.sheet, hidden) {
                    let clamp = |col: u64| (col - 1).min(u64::from(u16::MAX)) as u32;
                    grid.hidden_columns.push((clamp(first), clamp(self.column)));
                }
            }
            "Row" => {
                self.row = forward(self.row.saturating_add(self.row_span), number(element, "Index")?)?;
                self.row_span = number(element, "Span")?.unwrap_or(0);
                self.col = 0;
                let hidden = attribute_local(element, "Hidden").is_some_and(|text| truth(&text));
                if let (Some((_, grid)), true) = (&mut self.sheet, hidden) {
                    let last = self.row.saturating_add(self.row_span).min(u64::from(MAX_ROWS));
                    grid.hidden_rows.push((self.row.min(last) as u32, last as u32));
                }
            }
            "Cell" => self.start_cell(element)?,
            "Data" if self.cell.is_some() && !self.comment => {
                self.kind = attribute_local(element, "Type")
                    .map(std::borrow::Cow::into_owned)
                    .or(Some(String::new()));
                self.text.clear();
            }
            _ => {}
        }
        Ok(())
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) -> Result<(), ReadFault> {
        self.col = forward(self.col, number(element, "Index")?)?;
        let at = grid::place(self.row.max(1), self.col - 1)?;
        let across = number(element, "MergeAcross")?.unwrap_or(0);
        let down = number(element, "MergeDown")?.unwrap_or(0);
        if (across, down) != (0, 0) {
            let last = grid::place(self.row.saturating_add(down), (self.col - 1).saturating_add(across))?;
            if let Some((_, grid)) = &mut self.sheet {
                grid.merge(at, last);
            }
            self.col += across;
        }
        self.cell = Some(at);
        self.formula = attribute_local(element, "Formula").is_some();
        self.valued = false;
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if self.kind.is_some() {
            self.text.push_str(text);
        } else if self.in_visible && matches!(text.trim(), "SheetHidden" | "SheetVeryHidden") {
            self.hidden = true;
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadFault> {
        match name {
            "Visible" => self.in_visible = false,
            "Comment" => self.comment = false,
            "Data" => {
                if let (Some(kind), Some(at)) = (self.kind.take(), self.cell) {
                    let value = value(&kind, &self.text, self.date1904);
                    self.valued = true;
                    if let Some((_, grid)) = &mut self.sheet {
                        grid.push(at, value);
                    }
                }
            }
            "Cell" => {
                if let (Some(at), true, false) = (self.cell.take(), self.formula, self.valued)
                    && let Some((_, grid)) = &mut self.sheet
                {
                    grid.push(at, Value::NoResult);
                }
            }
            "Worksheet" => {
                if let Some((name, grid)) = self.sheet.take() {
                    self.sheets.push(grid.finish(name, self.hidden)?);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn value(kind: &str, text: &str, date1904: bool) -> Value {
    let plain = || Value::Text(text.to_owned());
    match kind {
        "Number" => text
            .trim()
            .parse()
            .map_or_else(|_| plain(), |number| serial::value(number, NumberKind::Plain, date1904)),
        "DateTime" => {
            serial::iso_date(text).map(Value::Date).or_else(|| time_of_day(text)).unwrap_or_else(plain)
        }
        "Boolean" => Value::Bool(truth(text.trim())),
        "Error" => Value::Error(text.trim().to_owned()),
        _ => plain(),
    }
}

/// A time without a date is stored on Excel's day 0, `1899-12-31T08:30:00.000`.
fn time_of_day(text: &str) -> Option<Value> {
    let (_, time) =
        text.split_once('T').filter(|(day, _)| matches!(*day, "1899-12-31" | "1899-12-30" | "1904-01-01"))?;
    let mut parts = time.split(':').map(|part| part.trim_end_matches('Z').parse::<f64>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0.0));
    Some(Value::Number((hours * 3_600.0 + minutes * 60.0 + seconds) / 86_400.0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::place::{Area, Col};

    fn sheet(table: &str) -> Result<Sheet, ReadFault> {
        let xml = format!(
            r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sổ"><Table>{table}</Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"#
        );
        read(&xml).map(|mut book| book.sheets.remove(0))
    }

    #[test]
    fn values_and_positions_are_read() {
        let sheet = sheet(concat!(
            r#"<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>"#,
            r#"<Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="String">Mã &amp;<B>hồ</B> sơ&#10;x</Data><Comment><ss:Data ss:Type="String">no</ss:Data></Comment></Cell><Cell><Data ss:Type="Number">1.5</Data></Cell></Row>"#,
            r#"<Row ss:Hidden="1"><Cell ss:Index="4"><Data ss:Type="DateTime">2023-01-05T00:00:00.000</Data></Cell><Cell><Data ss:Type="DateTime">1899-12-31T06:00:00.000</Data></Cell><Cell ss:Formula="=1+1"/><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>"#,
        ))
        .unwrap();
        assert!(sheet.hidden && sheet.name == "Sổ");
        let first = &sheet.rows[0];
        assert_eq!((first.number, first.cells[0].value.clone()), (3, Value::Text("Mã &hồ sơ\nx".to_owned())));
        assert_eq!(first.value(Col(2)), Some(&Value::Number(1.5)));
        let at = |text| CellAt::parse(text).unwrap();
        assert_eq!(sheet.merges, [Area { first: at("A3"), last: at("B3") }]);
        let second: Vec<_> =
            sheet.rows[1].cells.iter().map(|cell| (cell.col.0, cell.value.clone())).collect();
        assert_eq!(
            second,
            [
                (3, Value::Date(serial::iso_date("2023-01-05").unwrap())),
                (4, Value::Number(0.25)),
                (5, Value::NoResult),
                (6, Value::Error("#N/A".to_owned()))
            ]
        );
        assert!(sheet.hidden_rows.contains(&4));
        assert!(sheet.hidden_columns.contains(&Col(1)) && sheet.hidden_columns.contains(&Col(2)));
    }

    #[test]
    fn indices_that_go_back_or_leave_the_grid_are_refused() {
        for table in [
            r#"<Row ss:Index="2"/><Row ss:Index="2"/>"#,
            r#"<Row><Cell ss:Index="0"/></Row>"#,
            r#"<Row ss:Index="18446744073709551615"><Cell/></Row>"#,
            r#"<Row><Cell ss:Index="16385"/></Row>"#,
            r#"<Row><Cell ss:MergeAcross="18446744073709551615"/></Row>"#,
        ] {
            assert!(sheet(table).is_err(), "{table}");
        }
    }
}
