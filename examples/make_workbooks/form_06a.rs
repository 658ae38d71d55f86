//! The template of form II.06a/VPCP/KSTT in its 13 columns (Thông tư số 01/2020/TT-VPCP).
//!
//! The total row adds the **field rows only**: `SUMIF` over column STT, where a field has its number and a
//! procedure a dash. So a procedure is never counted twice, a field without listed procedures still counts,
//! and the reader can follow the formula without a hidden helper column. The ranges begin at the row of column
//! numbers, whose texts add nothing: they stay ranges even when no field is left.

use std::path::Path;

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};

use crate::{
    layout::{self, Done, Page},
    ledger::{self, Check},
    look,
};

/// Figures of columns (3) to (13); where there is no key, the cell is the sum of the given number of columns
/// to its right.
const COLUMNS: [Result<&str, u16>; 11] = [
    Err(3),
    Ok("tiep_nhan.truc_tuyen"),
    Ok("tiep_nhan.truc_tiep_bcci"),
    Ok("tiep_nhan.ky_truoc"),
    Err(3),
    Ok("da_giai_quyet.truoc_han"),
    Ok("da_giai_quyet.dung_han"),
    Ok("da_giai_quyet.qua_han"),
    Err(2),
    Ok("dang_giai_quyet.trong_han"),
    Ok("dang_giai_quyet.qua_han"),
];

/// 0-based rows of the template.
mod rows {
    pub(super) const HEAD: u32 = 5;
    pub(super) const NUMBERS: u32 = 8;
    pub(super) const BLOCK: u32 = 9;
    pub(super) const FIELD: u32 = 10;
    pub(super) const PROCEDURE: u32 = 13;
    pub(super) const BLOCK_END: u32 = 16;
    pub(super) const TOTAL: u32 = 17;
    pub(super) const CHECK: u32 = 18;
    pub(super) const SIGN: u32 = 20;
}

/// Writes the template.
pub(crate) fn write(path: &Path) -> Done {
    let mut book = layout::workbook("Biểu số II.06a/VPCP/KSTT")?;
    form(&mut book)?;
    let total = rows::TOTAL + 1;
    let checks = [
        Check {
            name: "Cột (3) – Tổng số hồ sơ nhận giải quyết",
            form: format!("'II.06a'!C{total}"),
            key: "tiep_nhan.tong",
        },
        Check {
            name: "Cột (7) – Tổng số hồ sơ đã giải quyết",
            form: format!("'II.06a'!G{total}"),
            key: "da_giai_quyet.tong",
        },
        Check {
            name: "Cột (11) – Tổng số hồ sơ đang giải quyết",
            form: format!("'II.06a'!K{total}"),
            key: "dang_giai_quyet.tong",
        },
    ];
    ledger::write(book.add_worksheet(), &checks)?;
    layout::save(book, path)
}

fn form(book: &mut Workbook) -> Done {
    let sheet = book.add_worksheet();
    sheet.set_name("II.06a")?;
    layout::page(sheet, Page::Landscape);
    layout::draft_footer(sheet);
    layout::widths(sheet, &[5.5, 46.0, 7.6, 7.6, 8.2, 7.6, 7.6, 7.6, 7.6, 7.6, 7.6, 7.6, 7.6])?;
    letterhead(sheet)?;
    headings(sheet)?;
    body(sheet)?;
    total(sheet)?;
    let end = layout::signatures(sheet, rows::SIGN, (0, 1), (7, 12))?;
    sheet.set_repeat_rows(rows::HEAD, rows::NUMBERS)?;
    sheet.set_print_area(0, 0, end, 12)?;
    Ok(())
}

