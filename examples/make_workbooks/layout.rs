//! What every workbook here shares: the default font, a fixed date of creation (the same bytes on every run),
//! and the page set-up of an A4 form.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::look;

/// Result of every step of this example.
pub(crate) type Done = Result<(), XlsxError>;

/// An empty workbook in Times New Roman 12, with a title for the file's properties.
///
/// 21 and 72 pixels are the height and width that Excel gives a standard cell in this font; column widths are
/// computed from them.
pub(crate) fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    book.set_default_format(&Format::new().set_font_name(look::FONT).set_font_size(12), 21, 72)?;
    let made = ExcelDateTime::from_ymd(2023, 3, 15)?;
    book.set_properties(&DocProperties::new().set_title(title).set_author("").set_creation_datetime(&made));
    Ok(book)
}

/// Saves the workbook under `path`.
pub(crate) fn save(mut book: Workbook, path: &Path) -> Done {
    book.save(path)
}

/// Direction of an A4 page.
#[derive(Clone, Copy)]
pub(crate) enum Page {
    /// Upright.
    Portrait,
    /// Lying.
    Landscape,
}

/// A4, one page wide and as long as needed, page number in the footer, no grid lines on the screen.
pub(crate) fn page(sheet: &mut Worksheet, page: Page) {
    sheet.set_paper_size(9);
    match page {
        Page::Portrait => sheet.set_portrait().set_margins(0.7, 0.5, 0.7, 0.7, 0.3, 0.3),
        Page::Landscape => sheet.set_landscape().set_margins(0.5, 0.5, 0.5, 0.6, 0.3, 0.3),
    };
    sheet
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_footer(format!("&C&\"{},Regular\"&11Trang &P/&N", look::FONT))
        .set_screen_gridlines(false);
}

/// The same footer for a template, which says so on paper where the report is a draft.
pub(crate) fn draft_footer(sheet: &mut Worksheet) {
    let draft = "{{ \"DỰ THẢO, còn lỗi phải sửa – \" if du_thao else \"\" }}";
    sheet.set_footer(format!("&C&\"{},Regular\"&11{draft}Trang &P/&N", look::FONT));
}

/// Sets the widths of the first columns, in characters.
pub(crate) fn widths(sheet: &mut Worksheet, widths: &[f64]) -> Done {
    for (col, width) in (0..).zip(widths) {
        sheet.set_column_width(col, *width)?;
    }
    Ok(())
}

/// Writes texts into one row from column `first` on, all in one format; rows and columns 0-based.
pub(crate) fn texts(sheet: &mut Worksheet, row: u32, first: u16, texts: &[&str], format: &Format) -> Done {
    for (col, text) in (first..).zip(texts) {
        sheet.write_string_with_format(row, col, *text, format)?;
    }
    Ok(())
}

/// Writes a control row (`{% for … %}`): the tag alone in column A.
pub(crate) fn control(sheet: &mut Worksheet, row: u32, tag: &str) -> Done {
    sheet.write_string_with_format(row, 0, tag, &look::control())?;
    Ok(())
}

/// Writes `text` over the rectangle from (`r1`, `c1`) to (`r2`, `c2`); one cell is written without merging.
pub(crate) fn span(sheet: &mut Worksheet, at: (u32, u16, u32, u16), text: &str, format: &Format) -> Done {
    let (r1, c1, r2, c2) = at;
    if (r1, c1) == (r2, c2) {
        sheet.write_string_with_format(r1, c1, text, format)?;
    } else {
        sheet.merge_range(r1, c1, r2, c2, text, format)?;
    }
    Ok(())
}

/// Signature block below a form: place and date on the right, two titles, nothing signed. `left` and `right`
/// are the first and last column of each half. Returns the row after the block.
pub(crate) fn signatures(
    sheet: &mut Worksheet,
    row: u32,
    left: (u16, u16),
    right: (u16, u16),
) -> Result<u32, XlsxError> {
    let place = "{{ co_quan.dia_danh or \"……………\" }}, ngày …… tháng …… năm ………";
    span(sheet, (row, right.0, row, right.1), place, &look::middle(13).set_italic())?;
    let (title, hint) = (look::middle(13).set_bold(), look::middle(12).set_italic());
    span(sheet, (row + 1, left.0, row + 1, left.1), "NGƯỜI LẬP BIỂU", &title)?;
    span(sheet, (row + 1, right.0, row + 1, right.1), "THỦ TRƯỞNG ĐƠN VỊ", &title)?;
    span(sheet, (row + 2, left.0, row + 2, left.1), "(Ký, ghi rõ họ tên)", &hint)?;
    span(sheet, (row + 2, right.0, row + 2, right.1), "(Ký tên, đóng dấu)", &hint)?;
    for line in row..row + 3 {
        sheet.set_row_height(line, 18)?;
    }
    // Room to sign; the last row carries a blank so that the print area ends below it.
    Ok(row + 7)
}
