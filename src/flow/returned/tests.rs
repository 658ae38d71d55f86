//! The loop: a run, its listing answered by hand, the listing dropped back, the next run.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use chrono::NaiveDate;

use super::without_our_sheets;
use crate::{
    cells::words::Words,
    commands::load,
    flow::{
        headings::Headings,
        indicators::{self, Definitions},
        lines::{Column, Identity},
        list::{self, Summary},
        log,
        previous::Search,
        recognise::{Area, Input, input},
        report::{Ask, Report, build},
        worklist::Worklist,
    },
    mark::{self, Task},
    model::{
        calendar::Calendar,
        figure::Figure,
        finding::Severity,
        period::Period,
        place::Col,
        sheet::{Cell, Row, Value},
    },
    settings::Settings,
    text::Lang,
};

const CATALOGUE: &str = "Mã TTHC;Tên TTHC;Lĩnh vực;Thời hạn giải quyết\n\
    1.001770;Cấp giấy phép đo lường;Đo lường;5 ngày làm việc\n\
    1.001771;Đăng ký nhãn hiệu;Sở hữu trí tuệ;10 ngày làm việc\n";
pub(in crate::flow) const HEADER: &str =
    "STT;Mã hồ sơ;Mã TTHC;Hình thức tiếp nhận;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả";
pub(in crate::flow) const ROWS: [&str; 4] = [
    "1;H99.08-230105-0001;1.001770;Trực tuyến;05/01/2023;12/01/2023;10/01/2023",
    "2;H99.08-230109-0002;1.00177X;Trực tuyến;09/01/2023;16/01/2023;13/01/2023",
    "3;H99.08-230110-0003;1.001771;fax;10/01/2023;31/01/2023;",
    "4;H99.08-230111-0004;1.001770;Trực tiếp;11/01/2023;18/01/2023;31/02/2023",
];

pub(in crate::flow) fn file(path: &str, text: &str) -> Input {
    let (area, sender) = match path.split_once('/') {
        Some(("danh-muc", _)) => (Area::Catalogue, "dm"),
        Some((_, rest)) => (Area::Inbox, rest.split_once('/').map_or("so", |(folder, _)| folder)),
        None => unreachable!("paths have folders"),
    };
    let hash = load::hash(format!("{path} {text}").as_bytes());
    input(Arc::from(path), area, Arc::from(sender), hash, text.as_bytes())
}

pub(in crate::flow) fn register(rows: &[&str]) -> Input {
    file("hop-thu/a/so.csv", &format!("{HEADER}\n{}\n", rows.join("\n")))
}

pub(in crate::flow) fn run(inputs: Vec<Input>) -> Report {
    let settings = Settings::default();
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
    let mut all = inputs;
    if !all.iter().any(|input| input.area == Area::Catalogue) {
        all.insert(0, file("danh-muc/dm.csv", CATALOGUE));
    }
    build(all, &ask).unwrap()
}

