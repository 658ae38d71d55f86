//! TP001: The file cannot be opened: its package or its XML is damaged, or it was only partly copied.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// File damaged.
pub static RULE: Rule = Rule {
    code: "TP001",
    name: "file-damaged",
    severity: Severity::Error,
    fix: Fix::Human,
    waivable: false,
    title: Text { vi: "Tệp bị hỏng", en: "File damaged" },
    message: Text {
        vi: "Không mở được tệp: nội dung bị hỏng hoặc chép chưa xong. Hãy {how}.",
        en: "The file can't be opened: it is damaged or only partly copied. {how}.",
    },
    why: Text {
        vi: "Không hồ sơ nào trong tệp này được tính; báo cáo thiếu số liệu của đơn vị gửi.",
        en: "No case of this file is counted, so the report lacks its sender's figures.",
    },
    source: "Thực tế sổ theo dõi (tệp chép dở qua mạng, USB)",
    example: Example { bad: "tệp .xlsx mất phần cuối", good: "tệp mở được bằng Excel" },
    check: Check::Raised,
};
