//! The register sheets of a run with the verdict on each of their rows.

use std::sync::Arc;

use super::Ask;
use crate::{
    cells::words::{Channel, Words},
    flow::{
        recognise::Book,
        register::Register,
        rows::{self, Verdict},
        survey,
        table::{self, Found},
        units::Units,
    },
    model::{
        case::Table,
        column::ColumnKind,
        finding::Finding,
        place::Col,
        sheet::{ReadNote, Sheet},
    },
    rules,
};

/// A register sheet with the verdict on each of its rows.
pub(super) struct Judged<'a> {
    pub(super) book: &'a Book,
    pub(super) index: usize,
    pub(super) sheet: &'a Sheet,
    pub(super) tables: Vec<Found>,
    pub(super) verdicts: Vec<Verdict>,
}

pub(super) fn judged_sheets<'a>(books: &'a [Book], fields: &[Arc<str>], words: &Words) -> Vec<Judged<'a>> {
    let mut judged = Vec::new();
    for book in books.iter().filter(|book| book.holds_cases()) {
        for (index, (sheet, tables)) in book.sheets().iter().zip(&book.tables).enumerate() {
            let tables = table::registers(tables);
            if !tables.is_empty() {
                let verdicts = rows::judge(sheet, &tables, fields, words);
                judged.push(Judged { book, index, sheet, tables, verdicts });
            }
        }
    }
    judged
}

pub(super) fn registers<'a>(sheets: &'a [Judged<'a>]) -> Vec<Register<'a>> {
    let mut registers = Vec::new();
    for judged in sheets {
        let content = judged.book.input.content.as_ref();
        let date1904 = content.is_ok_and(|workbook| workbook.notes.contains(&ReadNote::Date1904));
        for (index, found) in judged.tables.iter().enumerate() {
            let table = Table {
                file: Arc::clone(&judged.book.input.path),
                sheet: Arc::from(judged.sheet.name.as_str()),
                sheet_index: judged.index,
                unit: Arc::clone(&judged.book.unit),
                header_rows: first_header(found),
                columns: known_columns(found),
                ticks: ticks(found),
            };
            let sender = Arc::clone(&judged.book.unit);
            let register = Register::new(Arc::new(table), sender, judged.sheet, index, &judged.verdicts);
            registers.push(register.with_date1904(date1904));
        }
    }
    registers
}

/// The rows of the first header of a table: those in one run.
pub(super) fn first_header(found: &Found) -> Vec<u32> {
    let mut rows = Vec::new();
    for row in &found.header_rows {
        if rows.last().is_none_or(|last| last + 1 == *row) {
            rows.push(*row);
        } else {
            break;
        }
    }
    rows
}

pub(super) fn known_columns(found: &Found) -> Vec<(ColumnKind, Col)> {
    let mut columns: Vec<(ColumnKind, Col)> = found
        .columns
        .iter()
        .filter_map(|column| Some((ColumnKind::from_name(column.meaning.as_deref()?)?, column.col)))
        .collect();
    // With one column to tick for each channel, the first of them stands for all in messages.
    columns.extend(ticks(found).first().map(|(_, col)| (ColumnKind::Channel, *col)));
    columns.sort();
    columns
}

/// The columns to tick, one for each channel; none where one column names the channel.
pub(super) fn ticks(found: &Found) -> Vec<(Channel, Col)> {
    let named = [
        ("channel_online", Channel::Online),
        ("channel_in_person", Channel::InPerson),
        ("channel_post", Channel::Post),
    ];
    let col = |meaning: &str| found.column(meaning).map(|column| column.col);
    if found.has("channel") {
        return Vec::new();
    }
    named.into_iter().filter_map(|(meaning, channel)| Some((channel, col(meaning)?))).collect()
}

pub(super) fn sheet_findings(sheets: &[Judged<'_>], ask: &Ask<'_>, units: &Units) -> Vec<Finding> {
    let mut findings = Vec::new();
    for judged in sheets {
        let file = &judged.book.input.path;
        let channel = units.channel(&judged.book.unit);
        let mut of_tables = Vec::new();
        for table in &judged.tables {
            of_tables.extend(survey::columns(file, judged.sheet, table, ask.headings, channel));
        }
        // The channel is said to be missing once, however many tables the sheet has.
        let mut said = false;
        of_tables
            .retain(|finding| finding.rule.code != rules::CT018.code || !std::mem::replace(&mut said, true));
        findings.extend(of_tables);
        findings.extend(survey::rows(file, judged.sheet, &judged.tables, &judged.verdicts));
    }
    findings
}
