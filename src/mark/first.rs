//! The first sheet of a marked copy: a line a row under one header row, written in one pass, so that its size costs no
//! memory. Every text is an inline string in a text format (`@`): codes and dates stay as they are, and what begins with
//! `=` is no formula.
//!
//! Limits of Excel that are kept: 1,048,576 rows (what does not fit is counted in the last row), 65,530 links (of which
//! 65,000 are used; further cells show their address without one), 65,530 validations (see `prompts`), 32,767 characters
//! in a cell.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::bits;
use super::looks::{List, Looks, marker_colour};
use super::marks;
use super::prompts;
use super::refusal::Refusal;
use crate::flow::lines::{Column, Line};
use crate::model::{
    finding::Severity,
    place::{CellAt, Col},
};
use crate::ooxml::escape;
use crate::ooxml::xml;
use crate::text::{Lang, Text};

/// Its name; a number is added if the sender has such a sheet.
pub(super) const NAME: Text = Text { vi: "Cần sửa", en: "To do" };
const LINES: usize = 1_048_574;
const LINKS: usize = 65_000;
const LEFT_OUT: Text = Text {
    vi: "Còn {n} dòng không đủ chỗ trên trang này; xem danh sách lỗi.",
    en: "{n} more lines have no room on this sheet; see the listing.",
};

/// The formats of its cells, by index of `cellXfs`.
pub(super) struct Formats {
    header: u32,
    header_to_fill: u32,
    /// Plain, and for text that begins like a formula; then the same for what is applied already.
    text: [[u32; 2]; 2],
    to_fill: [[u32; 2]; 2],
    link: [u32; 2],
    duty: [u32; 2],
}

const TOP: &str = "vertical=\"top\" wrapText=\"1\"";
const CENTRE: &str = "horizontal=\"center\" vertical=\"center\" wrapText=\"1\"";

impl Formats {
    /// Adds them to the styles.
    pub(super) fn add(looks: &mut Looks) -> Result<Self, Refusal> {
        let font = |looks: &mut Looks, begin: &str, colour: &str| {
            looks.add(
                List::Fonts,
                &format!("<font>{begin}<sz val=\"11\"/><color rgb=\"{colour}\"/><name val=\"Times New Roman\"/><family val=\"1\"/></font>"),
            )
        };
        let solid = |looks: &mut Looks, colour: &str| {
            looks.add(
                List::Fills,
                &format!("<fill><patternFill patternType=\"solid\"><fgColor rgb=\"{colour}\"/><bgColor indexed=\"64\"/></patternFill></fill>"),
            )
        };
        let side = |name: &str| format!("<{name} style=\"thin\"><color rgb=\"FFBFBFBF\"/></{name}>");
        let border = format!(
            "<border>{}{}{}{}<diagonal/></border>",
            side("left"),
            side("right"),
            side("top"),
            side("bottom")
        );
        let border = looks.add(List::Borders, &border)?;
        let fonts = [
            font(looks, "", "FF000000")?,
            font(looks, "", "FF7F7F7F")?,
            font(looks, "<b/>", "FFFFFFFF")?,
            font(looks, "<b/>", "FF000000")?,
        ];
        let links = [font(looks, "<u/>", "FF0563C1")?, font(looks, "<u/>", "FF7F7F7F")?];
        let fills = [0, solid(looks, "FFEDEDED")?];
        let (dark, amber) = (solid(looks, "FF1F4E79")?, solid(looks, "FFFFD966")?);
        let yellow = solid(looks, "FFFFF8D6")?;
        let markers =
            [solid(looks, marker_colour(Severity::Error))?, solid(looks, marker_colour(Severity::Warning))?];
        let format = |looks: &mut Looks, font: u32, fill: u32, quoted: bool, align: &str| {
            let quoted = if quoted { " quotePrefix=\"1\"" } else { "" };
            looks.add(
                List::Xfs,
                &format!("<xf numFmtId=\"49\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\"{quoted} applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment {align}/></xf>"),
            )
        };
        let two = |looks: &mut Looks, font, fill| -> Result<[u32; 2], Refusal> {
            Ok([format(looks, font, fill, false, TOP)?, format(looks, font, fill, true, TOP)?])
        };
        let text = [two(looks, fonts[0], fills[0])?, two(looks, fonts[1], fills[1])?];
        let to_fill = [two(looks, fonts[0], yellow)?, two(looks, fonts[1], fills[1])?];
        let link =
            [format(looks, links[0], fills[0], false, TOP)?, format(looks, links[1], fills[1], false, TOP)?];
        let duty = [
            format(looks, fonts[0], markers[0], false, TOP)?,
            format(looks, fonts[0], markers[1], false, TOP)?,
        ];
        Ok(Self {
            header: format(looks, fonts[2], dark, false, CENTRE)?,
            header_to_fill: format(looks, fonts[3], amber, false, CENTRE)?,
            text,
            to_fill,
            link,
            duty,
        })
    }

