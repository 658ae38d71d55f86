//! `tthc init DIR`: a report folder that explains itself: settings with comments, blank register, indicator sheet,
//! catalogue, holidays, templates.
//!
//! An existing folder is only completed: no file in it is ever overwritten.

use std::path::Path;

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Done, console::Console, folder, run};
use crate::{
    error::{Error, shown},
    files,
    flow::indicators::{self, Definitions, Kind},
    model::calendar,
    text::Text,
};

const SETTINGS: &str = include_str!("../../templates/tthc.toml");
const GUIDE: &str = include_str!("../../templates/HUONG-DAN.txt");

/// Makes the folder.
pub fn init(dir: &Path, console: &Console) -> Result<Done, Error> {
    let inbox = dir.join(folder::INBOX);
    let unit = inbox.join("don-vi-mau");
    let catalogue = dir.join(folder::CATALOGUE);
    let made = |workbook: Result<Vec<u8>, XlsxError>| {
        workbook.map_err(|error| {
            Error::new(
                "write",
                shown(dir),
                Text {
                    vi: "Không tạo được tệp mẫu: {cause}.",
                    en: "A blank workbook can't be made: {cause}.",
                },
            )
            .with("cause", error.to_string())
        })
    };
    let mut parts = vec![
        (dir.join(folder::SETTINGS), windows_text(SETTINGS)),
        (dir.join("HUONG-DAN.txt"), windows_text(GUIDE)),
        (unit.join("so-theo-doi-ho-so.xlsx"), made(register())?),
        (inbox.join("van-phong").join("chi-tieu.xlsx"), made(indicator_sheet()?)?),
        (catalogue.join("danh-muc-tthc.xlsx"), made(blank_catalogue())?),
        (catalogue.join("ngay-nghi.xlsx"), made(holidays())?),
    ];
    for (name, bytes) in run::TEMPLATES {
        parts.push((dir.join(folder::TEMPLATES).join(name), bytes.to_vec()));
    }
    for (path, bytes) in parts {
        if path.exists() {
            console.tell(Text { vi: "Giữ nguyên {path}", en: "Kept {path}" }, &[("path", shown(&path))]);
        } else {
            files::write(&path, &bytes)?;
            console.tell(Text { vi: "Tạo {path}", en: "Made {path}" }, &[("path", shown(&path))]);
        }
    }
    console.tell(
        Text {
            vi: "Thư mục báo cáo đã sẵn sàng. Đặt sổ của các đơn vị vào {inbox}, rồi chạy: tthc run {dir}",
            en: "The report folder is ready. Put the units' registers into {inbox}, then run: tthc run {dir}",
        },
        &[("inbox", shown(&inbox)), ("dir", shown(dir))],
    );
    Ok(Done { errors: false })
}

/// Notepad of older Windows wants CR LF and a BOM.
fn windows_text(text: &str) -> Vec<u8> {
    format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
}

struct Look {
    title: Format,
    note: Format,
    head: Format,
    text: Format,
    date: Format,
}

impl Look {
    fn new() -> Self {
        let base = || {
            Format::new()
                .set_font_name("Times New Roman")
                .set_font_size(12)
                .set_align(FormatAlign::VerticalCenter)
        };
        let boxed = || base().set_border(FormatBorder::Thin).set_text_wrap();
        Self {
            title: base().set_bold().set_font_size(14).set_align(FormatAlign::Center),
            note: base().set_italic(),
            head: boxed().set_bold().set_align(FormatAlign::Center).set_background_color("D9E1F2"),
            text: boxed().set_num_format("@"),
            date: boxed().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
        }
    }
}

/// Rows of a blank register that carry drop-downs and formats.
const BLANK_ROWS: u32 = 500;

/// The columns of the blank register: heading, width, whether it holds dates.
const REGISTER: [(&str, f64, bool); 12] = [
    ("STT", 6.0, false),
    ("Mã hồ sơ", 26.0, false),
    ("Mã TTHC", 14.0, false),
    ("Tên TTHC", 44.0, false),
    ("Người nộp", 26.0, false),
    ("Hình thức tiếp nhận", 20.0, false),
    ("Ngày tiếp nhận", 14.0, true),
    ("Ngày hẹn trả", 14.0, true),
    ("Ngày có kết quả", 14.0, true),
    ("Ngày trả kết quả", 14.0, true),
    ("Trạng thái", 20.0, false),
    ("Ghi chú", 24.0, false),
];