fn letterhead(sheet: &mut Worksheet) -> Done {
    let (name, note) = (look::plain(12).set_bold(), look::plain(12).set_italic());
    layout::span(sheet, (0, 0, 0, 1), "Biểu số II.06a/VPCP/KSTT", &name)?;
    let law = "Ban hành theo Thông tư số 01/2020/TT-VPCP ngày 21/10/2020";
    layout::span(sheet, (1, 0, 1, 1), law, &note)?;
    let title = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC\nTẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP\nGIẢI QUYẾT TTHC";
    layout::span(sheet, (0, 2, 1, 7), title, &look::middle(13).set_bold())?;
    layout::span(
        sheet,
        (2, 2, 2, 7),
        "Kỳ báo cáo: {{ (\"Quý \" ~ ky.quy ~ \" năm \" ~ ky.nam) if ky.quy else ky.ten }}",
        &look::middle(12),
    )?;
    let window = "(Từ ngày {{ ky.tu | ngay }} đến ngày {{ ky.den | ngay }})";
    layout::span(sheet, (3, 2, 3, 7), window, &look::middle(12).set_italic())?;
    let side = look::plain(12).set_indent(1);
    layout::span(sheet, (0, 8, 0, 12), "- Đơn vị báo cáo:", &side)?;
    layout::span(sheet, (1, 8, 1, 12), "{{ co_quan.ten or \"……………\" }}", &side.clone().set_bold())?;
    layout::span(sheet, (2, 8, 2, 12), "- Đơn vị nhận báo cáo:", &side)?;
    layout::span(sheet, (3, 8, 3, 12), "{{ co_quan.ten_cap_tren or \"……………\" }}", &side.clone().set_bold())?;
    let unit = look::plain(12).set_italic().set_align(rust_xlsxwriter::FormatAlign::Right);
    layout::span(sheet, (4, 8, 4, 12), "Đơn vị tính: Số hồ sơ TTHC", &unit)?;
    for (row, height) in [(0, 18), (1, 35), (2, 18), (3, 35), (4, 20)] {
        sheet.set_row_height(row, height)?;
    }
    Ok(())
}

fn headings(sheet: &mut Worksheet) -> Done {
    let head = look::heading(11);
    let top = rows::HEAD;
    let cells: [(u32, u16, u32, u16, &str); 18] = [
        (0, 0, 2, 0, "STT"),
        (0, 1, 2, 1, "Lĩnh vực, công việc giải quyết theo cấp"),
        (0, 2, 0, 5, "Số hồ sơ nhận giải quyết"),
        (0, 6, 0, 9, "Số lượng hồ sơ đã giải quyết"),
        (0, 10, 0, 12, "Số lượng hồ sơ đang giải quyết"),
        (1, 2, 2, 2, "Tổng số"),
        (1, 3, 1, 4, "Trong kỳ"),
        (1, 5, 2, 5, "Từ kỳ trước"),
        (1, 6, 2, 6, "Tổng số"),
        (1, 7, 1, 9, "Trong đó"),
        (1, 10, 2, 10, "Tổng số"),
        (1, 11, 1, 12, "Trong đó"),
        (2, 3, 2, 3, "Trực tuyến"),
        (2, 4, 2, 4, "Trực tiếp, dịch vụ bưu chính"),
        (2, 7, 2, 7, "Trước hạn"),
        (2, 8, 2, 8, "Đúng hạn"),
        (2, 9, 2, 9, "Quá hạn"),
        (2, 11, 2, 11, "Trong hạn"),
    ];
    for (r1, c1, r2, c2, text) in cells {
        layout::span(sheet, (top + r1, c1, top + r2, c2), text, &head)?;
    }
    layout::span(sheet, (top + 2, 12, top + 2, 12), "Quá hạn", &head)?;
    for (row, height) in [(top, 20), (top + 1, 20), (top + 2, 62), (rows::NUMBERS, 17)] {
        sheet.set_row_height(row, height)?;
    }
    for col in 0..13_u16 {
        sheet.write_string_with_format(rows::NUMBERS, col, format!("({})", col + 1), &look::numbering(11))?;
    }
    Ok(())
}

