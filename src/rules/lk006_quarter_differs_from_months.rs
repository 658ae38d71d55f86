//! LK006: The figure of a quarter is not the sum of its months.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Quarter differs from its months.
pub static RULE: Rule = Rule {
    code: "LK006",
    name: "quarter-differs-from-months",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Số quý khác tổng ba tháng", en: "Quarter differs from its months" },
    message: Text {
        vi: "“{figure}” của quý là {a}, tổng ba báo cáo tháng là {b}. Hãy đối chiếu các tháng, hoặc giải trình.",
        en: "“{figure}” is {a} for the quarter; its three monthly reports add to {b}. Compare the months, or explain.",
    },
    why: Text {
        vi: "Số phát sinh của quý phải bằng tổng ba tháng; khác nhau là có tháng đã báo cáo sai.",
        en: "What happened in a quarter is what happened in its months; a difference means a wrong monthly report.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example { bad: "quý 30, ba tháng 10 + 9 + 10", good: "quý 30, ba tháng 10 + 10 + 10" },
    check: Check::Later(Needs::OtherPeriod),
};
