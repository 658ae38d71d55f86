//! CT025: Two registers stand side by side on one sheet; each is read by itself.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Registers side by side.
pub static RULE: Rule = Rule {
    code: "CT025",
    name: "registers-side-by-side",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Hai sổ đặt cạnh nhau", en: "Registers side by side" },
    message: Text {
        vi: "Trang có hai sổ đặt cạnh nhau, một sổ từ cột {a}, một sổ từ cột {b}; mỗi sổ được đọc riêng và mỗi dòng được đếm theo từng sổ.",
        en: "Two registers stand side by side, one from column {a}, one from column {b}; each is read by itself, and each row is counted once for each.",
    },
    why: Text {
        vi: "Một dòng của trang có thể chứa hai hồ sơ; không hồ sơ nào được bỏ sót.",
        en: "One row of the sheet can hold two cases; none of them may be missed.",
    },
    source: "Thực tế sổ theo dõi (hai bảng ghép trên một trang để in)",
    example: Example { bad: "hai bảng cạnh nhau trên một trang", good: "mỗi bảng một trang" },
    check: Check::Raised,
};
