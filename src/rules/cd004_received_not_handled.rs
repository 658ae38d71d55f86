//! CD004: In a form: (3) is not (7)+(11).

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// (3) differs from (7)+(11).
pub static RULE: Rule = Rule {
    code: "CD004",
    name: "received-not-handled",
    severity: Severity::Error,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "(3) khác (7)+(11)", en: "(3) differs from (7)+(11)" },
    message: Text {
        vi: "Ô {cell}: tiếp nhận {a} khác đã giải quyết {x} + đang giải quyết {y}; lệch {d}. Hãy đối chiếu với sổ.",
        en: "{cell}: received {a} differs from finished {x} + pending {y}; off by {d}. Compare with the register.",
    },
    why: Text {
        vi: "Hồ sơ đã nhận thì hoặc đã xong, hoặc đang giải quyết.",
        en: "A case received is either finished or pending.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP [M cho công thức]",
    example: Example {
        bad: "9 nhận, 8 xong, 0 đang giải quyết", good: "9 nhận, 9 xong, 0 đang giải quyết"
    },
    check: Check::Later(Needs::FilledForm),
};
