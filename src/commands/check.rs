//! `tthc check FILE…`: validates files only and writes nothing.

use std::path::PathBuf;

use super::{Done, ask, console::Console, folder, verdict};
use crate::{
    cli::{Counting, Format},
    error::Error,
    flow::{machine, recognise::Kind, report::Report},
    model::finding::{Finding, Place, Severity},
    rules,
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
            return Err(ask::no_file(path));
        }
    }
    let mut report = ask::report(sources, None, counting, None, None, Vec::new(), console)?;
    refuse_what_is_no_register(&mut report);
    if console.format == Format::Json {
        console.json(&machine::result(&report, &[], None, console.lang));
    } else {
        console.findings(&report.findings, None);
        console.say("");
        console.ledger(&report);
        console.say("");
        console.verdict(&report, &verdict::checked(&report, console.lang));
    }
    Ok(Done { errors: report.draft })
}

/// A catalogue or an indicator sheet is welcome beside a register; alone there is nothing that could be checked, and a
/// clean result would be a lie.
fn refuse_what_is_no_register(report: &mut Report) {
    if report.files.iter().any(|file| !file.sheets.is_empty()) {
        return;
    }
    for file in &report.files {
        let has_error = report
            .findings
            .iter()
            .any(|finding| finding.place.file == file.path && finding.severity == Severity::Error);
        let found = match file.kind {
            Kind::Catalogue => "danh mục TTHC",
            Kind::Indicators => "phiếu chỉ tiêu",
            Kind::Holidays => "danh sách ngày nghỉ",
            _ => "–",
        };
        if !has_error {
            report.findings.push(
                Finding::new(rules::CT001, Place::file(&file.path))
                    .with("sheet", file.path.rsplit('/').next().unwrap_or_default())
                    .with("found", found)
                    .with("missing", "Ngày tiếp nhận, Mã hồ sơ"),
            );
        }
    }
    report.findings.sort_by(Finding::order);
    report.draft = report.count(Severity::Error) > 0;
}
