//! What a case would be with another value in one of its cells.
//!
//! In: a case, a column, the text that would stand there. Out: the case as it would be read, its procedure found again.
//! Nothing is changed in place; what a register column alone decides (order of dates, ticks) is not simulated.

use chrono::{Datelike as _, NaiveDate};

use super::{matching, parse::PLAUSIBLE_YEARS};
use crate::{
    cells::{
        case_code::{self, CaseCode},
        date::{DayOrder, read_text},
        procedure_code::{self, Read},
        text::clean,
        words::Words,
    },
    model::{
        case::{Case, Entry},
        catalogue::Catalogue,
        column::ColumnKind,
        finding::Finding,
        limit,
    },
};

/// What the reading of a cell rests on.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Known words.
    pub words: &'a Words,
    /// The catalogue, if there is one.
    pub catalogue: Option<&'a Catalogue>,
}

impl Around<'_> {
    /// The case with `value` in the cell of `column`, and what there is to say about its procedure then. `None` where the
    /// value would not be understood, or the column decides nothing.
    pub fn corrected(&self, case: &Case, column: ColumnKind, value: &str) -> Option<(Case, Vec<Finding>)> {
        let mut case = case.clone();
        if column.is_date() {
            let day = read_text(value).date(DayOrder::DayFirst)?;
            if !PLAUSIBLE_YEARS.contains(&day.year()) {
                return None;
            }
            *day_of(&mut case, column)? = Entry::Value(day);
            return Some((case, Vec::new()));
        }
        match column {
            ColumnKind::CaseCode => match case_code::read(value) {
                CaseCode::Good { code, received: Some(day), .. } => {
                    (case.code, case.code_is_free, case.code_date) = (Entry::Value(code), false, Some(day));
                }
                _ => return None,
            },
            ColumnKind::Channel => {
                let (channel, _) = self.words.channel(value)?;
                if !case.origin.table.ticks.is_empty() {
                    return None;
                }
                case.channel = Entry::Value(channel);
            }
            ColumnKind::Status => {
                let word = self.words.status(value)?;
                case.status = word.status.map_or(Entry::Blank, Entry::Value);
                case.stated = word.timeliness;
                case.status_text = clean(value);
            }
            ColumnKind::TimeLimit => case.limit = Entry::Value(limit::read(value).single()?),
            ColumnKind::ProcedureCode | ColumnKind::ProcedureName => {
                return self.with_procedure(case, column, value);
            }
            _ => return None,
        }
        Some((case, Vec::new()))
    }

    fn with_procedure(
        &self,
        mut case: Case,
        column: ColumnKind,
        value: &str,
    ) -> Option<(Case, Vec<Finding>)> {
        if column == ColumnKind::ProcedureName {
            case.procedure_name = Entry::Value(clean(value));
        } else {
            case.procedure_code = Entry::Value(match procedure_code::read(value) {
                Read::Good { code, .. } => code.to_string(),
                Read::Odd { text, .. } => text,
                Read::Blank => return None,
            });
        }
        let mut cases = [case];
        let told = self.catalogue.map(|catalogue| matching::resolve(&mut cases, catalogue));
        let [case] = cases;
        Some((case, told.unwrap_or_default()))
    }
}

/// The entry of a date column.
pub fn day_of(case: &mut Case, column: ColumnKind) -> Option<&mut Entry<NaiveDate>> {
    Some(match column {
        ColumnKind::SubmittedOn => &mut case.submitted_on,
        ColumnKind::ReceivedOn => &mut case.received_on,
        ColumnKind::DueOn => &mut case.due_on,
        ColumnKind::ExtendedTo => &mut case.extended_to,
        ColumnKind::FinishedOn => &mut case.finished_on,
        ColumnKind::HandedOverOn => &mut case.handed_over_on,
        ColumnKind::SupplementOn => &mut case.supplement_on,
        ColumnKind::RefusedOn => &mut case.refused_on,
        _ => return None,
    })
}
