//! DM003: The register's name of the procedure is not the catalogue's name for that code.

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text};
use crate::cells::text::key;

/// Name differs from the catalogue.
pub static RULE: Rule = Rule {
    code: "DM003",
    name: "name-differs-from-catalogue",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Tên thủ tục khác danh mục", en: "Name differs from the catalogue" },
    message: Text {
        vi: "Mã {v} trong danh mục là “{cat}”, sổ ghi “{name}”. Hãy kiểm tra sai mã hay sai tên rồi sửa.",
        en: "{v} is “{cat}” in the catalogue; the register says “{name}”. Check whether the code or the name is wrong, and correct it.",
    },
    why: Text {
        vi: "Báo cáo xếp theo mã; nếu mã sai thì hồ sơ nằm nhầm thủ tục, nhầm lĩnh vực.",
        en: "The report goes by the code; if the code is wrong the case stands under the wrong procedure.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example {
        bad: "1.001770, “Gia hạn giấy phép”", good: "1.001770 với đúng tên trong danh mục"
    },
    check: Check::Case(check),
};

fn check(case: &Case, facts: &Facts<'_>) -> Option<Hit> {
    // Without a code the procedure was found by its name, so the two agree.
    let (code, name) = (case.procedure_code.value()?, case.procedure_name.value()?);
    let procedure = facts.procedure(case).filter(|procedure| !procedure.name.is_empty())?;
    (key(name) != key(&procedure.name)).then(|| {
        Hit::new(ColumnKind::ProcedureName, name)
            .with("v", code)
            .with("cat", &procedure.name)
            .with("name", name)
            .suggest(Some(procedure.name.clone()))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};
    use crate::rules::Entry;

    fn named(name: &str) -> Case {
        let mut case = case();
        case.procedure_code = Entry::Value("1.001770".to_owned());
        case.procedure_name = Entry::Value(name.to_owned());
        case
    }

    #[test]
    fn case_spaces_and_old_tone_places_make_no_other_name() {
        let catalogue = || procedure("1.001770", "Khai báo hóa chất, thủy lực");
        for same in ["Khai báo hóa chất, thủy lực", "KHAI BÁO HOÁ CHẤT,  THUỶ LỰC"] {
            assert_eq!(hit_with(&RULE, &named(same), catalogue()), None, "{same}");
        }
        let hit = hit_with(&RULE, &named("Khai báo hoa chất, thủy lực"), catalogue()).expect("a hit");
        assert_eq!(
            (hit.column, hit.suggestion.as_deref()),
            (ColumnKind::ProcedureName, Some("Khai báo hóa chất, thủy lực"))
        );
    }

    #[test]
    fn a_name_without_a_code_was_found_by_that_name() {
        let mut case = named("Cấp lại");
        case.procedure_code = Entry::Blank;
        assert_eq!(hit_with(&RULE, &case, procedure("1.001770", "Cấp mới")), None);
    }
}
