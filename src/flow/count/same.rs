//! When two rows of one case have "the same content": what is read in them agrees, as far as both tables have the column. A
//! yearly sheet with fewer columns repeats its monthly sheets; it does not contradict them.
//!
//! In: matched cases. Out: their `content_digest`, comparable among the rows of one case only.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use crate::{
    cells::{procedure_code, text::key},
    model::{case::Case, column::ColumnKind},
};

/// What is compared. Running number, officer, fee and note make no difference.
const COMPARED: [ColumnKind; 13] = [
    ColumnKind::ProcedureCode,
    ColumnKind::ProcedureName,
    ColumnKind::Channel,
    ColumnKind::SubmittedOn,
    ColumnKind::ReceivedOn,
    ColumnKind::DueOn,
    ColumnKind::ExtendedTo,
    ColumnKind::FinishedOn,
    ColumnKind::HandedOverOn,
    ColumnKind::SupplementOn,
    ColumnKind::RefusedOn,
    ColumnKind::Status,
    ColumnKind::Applicant,
];

/// Sets the digests of all rows that stand for one case of one unit.
pub(super) fn digest_repeats(cases: &mut [Case]) {
    let mut same: BTreeMap<(String, Arc<str>), Vec<usize>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        if let Some(identity) = case.identity() {
            same.entry((identity, Arc::clone(&case.unit))).or_default().push(index);
        }
    }
    for rows in same.values().filter(|rows| rows.len() > 1) {
        let all = |holds: &dyn Fn(&Case) -> bool| rows.iter().all(|index| holds(&cases[*index]));
        let matched = all(&|case| case.procedure.is_some());
        let mut common: Vec<ColumnKind> = COMPARED
            .into_iter()
            .filter(|kind| all(&|case| case.origin.table.column(*kind).is_some()))
            .collect();
        // A code here and a name there that lead to one procedure agree.
        common.retain(|kind| !matched || !is_procedure(*kind));
        let has_end = common.iter().any(|kind| is_end(*kind));
        let digests: Vec<u64> =
            rows.iter().map(|index| digest(&cases[*index], &common, matched, has_end)).collect();
        for (index, digest) in rows.iter().zip(digests) {
            cases[*index].content_digest = digest;
        }
    }
}

const fn is_procedure(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::ProcedureCode | ColumnKind::ProcedureName)
}

const fn is_end(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::FinishedOn | ColumnKind::HandedOverOn)
}

fn digest(case: &Case, common: &[ColumnKind], matched: bool, has_end: bool) -> u64 {
    let mut hasher = DefaultHasher::new();
    if matched {
        case.procedure.hash(&mut hasher);
    }
    if !has_end {
        // "Ngày có kết quả" here, "Ngày trả" there.
        case.finished().hash(&mut hasher);
    }
    for kind in common {
        match kind {
            ColumnKind::ProcedureCode => {
                case.procedure_code.value().map(|code| procedure_code::key(code)).hash(&mut hasher);
            }
            ColumnKind::ProcedureName => {
                case.procedure_name.value().map(|name| key(name)).hash(&mut hasher);
            }
            ColumnKind::Channel => case.channel.get().hash(&mut hasher),
            ColumnKind::SubmittedOn => case.submitted_on.get().hash(&mut hasher),
            ColumnKind::ReceivedOn => case.received_on.get().hash(&mut hasher),
            ColumnKind::DueOn => case.due_on.get().hash(&mut hasher),
            ColumnKind::ExtendedTo => case.extended_to.get().hash(&mut hasher),
            ColumnKind::FinishedOn => case.finished_on.get().hash(&mut hasher),
            ColumnKind::HandedOverOn => case.handed_over_on.get().hash(&mut hasher),
            ColumnKind::SupplementOn => case.supplement_on.get().hash(&mut hasher),
            ColumnKind::RefusedOn => case.refused_on.get().hash(&mut hasher),
            ColumnKind::Status => key(&case.status_text).hash(&mut hasher),
            _ => case.applicant_digest.hash(&mut hasher),
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::case::{Entry, Table},
        rules::sample::{case_in, on, table},
    };

    /// The first row of a sheet with these columns, under the same code.
    fn row(sheet: &str, columns: &[ColumnKind]) -> Case {
        let full = table("a.xlsx", sheet, "a");
        let columns = full.columns.iter().filter(|(kind, _)| columns.contains(kind)).copied().collect();
        let mut case = case_in(&Arc::new(Table { columns, ..(*full).clone() }), 6);
        case.content_digest = 0;
        case
    }

    fn agree(mut cases: [Case; 2]) -> bool {
        digest_repeats(&mut cases);
        cases[0].content_digest == cases[1].content_digest
    }

    const FULL: [ColumnKind; 5] = [
        ColumnKind::CaseCode,
        ColumnKind::ProcedureCode,
        ColumnKind::ReceivedOn,
        ColumnKind::FinishedOn,
        ColumnKind::Channel,
    ];

    #[test]
    fn a_sheet_with_fewer_columns_does_not_contradict() {
        let mut long = row("1", &FULL);
        long.procedure_code = Entry::Value("1.990101".to_owned());
        long.finished_on = on("09/01/2023");
        let mut short =
            row("2", &[ColumnKind::CaseCode, ColumnKind::ProcedureName, ColumnKind::HandedOverOn]);
        short.handed_over_on = on("09/01/2023");
        assert!(agree([long.clone(), short.clone()]), "the end is the same day");
        short.handed_over_on = on("10/01/2023");
        assert!(!agree([long, short]));
    }

    #[test]
    fn a_blank_cell_below_a_common_heading_is_other_content() {
        let (mut done, open) = (row("1", &FULL), row("2", &FULL));
        assert!(agree([done.clone(), open.clone()]));
        done.finished_on = on("09/01/2023");
        assert!(!agree([done, open]));
    }

    #[test]
    fn two_spellings_of_one_procedure_are_the_same_and_two_procedures_are_not() {
        let (mut one, mut other) = (row("1", &FULL), row("2", &FULL));
        one.procedure_code = Entry::Value("1.990101".to_owned());
        other.procedure_code = Entry::Value("1.990101.000.00.00.H14".to_owned());
        (one.procedure, other.procedure) = (Some(3), Some(3));
        assert!(agree([one.clone(), other.clone()]));
        other.procedure = Some(4);
        assert!(!agree([one, other]));
    }
}
