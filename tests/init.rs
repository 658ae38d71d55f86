//! `tthc init`: the folder it makes passes its own check, and a register filled by its book has nothing to correct.
#![allow(clippy::unwrap_used)]

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value as Json;

use crate::support::{Workdir, codes, part, parts};

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
fn what_is_filled_in_by_hand_is_named_before_a_report_is_called_ready() {
    let work = Workdir::new();
    work.run(&["init", "bc"]).ends(0);
    fill_by_the_book(&work);
    let run = |work: &Workdir| {
        work.run(&["run", "bc", "--period", "2023-Q1", "--today", "2023-03-15"])
            .ends(0)
            .err
            .replace('\n', " ")
    };
    let places = |told: &str| {
        let (before, _) = told.split_once(" chỗ tô vàng trong bao-cao-2023-Q1.docx").unwrap();
        before.rsplit_once(' ').unwrap().1.parse::<usize>().unwrap()
    };
    let told = run(&work);
    let said = "báo cáo sẵn sàng để ký sau khi điền tay: tên cơ quan (chưa ghi trong tthc.toml), ";
    assert!(told.contains(said), "{told}");
    // The document itself, read once more: every place is in brackets.
    let document = part(&work.read("bc/ket-qua/bao-cao-2023-Q1.docx"), "word/document.xml");
    let yellow = document.split("<w:r>").filter(|run| run.contains("w:val=\"yellow\"") && run.contains('['));
    assert_eq!(places(&told), yellow.count());
    // With its name in the settings there is less to fill in; with templates that mark nothing, nothing.
    let settings = String::from_utf8(work.read("bc/tthc.toml")).unwrap();
    work.write("bc/tthc.toml", settings.replacen("[co_quan]", "[co_quan]\nten = \"Sở A\"", 1));
    let named = run(&work);
    assert!(!named.contains("chưa ghi trong tthc.toml") && places(&named) < places(&told), "{named}");
    work.remove("bc/mau/bao-cao.docx");
    assert!(run(&work).contains("không có lỗi, báo cáo sẵn sàng để ký."));
}

