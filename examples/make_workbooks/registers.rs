//! The three sample registers, each in a shape that offices really use: a Mẫu 06 with letterhead, merged
//! headings, total and signatures; a plain one with group rows (converted to .ods); and an export of one-stop
//! software in which every cell is text.

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, FormatAlign, Formula, Worksheet};

use crate::{
    cases::{Case, Day, PROPERTY, QUALITY, RADIATION, SCIENCE},
    layout::{self, Done, Page},
    look,
    procedures::{self, FIELDS, PROCEDURES},
};

const ADDRESS: &str = "Địa chỉ thí dụ, tỉnh Cao Bằng";

/// The register of Phòng Quản lý Khoa học: real dates, headings "Ngày, tháng, năm" over three columns.
pub(crate) fn science(path: &Path) -> Done {
    let mut book = layout::workbook("Sổ theo dõi hồ sơ")?;
    let sheet = book.add_worksheet();
    sheet.set_name("So theo doi")?;
    layout::page(sheet, Page::Landscape);
    layout::widths(sheet, &[5.0, 16.0, 10.0, 36.0, 8.0, 22.0, 20.0, 11.5, 11.5, 11.5, 15.0, 12.0])?;
    letterhead(sheet)?;
    let left = [
        "STT",
        "Mã hồ sơ",
        "Mã TTHC",
        "Tên thủ tục hành chính",
        "Số lượng hồ sơ (bộ)",
        "Tên tổ chức, cá nhân",
        "Địa chỉ",
    ];
    headings(
        sheet,
        7,
        &left,
        &["Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả"],
        &["Hình thức tiếp nhận", "Ghi chú"],
    )?;
    for col in 0..12_u16 {
        sheet.write_string_with_format(9, col, format!("({})", col + 1), &look::numbering(11))?;
    }
    for (row, (number, case)) in (10..).zip((1..).zip(&SCIENCE)) {
        let code = procedures::code(case.procedure);
        sheet.write_string_with_format(row, 2, code, &look::boxed(12))?;
        case_row(sheet, row, number, case, &Columns { name: 3, dates: 7, channel: 10, last: 11 })?;
    }
    layout::span(sheet, (15, 0, 15, 3), "Tổng cộng", &look::heading(12))?;
    sheet.write_formula_with_format(
        15,
        4,
        Formula::new("=SUM(E11:E15)").set_result("5"),
        &look::heading(12),
    )?;
    layout::texts(sheet, 15, 5, &[""; 7], &look::heading(12))?;
    layout::span(
        sheet,
        (17, 7, 17, 11),
        "Cao Bằng, ngày …… tháng …… năm ………",
        &look::middle(12).set_italic(),
    )?;
    layout::span(sheet, (18, 0, 18, 3), "NGƯỜI LẬP SỔ", &look::middle(12).set_bold())?;
    layout::span(sheet, (18, 7, 18, 11), "TRƯỞNG PHÒNG", &look::middle(12).set_bold())?;
    layout::span(sheet, (19, 0, 19, 3), "(Ký, ghi rõ họ tên)", &look::middle(12).set_italic())?;
    layout::span(sheet, (19, 7, 19, 11), "(Ký, ghi rõ họ tên)", &look::middle(12).set_italic())?;
    sheet.set_repeat_rows(7, 9)?;
    sheet.set_print_area(0, 0, 24, 11)?;
    layout::save(book, path)
}

fn letterhead(sheet: &mut Worksheet) -> Done {
    let (thin, bold) = (look::middle(12), look::middle(12).set_bold());
    layout::span(sheet, (0, 0, 0, 3), "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", &thin)?;
    layout::span(sheet, (1, 0, 1, 3), "SỞ KHOA HỌC VÀ CÔNG NGHỆ", &thin)?;
    layout::span(sheet, (2, 0, 2, 3), "PHÒNG QUẢN LÝ KHOA HỌC", &bold)?;
    layout::span(sheet, (0, 6, 0, 11), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &bold)?;
    layout::span(sheet, (1, 6, 1, 11), "Độc lập - Tự do - Hạnh phúc", &bold)?;
    layout::span(sheet, (4, 0, 4, 11), "SỔ THEO DÕI HỒ SƠ", &look::middle(14).set_bold())?;
    layout::span(sheet, (5, 0, 5, 11), "Quyển số: 01", &look::middle(12).set_italic())
}

