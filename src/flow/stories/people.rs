//! Registers in which people stand where a unit or a group should: no result names them.

use super::*;
use crate::{flow::machine, text::Lang};

const NAMES: [&str; 3] =
    ["Họ Tên Mẫu, CCCD 001099000222", "Ông Người Khác Họ, CMND 012345678", "Bà Tên Thứ Ba - 001099000333"];
const PRIVATE: [&str; 6] = ["Tên Mẫu", "Người Khác", "Tên Thứ", "001099000222", "012345678", "001099000333"];

/// One register without a catalogue, of which nothing private may be told.
fn discreet(text: &str) -> Report {
    let report = report_over(vec![read("a/so.csv", Area::Inbox, text)], "");
    let machine = String::from_utf8(machine::result(&report, &[], None, Lang::Vi).bytes()).unwrap();
    let told = format!("{:?} {machine} {}", report.findings, units::shown(&report));
    for private in PRIVATE {
        assert!(!told.to_lowercase().contains(&private.to_lowercase()), "{private} is told of {text}");
    }
    report
}

fn with_units(heading: &str, units: &[&str]) -> String {
    let line = |(at, unit): (usize, &&str)| {
        let at = at + 1;
        format!("{at};H14.08-230105-000{at};9.001740;05/01/2023;12/01/2023;10/01/2023;{unit}\n")
    };
    let lines: Vec<String> = units.iter().enumerate().map(line).collect();
    format!("{HEADER};{heading}\n{}", lines.concat())
}

fn unit_names(report: &Report) -> Vec<&str> {
    report.counted.units.iter().map(|unit| &*unit.name).collect()
}

#[test]
fn a_unit_that_is_the_applicant_by_its_heading_is_the_applicant() {
    for heading in ["Đơn vị (cá nhân, tổ chức)", "ĐƠN VỊ (chủ hồ sơ)", "Đơn vị (người nộp)"]
    {
        let report = discreet(&with_units(heading, &NAMES[..2]));
        assert_eq!(unit_names(&report), ["a"], "{heading}");
        assert!(report.cases.iter().all(|case| case.applicant_digest.is_some()));
        assert_eq!(found(&report, &["TP016", "TP017"]), [""; 0]);
    }
    let report = discreet(&with_units("Đơn vị (xử lý)", &["Phòng Đo", "Phòng Đo"]));
    assert_eq!(unit_names(&report), ["Phòng Đo"]);
}

#[test]
fn a_unit_column_that_names_people_is_no_unit_column_and_that_is_said() {
    let report = discreet(&with_units("Đơn vị", &[NAMES[0], NAMES[1], NAMES[2], "Công ty Mẫu"]));
    assert_eq!(unit_names(&report), ["a"]);
    assert_eq!(found(&report, &["TP016", "TP017", "CT005"]), ["TP016 w G1"]);
    assert!(report.cases.iter().all(|case| case.applicant_digest.is_some()));
    // One officer over and over is no applicant.
    let report = discreet(&with_units("Đơn vị", &[NAMES[2]; 4]));
    assert_eq!((unit_names(&report), found(&report, &["TP016"])), (vec!["a"], vec!["TP016 w G1".to_owned()]));
    assert!(report.cases.iter().all(|case| case.applicant_digest.is_none()));
}

#[test]
fn a_single_person_among_units_counts_for_the_sender() {
    let report = discreet(&with_units("Đơn vị", &["Phòng Đo", NAMES[0], "Phòng Đo, ĐT 0206000111"]));
    assert_eq!(found(&report, &["TP016", "TP017"]), ["TP017 w G3"]);
    assert_eq!(unit_names(&report)[..2], ["Phòng Đo", "Phòng Đo, ĐT …"]);
    assert!(unit_names(&report).contains(&"a"));
}

#[test]
fn groups_that_name_people_have_no_name_and_stay_apart() {
    let case = |at: usize| format!("{at};{at};9.001740;05/01/2023;12/01/2023;10/01/2023\n");
    let text = format!("{HEADER}\nI;{};;;;\n{}II;{};;;;\n{}", NAMES[2], case(1), NAMES[0], case(1));
    let report = discreet(&text);
    assert_eq!((report.fates.counted, report.counted.fields.len()), (2, 2), "{:?}", report.counted.fields);
    assert!(report.counted.fields.iter().all(|group| group.name.starts_with("(nhóm không tên ")));
    assert_eq!(found(&report, &["TP018"]), ["TP018 w B2", "TP018 w B4"]);
}