    /// The format of plain text.
    pub(super) fn plain(&self) -> u32 {
        self.text[0][0]
    }

    fn of(&self, line: &Line, column: Column, text: &str, linked: bool) -> u32 {
        let applied = usize::from(line.is_applied);
        let quoted = usize::from(text.starts_with(['=', '+', '-', '@']));
        match column {
            Column::Cell if linked => self.link[applied],
            Column::Duty if !line.is_applied => self.duty[usize::from(line.severity != Severity::Error)],
            column if column.is_filled_by_people() => self.to_fill[applied][quoted],
            _ => self.text[applied][quoted],
        }
    }
}

/// All that the sheet shows.
pub(super) struct First<'a> {
    /// The lines in their order.
    pub(super) lines: Vec<&'a Line>,
    /// The outcome in one sentence.
    pub(super) verdict: &'a str,
    /// The language.
    pub(super) lang: Lang,
    /// Formats.
    pub(super) formats: Formats,
    /// The sheets that links can lead to: their names as lines and as the workbook write them.
    pub(super) targets: BTreeMap<&'a str, String>,
    /// Sheets on which cells got no note for lack of room, and how many.
    pub(super) without_note: Vec<(String, usize)>,
    /// Namespaces of the workbook.
    pub(super) words: &'a super::links::Words,
    /// Windows that show the workbook.
    pub(super) windows: usize,
}