fn body(sheet: &mut Worksheet) -> Done {
    layout::control(sheet, rows::BLOCK, "{% for lv in linh_vuc %}")?;
    let bold = look::boxed(12).set_bold();
    sheet.write_string_with_format(
        rows::FIELD,
        0,
        "{{ loop.index }}",
        &bold.clone().set_align(rust_xlsxwriter::FormatAlign::Center),
    )?;
    sheet.write_string_with_format(rows::FIELD, 1, "{{ lv.ten }}", &bold)?;
    // Room for one line and for two: rows without a height are not made higher by every reader.
    sheet.set_row_height(rows::FIELD, 21)?;
    sheet.set_row_height(rows::PROCEDURE, 34)?;
    figures(sheet, rows::FIELD, "lv", &look::count(12).set_bold())?;
    layout::control(sheet, rows::FIELD + 1, "{% for t in lv.tthc %}")?;
    layout::control(sheet, rows::FIELD + 2, "{% if t.tiep_nhan.tong > 0 %}")?;
    let dash = look::boxed(12).set_align(rust_xlsxwriter::FormatAlign::Center);
    sheet.write_string_with_format(rows::PROCEDURE, 0, "–", &dash)?;
    let name = "{{ t.ten }}{{ \" (\" ~ t.ma ~ \")\" if t.ma else \"\" }}";
    sheet.write_string_with_format(rows::PROCEDURE, 1, name, &look::boxed(12))?;
    figures(sheet, rows::PROCEDURE, "t", &look::count(12))?;
    layout::control(sheet, rows::PROCEDURE + 1, "{% endif %}")?;
    layout::control(sheet, rows::PROCEDURE + 2, "{% endfor %}")?;
    layout::control(sheet, rows::BLOCK_END, "{% endfor %}")
}

/// The eleven figure cells of a row: placeholders, and sums of the columns to the right.
fn figures(sheet: &mut Worksheet, row: u32, item: &str, format: &Format) -> Done {
    for (col, figure) in (2_u16..).zip(COLUMNS) {
        match figure {
            Ok(key) => {
                let text = format!("{{{{ {item}.{key} }}}}");
                sheet.write_string_with_format(row, col, text, format)?;
            }
            Err(width) => {
                sheet.write_formula_with_format(row, col, sum_right(row, col, width), format)?;
            }
        }
    }
    Ok(())
}

/// `=D11+E11+F11`: spelled out, as the form's own note does.
fn sum_right(row: u32, col: u16, width: u16) -> Formula {
    let parts: Vec<String> = (col + 1..=col + width).map(|c| format!("{}{}", letter(c), row + 1)).collect();
    Formula::new(format!("={}", parts.join("+"))).set_result("0")
}

/// Letter of one of the 13 columns (0-based).
fn letter(col: u16) -> char {
    char::from(b'A' + col as u8)
}

fn total(sheet: &mut Worksheet) -> Done {
    let row = rows::TOTAL;
    let label = look::heading(12);
    layout::span(sheet, (row, 0, row, 1), "Tổng số", &label)?;
    sheet.set_row_height(row, 20)?;
    let format = look::heading(12).set_num_format("#,##0");
    let (first, last) = (rows::NUMBERS + 1, rows::BLOCK_END + 1);
    for (col, figure) in (2_u16..).zip(COLUMNS) {
        let formula = match figure {
            Ok(_) => {
                let column = letter(col);
                Formula::new(format!("=SUMIF($A${first}:$A${last},\">0\",{column}${first}:{column}${last})"))
                    .set_result("0")
            }
            Err(width) => sum_right(row, col, width),
        };
        sheet.write_formula_with_format(row, col, formula, &format)?;
    }
    check(sheet)
}

fn check(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (row, total) = (rows::CHECK, rows::TOTAL + 1);
    let text = look::plain(11).set_italic();
    layout::span(sheet, (row, 0, row, 1), "Kiểm tra cân đối: (3) = (7) + (11)", &text)?;
    let formula =
        Formula::new(format!("=IF(C{total}=G{total}+K{total},\"Khớp\",\"Lệch\")")).set_result("Khớp");
    sheet.write_formula_with_format(row, 2, formula, &look::middle(11).set_italic().set_bold())?;
    let note = "Lĩnh vực ghi đủ; thủ tục không có hồ sơ nào trong kỳ thì không liệt kê. Dòng “Tổng số” cộng các dòng lĩnh vực.";
    layout::span(sheet, (row, 3, row, 12), note, &text)?;
    sheet.set_row_height(row, 32)?;
    Ok(())
}
