//! The table of figures in `templates/README.md` is what `tthc figures` says: it is generated, never retyped.
#![allow(clippy::expect_used, clippy::disallowed_methods)]

use std::{env, fs, path::Path, process::Command};

const START: &str = "<!-- figures -->\n";
const END: &str = "<!-- end of figures -->";

#[test]
fn the_table_of_figures_in_the_guide_is_current() {
    let output = Command::new(env!("CARGO_BIN_EXE_tthc"))
        .env_remove("TTHC_LANG")
        .args(["figures", "--format", "json"])
        .output()
        .expect("the program runs");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut table = String::from("| mã | cột | nghĩa | cách đếm |\n|---|---|---|---|\n");
    let figures = json["figures"].as_array().expect("a list of figures");
    assert!(figures.len() > 20, "{} figures", figures.len());
    for figure in figures {
        let text = |key: &str| figure[key].as_str().unwrap_or_default().replace('|', "\\|");
        let meaning = format!("{} ({})", text("meaning"), text("unit"));
        let line =
            format!("| `{}` | {} | {meaning} | {} |\n", text("key"), text("form_column"), text("definition"));
        table.push_str(&line.replace("|  |", "| |"));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/README.md");
    let guide = fs::read_to_string(&path).expect("templates/README.md").replace("\r\n", "\n");
    let start = guide.find(START).expect("the marker before the table") + START.len();
    let end = guide.find(END).expect("the marker behind it");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{}{table}{}", &guide[..start], &guide[end..]))
            .expect("the guide is written");
        return;
    }
    assert_eq!(&guide[start..end], table, "the guide is old: run `UPDATE=1 cargo test guide` and commit it");
}
