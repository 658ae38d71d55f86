//! Writes the template of the written report, `templates/bao-cao.docx`, in the form of Decree 30/2020/NĐ-CP (annex I).
//!
//! In: nothing but the texts in this folder (no clock, no randomness). Out: the same bytes on every run.
//!
//! ```text
//! cargo run --example make_report
//! ```
#![allow(clippy::disallowed_methods)] // writes into the repository, by hand

mod body;
mod parts;
mod words;

use std::{
    error::Error,
    fs,
    io::{Cursor, Write},
    path::Path,
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let document = body::document();
    let files = [
        ("[Content_Types].xml", parts::CONTENT_TYPES),
        ("_rels/.rels", parts::RELATIONSHIPS),
        ("docProps/core.xml", parts::CORE),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONSHIPS),
        ("word/styles.xml", parts::STYLES),
        ("word/settings.xml", parts::SETTINGS),
        ("word/fontTable.xml", parts::FONTS),
        ("word/header1.xml", parts::HEADER),
        ("word/theme/theme1.xml", parts::THEME),
    ];
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .compression_method(CompressionMethod::Deflated);
    for (name, text) in files {
        out.start_file(name, options)?;
        out.write_all(text.as_bytes())?;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/bao-cao.docx");
    fs::write(path, out.finish()?.into_inner())?;
    Ok(())
}
