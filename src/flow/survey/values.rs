//! What there is to say about the values of a register: the order of its dates, merged cells, running numbers.

use super::is_private;
use crate::{
    cells::{
        date::{DateText, DayOrder, read_text},
        text::clean,
    },
    flow::{
        dates::{Order, Orders, Why},
        register::{CaseRow, Merge, Register},
    },
    model::{
        column::ColumnKind,
        finding::{Finding, Place, Severity},
        place::CellAt,
        sheet::Value,
    },
    rules,
    text::{Lang, Text},
};

/// Findings on the date columns and merged cells of a register.
pub fn values(register: &Register<'_>, orders: &Orders) -> Vec<Finding> {
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
                    .with_words("order", order_name(order.order).vi, order_name(order.order).en)
                    .with_words(
                        "evidence",
                        order.why.text().fill(Lang::Vi, &counts),
                        order.why.text().fill(Lang::En, &counts),
                    ),
            ));
        }
        if order.is_lone {
            findings.push(column(lone(register, *kind, order, &place)));
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
        if let Some(proof) = order.swapped {
            let (vi, en) = proof.words();
            findings.push(column(
                Finding::new(rules::CT024, place)
                    .with("column", col.to_string())
                    .with_words("evidence", vi, en),
            ));
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
                .with("v", if can_be_quoted(*kind) { shown } else { "…".to_owned() });
        finding.column = Some(*kind);
        findings.push(finding);
    }
    findings.extend(numbering(register));
    findings
}

/// That a whole column is month/day by one text: told at that text, or at the heading where it stands on another sheet.
fn lone(register: &Register<'_>, kind: ColumnKind, order: &Order, heading: &Place) -> Finding {
    let text_of = |row: &CaseRow<'_, '_>| match row.value(kind)? {
        Value::Text(text) => matches!(read_text(text), DateText::OnlyMonthFirst(_)).then(|| clean(text)),
        _ => None,
    };
    let here = register.cases().find_map(|row| Some((row, text_of(&row)?)));
    let place = here.as_ref().and_then(|(row, _)| row.cell(kind)).map_or_else(
        || heading.clone(),
        |cell| Place::sheet(&register.table.file, &register.table.sheet).at_cell(cell),
    );
    let finding = Finding::new(rules::DG027, place)
        .with("c", heading.col.map(|col| col.to_string()).unwrap_or_default())
        .with("n", order.either.to_string());
    let Some((row, text)) = here else {
        return finding.with_words(
            "where",
            "ở trang hoặc tệp khác của đơn vị",
            "on another sheet or in another file of the sender",
        );
    };
    let mut finding =
        finding.with_words("where", format!("ở ô này (“{text}”)"), format!("in this cell (“{text}”)"));
    finding.case = row.value(ColumnKind::CaseCode).map(|code| clean(&code.shown()));
    finding.value = text;
    finding
}

/// Where the running numbers skip or repeat one. Lists may number each group from 1.
fn numbering(register: &Register<'_>) -> Option<Finding> {
    let col = register.table.column(ColumnKind::Sequence)?;
    let (mut gaps, mut last) = (Vec::new(), None);
    for row in register.cases() {
        let shown = row.at(col).map(|value| clean(&value.shown())).unwrap_or_default();
        // "1.2", "a)" and blanks are numberings of another kind.
        let number: u32 = shown.parse().ok()?;
        if last.is_some_and(|last: u32| number != last.saturating_add(1)) && number != 1 {
            gaps.push(CellAt { row: row.number(), col }.to_string());
        }
        last = Some(number);
    }
    let more = gaps.len().saturating_sub(10);
    gaps.truncate(10);
    let cells = gaps.join(", ") + &if more > 0 { format!(", … (+{more})") } else { String::new() };
    let place = Place::sheet(&register.table.file, &register.table.sheet);
    let mut finding = Finding::new(rules::LD005, place).with("cells", cells);
    finding.column = Some(ColumnKind::Sequence);
    (!gaps.is_empty()).then_some(finding)
}

const fn order_name(order: DayOrder) -> Text {
    match order {
        DayOrder::DayFirst => Text { vi: "ngày/tháng/năm", en: "day/month/year" },
        DayOrder::MonthFirst => Text { vi: "tháng/ngày/năm", en: "month/day/year" },
    }
}

/// Whether a column can be quoted: what people are called, where they live and what was noted about them is not.
const fn can_be_quoted(kind: ColumnKind) -> bool {
    !is_private(kind)
        && !matches!(kind, ColumnKind::Content | ColumnKind::Officer | ColumnKind::Note | ColumnKind::Fee)
}
