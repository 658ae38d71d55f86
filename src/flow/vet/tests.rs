//! Days that are proposed, and days that had better not be.

use crate::flow::{
    report::Report,
    returned::tests::{file, run},
};

const CATALOGUE: &str = "Mã TTHC;Tên TTHC;Lĩnh vực;Thời hạn giải quyết\n1.001770;Cấp giấy phép đo lường;Đo lường;5 ngày làm việc\n";
const SURE: &str = "H99.08-230131-0031;1.001770;31/01/2023;07/02/2023;07/02/2023";

fn judged(row: &str) -> Report {
    let header = "Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả";
    let rows = format!("{header}\n{SURE}\n{row}\n");
    run(vec![file("danh-muc/dm.csv", CATALOGUE), file("hop-thu/a/so.csv", &rows)])
}

/// What is proposed for a finding, and how many days there are to choose from.
fn proposed(row: &str, code: &str) -> Option<(Option<String>, usize)> {
    let report = judged(row);
    let finding = report.findings.iter().find(|finding| finding.rule.code == code)?;
    Some((finding.suggestion.clone(), finding.candidates.len()))
}

#[test]
fn a_proposed_day_contradicts_neither_the_case_code_nor_the_order_of_the_row() {
    let row = "H99.08-221128-0001;1.001770;31/02/2023;05/12/2022;01/12/2022";
    assert_eq!(proposed(row, "DG006"), Some((None, 0)), "no day of that year is in the code");
    let row = "H99.08-230228-0001;1.001770;31/02/2023;07/03/2023;";
    assert_eq!(proposed(row, "DG006"), Some((Some("28/02/2023".to_owned()), 1)));
    // A finish before the receipt is none.
    let row = "H99.08-230301-0001;1.001770;01/03/2023;08/03/2023;31/02/2023";
    assert_eq!(proposed(row, "DG006"), Some((Some("01/03/2023".to_owned()), 1)));
    // A due date before the receipt neither.
    let row = "H99.08-230228-0001;1.001770;28/02/2023;30/02/2023;";
    assert_eq!(proposed(row, "DG006").map(|(proposed, _)| proposed), Some(Some("28/02/2023".to_owned())));
}

#[test]
fn what_is_computed_from_a_doubtful_day_is_not_proposed() {
    let sound = "H99.08-230110-0001;1.001770;10/01/2023;01/01/2022;";
    assert_eq!(proposed(sound, "DG011"), Some((Some("17/01/2023".to_owned()), 0)));
    let doubtful = "H99.08-230105-0001;1.001770;10/01/2023;01/01/2022;";
    assert!(proposed(doubtful, "DG025").is_some());
    assert_eq!(proposed(doubtful, "DG011"), Some((None, 0)));
    let late = "H99.08-230105-0001;1.001770;10/01/2023;10/02/2023;";
    assert_eq!(proposed(late, "DG018"), Some((None, 0)));
}
