//! Counts cases into the figures of the form: dates decide, as of the period's last day.
//!
//! In: cases (matched), catalogue, calendar, period, policy. Out: the figures in total and per field, procedure, unit
//! and month, the fate of every case, and which figures each case feeds. A pure function; it never looks at today.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use crate::{
    cells::{
        text::key,
        words::{Channel, Level, Status},
    },
    model::{
        calendar::Calendar,
        case::{Case, Fate},
        catalogue::Catalogue,
        figure::{Figure, Figures},
        period::Period,
    },
    settings::{ExtendedPolicy, PausedPolicy, Policy, ReturnedPolicy, WithoutDuePolicy},
};

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

    /// The due date that decides: the register's own (never before receipt), else one from the catalogue's limit.
    pub fn due(&self, case: &Case, received: NaiveDate) -> Option<NaiveDate> {
        let own = match self.policy.extended {
            ExtendedPolicy::FirstDue => case.due_on.get().or(case.extended_to.get()),
            ExtendedPolicy::Extension => case.extended_to.get().or(case.due_on.get()),
        };
        if let Some(due) = own.filter(|due| *due >= received) {
            return Some(due);
        }
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

fn feed(figures: &mut Figures, placing: Placing) {
    for figure in placing.figures() {
        figures[figure] += 1;
    }
}

/// The order in which groups first appear, and their figures.
struct Tally<'a> {
    catalogue: Option<&'a Catalogue>,
    total: Figures,
    used: BTreeSet<String>,
    fields: Groups,
    procedures: Groups,
    units: Groups,
    unit_fields: BTreeMap<String, Groups>,
    field_names: Vec<Arc<str>>,
}

#[derive(Default)]
struct Groups {
    order: Vec<Group>,
    index: BTreeMap<String, usize>,
    used: Vec<BTreeSet<String>>,
}

impl Groups {
    fn entry(&mut self, id: &str, make: impl FnOnce() -> Group) -> usize {
        if let Some(index) = self.index.get(id) {
            return *index;
        }
        self.order.push(make());
        self.used.push(BTreeSet::new());
        self.index.insert(id.to_owned(), self.order.len() - 1);
        self.order.len() - 1
    }

    fn feed(&mut self, at: usize, placing: Placing, procedure: &str) {
        feed(&mut self.order[at].figures, placing);
        if matches!(placing, Placing::In { received: Some(_), .. }) && !procedure.is_empty() {
            self.used[at].insert(procedure.to_owned());
        }
    }

    /// Where an entry stands after [`Self::into_groups`].
    fn moved(&self) -> impl Fn(usize) -> usize + use<> {
        let last = self.order.len().saturating_sub(1);
        let unknown = self.order.iter().position(|group| &*group.name == UNKNOWN).unwrap_or(last);
        move |at| match at.cmp(&unknown) {
            Ordering::Less => at,
            Ordering::Equal => last,
            Ordering::Greater => at - 1,
        }
    }

    /// "Chưa xác định" goes last, whenever it came.
    fn into_groups(self) -> (Vec<Group>, Vec<BTreeSet<String>>) {
        let mut pairs: Vec<_> = self.order.into_iter().zip(self.used).collect();
        pairs.sort_by_key(|(group, _)| &*group.name == UNKNOWN);
        pairs.into_iter().unzip()
    }
}

fn named(name: &Arc<str>) -> Group {
    Group {
        name: Arc::clone(name),
        code: String::new(),
        procedure: None,
        field: Arc::from(""),
        figures: Figures::default(),
    }
}

impl<'a> Tally<'a> {
    fn new(catalogue: Option<&'a Catalogue>, period: &Period, cases: &[Case], expected: &[Arc<str>]) -> Self {
        let mut tally = Self {
            catalogue,
            total: Figures::default(),
            used: BTreeSet::new(),
            fields: Groups::default(),
            procedures: Groups::default(),
            units: Groups::default(),
            unit_fields: BTreeMap::new(),
            field_names: catalogue.map(Catalogue::fields).unwrap_or_default(),
        };
        for field in tally.field_names.clone() {
            tally.fields.entry(&key(&field), || named(&field));
        }
        for (index, procedure) in
            catalogue.iter().flat_map(|catalogue| catalogue.procedures.iter().enumerate())
        {
            if procedure.in_force(period.to) {
                tally.listed(index);
            }
        }
        let mut units: Vec<Arc<str>> = expected.to_vec();
        units.extend(cases.iter().map(|case| Arc::clone(&case.unit)));
        units.sort();
        units.dedup();
        for unit in units {
            tally.units.entry(&unit, || named(&unit));
        }
        tally
    }

    /// The group of a procedure of the catalogue. One no longer in force on the period's last day gets a group only if
    /// cases were received while it was.
    fn listed(&mut self, index: usize) -> usize {
        let catalogue = self.catalogue;
        self.procedures.entry(&format!("#{index}"), || {
            let procedure = catalogue.map(|catalogue| &catalogue.procedures[index]);
            Group {
                name: procedure
                    .map_or_else(|| Arc::from(UNKNOWN), |procedure| Arc::from(procedure.name.as_str())),
                code: procedure.map(|procedure| procedure.code.clone()).unwrap_or_default(),
                procedure: Some(index),
                field: procedure.map_or_else(|| Arc::from(""), |procedure| Arc::clone(&procedure.field)),
                figures: Figures::default(),
            }
        })
    }
}

