//! DG021: The case was returned, refused or withdrawn, and no date of it is given.

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text};
use crate::{cells::words::Status, rules::Entry};

/// Returned or withdrawn without a date.
pub static RULE: Rule = Rule {
    code: "DG021",
    name: "ended-without-date",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Trả lại, rút nhưng chưa có ngày", en: "Returned or withdrawn without a date"
    },
    message: Text {
        vi: "Trạng thái “{st}” nhưng chưa có ngày. Hãy điền ngày trả lại hoặc ngày rút hồ sơ.",
        en: "Status “{st}” but no date. Enter the day it was returned or withdrawn.",
    },
    why: Text {
        vi: "Không có ngày thì không biết thuộc kỳ nào; hồ sơ không được tính.",
        en: "Without the date its period is unknown; the case isn't counted.",
    },
    source: "Nghị định 61/2018/NĐ-CP, Điều 17, 19; Phiếu từ chối, Mẫu số 03 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example { bad: "“Trả lại”, ô ngày trống", good: "“Trả lại”, 10/01/2023" },
    check: Check::Case(check),
};

fn check(case: &Case, _: &Facts<'_>) -> Option<Hit> {
    let status = case.status.get().filter(|status| status.is_ended_without_result())?;
    let unreadable = case.finished_on.is_unreadable()
        || case.handed_over_on.is_unreadable()
        || case.refused_on.is_unreadable();
    if unreadable || case.finished().is_some() {
        return None;
    }
    let has_refused_column = matches!(case.refused_on, Entry::Blank);
    let column = if status == Status::Returned && has_refused_column {
        ColumnKind::RefusedOn
    } else {
        case.finished_column()
    };
    Some(Hit::new(column, "").with("st", &case.status_text))
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};

    #[test]
    fn a_returned_case_needs_the_day_it_was_returned() {
        let mut case = case();
        case.status = Entry::Value(Status::Returned);
        assert_eq!(hit(&RULE, &case).map(|hit| hit.column), Some(ColumnKind::RefusedOn));
        case.refused_on = Entry::NoColumn;
        assert_eq!(hit(&RULE, &case).map(|hit| hit.column), Some(ColumnKind::FinishedOn));
        case.refused_on = on("10/01/2023");
        assert_eq!(hit(&RULE, &case), None);
    }

    #[test]
    fn a_withdrawn_case_needs_a_finish_date() {
        let mut case = case();
        case.status = Entry::Value(Status::Withdrawn);
        assert_eq!(hit(&RULE, &case).map(|hit| hit.column), Some(ColumnKind::FinishedOn));
        case.finished_on = on("10/01/2023");
        assert_eq!(hit(&RULE, &case), None);
    }

    #[test]
    fn an_unreadable_date_is_not_reported_twice() {
        let mut case = case();
        case.status = Entry::Value(Status::Returned);
        case.refused_on = Entry::Unreadable;
        assert_eq!(hit(&RULE, &case), None);
    }
}
