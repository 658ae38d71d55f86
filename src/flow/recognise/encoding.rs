//! Text in TCVN3 or VNI to Unicode, on strong evidence only: the font's name together with at least one word, or the words
//! of a column; a column with little text follows its sheet.
//!
//! In: a sheet as read. Out: the same with its cells converted, and which they were. A text with letters that only Unicode
//! has stays as it is, and so does a heading that is known as it stands.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    cells::legacy::{self, Evidence, Legacy},
    flow::headings::{Headings, TableKind},
    model::{
        place::Col,
        sheet::{Sheet, Value},
    },
};

/// Cells that were converted from one encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The number of the tab, 0-based.
    pub tab: usize,
    /// The encoding.
    pub encoding: Legacy,
    /// The columns.
    pub columns: BTreeSet<Col>,
    /// How many cells.
    pub cells: usize,
}

impl Converted {
    /// Where, for a message: `B, C, F: 120 ô`.
    pub fn place(&self) -> String {
        let columns: Vec<String> = self.columns.iter().take(12).map(Col::to_string).collect();
        let more = if self.columns.len() > columns.len() { ", …" } else { "" };
        format!("{}{more}: {} ô / cells", columns.join(", "), self.cells)
    }
}

/// So many cells of a column are weighed.
const WEIGHED: usize = 1_000;
/// Headings are looked for in so many rows from the top.
const HEADING_ROWS: usize = 200;

/// What is known of the texts of one column, those converted by their font aside.
#[derive(Default)]
struct Column {
    evidence: Evidence,
    /// Cells that may be in an old encoding, and those that are not.
    candidates: usize,
    unicode: usize,
}

impl Column {
    /// Whether Unicode was typed here too, so that each cell has to speak for itself.
    const fn is_mixed(&self) -> bool {
        self.unicode * 10 > self.candidates
    }
}

/// How a column is converted.
#[derive(Clone, Copy)]
struct Plan {
    encoding: Legacy,
    /// Only the cells that show it by themselves.
    evident_only: bool,
}

/// Converts what is typed in TCVN3 or VNI.
pub(super) fn convert(sheet: &mut Sheet, tab: usize, headings: &Headings) -> Vec<Converted> {
    let by_font = trusted_fonts(sheet);
    let columns = weigh(sheet, &by_font);
    let plans = plans(&columns, &by_font);
    if by_font.is_empty() && plans.is_empty() {
        return Vec::new();
    }
    let mut done: BTreeMap<Legacy, (BTreeSet<Col>, usize)> = BTreeMap::new();
    let fonts = Fonts { sheet_runs: std::mem::take(&mut sheet.legacy_fonts), trusted: by_font };
    for (at, row) in sheet.rows.iter_mut().enumerate() {
        for cell in &mut row.cells {
            let Value::Text(text) = &mut cell.value else { continue };
            if !legacy::is_candidate(text) || at < HEADING_ROWS && is_heading(text, headings) {
                continue;
            }
            let plan = match fonts.of(row.number, cell.col) {
                Some(encoding) => Plan { encoding, evident_only: false },
                None => match plans.get(&cell.col) {
                    Some(plan) => *plan,
                    None => continue,
                },
            };
            let encoding = plan.encoding;
            if legacy::is_right_as_it_is(text, encoding) || plan.evident_only && !is_evident(text, encoding) {
                continue;
            }
            let converted = legacy::convert(text, encoding);
            if converted != *text {
                *text = converted;
                let (columns, cells) = done.entry(encoding).or_default();
                columns.insert(cell.col);
                *cells += 1;
            }
        }
    }
    done.into_iter().map(|(encoding, (columns, cells))| Converted { tab, encoding, columns, cells }).collect()
}

fn is_heading(text: &str, headings: &Headings) -> bool {
    text.chars().count() <= 40
        && TableKind::ALL.iter().any(|kind| headings.listed(*kind, &[text.trim().to_owned()]).is_some())
}

