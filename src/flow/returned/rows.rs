//! The loop with rows that look alike: one case code on several rows, in several units, several files.
#![allow(clippy::unwrap_used)]

use super::tests::*;
use crate::{
    flow::{lines::Column, recognise::Input, report::Report},
    model::{
        place::Col,
        sheet::{Cell, Row, Value},
    },
};

const TWICE: [&str; 3] = [
    "1;H99.08-230105-0001;1.001770;Trực tuyến;05/01/2023;12/01/2023;31/02/2023",
    "2;H99.08-230105-0001;1.001771;Trực tiếp;06/01/2023;20/01/2023;31/02/2023",
    "3;H99.08-230118-0005;1.001770;Trực tiếp;18/01/2023;25/01/2023;25/01/2023",
];

/// The listing with these lines filled in: code, end of the file's name, cell, column, answer.
fn answers(report: &Report, given: &[(&str, &str, &str, Column, &str)]) -> Input {
    let mut listing = answered(report, "hop-thu/tra loi.xlsx", |_, _| [""; 3]);
    let mut filled = 0;
    for sheet in &mut listing.content.as_mut().unwrap().sheets {
        let Some(header) = sheet.rows.first() else { continue };
        let header: Vec<(Column, Col)> = header
            .cells
            .iter()
            .filter_map(|cell| Some((Column::of_heading(&cell.value.shown())?, cell.col)))
            .collect();
        let col = |wanted| header.iter().find(|(column, _)| *column == wanted).map(|(_, col)| *col);
        for row in sheet.rows.iter_mut().skip(1) {
            let shown = |row: &Row, column| {
                col(column).and_then(|col| row.value(col)).map(Value::shown).unwrap_or_default()
            };
            for (code, file, cell, column, text) in given {
                let is_meant = shown(row, Column::Code) == *code
                    && shown(row, Column::File).ends_with(file)
                    && shown(row, Column::Cell) == *cell;
                if is_meant {
                    let cell = Cell { col: col(*column).unwrap(), value: Value::Text((*text).to_owned()) };
                    row.cells.push(cell);
                    row.cells.sort_by_key(|cell| cell.col);
                    filled += 1;
                }
            }
        }
    }
    assert_eq!(filled, given.len(), "every answer has its line");
    listing.sha256 = format!("{:?}", listing.content);
    listing
}

/// The cells that were corrected: cell and new value.
fn applied(report: &Report) -> Vec<String> {
    report
        .findings
        .iter()
        .filter(|finding| finding.rule.code == "NL002")
        .map(|finding| {
            let new = finding.values.iter().find(|(hole, _)| *hole == "new").unwrap();
            format!("{} {} {}", finding.place.file, finding.place.cell().unwrap(), new.1)
        })
        .collect()
}

#[test]
fn a_new_code_for_one_of_two_rows_goes_to_that_row_wherever_it_went() {
    let first = run(vec![register(&TWICE)]);
    let listing = answers(&first, &[("LD001", "", "B3", Column::Right, "H99.08-230106-0007")]);
    let second = run(vec![register(&TWICE), listing.clone()]);
    assert_eq!(applied(&second), ["hop-thu/a/so.csv B3 H99.08-230106-0007"]);
    assert_eq!(codes(&second, "LD"), Vec::<&str>::new());
    assert!(!codes(&second, "DG").contains(&"DG025"), "and nothing new");
    let moved = [
        "1;H99.08-230201-0009;1.001770;Trực tuyến;01/02/2023;08/02/2023;",
        "2;H99.08-230105-0001;1.001771;Trực tiếp;06/01/2023;20/01/2023;31/02/2023",
        TWICE[2],
        "9;H99.08-230105-0001;1.001770;Trực tuyến;05/01/2023;12/01/2023;31/02/2023",
    ];
    let third = run(vec![register(&moved), listing]);
    assert_eq!(applied(&third), ["hop-thu/a/so.csv B3 H99.08-230106-0007"]);
    // What is carried on is for that row, too.
    let carried = answers(&second, &[]);
    assert_eq!(applied(&run(vec![register(&moved), carried])), applied(&third));
}

