//! Stories of several sheets and tables: side by side, repeated with other columns, written by several hands.

use super::*;
use crate::text::Lang;

const BESIDE: &str = "SỔ THEO DÕI HỒ SƠ;;;;;;;;\n\
    STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;;STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận\n\
    1;H14.08-230105-0001;9.001740;05/01/2023;;1;H14.08-230117-0001;9.001740;17/01/2023\n\
    2;H14.08-230113-0001;9.001740;13/01/2023;;2;H14.08-230118-0001;9.001740;18/01/2023\n\
    3;H14.08-230114-0001;9.001740;14/01/2023;;Tổng cộng;2;;\n";

#[test]
fn registers_side_by_side_are_both_read_and_each_row_counts_for_each() {
    let report = report(&[("a/so.csv", BESIDE)]);
    let rows = rows(&report);
    assert_eq!((rows.read, rows.cases, rows.header, rows.total), (5 + 5, 5, 2, 1));
    assert_eq!((rows.title, rows.blank), (1, 1), "the title stands above the left one only");
    assert_eq!(report.fates.counted, 5);
    assert_eq!(report.files[1].sheets.len(), 1, "one sheet for whoever looks it up");
    assert_eq!(report.files[1].sheets[0].fates.counted, 5);
    assert_eq!(found(&report, &["CT003", "CT011", "CD007", "CT025"]), ["CT025 i "]);
}

#[test]
fn a_finding_on_the_right_register_touches_the_figures_of_its_own_case() {
    let text = BESIDE.replace("17/01/2023", "32/01/2023");
    let report = report(&[("a/so.csv", &text)]);
    let finding = report.findings.iter().find(|finding| finding.rule.code == "DG006").unwrap();
    assert_eq!(finding.place.cell().unwrap().to_string(), "I3");
    assert!(finding.uncounted, "it could not be placed, its neighbour in row 3 could");
    assert_eq!(finding.figures[0], "tiep_nhan.tong");
}

#[test]
fn free_numbers_of_registers_side_by_side_are_other_cases() {
    let text = "STT;Số hồ sơ;Tên TTHC;Ngày tiếp nhận;;STT;Số hồ sơ;Tên TTHC;Ngày tiếp nhận\n\
        1;01;Cấp giấy phép;05/01/2023;;1;01;Cấp giấy phép;17/01/2023\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!((report.fates.counted, report.fates.duplicate), (2, 0));
}

#[test]
fn a_yearly_list_with_fewer_columns_repeats_its_months() {
    let month = with_header(&["1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;10/01/2023"]);
    let year = "STT;Mã hồ sơ;Tên TTHC;Ngày tiếp nhận;Ngày trả kết quả\n\
        1;H14.08-230105-0001;Cấp giấy phép;05/01/2023;10/01/2023\n";
    let both = report(&[("a/thang-1.csv", &month), ("a/nam.csv", year)]);
    assert_eq!((both.fates.counted, both.fates.duplicate), (1, 1));
    assert_eq!(found(&both, &["LD001", "LD002"]).len(), 2);
    assert!(found(&both, &["LD001"]).is_empty(), "nothing is contradicted");
    let later = report(&[("a/thang-1.csv", &month), ("a/nam.csv", &year.replace("10/01", "11/01"))]);
    assert_eq!(found(&later, &["LD001"]).len(), 2, "another end is other content");
}

#[test]
fn another_hand_in_the_same_folder_does_not_turn_the_dates_of_this_register() {
    let export = with_header(&[
        "1;H14.08-230113-0001;9.001740;01/13/2023;01/20/2023;01/19/2023",
        "2;H14.08-230125-0001;9.001740;01/25/2023;02/01/2023;01/30/2023",
    ]);
    let by_code = with_header(&["1;H14.08-230203-0001;9.001740;03/02/2023;;"]);
    let report_of = |second: &str| report(&[("a/xuat.csv", &export), ("a/tay.csv", second)]);
    assert_eq!(found(&report_of(&by_code), &["DG025", "LD006", "DG009"]), Vec::<String>::new());
    let by_table = with_header(&["1;H14.08-230113-0009;9.001740;13/01/2023;03/02/2023;02/02/2023"]);
    assert_eq!(report_of(&by_table).counted.total[Figure::FinishedEarly], 3);
}

