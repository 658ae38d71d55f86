//! DG007: A date stored as text was read in the order proven by its column.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Text date read.
pub static RULE: Rule = Rule {
    code: "DG007",
    name: "text-date-read",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Ngày dạng chữ đã đọc", en: "Text date read" },
    message: Text {
        vi: "Đọc “{v}” là {iso} (ngày/tháng/năm, theo {k} ngày khác trong cột).",
        en: "“{v}” read as {iso} (day/month/year, from {k} other dates in the column).",
    },
    why: Text {
        vi: "Để kiểm tra lại được cách đọc.", en: "So that the reading can be checked."
    },
    source: "Thực tế sổ theo dõi (phần mềm một cửa xuất ngày dạng chữ)",
    example: Example { bad: "“05/01/2023” dạng chữ", good: "05/01/2023 dạng ngày" },
    check: Check::Raised,
};
