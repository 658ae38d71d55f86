//! DM009: A service level differs from the catalogue's, or uses the former levels 3 and 4.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Service level differs or uses the former naming.
pub static RULE: Rule = Rule {
    code: "DM009",
    name: "service-level-differs",
    severity: Severity::Warning,
    fix: Fix::Human,
    waivable: true,
    title: Text {
        vi: "Mức độ dịch vụ công khác, hoặc gọi theo cách cũ",
        en: "Service level differs or uses the former naming",
    },
    message: Text {
        vi: "Ghi “{a}”, được hiểu là “{b}”. “Mức độ 3”, “mức độ 4” là cách gọi trước Nghị định 42/2022/NĐ-CP; hãy dùng “một phần”, “toàn trình”.",
        en: "It says “{a}”, taken as “{b}”. “Level 3/4” is the naming from before Decree 42/2022; use “partial” and “whole-process”.",
    },
    why: Text {
        vi: "Hai cách gọi lẫn lộn làm sai số dịch vụ công toàn trình.",
        en: "Mixed namings spoil the number of whole-process services.",
    },
    source: "Nghị định 42/2022/NĐ-CP, thay các mức độ 1–4 của Nghị định 43/2011/NĐ-CP",
    example: Example { bad: "mức độ 4", good: "toàn trình" },
    check: Check::Raised,
};