fn head(
    sheet: &mut Worksheet,
    look: &Look,
    row: u32,
    columns: &[(&str, f64, bool)],
) -> Result<(), XlsxError> {
    for (col, (heading, width, _)) in (0_u16..).zip(columns) {
        sheet.set_column_width(col, *width)?;
        sheet.write_with_format(row, col, *heading, &look.head)?;
    }
    sheet.set_row_height(row, 34)?;
    sheet.set_freeze_panes(row + 1, 0)?;
    sheet.set_repeat_rows(row, row)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A workbook whose bytes depend on nothing but its content.
fn saved(mut workbook: Workbook) -> Result<Vec<u8>, XlsxError> {
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2023, 1, 1)?;
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    workbook.save_to_buffer()
}

fn list(values: &[&str], title: &str) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(values)?
        .set_error_title(title)?
        .set_error_message("Hãy chọn trong danh sách.")
}

fn day_only() -> Result<DataValidation, XlsxError> {
    let from = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    DataValidation::new()
        .allow_date(rust_xlsxwriter::DataValidationRule::GreaterThanOrEqualTo(&from))
        .set_error_title("Ngày không hợp lệ")?
        .set_error_message("Hãy nhập ngày dạng ngày/tháng/năm, ví dụ 05/01/2023.")
}

/// Formats the blank rows below a header in row index 2 and lets date columns take only dates. Gives the first and last row
/// index, for the drop-downs.
fn blank_rows(
    sheet: &mut Worksheet,
    look: &Look,
    columns: &[(&str, f64, bool)],
) -> Result<(u32, u32), XlsxError> {
    let (first, last) = (3, 2 + BLANK_ROWS);
    for (col, (_, _, dated)) in (0_u16..).zip(columns) {
        for row in first..=last {
            sheet.write_blank(row, col, if *dated { &look.date } else { &look.text })?;
        }
        if *dated {
            sheet.add_data_validation(first, col, last, col, &day_only()?)?;
        }
    }
    Ok((first, last))
}

fn register() -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("So theo doi")?;
    sheet.merge_range(0, 0, 0, 11, "SỔ THEO DÕI HỒ SƠ THỦ TỤC HÀNH CHÍNH", &look.title)?;
    head(sheet, &look, 2, &REGISTER)?;
    let (first, last) = blank_rows(sheet, &look, &REGISTER)?;
    sheet.add_data_validation(
        first,
        5,
        last,
        5,
        &list(&["Trực tuyến", "Trực tiếp", "Bưu chính công ích"], "Hình thức tiếp nhận")?,
    )?;
    let states = [
        "Đang xử lý",
        "Yêu cầu bổ sung",
        "Tạm dừng",
        "Đã xử lý xong",
        "Đã trả kết quả",
        "Trả lại",
        "Công dân rút",
    ];
    sheet.add_data_validation(first, 10, last, 10, &list(&states, "Trạng thái")?)?;
    examples(workbook.add_worksheet(), &look)?;
    saved(workbook)
}

/// Rows filled in as they should be; a picture of words, which is no register since it has no heading row of its own.
fn examples(sheet: &mut Worksheet, look: &Look) -> Result<(), XlsxError> {
    sheet.set_name("Cach ghi")?.set_column_width(0, 26)?.set_column_width(1, 90)?;
    let lines = [
        (
            "Mã hồ sơ",
            "000.99.99.H99-230105-0001: mã cơ quan, ngày tiếp nhận (năm tháng ngày), số thứ tự trong ngày.",
        ),
        ("Mã TTHC", "9.900001: ghi như chữ, đủ sáu chữ số sau dấu chấm."),
        (
            "Hình thức tiếp nhận",
            "Chọn trong danh sách. Nộp tại Trung tâm Phục vụ hành chính công là “Trực tiếp”.",
        ),
        ("Các cột ngày", "Một ngày trong một ô, dạng ngày/tháng/năm. Chưa có thì để trống."),
        ("Ngày có kết quả", "Ngày kết thúc xử lý; ngày này quyết định trước hạn, đúng hạn hay quá hạn."),
        ("Trạng thái", "Chọn trong danh sách; hồ sơ trả lại hoặc công dân rút cần ghi ngày có kết quả."),
    ];
    for (row, (name, text)) in (0_u32..).zip(lines) {
        sheet.write_with_format(row, 0, name, &look.head)?;
        sheet.write_with_format(row, 1, text, &look.text)?;
        sheet.set_row_height(row, 36)?;
    }
    Ok(())
}

