//! The sheet "Doi soat" that both templates carry: where every row of the registers went, how the figures
//! differ from the standard window of the quarter, and the counting policy that was applied.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use crate::{
    layout::{self, Done, Page},
    look,
};

/// A figure of the form that is compared with the program's own count.
pub(crate) struct Check {
    /// What is compared, as staff call it.
    pub(crate) name: &'static str,
    /// Reference to the form's cell.
    pub(crate) form: String,
    /// Key of the program's figure.
    pub(crate) key: &'static str,
}

/// Keys and headings of the counts of rows, in the order of the two equations.
const COUNTS: [(&str, &str); 17] = [
    ("doc", "Dòng đọc được"),
    ("trong", "Trống"),
    ("tieu_de", "Tiêu đề"),
    ("dau_cot", "Đầu cột"),
    ("so_cot", "Số cột"),
    ("nhom", "Nhóm"),
    ("cong", "Cộng"),
    ("chan", "Chân trang"),
    ("ghi_chu", "Ghi chú"),
    ("chua_ro", "Chưa rõ"),
    ("ho_so", "Hồ sơ"),
    ("tinh", "Được tính"),
    ("ngoai_ky", "Ngoài kỳ"),
    ("khong_tinh", "Không tính"),
    ("trung", "Trùng"),
    ("thay_the", "Đã thay thế"),
    ("khong_xep", "Chưa xếp được"),
];

/// Last column, 0-based: STT, file, sheet, unit, 17 counts, verdict.
const LAST: u16 = 21;

/// Fills an empty worksheet with the ledger, and with `checks` of the form where there are any.
pub(crate) fn write(sheet: &mut Worksheet, checks: &[Check]) -> Done {
    sheet.set_name("Doi soat")?;
    layout::page(sheet, Page::Landscape);
    layout::draft_footer(sheet);
    let mut widths = vec![5.0, 34.0, 12.0, 18.0];
    widths.extend([6.0; 17]);
    widths.push(7.5);
    layout::widths(sheet, &widths)?;
    layout::span(sheet, (0, 0, 0, LAST), "ĐỐI SOÁT SỐ LIỆU", &look::middle(14).set_bold())?;
    let line = "{{ co_quan.ten or \"……………\" }} – {{ (\"Quý \" ~ ky.quy ~ \" năm \" ~ ky.nam) if ky.quy else ky.ten }} (từ ngày {{ ky.tu | ngay }} đến ngày {{ ky.den | ngay }})";
    layout::span(sheet, (1, 0, 1, LAST), line, &look::middle(12).set_italic())?;
    sheet.set_row_height(0, 22)?;
    let top = 3;
    let row = counts(sheet, top)?;
    sheet.set_repeat_rows(top + 1, top + 2)?;
    let row = windows(sheet, row)?;
    let row = policy(sheet, row)?;
    let row = form_checks(sheet, row, checks)?;
    sheet.set_print_area(0, 0, row, LAST)?;
    Ok(())
}

fn section(sheet: &mut Worksheet, row: u32, text: &str) -> Done {
    layout::span(sheet, (row, 0, row, LAST), text, &look::plain(12).set_bold())?;
    sheet.set_row_height(row, 22)?;
    Ok(())
}

/// Section I: rows of every file and in total, with both equations checked by formula. Returns the next row.
fn counts(sheet: &mut Worksheet, top: u32) -> Result<u32, XlsxError> {
    section(sheet, top, "I. Mỗi dòng của sổ được xếp vào đâu")?;
    count_headings(sheet, top + 1)?;
    let (block, item, end, total) = (top + 3, top + 4, top + 5, top + 6);
    layout::control(sheet, block, "{% for d in doi_soat.tep %}")?;
    let middle = look::boxed(12).set_align(rust_xlsxwriter::FormatAlign::Center);
    sheet.write_string_with_format(item, 0, "{{ loop.index }}", &middle)?;
    layout::texts(sheet, item, 1, &["{{ d.tep }}", "{{ d.trang }}", "{{ d.don_vi }}"], &look::boxed(12))?;
    sheet.set_row_height(item, 48)?;
    layout::control(sheet, end, "{% endfor %}")?;
    layout::span(sheet, (total, 0, total, 3), "Tổng số", &look::heading(11))?;
    sheet.set_row_height(total, 20)?;
    let bold = look::heading(11).set_num_format("#,##0");
    for (col, (key, _)) in (4_u16..).zip(COUNTS) {
        sheet.write_string_with_format(item, col, format!("{{{{ d.{key} }}}}"), &look::count(12))?;
        sheet.write_string_with_format(total, col, format!("{{{{ doi_soat.tong.{key} }}}}"), &bold)?;
    }
    let equations = |row: u32| format!("E{row}=SUM(F{row}:O{row}),O{row}=SUM(P{row}:U{row})");
    let files = format!("E{0}=SUM(E{1}:E{2})", total + 1, block + 1, end + 1);
    let verdict = |conditions: String| {
        Formula::new(format!("=IF(AND({conditions}),\"Khớp\",\"Lệch\")")).set_result("Khớp")
    };
    sheet.write_formula_with_format(item, LAST, verdict(equations(item + 1)), &middle)?;
    let whole = verdict(format!("{},{files}", equations(total + 1)));
    sheet.write_formula_with_format(total, LAST, whole, &look::heading(11))?;
    let note = "Dòng đọc được = trống + tiêu đề + đầu cột + số cột + nhóm + cộng + chân trang + ghi chú + chưa rõ + hồ sơ.\n\
                Hồ sơ = được tính + ngoài kỳ + không tính (mới đăng ký, không tiếp nhận) + trùng + đã thay thế + chưa xếp được.";
    layout::span(sheet, (total + 1, 0, total + 1, LAST), note, &look::plain(12).set_italic())?;
    sheet.set_row_height(total + 1, 34)?;
    Ok(total + 3)
}

