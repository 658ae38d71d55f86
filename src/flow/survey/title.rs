//! What a title above a table says against the run: another period, another unit.

use std::sync::Arc;

use crate::{
    cells::{
        date::{DateText, DayOrder, read_text},
        text::{bare, clean, key},
    },
    flow::rows::{RowClass, Verdict},
    model::{
        finding::{Finding, Place},
        period::{Period, PeriodKind},
        place::CellAt,
        sheet::{Sheet, Value},
    },
    rules,
};

/// Findings on the title above a table: another period, another unit. `others` are the names of the other units.
pub fn title(
    file: &Arc<str>,
    sheet: &Sheet,
    verdicts: &[Verdict],
    period: &Period,
    unit: &str,
    others: &[Arc<str>],
) -> Vec<Finding> {
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    let mut findings = Vec::new();
    for (row, _) in sheet.rows.iter().zip(verdicts).filter(|(_, verdict)| verdict.class == RowClass::Title) {
        for cell in &row.cells {
            let Value::Text(text) = &cell.value else { continue };
            let place = || Place::sheet(file, &name).at_cell(CellAt { row: row.number, col: cell.col });
            if let Some(named) = named_period(text)
                && !same_period(&named, period)
            {
                let mut finding = Finding::new(rules::CT015, place())
                    .with("title", named.title())
                    .with("run", period.title());
                finding.value = clean(text);
                findings.push(finding);
            }
            let folded = format!(" {} ", bare(text));
            let names = |unit: &str| {
                let unit = bare(unit);
                unit.len() > 4 && folded.contains(&format!(" {unit} "))
            };
            if !names(unit)
                && let Some(other) = others.iter().find(|other| &***other != unit && names(other))
            {
                let mut finding =
                    Finding::new(rules::CT016, place()).with("a", other.to_string()).with("b", unit);
                finding.value = clean(text);
                findings.push(finding);
            }
        }
    }
    findings
}

fn same_period(named: &Period, run: &Period) -> bool {
    named.from == run.from && named.to == run.to
        || named.kind != PeriodKind::Window && run.standard_twin().is_some_and(|twin| twin.kind == named.kind)
        // A register kept for a year, or for one month of the quarter, is no register of another period.
        || named.from <= run.from && run.to <= named.to
        || run.from <= named.from && named.to <= run.to
}

/// The period a title names: "Từ ngày 05/12/2022 đến ngày 04/3/2023", "Quý I năm 2023", "Quý 1/2023".
pub(super) fn named_period(text: &str) -> Option<Period> {
    let folded = key(text);
    if let Some(at) = folded.find("đến") {
        let (before, after) = folded.split_at(at);
        let (from, to) = (last_date(before)?, first_date(&after["đến".len()..])?);
        return Period::window(from, to);
    }
    let rest = folded.split_once("quý ")?.1;
    let mut words = rest.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty());
    let quarter = match words.next()? {
        "i" | "1" => 1,
        "ii" | "2" => 2,
        "iii" | "3" => 3,
        "iv" | "4" => 4,
        _ => return None,
    };
    let year =
        words.find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    Period::standard(PeriodKind::Quarter(year, quarter))
}

fn first_date(text: &str) -> Option<chrono::NaiveDate> {
    let end = text.char_indices().map(|(at, _)| at).skip(6).find(|at| {
        matches!(
            read_text(&text[..*at]),
            DateText::Plain(_) | DateText::Either { .. } | DateText::OnlyDayFirst(_)
        ) && !text[*at..].starts_with(|ch: char| ch.is_ascii_digit())
    });
    read_text(&text[..end.unwrap_or(text.len())]).date(DayOrder::DayFirst)
}

fn last_date(text: &str) -> Option<chrono::NaiveDate> {
    let start = text.rfind("từ").map_or(0, |at| at + "từ".len());
    first_date(text.get(start..)?)
}
