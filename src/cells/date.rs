//! Dates as registers hold them, and the evidence for the order of day and month.
//!
//! Goes in: the text of a cell, or a serial number. Comes out: what the text can mean – every reading of it, never a
//! guess between two. The order is decided once for a column by [`OrderEvidence`] and its equals from elsewhere;
//! whether a year is plausible is for the rules to say.

use chrono::{Datelike, Duration, NaiveDate};

use super::date_scan;

/// The order in which a column writes day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// 05/01 is the fifth of January, the Vietnamese order.
    DayFirst,
    /// 05/01 is the first of May.
    MonthFirst,
}

/// What the text of a date cell can mean. Times of day are dropped.
#[derive(Clone, Debug, PartialEq)]
pub enum DateText {
    /// No date: blank, dashes, dots, "chưa có", a date of zeros (also 01/01/0001, 00/01/1900), an unfilled "ngày … tháng … năm 2023".
    Blank,
    /// One reading only, whatever the order: ISO, month by name or as "tháng", or day = month.
    Plain(NaiveDate),
    /// Both orders give a date.
    Either {
        /// Read as day/month/year.
        day_first: NaiveDate,
        /// Read as month/day/year.
        month_first: NaiveDate,
    },
    /// A date only if the day comes first (the other number cannot be a month).
    OnlyDayFirst(NaiveDate),
    /// A date only if the month comes first.
    OnlyMonthFirst(NaiveDate),
    /// A serial number stored as text, read by the 1900 date system; a workbook of the 1904 system reads `serial`
    /// again with [`from_serial`].
    Serial {
        /// The number as written.
        serial: f64,
        /// Its date in the 1900 system.
        date: NaiveDate,
    },
    /// Written like a date, but in no calendar in any order; numbers as in day/month/year.
    Impossible {
        /// The number in the day's place.
        day: u32,
        /// The number in the month's place.
        month: u32,
        /// The year.
        year: i32,
    },
    /// More than one date in the cell, in the order they stand; each is any of the other variants except this one.
    Several(Vec<DateText>),
    /// No date can be recognised.
    Unreadable,
}

/// A date text and whether other words stood beside the date.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The date.
    pub date: DateText,
    /// Words other than "ngày", weekdays and times stood beside it, as in "05/01/2023 (gia hạn)".
    pub remark: bool,
}

impl DateText {
    /// The date under an order; `None` where there is none, several, or an impossible one. A text that can be read in
    /// one order only is read so: that it contradicts the column is what [`OrderEvidence`] finds.
    pub fn date(&self, order: DayOrder) -> Option<NaiveDate> {
        match self {
            Self::Plain(date)
            | Self::OnlyDayFirst(date)
            | Self::OnlyMonthFirst(date)
            | Self::Serial { date, .. } => Some(*date),
            Self::Either { day_first, .. } if order == DayOrder::DayFirst => Some(*day_first),
            Self::Either { month_first, .. } => Some(*month_first),
            Self::Blank | Self::Impossible { .. } | Self::Several(_) | Self::Unreadable => None,
        }
    }

    /// Reads day, month and year as written, the order not yet known.
    pub(crate) fn from_numbers(day: u32, month: u32, year: i32) -> Self {
        // What systems and Excel print for "no date": zeros, 01/01/0001, and the day before the first serial number.
        let (low, high) = (day.min(month), day.max(month));
        if matches!((low, high, year), (0, 0, 0) | (1, 1, 1) | (0, 1, 1900) | (12, 30 | 31, 1899)) {
            return Self::Blank;
        }
        let day_first = real_date(year, month, day);
        let month_first = real_date(year, day, month);
        match (day_first, month_first) {
            (Some(one), Some(other)) if one == other => Self::Plain(one),
            (Some(day_first), Some(month_first)) => Self::Either { day_first, month_first },
            (Some(date), None) => Self::OnlyDayFirst(date),
            (None, Some(date)) => Self::OnlyMonthFirst(date),
            (None, None) => Self::Impossible { day, month, year },
        }
    }

    /// Reads day, month and year whose places are certain.
    pub(crate) fn from_certain(day: u32, month: u32, year: i32) -> Self {
        match Self::from_numbers(day, month, year) {
            Self::Blank => Self::Blank,
            _ => real_date(year, month, day).map_or(Self::Impossible { day, month, year }, Self::Plain),
        }
    }
}

fn real_date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (1..=9999).contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, day)).flatten()
}

/// What the text of a date cell can mean.
///
/// Understood are: `dd/mm/yyyy` and its kin with `-`, `.`, spaces and two-digit years (20yy); with a time before or
/// after (`08:30`, `8h30`, `8 giờ 30 phút`, AM/PM, SA/CH); `ngày 5 tháng 1 năm 2023`, `5 tháng 1, 2023`; ISO with or
/// without time and zone; English month names; weekdays in front; `20230105`, `05012023`; a serial number as text.
/// Years are taken as written (0223, 2032). A date without year, and anything else, is unreadable.
pub fn read_text(text: &str) -> DateText {
    read(text).date
}

/// [`read_text`], and whether a remark stood beside the date.
pub fn read(text: &str) -> Reading {
    date_scan::read(text)
}

/// Excel's last serial number, 31/12/9999, in the 1900 system.
const LAST_SERIAL: f64 = 2_958_465.0;

