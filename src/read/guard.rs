//! The guard of .xlsx: what calamine is about to read is read here first, by other code.
//!
//! [`sheet`] takes one worksheet part and gives what the library does not know (hidden rows and columns, formulas
//! without a result, links to other workbooks), the cells that the library is known to get wrong with their right
//! value, and the number of all other cells with a value, which the library must find too. Every part is read to its
//! end, so checksums and well-formedness are checked on the way.

use std::collections::BTreeSet;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use crate::cells::legacy::Legacy;
use crate::model::place::CellAt;
use crate::model::sheet::Value;

use super::MAX_ROWS;
use super::fault::{ReadFault, limit};
use super::grid::Grid;
use super::notation::{is_bool, is_known_error, link_number, parse_area, parse_cell, unescaped};
use super::xml::{XmlPart, attribute, push_reference, truth};

/// Room that a library may reserve for shared strings beyond those that are there.
const SPARE_STRINGS: u64 = 4_000_000;

/// What the guard found in one worksheet.
#[derive(Debug, Default)]
pub(super) struct SheetFacts {
    /// Cells with a value, those in `instead` not counted.
    pub(super) valued: usize,
    /// Right values of cells that calamine gets wrong, in the order of the file. A blank text stands for no value.
    pub(super) instead: Vec<(CellAt, Value)>,
    /// Merges, hidden rows and columns, no cells.
    pub(super) grid: Grid,
    /// Formula cells that refer to another workbook.
    pub(super) external: usize,
    /// The stated used area is reversed or unreadable.
    pub(super) odd_dimension: bool,
    /// The number in brackets of the first such reference, 1-based.
    pub(super) first_link: Option<usize>,
}

/// Counts the shared strings.
///
/// # Errors
/// Damaged XML, or a stated number that would make a reader reserve far more memory than the strings need.
pub(super) fn shared_strings<R: BufRead>(part: &mut XmlPart<R>) -> Result<usize, ReadFault> {
    let (mut count, mut stated) = (0_u64, 0_u64);
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => count += 1,
                "sst" => {
                    stated =
                        attribute(&element, "uniqueCount").and_then(|text| text.parse().ok()).unwrap_or(0);
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    ReadFault::check(limit::STRINGS, stated, count.max(SPARE_STRINGS))?;
    Ok(count as usize)
}

/// The type of a cell as its `t` attribute says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Type {
    /// No `t`, or a number.
    #[default]
    Unstated,
    Number,
    Shared,
    Inline,
    Text,
    Bool,
    Error,
    Iso,
    Unknown,
}

/// The child of a cell that came last: calamine takes its value from that one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Child {
    #[default]
    None,
    Formula,
    Value,
    Inline,
}

#[expect(clippy::struct_excessive_bools, reason = "each says whether one thing was seen in the cell")]
#[derive(Debug, Default)]
struct CellState {
    at: Option<CellAt>,
    /// What its font stands for.
    font: Option<Legacy>,
    kind: Type,
    formula: bool,
    value: bool,
    inline: bool,
    /// A CDATA section in the value, which calamine passes over.
    cdata: bool,
    last: Child,
    value_text: String,
    inline_text: String,
}

/// Where text goes that is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Into {
    #[default]
    Nothing,
    Formula,
    Value,
    Inline,
}

#[derive(Debug, Default)]
struct Pass<'f> {
    facts: SheetFacts,
    /// By cell format.
    fonts: &'f [Option<Legacy>],
    strings: usize,
    links: bool,
    shared_links: BTreeSet<String>,
    row: u32,
    next_col: u32,
    cell: CellState,
    into: Into,
    phonetic: bool,
    formula: String,
    /// The index of the shared formula being read.
    shared: Option<String>,
    in_data: bool,
    datas: usize,
}

