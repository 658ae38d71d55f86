//! LD008: One procedure code goes with several names.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// One procedure code, several names.
pub static RULE: Rule = Rule {
    code: "LD008",
    name: "code-with-several-names",
    severity: Severity::Warning,
    fix: Fix::Suggestion,
    waivable: true,
    title: Text { vi: "Một mã thủ tục, nhiều tên", en: "One procedure code, several names" },
    message: Text {
        vi: "Mã {v} đi với {n} tên khác nhau; dòng này ghi “{name}”, phổ biến nhất là “{top}” ({k} dòng). Hãy kiểm tra sai mã hay sai tên.",
        en: "Code {v} goes with {n} names; this row says “{name}”, the most common is “{top}” ({k} rows). Check whether the code or the name is wrong.",
    },
    why: Text {
        vi: "Tên khác nhau cho một mã thường là chép nhầm mã.",
        en: "Different names for one code usually mean a wrongly copied code.",
    },
    source: "Thực tế sổ theo dõi (chép mã từ dòng trên)",
    example: Example { bad: "1.001770 với hai tên khác nhau", good: "1.001770 với một tên" },
    check: Check::Raised,
};
