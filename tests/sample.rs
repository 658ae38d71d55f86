//! The founding report, end to end: the sample folder in both windows against the truth that was counted apart from this
//! code (`tests/truth/`), and the filled workbooks read back cell by cell.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use calamine::{Data, Reader as _, open_workbook_auto};
use serde_json::{Value as Json, json};

use crate::support::{Cells, INDICATORS, Workdir, codes};

const OWN: &str = "2022-12-05_2023-03-04";
const STANDARD: &str = "2023-Q1";

fn truth() -> Json {
    serde_json::from_str(include_str!("truth/so-khcn-cao-bang-q1-2023.json")).unwrap()
}

fn arguments(window: &str) -> Vec<&'static str> {
    if window == STANDARD { vec!["run", "bc", "--period", STANDARD] } else { vec!["run", "bc"] }
}

/// Every key of `expected` has the same value in `found`.
fn agrees(found: &Json, expected: &Json, place: &str) {
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&found[key], value, "{place}: {key}");
    }
}

fn by<'a>(list: &'a Json, key: &str) -> BTreeMap<String, &'a Json> {
    list.as_array().unwrap().iter().map(|entry| (entry[key].as_str().unwrap().to_owned(), entry)).collect()
}

#[test]
fn every_figure_group_and_ledger_is_the_true_one_in_both_windows() {
    let truth = truth();
    for window in [OWN, STANDARD] {
        let expected = &truth["windows"][window];
        let found = Workdir::sample().result(&arguments(window));
        assert_eq!(found["period"], json!({"id": window, "from": expected["from"], "to": expected["to"]}));
        agrees(&found["figures"], &expected["figures"], window);
        agrees(&found["ledger"], &expected["ledger"], window);
        for (group, key) in [("linh_vuc", "name"), ("don_vi", "name"), ("tthc", "code")] {
            let (mut found, expected) =
                (by(&found["groups"][group], key), by(&expected["groups"][group], key));
            // Every procedure of the catalogue is a group; the truth names those with cases.
            if group == "tthc" {
                assert_eq!(found.len(), 49);
                found.retain(|_, group| group["figures"]["tiep_nhan.tong"] != 0);
            }
            let names = |groups: &BTreeMap<String, &Json>| groups.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&found), names(&expected), "{window} {group}");
            for (name, group) in expected {
                agrees(&found[&name]["figures"], &group["figures"], &format!("{window} {name}"));
            }
        }
        for (code, value) in truth["indicators"].as_object().unwrap() {
            assert_eq!(&found["figures"][format!("chi_tieu.{code}")], value, "{code}");
        }
    }
}

#[test]
fn every_row_of_every_register_is_what_it_really_is() {
    let found = Workdir::sample().result(&["run", "bc"]);
    let files = by(&found["files"], "path");
    for expected in truth()["files"].as_array().unwrap() {
        let file = files[expected["path"].as_str().unwrap()];
        assert_eq!((&file["kind"], &file["unit"]), (&expected["kind"], &expected["unit"]));
        let (found, expected) = (file["sheets"].as_array().unwrap(), expected["sheets"].as_array().unwrap());
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found["name"], expected["name"]);
            assert_eq!(found["rows"], expected["rows"], "{}", found["name"]);
        }
    }
}

