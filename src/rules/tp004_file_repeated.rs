//! TP004: The same bytes lie in the inbox twice; they are read once.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// File submitted twice.
pub static RULE: Rule = Rule {
    code: "TP004",
    name: "file-repeated",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Tệp nộp hai lần", en: "File submitted twice" },
    message: Text {
        vi: "Tệp này trùng từng byte với tệp {name}; chỉ tính một lần.",
        en: "This file is identical to {name}, byte for byte; it is counted once.",
    },
    why: Text {
        vi: "Đọc cả hai thì mỗi hồ sơ bị tính hai lần.",
        en: "Reading both would count every case twice.",
    },
    source: "Thực tế sổ theo dõi (tệp gửi lại, bản sao)",
    example: Example {
        bad: "so.xlsx và “so - Copy.xlsx” giống hệt nhau", good: "một tệp so.xlsx"
    },
    check: Check::Raised,
};
