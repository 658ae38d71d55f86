//! A corpus of layouts: report folders of known truth in random shapes, formats and wordings, read and counted through
//! the library, every figure compared. The drawn folders know nothing of the program's own lists: headings, words and
//! dates are written down in `layouts/words.rs`, the counting rules once more in `layouts/truth.rs`.

mod columns;
mod draw;
mod folder;
mod formats;
mod grid;
mod old_type;
mod rng;
mod table;
mod truth;
mod values;
mod wild;
mod words;
mod xls;

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc, thread};

use chrono::NaiveDate;
use tthc::{
    cells::words::Words,
    flow::{
        headings::Headings,
        indicators::{self, Definitions},
        recognise::{self, Area, Input, Kind},
        report::{self, Ask, Fates, Report, SheetResult},
    },
    model::{calendar::Calendar, figure, finding::Severity, period::Period},
    settings::Settings,
};

use folder::{File, Folder};
use table::Expected;
use truth::Figures;

/// The program's own lists, read once.
pub(crate) struct Lists {
    settings: Settings,
    headings: Headings,
    words: Words,
    definitions: Definitions,
}

impl Lists {
    pub(crate) fn embedded() -> Self {
        Self {
            settings: Settings::default(),
            headings: Headings::embedded().unwrap(),
            words: Words::embedded().unwrap(),
            definitions: Definitions::parse(indicators::EMBEDDED, "chi-tieu.toml").unwrap(),
        }
    }

    pub(crate) fn report(&self, inputs: Vec<Input>, period: &str) -> Report {
        let ask = Ask {
            settings: &self.settings,
            period: Some(Period::parse(period).unwrap()),
            configured: None,
            today: NaiveDate::from_ymd_opt(2024, 1, 15).unwrap(),
            headings: &self.headings,
            words: &self.words,
            calendar: Calendar::embedded().unwrap(),
            definitions: &self.definitions,
            inbox: "hop-thu".to_owned(),
        };
        report::build(inputs, &ask).unwrap()
    }
}

fn input(path: &str, area: Area, sender: &str, bytes: &[u8]) -> Input {
    // No two files of a drawn folder are the same: their paths stand for their sums.
    recognise::input(Arc::from(path), area, Arc::from(sender), path.to_owned(), bytes)
}

/// The differences between what was drawn and what was read, one a line; empty if there is none.
fn differences(lists: &Lists, folder: &Folder) -> String {
    let mut inputs = Vec::new();
    if let Some((path, bytes)) = &folder.catalogue {
        inputs.push(input(path, Area::Catalogue, "", bytes));
    }
    inputs.extend(folder.files.iter().map(|file| input(&file.path, Area::Inbox, &file.sender, &file.bytes)));
    let report = lists.report(inputs, folder.period);
    let mut out = String::new();
    compare_figures(&mut out, folder, &report);
    for file in &folder.files {
        match report.files.iter().find(|found| *found.path == *file.path) {
            Some(found) if found.kind == Kind::Register && found.sheets.len() == file.sheets.len() => {
                for (sheet, result) in file.sheets.iter().zip(&found.sheets) {
                    let place = format!("{} {}", file.path, result.name);
                    compare_sheet(&mut out, &place, folder, sheet, result);
                }
            }
            other => writeln!(out, "{}: {other:?}", file.path).unwrap(),
        }
        compare_errors(&mut out, file, &report);
    }
    for finding in report.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        if !folder.files.iter().any(|file| *file.path == *finding.place.file) {
            writeln!(out, "error {} at {:?}: {:?}", finding.rule.code, finding.place, finding.values)
                .unwrap();
        }
    }
    out
}

fn compare_figures(out: &mut String, folder: &Folder, report: &Report) {
    let has_catalogue = folder.catalogue.is_some();
    let truth = truth::count(&folder.cases(), folder.from, folder.to, has_catalogue);
    let is_known = |key: &str| has_catalogue || key != "danh_muc.co_phat_sinh";
    compare(out, "total", &truth.total, &report.counted.total, is_known);
    let named = |groups: &BTreeMap<String, Figures>, list: &[tthc::flow::count::Group], by_code: bool| {
        let mut out = String::new();
        let mut left = groups.clone();
        for group in list {
            let name = if by_code { group.code.get(..8).unwrap_or("") } else { &*group.name };
            let known = left.remove(name).unwrap_or_default();
            // A unit's own share of the catalogue is nobody's figure.
            let counts = |key: &str| {
                is_known(key)
                    && (by_code
                        || !key.starts_with("danh_muc.")
                        || has_catalogue && key.ends_with("phat_sinh"))
            };
            compare(&mut out, name, &known, &group.figures, counts);
        }
        for (name, figures) in left.iter().filter(|(_, figures)| !figures.is_empty()) {
            writeln!(out, "no group «{name}» with {figures:?}").unwrap();
        }
        out
    };
    out.push_str(&named(&truth.units, &report.counted.units, false));
    if has_catalogue {
        out.push_str(&named(&truth.procedures, &report.counted.procedures, true));
        for group in &report.counted.fields {
            let known = truth.fields.get(&*group.name).cloned().unwrap_or_default();
            compare(out, &group.name, &known, &group.figures, |_| true);
        }
        for name in truth.fields.keys() {
            if !report.counted.fields.iter().any(|group| *group.name == **name) {
                writeln!(out, "no field «{name}»").unwrap();
            }
        }
    }
    if truth.months.len() != report.counted.months.len() {
        writeln!(out, "{} months instead of {}", report.counted.months.len(), truth.months.len()).unwrap();
    }
    for ((first, last, known), (month, found)) in truth.months.iter().zip(&report.counted.months) {
        if (month.from, month.to) != (*first, *last) {
            writeln!(out, "a month from {} to {} instead of {first} to {last}", month.from, month.to)
                .unwrap();
        }
        compare(out, &month.id, known, found, is_known);
    }
}

