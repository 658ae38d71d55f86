//! The blank workbooks of a new report folder: register, catalogue, sheet of indicators, holidays.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet, XlsxError,
};

use crate::{
    error::Error,
    flow::indicators::{self, Definitions, Kind},
    model::calendar,
};

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

pub(super) fn register(choices: &Choices) -> Result<Vec<u8>, XlsxError> {
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
    for (col, choices, title) in [(2, &choices.codes, "Mã TTHC"), (3, &choices.names, "Tên TTHC")] {
        if let Some(rule) = from_catalogue(col - 2, choices.len(), title)? {
            sheet.add_data_validation(first, col, last, col, &rule)?;
        }
    }
    examples(workbook.add_worksheet(), &look)?;
    if !choices.codes.is_empty() {
        offer(workbook.add_worksheet(), choices, &look)?;
    }
    saved(workbook)
}

/// The sheet that the drop-downs of codes and names take their lists from. It has no headings, so that nobody takes it for
/// a catalogue.
const CHOICES: &str = "Chon TTHC";

/// What the columns “Mã TTHC” and “Tên TTHC” of a blank register offer, each without repeats.
#[derive(Debug, Default)]
pub(super) struct Choices {
    /// Codes, in the order of the catalogue.
    pub codes: Vec<String>,
    /// Names, in the order of the catalogue.
    pub names: Vec<String>,
}

/// A drop-down with the first `count` cells of a column of [`CHOICES`]; `None` where there is nothing to choose. What is
/// not in it may be typed all the same after a question: the catalogue may lag behind.
fn from_catalogue(col: u16, count: usize, title: &str) -> Result<Option<DataValidation>, XlsxError> {
    if count == 0 {
        return Ok(None);
    }
    let letter = if col == 0 { 'A' } else { 'B' };
    DataValidation::new()
        .allow_list_formula(Formula::new(format!("'{CHOICES}'!${letter}$1:${letter}${count}")))
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title(title)?
        .set_error_message("Không có trong danh mục TTHC. Vẫn ghi như vậy?")
        .map(Some)
}

fn offer(sheet: &mut Worksheet, choices: &Choices, look: &Look) -> Result<(), XlsxError> {
    sheet.set_name(CHOICES)?.set_column_width(0, 26)?.set_column_width(1, 120)?;
    for (col, list) in (0_u16..).zip([&choices.codes, &choices.names]) {
        for (row, text) in (0_u32..).zip(list) {
            sheet.write_with_format(row, col, text, &look.text)?;
        }
    }
    Ok(())
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

pub(super) fn catalogue() -> Result<Vec<u8>, XlsxError> {
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

pub(super) fn indicator_sheet() -> Result<Result<Vec<u8>, XlsxError>, Error> {
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
            // Blank, not 0: a sheet that nobody filled in reports nothing.
            sheet.write_blank(row, 3, if definition.kind == Kind::Day { &look.date } else { &look.text })?;
            sheet.write_blank(row, 4, &look.text)?;
            sheet.set_row_height(row, 34)?;
        }
        saved(workbook)
    };
    Ok(fill())
}

pub(super) fn holidays() -> Result<Vec<u8>, XlsxError> {
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
