//! LD002: The row repeats an earlier one of the same unit exactly.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Row repeated.
pub static RULE: Rule = Rule {
    code: "LD002",
    name: "row-repeated",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Dòng lặp lại", en: "Row repeated" },
    message: Text {
        vi: "Dòng trùng hoàn toàn với {cell}; chỉ tính một lần. Hãy xoá dòng thừa.",
        en: "Identical to {cell}; counted once. Delete the superfluous row.",
    },
    why: Text {
        vi: "Tính cả hai thì số liệu tăng khống.", en: "Counting both would inflate the figures."
    },
    source: "Thực tế sổ theo dõi (chép lặp khi ghép sổ)",
    example: Example { bad: "hai dòng giống hệt nhau", good: "một dòng" },
    check: Check::Raised,
};
