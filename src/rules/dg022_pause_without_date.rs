//! DG022: The case waits for a supplement and no day is given since when.

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text};
use crate::{cells::words::Status, rules::Entry};

/// Waiting for papers without a date.
pub static RULE: Rule = Rule {
    code: "DG022",
    name: "pause-without-date",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Chờ bổ sung nhưng chưa có ngày", en: "Waiting for papers without a date" },
    message: Text {
        vi: "Trạng thái “{st}” nhưng chưa có ngày yêu cầu bổ sung; thời gian dừng không được trừ. Hãy điền ngày theo phiếu yêu cầu bổ sung.",
        en: "Status “{st}” but no day of the request; the pause isn't deducted. Enter the day of the request for supplement.",
    },
    why: Text {
        vi: "Sau khi bổ sung đủ, thời hạn được tính lại từ đầu.",
        en: "After the supplement the limit runs anew.",
    },
    source: "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4; Phiếu yêu cầu bổ sung, Mẫu số 02 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example {
        bad: "“Chờ bổ sung”, ô ngày trống", good: "“Chờ bổ sung”, 09/01/2023"
    },
    check: Check::Case(check),
};

fn check(case: &Case, _: &Facts<'_>) -> Option<Hit> {
    let waiting = case.status.get() == Some(Status::WaitingSupplement);
    (waiting && case.supplement_on == Entry::Blank && case.finished().is_none())
        .then(|| Hit::new(ColumnKind::SupplementOn, "").with("st", &case.status_text))
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};

    #[test]
    fn a_waiting_case_needs_the_day_of_the_request() {
        let mut case = case();
        case.status = Entry::Value(Status::WaitingSupplement);
        assert_eq!(hit(&RULE, &case).map(|hit| hit.column), Some(ColumnKind::SupplementOn));
        case.supplement_on = on("09/01/2023");
        assert_eq!(hit(&RULE, &case), None);
    }

    #[test]
    fn a_register_without_the_column_and_other_states_are_left_alone() {
        let mut case = case();
        case.status = Entry::Value(Status::WaitingSupplement);
        case.supplement_on = Entry::NoColumn;
        assert_eq!(hit(&RULE, &case), None);
        case.supplement_on = Entry::Blank;
        case.status = Entry::Value(Status::WaitingPayment);
        assert_eq!(hit(&RULE, &case), None);
    }
}
