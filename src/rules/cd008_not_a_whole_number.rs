//! CD008: A count is negative, fractional or no number.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Not a whole number.
pub static RULE: Rule = Rule {
    code: "CD008",
    name: "not-a-whole-number",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Số liệu không phải số nguyên không âm", en: "Not a whole number" },
    message: Text {
        vi: "Ô {cell} là “{v}”; số liệu này phải là số nguyên không âm. Hãy sửa.",
        en: "{cell} is “{v}”; this must be a whole number, not negative. Correct it.",
    },
    why: Text {
        vi: "Số hồ sơ, số thủ tục không thể lẻ hay âm.",
        en: "Cases and procedures come in whole numbers.",
    },
    source: "Phiếu chỉ tiêu nhập tay của đơn vị; Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example { bad: "9,5", good: "9" },
    check: Check::Raised,
};
