//! CD015: An indicator's code is not an identifier or is not known to any template.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Indicator code unusable or unknown.
pub static RULE: Rule = Rule {
    code: "CD015",
    name: "indicator-unknown",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Mã chỉ tiêu không hợp lệ hoặc chưa biết", en: "Indicator code unusable or unknown"
    },
    message: Text {
        vi: "Mã chỉ tiêu “{v}” {problem}. Hãy dùng chữ thường không dấu, số và dấu gạch dưới như qd_cong_bo, và đúng mã mà mẫu báo cáo dùng.",
        en: "Indicator code “{v}” {problem}. Use plain lower-case letters, digits and underscores as in qd_cong_bo, and the code that the template uses.",
    },
    why: Text {
        vi: "Chỉ tiêu không có mã đúng thì không điền vào báo cáo được.",
        en: "Without a right code the indicator reaches no report.",
    },
    source: "Phiếu chỉ tiêu nhập tay của đơn vị",
    example: Example { bad: "QĐ công bố", good: "qd_cong_bo" },
    check: Check::Raised,
};
