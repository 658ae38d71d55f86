//! DG021: The case was returned, refused or withdrawn, and no date of it is given.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Returned or withdrawn without a date.
pub static RULE: Rule = Rule {
    code: "DG021",
    name: "ended-without-date",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text {
        vi: "Trả lại, rút nhưng chưa có ngày", en: "Returned or withdrawn without a date"
    },
    message: Text {
        vi: "Trạng thái “{st}” nhưng chưa có ngày. Hãy điền ngày trả lại hoặc ngày rút hồ sơ.",
        en: "Status “{st}” but no date. Enter the day it was returned or withdrawn.",
    },
    why: Text {
        vi: "Không có ngày thì không biết thuộc kỳ nào; hồ sơ không được tính.",
        en: "Without the date its period is unknown; the case isn't counted.",
    },
    source: "Nghị định 61/2018/NĐ-CP, Điều 17, 19; Phiếu từ chối, Mẫu số 03 kèm theo Thông tư 01/2018/TT-VPCP",
    example: Example { bad: "“Trả lại”, ô ngày trống", good: "“Trả lại”, 10/01/2023" },
    check: Check::Raised,
};