#[test]
fn the_marked_copy_tells_the_rows_apart() {
    let original = register(&TWICE);
    let first = run(vec![original.clone()]);
    let mut copy = marked(&first, &original, "hop-thu/a/so.xlsx", |_, _| [""; 3]);
    for sheet in &mut copy.content.as_mut().unwrap().sheets {
        let header = sheet.rows[0].cells.clone();
        let col = |wanted: Column| {
            header
                .iter()
                .find(|cell| Column::of_heading(&cell.value.shown()) == Some(wanted))
                .map(|cell| cell.col)
        };
        let Some(right) = col(Column::Right) else { continue };
        let at = |row: &Row, column| {
            col(column).and_then(|col| row.value(col)).map(Value::shown).unwrap_or_default()
        };
        for row in &mut sheet.rows {
            if at(row, Column::Code) == "LD001" && at(row, Column::Cell) == "B3" {
                row.cells.push(Cell { col: right, value: Value::Text("H99.08-230106-0007".to_owned()) });
                row.cells.sort_by_key(|cell| cell.col);
            }
        }
    }
    copy.sha256 = "filled in".to_owned();
    let second = run(vec![original, copy]);
    assert_eq!(applied(&second), ["hop-thu/a/so.xlsx B3 H99.08-230106-0007"]);
    assert_eq!(codes(&second, "LD"), Vec::<&str>::new());
}

#[test]
fn two_rows_with_the_same_fault_take_an_answer_each() {
    let given =
        [("DG006", "", "G2", Column::Right, "10/01/2023"), ("DG006", "", "G3", Column::Right, "13/01/2023")];
    let expected = ["hop-thu/a/so.csv G2 10/01/2023", "hop-thu/a/so.csv G3 13/01/2023"];
    let first = run(vec![register(&TWICE)]);
    assert_eq!(applied(&run(vec![register(&TWICE), answers(&first, &given)])), expected);
    // Rows that hold the very same are told apart by their order.
    let same = [TWICE[0], "2;H99.08-230105-0001;1.001770;Trực tuyến;05/01/2023;12/01/2023;31/02/2023"];
    let first = run(vec![register(&same)]);
    assert_eq!(applied(&run(vec![register(&same), answers(&first, &given)])), expected);
}

#[test]
fn an_answer_for_one_row_does_not_pass_to_the_other_when_its_own_has_changed() {
    let first = run(vec![register(&TWICE)]);
    let listing = answers(&first, &[("DG006", "", "G2", Column::Right, "10/01/2023")]);
    // The row of the answer is gone, the other one stays alone with the code and the same wrong day.
    let gone = run(vec![register(&TWICE[1..]), listing.clone()]);
    assert_eq!(applied(&gone), Vec::<String>::new());
    assert_eq!(value_of(&gone, "DG006").as_deref(), Some("31/02/2023"));
    assert_eq!(outcome(&gone).first(), Some(&"NL003"), "and that is said");
    // Its due date was corrected meanwhile: nothing says any more which of the two it is.
    let changed = TWICE[0].replace("12/01/2023", "13/01/2023");
    let changed = run(vec![register(&[&changed, TWICE[1], TWICE[2]]), listing]);
    assert_eq!(applied(&changed), Vec::<String>::new());
    assert!(outcome(&changed).contains(&"NL003"));
}

#[test]
fn an_answer_for_a_case_that_stands_once_holds_though_other_cells_of_its_row_changed() {
    let first = run(vec![register(&TWICE[1..])]);
    let listing = answers(&first, &[("DG006", "", "G2", Column::Right, "13/01/2023")]);
    let changed = TWICE[1].replace("20/01/2023", "23/01/2023");
    let second = run(vec![register(&[&changed, TWICE[2]]), listing.clone()]);
    assert_eq!(applied(&second), ["hop-thu/a/so.csv G2 13/01/2023"]);
    // Another row with its code came along: the answer stays with the row it was given for.
    let third = run(vec![register(&TWICE), listing]);
    assert_eq!(applied(&third), ["hop-thu/a/so.csv G3 13/01/2023"]);
}

