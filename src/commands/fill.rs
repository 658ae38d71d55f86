//! `tthc fill TEMPLATE --data JSON -o OUT`: the template engine by itself.

use std::{fs, path::Path};

use minijinja::Value;
use serde_json::{Value as Json, json};

use super::{Done, ask, console::Console, shown};
use crate::{cli::Format, error::Error, files, template, text::Text};

/// Fills a template, or lists its placeholders.
pub fn fill(
    template: &Path,
    data: Option<&Path>,
    output: Option<&Path>,
    check: bool,
    console: &Console,
) -> Result<Done, Error> {
    let bytes = fs::read(template).map_err(|error| Error::reading(template, &error))?;
    let context = data.map(read_data).transpose()?;
    if check {
        return list(&bytes, context.as_ref(), template, console);
    }
    let context = context.unwrap_or_else(|| template::data::of(&Json::Null));
    let options = template::Options::default();
    let filled =
        template::fill_values(&bytes, &context, options).map_err(|faults| broken(template, &faults))?;
    if let Some(output) = output {
        files::write(output, &filled.bytes)?;
        console.say(&shown(output));
    }
    for note in &filled.notes {
        console.say(&note.message(console.lang));
    }
    Ok(Done { errors: false })
}

fn read_data(path: &Path) -> Result<Value, Error> {
    let bytes = fs::read(path).map_err(|error| Error::reading(path, &error))?;
    template::data::read(&bytes).map_err(|error| {
        Error::new(
            "data",
            shown(path),
            Text {
                vi: "Tệp dữ liệu không phải JSON hợp lệ: {cause}.",
                en: "The data file is no valid JSON: {cause}.",
            },
        )
        .with("cause", error.to_string())
    })
}

fn broken(template: &Path, faults: &[template::Fault]) -> Error {
    let line = |lang| move |fault: &template::Fault| fault.message(lang);
    Error::new(
        "template",
        shown(template),
        Text {
            vi: "Mẫu có {n} chỗ sai nên chưa ghi gì. Hãy sửa trong Excel rồi chạy lại:",
            en: "Faults in the template: {n}; nothing was written. Correct them in Excel and run again:",
        },
    )
    .with("n", faults.len().to_string())
    .and(faults.iter().map(line(crate::text::Lang::Vi)).zip(faults.iter().map(line(crate::text::Lang::En))))
}

/// Lists every placeholder with its cell and what is wrong with it; status 3 if anything is. Without data the names are
/// those of a report.
fn list(bytes: &[u8], context: Option<&Value>, template: &Path, console: &Console) -> Result<Done, Error> {
    let report;
    let context = if let Some(context) = context {
        context
    } else {
        let (names, faults) = ask::empty_context(bytes, console)?;
        if !faults.is_empty() {
            return Err(broken(template, &faults));
        }
        report = template::data::of(&names);
        &report
    };
    let found = template::check_values(bytes, context);
    if console.format == Format::Json {
        let entries: Vec<Json> = found
            .iter()
            .map(|entry| {
                json!({
                    "sheet": entry.sheet,
                    "cell": entry.cell,
                    "text": entry.text,
                    "fault": entry.fault.as_ref().map(|fault| fault.kind.message(console.lang)),
                })
            })
            .collect();
        console.json(&json!({"schema": 1, "template": shown(template), "placeholders": entries}));
    } else {
        for entry in &found {
            let fault = entry
                .fault
                .as_ref()
                .map(|fault| format!("  ← {}", fault.kind.message(console.lang)))
                .unwrap_or_default();
            console.text(&format!("[{}] {}: {}{fault}", entry.sheet, entry.cell, entry.text));
        }
    }
    let faults: Vec<template::Fault> = found.into_iter().filter_map(|entry| entry.fault).collect();
    if faults.is_empty() { Ok(Done { errors: false }) } else { Err(broken(template, &faults)) }
}
