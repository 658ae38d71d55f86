//! Corrections come back: the listing and the marked copies through the binary, as files in a folder.

use std::io::{Cursor, Write as _};

use serde_json::Value as Json;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::support::{Workdir, parts};

const LISTING: &str = "bc/ket-qua/danh-sach-loi.xlsx";
const INDICATORS: &str = "hop-thu/van-phong/chi-tieu.xlsx";

/// The workbook with a text typed into a blank cell of a part, as a program that saves it anew would write it.
fn typed(bytes: &[u8], part: &str, cell: &str, text: &str) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, mut content) in parts(bytes) {
        if name == part {
            let xml = String::from_utf8(content).unwrap();
            let at = xml.find(&format!("<c r=\"{cell}\"")).unwrap();
            let end = at + xml[at..].find("/>").unwrap();
            assert!(!xml[at..end].contains('>'), "{cell} is not blank");
            let filled = format!("{} t=\"inlineStr\"><is><t>{text}</t></is></c>", &xml[at..end]);
            content = format!("{}{filled}{}", &xml[..at], &xml[end + 2..]).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn cells(result: &Json, code: &str) -> Vec<String> {
    let findings = result["findings"].as_array().unwrap().iter();
    let of_code = findings.filter(|finding| finding["code"] == code);
    of_code.map(|finding| finding["cell"].as_str().unwrap_or_default().to_owned()).collect()
}

fn changes(result: &Json) -> [u64; 4] {
    let changes = &result["history"]["changes"];
    ["corrected", "still", "new", "not_checked"].map(|key| changes[key].as_u64().unwrap())
}

/// Errors and warnings, answers left aside.
fn to_do(result: &Json) -> u64 {
    let findings = result["findings"].as_array().unwrap().iter();
    let counts = |finding: &&Json| {
        finding["severity"] != "info" && !finding["code"].as_str().unwrap().starts_with("NL")
    };
    findings.filter(counts).count() as u64
}

#[test]
fn an_accepted_suggestion_is_applied_carried_on_and_changes_no_input() {
    let work = Workdir::sample();
    let first = work.result(&["run", "bc"]);
    assert_eq!(cells(&first, "CD010")[0], "D23");
    let answered = typed(&work.read(LISTING), "xl/worksheets/sheet2.xml", "F2", "x");
    work.write("bc/hop-thu/van-phong/câu trả lời (1).xlsx", &answered);
    let before = work.state("bc/hop-thu");

    let second = work.result(&["run", "bc"]);
    assert!(!cells(&second, "CD010").contains(&"D23".to_owned()));
    assert_eq!(cells(&second, "NL002"), ["D23"]);
    assert_eq!(second["figures"]["chi_tieu.tthc_dia_phuong"], 49, "{}", second["figures"]);
    let [corrected, still, new, unchecked] = changes(&second);
    assert_eq!((corrected, new, unchecked), (1, 0, 0));
    assert_eq!((corrected + still, still + new), (to_do(&first), to_do(&second)));
    assert!(work.state("bc/hop-thu") == before, "an input was changed");
    let files = second["files"].as_array().unwrap();
    assert!(files.iter().any(|file| file["kind"] == "corrections"));

    // Again, and with the new listing in the place of the old one: the same.
    let state = work.state("bc/ket-qua");
    work.run(&["run", "bc"]).ends(1);
    assert!(work.state("bc/ket-qua") == state, "the second run wrote something");
    work.write("bc/hop-thu/van-phong/câu trả lời (1).xlsx", work.read(LISTING));
    let third = work.result(&["run", "bc"]);
    assert_eq!(cells(&third, "NL002"), ["D23"]);
    assert_eq!(third["figures"], second["figures"]);
}

#[test]
fn an_answer_given_where_the_listing_lies_is_kept() {
    let work = Workdir::sample();
    work.run(&["run", "bc"]).ends(1);
    let answered = typed(&work.read(LISTING), "xl/worksheets/sheet2.xml", "F2", "x");
    work.write(LISTING, &answered);
    work.run(&["run", "bc"]).ends(1).says(&["danh-sach-loi (đã điền).xlsx", "hop-thu"]);
    assert_eq!(work.read("bc/ket-qua/danh-sach-loi (đã điền).xlsx"), answered);
    assert_ne!(work.read(LISTING), answered);
}

#[test]
fn the_marked_copy_keeps_every_part_that_is_not_marked_and_comes_back_in_place_of_the_file() {
    let work = Workdir::sample();
    let first = work.result(&["run", "bc"]);
    let copy = format!("bc/ket-qua/tra-lai/{}", INDICATORS.strip_prefix("hop-thu/").unwrap());
    let (original, marked) = (parts(&work.read(&format!("bc/{INDICATORS}"))), parts(&work.read(&copy)));
    let may_change = |name: &str| {
        name.starts_with("xl/worksheets/")
            || ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
                .contains(&name)
            || name == "docProps/app.xml"
    };
    for (name, bytes) in original.iter().filter(|(name, _)| !may_change(name)) {
        assert!(marked.get(name) == Some(bytes), "{name} was changed");
    }
    assert_eq!(work.cells(&copy, "Cần sửa").text("B1"), "Ô");

    // Over the original, untouched: the same report.
    work.write(&format!("bc/{INDICATORS}"), work.read(&copy));
    let second = work.result(&["run", "bc"]);
    assert_eq!(second["figures"], first["figures"]);
    assert_eq!(to_do(&second), to_do(&first));
    assert_eq!(changes(&second)[1], to_do(&first), "everything is still there");
}

#[test]
fn a_returned_workbook_that_is_no_longer_needed_is_taken_away() {
    let work = Workdir::sample();
    work.run(&["run", "bc"]).ends(1);
    assert!(!work.names("bc/ket-qua/tra-lai").is_empty());
    work.remove(&format!("bc/{INDICATORS}"));
    work.run(&["run", "bc"]).ends(0);
    assert!(work.names("bc/ket-qua/tra-lai/van-phong").is_empty());
}

#[test]
fn a_report_that_was_worked_on_where_it_lies_is_kept_when_a_new_one_takes_its_place() {
    let work = Workdir::sample();
    let report = "bc/ket-qua/bao-cao-2022-12-05_2023-03-04-du-thao";
    work.run(&["run", "bc"]).ends(1);
    work.write(&format!("{report}.docx"), "what a clerk wrote in Word");
    let outcome = work.run(&["run", "bc"]).ends(1);
    assert!(outcome.err.contains("(đã sửa).docx"), "{}", outcome.err);
    assert_eq!(work.read(&format!("{report} (đã sửa).docx")), b"what a clerk wrote in Word");
    assert!(work.read(&format!("{report}.docx")).starts_with(b"PK"), "the new one is there, too");
    // Nothing new was written: nothing more is put aside. Another period removes the old results, but not work.
    work.run(&["run", "bc"]).ends(1);
    assert!(!work.path(&format!("{report} (đã sửa 2).docx")).exists());
    // Nor does a change of the verdict, which changes the names.
    work.remove("bc/hop-thu/van-phong");
    work.write(&format!("{report}.docx"), "before the last error went");
    work.run(&["run", "bc"]).ends(0);
    assert_eq!(work.read(&format!("{report} (đã sửa 2).docx")), b"before the last error went");
    work.remove(&format!("{report} (đã sửa 2).docx"));
    work.bring("hop-thu/van-phong", "bc/hop-thu/van-phong");
    work.run(&["run", "bc"]).ends(1);
    work.write(&format!("{report}.docx"), "written once more");
    work.run(&["run", "bc", "--period", "2023-Q1"]).ends(1);
    assert_eq!(work.read(&format!("{report} (đã sửa 2).docx")), b"written once more");
    assert!(!work.path(&format!("{report}.docx")).exists());
}
