//! DG001: A cell that every case needs is empty.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Required cell empty.
pub static RULE: Rule = Rule {
    code: "DG001",
    name: "required-cell-empty",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text { vi: "Ô bắt buộc để trống", en: "Required cell empty" },
    message: Text {
        vi: "Chưa điền “{field}”. Hãy điền theo hồ sơ gốc.",
        en: "“{field}” is empty. Enter it from the papers.",
    },
    why: Text {
        vi: "Thiếu ngày tiếp nhận thì hồ sơ không xếp được vào kỳ nào và không được tính.",
        en: "Without a receipt date the case can't be placed in any period and isn't counted.",
    },
    source: "Sổ theo dõi hồ sơ, Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example { bad: "ô trống", good: "05/01/2023" },
    check: Check::Raised,
};
