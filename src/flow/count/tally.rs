//! The figures of every group while cases are counted: in total, per field, procedure and unit.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{Assigned, Counted, Group, Placing, UNKNOWN, below::Pairs};
use crate::{
    cells::{text::key, words::Level},
    model::{
        case::Case,
        catalogue::{Catalogue, Procedure},
        figure::{Figure, Figures},
        period::Period,
    },
};

/// The order in which groups first appear, and their figures.
pub(super) struct Tally<'a> {
    catalogue: Option<&'a Catalogue>,
    total: Figures,
    used: BTreeSet<String>,
    pub(super) fields: Groups,
    pub(super) procedures: Groups,
    pairs: Pairs,
    units: Groups,
    unit_fields: BTreeMap<String, Groups>,
    field_names: Vec<Arc<str>>,
}

#[derive(Default)]
pub(super) struct Groups {
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
    pub(super) fn moved(&self) -> impl Fn(usize) -> usize + use<> {
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

pub(super) fn named(name: &Arc<str>) -> Group {
    Group {
        name: Arc::clone(name),
        code: String::new(),
        procedure: None,
        field: Arc::from(""),
        figures: Figures::default(),
    }
}

impl<'a> Tally<'a> {
    pub(super) fn new(
        catalogue: Option<&'a Catalogue>,
        period: &Period,
        cases: &[Case],
        expected: &[Arc<str>],
    ) -> Self {
        let mut tally = Self {
            catalogue,
            total: Figures::default(),
            used: BTreeSet::new(),
            fields: Groups::default(),
            procedures: Groups::default(),
            pairs: Pairs::default(),
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
    pub(super) fn add(&mut self, case: &Case, placing: Placing) -> Assigned {
        let field = field_of(case, self.catalogue);
        let (at, id) = if let Some(index) = case.procedure {
            (self.listed(index), format!("#{index}"))
        } else {
            let id = procedure_of(case, self.catalogue);
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
        self.pairs.feed(at, field_at, placing, !used.is_empty());
        let unit_at = self.units.entry(&case.unit, || named(&case.unit));
        self.units.feed(unit_at, placing, &used);
        let groups = self.unit_fields.entry(case.unit.to_string()).or_default();
        let of_unit = groups.entry(&key(&field), || named(&field));
        groups.feed(of_unit, placing, &used);
        Assigned { field: field_at, procedure: at, unit: unit_at, month: 0 }
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

    pub(super) fn finish(self, last: NaiveDate) -> Counted {
        let catalogue = self.catalogue;
        let mut counted = Counted { total: self.total, ..Counted::default() };
        add_catalogue(&mut counted.total, catalogue, last, |_| true);
        counted.total[Figure::CatalogueUsed] = self.used.len() as u64;
        let pairs = self.pairs.moved(self.procedures.moved(), self.fields.moved());
        let (fields, used) = self.fields.into_groups();
        counted.fields = fields;
        for (group, used) in counted.fields.iter_mut().zip(used) {
            let name = key(&group.name);
            let field = |procedure: &Procedure| key(home(&procedure.field)) == name;
            add_catalogue(&mut group.figures, catalogue, last, field);
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
        counted.field_procedures = pairs.below(&counted.fields, &counted.procedures);
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

/// The field below which a procedure stands: its own, or "Chưa xác định".
pub(super) fn home(field: &str) -> &str {
    if field.is_empty() { UNKNOWN } else { field }
}

/// What the procedure group of a case is known by: its place in the catalogue. Of a procedure that no catalogue vouches for:
/// without a catalogue the register's own code or name, with one "Chưa xác định".
pub(in crate::flow) fn procedure_of(case: &Case, catalogue: Option<&Catalogue>) -> String {
    if let Some(index) = case.procedure {
        return format!("#{index}");
    }
    if catalogue.is_some() {
        return UNKNOWN.to_owned();
    }
    let stated = case.procedure_code.value().map(|code| crate::cells::procedure_code::key(code));
    stated.or_else(|| case.procedure_name.value().map(|name| key(name))).unwrap_or_else(|| UNKNOWN.to_owned())
}

/// The catalogue's field for a known procedure; the register's own without a catalogue; else "Chưa xác định".
pub(in crate::flow) fn field_of(case: &Case, catalogue: Option<&Catalogue>) -> Arc<str> {
    let known = case
        .procedure
        .zip(catalogue)
        .map(|(index, catalogue)| Arc::clone(&catalogue.procedures[index].field));
    let stated = || if case.procedure.is_some() || catalogue.is_none() { case.field.clone() } else { None };
    known.filter(|field| !field.is_empty()).or_else(stated).unwrap_or_else(|| Arc::from(UNKNOWN))
}

pub(super) fn add_catalogue(
    figures: &mut Figures,
    catalogue: Option<&Catalogue>,
    last: NaiveDate,
    wanted: impl Fn(&Procedure) -> bool,
) {
    for procedure in
        catalogue.iter().flat_map(|catalogue| &catalogue.procedures).filter(|procedure| wanted(procedure))
    {
        add_procedure(figures, procedure, last);
    }
}

pub(super) fn add_procedure(figures: &mut Figures, procedure: &Procedure, last: NaiveDate) {
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

pub(super) fn feed(figures: &mut Figures, placing: Placing) {
    for figure in placing.figures() {
        figures[figure] += 1;
    }
}
