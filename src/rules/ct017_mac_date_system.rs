//! CT017: The workbook counts days from 1904; its dates were converted.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Workbook uses the 1904 date system.
pub static RULE: Rule = Rule {
    code: "CT017",
    name: "mac-date-system",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Tệp dùng hệ ngày 1904", en: "Workbook uses the 1904 date system" },
    message: Text {
        vi: "Tệp dùng hệ ngày 1904; chương trình đã quy đổi (cộng 1462 ngày so với cách đọc thông thường).",
        en: "The workbook uses the 1904 date system; its dates were converted (1462 days are added).",
    },
    why: Text {
        vi: "Không quy đổi thì mọi ngày lệch bốn năm một ngày.",
        en: "Without conversion every date would be off by four years and a day.",
    },
    source: "Thuộc tính date1904 của tệp Excel, ECMA-376 phần 1, 18.2.28 [M]",
    example: Example { bad: "ngày 05/01/2023 lưu là 43469", good: "ngày 05/01/2023 lưu là 44931" },
    check: Check::Raised,
};
