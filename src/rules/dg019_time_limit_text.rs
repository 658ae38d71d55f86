//! DG019: The time limit was read from text.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Time limit written as text.
pub static RULE: Rule = Rule {
    code: "DG019",
    name: "time-limit-text",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "Thời hạn ghi bằng chữ", en: "Time limit written as text" },
    message: Text {
        vi: "Thời hạn “{v}” được hiểu là {n} {unit}. Nếu không đúng, hãy ghi lại, ví dụ “5 ngày làm việc”.",
        en: "Limit “{v}” was read as {n} {unit}. If that isn't right, write it as “5 ngày làm việc”.",
    },
    why: Text {
        vi: "Ngày thường và ngày làm việc khác nhau; đọc nhầm làm sai ngày hẹn tính được.",
        en: "Calendar and working days differ; a misreading spoils the computed due date.",
    },
    source: "Cổng dịch vụ công quốc gia: thời hạn ghi theo ngày, ngày làm việc, giờ, tháng",
    example: Example { bad: "10 (cắt giảm từ 15)", good: "10 ngày làm việc" },
    check: Check::Raised,
};
