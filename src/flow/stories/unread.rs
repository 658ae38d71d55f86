//! Stories of what was passed over: catalogues that were registers, sheets without headings, columns that say what nobody read.

use super::*;
use crate::{flow::recognise::Input, text::Lang};

/// One file with these sheets.
fn book(path: &str, sheets: &[&str]) -> Input {
    let mut whole = read(path, Area::Inbox, sheets[0]);
    let workbook = whole.content.as_mut().unwrap();
    for (index, text) in sheets.iter().enumerate().skip(1) {
        let mut sheet = read(path, Area::Inbox, text).content.unwrap().sheets.remove(0);
        sheet.name = format!("T{}", index + 1);
        workbook.sheets.push(sheet);
    }
    whole
}

fn report_of(sheets: &[&str]) -> Report {
    report_over(vec![read("danh-muc/dm.csv", Area::Catalogue, CATALOGUE), book("a/so.xlsx", sheets)], "")
}

fn said(report: &Report, code: &str) -> String {
    let of = report.findings.iter().filter(|finding| finding.rule.code == code);
    of.map(|finding| finding.message(Lang::Vi)).collect::<Vec<_>>().join("\n")
}

const CODES: &[&str] = &["CT001", "CT011", "CT020", "CT026", "CT028", "DM015", "DM016", "DM017"];

/// A register in words that nobody knows, besides code and name of the procedure.
const OWN_WORDS: &str = "TT;Mã TTHC;Tên TTHC;Họ và tên người nộp;Vào sổ;Hạn;Ra\n\
    1;9.001740;Cấp giấy phép;Ông Một;05/01/2023;12/01/2023;12/01/2023\n\
    2;9.001740;Cấp giấy phép;Ông Hai;06/01/2023;13/01/2023;\n";

#[test]
fn a_register_in_own_words_is_no_catalogue_and_its_cases_do_not_vanish() {
    let sound = with_header(&["1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;12/01/2023"]);
    let report = report(&[("a/so.csv", OWN_WORDS), ("b/so.csv", &sound)]);
    assert_eq!(found(&report, CODES), ["CT001 e "]);
    assert!(report.draft);
    let said = said(&report, "CT001");
    for part in ["Vào sổ", "thiếu Ngày tiếp nhận)", "E “Vào sổ”, F “Hạn”, G “Ra”", "danh-muc/"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("Ông"), "{said}");
    // Alone, it is no catalogue either.
    let alone = report_over(vec![read("a/so.csv", Area::Inbox, OWN_WORDS)], "");
    assert_eq!(found(&alone, CODES), ["CT001 e "]);
    assert!(alone.catalogue.is_none());
}

#[test]
fn a_sheet_in_own_words_beside_a_register_is_told_with_its_name() {
    let sound = with_header(&["1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;12/01/2023"]);
    let report = report_of(&[&sound, OWN_WORDS]);
    assert_eq!(found(&report, CODES), ["CT001 e "]);
    assert!(said(&report, "CT001").contains("“T2”"), "{}", said(&report, "CT001"));
    assert_eq!(report.fates.counted, 1);
}

#[test]
fn a_catalogue_of_the_inbox_is_named_whether_it_is_used_or_not() {
    let case = with_header(&["1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;12/01/2023"]);
    let both = vec![read("a/dm.csv", Area::Inbox, CATALOGUE), read("b/so.csv", Area::Inbox, &case)];
    let used = report_over(both, "");
    assert_eq!(found(&used, CODES), ["DM016 i "]);
    assert_eq!(used.catalogue.unwrap().procedures.len(), 2);
    let second = CATALOGUE.replace("9.000555", "9.000556");
    let unused = report(&[("a/dm.csv", &second), ("b/so.csv", &case)]);
    assert_eq!(found(&unused, CODES), ["DM017 w "]);
    assert!(said(&unused, "DM017").contains("danh-muc/dm.csv"));
    // A list to choose from, beside the register, is a remark.
    assert_eq!(found(&report_of(&[&case, &second]), CODES), ["DM017 i "]);
}

#[test]
fn letters_saved_as_question_marks_are_told_with_the_way_out() {
    let text = "STT;M\u{e3} h? s?;M\u{e3} TTHC;T\u{ea}n TTHC;Ng\u{e0}y ti?p nh?n;Ng\u{e0}y h?n tr?\n\
        1;H14.08-230105-0001;9.001740;C?p gi?y ph\u{e9}p;05/01/2023;12/01/2023\n\
        2;H14.08-230105-0002;9.001740;C?p gi?y ph\u{e9}p;05/01/2023;12/01/2023\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!(found(&report, CODES), ["CT028 e "]);
    assert!(said(&report, "CT028").contains("CSV UTF-8"));
    let asked = "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ghi chú\n\
        H14.08-230105-0001;9.001740;05/01/2023;Hỏi lại? Chưa rõ?\n";
    assert_eq!(found(&super::report(&[("a/so.csv", asked)]), CODES), Vec::<String>::new());
}

