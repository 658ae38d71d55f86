//! Folders and what is found in them.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]
use super::*;

fn touch(root: &Path, path: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, b"x").unwrap();
}

fn found(root: &Path) -> Vec<String> {
    let sources = Folder::open(root).unwrap().sources().unwrap();
    sources.into_iter().map(|source| format!("{}={}", source.path, source.sender)).collect()
}

#[test]
fn the_first_folder_of_the_inbox_names_the_sender_and_own_files_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        "hop-thu/phong-a/2023/so.xlsx",
        "hop-thu/phong-b.csv",
        "hop-thu/phong-a/~$so.xlsx",
        "hop-thu/.an.xlsx",
        "hop-thu/x.tmp",
        "hop-thu/~WRL0001.tmp",
        "hop-thu/phong-a/~rf12ab.TMP",
        "hop-thu/~so.csv",
        "hop-thu/~phong/so.xlsx",
        "danh-muc/dm.xlsx",
        "danh-muc/qd.pdf",
        "ket-qua/danh-sach-loi.xlsx",
    ] {
        touch(folder.path(), path);
    }
    assert_eq!(
        found(folder.path()),
        [
            "danh-muc/dm.xlsx=dm",
            "hop-thu/phong-a/2023/so.xlsx=phong-a",
            "hop-thu/phong-b.csv=phong-b",
            "hop-thu/~phong/so.xlsx=~phong",
            "hop-thu/~so.csv=~so"
        ]
    );
}

#[test]
fn a_folder_without_inbox_and_settings_is_itself_the_inbox() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["so.xlsx", "phong-a/so.xlsx", "ket-qua/danh-sach-loi.xlsx"] {
        touch(folder.path(), path);
    }
    assert_eq!(found(folder.path()), ["phong-a/so.xlsx=phong-a", "so.xlsx=so"]);
    touch(folder.path(), "tthc.toml");
    assert!(found(folder.path()).is_empty(), "with settings it is a report folder whose inbox is missing");
}

#[test]
fn the_inbox_of_a_report_folder_means_that_folder_and_a_folder_called_so_means_itself() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["bc/tthc.toml", "bc/hop-thu/a.csv", "bc/ket-qua/x", "khac/hop-thu/a.csv", "khac/mau.csv"] {
        touch(folder.path(), path);
    }
    let at = |path: &str| folder.path().join(path);
    assert_eq!(meant(&at("bc/hop-thu")).unwrap(), at("bc"));
    assert_eq!(meant(&at("bc")).unwrap(), at("bc"));
    assert_eq!(meant(&at("khac/hop-thu")).unwrap(), at("khac/hop-thu"));
    assert_eq!(meant(&at("bc/ket-qua")).unwrap_err().code, "no-folder");
}

#[test]
fn settings_with_one_ending_too_many_are_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    touch(folder.path(), "bc/hop-thu/a.csv");
    touch(folder.path(), "bc/tthc.toml.txt");
    let found = Folder::open(&folder.path().join("bc")).unwrap();
    assert_eq!(found.settings().unwrap_err().code, "settings");
    touch(folder.path(), "bc/tthc.toml");
    assert_eq!(found.settings().unwrap().as_deref(), Some("x"));
}

#[test]
fn no_such_folder_is_an_error() {
    assert_eq!(Folder::open(Path::new("khong-co")).unwrap_err().code, "no-folder");
}
