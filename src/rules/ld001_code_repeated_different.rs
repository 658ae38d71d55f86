//! LD001: One case code occurs on several rows of a unit with different content. Every row is marked.

use super::{
    Case, Check, ColumnKind, Example, Facts, Fix, Hit, Rule, Severity, Text, kept, places, places_but,
    repeated,
};

/// Case code repeated with different content.
pub static RULE: Rule = Rule {
    code: "LD001",
    name: "code-repeated-different",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Trùng mã hồ sơ, nội dung khác", en: "Case code repeated with different content"
    },
    message: Text {
        vi: "Mã hồ sơ {v} xuất hiện {n} lần với nội dung khác nhau; các dòng kia: {cells}. {counted} Nếu là một hồ sơ, hãy xoá dòng thừa trong sổ; nếu là hai hồ sơ, hãy sửa mã sai.",
        en: "Case code {v} occurs {n} times with different content; the other rows: {cells}. {counted} If they are one case, delete the superfluous row in the register; if they are two, correct the wrong code.",
    },
    why: Text {
        vi: "Chỉ dòng có ngày muộn hơn được tính; nếu là hai hồ sơ thật thì báo cáo thiếu một.",
        en: "Only the row with the later dates is counted; if they are two cases, one is lacking.",
    },
    source: "Thông tư 01/2018/TT-VPCP, Điều 19 (mỗi hồ sơ một mã số)",
    example: Example {
        bad: "hai dòng H14.08-230105-0001, hai thủ tục", good: "mỗi hồ sơ một mã"
    },
    check: Check::Cases(check),
};

fn check(cases: &[Case], _: &Facts<'_>) -> Vec<(usize, Hit)> {
    let mut hits = Vec::new();
    for (code, rows) in repeated(cases) {
        let differ = rows.iter().any(|(_, case)| case.content_digest != rows[0].1.content_digest);
        let counted = kept(&rows);
        for (index, _) in rows.iter().filter(|_| differ) {
            let (vi, en) = match counted {
                Some((at, case)) if at != *index => {
                    let cell = places([case], ColumnKind::CaseCode);
                    (
                        format!("Dòng được lấy để tính là {cell}, không phải dòng này."),
                        format!("The row that counts is {cell}, not this one."),
                    )
                }
                _ => ("Dòng này được lấy để tính.".to_owned(), "This is the row that counts.".to_owned()),
            };
            let hit = Hit::new(ColumnKind::CaseCode, code)
                .with("v", code)
                .with("n", rows.len().to_string())
                .with("cells", places_but(&rows, *index, ColumnKind::CaseCode))
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
    use crate::{model::case::Fate, rules::Entry};

    fn rows(digests: &[u64]) -> Vec<Case> {
        let table = table("hop-thu/a.xlsx", "Sheet1", "a");
        let row = |(row, digest): (u32, &u64)| {
            let mut case = case_in(&table, row);
            case.code = Entry::Value("H14.08-230105-0001".to_owned());
            case.content_digest = *digest;
            case
        };
        (9..).zip(digests).map(row).collect()
    }

    #[test]
    fn every_row_of_a_repeated_code_is_named_with_the_places_of_the_others() {
        let found = hits(&RULE, &rows(&[1, 2, 2]), None);
        let indexes: Vec<usize> = found.iter().map(|(index, _)| *index).collect();
        assert_eq!(indexes, [0, 1, 2]);
        assert!(
            found[1]
                .1
                .values
                .contains(&("cells", "hop-thu/a.xlsx | Sheet1!B9; hop-thu/a.xlsx | Sheet1!B11".to_owned()))
        );
        assert!(found[1].1.values.contains(&("n", "3".to_owned())));
    }

    #[test]
    fn each_row_says_which_one_counts() {
        let mut cases = rows(&[1, 2]);
        cases[0].fate = Fate::Duplicate;
        let told: Vec<String> = hits(&RULE, &cases, None)
            .into_iter()
            .flat_map(|(_, hit)| hit.values.into_iter().filter(|(hole, _)| *hole == "counted"))
            .map(|(_, text)| text)
            .collect();
        assert_eq!(
            told,
            [
                "Dòng được lấy để tính là hop-thu/a.xlsx | Sheet1!B10, không phải dòng này.",
                "Dòng này được lấy để tính."
            ]
        );
    }

    #[test]
    fn the_same_content_is_another_finding() {
        assert_eq!(hits(&RULE, &rows(&[1, 1]), None), []);
    }

    #[test]
    fn two_units_and_replaced_files_are_not_compared() {
        let mut cases = rows(&[1, 2]);
        cases[1].unit = "b".into();
        assert_eq!(hits(&RULE, &cases, None), []);
        let mut cases = rows(&[1, 2]);
        cases[1].fate = Fate::Superseded;
        assert_eq!(hits(&RULE, &cases, None), []);
    }

    #[test]
    fn a_long_list_of_places_says_how_many_more_there_are() {
        let found = hits(&RULE, &rows(&(0..13).collect::<Vec<u64>>()), None);
        let cells = &found[0].1.values[2].1;
        assert!(cells.ends_with("; … (+2)"), "{cells}");
        assert_eq!(cells.matches("Sheet1!").count(), 10);
    }
}
