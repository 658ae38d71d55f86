//! `tthc init DIR`: a report folder that explains itself: settings with comments, blank register, indicator sheet,
//! catalogue, holidays, templates.
//!
//! An existing folder is only completed: no file in it is ever overwritten. Where there is a catalogue, its procedures can
//! be chosen from lists in the blank register.

mod blank;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use rust_xlsxwriter::XlsxError;

use super::{
    Done, ask,
    console::Console,
    folder::{self, Folder},
    run,
};
use crate::{
    cli::Counting,
    error::{Error, shown},
    files,
    flow::{recognise::Area, report::Report},
    text::Text,
};
use blank::Choices;

const SETTINGS: &str = include_str!("../../templates/tthc.toml");
const GUIDE: &str = include_str!("../../templates/HUONG-DAN.txt");

/// Makes the folder, with a copy of this catalogue if one is given.
pub fn init(dir: &Path, catalogue: Option<&Path>, console: &Console) -> Result<Done, Error> {
    let made = |workbook: Result<Vec<u8>, XlsxError>| {
        workbook.map_err(|error| {
            Error::new(
                "write",
                shown(dir),
                Text {
                    vi: "Không tạo được tệp mẫu: {cause}.",
                    en: "A blank workbook can't be made: {cause}.",
                },
            )
            .with("cause", error.to_string())
        })
    };
    let inbox = dir.join(folder::INBOX);
    let unit = inbox.join("don-vi-mau");
    let catalogues = dir.join(folder::CATALOGUE);
    let (chosen, choices) = offered(dir, catalogue, console)?;
    let (name, bytes) = match chosen {
        Some(chosen) => chosen,
        None => (catalogues.join("danh-muc-tthc.xlsx"), made(blank::catalogue())?),
    };
    let mut parts = vec![
        (dir.join(folder::SETTINGS), windows_text(SETTINGS)),
        (dir.join("HUONG-DAN.txt"), windows_text(GUIDE)),
        (unit.join("so-theo-doi-ho-so.xlsx"), made(blank::register(&choices))?),
        (inbox.join("van-phong").join("chi-tieu.xlsx"), made(blank::indicator_sheet()?)?),
        (name, bytes),
        (catalogues.join("ngay-nghi.xlsx"), made(blank::holidays())?),
    ];
    for (name, bytes) in run::TEMPLATES {
        parts.push((dir.join(folder::TEMPLATES).join(name), bytes.to_vec()));
    }
    for (path, bytes) in parts {
        if path.exists() {
            console.tell(Text { vi: "Giữ nguyên {path}", en: "Kept {path}" }, &[("path", shown(&path))]);
        } else {
            files::write(&path, &bytes)?;
            console.tell(Text { vi: "Tạo {path}", en: "Made {path}" }, &[("path", shown(&path))]);
        }
    }
    console.tell(
        Text {
            vi: "Thư mục báo cáo đã sẵn sàng. Đặt sổ của các đơn vị vào {inbox}, rồi chạy: tthc run {dir}",
            en: "The report folder is ready. Put the units' registers into {inbox}, then run: tthc run {dir}",
        },
        &[("inbox", shown(&inbox)), ("dir", shown(dir))],
    );
    Ok(Done { errors: false })
}

/// The catalogue's place and bytes, `None` where a blank one is to be made, and what the blank register offers of it.
#[allow(clippy::type_complexity)] // a pair of pairs, taken apart at once
fn offered(
    dir: &Path,
    catalogue: Option<&Path>,
    console: &Console,
) -> Result<(Option<(PathBuf, Vec<u8>)>, Choices), Error> {
    let of_folder = if dir.is_dir() {
        let mut sources = Folder::open(dir)?.sources()?;
        sources.retain(|source| source.area == Area::Catalogue);
        read(sources, None, console)?
    } else {
        None
    };
    match (catalogue, of_folder) {
        (Some(path), found) => {
            let report = read(Vec::new(), Some(path), console)?;
            let bytes = fs::read(path).map_err(|error| Error::reading(path, &error))?;
            let target = dir.join(folder::CATALOGUE).join(path.file_name().unwrap_or_default());
            let is_there = fs::read(&target).is_ok_and(|there| there == bytes);
            if let Some(there) = found.filter(|_| !is_there) {
                return Err(Error::new("catalogue", shown(dir), HAS_ONE).with("file", file_of(&there)));
            }
            Ok((Some((target, bytes)), report.as_ref().map(choices).unwrap_or_default()))
        }
        (None, Some(report)) => {
            let path = dir.join(file_of(&report));
            let bytes = fs::read(&path).map_err(|error| Error::reading(&path, &error))?;
            Ok((Some((path, bytes)), choices(&report)))
        }
        (None, None) => Ok((None, Choices::default())),
    }
}

const HAS_ONE: Text = Text {
    vi: "Thư mục này đã có danh mục {file}. Hai danh mục cùng lúc thì mỗi thủ tục có hai dòng: hãy bỏ tệp đó ra trước, hoặc \
         không dùng --catalogue.",
    en: "This folder has the catalogue {file}. With two every procedure would have two rows: take that file out first, or \
         leave out --catalogue.",
};

/// A report on catalogues alone, where they hold a procedure.
fn read(
    sources: Vec<folder::Source>,
    catalogue: Option<&Path>,
    console: &Console,
) -> Result<Option<Report>, Error> {
    let counting = Counting {
        period: None,
        from: None,
        to: None,
        catalogue: catalogue.map(Path::to_owned),
        today: None,
    };
    let report = ask::report(sources, None, &counting, None, None, Vec::new(), console)?;
    Ok(Some(report).filter(|report| report.catalogue.is_some()))
}

fn file_of(report: &Report) -> String {
    report.catalogue.as_ref().map(|catalogue| catalogue.file.to_string()).unwrap_or_default()
}

/// The procedures in force today or later, each code and name once.
fn choices(report: &Report) -> Choices {
    let current = report.catalogue.iter().flat_map(|catalogue| &catalogue.procedures);
    let current: Vec<_> =
        current.filter(|procedure| procedure.to.is_none_or(|to| report.today <= to)).collect();
    let once = |texts: Vec<&String>| {
        let mut seen = BTreeSet::new();
        texts.into_iter().filter(|text| !text.is_empty() && seen.insert(*text)).cloned().collect()
    };
    Choices {
        codes: once(current.iter().map(|procedure| &procedure.code).collect()),
        names: once(current.iter().map(|procedure| &procedure.name).collect()),
    }
}

/// Notepad of older Windows wants CR LF and a BOM.
fn windows_text(text: &str) -> Vec<u8> {
    format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
}