/// The date of a serial number; its time of day is dropped. In the 1900 system, 1 is 01/01/1900, 60 is the 29/02/1900
/// that never was (`None`), 61 is 01/03/1900; in the 1904 system 0 is 01/01/1904. `None` for anything outside.
pub fn from_serial(serial: f64, date1904: bool) -> Option<NaiveDate> {
    if !serial.is_finite() {
        return None;
    }
    // Half a millisecond: sums of times miss midnight by less, and Excel shows the next day.
    let day = (serial + 0.5 / 86_400_000.0).floor();
    let last = if date1904 { LAST_SERIAL - 1_462.0 } else { LAST_SERIAL };
    if !(0.0..=last).contains(&day) {
        return None;
    }
    let (start, day) = match (date1904, day as i64) {
        (true, day) => (NaiveDate::from_ymd_opt(1904, 1, 1)?, day),
        (false, 0 | 60) => return None,
        (false, day @ ..60) => (NaiveDate::from_ymd_opt(1899, 12, 31)?, day),
        (false, day) => (NaiveDate::from_ymd_opt(1899, 12, 30)?, day),
    };
    start.checked_add_signed(Duration::days(day))
}

/// How many texts of a column (or of several) can be read in one order only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderEvidence {
    /// Texts that are dates only with the day first.
    pub day_first: usize,
    /// Texts that are dates only with the month first.
    pub month_first: usize,
    /// Texts that need the decision: both orders give a date.
    pub either: usize,
}

/// What the evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Only texts with the day first.
    DayFirst,
    /// Only texts with the month first.
    MonthFirst,
    /// No evidence.
    None,
    /// Texts of both kinds.
    Contradiction,
}

impl OrderEvidence {
    /// The evidence of a column.
    pub fn collect<'a>(texts: impl IntoIterator<Item = &'a DateText>) -> Self {
        let mut evidence = Self::default();
        for text in texts {
            evidence.add(text);
        }
        evidence
    }

    /// Adds one text; the dates of a cell with several count each.
    pub fn add(&mut self, text: &DateText) {
        match text {
            DateText::OnlyDayFirst(_) => self.day_first += 1,
            DateText::OnlyMonthFirst(_) => self.month_first += 1,
            DateText::Either { .. } => self.either += 1,
            DateText::Several(dates) => dates.iter().for_each(|date| self.add(date)),
            _ => {}
        }
    }

    /// Adds one text and a day it is known to stand for (the date inside the case code): an ambiguous text that
    /// equals it in one order only speaks for that order. Other texts count as in [`Self::add`].
    pub fn add_known(&mut self, text: &DateText, known: NaiveDate) {
        match text {
            DateText::Either { day_first, .. } if *day_first == known => self.day_first += 1,
            DateText::Either { month_first, .. } if *month_first == known => self.month_first += 1,
            _ => self.add(text),
        }
    }

    /// Adds a pair of texts whose dates must not run backwards (receipt and finish): a pair that does so in one order
    /// only speaks for the other. A true date comes as [`DateText::Plain`].
    pub fn add_ordered(&mut self, earlier: &DateText, later: &DateText) {
        let holds =
            |order| earlier.date(order).zip(later.date(order)).map(|(earlier, later)| earlier <= later);
        match (holds(DayOrder::DayFirst), holds(DayOrder::MonthFirst)) {
            (Some(true), Some(false)) => self.day_first += 1,
            (Some(false), Some(true)) => self.month_first += 1,
            _ => {}
        }
    }

    /// The sum of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            day_first: self.day_first + other.day_first,
            month_first: self.month_first + other.month_first,
            either: self.either + other.either,
        }
    }

    /// What it says.
    pub fn decide(self) -> Decision {
        match (self.day_first > 0, self.month_first > 0) {
            (true, false) => Decision::DayFirst,
            (false, true) => Decision::MonthFirst,
            (false, false) => Decision::None,
            (true, true) => Decision::Contradiction,
        }
    }

    /// The order that at least ten of eleven texts speak for: in a contradiction this tells a slip in a few cells
    /// from a column that is written in both orders.
    pub fn clear_majority(self) -> Option<DayOrder> {
        if self.day_first > 0 && self.day_first >= 10 * self.month_first {
            Some(DayOrder::DayFirst)
        } else if self.month_first > 0 && self.month_first >= 10 * self.day_first {
            Some(DayOrder::MonthFirst)
        } else {
            None
        }
    }
}

impl Decision {
    /// The order, where there is one.
    pub fn order(self) -> Option<DayOrder> {
        match self {
            Self::DayFirst => Some(DayOrder::DayFirst),
            Self::MonthFirst => Some(DayOrder::MonthFirst),
            Self::None | Self::Contradiction => None,
        }
    }
}

/// Whether the true dates of a column look as if an English Excel had swapped day and month while typing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SwapSignature {
    /// No.
    Absent,
    /// The pattern is there, but so few true dates are on or before the 12th by chance often enough: to be confirmed
    /// by the dates in the case codes.
    Weak,
    /// At least four true dates and two texts fit; by chance in one of forty columns or less.
    Strong,
}

/// The signature of an English Excel (domain: text pitfalls): typed 05/01/2023 became the true date 1 May, while
/// 13/01/2023 stayed text. So every true date has a day of at most 12, and every date text can only be read with the
/// day first. One true date after the 12th, or one text it would have understood, and there is no such signature.
pub fn excel_swap_signature<'a>(
    true_dates: impl IntoIterator<Item = NaiveDate>,
    texts: impl IntoIterator<Item = &'a DateText>,
) -> SwapSignature {
    let mut days = 0_usize;
    for date in true_dates {
        if date.day() > 12 {
            return SwapSignature::Absent;
        }
        days += 1;
    }
    let evidence = OrderEvidence::collect(texts);
    if days == 0 || evidence.day_first == 0 || evidence.month_first > 0 || evidence.either > 0 {
        SwapSignature::Absent
    } else if days >= 4 && evidence.day_first >= 2 {
        SwapSignature::Strong
    } else {
        SwapSignature::Weak
    }
}

/// The date with day and month exchanged; `None` if its day is no month.
pub fn unswap(date: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year(), date.day(), date.month())
}

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;
