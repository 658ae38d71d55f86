//! Counts cases into the figures of the form: dates decide, as of the period's last day.
//!
//! In: cases (matched), catalogue, calendar, period, policy. Out: the figures in total and per field, procedure, unit
//! and month, the fate of every case, and which figures each case feeds. A pure function; it never looks at today.

mod below;
mod same;
mod tally;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use crate::{
    cells::words::{Channel, Status},
    model::{
        calendar::Calendar,
        case::{Case, Fate},
        catalogue::Catalogue,
        figure::{Figure, Figures},
        period::Period,
    },
    settings::{ExtendedPolicy, PausedPolicy, Policy, ReturnedPolicy, WithoutDuePolicy},
};

pub use below::Below;
use tally::{Tally, add_catalogue, feed};
pub(in crate::flow) use tally::{field_of, procedure_of};

/// What the group of cases without a known procedure is called.
pub const UNKNOWN: &str = "Chưa xác định";

/// What counting needs besides the cases.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The catalogue, if there is one.
    pub catalogue: Option<&'a Catalogue>,
    /// Working days, for due dates from a limit.
    pub calendar: &'a Calendar,
    /// The counting policy.
    pub policy: Policy,
}

/// The figures of a period.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// In total.
    pub total: Figures,
    /// Per field of work, in the order of the catalogue; "Chưa xác định" last.
    pub fields: Vec<Group>,
    /// Per field and procedure, in the order of `fields`; they add up to the field.
    pub field_procedures: Vec<Vec<Below>>,
    /// Per procedure, in the order of the catalogue; "Chưa xác định" last.
    pub procedures: Vec<Group>,
    /// Per unit, by name.
    pub units: Vec<Group>,
    /// Per unit and field, in the order of `units`.
    pub unit_fields: Vec<Vec<Group>>,
    /// Per standard month of the period.
    pub months: Vec<(Period, Figures)>,
    /// For each case, in the order of the cases: the groups it counts in; `None` if it feeds nothing.
    pub assigned: Vec<Option<Assigned>>,
}

/// The groups one case counts in, as indexes into the lists of [`Counted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// Into `fields`.
    pub field: usize,
    /// Into `procedures`.
    pub procedure: usize,
    /// Into `units`.
    pub unit: usize,
    /// Into `months`: the month of receipt; the first for a case carried over.
    pub month: usize,
}

/// The figures of one group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: Arc<str>,
    /// For a procedure: its code as in the catalogue or register; empty where there is none.
    pub code: String,
    /// For a procedure: its index in the catalogue.
    pub procedure: Option<usize>,
    /// For a procedure: its field of work.
    pub field: Arc<str>,
    /// Its figures.
    pub figures: Figures,
}

/// How one case counts in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// It feeds figures.
    In {
        /// Received in the period by this channel; `None` for carried over.
        received: Option<Channel>,
        /// What became of it by the last day.
        outcome: Outcome,
    },
    /// It feeds none.
    Out(Fate),
}

/// What became of a case by the last day of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Finished in the period.
    Finished(Timing, Ending),
    /// Pending.
    Pending {
        /// Past its due date.
        overdue: bool,
        /// Paused or waiting for papers.
        paused: bool,
    },
}

/// Before, on or after the due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Before.
    Early,
    /// On it, or without one.
    OnTime,
    /// After.
    Late,
}

/// How a case was finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a result.
    Result,
    /// Returned or refused.
    Returned,
    /// Withdrawn.
    Withdrawn,
}

