//! Finds the tables of a sheet by their headings: one to three header rows, merged parents joined to their children.
//!
//! In: a sheet and the known headings. Out: the tables with what each column holds. Rows are not judged here.

mod depth;
mod evidence;
mod numbers;

use std::collections::{BTreeMap, BTreeSet};

use super::headings::{Headings, How, TableKind};
use crate::model::{
    place::{CellAt, Col},
    sheet::{Row, Sheet, Value},
};

pub use numbers::is_number_row;

/// A table found on a sheet.
#[derive(Clone, Debug)]
pub struct Found {
    /// What it is.
    pub kind: TableKind,
    /// 1-based header rows, ascending.
    pub header_rows: Vec<u32>,
    /// Its columns from left to right, unknown ones included.
    pub columns: Vec<Column>,
    /// Columns of the same meaning that lost to a better spelling, or stand equal: (meaning, kept, other, equal).
    pub rivals: Vec<Rival>,
    /// A column headed as the unit that names people.
    pub people: Option<People>,
}

/// A column headed as the unit whose cells name people.
#[derive(Clone, Copy, Debug)]
pub struct People {
    /// Where.
    pub col: Col,
    /// How many of its cells name a person.
    pub named: usize,
    /// How many are filled.
    pub filled: usize,
}

/// One column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Where.
    pub col: Col,
    /// The heading as written, parents first, joined by " > ".
    pub heading: String,
    /// What it holds; `None` for an unknown heading.
    pub meaning: Option<String>,
    /// How it was recognised.
    pub how: Option<How>,
}

/// Two columns with one meaning.
#[derive(Clone, Debug)]
pub struct Rival {
    /// The meaning.
    pub meaning: String,
    /// The column that is used.
    pub kept: Col,
    /// The column that is not.
    pub other: Col,
    /// Whether both spellings have the same rank, so that only a person can tell.
    pub equal: bool,
    /// With how many case codes the used receipt column agrees, if that is more than the other one does.
    pub agreeing: Option<usize>,
}

impl Found {
    /// The column with this meaning.
    pub fn column(&self, meaning: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.meaning.as_deref() == Some(meaning))
    }

    /// Whether a column has this meaning.
    pub fn has(&self, meaning: &str) -> bool {
        self.column(meaning).is_some()
    }

    /// The last header row.
    pub fn last_header(&self) -> u32 {
        self.header_rows.last().copied().unwrap_or(0)
    }
}

/// How many rows may form one header.
const MOST_HEADER_ROWS: usize = 3;
/// A longer text is no heading.
const LONGEST_HEADING: usize = 120;

/// The tables of a sheet from top to bottom. A header repeated on a new page starts a new entry here; the caller joins
/// those with the same columns.
pub fn find(sheet: &Sheet, headings: &Headings) -> Vec<Found> {
    let mut tables = by_headings(sheet, headings);
    for found in tables.iter_mut().filter(|found| found.kind == TableKind::Register) {
        let last = found.last_header();
        let below = sheet.rows.partition_point(|row| row.number <= last);
        evidence::weigh(found, &sheet.rows[below..]);
    }
    tables
}

/// [`find`] by the headings alone, whatever stands below them.
pub(super) fn by_headings(sheet: &Sheet, headings: &Headings) -> Vec<Found> {
    let grid = Grid::new(sheet);
    let mut tables: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < sheet.rows.len() {
        match grid.best_header(at, headings) {
            Some((found, depth)) => {
                tables.push(found);
                at += depth;
            }
            None => at += 1,
        }
    }
    tables
}

/// The register tables of a sheet; a header repeated on a new page belongs to the table above.
pub fn registers(tables: &[Found]) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::new();
    for table in tables.iter().filter(|table| table.kind == TableKind::Register) {
        let meanings = |table: &Found| -> Vec<(Col, Option<String>)> {
            table.columns.iter().map(|column| (column.col, column.meaning.clone())).collect()
        };
        match joined.last_mut().filter(|last| meanings(last) == meanings(table)) {
            Some(last) => last.header_rows.extend(&table.header_rows),
            None => joined.push(table.clone()),
        }
    }
    joined
}

/// The header-like row nearest to being a table of this kind: how many of its columns are known, and all of them, for the
/// message when no table was found.
pub fn closest(sheet: &Sheet, kind: TableKind, headings: &Headings) -> Option<(usize, Vec<Column>)> {
    let grid = Grid::new(sheet);
    (0..sheet.rows.len().min(200))
        .filter(|at| grid.may_be_header(*at))
        .map(|at| {
            let found = grid.columns(at, 1, kind, headings);
            (found.iter().filter(|column| column.meaning.is_some()).count(), found)
        })
        .filter(|(known, _)| *known > 0)
        .max_by_key(|(known, _)| *known)
}

