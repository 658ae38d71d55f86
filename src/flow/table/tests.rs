//! Tests of `table`.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::flow::testing::{merge, sheet};

fn meanings(found: &Found) -> Vec<(String, &str)> {
    found
        .columns
        .iter()
        .filter_map(|column| Some((column.col.to_string(), column.meaning.as_deref()?)))
        .collect()
}

fn find_in(sheet: &Sheet) -> Vec<Found> {
    find(sheet, &Headings::embedded().unwrap())
}

#[test]
fn a_merged_two_row_header_is_joined_parent_to_child() {
    let mut sheet = sheet(&[
        &["SỞ KHOA HỌC"],
        &["STT", "Mã hồ sơ", "Tên TTHC", "Ngày, tháng, năm", "", "", "Ghi chú"],
        &["", "", "", "Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả", ""],
        &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        &["1", "000.99.99.H14-230105-0001", "Cấp phép", "05/01/2023", "10/01/2023", "09/01/2023"],
    ]);
    sheet.merges = vec![merge("A2:A3"), merge("B2:B3"), merge("C2:C3"), merge("D2:F2"), merge("G2:G3")];
    let tables = find_in(&sheet);
    assert_eq!(tables.len(), 1);
    assert_eq!(tables[0].header_rows, [2, 3]);
    let found: Vec<_> = meanings(&tables[0]).into_iter().map(|(col, name)| format!("{col}={name}")).collect();
    assert_eq!(
        found,
        [
            "A=sequence",
            "B=case_code",
            "C=procedure_name",
            "D=received_on",
            "E=due_on",
            "F=handed_over_on",
            "G=note"
        ]
    );
}

#[test]
fn a_second_row_that_only_says_date_belongs_to_the_header() {
    let rows: &[&[&'static str]] = &[
        &["STT", "Mã hồ sơ", "Tên TTHC", "Nhận hồ sơ", "Hẹn trả", "Hoàn thành"],
        &["", "", "", "Ngày tháng", "Ngày tháng", "Ngày"],
        &["1", "000.99.99.H14-230105-0001", "Cấp phép", "05/01/2023", "10/01/2023", "09/01/2023"],
    ];
    for merged in [true, false] {
        let mut sheet = sheet(rows);
        if merged {
            sheet.merges = vec![merge("A1:A2"), merge("B1:B2"), merge("C1:C2")];
            let tables = find_in(&sheet);
            assert_eq!(tables[0].column("finished_on").unwrap().col, Col(5));
        }
        let tables = find_in(&sheet);
        assert_eq!(tables[0].header_rows, [1, 2], "merged: {merged}");
        assert_eq!(tables[0].column("received_on").unwrap().col, Col(3));
        assert_eq!(tables[0].column("due_on").unwrap().col, Col(4));
    }
}

#[test]
fn a_first_row_of_words_under_the_header_is_no_header() {
    let sheet = sheet(&[
        &["Mã hồ sơ", "Tên TTHC", "Ngày nhận", "Hình thức nộp"],
        &["chưa có", "Cấp phép", "không rõ", "Trực tuyến"],
        &["000.99.99.H14-230105-0001", "Cấp phép", "05/01/2023", "Trực tiếp"],
    ]);
    assert_eq!(find_in(&sheet)[0].header_rows, [1]);
}

#[test]
fn parents_without_merges_reach_the_columns_to_their_right() {
    let sheet = sheet(&[
        &["STT", "Mã hồ sơ", "Trả kết quả", "", "Tiếp nhận", ""],
        &["", "", "Ngày", "Ký nhận", "Ngày", "Hình thức"],
    ]);
    let tables = find_in(&sheet);
    assert_eq!(tables[0].header_rows, [1, 2]);
    assert_eq!(tables[0].column("received_on").unwrap().col, Col(4));
    assert_eq!(tables[0].column("handed_over_on").unwrap().col, Col(2));
    assert_eq!(tables[0].column("channel").unwrap().col, Col(5));
}

#[test]
fn a_catalogue_is_not_a_register_and_a_register_not_a_catalogue() {
    let catalogue = sheet(&[&["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"]]);
    assert_eq!(find_in(&catalogue)[0].kind, TableKind::Catalogue);
    let register = sheet(&[&["STT", "Mã TTHC", "Tên TTHC", "Ngày tiếp nhận", "Ngày hẹn trả"]]);
    assert_eq!(find_in(&register)[0].kind, TableKind::Register);
    let indicators = sheet(&[&["Mã chỉ tiêu", "Nội dung", "Đơn vị tính", "Số liệu", "Ghi chú"]]);
    assert_eq!(find_in(&indicators)[0].kind, TableKind::Indicators);
}

#[test]
fn the_better_spelling_wins_and_equal_ones_are_rivals() {
    let sheet =
        sheet(&[&["Mã hồ sơ", "Ngày tiếp nhận", "Ngày ký hồ sơ", "Ngày kết thúc xử lý", "Ngày tiếp nhận"]]);
    let found = &find_in(&sheet)[0];
    assert_eq!(found.column("finished_on").unwrap().col, Col(3));
    assert_eq!(found.column("received_on").unwrap().col, Col(1));
    let equal: Vec<_> = found.rivals.iter().map(|rival| (rival.meaning.as_str(), rival.equal)).collect();
    assert_eq!(equal, [("finished_on", false), ("received_on", true)]);
}

#[test]
fn number_rows_in_any_style_are_known() {
    for row in [
        ["(1)", "(2)", "(3)=(4)+(5)"],
        ["1", "2", "3"],
        ["A", "B", "1"],
        ["[1]", "[2]", "[3]"],
        ["I", "II", "III"],
    ] {
        assert!(is_number_row(&sheet(&[&row]).rows[0]), "{row:?}");
    }
    assert!(!is_number_row(&sheet(&[&["1", "Cấp phép", "2"]]).rows[0]));
}
