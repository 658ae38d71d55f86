//! DG010: The result is dated before the receipt.

use super::{
    Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, finish_of, is_in_play, shown,
};

/// Finished before received.
pub static RULE: Rule = Rule {
    code: "DG010",
    name: "finished-before-received",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Ngày kết thúc trước ngày tiếp nhận", en: "Finished before received" },
    message: Text {
        vi: "Ngày kết thúc {r} trước ngày tiếp nhận {t}. Một trong hai ngày cần sửa; hãy xem lại hồ sơ gốc.",
        en: "Finished on {r}, before the receipt on {t}. One of the two must be corrected; look at the papers.",
    },
    why: Text {
        vi: "Hồ sơ như vậy không xếp được vào kỳ và không được tính.",
        en: "Such a case can't be placed in a period and isn't counted.",
    },
    source: "Sổ theo dõi hồ sơ, Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example {
        bad: "nhận 05/01/2023, xong 04/01/2023", good: "nhận 05/01/2023, xong 05/01/2023"
    },
    check: Check::Case(check),
};

fn check(case: &Case, _: &Facts<'_>) -> Option<Hit> {
    let received = case.received_on.get().filter(|_| is_in_play(case))?;
    let hit = |column: ColumnKind, day| {
        Hit::new(column, shown(day)).with("r", shown(day)).with("t", shown(received))
    };
    if let Some((column, finished)) = finish_of(case)
        && finished < received
    {
        return Some(hit(column, finished));
    }
    // The hand-over does not place the case when a finish date does, so here it is worth a warning only.
    let handed_over = case.handed_over_on.get().filter(|day| *day < received)?;
    let mut hit = hit(ColumnKind::HandedOverOn, handed_over);
    hit.severity = Some(Severity::Warning);
    Some(hit)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};
    use crate::{cells::words::Status, rules::Entry};

    #[test]
    fn the_same_day_is_allowed_and_the_day_before_is_not() {
        let mut case = case();
        case.finished_on = on("05/01/2023");
        assert_eq!(hit(&RULE, &case), None);
        case.finished_on = on("04/01/2023");
        let hit = hit(&RULE, &case).expect("a hit");
        assert_eq!((hit.column, hit.value.as_str()), (ColumnKind::FinishedOn, "04/01/2023"));
    }

    #[test]
    fn the_cell_named_is_the_one_that_counts() {
        let mut case = case();
        case.handed_over_on = on("04/01/2023");
        let alone = hit(&RULE, &case).expect("a hit");
        assert_eq!((alone.column, alone.severity), (ColumnKind::HandedOverOn, None));
        case.finished_on = on("06/01/2023");
        assert_eq!(hit(&RULE, &case).expect("a hit").severity, Some(Severity::Warning));
    }

    #[test]
    fn unreadable_dates_and_cases_never_counted_are_left_alone() {
        let mut case = case();
        case.finished_on = on("04/01/2023");
        case.status = Entry::Value(Status::NotAccepted);
        assert_eq!(hit(&RULE, &case), None);
        case.status = Entry::Blank;
        case.received_on = Entry::Unreadable;
        assert_eq!(hit(&RULE, &case), None);
    }
}
