//! DG017: The status says that the case is still being handled, and a finish date is given.

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, finish_of, shown};
use crate::cells::words::Status;

/// Open but has a finish date.
pub static RULE: Rule = Rule {
    code: "DG017",
    name: "open-with-finish-date",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Đang xử lý nhưng đã có ngày kết thúc", en: "Open but has a finish date" },
    message: Text {
        vi: "Trạng thái “{st}” nhưng đã có ngày kết thúc {r}. Hãy sửa trạng thái, hoặc xoá ngày.",
        en: "Status “{st}” but finished on {r}. Correct the status, or clear the date.",
    },
    why: Text {
        vi: "Báo cáo tính theo ngày, hồ sơ này đang được tính là đã giải quyết.",
        en: "The dates decide: the case is counted as finished.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "“Đang xử lý”, xong 12/01/2023", good: "“Đã trả kết quả”, 12/01/2023"
    },
    check: Check::Case(check),
};

fn check(case: &Case, _: &Facts<'_>) -> Option<Hit> {
    let open = case.status.get().is_some_and(Status::is_open);
    let (_, finished) = finish_of(case).filter(|_| open)?;
    Some(
        Hit::new(ColumnKind::Status, &case.status_text)
            .with("st", &case.status_text)
            .with("r", shown(finished)),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};
    use crate::rules::Entry;

    #[test]
    fn an_open_case_with_a_finish_date_is_named_at_its_status() {
        let mut case = case();
        case.status = Entry::Value(Status::Processing);
        case.status_text = "Đang xử lý".to_owned();
        assert_eq!(hit(&RULE, &case), None);
        case.finished_on = on("12/01/2023");
        let hit = hit(&RULE, &case).expect("a hit");
        assert_eq!((hit.column, hit.value.as_str()), (ColumnKind::Status, "Đang xử lý"));
    }

    #[test]
    fn finished_returned_and_unknown_states_agree_with_a_date() {
        let mut case = case();
        case.finished_on = on("12/01/2023");
        for status in
            [Entry::Blank, Entry::Unreadable, Entry::Value(Status::Returned), Entry::Value(Status::Finished)]
        {
            case.status = status;
            assert_eq!(hit(&RULE, &case), None);
        }
    }
}
