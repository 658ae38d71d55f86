//! `tthc init`: the folder it makes passes its own check, and a register filled by its book has nothing to correct.
#![allow(clippy::unwrap_used)]

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::support::{Workdir, codes};

#[test]
fn a_new_folder_runs_without_an_error() {
    let work = Workdir::new();
    work.run(&["init", "bc"]).ends(0).says(&["tthc run bc"]);
    let before = [work.state("bc/hop-thu"), work.state("bc/danh-muc"), work.state("bc/mau")];
    work.run(&["run", "bc"]).ends(0);
    let result = work.result(&["run", "bc"]);
    assert!(codes(&result, "error").is_empty(), "{:?}", codes(&result, "error"));
    assert_eq!(result["ledger"]["cases"], 0);
    let kinds: Vec<&str> =
        result["files"].as_array().unwrap().iter().map(|file| file["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["catalogue", "catalogue", "register", "indicators"]);
    assert!([work.state("bc/hop-thu"), work.state("bc/danh-muc"), work.state("bc/mau")] == before);
    // What the embedded templates give and what the written-out ones give is the same.
    work.remove("bc/mau");
    assert_eq!(work.result(&["run", "bc"]), result);
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let work = Workdir::new();
    work.write("bc/tthc.toml", "[co_quan]\nten = \"Sở A\"\n");
    work.run(&["init", "bc"]).ends(0).says(&["Giữ nguyên bc/tthc.toml"]);
    assert_eq!(work.read("bc/tthc.toml"), b"[co_quan]\nten = \"S\xe1\xbb\x9f A\"\n");
    let first = work.state("bc");
    work.run(&["init", "bc"]).ends(0);
    assert!(work.state("bc") == first);
    work.remove("bc/mau/II.06a.xlsx");
    work.run(&["init", "bc"]).ends(0);
    assert!(work.state("bc").keys().eq(first.keys()), "what was missing is made again");
}

/// The heading row of a workbook that `init` made: the one that begins with this text.
fn headings(work: &Workdir, path: &str, sheet: &str, first: &str) -> Vec<String> {
    let cells = work.cells(path, sheet);
    let row = cells.row("A", first);
    cells.0.range((row, 0)..(row + 1, 0)).map(|(_, value)| value.to_string()).collect()
}

/// A workbook with the title and headings of a blank one and these rows; `dd/mm/yyyy` becomes a date.
fn filled(title: &str, headings: &[String], rows: &[&[&str]]) -> Vec<u8> {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, title).unwrap();
    for (col, heading) in (0_u16..).zip(headings) {
        sheet.write(2, col, heading).unwrap();
    }
    for (row, cells) in (3_u32..).zip(rows) {
        assert_eq!(cells.len(), headings.len());
        for (col, text) in (0_u16..).zip(*cells) {
            let parts: Vec<u16> = text.split('/').filter_map(|part| part.parse::<u16>().ok()).collect();
            if let [date, month, year] = parts[..] {
                let date = ExcelDateTime::from_ymd(year, month as u8, date as u8).unwrap();
                sheet.write_with_format(row, col, &date, &day).unwrap();
            } else if !text.is_empty() {
                sheet.write(row, col, *text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Two procedures and three cases: early, on time, pending.
fn fill_by_the_book(work: &Workdir) {
    let catalogue = "bc/danh-muc/danh-muc-tthc.xlsx";
    let names = headings(work, catalogue, "Danh muc TTHC", "STT");
    work.write(
        catalogue,
        filled(
            "DANH MỤC THỦ TỤC HÀNH CHÍNH",
            &names,
            &[
                &[
                    "1",
                    "9.900001",
                    "Cấp giấy phép A",
                    "Lĩnh vực A",
                    "10 ngày làm việc",
                    "Toàn trình",
                    "Trung ương",
                    "Không",
                    "",
                    "",
                    "",
                ],
                &[
                    "2",
                    "9.900002",
                    "Đăng ký B",
                    "Lĩnh vực B",
                    "5 ngày làm việc",
                    "Một phần",
                    "Địa phương",
                    "Không",
                    "",
                    "",
                    "",
                ],
            ],
        ),
    );
    let register = "bc/hop-thu/don-vi-mau/so-theo-doi-ho-so.xlsx";
    let names = headings(work, register, "So theo doi", "STT");
    let case = |number: &'static str, code: &'static str, rest: [&'static str; 9]| {
        let mut row = vec![number, code];
        row.extend(rest);
        row.push("");
        row
    };
    let rows = [
        case(
            "1",
            "000.99.99.H99-230103-0001",
            [
                "9.900001",
                "Cấp giấy phép A",
                "Tổ chức thí dụ một",
                "Trực tuyến",
                "03/01/2023",
                "17/01/2023",
                "16/01/2023",
                "17/01/2023",
                "Đã trả kết quả",
            ],
        ),
        case(
            "2",
            "000.99.99.H99-230206-0001",
            [
                "9.900002",
                "Đăng ký B",
                "Tổ chức thí dụ hai",
                "Trực tiếp",
                "06/02/2023",
                "13/02/2023",
                "13/02/2023",
                "14/02/2023",
                "Đã trả kết quả",
            ],
        ),
        case(
            "3",
            "000.99.99.H99-230310-0001",
            [
                "9.900002",
                "Đăng ký B",
                "Tổ chức thí dụ ba",
                "Bưu chính công ích",
                "10/03/2023",
                "17/03/2023",
                "",
                "",
                "Đang xử lý",
            ],
        ),
    ];
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    work.write(register, filled("SỔ THEO DÕI HỒ SƠ THỦ TỤC HÀNH CHÍNH", &names, &rows));
}

#[test]
fn a_register_filled_by_the_book_has_nothing_to_correct() {
    let work = Workdir::new();
    work.run(&["init", "bc"]).ends(0);
    fill_by_the_book(&work);
    let result = work.result(&["run", "bc", "--period", "2023-Q1", "--today", "2023-03-15"]);
    assert_eq!(codes(&result, "error"), [], "{}", result["findings"]);
    assert_eq!(codes(&result, "warning"), [], "{}", result["findings"]);
    for (key, value) in [
        ("tiep_nhan.tong", 3),
        ("tiep_nhan.truc_tuyen", 1),
        ("tiep_nhan.bcci", 1),
        ("da_giai_quyet.truoc_han", 1),
        ("da_giai_quyet.dung_han", 1),
        ("dang_giai_quyet.trong_han", 1),
        ("danh_muc.tong", 2),
    ] {
        assert_eq!(result["figures"][key], value, "{key}");
    }
    assert_eq!(result["draft"], false);
    work.run(&["run", "bc", "--period", "2023-Q1", "--today", "2023-03-15"])
        .ends(0)
        .says(&["sẵn sàng để ký"]);
}

#[test]
fn the_settings_made_are_right_once_their_lines_are_in_use() {
    let work = Workdir::new();
    work.run(&["init", "bc"]).ends(0);
    let text = String::from_utf8(work.read("bc/tthc.toml")).unwrap();
    // A remark has a space after its "#", a line to be used has none. Period and window exclude each other.
    let used: String = text
        .lines()
        .filter(|line| !line.starts_with("#tu =") && !line.starts_with("#den ="))
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert!(used.contains("\nky = ") && used.contains("\n[don_vi."), "{used}");
    work.write("bc/tthc.toml", used);
    let result = work.result(&["run", "bc"]);
    assert_eq!(result["period"]["id"], "2023-Q1", "{result}");
    assert_eq!(result["agency"], "Sở … tỉnh …");
}
