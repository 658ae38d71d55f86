//! Reads the case rows of a register into cases. What a cell does not say clearly becomes `Entry::Unreadable` and one
//! finding; nothing is guessed.
//!
//! In: a register, the orders of its date columns, the words. Out: cases and findings.

mod above;
mod code;
mod day;
mod digest;
mod old_word;
mod unit;

use std::{collections::BTreeMap, sync::Arc};

use super::{
    dates::Orders,
    register::{CaseRow, Register},
    units::Units,
};
use crate::{
    cells::{
        procedure_code::{self, How},
        text::{CleanKind, changed_by_clean, clean, key},
        words::{self, Channel, Status, StatusWord, Timeliness, Words, is_tick},
    },
    model::{
        case::{Case, Entry, Fate, Origin},
        column::ColumnKind,
        finding::{Finding, Severity},
        limit::{self, Limit},
        sheet::{Value, number_text},
    },
    rules::{self, Rule},
    text::visible,
};

pub(super) use day::PLAUSIBLE_YEARS;
use digest::digest;

/// Reads every case row of a register.
pub fn cases(
    register: &Register<'_>,
    orders: &Orders,
    words: &Words,
    default_channel: Channel,
    units: &mut Units,
) -> (Vec<Case>, Vec<Finding>) {
    let mut reader = Reader {
        orders,
        words,
        default_channel,
        findings: Vec::new(),
        channels: BTreeMap::new(),
        states: BTreeMap::new(),
        above: above::Above::default(),
    };
    let cases = register.cases().map(|row| reader.case(&row, units)).collect();
    (cases, reader.findings)
}

struct Reader<'a> {
    orders: &'a Orders,
    words: &'a Words,
    default_channel: Channel,
    findings: Vec<Finding>,
    /// Words looked up before: a register says the same few over and over.
    channels: BTreeMap<String, Option<Channel>>,
    states: BTreeMap<String, Option<StatusWord>>,
    above: above::Above,
}

