//! CT014: A cell merged over several data rows; its value is applied to each of them.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Merged cells among the cases.
pub static RULE: Rule = Rule {
    code: "CT014",
    name: "merged-data-cells",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Ô gộp trong phần hồ sơ", en: "Merged cells among the cases" },
    message: Text {
        vi: "Ô {range} gộp {n} dòng; giá trị “{v}” được áp dụng cho cả {n} hồ sơ. Nếu không đúng, hãy bỏ gộp và điền riêng từng dòng.",
        en: "{range} merges {n} rows; “{v}” is applied to all {n} cases. If that isn't right, unmerge and fill each row.",
    },
    why: Text {
        vi: "Excel chỉ lưu giá trị ở dòng đầu của ô gộp; các dòng sau phụ thuộc cách hiểu này.",
        en: "Excel stores a merged cell's value in its first row only; the others rest on this reading.",
    },
    source: "Thực tế sổ theo dõi (gộp ô ngày cho nhiều hồ sơ)",
    example: Example { bad: "H9:H11 gộp, ghi 05/01/2023", good: "mỗi dòng ghi 05/01/2023" },
    check: Check::Raised,
};
