//! DM006: The register's time limit is not the catalogue's.

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Lang, Rule, Severity, Text};

/// Time limit differs from the catalogue.
pub static RULE: Rule = Rule {
    code: "DM006",
    name: "time-limit-differs",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Thời hạn khác danh mục", en: "Time limit differs from the catalogue" },
    message: Text {
        vi: "Sổ ghi thời hạn {a}, danh mục là {b}. Hãy sửa, hoặc giải trình.",
        en: "The register's limit is {a}, the catalogue's {b}. Correct it, or explain.",
    },
    why: Text {
        vi: "Thời hạn sai làm sai ngày hẹn, và từ đó sai trước hạn, quá hạn.",
        en: "A wrong limit gives a wrong due date, and so wrong early and late counts.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example { bad: "15 ngày làm việc", good: "10 ngày làm việc" },
    check: Check::Case(check),
};

fn check(case: &Case, facts: &Facts<'_>) -> Option<Hit> {
    let stated = case.limit.get()?;
    let procedure = facts.procedure(case)?;
    // One of several limits of a procedure (by channel or kind of case) is as good as any other.
    let known = procedure.limits.limits();
    if known.is_empty() || known.iter().any(|known| known.limit == stated) {
        return None;
    }
    let limit = procedure.limit(case.channel.get())?;
    let (expected, said) = (limit.shown(Lang::Vi), stated.shown(Lang::En));
    let stated = stated.shown(Lang::Vi);
    Some(
        Hit::new(ColumnKind::TimeLimit, &stated)
            .with_words("a", &stated, said)
            .with_words("b", &expected, limit.shown(Lang::En))
            .suggest(Some(expected)),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{super::sample::*, *};
    use crate::{
        model::limit::{self, Limit, LimitUnit},
        rules::Entry,
    };

    #[test]
    fn the_unit_of_a_limit_matters_as_much_as_its_number() {
        let mut case = case();
        for (value, unit, reported) in [
            (5.0, LimitUnit::WorkingDays, false),
            (5.0, LimitUnit::Days, true),
            (6.0, LimitUnit::WorkingDays, true),
        ] {
            case.limit = Limit::new(value, unit).map_or(Entry::Blank, Entry::Value);
            assert_eq!(hit_with(&RULE, &case, five_working_days()).is_some(), reported, "{value} {unit:?}");
        }
    }

    #[test]
    fn any_of_the_procedures_limits_will_do() {
        let mut case = case();
        let shorter = Limit::new(3.0, LimitUnit::WorkingDays).expect("a limit");
        case.limit = Entry::Value(shorter);
        let mut procedure = five_working_days();
        procedure.limits = limit::read("Trực tiếp 5 ngày làm việc; Trực tuyến 3 ngày làm việc");
        assert_eq!(hit_with(&RULE, &case, procedure), None);
    }

    #[test]
    fn a_procedure_without_a_limit_says_nothing_about_it() {
        let mut case = case();
        case.limit = Limit::new(3.0, LimitUnit::Days).map_or(Entry::Blank, Entry::Value);
        assert_eq!(hit_with(&RULE, &case, procedure("1.001770", "Cấp giấy phép")), None);
    }
}
