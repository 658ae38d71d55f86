//! Reports of several units: which names are one unit, which unit has sent nothing, what is shown of each.

use super::*;

use crate::{
    flow::{
        page::{self, page},
        previous::Search,
    },
    text::Lang,
};

const FIRST: &str = "1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;10/01/2023";
const SECOND: &str = "2;H14.08-230106-0002;9.001740;06/01/2023;13/01/2023;11/01/2023";

fn units(report: &Report) -> Vec<(&str, u64)> {
    let units = report.counted.units.iter();
    units.map(|unit| (&*unit.name, unit.figures[Figure::ReceivedTotal])).collect()
}

#[test]
fn folders_of_one_name_or_title_are_one_unit_whose_repeats_count_once() {
    let (one, both) = (with_header(&[FIRST]), with_header(&[FIRST, SECOND]));
    let settings = "[don_vi.\"phong-do\"]\nten = \"Phòng Đo\"\n";
    for other in ["Phòng Đo", "PHO\u{300}NG Đo", "phòng\u{a0}đo", "Phong-Do"] {
        let path = format!("{other}/so2.csv");
        let report = report_with(settings, &[("phong-do/so.csv", &one), (&path, &both)]);
        assert_eq!(units(&report), [("phong-do", 2)], "{other:?}");
        assert_eq!((report.fates.duplicate, report.fates.counted), (1, 2));
        assert_eq!(&*report.files[2].path, path, "paths keep the real names");
        assert_eq!(found(&report, &["LD003", "TP015"]), [""; 0]);
    }
    let report = report_with(settings, &[("phong-do/so.csv", &one), ("Phong Do/so2.csv", &both)]);
    assert_eq!(units(&report), [("Phong Do", 2), ("phong-do", 1)], "accents and hyphens tell units apart");
}

#[test]
fn a_folder_a_column_and_the_settings_mean_one_unit() {
    let column = format!("Đơn vị;{HEADER}\nPHÒNG ĐO;{FIRST}\nvăn phòng;{SECOND}\n");
    let folder = with_header(&["1;H14.08-230107-0003;9.001740;07/01/2023;12/01/2023;10/01/2023"]);
    let settings = "[don_vi.\"phong-do\"]\nten = \"Phòng Đo\"\n[don_vi.\"Văn  phòng\"]\n";
    let report = report_with(settings, &[("mot-cua/so.csv", &column), ("Phòng Đo/so.csv", &folder)]);
    assert_eq!(units(&report), [("Văn  phòng", 1), ("phong-do", 2)]);
    assert_eq!(found(&report, &["TP015"]), [""; 0]);
}

const UNPLACED: &str = "1;H14.08-230105-0005;9.001740;không rõ;12/01/2023;10/01/2023";

/// The status page, and what it says of the units below their table.
pub(super) fn shown(report: &Report) -> String {
    let around = page::Around {
        period: "Quý I",
        verdict: "",
        outputs: &[],
        listing: "danh-sach-loi.xlsx",
        inbox: "hop-thu",
        previous: &Search::default(),
    };
    page(report, &around, Lang::Vi)
}

#[test]
fn a_unit_that_sent_anything_but_a_register_is_missing_and_the_page_says_so() {
    let settings = "[don_vi.a]\n[don_vi.b]\nten = \"Phòng B\"\n[don_vi.c]\n";
    let register = with_header(&[FIRST]);
    let others = [
        ("b/ngay-nghi.csv", "Ngày;Loại\n02/09/2023;nghỉ\n"),
        (
            "b/chi-tieu.csv",
            "Mã chỉ tiêu;Nội dung;Đơn vị tính;Số liệu;Ghi chú\nqd_cong_bo;Quyết định;Quyết định;1;\n",
        ),
        ("b/nhat-ky.csv", "tthc · nhật ký lần chạy\n"),
        ("b/so.xlsx", "hỏng"),
    ];
    for (path, text) in others {
        let report = report_with(settings, &[("a/so.csv", &register), (path, text), ("c/so.csv", HEADER)]);
        let told: Vec<String> = report
            .findings
            .iter()
            .filter(|finding| finding.rule.code == "TP015")
            .map(|finding| finding.message(Lang::Vi))
            .collect();
        assert_eq!(told.len(), 1, "{path}");
        assert!(told[0].contains("“Phòng B”") && told[0].contains("chưa có sổ nào đọc được"), "{}", told[0]);
        assert!(report.open_warnings() > 0, "nobody can sign yet");
        let page = shown(&report);
        assert!(!page.contains("đều đã gửi") && page.contains("Chưa có sổ dùng được: Phòng B."), "{path}");
        assert!(page.contains("Không phát sinh hồ sơ: c."), "{path}");
    }
    let report = report_with(settings, &[("a/so.csv", &register), ("b/so.csv", HEADER)]);
    assert_eq!(found(&report, &["TP015"]), ["TP015 w "], "c sent nothing, b an empty register");
}

#[test]
fn a_unit_whose_case_could_not_be_placed_is_not_said_to_have_had_none() {
    let two = [("a/so.csv", with_header(&[FIRST])), ("b/so.csv", with_header(&[UNPLACED]))];
    let report = report(&two.each_ref().map(|(path, text)| (*path, text.as_str())));
    assert_eq!(report.fates.unplaced, 1);
    assert_eq!(found(&report, &["CD013"]), [""; 0]);
    let page = shown(&report);
    assert!(page.contains("Có hồ sơ nhưng chưa tính được: b."));
    assert!(!page.contains("Không phát sinh hồ sơ: b"));
    let alone = register(&[UNPLACED]);
    assert!(!shown(&alone).contains("Không phát sinh hồ sơ: Đo lường"), "nor is its field");
}

#[test]
fn a_unit_with_an_empty_register_is_listed_with_zeros() {
    let (first, second) = (with_header(&[FIRST]), with_header(&[SECOND]));
    let report = report(&[("a/so.csv", &first), ("b/so.csv", HEADER), ("c/so.csv", &second)]);
    assert_eq!(units(&report), [("a", 1), ("b", 0), ("c", 1)]);
    assert_eq!(found(&report, &["CD013"]), ["CD013 i "]);
    assert!(shown(&report).contains("Không phát sinh hồ sơ: b."));
    // A desk whose rows all name another unit is no unit of the table.
    let column = format!("Đơn vị;{HEADER}\nb;{FIRST}\n");
    assert_eq!(units(&super::report(&[("mot-cua/so.csv", &column)])), [("b", 1)]);
}