fn blank_catalogue() -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let columns = [
        ("STT", 6.0, false),
        ("Mã TTHC", 16.0, false),
        ("Tên TTHC", 60.0, false),
        ("Lĩnh vực", 28.0, false),
        ("Thời hạn giải quyết", 22.0, false),
        ("Mức độ DVC", 22.0, false),
        ("Cấp ban hành", 16.0, false),
        ("Liên thông", 12.0, false),
        ("Hiệu lực từ", 14.0, true),
        ("Hết hiệu lực", 14.0, true),
        ("Ghi chú", 30.0, false),
    ];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Danh muc TTHC")?;
    sheet.merge_range(0, 0, 0, 10, "DANH MỤC THỦ TỤC HÀNH CHÍNH", &look.title)?;
    head(sheet, &look, 2, &columns)?;
    let (first, last) = blank_rows(sheet, &look, &columns)?;
    sheet.add_data_validation(
        first,
        5,
        last,
        5,
        &list(&["Toàn trình", "Một phần", "Cung cấp thông tin trực tuyến"], "Mức độ DVC")?,
    )?;
    sheet.add_data_validation(first, 6, last, 6, &list(&["Trung ương", "Địa phương"], "Cấp ban hành")?)?;
    sheet.add_data_validation(first, 7, last, 7, &list(&["Có", "Không"], "Liên thông")?)?;
    saved(workbook)
}

fn indicator_sheet() -> Result<Result<Vec<u8>, XlsxError>, Error> {
    let definitions = Definitions::parse(indicators::EMBEDDED, "chi-tieu.toml")?;
    let fill = || {
        let look = Look::new();
        let columns = [
            ("Mã chỉ tiêu", 26.0, false),
            ("Nội dung", 70.0, false),
            ("Đơn vị tính", 16.0, false),
            ("Số liệu", 22.0, false),
            ("Ghi chú", 30.0, false),
        ];
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name("Chi tieu")?;
        sheet.merge_range(0, 0, 0, 4, "PHIẾU CHỈ TIÊU TỰ GHI", &look.title)?;
        sheet.write_with_format(1, 0, "Không phát sinh thì ghi 0; không sửa cột Mã chỉ tiêu.", &look.note)?;
        head(sheet, &look, 2, &columns)?;
        // Only what no register can tell: what the program counts itself would only be a second place to err.
        let own = definitions.list.iter().filter(|definition| definition.same_as.is_none());
        for (row, definition) in (3_u32..).zip(own) {
            sheet.write_with_format(row, 0, &definition.code, &look.text)?;
            sheet.write_with_format(row, 1, &definition.content, &look.text)?;
            sheet.write_with_format(row, 2, &definition.measure, &look.text)?;
            if definition.kind == Kind::Count && definition.required {
                sheet.write_with_format(row, 3, 0, &look.text)?;
            } else {
                sheet.write_blank(
                    row,
                    3,
                    if definition.kind == Kind::Day { &look.date } else { &look.text },
                )?;
            }
            sheet.write_blank(row, 4, &look.text)?;
            sheet.set_row_height(row, 34)?;
        }
        saved(workbook)
    };
    Ok(fill())
}

fn holidays() -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Ngay nghi")?;
    head(sheet, &look, 0, &[("Ngày", 16.0, true), ("Loại", 14.0, false), ("Ghi chú", 60.0, false)])?;
    // The embedded list is plain `Ngày,Loại,Ghi chú`; notes may hold commas.
    for (row, line) in
        (1_u32..).zip(calendar::EMBEDDED.lines().skip(1).filter(|line| !line.trim().is_empty()))
    {
        let mut parts = line.splitn(3, ',');
        let mut next = || parts.next().unwrap_or("").trim().trim_matches('"').to_owned();
        let (day, kind, note) = (next(), next(), next());
        match chrono::NaiveDate::parse_from_str(&day, "%d/%m/%Y") {
            Ok(day) => {
                let day = rust_xlsxwriter::ExcelDateTime::from_ymd(
                    u16::try_from(chrono::Datelike::year(&day)).unwrap_or(1900),
                    chrono::Datelike::month(&day) as u8,
                    chrono::Datelike::day(&day) as u8,
                )?;
                sheet.write_with_format(row, 0, &day, &look.date)?;
            }
            Err(_) => {
                sheet.write_with_format(row, 0, &day, &look.text)?;
            }
        }
        sheet.write_with_format(row, 1, &kind, &look.text)?;
        sheet.write_with_format(row, 2, &note, &look.text)?;
    }
    saved(workbook)
}
