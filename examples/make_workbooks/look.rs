//! The look of a government form: Times New Roman, thin borders, wrapped text. In: a few choices; out: cell
//! formats. Sizes follow Nghị định 30/2020/NĐ-CP, Phụ lục I (12–13 for tables, 13–14 for titles).

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The font that the decree prescribes.
pub(crate) const FONT: &str = "Times New Roman";

/// Shade of heading rows: light enough to survive a black-and-white copier.
const SHADE: Color = Color::RGB(0x00E7_EDF3);

/// Plain text without borders, wrapped, centred on the height of its row.
pub(crate) fn plain(size: u8) -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(size)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// Plain text in the middle of its cell.
pub(crate) fn middle(size: u8) -> Format {
    plain(size).set_align(FormatAlign::Center)
}

/// A cell of a table: thin borders, wrapped text.
pub(crate) fn boxed(size: u8) -> Format {
    plain(size).set_border(FormatBorder::Thin)
}

/// A heading cell of a table.
pub(crate) fn heading(size: u8) -> Format {
    boxed(size).set_align(FormatAlign::Center).set_bold().set_background_color(SHADE)
}

/// A cell in the row of column numbers, "(1)", "(2)".
pub(crate) fn numbering(size: u8) -> Format {
    boxed(size).set_align(FormatAlign::Center).set_italic()
}

/// A count: whole number with thousands separator, in the middle as the printed forms have it.
pub(crate) fn count(size: u8) -> Format {
    boxed(size).set_align(FormatAlign::Center).set_num_format("#,##0")
}

/// A percentage with one decimal; the text "không phát sinh" stays text in it.
pub(crate) fn percent(size: u8) -> Format {
    boxed(size).set_align(FormatAlign::Center).set_num_format("0.0%")
}

/// A date as staff write it.
pub(crate) fn date(size: u8) -> Format {
    boxed(size).set_align(FormatAlign::Center).set_num_format("dd/mm/yyyy")
}

/// A control row, which disappears when the template is filled: grey, so that whoever edits sees it apart.
pub(crate) fn control() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10).set_italic().set_font_color(Color::RGB(0x0080_8080))
}
