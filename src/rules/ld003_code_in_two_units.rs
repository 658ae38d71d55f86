//! LD003: One case code stands in the registers of two units. Both count and both are marked.

use std::collections::BTreeSet;

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, grouped, places};

/// Case in two units' registers.
pub static RULE: Rule = Rule {
    code: "LD003",
    name: "code-in-two-units",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Hồ sơ có trong sổ của hai đơn vị", en: "Case in two units' registers" },
    message: Text {
        vi: "Hồ sơ {v} cũng có trong sổ của {unit} ({cell}). Hai đơn vị cần thống nhất bên nào báo cáo, bên kia xoá khỏi sổ.",
        en: "Case {v} is also in {unit}'s register ({cell}). The two units must agree who reports it; the other deletes it.",
    },
    why: Text {
        vi: "Hồ sơ đang được tính hai lần, cho cả hai đơn vị.",
        en: "The case is counted twice, once for each unit.",
    },
    source: "Thực tế số liệu tổng hợp từ nhiều đơn vị bị tính trùng",
    example: Example {
        bad: "H14.08-230105-0001 trong sổ Phòng A và Phòng B",
        good: "hồ sơ chỉ có trong một sổ",
    },
    check: Check::Cases(check),
};

fn check(cases: &[Case], _: &Facts<'_>) -> Vec<(usize, Hit)> {
    let mut hits = Vec::new();
    for (code, rows) in grouped(cases, national_code) {
        let units: BTreeSet<&str> = rows.iter().map(|(_, case)| case.unit.as_ref()).collect();
        for (index, case) in rows.iter().filter(|_| units.len() > 1) {
            let others: Vec<&str> =
                units.iter().copied().filter(|unit| *unit != case.unit.as_ref()).collect();
            let there = rows.iter().map(|(_, other)| *other).filter(|other| other.unit != case.unit);
            let hit = Hit::new(ColumnKind::CaseCode, code)
                .with("v", code)
                .with("unit", others.join(", "))
                .with("cell", places(there, ColumnKind::CaseCode));
            hits.push((*index, hit));
        }
    }
    hits.sort_by_key(|(index, _)| *index);
    hits
}

/// The code, unless it is a free number: every hand-kept register has its own "12".
fn national_code(case: &Case) -> Option<&String> {
    case.code.value().filter(|_| !case.code_is_free)
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};

    #[test]
    fn both_units_are_named_even_with_the_same_content() {
        let first = case();
        let mut second = case_in(&table("hop-thu/b.xlsx", "Sheet1", "b"), 30);
        second.code = first.code.clone();
        second.content_digest = first.content_digest;
        let found = hits(&RULE, &[first, second], None);
        assert_eq!(found.len(), 2);
        assert!(found[0].1.values.contains(&("unit", "b".to_owned())));
        assert!(found[0].1.values.contains(&("cell", "hop-thu/b.xlsx | Sheet1!B30".to_owned())));
        assert!(found[1].1.values.contains(&("unit", "a".to_owned())));
    }

    #[test]
    fn a_code_repeated_within_a_unit_is_another_finding() {
        assert_eq!(hits(&RULE, &[case(), case()], None), []);
    }
}
