//! Decides the order of day and month for each date column, by evidence and never per cell: the column; the same column
//! in the sender's other sheets and files; YYMMDD inside the case codes; receipt ≤ finish and receipt < due; else
//! day/month, with a warning. Contradictory evidence is an error.
//!
//! In: the registers of a run. Out: for each register and date column the order, why, and whether an English Excel
//! swapped the true dates.

mod lone;
mod serials;
mod swap;
mod why;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;

use super::register::Register;
use crate::{
    cells::{
        case_code::{self, CaseCode},
        date::{DateText, DayOrder, Decision, OrderEvidence, from_serial, read_text},
    },
    model::{column::ColumnKind, sheet::Value},
};
use serials::counts_from_1904;
pub use swap::SwapProof;
use swap::swaps;
pub use why::Why;

/// The order of a date column and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The order in which its texts are read.
    pub order: DayOrder,
    /// What decided.
    pub why: Why,
    /// The evidence counted (of the kind that decided).
    pub evidence: OrderEvidence,
    /// True dates of the column were swapped by an English Excel and are turned back, on this evidence.
    pub swapped: Option<SwapProof>,
    /// The pattern of such a swap without proof: true dates and texts counted.
    pub suspected_swap: Option<(usize, usize)>,
    /// How many texts could be read in either order.
    pub either: usize,
    /// The evidence is the order of receipt, due and finish, which one wrong date can upset.
    pub by_sequence: bool,
    /// It is month/day by a single text, and no row of the register bears that out.
    pub is_lone: bool,
    /// Plain numbers of the column count the days from 1904.
    pub from_1904: bool,
}

impl Order {
    const fn new(order: DayOrder, why: Why, evidence: OrderEvidence, either: usize) -> Self {
        Self {
            order,
            why,
            evidence,
            swapped: None,
            suspected_swap: None,
            either,
            by_sequence: false,
            is_lone: false,
            from_1904: false,
        }
    }
}

/// The orders of one register's date columns.
pub type Orders = BTreeMap<ColumnKind, Order>;

/// One row as far as dates are concerned.
struct DatedRow {
    code: Option<NaiveDate>,
    cells: Vec<(ColumnKind, DateCell)>,
}

enum DateCell {
    True(NaiveDate),
    Text(DateText),
}

impl DatedRow {
    fn cell(&self, kind: ColumnKind) -> Option<&DateCell> {
        self.cells.iter().find(|(known, _)| *known == kind).map(|(_, cell)| cell)
    }

    /// The day, if it is certain without knowing any order.
    fn certain(&self, kind: ColumnKind) -> Option<NaiveDate> {
        match self.cell(kind)? {
            DateCell::True(date) => Some(*date),
            DateCell::Text(DateText::Either { .. }) => None,
            DateCell::Text(text) => text.date(DayOrder::DayFirst),
        }
    }

    fn under(&self, kind: ColumnKind, order: DayOrder) -> Option<NaiveDate> {
        match self.cell(kind)? {
            DateCell::True(date) => Some(*date),
            DateCell::Text(text) => text.date(order),
        }
    }
}

