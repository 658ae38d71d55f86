//! DG005: A code holds letters that look like digits, or letters of another alphabet.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Look-alike characters in a code.
pub static RULE: Rule = Rule {
    code: "DG005",
    name: "look-alike-characters",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "Chữ giống số trong mã", en: "Look-alike characters in a code" },
    message: Text {
        vi: "Mã “{v}” có chữ {bad} ở chỗ của {good}. Đề xuất “{s}”; hãy kiểm tra rồi sửa.",
        en: "Code “{v}” has {bad} where {good} belongs. Suggested: “{s}”; check and correct.",
    },
    why: Text {
        vi: "Chữ O và số 0 nhìn giống nhau nhưng mã không khớp danh mục.",
        en: "The letter O and the digit 0 look alike but the code won't match.",
    },
    source: "Thực tế sổ theo dõi (gõ tay mã)",
    example: Example { bad: "1.OO1770", good: "1.001770" },
    check: Check::Raised,
};
