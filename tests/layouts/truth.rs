//! What the figures must be: the counting rules of the contract, written once more, straight from their table.
//!
//! Nothing of the program is called here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Months, NaiveDate, Weekday};

use super::draw::{Bad, Case, Channel, FIELDS, Level, PROCEDURES, Status, later};

/// Figures by key; what is absent is 0.
pub(super) type Figures = BTreeMap<&'static str, u64>;

/// Every figure of a folder.
#[derive(Default)]
pub(super) struct Truth {
    pub(super) total: Figures,
    pub(super) fields: BTreeMap<String, Figures>,
    pub(super) procedures: BTreeMap<String, Figures>,
    pub(super) units: BTreeMap<String, Figures>,
    pub(super) months: Vec<(NaiveDate, NaiveDate, Figures)>,
}

/// What becomes of one case in one window: the figures it feeds, or the fate that keeps it out.
pub(super) fn place(
    case: &Case,
    from: NaiveDate,
    to: NaiveDate,
    catalogue: bool,
) -> Result<Vec<&'static str>, &'static str> {
    if case.is_repeat {
        return Err("duplicate");
    }
    if matches!(case.status, Some(Status::New | Status::NotAccepted)) {
        return Err("never_counted");
    }
    let ended = case.ended();
    let is_unfinished = ended.is_none() && case.status.is_some_and(Status::needs_finish);
    if matches!(case.bad, Some(Bad::Received | Bad::Finished))
        || is_unfinished
        || ended.is_some_and(|day| day < case.received)
    {
        return Err("unplaced");
    }
    if case.received > to || ended.is_some_and(|day| day < from) {
        return Err("outside_period");
    }
    let mut fed = vec!["tiep_nhan.tong"];
    if case.received < from {
        fed.push("tiep_nhan.ky_truoc");
    } else {
        fed.push("tiep_nhan.trong_ky");
        fed.extend(match (case.bad, case.channel) {
            (Some(Bad::Channel), _) | (_, Channel::InPerson) => {
                vec!["tiep_nhan.truc_tiep_bcci", "tiep_nhan.truc_tiep"]
            }
            (_, Channel::Online) => vec!["tiep_nhan.truc_tuyen"],
            (_, Channel::Post) => vec!["tiep_nhan.truc_tiep_bcci", "tiep_nhan.bcci"],
        });
    }
    let due = due(case, catalogue);
    if let Some(day) = ended.filter(|day| *day <= to) {
        fed.push("da_giai_quyet.tong");
        fed.extend(match (case.status, due) {
            (Some(Status::Returned), _) => vec!["da_giai_quyet.dung_han", "da_giai_quyet.tra_lai"],
            (Some(Status::Withdrawn), _) => vec!["da_giai_quyet.dung_han", "da_giai_quyet.rut"],
            (_, Some(due)) if day < due => vec!["da_giai_quyet.truoc_han"],
            (_, Some(due)) if day > due => vec!["da_giai_quyet.qua_han"],
            _ => vec!["da_giai_quyet.dung_han"],
        });
    } else {
        fed.push("dang_giai_quyet.tong");
        fed.extend(match (case.status, due) {
            (Some(Status::Paused), _) => vec!["dang_giai_quyet.trong_han", "dang_giai_quyet.tam_dung"],
            (_, Some(due)) if due < to => vec!["dang_giai_quyet.qua_han"],
            _ => vec!["dang_giai_quyet.trong_han"],
        });
    }
    Ok(fed)
}

/// The due date that decides: a possible one of the register, else one from the catalogue's limit.
fn due(case: &Case, catalogue: bool) -> Option<NaiveDate> {
    let own = case.due.filter(|due| *due >= case.received && case.bad != Some(Bad::Due));
    own.or_else(|| {
        let (days, working) = PROCEDURES[case.procedure.filter(|_| catalogue)?].limit?;
        let mut day = case.received;
        if working {
            for _ in 0..days {
                day = later(day, 1);
                while is_off(day) {
                    day = later(day, 1);
                }
            }
        } else {
            day = later(day, days);
            while is_off(day) {
                day = later(day, 1);
            }
        }
        Some(day)
    })
}

