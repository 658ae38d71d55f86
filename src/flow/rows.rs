//! Says of every row of a register sheet what it is, before anything is read out of it. Every row ends in exactly one
//! class; what fits none is `Unclassified` and is reported with its text, never dropped.
//!
//! In: the sheet, its register tables, the catalogue's fields of work. Out: one verdict per row with content.

use std::{collections::BTreeMap, sync::Arc};

mod counts;
mod look;
mod names;
mod under;
mod words;

use super::{
    person::{is_person, unnamed},
    table::{Found, is_number_row},
};
use crate::{
    cells::{text::key, words::Words},
    model::{
        case::Section,
        place::CellAt,
        sheet::{Row, Sheet},
    },
    text::without_long_numbers,
};
pub use counts::RowCounts;
use look::{Look, is_wording};
pub(in crate::flow) use names::is_unit_name;
use under::{Group, Under};
pub(crate) use words::group_name;
use words::{
    enumerator, is_breakdown, is_measure, is_time, is_title, numbered_group, strip_enumerator, strip_label,
    texts,
};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowClass {
    /// Holds nothing but a pre-printed running number.
    Blank,
    /// Letterhead and title above a table.
    Title,
    /// Header, the first or repeated on a new page.
    Header,
    /// "(1) (2) …" below a header.
    Number,
    /// Names the field of work or the unit of the rows below.
    Group,
    /// Subtotal or total.
    Total,
    /// Place and date, signatures.
    Footer,
    /// A remark.
    Note,
    /// Fits nothing; reported with its text.
    Unclassified,
    /// A case.
    Case,
}

/// The verdict on one row.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// 1-based row number.
    pub number: u32,
    /// What it is.
    pub class: RowClass,
    /// Index of the table it belongs to.
    pub table: usize,
    /// Field of work of the group it stands under.
    pub field: Option<Arc<str>>,
    /// Unit of the group it stands under.
    pub unit: Option<Arc<str>>,
    /// Section of state or channel that it stands under.
    pub section: Option<Section>,
    /// For a total row: the number of cases it states.
    pub stated: Option<u64>,
    /// For a case: it stands after the signatures.
    pub after_footer: bool,
}

/// Judges every row with content of a sheet. `tables` are the sheet's register tables from top to bottom, at least one;
/// `fields` are the catalogue's fields of work, `vocabulary` knows the headings that are none.
pub fn judge(sheet: &Sheet, tables: &[Found], fields: &[Arc<str>], vocabulary: &Words) -> Vec<Verdict> {
    let judge = Judge {
        sheet,
        tables,
        vocabulary,
        fields: fields.iter().map(|field| (key(field), Arc::clone(field))).collect(),
        headers: tables
            .iter()
            .enumerate()
            .flat_map(|(index, table)| table.header_rows.iter().map(move |row| (*row, index)))
            .collect(),
    };
    judge.run()
}

struct Judge<'a> {
    sheet: &'a Sheet,
    tables: &'a [Found],
    vocabulary: &'a Words,
    fields: BTreeMap<String, Arc<str>>,
    headers: BTreeMap<u32, usize>,
}

