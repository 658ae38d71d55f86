//! DG011: The due date is before the receipt.

use super::{
    Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, computed_due, is_in_play, shown,
};

/// Due before received.
pub static RULE: Rule = Rule {
    code: "DG011",
    name: "due-before-received",
    severity: Severity::Error,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "Ngày hẹn trả trước ngày tiếp nhận", en: "Due before received" },
    message: Text {
        vi: "Ngày hẹn trả {h} trước ngày tiếp nhận {t}. Hãy sửa ngày sai theo giấy tiếp nhận và hẹn trả kết quả.",
        en: "Due on {h}, before the receipt on {t}. Correct the wrong date from the receipt slip.",
    },
    why: Text {
        vi: "Ngày hẹn sai làm hồ sơ bị tính quá hạn.",
        en: "A wrong due date makes the case count as late.",
    },
    source: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả, Mẫu số 01 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example {
        bad: "nhận 05/01/2023, hẹn 04/01/2023", good: "nhận 05/01/2023, hẹn 12/01/2023"
    },
    check: Check::Case(check),
};

fn check(case: &Case, facts: &Facts<'_>) -> Option<Hit> {
    let received = case.received_on.get().filter(|_| is_in_play(case))?;
    let early = |day: Option<_>| day.filter(|day| *day < received);
    let (column, due) = match early(case.due_on.get()) {
        Some(due) => (ColumnKind::DueOn, due),
        None => (ColumnKind::ExtendedTo, early(case.extended_to.get())?),
    };
    // An extension is agreed upon, only the first due date can be computed.
    let computed = computed_due(case, facts).filter(|_| column == ColumnKind::DueOn);
    Some(
        Hit::new(column, shown(due))
            .with("h", shown(due))
            .with("t", shown(received))
            .suggest(computed.map(|(day, _)| shown(day))),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};

    #[test]
    fn the_day_of_receipt_is_allowed_and_the_day_before_is_not() {
        let mut case = case();
        case.due_on = on("05/01/2023");
        assert_eq!(hit(&RULE, &case), None);
        case.due_on = on("04/01/2023");
        let hit = hit(&RULE, &case).expect("a hit");
        assert_eq!((hit.column, hit.value.as_str(), hit.suggestion), (ColumnKind::DueOn, "04/01/2023", None));
    }

    #[test]
    fn the_catalogues_limit_gives_the_suggestion() {
        let mut case = case();
        case.received_on = on("19/01/2023");
        case.due_on = on("18/01/2023");
        let hit = hit_with(&RULE, &case, five_working_days()).expect("a hit");
        assert_eq!(hit.suggestion.as_deref(), Some("02/02/2023"));
    }

    #[test]
    fn an_extension_before_receipt_is_named_at_its_own_cell() {
        let mut case = case();
        case.due_on = on("12/01/2023");
        case.extended_to = on("04/01/2023");
        assert_eq!(
            hit_with(&RULE, &case, five_working_days()).map(|hit| (hit.column, hit.suggestion)),
            Some((ColumnKind::ExtendedTo, None))
        );
    }
}