#[test]
fn a_swapped_column_saved_as_text_contradicts_its_case_codes() {
    let lines = [
        "1;H14.08-230113-0001;9.001740;13/01/2023;;",
        "2;H14.08-230203-0001;9.001740;02/03/2023;;",
        "3;H14.08-230301-0001;9.001740;01/03/2023;;",
    ];
    assert_eq!(found(&register(&lines), &["LD006"]), Vec::<String>::new(), "one code may be wrong");
    let swapped = [lines[0], lines[1], "3;H14.08-230301-0001;9.001740;03/01/2023;;"];
    assert_eq!(found(&register(&swapped), &["LD006"]), ["LD006 e D1"]);
}

#[test]
fn a_channel_in_tcvn3_alone_is_understood_and_said() {
    let text = "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Hình thức nộp\n\
        1;H14.08-230105-0001;9.001740;05/01/2023;Trùc tuyÕn\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!(report.counted.total[Figure::ReceivedOnline], 1);
    assert_eq!(found(&report, &["DG014", "DG015"]), ["DG015 i E2"]);
}

#[test]
fn what_the_numbers_count_is_no_unit_and_a_title_block_no_group() {
    let second = "TT;Ngày nhận;Mã số hồ sơ;Thủ tục;Hẹn trả;Ngày xong\n\
        1;06/01/2023;H14.08-230106-0001;Cấp giấy phép;13/01/2023;\n";
    let text = format!(
        "SỔ A\nĐơn vị tính: hồ sơ\n{HEADER}\n1;H14.08-230105-0001;9.001740;05/01/2023;;\n\n;;;Người lập biểu;;\n\n\
         SỔ THEO DÕI HỒ SƠ TRỰC TUYẾN\nTháng 01 năm 2023\nĐơn vị tính: hồ sơ\n{second}"
    );
    let stacked = report(&[("a/so.csv", &text)]);
    assert_eq!((rows(&stacked).title, rows(&stacked).group, rows(&stacked).footer), (5, 0, 1));
    let page = format!(
        "{HEADER}\n1;H14.08-230105-0001;9.001740;05/01/2023;;\nSỔ A\nĐơn vị tính: hồ sơ\n\
         {HEADER}\n2;H14.08-230106-0001;9.001740;06/01/2023;;\n"
    );
    let paged = report(&[("a/so.csv", &page)]);
    assert_eq!((rows(&paged).title, rows(&paged).group, rows(&paged).cases), (2, 0, 2));
    for report in [&stacked, &paged] {
        assert_eq!((group(report, "a"), group(report, "tính: hồ sơ")), (2, 0));
    }
}

#[test]
fn units_of_every_kind_head_a_group_and_fields_of_the_catalogue_stay_fields() {
    for unit in [
        "Trạm Thú y",
        "Hạt Kiểm lâm",
        "Đội Quản lý thị trường số 1",
        "Công an xã",
        "Chi nhánh Đất đai",
        "Thanh tra Sở",
    ]
    .into_iter()
    .chain(["BQL Khu kinh tế", "Trường THPT", "Bảo hiểm xã hội", "Kho bạc", "P. Tư pháp", "Tổ tiếp nhận"])
    .chain(["Bệnh viện đa khoa"])
    {
        let group_row = format!("I;{unit};;;;");
        let report = register(&[&group_row, "1;H14.08-230105-0001;9.001740;05/01/2023;;"]);
        assert_eq!((group(&report, unit), group(&report, "a")), (1, 0), "{unit}");
        let sum_row = format!(";Cộng {unit};1;;;");
        let report = register(&["1;H14.08-230105-0001;9.001740;05/01/2023;;", &sum_row]);
        assert_eq!(rows(&report).total, 1, "{unit}");
    }
    for field in ["Sở hữu trí tuệ", "Tổ chức cán bộ", "Trường hợp khác"] {
        let group_row = format!("I;{field};;;;");
        let report = register(&[&group_row, "1;H14.08-230105-0001;9.001740;05/01/2023;;"]);
        assert_eq!(group(&report, "a"), 1, "{field}");
    }
}

