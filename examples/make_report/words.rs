//! Paragraphs, runs and tables as WordprocessingML, from texts in which `⟦…⟧` marks what only people can write.

use std::fmt::Write as _;

/// How letters look.
#[derive(Clone, Copy, Default)]
pub(crate) struct Look {
    /// Bold.
    pub(crate) bold: bool,
    /// Italic.
    pub(crate) italic: bool,
    /// Size in half points; 0 is the style's.
    pub(crate) size: u32,
}

/// Upright letters of the style's size.
pub(crate) const PLAIN: Look = Look { bold: false, italic: false, size: 0 };
/// Bold ones.
pub(crate) const BOLD: Look = Look { bold: true, ..PLAIN };

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn run(text: &str, look: Look, gap: bool) -> String {
    let mut properties = String::new();
    if look.bold {
        properties.push_str("<w:b/><w:bCs/>");
    }
    if look.italic {
        properties.push_str("<w:i/><w:iCs/>");
    }
    if look.size > 0 {
        let _ = write!(properties, "<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", look.size);
    }
    if gap {
        properties.push_str("<w:highlight w:val=\"yellow\"/>");
    }
    if !properties.is_empty() {
        properties = format!("<w:rPr>{properties}</w:rPr>");
    }
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

/// A paragraph of a style, with properties of its own.
pub(crate) fn special(style: &str, properties: &str, text: &str, look: Look) -> String {
    let mut out = format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>");
    for (at, part) in text.split(['⟦', '⟧']).enumerate().filter(|(_, part)| !part.is_empty()) {
        out.push_str(&run(part, look, at % 2 == 1));
    }
    out + "</w:p>"
}

/// A paragraph of a style.
pub(crate) fn paragraph(style: &str, text: &str, look: Look) -> String {
    special(style, "", text, look)
}

/// A paragraph of the body.
pub(crate) fn body(text: &str) -> String {
    paragraph("Than", text, PLAIN)
}

/// A control tag in a paragraph of its own.
pub(crate) fn tag(text: &str) -> String {
    paragraph("The", text, PLAIN)
}

/// What only people know: marked, in brackets.
pub(crate) fn gap(what: &str) -> String {
    format!("⟦[… cần bổ sung: {what}]⟧")
}

/// A hand-filled indicator, or a gap where it is missing.
pub(crate) fn hand(code: &str, what: &str) -> String {
    format!(
        "{{% if chi_tieu.{code} is defined %}}{{{{ chi_tieu.{code} }}}}{{% else %}}{}{{% endif %}}",
        gap(what)
    )
}

/// A line below a text: as wide as what the indents (twentieths of a point) leave.
pub(crate) fn line(left: u32, right: u32) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Ke\"/><w:ind w:left=\"{left}\" w:right=\"{right}\"/></w:pPr></w:p>"
    )
}

/// A cell: width in twentieths of a point, properties, paragraphs.
pub(crate) fn cell(width: u32, properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{properties}</w:tcPr>{content}</w:tc>")
}

/// A row; one of the heading repeats on each page.
pub(crate) fn row(heading: bool, cells: &str) -> String {
    let heading = if heading { "<w:tblHeader/>" } else { "" };
    format!("<w:tr><w:trPr><w:cantSplit/>{heading}</w:trPr>{cells}</w:tr>")
}

/// A table of fixed widths, with lines or without; without them it has no cell margins either.
pub(crate) fn table(widths: &[u32], lined: bool, rows: &str) -> String {
    let mut properties = String::new();
    if lined {
        properties.push_str("<w:tblBorders>");
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ = write!(
                properties,
                "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
            );
        }
        properties.push_str("</w:tblBorders>");
    }
    properties.push_str("<w:tblLayout w:type=\"fixed\"/><w:tblCellMar>");
    let margin = if lined { 57 } else { 0 };
    for side in ["left", "right"] {
        let _ = write!(properties, "<w:{side} w:w=\"{margin}\" w:type=\"dxa\"/>");
    }
    properties.push_str("</w:tblCellMar>");
    let total: u32 = widths.iter().sum();
    let mut grid = String::new();
    for width in widths {
        let _ = write!(grid, "<w:gridCol w:w=\"{width}\"/>");
    }
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
}
