//! Stories of columns whose order of day and month rests on one text.

use super::*;
use crate::{model::finding::Finding, rules, text::Lang};

/// Received on 3 January, due on the 10th, finished on these days.
fn finished(days: &[&str]) -> Report {
    let line = |(at, day): (usize, &&str)| {
        format!("{at};H14.08-230103-000{at};9.001740;2023-01-03;2023-01-10;{day}")
    };
    let lines: Vec<String> = (1..).zip(days).map(line).collect();
    register(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

fn finding<'r>(report: &'r Report, code: &str) -> &'r Finding {
    report.findings.iter().find(|finding| finding.rule.code == code).unwrap()
}

const ORDERS: [&str; 4] = ["CT022", "LD006", "DG009", "DG027"];

#[test]
fn one_slip_does_not_turn_a_column_whose_rows_are_day_first() {
    let report = finished(&["05/01/2023", "06/01/2023", "09/01/2023", "10/01/2023", "01/13/2023"]);
    assert_eq!(found(&report, &ORDERS), ["CT022 i F1", "DG009 e F6"]);
    let total = &report.counted.total;
    let [early, on_time, late] =
        [Figure::FinishedEarly, Figure::FinishedOnTime, Figure::FinishedLate].map(|figure| total[figure]);
    assert_eq!((early, on_time, late), (3, 1, 1));
    let slip = finding(&report, "DG009");
    assert_eq!(
        (slip.suggestion.as_deref(), slip.candidates.as_slice()),
        (None, &["13/01/2023".to_owned()][..])
    );
    assert!(slip.message(Lang::Vi).contains("chỉ đọc được theo tháng/ngày"), "{}", slip.message(Lang::Vi));
    assert!(finding(&report, "CT022").message(Lang::Vi).contains("ngày/tháng/năm"));
}

#[test]
fn two_rows_outvote_a_single_date_and_one_does_not() {
    let two = finished(&["06/01/2023", "09/01/2023", "01/13/2023"]);
    assert_eq!(found(&two, &ORDERS), ["CT022 i F1", "DG009 e F4"]);
    // 5 January and 1 May are both near enough to the receipt: only one row speaks.
    let one = finished(&["05/01/2023", "09/01/2023", "01/13/2023"]);
    assert_eq!(found(&one, &ORDERS), ["CT022 i F1", "DG027 w F4"]);
    assert!(finding(&one, "DG027").message(Lang::Vi).contains("ở ô này (“01/13/2023”)"));
}

#[test]
fn a_quarter_of_month_first_dates_is_a_column_of_its_own_kind() {
    let ambiguous = ["06/01/2023", "07/01/2023", "08/01/2023", "09/01/2023", "10/01/2023", "11/01/2023"];
    let with = |more: &[&str]| finished(&[&ambiguous[..], more].concat());
    // Two of eight are a quarter.
    let quarter = with(&["01/13/2023", "01/16/2023"]);
    assert_eq!(found(&quarter, &ORDERS), ["CT022 i F1"]);
    assert!(finding(&quarter, "CT022").message(Lang::Vi).contains("tháng/ngày/năm"));
    let less = with(&["12/01/2023", "01/13/2023", "01/16/2023"]);
    assert_eq!(found(&less, &ORDERS), ["CT022 i F1", "DG009 e F9", "DG009 e F10"]);
}

#[test]
fn a_single_date_that_its_rows_bear_out_needs_no_warning() {
    let report = finished(&["01/06/2023", "01/09/2023", "01/13/2023"]);
    assert_eq!(found(&report, &ORDERS), ["CT022 i F1"]);
    assert_eq!(report.counted.total[Figure::FinishedEarly], 2);
}

#[test]
fn day_first_neighbours_outvote_a_single_date_unless_a_row_speaks_for_it() {
    let lines = [
        "1;;9.001740;13/01/2023;20/01/2023;",
        "2;;9.001740;16/01/2023;27/01/2023;02/02/2023",
        "3;;9.001740;17/01/2023;30/01/2023;02/03/2023",
        "4;;9.001740;18/01/2023;31/01/2023;01/25/2023",
    ];
    assert_eq!(found(&register(&lines), &ORDERS), ["CT022 i F1", "DG009 e F5"]);
    // 12 February is near the receipt, 2 December is not.
    let exported = [lines[0], lines[1], "3;;9.001740;17/01/2023;30/01/2023;02/12/2023", lines[3]];
    let report = register(&exported);
    assert_eq!(found(&report, &ORDERS), ["CT022 i F1"]);
    assert!(finding(&report, "CT022").message(Lang::Vi).contains("tháng/ngày/năm"));
}