/// Decides the orders of all registers; the result is in their order.
pub fn decide(registers: &[Register<'_>]) -> Vec<Orders> {
    let rows: Vec<Vec<DatedRow>> = registers.iter().map(dated_rows).collect();
    let own: Vec<BTreeMap<ColumnKind, OrderEvidence>> =
        rows.iter().map(|rows| column_evidence(rows)).collect();
    let outvoted: Vec<BTreeMap<ColumnKind, OrderEvidence>> =
        own.iter().zip(&rows).map(|(own, rows)| lone::outvoted(own, rows)).collect();
    let by_sender = by_sender(registers, &own, &outvoted);
    let swaps = swaps(registers, &rows);
    registers
        .iter()
        .zip(rows.iter().zip(own.iter().zip(&outvoted)))
        .zip(swaps)
        .map(|((register, (rows, (own, outvoted))), swaps)| {
            let mut orders = Orders::new();
            let received = own.keys().copied().filter(|kind| *kind == ColumnKind::ReceivedOn);
            let others = own.keys().copied().filter(|kind| *kind != ColumnKind::ReceivedOn);
            for kind in received.chain(others) {
                let sender =
                    by_sender.get(&(Arc::clone(&register.sender), kind)).copied().unwrap_or_default();
                let sender = Others { sender, of_table: of_table(own, outvoted) };
                let order = match outvoted.get(&kind) {
                    Some(votes) => Order::new(DayOrder::DayFirst, Why::Outvoted, *votes, votes.either),
                    None => decide_one(kind, own[&kind], sender, rows, orders.get(&ColumnKind::ReceivedOn)),
                };
                orders.insert(kind, order);
            }
            distrust_lone_sequences(&mut orders);
            let from_1904 = counts_from_1904(register);
            for (kind, order) in &mut orders {
                order.from_1904 = from_1904;
                if let Some(swap) = swaps.get(kind) {
                    (order.swapped, order.suspected_swap) = (swap.proof, swap.suspected);
                }
            }
            orders
        })
        .collect()
}

/// What other columns say of a column that does not tell its order itself.
#[derive(Clone, Copy)]
struct Others {
    /// The same column in all of the sender's sheets and files.
    sender: OrderEvidence,
    /// The one order of those columns of this table that tell theirs.
    of_table: Option<DayOrder>,
}

/// What each sender's columns say; those that are outvoted say nothing about others.
fn by_sender(
    registers: &[Register<'_>],
    own: &[BTreeMap<ColumnKind, OrderEvidence>],
    outvoted: &[BTreeMap<ColumnKind, OrderEvidence>],
) -> BTreeMap<(Arc<str>, ColumnKind), OrderEvidence> {
    let mut by_sender: BTreeMap<(Arc<str>, ColumnKind), OrderEvidence> = BTreeMap::new();
    for (register, (own, outvoted)) in registers.iter().zip(own.iter().zip(outvoted)) {
        for (kind, evidence) in own.iter().filter(|(kind, _)| !outvoted.contains_key(kind)) {
            let sum = by_sender.entry((Arc::clone(&register.sender), *kind)).or_default();
            *sum = sum.and(*evidence);
        }
    }
    by_sender
}

/// The one order of the columns that tell theirs, if there is one.
fn of_table(
    own: &BTreeMap<ColumnKind, OrderEvidence>,
    outvoted: &BTreeMap<ColumnKind, OrderEvidence>,
) -> Option<DayOrder> {
    let mut orders = own.iter().filter_map(|(kind, evidence)| {
        if outvoted.contains_key(kind) { Some(DayOrder::DayFirst) } else { evidence.decide().order() }
    });
    let first = orders.next()?;
    orders.all(|other| other == first).then_some(first)
}

/// The order of receipt and finish speaks for month/day also where one date is simply wrong. When the texts of another
/// column of the same table are known to be day/month, the hand that wrote them did not write month/day next to it: the
/// wrong date is then for the rules to report.
fn distrust_lone_sequences(orders: &mut Orders) {
    let proven = |order: &Order| {
        matches!(order.why, Why::Column | Why::Sender | Why::CaseCodes | Why::Outvoted)
            && order.order == DayOrder::DayFirst
    };
    if !orders.values().any(proven) {
        return;
    }
    for order in orders.values_mut() {
        if order.by_sequence && (order.why == Why::Contradiction || order.order == DayOrder::MonthFirst) {
            order.order = DayOrder::DayFirst;
            order.why = Why::Assumed;
        }
    }
}

fn dated_rows(register: &Register<'_>) -> Vec<DatedRow> {
    let from_1904 = counts_from_1904(register);
    register
        .cases()
        .map(|row| DatedRow {
            code: row.value(ColumnKind::CaseCode).and_then(code_day),
            cells: register
                .table
                .columns
                .iter()
                .filter(|(kind, _)| kind.is_date())
                .filter_map(|(kind, _)| Some((*kind, date_cell(row.value(*kind)?, from_1904)?)))
                .collect(),
        })
        .collect()
}

fn code_day(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Text(text) => match case_code::read(text) {
            CaseCode::Good { received, .. } => received,
            _ => None,
        },
        _ => None,
    }
}

fn date_cell(value: &Value, from_1904: bool) -> Option<DateCell> {
    match value {
        Value::Date(date) => Some(DateCell::True(*date)),
        Value::Number(number) => from_serial(*number, from_1904).map(DateCell::True),
        Value::Text(text) => Some(match read_text(text) {
            DateText::Serial { serial, .. } if from_1904 => DateCell::True(from_serial(serial, true)?),
            read => DateCell::Text(read),
        }),
        _ => None,
    }
}

fn column_evidence(rows: &[DatedRow]) -> BTreeMap<ColumnKind, OrderEvidence> {
    let mut found: BTreeMap<ColumnKind, OrderEvidence> = BTreeMap::new();
    for (kind, cell) in rows.iter().flat_map(|row| &row.cells) {
        let evidence = found.entry(*kind).or_default();
        if let DateCell::Text(text) = cell {
            evidence.add(text);
        }
    }
    found
}

fn decide_one(
    kind: ColumnKind,
    own: OrderEvidence,
    others: Others,
    rows: &[DatedRow],
    received: Option<&Order>,
) -> Order {
    let order = |decision: Decision, why: Why, evidence: OrderEvidence| {
        Order::new(decision.order().unwrap_or(DayOrder::DayFirst), why, evidence, own.either)
    };
    let by_codes = code_evidence(kind, rows);
    let votes = lone::votes(kind, rows);
    // Another sheet of the sender says nothing about a table whose own columns, or whose case codes, say otherwise: one
    // register is an export, the next one is kept by hand.
    let is_other_hand = |found: DayOrder| {
        let differs = |order: Option<DayOrder>| order.is_some_and(|order| order != found);
        // A single text elsewhere goes behind what the rows of this table say.
        let is_single = found == DayOrder::MonthFirst && others.sender.month_first == 1;
        let by_rows = votes.decide().order().filter(|_| is_single);
        differs(others.of_table) || differs(by_codes.decide().order()) || differs(by_rows)
    };
    let mut decided = None;
    for (why, evidence) in [
        (Why::Column, own),
        (Why::Sender, others.sender),
        (Why::CaseCodes, by_codes),
        (Why::Sequence, sequence_evidence(kind, rows, received)),
    ] {
        match evidence.decide() {
            Decision::None => {}
            // Other files of the sender that disagree among themselves say nothing about this one.
            Decision::Contradiction if why == Why::Sender => {}
            decision if why == Why::Sender && decision.order().is_some_and(is_other_hand) => {}
            // Each text that can be read in either order is of another day than its case code: a column that Excel swapped,
            // saved as text since.
            decision if why == Why::Column && is_denied(decision, by_codes) => {
                decided = Some(Order { why: Why::Contradiction, ..order(decision, why, own.and(by_codes)) });
                break;
            }
            Decision::Contradiction => {
                let by_sequence = why == Why::Sequence;
                let contradiction = order(Decision::Contradiction, Why::Contradiction, evidence);
                decided = Some(Order { by_sequence, ..contradiction });
                break;
            }
            decision => {
                let by_text = matches!(why, Why::Column | Why::Sender);
                let is_single = decision == Decision::MonthFirst && evidence.month_first == 1;
                let is_borne_out = votes.decide() == Decision::MonthFirst;
                decided = Some(Order {
                    by_sequence: why == Why::Sequence,
                    is_lone: by_text && is_single && own.either > 0 && !is_borne_out,
                    ..order(decision, why, evidence)
                });
                break;
            }
        }
        // A column without an ambiguous text needs no order.
        if own.either == 0 {
            break;
        }
    }
    decided.unwrap_or_else(|| order(Decision::None, Why::Assumed, own))
}

/// Whether at least two case codes, and none to the contrary, speak against what the column says of itself.
fn is_denied(decision: Decision, by_codes: OrderEvidence) -> bool {
    let differs = by_codes.decide().order().is_some_and(|order| decision.order() != Some(order));
    differs && by_codes.day_first + by_codes.month_first >= 2
}

fn code_evidence(kind: ColumnKind, rows: &[DatedRow]) -> OrderEvidence {
    let mut evidence = OrderEvidence::default();
    if kind == ColumnKind::ReceivedOn {
        for row in rows {
            if let (Some(DateCell::Text(text @ DateText::Either { .. })), Some(day)) =
                (row.cell(kind), row.code)
            {
                evidence.add_known(text, day);
            }
        }
    }
    evidence
}

/// An ambiguous text that only one order puts on the right side of the other dates of its row speaks for that order.
fn sequence_evidence(kind: ColumnKind, rows: &[DatedRow], received: Option<&Order>) -> OrderEvidence {
    let mut evidence = OrderEvidence::default();
    for row in rows {
        let Some(DateCell::Text(DateText::Either { day_first, month_first })) = row.cell(kind) else {
            continue;
        };
        let fits = |day: NaiveDate| {
            if kind == ColumnKind::ReceivedOn {
                let finish = row.certain(ColumnKind::FinishedOn).or(row.certain(ColumnKind::HandedOverOn));
                let due = row.certain(ColumnKind::DueOn);
                finish.is_none_or(|finish| day <= finish) && due.is_none_or(|due| day <= due)
            } else {
                let decided =
                    received.filter(|order| order.why != Why::Assumed && order.why != Why::Contradiction);
                let start = row
                    .certain(ColumnKind::ReceivedOn)
                    .or(row.code)
                    .or_else(|| decided.and_then(|order| row.under(ColumnKind::ReceivedOn, order.order)));
                let before = kind == ColumnKind::SubmittedOn;
                start.is_none_or(|start| if before { day <= start } else { day >= start })
            }
        };
        match (fits(*day_first), fits(*month_first)) {
            (true, false) => evidence.day_first += 1,
            (false, true) => evidence.month_first += 1,
            _ => {}
        }
    }
    evidence
}
