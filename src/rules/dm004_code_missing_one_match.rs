//! DM004: There is no procedure code, and the name is that of exactly one procedure.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// No code, name matches one procedure.
pub static RULE: Rule = Rule {
    code: "DM004",
    name: "code-missing-one-match",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text {
        vi: "Chưa có mã, tên khớp một thủ tục", en: "No code, name matches one procedure"
    },
    message: Text {
        vi: "Chưa có mã thủ tục; tên trùng với {s} trong danh mục. Hãy điền mã {s}.",
        en: "No procedure code; the name matches {s} in the catalogue. Enter the code {s}.",
    },
    why: Text {
        vi: "Hồ sơ đang được tính theo thủ tục tìm được từ tên.",
        en: "The case is counted under the procedure found by its name.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example { bad: "ô mã trống", good: "1.001770" },
    check: Check::Raised,
};
