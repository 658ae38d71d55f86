//! DM010: A short or damaged form of a procedure code was completed.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Short code completed.
pub static RULE: Rule = Rule {
    code: "DM010",
    name: "short-code-expanded",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Mã rút gọn đã bổ sung", en: "Short code completed" },
    message: Text { vi: "{v} được hiểu là {full}.", en: "{v} understood as {full}." },
    why: Text {
        vi: "Excel bỏ số 0 cuối của mã kiểu số; mã rút gọn và mã đầy đủ là một.",
        en: "Excel drops final zeros of codes kept as numbers; short and full codes are the same.",
    },
    source: "Mã thủ tục trên Cổng dịch vụ công quốc gia (một chữ số, dấu chấm, sáu chữ số)",
    example: Example { bad: "1.00177", good: "1.001770" },
    check: Check::Raised,
};