fn is_evident(text: &str, encoding: Legacy) -> bool {
    let mut evidence = Evidence::default();
    evidence.add(text);
    evidence.supports(encoding)
}

/// The fonts of a sheet, and which encodings they are believed for.
struct Fonts {
    /// Ascending by column and row.
    sheet_runs: Vec<crate::model::sheet::FontRun>,
    trusted: Vec<Legacy>,
}

impl Fonts {
    fn of(&self, row: u32, col: Col) -> Option<Legacy> {
        let at = self.sheet_runs.partition_point(|run| (run.col, run.rows.0) <= (col, row)).checked_sub(1)?;
        let run = self.sheet_runs[at];
        let is_in = run.col == col && (run.rows.0..=run.rows.1).contains(&row);
        Some(run.encoding).filter(|encoding| is_in && self.trusted.contains(encoding))
    }
}

/// The encodings of which the words in their fonts bear out the name: Unicode is typed in `.VnTime` too, where it is the
/// font of an old file.
fn trusted_fonts(sheet: &Sheet) -> Vec<Legacy> {
    if sheet.legacy_fonts.is_empty() {
        return Vec::new();
    }
    let mut evidence: BTreeMap<Legacy, Evidence> = BTreeMap::new();
    for run in &sheet.legacy_fonts {
        let from = sheet.rows.partition_point(|row| row.number < run.rows.0);
        for row in sheet.rows[from..].iter().take_while(|row| row.number <= run.rows.1).take(WEIGHED) {
            if let Some(Value::Text(text)) = row.value(run.col)
                && legacy::is_candidate(text)
            {
                evidence.entry(run.encoding).or_default().add(text);
            }
        }
    }
    evidence.into_iter().filter(|(from, found)| found.bears_out(*from)).map(|(from, _)| from).collect()
}

fn weigh(sheet: &Sheet, by_font: &[Legacy]) -> BTreeMap<Col, Column> {
    let fonts = Fonts {
        sheet_runs: if by_font.is_empty() { Vec::new() } else { sheet.legacy_fonts.clone() },
        trusted: by_font.to_vec(),
    };
    let mut columns: BTreeMap<Col, Column> = BTreeMap::new();
    for row in &sheet.rows {
        for cell in &row.cells {
            let Value::Text(text) = &cell.value else { continue };
            if text.is_ascii() || fonts.of(row.number, cell.col).is_some() {
                continue;
            }
            let column = columns.entry(cell.col).or_default();
            if !legacy::is_candidate(text) {
                column.unicode += 1;
                continue;
            }
            column.candidates += 1;
            if column.candidates <= WEIGHED {
                column.evidence.add(text);
            }
        }
    }
    columns
}

