//! Groups: procedures below fields, headings of state and channel that are neither field nor unit.
#![allow(clippy::unwrap_used)]

use serde_json::Value as Json;

use super::*;
use crate::flow::{
    context::{Lists, context},
    own::{self, OwnFigure},
};
use crate::model::place::{CellAt, Col};

fn without_catalogue(text: &str) -> Report {
    report_over(vec![read("a/so.csv", Area::Inbox, text)], "")
}

fn names(report: &Report) -> Vec<&str> {
    report.counted.fields.iter().map(|group| &*group.name).collect()
}

#[test]
fn one_procedure_under_two_fields_gives_each_field_its_own_cases() {
    let report = without_catalogue(
        "STT;Mã hồ sơ;Mã TTHC;Lĩnh vực;Hình thức tiếp nhận;Ngày tiếp nhận;Ngày hẹn trả\n\
        1;H14.08-230105-0001;9.001740;Đo lường;Trực tuyến;05/01/2023;12/01/2023\n\
        2;H14.08-230105-0002;9.001740;Chất lượng;Trực tuyến;05/01/2023;12/01/2023\n\
        3;H14.08-230105-0003;9.001740;Chất lượng;Trực tiếp;05/01/2023;12/01/2023\n",
    );
    let figure = OwnFigure {
        key: "rieng".to_owned(),
        name: "Hồ sơ trực tuyến".to_owned(),
        expression: "kenh == 'Trực tuyến'".to_owned(),
        cell: CellAt { row: 2, col: Col(2) },
    };
    let context = context(&report, Lists { cases: true, findings: false });
    let context = own::extend(&context, &report, &[figure]).unwrap();
    let rows = |fields: &Json| -> Vec<(u64, u64, u64, u64)> {
        let number = |group: &Json| {
            (group["tiep_nhan"]["tong"].as_u64().unwrap(), group["rieng"].as_u64().unwrap_or_default())
        };
        let rows = fields.as_array().unwrap().iter();
        rows.map(|field| (number(field), number(&field["tthc"][0])))
            .map(|((total, own), (below, own_below))| (total, own, below, own_below))
            .collect()
    };
    assert_eq!(rows(&context["linh_vuc"]), [(1, 1, 1, 1), (2, 1, 2, 1)]);
    assert_eq!(context["linh_vuc"][1]["tthc"][0]["linh_vuc"], "Chất lượng");
    assert_eq!(context["tthc"].as_array().unwrap().len(), 1);
    assert_eq!(context["tthc"][0]["tiep_nhan"]["tong"], 3);
}

const SECTIONS: &str = "I;Hồ sơ kỳ trước chuyển sang;;;;\n\
    1;H14.08-221201-0001;9.001740;01/12/2022;08/12/2022;20/12/2022\n\
    II;Hồ sơ tiếp nhận trong kỳ;;;;\n\
    1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;12/01/2023\n\
    ;Hồ sơ trực tuyến;;;;\n\
    1;H14.08-230106-0001;9.001740;06/01/2023;13/01/2023;\n";

#[test]
fn headings_of_state_and_channel_are_no_field_and_no_unit() {
    let text = format!("{HEADER}\n{SECTIONS}");
    let report = without_catalogue(&text);
    assert_eq!(names(&report), ["Chưa xác định"]);
    assert_eq!(report.counted.units.len(), 1);
    assert_eq!((rows(&report).group, rows(&report).cases), (3, 3));
    assert_eq!(report.counted.total[Figure::ReceivedOnline], 0, "the heading gives no channel");
    let report = super::report(&[("a/so.csv", &text)]);
    assert_eq!(found(&report, &["DM011", "CT007"]), Vec::<String>::new());
    assert_eq!(group(&report, "Đo lường"), 3);
}

#[test]
fn numbers_that_begin_anew_in_each_section_are_other_cases() {
    let report = without_catalogue(
        "STT;Mã hồ sơ;Tên thủ tục;Ngày tiếp nhận\n\
        I;Hồ sơ trực tuyến;;\n\
        1;1;Cấp giấy phép;05/01/2023\n\
        II;Hồ sơ trực tiếp;;\n\
        1;1;Cấp giấy phép;06/01/2023\n",
    );
    assert_eq!(report.counted.total[Figure::ReceivedTotal], 2);
    assert_eq!(found(&report, &["LD001", "LD002"]), Vec::<String>::new());
}