#[test]
fn an_outvoted_column_says_nothing_about_the_senders_other_sheets() {
    let slip = with_header(&[
        "1;H14.08-230103-0001;9.001740;2023-01-03;;06/01/2023",
        "2;H14.08-230103-0002;9.001740;2023-01-03;;09/01/2023",
        "3;H14.08-230103-0003;9.001740;2023-01-03;;01/13/2023",
    ]);
    let other = with_header(&["1;H14.08-230103-0004;9.001740;2023-01-03;;05/01/2023"]);
    let both = report(&[("a/1.csv", &slip), ("a/2.csv", &other)]);
    assert_eq!(found(&both, &["DG009"]), ["DG009 e F4", "DG009 w F2"]);
    let day = both.cases.iter().find_map(|case| {
        case.finished().filter(|_| case.origin.row == 2 && &*case.origin.table.file == "a/2.csv")
    });
    assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("2023-01-05"));
    // Alone in its file nothing outvotes it, and the other sheet is told so.
    let lone = with_header(&["1;;9.001740;2023-01-03;;01/13/2023"]);
    let both = report(&[("a/1.csv", &lone), ("a/2.csv", &other)]);
    assert_eq!(found(&both, &["DG027"]), ["DG027 w F1"]);
    assert!(finding(&both, "DG027").message(Lang::Vi).contains("ở trang hoặc tệp khác"));
    let denied = with_header(&["1;H14.08-230103-0004;9.001740;2023-01-03;;06/01/2023"]);
    let both = report(&[("a/1.csv", &lone), ("a/2.csv", &denied)]);
    assert_eq!(found(&both, &["DG027", "DG009"]), ["DG009 w F2"]);
}

#[test]
fn case_codes_outvote_a_single_date_of_receipt() {
    let lines: Vec<String> =
        (1..=4).map(|at| format!("{at};H14.08-230105-000{at};9.001740;05/01/2023;30/01/2023;")).collect();
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    lines.push("5;H14.08-230105-0005;9.001740;05/13/2023;30/01/2023;");
    let report = register(&lines);
    let told = found(&report, &["CT022", "LD006", "DG009", "DG011", "DG025", "DG027"]);
    assert_eq!(told, ["CT022 i D1", "DG009 e D6", "DG025 w D6", "DG011 e E6"]);
    assert_eq!(report.fates.counted, 4);
}

#[test]
fn an_ambiguous_date_says_how_it_is_read_and_offers_what_it_asks_to_agree_to() {
    // A quarter of the column is month/day, and the case codes say otherwise.
    let report = register(&[
        "1;H14.08-230105-0001;9.001740;05/01/2023;;",
        "2;H14.08-230105-0002;9.001740;05/01/2023;;",
        "3;H14.08-230513-0003;9.001740;05/13/2023;;",
        "4;H14.08-230514-0004;9.001740;05/14/2023;;",
    ]);
    let contradicted = finding(&report, "DG009");
    let read = report.cases[0].received_on.get().map(rules::shown).unwrap();
    let message = contradicted.message(Lang::Vi);
    assert_eq!(read, "01/05/2023");
    assert!(message.contains("Đang đọc là 01/05/2023"), "{message}");
    assert!(!message.contains("Đồng ý") && contradicted.suggestion.is_none(), "{message}");
    // Here the day that is read would come before the receipt, so the suggestion is the other one or none at all.
    let report = register(&[
        "1;H14.08-230113-0001;9.001740;13/01/2023;05/02/2023;",
        "2;H14.08-230113-0002;9.001740;13/01/2023;05/01/2023;",
    ]);
    for told in report.findings.iter().filter(|finding| finding.rule.code == "DG009") {
        let message = told.message(Lang::Vi);
        assert_eq!(message.contains("Đồng ý"), told.suggestion.is_some(), "{message}");
        let english = told.message(Lang::En);
        assert_eq!(english.contains("agree"), told.suggestion.is_some(), "{english}");
    }
}