#[test]
fn the_contradictions_of_the_founding_report_are_findings_at_their_cells() {
    let truth = truth();
    for window in [OWN, STANDARD] {
        let result = Workdir::sample().result(&arguments(window));
        let on_sheet: Vec<&Json> = result["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["file"] == INDICATORS && finding["severity"] != "info")
            .collect();
        let mut cells: Vec<&str> = on_sheet.iter().map(|finding| finding["cell"].as_str().unwrap()).collect();
        let contradicted = truth["windows"][window]["indicators_contradicted"].as_array().unwrap();
        let mut expected: Vec<&str> =
            contradicted.iter().map(|entry| entry["cell"].as_str().unwrap()).collect();
        cells.sort_unstable();
        expected.sort_unstable();
        assert_eq!(cells, expected, "{window}: nothing more, nothing less");
        for entry in contradicted {
            let finding = on_sheet.iter().find(|finding| finding["cell"] == entry["cell"]).unwrap();
            if let Some(right) = entry["expected"].as_u64() {
                assert_eq!(finding["suggestion"], right.to_string(), "{finding}");
            }
        }
        // Nothing is wrong with the registers and the catalogue.
        let errors = codes(&result, "error");
        assert!(errors.iter().all(|(code, _)| code == "CD010" || code == "CD016"), "{errors:?}");
    }
}

/// The value of a line of the summary, found by its words: figure, numerator, denominator, share.
fn line(cells: &Cells, words: &str) -> (u32, f64) {
    let row = cells.row("B", words);
    (row, cells.number(&format!("D{row}")))
}

#[test]
fn the_summary_shows_the_figures_of_the_founding_report() {
    let work = Workdir::sample();
    work.run(&["run", "bc", "--quiet"]).ends(1);
    let cells = work.cells(&format!("bc/ket-qua/tong-hop-{OWN}-du-thao.xlsx"), "Tong hop");
    for (words, value) in [
        ("Quyết định công bố TTHC", 0.0),
        ("Văn bản QPPL", 0.0),
        ("TTHC được công bố", 0.0),
        ("Trong đó: TTHC được công khai", 0.0),
        ("TTHC thuộc thẩm quyền quản lý của bộ", 0.0),
        ("Trong đó: TTHC do bộ", 0.0),
        // The report says 0 here and 49 below; the catalogue decides.
        ("TTHC thuộc thẩm quyền giải quyết của địa phương", 49.0),
        ("Bộ TTHC của cơ quan", 49.0),
        ("Dịch vụ công trực tuyến toàn trình", 48.0),
        ("Chỉ cung cấp thông tin trực tuyến", 1.0),
        ("TTHC thực hiện qua Cổng", 48.0),
        ("Tiếp nhận trong kỳ", 9.0),
        ("Trong đó: trực tuyến", 7.0),
        ("Trong đó: trực tiếp", 2.0),
        ("Hồ sơ đã giải quyết", 9.0),
        ("Giải quyết đúng hạn và trước hạn", 9.0),
        ("Hồ sơ đang giải quyết", 0.0),
        ("Trong đó: chưa đến hạn", 0.0),
        ("Trong đó: quá hạn (13)", 0.0),
        ("Hồ sơ được số hóa", 9.0),
        ("Đơn thư khiếu nại", 0.0),
        ("Chữ ký số đăng ký mới", 4.0),
    ] {
        let (row, found) = line(&cells, words);
        assert!((found - value).abs() < 1e-9, "{words} (D{row}): {found}, not {value}");
    }
    // The catalogue has no column for it: not known is not 0.
    let row = cells.row("B", "TTHC giải quyết theo cơ chế một cửa liên thông");
    assert_eq!(cells.text(&format!("D{row}")), "chưa có số liệu");
    // Percentages stand with numerator and denominator, and hold their results without recalculation.
    for (words, over, under) in [
        ("Giải quyết đúng hạn và trước hạn", 9.0, 9.0),
        ("Trong đó: trước hạn", 6.0, 9.0),
        ("Trong đó: trực tuyến", 7.0, 9.0),
        ("Dịch vụ công trực tuyến toàn trình", 48.0, 49.0),
        ("Hồ sơ được số hóa", 9.0, 9.0),
    ] {
        let (row, _) = line(&cells, words);
        let number = |column: &str| cells.number(&format!("{column}{row}"));
        assert!((number("E") - over).abs() < 1e-9 && (number("F") - under).abs() < 1e-9, "{words}");
        assert!((number("G") - over / under).abs() < 1e-9, "{words}: {}", number("G"));
    }
    let (row, _) = line(&cells, "Trong đó: quá hạn (13)");
    assert_eq!(cells.text(&format!("G{row}")), "không phát sinh", "0/0 is never 100 %");
    let row = cells.row("B", "Cân đối");
    assert_eq!(cells.text(&format!("D{row}")), "Khớp");
}

#[test]
fn form_ii_06a_has_the_columns_by_field_and_a_total_row_that_was_computed() {
    let work = Workdir::sample();
    for (window, total) in
        [(OWN, [9, 7, 2, 0, 9, 6, 3, 0, 0, 0, 0]), (STANDARD, [9, 6, 2, 1, 8, 5, 3, 0, 1, 1, 0])]
    {
        let mut arguments = arguments(window);
        arguments.push("--quiet");
        work.run(&arguments).ends(1);
        let path = format!("bc/ket-qua/II.06a-{window}-du-thao.xlsx");
        let cells = work.cells(&path, "II.06a");
        let row = cells.row("A", "Tổng số");
        let found: Vec<f64> = "CDEFGHIJKLM".chars().map(|col| cells.number(&format!("{col}{row}"))).collect();
        assert_eq!(found, total.map(f64::from), "{window}");
        assert_eq!(cells.text(&format!("C{}", row + 1)), "Khớp");
        let formulas = open_workbook_auto(work.path(&path)).unwrap().worksheet_formula("II.06a").unwrap();
        let formula = |column: u32| formulas.get_value((row - 1, column)).cloned().unwrap_or_default();
        assert_eq!(formula(2), format!("D{row}+E{row}+F{row}"));
        assert!(formula(3).starts_with("SUM"), "{}", formula(3));
        // No case of the field, and still it has its row.
        let row = cells.row("B", "Sở hữu trí tuệ");
        assert!((cells.number(&format!("C{row}"))).abs() < 1e-9);
        assert!(cells.0.values().all(|value| !value.to_string().contains("{{")), "a placeholder is left");
    }
}

#[test]
fn the_reconciliation_lists_what_another_window_would_give() {
    let truth = truth();
    let work = Workdir::sample();
    let result = work.result(&["run", "bc"]);
    let comparison = &result["comparison"];
    assert_eq!(comparison["period"]["id"], STANDARD);
    let figures = |window: &str| truth["windows"][window]["figures"].as_object().unwrap().clone();
    let (own, standard) = (figures(OWN), figures(STANDARD));
    let different: Vec<Json> = standard
        .iter()
        .filter(|(key, there)| own[*key] != **there)
        .map(|(key, there)| json!({"key": key, "there": there, "here": own[key]}))
        .collect();
    let listed = by(&comparison["figures"], "key");
    for difference in &different {
        assert_eq!(listed[difference["key"].as_str().unwrap()], difference);
    }
    let known = listed.keys().filter(|key| standard.contains_key(*key)).count();
    assert_eq!(known, different.len(), "a figure that is the same in both windows is listed");

    let cases: Vec<&str> =
        comparison["cases"].as_array().unwrap().iter().map(|case| case["case"].as_str().unwrap()).collect();
    for code in ["221205-0001", "221208-0001", "230308-0001"] {
        assert!(cases.iter().any(|case| case.ends_with(code)), "{code} is not among {cases:?}");
    }
    assert_eq!(cases.len(), 3);

    for template in ["II.06a", "tong-hop"] {
        let cells = work.cells(&format!("bc/ket-qua/{template}-{OWN}-du-thao.xlsx"), "Doi soat");
        for difference in &different {
            let row = cells.row("C", difference["key"].as_str().unwrap());
            let number = |column: &str| cells.number(&format!("{column}{row}"));
            let (there, here) = (difference["there"].as_f64().unwrap(), difference["here"].as_f64().unwrap());
            assert_eq!([number("E"), number("G"), number("I")], [there, here, here - there]);
        }
    }
    let other = work.result(&["run", "bc", "--period", STANDARD]);
    assert_eq!(other["comparison"]["period"]["id"], OWN, "the settings' own window is what it differs from");
}

#[test]
fn the_ledger_adds_up_when_the_files_are_counted_again() {
    let work = Workdir::sample();
    let result = work.result(&["run", "bc"]);
    let number = |value: &Json| value.as_u64().unwrap();
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    for file in result["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        for sheet in file["sheets"].as_array().unwrap() {
            let rows = sheet["rows"].as_object().unwrap();
            let parts: u64 =
                rows.iter().filter(|(key, _)| *key != "read").map(|(_, value)| number(value)).sum();
            assert_eq!(number(&rows["read"]), parts, "{path}");
            // Counted again from the file itself.
            let cells = work.cells(&format!("bc/{path}"), sheet["name"].as_str().unwrap());
            assert_eq!(number(&rows["read"]), u64::from(cells.last_row()), "{path}");
            let column = sheet["columns"]["case_code"].as_str().unwrap();
            let codes = (1..=cells.last_row()).filter(|row| {
                matches!(cells.at(&format!("{column}{row}")), Data::String(text) if text.contains(".H14-"))
            });
            assert_eq!(number(&rows["cases"]), codes.count() as u64, "{path}");
            for (key, value) in rows {
                *sums.entry(key.clone()).or_default() += number(value);
            }
        }
    }
    let ledger = &result["ledger"];
    assert_eq!((number(&ledger["rows"]), number(&ledger["cases"])), (sums["read"], sums["cases"]));
    let fates: u64 = ["counted", "outside_period", "never_counted", "duplicate", "superseded", "unplaced"]
        .iter()
        .map(|fate| number(&ledger[*fate]))
        .sum();
    assert_eq!(fates, sums["cases"]);

    let cells = work.cells(&format!("bc/ket-qua/II.06a-{OWN}-du-thao.xlsx"), "Doi soat");
    let row = cells.row("A", "Tổng số");
    assert_eq!(cells.number(&format!("E{row}")) as u64, sums["read"]);
    assert_eq!(cells.number(&format!("O{row}")) as u64, sums["cases"]);
    assert_eq!(cells.text(&format!("V{row}")), "Khớp");
    work.run(&["run", "bc"]).ends(1).says(&["Đối soát: 40 dòng = ", "12 hồ sơ = 9 được tính + 3 ngoài kỳ"]);
}

