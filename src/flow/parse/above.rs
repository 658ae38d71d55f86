//! Cells that only make sense together with another one: ditto marks, "same day", a promise given anew in the same cell.
//!
//! In: a cell and what was read before it. Out: an entry, and what there is to say about it. A ditto mark is never
//! filled in: what stands above it is a suggestion.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Reader;
use crate::{
    cells::{
        date::{self, DateText, DayOrder},
        text::{bare, clean, key},
        words::Channel,
    },
    flow::register::CaseRow,
    model::{case::Entry, column::ColumnKind, finding::Finding, sheet::Value},
    rules,
};

/// What was read last.
#[derive(Debug, Default)]
pub(super) struct Above {
    /// The last date of each column.
    pub(super) days: BTreeMap<ColumnKind, NaiveDate>,
    /// The last channel.
    pub(super) channel: Option<Channel>,
    /// The receipt date of the row that is being read.
    received: Option<NaiveDate>,
    /// The second date of the due cell of the row that is being read.
    extension: Option<NaiveDate>,
    /// "Trong ngày" was explained.
    same_day_said: bool,
}

impl Above {
    /// The channel that a ditto mark repeats.
    pub(super) fn repeated(&self, text: &str) -> Option<Channel> {
        self.channel.filter(|_| is_ditto(text))
    }
}

/// Suggests what a ditto mark repeats, where it does.
pub(super) fn suggest(finding: Finding, repeated: Option<Channel>) -> Finding {
    match repeated {
        Some(channel) => finding.choose(vec![channel.name().to_owned()]),
        None => finding,
    }
}

/// `"`, `-nt-`, "như trên": the same as in the row above.
fn is_ditto(text: &str) -> bool {
    let key = key(text);
    let marks = key.trim();
    !marks.is_empty() && marks.chars().all(|ch| matches!(ch, '"' | '\'')) && marks.chars().count() <= 3
        || matches!(bare(text).as_str(), "nt" | "nhu tren" | "nhu o tren" | "ditto")
}

impl Reader<'_> {
    /// Reads a date cell that only makes sense with another one; `None`: it is one like any other.
    pub(super) fn date_beside(
        &mut self,
        row: &CaseRow<'_, '_>,
        column: ColumnKind,
    ) -> Option<Entry<NaiveDate>> {
        let Some(Value::Text(text)) = row.value(column) else {
            let extension = self.above.extension.take_if(|_| column == ColumnKind::ExtendedTo);
            return extension.filter(|_| row.value(column).is_none()).map(Entry::Value);
        };
        if is_ditto(text) {
            let (shown, above) = (clean(text), self.above.days.get(&column).copied());
            self.report(row, rules::DG026, column, &shown, |finding| {
                finding
                    .with_words(
                        "v",
                        format!("{shown} (dấu lặp lại: hãy ghi rõ ngày)"),
                        format!("{shown} (ditto: write the date itself)"),
                    )
                    .choose(above.map(rules::shown).into_iter().collect())
            });
            return Some(Entry::Unreadable);
        }
        if column != ColumnKind::DueOn || text.len() > 120 {
            return None;
        }
        let said = bare(text);
        if ["trong ngay", "tra ngay", "tra trong ngay", "giai quyet ngay", "ngay trong ngay"]
            .contains(&said.as_str())
        {
            if !std::mem::replace(&mut self.above.same_day_said, true) {
                let shown = clean(text);
                self.report(row, rules::DG015, column, &shown, |finding| {
                    finding.with("v", shown.clone()).with_words("s", "ngày tiếp nhận", "the day of receipt")
                });
            }
            return Some(self.above.received.map_or(Entry::Blank, Entry::Value));
        }
        let is_given_anew = ["hen lai", "gia han", "xin loi"].iter().any(|word| said.contains(word));
        let DateText::Several(days) = date::read_text(text) else { return None };
        let order = self.orders.get(&column).map_or(DayOrder::DayFirst, |order| order.order);
        match days.as_slice() {
            [first, second] if is_given_anew => {
                let (first, second) = (first.date(order)?, second.date(order)?);
                if second < first {
                    return None;
                }
                self.above.extension = Some(second);
                Some(Entry::Value(first))
            }
            _ => None,
        }
    }

    /// Remembers what was read for the cells beside and below.
    pub(super) fn remember(&mut self, column: ColumnKind, entry: &Entry<NaiveDate>) {
        let day = entry.get();
        if column == ColumnKind::ReceivedOn {
            self.above.received = day;
            self.above.extension = None;
        }
        if let Some(day) = day {
            self.above.days.insert(column, day);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_repetition_are_known_and_dashes_are_none() {
        for text in ["\"", "''", "”", "nt", "-nt-", "Như trên", "NT"] {
            assert!(is_ditto(text), "{text}");
        }
        for text in ["", "-", "--", "x", "05/01/2023", "như trên bàn"] {
            assert!(!is_ditto(text), "{text}");
        }
    }
}
