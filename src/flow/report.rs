//! The whole report as a pure function of its inputs: files as read, settings, vocabularies, period, today.
//!
//! In: inputs. Out: figures, fates, findings, ledger: everything that the writers put into workbooks and JSON.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use serde::Serialize;
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
    rows::{self, RowCounts, Verdict},
    survey,
    table::{self, Found},
};
use crate::{
    cells::{
        date::DayOrder,
        words::{Channel, Words},
    },
    error::Error,
    model::{
        calendar::Calendar,
        case::{Case, Fate, Table},
        catalogue::Catalogue,
        column::ColumnKind,
        figure::Figure,
        finding::{Finding, Place, Severity},
        period::{Period, PeriodKind},
        place::Col,
    },
    rules::{self, Facts},
    settings::{Agency, Policy, Settings},
};

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

/// How many cases met each fate: the ledger's second equation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fates {
    /// Feed a figure.
    pub counted: u64,
    /// Outside the period.
    pub outside_period: u64,
    /// New, not accepted.
    pub never_counted: u64,
    /// Repeats.
    pub duplicate: u64,
    /// Replaced by a later file.
    pub superseded: u64,
    /// Could not be placed.
    pub unplaced: u64,
}

impl Fates {
    fn add(&mut self, fate: Fate) {
        *match fate {
            Fate::Counted => &mut self.counted,
            Fate::OutsidePeriod => &mut self.outside_period,
            Fate::NeverCounted => &mut self.never_counted,
            Fate::Duplicate => &mut self.duplicate,
            Fate::Superseded => &mut self.superseded,
            Fate::Unplaced => &mut self.unplaced,
        } += 1;
    }

    /// All cases.
    pub const fn sum(&self) -> u64 {
        self.counted
            + self.outside_period
            + self.never_counted
            + self.duplicate
            + self.superseded
            + self.unplaced
    }
}

/// What became of one file.
#[derive(Clone, Debug)]
pub struct FileResult {
    /// Path.
    pub path: Arc<str>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What it is.
    pub kind: Kind,
    /// Its unit; `None` for catalogue files.
    pub unit: Option<Arc<str>>,
    /// The sheets of a register; empty for other files.
    pub sheets: Vec<SheetResult>,
}

/// What became of one sheet of a register.
#[derive(Clone, Debug)]
pub struct SheetResult {
    /// Name.
    pub name: String,
    /// 1-based header rows; empty where no register table was found.
    pub header_rows: Vec<u32>,
    /// What the columns hold (of the first table).
    pub columns: Vec<(ColumnKind, Col)>,
    /// Its rows by class.
    pub rows: RowCounts,
    /// Its cases by fate.
    pub fates: Fates,
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
    touch_figures(&mut findings, &cases, &placings);
    judge::order(&mut findings, &ask.settings.raised_rules("tthc.toml")?);

    let (files, rows, fates) = ledger(&books, &sheets, &cases);
    let titles = titles(ask.settings);
    Ok(Report {
        agency: ask.settings.agency.clone(),
        period,
        today: ask.today,
        policy: ask.settings.policy,
        draft: findings.iter().any(|finding| finding.severity == Severity::Error),
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

/// A register sheet with the verdict on each of its rows.
struct Judged<'a> {
    book: &'a Book,
    index: usize,
    sheet: &'a crate::model::sheet::Sheet,
    tables: Vec<Found>,
    verdicts: Vec<Verdict>,
}

fn judged_sheets<'a>(books: &'a [Book], fields: &[Arc<str>]) -> Vec<Judged<'a>> {
    let mut judged = Vec::new();
    for book in books.iter().filter(|book| book.kind == Kind::Register && book.input.area == Area::Inbox) {
        for (index, (sheet, tables)) in book.sheets().iter().zip(&book.tables).enumerate() {
            let tables = table::registers(tables);
            if !tables.is_empty() {
                let verdicts = rows::judge(sheet, &tables, fields);
                judged.push(Judged { book, index, sheet, tables, verdicts });
            }
        }
    }
    judged
}