impl First<'_> {
    fn kept(&self) -> &[&Line] {
        &self.lines[..self.lines.len().min(LINES)]
    }

    fn last_row(&self) -> usize {
        self.kept().len() + 1
    }

    /// Letters of the last column.
    fn last_column() -> Col {
        Col(marks::columns().count() as u16 - 1)
    }

    /// The area of header and lines, absolute: `$A$1:$M$9`.
    pub(super) fn area(&self) -> String {
        format!("$A$1:${}${}", Self::last_column(), self.last_row())
    }

    fn target(&self, line: &Line) -> Option<String> {
        let sheet = self.targets.get(line.sheet.as_deref()?)?;
        let cell = match (line.cell, line.row?) {
            (Some(cell), _) => cell.to_string(),
            (None, row) => format!("A{row}"),
        };
        CellAt::parse(&cell)?;
        Some(format!("'{}'!{cell}", sheet.replace('\'', "''")))
    }

    /// Writes the worksheet part.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.head(out)?;
        let mut links = 0;
        for (at, line) in self.kept().iter().enumerate() {
            let linked = links < LINKS && self.target(line).is_some();
            links += usize::from(linked);
            self.row(out, at + 2, line, linked)?;
        }
        let left = self.lines.len() - self.kept().len();
        if left > 0 {
            let text = LEFT_OUT.fill(self.lang, &[("n", left.to_string())]);
            let (row, style) = (self.last_row() + 1, self.formats.plain());
            write!(
                out,
                "<row r=\"{row}\"><c r=\"C{row}\" s=\"{style}\" t=\"inlineStr\"><is>{}</is></c></row>",
                escape::t_element(&text)
            )?;
        }
        let area = self.area().replace('$', "");
        write!(out, "</sheetData><autoFilter ref=\"{area}\"/>")?;
        prompts::write(out, self.kept(), self.verdict, self.lang, &self.without_note)?;
        self.links(out)?;
        let (left, middle) = ("&L&\"Times New Roman\"&9 ", "&A&R&\"Times New Roman\"&9 &P/&N");
        let verdict = prompts::cut(self.verdict, 100).replace('&', "&&");
        let verdict = xml::escape_text(&verdict);
        write!(
            out,
            "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/><headerFooter><oddHeader>{left}{verdict}</oddHeader><oddFooter>{left}{middle}</oddFooter></headerFooter></worksheet>",
            left = xml::escape_text(left),
            middle = xml::escape_text(middle),
        )
    }

    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{}\" xmlns:r=\"{}\"><sheetPr><tabColor rgb=\"FFC00000\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"{}\"/><sheetViews>",
            self.words.main,
            self.words.relationships,
            self.area().replace('$', "")
        )?;
        for window in 0..self.windows {
            let selected = if window == 0 { " tabSelected=\"1\"" } else { "" };
            write!(
                out,
                "<sheetView showGridLines=\"0\"{selected} workbookViewId=\"{window}\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\" activeCell=\"A1\" sqref=\"A1\"/></sheetView>"
            )?;
        }
        write!(out, "</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>")?;
        for (at, column) in marks::columns().enumerate() {
            let hidden = if column == Column::Key { " hidden=\"1\"" } else { "" };
            let (at, width) = (at + 1, column.width());
            write!(out, "<col min=\"{at}\" max=\"{at}\" width=\"{width}\"{hidden} customWidth=\"1\"/>")?;
        }
        write!(out, "</cols><sheetData><row r=\"1\" ht=\"33\" customHeight=\"1\">")?;
        for (at, column) in marks::columns().enumerate() {
            let to_fill = column.is_filled_by_people();
            let style = if to_fill { self.formats.header_to_fill } else { self.formats.header };
            text_cell(out, at, 1, style, column.heading().get(self.lang))?;
        }
        write!(out, "</row>")
    }

    fn row(&self, out: &mut dyn Write, row: usize, line: &Line, linked: bool) -> io::Result<()> {
        let texts: Vec<(Column, String)> =
            marks::columns().map(|column| (column, marks::text(line, column, self.lang))).collect();
        let needed = texts.iter().filter(|(column, _)| *column != Column::Key);
        let height = needed.map(|(column, text)| lines_needed(text, column.width())).max().unwrap_or(1);
        write!(out, "<row r=\"{row}\" ht=\"{}\">", 3 + 15 * height)?;
        for (at, (column, text)) in texts.iter().enumerate() {
            text_cell(out, at, row, self.formats.of(line, *column, text, linked), text)?;
        }
        write!(out, "</row>")
    }

    fn links(&self, out: &mut dyn Write) -> io::Result<()> {
        let found = self.kept().iter().enumerate();
        let mut links =
            found.filter_map(|(at, line)| Some((at + 2, self.target(line)?))).take(LINKS).peekable();
        if links.peek().is_none() {
            return Ok(());
        }
        let column = marks::columns().position(|column| column == Column::Cell).unwrap_or(0);
        let column = Col(column as u16);
        write!(out, "<hyperlinks>")?;
        for (row, target) in links {
            let target = xml::escape_attr(&bits::legal(&target));
            write!(out, "<hyperlink ref=\"{column}{row}\" location=\"{target}\"/>")?;
        }
        write!(out, "</hyperlinks>")
    }
}

fn text_cell(out: &mut dyn Write, col: usize, row: usize, style: u32, text: &str) -> io::Result<()> {
    let col = Col(col as u16);
    if text.is_empty() {
        return write!(out, "<c r=\"{col}{row}\" s=\"{style}\"/>");
    }
    let text = escape::t_element(escape::cut(text).unwrap_or(text));
    write!(out, "<c r=\"{col}{row}\" s=\"{style}\" t=\"inlineStr\"><is>{text}</is></c>")
}

/// How many lines a wrapped 11-point text takes in a column of this width. Heights are stored with the rows, since not every
/// program fits wrapped rows on opening.
fn lines_needed(text: &str, width: f64) -> usize {
    let on_a_line = (width * 1.1).max(1.0) as usize;
    let lines: usize = text.split('\n').map(|line| line.chars().count().div_ceil(on_a_line).max(1)).sum();
    lines.clamp(1, 12)
}
