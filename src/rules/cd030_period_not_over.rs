//! CD030: The period is not over on the day of the report: its figures are those so far.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Period not over yet.
pub static RULE: Rule = Rule {
    code: "CD030",
    name: "period-not-over",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Kỳ báo cáo chưa kết thúc", en: "Period not over yet" },
    message: Text {
        vi: "Kỳ báo cáo đến hết ngày {to} mới kết thúc; số liệu mới tính đến ngày {today}. Hãy lập lại báo cáo khi kỳ đã kết thúc và các sổ đã đủ.",
        en: "The period ends on {to}; the figures are those up to {today}. Run again when it is over and the registers are complete.",
    },
    why: Text {
        vi: "Hồ sơ tiếp nhận, giải quyết trong những ngày còn lại chưa có trong sổ.",
        en: "What is received and finished on the days left is in no register yet.",
    },
    source: "Nghị định 09/2019/NĐ-CP, Điều 12 (thời gian chốt số liệu)",
    example: Example {
        bad: "lập báo cáo quý II (đến 14/06) vào ngày 03/04",
        good: "lập báo cáo quý II từ ngày 15/06",
    },
    check: Check::Raised,
};
