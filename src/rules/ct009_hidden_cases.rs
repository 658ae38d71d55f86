//! CT009: Cases stand in hidden or filtered rows or on a hidden sheet. They are counted.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Cases in hidden rows or sheets.
pub static RULE: Rule = Rule {
    code: "CT009",
    name: "hidden-cases",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Hồ sơ nằm ở dòng, trang ẩn", en: "Cases in hidden rows or sheets" },
    message: Text {
        vi: "{k} hồ sơ nằm ở dòng hoặc trang ẩn và vẫn được tính. Hãy bỏ ẩn, bỏ lọc để kiểm tra; hồ sơ không còn giá trị thì xoá khỏi sổ.",
        en: "{k} cases are in hidden rows or sheets and are counted. Unhide and clear filters to check; delete cases that no longer apply.",
    },
    why: Text {
        vi: "Người xem sổ trên màn hình không thấy những hồ sơ này nhưng báo cáo có tính.",
        en: "A reader of the register doesn't see these cases, yet the report counts them.",
    },
    source: "Thực tế sổ theo dõi (bộ lọc để quên)",
    example: Example { bad: "sổ đang lọc theo tháng 1", good: "sổ đã bỏ lọc" },
    check: Check::Raised,
};
