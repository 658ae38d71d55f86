//! LD008: One procedure code goes with several names.

use std::collections::BTreeMap;

use super::{Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, grouped};
use crate::cells::{procedure_code, text};

/// One procedure code, several names.
pub static RULE: Rule = Rule {
    code: "LD008",
    name: "code-with-several-names",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Một mã thủ tục, nhiều tên", en: "One procedure code, several names" },
    message: Text {
        vi: "Mã {v} đi với {n} tên khác nhau; dòng này ghi “{name}”, phổ biến nhất là “{top}” ({k} dòng). Hãy kiểm tra sai mã hay sai tên.",
        en: "Code {v} goes with {n} names; this row says “{name}”, the most common is “{top}” ({k} rows). Check whether the code or the name is wrong.",
    },
    why: Text {
        vi: "Tên khác nhau cho một mã thường là chép nhầm mã.",
        en: "Different names for one code usually mean a wrongly copied code.",
    },
    source: "Thực tế sổ theo dõi (chép mã từ dòng trên)",
    example: Example { bad: "1.001770 với hai tên khác nhau", good: "1.001770 với một tên" },
    check: Check::Cases(check),
};

/// Rows whose name is not the most common one. With a catalogue each code is either known, then DM003 compares the name,
/// or it is not, then DM001 says so and its names tell nothing.
fn check(cases: &[Case], facts: &Facts<'_>) -> Vec<(usize, Hit)> {
    let mut hits = Vec::new();
    if facts.catalogue.is_some() {
        return hits;
    }
    for (code, rows) in grouped(cases, short_code) {
        // Name key → rows with it, and the first of them (rows are in order, so ties go to the earlier name).
        let mut names: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (at, (_, case)) in rows.iter().enumerate() {
            if let Some(name) = case.procedure_name.value() {
                names.entry(text::key(name)).or_insert((0, at)).0 += 1;
            }
        }
        let top = names.iter().max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)));
        let Some((top_key, &(count, first))) = top.filter(|_| names.len() > 1) else { continue };
        let Some(top_name) = rows[first].1.procedure_name.value() else { continue };
        for (index, case) in &rows {
            if let Some(name) = case.procedure_name.value().filter(|name| text::key(name) != *top_key) {
                let hit = Hit::new(ColumnKind::ProcedureName, name)
                    .with("v", &code)
                    .with("n", names.len().to_string())
                    .with("name", name)
                    .with("top", top_name)
                    .with("k", count.to_string())
                    .suggest(Some(top_name.clone()));
                hits.push((*index, hit));
            }
        }
    }
    hits.sort_by_key(|(index, _)| *index);
    hits
}

fn short_code(case: &Case) -> Option<String> {
    let code = case.procedure_code.value().filter(|_| case.procedure.is_none())?;
    Some(procedure_code::read(code).code().map_or_else(|| code.clone(), |code| code.short().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};
    use crate::rules::Entry;

    fn named(names: &[(&str, &str)]) -> Vec<Case> {
        let table = table("hop-thu/a.xlsx", "Sheet1", "a");
        let row = |(row, (code, name)): (u32, &(&str, &str))| {
            let mut case = case_in(&table, row);
            case.procedure_code = Entry::Value((*code).to_owned());
            case.procedure_name = Entry::Value((*name).to_owned());
            case
        };
        (9..).zip(names).map(row).collect()
    }

    #[test]
    fn the_rarer_name_is_reported_and_the_common_one_suggested() {
        let cases =
            named(&[("1.001770", "Cấp lại"), ("1.001770.000.00.00.H14", "Cấp mới"), ("1.001770", "CẤP MỚI")]);
        let found = hits(&RULE, &cases, None);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0, found[0].1.suggestion.as_deref()), (0, Some("Cấp mới")));
    }

    #[test]
    fn of_two_equally_common_names_the_first_stands() {
        let found = hits(&RULE, &named(&[("1.001770", "B"), ("1.001770", "A")]), None);
        assert_eq!(found.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn spelling_alone_and_codes_of_the_catalogue_are_left_alone() {
        assert_eq!(hits(&RULE, &named(&[("1.001770", "Hoá chất"), ("1.001770", "hóa  chất")]), None), []);
        let mut cases = named(&[("1.001770", "A"), ("1.001770", "B")]);
        for case in &mut cases {
            case.procedure = Some(0);
        }
        assert_eq!(hits(&RULE, &cases, None), []);
    }
}
