//! DM001: The procedure code is not in the catalogue.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Procedure code not in the catalogue.
pub static RULE: Rule = Rule {
    code: "DM001",
    name: "procedure-unknown",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text {
        vi: "Mã thủ tục không có trong danh mục", en: "Procedure code not in the catalogue"
    },
    message: Text {
        vi: "Mã thủ tục “{v}” không có trong danh mục ({ver}). Gần nhất: {candidates}. Hãy sửa mã, hoặc bổ sung danh mục.",
        en: "Procedure code “{v}” isn't in the catalogue ({ver}). Closest: {candidates}. Correct the code, or complete the catalogue.",
    },
    why: Text {
        vi: "Hồ sơ vẫn được tính, nhưng nằm ở nhóm “Chưa xác định”, không vào lĩnh vực nào.",
        en: "The case is still counted, but under “Chưa xác định” and in no field of work.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example { bad: "1.00177", good: "1.001770" },
    check: Check::Raised,
};
