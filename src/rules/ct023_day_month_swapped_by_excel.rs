//! CT023: The column mixes true dates whose days are all at most 12 with text dates whose days exceed 12: an English-language Excel has probably swapped day and month.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Excel may have swapped day and month.
pub static RULE: Rule = Rule {
    code: "CT023",
    name: "day-month-swapped-by-excel",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Excel có thể đã đảo ngày và tháng", en: "Excel may have swapped day and month"
    },
    message: Text {
        vi: "Cột {column}: {n} ngày đã lưu dạng ngày đều có ngày không quá 12, còn {k} ngày có ngày trên 12 lại là chữ. Excel có thể đã đảo ngày và tháng khi gõ. Hãy so với hồ sơ gốc rồi nhập lại.",
        en: "Column {column}: all {n} true dates have a day of at most 12, while {k} dates beyond 12 are text. Excel may have swapped day and month on typing. Compare with the papers and enter them again.",
    },
    why: Text {
        vi: "Excel cài kiểu ngày Mỹ hiểu 05/01/2023 là 1 tháng 5 mà không báo; hồ sơ bị sang kỳ khác.",
        en: "An Excel set to US dates takes 05/01/2023 as 1 May without a word; the case moves to another period.",
    },
    source: "Thực tế sổ theo dõi (Excel cài kiểu ngày Mỹ)",
    example: Example {
        bad: "05/01/2023 thành ngày 1 tháng 5, 13/01/2023 còn là chữ",
        good: "mọi ngày trong cột cùng một dạng",
    },
    check: Check::Raised,
};
