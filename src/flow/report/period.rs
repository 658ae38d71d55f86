//! Which period a report is for, and what the same cases would give in another one.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Ask;
use crate::{
    flow::count::{self, Basis, Counted, Placing},
    model::{
        case::{Case, Fate},
        figure::Figure,
        finding::{Finding, Place},
        period::{Period, PeriodKind},
    },
    rules,
};

/// The same cases counted in another period.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The other period.
    pub period: Period,
    /// The figures that differ: (figure, there, here).
    pub figures: Vec<(Figure, u64, u64)>,
    /// The cases that count differently, by index.
    pub cases: Vec<usize>,
}

/// The period of the report, and what there is to say about it.
pub(super) fn period(ask: &Ask<'_>, cases: &[Case], findings: &mut Vec<Finding>) -> Period {
    let period = chosen(ask, cases, findings);
    // Without any case it is said already that there is nothing to count.
    if !period.is_over(ask.today) && !cases.is_empty() {
        let (to, today) = (rules::shown(period.to), rules::shown(ask.today));
        findings.push(Finding::new(rules::CD030, Place::default()).with("to", to).with("today", today));
    }
    period
}

/// The period asked for, else the standard quarter that most receipt dates fall in, else the quarter of today.
fn chosen(ask: &Ask<'_>, cases: &[Case], findings: &mut Vec<Finding>) -> Period {
    if let Some(period) = &ask.period {
        if let (PeriodKind::Window, Some(twin)) = (period.kind, period.standard_twin()) {
            findings.push(
                Finding::new(rules::CD018, Place::default())
                    .with("window", format!("{}–{}", rules::shown(period.from), rules::shown(period.to)))
                    .with_words(
                        "standard",
                        format!("{} ({}–{})", twin.title(), rules::shown(twin.from), rules::shown(twin.to)),
                        twin.to_string(),
                    ),
            );
        }
        return period.clone();
    }
    let mut quarters: BTreeMap<NaiveDate, (usize, Period)> = BTreeMap::new();
    let received: Vec<NaiveDate> = cases.iter().filter_map(|case| case.received_on.get()).collect();
    for quarter in received.iter().filter_map(|day| Period::quarter_of(*day)) {
        quarters.entry(quarter.from).or_insert((0, quarter)).0 += 1;
    }
    // Of two quarters with as many cases the later one is being reported.
    let most = quarters.into_values().max_by_key(|(count, quarter)| (*count, quarter.from));
    let (count, quarter) = most.unwrap_or_else(|| (0, today_quarter(ask.today)));
    findings.push(
        Finding::new(rules::CD017, Place::default())
            .with_words(
                "period",
                format!("{} ({}–{})", quarter.title(), rules::shown(quarter.from), rules::shown(quarter.to)),
                quarter.to_string(),
            )
            .with("k", count.to_string())
            .with("n", received.len().to_string()),
    );
    quarter
}

fn today_quarter(today: NaiveDate) -> Period {
    Period::quarter_of(today).unwrap_or(Period {
        id: today.to_string(),
        from: today,
        to: today,
        kind: PeriodKind::Window,
    })
}

/// Counts the same cases in the window they are to be compared with: the settings' own when the command line asked for
/// another, else the standard quarter of a window of one's own.
pub(super) fn compare(
    cases: &[Case],
    placings: &[Placing],
    counted: &Counted,
    period: &Period,
    basis: &Basis<'_>,
    configured: Option<&Period>,
) -> Option<Comparison> {
    let other = match configured {
        Some(configured) => configured.clone(),
        None => period.standard_twin()?,
    };
    if (other.from, other.to) == (period.from, period.to) {
        return None;
    }
    let mut copies = cases.to_vec();
    for case in &mut copies {
        if !matches!(case.fate, Fate::Duplicate | Fate::Superseded) {
            case.fate = Fate::Counted;
        }
    }
    let there = count::settle(&mut copies, &other, basis);
    let figures = count::count(&copies, &there, &other, basis, &[]).total;
    let differ = figures
        .iter()
        .filter(|(figure, value)| counted.total[*figure] != *value)
        .map(|(figure, value)| (figure, value, counted.total[figure]))
        .collect();
    let moved = there
        .iter()
        .zip(placings)
        .enumerate()
        .filter(|(_, (there, here))| there.figures() != here.figures())
        .map(|(index, _)| index)
        .collect();
    Some(Comparison { period: other, figures: differ, cases: moved })
}
