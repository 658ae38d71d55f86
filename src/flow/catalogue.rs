//! Reads a catalogue table into procedures. Any sheet with a code and a name column will do; what else it lacks is said.
//!
//! In: sheets with a catalogue table. Out: the catalogue and the findings on it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{
    headings::TableKind,
    table::{Found, is_number_row},
};
use crate::{
    cells::{
        date::{DayOrder, from_serial, read_text},
        procedure_code,
        text::{clean, key},
        words::{Level, Words},
    },
    model::{
        catalogue::{Catalogue, Has, Procedure},
        finding::{Finding, Place},
        limit::{self, LimitText},
        period::Period,
        place::{CellAt, Col},
        sheet::{Row, Sheet, Value},
    },
    rules,
};

/// One catalogue sheet.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// Path as in the machine result.
    pub file: Arc<str>,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its tables; those that are no catalogue are passed over.
    pub tables: &'a [Found],
}

/// Reads all catalogue sheets into one catalogue. `None` if they hold no procedure.
pub fn read(
    sources: &[Source<'_>],
    words: &Words,
    period: Option<&Period>,
) -> (Option<Catalogue>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut procedures: Vec<(Place, Procedure)> = Vec::new();
    let mut has = Has::default();
    for source in sources {
        for (index, table) in
            source.tables.iter().enumerate().filter(|(_, table)| table.kind == TableKind::Catalogue)
        {
            has.limits |= table.has("time_limit");
            has.levels |= table.has("level");
            has.fields |= table.has("field");
            has.origins |= table.has("origin");
            has.inter_agency |= table.has("inter_agency");
            let until = source
                .tables
                .get(index + 1)
                .and_then(|next| next.header_rows.first())
                .copied()
                .unwrap_or(u32::MAX);
            let mut reader = Reader { source, table, words, field: None };
            let below =
                |row: &&Row| row.number > table.last_header() && row.number < until && !is_number_row(row);
            for row in source.sheet.rows.iter().filter(below) {
                procedures.extend(reader.procedure(row));
            }
            has.fields |= reader.field.is_some();
        }
    }
    if procedures.is_empty() {
        return (None, findings);
    }
    let procedures = without_copies(procedures, &mut findings);
    let file = sources.first().map(|source| Arc::clone(&source.file)).unwrap_or_default();
    findings.extend(missing_columns(&file, has));
    if let Some(period) = period
        && has.levels
    {
        old_level_words(sources, words, period, &mut findings);
    }
    let procedures = procedures.into_iter().map(|(_, procedure)| procedure).collect();
    (Some(Catalogue::new(file, procedures, has, procedure_code::key, key)), findings)
}

struct Reader<'a, 's> {
    source: &'a Source<'s>,
    table: &'a Found,
    words: &'a Words,
    field: Option<Arc<str>>,
}

impl Reader<'_, '_> {
    fn value<'r>(&self, row: &'r Row, meaning: &str) -> Option<&'r Value> {
        row.value(self.table.column(meaning)?.col)
    }

    fn text(&self, row: &Row, meaning: &str) -> String {
        self.value(row, meaning).map(|value| clean(&value.shown())).unwrap_or_default()
    }

    fn day(&self, row: &Row, meaning: &str) -> Option<NaiveDate> {
        match self.value(row, meaning)? {
            Value::Date(day) => Some(*day),
            Value::Number(number) => from_serial(*number, false),
            Value::Text(text) => read_text(text).date(DayOrder::DayFirst),
            _ => None,
        }
    }

    fn place(&self, row: &Row, col: Col) -> Place {
        Place::sheet(&self.source.file, &Arc::from(self.source.sheet.name.as_str()))
            .at_cell(CellAt { row: row.number, col })
    }

    fn procedure(&mut self, row: &Row) -> Option<(Place, Procedure)> {
        let code_col = self.table.column("procedure_code")?.col;
        let name = self.text(row, "procedure_name");
        let code = match self.value(row, "procedure_code") {
            Some(Value::Number(number)) => procedure_code::from_number(*number),
            Some(value) => procedure_code::read(&value.shown()),
            None => procedure_code::Read::Blank,
        };
        let code = match code {
            procedure_code::Read::Good { code, .. } => code.to_string(),
            // A field of work above its procedures: a text without code. "Tên" may carry it, or the merged first cell.
            _ if name.is_empty() || self.value(row, "procedure_code").is_none() => {
                self.group(row);
                return None;
            }
            procedure_code::Read::Odd { text, .. } if text.bytes().any(|byte| byte.is_ascii_digit()) => text,
            _ => return None,
        };
        if name.is_empty() {
            return None;
        }
        let own_field = self.text(row, "field");
        let field = if own_field.is_empty() {
            self.field.clone().unwrap_or_default()
        } else {
            Arc::from(own_field.as_str())
        };
        let stated = self.text(row, "time_limit");
        let limits = limit::read(&stated);
        let unread_limit = self
            .table
            .column("time_limit")
            .filter(|_| limits == LimitText::Unreadable)
            .map(|column| (self.place(row, column.col), stated));
        let level = self.words.level(&self.text(row, "level")).map(|word| word.level);
        let procedure = Procedure {
            code,
            name,
            field,
            limits,
            unread_limit,
            level,
            inter_agency: is_yes(&self.text(row, "inter_agency")),
            central: central(&self.text(row, "origin")),
            unit: self.text(row, "unit"),
            from: self.day(row, "in_force_from"),
            to: self.last_day(row),
            replaced_by: Some(self.text(row, "replaced_by")).filter(|text| !text.is_empty()),
            row: row.number,
        };
        Some((self.place(row, code_col), procedure))
    }

    /// "Hết hiệu lực" names the first day on which it no longer holds, as decisions do ("hết hiệu lực kể từ ngày").
    /// "Hiệu lực đến", "Đến ngày" name the last day on which it still does.
    fn last_day(&self, row: &Row) -> Option<NaiveDate> {
        let day = self.day(row, "in_force_to")?;
        let heading = key(&self.table.column("in_force_to")?.heading);
        if heading.contains("đến") { Some(day) } else { day.pred_opt() }
    }

    fn group(&mut self, row: &Row) {
        let texts: Vec<String> = row
            .cells
            .iter()
            .filter_map(|cell| if let Value::Text(text) = &cell.value { Some(clean(text)) } else { None })
            .filter(|text| text.chars().count() > 3)
            .collect();
        let Some(text) = texts.first().filter(|_| texts.iter().all(|text| text == &texts[0])) else { return };
        if text.starts_with('(') || text.chars().count() > 150 {
            return;
        }
        let name = super::rows::group_name(text);
        if !name.is_empty() {
            self.field = Some(Arc::from(name.as_str()));
        }
    }
}