/// Examines one worksheet part. `strings` is the number of shared strings, `links` whether the workbook has links to
/// others at all, `fonts` what the font of each cell format stands for.
///
/// # Errors
/// Damaged XML or checksum; unreliable content: cells outside the grid, string numbers that do not exist, two blocks
/// of rows.
pub(super) fn sheet<R: BufRead>(
    part: &mut XmlPart<R>,
    strings: usize,
    links: bool,
    fonts: &[Option<Legacy>],
) -> Result<SheetFacts, ReadFault> {
    let mut pass = Pass { fonts, strings, links, ..Pass::default() };
    loop {
        match part.next()? {
            Event::Start(element) => pass.start(&element)?,
            Event::End(element) => pass.end(element.local_name().as_ref())?,
            Event::Text(text) => pass.text(&text.xml10_content()),
            Event::CData(text) => {
                pass.cell.cdata |= pass.into == Into::Value;
                pass.text(&text.xml10_content());
            }
            Event::GeneralRef(reference) => match pass.into {
                Into::Nothing => {}
                Into::Formula => push_reference(&reference, &mut pass.formula)?,
                Into::Value => push_reference(&reference, &mut pass.cell.value_text)?,
                Into::Inline => push_reference(&reference, &mut pass.cell.inline_text)?,
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if pass.datas != 1 {
        return Err(ReadFault::unreliable(format!("a worksheet has {} blocks of rows", pass.datas)));
    }
    Ok(pass.facts)
}

impl Pass<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadFault> {
        match element.local_name().as_ref() {
            "c" if self.in_data => self.start_cell(element)?,
            "v" if self.cell.at.is_some() => {
                self.cell.value = true;
                self.cell.last = Child::Value;
                self.into = Into::Value;
            }
            "f" if self.cell.at.is_some() => self.start_formula(element),
            "is" if self.cell.at.is_some() => {
                self.cell.inline = true;
                self.cell.last = Child::Inline;
            }
            "rPh" => self.phonetic = true,
            "t" if self.cell.at.is_some() && self.cell.last == Child::Inline && !self.phonetic => {
                self.into = Into::Inline;
            }
            "row" if self.in_data => self.start_row(element)?,
            "sheetData" => {
                self.in_data = true;
                self.datas += 1;
            }
            "dimension" => {
                let area = attribute(element, "ref").and_then(|text| {
                    let (first, last) = text.split_once(':').unwrap_or((&text, &text));
                    parse_cell(first).zip(parse_cell(last))
                });
                let ordered =
                    area.is_some_and(|(first, last)| first.row <= last.row && first.col <= last.col);
                self.facts.odd_dimension |= !ordered;
            }
            "mergeCell" => {
                if let Some(area) = attribute(element, "ref").and_then(|text| parse_area(&text)) {
                    self.facts.grid.merge(area.first, area.last);
                }
            }
            "col" if attribute(element, "hidden").is_some_and(|text| truth(&text)) => {
                let number = |name| attribute(element, name).and_then(|text| text.parse::<u32>().ok());
                if let (Some(first @ 1..), Some(last @ 1..)) = (number("min"), number("max")) {
                    self.facts.grid.hidden_columns.push((first - 1, last - 1));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn start_row(&mut self, element: &BytesStart<'_>) -> Result<(), ReadFault> {
        self.row = match attribute(element, "r") {
            Some(text) => text.parse().map_err(|_| ReadFault::unreliable(format!("row number {text}")))?,
            None => self.row + 1,
        };
        if !(1..=MAX_ROWS).contains(&self.row) {
            return Err(ReadFault::unreliable(format!("row number {}", self.row)));
        }
        self.next_col = 0;
        if attribute(element, "hidden").is_some_and(|text| truth(&text)) {
            self.facts.grid.hide_row(self.row);
        }
        Ok(())
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) -> Result<(), ReadFault> {
        let mut at = None;
        self.cell.kind = Type::Unstated;
        self.cell.font = None;
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => {
                    let cell = parse_cell(&attribute.value);
                    at =
                        Some(cell.ok_or_else(|| ReadFault::unreliable(format!("cell {}", attribute.value)))?);
                }
                "s" if !self.fonts.is_empty() => {
                    let format = attribute.value.parse::<usize>().ok();
                    self.cell.font = format.and_then(|format| self.fonts.get(format).copied().flatten());
                }
                "t" => {
                    self.cell.kind = match attribute.value.as_ref() {
                        "n" => Type::Number,
                        "s" => Type::Shared,
                        "inlineStr" | "is" => Type::Inline,
                        "str" => Type::Text,
                        "b" => Type::Bool,
                        "e" => Type::Error,
                        "d" => Type::Iso,
                        _ => Type::Unknown,
                    };
                }
                _ => {}
            }
        }
        let at = match at {
            Some(at) => at,
            None => super::grid::place(u64::from(self.row.max(1)), u64::from(self.next_col))?,
        };
        self.next_col = u32::from(at.col.0) + 1;
        let cell = &mut self.cell;
        cell.at = Some(at);
        (cell.formula, cell.value, cell.inline, cell.cdata, cell.last) =
            (false, false, false, false, Child::None);
        cell.value_text.clear();
        cell.inline_text.clear();
        Ok(())
    }

    fn start_formula(&mut self, element: &BytesStart<'_>) {
        self.cell.formula = true;
        self.cell.last = Child::Formula;
        self.formula.clear();
        self.shared = None;
        if self.links {
            self.into = Into::Formula;
            if attribute(element, "t").is_some_and(|text| text == "shared") {
                self.shared = attribute(element, "si").map(std::borrow::Cow::into_owned);
            }
        }
    }

    fn text(&mut self, text: &str) {
        match self.into {
            Into::Nothing => {}
            Into::Formula => self.formula.push_str(text),
            Into::Value => self.cell.value_text.push_str(text),
            Into::Inline => self.cell.inline_text.push_str(text),
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadFault> {
        match name {
            "v" | "t" => self.into = Into::Nothing,
            "f" => {
                self.into = Into::Nothing;
                if self.links && self.cell.at.is_some() {
                    self.end_formula();
                }
            }
            "rPh" => self.phonetic = false,
            "c" => {
                if let Some(at) = self.cell.at.take() {
                    self.end_cell(at)?;
                }
            }
            "sheetData" => self.in_data = false,
            _ => {}
        }
        Ok(())
    }

    fn end_formula(&mut self) {
        let link = link_number(&self.formula);
        if let (Some(_), Some(shared)) = (link, &self.shared) {
            self.shared_links.insert(shared.clone());
        }
        let derived = self.shared.as_ref().is_some_and(|shared| self.shared_links.contains(shared));
        if link.is_some() || derived {
            self.facts.external += 1;
            self.facts.first_link = self.facts.first_link.or(link);
        }
    }

    /// Decides what calamine will make of the cell and whether that is right.
    fn end_cell(&mut self, at: CellAt) -> Result<(), ReadFault> {
        let cell = &mut self.cell;
        if let (Some(encoding), Type::Shared | Type::Inline | Type::Text) = (cell.font, cell.kind) {
            self.facts.grid.font(at, encoding);
        }
        let text = cell.value_text.as_str();
        let no_result =
            cell.formula && text.is_empty() && !(cell.kind == Type::Text && cell.value) && !cell.inline;
        let instead = if no_result {
            Some(Value::NoResult)
        } else {
            match cell.kind {
                Type::Inline if cell.inline && cell.last == Child::Inline => None,
                Type::Inline if cell.inline => Some(Value::Text(unescaped(&cell.inline_text))),
                Type::Inline | Type::Unknown => Some(Value::Text(unescaped(text))),
                _ if cell.inline => Some(Value::Text(unescaped(&cell.inline_text))),
                Type::Text | Type::Iso if !cell.value => return Ok(()),
                Type::Text if cell.cdata || cell.last != Child::Value => Some(Value::Text(unescaped(text))),
                Type::Text | Type::Iso => None,
                _ if text.is_empty() => return Ok(()),
                Type::Shared => {
                    let known = text.trim().parse().is_ok_and(|index: usize| index < self.strings);
                    if !known {
                        return Err(ReadFault::unreliable(format!(
                            "{at}: shared string {text} does not exist"
                        )));
                    }
                    None
                }
                Type::Bool if is_bool(text) => None,
                Type::Bool => Some(Value::Text(text.to_owned())),
                Type::Error if is_known_error(text) => None,
                Type::Error => Some(Value::Error(text.to_owned())),
                Type::Unstated | Type::Number => match text.parse::<f64>() {
                    Ok(number) if number.is_finite() => None,
                    Ok(_) => Some(Value::Error("#NUM!".to_owned())),
                    Err(_) if cell.kind == Type::Number => Some(Value::Text(text.to_owned())),
                    Err(_) => None,
                },
            }
        };
        match instead {
            Some(value) => self.facts.instead.push((at, value)),
            None => self.facts.valued += 1,
        }
        Ok(())
    }
}