/// The listing of a report as it comes back under this name, each line answered as `answer` says: *Đồng ý*, *Giá trị
/// đúng*, *Giải trình* for a code and what its cell holds.
pub(in crate::flow) fn answered(
    report: &Report,
    name: &str,
    answer: impl Fn(&str, &str) -> [&'static str; 3],
) -> Input {
    let identity = Identity {
        kind: Identity::LISTING.to_owned(),
        carries: report.answered_by.clone(),
        ..Identity::default()
    };
    let summary = Summary {
        agency: String::new(),
        period: String::new(),
        today: report.today,
        verdict: String::new(),
        changes: None,
        files: Vec::new(),
        links_base: "../".to_owned(),
        identity,
    };
    let work = Worklist::new(&report.findings, &report.carried);
    let bytes = list::listing(&work, &summary, Lang::Vi).unwrap();
    let mut listing = input(Arc::from(name), Area::Inbox, Arc::from("x"), String::new(), &bytes);
    fill_in(&mut listing, &["Phải sửa", "Cần giải trình"], answer);
    listing
}

/// Fills in the lines of these sheets.
fn fill_in(returned: &mut Input, sheets: &[&str], answer: impl Fn(&str, &str) -> [&'static str; 3]) {
    for sheet in &mut returned.content.as_mut().unwrap().sheets {
        if !sheets.contains(&sheet.name.as_str()) {
            continue;
        }
        let header: Vec<(Column, Col)> = sheet.rows[0]
            .cells
            .iter()
            .filter_map(|cell| Some((Column::of_heading(&cell.value.shown())?, cell.col)))
            .collect();
        let col = |wanted| header.iter().find(|(column, _)| *column == wanted).unwrap().1;
        for row in &mut sheet.rows[1..] {
            let shown = |row: &Row, column| row.value(col(column)).map(Value::shown).unwrap_or_default();
            let given = answer(&shown(row, Column::Code), &shown(row, Column::Value));
            for (column, text) in [Column::Agreed, Column::Right, Column::Explanation].into_iter().zip(given)
            {
                if !text.is_empty() {
                    row.cells.push(Cell { col: col(column), value: Value::Text(text.to_owned()) });
                    row.cells.sort_by_key(|cell| cell.col);
                }
            }
        }
    }
    returned.sha256 = format!("{:?}", returned.content);
}

/// The marked copy of `original` (a report's first register) as it comes back under `name`.
pub(in crate::flow) fn marked(
    report: &Report,
    original: &Input,
    name: &str,
    answer: impl Fn(&str, &str) -> [&'static str; 3],
) -> Input {
    let file = report.files.iter().find(|file| file.path == original.path).unwrap();
    let mut carries = vec![file.sha256.clone()];
    carries.extend(file.carries.iter().cloned());
    let identity = Identity {
        kind: Identity::MARKED.to_owned(),
        path: file.marked_from.clone().unwrap_or_else(|| file.path.to_string()),
        unit: if file.folder.is_empty() { file.unit.as_deref().unwrap() } else { &file.folder }.to_owned(),
        carries,
    };
    let lines = Worklist::new(&report.findings, &report.carried).of_file(&file.path, Lang::Vi);
    let task = Task { lines: &lines, identity: &identity, verdict: "", lang: Lang::Vi };
    let mut content = original.content.clone().unwrap();
    without_our_sheets(&mut content);
    let bytes = mark::fresh(&content, &task).unwrap();
    let mut copy = input(Arc::from(name), Area::Inbox, Arc::from("elsewhere"), String::new(), &bytes);
    fill_in(&mut copy, &["Cần sửa"], answer);
    copy
}

pub(in crate::flow) fn codes(report: &Report, prefix: &str) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule.code).filter(|code| code.starts_with(prefix)).collect()
}

/// What became of the answers; how many warnings are open (NL001) is another matter.
pub(in crate::flow) fn outcome(report: &Report) -> Vec<&'static str> {
    codes(report, "NL").into_iter().filter(|code| *code != "NL001").collect()
}

/// What stands in the cell of a finding now.
pub(in crate::flow) fn value_of(report: &Report, code: &str) -> Option<String> {
    report.findings.iter().find(|finding| finding.rule.code == code).map(|finding| finding.value.clone())
}

fn all_agreed(_: &str, _: &str) -> [&'static str; 3] {
    ["x", "", ""]
}

pub(in crate::flow) fn fixed(code: &str, _: &str) -> [&'static str; 3] {
    match code {
        "DM001" => ["x", "", ""],
        "DG014" => ["", "Trực tuyến", ""],
        "DG006" => ["", "28/02/2023", ""],
        _ => [""; 3],
    }
}

#[test]
fn answers_are_applied_wherever_the_rows_went_and_whatever_the_listing_is_called() {
    let first = run(vec![register(&ROWS)]);
    assert_eq!(
        codes(&first, "D").iter().filter(|code| ["DM001", "DG014", "DG006"].contains(code)).count(),
        3
    );
    assert_eq!(first.counted.total[Figure::FinishedTotal], 2);
    let listing = answered(&first, "hop-thu/tra loi (2).xlsx", fixed);
    let shuffled = [
        "1;H99.08-230201-0009;1.001770;Trực tuyến;01/02/2023;08/02/2023;",
        ROWS[3],
        ROWS[2],
        ROWS[1],
        ROWS[0],
    ];
    for rows in [&ROWS[..], &shuffled[..]] {
        let second = run(vec![register(rows), listing.clone()]);
        assert_eq!(outcome(&second), ["NL002"; 3], "{:#?}", second.findings);
        for code in ["DM001", "DG014", "DG006"] {
            assert_eq!(value_of(&second, code), None, "{code}");
        }
        assert_eq!(second.counted.total[Figure::FinishedTotal], 3);
        assert_eq!(second.counted.total[Figure::ReceivedOnline], 3 + u64::from(rows.len() > 4));
        let kinds: Vec<&str> = second.files.iter().map(|file| file.kind.word()).collect();
        assert!(kinds.contains(&"corrections"), "{kinds:?}");
    }
}

#[test]
fn the_next_listing_carries_every_answer_on_and_replaces_the_one_before() {
    let first = run(vec![register(&ROWS)]);
    let listing = answered(&first, "hop-thu/l1.xlsx", fixed);
    let second = run(vec![register(&ROWS), listing.clone()]);
    let blank = answered(&second, "hop-thu/l1.xlsx", |_, _| [""; 3]);
    let third = run(vec![register(&ROWS), blank.clone()]);
    assert_eq!(third.carried.len(), 3);
    assert_eq!(outcome(&third), ["NL002"; 3]);
    assert_eq!(third.counted.total[Figure::FinishedTotal], 3);
    // Both in the inbox: the later one has what the earlier one had.
    let both = run(vec![register(&ROWS), listing, blank]);
    assert_eq!(outcome(&both), ["NL002"; 3]);
}

