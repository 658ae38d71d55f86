//! DG013: A case received before the period that the period before did not leave pending.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Not on the carried-over list.
pub static RULE: Rule = Rule {
    code: "DG013",
    name: "not-on-carried-list",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Hồ sơ kỳ trước không có trong danh sách chuyển sang",
        en: "Not among the cases carried over",
    },
    message: Text {
        vi: "Tiếp nhận {v}, trước kỳ {start}–{end}, nhưng không có trong số hồ sơ đang giải quyết của kỳ {prev}. Hãy kiểm tra ngày tiếp nhận, hoặc giải trình.",
        en: "Received on {v}, before {start}–{end}, but not among the cases that {prev} left pending. Check the receipt date, or explain.",
    },
    why: Text {
        vi: "Hồ sơ chuyển sang mà kỳ trước không có là hồ sơ bị bỏ sót kỳ trước, hoặc sai ngày tiếp nhận.",
        en: "A case carried over that wasn't there before was missed then, or has a wrong receipt date.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "nhận 05/12/2022, không có trong báo cáo quý trước",
        good: "nhận 05/12/2022, quý trước đang giải quyết",
    },
    check: Check::Later(Needs::OtherPeriod),
};
