//! DM014: The catalogue lacks a column, so that some checks and figures are not possible. Said once.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Catalogue lacks a column.
pub static RULE: Rule = Rule {
    code: "DM014",
    name: "catalogue-lacks-column",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text { vi: "Danh mục thiếu cột", en: "Catalogue lacks a column" },
    message: Text {
        vi: "Danh mục không có cột {columns}; các kiểm tra và chỉ tiêu dùng cột này không thực hiện được. Hãy bổ sung cột nếu có số liệu.",
        en: "The catalogue has no column {columns}; checks and figures that need it aren't possible. Add it if you have the data.",
    },
    why: Text {
        vi: "Bản xuất từ Cổng dịch vụ công quốc gia không có thời hạn và mức độ trực tuyến.",
        en: "The national portal's export has neither time limits nor service levels.",
    },
    source: "Bản xuất danh sách TTHC của Cổng dịch vụ công quốc gia (Mã số, Tên, Cơ quan ban hành, Cơ quan thực hiện, Lĩnh vực)",
    example: Example {
        bad: "danh mục không có cột “Thời hạn giải quyết”",
        good: "danh mục có cột “Thời hạn giải quyết”",
    },
    check: Check::Raised,
};
