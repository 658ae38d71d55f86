//! LD002: The row repeats an earlier one of the same unit exactly.

use super::{
    Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, keep_and_delete, on_two_sheets,
    places_but, repeated,
};

/// Row repeated.
pub static RULE: Rule = Rule {
    code: "LD002",
    name: "row-repeated",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Dòng lặp lại", en: "Row repeated" },
    message: Text {
        vi: "Dòng trùng hoàn toàn với {cell}; chỉ tính một lần. {counted}",
        en: "Identical to {cell}; counted once. {counted}",
    },
    why: Text {
        vi: "Tính cả hai thì số liệu tăng khống.", en: "Counting both would inflate the figures."
    },
    source: "Thực tế sổ theo dõi (chép lặp khi ghép sổ)",
    example: Example { bad: "hai dòng giống hệt nhau", good: "một dòng" },
    check: Check::Cases(check),
};

/// Every row; those on several sheets of one file are LD007, and a code with different contents is LD001.
fn check(cases: &[Case], _: &Facts<'_>) -> Vec<(usize, Hit)> {
    let mut hits = Vec::new();
    for (code, rows) in repeated(cases) {
        let (_, first) = rows[0];
        if rows.iter().any(|(_, case)| case.content_digest != first.content_digest) {
            continue;
        }
        for (index, case) in &rows {
            let others = || rows.iter().filter(|(other, _)| other != index).map(|(_, case)| *case);
            if !others().all(|other| on_two_sheets(case, other)) {
                let cell = places_but(&rows, *index, ColumnKind::CaseCode);
                let (vi, en) = keep_and_delete(&rows, *index);
                let hit = Hit::new(ColumnKind::CaseCode, code).with("cell", cell);
                hits.push((*index, hit.with_words("counted", vi, en)));
            }
        }
    }
    hits.sort_by_key(|(index, _)| *index);
    hits
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};
    use std::sync::Arc;

    use crate::{model::case::Table, rules::Entry};

    fn twice(other: &Arc<Table>) -> Vec<Case> {
        let first = case();
        let mut second = case_in(other, 30);
        second.code = first.code.clone();
        second.content_digest = first.content_digest;
        vec![first, second]
    }

    #[test]
    fn both_rows_are_named_with_the_place_of_the_other() {
        for other in [table("hop-thu/a.xlsx", "Sheet1", "a"), table("hop-thu/a2.xlsx", "Sheet1", "a")] {
            let found = hits(&RULE, &twice(&other), None);
            assert_eq!(found.len(), 2);
            assert_eq!(found[1].0, 1);
            assert_eq!(found[1].1.values[0], ("cell", "hop-thu/a.xlsx | Sheet1!B9".to_owned()));
            assert!(found[0].1.values[0].1.ends_with("!B30"));
        }
    }

    #[test]
    fn one_row_is_to_be_kept_and_the_other_may_go() {
        let mut cases = twice(&table("hop-thu/a2.xlsx", "Sheet1", "a"));
        cases[1].fate = crate::model::case::Fate::Duplicate;
        let found = hits(&RULE, &cases, None);
        let told = |at: usize| found[at].1.values[1].1.as_str();
        assert!(told(0).contains("hãy giữ lại"), "{}", told(0));
        assert!(
            told(1).contains("hop-thu/a.xlsx | Sheet1!B9: hãy giữ dòng đó và xoá dòng này"),
            "{}",
            told(1)
        );
    }

    #[test]
    fn other_content_another_sheet_and_rows_without_a_code_are_left_alone() {
        let mut cases = twice(&table("hop-thu/a.xlsx", "Sheet1", "a"));
        cases[1].content_digest += 1;
        assert_eq!(hits(&RULE, &cases, None), []);
        assert_eq!(hits(&RULE, &twice(&table("hop-thu/a.xlsx", "Tháng 2", "a")), None), []);
        let mut cases = twice(&table("hop-thu/a.xlsx", "Sheet1", "a"));
        for case in &mut cases {
            case.code = Entry::Blank;
        }
        assert_eq!(hits(&RULE, &cases, None), []);
    }
}
