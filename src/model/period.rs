//! The reporting period: standard windows of Nghị định 09/2019 Điều 12 (day 15 of the month before → day 14), or a
//! window of one's own.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

/// A reporting period: both days belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// `2023-Q1`, `2023-01`, `2023-H1`, `2023-9M`, `2023`, or `2022-12-05_2023-03-04`.
    pub id: String,
    /// First day (A).
    pub from: NaiveDate,
    /// Last day (B).
    pub to: NaiveDate,
    /// What kind of period it is.
    pub kind: PeriodKind,
}

/// The kinds of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodKind {
    /// Month 1–12 of a year.
    Month(i32, u32),
    /// Quarter 1–4 of a year.
    Quarter(i32, u32),
    /// Half 1–2 of a year.
    Half(i32, u32),
    /// Nine months of a year.
    NineMonths(i32),
    /// A whole year.
    Year(i32),
    /// A window of one's own.
    Window,
}

const ROMAN: [&str; 5] = ["", "I", "II", "III", "IV"];

impl PeriodKind {
    /// First and last month (1–12) and the year; `None` for a window of one's own.
    const fn months(self) -> Option<(i32, u32, u32)> {
        match self {
            Self::Month(year, month) => Some((year, month, month)),
            Self::Quarter(year, quarter) => Some((year, quarter * 3 - 2, quarter * 3)),
            Self::Half(year, half) => Some((year, half * 6 - 5, half * 6)),
            Self::NineMonths(year) => Some((year, 1, 9)),
            Self::Year(year) => Some((year, 1, 12)),
            Self::Window => None,
        }
    }

    fn id(self) -> String {
        match self {
            Self::Month(year, month) => format!("{year}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{year}-Q{quarter}"),
            Self::Half(year, half) => format!("{year}-H{half}"),
            Self::NineMonths(year) => format!("{year}-9M"),
            Self::Year(year) => format!("{year}"),
            Self::Window => String::new(),
        }
    }
}

impl Period {
    /// The standard window of a kind; `None` for a year outside 1900–9998 or a kind without one.
    pub fn standard(kind: PeriodKind) -> Option<Self> {
        let (year, first, last) = kind.months()?;
        if !(1900..=9998).contains(&year) {
            return None;
        }
        let from = NaiveDate::from_ymd_opt(year, first, 15)?.checked_sub_months(Months::new(1))?;
        let to = NaiveDate::from_ymd_opt(year, last, 14)?;
        Some(Self { id: kind.id(), from, to, kind })
    }

    /// A window of one's own; `None` if it ends before it begins.
    pub fn window(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        (from <= to).then(|| Self { id: format!("{from}_{to}"), from, to, kind: PeriodKind::Window })
    }