#[test]
fn after_accepting_everything_no_finding_has_its_suggestion_any_more() {
    let first = run(vec![register(&ROWS)]);
    let suggested: Vec<(&str, String)> = first
        .findings
        .iter()
        .filter_map(|finding| Some((finding.rule.code, finding.suggestion.clone()?)))
        .collect();
    assert!(!suggested.is_empty());
    let second = run(vec![register(&ROWS), answered(&first, "hop-thu/l.xlsx", all_agreed)]);
    for finding in &second.findings {
        if let Some(suggestion) = &finding.suggestion {
            assert!(!suggested.contains(&(finding.rule.code, suggestion.clone())), "{finding:?}");
        }
    }
}

#[test]
fn an_untouched_listing_is_ignored() {
    let first = run(vec![register(&ROWS)]);
    let second = run(vec![register(&ROWS), answered(&first, "hop-thu/l.xlsx", |_, _| [""; 3])]);
    assert_eq!(codes(&second, "TP"), ["TP011"]);
    assert_eq!(second.fates, first.fates);
}

#[test]
fn an_answer_to_a_value_that_has_changed_is_told_and_not_applied() {
    let first = run(vec![register(&ROWS)]);
    let listing = answered(&first, "hop-thu/l.xlsx", fixed);
    let mut rows = ROWS;
    rows[2] = "3;H99.08-230110-0003;1.001771;zalo;10/01/2023;31/01/2023;";
    let second = run(vec![register(&rows), listing.clone()]);
    assert_eq!(codes(&second, "NL").iter().filter(|code| **code == "NL003").count(), 1);
    assert_eq!(value_of(&second, "DG014").as_deref(), Some("zalo"));
    // Put right in the register itself: the answer is not needed, and that is all.
    rows[2] = "3;H99.08-230110-0003;1.001771;trực tiếp;10/01/2023;31/01/2023;";
    let third = run(vec![register(&rows), listing]);
    assert!(codes(&third, "NL").contains(&"NL005") && !codes(&third, "NL").contains(&"NL003"));
}

#[test]
fn two_listings_that_disagree_change_nothing() {
    let first = run(vec![register(&ROWS)]);
    let one = answered(&first, "hop-thu/l1.xlsx", |code, _| {
        if code == "DG014" { ["", "Trực tuyến", ""] } else { [""; 3] }
    });
    let other = answered(&first, "hop-thu/l2.xlsx", |code, _| {
        if code == "DG014" { ["", "Trực tiếp", ""] } else { [""; 3] }
    });
    let second = run(vec![register(&ROWS), one.clone(), other]);
    assert_eq!(value_of(&second, "DG014").as_deref(), Some("fax"));
    assert!(codes(&second, "NL").contains(&"NL007"));
    let same = Input { path: Arc::from("hop-thu/l3.xlsx"), sha256: "other".to_owned(), ..one.clone() };
    let third = run(vec![register(&ROWS), one, same]);
    assert!(!codes(&third, "NL").contains(&"NL007"), "the same answer twice is one answer");
    assert_eq!(value_of(&third, "DG014"), None);
}

#[test]
fn a_wrong_correction_is_told_and_can_be_corrected_in_turn() {
    let first = run(vec![register(&ROWS)]);
    let wrong = |code: &str, value: &str| match (code, value) {
        ("DG006", "31/02/2023") => ["", "30/02/2023", ""],
        _ => [""; 3],
    };
    let second = run(vec![register(&ROWS), answered(&first, "hop-thu/l.xlsx", wrong)]);
    assert!(codes(&second, "NL").contains(&"NL004"));
    assert_eq!(value_of(&second, "DG006").as_deref(), Some("30/02/2023"));
    let right = |code: &str, value: &str| match (code, value) {
        ("DG006", "30/02/2023") => ["", "28/02/2023", ""],
        _ => [""; 3],
    };
    let third = run(vec![register(&ROWS), answered(&second, "hop-thu/l.xlsx", right)]);
    assert_eq!(value_of(&third, "DG006"), None);
    assert!(!codes(&third, "NL").contains(&"NL004"), "{:?}", codes(&third, "NL"));
    assert_eq!(third.counted.total[Figure::FinishedTotal], 3);
    // And the next run of the carrying listing comes to the same.
    let fourth = run(vec![register(&ROWS), answered(&third, "hop-thu/l.xlsx", |_, _| [""; 3])]);
    assert_eq!(fourth.counted.total, third.counted.total);
    assert_eq!(fourth.carried.len(), 2);
}