fn count_headings(sheet: &mut Worksheet, top: u32) -> Done {
    let head = look::heading(11);
    for (col, text) in (0_u16..).zip(["STT", "Tệp", "Trang tính", "Đơn vị", "Dòng đọc được"]) {
        layout::span(sheet, (top, col, top + 1, col), text, &head)?;
    }
    layout::span(sheet, (top, 5, top, 13), "Dòng không phải hồ sơ", &head)?;
    layout::span(sheet, (top, 14, top + 1, 14), "Hồ sơ", &head)?;
    layout::span(sheet, (top, 15, top, 20), "Trong đó", &head)?;
    layout::span(sheet, (top, LAST, top + 1, LAST), "Đối chiếu", &head)?;
    for (col, (_, text)) in (4_u16..).zip(COUNTS).filter(|(col, _)| !matches!(col, 4 | 14)) {
        sheet.write_string_with_format(top + 1, col, text, &head)?;
    }
    sheet.set_row_height(top, 20)?;
    sheet.set_row_height(top + 1, 50)?;
    Ok(())
}

/// Section IV, of a form only: its totals beside the program's. Returns the next row.
fn form_checks(sheet: &mut Worksheet, top: u32, checks: &[Check]) -> Result<u32, XlsxError> {
    if checks.is_empty() {
        return Ok(top);
    }
    section(sheet, top, "IV. Biểu so với số đếm từ sổ")?;
    let head = look::heading(11);
    layout::span(sheet, (top + 1, 0, top + 1, 0), "STT", &head)?;
    layout::span(sheet, (top + 1, 1, top + 1, 3), "Chỉ tiêu", &head)?;
    layout::span(sheet, (top + 1, 4, top + 1, 5), "Trên biểu", &head)?;
    layout::span(sheet, (top + 1, 6, top + 1, 7), "Đếm từ sổ", &head)?;
    layout::span(sheet, (top + 1, 8, top + 1, 9), "Đối chiếu", &head)?;
    sheet.set_row_height(top + 1, 20)?;
    for (row, (number, check)) in (top + 2..).zip((1..).zip(checks)) {
        sheet.write_number_with_format(row, 0, f64::from(number), &look::count(12))?;
        layout::span(sheet, (row, 1, row, 3), check.name, &look::boxed(12))?;
        layout::span(sheet, (row, 4, row, 5), "", &look::count(12))?;
        let form = Formula::new(format!("={}", check.form)).set_result("0");
        sheet.write_formula_with_format(row, 4, form, &look::count(12))?;
        layout::span(sheet, (row, 6, row, 7), &format!("{{{{ {} }}}}", check.key), &look::count(12))?;
        layout::span(sheet, (row, 8, row, 9), "", &look::count(12))?;
        let verdict = format!("=IF(E{0}=G{0},\"Khớp\",\"Lệch\")", row + 1);
        sheet.write_formula_with_format(
            row,
            8,
            Formula::new(verdict).set_result("Khớp"),
            &look::count(12),
        )?;
        sheet.set_row_height(row, 18)?;
    }
    Ok(top + 2 + checks.len() as u32)
}

