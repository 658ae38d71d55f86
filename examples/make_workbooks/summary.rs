//! The summary workbook of the founding report on Nghị quyết 131/NQ-CP: its sections 1 to 5, every figure with
//! numerator and denominator beside each percentage, and the source of each.
//!
//! What registers and catalogue can tell is taken from there, never from the hand-filled sheet; what the unit
//! wrote itself then stands in the last column, so that a difference is seen and not repeated.

use std::path::Path;

use rust_xlsxwriter::{FormatAlign, FormatUnderline, Workbook, Worksheet};

use crate::{
    layout::{self, Done, Page},
    ledger, look,
    summary_rows::{ROWS, Row, Source},
};

/// Last column, 0-based: source and remarks.
const LAST: u16 = 7;

/// Widths of the eight columns, in characters.
const WIDTHS: &[f64] = &[6.0, 34.0, 9.5, 9.5, 6.5, 6.5, 10.0, 22.0];

/// Writes the template.
pub(crate) fn write(path: &Path) -> Done {
    let mut book = layout::workbook("Tổng hợp số liệu báo cáo Nghị quyết 131/NQ-CP")?;
    figures(&mut book)?;
    ledger::write(book.add_worksheet(), &[])?;
    findings(book.add_worksheet())?;
    layout::save(book, path)
}

fn figures(book: &mut Workbook) -> Done {
    let sheet = book.add_worksheet();
    sheet.set_name("Tong hop")?;
    layout::page(sheet, Page::Portrait);
    layout::draft_footer(sheet);
    layout::widths(sheet, WIDTHS)?;
    letterhead(sheet)?;
    let head = 7;
    let names = ["STT", "Nội dung", "Đơn vị tính", "Số liệu", "Tử số", "Mẫu số", "Tỷ lệ", "Nguồn / ghi chú"];
    layout::texts(sheet, head, 0, &names, &look::heading(12))?;
    sheet.set_row_height(head, 35)?;
    for col in 0..=LAST {
        let number = format!("({})", col + 1);
        sheet.write_string_with_format(head + 1, col, number, &look::numbering(11))?;
    }
    sheet.set_repeat_rows(head, head + 1)?;
    let mut row = head + 2;
    for entry in ROWS {
        write_row(sheet, row, entry)?;
        row += 1;
    }
    let end = layout::signatures(sheet, row + 1, (0, 1), (3, LAST))?;
    sheet.set_print_area(0, 0, end, LAST)?;
    Ok(())
}

fn letterhead(sheet: &mut Worksheet) -> Done {
    let (bold, thin) = (look::middle(12).set_bold(), look::middle(12));
    layout::span(sheet, (0, 0, 0, 1), "{{ co_quan.ten_cap_tren | upper or \"……………\" }}", &thin)?;
    layout::span(sheet, (1, 0, 1, 1), "{{ co_quan.ten | upper or \"……………\" }}", &bold)?;
    layout::span(sheet, (0, 2, 0, LAST), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &bold)?;
    let motto =
        look::middle(13).set_bold().set_underline(FormatUnderline::Single).set_align(FormatAlign::Top);
    layout::span(sheet, (1, 2, 1, LAST), "Độc lập - Tự do - Hạnh phúc", &motto)?;
    layout::span(sheet, (3, 0, 3, LAST), "TỔNG HỢP SỐ LIỆU", &look::middle(14).set_bold())?;
    let subject = "Kết quả triển khai thực hiện Nghị quyết 131/NQ-CP của Chính phủ";
    layout::span(sheet, (4, 0, 4, LAST), subject, &look::middle(13).set_bold())?;
    let window = "Kỳ báo cáo: {{ (\"Quý \" ~ ky.quy ~ \" năm \" ~ ky.nam) if ky.quy else ky.ten }} (từ ngày {{ ky.tu | ngay }} đến ngày {{ ky.den | ngay }})";
    layout::span(sheet, (5, 0, 5, LAST), window, &look::middle(12).set_italic())?;
    for (row, height) in [(0, 20), (1, 36), (3, 22), (4, 20), (5, 20)] {
        sheet.set_row_height(row, height)?;
    }
    Ok(())
}

