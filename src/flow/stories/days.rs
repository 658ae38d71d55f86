//! Stories of days that Excel changed: day and month swapped while typing, days counted from 1904.

use super::*;
use crate::model::sheet::{ReadNote, Value, Workbook};

/// A file of several tabs, each of lines with `;`. A cell such as `=2023-04-01` is a true date, `#43475` a plain number.
fn book(path: &str, tabs: &[&[&str]]) -> super::super::recognise::Input {
    let mut sheets = Vec::new();
    let mut whole = None;
    for (at, lines) in tabs.iter().enumerate() {
        let mut input = read(path, Area::Inbox, &lines.join("\n"));
        let mut sheet = input.content.as_mut().unwrap().sheets.remove(0);
        sheet.name = format!("Tháng {}", at + 1);
        for cell in sheet.rows.iter_mut().flat_map(|row| &mut row.cells) {
            let Value::Text(text) = &cell.value else { continue };
            if let Some(day) = text.strip_prefix('=') {
                cell.value = Value::Date(day.parse().unwrap());
            } else if let Some(number) = text.strip_prefix('#') {
                cell.value = Value::Number(number.parse().unwrap());
            }
        }
        sheets.push(sheet);
        whole = Some(input);
    }
    let mut input = whole.unwrap();
    input.content.as_mut().unwrap().sheets = sheets;
    input
}

fn over(book: super::super::recognise::Input) -> Report {
    report_over(vec![read("danh-muc/dm.csv", Area::Catalogue, CATALOGUE), book], "")
}

/// One column of every case, as read.
fn days(report: &Report, of: fn(&crate::model::case::Case) -> Option<NaiveDate>) -> Vec<String> {
    report.cases.iter().map(|case| of(case).map_or("-".to_owned(), |day| day.to_string())).collect()
}

/// The dates of due and finish are swapped; nothing in this tab alone proves it.
const WITHOUT_PROOF: [&str; 5] = [
    HEADER,
    "1;H14.08-221217-0007;9.001740;17/12/2022;27/12/2022;25/12/2022",
    "2;H14.08-221220-0001;9.001740;20/12/2022;=2023-04-01;=2023-03-01",
    "3;H14.08-221223-0005;9.001740;23/12/2022;=2023-04-01;",
    "4;H14.08-230124-0009;9.001740;24/01/2023;31/01/2023;",
];
/// Here the case codes prove it for the receipt.
const PROVEN: [&str; 4] = [
    HEADER,
    "1;H14.08-221209-0104;9.001740;=2022-09-12;27/12/2022;=2023-04-01",
    "2;H14.08-221215-0108;9.001740;15/12/2022;=2023-04-01;20/12/2022",
    "3;H14.08-230308-0110;9.001740;=2023-08-03;13/03/2023;14/03/2023",
];

#[test]
fn what_looks_swapped_without_proof_is_said_and_read_as_it_stands() {
    let report = over(book("a/so.csv", &[&WITHOUT_PROOF]));
    assert_eq!(found(&report, &["CT023", "CT024"]), ["CT023 w E1", "CT023 w F1"]);
    assert_eq!(days(&report, |case| case.due_on.get())[1], "2023-04-01");
}

#[test]
fn a_proven_swap_serves_the_other_columns_of_the_table_and_the_senders_other_sheets() {
    let report = over(book("a/so.csv", &[&WITHOUT_PROOF, &PROVEN]));
    assert_eq!(
        found(&report, &["CT023", "CT024"]),
        ["CT024 w E1", "CT024 w F1", "CT024 w D1", "CT024 w E1", "CT024 w F1"]
    );
    let due = days(&report, |case| case.due_on.get());
    assert_eq!(
        due,
        ["2022-12-27", "2023-01-04", "2023-01-04", "2023-01-31", "2022-12-27", "2023-01-04", "2023-03-13"]
    );
    let received = days(&report, |case| case.received_on.get());
    assert_eq!(received[4..], ["2022-12-09", "2022-12-15", "2023-03-08"]);
    let said: Vec<&str> = report
        .findings
        .iter()
        .filter(|finding| finding.rule.code == "CT024")
        .filter_map(|finding| finding.values.iter().find(|(hole, _)| *hole == "evidence"))
        .map(|(_, words)| words.as_str())
        .collect();
    assert!(said[0].starts_with("cùng cột này ở trang hoặc tệp khác"), "{said:?}");
    assert!(said[2].starts_with("2 ngày chỉ khớp"), "{said:?}");
    assert!(said[3].starts_with("cột “Ngày tiếp nhận” cùng bảng"), "{said:?}");
}