fn registers<'a>(sheets: &'a [Judged<'a>]) -> Vec<Register<'a>> {
    let mut registers = Vec::new();
    for judged in sheets {
        for (index, found) in judged.tables.iter().enumerate() {
            let table = Table {
                file: Arc::clone(&judged.book.input.path),
                sheet: Arc::from(judged.sheet.name.as_str()),
                unit: Arc::clone(&judged.book.input.sender),
                header_rows: first_header(found),
                columns: known_columns(found),
                ticks: ticks(found),
            };
            let sender = Arc::clone(&judged.book.input.sender);
            registers.push(Register::new(Arc::new(table), sender, judged.sheet, index, &judged.verdicts));
        }
    }
    registers
}

/// The rows of the first header of a table: those in one run.
fn first_header(found: &Found) -> Vec<u32> {
    let mut rows = Vec::new();
    for row in &found.header_rows {
        if rows.last().is_none_or(|last| last + 1 == *row) {
            rows.push(*row);
        } else {
            break;
        }
    }
    rows
}

fn known_columns(found: &Found) -> Vec<(ColumnKind, Col)> {
    let mut columns: Vec<(ColumnKind, Col)> = found
        .columns
        .iter()
        .filter_map(|column| Some((ColumnKind::from_name(column.meaning.as_deref()?)?, column.col)))
        .collect();
    // With one column to tick for each channel, the first of them stands for all in messages.
    columns.extend(ticks(found).first().map(|(_, col)| (ColumnKind::Channel, *col)));
    columns.sort();
    columns
}

/// The columns to tick, one for each channel; none where one column names the channel.
fn ticks(found: &Found) -> Vec<(Channel, Col)> {
    let named = [
        ("channel_online", Channel::Online),
        ("channel_in_person", Channel::InPerson),
        ("channel_post", Channel::Post),
    ];
    let col = |meaning: &str| found.column(meaning).map(|column| column.col);
    if found.has("channel") {
        return Vec::new();
    }
    named.into_iter().filter_map(|(meaning, channel)| Some((channel, col(meaning)?))).collect()
}

fn sheet_findings(sheets: &[Judged<'_>], ask: &Ask<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for judged in sheets {
        let file = &judged.book.input.path;
        let channel = ask.settings.default_channel(&judged.book.input.sender).unwrap_or(Channel::InPerson);
        for table in &judged.tables {
            findings.extend(survey::columns(
                file,
                judged.sheet,
                table,
                ask.headings,
                context::channel(channel),
            ));
        }
        findings.extend(survey::rows(file, judged.sheet, &judged.tables, &judged.verdicts));
    }
    findings
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

/// Says of each finding on a row which figures the row feeds; a case that could not be placed is missing from the first.
fn touch_figures(findings: &mut [Finding], cases: &[Case], placings: &[Placing]) {
    let mut rows: BTreeMap<(&str, &str, u32), usize> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        rows.insert((&case.origin.table.file, &case.origin.table.sheet, case.origin.row), index);
    }
    for finding in
        findings.iter_mut().filter(|finding| finding.severity != Severity::Info && finding.figures.is_empty())
    {
        let place = &finding.place;
        let (Some(sheet), Some(row)) = (place.sheet.as_deref(), place.row) else { continue };
        let Some(index) = rows.get(&(&*place.file, sheet, row)) else { continue };
        finding.figures = match placings[*index] {
            Placing::Out(Fate::Unplaced) => vec![Figure::ReceivedTotal.key().into()],
            placing => placing.figures().into_iter().map(|figure| figure.key().into()).collect(),
        };
    }
}

fn ledger(books: &[Book], sheets: &[Judged<'_>], cases: &[Case]) -> (Vec<FileResult>, RowCounts, Fates) {
    let mut fates: BTreeMap<(&str, &str), Fates> = BTreeMap::new();
    for case in cases {
        fates.entry((&case.origin.table.file, &case.origin.table.sheet)).or_default().add(case.fate);
    }
    let (mut all_rows, mut all_fates) = (RowCounts::default(), Fates::default());
    for case in cases {
        all_fates.add(case.fate);
    }
    let mut files = Vec::new();
    for book in books {
        let mut results = Vec::new();
        if book.kind == Kind::Register && book.input.area == Area::Inbox {
            for (index, sheet) in book.sheets().iter().enumerate() {
                let judged =
                    sheets.iter().find(|judged| std::ptr::eq(judged.book, book) && judged.index == index);
                let rows = match judged {
                    Some(judged) => RowCounts::count(sheet.last_row(), &judged.verdicts),
                    None => unread(sheet),
                };
                all_rows.add(&rows);
                results.push(SheetResult {
                    name: sheet.name.clone(),
                    header_rows: judged.map(|judged| first_header(&judged.tables[0])).unwrap_or_default(),
                    columns: judged.map(|judged| known_columns(&judged.tables[0])).unwrap_or_default(),
                    rows,
                    fates: fates.get(&(&*book.input.path, sheet.name.as_str())).copied().unwrap_or_default(),
                });
            }
        }
        let in_inbox = book.input.area == Area::Inbox;
        files.push(FileResult {
            path: Arc::clone(&book.input.path),
            sha256: book.input.sha256.clone(),
            kind: book.kind,
            unit: in_inbox.then(|| Arc::clone(&book.input.sender)),
            sheets: results,
        });
    }
    (files, all_rows, all_fates)
}

/// A sheet of a register file that holds no register: its rows are notes.
fn unread(sheet: &crate::model::sheet::Sheet) -> RowCounts {
    let (read, note) = (u64::from(sheet.last_row()), sheet.rows.len() as u64);
    RowCounts { read, note, blank: read - note, ..RowCounts::default() }
}
