//! What there is to say about a register sheet as a whole: missing and doubtful columns, hidden rows, rows that fit
//! nothing, totals that do not match, titles that name another period or unit.
//!
//! In: a sheet, its tables and verdicts. Out: findings. Cells of cases are judged elsewhere.

mod many;
mod outcome;
mod quantity;
mod title;
mod values;

use std::sync::Arc;

use super::{
    context,
    headings::{Headings, How, TableKind},
    person::{is_person, unnamed},
    rows::{RowClass, RowCounts, Verdict, group_name},
    table::{Column, Found, People, Rival},
};
use crate::{
    cells::{
        text::{clean, key},
        words::Channel,
    },
    model::{
        column::ColumnKind,
        finding::{Finding, Place, Severity},
        place::{CellAt, Col},
        sheet::{Row, Sheet, Value},
    },
    rules,
    text::{Text, without_long_numbers},
};

pub use many::sum_up;
pub use outcome::unfinished;
pub use title::{Sender, title};
pub use values::values;

/// Findings on the columns of one register table. `declared`: the channel that the settings give cases without one.
pub fn columns(
    file: &Arc<str>,
    sheet: &Sheet,
    table: &Found,
    headings: &Headings,
    declared: Option<Channel>,
) -> Vec<Finding> {
    let name: Arc<str> = Arc::from(sheet.name.as_str());
    let whole = || Place::sheet(file, &name);
    let at = |col: Col| whole().at_cell(CellAt { row: table.header_rows.first().copied().unwrap_or(1), col });
    let mut findings = Vec::new();
    let heading = |col: Col| {
        table.columns.iter().find(|column| column.col == col).map_or("", |column| column.heading.as_str())
    };
    let what = ["case_code", "procedure_code", "procedure_name"];
    let mut named: Vec<Col> =
        table.rivals.iter().filter(|rival| is_doubtful(rival)).map(|rival| rival.other).collect();
    let wanted = [
        (table.has("received_on"), ColumnKind::ReceivedOn),
        (what.iter().any(|column| table.has(column)), ColumnKind::CaseCode),
    ];
    for (_, kind) in wanted.into_iter().filter(|(has, _)| !has) {
        let near = candidates(table, headings, kind);
        named.extend(near.iter().map(|column| column.col));
        findings.push(missing(whole(), &near, kind));
    }
    if let Some(people) = table.people {
        named.push(people.col);
        findings.push(no_unit(table, people, at(people.col), heading(people.col)));
    }
    for rival in table.rivals.iter().filter(|rival| is_doubtful(rival)) {
        let title = ColumnKind::from_name(&rival.meaning).map_or(NO_NAME, ColumnKind::title);
        let (vi, en) = choice(rival);
        // Where something speaks for one of them, the figures do not hang on a guess.
        let is_guess = rival.equal && rival.agreeing.is_none();
        let severity = if is_guess { rules::CT003.severity } else { Severity::Warning };
        let mut finding = Finding::new(rules::CT003, at(rival.other))
            .as_severity(severity)
            .with("c1", rival.kept.to_string())
            .with("h1", heading(rival.kept))
            .with("c2", rival.other.to_string())
            .with("h2", heading(rival.other))
            .with_words("field", title.vi, title.en)
            .with_words("reason", vi, en);
        heading(rival.other).clone_into(&mut finding.value);
        findings.push(finding);
    }
    for column in &table.columns {
        let kind = column.meaning.as_deref().and_then(ColumnKind::from_name);
        if let (Some(How::Alike(score)), Some(kind)) = (column.how, kind) {
            let mut finding = Finding::new(rules::CT004, at(column.col))
                .with("c", column.col.to_string())
                .with("header", column.heading.as_str())
                .with_words("field", kind.title().vi, kind.title().en)
                .with("score", format!("{:.0}", score * 100.0));
            finding.value.clone_from(&column.heading);
            finding.column = Some(kind);
            findings.push(finding);
        } else if column.meaning.is_none() && !named.contains(&column.col) {
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
        findings.push(no_channel(whole(), declared));
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
        findings.push(outcome::missing(whole(), table, &useful.join(", ")));
    }
    findings
}

/// What the register lacks is told; a decision that the settings hold is repeated, not questioned.
fn no_channel(place: Place, declared: Option<Channel>) -> Finding {
    let finding = Finding::new(rules::CT018, place)
        .with("default", context::channel(declared.unwrap_or(Channel::InPerson)));
    if declared.is_none() {
        return finding.with("declared", "");
    }
    finding.as_severity(Severity::Info).with_words(
        "declared",
        ", như đã khai cho đơn vị trong tthc.toml",
        ", as tthc.toml says for the unit",
    )
}

/// What a column headed as the unit that names people is read as.
fn no_unit(table: &Found, people: People, place: Place, heading: &str) -> Finding {
    let is_applicant =
        table.column(ColumnKind::Applicant.name()).is_some_and(|column| column.col == people.col);
    let (vi, en) = if is_applicant {
        ("cột được đọc là người nộp", "it is read as the applicant")
    } else {
        ("cột không được dùng", "it is not used")
    };
    Finding::new(rules::TP016, place)
        .with("c", people.col.to_string())
        .with("header", heading)
        .with("n", people.named.to_string())
        .with("all", people.filled.to_string())
        .with_words("use", vi, en)
}

/// Whether a person should say which of two columns is meant: equal words, or two dates.
fn is_doubtful(rival: &Rival) -> bool {
    rival.equal || ColumnKind::from_name(&rival.meaning).is_some_and(ColumnKind::is_date)
}

/// Why the used one of two columns is used: Vietnamese, English.
fn choice(rival: &Rival) -> (String, String) {
    let (vi, en) = match rival.agreeing {
        Some(agree) => {
            return (
                format!("{agree} ngày trong cột khớp với ngày trong mã hồ sơ"),
                format!("{agree} of its dates agree with the case codes"),
            );
        }
        None if rival.equal => ("cột này đứng trước", "it stands first"),
        None => (
            "tên cột này đứng trước trong danh sách tiêu đề",
            "its heading comes first in the list of headings",
        ),
    };
    (vi.to_owned(), en.to_owned())
}

/// The unknown columns that come nearest to a missing one, best first.
fn candidates<'t>(table: &'t Found, headings: &Headings, kind: ColumnKind) -> Vec<&'t Column> {
    let mut near: Vec<(f64, &Column)> = table
        .columns
        .iter()
        .filter(|column| column.meaning.is_none())
        .filter_map(|column| {
            let path: Vec<String> = column.heading.split(" > ").map(str::to_owned).collect();
            let likeness = headings
                .nearest(TableKind::Register, &path)
                .into_iter()
                .find(|near| near.0 == kind.name())?;
            Some((likeness.2, column))
        })
        .filter(|(score, _)| *score >= 0.4)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.col.cmp(&b.1.col)));
    near.truncate(3);
    near.into_iter().map(|(_, column)| column).collect()
}

