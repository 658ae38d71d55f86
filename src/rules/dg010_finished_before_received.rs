//! DG010: The result is dated before the receipt.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Finished before received.
pub static RULE: Rule = Rule {
    code: "DG010",
    name: "finished-before-received",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Ngày kết thúc trước ngày tiếp nhận", en: "Finished before received" },
    message: Text {
        vi: "Ngày kết thúc {r} trước ngày tiếp nhận {t}. Một trong hai ngày cần sửa; hãy xem lại hồ sơ gốc.",
        en: "Finished on {r}, before the receipt on {t}. One of the two must be corrected; look at the papers.",
    },
    why: Text {
        vi: "Hồ sơ như vậy không xếp được vào kỳ và không được tính.",
        en: "Such a case can't be placed in a period and isn't counted.",
    },
    source: "Sổ theo dõi hồ sơ, Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example {
        bad: "nhận 05/01/2023, xong 04/01/2023", good: "nhận 05/01/2023, xong 05/01/2023"
    },
    check: Check::Raised,
};
