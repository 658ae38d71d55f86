//! NL010: A correction was given for a fault that no single cell can take.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// No cell to correct.
pub static RULE: Rule = Rule {
    code: "NL010",
    name: "no-cell-to-correct",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Không có ô để sửa", en: "No cell to correct" },
    message: Text {
        vi: "Mục {code} không sửa được bằng bảng kê vì không có ô nhận giá trị. Hãy sửa trong sổ.",
        en: "{code} can't be corrected through the listing: there is no cell to take the value. Correct the register.",
    },
    why: Text {
        vi: "Câu trả lời không áp dụng được thì phải nói, không được bỏ qua.",
        en: "An answer that can't be applied is said, not passed over.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "Giá trị đúng cho mục “thiếu cột”", good: "thêm cột trong sổ"
    },
    check: Check::Raised,
};
