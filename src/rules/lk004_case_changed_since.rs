//! LK004: Receipt date or procedure of a case differ from the period before.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Case changed since the period before.
pub static RULE: Rule = Rule {
    code: "LK004",
    name: "case-changed-since",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Hồ sơ đổi so với kỳ trước", en: "Case changed since the period before" },
    message: Text {
        vi: "{field} của hồ sơ {v} đổi từ “{a}” thành “{b}” so với kỳ {prev}. Hãy sửa lại, hoặc giải trình.",
        en: "{field} of case {v} changed from “{a}” to “{b}” since {prev}. Correct it, or explain.",
    },
    why: Text {
        vi: "Đổi ngày tiếp nhận hay thủ tục sau khi đã báo cáo làm hai kỳ không nối được với nhau.",
        en: "A receipt date or procedure changed after it was reported breaks the link between two periods.",
    },
    source: "Nguyên tắc: hai kỳ liền nhau phải nối được với nhau theo từng hồ sơ",
    example: Example {
        bad: "kỳ trước nhận 05/01/2023, nay ghi 15/01/2023",
        good: "hai kỳ cùng ghi 05/01/2023",
    },
    check: Check::Later(Needs::OtherPeriod),
};
