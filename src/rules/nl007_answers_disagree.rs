//! NL007: Two returned files give different corrections for one place.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Two returned listings disagree.
pub static RULE: Rule = Rule {
    code: "NL007",
    name: "answers-disagree",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text { vi: "Hai câu trả lời khác nhau", en: "Two answers disagree" },
    message: Text {
        vi: "Hai câu trả lời khác nhau cho một chỗ: “{a}” ({f1}) và “{b}” ({f2}). Chưa áp dụng giá trị nào. Hãy thống nhất rồi xoá bớt một câu, hoặc sửa trong sổ.",
        en: "Two answers to one place disagree: “{a}” ({f1}) and “{b}” ({f2}). Neither was applied. Agree on one and clear the other, or correct the register.",
    },
    why: Text {
        vi: "Chương trình không thể biết ai đúng.", en: "The program can't know who is right."
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "“1.001770” và “1.001771” cho cùng một ô", good: "một câu trả lời cho mỗi ô"
    },
    check: Check::Raised,
};
