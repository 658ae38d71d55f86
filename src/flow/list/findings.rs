//! The data sheets: one line for each finding, the case code and the cell first.

use std::fmt::Write as _;

use rust_xlsxwriter::{
    ColNum, DataValidation, DataValidationErrorStyle, Format, IgnoreError, Url, Worksheet, XlsxError,
};

use super::{
    cell_text, duty_of,
    look::{Look, lines_needed, row_height},
    set_page,
};
use crate::{
    model::{
        figure::Figure,
        finding::{Finding, Place, Severity},
    },
    text::{Lang, Text, visible},
};

/// Excel keeps at most 65,530 links on a sheet; the address stands in words beside each.
const MOST_LINKS: usize = 65_000;
/// Excel's limit for the path of a link is 2,079 characters; the writer refuses longer ones.
const LONGEST_LINK: usize = 2_000;

/// The columns, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Case,
    Cell,
    Message,
    Value,
    Suggestion,
    Agreed,
    Right,
    Explanation,
    Duty,
    Code,
    Sheet,
    File,
    Figures,
}

impl Column {
    const ALL: [Self; 13] = [
        Self::Case,
        Self::Cell,
        Self::Message,
        Self::Value,
        Self::Suggestion,
        Self::Agreed,
        Self::Right,
        Self::Explanation,
        Self::Duty,
        Self::Code,
        Self::Sheet,
        Self::File,
        Self::Figures,
    ];

    /// The columns of a sheet: information asks for nothing, so it has nothing to fill in.
    pub(super) fn of(severity: Severity) -> Vec<Self> {
        let fillable = severity != Severity::Info;
        Self::ALL.into_iter().filter(|column| fillable || !column.is_filled_by_people()).collect()
    }

    const fn is_filled_by_people(self) -> bool {
        matches!(self, Self::Agreed | Self::Right | Self::Explanation)
    }

    /// Heading and width in characters.
    pub(super) const fn heading(self) -> (Text, f64) {
        match self {
            Self::Case => (Text { vi: "Mã hồ sơ", en: "Case code" }, 24.0),
            Self::Cell => (Text { vi: "Ô", en: "Cell" }, 9.0),
            Self::Message => (Text { vi: "Nội dung lỗi", en: "What was found" }, 46.0),
            Self::Value => (Text { vi: "Giá trị hiện tại", en: "Present value" }, 15.0),
            Self::Suggestion => (Text { vi: "Đề xuất", en: "Suggestion" }, 15.0),
            Self::Agreed => (Text { vi: "Đồng ý", en: "Agreed" }, 8.0),
            Self::Right => (Text { vi: "Giá trị đúng", en: "Right value" }, 15.0),
            Self::Explanation => (Text { vi: "Giải trình", en: "Explanation" }, 18.0),
            Self::Duty => (Text { vi: "Mức", en: "Level" }, 10.0),
            Self::Code => (Text { vi: "Mã lỗi", en: "Code" }, 8.0),
            Self::Sheet => (Text { vi: "Trang", en: "Sheet" }, 12.0),
            Self::File => (Text { vi: "Tệp", en: "File" }, 22.0),
            Self::Figures => (Text { vi: "Số liệu bị ảnh hưởng", en: "Figures affected" }, 14.0),
        }
    }
}

/// One data sheet.
pub(super) struct Sheet<'a> {
    pub(super) name: &'a str,
    pub(super) severity: Severity,
    pub(super) links_base: &'a str,
    pub(super) lang: Lang,
}

