//! Tables of the inbox with the headings of a catalogue ("Mã TTHC", "Tên TTHC") whose rows are cases: registers whose other
//! headings are not known. Taken for a catalogue, all their cases would vanish without a word.
//!
//! In: a sheet and a table of it. Out: whether its rows are cases, and the columns with days. Only the inbox is doubted: what
//! lies among the catalogue files was put there as a catalogue.

use std::collections::BTreeMap;

use crate::{
    cells::text::key,
    flow::{
        caselike::{code, is_day},
        headings::{Headings, TableKind},
        table::Found,
    },
    model::{
        place::Col,
        sheet::{Row, Sheet},
    },
};

/// So many rows decide.
const TRIED: usize = 2_000;
/// At most so many levels (central, province, district, commune) have the same procedure.
const LEVELS: usize = 4;
/// Headings over days of the decision which made a procedure known. Whole headings: “Ngày ra quyết định” and “Ngày ban hành
/// kết quả” are days of a case.
const OF_DECISIONS: [&str; 10] = [
    "ngày quyết định",
    "ngày qđ",
    "ngày ký qđ",
    "ngày ban hành",
    "ngày ban hành qđ",
    "ngày công bố",
    "ngày hiệu lực",
    "ngày có hiệu lực",
    "ngày cập nhật",
    "ngày văn bản",
];
/// A catalogue of so many different procedures may have dates of its own.
const FEW: usize = 30;

/// The columns without a known heading that hold days, if the rows of a table with the headings of a catalogue are cases;
/// `None` for a catalogue. `until` is the first row (1-based) of the next table.
pub(super) fn cases(sheet: &Sheet, table: &Found, until: u32, headings: &Headings) -> Option<Vec<Col>> {
    let rows: Vec<&Row> = sheet
        .rows
        .iter()
        .filter(|row| row.number > table.last_header() && row.number < until)
        .take(TRIED)
        .collect();
    let days = day_columns(&rows);
    let is_known =
        |col: &Col| table.columns.iter().any(|column| column.col == *col && column.meaning.is_some());
    let is_of_decision = |col: &Col| {
        let heading =
            table.columns.iter().find(|column| column.col == *col).map_or("", |column| &*column.heading);
        OF_DECISIONS.contains(&key(heading).as_str())
    };
    let unknown: Vec<Col> =
        days.iter().copied().filter(|col| !is_known(col) && !is_of_decision(col)).collect();
    let (all, repeated, most) = repeats(&rows, table);
    // A procedure may stand once for each level of authority.
    let is_register = rows.iter().any(|row| code(row).is_some())
        || all >= 4 && repeated * 2 >= all && (most > LEVELS || !unknown.is_empty())
        || unknown.len() >= 2 && (repeated > 0 || all <= FEW)
        || unknown.len() == 1 && repeated * 5 >= all && repeated > 0
        || !days.is_empty() && names(table, headings, &["applicant", "case_code"])
        || !unknown.is_empty() && names(table, headings, &["phone"]);
    is_register.then_some(unknown)
}

/// The columns in which at least half of what stands there are days.
fn day_columns(rows: &[&Row]) -> Vec<Col> {
    let mut columns: BTreeMap<Col, (usize, usize)> = BTreeMap::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        let (filled, days) = columns.entry(cell.col).or_default();
        *filled += 1;
        *days += usize::from(is_day(&cell.value));
    }
    columns
        .into_iter()
        .filter(|(_, (filled, days))| *days > 0 && days * 2 >= *filled)
        .map(|(col, _)| col)
        .collect()
}

/// How many rows have a procedure code, how many of them repeat a row above, and how often one stands at most: the same code, of the same unit, in force in
/// the same days. A catalogue names a procedure again only where one of these differs.
fn repeats(rows: &[&Row], table: &Found) -> (usize, usize, usize) {
    let told = ["procedure_code", "unit", "in_force_from", "in_force_to", "level", "time_limit"];
    let cols: Vec<Option<Col>> =
        told.iter().map(|meaning| table.column(meaning).map(|column| column.col)).collect();
    let shown = |row: &Row, col: Option<Col>| {
        col.and_then(|col| row.value(col)).map(|value| key(&value.shown())).unwrap_or_default()
    };
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut all = 0;
    for row in rows {
        let told: Vec<String> = cols.iter().map(|col| shown(row, *col)).collect();
        if told[0].bytes().any(|byte| byte.is_ascii_digit()) {
            all += 1;
            *seen.entry(told).or_default() += 1;
        }
    }
    (all, all - seen.len(), seen.values().copied().max().unwrap_or(0))
}

