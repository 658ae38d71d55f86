//! DG017: The status says that the case is still being handled, and a finish date is given.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Open but has a finish date.
pub static RULE: Rule = Rule {
    code: "DG017",
    name: "open-with-finish-date",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Đang xử lý nhưng đã có ngày kết thúc", en: "Open but has a finish date" },
    message: Text {
        vi: "Trạng thái “{st}” nhưng đã có ngày kết thúc {r}. Hãy sửa trạng thái, hoặc xoá ngày.",
        en: "Status “{st}” but finished on {r}. Correct the status, or clear the date.",
    },
    why: Text {
        vi: "Báo cáo tính theo ngày, hồ sơ này đang được tính là đã giải quyết.",
        en: "The dates decide: the case is counted as finished.",
    },
    source: "Biểu II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP",
    example: Example {
        bad: "“Đang xử lý”, xong 12/01/2023", good: "“Đã trả kết quả”, 12/01/2023"
    },
    check: Check::Raised,
};
