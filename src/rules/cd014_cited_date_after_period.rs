//! CD014: An indicator cites a document dated after the end of the period.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Cited document dated after the period.
pub static RULE: Rule = Rule {
    code: "CD014",
    name: "cited-date-after-period",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Văn bản viện dẫn có ngày sau kỳ báo cáo",
        en: "Cited document dated after the period",
    },
    message: Text {
        vi: "Viện dẫn “{text}” có ngày {date}, sau ngày cuối kỳ {to}. Hãy kiểm tra lại ngày, nhất là năm.",
        en: "“{text}” cites {date}, after the last day {to} of the period. Check the date, above all the year.",
    },
    why: Text {
        vi: "Văn bản dùng làm căn cứ không thể ban hành sau kỳ báo cáo; thường là gõ nhầm năm.",
        en: "A document relied upon can't postdate the period; usually the year is mistyped.",
    },
    source: "Thực tế báo cáo quý (công văn tháng 12 ghi nhầm sang năm sau)",
    example: Example {
        bad: "Công văn ngày 30/12/2023 trong báo cáo quý I/2023",
        good: "Công văn ngày 30/12/2022",
    },
    check: Check::Raised,
};