#[test]
fn a_second_run_changes_no_byte_and_no_run_touches_the_inputs() {
    let work = Workdir::sample();
    let inputs = || [work.state("bc/hop-thu"), work.state("bc/danh-muc"), work.state("bc/tthc.toml")];
    let before = inputs();
    work.run(&["run", "bc", "--today", "2023-03-10"]).ends(1);
    let first = work.state("bc/ket-qua");
    work.run(&["run", "bc", "--today", "2023-03-10"]).ends(1);
    assert!(work.state("bc/ket-qua") == first, "the second run wrote something");
    assert!(inputs() == before, "an input was changed");
    assert_eq!(work.names("bc"), ["danh-muc", "hop-thu", "ket-qua", "tthc.toml"]);
    // From nothing again, not only left alone.
    work.remove("bc/ket-qua");
    work.run(&["run", "bc", "--today", "2023-03-10"]).ends(1);
    let again: Vec<_> = work.state("bc/ket-qua").into_values().map(|(bytes, _)| bytes).collect();
    assert!(first.into_values().map(|(bytes, _)| bytes).eq(again), "the same inputs gave other bytes");
}

#[test]
fn the_draft_becomes_final_once_nothing_is_wrong_and_never_both_lie_there() {
    let work = Workdir::sample();
    work.run(&["run", "bc"]).ends(1).says(&["7 lỗi phải sửa", "dự thảo"]);
    let draft = |template: &str| format!("{template}-{OWN}-du-thao.xlsx");
    let (word_draft, word) = (format!("bao-cao-{OWN}-du-thao.docx"), format!("bao-cao-{OWN}.docx"));
    let rest = ["danh-sach-loi.xlsx", "ket-qua.json", "nhat-ky.txt", "tra-lai", "trang-thai.html"]
        .map(str::to_owned);
    let [listing, machine, log, returned, page] = &rest;
    assert_eq!(
        work.names("bc/ket-qua"),
        [&draft("II.06a"), &word_draft, listing, machine, log, &draft("tong-hop"), returned, page]
            .map(String::clone)
    );

    let original = work.read(&format!("bc/{INDICATORS}"));
    work.correct_indicators(&[
        ("D23", Data::Float(49.0)),
        ("D24", Data::Float(47.0)),
        ("D25", Data::Float(2.0)),
        ("D34", Data::Float(48.0)),
        ("D37", Data::Float(7.0)),
        ("D38", Data::Float(0.0)),
        ("D40", Data::Float(3.0)),
    ]);
    work.run(&["run", "bc"]).ends(0).says(&["không có lỗi, còn 3 cảnh báo"]);
    let last = |template: &str| format!("{template}-{OWN}.xlsx");
    assert_eq!(
        work.names("bc/ket-qua"),
        [&last("II.06a"), &word, listing, machine, log, &last("tong-hop"), returned, page].map(String::clone)
    );

    work.write(&format!("bc/{INDICATORS}"), original);
    work.run(&["run", "bc"]).ends(1);
    assert_eq!(
        work.names("bc/ket-qua"),
        [&draft("II.06a"), &word_draft, listing, machine, log, &draft("tong-hop"), returned, page]
            .map(String::clone)
    );
}

