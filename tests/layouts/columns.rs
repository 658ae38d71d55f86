//! The columns of a register, and which of them a drawn table has.

use super::rng::Rng;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Sequence,
    Code,
    ProcedureCode,
    ProcedureName,
    Content,
    Field,
    Applicant,
    Address,
    Phone,
    Copies,
    Channel,
    Submitted,
    Received,
    Due,
    Finished,
    HandedOver,
    Status,
    Unit,
    Officer,
    Fee,
    Note,
}

/// The date columns that a header may join under one parent.
pub(super) const DATES: [Column; 4] = [Column::Received, Column::Due, Column::Finished, Column::HandedOver];

/// The columns of a register: a receipt date, something that identifies a case, and a draw of the rest.
pub(super) fn columns(rng: &mut Rng) -> Vec<Column> {
    let identity: &[Column] = match rng.below(6) {
        0 => &[Column::Code],
        1 => &[Column::Code, Column::ProcedureCode],
        2 => &[Column::ProcedureName],
        3 => &[Column::Code, Column::ProcedureName],
        4 => &[Column::ProcedureCode, Column::ProcedureName],
        _ => &[Column::Code, Column::ProcedureCode, Column::ProcedureName],
    };
    let mut columns = identity.to_vec();
    for (column, share) in [
        (Column::Content, 20),
        (Column::Applicant, 80),
        (Column::Address, 40),
        (Column::Phone, 20),
        (Column::Copies, 30),
        (Column::Channel, 75),
        (Column::Submitted, 20),
        (Column::Received, 100),
        (Column::Due, 85),
        (Column::Finished, 65),
        (Column::HandedOver, 50),
        (Column::Status, 70),
        (Column::Unit, 15),
        (Column::Officer, 30),
        (Column::Fee, 20),
        (Column::Note, 50),
        (Column::Field, 10),
    ] {
        if rng.percent(share) {
            columns.push(column);
        }
    }
    if !columns.contains(&Column::Finished) && !columns.contains(&Column::HandedOver) {
        columns.push(Column::Finished);
    }
    columns
}
