//! CT020: A sheet is of another kind (notes, a chart, a list of names) or cannot be read; it is passed over.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Sheet passed over.
pub static RULE: Rule = Rule {
    code: "CT020",
    name: "sheet-passed-over",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Trang được bỏ qua", en: "Sheet passed over" },
    message: Text {
        vi: "Trang “{sheet}” không phải sổ theo dõi ({reason}); được bỏ qua.",
        en: "Sheet “{sheet}” isn't a register ({reason}); it is passed over.",
    },
    why: Text {
        vi: "Để người lập biết trang nào đã không được đọc.",
        en: "So that it is known which sheets weren't read.",
    },
    source: "Thực tế sổ theo dõi (trang danh mục, trang biểu đồ kèm theo sổ)",
    example: Example { bad: "trang “Biểu đồ”", good: "trang “Sổ theo dõi”" },
    check: Check::Raised,
};
