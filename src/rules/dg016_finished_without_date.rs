//! DG016: The status says finished or handed over, and no date of it is given.

use super::{Case, Check, Example, Facts, Fix, Hit, Rule, Severity, Text};
use crate::cells::words::Status;

/// Finished without a date.
pub static RULE: Rule = Rule {
    code: "DG016",
    name: "finished-without-date",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Đã xong nhưng chưa có ngày", en: "Finished without a date" },
    message: Text {
        vi: "Trạng thái “{st}” nhưng chưa có ngày kết thúc. Hãy điền ngày có kết quả hoặc ngày trả, hoặc sửa trạng thái.",
        en: "Status “{st}” but no date. Enter when the result was ready or handed over, or correct the status.",
    },
    why: Text {
        vi: "Không có ngày thì không biết xong trong kỳ nào, trước hay quá hạn; hồ sơ không được tính.",
        en: "Without the date nobody knows in which period it was finished, early or late; the case isn't counted.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "“Đã trả kết quả”, ô ngày trống", good: "“Đã trả kết quả”, 12/01/2023"
    },
    check: Check::Case(check),
};

fn check(case: &Case, _: &Facts<'_>) -> Option<Hit> {
    let finished = case.status.get().is_some_and(Status::is_finished);
    // A date that could not be read has its own finding.
    let unreadable = case.finished_on.is_unreadable() || case.handed_over_on.is_unreadable();
    (finished && !unreadable && case.has_finish_column() && case.finished().is_none())
        .then(|| Hit::new(case.finished_column(), "").with("st", &case.status_text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};
    use crate::rules::{ColumnKind, Entry};

    fn handed_over() -> Case {
        let mut case = case();
        case.status = Entry::Value(Status::HandedOver);
        case.status_text = "Đã trả kết quả".to_owned();
        case
    }

    #[test]
    fn a_finished_case_without_any_date_is_named_at_the_empty_cell() {
        let hit = hit(&RULE, &handed_over()).expect("a hit");
        assert_eq!(hit.column, ColumnKind::FinishedOn);
        assert_eq!(hit.values, [("st", "Đã trả kết quả".to_owned())]);
    }

    #[test]
    fn either_date_will_do_and_an_unreadable_one_is_not_reported_twice() {
        let mut case = handed_over();
        case.handed_over_on = on("12/01/2023");
        assert_eq!(hit(&RULE, &case), None);
        case.handed_over_on = Entry::Unreadable;
        assert_eq!(hit(&RULE, &case), None);
    }

    #[test]
    fn a_register_without_any_column_for_the_date_is_told_once_by_ct019() {
        let mut case = handed_over();
        (case.finished_on, case.handed_over_on) = (Entry::NoColumn, Entry::NoColumn);
        assert_eq!(hit(&RULE, &case), None);
        case.handed_over_on = Entry::Blank;
        assert!(hit(&RULE, &case).is_some());
    }

    #[test]
    fn open_cases_need_no_date() {
        let mut case = handed_over();
        case.status = Entry::Value(Status::Processing);
        assert_eq!(hit(&RULE, &case), None);
    }
}
