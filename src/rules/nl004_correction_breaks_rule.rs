//! NL004: A typed correction breaks the same rule.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// The corrected value is still wrong.
pub static RULE: Rule = Rule {
    code: "NL004",
    name: "correction-breaks-rule",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text { vi: "Giá trị sửa vẫn sai", en: "The corrected value is still wrong" },
    message: Text {
        vi: "Giá trị đúng “{new}” vẫn vi phạm {code}. Hãy xem lại mục {code} của ô này trong bảng kê mới.",
        en: "The right value “{new}” still breaks {code}. See the line of {code} for this cell in the new listing.",
    },
    why: Text {
        vi: "Người trả lời cần biết ngay là giá trị vừa ghi chưa dùng được.",
        en: "Whoever answered has to learn at once that the value can't be used.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "Giá trị đúng “30/02/2023”", good: "Giá trị đúng “28/02/2023”"
    },
    check: Check::Raised,
};