impl Tally<'_> {
    /// Feeds one case; the indexes are those before "Chưa xác định" goes last.
    fn add(&mut self, case: &Case, placing: Placing) -> Assigned {
        let field = self.field_of(case);
        let (at, id) = if let Some(index) = case.procedure {
            (self.listed(index), format!("#{index}"))
        } else {
            let id = self.stated_procedure(case);
            (self.unlisted(case, &id, &field), id)
        };
        let used = if &*self.procedures.order[at].name == UNKNOWN { "" } else { id.as_str() };
        feed(&mut self.total, placing);
        if matches!(placing, Placing::In { received: Some(_), .. }) && !used.is_empty() {
            self.used.insert(used.to_owned());
        }
        let used = used.to_owned();
        self.procedures.feed(at, placing, &used);
        let field_at = self.fields.entry(&key(&field), || named(&field));
        self.fields.feed(field_at, placing, &used);
        let unit_at = self.units.entry(&case.unit, || named(&case.unit));
        self.units.feed(unit_at, placing, &used);
        let groups = self.unit_fields.entry(case.unit.to_string()).or_default();
        let of_unit = groups.entry(&key(&field), || named(&field));
        groups.feed(of_unit, placing, &used);
        Assigned { field: field_at, procedure: at, unit: unit_at, month: 0 }
    }

    /// The identity of a procedure that no catalogue vouches for: without a catalogue the register's own name or code,
    /// with one "Chưa xác định".
    fn stated_procedure(&self, case: &Case) -> String {
        if self.has_catalogue() {
            return UNKNOWN.to_owned();
        }
        let stated = case.procedure_code.value().map(|code| crate::cells::procedure_code::key(code));
        stated
            .or_else(|| case.procedure_name.value().map(|name| key(name)))
            .unwrap_or_else(|| UNKNOWN.to_owned())
    }

    fn has_catalogue(&self) -> bool {
        self.catalogue.is_some()
    }

    fn unlisted(&mut self, case: &Case, id: &str, field: &Arc<str>) -> usize {
        let unknown = id == UNKNOWN;
        self.procedures.entry(id, || Group {
            name: if unknown {
                Arc::from(UNKNOWN)
            } else {
                let stated = case.procedure_name.value().or(case.procedure_code.value());
                stated.map_or_else(|| Arc::from(UNKNOWN), |name| Arc::from(name.as_str()))
            },
            code: if unknown {
                String::new()
            } else {
                case.procedure_code.value().cloned().unwrap_or_default()
            },
            procedure: None,
            field: Arc::clone(field),
            figures: Figures::default(),
        })
    }

    /// The catalogue's field for a known procedure; the register's own without a catalogue; else "Chưa xác định".
    fn field_of(&self, case: &Case) -> Arc<str> {
        let known = case
            .procedure
            .zip(self.catalogue)
            .map(|(index, catalogue)| Arc::clone(&catalogue.procedures[index].field));
        let stated =
            || if case.procedure.is_some() || !self.has_catalogue() { case.field.clone() } else { None };
        known.filter(|field| !field.is_empty()).or_else(stated).unwrap_or_else(|| Arc::from(UNKNOWN))
    }

    fn finish(self, last: NaiveDate) -> Counted {
        let catalogue = self.catalogue;
        let mut counted = Counted { total: self.total, ..Counted::default() };
        add_catalogue(&mut counted.total, catalogue, last, |_| true);
        counted.total[Figure::CatalogueUsed] = self.used.len() as u64;
        let (fields, used) = self.fields.into_groups();
        counted.fields = fields;
        for (group, used) in counted.fields.iter_mut().zip(used) {
            let name = key(&group.name);
            add_catalogue(&mut group.figures, catalogue, last, |procedure| key(&procedure.field) == name);
            group.figures[Figure::CatalogueUsed] = used.len() as u64;
        }
        let (procedures, used) = self.procedures.into_groups();
        counted.procedures = procedures;
        for (group, used) in counted.procedures.iter_mut().zip(used) {
            let index = group.procedure;
            if let (Some(catalogue), Some(index)) = (catalogue, index) {
                add_procedure(&mut group.figures, &catalogue.procedures[index], last);
            }
            group.figures[Figure::CatalogueUsed] = used.len() as u64;
        }
        let mut unit_fields = self.unit_fields;
        let (units, used) = self.units.into_groups();
        counted.units = units;
        for (group, used) in counted.units.iter_mut().zip(used) {
            add_catalogue(&mut group.figures, catalogue, last, |_| true);
            group.figures[Figure::CatalogueUsed] = used.len() as u64;
            let fields = unit_fields.remove(&*group.name).unwrap_or_default();
            counted.unit_fields.push(fields.into_groups().0);
        }
        counted
    }
}

fn add_catalogue(
    figures: &mut Figures,
    catalogue: Option<&Catalogue>,
    last: NaiveDate,
    wanted: impl Fn(&crate::model::catalogue::Procedure) -> bool,
) {
    for procedure in
        catalogue.iter().flat_map(|catalogue| &catalogue.procedures).filter(|procedure| wanted(procedure))
    {
        add_procedure(figures, procedure, last);
    }
}

fn add_procedure(figures: &mut Figures, procedure: &crate::model::catalogue::Procedure, last: NaiveDate) {
    if !procedure.in_force(last) {
        return;
    }
    figures[Figure::CatalogueTotal] += 1;
    match procedure.level {
        Some(Level::Full) => figures[Figure::CatalogueFull] += 1,
        Some(Level::Partial) => figures[Figure::CataloguePartial] += 1,
        Some(Level::Information) => figures[Figure::CatalogueInformation] += 1,
        _ => {}
    }
    figures[Figure::CatalogueInterAgency] += u64::from(procedure.inter_agency);
    match procedure.central {
        Some(true) => figures[Figure::CatalogueCentral] += 1,
        Some(false) => figures[Figure::CatalogueLocal] += 1,
        None => {}
    }
}
