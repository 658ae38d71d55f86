//! What there is to say about a register sheet as a whole: missing and doubtful columns, hidden rows, rows that fit
//! nothing, totals that do not match, titles that name another period or unit.
//!
//! In: a sheet, its tables and verdicts. Out: findings. Cells of cases are judged elsewhere.

use std::sync::Arc;

use super::{
    dates::{Orders, Why},
    headings::{Headings, How, TableKind},
    register::{Merge, Register},
    rows::{RowClass, Verdict},
    table::{Column, Found},
};
use crate::{
    cells::{
        date::{DateText, DayOrder, read_text},
        text::{bare, clean, key},
    },
    model::{
        column::ColumnKind,
        finding::{Finding, Place, Severity},
        period::{Period, PeriodKind},
        place::{CellAt, Col},
        sheet::{Row, Sheet, Value},
    },
    rules,
    text::Lang,
};

/// Findings on the columns of one register table.
pub fn columns(
    file: &Arc<str>,
    sheet: &Sheet,
    table: &Found,
    headings: &Headings,
    default_channel: &str,
) -> Vec<Finding> {
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    let whole = || Place::sheet(file, &name);
    let at = |col: Col| whole().at_cell(CellAt { row: table.header_rows.first().copied().unwrap_or(1), col });
    let mut findings = Vec::new();
    let heading = |col: Col| {
        table.columns.iter().find(|column| column.col == col).map_or("", |column| column.heading.as_str())
    };
    let what = ["case_code", "procedure_code", "procedure_name"];
    if !table.has("received_on") {
        findings.push(missing(whole(), table, headings, ColumnKind::ReceivedOn));
    }
    if !what.iter().any(|column| table.has(column)) {
        findings.push(missing(whole(), table, headings, ColumnKind::CaseCode));
    }
    for rival in table.rivals.iter().filter(|rival| rival.equal) {
        let title = ColumnKind::from_name(&rival.meaning).map_or("", |kind| kind.title().vi);
        let mut finding = Finding::new(rules::CT003, at(rival.other))
            .with("c1", rival.kept.to_string())
            .with("h1", heading(rival.kept))
            .with("c2", rival.other.to_string())
            .with("h2", heading(rival.other))
            .with("field", title);
        heading(rival.other).clone_into(&mut finding.value);
        findings.push(finding);
    }
    for column in &table.columns {
        let kind = column.meaning.as_deref().and_then(ColumnKind::from_name);
        if let (Some(How::Alike(score)), Some(kind)) = (column.how, kind) {
            let mut finding = Finding::new(rules::CT004, at(column.col))
                .with("c", column.col.to_string())
                .with("header", column.heading.as_str())
                .with("field", kind.title().vi)
                .with("score", format!("{:.0}", score * 100.0));
            finding.value.clone_from(&column.heading);
            finding.column = Some(kind);
            findings.push(finding);
        } else if column.meaning.is_none()
            && !table.rivals.iter().any(|rival| rival.equal && rival.other == column.col)
        {
            let mut finding = Finding::new(rules::CT005, at(column.col))
                .with("c", column.col.to_string())
                .with("header", column.heading.as_str());
            finding.value.clone_from(&column.heading);
            findings.push(finding);
        }
        if is_personal_id(column) {
            findings.push(Finding::new(rules::DG023, at(column.col)).with("c", column.col.to_string()));
        }
    }
    let has_channel = ["channel", "channel_online", "channel_in_person", "channel_post"];
    if !has_channel.iter().any(|meaning| table.has(meaning)) {
        findings.push(Finding::new(rules::CT018, whole()).with("default", default_channel));
    }
    let useful: Vec<&str> = [
        (table.has("finished_on") || table.has("handed_over_on"), "“Ngày có kết quả”"),
        (table.has("due_on"), "“Ngày hẹn trả”"),
        (table.has("procedure_code") || table.has("procedure_name"), "“Mã thủ tục” / “Tên thủ tục”"),
    ]
    .into_iter()
    .filter_map(|(has, name)| (!has).then_some(name))
    .collect();
    if !useful.is_empty() {
        findings.push(Finding::new(rules::CT019, whole()).with("columns", useful.join(", ")));
    }
    findings
}