fn plans(columns: &BTreeMap<Col, Column>, by_font: &[Legacy]) -> BTreeMap<Col, Plan> {
    let mut plans: BTreeMap<Col, Plan> = BTreeMap::new();
    for (col, column) in columns {
        if let Some(encoding) = column.evidence.strong() {
            plans.insert(*col, Plan { encoding, evident_only: column.is_mixed() });
        }
    }
    let mut known: BTreeSet<Legacy> = plans.values().map(|plan| plan.encoding).collect();
    known.extend(by_font);
    let whole = Column {
        evidence: Evidence::sum(columns.values().map(|column| &column.evidence)),
        candidates: columns.values().map(|column| column.candidates).sum(),
        unicode: columns.values().map(|column| column.unicode).sum(),
    };
    if known.is_empty() {
        known.extend(whole.evidence.strong().filter(|_| !whole.is_mixed()));
    }
    for (col, column) in columns {
        if plans.contains_key(col) {
            continue;
        }
        let all_alike = !whole.is_mixed() && known.len() == 1;
        let Some(encoding) = known.iter().find(|from| column.evidence.supports(**from) || all_alike) else {
            continue;
        };
        plans.insert(*col, Plan { encoding: *encoding, evident_only: column.is_mixed() });
    }
    plans
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{flow::testing::sheet, model::sheet::FontRun};

    fn converted(sheet: &mut Sheet) -> Vec<(Legacy, String, usize)> {
        let headings = Headings::embedded().unwrap();
        convert(sheet, 0, &headings)
            .into_iter()
            .map(|done| {
                let columns: Vec<String> = done.columns.iter().map(Col::to_string).collect();
                (done.encoding, columns.join(""), done.cells)
            })
            .collect()
    }

    fn shown(sheet: &Sheet, row: usize, col: u16) -> String {
        sheet.rows[row].value(Col(col)).map(Value::shown).unwrap_or_default()
    }

    #[test]
    fn one_column_in_an_old_encoding_is_converted_and_its_neighbours_are_not() {
        let mut sheet = sheet(&[
            &["Mã hồ sơ", "Tên thủ tục", "Ghi chú"],
            &["A-1", "CÊp giÊy phÐp bøc x¹", "Hà Văn Tú"],
            &["A-2", "§¨ng ký ho¹t ®éng", "cá nhân"],
            &["A-3", "Đăng ký lại", "là"],
        ]);
        assert_eq!(converted(&mut sheet), [(Legacy::Tcvn3, "B".to_owned(), 2)]);
        assert_eq!(shown(&sheet, 1, 1), "Cấp giấy phép bức xạ");
        assert_eq!(shown(&sheet, 3, 1), "Đăng ký lại");
        assert_eq!((shown(&sheet, 0, 2), shown(&sheet, 1, 2)), ("Ghi chú".into(), "Hà Văn Tú".into()));
    }

    #[test]
    fn a_column_with_little_text_follows_its_sheet() {
        let mut sheet = sheet(&[
            &["M· hå s¬", "Tªn thñ tôc", "Kªnh"],
            &["A-1", "CÊp giÊy phÐp bøc x¹", "Trùc tuyÕn"],
            &["A-2", "§¨ng ký ho¹t ®éng", "Trùc tuyÕn"],
        ]);
        assert_eq!(converted(&mut sheet), [(Legacy::Tcvn3, "ABC".to_owned(), 7)]);
        assert_eq!((shown(&sheet, 0, 0), shown(&sheet, 1, 2)), ("Mã hồ sơ".into(), "Trực tuyến".into()));
    }

    #[test]
    fn a_font_needs_one_word_that_bears_it_out() {
        let fonts = |col| vec![FontRun { col: Col(col), rows: (2, 3), encoding: Legacy::Tcvn3 }];
        let mut old = sheet(&[&["Mã hồ sơ", "Kênh"], &["A-1", "Trùc tuyÕn"], &["A-2", "Trùc tiÕp"]]);
        let unmarked = old.clone();
        old.legacy_fonts = fonts(1);
        assert_eq!(converted(&mut old), [(Legacy::Tcvn3, "B".to_owned(), 2)]);
        assert_eq!(shown(&old, 2, 1), "Trực tiếp");
        let mut alone = sheet(&[&["Mã hồ sơ", "Kênh"], &["A-1", "Trùc tuyÕn"], &["A-2", "PhÝ"]]);
        alone.legacy_fonts = fonts(1);
        assert_eq!(converted(&mut alone), [(Legacy::Tcvn3, "B".to_owned(), 2)], "a word in both encodings");
        assert_eq!(shown(&alone, 2, 1), "Phí");
        let mut plain = unmarked;
        assert_eq!(converted(&mut plain), [], "two words are no evidence without the font");
        let mut modern = sheet(&[&["Mã hồ sơ", "Họ tên"], &["A-1", "Hà Mai"], &["A-2", "Cà Mau"]]);
        modern.legacy_fonts = fonts(1);
        assert_eq!(converted(&mut modern), [], "Unicode typed in .VnTime");
        assert_eq!(shown(&modern, 1, 1), "Hà Mai");
    }
}
