//! A result that another program holds: the new one is written beside it, and a later run tidies up. A program that is
//! running can't be opened for writing on Linux, which is how an open workbook behaves on Windows; there the file is opened as
//! Excel does, which lets others read it.
#![cfg(any(target_os = "linux", windows))]

use std::{fs, path::PathBuf};
#[cfg(windows)]
use std::{fs::File, os::windows::fs::OpenOptionsExt as _};
#[cfg(target_os = "linux")]
use std::{
    os::unix::fs::PermissionsExt as _,
    process::{Child, Command},
};

use serde_json::Value as Json;

use crate::support::Workdir;

/// Puts a running program where a file lies; closed, the file is what it was: somebody looked at it.
#[cfg(target_os = "linux")]
pub(crate) struct Holder {
    program: Child,
    path: PathBuf,
    before: Vec<u8>,
}

#[cfg(target_os = "linux")]
impl Holder {
    pub(crate) fn of(work: &Workdir, path: &str) -> Self {
        let (before, path) = (work.read(path), work.path(path));
        fs::copy("/bin/sleep", &path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Self { program: Command::new(&path).arg("600").spawn().unwrap(), path, before }
    }
}

#[cfg(target_os = "linux")]
impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
        let _ = fs::write(&self.path, &self.before);
    }
}

/// Changes a file and keeps it open; closed, it is what it was.
#[cfg(windows)]
pub(crate) struct Holder {
    open: Option<File>,
    path: PathBuf,
    before: Vec<u8>,
}

#[cfg(windows)]
impl Holder {
    pub(crate) fn of(work: &Workdir, path: &str) -> Self {
        /// `FILE_SHARE_READ` alone.
        const READ: u32 = 1;
        let before = work.read(path);
        fs::write(work.path(path), "changed and open").unwrap();
        let open = fs::OpenOptions::new().read(true).write(true).share_mode(READ).open(work.path(path));
        Self { open: Some(open.unwrap()), path: work.path(path), before }
    }
}

#[cfg(windows)]
impl Drop for Holder {
    fn drop(&mut self) {
        self.open = None;
        let _ = fs::write(&self.path, &self.before);
    }
}

const FORM: &str = "bc/ket-qua/tong-hop-2022-12-05_2023-03-04-du-thao";

fn machine(work: &Workdir) -> Json {
    serde_json::from_slice(&work.read("bc/ket-qua/ket-qua.json")).unwrap()
}

#[test]
fn a_result_that_is_open_is_written_beside_and_tidied_up_later() {
    let work = Workdir::sample();
    work.run(&["run", "bc"]).ends(1);
    let (plain, beside) = (format!("{FORM}.xlsx"), format!("{FORM} (2).xlsx"));
    let first = work.read(&plain);
    let holder = Holder::of(&work, &plain);
    let held = work.read(&plain);

    let outcome = work.run(&["run", "bc"]).ends(1);
    assert!(outcome.err.contains("(2).xlsx"), "{}", outcome.err);
    assert_eq!(work.read(&beside), first, "whole, under the other name");
    assert_eq!(work.read(&plain), held, "and the one that is open is untouched");
    let result = machine(&work);
    let outputs = result["outputs"].to_string();
    assert!(
        outputs.contains("du-thao (2).xlsx")
            && !outputs.contains("tong-hop-2022-12-05_2023-03-04-du-thao.xlsx")
    );
    assert_eq!(result["output_left"].as_object().unwrap().len(), 1);
    let page = String::from_utf8(work.read("bc/ket-qua/trang-thai.html")).unwrap();
    assert!(page.contains("du-thao%20%282%29.xlsx"), "the page links to what was written");

    // Still open: the same again, and no third file.
    let state = work.state("bc/ket-qua");
    work.run(&["run", "bc"]).ends(1);
    assert_eq!(work.state("bc/ket-qua"), state);

    drop(holder);
    work.run(&["run", "bc"]).ends(1);
    assert_eq!(work.read(&plain), first);
    assert!(!work.path(&beside).exists(), "the numbered one is gone");
    assert!(machine(&work).get("output_left").is_none());
}

#[test]
fn a_numbered_file_that_is_not_ours_is_neither_overwritten_nor_removed() {
    let work = Workdir::sample();
    work.run(&["run", "bc"]).ends(1);
    let plain = format!("{FORM}.xlsx");
    work.write(&format!("{FORM} (2).xlsx"), "a copy that somebody made");
    let holder = Holder::of(&work, &plain);
    work.run(&["run", "bc"]).ends(1);
    assert_eq!(work.read(&format!("{FORM} (2).xlsx")), b"a copy that somebody made");
    assert!(work.path(&format!("{FORM} (3).xlsx")).exists());
    work.write(&format!("{FORM} (3).xlsx"), "changed since");
    drop(holder);
    work.run(&["run", "bc"]).ends(1);
    assert_eq!(work.read(&format!("{FORM} (2).xlsx")), b"a copy that somebody made");
    assert_eq!(work.read(&format!("{FORM} (3).xlsx")), b"changed since");
}

#[test]
fn a_draft_that_is_open_when_the_last_error_goes_is_removed_by_the_next_run() {
    let work = Workdir::sample();
    work.remove("bc/hop-thu/van-phong");
    work.bring("hop-thu/van-phong", "away");
    work.write("bc/hop-thu/khac.xlsx", "no workbook");
    work.run(&["run", "bc"]).ends(1);
    let plain = format!("{FORM}.xlsx");
    let holder = Holder::of(&work, &plain);
    work.remove("bc/hop-thu/khac.xlsx");
    let outcome = work.run(&["run", "bc"]).ends(0);
    assert!(outcome.err.contains("chưa xoá được"), "{}", outcome.err);
    assert!(work.path("bc/ket-qua/tong-hop-2022-12-05_2023-03-04.xlsx").exists());
    assert!(work.path(&plain).exists());
    drop(holder);
    work.run(&["run", "bc"]).ends(0);
    assert!(!work.path(&plain).exists());
    assert!(machine(&work).get("output_left").is_none());
}

#[test]
fn a_numbered_file_that_is_open_itself_is_remembered_and_goes_later() {
    let work = Workdir::sample();
    work.run(&["run", "bc"]).ends(1);
    let (plain, beside) = (format!("{FORM}.xlsx"), format!("{FORM} (2).xlsx"));
    let first = Holder::of(&work, &plain);
    work.run(&["run", "bc"]).ends(1);
    let second = Holder::of(&work, &beside);
    drop(first);
    work.run(&["run", "bc"]).ends(1);
    assert!(work.path(&beside).exists() && machine(&work).get("output_left").is_some());
    drop(second);
    work.run(&["run", "bc"]).ends(1);
    assert!(!work.path(&beside).exists());
    assert!(machine(&work).get("output_left").is_none());
}
