//! CD003: In a form: (11) is not (12)+(13).

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// (11) differs from (12)+(13).
pub static RULE: Rule = Rule {
    code: "CD003",
    name: "pending-parts-differ",
    severity: Severity::Error,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "(11) khác (12)+(13)", en: "(11) differs from (12)+(13)" },
    message: Text {
        vi: "Ô {cell}: đang giải quyết {a} khác trong hạn {x} + quá hạn {y}. Hãy đối chiếu với sổ.",
        en: "{cell}: pending {a} differs from in time {x} + overdue {y}. Compare with the register.",
    },
    why: Text {
        vi: "Biểu không cân thì không nộp được.",
        en: "A form that doesn't balance can't be submitted.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP [M cho công thức]",
    example: Example { bad: "3 = 1+1", good: "2 = 1+1" },
    check: Check::Later(Needs::FilledForm),
};