impl Reader<'_> {
    fn channel_word(&mut self, row: &CaseRow<'_, '_>, text: &str) -> Option<Channel> {
        if let Some(known) = self.channels.get(text) {
            return *known;
        }
        let found = self.words.channel(text);
        let channel = found.map(|(channel, _)| channel);
        self.channels.insert(text.to_owned(), channel);
        if let Some((channel, false)) = found {
            self.understood(row, ColumnKind::Channel, text, channel.name());
        }
        channel
    }

    fn status_word(&mut self, row: &CaseRow<'_, '_>, text: &str) -> Option<StatusWord> {
        if let Some(known) = self.states.get(text) {
            return *known;
        }
        let word = self.words.status(text);
        self.states.insert(text.to_owned(), word);
        if let Some(StatusWord { status: Some(status), exact: false, .. }) = word {
            self.understood(row, ColumnKind::Status, text, status.name());
        }
        word
    }

    /// Says once for each spelling of a register how it was understood.
    fn understood(&mut self, row: &CaseRow<'_, '_>, column: ColumnKind, text: &str, name: &str) {
        self.report(row, rules::DG015, column, text, |finding| finding.with("v", text).with("s", name));
    }

    fn case(&mut self, row: &CaseRow<'_, '_>, units: &mut Units) -> Case {
        let first_finding = self.findings.len();
        let (code, code_is_free, code_date) = self.case_code(row);
        let procedure_code = self.procedure_code(row);
        let procedure_name = self.name(row);
        let (status, status_text, stated) = self.status(row);
        let own_field = self.text(row, ColumnKind::Field);
        let case = Case {
            origin: Origin { table: Arc::clone(&row.register.table), row: row.number() },
            unit: self.unit(row, units),
            code,
            code_is_free,
            code_date,
            procedure_code,
            procedure_name,
            procedure: None,
            field_from_group: own_field.is_none() && row.verdict.field.is_some(),
            field: own_field.map(|field| Arc::from(field.as_str())).or_else(|| row.verdict.field.clone()),
            section: row.verdict.section.clone(),
            channel: self.channel(row),
            submitted_on: self.date(row, ColumnKind::SubmittedOn),
            received_on: self.date(row, ColumnKind::ReceivedOn),
            due_on: self.date(row, ColumnKind::DueOn),
            extended_to: self.date(row, ColumnKind::ExtendedTo),
            finished_on: self.date(row, ColumnKind::FinishedOn),
            handed_over_on: self.date(row, ColumnKind::HandedOverOn),
            supplement_on: self.date(row, ColumnKind::SupplementOn),
            refused_on: self.date(row, ColumnKind::RefusedOn),
            status,
            status_text,
            stated,
            limit: self.limit(row),
            applicant_digest: self.text(row, ColumnKind::Applicant).map(|name| digest(&key(&name))),
            content_digest: 0,
            fate: Fate::Counted,
        };
        if matches!(case.received_on, Entry::Blank) {
            self.report(row, rules::DG001, ColumnKind::ReceivedOn, "", |finding| {
                let title = ColumnKind::ReceivedOn.title();
                finding.with_words("field", title.vi, title.en).suggest(case.code_date.map(rules::shown))
            });
        }
        for finding in &mut self.findings[first_finding..] {
            finding.case = case.code.value().cloned();
        }
        case
    }

    fn report(
        &mut self,
        row: &CaseRow<'_, '_>,
        rule: &'static Rule,
        column: ColumnKind,
        value: &str,
        fill: impl FnOnce(Finding) -> Finding,
    ) {
        let origin = Origin { table: Arc::clone(&row.register.table), row: row.number() };
        self.findings.push(fill(Finding::new(rule, origin.place(column)).found(column, value)));
    }

    /// The cleaned text of a cell; errors and missing results have been reported. `None` for a blank cell.
    fn text(&mut self, row: &CaseRow<'_, '_>, column: ColumnKind) -> Option<String> {
        match row.value(column)? {
            Value::Text(text) => {
                let text = clean(text);
                (!text.is_empty()).then_some(text)
            }
            Value::Error(_) | Value::NoResult => {
                self.formula_fault(row, column);
                None
            }
            other => Some(other.shown()),
        }
    }

    fn formula_fault(&mut self, row: &CaseRow<'_, '_>, column: ColumnKind) {
        match row.value(column) {
            Some(Value::Error(error)) => {
                self.report(row, rules::CT013, column, error, |finding| finding.with("err", error.as_str()));
            }
            Some(Value::NoResult) => self.report(row, rules::CT012, column, "", |finding| finding),
            _ => {}
        }
    }

    /// Says what was tidied up in a cell whose exact text matters.
    fn tidied(&mut self, row: &CaseRow<'_, '_>, column: ColumnKind) {
        let Some(Value::Text(text)) = row.value(column) else { return };
        let rule = match changed_by_clean(text) {
            Some(CleanKind::Decomposed) => rules::DG003,
            Some(CleanKind::WhiteSpace | CleanKind::Both) => rules::DG004,
            None => return,
        };
        let (shown, cleaned) = (visible(text), clean(text));
        self.report(row, rule, column, &shown, |finding| finding.with("v", shown.clone()).with("s", cleaned));
    }

    fn procedure_code(&mut self, row: &CaseRow<'_, '_>) -> Entry<String> {
        const COLUMN: ColumnKind = ColumnKind::ProcedureCode;
        if row.register.table.column(COLUMN).is_none() {
            return Entry::NoColumn;
        }
        let (shown, read) = match row.value(COLUMN) {
            None => return Entry::Blank,
            Some(Value::Error(_) | Value::NoResult) => {
                self.formula_fault(row, COLUMN);
                return Entry::Unreadable;
            }
            Some(Value::Number(number)) => (number_text(*number), procedure_code::from_number(*number)),
            Some(Value::Text(text)) => (clean(text), procedure_code::read(text)),
            Some(other) => (other.shown(), procedure_code::read(&other.shown())),
        };
        match read {
            procedure_code::Read::Blank => Entry::Blank,
            procedure_code::Read::Good { code, how } => {
                if matches!(how, How::Expanded | How::Restored | How::Extracted) {
                    let full = code.to_string();
                    self.report(row, rules::DM010, COLUMN, &shown, |finding| {
                        finding.with("v", shown.clone()).with("full", full)
                    });
                } else {
                    self.tidied(row, COLUMN);
                }
                Entry::Value(code.to_string())
            }
            // Not of the shape of a code: whether the catalogue knows it all the same is for the matching to say.
            procedure_code::Read::Odd { text, .. } => Entry::Value(text),
        }
    }

    fn name(&mut self, row: &CaseRow<'_, '_>) -> Entry<String> {
        const COLUMN: ColumnKind = ColumnKind::ProcedureName;
        if row.register.table.column(COLUMN).is_none() {
            return Entry::NoColumn;
        }
        let Some(name) = self.text(row, COLUMN) else {
            let fault = matches!(row.value(COLUMN), Some(Value::Error(_) | Value::NoResult));
            return if fault { Entry::Unreadable } else { Entry::Blank };
        };
        self.tidied(row, COLUMN);
        Entry::Value(name)
    }

    fn channel(&mut self, row: &CaseRow<'_, '_>) -> Entry<Channel> {
        const COLUMN: ColumnKind = ColumnKind::Channel;
        if row.register.table.column(COLUMN).is_none() {
            return Entry::Value(self.default_channel);
        }
        if !row.register.table.ticks.is_empty() {
            return self.ticked_channel(row);
        }
        let Some(text) = self.word_text(row, COLUMN) else {
            if matches!(row.value(COLUMN), Some(Value::Error(_) | Value::NoResult)) {
                return Entry::Unreadable;
            }
            self.report(row, rules::DG001, COLUMN, "", |finding| {
                finding
                    .with_words("field", COLUMN.title().vi, COLUMN.title().en)
                    .as_severity(Severity::Warning)
                    .offer(words::nearest("", &Channel::NAMES).0)
            });
            return Entry::Blank;
        };
        if let Some(channel) = self.channel_word(row, &text) {
            self.above.channel = Some(channel);
            return Entry::Value(channel);
        }
        let repeated = self.above.repeated(&text);
        self.report(row, rules::DG014, COLUMN, &text, |finding| {
            above::suggest(old_word::not_in_list(finding, &text, &Channel::NAMES), repeated)
        });
        Entry::Unreadable
    }

    /// The one channel whose column is filled. A zero or a dash fills nothing.
    fn ticked_channel(&mut self, row: &CaseRow<'_, '_>) -> Entry<Channel> {
        const COLUMN: ColumnKind = ColumnKind::Channel;
        let empty = |text: &str| {
            matches!(key(text).as_str(), "" | "0" | "không" | "k")
                || !text.chars().any(|ch| ch.is_alphanumeric() || is_tick(text))
        };
        let filled: Vec<(Channel, String)> = row
            .register
            .table
            .ticks
            .iter()
            .filter_map(|(channel, col)| Some((*channel, clean(&row.at(*col)?.shown()))))
            .filter(|(_, text)| !empty(text))
            .collect();
        match filled.as_slice() {
            [(channel, _)] => Entry::Value(*channel),
            [] => {
                self.report(row, rules::DG001, COLUMN, "", |finding| {
                    finding
                        .with_words("field", COLUMN.title().vi, COLUMN.title().en)
                        .as_severity(Severity::Warning)
                });
                Entry::Blank
            }
            several => {
                let shown = several.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" | ");
                self.report(row, rules::DG014, COLUMN, &shown, |finding| {
                    finding.with("v", shown.clone()).with("list", Channel::NAMES.join(", "))
                });
                Entry::Unreadable
            }
        }
    }

    fn status(&mut self, row: &CaseRow<'_, '_>) -> (Entry<Status>, String, Option<Timeliness>) {
        const COLUMN: ColumnKind = ColumnKind::Status;
        if row.register.table.column(COLUMN).is_none() {
            return (Entry::NoColumn, String::new(), None);
        }
        let Some(text) = self.word_text(row, COLUMN) else { return (Entry::Blank, String::new(), None) };
        if !text.chars().any(char::is_alphanumeric) {
            return (Entry::Blank, String::new(), None);
        }
        if let Some(word) = self.status_word(row, &text) {
            return (word.status.map_or(Entry::Blank, Entry::Value), text, word.timeliness);
        }
        // The dates decide; an unknown word only means that it could not check them.
        self.report(row, rules::DG014, COLUMN, &text, |finding| {
            old_word::not_in_list(finding, &text, &Status::NAMES).as_severity(Severity::Warning)
        });
        (Entry::Unreadable, text, None)
    }

    fn limit(&mut self, row: &CaseRow<'_, '_>) -> Entry<Limit> {
        const COLUMN: ColumnKind = ColumnKind::TimeLimit;
        if row.register.table.column(COLUMN).is_none() {
            return Entry::NoColumn;
        }
        let Some(text) = self.text(row, COLUMN) else { return Entry::Blank };
        limit::read(&text).single().map_or(Entry::Blank, Entry::Value)
    }
}
