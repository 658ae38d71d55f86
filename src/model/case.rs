//! One case (hồ sơ) of a register after its cells were read, and what became of it in the count.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{
    column::ColumnKind,
    finding::Place,
    limit::Limit,
    place::{CellAt, Col},
};
use crate::cells::words::{Channel, Status, Timeliness};

/// What a cell gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Entry<T> {
    /// The register has no such column.
    #[default]
    NoColumn,
    /// The cell is blank, or says "none" ("-", "…").
    Blank,
    /// It was understood.
    Value(T),
    /// It holds something that could not be understood; the finding has been made.
    Unreadable,
}

impl<T> Entry<T> {
    /// The value, if it was understood.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether a value was given that could not be understood.
    pub const fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unreadable)
    }

    /// Whether nothing was given: no column or a blank cell.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::NoColumn | Self::Blank)
    }
}

impl<T: Copy> Entry<T> {
    /// The value by copy, if it was understood.
    pub const fn get(&self) -> Option<T> {
        match self {
            Self::Value(value) => Some(*value),
            _ => None,
        }
    }
}

/// The register table a case stands in: where it is and which column holds what.
#[derive(Clone, Debug)]
pub struct Table {
    /// Path of the file as in the machine result.
    pub file: Arc<str>,
    /// Sheet name.
    pub sheet: Arc<str>,
    /// Which of the file's sheets it stands on, 0-based: two may have one name, and registers side by side are on two.
    pub sheet_index: usize,
    /// The unit its cases belong to unless a row says otherwise.
    pub unit: Arc<str>,
    /// 1-based header rows.
    pub header_rows: Vec<u32>,
    /// What each understood column holds, in the order of [`ColumnKind`].
    pub columns: Vec<(ColumnKind, Col)>,
    /// Where the register has one column to tick for each channel: what a tick in it means.
    pub ticks: Vec<(Channel, Col)>,
}

impl Table {
    /// The column that holds `kind`.
    pub fn column(&self, kind: ColumnKind) -> Option<Col> {
        self.columns.iter().find(|(known, _)| *known == kind).map(|(_, col)| *col)
    }
}

/// Where a case comes from: its identity in every trace.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Its table.
    pub table: Arc<Table>,
    /// 1-based row.
    pub row: u32,
}

impl Origin {
    /// The cell of `kind` in the case's row, or the row where the table has no such column.
    pub fn place(&self, kind: ColumnKind) -> Place {
        let place = Place::sheet(&self.table.file, &self.table.sheet);
        match self.table.column(kind) {
            Some(col) => place.at_cell(CellAt { row: self.row, col }),
            None => place.at_row(self.row),
        }
    }

    /// The cell of `kind` as a person finds it: `Sheet1!D9`.
    pub fn address(&self, kind: ColumnKind) -> String {
        match self.table.column(kind) {
            Some(col) => format!("{}!{col}{}", self.table.sheet, self.row),
            None => format!("{}!{}", self.table.sheet, self.row),
        }
    }
}

