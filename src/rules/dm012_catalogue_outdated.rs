//! DM012: The catalogue is older than the period.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Catalogue older than the period.
pub static RULE: Rule = Rule {
    code: "DM012",
    name: "catalogue-outdated",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Danh mục cũ hơn kỳ báo cáo", en: "Catalogue older than the period" },
    message: Text {
        vi: "Danh mục cập nhật {date}, trước kỳ báo cáo; thủ tục mới có thể bị báo sai. Hãy đặt danh mục mới vào danh-muc/.",
        en: "The catalogue dates from {date}, before the period; new procedures may be flagged wrongly. Put a newer one into danh-muc/.",
    },
    why: Text {
        vi: "Danh mục đổi nhiều lần trong năm theo quyết định công bố.",
        en: "Catalogues change several times a year.",
    },
    source: "Danh mục thủ tục hành chính công bố theo Thông tư 02/2017/TT-VPCP [M]",
    example: Example {
        bad: "danh mục tháng 6/2022 cho quý I/2023",
        good: "danh mục tháng 3/2023 cho quý I/2023",
    },
    check: Check::Raised,
};
