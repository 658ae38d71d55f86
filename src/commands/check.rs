//! `tthc check FILE…`: validates files only and writes nothing.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Done, ask,
    console::Console,
    folder::{self, Source},
    verdict,
};
use crate::{
    cli::{Counting, Format},
    error::{Error, shown},
    flow::{
        machine,
        recognise::{Area, Kind},
        report::Report,
    },
    model::finding::{Finding, Place, Severity},
    rules,
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
            return Err(ask::no_file(path));
        }
    }
    judge(sources, None, None, counting, console)
}

/// Checks files that were dropped onto the program: those of one report folder with its catalogue and settings, others by
/// themselves.
pub fn dropped(files: &[PathBuf], counting: &Counting, console: &Console) -> Result<Done, Error> {
    let Some(folder) = files.first().and_then(|file| folder::around(file)) else {
        return check(files, counting, console);
    };
    let wanted: Vec<PathBuf> = files.iter().filter_map(|file| file.canonicalize().ok()).collect();
    let is_wanted = |source: &Source| source.location.canonicalize().is_ok_and(|path| wanted.contains(&path));
    let mut sources = folder.sources()?;
    sources.retain(|source| source.area == Area::Catalogue || is_wanted(source));
    if sources.iter().filter(|source| source.area == Area::Inbox).count() != files.len() {
        return check(files, counting, console);
    }
    console.tell(
        Text {
            vi: "Kiểm tra theo danh mục và cài đặt của {dir}.",
            en: "Checked with the catalogue and the settings of {dir}.",
        },
        &[("dir", shown(&folder.root))],
    );
    let place = shown(&folder.root.join(folder::SETTINGS));
    let text = folder.settings()?;
    let settings = text.as_deref().map(|text| (text, place.as_str()));
    judge(sources, settings, Some(&folder.root.join(folder::TEMPLATES)), counting, console)
}

fn judge(
    sources: Vec<Source>,
    settings: Option<(&str, &str)>,
    vocabularies: Option<&Path>,
    counting: &Counting,
    console: &Console,
) -> Result<Done, Error> {
    let inbox: BTreeSet<Arc<str>> = sources
        .iter()
        .filter(|source| source.area == Area::Inbox)
        .map(|source| Arc::clone(&source.path))
        .collect();
    let mut report = ask::report(sources, settings, counting, vocabularies, None, Vec::new(), console)?;
    refuse_what_is_no_register(&mut report, &inbox);
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
fn refuse_what_is_no_register(report: &mut Report, inbox: &BTreeSet<Arc<str>>) {
    if report.files.iter().any(|file| !file.sheets.is_empty()) {
        return;
    }
    for file in report.files.iter().filter(|file| inbox.contains(&file.path)) {
        let is_ours = file.kind == Kind::Corrections
            || report
                .findings
                .iter()
                .any(|finding| finding.place.file == file.path && std::ptr::eq(finding.rule, rules::TP011));
        if is_ours {
            report.findings.push(Finding::new(rules::TP030, Place::file(&file.path)));
            continue;
        }
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
                    .with_words("what", "sổ theo dõi", "register")
                    .with("found", found)
                    .with("missing", "Ngày tiếp nhận, Mã hồ sơ")
                    .with_words(
                        "way",
                        "khai báo tên cột của đơn vị trong tthc.toml",
                        "state the unit's own headings in tthc.toml",
                    )
                    .with("more", ""),
            );
        }
    }
    report.findings.sort_by(Finding::order);
    report.draft = report.count(Severity::Error) > 0;
}
