//! CD013: A register was sent and no case of it counts in the period: zero, not missing.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Nothing happened.
pub static RULE: Rule = Rule {
    code: "CD013",
    name: "nothing-happened",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Có nộp sổ, không phát sinh hồ sơ trong kỳ",
        en: "Register sent, no case in the period",
    },
    message: Text {
        vi: "{unit}: 0 hồ sơ được tính trong kỳ (có nộp sổ).",
        en: "{unit}: 0 cases count in the period (a register was sent).",
    },
    why: Text {
        vi: "Số 0 đã báo cáo khác với chưa báo cáo.", en: "A reported zero differs from no report."
    },
    source: "Nguyên tắc: phân biệt chưa nộp với không phát sinh",
    example: Example {
        bad: "phong-b không nộp tệp nào", good: "phong-b nộp sổ không có hồ sơ nào trong kỳ"
    },
    check: Check::Raised,
};
