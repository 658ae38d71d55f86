//! Says what each file is by its content: register, catalogue, indicator sheet, list of holidays, a result of ours, or
//! nothing known. Columns in TCVN3 or VNI are converted here, once, before anything is compared, and a sheet with two
//! registers side by side becomes two sheets. A table of the inbox with the headings of a catalogue whose rows are cases is
//! no catalogue.
//!
//! In: files as read. Out: books with their tables.

mod beside;
mod doubt;
mod encoding;

use std::sync::Arc;

use super::{
    headings::{Headings, TableKind},
    lines::Identity,
    table::{self, Found},
};
use crate::{
    cells::text::key,
    model::{
        place::Col,
        sheet::{Sheet, Value, Workbook},
    },
    read::{self, ReadFault},
};
pub use encoding::Converted;

/// A file of the report folder, already in memory.
#[derive(Clone, Debug)]
pub struct Input {
    /// Path as in the machine result, `/` between folders.
    pub path: Arc<str>,
    /// Where it was found.
    pub area: Area,
    /// Who sent it: the first-level folder of the inbox, else the file's name without extension.
    pub sender: Arc<str>,
    /// Lower-case hex SHA-256 of its bytes.
    pub sha256: String,
    /// Its content, or why it could not be read from the disk.
    pub content: Result<Workbook, ReadFault>,
}

/// Where a file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Among the catalogue files.
    Catalogue,
    /// In the inbox.
    Inbox,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Holds at least one register table.
    Register,
    /// A procedure catalogue.
    Catalogue,
    /// An indicator sheet.
    Indicators,
    /// Holidays and make-up working days.
    Holidays,
    /// A listing or a marked copy of ours that was filled in or changed.
    Corrections,
    /// Identical to another file, or a result of ours, or no known table.
    Ignored,
    /// Could not be read.
    Unreadable,
}

impl Kind {
    /// The word in the machine result.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Indicators => "indicators",
            // The contract's list of kinds has none of their own: they lie among the catalogue files.
            Self::Catalogue | Self::Holidays => "catalogue",
            Self::Corrections => "corrections",
            Self::Ignored => "ignored",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A file with its tables.
#[derive(Debug)]
pub struct Book {
    /// The file, its legacy texts converted.
    pub input: Input,
    /// The unit of its sender, the one name of all its folders.
    pub unit: Arc<str>,
    /// What it is.
    pub kind: Kind,
    /// The tables of each sheet, in the order of the tabs.
    pub tables: Vec<Vec<Found>>,
    /// The number of the tab (0-based) that each sheet comes from: a tab with registers side by side is a sheet for each.
    pub tabs: Vec<usize>,
    /// The cells that were converted from a legacy encoding.
    pub converted: Vec<Converted>,
    /// A result of ours that was dropped into the inbox.
    pub is_own_result: bool,
    /// The file it is identical to.
    pub same_as: Option<Arc<str>>,
    /// What it says of itself, if the program made it.
    pub identity: Option<Identity>,
    /// Lines in which something was filled in that could not be read: the key is gone, or a formula has no result.
    pub lost_answers: usize,
    /// The file that replaces it: its marked copy, or a later version of the same register.
    pub replaced_by: Option<Arc<str>>,
}

impl Book {
    /// The name of a tab.
    pub fn tab_name(&self, tab: usize) -> &str {
        let at = self.tabs.iter().position(|known| *known == tab);
        at.and_then(|at| self.sheets().get(at)).map_or("", |sheet| sheet.name.as_str())
    }

    /// Its sheets; none if it could not be read.
    pub fn sheets(&self) -> &[Sheet] {
        self.input.content.as_ref().map_or(&[], |workbook| &workbook.sheets)
    }

    /// Whether its cases are read: a register of the inbox, marked copies of one included.
    pub fn holds_cases(&self) -> bool {
        self.input.area == Area::Inbox
            && (self.kind == Kind::Register
                || self.kind == Kind::Corrections && self.marked_from().is_some() && !self.tables.is_empty())
    }

    /// For a marked copy: the path of the file it was made from.
    pub fn marked_from(&self) -> Option<&str> {
        let identity = self.identity.as_ref().filter(|identity| identity.kind == Identity::MARKED)?;
        Some(&identity.path)
    }

