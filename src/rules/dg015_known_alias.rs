//! DG015: A word was understood as another spelling of a known one.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Other spelling understood.
pub static RULE: Rule = Rule {
    code: "DG015",
    name: "known-alias",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Cách viết khác đã hiểu", en: "Other spelling understood" },
    message: Text { vi: "Hiểu “{v}” là “{s}”.", en: "“{v}” understood as “{s}”." },
    why: Text {
        vi: "Mỗi đơn vị có cách viết riêng; nói rõ để kiểm tra lại được.",
        en: "Units have their own words; the reading is shown so that it can be checked.",
    },
    source: "Thực tế sổ theo dõi (mỗi phần mềm một cách gọi)",
    example: Example { bad: "qua mạng", good: "trực tuyến" },
    check: Check::Raised,
};
