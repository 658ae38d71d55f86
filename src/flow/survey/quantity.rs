//! Rows that state a number of cases: a column "Số lượng hồ sơ" with 12 in a row that counts as one.
//!
//! In: a register sheet with its verdicts. Out: findings. Numbers of copies of one dossier ("Số bộ", "02 bộ") are none.

use std::sync::Arc;

use crate::{
    cells::text::bare,
    flow::{
        rows::{RowClass, Verdict},
        table::{Column, Found},
    },
    model::{
        column::ColumnKind,
        finding::{Finding, Place},
        place::{CellAt, Col},
        sheet::{Row, Sheet, Value},
    },
    rules,
};

/// Headings of numbers of cases, without accents. The first ones mean a case code where there is no other.
const NUMBERS_OF_CASES: [&str; 4] = ["so ho so", "so hs", "tong so ho so", "tong so hs"];

/// Findings on the cells of cases that state more than one case.
pub(super) fn quantities(
    file: &Arc<str>,
    sheet: &Sheet,
    tables: &[Found],
    verdicts: &[Verdict],
) -> Vec<Finding> {
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    let mut findings = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        let cases: Vec<&Row> = sheet
            .rows
            .iter()
            .zip(verdicts)
            .filter(|(_, verdict)| verdict.class == RowClass::Case && verdict.table == index)
            .map(|(row, _)| row)
            .collect();
        for column in table.columns.iter().filter(|column| counts_cases(column, &cases)) {
            for (row, number) in numbers(&cases, column.col).filter(|(_, number)| *number > 1) {
                let place = Place::sheet(file, &name).at_cell(CellAt { row, col: column.col });
                let finding = Finding::new(rules::CT027, place)
                    .with("n", number.to_string())
                    .with("header", column.heading.as_str());
                findings.push(finding.found(ColumnKind::Copies, number.to_string()));
            }
        }
    }
    findings
}

/// Whether a column states how many cases a row stands for.
fn counts_cases(column: &Column, cases: &[&Row]) -> bool {
    let heading = bare(&column.heading);
    if heading.split(' ').any(|word| ["bo", "ban", "trang", "to"].contains(&word)) {
        return false;
    }
    match column.meaning.as_deref() {
        Some("copies") => true,
        None => {
            let leaf = column.heading.rsplit(" > ").next().map(bare).unwrap_or_default();
            let all = numbers(cases, column.col).count();
            let ones = numbers(cases, column.col).filter(|(_, number)| *number == 1).count();
            // Running numbers of a book have one 1 and no number twice.
            NUMBERS_OF_CASES.contains(&leaf.as_str()) && ones >= 2 && ones * 2 >= all
        }
        Some(_) => false,
    }
}

/// The whole numbers in a column with their rows; "12 hồ sơ" is one, "02 bộ" is none.
fn numbers<'r>(cases: &'r [&Row], col: Col) -> impl Iterator<Item = (u32, u64)> + 'r {
    cases.iter().filter_map(move |row| {
        let number = match row.value(col)? {
            Value::Number(number) if number.fract() == 0.0 && (0.0..100_000.0).contains(number) => {
                format!("{number}")
            }
            Value::Text(text) => {
                let text = bare(text);
                let text = text.strip_suffix("ho so").or_else(|| text.strip_suffix("hs")).unwrap_or(&text);
                text.trim().to_owned()
            }
            _ => return None,
        };
        let is_number = number.len() <= 5 && number.bytes().all(|byte| byte.is_ascii_digit());
        Some((row.number, number.parse().ok().filter(|_| is_number)?))
    })
}