/// The register of Phòng Quản lý chuyên ngành, written as the workbook that LibreOffice turns into .ods: no
/// procedure codes, a group row for each field.
pub(crate) fn specialised(path: &Path) -> Done {
    let mut book = layout::workbook("Sổ theo dõi hồ sơ")?;
    let sheet = book.add_worksheet();
    sheet.set_name("Sổ 2022-2023")?;
    layout::page(sheet, Page::Landscape);
    layout::widths(sheet, &[5.0, 16.0, 38.0, 8.0, 22.0, 20.0, 11.5, 11.5, 11.5, 13.0, 13.0, 9.0, 10.0])?;
    layout::span(sheet, (0, 0, 0, 2), "SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH CAO BẰNG", &look::middle(12))?;
    layout::span(sheet, (1, 0, 1, 2), "PHÒNG QUẢN LÝ CHUYÊN NGÀNH", &look::middle(12).set_bold())?;
    layout::span(sheet, (3, 0, 3, 12), "SỔ THEO DÕI HỒ SƠ", &look::middle(14).set_bold())?;
    let left = ["TT", "Mã hồ sơ", "Tên TTHC", "Số lượng hồ sơ (bộ)", "Tên cá nhân, tổ chức", "Địa chỉ"];
    let right = ["Hình thức tiếp nhận", "Phương thức nhận kết quả", "Ký nhận", "Ghi chú"];
    headings(sheet, 5, &left, &["Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả"], &right)?;
    let columns = Columns { name: 2, dates: 6, channel: 9, last: 12 };
    let mut row = 7;
    let mut number = 1;
    for (roman, field, cases) in [("I", 2, &RADIATION[..]), ("II", 1, &PROPERTY[..])] {
        let group = format!("{roman}. {}", FIELDS[field]);
        layout::span(sheet, (row, 0, row, 12), &group, &look::boxed(12).set_bold())?;
        row += 1;
        for case in cases {
            case_row(sheet, row, number, case, &columns)?;
            sheet.write_string_with_format(row, 10, "Bản điện tử", &look::boxed(12))?;
            row += 1;
            number += 1;
        }
    }
    layout::span(sheet, (row + 1, 8, row + 1, 12), "NGƯỜI LẬP SỔ", &look::middle(12).set_bold())?;
    sheet.set_repeat_rows(5, 6)?;
    layout::save(book, path)
}