#[test]
fn a_period_that_is_not_over_is_said_in_every_verdict_and_nothing_is_ready_to_be_signed() {
    let work = Workdir::new();
    work.run(&["init", "bc"]).ends(0);
    fill_by_the_book(&work);
    let told = work.run(&["run", "bc", "--period", "2023-Q1", "--today", "2023-03-14"]).ends(0);
    let said = "Kỳ báo cáo đến hết ngày 14/03/2023 mới kết thúc: số liệu mới tính đến ngày 14/03/2023";
    let text = |path: &str| String::from_utf8(work.read(path)).unwrap();
    let listing = work.cells("bc/ket-qua/danh-sach-loi.xlsx", "Hướng dẫn");
    let listing: String = listing.0.values().map(ToString::to_string).collect();
    for text in [
        told.err.replace('\n', " "),
        text("bc/ket-qua/trang-thai.html"),
        text("bc/ket-qua/nhat-ky.txt"),
        listing,
    ] {
        assert!(text.contains(said) && !text.contains("sẵn sàng"), "{text}");
    }
    let result: Json = serde_json::from_slice(&work.read("bc/ket-qua/ket-qua.json")).unwrap();
    assert_eq!(result["draft"], false);
    assert!(codes(&result, "info").iter().any(|(code, _)| code == "CD030"), "{}", result["findings"]);
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

/// The lists that a drop-down of the blank register takes its choices from, and the cells that have it.
fn drop_downs(register: &[u8]) -> Vec<(String, String)> {
    let sheet = part(register, "xl/worksheets/sheet1.xml");
    let rules = sheet.split("<dataValidation ").skip(1).filter(|rule| rule.contains("Chon TTHC"));
    let between = |text: &str, from: &str, to: &str| {
        text.split(from).nth(1).unwrap().split(to).next().unwrap().to_owned()
    };
    rules.map(|rule| (between(rule, "sqref=\"", "\""), between(rule, "<formula1>", "<"))).collect()
}

#[test]
fn a_catalogue_given_or_found_becomes_lists_to_choose_from_in_the_blank_register() {
    const REGISTER: &str = "bc/hop-thu/don-vi-mau/so-theo-doi-ho-so.xlsx";
    let work = Workdir::new();
    work.bring("danh-muc/danh-muc-tthc.xlsx", "danh mục.xlsx");
    work.run(&["init", "bc", "--catalogue", "danh mục.xlsx"])
        .ends(0)
        .says(&["Tạo bc/danh-muc/danh mục.xlsx"]);
    assert_eq!(work.read("bc/danh-muc/danh mục.xlsx"), work.read("danh mục.xlsx"));
    assert!(
        !work.path("bc/danh-muc/danh-muc-tthc.xlsx").exists(),
        "a blank one beside it would be one too many"
    );
    let register = work.read(REGISTER);
    assert_eq!(
        drop_downs(&register),
        [("C4:C503", "'Chon TTHC'!$A$1:$A$49"), ("D4:D503", "'Chon TTHC'!$B$1:$B$49")]
            .map(|(cells, list)| (cells.to_owned(), list.to_owned()))
    );
    let offered = work.cells(REGISTER, "Chon TTHC");
    let catalogue = work.cells("danh mục.xlsx", "Danh muc TTHC");
    let first = catalogue.row("B", &offered.text("A1"));
    assert_eq!(offered.text("B1"), catalogue.text(&format!("C{first}")));
    // The list is no register and no second catalogue.
    let result = work.result(&["run", "bc"]);
    assert_eq!(codes(&result, "error"), []);
    assert_eq!(result["ledger"]["cases"], 0);
    assert_eq!(result["figures"]["danh_muc.tong"], 49);
    let said: Vec<_> = codes(&result, "warning").into_iter().map(|(code, _)| code).collect();
    assert!(!said.iter().any(|code| code.starts_with("CT") || code == "TP013"), "{said:?}");
    // Again, with the catalogue of the folder: the register that was lost is made as it was.
    work.remove(REGISTER);
    work.run(&["init", "bc"]).ends(0);
    assert!(parts(&work.read(REGISTER)) == parts(&register));
    // The same file once more is no second catalogue; another one is.
    work.run(&["init", "bc", "--catalogue", "danh mục.xlsx"]).ends(0);
    work.bring("danh-muc/danh-muc-tthc.xlsx", "khác.xlsx");
    work.run(&["init", "bc", "--catalogue", "khác.xlsx"]).ends(3).says(&["danh-muc/danh mục.xlsx"]);
    work.write("thư.txt", "không phải danh mục");
    work.run(&["init", "mới", "--catalogue", "thư.txt"]).ends(3).says(&["thư.txt"]);
    assert!(!work.path("mới").exists(), "nothing is begun");
}

#[test]
fn a_sheet_of_indicators_that_nobody_filled_in_reports_nothing() {
    let work = Workdir::new();
    work.run(&["init", "bc"]).ends(0);
    let result = work.result(&["run", "bc"]);
    assert_eq!(codes(&result, "info").iter().filter(|(code, _)| code == "CD019").count(), 1);
    let blank = "bc/hop-thu/van-phong/chi-tieu.xlsx";
    let names = headings(&work, blank, "Chi tieu", "Mã chỉ tiêu");
    let one = ["kh_tuyen_truyen", "Số kế hoạch", "Kế hoạch", "2", ""];
    let other = ["qd_cong_bo", "Quyết định công bố", "Quyết định", "", ""];
    work.write(blank, filled("PHIẾU CHỈ TIÊU TỰ GHI", &names, &[&one, &other]));
    let result = work.result(&["run", "bc"]);
    assert_eq!(codes(&result, "info").iter().filter(|(code, _)| code == "CD019").count(), 0);
    assert_eq!(
        codes(&result, "error"),
        [("CD016".to_owned(), "D5".to_owned())],
        "a gap among figures is one"
    );
}
