//! CD009: A stated percentage is not the quotient of its parts.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Percentage differs from its parts.
pub static RULE: Rule = Rule {
    code: "CD009",
    name: "percentage-differs",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Tỷ lệ khác số tính được", en: "Percentage differs from its parts" },
    message: Text {
        vi: "Tỷ lệ ghi {a} %, tính được {b} % ({x}/{y}). Hãy sửa tỷ lệ, hoặc giải trình.",
        en: "Stated {a} %, computed {b} % ({x}/{y}). Correct it, or explain.",
    },
    why: Text {
        vi: "Tỷ lệ phải tính lại được từ tử số và mẫu số; 0/0 là “không phát sinh”, không phải 100 %.",
        en: "A percentage must follow from its parts; 0/0 is “nothing happened”, not 100 %.",
    },
    source: "Báo cáo quý: mọi tỷ lệ ghi kèm tử số và mẫu số",
    example: Example { bad: "48/49 ghi 100 %", good: "48/49 ghi 98 %" },
    check: Check::Raised,
};
