//! CT024: dates that an English Excel swapped while typing were turned back, with the evidence of the column.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CT024",
    name: "swapped-dates-turned-back",
    severity: Severity::Warning,
    fix: Fix::Auto,
    waivable: true,
    title: Text {
        vi: "Đã đảo lại ngày và tháng do Excel đổi",
        en: "Dates swapped by Excel were turned back",
    },
    message: Text {
        vi: "Cột {column}: Excel đã đảo ngày và tháng khi gõ ({evidence}); chương trình đã \
             đọc theo ngày đúng. Hãy nhập lại cột này dạng ngày/tháng/năm để người khác khỏi đọc nhầm.",
        en: "Column {column}: Excel swapped day and month while typing ({evidence}); \
             they were read turned back. Enter the column again as day/month/year, so that nobody misreads it.",
    },
    why: Text {
        vi: "Excel cài tiếng Anh hiểu 05/01/2023 là ngày 1 tháng 5; hồ sơ sẽ rơi sang kỳ khác mà không có báo lỗi nào.",
        en: "An English Excel takes 05/01/2023 for the first of May; the case falls into another period without a word.",
    },
    source: "thực tế sổ theo dõi nhập trên Excel cài định dạng Hoa Kỳ; Thông tư 01/2018/TT-VPCP Điều 19 (ngày trong mã hồ sơ)",
    example: Example { bad: "ô ngày 01/05/2023 của hồ sơ …-230105-0001", good: "05/01/2023" },
    check: Check::Raised,
};
