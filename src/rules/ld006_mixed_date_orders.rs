//! LD006: A column holds dates that can only be day/month and dates that can only be month/day.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Column mixes two date orders.
pub static RULE: Rule = Rule {
    code: "LD006",
    name: "mixed-date-orders",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Cột lẫn hai kiểu ngày", en: "Column mixes two date orders" },
    message: Text {
        vi: "Cột {c} có {a} ngày kiểu ngày/tháng và {b} ngày kiểu tháng/ngày. Hãy thống nhất theo ngày/tháng/năm.",
        en: "Column {c} has {a} dates day-first and {b} month-first. Make them all day/month/year.",
    },
    why: Text {
        vi: "Ngày hiểu được cả hai cách trong cột này có thể bị đọc sai.",
        en: "Dates of this column that can be read both ways may be misread.",
    },
    source: "Thực tế sổ theo dõi (ghép sổ từ hai phần mềm)",
    example: Example {
        bad: "13/01/2023 và 01/14/2023 trong một cột", good: "13/01/2023 và 14/01/2023"
    },
    check: Check::Raised,
};
