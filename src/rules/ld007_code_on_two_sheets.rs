//! LD007: The same case with the same content stands on two sheets of one file; it is counted once.

use super::{
    Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, keep_and_delete, on_two_sheets,
    places, repeated,
};

/// Case on two sheets.
pub static RULE: Rule = Rule {
    code: "LD007",
    name: "code-on-two-sheets",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Hồ sơ có ở hai trang", en: "Case on two sheets" },
    message: Text {
        vi: "Hồ sơ {v} có ở cả trang “{s1}” và trang “{s2}” ({cell}); chỉ tính một lần. {counted}",
        en: "Case {v} is on both “{s1}” and “{s2}” ({cell}); counted once. {counted}",
    },
    why: Text {
        vi: "Trang tháng và trang tổng hợp thường lặp lại hồ sơ của nhau.",
        en: "Monthly sheets and a summary sheet often repeat each other's cases.",
    },
    source: "Thực tế sổ theo dõi (mỗi tháng một trang, thêm trang cả quý)",
    example: Example {
        bad: "cùng mã ở “Tháng 1” và “Quý I”", good: "mỗi hồ sơ ở một trang"
    },
    check: Check::Cases(check),
};

/// Every row of which another stands on another sheet of the same file.
fn check(cases: &[Case], _: &Facts<'_>) -> Vec<(usize, Hit)> {
    let mut hits = Vec::new();
    for (code, rows) in repeated(cases) {
        let (_, first) = rows[0];
        if rows.iter().any(|(_, case)| case.content_digest != first.content_digest) {
            continue;
        }
        for (index, case) in &rows {
            let elsewhere: Vec<&Case> =
                rows.iter().map(|(_, other)| *other).filter(|other| on_two_sheets(case, other)).collect();
            let Some(other) = elsewhere.first() else { continue };
            let (vi, en) = keep_and_delete(&rows, *index);
            let hit = Hit::new(ColumnKind::CaseCode, code)
                .with("v", code)
                .with("s1", case.origin.table.sheet.as_ref())
                .with("s2", other.origin.table.sheet.as_ref())
                .with("cell", places(elsewhere.iter().copied(), ColumnKind::CaseCode))
                .with_words("counted", vi, en);
            hits.push((*index, hit));
        }
    }
    hits.sort_by_key(|(index, _)| *index);
    hits
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};

    fn twice(file: &str, sheet: &str) -> [Case; 2] {
        let first = case();
        let mut second = case_in(&table(file, sheet, "a"), 30);
        second.code = first.code.clone();
        second.content_digest = first.content_digest;
        [first, second]
    }

    #[test]
    fn the_rows_on_both_sheets_are_named() {
        let found = hits(&RULE, &twice("hop-thu/a.xlsx", "Tháng 2"), None);
        assert_eq!(found.len(), 2);
        assert!(found[0].1.values.contains(&("s1", "Sheet1".to_owned())));
        assert!(found[0].1.values.contains(&("s2", "Tháng 2".to_owned())));
    }

    #[test]
    fn the_same_sheet_and_another_file_are_other_findings() {
        assert_eq!(hits(&RULE, &twice("hop-thu/a.xlsx", "Sheet1"), None), []);
        assert_eq!(hits(&RULE, &twice("hop-thu/b.xlsx", "Tháng 2"), None), []);
    }
}
