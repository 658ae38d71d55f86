//! Exit statuses, messages, streams: what a user and a script meet, above all when something is wrong.
#![allow(clippy::unwrap_used)]

use std::{
    io::{Cursor, Write as _},
    process::{Command, Stdio},
};

use serde_json::Value as Json;

use crate::support::{INDICATORS, REGISTER, SAMPLE, Workdir, codes, root, sheet};

const HEADER: [&str; 8] = [
    "STT",
    "Mã hồ sơ",
    "Mã TTHC",
    "Tên TTHC",
    "Hình thức tiếp nhận",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày có kết quả",
];

/// A register of one good case.
fn register(number: &str) -> Vec<u8> {
    let code = format!("000.99.99.H14-230105-{number}");
    let row =
        ["1", &code, "9.900001", "Cấp giấy phép A", "Trực tuyến", "05/01/2023", "20/01/2023", "18/01/2023"];
    sheet("Sổ", &[&HEADER, &row])
}

fn has(result: &Json, code: &str) -> usize {
    result["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code).count()
}

fn kind(result: &Json, path: &str) -> String {
    let file = result["files"].as_array().unwrap().iter().find(|file| file["path"] == path);
    file.unwrap_or_else(|| panic!("{path} is not listed"))["kind"].as_str().unwrap().to_owned()
}

// Inputs

#[test]
fn an_empty_inbox_is_all_zeros_and_a_warning() {
    let work = Workdir::new();
    work.folder("bc/hop-thu");
    work.run(&["run", "bc"]).ends(0).says(&["TP010", "mọi số liệu đếm từ sổ đều bằng 0"]);
    let result = work.result(&["run", "bc"]);
    assert_eq!(codes(&result, "warning"), [("TP010".to_owned(), String::new())]);
    let figures = result["figures"].as_object().unwrap();
    assert!(
        figures.contains_key("tiep_nhan.tong") && figures.values().all(|value| *value == 0),
        "{figures:?}"
    );
    assert_eq!(work.names("bc/ket-qua").len(), 7);
}

#[test]
fn an_unreadable_file_is_an_error_and_the_good_ones_are_counted_all_the_same() {
    let work = Workdir::sample();
    let whole = work.result(&["run", "bc"]);
    let register = work.read(&format!("bc/{REGISTER}"));
    work.write("bc/hop-thu/cut.xlsx", &register[..register.len() / 2]);
    work.write("bc/hop-thu/van-phong/cv.pdf", "%PDF-1.7\n%\u{e2}\u{e3}\n");
    work.write("bc/hop-thu/to-trinh.docx", document());
    work.write("bc/hop-thu/mat-khau.xlsx", locked());
    work.write("bc/hop-thu/rong.xlsx", "");
    let result = work.result(&["run", "bc"]);
    assert_eq!(result["figures"], whole["figures"]);
    for (path, code) in [
        ("hop-thu/cut.xlsx", "TP001"),
        ("hop-thu/van-phong/cv.pdf", "TP009"),
        ("hop-thu/to-trinh.docx", "TP009"),
        ("hop-thu/mat-khau.xlsx", "TP002"),
        ("hop-thu/rong.xlsx", "TP009"),
    ] {
        let own: Vec<&Json> =
            result["findings"].as_array().unwrap().iter().filter(|finding| finding["file"] == path).collect();
        assert_eq!(own.len(), 1, "{path}: {own:?}");
        assert_eq!((&own[0]["code"], &own[0]["severity"]), (&code.into(), &"error".into()), "{path}");
        assert!(own[0].get("cell").is_none(), "a fault of the file has no cell");
        assert_eq!(kind(&result, path), "unreadable");
    }
    work.run(&["run", "bc"]).ends(1).says(&["đã đọc 3 sổ", "12 lỗi phải sửa"]);
}

#[test]
fn a_broken_result_of_an_earlier_period_is_an_error_and_a_foreign_one_is_passed_over() {
    let work = Workdir::sample();
    let whole = work.result(&["run", "bc"]);
    work.write("bc/danh-muc/ket-qua.json", "{\"schema\": 1, \"agen");
    work.write("bc/danh-muc/khac.json", "{}");
    let result = work.result(&["run", "bc"]);
    assert_eq!(result["figures"], whole["figures"]);
    let own = |path: &str| -> Vec<&Json> {
        result["findings"].as_array().unwrap().iter().filter(|finding| finding["file"] == path).collect()
    };
    let told = own("danh-muc/ket-qua.json");
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["code"], &told[0]["severity"]), (&"TP001".into(), &"error".into()));
    assert!(told[0]["message"].as_str().unwrap().contains("chép lại ket-qua.json của kỳ trước"));
    assert_eq!(kind(&result, "danh-muc/ket-qua.json"), "unreadable");
    assert!(own("danh-muc/khac.json").is_empty());
}

