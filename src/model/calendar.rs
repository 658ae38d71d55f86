//! Working days and due dates.
//!
//! Goes in: the days off and the make-up working days of the years concerned, as data (`templates/ngay-nghi.csv` or a
//! sheet of the user's). Comes out: working days, and the day a limit ends on under the Civil Code 2015: the first
//! day is not counted (Art. 147), a limit ends at the end of its last day, and if that is a day off, on the next
//! working day (Art. 148); months end on the same day of the month or on its last. Hours of the day are not
//! considered.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::limit::{Limit, LimitUnit};
use crate::cells::date::{DateText, DayOrder, read_text};
use crate::cells::text::bare;

/// What is special about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayKind {
    /// Nghỉ: a holiday, the day off in its stead, or one exchanged for a make-up day.
    Off,
    /// Làm bù: a Saturday or Sunday that is worked.
    MakeUp,
}

impl DayKind {
    /// Reads "nghỉ", "nghỉ bù", "nghỉ lễ" …, "làm bù", "đi làm" …; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let text = bare(text);
        let starts =
            |words: &[&str]| words.iter().any(|word| text == *word || text.starts_with(&format!("{word} ")));
        if starts(&["nghi", "le", "tet", "hoan doi nghi"]) {
            Some(Self::Off)
        } else if starts(&["lam", "di lam", "lam bu", "hoan doi lam"]) {
            Some(Self::MakeUp)
        } else {
            None
        }
    }
}

/// The calendar of working days: Monday to Friday without the days off, and the make-up days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    off: BTreeSet<NaiveDate>,
    make_up: BTreeSet<NaiveDate>,
    file: Arc<str>,
}

/// Why a list of holidays cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct CalendarError {
    /// 1-based line of the file, or row of the list.
    pub line: usize,
    /// What is wrong there.
    pub fault: CalendarFault,
}

/// What is wrong with a list of holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarFault {
    /// No column "Ngày" in the first line.
    NoHeading,
    /// Not a date, day first.
    Date(String),
    /// Neither "nghỉ" nor "làm bù".
    Kind(String),
    /// The same day is off and worked.
    Both(NaiveDate),
    /// Not separated text; the parser's words.
    Csv(String),
}

impl fmt::Display for CalendarFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHeading => f.write_str("the first line has no column \"Ngày\""),
            Self::Date(text) => write!(f, "\"{text}\" is no date dd/mm/yyyy"),
            Self::Kind(text) => write!(f, "\"{text}\" is neither \"nghỉ\" nor \"làm bù\""),
            Self::Both(date) => write!(f, "{} is both off and worked", date.format("%d/%m/%Y")),
            Self::Csv(message) => f.write_str(message),
        }
    }
}

/// The list that comes with the program.
pub const EMBEDDED: &str = include_str!("../../templates/ngay-nghi.csv");

/// Working days are looked for no further than this: ten years.
const FARTHEST: u32 = 3_660;

impl Calendar {
    /// The list that comes with the program, 2022 to 2026.
    pub fn embedded() -> Result<Self, CalendarError> {
        Self::parse_csv(EMBEDDED)
    }

    /// A calendar from days; the error's line is the position in the list, from 1.
    pub fn from_rows(rows: impl IntoIterator<Item = (NaiveDate, DayKind)>) -> Result<Self, CalendarError> {
        let mut calendar = Self::default();
        for (line, (date, kind)) in (1..).zip(rows) {
            calendar.add(date, kind).map_err(|fault| CalendarError { line, fault })?;
        }
        Ok(calendar)
    }

    /// A calendar from separated text (comma or semicolon) with the headings `Ngày`, `Loại` (optional: without it
    /// every day is off) and any others; days as dd/mm/yyyy.
    pub fn parse_csv(text: &str) -> Result<Self, CalendarError> {
        let text = text.trim_start_matches('\u{feff}');
        let heading = text.lines().next().unwrap_or_default();
        let separator = if heading.contains(';') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut calendar = Self::default();
        let mut columns = None;
        for record in reader.records() {
            let record = record.map_err(|error| CalendarError {
                line: error.position().map_or(0, |position| position.line() as usize),
                fault: CalendarFault::Csv(error.to_string()),
            })?;
            let line = record.position().map_or(0, |position| line_at(text, position.byte()));
            let Some((date_at, kind_at)) = columns else {
                let find = |name: &str| record.iter().position(|cell| bare(cell) == name);
                let date_at = find("ngay").ok_or(CalendarError { line, fault: CalendarFault::NoHeading })?;
                columns = Some((date_at, find("loai")));
                continue;
            };
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let cell = |at: usize| record.get(at).unwrap_or_default();
            calendar
                .add_text(cell(date_at), kind_at.map(cell))
                .map_err(|fault| CalendarError { line, fault })?;
        }
        columns.map(|_| calendar).ok_or(CalendarError { line: 1, fault: CalendarFault::NoHeading })
    }