struct Grid<'a> {
    rows: &'a [Row],
    sheet: &'a Sheet,
    /// Merged areas by each row they touch, only those not taller than a header may be.
    merges: BTreeMap<u32, Vec<usize>>,
}

impl<'a> Grid<'a> {
    fn new(sheet: &'a Sheet) -> Self {
        let mut merges: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, area) in sheet.merges.iter().enumerate() {
            if area.last.row - area.first.row <= 8 {
                for row in area.first.row..=area.last.row {
                    merges.entry(row).or_default().push(index);
                }
            }
        }
        Self { rows: &sheet.rows, sheet, merges }
    }

    /// Whether the row could be (the top of) a header: at least two texts, nearly none of them with digits, no dates.
    fn may_be_header(&self, at: usize) -> bool {
        let (mut words, mut digits) = (0_usize, 0_usize);
        for cell in &self.rows[at].cells {
            match &cell.value {
                Value::Text(text) if text.len() > LONGEST_HEADING * 3 => return false,
                Value::Text(text) if text.bytes().any(|byte| byte.is_ascii_digit()) => digits += 1,
                Value::Text(_) => words += 1,
                Value::Date(_) => return false,
                Value::Number(_) | Value::Bool(_) | Value::Error(_) | Value::NoResult => digits += 1,
            }
        }
        words >= 2 && digits * 3 <= words
    }

    fn best_header(&self, at: usize, headings: &Headings) -> Option<(Found, usize)> {
        let (_, mut found, depth) =
            self.best_block(at, headings, MOST_HEADER_ROWS).filter(|(score, _, depth)| {
                // A title right above the header adds a parent to every path and no meaning: the header starts below it.
                (1..*depth).all(|step| {
                    self.best_block(at + step, headings, depth - step)
                        .is_none_or(|(below, ..)| below < *score)
                })
            })?;
        settle(&mut found, headings);
        Some((found, depth))
    }

    /// The best header of at most `deepest` rows that starts at row index `at`: score, table, depth.
    fn best_block(&self, at: usize, headings: &Headings, deepest: usize) -> Option<(usize, Found, usize)> {
        if at >= self.rows.len() || !self.may_be_header(at) {
            return None;
        }
        let mut best: Option<(usize, Found, usize)> = None;
        let children = self.children(at, deepest);
        for depth in children..=deepest {
            if !self.is_block(at, depth) {
                break;
            }
            for kind in TableKind::ALL {
                let columns = self.columns(at, depth, kind, headings);
                let meanings: BTreeSet<&str> = known(&columns).collect();
                let Some(score) = score(kind, &meanings) else { continue };
                let is_better = best.as_ref().is_none_or(|(most, found, _)| {
                    score > *most || score == *most && self.is_continued(at + depth - 1, found, &columns)
                });
                if is_better {
                    let header_rows = self.rows[at..at + depth].iter().map(|row| row.number).collect();
                    best = Some((
                        score,
                        Found { kind, header_rows, columns, rivals: Vec::new(), people: None },
                        depth,
                    ));
                }
            }
        }
        best
    }

    fn text(&self, row: u32, col: Col) -> Option<&str> {
        let at = self.rows.binary_search_by_key(&row, |row| row.number).ok()?;
        match self.rows[at].value(col) {
            Some(Value::Text(text)) => Some(text.trim()),
            _ => None,
        }
    }

    fn merged_text(&self, row: u32, col: Col) -> Option<&str> {
        let cell = CellAt { row, col };
        let area = self
            .merges
            .get(&row)?
            .iter()
            .map(|index| self.sheet.merges[*index])
            .find(|area| area.contains(cell))?;
        self.text(area.first.row, area.first.col)
    }

    fn in_merge(&self, row: u32, col: Col) -> bool {
        let cell = CellAt { row, col };
        self.merges
            .get(&row)
            .is_some_and(|found| found.iter().any(|index| self.sheet.merges[*index].contains(cell)))
    }

    /// The parent of a column whose own cell in a parent row is blank and unmerged: the nearest text to the left, as long
    /// as both stand over children. Texts without merges (CSV, "centre across selection") are laid out like this.
    fn spread_text(&self, row: u32, below: u32, col: Col) -> Option<&str> {
        self.text(below, col)?;
        let left = (0..col.0).rev().map(Col).find(|left| self.text(row, *left).is_some())?;
        if self.in_merge(row, left) || self.in_merge(row, col) || self.text(below, left).is_none() {
            return None;
        }
        self.text(row, left)
    }

    fn path(&self, at: usize, depth: usize, col: Col) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        for (step, row) in self.rows[at..at + depth].iter().enumerate() {
            let below = row.number + 1;
            let text = self
                .text(row.number, col)
                .or_else(|| self.merged_text(row.number, col))
                .or_else(|| if step + 1 < depth { self.spread_text(row.number, below, col) } else { None });
            if let Some(text) = text {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() && path.last() != Some(&text) {
                    path.push(text);
                }
            }
        }
        path
    }

    fn columns(&self, at: usize, depth: usize, kind: TableKind, headings: &Headings) -> Vec<Column> {
        let block = &self.rows[at..at + depth];
        let cols: BTreeSet<Col> =
            block.iter().flat_map(|row| row.cells.iter().map(|cell| cell.col)).collect();
        let mut columns = Vec::new();
        for col in cols {
            let path = self.path(at, depth, col);
            if path.is_empty() || path.iter().any(|part| part.chars().count() > LONGEST_HEADING) {
                continue;
            }
            let listed = headings.listed(kind, &path);
            columns.push(Column {
                col,
                heading: path.join(" > "),
                meaning: listed.map(|(meaning, _)| meaning.to_owned()),
                how: listed.map(|(_, how)| how),
            });
        }
        columns
    }
}

