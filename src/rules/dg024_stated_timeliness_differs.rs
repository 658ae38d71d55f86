//! DG024: What the register says about timeliness differs from what its dates say.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::{
    Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, finish_of, is_in_play, shown,
};
use crate::cells::words::{Status, Timeliness};

/// Stated timeliness differs from the dates.
pub static RULE: Rule = Rule {
    code: "DG024",
    name: "stated-timeliness-differs",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Sổ ghi trước/đúng/quá hạn khác ngày tháng",
        en: "Stated timeliness differs from the dates",
    },
    message: Text {
        vi: "Sổ ghi “{v}” nhưng theo ngày tháng là “{s}” (hẹn {h}, xong {r}). Báo cáo dùng “{used}”. Hãy sửa chỗ sai, hoặc giải trình.",
        en: "The register says “{v}”, the dates say “{s}” (due {h}, finished {r}). The report uses “{used}”. Correct what is wrong, or explain.",
    },
    why: Text {
        vi: "Báo cáo tính theo ngày; sổ và báo cáo sẽ không khớp nhau.",
        en: "The dates decide; register and report won't agree.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "ghi “Đúng hạn”, hẹn 10/01, xong 12/01",
        good: "ghi “Quá hạn”, hẹn 10/01, xong 12/01",
    },
    check: Check::Case(check),
};

/// Of finished cases only: what a register says of an open one was true on the day it was written.
fn check(case: &Case, _: &Facts<'_>) -> Option<Hit> {
    // Returned and withdrawn cases are never late, whatever the dates say.
    if !is_in_play(case) || case.status.get().is_some_and(Status::is_ended_without_result) {
        return None;
    }
    let (stated, due, (_, finished)) = (case.stated?, case.due()?, finish_of(case)?);
    let dates_say = against(finished, due);
    // Most registers say "đúng hạn" of early cases too, meaning "not late".
    let agrees = |say| stated == say || (stated == Timeliness::OnTime && say == Timeliness::Early);
    // An extended case may be judged by its new date in the register; which one the report uses is policy.
    if agrees(dates_say) || case.extended_to.get().is_some_and(|due| agrees(against(finished, due))) {
        return None;
    }
    let said = if case.status_text.is_empty() { name(stated).vi } else { &case.status_text };
    Some(
        Hit::new(ColumnKind::Status, said)
            .with("v", said)
            .with_words("s", name(dates_say).vi, name(dates_say).en)
            .with_words("used", name(dates_say).vi, name(dates_say).en)
            .with("h", shown(due))
            .with("r", shown(finished)),
    )
}

fn against(finished: NaiveDate, due: NaiveDate) -> Timeliness {
    match finished.cmp(&due) {
        Ordering::Less => Timeliness::Early,
        Ordering::Equal => Timeliness::OnTime,
        Ordering::Greater => Timeliness::Late,
    }
}

const fn name(timeliness: Timeliness) -> Text {
    match timeliness {
        Timeliness::Early => Text { vi: "trước hạn", en: "early" },
        Timeliness::OnTime => Text { vi: "đúng hạn", en: "on time" },
        Timeliness::Late => Text { vi: "quá hạn", en: "late" },
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};
    use crate::rules::Entry;

    fn finished(stated: Timeliness, on_day: &str) -> Case {
        let mut case = case();
        case.due_on = on("12/01/2023");
        case.finished_on = on(on_day);
        case.stated = Some(stated);
        case
    }

    #[test]
    fn the_due_day_itself_is_on_time() {
        assert_eq!(hit(&RULE, &finished(Timeliness::OnTime, "12/01/2023")), None);
        assert!(hit(&RULE, &finished(Timeliness::OnTime, "13/01/2023")).is_some());
        assert!(hit(&RULE, &finished(Timeliness::Late, "12/01/2023")).is_some());
        assert!(hit(&RULE, &finished(Timeliness::Early, "12/01/2023")).is_some());
    }

    #[test]
    fn on_time_said_of_an_early_case_means_not_late() {
        assert_eq!(hit(&RULE, &finished(Timeliness::OnTime, "11/01/2023")), None);
    }

    #[test]
    fn a_register_may_judge_an_extended_case_by_its_new_date() {
        let mut case = finished(Timeliness::OnTime, "16/01/2023");
        case.extended_to = on("16/01/2023");
        assert_eq!(hit(&RULE, &case), None);
    }

    #[test]
    fn open_and_returned_cases_are_left_alone() {
        let mut case = finished(Timeliness::OnTime, "13/01/2023");
        case.status = Entry::Value(Status::Returned);
        assert_eq!(hit(&RULE, &case), None);
        case.status = Entry::Blank;
        case.finished_on = Entry::Blank;
        assert_eq!(hit(&RULE, &case), None);
    }
}
