//! The sample catalogue: 49 procedures in four fields under a letterhead, with group rows, a row of column
//! numbers, and the founding report's reason for the one procedure that is not provided online.

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, FormatAlign, Worksheet};

use crate::{
    layout::{self, Done, Page},
    look,
    procedures::{self, FIELDS, INFORMATION_ONLY, LOCAL, PROCEDURES},
};

const HEADINGS: [&str; 9] = [
    "STT",
    "Mã TTHC",
    "Tên TTHC",
    "Lĩnh vực",
    "Thời hạn giải quyết",
    "Mức độ DVC",
    "Cơ quan ban hành",
    "Hiệu lực từ",
    "Ghi chú",
];

/// Writes the catalogue.
pub(crate) fn write(path: &Path) -> Done {
    let mut book = layout::workbook("Danh mục thủ tục hành chính")?;
    let sheet = book.add_worksheet();
    sheet.set_name("Danh muc TTHC")?;
    layout::page(sheet, Page::Landscape);
    layout::widths(sheet, &[5.0, 11.0, 50.0, 20.0, 13.0, 13.0, 19.0, 12.0, 27.0])?;
    let (thin, bold) = (look::middle(12), look::middle(12).set_bold());
    layout::span(sheet, (0, 0, 0, 2), "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", &thin)?;
    layout::span(sheet, (1, 0, 1, 2), "SỞ KHOA HỌC VÀ CÔNG NGHỆ", &bold)?;
    let title = "DANH MỤC THỦ TỤC HÀNH CHÍNH THUỘC PHẠM VI GIẢI QUYẾT CỦA SỞ KHOA HỌC VÀ CÔNG NGHỆ";
    layout::span(sheet, (3, 0, 3, 8), title, &look::middle(13).set_bold())?;
    let note =
        "(Cập nhật đến ngày 14/3/2023. Mã thủ tục là mã thí dụ, không phải mã của Cơ sở dữ liệu quốc gia.)";
    layout::span(sheet, (4, 0, 4, 8), note, &look::middle(12).set_italic())?;
    layout::texts(sheet, 6, 0, &HEADINGS, &look::heading(12))?;
    sheet.set_row_height(6, 35)?;
    for col in 0..9_u16 {
        sheet.write_string_with_format(7, col, format!("({})", col + 1), &look::numbering(11))?;
    }
    let end = rows(sheet, 8)?;
    sheet.set_repeat_rows(6, 7)?;
    sheet.set_freeze_panes(8, 3)?;
    sheet.set_print_area(0, 0, end - 1, 8)?;
    layout::save(book, path)
}

/// Group rows and procedures from row `top` on; returns the row after the last.
fn rows(sheet: &mut Worksheet, top: u32) -> Result<u32, rust_xlsxwriter::XlsxError> {
    let in_force = ExcelDateTime::from_ymd(2022, 10, 1)?;
    let (text, middle) = (look::boxed(12), look::boxed(12).set_align(FormatAlign::Center));
    let mut row = top;
    let mut field = usize::MAX;
    for (number, procedure) in (1..).zip(&PROCEDURES) {
        if procedure.field != field {
            field = procedure.field;
            let roman = ["I", "II", "III", "IV"][field];
            let group = format!("{roman}. {}", FIELDS[field]);
            layout::span(sheet, (row, 0, row, 8), &group, &text.clone().set_bold())?;
            sheet.set_row_height(row, 20)?;
            row += 1;
        }
        let online = number != INFORMATION_ONLY;
        let level = if online { "Toàn trình" } else { "Cung cấp thông tin trực tuyến" };
        let issuer = if LOCAL.contains(&number) {
            "Địa phương (UBND tỉnh Cao Bằng)"
        } else {
            "Trung ương (Bộ Khoa học và Công nghệ)"
        };
        let remark = if online {
            ""
        } else {
            "Do đặc thù nên tiếp nhận và trả kết quả tại Sở Khoa học và Công nghệ"
        };
        sheet.write_number_with_format(row, 0, number as f64, &middle)?;
        sheet.write_string_with_format(row, 1, procedures::code(number), &middle)?;
        sheet.write_string_with_format(row, 2, procedure.name, &text)?;
        sheet.write_string_with_format(row, 3, FIELDS[field], &text)?;
        layout::texts(sheet, row, 4, &[procedure.limit, level, issuer], &middle)?;
        sheet.write_datetime_with_format(row, 7, &in_force, &look::date(12))?;
        sheet.write_string_with_format(row, 8, remark, &text)?;
        sheet.set_row_height(row, if field == 2 || !online { 52 } else { 36 })?;
        row += 1;
    }
    Ok(row)
}
