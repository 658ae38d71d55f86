//! `tthc fill TEMPLATE --data JSON -o OUT`: the template engines by themselves.

use std::{fs, path::Path};

use minijinja::Value;
use serde_json::{Value as Json, json};

use super::{
    Done, ask,
    console::Console,
    forms::{self, Fault, Filled},
    load::hash,
};
use crate::{
    cli::Format,
    docx,
    error::{Error, shown},
    files,
    template::{self, Note, NoteKind},
    text::Text,
};

/// Fills a template, or lists its placeholders. `None`: wrong usage, which has been said.
pub fn fill(
    template: &Path,
    data: Option<&Path>,
    output: Option<&Path>,
    check: bool,
    console: &Console,
) -> Result<Option<Done>, Error> {
    let bytes = fs::read(template).map_err(|error| Error::reading(template, &error))?;
    if let (Some(output), false) = (output, check)
        && !may_be_written(output, &[Some(template), data], &bytes, console)
    {
        return Ok(None);
    }
    let context = data.map(read_data).transpose()?;
    if check {
        return list(&bytes, context.as_ref(), template, console).map(Some);
    }
    let context = context.unwrap_or_else(|| template::data::of(&Json::Null));
    let filled =
        forms::fill(&shown(template), &bytes, &context).map_err(|faults| broken(template, &faults))?;
    if let Some(output) = output {
        files::write(output, &filled.bytes)?;
        console.say(&shown(output));
    }
    for note in &filled.notes {
        console.say(&note.message(console.lang));
    }
    if console.format == Format::Json {
        console.json(&result(output, &filled, console));
    }
    Ok(Some(Done { errors: false }))
}

/// What was written, for machines.
fn result(output: Option<&Path>, filled: &Filled, console: &Console) -> Json {
    // Machine results have the same paths on every system.
    let path = |path| if cfg!(windows) { shown(path).replace('\\', "/") } else { shown(path) };
    let place = |note: &Note| json!({"sheet": note.sheet, "cell": note.cell});
    let mut not_computed = Vec::new();
    let mut notes = Vec::new();
    for note in &filled.notes {
        let mut entry = place(note);
        if let NoteKind::NotComputed(formula) = &note.kind {
            entry["formula"] = format!("={formula}").into();
            not_computed.push(entry);
        } else {
            entry["message"] = note.message(console.lang).into();
            notes.push(entry);
        }
    }
    json!({
        "schema": 1,
        "output": output.map(path),
        "sha256": hash(&filled.bytes),
        "not_computed": not_computed,
        "notes": notes,
    })
}

/// Endings of files that office programs open by their name.
const OFFICE: [&str; 19] = [
    "xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "xlt", "xlam", "ods", "docx", "docm", "dotx", "dotm",
    "doc", "odt", "rtf", "pdf", "csv", "txt",
];

/// Whether a result may have this name: it replaces none of the inputs, and does not say to be another kind of file than it is.
fn may_be_written(output: &Path, inputs: &[Option<&Path>], bytes: &[u8], console: &Console) -> bool {
    let real = fs::canonicalize(output).ok();
    let same = |input: &&Path| real.is_some() && fs::canonicalize(input).ok() == real;
    if let Some(input) = inputs.iter().flatten().find(|input| same(input)) {
        console.usage(
            Text {
                vi: "Tên kết quả {output} là chính tệp {input} đang dùng để điền, ghi vào sẽ mất tệp này. Hãy đặt tên khác sau -o.",
                en: "The result {output} would replace {input}, which it is filled from. Give another name after -o.",
            },
            &[("output", shown(output)), ("input", shown(input))],
        );
        return false;
    }
    let own = output.extension().map(|own| own.to_string_lossy().to_lowercase()).unwrap_or_default();
    let Some(ending) = forms::ending(bytes) else { return true };
    if own == ending || !OFFICE.contains(&own.as_str()) {
        return true;
    }
    console.usage(
        Text {
            vi: "Mẫu này điền ra tệp .{ending}, đặt đuôi .{own} thì Excel và Word không mở được {output}. Hãy đổi đuôi tên kết quả \
                 thành .{ending}.",
            en: "What is filled from this template is a .{ending} file; named .{own}, {output} would not open. Let its name end \
                 with .{ending}.",
        },
        &[("ending", ending.to_owned()), ("own", own), ("output", shown(output))],
    );
    false
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

fn broken(template: &Path, faults: &[Fault]) -> Error {
    let line = |lang| move |fault: &Fault| fault.message(lang);
    Error::new("template", shown(template), forms::BROKEN).with("n", faults.len().to_string()).and(
        faults.iter().map(line(crate::text::Lang::Vi)).zip(faults.iter().map(line(crate::text::Lang::En))),
    )
}

/// A placeholder as it is listed.
struct Entry {
    /// Its place as people read it: `[Trang] B7`, `Đoạn 12`.
    place: String,
    /// The same for machines.
    json: Json,
    text: String,
    /// What is wrong with it, alone.
    what: Option<String>,
    fault: Option<Fault>,
}

/// The placeholders of a template of either kind.
fn entries(template: &Path, bytes: &[u8], context: &Value, console: &Console) -> Vec<Entry> {
    if docx::is_word(&shown(template), bytes) {
        let entry = |found: docx::Found| {
            let place = found.place.words(console.lang);
            let what = found.fault.as_ref().map(|fault| fault.what(console.lang));
            let json = json!({"place": place, "text": found.text, "fault": what});
            Entry { place, json, text: found.text, what, fault: found.fault.map(Fault::Word) }
        };
        return docx::check_values(bytes, context).into_iter().map(entry).collect();
    }
    let entry = |found: template::Found| {
        let what = found.fault.as_ref().map(|fault| fault.kind.message(console.lang));
        let json = json!({"sheet": found.sheet, "cell": found.cell, "text": found.text, "fault": what});
        let words = template::fault::place_words(&found.cell, console.lang);
        let place = format!("[{}] {}", found.sheet, words.unwrap_or(found.cell));
        Entry { place, json, text: found.text, what, fault: found.fault.map(Fault::Workbook) }
    };
    template::check_values(bytes, context).into_iter().map(entry).collect()
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
            let faults: Vec<Fault> = faults.into_iter().map(Fault::Workbook).collect();
            return Err(broken(template, &faults));
        }
        report = names;
        &report
    };
    let found = entries(template, bytes, context, console);
    if console.format == Format::Json {
        let entries: Vec<&Json> = found.iter().map(|entry| &entry.json).collect();
        console.json(&json!({"schema": 1, "template": shown(template), "placeholders": entries}));
    } else {
        for entry in &found {
            let fault = entry.what.as_ref().map(|what| format!("  ← {what}")).unwrap_or_default();
            console.text(&format!("{}: {}{fault}", entry.place, entry.text));
        }
    }
    let faults: Vec<Fault> = found.into_iter().filter_map(|entry| entry.fault).collect();
    // Of a Word document it is known before it is filled what will stay as it stands.
    if faults.is_empty()
        && docx::is_word(&shown(template), bytes)
        && let Ok(filled) = forms::fill(&shown(template), bytes, context)
    {
        filled.notes.iter().for_each(|note| console.say(&note.message(console.lang)));
    }
    if faults.is_empty() { Ok(Done { errors: false }) } else { Err(broken(template, &faults)) }
}
