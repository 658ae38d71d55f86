//! NL001: Warnings that were neither corrected nor explained, once answers have come back. Information, since it counts
//! warnings: as one of them it would be counted by some and left out by others.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Warnings neither corrected nor explained.
pub static RULE: Rule = Rule {
    code: "NL001",
    name: "unexplained-warnings",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Cảnh báo chưa sửa và chưa giải trình",
        en: "Warnings neither corrected nor explained",
    },
    message: Text {
        vi: "Còn {n} cảnh báo chưa sửa và chưa giải trình. Hãy sửa trong sổ, hoặc ghi lý do vào cột Giải trình của bảng kê.",
        en: "{n} warnings are neither corrected nor explained. Correct the register, or give the reason in the column Explanation of the listing.",
    },
    why: Text {
        vi: "Người ký báo cáo cần biết còn bao nhiêu chỗ chưa ai trả lời.",
        en: "Whoever signs the report has to know how many places nobody has answered.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "bảng kê trả về để trống 3 cảnh báo",
        good: "mọi cảnh báo đều đã sửa hoặc có giải trình",
    },
    check: Check::Raised,
};
