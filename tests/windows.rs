//! What only Windows has: backslashes, files that other programs hold, the two forms of a path.
#![cfg(windows)] // sharing modes and prefixes of paths are the system's own

use std::{
    fs::{self, File, OpenOptions},
    os::windows::fs::OpenOptionsExt as _,
    path::PathBuf,
    process::Command,
};

use crate::support::{REGISTER, Workdir, codes, sheet};

/// What others may do meanwhile: nothing, or read, which is what Excel allows.
fn hold(work: &Workdir, path: &str, share: u32) -> File {
    OpenOptions::new().read(true).write(true).share_mode(share).open(work.path(path)).unwrap()
}

#[test]
fn people_read_backslashes_and_machines_slashes() {
    let work = Workdir::sample();
    let output = Command::new(env!("CARGO_BIN_EXE_tthc"))
        .args(["run", "bc"])
        .current_dir(work.path(""))
        .env_remove("TTHC_LANG")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let results = said.lines().filter(|line| line.contains("ket-qua\\")).collect::<Vec<_>>();
    assert!(
        results.iter().any(|line| line.contains("bc\\ket-qua\\tra-lai\\van-phong\\chi-tieu.xlsx")),
        "{said}"
    );
    assert!(results.iter().all(|line| !line.contains('/')), "{results:#?}");
    let machine = String::from_utf8(work.read("bc/ket-qua/ket-qua.json")).unwrap();
    assert!(machine.contains("hop-thu/van-phong/chi-tieu.xlsx") && !machine.contains("\\\\"), "{machine}");
    let checked = work.result(&["check", "bc\\hop-thu\\van-phong\\chi-tieu.xlsx"]);
    assert_eq!(checked["files"][0]["path"], "bc/hop-thu/van-phong/chi-tieu.xlsx");
}

#[test]
fn a_register_that_is_open_in_excel_is_read_and_one_that_nobody_may_read_is_locked() {
    let work = Workdir::sample();
    let whole = work.result(&["run", "bc"]);
    let register = format!("bc/{REGISTER}");
    let open = hold(&work, &register, 1);
    assert_eq!(work.result(&["run", "bc"])["figures"], whole["figures"]);
    drop(open);
    let kept = hold(&work, &register, 0);
    let result = work.result(&["run", "bc"]);
    assert!(codes(&result, "error").iter().any(|(code, _)| code == "TP012"), "{}", result["findings"]);
    work.run(&["run", "bc"]).ends(1).says(&["đang được chương trình khác giữ"]);
    drop(kept);
    assert_eq!(work.result(&["run", "bc"])["figures"], whole["figures"]);
}

#[test]
fn a_result_that_is_open_and_has_one_name_only_says_to_close_it_and_stays() {
    let work = Workdir::new();
    work.write("mau.xlsx", sheet("A", &[&["{{ so }}"]]));
    work.write("d.json", r#"{"so": 7}"#);
    let fill = ["fill", "mau.xlsx", "--data", "d.json", "-o", "kq.xlsx"];
    work.run(&fill).ends(0);
    let first = work.read("kq.xlsx");
    work.write("d.json", r#"{"so": 8}"#);
    let held = hold(&work, "kq.xlsx", 1);
    work.run(&fill).ends(3).says(&["kq.xlsx", "Hãy đóng tệp trong Excel"]);
    work.run(&[&fill[..], &["--lang", "en"]].concat()).ends(3).says(&["another program has the file open"]);
    drop(held);
    assert_eq!(work.read("kq.xlsx"), first);
    work.run(&fill).ends(0);
    assert_ne!(work.read("kq.xlsx"), first);
    assert_eq!(work.names(""), ["d.json", "kq.xlsx", "mau.xlsx"], "nothing is left beside it");
}

#[test]
fn a_folder_is_the_same_by_its_verbatim_path() {
    let work = Workdir::sample();
    let plain = work.result(&["run", "bc"]);
    let verbatim: PathBuf = fs::canonicalize(work.path("bc")).unwrap();
    let verbatim = verbatim.to_str().unwrap();
    assert!(verbatim.starts_with("\\\\?\\"), "{verbatim}");
    assert_eq!(work.result(&["run", verbatim]), plain);
    work.run(&[verbatim]).ends(1).says(&["ket-qua"]);
}

#[test]
fn a_name_that_windows_does_not_allow_is_told_in_vietnamese() {
    let work = Workdir::new();
    work.run(&["init", "quý 1?"]).ends(3).says(&["ký tự mà Windows không cho dùng"]);
}
