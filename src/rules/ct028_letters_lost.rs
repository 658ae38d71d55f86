//! CT028: Vietnamese letters of the file were saved as question marks.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Letters lost on saving.
pub static RULE: Rule = Rule {
    code: "CT028",
    name: "letters-lost",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Mất chữ tiếng Việt khi lưu tệp", en: "Vietnamese letters lost on saving" },
    message: Text {
        vi: "Chữ tiếng Việt trong tệp đã mất khi lưu: {n} ô có dấu hỏi thay cho chữ (như “Ngày ti?p nh?n”). Không khôi phục được từ tệp này. Hãy mở tệp gốc, lưu lại dạng .xlsx (Excel Workbook) hoặc “CSV UTF-8”, rồi thay tệp này.",
        en: "Vietnamese letters of the file were lost on saving: {n} cells have question marks in their place (as in “Ngày ti?p nh?n”). They can't be brought back. Open the original, save it as .xlsx (Excel Workbook) or “CSV UTF-8”, and replace this file.",
    },
    why: Text {
        vi: "Lưu “CSV” thường của Excel không giữ được chữ tiếng Việt; tiêu đề cột, tên thủ tục không còn đọc được.",
        en: "Excel's plain “CSV” can't hold Vietnamese letters; headings and names of procedures can't be read any more.",
    },
    source: "Thực tế sổ theo dõi (lưu thành “CSV (Comma delimited)”)",
    example: Example { bad: "Ngày ti?p nh?n", good: "Ngày tiếp nhận" },
    check: Check::Raised,
};
