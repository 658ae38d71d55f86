//! LK002: A case that was pending at the end of the period before is in no register now.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Pending case missing.
pub static RULE: Rule = Rule {
    code: "LK002",
    name: "pending-case-missing",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Hồ sơ đang giải quyết nay không còn trong sổ", en: "Pending case is missing now"
    },
    message: Text {
        vi: "Hồ sơ {v} cuối kỳ {prev} đang giải quyết, kỳ này không còn trong sổ nào. Hãy bổ sung dòng bị thiếu, kèm ngày kết thúc nếu đã xong.",
        en: "Case {v} was pending at the end of {prev} and is in no register now. Add its row, with its finish date if it is finished.",
    },
    why: Text {
        vi: "Hồ sơ chưa xong không tự mất đi; thiếu một dòng là thiếu một hồ sơ ở cả cột (6) và (7) hoặc (11).",
        en: "An unfinished case does not vanish; without its row it is missing from (6) and from (7) or (11).",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "kỳ trước đang xử lý, kỳ này không có dòng nào",
        good: "kỳ trước đang xử lý, kỳ này có dòng với ngày kết thúc",
    },
    check: Check::Later(Needs::OtherPeriod),
};
