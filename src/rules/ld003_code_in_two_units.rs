//! LD003: One case code stands in the registers of two units. Both count and both are marked.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Case in two units' registers.
pub static RULE: Rule = Rule {
    code: "LD003",
    name: "code-in-two-units",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Hồ sơ có trong sổ của hai đơn vị", en: "Case in two units' registers" },
    message: Text {
        vi: "Hồ sơ {v} cũng có trong sổ của {unit} ({cell}). Hai đơn vị cần thống nhất bên nào báo cáo, bên kia xoá khỏi sổ.",
        en: "Case {v} is also in {unit}'s register ({cell}). The two units must agree who reports it; the other deletes it.",
    },
    why: Text {
        vi: "Hồ sơ đang được tính hai lần, cho cả hai đơn vị.",
        en: "The case is counted twice, once for each unit.",
    },
    source: "Thực tế số liệu tổng hợp từ nhiều đơn vị bị tính trùng",
    example: Example {
        bad: "H14.08-230105-0001 trong sổ Phòng A và Phòng B",
        good: "hồ sơ chỉ có trong một sổ",
    },
    check: Check::Raised,
};