impl Placing {
    /// The figures (of the cases) that this placing feeds, each by one.
    pub fn figures(self) -> Vec<Figure> {
        let Self::In { received, outcome } = self else { return Vec::new() };
        let mut fed = vec![Figure::ReceivedTotal];
        match received {
            None => fed.push(Figure::CarriedOver),
            Some(Channel::Online) => fed.extend([Figure::ReceivedOnline, Figure::ReceivedInPeriod]),
            Some(channel) => {
                fed.extend([Figure::ReceivedDirect, Figure::ReceivedInPeriod]);
                fed.push(if channel == Channel::Post {
                    Figure::ReceivedPost
                } else {
                    Figure::ReceivedInPerson
                });
            }
        }
        match outcome {
            Outcome::Finished(timing, ending) => {
                fed.push(Figure::FinishedTotal);
                fed.push(match timing {
                    Timing::Early => Figure::FinishedEarly,
                    Timing::OnTime => Figure::FinishedOnTime,
                    Timing::Late => Figure::FinishedLate,
                });
                match ending {
                    Ending::Result => {}
                    Ending::Returned => fed.push(Figure::FinishedReturned),
                    Ending::Withdrawn => fed.push(Figure::FinishedWithdrawn),
                }
            }
            Outcome::Pending { overdue, paused } => {
                fed.push(Figure::PendingTotal);
                fed.push(if overdue { Figure::PendingOverdue } else { Figure::PendingInTime });
                if paused {
                    fed.push(Figure::PendingPaused);
                }
            }
        }
        fed
    }
}

impl Basis<'_> {
    /// How a case counts in `period`, repeats left aside.
    pub fn place(&self, case: &Case, period: &Period) -> Placing {
        let status = case.status.get();
        if status.is_some_and(Status::never_counted) {
            return Placing::Out(Fate::NeverCounted);
        }
        let Some(received) = case.received_on.get() else { return Placing::Out(Fate::Unplaced) };
        let finished = case.finished();
        let ended = finished.is_some();
        let unreadable = case.finished_on.is_unreadable() || case.handed_over_on.is_unreadable();
        if (!ended
            && (unreadable
                || status.is_some_and(|status| status.is_finished() || status.is_ended_without_result())))
            || finished.is_some_and(|day| day < received)
        {
            return Placing::Out(Fate::Unplaced);
        }
        if received > period.to || finished.is_some_and(|day| day < period.from) {
            return Placing::Out(Fate::OutsidePeriod);
        }
        let channel = case.channel.get().unwrap_or(Channel::InPerson);
        let outcome = match finished.filter(|day| *day <= period.to) {
            Some(day) => self.finished(case, received, day),
            None => self.pending(case, received, period.to),
        };
        Placing::In { received: (received >= period.from).then_some(channel), outcome }
    }

    fn finished(&self, case: &Case, received: NaiveDate, day: NaiveDate) -> Outcome {
        let ending = match case.status.get() {
            Some(Status::Returned) => Ending::Returned,
            Some(Status::Withdrawn) => Ending::Withdrawn,
            _ => Ending::Result,
        };
        if ending != Ending::Result && self.policy.returned == ReturnedPolicy::OnTime {
            return Outcome::Finished(Timing::OnTime, ending);
        }
        let timing = match self.due(case, received) {
            Some(due) if day < due => Timing::Early,
            Some(due) if day > due => Timing::Late,
            _ => Timing::OnTime,
        };
        Outcome::Finished(timing, ending)
    }

    fn pending(&self, case: &Case, received: NaiveDate, last: NaiveDate) -> Outcome {
        let paused = case.status.get().is_some_and(Status::is_paused);
        let excused = paused && self.policy.paused == PausedPolicy::InTime;
        let overdue = !excused && self.due(case, received).is_some_and(|due| due < last);
        Outcome::Pending { overdue, paused }
    }

    /// How many days a case is past its due date at the end of the period, or was when it was finished: none where it counts as
    /// within its time (paused, returned, withdrawn under the policy).
    pub fn days_late(&self, case: &Case, period: &Period) -> i64 {
        let in_time = match self.place(case, period) {
            Placing::In { outcome: Outcome::Finished(timing, _), .. } => timing != Timing::Late,
            Placing::In { outcome: Outcome::Pending { overdue, .. }, .. } => !overdue,
            Placing::Out(_) => false,
        };
        let due = case.received_on.get().and_then(|received| self.due(case, received));
        let last = case.finished().filter(|day| *day <= period.to).unwrap_or(period.to);
        due.filter(|_| !in_time).map_or(0, |due| (last - due).num_days().max(0))
    }

    /// The due date that decides: the register's own (never before receipt), else one from the catalogue's limit. Where the
    /// first due date decides, an extension does so only if nothing tells the first one.
    pub fn due(&self, case: &Case, received: NaiveDate) -> Option<NaiveDate> {
        let possible = |day: Option<NaiveDate>| day.filter(|day| *day >= received);
        let (first, extension) = (possible(case.due_on.get()), possible(case.extended_to.get()));
        match self.policy.extended {
            ExtendedPolicy::FirstDue => first.or_else(|| self.by_limit(case, received)).or(extension),
            ExtendedPolicy::Extension => extension.or(first).or_else(|| self.by_limit(case, received)),
        }
    }

    /// The due date by the catalogue's limit; `None` where there is none, or the policy does not want it.
    fn by_limit(&self, case: &Case, received: NaiveDate) -> Option<NaiveDate> {
        if self.policy.without_due == WithoutDuePolicy::OnTime {
            return None;
        }
        let procedure = &self.catalogue?.procedures[case.procedure?];
        Some(self.calendar.due(received, &procedure.limit(case.channel.get())?))
    }
}

