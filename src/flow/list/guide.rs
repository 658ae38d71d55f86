//! The first sheet: the outcome in one sentence, how much there is to do and where, and how to go about it.

use rust_xlsxwriter::{ColNum, Format, RowNum, Url, Worksheet, XlsxError};

use super::{
    FileLine, GUIDE, SEVERITIES, Summary, cell_text,
    look::{Look, lines_needed, row_height},
    sheet_of,
};
use crate::{
    flow::worklist::Worklist,
    model::finding::Severity,
    rules::shown,
    text::{Lang, Text},
};

const LAST_COL: ColNum = 4;
const WIDTHS: [f64; 5] = [26.0, 44.0, 11.0, 11.0, 11.0];
/// Characters of 12-point text on the width of the guide, for the height of merged lines (which no program fits itself).
const CHARS_ON_A_LINE: usize = 122;

const TITLE: Text =
    Text { vi: "DANH SÁCH LỖI SỔ THEO DÕI HỒ SƠ", en: "FAULTS IN THE REGISTERS OF CASES" };
const AGENCY: Text = Text { vi: "Cơ quan", en: "Agency" };
const PERIOD: Text = Text { vi: "Kỳ báo cáo", en: "Period" };
const DAY: Text = Text { vi: "Ngày lập", en: "Made on" };
const HOW: Text = Text { vi: "Cách làm", en: "What to do" };

/// What each duty asks for.
const fn task(severity: Severity) -> Text {
    match severity {
        Severity::Error => Text {
            vi: "Sửa trong sổ hoặc trả lời tại đây; còn lỗi thì báo cáo là dự thảo.",
            en: "Correct the register or answer here; until then the report is a draft.",
        },
        Severity::Warning => Text {
            vi: "Đã được tính; sửa như trên, hoặc ghi lý do.",
            en: "They are counted; correct as above, or give the reason.",
        },
        Severity::Info => {
            Text { vi: "Chỉ để biết, không phải làm gì.", en: "For information; nothing to do." }
        }
    }
}

const STEPS: [Text; 7] = [
    Text {
        vi: "1. Mở trang “Phải sửa”. Mỗi dòng là một chỗ cần sửa; bấm vào cột “Ô” để mở sổ của đơn vị ngay tại ô đó.",
        en: "1. Open the sheet “To correct”. Each line is one place to correct; click the column “Cell” to open the sender's register there.",
    },
    Text {
        vi: "2. Nếu liên kết không mở được (tệp này đã chép đi nơi khác), tìm theo các cột “Tệp”, “Trang”, “Ô”.",
        en: "2. If a link doesn't open (this file was copied elsewhere), go by the columns “File”, “Sheet” and “Cell”.",
    },
    Text {
        vi: "3. Có hai cách sửa. Cách một: sửa trong sổ gốc, lưu lại. Cách hai: trả lời ngay ở các cột tô vàng của tệp này, lưu lại, rồi thả tệp này vào thư mục hop-thu (tên tệp thế nào cũng được); sổ gốc giữ nguyên.",
        en: "3. There are two ways. One: correct the register and save it. Two: answer in the yellow columns of this file, save it and drop it into the folder hop-thu (under any name); the register stays as it is.",
    },
    Text {
        vi: "4. Cột “Đồng ý”: chọn x để lấy giá trị ở cột “Đề xuất”. Cột “Giá trị đúng”: chọn hoặc ghi giá trị khác (ngày ghi dd/mm/yyyy; ghi dấu - nếu ô phải để trống).",
        en: "4. Column “Agreed”: choose x to take the value of the column “Suggestion”. Column “Right value”: choose or type another value (dates as dd/mm/yyyy; a dash if the cell should be empty).",
    },
    Text {
        vi: "5. Trang “Cần giải trình”: sửa như trên; nếu sổ đúng, chọn hoặc ghi lý do vào cột “Giải trình”.",
        en: "5. Sheet “To explain”: correct as above; if the register is right, choose or type the reason in the column “Explanation”.",
    },
    Text {
        vi: "6. Chạy lại chương trình: chỗ đã sửa đúng không còn trong danh sách. Danh sách mới mang theo mọi câu trả lời đã dùng, nên cứ thả đè lên danh sách cũ trong hop-thu.",
        en: "6. Run the program again: what is right is no longer listed. The new listing carries all answers that were used, so let it take the place of the old one in hop-thu.",
    },
    Text {
        vi: "7. Trang “Giải thích mã lỗi” nói rõ từng mã: nghĩa là gì, vì sao cần sửa, căn cứ, ví dụ. Dòng lệnh: tthc explain MÃ.",
        en: "7. The sheet “Codes explained” tells for each code what it means, why it matters, its source and an example. Command: tthc explain CODE.",
    },
];

