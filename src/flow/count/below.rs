//! The procedures of each field of work: the same case counts in a field and in one procedure below it, so that the
//! procedures of a field always add up to the field.
//!
//! In: how often each pair of field and procedure was fed. Out: for each field its procedures. A catalogue gives every
//! procedure one field; without one, or where it names no field, the registers' own fields decide, and a procedure may
//! then stand below several.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Group, Placing,
    tally::{feed, home},
};
use crate::{
    cells::text::key,
    model::figure::{Figure, Figures},
};

/// A procedure below a field, with the cases of that field only.
#[derive(Clone, Debug)]
pub struct Below {
    /// Into the procedures of [`super::Counted`].
    pub procedure: usize,
    /// Name, code and figures; its field is the one it stands below.
    pub group: Group,
}

/// What was counted for each procedure and field, both by the places they had when they were fed.
#[derive(Default)]
pub(super) struct Pairs(BTreeMap<(usize, usize), (Figures, bool)>);

impl Pairs {
    /// Feeds one case. `used`: its procedure is one that can have arisen in the period.
    pub(super) fn feed(&mut self, procedure: usize, field: usize, placing: Placing, used: bool) {
        let (figures, arisen) = self.0.entry((procedure, field)).or_default();
        feed(figures, placing);
        *arisen |= used && matches!(placing, Placing::In { received: Some(_), .. });
    }

    /// With the places that the groups have at last.
    pub(super) fn moved(self, procedure: impl Fn(usize) -> usize, field: impl Fn(usize) -> usize) -> Self {
        Self(self.0.into_iter().map(|((at, of), fed)| ((procedure(at), field(of)), fed)).collect())
    }

    /// For each field its procedures, in their own order: those of its cases, and those that belong to it without a case.
    /// What the catalogue says of a procedure is told where it belongs, so that it is not told twice.
    pub(super) fn below(mut self, fields: &[Group], procedures: &[Group]) -> Vec<Vec<Below>> {
        let by_name: BTreeMap<String, usize> =
            fields.iter().enumerate().map(|(at, field)| (key(&field.name), at)).collect();
        let mut below = vec![Vec::new(); fields.len()];
        for (at, whole) in procedures.iter().enumerate() {
            let home = by_name.get(&key(home(&whole.field))).copied();
            let fed: BTreeSet<usize> =
                self.0.range((at, 0)..=(at, usize::MAX)).map(|((_, of), _)| *of).collect();
            for field in fed.into_iter().chain(home).collect::<BTreeSet<usize>>() {
                let (mut figures, used) = self.0.remove(&(at, field)).unwrap_or_default();
                for figure in Figure::ALL.iter().copied().filter(|figure| figure.is_catalogue()) {
                    figures[figure] = if home == Some(field) { whole.figures[figure] } else { 0 };
                }
                figures[Figure::CatalogueUsed] = u64::from(used);
                let group = Group { figures, field: Arc::clone(&fields[field].name), ..whole.clone() };
                below[field].push(Below { procedure: at, group });
            }
        }
        below
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use crate::{
        cells::{procedure_code, text},
        flow::count::{Basis, Counted, count, mark_repeats, settle},
        model::{
            calendar::Calendar,
            case::{Case, Entry},
            catalogue::{Catalogue, Has, Procedure},
            figure::Figure,
            period::Period,
        },
        rules::sample,
        settings::Policy,
    };

    const FIELDS: [&str; 4] = ["", "Đo lường", "Sở hữu trí tuệ", "ĐO LƯỜNG"];

    /// One case: procedure (4: none), field, channel and days after 01/12/2022 of receipt and finish (0: none).
    type Drawn = (usize, usize, i64, i64);

    fn case(at: u32, (procedure, field, received, finished): Drawn, catalogue: bool) -> Case {
        let mut case = sample::case_in(&sample::table("a.xlsx", "Sheet1", "a"), at);
        let day = |days: i64| sample::day("01/12/2022") + chrono::Duration::days(days);
        if procedure < 4 {
            case.procedure_code = Entry::Value(format!("9.00000{procedure}"));
            case.procedure = catalogue.then_some(procedure);
        }
        case.field = Some(FIELDS[field]).filter(|field| !field.is_empty()).map(Into::into);
        case.received_on = Entry::Value(day(received));
        case.finished_on = if finished > 0 { Entry::Value(day(received + finished)) } else { Entry::Blank };
        case
    }

    fn procedures() -> Vec<Procedure> {
        let of = |at: usize| Procedure {
            field: ["Đo lường", "Sở hữu trí tuệ", "", ""][at].into(),
            ..sample::procedure(&format!("9.00000{at}"), &format!("Thủ tục {at}"))
        };
        (0..4).map(of).collect()
    }

    fn counted(drawn: &[Drawn], catalogue: Option<&Catalogue>) -> Counted {
        let mut cases: Vec<Case> =
            (1..).zip(drawn).map(|(at, drawn)| case(at, *drawn, catalogue.is_some())).collect();
        let calendar = Calendar::embedded().unwrap();
        let basis = Basis { catalogue, calendar: &calendar, policy: Policy::default() };
        let period = Period::parse("2023-Q1").unwrap();
        mark_repeats(&mut cases);
        let placings = settle(&mut cases, &period, &basis);
        count(&cases, &placings, &period, &basis, &[])
    }

    fn adds_up(counted: &Counted) {
        assert_eq!(counted.field_procedures.len(), counted.fields.len());
        for (field, below) in counted.fields.iter().zip(&counted.field_procedures) {
            for figure in Figure::ALL.iter().copied() {
                let sum: u64 = below.iter().map(|row| row.group.figures[figure]).sum();
                assert_eq!(sum, field.figures[figure], "{}: {}", field.name, figure.key());
            }
            let order: Vec<usize> = below.iter().map(|row| row.procedure).collect();
            assert!(order.is_sorted_by(|one, other| one < other), "{}: {order:?}", field.name);
        }
        for (at, procedure) in counted.procedures.iter().enumerate() {
            let rows = counted.field_procedures.iter().flatten().filter(|row| row.procedure == at);
            let sum: u64 = rows.map(|row| row.group.figures[Figure::ReceivedTotal]).sum();
            assert_eq!(sum, procedure.figures[Figure::ReceivedTotal], "{}", procedure.name);
        }
    }

    #[test]
    fn a_procedure_that_registers_put_under_two_fields_counts_below_each_with_its_own_cases() {
        let counted = counted(&[(0, 1, 30, 0), (0, 2, 31, 0), (0, 2, 32, 0), (0, 0, 33, 0)], None);
        adds_up(&counted);
        assert_eq!(counted.procedures.len(), 1, "the list of all procedures has one row for it");
        let rows: Vec<(&str, u64)> = counted
            .field_procedures
            .iter()
            .flatten()
            .map(|row| (&*row.group.field, row.group.figures[Figure::ReceivedTotal]))
            .collect();
        assert_eq!(rows, [("Đo lường", 1), ("Sở hữu trí tuệ", 2), ("Chưa xác định", 1)]);
    }

    proptest! {
        #[test]
        fn the_procedures_of_a_field_are_the_field(
            drawn in prop::collection::vec((0_usize..5, 0_usize..4, 0_i64..140, 0_i64..60), 0..40)
        ) {
            adds_up(&counted(&drawn, None));
            let catalogue = {
                let has = Has { fields: true, ..Has::default() };
                Catalogue::new("dm.csv".into(), procedures(), has, procedure_code::key, text::key)
            };
            adds_up(&counted(&drawn, Some(&catalogue)));
        }
    }
}
