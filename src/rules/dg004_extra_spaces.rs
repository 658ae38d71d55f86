//! DG004: Leading, trailing, doubled, non-breaking or invisible characters were removed.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Extra spaces or invisible characters.
pub static RULE: Rule = Rule {
    code: "DG004",
    name: "extra-spaces",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Khoảng trắng, ký tự ẩn thừa", en: "Extra spaces or invisible characters" },
    message: Text {
        vi: "Đã bỏ khoảng trắng hoặc ký tự ẩn thừa: “{v}” → “{s}”.{more}",
        en: "Extra spaces or invisible characters removed: “{v}” → “{s}”.{more}",
    },
    why: Text {
        vi: "Ký tự không nhìn thấy làm mã và tên không khớp.",
        en: "Characters nobody sees keep codes and names from matching.",
    },
    source: "Thực tế sổ theo dõi (chép từ trang web, phần mềm)",
    example: Example { bad: "“1.001770⟨U+00A0⟩”", good: "“1.001770”" },
    check: Check::Raised,
};