fn missing(place: Place, table: &Found, headings: &Headings, kind: ColumnKind) -> Finding {
    let mut near: Vec<(f64, String)> = table
        .columns
        .iter()
        .filter(|column| column.meaning.is_none())
        .filter_map(|column| {
            let path: Vec<String> = column.heading.split(" > ").map(str::to_owned).collect();
            let likeness = headings
                .nearest(TableKind::Register, &path)
                .into_iter()
                .find(|near| near.0 == kind.name())?;
            Some((likeness.2, format!("{} “{}”", column.col, column.heading)))
        })
        .filter(|(score, _)| *score >= 0.4)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    near.truncate(3);
    let candidates: Vec<String> = near.into_iter().map(|(_, name)| name).collect();
    let field = if kind == ColumnKind::CaseCode {
        "Mã hồ sơ (hoặc mã, tên thủ tục)"
    } else {
        kind.title().vi
    };
    let mut finding = Finding::new(rules::CT002, place).with("field", field).with(
        "candidates",
        if candidates.is_empty() { "(không có / none)".to_owned() } else { candidates.join(", ") },
    );
    finding.column = Some(kind);
    finding
}

fn is_personal_id(column: &Column) -> bool {
    let heading = key(&column.heading);
    ["cccd", "cmnd", "căn cước", "chứng minh nhân dân", "số định danh", "hộ chiếu"]
        .iter()
        .any(|word| heading.contains(word))
}

/// Findings on the rows of one register sheet: unclassified rows, hidden cases, cases after the signatures, totals.
pub fn rows(file: &Arc<str>, sheet: &Sheet, tables: &[Found], verdicts: &[Verdict]) -> Vec<Finding> {
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    let place = || Place::sheet(file, &name);
    let mut findings = Vec::new();
    for (row, verdict) in
        sheet.rows.iter().zip(verdicts).filter(|(_, verdict)| verdict.class == RowClass::Unclassified)
    {
        let text = row_text(row, tables.get(verdict.table));
        let first = row.cells.first().map_or(Col(0), |cell| cell.col);
        let mut finding =
            Finding::new(rules::CT007, place().at_cell(CellAt { row: verdict.number, col: first }))
                .with("text", text.clone());
        finding.value = text;
        findings.push(finding);
    }
    let cases = || verdicts.iter().filter(|verdict| verdict.class == RowClass::Case);
    let hidden =
        cases().filter(|verdict| sheet.hidden || sheet.hidden_rows.contains(&verdict.number)).count();
    if hidden > 0 {
        findings.push(Finding::new(rules::CT009, place()).with("k", hidden.to_string()));
    }
    let late: Vec<u32> =
        cases().filter(|verdict| verdict.after_footer).map(|verdict| verdict.number).collect();
    if let Some(first) = late.first() {
        findings.push(
            Finding::new(rules::CT010, place().at_row(*first))
                .with("k", late.len().to_string())
                .with("row", first.to_string()),
        );
    }
    findings.extend(totals(sheet, verdicts, &place()));
    findings
}

/// Names and addresses are nobody's business in a listing.
const fn is_private(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Applicant | ColumnKind::Address | ColumnKind::Phone)
}

/// The cells of a row in one line; of what stands below "Người nộp" and the like, only that it is there.
fn row_text(row: &Row, table: Option<&Found>) -> String {
    let private = |col: Col| {
        let column = table.and_then(|table| table.columns.iter().find(|column| column.col == col));
        column.and_then(|column| ColumnKind::from_name(column.meaning.as_deref()?)).is_some_and(is_private)
    };
    let text: Vec<String> = row
        .cells
        .iter()
        .map(|cell| if private(cell.col) { "…".to_owned() } else { clean(&cell.value.shown()) })
        .collect();
    let text = text.join(" | ");
    if text.chars().count() <= 160 { text } else { text.chars().take(159).chain(['…']).collect() }
}

