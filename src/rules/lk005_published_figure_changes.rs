//! LK005: Counting a published period again gives another figure.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Published figure changes.
pub static RULE: Rule = Rule {
    code: "LK005",
    name: "published-figure-changes",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Số liệu đã công bố nay tính khác", en: "Published figure would change" },
    message: Text {
        vi: "“{figure}” kỳ {prev} đã công bố là {a}, tính lại từ sổ là {b}. Báo cáo cũ không bị sửa; hãy giải trình, hoặc đính chính.",
        en: "“{figure}” of {prev} was published as {a} and is {b} when counted again. The old report isn't altered; explain, or publish a correction.",
    },
    why: Text {
        vi: "Sổ của kỳ đã báo cáo bị sửa về sau thì báo cáo và sổ không còn khớp.",
        en: "When a register is changed after its report, the two no longer agree.",
    },
    source: "Nguyên tắc: báo cáo đã công bố không bị sửa ngầm",
    example: Example { bad: "công bố 120, tính lại 118", good: "công bố 120, tính lại 120" },
    check: Check::Later(Needs::OtherPeriod),
};
