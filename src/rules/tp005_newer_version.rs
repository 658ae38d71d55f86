//! TP005: A later version, or the marked copy, of a register that is there too; the later one counts.

use super::{Check, Example, Fix, Rule, Severity, Text};

/// A newer version of a register.
pub static RULE: Rule = Rule {
    code: "TP005",
    name: "newer-version",
    severity: Severity::Info,
    fix: Fix::Auto,
    waivable: false,
    title: Text { vi: "Bản mới của một sổ", en: "A newer version of a register" },
    message: Text {
        vi: "Nhận là bản mới của {name}; bản cũ không tính.",
        en: "Taken as a newer version of {name}; the older one is not counted.",
    },
    why: Text {
        vi: "Tính cả hai bản thì mỗi hồ sơ bị tính hai lần.",
        en: "Counting both versions would count every case twice.",
    },
    source: "Thực tế sổ theo dõi (sổ sửa rồi gửi lại, bản đánh dấu trả về) [M]",
    example: Example {
        bad: "so.xlsx và so (2).xlsx là hai bản của một sổ", good: "chỉ có bản mới nhất"
    },
    check: Check::Raised,
};