/// A stated number of cases must be that of its group, or of all rows above.
fn totals(sheet: &Sheet, verdicts: &[Verdict], place: &Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (mut since, mut all, mut table) = (0_u64, 0_u64, usize::MAX);
    let mut of_group = 0_u64;
    for (row, verdict) in sheet.rows.iter().zip(verdicts) {
        if verdict.table != table {
            (since, all, of_group, table) = (0, 0, 0, verdict.table);
        }
        match verdict.class {
            RowClass::Case => {
                since += 1;
                all += 1;
                of_group += 1;
            }
            RowClass::Group => of_group = 0,
            RowClass::Total => {
                if let Some(stated) = verdict.stated
                    && ![since, all, of_group].contains(&stated)
                {
                    let col = total_cell(row).unwrap_or(Col(0));
                    // A total right below a subtotal is of the whole table.
                    let counted = if since == 0 { all } else { since };
                    let mut finding = Finding::new(
                        rules::CD007,
                        place.clone().at_cell(CellAt { row: verdict.number, col }),
                    )
                    .with("a", stated.to_string())
                    .with("b", counted.to_string());
                    finding.value = stated.to_string();
                    findings.push(finding);
                }
                since = 0;
            }
            _ => {}
        }
    }
    findings
}

/// The cell with the number, else the label.
fn total_cell(row: &Row) -> Option<Col> {
    let is_number = |value: &Value| match value {
        Value::Number(_) => true,
        Value::Text(text) => !text.is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    let number = row.cells.iter().find(|cell| is_number(&cell.value));
    number.or(row.cells.first()).map(|cell| cell.col)
}

/// Findings on the date columns and merged cells of a register.
pub fn values(
    register: &Register<'_>,
    orders: &Orders,
    lang_names: fn(DayOrder) -> &'static str,
) -> Vec<Finding> {
    let table = &register.table;
    let mut findings = Vec::new();
    for (kind, order) in orders {
        let Some(col) = table.column(*kind) else { continue };
        let place = Place::sheet(&table.file, &table.sheet)
            .at_cell(CellAt { row: table.header_rows.last().copied().unwrap_or(1), col });
        let column = |finding: Finding| {
            let mut finding = finding;
            finding.column = Some(*kind);
            finding
        };
        let counts =
            [("d", order.evidence.day_first.to_string()), ("m", order.evidence.month_first.to_string())];
        if order.either > 0 && order.why != Why::Assumed && order.why != Why::Contradiction {
            findings.push(column(
                Finding::new(rules::CT022, place.clone())
                    .with("column", col.to_string())
                    .with("order", lang_names(order.order))
                    .with("evidence", order.why.text().fill(Lang::Vi, &counts)),
            ));
        }
        if order.why == Why::Contradiction {
            // Where every date can be read in one order only, nothing hangs on it.
            let severity = if order.either > 0 { rules::LD006.severity } else { Severity::Warning };
            findings.push(column(
                Finding::new(rules::LD006, place.clone())
                    .as_severity(severity)
                    .with("c", col.to_string())
                    .with("a", order.evidence.day_first.to_string())
                    .with("b", order.evidence.month_first.to_string()),
            ));
        }
        if let Some((dates, texts)) = order.suspected_swap {
            findings.push(column(
                Finding::new(rules::CT023, place.clone())
                    .with("column", col.to_string())
                    .with("n", dates.to_string())
                    .with("k", texts.to_string()),
            ));
        }
        if order.swapped {
            findings.push(column(Finding::new(rules::CT024, place).with("column", col.to_string())));
        }
    }
    for Merge { kind, area, cases } in &register.merges {
        let shown = register
            .case_value(area.first.row, area.first.col)
            .map(|value| clean(&value.shown()))
            .unwrap_or_default();
        let mut finding =
            Finding::new(rules::CT014, Place::sheet(&table.file, &table.sheet).at_cell(area.first))
                .with("range", area.to_string())
                .with("n", cases.to_string())
                .with("v", if is_private(*kind) { "…".to_owned() } else { shown });
        finding.column = Some(*kind);
        findings.push(finding);
    }
    findings
}

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
fn named_period(text: &str) -> Option<Period> {
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

#[cfg(test)]
mod tests;
