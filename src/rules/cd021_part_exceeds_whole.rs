//! CD021: An indicator is more than the one it is a part of (`khong_qua` in the list of indicators).

use super::{Check, Example, Fix, Rule, Severity, Text};

/// A part exceeds its whole.
pub static RULE: Rule = Rule {
    code: "CD021",
    name: "part-exceeds-whole",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Phần lớn hơn toàn bộ", en: "Part exceeds its whole" },
    message: Text {
        vi: "“{name}” là {v}, lớn hơn “{whole}” là {most}. Một phần không thể lớn hơn toàn bộ; hãy sửa số sai.",
        en: "“{name}” is {v}, more than “{whole}”, which is {most}. A part can't exceed its whole; correct the wrong number.",
    },
    why: Text {
        vi: "Tỷ lệ tính từ hai số này sẽ quá 100 %.",
        en: "A percentage made of the two would exceed 100 %.",
    },
    source: "Phiếu chỉ tiêu nhập tay của đơn vị; chi-tieu.toml, khong_qua [M]",
    example: Example { bad: "công bố 3 TTHC, công khai 5", good: "công bố 5 TTHC, công khai 5" },
    check: Check::Raised,
};
