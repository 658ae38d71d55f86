//! Stories of whole reports: a few registers as text in, figures, fates, row classes and findings out. Each tells of a
//! register that was once read wrongly.
#![allow(clippy::unwrap_used)]

mod days;
mod groups;
mod orders;
mod people;
mod sheets;
mod units;
mod unread;

use std::sync::Arc;

use chrono::NaiveDate;

use super::{
    headings::Headings,
    indicators::{self, Definitions},
    recognise::{Area, input},
    report::{Ask, Report, build},
    rows::RowCounts,
};
use crate::{
    cells::words::Words,
    model::{calendar::Calendar, figure::Figure, finding::Severity, period::Period},
    settings::Settings,
};

const CATALOGUE: &str = "Mã TTHC;Tên TTHC;Lĩnh vực;Thời hạn giải quyết;Hiệu lực từ;Hiệu lực đến\n\
    9.001740;Cấp giấy phép;Đo lường;5 ngày làm việc;;\n\
    9.000555;Chứng nhận mẫu cũ;Sở hữu trí tuệ;5 ngày làm việc;;31/01/2023\n";
const HEADER: &str = "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả";

/// The report of 2023-Q1 over these files (path, lines), each sent by its first folder.
fn report(files: &[(&str, &str)]) -> Report {
    report_with("", files)
}

fn report_with(settings: &str, files: &[(&str, &str)]) -> Report {
    let mut inputs = vec![read("danh-muc/dm.csv", Area::Catalogue, CATALOGUE)];
    inputs.extend(files.iter().map(|(path, text)| read(path, Area::Inbox, text)));
    report_over(inputs, settings)
}

fn report_over(inputs: Vec<super::recognise::Input>, settings: &str) -> Report {
    let settings: Settings = toml::from_str(settings).unwrap();
    let ask = Ask {
        settings: &settings,
        period: Period::parse("2023-Q1"),
        configured: None,
        today: NaiveDate::from_ymd_opt(2023, 4, 1).unwrap(),
        headings: &Headings::embedded().unwrap(),
        words: &Words::embedded().unwrap(),
        calendar: Calendar::embedded().unwrap(),
        definitions: &Definitions::parse(indicators::EMBEDDED, "chi-tieu.toml").unwrap(),
        inbox: "hop-thu".to_owned(),
    };
    build(inputs, &ask).unwrap()
}

fn read(path: &str, area: Area, text: &str) -> super::recognise::Input {
    let sender = path.split('/').next().unwrap();
    input(Arc::from(path), area, Arc::from(sender), path.to_owned(), text.as_bytes())
}

/// One register of `a`: the standard header and these lines.
fn register(lines: &[&str]) -> Report {
    report(&[("a/so.csv", &with_header(lines))])
}

fn with_header(lines: &[&str]) -> String {
    format!("{HEADER}\n{}\n", lines.join("\n"))
}

fn rows(report: &Report) -> RowCounts {
    assert!(report.rows.adds_up());
    report.rows
}

/// `code severity cell` of the findings with one of these codes.
fn found(report: &Report, codes: &[&str]) -> Vec<String> {
    report
        .findings
        .iter()
        .filter(|finding| codes.contains(&finding.rule.code))
        .map(|finding| {
            let severity = match finding.severity {
                Severity::Error => 'e',
                Severity::Warning => 'w',
                Severity::Info => 'i',
            };
            let cell = finding.place.cell().map(|cell| cell.to_string()).unwrap_or_default();
            format!("{} {severity} {cell}", finding.rule.code)
        })
        .collect()
}

fn group(report: &Report, name: &str) -> u64 {
    report
        .counted
        .fields
        .iter()
        .chain(&report.counted.procedures)
        .chain(&report.counted.units)
        .find(|group| &*group.name == name)
        .map_or(0, |group| group.figures[Figure::ReceivedTotal])
}

#[test]
fn a_procedure_that_ended_within_the_period_keeps_its_cases_and_its_field() {
    let report = register(&["1;H14.08-230105-0001;9.000555;05/01/2023;12/01/2023;"]);
    assert_eq!((group(&report, "Chứng nhận mẫu cũ"), group(&report, "Sở hữu trí tuệ")), (1, 1));
    assert_eq!(report.counted.total[Figure::CatalogueTotal], 1);
}

#[test]
fn names_that_begin_like_a_sum_are_no_total_rows() {
    let text = "STT;Người nộp;Tên TTHC;Ngày tiếp nhận\n\
        1;Cộng đồng dân cư thôn Mẫu;Cấp giấy phép;không rõ\n\
        2;Tổng hội Thí dụ;Cấp giấy phép;\n\
        ;Cộng: 2 hồ sơ;;\n\
        ;Tổng hồ sơ;2;\n";
    let report = report(&[("a/so.csv", text)]);
    let rows = rows(&report);
    assert_eq!((rows.cases, rows.total), (2, 2));
    assert_eq!(found(&report, &["CD007"]), Vec::<String>::new());
}

