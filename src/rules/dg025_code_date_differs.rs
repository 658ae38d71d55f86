//! DG025: The day inside the case code is not the day of receipt.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Day in the case code differs from receipt.
pub static RULE: Rule = Rule {
    code: "DG025",
    name: "code-date-differs",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Ngày trong mã hồ sơ khác ngày tiếp nhận",
        en: "Day in the case code differs from receipt",
    },
    message: Text {
        vi: "Mã hồ sơ {v} ghi ngày {a}, cột ngày tiếp nhận ghi {b}. Hãy sửa chỗ sai, hoặc giải trình.",
        en: "The case code {v} says {a}, the receipt date says {b}. Correct what is wrong, or explain.",
    },
    why: Text {
        vi: "Sáu chữ số trong mã là ngày tiếp nhận; khác nhau thường là gõ nhầm ngày hoặc đảo ngày và tháng.",
        en: "The six digits in a code are the day of receipt; a difference usually is a typing slip or a swap of day and month.",
    },
    source: "Thông tư 01/2018/TT-VPCP, Điều 19 (mã số hồ sơ)",
    example: Example {
        bad: "H14.08-230105-0001, nhận 01/05/2023",
        good: "H14.08-230105-0001, nhận 05/01/2023",
    },
    check: Check::Raised,
};
