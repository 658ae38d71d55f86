//! The listing read back with calamine: what stands on which sheet, links, formats, the same bytes twice.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{io::Cursor, sync::Arc};

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use super::*;
use crate::{
    model::{column::ColumnKind, finding::Place, place::CellAt},
    rules,
};

fn place(file: &str, sheet: &str, cell: &str) -> Place {
    Place::sheet(&Arc::from(file), &Arc::from(sheet)).at_cell(CellAt::parse(cell).unwrap())
}

fn unknown_code(file: &str, cell: &str) -> Finding {
    let mut finding = Finding::new(rules::DM001, place(file, "Sheet1", cell))
        .found(ColumnKind::ProcedureCode, "1.00177")
        .with("v", "1.00177")
        .with("ver", "danh-muc/danh-muc.xlsx")
        .with("candidates", "1.001770")
        .suggest(Some("1.001770".to_owned()));
    finding.case = Some("H14.08-230105-0001".to_owned());
    finding.figures = vec!["tiep_nhan.tong".into(), "chi_tieu.x".into()];
    finding
}

fn listing(findings: &[Finding], summary: &Summary, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    super::listing(&Worklist::new(findings, &[]), summary, lang)
}

fn summary() -> Summary {
    Summary {
        agency: "Sở Khoa học và Công nghệ tỉnh Cao Bằng".to_owned(),
        period: "Quý I năm 2023 (15/12/2022–14/3/2023)".to_owned(),
        today: NaiveDate::from_ymd_opt(2023, 3, 20).unwrap(),
        verdict: "Báo cáo là dự thảo: còn 1 lỗi phải sửa.".to_owned(),
        changes: None,
        files: vec![FileLine {
            path: "hop-thu/phong-a/so.xlsx".to_owned(),
            unit: "phong-a".to_owned(),
            cases: 8,
            errors: 1,
            warnings: 0,
        }],
        links_base: "../".to_owned(),
        identity: Identity { kind: Identity::LISTING.to_owned(), ..Identity::default() },
    }
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// One part of the package as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut package.by_name(name).unwrap(), &mut text).unwrap();
    text
}

#[test]
fn the_sheets_stand_in_the_order_of_the_work() {
    let mut book = open(listing(&[unknown_code("hop-thu/a.xlsx", "D9")], &summary(), Lang::Vi).unwrap());
    assert_eq!(
        book.sheet_names(),
        [
            "Hướng dẫn",
            "Phải sửa",
            "Cần giải trình",
            "Đã tự chuẩn hoá",
            "Tổng hợp theo lỗi",
            "Giải thích mã lỗi",
            "_tthc"
        ]
    );
    let guide: Vec<String> = rows(&mut book, "Hướng dẫn").concat();
    assert!(guide.contains(&summary().verdict));
    assert!(guide.contains(&"hop-thu/phong-a/so.xlsx".to_owned()));
}

#[test]
fn a_finding_is_one_line_below_the_header_row() {
    let mut book =
        open(listing(&[unknown_code("hop-thu/phong-a/so.xlsx", "D9")], &summary(), Lang::Vi).unwrap());
    let rows = rows(&mut book, "Phải sửa");
    assert_eq!(
        rows[0],
        [
            "Mã hồ sơ",
            "Ô",
            "Nội dung lỗi",
            "Giá trị hiện tại",
            "Đề xuất",
            "Đồng ý",
            "Giá trị đúng",
            "Giải trình",
            "Mức",
            "Mã lỗi",
            "Trang",
            "Tệp",
            "Số liệu bị ảnh hưởng",
            "Khoá"
        ]
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][..2], ["H14.08-230105-0001", "D9"]);
    assert_eq!(rows[1][3..8], ["1.00177", "1.001770", "", "", ""]);
    assert_eq!(rows[1][8..13], ["Lỗi", "DM001", "Sheet1", "hop-thu/phong-a/so.xlsx", "(3), phiếu chỉ tiêu"]);
    assert!(!rows[1][2].contains('{'), "{}", rows[1][2]);
}

#[test]
fn every_duty_has_its_sheet_and_information_asks_for_nothing() {
    let findings = [
        unknown_code("a.xlsx", "D9"),
        unknown_code("a.xlsx", "D10").as_severity(Severity::Warning),
        unknown_code("a.xlsx", "D11").as_severity(Severity::Info),
    ];
    let mut book = open(listing(&findings, &summary(), Lang::En).unwrap());
    for (sheet, cell) in [("To correct", "D9"), ("To explain", "D10"), ("Normalised", "D11")] {
        let rows = rows(&mut book, sheet);
        assert_eq!(rows.len(), 2, "{sheet}");
        assert_eq!(rows[1][1], cell);
        assert_eq!(rows[0].contains(&"Agreed".to_owned()), sheet != "Normalised");
    }
}

#[test]
fn codes_and_dates_stay_text_and_nothing_becomes_a_formula() {
    let mut finding = unknown_code("a.xlsx", "D9").found(ColumnKind::ReceivedOn, "=1+1");
    finding.case = Some("000123".to_owned());
    finding.suggestion = Some("+84".to_owned());
    let bytes = listing(&[finding], &summary(), Lang::Vi).unwrap();
    let mut book = open(bytes.clone());
    let range = book.worksheet_range("Phải sửa").unwrap();
    for (col, text) in [(0, "000123"), (3, "=1+1"), (4, "+84")] {
        assert_eq!(range.get((1, col)), Some(&Data::String(text.to_owned())));
    }
    assert!(!part(&bytes, "xl/worksheets/sheet2.xml").contains("<f>"));
    assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn the_link_opens_the_senders_file_at_the_cell() {
    let finding = unknown_code("hop-thu/Phòng Đo lường/sổ 100%.xlsx", "D9");
    let bytes = listing(&[finding], &summary(), Lang::Vi).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<hyperlink ref=\"B2\" r:id=\"rId1\" location=\"'Sheet1'!D9\""), "{sheet}");
    let links = part(&bytes, "xl/worksheets/_rels/sheet2.xml.rels");
    assert!(links.contains("Target=\"../hop-thu/Phòng%20Đo%20lường/sổ%20100%25.xlsx\""), "{links}");
}

