//! DM002: The procedure was not in force on the day of receipt.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Procedure not in force on receipt.
pub static RULE: Rule = Rule {
    code: "DM002",
    name: "procedure-not-in-force",
    severity: Severity::Error,
    fix: Fix::Choice,
    waivable: false,
    title: Text {
        vi: "Thủ tục không có hiệu lực khi tiếp nhận", en: "Procedure not in force on receipt"
    },
    message: Text {
        vi: "Thủ tục {v} {state}; hồ sơ tiếp nhận ngày {t}. Hãy sửa mã thủ tục, hoặc ngày tiếp nhận.",
        en: "Procedure {v} {state}; the case was received on {t}. Correct the procedure code, or the receipt date.",
    },
    why: Text {
        vi: "Hồ sơ của thủ tục đã bãi bỏ thường là chọn nhầm mã cũ.",
        en: "A case of an abolished procedure usually has the old code by mistake.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example {
        bad: "nhận 05/01/2023, thủ tục hết hiệu lực 31/12/2022",
        good: "nhận 05/01/2023, thủ tục còn hiệu lực",
    },
    check: Check::Raised,
};
