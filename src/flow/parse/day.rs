//! Date cells of a case: read in the order decided for their column, or reported.

use chrono::{Datelike, NaiveDate};

use super::Reader;
use crate::{
    cells::{
        date::{self, DateText, DayOrder},
        date_repair,
        text::clean,
    },
    flow::{
        dates::{Order, Why},
        register::CaseRow,
    },
    model::{
        case::Entry,
        column::ColumnKind,
        sheet::{Value, number_text},
    },
    rules::{self, dg009_ambiguous_date as dg009},
    text::visible,
};

/// Serial numbers taken for dates: 01/01/1990 to 31/12/2099.
const PLAUSIBLE_SERIALS: std::ops::RangeInclusive<f64> = 32_874.0..=73_050.0;

/// Years in which a case can have been handled.
pub(in crate::flow) const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 1990..=2099;

impl Reader<'_> {
    pub(super) fn date(&mut self, row: &CaseRow<'_, '_>, column: ColumnKind) -> Entry<NaiveDate> {
        let entry = match self.date_beside(row, column).unwrap_or_else(|| self.any_date(row, column)) {
            // A year such as 0223 is a slip of the keyboard, no date of a case.
            Entry::Value(day) if !PLAUSIBLE_YEARS.contains(&day.year()) => self.no_date(row, column),
            entry => entry,
        };
        self.remember(column, &entry);
        entry
    }

    fn any_date(&mut self, row: &CaseRow<'_, '_>, column: ColumnKind) -> Entry<NaiveDate> {
        if row.register.table.column(column).is_none() {
            return Entry::NoColumn;
        }
        let order = self.orders.get(&column).copied();
        match row.value(column) {
            None => Entry::Blank,
            Some(Value::Date(day)) => {
                let turned = order.filter(|order| order.swapped.is_some()).and_then(|_| date::unswap(*day));
                Entry::Value(turned.unwrap_or(*day))
            }
            Some(Value::Number(number)) => self.serial(row, column, *number),
            Some(Value::Text(text)) => self.date_text(row, column, text, order),
            Some(Value::Error(_) | Value::NoResult) => {
                self.formula_fault(row, column);
                Entry::Unreadable
            }
            Some(Value::Bool(_)) => self.no_date(row, column),
        }
    }

    fn serial(&mut self, row: &CaseRow<'_, '_>, column: ColumnKind, number: f64) -> Entry<NaiveDate> {
        let from_1904 = self.orders.get(&column).is_some_and(|order| order.from_1904);
        let since_1900 = if from_1904 { number + 1_462.0 } else { number };
        let day = if PLAUSIBLE_SERIALS.contains(&since_1900) {
            date::from_serial(number, from_1904)
        } else if number.fract() == 0.0 && (19_900_101.0..=20_991_231.0).contains(&number) {
            date::read_text(&number_text(number)).date(DayOrder::DayFirst)
        } else {
            None
        };
        let Some(day) = day else { return self.no_date(row, column) };
        let shown = number_text(number);
        self.report(row, rules::DG008, column, &shown, |finding| {
            finding.with("v", shown.clone()).with("date", rules::shown(day))
        });
        Entry::Value(day)
    }

    fn date_text(
        &mut self,
        row: &CaseRow<'_, '_>,
        column: ColumnKind,
        text: &str,
        order: Option<Order>,
    ) -> Entry<NaiveDate> {
        let read = date::read_text(text);
        match &read {
            DateText::Blank => Entry::Blank,
            DateText::Serial { serial, .. } => self.serial(row, column, *serial),
            DateText::Either { day_first, month_first } => {
                let why = order.map_or(Why::Assumed, |order| order.why);
                let order = order.map_or(DayOrder::DayFirst, |order| order.order);
                if matches!(why, Why::Assumed | Why::Contradiction) {
                    let shown = clean(text);
                    let (used, other) = match order {
                        DayOrder::DayFirst => (*day_first, *month_first),
                        DayOrder::MonthFirst => (*month_first, *day_first),
                    };
                    let is_error = why == Why::Contradiction;
                    self.report(row, rules::DG009, column, &shown, |finding| {
                        dg009::either(finding, &shown, used, other, is_error)
                    });
                }
                read.date(order).map_or(Entry::Unreadable, Entry::Value)
            }
            DateText::OnlyMonthFirst(day) if order.is_some_and(|order| order.why == Why::Outvoted) => {
                let shown = clean(text);
                self.report(row, rules::DG009, column, &shown, |finding| dg009::alone(finding, &shown, *day));
                Entry::Value(*day)
            }
            DateText::Impossible { day, month, year } => {
                let shown = clean(text);
                let rule = if (1..=12).contains(month) && (1..=9999).contains(year) && *day > 0 {
                    rules::DG006
                } else {
                    rules::DG026
                };
                self.report(row, rule, column, &shown, |finding| {
                    finding
                        .with("v", shown.clone())
                        .with("m", month.to_string())
                        .with("d", days_of_month(*year, *month).to_string())
                        .choose(repaired(text))
                });
                Entry::Unreadable
            }
            DateText::Several(_) | DateText::Unreadable => self.no_date(row, column),
            _ => read.date(DayOrder::DayFirst).map_or(Entry::Unreadable, Entry::Value),
        }
    }

    fn no_date(&mut self, row: &CaseRow<'_, '_>, column: ColumnKind) -> Entry<NaiveDate> {
        let shown = row.value(column).map(Value::shown).map(|text| visible(&text)).unwrap_or_default();
        self.report(row, rules::DG026, column, &shown, |finding| {
            finding.with("v", shown.clone()).choose(repaired(&shown))
        });
        Entry::Unreadable
    }
}

/// What an impossible date may have been meant as.
fn repaired(text: &str) -> Vec<String> {
    let days = date_repair::candidates(text).into_iter();
    days.filter(|day| PLAUSIBLE_YEARS.contains(&day.year())).map(rules::shown).collect()
}

fn days_of_month(year: i32, month: u32) -> u32 {
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some()).unwrap_or(31)
}
