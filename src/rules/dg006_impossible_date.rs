//! DG006: A date that no calendar has.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Impossible date.
pub static RULE: Rule = Rule {
    code: "DG006",
    name: "impossible-date",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text { vi: "Ngày không có thật", en: "Impossible date" },
    message: Text {
        vi: "Ngày “{v}” không có trong lịch (tháng {m} có {d} ngày). Hãy sửa theo hồ sơ gốc, dạng ngày/tháng/năm.",
        en: "“{v}” isn't a calendar date (month {m} has {d} days). Correct it from the papers, as day/month/year.",
    },
    why: Text {
        vi: "Ngày không đọc được thì hồ sơ có thể không xếp được vào kỳ.",
        en: "With an unreadable date the case may not be placed in any period.",
    },
    source: "Dương lịch",
    example: Example { bad: "31/06/2022", good: "30/06/2022" },
    check: Check::Unreadable,
};
