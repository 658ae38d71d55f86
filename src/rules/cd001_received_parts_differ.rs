//! CD001: In a form: (3) is not (4)+(5)+(6).

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// (3) differs from (4)+(5)+(6).
pub static RULE: Rule = Rule {
    code: "CD001",
    name: "received-parts-differ",
    severity: Severity::Error,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "(3) khác (4)+(5)+(6)", en: "(3) differs from (4)+(5)+(6)" },
    message: Text {
        vi: "Ô {cell}: tổng tiếp nhận {a} khác {b} = {x}+{y}+{z}. Chưa rõ vế nào sai; {hint}. Hãy đối chiếu với sổ.",
        en: "{cell}: received {a} differs from {b} = {x}+{y}+{z}. It can't be told which side is wrong; {hint}. Compare with the register.",
    },
    why: Text {
        vi: "Biểu không cân thì không nộp được.",
        en: "A form that doesn't balance can't be submitted.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP [M cho công thức]",
    example: Example { bad: "10 = 7+2+0", good: "9 = 7+2+0" },
    check: Check::Later(Needs::FilledForm),
};
