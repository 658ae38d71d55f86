//! DM011: The case stands under a group row of another field of work than its procedure's.

use super::{Case, Check, Example, Facts, Fix, Hit, Rule, Severity, Text, procedure_column};

use super::lk009_carried_over_but_received::says_carried_over;
use crate::cells::text::key;

/// Group differs from the procedure's field.
pub static RULE: Rule = Rule {
    code: "DM011",
    name: "group-field-differs",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Nhóm lĩnh vực khác lĩnh vực của thủ tục",
        en: "Group differs from the procedure's field",
    },
    message: Text {
        vi: "Nằm dưới nhóm “{g}” nhưng thủ tục {v} thuộc lĩnh vực “{f}”. Báo cáo dùng “{f}”. Hãy chuyển dòng, hoặc kiểm tra mã.",
        en: "Under group “{g}”, but {v} belongs to “{f}”. The report uses “{f}”. Move the row, or check the code.",
    },
    why: Text {
        vi: "Biểu II.06a xếp theo lĩnh vực của thủ tục.",
        en: "Form II.06a goes by the procedure's field of work.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "dưới nhóm “Đo lường”, thủ tục của lĩnh vực “Năng lượng nguyên tử”",
        good: "nhóm và thủ tục cùng lĩnh vực",
    },
    check: Check::Case(check),
};

fn check(case: &Case, facts: &Facts<'_>) -> Option<Hit> {
    let group = case.field.as_ref().filter(|group| case.field_from_group && !says_carried_over(group))?;
    let procedure = facts.procedure(case).filter(|procedure| !procedure.field.is_empty())?;
    (key(group) != key(&procedure.field)).then(|| {
        Hit::new(procedure_column(case), &procedure.code)
            .with("g", group.as_ref())
            .with("v", &procedure.code)
            .with("f", procedure.field.as_ref())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};

    #[test]
    fn the_group_above_and_the_procedure_name_the_same_field() {
        let mut case = case();
        case.field_from_group = true;
        case.field = Some("ĐO LƯỜNG".into());
        assert_eq!(hit_with(&RULE, &case, procedure("1.001770", "Cấp giấy phép")), None);
        case.field = Some("Năng lượng nguyên tử".into());
        let found = hit_with(&RULE, &case, procedure("1.001770", "Cấp giấy phép")).expect("a hit");
        assert_eq!(found.value, "1.001770");
    }

    #[test]
    fn a_field_column_of_the_register_is_no_group() {
        let mut case = case();
        case.field = Some("Năng lượng nguyên tử".into());
        assert_eq!(hit_with(&RULE, &case, procedure("1.001770", "Cấp giấy phép")), None);
    }
}
