//! CD002: In a form: (7) is not (8)+(9)+(10).

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// (7) differs from (8)+(9)+(10).
pub static RULE: Rule = Rule {
    code: "CD002",
    name: "finished-parts-differ",
    severity: Severity::Error,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "(7) khác (8)+(9)+(10)", en: "(7) differs from (8)+(9)+(10)" },
    message: Text {
        vi: "Ô {cell}: đã giải quyết {a} khác {b} = trước hạn {x} + đúng hạn {y} + quá hạn {z}. Một hồ sơ chỉ thuộc một loại. Hãy đối chiếu với sổ.",
        en: "{cell}: finished {a} differs from {b} = early {x} + on time {y} + late {z}. A case belongs to one class only. Compare with the register.",
    },
    why: Text {
        vi: "“Trước hạn” và “đúng hạn” là hai loại tách nhau; ghi 100 % cho cả hai là mâu thuẫn.",
        en: "“Early” and “on time” exclude each other; 100 % of both is a contradiction.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP [M cho công thức]",
    example: Example {
        bad: "9 đúng hạn và 9 trước hạn trên 9 hồ sơ",
        good: "9 = 5 trước hạn + 4 đúng hạn + 0 quá hạn",
    },
    check: Check::Later(Needs::FilledForm),
};
