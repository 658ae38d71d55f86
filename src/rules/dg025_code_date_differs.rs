//! DG025: The day inside the case code is not the day of receipt.

use chrono::{Datelike, NaiveDate};

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, is_in_play, shown};

/// Day in the case code differs from receipt.
pub static RULE: Rule = Rule {
    code: "DG025",
    name: "code-date-differs",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text {
        vi: "Ngày trong mã hồ sơ khác ngày tiếp nhận",
        en: "Day in the case code differs from receipt",
    },
    message: Text {
        vi: "Mã hồ sơ {v} ghi ngày {a}, cột ngày tiếp nhận ghi {b}. Hãy sửa chỗ sai, hoặc giải trình.",
        en: "The case code {v} says {a}, the receipt date says {b}. Correct what is wrong, or explain.",
    },
    why: Text {
        vi: "Sáu chữ số trong mã là ngày tiếp nhận; khác nhau thường là gõ nhầm ngày hoặc đảo ngày và tháng.",
        en: "The six digits in a code are the day of receipt; a difference usually is a typing slip or a swap of day and month.",
    },
    source: "Thông tư 01/2018/TT-VPCP, Điều 19 (mã số hồ sơ)",
    example: Example {
        bad: "H14.08-230105-0001, nhận 01/05/2023",
        good: "H14.08-230105-0001, nhận 05/01/2023",
    },
    check: Check::Case(check),
};

fn check(case: &Case, _: &Facts<'_>) -> Option<Hit> {
    let (code, coded) = (case.code.value()?, case.code_date?);
    let received = case.received_on.get().filter(|_| is_in_play(case))?;
    // Portals number a case on the day it is handed in; it may be received on the next working day.
    if received == coded || case.submitted_on.get() == Some(coded) {
        return None;
    }
    let swapped = NaiveDate::from_ymd_opt(received.year(), received.day(), received.month());
    let suggestion = (swapped == Some(coded)).then(|| shown(coded));
    Some(
        Hit::new(ColumnKind::ReceivedOn, shown(received))
            .with("v", code)
            .with("a", shown(coded))
            .with("b", shown(received))
            .suggest(suggestion),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};

    #[test]
    fn the_day_in_the_code_is_the_day_of_receipt() {
        let mut case = case();
        assert_eq!(hit(&RULE, &case), None);
        case.received_on = on("06/01/2023");
        let hit = hit(&RULE, &case).expect("a hit");
        assert_eq!((hit.column, hit.suggestion), (ColumnKind::ReceivedOn, None));
    }

    #[test]
    fn day_and_month_swapped_are_suggested_back() {
        let mut case = case();
        case.received_on = on("01/05/2023");
        assert_eq!(hit(&RULE, &case).and_then(|hit| hit.suggestion).as_deref(), Some("05/01/2023"));
    }

    #[test]
    fn a_code_given_on_the_day_of_submission_is_right_too() {
        let mut case = case();
        case.received_on = on("06/01/2023");
        case.submitted_on = on("05/01/2023");
        assert_eq!(hit(&RULE, &case), None);
    }
}
