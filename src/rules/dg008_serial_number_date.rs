//! DG008: A bare number in a date column was read as Excel's day number.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Excel day number.
pub static RULE: Rule = Rule {
    code: "DG008",
    name: "serial-number-date",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Số thứ tự ngày của Excel", en: "Excel day number" },
    message: Text {
        vi: "Số {v} là ngày {date} theo cách lưu của Excel; đã đọc như vậy.{more}",
        en: "{v} is {date} as Excel stores dates; it was read so.{more}",
    },
    why: Text {
        vi: "Ô mất định dạng ngày vẫn giữ đúng ngày bên trong.",
        en: "A cell that lost its date format still holds the right day.",
    },
    source: "Cách lưu ngày của Excel (ngày 1 là 01/01/1900)",
    example: Example { bad: "44931", good: "05/01/2023" },
    check: Check::Raised,
};
