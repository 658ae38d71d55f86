//! NL003: An answer refers to a cell that has changed since.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Answer to a value that has changed.
pub static RULE: Rule = Rule {
    code: "NL003",
    name: "answer-outdated",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Trả lời cho giá trị đã đổi", en: "Answer to a value that has changed" },
    message: Text {
        vi: "{what}; chưa áp dụng “{new}”. Hãy trả lời trong bảng kê mới rồi nộp bảng kê mới thay bảng kê cũ.",
        en: "{what}; “{new}” was not applied. Answer in the new listing and let it take the place of the old one.",
    },
    why: Text {
        vi: "Áp dụng câu trả lời cho một giá trị khác là tự ý sửa số liệu.",
        en: "Applying an answer to another value would be changing figures unasked.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "đồng ý sửa “fax”, nhưng sổ nay ghi “zalo”", good: "sổ vẫn ghi “fax”"
    },
    check: Check::Raised,
};
