//! `tthc check FILE…`: validates files only and writes nothing.

use std::path::PathBuf;

use super::{Done, ask, console::Console, folder, verdict};
use crate::{
    cli::{Counting, Format},
    error::Error,
    flow::machine,
    text::Text,
};

/// Checks the files.
pub fn check(files: &[PathBuf], counting: &Counting, console: &Console) -> Result<Done, Error> {
    let mut sources = Vec::new();
    for path in files {
        if path.is_dir() {
            sources.extend(folder::Folder::open(path)?.sources()?);
        } else if path.is_file() {
            sources.push(folder::single(path));
        } else {
            return Err(Error::new(
                "no-file",
                path.display().to_string(),
                Text {
                    vi: "Không có tệp này. Hãy kiểm tra đường dẫn.",
                    en: "There is no such file. Check the path.",
                },
            ));
        }
    }
    let report = ask::report(sources, None, counting, None, console)?;
    if console.format == Format::Json {
        console.json(&machine::result(&report, &[], console.lang));
    } else {
        console.findings(&report.findings);
        console.ledger(&report);
        console.say(&verdict::sentence(&report, console.lang));
    }
    Ok(Done { errors: report.draft })
}