#[test]
fn a_link_names_the_nearest_place_there_is() {
    let file: Arc<str> = Arc::from("hop-thu/so.xlsx");
    let sheet: Arc<str> = Arc::from("Sổ 'A'");
    assert_eq!(findings::link(&Place::default(), "../"), None);
    assert_eq!(findings::link(&Place::file(&file), "../").unwrap(), "file:///../hop-thu/so.xlsx");
    let on_sheet = Place::sheet(&file, &sheet);
    assert_eq!(findings::link(&on_sheet, "../").unwrap(), "file:///../hop-thu/so.xlsx#'Sổ ''A'''!A1");
    assert_eq!(
        findings::link(&on_sheet.at_row(7), "../").unwrap(),
        "file:///../hop-thu/so.xlsx#'Sổ ''A'''!A7"
    );
    assert_eq!(findings::link(&place("so.csv", "so", "B2"), "").unwrap(), "file:///so.csv");
    assert_eq!(findings::link(&place("a#b.xlsx", "s", "B2"), ""), None);
    assert!(
        findings::link(&place("a #b.xlsx", "s", "B2"), "").unwrap().starts_with("file:///a%20%23b.xlsx#")
    );
}

#[test]
fn a_fault_of_a_file_or_of_the_folder_says_so_in_words() {
    let of_folder = Finding::new(rules::TP010, Place::default()).with("folder", "hop-thu");
    let of_file = Finding::new(rules::TP001, Place::file(&Arc::from("hop-thu/so.xlsx")));
    let mut book = open(listing(&[of_folder, of_file], &summary(), Lang::Vi).unwrap());
    assert_eq!(rows(&mut book, "Phải sửa")[1][1], "cả tệp");
    assert_eq!(rows(&mut book, "Cần giải trình")[1][1], "–");
}

#[test]
fn what_does_not_fit_goes_on_on_the_next_sheet() {
    let findings: Vec<Finding> = (1..=5).map(|row| unknown_code("a.xlsx", &format!("D{row}"))).collect();
    let all: Vec<&Finding> = findings.iter().collect();
    let sizes = |capacity| {
        pages("Phải sửa", &all, capacity)
            .into_iter()
            .map(|(name, lines)| (name, lines.len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(sizes(5), [("Phải sửa".to_owned(), 5)]);
    assert_eq!(
        sizes(2),
        [("Phải sửa".to_owned(), 2), ("Phải sửa (2)".to_owned(), 2), ("Phải sửa (3)".to_owned(), 1)]
    );
}

#[test]
fn links_stop_before_excels_limit_and_the_lines_go_on() {
    let alone = |row: u64| {
        let mut finding = unknown_code("a.xlsx", &format!("D{row}"));
        finding.key.group = row;
        finding
    };
    let findings: Vec<Finding> = (1..=65_002).map(alone).collect();
    let bytes = listing(&findings, &summary(), Lang::Vi).unwrap();
    assert_eq!(part(&bytes, "xl/worksheets/sheet2.xml").matches("<hyperlink ").count(), 65_000);
    assert_eq!(rows(&mut open(bytes), "Phải sửa").len(), 65_003);
}

#[test]
fn the_summary_counts_by_rule_and_each_code_is_explained_once() {
    let findings = [
        unknown_code("a.xlsx", "D9"),
        Finding::new(rules::TP001, Place::file(&Arc::from("b.xlsx"))),
        unknown_code("a.xlsx", "D10"),
        unknown_code("a.xlsx", "D11").as_severity(Severity::Warning),
    ];
    let mut book = open(listing(&findings, &summary(), Lang::Vi).unwrap());
    let counted: Vec<Vec<String>> = rows(&mut book, "Tổng hợp theo lỗi")[1..]
        .iter()
        .map(|row| [0, 1, 3, 4].map(|at| row[at].clone()).to_vec())
        .collect();
    assert_eq!(
        counted,
        [["DM001", "Lỗi", "2", "0.5"], ["TP001", "Lỗi", "1", "0.25"], ["DM001", "Cảnh báo", "1", "0.25"]]
    );
    let explained: Vec<String> =
        rows(&mut book, "Giải thích mã lỗi").iter().map(|row| row[0].clone()).collect();
    assert_eq!(explained, ["Mã lỗi", "DM001", "TP001"]);
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    let findings = [unknown_code("a.xlsx", "D9")];
    assert_eq!(
        listing(&findings, &summary(), Lang::Vi).unwrap(),
        listing(&findings, &summary(), Lang::Vi).unwrap()
    );
}

#[test]
fn nothing_found_is_a_listing_too() {
    let mut book = open(listing(&[], &summary(), Lang::Vi).unwrap());
    assert_eq!(rows(&mut book, "Phải sửa").len(), 1);
}

#[test]
fn a_text_longer_than_a_cell_is_shortened_and_says_so() {
    let mut finding = unknown_code("a.xlsx", "D9");
    finding.value = "ữ".repeat(40_000);
    let mut book = open(listing(&[finding], &summary(), Lang::Vi).unwrap());
    assert!(rows(&mut book, "Phải sửa")[1][3].ends_with("… (40000)"));
}