fn missing(place: Place, near: &[&Column], kind: ColumnKind) -> Finding {
    let candidates: Vec<String> =
        near.iter().map(|column| format!("{} “{}”", column.col, column.heading)).collect();
    let field = if kind == ColumnKind::CaseCode {
        Text {
            vi: "Mã hồ sơ (hoặc mã, tên thủ tục)", en: "Case code (or code, name of the procedure)"
        }
    } else {
        kind.title()
    };
    let finding = Finding::new(rules::CT002, place).with_words("field", field.vi, field.en);
    let mut finding = if candidates.is_empty() {
        finding.with_words("candidates", rules::NONE.vi, rules::NONE.en)
    } else {
        finding.with("candidates", candidates.join(", "))
    };
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
    findings.extend(unnamed_groups(sheet, verdicts, &place()));
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
    findings.extend(quantity::quantities(file, sheet, tables, verdicts));
    findings.push(account(sheet, verdicts, place()));
    findings
}

const NO_NAME: Text = Text { vi: "", en: "" };

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
        .map(|cell| {
            let text = clean(&cell.value.shown());
            if private(cell.col) || is_person(&text) { "…".to_owned() } else { without_long_numbers(&text) }
        })
        .collect();
    let text = text.join(" | ");
    if text.chars().count() <= 160 { text } else { text.chars().take(159).chain(['…']).collect() }
}

/// What the rows of the sheet are.
fn account(sheet: &Sheet, verdicts: &[Verdict], place: Place) -> Finding {
    let rows = RowCounts::count(sheet.last_row(), verdicts);
    let other = rows.read - rows.cases - rows.group - rows.total;
    Finding::new(rules::CT006, place)
        .with("total", rows.read.to_string())
        .with("data", rows.cases.to_string())
        .with("group", rows.group.to_string())
        .with("sum", rows.total.to_string())
        .with("other", other.to_string())
}

/// Group rows that name a person; the text is not quoted.
fn unnamed_groups(sheet: &Sheet, verdicts: &[Verdict], place: &Place) -> Vec<Finding> {
    let groups = sheet.rows.iter().zip(verdicts).filter(|(_, verdict)| verdict.class == RowClass::Group);
    groups
        .filter_map(|(row, verdict)| {
            let group = verdict.field.as_deref()?;
            let is_own = |text: &str| is_person(text) && unnamed(text) == group;
            let cell = row.cells.iter().find(|cell| is_own(&group_name(&cell.value.shown())))?;
            let place = place.clone().at_cell(CellAt { row: row.number, col: cell.col });
            Some(Finding::new(rules::TP018, place).with("group", group))
        })
        .collect()
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
                    // Only a cell that holds the number alone can be given another one.
                    let alone = row.value(col).is_some_and(|value| clean(&value.shown()) == finding.value);
                    finding.suggestion = alone.then(|| counted.to_string());
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

#[cfg(test)]
mod tests;