#[test]
fn the_letterhead_of_a_second_page_is_a_title() {
    let page = "SỞ KHOA HỌC VÀ CÔNG NGHỆ;;CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n";
    let text = format!(
        "{page}{HEADER}\n1;H14.08-230105-0001;9.001740;05/01/2023;;\n\n{page}{HEADER}\n2;H14.08-230106-0001;9.001740;06/01/2023;;\n"
    );
    let rows = rows(&report(&[("a/so.csv", &text)]));
    assert_eq!((rows.title, rows.header, rows.cases, rows.total), (2, 2, 2, 0));
}

#[test]
fn an_officer_of_rank_and_a_date_in_words_are_no_signature() {
    let text = "STT;Tên TTHC;Cán bộ xử lý;Ngày tiếp nhận;Ngày trả kết quả\n\
        1;Cấp giấy phép;Trưởng phòng;;ngày 15 tháng 2 năm 2023\n\
        2;Cấp giấy phép;Trưởng phòng;15/02/2023;\n\
        ;Người lập biểu;;Thủ trưởng đơn vị;\n";
    let rows = rows(&report(&[("a/so.csv", text)]));
    assert_eq!((rows.cases, rows.footer), (2, 1));
}

#[test]
fn a_wrong_total_names_the_cell_of_its_number_and_a_total_below_a_subtotal_is_of_all_cases() {
    let report = register(&[
        "1;H14.08-230105-0001;9.001740;05/01/2023;;",
        ";Cộng;1;;;",
        "2;H14.08-230106-0001;9.001740;06/01/2023;;",
        ";Cộng;1;;;",
        ";Tổng cộng;3;;;",
    ]);
    assert_eq!(found(&report, &["CD007"]), ["CD007 w C6"]);
    assert!(report.findings.iter().any(|finding| finding.values.contains(&("b", "2".to_owned()))));
}

#[test]
fn a_lone_case_code_is_a_case_and_a_lone_procedure_code_no_group() {
    let report = register(&[
        "1;H14.08-230105-0001;;;;",
        "2;;9.001740;;;",
        "3;H14.08-230106-0001;9.001740;06/01/2023;;",
    ]);
    let rows = rows(&report);
    assert_eq!((rows.cases, rows.group, rows.unclassified), (2, 0, 1));
    assert_eq!(report.fates.unplaced, 1);
}

#[test]
fn one_unit_goes_by_its_folder_its_title_and_any_spelling() {
    let text = "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Đơn vị\n\
        H14.08-230105-0001;9.001740;05/01/2023;PHONG-A\n\
        H14.08-230105-0002;9.001740;05/01/2023;\n\
        H14.08-230105-0003;9.001740;05/01/2023;phòng  Quản lý\n";
    let report = report_with("[don_vi.phong-a]\nten = \"Phòng Quản lý\"\n", &[("phong-a/so.csv", text)]);
    assert_eq!(group(&report, "phong-a"), 3);
}

#[test]
fn a_tick_is_no_date_and_not_yet_is_none() {
    let report = register(&[
        "1;H14.08-230105-0001;9.001740;05/01/2023;;x",
        "2;H14.08-230105-0002;9.001740;05/01/2023;;Đang giải quyết",
    ]);
    assert_eq!(found(&report, &["DG026"]), ["DG026 e F2"]);
    assert_eq!((report.fates.unplaced, report.fates.counted), (1, 1));
}

#[test]
fn one_wrong_due_date_does_not_turn_a_column_whose_neighbours_are_day_first() {
    let report = register(&[
        "1;H14.08-230113-0001;9.001740;13/01/2023;05/01/2023;",
        "2;H14.08-230206-0001;9.001740;06/02/2023;08/02/2023;08/02/2023",
    ]);
    assert_eq!(found(&report, &["DG009", "DG011"]), ["DG009 w E2", "DG011 e E2", "DG009 w E3", "DG009 w F3"]);
    assert_eq!(report.counted.total[Figure::FinishedOnTime], 1);
}

#[test]
fn contradictory_orders_are_an_error_where_a_date_hangs_on_them() {
    let lines = ["1;H14.08-230113-0001;9.001740;13/01/2023;;", "2;H14.08-230125-0001;9.001740;01/25/2023;;"];
    assert_eq!(found(&register(&lines), &["LD006", "DG009"]), ["LD006 w D1"]);
    let hangs = [lines[0], lines[1], "3;H14.08-230203-0001;9.001740;03/02/2023;;"];
    assert_eq!(found(&register(&hangs), &["LD006", "DG009"]), ["LD006 e D1", "DG009 e D4"]);
}

