//! DG023: A column holds personal identification numbers, which the report does not need.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Personal ID numbers present.
pub static RULE: Rule = Rule {
    code: "DG023",
    name: "personal-ids-present",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Có số định danh cá nhân", en: "Personal ID numbers present" },
    message: Text {
        vi: "Cột {c} chứa số định danh cá nhân; báo cáo không cần và chương trình không chép ra đâu. Hãy cân nhắc bỏ cột này trước khi gửi.",
        en: "Column {c} holds personal ID numbers; the report doesn't need them and they are copied nowhere. Consider leaving the column out before sending.",
    },
    why: Text {
        vi: "Sổ chuyển qua nhiều người; thông tin cá nhân chỉ nên ở nơi cần.",
        en: "Registers pass through many hands; personal data should stay where it is needed.",
    },
    source: "Nghị định 13/2023/NĐ-CP về bảo vệ dữ liệu cá nhân [M]",
    example: Example { bad: "cột “Số CCCD”", good: "sổ không có cột “Số CCCD”" },
    check: Check::Raised,
};