#[test]
fn short_headings_under_a_time_are_dates() {
    for (parent, children) in [
        ("Thời gian", "Nhận;Hẹn trả;Giải quyết xong"),
        ("Tiến độ", "Nhận;Phải trả;Đã trả"),
        ("Quá trình giải quyết", "Tiếp nhận;Hẹn trả;Có kết quả"),
        ("Ngày, tháng, năm", "Bắt đầu;Kết thúc theo quy định;Kết thúc thực tế"),
        ("Thời gian thực hiện", "Bắt đầu;Theo quy định;Thực tế"),
        ("Thời gian giải quyết", "Nhận;Theo quy định;Thực tế"),
    ] {
        let text = format!(
            "STT;Mã hồ sơ;Tên TTHC;{parent};;;Ghi chú\n;;;{children};\n\
             1;H14.08-230105-0001;Cấp giấy phép;05/01/2023;20/01/2023;23/01/2023;\n"
        );
        let report = report(&[("a/so.csv", &text)]);
        assert_eq!(report.counted.total[Figure::FinishedLate], 1, "{parent} > {children}");
        assert_eq!(found(&report, &["CT002", "CT005", "CT019"]), Vec::<String>::new(), "{parent}");
    }
}

#[test]
fn numbers_of_days_under_a_time_are_no_dates() {
    let text = "STT;Mã hồ sơ;Tên TTHC;Ngày nhận;Thời gian thực hiện;\n;;;;Theo quy định;Thực tế\n\
        1;H14.08-230105-0001;Cấp giấy phép;05/01/2023;5;3\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!(found(&report, &["DG026", "CT005"]), ["CT005 i E1", "CT005 i F1"]);
}

#[test]
fn of_two_receipt_columns_the_one_that_agrees_with_the_codes_is_used_and_both_are_named() {
    let text = "STT;Mã hồ sơ;Tên TTHC;Ngày nhận hồ sơ;Ngày tiếp nhận;Ngày ký;Ngày có kết quả\n\
        1;H14.08-230105-0001;Cấp giấy phép;05/01/2023;07/01/2023;08/01/2023;09/01/2023\n\
        2;H14.08-230106-0002;Cấp giấy phép;06/01/2023;08/01/2023;08/01/2023;09/01/2023\n";
    let report = report(&[("a/so.csv", text)]);
    let received: Vec<_> =
        report.cases.iter().map(|case| case.received_on.get().unwrap().to_string()).collect();
    assert_eq!(received, ["2023-01-05", "2023-01-06"]);
    assert_eq!(found(&report, &["CT003", "CT005"]), ["CT003 w E1", "CT003 w F1"]);
    let said: Vec<_> = report.findings.iter().filter(|finding| finding.rule.code == "CT003").collect();
    assert!(said[0].values.contains(&("c1", "D".to_owned())), "{:?}", said[0].values);
    assert!(said[0].values.iter().any(|(hole, words)| *hole == "reason" && words.starts_with("2 ngày")));
    assert!(said[1].values.contains(&("c1", "G".to_owned())));
}

#[test]
fn registers_side_by_side_in_other_words_and_rows_are_both_read() {
    let text = "STT;Mã hồ sơ;Tên TTHC;Ngày tiếp nhận;Ngày hẹn trả;;SỔ B;;;\n\
        1;H14.08-230105-0001;Cấp giấy phép;05/01/2023;12/01/2023;;;;;\n\
        2;H14.08-230106-0002;Cấp giấy phép;06/01/2023;13/01/2023;;Mã HS;Tên TTHC;Ngày nhận HS;Hình thức nộp\n\
        3;H14.08-230107-0003;Cấp giấy phép;07/01/2023;14/01/2023;;H14.08-230203-0021;Cấp giấy phép;03/02/2023;Trực tuyến\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!((rows(&report).cases, rows(&report).header, report.fates.counted), (4, 2, 4));
    assert_eq!(report.counted.total[Figure::ReceivedOnline], 1);
}

#[test]
fn a_register_without_a_finish_column_is_told_so_once_with_the_number_of_its_cases() {
    let text = "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Hình thức tiếp nhận;Trạng thái\n\
        H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;Trực tiếp;Đã trả kết quả\n\
        H14.08-230105-0002;9.001740;05/01/2023;12/01/2023;Trực tiếp;Đã có KQ\n\
        H14.08-230105-0003;9.001740;05/01/2023;12/01/2023;Trực tiếp;Đang GQ\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!(found(&report, &["CT019", "DG016", "DG014"]), ["CT019 w "]);
    let said = report.findings.iter().find(|finding| finding.rule.code == "CT019").unwrap();
    assert!(said.message(Lang::Vi).contains(" 2 hồ sơ"), "{}", said.message(Lang::Vi));
    assert_eq!((report.fates.unplaced, report.fates.counted), (2, 1));
}

