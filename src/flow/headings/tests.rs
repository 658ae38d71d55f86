//! Tests of `headings`.
#![allow(clippy::unwrap_used)]
use super::*;

fn column(kind: TableKind, path: &[&str]) -> Option<String> {
    let headings = Headings::embedded().unwrap();
    let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
    headings.listed(kind, &path).map(|(name, _)| name.to_owned())
}

#[test]
fn every_listed_spelling_is_found_again_under_its_column() {
    let headings = Headings::embedded().unwrap();
    for (kind, list) in &headings.lists {
        for (name, spellings) in &list.columns {
            for spelling in spellings {
                let path: Vec<String> = spelling.split(" > ").map(str::to_owned).collect();
                let (found, _) = headings.listed(*kind, &path).unwrap();
                assert_eq!(found, name, "{kind:?}: {spelling}");
            }
        }
    }
}

#[test]
fn case_accents_line_breaks_brackets_and_tone_placement_do_not_matter() {
    for heading in [
        "NGÀY TIẾP NHẬN",
        "Ngày\ntiếp nhận",
        "ngay tiep nhan",
        "Ngày tiếp nhận (dd/mm/yyyy)",
        "Ngày tiếp nhận:",
    ] {
        assert_eq!(column(TableKind::Register, &[heading]).as_deref(), Some("received_on"), "{heading}");
    }
}

#[test]
fn abbreviations_and_words_of_no_weight_do_not_matter() {
    for (heading, name) in [
        ("Ngày tiếp nhận HS", "received_on"),
        ("NGAY TN HS", "received_on"),
        ("Ngày trả KQ cho tổ chức, cá nhân", "handed_over_on"),
        ("Ngày có kết quả giải quyết", "finished_on"),
        ("Ngày có kết quả thực tế", "finished_on"),
        ("Hình thức nộp HS", "channel"),
        ("Người nộp/Chủ hồ sơ", "applicant"),
        ("Thời hạn giải quyết theo quy định", "time_limit"),
    ] {
        assert_eq!(column(TableKind::Register, &[heading]).as_deref(), Some(name), "{heading}");
    }
    for heading in ["Mã", "Số", "Ngày", "Hồ sơ", "Người nộp/Ngày nộp"] {
        assert_eq!(column(TableKind::Register, &[heading]), None, "{heading}");
    }
}

#[test]
fn the_day_promised_is_not_the_day_of_the_handing_over() {
    for heading in ["Ngày trả kết quả theo quy định", "Ngày trả KQ theo hẹn", "Ngày trả kết quả dự kiến"]
    {
        assert_eq!(column(TableKind::Register, &[heading]).as_deref(), Some("due_on"), "{heading}");
    }
    for heading in ["Ngày trả KQ cho công dân", "Ngày trả kết quả thực tế", "Ngày trả"] {
        assert_eq!(column(TableKind::Register, &[heading]).as_deref(), Some("handed_over_on"), "{heading}");
    }
    // Not listed: asked about rather than taken for the day of the handing over.
    assert_eq!(column(TableKind::Register, &["Ngày phải trả cho khách hàng theo quy định"]), None);
}

#[test]
fn a_parent_gives_an_ambiguous_heading_its_meaning() {
    assert_eq!(column(TableKind::Register, &["Trả kết quả", "Ngày"]).as_deref(), Some("handed_over_on"));
    assert_eq!(
        column(TableKind::Register, &["Ngày, tháng, năm", "Nhận hồ sơ"]).as_deref(),
        Some("received_on")
    );
    assert_eq!(column(TableKind::Register, &["Ngày"]), None);
    assert_eq!(
        column(TableKind::Register, &["Trả kết quả (đv: ngày)", "Quá hạn"]).as_deref(),
        Some("ignored")
    );
}

#[test]
fn an_own_heading_wins_over_the_list() {
    let mut headings = Headings::embedded().unwrap();
    headings.add("received_on", "Ngày ký");
    let path = ["Ngày ký".to_owned()];
    assert_eq!(headings.listed(TableKind::Register, &path), Some(("received_on", How::Listed(0))));
}

#[test]
fn a_slip_of_the_keyboard_is_alike_and_another_word_is_not() {
    let headings = Headings::embedded().unwrap();
    let alike =
        |text: &str| headings.alike(TableKind::Register, &[text.to_owned()]).map(|(name, _)| name.to_owned());
    assert_eq!(alike("Ngày tiếp nhạn").as_deref(), Some("received_on"));
    assert_eq!(alike("Hàng hóa xuất khẩu"), None);
}