/// Weekends and the public holidays of 2022 and 2023 in Vietnam.
fn is_off(day: NaiveDate) -> bool {
    const HOLIDAYS: [(i32, u32, u32, u32); 6] = [
        (2022, 9, 1, 2),
        (2023, 1, 1, 2),
        (2023, 1, 20, 26),
        (2023, 4, 29, 30),
        (2023, 5, 1, 3),
        (2023, 9, 1, 4),
    ];
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
        || HOLIDAYS.iter().any(|(year, month, first, last)| {
            (day.year(), day.month()) == (*year, *month) && (*first..=*last).contains(&day.day())
        })
}

/// Counts a folder. Without a catalogue only the total, the units and the months are known.
pub(super) fn count(cases: &[Case], from: NaiveDate, to: NaiveDate, catalogue: bool) -> Truth {
    let mut truth = Truth::default();
    let mut used: BTreeMap<(&str, String), BTreeSet<usize>> = BTreeMap::new();
    for case in cases {
        let Ok(fed) = place(case, from, to, catalogue) else { continue };
        let known = case.procedure.filter(|_| catalogue);
        let field = known.map_or("Chưa xác định", |at| FIELDS[PROCEDURES[at].field]).to_owned();
        let code = known.map_or("", |at| PROCEDURES[at].code).to_owned();
        for key in &fed {
            *truth.total.entry(key).or_default() += 1;
            *truth.fields.entry(field.clone()).or_default().entry(key).or_default() += 1;
            *truth.procedures.entry(code.clone()).or_default().entry(key).or_default() += 1;
            *truth.units.entry(case.unit.clone()).or_default().entry(key).or_default() += 1;
        }
        if let Some(at) = known.filter(|_| case.received >= from) {
            used.entry(("", String::new())).or_default().insert(at);
            used.entry(("field", field)).or_default().insert(at);
            used.entry(("procedure", code)).or_default().insert(at);
            used.entry(("unit", case.unit.clone())).or_default().insert(at);
        }
    }
    for ((group, name), used) in used {
        let figures = match group {
            "field" => truth.fields.get_mut(&name),
            "procedure" => truth.procedures.get_mut(&name),
            "unit" => truth.units.get_mut(&name),
            _ => Some(&mut truth.total),
        };
        figures.unwrap().insert("danh_muc.co_phat_sinh", used.len() as u64);
    }
    if catalogue {
        listed(&mut truth.total, to, |_| true);
        for (at, field) in FIELDS.iter().enumerate() {
            listed(truth.fields.entry((*field).to_owned()).or_default(), to, |index| {
                PROCEDURES[index].field == at
            });
        }
        for (at, procedure) in PROCEDURES.iter().enumerate() {
            listed(truth.procedures.entry(procedure.code.to_owned()).or_default(), to, |index| index == at);
        }
    }
    let mut first = from;
    while first <= to {
        // A standard month ends on the 14th.
        let fourteenth = first.with_day(14).unwrap();
        let last = if first.day() <= 14 { fourteenth } else { fourteenth + Months::new(1) };
        let last = last.min(to);
        let mut figures = Figures::new();
        let mut used = BTreeSet::new();
        for case in cases {
            for key in place(case, first, last, catalogue).unwrap_or_default() {
                *figures.entry(key).or_default() += 1;
                if key == "tiep_nhan.trong_ky" {
                    used.extend(case.procedure.filter(|_| catalogue));
                }
            }
        }
        figures.insert("danh_muc.co_phat_sinh", used.len() as u64);
        if catalogue {
            listed(&mut figures, last, |_| true);
        }
        truth.months.push((first, last, figures));
        first = later(last, 1);
    }
    truth
}

/// The figures of the catalogue in force on a day.
fn listed(figures: &mut Figures, day: NaiveDate, wanted: impl Fn(usize) -> bool) {
    for (_, procedure) in
        PROCEDURES.iter().enumerate().filter(|(at, procedure)| wanted(*at) && procedure.in_force(day))
    {
        *figures.entry("danh_muc.tong").or_default() += 1;
        *figures
            .entry(match procedure.level {
                Level::Full => "danh_muc.toan_trinh",
                Level::Partial => "danh_muc.mot_phan",
                Level::Information => "danh_muc.cung_cap_thong_tin",
            })
            .or_default() += 1;
    }
}
