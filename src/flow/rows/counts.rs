//! How many rows of a sheet are of which class.

use serde::Serialize;

use super::{RowClass, Verdict};

/// How many rows of each class a sheet has: the ledger's first equation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    /// Rows from 1 to the last row with content.
    pub read: u64,
    /// Blank rows among them.
    pub blank: u64,
    /// Title rows.
    pub title: u64,
    /// Header rows.
    pub header: u64,
    /// Number rows.
    pub number: u64,
    /// Group rows.
    pub group: u64,
    /// Total rows.
    pub total: u64,
    /// Footer rows.
    pub footer: u64,
    /// Notes.
    pub note: u64,
    /// Rows that fit nothing.
    pub unclassified: u64,
    /// Cases.
    pub cases: u64,
}

impl RowCounts {
    /// Counts the verdicts of one sheet whose last row with content is `last` (1-based).
    pub fn count(last: u32, verdicts: &[Verdict]) -> Self {
        let mut counts = Self { read: u64::from(last), ..Self::default() };
        counts.blank = u64::from(last).saturating_sub(verdicts.len() as u64);
        for verdict in verdicts {
            *match verdict.class {
                RowClass::Blank => &mut counts.blank,
                RowClass::Title => &mut counts.title,
                RowClass::Header => &mut counts.header,
                RowClass::Number => &mut counts.number,
                RowClass::Group => &mut counts.group,
                RowClass::Total => &mut counts.total,
                RowClass::Footer => &mut counts.footer,
                RowClass::Note => &mut counts.note,
                RowClass::Unclassified => &mut counts.unclassified,
                RowClass::Case => &mut counts.cases,
            } += 1;
        }
        counts
    }

    /// Adds another sheet's counts.
    pub fn add(&mut self, other: &Self) {
        self.read += other.read;
        self.blank += other.blank;
        self.title += other.title;
        self.header += other.header;
        self.number += other.number;
        self.group += other.group;
        self.total += other.total;
        self.footer += other.footer;
        self.note += other.note;
        self.unclassified += other.unclassified;
        self.cases += other.cases;
    }

    /// Whether every row read is accounted for.
    pub fn adds_up(&self) -> bool {
        self.read
            == self.blank
                + self.title
                + self.header
                + self.number
                + self.group
                + self.total
                + self.footer
                + self.note
                + self.unclassified
                + self.cases
    }
}