fn compare(
    out: &mut String,
    place: &str,
    known: &Figures,
    found: &figure::Figures,
    counts: impl Fn(&str) -> bool,
) {
    for (figure, found) in found.iter().filter(|(figure, _)| counts(figure.key())) {
        let known = known.get(figure.key()).copied().unwrap_or(0);
        if known != found {
            writeln!(out, "{place} {}: {found} instead of {known}", figure.key()).unwrap();
        }
    }
}

fn compare_sheet(
    out: &mut String,
    place: &str,
    folder: &Folder,
    sheet: &folder::Sheet,
    result: &SheetResult,
) {
    let rows = &result.rows;
    let found = [
        rows.read,
        rows.blank,
        rows.title,
        rows.header,
        rows.number,
        rows.group,
        rows.total,
        rows.footer,
        rows.note,
        rows.unclassified,
        rows.cases,
    ];
    if found != sheet.ledger {
        writeln!(
            out,
            "{place} rows: {found:?} instead of {:?} (read blank title header number group total footer note \
             unclassified cases)",
            sheet.ledger
        )
        .unwrap();
    }
    let mut fates = Fates::default();
    for (_, case, _) in &sheet.cases {
        *match truth::place(case, folder.from, folder.to, folder.catalogue.is_some()) {
            Ok(_) => &mut fates.counted,
            Err("outside_period") => &mut fates.outside_period,
            Err("never_counted") => &mut fates.never_counted,
            Err("duplicate") => &mut fates.duplicate,
            Err(_) => &mut fates.unplaced,
        } += 1;
    }
    if result.fates != fates {
        writeln!(out, "{place} fates: {:?} instead of {fates:?}", result.fates).unwrap();
    }
    if !rows.adds_up() || result.fates.sum() != rows.cases {
        writeln!(out, "{place}: the ledger does not add up: {rows:?} {:?}", result.fates).unwrap();
    }
}

/// Errors stand on the rows where a fault was planted, and only there.
fn compare_errors(out: &mut String, file: &File, report: &Report) {
    let names: Vec<&str> = report
        .files
        .iter()
        .filter(|found| *found.path == *file.path)
        .flat_map(|found| found.sheets.iter().map(|sheet| sheet.name.as_str()))
        .collect();
    for (sheet, name) in file.sheets.iter().zip(names) {
        let errors: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error && *finding.place.file == *file.path)
            .filter(|finding| finding.place.sheet.as_deref().is_none_or(|sheet| sheet == name))
            .collect();
        // Of two cases side by side the row does not tell which one is meant.
        let may_err =
            |row| sheet.cases.iter().any(|(at, _, expected)| Some(*at) == row && *expected != Expected::None);
        for error in &errors {
            if !may_err(error.place.row) {
                writeln!(out, "error {} at {:?}: {:?}", error.rule.code, error.place, error.values).unwrap();
            }
        }
        for (row, case, _) in sheet.cases.iter().filter(|(.., expected)| *expected == Expected::Error) {
            if !errors.iter().any(|error| error.place.row == Some(*row)) {
                writeln!(out, "no error at {} {name} row {row}: {case:?}", file.path).unwrap();
            }
        }
    }
}

/// How many folders are drawn; `TTHC_LAYOUTS` asks for others, `FROM..TO`.
fn seeds() -> std::ops::Range<u64> {
    let asked = std::env::var("TTHC_LAYOUTS").ok().map(|text| {
        let (from, to) = text.split_once("..").expect("TTHC_LAYOUTS is FROM..TO");
        from.parse().unwrap()..to.parse().unwrap()
    });
    asked.unwrap_or(0..300)
}

#[test]
fn every_random_layout_is_read_exactly() {
    let lists = Lists::embedded();
    let wrong: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..2)
            .map(|part| {
                let lists = &lists;
                scope.spawn(move || {
                    seeds()
                        .filter(|seed| seed % 2 == part)
                        .filter_map(|seed| {
                            let folder = folder::draw(seed);
                            let differ = differences(lists, &folder);
                            (!differ.is_empty()).then(|| {
                                format!("== seed {seed}, {}\n{}{differ}", folder.period, folder.story)
                            })
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} folders were read wrongly:\n{}", wrong.len(), wrong.join("\n"));
}
