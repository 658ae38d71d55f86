//! DM002: The procedure was not in force on the day of receipt.

use chrono::NaiveDate;

use super::{
    Case, Check, ColumnKind, Entry, Example, Facts, Fix, Hit, Rule, Severity, Text, is_in_play,
    procedure_column, shown,
};
use crate::cells::procedure_code;

/// Procedure not in force on receipt.
pub static RULE: Rule = Rule {
    code: "DM002",
    name: "procedure-not-in-force",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text {
        vi: "Thủ tục không có hiệu lực khi tiếp nhận", en: "Procedure not in force on receipt"
    },
    message: Text {
        vi: "Thủ tục {v} chỉ có hiệu lực {window}; hồ sơ tiếp nhận ngày {t}. Hãy sửa mã thủ tục, hoặc ngày tiếp nhận.",
        en: "Procedure {v} is in force {window} only; the case was received on {t}. Correct the procedure code, or the receipt date.",
    },
    why: Text {
        vi: "Hồ sơ của thủ tục đã bãi bỏ thường là chọn nhầm mã cũ.",
        en: "A case of an abolished procedure usually has the old code by mistake.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example {
        bad: "nhận 05/01/2023, thủ tục hết hiệu lực 31/12/2022",
        good: "nhận 05/01/2023, thủ tục còn hiệu lực",
    },
    check: Check::Case(check),
};

fn check(case: &Case, facts: &Facts<'_>) -> Option<Hit> {
    let received = case.received_on.get().filter(|_| is_in_play(case))?;
    let procedure = facts.procedure(case).filter(|procedure| !procedure.in_force(received))?;
    let end = |day: Option<NaiveDate>| day.map_or_else(|| "…".to_owned(), shown);
    let column = procedure_column(case);
    let has_codes = !matches!(case.procedure_code, Entry::NoColumn);
    let replaced_by = procedure.replaced_by.as_ref();
    // What is suggested goes into a cell: the code where there is a column for it, else the new procedure's name.
    let suggestion = if has_codes {
        replaced_by.cloned()
    } else {
        replaced_by.and_then(|code| {
            let found = facts.catalogue?.with_code(&procedure_code::key(code)).first().copied()?;
            facts.catalogue.map(|catalogue| catalogue.procedures[found].name.clone())
        })
    };
    let value = case.procedure_code.value().or(case.procedure_name.value()).unwrap_or(&procedure.code);
    let hit = Hit::new(column, value)
        .with("v", &procedure.code)
        .with("window", format!("{}–{}", end(procedure.from), end(procedure.to)))
        .with("t", shown(received))
        .suggest(suggestion);
    Some(if has_codes && column != ColumnKind::ProcedureCode {
        hit.into_column(ColumnKind::ProcedureCode)
    } else {
        hit
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};

    #[test]
    fn the_last_day_in_force_is_allowed_and_the_next_is_not() {
        let mut procedure = procedure("1.001770", "Cấp giấy phép");
        procedure.replaced_by = Some("1.001771".to_owned());
        procedure.to = Some(day("05/01/2023"));
        assert_eq!(hit_with(&RULE, &case(), procedure.clone()), None);
        procedure.to = Some(day("04/01/2023"));
        let hit = hit_with(&RULE, &case(), procedure).expect("a hit");
        assert_eq!(hit.suggestion.as_deref(), Some("1.001771"));
        assert!(hit.values.contains(&("window", "…–04/01/2023".to_owned())));
    }

    #[test]
    fn a_case_before_the_first_day_is_reported() {
        let mut procedure = procedure("1.001770", "Cấp giấy phép");
        procedure.from = Some(day("06/01/2023"));
        assert!(hit_with(&RULE, &case(), procedure).is_some());
    }

    #[test]
    fn an_unknown_procedure_is_another_finding() {
        assert_eq!(hit(&RULE, &case()), None);
    }
}
