//! The whole report as a pure function of its inputs: files as read, settings, vocabularies, period, today.
//!
//! In: inputs. Out: figures, fates, findings, ledger: everything that the writers put into workbooks and JSON.

mod ledger;
mod period;
mod sheets;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::{
    catalogue, context,
    count::{self, Basis, Counted, Placing},
    dates::{self, Orders},
    effect, expected, files as file_findings,
    headings::{Headings, TableKind},
    identify::{Originals, identify},
    indicators::{self, Definitions, Indicator},
    judge, limits, matching, parse,
    recognise::{Area, Book, Input, recognise},
    recount,
    register::Register,
    returned::{self, Carried, Overlay, Sight},
    rows::RowCounts,
    simulate::Around,
    survey,
    units::Units,
    versions, vet,
};
use crate::{
    cells::words::{Channel, Words},
    error::Error,
    model::{
        calendar::Calendar,
        case::Case,
        catalogue::Catalogue,
        finding::{Finding, Place, Severity},
        period::Period,
        sheet::ReadNote,
    },
    rules::{self, Facts},
    settings::{Agency, Policy, Settings},
};

pub use ledger::{Fates, FileResult, SheetResult};
use ledger::{answered_by, ledger, listed};
pub use period::Comparison;
use period::{compare, period};
use sheets::{judged_sheets, registers, sheet_findings};

/// What a run is asked for, besides the files.
#[derive(Debug)]
pub struct Ask<'a> {
    /// The settings.
    pub settings: &'a Settings,
    /// The period, from the command line or the settings; `None`: the quarter most receipt dates fall in.
    pub period: Option<Period>,
    /// The period of the settings, where the command line asks for another: the two are compared.
    pub configured: Option<Period>,
    /// The day that counts as today.
    pub today: NaiveDate,
    /// Known headings.
    pub headings: &'a Headings,
    /// Known words.
    pub words: &'a Words,
    /// Working days, unless the files bring their own list.
    pub calendar: Calendar,
    /// Known indicators.
    pub definitions: &'a Definitions,
    /// The name of the inbox in messages.
    pub inbox: String,
}

/// A finished report.
#[derive(Debug)]
pub struct Report {
    /// The agency.
    pub agency: Agency,
    /// The period.
    pub period: Period,
    /// Today.
    pub today: NaiveDate,
    /// The counting policy.
    pub policy: Policy,
    /// Whether errors remain.
    pub draft: bool,
    /// The units of the settings, each once.
    pub expected: Vec<Arc<str>>,
    /// Every file, in the order read.
    pub files: Vec<FileResult>,
    /// Rows of all registers.
    pub rows: RowCounts,
    /// Cases of all registers.
    pub fates: Fates,
    /// Every case, in the order of files, sheets and rows.
    pub cases: Vec<Case>,
    /// How each case counts, in the order of `cases`.
    pub placings: Vec<Placing>,
    /// The findings, in the order of every listing.
    pub findings: Vec<Finding>,
    /// The figures.
    pub counted: Counted,
    /// Hand-filled indicators by code.
    pub indicators: BTreeMap<String, Json>,
    /// The catalogue.
    pub catalogue: Option<Catalogue>,
    /// Working days.
    pub calendar: Calendar,
    /// The comparison with another window.
    pub comparison: Option<Comparison>,
    /// The answers that the next listing carries on.
    pub carried: Vec<Carried>,
    /// What people fill in by hand in the filled templates: (name of the result, places); `None` before these are made.
    pub to_fill: Option<Vec<(String, usize)>>,
    /// SHA-256 of the files whose answers the findings and cells rest on, and of those that they carry on in turn.
    pub answered_by: Vec<String>,
    titles: BTreeMap<String, String>,
}

impl Report {
    /// What counting rests on.
    pub fn basis(&self) -> Basis<'_> {
        Basis { catalogue: self.catalogue.as_ref(), calendar: &self.calendar, policy: self.policy }
    }

    /// How many findings of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// How many warnings nobody corrected or explained yet.
    pub fn open_warnings(&self) -> usize {
        self.findings.iter().filter(|finding| finding.is_open_warning()).count()
    }

    /// How many warnings are explained.
    pub fn explained_warnings(&self) -> usize {
        let explained =
            |finding: &&Finding| finding.severity == Severity::Warning && finding.explanation.is_some();
        self.findings.iter().filter(explained).count()
    }

    /// Whether the period is over today: the figures are those of all of it.
    pub fn is_over(&self) -> bool {
        self.period.is_over(self.today)
    }

    /// A unit's display name from the settings, else its own.
    pub fn unit_title(&self, unit: &str) -> String {
        self.titles.get(unit).cloned().unwrap_or_else(|| unit.to_owned())
    }
}

