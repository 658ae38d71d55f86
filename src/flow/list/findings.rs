//! The data sheets: one line for each finding, the case code and the cell first.

use std::fmt::Write as _;

use rust_xlsxwriter::{ColNum, DataValidation, Format, IgnoreError, RowNum, Url, Worksheet, XlsxError};

use super::{
    cell_text,
    look::{Look, lines_needed, row_height},
    set_page,
};
use crate::{
    flow::lines::{self, Column, Line, TICK},
    model::finding::{Place, Severity},
    text::{Lang, Text},
};

/// Excel keeps at most 65,530 links on a sheet; the address stands in words beside each.
const MOST_LINKS: usize = 65_000;
/// Excel's limit for the path of a link is 2,079 characters; the writer refuses longer ones.
const LONGEST_LINK: usize = 2_000;

/// The columns of a sheet: information asks for nothing, so it has nothing to fill in and nothing to be known by.
fn columns(severity: Option<Severity>) -> Vec<Column> {
    let fillable = severity != Some(Severity::Info);
    let fits = |column: &Column| fillable || !(column.is_filled_by_people() || *column == Column::Key);
    Column::ALL.into_iter().filter(fits).collect()
}

/// One data sheet.
pub(super) struct Sheet<'a> {
    pub(super) name: &'a str,
    /// The duty of its lines; `None` for the lines that are applied already.
    pub(super) severity: Option<Severity>,
    pub(super) links_base: &'a str,
    pub(super) lang: Lang,
}

/// What of a sheet is written already.
struct Progress {
    links: usize,
    /// The choices of *Giá trị đúng* that the last lines share: first row, last row, choices.
    choices: Option<(RowNum, RowNum, String)>,
    validations: usize,
}

