//! The whole report as a pure function of its inputs: files as read, settings, vocabularies, period, today.
//!
//! In: inputs. Out: figures, fates, findings, ledger: everything that the writers put into workbooks and JSON.

mod ledger;
mod sheets;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::{
    catalogue, context,
    count::{self, Basis, Counted, Placing},
    dates, files as file_findings,
    headings::{Headings, TableKind},
    indicators::{self, Definitions, Indicator},
    judge, matching,
    parse::{self, Units},
    recognise::{Area, Book, Input, Kind, recognise},
    register::Register,
    rows::RowCounts,
    survey,
};
use crate::{
    cells::{
        date::DayOrder,
        words::{Channel, Words},
    },
    error::Error,
    model::{
        calendar::Calendar,
        case::{Case, Fate},
        catalogue::Catalogue,
        figure::Figure,
        finding::{Finding, Place, Severity},
        period::{Period, PeriodKind},
    },
    rules::{self, Facts},
    settings::{Agency, Policy, Settings},
};

use ledger::ledger;
pub use ledger::{Fates, FileResult, SheetResult};
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

/// The same cases counted in another period.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The other period.
    pub period: Period,
    /// The figures that differ: (figure, there, here).
    pub figures: Vec<(Figure, u64, u64)>,
    /// The cases that count differently, by index.
    pub cases: Vec<usize>,
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
    /// The units of the settings, by folder name.
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

    /// A unit's display name from the settings, else its own.
    pub fn unit_title(&self, unit: &str) -> String {
        self.titles.get(unit).cloned().unwrap_or_else(|| unit.to_owned())
    }
}

/// Makes the report.
pub fn build(inputs: Vec<Input>, ask: &Ask<'_>) -> Result<Report, Error> {
    let books = recognise(inputs, ask.headings);
    let mut findings = file_findings::findings(&books, ask.headings, &ask.inbox);
    let (calendar, remarks) = file_findings::calendar(&books);
    let calendar = calendar.unwrap_or_else(|| ask.calendar.clone());
    findings.extend(remarks);

    let (catalogue, remarks) = read_catalogue(&books, ask.words, ask.period.as_ref());
    findings.extend(remarks);
    let fields = catalogue.as_ref().map(Catalogue::fields).unwrap_or_default();

    let sheets = judged_sheets(&books, &fields);
    let registers = registers(&sheets);
    let orders = dates::decide(&registers);
    let mut units = unit_names(ask.settings, &registers);
    let mut cases = Vec::new();
    for (register, orders) in registers.iter().zip(&orders) {
        let channel = ask.settings.default_channel(&register.table.unit).unwrap_or(Channel::InPerson);
        let (read, remarks) = parse::cases(register, orders, ask.words, channel, &mut units);
        cases.extend(read);
        findings.extend(remarks);
        findings.extend(survey::values(register, orders, order_name));
    }
    findings.extend(sheet_findings(&sheets, ask));
    match &catalogue {
        Some(catalogue) => findings.extend(matching::resolve(&mut cases, catalogue)),
        None if !cases.is_empty() => findings.push(Finding::new(rules::DM015, Place::default())),
        None => {}
    }

    let period = period(ask, &cases, &mut findings);
    let senders: Vec<Arc<str>> = books
        .iter()
        .filter(|book| book.kind == Kind::Register && is_in_folder(&book.input))
        .map(|book| Arc::clone(&book.input.sender))
        .collect();
    for sheet in &sheets {
        findings.extend(survey::title(
            &sheet.book.input.path,
            sheet.sheet,
            &sheet.verdicts,
            &period,
            &sheet.book.input.sender,
            if is_in_folder(&sheet.book.input) { &senders } else { &[] },
        ));
    }
    let basis = Basis { catalogue: catalogue.as_ref(), calendar: &calendar, policy: ask.settings.policy };
    count::mark_repeats(&mut cases);
    let placings = count::settle(&mut cases, &period, &basis);
    let facts = Facts {
        catalogue: catalogue.as_ref(),
        calendar: &calendar,
        period: &period,
        today: ask.today,
        agency_code: Some(ask.settings.agency.code.as_str()).filter(|code| !code.is_empty()),
    };
    findings.extend(judge::judge(&cases, &facts));
    let expected: Vec<Arc<str>> = ask.settings.units.keys().map(|unit| Arc::from(unit.as_str())).collect();
    let counted = count::count(&cases, &placings, &period, &basis, &expected);
    let comparison = compare(&cases, &placings, &counted, &period, &basis, ask.configured.as_ref());

    let given = indicator_rows(&books, ask.definitions, &mut findings);
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
    judge::touch_figures(&mut findings, &cases, &placings);
    judge::order(&mut findings, &ask.settings.raised_rules("tthc.toml")?);

    let (files, rows, fates) = ledger(&books, &sheets, &cases);
    let titles = titles(ask.settings);
    Ok(Report {
        agency: ask.settings.agency.clone(),
        period,
        today: ask.today,
        policy: ask.settings.policy,
        draft: findings.iter().any(|finding| finding.severity == Severity::Error),
        expected,
        files,
        rows,
        fates,
        placings,
        findings,
        counted,
        indicators: indicators::values(&given),
        comparison,
        titles,
        cases,
        catalogue,
        calendar,
    })
}

