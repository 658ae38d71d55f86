//! No name, address, phone or number of a person leaves a register.
#![allow(clippy::unwrap_used)]

use super::{
    machine,
    recognise::Input,
    returned::tests::{answered, file, run},
};
use crate::{
    model::{
        place::{Area, CellAt},
        sheet::Value,
    },
    text::Lang,
};

/// What a register may hold of people; none of it is anybody's.
const PRIVATE: [&str; 7] = [
    "Họ Tên Mẫu",
    "Thôn Thí Dụ",
    "0912000111",
    "001099000222",
    "Gia đình neo đơn",
    "Cán Bộ Mẫu",
    "Người Khác",
];

fn register() -> Input {
    let header = "STT;Mã hồ sơ;Mã TTHC;Người nộp;Địa chỉ;Số điện thoại;Số CCCD;Ngày tiếp nhận;Ngày hẹn trả;Cán bộ xử lý;Ghi chú";
    let person = "Họ Tên Mẫu;Thôn Thí Dụ;0912000111;001099000222";
    let rest = "Cán Bộ Mẫu;Gia đình neo đơn";
    let rows = [
        format!("1;H99.08-230105-0001;1.00177X;{person};31/02/2023;01/01/2022;{rest}"),
        format!("2;H99.08-230106-0002;1.001770;{person};06/01/2023;31/01/2023;{rest}"),
        format!("3;H99.08-230106-0003;1.001770;{person};06/01/2023;31/01/2023;{rest}"),
        format!("4;H99.08-230106-0003;1.001771;{person};07/01/2023;31/01/2023;{rest}"),
        ";;;Người Khác;Thôn Thí Dụ;0912000111;001099000222;;;;".to_owned(),
    ];
    let mut input = file("hop-thu/a/so.csv", &format!("{header}\n{}\n", rows.join("\n")));
    // The helper takes the text itself for its hash.
    input.sha256 = "0".repeat(64);
    // Merged notes and names over two cases.
    for merged in ["K3:K4", "D3:D4", "J3:J4"] {
        let (first, last) = merged.split_once(':').unwrap();
        let area = Area { first: CellAt::parse(first).unwrap(), last: CellAt::parse(last).unwrap() };
        input.content.as_mut().unwrap().sheets[0].merges.push(area);
    }
    input
}

#[test]
fn findings_result_and_listing_name_cells_and_case_codes_but_no_person() {
    let report = run(vec![register()]);
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.rule.code).collect();
    for code in ["DG006", "DM001", "LD001", "LD004", "CT014", "DG023"] {
        assert!(codes.contains(&code), "{code} of {codes:?}");
    }
    let mut told = format!("{:?}", report.findings);
    for lang in [Lang::Vi, Lang::En] {
        told.push_str(&String::from_utf8(machine::result(&report, &[], None, lang).bytes()).unwrap());
    }
    let listing = answered(&report, "hop-thu/tra-loi.xlsx", |_, _| ["", "", ""]);
    for sheet in &listing.content.unwrap().sheets {
        for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
            if let Value::Text(text) = &cell.value {
                told.push_str(text);
            }
        }
    }
    for private in PRIVATE {
        let around = told.find(private).map(|at| told[..at].chars().rev().take(300).collect::<String>());
        let around = around.map(|text| text.chars().rev().collect::<String>());
        assert_eq!(around, None, "{private} is told after this");
    }
}

#[test]
fn a_number_of_a_person_in_any_column_is_hidden_and_the_cell_named() {
    let text = "STT;Mã hồ sơ;Mã TTHC;Hình thức tiếp nhận;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\n\
        1;H99.08-230105-0001;001099000222;0912000111;05/01/2023;0912000111;CCCD 001099000222\n";
    let report = run(vec![Input { sha256: "0".repeat(64), ..file("hop-thu/a/so.csv", text) }]);
    for (code, cell) in [("DM001", "C2"), ("DG014", "D2"), ("DG026", "F2"), ("DG014", "G2")] {
        let is_there = |finding: &crate::model::finding::Finding| {
            finding.rule.code == code && finding.place.cell().is_some_and(|at| at.to_string() == cell)
        };
        assert!(report.findings.iter().any(is_there), "{code} {cell} of {:#?}", report.findings);
    }
    let told = String::from_utf8(machine::result(&report, &[], None, Lang::Vi).bytes()).unwrap();
    for private in PRIVATE {
        assert!(!told.contains(private), "{private}");
    }
}
