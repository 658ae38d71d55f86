//! LD004: Two codes of one unit for the same applicant, procedure and day of receipt.

use chrono::NaiveDate;

use super::{
    Case, Check, ColumnKind, Entry, Example, Facts, Fix, Hit, Rule, Severity, Text, grouped, places,
};

/// Possibly entered twice.
pub static RULE: Rule = Rule {
    code: "LD004",
    name: "likely-entered-twice",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Có thể nhập hai lần", en: "Possibly entered twice" },
    message: Text {
        vi: "Có thể là một hồ sơ nhập hai lần: {v} và {w} ({cell}) cùng người nộp, thủ tục và ngày tiếp nhận. Hãy kiểm tra rồi xoá dòng thừa, hoặc giải trình.",
        en: "Possibly one case entered twice: {v} and {w} ({cell}) have the same applicant, procedure and day of receipt. Check and delete one, or explain.",
    },
    why: Text { vi: "Cả hai đang được tính.", en: "Both are counted." },
    source: "Thực tế sổ theo dõi (nhập lại khi phần mềm cấp mã mới)",
    example: Example {
        bad: "…-0001 và …-0002 cùng người, cùng ngày, cùng thủ tục",
        good: "hai người nộp khác nhau",
    },
    check: Check::Cases(check),
};

fn check(cases: &[Case], _: &Facts<'_>) -> Vec<(usize, Hit)> {
    let mut hits = Vec::new();
    for rows in grouped(cases, key).into_values() {
        for (index, case) in &rows {
            let others: Vec<&Case> = rows
                .iter()
                .filter(|(at, other)| at != index && is_likely(case, other))
                .map(|(_, other)| *other)
                // As many as a message names: one applicant may fill a whole register.
                .take(10)
                .collect();
            if let Some(other) = others.first() {
                let hit = Hit::new(ColumnKind::CaseCode, shown(case))
                    .with("v", named(case))
                    .with("w", named(other))
                    .with("cell", places(others.iter().copied(), ColumnKind::CaseCode));
                hits.push((*index, hit));
            }
        }
    }
    hits.sort_by_key(|(index, _)| *index);
    hits
}

/// Two codes, or one or none of them written, with all days alike: without codes, one applicant may well come twice a day.
fn is_likely(case: &Case, other: &Case) -> bool {
    let days = |case: &Case| [case.due_on.get(), case.finished_on.get()];
    match (case.code.value(), other.code.value()) {
        (Some(code), Some(other)) => code != other,
        _ => days(case) == days(other),
    }
}

fn shown(case: &Case) -> &str {
    case.code.value().map_or("", String::as_str)
}

/// The code, or `–` where none is written.
fn named(case: &Case) -> &str {
    case.code.value().map_or("–", String::as_str)
}

/// Unit, applicant with content, procedure, day of receipt: all of them known.
type Key<'c> = (&'c str, u64, (Option<&'c str>, Option<&'c str>), NaiveDate);

fn key(case: &Case) -> Option<Key<'_>> {
    let procedure =
        (case.procedure_code.value().map(String::as_str), case.procedure_name.value().map(String::as_str));
    let known = procedure.0.is_some() || procedure.1.is_some();
    let applicant = case.applicant_digest.filter(|_| known && !matches!(case.code, Entry::Unreadable))?;
    Some((&case.unit, applicant, procedure, case.received_on.get()?))
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};

    fn two() -> [Case; 2] {
        let table = table("hop-thu/a.xlsx", "Sheet1", "a");
        [9, 10].map(|row| {
            let mut case = case_in(&table, row);
            case.applicant_digest = Some(7);
            case.procedure_code = Entry::Value("1.001770".to_owned());
            case
        })
    }

    #[test]
    fn two_codes_for_one_applicant_procedure_and_day_are_both_named() {
        let found = hits(&RULE, &two(), None);
        assert_eq!(found.len(), 2);
        assert!(found[0].1.values.contains(&("w", "000.19.08.H14-230105-0010".to_owned())));
    }

    #[test]
    fn another_day_another_applicant_or_an_unknown_procedure_are_left_alone() {
        let mut other_day = two();
        other_day[1].received_on = on("06/01/2023");
        let mut other_applicant = two();
        other_applicant[1].applicant_digest = Some(8);
        let mut unknown = two();
        for case in &mut unknown {
            case.procedure_code = Entry::Unreadable;
        }
        for cases in [other_day, other_applicant, unknown] {
            assert_eq!(hits(&RULE, &cases, None), []);
        }
    }

    #[test]
    fn a_row_without_a_code_is_likely_another_only_if_its_days_are_the_same() {
        let mut cases = two();
        cases[1].code = Entry::Blank;
        assert_eq!(hits(&RULE, &cases, None).len(), 2);
        cases[0].code = Entry::Blank;
        assert_eq!(hits(&RULE, &cases, None).len(), 2);
        cases[0].finished_on = on("10/01/2023");
        assert_eq!(hits(&RULE, &cases, None), []);
    }

    #[test]
    fn the_same_code_is_another_finding() {
        let mut cases = two();
        cases[1].code = cases[0].code.clone();
        assert_eq!(hits(&RULE, &cases, None), []);
    }
}
