//! LD005: The running numbers have gaps or repeats.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Running numbers not continuous.
pub static RULE: Rule = Rule {
    code: "LD005",
    name: "numbering-not-continuous",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Số thứ tự không liên tục", en: "Running numbers not continuous" },
    message: Text {
        vi: "Số thứ tự không liên tục ở {cells}; không ảnh hưởng số liệu.",
        en: "The running numbers aren't continuous at {cells}; the figures are unaffected.",
    },
    why: Text {
        vi: "Có thể có dòng bị xoá hoặc chèn nhầm.",
        en: "A row may have been deleted or inserted by mistake.",
    },
    source: "Sổ theo dõi hồ sơ, Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example { bad: "1, 2, 4", good: "1, 2, 3" },
    check: Check::Raised,
};
