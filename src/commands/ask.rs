//! From the options and the folder to a finished report; shared by `run` and `check`.

use std::{fs, path::Path};

use chrono::{Local, NaiveDate};

use super::{
    console::Console,
    folder::{self, Source},
    load::{self, Cache},
    whole,
};
use crate::{
    cells::words::Words,
    cli::Counting,
    error::{Error, shown},
    flow::{
        context,
        headings::{self, Headings, TableKind},
        indicators::{self, Definitions},
        own,
        recognise::{Area, Input, recognise},
        report::{self, Ask, Report},
    },
    model::{calendar::Calendar, period::Period},
    settings::Settings,
    template,
    text::{Lang, Text},
};

/// Reads the sources and makes the report. `vocabularies` is a folder whose lists go before the embedded ones; `cache`
/// belongs to a watch, which looks by itself whether files are whole: without one, a file still being written is waited
/// for here. `broken` are inputs of another kind that could not be read.
pub fn report(
    mut sources: Vec<Source>,
    settings_text: Option<(&str, &str)>,
    counting: &Counting,
    vocabularies: Option<&Path>,
    cache: Option<&Cache>,
    broken: Vec<Input>,
    console: &Console,
) -> Result<Report, Error> {
    let (text, place) = settings_text.unwrap_or(("", folder::SETTINGS));
    let settings = Settings::parse(text, place)?;
    let mut known =
        Headings::parse(&list(vocabularies, "tieu-de.toml", headings::EMBEDDED)?, "tieu-de.toml")?;
    for (kind, heading) in settings.own_headings(place)? {
        known.add(kind.name(), &heading);
    }
    let words = words(vocabularies)?;
    let definitions =
        Definitions::parse(&list(vocabularies, "chi-tieu.toml", indicators::EMBEDDED)?, "chi-tieu.toml")?;
    let calendar = Calendar::embedded().map_err(|error| vocabulary("ngay-nghi.csv", error.to_string()))?;

    let configured = settings.period(place)?;
    let asked = match (&counting.period, counting.from.zip(counting.to)) {
        (Some(period), _) => Some(period.clone()),
        (None, Some((from, to))) => Some(window(from, to)?),
        (None, None) => None,
    };
    if let Some(path) = &counting.catalogue {
        if !path.is_file() {
            return Err(no_file(path));
        }
        sources.retain(|source| source.area != Area::Catalogue);
        sources.insert(0, Source { area: Area::Catalogue, ..folder::single(path) });
    }
    if cache.is_none() {
        whole::wait(&sources, console);
    }
    let progress = console.reading(&sources);
    let mut inputs = load::load(&sources, cache, &|index, loaded| progress.done(index, loaded));
    if let Some(path) = &counting.catalogue {
        must_be_catalogue(&inputs, path, &known)?;
    }
    inputs.extend(broken);
    let ask = Ask {
        settings: &settings,
        period: asked.clone().or_else(|| configured.clone()),
        configured: asked.and(configured),
        today: counting.today.unwrap_or_else(today),
        headings: &known,
        words: &words,
        calendar,
        definitions: &definitions,
        inbox: format!("{}/", folder::INBOX),
    };
    report::build(inputs, &ask)
}

/// A file named on the command line that is not there.
pub(super) fn no_file(path: &Path) -> Error {
    Error::new(
        "no-file",
        shown(path),
        Text {
            vi: "Không có tệp này. Hãy kiểm tra đường dẫn.",
            en: "There is no such file. Check the path.",
        },
    )
}

fn window(from: NaiveDate, to: NaiveDate) -> Result<Period, Error> {
    Period::window(from, to).ok_or_else(|| {
        Error::new(
            "period",
            "--from/--to",
            Text {
                vi: "Ngày đầu {from} sau ngày cuối {to}.",
                en: "The first day {from} is after the last day {to}.",
            },
        )
        .with("from", from.to_string())
        .with("to", to.to_string())
    })
}

/// The one look at the clock.
#[allow(clippy::disallowed_methods)] // `--today` stands in for it everywhere else
pub(super) fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// A list of the folder if it has one, else the embedded one.
fn list(folder: Option<&Path>, name: &str, embedded: &str) -> Result<String, Error> {
    let Some(path) = folder.map(|folder| folder.join(name)).filter(|path| path.is_file()) else {
        return Ok(embedded.to_owned());
    };
    fs::read_to_string(&path).map_err(|error| Error::reading(&path, &error))
}

fn words(folder: Option<&Path>) -> Result<Words, Error> {
    let text = list(folder, "tu-ngu.toml", crate::cells::words::EMBEDDED)?;
    Words::parse(&text).map_err(|error| vocabulary("tu-ngu.toml", error.to_string()))
}

fn vocabulary(place: &str, cause: String) -> Error {
    Error::new("vocabulary", place, Text { vi: "Danh sách sai: {cause}.", en: "The list is wrong: {cause}." })
        .with("cause", cause)
}

/// The context of a report without any case: every name a template of a report folder may use.
/// The template's own figures are among them; what is wrong with those is the second value.
pub fn empty_context(
    template: &[u8],
    console: &Console,
) -> Result<(minijinja::Value, Vec<template::Fault>), Error> {
    let counting = Counting { period: None, from: None, to: None, catalogue: None, today: None };
    let report = report(Vec::new(), None, &counting, None, None, Vec::new(), console)?;
    let context = context::context(&report, context::Lists { cases: true, findings: true });
    let shape = context::shape(&report);
    let own = own::figures("mau.xlsx", template);
    Ok(match with_own(&context, &shape, &report, &own) {
        Ok(data) => (data, Vec::new()),
        Err(faults) => (template::data::of(&context), faults),
    })
}

/// The data of a template of a report folder: the context and what its lists hold, both with the template's own figures.
pub fn with_own(
    context: &serde_json::Value,
    shape: &serde_json::Value,
    report: &Report,
    figures: &[own::OwnFigure],
) -> Result<minijinja::Value, Vec<template::Fault>> {
    let of = template::data::of;
    if figures.is_empty() {
        return Ok(template::data::shaped(of(context), of(shape)));
    }
    let (context, shape) = (own::extend(context, report, figures)?, own::extend(shape, report, figures)?);
    Ok(template::data::shaped(of(&context), of(&shape)))
}

/// A file named with `--catalogue` that is none stops the work: everything else would be judged against nothing.
fn must_be_catalogue(inputs: &[Input], path: &Path, headings: &Headings) -> Result<(), Error> {
    let Some(input) = inputs.first().filter(|input| input.area == Area::Catalogue) else { return Ok(()) };
    let wrong = |vi: String, en: String| {
        Error::new(
            "catalogue",
            shown(path),
            Text {
                vi: "Không dùng được làm danh mục. {cause} Cần một bảng có cột “Mã TTHC” và “Tên TTHC”.",
                en: "It can't serve as a catalogue. {cause} A table with the columns “Mã TTHC” and “Tên TTHC” is needed.",
            },
        )
        .with_words("cause", vi, en)
    };
    if let Err(fault) = &input.content {
        return Err(wrong(fault.message(Lang::Vi), fault.message(Lang::En)));
    }
    let books = recognise(vec![input.clone()], headings);
    let has =
        books.iter().flat_map(|book| &book.tables).flatten().any(|table| table.kind == TableKind::Catalogue);
    if has {
        return Ok(());
    }
    Err(wrong(
        "Không tìm thấy bảng danh mục nào trong tệp.".to_owned(),
        "No catalogue table was found in the file.".to_owned(),
    ))
}
