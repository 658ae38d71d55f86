//! DM016: There is no catalogue in its own folder; one found in the inbox is used.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Catalogue taken from the inbox.
pub static RULE: Rule = Rule {
    code: "DM016",
    name: "catalogue-from-inbox",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Danh mục lấy trong hộp thư", en: "Catalogue taken from the inbox" },
    message: Text {
        vi: "Trang “{sheet}” của tệp này ({n} dòng) được dùng làm danh mục thủ tục, vì không có danh mục trong danh-muc/. Nếu đây là sổ theo dõi, hãy ghi tiêu đề cột như Mẫu số 06.",
        en: "Sheet “{sheet}” of this file ({n} rows) serves as the procedure catalogue, since danh-muc/ has none. If it is a register, use headings as in form 06.",
    },
    why: Text {
        vi: "Để người lập biết danh mục nào đã được dùng và các dòng đó không phải hồ sơ.",
        en: "So that it is known which catalogue was used, and that these rows count as no cases.",
    },
    source: "Thực tế thư mục báo cáo (danh mục để chung với sổ)",
    example: Example {
        bad: "hop-thu/danh-muc-tthc.xlsx, danh-muc/ trống",
        good: "danh-muc/danh-muc-tthc.xlsx",
    },
    check: Check::Raised,
};