    /// SHA-256 of the files whose answers or rows it carries on.
    pub fn carries(&self) -> &[String] {
        self.identity.as_ref().map_or(&[], |identity| &identity.carries)
    }
}

/// Reads bytes into an input.
pub fn input(path: Arc<str>, area: Area, sender: Arc<str>, sha256: String, bytes: &[u8]) -> Input {
    let content = read::workbook(&path, bytes);
    Input { path, area, sender, sha256, content }
}

/// Recognises every file, in the order given. The same bytes twice from one sender are read once.
pub fn recognise(inputs: Vec<Input>, headings: &Headings) -> Vec<Book> {
    let mut books: Vec<Book> = Vec::with_capacity(inputs.len());
    for mut input in inputs {
        let same_as = books
            .iter()
            .find(|old| {
                old.input.sha256 == input.sha256
                    && old.input.area == input.area
                    && same_sender(&old.input, &input)
            })
            .map(|old| Arc::clone(&old.input.path));
        let (mut converted, mut tables, mut tabs) = (Vec::new(), Vec::new(), Vec::new());
        if let (Ok(workbook), None) = (&mut input.content, &same_as) {
            let mut parts = Vec::with_capacity(workbook.sheets.len());
            for (tab, mut sheet) in workbook.sheets.drain(..).enumerate() {
                converted.extend(encoding::convert(&mut sheet, tab, headings));
                // The own figures of a template ("Mã", "Tên", "Biểu thức") look like a catalogue and are none.
                let is_template = sheet.name == super::own::SHEET;
                for sheet in beside::apart(sheet, headings) {
                    tables.push(if is_template { Vec::new() } else { known(input.area, &sheet, headings) });
                    tabs.push(tab);
                    parts.push(sheet);
                }
            }
            workbook.sheets = parts;
        }
        let is_own_result = input.content.as_ref().is_ok_and(is_own_result);
        let kind = match &input.content {
            _ if same_as.is_some() => Kind::Ignored,
            Err(_) => Kind::Unreadable,
            Ok(_) if is_own_result => Kind::Ignored,
            Ok(_) => kind_of(&tables),
        };
        books.push(Book {
            unit: Arc::clone(&input.sender),
            input,
            kind,
            tables,
            tabs,
            converted,
            is_own_result,
            same_as,
            identity: None,
            lost_answers: 0,
            replaced_by: None,
        });
    }
    books
}

/// The tables of a sheet, without those of the inbox that only look like a catalogue.
fn known(area: Area, sheet: &Sheet, headings: &Headings) -> Vec<Found> {
    let mut tables = table::find(sheet, headings);
    if area == Area::Inbox {
        let doubted: Vec<bool> = doubted(sheet, &tables, headings).map(|(_, days)| days.is_some()).collect();
        let mut doubted = doubted.into_iter();
        tables.retain(|_| !doubted.next().unwrap_or(false));
    }
    tables
}

/// Each table of a sheet with the columns of days that speak against it, if it has the headings of a catalogue and its rows
/// are cases.
pub(super) fn doubted<'t>(
    sheet: &'t Sheet,
    tables: &'t [Found],
    headings: &'t Headings,
) -> impl Iterator<Item = (&'t Found, Option<Vec<Col>>)> {
    tables.iter().enumerate().map(|(index, table)| {
        let next = tables.get(index + 1).and_then(|next| next.header_rows.first());
        let is_catalogue = table.kind == TableKind::Catalogue;
        let until = next.copied().unwrap_or(u32::MAX);
        (table, is_catalogue.then(|| doubt::cases(sheet, table, until, headings)).flatten())
    })
}

/// Two files lie in the same first-level folder, or both at the top of the inbox (where each file is its own sender).
fn same_sender(one: &Input, other: &Input) -> bool {
    let folder = |input: &Input| input.path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    key(&one.sender) == key(&other.sender) || folder(one) == folder(other)
}

fn kind_of(tables: &[Vec<Found>]) -> Kind {
    let has = |kind| tables.iter().flatten().any(|table| table.kind == kind);
    if has(TableKind::Register) {
        Kind::Register
    } else if has(TableKind::Indicators) {
        Kind::Indicators
    } else if has(TableKind::Catalogue) {
        Kind::Catalogue
    } else if has(TableKind::Holidays) {
        Kind::Holidays
    } else {
        Kind::Ignored
    }
}

/// The machine result read as text: an opening brace, then its schema.
fn is_machine_result(workbook: &Workbook) -> bool {
    let text = |at: usize| match &workbook.sheets.first()?.rows.get(at)?.cells.first()?.value {
        Value::Text(text) => Some(text.trim()),
        _ => None,
    };
    text(0) == Some("{") && text(1).is_some_and(|text| text.trim_start_matches('"').starts_with("schema"))
}

/// The listing and the filled reports carry sheets that nothing else has; the page and the log begin with our mark.
fn is_own_result(workbook: &Workbook) -> bool {
    let has = |name: &str| workbook.sheets.iter().any(|sheet| sheet.name == name);
    let first = workbook.sheets.first().and_then(|sheet| sheet.rows.first()?.cells.first());
    let is_marked = first
        .is_some_and(|cell| matches!(&cell.value, Value::Text(text) if text.starts_with(super::page::MARK)));
    (has("Phải sửa") && has("Cần giải trình")) || has("Doi soat") || is_marked || is_machine_result(workbook)
}
