//! CD005: A total row of a form is not the sum of its rows.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Total row differs from its rows.
pub static RULE: Rule = Rule {
    code: "CD005",
    name: "total-row-differs",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Dòng tổng khác tổng các dòng", en: "Total row differs from its rows" },
    message: Text {
        vi: "Dòng tổng cột {c} là {a}, cộng các dòng là {b}. Hãy kiểm tra công thức cộng và các dòng ở trên.",
        en: "Total row, column {c}: {a}; its rows add to {b}. Check the sum's formula and the rows above.",
    },
    why: Text {
        vi: "Thường do công thức cộng thiếu dòng mới chèn, hoặc cộng trùng dòng nhóm.",
        en: "Usually the sum misses an inserted row or counts a group row twice.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example { bad: "tổng 10, các dòng cộng 9", good: "tổng 9, các dòng cộng 9" },
    check: Check::Later(Needs::FilledForm),
};