#[test]
fn a_case_code_with_an_impossible_day_is_said() {
    let report = register(&["1;H14.08-230199-0001;9.001740;05/01/2023;;"]);
    assert_eq!(found(&report, &["DG002"]), ["DG002 e B2"]);
    let of = |report: &Report| {
        let told = report.findings.iter().find(|finding| finding.rule.code == "DG002");
        told.unwrap().message(crate::text::Lang::Vi)
    };
    assert!(of(&report).contains("ngày 99/01/2023 (phần 230199), không có trong lịch"), "{}", of(&report));
    let short = register(&["1;H14.08-230105;9.001740;05/01/2023;;"]);
    assert!(of(&short).contains("không đúng dạng H14.08-YYMMDD-NNNN"), "{}", of(&short));
}

#[test]
fn hand_kept_numbers_start_again_in_every_list() {
    let list = "STT;Số hồ sơ;Tên TTHC;Ngày tiếp nhận\n\
        I;Đo lường;;\n1;01;Cấp giấy phép;05/01/2023\n2;02;Cấp giấy phép;06/01/2023\n\
        II;Sở hữu trí tuệ;;\n1;01;Cấp giấy phép;17/01/2023\n";
    let report = report(&[("a/so.csv", list), ("b/so.csv", &list.replace("17/01", "18/01"))]);
    assert_eq!((report.fates.counted, report.fates.duplicate), (6, 0));
    assert_eq!(found(&report, &["LD001", "LD002", "LD003", "LD007"]), Vec::<String>::new());
}

#[test]
fn one_column_to_tick_for_each_channel_is_read() {
    let text = "STT;Mã hồ sơ;Mã TTHC;Hình thức tiếp nhận;;;Ngày tiếp nhận\n\
        ;;;Trực tuyến;Trực tiếp;BCCI;\n\
        1;H14.08-230105-0001;9.001740;x;;;05/01/2023\n\
        2;H14.08-230105-0002;9.001740;;x;;05/01/2023\n\
        3;H14.08-230105-0003;9.001740;0;-;1;05/01/2023\n\
        4;H14.08-230105-0004;9.001740;x;x;;05/01/2023\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!((rows(&report).header, rows(&report).cases), (2, 4));
    let figure = |figure| report.counted.total[figure];
    assert_eq!(
        (figure(Figure::ReceivedOnline), figure(Figure::ReceivedInPerson), figure(Figure::ReceivedPost)),
        (1, 2, 1)
    );
    assert_eq!(found(&report, &["DG014", "DG001", "CT018", "CT007"]), ["DG014 e D6"]);
}

#[test]
fn outcome_columns_in_days_are_no_hand_over() {
    let text = "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Trả kết quả (đv: ngày);;\n\
        ;;;;;Trước hạn;Đúng hạn;Quá hạn\n\
        1;H14.08-230105-0001;9.001740;05/01/2023;20/01/2023;2;;\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!((rows(&report).header, report.fates.counted), (2, 1));
}

#[test]
fn a_year_of_another_age_is_no_date() {
    let report = register(&["1;H14.08-230105-0001;9.001740;05/01/0223;;"]);
    assert_eq!((found(&report, &["DG026"]), report.fates.unplaced), (vec!["DG026 e D2".to_owned()], 1));
}

#[test]
fn a_remark_may_have_several_lines_and_a_level_ends_the_unit_above() {
    let report = register(&[
        "A;Phòng Quản lý;;;;",
        "1;H14.08-230105-0001;9.001740;05/01/2023;;",
        "B;Cấp huyện;;;;",
        "2;H14.08-230105-0002;9.001740;05/01/2023;;",
        "Ghi chú:;;;;;",
        "- cột 4 là ngày nhận;;;;;",
        "- tính đến 14/3;;;;;",
    ]);
    assert_eq!((rows(&report).note, rows(&report).unclassified), (3, 0));
    assert_eq!((group(&report, "Phòng Quản lý"), group(&report, "a")), (1, 1));
}

#[test]
fn the_first_group_row_is_no_second_header_row() {
    let text = "STT;;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận\n\
        I;Đo lường;;;\n\
        1;;H14.08-230105-0001;9.001740;05/01/2023\n";
    let rows = rows(&report(&[("a/so.csv", text)]));
    assert_eq!((rows.header, rows.group, rows.cases), (1, 1, 1));
}

