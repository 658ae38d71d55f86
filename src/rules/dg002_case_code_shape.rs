//! DG002: A case code does not have the shape of the register's codes, or the day inside it is in no calendar.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Case code out of shape.
pub static RULE: Rule = Rule {
    code: "DG002",
    name: "case-code-shape",
    severity: Severity::Error,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "Mã hồ sơ sai dạng", en: "Case code out of shape" },
    message: Text {
        vi: "Mã hồ sơ “{v}” {fault}. Hãy sửa theo giấy tiếp nhận và hẹn trả kết quả.",
        en: "Case code “{v}” {fault}. Correct it from the receipt slip.",
    },
    why: Text {
        vi: "Mã sai thì không nhận ra hồ sơ trùng và không đối chiếu được với hệ thống một cửa.",
        en: "With a wrong code repeats go unnoticed and the case can't be matched with the one-stop system.",
    },
    source: "Thông tư 01/2018/TT-VPCP, Điều 19 (mã số hồ sơ)",
    example: Example { bad: "000.19.08.H14-230105", good: "000.19.08.H14-230105-0001" },
    check: Check::Raised,
};
