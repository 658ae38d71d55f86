//! LK008: A unit that reported for the period before has sent nothing.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Unit has sent nothing.
pub static RULE: Rule = Rule {
    code: "LK008",
    name: "unit-missing",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Đơn vị kỳ trước có báo cáo, kỳ này chưa nộp",
        en: "Unit reported before, nothing yet",
    },
    message: Text {
        vi: "{unit} có hồ sơ trong báo cáo kỳ {prev} nhưng kỳ này chưa nộp sổ. Hãy nhắc đơn vị nộp, hoặc giải trình.",
        en: "{unit} had cases in the report for {prev} and has sent no register yet. Remind it, or explain.",
    },
    why: Text {
        vi: "Thiếu sổ của một đơn vị thì mọi số tổng đều thiếu.",
        en: "Without a unit's register every total is short.",
    },
    source: "Nguyên tắc: phân biệt chưa nộp với không phát sinh",
    example: Example {
        bad: "kỳ trước có phong-b, kỳ này không có tệp nào",
        good: "kỳ này có sổ của phong-b, dù không có hồ sơ",
    },
    check: Check::Later(Needs::OtherPeriod),
};
