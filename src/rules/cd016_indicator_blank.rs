//! CD016: A required indicator has no value.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Indicator without a value.
pub static RULE: Rule = Rule {
    code: "CD016",
    name: "indicator-blank",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Chỉ tiêu chưa có số liệu", en: "Indicator without a value" },
    message: Text {
        vi: "Chưa điền số liệu cho chỉ tiêu “{name}”. Hãy điền; không phát sinh thì ghi 0.",
        en: "Indicator “{name}” has no value. Enter it; write 0 if there was nothing.",
    },
    why: Text {
        vi: "Ô trống có thể là 0, cũng có thể là chưa thu thập; báo cáo cần biết.",
        en: "Blank may mean 0 or not collected; the report must know which.",
    },
    source: "Phiếu chỉ tiêu nhập tay của đơn vị",
    example: Example { bad: "ô trống", good: "0" },
    check: Check::Raised,
};