#[test]
fn words_in_place_of_a_case_code_do_not_make_one_case_of_many() {
    let report = register(&[
        "1;Không;9.001740;01/02/2023;;",
        "2;Không;9.001740;02/02/2023;;",
        "3;Chưa có;9.001740;03/02/2023;;",
        "4;12;9.001740;03/02/2023;;",
        "5;12;9.001740;03/02/2023;;",
    ]);
    assert_eq!((report.fates.counted, report.fates.duplicate), (4, 1));
    assert_eq!(found(&report, &["DG002"]), ["DG002 w B2", "DG002 w B3", "DG002 w B4"]);
}

#[test]
fn a_row_that_fits_nothing_is_shown_without_the_name_in_it() {
    let text = "STT;Mã hồ sơ;Người nộp;Địa chỉ;Điện thoại;Ngày tiếp nhận\n\
        1;H14.08-230201-0001;Họ Tên Một;Phố Nhỏ;0900000001;01/02/2023\n\
        ;;Họ Tên Hai;Phố To;0900000002;\n\
        2;H14.08-230202-0002;Họ Tên Ba;Phố Dài;0900000003;02/02/2023\n";
    let report = report(&[("a/so.csv", text)]);
    let row = report.findings.iter().find(|finding| finding.rule.code == "CT007").unwrap();
    assert_eq!(row.value, "… | … | …");
    let said = format!("{:?}", report.findings);
    assert!(!said.contains("Họ Tên") && !said.contains("Phố") && !said.contains("09000"), "{said}");
}

#[test]
fn without_a_catalogue_a_month_knows_the_procedures_that_had_cases() {
    let text = "Mã hồ sơ;Tên TTHC;Ngày tiếp nhận\n\
        H14.08-230201-0001;Cấp phép;01/02/2023\nH14.08-230202-0002;Thu hồi;02/02/2023\n\
        H14.08-230220-0003;Cấp phép;20/02/2023\n";
    let report = report_over(vec![read("a/so.csv", Area::Inbox, text)], "");
    let used: Vec<u64> =
        report.counted.months.iter().map(|(_, figures)| figures[Figure::CatalogueUsed]).collect();
    assert_eq!((used, report.counted.total[Figure::CatalogueUsed]), (vec![0, 2, 1], 2));
}

#[test]
fn rows_of_a_list_of_holidays_that_cannot_be_used_are_said() {
    let list =
        "Ngày;Loại;Ghi chú\n02/02/2023;nghỉ;Lễ\n30/02/2023;nghỉ;\n03/02/2023;đi hè;\n02/02/2023;làm bù;\n";
    let inputs = vec![
        read("danh-muc/dm.csv", Area::Catalogue, CATALOGUE),
        read("danh-muc/nghi.csv", Area::Catalogue, list),
        read(
            "a/so.csv",
            Area::Inbox,
            &with_header(&["1;H14.08-230201-0001;9.001740;01/02/2023;;09/02/2023"]),
        ),
    ];
    let report = report_over(inputs, "");
    let file = &report.files[1];
    assert_eq!((&*file.path, file.kind.word()), ("danh-muc/nghi.csv", "catalogue"));
    assert_eq!(
        report.counted.total[Figure::FinishedOnTime],
        1,
        "{:?} {:?}",
        report.calendar,
        report.placings
    );
    assert_eq!(found(&report, &["DG026", "DG014"]), ["DG026 w A3", "DG014 w B4", "DG014 w B5"]);
}

#[test]
fn a_unit_of_the_settings_that_sent_nothing_is_told_and_can_be_explained() {
    let settings = "[don_vi.phong-a]\n[don_vi.phong-b]\nten = \"Phòng B\"\n[don_vi.phong-c]\n";
    let told = |files: &[(&str, &str)]| found(&report_with(settings, files), &["TP010", "TP015"]);
    let row = format!("{HEADER}\n1;X-1;9.001740;09/01/2023;16/01/2023;16/01/2023\n");
    let all: Vec<(String, &str)> =
        ["phong-a", "phòng b", "phong-c"].map(|unit| (format!("{unit}/so.csv"), row.as_str())).to_vec();
    let sent = |n: usize| all.iter().take(n).map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>();
    assert_eq!(told(&sent(3)), Vec::<String>::new(), "a title names the folder as well as its own name");
    assert_eq!(told(&sent(2)), ["TP015 w "]);
    assert_eq!(told(&sent(1)), ["TP015 w ", "TP015 w "]);
    assert_eq!(told(&[]), ["TP010 w "], "an empty inbox is one thing to say");
    let report = report_with(settings, &sent(1));
    assert!(!report.draft);
    let keys: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.rule.code == "TP015")
        .map(|finding| finding.key)
        .collect();
    assert_ne!(keys[0].own, keys[1].own, "each is explained by itself");
}
