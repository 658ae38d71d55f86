//! DG016: The status says finished or handed over, and no date of it is given.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Finished without a date.
pub static RULE: Rule = Rule {
    code: "DG016",
    name: "finished-without-date",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Đã xong nhưng chưa có ngày", en: "Finished without a date" },
    message: Text {
        vi: "Trạng thái “{st}” nhưng chưa có ngày kết thúc. Hãy điền ngày có kết quả hoặc ngày trả, hoặc sửa trạng thái.",
        en: "Status “{st}” but no date. Enter when the result was ready or handed over, or correct the status.",
    },
    why: Text {
        vi: "Không có ngày thì không biết xong trong kỳ nào, trước hay quá hạn; hồ sơ không được tính.",
        en: "Without the date nobody knows in which period it was finished, early or late; the case isn't counted.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "“Đã trả kết quả”, ô ngày trống", good: "“Đã trả kết quả”, 12/01/2023"
    },
    check: Check::Raised,
};