/// A heading inside a register that names a state or a channel of the rows below: no field of work, no unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// "Hồ sơ kỳ trước chuyển sang".
    pub name: Arc<str>,
    /// 1-based row of the heading.
    pub row: u32,
}

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where it stands.
    pub origin: Origin,
    /// Its unit: own column, else group row, else folder or file.
    pub unit: Arc<str>,
    /// Case code, normalised.
    pub code: Entry<String>,
    /// Whether the code is a free number of a hand-kept register, which identifies a case only within its table.
    pub code_is_free: bool,
    /// The day of receipt inside the case code (YYMMDD), if it has one.
    pub code_date: Option<NaiveDate>,
    /// Procedure code as normalised, long form kept.
    pub procedure_code: Entry<String>,
    /// Procedure name as written, cleaned.
    pub procedure_name: Entry<String>,
    /// Index into the catalogue's procedures, once matched.
    pub procedure: Option<usize>,
    /// Field of work of its column, or of the group row above.
    pub field: Option<Arc<str>>,
    /// Whether `field` comes from a group row.
    pub field_from_group: bool,
    /// The section of state or channel that it stands under.
    pub section: Option<Section>,
    /// Channel.
    pub channel: Entry<Channel>,
    /// Submitted.
    pub submitted_on: Entry<NaiveDate>,
    /// Received.
    pub received_on: Entry<NaiveDate>,
    /// Due.
    pub due_on: Entry<NaiveDate>,
    /// Extended to.
    pub extended_to: Entry<NaiveDate>,
    /// Result ready.
    pub finished_on: Entry<NaiveDate>,
    /// Handed over.
    pub handed_over_on: Entry<NaiveDate>,
    /// Supplement asked for.
    pub supplement_on: Entry<NaiveDate>,
    /// Refused.
    pub refused_on: Entry<NaiveDate>,
    /// Status word.
    pub status: Entry<Status>,
    /// The status cell as written, for messages.
    pub status_text: String,
    /// What the register itself says about timeliness.
    pub stated: Option<Timeliness>,
    /// Time limit written in the register.
    pub limit: Entry<Limit>,
    /// A keyed digest of applicant and content, to find a case entered twice without keeping the name.
    pub applicant_digest: Option<u64>,
    /// Digest of what the row says, for "the same content"; comparable among the rows of one case only, and set when repeats
    /// are marked.
    pub content_digest: u64,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a case in the count: exactly one of these, so that the ledger adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Fate {
    /// It feeds at least one figure of the period.
    #[default]
    Counted,
    /// Received after the period, or finished before it.
    OutsidePeriod,
    /// "New" and "not accepted" are never counted.
    NeverCounted,
    /// Another row of the same case counts.
    Duplicate,
    /// Its file was replaced by its marked copy or a later version.
    Superseded,
    /// It has no readable receipt date, is finished without a readable date, or finished before it was received.
    Unplaced,
}

impl Case {
    /// The day it was finished: result ready, else refused (for returned cases), else handed over.
    pub fn finished(&self) -> Option<NaiveDate> {
        let returned = matches!(self.status.get(), Some(Status::Returned));
        self.finished_on
            .get()
            .or(if returned { self.refused_on.get() } else { None })
            .or(self.handed_over_on.get())
            .or(if self.status.is_missing() || returned { self.refused_on.get() } else { None })
    }

    /// Whether its register has a column for the day it was finished or handed over.
    pub const fn has_finish_column(&self) -> bool {
        !matches!((&self.finished_on, &self.handed_over_on), (Entry::NoColumn, Entry::NoColumn))
    }

    /// The column whose cell tells when it was finished.
    pub fn finished_column(&self) -> ColumnKind {
        if !self.finished_on.is_missing() {
            ColumnKind::FinishedOn
        } else if !self.handed_over_on.is_missing() {
            ColumnKind::HandedOverOn
        } else if !self.refused_on.is_missing() {
            ColumnKind::RefusedOn
        } else if matches!(self.finished_on, Entry::Blank) {
            ColumnKind::FinishedOn
        } else {
            ColumnKind::HandedOverOn
        }
    }

    /// The due date the register gives: the first one, else the extension.
    pub fn due(&self) -> Option<NaiveDate> {
        self.due_on.get().or(self.extended_to.get())
    }

    /// What identifies the case among others of its unit: its case code, or, for a free number ("12"), that number
    /// within its own table, group and section (lists number each of them from 1). `None` without a code.
    pub fn identity(&self) -> Option<String> {
        let code = self.code.value()?;
        Some(if self.code_is_free {
            let Table { file, sheet_index, header_rows, .. } = &*self.origin.table;
            let group = self.field.as_deref().filter(|_| self.field_from_group).unwrap_or("");
            let section = self.section.as_ref().map_or(0, |section| section.row);
            format!("{file}\u{0}{sheet_index}\u{0}{header_rows:?}\u{0}{group}\u{0}{section}\u{0}{code}")
        } else {
            code.clone()
        })
    }
}
