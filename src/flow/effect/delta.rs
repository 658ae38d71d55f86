//! The figures that change when one case is another one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    cells::text::key,
    flow::count::{self, Basis, Placing, UNKNOWN},
    model::{
        case::{Case, Fate},
        figure::Figure,
        period::Period,
    },
};

/// A group of the figures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Total,
    Field(String),
    Procedure(String),
    Unit(Arc<str>),
    Month(usize),
}

/// What a case feeds.
#[derive(Debug, Default)]
struct Fed {
    figures: Vec<(Group, Figure)>,
    /// The procedure that had a case in the group.
    used: Vec<(Group, String)>,
}

/// What all cases feed, to compare with.
#[derive(Debug)]
pub(super) struct Deltas<'a> {
    cases: &'a [Case],
    placings: &'a [Placing],
    period: &'a Period,
    months: Vec<Period>,
    basis: &'a Basis<'a>,
    /// The rows of each case of a unit.
    same: BTreeMap<(String, Arc<str>), Vec<usize>>,
    /// How many cases make a procedure a used one.
    used: BTreeMap<(Group, String), i64>,
}

/// Where more rows than these have one code, the one that counts is not looked for again: it stays the one.
const MANY: usize = 64;

impl<'a> Deltas<'a> {
    pub(super) fn new(
        cases: &'a [Case],
        placings: &'a [Placing],
        period: &'a Period,
        basis: &'a Basis<'a>,
    ) -> Self {
        let mut deltas = Self {
            cases,
            placings,
            period,
            months: period.months(),
            basis,
            same: BTreeMap::new(),
            used: BTreeMap::new(),
        };
        for (index, case) in cases.iter().enumerate() {
            if let Some(identity) = case.identity().filter(|_| case.fate != Fate::Superseded) {
                deltas.same.entry((identity, Arc::clone(&case.unit))).or_default().push(index);
            }
            for used in deltas.fed(case, placings[index]).used {
                *deltas.used.entry(used).or_default() += 1;
            }
        }
        deltas
    }

    /// Whether a case would be in no figure for a fault of its dates.
    pub(super) fn is_unplaced(&self, case: &Case) -> bool {
        self.basis.place(case, self.period) == Placing::Out(Fate::Unplaced)
    }

    /// The figures that change, in total or in any group, when the case at `index` is `after`.
    pub(super) fn of(&self, index: usize, after: &Case) -> BTreeSet<Figure> {
        let mut rows: BTreeSet<usize> = BTreeSet::from([index]);
        for case in [&self.cases[index], after] {
            let same =
                case.identity().and_then(|identity| self.same.get(&(identity, Arc::clone(&case.unit))));
            rows.extend(same.into_iter().flatten().copied());
            if rows.len() > MANY {
                rows = BTreeSet::from([index]);
                break;
            }
        }
        let mut changed: Vec<Case> = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut case = if *row == index { after.clone() } else { self.cases[*row].clone() };
            case.fate = Fate::Counted;
            changed.push(case);
        }
        count::mark_repeats(&mut changed);
        if let ([only], Fate::Duplicate) = (changed.as_mut_slice(), self.cases[index].fate) {
            // One of many: another row of the case counts, as before.
            only.fate = self.same_code(index, after);
        }
        let placings = count::settle(&mut changed, self.period, self.basis);
        let mut figures: BTreeMap<(Group, Figure), i64> = BTreeMap::new();
        let mut used: BTreeMap<(Group, String), i64> = BTreeMap::new();
        let mut add = |fed: Fed, by: i64| {
            for entry in fed.figures {
                *figures.entry(entry).or_default() += by;
            }
            for entry in fed.used {
                *used.entry(entry).or_default() += by;
            }
        };
        for row in &rows {
            add(self.fed(&self.cases[*row], self.placings[*row]), -1);
        }
        for (case, placing) in changed.iter().zip(placings) {
            add(self.fed(case, placing), 1);
        }
        let mut out: BTreeSet<Figure> =
            figures.into_iter().filter(|(_, by)| *by != 0).map(|((_, figure), _)| figure).collect();
        if self.changes_use(used) {
            out.insert(Figure::CatalogueUsed);
        }
        out
    }

    /// The fate of a repeat that stands alone now: still a repeat unless it has another code.
    fn same_code(&self, index: usize, after: &Case) -> Fate {
        if self.cases[index].identity() == after.identity() { Fate::Duplicate } else { Fate::Counted }
    }

    /// Whether the number of procedures with cases changes in any group.
    fn changes_use(&self, changes: BTreeMap<(Group, String), i64>) -> bool {
        let mut by_group: BTreeMap<Group, i64> = BTreeMap::new();
        for (entry, by) in changes {
            let before = self.used.get(&entry).copied().unwrap_or(0);
            let change = i64::from(before + by > 0) - i64::from(before > 0);
            *by_group.entry(entry.0).or_default() += change;
        }
        by_group.values().any(|change| *change != 0)
    }

    fn fed(&self, case: &Case, placing: Placing) -> Fed {
        let mut fed = Fed::default();
        let Placing::In { received, .. } = placing else { return fed };
        let procedure = count::procedure_of(case, self.basis.catalogue);
        let groups = [
            Group::Total,
            Group::Field(key(&count::field_of(case, self.basis.catalogue))),
            Group::Procedure(procedure.clone()),
            Group::Unit(Arc::clone(&case.unit)),
        ];
        let is_known = procedure != UNKNOWN;
        for group in groups {
            fed.figures.extend(placing.figures().into_iter().map(|figure| (group.clone(), figure)));
            if received.is_some() && is_known {
                fed.used.push((group, procedure.clone()));
            }
        }
        for (at, month) in self.months.iter().enumerate() {
            let placing = self.basis.place(case, month);
            fed.figures.extend(placing.figures().into_iter().map(|figure| (Group::Month(at), figure)));
            if is_known && matches!(placing, Placing::In { received: Some(_), .. }) {
                fed.used.push((Group::Month(at), procedure.clone()));
            }
        }
        fed
    }
}
