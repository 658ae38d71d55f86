//! Names that do not decide: what is proposed, what is only offered, what an answer may be.
#![allow(clippy::unwrap_used)]

use crate::{
    flow::{report::Report, returned::tests::*},
    model::finding::Finding,
};

const CATALOGUE: &str = "Mã TTHC;Tên TTHC;Lĩnh vực\n1.000656;Đăng ký khai tử;Hộ tịch\n1.000657;Thu hồi giấy phép xây dựng;Xây dựng\n\
    1.111111;Cấp giấy chứng nhận;Đất đai\n1.222222;Cấp giấy chứng nhận;Xây dựng\n";

fn judged(rows: &str) -> Report {
    run(vec![file("danh-muc/dm.csv", CATALOGUE), file("hop-thu/a/so.csv", rows)])
}

fn found<'r>(report: &'r Report, code: &str) -> &'r Finding {
    report.findings.iter().find(|finding| finding.rule.code == code).unwrap()
}

fn named(name: &str) -> Report {
    judged(&format!("Mã hồ sơ;Tên TTHC;Ngày tiếp nhận\nH99.08-230105-0001;{name};05/01/2023\n"))
}

#[test]
fn a_name_with_another_word_is_never_proposed() {
    for name in ["Đăng ký khai sinh", "Cấp giấy phép xây dựng", "Cấp lại giấy chứng nhận"]
    {
        let report = named(name);
        let finding = found(&report, "DM005");
        assert_eq!(finding.suggestion, None, "{name}");
        assert!(!finding.candidates.is_empty(), "{name}: the nearest are there to choose from");
        let message = finding.message(crate::text::Lang::Vi);
        assert!(message.contains("danh mục không có thủ tục tên") && !message.contains("khớp"), "{message}");
        let report = judged(&format!(
            "Mã hồ sơ;Mã TTHC;Tên TTHC;Ngày tiếp nhận\nH99.08-230105-0001;;{name};05/01/2023\nH99.08-230105-0002;1.000658;{name};05/01/2023\n"
        ));
        for code in ["DM005", "DM001"] {
            assert_eq!(found(&report, code).suggestion, None, "{code} {name}");
        }
    }
}

#[test]
fn a_mistyped_name_is() {
    let report = named("Đăng kí khai tữ");
    assert_eq!(found(&report, "DM005").suggestion.as_deref(), Some("Đăng ký khai tử"));
}

#[test]
fn procedures_of_one_name_are_told_apart_by_their_codes_in_a_register_without_such_a_column() {
    let report = named("Cấp giấy chứng nhận");
    let finding = found(&report, "DM005");
    assert_eq!((finding.suggestion.as_ref(), finding.candidates.len()), (None, 2));
    assert_eq!(finding.candidates, ["1.111111", "1.222222"]);
    let listing = answered(&report, "hop-thu/l.xlsx", |code, _| match code {
        "DM005" => ["", "1.222222", ""],
        _ => [""; 3],
    });
    let register = "Mã hồ sơ;Tên TTHC;Ngày tiếp nhận\nH99.08-230105-0001;Cấp giấy chứng nhận;05/01/2023\n";
    let second = run(vec![file("danh-muc/dm.csv", CATALOGUE), file("hop-thu/a/so.csv", register), listing]);
    assert_eq!(outcome(&second), ["NL002"]);
    assert_eq!(codes(&second, "DM"), ["DM014"], "the catalogue has no limits; else nothing");
    let group = second.counted.procedures.iter().find(|group| group.code == "1.222222").unwrap();
    assert_eq!(&*group.name, "Cấp giấy chứng nhận");
}

#[test]
fn a_code_far_from_all_known_ones_is_answered_with_choices_and_no_proposal() {
    for (code, proposed) in [("1.099656", None), ("1.222223", Some("1.222222"))] {
        let report =
            judged(&format!("Mã hồ sơ;Mã TTHC;Ngày tiếp nhận\nH99.08-230105-0001;{code};05/01/2023\n"));
        let finding = found(&report, "DM001");
        assert_eq!(finding.suggestion.as_deref(), proposed, "{code}");
        assert!(!finding.candidates.is_empty(), "{code}");
    }
}
