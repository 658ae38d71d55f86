//! DG012: A receipt or result later than today. Never merely later than the period.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Date in the future.
pub static RULE: Rule = Rule {
    code: "DG012",
    name: "date-in-future",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Ngày ở tương lai", en: "Date in the future" },
    message: Text {
        vi: "Ngày {v} ở tương lai (hôm nay là {today}). Hãy kiểm tra lại, nhất là năm.",
        en: "{v} lies in the future (today is {today}). Check it, above all the year.",
    },
    why: Text {
        vi: "Thường do gõ nhầm năm; hồ sơ bị đẩy ra ngoài kỳ.",
        en: "Usually a wrong year, which pushes the case out of the period.",
    },
    source: "Thực tế sổ theo dõi (gõ nhầm năm)",
    example: Example { bad: "05/01/2032", good: "05/01/2023" },
    check: Check::Raised,
};
