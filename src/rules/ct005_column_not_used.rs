//! CT005: A column with an unknown heading; it is not used.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Column not used.
pub static RULE: Rule = Rule {
    code: "CT005",
    name: "column-not-used",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Cột không dùng đến", en: "Column not used" },
    message: Text {
        vi: "Cột {c} “{header}” không dùng cho báo cáo; được bỏ qua.",
        en: "Column {c} “{header}” isn't used for the report; it is passed over.",
    },
    why: Text {
        vi: "Để người lập biết cột nào đã không được đọc.",
        en: "So that nobody wonders whether the column was read.",
    },
    source: "Thực tế sổ theo dõi (mỗi đơn vị thêm cột riêng)",
    example: Example { bad: "cột “Số biên lai nội bộ”", good: "cột có trong Mẫu số 06" },
    check: Check::Raised,
};
