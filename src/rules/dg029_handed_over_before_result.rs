//! DG029: The result was handed over before it existed.

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, is_in_play, shown};

/// Handed over before the result.
pub static RULE: Rule = Rule {
    code: "DG029",
    name: "handed-over-before-result",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Ngày trả kết quả trước ngày có kết quả", en: "Handed over before the result"
    },
    message: Text {
        vi: "Ngày trả kết quả {h} trước ngày có kết quả {r}. Báo cáo dùng ngày có kết quả {r}. Hãy sửa ngày sai, hoặc giải trình.",
        en: "Handed over on {h}, before the result of {r}. The report uses the day of the result, {r}. Correct the wrong date, or explain.",
    },
    why: Text {
        vi: "Không thể trả kết quả khi chưa có; ngày có kết quả sai làm hồ sơ bị tính sai hạn.",
        en: "What does not exist can't be handed over; a wrong day of the result puts the case on the wrong side of its due date.",
    },
    source: "Sổ theo dõi hồ sơ, Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example {
        bad: "có kết quả 20/01/2023, trả 11/01/2023",
        good: "có kết quả 10/01/2023, trả 11/01/2023",
    },
    check: Check::Case(check),
};

fn check(case: &Case, _: &Facts<'_>) -> Option<Hit> {
    let result = case.finished_on.get().filter(|_| is_in_play(case))?;
    let handed_over = case.handed_over_on.get().filter(|day| *day < result)?;
    // Before the receipt it is DG010.
    if case.received_on.get().is_some_and(|received| handed_over < received) {
        return None;
    }
    Some(
        Hit::new(ColumnKind::HandedOverOn, shown(handed_over))
            .with("h", shown(handed_over))
            .with("r", shown(result)),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};
    use crate::{cells::words::Status, rules::Entry};

    #[test]
    fn the_day_of_the_result_is_allowed_and_the_day_before_is_not() {
        let mut case = case();
        case.finished_on = on("20/01/2023");
        case.handed_over_on = on("20/01/2023");
        assert_eq!(hit(&RULE, &case), None);
        case.handed_over_on = on("19/01/2023");
        let hit = hit(&RULE, &case).expect("a hit");
        assert_eq!((hit.column, hit.value.as_str()), (ColumnKind::HandedOverOn, "19/01/2023"));
    }

    #[test]
    fn what_lies_before_the_receipt_or_is_never_counted_is_left_to_others() {
        let mut case = case();
        case.finished_on = on("20/01/2023");
        case.handed_over_on = on("04/01/2023");
        assert_eq!(hit(&RULE, &case), None);
        case.handed_over_on = on("05/01/2023");
        assert!(hit(&RULE, &case).is_some());
        case.status = Entry::Value(Status::NotAccepted);
        assert_eq!(hit(&RULE, &case), None);
    }
}
