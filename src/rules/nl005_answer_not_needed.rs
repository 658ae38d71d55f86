//! NL005: An answer is no longer needed.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Answer no longer needed.
pub static RULE: Rule = Rule {
    code: "NL005",
    name: "answer-not-needed",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Trả lời không còn cần", en: "Answer no longer needed" },
    message: Text {
        vi: "Trả lời cho {code} ở dòng này không còn cần: dữ liệu đã khớp, hoặc dòng không còn trong sổ.",
        en: "The answer to {code} on this row is no longer needed: the data agree, or the row is no longer in the register.",
    },
    why: Text {
        vi: "Câu trả lời cũ không được áp dụng âm thầm, cũng không mất âm thầm.",
        en: "An old answer is neither applied nor dropped without a word.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "giải trình cho DG018 sau khi ngày hẹn đã sửa trong sổ",
        good: "giải trình cho DG018 khi ngày hẹn còn lệch",
    },
    check: Check::Raised,
};
