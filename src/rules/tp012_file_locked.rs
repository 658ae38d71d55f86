//! TP012: The file is there but cannot be read now: another program holds it, or the right to read it is missing.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// File locked.
pub static RULE: Rule = Rule {
    code: "TP012",
    name: "file-locked",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Tệp đang bị khoá", en: "File locked" },
    message: Text {
        vi: "Tệp đang được chương trình khác giữ hoặc không có quyền đọc. Hãy đóng tệp trong Excel (hoặc xin quyền đọc) rồi chạy lại.",
        en: "The file is held by another program, or you may not read it. Close it in Excel (or ask for permission to read it), then run again.",
    },
    why: Text {
        vi: "Không hồ sơ nào trong tệp này được tính; tệp không hỏng, chỉ cần đóng lại.",
        en: "No case of this file is counted; the file is sound and only needs to be closed.",
    },
    source: "Thực tế sổ theo dõi (tệp đang mở trên máy khác, thư mục dùng chung)",
    example: Example { bad: "sổ đang mở trong Excel ở máy khác", good: "sổ đã đóng" },
    check: Check::Raised,
};