#[test]
fn a_column_with_a_day_after_the_twelfth_or_another_senders_proof_turns_nothing() {
    let typed = WITHOUT_PROOF.map(|line| line.replace("=2023-03-01", "=2023-03-15"));
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    let report = over(book("a/so.csv", &[&typed, &PROVEN]));
    assert_eq!(days(&report, |case| case.finished_on.get())[1], "2023-03-15");
    let inputs = vec![
        read("danh-muc/dm.csv", Area::Catalogue, CATALOGUE),
        book("a/so.csv", &[&WITHOUT_PROOF]),
        book("b/so.csv", &[&PROVEN]),
    ];
    let report = report_over(inputs, "");
    assert_eq!(days(&report, |case| case.due_on.get())[1], "2023-04-01");
}

#[test]
fn one_wrong_date_does_not_keep_a_column_of_a_turned_table_as_it_stands() {
    // The last case was finished before it came, as meant and as typed.
    let lines = [
        HEADER,
        "1;H14.08-221229-0001;9.001740;29/12/2022;;=2023-05-02",
        "2;H14.08-230105-0002;9.001740;=2023-05-01;;14/02/2023",
        "3;H14.08-230128-0003;9.001740;28/01/2023;;=2023-09-02",
        "4;H14.08-230308-0004;9.001740;=2023-08-03;;=2023-05-03",
    ];
    let report = over(book("a/so.csv", &[&lines]));
    assert_eq!(found(&report, &["CT023", "CT024"]), ["CT024 w D1", "CT024 w F1"]);
    let finished = days(&report, |case| case.finished_on.get());
    assert_eq!(finished, ["2023-02-05", "2023-02-14", "2023-02-09", "2023-03-05"]);
}

#[test]
fn a_sheet_whose_codes_agree_as_typed_is_not_turned_by_another_one() {
    let typed = [
        HEADER,
        "1;H14.08-230105-0001;9.001740;=2023-01-05;=2023-02-03;",
        "2;H14.08-230117-0002;9.001740;17/01/2023;=2023-02-08;",
    ];
    let report = over(book("a/so.csv", &[&typed, &PROVEN]));
    assert_eq!(days(&report, |case| case.due_on.get())[..2], ["2023-02-03", "2023-02-08"]);
}

#[test]
fn plain_numbers_of_a_1904_workbook_are_its_own_days_unless_the_codes_say_otherwise() {
    let lines = [
        HEADER,
        "1;H14.08-230111-0001;9.001740;#43475;#43485;#43483",
        "2;H14.08-230112-0002;9.001740;43476;=2023-01-22;43484",
    ];
    let report_of = |lines: &[&str], date1904: bool| {
        let mut input = book("a/so.csv", &[lines]);
        let workbook: &mut Workbook = input.content.as_mut().unwrap();
        if date1904 {
            workbook.notes.push(ReadNote::Date1904);
        }
        over(input)
    };
    let report = report_of(&lines, true);
    assert_eq!(days(&report, |case| case.received_on.get()), ["2023-01-11", "2023-01-12"]);
    assert_eq!(days(&report, |case| case.due_on.get()), ["2023-01-21", "2023-01-22"]);
    assert_eq!(found(&report, &["DG025"]), Vec::<String>::new());
    let plain = report_of(&lines, false);
    assert_eq!(days(&plain, |case| case.received_on.get()), ["2019-01-10", "2019-01-11"]);
    let pasted = [HEADER, "1;H14.08-230111-0001;9.001740;#44937;;"];
    assert_eq!(days(&report_of(&pasted, true), |case| case.received_on.get()), ["2023-01-11"]);
}

#[test]
fn an_extension_does_not_stand_in_for_a_first_due_date_that_the_limit_tells() {
    // Five working days after 06/02/2023 is 13/02/2023; finished on the 15th.
    const LINES: &str = "STT;Mã hồ sơ;Mã TTHC;Ngày tiếp nhận;Ngày hẹn trả;Ngày hẹn lại;Ngày có kết quả\n\
        1;H14.08-230206-0001;9.001740;06/02/2023;;20/02/2023;15/02/2023\n";
    let late = |settings: &str, catalogue: &str| {
        let inputs =
            vec![read("danh-muc/dm.csv", Area::Catalogue, catalogue), read("a/so.csv", Area::Inbox, LINES)];
        let figures = report_over(inputs, settings).counted.total;
        let context = crate::flow::context::nested(&figures);
        context["da_giai_quyet"]["qua_han"].as_u64().unwrap()
    };
    assert_eq!(late("", CATALOGUE), 1);
    assert_eq!(late("[chinh_sach]\nhen_lai = \"han_moi\"\n", CATALOGUE), 0);
    let without_limit = "Mã TTHC;Tên TTHC;Lĩnh vực\n9.001740;Cấp giấy phép;Đo lường\n";
    assert_eq!(late("", without_limit), 0, "the only date there is");
}
