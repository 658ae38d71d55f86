//! DM006: The register's time limit is not the catalogue's.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Time limit differs from the catalogue.
pub static RULE: Rule = Rule {
    code: "DM006",
    name: "time-limit-differs",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Thời hạn khác danh mục", en: "Time limit differs from the catalogue" },
    message: Text {
        vi: "Sổ ghi thời hạn {a}, danh mục là {b}. Hãy sửa, hoặc giải trình.",
        en: "The register's limit is {a}, the catalogue's {b}. Correct it, or explain.",
    },
    why: Text {
        vi: "Thời hạn sai làm sai ngày hẹn, và từ đó sai trước hạn, quá hạn.",
        en: "A wrong limit gives a wrong due date, and so wrong early and late counts.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example { bad: "15 ngày làm việc", good: "10 ngày làm việc" },
    check: Check::Raised,
};
