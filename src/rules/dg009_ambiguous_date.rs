//! DG009: A date that may be day/month or month/day where nothing decides; read as day/month. An error where the evidence contradicts itself.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Ambiguous date.
pub static RULE: Rule = Rule {
    code: "DG009",
    name: "ambiguous-date",
    severity: Severity::Warning,
    fix: Fix::Choice,
    waivable: false,
    title: Text { vi: "Ngày hiểu được hai cách", en: "Ambiguous date" },
    message: Text {
        vi: "“{v}” có thể là {a} hoặc {b}; cột này không cho biết. Đang đọc là {a}. Hãy nhập lại theo dạng ngày/tháng/năm.",
        en: "“{v}” may be {a} or {b}; the column doesn't tell. It is read as {a}. Enter it again as day/month/year.",
    },
    why: Text {
        vi: "Hai cách đọc có thể rơi vào hai kỳ báo cáo khác nhau.",
        en: "The two readings may fall into different periods.",
    },
    source: "Thực tế sổ theo dõi (ngày dạng chữ)",
    example: Example {
        bad: "05/01/2023 dạng chữ, cả cột không có ngày nào trên 12",
        good: "05/01/2023 dạng ngày",
    },
    check: Check::Raised,
};
