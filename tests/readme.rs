//! What the README shows is what the program prints: the sample output is generated, never retyped.
#![allow(clippy::expect_used)]

use std::{env, fs, path::Path, process::Command};

#[test]
fn the_sample_output_of_the_readme_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = "samples/so-khcn-cao-bang-q1-2023";
    copy(&root.join(sample), &folder.path().join(sample));
    let output = Command::new(env!("CARGO_BIN_EXE_tthc"))
        .current_dir(folder.path())
        .env_remove("TTHC_LANG")
        .args(["run", sample, "--today", "2023-03-20", "--color", "never"])
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8(output.stderr).expect("UTF-8").replace('\\', "/");
    // The order in which files are read is no promise.
    let lines: Vec<&str> = printed.lines().filter(|line| !line.starts_with('[')).collect();
    let shown = format!("<!-- sample output -->\n```text\n{}\n```\n<!-- end -->", lines.join("\n"));

    let path = root.join("README.md");
    let readme = fs::read_to_string(&path).expect("README.md");
    let start = readme.find("<!-- sample output -->").expect("the marker before the sample output");
    let end = readme.find("<!-- end -->").expect("the marker after it") + "<!-- end -->".len();
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{}{shown}{}", &readme[..start], &readme[end..]))
            .expect("README.md is written");
        return;
    }
    assert_eq!(
        &readme[start..end],
        shown,
        "the README is old: run `UPDATE=1 cargo test readme` and commit it"
    );
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder to list") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if path.is_dir() {
            if name != "ket-qua" {
                copy(&path, &to.join(name));
            }
        } else {
            fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}