/// A .docx as far as it can be told apart.
fn document() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        ("word/document.xml", "<w:document xmlns:w=\"x\"/>"),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with an opening password: a compound file that holds the encrypted package.
fn locked() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in ["/EncryptionInfo", "/EncryptedPackage"] {
        file.create_stream(name).unwrap().write_all(&[4; 600]).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn without_a_catalogue_one_warning_says_so() {
    let work = Workdir::sample();
    work.remove("bc/danh-muc");
    let result = work.result(&["run", "bc"]);
    assert_eq!(has(&result, "DM015"), 1);
    assert!(!result["findings"].to_string().contains("DM001"), "nothing can be unknown to no catalogue");
    assert_eq!(result["figures"]["tiep_nhan.tong"], 9);
}

#[test]
fn a_folder_of_spreadsheets_needs_no_configuration() {
    let work = Workdir::new();
    for part in ["hop-thu", "danh-muc"] {
        work.bring(part, "so");
    }
    let result = work.result(&["run", "so", "--from", "2022-12-05", "--to", "2023-03-04"]);
    assert_eq!(result["figures"]["tiep_nhan.tong"], 9);
    assert_eq!(kind(&result, "danh-muc-tthc.xlsx"), "catalogue");
    assert_eq!(has(&result, "DM015"), 0);
    assert!(work.names("so/ket-qua").contains(&"ket-qua.json".to_owned()));
    // Own results are not read back, the folder itself being the inbox.
    assert_eq!(work.result(&["run", "so", "--from", "2022-12-05", "--to", "2023-03-04"]), result);
    // Without a period the quarter most cases fall in is taken, and people are told.
    work.run(&["so"]).ends(1).says(&["CD017", "Quý I năm 2023", "8 trong 12"]);
}

#[test]
fn an_empty_settings_file_makes_a_report_folder() {
    let work = Workdir::sample();
    work.write("bc/tthc.toml", "");
    let result = work.result(&["run", "bc"]);
    assert_eq!(result["period"]["id"], "2023-Q1");
    assert_eq!(result["agency"], "");
}

#[test]
fn results_of_ours_in_the_inbox_are_ignored_and_listed_as_such() {
    let work = Workdir::sample();
    let before = work.result(&["run", "bc"]);
    for name in work.names("bc/ket-qua") {
        if name.ends_with("xlsx") {
            let bytes = work.read(&format!("bc/ket-qua/{name}"));
            work.write(&format!("bc/hop-thu/van-phong/{name}"), bytes);
        }
    }
    let result = work.result(&["run", "bc"]);
    assert_eq!(result["figures"], before["figures"]);
    assert_eq!(has(&result, "TP011"), 3);
    assert_eq!(codes(&result, "error"), codes(&before, "error"));
    assert_eq!(kind(&result, "hop-thu/van-phong/danh-sach-loi.xlsx"), "ignored");
}

#[test]
fn the_same_file_twice_counts_once() {
    let work = Workdir::sample();
    let before = work.result(&["run", "bc"]);
    work.bring(REGISTER, "bc/hop-thu/phong-quan-ly-khoa-hoc/so-theo-doi-ho-so - Copy.xlsx");
    let result = work.result(&["run", "bc"]);
    assert_eq!(result["figures"], before["figures"]);
    assert_eq!(has(&result, "TP004"), 1);
    assert_eq!(result["ledger"], before["ledger"]);
}

#[test]
fn what_office_programs_leave_about_is_passed_over() {
    let work = Workdir::sample();
    let before = work.result(&["run", "bc"]);
    for name in ["~$so.xlsx", ".~lock.so.ods#", ".an.xlsx", "tai.xlsx.crdownload", "x.tmp", "Thumbs.db"] {
        work.write(&format!("bc/hop-thu/phong-quan-ly-khoa-hoc/{name}"), "rubbish");
    }
    work.write("bc/danh-muc/~$danh-muc-tthc.xlsx", "rubbish");
    assert_eq!(work.result(&["run", "bc"]), before);
}

#[test]
fn spaces_diacritics_and_ampersands_in_names_do_no_harm() {
    let work = Workdir::new();
    // Windows knows no names with angle brackets.
    let name = if cfg!(windows) { "sổ [1]" } else { "sổ <1>" };
    work.write(&format!("báo cáo & số 1/hop-thu/Phòng A & B/{name} 'cũ' #2 (bản cuối).csv"), {
        let mut text = HEADER.join(",") + "\n";
        text.push_str(
            "1,000.99.99.H14-230105-0001,9.900001,Cấp A,Trực tuyến,05/01/2023,20/01/2023,18/01/2023\n",
        );
        text.push_str("2,000.99.99.H14-230106-0001,9.900001,Cấp A,Trực tuyến,06/01/2023,32/01/2023,\n");
        text
    });
    let result = work.result(&["run", "báo cáo & số 1", "--period", "2023-Q1"]);
    assert_eq!(result["figures"]["tiep_nhan.tong"], 2);
    assert_eq!(result["groups"]["don_vi"][0]["name"], "Phòng A & B");
    let path = "báo cáo & số 1/ket-qua/danh-sach-loi.xlsx";
    assert_eq!(work.cells(path, "Phải sửa").text("B2"), "G3");
    let form = work.cells("báo cáo & số 1/ket-qua/II.06a-2023-Q1-du-thao.xlsx", "Doi soat");
    assert!(form.0.values().any(|value| value.to_string().contains("Phòng A & B")));
}

#[test]
fn a_register_reached_through_links_or_sub_folders_keeps_its_sender() {
    let work = Workdir::new();
    work.write("bc/hop-thu/phong-a/2023/quý 1/so.xlsx", register("0001"));
    work.write("bc/hop-thu/phong-b.xlsx", register("0002"));
    let result = work.result(&["run", "bc", "--period", "2023-Q1"]);
    let units: Vec<&str> = result["groups"]["don_vi"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit["name"].as_str().unwrap())
        .collect();
    assert_eq!(units, ["phong-a", "phong-b"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_not_in_circles_and_one_that_leads_nowhere_is_told() {
    use std::os::unix::fs::symlink;
    let work = Workdir::new();
    work.write("chung/quý 1/so.xlsx", register("0001"));
    work.write("bc/hop-thu/phong-b/so.xlsx", register("0002"));
    symlink(work.path("chung"), work.path("bc/hop-thu/phong-a")).unwrap();
    symlink(work.path("bc/hop-thu"), work.path("bc/hop-thu/phong-b/vòng")).unwrap();
    symlink(work.path("chung"), work.path("chung/quý 1/vòng")).unwrap();
    symlink(work.path("không có"), work.path("bc/hop-thu/phong-b/mất.xlsx")).unwrap();
    let result = work.result(&["run", "bc", "--period", "2023-Q1"]);
    let paths: Vec<&str> =
        result["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(
        paths,
        ["hop-thu/phong-a/quý 1/so.xlsx", "hop-thu/phong-b/mất.xlsx", "hop-thu/phong-b/so.xlsx"]
    );
    assert_eq!(has(&result, "TP001"), 1);
    assert_eq!(result["ledger"]["counted"], 2);
}

#[test]
fn a_shortcut_is_told_as_what_it_is() {
    let work = Workdir::new();
    work.write("bc/hop-thu/phong-b/so.xlsx", register("0002"));
    work.write("bc/hop-thu/phong-b/sổ - Shortcut.lnk", b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F");
    work.run(&["run", "bc", "--period", "2023-Q1"])
        .ends(1)
        .says(&["sổ - Shortcut.lnk", "lối tắt (shortcut)"]);
}

#[test]
fn today_decides_only_what_lies_in_the_future() {
    let work = Workdir::new();
    work.write("so.xlsx", register("0001"));
    let errors = |today: &str| {
        let result = work.result(&["check", "so.xlsx", "--period", "2023-Q1", "--today", today]);
        assert_eq!(result["today"], today);
        codes(&result, "error")
    };
    assert!(errors("2023-01-20").is_empty(), "{:?}", errors("2023-01-20"));
    assert!(errors("2023-01-17").iter().any(|(code, cell)| code == "DG012" && cell == "H2"));
}

#[test]
fn files_with_flipped_bytes_never_bring_the_program_down() {
    let work = Workdir::new();
    // Numerical Recipes' generator: the same flips on every machine.
    let mut state: u32 = 1;
    let mut next = |most: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % most
    };
    for (number, path) in [REGISTER, INDICATORS, "hop-thu/phong-quan-ly-chuyen-nganh/so-ho-so.ods"]
        .iter()
        .cycle()
        .take(60)
        .enumerate()
    {
        let mut bytes = std::fs::read(root(SAMPLE).join(path)).unwrap();
        for _ in 0..=next(20) {
            let at = next(bytes.len());
            bytes[at] = next(256) as u8;
        }
        if number % 4 == 0 {
            bytes.truncate(next(bytes.len()));
        }
        let extension = path.rsplit('.').next().unwrap();
        work.write(&format!("bc/hop-thu/d/{number}.{extension}"), bytes);
    }
    work.bring(REGISTER, "bc/hop-thu/tot/so.xlsx");
    let outcome = work.run(&["run", "bc", "--period", "2023-Q1"]).ends(1);
    assert!(!outcome.err.contains("panicked") && !outcome.err.contains("RUST_BACKTRACE"), "{}", outcome.err);
    let result = work.result(&["run", "bc", "--period", "2023-Q1"]);
    assert_eq!(result["files"].as_array().unwrap().len(), 61);
    assert_eq!(kind(&result, "hop-thu/tot/so.xlsx"), "register");
}

#[test]
fn a_catalogue_named_on_the_command_line_may_lie_in_the_folder_too() {
    let work = Workdir::new();
    work.bring("hop-thu", "so");
    work.bring("danh-muc/danh-muc-tthc.xlsx", "so/dm.xlsx");
    let result = work.result(&["run", "so", "--catalogue", "so/dm.xlsx"]);
    assert_eq!(result["figures"]["danh_muc.tong"], 49);
    assert_eq!(has(&result, "DM015") + has(&result, "DM001"), 0);
}

// Catalogues

#[test]
fn a_national_export_serves_as_catalogue_and_what_it_lacks_is_said_once() {
    let work = Workdir::new();
    let rows: [&[&str]; 4] = [
        &[
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n\nDANH SÁCH THỦ TỤC HÀNH CHÍNH\n",
        ],
        &["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"],
        &["9.900001", "Cấp giấy phép\nA ", "Bộ A", "Sở A\nPhòng B\n", "Lĩnh vực A"],
        &["9.900002", "Cấp giấy phép B", "Bộ A", "Sở A", "Lĩnh vực A"],
    ];
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet().set_name("Danh sách TTHC").unwrap();
    page.merge_range(0, 0, 0, 4, rows[0][0], &rust_xlsxwriter::Format::new()).unwrap();
    for (row, cells) in (1_u32..).zip(&rows[1..]) {
        for (col, text) in (0_u16..).zip(*cells) {
            page.write(row, col, *text).unwrap();
        }
    }
    work.write("dm.xlsx", book.save_to_buffer().unwrap());
    work.write(
        "dm.csv",
        "Mã thủ tục,Tên thủ tục,Lĩnh vực,\"Thời hạn giải quyết (hình thức, số, đơn vị)\",Cơ quan\n\
         9.900001,Cấp giấy phép A,Lĩnh vực A,Dịch vụ bưu chính 60 Ngày làm việc; Trực tiếp 60 Ngày làm việc,so-a\n\
         9.900002,Cấp giấy phép B,Lĩnh vực A,,so-a\n",
    );
    work.write("so.xlsx", register("0001"));
    for (catalogue, lacks) in [("dm.xlsx", "Thời hạn giải quyết"), ("dm.csv", "Mức độ")] {
        let result = work.result(&["check", "so.xlsx", "--catalogue", catalogue, "--period", "2023-Q1"]);
        assert_eq!(result["figures"]["danh_muc.tong"], 2, "{catalogue}");
        assert!(codes(&result, "error").is_empty(), "{:?}", codes(&result, "error"));
        let missing: Vec<&Json> = result["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["code"] == "DM014")
            .collect();
        assert_eq!(missing.len(), 1, "{catalogue}");
        assert!(missing[0]["message"].as_str().unwrap().contains(lacks), "{}", missing[0]);
        assert_eq!(result["groups"]["linh_vuc"][0]["name"], "Lĩnh vực A");
    }
    // The same two in a report folder, as its catalogue or among the registers.
    work.write("bc/hop-thu/phong-a/so.xlsx", register("0001"));
    work.write("bc/danh-muc/bat-ky.csv", work.read("dm.csv"));
    assert_eq!(work.result(&["run", "bc"])["figures"]["danh_muc.tong"], 2);
    work.write("tron/so.xlsx", register("0001"));
    work.write("tron/dm.xlsx", work.read("dm.xlsx"));
    assert_eq!(work.result(&["run", "tron"])["figures"]["danh_muc.tong"], 2);
}

#[test]
fn a_file_that_is_no_catalogue_stops_the_work() {
    let work = Workdir::sample();
    work.write("cv.pdf", "%PDF-1.7\n");
    let register = format!("bc/{REGISTER}");
    for (catalogue, code, said) in [
        ("khong-co.xlsx", "no-file", "Không có tệp này"),
        ("cv.pdf", "catalogue", "tệp PDF"),
        (&format!("bc/{INDICATORS}"), "catalogue", "Không tìm thấy bảng danh mục"),
    ] {
        let outcome = work.run(&["check", &register, "--catalogue", catalogue, "--format", "json"]).ends(3);
        let error = &outcome.json()["error"];
        assert_eq!((&error["code"], &error["place"]), (&code.into(), &catalogue.into()));
        assert!(error["message"].as_str().unwrap().contains(said), "{error}");
    }
    work.run(&["run", "bc", "--catalogue", "cv.pdf"]).ends(3);
    assert!(work.names("bc/ket-qua").is_empty());
}

// Templates and settings

#[test]
fn a_wrong_template_stops_before_anything_is_written_and_names_every_fault() {
    let work = Workdir::sample();
    work.run(&["run", "bc"]).ends(1);
    let before = work.state("bc/ket-qua");
    work.write("bc/mau/tong-hop.xlsx", std::fs::read(root("templates/tong-hop.xlsx")).unwrap());
    work.write(
        "bc/mau/bieu.xlsx",
        sheet(
            "Biểu 1",
            &[
                &["Quý {{ ky.quyy }} năm {{ ky.nam }}", "", "{{ tiep_nhan.tongg }}"],
                &["", "{{ da_giai_quyet.qua_hann }}"],
                &["{% for x in linh_vuc %}"],
                &["{{ x.ten }}"],
            ],
        ),
    );
    let outcome = work.run(&["run", "bc"]).ends(3).says(&[
        "bc/mau/bieu.xlsx",
        "chỗ sai nên chưa ghi kết quả nào",
        "Biểu 1",
    ]);
    for (cell, near) in [("A1", "“ky.quy”"), ("C1", "“tiep_nhan.tong”"), ("B2", "“da_giai_quyet.qua_han”")]
    {
        let line = outcome.err.lines().find(|line| line.contains(&format!("ô {cell}:")));
        assert!(line.is_some_and(|line| line.contains(near)), "{cell}: {}", outcome.err);
    }
    assert!(outcome.err.contains("ô A3:"), "the open loop: {}", outcome.err);
    assert!(work.state("bc/ket-qua") == before, "something was written");

    let error = work.run(&["run", "bc", "--format", "json"]).ends(3).json();
    assert_eq!(error["schema"], 1);
    assert_eq!(
        (&error["error"]["code"], &error["error"]["place"]),
        (&"template".into(), &"bc/mau/bieu.xlsx".into())
    );
    // The same by itself, with the names of a report.
    work.run(&["fill", "--check", "bc/mau/bieu.xlsx"]).ends(3).says(&["chỗ sai", "ô C1"]);
    work.run(&["fill", "--check", "bc/mau/tong-hop.xlsx"]).ends(0);
}

#[test]
fn own_templates_stand_in_for_the_embedded_ones() {
    let work = Workdir::sample();
    work.write("bc/mau/Bảng & biểu.xlsx", sheet("A", &[&["Tổng", "{{ tiep_nhan.tong }}"]]));
    work.run(&["run", "bc"]).ends(1);
    let name = "Bảng & biểu-2022-12-05_2023-03-04-du-thao.xlsx";
    assert_eq!(
        work.names("bc/ket-qua"),
        [name, "danh-sach-loi.xlsx", "ket-qua.json", "nhat-ky.txt", "tra-lai", "trang-thai.html"]
    );
    assert!((work.cells(&format!("bc/ket-qua/{name}"), "A").number("B1") - 9.0).abs() < 1e-9);
}

#[test]
fn a_typo_in_the_settings_names_the_line_and_the_nearest_key() {
    let work = Workdir::sample();
    for (text, place, said) in [
        ("[co_quan]\nten = \"A\"\n\ndia_dan = \"B\"\n", "bc/tthc.toml:4", "Có phải “dia_danh”?"),
        ("[chinh_sach]\ntam_dung = \"tronghan\"\n", "bc/tthc.toml:2", "Có phải “trong_han”?"),
        ("[kyy]\n", "bc/tthc.toml:1", "Có phải “ky”?"),
        ("[co_quan\n", "bc/tthc.toml:1", "sai cú pháp"),
        ("[ky]\nky = \"Q1\"\n", "bc/tthc.toml:2 [ky]", "“Q1” không phải là kỳ báo cáo"),
        ("[tieu_de]\nreceived = \"x\"\n", "bc/tthc.toml:2 [tieu_de]", "received_on"),
    ] {
        work.write("bc/tthc.toml", text);
        let error = work.run(&["run", "bc", "--format", "json"]).ends(3).json();
        assert_eq!(error["error"]["code"], "settings");
        assert_eq!(error["error"]["place"], place);
        assert!(error["error"]["message"].as_str().unwrap().contains(said), "{error}");
        work.run(&["run", "bc"]).ends(3).says(&[place, said]);
    }
    work.write("bc/tthc.toml", [0xff, 0xfe, 0x5b]);
    work.run(&["run", "bc"]).ends(3).says(&["UTF-8"]);
    assert!(work.names("bc/ket-qua").is_empty());
}

#[test]
fn results_that_cannot_be_written_leave_the_old_ones_whole() {
    let work = Workdir::sample();
    work.run(&["run", "bc"]).ends(1);
    let name = "bc/ket-qua/tong-hop-2022-12-05_2023-03-04-du-thao.xlsx";
    work.remove(name);
    work.folder(name);
    work.write("bc/hop-thu/moi/so.xlsx", register("0009"));
    let before = work.state("bc/ket-qua");
    work.run(&["run", "bc"])
        .ends(3)
        .says(&["tong-hop-2022-12-05_2023-03-04-du-thao.xlsx", "Không ghi được kết quả"]);
    assert!(work.state("bc/ket-qua") == before, "one of several results was replaced");
    work.remove("bc/ket-qua");
    work.write("bc/ket-qua", "a file where the folder should be");
    let error = work.run(&["run", "bc", "--format", "json"]).ends(3).json();
    assert_eq!(error["error"]["code"], "write");
    work.run(&["run", "bc", "--lang", "en"]).ends(3).says(&["Could not do it", "can't be written"]);
}

// Usage

#[test]
fn wrong_usage_ends_with_2_and_says_how_it_is_done() {
    let work = Workdir::new();
    work.write("so.xlsx", register("0001"));
    for (arguments, said) in [
        (&["run"][..], "Lệnh còn thiếu <THƯ_MỤC>"),
        (&[], "tthc run THƯ_MỤC"),
        (&["chayy"], "“chayy” không phải là lệnh"),
        (&["run", ".", "--period", "2023-Q5"], "không phải kỳ báo cáo"),
        (&["run", ".", "--from", "2023-01-01"], "thiếu --to"),
        (&["run", ".", "--from", "2023-02-01", "--to", "2023-01-01"], "sau ngày cuối"),
        (&["run", ".", "--from", "1/2/2023", "--to", "2023-03-01"], "không phải ngày"),
        (&["run", ".", "--fromat", "json"], "Có phải “--format”?"),
        (&["run", ".", "--format", "xml"], "human, json"),
        (&["run", ".", "--period", "2023", "--from", "2023-01-01", "--to", "2023-02-01"], "không dùng cùng"),
        (&["explain", "DG0100"], "Gần nhất: DG010"),
        (&["explain", "xyz"], "Không có mã lỗi “xyz”"),
    ] {
        let mut quiet = arguments.to_vec();
        work.run(arguments).ends(2).says(&[said]);
        quiet.push("--quiet");
        let outcome = work.run(&quiet).ends(2);
        assert!(outcome.out.is_empty() && !outcome.err.is_empty(), "--quiet keeps what stops the work");
    }
    work.run(&["run", "--lang", "en"]).ends(2).says(&["The command lacks"]);
    assert_eq!(work.names("."), ["so.xlsx"]);
}

#[test]
fn what_is_not_there_ends_with_3() {
    let work = Workdir::new();
    work.run(&["run", "khong-co"]).ends(3).says(&["khong-co", "Không có thư mục này", "tthc init"]);
    work.write("so.xlsx", register("0001"));
    work.run(&["run", "so.xlsx"]).ends(3).says(&["tthc check so.xlsx"]);
    work.run(&["check", "khong-co.xlsx"]).ends(3).says(&["khong-co.xlsx", "Không có tệp này"]);
    work.run(&["fill", "khong-co.xlsx", "--data", "x.json", "-o", "y.xlsx"]).ends(3).says(&["không có tệp"]);
    let error = work.run(&["run", "khong-co", "--format", "json", "--lang", "en"]).ends(3).json();
    assert_eq!(error["schema"], 1);
    let mut keys: Vec<&String> = error["error"].as_object().unwrap().keys().collect();
    keys.sort_unstable();
    assert_eq!(keys, ["code", "message", "place"]);
    assert_eq!(
        (&error["error"]["code"], &error["error"]["place"]),
        (&"no-folder".into(), &"khong-co".into())
    );
}

#[test]
fn a_file_that_is_no_register_fails_its_check() {
    let work = Workdir::sample();
    work.write("ghi-chu.txt", "ghi chú\n");
    work.write("cv.pdf", "%PDF-1.7\n");
    work.write("rong.xlsx", sheet("A", &[]));
    work.run(&["run", "bc", "--quiet"]).ends(1);
    for path in [
        "ghi-chu.txt",
        "cv.pdf",
        "rong.xlsx",
        "bc/danh-muc/danh-muc-tthc.xlsx",
        "bc/ket-qua/danh-sach-loi.xlsx",
    ] {
        let outcome = work.run(&["check", path]).ends(1).says(&["LỖI", path]);
        assert!(!outcome.err.contains("ký"), "nothing is to be signed: {}", outcome.err);
        assert_eq!(work.result(&["check", path])["draft"], true);
    }
    // Beside a register they are companions.
    let register = format!("bc/{REGISTER}");
    work.run(&["check", &register, "bc/danh-muc/danh-muc-tthc.xlsx"])
        .ends(0)
        .says(&["Đã kiểm tra 1 sổ, 5 hồ sơ"]);
}

#[test]
fn a_dragged_folder_is_run_and_dragged_files_are_checked() {
    let work = Workdir::sample();
    work.run(&["bc"]).ends(1);
    assert_eq!(work.names("bc/ket-qua").len(), 8);
    work.remove("bc/ket-qua");
    work.run(&[&format!("bc/{REGISTER}"), "bc/danh-muc/danh-muc-tthc.xlsx"]).ends(0);
    assert!(work.names("bc/ket-qua").is_empty());
}

#[test]
fn every_command_has_its_vietnamese_name() {
    let work = Workdir::sample();
    work.run(&["chay", "bc"]).ends(1);
    work.run(&["kiem-tra", &format!("bc/{REGISTER}")]).ends(0);
    work.run(&["khoi-tao", "moi"]).ends(0);
    work.run(&["giai-thich", "DG010"]).ends(0);
    work.run(&["chi-tieu"]).ends(0);
    work.run(&["dien", "--check", "moi/mau/II.06a.xlsx"]).ends(0);
    let help = work.run(&["--help"]).ends(0).out;
    for word in ["khoi-tao", "chay", "kiem-tra", "dien", "giai-thich", "chi-tieu", "Lệnh", "Mã kết thúc"]
    {
        assert!(help.contains(word), "{word} is not in the help");
    }
}

// Streams, languages

#[test]
fn stdout_is_for_results_only() {
    let work = Workdir::sample();
    assert_eq!(work.run(&["run", "bc"]).ends(1).out, "");
    assert_eq!(work.run(&["init", "moi"]).ends(0).out, "");
    let machine = work.run(&["run", "bc", "--format", "json"]).ends(1);
    assert_eq!(machine.err, "", "a script wants nothing else");
    assert_eq!(machine.json()["schema"], 1);
    let quiet = work.run(&["run", "bc", "--quiet"]).ends(1);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    for arguments in [&["explain", "DG010"][..], &["explain"], &["figures"]] {
        let outcome = work.run(arguments).ends(0);
        assert!(!outcome.out.is_empty() && outcome.err.is_empty());
    }
}

#[test]
fn colour_is_only_where_it_is_wanted() {
    let work = Workdir::sample();
    assert!(!work.run(&["run", "bc"]).err.contains('\u{1b}'));
    assert!(work.run(&["run", "bc", "--color", "always"]).err.contains('\u{1b}'));
    assert!(!work.run(&["run", "bc", "--color", "never"]).err.contains('\u{1b}'));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let work = Workdir::sample();
    let mut child = Command::new(env!("CARGO_BIN_EXE_tthc"))
        .args(["run", "bc"])
        .current_dir(work.path("."))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let mut child =
        Command::new(env!("CARGO_BIN_EXE_tthc")).arg("figures").stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn english_on_request_and_vietnamese_otherwise() {
    let work = Workdir::sample();
    work.run(&["run", "bc", "--lang", "en"]).ends(1).says(&[
        "ERROR CD016",
        "3 registers read",
        "so the report is a draft",
    ]);
    work.run_with(&["run", "bc"], &[("TTHC_LANG", "en")]).ends(1).says(&["3 registers read"]);
    work.run_with(&["run", "bc", "--lang", "vi"], &[("TTHC_LANG", "en")]).ends(1).says(&["đã đọc 3 sổ"]);
    work.run_with(&["run", "bc"], &[("TTHC_LANG", "")]).ends(1).says(&["đã đọc 3 sổ"]);
    work.run_with(&["run", "khong-co"], &[("TTHC_LANG", "en")]).ends(3).says(&["There is no such folder"]);
    work.run_with(&["run"], &[("TTHC_LANG", "en")]).ends(2).says(&["The command lacks"]);
    let verdict = work.run(&["run", "bc", "--lang", "en", "--period", "2023-Q1"]).err;
    assert!(verdict.lines().last().unwrap().starts_with("Quarter 1 of 2023: "), "{verdict}");
}

#[test]
fn every_rule_is_explained_and_every_figure_defined_in_both_formats() {
    let work = Workdir::new();
    let rules = work.run(&["explain", "--format", "json"]).ends(0).json();
    let codes: Vec<&str> =
        rules["rules"].as_array().unwrap().iter().map(|rule| rule["code"].as_str().unwrap()).collect();
    assert!(codes.len() > 80);
    let list = work.run(&["explain"]).ends(0).out;
    assert!(codes.iter().all(|code| list.contains(code)));
    let one = work.run(&["explain", "dg010"]).ends(0).out;
    for part in ["DG010", "Vì sao", "Căn cứ", "Ví dụ đúng"] {
        assert!(one.contains(part), "{one}");
    }
    assert_eq!(work.run(&["explain", "DG010", "--format", "json"]).ends(0).json()["code"], "DG010");

    let figures = work.run(&["figures", "--format", "json"]).ends(0).json();
    let text = work.run(&["figures"]).ends(0).out;
    let list = figures["figures"].as_array().unwrap();
    for figure in list {
        assert!(text.contains(figure["key"].as_str().unwrap()));
        assert!(!figure["meaning"].as_str().unwrap().is_empty(), "{figure}");
    }
    for key in [
        "tiep_nhan.truc_tiep_bcci",
        "dang_giai_quyet.tam_dung",
        "danh_muc.co_phat_sinh",
        "chi_tieu.qd_cong_bo",
    ] {
        assert!(list.iter().any(|figure| figure["key"] == key), "{key}");
    }
}

#[test]
fn the_template_engine_works_by_itself() {
    let work = Workdir::new();
    work.write("mau.xlsx", sheet("A", &[&["{{ ten }}", "{{ so }}"]]));
    work.write("d.json", r#"{"ten": "Phòng A", "so": 7}"#);
    work.run(&["fill", "mau.xlsx", "--data", "d.json", "-o", "ra/kq.xlsx"]).ends(0);
    let cells = work.cells("ra/kq.xlsx", "A");
    assert_eq!(cells.text("A1"), "Phòng A");
    assert!((cells.number("B1") - 7.0).abs() < 1e-9);
    work.write("sai.json", "{");
    work.run(&["fill", "mau.xlsx", "--data", "sai.json", "-o", "x.xlsx"]).ends(3).says(&["sai.json", "JSON"]);
    work.write("thieu.json", "{}");
    work.run(&["fill", "mau.xlsx", "--data", "thieu.json", "-o", "x.xlsx"]).ends(3).says(&["ô A1"]);
    assert!(!work.path("x.xlsx").exists());
}

#[test]
fn filling_tells_a_script_what_it_wrote() {
    let work = Workdir::new();
    work.write("mau.xlsx", sheet("A", &[&["{{ ten }}", "{{ ds[0].so }}"]]));
    work.write("d.json", "\u{feff}{\"ten\": \"A\", \"ds\": [{\"so\": 1}]}");
    let result = work.result(&["fill", "mau.xlsx", "--data", "d.json", "-o", "ra/kq.xlsx"]);
    assert_eq!((&result["schema"], &result["output"]), (&1.into(), &"ra/kq.xlsx".into()));
    assert_eq!(result["sha256"].as_str().unwrap().len(), 64);
    assert_eq!((&result["not_computed"], &result["notes"]), (&serde_json::json!([]), &serde_json::json!([])));
    work.write("thieu.json", "{\"ten\": \"A\", \"ds\": [{\"sо\": 1, \"son\": 2}]}");
    work.run(&["fill", "mau.xlsx", "--data", "thieu.json", "-o", "x.xlsx"])
        .ends(3)
        .says(&["ds[0].so", "ds[0].son"]);
}

#[test]
fn a_result_replaces_no_input_and_is_named_as_what_it_is() {
    let work = Workdir::new();
    let template = sheet("A", &[&["{{ ten }}"]]);
    work.write("a/mau.xlsx", &template);
    work.write("d.json", "{\"ten\": \"A\"}");
    for output in ["a/mau.xlsx", "a/../a/mau.xlsx", "d.json"] {
        let run = work.run(&["fill", "a/mau.xlsx", "--data", "d.json", "-o", output]).ends(2);
        run.says(&["Hãy đặt tên khác", output]);
    }
    assert_eq!(work.read("a/mau.xlsx"), template);
    for output in ["x.xlsm", "x.DOCX", "x.xls", "x.pdf"] {
        work.run(&["fill", "a/mau.xlsx", "--data", "d.json", "-o", output]).ends(2).says(&[output, ".xlsx"]);
        assert!(!work.path(output).exists());
    }
    for output in ["x.XLSX", "x", "x.tam"] {
        work.run(&["fill", "a/mau.xlsx", "--data", "d.json", "-o", output]).ends(0);
    }
    let json =
        work.run(&["fill", "a/mau.xlsx", "--data", "d.json", "-o", "x.xlsm", "--format", "json"]).ends(2);
    assert_eq!(json.json()["error"]["code"], "usage");
}

#[test]
fn a_template_of_a_kind_that_is_not_filled_is_told() {
    let work = Workdir::new();
    work.write("bc/hop-thu/a/so.xlsx", register("0001"));
    work.write("bc/mau/báo cáo.dotx", "PK");
    work.write("bc/mau/~$báo cáo.doc", "x");
    let outcome =
        work.run(&["run", "bc", "--period", "2023-Q1"]).ends(0).says(&["mau/báo cáo.dotx không được điền"]);
    assert!(!outcome.err.contains("~$") && work.path("bc/ket-qua/II.06a-2023-Q1.xlsx").exists());
}
