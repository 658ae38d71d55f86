//! Writes every workbook of the repository that is committed: the templates embedded in the program and the
//! workbooks of the sample folder.
//!
//! In: nothing but the tables in this folder (no clock, no randomness, no network). Out: the same bytes on
//! every run, so that a changed workbook in a commit always has a changed source beside it.
//!
//! ```text
//! cargo run --example make_workbooks                     # templates/ and samples/
//! cargo run --example make_workbooks -- /tmp/so.xlsx     # also the workbook that becomes the .ods register
//! ```
//!
//! It deliberately does not write the .ods register: no crate here writes that format, and a file made by
//! LibreOffice is the better sample. `samples/README.md` gives the conversion command.

mod form_06a;
mod layout;
mod ledger;
mod look;
mod summary;
mod summary_rows;

use std::{error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let templates = root.join("templates");
    fs::create_dir_all(&templates)?;
    form_06a::write(&templates.join("II.06a.xlsx"))?;
    summary::write(&templates.join("tong-hop.xlsx"))?;
    Ok(())
}
