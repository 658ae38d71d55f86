//! DG014: A word that is none of those the column may hold.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Value not in the list.
pub static RULE: Rule = Rule {
    code: "DG014",
    name: "not-in-list",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text { vi: "Giá trị ngoài danh sách", en: "Value not in the list" },
    message: Text {
        vi: "“{v}” không thuộc: {list}. Hãy chọn một giá trị trong danh sách.",
        en: "“{v}” isn't one of: {list}. Choose one of them.",
    },
    why: Text {
        vi: "Không hiểu được thì hồ sơ được tính theo giá trị mặc định.",
        en: "A word that isn't understood makes the case count with the default.",
    },
    source: "Hình thức tiếp nhận: Nghị định 61/2018/NĐ-CP, Điều 16; trạng thái: thực tế phần mềm một cửa",
    example: Example { bad: "trực tuyển tiếp", good: "trực tuyến" },
    check: Check::Unreadable,
};
