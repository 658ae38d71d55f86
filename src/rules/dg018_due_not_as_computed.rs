//! DG018: The due date differs by more than a day from receipt plus the catalogue's limit.

use super::{
    Case, Check, ColumnKind, Entry, Example, Facts, Fix, Hit, Lang, Rule, Severity, Text, computed_due,
    is_in_play, shown,
};
use crate::cells::words::Status;

/// Due date differs from the limit.
pub static RULE: Rule = Rule {
    code: "DG018",
    name: "due-not-as-computed",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Ngày hẹn khác thời hạn quy định", en: "Due date differs from the limit" },
    message: Text {
        vi: "Hẹn trả {h}, trong khi tiếp nhận {t} cộng thời hạn {n} là {s}. Hãy sửa ngày hẹn, hoặc giải trình.",
        en: "Due on {h}, but receipt {t} plus the limit of {n} gives {s}. Correct the due date, or explain.",
    },
    why: Text {
        vi: "Hẹn xa hơn quy định che mất hồ sơ quá hạn; hẹn gần hơn làm hồ sơ bị tính quá hạn oan.",
        en: "A due date too far out hides late cases; one too near makes cases late that aren't.",
    },
    source: "Bộ luật Dân sự 2015, Điều 147, 148 (cách tính thời hạn); Bộ luật Lao động 2019, Điều 112 (ngày nghỉ)",
    example: Example {
        bad: "nhận 19/01/2023, 5 ngày làm việc, hẹn 26/01/2023",
        good: "nhận 19/01/2023, 5 ngày làm việc, hẹn 02/02/2023",
    },
    check: Check::Case(check),
};

/// A day either way is left to the desk: cases after the closing hour count from the next day.
const TOLERANCE_DAYS: i64 = 1;

fn check(case: &Case, facts: &Facts<'_>) -> Option<Hit> {
    let (received, due) = (case.received_on.get()?, case.due_on.get()?);
    // After a supplement the limit runs anew from a day the register does not give.
    let paused = case.status.get().is_some_and(Status::is_paused)
        || matches!(case.supplement_on, Entry::Value(_) | Entry::Unreadable);
    // A due date before receipt is DG011.
    if !is_in_play(case) || paused || due < received {
        return None;
    }
    let (computed, limit) = computed_due(case, facts)?;
    ((due - computed).num_days().abs() > TOLERANCE_DAYS).then(|| {
        Hit::new(ColumnKind::DueOn, shown(due))
            .with("h", shown(due))
            .with("t", shown(received))
            .with_words("n", limit.shown(Lang::Vi), limit.shown(Lang::En))
            .with("s", shown(computed))
            .suggest(Some(shown(computed)))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};

    fn due(text: &str) -> Case {
        let mut case = case();
        case.received_on = on("19/01/2023");
        case.due_on = on(text);
        case
    }

    #[test]
    fn the_new_year_holidays_are_no_working_days() {
        assert_eq!(hit_with(&RULE, &due("02/02/2023"), five_working_days()), None);
        let hit = hit_with(&RULE, &due("26/01/2023"), five_working_days()).expect("a hit");
        assert_eq!(hit.suggestion.as_deref(), Some("02/02/2023"));
        assert!(hit.values.contains(&("n", "5 ngày làm việc".to_owned())));
    }

    #[test]
    fn a_day_either_way_is_allowed_and_two_are_not() {
        for (day, reported) in
            [("31/01/2023", true), ("01/02/2023", false), ("03/02/2023", false), ("04/02/2023", true)]
        {
            assert_eq!(hit_with(&RULE, &due(day), five_working_days()).is_some(), reported, "{day}");
        }
    }

    #[test]
    fn years_without_known_holidays_and_paused_cases_are_not_checked() {
        let mut case = due("26/01/2023");
        case.supplement_on = on("20/01/2023");
        assert_eq!(hit_with(&RULE, &case, five_working_days()), None);
        let mut case = due("26/01/1999");
        case.received_on = on("19/01/1999");
        assert_eq!(hit_with(&RULE, &case, five_working_days()), None);
    }

    #[test]
    fn without_a_catalogue_there_is_no_limit_to_compare_with() {
        assert_eq!(hit(&RULE, &due("26/01/2023")), None);
    }
}
