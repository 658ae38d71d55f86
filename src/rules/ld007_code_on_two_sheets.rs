//! LD007: The same case with the same content stands on two sheets of one file; it is counted once.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Case on two sheets.
pub static RULE: Rule = Rule {
    code: "LD007",
    name: "code-on-two-sheets",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Hồ sơ có ở hai trang", en: "Case on two sheets" },
    message: Text {
        vi: "Hồ sơ {v} có ở cả trang “{s1}” và trang “{s2}” ({cell}); chỉ tính một lần. Hãy xoá bớt một dòng.",
        en: "Case {v} is on both “{s1}” and “{s2}” ({cell}); counted once. Delete one of the rows.",
    },
    why: Text {
        vi: "Trang tháng và trang tổng hợp thường lặp lại hồ sơ của nhau.",
        en: "Monthly sheets and a summary sheet often repeat each other's cases.",
    },
    source: "Thực tế sổ theo dõi (mỗi tháng một trang, thêm trang cả quý)",
    example: Example {
        bad: "cùng mã ở “Tháng 1” và “Quý I”", good: "mỗi hồ sơ ở một trang"
    },
    check: Check::Raised,
};
