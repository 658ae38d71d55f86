//! Files and folders dragged onto the program, together and apart, with the names that people give them.

use crate::support::{REGISTER, Workdir};

#[test]
fn folders_are_run_and_files_checked_in_one_go() {
    let work = Workdir::sample();
    work.folder("rỗng & mới");
    let register = format!("bc/{REGISTER}");
    let outcome = work.run(&["rỗng & mới", "bc", &register]).ends(1);
    assert!(outcome.err.contains("Đã kiểm tra 1 sổ, 5 hồ sơ"), "{}", outcome.err);
    assert!(work.path("bc/ket-qua/ket-qua.json").exists());
    assert!(work.path("rỗng & mới/ket-qua/ket-qua.json").exists(), "each has its own results");
    // One that can't be done does not stop the others.
    work.remove("bc/ket-qua");
    work.write("rỗng & mới/tthc.toml", "[ky\n");
    let outcome = work.run(&["rỗng & mới", "bc"]).ends(3);
    assert!(outcome.err.contains("tthc.toml"), "{}", outcome.err);
    assert!(work.path("bc/ket-qua/ket-qua.json").exists());
    // A name that is none: nothing is begun.
    work.remove("bc/ket-qua");
    work.run(&["bc", "khong-co"]).ends(2).says(&["khong-co"]);
    assert!(!work.path("bc/ket-qua").exists());
}

#[test]
fn odd_names_are_names_like_any_other() {
    let work = Workdir::sample();
    let register = work.read(&format!("bc/{REGISTER}"));
    // Windows keeps no space at the end of a name, and devices have these two.
    let (end, devices) = if cfg!(windows) { ("x", ["còn.xlsx", "null"]) } else { ("", ["con.xlsx", "nul"]) };
    let deep = "thư mục rất dài ".repeat(8) + end;
    let mut names = vec!["a & b^%PATH%.xlsx", "sổ (1) 'x' #2.xlsx", "o\u{302}\u{309}.xlsx"];
    names.extend(devices);
    for name in &names {
        work.write(&format!("x/hop-thu/phòng & {deep}/{deep}/{deep}/{name}"), &register);
    }
    let result = work.result(&["run", "x"]);
    assert_eq!(result["files"].as_array().unwrap().len(), names.len());
    let outcome = work.run(&[&format!("x/hop-thu/phòng & {deep}/{deep}/{deep}/a & b^%PATH%.xlsx")]);
    assert!(outcome.err.contains("Đã kiểm tra 1 sổ"), "{}", outcome.err);
    // A dropped drive can keep a quote.
    work.run(&["bc\""]).ends(1);
}

#[test]
fn options_of_a_count_hold_for_a_path_without_a_command() {
    let work = Workdir::sample();
    let told = |outcome: crate::support::Outcome| outcome.json()["period"]["id"].clone();
    assert_eq!(told(work.run(&["bc", "--period", "2023-Q1", "--format", "json"]).ends(1)), "2023-Q1");
    assert_eq!(told(work.run(&["--period", "2023-Q1", "--format", "json", "run", "bc"]).ends(1)), "2023-Q1");
    work.run(&["bc", "--from", "2023-02-01", "--to", "2023-01-01"]).ends(2).says(&["--from"]);
}

#[test]
fn a_dropped_register_of_a_report_folder_is_checked_with_its_catalogue_and_settings() {
    let work = Workdir::sample();
    let register = format!("bc/{REGISTER}");
    let with = work.run(&[&register]);
    assert!(with.err.contains("cài đặt của ") && !with.err.contains("DM001"), "{}", with.err);
    // The same file elsewhere has no catalogue.
    work.bring(REGISTER, "so.xlsx");
    let without = work.run(&["so.xlsx"]);
    assert!(!without.err.contains("cài đặt của "), "{}", without.err);
    // The listing belongs into the inbox.
    work.run(&["run", "bc"]).ends(1);
    work.run(&["bc/ket-qua/danh-sach-loi.xlsx"]).ends(1).says(&["TP030", "thả tệp vào hop-thu"]);
}