/// Writes the guide.
pub(super) fn sheet(
    work: &Worklist<'_>,
    counts: [usize; 3],
    summary: &Summary,
    look: &Look,
    lang: Lang,
) -> Result<Worksheet, XlsxError> {
    let mut guide = Guide { sheet: Worksheet::new(), look, lang, row: 0 };
    guide.sheet.set_name(GUIDE.get(lang))?;
    for (col, width) in (0..).zip(WIDTHS) {
        guide.sheet.set_column_width(col, width)?;
    }
    guide.sheet.set_screen_gridlines(false);
    guide.line(TITLE.get(lang), &look.title)?;
    guide.pair(AGENCY, &summary.agency)?;
    guide.pair(PERIOD, &summary.period)?;
    guide.pair(DAY, &shown(summary.today))?;
    guide.row += 1;
    let gravest = work.findings.iter().map(|finding| finding.severity).min();
    guide.line(&summary.verdict, &look.verdict(gravest))?;
    if let Some(changes) = &summary.changes {
        guide.line(changes, &look.plain)?;
    }
    guide.row += 1;
    guide.duties(work, counts)?;
    guide.row += 1;
    guide.files(&summary.files)?;
    guide.row += 1;
    guide.line(HOW.get(lang), &look.strong)?;
    for step in STEPS {
        guide.line(step.get(lang), &look.plain)?;
    }
    guide.sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    guide.sheet.set_margins(0.6, 0.5, 0.6, 0.6, 0.3, 0.3);
    guide.sheet.set_active(true);
    Ok(guide.sheet)
}

struct Guide<'a> {
    sheet: Worksheet,
    look: &'a Look,
    lang: Lang,
    row: RowNum,
}

impl Guide<'_> {
    /// One text over the whole width.
    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = cell_text(text);
        let lines = text.chars().count().div_ceil(CHARS_ON_A_LINE).max(1);
        self.sheet.merge_range(self.row, 0, self.row, LAST_COL, &text, format)?;
        self.sheet.set_row_height(self.row, 7.0 + 16.0 * lines as f64)?;
        self.row += 1;
        Ok(())
    }

    /// A name and its value.
    fn pair(&mut self, name: Text, value: &str) -> Result<(), XlsxError> {
        if value.is_empty() {
            return Ok(());
        }
        self.sheet.write_string_with_format(self.row, 0, name.get(self.lang), &self.look.plain)?;
        self.sheet.merge_range(self.row, 1, self.row, LAST_COL, &cell_text(value), &self.look.strong)?;
        self.row += 1;
        Ok(())
    }

    fn headings(&mut self, headings: &[Text]) -> Result<(), XlsxError> {
        for (col, heading) in (0..).zip(headings) {
            self.sheet.write_string_with_format(self.row, col, heading.get(self.lang), &self.look.header)?;
        }
        self.sheet.set_row_height(self.row, 20)?;
        self.row += 1;
        Ok(())
    }

    /// How much there is of each duty, with a link to its sheet.
    fn duties(&mut self, work: &Worklist<'_>, counts: [usize; 3]) -> Result<(), XlsxError> {
        self.headings(&[
            Text { vi: "Trang", en: "Sheet" },
            Text { vi: "Việc cần làm", en: "Task" },
            Text { vi: "Số dòng", en: "Lines" },
            Text { vi: "Số chỗ", en: "Places" },
        ])?;
        for (severity, lines) in SEVERITIES.into_iter().zip(counts) {
            let name = sheet_of(severity).get(self.lang);
            let number = work.findings.iter().filter(|finding| finding.severity == severity).count();
            let link = Url::new(format!("internal:'{name}'!A1"));
            self.sheet.write_url_with_options(self.row, 0, link, name, "", Some(&self.look.link))?;
            self.sheet.write_string_with_format(
                self.row,
                1,
                task(severity).get(self.lang),
                &self.look.text,
            )?;
            self.sheet.write_number_with_format(self.row, 2, lines as f64, &self.look.number)?;
            self.sheet.write_number_with_format(self.row, 3, number as f64, &self.look.number)?;
            self.row += 1;
        }
        Ok(())
    }

    /// The account of the input files, with a total.
    fn files(&mut self, files: &[FileLine]) -> Result<(), XlsxError> {
        const TOTAL: Text = Text { vi: "Tổng cộng", en: "Total" };
        self.headings(&[
            Text { vi: "Đơn vị", en: "Unit" },
            Text { vi: "Tệp", en: "File" },
            Text { vi: "Số hồ sơ", en: "Cases" },
            Text { vi: "Lỗi", en: "Errors" },
            Text { vi: "Cảnh báo", en: "Warnings" },
        ])?;
        let mut sums = [0_u64; 3];
        for file in files {
            let numbers = [file.cases, file.errors, file.warnings];
            self.sheet.write_string_with_format(self.row, 0, cell_text(&file.unit), &self.look.text)?;
            self.sheet.write_string_with_format(self.row, 1, cell_text(&file.path), &self.look.text)?;
            self.numbers(numbers, &self.look.number)?;
            let lines = lines_needed(&file.unit, WIDTHS[0]).max(lines_needed(&file.path, WIDTHS[1]));
            self.sheet.set_row_height(self.row, row_height(lines))?;
            for (sum, number) in sums.iter_mut().zip(numbers) {
                *sum = sum.saturating_add(number);
            }
            self.row += 1;
        }
        self.sheet.write_string_with_format(self.row, 0, TOTAL.get(self.lang), &self.look.total_text)?;
        self.sheet.write_blank(self.row, 1, &self.look.total_text)?;
        self.numbers(sums, &self.look.total)?;
        self.row += 1;
        Ok(())
    }

    fn numbers(&mut self, numbers: [u64; 3], format: &Format) -> Result<(), XlsxError> {
        for (col, number) in (2..).zip(numbers) {
            self.sheet.write_number_with_format(self.row, col, number as f64, format)?;
        }
        Ok(())
    }
}
