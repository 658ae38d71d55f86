//! Tests of `rows`.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::flow::{headings::Headings, table, testing};

fn classes(rows: &[&[&'static str]]) -> (Vec<RowClass>, Vec<Verdict>) {
    let sheet = testing::sheet(rows);
    let tables = table::registers(&table::find(&sheet, &Headings::embedded().unwrap()));
    let fields = [Arc::from("Đo lường"), Arc::from("Sở hữu trí tuệ")];
    let verdicts = judge(&sheet, &tables, &fields, &Words::embedded().unwrap());
    let counts = RowCounts::count(sheet.last_row(), &verdicts);
    assert!(counts.adds_up(), "{counts:?}");
    (verdicts.iter().map(|verdict| verdict.class).collect(), verdicts)
}

const HEADER: &[&str] = &["STT", "Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận", "Ngày hẹn trả"];

#[test]
fn a_whole_register_page_is_understood() {
    use RowClass::{Blank, Case, Footer, Group, Header, Note, Number, Title, Total};
    let (found, verdicts) = classes(&[
        &["SỞ KHOA HỌC VÀ CÔNG NGHỆ", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        &["SỔ THEO DÕI HỒ SƠ"],
        HEADER,
        &["(1)", "(2)", "(3)", "(4)", "(5)"],
        &["I", "Lĩnh vực Đo lường"],
        &["1", "000.99.99.H14-230105-0001", "Điều chỉnh", "05/01/2023", "10/01/2023"],
        &["", "Cộng: 1 hồ sơ"],
        &["II", "Sở hữu trí tuệ"],
        HEADER,
        &["2", "000.99.99.H14-230106-0001", "Giám định", "06/01/2023", ""],
        &["3"],
        &["", "TỔNG CỘNG", "", "2"],
        &["Ghi chú: số liệu tạm tính"],
        &["", "", "", "Cao Bằng, ngày 05 tháng 3 năm 2023"],
        &["", "Người lập biểu", "", "Thủ trưởng đơn vị"],
        &["", "Nguyễn Văn Mẫu"],
    ]);
    assert_eq!(
        found,
        [
            Title, Title, Header, Number, Group, Case, Total, Group, Header, Case, Blank, Total, Note,
            Footer, Footer, Footer
        ]
    );
    assert_eq!(verdicts[5].field.as_deref(), Some("Đo lường"));
    assert_eq!((verdicts[6].stated, verdicts[11].stated), (Some(1), Some(2)));
}

#[test]
fn the_group_goes_on_below_a_header_repeated_on_a_new_page() {
    let (_, verdicts) = classes(&[
        HEADER,
        &["I", "Đo lường"],
        &["1", "A-230105-001", "X", "05/01/2023", ""],
        HEADER,
        &["2", "A-230105-002", "X", "05/01/2023", ""],
    ]);
    assert_eq!(verdicts[4].field.as_deref(), Some("Đo lường"));
}

#[test]
fn a_row_with_an_unreadable_date_or_no_date_is_still_a_case() {
    let (found, _) = classes(&[
        HEADER,
        &["1", "A-230105-001", "Cấp phép", "31/02/2023", ""],
        &["2", "A-230105-002", "Cấp phép", "", ""],
        &["3", "", "Tổng công ty Thí dụ xin phép", "05/01/2023", ""],
    ]);
    assert_eq!(found[1..], [RowClass::Case, RowClass::Case, RowClass::Case]);
}

#[test]
fn a_lone_text_among_cases_is_unclassified_and_a_unit_row_names_the_unit() {
    let (found, verdicts) = classes(&[
        HEADER,
        &["", "Phòng Quản lý chuyên ngành"],
        &["1", "A-230105-001", "Cấp phép", "05/01/2023", ""],
        &["", "xem thêm tệp kia"],
        &["2", "A-230105-002", "Cấp phép", "05/01/2023", ""],
    ]);
    assert_eq!(
        found,
        [RowClass::Header, RowClass::Group, RowClass::Case, RowClass::Unclassified, RowClass::Case]
    );
    assert_eq!(verdicts[2].unit.as_deref(), Some("Phòng Quản lý chuyên ngành"));
}

#[test]
fn enumerators_are_taken_off_and_words_are_not() {
    assert_eq!(strip_enumerator("II. Đo lường"), "Đo lường");
    assert_eq!(strip_enumerator("A - Đo lường"), "Đo lường");
    assert_eq!(strip_enumerator("I Đo lường"), "Đo lường");
    assert_eq!(strip_enumerator("Đo lường"), "Đo lường");
    assert_eq!(strip_enumerator("X quang y tế"), "X quang y tế");
    assert_eq!(group_name("LĨNH VỰC: Đo lường (3 hồ sơ)"), "Đo lường");
}

#[test]
fn a_group_right_above_a_repeated_header_is_a_group_without_any_catalogue() {
    let sheet = testing::sheet(&[
        HEADER,
        &["1", "000.99.99.H14-230105-0001", "X", "05/01/2023", ""],
        &["II", "Tiêu chuẩn đo lường"],
        HEADER,
        &["2", "000.99.99.H14-230105-0002", "X", "05/01/2023", ""],
    ]);
    let tables = table::registers(&table::find(&sheet, &Headings::embedded().unwrap()));
    let verdicts = judge(&sheet, &tables, &[], &Words::embedded().unwrap());
    assert_eq!(verdicts[2].class, RowClass::Group);
    assert_eq!(verdicts[4].field.as_deref(), Some("Tiêu chuẩn đo lường"));
}

#[test]
fn what_breaks_a_total_down_and_that_there_was_no_case_are_notes() {
    use RowClass::{Case, Header, Note, Total};
    let (found, _) = classes(&[
        HEADER,
        &["1", "000.99.99.H14-230105-0001", "Điều chỉnh", "05/01/2023", "10/01/2023"],
        &["Tổng số hồ sơ: 01"],
        &["Trong đó:"],
        &["- Trực tuyến: 01"],
    ]);
    assert_eq!(found, [Header, Case, Total, Note, Note]);
    for text in ["Không phát sinh", "Trong kỳ không phát sinh hồ sơ"] {
        assert_eq!(classes(&[HEADER, &["", text]]).0, [Header, Note], "{text}");
    }
}

#[test]
fn sums_signatures_and_remarks_in_other_words_are_no_cases() {
    use RowClass::{Case, Footer, Header, Note, Total};
    let case: &[&'static str] = &["1", "000.99.99.H14-230105-0001", "Điều chỉnh", "05/01/2023", "10/01/2023"];
    for (label, class) in [
        ("Cộng đơn vị", Total),
        ("Cộng xã Mẫu", Total),
        ("Cộng Phòng Kinh tế", Total),
        ("TC", Total),
        ("Mang sang", Total),
        ("Trang trước chuyển sang:", Total),
        ("Chuyển kỳ sau", Total),
        ("Cộng phát sinh", Total),
        ("Tổng hợp", Total),
        ("Q. GIÁM ĐỐC", Footer),
        ("TL. CHỦ TỊCH", Footer),
        ("CÔNG CHỨC TƯ PHÁP - HỘ TỊCH", Footer),
        ("Người nhận bàn giao", Footer),
        ("Duyệt", Footer),
        ("TP.", Footer),
        ("- Lưu: VT", Footer),
        ("Xã Mẫu, 14/3/2023", Footer),
        ("Ngày khoá sổ: 14/3/2023", Note),
        ("In ngày 15/3/2023", Note),
        ("Xuất từ hệ thống một cửa", Note),
        ("Trang 1/1", Note),
        ("Sổ này có 50 trang", Note),
        ("Nghỉ Tết Nguyên đán", Note),
        ("Tỷ lệ đúng hạn", Note),
        ("Trong đó trực tuyến", Note),
    ] {
        assert_eq!(classes(&[HEADER, case, &["", label]]).0, [Header, Case, class], "{label}");
        let row: &[&'static str] = &["2", "000.99.99.H14-230106-0001", label, "06/01/2023", ""];
        assert_eq!(classes(&[HEADER, case, row]).0, [Header, Case, Case], "{label}");
        let dated: &[&'static str] = &["", "", label, "06/01/2023", ""];
        assert_eq!(classes(&[HEADER, case, dated]).0, [Header, Case, Case], "{label}");
    }
    let (_, verdicts) = classes(&[HEADER, case, &["", "Mang sang", "", "25"]]);
    assert_eq!(verdicts[2].stated, None);
}
