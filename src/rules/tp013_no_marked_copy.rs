//! TP013: The sender's workbook can't be given back marked; the listing remains.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// No marked copy of a file.
pub static RULE: Rule = Rule {
    code: "TP013",
    name: "no-marked-copy",
    severity: Severity::Info,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Không có bản đánh dấu", en: "No marked copy" },
    message: Text { vi: "{reason}", en: "{reason}" },
    why: Text {
        vi: "Bản đánh dấu chỉ được tạo khi chắc chắn không làm hỏng tệp của đơn vị; danh sách lỗi vẫn có đủ mọi mục.",
        en: "A marked copy is made only where it is certain not to damage the sender's file; the listing holds everything.",
    },
    source: "Thực tế sổ theo dõi (tệp bảo vệ cấu trúc, tệp dùng chung) [M]",
    example: Example {
        bad: "tệp bảo vệ cấu trúc (Protect Workbook)", good: "tệp chỉ khoá trang tính"
    },
    check: Check::Raised,
};