/// The senders and the units of the settings, by folder name and by title.
fn unit_names(settings: &Settings, registers: &[Register<'_>]) -> Units {
    let mut units = Units::default();
    for register in registers {
        units.alias(&register.table.unit, &register.table.unit);
    }
    for (folder, known) in &settings.units {
        let unit = units.named(folder);
        units.alias(&known.name, &unit);
    }
    units
}

/// Whether a folder names the sender; a file's own name ("so-theo-doi-ho-so") says little about who it is.
fn is_in_folder(input: &Input) -> bool {
    input.path.split('/').rev().skip(1).any(|folder| folder == &*input.sender)
}

const fn order_name(order: DayOrder) -> &'static str {
    match order {
        DayOrder::DayFirst => "ngày/tháng/năm",
        DayOrder::MonthFirst => "tháng/ngày/năm",
    }
}

fn titles(settings: &Settings) -> BTreeMap<String, String> {
    let named = settings.units.iter().filter(|(_, unit)| !unit.name.is_empty());
    named.map(|(folder, unit)| (folder.clone(), unit.name.clone())).collect()
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

/// The period asked for, else the standard quarter that most receipt dates fall in, else the quarter of today.
fn period(ask: &Ask<'_>, cases: &[Case], findings: &mut Vec<Finding>) -> Period {
    if let Some(period) = &ask.period {
        if let (PeriodKind::Window, Some(twin)) = (period.kind, period.standard_twin()) {
            findings.push(
                Finding::new(rules::CD018, Place::default())
                    .with("window", format!("{}–{}", rules::shown(period.from), rules::shown(period.to)))
                    .with(
                        "standard",
                        format!("{} ({}–{})", twin.title(), rules::shown(twin.from), rules::shown(twin.to)),
                    ),
            );
        }
        return period.clone();
    }
    let mut quarters: BTreeMap<NaiveDate, (usize, Period)> = BTreeMap::new();
    let received: Vec<NaiveDate> = cases.iter().filter_map(|case| case.received_on.get()).collect();
    for quarter in received.iter().filter_map(|day| Period::quarter_of(*day)) {
        quarters.entry(quarter.from).or_insert((0, quarter)).0 += 1;
    }
    // Of two quarters with as many cases the later one is being reported.
    let most = quarters.into_values().max_by_key(|(count, quarter)| (*count, quarter.from));
    let (count, quarter) = most.unwrap_or_else(|| (0, today_quarter(ask.today)));
    findings.push(
        Finding::new(rules::CD017, Place::default())
            .with(
                "period",
                format!("{} ({}–{})", quarter.title(), rules::shown(quarter.from), rules::shown(quarter.to)),
            )
            .with("k", count.to_string())
            .with("n", received.len().to_string()),
    );
    quarter
}

fn today_quarter(today: NaiveDate) -> Period {
    Period::quarter_of(today).unwrap_or(Period {
        id: today.to_string(),
        from: today,
        to: today,
        kind: PeriodKind::Window,
    })
}

/// Counts the same cases in the window they are to be compared with: the settings' own when the command line asked for
/// another, else the standard quarter of a window of one's own.
fn compare(
    cases: &[Case],
    placings: &[Placing],
    counted: &Counted,
    period: &Period,
    basis: &Basis<'_>,
    configured: Option<&Period>,
) -> Option<Comparison> {
    let other = match configured {
        Some(configured) => configured.clone(),
        None => period.standard_twin()?,
    };
    if (other.from, other.to) == (period.from, period.to) {
        return None;
    }
    let mut copies = cases.to_vec();
    for case in &mut copies {
        if !matches!(case.fate, Fate::Duplicate | Fate::Superseded) {
            case.fate = Fate::Counted;
        }
    }
    let there = count::settle(&mut copies, &other, basis);
    let figures = count::count(&copies, &there, &other, basis, &[]).total;
    let differ = figures
        .iter()
        .filter(|(figure, value)| counted.total[*figure] != *value)
        .map(|(figure, value)| (figure, value, counted.total[figure]))
        .collect();
    let moved = there
        .iter()
        .zip(placings)
        .enumerate()
        .filter(|(_, (there, here))| there.figures() != here.figures())
        .map(|(index, _)| index)
        .collect();
    Some(Comparison { period: other, figures: differ, cases: moved })
}

fn indicator_rows(books: &[Book], definitions: &Definitions, findings: &mut Vec<Finding>) -> Vec<Indicator> {
    let mut rows = Vec::new();
    for book in books.iter().filter(|book| book.same_as.is_none() && !book.is_own_result) {
        for (sheet, tables) in book.sheets().iter().zip(&book.tables) {
            let (read, remarks) =
                indicators::read(&book.input.path, &book.input.sender, sheet, tables, definitions);
            rows.extend(read);
            findings.extend(remarks);
        }
    }
    rows
}
