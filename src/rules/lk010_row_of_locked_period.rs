//! LK010: A case belongs to an earlier period whose result is locked.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Row of a locked period.
pub static RULE: Rule = Rule {
    code: "LK010",
    name: "row-of-locked-period",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Hồ sơ thuộc kỳ đã khoá", en: "Case of a locked period" },
    message: Text {
        vi: "Hồ sơ {v} thuộc kỳ {prev} đã khoá; ghi nhận, báo cáo kỳ đó không thay đổi.",
        en: "Case {v} belongs to {prev}, which is locked; noted, that report is unchanged.",
    },
    why: Text {
        vi: "Để biết hồ sơ ghi muộn đã không làm thay đổi báo cáo cũ.",
        en: "So that it is known that a late entry changed no earlier report.",
    },
    source: "Nguyên tắc: báo cáo đã công bố không bị sửa ngầm",
    example: Example {
        bad: "xong 10/03/2023, ghi sổ tháng 5",
        good: "xong 10/03/2023, ghi sổ trong tháng 3",
    },
    check: Check::Later(Needs::OtherPeriod),
};
