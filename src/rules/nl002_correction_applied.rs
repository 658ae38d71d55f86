//! NL002: A correction that came back was applied.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Correction applied.
pub static RULE: Rule = Rule {
    code: "NL002",
    name: "correction-applied",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Đã áp dụng sửa đổi", en: "Correction applied" },
    message: Text {
        vi: "Đã áp dụng: {field} “{old}” → “{new}” (theo {id}, dòng {row}). Sổ gốc không bị thay đổi.",
        en: "Applied: {field} “{old}” → “{new}” (from {id}, row {row}). The register itself is unchanged.",
    },
    why: Text {
        vi: "Mỗi số liệu dựa trên giá trị đã sửa phải truy lại được người trả lời và tệp trả lời.",
        en: "A figure resting on a corrected value has to be traceable to the answer.",
    },
    source: "Quy ước của chương trình (bảng kê và bản đánh dấu trả về) [M]",
    example: Example {
        bad: "Mã thủ tục “1.00177” được đồng ý sửa thành “1.001770”",
        good: "sổ đã ghi “1.001770”",
    },
    check: Check::Raised,
};
