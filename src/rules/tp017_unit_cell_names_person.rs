//! TP017: A cell of the unit column names a person: the case counts for the sender.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Unit cell names a person.
pub static RULE: Rule = Rule {
    code: "TP017",
    name: "unit-cell-names-person",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Ô đơn vị ghi một người", en: "Unit cell names a person" },
    message: Text {
        vi: "Ô đơn vị ghi tên hoặc số định danh của một người; hồ sơ được tính cho “{unit}”. Hãy ghi tên đơn vị, hoặc để trống.",
        en: "The unit cell holds the name or ID number of a person; the case counts for “{unit}”. Enter the unit, or leave it blank.",
    },
    why: Text {
        vi: "Tên người không được thành tên đơn vị trong báo cáo.",
        en: "The name of a person must not become a unit of the report.",
    },
    source: "Nghị định 13/2023/NĐ-CP về bảo vệ dữ liệu cá nhân [M]",
    example: Example {
        bad: "ô “Đơn vị” ghi họ tên và số CCCD", good: "“Phòng Đo lường”"
    },
    check: Check::Raised,
};
