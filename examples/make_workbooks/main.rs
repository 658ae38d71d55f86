//! Writes every workbook of the repository that is committed: the templates embedded in the program and the
//! workbooks of the sample folder.
//!
//! In: nothing but the tables in this folder (no clock, no randomness, no network). Out: the same bytes on
//! every run, so that a changed workbook in a commit always has a changed source beside it.
//!
//! ```text
//! cargo run --example make_workbooks                     # templates/ and samples/
//! cargo run --example make_workbooks -- so-ho-so.xlsx   # also the workbook that becomes the .ods register
//! ```
//!
//! It deliberately does not write the .ods register: no crate here writes that format, and a file made by
//! LibreOffice is the better sample. `samples/README.md` gives the conversion command.
#![allow(clippy::disallowed_methods)] // writes into the repository, by hand

mod cases;
mod catalogue;
mod form_06a;
mod indicators;
mod layout;
mod ledger;
mod look;
mod procedures;
mod registers;
mod summary;
mod summary_rows;

use std::{
    env,
    error::Error,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let templates = root.join("templates");
    fs::create_dir_all(&templates)?;
    form_06a::write(&templates.join("II.06a.xlsx"))?;
    summary::write(&templates.join("tong-hop.xlsx"))?;
    let sample = root.join("samples/so-khcn-cao-bang-q1-2023");
    catalogue::write(&file(&sample, "danh-muc/danh-muc-tthc.xlsx")?)?;
    let inbox = sample.join("hop-thu");
    registers::science(&file(&inbox, "phong-quan-ly-khoa-hoc/so-theo-doi-ho-so.xlsx")?)?;
    registers::quality(&file(
        &inbox,
        "chi-cuc-tieu-chuan-do-luong-chat-luong/So theo doi ho so_2023_03_15_08_00.xlsx",
    )?)?;
    indicators::write(&file(&inbox, "van-phong/chi-tieu.xlsx")?, &templates.join("chi-tieu.toml"))?;
    if let Some(path) = env::args_os().nth(1) {
        registers::specialised(Path::new(&path))?;
    }
    Ok(())
}

/// Path of a file below `folder`, whose folder exists afterwards.
fn file(folder: &Path, name: &str) -> io::Result<PathBuf> {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    Ok(path)
}