fn known(columns: &[Column]) -> impl Iterator<Item = &str> {
    columns.iter().filter_map(|column| column.meaning.as_deref()).filter(|meaning| *meaning != "ignored")
}

/// How much a set of columns looks like this kind of table; `None` when it is none.
fn score(kind: TableKind, meanings: &BTreeSet<&str>) -> Option<usize> {
    let has = |name: &str| meanings.contains(name);
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    let is_one = match kind {
        TableKind::Register => {
            let what = any(&["case_code", "procedure_code", "procedure_name"]);
            let later = any(&["due_on", "finished_on", "handed_over_on", "submitted_on"]);
            // Either complete, or lacking one required column but unmistakable: that one is then reported as missing.
            (has("received_on") && what)
                || (has("received_on") && meanings.len() >= 3)
                || (what && later && meanings.len() >= 4)
                || (has("case_code") && meanings.len() >= 4)
        }
        TableKind::Catalogue => has("procedure_code") && has("procedure_name"),
        TableKind::Indicators => has("code") && has("value") && has("content"),
        TableKind::Holidays => has("day") && has("kind"),
    };
    // Equal counts: the more special kind wins; a catalogue is what is left when no case can be meant.
    let bonus = match kind {
        TableKind::Indicators | TableKind::Holidays => 2,
        TableKind::Register => 1,
        TableKind::Catalogue => 0,
    };
    is_one.then_some(meanings.len() * 4 + bonus)
}

/// One column per meaning; then unknown headings that resemble a meaning not yet taken.
fn settle(found: &mut Found, headings: &Headings) {
    let mut best: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for index in 0..found.columns.len() {
        let (Some(meaning), Some(How::Listed(rank))) =
            (found.columns[index].meaning.clone(), found.columns[index].how)
        else {
            continue;
        };
        if meaning == "ignored" {
            continue;
        }
        let Some((kept, kept_rank)) = best.get(&meaning).copied() else {
            best.insert(meaning, (index, rank));
            continue;
        };
        let same_words = found.columns[kept].heading == found.columns[index].heading;
        let (winner, loser) = if rank < kept_rank { (index, kept) } else { (kept, index) };
        best.insert(meaning.clone(), (winner, rank.min(kept_rank)));
        found.columns[loser].meaning = None;
        found.columns[loser].how = None;
        let (kept, other) = (found.columns[winner].col, found.columns[loser].col);
        let equal = rank == kept_rank || same_words;
        found.rivals.push(Rival { meaning, kept, other, equal, agreeing: None });
    }
    let losers: BTreeSet<Col> = found.rivals.iter().map(|rival| rival.other).collect();
    for index in 0..found.columns.len() {
        if found.columns[index].meaning.is_some() || losers.contains(&found.columns[index].col) {
            continue;
        }
        let path: Vec<String> = found.columns[index].heading.split(" > ").map(str::to_owned).collect();
        if let Some((meaning, how)) = headings.alike(found.kind, &path)
            && !found.has(meaning)
        {
            found.columns[index].meaning = Some(meaning.to_owned());
            found.columns[index].how = Some(how);
        }
    }
}

#[cfg(test)]
mod tests;