impl Sheet<'_> {
    /// Writes header and lines. `lines` fit on the sheet.
    pub(super) fn write(&self, lines: &[&Finding], look: &Look) -> Result<Worksheet, XlsxError> {
        let columns = Column::of(self.severity);
        let mut sheet = Worksheet::new();
        sheet.set_name(self.name)?;
        for (col, column) in (0..).zip(&columns) {
            let (heading, width) = column.heading();
            sheet.set_column_width(col, width)?;
            sheet.set_column_format(col, if *column == Column::Duty { &look.centred } else { &look.text })?;
            sheet.write_string_with_format(0, col, heading.get(self.lang), &look.header)?;
        }
        sheet.set_row_height(0, 32)?;
        let mut linked = 0;
        for (row, finding) in (1..).zip(lines) {
            let mut height = 1;
            for (col, column) in (0..).zip(&columns) {
                let text = self.text(*column, finding);
                height = height.max(lines_needed(&text, column.heading().1));
                self.write_cell(&mut sheet, (row, col), *column, (finding, &text), look, &mut linked)?;
            }
            sheet.set_row_height(row, row_height(height))?;
        }
        let last_row = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let last_col = ColNum::try_from(columns.len()).unwrap_or(ColNum::MAX).saturating_sub(1);
        sheet.set_freeze_panes(1, 2)?;
        sheet.autofilter(0, 0, last_row.max(1), last_col)?;
        self.offer_tick(&mut sheet, &columns, last_row)?;
        // Codes and counts are shown as they stand in the register, as text; Excel need not warn of that in each cell.
        sheet.ignore_error_range(0, 0, last_row, last_col, IgnoreError::NumberStoredAsText)?;
        set_page(&mut sheet)?;
        Ok(sheet)
    }

    fn text(&self, column: Column, finding: &Finding) -> String {
        match column {
            Column::Case => finding.case.clone().unwrap_or_default(),
            Column::Cell => address(&finding.place, self.lang),
            Column::Message => finding.message(self.lang),
            Column::Value => visible(&finding.value),
            Column::Suggestion => finding.suggestion.clone().unwrap_or_default(),
            Column::Agreed | Column::Right | Column::Explanation => String::new(),
            Column::Duty => duty_of(finding.severity).get(self.lang).to_owned(),
            Column::Code => finding.rule.code.to_owned(),
            Column::Sheet => finding.place.sheet.as_deref().unwrap_or_default().to_owned(),
            Column::File => finding.place.file.to_string(),
            Column::Figures => figures(finding, self.lang),
        }
    }

    fn write_cell(
        &self,
        sheet: &mut Worksheet,
        (row, col): (u32, ColNum),
        column: Column,
        (finding, text): (&Finding, &str),
        look: &Look,
        linked: &mut usize,
    ) -> Result<(), XlsxError> {
        match column {
            Column::Agreed => sheet.write_blank(row, col, &look.to_tick).map(|_| ()),
            Column::Right | Column::Explanation => sheet.write_blank(row, col, &look.to_fill).map(|_| ()),
            Column::Cell if *linked < MOST_LINKS => match link(&finding.place, self.links_base) {
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

    /// *Đồng ý* offers its tick as a drop-down; other values only get a warning, the sheet stays free to edit.
    fn offer_tick(&self, sheet: &mut Worksheet, columns: &[Column], last_row: u32) -> Result<(), XlsxError> {
        const PROMPT: Text = Text {
            vi: "Chọn x nếu đồng ý với giá trị ở cột Đề xuất.",
            en: "Choose x to agree with the value in the column Suggestion.",
        };
        let Some(col) = columns.iter().position(|column| *column == Column::Agreed) else { return Ok(()) };
        if last_row == 0 {
            return Ok(());
        }
        let tick = DataValidation::new()
            .allow_list_strings(&["x"])?
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_input_message(PROMPT.get(self.lang))?;
        let col = ColNum::try_from(col).unwrap_or_default();
        sheet.add_data_validation(1, col, last_row, col, &tick)?;
        Ok(())
    }
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

/// The figures a finding touches: by their column of form II.06a where they have one, else by what they mean.
fn figures(finding: &Finding, lang: Lang) -> String {
    const INDICATOR: Text = Text { vi: "phiếu chỉ tiêu", en: "indicator sheet" };
    let mut names: Vec<&str> = finding
        .figures
        .iter()
        .map(|key| match Figure::from_key(key) {
            Some(figure) if !figure.form_column().is_empty() => figure.form_column(),
            Some(figure) => figure.meaning().get(lang),
            // The message names the indicator by its words; its key is for template authors.
            None if key.starts_with("chi_tieu.") => INDICATOR.get(lang),
            None => key.as_ref(),
        })
        .collect();
    names.dedup();
    names.join(", ")
}
