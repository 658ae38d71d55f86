//! LK009: A case stands under "carried over from before" and was received in the period.

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, is_in_play, shown};
use crate::cells::text::bare;

/// Carried over but received in the period.
pub static RULE: Rule = Rule {
    code: "LK009",
    name: "carried-over-but-received",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Ghi chuyển từ kỳ trước nhưng tiếp nhận trong kỳ",
        en: "Carried over but received in the period",
    },
    message: Text {
        vi: "Hồ sơ nằm dưới nhóm “{g}” nhưng tiếp nhận {t}, trong kỳ này. Hãy sửa ngày tiếp nhận, hoặc chuyển dòng sang đúng nhóm.",
        en: "The case stands under “{g}” but was received on {t}, in this period. Correct the date, or move the row.",
    },
    why: Text {
        vi: "Hồ sơ vào cột (6) hay cột (4), (5) là do ngày tiếp nhận; sổ và báo cáo sẽ lệch nhau.",
        en: "The receipt date decides between (6) and (4), (5); register and report would differ.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "nhóm “Kỳ trước chuyển sang”, nhận 05/01/2023, kỳ quý I/2023",
        good: "nhóm “Kỳ trước chuyển sang”, nhận 05/12/2022",
    },
    check: Check::Case(check),
};

fn check(case: &Case, facts: &Facts<'_>) -> Option<Hit> {
    let received = case.received_on.get().filter(|_| is_in_play(case))?;
    let field = case.field.as_ref().filter(|_| case.field_from_group);
    let group = case.section.as_ref().map(|section| &section.name).or(field)?;
    let carried = says_carried_over(group) && received >= facts.period.from && received <= facts.period.to;
    carried.then(|| {
        Hit::new(ColumnKind::ReceivedOn, shown(received)).with("g", group.as_ref()).with("t", shown(received))
    })
}

/// "Hồ sơ kỳ trước chuyển sang", "Tồn kỳ trước", "Chuyển từ kỳ trước".
pub(super) fn says_carried_over(group: &str) -> bool {
    let group = bare(group);
    ["ky truoc", "thang truoc", "quy truoc", "nam truoc"].iter().any(|before| group.contains(before))
        && ["chuyen", "ton"].iter().any(|word| group.split(' ').any(|other| other == *word))
}

#[cfg(test)]
mod tests {
    use super::{RULE, says_carried_over};
    use crate::{model::case::Section, rules::sample};

    #[test]
    fn a_case_carried_over_was_received_before_the_first_day() {
        let mut case = sample::case();
        (case.field, case.field_from_group) = (Some("Hồ sơ kỳ trước chuyển sang".into()), true);
        case.received_on = sample::on("15/12/2022");
        assert!(sample::hit(&RULE, &case).is_some(), "the first day of the period");
        case.received_on = sample::on("14/12/2022");
        assert!(sample::hit(&RULE, &case).is_none());
        case.received_on = sample::on("14/03/2023");
        assert!(sample::hit(&RULE, &case).is_some(), "the last day");
        case.field = Some("Đo lường".into());
        assert!(sample::hit(&RULE, &case).is_none());
        case.section = Some(Section { name: "Hồ sơ kỳ trước chuyển sang".into(), row: 4 });
        assert!(sample::hit(&RULE, &case).is_some(), "a section within a field");
    }

    #[test]
    fn a_field_of_work_does_not_say_so() {
        assert!(says_carried_over("Tồn kỳ trước") && says_carried_over("Chuyển từ quý trước sang"));
        assert!(!says_carried_over("Chuyển giao công nghệ") && !says_carried_over("Tiếp nhận trong kỳ"));
    }
}