fn write_row(sheet: &mut Worksheet, row: u32, entry: &Row) -> Done {
    if let Row::Section(number, title) = entry {
        let bold = look::boxed(12).set_bold();
        sheet.write_string_with_format(row, 0, *number, &bold.clone().set_align(FormatAlign::Center))?;
        layout::span(sheet, (row, 1, row, LAST), title, &bold)?;
        sheet.set_row_height(row, 20)?;
        return Ok(());
    }
    let Row::Figure { number, text, unit, value, share, source } = entry else { return Ok(()) };
    let middle = look::boxed(12).set_align(FormatAlign::Center);
    sheet.write_string_with_format(row, 0, *number, &middle)?;
    sheet.write_string_with_format(row, 1, *text, &look::boxed(12))?;
    sheet.write_string_with_format(row, 2, *unit, &middle)?;
    // A date figure needs a date format, or it would be shown as Excel's day number.
    let format = if *unit == "Ngày" { look::date(12) } else { look::count(12) };
    sheet.write_string_with_format(row, 3, braces(&value.expression()), &format)?;
    let shares = match share {
        None => [String::new(), String::new(), String::new()],
        Some((part, whole)) => {
            let percent = format!("{} | ty_le({})", part.bare(), whole.bare());
            let guards: Vec<String> = [part, whole].into_iter().filter_map(Source::guard).collect();
            let percent = if guards.is_empty() {
                percent
            } else {
                format!("({percent}) if {} else \"chưa có số liệu\"", guards.join(" and "))
            };
            [part.or_dash(), whole.or_dash(), percent].map(|text| braces(&text))
        }
    };
    for (col, (text, format)) in
        (4..).zip(shares.iter().zip([look::count(12), look::count(12), look::percent(12)]))
    {
        sheet.write_string_with_format(row, col, text, &format)?;
    }
    sheet.write_string_with_format(row, LAST, *source, &look::boxed(11))?;
    sheet.set_row_height(row, height(entry))?;
    Ok(())
}

/// Height in points: as many lines as the longest text needs, two where a cell may say "chưa có số liệu" or
/// "không phát sinh".
fn height(entry: &Row) -> u32 {
    let Row::Figure { text, value, share, source, .. } = entry else { return 20 };
    let least = if share.is_some() || value.guard().is_some() { 2 } else { 1 };
    let lines =
        least.max(lines(text.chars().count(), WIDTHS[1])).max(lines(filled_length(source), WIDTHS[7]));
    4 + 16 * lines
}

/// Lines that a text of so many characters takes in a column: a character of Times New Roman is about a tenth
/// narrower than the digit that widths are measured in; a fifth is lost at line ends.
fn lines(characters: usize, width: f64) -> u32 {
    (characters as f64 / (width * 1.05)).ceil().max(1.0) as u32
}

/// Characters of a remark once its placeholder is filled: a number or "không ghi", the name of a plan, or the
/// reason for a service level.
fn filled_length(source: &str) -> usize {
    let placeholder = match source {
        text if text.contains("ly_do") => 130,
        text if text.contains("_so |") => 42,
        text if text.contains("{{") => 10,
        _ => 0,
    };
    let fixed = source.split("{{").map(|part| part.rsplit("}}").next().unwrap_or(part));
    fixed.map(|part| part.chars().count()).sum::<usize>() + placeholder
}

fn braces(expression: &str) -> String {
    format!("{{{{ {expression} }}}}")
}

/// The sheet "Loi": the first hundred findings, for whoever reads only this workbook.
fn findings(sheet: &mut Worksheet) -> Done {
    sheet.set_name("Loi")?;
    layout::page(sheet, Page::Landscape);
    layout::draft_footer(sheet);
    layout::widths(sheet, &[5.0, 8.0, 11.0, 26.0, 11.0, 7.0, 15.0, 36.0, 30.0])?;
    let title = "NỘI DUNG CẦN XEM LẠI ({{ loi | length }} mục)";
    layout::span(sheet, (0, 0, 0, 8), title, &look::middle(14).set_bold())?;
    let note =
        "Tờ này ghi tối đa 100 mục đầu; danh sách đầy đủ, có liên kết tới từng ô, ở tệp danh-sach-loi.xlsx.";
    layout::span(sheet, (1, 0, 1, 8), note, &look::middle(12).set_italic())?;
    sheet.set_row_height(0, 22)?;
    let names = ["STT", "Mã", "Mức", "Tệp", "Trang tính", "Ô", "Giá trị", "Nội dung", "Đề nghị"];
    layout::texts(sheet, 3, 0, &names, &look::heading(12))?;
    sheet.set_row_height(3, 22)?;
    layout::control(sheet, 4, "{% for l in loi %}")?;
    layout::control(sheet, 5, "{% if loop.index <= 100 %}")?;
    sheet.write_string_with_format(6, 0, "{{ loop.index }}", &look::count(11))?;
    let keys = ["ma", "muc", "tep", "trang", "o", "gia_tri", "noi_dung", "de_nghi"];
    for (col, key) in (1..).zip(keys) {
        sheet.write_string_with_format(6, col, braces(&format!("l.{key}")), &look::boxed(11))?;
    }
    sheet.set_row_height(6, 64)?;
    layout::control(sheet, 7, "{% endif %}")?;
    layout::control(sheet, 8, "{% endfor %}")?;
    sheet.set_repeat_rows(3, 3)?;
    sheet.set_freeze_panes(4, 0)?;
    sheet.set_print_area(0, 0, 8, 8)?;
    Ok(())
}