/// Makes the report: judges and counts what the files hold, lays the answers that came back over it, and does so again
/// until no answer changes anything any more.
pub fn build(inputs: Vec<Input>, ask: &Ask<'_>) -> Result<Report, Error> {
    let mut books = recognise(inputs, ask.headings);
    let mut overlay = Overlay::new(returned::take(&mut books));
    let mut units = Units::of(ask.settings);
    units.assign(&mut books);
    let (mut report, orders) = pass(&books, ask, &units, None, overlay.originals())?;
    while overlay.apply(&report, &mut books) {
        (report, _) = pass(&books, ask, &units, Some(&orders), overlay.originals())?;
    }
    let readable = books.iter().filter(|book| book.input.content.is_ok());
    let paths = readable.flat_map(|book| [Some(&*book.input.path), book.marked_from()]).flatten();
    let cases = std::mem::take(&mut report.cases);
    let sight = Sight::new(paths, &cases, report.catalogue.is_some());
    overlay.finish(&mut report, &sight);
    report.cases = cases;
    let mut told = overlay.told();
    identify(&mut told, &report.cases, &books, overlay.originals());
    overlay.explain(&mut told);
    report.findings.extend(told);
    let raised = ask.settings.raised_rules("tthc.toml")?;
    judge::order(&mut report.findings, &raised);
    // Counted when every severity is as it stands in the listing.
    report.findings.extend(overlay.unexplained(&report.findings));
    judge::order(&mut report.findings, &raised);
    report.draft = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    report.carried = overlay.carried();
    recount::recount(&report)?;
    Ok(report)
}

/// Judges and counts what the books hold now. The orders of the date columns are decided by what the registers hold
/// themselves: passes over corrected cells take those of the first pass.
fn pass(
    books: &[Book],
    ask: &Ask<'_>,
    units: &Units,
    known: Option<&[Orders]>,
    originals: &Originals,
) -> Result<(Report, Vec<Orders>), Error> {
    let mut findings = file_findings::findings(books, ask.headings, &ask.inbox);
    let (calendar, remarks) = file_findings::calendar(books);
    let calendar = calendar.unwrap_or_else(|| ask.calendar.clone());
    findings.extend(remarks);

    let (catalogue, remarks) = read_catalogue(books, ask.words, ask.period.as_ref());
    findings.extend(remarks);
    let fields = catalogue.as_ref().map(Catalogue::fields).unwrap_or_default();

    let sheets = judged_sheets(books, &fields, ask.words);
    let registers = registers(&sheets);
    let orders = known.map_or_else(|| dates::decide(&registers), <[Orders]>::to_vec);
    let (mut cases, remarks) = read_cases(&registers, &orders, ask, units.clone());
    findings.extend(remarks);
    findings.extend(sheet_findings(&sheets, ask, units));
    survey::unfinished(&mut findings, &cases);
    let mut findings = survey::sum_up(findings, |finding| is_decomposed(books, finding));
    match &catalogue {
        Some(catalogue) => findings.extend(matching::resolve(&mut cases, catalogue)),
        None if !cases.is_empty() => findings.push(Finding::new(rules::DM015, Place::default())),
        None => {}
    }

    let period = period(ask, &cases, &mut findings);
    let senders: Vec<Arc<str>> = books
        .iter()
        .filter(|book| book.holds_cases() && is_in_folder(&book.input))
        .map(|book| Arc::clone(&book.unit))
        .collect();
    for sheet in &sheets {
        findings.extend(survey::title(
            &sheet.book.input.path,
            sheet.sheet,
            &sheet.verdicts,
            &period,
            &sender(&ask.settings.agency, sheet.book, units, &senders),
        ));
    }
    let basis = Basis { catalogue: catalogue.as_ref(), calendar: &calendar, policy: ask.settings.policy };
    let replaced = versions::supersede(&mut cases, books, ask.today, &mut findings);
    count::mark_repeats(&mut cases);
    let placings = count::settle(&mut cases, &period, &basis);
    let facts = Facts {
        catalogue: catalogue.as_ref(),
        calendar: &calendar,
        period: &period,
        today: ask.today,
        agency_code: Some(ask.settings.agency.code.as_str()).filter(|code| !code.is_empty()),
        titles: units.titles(),
    };
    findings.extend(judge::judge(&cases, &facts));
    let due = units.expected();
    let counted = count::count(&cases, &placings, &period, &basis, &listed(due, &sheets, &cases, &replaced));
    let comparison = compare(&cases, &placings, &counted, &period, &basis, ask.configured.as_ref());

    let given = indicator_rows(books, ask.definitions, &mut findings);
    findings.extend(indicators::check(
        &given,
        ask.definitions,
        &context::nested(&counted.total),
        indicators::Sources {
            catalogue: catalogue.as_ref().map(|catalogue| catalogue.has),
            registers: !sheets.is_empty(),
        },
        &period,
    )?);
    let (files, rows, fates) = ledger(books, &sheets, &cases, &replaced);
    findings.extend(judge::counted(&files, &cases, &placings));
    findings.extend(limits::findings(&cases, &placings, &basis));
    findings.extend(expected::findings(due, &files, &cases, units.titles()));
    let around = Around { words: ask.words, catalogue: catalogue.as_ref() };
    vet::vet(&mut findings, &cases, &around, &facts);
    effect::touch(&mut findings, &cases, &placings, &period, &basis, &around);
    identify(&mut findings, &cases, books, originals);
    judge::order(&mut findings, &ask.settings.raised_rules("tthc.toml")?);

    let report = Report {
        agency: ask.settings.agency.clone(),
        period,
        today: ask.today,
        policy: ask.settings.policy,
        draft: false,
        expected: due.to_vec(),
        files,
        rows,
        fates,
        placings,
        findings,
        counted,
        indicators: indicators::values(&given),
        comparison,
        titles: units.titles().clone(),
        answered_by: answered_by(books),
        carried: Vec::new(),
        to_fill: None,
        cases,
        catalogue,
        calendar,
    };
    Ok((report, orders))
}

