//! DG011: The due date is before the receipt.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Due before received.
pub static RULE: Rule = Rule {
    code: "DG011",
    name: "due-before-received",
    severity: Severity::Error,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "Ngày hẹn trả trước ngày tiếp nhận", en: "Due before received" },
    message: Text {
        vi: "Ngày hẹn trả {h} trước ngày tiếp nhận {t}. Hãy sửa ngày sai theo giấy tiếp nhận và hẹn trả kết quả.",
        en: "Due on {h}, before the receipt on {t}. Correct the wrong date from the receipt slip.",
    },
    why: Text {
        vi: "Ngày hẹn sai làm hồ sơ bị tính quá hạn.",
        en: "A wrong due date makes the case count as late.",
    },
    source: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả, Mẫu số 01 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example {
        bad: "nhận 05/01/2023, hẹn 04/01/2023", good: "nhận 05/01/2023, hẹn 12/01/2023"
    },
    check: Check::Raised,
};