#[test]
fn cases_on_a_sheet_without_headings_are_an_error() {
    let sound = with_header(&["1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;12/01/2023"]);
    let next = "11;H14.08-230206-0011;9.001740;06/02/2023;13/02/2023;\n\
        12;H14.08-230206-0012;9.001740;06/02/2023;13/02/2023;\n";
    let report = report_of(&[&sound, next]);
    assert_eq!(found(&report, CODES), ["CT026 e "]);
    assert!(said(&report, "CT026").contains("“T2” có 2 dòng giống hồ sơ (dòng 1 đến 2)"));
    assert_eq!(report.fates.counted, 1);
    // Without codes, two days and the rest of a row tell it.
    let coded: Vec<String> = next.lines().map(|line| line.replacen("H14.08-230206-00", "x", 1)).collect();
    assert_eq!(found(&report_of(&[&sound, &coded.join("\n")]), CODES), ["CT026 e "]);
    // Above the first heading they are lost as well.
    let above = format!("{next}{sound}");
    assert_eq!(found(&report_of(&[&above]), CODES), ["CT026 e "]);
}

#[test]
fn a_list_of_known_cases_and_a_period_are_no_lost_cases() {
    let sound = with_header(&["1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;12/01/2023"]);
    let late = "Chậm;H14.08-230105-0001;05/01/2023;12/01/2023\n";
    let period = "Từ ngày;15/12/2022;Đến ngày;14/03/2023\n";
    assert_eq!(found(&report_of(&[&sound, late, period]), CODES), ["CT020 i ", "CT020 i "]);
}

#[test]
fn a_row_that_states_several_cases_is_told_and_copies_of_one_are_not() {
    let told = |heading: &str, cells: [&str; 3]| {
        let rows = (1..).zip(cells).map(|(n, cell)| {
            format!("{n};H14.08-230105-000{n};9.001740;05/01/2023;12/01/2023;12/01/2023;{cell}\n")
        });
        let text = format!("{HEADER};{heading}\n{}", rows.collect::<String>());
        found(&report(&[("a/so.csv", &text)]), &["CT027"])
    };
    for heading in ["Số lượng hồ sơ", "Số lượng", "Số hồ sơ", "SL hồ sơ"] {
        assert_eq!(told(heading, ["1", "12 hồ sơ", "1"]), ["CT027 w G3"], "{heading}");
    }
    for (heading, cells) in [
        ("Số lượng (bộ)", ["1", "2", "1"]),
        ("Số bộ hồ sơ", ["1", "2", "1"]),
        ("Số hồ sơ", ["1", "2", "3"]),
        ("Số lượng hồ sơ", ["1", "02 bộ", "1"]),
    ] {
        assert_eq!(told(heading, cells), Vec::<String>::new(), "{heading}");
    }
}

#[test]
fn ticks_for_how_a_case_ended_are_named_where_the_day_is_missing() {
    let text = "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Kết quả giải quyết;;\n\
        ;;;;;Trước hạn;Đúng hạn;Quá hạn\n\
        1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;;x;\n\
        2;H14.08-230105-0002;9.001740;05/01/2023;12/01/2023;x;;\n";
    let report = report(&[("a/so.csv", text)]);
    assert_eq!(found(&report, &["CT019"]), ["CT019 w "]);
    let said = said(&report, "CT019");
    for part in ["“Ngày có kết quả”", "G “Kết quả giải quyết > Đúng hạn”", "2 hồ sơ không có ngày kết thúc"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_file_among_the_catalogues_is_told_what_a_catalogue_needs() {
    let list = "STT;Tên thủ tục;Lĩnh vực\n1;Cấp giấy phép;Đo lường\n";
    let report = report_over(vec![read("danh-muc/dm.csv", Area::Catalogue, list)], "");
    assert_eq!(found(&report, &["CT001"]), ["CT001 w "]);
    let said = said(&report, "CT001");
    assert!(said.contains("thiếu Mã TTHC)") && said.contains("bảng danh mục"), "{said}");
    assert!(!said.contains("Ngày tiếp nhận"), "{said}");
}

#[test]
fn a_register_among_the_catalogues_is_told() {
    let text = with_header(&["1;H14.08-230105-0001;9.001740;05/01/2023;12/01/2023;12/01/2023"]);
    let lying = |text: &str| {
        let inputs = vec![
            read("danh-muc/dm.csv", Area::Catalogue, CATALOGUE),
            read("danh-muc/so.csv", Area::Catalogue, text),
        ];
        found(&report_over(inputs, ""), &["CT029", "CT026"])
    };
    assert_eq!(lying(&text), ["CT029 w "]);
    assert_eq!(lying(&with_header(&[])), Vec::<String>::new(), "a blank form is none");
}