impl Judge<'_> {
    fn run(&self) -> Vec<Verdict> {
        let looks = self.looks();
        let last_case = looks.iter().rposition(|look| *look == Look::Case);
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(looks.len());
        let mut under = Under::default();
        let mut table = 0;
        let mut started = false;
        let mut signed = false;
        for (at, look) in looks.iter().enumerate() {
            let row = &self.sheet.rows[at];
            let mut count_given = None;
            let class = match *look {
                Look::Header(index) => {
                    if index != table && !self.named_just_above(at, &looks) {
                        under = Under::default();
                    }
                    (table, started, signed) = (index, true, false);
                    RowClass::Header
                }
                _ if !started => RowClass::Title,
                Look::Number => RowClass::Number,
                Look::Numbered => RowClass::Blank,
                Look::Total(count) => {
                    count_given = count;
                    RowClass::Total
                }
                Look::Case => RowClass::Case,
                Look::Signature => {
                    signed = true;
                    RowClass::Footer
                }
                Look::Note => RowClass::Note,
                Look::Text => {
                    let before_cases = last_case.is_some_and(|last| at < last);
                    let class = self.text_class(row, at, &looks, before_cases, signed);
                    if class == RowClass::Group {
                        under.enter(self.group(row));
                    }
                    class
                }
            };
            verdicts.push(Verdict {
                number: row.number,
                class,
                table,
                field: under.field.clone(),
                unit: under.unit.clone(),
                section: under.section.clone(),
                stated: count_given,
                after_footer: signed && class == RowClass::Case,
            });
        }
        verdicts
    }

    fn looks(&self) -> Vec<Look> {
        let mut looks: Vec<Look> = Vec::with_capacity(self.sheet.rows.len());
        let mut table = 0;
        for row in &self.sheet.rows {
            if let Some(index) = self.headers.get(&row.number) {
                table = *index;
                looks.push(Look::Header(table));
                continue;
            }
            let under_header = matches!(looks.last(), Some(Look::Header(_)));
            let look = if under_header && is_number_row(row) {
                Look::Number
            } else {
                Look::of(row, &self.tables[table])
            };
            looks.push(look);
        }
        looks
    }

    /// A text row is a group row if rows follow that it can be the heading of, and if it looks like one: known field or
    /// unit, an enumerator ("I.", "A", "1)"), or one merged cell across half the table.
    fn text_class(&self, row: &Row, at: usize, looks: &[Look], before_cases: bool, signed: bool) -> RowClass {
        if self.begins_next_title(at, looks) {
            return RowClass::Title;
        }
        if signed {
            return RowClass::Footer;
        }
        if texts(row).first().is_some_and(|text| is_measure(text)) {
            return RowClass::Note;
        }
        if self.continues_note(at, looks) {
            return RowClass::Note;
        }
        let texts = texts(row);
        let words: Vec<&String> = texts.iter().filter(|text| enumerator(text).is_none()).collect();
        let few = words.len() == 1 && is_wording(words[0]);
        if before_cases && few {
            let text = words[0];
            let numbered = texts.len() > 1 || strip_enumerator(text) != text.trim();
            let named = self.fields.contains_key(&key(&group_name(text)))
                || is_unit_name(text)
                || key(text).starts_with("lĩnh vực")
                || is_time(text)
                // "Trực tiếp" alone may be what is left of a broken case.
                || key(text).contains("hồ sơ") && self.vocabulary.is_section(strip_enumerator(text));
            // An empty field between two groups: "I. Đo lường" directly followed by "II. …". A header repeated on a new page
            // between the group and its cases changes nothing.
            let own = looks[..at].iter().rev().find(|look| matches!(look, Look::Header(_)));
            let followed = looks[at + 1..]
                .iter()
                .take_while(|look| !matches!(look, Look::Header(_)) || Some(*look) == own)
                .any(|look| matches!(look, Look::Case | Look::Text | Look::Total(_)));
            if followed && (named || numbered || self.spans_half(row)) {
                return RowClass::Group;
            }
            if titles_next_table(at, looks) {
                return if named { RowClass::Group } else { RowClass::Title };
            }
        } else if before_cases && titles_next_table(at, looks) {
            return RowClass::Title;
        }
        if !before_cases
            && few
            && numbered_group(&texts)
            && self.fields.contains_key(&key(&group_name(words[0])))
        {
            return RowClass::Group;
        }
        RowClass::Unclassified
    }

    /// A line of a remark, or of what follows a total, that goes on: "Ghi chú:", "- Cột 5 là …"; "Tổng số: 5", "Trong đó:", "-
    /// Trực tuyến: 2".
    fn continues_note(&self, at: usize, looks: &[Look]) -> bool {
        const MOST_LINES: usize = 20;
        let is_line = |at: usize| texts(&self.sheet.rows[at]).iter().all(|text| is_breakdown(text));
        for line in (at.saturating_sub(MOST_LINES) + 1..=at).rev() {
            let adjacent = self.sheet.rows[line - 1].number + 1 == self.sheet.rows[line].number;
            if !adjacent || !is_line(line) {
                return false;
            }
            match looks[line - 1] {
                Look::Note | Look::Total(_) => return true,
                Look::Text => {}
                _ => return false,
            }
        }
        false
    }

    /// Whether the row above a header was a group row of its own table ("Lĩnh vực: Đo lường" above each table).
    fn named_just_above(&self, at: usize, looks: &[Look]) -> bool {
        at > 0 && looks[at - 1] == Look::Text && {
            let row = &self.sheet.rows[at - 1];
            texts(row).first().is_some_and(|text| {
                self.fields.contains_key(&key(&group_name(text)))
                    || is_unit_name(text)
                    || key(text).starts_with("lĩnh vực")
            })
        }
    }

    /// Whether the row is of the title block of a table below: between it and that header stands nothing but text, and it or
    /// a row above it in this block is worded like a title. What stands right above the header may still name the group.
    fn begins_next_title(&self, at: usize, looks: &[Look]) -> bool {
        const MOST_LINES: usize = 20;
        let words = |at: usize| texts(&self.sheet.rows[at]);
        let is_named = |at: usize| {
            words(at).first().is_some_and(|text| {
                !is_measure(text)
                    && (self.fields.contains_key(&key(&group_name(text)))
                        || is_unit_name(text)
                        || key(text).starts_with("lĩnh vực"))
            })
        };
        titles_next_table(at, &looks[..looks.len().min(at + MOST_LINES)])
            && (words(at).iter().any(|text| is_title(text))
                || !is_named(at)
                    && (at.saturating_sub(MOST_LINES)..at)
                        .rev()
                        .take_while(|above| matches!(looks[*above], Look::Text | Look::Note))
                        .any(|above| words(above).iter().any(|text| is_title(text))))
    }

    fn spans_half(&self, row: &Row) -> bool {
        let width = self.tables.first().map_or(0, |table| table.columns.len());
        row.cells.iter().any(|cell| {
            self.sheet.merge_at(CellAt { row: row.number, col: cell.col }).is_some_and(|area| {
                usize::from(area.last.col.0 - area.first.col.0) + 1 >= width.div_ceil(2).max(2)
            })
        })
    }

    fn group(&self, row: &Row) -> Group {
        let texts = texts(row);
        let Some(text) = texts.iter().filter(|text| enumerator(text).is_none()).max_by_key(|text| text.len())
        else {
            return Group::Other;
        };
        let name = group_name(text);
        if let Some(field) = self.fields.get(&key(&name)) {
            return Group::Field(Arc::clone(field));
        }
        let heading = strip_enumerator(text);
        if self.vocabulary.is_section(heading) {
            return Group::Section(Section {
                name: Arc::from(group_name(heading).as_str()),
                row: row.number,
            });
        }
        if is_person(&name) {
            return Group::Field(Arc::from(unnamed(&name)));
        }
        if is_unit_name(text) {
            let name = without_long_numbers(&strip_label(strip_enumerator(text), "đơn vị"));
            return Group::Unit(Arc::from(name));
        }
        if ["cấp tỉnh", "cấp huyện", "cấp xã", "cấp trung ương"].contains(&key(&name).as_str())
        {
            return Group::Level;
        }
        if is_time(&name) {
            return Group::Other;
        }
        Group::Field(Arc::from(name.as_str()))
    }
}

/// Whether nothing but text stands between this row and the header of another table below.
fn titles_next_table(at: usize, looks: &[Look]) -> bool {
    looks[at + 1..]
        .iter()
        .find(|look| !matches!(look, Look::Text | Look::Note))
        .is_some_and(|look| matches!(look, Look::Header(_)))
}

#[cfg(test)]
mod tests;
