//! NL011: A line without a suggestion was ticked.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Agreed, but there is no suggestion.
pub static RULE: Rule = Rule {
    code: "NL011",
    name: "agreed-without-suggestion",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Đồng ý nhưng không có đề xuất", en: "Agreed, but there is no suggestion" },
    message: Text {
        vi: "Đã chọn Đồng ý cho {code} nhưng dòng này không có đề xuất, nên chưa sửa gì. Hãy ghi Giá trị đúng.",
        en: "{code} was ticked, but the line has no suggestion, so nothing was changed. Give the right value.",
    },
    why: Text {
        vi: "Người trả lời tưởng đã sửa xong.", en: "Whoever answered thinks it is done."
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "Đồng ý với dòng trống cột Đề xuất", good: "ghi Giá trị đúng"
    },
    check: Check::Raised,
};
