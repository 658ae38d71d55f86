//! CD007: The register's own total row does not agree with the cases above it.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Register's total differs from its cases.
pub static RULE: Rule = Rule {
    code: "CD007",
    name: "register-total-differs",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text {
        vi: "Dòng “Cộng” của sổ khác số hồ sơ", en: "Register's total differs from its cases"
    },
    message: Text {
        vi: "Dòng “Cộng” ghi {a}, đếm được {b} hồ sơ phía trên. Hãy kiểm tra xem sổ thiếu dòng, hay dòng “Cộng” chưa cập nhật.",
        en: "The total row says {a}; {b} cases stand above it. Check whether rows are missing or the total is out of date.",
    },
    why: Text {
        vi: "Báo cáo dùng số đếm được; dòng “Cộng” lớn hơn có thể là dấu hiệu mất dòng.",
        en: "The report uses the count; a larger total may mean lost rows.",
    },
    source: "Thực tế sổ theo dõi (dòng cộng gõ tay)",
    example: Example { bad: "“Cộng: 10”, có 9 hồ sơ", good: "“Cộng: 9”, có 9 hồ sơ" },
    check: Check::Raised,
};