/// Marks repeats: rows of one case within a unit beyond the one that counts. Cases marked `Superseded` are left alone.
///
/// Same code, same content: the first row counts. Different content: the row with the later dates counts. A free number
/// that is no case code ("12") identifies a case only within its own table.
pub fn mark_repeats(cases: &mut [Case]) {
    same::digest_repeats(cases);
    let mut same: BTreeMap<(String, Arc<str>), Vec<usize>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        if let Some(identity) = case.identity()
            && case.fate != Fate::Superseded
        {
            same.entry((identity, Arc::clone(&case.unit))).or_default().push(index);
        }
    }
    for rows in same.values().filter(|rows| rows.len() > 1) {
        let latest = |index: &usize| {
            let case = &cases[*index];
            let dates = [case.finished(), case.due_on.get(), case.received_on.get()];
            (dates.iter().flatten().max().copied(), case.finished(), std::cmp::Reverse(*index))
        };
        let Some(kept) = rows.iter().copied().max_by_key(latest) else { continue };
        for index in rows.iter().copied().filter(|index| *index != kept) {
            cases[index].fate = Fate::Duplicate;
        }
    }
}

/// Sets the fate of every case in `period`; repeats must have been marked.
pub fn settle(cases: &mut [Case], period: &Period, basis: &Basis<'_>) -> Vec<Placing> {
    cases
        .iter_mut()
        .map(|case| {
            let placing = if matches!(case.fate, Fate::Duplicate | Fate::Superseded) {
                Placing::Out(case.fate)
            } else {
                basis.place(case, period)
            };
            case.fate = match placing {
                Placing::In { .. } => Fate::Counted,
                Placing::Out(fate) => fate,
            };
            placing
        })
        .collect()
}

/// Counts the settled cases. `placings` come from [`settle`], in the order of `cases`; `expected` are units that are
/// listed even without a case.
pub fn count(
    cases: &[Case],
    placings: &[Placing],
    period: &Period,
    basis: &Basis<'_>,
    expected: &[Arc<str>],
) -> Counted {
    let mut tally = Tally::new(basis.catalogue, period, cases, expected);
    let months = period.months();
    let mut assigned = Vec::with_capacity(cases.len());
    for (case, placing) in cases.iter().zip(placings) {
        assigned.push(matches!(placing, Placing::In { .. }).then(|| {
            let month =
                case.received_on.get().and_then(|day| months.iter().position(|month| month.contains(day)));
            Assigned { month: month.unwrap_or(0), ..tally.add(case, *placing) }
        }));
    }
    let (fields, procedures) = (tally.fields.moved(), tally.procedures.moved());
    let mut counted = tally.finish(period.to);
    for place in assigned.iter_mut().flatten() {
        (place.field, place.procedure) = (fields(place.field), procedures(place.procedure));
    }
    counted.assigned = assigned;
    for month in months {
        let mut figures = Figures::default();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        // What counts in a month of the period counts in the period.
        for (case, assigned) in cases.iter().zip(&counted.assigned) {
            let Some(assigned) = assigned else { continue };
            let placing = basis.place(case, &month);
            feed(&mut figures, placing);
            if matches!(placing, Placing::In { received: Some(_), .. })
                && &*counted.procedures[assigned.procedure].name != UNKNOWN
            {
                used.insert(assigned.procedure);
            }
        }
        add_catalogue(&mut figures, basis.catalogue, month.to, |_| true);
        figures[Figure::CatalogueUsed] = used.len() as u64;
        counted.months.push((month, figures));
    }
    counted
}