/// Whether a column that a catalogue does not know is, in a register, one of these: it names the people who apply.
fn names(table: &Found, headings: &Headings, wanted: &[&str]) -> bool {
    table.columns.iter().filter(|column| column.meaning.is_none()).any(|column| {
        let path: Vec<String> = column.heading.split(" > ").map(str::to_owned).collect();
        let listed = headings.listed(TableKind::Register, &path).map(|(meaning, _)| meaning);
        listed.is_some_and(|meaning| wanted.contains(&meaning))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::flow::{table, testing};

    fn doubted(rows: &[&[&'static str]]) -> Option<Vec<Col>> {
        let headings = Headings::embedded().unwrap();
        let sheet = testing::sheet(rows);
        let found = table::find(&sheet, &headings);
        assert_eq!(found[0].kind, TableKind::Catalogue);
        cases(&sheet, &found[0], u32::MAX, &headings)
    }

    #[test]
    fn a_register_in_own_words_is_no_catalogue() {
        let dated = doubted(&[
            &["TT", "Mã TTHC", "Tên TTHC", "Vào", "Ra"],
            &["1", "9.001740", "Cấp giấy phép", "05/01/2023", "12/01/2023"],
            &["2", "9.000555", "Cấp lại", "05/01/2023"],
        ]);
        assert_eq!(dated, Some(vec![Col(3), Col(4)]));
        let coded = doubted(&[
            &["TT", "Dấu", "Mã TTHC", "Tên TTHC"],
            &["1", "H14.08-230105-0001", "9.001740", "Cấp giấy phép"],
        ]);
        assert_eq!(coded, Some(vec![]));
        let repeated = doubted(&[
            &["TT", "Mã TTHC", "Tên TTHC", "Khi nào"],
            &["1", "9.001740", "Cấp giấy phép", "sáng"],
            &["2", "9.001740", "Cấp giấy phép", "chiều"],
            &["3", "9.001740", "Cấp giấy phép", "sáng mai"],
            &["4", "9.001740", "Cấp giấy phép", "chiều mai"],
            &["5", "9.001740", "Cấp giấy phép", "tối"],
            &["6", "9.000555", "Cấp lại", "sáng"],
        ]);
        assert_eq!(repeated, Some(vec![]));
        let named = doubted(&[
            &["TT", "Mã TTHC", "Tên TTHC", "Họ và tên người nộp", "Từ ngày"],
            &["1", "9.001740", "Cấp giấy phép", "Nguyễn Văn A", "05/01/2023"],
        ]);
        assert_eq!(named, Some(vec![]));
        // Days of a case, though decisions are spoken of; a telephone number beside a day nobody knows.
        let decided = doubted(&[
            &["TT", "Mã TTHC", "Tên TTHC", "Khách", "Ra quyết định", "Ban hành"],
            &["1", "9.001740", "Cấp giấy phép", "Cơ sở Một", "05/01/2023", "12/01/2023"],
            &["2", "9.000555", "Cấp lại", "Cơ sở Hai", "05/01/2023", "12/01/2023"],
        ]);
        assert_eq!(decided, Some(vec![Col(4), Col(5)]));
        let called = doubted(&[
            &["TT", "Mã TTHC", "Tên TTHC", "Khách", "Số điện thoại", "Vào"],
            &["1", "9.001740", "Cấp giấy phép", "Cơ sở Một", "0900000001", "05/01/2023"],
        ]);
        assert_eq!(called, Some(vec![Col(5)]));
    }

    #[test]
    fn a_catalogue_with_days_units_and_versions_is_one() {
        for rows in [
            &[
                &["Mã TTHC", "Tên TTHC", "Ngày công bố", "Hiệu lực từ", "Hiệu lực đến"][..],
                &["9.001740", "Cấp giấy phép", "05/01/2022", "01/02/2022", "31/01/2023"],
                &["9.001740", "Cấp giấy phép", "05/01/2023", "01/02/2023"],
                &["9.000555", "Cấp lại", "05/01/2023", "01/02/2023"],
            ][..],
            &[
                &["Mã TTHC", "Tên TTHC", "Đơn vị"][..],
                &["9.001740", "Cấp giấy phép", "Xã Một"],
                &["9.001740", "Cấp giấy phép", "Xã Hai"],
                &["9.001740", "Cấp giấy phép", "Xã Ba"],
                &["9.001740", "Cấp giấy phép", "Xã Bốn"],
            ],
            &[&["Mã TTHC", "Tên TTHC"][..], &["9.001740", "Cấp giấy phép"], &["9.000555", "Cấp lại"]],
            &[
                &["Mã TTHC", "Tên TTHC", "Cấp thực hiện"][..],
                &["9.001740", "Cấp giấy phép", "Cấp tỉnh"],
                &["9.001740", "Cấp giấy phép", "Cấp xã"],
                &["9.000555", "Cấp lại", "Cấp tỉnh"],
                &["9.000555", "Cấp lại", "Cấp xã"],
            ],
            &[
                &["Mã TTHC", "Tên TTHC", "Cấp thực hiện", "Ngày quyết định"][..],
                &["9.001740", "Cấp giấy phép", "Cấp tỉnh", "05/01/2022"],
                &["9.001740", "Cấp giấy phép", "Cấp xã", "05/01/2022"],
                &["9.000555", "Cấp lại", "Cấp tỉnh", "05/01/2022"],
                &["9.000555", "Cấp lại", "Cấp xã", "05/01/2022"],
            ],
            &[
                &["Mã TTHC", "Tên TTHC", "Người phụ trách", "Số điện thoại", "Ngày công bố"][..],
                &["9.001740", "Cấp giấy phép", "Bộ phận Một", "0900000001", "05/01/2022"],
                &["9.000555", "Cấp lại", "Bộ phận Hai", "0900000002", "05/01/2022"],
            ],
            &[
                &["Mã TTHC", "Tên TTHC", "Ngày quyết định", "Ngày cập nhật"][..],
                &["9.001740", "Cấp giấy phép", "05/01/2022", "01/02/2022"],
                &["9.000555", "Cấp lại", "05/01/2023", "01/02/2023"],
            ],
        ] {
            assert_eq!(doubted(rows), None, "{rows:?}");
        }
    }
}