/// Section II: the figures that differ from those of the period compared with, and the cases that make the difference;
/// one sentence where none does.
fn windows(sheet: &mut Worksheet, top: u32) -> Result<u32, XlsxError> {
    section(
        sheet,
        top,
        "II. Khác biệt so với kỳ: {{ doi_soat.ky_so_sanh.ten }} ({{ doi_soat.ky_so_sanh.tu | ngay }} – {{ doi_soat.ky_so_sanh.den | ngay }})",
    )?;
    layout::control(sheet, top + 1, "{% if doi_soat.chenh %}")?;
    let head = look::heading(11);
    let cells =
        |row: u32| [(row, 1, row, 1), (row, 2, row, 3), (row, 4, row, 5), (row, 6, row, 7), (row, 8, row, 9)];
    let names = ["Chỉ tiêu", "Mã chỉ tiêu", "Kỳ so sánh", "Kỳ này", "Lệch"];
    sheet.write_string_with_format(top + 2, 0, "STT", &head)?;
    for (at, text) in cells(top + 2).into_iter().zip(names) {
        layout::span(sheet, at, text, &head)?;
    }
    sheet.set_row_height(top + 2, 20)?;
    layout::control(sheet, top + 3, "{% for c in doi_soat.chenh %}")?;
    let item = top + 4;
    sheet.write_string_with_format(item, 0, "{{ loop.index }}", &look::count(12))?;
    let values = ["{{ c.ten }}", "{{ c.chi_tieu }}", "{{ c.ky_chuan }}", "{{ c.ky_nay }}", "{{ c.lech }}"];
    let difference = look::count(12).set_num_format("+#,##0;-#,##0;0");
    let formats = [look::boxed(12), look::boxed(12), look::count(12), look::count(12), difference];
    for ((at, text), format) in cells(item).into_iter().zip(values).zip(&formats) {
        layout::span(sheet, at, text, format)?;
    }
    sheet.set_row_height(item, 18)?;
    layout::control(sheet, top + 5, "{% endfor %}")?;
    let row = moved_cases(sheet, top + 6)?;
    layout::control(sheet, row, "{% else %}")?;
    let same = "Không có khác biệt: kỳ báo cáo này là kỳ chuẩn, hoặc không có hồ sơ nào rơi vào giữa hai kỳ.";
    layout::span(sheet, (row + 1, 0, row + 1, LAST), same, &look::plain(12))?;
    layout::control(sheet, row + 2, "{% endif %}")?;
    Ok(row + 4)
}

/// The cases that count differently in the two periods. Returns the next row.
fn moved_cases(sheet: &mut Worksheet, top: u32) -> Result<u32, XlsxError> {
    layout::span(
        sheet,
        (top, 0, top, LAST),
        "Các hồ sơ được tính khác nhau giữa hai kỳ:",
        &look::plain(12).set_italic(),
    )?;
    sheet.set_row_height(top, 20)?;
    let cells = |row: u32| {
        [(row, 1, row, 1), (row, 2, row, 3), (row, 4, row, 6), (row, 7, row, 9), (row, 10, row, 12)]
    };
    let head = look::heading(11);
    sheet.write_string_with_format(top + 1, 0, "STT", &head)?;
    for (at, text) in
        cells(top + 1).into_iter().zip(["Mã hồ sơ", "Đơn vị", "Tiếp nhận", "Hẹn trả", "Có kết quả"])
    {
        layout::span(sheet, at, text, &head)?;
    }
    sheet.set_row_height(top + 1, 20)?;
    layout::control(sheet, top + 2, "{% for h in doi_soat.ho_so_lech %}")?;
    let item = top + 3;
    sheet.write_string_with_format(item, 0, "{{ loop.index }}", &look::count(12))?;
    let day = look::count(12).set_num_format("dd/mm/yyyy");
    let values = [
        ("{{ h.ma_ho_so or \"\" }}", look::boxed(12)),
        ("{{ h.don_vi }}", look::boxed(12)),
        ("{{ h.ngay_nhan }}", day.clone()),
        ("{{ h.ngay_hen }}", day.clone()),
        ("{{ h.ngay_xong }}", day),
    ];
    for (at, (text, format)) in cells(item).into_iter().zip(values) {
        layout::span(sheet, at, text, &format)?;
    }
    sheet.set_row_height(item, 34)?;
    layout::control(sheet, top + 4, "{% endfor %}")?;
    Ok(top + 5)
}

/// Section III: the counting policy, one text a row.
fn policy(sheet: &mut Worksheet, top: u32) -> Result<u32, XlsxError> {
    section(sheet, top, "III. Cách tính đã áp dụng")?;
    layout::control(sheet, top + 1, "{% for c in chinh_sach %}")?;
    sheet.write_string_with_format(top + 2, 0, "{{ loop.index }}", &look::middle(12))?;
    layout::span(sheet, (top + 2, 1, top + 2, LAST), "{{ c }}", &look::plain(12))?;
    sheet.set_row_height(top + 2, 20)?;
    layout::control(sheet, top + 3, "{% endfor %}")?;
    Ok(top + 5)
}
