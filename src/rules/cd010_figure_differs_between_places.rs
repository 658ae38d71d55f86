//! CD010: The same figure has different values in two places.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// One figure, two values.
pub static RULE: Rule = Rule {
    code: "CD010",
    name: "figure-differs-between-places",
    severity: Severity::Error,
    fix: Fix::Suggestion,
    waivable: false,
    title: Text { vi: "Một số liệu, hai giá trị", en: "One figure, two values" },
    message: Text {
        vi: "“{figure}” ở {f1} là {a}, ở {f2} là {b}. Hai chỗ phải bằng nhau; hãy sửa chỗ sai.",
        en: "“{figure}” is {a} in {f1} and {b} in {f2}. The two must agree; correct the wrong one.",
    },
    why: Text {
        vi: "Người đọc so hai chỗ trong một báo cáo sẽ thấy ngay mâu thuẫn.",
        en: "A reader who compares the two places sees the contradiction at once.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP; Phiếu chỉ tiêu nhập tay của đơn vị",
    example: Example {
        bad: "thủ tục địa phương 0, bộ thủ tục 49",
        good: "thủ tục địa phương 49, bộ thủ tục 49",
    },
    check: Check::Raised,
};