#[test]
fn an_answer_never_touches_another_sender() {
    let register = |path: &str, applicant: &str| {
        let header =
            "STT;Mã hồ sơ;Mã TTHC;Hình thức tiếp nhận;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Người nộp";
        file(
            path,
            &format!(
                "{header}\n1;H99.08-230105-0001;1.001770;Trực tuyến;05/01/2023;12/01/2023;31/02/2023;{applicant}\n"
            ),
        )
    };
    for (one, other) in [("hop-thu/a/so.csv", "hop-thu/b/so.csv"), ("hop-thu/a.csv", "hop-thu/b.csv")] {
        for applicant in ["Lê A", "Bùi B"] {
            let both = vec![register(one, "Lê A"), register(other, applicant)];
            let first = run(both.clone());
            // Beside the folders the tests have one sender.
            let code = codes(&first, "LD")[0];
            let listing = answers(
                &first,
                &[
                    (code, &other[8..], "B2", Column::Right, "H99.08-230105-0077"),
                    ("DG006", &other[8..], "G2", Column::Right, "10/01/2023"),
                ],
            );
            let second = run([both, vec![listing]].concat());
            assert_eq!(
                applied(&second),
                [format!("{other} B2 H99.08-230105-0077"), format!("{other} G2 10/01/2023")],
                "{one} {applicant}"
            );
        }
    }
}

#[test]
fn answers_that_wait_are_told_once_for_each_missing_file_whatever_listing_holds_them() {
    let (here, away) = (register(&TWICE), file("hop-thu/b/so.csv", "x"));
    let moved = Input { path: away.path, sender: away.sender, ..register(&ROWS) };
    let first = run(vec![here.clone(), moved]);
    let given = [
        ("DG006", "b/so.csv", "G5", Column::Right, "18/01/2023"),
        ("DG014", "b/so.csv", "D4", Column::Right, "Trực tuyến"),
    ];
    let one = answers(&first, &given);
    let other = Input { path: "hop-thu/tl2.xlsx".into(), sha256: "other".to_owned(), ..one.clone() };
    let second = run(vec![here, one, other]);
    let told = outcome(&second).into_iter().filter(|code| *code == "NL012").count();
    assert_eq!(told, 1, "{:?}", codes(&second, "NL"));
    assert_eq!(second.carried.len(), 2);
}

#[test]
fn a_line_about_an_answer_can_be_explained_and_takes_no_value() {
    let first = run(vec![register(&TWICE)]);
    let ticked = run(vec![register(&TWICE), answers(&first, &[("LD001", "", "B3", Column::Agreed, "x")])]);
    assert!(outcome(&ticked).contains(&"NL011"));
    let listing = answered(&ticked, "hop-thu/l2.xlsx", |code, _| match code {
        "NL011" => ["", "", "Đã rõ"],
        _ => [""; 3],
    });
    let tick = answers(&first, &[("LD001", "", "B3", Column::Agreed, "x")]);
    let second = run(vec![register(&TWICE), tick, listing]);
    let explained = second.findings.iter().find(|finding| finding.rule.code == "NL011").unwrap();
    assert_eq!(explained.explanation.as_deref(), Some("Đã rõ"), "{:?}", codes(&second, "NL"));
}

#[test]
fn the_code_of_a_repeat_can_t_be_blanked() {
    let first = run(vec![register(&TWICE)]);
    let second = run(vec![register(&TWICE), answers(&first, &[("LD001", "", "B3", Column::Right, "-")])]);
    assert_eq!(applied(&second), Vec::<String>::new());
    assert_eq!(codes(&second, "LD"), ["LD001", "LD001"], "the rows are still one case");
    assert_eq!(second.counted.total, first.counted.total);
    let told = second.findings.iter().find(|finding| finding.rule.code == "NL014").unwrap();
    assert!(told.message(crate::text::Lang::Vi).contains("hop-thu/a/so.csv | so!B"), "{:?}", told.values);
    // Another finding on the same cell of such a row is no way around it.
    let odd = [
        "1;H99.08-230105-0A01;1.001770;Trực tuyến;05/01/2023;12/01/2023;",
        "2;H99.08-230105-0A01;1.001771;Trực tiếp;06/01/2023;20/01/2023;",
    ];
    let first = run(vec![register(&odd)]);
    let second = run(vec![register(&odd), answers(&first, &[("DG002", "", "B3", Column::Right, "-")])]);
    assert!(codes(&second, "NL").contains(&"NL014"), "{:?}", codes(&second, "NL"));
    // A code that stands once may be none.
    let first = run(vec![register(&odd[..1])]);
    let second = run(vec![register(&odd[..1]), answers(&first, &[("DG002", "", "B2", Column::Right, "-")])]);
    assert_eq!(applied(&second), ["hop-thu/a/so.csv B2 -"]);
}