    fn add_text(&mut self, date: &str, kind: Option<&str>) -> Result<(), CalendarFault> {
        let day = match read_text(date) {
            DateText::OnlyMonthFirst(_) => None,
            text => text.date(DayOrder::DayFirst),
        };
        let day = day.ok_or_else(|| CalendarFault::Date(date.trim().to_owned()))?;
        let kind = match kind {
            Some(text) => DayKind::read(text).ok_or_else(|| CalendarFault::Kind(text.trim().to_owned()))?,
            None => DayKind::Off,
        };
        self.add(day, kind)
    }

    fn add(&mut self, date: NaiveDate, kind: DayKind) -> Result<(), CalendarFault> {
        let (days, others) = match kind {
            DayKind::Off => (&mut self.off, &self.make_up),
            DayKind::MakeUp => (&mut self.make_up, &self.off),
        };
        if others.contains(&date) {
            return Err(CalendarFault::Both(date));
        }
        days.insert(date);
        Ok(())
    }

    /// Says which file the list comes from.
    #[must_use]
    pub fn of_file(mut self, file: &Arc<str>) -> Self {
        self.file = Arc::clone(file);
        self
    }

    /// Path of the file the list comes from (the first, where several were read), as in the machine result; empty for the
    /// list that comes with the program.
    pub const fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// Whether the days off of `year` are known: at least some of the lunar new year (Tết), which lies between the middle of
    /// January and the end of February. Due dates in other years cannot be checked.
    pub fn covers(&self, year: i32) -> bool {
        let first = NaiveDate::from_ymd_opt(year, 1, 15);
        let last = NaiveDate::from_ymd_opt(year, 2, 28);
        first.zip(last).is_some_and(|(first, last)| self.off.range(first..=last).next().is_some())
    }

    /// The first and the last year whose days off are known.
    pub fn years(&self) -> Option<(i32, i32)> {
        let mut years = self.off.iter().map(Datelike::year).filter(|year| self.covers(*year));
        let first = years.next()?;
        Some((first, years.next_back().unwrap_or(first)))
    }

    /// Whether `date` is worked.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        if weekend { self.make_up.contains(&date) } else { !self.off.contains(&date) }
    }

    /// How many listed days off from Monday to Friday lie after `from` and not after `to`: those a due date skipped.
    pub fn days_off_between(&self, from: NaiveDate, to: NaiveDate) -> usize {
        let weekday = |date: &&NaiveDate| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        self.off.range(..=to).rev().take_while(|date| **date > from).filter(weekday).count()
    }

    /// The `n`-th working day after `from`, which itself is not counted; with 0, `from` or the next working day.
    /// At most ten years on, and never beyond the last day there is.
    pub fn add_working_days(&self, from: NaiveDate, n: u32) -> NaiveDate {
        let mut date = from;
        let mut left = n.min(FARTHEST);
        while left > 0 {
            let Some(next) = date.succ_opt() else { return date };
            date = next;
            left -= u32::from(self.is_working_day(date));
        }
        if n == 0 { self.or_next_working_day(date) } else { date }
    }

    /// `date`, or the next working day if it is off.
    pub fn or_next_working_day(&self, mut date: NaiveDate) -> NaiveDate {
        while !self.is_working_day(date) {
            let Some(next) = date.succ_opt() else { return date };
            date = next;
        }
        date
    }

    /// The day a limit ends on for a case received on `received`. Parts of days count as whole ones, eight hours as a
    /// working day; half a month is fifteen days (Civil Code Art. 146).
    pub fn due(&self, received: NaiveDate, limit: &Limit) -> NaiveDate {
        let whole = limit.hundredths.div_ceil(100);
        match limit.unit {
            LimitUnit::WorkingDays => self.add_working_days(received, whole),
            LimitUnit::Hours => self.add_working_days(received, limit.hundredths.div_ceil(800)),
            LimitUnit::Days => self.or_next_working_day(plus_days(received, whole)),
            LimitUnit::Months => {
                let months = received
                    .checked_add_months(Months::new(limit.hundredths / 100))
                    .unwrap_or(NaiveDate::MAX);
                let rest = (limit.hundredths % 100 * 30).div_ceil(100);
                self.or_next_working_day(plus_days(months, rest))
            }
        }
    }
}

/// The 1-based line a record begins on; the parser's own position lies before the blank lines it skips.
fn line_at(text: &str, byte: u64) -> usize {
    let (before, after) = text.as_bytes().split_at_checked(byte as usize).unwrap_or_default();
    let blank = after.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    before.iter().chain(blank).filter(|byte| **byte == b'\n').count() + 1
}

fn plus_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