#[test]
fn the_listing_holds_every_finding_with_its_place_and_a_link_that_leads_there() {
    let work = Workdir::sample();
    let result = work.result(&["run", "bc"]);
    let path = "bc/ket-qua/danh-sach-loi.xlsx";
    for (sheet, severity) in
        [("Phải sửa", "error"), ("Cần giải trình", "warning"), ("Đã tự chuẩn hoá", "info")]
    {
        let cells = work.cells(path, sheet);
        assert_eq!(cells.text("B1"), "Ô", "the header row comes first");
        let findings: Vec<&Json> = result["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] == severity)
            .collect();
        assert_eq!(cells.last_row() as usize, findings.len() + 1, "{sheet}");
        for (row, finding) in (2..).zip(findings) {
            let place = finding["cell"].as_str().unwrap_or_default();
            assert!(place.is_empty() || cells.text(&format!("B{row}")) == place, "{sheet} {row}");
            assert_eq!(cells.text(&format!("C{row}")), finding["message"].as_str().unwrap());
        }
    }
    let bytes = work.read(path);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut links = String::new();
    let file = zip.by_name("xl/worksheets/_rels/sheet2.xml.rels").unwrap();
    std::io::Read::read_to_string(&mut { file }, &mut links).unwrap();
    assert!(links.contains("Target=\"../hop-thu/van-phong/chi-tieu.xlsx\""), "{links}");
    assert!(work.path("bc/ket-qua").join("../hop-thu/van-phong/chi-tieu.xlsx").is_file());
}
