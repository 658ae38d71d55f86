//! DG003: Text typed in decomposed Unicode was read as precomposed.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// Decomposed Unicode.
pub static RULE: Rule = Rule {
    code: "DG003",
    name: "decomposed-unicode",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Chữ Unicode tổ hợp", en: "Decomposed Unicode" },
    message: Text {
        vi: "Chữ “{v}” gõ bằng Unicode tổ hợp; đã đọc như Unicode dựng sẵn.{more}",
        en: "“{v}” was typed in decomposed Unicode and read as precomposed.{more}",
    },
    why: Text {
        vi: "Hai cách gõ nhìn giống hệt nhau nhưng so sánh thì khác.",
        en: "The two spellings look the same but compare as different.",
    },
    source: "Bảng mã Unicode TCVN 6909:2001 theo Nghị định 30/2020/NĐ-CP, Phụ lục I",
    example: Example { bad: "ê + dấu sắc rời", good: "ế" },
    check: Check::Raised,
};