fn is_yes(text: &str) -> bool {
    let key = key(text);
    !key.is_empty() && !["không", "0", "-", "no", "khong"].contains(&key.as_str())
}

fn central(text: &str) -> Option<bool> {
    let key = key(text);
    if ["trung ương", "tw", "bộ ", "chính phủ", "cấp bộ", "quốc hội", "ban hành bởi tw"]
        .iter()
        .any(|word| key.starts_with(word))
        || key.contains("được luật giao") && key.contains("bộ")
    {
        Some(true)
    } else if ["địa phương", "đp", "ubnd", "hđnd", "cấp tỉnh", "tỉnh", "ủy ban nhân dân"]
        .iter()
        .any(|word| key.starts_with(word))
    {
        Some(false)
    } else {
        None
    }
}

/// The same code again with the same name and limits is one procedure; with other content it is kept, and reported
/// unless their days in force do not overlap.
fn without_copies(
    procedures: Vec<(Place, Procedure)>,
    findings: &mut Vec<Finding>,
) -> Vec<(Place, Procedure)> {
    let mut kept: Vec<(Place, Procedure)> = Vec::new();
    let mut by_code: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, procedure) in procedures {
        let known = by_code.entry(procedure_code::key(&procedure.code)).or_default();
        let same = known.iter().any(|index| {
            let old = &kept[*index].1;
            key(&old.name) == key(&procedure.name)
                && old.limits == procedure.limits
                && (&old.field, old.level, old.from, old.to)
                    == (&procedure.field, procedure.level, procedure.from, procedure.to)
        });
        if !same {
            known.push(kept.len());
            kept.push((place, procedure));
        }
    }
    for (code, rows) in by_code.iter().filter(|(_, rows)| rows.len() > 1) {
        let overlap = rows.iter().enumerate().any(|(at, one)| {
            rows[at + 1..].iter().any(|other| {
                let (one, other) = (&kept[*one].1, &kept[*other].1);
                let before =
                    |a: Option<NaiveDate>, b: Option<NaiveDate>| a.zip(b).is_some_and(|(to, from)| to < from);
                !before(one.to, other.from) && !before(other.to, one.from)
            })
        });
        if overlap {
            let numbers: Vec<String> = rows.iter().map(|index| kept[*index].1.row.to_string()).collect();
            for index in rows {
                let mut finding = Finding::new(rules::DM013, kept[*index].0.clone())
                    .with("n", rows.len().to_string())
                    .with("v", code.as_str())
                    .with("rows", numbers.join(", "));
                finding.value.clone_from(&kept[*index].1.code);
                findings.push(finding);
            }
        }
    }
    kept
}

fn missing_columns(file: &Arc<str>, has: Has) -> Option<Finding> {
    let lacks: Vec<&str> = [
        (has.limits, "“Thời hạn giải quyết”"),
        (has.levels, "“Mức độ dịch vụ công”"),
        (has.fields, "“Lĩnh vực”"),
    ]
    .into_iter()
    .filter_map(|(has, name)| (!has).then_some(name))
    .collect();
    (!lacks.is_empty())
        .then(|| Finding::new(rules::DM014, Place::file(file)).with("columns", lacks.join(", ")))
}

/// "Mức độ 3/4" is wording of before Nghị định 42/2022/NĐ-CP (in force 15/8/2022): said once for each spelling.
fn old_level_words(sources: &[Source<'_>], words: &Words, period: &Period, findings: &mut Vec<Finding>) {
    let Some(changed) = NaiveDate::from_ymd_opt(2022, 8, 15) else { return };
    if period.to < changed {
        return;
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for source in sources {
        for table in source.tables.iter().filter(|table| table.kind == TableKind::Catalogue) {
            let Some(col) = table.column("level").map(|column| column.col) else { continue };
            for row in source.sheet.rows.iter().filter(|row| row.number > table.last_header()) {
                let Some(Value::Text(text)) = row.value(col) else { continue };
                let Some(word) = words.level(text).filter(|word| word.old_wording) else { continue };
                if !seen.insert(key(text)) {
                    continue;
                }
                let name = match word.level {
                    Level::Full => "toàn trình",
                    Level::Partial => "một phần",
                    _ => "cung cấp thông tin trực tuyến",
                };
                let place = Place::sheet(&source.file, &Arc::from(source.sheet.name.as_str()))
                    .at_cell(CellAt { row: row.number, col });
                let mut finding = Finding::new(rules::DM009, place).with("a", clean(text)).with("b", name);
                finding.value = clean(text);
                findings.push(finding);
            }
        }
    }
}