/// The export of Chi cục Tiêu chuẩn Đo lường Chất lượng: one merged cell above the headings, text everywhere.
pub(crate) fn quality(path: &Path) -> Done {
    let mut book = layout::workbook("Sổ theo dõi hồ sơ")?;
    let sheet = book.add_worksheet();
    sheet.set_name("Sheet1")?;
    layout::page(sheet, Page::Landscape);
    layout::widths(
        sheet,
        &[5.0, 16.0, 10.0, 36.0, 20.0, 22.0, 20.0, 15.0, 12.0, 12.0, 12.0, 12.0, 12.0, 14.0],
    )?;
    let title = "SỔ THEO DÕI TÌNH HÌNH TIẾP NHẬN HỒ SƠ TTHC\nChi cục Tiêu chuẩn Đo lường Chất lượng\nTừ ngày: 05/12/2022\nĐến ngày: 14/03/2023";
    layout::span(sheet, (0, 0, 0, 13), title, &look::middle(13).set_bold())?;
    sheet.set_row_height(0, 74)?;
    let names = [
        "STT",
        "Mã hồ sơ",
        "Mã thủ tục",
        "Tên thủ tục hành chính",
        "Lĩnh vực",
        "Chủ hồ sơ",
        "Địa chỉ",
        "Hình thức tiếp nhận",
        "Ngày nộp hồ sơ",
        "Ngày tiếp nhận",
        "Ngày hẹn trả",
        "Ngày kết thúc xử lý",
        "Ngày trả kết quả",
        "Trạng thái",
    ];
    layout::texts(sheet, 1, 0, &names, &look::heading(12))?;
    sheet.set_row_height(1, 36)?;
    for (row, (number, case)) in (2..).zip((1..).zip(&QUALITY)) {
        let (received, due, finished) = case.dates;
        let (number, code) = (format!("{number}"), procedures::code(case.procedure));
        let procedure = &PROCEDURES[case.procedure - 1];
        let done = finished.map(|day| (stamp(day, "15:42:10"), stamp(day, "16:30:00")));
        let (finished, handed) = done.unwrap_or_default();
        let status = if finished.is_empty() { "Đang xử lý" } else { "Đã trả kết quả" };
        let values = [
            &number,
            case.code,
            &code,
            procedure.name,
            FIELDS[procedure.field],
            case.applicant,
            ADDRESS,
            case.channel,
            &stamp(received, "08:05:12"),
            &stamp(received, "09:15:40"),
            &stamp(due, "17:00:00"),
            &finished,
            &handed,
            status,
        ];
        layout::texts(sheet, row, 0, &values, &look::boxed(12).set_num_format("@"))?;
        sheet.set_row_height(row, 52)?;
    }
    layout::save(book, path)
}

/// `dd/MM/yyyy HH:mm:ss`, as the software prints a moment.
fn stamp((year, month, day): Day, time: &str) -> String {
    format!("{day:02}/{month:02}/{year} {time}")
}

/// Two heading rows from `top` on: single headings over both, "Ngày, tháng, năm" over the three dates.
fn headings(sheet: &mut Worksheet, top: u32, left: &[&str], dates: &[&str; 3], right: &[&str]) -> Done {
    let head = look::heading(12);
    let first = left.len() as u16;
    for (col, text) in (0..).zip(left).chain((first + 3..).zip(right)) {
        layout::span(sheet, (top, col, top + 1, col), text, &head)?;
    }
    layout::span(sheet, (top, first, top, first + 2), "Ngày, tháng, năm", &head)?;
    layout::texts(sheet, top + 1, first, dates, &head)?;
    sheet.set_row_height(top, 20)?;
    sheet.set_row_height(top + 1, 52)?;
    Ok(())
}

/// Where the parts of a case stand, 0-based: the name, followed by copies, applicant and address; the three
/// dates; the channel; the last column of the table.
struct Columns {
    name: u16,
    dates: u16,
    channel: u16,
    last: u16,
}

/// Writes one case with real dates; the columns behind the channel stay blank.
fn case_row(sheet: &mut Worksheet, row: u32, number: u32, case: &Case, columns: &Columns) -> Done {
    let (text, middle) = (look::boxed(12), look::boxed(12).set_align(FormatAlign::Center));
    sheet.write_number_with_format(row, 0, f64::from(number), &middle)?;
    sheet.write_string_with_format(row, 1, case.code, &text)?;
    sheet.write_string_with_format(row, columns.name, PROCEDURES[case.procedure - 1].name, &text)?;
    sheet.write_number_with_format(row, columns.name + 1, 1.0, &middle)?;
    layout::texts(sheet, row, columns.name + 2, &[case.applicant, ADDRESS], &text)?;
    let (received, due, finished) = case.dates;
    for (col, day) in (columns.dates..).zip([Some(received), Some(due), finished]) {
        match day {
            Some((year, month, day)) => {
                let day = ExcelDateTime::from_ymd(year, month, day)?;
                sheet.write_datetime_with_format(row, col, day, &look::date(12))?;
            }
            None => {
                sheet.write_blank(row, col, &look::date(12))?;
            }
        }
    }
    sheet.write_string_with_format(row, columns.channel, case.channel, &middle)?;
    for col in columns.channel + 1..=columns.last {
        sheet.write_blank(row, col, &text)?;
    }
    sheet.set_row_height(row, 52)?;
    Ok(())
}
