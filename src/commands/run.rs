//! `tthc run DIR`: reads the inbox once and writes every result. All results are made before the first is written; the
//! machine result is written last.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value as Json;

use super::{
    Done, ask,
    console::Console,
    folder::{self, Folder},
    load, verdict,
};
use crate::{
    cli::{Counting, Format},
    error::Error,
    files,
    flow::{
        context,
        list::{self, FileLine, Summary},
        machine::{self, Output},
        report::Report,
    },
    model::finding::Severity,
    template::{self, Fault},
    text::{Lang, Text},
};

/// The templates that belong to the program: (file name, content).
pub const TEMPLATES: [(&str, &[u8]); 2] = [
    ("II.06a.xlsx", include_bytes!("../../templates/II.06a.xlsx")),
    ("tong-hop.xlsx", include_bytes!("../../templates/tong-hop.xlsx")),
];

/// What a template whose report is not final is called.
const DRAFT: &str = "-du-thao";

/// Runs the folder.
pub fn run(dir: &Path, counting: &Counting, console: &Console) -> Result<Done, Error> {
    let folder = Folder::open(dir)?;
    let settings_path = folder.root.join(folder::SETTINGS).display().to_string();
    let settings = folder.settings()?;
    let templates = templates(&folder)?;
    let vocabularies = folder.root.join(folder::TEMPLATES);
    let report = ask::report(
        folder.sources()?,
        settings.as_deref().map(|text| (text, settings_path.as_str())),
        counting,
        Some(&vocabularies),
        console,
    )?;

    let context = context::context(&report);
    let mut results = Vec::new();
    let mut stale = Vec::new();
    let mut faults = Vec::new();
    for (name, bytes) in &templates {
        match template::fill(bytes, &context) {
            Ok(filled) => {
                for note in &filled.notes {
                    console.say(&format!("{name}: {}", note.message(console.lang)));
                }
                let (now, other) = names(name, &report);
                results.push((now, filled.bytes));
                stale.push(folder.root.join(folder::RESULTS).join(other));
            }
            Err(found) => faults.extend(found.into_iter().map(|fault| (name.clone(), fault))),
        }
    }
    if !faults.is_empty() {
        return Err(broken_templates(&faults));
    }
    results.push(("danh-sach-loi.xlsx".to_owned(), listing(&report, console.lang)?));

    write(&folder, results, &stale, &report, console)?;
    Ok(Done { errors: report.draft })
}

fn templates(folder: &Folder) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let own = folder.templates()?;
    if own.is_empty() {
        return Ok(TEMPLATES.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect());
    }
    own.into_iter()
        .map(|(name, path)| {
            fs::read(&path).map(|bytes| (name, bytes)).map_err(|error| Error::reading(&path, &error))
        })
        .collect()
}

/// The name of a filled template, and the name it has when the report is in the other state.
fn names(template: &str, report: &Report) -> (String, String) {
    let (stem, extension) = template.rsplit_once('.').unwrap_or((template, "xlsx"));
    let name =
        |draft: bool| format!("{stem}-{}{}.{extension}", report.period.id, if draft { DRAFT } else { "" });
    (name(report.draft), name(!report.draft))
}

fn broken_templates(faults: &[(String, Fault)]) -> Error {
    let place = faults.first().map(|(name, _)| name.clone()).unwrap_or_default();
    let line = |lang| {
        move |(name, fault): &(String, Fault)| {
            format!("{name} [{}] {}: {}", fault.sheet, fault.cell, fault.message(lang))
        }
    };
    Error::new(
        "template",
        place,
        Text {
            vi: "Mẫu có {n} chỗ sai nên chưa ghi kết quả nào. Hãy sửa trong Excel rồi chạy lại:",
            en: "The template has {n} faults, so nothing was written. Correct them in Excel and run again:",
        },
    )
    .with("n", faults.len().to_string())
    .and(faults.iter().map(line(Lang::Vi)).zip(faults.iter().map(line(Lang::En))))
}

fn listing(report: &Report, lang: Lang) -> Result<Vec<u8>, Error> {
    let summary = Summary {
        agency: report.agency.name.clone(),
        period: format!(
            "{} ({} – {})",
            report.period.title(),
            crate::rules::shown(report.period.from),
            crate::rules::shown(report.period.to)
        ),
        today: report.today,
        verdict: verdict::sentence(report, lang),
        files: report
            .files
            .iter()
            .map(|file| {
                let count = |severity| {
                    let own = |finding: &&crate::model::finding::Finding| finding.place.file == file.path;
                    report.findings.iter().filter(own).filter(|finding| finding.severity == severity).count()
                        as u64
                };
                FileLine {
                    path: file.path.to_string(),
                    unit: file.unit.as_deref().map(|unit| report.unit_title(unit)).unwrap_or_default(),
                    cases: file.sheets.iter().map(|sheet| sheet.rows.cases).sum(),
                    errors: count(Severity::Error),
                    warnings: count(Severity::Warning),
                }
            })
            .collect(),
        links_base: "../".to_owned(),
    };
    list::listing(&report.findings, &summary, lang).map_err(|error| {
        Error::new(
            "write",
            "danh-sach-loi.xlsx",
            Text {
                vi: "Không lập được danh sách lỗi: {cause}.", en: "The listing can't be made: {cause}."
            },
        )
        .with("cause", error.to_string())
    })
}

fn write(
    folder: &Folder,
    results: Vec<(String, Vec<u8>)>,
    stale: &[PathBuf],
    report: &Report,
    console: &Console,
) -> Result<(), Error> {
    let mut outputs = Vec::new();
    for (name, bytes) in results {
        files::write(&folder.root.join(folder::RESULTS).join(&name), &bytes)?;
        outputs.push(Output { path: format!("{}/{name}", folder::RESULTS), sha256: load::hash(&bytes) });
    }
    for path in stale {
        files::remove_stale(path)?;
    }
    let result = machine::result(report, &outputs, console.lang);
    files::write(&folder.root.join(folder::RESULTS).join("ket-qua.json"), pretty(&result).as_bytes())?;
    if console.format == Format::Json {
        console.json(&result);
        return Ok(());
    }
    console.findings(&report.findings);
    differences(report, console);
    console.ledger(report);
    console.tell(Text { vi: "Kết quả:", en: "Results:" }, &[]);
    for output in &outputs {
        console.say(&format!("  {}", folder.root.join(&output.path).display()));
    }
    console.say(&verdict::sentence(report, console.lang));
    Ok(())
}

fn pretty(value: &Json) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn differences(report: &Report, console: &Console) {
    let Some(comparison) = &report.comparison else { return };
    let list: Vec<String> = comparison
        .figures
        .iter()
        .map(|(figure, there, here)| format!("{} {there} → {here}", figure.key()))
        .collect();
    let text = if list.is_empty() {
        Text {
            vi: "So với {other}: không chỉ tiêu nào khác.", en: "Against {other}: no figure differs."
        }
    } else {
        Text {
            vi: "So với {other}: {list} ({n} hồ sơ tính khác).",
            en: "Against {other}: {list} ({n} cases count differently).",
        }
    };
    console.tell(
        text,
        &[
            (
                "other",
                format!(
                    "{} ({} – {})",
                    comparison.period.title(),
                    crate::rules::shown(comparison.period.from),
                    crate::rules::shown(comparison.period.to)
                ),
            ),
            ("list", list.join(", ")),
            ("n", comparison.cases.len().to_string()),
        ],
    );
}
