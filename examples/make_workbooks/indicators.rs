//! The indicator sheet of the sample: the list of `templates/chi-tieu.toml` with what the founding report says,
//! its contradictions included, since showing them is what the sample is for.

use std::{error::Error, path::Path};

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Worksheet};

use crate::{
    layout::{self, Done, Page},
    look,
};

/// What the founding report says for an indicator.
enum Said {
    Number(f64),
    Share(f64),
    Date(u16, u8, u8),
    Text(&'static str),
}

use Said::{Date, Number, Share, Text};

/// Value and remark by code; a code that is not here stays blank, as `ho_so_bcci` does in the report.
const SAID: &[(&str, Said, &str)] = &[
    ("cv_giao_so", Text("Công văn số 3473/UBND-TTPVHCC"), ""),
    ("cv_giao_ngay", Date(2023, 12, 30), ""),
    ("kh_tuyen_truyen", Number(1.0), ""),
    ("kh_tuyen_truyen_so", Text("Kế hoạch số 42/KH-SKHCN ngày 09/01/2023"), ""),
    ("kh_ra_soat", Number(1.0), ""),
    ("kh_ra_soat_so", Text("Kế hoạch số 95/KH-SKHCN ngày 18/01/2023"), ""),
    ("qd_cong_bo", Number(0.0), ""),
    ("vbqppl", Number(0.0), ""),
    ("tthc_cong_bo", Number(0.0), ""),
    ("tthc_cong_khai", Number(0.0), ""),
    ("tthc_bo", Number(0.0), ""),
    ("tthc_bo_giai_quyet", Number(0.0), ""),
    ("tthc_dia_phuong", Number(0.0), ""),
    ("tthc_tw_quy_dinh", Number(0.0), ""),
    ("tthc_dp_quy_dinh", Number(0.0), ""),
    ("kh_moi_truong_dien_tu", Number(1.0), ""),
    ("kh_moi_truong_dien_tu_so", Text("Kế hoạch số 95/KH-SKH&CN ngày 18/01/2023"), ""),
    ("kh_cchc_tinh_ngay", Date(2022, 12, 21), "Kế hoạch số 3387/KH-UBND"),
    ("bo_tthc", Number(49.0), ""),
    ("tthc_muc_4", Number(48.0), ""),
    ("tthc_muc_2", Number(1.0), ""),
    (
        "ly_do_muc_2",
        Text(
            "Thủ tục “Tuyển chọn, giao trực tiếp tổ chức, cá nhân thực hiện nhiệm vụ KH&CN cấp tỉnh” do đặc thù nên tiếp nhận và trả kết quả tại Sở",
        ),
        "",
    ),
    ("tthc_qua_cong", Number(49.0), "49/49 TTHC (100%)"),
    ("tthc_lien_thong", Number(0.0), ""),
    ("ho_so_tiep_nhan", Number(9.0), "Từ ngày 05/12/2022 đến ngày 04/3/2023"),
    ("ho_so_tren_cong", Number(9.0), ""),
    ("ho_so_dung_va_truoc_han", Number(9.0), "09/09 hồ sơ (100%)"),
    ("ho_so_dung_han", Number(9.0), ""),
    ("ho_so_dang_giai_quyet", Number(0.0), ""),
    ("ho_so_qua_han", Number(0.0), ""),
    ("giai_quyet_truoc_han_ty_le", Share(1.0), ""),
    ("so_hoa_ket_qua", Number(9.0), "100%"),
    ("khieu_nai", Number(0.0), ""),
    ("chu_ky_so_moi", Number(4.0), ""),
];

/// Writes the sheet with the indicators listed in the file `list`.
pub(crate) fn write(path: &Path, list: &Path) -> Result<(), Box<dyn Error>> {
    let table: toml::Table = toml::from_str(&std::fs::read_to_string(list)?)?;
    let entries = table.get("chi_tieu").and_then(toml::Value::as_array).ok_or("no [[chi_tieu]]")?;
    let mut book = layout::workbook("Phiếu chỉ tiêu")?;
    let sheet = book.add_worksheet();
    sheet.set_name("Chi tieu")?;
    layout::page(sheet, Page::Portrait);
    layout::widths(sheet, &[26.0, 42.0, 11.0, 24.0, 22.0])?;
    layout::span(sheet, (0, 0, 0, 1), "SỞ KHOA HỌC VÀ CÔNG NGHỆ", &look::middle(12))?;
    layout::span(sheet, (1, 0, 1, 1), "VĂN PHÒNG", &look::middle(12).set_bold())?;
    layout::span(sheet, (3, 0, 3, 4), "PHIẾU CHỈ TIÊU TỰ GHI", &look::middle(14).set_bold())?;
    let headings = ["Mã chỉ tiêu", "Nội dung", "Đơn vị tính", "Số liệu", "Ghi chú"];
    layout::texts(sheet, 5, 0, &headings, &look::heading(12))?;
    sheet.set_row_height(5, 22)?;
    let mut row = 6;
    let mut section = "";
    for entry in entries {
        let text = |key: &str| entry.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        if text("muc") != section {
            section = text("muc");
            layout::span(sheet, (row, 0, row, 4), section, &look::boxed(12).set_bold())?;
            sheet.set_row_height(row, 20)?;
            row += 1;
        }
        indicator(sheet, row, [text("ma"), text("noi_dung"), text("don_vi_tinh")])?;
        row += 1;
    }
    layout::span(sheet, (row + 1, 3, row + 1, 4), "NGƯỜI LẬP BIỂU", &look::middle(12).set_bold())?;
    sheet.set_repeat_rows(5, 5)?;
    sheet.set_print_area(0, 0, row + 6, 4)?;
    Ok(layout::save(book, path)?)
}

fn indicator(sheet: &mut Worksheet, row: u32, [code, text, unit]: [&str; 3]) -> Done {
    let middle = look::boxed(12).set_align(FormatAlign::Center);
    sheet.write_string_with_format(row, 0, code, &look::boxed(12))?;
    sheet.write_string_with_format(row, 1, text, &look::boxed(12))?;
    sheet.write_string_with_format(row, 2, unit, &middle)?;
    let said = SAID.iter().find(|(known, ..)| *known == code);
    let remark = said.map_or("", |(.., remark)| remark);
    sheet.write_string_with_format(row, 4, remark, &look::boxed(12))?;
    value(sheet, row, said.map(|(_, value, _)| value), &middle)?;
    let lines = if code == "ly_do_muc_2" {
        7
    } else if text.chars().count() > 45 {
        2
    } else {
        1
    };
    let remark_lines = 1 + remark.chars().count() as u32 / 24;
    let long = matches!(said, Some((_, Text(_), _)));
    sheet.set_row_height(row, 4 + 16 * lines.max(remark_lines).max(if long { 2 } else { 1 }))?;
    Ok(())
}

fn value(sheet: &mut Worksheet, row: u32, said: Option<&Said>, blank: &Format) -> Done {
    match said {
        None => sheet.write_blank(row, 3, blank)?,
        Some(Number(number)) => sheet.write_number_with_format(row, 3, *number, &look::count(12))?,
        Some(Share(share)) => {
            sheet.write_number_with_format(row, 3, *share, &look::percent(12).set_num_format("0%"))?
        }
        Some(Date(year, month, day)) => {
            let day = ExcelDateTime::from_ymd(*year, *month, *day)?;
            sheet.write_datetime_with_format(row, 3, day, &look::date(12))?
        }
        Some(Text(text)) => sheet.write_string_with_format(row, 3, *text, &look::boxed(12))?,
    };
    Ok(())
}