/// The cases of all registers, and what there is to say about their cells.
fn read_cases(
    registers: &[Register<'_>],
    orders: &[Orders],
    ask: &Ask<'_>,
    mut units: Units,
) -> (Vec<Case>, Vec<Finding>) {
    let (mut cases, mut findings) = (Vec::new(), Vec::new());
    for (register, orders) in registers.iter().zip(orders) {
        let channel = units.channel(&register.table.unit).unwrap_or(Channel::InPerson);
        let (read, remarks) = parse::cases(register, orders, ask.words, channel, &mut units);
        cases.extend(read);
        findings.extend(remarks);
        findings.extend(survey::values(register, orders));
    }
    (cases, findings)
}

/// Whether a folder names the sender; a file's own name ("so-theo-doi-ho-so") says little about who it is.
fn is_in_folder(input: &Input) -> bool {
    input.path.split('/').rev().skip(1).any(|folder| folder == &*input.sender)
}

/// The sender of a file with all that a title may call it by.
fn sender<'a>(
    agency: &'a Agency,
    book: &'a Book,
    units: &'a Units,
    senders: &'a [Arc<str>],
) -> survey::Sender<'a> {
    let in_folder = is_in_folder(&book.input);
    let title = units.titles().get(&*book.unit).map_or("", String::as_str);
    survey::Sender {
        name: &book.unit,
        in_folder,
        own: [title, &agency.name, &agency.superior],
        others: if in_folder { senders } else { &[] },
    }
}

/// Whether a finding stands in a file whose encoding writes tones apart: that was said once for the file.
fn is_decomposed(books: &[Book], finding: &Finding) -> bool {
    let of = |book: &&Book| book.input.path == finding.place.file;
    finding.rule.code == rules::DG003.code
        && books.iter().filter(of).any(|book| {
            let notes = book.input.content.as_ref().map_or(&[][..], |content| content.notes.as_slice());
            notes.iter().any(
                |note| matches!(note, ReadNote::LegacyEncoding { encoding } if *encoding == "windows-1258"),
            )
        })
}

/// The catalogue of the catalogue folder; without one there, any catalogue found in the inbox.
fn read_catalogue(
    books: &[Book],
    words: &Words,
    period: Option<&Period>,
) -> (Option<Catalogue>, Vec<Finding>) {
    for area in [Area::Catalogue, Area::Inbox] {
        let sources: Vec<catalogue::Source<'_>> = books
            .iter()
            .filter(|book| book.input.area == area && book.same_as.is_none() && !book.is_own_result)
            .flat_map(|book| {
                book.sheets().iter().zip(&book.tables).map(|(sheet, tables)| catalogue::Source {
                    file: Arc::clone(&book.input.path),
                    sheet,
                    tables,
                })
            })
            .filter(|source| source.tables.iter().any(|table| table.kind == TableKind::Catalogue))
            .collect();
        if !sources.is_empty() {
            return catalogue::read(&sources, words, period);
        }
    }
    (None, Vec::new())
}

fn indicator_rows(books: &[Book], definitions: &Definitions, findings: &mut Vec<Finding>) -> Vec<Indicator> {
    let mut rows = Vec::new();
    let current = |book: &&Book| book.same_as.is_none() && !book.is_own_result && book.replaced_by.is_none();
    for book in books.iter().filter(current) {
        for (sheet, tables) in book.sheets().iter().zip(&book.tables) {
            let (read, remarks) = indicators::read(&book.input.path, &book.unit, sheet, tables, definitions);
            rows.extend(read);
            findings.extend(remarks);
        }
    }
    rows
}