#[test]
fn a_title_of_another_unit_is_a_warning_and_that_of_the_agency_is_none() {
    let line = "H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;10/01/2023";
    let warned = |folder: &str, title: &str, settings: &str| {
        let header = "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả";
        let text = format!("{title};;;;\n{header}\n{line}\n");
        let report = report_with(settings, &[(&format!("{folder}/so.csv"), &text)]);
        !found(&report, &["CT016"]).is_empty()
    };
    for title in ["PHÒNG NỘI VỤ", "Đơn vị: Phòng Nội vụ", "SỔ THEO DÕI HỒ SƠ CỦA PHÒNG NỘI VỤ", "UBND XÃ MẪU"]
    {
        assert!(warned("Phòng Kinh tế", title, ""), "{title}");
        assert!(warned("phong-kinh-te", title, ""), "{title}");
        assert!(!warned("so-thang-1", title, ""), "{title}");
    }
    for title in
        ["PHÒNG KINH TẾ", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "UBND TỈNH MẪU", "BỘ PHẬN MỘT CỬA", "SỔ THEO DÕI"]
    {
        assert!(!warned("Phòng Kinh tế", title, ""), "{title}");
    }
    assert!(!warned("Phòng Kinh tế", "UBND XÃ MẪU", "[co_quan]\nten = \"Ủy ban nhân dân xã Mẫu\"\n"));
    assert!(!warned("Phòng KHTC", "PHÒNG KẾ HOẠCH TÀI CHÍNH", ""));
    assert!(warned("UBND xã Mẫu", "UBND XÃ KHÁC", "") && !warned("Xã Mẫu", "UBND XÃ MẪU", ""));
}

#[test]
fn a_column_that_another_finding_names_is_not_named_again() {
    let text = "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày tiếp nhận;Trước hạn\n\
        H14.08-230105-0001;9.001740;05/01/2023;06/01/2023;x\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!(found(&report, &["CT003", "CT005"]), ["CT003 w D1", "CT005 i E1"]);
}

#[test]
fn the_missing_channel_is_said_once_for_a_sheet_of_several_tables() {
    let case = "H14.08-230105-0001;9.001740;05/01/2023;;";
    let text = format!(
        "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận\n{case}\n\nMã hồ sơ;Mã TTHC;Ngày hẹn trả;Ngày tiếp nhận\n{}\n",
        "H14.08-230106-0001;9.001740;12/01/2023;06/01/2023"
    );
    let report = report(&[("a/so.csv", &text)]);
    assert_eq!((found(&report, &["CT018"]).len(), rows(&report).header), (1, 2));
}

#[test]
fn a_ditto_mark_is_never_blank_and_what_stands_above_is_offered() {
    let header = "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Hình thức tiếp nhận";
    let text = format!(
        "{header}\nH14.08-230105-0001;9.001740;05/01/2023;12/01/2023;10/01/2023;Trực tuyến\n\
        H14.08-230105-0002;9.001740;-nt-;Như trên;„;nt\n"
    );
    let report = report(&[("a/so.csv", &text)]);
    assert_eq!(found(&report, &["DG026", "DG014"]), ["DG026 e C3", "DG026 e D3", "DG026 e E3", "DG014 e F3"]);
    let offered: Vec<Option<&str>> = report
        .findings
        .iter()
        .filter(|finding| ["DG026", "DG014"].contains(&finding.rule.code))
        .map(|finding| finding.suggestion.as_deref())
        .collect();
    assert_eq!(offered, [Some("05/01/2023"), Some("12/01/2023"), Some("10/01/2023"), Some("Trực tuyến")]);
}

#[test]
fn a_promise_for_the_same_day_and_one_given_anew_are_dates() {
    let report = register(&[
        "1;H14.08-230105-0001;9.001740;05/01/2023;Trong ngày;05/01/2023",
        "2;H14.08-230105-0002;9.001740;05/01/2023;Trả ngay;06/01/2023",
        "3;H14.08-230105-0003;9.001740;05/01/2023;12/01/2023 (hẹn lại 16/01/2023);16/01/2023",
    ]);
    assert_eq!(found(&report, &["DG026", "DG015"]), ["DG015 i E2"]);
    let day = |day| NaiveDate::from_ymd_opt(2023, 1, day);
    let due: Vec<_> = report.cases.iter().map(|case| (case.due_on.get(), case.extended_to.get())).collect();
    assert_eq!(due, [(day(5), None), (day(5), None), (day(12), day(16))]);
}