    /// Reads `2023-Q1`, `2023-01`, `2023-H1`, `2023-9M`, `2023` or `2022-12-05_2023-03-04`, any case.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        if let Some((from, to)) = text.split_once('_') {
            return Self::window(from.parse().ok()?, to.parse().ok()?);
        }
        let (year, part) =
            text.split_once('-').map_or((text.as_str(), None), |(year, part)| (year, Some(part)));
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year: i32 = year.parse().ok()?;
        let numbered = |text: &str, most: u32| text.parse().ok().filter(|number| (1..=most).contains(number));
        let kind = match part {
            None => PeriodKind::Year(year),
            Some("9M") => PeriodKind::NineMonths(year),
            Some(part) => match part.split_at_checked(1)? {
                ("Q", quarter) if quarter.len() == 1 => PeriodKind::Quarter(year, numbered(quarter, 4)?),
                ("H", half) if half.len() == 1 => PeriodKind::Half(year, numbered(half, 2)?),
                _ if part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                    PeriodKind::Month(year, numbered(part, 12)?)
                }
                _ => return None,
            },
        };
        Self::standard(kind)
    }

    /// Whether `date` lies in the period.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }

    /// Whether the last day is past on `today`.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        today > self.to
    }

    /// The standard month (15th → 14th) that `date` belongs to.
    pub fn month_of(date: NaiveDate) -> Option<Self> {
        let ahead = if date.day() >= 15 { date.checked_add_months(Months::new(1))? } else { date };
        Self::standard(PeriodKind::Month(ahead.year(), ahead.month()))
    }

    /// The standard quarter that `date` belongs to.
    pub fn quarter_of(date: NaiveDate) -> Option<Self> {
        let month = Self::month_of(date)?;
        let PeriodKind::Month(year, month) = month.kind else { return None };
        Self::standard(PeriodKind::Quarter(year, month.div_ceil(3)))
    }

    /// The standard months of the period, the first and last cut to its own days.
    pub fn months(&self) -> Vec<Self> {
        let mut months = Vec::new();
        let mut day = self.from;
        while day <= self.to {
            let Some(mut month) = Self::month_of(day) else { break };
            let Some(next) = month.to.checked_add_days(Days::new(1)) else { break };
            month.from = month.from.max(self.from);
            month.to = month.to.min(self.to);
            months.push(month);
            day = next;
        }
        months
    }

    /// For a window of one's own: the standard quarter that shares the most days with it. For a standard period: itself.
    pub fn standard_twin(&self) -> Option<Self> {
        if self.kind != PeriodKind::Window {
            return Some(self.clone());
        }
        let mut best: Option<(i64, Self)> = None;
        let mut day = self.from;
        while day <= self.to {
            let quarter = Self::quarter_of(day)?;
            let days = (quarter.to.min(self.to) - quarter.from.max(self.from)).num_days() + 1;
            let next = quarter.to.checked_add_days(Days::new(1))?;
            if best.as_ref().is_none_or(|(most, _)| days > *most) {
                best = Some((days, quarter));
            }
            day = next;
        }
        best.map(|(_, quarter)| quarter)
    }

    /// The year the period reports on.
    pub fn year(&self) -> i32 {
        self.standard_twin().and_then(|twin| twin.kind.months()).map_or(self.to.year(), |(year, ..)| year)
    }

    /// Roman number of the quarter it reports on; empty where it is no quarter.
    pub fn quarter(&self) -> &'static str {
        match self.standard_twin().map(|twin| twin.kind) {
            Some(PeriodKind::Quarter(_, quarter)) => ROMAN[quarter as usize % ROMAN.len()],
            _ => "",
        }
    }

    /// Number of the month, where the period is one.
    pub const fn month(&self) -> Option<u32> {
        match self.kind {
            PeriodKind::Month(_, month) => Some(month),
            _ => None,
        }
    }

    /// What staff call it: `Quý I năm 2023`.
    pub fn title(&self) -> String {
        match self.kind {
            PeriodKind::Month(year, month) => format!("Tháng {month} năm {year}"),
            PeriodKind::Quarter(year, quarter) => {
                format!("Quý {} năm {year}", ROMAN[quarter as usize % ROMAN.len()])
            }
            PeriodKind::Half(year, 1) => format!("6 tháng đầu năm {year}"),
            PeriodKind::Half(year, _) => format!("6 tháng cuối năm {year}"),
            PeriodKind::NineMonths(year) => format!("9 tháng năm {year}"),
            PeriodKind::Year(year) => format!("Năm {year}"),
            PeriodKind::Window => {
                format!("Từ ngày {} đến ngày {}", self.from.format("%d/%m/%Y"), self.to.format("%d/%m/%Y"))
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}–{})", self.id, self.from.format("%d/%m/%Y"), self.to.format("%d/%m/%Y"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn days(text: &str) -> (String, String) {
        let period = Period::parse(text).unwrap();
        (period.from.to_string(), period.to.to_string())
    }

    #[test]
    fn standard_windows_run_from_the_15th_to_the_14th() {
        assert_eq!(days("2023-Q1"), ("2022-12-15".into(), "2023-03-14".into()));
        assert_eq!(days("2023-q4"), ("2023-09-15".into(), "2023-12-14".into()));
        assert_eq!(days("2023-01"), ("2022-12-15".into(), "2023-01-14".into()));
        assert_eq!(days("2023-H1"), ("2022-12-15".into(), "2023-06-14".into()));
        assert_eq!(days("2023-H2"), ("2023-06-15".into(), "2023-12-14".into()));
        assert_eq!(days("2023-9M"), ("2022-12-15".into(), "2023-09-14".into()));
        assert_eq!(days("2023"), ("2022-12-15".into(), "2023-12-14".into()));
        assert_eq!(days("2022-12-05_2023-03-04"), ("2022-12-05".into(), "2023-03-04".into()));
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "2023-Q5",
            "2023-Q",
            "2023-13",
            "2023-1",
            "23-Q1",
            "2023-Q1x",
            "Q1",
            "2023-03-04_2022-01-01",
            "ă-Q1",
            "2023-ă",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn quarters_tile_the_year_and_months_tile_the_quarter() {
        let year = Period::parse("2023").unwrap();
        let mut next = year.from;
        for quarter in 1..=4 {
            let quarter = Period::standard(PeriodKind::Quarter(2023, quarter)).unwrap();
            assert_eq!(quarter.from, next);
            let months = quarter.months();
            assert_eq!(months.len(), 3);
            assert_eq!((months[0].from, months[2].to), (quarter.from, quarter.to));
            next = quarter.to + Days::new(1);
        }
        assert_eq!(next, year.to + Days::new(1));
    }

    #[test]
    fn a_window_is_cut_into_months_and_knows_its_quarter() {
        let window = Period::parse("2022-12-05_2023-03-04").unwrap();
        let ids: Vec<_> = window.months().into_iter().map(|month| month.id).collect();
        assert_eq!(ids, ["2022-12", "2023-01", "2023-02", "2023-03"]);
        assert_eq!(window.standard_twin().unwrap().id, "2023-Q1");
        assert_eq!((window.quarter(), window.year()), ("I", 2023));
    }
}