#[test]
fn a_section_holds_within_a_field_and_around_one() {
    let within = without_catalogue(&format!(
        "{HEADER}\n\
        A;Lĩnh vực Đo lường;;;;\n\
        I;Hồ sơ đã giải quyết;;;;\n\
        1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;12/01/2023\n\
        II;Hồ sơ đang giải quyết;;;;\n\
        2;H14.08-230105-0002;9.001740;05/01/2023;12/01/2023;\n"
    ));
    assert_eq!(names(&within), ["Đo lường"]);
    let around = without_catalogue(&format!(
        "{HEADER}\n\
        I;Hồ sơ đã giải quyết;;;;\n\
        1;Lĩnh vực Đo lường;;;;\n\
        1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;12/01/2023\n\
        II;Hồ sơ đang giải quyết;;;;\n\
        2;H14.08-230105-0002;9.001740;05/01/2023;12/01/2023;\n"
    ));
    assert_eq!(names(&around), ["Đo lường", "Chưa xác định"], "the field ends with its section");
}

#[test]
fn days_past_the_due_date_agree_with_how_the_case_counts() {
    let report = report(&[(
        "a/so.csv",
        "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Trạng thái\n\
        1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;;Tạm dừng\n\
        2;H14.08-230105-0002;9.001740;05/01/2023;12/01/2023;;Đang xử lý\n\
        3;H14.08-230105-0003;9.001740;05/01/2023;12/01/2023;16/01/2023;Đã trả kết quả\n\
        4;H14.08-230105-0004;9.001740;05/01/2023;12/01/2023;16/01/2023;Trả lại\n",
    )]);
    let context = context(&report, Lists { cases: true, findings: false });
    let late: Vec<i64> = context["ho_so"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["so_ngay_qua_han"].as_i64().unwrap())
        .collect();
    assert_eq!(late, [0, 61, 4, 0]);
    let total = &report.counted.total;
    assert_eq!((total[Figure::PendingOverdue], total[Figure::FinishedLate]), (1, 1));
}

#[test]
fn a_channel_that_the_settings_declare_is_told_and_not_questioned() {
    let files =
        [("a/so.csv", "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận\n1;H14.08-230105-0001;9.001740;05/01/2023\n")];
    let message = |report: &Report| {
        let finding = report.findings.iter().find(|finding| finding.rule.code == "CT018").unwrap();
        (finding.severity, finding.message(crate::text::Lang::Vi))
    };
    let (severity, told) = message(&report(&files));
    assert!(severity == Severity::Warning && told.contains("Trực tiếp. Nếu có"), "{told}");
    let declared = report_with("[don_vi.a]\nkenh = \"truc_tuyen\"\n", &files);
    let (severity, told) = message(&declared);
    assert!(severity == Severity::Info && told.contains("Trực tuyến, như đã khai"), "{told}");
    assert_eq!(declared.counted.total[Figure::ReceivedOnline], 1);
}

#[test]
fn what_a_missing_catalogue_leaves_unchecked_was_not_corrected() {
    use crate::flow::history::{History, Last};
    let text = "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận\n1;H14.08-230105-0001;9.009999;05/01/2023\n";
    let before = report(&[("a/so.csv", text)]);
    let entry = before.findings.iter().find(|finding| finding.rule.code == "DM001").unwrap();
    let last = serde_json::json!({
        "history": {"inputs": "1", "earlier": null},
        "findings": [{"id": entry.key.id(), "code": "DM001", "severity": "error", "file": "a/so.csv"}],
    });
    let changes = |report: &Report| {
        let last: Last = serde_json::from_value(last.clone()).unwrap();
        let changes = History::new(report, "2".to_owned(), Some(last)).changes.unwrap();
        (changes.corrected, changes.still, changes.not_checked)
    };
    assert_eq!(changes(&before), (0, 1, 0));
    assert_eq!(changes(&without_catalogue(text)), (0, 0, 1));
    assert_eq!(changes(&report(&[("a/so.csv", &text.replace("9.009999", "9.001740"))])), (1, 0, 0));
}
