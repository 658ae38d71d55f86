//! DG012: A receipt or result later than today. Never merely later than the period.

use chrono::{Datelike as _, NaiveDate};

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, is_in_play, shown};

/// Date in the future.
pub static RULE: Rule = Rule {
    code: "DG012",
    name: "date-in-future",
    severity: Severity::Error,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "Ngày ở tương lai", en: "Date in the future" },
    message: Text {
        vi: "Ngày {v} ở tương lai (hôm nay là {today}). Hãy kiểm tra lại, nhất là năm.",
        en: "{v} lies in the future (today is {today}). Check it, above all the year.",
    },
    why: Text {
        vi: "Thường do gõ nhầm năm; hồ sơ bị đẩy ra ngoài kỳ.",
        en: "Usually a wrong year, which pushes the case out of the period.",
    },
    source: "Thực tế sổ theo dõi (gõ nhầm năm)",
    example: Example { bad: "05/01/2032", good: "05/01/2023" },
    check: Check::Cases(check),
};

/// Every date of something that has happened; due and extended dates may lie ahead.
fn check(cases: &[Case], facts: &Facts<'_>) -> Vec<(usize, Hit)> {
    let mut hits = Vec::new();
    for (index, case) in cases.iter().enumerate().filter(|(_, case)| is_in_play(case)) {
        let happened = [
            (ColumnKind::SubmittedOn, &case.submitted_on),
            (ColumnKind::ReceivedOn, &case.received_on),
            (ColumnKind::FinishedOn, &case.finished_on),
            (ColumnKind::HandedOverOn, &case.handed_over_on),
            (ColumnKind::SupplementOn, &case.supplement_on),
            (ColumnKind::RefusedOn, &case.refused_on),
        ];
        for (column, entry) in happened {
            if let Some(day) = entry.get().filter(|day| *day > facts.today) {
                let hit = Hit::new(column, shown(day))
                    .with("v", shown(day))
                    .with("today", shown(facts.today))
                    .suggest(right_year(day, facts.today).map(shown));
                hits.push((index, hit));
            }
        }
    }
    hits
}

/// The same day and month in the latest year that is not in the future: a year is mistyped more often than a day.
fn right_year(day: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    [today.year(), today.year() - 1]
        .into_iter()
        .filter_map(|year| NaiveDate::from_ymd_opt(year, day.month(), day.day()))
        .find(|right| *right <= today)
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};

    #[test]
    fn today_is_allowed_and_tomorrow_is_not() {
        let mut case = case();
        case.received_on = on("14/03/2023");
        case.finished_on = on("15/03/2023");
        let found = hits(&RULE, &[case], None);
        let cells: Vec<_> = found.iter().map(|(index, hit)| (*index, hit.column)).collect();
        assert_eq!(cells, [(0, ColumnKind::FinishedOn)]);
    }

    #[test]
    fn each_cell_is_named_and_due_dates_may_lie_ahead() {
        let mut case = case();
        case.received_on = on("05/01/2032");
        case.due_on = on("12/01/2032");
        case.finished_on = on("10/01/2032");
        let columns: Vec<_> = hits(&RULE, &[case], None).into_iter().map(|(_, hit)| hit.column).collect();
        assert_eq!(columns, [ColumnKind::ReceivedOn, ColumnKind::FinishedOn]);
    }
}