#[test]
fn an_explanation_stays_with_its_warning_and_ends_with_it() {
    let late = "1;H99.08-230105-0001;1.001770;Trực tuyến;05/01/2023;20/01/2023;10/01/2023";
    let first = run(vec![register(&[late])]);
    assert!(value_of(&first, "DG018").is_some());
    let explain =
        |code: &str, _: &str| if code == "DG018" { ["", "", "Theo văn bản gia hạn"] } else { [""; 3] };
    let second = run(vec![register(&[late]), answered(&first, "hop-thu/l.xlsx", explain)]);
    let explained = |report: &Report| {
        report
            .findings
            .iter()
            .find(|finding| finding.rule.code == "DG018")
            .and_then(|finding| finding.explanation.clone())
    };
    assert_eq!(explained(&second).as_deref(), Some("Theo văn bản gia hạn"));
    let carried = answered(&second, "hop-thu/l.xlsx", |_, _| [""; 3]);
    assert_eq!(
        explained(&run(vec![register(&[late]), carried.clone()])).as_deref(),
        Some("Theo văn bản gia hạn")
    );
    let changed = late.replace("20/01/2023", "21/01/2023");
    let stale = run(vec![register(&[&changed]), carried.clone()]);
    assert_eq!(explained(&stale), None, "another value is another question");
    assert!(codes(&stale, "NL").contains(&"NL003"));
    let right = late.replace("20/01/2023", "12/01/2023");
    assert!(codes(&run(vec![register(&[&right]), carried]), "NL").contains(&"NL005"));
}

#[test]
fn an_error_is_not_explained_away() {
    let first = run(vec![register(&ROWS)]);
    let explain = |code: &str, _: &str| if code == "DG006" { ["", "", "Đúng rồi"] } else { [""; 3] };
    let second = run(vec![register(&ROWS), answered(&first, "hop-thu/l.xlsx", explain)]);
    assert!(second.draft && codes(&second, "NL").contains(&"NL006"));
    assert_eq!(value_of(&second, "DG006").as_deref(), Some("31/02/2023"));
}

#[test]
fn a_code_is_not_corrected_into_that_of_another_case() {
    let mut rows = ROWS;
    rows[0] = "1;H99.08-23O105-0001;1.001770;Trực tuyến;05/01/2023;12/01/2023;10/01/2023";
    let first = run(vec![register(&rows)]);
    let code = codes(&first, "DG").into_iter().find(|code| ["DG002", "DG005"].contains(code)).unwrap();
    let collide = |found: &str, _: &str| if found == code { ["", "H99.08-230109-0002", ""] } else { [""; 3] };
    let second = run(vec![register(&rows), answered(&first, "hop-thu/l.xlsx", collide)]);
    assert!(codes(&second, "NL").contains(&"NL009"), "{:?}", codes(&second, "NL"));
}

#[test]
fn explained_warnings_are_no_longer_called_open_whatever_their_rule() {
    let rows = ["1;H99.08-230105-0001;1.001770;Trực tuyến;05/01/2023;12/01/2023;10/01/2023"];
    let first = run(vec![register(&rows)]);
    let open = first.open_warnings();
    assert!(codes(&first, "DG").contains(&"DG009") && open > 1, "{:?}", codes(&first, "DG"));
    let all = answered(&first, "hop-thu/l.xlsx", |_, _| ["", "", "Đã kiểm tra"]);
    let second = run(vec![register(&rows), all]);
    assert_eq!((second.open_warnings(), second.explained_warnings()), (0, open));
    assert_eq!(codes(&second, "NL"), Vec::<&str>::new());
    let one = answered(&first, "hop-thu/l.xlsx", |code, _| match code {
        "DG009" => ["", "", "Đã kiểm tra"],
        _ => [""; 3],
    });
    let third = run(vec![register(&rows), one]);
    let told = third.findings.iter().find(|finding| finding.rule.code == "NL001");
    let number = told.map(|told| told.values[0].1.clone());
    assert_eq!(number.map_or(0, |number| number.parse().unwrap()), third.open_warnings());
    // One count for whoever counts: by severity, in the log, in the sentence of NL001 itself.
    assert_eq!(third.open_warnings() + third.explained_warnings(), third.count(Severity::Warning));
    let around =
        log::Around { period: "", verdict: "", outputs: &[], machine: "", previous: &Search::default() };
    let text = String::from_utf8(log::log(&third, &around, Lang::Vi)).unwrap();
    let (errors, open) = (third.count(Severity::Error), third.open_warnings());
    assert!(text.contains(&format!("Tổng số: {errors} lỗi, {open} cảnh báo\r\n")), "{text}");
}