impl Sheet<'_> {
    /// Writes header and lines. `lines` fit on the sheet.
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        lines: impl Iterator<Item = Line>,
        look: &Look,
    ) -> Result<(), XlsxError> {
        let columns = columns(self.severity);
        sheet.set_name(self.name)?;
        for (col, column) in (0..).zip(&columns) {
            sheet.set_column_width(col, column.width())?;
            sheet.set_column_format(col, if *column == Column::Duty { &look.centred } else { &look.text })?;
            sheet.write_string_with_format(0, col, column.heading().get(self.lang), &look.header)?;
            if *column == Column::Key {
                sheet.set_column_hidden(col)?;
            }
        }
        sheet.set_row_height(0, 32)?;
        let mut progress = Progress { links: 0, choices: None, validations: 0 };
        let mut last_row = 0;
        for (row, line) in (1..).zip(lines) {
            let mut height = 1;
            for (col, column) in (0..).zip(&columns) {
                let text = self.text(*column, &line);
                height = height.max(lines_needed(&text, column.width()));
                self.write_cell(sheet, (row, col), *column, (&line, &text), look, &mut progress.links)?;
            }
            sheet.set_row_height(row, row_height(height))?;
            Self::offer_choices(sheet, &columns, Some((row, &line)), &mut progress)?;
            last_row = row;
        }
        Self::offer_choices(sheet, &columns, None, &mut progress)?;
        let last_col = ColNum::try_from(columns.len()).unwrap_or(ColNum::MAX).saturating_sub(1);
        sheet.set_freeze_panes(1, 2)?;
        sheet.autofilter(0, 0, last_row.max(1), last_col)?;
        self.offer_answers(sheet, &columns, last_row)?;
        // Codes and counts are shown as they stand in the register, as text; Excel need not warn of that in each cell.
        sheet.ignore_error_range(0, 0, last_row, last_col, IgnoreError::NumberStoredAsText)?;
        set_page(sheet)
    }

    fn text(&self, column: Column, line: &Line) -> String {
        match column {
            Column::Case => line.case.clone(),
            Column::Cell => address(&place_of(line), self.lang),
            Column::Message => line.message.clone(),
            Column::Value => line.value.clone(),
            Column::Suggestion => line.suggestion.clone(),
            Column::Agreed if line.agreed => TICK.to_owned(),
            Column::Agreed => String::new(),
            Column::Right => line.right.clone(),
            Column::Explanation => line.explanation.clone(),
            Column::Duty => lines::duty(line.severity).get(self.lang).to_owned(),
            Column::Code => line.code.to_owned(),
            Column::Sheet => line.sheet.as_deref().unwrap_or_default().to_owned(),
            Column::File => line.file.to_string(),
            Column::Figures => line.figures.clone(),
            Column::Key => line.key.clone(),
        }
    }

    fn write_cell(
        &self,
        sheet: &mut Worksheet,
        (row, col): (u32, ColNum),
        column: Column,
        (line, text): (&Line, &str),
        look: &Look,
        linked: &mut usize,
    ) -> Result<(), XlsxError> {
        match column {
            Column::Agreed => write_to_fill(sheet, (row, col), text, &look.to_tick),
            Column::Right | Column::Explanation => write_to_fill(sheet, (row, col), text, &look.to_fill),
            Column::Cell if *linked < MOST_LINKS => match link(&place_of(line), self.links_base) {
                Some(link) => {
                    *linked += 1;
                    sheet
                        .write_url_with_options(row, col, Url::new(link), text, "", Some(&look.link))
                        .map(|_| ())
                }
                None => write_text(sheet, (row, col), text, &look.quoted),
            },
            _ => write_text(sheet, (row, col), text, &look.quoted),
        }
    }

    /// *Giá trị đúng* offers the candidates of its line; lines with the same ones share a drop-down. Excel takes 65,530
    /// of them on a sheet; the candidates stand in the message, too.
    fn offer_choices(
        sheet: &mut Worksheet,
        columns: &[Column],
        line: Option<(RowNum, &Line)>,
        progress: &mut Progress,
    ) -> Result<(), XlsxError> {
        let Some(col) = columns.iter().position(|column| *column == Column::Right) else { return Ok(()) };
        let now = line.and_then(|(row, line)| Some((row, lines::choices(&line.candidates)?)));
        if let (Some((_, last, held)), Some((row, choices))) = (&mut progress.choices, &now)
            && held == choices
            && *last + 1 == *row
        {
            *last = *row;
            return Ok(());
        }
        if let Some((first, last, choices)) = progress.choices.take()
            && progress.validations < MOST_LINKS
        {
            progress.validations += 1;
            let choices: Vec<&str> = choices.split(',').collect();
            let list = DataValidation::new()
                .allow_list_strings(&choices)?
                .show_error_message(false)
                .ignore_blank(true);
            let col = ColNum::try_from(col).unwrap_or_default();
            sheet.add_data_validation(first, col, last, col, &list)?;
        }
        progress.choices = now.map(|(row, choices)| (row, row, choices));
        Ok(())
    }

    /// *Đồng ý* offers its tick and *Giải trình* the standard texts; any other text may be typed.
    fn offer_answers(
        &self,
        sheet: &mut Worksheet,
        columns: &[Column],
        last_row: u32,
    ) -> Result<(), XlsxError> {
        const TICK_PROMPT: Text = Text {
            vi: "Chọn x nếu đồng ý với giá trị ở cột Đề xuất.",
            en: "Choose x to agree with the value in the column Suggestion.",
        };
        const REASON_PROMPT: Text = Text {
            vi: "Chọn hoặc ghi lý do nếu sổ đúng. Lỗi phải sửa không giải trình thay được.",
            en: "Choose or type the reason if the register is right. Errors can't be explained away.",
        };
        if last_row == 0 {
            return Ok(());
        }
        let reasons = lines::explanations(self.lang);
        let reasons: Vec<&str> = reasons.iter().map(String::as_str).collect();
        let offers: [(Column, &[&str], Text); 2] =
            [(Column::Agreed, &[TICK], TICK_PROMPT), (Column::Explanation, &reasons, REASON_PROMPT)];
        for (column, choices, prompt) in offers {
            let Some(col) = columns.iter().position(|known| *known == column) else { continue };
            let list = DataValidation::new()
                .allow_list_strings(choices)?
                .show_error_message(false)
                .set_input_message(prompt.get(self.lang))?;
            let col = ColNum::try_from(col).unwrap_or_default();
            sheet.add_data_validation(1, col, last_row, col, &list)?;
        }
        Ok(())
    }
}

