//! NL006: An explanation was given for a rule that must be corrected.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// An error can't be explained away.
pub static RULE: Rule = Rule {
    code: "NL006",
    name: "explained-but-must-be-corrected",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Lỗi phải sửa không giải trình thay được", en: "An error can't be explained away"
    },
    message: Text {
        vi: "{code} không được giải trình thay cho sửa. Giải trình được lưu, lỗi vẫn còn. Hãy ghi Giá trị đúng, hoặc sửa trong sổ.",
        en: "{code} can't be explained away. The text is kept, the error stays. Give the right value, or correct the register.",
    },
    why: Text {
        vi: "Báo cáo chỉ hết là dự thảo khi mọi lỗi phải sửa đã sửa.",
        en: "The report stops being a draft only when every error is corrected.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "giải trình cho DG006 (ngày không có trong lịch)",
        good: "Giá trị đúng cho DG006",
    },
    check: Check::Raised,
};
