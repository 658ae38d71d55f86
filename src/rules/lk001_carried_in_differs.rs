//! LK001: The cases carried over are not those the period before left pending.

use super::{Check, Example, Fix, Needs, Rule, Severity, Text};

/// Carried in differs from pending before.
pub static RULE: Rule = Rule {
    code: "LK001",
    name: "carried-in-differs",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Hồ sơ kỳ trước chuyển sang không khớp",
        en: "Carried over differs from what was pending",
    },
    message: Text {
        vi: "Từ kỳ trước chuyển sang {a} hồ sơ, trong khi báo cáo kỳ {prev} còn {b} hồ sơ đang giải quyết; chênh {d}: {list}. Hãy đối chiếu từng hồ sơ.",
        en: "{a} cases are carried over, but the report for {prev} left {b} pending; the difference is {d}: {list}. Compare case by case.",
    },
    why: Text {
        vi: "Cột (6) kỳ này phải bằng cột (11) kỳ trước; chênh lệch là hồ sơ bị mất hoặc bị tính hai lần.",
        en: "Column (6) must equal column (11) of the period before; a difference is a case lost or counted twice.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP [M cho quan hệ giữa hai kỳ]",
    example: Example {
        bad: "kỳ trước còn 12, kỳ này chuyển sang 11",
        good: "kỳ trước còn 12, kỳ này chuyển sang 12",
    },
    check: Check::Later(Needs::OtherPeriod),
};
