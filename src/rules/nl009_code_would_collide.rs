//! NL009: A corrected case code is that of another case.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// The corrected code would collide.
pub static RULE: Rule = Rule {
    code: "NL009",
    name: "code-would-collide",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Mã hồ sơ sửa xong sẽ trùng", en: "The corrected code would collide" },
    message: Text {
        vi: "Sửa mã hồ sơ thành “{new}” sẽ trùng với {cell}; chưa áp dụng. Hãy kiểm tra hai hồ sơ này.",
        en: "Changing the case code to “{new}” would collide with {cell}; not applied. Check the two cases.",
    },
    why: Text {
        vi: "Hai hồ sơ mang một mã chỉ được tính một lần.",
        en: "Two cases with one code are counted once.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example { bad: "sửa thành mã của dòng khác", good: "sửa thành mã chưa có" },
    check: Check::Raised,
};
