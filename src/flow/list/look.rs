//! The formats of the listing: one font, light colours that also print in grey.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::model::finding::Severity;

const FONT: &str = "Times New Roman";
const GREY_LINE: Color = Color::RGB(0x00BF_BFBF);
const HEADER_FILL: Color = Color::RGB(0x001F_4E79);
const TO_FILL: Color = Color::RGB(0x00FF_F8D6);
const LINK: Color = Color::RGB(0x0005_63C1);

/// Every format that the sheets use.
pub(super) struct Look {
    /// Running text of the guide.
    pub(super) plain: Format,
    /// Bold running text.
    pub(super) strong: Format,
    /// The guide's title.
    pub(super) title: Format,
    /// Header row.
    pub(super) header: Format,
    /// Wrapped text cell (`@`) of a table.
    pub(super) text: Format,
    /// The same, for text that begins like a formula: it stays text when the cell is edited.
    pub(super) quoted: Format,
    /// Centred short text of a table.
    pub(super) centred: Format,
    /// The cells that people fill in.
    pub(super) to_fill: Format,
    /// The same, centred: the tick.
    pub(super) to_tick: Format,
    /// A link in a table.
    pub(super) link: Format,
    /// A count.
    pub(super) number: Format,
    /// A bold count.
    pub(super) total: Format,
    /// A bold text cell beside `total`.
    pub(super) total_text: Format,
    /// A share.
    pub(super) share: Format,
}

/// How many lines a wrapped 11-point text takes in a column of this width (in characters of the default font, which are
/// a little wider than these). Heights are stored with the rows: not every program fits wrapped rows on opening.
pub(super) fn lines_needed(text: &str, width: f64) -> usize {
    const MOST: usize = 12;
    let on_a_line = (width * 1.2).max(1.0) as usize;
    let lines: usize = text.split('\n').map(|line| line.chars().count().div_ceil(on_a_line).max(1)).sum();
    lines.clamp(1, MOST)
}

/// The height in points of a row with that many lines.
pub(super) fn row_height(lines: usize) -> f64 {
    3.0 + 15.0 * lines as f64
}

impl Look {
    pub(super) fn new() -> Self {
        let plain =
            Format::new().set_font_name(FONT).set_font_size(12).set_align(FormatAlign::Top).set_text_wrap();
        let strong = plain.clone().set_bold();
        let table =
            plain.clone().set_font_size(11).set_border(FormatBorder::Thin).set_border_color(GREY_LINE);
        let text = table.clone().set_num_format("@");
        let number = table.clone().set_num_format("#,##0");
        Self {
            title: strong.clone().set_font_size(16).set_font_color(HEADER_FILL),
            header: table
                .clone()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(HEADER_FILL)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            quoted: text.clone().set_quote_prefix(),
            centred: text.clone().set_align(FormatAlign::Center),
            to_fill: text.clone().set_background_color(TO_FILL),
            to_tick: text.clone().set_background_color(TO_FILL).set_align(FormatAlign::Center),
            link: text.clone().set_font_color(LINK).set_underline(rust_xlsxwriter::FormatUnderline::Single),
            total: number.clone().set_bold(),
            total_text: text.clone().set_bold(),
            share: table.clone().set_num_format("0.0%"),
            number,
            text,
            plain,
            strong,
        }
    }

    /// The banner of the verdict: red, yellow or green by the gravest severity found.
    pub(super) fn verdict(&self, gravest: Option<Severity>) -> Format {
        let fill = match gravest {
            Some(Severity::Error) => 0x00FC_E4E4,
            Some(Severity::Warning) => 0x00FF_F4CE,
            Some(Severity::Info) | None => 0x00E2_F0D9,
        };
        self.strong
            .clone()
            .set_font_size(13)
            .set_background_color(Color::RGB(fill))
            .set_border(FormatBorder::Thin)
            .set_border_color(GREY_LINE)
            .set_align(FormatAlign::VerticalCenter)
            .set_indent(1)
    }
}