/// Where a line stands.
fn place_of(line: &Line) -> Place {
    Place {
        file: line.file.clone(),
        sheet: line.sheet.clone(),
        row: line.row,
        col: line.cell.map(|cell| cell.col),
    }
}

/// A cell that people fill in, with what they answered before.
fn write_to_fill(
    sheet: &mut Worksheet,
    (row, col): (u32, ColNum),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        sheet.write_blank(row, col, format)?;
    } else {
        sheet.write_string_with_format(row, col, cell_text(text), format)?;
    }
    Ok(())
}

/// Writes a text in its column's format; one that begins like a formula is marked to stay text when it is edited.
pub(super) fn write_text(
    sheet: &mut Worksheet,
    (row, col): (u32, ColNum),
    text: &str,
    quoted: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    let text = cell_text(text);
    if text.starts_with(['=', '+', '-', '@']) {
        sheet.write_string_with_format(row, col, text, quoted)?;
    } else {
        sheet.write_string(row, col, text)?;
    }
    Ok(())
}

/// The address in words: `D9`, `dòng 9`, `cả trang`, `cả tệp`.
pub(super) fn address(place: &Place, lang: Lang) -> String {
    const ROW: Text = Text { vi: "dòng {row}", en: "row {row}" };
    const SHEET: Text = Text { vi: "cả trang", en: "sheet" };
    const FILE: Text = Text { vi: "cả tệp", en: "file" };
    match (place.cell(), place.row, &place.sheet) {
        (Some(cell), ..) => cell.to_string(),
        (None, Some(row), _) => ROW.fill(lang, &[("row", row.to_string())]),
        (None, None, Some(_)) => SHEET.get(lang).to_owned(),
        (None, None, None) if place.file.is_empty() => "–".to_owned(),
        (None, None, None) => FILE.get(lang).to_owned(),
    }
}

/// The relative link to the place, if there is a file to open. The listing and the inbox keep their places in the
/// report folder, so the link holds wherever that folder is moved.
pub(super) fn link(place: &Place, base: &str) -> Option<String> {
    if place.file.is_empty() {
        return None;
    }
    let path = escaped(base) + &escaped(&place.file);
    // The writer takes "%23" alone for text yet to be escaped, and Excel itself stumbles over "#" in file names.
    if place.file.contains('#') && !["%20", "%25", "%5B", "%5D"].iter().any(|escape| path.contains(escape)) {
        return None;
    }
    let extension = place.file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let has_sheets = !["csv", "tsv", "txt"].contains(&extension.as_str());
    let location = match &place.sheet {
        Some(sheet) if has_sheets => {
            let cell =
                place.cell().map_or_else(|| format!("A{}", place.row.unwrap_or(1)), |cell| cell.to_string());
            format!("#'{}'!{cell}", sheet.replace('\'', "''"))
        }
        _ => String::new(),
    };
    let link = format!("file:///{path}{location}");
    (link.encode_utf16().count() <= LONGEST_LINK).then_some(link)
}

/// Escapes what would end or change a path in a link; letters of any alphabet stay as they are, as Excel writes them.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for ch in path.chars() {
        match ch {
            ' ' | '%' | '#' | '"' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' => {
                let _ = write!(out, "%{:02X}", u32::from(ch));
            }
            _ => out.push(ch),
        }
    }
    out
}
