//! CD020: Several units give different texts, days or percentages for one indicator; the report has room for one.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// One of several values is left out.
pub static RULE: Rule = Rule {
    code: "CD020",
    name: "indicator-left-out",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Giá trị chỉ tiêu bị bỏ", en: "Value of an indicator left out" },
    message: Text {
        vi: "“{name}”: giá trị “{v}” không vào báo cáo, vì báo cáo dùng “{kept}” ({cell}). Chỉ số đếm của nhiều đơn vị mới được cộng. Hãy thống nhất một giá trị.",
        en: "“{name}”: the value “{v}” is not in the report, which uses “{kept}” ({cell}). Only counts of several units are added up. Agree on one value.",
    },
    why: Text {
        vi: "Báo cáo chỉ có chỗ cho một giá trị; giá trị kia mất mà không ai biết.",
        en: "The report has room for one value; the other would be lost unseen.",
    },
    source: "Phiếu chỉ tiêu nhập tay của đơn vị [M]",
    example: Example {
        bad: "hai đơn vị ghi hai số công văn", good: "một đơn vị ghi, đơn vị kia để trống"
    },
    check: Check::Raised,
};
